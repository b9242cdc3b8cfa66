"""General text of thirty countries: mail, letters, invoices, delivery notes, chat, with their own address forms."""
from .. import countries
from ..background import mix as bg
from ..grammar import Pool, blocks, lines
from ..registry import kind

MAIL = Pool("world mails", blocks("""
From: {p1.full} <{p1.email}>
To: {p2.email}
Subject: {Your order|Contract|Invoice|Appointment|Question}

{Dear|Hello|Hi} {p2.mr},

{GENERAL}{GENERAL}
My new address is {address} and my phone number is {phone}.

{Kind regards|Best|Thanks|Sincerely},
{p1.full}
---
Hi {p2.first},

{GENERAL}{GENERAL}{p3.first} will pick you up at {time} in {city}.

{p1.first}
---
Dear Sir or Madam,

{GENERAL}{GENERAL}{GENERAL}

Yours faithfully,
{p1.full}
{address.lines}
---
Hello team,

{GENERAL}{GENERAL}{GENERAL}

Thanks
---
{GENERAL}
{GENERAL}
Sent from my phone
---
{Sehr geehrter|Sehr geehrte} {p1.mr},

{GENERAL}Ihre Rechnung vom {date} wurde bezahlt.

Mit freundlichen Grüßen
{p2.full}
---
Bonjour {p1.mr},

Votre commande du {date} sera livrée au {address}.

Cordialement,
{p2.full}
{phone}
---
Estimado {p1.mr}:

Le confirmamos su cita el {date} en {address}.

Un saludo,
{p2.full}
---
{p1.first},

thanks for the call. {GENERAL}{p2.full} from {city} will join us; his number is {phone}.

Best
{p3.first}
---
To whom it may concern,

I, {p1.full}, {natid}, living at {address}, hereby cancel my contract {case}.

{city}, {date}
{p1.full}
---
Dear {p1.mr},

{GENERAL}Your booking for {p1.first} and {p2.first} in {city} from {date} is confirmed. {GENERAL}

{p3.full}
Guest Relations
---
Hey {p1.nick}! {GENERAL}Love, {p2.first} & {p3.first}
---
Dear neighbours,

{GENERAL}{GENERAL}
{p1.first} and {p2.first}, {street}
---
Good morning,

{GENERAL}{GENERAL}{GENERAL}

Customer Care Team
---
Dear Professor {p1.last},

{GENERAL}I studied in {city} and would like to work with {p2.mr}.

Respectfully,
{p3.full}
{city}, {country}
---
Hola {p1.first}, ¿te viene bien el {date} en {city}? Un abrazo, {p2.first}
---
Ciao {p1.first}, ci vediamo a {city} il {date}. {p2.first}
---
Liebe {p1.first}, wir sind gut in {city} angekommen. Adresse: {address}. Deine {p2.first}
---
Salut {p1.first}, on se retrouve à {city} le {date}. Bises, {p2.first}
---
{p1.full}
{p1.email}
{phone}

{GENERAL}{GENERAL}
"""))
INVOICE = Pool("world invoices", blocks("""
INVOICE No. {case}
Date: {date}
Bill to: {p1.full}
{address.lines}
{natid}
IBAN {iban}
---
Customer: {p1.full}
Phone: {phone}
Deliver to: {address}
Tracking: {tracking}
---
Item; Qty; Price
{Desk lamp|Cable|Chair|Filter|Pump|Kettle}; {n}; {n}.90
{Shelf|Screws|Paint|Brush|Toner}; {n}; {n}.50
Total {n.3}.40
---
Delivery note
{p1.mrfull}, {address}
Contact: {p2.full}, {phone}
Signed: {p1.lasti}
---
Rechnung Nr. {case}
Kunde: {p1.mrfull}, {address}
Betrag: {n.3},00 EUR bis {date}
---
Receipt {case}
Sold to: {p1.full}, {city}
Paid by card {card}
---
Purchase order {case}
Buyer: {p1.full}, {org}
Deliver: {address}
Required by {date}
---
Quote for {p1.mrfull}
Valid until {date}
{GENERAL}
---
Statement of account
{p1.LF}
{account}
{date} deposit {n.3}.00
{date} {org} {n}.90
{date} transfer {p2.full} {n.3}.00
---
Waybill {tracking}
From: {p1.full}, {city}
To: {p2.full}, {address}
Weight 3 kg
---
Total due: {n.3}.00. {GENERAL}
Net 30. No returns.
---
Order confirmation
{n} x {Lamp|Rug|Mug|Towel} black
Payment: cash on delivery
"""))
LINES = Pool("world lines", lines("""
{p1.full}, {address}, {phone}
{p1.mrfull}, {address}
I live at {address} with {p2.first}.
{p1.first} moved from {city} to {city} in {monyear}.
{p1.full} works for {org} in {city}.
Meet {p1.first} at {street.name} at {time}.
Please send it to {p1.full}, {address}.
My name is {p1.full} and my customer number is {account}.
You can reach {p1.mr} at {phone} or {p1.email}.
{natid}, born {dob} in {city}
We flew from {city} to {city}, then took a train to {country}.
Greetings from {city}! {p1.first} and {p2.first}
{p1.full} joined {org} in {year}.
Our {dept} team is in {city}.
{p1.first}, can you send the file to {p2.first}?
{p1.eastern} ({city}) wrote on {date}.
{org} opened a shop in {country}.
The {org} parcel for {p1.last} is at {street}.
card {card}, valid 04/27, name {p1.FULL}
{p1.first} {p2.first} and {p3.first} are in {city}
In {country} people speak {language}.
"""))
from ..grammar import slot  # noqa: E402


@slot("GENERAL")
def general(doc, form):
    doc.sentence(doc.choice(bg.GENERAL), " ")


@kind("world_mail", 2)
def mail(doc):
    countries.choose(doc)
    doc.say(MAIL)


@kind("world_invoice", 1)
def invoice(doc):
    countries.choose(doc)
    if not doc.say(INVOICE, "\n"):
        doc.several(doc.choice(bg.GENERAL), 2)


@kind("world_lines", 2)
def some_lines(doc):
    countries.choose(doc)
    for _ in range(doc.int(1, 5)):
        if not (doc.chance(0.5) and doc.sentence(LINES)):
            doc.sentence(doc.choice(bg.GENERAL))
        doc.add(doc.choice((" ", "\n")))
