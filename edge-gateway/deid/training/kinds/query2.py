"""More short requests to an assistant: questions, orders, rewrites, with a name, place, date or number in passing."""
from ..background import mix as bg
from ..grammar import Pool, lines
from ..registry import kind

WHO = Pool("request who", lines("""
{pt.full}
{pt.full}, {pt.age}
{pt.fl}
{pt.lf}
{pt.mr}
{pt.mrfull}
{pt.first}
{pt.init}
{pt.fi}
my patient {pt.full}
my patient {pt.first}
a patient named {pt.full}
a {pt.age}-year-old named {pt.first}
a {pt.age} y/o {pt.sex}, {pt.fl}
a {pt.age}-year-old {pt.boy} ({pt.full})
a {pt.age}-year-old {pt.boy}, {pt.full},
a {pt.age}yo {M|F} ({pt.init})
a {age90}-year-old {pt.boy}, {pt.full}
pt {pt.last}
Pt {pt.full}
{pt.full}'s {rel.kin} {rel.first}
the {pt.last} baby
{pt.full} (DOB {dob})
{pt.full} (MRN {mrn})
{pt.full}, MRN: {mrn},
{pt.full}, {dob},
{dr.drlast}'s patient {pt.first}
{couple}
"""))
WHERE = Pool("request where", lines("""
at {hospital}
at {hospital} in {city}
in {city}
in {citystate}
from {city}
from {citystate}
from {hospital}
of {city}
living in {hood}
living at {address}
resident of {county}
at {home}
who lives at {street}, {city}
admitted to {hospital}
seen at {hospital} on {date}
seen {date} at {hospital}
seen by {dr.drlast} on {date}
referred by {dr.drlast} from {city}
followed by {dr.drlast} at {hospital}
transferred from {hospital} on {date}
discharged {date} from {hospital}
under {dr.drlast}
evaluated in {monyear}
diagnosed on {date}
since {date}
, last visit {date}, phone {phone}
(phone: {phone})
(SSN: {ssn})
(MRN: {mrn})
(ID: {plan})
(contact {phone}, {pt.email})
(acct # {account})
, insurance ID {plan}
, email {pt.email},
on {date}
on {date} at {time}
this week
at our clinic
in the ICU
in {country}
with {org}
at the VA
in the ED
last month
in {year}
""" ))
WANT = Pool("requests", lines("""
{ask} for [WHO] with {dx} [WHERE]?
{ask} in [WHO] [WHERE], on {generic} for {dx}
What is the next step for [WHO] with {dx} and {lab} [WHERE]?
Is {brand} safe for [WHO] [WHERE], who has {abbr} and {abbr}?
Should [WHO] [WHERE] start {generic}?
Can I give {brand} to [WHO]? {adj.Cap} {symptom}, {lab}.
Dose of {generic} for [WHO] [WHERE], CrCl {n}?
{dx.Cap} in [WHO] [WHERE]: {ask.low}?
[WHO] [WHERE] has {symptom} and {finding}. Differential?
[WHO] [WHERE] with {abbr}, {abbr}, on {brand}. {ask}?
[WHO] [WHERE], {dx}, {lab}, what now
Summarize the visit of [WHO] [WHERE].
Write a discharge summary for [WHO] [WHERE].
Write a referral letter for [WHO] to {dr2.drlast} at {hospital}.
Write a note: [WHO] came in with {symptom}, {test} {adj}, plan {generic}.
Write an appeal to {org} for [WHO] ({plan}) for {brand}.
Write a letter excusing [WHO] from {school} on {date}.
Draft a portal reply to [WHO] about {symptom}.
Translate into {language} for [WHO]: your {test} is normal.
Rewrite for the chart: saw [WHO] [WHERE], {symptom} better, cont {generic}
Which specialist near {city} treats {eponym}? Patient is [WHO].
Schedule [WHO] with {dr2.drlast} on {date}.
Remind me to call [WHO] at {phone}.
Email {pt.email} that the {test} is normal.
Code this visit: [WHO], {dx}, {procedure} by {dr.drlast}.
Does {guide} recommend {test} for [WHO] [WHERE]?
Compare {brand} and {brand} for [WHO] [WHERE].
How do I tell [WHO] about the {dx}?
[WHO] asked about {brand} and {thing}
Calculate the {alone} score for [WHO]: {age}, {abbr}, {lab}
{dr.drlast} asked: {ask.low} of {brand} in {eponym}?
per {dr.drlast}, [WHO] failed {generic}; options?
Find trials near {city} for {dx}
Find trials near {citystate} for [WHO]
Explain {eponym} to [WHO].
Interpret: {lab}, {lab}, {lab} in [WHO] [WHERE]
I'm {dr.drlast} at {hospital}. {ask} of {generic}?
This is {rn.full}, RN at {hospital}. [WHO] has {symptom}.
Patient: [WHO]. Question: {ask.low} of {brand}?
Re: [WHO] - {ask.low}?
Urgent: [WHO] [WHERE], {symptom}, {lab}
What did {dr2.last} recommend for [WHO] on {date}?
Any reason not to stop {brand} in [WHO]?
{pharma} rep {p1.full} said {brand} is safe in {dx}, true?
Vaccines for [WHO], travelling to {city} and {country} in {month}
Prior auth for {brand}, [WHO], {org} ID {plan}
"""))


def _expand(doc, template):
    """Fills [WHO] and [WHERE] by templates of their own pools."""
    for part in template.source.replace("[WHO]", "\0W\0").replace("[WHERE]", "\0H\0").split("\0"):
        if part == "W":
            doc.say(WHO)
        elif part == "H":
            doc.say(WHERE)
        elif part:
            _piece(part).render(doc)


_PIECES: dict = {}


def _piece(source):
    from ..grammar import Template
    if source not in _PIECES:
        _PIECES[source] = Template(source)
    return _PIECES[source]


@kind("request", 4)
def request(doc):
    """One question, or two; clean ones come from the background."""
    if doc.clean:
        doc.sentence(doc.choice(bg.QUERY))
        if doc.chance(0.3):
            doc.add(" ")
            doc.sentence(doc.choice(bg.QUERY))
    else:
        _expand(doc, doc.choice(WANT.of(doc.split, False)))
        if doc.chance(0.25):
            doc.add(doc.choice((" ", "\n")))
            doc.sentence(doc.choice(bg.QUERY))
    if doc.chance(0.05):
        doc.pieces = [(t.lower(), k) for t, k in doc.pieces]
