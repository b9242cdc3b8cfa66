"""Clauses about what the patient has: symptoms, illnesses, measurements, treatments. See `clauses.py`."""

from __future__ import annotations

import random

import lexicon as lex
from clause_parts import listed, some, the, when
from voices import Voice

_TREATMENTS = ["new tablets", "treatment", "operation", "injections", "physiotherapy", "antibiotics", "inhaler",
    "new medication", "chemotherapy", "surgery", "counselling",
               "therapy", "exercises", "steroids", "painkillers", "new dose", "insulin", "stent", "pacemaker",
               "transplant", "radiotherapy", "cream", "brace", "implant",
               "infusion", "nerve block", "diet", "rehabilitation", "patches", "drops", "medicine", "group",
               "programme", "CPAP machine", "dialysis", "steroid injection"]


def symptom_course(rng: random.Random, voice: Voice, good: bool) -> str:
    noun = rng.choice(lex.SYMPTOMS if rng.random() < 0.8 else lex.DISEASES)
    phrase = rng.choice(lex.SYMPTOM_BETTER if good else lex.SYMPTOM_WORSE)
    if rng.random() < 0.15:
        return f"{noun} {rng.choice(['better', 'gone', 'resolved', 'improved', 'settled', 'eased', 'cleared', 'controlled', 'less', 'much less', 'subsided', 'down', 'improving', 'reduced', 'minimal', 'relieved'] if good else ['worse', 'persists', 'ongoing', 'back', 'severe', 'uncontrolled', 'increasing', 'unchanged', 'up', 'much worse', 'worsening', 'constant', 'not controlled', 'unbearable', 'returned', '++', 'unrelieved', 'spreading'])}{when(rng, 0.15)}"
    return f"{the(rng, voice, noun)} {voice.fill(phrase)}{when(rng)}"


def denied_course(rng: random.Random, voice: Voice, good: bool) -> str:
    """`the pain has not improved`, `the swelling is not getting worse`."""
    noun = the(rng, voice, rng.choice(lex.SYMPTOMS))
    if good:
        deny = rng.choice(["is not getting worse", "has not returned", "has not come back", "did not recur",
            "is no longer severe", "is not a problem any more", "never came back",
                           "is no longer there", "does not wake {him} any more", "has not been seen since",
                           "is no worse and slowly easing", "is not bad at all now",
                           "no longer bothers {him}"])  # fmt: skip
    else:
        deny = rng.choice(["has not improved", "is not improving", "is not any better", "is not better",
            "has not gone away", "is not going away", "did not settle", "will not settle",
                           "does not respond to anything", "is not helped by the tablets", "never goes away",
                           "has failed to improve", "shows no improvement", "shows no sign of easing",
                           "is hardly any better", "has barely improved", "is not under control",
                           "is still no better", "did not get better", "has yet to settle", "never stops",
                           "is still there",
                           "is still very bad", "has not responded", "isn't any better", "hasn't improved",
                           "won't go away", "is far from controlled",
                           "has not changed and is hard to bear"])  # fmt: skip
    return f"{noun} {voice.fill(deny)}{when(rng, 0.2)}"


def symptom_presence(rng: random.Random, voice: Voice, good: bool) -> str:
    source = lex.SYMPTOMS if rng.random() < 0.8 else lex.DISEASES
    nouns = some(rng, source, 3)
    if good:
        lead = rng.choice(["{S} {has} no", "{S} {denies}", "{S} {denies} any", "no", "no", "no more", "denies",
            "{S} {reports} no", "{S} {is} free of", "{S} no longer {has}", "without",
                           "{S} {is} free from", "{S} {has} had no", "{S} {has} no further", "no further",
                           "no sign of", "no signs of", "no evidence of", "negative for", "nil",
                           "{S} {does} not have any", "{S} {has} not had any", "there is no", "there are no signs of",
                           "{S} {gets} no", "there was no", "neither fever nor", "no longer any",
                           "no new", "less", "fewer", "{S} {has} less", "much less", "hardly any",
                           "{S} {has} hardly any", "{S} {does} not suffer from", "{S} never {gets}",
                           "nothing to suggest",
                           "{S} {has} stopped having", "no recurrence of", "{S} {did} not have", "free of",
                           "rid of {his}", "{S} {is} rid of {his}", "{S} {got} over {his}"])  # fmt: skip
        joint = "or"
    else:
        lead = rng.choice(["{S} {has}", "{S} {complains} of", "c/o", "complains of", "{S} {reports}",
            "{S} {suffers} from", "ongoing", "persistent", "severe", "worsening", "increasing", "new",
                           "{S} {is} troubled by", "{S} {is} plagued by", "{S} still {has}", "{S} {has} developed",
                           "{S} {has} constant", "{S} {has} terrible", "more", "{S} {has} more", "much more",
                           "{S} {gets}", "{S} {experiences}", "{S} {describes}", "presents with", "presented with",
                           "{S} {presents} with", "signs of", "evidence of", "positive for", "{S} {has} new",
                           "there is", "there are signs of", "{S} {was} found to have", "recurrent", "constant",
                           "frequent", "{S} {has} frequent", "{S} {is} having", "{S} {continues} to have", "with",
                           "{S} cannot get rid of {his}", "{S} {is} never free of", "ongoing problems with",
                           "{S} {can} not bear the", "bad", "still", "marked", "uncontrolled", "daily",
                           "another bout of",
                           "{S} {is} in hospital with", "{S} {is} getting", "{S} {was} readmitted with",
                           "{S} {is} worried about the"])  # fmt: skip
        joint = "and"
    said = lead.replace("{S}", voice.subject(rng))
    for verb in ("has", "denies", "reports", "is", "does", "gets", "complains", "suffers", "experiences", "describes",
        "presents", "was", "continues", "can"):
        said = said.replace("{" + verb + "}", voice.verb(verb))
    said = said.replace("{did}", "did").replace("{got}", "got")
    return voice.fill(f"{said} {listed(rng, nouns, joint)}{when(rng, 0.25)}")


def quality(rng: random.Random, voice: Voice, good: bool) -> str:
    noun = rng.choice(lex.GOODS)
    chance = rng.random()
    if chance < 0.5:
        word = rng.choice(lex.GOOD_QUALITIES if good else lex.BAD_QUALITIES)
        link = rng.choice([" is ", " is ", " remains ", " was ", " ", ": ", " still ", " is now ", " has been "])
        return f"{the(rng, voice, noun)}{link}{word}{when(rng, 0.2)}"
    if chance < 0.8:
        phrase = rng.choice(["has improved", "is improving", "has come back", "is returning", "has returned",
            "is picking up", "gets better every day", "has recovered", "continues to improve",
                             "is coming back", "is better than before", "has been restored", "has increased",
                             "improved a lot", "is getting stronger", "has bounced back", "is no longer impaired",
                             "is no longer a concern", "has doubled", "is on the up", "took off"]  # fmt: skip
                            if good else
                            ["has deteriorated", "is deteriorating", "has declined", "is getting worse", "has gone",
                                "is fading", "has not improved", "is not improving", "has not come back", "is failing",
                             "has failed to recover", "is slipping", "has been lost", "gets worse every day",
                             "is worse than before", "has not returned", "continues to decline", "is no better",
                             "shows no improvement", "has collapsed", "is not what it was", "has decreased",
                             "is a worry", "has halved", "went downhill"])  # fmt: skip
        return f"{the(rng, voice, noun)} {phrase}{when(rng, 0.25)}"
    lead = rng.choice(["improved", "better", "good", "increased", "normal", "restored", "excellent", "more",
        "{S} {has} good", "{S} {has} better", "{S} {has} regained {his}", "{S} {enjoys} good",
                       "great improvement in", "marked improvement in", "{S} {reports} improved", "steady gains in",
                       "no loss of", "no deterioration in", "no decline in", "no concerns about",
                       "no problems with", "{S} {reports} better", "clear progress in", "full recovery of"]  # fmt: skip
                      if good else
                      ["poor", "reduced", "worse", "decreased", "loss of", "lack of", "no", "little", "declining",
                          "{S} {has} poor", "{S} {has} no", "{S} {has} lost {his}", "no improvement in",
                       "little improvement in", "{S} {reports} poor", "deterioration in", "decline in", "impaired",
                       "concerns about", "problems with", "{S} {reports} reduced", "no progress in",
                       "{S} {has} little", "marked decline in", "failure of", "no return of",
                       "{S} {has} not regained {his}", "very poor", "further drop in"])  # fmt: skip
    said = lead.replace("{S}", voice.subject(rng))
    for verb in ("has", "reports", "enjoys"):
        said = said.replace("{" + verb + "}", voice.verb(verb))
    return voice.fill(f"{said} {noun}{when(rng, 0.25)}")


def level(rng: random.Random, voice: Voice, good: bool) -> str:
    high = rng.random() < 0.55
    noun = rng.choice(lex.HIGH_IS_BAD if high else lex.LOW_IS_BAD)
    words = {(True, True): lex.LEVEL_GOOD_HIGH, (True, False): lex.LEVEL_BAD_HIGH, (False, True): lex.LEVEL_GOOD_LOW,
        (False, False): lex.LEVEL_BAD_LOW}[high, good]
    said = rng.choice(words)
    lesser = rng.choice([rng.randint(1, 120), round(rng.uniform(1, 15), 1)])
    greater = round(lesser * rng.uniform(1.4, 12), 1 if isinstance(lesser, float) else None)
    up = good != high
    number, other = map(str, (greater, lesser) if up else (lesser, greater))
    number += rng.choice(["", "", "", "%", " percent"])
    chance = rng.random()
    if chance < 0.45:
        link = "" if said.split()[0] in ("has", "continues", "returned", "halved", "spiked", "fell", "doubled",
            "trending") else rng.choice(["is ", "", "", "remains ", "now "])
        return f"{the(rng, voice, noun)} {link}{said}{when(rng, 0.2)}"
    if chance < 0.6:
        return f"{noun} {number}{rng.choice([', ', ' and ', ' - ', ' '])}{said}"
    if chance < 0.85:
        move = rng.choice(["up from", "has risen from", "rose from", "improved from" if good else "climbed from",
            "has gone up from", "went up from"] if up else
                          ["down from", "has fallen from", "fell from", "dropped from", "has come down from",
                              "went down from"])  # fmt: skip
        return f"{the(rng, voice, noun)} {move} {other} to {number}" if move.split()[0] not in ("up",
            "down") else f"{the(rng, voice, noun)} {number}, {move} {other}"
    return f"{rng.choice(['rising', 'increasing', 'climbing', 'higher', 'increase in', 'rise in', 'up-trending'] if up else ['falling', 'decreasing', 'dropping', 'lower', 'drop in', 'fall in', 'reduction in', 'downtrending'])} {noun}{when(rng, 0.2)}"


def body(rng: random.Random, voice: Voice, good: bool) -> str:
    return f"{the(rng, voice, rng.choice(lex.BODY))} {voice.fill(rng.choice(lex.BODY_GOOD if good else lex.BODY_BAD))}{when(rng)}"


def disease(rng: random.Random, voice: Voice, good: bool) -> str:
    noun = rng.choice(lex.DISEASES)
    where = rng.choice(["scan", "CT", "MRI", "X-ray", "chest X-ray", "ultrasound", "biopsy", "blood test", "PET scan",
        "echo", "culture", "swab", "endoscopy", "ECG", "result", "test", "smear", "imaging"])
    if good:
        said = rng.choice(["{w} shows no {n}", "no {n} on {w}", "{w} ruled out {n}", "{w} negative for {n}",
            "{w} shows that the {n} has resolved", "{w} clear, no {n}", "{n} excluded", "{n} treated successfully",
                           "{n} has been cured", "{n} in remission", "{n} resolved", "{n} resolving on {w}",
                           "the {n} has shrunk", "{n} cleared", "{w} normal", "the {w} was normal", "{w} reassuring",
                           "{w} all clear",
                           "{n} responding to treatment", "the {n} has not come back", "no recurrence of the {n}",
                           "the {n} turned out to be harmless", "{S} recovered from the {n}", "{S} beat the {n}",
                           "{w} shows improvement",
                           "the {n} is smaller on {w}", "{w} improved compared with last time",
                           "{S} survived the {n}", "the {n} was removed completely", "{w}: no {n} seen",
                           "{w} satisfactory", "{w} shows good healing"])  # fmt: skip
    else:
        said = rng.choice(["{w} shows {n}", "{n} on {w}", "{w} confirmed {n}", "{w} positive for {n}",
            "{w} shows that the {n} has spread", "new {n} on {w}", "{n} confirmed", "{n} getting worse",
            "{n} has returned",
                           "{n} progressing", "the {n} has grown", "the {n} is spreading", "{S} has developed {n}",
                           "course complicated by {n}", "{S} was diagnosed with {n}", "{n} not responding to treatment",
                           "{n} resistant to treatment", "{w} shows worsening {n}", "{w} worrying for {n}",
                           "{n} suspected, deteriorating", "the {n} cannot be treated", "{S} is dying of {n}",
                           "readmitted with {n}",
                           "{w} shows extensive {n}", "{S} died of {n}", "treatment of the {n} failed",
                           "worsening {n}", "the {n} is larger on {w}", "{w} worse than last time",
                           "{w} grossly abnormal", "large {n} on {w}"])  # fmt: skip
    return said.replace("{w}", where).replace("{n}", noun).replace("{S}", voice.name if voice.person != "I" else "I")


def treatment(rng: random.Random, voice: Voice, good: bool) -> str:
    noun = rng.choice(_TREATMENTS)
    said = rng.choice(["has helped", "helps", "is working", "works well", "has worked wonders",
        "has made all the difference", "took the pain away", "was well tolerated", "is doing {him} good",
        "suits {him}", "brought relief",
                       "has given {him} {his} life back", "was a success", "was effective", "has done the trick",
                       "went well", "gave good relief", "has been stopped as it is no longer needed",
                       "is no longer needed", "made {him} better",
                       "controls the symptoms", "helped from the first day", "is worth every penny",
                       "has been a great help", "was finished without problems", "could be reduced",
                       "was reduced because of improvement"]
                      if good else
                      ["has not helped", "does not help", "is not working", "makes no difference",
                          "made no difference", "made things worse", "has made {him} worse", "does nothing",
                          "was poorly tolerated", "does not suit {him}",
                       "makes {him} sick", "brought no relief", "had to be stopped because of side effects", "failed",
                       "has failed", "was a failure", "has stopped working", "gave no relief",
                       "is not touching the pain", "had no effect",
                       "was abandoned", "is not enough", "had to be increased", "went wrong",
                       "did more harm than good", "left {him} in more pain", "hardly helps", "no longer works",
                       "caused a bad reaction",
                       "did not work", "gave little benefit", "had to be restarted"])  # fmt: skip
    return f"{rng.choice(['the', 'The', voice.possessive])} {noun} {voice.fill(said)}{when(rng, 0.15)}"
