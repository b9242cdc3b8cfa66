"""Kinds that training never sees: what a model that learnt the other kinds makes of them is the score to look at."""
from ..grammar import Pool, lines
from ..registry import kind


def _kind(name, text, low, high, joins, weight=1.0):
    pool = Pool(f"held {name}", lines(text), held=True)

    @kind(f"held_{name}", weight, unseen_only=True)
    def write(doc):
        join = doc.choice(joins)
        if not doc.several(pool, doc.int(low, high), join):
            doc.add("Nothing to report.")


_kind("poison_call", """
Caller {p1.full} ({rel.kin}) from {city} reports that the child swallowed {brand}.
Toddler {pt.first}, {n} months, 11 kg, found with an open bottle of {brand}.
Advised to give water and observe; {guide} protocol read aloud.
Call back number {phone}, asked for {p1.first}.
Call returned at {time}: child asymptomatic, playing with blocks.
Referred in to {hospital}, spoke with {dr.drlast}.
Product: {generic} {dose}, about six tablets missing.
Specialist: {rn.fi}
Grandmother {rel2.first} keeps {generic} in her purse.
Exposure site: home, {street}.
Caller hung up before giving a name.
Caller is a nurse in {dept}.
Plant identified as lily of the valley; berries were spat out.
Outcome: no effect, closed.
Second call from {p2.full} of the {city} school district.
Chemist at {pharma} gave the ingredient list.
Hazel, ivy, and holly grow in the yard.
No antidote needed, call again if vomiting starts.
""", 3, 8, (" ", "\n"))
_kind("dental", """
{pt.full} presents for recall, last seen {date}.
Full mouth series taken, two bitewings.
Caries on 3 MO and 14 DO.
Anesthesia: one carpule of Septocaine.
Dr. {dr.last} discussed crown versus extraction with {pt.first}.
Prophylaxis by {rn.first}, RDH.
Referred to {dr2.drlast}, periodontist in {city}.
Miller class II recession on 24.
Rubber dam placed, Endo Ice positive.
Insurance {org} allows two cleanings a year.
Angle class I occlusion, overjet 3 mm.
Next visit: scaling, lower left.
Black triangle between 8 and 9.
Lab: {p1.last} Dental Arts, shade A2.
{rel.first} ({rel.kin}) to be called at {phone}.
Patient grinds at night, guard recommended.
Penny-sized ulcer on the tongue.
Frank conversation about sugar and soda.
""", 3, 9, (" ", "\n"))
_kind("custody_health", """
Inmate {pt.LAST}, {pt.FIRST} #{case} arrived from {county} Jail on {date}.
Housing unit B, cell {n}.
Classified as low bunk, low tier.
TB screening negative, reads English.
Officer {p1.last} escorted the patient to the infirmary.
Warden {p2.last} was informed.
Nurse {rn.last} dispensed {generic} through the window.
Patient states he was living in {city} with {rel.first}.
Release date {date}, to {home} in {city}.
KOP medications: {brand}, {generic}.
Sick call slip: tooth pain.
Refused {brand}, signed.
Court run to {city} on {weekday}.
Community supervision: {p3.full}, {phone}.
Segregation round: no complaints.
Chaplain {p4.last} saw him in the yard.
Transfer summary sent to {hospital}.
Property: one watch, one ring.
""", 3, 9, (" ", "\n"))
_kind("quality_log", """
{date} {dept}: wrong label on specimen, caught before testing.
{dept}: {tool} missing from the tray.
Event {case}: {pt.last} received {brand} meant for {p1.last}.
Reporter: {rn.full}
Reviewed with {dr.drlast} and {capital}.
Action: relabel bins of {generic} and {generic}.
Severity C, no harm.
Trend: falls on the night shift.
{pharma} pump recall, lot check done.
Near miss in {dept} on {weekday}.
Root cause: two patients named {p1.last} in one room.
Family of {pt.mr} was told by {dr2.drlast}.
{guide} standard 3 not met.
Owner: {p2.first}, due {date}.
Closed by {p3.fi}.
Huddle at {time}, all staff.
""", 3, 8, ("\n",))
_kind("travel_booking", """
Booking reference {case} for {p1.full} and {p2.full}
{city} to {city}, {date}, seat 14C
Passenger: {p1.LF}
Lead guest {p1.mrfull}, two adults, one child ({p3.first})
Check in at {street}, {city} after three in the afternoon
Your driver {p2.first} will wait at arrivals with a sign.
Visa for {country} is your responsibility.
Free cancellation until the day before.
Tour guide: {p4.full}, {phone}
Pick-up at the corner of {street.name}
Breakfast included, city tax extra.
Special request: crib, quiet room, far from the lift.
The castle, the Old Town and the Opera are on foot.
Trip to {country} with {org}
Confirmation sent to {p1.email}
Bring sunscreen, a hat and sandals.
We loved {city}; {p2.first} got sick in {city}.
Passport {passport} expires soon.
""", 2, 7, ("\n", " "))
_kind("genetic_counseling", """
Proband {pt.full} is a {pt.age}-year-old with {dx} and a {gene} variant.
Her sister {p1.first} tested negative at {hospital}.
Maternal aunt {p2.first} had {dx} at {age} and died in {city}.
Paternal side is of {ethnic} descent, from {city} and {country}.
Maternal side: {faith}, from {country}.
{gene} c.68_69del was found in {year}.
Consanguinity denied.
Lynch and Cowden syndromes were explained.
Pedigree drawn with {rel.first} present.
Cousin {p3.full} lives in {city} and will be tested.
Variant of uncertain significance in {gene}.
Recommended MRI each year starting at 30.
Invitae panel sent {date}.
Counselor: {rn.full}, MS, CGC
The Gail model gives 14 percent.
Ashkenazi founder mutations were negative.
""", 3, 8, (" ", "\n"))
_kind("tumor_board", """
Case 1: {pt.init}, {pt.age}{M|F}, {dx}, presented by {dr.drlast}.
Case 2: {age} {M|F}, {dx}, prior {generic} and {generic}.
Radiology ({dr2.last}): stable disease.
Pathology: HER2 negative, {gene} wild type.
Surgery ({dr3.last}) favors resection.
Discussion: {brand} versus {brand}.
Plan: {brand} x 4 cycles, restage.
Attendees: {dr.last}, {dr2.last}, {dr3.last}, {p1.last}, {p2.last}
Outside slides from {hospital} in {city} reviewed.
Patient of {p3.drlast} in {city}.
Trial with {pharma} at {hospital} is open.
{guide} category 2A.
Next meeting {date}.
Nurse navigator {rn.first} will call {pt.mr}.
No further surgery.
Ki-67 is 15 percent.
""".replace("{p3.drlast}", "{dr3.drlast}"), 3, 9, ("\n", " "))
_kind("pharmacy_note", """
Rx clarification: {brand} {dose} {freq} for {pt.full}, DOB {dob.us}.
Called {dr.drlast}'s office, spoke with {p1.first}.
Dose changed to {dose} per {dr.last}.
Vancomycin day 3, level 14, continue.
Warfarin dose per protocol, INR {n}.
Patient picks up at {org} on {street.name}.
Counseled {rel.first} on {brand}.
No interaction between {generic} and {generic}.
Renal dosing of {generic}.
Allergy to {brand} entered.
{rn.first} RN says {pt.last} refuses {brand}.
Out of stock; ordered from McKesson.
Prior auth for {brand}: {org} {case}.
Kinetics by {p2.fi}, PharmD
Blister packs to {home}, attn {p3.first}.
Insulin pens labeled.
Transfer from {org} {city} {phone}
""", 3, 8, ("\n", " "))
