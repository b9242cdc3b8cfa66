"""Messages of schools, banks, shops, clinics and clubs with an identifier or two in each: handles, wallets, devices,
places on the map, pass numbers, beside names, addresses and the capitalised words of such mail."""
from .. import countries
from ..grammar import Pool, lines
from ..registry import kind

WITH = Pool("digital with PHI", lines("""
Dear {p1.first}, your parcel {tracking} will reach {street} on {date}.
Hi {p1.first}, we noticed a login to {p1.email} from {ip}.
Hello {p1.mr}, your appointment with {p2.full} is on {date} at {time} in {city}.
{p1.first}, please confirm your date of birth, {dob}, before the call.
We need the identity card number {passport} of {p1.full} for the contract.
The transfer of {n.3}.00 to {p1.full}, account {account}, was made on {date}.
Please send {n}00 dollars to the wallet {wallet} by {date}.
The wallet {wallet} belongs to {p1.full}.
{p1.full}'s phone, IMEI {imei}, was found in {city}.
Your device {mac6} was added to the network in {city}.
The car with plate {plate} and VIN {vin} is registered to {p1.full}.
The meeting point is {coordinates}, near {street.name}.
Our drone lost contact at {coordinates}.
Follow {username} for news from {city}.
User {username} posted a photo in {city}.
My username is {username.p1} and my email is {p1.email}.
{username}: thanks for sharing!
The password for {username} was reset from {ip}.
Your PIN is {pin}; do not share it, {p1.first}.
The security code {pin} was sent to {phone}.
Student {p1.full} (ID {case}) of {school} is absent since {date}.
Dear parents of {p1.first}, the class trip to {city} costs 40 euros.
Dear {p1.title} {p1.last}, we regret to inform you that the position in {city} has been filled.
As a {jobtitle} you will report to {p2.full} in {city}.
{p1.full} applied for the post of {jobtitle} on {date}.
{p1.full} of {firm}, {address}, is our {jobtitle}.
{p1.full}, {age} years old, {p1.sex}, lives at {address}.
Height 178 cm, eyes brown, name {p1.full}, born {dob}.
The therapy group meets at {street}; ask for {p1.first}.
Counselor {p1.full} can be reached at {phone} on {weekday}.
Our clinic in {city} will call {p1.first} at {phone}.
Your test results, {p1.first}, are in the portal at {url}.
{p1.full}, insurance number {plan}, has been treated in {city} since {year}.
{natid} belongs to {p1.full}, born on {dob}.
Register {p1.full} with {natid} for the workshop in {city}.
Card {card} (CVV {n.3}) in the name of {p1.full} was blocked.
Please charge my card {card}, exp. 08/27, {p1.full}.
Refund to IBAN {iban}, holder {p1.full}, by {date}.
The rent for {address} is due on {date}, {p1.first}.
Invoice {case} for {p1.full}, {address}, was paid from {iban}.
I, {p1.full}, resident of {city}, {country}, give power of attorney to {p2.full}.
{p1.full} v. {firm}: the hearing is in {city} on {date}.
Can you draft a letter to {p1.full} at {address} about {project}?
Write a speech for {p1.first}'s birthday on {date} in {city}.
Summarize the mail from {p1.full} ({p1.email}) about {project}.
Translate for {p1.full} from {city}: the bus leaves at {time}.
Book a table for {p1.last} on {date} in {city}.
Remind {p1.first} to call {phone} before {time}.
Team: {p1.first}, {p2.first}, {p3.first}. Place: {city}. Lead: {p4.full}.
Speaker: {p1.full}, {school}, {city}
Winner: {p1.full} from {city}, {country}
{p1.full} scored twice for {city} on {weekday}.
{p1.full} runs a bakery in {city} and a farm near {city}.
Captain {p1.last} sailed from {city} to {city}.
King size bed for {p1.last}, late arrival, {phone}
Vet visit for the dog of {p1.full}, chip {case}
Blood donor {p1.full}, donor number {case}, {city}
{p1.full}, {p1.FIRST}@{city}, {date}
Emergency: {p1.first}, {p1.age}, allergic to {brand}, call {p2.first} {phone}
{p1.lf} {dob} {natid} {phone}
{p1.full};{p1.email};{phone};{city}
{p1.first} lives with {p2.first} and {p3.first} at {street}, {city}.
{p1.first} from {city} met {p2.first} from {city} in {city}.
{p1.last}, {p2.last} and {p3.last} signed for {firm}.
On {date}, {p1.full} left {city} for {country}.
{p1.full} (born {dob} in {city}; died {date} in {city}) was a {job}.
{p1.first} is {ethnic}, speaks {language} and lives in {city}.
""".replace("{p1.title} {p1.last}", "{p1.mr}").replace("{p1.full}, {p1.FIRST}@{city}, {date}\n", "")))
PLAIN = Pool("digital plain", lines("""
Dear Student, the Spring Semester starts on {weekday}.
Dear Team, {project} is live.
Dear Member, your points expire at the end of the year.
Please update {product} before {weekday}.
The {jobtitle} will present {project} in the Main Hall.
Our policy on {project} has changed.
The {product} supports {product} and {product}.
Payments in dollars, euros and pounds are accepted.
The exchange rate for the Swiss Franc rose.
Bitcoin fell by three percent.
Male, 178 cm, brown eyes, blood type A.
Use {product} to open the file.
Mozilla/5.0 (Windows NT 10.0; Win64; x64)
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36
The therapy group meets twice a month.
Mindfulness, sleep and sport help with stress.
The School Board approved the new lunch menu.
The Department of Education of {state} has new rules.
The Faculty of Medicine offers a course in {language}.
Students from {country} and {country} need a visa.
Write a poem about autumn.
Draft a policy for {project}.
Summarize the rules of {project}.
Explain {project} to a {job}.
Compare {product} with {product}.
What is the capital of {country}?
Give me three tips for a {job}.
A {job} and a {job} walk into a bar.
The Golden Gate, the Great Wall and the Louvre are on the list.
Mount Everest and Lake Victoria are in the quiz.
Sherlock Holmes and Robin Hood are characters in books.
Santa Claus and the Easter Bunny will visit.
Romeo and Juliet is on at the theater.
Harry Potter costumes are sold out.
Beethoven, Mozart and Bach are on the program.
Einstein and Newton are on the poster.
The Tesla coil, the Faraday cage and the Volta cell are shown.
The Nobel Prize was announced.
The Oscar goes to a small film.
Mother Nature, Father Time and Jack Frost are in the play.
Big Ben strikes twelve.
Uncle Sam wants taxes.
Murphy's law applies.
Pandora's box is open.
Achilles heel of the plan is the budget.
A Pyrrhic victory.
A Trojan was found on the server.
Moore's law is slowing.
The Pareto principle holds.
The Fibonacci numbers grow fast.
A Gantt chart is attached.
Use the Dewey system for the books.
Morse code and Braille are taught.
The Celsius and Fahrenheit scales differ.
Six volts, two amperes, one watt, four hertz.
Caesar salad and Waldorf salad are on the menu.
Peking duck, Wiener schnitzel and Bologna sandwich.
French fries, Danish pastry, Swiss cheese and Turkish coffee.
Brussels sprouts and Lima beans.
Earl Grey or Darjeeling?
Bloody Mary and Tom Collins are drinks.
Margherita or Hawaiian pizza?
Granny Smith and Pink Lady are apples.
Black-eyed Susan and Sweet William grow by the fence.
Bunsen burner, Petri dish, Erlenmeyer flask.
Allen key and Phillips screwdriver are needed.
Jack up the car and check the oil.
Pat the chicken dry.
Bob for apples at the fair.
Drew a map of the park.
Sue the landlord?
Chase the ball.
Rob Peter to pay Paul is no plan.
""".replace("Rob Peter to pay Paul is no plan.\n", "")))


@kind("digital", 3)
def digital(doc):
    if doc.chance(0.8):
        countries.choose(doc)
    else:
        doc.country = countries.COUNTRIES["GB"]
    join = doc.choice((" ", "\n"))
    for i in range(doc.int(1, 4)):
        if i:
            doc.add(join)
        if not (doc.chance(0.65) and doc.say(WITH)):
            doc.sentence(PLAIN)
