"""Crossings, roads, landmarks, cars, suffixes and titles that stand after a name."""
from ..grammar import Pool, lines

ROADS = Pool("frames roads", lines("""
Struck at {corner} while crossing.
Found at {corner} by a passerby.
Picked up at {corner}.
Lives near {corner}.
Crash on {route} near {city}.
Rollover on {route}.
Car was on {route} when it left the road.
Works at the {org} on {route}.
Sleeps behind the {org} on {route}.
Parks at {landmark}.
Fell at {landmark}.
Swims at {landmark}.
Camping at {landmark} last week.
Works at {landmark}.
Lives at {landmark}, lot {n}.
Sells fruit at {landmark}.
From {landmark} by helicopter.
EMS met them at {landmark}.
Walks around {landmark} each morning.
Fished on {landmark} with {rel.first}.
{landmark} ranger {p1.last} called it in.
Bus 12 from {corner}.
Taken from {route} to {hospital}.
Pick up: {route}. Drop: {hospital}.
The store at {corner} has video.
Drives a {car}, plate {plate}.
Drives a gray {car}.
Passenger in a {car}, belted.
His {car} hit a deer.
The {car} was totaled.
Parked {car} at {street.name}.
Lives in a {car} near {landmark}.
Sold the {car} to pay for {brand}.
{pt.jr} is here with {rel.first}.
{pt.jr} and {rel.jr} share a room.
{rel.jr} signed for {pt.first}.
Son, {rel.jr}, of {city}.
Uncle {p1.jr} was in the back seat.
Manager {p1.jr} at {employer}.
{pt.san} was seen today.
{p1.san} and {p2.san} interpreted.
Thanks, {p1.san}!
Ms. {p1.last}'s room, grade {n}.
Mr. {p1.last}'s class.
{p1.last}'s office, {p2.last}'s floor.
Nickname "{p1.nick}" on the street.
Known as "{p1.first}" to bystanders.
ID'd by {p1.first} as {pt.full}.
{dr.slash}
Dictated not read. {dr.slash}
D/T: {date} {dr.slash}
Sonographer: {rn.first}
Technologist: {rn.full}
Biller: {rn.init3}
Operator: {rn.fi}
Perfusionist {p1.full}
Rep: {p1.full} ({pharma})
Advocate: {p1.full}
Det. {p1.full}, {city} PD
Sgt. {p1.fi}
Trooper {p1.last} wrote the report.
Deputy {p1.last} stayed.
Pilot {p1.last}, flight nurse {p2.first}.
DCFS worker {p1.fi}, case {case}
Payee: {rel.full}
Preparer: {p1.full}
Submitter {p1.full}
Supervisor: {p1.fi}
prelim by fellow {dr2.last}
accepting is {dr2.last}
scope at seven with {dr2.last}
back to {home} by {org}
bed at {home}
bed at {home} for {weekday}
note to {school}
seen at {hospital} for {symptom}
student at {school} in {city}
let go by {employer} of {city}
works weekends at {employer}
"""))
