"""Ordinary sentences of the medical specialties, a pool for each; nothing in them is to be removed."""
from ..grammar import Pool, lines

CARDIO = Pool("bg cardiology", lines("""
Telemetry showed sinus rhythm with rare premature ventricular beats.
Ejection fraction is estimated at 45 to 50 percent.
LA enlargement and mild MR were noted on the echocardiogram.
Severe LAD disease was treated with a drug-eluting stent from {pharma}.
The RCA and the circumflex are free of obstructive disease.
{brand} was restarted once the groin hematoma was stable.
No orthopnea, no paroxysmal nocturnal dyspnea, no syncope.
CHA2DS2-VASc score is 4, HAS-BLED 2; {generic} was continued.
NYHA class III symptoms despite {brand} and {generic}.
The {pharma} pacemaker was interrogated and shows 12 percent atrial pacing.
Troponin rose from 0.04 to 0.9 and then fell.
Killip class II on arrival, TIMI score 4.
Wells criteria give a low probability of pulmonary embolism.
Carvallo sign was absent and the murmur did not radiate.
A Bruce protocol was stopped at stage 3 because of fatigue.
Janeway lesions and Osler nodes were sought and not found.
The Framingham risk is nine percent at ten years.
Blood pressure log from home averages 132/78.
Ankle edema is down since torsemide replaced Lasix.
Bradycardia to the forties during sleep, no pauses.
Mitral Clip was considered, but the valve area is too small.
A Watchman device would spare {him} lifelong anticoagulation.
Beck triad was absent, and the pericardial effusion is small.
Still gets winded on one flight of stairs.
Sodium restriction was reviewed, with sample menus.
Statin intolerance: myalgia on Crestor, Lipitor and Zocor.
Chest discomfort is not pleuritic and does not change with position.
The {guide} guideline gives a class IIa recommendation.
"""))
PULM = Pool("bg pulmonary", lines("""
On 3 L by nasal cannula at baseline, now on 5 L.
FEV1 is 48 percent of predicted, GOLD stage III.
Spirometry shows a mixed picture with poor effort.
Uses {brand} twice a day and {brand} as needed.
Sputum grew {bug}.
Ventilator settings: AC 16, tidal volume 420, FiO2 40 percent, PEEP 8.
The left lower lobe nodule is 6 mm and was not there in {year}.
A Light's criteria exudate was drained, 900 mL of straw colored fluid.
Cheyne-Stokes breathing was seen during the night.
BiPAP at 12/5 was tolerated for four hours.
Epworth score is 14; a home sleep study will be arranged.
Curschmann spirals were reported in the sputum.
Kerley B lines suggest interstitial edema.
No hemoptysis, no night sweats, no known exposure to tuberculosis.
The Fleischner Society would advise a scan at twelve months.
Quit vaping last spring and has used gum since.
Wheezing cleared after two nebulizers of albuterol and Atrovent.
CURB-65 score of 1 supports treatment at home.
The chest tube is to water seal with no air leak.
Asbestos exposure in the shipyard, pleural plaques on both sides.
Inhaler technique was poor; a spacer was provided.
Bird fancier's lung was considered because of the parakeets.
Cough is worse at night and with laughter.
Dr pepper and coffee seem to bring on the reflux cough.
"""))
GI = Pool("bg gastroenterology", lines("""
Colonoscopy to the cecum with good preparation, Boston score 8.
Three polyps were removed with a cold snare.
Barrett segment of 3 cm, Prague C2M3, no dysplasia.
Forrest class III ulcer in the duodenal bulb, H. pylori negative.
MELD is 17, Child-Pugh class B, no encephalopathy on lactulose.
Last drink was a month before admission.
Stool is brown and heme negative.
The Rome criteria for irritable bowel syndrome are met.
ERCP with sphincterotomy and removal of a stone.
A Dobhoff tube was placed past the ligament of Treitz.
{brand} twice daily before meals for eight weeks.
Bristol type 6 stool up to seven times a day.
Infliximab trough was low and the interval was shortened.
Mayo score fell from 9 to 3 on vedolizumab.
Ranson criteria: two at admission.
Ascites drained with albumin; SAAG above 1.1.
Whipple triad was not documented.
Courvoisier sign is absent, no jaundice.
Grey Turner and Cullen signs are negative.
She ate plums, prunes, and bran, to no avail.
Gluten free diet since {year}; tissue transglutaminase is now normal.
Low FODMAP plan given by {dept}.
Hemorrhoids banded in the clinic without bleeding.
Vomits undigested food an hour after meals.
"""))
RENAL = Pool("bg renal urology", lines("""
Creatinine is 2.1, up from a baseline of 1.4.
Dialysis on a {weekday} schedule was skipped because of the storm.
The fistula has a good thrill and bruit.
FENa is 0.4 percent; muddy brown casts are absent.
KDIGO stage 3a with A2 albuminuria.
Kayexalate was avoided; Lokelma was given instead.
Foley in place draining clear yellow urine.
Foley removed at 0600, due to void by noon.
Coude catheter was needed because of the prostate.
Nocturia three times, weak stream, and dribbling.
PSA 6.2, free fraction 11 percent.
Gleason 3+4=7 in two of twelve cores.
A 5 mm stone at the ureterovesical junction; Flomax and a strainer.
Sevelamer with each meal, phosphorus 5.9.
The graft kidney is nontender in the right iliac fossa.
Tacrolimus level 7.8, goal six to eight.
Fournier gangrene was excluded on examination.
Bladder scan showed 420 mL; straight catheterized once.
Peyronie plaque on the dorsal shaft.
No flank pain, no stones passed, urine is clear.
Double J stent to be removed in the office.
Fluid restriction of 1.5 liters a day.
"""))
ENDO = Pool("bg endocrine", lines("""
Hemoglobin A1c is 8.4, goal under 7.
Lantus 24 units at night and Humalog per scale.
The Dexcom shows 62 percent time in range.
Omnipod site changed, no redness.
The thyroid nodule is TI-RADS 4, biopsy Bethesda III.
Somogyi effect suspected; bedtime snack advised.
Chvostek and Trousseau signs are negative, calcium 8.1.
No Cushing features; midnight cortisol is normal.
Synthroid on an empty stomach, apart from calcium.
DXA T score at the hip is -2.6; FRAX 22 percent.
Ozempic gives nausea; dose kept at 0.5 mg.
Foot examination with a Semmes-Weinstein monofilament is normal.
Charcot arthropathy of the midfoot is stable.
Sick day rules were reviewed.
Basal rate reduced between midnight and four in the morning.
Graves ophthalmopathy is quiet.
Addison crisis precautions and a bracelet.
DiGeorge was excluded by array.
Weight is up 4 kg since the start of prednisone.
Testosterone gel is rubbed on the upper arms.
Checks sugars before meals; lows twice a week.
"""))
NEURO = Pool("bg neurology", lines("""
NIHSS is 4: facial droop, arm drift, mild dysarthria.
Last known well was at breakfast.
tPA was not given because of the time window.
Babinski is downgoing on both sides.
Romberg is positive with eyes closed.
Hoffman sign is present on the right.
MoCA 21 of 30, with errors in recall and clock.
Lewy body disease is likely given the hallucinations.
Sinemet 25/100 three times a day; wears off before the next dose.
Parkinson plus features: early falls and vertical gaze palsy.
Keppra 750 mg twice daily, no seizures since the summer.
Todd paralysis cleared within the day.
Bell palsy on the left, House-Brackmann grade IV.
Gowers sign was seen when rising from the floor.
Lhermitte phenomenon on flexing the neck.
Two new T2 lesions without enhancement; Ocrevus continued.
Trigeminal pain responds to Tegretol.
Aura with zigzag lines, then a throbbing headache.
Botox every twelve weeks per PREEMPT protocol.
EEG with diffuse slowing, no epileptiform discharges.
Circle of Willis is complete, no aneurysm.
Broca aphasia has improved; he names most objects.
Wernicke area is spared.
Horner syndrome on the right, Pancoast tumor excluded.
Horton neuralgia and Raeder syndrome were considered.
Word finding is slow at the end of the day.
"""))
HEME = Pool("bg hematology oncology", lines("""
ECOG performance status 1.
Cycle 3 of FOLFOX, oxaliplatin reduced for neuropathy.
R-CHOP was well tolerated except for vincristine neuropathy.
Ki-67 is 30 percent; HER2 negative by FISH.
Stage IIIB, T3N1M0, moderately differentiated.
Neulasta on day 2.
Auer rods were seen in the smear.
Howell-Jolly bodies after splenectomy.
Reed-Sternberg cells in the node.
Philadelphia chromosome positive; Gleevec started.
Bence Jones protein in the urine, kappa light chains.
Ferritin 6, started on iron every other day.
Factor V Leiden heterozygous; lifelong Coumadin not advised.
INR 2.7, goal 2 to 3; same dose.
Coombs is negative, haptoglobin normal.
CAR-T evaluation at the referral center.
PET shows a complete metabolic response, Deauville 2.
Port accessed with a Huber needle, good blood return.
Mucositis grade 2; magic mouthwash four times a day.
Ann Arbor stage IIA.
Breslow 1.2 mm, Clark IV, sentinel node negative.
Tamoxifen for five years, hot flashes tolerable.
Oncotype score 14, no chemotherapy.
Neutropenic fever pathway started, Zosyn given within the hour.
Karnofsky 70, weight loss of eight percent.
"""))
ID_RHEUM = Pool("bg infection rheumatology skin", lines("""
MRSA nares swab positive; contact isolation.
Vancomycin trough 16, day 9 of 42.
Duke criteria are met for possible endocarditis.
QuantiFERON indeterminate, repeat in a month.
CD4 612, viral load undetectable on Biktarvy.
Tick bite last summer, Lyme titer negative.
Jarisch-Herxheimer reaction after the first dose of penicillin.
Rocky Mountain spotted fever was considered.
West Nile serology is negative.
Norwalk virus outbreak on the ward; visitors limited.
Legionella urinary antigen positive.
Rubella immune, varicella immune, hepatitis B surface antibody positive.
Heberden and Bouchard nodes in both hands.
Schirmer 4 mm at five minutes.
ANA 1:320 speckled, anti-Ro positive.
Gottron papules and heliotrope rash.
DAS28 3.1 on methotrexate 15 mg weekly with folic acid.
Felty syndrome was ruled out.
Phalen and Tinel are positive at the right wrist.
Finkelstein test positive; de Quervain splint given.
Koebner phenomenon along the scratch marks.
Auspitz sign present.
Mohs surgery was advised for the lesion on the nose.
Wood lamp examination shows no fluorescence.
Nikolsky sign is negative.
Beau lines on the fingernails.
Fluocinonide ointment twice a day for two weeks.
Cryotherapy of three actinic keratoses.
Gout flare in the first toe; colchicine and ice.
Uric acid 8.8, started on allopurinol 100 mg.
"""))
SPECIALTIES = (CARDIO, PULM, GI, RENAL, ENDO, NEURO, HEME, ID_RHEUM)
