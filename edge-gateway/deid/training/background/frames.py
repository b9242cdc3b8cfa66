"""Clinical sentences with people, places, dates and numbers in them, and the frames that take any of these.

For: the kinds of notes, letters and reports. A frame with {who}, {from}, {at}, {with} or {near} is filled with a
name, a place or an ordinary word, so that it teaches nothing but to look at the word itself and around it.
"""
from ..grammar import Pool, lines

FRAMES = Pool("frames", lines("""
Discussed with {who} by phone.
Was seen by {who} and cleared for discharge.
Transferred from {from} for higher level of care.
Transferred from {from} to {from} on {weekday}.
Referred by {who} for evaluation of {dx}.
Lives near {near} with {with}.
Seen at {at} {ago} for {dx}.
Will follow with {who} {in_time}.
Will see {who} in {month}.
Will {pt.last} follow up with {who}?
{who} was called at {time}.
{who} will call {who}.
Started on {brand} by {who}.
Started on {brand} by {dr.drlast} at {at}.
A {tool} was placed by {who}.
Placed a {tool} per {who}; exchanged by {who}.
Moved from {land} {ago}.
Moved here from {land} to be closer to {with}.
She grew up in {land} and worked at {at}.
Per {who}, continue {brand}.
Report given to {who}.
Spoke to {who} regarding {brand}.
{who} recommended {generic} over {brand}.
Appreciate input from {who}.
Came in with {with} from {from}.
{with} is at the bedside.
Handoff to {who} at {time}.
On {brand} since {year} per {who}.
Lives in {land}.
Born in {land}, raised in {land}.
Returned from {land} {ago}.
Travelled to {land} in {year} and {land} in {monyear}.
Admitted to {from}.
Sent to {from} for {test}.
Sent by {who} from {from}.
Labs reviewed with {who}.
Images sent to {who} for review.
Signed out to {who}.
Copied to {who}.
Ask {who} about the {brand}.
Needs ride from {from} to {from}.
{who}: please call {who} back.
Staffed with {who}.
{org} will deliver the {tool} to {at}.
Case presented to {who}; {who} agrees.
Works at {at}.
Retired from {at} in {year}.
Goes to {at} on {weekday}.
{brand} was stopped by {who} because of {dx}.
Assisted by {who}.
Thanks, {who}.
"""))

PATIENT = Pool("frames patient", lines("""
{pt.mr} is a {pt.age}-year-old {pt.sex} with a history of {dx} and {dx} who presents with {dx}.
{pt} is a {pt.age}-year-old {pt.boy} seen today for {dx}.
{pt.full} is a {pt.age} y.o. {pt.sex} with {dx}.
{pt.full}, {pt.age}, returns for follow-up of {dx}.
{pt} was seen on {date} for {dx}.
{pt} states that {pt.he} has been taking {brand} {freq}.
{pt.mr} reports that {pt.his} pain is better with {generic}.
{pt.mr} denies fever, chills, or weight loss.
{pt.first} says that {pt.he} feels fine today.
{pt.first} is in good spirits and hopes to go home {in_time}.
{pt.mr}'s blood pressure is elevated at {bp}.
{pt.first}'s {rel.kin}, {rel.first}, helps with {pt.his} medications.
{pt.his} {rel.kin} {rel.full} is the health care proxy and can be reached at {phone}.
{rel.full}, {pt.his} {rel.kin}, was present for the visit.
{pt.mr} lives with {pt.his} {rel.kin} {rel.first} in {citystate}.
{pt.mr} lives in {city} and works at {employer}.
{pt.mr} was born in {country} and moved to {city} in {year}.
The patient, {pt.full}, was identified by name and date of birth ({dob}).
I had the pleasure of seeing {pt.full} in clinic on {date}.
Thank you for referring {pt.mrfull}, whom I saw on {date}.
{pt.mr} was admitted to {hospital} on {date} with {dx}.
{pt.mr} was discharged from {hospital} to {home} on {date}.
Transferred from {hospital} in {citystate} on {date}.
Last seen by {dr.dr} on {date}.
{dr.dr} of {dept} saw {pt.mr} on {date} and recommended {test}.
{dr.drlast} performed the procedure with {dr2.drlast} assisting.
{rn.rn} notified {dr.drlast} of the critical {lab}.
Will {pt.last} may drive again after {month}, if {dr.drlast} agrees.
I called {rel.first} at {phone} and left a message.
Interpreter {rn.full} ({language}) assisted.
{pt.first} attends {school} and is in the {third|fourth|tenth} grade.
{pt.mr} is a member of {church}, where {pt.his} friends {p1.first} and {p2.first} visit weekly.
Next appointment with {dr2.dr} on {date} at {time}.
MRN {mrn}, DOB {dob}.
{pt.lf} (MRN: {mrn}) was reviewed at conference.
{pt.init} is a {pt.age} year old {pt.sex}.
{pt.fl} tolerated {generic} well.
Pt {pt.last} c/o {dx} x {n} days.
{pt.his} neighbor {p1.full} found {pt.him} on the floor at {pt.his} home on {street}.
{pt.mr}, a {age90}-year-old resident of {home}, fell on {date}.
{pt.his} mother, {age90}, lives in {city}.
{pt.first} and {pt.his} {rel.kin} {rel.first} met with {rn.rn}.
{pt.mr} was working at {employer} in {city} when {pt.he} was injured on {date}.
Pharmacy is {Walgreens|CVS|Kroger|Rite Aid} on {street.name} in {city}, {phone}.
PCP: {dr.cred}, {hospital}, {citystate}.
Records were requested from {hospital} (fax {fax}).
{pt.first} {pt.last} {pt.age} {M|F} {dx}, from {city}.
Surgery by {dr.drlast} at {hospital} in {monyear}.
{pt.mr} goes by {pt.nick}.
Patient prefers to be called {pt.nick}.
The patient's {rel.kin} {rel.first} died in {city} in {year}.
{pt.his} {rel.kin} ({rel.full}) and {rel2.kin} ({rel2.full}) were updated.
{couple} are {pt.his} foster parents.
{pt.his} children, {names}, live in {city}.
"""))

IDS = Pool("frames ids", lines("""
MRN: {mrn}.
Medical record number {mrn}, account {account}.
SSN {ssn}; driver's license {license}.
Home phone {phone}, cell {phone}, e-mail {pt.email}.
Bill to {org}, member ID {plan}, group {n.5}.
Medicare beneficiary number {plan}.
The implant is a {pharma} device, serial number {device}.
Pacemaker by {pharma}, model {n.4}, S/N {device}.
Accession number {accession}.
License plate {plate}; VIN {vin}.
NPI {npi}, DEA {dea}.
Portal: {url}.
Last login from {ip}.
Wound photo {photo} was saved to the chart.
Fax the records to {fax}.
Certificate {license}, case number {case}.
Study subject {case} signed the consent.
Address: {address}.
Lives at {address}.
Mailing address {address}; phone {phone}.
Fingerprint template {biometric} on file.
Emergency contact: {rel.full} ({rel.kin}), {phone}.
Call {phone} with questions.
Claim {case} was denied by {org}.
The consent was signed on {date} at {time}.
He was born on {dob} in {city}.
Resident of {county}.
ZIP {zip}.
Passport {passport}.
"""))
