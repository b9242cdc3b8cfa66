"""One document being written: its random numbers, its people, and the pieces of text with their types.

For: every slot and kind. A document is a list of (text, type) pieces, so that a change of case or a
misread letter keeps every offset exact. Never: joins the text before `finish`.
"""
from __future__ import annotations

import random

# Share of sentences that begin with a capital even where a small drug or kin word comes first.
SENTENCE_CAPITAL = 0.93


class Doc:
    def __init__(self, seed: str, split: str, lists, clean: bool):
        self.rng = random.Random(seed)
        self.random = self.rng.random
        self.choice = self.rng.choice
        self.int = self.rng.randint
        self.split, self.lists, self.clean = split, lists, clean
        self.pieces: list = []
        self.cast: dict = {}
        self.country = None            # set by kinds of international text
        self.used: set = set()
        self.facts: dict = {}          # what has to stay the same in a document: its site, its city, an id

    def add(self, text: str, kind: str | None = None) -> None:
        if text:
            self.pieces.append((text, kind))

    def _pick(self, options):
        """One of the templates, rarely one that this document has used."""
        template = options[int(self.random() * len(options))]
        for _ in range(3):
            if template not in self.used:
                break
            template = options[int(self.random() * len(options))]
        self.used.add(template)
        return template

    def say(self, pool, after: str = "") -> bool:
        """Writes one template of the pool; false when a clean document finds none in it."""
        options = pool.of(self.split, self.clean)
        if not options:
            return False
        self._pick(options).render(self)
        self.add(after)
        return True

    def sentence(self, pool, after: str = "") -> bool:
        """The same, and begins with a capital, as most sentences do and not all notes."""
        at = len(self.pieces)
        if not self.say(pool, after):
            return False
        if at < len(self.pieces) and self.random() < SENTENCE_CAPITAL:
            text, kind = self.pieces[at]
            self.pieces[at] = (text[0].upper() + text[1:], kind) if len(text[0].upper()) == 1 else (text, kind)
        return True

    def say_clean(self, pool, after: str = "") -> bool:
        """The same as `say`, but a template that inserts nothing to remove, whatever the document."""
        before, self.clean = self.clean, True
        done = self.sentence(pool, after)
        self.clean = before
        return done

    def several(self, pool, count: int, between: str = " ") -> int:
        """Writes up to `count` different templates of the pool."""
        options = pool.of(self.split, self.clean)
        chosen = self.rng.sample(options, min(count, len(options)))
        for i, template in enumerate(chosen):
            if i:
                self.add(between)
            template.render(self)
        return len(chosen)

    def chance(self, p: float) -> bool:
        return self.random() < p

    def finish(self) -> tuple[str, list[dict]]:
        """The text and its spans; two NAME pieces with one space between are one name."""
        text, spans, at = [], [], 0
        for piece, kind in self.pieces:
            if kind == "NAME" and len(text) > 1 and text[-1] == " " and spans and spans[-1]["type"] == "NAME" and spans[-1]["end"] == at - 1:
                spans[-1]["end"] = at + len(piece)
            elif kind:
                spans.append({"start": at, "end": at + len(piece), "type": kind})
            text.append(piece)
            at += len(piece)
        return "".join(text), spans
