"""More speech: hand-offs of nurses, doctors, crews and switchboards, dictation with spelled names and said numbers."""
from ..background import mix as bg
from ..grammar import Pool, lines
from ..registry import kind

START = Pool("said starts", lines("""
alright this is {rn.first} giving report on {bed} {pt.full}
so {bed} is {uh} {pt.full} {pt.age} year old {pt.sex}
{bed} {pt.last} {pt.first}
{bed} is mister {pt.last} he's {age.words}
{bed} {uh} i think it's pronounced {pt.last}
okay {pt.first} {pt.last} {age.words} year old {pt.boy} of doctor {dr.last}
hi {rn2.first} it's {rn.first} from {dept} i have a patient for you {pt.full}
this is doctor {dr.last} dictating a {discharge summary|consult|clinic note} on {pt.full} spelled {spelled}
patient name {pt.full} {spelled.pt} medical record {said_mrn} date of birth {said_date.birth}
medic {n} to {hospital} we're inbound with a {age} year old {male|female}
{hospital} this is medic {n} with a {age} year old with {symptom}
this is {dept} calling report on {pt.mr}
report for {pt.full} she's going to {from}
{uh} first one is {pt.first} {pt.last} she's the lady from {city}
{bed} is a {age} year old {ethnic} {man|woman} admitted for {dx}
{bed} admitted with {dx}
{bed} transfer from {dept} for {dx}
next one's {pt.first} everybody knows {pt.first}
that's {pt.mr} in {bed} with the {tool}
so this is a {age} year old with a history of {abbr} and {abbr}
calling about {pt.full} date of birth {said_date.birth}
moving to {bed} {pt.nick}
{bed} is empty housekeeping's in there
last one {pt.full} observation overnight
{pt.first} {pt.last} is a {age90.words} year old from {home}
{bed} is {age90.words} years old so be gentle
okay who's next {uh} {bed}
hey {rn2.first} you ready for report on {pt.last}
this is {rn.first} with an update on {pt.first} {pt.last}
report on {pt.last} in {bed}
okay {bed} {pt.first} {pt.last} {pt.age} {pt.sex} full code
um so my first one is {pt.mr} in {bed}
then i've got {pt.last} in {bed}
also {pt.last} across the hall
{pt.first} in {bed} {dx}
so this lady {pt.first} {pt.last} she's {pt.age}
so this guy {pt.full} came in with {symptom}
doctor {dr.last} it's {rn.first} in {dept} about {pt.last}
this is {rn.first} {rn.last} calling from {hospital} to give report
{hospital} transfer center this is {p1.first}
good morning this is doctor {dr.last} with {dept}
this is a dictation for {pt.full} medical record {said_mrn}
trauma {n} is a {age} year old {male|female} unrestrained driver
we have a {age} year old {job} with {symptom}
{bed} is a {procedure} post op day two
{bed} waiting on {procedure}
"""))
SAID = Pool("said with PHI", lines("""
{pt.his} {rel.kin} is {rel.first} and her number is {said_phone}
the {rel.kin} {rel.first} {rel.last} can be reached at {said_phone}
call {rel.first} on the cell {said_phone}
i talked to {rel.first} {ago} she's flying in from {city}
{rel.first} will be here around {time}
{uh} {rel.first} and {rel2.first} don't get along so no visitors together
so {rel.first} is the decision maker not {rel2.first}
{pt.first} lives with {pt.his} {rel.kin} {rel.first} over in {city}
{pt.he} lives on {said_street} in {city}
address is {said_street} {city} {state} {said_zip}
the address i have is {said_street}
zip is {said_zip}
{pt.he}'s from {home} the one on {street.name}
{pt.he} came in from {hospital} by ambulance on {said_date}
transferred over from {hospital} in {city} {uh} on {said_date}
came from {city} by helicopter
accepted by {dr.last} at {hospital}
doctor {dr.last} is the attending doctor {dr2.last} is covering tonight
page {dr.last} for anything page {dr2.last} if it's the heart
{dr.last}'s the primary and {dr2.last} from {dept} is consulting
{dr2.first} the resident put in the orders
{dr2.first} or {dr3.first} is on tonight
so {uh} doctor {dr.last} wants the {tool} out on {weekday}
{dr.last} said no to {brand}
per {dr.last} we're holding {brand}
{uh} {dr.last} placed the {tool} on {said_date}
surgery was on {said_date} with {dr.last}
the {tool} went in on {ordinal}
last bowel movement was {ordinal}
last dose of {brand} was on {said_date}
birthday's {said_date.birth}
dob is {said_date.birth}
born {said_date.birth}
{pt.he} turned {age.words} on {said_date}
i'll spell it {spelled} first name {pt.first}
last name is {spelled.pt}
{pt.last} that's {spelled.pt}
mrn is {said_mrn}
m r n {said_mrn}
medical record number {said_mrn}
social is {said_ssn}
last name {pt.last} record {said_mrn}
the claim number is {said_id}
accession is {said_id}
email is {said_email.pt}
{rel.first}'s email is {said_email.rel}
fax it to {said_phone}
the pharmacy's on {street.name} in {city}
{pt.he} goes to {church} the priest father {p1.last} came by
{pt.he} works at {employer} in {city}
used to teach at {school}
{pt.first}'s boss {p1.first} called too
the neighbor {p1.first} has the dog
{p1.first} from social work is looking at {home} and {home}
{p1.first} in case management has the packet
{rn.first} had {pt.him} yesterday and {rn2.first} the day before
{rn.first} and i turned {pt.him} at four
{rn.first}'s gonna be your tech
tell {rn.first} thanks for the help
tech is {rn2.first}
charge is {rn.first} tonight
sitter is {p1.first}
respiratory is {p1.first}
interpreter {p1.first} comes at ten
chaplain {p1.last} stopped by
pt is {p1.first} ot is {p2.first}
that's {pt.last} with a {spelled.pt}
hey {p1.first} can you grab that call
thanks {p1.first}
bye {p1.first}
okay {p1.first} anything else
sorry i mean {pt.last} not {p1.last}
no wait that was {p1.mr} in {bed}
not to be confused with the other {pt.last} in {bed}
there are two {pt.last}s on the floor so name alert
name alert {pt.last} and {p1.last}
{pt.he} likes to be called {pt.nick}
goes by {pt.nick}
call {pt.him} {pt.nick}
so {pt.nick} is on {brand}
{pt.first} is allergic to {brand}
{pt.last} had a rough night
is {pt.last} npo
did {pt.last} get the {test}
{pt.first}'s {test} came back {adj}
{pt.first} asked for {brand} and {brand}
{pt.first} wants to go home to {city}
{pt.first} will may have to wait til {weekday}
may i talk to {pt.first} {pt.last}
will {pt.first} be there in {month}
{pt.he} was in {city} in {month} on vacation
got back from {country} in {month}
{pt.he} was at {hospital} back in {monyear}
seen at {hospital} and sent home
{county} sheriff brought {pt.him} in
officer {p1.last} is at the door
the {city} police want a call back
follow up is with {dr2.last} on {said_date}
appointment on {said_date} at {time} with doctor {dr2.last}
going to {home} on {said_date}
ride with {rel.first} at {time}
discharge was set for {said_date} but {rel.first} can't come
code status was changed by {rel.first}
dnr signed by {rel.full}
signed by {dr.last} and {dr2.last}
end of dictation {dr.full}
this has been {dr.first} {dr.last}
copy to doctor {dr2.last} in {city}
copy to {dr2.first} {dr2.last} at {hospital}
so {pt.first} got here about {time} with {rel.first}
{rel.first} rode along in the ambulance
{rel.first} said {pt.he} had been {adj} for two days
per {rel.first} the {rel.kin} last seen normal at {time}
we got {pt.first} from {dept}
{rn.first} from {dept} gave me report
i got report from {rn.first}
{rn.first} had the patient before me
handing off from {rn.first} to {rn2.first}
{rn2.first} are you taking {bed}
{rn2.first} you've got {pt.last} and {p1.last}
okay {rn2.first} so your patients are {pt.last} {p1.last} and {p2.last}
i have {pt.last} {p1.last} and {p2.last} tonight
can you cover {pt.last} while i'm at lunch {rn2.first}
dr {dr.last} just texted about {pt.last}
{dr.last} called back
{dr.last} never called back
{dr.last} will see {pt.him} first thing
{dr.last} talked to {rel.first} about the {procedure}
{dr.last} is doing the {procedure} on {said_date}
{procedure} with {dr.last} at {time}
the {procedure} was done by {dr2.last} on {weekday}
seen by {dr2.last} from {dept} this morning
{dept} that's {dr2.last} wants {test}
the fellow is {dr2.first} {dr2.last}
the intern's name is {dr3.first}
student nurse {p1.first} is with me
security's name was {p1.first}
{p1.first} from transport took the monitor
{p1.first} in the lab called with {lab}
{p1.first} from pharmacy verified the {generic}
so i called {hospital} and talked to {p1.first}
they called from {hospital} looking for {pt.last}
{hospital} is sending the records
{hospital} did a {test} on {said_date}
{pt.he} had {procedure} at {hospital} in {year}
{pt.he} was supposed to go to {hospital} but they're on divert
diverted from {hospital}
closest hospital was {hospital}
we're about ten minutes out from {hospital}
picked up at {said_street}
picked up from {home} in {city}
on scene at {street.name} and {street.name}
{city} fire was on scene
{city} pd is following
the {county} deputy has the phone
caller was {rel.first} {rel.last}
found by {p1.first} the mailman
{pt.he} lives alone in {city} no family nearby
{pt.he} just moved from {city} to {city}
{pt.he} is visiting from {city}
{pt.his} people are from {city}
originally from {city} {state}
{pt.he}'s a {job} at {employer}
{pt.he}'s a {job} over in {city}
{pt.first} goes to {school}
kids are {names}
the oldest {p1.first} is fourteen
{pt.his} {rel.kin} {rel.first} is a nurse at {hospital}
ask {rel.first} she knows the meds
{rel.first} has the glasses and the hearing aids
{rel.first} took the wallet home
{rel.first}'s cell is {said_phone} and {rel2.first}'s is {said_phone}
if you can't get {rel.first} try {rel2.first}
don't call {rel.first} after ten
do not give info to {p1.first}
password for {rel.first} is on the board
{rel.first} and the {kin} are in the waiting room
{rel.kin} at bedside name's {rel.first}
that's {rel.first} with an e
{pt.first} with a {spelled.pt}
last name sounds like {pt.last}
not {pt.last} the other one {p1.last}
i keep calling him {pt.nick}
everybody calls {pt.him} {pt.nick}
{pt.nick} {pt.last} in {bed}
{pt.last} comma {pt.first}
{pt.first} {pt.middle} {pt.last}
{pt.last} {pt.age} {dx}
date of birth on that is {said_date.birth}
born {said_date.birth} so {pt.he}'s {pt.age}
admitted {said_date} so day {n}
been here since {said_date}
since {ordinal}
due on {ordinal}
went to the o r on {said_date}
last {test} was {said_date}
culture from {said_date} grew {bug}
flu shot was {said_date}
court date is {said_date}
goes home {said_date} if the {test} is okay
the appointment's on {said_date} over at {hospital}
found at {corner}
picked up at {corner}
crash on {route}
they were on {route} by {landmark}
{pt.he} works at {landmark}
fell at {landmark}
{rel.first}'s following in the {car}
then {pt.mr} {spelled.pt} {dx}
{pt.last} comma {spelled.pt}
name's {pt.first} {spelled.pt} {pt.first} {pt.last}
dictated by {dr.full}
operative dictation {dr.full} patient {pt.full}
surgeon doctor {dr.last} assistant {dr2.last} anesthesia doctor {dr3.last}
copy to doctor {dr2.last} at {said_street} {city} {state} {said_zip}
letter to doctor {dr2.last} at {said_street} {city}
yours comma {dr.first}
dear doctor {dr2.last} comma thank you for seeing {pt.first}
"""))
PLAIN = Pool("said plain", lines("""
{uh} {he_she}'s got a history of {dx} {dx} and {dx}
came in with {symptom} and {symptom}
found to have {finding} in the {site}
the {test} showed {adj} {finding}
{test} was {adj}
on {drug} {dose} {freq}
{generic} at {dose} {uh} {freq}
we started {brand} and stopped {generic}
allergies are {brand} and {generic}
{dept} and {dept} are both following
{dept} signed off
waiting for {dept} to round
has a {tool} in place
the {tool} is working fine
two IVs one in the left hand one in the right forearm
vitals {uh} blood pressure one thirty two over seventy eight heart rate eighty four
sat ninety six on room air
temp max was one hundred point four
pain's a {n} out of ten at the {site}
{symptom} is better {symptom} is the same
no {symptom} no {symptom}
lungs {adj} belly {adj} skin {adj}
gets up with one and a {thing}
eats {thing} and {thing} for breakfast
on a low sodium diet
on contact precautions for {bug}
grew {bug} in the urine
labs {lab} {lab}
{lab} this morning
repeat {test} at six
needs a {procedure} {in_time}
had a {procedure} in {year}
s p {procedure}
plan is {procedure} then rehab
{guide} protocol
scored a {n} on the {tool}
{alone} was negative
{he_she}'s a {job} retired
{ethnic} speaks {language}
{faith} no blood products
insurance is {org}
{org} is bringing the {thing}
{pharma} rep is coming for the {tool}
full code
dnr dni
will reassess in an hour
may need a bolus
mark it on the sheet
frank blood in the tube
rose up on {his_her} own
penny for your thoughts on the {lab}
so that's {bed}
that's all on {bed}
any questions
no
yep
mm hmm
got it thanks
okay next
sorry go ahead
let me find my sheet
hold on my pen died
copy that
ten four
eta {n} minutes
en route
clear for now
stand by
read that back please
{procedure} in {year} {procedure} in {year}
no {procedure} no {procedure}
skin's {adj} over the {site}
{site} is {adj} with {finding}
the {scale} was {n}
{inst} sent {him} over
came from {inst}
went to {inst} for {test}
they called {inst}
{body} says so
uses a {model} at home
the {model} keeps alarming
{pharma} {model} interrogated
has a {breed} at home
took some {plant}
{anat} looks okay
likes {thing} hates {thing}
speaks {language} a little english
works as a {job}
not a {job} anymore
{country} originally
from {country} i think
{state} license
{org} insurance
""" ))


@kind("handoff", 4)
def handoff(doc):
    """One or two patients, told; in a third of the cases with the recogniser's own capitals and stops."""
    doc.facts["spoken"] = True
    style = doc.choice(("run", "run", "lines", "sentences", "commas", "dictated"))
    share = doc.choice((0.15, 0.35, 0.6))
    for _ in range(doc.choice((1, 1, 1, 2))):
        doc.say(START)
        for _ in range(doc.int(2, 9)):
            doc.add({"run": " ", "lines": "\n", "sentences": ". ", "commas": ", ", "dictated": doc.choice((" period ", " comma ", " period new paragraph ", " "))}[style])
            first = len(doc.pieces)
            if not (doc.chance(share) and doc.say(SAID)):
                doc.say(PLAIN if doc.chance(0.6) else doc.choice(bg.TALK))
            if style in ("sentences", "lines") and first < len(doc.pieces):
                text, kind_ = doc.pieces[first]
                doc.pieces[first] = (text[0].upper() + text[1:], kind_)
        doc.add("." if style == "sentences" else "")
        doc.add("\n")
        doc.cast = {k: v for k, v in doc.cast.items() if not k.startswith(("pt", "rel"))}
    if style in ("run", "commas", "dictated") and doc.chance(0.45):
        doc.pieces = [(t.lower(), k) for t, k in doc.pieces]
