"""What the clause makers share: lists, times, denials, choices."""

from __future__ import annotations

import random
import re

from voices import Voice, base, is_present

VERY = ["very", "really", "so", "quite", "extremely", "much", "a lot", "remarkably", "rather", "still",
    "increasingly", "generally", "completely", "totally", "feeling"]

_WHEN = ["today", "this morning", "this week", "now", "at the moment", "tonight", "overnight", "on the ward",
    "at home", "since [DATE-1]", "since yesterday",
         "this afternoon", "lately", "recently", "at present", "these days", "since the operation", "since surgery",
         "after treatment", "on review",
         "on [DATE-2]", "since starting the tablets", "over the weekend", "in the last few days", "currently",
         "after the procedure", "this time", "again today",
         "since last week", "since the last visit", "since discharge", "on examination", "this evening",
         "after physiotherapy", "all day", "at rest", "at night"]

BEFORE = ["yesterday", "last week", "before", "last month", "on admission", "a month ago", "before the operation",
    "at the last visit", "this time last year",
           "before treatment", "ever", "in years", "expected", "we hoped", "when {he} came in", "at the start",
           "a week ago", "on Monday", "in the spring"]

_CHOICE = re.compile(r"\{([^{}]*)\}")


def listed(rng: random.Random, items: list[str], joint: str) -> str:
    if len(items) == 1:
        return items[0]
    return ", ".join(items[:-1]) + rng.choice([f" {joint} ", f", {joint} "]) + items[-1]


def some(rng: random.Random, items: list[str], most: int = 3) -> list[str]:
    return rng.sample(items, rng.randint(1, most))


def when(rng: random.Random, chance: float = 0.3) -> str:
    return " " + rng.choice(_WHEN) if rng.random() < chance else ""


def the(rng: random.Random, voice: Voice, noun: str) -> str:
    return rng.choice([f"{voice.possessive} {noun}", f"the {noun}", noun, f"{voice.possessive} {noun}"])


def negated(rng: random.Random, phrase: str) -> str:
    """A third-person predicate denied: `is well` -> `is not well`, `walks` -> `no longer walks`."""
    first, _, rest = phrase.partition(" ")
    if first in ("is", "was", "can", "has", "could"):
        word = rng.choice(["not", "no longer", "not", "never"] if first == "is" else ["not"])
        return f"{first} {word} {rest}" + (" any more" if word == "not" and first == "is" and rng.random() < 0.25 else "")
    if is_present(first):
        return rng.choice([f"does not {base(first)} {rest}", f"no longer {first} {rest}",
            f"doesn't {base(first)} {rest}", f"never {first} {rest}"]).strip()
    return f"never {first} {rest}".strip()


def expand(rng: random.Random, text: str) -> str:
    """Takes one of each `{X|Y|Z}`, the innermost first."""
    while "{" in text:
        text = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), text)
    return text
