"""Whole long notes: a dozen sections about one person, in which most sentences hold nothing and a name met once in a
sure place comes again alone. For: what a model has to keep up over a page."""
from ..background import composed, institutions, short, surgery
from ..background import mix as bg
from ..background.mix import prose
from ..grammar import Pool, blocks, lines
from ..registry import kind

TOP = Pool("long note tops", blocks("""
HISTORY AND PHYSICAL
Patient: {pt.lf}
MRN: {mrn}
DOB: {dob}
Date of admission: {date}
Attending: {dr.cred}
---
{hospital}
{dept} Initial Consultation
Name: {pt.full}   Age: {pt.age}   Sex: {M|F}
Requesting physician: {dr2.dr}
---
PATIENT NAME: {pt.FULL}
ACCOUNT: {account}
PCP: {dr.last}
---
{dept} Progress Note
{date} {time}
Hospital day {n}
---
Annual wellness visit
---
New patient visit, {dept}
{pt.full}, {pt.age} y/o {pt.sex}
---
Patient seen with {dr2.drlast} on {date}.
---
Telehealth visit
Patient location: home, {citystate}
Provider location: {hospital}
---
{pt.mr} is seen in follow-up.
---
Note type: H&P
Source: patient and chart
---
Hospice recertification
Patient {pt.full}, {home}
---
Pre-operative clinic
Surgeon: {dr2.last}    Procedure: {procedure}    Date: {date}
"""))
AGAIN = Pool("the patient again", lines("""
{pt.mr} denies {symptom} and {symptom}.
{pt.mr} endorses {adj} {symptom}.
{pt.mr} has tried {brand} and {thing}.
{pt.mr} was counseled on {thing}.
{pt.mr} would like to proceed with {procedure}.
{pt.mr} understands and agrees with the plan.
{pt.mr} tolerated {generic} without {symptom}.
{pt.first} denies {symptom}.
{pt.first} reports that {pt.his} {symptom} is {adj}.
{pt.first} enjoys {thing} and works as a {job}.
{pt.last} remains {adj}.
I discussed {procedure} with {pt.mr}.
I will see {pt.mr} {in_time}.
I asked {pt.first} to stop {brand}.
For {pt.mr}'s {dx}, continue {generic}.
{pt.mr}'s {test} showed {finding}.
{pt.mr}'s {symptom} is likely due to {dx}.
{pt.His} {rel.kin} {rel.first} says {pt.he} snores.
{rel.first} notes more {symptom} at night.
{rel.first} asks about {brand}.
{dr2.drlast} suggested {generic}.
Per {dr2.drlast}, {procedure} can wait.
{dr2.drlast} placed a {tool}.
Last {test} with {dr2.drlast} was {adj}.
Overall, {pt.first} is doing well.
Given {pt.his} {abbr}, {pt.mr} is at risk for {symptom}.
Once {pt.mr} is stable, transfer to {dept}.
Spoke with {rel.first}; {pt.he} prefers {home}.
We will call {rel.first} with results.
Thank you for allowing me to take part in the care of {pt.mr}.
{pt.mr} is a pleasant {pt.age}-year-old {pt.sex}.
{pt.mr} is {adj} and {adj}.
"""))
SECTIONS = Pool("long note sections", lines("""
CHIEF COMPLAINT
HISTORY OF PRESENT ILLNESS
INTERVAL HISTORY
PAST MEDICAL HISTORY
PAST SURGICAL HISTORY
FAMILY HISTORY
SOCIAL HISTORY
OBSTETRIC HISTORY
DEVELOPMENTAL HISTORY
ALLERGIES
CURRENT MEDICATIONS
HOME MEDICATIONS
REVIEW OF SYSTEMS
VITAL SIGNS
PHYSICAL EXAMINATION
LABORATORY DATA
IMAGING STUDIES
PROCEDURES
RESULTS REVIEWED
HOSPITAL COURSE TO DATE
ASSESSMENT
IMPRESSION AND PLAN
RECOMMENDATIONS
COUNSELING
FOLLOW-UP
DISPOSITION
CODE STATUS
Chief Complaint:
History of Present Illness:
Interval Events:
Past Medical History:
Past Surgical History:
Family History:
Social History:
Home Medications:
Review of Systems:
Vital Signs:
Physical Exam:
Laboratory Studies:
Imaging:
Assessment and Plan:
Problem-Based Plan:
Patient Education:
Return Precautions:
"""))
BOTTOM = Pool("long note bottoms", blocks("""
{dr.cred}
{dept}, {hospital}
{date} {time}
---
Electronically signed by {dr.full}, {date}
---
cc: {dr2.cred}, {dr3.cred}
---
Total time {n} minutes, more than half in counseling.
---
Thank you for this consult. {dept} will follow.
---
Dictated by {dr.last}; reviewed by {dr2.last} {date}
---
{dr.fi} / {rn.init3}
---
Patient discussed with {dr2.drlast}, who agrees with the above.
---
This note was made with speech recognition; please excuse errors.
"""))


def _paragraph(doc, pools, low, high):
    for i in range(doc.int(low, high)):
        if not doc.clean and doc.chance(0.16):
            doc.sentence(AGAIN, " ")
        else:
            prose(doc, pools, 1, phi=0.05, mixed=0.05)
            doc.add(" ")


def _items(doc, pool, low, high):
    mark = doc.choice(("- ", "* ", "• ", "", "  ", "1. "))
    options = pool.of(doc.split, doc.clean)
    for n, template in enumerate(doc.rng.sample(options, min(len(options), doc.int(low, high)))):
        doc.add(f"{n + 1}. " if mark == "1. " else mark)
        template.render(doc)
        doc.add("\n")


@kind("long_note", 5)
def long_note(doc):
    doc.say(TOP, "\n\n")
    for _ in range(doc.int(4, 11)):
        doc.say(SECTIONS, doc.choice(("\n", "\n\n", " ")))
        r = doc.random()
        if r < 0.30:
            _paragraph(doc, bg.HISTORY, 3, 9)
        elif r < 0.42:
            _items(doc, composed.REVIEW, 4, 12)
        elif r < 0.52:
            _items(doc, short.MEDS, 3, 10)
        elif r < 0.60:
            _items(doc, short.PROBLEMS, 3, 8)
        elif r < 0.72:
            _items(doc, composed.THINKING, 3, 9)
        elif r < 0.80:
            _paragraph(doc, bg.EXAM, 3, 8)
        elif r < 0.86:
            _items(doc, short.TELE, 2, 8)
        elif r < 0.92:
            _paragraph(doc, (surgery.IMAGING, surgery.PATHOLOGY, institutions.THINGS), 2, 6)
        else:
            _paragraph(doc, bg.PLAN, 3, 8)
        doc.add("\n" if doc.chance(0.5) else "\n\n")
    doc.say(BOTTOM, "\n")
