"""Words with two lives: sentences in which a name's word, a place's word or a month's word is none, and the same
shapes with a real name or place. For: every kind; it is what a list alone gets wrong."""
from ..grammar import Pool, lines

ORDINARY = Pool("bg traps", lines("""
Will continue to monitor and will call with results.
Will she need a walker? Will discuss with PT.
Will start {brand} today.
May repeat in five minutes if pain persists.
May shower, may not soak.
May have ice chips.
Mark the site with a skin marker.
Mark each box that applies.
Bill the insurance on file.
Bill was mailed to the guarantor.
Frank pus was drained.
Frank discussion about prognosis.
Rich in fiber and low in fat.
Art class on the unit was well received.
Grant funding supports the study.
Grace period of ten days.
Hope is expressed for recovery.
Faith community is a support.
Joy in daily activities is preserved.
Dawn phenomenon explains the morning sugars.
Rose from the chair without help.
Rose Bengal staining was positive.
Violet discoloration of the fingers.
Iris is intact, pupil round.
Olive oil drops for the ear.
Olive-shaped mass in the epigastrium.
Hazel eyes, brown hair.
Ginger tea for nausea.
Rosemary and mint were added to the bath.
Sandy sensation in both eyes.
Summer allergies are worse this year.
Autumn and spring are the worst seasons.
Amber urine in the bag.
Ruby red lesion on the chest.
Crystal analysis was negative.
Coral reef calcification of the aorta.
Basal rate is 0.8 units.
Angel dust was used in the past.
Charity care was approved.
Patience is needed with this process.
Mercy killing was raised in the ethics seminar.
Penny ingested two hours ago, seen on film.
Robin's egg blue plaque was noted.
Major depressive disorder, recurrent.
Ray amputation of the third toe.
Norm-referenced test scores are average.
Cliff of the curve at 12 months.
Heath supplement was stopped.
Gene panel is negative.
Lance the abscess and pack it.
Pierce the membrane with care.
Max dose is 40 mg.
Max assist of two for transfers.
Long head of the biceps is intact.
Long term use of steroids.
Short of breath on exertion.
Small bowel loops are dilated.
Young adult with no risk factors.
Old infarct in the left thalamus.
Strong pulses in both feet.
Sharp pain with inspiration.
Stout build, no distress.
Brown discharge for two days.
White count is normal.
White female in no distress.
Black stools for three days.
Green sputum.
Gray matter heterotopia.
Blue bloater appearance.
Gold standard is the biopsy.
Silver nitrate applied to the granulation.
Berry aneurysm was coiled.
Cherry angiomas on the trunk.
Rice water stools.
Bean-shaped nucleus.
Salt restriction.
Honey thick liquids.
Baker's cyst.
Baker by trade, exposed to flour dust.
Cook with less oil.
Carpenter who hit his thumb.
Fisher exact test was used.
Miller Fisher variant was excluded.
Bishop score was favorable.
Temple artery biopsy was normal.
Hall pass and extra time at school.
House dust mite allergy.
Bridge therapy with heparin.
Lake Louise criteria are met.
Well appearing child.
Wells score is 1.
Flood syndrome was reported.
Winter itch.
Day 3 of 7.
Light touch is intact.
Light chain disease.
Storm of cytokines after infusion.
Field block with lidocaine.
Wood's lamp is negative.
Marsh 3a on biopsy.
Branch retinal vein occlusion.
Root canal last year.
Stone passed overnight.
Hill sign is absent.
Bank of questions for the board exam.
Lane two of the gel shows the band.
Park bench position.
Price of the drug is too high.
Cash pay, no insurance.
Case discussed.
Cross match two units.
Cross clamp time was 80 minutes.
Bell clapper deformity of the testis.
Horn cells are preserved.
Page the on-call resident.
Page 2 of 3.
Reader: two radiologists in consensus.
Bird beak on the swallow study.
Crane operator at the port.
Swan placed for hemodynamics.
Eagle syndrome was suspected.
Fox-Fordyce disease.
Wolf in sheep's clothing of this illness is fatigue.
Bull's-eye rash.
Buck teeth.
Head is normocephalic.
Hand hygiene was performed.
Foot ulcer is healing.
Bone scan is clean.
Lung fields are clear.
Kidney function is stable.
Heart sounds normal.
Vein mapping done.
Pain is 5/10.
Burn of the left hand, 2 percent.
Savage disease process.
Moody and tearful at times.
Sweet syndrome.
Good effort and good affect.
Best corrected vision 20/30.
Better with rest.
King size bed at home.
Power of attorney is on file.
Power wheelchair was ordered.
Bright red blood per rectum.
Gross hematuria.
Fine crackles at the bases.
Fine motor skills are delayed.
Nice looking wound bed.
Stern tube.
Blunt trauma to the abdomen.
Nail dystrophy.
Hammer toe.
Chance fracture of L1.
Drivers were told to avoid the road.
Hazard ratio 0.72.
Held feeds for two hours.
Held for low pressure.
Law enforcement was notified.
Loss of appetite.
Nurse to nurse report.
Doctor shopping was denied.
Child is playful.
Man found down.
Ward round completed.
Walker with wheels.
Walker-Warburg syndrome was excluded.
North of 400 calories per day.
West syndrome.
Reading glasses were lost.
Reading is at grade level.
Mobile x-ray unit.
Mobile phone was charged.
Orange juice was given for a sugar of 52.
Orange stool after the new vitamin.
Normal sinus rhythm.
Normal saline at 75 per hour.
Bath and linen change done.
Nice to meet such a pleasant gentleman.
Deal with one problem at a time.
Independence in dressing is the goal.
Surprise billing rules apply.
Buffalo hump is noted.
Phoenix tears do not cure.
Lead level is 3.
Lead II rhythm strip.
Superior mesenteric artery is patent.
Union at the fracture site is slow.
Spring loaded device.
Humble about his achievements.
Parachute mitral valve.
Battle sign behind the ear.
Needles and pins in the feet.
Climax is delayed on Zoloft.
Drain output 30 mL.
Boring epigastric pain.
Reserve is limited.
Point tenderness at the heel.
China white was found at the scene.
Turkey sandwich at lunch.
Chili and onions cause reflux.
Japanese encephalitis vaccine.
German measles immune.
Spanish flu, Hong Kong flu and Ebola are past epidemics.
Brazil nuts allergy.
Bombay blood group.
Malta fever is another word for brucellosis.
Lyme and Coxsackie are towns as well as diagnoses.
Marburg and Lassa were mentioned on the form.
Philadelphia collar in place.
Miami J collar fitted.
Boston brace for scoliosis.
Denver shunt for ascites.
Milwaukee shoulder.
Minnesota tube at the bedside.
Geneva score is low.
Glasgow coma scale 15.
Vancouver classification B1.
Paris classification 0-IIa.
Rome IV criteria.
Tokyo guidelines grade II.
Montreal cognitive score 24.
Los Angeles grade B esophagitis.
Ottawa knee rule.
Oxford knee score.
Hannover score.
Chicago classification: type II achalasia.
Atlanta criteria for pancreatitis.
Sydney protocol biopsies.
Amsterdam criteria.
Milan criteria for transplant.
Norwich school of thought on tube feeding.
Cincinnati stroke scale positive.
Memphis protocol was used.
Dallas criteria for myocarditis.
Houston valves of the rectum.
Stanford type B dissection.
Framingham score.
Harvard step test.
Kansas City cardiomyopathy questionnaire.
Iowa pressure instrument for tongue strength.
California tumor registry.
Georgia peach cobbler was refused.
Wisconsin card sorting test.
Virginia creeper caused the rash.
Florida's quit line number was given.
Bethesda III.
Edmonton symptom scale.
Prague C1M2.
Nottingham grade 2.
Barcelona stage B.
Manchester repair.
Edinburgh depression scale.
Copenhagen burnout inventory.
Duke treadmill score.
Mayo stand, mayo in the sandwich.
Johns Hopkins ACG software was used.
Cleveland shoulder.
St. John's wort stopped.
St. Vitus dance is an old word for chorea.
Epsom salt soaks.
Dead Sea salt cream.
Plaster of Paris splint.
Port wine stain.
Sydenham chorea.
Dakin's solution to the wound.
Burow's solution compresses.
Lugol iodine.
Ringer's lactate at 125.
Betadine and Hibiclens prep.
Kenalog 40 injected.
Marcaine 0.25 percent.
Adam's apple.
Achilles tendon is intact.
Eustachian tube dysfunction.
Hamlet diet is a joke in the chart.
Jackson Pollock poster on the wall is crooked.
Dr Pepper and chips for lunch.
Dr. Scholl's inserts.
Mrs. Dash instead of salt.
Mr. Clean burns to the hands.
Uncle Ben's rice.
Aunt Jemima syrup.
Ben Gay rubbed on the knees.
Johnny coat was soiled.
Jane Doe protocol was activated.
Mary Janes fit better than boots.
Mother Teresa quote on the poster.
Uncle Sam paid for school.
The patient was told to see {placeholder}.
Referred by {placeholder} to {placeholder}.
Seen by {placeholder} at the clinic.
Lazy Susan on the table.
Peter Pan peanut butter.
Little Debbie snacks.
Charley horse in the calf.
Montezuma's revenge after the trip.
Sister Mary Joseph nodule.
Peter Pan syndrome is not a diagnosis.
Florence flask.
Petri dish.
Bunsen burner accident.
Jacuzzi jets hit the eye.
Ford F-150, Chevy truck and Harley in the garage.
Frisbee to the face.
Jimmy legs at night.
Tommy John surgery was advised.
Susan G. Komen walk.
Sam's Club membership.
Trader Joe's, Wendy's, Arby's, Denny's and Domino's are on the list of restaurants.
Jack Daniels, a pint a day.
Johnnie Walker on weekends.
Captain Morgan and coke.
Jim Beam in the evening.
Samuel Adams, two bottles.
Dr. Bronner's soap.
"""))
REAL = Pool("traps with PHI", lines("""
Will {ambl} will see {amb} in {month}.
{amb} {ambl} was seen by {dr.drlast}.
{ambfull} is a {age}-year-old with {dx}.
Mr. {ambl} has pain.
Ms. {ambl} will need a walker.
Mrs. {ambl} may go home {in_time}.
Dr. {ambl} will operate on {weekday}.
Dr. {ambl} is the surgeon; {amb} is the scrub nurse.
{amb} rose at six.
{amb} may have missed {his_her} dose.
{amb} and {amb} will bill the insurer.
Spoke with {amb} about the {tool}.
Patient {ambfull} was moved.
{ambfull.lf} {date.us}
{amb} called and asked for {brand}.
Lives in {ambp}.
Moved to {ambp}, {state} from {ambp}.
{amb} from {ambp} has {dx}.
Drove to {ambp} for the {test}.
Admitted at {ambhosp}.
{amb}'s husband, {amb}, is a cook.
{ambfull} lives in {ambp} with {amb}.
Foley placed by {amb}.
{brand} started by Dr. {ambl}.
a foley was placed by {amb.low}
thanks {amb.low}, will do
ask {amb.low} if {brand} came
Nurse {ambl} took the call.
{amb} L. and {amb} T. share a room.
Chaplain {ambl} visited.
Officer {ambl}, badge {n.4}, took the report.
Sister {amb}, {faith} school teacher, has {dx}.
Pt is from {ambp} originally.
{amb} {ambl}, {age}, {ambp}.
Attending: {ambl}.
Seen with {ambl} and {ambl}.
Per {ambl}: hold {brand}.
See note by {ambl}.
{amb}, your {test} was normal.
Dear {amb},
Hi {amb}, how is the {dx}?
{amb}: I will bring the form.
Judge {ambl} set the hearing.
Coach {ambl} saw the fall.
Father {ambl} gave last rites.
Home is in {ambp}; work is in {ambp}.
"""))
