"""Texts for training: clauses joined into sentences, notes and paragraphs, roughed up as real text is.

`Grammar.sample` gives one text with its label. The label is how the patient fares in the end: the clause after a
"but", the main clause beside an "although", the last state of a story.
"""

from __future__ import annotations

import random

import lexicon as lex
import phrases as phr
from clauses import clause, fragment
from clauses_person import past_state, state
from questions import question
from voices import Voice, pick_voice

_MASKS = ["[NAME-1]", "[NAME-2]", "[NAME-3]", "[DATE-1]", "[DATE-2]", "[DATE-3]", "[AGE-1]", "[PHONE]", "[PHONE-1]",
    "[MRN]", "[MRN-1]", "[SSN]", "[EMAIL]", "[FAX]", "[URL]", "[ADDRESS-1]", "[ZIP]", "[LOCATION-1]",
          "[LOCATION-2]", "[ACCOUNT]", "[ID]", "[IP]", "[LICENSE]", "[ORGANIZATION-1]", "[HOSPITAL-1]", "[TIME]",
          "[DEVICE]"]  # fmt: skip


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower_start(text: str) -> str:
    first = text.split(" ", 1)[0]
    keep = first == "I" or first.startswith("[") or (len(first) > 1 and first.isupper()) or first in ("Mum", "Dad",
        "Mom", "Gran", "Grandad", "Mr", "Mrs", "Ms", "Pt")
    return text if keep else text[:1].lower() + text[1:]


class Grammar:
    """A source of labelled texts; the same seed gives the same texts."""

    def __init__(self, seed: int, good_words: list[str], bad_words: list[str]) -> None:
        self.rng = random.Random(seed)
        self._words = {True: good_words, False: bad_words}

    def sample(self, easy: bool = False) -> tuple[str, int]:
        """One text and its label: 1 = POSITIVE. `easy`: a single statement."""
        good = self.rng.random() < 0.5
        if easy:
            return self._rough(self.rng.choices([self._one, self._words_only, self._question], [85, 8, 7])[0](good)), int(good)
        shape = self.rng.choices(
            [self._one, self._several, self._contrast, self._story, self._note, self._words_only, self._question,
                self._fragments],
            [38, 14, 24, 9, 2, 6, 4, 3],
        )[0]
        return self._rough(shape(good)), int(good)

    def _one(self, good: bool) -> str:
        return self._end(clause(self.rng, pick_voice(self.rng), good))

    def _several(self, good: bool) -> str:
        voice = pick_voice(self.rng)
        clauses = [clause(self.rng, voice, good) for _ in range(self.rng.choice([2, 2, 2, 3, 3, 4, 5]))]
        style = self.rng.random()
        if style < 0.4:
            body = self._end(self.rng.choice([", ", " and ", "; ", ", and "]).join([clauses[0], *map(_lower_start,
                clauses[1:])]))
        elif style < 0.8:
            body = " ".join(map(self._end, clauses))
        else:
            body = ", ".join(map(_lower_start, clauses))
        return self._with_neutral(body, 0.25)

    def _fragments(self, good: bool) -> str:
        parts = [fragment(self.rng, Voice("Pt", "he"), good) for _ in range(self.rng.randint(2, 6))]
        if self.rng.random() < 0.3:
            parts.insert(0, self.rng.choice(lex_neutral()))
        return self._end(self.rng.choice([", ", ", ", ". ", "; ", " / ", " "]).join(parts))

    def _contrast(self, good: bool) -> str:
        rng, voice = self.rng, pick_voice(self.rng)
        main, other, was = clause(rng, voice, good), clause(rng, voice, not good), past_state(rng, voice, not good)
        now = rng.choice(["now", "today", "this morning", "but now", "since then", "at present", "currently",
            "this week", "but today", "by the evening", "after that", "from then on", "in the end", "eventually",
            "finally", "but since then"])
        low = _lower_start
        joined = rng.choice([
            f"{other}, but {low(main)}", f"{other} but {low(main)}", f"{was}, but {low(main)}",
                f"{was} but now {low(main)}", f"{was}, {now} {low(main)}", f"{was}. {_sentence(now)} {low(main)}",
            f"{was}; {now} {low(main)}", f"although {low(other)}, {low(main)}", f"although {low(was)}, {low(main)}",
                f"even though {low(other)}, {low(main)}", f"though {low(was)}, {low(main)}",
            f"{main}, although {low(other)}", f"{main} even though {low(other)}", f"{main}, though {low(was)}",
                f"{other}. However, {low(main)}", f"{was}. However, {low(main)}", f"{other}; however, {low(main)}",
            f"despite {rng.choice(lex.SYMPTOMS) if good else rng.choice(['treatment', 'antibiotics', 'a good start', 'everything', 'full support', 'maximum doses', 'physiotherapy', 'early improvement', 'good care', 'surgery', 'a normal scan'])}, {low(main)}",
            f"in spite of {rng.choice(lex.SYMPTOMS) if good else rng.choice(['treatment', 'the tablets', 'all efforts', 'three operations', 'strong drugs', 'a good result'])}, {low(main)}",
            f"{was}, yet {low(main)}", f"{other}, yet {low(main)}", f"while {low(other)}, {low(main)}",
                f"{was}. {_sentence(main)}",
                    f"{was} and {low(past_state(rng, voice, not good))}. {_sentence(now)} {low(main)} and {low(clause(rng, voice, good))}",
            f"apart from {rng.choice(['a little', 'some', 'slight', 'mild', 'the odd bit of', 'a touch of'])} {rng.choice(lex.SYMPTOMS)}, {low(main)}" if good else f"apart from {rng.choice(['a good', 'a quiet', 'a better'])} {rng.choice(['hour', 'morning', 'day', 'night', 'appetite'])}, {low(main)}",
            f"{voice.subject(rng)} thought it would never end, but {low(main)}" if good else f"{voice.subject(rng)} had high hopes, but {low(main)}",
            f"not {rng.choice(lex.BAD_STATES if good else lex.GOOD_STATES)} but {rng.choice(lex.GOOD_STATES if good else lex.BAD_STATES)}",
            f"{low(main)} after {rng.choice(['weeks', 'months', 'years', 'days'])} of {rng.choice(lex.SYMPTOMS if good else lex.GOODS)}",
        ])  # fmt: skip
        return self._with_neutral(self._end(joined), 0.15)

    def _story(self, good: bool) -> str:
        """History, then how it went: the end decides."""
        rng, voice = self.rng, pick_voice(self.rng)
        parts: list[str] = []
        if rng.random() < 0.5:
            parts += rng.sample(lex_neutral(), rng.randint(1, 2))
        history = rng.random()
        if history < 0.75:
            openers = phr.OPENERS_HISTORY_BAD if good else phr.OPENERS_HISTORY_GOOD
            for _ in range(rng.choice([1, 1, 2, 3])):
                parts.append(self._past_opener(voice, rng.choice(openers)) if rng.random() < 0.5 else past_state(rng,
                    voice, not good))
        elif history < 0.9:
            parts.append(self._past_opener(voice, rng.choice(phr.OPENERS_HISTORY_BAD)))
        if rng.random() < 0.3:
            parts += rng.sample(lex_neutral(), 1)
        ending = [clause(rng, voice, good) for _ in range(rng.choice([1, 2, 2, 3, 3, 4]))]
        turn = rng.choice(["Now", "Today", "Since then", "However,", "This week", "By discharge",
            "At the latest visit", "In the end", "Since yesterday", "This morning", "At six weeks", "A month later",
            "Even so,", "Then", "Eventually", "Over the last days"])
        if rng.random() < 0.6:
            ending[0] = f"{turn} {_lower_start(ending[0])}"
        parts += ending
        if rng.random() < 0.3:
            parts.append(rng.choice(lex_neutral()))
        return " ".join(self._end(_sentence(part)) for part in parts)

    def _past_opener(self, voice: Voice, opener: str) -> str:
        if voice.person == "I" or opener.startswith(("The ", "It ", "Recovery", "Surgery", "Treatment", "Chemo")):
            named = opener if opener.startswith(("The ", "It ", "Recovery", "Surgery", "Treatment",
                "Chemo")) else f"I {'was ' if opener.startswith(('Admitted', 'Brought', 'Referred')) else ''}{_lower_start(opener)}"
            return voice.fill(named)
        if self.rng.random() < 0.5:
            link = "was " if opener.startswith(("Admitted", "Brought", "Referred")) else ""
            return f"{voice.subject(self.rng)} {link}{voice.fill(_lower_start(opener))}"
        return voice.fill(opener)

    def _note(self, good: bool) -> str:
        """A long note in sentences, one voice, mostly of one mind."""
        rng, voice = self.rng, pick_voice(self.rng)
        parts = rng.sample(lex_neutral(), rng.randint(0, 3))
        parts += [clause(rng, voice, good) for _ in range(rng.randint(3, 8))]
        if rng.random() < 0.4:
            parts.insert(rng.randrange(len(parts)), clause(rng, voice, not good))
        if rng.random() < 0.5:
            parts.append(clause(rng, voice, good))
        return " ".join(self._end(_sentence(part)) for part in parts)

    def _words_only(self, good: bool) -> str:
        rng = self.rng
        word = rng.choice(self._words[good])
        other = rng.choice(self._words[good])
        return rng.choice([
            word, f"{word}!", f"{word} and {other}", f"{word}, {other}", f"very {word}", f"{word} today",
                f"feels {word}", f"so {word}", f"it was {word}", f"I feel {word}", f"it is {word} and {other}",
            f"the patient is {word}", f"{word} night", f"Overall {word}.", f"she was {word} and {other}",
                f"everything is {word}", f"a {word} result", f"{word} {other}", f"full of {word}", f"he seems {word}",
            f"{word}, {clause(rng, pick_voice(rng), good)}", f"{clause(rng, pick_voice(rng), good)}, {word}",
                f"{word} with the result", f"{state(rng, pick_voice(rng), good)} and {word}",
            f"no longer {rng.choice(self._words[not good])}", f"not {rng.choice(self._words[not good])}",
                f"{rng.choice(self._words[not good])} before, but {word} now",
        ])  # fmt: skip

    def _question(self, good: bool) -> str:
        return question(self.rng, good)

    def _end(self, text: str) -> str:
        chance = self.rng.random()
        text = _sentence(text) if self.rng.random() < 0.8 else text
        return text + ("." if chance < 0.85 else "" if chance < 0.95 else "!")

    def _with_neutral(self, text: str, chance: float) -> str:
        if self.rng.random() < chance:
            extra = self.rng.choice(lex_neutral()) + self.rng.choice([". ", ": ", ", ", " - "])
            return extra + text
        if self.rng.random() < chance / 2:
            return f"{text} {self.rng.choice(lex_neutral())}."
        return text

    def _rough(self, text: str) -> str:
        """Capitals, missing marks, typing mistakes, mask tokens put in anywhere: none of it changes the label."""
        rng = self.rng
        text = text.replace("{his}", rng.choice(["his", "her"]))
        if rng.random() < 0.1:
            head = rng.sample(_MASKS, rng.randint(1, 4))
            text = rng.choice([" ", ", ", " "]).join(head) + rng.choice([" ", ": ", ". ", " - ", ", "]) + text
        if rng.random() < 0.1:
            words = text.split(" ")
            for _ in range(rng.randint(1, 3)):
                words.insert(rng.randrange(len(words) + 1), rng.choice(_MASKS) + rng.choice(["", "", ",", ":"]))
            text = " ".join(words)
        chance = rng.random()
        if chance < 0.05:
            text = text.upper()
        elif chance < 0.12:
            text = text.replace(".", "").replace(",", "")
        elif chance < 0.2:
            text = _abbreviate(rng, text)
        return _typos(rng, text) if rng.random() < 0.1 else text


_NEUTRAL = [line.replace("{his}", "his") for line in lex.entries("\n".join(phr.NEUTRAL))]


def lex_neutral() -> list[str]:
    """Sentences that say nothing about how the patient fares."""
    return _NEUTRAL


def _abbreviate(rng: random.Random, text: str) -> str:
    for long, short in (
        ("The patient", "Pt"), ("patient", "pt"), ("without", "w/o"), ("with ", "w/ "), ("shortness of breath",
        "SOB"), ("complains of", "c/o"), ("blood pressure", "BP"), (" and ", " & "), ("antibiotics", "abx"),
        ("chest pain", "CP"), ("treatment", "tx"), ("history", "hx"), ("medication", "meds"), ("after", "s/p"),
        ("heart rate", "HR"), ("nausea", "N"), ("temperature", "temp"), ("respiratory", "resp"), ("hospital", "hosp"),
    ):  # fmt: skip
        if rng.random() < 0.6:
            text = text.replace(long, short)
    return text


def _typos(rng: random.Random, text: str) -> str:
    letters = list(text)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(letters))
        if not letters[at].isalpha() or at + 1 >= len(letters):
            continue
        kind = rng.random()
        if kind < 0.35:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif kind < 0.65:
            letters[at] = ""
        elif kind < 0.85:
            letters[at] *= 2
        else:
            letters[at] = rng.choice("abcdefghijklmnopqrstuvwxyz")
    return "".join(letters)
