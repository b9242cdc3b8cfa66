"""Voicemail and visits written down turn by turn."""
from ..grammar import Pool, lines
from ..registry import kind

VOICE = Pool("voicemail", lines("""
hi this is {pt.first} {pt.last} my date of birth is {dob.spoken} my number is {phone}
um this message is for {dr.drlast} it's {rel.first} calling about my {rel.kin} {pt.first}
yes hello i'm calling from {org} about a claim
hi it's {pt.first} again please call me at {phone.spoken}
this is {p1.first} from {hospital} {dept} calling with a result on {pt.full}
hey {rn.first} it's {p1.first} just checking if {brand} came in
my name is spelled {pt.first} {pt.last}
i live at {street} in {city}
i need a refill on my {brand}
my pharmacy is the one on {street.name}
i was supposed to see {dr.drlast} on {date.spoken}
okay thank you bye bye
call back number is {phone}
the fax number is {fax}
i'm running late traffic is bad
i'll be there around {time}
please call me back
and my insurance changed to {org}
thanks so much
it's about my {test}
i'm at work until five
this is {p1.last} with {city} home care
press one to return the call
end of message
we're calling from {dept} to confirm your appointment {in_time}
this is a message from {org} do not hang up
"""))


@kind("voicemail", 1)
def voicemail(doc):
    doc.facts["spoken"] = True
    doc.several(VOICE, doc.int(2, 6), doc.choice((" ", ". ", " um ")))


TURNS = Pool("dialogue turns", lines("""
So what brings you in today?
{SELF}
Hi {pt.first}, I'm {dr.drlast}.
Nice to meet you, {dr.drlast}.
How are you, {pt.mr}?
I live in {city} with my {rel.kin} {rel.first}.
{rel.first} made me come.
I work at {employer}.
I'm from {country}.
I take {brand} and {generic}.
Any allergies?
No, none that I know of. Well, {brand}.
{dr2.drlast} in {city} gave me {brand}.
When did it start?
It started {ago}.
It was in {month}, after the trip to {city}.
Let me listen to your lungs.
Okay, take a deep breath.
I think we should get a {test}.
I'll send you to {dept}.
I'll send you to {dr2.drlast} over at {hospital}.
My {rel.kin} had {eponym}.
Do you smoke?
I quit in {year}.
What do you do for fun?
I go fishing at the lake.
How's {rel.first} doing?
Will you be here in {month}?
May I see your arm?
Mm-hmm.
Hey, dragon, order a {test}.
Yeah, it hurts right here.
Can you spell your last name? {pt.last}.
And your birthday? {dob.spoken}.
Did {rn.first} take your blood pressure?
I go to {church} every week.
The kids, {names}, are fine.
Any travel? Yes, {city} and {country}.
Do you have any questions?
{PLANNED}
{CLINICAL}
I've been seeing {dr2.drlast} for my {dx}.
The {symptom} comes and goes.
Is it the {symptom} that bothers you most?
Mostly the {symptom}, and some {symptom}.
My {site} hurts.
Did {dr2.drlast} order a {test}?
Who is {rel.first}?
{rel.first} is my {rel.kin}.
That's {rel.first}, my {rel.kin}, in the corner.
Hello {rel.first}, nice to see you.
So {pt.first}, how have you been?
Thanks, {dr.drlast}.
Thank you, {pt.mr}.
Alright, {pt.first}, hop up here.
I grew up in {city}.
We drove in from {city} this morning.
We're staying with friends in {city}.
I used to live in {country}.
I work as a {job}.
Used to be a {job} at {employer}.
I like {thing} and {thing}.
I had a {procedure} in {year}.
I had a {procedure} at {hospital}.
{dr2.drlast} did my {procedure} over at {hospital}.
Have you tried {brand}?
{brand} made me sick.
What about {generic}?
Let's stop the {brand} and start {generic}.
I'd like to send you for a {procedure}.
{rn.first} will set that up.
{rn.first}, could you get the {tool}?
Your {test} shows {finding}.
Your {abbr} looks {adj}.
Any {symptom} or {symptom}?
No {symptom}.
Yes, some {symptom}.
Who's at home with you?
Just me and {rel.first}.
My granddaughter {p1.first} starts at {school}.
My neighbor {p1.first} drove me.
My boss {p1.first} is understanding.
I lost my dog, and then {rel.first} moved to {city}.
Are you still at {street}?
No, we moved to {street} in {city}.
What's a good number? {phone}.
Which pharmacy? The one on {street.name}.
Your name and birthday for me? {pt.full}, {dob}.
And your address? {address}.
I may go to {city} in {month}.
Will it be done by {month}?
Mark my words, it will rain.
Grace under pressure, that's me.
That's frank of you.
Rich food does it.
You bet.
Right.
Gotcha.
Perfect.
Take care, {pt.first}.
Bye, {dr.drlast}.
Say hi to {rel.first}.
Tell {rel.first} I said hello.
"""))


@kind("dialogue", 2)
def dialogue(doc):
    tags = doc.choice((("DOCTOR: ", "PATIENT: "), ("[doctor] ", "[patient] "), ("Dr: ", "Pt: "), ("D: ", "P: "), ("", ""), ("- ", "- "), ("Provider: ", "Patient: "), ("Speaker 1: ", "Speaker 2: ")))
    for i in range(doc.int(4, 14)):
        doc.add(tags[i % 2])
        doc.say(TURNS, "\n")
