"""What record systems print around the text: authors and filing lines, care teams, orders, results, audit lines."""
from ..background import composed, short
from ..background import mix as bg
from ..background.mix import prose
from ..grammar import Pool, lines
from ..registry import kind

CHROME = Pool("record lines", lines("""
Author: {dr.full}, MD  Service: {dept}  Author Type: Physician
Author: {rn.full}, RN  Service: Nursing  Author Type: Registered Nurse
Filed: {date} {time}  Date of Service: {date} {time}  Status: Signed
Editor: {dr.full}, MD (Physician)
Cosigner: {dr2.full}, MD at {date} {time}
Attestation signed by {dr2.full}, MD at {date} {time}
Note Details
Revision History
Author: Automatic  Status: Final
Encounter Date: {date}
Encounter Provider: {dr.lf}
Department: {hospital} {dept}
Department: {city} {dept}
Patient Care Team:
{dr.full}, MD as PCP - General (Family Medicine)
{dr2.full}, MD as Consulting Physician ({dept})
{rn.full}, RN as Nurse Navigator
{rel.full} ({rel.Kin}) - Primary contact, {phone}
Primary Care Provider: {dr.full}
Referring Provider: {dr2.lf}
Ordering user: {dr.full}, MD {date} {time}
Authorized by: {dr.full}, MD
Ordering provider: {dr.last}, {dr.first}
Entered by: {rn.lf}
Released by: {rn.full} (auto-released)
Resulting lab: {hospital} LAB
Resulting agency: {org}
Collected: {date} {time}
Specimen type: Blood
Specimen source: Urine, clean catch
Order: {test} [{n.5}]
Order status: Completed
Priority: Routine
Class: Normal
Comments: {symptom}, {adj}
Reason for Visit: {symptom}
Reason for Consult: {dx}
Chief Complaint: Patient presents with {symptom}
Patient presents with: {symptom}
BestPractice Advisory: {test} is due
Health Maintenance: {procedure} overdue
Problem List Items Addressed This Visit
Visit Diagnoses: {dx} - Primary
Hospital Problems: {dx}; {eponym}
Medications Ordered Prior to Encounter
Medication Sig Dispense Refill
{generic} ({brand}) {dose} tablet  Take 1 tablet by mouth {freq}. 30 tablet 3
{brand} {dose} {freq} Started {date}
No current facility-administered medications for this encounter.
Allergies as of {date}  {drug.Cap} (Reviewed On: {date})
Allergies: {drug.Cap} - Hives; {drug.Cap} - Nausea Only
Smoking Status: Former  Packs/day: 1.00  Years: 20
Smokeless Tobacco: Never
Social History Narrative: {pt.first} lives with {rel.first} in {city}.
Socioeconomic History: Marital status: Married; Spouse name: {rel.first}; Number of children: {n}
Occupation: {job.Cap}  Employer: {employer}
Family History: Problem Relation Age of Onset; {dx} Mother {age}; {dx} Father {age}
Diabetes  Mother
Cancer  Paternal Grandfather
Hypertension  Maternal Aunt
No Known Problems  Sister
Immunization History: Tdap {date}; Zoster {date}; Pneumovax {date}
Influenza, High Dose {date}
Vitals: {vitals}
Wt Readings from Last 3 Encounters: {date} 82.1 kg
BP Readings from Last 3 Encounters: {date} {bp}
Lab Results Component Value Date: {lab} {date}
Component Value Units Ref Range
Recent Results (from the past 240 hours)
Narrative: {finding.Cap} of the {site}.
Impression: {adj.Cap} {finding}.
Scheduled Meds: {generic}, {dose}, Oral, {freq}
Continuous Infusions: {generic}
PRN Meds: {brand}, {generic}
Lines/Drains/Airways: {tool}; placed {date} by {rn.first}
Code Status: Full Code (Order History)
Advance Directives: Healthcare agent {rel.full} ({rel.kin}) {phone}
Preferred Pharmacy: {org} #{n.4}, {address}
Preferred language: {language}. Interpreter: {Yes|No}
Religion: {faith}
Ethnicity: {ethnic}
Insurance: {org} / Plan: {org} / Member: {plan}
MyChart message from {pt.full} sent {date} {time}
Telephone Encounter by {rn.full} at {date} {time}
Routed to: {dr.drlast}, {dept} Pool
Pt called, spoke w {rn.first}
Printed by {rn.full} on {date}
Printed on {date} {time} Page 1 of 3
User: {rn.lasti}  Workstation: {dept} {n.2}
Accessed by {anyone.full} ({dept}) {date.stamp}
Patient: {pt.full}  MRN: {mrn}  CSN: {account}
{pt.full} (MRN {mrn})
{pt.lf} {bar} {dob.us} {bar} {M|F} {bar} {mrn}
DOB: {dob} ({pt.age} y.o.)
Age: {pt.age} y.o.  Legal sex: {male|female}
Bed: {n.3}-A  Unit: {dept}
Admit Date: {date}  LOS: {n} days
Expected Discharge: {date}
Discharge Disposition: Home or Self Care
Discharge Destination: {home}
Follow-up With Details Why Contact Info: {dr2.full}, MD  {in_time}  {address} {phone}
Future Appointments: {date} {time} {dr.full}, MD  {hospital}
Time Provider Department Center: {time} {dr.last} {dept} {hospital}
Surgery Case: {procedure} - {dr.full}, MD - {date}
Case Time: Procedure: Surgeon: {time} {procedure} {dr.last}, {dr.first}
Log ID: {case}
Implants: {pharma} {tool}; Serial {device}
Staff: Circulator: {rn.full}, RN; Scrub: {rn2.full}
Anesthesia: {dr3.full}, MD; CRNA: {p1.full}
E-signed by {dr.full}, MD
*** *** ***
{head}
"""))


@kind("record_print", 3)
def record_print(doc):
    for _ in range(doc.int(3, 12)):
        if doc.chance(0.2):
            prose(doc, bg.HISTORY + bg.PLAN, doc.int(1, 3), phi=0.1)
        elif doc.chance(0.12):
            doc.say(doc.choice((short.MEDS, short.PROBLEMS, composed.REVIEW, composed.THINKING)))
        else:
            doc.say(CHROME)
        doc.add(doc.choice(("\n", "\n", "\n", "   ")))
    doc.add("\n")


SEGMENTS = Pool("hl7 segments", lines(r"""
MSH{bar}^~\&{bar}ADT1{bar}{n.3}{bar}{dept}{bar}{n.3}{bar}{date.hl7}{bar}{bar}ADT^A08{bar}{n.5}{bar}P{bar}2.3
MSH{bar}^~\&{bar}{pharma}{bar}{dept}{bar}EPIC{bar}{hospital}{bar}{date.hl7}{bar}{bar}ORM^O01{bar}{n.5}{bar}T{bar}2.5.1
EVN{bar}A08{bar}{date.hl7}{bar}{bar}{bar}{rn.last}^{rn.first}
PID{bar}1{bar}{mrn}{bar}{mrn}^^^{hospital}^MR{bar}{bar}{pt.last}^{pt.first}^{pt.middle}^^^^L{bar}{rel.last}{bar}{dob.hl7}{bar}M{bar}{bar}2106-3{bar}{street}^^{city}^{state.code}^{zip}^USA{bar}{bar}{phone}{bar}{bar}EN{bar}M{bar}CHR{bar}{account}{bar}{ssn}
PID{bar}{bar}{bar}{mrn}{bar}{bar}{pt.LAST}^{pt.FIRST}{bar}{bar}{dob.hl7}{bar}F{bar}{bar}{ethnic}{bar}{address}
PD1{bar}{bar}{bar}{hospital}{bar}{dr.last}^{dr.first}
NK1{bar}1{bar}{rel.last}^{rel.first}^^^^{bar}DAU^Daughter{bar}{street}^^{city}^{state.code}{bar}{phone}
PV1{bar}1{bar}I{bar}{dept}^{n.3}^1{bar}E{bar}{bar}{bar}{n.5}^{dr.last}^{dr.first}^^^DR{bar}{n.5}^{dr2.last}^{dr2.first}{bar}MED{bar}{bar}{bar}{bar}7{bar}A0
PV2{bar}{bar}{bar}{symptom}^{symptom}
OBR{bar}1{bar}{n.5}{bar}{accession}{bar}80053^{test}{bar}{bar}{bar}{date.hl7}{bar}{bar}{bar}{bar}{bar}{bar}{bar}{bar}{dr.last}^{dr.first}
OBR{bar}2{bar}{bar}{n.5}{bar}36415^{procedure}{bar}{bar}{bar}{bar}{bar}{bar}{bar}{bar}{bar}{bar}{bar}^{dept}
OBX{bar}1{bar}TX{bar}^{test}{bar}{bar}{finding}, {site}{bar}{bar}{bar}{bar}{bar}{bar}F
OBX{bar}2{bar}NM{bar}2345-7^Glucose^LN{bar}{bar}{n.3}{bar}mg/dL{bar}70-99{bar}H{bar}{bar}{bar}F
OBX{bar}3{bar}CE{bar}600-7^{bug}^LN{bar}{bar}{generic}^S
OBX{bar}4{bar}ST{bar}{alone}{bar}{bar}{adj}
AL1{bar}1{bar}DA{bar}{drug.Cap}{bar}SV{bar}{symptom}
DG1{bar}1{bar}I10{bar}E11.9^{dx}{bar}{dx}{bar}{bar}A
PR1{bar}1{bar}C4{bar}{n.5}^{procedure}{bar}{procedure}{bar}{date.hl7}{bar}{bar}{bar}{bar}{bar}{bar}{dr.last}^{dr.first}
GT1{bar}1{bar}{bar}{rel.last}^{rel.first}{bar}{bar}{street}^^{city}^{state.code}^{zip}{bar}{phone}
IN1{bar}1{bar}{n.3}{bar}{n.3}{bar}{org}{bar}PO BOX {n.4}^^{city}^{state.code}{bar}{bar}{bar}{n.5}{bar}{bar}{bar}{bar}{bar}{bar}{bar}PPO{bar}{rel.last}^{rel.first}{bar}{bar}{dob.hl7}
IN1{bar}1{bar}{n.3}{bar}{bar}{org}{bar}{bar}{bar}{bar}{n.5}
RXE{bar}{bar}{n.5}^{drug}^NDC{bar}1{bar}{bar}TAB{bar}{bar}{bar}{bar}{bar}30
RXO{bar}{generic}{bar}{dose}{bar}{bar}{bar}{freq}
ORC{bar}RE{bar}{n.5}{bar}{n.5}{bar}{bar}CM{bar}{bar}{bar}{bar}{date.hl7}{bar}{rn.last}^{rn.first}{bar}{bar}{dr.last}^{dr.first}^^^^MD
SCH{bar}{n.5}{bar}{bar}{bar}{bar}{bar}{symptom}{bar}{dept}{bar}{bar}30{bar}min
AIS{bar}1{bar}{bar}{test}{bar}{date.hl7}
AIP{bar}1{bar}{bar}{dr.last}^{dr.first}{bar}{dept}
NTE{bar}1{bar}L{bar}{symptom.Cap}, {adj}. Call {who}.
NTE{bar}1{bar}{bar}Spoke with {rel.first} at {phone}
TXA{bar}1{bar}OP{bar}TX{bar}{date.hl7}{bar}{dr.last}^{dr.first}
ZPD{bar}{school}{bar}{church}{bar}{employer}
"""))


@kind("hl7_segments", 1)
def hl7_segments(doc):
    doc.several(SEGMENTS, doc.int(2, 8), "\n")
