"""Lists of one sort of thing without a sentence: people, towns, drugs, diagnoses, departments, with a heading or none."""
from ..background import frames4
from ..grammar import Pool, lines
from ..registry import kind

SORTS = Pool("item sorts", lines("""
{anyone.full}
{anyone.lf}
{anyone.first}
{anyone.last}
{anyone.fl}
{anyone.fi}
{anyone.LF}
{anyone.FULL}
{anyone.mr}
{anyone.cred}
{anyone.rn}
{anyone.lasti}
{anyone.full} ({kin})
{anyone.first} ({age})
{anyone.first}, {kin}
{anyone.full} - {city}
{anyone.full}, {job}
{anyone.full} {phone}
{anyone.full} {date.short}
{city}
{city.UP}
{citystate}
{city}, {country}
{county}
{hood}
{street.name}
{street}
{hospital}
{hospital}, {city}
{home}
{school}
{church}
{dept}
{dept}: {n}
{capital}
{jobtitle}
{job.Cap}
{brand}
{generic}
{drug.Cap}
{brand} {dose}
{dx.Cap}
{eponym}
{alone}
{abbr}
{symptom.Cap}
{finding.Cap}
{site.Cap}
{procedure.Cap}
{tool}
{test}
{bug}
{gene}
{org}
{pharma}
{firm}
{product}
{project}
{guide}
{country}
{state}
{language}
{ethnic}
{faith}
{thing.Cap}
{subhead}
{system}
{head}
{weekday}
{adj.Cap}
{opener}
{ordinary.Cap}
"""))
TITLES = Pool("item titles", lines("""
Present:
Attendees
List
Names
Team
Family
Contacts
Team members
To call
Waiting list
Follow up
Notes
Items
Today
Options
Include
Top five
Group A
Invited
Members
Board
Staff
Order
Needs
Stock
Locations
Places lived
Sites
Stops
Topics
Agenda
Favorites
Distribution
Key
Section 2
"""))


@kind("item_list", 2)
def item_list(doc):
    if doc.chance(0.5):
        doc.say(TITLES, doc.choice(("\n", ":\n", " - ", ": ")))
    sep = doc.choice(("\n", "\n", ", ", "\n- ", "\n• ", "; ", " / ", " | ", "\n1. ", " "))
    sort = doc.choice(SORTS.of(doc.split, doc.clean))
    other = doc.choice(SORTS.of(doc.split, doc.clean)) if doc.chance(0.25) else sort
    for i in range(doc.int(2, 9)):
        if i or sep.startswith("\n") and len(sep) > 1:
            doc.add(sep)
        doc.cast.clear()
        (sort if doc.chance(0.7) else other).render(doc)
    doc.add("\n")


@kind("mixed_frames", 3)
def mixed_frames(doc):
    """Only frames that take anything."""
    sep = doc.choice((" ", "\n", " ", "\n- "))
    for i in range(doc.int(2, 8)):
        if i:
            doc.add(sep)
        doc.sentence(frames4.MIXED)
