"""Whole sentences by field and voice, for the training grammar: what its rules cannot make. Data only.

`{X|Y|Z}` is a choice, one of which is taken each time; `{he}`, `{him}`, `{his}`, `{himself}` as in `phrases.py`.
Choices may hold choices. Each list belongs to one polarity; together they give breadth of words, not of grammar.
"""

from __future__ import annotations

from lexicon import lines

GOOD = lines("""
{He|She} is {up|out of bed|walking about|on {his} feet} and {asking for food|asking to go home|telling jokes|watching the football|reading a magazine|doing the crossword|chatting with visitors}
{The wound|The incision|The cut|The scar|The burn|The ulcer|The sore|The surgical site|The graft|The blister} {is healing|has healed|has closed|is closing|is dry|is clean|looks healthy|has knitted together|has granulated|has epithelialised|is pink and healthy|looks tidy|looks lovely|has settled nicely}
{Ulcer|Wound|Sore|Burn} {measures less than before|half the size it was|smaller each week|down to a few millimetres|shrinking|covered with new skin|closed over|no longer weeping}
{The drain|The catheter|The drip|The line|The stitches|The staples|The tube|The plaster cast|The chest drain|The tracheostomy|The pacing wires|The feeding tube} {came out|was removed|has been taken out|is out|could be taken out} {today|on Monday|without trouble|and {he} is comfortable|and all is well|as planned}
{The|Her|His} {fever|temperature|pyrexia} {came down|has settled|broke in the night|is gone|is normal again|has been normal for three days}
Drinking {plenty|freely|well} and {passing water|passing plenty of urine|keeping everything down|hungry for more|tucking into breakfast}
{Hungry|Ravenous|Peckish} and {bright|cheerful|wanting pudding|asking for seconds|finishing {his} meals}
{Appetite|Colour|Sparkle|Strength|Voice|Energy} {is coming back|is back|has returned|returning by the day}
I {can|could} {finally|now|at last|once more} {enjoy life|enjoy my food|play with my grandchildren|hold my baby|tie my laces|touch my toes|take the dog out|sleep on my side|read a book|go fishing|dig the garden|bake|knit|sew|ride my bike|hear the birds|see the board|go up a ladder|go shopping|go to the cinema|travel|go on holiday}
I {feel|am feeling} {on top of the world|like a new person|years younger|ten years younger|brand new|like my old self|over the moon|as right as rain|stronger by the day|back to myself|human again|ready for anything|really positive|a weight off my shoulders|safe here|at home|in good hands|well looked after|supported|listened to}
The {tablets|drops|patches|injections|exercises|inhaler|new pills|cream|medicine|counselling|therapy|hearing aids|splint|glasses|insoles|nerve block|antidepressant} {changed my life|transformed things|have been a godsend|suit me|did the trick|worked like magic|gave me my life back|took the pain away|have been brilliant|have made a huge difference|made all the difference|have turned things around|are a miracle}
I {haven't|have not} {had|needed} {a headache|an attack|a seizure|a nosebleed|a flare|any painkillers|the inhaler|any morphine|a drink|a cigarette|a hypo|a panic attack|a bad night|any trouble|oxygen|a wheelchair|my stick} {since|for weeks|for months|in ages|all year|all winter|all week|since spring|for a long time}
{He|She} {hasn't|has not} {needed|required|used|wanted|asked for} {oxygen|morphine|painkillers|the inhaler|insulin|help|a hoist|the frame|the rescue medicine|a sleeping tablet|antibiotics|a transfusion} {since|for days|for weeks|all week|since the weekend|since Tuesday|in a month|any more}
{Nothing|There is nothing} {to worry about|abnormal|sinister|of concern|untoward} {on the scan|on the X-ray|in the bloods|found|seen|on examination}
{No worries|No problems|No issues|No trouble|Nothing wrong|No difficulties|No limitation} {with feeding|with walking|at all|to report|since we last met|with the new leg|with the knee}
{Mum|Dad|Gran|My husband|My wife|Our boy|Our daughter|My son|My sister} {knows us again|is back to {his} old self|is telling stories again|is smiling again|is eating us out of house and home|is full of mischief|is singing in the kitchen|came home on Friday|laughs at our jokes|is doing so well|has perked up|is as bright as a button|is a different person|held my hand and smiled|opened {his} eyes and smiled|said my name|took {his} first steps|is cheeky as ever|has come a long way}
{We are|The family are|His wife is|Her parents are|The parents are|Everyone is|Staff are} {so pleased|delighted|thrilled|over the moon|very relieved|so grateful|amazed at the change|very happy with {his} progress|reassured|so proud|encouraged|celebrating}
{Thank you|Thanks} {for everything|for saving {his} life|to all the staff|so much for the care|to the wonderful nurses}
{He|She|[NAME-1]} is {on the mend|over the worst|out of danger|out of the woods|going from strength to strength|firing on all cylinders|bouncing back|fighting fit|fit as a flea|in fine fettle|in great shape|hale and hearty|as right as rain|back in the saddle|back on track|turning the corner|up and running|the picture of health|in high spirits|in the pink}
{Things|Matters} {are looking up|are going well|have turned around|couldn't be better|have come together|turned out well|are much easier|are back to normal|have calmed down|are on the up|are looking brighter|go better each day}
{Light at the end of the tunnel|A new lease of life|A dream come true|Onwards and upwards|What a difference|So far so good|Best week yet|Best night for months|All is well|All clear|All going to plan|Nothing but praise|Top marks|Could not ask for more}
{Extubated|Decannulated|Weaned|Stepped down|Woken up} {yesterday|this morning|without difficulty|on day two} and {talking|chatting|obeying commands|following commands|breathing comfortably|stable on air|maintaining saturations|alert}
{Breathing|Respiration|Air entry} {easy|easier|unlaboured|comfortable|quiet and regular|equal both sides|good throughout|clear}
{Off|Came off|No longer on|Weaned from} {oxygen|the ventilator|nebulisers|steroids|pressors|insulin infusion|dialysis|morphine|inotropes|diuretics|sedation|BiPAP|CPAP|TPN|the drip|antibiotics} {and well|and comfortable|successfully|this week|for good|without problems|and managing|and stable}
{Lungs|Chest|Airways} {clear|clear on both sides|much clearer|sounding better|dry}, {breathing easy|no crackles|no wheeze|good air entry|sats fine}
{Lies flat|Sleeps flat|Sleeps with one pillow} {now|comfortably|without getting breathless}, {ankles slim|weight down with the fluid gone|no oedema|fluid gone|dry weight reached}
{Sinus rhythm restored|Heart failure compensated|Chest pain has not come back|Stent open|Valve working well|Murmur gone|Rate controlled|Blood pressure at target|Angina-free|Good exercise test|Echo shows recovery of the left ventricle|Pump function recovered|Walks for miles without chest pain}
{Seizures|Fits} {fully controlled|stopped|none since|a thing of the past}; {drives again|back at work|back to school|medication reduced}
{Speech|Power|Movement|Sensation|Face|Gait|Arm function|Swallow} {recovering|returning|improving daily|nearly normal|back to normal|symmetrical again|much clearer|coming back}
{Power|Strength} in the {arm|leg|hand|right side|left side} {improving|grade 5|full|back|better each day|increasing}
{Speaks|Talks} in {full sentences|whole sentences|clear words} {now|again|after therapy}, {reads|reads aloud|names objects|holds a conversation|orders {his} own meals}
{Alert|Awake|Wide awake|Bright-eyed}, {orientated|asking questions|recognising visitors|obeying commands|asking for tea|wanting breakfast|playing cards}
{Tumour|Lesion|Mass|Node|Lymph nodes|Nodule|Deposits|Metastases} {shrunk|has shrunk|shrinking|smaller|regressing|no longer visible|gone|down to half the size|completely removed|melted away|undetectable}
{Scan|CT|PET|MRI|Mammogram|Biopsy|Smear|Bone marrow|Colonoscopy|Endoscopy} {clear|clean|all clear|normal|benign|shows remission|shows response|shows no spread|negative|no sign of cancer|excellent response|nothing found}
{Cancer-free|Tumour-free|In remission|Disease free|All clear} {for five years|for two years|since the operation|at last|and feeling lucky|and working again}
Hair {has grown back|is growing again}, {energy returning|tastes food again|back at work|planning a holiday}
{Chemo|Radiotherapy|Treatment|Dialysis|Surgery} {went fine|went smoothly|was easier than feared|was tolerated well|is finished|completed without problems|caused no sickness}
{Creatinine|Urea|CRP|White cells|Lactate|Bilirubin|Troponin|Potassium|Ketones|D-dimer|PSA} {normal again|normalised|back in range|coming down nicely|settled|down to normal from very high|halved|low now|cleared}
{Haemoglobin|Platelets|Albumin|Sodium|Neutrophils|Counts|Saturations|Peak flow|Blood count} {recovered|recovering|holding|stable|back up|normal again|climbing nicely|maintained|picked up|best for years}
{Liver tests|Kidney tests|Bloods|Clotting|Thyroid tests|Cultures|Gases} {normal|normalised|improved|satisfactory|clear|all fine|back to normal|perfect|stable}
{Kidneys|Liver|Heart|Lungs|Gut|Thyroid|Bladder|Transplant|New kidney|Graft} {working well|working again|recovering|functioning|picked up|has recovered|waking up|doing its job|in good shape}
{Sugars|Glucose|Diabetes|Blood sugars|HbA1c} {well controlled|between 5 and 7|in range|on target|excellent|best ever|stable on tablets|much better}; {no hypos|feet healthy|eyes fine|feels well|weight down as planned}
{Stoma|Bowels|Bladder|Gut} {working|active|working well|back to normal|opened normally|behaving}, {formed stools|no blood|no leaks|eating normally|emptying well|dry at night}
{Jaundice|Itching|Ascites|Bloating|Reflux|Vomiting|Colitis} {fading|gone|settled|quiet|cleared|under control|resolved}, {eating well|eating three meals|weight up|off steroids|back to a normal diet|enjoying curry again}
{Eczema|Psoriasis|Acne|The rash|Cellulitis|Hives|Skin} {under control|clear|cleared|calm|fading|smooth|settled|almost gone|better than in years}; {sleeps well|wears shorts again|no itch|no scratching|confident again|swims again}
{Fracture|Bone|Joint|Hip replacement|Knee replacement|Ligament|Tendon|Spine} {healed|united|in good position|solid|stable|well aligned|mended|knitting well|repair intact}, {full weight-bearing|walking freely|no pain|back to sport|cast off|discharged|good callus}
{Knee|Hip|Shoulder|Ankle|Elbow|Back|Wrist|Hand} {bends fully|full range|loose and pain free|strong|stable|supple|moving freely|better than before surgery|fine now|much looser}
{Transfers|Walks|Mobilises|Stands|Climbs stairs|Steps} {independently|alone|safely|with supervision only|confidently|unaided|with ease|with one stick instead of a frame|further each day|without a frame}
{Balance|Gait|Stamina|Endurance|Core strength|Hand function} {much steadier|improved|excellent|stronger|normal|better by far|coming on well}
{Cycling|Running|Swimming|Dancing|Golfing|Gardening|Driving|Hiking} {again|again after surgery|every week|with no pain|like before|to work again}
{Washes|Dresses|Cooks|Shops|Feeds|Cares for} {himself|herself} {again|now|without help|independently|fully}
{Goals|Targets|Milestones} {achieved|met early|exceeded|reached|all ticked off}
{Mood|Spirits} {lifted|bright|good|brighter|much improved|stable|buoyant}; {sleeping and eating|laughing with others|joining groups|planning ahead|enjoying hobbies|looking forward to Christmas|back with friends|no dark thoughts}
{Eating with others|Laughing|Joining in|Making plans|Smiling|Taking pride in {his} appearance|Socialising|Making eye contact|Volunteering|Back at college}, {no thoughts of self-harm|hopeful about the future|feels safe|enjoying life|sleeping well}
{Reports feeling|Says {he} feels|Describes feeling|Feels} {calmer|more confident|hopeful|lighter|at peace|motivated|less anxious|like living again|proud|useful|loved|connected|in control|optimistic about the future}
{Voices|Flashbacks|Panic attacks|Nightmares|Cravings|Compulsions|Obsessions|Delusions} {stopped|gone|faded|quiet|rare now|no longer rule {his} life|under control|much less frequent}
{Six months|A year|Ninety days|Two years|Ten weeks} {sober|clean|without a drink|without a cigarette|smoke-free|drug free|without self-harm|without a relapse|out of hospital}
{Baby|Infant|Newborn|Twin one|Little one|Toddler|Child} {feeding well|gaining weight|thriving|pink and alert|smiling|sleeping well|active and playful|latched well|on the right centile|back to {his} cheeky self|happy|running around|kicking|bouncing|giggling|settled|off phototherapy|off the monitor}
{Drinking and playing|Eating and playing|Running about|Back at nursery|Back to playing football|Wet nappies, alert|Fever gone and playing|Playing with {his} sister|Laughing at the clown|Chasing the cat}
{Strong|Good|Normal|Reassuring} {fetal heartbeat|trace|scan|growth|CTG|movements}, {mother reassured|mother well|parents happy|all well|no contractions}
{Healthy baby boy|Healthy baby girl|Healthy twins} {born|delivered} {at term|safely|without complications}; {mother well|mother comfortable|both home|both well|breastfeeding going well}
{Ready|Fit|Safe|Cleared|Well enough} {for home|to leave hospital|to go home|for discharge|to return to work|to drive|to fly|to play sport}, {transport booked|family collecting {him}|no needs|no follow-up|looking forward to it}
{Discharged|Signed off|Released} {from clinic|from follow-up|from physiotherapy|from the caseload|from the team|home} {as {he} is well|with no symptoms|fully recovered|after a good recovery|happy|in good form}
{I am pleased|I am happy|I am glad|I am delighted|It is a pleasure|Good news, I am able} to {report|say|tell you|inform you} that {the biopsy is clear|she is well|he has recovered|the scan is clear|all tests are normal|there is no cancer|the treatment worked|she is in remission|he is back at work|the pain has gone|things are going well}
{Excellent|Great|Good|Steady|Lovely|Amazing|Remarkable|Encouraging} {progress|result|recovery|response|improvement|outcome|news|work}{, well done|, keep it up|| all round| this week|, everyone is pleased}
{Settled|Comfortable|Peaceful|Quiet|Restful|Good} {night|day|shift|morning|evening}{| with no concerns|, slept well|, no pain|, obs stable|, all care given}
{Pain|Discomfort|Soreness} {well controlled|2 out of 10, down from 8|only mild now|much less than before|settled with simple painkillers|score 0|eased by paracetamol|down to a dull ache|nothing like it was|all but gone}
{Uneventful|Uncomplicated|Smooth|Straightforward|Speedy|Textbook|Rapid|Full} {recovery|course|stay|delivery|operation|procedure|convalescence}
{Hearing|Sight|Vision|Eyesight} {much better|restored|sharp|clear again|improved after surgery}: {reads small print|hears birdsong|threads a needle|enjoys concerts|follows conversations|drives again|watches television}
{Swelling|Bruising|Redness|Inflammation} {down|gone|settled|going down|nearly gone}, {can chew|can bend it|can close the hand|shoes fit|ring fits|moving well}
{Allergy|Anaphylaxis|Asthma attack|Croup|Wheeze|Reaction} {settled|resolved|over|passed quickly|treated, now well|responded to treatment}, {home|playing|breathing normally|observed and well|no further problems}
{Symptoms|Complaints|Everything} {well controlled|resolved|gone|settled|under control|improved}, {comfortable|enjoying visitors|at ease|peaceful|happy at home}
{Carers|Nurses|Home help|District nurses|Visits} {no longer needed|reduced|stopped as {he} manages alone|cancelled because {he} is independent}
{Two|Three|Five|Six} {weeks|months} after {surgery|the stroke|the accident|the transplant|the birth} {he|she} {walks|works|runs|lives independently|feels great|is back to normal|needs no tablets|has no complaints}
{Most|Nearly all|All} of {his|her} {symptoms|problems|pains|worries} {are gone|have resolved|have cleared|have faded}
It {was the best decision I ever made|was worth it|has worked|couldn't have gone better|went really well|is a joy to see|is wonderful to see {him} so well|gets easier every day}
{Couldn't be happier|Could not be more pleased|Never felt better|Never looked back|Better than I dared hope|More than I hoped for|Happier than I have been in years}
{He|She} {won the battle|came through|made it|surprised everybody|defied the odds|came off the transplant list|ran a marathon|went back to sea|graduated|got married last week|was at {his} desk on Monday|cooked Sunday lunch|walked down the aisle}
Moved {out of intensive care|to the ward|to rehab|back home} {because {he} is so much better|now that {he} is stable|in good spirits|as {he} improves}
{He|She} {drove here himself|walked here from the station|cycled to the appointment|came up the stairs rather than the lift|waved from the window|asked when {he} can play tennis again|wants {his} own clothes back|has booked a holiday|is planning {his} wedding|bakes for the whole ward|helped the nurse make the bed|beat me at cards|teases the staff|has a twinkle in {his} eye}
I {drove|walked|cycled|came} here {myself|on my own|without stopping} and {feel fine|it was easy|enjoyed it|could do it again}
I {slept like a log|slept like a baby|woke up hungry|woke refreshed|woke without pain|did not wake once|had my first good night} {last night|this week|for once|since the operation}
I no longer {dread mornings|need a nap|count the hours|wake in pain|take anything for it|think about it|limp|feel dizzy|hear the ringing|fear going out|rely on my husband|hide indoors|worry about my heart}
I {used to|could only} {crawl|shuffle|limp|hide at home|cry every day|sleep in a chair}, {now I walk|now I run|now I laugh|these days I dance|but today I feel free|and look at me now, back at work}
{The lump|The mole|The shadow|The cyst|The polyp|The murmur|The spot} {was harmless|is benign|turned out to be nothing|has gone|has shrunk|needs no treatment}
{The results|The tests|The bloods|The scans|The readings|The numbers|The films} {are all good|came back clear|came back normal|could not be better|are reassuring|look fine|show improvement|look great|are the best so far}
{The baby|Our baby|The little one|My newborn} {fed well and slept|put on weight|smiled for the first time|came off the machine|came home|is doing brilliantly|took the whole bottle|is a happy little soul}
{Blood pressure|Pressure|Pulse|Rhythm|Rate|Weight|Sugar} {settled|steady|came under control|stayed normal all week|perfect|behaving itself} {after the birth|on the new tablets|with diet|at last|since discharge|overnight}
{Grip|Power|Reach|Bend|Stride|Stance|Kick} {is firmer|stronger|up by half|nearly equal to the other side|improving|impressive for this stage}
{Managed|Completed|Did|Tolerated} {two flights of stairs|thirty minutes on the bike|the whole session|ten sit to stands|a lap of the ward|the full course|all exercises} {today|with ease|without a rest|without pain|for the first time|and wanted more}
{Needs|Requires|Uses} {no aids|only a stick now|only simple painkillers|half the dose|less oxygen each day|no supervision|nothing further}
{Able|Happy|Free|Safe} to {go home|eat what {he} likes|drive again|swim|lift|travel|stop the tablets|return to sport|live alone}
{Doing|Coping|Eating|Sleeping|Walking|Healing|Feeding|Breathing|Managing|Going|Growing} {well|fine|nicely|brilliantly|beautifully|better|very well|great|splendidly|ok now|much better}
{Perked up|Brightened up|Picked up|Rallied|Bounced back|Woke up|Cheered up|Settled down|Filled out|Calmed down|Opened up} {after fluids|overnight|after the transfusion|this morning|with oxygen|once home|nicely|since starting antibiotics|when {his} daughter came|remarkably}
{Quite|Very|Really|So|Rather|More} {cheerful|comfortable|settled|bright|well|chirpy|hopeful|steady} {today|this morning|in herself|in himself|tonight|after the block|on the new dose}
{Steady|Slow but sure|Gradual|Dramatic|Marked|Continued|Sustained|Definite|Rapid|Daily} {improvement|progress|gains|recovery|healing|return of function|remission|weight gain|reduction in pain}
{Friends|Neighbours|Colleagues|My children|The nurses|People} {say I look well|say I look ten years younger|cannot believe the change|hardly recognise me, I look so well|are amazed}
{No|Hardly any|Next to no|Very little} {pain|limp|scar|stiffness|bleeding|blood loss|cough|sickness|swelling|trouble|weakness|complaint} {now|left|any more|today|to speak of|when walking|at all|after the op|this cycle}
{Neither|Not a} {trace of blood|drop of blood|sign of trouble|single seizure|single fall|twinge|hint of infection|day lost to migraine} {this month|seen|since|all week|reported}
Regained {speech|movement|consciousness|continence|confidence|weight|the use of {his} arm|feeling in {his} toes|{his} sense of humour|independence|sight}
{Stopped|Finished|Completed|Cut down} {the steroids|the antibiotics|the morphine|dialysis|treatment|the inhaler|oxygen} {as no longer needed|because {he} is so well|with no ill effect|and feels fine}
""")

BAD = lines("""
{He|She} is {in bed all day|curled up|slumped in the chair|lying on the floor|huddled in a corner|flat on {his} back} and {asking to die|calling for help|moaning|groaning|not responding|staring at the ceiling|refusing visitors|shivering|weeping|barely moving|hard to rouse}
{The wound|The incision|The cut|The scar|The burn|The ulcer|The sore|The surgical site|The graft|The blister} {is infected|has opened up|has burst|has broken down|is weeping|is oozing pus|is red and angry|is necrotic|is black|smells|is bigger|is deeper|gapes|has gone down to bone|has become infected|is not healing}
{Ulcer|Wound|Sore|Burn} {larger than before|twice the size it was|deeper each week|bigger|spreading|sloughy|malodorous|weeping|undermined|probes to bone|maggot-infested|foul-smelling|breaking down}
{The drain|The catheter|The drip|The line|The tube|The tracheostomy|The chest drain|The feeding tube|The shunt|The stent|The fistula|The pacemaker} {is blocked|fell out|had to go back in|was pulled out in confusion|is infected|is leaking|is draining blood|is bringing out pus|has failed|has clotted|has eroded}
{The|Her|His} {fever|temperature|pyrexia} {keeps spiking|will not settle|is back|went up to 40|is climbing|has not broken|persists despite antibiotics}
{Shivering|Shaking|Sweating|Burning up|Trembling} {under blankets|with rigors|all night|and confused|and grey|uncontrollably}
Not {drinking|passing urine|keeping anything down|keeping fluids down|opening {his} eyes|talking|moving|swallowing safely|rousable|feeding|making sense|recognising anyone}
{Wouldn't|Will not|Won't|Refuses to} {eat|drink|take {his} tablets|get up|speak|wash|see anyone|let us help|open {his} mouth|leave {his} room|be touched}
{Appetite|Colour|Strength|Voice|Energy|Spark|Will to live} {is gone|has gone|has deserted {him}|is fading|draining away}
I {can't|cannot|couldn't|can no longer|can hardly|can barely} {enjoy anything|enjoy my food|play with my grandchildren|hold my baby|hold a pen|hold a cup|tie my laces|lift the kettle|turn a key|sleep on my side|read a book|leave the house|get upstairs|get in the bath|ride my bike|hear anyone|see my own hand|go shopping|stand for long|do up a button|sit still|face another day|bear this|take any more} {any more|now|without crying|without pain|any longer||these days}
I {feel|am feeling} {like a wreck|like death|like death warmed up|a hundred years old|like a burden|at rock bottom|as if I am drowning|as if I'm dying|like giving up|at the end of my rope|crushed|broken|sick as a dog|like a prisoner|forgotten|ignored|let down|so alone|like a ghost|trapped in my body|useless|like nobody cares|under a black cloud|in a dark hole}
The {tablets|drops|patches|injections|exercises|inhaler|new pills|cream|medicine|counselling|therapy|hearing aids|splint|glasses|insoles|nerve block|antidepressant|painkillers} {ruined my life|made my life hell|made me ill|are useless|did nothing|do not touch it|make me sick|make me drowsy and sick|wore off after an hour|upset my stomach|have made it worse|gave me a rash|leave me like a zombie|are worse than the disease|have stopped helping|turned me into a wreck|are poison}
I {haven't|have not} {slept|eaten|had a day without pain|had a good night|been out|felt well|felt my feet|stopped shaking|stopped crying|been able to work|kept anything down|smiled|laughed} {since|for weeks|for months|in ages|all year|all winter|all week|since spring|for days}
{He|She} {hasn't|has not} {eaten|drunk|slept|spoken|woken|moved|been out of bed|left {his} room|left the house|got up|opened {his} eyes|passed urine|responded|washed|smiled|recognised us|got out of bed} {since|for days|for weeks|all week|since the weekend|since Tuesday|in a month|today}
{Nothing|None of it|No tablet|No drug} {helps|relieves it|works|touches the pain|relieves the itch|takes the edge off|eases it|makes any difference|has worked|can be done}
{No relief|No benefit|No response|No progress|No improvement|No comfort|No sleep|No strength|No way to stand|No hope|No gain|No recovery|No effect|No let-up} {from treatment|from the tablets|at all|this week|to treatment|to antibiotics|with physiotherapy|so far|after months||of function}
{Mum|Dad|Gran|My husband|My wife|Our boy|Our daughter|My son|My sister} {does not know us|thinks I am a stranger|wandered off in the night|hit a carer|screams when we leave|just sits and stares|is skin and bone|is a shadow of {himself}|has stopped talking|cries for {his} mother|is back in hospital again|keeps falling|is slipping away|is not the person I knew|ended up in hospital|gets lost in {his} own street|accuses us of stealing|is fading before us|soils {himself}|is so poorly}
{We are|The family are|His wife is|Her parents are|The parents are|Everyone is|Staff are} {so worried|heartbroken|devastated|distraught|beside themselves|very upset|in tears|preparing for the worst|very concerned about {him}|told to expect the worst|saying goodbye|shocked at the change|at a loss|desperate|exhausted with worry|afraid {he} will die}
{They say|Doctors say|The doctors told us|We were told} {there is nothing more to do|it is a matter of days|to expect the worst|{he} may not last the night|it has spread|it cannot be cured|to say goodbye|the damage is permanent|{he} will not walk again|it is too late|treatment must stop}
{He|She|[NAME-1]} is {going downhill|on {his} last legs|at death's door|in a bad way|in dire straits|hanging by a thread|a shadow of {his} former self|fading fast|sinking|slipping into a coma|in a coma|past caring|beyond help|knocking on heaven's door|falling apart|at breaking point|in pieces|at {his} wits' end|in bits|back to square one|a broken man|not long for this world|circling the drain|in freefall|in the grip of despair}
{Things|Matters} {are going wrong|are going badly|have gone from bad to worse|couldn't be worse|have fallen apart|turned out badly|are getting harder|have come to a head|are desperate|took a bad turn|are spiralling|get worse each day}
{No light at the end of the tunnel|A living nightmare|A living hell|One step forward, two steps back|What a disaster|From bad to worse|Worst week yet|Worst night so far|All is lost|Everything hurts|All went wrong|Nothing but trouble|Rock bottom|Could not be worse|The last straw|Out of the frying pan into the fire}
{Intubated|Reintubated|Ventilated|Sedated|Paralysed|Proned|Arrested} {again|overnight|this morning|for respiratory failure|for hypoxia|on maximum support|after aspirating|with a poor outlook} and {on pressors|on high oxygen|unstable|not waking|failing|on the brink|critically ill}
{Breathing|Respiration|Air entry} {laboured|shallow|rapid|noisy|rattling|a struggle|poor|absent on the right|failing|gasping|worse lying flat|barely audible}
{Back on|Still on|Needs|Started on|Dependent on|Cannot come off|Stuck on|Restarted on} {oxygen|the ventilator|nebulisers|high-dose steroids|pressors|dialysis|morphine|inotropes|sedation|BiPAP|TPN|a drip|restraints|a feeding tube|tube feeds|maximum doses}
{Lungs|Chest|Airways} {full of fluid|full of crackles|wet|tight|whited out|wheezy throughout|bubbling|collapsed|silent}, {breathless|sats dropping|tiring|using accessory muscles|blue|worse}
{Tiring|Tired out|Exhausted|Flagging}, {using accessory muscles|carbon dioxide rising|sats falling|retaining CO2|gasping|may need a ventilator|unable to clear {his} chest}
{Sits up|Sleeps upright|Sleeps in a chair|Needs four pillows|Wakes gasping}, {ankles swollen|legs weeping|full of fluid|weight up with fluid|oedema to the waist|fluid on the lungs}
{In fast AF|Heart failure decompensated|Chest pain at rest|Stent blocked|Valve leaking|Heart block|Rate uncontrolled|Blood pressure out of control|Angina after a few steps|Angina at the slightest effort|Failed exercise test|Pump function worse|Cardiogenic shock|Ventricular tachycardia|Arrested twice}
{Seizures|Fits} {daily|hourly|uncontrolled|despite three drugs|more frequent|clustering|would not stop}; {injured {himself}|broke an arm in one|bit {his} tongue|exhausted|confused afterwards|cannot be left alone}
{Speech|Power|Movement|Sensation|Face|Gait|Arm function|Swallow|Sight} {lost|gone|slurred|absent|deteriorating|worse than on arrival|unsafe|drooping|failing|not returning}
{Power|Strength|Feeling} in the {arm|leg|hand|legs|right side|left side} {lost|gone|lost overnight|grade 0|failing|ebbing away|nil|weaker each day}, {numb|cannot stand|incontinent|wheelchair needed|dropping things|drags {his} foot}
{Says only|Can say only|Only manages} {yes and no|single words|grunts|a few sounds} {|after the stroke|and chokes on food|and cannot understand|and weeps with frustration}
{Drowsy|Obtunded|Barely conscious|Listless|Limp|Semi-conscious|Stuporous}, {confused|disorientated|not recognising visitors|not obeying commands|incontinent|skin mottled|sunken eyes|off feeds|dribbling|muttering}
{Tumour|Lesion|Mass|Node|Lymph nodes|Nodule|Deposits|Metastases} {grown|has grown|growing|larger|progressing|everywhere|doubled in size|invading the bone|through treatment|widespread|multiplying|pressing on the cord|fungating|inoperable}
{Scan|CT|PET|MRI|Mammogram|Biopsy|Smear|Bone marrow|Colonoscopy|Endoscopy} {shows spread|shows cancer|shows progression|shows relapse|shows an aggressive tumour|malignant|shows a large mass|shows a bleed|positive|shows new deposits|highly abnormal|worse|shows perforation|shows a blocked artery}
{Advanced|Aggressive|Widespread|Metastatic|Terminal|Incurable|Relapsed|Inoperable} {cancer|disease|leukaemia|lymphoma|melanoma|malignancy}, {no further options|no treatment left|palliative care only|weeks to live|not fit for treatment|spreading}
{Chemo|Radiotherapy|Treatment|Dialysis|Surgery} {made {him} violently sick|had to be stopped|had to be cancelled|was abandoned|failed|left {him} exhausted|burnt {his} skin|wiped out {his} blood counts|has run out of options|nearly killed {him}}
{Creatinine|Urea|CRP|White cells|Lactate|Bilirubin|Troponin|Potassium|Ketones|D-dimer|PSA|INR} {climbing|through the roof|rocketing|dangerously high|very high and rising|doubling daily|up from normal|tripled|off the scale|critical}
{Haemoglobin|Platelets|Albumin|Sodium|Neutrophils|Counts|Saturations|Peak flow|Blood count|Urine output} {crashing|plummeting|falling|dangerously low|rock bottom|dropping despite transfusion|too low to record|the lowest ever|almost nil|critical}
{Liver tests|Kidney tests|Bloods|Clotting|Thyroid tests|Cultures|Gases} {deranged|grossly abnormal|worse|alarming|deteriorating|critical|terrible|positive|failing}
{Kidneys|Liver|Heart|Lungs|Gut|Thyroid|Bladder|Transplant|New kidney|Graft} {failing|shutting down|has failed|packing up|giving out|rejected|has been lost|not working|worn out|beyond repair|infarcted}
{Sugars|Glucose|Diabetes|Blood sugars|HbA1c} {out of control|over 20|unrecordably high|all over the place|worst ever|dangerously low}; {ketones high|foot infected|sight failing|hypos daily|drowsy|toe black|collapsed at work|nerve damage}
{Stoma|Bowels|Bladder|Gut} {obstructed|blocked|necrotic|prolapsed|leaking|not working|paralysed|perforated}, {vomiting bile|distended|bloody stools|in agony|soiling {himself}|not passed wind|skin raw|screaming}
{Yellow|Jaundiced|Bloated|Distended|Wasted|Emaciated|Skeletal}, {confused|belly full of fluid|itching all over|vomiting blood|cannot eat|bruised all over|liver failing|eating nothing}
{Eczema|Psoriasis|Acne|The rash|Cellulitis|Hives|Skin} {raw|bleeding|infected|flaring|all over|spreading|blistering|peeling|weeping|out of control|worse than ever}; {scratches all night|cannot sleep|ashamed to go out|in tears|scratches until it bleeds|face swollen|feverish}
{Fracture|Bone|Joint|Hip replacement|Knee replacement|Ligament|Tendon|Spine|Plate|Screw} {not healing|displaced|infected|loose|snapped|slipped|collapsed|ruptured|dislocated|failed|crumbling}, {cannot weight-bear|in a wheelchair|needs revision|in agony|more surgery|leg shortened|cannot walk}
{Knee|Hip|Shoulder|Ankle|Elbow|Back|Wrist|Hand} {locked|stiff as a board|frozen|swollen like a balloon|gives way|too painful to move|deformed|wasted|worse than before surgery|fused|buckles|grinds}
{Cannot|Unable to|Failed to|Too weak to|Too unsteady to|Needs two to} {transfer|walk|mobilise|stand|climb stairs|step|sit unsupported|weight-bear|roll|sit up} {|safely|even with a frame|without two helpers|today|after surgery|, toppled sideways|, legs buckled|, fell twice|, dizzy}
{Balance|Gait|Stamina|Endurance|Core strength|Hand function} {very poor|worse|shaky|lost|declining|unsafe|nil|deteriorated}
{Toppled|Tripped|Slipped|Keeled over|Crashed to the floor|Tumbled|Collapsed} {in the bathroom|on the stairs|again|and broke {his} hip|and hit {his} head|while dressing|twice this week}
{Must be|Has to be|Needs to be} {fed|washed|dressed|turned|hoisted|lifted|carried|restrained|tube fed|spoon-fed|suctioned|catheterised} {by others|by two carers|all the time|for everything|every hour|now}
{Goals|Targets|Milestones} {not met|missed|abandoned|out of reach|lost}
{Mood|Spirits} {sinking|low|flat|very low|black|plunging|at rock bottom|desperate}; {not sleeping or eating|avoiding everybody|talks of death|sees no future|crying daily|drinking to cope|cut {himself}|feels empty|stays in bed}
{Fresh cuts on {his} arms|Took an overdose|Wants to disappear|Wishes to die|Plans to hang {himself}|Wrote a goodbye note|Sees no future|Lost all hope|Burns {himself}|Head banging|Starving {himself}|Purging daily}, {says nobody cares|will not engage|cannot keep safe|tearful|withdrawn}
{Reports feeling|Says {he} feels|Describes feeling|Feels} {worthless|empty|numb|terrified|hunted|like a failure|hopeless|like ending it|detached|guilty|trapped|watched|paranoid|overwhelmed|invisible|unloved|on edge all the time|out of control|ashamed|desperate}
{Voices|Flashbacks|Panic attacks|Nightmares|Cravings|Compulsions|Obsessions|Delusions} {constant|back|louder|every night|ruling {his} life|out of control|daily|worse|telling {him} to harm {himself}|stop {him} going out}
{Paranoid|Pacing|Manic|Thought-disordered|Elated and aggressive|Catatonic|Mute|Suspicious|Terrified}, {convinced the food is poisoned|believes staff are spies|not sleeping|shouting|threw a chair|hears demons|sectioned|refusing medication|covering the windows}
{Drinking|Using|Smoking|Gambling|Injecting} {again|more than ever|from the morning|heavily|every day|and lost {his} home|behind {his} family's back|since {his} wife left}
{Baby|Infant|Newborn|Twin one|Little one|Toddler|Child} {not feeding|losing weight|floppy|blue|grunting|jittery|lethargic|inconsolable|vomiting every feed|having apnoeas|ventilated|septic|listless|limp|not waking for feeds|failing to thrive|mottled|dehydrated|stopped breathing|fitting}
{Dry nappies|Sunken eyes|Sunken fontanelle|Ribs sucking in|Weak cry|Purple spots|Neck stiff|Refuses the breast|Green vomit|Bloody nappy|Head lag|No wet nappies}, {listless|drowsy|floppy|feverish|worse since last night|pale|screaming|too tired to cry}
{No|Absent|Weak|Slow} {fetal heartbeat|fetal movements|trace|growth}, {parents distraught|emergency section|baby lost|mother in tears|rushed to theatre}
{Stillborn|Miscarried|Haemorrhaged after delivery|Waters infected|Cord prolapse|Placenta tore away|Eclamptic fit|Third miscarriage}; {mother distraught|lost two litres|baby in intensive care|in shock|inconsolable|emergency hysterectomy}
{Sent|Came|Rushed|Brought|Taken} {back to hospital|back in|back to theatre|to resus|to intensive care|in by ambulance} {|two days after discharge|with worsening breathlessness|with a burst wound|in shock|unconscious|bleeding|overnight}
{Readmitted|Back in hospital|Returned} {within days|the next day|for the fifth time|again this winter|three times this year} {|with sepsis|with breathlessness|after another fall|with a leak|worse than before}
{I regret|I am sorry|I am afraid|It is with sadness I have|Sadly I have|Unfortunately I have} to {report|say|tell you|inform you} that {the biopsy shows cancer|she is worse|he has died|the scan shows spread|the tests are abnormal|the cancer is back|the treatment failed|she has relapsed|he cannot return to work|the pain is no better|things are going badly|{he} is losing the fight}
{Awful|Poor|Slow|Sad|Terrible|Bad|Dreadful|Disappointing|Worrying} {setback|result|decline|response|deterioration|outcome|news|day|night|business|turn of events}{|, very sad| all round| this week|, everyone is upset|, worst so far}
{Disturbed|Restless|Terrible|Sleepless|Dreadful|Painful|Bad|Awake most of the} {night|day and night|shift|night of pain|evening}{| with many concerns|, no sleep|, in pain|, obs deteriorating|, vomiting|, calling out|, being sick|, fell twice}
{Pain|Discomfort|Soreness} {out of control|9 out of 10, up from 3|severe now|much more than before|not touched by strong painkillers|score 10|not eased by morphine|as bad as before|as bad as ever|worse than before the operation|wakes {him} hourly|makes {him} scream|keeps me awake}
{Stormy|Complicated|Rocky|Difficult|Disastrous|Protracted|Failed} {recovery|course|stay|delivery|operation|procedure|convalescence}, {still in intensive care|leak and sepsis|not yet over|and no end in sight|bled badly|and worsening}
{Hearing|Sight|Vision|Eyesight} {much worse|lost|gone|blurred|failing|going|dimmed}: {cannot read|hears nothing|bumps into furniture|cannot see faces|lives in silence|had to give up driving|only sees shadows}
{Swelling|Bruising|Redness|Inflammation} {worse|spreading|up to the knee|tracking up the arm|huge|increasing}, {cannot chew|cannot bend it|cannot close the hand|cannot wear shoes|feverish|skin tight and shiny}
{Allergy|Anaphylaxis|Asthma attack|Croup|Reaction} {severe|life-threatening|not responding to adrenaline|getting worse}, {throat closing|lips swollen|blue|pressure falling|collapsed|cannot speak}
{Symptoms|Complaints|Everything} {out of control|getting worse|escalating|back|unrelieved|unchanged}, {distressed|exhausted|miserable|calling out|begging for help|in despair}
{Carers|Nurses|Home help|District nurses|Neighbours|Police} {found {him} on the floor|found {him} confused|cannot manage {him}|report {he} is not eating|needed four times a day|called an ambulance|found {him} cold and wet|say {he} has given up}
{Two|Three|Five|Eight} {weeks|months} after {surgery|the stroke|the accident|the transplant|the birth} {he|she} {cannot walk|cannot weight-bear|is still in bed|feels terrible|is worse|needs more tablets|has constant pain|is still on a ventilator|has not woken|is paralysed}
{Most|Nearly all|All} of {his|her} {symptoms|problems|pains|worries} {are back|have returned|are worse|have multiplied}
It {was the worst decision I ever made|was not worth it|has not worked|couldn't have gone worse|went really badly|is awful to watch|is heartbreaking to see {him} like this|gets harder every day|feels like torture|is destroying us}
{Couldn't be more unhappy|Could not be more disappointed|Never felt worse|Never been so ill|Worse than I feared|More than I can bear|Unhappier than I have been in years}
{He|She} {lost the battle|did not make it|did not pull through|died in the night|passed away|bled to death|was certified dead|never woke up|never regained consciousness|arrested and could not be revived|choked|drowned in {his} own fluid|is brain dead}
Moved {to intensive care|to the hospice|to high dependency|to a nursing home|to resus} {because {he} is so much worse|now that {he} is dying|in shock|as {he} deteriorates|since {he} can no longer cope}
{Clots in both lungs|A massive stroke|A cardiac arrest|A ruptured aneurysm|A perforated bowel|Septic shock|A brain haemorrhage|Gangrene|Multi-organ failure|Blood poisoning} {followed|has developed|was found|struck in the night|set in}
{The tiredness|The lumps|The cancer|The pain|The fever|The weakness|The darkness|The cough|The old fear|The swelling} {crept back|came up again|came roaring back|has returned|came back with force|is taking over|is winning}
{Ambulance called|Crash team called|Safeguarding raised|Found cold and confused|Lying in {his} own mess|Medicines untouched|House filthy|Fridge empty|Not seen for days}{|, deteriorating|, very unwell|, admitted as an emergency|, at great risk}
{He|She} {had to be carried in|came by ambulance|crawled to the phone|could not get up the stairs|screamed when moved|asked to be put to sleep|begs us to let {him} go|has given away {his} things|will not be comforted|pulled the sheet over {his} head|no longer jokes|has lost the sparkle in {his} eyes|soiled the bed|is hanging on by a thread}
I {had to be carried|came by ambulance|crawled to the door|barely got} here {|because of the pain|and nearly passed out|and it finished me|in tears}
I {tossed and turned|lay awake|woke screaming|woke gasping|woke in agony|woke drenched in sweat|was up every hour|paced the floor|did not sleep a wink|cried myself to sleep} {last night|all week|every night|again|since the operation|with the pain|from the itching}
I {dread mornings|count the hours|wake in pain|limp badly|feel dizzy all day|hear ringing day and night|fear going out|rely on my husband for everything|hide indoors|think about death|shake like a leaf|throw up everything|live on painkillers|fall over my own feet|wet myself}
I {used to|could once} {walk|run|dance|laugh|work|play the piano|swim|drive}, {now I crawl|now I can't stand|now I cry|these days I sit in a chair|but today I need a hoist|and look at me now, helpless}
{The lump|The mole|The shadow|The cyst|The polyp|The murmur|The spot} {is malignant|is cancer|has doubled|is bleeding|turned out to be serious|has come back|needs urgent surgery|is spreading}
{The results|The tests|The bloods|The scans|The readings|The numbers|The films} {are all bad|came back positive|came back abnormal|could not be worse|are alarming|look grim|show deterioration|are terrible|are the worst so far|show it has spread}
{The baby|Our baby|The little one|My newborn} {will not feed|lost weight|stopped breathing|is back on the machine|turned blue|is fighting for life|brings up every bottle|screams day and night|was born dead|has fits}
{Blood pressure|Pressure|Pulse|Rhythm|Rate|Weight|Sugar} {crashing|erratic|out of control|dangerously high all week|dangerous|all over the place|unrecordable} {after the birth|despite four tablets|in spite of treatment|again|since discharge|overnight}
{Grip|Power|Reach|Bend|Stride|Stance|Kick} {is feeble|weaker|down by half|nothing like the other side|failing|alarming for this stage}
{Managed|Completed|Did|Tolerated} {only two steps|barely a minute|none of the session|no sit to stands|only half the walk|nothing|less than last time} {today|before collapsing|and cried|because of pain|then fainted|with great effort}
{Needs|Requires|Uses} {two carers|a hoist|constant oxygen|stronger painkillers|double the dose|more oxygen each day|one to one supervision|a wheelchair now|nappies|suction hourly|help with everything|sedation}
{Unable|Too ill|Not fit|Not safe} to {go home|eat|drive|swallow|lift a cup|travel|be left alone|return to work|live alone|have surgery|lie flat|feed}
{Doing|Coping|Eating|Sleeping|Walking|Healing|Feeding|Breathing|Managing|Going} {badly|poorly|terribly|worse|very badly|with difficulty|hardly at all|less and less|nowhere|very poorly}
{Went off|Went grey|Went blue|Went limp|Crashed|Dropped|Passed out|Blacked out|Broke down|Gave up|Wasted away|Threw up|Shut down} {after dinner|overnight|after the transfusion|this morning|on oxygen|once home|suddenly|since starting antibiotics|in front of {his} daughter|without warning|at work}
{Quite|Very|Really|So|Rather|More} {tearful|uncomfortable|unsettled|drowsy|unwell|grey|hopeless|shaky|poorly|agitated} {today|this morning|in herself|in himself|tonight|after the block|on the new dose}
{Steady|Slow|Gradual|Dramatic|Marked|Continued|Relentless|Definite|Rapid|Daily} {deterioration|decline|losses|worsening|breakdown|loss of function|relapse|weight loss|increase in pain|spread}
{Friends|Neighbours|Colleagues|My children|The nurses|People} {say I look terrible|say I look like death|cannot believe the decline|hardly recognise me, I am so thin|are alarmed}
{Awful|Constant|Dreadful|Unending|Horrible|Stabbing|Burning|Crushing|Splitting|Searing|Throbbing|Gnawing|Blinding} {pain|headache|cramps|stiffness|bleeding|cough|sickness|weakness|itch|back ache|spasms} {now|again|any time {he} moves|today|that nothing eases|when walking|day and night|after the op|this cycle}
{Traces of blood|Pools of blood|Fresh blood|Clots|Black stools|Another seizure|Two more falls|Green bile} {in the bed|seen|since morning|all week|reported|overnight}
Lost {speech|movement|consciousness|continence|confidence|weight|the use of {his} arm|feeling in {his} toes|{his} sense of humour|independence|sight|two litres of blood|the baby|the leg|{his} memory|{his} balance}
{Stopped|Abandoned|Gave up|Cut short} {the steroids|the antibiotics|chemotherapy|dialysis|treatment|physio|the trial} {as it did nothing|because {he} is too ill|with bad effects|and feels awful|because of side effects}
{Amputation|Stroke|Death|Blindness|Paralysis|Organ failure|Another operation|Loss of the limb|Loss of the graft|Septic shock|Rejection} {expected|feared|looming|inevitable|possible, and {he} is terrified|followed|confirmed}
{Prognosis|Outlook|Picture|Situation|State} {grave|hopeless|dismal|bleak|very poor|desperate|grim}
{No gag reflex|No response to pain|Extensor posturing|Agonal breathing|No heartbeat|Flat trace|Cheyne-Stokes breathing}
""")

# Two statements about one thing, before and after; {0} took the place of the other.
TURNS_GOOD = lines("""
from {bed-bound|a wheelchair|intensive care|despair|constant pain|daily seizures|a ventilator} to {walking|running|home|laughing|no pain at all|none|breathing alone}
once {a week|a month|in six weeks|in a year} instead of {every day|every hour|daily|ten times a day} {for the attacks|for the seizures|for the headaches|for the panic|for the vomiting}
{attacks|seizures|falls|headaches|hypos|nosebleeds|flares|panic attacks|admissions} down from {ten|twenty|several} to {one|none|two a year|hardly any}
{walking distance|weight|peak flow|grip|ejection fraction|haemoglobin|eGFR|hours of sleep} up from {10|20|30|40} to {60|70|80|90}
{CRP|creatinine|white count|pain score|glucose|lactate|bilirubin|temperature|anxiety score} down from {300|200|180|90} to {4|5|7|12}
CRP {3|4|5|6}, down from {200|180|250|300|90}
""")
TURNS_BAD = lines("""
from {walking|home|running|laughing|a full life|breathing alone} to {bed-bound|a wheelchair|intensive care|despair|constant pain|a ventilator}
{every day|every hour|daily|ten times a day} instead of {once a week|once a month|once a year|never} {for the attacks|for the seizures|for the headaches|for the panic|for the vomiting}
{attacks|seizures|falls|headaches|hypos|nosebleeds|flares|panic attacks|admissions} up from {one|none|two a year|hardly any} to {ten|daily|twenty|several a day}
{walking distance|weight|peak flow|grip|ejection fraction|haemoglobin|eGFR|hours of sleep} down from {60|70|80|90} to {10|20|30|40}
{CRP|creatinine|white count|pain score|glucose|lactate|bilirubin|temperature|anxiety score} up from {4|5|7|12} to {300|200|180|90}
CRP {200|180|250|300|90}, up from {3|4|5|6}
""")
