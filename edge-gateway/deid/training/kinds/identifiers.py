"""Numbers with every label we could think of, ages on both sides of ninety, dates in every dress, and the many
numbers of medicine that are none of these. For: finding holes in the rules for structured identifiers."""
from .. import countries
from ..background.labelled import LABELLED
from ..grammar import SLOTS, Pool, lines
from ..registry import kind

PLAINLY = Pool("numbers that are none", lines("""
Pain {n}/10
pain 5/10
Pain is 0/10 at rest and 6/10 with movement.
BP {bp}
120/80
BP 132/78, 128/70
2/6 systolic murmur
3/6 murmur
strength 4/5
5/5 strength, 2+ reflexes
4/4 pulses
20/40 vision
20/20 OU
1/2 tab
1-1/2 packs per day
1-2 tabs q4-6h
q 4 h
q 4-6 h
24/7
7/7
Gleason 3+4=7
Apgar 8/9
GCS 3/15
MMSE 27/30
PHQ-9: 12
T4 lesion
C5-6
L4/5
L5-S1
T12-L1
C-spine
S1 2
C2-C3
G2P1001
G3P2
T2N1M0
pT1c
stage 2
grade 3
class II
type 2
NYHA III
ASA 3
level 7
100 mg
0.5 mg/kg
10 mg/day
5 mL
1,000 mL
2 L NC
2,500 units
10 x 12 cm
3 x 4 x 2 mm
1.2 cm
98.6 F
37.2
98%
FiO2 0.4
INR 2.5
7.35/42/88
7.4/40/95/24
138/4.1/102/24
12.4>10.2/31<245
Na 138 K 4.1
A1c 7.2%
eGFR 67
CPT 99213
CPT code 36415
ICD-10 E11.65
I10, E78.5, Z79.4
ICD-9 250.00
LOINC 4548-4
SNOMED 44054006
RxNorm 860975
NDC 00093-1048-01
HCPCS J3301
DRG 470
rs1801133
c.1521_1523del
p.Val600Glu
HLA-B*57:01
46,XX
47,XY,+21
CD4 412
H1N1
SARS-CoV-2
COVID-19
room 412
bed 12
Rm 5
ext. {n.4}
x{n.4}
pager {n.4}
page 3 of 7
version 2.1
figure 4
table 2
chapter 12
step 3
day 5 of 7
POD 3
HD 4
DOL 2
week 34
34w2d
34 3/7 weeks
6 months
2 years
18 months old
3 days
72 hours
48 h
15 minutes
30 pack-years
1 ppd x 20 years
2 drinks/week
55 mph
10 stairs
200 feet
5 ft 6 in
5'6"
180 lb
81.6 kg
BMI 31.2
32 weeks
10 fingers
$45.00
45 USD
19.90 EUR
10%
3rd floor
4th toe
2nd opinion
1st degree
{n}th percentile
12-lead
7 French
18 gauge
14 Fr Foley
4-0 Vicryl
#15 blade
size 6
8.0 ETT
lot size 4
n = 240
p < 0.05
HR 0.72 (0.60-0.86)
95% CI 1.2-3.4
OR 2.1
RR 16
1:100
1:320
1:1 sitter
x2
x 3
2x/week
3 times
#30
refills 2
qty 90
{year}
in {year}
since {year}
{year}-{year}
circa {year}
the {year} guideline
model year {year}
class of {year}
born in {year}
the 1990s
the 60s
1+ edema
+1
-2.5
2nd and 3rd
and/or
w/o
s/p
b/l
24/7/365
0/3
50/50
9/10 of the time
3/4 of the meal
2/3 of patients
1 in 5
911
call 911
988
"""))
AGES = Pool("ages", lines("""
{age}-year-old
{age} year old
{age} years old
{age} yo
{age}yo
{age} y/o
{age}y
{age} y.o.
{age}M
{age}F
{age} {M|F}
age {age}
Age: {age}
aged {age}
Age/Sex: {age}/{M|F}
at age {age}
at {age}
at the age of {age}
died at {age}
he is {age}
turned {age}
{age.words}-year-old
{age.words} years old
{age.words} year old
{age} years of age
mother {age}, father {age}
ages {age}, {age} and {age}
{age90}-year-old
{age90} year old
{age90} years old
{age90} yo
{age90}yo
{age90} y/o
{age90}y
{age90} y.o.
{age90}M
{age90}F
{age90} {M|F}
age {age90}
Age: {age90}
aged {age90}
Age/Sex: {age90}/{M|F}
at age {age90}
died at {age90}
died at the age of {age90}
she is {age90}
turned {age90}
{age90.words}-year-old
{age90.words} years old
{age90.words} year old
{age90} years of age
mother {age90}, father {age}
mother died at age {age90}
a {age90}-year-old {man|woman|male|female}
grandmother lived to {age90}
patient is {age90} and lives alone
""")
)


RARE = Pool("rare numbers", lines("""
Fingerprint template {biometric} enrolled on {date}
Biometric ID {biometric}
Voice print {biometric} matched
Retinal scan {biometric}
Iris code {biometric} for {pt.full}
Palm vein ID {biometric}
Facial recognition ID {biometric}
Fingerprint file {biometric} was used at check-in
The door opened to {biometric}.
enrolled finger: {biometric}
Photo file {photo}
Full face photo {photo} uploaded
Wound photo {photo} taken by {rn.first}
Clinical photo saved as {photo}
Picture of the rash: {photo}
selfie {photo} of {pt.first}
Image name {photo}
see attached {photo} and {photo}
profile picture {photo}
{photo} shows the left heel
VIN {vin}, plate {plate}
Car: {plate}
vehicle {vin}
drives a Honda, plate {plate}
Ambulance plate {plate}
Pacemaker serial {device} by {pharma}
Insulin pump S/N {device}
Hearing aid serial no. {device}
UDI {device} on the implant sticker
CPAP serial: {device}
Cochlear implant, serial {device}
Glucose meter ID {device}
MAC address {mac6}
device {mac6}
IMEI {imei}
IMEI: {imei}
Server {ip}
client ip {ip}
{ip} - GET /index.html
Profile: {url}
homepage {url}
visit {url} for the results of {pt.first}
License {license} of {dr.full}
Boarding pass {passport}
DEA {dea} NPI {npi}
username {username}
User: {username}
handle {username}
logged in as {username}
{username} wrote:
wallet {wallet}
BTC {wallet}
ETH address {wallet}
GPS {coordinates}
location {coordinates}
found at {coordinates}
PIN {pin}
password reset code {pin}
"""))


def mixture(doc, pool, low, high):
    joined = doc.choice(("\n", ", ", "; ", " ", ". ", " | "))
    doc.several(pool, doc.int(low, high), joined)


@kind("identifiers", 3)
def identifiers(doc):
    if doc.chance(0.35):
        countries.choose(doc)
    joined = doc.choice(("\n", ", ", "; ", " ", ". ", " | ", "   "))
    for i in range(doc.int(1, 7)):
        if i:
            doc.add(joined)
        r = doc.random()
        if doc.country and r < 0.2 and not doc.clean:
            doc.add("" if doc.chance(0.5) else doc.choice(("Patient ", "Customer ", "Holder: ")))
            SLOTS["natid"][0](doc, "")
        elif r < 0.42 and not doc.clean:
            doc.say(RARE)
        elif r < 0.78 and not doc.clean:
            doc.sentence(LABELLED) if doc.chance(0.2) else doc.say(LABELLED)
        else:
            doc.say(PLAINLY)


@kind("plain_numbers", 0.8)
def plain_numbers(doc):
    """Only numbers that are to stay."""
    doc.clean = True
    mixture(doc, PLAINLY, 3, 10)


@kind("ages", 0.7)
def ages(doc):
    mixture(doc, AGES, 1, 5)
