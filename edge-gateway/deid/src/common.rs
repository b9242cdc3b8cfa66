//! Ordinary words of clinical English that carry a capital at the start of a sentence, in headings or in text that
//! is all capitals: they end a name and never are one. Written by hand; no name is in it.

/// Words separated by single spaces, in lower case.
pub(crate) const COMMON_WORDS: &str = "a an the and or but nor so yet if then else than that this these those there here he she it they we you i him her them us \
me his hers its their theirs our ours your yours my mine who whom whose which what when where why how all any both each few more most \
other others some such no not only own same too very just also again further once ever never always often sometimes usually now today \
tomorrow yesterday tonight ago soon later currently recently previously prior since until while during before after above below between into through \
out over under up off on in at by for with about against from to of as per via versus vs without within along across behind beyond near toward \
towards among around despite except like unlike plus minus is are was were be been being am do does did doing done have has had having can could \
shall should would might must ought need needs needed dare used let lets get gets got getting give gives given go goes going gone went come comes \
came coming make makes made making take takes took taken taking see sees saw seen seeing say says said saying tell tells told telling ask asks \
asked asking know knows knew known think thinks thought feel feels felt feeling find finds found finding keep keeps kept look looks looked looking \
want wants wanted use uses using work works worked working call calls called calling try tries tried trying leave leaves left leaving put puts \
seem seems seemed show shows showed shown showing help helps helped start starts started starting stop stops stopped begin begins began begun \
continue continues continued continuing change changes changed follow follows followed following lead bring brings brought live lives lived living \
believe believes happen happens happened include includes included including provide provides provided set become becomes became move moves moved \
meet meets met run runs ran running pay allow add adds added spend grow open walk walks walked walking win offer remember consider considered appear \
appears appeared buy wait serve die died dies send sends sent expect build stay stays stayed fall falls fell cut reach remain remains remained \
suggest suggests suggested raise pass sell require requires required report reports reported reporting decide pull return returns returned explain \
explained hold held holding check checks checked checking review reviews reviewed reviewing note notes noted noting state states stated deny denies \
denied denying admit admits admitted endorse endorses endorsed complain complains complained describe describes described present presents presented \
presenting undergo underwent undergoing receive received receives perform performed performing obtain obtained recommend recommended recommends discuss \
discussed discussing schedule scheduled order ordered orders refer referred refers referring advise advised instruct instructed counsel counseled \
counselled monitor monitored monitoring increase increased decrease decreased improve improved improving improves worsen worsened worsening resolve \
resolved resolves resume resumed hold discontinue discontinued initiate initiated prescribe prescribed administer administered assess assessed \
evaluate evaluated evaluation examine examined exam examination exams treat treated treating treatment treatments manage managed management \
diagnose diagnosed diagnosis diagnoses diagnostic patient patients pt pts subject subjects person people man men woman women male female males females boy girl boys girls \
child children baby infant newborn adult gentleman lady family member members doctor doctors physician physicians provider providers nurse nurses \
surgeon surgeons specialist specialists therapist resident fellow attending staff team care service services department dept emergency room unit units floor ward \
icu ed er or nicu picu ccu micu sicu pacu hospital hospitals clinic clinics office center centre facility home house nursing school work job church history \
histories hx pmh psh fh sh ros hpi cc pe vs chief complaint complaints reason visit visits illness disease diseases past medical surgical social review \
systems system physical vital vitals signs sign symptom symptoms assessment plan plans impression impressions summary discharge admission admissions progress \
consultation consult operative procedure procedures operation medication medications medicine medicines meds drug drugs dose doses dosing allergies allergy allergic \
immunizations labs lab laboratory result results test tests testing imaging study studies data date dates time times day days night nights week weeks month months year years \
morning afternoon evening hour hours minute minutes weekend holiday birthday spring summer fall winter autumn \
head neck eye eyes ear ears nose mouth throat face chest heart lung lungs breast breasts abdomen abdominal back spine hip hips leg legs arm arms hand hands foot feet knee knees \
ankle ankles shoulder shoulders elbow elbows wrist wrists finger fingers toe toes skin bone bones joint joints muscle muscles nerve nerves brain blood liver kidney kidneys \
bladder bowel stomach pelvis pelvic rectal vaginal genital genitourinary gastrointestinal cardiovascular respiratory neurological neurologic neuro musculoskeletal psychiatric constitutional \
general skin integumentary endocrine hematologic lymphatic heent extremities extremity pulmonary cardiac renal hepatic gi gu cv msk ent ekg ecg mri ct pet \
xray ultrasound echo echocardiogram electrocardiogram biopsy scan scans film films pain pains fever fevers chills cough nausea vomiting diarrhea constipation headache headaches \
dizziness fatigue weakness numbness tingling swelling bleeding rash itching infection infections cancer tumor tumors mass masses lesion lesions cyst cysts diabetes diabetic hypertension \
hypertensive hyperlipidemia asthma copd chf cad dvt pe mi stroke seizure seizures depression anxiety arthritis osteoarthritis pneumonia anemia obesity smoking smoker alcohol tobacco drinking drinks \
acute chronic mild moderate severe stable unstable normal abnormal positive negative regular irregular clear soft tender nontender intact active inactive alert oriented awake \
left right bilateral bilaterally unilateral upper lower anterior posterior lateral medial proximal distal superior inferior high low large small big little long short \
new old young older younger good bad better best worse worst great well poor fair fine full empty early late first second third last next final previous current recent future \
daily weekly monthly yearly twice once three two one four five six seven eight nine ten half none nothing something anything everything someone anyone everyone nobody \
yes ok okay please thank thanks dear sincerely regards eircode adres adresse indirizzo direccion domicilio alamat hello hi hey sir madam attn attention regarding re subject sent cc fax faxed phone telephone email mail address city state zip country county \
name names dob age sex gender race ethnicity language religion marital status married single divorced widowed separated occupation employer insurance policy number numbers no id account mrn ssn \
white black hispanic latino latina african american asian caucasian european indian native jewish christian catholic muslim mexican chinese japanese english spanish french german italian irish british russian korean vietnamese \
what's that's it's there's here's he's she's i'm i've i'll don't doesn't didn't isn't wasn't aren't can't won't wouldn't couldn't shouldn't \
according additionally although however therefore thus hence because though unless whether moreover furthermore otherwise meanwhile overall briefly specifically especially particularly \
possibly probably likely unlikely perhaps maybe certainly clearly apparently approximately about almost nearly quite rather somewhat still already even instead together apart away down \
able unable due secondary primary associated related consistent significant unremarkable remarkable notable within limits otherwise known unknown possible probable suspected confirmed ruled rule \
given based given options option guideline guidelines protocol protocols recommendation recommendations therapy therapies surgery surgeries surgical intervention interventions risk risks factor factors benefit benefits \
level levels value values range rate rates pressure temperature weight height bmi pulse oxygen saturation glucose sodium potassium creatinine hemoglobin platelets white count counts cholesterol \
inpatient outpatient ambulatory acute rehab rehabilitation hospice palliative preventive routine annual initial subsequent interim preoperative postoperative intraoperative preop postop \
anesthesia general local sedation incision closure drain drains suture sutures wound wounds dressing specimen specimens pathology findings finding indication indications technique complications estimated \
condition conditions problem problems list issue issues concern concerns question questions answer answers information details instructions education counseling follow followup appointment appointments call \
message messages records record document documents documented documentation chart charts form forms letter copy page pages dictated transcribed signed electronically reviewed verified attested \
mother father brother sister son daughter wife husband spouse parent parents grandmother grandfather aunt uncle cousin friend neighbor partner caregiver guardian interpreter contact caller guarantor \
reported attending referring ordering admitting consulting primary pharmacy pharmacist assistant technician technologist coordinator manager director secretary clerk \
north south east west street avenue road drive lane court place apartment apt suite box box unit building \
monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november december \
aspirin insulin metformin lisinopril atorvastatin warfarin heparin penicillin amoxicillin ibuprofen tylenol acetaminophen prednisone albuterol metoprolol amlodipine losartan gabapentin omeprazole \
lasix coumadin plavix lipitor zoloft prozac xanax ativan norvasc advil motrin aleve synthroid humira keppra morphine fentanyl oxycodone percocet norco vicodin tramadol zofran benadryl \
lantus humalog novolog eliquis xarelto vicryl monocryl prolene betadine lidocaine marcaine propofol versed ancef vancomycin zosyn rocephin cipro levaquin bactrim keflex azithromycin flagyl \
mg mcg ml kg cm mm lb lbs po iv im sq prn bid tid qid qd qhs hs ac pc stat npo dnr dni full code \
am pm edt est cst pst utc gmt internal external total partial complete incomplete open closed minimal maximal maximum minimum multiple several many much less least additional \
sleep sleeping eat eating ate eats appetite bowel bladder urine stool urinary urinalysis culture cultures gram sensitivity vision hearing speech gait balance strength sensation reflexes coordination motor sensory \
mood affect behavior behaviour judgment insight memory orientation thought content suicidal homicidal hallucinations ideation ideations appearance attitude \
alive deceased dead healthy sick ill injured hurt hospitalized discharged transferred transported arrived arrival onset duration frequency location quality severity context timing modifying character radiation \
nka nkda wnl nad aaox perrla eomi rrr ctab nabs cva tia gerd bph uti uri osa ckd esrd hiv aids tb afib hfref hfpef nstemi stemi cabg pci ptsd adhd ocd ms als ra sle ibs ibd gout lupus sepsis \
using based latest recommended appropriate effective safe safety efficacy evidence clinical trial trials criteria dosage adjustments adjustment interactions interaction contraindicated contraindications contraindication side effects effect adverse event events \
best practice practices differential workup work-up approach considerations strategy strategies role update updates updated any does is can should \
cardiology neurology orthopedics orthopaedics oncology radiology dermatology gastroenterology urology nephrology psychiatry rheumatology hematology pulmonology \
endocrinology ophthalmology pediatrics obstetrics gynecology telemetry infectious podiatry audiology hospitalist hospitalists occupational urgent precautions \
outside police court rescue squad ambulance ems ems' local another different several same internist trauma stepdown step-down transplant burn \
baseline bedside isolation practitioner practitioners colleague colleagues team triage rest discharge standing supine sitting prone reading target goal peak \
trough onset midnight noon dinner lunch breakfast christmas thanksgiving easter god internet hospitalization rounds clearance verbal telephone \
tbd aware notified informed unassigned unavailable pending assigned tba hes shes im ive ill wont dont didnt doesnt isnt wasnt thats whats til till thx pls tol pos neg contin ref nl self repeat vit hep bio";
