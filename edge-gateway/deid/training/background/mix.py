"""The text that every kind draws on: `*.py` here hold pools, this file says which suit which part of a note."""
from __future__ import annotations

from . import care, clinical, composed, frames, frames2, frames3, frames4, frames5, general, general2, institutions, medicine, more_clinical, short, surgery, traps  # noqa: F401

HISTORY = (clinical.HISTORY, institutions.THINGS, more_clinical.LONG_HISTORY, more_clinical.CLINIC, composed.STORY, composed.STORY, care.SOCIAL, care.MIND, traps.ORDINARY)
EXAM = (clinical.EXAM, institutions.THINGS, composed.REVIEW, composed.REVIEW, traps.ORDINARY)
PLAN = (clinical.PLAN, composed.THINKING, composed.THINKING, care.TEACHING, more_clinical.ADVICE, care.OFFICE)
COURSE = (clinical.COURSE, clinical.COURSE, institutions.THINGS, more_clinical.WARD, more_clinical.LONG_HISTORY, composed.STORY, composed.THINKING, care.NURSING, surgery.TRAUMA)
SPECIALTIES = medicine.SPECIALTIES + (surgery.ORTHO, surgery.TRAUMA, surgery.EYE_ENT, care.MOTHER_CHILD, care.MIND, care.THERAPY)
GENERAL = (general.GENERAL, general2.SERVICE, general2.WORK, general2.CHAT, general2.TRAVEL, general2.MAIL_LINES)
TALK = (general.TALK, general2.TALK2)
QUERY = (general.QUERY, general2.QUERY2, composed.ASKING, composed.ASKING)
# Pools whose sentences hold something to remove, with their shares.
PHI = ((frames.PATIENT, 0.24), (frames3.LONGER, 0.2), (frames2.COURSE, 0.16), (frames2.FAMILY, 0.14), (frames2.NAMES_IN_TEXT, 0.1), (frames2.PLACES_IN_TEXT, 0.1),
       (frames.IDS, 0.1), (traps.REAL, 0.1), (frames5.ROADS, 0.1))
_POOLS, _WEIGHTS = [p for p, _ in PHI], [w for _, w in PHI]


def specialty(doc):
    """The one specialty of a document."""
    if "specialty" not in doc.facts:
        doc.facts["specialty"] = doc.choice(SPECIALTIES)
    return doc.facts["specialty"]


def prose(doc, pools, count, between=" ", phi=0.12, mixed=0.1):
    """`count` sentences: mostly ordinary, some mixed frames, some with something to remove."""
    own = specialty(doc)
    for i in range(count):
        if i:
            doc.add(between)
        r = doc.random()
        if not doc.clean and r < phi:
            doc.sentence(doc.rng.choices(_POOLS, _WEIGHTS)[0])
        elif r < phi + mixed:
            doc.sentence(frames.FRAMES if doc.chance(0.4) else frames4.MIXED)
        elif r < phi + mixed + 0.06:
            doc.sentence(traps.ORDINARY)
        else:
            doc.sentence(own if doc.chance(0.35) else doc.choice(pools))
