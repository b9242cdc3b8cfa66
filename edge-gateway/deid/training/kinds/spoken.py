"""Hand-offs and dictations as a recogniser writes them down."""
from ..background import mix as bg
from ..grammar import Pool, lines
from ..registry import kind

OPEN = Pool("spoken openings", lines("""
this is uh {pt.full} in bed {n}, {pt.he} came from {hospital} in {city} on {ordinal}
okay so bed {n} is {pt.full} {pt.age.words|{pt.age}} year old {pt.sex} came in with {dx}
hi this is {rn.first} from {dept} calling about {pt.mr}
so next up we have {pt.first} {pt.last} um {pt.he}'s {pt.age} and lives in {city}
room {n.3} {pt.mr} {pt.age} years old day {n} on {generic}
alright in bed {n} we've got a {pt.age} year old with {dx}
next is a {pt.age} year old {pt.sex} transferred from {from}
moving on to {pt.mr} who's {dr.drlast}'s patient
hey it's {rn.first} i'm handing over {pt.first}
bed {n} is a {dx} patient of {who}
dictating on {pt.full} date of birth {dob.spoken}
""".replace("{pt.age.words|{pt.age}}", "{pt.age}")))
WITH = Pool("spoken with PHI", lines("""
{pt.his} {rel.kin} {rel.first} called uh {pt.he}'s driving in from {city} tonight
{rel.first} wants a call back at {phone.spoken}
call {rel.first} at {phone} if anything changes
um {dr.drlast} saw {pt.him} on {date.spoken} and wants a repeat {test}
{pt.he} came over from {from} on {weekday} uh {date.spoken}
the medical record number is {mrn}
i told {rn.first} about the {tool}
{dr.drlast} took the {tool} out on {ordinal}
{pt.he} lives at {street} in {city}
uh {pt.he} goes to {home} after this
{pt.first}'s a really sweet {pt.boy} likes to talk about {city}
so {who} will come by and talk to {with}
{pt.he} moved here from {from}
so {brand} was started by {who}
{pt.his} birthday is {date.spoken}
ask for {rn.first} or {rn2.first} in {dept}
{pt.mr}'s {rel.kin} is {rel.full} that's {rel.first} she's the contact
will {p1.first} see {pt.him} in {month} i think so
"""))


@kind("spoken", 3)
def spoken(doc):
    doc.facts["spoken"] = True
    join = doc.choice((" ", " ", ". ", ", ", "\n"))
    doc.say(OPEN, join)
    for _ in range(doc.int(2, 9)):
        if not (doc.chance(0.3) and doc.say(WITH)):
            doc.say(doc.choice(bg.TALK))
        doc.add(join)
    if doc.chance(0.5):                                  # the recogniser knows no capitals
        doc.pieces = [(t.lower(), k) for t, k in doc.pieces]
