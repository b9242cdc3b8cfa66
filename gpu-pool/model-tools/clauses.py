"""Single statements about how a patient fares, each made for a wanted polarity.

Every maker takes a random source, a voice and the polarity (True = the patient fares well) and returns a clause
without its full stop. `grammar.py` joins them into texts.
"""

from __future__ import annotations

import random
import re
from typing import Callable

import lexicon as lex
import phrases as phr
import sentences
from voices import Voice, base, is_present

Maker = Callable[[random.Random, Voice, bool], str]

_VERY = ["very", "really", "so", "quite", "extremely", "much", "a lot", "remarkably", "rather", "still", "increasingly", "generally", "completely", "totally", "feeling"]
_WHEN = ["today", "this morning", "this week", "now", "at the moment", "tonight", "overnight", "on the ward", "at home", "since [DATE-1]", "since yesterday",
         "this afternoon", "lately", "recently", "at present", "these days", "since the operation", "since surgery", "after treatment", "on review",
         "on [DATE-2]", "since starting the tablets", "over the weekend", "in the last few days", "currently", "after the procedure", "this time", "again today",
         "since last week", "since the last visit", "since discharge", "on examination", "this evening", "after physiotherapy", "all day", "at rest", "at night"]
_BEFORE = ["yesterday", "last week", "before", "last month", "on admission", "a month ago", "before the operation", "at the last visit", "this time last year",
           "before treatment", "ever", "in years", "expected", "we hoped", "when {he} came in", "at the start", "a week ago", "on Monday", "in the spring"]
_TREATMENTS = ["new tablets", "treatment", "operation", "injections", "physiotherapy", "antibiotics", "inhaler", "new medication", "chemotherapy", "surgery", "counselling",
               "therapy", "exercises", "steroids", "painkillers", "new dose", "insulin", "stent", "pacemaker", "transplant", "radiotherapy", "cream", "brace", "implant",
               "infusion", "nerve block", "diet", "rehabilitation", "patches", "drops", "medicine", "group", "programme", "CPAP machine", "dialysis", "steroid injection"]


def _list(rng: random.Random, items: list[str], joint: str) -> str:
    if len(items) == 1:
        return items[0]
    return ", ".join(items[:-1]) + rng.choice([f" {joint} ", f", {joint} "]) + items[-1]


def _some(rng: random.Random, items: list[str], most: int = 3) -> list[str]:
    return rng.sample(items, rng.randint(1, most))


def _when(rng: random.Random, chance: float = 0.3) -> str:
    return " " + rng.choice(_WHEN) if rng.random() < chance else ""


def _the(rng: random.Random, voice: Voice, noun: str) -> str:
    return rng.choice([f"{voice.possessive} {noun}", f"the {noun}", noun, f"{voice.possessive} {noun}"])


def _past_of(phrase: str) -> str:
    return Voice("", "he").past(phrase)


def negated(rng: random.Random, phrase: str) -> str:
    """A third-person predicate denied: `is well` -> `is not well`, `walks` -> `no longer walks`."""
    first, _, rest = phrase.partition(" ")
    if first in ("is", "was", "can", "has", "could"):
        word = rng.choice(["not", "no longer", "not", "never"] if first == "is" else ["not"])
        return f"{first} {word} {rest}" + (" any more" if word == "not" and first == "is" and rng.random() < 0.25 else "")
    if is_present(first):
        return rng.choice([f"does not {base(first)} {rest}", f"no longer {first} {rest}", f"doesn't {base(first)} {rest}", f"never {first} {rest}"]).strip()
    return f"never {first} {rest}".strip()


def predicate(rng: random.Random, voice: Voice, good: bool) -> str:
    phrase = rng.choice(phr.GOOD_PREDICATES if good else phr.BAD_PREDICATES)
    return f"{voice.subject(rng)} {voice.predicate(phrase)}{_when(rng)}"


def bare_predicate(rng: random.Random, voice: Voice, good: bool) -> str:
    """Telegraphic: the subject and a leading `is` or `has` left out."""
    phrase = voice.fill(rng.choice(phr.GOOD_PREDICATES if good else phr.BAD_PREDICATES))
    first, _, rest = phrase.partition(" ")
    return (rest if first in ("is", "has") else phrase) + _when(rng, 0.2)


def _plain(phrase: str) -> bool:
    """Whether a predicate means its opposite when denied."""
    words = (" not ", " no ", "never", "hardly", "barely", "rarely", "too ", "unable", " yet ", "could", "all day", "nothing", "little", "every", "only", "worse", "better", "stopped")
    return phrase.partition(" ")[0] in ("is", "walks", "sleeps", "eats", "copes", "moves", "breathes", "enjoys", "feels", "looks", "seems", "appears") and not any(
        word in phrase + " " for word in words
    )


_DENIABLE = {good: [p for p in (phr.GOOD_PREDICATES if good else phr.BAD_PREDICATES) if _plain(p)] for good in (True, False)}


def denied_predicate(rng: random.Random, voice: Voice, good: bool) -> str:
    phrase = negated(rng, rng.choice(_DENIABLE[not good]))
    return f"{voice.subject(rng)} {voice.predicate(phrase) if not phrase.startswith(('no longer', 'never')) else voice.fill(phrase)}{_when(rng, 0.15)}"


def state(rng: random.Random, voice: Voice, good: bool) -> str:
    states = _some(rng, lex.GOOD_STATES if good else lex.BAD_STATES, 3)
    verb = rng.choice(["is", "is", "is", "feels", "feels", "looks", "seems", "appears", "remains", "was", "has been", "is feeling", "felt", "looked", "is now", "became", "has become"])
    very = rng.choice(_VERY) + " " if rng.random() < 0.3 else ""
    joined = _list(rng, states, "and")
    shape = rng.random()
    if shape < 0.62:
        return f"{voice.subject(rng)} {voice.predicate(verb)} {very}{joined}{_when(rng)}"
    if shape < 0.72:
        return f"{voice.subject(rng)} {voice.predicate('reports')} feeling {very}{joined}{_when(rng)}"
    if shape < 0.84:
        return f"{very}{joined}{_when(rng)}"
    told = rng.choice(["says", "tells me", "states", "reports", "told me", "said", "says that", "mentions that", "admits"])
    pronoun = voice.pronoun
    return f"{voice.subject(rng)} {voice.predicate(told)} {pronoun} {voice.predicate('feels')} {very}{joined}"


def denied_state(rng: random.Random, voice: Voice, good: bool) -> str:
    word = rng.choice(lex.BAD_STATES if good else lex.GOOD_STATES)
    while word.startswith("not "):
        word = rng.choice(lex.BAD_STATES if good else lex.GOOD_STATES)
    deny = rng.choice(["is not {w}", "is not {w} any more", "is no longer {w}", "does not feel {w}", "is not at all {w}", "is not {w} any longer", "does not look {w}",
                       "is never {w}", "does not seem {w}", "is far from {w}", "is anything but {w}", "isn't {w}", "doesn't feel {w}", "was not {w}", "has not been {w}"])  # fmt: skip
    text = voice.predicate(deny.format(w=word))
    return f"{voice.subject(rng)} {text}{_when(rng, 0.2)}"


def symptom_course(rng: random.Random, voice: Voice, good: bool) -> str:
    noun = rng.choice(lex.SYMPTOMS if rng.random() < 0.8 else lex.DISEASES)
    phrase = rng.choice(lex.SYMPTOM_BETTER if good else lex.SYMPTOM_WORSE)
    if rng.random() < 0.15:
        return f"{noun} {rng.choice(['better', 'gone', 'resolved', 'improved', 'settled', 'eased', 'cleared', 'controlled', 'less', 'much less', 'subsided', 'down', 'improving', 'reduced', 'minimal', 'relieved'] if good else ['worse', 'persists', 'ongoing', 'back', 'severe', 'uncontrolled', 'increasing', 'unchanged', 'up', 'much worse', 'worsening', 'constant', 'not controlled', 'unbearable', 'returned', '++', 'unrelieved', 'spreading'])}{_when(rng, 0.15)}"
    return f"{_the(rng, voice, noun)} {voice.fill(phrase)}{_when(rng)}"


def denied_course(rng: random.Random, voice: Voice, good: bool) -> str:
    """`the pain has not improved`, `the swelling is not getting worse`."""
    noun = _the(rng, voice, rng.choice(lex.SYMPTOMS))
    if good:
        deny = rng.choice(["is not getting worse", "has not returned", "has not come back", "did not recur", "is no longer severe", "is not a problem any more", "never came back",
                           "is no longer there", "does not wake {him} any more", "has not been seen since", "is no worse and slowly easing", "is not bad at all now", "no longer bothers {him}"])  # fmt: skip
    else:
        deny = rng.choice(["has not improved", "is not improving", "is not any better", "is not better", "has not gone away", "is not going away", "did not settle", "will not settle",
                           "does not respond to anything", "is not helped by the tablets", "never goes away", "has failed to improve", "shows no improvement", "shows no sign of easing",
                           "is hardly any better", "has barely improved", "is not under control", "is still no better", "did not get better", "has yet to settle", "never stops", "is still there",
                           "is still very bad", "has not responded", "isn't any better", "hasn't improved", "won't go away", "is far from controlled", "has not changed and is hard to bear"])  # fmt: skip
    return f"{noun} {voice.fill(deny)}{_when(rng, 0.2)}"


def symptom_presence(rng: random.Random, voice: Voice, good: bool) -> str:
    source = lex.SYMPTOMS if rng.random() < 0.8 else lex.DISEASES
    nouns = _some(rng, source, 3)
    if good:
        lead = rng.choice(["{S} {has} no", "{S} {denies}", "{S} {denies} any", "no", "no", "no more", "denies", "{S} {reports} no", "{S} {is} free of", "{S} no longer {has}", "without",
                           "{S} {is} free from", "{S} {has} had no", "{S} {has} no further", "no further", "no sign of", "no signs of", "no evidence of", "negative for", "nil",
                           "{S} {does} not have any", "{S} {has} not had any", "there is no", "there are no signs of", "{S} {gets} no", "there was no", "neither fever nor", "no longer any",
                           "no new", "less", "fewer", "{S} {has} less", "much less", "hardly any", "{S} {has} hardly any", "{S} {does} not suffer from", "{S} never {gets}", "nothing to suggest",
                           "{S} {has} stopped having", "no recurrence of", "{S} {did} not have", "free of", "rid of {his}", "{S} {is} rid of {his}", "{S} {got} over {his}"])  # fmt: skip
        joint = "or"
    else:
        lead = rng.choice(["{S} {has}", "{S} {complains} of", "c/o", "complains of", "{S} {reports}", "{S} {suffers} from", "ongoing", "persistent", "severe", "worsening", "increasing", "new",
                           "{S} {is} troubled by", "{S} {is} plagued by", "{S} still {has}", "{S} {has} developed", "{S} {has} constant", "{S} {has} terrible", "more", "{S} {has} more", "much more",
                           "{S} {gets}", "{S} {experiences}", "{S} {describes}", "presents with", "presented with", "{S} {presents} with", "signs of", "evidence of", "positive for", "{S} {has} new",
                           "there is", "there are signs of", "{S} {was} found to have", "recurrent", "constant", "frequent", "{S} {has} frequent", "{S} {is} having", "{S} {continues} to have", "with",
                           "{S} cannot get rid of {his}", "{S} {is} never free of", "ongoing problems with", "{S} {can} not bear the", "bad", "still", "marked", "uncontrolled", "daily", "another bout of",
                           "{S} {is} in hospital with", "{S} {is} getting", "{S} {was} readmitted with", "{S} {is} worried about the"])  # fmt: skip
        joint = "and"
    said = lead.replace("{S}", voice.subject(rng))
    for verb in ("has", "denies", "reports", "is", "does", "gets", "complains", "suffers", "experiences", "describes", "presents", "was", "continues", "can"):
        said = said.replace("{" + verb + "}", voice.verb(verb))
    said = said.replace("{did}", "did").replace("{got}", "got")
    return voice.fill(f"{said} {_list(rng, nouns, joint)}{_when(rng, 0.25)}")


def quality(rng: random.Random, voice: Voice, good: bool) -> str:
    noun = rng.choice(lex.GOODS)
    chance = rng.random()
    if chance < 0.5:
        word = rng.choice(lex.GOOD_QUALITIES if good else lex.BAD_QUALITIES)
        link = rng.choice([" is ", " is ", " remains ", " was ", " ", ": ", " still ", " is now ", " has been "])
        return f"{_the(rng, voice, noun)}{link}{word}{_when(rng, 0.2)}"
    if chance < 0.8:
        phrase = rng.choice(["has improved", "is improving", "has come back", "is returning", "has returned", "is picking up", "gets better every day", "has recovered", "continues to improve",
                             "is coming back", "is better than before", "has been restored", "has increased", "improved a lot", "is getting stronger", "has bounced back", "is no longer impaired",
                             "is no longer a concern", "has doubled", "is on the up", "took off"]  # fmt: skip
                            if good else
                            ["has deteriorated", "is deteriorating", "has declined", "is getting worse", "has gone", "is fading", "has not improved", "is not improving", "has not come back", "is failing",
                             "has failed to recover", "is slipping", "has been lost", "gets worse every day", "is worse than before", "has not returned", "continues to decline", "is no better",
                             "shows no improvement", "has collapsed", "is not what it was", "has decreased", "is a worry", "has halved", "went downhill"])  # fmt: skip
        return f"{_the(rng, voice, noun)} {phrase}{_when(rng, 0.25)}"
    lead = rng.choice(["improved", "better", "good", "increased", "normal", "restored", "excellent", "more", "{S} {has} good", "{S} {has} better", "{S} {has} regained {his}", "{S} {enjoys} good",
                       "great improvement in", "marked improvement in", "{S} {reports} improved", "steady gains in", "no loss of", "no deterioration in", "no decline in", "no concerns about",
                       "no problems with", "{S} {reports} better", "clear progress in", "full recovery of"]  # fmt: skip
                      if good else
                      ["poor", "reduced", "worse", "decreased", "loss of", "lack of", "no", "little", "declining", "{S} {has} poor", "{S} {has} no", "{S} {has} lost {his}", "no improvement in",
                       "little improvement in", "{S} {reports} poor", "deterioration in", "decline in", "impaired", "concerns about", "problems with", "{S} {reports} reduced", "no progress in",
                       "{S} {has} little", "marked decline in", "failure of", "no return of", "{S} {has} not regained {his}", "very poor", "further drop in"])  # fmt: skip
    said = lead.replace("{S}", voice.subject(rng))
    for verb in ("has", "reports", "enjoys"):
        said = said.replace("{" + verb + "}", voice.verb(verb))
    return voice.fill(f"{said} {noun}{_when(rng, 0.25)}")


def level(rng: random.Random, voice: Voice, good: bool) -> str:
    high = rng.random() < 0.55
    noun = rng.choice(lex.HIGH_IS_BAD if high else lex.LOW_IS_BAD)
    words = {(True, True): lex.LEVEL_GOOD_HIGH, (True, False): lex.LEVEL_BAD_HIGH, (False, True): lex.LEVEL_GOOD_LOW, (False, False): lex.LEVEL_BAD_LOW}[high, good]
    said = rng.choice(words)
    lesser = rng.choice([rng.randint(1, 120), round(rng.uniform(1, 15), 1)])
    greater = round(lesser * rng.uniform(1.4, 12), 1 if isinstance(lesser, float) else None)
    up = good != high
    number, other = map(str, (greater, lesser) if up else (lesser, greater))
    number += rng.choice(["", "", "", "%", " percent"])
    chance = rng.random()
    if chance < 0.45:
        link = "" if said.split()[0] in ("has", "continues", "returned", "halved", "spiked", "fell", "doubled", "trending") else rng.choice(["is ", "", "", "remains ", "now "])
        return f"{_the(rng, voice, noun)} {link}{said}{_when(rng, 0.2)}"
    if chance < 0.6:
        return f"{noun} {number}{rng.choice([', ', ' and ', ' - ', ' '])}{said}"
    if chance < 0.85:
        move = rng.choice(["up from", "has risen from", "rose from", "improved from" if good else "climbed from", "has gone up from", "went up from"] if up else
                          ["down from", "has fallen from", "fell from", "dropped from", "has come down from", "went down from"])  # fmt: skip
        return f"{_the(rng, voice, noun)} {move} {other} to {number}" if move.split()[0] not in ("up", "down") else f"{_the(rng, voice, noun)} {number}, {move} {other}"
    return f"{rng.choice(['rising', 'increasing', 'climbing', 'higher', 'increase in', 'rise in', 'up-trending'] if up else ['falling', 'decreasing', 'dropping', 'lower', 'drop in', 'fall in', 'reduction in', 'downtrending'])} {noun}{_when(rng, 0.2)}"


def body(rng: random.Random, voice: Voice, good: bool) -> str:
    return f"{_the(rng, voice, rng.choice(lex.BODY))} {voice.fill(rng.choice(lex.BODY_GOOD if good else lex.BODY_BAD))}{_when(rng)}"


def ability(rng: random.Random, voice: Voice, good: bool) -> str:
    acts = [voice.fill(act) for act in _some(rng, phr.ACTIVITIES, 2)]
    if good:
        lead = rng.choice(["can", "can now", "is able to", "is now able to", "can {w} again", "is able to {w} without pain", "can {w} without help", "managed to", "was able to", "has started to {w} again",
                           "has learned to {w} again", "has managed to", "can easily", "can {w} on {his} own", "has no trouble to", "no longer needs help to", "can {w} for the first time in months",
                           "has begun to {w}", "able to", "can {w} further than before", "has no difficulty when {he} tries to", "did {w} without stopping", "does {w} with ease", "is again able to"])  # fmt: skip
    else:
        lead = rng.choice(["cannot", "can't", "can no longer", "is unable to", "is no longer able to", "struggles to", "was unable to", "could not", "is not able to", "needs help to", "failed to", "cannot even",
                           "can hardly", "can barely", "is too weak to", "is too tired to", "is in too much pain to", "has not been able to", "finds it hard to", "has stopped trying to", "unable to", "won't",
                           "can only {w} with help", "has difficulty when {he} tries to", "is afraid to", "refuses to", "is too breathless to", "cannot {w} any more", "does not want to", "has lost the ability to",
                           "is not allowed to {w} because of the risk", "could not {w} for the pain", "did not manage to", "has given up trying to", "will never {w} again", "needs two people to help {him}"])  # fmt: skip
    act = _list(rng, acts, "and" if good else "or")
    said = lead.replace("{w}", act) if "{w}" in lead else f"{lead} {act}"
    first = said.split()[0]
    if first in ("able", "unable"):
        return said + _when(rng, 0.2)
    return f"{voice.subject(rng)} {voice.predicate(said)}{_when(rng, 0.2)}"


def disease(rng: random.Random, voice: Voice, good: bool) -> str:
    noun = rng.choice(lex.DISEASES)
    where = rng.choice(["scan", "CT", "MRI", "X-ray", "chest X-ray", "ultrasound", "biopsy", "blood test", "PET scan", "echo", "culture", "swab", "endoscopy", "ECG", "result", "test", "smear", "imaging"])
    if good:
        said = rng.choice(["{w} shows no {n}", "no {n} on {w}", "{w} ruled out {n}", "{w} negative for {n}", "{w} shows that the {n} has resolved", "{w} clear, no {n}", "{n} excluded", "{n} treated successfully",
                           "{n} has been cured", "{n} in remission", "{n} resolved", "{n} resolving on {w}", "the {n} has shrunk", "{n} cleared", "{w} normal", "the {w} was normal", "{w} reassuring", "{w} all clear",
                           "{n} responding to treatment", "the {n} has not come back", "no recurrence of the {n}", "the {n} turned out to be harmless", "{S} recovered from the {n}", "{S} beat the {n}", "{w} shows improvement",
                           "the {n} is smaller on {w}", "{w} improved compared with last time", "{S} survived the {n}", "the {n} was removed completely", "{w}: no {n} seen", "{w} satisfactory", "{w} shows good healing"])  # fmt: skip
    else:
        said = rng.choice(["{w} shows {n}", "{n} on {w}", "{w} confirmed {n}", "{w} positive for {n}", "{w} shows that the {n} has spread", "new {n} on {w}", "{n} confirmed", "{n} getting worse", "{n} has returned",
                           "{n} progressing", "the {n} has grown", "the {n} is spreading", "{S} has developed {n}", "course complicated by {n}", "{S} was diagnosed with {n}", "{n} not responding to treatment",
                           "{n} resistant to treatment", "{w} shows worsening {n}", "{w} worrying for {n}", "{n} suspected, deteriorating", "the {n} cannot be treated", "{S} is dying of {n}", "readmitted with {n}",
                           "{w} shows extensive {n}", "{S} died of {n}", "treatment of the {n} failed", "worsening {n}", "the {n} is larger on {w}", "{w} worse than last time", "{w} grossly abnormal", "large {n} on {w}"])  # fmt: skip
    return said.replace("{w}", where).replace("{n}", noun).replace("{S}", voice.name if voice.person != "I" else "I")


def general(rng: random.Random, voice: Voice, good: bool) -> str:
    word = rng.choice(lex.GOOD_GENERAL if good else lex.BAD_GENERAL)
    thing = rng.choice(["The outcome", "The result", "The operation", "Progress", "Recovery", "Everything", "The last week", "The night", "Today", "It", "The experience", "The news", "The prognosis", "This year",
                        "The whole stay", "The course", "The picture", "The response", "Life", "The situation", "My stay", "The treatment", "The birth", "The visit", "The picture on the scan", "The outlook"])  # fmt: skip
    chance = rng.random()
    if chance < 0.5:
        return f"{thing} {rng.choice(['is', 'was', 'has been', 'turned out', 'looks', 'seems'])} {rng.choice(['', '', 'really ', 'very ', 'absolutely ', 'simply ', 'so '])}{word}"
    if chance < 0.65:
        return f"{rng.choice(['what a', 'such a', 'a', 'truly a'])} {rng.choice(['day', 'result', 'outcome', 'night', 'week', 'recovery', 'experience', 'change'])}, {word}"
    if chance < 0.8:
        end = rng.choice(["is a success", "worked", "worked wonders", "is going well", "is going to plan", "went well", "went smoothly", "could not have gone better", "turned out well", "exceeded expectations", "paid off"]
                         if good else ["is a failure", "did not work", "went wrong", "is going badly", "went badly", "could not have gone worse", "turned out badly", "fell short of expectations", "came to nothing", "fell apart",
                                       "is not going to plan", "did not go well", "is not going well"])  # fmt: skip
        return f"{thing} {end}"
    other = rng.choice(lex.BAD_GENERAL if good else lex.GOOD_GENERAL)
    return f"{thing} {rng.choice(['was not', 'is not', 'was not at all', 'was never', 'is far from', 'has not been', 'was anything but'])} {other}"


def comparison(rng: random.Random, voice: Voice, good: bool) -> str:
    before = voice.fill(rng.choice(_BEFORE))
    chance = rng.random()
    if chance < 0.4:
        better = rng.choice(["better", "stronger", "happier", "calmer", "brighter", "fitter", "more alert", "more comfortable", "more mobile", "steadier", "less breathless", "less anxious", "less confused", "less tired",
                             "more relaxed", "less sore", "less stiff", "less swollen", "less dizzy", "more confident", "more independent", "less depressed", "warmer", "livelier", "healthier", "less frightened", "more settled"]
                            if good else
                            ["worse", "weaker", "sadder", "sicker", "more breathless", "more confused", "more anxious", "more tired", "stiffer", "more swollen", "more sore", "less alert", "less mobile", "less steady", "less comfortable",
                             "more drowsy", "more depressed", "more dizzy", "less independent", "thinner and weaker", "more frightened", "more agitated", "slower", "less confident", "more dependent", "paler", "frailer"])  # fmt: skip
        return f"{voice.subject(rng)} {voice.predicate(rng.choice(['is', 'feels', 'looks', 'seems']))} {rng.choice(['', 'much ', 'far ', 'a little ', 'a lot '])}{better} than {before}"
    if chance < 0.6:
        noun = rng.choice(lex.SYMPTOMS)
        return f"{rng.choice(['less', 'much less', 'fewer', 'far less', 'milder'] if good else ['more', 'much more', 'far more', 'worse', 'more severe'])} {noun} than {before}"
    if chance < 0.8:
        act = rng.choice(["walks", "sleeps", "eats", "talks", "breathes", "moves", "copes", "walks and moves", "plays", "works", "feeds", "hears", "sees", "swallows", "concentrates"])
        how = rng.choice(["better", "further", "more easily", "more", "for longer", "twice as well", "with less pain"] if good else ["worse", "less", "less far", "with more pain", "with more difficulty", "half as well", "more slowly"])
        return f"{voice.subject(rng)} {voice.predicate(act)} {how} than {before}"
    noun = rng.choice(lex.GOODS)
    return f"{_the(rng, voice, noun)} is {rng.choice(['better', 'much better', 'stronger', 'higher'] if good else ['worse', 'much worse', 'weaker', 'poorer', 'lower'])} than {before}"


def treatment(rng: random.Random, voice: Voice, good: bool) -> str:
    noun = rng.choice(_TREATMENTS)
    said = rng.choice(["has helped", "helps", "is working", "works well", "has worked wonders", "has made all the difference", "took the pain away", "was well tolerated", "is doing {him} good", "suits {him}", "brought relief",
                       "has given {him} {his} life back", "was a success", "was effective", "has done the trick", "went well", "gave good relief", "has been stopped as it is no longer needed", "is no longer needed", "made {him} better",
                       "controls the symptoms", "helped from the first day", "is worth every penny", "has been a great help", "was finished without problems", "could be reduced", "was reduced because of improvement"]
                      if good else
                      ["has not helped", "does not help", "is not working", "makes no difference", "made no difference", "made things worse", "has made {him} worse", "does nothing", "was poorly tolerated", "does not suit {him}",
                       "makes {him} sick", "brought no relief", "had to be stopped because of side effects", "failed", "has failed", "was a failure", "has stopped working", "gave no relief", "is not touching the pain", "had no effect",
                       "was abandoned", "is not enough", "had to be increased", "was a waste of time", "went wrong", "did more harm than good", "left {him} in more pain", "hardly helps", "no longer works", "caused a bad reaction",
                       "did not work", "gave little benefit", "left {him} worse off", "had to be restarted"])  # fmt: skip
    return f"{rng.choice(['the', 'The', voice.possessive])} {noun} {voice.fill(said)}{_when(rng, 0.15)}"


def fragment(rng: random.Random, voice: Voice, good: bool) -> str:
    return rng.choice(phr.GOOD_FRAGMENTS if good else phr.BAD_FRAGMENTS)


_CHOICE = re.compile(r"\{([^{}]*)\}")


def expand(rng: random.Random, text: str) -> str:
    """Takes one of each `{X|Y|Z}`, the innermost first."""
    while "{" in text:
        text = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), text)
    return text


def told(rng: random.Random, voice: Voice, good: bool) -> str:
    """A sentence of `sentences.py`."""
    text = rng.choice(sentences.GOOD if good else sentences.BAD)
    he, him, his, himself = rng.choice([("he", "him", "his", "himself"), ("she", "her", "her", "herself")])
    for slot, word in (("{he}", he), ("{him}", him), ("{his}", his), ("{himself}", himself)):
        text = text.replace(slot, word)
    return expand(rng, text)


def turn(rng: random.Random, voice: Voice, good: bool) -> str:
    """From one state to another, by words or numbers."""
    text = expand(rng, rng.choice(sentences.TURNS_GOOD if good else sentences.TURNS_BAD))
    return f"{voice.subject(rng)} {rng.choice(['went', 'has gone'])} {text}" if text.startswith("from") else text


def not_in_any(rng: random.Random, voice: Voice, good: bool) -> str:
    """`not in any discomfort`, `still in some distress`."""
    what = rng.choice(["pain", "discomfort", "distress", "trouble", "danger", "difficulty", "respiratory distress", "agony", "shock", "crisis", "heart failure"])
    lead = rng.choice(["not in any", "in no", "no longer in", "out of", "not in", "no obvious", "never in any", "no longer in any", "without any"] if good else
                      ["in", "in some", "still in", "clearly in", "in severe", "in constant", "in great", "never out of", "in obvious", "always in", "not out of", "in more"])  # fmt: skip
    whole = f"{lead} {what}"
    return f"{voice.subject(rng)} {voice.predicate(rng.choice(['is', 'appears', 'seems', 'was']))} {whole}" if rng.random() < 0.6 else whole


def past_state(rng: random.Random, voice: Voice, good: bool) -> str:
    """How the patient fared before; for contrasts, where the present decides."""
    chance = rng.random()
    when = rng.choice(["on admission", "at first", "yesterday", "last week", "initially", "to begin with", "last month", "in the beginning", "on arrival", "before", "on [DATE-1]", "earlier", "a year ago", "at the start", "overnight",
                       "last year", "after the operation", "in the spring", "this morning", "for weeks", "for months", "until recently", "a week ago", "on Monday", "in intensive care"])  # fmt: skip
    if chance < 0.35:
        said = f"{voice.subject(rng)} {voice.past('is')} {_list(rng, _some(rng, lex.GOOD_STATES if good else lex.BAD_STATES, 2), 'and')}"
    elif chance < 0.75:
        said = f"{voice.subject(rng)} {voice.past(rng.choice(phr.GOOD_PREDICATES if good else phr.BAD_PREDICATES))}"
    elif chance < 0.88:
        said = f"{voice.subject(rng)} could {'' if good else 'not '}{voice.fill(rng.choice(phr.ACTIVITIES))}"
    else:
        said = f"{_the(rng, voice, rng.choice(lex.GOODS))} was {rng.choice(['good', 'fine', 'normal', 'excellent'] if good else ['poor', 'bad', 'terrible', 'very limited'])}"
    return f"{when}, {said}" if rng.random() < 0.3 else f"{said} {when}"


MAKERS: list[tuple[Maker, float]] = [
    (predicate, 12), (bare_predicate, 5), (denied_predicate, 4), (state, 11), (denied_state, 5), (symptom_course, 8), (denied_course, 4), (symptom_presence, 9),
    (quality, 7), (level, 6), (body, 4), (ability, 9), (disease, 5), (general, 4), (comparison, 5), (treatment, 5), (fragment, 12),
    (told, 40), (turn, 2), (not_in_any, 2),
]  # fmt: skip


def clause(rng: random.Random, voice: Voice, good: bool) -> str:
    """One clause by a random maker."""
    makers, shares = zip(*MAKERS)
    return rng.choices(makers, shares)[0](rng, voice, good)
