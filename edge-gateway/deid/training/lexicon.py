"""Broad lists of ordinary clinical and everyday words, which the composed sentences draw on.

For: background/composed.py and the kinds. A slot here may be asked for with `.Cap` or `.UP`. Never: a word that
is to be removed.
"""
from __future__ import annotations

from .grammar import slot, words

LISTS = {
    "symptom": """chest pain,shortness of breath,palpitations,dizziness,syncope,nausea,vomiting,diarrhea,constipation,abdominal pain,heartburn,dysphagia,odynophagia,
fever,chills,night sweats,fatigue,malaise,weight loss,weight gain,anorexia,headache,blurred vision,double vision,photophobia,tinnitus,hearing loss,vertigo,ear pain,
sore throat,hoarseness,nasal congestion,rhinorrhea,epistaxis,cough,hemoptysis,wheezing,orthopnea,leg swelling,claudication,calf pain,back pain,neck pain,joint pain,
stiffness,muscle weakness,numbness,tingling,tremor,gait instability,falls,memory loss,confusion,insomnia,snoring,daytime sleepiness,anxiety,low mood,irritability,
panic attacks,hallucinations,dysuria,hematuria,frequency,urgency,nocturia,incontinence,flank pain,pelvic pain,vaginal bleeding,discharge,hot flashes,breast lump,
testicular pain,erectile dysfunction,rash,itching,hives,bruising,bleeding gums,hair loss,dry skin,jaundice,swollen glands,heat intolerance,polyuria,polydipsia,
excessive thirst,cold hands,toe pain,foot numbness,knee swelling,hip pain,shoulder pain,wrist pain,jaw pain,tooth pain,eye redness,tearing,dry mouth,bad breath,
bloating,gas,rectal bleeding,black stools,easy fatigability,exercise intolerance,leg cramps,restless legs,clumsiness,slurred speech,facial droop,seizures""",
    "finding": """normal bony alignment,mild tenderness,trace edema,erythema,ecchymosis,swelling,warmth,crepitus,effusion,guarding,rebound,rigidity,hepatomegaly,splenomegaly,
lymphadenopathy,thyromegaly,jugular venous distention,carotid bruit,murmur,gallop,rub,rales,rhonchi,wheezes,decreased breath sounds,dullness to percussion,clubbing,cyanosis,
pallor,icterus,scleral injection,conjunctival pallor,papilledema,nystagmus,ptosis,facial asymmetry,tongue deviation,pharyngeal exudate,tonsillar hypertrophy,cerumen,
bulging membrane,polyps,septal deviation,moist mucosa,poor dentition,supple neck,spasm,kyphosis,scoliosis,limited flexion,full range of motion,laxity,atrophy,fasciculation,
hyperreflexia,clonus,drift,dysmetria,ataxia,cogwheeling,decreased sensation,ulcer,maceration,granulation tissue,eschar,purulence,induration,fluctuance,papules,plaques,
vesicles,pustules,petechiae,purpura,telangiectasia,excoriations,lichenification,scale,nodule,mass,bulge,hernia,scar,striae,varicosities,weak pulses,brisk capillary refill,
osteophytes,joint space narrowing,fracture line,callus formation,soft tissue swelling,calcification,infiltrate,consolidation,atelectasis,cardiomegaly,congestion,pleural thickening,
hydronephrosis,stones,cysts,wall thickening,fat stranding,free fluid,dilated loops,stenosis,occlusion,aneurysm,thrombus,enhancement,restricted diffusion,gliosis,volume loss""",
    "site": """right knee,left shoulder,lumbar spine,cervical spine,thoracic spine,right hip,left ankle,right wrist,left elbow,great toe,index finger,thumb,heel,plantar surface,
anterior thigh,medial calf,popliteal fossa,groin,scrotum,perineum,sacrum,coccyx,buttock,flank,epigastrium,right upper quadrant,left lower quadrant,umbilicus,suprapubic area,
axilla,breast,nipple,sternum,clavicle,scapula,neck,jaw,chin,cheek,forehead,scalp,temple,eyelid,sclera,nares,lip,tongue,palate,tonsil,pharynx,larynx,trachea,thyroid,esophagus,
stomach,duodenum,ileum,cecum,ascending colon,sigmoid,rectum,liver,gallbladder,pancreas,spleen,kidney,ureter,bladder,prostate,uterus,cervix,ovary,lung base,right upper lobe,
left atrium,right ventricle,aortic valve,mitral valve,aorta,carotid,femoral artery,jugular vein,frontal lobe,temporal lobe,cerebellum,brainstem,optic nerve,median nerve,
ulnar nerve,sciatic nerve,Achilles tendon,rotator cuff,meniscus,labrum,patella,tibia,fibula,femur,humerus,radius,ulna,metatarsal,calcaneus,rib,vertebral body,sacroiliac joint""",
    "adj": """mild,moderate,severe,acute,chronic,stable,unchanged,improved,worsening,intermittent,constant,sharp,dull,burning,aching,throbbing,stabbing,cramping,bilateral,unilateral,
left-sided,right-sided,diffuse,focal,localized,generalized,symmetric,asymmetric,superficial,deep,proximal,distal,anterior,posterior,medial,lateral,superior,inferior,slight,marked,
minimal,significant,occasional,frequent,persistent,transient,recurrent,recent,longstanding,new,old,small,large,irregular,regular,smooth,firm,soft,tender,nontender,palpable,
mobile,fixed,healthy,pleasant,cooperative,alert,awake,lethargic,obese,thin,frail,elderly,young,active,sedentary,independent,dependent,questionable,probable,possible,likely,
nonspecific,unremarkable,remarkable,normal,abnormal,elevated,decreased,low,high,borderline,positive,negative,trace,coarse,fine,dry,moist,pink,pale,red,gray,white""",
    "abbr": """COPD,CHF,HTN,DM,DM2,T2DM,CAD,CKD,ESRD,CVA,TIA,DVT,PE,UTI,URI,GERD,BPH,OSA,OA,RA,SLE,MS,ALS,HIV,HCV,HBV,TB,MI,NSTEMI,STEMI,AFib,AF,SVT,VT,PVCs,PACs,EF,LVEF,LVH,RVR,
LDL,HDL,TG,EGD,ERCP,MRCP,CABG,PCI,AAA,PAD,PVD,ICD,BiV,CPAP,BiPAP,PFTs,CXR,CT,MRI,MRA,CTA,EKG,ECG,EEG,EMG,TTE,TEE,US,KUB,DEXA,PET,LP,BMP,CMP,CBC,LFTs,TSH,PSA,INR,PTT,ESR,CRP,ANA,
ABG,VBG,BNP,HgbA1c,HbA1c,GFR,eGFR,BUN,WBC,RBC,Hgb,Hct,MCV,RDW,AST,ALT,GGT,CEA,AFP,HCG,FSH,LH,DHEA,PTH,ACTH,IgA,IgG,IgE,ANC,CD4,PPD,QFT,MRSA,VRE,ESBL,CDI,NSAID,NSAIDs,ACE,ARB,SSRI,
SNRI,PPI,ICS,LABA,LAMA,TNF,PRN,NPO,BID,TID,QID,QHS,PO,IV,IM,SQ,SL,PR,OTC,ROM,ADLs,IADLs,DME,SNF,LTAC,PCP,ED,ER,OR,ICU,HPI,ROS,PMH,PSH,FH,SH,HEENT,HENT,CV,RESP,GI,GU,MSK,NEURO,PSYCH,
SKIN,EXT,LYMPH,HEME,ENDO,PERRLA,EOMI,JVD,RRR,CTAB,NAD,AAO,GCS,NIHSS,MMSE,MoCA,PHQ,GAD,CIWA,COWS,ACL,MCL,PCL,LCL,TKA,THA,TKR,ORIF,DIP,PIP,MCP,MTP,SI,SLR,DTRs,OCP,IUD,HRT,LMP,SVD,
PROM,GBS,NST,BPP,IUGR,PPH,DCIS,LCIS,AML,CLL,CML,ALL,MDS,MGUS,NHL,RCC,HCC,NSCLC,SCLC,GIST,CIN,HPV,STI,PID,BV,IBS,IBD,UC,CD,SBO,LBP,DDD,DJD,HNP,TMJ,BPPV,AOM,OME,URTI,RSV,ADHD,OCD,
PTSD,MDD,SI/HI,ETOH,THC,IVDU,LOC,MVA,MVC,GSW,TBI,SAH,SDH,EDH,ICH,AVM,VP,CSF,RHF,RHM,LHM,LHF,OD,OS,OU,IOP,C-section,T-max,X-ray,X-rays,D-dimer,B12,T4,T3,H. pylori,CHADS2,CHA2DS2-VASc,
HAS-BLED,MELD,APACHE,SOFA,qSOFA,TIMI,GRACE,ASCVD,FRAX,STOP-BANG,SGLT2,GLP-1,DPP-4,P2Y12,COX-2,DOAC,LMWH,tPA,TPN,PEG,PICC,CVC,AV,EDTA,PCR,ELISA,FISH,IHC,ER,PR,HER2""",
    "opener": """However,Otherwise,Overall,Additionally,Furthermore,Moreover,Unfortunately,Fortunately,Apparently,Reportedly,Presumably,Initially,Eventually,Subsequently,Currently,
Previously,Recently,Occasionally,Sometimes,Usually,Typically,Generally,Approximately,Essentially,Basically,Clinically,Radiographically,Symptomatically,Interestingly,Of note,
In addition,In general,In summary,In brief,On exam,On review,At this time,At present,At baseline,As above,As noted,As discussed,As a result,Based on this,Because of this,
Despite this,Although stable,Given the above,Regarding the pain,With regard to sleep,For now,For pain,Prior to this,Since then,After discussion,During the visit,Upon arrival,Once stable,
While in clinic,These days,Those findings,This morning,Today,Briefly,Certainly,Clearly,Likewise,Meanwhile,Nevertheless,Nonetheless,Therefore,Thus,Then,Also,Again,Still,Instead,
First,Second,Third,Next,Last,Finally,Lastly,Perhaps,Possibly,Probably,Rarely,Often,Always,Never,Now,Later,Soon,Yet,So,But,And,Or,If so,If not,When awake,Where possible,Whenever possible""",
    "system": """Constitutional,General,Eyes,Ears,Nose,Mouth,Throat,Ears Nose Mouth and Throat,ENT,Head,Neck,Cardiovascular,Respiratory,Pulmonary,Chest,Breasts,Gastrointestinal,Abdomen,
Genitourinary,Gynecologic,Rectal,Musculoskeletal,Extremities,Back,Spine,Integumentary,Skin,Neurological,Neurologic,Psychiatric,Psychological,Endocrine,Hematologic,Lymphatic,
Hematologic/Lymphatic,Allergic,Immunologic,Allergic/Immunologic,Vascular,Peripheral Vascular,Lymph nodes,Mental status,Cranial nerves,Motor,Sensory,Coordination,Reflexes,Gait,
Appearance,Orientation,Speech,Thought content,Judgment,Vitals,Vital Signs,Temperature,Heart Rate,Blood Pressure,Respirations,Oxygen Saturation,Pain Score,Weight,Height,BMI""",
    "subhead": """Medical Decision Making,Clinical Reasoning,Differential,Additional Workup,Additional Studies,Treatment Plan,Medications Prescribed,Specialist Referral,Referrals,Education,Counseling,
Patient Instructions,Shared Decision Making,Goals,Monitoring,Labs Ordered,Imaging Ordered,Time Spent,Prior Treatment,Current Status,Risk Factors,Trauma History,Substance Use,
Tobacco,Alcohol,Drugs,Occupation,Living Situation,Exercise,Diet,Sleep,Stress,Safety,Sexual History,Birth History,Developmental History,Feeding,Growth,Nutrition,Hydration,Access,Lines,
Drains,Airway,Tubes,Wounds,Skin Care,Mobility,Fall Risk,Precautions,Prophylaxis,Code Status,Contacts,Disposition,Anticipated Discharge,Barriers,Consults,Pending Results,Overnight Events,
Procedure Details,Operative Findings,Wound Class,Fluids,Urine Output,Blood Loss,Implants,Counts,Positioning,Exposure,Closure,Dressing,Postoperative Plan,Key Points,Background,
Situation,Recommendation,Response,Intervention,Evaluation,Short Term Goals,Long Term Goals,Strengths,Needs,Supports,Resources,Legal,Financial,Transportation,Housing,Food,Utilities,
Patient Agreements,Verbal Consent,Informed Consent,Quality Measures,Health Maintenance,Preventive Care,Vaccines,Screening,Family Planning,Restraints,Isolation,Equipment,Test Results,
Lab Results,Comparison Studies,Limitations,Contrast,Radiation Dose,Body Part,Reason for Exam,Requested Procedure,Specimen Adequacy,Diagnosis Comment,Clinical Correlation""",
    "procedure": """appendectomy,cholecystectomy,hysterectomy,tonsillectomy,hernia repair,cesarean section,tubal ligation,vasectomy,colectomy,hemicolectomy,gastric bypass,sleeve gastrectomy,
splenectomy,nephrectomy,cystoscopy,lithotripsy,prostatectomy,thyroidectomy,parathyroidectomy,mastectomy,lumpectomy,axillary dissection,port placement,carotid endarterectomy,
aortic valve replacement,bypass surgery,pacemaker placement,ablation,cardioversion,cardiac catheterization,angioplasty,stent placement,thoracentesis,paracentesis,bronchoscopy,
thoracotomy,lobectomy,tracheostomy,intubation,lumbar fusion,laminectomy,discectomy,kyphoplasty,craniotomy,shunt placement,knee replacement,hip replacement,arthroscopy,
meniscectomy,ACL reconstruction,rotator cuff repair,carpal tunnel release,bunionectomy,amputation,fasciotomy,debridement,skin graft,incision and drainage,biopsy,excision,
cataract extraction,laser treatment,septoplasty,sinus surgery,myringotomy,tooth extraction,root canal,colposcopy,hysteroscopy,endometrial biopsy,amniocentesis,circumcision,
dialysis,plasmapheresis,transfusion,chemotherapy,radiation,joint injection,nerve block,epidural injection,colonoscopy,endoscopy,capsule study,liver biopsy,bone marrow biopsy,spirometry""",
    "job": """teacher,nurse,truck driver,electrician,plumber,welder,farmer,mechanic,cook,waitress,cashier,accountant,engineer,lawyer,pastor,police officer,firefighter,paramedic,soldier,
marine,carpenter,painter,roofer,landscaper,janitor,secretary,receptionist,salesman,realtor,banker,hairdresser,barber,tailor,seamstress,factory worker,machinist,miner,fisherman,
baker,butcher,bartender,musician,artist,writer,photographer,librarian,professor,student,scientist,programmer,analyst,manager,contractor,surveyor,architect,pilot,flight attendant,
bus driver,taxi driver,postal worker,courier,security guard,warehouse worker,housekeeper,nanny,home health aide,dental hygienist,pharmacist,veterinarian,homemaker,retiree,stay-at-home mom""",
    "thing": """coffee,tea,soda,beer,wine,cigarettes,vitamins,oatmeal,eggs,toast,soup,salad,rice,beans,tortillas,fish,chicken,pork,beef,cheese,milk,yogurt,nuts,apples,bananas,oranges,
grapefruit juice,spinach,kale,bread,pasta,pizza,burgers,fries,ice cream,cookies,chocolate,honey,garlic,ginger,turmeric,bicycle,treadmill,elliptical,yoga mat,swimming pool,
garden,lawn mower,ladder,snow shovel,pickup truck,motorcycle,tractor,horse,dog,cat,parrot,chickens,goats,bees,wood stove,gas heater,window unit,stairs,ramp,grab bars,shower chair,
raised toilet seat,walker,cane,crutches,wheelchair,scooter,hospital bed,glasses,dentures,hearing aids,phone,tablet,laptop,television,video games,books,puzzles,knitting,crossword,guitar,piano,church choir""",
    "ask": """Effectiveness,Efficacy,Safety,Dosing,Dosage,Contraindications,Indications,Guidance,Recommendations,Considerations,Concerns,Approaches,Options,Alternatives,Comparison,Latest evidence,
Comparative efficacy,Optimal duration,Appropriate work-up,Survival,Prognosis,Risk factors,Complications,Side effects,Drug interactions,Monitoring,Screening,Prevention,Management,Mgmt,
Treatment,Tx options,Therapeutic options,First-line therapy,Second-line therapy,Diagnostic criteria,Diagnostic yield,Early signs,Warning signs,Red flags,Pathophysiology,Mechanism,
Staging,Surveillance,Follow-up,Tapering,Bridging,Discontinuation,Restarting,Initiation,Titration,Conversion,Differentiation,Difference,Accuracy,Sensitivity,Specificity,Utility,Role,
Cost,Coverage,Counseling points,Patient education,Lifestyle changes,Dietary advice,Vaccination,Rehabilitation,Outcomes,Mortality,Recurrence,Clinical trials,New data,Updated protocol,Current guidelines""",
    "alone": """Wilson's,Huntington's,Crohn's,Barrett's,Addison's,Cushing's,Hodgkin's,Parkinson's,Alzheimer's,Graves',Hashimoto's,Paget's,Down's,Tourette's,Bell's,Meniere's,Raynaud's,
Sjogren's,Behcet's,Kawasaki's,Ludwig's,Homan's,Murphy's,McMurray's,Lachman's,Phalen's,Tinel's,Finkelstein's,Spurling's,Hoffman's,Kernig's,Brudzinski's,Babinski's,Romberg's,Chvostek's,
Trousseau's,Cullen's,Rovsing's,McBurney's,Hawkins',Neer's,Dupuytren's,Peyronie's,Baker's,Bowen's,Merkel's,Wegener's,Takayasu's,Hirschsprung's,Meckel's,Zenker's,Schatzki's,Bartholin's,
Mini-Mental,Ferriman-Gallwey,McIsaac,Centor,Chaddock,Rutherford,Fontaine,Child-Pugh,Maddrey,Glasgow-Blatchford,Rockall,Ranson,Balthazar,Hinchey,Forrest,Gleason,Fuhrman,Breslow,Dukes,
Ann Arbor,Durie-Salmon,Rai,Binet,Karnofsky,Lansky,Mallampati,Apgar,Ballard,Bishop,Tanner,Kellgren-Lawrence,Gustilo,Salter-Harris,Garden,Neer,Weber,Schatzker,Ottawa,Wells,Geneva,PERC""",
}
POOLS = {name: words(f"lexicon {name}", text) for name, text in LISTS.items()}


def _register(name, pool):
    @slot(name)
    def listed(doc, form):
        text = doc.choice(pool.sources[doc.split])
        doc.add(text[0].upper() + text[1:] if form == "Cap" else text.upper() if form == "UP" else text.title() if form == "Title" else text.lower() if form == "low" else text)


for _name, _pool in POOLS.items():
    _register(_name, _pool)
