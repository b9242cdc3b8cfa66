"""Ordinary clinical prose with nothing to remove: symptoms, examination, course, plan, teaching."""
from ..grammar import Pool, lines

HISTORY = Pool("bg history", lines("""
The patient reports {dx} for the past several years, currently well controlled on {drug}.
{he_she.Cap} denies any chest pain, palpitations, or shortness of breath at rest.
Symptoms began gradually and have become worse with activity.
There has been no recent travel, sick contact, or change in diet.
The pain is described as dull, nonradiating, and worse when lying on the left side.
Past medical history is significant for {dx}, {dx}, and {dx}.
{he_she.Cap} has never required hospitalization for {dx}.
Over-the-counter {brand} provided only partial relief.
No known drug allergies.
Allergic to {drug}, which causes hives.
{he_she.Cap} stopped taking {generic} because of nausea.
Appetite is fair and weight has been stable.
The cough is productive of yellow sputum, mostly in the morning.
Sleep is poor; {he_she} wakes three or four times a night to urinate.
There is a strong family history of {dx}.
{he_she.Cap} was told that the {test} was normal.
The rash started on the trunk and spread to both arms.
{he_she.Cap} describes numbness and tingling in the fingertips of the right hand.
Vision has been blurry since the dose of {drug} was increased.
{he_she.Cap} quit smoking ten years ago after a 30 pack-year history.
Drinks two glasses of wine on weekends and denies illicit drug use.
The fall was mechanical, without loss of consciousness.
Reports intermittent hematuria without clots or fever.
Bowel movements are regular with the help of {brand}.
{he_she.Cap} feels that the current dose of {drug} makes {him} sleepy.
The headache is throbbing, unilateral, and improves in a dark room.
Prior surgeries include an appendectomy and a right knee arthroscopy.
The patient walks with a rolling walker and needs help with bathing.
Both parents are living and healthy.
The wound has been draining clear fluid for a few days.
Menses are regular, every 28 days, lasting five days.
{he_she.Cap} has not been checking blood sugars at home.
Fatigue has improved since starting CPAP for sleep apnea.
The swelling in {his_her} legs goes down overnight.
Immunizations are up to date according to the record.
No history of {eponym} or {dx} in first-degree relatives.
The child is feeding well and has six wet diapers a day.
Caregivers noticed more confusion in the evenings.
Ear pain was preceded by a week of congestion and runny nose.
The patient may have missed several doses of {drug} and will bring the bottles next time.
{he_she.Cap} hopes to avoid surgery if at all possible.
Symptoms mark a clear change from {his_her} usual state of health.
Frank blood was seen in the stool on one occasion.
Long periods of standing make the back pain worse.
Reading small print has become difficult.
Mobile at home with a cane; does not drive at night.
{he_she.Cap} has a rich social life and enjoys art, singing, and gardening with roses.
The young mother is worried about her milk supply.
The patient was in good spirits and hope was expressed for a full recovery.
There is no joy in activities that used to please {him}.
"""))

EXAM = Pool("bg exam", lines("""
General: Well developed, well nourished, in no acute distress.
HEENT: Normocephalic, atraumatic. Pupils equal, round, and reactive to light.
Neck: Supple without lymphadenopathy or thyromegaly.
Lungs: Clear to auscultation bilaterally, no wheezes or rales.
Heart: Regular rate and rhythm, normal S1 and S2, grade 2/6 systolic murmur at the left sternal border.
Abdomen: Soft, nontender, nondistended, bowel sounds present in four quadrants.
Extremities: No clubbing, cyanosis, or edema; pulses 2+ throughout.
Neurologic: Alert and oriented x3, cranial nerves II through XII grossly intact.
Skin: Warm and dry, no rash; a 2 cm healing abrasion over the left elbow.
Psychiatric: Mood is euthymic, affect is full, speech is normal in rate and tone.
Musculoskeletal: Full range of motion of the right shoulder with mild pain at end range.
Strength is 5/5 in the upper and lower extremities.
{tool} is negative bilaterally.
{tool} was positive on the right.
Reflexes are brisk at the knees and absent at the ankles.
There is tenderness over the lateral joint line but no effusion.
Gait is antalgic; {he_she} favors the left leg.
The incision is clean, dry, and intact with staples in place.
Tympanic membranes are pearly gray with a good cone of light.
Fundoscopic examination shows no papilledema.
The thyroid is enlarged without a discrete nodule.
Rectal examination deferred at the patient's request.
Fetal heart tones were 145 by {tool}.
Breasts are symmetric without masses, dimpling, or discharge.
Capillary refill is less than two seconds.
The uvula is midline and the tonsils are 2+ without exudate.
JVP is elevated to 10 cm with a positive hepatojugular reflux.
Sensation is decreased to light touch in a stocking distribution.
Vital signs: {vitals}.
GCS 15, moving all extremities, following commands.
Fitzpatrick skin type III with scattered seborrheic keratoses.
Superior quadrant is tender, and normal bowel sounds are heard.
Orange drainage was seen around the tube.
White, thick plaques on the tongue; black eschar on the heel.
Brown spots on the hands, sharp borders, no change in size.
"""))

PLAN = Pool("bg plan", lines("""
Continue {drug} {dose} {freq} and recheck {test} in three months.
Start {drug} {dose} {freq}; side effects were reviewed.
Stop {brand} and switch to {generic} {dose} {freq}.
Increase {generic} to {dose} {freq}.
Will order {test} and follow the results by telephone.
May resume regular diet and activity as tolerated.
Follow up {in_time} or sooner if symptoms worsen.
Return precautions were discussed and the patient voiced understanding.
Per {guide} guidelines, statin therapy is indicated.
Referral to {dept} was placed.
{dept} will see the patient before discharge.
Mark the surgical site before moving to the operating room.
Bill under the global period; no separate charge today.
Will discuss with {dept} whether {tool} is needed.
Consider {drug} if there is no response to {drug}.
Hold {brand} for five days before the procedure.
Encouraged a low-sodium diet and 30 minutes of walking most days.
Case discussed at tumor board; {generic} was recommended.
Given the history of {eponym}, avoid {drug}.
The patient declined {generic} and would rather try physical therapy.
Apply ice for 20 minutes several times a day and keep the leg elevated.
Taper {generic} by {dose} every week.
Repeat {test} {in_time}.
The risks, benefits, and alternatives of surgery were explained.
Weight loss of five to ten percent was set as the goal.
We will wait for the final culture before changing antibiotics.
Cover with {generic} until {bug} is ruled out.
Culture grew {bug}, sensitive to {generic}.
{gene} testing is pending.
Blood pressure is at goal on {brand}.
Home glucose log reviewed; basal insulin adjusted by two units.
Continue {pharma} pump settings as they are.
Advance diet slowly, chips of ice first, and grant privileges as tolerated.
Nutrition to see regarding tube feeding with {brand}.
PT and OT to evaluate and treat.
Sign the consent in the presence of a witness.
Patience and a slow pace were advised; there is no need to chase every number.
Grace period for the refill ends with this visit.
Art therapy and music therapy were offered.
The price of the inhaler is a barrier; samples were given.
"""))

COURSE = Pool("bg course", lines("""
The patient was started on {drug} with good effect.
Was seen by {dept}, who agreed with the plan.
{dept} was consulted and recommended {test}.
Called {dept} about the result; no change for now.
Oxygen was weaned to room air without difficulty.
Tolerated the procedure well and left in stable condition.
{brand} was held and {generic} was started in its place.
Pain was controlled with {drug} {dose} {freq}.
The {tool} was removed without difficulty.
A {tool} was placed using sterile technique.
Remained afebrile for the last forty-eight hours.
Creatinine peaked and then returned to baseline with fluids.
{test} showed no acute abnormality.
Labs were notable for {lab}, {lab}, and {lab}.
Transferred from the ICU to the floor in good condition.
Moved from {dept} to {dept} for closer monitoring.
An attempt at extubation failed because of stridor.
Diuresed with {brand} with a net negative balance of two liters.
{role} updated at the bedside and all questions answered.
Received two units of packed red cells without reaction.
Seen in {dept} for the same complaint {ago}.
{pharma} device interrogated; battery life is adequate.
The rash cleared after {brand} was stopped.
Swallow evaluation showed no aspiration with thickened liquids.
Physical therapy recommended discharge home with a walker.
The family asked about hospice and was given printed material.
The trial compared {brand} with {generic} in patients with {dx}.
Given by {dept} before transfer.
Placed by {dept} under ultrasound.
Reviewed by {dept} and by {role}.
Delirium precautions: lights on by day, glasses and hearing aids within reach.
Spoke with {role} about the plan for tonight.
Will reassess after {role} has seen the images.
Urine output has been 40 mL per hour through the {tool}.
{he_she.Cap} was ambulating in the hall with assistance of one.
{he_she.Cap} tolerated a clear liquid diet and advanced to regular.
"""))
