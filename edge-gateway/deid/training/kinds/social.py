"""Narratives about lives: social work, case management, school, police, court, obituaries."""
from ..background import care
from ..background.mix import prose
from ..grammar import Pool, blocks, lines
from ..registry import kind

NARRATIVE = Pool("social narrative", lines("""
{pt.mr} is a {pt.age}-year-old {ethnic} {pt.boy} who lives in {city} with {pt.his} {rel.kin} {rel.first}.
{pt.first} grew up in {city} as the oldest of five; {pt.his} brothers {p1.first} and {p2.first} still live there.
{pt.He} attended {school} and later worked at {employer}.
{pt.He} lost the job at {employer} after the move to {city}.
{rel.first} works at {org} and pays the rent.
SW met with {pt.first} and {rel.first} in the family room.
SW spoke with {rel.full} by phone at {phone}.
SW left a message for {p1.full} at {org}.
SW faxed the packet to {home} ({fax}).
CM called {home} in {city}; spoke with {p1.first} in admissions.
Referral sent to {home}, {home} and {home}.
{home} declined, {home} is reviewing.
{org} approved three days; next review {date}.
Auth number {case} from {p1.first} at {org}.
{rel.mr} is overwhelmed and asks for respite.
{pt.first} fears that {rel.first} will sell the house on {street.name}.
The couple lost their son {p3.first} in {year}.
{pt.first} identifies as {faith} and attends {church}.
{pt.His} faith community at {church} brings meals.
Pastor {p1.last} from {church} offered a room.
Neighbor {p1.first} {p1.last} has a key.
Landlord {p2.mr} will hold the apartment on {street} until {month}.
CPS worker {p1.full} of {county} visited on {date}.
Officer {p2.last} of the {city} Police Department took a report, number {case}.
Hearing is on {date} before Judge {p3.last}.
Public defender is {p1.full}.
Conservator: {rel.full}.
Shelter bed at {home} for tonight.
Bus pass to {city} was given.
Immigrated from {country} in {year} with {pt.his} {rel.kin}.
Speaks {language}; interpreter {rn.first} was used.
Support: {rel.first} ({rel.kin}), {p1.first} (friend), {church}.
Teacher {p1.mr} at {school} is worried about attendance.
IEP meeting at {school} on {date} with {p1.full}.
{pt.first} was bullied at {school} by a boy named {p2.first}.
{pt.first} and {p2.first} broke up.
{pt.He} served in the Army with {p1.first}, who died in {country}.
Sponsor is {p1.fl}.
AA home group meets at {church}.
Employer {employer} contacted with permission; HR is {p1.full}.
Supervisor {p1.first} at {employer} is supportive.
Benefits: SSDI, food stamps, Medicaid.
The plan was reviewed with {who}.
{pt.first} hopes to return to {employer} by {month}.
Ride home by {org} at {time}.
Emergency contact changed from {rel.first} to {rel2.first}.
Safety plan: call {rel.first}, call {p1.first}, go to {hospital}.
{with} will stay with {pt.him}.
Needs help with rent, heat, and food.
Wants to move closer to {with}.
Grief counseling offered.
Refuses placement.
Insurance does not cover transport.
Family meeting held with {dept} and {role}.
""")
)
SIGN = Pool("social signatures", lines("""
{rn.cred}
{rn.full}, LCSW {phone}
{rn.first}, case manager x{ext}
Social Work, pager {ext}
Case Management
{rn.lf} {date} {time}
SW to follow.
Will follow.
"""))


@kind("social_work", 2)
def social_work(doc):
    for i in range(doc.int(4, 12)):
        if not (doc.chance(0.45) and doc.sentence(NARRATIVE)):
            doc.sentence(doc.choice((care.SOCIAL, care.SOCIAL, care.MIND)))
        doc.add(" ")
    doc.add("\n")
    doc.say(SIGN)


REPORT = Pool("other narratives", lines("""
On {date} at {time} I responded to {street} in reference to a disturbance.
Upon arrival I spoke with {p1.full}, DOB {dob}, who stated that {p2.full} had left.
{p2.last} was located at {street.name} and {street.name}.
{p1.last} said {p2.last} hit the car, a gray {Ford|Kia|Subaru}, plate {plate}.
I cleared the scene at {time}.
The suspect fled on foot towards {street.name}.
The court finds that {p1.full} is in need of treatment.
IT IS ORDERED that {p1.FULL} appear on {date}.
The petitioner, {p1.full}, resides in {county}.
Counsel for the respondent: {p2.full}, {p3.last} & {p4.last} LLP, {city}.
The witness was sworn.
The motion is denied.
The matter of {p1.last} v. {org} was continued.
{p1.full}, {age}, of {city}, passed away on {date} at {hospital}.
{p1.first} was born in {city} to {p2.first} and {p3.first} {p1.last}.
{p1.first} is survived by {p1.his} {p2.kin} {p2.first} of {city}, and children {names}.
A service will be held at {church} on {date}.
In lieu of flowers, donations may be made to {org}.
{p1.He} graduated from {school} in {year}.
{p1.first} enjoyed fishing, quilting, and baking.
{p1.first} read the paragraph aloud and answered three of five questions.
{p1.first}'s teacher, {p2.mr}, sees progress.
The student is above grade level in math.
Accommodations: extra time, small group.
The incident was reported to the {capital} office.
No injuries were noted.
Property was returned to the owner.
The complaint was found to be without merit.
The student was sent to the nurse.
Parents were informed by phone.
{city} High beat {city} in the final on {date}.
Mayor {p1.full} opened the clinic in {city} on {weekday}.
Researchers in {country} found that {generic} lowers risk.
{org} said on {weekday} that sales rose.
The {guide} panel voted on {brand}.
The storm left thousands without power in {state}.
The minister of health of {country} resigned.
{p1.full}, who lives in {city}, said the river rose fast.
"We lost everything," said {p1.last}.
"""))


@kind("report_narrative", 1)
def report(doc):
    doc.several(REPORT, doc.int(2, 7), doc.choice((" ", "\n")))


CASE = Pool("case management entries", lines("""
{date} {time} CM: {NARRATIVE}
{date}: {NARRATIVE}
CM assessment: {NARRATIVE} {NARRATIVE}
Payer: {org}  Auth: {case}
Anticipated dispo: SNF
Choice list given.
Barriers: {dx}, no ride
PASRR complete
{home} - accepted / {home} - denied / {home} - pending
DME: {tool} from {org}
Transport: {org} at {time}
Contact: {rel.full} {phone}
{rel.first} ({rel.kin}) agrees with {home}
HH: {org}, start {date}
Infusion: {org}, {p1.first}
MD to MD done {dr.last}/{dr2.last}
IM letter given
Observation notice signed by {pt.full}
LOS {n} days
GMLOS 4.1
{NARRATIVE}
Avoidable day: {dept}
Peer to peer with Dr. {dr2.last} of {org}
Dialysis chair at {org} {city}, MWF
"""))


@kind("case_management", 1.2)
def case_management(doc):
    doc.several(CASE, doc.int(3, 10), "\n")


from ..grammar import slot  # noqa: E402


@slot("NARRATIVE")
def narrative(doc, form):
    if not (doc.chance(0.6) and doc.sentence(NARRATIVE)):
        doc.sentence(care.SOCIAL)


@kind("home_visit", 1)
def home_visit(doc):
    """A visiting nurse's page."""
    if not doc.clean:
        doc.say(VISIT, "\n")
    prose(doc, (care.NURSING, care.SOCIAL, care.TEACHING), doc.int(4, 9), phi=0.2)
    doc.add("\n")
    doc.say(SIGN)


VISIT = Pool("home visit heads", blocks("""
Home visit {date}, {street}, {city}
Client: {pt.full}
---
Client {pt.lf}, SOC {date}, Dx {dx}
Caregiver: {rel.first} ({rel.kin})
---
Arrived at {time}. {rel.first} answered the door.
---
{pt.LAST}, {pt.FIRST} {address}
---
Visit for {pt.mr} at {home}
"""))
