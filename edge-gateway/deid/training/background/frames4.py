"""More frames that take a name, a place or an ordinary word alike; see frames.py."""
from ..grammar import Pool, lines

MIXED = Pool("frames mixed", lines("""
{who} to evaluate.
{who} aware.
{who} notified at {time}.
{who} paged, awaiting call back.
{who} at bedside.
{who} consulted for {dx}.
{who} following.
{who} signed off.
{who} recs: {generic}, {test}.
{who} agrees with {procedure}.
{who} declined {procedure}.
{who} says the {test} is {adj}.
{who} wants {test} before {procedure}.
{who} thinks this is {dx}.
{who} prefers {generic}.
{who} changed {brand} to {brand}.
{who} removed the {tool}.
{who} asked for {thing}.
{who} left a message.
{who} will round at {time}.
{who} and {who} met with the family.
{who}, {who} and {who} were present.
{who} ({dept}) reviewed the {test}.
{who}'s note was reviewed.
{who}'s office called.
{who}'s plan is {procedure}.
{who} or {who} will sign.
As per {who}, no {thing}.
Per {who}: {symptom} is {adj}.
Per {who} and {who}, continue {generic}.
By {who} on {weekday}.
Read by {who}.
Signed by {who}.
Cleared by {who}, not yet by {who}.
Ordered by {who}, given by {who}.
Seen by {who} {ago}; seen by {who} today.
Followed by {who} for {abbr} and by {who} for {abbr}.
Managed by {who}.
Co-managed with {who}.
Called {who}, then {who}.
Tell {who} about the {lab}.
Thank {who} for the {test}.
Ask {who} or {who}.
See {who} {in_time}.
See note from {who}.
Await {who}.
Awaiting {who} and {test}.
Need input from {who}.
Asked {who} to see the patient.
Faxed to {who}.
Routed to {who}.
Forwarded to {who} for review.
Refer to {who} if {symptom} persists.
Return to {who} for {procedure}.
Sent a message to {who}.
Appointment with {who} {in_time}.
Discussed {procedure} with {who}.
Reviewed {test} with {who} and {who}.
Meeting with {who} at {time}.
Plan made with {who}.
Check with {who} before {procedure}.
Came with {with}.
Lives with {with}.
Lives with {with} and {with}.
Lives with {with} near {near}.
Here with {with}.
Arrived with {with} from {from}.
Left with {with}.
Walks with {with}.
Stays with {with} in {land}.
Visits {with} on {weekday}.
Fights with {with}.
Takes {generic} with {thing}, sees {who}.
Is close to {with}.
Was with {with} when the {symptom} began.
Moved in with {with}.
Traveled with {with} to {land}.
Spoke with {with} and {with}.
With {with} at the bedside, {procedure} was discussed.
From {from}.
From {from} by ambulance.
From {from} to {from}.
From {from} with {symptom}.
Arrived from {from} at {time}.
Admitted from {from} with {dx}.
Came from {from} for {procedure}.
Came here from {land} in {year}.
Received from {from}.
Records from {from} are pending.
Report from {from} received.
Transfer from {from} accepted by {who}.
Return to {from}.
Discharged to {from}.
Discharge to {from} with {org}.
Going to {from} {in_time}.
Moved to {from}.
Sent back to {from}.
Send {test} to {from}.
Called from {from}.
Called {from} for a bed.
No beds at {at}.
At {at} {he_she} had {symptom}.
At {at}, {test} was {adj}.
At {at} since {year}.
Seen at {at}.
Seen at {at} and {at}.
Done at {at}.
Done at {at} in {year}.
{test} at {at} {ago}.
{procedure.Cap} at {at}.
Had {procedure} at {at} by {who}.
Works at {at} as a {job}.
Works nights at {at}.
Was at {at} when {symptom} began.
Fell at {at}.
Found down at {at}.
Met {with} at {at}.
Eats at {at}.
Follows at {at}.
Followed at {at} by {who}.
Stays at {at}.
Left {at} against advice.
Closer to {near}.
Lives close to {near}.
Works near {near}.
Fell near {near}.
Picked up near {near}.
Hiking near {near} with {with}.
A house near {near} with stairs.
Just back from {land}.
Back from {land} {ago} with {symptom}.
Originally from {land}.
Family is from {land}.
Parents from {land} and {land}.
Father from {land}, mother from {land}.
Raised in {land}.
Worked in {land} as a {job}.
Vacation in {land}.
Served in {land}.
Trained in {land}.
Traveling to {land} {in_time}.
Plans to move to {land}.
Never left {land}.
Winters in {land}, summers in {land}.
Spent {year} in {land}.
Exposure in {land}.
Vaccinated in {land}.
Married in {land}, divorced in {land}.
Has family in {land} and {land}.
A native of {land}.
Came to {land} for work.
Misses {land}.
The {job} from {land} is here with {with}.
To: {who}
From: {who}
cc: {who}, {who}
CC {who}
Attn: {who}
Re: {who}
{who}: please see {who}.
{who}: {symptom}?
{who} -> {who}
{who} / {who}
@{who} ok?
{who} - {dept}
{who}, thanks.
Thanks {who}!
Hi {who}, any update?
Dear {who},
Hello {who},
OK per {who}
d/w {who}
d/w {who}, {who}
s/w {who}
c/s {who}
f/u {who}
f/u w/ {who} {in_time}
seen w/ {who}
appt {who} {in_time}
lives w/ {with}
from {from}, dc to {from}
pt of {who}
hx from {with}
works @ {at}
seen @ {at}
""".replace("@{who} ok?\n", "")))
