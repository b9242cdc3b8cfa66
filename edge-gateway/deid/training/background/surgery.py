"""Ordinary sentences of operations, anesthesia, injuries, bones, eyes, ears, imaging and pathology."""
from ..grammar import Pool, lines

OPERATION = Pool("bg operation", lines("""
The patient was brought to the operating room and placed supine on the table.
General endotracheal anesthesia was induced without difficulty.
A time-out was performed and the site was confirmed.
The abdomen was prepped and draped in the usual sterile fashion.
A Pfannenstiel incision was made and carried down to the fascia.
A Veress needle was introduced at Palmer's point.
The cystic duct was clipped twice and divided.
Calot's triangle was dissected until the critical view was obtained.
A {pharma} stapler was fired across the base of the appendix.
Hemostasis was obtained with Bovie cautery.
The wound was irrigated with two liters of saline.
Fascia was closed with running looped PDS.
Skin was closed with 4-0 Monocryl and Dermabond.
A Jackson-Pratt drain was left in the pelvis.
Blake drain to bulb suction.
Sponge, needle, and instrument counts were correct.
Estimated blood loss was 150 mL.
The patient was extubated and taken to the PACU in stable condition.
A Bookwalter retractor was set up.
Kocher maneuver was done to mobilize the duodenum.
Pringle time was 12 minutes.
A {tool} was used for exposure.
The hernia sac was reduced and Marlex mesh was placed.
Lichtenstein repair on the left.
Tourniquet time was 64 minutes at 250 mmHg.
Femoral component size 6 and tibial size 5 from {pharma} were cemented.
Gerdy's tubercle was exposed.
Bankart repair with three suture anchors.
Two 6.5 mm screws were placed across the fracture over Kirschner wires.
The Mayfield clamp was applied and the head turned to the left.
A burr hole was made at Kocher's point.
Greenberg retractors were placed.
The left internal mammary artery was taken down.
Bypass time was 96 minutes, cross-clamp 71.
Hegar dilators up to number 9.
The uterus was sounded to 8 cm and Mirena was placed.
Apgar scores were 8 and 9.
Trendelenburg position was used throughout.
Local anesthesia with 1% lidocaine and epinephrine.
Mallampati II, ASA 3, no loose teeth.
A Miller 2 blade gave a Cormack-Lehane grade I view.
The Sellick maneuver was applied during induction.
Propofol, fentanyl and rocuronium were given for induction.
No complications were encountered.
The specimen was sent to pathology in formalin.
Frozen section was negative for malignancy.
Cultures were sent to microbiology.
The patient tolerated the procedure well.
The hardware was intact and well seated.
"""))
ORTHO = Pool("bg orthopedics", lines("""
Pain in the right knee for three months without injury.
X-rays show Kellgren-Lawrence grade 3 changes.
MRI shows a complex tear of the medial meniscus.
L4-L5 disc herniation with S1 radiculopathy on the left.
C5-6 fusion is solid.
T12 compression fracture, Jewett brace when out of bed.
Salter-Harris II fracture of the distal radius.
Weber B ankle fracture, nonweightbearing for six weeks.
Garden III fracture of the femoral neck.
Neer two-part fracture of the proximal humerus.
Lachman and pivot shift are negative.
Hawkins and Neer are positive; drop arm is negative.
Jones fracture treated in a boot.
Hill-Sachs lesion, no labral tear.
Depo-Medrol 40 mg was injected into the subacromial space.
Synvisc was considered if the steroid fails.
Cobb angle is 18 degrees, Risser 2.
Ponseti casting started in the first week of life.
Pavlik harness full time.
Perthes disease of the left hip in childhood.
Grip strength 28 kg right and 34 left.
Wear the sling at night.
Bone stimulator applied daily.
Physical therapy twice a week for gait and strength.
Dupuytren cord of the ring finger, tabletop test positive.
Baker's cyst behind the knee.
Trigger finger released in the office.
Morton neuroma between the third and fourth toes.
Return to sport is expected at nine months.
Full weight as tolerated with a walker.
Nail bed repaired, Steri-Strips in place.
"""))
TRAUMA = Pool("bg trauma emergency", lines("""
Restrained driver, airbags deployed, no loss of consciousness.
Primary survey: airway intact, breath sounds equal, pulses strong.
FAST negative in four views.
C-collar cleared by Canadian rules.
Tetanus updated.
Laceration of 4 cm over the left brow closed with six nylon sutures.
GCS 14 on scene, 15 on arrival.
Last ate at noon.
Fell from a ladder of about eight feet onto grass.
Dog bite to the forearm, irrigated and left open.
Poison control was consulted; observe for six hours.
Glucose 41, D50 given, now 138.
Narcan 0.4 mg with good response.
Ottawa ankle rules negative, no films.
Stable for transfer to the floor.
Left before the results were back.
Rabies series offered and declined.
Ice, elevation, and ibuprofen.
Nursemaid's elbow reduced at the first try.
Epley maneuver gave relief.
Foreign body removed from the ear with an alligator forceps.
Morgan lens irrigation until the pH was 7.
Parkland formula: 8 liters in the first day.
HEART score of 3.
Trauma team activation level 2.
Pelvic binder in place.
Broselow color is white, weight about 14 kg.
Ring block with bupivacaine.
Ambulated with a steady gait before leaving.
"""))
EYE_ENT = Pool("bg eye ear dental", lines("""
Visual acuity 20/40 right, 20/25 left with correction.
Pressures 16 and 17 by Goldmann.
Seidel test negative.
Amsler grid without distortion.
Dense nuclear cataract in the left eye.
Latanoprost at night in both eyes.
Snellen chart at six meters.
Schiotz tonometry was not done.
Humphrey field full in both eyes.
Weber lateralizes to the left; Rinne is positive in both ears.
Dix-Hallpike to the right brings on vertigo.
Septum deviated to the right, turbinates boggy.
Brodsky 3+ tonsils.
Nasal packing was removed, no further bleeding.
Hearing aids cleaned and fitted.
Tooth 14 was extracted under local anesthesia.
Panorex shows impacted third molars.
Peridex rinse twice a day.
Waters view shows an air fluid level.
Stensen duct is patent.
Ludwig angina was excluded.
Cerumen was removed by curette.
Cochlear implant map is stable.
"""))
IMAGING = Pool("bg imaging", lines("""
Heart size is normal and the lungs are clear.
No pneumothorax or pleural effusion.
Stable 4 mm nodule in the right upper lobe.
Degenerative changes of the thoracic spine.
No acute intracranial hemorrhage, mass effect, or midline shift.
Gray-white differentiation is preserved.
Mild chronic microvascular change.
The paranasal sinuses and mastoid air cells are clear.
Liver, spleen, and pancreas are unremarkable.
There is a 2.3 cm simple cyst in the left kidney, Bosniak I.
No hydronephrosis or nephrolithiasis.
The appendix is normal.
Diverticulosis without diverticulitis.
BI-RADS 2, benign findings.
Scattered fibroglandular densities.
The ACL is intact; there is a small Baker cyst.
Hill-Sachs deformity is seen.
Modic type 2 changes at L5-S1.
Schmorl node at T11.
Impression: no acute cardiopulmonary disease.
Contrast: 100 mL Omnipaque 350.
Technique: axial images with coronal and sagittal reformats.
Comparison: none.
Indication: {dx}.
Clinical history: {dx}, rule out {dx}.
Findings were discussed with {role} at the time of the study.
No filling defect in the pulmonary arteries.
Doppler shows no deep vein thrombosis.
The Foley catheter balloon is in the bladder.
The tip of the PICC is at the cavoatrial junction.
Dobhoff tube tip in the stomach, advance before use.
Swan-Ganz catheter in the right pulmonary artery.
TI-RADS 3 nodule in the left lobe.
Intrauterine pregnancy of 8 weeks and 3 days, heart rate 168.
Normal bowel gas pattern.
Recommend follow-up CT in six months per Fleischner criteria.
Hounsfield units of 8, consistent with adenoma.
T score at the lumbar spine -1.8.
Gadavist 8 mL was given.
No priors are available.
Limited study because of motion.
Alignment is normal, no fracture.
Chiari I with tonsils 6 mm below the foramen.
"""))
PATHOLOGY = Pool("bg pathology", lines("""
Received in formalin is a tan ovoid piece of tissue, 1.2 x 0.8 x 0.4 cm.
Serially sectioned and entirely submitted in cassette A1.
Sections show invasive ductal carcinoma, Nottingham grade 2.
Margins are free; the closest is 3 mm.
No lymphovascular invasion is seen.
ER positive 95%, PR positive 60%, HER2 1+.
Tubular adenoma, no high grade dysplasia.
Benign colonic mucosa with hyperplastic change.
Gleason score 3+3=6 in one core, 5% of tissue.
Negative for intraepithelial lesion or malignancy.
GMS and PAS stains are negative for fungi.
Congo red is negative.
Masson trichrome shows bridging fibrosis.
Immunostains for CD3, CD20, and Ki-67 support the diagnosis.
Final diagnosis: chronic cholecystitis with cholelithiasis.
The specimen is labeled with the patient's name and "left breast".
Inked blue superior, black deep, orange lateral.
Breslow thickness 0.6 mm, Clark level II.
Gross: a gallbladder 8 cm long with green bile.
Reed-Sternberg cells are not found.
Prussian blue shows increased iron.
Warthin-Starry is negative.
Levels were examined.
Intradepartmental review was obtained and agrees.
Synoptic report follows the {guide} protocol.
Bethesda category II, benign.
Hurthle cells are present.
Warthin tumor of the parotid.
Call cells, Russell bodies, and Touton giant cells are described in the comment.
White matter and gray matter are in proportion.
"""))
