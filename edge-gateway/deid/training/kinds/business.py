"""Billing, insurance, human resources, customer service, support tickets, logs of calls, the web."""
from .. import countries
from ..background import care, general2
from ..grammar import Pool, blocks, lines, slot
from ..registry import kind


def _inner(name, pools):
    @slot(name)
    def fill(doc, form):
        doc.sentence(doc.choice(pools))


_inner("SERVICE", (general2.SERVICE,))
_inner("WORK", (general2.WORK,))
_inner("BILLED", (care.OFFICE,))
_inner("CHATTED", (general2.CHAT,))

BILLING = Pool("billing blocks", blocks("""
STATEMENT
Patient: {pt.full}
Account: {account}
Date of service: {date}
Provider: {dr.cred}
Amount due: ${n.3}.00
Pay online at {url}
---
Explanation of Benefits
Member: {pt.lf}   ID: {plan}
Claim: {case}
{date.us}  99213  {dr.last}  ${n.3}.00  ${n}.00
{date.us}  80053  {hospital}  ${n}.00  $0.00
---
CMS-1500
1a. {plan}
2. {pt.lf}
3. {dob.us}
4. {rel.lf}
5. {address}
10d. {case}
17. {dr.full}
33. {hospital} NPI {npi}
---
{BILLED} {BILLED}
---
CPT 99214-25, 36415; ICD-10 E11.9, I10, Z79.4
Modifier 59 appended. {BILLED}
---
Dear {pt.mr},
{BILLED} Your account {account} has a balance of ${n.3}.
{capital} Department
---
To: {org} Claims
From: {rn.full}, {hospital}
Re: {pt.full}, member {plan}, DOS {date}
{BILLED}
---
Guarantor {rel.lf} SSN {ssn} card {card}
{BILLED}
---
Remit to: {hospital}, {address}
Check no. {n.4} payable to {hospital}
---
Policy of {org}: {brand} requires step therapy with {generic}.
{BILLED}
---
Fee schedule
{test} {n.3}.00
{tool} {n.3}.00
{dept} consult {n.3}.00
---
Appeal for {pt.full} ({plan}): {brand} for {dx}. {BILLED}
Reviewed by {dr2.cred}, {state} license {license}.
---
Superbill {date} {pt.LF} {dr.init3}
Dx: {dx}; {dx}
---
Coverage: {org} PPO, group {n.5}, effective {date}
Subscriber {rel.full}, employer {employer}
"""))


@kind("billing", 1.2)
def billing(doc):
    for _ in range(doc.int(1, 2)):
        doc.say(BILLING, "\n\n")


STAFF = Pool("human resources blocks", blocks("""
Dear {p1.first},

We are pleased to offer you the position of {analyst|nurse|driver|engineer|clerk} in {city}. {WORK}
Please report to {p2.full} on {date}.

{p3.full}
{capital}
---
To: All staff
From: {capital}
{WORK} {WORK} {WORK}
---
{p1.full} will join the {dept} team on {date}. {p1.first} comes to us from {org} in {city}.
---
Employee: {p1.full}
Employee ID: {case}
Manager: {p2.full}
Start date: {date}
Site: {city}
Salary: 4{n.3}
---
{p1.first} called in sick on {weekday}. {p2.first} will cover.
{WORK}
---
Performance review: {p1.full} meets expectations. {p1.He} should work on deadlines.
Reviewer: {p2.full}
---
Minutes
Present: {p1.full}, {p2.full}, {p3.first}, {p4.last}
Apologies: {p5.full}
{WORK} {p1.first} to follow up with {org}. {WORK}
---
Complaint from {p1.full} about {p2.last}: {p2.He} raised {p2.his} voice. {WORK}
---
CV
{p1.full}
{address}
{phone} {bar} {p1.email}
{year}-{year} {org}, {city}
{year} BSc, {school}
Languages: {language}, {language}
---
References: {p2.full}, {org}, {phone}; Dr. {p3.last}, {school}
---
Timesheet {p1.lf} {range} 38.5 h
---
Congratulations to {p1.first} and {p2.first} on the birth of {p3.first}!
---
Out of office: I am away until {weekday}. Please write to {capital}.
---
{WORK} {WORK}
{p1.first} {p1.last} {bar} {dept} {bar} {org} {bar} {phone}
---
Badge {n.5} issued to {p1.full}, plate {plate}
---
Onboarding checklist: laptop, badge, {guide} training, tour with {p1.first}
---
Agenda: budget, hiring, {org} contract, any other business
"""))


@kind("human_resources", 1.5)
def human_resources(doc):
    if doc.chance(0.5):
        countries.choose(doc)
    doc.say(STAFF, "\n")
    if doc.chance(0.3):
        doc.say(STAFF, "\n")


TICKET = Pool("customer service turns", lines("""
Agent: Hello, thank you for contacting {org}. How can I help?
Agent: Thank you, {p1.first}. {SERVICE}
Agent: May I have your full name and date of birth?
Agent: My name is {p2.first}. {SERVICE}
Agent ({p2.first}): {SERVICE}
Customer: {SERVICE}
Customer: {p1.full}, {dob}
Customer: My name is {p1.full} and I live at {address}.
Customer: It's {account}. {SERVICE}
{p1.first}: {SERVICE}
{p2.nick}: {SERVICE}
{p1.full}: my number is {phone}
Bot: {SERVICE}
Bot: Hi there! I'm the {org} assistant.
User: {SERVICE}
User: speak to a human please
{SERVICE}
[{time}] {SERVICE}
Ticket {case} opened by {p1.full} on {date}
Ticket assigned to {capital}
Assigned to {p2.full}
Status: waiting for {capital}
Customer: the email is {p1.email}
Customer: can you send it to {street} in {city} instead?
Customer: I am moving from {city} to {city} in {month}.
Agent: Is there anything else, {p1.mr}?
Agent: I have noted that, {p1.mr}.
Agent: Thank you for your patience.
Case {case}: {p1.last}, {city}
Note: spoke to {p1.mr}, will call back {date}.
Note: {SERVICE}
Order {case} for {p1.full}, {street}, {city}
""")
)


@kind("customer_service", 1.5)
def service(doc):
    if doc.chance(0.6):
        countries.choose(doc)
    for _ in range(doc.int(2, 8)):
        doc.say(TICKET, "\n")


SOCIAL = Pool("web lines", lines("""
{CHATTED}
{CHATTED} {p1.first}
{p1.first}: {CHATTED}
{p1.nick} {CHATTED}
hey {p1.lowfirst}, {CHATTED}
{CHATTED} love you {p1.first}!!
Happy birthday {p1.first} {p1.last}!! {CHATTED}
With {p1.first}, {p2.first} and {p3.first} in {city}!
{p1.full} is at {city} airport
checked in at {hospital} :(
Day 3 in {city}. {CHATTED}
{p1.first} & {p2.first} got engaged!
RIP {p1.full}, you will be missed
anyone know a good dentist in {city}?
shoutout to {p1.full} at {org} for the great service
my dog {p1.first} ate the couch
rent in {hood} is insane
{p1.lowfirst} told me {p2.lowfirst} moved to {city.low}
missing: {p1.full}, {age}, last seen near {street.name}, {city}. Call {phone}
For sale: bike, pick up in {city}, text {phone}
{p1.full} reviewed {org}: {SERVICE}
Review: Dr. {p1.last} in {city} is the best!
Review by {p1.fl}: {SERVICE}
Reviewed by {p1.first} from {city}
5 stars. {SERVICE}
{org} is hiring in {country}
visit me at {url}
follow {p1.first}'s page {url}
So proud of my {rel.kin} {rel.first} for graduating from {school}!
{p1.first} where r u
dm me {p1.email}
@everyone {CHATTED}
#{cats|monday|sunset|foodie} {CHATTED}
{p1.full} added {p2.full} to the group
{p1.first} left the chat
{p1.first} changed the subject
[{time}] {p1.first}: {CHATTED}
[{time}] {p2.first} {p2.last}: {CHATTED}
{date}, {time} - {p1.full}: {CHATTED}
{p1.full} wrote a recipe for rice and beans
"""))


@kind("chat_and_web", 2)
def web(doc):
    if doc.chance(0.5):
        countries.choose(doc)
    for _ in range(doc.int(1, 7)):
        doc.say(SOCIAL, "\n")


ARTICLE = Pool("encyclopedic lines", lines("""
{eponym} was first described in the nineteenth century.
{eponym} differs from {eponym} in its onset.
{generic}, sold as {brand}, is made by {pharma}.
{brand} was approved in {country} in {year}.
The {guide} statement of {year} favors {generic} over {generic}.
{bug} is found in soil and water.
{gene} lies on the long arm of the chromosome.
The {tool} is used in {dept}.
{dept} and {dept} share a ward.
The Krebs cycle, the Golgi apparatus, and the Bowman capsule were on the exam.
The Bohr effect and the Frank-Starling law explain the change.
The Hardy-Weinberg equation assumes random mating.
Kaplan-Meier curves crossed at month nine.
The Cox model was adjusted for age.
A Bonferroni correction was applied.
Student's t test and Fisher's exact test were used.
The Likert scale had five points.
Bayes theorem gives the odds.
The Cochrane review found low certainty.
Meta-analysis by the {guide} panel.
{country} and {country} took part in the trial.
Patients from {state} and {state} were enrolled.
Most speakers of {language} live in {country}.
{faith} patients may decline blood.
In {country}, {brand} is sold over the counter.
The Hippocratic oath is read at graduation.
Nobel prizes went to the discovery of insulin.
The Geneva Convention and the Helsinki Declaration are cited.
The Tuskegee study is taught in ethics.
The Mediterranean diet lowers risk.
The Apollo program, the Titanic, and the Eiffel Tower were in the quiz.
Python, Java, and Ruby are programming languages.
Windows and Linux are both supported.
The Amazon, the Nile, and the Danube are rivers.
Mars and Venus are planets.
Bluetooth and Ethernet are required.
Monday is not a good day for surgery, the myth says.
A Likert item, a Rasch model, and a Cronbach alpha were reported.
The Braun pump and the Baxter pump are interchangeable.
The Bair Hugger was set to 38.
The Pyxis and the Omnicell were restocked.
""".replace("Monday is not", "{weekday} is not")))

@kind("article", 1.5)
def article(doc):
    """Reference prose: names of discoverers, cities of declarations, none of it to be removed."""
    for _ in range(doc.int(2, 6)):
        doc.sentence(ARTICLE, " ")
