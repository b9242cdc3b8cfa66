"""Telegraphic phrases, lists and heads of lists: what notes, boards and stickers hold."""
from ..grammar import Pool, lines

TELE = Pool("bg telegraphic", lines("""
pt c/o {dx} x {n}d, no f/c/n/v
s/p {dx}, POD #2, doing well
cont {generic} {dose} {freq}
d/c {brand}, start {generic}
f/u {dept} {in_time}
c/w {dx}
r/o {dx}
hx {dx}, {dx}
NKDA
AAOx3, NAD
RRR, no m/r/g
CTAB
abd soft NT ND +BS
no c/c/e
MAE, f/c
VSS, afeb
{lab} {lab} {lab}
{vitals}
CXR neg
EKG NSR, no ST changes
UA + LE, + nit
BCx NGTD x 48h
{test} pending
O2 sat 94% RA
1+ pitting edema BLE
wt 82.3 kg, up 1.2
I/O +400
JP 30 cc serosang
foley d/c'd, voided x2
OOB to chair w/ PT
adv diet as tol
pain ctrl w/ {drug}
ambulating, +flatus, -BM
T-max 99.8
PERRLA, EOMI
A&P: {dx}
1) {dx} - cont {brand}
2) {dx} - {test} today
3) ppx - lovenox, {brand}
dispo: SNF vs home w/ PT
FULL CODE
DNR/DNI, comfort meds only
home meds: {drug}, {drug}, {drug}
all: {brand} (rash), {generic} (GI)
PSH: appy, chole, TAH, R TKA
FH: {dx} (mother), {dx} (father)
SH: - tob, occ EtOH, no drugs
ROS neg x 10 except as above
meds rec done
consult {dept}
{dept} following
per {dept}: hold {brand}
d/w {role}
cleared by {dept}
RTC 3 mo
labs prior
CPM
NPO p MN
SCD, IS, OOB
KUB: no free air
+ {bug} in urine
{gene} neg
{tool} neg
{tool} to suction
LLE cellulitis improving
no SI/HI
s/s infxn none
wbat RLE
prn {generic} for sleep
q shift neuro checks
hep gtt per protocol
RT to see
Cx {bug}
R/B/A d/w pt
LOS 4 d
s/p {tool}
AFVSS
CN II-XII intact
Gram + cocci in clusters
MD aware
"""))
PROBLEMS = Pool("bg problems", lines("""
{dx}
{dx}, controlled
{dx}, on {brand}
History of {dx} ({year})
{eponym}
Status post {tool} placement
{dx} - resolved
{dx} (stage 2)
Allergy to {drug}
Chronic pain on {generic}
Family history of {dx}
Tobacco use, 20 pack-years
Long term use of {generic}
{eponym}, stable
Elevated {test}
Abnormal {test}
{gene} carrier
{bug} colonization
Encounter for {test}
Obesity, BMI 34
Personal history of {dx}
Do not resuscitate
Presence of {tool}
Vitamin D deficiency
Impacted cerumen
Presbyopia
Z codes: Z79.4, Z86.73
"""))
MEDS = Pool("bg medication lines", lines("""
{drug.Cap} {dose} {freq}
{generic} {dose} PO {freq}
{brand} {dose} by mouth {freq}
{brand} ({generic}) {dose} {freq} for {dx}
{generic} {dose} tablet, take 1 tablet {freq}, disp #30, refills 2
{brand} inhaler 2 puffs {freq}
{drug.UP} {dose} {freq}
{generic} cream, apply to the rash {freq}
{brand} patch, change every 3 days
{generic} {dose} IV {freq}
Insulin glargine (Lantus) 18 units at night
Multivitamin daily
Vitamin D3 2000 IU
Fish oil 1 g
Aspirin 81 mg
Tylenol PRN
Calcium with D
Melatonin 3 mg qHS
Hold {brand} if SBP < 100
STOP taking: {brand}
CHANGE: {generic} to {dose}
NEW: {drug} {dose} {freq}
{generic}-{generic} 10-20 mg
Eye drops: latanoprost 1 gtt OU
Nebulizer: albuterol/Atrovent q4h PRN
"""))
HEADINGS = Pool("bg headings", lines("""
{head}
{head}:
{head.UP}
{head.UP}:
== {head} ==
**{head}**
# {head}
{head} -
{dept} Note
{dept} Consult
{dept.UP} CONSULTATION
Medication List
PROBLEM LIST
Daily Goals
Nursing Assessment
Discharge Instructions
Patient Education
Shift Summary
Key Findings
Next Steps
Goals for Today
"""))
EMPTY_FIELDS = Pool("bg neutral fields", lines("""
Weight: 82 kg
Height: 5 ft 7 in
Allergies: {drug.Cap}
Diet: Regular
Code Status: Full
Isolation: Contact
Precautions: Falls
Service: {dept}
Unit: {dept}
Specimen: Urine, clean catch
Test: {test}
Result: Negative
Units: mg/dL
Reference range: 3.5-5.0
Flag: H
Method: PCR
Organism: {bug}
Antibiotic: {generic}
Interpretation: S
Priority: STAT
Diagnosis: {dx}
Procedure: {tool}
Laterality: Left
Manufacturer: {pharma}
Implant: {tool}
Anesthesia: General
Position: Supine
Prep: Betadine
Drains: Jackson-Pratt
Complications: None
Condition: Stable
Ethnicity: {ethnic}
Language: {language}
Religion: {faith}
Marital status: Married
Occupation: Retired
Tobacco: Never
Alcohol: Social
Insurance: {org}
Plan type: PPO
Copay: 20
Country: {country}
State: {state}
Sex: F
Pronouns: she/her
Blood group: O positive
Hand dominance: Right
Vision: 20/30
Mode of arrival: Ambulance
Acuity: 3
Chief complaint: {dx}
Onset: Gradual
Mood: Good
Study: {test}
Contrast: Omnipaque
Comparison: None
Device: {tool}
"""))
