"""Clauses about the patient: how somebody is, what somebody does or can do. See `clauses.py`."""

from __future__ import annotations

import random

import lexicon as lex
import phrases as phr
from clause_parts import VERY, listed, negated, some, the, when
from voices import Voice


def predicate(rng: random.Random, voice: Voice, good: bool) -> str:
    phrase = rng.choice(phr.GOOD_PREDICATES if good else phr.BAD_PREDICATES)
    return f"{voice.subject(rng)} {voice.predicate(phrase)}{when(rng)}"


def bare_predicate(rng: random.Random, voice: Voice, good: bool) -> str:
    """Telegraphic: the subject and a leading `is` or `has` left out."""
    phrase = voice.fill(rng.choice(phr.GOOD_PREDICATES if good else phr.BAD_PREDICATES))
    first, _, rest = phrase.partition(" ")
    return (rest if first in ("is", "has") else phrase) + when(rng, 0.2)


def _plain(phrase: str) -> bool:
    """Whether a predicate means its opposite when denied."""
    words = (" not ", " no ", "never", "hardly", "barely", "rarely", "too ", "unable", " yet ", "could", "all day",
        "nothing", "little", "every", "only", "worse", "better", "stopped")
    return phrase.partition(" ")[0] in ("is", "walks", "sleeps", "eats", "copes", "moves", "breathes", "enjoys",
        "feels", "looks", "seems", "appears") and not any(
        word in phrase + " " for word in words
    )

_DENIABLE = {good: [p for p in (phr.GOOD_PREDICATES if good else phr.BAD_PREDICATES) if _plain(p)] for good in (True,
    False)}


def denied_predicate(rng: random.Random, voice: Voice, good: bool) -> str:
    phrase = negated(rng, rng.choice(_DENIABLE[not good]))
    return f"{voice.subject(rng)} {voice.predicate(phrase) if not phrase.startswith(('no longer', 'never')) else voice.fill(phrase)}{when(rng, 0.15)}"


def state(rng: random.Random, voice: Voice, good: bool) -> str:
    states = some(rng, lex.GOOD_STATES if good else lex.BAD_STATES, 3)
    verb = rng.choice(["is", "is", "is", "feels", "feels", "looks", "seems", "appears", "remains", "was", "has been",
        "is feeling", "felt", "looked", "is now", "became", "has become"])
    very = rng.choice(VERY) + " " if rng.random() < 0.3 else ""
    joined = listed(rng, states, "and")
    shape = rng.random()
    if shape < 0.62:
        return f"{voice.subject(rng)} {voice.predicate(verb)} {very}{joined}{when(rng)}"
    if shape < 0.72:
        return f"{voice.subject(rng)} {voice.predicate('reports')} feeling {very}{joined}{when(rng)}"
    if shape < 0.84:
        return f"{very}{joined}{when(rng)}"
    told = rng.choice(["says", "tells me", "states", "reports", "told me", "said", "says that", "mentions that",
        "admits"])
    pronoun = voice.pronoun
    return f"{voice.subject(rng)} {voice.predicate(told)} {pronoun} {voice.predicate('feels')} {very}{joined}"


def denied_state(rng: random.Random, voice: Voice, good: bool) -> str:
    word = rng.choice(lex.BAD_STATES if good else lex.GOOD_STATES)
    while word.startswith("not "):
        word = rng.choice(lex.BAD_STATES if good else lex.GOOD_STATES)
    deny = rng.choice(["is not {w}", "is not {w} any more", "is no longer {w}", "does not feel {w}",
        "is not at all {w}", "is not {w} any longer", "does not look {w}",
                       "is never {w}", "does not seem {w}", "is far from {w}", "is anything but {w}", "isn't {w}",
                       "doesn't feel {w}", "was not {w}", "has not been {w}"])  # fmt: skip
    text = voice.predicate(deny.format(w=word))
    return f"{voice.subject(rng)} {text}{when(rng, 0.2)}"


def ability(rng: random.Random, voice: Voice, good: bool) -> str:
    acts = [voice.fill(act) for act in some(rng, phr.ACTIVITIES, 2)]
    if good:
        lead = rng.choice(["can", "can now", "is able to", "is now able to", "can {w} again",
            "is able to {w} without pain", "can {w} without help", "managed to", "was able to",
            "has started to {w} again",
                           "has learned to {w} again", "has managed to", "can easily", "can {w} on {his} own",
                           "has no trouble to", "no longer needs help to", "can {w} for the first time in months",
                           "has begun to {w}", "able to", "can {w} further than before",
                           "has no difficulty when {he} tries to", "did {w} without stopping", "does {w} with ease",
                           "is again able to"])  # fmt: skip
    else:
        lead = rng.choice(["cannot", "can't", "can no longer", "is unable to", "is no longer able to", "struggles to",
            "was unable to", "could not", "is not able to", "needs help to", "failed to", "cannot even",
                           "can hardly", "can barely", "is too weak to", "is too tired to", "is in too much pain to",
                           "has not been able to", "finds it hard to", "has stopped trying to", "unable to", "won't",
                           "can only {w} with help", "has difficulty when {he} tries to", "is afraid to",
                           "refuses to", "is too breathless to", "cannot {w} any more", "does not want to",
                           "has lost the ability to",
                           "is not allowed to {w} because of the risk", "could not {w} for the pain",
                           "did not manage to", "has given up trying to", "will never {w} again",
                           "needs two people to help {him}"])  # fmt: skip
    act = listed(rng, acts, "and" if good else "or")
    said = lead.replace("{w}", act) if "{w}" in lead else f"{lead} {act}"
    first = said.split()[0]
    if first in ("able", "unable"):
        return said + when(rng, 0.2)
    return f"{voice.subject(rng)} {voice.predicate(said)}{when(rng, 0.2)}"

_DOUBLED = {"hum", "jog", "grin", "chat", "swim", "sob", "gag", "trip", "throb"}


def ing(verb: str) -> str:
    first, _, rest = verb.partition(" ")
    stem = first[:-1] if first.endswith("e") and not first.endswith("ee") else first
    return f"{stem}{stem[-1] if first in _DOUBLED else ''}ing {rest}".strip()


def verb(rng: random.Random, voice: Voice, good: bool) -> str:
    """`keeps vomiting`, `has begun to smile`, `no longer wheezes`."""
    if rng.random() < 0.75:
        word = rng.choice(lex.GOOD_VERBS if good else lex.BAD_VERBS)
        lead = rng.choice(["is {g}", "keeps {g}", "has started to {b}", "has begun to {b}", "continues to {b}",
            "is {g} again", "{g}", "is {g} now", "was {g}", "was seen {g}", "has been {g}",
                           "is able to {b}" if good else "does nothing but {b}",
                           "can {b} again" if good else "cannot help but {b}", "{g} more", "is {g} more than before",
                           "found {g}", "is always {g}"])  # fmt: skip
    else:
        word = rng.choice(lex.BAD_VERBS if good else lex.GOOD_VERBS)
        lead = rng.choice(["is not {g}", "no longer {g}", "has stopped {g}", "is not {g} any more", "does not {b}",
            "does not {b} any more", "never {b}s", "not {g}", "is no longer {g}", "has not been {g}", "did not {b}",
                           "is {g} less", "hardly {b}s now", "rarely {b}s now"])  # fmt: skip
    said = lead.replace("{g}", ing(word)).replace("{b}", word)
    if said.split()[0] in ("is", "keeps", "has", "continues", "was", "does", "can", "cannot",
        "did") and rng.random() < 0.8:
        return f"{voice.subject(rng)} {voice.predicate(said)}{when(rng)}"
    return said + when(rng, 0.2)


def not_in_any(rng: random.Random, voice: Voice, good: bool) -> str:
    """`not in any discomfort`, `still in some distress`."""
    what = rng.choice(["pain", "discomfort", "distress", "trouble", "danger", "difficulty", "respiratory distress",
        "agony", "shock", "crisis", "heart failure"])
    lead = rng.choice(["not in any", "in no", "no longer in", "out of", "not in", "no obvious", "never in any",
        "no longer in any", "without any"] if good else
                      ["in", "in some", "still in", "clearly in", "in severe", "in constant", "in great",
                          "never out of", "in obvious", "always in", "not out of", "in more"])  # fmt: skip
    whole = f"{lead} {what}"
    return f"{voice.subject(rng)} {voice.predicate(rng.choice(['is', 'appears', 'seems', 'was']))} {whole}" if rng.random() < 0.6 else whole


def past_state(rng: random.Random, voice: Voice, good: bool) -> str:
    """How the patient fared before; for contrasts, where the present decides."""
    chance = rng.random()
    when = rng.choice(["on admission", "at first", "yesterday", "last week", "initially", "to begin with",
        "last month", "in the beginning", "on arrival", "before", "on [DATE-1]", "earlier", "a year ago",
        "at the start", "overnight",
                       "last year", "after the operation", "in the spring", "this morning", "for weeks", "for months",
                       "until recently", "a week ago", "on Monday", "in intensive care"])  # fmt: skip
    if chance < 0.35:
        said = f"{voice.subject(rng)} {voice.past('is')} {listed(rng, some(rng, lex.GOOD_STATES if good else lex.BAD_STATES, 2), 'and')}"
    elif chance < 0.75:
        said = f"{voice.subject(rng)} {voice.past(rng.choice(phr.GOOD_PREDICATES if good else phr.BAD_PREDICATES))}"
    elif chance < 0.88:
        said = f"{voice.subject(rng)} could {'' if good else 'not '}{voice.fill(rng.choice(phr.ACTIVITIES))}"
    else:
        said = f"{the(rng, voice, rng.choice(lex.GOODS))} was {rng.choice(['good', 'fine', 'normal', 'excellent'] if good else ['poor', 'bad', 'terrible', 'very limited'])}"
    return f"{when}, {said}" if rng.random() < 0.3 else f"{said} {when}"
