"""A small template grammar.

For: every file of sentences and every kind of document here. A template is one string:

    {slot} {slot.form}     a slot, filled by the function registered under that name
    {a|b {slot}|}          one of the alternatives, which may hold slots and further choices
    {?text}                the text in half of the cases
    \\n \\t                 a new line, a tab

A template or alternative `needs_phi` when a slot in it inserts something to remove; a clean document
uses only what does not. Never: reads the clock, keeps state between renderings, or draws a random
number that is not the document's own.
"""
from __future__ import annotations

import re
import zlib

_SLOT = re.compile(r"^[A-Za-z][a-z0-9_A-Z]*(?:\.[A-Za-z0-9_]+)?$")

SLOTS: dict = {}           # name -> (function(doc, form), holds PHI)
FORMS_WITHOUT_PHI = {"he", "his", "him", "He", "His", "sex", "kin", "Kin", "age", "boy", "title", "self"}
POOLS: dict = {}           # name -> Pool: what the self-test counts and compares


def slot(*names: str, phi: bool = False):
    """Registers a function as the filler of the slots `names`; `phi`: what it inserts is to be removed."""
    def register(function):
        for name in names:
            if name in SLOTS:
                raise ValueError(f"slot {name} registered twice")
            SLOTS[name] = (function, phi)
        return function
    return register


class Literal:
    __slots__ = ("text",)
    needs_phi = False

    def __init__(self, text):
        self.text = text

    def render(self, doc):
        doc.add(self.text)


class Slot:
    __slots__ = ("name", "form")

    def __init__(self, name, form):
        self.name, self.form = name, form

    @property
    def needs_phi(self):
        return SLOTS[self.name][1] and self.form not in FORMS_WITHOUT_PHI

    def render(self, doc):
        SLOTS[self.name][0](doc, self.form)


class Choice:
    __slots__ = ("options", "clean")

    def __init__(self, options):
        self.options = options
        self.clean = None

    @property
    def needs_phi(self):
        return all(o.needs_phi for o in self.options)

    def render(self, doc):
        options = self.options
        if doc.clean:
            if self.clean is None:
                self.clean = [o for o in options if not o.needs_phi] or options
            options = self.clean
        options[int(doc.random() * len(options))].render(doc)


class Sequence:
    __slots__ = ("parts",)

    def __init__(self, parts):
        self.parts = parts

    @property
    def needs_phi(self):
        return any(p.needs_phi for p in self.parts)

    def render(self, doc):
        for part in self.parts:
            part.render(doc)


def _closing(source: str, start: int) -> int:
    depth = 0
    for i in range(start, len(source)):
        if source[i] == "{":
            depth += 1
        elif source[i] == "}":
            depth -= 1
            if depth == 0:
                return i
    raise ValueError(f"unclosed brace in template: {source!r}")


def _split(body: str) -> list[str]:
    parts, depth, last = [], 0, 0
    for i, ch in enumerate(body):
        depth += (ch == "{") - (ch == "}")
        if ch == "|" and depth == 0:
            parts.append(body[last:i])
            last = i + 1
    return parts + [body[last:]]


def _parse(source: str) -> Sequence:
    parts, i = [], 0
    while i < len(source):
        j = source.find("{", i)
        if j < 0:
            j = len(source)
        if j > i:
            parts.append(Literal(source[i:j]))
        if j == len(source):
            break
        end = _closing(source, j)
        body = source[j + 1:end]
        if body.startswith("?"):
            parts.append(Choice([_parse(body[1:]), Sequence([])]))
        elif _SLOT.match(body):
            name, _, form = body.partition(".")
            parts.append(Slot(name, form))
        elif "|" in body:
            parts.append(Choice([_parse(option) for option in _split(body)]))
        else:
            raise ValueError(f"neither a slot nor a choice: {body!r} in {source!r}")
        i = end + 1
    return Sequence(parts)


class Template:
    """One template, compiled on its first use, so that a slot may be registered after it is written."""
    __slots__ = ("source", "_tree", "_phi")

    def __init__(self, source: str):
        self.source, self._tree, self._phi = source, None, None

    @property
    def tree(self):
        if self._tree is None:
            self._tree = _parse(self.source.replace("\\n", "\n").replace("\\t", "\t"))
        return self._tree

    @property
    def needs_phi(self):
        if self._phi is None:
            self._phi = self.tree.needs_phi
        return self._phi

    def render(self, doc):
        self.tree.render(doc)


UNSEEN_SHARE = 4           # one template, word or name of four belongs to the unseen split


def digest(text: str) -> int:
    """A number that depends on the text alone: the splits must not move when a list grows."""
    return zlib.crc32(text.encode("utf-8"))


def in_split(text: str, split: str) -> bool:
    """Whether a list entry belongs to `split`: one of four, by its text, to `unseen`."""
    return split == "all" or (digest(text) % UNSEEN_SHARE == 0) == (split == "unseen")


def lines(text: str) -> list[str]:
    """The templates of a block of text, one on each line; a line that begins with `##` is a remark."""
    return [line for line in (raw.strip() for raw in text.strip().split("\n")) if line and not line.startswith("##")]


def blocks(text: str) -> list[str]:
    """The templates of a text in which each takes several lines and `---` stands between two."""
    return [block.strip("\n") for block in text.split("\n---\n") if block.strip()]


class Pool:
    """Templates of one purpose, split by their text: the lowest quarter of the digests is unseen.

    A pool `held` belongs to a kind that training never sees, and is unseen as a whole.
    """

    def __init__(self, name: str, sources: list[str], held: bool = False):
        if name in POOLS:
            raise ValueError(f"pool {name} defined twice")
        sources = list(dict.fromkeys(sources))
        if len(sources) < 2:
            raise ValueError(f"pool {name} cannot be split")
        ranked = sorted(sources, key=lambda s: (digest(s), s))
        cut = len(ranked) if held else max(1, len(ranked) // UNSEEN_SHARE)
        self.name = name
        self.sources = {"unseen": ranked[:cut], "train": ranked[cut:], "all": ranked}
        self._ready: dict = {}
        POOLS[name] = self

    def of(self, split: str, clean: bool) -> list[Template]:
        """The templates of a split; of those, for a clean document, the ones that need no PHI."""
        key = (split, clean)
        if key not in self._ready:
            made = [Template(s) for s in self.sources[split]]
            self._ready[key] = [t for t in made if not t.needs_phi] if clean else made
        return self._ready[key]


def words(name: str, text: str, separator: str = ",") -> Pool:
    """A pool from a list of words or phrases (drugs, departments, headings) in one string."""
    return Pool(name, [w.strip() for w in text.replace("\n", separator).split(separator) if w.strip()])
