"""More sentences with people, places, dates and numbers in them, by theme; see frames.py for the mixed frames."""
from ..grammar import Pool, lines

FAMILY = Pool("frames family", lines("""
{pt.first} lives with {pt.his} {rel.kin} {rel.first} and two dogs on {street.name}.
{pt.his} {rel.kin}, {rel.full}, works nights at {employer}.
{rel.first} ({rel.kin}) is the primary caregiver.
{rel.full} is {pt.his} power of attorney.
{rel.first} and {rel2.first} disagree about hospice.
{rel.mr} asked whether {pt.first} could come home.
{pt.his} {rel.kin} {rel.first} passed away in {monyear}.
{pt.his} late {rel.kin}, {rel.full}, is buried in {city}.
Son {p1.first}, daughter {p2.first}, and granddaughter {p3.first} at bedside.
Grandchildren {names} visit on {weekday}.
{pt.first} raised {names} on {pt.his} own in {city}.
Mother {rel.first}, age {age}, has {dx}; father {rel2.first} died at {age}.
Sister {p1.first} had {dx} at {age}.
Uncle {p1.first} in {country} had {eponym}.
{rel.Kin} {rel.first} drove {pt.him} from {city}.
{couple} have been married for forty years.
{couple} adopted {pt.first} from {country} in {year}.
{pt.first}'s twin, {p1.first}, is healthy.
{pt.first} was named after {pt.his} {rel.kin}, {rel.first}.
Guardian: {rel.full}, {address}.
Contact {rel.first} before any procedure.
{rel.first} has the car keys and {pt.his} {brand}.
{p1.first} next door checks on {pt.him}.
Neighbor {p1.full} called 911.
Roommate {p1.first} found the empty bottle of {brand}.
Landlord {p1.mr} ({phone}) let EMS in.
Friend {p1.first} from {church} brings dinner.
{pt.his} pastor, Rev. {p1.last}, visits on {weekday}.
Rabbi {p1.last} and Father {p2.first} were called.
Fr. {p1.last} of {church} anointed the patient.
Imam {p1.last} was contacted by {rel.first}.
{pt.his} boss at {employer}, {p1.full}, sent flowers.
{pt.first} is a student at {school} and lives in {hood}.
Teacher {p1.mr} at {school} noticed the spells.
Coach {p1.last} pulled {pt.him} from the game in {city}.
School nurse {p1.full} faxed the plan from {school}.
{pt.first} played ball for {school}.
Taught at {school} for thirty years.
Attends {church} in {city}.
Sings in the choir at {church}.
Works the night shift at {employer} in {city}.
Retired from {employer} after {n} years.
Laid off from {employer} last year; {rel.first} still works there.
Served in the Navy with {p1.first} {p1.last}.
Ex-husband {p1.full} has a restraining order, case {case}.
Caseworker {p1.full}, {county} Child Protective Services, {phone}.
Probation officer {p1.last} can be reached at {phone}.
Attorney {p1.full} of {p2.last} & {p3.last} called.
Foster mother {p1.first} {p1.last} signed.
Adoptive parents are {couple}.
Babysitter {p1.first} was with the child.
Boyfriend {p1.first} punched the wall.
{rel.first}, {pt.his} {rel.kin}, may be reached at {rel.email}.
Lives at {home}, room {n.3}; nurse there is {rn.first}.
Born in {city}, raised in {city}, lived in {city} until {year}.
Grew up in {county} and went to {school}.
Moved from {hood} to {hood} in {year}.
Lives near {street.name} and {street.name}.
Homeless, stays under the bridge in {hood} or at {home}.
Farm outside {city}, {county}.
Has a cabin on Lake {anyone.last}.
Spends winters in {citystate}.
Visiting from {city}, {country}.
Refugee from {country}, came through {city}.
Returned from {city} with fever.
Fell at {school}.
Hit by a car at {street.name} and {street.name} in {city}.
Collapsed at {church} during the service.
Found down at {org} in {city}.
Bitten by {p1.mr}'s dog in {city}.
""".replace("Has a cabin on Lake {anyone.last}.\n", "")))

COURSE = Pool("frames course", lines("""
{pt.mr} was taken to the OR on {date} by {dr.drlast}.
On {date}, {pt.he} underwent {tool} placement by {dr.drlast}.
On {date} {dept} was consulted.
By {date} {pt.he} was off oxygen.
Admitted {date}, discharged {date}.
Dates of service: {range}.
{pt.mr} was seen {range} at {hospital}.
Hospitalized at {hospital} from {date} to {date} for {dx}.
Transferred to {hospital} ({city}) on {date}, accepted by {dr.drlast}.
{dr.drlast} at {hospital} accepts the patient.
Flown from {city} to {hospital}.
Outside records from {hospital} show {lab}.
{test} at {hospital} on {date} was normal.
{test} on {date}: {lab}.
Labs from {date}: {lab}, {lab}, {lab}.
Culture of {date} grew {bug}.
Last {test} {monyear}.
Last menstrual period {date}; due {date}.
{dx} since {monyear}, {dx} since {year}.
First seen by me in {month} of {year}.
Stopped {brand} on {date}, restarted {date}.
{generic} {dose} since {date}.
Vaccinated {date} and {date}.
Surgery is set for {date} with {dr.drlast}.
Post-op check with {dr2.drlast} on {date} at {time}.
Return to work {date}.
Off work from {date} through {date}.
Seen in the ER in {city} on {date}.
Seen by {rn.rn} in triage.
Intubated by {dr.drlast}, extubated {date}.
{tool} placed {date} by {dr.drlast}, removed {date} by {rn.rn}.
{dr.drlast} (cardiology) and {dr2.drlast} (renal) agree.
Dr. {dr.last}'s note of {date} was reviewed.
Reviewed with Drs. {dr.last} and {dr2.last}.
Case discussed with {dr.full} ({dept}).
Thank you, {dr.drlast}, for asking us to see {pt.mr}.
{dr.last}/{dr2.last} following.
{dr.last} to see in AM.
Attending: {dr.last}. Resident: {dr2.last}. Intern: {dr3.last}.
Team: {dr.last} {dr2.last} {rn.first}
PCP {dr.last} notified by fax {fax}.
Signed out to {dr2.first}.
Paged {dr.last} x2, no answer; then {dr2.last} came.
{rn.first} from {dept} called with {lab}.
{rn.first} and {rn2.first} turned the patient.
Chaperone: {rn.full}.
Witnessed by {rn.full} and {rn2.full}.
Verified with {rn.rn}.
Pt seen w/ interpreter {rn.first} #{n.5}.
Entered by {rn.lasti} on {date} {time}
-- {rn.init} {time}
{dr.init3}/{rn.init3}
/s/ {dr.full}
{dr.full} MD PGY-3 pager {ext}
D: {date} T: {date} Job {n.6}
Dictated: {date} {time}; {dr.fi}/{rn.init3}
{pt.LAST}, {pt.FIRST} expired on {date} at {time}.
Pronounced by {dr.drlast} at {time} on {date}.
Body released to {p1.last} Funeral Home.
Autopsy by {dr.drlast}, {county} medical examiner.
Research nurse {rn.full} consented {pt.him} on {date}.
{pt.first} enrolled in the {pharma} trial at {hospital}.
DNR signed by {rel.full} {date}.
Fell out of bed on {date}, {rel.first} notified.
Discharged home with {rel.first}.
Going to {home} in {city} on {weekday}.
Bed at {home} accepted by {p1.first} in admissions.
Ride arranged with {p1.first} from {org}.
Wheelchair delivered to {street} by {org}.
Home health: {p1.first} with {org}, {phone}.
""")
)
NAMES_IN_TEXT = Pool("frames names", lines("""
{pt.nick} (legal name {pt.full}) was seen.
Patient is also known as {pt.first} {p1.last}.
Maiden name {p1.last}.
née {p1.last}
Formerly {pt.first} {p1.last}, now {pt.last}.
Known to the clinic as "{pt.nick}".
{pt.first} "{p1.first}" {pt.last}
{pt.LAST} {pt.FIRST}
{pt.last} {pt.first}
{pt.lasti}. was called
{pt.fi} and {rel.fi}
{pt.fl} and {p1.fl}
Baby boy {pt.last}
Baby Girl {pt.LAST}
BB {pt.last} was born to {rel.first}
Twin A of {rel.full}
Infant of {rel.full}
Pt. {pt.last}
Ms {pt.last} and Mr {rel.last}
{pt.last} is stable.
{pt.last} was moved.
{pt.last}: stable, {dx}
{pt.LAST}: {lab}
{pt.lowfirst} is doing fine
mrs {pt.lowlast} called
spoke w {pt.lowfirst} {pt.lowlast}
{pt.first}, {p1.first} and {p2.first} came.
{pt.first} & {p1.first}
{pt.first}/{p1.first}
{pt.first}'s
{pt.last}'s {dx}
{pt.last}-{p1.last} wedding
The {pt.last} family
The {pt.last}s
The {pt.last} case
{pt.last} v. {p1.last}
Thank you, {pt.first}!
Is {pt.first} there?
Where is {pt.first}?
Has {p1.first} called?
Did {p1.first} {p1.last} sign?
Call me {pt.nick}.
Ask for {p1.first}.
To: {p1.full}
cc: {p1.full}, {p2.full}, {p3.full}
cc {dr.drlast}, {dr2.drlast}
From: {p1.full}
Re: {pt.full}
RE: {pt.lf}
Attn: {p1.full}
ATTN {p1.FULL}
c/o {p1.full}
By: {p1.full}
By {p1.fi}
Author: {dr.full}
Authored by {dr.full} on {date}
Performed by: {rn.full}
Reviewed: {dr.init}
Tech: {rn.init}
Scribe {rn.full}
Signature {p1.full}
X {p1.full}
Name printed: {p1.full}
Mr. and Mrs. {p1.last}
Mr. {p1.first} {p1.last} Jr.
Señora {p1.last}
Sr. {p1.last}
Madame {p1.last}
Miss {p1.first}
Mister {p1.first}
Ma'am {p1.last}
Sgt. {p1.last}
Officer {p1.last}
Capt. {p1.last}
Lt. {p1.first} {p1.last}
Judge {p1.last}
Senator {p1.last}
Prof. {p1.last}
Nurse {p1.first}
Nurse {p1.last}
RN {p1.last}
Rev. {p1.first} {p1.last}
Sister {p1.first}
Aunt {p1.first}
Uncle {p1.first}
Grandma {p1.first}
Abuela {p1.first}
Auntie {p1.first}
Cousin {p1.first}
Tío {p1.first}
Big brother {p1.first}
Hon. {p1.full}
Sir {p1.first} {p1.last}
Dame {p1.first}
""")
)
PLACES_IN_TEXT = Pool("frames places", lines("""
From {city}.
From {citystate}.
In {city}, {pt.he} worked as a cook.
{city} native.
Lives in {city} now.
Lives outside of {city}.
Lives in the {city} area.
Lives in {city}; works in {city}.
Resident of {city}, {county}.
{county} resident
North of {city}
30 miles from {city}
Between {city} and {city}
Drove from {city} to {city}.
The {city} office called.
Our {city} clinic is closed.
{city} Police brought {pt.him} in.
{city} Fire and Rescue responded.
{county} Sheriff
{county} Health Department
{county} Jail
City of {city}
Town of {city}
University of {city}
{city} Public Schools
Downtown {city}
East {city}
{city} airport
the {city} marathon
Followed at {hospital}.
Followed by {hospital} {dept}.
{hospital} records
{hospital} ED
{hospital} transfer center
{hospital} in {city}
{hospital}, {citystate}
{hospital} {dept}
Had a {test} at {hospital}.
Seen at {hospital} on {date}
Goes to {hospital} for dialysis
Born at {hospital}
Wants to go to {hospital}
An outside hospital ({hospital})
at {hospital} she had a {tool}
to {hospital} by ambulance
{hospital} called with results
{hospital} accepted
the VA in {city}
{city} VA
Kaiser in {city}
urgent care in {city}
a clinic in {city}
a shelter in {city}
jail in {county}
prison in {city}
an SNF in {city}
a farm near {city}
church in {city}
the mosque on {street.name}
corner of {street.name} and {street.name}
lives at {street}
lives on {street.name}
{street}, {city}
{street}, {city}, {state.code} {zip}
{city}, {state.code}
{city} {state.code} {zip}
{city}, {state}
{city}, {country}
{city} in {country}
ZIP code {zip}
PO Box in {city}
apartment on {street.name} in {hood}
lives in {hood}
the {hood} clinic
{home} in {city}
{home} resident
returns to {home}
from {home} via EMS
{home} staff report confusion
{school} called
student at {school}
works at {school}
{church} food pantry
member of {church}
bus to {city}
flight to {city}
trip to {city} and {country}
hiking near {city}
vacation in {city}
cruise from {city}
military base in {city}
grew up in {city} and {city}
has family in {city}
wants to move back to {city}
previous address {address}
new address: {address}
send to {address}
lives at {address}
{address}
""")
)
