"""Long visit notes, progress notes and SOAP notes."""
from ..background import mix as bg
from ..background import frames, traps
from ..background.mix import prose
from ..grammar import Pool, blocks, lines
from ..registry import kind

OPEN = Pool("note openings", blocks("""
{hospital.UP}
Patient: {pt.lf}
MRN: {mrn.same}   DOB: {dob}
Date of service: {date}
Provider: {dr.cred}
---
PROGRESS NOTE
Name: {pt.full}    Age/Sex: {pt.age} {M|F}
Seen: {date} {time}
---
{pt.LF}  {mrn.same}
VISIT DATE: {date}
{hospital.UP}
---
Clinic note {bar} {hospital} {bar} {date}
---
CC: {dx}
---
CHIEF COMPLAINT

{dx.Cap}.
---
{pt.full}
{date}
---
Office Visit - {dept}
---
Pt: {pt.full} ({pt.age} {M|F})
PCP: {dr.dr}
---
Follow-up visit
---
{dept} Consultation
Requesting: {dr.dr}
Patient: {pt.full}, Rm {n.3}
"""))
HEADS = Pool("note headings", lines("""
HISTORY OF PRESENT ILLNESS
HPI:
Subjective:
S:
Interval History
History
Past Medical History:
PMH
SOCIAL HISTORY
Social:
FAMILY HISTORY:
Medications
CURRENT MEDICATIONS:
Allergies:
REVIEW OF SYSTEMS
ROS:
"""))
EXAM_HEADS = Pool("note exam headings", lines("""
PHYSICAL EXAMINATION
PHYSICAL EXAM:
O:
Objective:
Exam
PE:
VITALS REVIEWED
RESULTS
"""))
PLAN_HEADS = Pool("note plan headings", lines("""
ASSESSMENT AND PLAN
A/P:
Assessment:
A:
Plan
P:
IMPRESSION
Recommendations:
Medical Decision Making
"""))
CLOSE = Pool("note closings", blocks("""
{dr.cred}
{date}
---
Electronically signed by {dr.cred} on {date} at {time}
---
cc: {dr2.cred}; {dr3.cred}
---
Dictated by {dr.full}, transcribed {date}
---
Time spent: {n} minutes.
---
Signed: {dr.fi}, MD
---
I, {rn.full}, am scribing for {dr.drlast}.
---
Attestation: I saw and examined the patient with the resident and agree with the plan.
"""))
BULLETS = ("", "", "", "- ", "• ", "* ")


def body(doc, pools, count, bullet=""):
    """Sentences of the background with, here and there, one that holds something."""
    doc.add(bullet)
    prose(doc, pools, count, "\n" + bullet if bullet else " ")
    doc.add("\n" if bullet else " ")


def section(doc, heads, pools, low, high):
    bullet = doc.choice(BULLETS)
    doc.say(heads, doc.choice(("\n", "\n\n", "\n", " ")) if not bullet else "\n")
    body(doc, pools, doc.int(low, high), bullet)
    doc.add("\n" if doc.chance(0.7) else "\n\n")


@kind("visit_note", 3)
def visit_note(doc):
    if doc.chance(0.8):
        doc.say(OPEN, "\n\n")
    if doc.chance(0.5):
        doc.sentence(frames.PATIENT, "\n")
    section(doc, HEADS, bg.HISTORY, 3, 8)
    if doc.chance(0.6):
        section(doc, HEADS, bg.HISTORY, 1, 5)
    section(doc, EXAM_HEADS, bg.EXAM, 3, 8)
    if doc.chance(0.4):
        section(doc, HEADS, bg.COURSE, 2, 5)
    section(doc, PLAN_HEADS, bg.PLAN, 3, 8)
    if doc.chance(0.6):
        doc.say(CLOSE)


@kind("section", 2)
def one_section(doc):
    """A section without its document, as an extract shows it."""
    heads, pools = doc.choice(((HEADS, bg.HISTORY), (EXAM_HEADS, bg.EXAM), (PLAN_HEADS, bg.PLAN), (HEADS, bg.COURSE)))
    if doc.chance(0.4):
        doc.say(heads, " ")
    body(doc, pools, doc.int(1, 5))


@kind("soap", 1)
def soap(doc):
    for letter, pools in (("S", bg.HISTORY), ("O", bg.EXAM), ("A", bg.COURSE), ("P", bg.PLAN)):
        doc.add(letter + doc.choice((": ", ": ", " - ", ") ")))
        body(doc, pools, doc.int(1, 3))
        doc.add("\n")


@kind("frames", 2)
def frames_only(doc):
    """Two to six lines of frames: where a name, a place and a word stand alike."""
    prose(doc, bg.COURSE, doc.int(2, 6), doc.choice((" ", "\n")), phi=0.45, mixed=0.4)


@kind("traps", 1.5)
def trap_lines(doc):
    """Words with two lives, close together."""
    for _ in range(doc.int(2, 7)):
        if not (doc.chance(0.4) and doc.sentence(traps.REAL)):
            doc.sentence(traps.ORDINARY)
        doc.add(doc.choice((" ", " ", "\n")))
