"""Messages: patient portal, secure chat, pages and mail threads."""
from ..background import mix as bg
from ..background import care, more_clinical
from ..grammar import Pool, blocks, lines, slot
from ..registry import kind

ASK = Pool("portal questions", lines("""
Hi {dr.drlast}, this is {pt.first}. {SELF}
Hello, {SELF} Thanks, {pt.first}
{dr.drlast}, {SELF}
My {rel.kin} {rel.first} {has a fever|needs a refill|is worse today}. {SELF}
I am writing about my {rel.kin}, {rel.full} (DOB {dob}). {SELF}
Good morning, {SELF}
Can {dr.drlast} call me at {phone}?
Please send the {brand} to the pharmacy on {street.name} in {city}.
We moved to {address}. {SELF}
I saw {dr2.drlast} in {city} on {date} and {pt.he} changed my {brand}.
{SELF} {SELF}
Is it ok to take {brand} with {brand}?
I was in the ER at {hospital} on {date}.
This is {rel.full}, {pt.full}'s {rel.kin}. {SELF}
My new insurance is {org}, member {plan}.
Could {rn.first} fax the form to {fax}?
I need a letter for {school} for my {boy|girl} {rel.first}.
I need a letter for my boss at {employer}.
Hi! {SELF} ~{pt.first}
{SELF} - {pt.full}
Will I need a {test} before I see {dr.drlast}?
May I stop {brand}?
{pt.nick} here. {SELF}
Flying to {city} on {date}, can I get {generic} for the trip?
Good afternoon {dr.drlast}, {SELF}
Dear {dr.drlast}, {SELF} Sincerely, {pt.full}
Hello {rn.first}, {SELF}
{rn.first} told me to write. {SELF}
My name is {pt.full}, date of birth {dob}. {SELF}
I am a patient of {dr.drlast}. {SELF}
I am {rel.first}'s {rel.kin}. {SELF}
This is about {rel.first}. {SELF}
{rel.first} woke up with {symptom}.
My {kin} has {symptom} and {symptom}.
Does {dr.drlast} take {org}?
Is {dr2.drlast} still in {city}?
I will be in {city} until {date}.
I was at {hospital} for a {procedure}.
{hospital} did not send my {test}.
The {test} at {hospital} was {adj}.
The bill from {hospital} is for {date}, but I was there on {date}.
Can you send the {test} to {dr2.drlast}?
Can you send the {test} to {hospital}?
Who is {dr2.drlast}?
I got a call from {rn.first}, what is it about?
The {brand} costs too much.
{brand} gave me {symptom}.
{symptom.Cap} since {weekday}.
{symptom.Cap} again. Should I take {generic}?
Could {symptom} come from {brand}?
My {site} is {adj}.
My {kin} thinks I need a {procedure}.
Do I need a {procedure}?
I quit {thing} like you said!
My work at {employer} needs a form by {date}.
I moved to {city}, can I keep {dr.drlast}?
I changed my last name to {p1.last}.
Please update my address: {address}.
New phone {phone}. {pt.first}
Happy {holiday} to you and {rn.first}!
""".replace("{boy|girl} ", "")))
SELF = Pool("portal sentences", lines("""
I have been feeling dizzy since I started {brand}.
I ran out of {brand} and the pharmacy has no refills.
The rash is back on both arms.
When will my {test} be ready?
My sugar was 240 this morning.
My blood pressure was {bp} last night.
The cough is better but I am still tired.
Do I have to fast before the {test}?
I think the {generic} is upsetting my stomach.
How long will it take before it works?
Can I get the shot at {org}?
I could not make it because of work.
I would like to switch to {brand}.
I read that {guide} says I should get a {test}.
The bill looks wrong to me.
My knee is swollen and hot.
I cannot sleep at all.
It hurts when I pee.
I am allergic to {brand}, remember?
He has had a fever since yesterday and is not eating.
She threw up twice.
Thank you for everything.
Should I go to the emergency room?
I lost my inhaler on the bus.
My mother has {dx} too, should I worry?
I was told I might have {eponym}.
"""))
ANSWER = Pool("portal answers", lines("""
Hi {pt.first}, {CARE}
Hello {pt.mr}, {CARE}
{CARE} - {rn.rn}
{dr.drlast} says: {CARE}
{CARE} {CARE}
Please call us at {phone}.
I sent the refill to {org}.
{rn.first} from {dept} will call you.
Dear {pt.first}, your {test} from {date} was normal. {dr.drlast}
{CARE} Take care, {rn.first}
We can see you on {date} at {time} with {dr2.drlast}.
Good afternoon, {CARE}
Thank you for your message. {CARE}
You can come in {in_time}.
The {dept} team
I spoke with {dr2.drlast} and {pt.he} agrees.
{pt.first}, {CARE}
Hi {pt.first}! {dr.drlast} is out until {weekday}; {dr2.drlast} can see you.
Good morning {pt.mr}, your {test} shows {finding}.
Your {test} is {adj}.
The {symptom} should get better in a week.
{brand} can cause {symptom}.
Stop {brand} and call {dept}.
Please see {dept} for the {symptom}.
I have asked {dr2.drlast} at {hospital} to see you.
{rn.first} will mail the form to {street}.
We faxed it to {hospital} on {date}.
{dr.drlast} is at the {city} office on {weekday}.
The form for {employer} is ready.
Regards, {rn.first} for {dr.drlast}
- {rn.first}, {dept}
Signed, {dr.full}
Your message was sent to {dept}.
{capital} will call you back.
"""))


def _inner(name, pools):
    @slot(name)
    def fill(doc, form):
        doc.sentence(doc.choice(pools))


_inner("SELF", (SELF,))
_inner("CARE", (care.TEACHING, care.OFFICE, more_clinical.ADVICE))
_inner("TALKED", bg.TALK)


@kind("portal", 2)
def portal(doc):
    for i in range(doc.int(1, 4)):
        if doc.chance(0.3):
            doc.say(STAMPS, "\n")
        doc.sentence(ANSWER if i % 2 else ASK)
        doc.add("\n\n" if doc.chance(0.6) else "\n")


STAMPS = Pool("message stamps", lines("""
From: {pt.full}  To: {dr.drlast}  Sent: {date} {time}
{date} {time} {pt.full}:
[{time}] {rn.full}:
{rn.first} {time}
Subject: {Refill|Test results|Question about {brand}|Appointment}
To: {dept}
{pt.lf} ({mrn}) wrote on {date}:
{dept} Inbox
Message type: Medical advice
Priority: Routine
On {date}, {p1.full} <{p1.email}> wrote:
From: {capital}
Sent: {weekday} {time}
{p1.first} {p1.last} ({time})
@{p2.first}
"""))
CHATS = Pool("secure chat", lines("""
{rn.first}: {TALKED}
{dr.last}: {TALKED}
{TALKED}
{rn.first}, can you check the {tool} in {n.3}?
{n.3} {lab}
bed {n} {pt.last} {lab}
FYI {pt.lasti} has {lab}
@{rn.first} please page {dr.drlast}
ok thx
will do
Thx {rn.first}
{dr.drlast} please call {ext}
Please call {ext} re: {dx}
Pls call {rn.first} {dept} {ext}
Rm {n.3} wants {brand}
{pt.last} {n.3} HR 140s
New admit: {pt.lf}, {pt.age}{M|F}, {dx}, from {city}
ED to admit {pt.age}{M|F} {dx}
who has {pt.last}?
{pt.last} to {test} at {time}
{dept} here
any update on {pt.last}?
can we d/c the {tool}?
{rel.first} at bedside wants update
{dept} recs in
@all {test} machine down
CODE STEMI ED bed {n}
RRT to {dept}
transfer from {hospital} ETA {time} acc {dr.last}
pls sign {brand} order
{rn2.first} covering for {rn.first}
is {dr.last} on today?
{brand} d/c'd
k
{rn.first} - {n.3} needs {generic}
{n.3} {symptom}, {lab}
{pt.last} {symptom}
{pt.last} wants to leave AMA
{pt.last}'s {rel.kin} is here
{dr.last} please see {n.3}
{dr.last}: ok to give {brand}?
{dr.last}: yes
{dr.last}: {dose} {freq}
{dr.last} at bedside
{dept}: no acute findings
{dept} declined
{dept} wants {test}
{test} done
{test} back: {finding}
{pt.last} {test} back
{procedure} at {time}
{procedure} cancelled
{pt.last} {procedure} moved to {time}
{brand} or {brand}?
{brand} not on formulary
{hospital} calling about a transfer
{hospital} has a bed
{home} can take {pt.last} {in_time}
{rel.first} {phone}
call {rel.first} {phone}
consent from {rel.first} by phone w {rn.first}
{rn.first} and {rn2.first} verified
{rn.first} is my break buddy
lunch {rn.first}?
thanks {dr.first}
ty {rn.first}!
np
ack
on my way
{p1.first} from {org} here with the {thing}
{p1.first} from {dept} says no
{pharma} rep in the OR
trauma in {n} min, {age}{M|F}, {finding} {site}
stroke alert {age}{M|F} LKW {time}
Will round after {dept}
May need {tool}
Will do after {test}
{n.3} ready for {dept}
{bug} in {n.3}
"""))


@kind("secure_chat", 1.5)
def chat(doc):
    for _ in range(doc.int(2, 9)):
        if doc.chance(0.2):
            doc.say(STAMPS, "\n")
        doc.say(CHATS, "\n")


THREAD = Pool("mail thread parts", blocks("""
From: {p1.full} <{p1.email}>
Sent: {date} {time}
To: {p2.lf}
Cc: {p3.full}
Subject: {RE|FW}: {pt.lf}

{p2.first},

{CLINICAL} {TALKED}

{p1.first}
---
On {date} at {time}, {p2.full} wrote:
> {CLINICAL}
> Thanks,
> {p2.first}
---
Hi {p1.first},
{CLINICAL} I will ask {dept}.
{p2.nick}
---
Hi all,

{CLINICAL} {CARE}

Best,
{p1.full}, {cred2}
{dept}, {hospital}
{phone} | {p1.email}
---
Team,
{CARE} {CARE}
Thanks
---
-----Original Message-----
From: {capital}
Subject: {dept} schedule

{CARE}
---
{p1.first} - can you take {pt.mr} on {weekday}? {p3.first} is out.
---
Dear all,
Reminder that {dept} rounds are at {time}.
{PLANNED}
---
FYI below, {p2.first}. {CLINICAL}
Sent from my iPhone
---
Please see {guide} update on {brand}. {PLANNED}
Regards
---
+{p3.first} {p3.last} who runs {dept} in {city}

{CARE}
---
Thanks {p2.first}! {p1.first}
""".replace("{phone} | {p1.email}", "{phone} {bar} {p1.email}").replace("{cred2}", "MD")))


@kind("mail_thread", 1.5)
def thread(doc):
    for _ in range(doc.int(1, 4)):
        doc.say(THREAD, "\n\n")
