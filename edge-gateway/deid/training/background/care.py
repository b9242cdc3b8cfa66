"""Ordinary sentences of nursing, therapy, mothers and children, minds, social work, offices and teaching."""
from ..grammar import Pool, lines

NURSING = Pool("bg nursing", lines("""
Assumed care of patient, resting in bed, call light within reach.
Alert and oriented x4, denies pain.
Turned and repositioned every two hours.
Bed alarm on, side rails up x2, nonskid socks.
IV site left forearm clean, dry, intact.
Foley draining amber urine, 350 mL this shift.
Ate 75 percent of breakfast and half of lunch.
Blood sugar 212 before lunch, 4 units given per scale.
Up to chair with assist of two and a gait belt.
Dressing to the sacrum changed, wound bed pink, scant drainage.
Mepilex applied to both heels.
{tool} in place and patent.
Braden 15, Morse 60.
Refused evening medications, provider aware.
PRN {drug} given for pain 7/10, down to 3/10.
{role} notified of critical value, orders received.
Lung sounds diminished at the bases, incentive spirometer encouraged.
Bowel sounds active, last BM yesterday.
Family at bedside and updated.
Report received from {dept}.
Patient transported to {dept} by stretcher.
Two nurses verified the blood product at the bedside.
Vital signs stable; will continue to monitor.
Tolerating tube feeding of {brand} at 55 mL per hour, residual 10 mL.
Safety check done at the start of the shift.
Purewick in place, linens changed.
Slept well between cares.
Restless at night, pulled at lines, sitter requested.
Heparin drip at 12 units/kg/h, next aPTT at midnight.
PICC dressing changed using sterile technique.
CIWA 6, no Ativan needed.
Ambulated 150 feet in the hall with a walker.
Discharge teaching done with teach-back.
Glasses, dentures, and hearing aids at the bedside.
Skin tear to the right forearm, Steri-Strips applied.
Hoyer lift used for transfer.
SCDs on, heels floated.
Labs drawn from the right hand and sent.
NPO since midnight, consent on the chart.
Chest tube output 120 mL serosanguineous.
Suctioned for thick white secretions.
Shiley 6 cuffed, inner cannula changed.
White board updated with the goals of the day.
"""))
THERAPY = Pool("bg therapy", lines("""
Patient performed sit to stand with minimal assist.
Berg balance 38 of 56.
Tinetti score 19, moderate fall risk.
Timed Up and Go 18 seconds.
Range of motion of the left shoulder: flexion 110, abduction 95.
Theraband exercises, two sets of ten.
Gait training with a front wheeled walker for 200 feet.
Ashworth 2 in the elbow flexors.
Patient needs cues for hand placement.
Purdue Pegboard below average on the right.
Jamar grip 22 kg.
Modified barium swallow advised.
Nectar thick liquids by spoon, chin tuck.
Boston Naming 48 of 60.
Western Aphasia Battery was begun.
Bobath approach and mirror therapy.
Home exercise program given with pictures.
Orthotic fits well, no red areas.
Kegel exercises three times a day.
Short-term goal met; long-term goal continues.
McKenzie extension exercises relieve the leg pain.
Codman pendulum exercises for the shoulder.
Williams flexion program was stopped.
Continue plan of care twice a week for six weeks.
"""))
MOTHER_CHILD = Pool("bg mother and child", lines("""
G3P2 at 38 weeks and 4 days by an early ultrasound.
Contractions every four minutes, membranes intact.
Bishop score 7, Pitocin started at 2 milliunits.
Leopold maneuvers: vertex, estimated weight 3400 g.
Braxton Hicks contractions only.
Category I tracing.
GBS positive, penicillin given.
Vaginal delivery of a live infant, Apgar 8 and 9.
Placenta delivered intact by Brandt-Andrews maneuver.
McRoberts and suprapubic pressure relieved the shoulder.
Fundus firm at the umbilicus, lochia moderate.
Breastfeeding well, latch good.
Edinburgh score 6.
Plan B and Nexplanon were discussed.
Naegele rule gives a due date in the autumn.
The baby weighs 3.2 kg, 40th percentile.
Moro, rooting, and grasp reflexes are present.
Ortolani and Barlow are negative.
Bilirubin 11.2 at 48 hours, below the light level.
Erythromycin ointment and vitamin K given.
Rolls both ways, babbles, sits with support.
Denver screen on track; M-CHAT low risk.
Ages and Stages done with the mother.
MMR and varicella given in the thigh.
Drinks Similac 4 oz every three hours.
Enfamil changed to Nutramigen.
Tanner stage 2.
Koplik spots are absent.
Barky cough, Westley score 3, one dose of dexamethasone.
Otitis media on the right; amoxicillin for ten days.
Car seat and bike helmet advised.
Screen time is limited to an hour.
Plays with blocks, says twenty words, points to body parts.
In third grade, likes art and baseball.
Wears diapers at night.
Vanderbilt forms sent to the school.
Bayley scores are pending.
Early Intervention comes weekly.
"""))
MIND = Pool("bg psychiatry", lines("""
Mood is "okay", affect constricted.
Denies suicidal or homicidal ideation, intent, or plan.
Thought process is linear and goal directed.
PHQ-9 is 14, GAD-7 is 11.
Beck inventory 22.
Columbia scale negative.
AIMS is zero.
Zoloft 100 mg helps; Ambien makes {him} groggy.
Slept four hours, pacing the hall.
Insight fair, judgment limited.
Attends group and eats in the dining room.
Hears voices that comment on what {he_she} does.
No access to firearms.
Abilify Maintena due {in_time}.
Clozaril registry updated, ANC 3.2.
Lithium level 0.8.
Started Suboxone 8/2, COWS 9.
CAGE 3 of 4, AUDIT 18.
Sober for six months, goes to AA meetings.
Exposure therapy for contamination fears.
Rorschach and MMPI were done in {year}.
Wechsler full scale IQ 104.
Capgras and Cotard delusions were not elicited.
Munchausen by proxy was considered and dropped.
Grief after the loss of a pet.
Anxious in crowds, avoids the bus.
Stockholm syndrome was mentioned by the court.
"""))
SOCIAL = Pool("bg social work", lines("""
Lives alone in a second floor apartment with an elevator.
Has Meals on Wheels and a home health aide three days a week.
Receives SSI and food stamps.
Rent is two months behind and the landlord has given notice.
Applied for Section 8 and is on the waiting list.
No transportation; uses the bus or a friend's car.
Worked as a welder until the back injury.
Graduated from high school and served in the Army.
Is a {faith} and would like a visit from the chaplain.
Speaks {language} at home and some English.
Feels safe at home.
Guardian consents to the plan.
Adult Protective Services report was made.
DCFS case closed in {year}.
Enjoys fishing, cards, and the grandchildren.
Has a dog and two cats.
Grew up on a farm, the fifth of nine children.
Emigrated from {country} in {year}.
Divorced twice, now in a stable relationship.
Served two tours overseas, {org} benefits in place.
Immigration status is a worry to the family.
Utilities shut off last week; emergency funds requested.
Shelter beds are full tonight.
Medicaid is pending.
Advance directive completed with two witnesses.
Code status was changed to DNR after a family meeting.
The family would like comfort care at home.
Hospice nurse will visit twice a week.
Lift chair and ramp were ordered.
Wheelchair van booked.
Parking pass and meal tickets given.
The younger children stay with an aunt.
Probation ends this year.
Works nights at {org}.
Lost insurance with the job at {org}.
Finished trade school, sells cars.
The church brings food on Sundays and the neighbors mow the lawn.
"""))
OFFICE = Pool("bg office billing", lines("""
Prior authorization for {brand} was denied; appeal sent.
Step therapy requires {generic} first.
Copay is 35 dollars.
Deductible has been met for the year.
Claim was returned for a missing modifier.
CPT 99214, ICD-10 E11.65 and I10.
HCPCS J1100, one unit.
Peer to peer review is scheduled.
{org} covers the brand only after two failures.
Out of network benefits apply.
Explanation of benefits is attached.
The balance was written off.
Refill of {drug} was sent electronically.
The portal message was answered.
No show; letter sent.
Please arrive fifteen minutes early and bring your insurance card.
Records release form received.
Patient asks for a call about the {test}.
Voicemail is full.
Form completed and left at the front desk.
Quantity 90, refills 3.
Coordination of benefits is being reviewed.
Charges are under review by {dept}.
Financial assistance was offered.
The estimate is good for thirty days.
Workers' compensation form signed.
FMLA paperwork takes a week.
Jury duty letter provided.
"""))
TEACHING = Pool("bg teaching", lines("""
Call the office if you have fever, chills, or redness around the wound.
Take the medicine with food and a full glass of water.
Do not drive while taking {generic}.
You may shower after two days, but do not soak.
Drink plenty of fluids.
Do not lift more than ten pounds for six weeks.
Weigh yourself each morning and write it down.
Go to the nearest emergency department for chest pain.
Keep the splint dry.
Your {test} was normal.
Your next colonoscopy should be in five years.
Stop {brand} five days before the procedure.
Nothing to eat or drink after midnight.
Bring someone to drive you home.
Use the spacer with your inhaler.
Check your feet every day.
Wear sunscreen and a hat.
Quit smoking: call the state quit line.
You can take Tylenol or Advil for pain.
Throw away old pills.
Ask your pharmacist about {brand}.
Eat more vegetables and less salt.
Wash your hands often.
Come back in the spring for a recheck.
"""))
