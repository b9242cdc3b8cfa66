"""Short questions of clinicians, most with a name, a place, a date or a number in passing."""
from ..background import mix as bg
from ..grammar import Pool, lines
from ..registry import kind

WITH = Pool("queries with PHI", lines("""
What is the best treatment for {pt.full}, a {pt.age}-year-old {pt.boy} with {dx} seen at {hospital} on {date}?
{pt.age}yo {M|F} {pt.fl} with {dx}, on {generic}, admitted {date} to {hospital} - next step?
Pt {pt.full} (MRN {mrn}) has {dx} and {lab}. Is {brand} safe?
Need dosing of {generic} for {pt.lf}, {pt.age}, CrCl {n}.
Summarize the chart of {pt.full}, DOB {dob}.
Draft a letter to {dr.dr} in {city} about {pt.mr} and {pt.his} {dx}.
How would you counsel {pt.first}, who is on {brand} and wants to stop?
My patient from {city}, {pt.full}, was given {brand} by {dr.drlast} - interactions with {generic}?
Any contraindications to {drug} in {pt.init}, {pt.age}{M|F}, {dx}, seen by {dr.drlast} {date}?
Explain {eponym} to {pt.mr}'s {rel.kin} {rel.first}.
{dr.drlast} at {hospital} asked whether {brand} can be used in {eponym}.
can {pt.lowfirst} {pt.lowlast} take {generic} with {generic}, she lives in {city.low}
Guidelines for {dx} in {pt.fl} treated at {hospital} in {monyear} (phone {phone})?
{pt.mr}, {pt.age}, transferred from {citystate} with {dx}: should we repeat {test}?
Is it true that {guide} changed its advice on {brand}? Asking for {pt.full} (acct {account}).
Compare {brand} with {generic} for a {pt.age} y/o like {pt.full}, insurance {plan}.
Translate for the family of {pt.full} in {city}: the {test} is normal.
What did {dr.dr} mean by {eponym} in the note of {date}?
ICD-10 code for {dx}, patient {pt.full}, {hospital}?
email {pt.email} the results of the {test}
{pt.full} of {address} needs home oxygen; which form?
seen {date} at {hospital}: {pt.age}-year-old with {dx}, best next test?
"""))


@kind("query", 3)
def query(doc):
    if doc.clean or doc.chance(0.1):
        doc.sentence(doc.choice(bg.QUERY))
    else:
        doc.say(WITH)
    if doc.chance(0.25):
        doc.add(" ")
        doc.sentence(doc.choice(bg.QUERY))
