"""Who speaks and of whom: subjects, pronouns and verb forms for the training grammar."""

from __future__ import annotations

import random
from dataclasses import dataclass

_PRONOUNS = {
    "he": ("he", "him", "his", "himself"),
    "she": ("she", "her", "her", "herself"),
    "they": ("they", "them", "their", "themselves"),
    "I": ("I", "me", "my", "myself"),
}

_ANYONE = ["The patient", "Patient", "Pt", "pt", "the pt", "[NAME-1]", "[NAME-2]", "Mr [NAME-1]", "Mrs [NAME-1]",
    "Ms [NAME-3]", "[NAME-1] [NAME-2]"]
_MEN = ["He", "He", "He", "This gentleman", "This man", "Dad", "My father", "My husband", "My son", "Our son",
    "Grandad", "My brother", "The boy",
        "Your patient", "The client", "The resident", "Baby", "The child", "This pleasant man", "The old man",
        "My dad", "My partner", "The infant", "Our boy"]
_WOMEN = ["She", "She", "She", "This lady", "This woman", "Mum", "Mom", "My mother", "My wife", "My daughter",
    "Our daughter", "Gran", "My sister",
          "The girl", "Your patient", "The client", "The resident", "Baby", "The child", "This pleasant lady",
          "My mum", "My aunt", "The mother", "Our girl"]

_PAST = {
    "is": "was", "has": "had", "can": "could", "cannot": "could not", "feels": "felt", "eats": "ate", "sleeps": "slept",
    "gets": "got", "goes": "went", "says": "said", "keeps": "kept", "takes": "took", "lies": "lay", "sits": "sat",
    "falls": "fell", "drinks": "drank", "shakes": "shook", "makes": "made", "sees": "saw", "drives": "drove",
    "forgets": "forgot", "does": "did", "thinks": "thought", "tries": "tried", "relies": "relied", "cries": "cried",
    "stays": "stayed", "plays": "played", "enjoys": "enjoyed", "will": "would", "gives": "gave", "bites": "bit",
    "bleeds": "bled",
}  # fmt: skip


def base(verb: str) -> str:
    """The base form of a third-person verb: walks -> walk."""
    irregular = {"is": "be", "has": "have", "does": "do", "goes": "go", "passes": "pass", "wishes": "wish",
        "regrets": "regret", "lies": "lie"}
    if verb in irregular:
        return irregular[verb]
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    if verb.endswith(("sses", "shes", "ches")):
        return verb[:-2]
    return verb[:-1] if is_present(verb) else verb


def is_present(verb: str) -> bool:
    """Whether a predicate's first word is a verb in the third person present."""
    return verb.endswith("s") and verb != "was"


def past(verb: str) -> str:
    """The past form of a third-person verb: walks -> walked."""
    if verb in _PAST:
        return _PAST[verb]
    if not is_present(verb):
        return verb
    stem = base(verb)
    if stem.endswith("e"):
        return stem + "d"
    if stem.endswith("y") and stem[-2] not in "aeou":
        return stem[:-1] + "ied"
    return stem + "ed"


@dataclass(frozen=True)
class Voice:
    """One subject: how it is named, its pronouns, and which verb forms it takes."""

    name: str
    person: str

    def subject(self, rng: random.Random) -> str:
        """The name, or the pronoun in its place."""
        return self.name if self.person == "I" or rng.random() < 0.55 else self.pronoun.capitalize()

    @property
    def pronoun(self) -> str:
        return _PRONOUNS[self.person][0]

    @property
    def possessive(self) -> str:
        return _PRONOUNS[self.person][2]

    def fill(self, phrase: str) -> str:
        """Puts pronouns in place of `{he}`, `{him}`, `{his}`, `{himself}`."""
        if "{" not in phrase:
            return phrase
        he, him, his, himself = _PRONOUNS[self.person]
        return phrase.format(he=he, him=him, his=his, himself=himself)

    def verb(self, third: str) -> str:
        """A third-person verb as this subject takes it."""
        if self.person in ("he", "she"):
            return third
        if third in ("is", "was"):
            plural = {"is": "are", "was": "were"}[third]
            return plural if self.person == "they" else {"is": "am", "was": "was"}[third]
        return base(third) if is_present(third) else third

    def predicate(self, phrase: str) -> str:
        """A whole predicate as this subject takes it."""
        first, _, rest = phrase.partition(" ")
        return self.fill(f"{self.verb(first)} {rest}".strip())

    def past(self, phrase: str) -> str:
        """A whole predicate in the past tense."""
        first, _, rest = phrase.partition(" ")
        before = past(first)
        if before == "was" and self.person == "they":
            before = "were"
        return self.fill(f"{before} {rest}".strip())


def pick_voice(rng: random.Random) -> Voice:
    """A random subject: others three times in four, the patient's own voice the fourth."""
    chance = rng.random()
    if chance < 0.27:
        return Voice("I", "I")
    if chance < 0.45:
        return Voice(rng.choice(_ANYONE), rng.choice(("he", "she")))
    return Voice(rng.choice(_MEN), "he") if chance < 0.72 else Voice(rng.choice(_WOMEN), "she")
