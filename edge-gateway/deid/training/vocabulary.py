"""Words that look like names and are none: drugs, eponyms, departments, tests, scores, organisms, genes.

For: the templates; and the macros, slots that put a name, a place or one of these words into one and the
same frame, so that only the context can tell. Never: a word of a list in both splits.
"""
from __future__ import annotations

from .grammar import Pool, lines, slot, words
from .syllables import invented_drug

GENERICS = words("generic drugs", """lisinopril,metformin,atorvastatin,amlodipine,omeprazole,losartan,gabapentin,hydrochlorothiazide,sertraline,simvastatin,
montelukast,escitalopram,furosemide,pantoprazole,trazodone,fluticasone,tamsulosin,bupropion,rosuvastatin,duloxetine,prednisone,amoxicillin,citalopram,
clopidogrel,carvedilol,warfarin,apixaban,rivaroxaban,dabigatran,heparin,enoxaparin,insulin glargine,insulin lispro,levothyroxine,methimazole,allopurinol,
colchicine,methotrexate,hydroxychloroquine,sulfasalazine,adalimumab,etanercept,infliximab,rituximab,trastuzumab,pembrolizumab,nivolumab,bevacizumab,
cisplatin,carboplatin,paclitaxel,docetaxel,doxorubicin,vincristine,cyclophosphamide,tamoxifen,letrozole,anastrozole,leuprolide,finasteride,sildenafil,
oxybutynin,mirabegron,tolterodine,donepezil,memantine,levodopa,carbidopa,ropinirole,pramipexole,levetiracetam,lamotrigine,valproate,phenytoin,
carbamazepine,topiramate,lacosamide,sumatriptan,propranolol,metoprolol,atenolol,diltiazem,verapamil,amiodarone,digoxin,sotalol,flecainide,spironolactone,
torsemide,bumetanide,sacubitril,ivabradine,ranolazine,isosorbide,nitroglycerin,hydralazine,clonidine,minoxidil,vancomycin,cefepime,ceftriaxone,cephalexin,
piperacillin-tazobactam,meropenem,ertapenem,levofloxacin,ciprofloxacin,azithromycin,doxycycline,clindamycin,metronidazole,linezolid,daptomycin,fluconazole,
micafungin,acyclovir,valacyclovir,oseltamivir,remdesivir,tenofovir,emtricitabine,dolutegravir,morphine,oxycodone,hydromorphone,fentanyl,tramadol,
buprenorphine,naloxone,methadone,ketorolac,ibuprofen,naproxen,acetaminophen,celecoxib,cyclobenzaprine,methocarbamol,baclofen,tizanidine,lorazepam,
diazepam,alprazolam,clonazepam,zolpidem,melatonin,quetiapine,olanzapine,risperidone,haloperidol,aripiprazole,lithium,venlafaxine,mirtazapine,fluoxetine,
paroxetine,amitriptyline,nortriptyline,methylphenidate,amphetamine,atomoxetine,albuterol,ipratropium,tiotropium,budesonide,salmeterol,cetirizine,
loratadine,diphenhydramine,famotidine,ondansetron,metoclopramide,promethazine,docusate,senna,polyethylene glycol,lactulose,loperamide,semaglutide,
liraglutide,empagliflozin,dapagliflozin,sitagliptin,glipizide,pioglitazone,alendronate,denosumab,calcitriol,cinacalcet,sevelamer,epoetin,filgrastim,
propofol,ketamine,rocuronium,succinylcholine,midazolam,dexmedetomidine,norepinephrine,vasopressin,dobutamine,lidocaine,bupivacaine,tranexamic acid""")
BRANDS = words("brand drugs", """Eliquis,Xarelto,Coumadin,Plavix,Lipitor,Crestor,Zocor,Norvasc,Lasix,Bumex,Aldactone,Entresto,Coreg,Lopressor,Toprol,Cardizem,Zestril,
Prinivil,Cozaar,Diovan,Benicar,Synthroid,Armour Thyroid,Glucophage,Jardiance,Farxiga,Januvia,Ozempic,Wegovy,Trulicity,Victoza,Mounjaro,Lantus,Humalog,
Novolog,Tresiba,Levemir,Tylenol,Advil,Motrin,Aleve,Celebrex,Toradol,Percocet,Vicodin,Norco,OxyContin,Dilaudid,Ultram,Suboxone,Narcan,Neurontin,Lyrica,
Cymbalta,Zoloft,Prozac,Lexapro,Celexa,Paxil,Effexor,Wellbutrin,Remeron,Desyrel,Abilify,Seroquel,Zyprexa,Risperdal,Haldol,Ativan,Xanax,Valium,Klonopin,
Ambien,Lunesta,Adderall,Ritalin,Concerta,Vyvanse,Strattera,Keppra,Depakote,Lamictal,Dilantin,Tegretol,Topamax,Vimpat,Sinemet,Mirapex,Requip,Aricept,
Namenda,Imitrex,Botox,Aimovig,Humira,Enbrel,Remicade,Stelara,Cosentyx,Dupixent,Xeljanz,Rituxan,Herceptin,Keytruda,Opdivo,Avastin,Taxol,Gleevec,Ibrance,
Tamiflu,Paxlovid,Zithromax,Augmentin,Keflex,Bactrim,Cipro,Levaquin,Flagyl,Zosyn,Rocephin,Ancef,Unasyn,Merrem,Diflucan,Valtrex,Biktarvy,Truvada,Genvoya,
Ventolin,ProAir,Advair,Symbicort,Spiriva,Flovent,Singulair,Zyrtec,Claritin,Allegra,Benadryl,Flonase,Nasonex,Mucinex,Robitussin,Prilosec,Nexium,Protonix,
Pepcid,Zantac,Tums,Zofran,Reglan,Phenergan,Colace,Miralax,Dulcolax,Imodium,Linzess,Fosamax,Prolia,Boniva,Flomax,Proscar,Viagra,Cialis,Myrbetriq,Detrol,
Premarin,Mirena,Nexplanon,Depo-Provera,Plan B,Clomid,Lupron,Arimidex,Femara,Aranesp,Procrit,Neulasta,Lovenox,Angiomax,Brilinta,Effient,Ranexa,Multaq,
Precedex,Diprivan,Versed,Levophed,Pitocin,Magnevist,Omnipaque,Silvadene,Neosporin,Bacitracin,Voltaren,Lidoderm,Ensure,Glucerna,Jevity,Pedialyte,Gatorade,
Chantix,Nicorette,Antabuse,Vivitrol,Zyban,Tylenol PM,Pepto-Bismol,Metamucil,Icy Hot,Aspercreme,Lantiseptic,Xeroform,Aquacel,Mepilex,Tegaderm,Coban""")
EPONYMS = words("eponyms", """Parkinson disease,Parkinson's disease,Crohn disease,Crohn's disease,Alzheimer disease,Alzheimer's dementia,Down syndrome,Hashimoto thyroiditis,
Graves disease,Hodgkin lymphoma,non-Hodgkin lymphoma,Huntington disease,Addison disease,Cushing syndrome,Raynaud phenomenon,Bell's palsy,Sjögren syndrome,
Marfan syndrome,Ehlers-Danlos syndrome,Turner syndrome,Klinefelter syndrome,Tourette syndrome,Guillain-Barré syndrome,Meniere disease,Kawasaki disease,
Paget disease,Barrett esophagus,Wilson disease,Gilbert syndrome,Lynch syndrome,Peutz-Jeghers syndrome,Zollinger-Ellison syndrome,Boerhaave syndrome,
Mallory-Weiss tear,Meckel diverticulum,Hirschsprung disease,Wilms tumor,Ewing sarcoma,Kaposi sarcoma,Burkitt lymphoma,Merkel cell carcinoma,
Charcot foot,Charcot-Marie-Tooth disease,Baker cyst,Colles fracture,Smith fracture,Jones fracture,Lisfranc injury,Bankart lesion,Hill-Sachs deformity,
Dupuytren contracture,Osgood-Schlatter disease,Legg-Calvé-Perthes disease,Scheuermann kyphosis,Takotsubo cardiomyopathy,Wolff-Parkinson-White syndrome,
Brugada syndrome,Wernicke encephalopathy,Korsakoff psychosis,Creutzfeldt-Jakob disease,Lewy body dementia,Pick disease,Lou Gehrig disease,Lambert-Eaton syndrome,
Horner syndrome,Arnold-Chiari malformation,Dandy-Walker malformation,Prader-Willi syndrome,Angelman syndrome,Williams syndrome,Noonan syndrome,DiGeorge syndrome,
Fanconi anemia,von Willebrand disease,Tay-Sachs disease,Gaucher disease,Fabry disease,Pompe disease,Still disease,Behçet disease,Takayasu arteritis,
Henoch-Schönlein purpura,Wegener granulomatosis,Goodpasture syndrome,Alport syndrome,Conn syndrome,Sheehan syndrome,Asherman syndrome,Fitz-Hugh-Curtis syndrome,
Fournier gangrene,Ludwig angina,Vincent angina,Lemierre syndrome,Pott disease,Chagas disease,Hansen disease,Lyme disease,Stevens-Johnson syndrome,Bowen disease,
Schatzki ring,Zenker diverticulum,Hartmann pouch,Monteggia fracture,Sever disease,Morton neuroma,Bartholin cyst,Nabothian cyst,Bouchard nodes,Heberden nodes""")
SIGNS = words("signs and tools", """Foley catheter,Foley,Jackson-Pratt drain,JP drain,Penrose drain,Hickman catheter,Swan-Ganz catheter,Dobhoff tube,Kelly clamp,Kocher clamp,
Allis clamp,Babcock,Metzenbaum scissors,Mayo scissors,Mayo stand,Richardson retractor,Bookwalter,Balfour,Bovie,Yankauer,Ambu bag,Hoyer lift,Trendelenburg position,
Fowler position,Semi-Fowler,Lachman test,McMurray test,Phalen test,Tinel sign,Murphy sign,McBurney point,Rovsing sign,Homans sign,Kernig sign,Brudzinski sign,
Babinski,Romberg,Spurling test,Hawkins test,Neer sign,Ober test,Thomas test,Trendelenburg gait,Weber test,Rinne test,Snellen chart,Ishihara plates,
Gram stain,Wright stain,Pap smear,Mantoux,Coombs test,Schirmer test,Holter monitor,Doppler,Bruce protocol,Valsalva maneuver,Epley maneuver,Dix-Hallpike,
Heimlich maneuver,Kegel exercises,Whipple procedure,Nissen fundoplication,Roux-en-Y bypass,Billroth II,Hartmann procedure,Lefort fracture,Bishop score,
Apgar scores,Glasgow Coma Scale,Braden scale,Morse fall scale,Wong-Baker,Norton scale,Katz index,Lawton scale,Barthel index,Karnofsky,Gleason score,
Breslow depth,Clark level,Ranson criteria,Wells score,Child-Pugh class,Duke criteria,Jones criteria,Light criteria,Ottawa rules,Killip class,Hunt-Hess,
Fisher grade,Mallampati,Cormack-Lehane,Tanner stage,Rankin scale,Schober test,Allen test,Ortolani,Barlow,Moro reflex,Ishikawa,Fitzpatrick type,Bristol stool type,
Likert,Beck Depression Inventory,Hamilton scale,Edinburgh scale,Montreal Cognitive Assessment,Folstein,Borg scale,Berg balance,Tinetti,Steri-Strips,Ace wrap,
Kirschner wire,Steinmann pin,Harrington rods,Salter osteotomy,Gamma nail,Charnley,Austin Moore,Denis Browne bar,Philadelphia collar,Miami J,Aspen collar,Jobst stockings,
Unna boot,Buck's traction,Thomas splint,Bledsoe brace,Taylor brace,Lofstrand crutches,Shiley trach,Bivona,Passy-Muir valve,Salem sump,Malecot,Quinton,Tesio,PICC,Port-A-Cath,Mediport,Groshong""")
DEPARTMENTS = words("departments", """Cardiology,Neurology,Oncology,Radiology,Pathology,Orthopedics,Gastroenterology,Nephrology,Pulmonology,Endocrinology,Rheumatology,
Dermatology,Urology,Psychiatry,Surgery,General Surgery,Vascular,Anesthesia,Pediatrics,Neonatology,Obstetrics,Gynecology,Labor and Delivery,Emergency,Trauma,
Infectious Disease,ID,GI,Renal,Pulm,Cards,Neuro,Ortho,Heme/Onc,Palliative Care,Hospice,Physical Therapy,Occupational Therapy,Speech,PT,OT,Nutrition,
Dietary,Pharmacy,Social Work,Case Management,Chaplaincy,Spiritual Care,Wound Care,Respiratory Therapy,Interventional Radiology,IR,Nuclear Medicine,Blood Bank,
Microbiology,Infection Control,Risk Management,Billing,Medical Records,Admitting,Registration,Transport,Housekeeping,Biomed,Central Supply,Cath Lab,Endoscopy,
Pre-Op,PACU,ICU,MICU,SICU,CCU,NICU,PICU,Step-Down,Telemetry,Med-Surg,Rehab,Dialysis,Pain Clinic,Sleep Lab,Stroke Team,Rapid Response,Code Team,Hospital Medicine,
Geriatrics,Family Medicine,Internal Medicine,ENT,Ophthalmology,Plastics,Neurosurgery,CT Surgery,Transplant,Home Health,Diabetes Education,Cardiac Rehab,Infusion Center""")
CONDITIONS = words("conditions", """hypertension,type 2 diabetes,hyperlipidemia,COPD,asthma,heart failure,atrial fibrillation,coronary artery disease,chronic kidney disease,GERD,
depression,anxiety,bipolar disorder,schizophrenia,PTSD,ADHD,autism,osteoarthritis,rheumatoid arthritis,gout,lupus,fibromyalgia,osteoporosis,low back pain,
sciatica,migraine,epilepsy,multiple sclerosis,stroke,TIA,dementia,neuropathy,hypothyroidism,hyperthyroidism,obesity,sleep apnea,pneumonia,bronchitis,
pulmonary embolism,DVT,peripheral artery disease,cellulitis,sepsis,urinary tract infection,pyelonephritis,kidney stones,BPH,prostate cancer,breast cancer,
colon cancer,lung cancer,melanoma,lymphoma,leukemia,multiple myeloma,anemia,thrombocytopenia,cirrhosis,hepatitis C,pancreatitis,cholecystitis,appendicitis,
diverticulitis,ulcerative colitis,irritable bowel syndrome,celiac disease,small bowel obstruction,gastroparesis,HIV,tuberculosis,influenza,COVID-19,sinusitis,otitis media,
strep pharyngitis,psoriasis,eczema,shingles,glaucoma,cataracts,macular degeneration,preeclampsia,gestational diabetes,endometriosis,PCOS,fibroids,
hip fracture,wrist fracture,rotator cuff tear,ACL tear,carpal tunnel syndrome,plantar fasciitis,alcohol use disorder,opioid use disorder,sickle cell disease,cystic fibrosis,ALS""")
BUGS = words("organisms", """Escherichia coli,E. coli,Klebsiella,Pseudomonas aeruginosa,Staphylococcus aureus,MRSA,Enterococcus faecalis,Streptococcus pneumoniae,Clostridioides difficile,
C. diff,Candida albicans,Aspergillus,Helicobacter pylori,H. pylori,Listeria,Salmonella,Shigella,Legionella,Mycoplasma,Chlamydia trachomatis,Neisseria,Borrelia burgdorferi,
Bartonella henselae,Proteus mirabilis,Serratia marcescens,Acinetobacter,Bacteroides,Haemophilus influenzae,Moraxella,Cryptococcus,Histoplasma,Toxoplasma,Giardia,Epstein-Barr,Nocardia""")
GENES = words("genes", "BRCA1,BRCA2,KRAS,EGFR,TP53,HER2,ALK,BRAF V600E,JAK2,MTHFR,Factor V Leiden,CFTR,HLA-B27,APOE4,PALB2,CHEK2,PTEN,MLH1,FMR1,SMN1,NOTCH1,ROS1,RET,c-MET,PD-L1,Ki-67,CD20,CD34,BCR-ABL,FLT3")
TESTS = words("tests", """CBC,BMP,CMP,TSH,hemoglobin A1c,lipid panel,troponin,BNP,D-dimer,PT/INR,urinalysis,blood cultures,chest x-ray,CT head,CT abdomen and pelvis,MRI brain,MRI lumbar spine,
echocardiogram,EKG,stress test,colonoscopy,EGD,mammogram,DEXA scan,PFTs,EMG,EEG,ultrasound,Pap smear,PSA,vitamin D level,B12,ferritin,ESR,CRP,ANA,hepatitis panel,lactate,ABG,lumbar puncture,PET scan,HIDA scan,carotid duplex""")
HEADS = words("section words", """ASSESSMENT,PLAN,HISTORY OF PRESENT ILLNESS,HPI,PAST MEDICAL HISTORY,PMH,SOCIAL HISTORY,FAMILY HISTORY,MEDICATIONS,ALLERGIES,REVIEW OF SYSTEMS,ROS,PHYSICAL EXAM,
PHYSICAL EXAMINATION,IMPRESSION,FINDINGS,TECHNIQUE,COMPARISON,INDICATION,CLINICAL HISTORY,PROCEDURE,ANESTHESIA,COMPLICATIONS,SPECIMEN,GROSS DESCRIPTION,MICROSCOPIC DESCRIPTION,FINAL DIAGNOSIS,
DISCHARGE DIAGNOSIS,HOSPITAL COURSE,DISPOSITION,CONDITION ON DISCHARGE,FOLLOW UP,DIET,ACTIVITY,CHIEF COMPLAINT,VITAL SIGNS,LABS,IMAGING,Subjective,Objective,Assessment,Plan,
Interval history,Consult question,Recommendations,Narrative,Addendum,Problem list,Surgical history,Immunizations,Functional status,Goals of care,Code status""")
ROLES = words("roles", """the patient,the night nurse,the charge nurse,the resident,the attending,the intern,her cardiologist,his oncologist,the surgeon,the social worker,the case manager,the pharmacist,
the dietitian,the interpreter,the chaplain,the hospitalist,the on-call team,the family,the caregiver,the home health aide,the physical therapist,the radiologist,the pathologist,
the primary team,the covering provider,the triage nurse,the medical assistant,the front desk,the school nurse,the guardian,the neighbor,the landlord,the sitter,the transport team""")


def _listed(name, pool, invent=0.0):
    @slot(name)
    def listed(doc, form):
        if invent and doc.chance(invent):
            text = invented_drug(doc.rng)
        else:
            text = doc.choice(pool.sources[doc.split])
        doc.add(text.upper() if form == "UP" else text.capitalize() if form == "Cap" else text.lower() if form == "low" else text)


for _name, _pool, _invent in (("generic", GENERICS, 0.1), ("brand", BRANDS, 0.12), ("eponym", EPONYMS, 0), ("tool", SIGNS, 0), ("dept", DEPARTMENTS, 0),
                              ("dx", CONDITIONS, 0), ("bug", BUGS, 0), ("gene", GENES, 0), ("test", TESTS, 0), ("head", HEADS, 0), ("role", ROLES, 0)):
    _listed(_name, _pool, _invent)


@slot("drug")
def drug(doc, form):
    _name = doc.choice((GENERICS, GENERICS, BRANDS)).sources[doc.split]
    text = invented_drug(doc.rng) if doc.chance(0.08) else doc.choice(_name)
    doc.add(text.capitalize() if form == "Cap" else text.upper() if form == "UP" else text)


@slot("dose")
def dose(doc, form):
    doc.add(doc.choice(("5 mg", "10 mg", "20 mg", "25 mg", "40 mg", "81 mg", "100 mg", "250 mg", "500 mg", "1 g", "12 units", "2 puffs", "0.5 mg", "75 mcg", "1 tab", "2 tabs", "1-2 tabs", "60 mL", "1/2 tab", "4.5 g")))


@slot("freq")
def frequency(doc, form):
    doc.add(doc.choice(("daily", "BID", "TID", "QID", "qHS", "q4h", "q6h PRN", "q 8 hours", "twice a day", "at bedtime", "every morning", "weekly", "once daily", "PRN pain", "with meals", "qAM", "q12h", "as needed")))


@slot("bp")
def pressure(doc, form):
    doc.add(f"{doc.int(88, 190)}/{doc.int(48, 110)}")


@slot("lab")
def lab(doc, form):
    doc.add(doc.choice((f"WBC {doc.int(3, 22)}.{doc.int(0, 9)}", f"Hgb {doc.int(6, 16)}.{doc.int(0, 9)}", f"Plt {doc.int(20, 480)}", f"Na {doc.int(122, 150)}", f"K {doc.int(2, 6)}.{doc.int(0, 9)}",
                        f"Cr {doc.int(0, 6)}.{doc.int(10, 99)}", f"BUN {doc.int(6, 90)}", f"glucose {doc.int(52, 480)}", f"INR {doc.int(1, 4)}.{doc.int(0, 9)}", f"A1c {doc.int(5, 13)}.{doc.int(0, 9)}%",
                        f"TSH {doc.int(0, 9)}.{doc.int(10, 99)}", f"lactate {doc.int(1, 7)}.{doc.int(0, 9)}", f"AST {doc.int(12, 300)}", f"ALT {doc.int(12, 300)}", f"BNP {doc.int(40, 2400)}", f"HCO3 {doc.int(12, 32)}")))


@slot("vitals")
def vitals(doc, form):
    doc.add(doc.choice((f"BP {doc.int(90, 180)}/{doc.int(50, 105)}, HR {doc.int(50, 125)}, RR {doc.int(12, 30)}, SpO2 {doc.int(86, 100)}% RA, T {doc.int(97, 102)}.{doc.int(0, 9)}",
                        f"T {doc.int(36, 39)}.{doc.int(0, 9)} P {doc.int(50, 120)} R {doc.int(12, 28)} BP {doc.int(90, 180)}/{doc.int(50, 105)} O2 sat {doc.int(88, 100)}% on {doc.int(2, 6)}L NC",
                        f"Temp {doc.int(97, 101)}.{doc.int(0, 9)} F, pulse {doc.int(55, 120)}, BP {doc.int(90, 180)}/{doc.int(50, 105)}, weight {doc.int(95, 320)} lb, BMI {doc.int(18, 46)}.{doc.int(0, 9)}",
                        f"HR {doc.int(50, 130)} BP {doc.int(80, 190)}/{doc.int(40, 110)} RR {doc.int(10, 34)} sat {doc.int(84, 100)}")))


# A word that is written with a capital and is no name, place or date, in a place where one could stand.
CAPITALISED = words("capitalised ordinary words", """Patient,Resident,Client,Staff,Family,Nurse,Doctor,Provider,Mother,Father,Mom,Dad,Wife,Husband,Daughter,Son,Grandma,Charge,Security,Police,
EMS,Fire,Transport,Lab,Pharmacy,Billing,Admissions,Intake,Triage,Reception,Registration,Housekeeping,Maintenance,Dietary,Insurance,Management,Human Resources,Payroll,Sales,Support,Legal,
Shipping,Purchasing,Customer Service,Accounting,Marketing,IT,Help Desk,Operations,Facilities,Quality,Research,Volunteer Services,Interpreter Services,Patient Advocate,Unit Clerk,Ward Clerk""")
_listed("capital", CAPITALISED)

MACROS = {
    "who": """
{dr}
{dr.drlast}
{rn.full}
{rn.rn}
{dept}
{dept}
{role}
{role}
{dr2.cred}
{capital}
{anyone.fi}
the {dept} team
{dept} fellow
""", "with": """
{dr}
{dr2}
{rel.first}
{rel.full}
{rn.rn}
{dept}
{role}
{couple}
{names}
{org}
the {dept} team
{his_her} {kin}
{his_her} {kin} {rel.first}
""", "from": """
{city}
{citystate}
{hospital}
{home}
{country}
{state}
{dept}
{dept}
home
{his_her} {kin}
the floor
an outside hospital
clinic
{county}
{hood}
""", "land": """
{city}
{city}
{citystate}
{country}
{country}
{state}
{state}
a small town
the country
the city
a farm
the suburbs
the Midwest
the Northeast
the Deep South
Appalachia
the Middle East
Eastern Europe
West Africa
the Caribbean
Latin America
Southeast Asia
{hood}
{county}
""", "at": """
{hospital}
{hospital}
{city}
{school}
{church}
{home}
{employer}
{org}
home
bedside
{dept}
night
baseline
the {dept} clinic
{street}
""", "near": """
{city}
{street.name}
{hood}
{school}
{church}
home
the hospital
the lake
{his_her} {kin}
{org}
""",
}


@slot("his_her")
def his_her(doc, form):
    doc.add("his" if (doc.cast["pt"].male if "pt" in doc.cast else doc.chance(0.5)) else "her")


@slot("he_she")
def he_she(doc, form):
    word = "he" if (doc.cast["pt"].male if "pt" in doc.cast else doc.chance(0.5)) else "she"
    doc.add(word.capitalize() if form == "Cap" else word)


@slot("kin")
def kin(doc, form):
    doc.add(doc.choice("wife husband daughter son mother father sister brother aunt uncle niece nephew partner granddaughter grandson grandmother roommate friend neighbor caregiver guardian cousin stepson fiancé girlfriend boyfriend".split()))


def _macro(name, text):
    pool = Pool(f"macro {name}", lines(text))

    @slot(name)
    def macro(doc, form):
        if not doc.say(pool):
            doc.add("the team")


for _name, _text in MACROS.items():
    _macro(_name, _text)


@slot("him")
def him(doc, form):
    doc.add("him" if (doc.cast["pt"].male if "pt" in doc.cast else doc.chance(0.5)) else "her")
