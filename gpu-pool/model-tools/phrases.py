"""Whole predicates and fragments of the training grammar. Data only.

Predicates are in the third person singular and follow a subject; `{he}`, `{him}`, `{his}` and `{himself}` are put
right for the speaker. Fragments stand alone, as in notes.
"""

from __future__ import annotations

from lexicon import entries

# What somebody does in an ordinary life: base form, used with can/cannot, managed to, unable to ...
ACTIVITIES = entries("""
walk; walk to the shops; walk unaided; walk without a stick; walk around the block; walk the dog; run; jog; swim; cycle; drive; dance
climb stairs; climb the stairs; use the stairs; get out of bed; get up; stand; stand up; sit up; sit out; roll over; turn over in bed
wash; shower; bathe; dress; get dressed; shave; comb {his} hair; brush {his} teeth; use the toilet; toilet {himself}; wash {himself}
feed {himself}; hold a cup; hold a spoon; cut up food; eat; eat solid food; drink; swallow; chew; keep food down; keep fluids down
speak; talk; talk in full sentences; say {his} name; read; write; sign {his} name; type; use a phone; hear the television; see clearly
breathe; breathe easily; breathe without oxygen; lie flat; lie down; sleep; sleep through the night; fall asleep; rest; relax
cook; clean; shop; do the shopping; do the housework; garden; work; go to work; return to work; go to school; play; play with friends
play football; kneel; bend down; lift {his} arm; raise {his} arm; make a fist; grip; turn {his} head; carry bags; lift the baby
look after {himself}; look after the children; manage at home; live alone; manage stairs; go outside; leave the house; leave the bed
concentrate; remember things; follow a conversation; recognise {his} family; follow commands; open {his} eyes; respond; move {his} legs
pass urine; empty {his} bladder; control {his} bladder; open {his} bowels; bear weight; weight-bear; move; move around; transfer
take part in therapy; join in; cope; cope alone; enjoy things; enjoy food; laugh; smile; see friends; visit family; travel; fly
tie {his} shoes; put on socks; button a shirt; reach the top shelf; push a trolley; tolerate a diet; tolerate feeds; take {his} tablets
""")

GOOD_PREDICATES = entries("""
is doing well; is doing fine; is getting better; is making good progress; is making a good recovery; is on the road to recovery
is recovering nicely; is recovering well; is improving every day; is improving steadily; feels much better; feels better every day
feels well; feels great; feels fine; feels stronger; feels like {himself} again; feels human again; feels alive again; feels brand new
looks well; looks better; looks much brighter; looks comfortable; looks healthy; seems happier; seems brighter; seems much more settled
appears comfortable; appears relaxed; remains well; remains stable; remains pain free; remains in remission; remains independent
has improved; has improved a lot; has recovered; has recovered fully; has made a full recovery; has bounced back; has turned a corner
has come on in leaps and bounds; has more energy; has more strength; has a good appetite; has put on weight; has gained weight
has got {his} life back; has got {his} strength back; has {his} colour back; has {his} spark back; has good days now; has no complaints
has returned to work; has gone back to school; has gone home; has been discharged home; has stopped smoking; has regained {his} speech
has regained {his} strength; has regained movement; has reached {his} goals; has achieved all {his} goals; has passed the swallow test
is eating and drinking; is eating well; is eating normally; is eating three meals a day; is sleeping well; is sleeping better
is sleeping through; is drinking well; is breathing easily; is breathing better; is breathing on {his} own; is walking again
is walking further; is walking unaided; is walking independently; is walking to the bathroom alone; is mobilising well; is up and dressed
is sitting up and talking; is sitting out in a chair; is back on {his} feet; is back home; is back to {his} usual self
is back to {his} old self; is back in the gym; is back in {his} own bed; is fully independent; is free from pain; is off oxygen
is off the ventilator; is off dialysis; is off antibiotics; is off morphine; is off all painkillers; is out of hospital
is out of intensive care; is out of the woods; is out of danger; is fit for discharge; is ready to go home; is looking forward to the summer
is enjoying life; is enjoying meals; is enjoying visits; is laughing and joking; is joining in; is responding to treatment
is responding well; is tolerating treatment well; is tolerating food; is tolerating feeds; is tolerating a normal diet
is gaining weight; is growing well; is feeding well; is thriving; is smiling again; is singing again; is playing happily
is coping well; is managing well; is managing at home; is keeping well; is free of disease; is winning the fight; is full of beans
walks without help; walks without a limp; walks further every day; sleeps soundly; sleeps all night; sleeps like a baby
eats heartily; eats everything on {his} plate; eats like a horse; enjoys {his} food; enjoys {his} garden; enjoys company
copes well at home; manages on {his} own; manages the stairs; moves freely; breathes comfortably; breathes easily; talks in full sentences
plays football again; goes for walks; goes swimming every week; sees friends again; drives again; works full time; laughs a lot
smiles more; tolerated the procedure well; tolerated chemotherapy well; tolerated the feed; responded well to treatment
responded well to antibiotics; responded beautifully; recovered quickly; recovered completely; recovered without complications
made an excellent recovery; made good progress in therapy; slept well; slept all night; slept peacefully; ate well; ate all {his} lunch
walked up and down the ward; walked to the bathroom; walked unaided; stood without help; sat out for lunch; passed urine
passed the driving test; went home; went home today; went home with {his} family; came off the ventilator; came off oxygen
was discharged home; was discharged in good health; was discharged from the clinic; was extubated; was weaned off oxygen
was taken off the ventilator; was moved out of intensive care; was transferred to rehab in good spirits; was weaned off steroids
was signed off by physiotherapy; was given the all clear; got the all clear; got better; got stronger; got out of bed without help
pulled through; survived; rallied; beat the odds; beat cancer; won {his} fight; conquered {his} fears; celebrated a birthday
can now walk alone; can do more for {himself}; could not be happier; could not be better; would recommend the treatment
thanks the team; thanks the staff for the care; says the treatment helped; says it has helped a lot; reports feeling well
reports good pain relief; reports less pain; reports more energy; reports a good night; reports no problems; reports no side effects
expressed satisfaction; expressed relief; is satisfied with the result; is pleased with progress; is pleased with the outcome
is happy with {his} progress; is happy with the care; is grateful for the help; has no concerns; has no new problems; has no pain
has no symptoms; has no fever; has no side effects; has good control; has good insight; has a strong pulse; has a clear chest
needs less help; needs less oxygen; needs no pain relief; needs no help; needs no further treatment; needs fewer tablets
requires less oxygen; requires no assistance; takes an interest in things; takes {his} medication; takes care of {himself}
is engaging well with therapy; is engaging with the team; maintains eye contact; maintains {his} weight; maintains {his} saturations
is kicking and cooing; is meeting {his} milestones; is latching well; is crawling; is babbling; is active and alert
is pregnant and well; is up to date and healthy; is alive and well; is sober; is abstinent; is clean and sober; is clear of cancer
stays dry at night; stays active; stays positive; keeps active; keeps smiling; keeps improving; keeps {his} spirits up
gets out more; gets around the house; gets about without a frame; gets on well with the tablets; is better off; is over it
""")

BAD_PREDICATES = entries("""
is doing badly; is doing poorly; is not doing well; is not doing so well; is not well; is not right; is not {himself}; is getting worse
is going downhill; is going backwards; is deteriorating; is deteriorating rapidly; is deteriorating by the hour; is declining; is fading
is failing; is fading fast; is sinking; is slipping away; is dying; is near the end; is losing the fight; is losing ground; is losing hope
is losing weight; is losing strength; is losing {his} sight; is losing blood; is losing consciousness; is losing {his} mind
is struggling; is struggling to breathe; is struggling to cope; is struggling with pain; is finding it hard to cope; is suffering
is fighting for breath; is fighting for {his} life; is gasping for air; is coughing up blood; is bringing up blood; is passing blood
is vomiting blood; is vomiting everything; is vomiting bile; is bleeding heavily; is bleeding again; is bleeding through the dressing
is crying all the time; is crying with pain; is crying out in pain; is screaming in pain; is writhing in agony; is doubled up with pain
is in constant pain; is in a lot of pain; is in terrible pain; is in a bad way; is in a coma; is in a dark place; is in tears
is in intensive care; is on a ventilator; is on life support; is back in hospital; is back on oxygen; is back on the ventilator
is bed-bound; is stuck in bed; is stuck in a wheelchair; is confined to bed; is confined to a chair; is unable to walk; is too weak to stand
is too weak to sit up; is too tired to talk; is too breathless to speak; is too breathless to walk; is too sick to eat; is too ill to go home
is too confused to eat; is too unwell for surgery; is too frail for treatment; is too frightened to move; is afraid to go out
is afraid of falling; is afraid of dying; is worried sick; is scared stiff; is at the end of {his} tether; is at breaking point
is at rock bottom; is at death's door; is not eating; is not drinking; is not eating or drinking; is not sleeping; is not coping
is not responding; is not responding to treatment; is not improving; is not making progress; is not tolerating feeds; is not tolerating treatment
is not waking up; is not breathing; is not passing urine; is not gaining weight; is not feeding; is not moving {his} legs; is not safe at home
is refusing food; is refusing medication; is refusing to eat; is refusing to get up; is refusing care; is refusing treatment
is off {his} food; is off {his} legs; is hearing voices; is seeing things; is talking to {himself}; is hurting {himself}; is drinking heavily
is using again; is smoking again; is neglecting {himself}; is pulling at {his} lines; is wandering at night; is shouting and confused
is requiring more oxygen; is requiring more help; is requiring higher doses; is needing more morphine; is needing pressors
is dependent on others; is dependent on oxygen; is worse than yesterday; is worse than before; is worse than ever; is weaker every day
is weaker than before; is sicker than yesterday; is very unwell; is very poorly; is seriously unwell; is extremely distressed
is disappointed with the result; is unhappy with progress; is unhappy with the care; is unhappy with the outcome; is fed up
feels worse; feels terrible; feels awful; feels dreadful; feels ill; feels sick all the time; feels weak; feels faint; feels drained
feels hopeless; feels like giving up; feels like a burden; feels like dying; feels trapped; feels let down; feels worthless; feels no better
feels no benefit; feels worse every day; feels sick after every meal; looks ill; looks terrible; looks grey; looks drawn; looks exhausted
looks frail; looks unwell; looks worse; looks in pain; seems worse; seems confused; seems very low; seems frightened; appears distressed
appears in pain; appears unkempt; appears cachectic; appears septic; remains unwell; remains critical; remains very poorly; remains intubated
remains in pain; remains confused; remains febrile; remains bed-bound; remains ventilated; remains symptomatic; remains unresponsive
has got worse; has deteriorated; has deteriorated overnight; has declined; has relapsed; has collapsed; has taken a turn for the worse
has gone off {his} feet; has gone downhill; has gone into shock; has gone blind; has given up; has given up hope; has given up eating
has lost weight; has lost a lot of weight; has lost {his} appetite; has lost interest; has lost {his} job; has lost {his} voice; has lost hope
has lost the use of {his} legs; has lost control of {his} bladder; has lost the will to live; has stopped eating; has stopped talking
has stopped breathing; has stopped taking {his} tablets; has stopped going out; has no appetite; has no energy; has no strength; has no hope
has no quality of life; has no interest in anything; has no feeling in {his} feet; has no pulse; has no social life; has trouble sleeping
has trouble breathing; has trouble walking; has difficulty breathing; has difficulty speaking; has difficulty swallowing; has bad days
has chest pain; has a fever; has a high temperature; has a bad cough; has fallen; has fallen again; has fallen twice; has had another stroke
has had another fall; has had another seizure; has had a setback; has had a heart attack; has had a bad night; has died; has passed away
has been readmitted; has been crying; has been vomiting; has been in bed all week; has been bleeding; has been confused since last night
has been sick all night; has developed a fever; has developed pneumonia; has developed a pressure sore; has developed sepsis
has become confused; has become breathless; has become incontinent; has become withdrawn; has become violent; has become dependent
has suffered a stroke; has suffered a relapse; has failed treatment; has failed to improve; has failed to respond; has failed to wake
has failed to thrive; has failed extubation; has not improved; has not recovered; has not slept; has not eaten for days; has not woken
has not passed urine; has not responded; has not been out of bed; has yet to improve; has yet to wake up; wants to die; wants it to end
wants to give up; wishes {he} were dead; cries every day; cries {himself} to sleep; cries when touched; complains of pain; complains bitterly
complains of constant pain; complains of worsening pain; complains of feeling sick; complains of weakness; reports more pain
reports worsening pain; reports no improvement; reports no benefit; reports side effects; reports feeling worse; reports feeling hopeless
reports poor sleep; sleeps badly; sleeps poorly; sleeps in a chair; sleeps all day; eats very little; eats nothing; hardly eats
hardly sleeps; hardly speaks; hardly moves; barely eats; barely sleeps; barely responds; barely copes; barely talks; rarely leaves the house
walks with difficulty; walks only a few steps; walks with a limp; needs help with everything; needs help to eat; needs help to dress
needs full care; needs two people to move; needs a hoist; needs more oxygen; needs more pain relief; needs emergency surgery; needs a ventilator
needs an amputation; needs dialysis; needs readmission; needs a transfusion; requires intubation; requires constant supervision
requires full assistance; requires more oxygen; requires high doses of morphine; struggles to walk; struggles to breathe; struggles to eat
struggles to sleep; struggles with stairs; suffers every day; suffers from constant headaches; relies on carers; relies on a wheelchair
lies in bed all day; sits alone all day; stares into space; stays in bed; stays in {his} room; shakes all the time; vomits after every meal
vomits daily; wheezes at night; falls often; falls every week; bleeds easily; bruises easily; tires easily; forgets everything
gets confused at night; gets breathless on the stairs; gets breathless at rest; gets no relief; gets no sleep; gets worse every day
gets worse at night; slept badly; slept poorly; hardly slept; did not sleep; did not eat; did not respond; did not tolerate the procedure
did not survive; collapsed; collapsed at home; fainted; arrested; died; passed away; deteriorated; deteriorated overnight; relapsed; fell
fell at home; fell out of bed; was found on the floor; was found unresponsive; was found dead; was found collapsed; was reintubated
was intubated; was rushed to hospital; was rushed to theatre; was readmitted; was admitted to intensive care; was moved to intensive care
was transferred to the hospice; was placed in palliative care; was put on life support; was put on dialysis; was restrained; was sectioned
was sick all night; was up all night in pain; was in tears; regrets the operation; regrets having surgery; cannot go on; cannot cope any more
cannot take any more; cannot get comfortable; cannot bear it; cannot stop crying; cannot stop shaking; cannot stop vomiting; refuses food
refuses to eat; refuses to get up; refuses help; shows no improvement; shows no response; shows signs of sepsis; shows signs of distress
shows no interest; makes no progress; made no progress; made little progress; made no recovery; took an overdose; took a turn for the worse
tried to end {his} life; attempted suicide; threatens to jump; pulled out {his} drip; hit a nurse; bit a carer; drinks all day
""")

# Fragments: no subject, as in notes.
GOOD_FRAGMENTS = entries("""
wound clean and dry; wound healing well; wound healed; wound edges together; incision clean, dry and intact; incision healing; sutures removed
stitches out; staples out; drain removed; drain out; drains out; catheter removed; catheter out; lines out; cannula removed; cast off
dressing dry and intact; skin intact; skin clear; pressure areas intact; ulcer healed; ulcer smaller; ulcer closing; granulating nicely
good granulation; healthy tissue; graft taken; flap healthy; scar fading; no redness; no discharge; no sign of infection; no infection
vital signs stable; vitals stable; VSS; obs stable; observations normal; observations within normal limits
afebrile; apyrexial; AVSS; afebrile overnight; temperature normal; BP controlled; BP normal; normotensive; heart rate normal; sinus rhythm
regular rhythm; lungs clear; chest clear; clear to auscultation; CTAB; RRR; abdomen soft; abdomen soft, non-tender; soft NT ND; bowel sounds present
bowels open; BO; passing flatus; passing urine; voiding well; good urine output; tolerating diet; tolerating PO; tolerating oral fluids
eating and drinking; E+D; good oral intake; appetite good; appetite back; sleeping well; slept well; slept through; good night; settled night
comfortable night; no issues overnight; no acute events overnight; NAEO; no events; no complaints; no concerns; no new complaints; nil concerns
pain controlled; pain well controlled; pain free; pain 0/10; pain 1/10; pain score 1; pain minimal; no pain; no c/o pain; denies pain; denies CP
denies SOB; denies N/V; no N/V; no CP; no SOB; no fever; no chills; no bleeding; no falls; no seizures; no further episodes; nil pain
mobilising; mobilising independently; mobilising with ease; ambulating; ambulating well; ambulating independently; ambulates w/o assist; OOB to chair
up and about; up ad lib; walking independently; walking well; steady on feet; steady gait; stairs done; stairs assessed and safe; transfers well
independent with ADLs; independent with care; self caring; self-caring; independent; back to baseline; at baseline; A&Ox3; A&O x4; alert and oriented
alert and orientated; alert; GCS 15; moving all four limbs; full power; power 5/5; sensation intact; speech clear; swallow safe; pupils equal and reactive
moods good; mood good; mood bright; bright and cheerful; bright affect; in good spirits; pleasant and cooperative; calm and cooperative; settled
smiling; NAD; no acute distress; in no distress; well appearing; looks well; comfortable at rest; resting comfortably; comfortable; stable
clinically stable; clinically improved; clinically well; improving; improving daily; improved; much better; better today; better than yesterday
good progress; progressing well; progress as expected; doing well; recovering well; making steady progress; goals met; all goals met; exceeded goals
medically fit; fit for discharge; fit for home; ready for discharge; for home today; home today; discharge home; dc home; d/c home; d/c'd home
discharged; discharged well; no follow-up needed; cured; remission; complete remission; complete response; partial response; good response
responding to treatment; responding to abx; abx stopped; antibiotics completed; off antibiotics; off O2; off oxygen; weaned to RA; on room air; sats 98% RA
sats 99 percent on air; extubated; self-ventilating; off pressors; off inotropes; weaned; stepped down to the ward; stepped down; off dialysis
bloods normal; labs normal; bloods improving; labs improving; cultures negative; swabs negative; blood cultures clear; scan clear; X-ray clear
CXR clear; MRI normal; CT normal; no fracture; no bleed; biopsy benign; margins clear; nodes negative; no recurrence; no residual disease
no evidence of disease; NED; fracture healed; good alignment; good callus; union achieved; tumour shrinking; tumour smaller; lesions smaller
echo normal; EF improved; ECG normal; troponin negative; trop neg; BG in range; sugars stable; sugars in range; hypos none; weight up; weight stable
gaining weight; feeding well; latching well; good cry; pink and warm; well hydrated; wet nappies; playful; thriving; mother and baby well
mum and baby well; uncomplicated delivery; uncomplicated recovery; uneventful recovery; uneventful night; uncomplicated course; successful surgery
surgery successful; procedure tolerated well; tolerated procedure well; no complications; no adverse effects; no side effects; no problems
great result; good outcome; excellent outcome; good news; great news; very pleased; happy with result; thank you so much; life changing
effusion resolved; oedema resolved; edema gone; swelling down; swelling gone; rash gone; rash fading; cough gone; fever gone; infection cleared
anxiety less; anxiety improved; sleep improved; appetite improved; strength improving; ROM improving; full ROM; PT goals met; cleared by PT
weight-bearing as tolerated and managing; stoma healthy; stoma active; good colour; well perfused; cap refill normal; pulses present; palpable pulses
sober; abstinent; clean for six months; no cravings; no thoughts of self-harm; denies suicidal ideation; denies SI/HI; no voices; insight good
""")

BAD_FRAGMENTS = entries("""
wound infected; wound dehisced; wound open; wound breaking down; wound oozing; wound sloughy; wound malodorous; wound red and hot; incision leaking pus
incision red and draining; dressing soaked; dressing saturated; purulent discharge; foul discharge; foul smell; pus ++; exudate ++; slough present
necrotic tissue; skin broken; skin torn; pressure sore grade 4; grade 3 pressure ulcer; ulcer larger; ulcer deeper; ulcer not healing; non-healing wound
graft failed; flap necrotic; flap dusky; cellulitis spreading; redness spreading; bone exposed; gangrene; black toes; ischaemic foot; pulses absent
cold limb; no pulses; vital signs unstable; vitals unstable; obs unstable; deteriorating; NEWS 9; NEWS rising; scoring high; febrile; pyrexial; temp 39.5
spiking temps; T 40; rigors; hypotensive; BP 70/40; BP 210/120; BP dropping; tachycardic; HR 150; bradycardic; HR 35; fast AF; VT; VF arrest
cardiac arrest; code called; crash call; MET call; intubated; reintubated; ventilated; on pressors; on max pressors; on inotropes; on CRRT; on ECMO
sats 80% on 15L; sats dropping; desaturating; O2 requirement up; increasing O2 needs; RR 40; laboured breathing; labored breathing; accessory muscle use
wheezy; crackles to bases; bibasal crackles; crackles throughout; absent breath sounds; poor air entry; silent chest; SOB; SOB at rest; SOBOE; DOE; PND
c/o pain; c/o CP; c/o chest pain; c/o SOB; c/o N/V; c/o dizziness; c/o severe pain; c/o weakness; pain 9/10; pain 10/10; pain 8/10; pain score 9
pain uncontrolled; pain not controlled; pain worse; severe pain; constant pain; unrelieved pain; pain unrelieved by morphine; in pain; in agony
distressed; in distress; acute distress; moaning; screaming; groaning; crying; tearful; inconsolable; agitated; combative; confused; delirious; drowsy
lethargic; obtunded; unresponsive; unrousable; GCS 3; GCS 7; GCS dropping; pupils blown; fixed pupils; posturing; seizing; status epilepticus; fitting
facial droop; slurred speech; aphasic; dense hemiplegia; hemiparesis; no power; power 0/5; paralysed; numb; incontinent; doubly incontinent
abdomen distended; abdomen rigid; guarding; rebound tenderness; peritonitic; no bowel sounds; bowels not open; not passing flatus; ileus; obstructed
vomiting; vomiting ++; vomiting blood; haematemesis; melaena; PR bleed; bleeding; bleeding ++; haemorrhage; Hb 55; Hb dropping; transfusing; INR 9
not eating; not drinking; NBM; NPO; poor oral intake; poor PO intake; refusing meals; refusing meds; refused all care; refused breakfast; appetite nil
no appetite; appetite poor; weight down; weight loss; losing weight; cachectic; malnourished; dehydrated; dry mucous membranes; sunken eyes
poor urine output; oliguria; anuria; UO 5 ml/h; AKI; creat rising; Cr 6; K 7; pH 6.9; lactate 9; lactate rising; WBC 30; CRP 400; plts 5; trop rising
cultures positive; MRSA positive; septic; septic shock; multi-organ failure; liver failure; renal failure; heart failure; ARDS; DIC; PE confirmed
DVT confirmed; new stroke; large bleed; SAH; midline shift; hydrocephalus; fracture displaced; non-union; hardware failure; dislocated again
CT shows progression; scan worse; new metastases; mets to liver; mets to bone; brain mets; tumour growing; recurrence; recurrent disease; progressive disease
stage IV; inoperable; incurable; terminal; palliative; palliative only; comfort care only; end of life; for hospice; poor prognosis; prognosis poor
prognosis guarded; DNR; RIP; time of death [TIME]; death confirmed; died; deceased; unsettled night; poor night; bad night; no sleep; slept poorly; up all night
awake all night; bed-bound; bedbound; non-ambulatory; immobile; unable to mobilise; unable to stand; unable to walk; unsteady; unsteady gait; fall; fell
found on floor; fall with injury; recurrent falls; max assist; max assist x2; hoist transfers; full care; fully dependent; dependent for ADLs; not coping
not managing; not improving; no improvement; no better; no change, still in pain; no progress; worse; worse today; worse than yesterday; much worse; declining
decline noted; goals not met; failed TWOC; failed swallow test; failed wean; failed extubation; failed discharge; readmitted; readmission; back in ICU
ICU transfer; to ICU; to theatre; emergency surgery; emergency laparotomy; return to theatre; amputation; surgery failed; surgery abandoned; leak
anastomotic leak; treatment failed; treatment failure; no response; refractory; resistant; worsening; side effects severe; adverse reaction
anaphylaxis; allergic reaction; stridor; choking; aspirating; aspiration; apnoeas; cyanosed; blue; grey and clammy; clammy; mottled; pale; shut down
poor colour; floppy; not feeding; poor feeding; failure to thrive; weak cry; high-pitched cry; bulging fontanelle; fetal distress; stillbirth
miscarriage; PPH; low mood; mood low; mood flat; flat affect; suicidal; suicidal ideation; actively suicidal; self-harming; overdose; psychotic; manic
paranoid; hearing voices; hallucinating; hopeless; anhedonia; withdrawn; isolating; absconded; restrained; relapsed; drinking again; using again; intoxicated
poor hygiene; unkempt; neglected; safeguarding concern; unsafe discharge; unhappy with care; complaint made; waste of time; bad news; very worried
family very worried; family upset; sad outcome; poor outcome; bad outcome; complications; complicated by sepsis; complicated by bleeding
joint swollen; knee swollen; leg swollen; pitting oedema; oedema to thighs; oedema worse; edema 3+; ascites tense; rash spreading; rash worse; itching ++
cough worse; coughing blood; swelling worse; stoma dusky; stoma necrotic; retracted stoma; catheter blocked; clot retention; frank haematuria
""")

# What says nothing about how the patient fares.
NEUTRAL = entries("""
Seen on the ward round; Reviewed in clinic; Seen with the registrar; Reviewed by physiotherapy; Seen by the dietitian; History taken from the notes
Lives with {his} wife; Lives alone in a flat; Lives with {his} daughter; Works as a teacher; Retired engineer; Retired nurse; Works in an office
Non-smoker; Ex-smoker; Drinks occasionally; Allergies: penicillin; No known allergies; NKDA; Past history of hypertension; Known diabetic
Past medical history includes asthma; Medications reviewed; Medication list updated; Bloods taken this morning; Bloods sent; Swab sent
Blood pressure checked; Observations recorded; Chart reviewed; Notes reviewed; Consent obtained; Plan discussed with the family
Plan explained; Next appointment on [DATE-2]; Follow-up in six weeks; Follow-up in clinic on [DATE-1]; Letter sent to the GP; Copy to GP
Referred to the dietitian; Appointment booked for [DATE-3]; Contact number [PHONE]; Contact the ward on [PHONE]; Hospital number [MRN]
Date of birth [DATE-1]; Next of kin [NAME-3]; GP is Dr [NAME-2]; Seen by Dr [NAME-2]; Patient is [AGE-1]; Transferred from [LOCATION-1]
Interpreter present; Daughter present; Son present; Seen with {his} mother; Seen at home; Telephone review; Video consultation; Home visit
Admitted on [DATE-1]; Admitted [DATE-1] under Dr [NAME-1]; Day 2; Day 5 post op; POD 1; POD 3; Day 10 of admission; Week 6; Cycle 3
[AGE-1] year old man; [AGE-1] year old woman; 54 year old man; 71F; 63M; 8 year old boy; 34 year old woman; right-handed; Height 172 cm
Weight 70 kg; Aspirin 75 mg daily; Paracetamol 1 g four times a day; Metformin 500 mg; On ramipril 5 mg; Dressing changed; Bed 12; Ward 7
Diet and fluids chart in place; Continue current plan; Continue medication; Continue physiotherapy; Plan: continue; Repeat bloods on Monday
Scan booked for next week; Echo requested; Awaiting results; Results to follow; Discussed with the team; Handed over to the night staff
Care plan reviewed; Form completed; Signed [NAME-4]; Email [EMAIL]; Address [ADDRESS-1]; Account [ACCOUNT-1]; Time [TIME]; Seen at 10:30
""")

OPENERS_HISTORY_BAD = entries("""
Admitted with pneumonia; Admitted with chest pain; Admitted after a fall; Admitted with sepsis; Presented with abdominal pain and vomiting
Brought in by ambulance after a collapse; Came in with a stroke affecting the left side; Referred with persistent headaches; Had a heart attack last month
Presented with shortness of breath; Was diagnosed with breast cancer last year; Was in a car accident; Broke {his} hip in the spring
Had a long stay in intensive care; Spent two weeks on a ventilator; Was very ill at first; Needed dialysis for a time; Had a difficult delivery
Had a stormy post-operative course; Was depressed for most of last year; Was bed-bound on admission; Could not walk on admission
The first few days were very hard; The first week was difficult; The early course was complicated; Recovery was slow to begin with
Chemotherapy was tough; It has been a long illness; Was in severe pain before the operation; Needed a transfusion; Needed surgery for a perforation
""")
OPENERS_HISTORY_GOOD = entries("""
Was well until last week; Was fit and active before this; Had been recovering well; Had been making good progress; Was discharged home last week in good form
Was walking independently before admission; The operation went well; Surgery was uneventful; The procedure was a success; The first few days were easy
The first week went well; Had a good summer; Had been stable for years; Was in remission for three years; Was coping well until recently
Had seemed to be improving; Was eating and drinking yesterday; Was comfortable last night; Treatment helped at first; Initially responded to treatment
The early course was smooth; Was back at work in the spring; Had been pain free for months; Was cheerful on admission; Was previously fully independent
""")
