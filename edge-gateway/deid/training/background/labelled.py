"""Numbers, dates and addresses with every label we could think of."""
from ..grammar import Pool, lines

LABELLED = Pool("labelled numbers", lines("""
SSN: {ssn}
SSN {ssn}
SS# {ssn}
Social Security Number {ssn}
Social security no. {ssn}
soc. sec. {ssn}
SSN on file is {ssn}
his social is {ssn}
MRN: {mrn}
MRN# {mrn}
MRN {mrn}
MR# {mrn}
MR #: {mrn}
Med Rec No: {mrn}
Medical Record Number: {mrn}
Medical record # {mrn}
Chart no. {mrn}
Chart # {mrn}
Hospital number {mrn}
Hosp. No. {mrn}
Unit number {mrn}
Unit No: {mrn}
Patient ID: {mrn}
Patient ID {mrn}
Pt ID {mrn}
Pt. No. {mrn}
EMPI {mrn}
(MRN {mrn})
[MRN: {mrn}]
record number {mrn}
NHS number {mrn}
CSN {account}
Encounter # {account}
Encounter number: {account}
Visit ID: {account}
Account number {account}
Acct: {account}
Acct # {account}
A/C {account}
FIN {account}
FIN: {account}
HAR {account}
Billing no. {account}
Invoice {account}
Bank account {account}, routing {account}
Checking account no. {account}
Credit card {card}
Visa {card}
Mastercard ending, full number {card}
card number {card} exp 09/27
IBAN: {iban}
IBAN {iban}
Member ID: {plan}
Member # {plan}
Member no. {plan}
Subscriber ID {plan}
Subscriber number: {plan}
Policy number {plan}
Policy # {plan}
Policy no: {plan}
Group/policy {plan}
Insurance ID {plan}
Ins ID: {plan}
Medicare number {plan}
Medicare ID {plan}
MBI {plan}
HICN {plan}
Medicaid ID {plan}
Medicaid # {plan}
Beneficiary ID {plan}
Health plan number {plan}
Plan ID: {plan}
Driver's license {license}
Driver license no. {license}
DL {license}
DL# {license}
D/L: {license}
State ID {license}
license number {license}
Lic. no. {license}
Medical license {license}
RN license {license}
Certificate number {license}
Cert. # {license}
Passport {passport}
Passport no. {passport}
passport number: {passport}
Green card {passport}
Visa number {passport}
DEA {dea}
DEA# {dea}
DEA number: {dea}
NPI {npi}
NPI: {npi}
NPI# {npi}
VIN {vin}
VIN: {vin}
vehicle identification number {vin}
chassis no. {vin}
license plate {plate}
License plate: {plate}
plate number {plate}
tag {plate}
plates {plate}
registration {plate}
Serial number {device}
Serial no. {device}
S/N {device}
S/N: {device}
SN: {device}
Serial # {device}
Device ID {device}
Device serial {device}
UDI {device}
UDI: {device}
Implant serial {device}
Lot/serial {device}
Pump serial: {device}
Pacemaker S/N {device}
MAC {mac}
MAC address {mac}
IP {ip}
IP address: {ip}
from IP {ip}
logged in from {ip}
Website: {url}
see {url}
Link: {url}
{url}
URL {url}
E-mail: {email}
Email {email}
email: {email}
e-mail address {email}
write to {email}
<{email}>
{email}
Phone: {phone}
Phone {phone}
Ph: {phone}
Ph. {phone}
Tel: {phone}
Tel. {phone}
Telephone {phone}
T: {phone}
Cell: {phone}
Cell {phone}
Mobile: {phone}
Mob. {phone}
Home: {phone}
Work: {phone}
Office {phone}
Pager {phone}
pgr {phone}
Beeper {phone}
Contact: {phone}
Contact number {phone}
call {phone}
Callback {phone}
reach me at {phone}
text {phone}
WhatsApp {phone}
(p) {phone}
p: {phone} f: {fax}
Fax: {fax}
Fax {fax}
Fax no. {fax}
F: {fax}
fax to {fax}
facsimile {fax}
Tel/Fax {phone}
Accession: {accession}
Accession # {accession}
Acc# {accession}
Specimen ID {accession}
Specimen # {accession}
Case # {accession}
Lab no. {accession}
Path # {accession}
Study ID {case}
Subject ID {case}
Subject {case}
Participant {case}
Protocol ID {case}
Case number {case}
Case no. {case}
Claim number {case}
Claim # {case}
Claim no. {case}
Reference number {case}
Ref. no. {case}
Confirmation {case}
Ticket {case}
Authorization {case}
Auth # {case}
Auth no: {case}
Referral # {case}
Rx number {case}
Rx# {case}
Prescription no. {case}
Employee ID {case}
Employee no. {case}
Badge {case}
Student ID {case}
Inmate # {case}
Booking no. {case}
Docket {case}
File no. {case}
Incident {case}
Run number {case}
Tracking {tracking}
Tracking number: {tracking}
Order no. {case}
Customer no. {account}
Donor ID {case}
Unit of blood {case}
Fingerprint {biometric}
Fingerprint ID {biometric}
Voiceprint {biometric}
Retina scan {biometric}
Iris scan ID {biometric}
Face template {biometric}
Photo: {photo}
Photo {photo}
Image {photo}
Attached: {photo}
see photo {photo}
picture {photo} in the chart
ZIP {zip}
Zip code {zip}
ZIP: {zip}
postal code {zip}
DOB {dob}
DOB: {dob}
D.O.B. {dob}
Date of birth: {dob}
Birth date {dob}
Birthdate: {dob}
born {dob}
b. {dob}
Born on {dob} in {city}
DOD {date}
Died {date}
Admit: {date}
Adm. {date}
DOS {date}
DOI {date}
Date: {date}
Dated {date}
LMP {date}
EDD {date}
EDC {date}
Exp {date}
Eff. {date}
as of {date}
since {date}
until {date}
before {date}
by {date}
on {date}
on or about {date}
from {date} to {date}
{date} - {date}
{date}, {date} and {date}
night of {date}
morning of {date}
week of {date}
{weekday}, {date}
{weekday} {date}
{date} at {time}
{date} {time}
{date}: {date}
{date.stamp}
{date.iso} {time}
in {monyear}
in {month}
since {monyear}
early {month}
late {month}
mid-{month}
end of {month}
{month} of {year}
last {month}
next {month}
this {month}
each {month}
from {month} to {month}
between {month} and {month}
{month}/{month}
the {month} visit
{holiday}
{range}
"""))
