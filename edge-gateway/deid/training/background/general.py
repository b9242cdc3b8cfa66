"""Ordinary prose outside medicine, and talk: mail, service, work, shopping, weather, travel without names."""
from ..grammar import Pool, lines

GENERAL = Pool("bg general", lines("""
Thank you for your message and for your patience.
We are sorry for the delay and are looking into it.
Please find the requested documents attached.
The meeting has been moved to {weekday} at {time}.
Let me know if you have any questions.
The order has been packed and will leave the warehouse soon.
Could you please confirm that the details are correct?
The refund will appear on your statement within ten working days.
Our office is closed on {holiday}.
I tried to call but nobody picked up.
The item arrived damaged and I would like a replacement.
Payment is due within thirty days of the date of the invoice.
Best regards and thanks again.
It has been raining all week and the basement is wet.
Can you bring the charger and some fruit?
We will send someone to read the meter.
The warranty covers parts and labor for two years.
Please do not reply to this automatic message.
The new version of the app fixes the problem with the login.
Parking is available behind the building.
The training starts at nine and lunch is provided.
Your leave request has been approved by Human Resources.
The contract ends at the close of the financial year.
Delivery by courier between {time} and {time}.
The package was left with a neighbor.
I have been a customer for more than ten years.
Prices include value added tax.
The flight was delayed by three hours because of fog.
Please bring a valid photo ID and proof of address.
We look forward to hearing from you.
The laptop does not switch on after the last update.
Happy birthday and all the best!
See you later, the bus is here.
The committee will meet once a month.
Your subscription renews automatically unless you cancel it.
Terms and conditions apply.
Net weight 12 kg, two parcels, fragile.
Quantity 4, unit price 19.90, total 79.60.
The heating in the flat has not worked since {weekday}.
Dear customer, your feedback matters to us.
The invoice for {org} was paid twice.
Has anyone tried the new place by the river?
We may need more time, but we will do what we can.
The board thanks everybody who gave a hand with the move.
Please sign and return the form in the envelope provided.
The room has a view of the park and a small kitchen.
I was charged twice and nobody can tell me why.
The tenant must give three months' notice.
Doors open at seven, dress is casual.
The engine makes a noise when it is cold.
""" ))

TALK = Pool("bg talk", lines("""
so um vitals have been stable overnight
okay so next patient
no acute events uh slept most of the night
she's on two liters and satting ninety four
he's a full code by the way
uh labs are pending i'll follow up on that potassium
pain's been controlled with {generic} every six
lungs are clear heart's regular belly's soft
so the plan is to keep him on {brand} and recheck in the morning
we're waiting on {dept} to call back
um i think {dept} wanted a repeat {test}
the {tool} came out this morning no issues
she's npo after midnight for the procedure
yeah so just keep an eye on the urine output
blood pressure was soft so they gave a bolus
he's a two person assist and a fall risk
skin's intact no wounds
family's at the bedside and they're up to date
any questions on that one
alright moving on
diet's regular and she's eating about half of her trays
the IV in the left forearm is good
telemetry's been sinus in the eighties
right so the background is {dx} and {dx}
allergic to {brand} gets a rash
he'll probably go home {in_time} if he's off oxygen
they're talking about starting {brand}
i'd recommend you get a {test} if it happens again
they may want to scope her {in_time}
will do thanks for the update
so long story short the {test} was negative
mark that on the board for the day team
i hope that makes sense
he's been up to the chair twice today
sugars were in the two hundreds so we covered per the sliding scale
"""))

QUERY = Pool("bg query", lines("""
What is the first-line treatment for {dx}?
Is {drug} safe in patients with {dx}?
What is the recommended dose of {generic} in renal impairment?
How do I manage {dx} in a {age}-year-old with {dx}?
What are the current {guide} guidelines for {dx}?
Interactions between {brand} and {generic}?
Differential diagnosis of {dx} in a {age}-year-old {man|woman} with {lab}?
When should {test} be repeated after starting {drug}?
Does {brand} need to be held before a {tool}?
Best empiric antibiotic for {bug} in {dx}?
What is the sensitivity of {test} for {eponym}?
Is there any evidence for {brand} in {eponym}?
How is the {tool} interpreted in the elderly?
Please summarize the {guide} recommendations on {dx} from {year}.
Should a {gene} mutation change first-line therapy?
{age}yo {M|F} with {dx} and {lab}, next step?
Can {generic} and {generic} be given together in a {age} year old {ethnic} {man|woman}?
What follow-up is advised after {eponym} diagnosed in {year}?
Is {pharma}'s {brand} approved in {country} for {dx}?
Which {tool} cutoff predicts mortality?
What does May-Thurner mean for a patient with {dx}?
Which statin is preferred for a {ethnic} patient, per {guide}?
Explain the mechanism of {brand} in simple terms for a {language}-speaking family.
"""))
