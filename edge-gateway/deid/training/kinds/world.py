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
