"""Reports and sheets of a hospital: radiology, pathology, operations, nursing, laboratory."""
from ..background import mix as bg
from ..background import care, composed, more_clinical, surgery
from ..background.mix import prose
from ..grammar import Pool, blocks, lines
from ..registry import kind

RADIOLOGY = Pool("radiology heads", blocks("""
EXAM: {test}
DATE: {date} {time}
PATIENT: {pt.lf}  MRN {mrn}  ACC {accession}
ORDERING: {dr.cred}
---
{hospital.UP}
RADIOLOGY REPORT
Name: {pt.LF}
DOB: {dob.us}   Sex: {M|F}
Accession #: {accession}
Referring physician: {dr.lf}
---
Exam: {test}
Indication: {dx}.
Comparison: {date}.
---
Examination: {test}
History: {age}-year-old with {dx}.
Comparison: None available.
---
{test} WITHOUT CONTRAST
CLINICAL INFORMATION: {dx}
TECHNIQUE: Standard protocol on a {pharma} scanner.
---
Procedure: {test} with {brand}
Ordered by {dept}
---
PT NAME: {pt.FULL}  PT LOC: {dept} {n.3}
EXAM DATE {date.us} READ BY {dr2.last}
"""))
RADIOLOGY_END = Pool("radiology ends", blocks("""
Dictated by: {dr2.cred} {date}
---
Findings were called to {dr.drlast} by {dr2.drlast} at {time} on {date}.
---
Electronically signed by {dr2.full}
---
IMPRESSION:
1. No acute abnormality.
2. Stable appearance since the prior.
---
Read by {dr2.last}/{dr3.last}
---
Interpreting radiologist: {dr2.lf}
---
End of report.
---
I have personally reviewed the images and agree with the above.
"""))


@kind("radiology", 1.5)
def radiology(doc):
    if doc.chance(0.8):
        doc.say(RADIOLOGY, "\n\n")
    doc.add(doc.choice(("FINDINGS: ", "Findings:\n", "REPORT: ", "")))
    prose(doc, (surgery.IMAGING,), doc.int(3, 9), phi=0.04, mixed=0.03)
    doc.add("\n\n")
    doc.say(RADIOLOGY_END)


PATHOLOGY = Pool("pathology heads", blocks("""
SURGICAL PATHOLOGY REPORT
Case: {accession}
Patient: {pt.lf}  DOB {dob}  MRN {mrn}
Collected {date} Received {date}
Submitting: {dr.cred}
---
{hospital} Department of Pathology
Path No. {accession}
Surgeon: {dr.last}
---
SPECIMEN: Skin, left forearm, punch biopsy
CLINICAL DATA: {dx}
---
Source: A. Colon, polyp  B. Stomach, biopsy
Pre-op diagnosis: {dx}
Post-op diagnosis: Same
---
CYTOLOGY
Name {pt.full} Lab no. {accession}
LMP {date} Clinician {dr.last}
---
BONE MARROW BIOPSY
History: {dx}
"""))
PATHOLOGY_END = Pool("pathology ends", blocks("""
{dr2.cred}, Pathologist
Signed {date}
---
Gross by {rn.init3}; microscopic by {dr2.last}
---
The case was seen in consultation by {dr2.dr} at {hospital}.
---
Reported to {dr.drlast} by phone on {date}.
---
Pathologist: {dr2.full}
---
Slides reviewed; agree.
---
Immunohistochemistry was performed with appropriate controls.
"""))


@kind("pathology", 1)
def pathology(doc):
    doc.say(PATHOLOGY, "\n\n")
    prose(doc, (surgery.PATHOLOGY,), doc.int(3, 8), phi=0.03, mixed=0.02)
    doc.add("\n\n")
    doc.say(PATHOLOGY_END)


OPERATIVE = Pool("operative heads", blocks("""
OPERATIVE REPORT
PATIENT: {pt.lf}
MRN: {mrn}
DATE OF OPERATION: {date}
SURGEON: {dr.cred}
ASSISTANT: {dr2.cred}
ANESTHESIOLOGIST: {dr3.last}
---
PREOPERATIVE DIAGNOSIS: {dx}
POSTOPERATIVE DIAGNOSIS: Same
PROCEDURE: {tool} placement
ANESTHESIA: General
EBL: 50 mL
---
Date: {date}  OR {n}
Surgeon(s): {dr.last}, {dr2.last}
Circulator: {rn.rn}  Scrub: {rn2.first}
Implant: {pharma} ref {device}
---
PROCEDURE NOTE
Indication: {dx}
Consent: obtained from the patient
Time out: performed
---
{hospital}
Op note - {dr.last}
{pt.LAST} {pt.FIRST} {mrn} {date.us}
---
Procedure: colonoscopy
Endoscopist: {dr.drlast}
Referring: {dr2.drlast}
Medications: fentanyl 100 mcg, Versed 4 mg
---
Device rep from {pharma} was present.
"""))
OPERATIVE_END = Pool("operative ends", blocks("""
{dr.drlast} was present and scrubbed for the entire procedure.
---
{dr.cred}
---
The patient went to PACU; I spoke with {rel.first} afterwards.
---
Job #{n.6}  D: {date}  T: {date}
---
Disposition: PACU, stable.
---
cc {dr2.drlast}, {hospital}
---
Follow up in clinic {in_time}.
"""))


@kind("operative", 1.5)
def operative(doc):
    doc.say(OPERATIVE, "\n\n")
    prose(doc, (surgery.OPERATION,), doc.int(5, 12), phi=0.05, mixed=0.04)
    doc.add("\n\n")
    doc.say(OPERATIVE_END)


SHIFT = Pool("nursing entries", lines("""
{time} {NURSING}
{date.us} {time} {NURSING} {rn.lasti} RN
{time} - {NURSING} -{rn.init}
{time}: {NURSING} {NURSING}
{NURSING} {rn.rn}
{time} Dr {dr.last} at bedside. {NURSING}
{time} Report from {rn.first} RN, assumed care.
{time} {rel.first} ({rel.kin}) called, update given with password.
{time} Notified {dr.drlast} of {lab}.
{NURSING} {NURSING}
0700 {NURSING}
1900 Report to {rn2.first}.
{time} Pt to {dept} via bed.
{time} {brand} {dose} given. {NURSING}
{time} Visitors: {rel.first} and {rel2.first}.
Shift note: {NURSING} {NURSING} {NURSING}
Neuro: {NURSING} Resp: {NURSING} GI: {NURSING}
{time} Handoff to {who}.
{time} pt states "{I want to go home|my stomach hurts|I can't sleep|where is {rel.first}}"
{time} MD {dr.last} aware.
Late entry for {time}: {NURSING}
{time} {dept} here for {test}.
{time} resting, eyes closed, resp even
{time} refused {brand}
{time} {symptom}, {generic} given. {rn.init}
{time} {symptom} and {symptom}, Dr. {dr.last} paged.
{time} {test} sent.
{time} to {procedure} with {rn2.first} from transport.
{time} back from {procedure}, {finding} at {site}.
{time} {rel.first} called from {city}.
{time} {rel.first} and {p1.first} visiting.
{time} pastor {p1.last} visited.
{time} {pt.first} sat up and ate {thing}.
{time} {pt.last} to bathroom with {rn2.first}.
{time} {dr.last} and {dr2.last} rounded.
{time} Wound nurse {rn2.first} changed the dressing to the {site}.
{time} PT {p1.first} walked pt 50 ft.
{time} {p1.first} from {org} delivered {thing}.
{time} transferred to {hospital} via {org}.
{time} discharged to {home} with {rel.first}.
{time} belongings sent with {rel.first}.
{time} Interpreter {p1.first} ({language}) present.
{time} {dept} called with {lab}.
{time} {lab}, {role} aware.
{time} {site} {adj}, {finding}.
{time} {NURSING} {rn.first} RN
{date.us} {NURSING} {rn.fi}, RN
{rn.LAST}, {rn.FIRST} RN {date.us} {time}
Day shift: {NURSING} {NURSING}
Night: {NURSING}
D: {NURSING} A: {NURSING} R: {NURSING}
Skin: {finding} {site}. {NURSING}
Pain: {site}, {adj}. {NURSING}
Psychosocial: {rel.first} is supportive.
Lines: {tool} {site}.
Drains: {tool}
Plan: {NURSING}
"""))


def _inner(name, pools):
    from ..grammar import slot

    @slot(name)
    def fill(doc, form):
        doc.sentence(doc.choice(pools))


_inner("NURSING", (care.NURSING, more_clinical.WARD, more_clinical.WARD, composed.STORY))
_inner("CLINICAL", bg.HISTORY + bg.COURSE)
_inner("PLANNED", bg.PLAN)


@kind("nursing_shift", 2)
def nursing(doc):
    if not doc.clean and doc.chance(0.3):
        doc.say(HEADER, "\n")
    for _ in range(doc.int(3, 10)):
        doc.say(SHIFT, "\n")


HEADER = Pool("sheet headers", lines("""
{pt.LF} {bar} {mrn} {bar} {dob.us} {bar} {dept} {n.3}
{hospital}  {pt.lf}  MRN {mrn}
Pt: {pt.full} Rm {n.3} MD: {dr.last}
{pt.full} {pt.age} {M|F} {dept}
Label: {pt.LAST}, {pt.FIRST} DOB {dob.us} ACCT {account}
Name {pt.full}     Date {date}
"""))

LAB_ROWS = Pool("lab rows", lines("""
Sodium\t{n.3}\t135-145\tmmol/L
Potassium {n}.1 H 3.5-5.0
WBC          {n}.4   K/uL   4.0-11.0
Hemoglobin   {n}.2 L g/dL   12.0-16.0
Platelets    {n.3}   K/uL
GLUCOSE {n.3} H
Creatinine, Serum  1.{n}  mg/dL
A1C 8.4 %
TSH 2.{n} uIU/mL
Culture: {bug}
Gram stain: few gram negative rods
Susceptibility: {generic} S, {generic} R, {generic} I
{test}: pending
Vitamin B12 {n.3} pg/mL
Blood type: O POS
Epstein-Barr VCA IgG positive
Lyme IgM negative
Hepatitis B surface Ab reactive
Factor V Leiden: heterozygous
{gene}: no mutation detected
Rh factor positive
Coombs direct negative
Specimen: whole blood, EDTA
Comment: hemolyzed, please recollect
Ref: {guide} {year}
PT 13.{n} INR 1.1
Cortisol AM 14.{n}
Tacrolimus 7.2 ng/mL
Pap: NILM
Reported by {rn.init3}
Called to {rn.first} at {time} {date}
Verified: {dr.last}
Collected: {date} {time} by {rn.lasti}
Ordering physician: {dr.lf}
Lab director: {dr2.cred}
Performed at {hospital}, {address}, CLIA {license}
Performed at {org}, {citystate}
"""))


@kind("lab_printout", 1)
def labs(doc):
    if not doc.clean and doc.chance(0.7):
        doc.say(HEADER, "\n")
    for _ in range(doc.int(4, 14)):
        doc.say(LAB_ROWS, "\n")
