"""Forms and tables: key and value, rows of commas and pipes, messages, boxes to tick."""
from ..grammar import Pool, blocks, lines
from ..registry import kind

FIELDS = Pool("form fields", lines("""
Patient Name::{pt.lf}
Name::{pt.full}
Last name::{pt.last}
First name::{pt.first}
Middle initial::{pt.init}
DOB::{dob}
Date of birth::{dob.us}
Sex::{M|F|Male|Female}
Race::{ethnic}
Preferred language::{language}
Religion::{faith}
Marital status::{Single|Married|Widowed|Divorced}
Address::{address}
Street::{street}
City::{city}
County::{county}
State::{state.code}
ZIP::{zip}
Home phone::{phone}
Cell::{phone}
Fax::{fax}
E-mail::{pt.email}
Emergency contact::{rel.full}
Relationship::{rel.Kin}
Next of kin::{rel.full} ({rel.kin})
PCP::{dr.cred}
Attending::{dr2.lf}
Referring provider::{dr3.dr}
Nurse::{rn.rn}
Facility::{hospital}
Pharmacy::{org}, {city}
Insurance::{org}
Member ID::{plan}
Group no.::{n.5}
Policy holder::{rel.full}
SSN::{ssn}
MRN::{mrn}
Account::{account}
Employer::{employer}
Occupation::{teacher|nurse|driver|retired|mechanic|cook|farmer|clerk|student|welder}
School::{school}
Admit date::{date}
Discharge date::{date}
Date of service::{date}
Room::{n.3}
Department::{dept}
Diagnosis::{dx}
Allergies::{drug.Cap}
Medication::{drug} {dose} {freq}
Code status::{Full code|DNR|DNR/DNI}
Diet::{Regular|Cardiac|Diabetic|NPO}
Device::{pharma} {tool}
Serial no.::{device}
Accession::{accession}
License::{license}
Vehicle::{plate}
Fall risk::{High|Low|Moderate}
Isolation::{Contact|Droplet|None}
Smoker::{Yes|No|Former}
Advance directive::{On file|None}
Interpreter needed::{Yes|No}
Blood type::{A pos|O neg|B pos|AB pos}
Test::{test}
Status::{Final|Pending|Corrected}
Ordered by::{who}
Reviewed by::{who}
Transferred from::{from}
Country of birth::{country}
Guarantor::{rel.lf}
Signature::{dr.full}
Witness::{p1.full}
"""))


def field(doc):
    """One label and its value, written apart so that each kind sets its own sign between."""
    before = len(doc.pieces)
    doc.say(FIELDS)
    pieces = doc.pieces[before:]
    del doc.pieces[before:]
    label, value = [], []
    target = label
    for text, kind_ in pieces:
        if "::" in text and kind_ is None:
            a, _, b = text.partition("::")
            label.append((a, None))
            target = value
            if b:
                value.append((b, None))
        else:
            target.append((text, kind_))
    return "".join(t for t, _ in label), [(t, k) for t, k in value if t]


@kind("form", 2)
def form(doc):
    sign = doc.choice((": ", ":\t", " : ", " = ", ":\n", " - ", "........ ", " | ", ":"))
    style = doc.choice(("plain", "plain", "upper", "aligned", "two"))
    for i in range(doc.int(4, 18)):
        label, value = field(doc)
        if style == "upper":
            label = label.upper()
        doc.add((label + ":").ljust(22) if style == "aligned" else label + sign)
        doc.pieces.extend(value)
        doc.add("    " if style == "two" and i % 2 == 0 else "\n")


COLUMNS = Pool("table rows", lines("""
{pt.lf};{dob.us};{mrn};{dx};{dr.fi}
{anyone.full};{phone};{city};{state.code};{zip}
{drug};{dose};{freq};PO;active
{test};{lab};normal;{dept};final
{anyone.LF};{n.3};{dept};{date.us};{Full|DNR}
{anyone.full};{role};{org};{email}
{date.iso};{time};{dept};{anyone.fi};{dx}
{hospital};{city};{state.code};{phone}
{bug};S;R;{generic};{brand}
{weekday};{dept};{capital};{n};open
{anyone.last};{anyone.first};{M|F};{age};{ethnic}
{anyone.full};{dept};RN;{time};{time}
{pharma};{tool};{n.4};in stock;{n}
{account};{date.us};{org};{n.3}.00;paid
{anyone.last};{anyone.first};{dob.us};{city};{phone}
{anyone.full};{job};{employer};{city}
{anyone.full};{kin};{age};{dx}
{anyone.first};{kin};{age};{abbr}
{kin};{age};{dx};{year}
{procedure};{site};{year};{dept}
{procedure};{date.us};{dr.last};{hospital}
{symptom};{adj};{n};{dept}
{abbr};{test};{lab};{adj}
{thing};{n};{n.3}.00;{org}
{anyone.fl};{n.3};{symptom};{dept}
{anyone.lf};{mrn};{date.us};{test};{adj}
{anyone.FULL};{ssn};{dob.us};{state.code}
{anyone.full};{email};{phone};{dept}
{case};{anyone.full};{city};{date.iso};{n.3}.50
{hospital};{address};{phone};{fax}
{school};{city};{phone};{anyone.full}
{city};{county.bare};{state.code};{zip};{n.5}
{city};{country};{n.5};{language}
{state};{state.code};{n.3};{n.2}
{country};{language};{n.3};{year}
{date.iso};{lab};{lab};{lab}
{date.iso};{time};{bp};{n.2};{n.2}
{alone};{dx};{guide};{year}
{eponym};{generic};{brand};{pharma}
{gene};{eponym};{adj};{n.2}
{ethnic};{n.2};{n.3};{n.2}
{faith};{language};{ethnic};{n.2}
{product};{firm};{country};{n.3}.00
"""))


@kind("table", 1.5)
def table(doc):
    sep = doc.choice((",", ", ", "\t", " | ", ";", "  ", "|"))
    template = None
    pool = COLUMNS.of(doc.split, doc.clean)
    template = doc.choice(pool)
    for _ in range(doc.int(2, 8)):
        before = len(doc.pieces)
        doc.cast.clear()
        template.render(doc)
        doc.pieces[before:] = [(t.replace(";", sep) if k is None else t, k) for t, k in doc.pieces[before:]]
        doc.add("\n")


HL7 = Pool("hl7 messages", blocks(r"""
MSH{bar}^~\&{bar}LAB{bar}{hospital}{bar}EHR{bar}{hospital}{bar}{date.hl7}{bar}{bar}ORU^R01{bar}{n.5}{bar}P{bar}2.5
PID{bar}1{bar}{bar}{mrn}^^^HOSP{bar}{bar}{pt.LAST}^{pt.FIRST}{bar}{bar}{dob.hl7}{bar}F{bar}{bar}{bar}{street}^^{city}^{state.code}^{zip}{bar}{bar}{phone}
OBX{bar}1{bar}NM{bar}718-7^Hemoglobin^LN{bar}{bar}{n}.4{bar}g/dL{bar}12-16{bar}L{bar}{bar}{bar}F
---
PID{bar}{bar}{bar}{mrn}{bar}{bar}{pt.last}^{pt.first}^{pt.middle}{bar}{bar}{dob.hl7}{bar}M
PV1{bar}{bar}I{bar}{dept}^{n.3}^A{bar}{bar}{bar}{bar}{n.5}^{dr.last}^{dr.first}^MD
NK1{bar}1{bar}{rel.last}^{rel.first}{bar}SPO{bar}{address}{bar}{phone}
---
OBR{bar}1{bar}{n.5}{bar}{n.5}{bar}24331-1^Lipid panel^LN{bar}{bar}{bar}{bar}{bar}{bar}{bar}{bar}{bar}{bar}{bar}^{dept}
OBX{bar}2{bar}NM{bar}2093-3^Cholesterol^LN{bar}{bar}{n.3}{bar}mg/dL{bar}<200{bar}H
NTE{bar}1{bar}{bar}{test} reviewed by {dept}
---
OBX{bar}1{bar}ST{bar}600-7^Culture^LN{bar}{bar}{bug}{bar}{bar}{bar}A{bar}{bar}{bar}F
NTE{bar}1{bar}{bar}Sensitive to {generic}, resistant to {generic}
---
EVN{bar}A01{bar}{date.hl7}
PID{bar}1{bar}{mrn}{bar}{mrn}{bar}{bar}{pt.last}^{pt.first}{bar}{rel.last}^{rel.first}{bar}{dob.hl7}{bar}F{bar}{bar}{ethnic}
"""))


@kind("hl7", 0.5)
def hl7(doc):
    if not doc.say(HL7, "\n"):
        doc.say(COLUMNS)


BOXES = Pool("check boxes", lines("""
[{x| }] {Yes|No}  History of {dx}
[{x| }] Takes {brand}
[ ] {tool} in place
☐ {dept} notified  ☒ {role} present
( ) DNR   (X) Full code
[x] Consent signed by {pt.full} on {date}
[x] {rel.full} ({rel.kin}) may receive information: {phone}
☑ Fall risk  ☐ Isolation
[{x| }] Latex allergy   [{x| }] {drug} allergy
[ ] Copy to {dr.dr}
[X] Transfer to {from}
[x] Identity verified with {license}
☐ Smoker ☒ Former smoker ☐ Never
[x] Discussed with {who}
[ ] Eats with help [x] Walks with {tool}
"""))


@kind("boxes", 0.7)
def boxes(doc):
    for _ in range(doc.int(3, 10)):
        if doc.chance(0.5):
            label, value = field(doc)
            doc.add(label + ": ")
            doc.pieces.extend(value)
        else:
            doc.say(BOXES)
        doc.add("\n")
