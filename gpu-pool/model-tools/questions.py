"""Questionnaires: a question and its answer, where the answer decides and the question says which way."""

from __future__ import annotations

import random

import lexicon as lex
from lexicon import entries
from phrases import ACTIVITIES

_OFTEN = entries("every day; always; constantly; most of the time; all the time; very often; nearly always; yes, badly; a lot; extremely; severely; yes, very much; daily; every night; more than ever; often")
_NEVER = entries("never; not at all; none; no, not at all; rarely; hardly ever; not once; no; seldom; not any more; no longer; zero; none at all; very rarely; no problem")
_WELL = entries("very well; excellent; good; much better; better than before; great; fine; improved; very good; completely; yes, fully; strongly agree; very satisfied; a lot better; 10 out of 10; very happy; yes, easily; yes; without difficulty")
_BADLY = entries("very badly; poor; worse; much worse; terrible; not well; very poor; awful; not at all; strongly disagree; very dissatisfied; a lot worse; 0 out of 10; very unhappy; no, I cannot; unable; with great difficulty; no")
_OPEN = entries("""
How are you feeling; How do you feel today; How is your health; How would you rate your recovery; How would you describe your condition; How have you been since the last visit; How did you sleep; Overall health
Compared with last month I am; Satisfaction with treatment; How do you rate your quality of life; How are things at home; How well are you coping; Rate your progress; Did the treatment help; How is your mood; General health
Compared to one year ago, how is your health; How did it go; How satisfied are you with the result; How is your breathing; How is your appetite; How was the night; Has your condition improved; Do you feel better; How are you managing
""")


def question(rng: random.Random, good: bool) -> str:
    """One item of a questionnaire with its answer."""
    number = rng.choice(["", "", "", f"{rng.randint(1, 20)}. ", f"Q{rng.randint(1, 20)}: ",
        f"Question {rng.randint(1, 20)}. "])
    mark = rng.choice(["? ", "? ", ": ", " - ", "? Answer: ", "? A: "])
    kind = rng.random()
    symptom = rng.choice(lex.SYMPTOMS)
    bad_state = rng.choice(lex.BAD_STATES)
    span = rng.choice(["", "In the past two weeks, ", "This week, ", "Over the last month, ",
        "Since your last visit, ", "During the past 7 days, "])
    if kind < 0.35:
        asked = rng.choice([f"how often did you have {symptom}", f"do you have {symptom}",
            f"have you been bothered by {symptom}", f"have you felt {bad_state}", f"do you feel {bad_state}",
                f"{symptom}", f"how much did {symptom} bother you",
                            f"were you {bad_state}", f"any {symptom}", f"are you troubled by {symptom}",
                                f"does {symptom} stop you doing things"])  # fmt: skip
        answer = rng.choice(_NEVER if good else _OFTEN)
    elif kind < 0.6:
        act = rng.choice(ACTIVITIES).replace("{his}", "your").replace("{himself}", "yourself")
        asked = rng.choice([f"can you {act}", f"are you able to {act}", f"ability to {act}",
            f"how easily can you {act}", f"could you {act}", f"able to {act}", f"were you able to {act}"])
        answer = rng.choice(["yes", "yes, easily", "yes, without help", "easily", "without difficulty", "very well",
            "no problem", "yes, all of it"] if good else
                            ["no", "no, not at all", "unable", "only with help", "with great difficulty",
                                "cannot do it", "not at all", "no, I need help", "impossible",
                                "no longer"])  # fmt: skip
    else:
        asked, answer = rng.choice(_OPEN), rng.choice(_WELL[:13] if good else _BADLY[:13])
        if asked.startswith(("Did", "Has", "Do ")):
            answer = rng.choice(["yes, very much", "yes, a lot", "definitely", "yes, completely",
                "yes"] if good else ["no, not at all", "not really", "no, it made it worse", "no change", "no"])
    text = span + asked if span else asked
    return f"{number}{text[:1].upper() + text[1:]}{mark}{answer if rng.random() < 0.5 else answer.capitalize()}"
