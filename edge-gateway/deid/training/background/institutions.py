"""Capitalised and common words of institutions, bodies, devices, anatomy, animals and plants: no name in any of them."""
from ..grammar import Pool, lines

THINGS = Pool("bg things with names", lines("""
Seen at {inst} {ago}.
Was taken to {inst} by a friend.
Taken to {inst} and then to {inst}.
Came back to {inst} with {symptom}.
Presented to {inst} with {symptom}.
Transferred from {inst} to {inst}.
Lives in {inst}.
Works at {inst} as a {job}.
Student at {inst}.
Teaches at {inst}.
Retired from {inst}.
Served in {inst}.
{inst} was called.
{inst} will call back.
Records from {inst} are not available.
Follow up at {inst}.
Go to {inst} if {symptom} returns.
The {body} recommends {test}.
The {body} advises {procedure}.
Per {body} guidance, {generic} is first line.
According to the {body}, {dx} is common.
As the {body} notes, {thing} should be limited.
Handouts from the {body} were given.
Attends {body} every week and has a sponsor.
Referred to {body}.
A report was made to {body}.
The {pharma} {model} was interrogated.
Device: {pharma} {model}.
{pharma} {model}, implanted in {year}.
Dual-chamber pacemaker ({pharma} {model}), battery good.
{model} settings were changed.
{model} alarm, sensor replaced.
Uses a {model} at home.
Total knee with {pharma} {model} components.
A {pharma} {model} was placed in the {site}.
The {model} was cleaned.
Brings the {model} to each visit.
The {anat} is patent.
The {anat} is normal.
The {anat} was identified and preserved.
A lesion near the {anat}.
Enlargement of the {anat}.
Stenosis at the {anat}.
Level of the {anat}.
Anterior to the {anat}.
{anat} and {anat} are intact.
Has a {breed} and a {breed}.
Bitten by a {breed}.
Tripped over the {breed}.
Walks the {breed} each day.
Allergic to the neighbor's {breed}.
Rash from {plant}.
Takes {plant} for {symptom}.
Stopped {plant} before surgery.
Pollen of {plant} brings on {symptom}.
Eats {plant} and {thing}.
Temperature was {n.3} {unit}.
A dose of {n} {unit}.
Total of {n} {unit}.
{n} {unit}
{scale} is {n}.
{scale}: {adj}
{scale} improved from {n} to {n}.
By the {scale}, risk is {adj}.
The {scale} and the {scale} agree.
{scale} {n}, {scale} {n}.
The {body} and the {body} met.
Polycythemia vera, alopecia areata, vitiligo, and acne vulgaris.
Speaks fluent {language}, as does the spouse.
Is {language} speaking only.
Taking {ethnic} medicines from home.
Of {ethnic} and {ethnic} descent.
East Asian, South Asian, and Latin American patients were included.
A {age}-year-old {ethnic}-American {man|woman}.
{age}-year-old right-handed {ethnic} {male|female}.
Eastern Europe, Central America, and North Africa were visited.
Moved to eastern {country} as a child.
A native of {country}.
Lived in {country} until {year}.
Rode to {state} and {state} last week.
Family is in {state}.
A state in the Midwest.
Works for {org} Customer Service.
Shops at {org}.
Plays for the university team.
Played soccer in college.
Fan of the Bears, the Lions and the Cardinals.
Watches the Yankees and the Red Sox.
Watches Jeopardy and the Price is Right.
Reads the Bible and the Koran.
Sings in a choir, plays the Moonlight Sonata.
Drives a Chevy, a Dodge and a Toyota.
Wears Velcro shoes and Crocs.
Smokes Marlboro and drinks Budweiser.
Used Head and Shoulders, Selsun Blue, and Dove.
Rubbed on Biofreeze and Icy Hot.
Drives a {car} and a {car}.
The {car} needs a new battery.
Bought a used {car}.
Fell from a {car}.
Works on a {car} in the garage.
Rear-ended in a {car}, no airbag.
Comes {weekday}, {weekday} and {weekday}.
Dialysis {weekday}.
Off on {holiday}.
Coughing since {holiday}.
Closed for {holiday} and {holiday}.
Turned 60 on {holiday}.
"""))
