"""Single statements about how a patient fares, each made for a wanted polarity.

Every maker takes a random source, a voice and the polarity (True = the patient fares well) and returns a clause
without its full stop. `grammar.py` joins them into texts.
"""

from __future__ import annotations

import random
from typing import Callable

import clauses_everyday as everyday
import clauses_findings as findings
import clauses_person as person
import lexicon as lex
import phrases as phr
from clause_parts import BEFORE, the
from voices import Voice

Maker = Callable[[random.Random, Voice, bool], str]


def general(rng: random.Random, voice: Voice, good: bool) -> str:
    word = rng.choice(lex.GOOD_GENERAL if good else lex.BAD_GENERAL)
    thing = rng.choice(["The outcome", "The result", "The operation", "Progress", "Recovery", "Everything",
        "The last week", "The night", "Today", "It", "The experience", "The news", "The prognosis", "This year",
                        "The whole stay", "The course", "The picture", "The response", "Life", "The situation",
                        "My stay", "The treatment", "The birth", "The visit", "The picture on the scan",
                        "The outlook"])  # fmt: skip
    chance = rng.random()
    if chance < 0.5:
        return f"{thing} {rng.choice(['is', 'was', 'has been', 'turned out', 'looks', 'seems'])} {rng.choice(['', '', 'really ', 'very ', 'absolutely ', 'simply ', 'so '])}{word}"
    if chance < 0.65:
        return f"{rng.choice(['what a', 'such a', 'a', 'truly a'])} {rng.choice(['day', 'result', 'outcome', 'night', 'week', 'recovery', 'experience', 'change'])}, {word}"
    if chance < 0.8:
        end = rng.choice(["is a success", "worked", "worked wonders", "is going well", "is going to plan",
            "went well", "went smoothly", "could not have gone better", "turned out well", "exceeded expectations",
            "paid off"]
                         if good else ["is a failure", "did not work", "went wrong", "is going badly", "went badly",
                             "could not have gone worse", "turned out badly", "fell short of expectations",
                             "came to nothing", "fell apart",
                                       "is not going to plan", "did not go well", "is not going well"])  # fmt: skip
        return f"{thing} {end}"
    other = rng.choice(lex.BAD_GENERAL if good else lex.GOOD_GENERAL)
    return f"{thing} {rng.choice(['was not', 'is not', 'was not at all', 'was never', 'is far from', 'has not been', 'was anything but'])} {other}"


def comparison(rng: random.Random, voice: Voice, good: bool) -> str:
    before = voice.fill(rng.choice(BEFORE))
    chance = rng.random()
    if chance < 0.4:
        better = rng.choice(["better", "stronger", "happier", "calmer", "brighter", "fitter", "more alert",
            "more comfortable", "more mobile", "steadier", "less breathless", "less anxious", "less confused",
            "less tired",
                             "more relaxed", "less sore", "less stiff", "less swollen", "less dizzy",
                             "more confident", "more independent", "less depressed", "warmer", "livelier",
                             "healthier", "less frightened", "more settled"]
                            if good else
                            ["worse", "weaker", "sadder", "sicker", "more breathless", "more confused",
                                "more anxious", "more tired", "stiffer", "more swollen", "more sore", "less alert",
                                "less mobile", "less steady", "less comfortable",
                             "more drowsy", "more depressed", "more dizzy", "less independent", "thinner and weaker",
                             "more frightened", "more agitated", "slower", "less confident", "more dependent",
                             "paler", "frailer"])  # fmt: skip
        return f"{voice.subject(rng)} {voice.predicate(rng.choice(['is', 'feels', 'looks', 'seems']))} {rng.choice(['', 'much ', 'far ', 'a little ', 'a lot '])}{better} than {before}"
    if chance < 0.6:
        noun = rng.choice(lex.SYMPTOMS)
        return f"{rng.choice(['less', 'much less', 'fewer', 'far less', 'milder'] if good else ['more', 'much more', 'far more', 'worse', 'more severe'])} {noun} than {before}"
    if chance < 0.8:
        act = rng.choice(["walks", "sleeps", "eats", "talks", "breathes", "moves", "copes", "walks and moves",
            "plays", "works", "feeds", "hears", "sees", "swallows", "concentrates"])
        how = rng.choice(["better", "further", "more easily", "more", "for longer", "twice as well",
            "with less pain"] if good else ["worse", "less", "less far", "with more pain", "with more difficulty",
            "half as well", "more slowly"])
        return f"{voice.subject(rng)} {voice.predicate(act)} {how} than {before}"
    noun = rng.choice(lex.GOODS)
    return f"{the(rng, voice, noun)} is {rng.choice(['better', 'much better', 'stronger', 'higher'] if good else ['worse', 'much worse', 'weaker', 'poorer', 'lower'])} than {before}"


def fragment(rng: random.Random, voice: Voice, good: bool) -> str:
    return rng.choice(phr.GOOD_FRAGMENTS if good else phr.BAD_FRAGMENTS)


MAKERS: list[tuple[Maker, float]] = [
    (person.predicate, 12), (person.bare_predicate, 5), (person.denied_predicate, 10), (person.state, 11),
    (person.denied_state, 14), (findings.symptom_course, 8), (findings.denied_course, 7), (findings.symptom_presence, 12),
    (findings.quality, 7), (findings.level, 8), (findings.body, 4), (person.ability, 9), (findings.disease, 5),
    (general, 4), (comparison, 5), (findings.treatment, 5), (fragment, 12),
    (everyday.told, 36), (everyday.phrase, 24), (everyday.turn, 4), (everyday.values, 6), (everyday.looks, 10),
    (everyday.place, 4), (everyday.aid, 4), (everyday.pastime, 4), (person.not_in_any, 2), (person.verb, 9),
]  # fmt: skip


def clause(rng: random.Random, voice: Voice, good: bool) -> str:
    """One clause by a random maker."""
    makers, shares = zip(*MAKERS)
    return rng.choices(makers, shares)[0](rng, voice, good)
