"""Lists: problems, medicines, rounds, schedules, contacts, records of programs."""
from ..background import short
from ..grammar import Pool, blocks, lines
from ..registry import kind


def numbered(doc, pool, low, high):
    style = doc.choice(("{}. ", "{}) ", "- ", "• ", "", "#{} ", "* "))
    options = pool.of(doc.split, doc.clean)
    for i, template in enumerate(doc.rng.sample(options, min(len(options), doc.int(low, high)))):
        doc.add(style.format(i + 1))
        template.render(doc)
        doc.add("\n")


PROBLEM_PHI = Pool("problem lines with PHI", lines("""
{dx} - followed by {dr.drlast}
{dx}, dx {date}, {hospital}
{dx} (Dr. {dr.last}, {city})
s/p {tool} {monyear} ({dr.last})
{eponym} - sees {dr2.dr} at {hospital}
{test} {date}: {lab}
{dx} since {monyear}
POA: {rel.full}
Fall at {home} {date}
{pharma} ICD, serial {device}
{brand} started {date} by {dr.last}
"""))


@kind("problem_list", 1.2)
def problems(doc):
    doc.say(short.HEADINGS, "\n")
    numbered(doc, short.PROBLEMS, 2, 9)
    if doc.chance(0.5):
        numbered(doc, PROBLEM_PHI, 1, 3)


@kind("medication_list", 1.2)
def medicines(doc):
    doc.say(short.HEADINGS, "\n")
    numbered(doc, short.MEDS, 3, 12)
    if not doc.clean and doc.chance(0.4):
        doc.say(MED_PHI, "\n")


MED_PHI = Pool("medication lines with PHI", lines("""
Prescriber: {dr.cred}, DEA {dea}
Pharmacy: {org}, {street}, {city}, {phone}
Reconciled by {rn.rn} on {date}
{brand} {dose} {freq}, prescribed by {dr.drlast} {date}
Patient: {pt.full}, DOB {dob}
Last filled {date} at {org} in {city}
{rel.first} fills the pill box.
{generic} {dose} {freq} - stopped {date}
Rx #{n.6} {pt.LAST},{pt.FIRST}
"""))


@kind("telegraphic", 2)
def telegraphic(doc):
    join = doc.choice(("\n", ". ", " ", "; ", " / "))
    for i in range(doc.int(3, 12)):
        if i:
            doc.add(join)
        if not (doc.chance(0.25) and doc.say(TELE_PHI)):
            doc.say(short.TELE)


TELE_PHI = Pool("telegraphic with PHI", lines("""
{pt.last} {pt.age}{M|F} {n.3} {dx}
{pt.LAST} {n.3} {dx} f/u {test}
{pt.lasti} POD {n} doing well
pt {pt.last} s/p {dx} @ {hospital} {date}
d/w {dr.last}
d/w {dr.last} & {dr2.last}
per {dr.last} hold {brand}
{dr.last} to see
{dept} ({dr.last}) following
fam: {rel.first} ({rel.kin}) {phone}
dtr {rel.first} updated
xfer from {hospital}
tx to {hospital} {date}
lives {city} w {rel.kin} {rel.first}
from {home}
adm {date}
LBM {date}
last {test} {date}
f/u {dr2.last} {date} {time}
f/u w {dr.last} {in_time}
rtc {date}
seen w {dr2.last}
{rn.first} aware
RN {rn.last} notified
cc: {dr.last}
spoke w/ {rel.first}
call {rel.first} {phone}
mrn {mrn}
dob {dob}
{pt.init} {pt.age}yo {M|F}
works @ {employer}, {city}
PCP {dr3.last} ({city})
{dr.init3} {time}
{test} at {hospital} neg
"""))


@kind("round_list", 1)
def rounds(doc):
    """One line to a patient, as a team carries it."""
    sep = doc.choice((" | ", "  ", " - ", "\t", ", "))
    for _ in range(doc.int(2, 7)):
        doc.cast.clear()
        before = len(doc.pieces)
        doc.say(ROUND, "\n")
        doc.pieces[before:] = [(t.replace(" ~ ", sep) if k is None else t, k) for t, k in doc.pieces[before:]]


ROUND = Pool("round lines", lines("""
{n.3} ~ {pt.lf} ~ {pt.age}{M|F} ~ {dx} ~ {dr.last}
{n.3} ~ {pt.LAST} ~ {dx}, {dx} ~ {generic} ~ {dept}
{n.3}A ~ {dx} ~ {test} ~ NPO ~ {dept}
{n.3}B ~ {pt.last} {pt.first} ~ LOS {n} ~ {home}
Bed {n} ~ {pt.init} ~ {dx} ~ full code
Bed {n} ~ {ethnic} {M|F} {age} ~ {dx}
{dept} ~ {pt.last} ~ {mrn} ~ {date}
{pt.full} ~ {dob.us} ~ {dr.last} ~ {brand}
{n.3} ~ empty ~ dirty
{n.3} ~ {dx} ~ {tool} ~ PT/OT ~ SNF
{pt.last}, {pt.first[0]} ~ {dx}
{rn.first} ~ {n.3}, {n.3}, {n.3} ~ lunch {time}
{pt.lf} ~ {n.3} ~ {dx} ~ {brand} ~ d/c {date.short}
{n.3} {pt.last} {pt.age}{M|F} ~ {abbr}, {abbr} ~ {test} ~ {dr.last}/{dr2.last}
{pt.last} ~ {procedure} POD {n} ~ {dr.last} ~ {finding}
{pt.fl} ~ {n.3} ~ {symptom} ~ {generic}
{rn.first} ~ {pt.last}, {rel.last}, {p1.last}
{n.3} ~ {abbr} ~ {abbr} ~ {abbr} ~ {dept}
{n.3} ~ {symptom} ~ {tool} ~ {adj}
{n.3} ~ {alone} ~ {procedure} ~ {guide}
{n.3} ~ {brand} ~ {brand} ~ {freq}
{n.3} ~ pending {test} ~ {dept} ~ {who}
{n.3} ~ {who} ~ {dx}
{n.3} ~ from {from} ~ {abbr}
{n.3} ~ to {from} {in_time} ~ {org}
{n.3} ~ {M|F} ~ {age} ~ {language} ~ fall risk
{dept} ~ {who} ~ {who}
{dr.last} service ~ {n} patients ~ {rn.first} charge
{hospital} transfer ~ {pt.last} ~ {dr.last} accepting
{pt.first} {pt.last} ~ {school} ~ {symptom} ~ {rel.first} ({rel.kin})
{pt.full} ~ {city} ~ {phone} ~ {dx}
""".replace("{pt.last}, {pt.first[0]} ~ {dx}\n", "")))

SCHEDULE = Pool("schedule lines", lines("""
{time} {pt.lf} {dx} new
{time} {pt.full} f/u {dr.last}
{time} {test}
{time} {dept} meeting
{time} {pt.last} {brand} infusion
{time} OR {n} {dr.last} {tool}
{weekday}: {rn.first}, {rn2.first}, {p1.first}
{weekday}: {dr.last} on call, backup {dr2.last}
{weekday} {dept} {time}-{time}
{date} {time} {pt.full} {phone}
{date} {dr.drlast} {hospital}
{date} {dept} lecture: {eponym}, {dr.drlast}
Lunch {time}
{time} hold
{time} telehealth {pt.fl}
{time} no show {pt.last}
Grand rounds: {dx}
Week of {date}: {dr.last}
Night float: {dr.last}/{dr2.last}
Vacation: {rn.first} {range}
Charge: {rn.full}
Room {n.3} cleaning
{time} {pt.first} & {rel.first} family meeting
{month}: {dept}
{time} {procedure} {pt.last} {dr.last}
{time} {procedure}, room {n}
{time} {pt.fl} {symptom}
{time} new pt {pt.full} {age}{M|F}
{time} {rel.first}'s appointment with {dr.last}
{date}: {pt.first} to {dept}
{weekday} {pt.last} {test}
{weekday}: {procedure}, {procedure}
{weekday}: {project}
{dr.last} out {range}
{dr.last} covers {dr2.last} {weekday}
{p1.first} birthday {date.short}
{time} meet {p1.first} at {at}
{time} {who}
{time} call {who}
{time} visit from {hospital}
{time} drive to {city}
{time} {language} interpreter for {pt.last}
Journal club: {eponym}
Retreat in {city}
Fire drill {time}
Students: {p1.first}, {p2.first}, {p3.first}
{month} clinic: {dr.last}, {dr2.last}
{holiday}: closed
On call: {dr.full} {phone}
Backup: {dr2.full}
"""))


@kind("schedule", 1)
def schedule(doc):
    doc.several(SCHEDULE, doc.int(3, 10), "\n")


RECORDS = Pool("json records", blocks("""
{lb}"resourceType": "Patient", "id": "{n.5}", "name": [{lb}"family": "{pt.last}", "given": ["{pt.first}", "{pt.middle}"]{rb}], "birthDate": "{dob.iso}", "address": [{lb}"line": ["{street}"], "city": "{city}", "state": "{state.code}", "postalCode": "{zip}"{rb}]{rb}
---
{lb}"patient": "{pt.full}", "mrn": "{mrn}", "dx": "{dx}", "med": "{drug}", "seen": "{date.iso}"{rb}
---
{lb}"resourceType": "Observation", "status": "final", "code": {lb}"text": "{test}"{rb}, "valueString": "{lab}", "performer": "{dept}"{rb}
---
{lb}"drug": "{brand}", "dose": "{dose}", "freq": "{freq}", "manufacturer": "{pharma}"{rb}
---
<patient><name>{pt.full}</name><dob>{dob.iso}</dob><city>{city}</city><phone>{phone}</phone></patient>
---
<result><test>{test}</test><value>{lab}</value><flag>H</flag><lab>{dept}</lab></result>
---
patient_name={pt.full}&dob={dob.iso}&mrn={mrn}&provider={dr.last}
---
name: {pt.full}
mrn: {mrn}
meds:
  - {drug}
  - {drug}
provider: {dr.full}
facility: {hospital}
---
name: {test}
status: final
unit: {dept}
vendor: {pharma}
---
INSERT INTO patients VALUES ({n.5}, '{pt.last}', '{pt.first}', '{dob.iso}', '{city}');
---
{date.stamp} INFO user={anyone.email} ip={ip} action=view patient={mrn}
{date.stamp} WARN user={anyone.email} session={n.6}
---
[INFO] {dept} queue length {n}
[WARN] {test} interface is down
[ERROR] order {n.5} for {drug} rejected
---
"{pt.last}","{pt.first}","{dob.us}","{street}","{city}","{state.code}","{zip}"
"{anyone.last}","{anyone.first}","{dob.us}","{street}","{city}","{state.code}","{zip}"
---
last_name,first_name,dept,phone
{anyone.last},{anyone.first},{dept},{phone}
{anyone.last},{anyone.first},{dept},{phone}
{anyone.last},{anyone.first},{dept},{phone}
---
code,description,dept
{n.3},{test},{dept}
{n.3},{tool},{dept}
{n.3},{dx},{dept}
"""))


@kind("json_record", 1)
def record(doc):
    doc.say(RECORDS, "\n")


@kind("neutral_form", 1)
def neutral(doc):
    """Fields of which few or none hold anything to remove."""
    from .forms import field
    sign = doc.choice((": ", " = ", " | ", ":\n"))
    for _ in range(doc.int(4, 14)):
        if not doc.clean and doc.chance(0.2):
            label, value = field(doc)
            doc.add(label + sign)
            doc.pieces.extend(value)
        else:
            before = len(doc.pieces)
            doc.say(short.EMPTY_FIELDS)
            doc.pieces[before:] = [(t.replace(": ", sign, 1) if k is None else t, k) for t, k in doc.pieces[before:]]
        doc.add("\n")
