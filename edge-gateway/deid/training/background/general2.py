"""More ordinary prose outside medicine: service, work, house, money, chat, travel, school; and more talk."""
from ..grammar import Pool, lines

SERVICE = Pool("bg service", lines("""
I ordered the blue one and got the green one.
The replacement has been shipped free of charge.
Unfortunately the item is out of stock until next month.
Please restart the router and wait two minutes.
Your ticket has been escalated to the {capital} team.
The app keeps crashing when I open the settings.
We apologize for the inconvenience this has caused.
A credit of fifteen dollars was applied.
Is there a way to change the delivery date?
The courier says nobody was at home.
I want to cancel my plan at the end of the month.
The card was declined twice.
Your feedback helps us improve.
The color in the picture is not the color of the sofa.
Shipping to {country} takes ten days.
Do you ship to {country}?
Customs fees may apply in {country}.
We only serve customers in {state} and {state}.
The gift voucher cannot be redeemed online.
Great service, friendly staff, will buy again!
Terrible experience, never again.
The manual is only in {language}.
Batteries are not included.
The screen is cracked but it still works.
Please rate us from one to five.
I have attached a photo of the damage.
How do I reset my password?
The box was open and one part is missing.
Size medium fits well.
The coupon has expired.
Please quote your reference in the subject line.
Agents are available from nine to five.
Thanks for choosing {org}.
The chat will close in a few minutes.
The technician left before finishing the job.
Charges will be reversed.
"""))
WORK = Pool("bg work", lines("""
The quarterly report is due on {weekday}.
{capital} will send the new policy.
Please submit your timesheet by noon.
The interview went well and the team liked the candidate.
Overtime must be approved in advance.
We are hiring two drivers and a cook.
The probation period is six months.
The budget was cut by eight percent.
Minutes of the last meeting were approved.
The union rejected the offer.
Laptops will be replaced in the spring.
Please update the slides before the board meeting.
The warehouse needs more shelves.
Training on data protection is mandatory.
A new coffee machine was installed.
The server will be down tonight for maintenance.
She asked for parental leave.
He was promoted to senior analyst.
The contract with {org} was renewed.
Sales in {country} rose by a third.
The office in {country} will close.
Our partner in {state} signed the lease.
Remote work is allowed two days a week.
The fire drill starts at ten.
Please wear your badge at all times.
Marketing wants a banner for the fair.
The invoice was sent to Accounting.
Two shipments were held at the border.
The plant makes pumps and valves.
Feedback from {capital} was positive.
We are behind schedule.
Salary is paid on the last working day.
The printer is out of toner.
Please book a room for twelve people.
The auditors found no major issue.
Legal has cleared the text.
Dress code is business casual.
The pilot project ends this year.
"""))
CHAT = Pool("bg chat", lines("""
lol ok see u there
omw, traffic is awful
can u send me the pic
happy new year everyone!!
what time is the game
I'm so tired today
no worries, take your time
did you see the news
brb
that movie was amazing
we are out of milk
who wants pizza
good morning all
I'll be late, start without me
haha yes
don't forget your keys
my phone is dying
love this song
it's freezing outside
thx a lot
where are you
call me when you can
just landed
so proud of you
ok cool
the wifi is down again
any plans for the weekend?
new recipe: rice, beans, pepper and a lot of lime
feeling better after the flu shot
can't believe it's already over
sorry wrong chat
who left the lights on
the dog ate my homework, for real
had the best coffee ever
gym at six?
rain again
#throwback #sunset #nofilter
this app is so slow
miss you all
going to bed, good night
see you on {weekday}
merry christmas to all
"""))
TRAVEL = Pool("bg travel and home", lines("""
The train leaves from platform four.
Breakfast is served until ten.
The hotel has a pool and a sauna.
We rented a car and drove along the coast.
The visa for {country} takes two weeks.
They speak {language} in that part of {country}.
The museum is closed on {weekday}.
The kitchen needs new tiles.
The roof leaks when it rains.
Rent includes heating and water.
The garden has roses, lilies, and an old cherry tree.
Turn left at the church and right at the bridge.
The school bus stops at the corner.
The neighbors play loud music at night.
Pets are not allowed in the building.
The boiler was serviced last year.
Please leave the key under the mat.
The elevator is out of order.
Two bedrooms, one bath, close to the park.
The deposit equals two months' rent.
The road is closed because of snow.
Bring warm clothes and good shoes.
The beach is twenty minutes on foot.
The ferry was cancelled because of the storm.
Grandma's soup cures everything.
The class trip costs forty euros.
Children under six travel free.
The library has a reading room upstairs.
Volunteers are needed for the spring fair.
Parents are asked to pick up their children on time.
"""))
TALK2 = Pool("bg talk two", lines("""
um she has a history of {dx} and {dx}
and then uh overnight he got a dose of {generic}
so the chest tube put out about fifty
oh and the foley's out
{dept} said they'd come by after lunch
i gave {brand} at four so the next one's due at eight
her sugar was fifty two so i gave her some orange juice
he did spike to thirty eight five and we sent cultures
the wound vac is on one twenty five
so we bumped the norepi up to point one
he's on room air now and looks comfortable
we did a {test} and it was unremarkable
she's a little confused at night but redirectable
and uh what else okay the diet
he's got a twenty gauge in the right a c
so if the pressure drops just give a two fifty bolus
last lactate was one point eight
hemoglobin's seven point two so transfuse if under seven
he's been asking for {brand} a lot
next shift can you chase the {test}
yep got it
that's pretty much it
do you have any questions for me
sorry one more thing the potassium
um allergies none that we know of
she lives with family and they can help
he walks with a {tool}
so PT saw her and she did great
i think the plan's rehab
still waiting on a bed
still waiting on insurance
the daughter has questions for the doctor
so the wife is a nurse just so you know
he's a retired teacher from {country}
interpreter was {language}
okay that's everyone
no drips no gtts
trach care done at six
she's on contact for {bug}
the bed alarm's on
they'll do the {tool} in the morning
so may need a sitter tonight
uh huh right exactly
let me pull up the chart
skin tear on the left arm i put a mepilex on
we hung the zosyn at ten
the rapid was called for desats
right now he's in {dept}
"""))
QUERY2 = Pool("bg query two", lines("""
What is the half-life of {generic}?
Which {guide} criteria define {eponym}?
How to taper {brand} after eight weeks in {dx}?
Does {generic} cross the placenta?
What is the number needed to treat for {brand} in {dx}?
Next step after a positive {tool} in a {age} y/o {M|F}?
Is {brand} covered by {org}?
Can I crush {brand}?
Which side effects of {generic} should I mention to a {faith} patient who fasts during {holiday}?
{age}-year-old {ethnic} {male|female} with {dx}: does {guide} recommend {test}?
What causes {lab} in {dx}?
Compare {pharma} and {pharma} devices for {dx}.
What changed in the {year} {guide} update?
Explain {eponym} versus {eponym}.
Is the {tool} valid in {language} speakers?
How common is {eponym} in {country}?
What is the best imaging for suspected {eponym}?
List the red flags in {dx}.
Which vaccines does a traveler to {country} need?
Write a patient handout on {dx} in {language}.
Convert {dose} of {generic} to {brand}.
What is the significance of {gene} in {dx}?
Summarize the evidence for {generic} in {bug} infection.
How long should {generic} be continued after {dx}?
Is it safe to give {brand} with MRI contrast?
Differentiate {dx} from {dx} in a toddler.
What labs should I follow on {brand}?
Can {dx} present with {lab}?
Give me a differential for {lab} and {lab}.
Patient on {brand} has {lab}: hold or reduce?
dose of {brand} in dialysis
{dx} in pregnancy guidelines {guide} {year}
{generic} vs {generic} for {dx} elderly
management of {bug} bacteremia
when to refer {eponym} to {dept}
"""))
MAIL_LINES = Pool("bg mail lines", lines("""
I hope you are well.
As discussed, the file is attached.
Could we move this to {weekday}?
I will be out of the office until {weekday}.
Just a reminder about the deadline.
Sorry for the late reply.
Please see my comments below.
Let us know what works for you.
I agree with everything above.
Looping in {capital}.
Happy to talk if that helps.
The link in the last mail did not work.
Please forward this to whoever is in charge.
I am writing to complain about the noise.
We have not received your payment.
The documents must be signed by both parties.
Thanks again for your help.
No need to print this message.
This message may contain confidential information.
If you are not the intended recipient, please delete it.
Could you send me the minutes?
I will get back to you.
Congratulations on the new job!
With apologies for the short notice.
A few questions before we start.
Following up on the request below.
The schedule for the week is attached.
Everything is on track for the launch.
"""))
