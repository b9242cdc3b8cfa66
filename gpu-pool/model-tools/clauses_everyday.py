"""Clauses from tables and turns of phrase: values, looks, places, aids, pastimes. See `clauses.py`."""

from __future__ import annotations

import random

import everyday
import sentences
import tables
from clause_parts import expand, when
from voices import Voice


def _filled(rng: random.Random, text: str) -> str:
    he, him, his, himself = rng.choice([("he", "him", "his", "himself"), ("she", "her", "her", "herself")])
    for slot, word in (("{he}", he), ("{him}", him), ("{his}", his), ("{himself}", himself)):
        text = text.replace(slot, word)
    return expand(rng, text)


def told(rng: random.Random, voice: Voice, good: bool) -> str:
    """A sentence of `sentences.py`."""
    return _filled(rng, rng.choice(sentences.GOOD if good else sentences.BAD))


def phrase(rng: random.Random, voice: Voice, good: bool) -> str:
    """A turn of phrase of `everyday.py`, alone or after a subject."""
    said = _filled(rng, rng.choice(everyday.GOOD if good else everyday.BAD))
    if rng.random() < 0.12:
        return f"{voice.subject(rng)}: {said}"
    return said + when(rng, 0.1)


def turn(rng: random.Random, voice: Voice, good: bool) -> str:
    """From one state to another, by words or numbers."""
    text = expand(rng, rng.choice(sentences.TURNS_GOOD if good else sentences.TURNS_BAD))
    return f"{voice.subject(rng)} {rng.choice(['went', 'has gone'])} {text}" if text.startswith("from") else text


def _predicate(voice: Voice, said: str) -> str:
    """A predicate that may begin with `no longer`."""
    lead = "no longer "
    return lead + voice.predicate(said[len(lead) :]) if said.startswith(lead) else voice.predicate(said)


def _number(rng: random.Random, span: tuple[float, float], digits: int) -> str:
    value = rng.uniform(*span)
    return f"{value:.{digits}f}" if digits else str(round(value))


def _value(rng: random.Random, good: bool) -> str:
    chance = rng.random()
    if chance < 0.08:
        return f"{rng.choice(['BP', 'blood pressure', 'NIBP'])} {rng.choice(tables.BLOOD_PRESSURES[good])}"
    if chance < 0.14:
        return rng.choice(tables.GRADES[good])
    value = rng.choice(tables.VALUES)
    name, unit = rng.choice(value.names.split("|")), rng.choice(value.unit.split("|"))
    ill = [span for span in (value.high, value.low) if span]
    wrong = rng.choice(ill)
    now = _number(rng, value.fine if good else wrong, value.digits)
    if rng.random() < 0.25:
        then = _number(rng, wrong if good else value.fine, value.digits)
        word = "up" if (wrong is value.low) == good else "down"
        shape = rng.choice(["{n} {b}, was {a}", "{n} {b}, {w} from {a}", "{n} {b} ({w} from {a})", "{n} {a} to {b}", "{n} {a} -> {b}", "{n} was {a}, now {b}", "{n} {w} from {a} to {b}",
                            "{n} {w} to {b} from {a}"])  # fmt: skip
        return shape.format(n=name, a=then, b=now, w=word)
    return f"{name}{rng.choice([' ', ' ', ' ', ' is ', ': ', ' of ', ' = '])}{now}{unit}"


def values(rng: random.Random, voice: Voice, good: bool) -> str:
    """Measurements as numbers, some with a word on them."""
    found = [_value(rng, good) for _ in range(rng.choice([1, 2, 2, 3, 4]))]
    if rng.random() < 0.4:
        found.append(rng.choice(["stable", "improving", "satisfactory", "all normal", "no concerns", "happy with these", "good"] if good else
                                ["unstable", "deteriorating", "very concerned", "critical", "escalate", "all worse", "peri-arrest", "not responding"]))  # fmt: skip
    return rng.choice([", ", ", ", " ", "; "]).join(found)


def looks(rng: random.Random, voice: Voice, good: bool) -> str:
    """How parts of the body look: `lips pink`, `toes are black and cold`."""
    found = []
    for line in rng.sample(tables.LOOKS, rng.choice([1, 1, 2, 3])):
        part = rng.choice(line[0].split("; "))
        how = line[1 if good else 2].split("; ")
        words = rng.sample(how, min(len(how), rng.choice([1, 1, 2])))
        whose = rng.choice(["", "", "", f"{voice.possessive} ", "the "])
        link = rng.choice([" ", " ", " is ", " are ", " looks ", " now "]) if whose or rng.random() < 0.4 else " "
        found.append(rng.choice([f"{whose}{part}{link}{' and '.join(words)}", f"{whose}{part}{link}{', '.join(words)}", f"{' '.join(words)} {part}"]))  # fmt: skip
    return ", ".join(found)


def place(rng: random.Random, voice: Voice, good: bool) -> str:
    """From one place of care to a better or a worse one."""
    worse, better = sorted(rng.sample(range(len(tables.PLACES)), 2))
    start, end = (worse, better) if good else (better, worse)
    a, b = (voice.fill(rng.choice(tables.PLACES[at])) for at in (start, end))
    if start == 0:
        a = "the brink of death"
    verb = rng.choice(["moved", "was moved", "went", "transferred", "was transferred", "has gone", "stepped down" if good else "was rushed"])
    return rng.choice([f"{voice.subject(rng)} {verb} from {a} to {b}", f"{verb} to {b} from {a}", f"from {a} to {b}", f"{voice.subject(rng)} left {a} for {b}",
                       f"{voice.subject(rng)} came from {a} and is now in {b}" if b.split()[0] != "home" else f"{a} yesterday, {b} today"])  # fmt: skip


def aid(rng: random.Random, voice: Voice, good: bool) -> str:
    """Needs of help: fewer or more."""
    what = rng.choice(tables.AIDS)
    said = rng.choice(["no longer needs {a}", "does not need {a}", "manages without {a}", "can do without {a}", "has given up {a}", "has not needed {a}", "is free of {a}", "is weaned off {a}", "has no need of {a}", "threw away {a}",
                       "does not need {a} any more", "needs {a} less and less", "got rid of {a}", "walks and copes without {a}", "is independent, without {a}", "off {a}", "without {a} now", "no need for {a}"] if good else
                      ["now needs {a}", "cannot manage without {a}", "still needs {a}", "depends on {a}", "is dependent on {a}", "needs {a} again", "had to start {a}", "is back on {a}", "cannot do without {a}", "needs {a} all the time",
                       "needs {a} more and more", "has been put on {a}", "relies on {a}", "cannot be weaned off {a}", "now requires {a}", "back on {a}", "requires {a} and is no better", "needs {a} for the first time"])  # fmt: skip
    said = said.replace("{a}", what)
    return said if said.split()[0] in ("off", "without", "no", "back") else f"{voice.subject(rng)} {_predicate(voice, said)}"


def pastime(rng: random.Random, voice: Voice, good: bool) -> str:
    """What somebody has gone back to, or had to give up."""
    what = rng.choice(tables.PASTIMES)
    said = rng.choice(["is back at {p}", "has gone back to {p}", "enjoys {p} again", "is enjoying {p}", "has taken up {p} again", "is looking forward to {p}", "has returned to {p}", "can manage {p} again", "has started {p} again",
                       "went to {p} for the first time since", "is keen to get back to {p}", "plans to go back to {p}", "has missed no {p} this month", "is up to {p} again", "took part in {p}", "rejoined {p}"] if good else
                      ["had to give up {p}", "has given up {p}", "cannot manage {p} any more", "is too ill for {p}", "has lost interest in {p}", "has stopped {p}", "misses {p} because of the pain", "no longer enjoys {p}", "cannot go back to {p}",
                       "has not been to {p} for months", "is off {p} sick again", "will never go back to {p}", "is too weak for {p}", "no longer goes to {p}", "avoids {p}", "collapsed at {p}", "had to leave {p}"])  # fmt: skip
    said = said.replace("{p}", what)
    return f"{voice.subject(rng)} {_predicate(voice, said)}{when(rng, 0.15)}"
