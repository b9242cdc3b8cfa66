"""Clauses whose small words decide: so that, too, enough, without, hardly, neither, only, first time, again. See `clauses.py`."""

from __future__ import annotations

import random

import lexicon as lex
import phrases as phr
from clause_parts import when
from voices import Voice


def _act(rng: random.Random, voice: Voice) -> str:
    return voice.fill(rng.choice(phr.ACTIVITIES))


def _ing(phrase: str) -> str:
    """walk the dog -> walking the dog."""
    first, _, rest = phrase.partition(" ")
    doubled = {"get": "getting", "sit": "sitting", "run": "running", "jog": "jogging", "swim": "swimming", "cut": "cutting", "put": "putting", "shop": "shopping", "grip": "gripping", "lie": "lying", "tie": "tying", "chat": "chatting"}  # fmt: skip
    stem = doubled.get(first) or (first[:-1] if first.endswith("e") and not first.endswith("ee") else first) + "ing"
    return f"{stem} {rest}".strip()


def enough(rng: random.Random, voice: Voice, good: bool) -> str:
    """`well enough to walk`, `too weak to stand`, `not strong enough to`."""
    if good:
        word = rng.choice(["well", "strong", "fit", "alert", "confident", "steady", "happy", "brave", "good", "stable", "rested", "recovered", "calm", "hungry"])
        said = f"is {rng.choice(['', 'now ', 'finally ', 'already '])}{word} enough to {_act(rng, voice)}"
    elif rng.random() < 0.6:
        word = rng.choice(["weak", "ill", "tired", "breathless", "frightened", "confused", "sore", "dizzy", "sick", "drowsy", "depressed", "frail", "unsteady", "anxious", "distressed", "stiff", "exhausted", "swollen", "low", "unwell", "agitated"])
        said = f"is {rng.choice(['', 'now ', 'far ', 'still ', 'much '])}too {word} to {_act(rng, voice)}"
    else:
        said = f"is not {rng.choice(['well', 'strong', 'fit', 'alert', 'steady', 'stable', 'calm', 'safe'])} enough to {_act(rng, voice)}"
    return f"{voice.subject(rng)} {voice.predicate(said)}" if rng.random() < 0.7 else said[3:]


def so_that(rng: random.Random, voice: Voice, good: bool) -> str:
    """`so breathless that he cannot speak`, `so well that he can dance`."""
    word = rng.choice(lex.GOOD_STATES if good else lex.BAD_STATES)
    act = _act(rng, voice)
    end = rng.choice([f"can {act}", f"can {act} again", "was sent home", "went home early", "needs no treatment", f"wants to {act}", "asks to go home", "needs no help"] if good else
                     [f"cannot {act}", f"can't {act}", f"could not {act}", "had to be admitted", "was kept in", "needs more treatment", "wants to die", f"can hardly {act}", "an ambulance was called", "needs help with everything",
                      f"gave up trying to {act}"])  # fmt: skip
    subject = "" if end.startswith("an ") else f"{voice.pronoun} "
    return f"{voice.subject(rng)} {voice.predicate('is')} so {word} that {subject}{voice.predicate(end) if subject else end}"


def without(rng: random.Random, voice: Voice, good: bool) -> str:
    """`walks without stopping`, `cannot walk without pain`."""
    act, bad = _act(rng, voice), rng.choice(["pain", "stopping", "help", "falling", "crying", "getting breathless", "being sick", "a stick", "oxygen", "feeling dizzy", "assistance", "effort", "wincing", "fear", "choking", "a rest", "gasping", "support"])
    said = rng.choice(["can {a} without {b}", "is able to {a} without {b}", "managed to {a} without {b}", "was able to {a} without {b}", "can now {a} without {b}"] if good else
                      ["cannot {a} without {b}", "is unable to {a} without {b}", "can't {a} without {b}", "could not {a} without {b}", "can no longer {a} without {b}", "can never {a} without {b}"])  # fmt: skip
    return f"{voice.subject(rng)} {voice.predicate(said.format(a=act, b=bad))}{when(rng, 0.15)}"


def hardly(rng: random.Random, voice: Voice, good: bool) -> str:
    """`hardly any pain`, `hardly sleeps`: the same word, either way."""
    word = rng.choice(["hardly", "barely", "scarcely", "hardly ever", "rarely", "seldom", "almost never"])
    if good:
        what = rng.choice([f"has {rng.choice(lex.SYMPTOMS)}", "needs the tablets", "needs help", "hurts", "coughs", "limps", "vomits", "wakes at night", "complains", "falls", "worries", "notices it", "feels it", "cries", "wheezes", "uses the inhaler",
                           "shakes", "bleeds", "gets dizzy", "thinks about it", "takes a painkiller", "gets a headache", "has a bad day", "itches"])  # fmt: skip
    else:
        what = rng.choice(["eats", "sleeps", "speaks", "smiles", "moves", "walks", "drinks", "goes out", "gets up", "laughs", "opens {his} eyes", "responds", "leaves the bed", "recognises us", "has a good day", "feels well", "copes", "swallows",
                           "feeds", "stands", "sees anyone", "passes urine", "joins in", "talks to us", "has the strength to stand", "keeps anything down", "gets relief", "finds comfort", "breathes", "plays"])  # fmt: skip
    return f"{voice.subject(rng)} {word} {voice.predicate(what)}{when(rng, 0.25)}"


def neither(rng: random.Random, voice: Voice, good: bool) -> str:
    """`neither pain nor fever`, `can neither walk nor talk`."""
    if good:
        a, b = rng.sample(lex.SYMPTOMS, 2)
        return rng.choice([f"{voice.subject(rng)} {voice.verb('has')} neither {a} nor {b}", f"neither {a} nor {b}", f"no {a}, no {b}", f"not a trace of {a} or {b}", f"without {a} or {b}"])
    a, b = _act(rng, voice), _act(rng, voice)
    c, d = rng.sample(lex.GOODS, 2)
    return rng.choice([f"{voice.subject(rng)} can neither {a} nor {b}", f"no {c}, no {d}", f"neither {c} nor {d} has come back", f"{voice.subject(rng)} could neither {a} nor {b}", f"without {c} or {d}",
                       f"{voice.subject(rng)} {voice.predicate('does')} not {a}, {voice.predicate('does')} not {b}", f"won't {a}, won't {b}", f"not able to {a} or {b}"])  # fmt: skip


def first_time(rng: random.Random, voice: Voice, good: bool) -> str:
    """`walked for the first time since`, `again cannot walk`, `has not walked since`."""
    act = _act(rng, voice)
    since = rng.choice(["in months", "in weeks", "in years", "since the accident", "since the stroke", "since surgery", "since admission", "this year", "since [DATE-1]", "in ages", "in a long time", "since it began", "since {he} fell ill"])
    if good:
        said = rng.choice([f"managed to {act} for the first time {since}", f"was able to {act} for the first time {since}", f"can {act} for the first time {since}", f"has started {_ing(act)} again", f"is {_ing(act)} again", f"is back to {_ing(act)}",
                           f"enjoys {_ing(act)} again", f"is looking forward to {_ing(act)}", f"has no trouble {_ing(act)}", f"has no difficulty {_ing(act)}", f"finds {_ing(act)} easy now"])  # fmt: skip
    else:
        said = rng.choice([f"has not been able to {act} {since}", f"could not {act} for the first time {since}", f"has stopped {_ing(act)}", f"is no longer {_ing(act)}", f"has given up {_ing(act)}", f"has trouble {_ing(act)}", f"has difficulty {_ing(act)}",
                           f"is afraid of {_ing(act)}", f"struggles with {_ing(act)}", f"finds {_ing(act)} impossible", f"finds {_ing(act)} painful", f"gets breathless {_ing(act)}", f"collapsed while {_ing(act)}", f"cries when {_ing(act)}",
                           f"has lost all interest in {_ing(act)}", f"has not managed to {act} {since}"])  # fmt: skip
    return f"{voice.subject(rng)} {voice.predicate(voice.fill(said))}"


def only(rng: random.Random, voice: Voice, good: bool) -> str:
    """`the only complaint is boredom`, `only morphine helps`."""
    if good:
        small = rng.choice(["boredom", "the food", "a dry mouth", "a slight itch", "a small bruise", "the hospital bed", "the noise at night", "a little stiffness", "that the tea is cold", "a faint scar", "the price of parking", "mild tiredness", "too many visitors"])
        return rng.choice([f"the only complaint is {small}", f"{voice.possessive} only worry is {small}", f"nothing to complain of but {small}", f"only {small} left", f"no problems apart from {small}", f"{small} aside, all is well",
                           f"nothing but {small} remains of it", f"only mild {rng.choice(lex.SYMPTOMS)} now", f"just a touch of {rng.choice(lex.SYMPTOMS)}, nothing like before", f"only needs paracetamol for the {rng.choice(lex.SYMPTOMS)}"])  # fmt: skip
    help_ = rng.choice(["morphine", "sedation", "a second carer", "the ventilator", "oxygen", "strong drugs", "a hoist", "surgery", "the machine", "sleeping tablets"])
    act = _act(rng, voice)
    return rng.choice([f"only {help_} keeps {voice.pronoun if voice.person == 'I' else voice.possessive} going", f"only {help_} gives any relief", f"the only relief is {help_}", f"nothing but {help_} helps", f"only with {help_} can {voice.pronoun} {act}",
                       f"{voice.subject(rng)} can {act} only with {help_}", f"the only thing left is {help_}", f"only {rng.choice(['a few steps', 'one spoonful', 'two hours of sleep', 'a sip', 'ten minutes', 'half a sandwich', 'a whisper', 'one word'])} all day",
                       f"only {voice.possessive} eyes move", f"nothing is left but {rng.choice(lex.SYMPTOMS)}", f"just {rng.choice(lex.SYMPTOMS)}, day after day", f"nothing but {rng.choice(lex.SYMPTOMS)} and {rng.choice(lex.SYMPTOMS)}"])  # fmt: skip


def contracted(rng: random.Random, voice: Voice, good: bool) -> str:
    """Denials as people speak: isn't, hasn't, didn't, can't, won't, needn't."""
    act = _act(rng, voice)
    symptom = rng.choice(lex.SYMPTOMS)
    since = rng.choice(["for weeks", "for months", "since Monday", "since Friday", "in ages", "all week", "since the operation", "any more", "today", "this month", "since last night", "since [DATE-1]"])
    third = voice.person != "I"
    hasnt, doesnt, isnt = ("hasn't", "doesn't", "isn't") if third else ("haven't", "don't", "am not")
    said = rng.choice([f"{hasnt} had {symptom} {since}", f"{doesnt} get {symptom} {since}", f"{isnt} {rng.choice(lex.BAD_STATES)} any more", f"{doesnt} need help to {act} any more", f"{hasnt} needed anything for the {symptom} {since}",
                       f"{hasnt} complained of {symptom} {since}", f"{doesnt} feel {rng.choice(lex.BAD_STATES)} now", f"didn't have any {symptom} {since}", f"{hasnt} missed a day {since}", f"couldn't be better {since}", f"{hasnt} been sick {since}",
                       f"{doesnt} suffer from {symptom} {since}", f"{isnt} troubled by {symptom} {since}", f"{hasnt} looked back {since}", f"{hasnt} felt this good {since}", f"won't need more treatment for {symptom}"] if good else
                      [f"{hasnt} been able to {act} {since}", f"can't {act} {since}", f"{isnt} {rng.choice(lex.GOOD_STATES)} {since}", f"{hasnt} stopped {rng.choice(['crying', 'vomiting', 'bleeding', 'coughing', 'shaking', 'screaming'])} {since}",
                       f"couldn't {act} {since}", f"won't {act} {since}", f"{doesnt} {act} {since}", f"{hasnt} wanted to {act} {since}", f"{hasnt} got over the {symptom}", f"can't get rid of the {symptom}", f"can't bear the {symptom} {since}",
                       f"{hasnt} had a day without {symptom} {since}", f"{hasnt} had any relief from the {symptom} {since}", f"{isnt} getting any better {since}", f"{isnt} getting better", f"{isnt} improving {since}", f"{hasnt} improved {since}",
                       f"{doesnt} feel {rng.choice(lex.GOOD_STATES)} {since}", f"{hasnt} felt {rng.choice(lex.GOOD_STATES)} {since}", f"didn't {act} {since}", f"couldn't be worse {since}", f"{doesnt} want to {act} {since}"])  # fmt: skip
    return f"{voice.subject(rng)} {said}"
