"""The words of the training grammar: nouns and adjectives by what they say about a patient. Data only.

Each list is one string, entries separated by semicolons or line ends. `phrases.py` holds whole predicates and
fragments; `grammar.py` puts both together.
"""

from __future__ import annotations


def entries(block: str) -> list[str]:
    """The entries of a block, in order, without repeats."""
    parts = (part.strip() for line in block.splitlines() for part in line.split(";"))
    return list(dict.fromkeys(part for part in parts if part))


def lines(block: str) -> list[str]:
    """The lines of a block, for entries that hold semicolons themselves."""
    return [line.strip() for line in block.splitlines() if line.strip()]


# Things nobody wants to have: they can be there, worse, better, gone.
SYMPTOMS = entries("""
pain; chest pain; back pain; abdominal pain; belly pain; stomach ache; headache; migraine; joint pain; hip pain; knee pain
neck pain; shoulder pain; leg pain; pelvic pain; flank pain; nerve pain; phantom limb pain; toothache; earache; sore throat
nausea; vomiting; sickness; retching; diarrhoea; diarrhea; constipation; bloating; heartburn; reflux; indigestion; cramps
breathlessness; shortness of breath; dyspnoea; wheeze; wheezing; cough; coughing; phlegm; sputum; stridor; orthopnoea; apnoea
dizziness; vertigo; light-headedness; fainting; blackouts; syncope; palpitations; fluttering; tachycardia; arrhythmia; angina
fatigue; tiredness; exhaustion; weakness; lethargy; malaise; drowsiness; sleepiness; insomnia; nightmares; restlessness
fever; fevers; chills; rigors; night sweats; sweating; hot flushes; shivering; shakes; tremor; tremors; spasms; stiffness
numbness; tingling; pins and needles; burning; neuropathy; paralysis; facial droop; double vision; blurred vision; blindness
confusion; delirium; disorientation; agitation; memory loss; forgetfulness; hallucinations; voices; paranoia; delusions; mania
anxiety; panic attacks; low mood; depression; tearfulness; despair; hopelessness; suicidal thoughts; self-harm; anger; irritability
fear; distress; worry; grief; loneliness; flashbacks; cravings; withdrawal symptoms; binge eating; drinking; relapse
swelling; oedema; edema; ankle swelling; leg swelling; ascites; fluid retention; puffiness; redness; inflammation; bruising; bleeding
rectal bleeding; nosebleeds; blood in the urine; haematuria; hematuria; melaena; haemoptysis; blood in the stool; heavy bleeding
itching; itch; rash; hives; blisters; eczema; psoriasis; acne; sores; ulcers; mouth ulcers; thrush; jaundice; pallor; cyanosis
discharge; pus; drainage; leakage; odour; slough; necrosis; gangrene; haematoma; seroma; abscess; cellulitis
incontinence; urgency; burning on urination; dysuria; urinary retention; frequency; hesitancy; leaking; bedwetting
falls; fall; limp; unsteadiness; clumsiness; seizures; fits; convulsions; hypos; low blood sugars; high blood sugars; thirst
dysphagia; difficulty swallowing; choking; hoarseness; slurred speech; stammer; hearing loss; tinnitus; ringing in the ears
weight loss; loss of appetite; muscle wasting; dehydration; hair loss; contractures; pressure sores; bed sores; tenderness
discomfort; soreness; aching; ache; throbbing; side effects; complications; symptoms; problems; difficulties; trouble; complaints
episodes; attacks; flare-ups; flares; setbacks; readmissions; relapses; concerns; distressing symptoms; allergic reaction
dyspnea; orthopnea; tachypnoea; tachypnea; bradycardia; hypotension; hypertension; hypoxia; hypoxaemia; hypercapnia; acidosis; alkalosis
hyperkalaemia; hyponatraemia; hypercalcaemia; hyperglycaemia; hypothermia; neutropenia; thrombocytopenia; leucocytosis; coagulopathy
ataxia; aphasia; dysarthria; dysphasia; nystagmus; ptosis; photophobia; neck stiffness; papilloedema; paraesthesia; neuralgia; sciatica
myalgia; arthralgia; pleurisy; claudication; rest pain; cramping; colic; renal colic; tenesmus; steatorrhoea; dyspepsia; regurgitation; belching
flatulence; hiccups; gagging; drooling; croup; barking cough; whooping; snoring; sleep apnoea; daytime sleepiness; night terrors; sleepwalking
foot drop; wrist drop; hemiparesis; hemiplegia; quadriplegia; spasticity; rigidity; bradykinesia; dyskinesia; dystonia; chorea; tics; twitching
neglect; visual field loss; floaters; flashes; dry eyes; red eye; eye pain; squint; cataract; glaucoma; conjunctivitis; deafness; ear discharge
post-nasal drip; sinusitis; blocked nose; runny nose; loss of smell; loss of taste; bleeding gums; dry mouth; bad breath; gum swelling; jaw pain
breast lump; nipple discharge; mastitis; engorgement; period pain; hot flashes; spotting; contractions; prolapse; vaginal discharge; morning sickness
impotence; nocturia; dribbling; stones; renal stones; gallstones; piles; haemorrhoids; fissure; perianal pain; stoma leakage; wind
boils; warts; blistering; peeling; maceration; excoriation; scabies; ringworm; impetigo; chilblains; cold sores; cold feet; hand pain; bunions
lymphoedema; varicose veins; phlebitis; clotting; purpura; petechiae; bruises; wasting; cachexia; frailty; decline; debility; malnutrition; failure to thrive
guilt; shame; rumination; obsessions; compulsions; phobia; avoidance; self-neglect; aggression; outbursts; violence; wandering; sundowning; apathy; boredom
stress; tension; nervousness; jitters; dread; terror; panic; sorrow; sadness; misery; suffering; agony; torment; anguish; frustration; bitterness; worries
bullying; debt; homelessness; isolation; neglect at home; carer strain; family conflict; burnout; overwork; exam stress; homesickness; bereavement
""")

# Illnesses and findings: they can be found, spread, be treated, cleared.
DISEASES = entries("""
infection; pneumonia; sepsis; chest infection; urine infection; wound infection; cellulitis; meningitis; tuberculosis; abscess
cancer; tumour; tumor; malignancy; lymphoma; leukaemia; melanoma; metastases; secondaries; recurrence; mass; lesion; nodule; lump
clot; deep vein thrombosis; pulmonary embolism; embolus; thrombosis; stroke; haemorrhage; hemorrhage; bleed; aneurysm; ischaemia
heart failure; heart attack; myocardial infarction; kidney failure; renal failure; liver failure; respiratory failure; cirrhosis
hepatitis; pancreatitis; appendicitis; colitis; gastritis; peritonitis; bowel obstruction; perforation; ulcer; fistula; hernia
asthma; COPD; emphysema; fibrosis; pleural effusion; pneumothorax; collapse; consolidation; pulmonary oedema; bronchitis
arthritis; gout; fracture; osteomyelitis; dislocation; non-union; disc prolapse; spinal stenosis; cord compression; osteoporosis
diabetes; ketoacidosis; hypoglycaemia; anaemia; anemia; hypothyroidism; pre-eclampsia; gestational diabetes; miscarriage
epilepsy; dementia; multiple sclerosis; brain tumour; hydrocephalus; encephalitis; neuropathy; psychosis; addiction; PTSD
rejection; graft failure; organ damage; internal bleeding; haematoma; necrosis; gangrene; shock; multi-organ failure; atelectasis
carcinoma; sarcoma; myeloma; glioma; glioblastoma; carcinomatosis; brain metastases; bone metastases; lymph node spread; malignant cells; relapse
endocarditis; myocarditis; pericarditis; pericardial effusion; tamponade; cardiomyopathy; heart block; atrial fibrillation; aortic dissection
bronchiectasis; interstitial lung disease; empyema; aspiration pneumonia; tension pneumothorax; ARDS; croup; whooping cough; bronchiolitis; RSV
C. difficile; MRSA; norovirus; influenza; flu; COVID; malaria; HIV; shingles; measles; necrotising fasciitis; osteoarthritis; lupus; vasculitis
Crohn's disease; ulcerative colitis; diverticulitis; volvulus; ischaemic bowel; gastric ulcer; varices; cholecystitis; cholangitis; hepatic encephalopathy
nephritis; nephrotic syndrome; obstruction; hydronephrosis; pyelonephritis; prostate cancer; bladder cancer; torsion; ectopic pregnancy; endometriosis; fibroids
Parkinson's disease; motor neurone disease; Guillain-Barré syndrome; myasthenia; subdural haematoma; transient ischaemic attack; vasospasm; brain injury; concussion
anastomotic leak; wound dehiscence; compartment syndrome; fat embolism; transfusion reaction; drug reaction; line infection; catheter infection; stent thrombosis
schizophrenia; bipolar disorder; anorexia; bulimia; alcoholism; opioid dependence; post-natal depression; dementia with agitation; catatonia; personality disorder
""")

# Things everybody wants to have: they can be good, back, gone, worse.
GOODS = entries("""
appetite; energy; strength; stamina; mobility; balance; sleep; mood; confidence; concentration; memory; motivation; morale
breathing; speech; vision; eyesight; hearing; swallowing; grip; handwriting; walking; gait; coordination; posture; dexterity
range of motion; range of movement; muscle tone; muscle power; sensation; circulation; colour; skin; hydration; nutrition
exercise tolerance; walking distance; independence; self-care; self-esteem; quality of life; well-being; wellbeing; outlook
general condition; overall health; health; function; physical function; social life; relationships; school attendance
blood pressure control; glucose control; diabetic control; pain control; symptom control; seizure control; bladder control
kidney function; renal function; liver function; lung function; heart function; cardiac function; thyroid function; gut function
oxygenation; alertness; level of consciousness; orientation; weight; feeding; milk intake; fluid intake; oral intake; growth
development; bonding; engagement; participation; cooperation; compliance; insight; coping; resilience; spirits; interest in life
""")

# Measurements that are bad when high.
HIGH_IS_BAD = entries("""
creatinine; urea; BUN; potassium; CRP; ESR; white count; white cell count; WBC; lactate; troponin; BNP; D-dimer; bilirubin
ALT; liver enzymes; amylase; lipase; ammonia; glucose; blood sugar; blood sugars; HbA1c; ketones; cholesterol; triglycerides; LDL
INR; blood pressure; temperature; heart rate; pulse; respiratory rate; pain score; pain scores; PSA; CA-125; CEA; tumour markers
viral load; uric acid; calcium; procalcitonin; oxygen requirement; oxygen requirements; early warning score; fluid balance
inflammatory markers; intracranial pressure; PHQ-9 score; anxiety score; depression score; seizure frequency; drain output
""")

# Measurements that are bad when low.
LOW_IS_BAD = entries("""
haemoglobin; hemoglobin; Hb; platelets; platelet count; albumin; sodium; eGFR; urine output; oxygen saturation; saturations; sats
SpO2; ejection fraction; peak flow; FEV1; neutrophils; CD4 count; vitamin D; ferritin; iron; B12; GCS; weight; blood counts
magnesium; oxygen levels; grip strength; walking distance; visual acuity; step count; hours of sleep; mobility score; Barthel score
lung capacity; calorie intake; bone density; muscle mass; cognitive score; quality of life score; birth weight; Apgar score
""")

BODY = entries("""
knee; hip; shoulder; back; neck; leg; arm; hand; foot; ankle; wrist; elbow; chest; belly; abdomen; stomach; head; jaw; eye; ear
throat; hands; feet; legs; arms; joints; fingers; toes; calf; heel; spine; ribs; stump; scar; incision; tongue; gums; skin; eyes
left leg; right leg; left arm; right arm; left side; right side; lower back; bladder; bowels; lungs; heart; tooth; teeth; face
""")

BODY_GOOD = entries("""
has healed; is healing; feels loose; moves freely; is strong again; feels normal; is no longer sore; is much less stiff
is less swollen; is less painful; has stopped hurting; is back to normal; works properly again; is warm and well perfused
looks healthy; is clean and dry; feels steady; bends fully; has settled; has recovered; is getting stronger; is soft and non-tender
is pain free; does not bother {him}; gives {him} no trouble; no longer hurts; is comfortable; is mending; is as good as new
""")

BODY_BAD = entries("""
aches; throbs; hurts; burns; is swollen; is stiff; is sore; gives way; is on fire; is killing {him}; is numb; has gone numb
is getting weaker; is weak; is red and hot; is infected; is bleeding; is painful to touch; has turned black; is cold and mottled
will not bend; has seized up; is useless; is paralysed; is broken; has collapsed; is bruised; is tender; is more painful
is worse; keeps locking; keeps cramping; feels like lead; is agony; has not healed; is failing; is distended; is rigid
has swollen up; is no better; hurts all the time; hurts more than ever; is in spasm; has deteriorated; is dead; is damaged
""")

# What somebody does when well or ill, as bare verbs; the rules make the other forms.
GOOD_VERBS = entries("""
heal; mend; rally; thrive; blossom; improve; recover; recuperate; rebound; progress; flourish; bloom; smile; laugh; giggle; grin; beam; joke; sing; hum
chat; chatter; play; dance; walk; jog; swim; cycle; explore; crawl; babble; coo; gurgle; enjoy; relax; rest; cope; manage; succeed; achieve; advance; cheer
brighten; strengthen; stabilise; settle; respond; cooperate; engage; participate; interact; socialise; blossom; glow; hope; rejoice; celebrate; relish; savour
""")
BAD_VERBS = entries("""
wheeze; gasp; choke; faint; collapse; limp; shiver; groan; whimper; sob; weep; vomit; retch; bleed; aspirate; seize; convulse; twitch; deteriorate; worsen
falter; stumble; trip; dribble; drool; stutter; scratch; moan; wail; scream; shriek; cry; howl; tremble; shake; sweat; struggle; suffer; decline; relapse; fail
wander; pace; shout; swear; hallucinate; mumble; mutter; fret; worry; panic; despair; brood; ruminate; writhe; wince; grimace; cower; flinch; stagger; sway
swell; ache; hurt; throb; itch; burn; tire; weaken; wither; waste; fade; sink; sicken; stagnate; regress; desaturate; arrest; cough; splutter; gag; hyperventilate
self-harm; binge; purge; starve; isolate; withdraw; dwindle; languish; grieve; mourn; agonise; lash out; break down; give up; pass out; black out; throw up; fall
""")

# How a patient can feel or be.
GOOD_STATES = entries("""
well; better; fine; good; great; comfortable; stable; happy; cheerful; calm; relaxed; settled; hopeful; optimistic; positive
content; pleased; delighted; relieved; grateful; confident; reassured; energetic; lively; alert; orientated; oriented; bright
rested; refreshed; strong; stronger; steady; independent; mobile; active; fit; healthy; pain free; pain-free; symptom free; afebrile
asymptomatic; continent; well hydrated; well nourished; well perfused; haemodynamically stable; hemodynamically stable; medically fit
on the mend; in good spirits; in remission; in good health; at ease; at peace; in control; smiling; laughing; chatty; talkative
sociable; motivated; encouraged; enthusiastic; eager to go home; ready for discharge; safe; sober; abstinent; clean; thriving
improving; recovering; progressing; coping; healing; blooming; flourishing; responsive; interactive; engaged; cooperative; playful
back to normal; back to baseline; back at work; back at school; out of danger; out of bed; up and about; free of pain; thrilled
overjoyed; proud; satisfied; lucky; fortunate; carefree; peaceful; serene; upbeat; buoyant; composed; rational; lucid; coherent
euthymic; euvolaemic; normotensive; seizure-free; infection-free; cancer free; disease free; fully mobile; fully recovered
much improved; remarkably well; wonderfully well; over the worst; well controlled; well rested; full of energy; full of life
glad; joyful; excited; elated; tranquil; untroubled; unharmed; intact; sturdy; robust; vigorous; perky; chirpy; rosy; pink; warm
""")

BAD_STATES = entries("""
unwell; worse; ill; poorly; sick; awful; terrible; dreadful; miserable; sad; unhappy; tearful; depressed; low; anxious; worried
scared; frightened; afraid; terrified; panicky; distressed; upset; agitated; restless; irritable; angry; frustrated; hopeless
helpless; desperate; suicidal; lonely; isolated; withdrawn; confused; disorientated; disoriented; delirious; drowsy; lethargic
exhausted; tired; fatigued; weak; weaker; frail; faint; dizzy; unsteady; breathless; short of breath; wheezy; cyanosed; hypoxic
febrile; feverish; septic; hypotensive; tachycardic; tachypnoeic; oliguric; anuric; dehydrated; malnourished; cachectic; anaemic
jaundiced; bleeding; vomiting; nauseous; nauseated; in pain; in agony; in distress; in severe pain; in discomfort; sore; stiff
swollen; numb; paralysed; immobile; bedbound; bed-bound; bedridden; housebound; wheelchair-bound; incontinent; dependent; unstable
critical; critically ill; gravely ill; seriously ill; terminally ill; dying; unconscious; unresponsive; comatose; moribund; intubated
sedated; deteriorating; declining; failing; struggling; suffering; getting worse; wasting away; losing weight; going downhill
not coping; in tears; in despair; in shock; in crisis; in failure; at risk; unsafe; overwhelmed; devastated; heartbroken; inconsolable
disappointed; discouraged; demoralised; disheartened; despondent; dissatisfied; resentful; ashamed; guilty; worthless; empty
paranoid; psychotic; manic; hostile; aggressive; combative; mute; catatonic; intoxicated; drunk; underweight; listless; floppy
inconsolable; pale; clammy; sweaty; grey; blue; mottled; cold; shivering; trembling; shaking; crying; screaming; moaning; groaning
groggy; wretched; ghastly; rotten; lousy; crushed; shattered; drained; worn out; run down; off colour; under the weather; crippled
disabled; blind; deaf; choking; gasping; fitting; bruised; malodorous; gangrenous; ruined; hysterical; fearful; uneasy; apathetic
sleepless; weary; rundown; feeble; shaky; wobbly; constipated; bloated; itchy; neglected; abandoned; bedfast; obtunded; stuporous
""")

GOOD_QUALITIES = entries("""
good; excellent; very good; normal; better; improved; much improved; improving; strong; stronger; great; fine; healthy; steady
satisfactory; stable; well maintained; restored; back to normal; back; returning; recovering; fully recovered; intact; adequate
preserved; back to baseline; the best in months; above target; increasing; on the up; remarkable; outstanding; superb; impressive
encouraging; reassuring; gratifying; picking up; within normal limits; as good as ever; better than expected; up; unimpaired
""")

BAD_QUALITIES = entries("""
poor; very poor; bad; worse; reduced; impaired; declining; deteriorating; worsening; weak; weaker; low; gone; lost; limited
failing; terrible; dreadful; awful; diminished; minimal; severely limited; severely reduced; negligible; fading; falling; absent
disturbed; broken; down; at rock bottom; getting worse; slipping; compromised; inadequate; not what it was; the worst in years
worrying; alarming; disappointing; abysmal; dire; in decline; non-existent; a struggle; far below target; markedly impaired
""")

# What can happen to a symptom: predicates without a subject.
SYMPTOM_BETTER = entries("""
has gone; has resolved; has settled; has improved; has eased; has subsided; has cleared; has cleared up; has disappeared
has vanished; has stopped; is gone; is better; is much better; is improving; is easing; is settling; is resolving; is less
is less severe; is less frequent; is well controlled; is under control; is controlled; is mild now; is minimal; is manageable
is tolerable; is barely noticeable; has not returned; has not come back; went away; eased off; wore off; melted away; lifted
has faded; is fading; has lessened; has decreased; has reduced; is decreasing; is down; has dropped; has halved; improved overnight
responded well to treatment; responded to the tablets; settled with paracetamol; is no longer a problem; no longer troubles {him}
no longer limits {him}; no longer wakes {him}; is a thing of the past; is nothing like before; has all gone; is hardly there
has dried up; has calmed down; is relieved by rest; is completely gone; was relieved; has been relieved; abated; is on the wane
has abated; has diminished; has lifted; is behind {him}; is quiescent; is in remission; has burnt out; is nearly gone
""")

SYMPTOM_WORSE = entries("""
is worse; is getting worse; has worsened; is worsening; has increased; is increasing; is severe; is unbearable; is constant
is relentless; is excruciating; is intolerable; is persistent; persists; continues; is ongoing; is uncontrolled; has come back
has returned; is back; recurred; is spreading; has spread; has flared up; is no better; is not better; is unchanged; is the same
has not improved; has not gone; has not settled; does not settle; is not controlled; is not responding to treatment; will not go away
keeps coming back; keeps {him} awake; wakes {him} at night; stops {him} sleeping; is out of control; is debilitating; is disabling
is crippling; is distressing; is more frequent; is more severe; is as bad as ever; is terrible; is awful; is dreadful; has doubled
limits everything {he} does; rules {his} life; is a constant problem; has become unmanageable; escalated overnight; is escalating
started again; started suddenly; has become chronic; is resistant to treatment; failed to settle; has intensified; is intensifying
is stronger than before; is all {he} can think about; is wearing {him} down; has got {him} down; remains severe; remains a problem
is worse than ever; is very troublesome; is bad; is very bad; is ten out of ten; is killing {him}; refuses to shift; is rampant
""")

LEVEL_GOOD_HIGH = entries("""
falling; down; coming down; dropping; back to normal; normal; normalised; within normal limits; improving; well controlled; settling
trending down; lower than last week; at target; on target; undetectable; reassuring; much lower; stable and normal; satisfactory
has come down; has fallen; has normalised; has halved; has settled; has dropped to normal; continues to fall; returned to normal
in range; in the normal range; halved since admission; unremarkable; the lowest it has been; under control; low; acceptable
""")
LEVEL_BAD_HIGH = entries("""
rising; up; climbing; going up; high; very high; raised; elevated; markedly raised; sky high; dangerously high; out of control
soaring; worsening; trending up; higher than last week; uncontrolled; poorly controlled; critically high; still rising; doubled
has gone up; has risen; has doubled; has trebled; has shot up; continues to rise; spiked overnight; has rocketed; through the roof
not coming down; not settling; no better; abnormal; grossly abnormal; deranged; worryingly high; double what it was; increasing
""")
LEVEL_GOOD_LOW = entries("""
rising; up; improving; recovering; back to normal; normal; normalised; good; within normal limits; stable; well maintained; climbing
holding steady; picking up; higher than last week; much higher; satisfactory; excellent; trending up; adequate; increasing
has come up; has risen; has recovered; has doubled; has improved; returned to normal; continues to climb; in the normal range
restored; the highest it has been; better than before; above target; maintained on air; reassuring; on target; acceptable
""")
LEVEL_BAD_LOW = entries("""
falling; down; dropping; low; very low; dangerously low; critically low; declining; poor; still falling; plummeting; trending down
lower than last week; not recovering; worsening; deteriorating; worryingly low; has dropped; has fallen; has halved; has crashed
has plummeted; has collapsed; continues to fall; fell overnight; has not recovered; far below target; abnormal; inadequate; poor
the lowest it has been; barely recordable; unrecordable; sinking; down again; dwindling; severely reduced; not holding; minimal
""")

GOOD_GENERAL = entries("""
wonderful; excellent; fantastic; brilliant; marvellous; superb; great; good; lovely; amazing; encouraging; positive; splendid; perfect
successful; happy; satisfying; pleasing; heartening; remarkable; outstanding; terrific; reassuring; promising; favourable; joyful
impressive; delightful; first-class; welcome; hopeful; bright; a success; a triumph; a relief; a blessing; a joy; a victory
beneficial; effective; helpful; smooth; uneventful; uncomplicated; straightforward; textbook; life-changing; worth it; a miracle
""")
BAD_GENERAL = entries("""
terrible; awful; horrible; dreadful; bad; poor; disappointing; worrying; alarming; distressing; sad; tragic; grim; bleak; dire; gloomy
disastrous; hopeless; unsuccessful; upsetting; heartbreaking; devastating; appalling; catastrophic; unfavourable; negative; nasty
frightening; painful; miserable; a failure; a disaster; a setback; a nightmare; a tragedy; a blow; a catastrophe; a torment
useless; ineffective; harmful; futile; a mistake; traumatic; complicated; unacceptable; hellish; ghastly; horrendous; pointless
""")
