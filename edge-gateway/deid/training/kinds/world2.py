"""More general text of the world in English: letters, mails, notices, with names and addresses in the sentences,
and the capitalised words of offices (products, titles, projects, teams) that are no names."""
from .. import countries
from ..background import mix as bg
from ..grammar import Pool, blocks, lines, slot, words
from ..registry import kind

PRODUCTS = words("products", """Galaxy S21,iPhone 13,ThinkPad,MacBook Air,Kindle,PlayStation 5,Xbox,Nespresso,Thermomix,Dyson V11,Roomba,Tefal,Vitamix,Nutella,Ikea Billy,Lego Duplo,
Windows 11,Excel,Word,Outlook,Teams,Zoom,Slack,Jira,Salesforce,SAP,Oracle,WordPress,Photoshop,Chrome,Firefox,Android,Bluetooth,Wi-Fi,USB-C,HDMI,Golf GTI,Corolla,Civic,Clio,Fiesta,
Model 3,Transit,Sprinter,Vespa,Brompton,Gore-Tex,Velcro,Teflon,Kevlar,Post-it,Tupperware,Pampers,Nivea,Dove,Persil,Ariel,Fairy,Red Bull,Nescafé,Earl Grey,Darjeeling,Champagne,Cheddar,
Parmesan,Gouda,Brie,Dijon mustard,Worcestershire sauce,Tabasco,Oreo,Pringles,Snickers,Kit Kat,Netflix,Spotify,YouTube,WhatsApp,Instagram,TikTok,PayPal,Visa,Mastercard,Apple Pay,Google Maps""")
TITLES = words("job titles", """Sales Manager,Account Executive,Head of Logistics,Senior Analyst,Chief Financial Officer,CEO,CFO,CTO,HR Business Partner,Office Manager,Team Lead,Project Coordinator,
Customer Success Manager,Warehouse Supervisor,Shift Leader,Data Protection Officer,Executive Assistant,Managing Director,Board Member,Works Council,Union Representative,Legal Counsel,
Property Manager,Building Superintendent,Leasing Agent,Head Teacher,Vice Principal,Dean of Students,Registrar,Bursar,Admissions Officer,Visa Officer,Consul General,Customs Officer,Front Desk,Concierge,
Branch Manager,Loan Officer,Claims Adjuster,Underwriter,Notary Public,Court Clerk,Town Clerk,Postmaster,Ombudsman,Site Engineer,Quality Inspector,Night Porter,Tour Operator,Travel Desk""")
PROJECTS = words("project names", """Project Phoenix,Project Sunrise,Operation Clean Desk,Black Friday,Cyber Monday,Winter Sale,Summer School,Spring Release,Phase Two,Plan B,Blue Team,Red Team,Gold Member,Silver Plan,
Premium Support,Basic Plan,Green Deal,Open Day,Family Day,Town Hall,Lunch and Learn,Casual Friday,Code Freeze,Sprint 14,Release 2.4,Version 3,Terminal 2,Gate B12,Platform 9,Building C,Room Vienna,Conference Room A,
Level 3,Zone 4,Schedule B,Annex II,Clause 7,Article 6,Section 21,Form W-9,Form 1040,Form I-9,P45,SEPA,VAT,GDPR,ISO 9001,Incoterms,DDP,EXW,FOB,RFQ,NDA,SLA,KPI,Q3,FY24,EOD,ASAP,FYI,TBD""")
for _name, _pool in (("product", PRODUCTS), ("jobtitle", TITLES), ("project", PROJECTS)):
    def _register(name, pool):
        @slot(name)
        def listed(doc, form):
            doc.add(doc.choice(pool.sources[doc.split]))
    _register(_name, _pool)


@slot("firm")
def firm(doc, form):
    """A firm that carries a family's name or a town's, as its country forms it: an ORG."""
    last = doc.lists.surname(doc.rng, "m", doc.country.locales[0] if doc.country else "en_US")
    ending = doc.choice({"DE": ("GmbH", "AG", "KG", "& Söhne OHG"), "FR": ("SARL", "SA", "& Fils"), "ES": ("S.L.", "S.A.", "e Hijos"), "IT": ("S.r.l.", "S.p.A.", "& Figli"), "NL": ("B.V.", "& Zonen"),
                         "PL": ("Sp. z o.o.", "S.A."), "SE": ("AB",), "DK": ("A/S", "ApS"), "NO": ("AS",), "FI": ("Oy",), "BR": ("Ltda.", "S.A."), "JP": ("K.K.", "Co., Ltd."), "IN": ("Pvt. Ltd.", "& Sons"),
                         "GB": ("Ltd", "plc", "& Co", "LLP")}.get(doc.country.code if doc.country else "", ("Ltd.", "Inc.", "LLC", "Group", "& Co.", "Holdings", "Corp.")))
    doc.add(f"{last} {doc.choice(('', 'Logistics ', 'Immobilien ', 'Energy ', 'Textile ', 'Trading ', 'Systems ', ''))}{ending}", "ORG")


PLAIN = Pool("world plain", lines("""
The {product} stopped working after two weeks.
I bought the {product} in {country} and need an adapter.
{project} starts on {weekday}.
{project} has been moved to {project}.
Please fill in {project} and send it to {jobtitle}.
The {jobtitle} is on holiday.
Contact the {jobtitle} for details.
{jobtitle} and {jobtitle} will join the call.
Our {jobtitle} speaks {language} and {language}.
We need a new {jobtitle} with {language}.
{firm} delivers to {country}.
{firm} and {firm} signed the contract.
The invoice of {firm} has not been paid.
{org} bought {firm}.
According to {project}, the supplier pays.
The {product} is sold out in {country}.
Do you have the {product} in black?
My {product} does not connect to {product}.
Please install {product} and restart.
See {project} for the terms.
The Ministry of Health of {country} published new rules.
The Embassy of {country} is closed on {holiday}.
The European Union and the United Nations were mentioned.
The Red Cross and the Lions Club helped.
The Supreme Court upheld the fine.
The tram to the Central Station runs every ten minutes.
The old town, the market and the castle are worth a visit.
Meet at the Main Entrance.
Turn right at North Gate.
Happy {holiday} from all of us.
On {holiday} we are closed.
My mother tongue is {language}.
She is {ethnic} and he is {ethnic}.
The class has {faith} and {faith} pupils.
Rice, pepper, honey and a bay leaf go into the pot.
Will you be at the {project}?
May is a good time to travel.
The lease ends in the summer.
Grace has been granted until the end of the week.
Please mark your luggage.
The bill includes service.
Rich flavor, long finish, notes of cherry and plum.
The bank is next to the church.
The hunter, the cook and the mason sat down to eat.
The price of {product} went up.
Kind regards from the {jobtitle}.
Dear Customer,
Dear Tenant,
Dear Parents and Guardians,
Dear Hiring Manager,
Dear Valued Member,
To the Board of Directors
Best wishes,
Yours truly,
Warm regards,
Sent on behalf of the {jobtitle}
""".replace("May is a good time to travel.\n", "")))
HOLDS = Pool("world holds", lines("""
My name is {p1.full}, I live in {city}, {country}.
I am {p1.full} from {city}.
This is {p1.full}, {jobtitle} at {firm} in {city}.
{p1.full} ({jobtitle}, {firm}) will visit {city} on {date}.
{p1.mr} of {firm} called about the {product}.
{p1.mr} asked for a refund of the {product}.
Please send the {product} to {p1.full}, {address}.
The {product} was delivered to {p1.last} at {street}.
The parcel for {p1.mr}, {address}, was returned.
We moved from {street} in {city} to {address}.
Our new office is at {address}.
The flat at {address} is empty since {date}.
{p1.first} and {p2.first} rent the flat at {street}.
{p1.first} lost {p1.his} passport {passport} in {city}.
{natid}, name: {p1.full}.
Please find the data of the guest: {p1.full}, born {dob}, {natid}.
Contact: {p1.full}, {phone}, {p1.email}.
You can call {p1.first} on {phone}.
Call me back on {phone}, {p1.first}.
WhatsApp {phone} ({p1.first})
Hello {p1.first}, {p2.first} here from {firm}.
Hi {p1.first}! How was {city}?
Dear {p1.first}, dear {p2.first},
Dear {p1.mr}, thank you for your order of {date}.
Dear {p1.first} {p1.last}
Best, {p1.first}
Regards, {p1.full}, {jobtitle}
Thanks and best wishes from {city}, {p1.first}
{p1.full}, {jobtitle}
{p1.full} {bar} {jobtitle} {bar} {firm}
{p1.full}, {firm}, {address}
{p1.last}, {p1.first}; {address}; {phone}
{p1.full} was born in {city} on {dob}.
{p1.full}, {age}, student from {city}, was at the {project}.
{p1.first}'s mother {p2.first} lives in {city}.
{p1.first} flew from {city} to {city} via {city}.
{p1.first} works in {city} and {p2.first} in {city}.
Train from {city} to {city} on {date} at {time}, seat 42, {p1.full}.
Booking for {p1.mrfull}, {date}, two nights in {city}.
The wedding of {p1.first} and {p2.first} is in {city} on {date}.
The accident was at {street} in {city}.
Witness: {p1.full}, {address}.
Landlord: {p1.full}, tenant: {p2.full}.
The tenant {p1.last} owes {n.3} euros.
Pay to {p1.full}, IBAN {iban}.
Card holder {p1.FULL}, {card}.
Customer {account} ({p1.last}) complained on {date}.
Employee {p1.full} (no. {case}) starts in {city} on {date}.
{p1.first} reports to {p2.first} {p2.last}.
{p1.last} and {p2.last} of {dept} are on leave.
Interview with {p1.full} at {time}.
Reference for {p1.full}: reliable, friendly, on time.
{p1.first} is our best {jobtitle}.
{p1.full} bought a {product} in {city}.
{p1.first} left {p1.his} {product} in {city}.
Driver {p1.last}, plate {plate}, left {city} at {time}.
Teacher {p1.mr}, class 5b, {school}.
{p1.first} goes to {school} in {city}.
Doctor {p1.last} in {city} wrote the certificate.
{hospital}, {city}: {p1.full} admitted {date}.
The {city} branch of {org} is closed.
{city} is nice in {month}.
{city} and {city} are twin towns.
We are between {city} and {city}.
Greetings from {city}!
From {city} with love, {p1.first}
P.S. {p1.first} says hi.
cc: {p1.first} {p1.last}, {p2.first} {p2.last}
@{p1.first} can you check?
{p1.first}: done
{p1.first} {p1.last} (she/her)
{p1.eastern}
{p1.eastern}, {city}
{p1.FULL}
{p1.LAST} {p1.first}
c/o {p1.full}, {address}
Attn. {p1.mrfull}
To: {p1.mrfull}, {city}
Signed in {city}, {date}, {p1.full}
{city}, {date.local}
Order {case}, {date}, {p1.full}, {city}, {phone}
Tracking {tracking} for {p1.last}, {city}
IP {ip} logged in as {p1.email} from {city}
see {url} or ask {p1.first}
"""))
PAPERS = Pool("world papers", blocks("""
{p1.full}
{address.lines}

{p2.mrfull}
{firm}
{address.lines}

{city}, {date}

Subject: {Notice of termination|Complaint|Application|Change of address}

Dear {p2.mr},

{PLAINLY} {HOLDING} {PLAINLY}

Yours sincerely,

{p1.full}
---
From: {p1.full} <{p1.email}>
To: {p2.full} <{p2.email}>
Cc: {p3.email}
Date: {date}
Subject: {project}

Hi {p2.first},

{PLAINLY} {HOLDING}

{p1.first}

--
{p1.full} {bar} {jobtitle}
{firm} {bar} {address}
T {phone}
---
From: {jobtitle}
To: All
Subject: {project}

{PLAINLY} {PLAINLY} {PLAINLY}
---
{firm}
Invoice {case}  {date}
{p1.full}
{address.lines}
1 x {product}  {n.3}.00
2 x {product}  {n}.90
IBAN {iban}
---
Delivery slip
Recipient: {p1.full}
Address: {address}
Phone: {phone}
Item: {product}
Signature: {p1.last}
---
Packing list
1 {product}
2 {product}
Ship via {org}, {project}
---
Lost and found: {product}, {product}, one umbrella. {PLAINLY}
---
CERTIFICATE
This is to certify that {p1.full}, born on {dob} in {city}, has completed {project}.
{city}, {date}
{p2.full}, {jobtitle}
---
MEETING NOTES {date}
Present: {p1.first}, {p2.first}, {p3.first} ({firm})
- {PLAINLY}
- {p1.first} to call {p4.full}
- {PLAINLY}
---
AGENDA
1. {project}
2. {product}
3. {jobtitle} report
4. {PLAINLY}
---
RENTAL AGREEMENT between {p1.full}, {address}, and {p2.full}, {natid}, for the flat at {address}. {PLAINLY}
---
Job offer: {jobtitle} at {firm}. {PLAINLY} {PLAINLY}
---
Hi all, {PLAINLY} {PLAINLY} Cheers
---
Visa application
Surname: {p1.last}
Given names: {p1.first} {p1.middle}
Nationality: {country}
Place of birth: {city}
Address: {address}
Purpose: {project}
Host: {p2.full}, {city}
---
{p1.first}: {PLAINLY}
{p2.first}: {HOLDING}
{p1.first}: ok thanks {p2.first}
---
User: {PLAINLY}
Support: {PLAINLY}
User: {HOLDING}
"""))


@slot("PLAINLY")
def plainly(doc, form):
    doc.sentence(PLAIN if doc.chance(0.6) else doc.choice(bg.GENERAL))


@slot("HOLDING", phi=True)
def holding(doc, form):
    doc.sentence(HOLDS)


@kind("world_papers", 3)
def papers(doc):
    countries.choose(doc)
    doc.say(PAPERS, "\n")


@kind("world_text", 4)
def text(doc):
    countries.choose(doc)
    join = doc.choice((" ", " ", "\n"))
    for i in range(doc.int(2, 8)):
        if i:
            doc.add(join)
        if not (doc.chance(0.45) and doc.sentence(HOLDS)):
            plainly(doc, "")


@kind("world_mixed", 2)
def mixed(doc):
    """Places and names of several countries side by side."""
    for i in range(doc.int(2, 6)):
        if i:
            doc.add(doc.choice((" ", "\n")))
        if not doc.clean and doc.chance(0.5):
            countries.choose(doc)
            doc.cast.clear()
            doc.sentence(HOLDS)
        else:
            plainly(doc, "")
