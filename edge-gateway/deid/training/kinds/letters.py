"""Letters between clinicians, to patients, and for employers and schools."""
from ..background import mix as bg
from ..background.mix import prose
from ..grammar import Pool, blocks, lines
from ..registry import kind

HEAD = Pool("letter heads", blocks("""
{hospital}
{address.lines}
Tel {phone}  Fax {fax}

{date}
---
{date}

{dr2.cred}
{hospital}
{address.lines}
---
{hospital} {dept}
{citystate}
---
{date.long}
RE: {pt.full}
DOB: {dob}
MRN: {mrn}
---
To: {dr.full}
From: {dr2.full}
Date: {date}
Re: {pt.lf}, DOB {dob}
---
{dept} Clinic
Phone {phone}
---
PRIVATE AND CONFIDENTIAL
---
{city}, {date}
---
Department of {dept}
---
Re: {pt.full}   NHS No: {mrn}   DOB: {dob}
---
{pt.full}
{address.lines}
"""))
GREET = Pool("letter greetings", lines("""
Dear {dr.dr},
Dear {dr.drlast}:
Dear {dr.first},
Dear {pt.mr},
Dear {pt.first},
To Whom It May Concern:
Dear Colleague,
Dear Sir or Madam,
Dear {rel.mr},
Dear {dr.dr} and {dr2.dr},
Dear Parents,
Dear Dr {dr.last}
Dear Claims Reviewer:
Dear Medical Director,
Dear Mr & Mrs {pt.last},
Dear Family of {pt.full},
"""))
BEGIN = Pool("letter beginnings", lines("""
Thank you for asking me to see {pt.mrfull}, a {pt.age}-year-old {pt.boy} with {dx}.
I had the pleasure of meeting {pt.first} and {pt.his} {rel.kin} {rel.first} on {date}.
This letter is to confirm that {pt.full} was under my care from {date} to {date}.
{pt.full} was an inpatient at {hospital} between {date} and {date}.
I am writing on behalf of my patient, {pt.full}, member number {plan}.
Your {test} of {date} was normal.
We received a referral from {dr2.drlast} at {hospital}.
{pt.first} was reviewed in our {city} clinic on {date} with {rel.first}.
Please excuse {pt.full} from work from {date} to {date}.
Please excuse {pt.first} from school on {date}.
I would be grateful if you could see this {pt.age} year old from {city}.
Many thanks for your letter about {pt.mr} dated {date}.
I reviewed this pleasant {pt.age}-year-old in clinic today.
This patient has {dx} and has failed {generic} and {brand}.
We were sorry that you could not keep your appointment.
You are due for a {test}.
Thank you for your referral.
The above named patient attended {dept} today.
Enclosed please find the report of the {test}.
Your appeal of the decision on {brand} has been received.
It is my opinion that {brand} is medically necessary.
I write to let you know that this clinic will close at the end of the year.
This gentleman was seen again in {dept}.
This lady returns for a review of {dx}.
"""))
END = Pool("letter ends", blocks("""
Sincerely,

{dr2.cred}
{dept}
---
Yours sincerely,
{dr2.full}
Consultant {dept}
---
With kind regards,

{dr2.fi}
---
Best,
{dr2.first}
---
Yours faithfully,
Dictated but not signed
{dr2.full}, {hospital}
---
Sincerely,
The {dept} Team
---
Kind regards,
Appointments Office
---
cc: {dr3.cred}, {city}
cc: {pt.full}, {address}
---
Signed {dr2.full} {date}
GMC {n.6}
---
Thank you for your time.
---
If you have any questions, call {phone} or write to {email}.

{rn.cred}
---
Electronically authenticated
{dr2.lf}  {date} {time}
---
{dr2.full}
{hospital}
NPI {npi}  License {license}
"""))


def letter(doc, pools, low=3, high=8):
    if doc.chance(0.75):
        doc.say(HEAD, "\n\n")
    doc.say(GREET, "\n\n")
    doc.sentence(BEGIN, " ")
    prose(doc, pools, doc.int(low, high), phi=0.2)
    doc.add("\n\n")
    if doc.chance(0.4):
        prose(doc, bg.PLAN, doc.int(1, 4), phi=0.15)
        doc.add("\n\n")
    doc.say(END, "\n")


@kind("referral_letter", 1)
def referral(doc):
    letter(doc, bg.HISTORY)


@kind("clinic_letter", 1)
def clinic_letter(doc):
    letter(doc, bg.COURSE)


@kind("patient_letter", 0.7)
def patient_letter(doc):
    letter(doc, (bg.care.TEACHING, bg.care.OFFICE), 2, 5)


DISCHARGE = Pool("discharge heads", blocks("""
DISCHARGE SUMMARY
Patient: {pt.lf}   MRN: {mrn}
Admitted: {date}   Discharged: {date}
Attending: {dr.cred}
PCP: {dr2.cred}
---
Discharge Summary
{hospital}

NAME: {pt.FULL}
ADMIT DATE: {date.us}
DISCHARGE DATE: {date.us}
---
Admission diagnosis: {dx}
Discharge diagnosis: {dx}
Consults: {dept}, {dept}
Procedures: {tool}
---
Name {pt.full}  Sex {M|F}  DOB {dob}
Ward {dept}  Consultant {dr.last}
Date of admission {date}
Date of discharge {date}
---
DISPOSITION: {Home|Skilled nursing facility|Home with services|Hospice}
CONDITION: Stable
CODE STATUS: Full
---
{pt.LF}
{mrn}
Adm {date.us} Disch {date.us}
Dict {dr.init3}/{rn.init3}
---
Principal problem: {dx}
Secondary: {dx}; {dx}; {eponym}
Hospital day {n}
"""))
DISCHARGE_HEADS = Pool("discharge headings", lines("""
HOSPITAL COURSE
Hospital Course:
BRIEF HISTORY
REASON FOR ADMISSION
Pertinent results:
DISCHARGE MEDICATIONS
Discharge medications:
FOLLOW UP
Follow-up appointments:
PENDING RESULTS
Discharge Instructions
CONDITION AT DISCHARGE
PROCEDURES
Consultations:
Issues for the PCP
Physical exam at discharge:
"""))
FOLLOW = Pool("discharge follow up", lines("""
{dr.drlast}, {dept}, {date} {time}
{dr2.cred}, {hospital}, {phone}
{dept} {in_time}
PCP in one week
See {dr2.drlast} {in_time}.
{hospital} wound clinic, {date}
Labs at {org} next week
Call {phone} to schedule with {dr3.drlast}
{test} in {month}
Home health with {org}
{rel.first} will drive
Rehab at {home}, {city}
Pending: {test}
Follow up {test} with PCP
"""))


@kind("discharge", 2)
def discharge(doc):
    doc.say(DISCHARGE, "\n\n")
    for _ in range(doc.int(2, 5)):
        doc.say(DISCHARGE_HEADS, "\n")
        r = doc.random()
        if r < 0.25:
            doc.several(bg.short.MEDS, doc.int(2, 7), "\n")
        elif r < 0.5:
            doc.several(FOLLOW, doc.int(2, 5), "\n")
        else:
            prose(doc, bg.COURSE, doc.int(3, 8), phi=0.14)
        doc.add("\n\n")
    if doc.chance(0.5):
        doc.say(END)
