"""Longer sentences with people and places in them, as letters and histories write them."""
from ..grammar import Pool, lines

LONGER = Pool("frames longer", lines("""
{pt.mr} was driving home from {employer} in {city} when another car crossed the line on {street.name}.
{pt.mr} first noticed the {symptom} while visiting {pt.his} {rel.kin} {rel.first} in {city} last summer.
When {rel.first} came home on {date}, {pt.he} found {pt.first} on the kitchen floor.
{pt.first} and {rel.first} had been married for thirty years and lived on {street.name} in {city}.
{pt.mr} moved from {city} to {city} in {monyear} to live with {pt.his} {rel.kin}, {rel.full}.
I spoke at length with {pt.mr} and {pt.his} {rel.kin} {rel.first} about hospice at {home}.
{dr.drlast} and I reviewed the films together, and we agree with {dr2.drlast} that surgery is not needed.
At {hospital} in {city}, {dr2.drlast} had started {brand}, but {pt.mr} stopped it in {month}.
After {dr.drlast} retired, {pt.mr} transferred {pt.his} care to {dr2.drlast} at {hospital}.
{pt.mr} has been followed by {dr.drlast} for {dx} since {year} and by {dr2.drlast} for {dx}.
Our social worker, {rn.full}, met with {pt.first} and arranged a ride from {city}.
The interpreter, {p1.first}, stayed while {rn.first} went over the instructions with {rel.mr}.
{pt.first}'s teacher at {school}, {p1.mr}, wrote that {pt.he} falls asleep in class.
{pt.He} grew up in {city}, went to {school}, and worked for {employer} until {year}.
{pt.His} {rel.kin} {rel.first} and {rel2.kin} {rel2.first} both had {dx}.
{pt.mr} tells me that {rel.first} lost {pt.his} job at {org} and that money is tight.
{p1.first}, who lives next door, drove {pt.first} to {hospital} on {date}.
Officer {p1.last} of the {city} police said that {pt.mr} had been walking along {street.name}.
We received the records from {hospital} on {date}, and {rn.first} has scanned them.
{rel.full} called on {date} to say that {pt.first} had a fall at {home}.
{pt.mr}, who is originally from {country}, came to {city} by way of {city}.
{pt.mr} would like to be seen closer to {city}, so I have asked {dr2.drlast} at {hospital} to take over.
In {month} {pt.he} saw {dr2.drlast}, who thought that this was {dx}.
{dr2.drlast}'s note from {date} says that the {test} was {adj}.
As {dr2.drlast} wrote in {pt.his} letter of {date}, {brand} was not tolerated.
According to {rel.first}, {pt.first} has been asking for {pt.his} mother, who died in {city} years ago.
{pt.mr} plans to fly to {city} on {date} to see {pt.his} grandchildren, {names}.
{pt.first} hopes to return to {school} in {month} and to play with {p1.first} and {p2.first} again.
Both {dr.last} and {dr2.last} were in the room when {pt.mr} coded.
I asked {rn.first} to call {rel.first} at {phone} and {dr2.drlast} at {phone}.
Please send a copy to {dr2.drlast}, {hospital}, {address}.
{pt.mr} has named {rel.full} of {city} as {pt.his} agent.
Two of {pt.his} children, {p1.first} and {p2.first}, live in {city}; {p3.first} lives in {country}.
{pt.mr}'s granddaughter {p1.first} was born on {date} at {hospital}.
{pt.mr} is a retired {job} from {city} who comes in with {pt.his} {rel.kin} {rel.first}.
{pt.mr} is a {job} at {employer} and lives in {hood}.
{pt.full} is a {pt.age}-year-old {job} from {citystate} with {abbr} and {abbr}.
{pt.full} is a right-handed {pt.age}-year-old {pt.boy} referred by {dr.drlast} for {symptom}.
This {pt.age}-year-old {job}, {pt.full}, was brought in by {rel.first}.
Since {date}, when {dr.drlast} did the {procedure}, {pt.mr} has had {symptom}.
{dr.drlast} did a {procedure} on {date} at {hospital}.
{procedure.Cap} by {dr.drlast} at {hospital}, {monyear}.
{procedure.Cap}, {dr.drlast}, {year}.
{rn.first} at the {city} office will arrange the {procedure}.
Patient of {dr.drlast}; on call is {dr2.drlast}.
Admitting to {dr.drlast}, {dept}.
Thank you for letting me see {pt.first}; {pt.he} is a delight.
{pt.first} was {adj}, and {rel.first} did most of the talking.
{symptom.Cap} began in {month} after a trip to {city}.
{symptom.Cap} since {date}, worse since {date}.
{test} at {hospital} in {monyear} showed {finding}.
{dx.Cap} was diagnosed at {hospital} by {dr2.drlast} in {year}.
{dx.Cap}, followed by {dr2.drlast} in {city}.
{brand} was prescribed by {dr2.drlast} in {city} for {dx}.
Father, {rel2.first}, has {dx}; mother, {rel3.first}, is well.
Her parents, {couple}, live in {city}.
Dad is {p1.first}, mom is {p2.first}.
Mom ({p2.first}) and dad ({p1.first}) were both there.
Stepfather {p1.first} {p1.last} has custody.
The boyfriend, {p1.first}, was asked to leave.
The sitter, {p1.first}, noticed the rash.
A coworker, {p1.first}, gave CPR.
A friend named {p1.first} drove.
A man called {p1.first} answered the phone.
Someone named {p1.full} from {org} left a message.
His dog, a beagle, sleeps on the bed.
Her cat scratched her hand.
{p1.first} is the dog.
They named the baby {p1.first}.
Twins {p1.first} and {p2.first} are gaining weight.
Baby {p1.first} is feeding well.
Little {p1.first} is now {n} months old.
Old {p1.mr} down the hall shouts at night.
Poor {p1.first} has been sick all week.
{p1.first} W. from room {n.3} borrowed a walker.
{p1.first} from {dept} said so.
{p1.first} in {dept} has the key.
{p1.first} with {org} will deliver the bed.
{p1.first} over at {home} says there is a bed.
{p1.last} in {city} does these.
{p1.last} and team took over.
Team {p1.last}
The {p1.last} clinic
The {p1.last} Foundation paid for the drug.
{hospital} sent the {test}.
{hospital} wants an answer by {date}.
{hospital} to {home} on {date}.
Between {hospital} and {hospital} the records were lost.
Either {hospital} or {hospital} can do the {procedure}.
{city} is too far.
{city} and {city} are both possible.
{city} Urgent Care gave {brand}.
Mail to {city}; fax to {fax}.
A clinic near {street.name} gave the shot.
The bus from {city} was late.
Lives two blocks from {school}.
Goes to {school} with {p1.first}.
Baptized at {church}; funeral at {church}.
The pastor of {church} is {p1.full}.
""".replace("His dog, a beagle, sleeps on the bed.\n", "").replace("Her cat scratched her hand.\n", "").replace("{p1.first} is the dog.\n", "")))
