"""A second helping of ordinary clinical sentences, written for breadth: wards, clinics, therapy, teaching."""
from ..grammar import Pool, lines

WARD = Pool("bg ward", lines("""
Woke at four and asked for water.
Lights dimmed, door left ajar.
Pain reassessed after thirty minutes, now 2/10.
Call bell answered, helped to the commode.
Linens wet, bath given, barrier cream applied.
Stage 2 area to the coccyx measures 2 by 1 cm.
Allevyn changed, no odor.
Port flushed with heparin, needle changed.
Midline removed, tip intact.
Peripheral IV infiltrated, warm pack applied.
New 20 gauge placed in the right forearm on the second try.
Tube feeds held for a residual of 300 mL.
Osmolite restarted at 30 mL per hour.
Glucose by fingerstick 88, juice given.
Lantus held per parameters.
Norco given an hour before therapy.
Haldol 2 mg given for agitation with fair effect.
Up ad lib in the room.
Ambulated twice around the unit with a standby assist.
Fall mats on both sides.
Soft wrist restraints released every two hours.
Mitts on to protect the lines.
Telesitter in the room.
Bair Hugger applied for a temperature of 35.4.
Arctic Sun at 36 degrees.
Cuff pressure 25, tube at 23 at the lip.
Tolerated a spontaneous breathing trial for an hour.
Peep weaned to five.
High flow at 40 liters and 50 percent.
Nebulizer given by Respiratory with good effect.
Acapella and flutter valve every four hours.
Chest tube stripped, no clots.
Pacer wires taped and labeled.
Groin site soft, no hematoma, pulses by Doppler.
Angio-Seal site clean.
TR band deflated per protocol.
Epidural site clean, level at T8.
PCA with Dilaudid, demand 0.2 mg.
Neuro checks hourly, pupils brisk.
EVD at 10, draining clear fluid.
Seizure pads on the rails.
Lovenox teaching begun.
Stool sent for C. diff.
Rectal tube in place.
Colostomy pink and moist, bag changed.
Convatec pouch size 57.
Flexiseal removed.
Straight cath for 550.
Three-way Foley with continuous irrigation, urine light pink.
Voided in the hat, strained for stones.
Daily weight 74.2 on the bed scale.
Fluid restriction sign posted.
Calorie count started.
Ensure with each meal.
Dentures soaked, mouth care done.
Shaved and hair washed.
Family photos on the wall.
Television on for company.
Watching the game, cheerful.
Crying at times, chaplain offered.
Refuses to turn.
Declined a flu shot.
Consent for blood is in the chart.
Unit started, first fifteen minutes without reaction.
Potassium replaced by mouth.
Magnesium 2 g hung.
Zosyn infusing.
Heparin paused for the procedure.
Insulin drip at 4 units per hour.
Levophed titrated to a mean of 65.
Cardene off.
Precedex at 0.4.
Nimbex stopped, train of four is four.
Warm blankets given.
Isolation gown and gloves outside the door.
Code cart checked.
Room cleaned.
Wristband replaced.
Valuables sent to the safe.
Transfer order in, waiting for a bed.
Bed alarm silenced and reset.
Skin assessed with a second nurse.
Care plan updated.
Education packet left at the bedside.
Interpreter phone used for teaching.
Sitter relieved for lunch.
Nothing further overnight.
"""))
CLINIC = Pool("bg clinic", lines("""
Comes in for a recheck.
Returns to discuss results.
Presents with a three week history of cough.
Has done well since the last visit.
Feels about the same.
Brings a list of questions.
Brings a log of sugars and pressures.
Up to date on all screening.
Due for a tetanus booster.
Shingrix second dose today.
Declines the colon test this year, may accept Cologuard.
Mammogram was read as benign.
Skin tag removed with scissors.
Cryotherapy to a wart on the hand.
Ear lavage done by the nurse.
Steroid shot given in the left deltoid.
Toradol 30 mg given, feels better.
Rapid strep negative.
Flu swab positive for type A.
Urine dip shows leukocytes.
EKG in the office shows sinus rhythm.
Peak flow 380, personal best 420.
Orthostatics negative.
Foot exam with monofilament done.
Depression screen is negative.
Falls screen positive.
Drives, wears a seat belt.
Walks the dog twice a day.
Swims at the gym.
Plays bridge on weekends.
Gardens and cans tomatoes.
Quit drinking soda.
Snacks at night.
Skips breakfast.
Cooks for the whole house.
Cares for a grandson with asthma.
Stressed by work and a sick parent.
Lost a brother to a heart attack in middle age.
Two cups of coffee a day.
Chews tobacco, wants to stop.
Vapes, flavored.
Uses marijuana for sleep.
Sober since the spring.
Sexually active, one partner, condoms.
On the ring for birth control.
Periods heavy since the IUD was removed.
Hot flashes at night.
Night sweats resolved.
Libido is low on Lexapro.
Snores, wife hears pauses.
Wakes with a dry mouth.
Left handed, plays the violin.
Works at a desk all day.
Lifts boxes at work.
Stands on concrete for ten hours.
Night shifts for years.
Hearing worse in crowds.
Floaters in one eye, no flashes.
New glasses help.
Dental work planned.
Bleeds easily on Plavix.
Bruises on the arms.
Hair thinning at the crown.
Nails brittle.
Dry skin in winter.
Sunburned as a child.
Mole changing on the back.
Itching after hot showers.
Sneezing when the grass is cut.
Reflux after spaghetti and wine.
Lactose intolerant.
Vegetarian for years, takes B12.
Tries to follow the Mediterranean plan.
Gained ten pounds over the holidays.
Wants Ozempic, worried about cost.
Asked about Mounjaro and Zepbound.
Asked for a note for work.
Handicapped placard renewed.
Home blood pressure cuff checked against ours.
Pill box filled by a daughter.
Trouble opening bottles.
Uses a magnifier to read.
Knees ache on stairs.
Back goes out once a year.
Gels and heat help.
Physical therapy helped.
Chiropractor made it worse.
Acupuncture was tried.
Turmeric, fish oil, and magnesium.
Aspirin stopped per new advice.
Statin muscle aches came and went.
No side effects.
Tolerating well.
Labs today, fasting.
Nurse visit for blood pressure in two weeks.
Back in six months.
Sooner if needed.
"""))
LONG_HISTORY = Pool("bg long history", lines("""
The symptoms started shortly after a viral illness, improved for about a week, and then came back with more fatigue and a low grade fever.
On further questioning, the pain is worse after meals, particularly fatty ones, and tends to radiate to the right shoulder blade.
There was no head strike, no neck pain, and no numbness; the patient got up without help and walked to the kitchen.
The emergency department gave a liter of fluid, a dose of antibiotics, and something for nausea, and the vomiting stopped.
An outpatient work-up for weight loss, including a scope from above and below, did not show a cause.
The first cycle was complicated by mouth sores and low counts, so the second was given at three quarters of the dose.
Family at the bedside is concerned that the confusion is worse at night and that meals are left untouched.
Previous attempts to stop smoking with patches, gum, and Chantix lasted no longer than a month.
The child was born at term after an uncomplicated pregnancy, went home with the mother, and has grown along the curve.
Blood pressure has been difficult to control despite three medicines at full doses and good adherence by pharmacy records.
The ulcer was first seen after a new pair of boots and has been treated with moist dressings and rest.
A trial off the medication brought the tremor back within days.
The patient had been independent until the hip fracture and now needs help with dressing, bathing, and stairs.
Because of the implant, the study was done without magnetic resonance.
The school reports trouble sitting still, unfinished work, and frequent trips to the bathroom.
At the time of transfer the pressors had been off for a day and the lactate was normal.
The family understood that the bleeding could recur and that surgery might be needed in that case.
The plan was made together with the patient, who would like to avoid needles if possible.
No one else in the household is ill, and there has been no contact with birds, farm animals, or ticks.
The pain wakes the patient at night, is not relieved by rest, and has not changed with anti-inflammatory medicine.
After the second dose there was a rash on the trunk, which faded with Benadryl.
The mass was noticed while shaving, is not tender, and has doubled in size since the summer.
Review of the outside images shows a small fracture that was not mentioned in the report.
The medication list was checked against the bottles, and two duplicates were removed.
Sleep is broken by trips to the bathroom, hot flashes, and a snoring spouse.
The cough is dry, comes in fits, and once caused vomiting.
Grief has been heavy this year, with two deaths in the family, and work has suffered.
In the past the episodes came twice a month; now they come twice a week and last longer.
The brace is worn during the day, rubs at the ankle, and has been adjusted once.
With the new regimen the viral load fell below the limit of detection and has stayed there.
Swelling was first in one knee, then the other, and for the past month in both wrists.
The right eye was red and painful for three days before light began to hurt.
Surgery was advised years ago but put off because of the children.
Speech has become softer, the handwriting smaller, and the steps shorter.
Dizziness comes on when rolling over in bed and lasts less than a minute.
Diarrhea started on the cruise, and several passengers had the same.
The transplant team would like the levels drawn before the morning dose.
Despite oxygen at four liters, saturation fell to the low eighties on walking to the door.
When seen last, the wound was granulating well; today there is a new tunnel at the upper edge.
The patient keeps a diary, rates the pain from four to eight, and finds that swimming helps.
""" ))
ADVICE = Pool("bg advice", lines("""
Keep the wound clean and dry for two days, then wash with soap and water.
Take the antibiotics until they are gone, even if you feel better.
Do not take ibuprofen, naproxen, or aspirin with this medicine.
If you miss a dose, take it as soon as you remember; do not double up.
Call if the fever is above 101 or lasts more than three days.
Rest your voice for a week and drink warm fluids.
Use ice for the first two days and heat after that.
Change positions slowly and sit on the edge of the bed before you stand.
Keep a list of your medicines in your wallet.
Bring the inhaler to the next visit so that we can check your technique.
Avoid grapefruit while you take Lipitor.
Expect some bruising and swelling; this is normal.
No swimming or hot tubs until the stitches are out.
Start with half a pill for the first week.
Sit upright for an hour after you take Fosamax.
Limit salt to two grams a day; read the labels.
Your blood thinner dose changes with what you eat; keep greens steady.
It may take four to six weeks before you feel the full effect.
Call 911 for chest pain, trouble breathing, or weakness on one side.
Store Humalog in the refrigerator, and the open pen at room temperature.
Rotate the place of injection.
Wear the boot whenever you walk and take it off to sleep.
Do the exercises three times a day, ten of each.
Soft foods for a week: eggs, yogurt, mashed potatoes.
You may go back to work when you no longer need pain pills.
Keep your leg above your heart when you sit.
Flush the drain twice a day and write down the amount.
Empty the bag when it is a third full.
The stitches will dissolve on their own.
Sleep on your left side.
Count the kicks after dinner.
Feed the baby every two to three hours.
Put the baby to sleep on the back.
Use Desitin with each diaper change.
Brush twice a day and floss at night.
Give Tylenol every six hours, no more than four times a day.
Return to school when the fever has been gone for a day.
No sports for two weeks after mono.
Wash bedding in hot water.
Throw away the toothbrush.
""" ))
