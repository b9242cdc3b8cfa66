"""More whole sentences, as people write them in charts, letters, messages and forms. Data only; written like `sentences.py`."""

from __future__ import annotations

from lexicon import lines

GOOD = lines("""
{Patient|Pt|Client|Resident} {tolerated|is tolerating} {the procedure|clear liquids|a regular diet|room air|therapy|activity|the new regimen} well {with no complaints|and is resting comfortably|without complications|and pain is controlled|with stable vital signs}
{Ambulated|Walked|Paced} {50|100|150|200|300} {feet|metres|yards|m} {in the hall|with steady gait|with no assistive device|without shortness of breath|independently|and felt fine}
{Call bell in reach, no requests|Family at bedside and pleased|Teaching done, verbalises understanding|Demonstrates correct technique with the inhaler|Took all medicines without prompting|Repositions {himself}|Sleeping soundly on rounds|Up to the bathroom by {himself}|Bathed independently|Eating one hundred percent of meals}
{Incision|Surgical wound|Port site|Drain site|Donor site|Perineum|Cord stump|Tracheostomy site} {well approximated|healing by primary intention|without erythema|without drainage|clean with no odour|healed to a thin scar}
{IV antibiotics|Oxygen|Steroids|Insulin drip|Heparin|Isolation|Telemetry|One to one} discontinued {as infection has cleared|as no longer indicated|with good effect|and patient remains stable}
{Medically|Clinically|Neurologically|Haemodynamically|Surgically} {stable|improved|optimised|fit|well|intact} {for transfer to the floor|for discharge home|and cleared by all teams|since yesterday|today}
{Weaning|Tapering|Reducing|Cutting back} {oxygen|sedation|steroids|opiates|the dose|support} {nicely|without difficulty|with no rebound|as {he} improves}
{Responding|Reacting|Answering} {appropriately|well|briskly|quickly} {to questions|to antibiotics|to treatment|to fluids|to diuretics|to therapy|to voice}
{Asked|Wanted|Insisted} to {go for a walk|call {his} wife|have a shower|go home today|eat a burger|see the garden|help with chores|try the stairs|get dressed in {his} own clothes|return to duty}
{Diuresed|Passed the stone|Passed wind|Opened bowels|Voided|Coughed clear|Kept fluids down|Held {his} head up|Sat unaided|Stood tall|Took ten steps} {well|easily|without trouble|for the first time|overnight|after breakfast|and feels much lighter|and the pain went}
{Hi|Hello|Dear doctor|Dear team|Good morning|Hi nurse}, {just a quick note to say|I wanted to let you know|happy to report|pleased to say|to update you,} {I'm feeling so much better|the swelling has gone down|the rash cleared up|I have had no more attacks|mum is doing great|the new tablets are working|my sugars are good|the baby is feeding|I am back at work|the stitches healed well|my breathing is easier|I slept all night|everything is fine}
{No need to worry|Please don't worry|No rush|Don't hurry}, {I'm fine|all is well|she is much better|the pain went by itself|it settled down|he is eating again|it was a false alarm}
{Please cancel|You can cancel|I no longer need} {my appointment|the scan|the home visit|the repeat prescription|the night sitter|the ambulance}, {I feel fine|the problem has gone|it has cleared up|he is well again|all better now}
{I never thought|We never thought|Nobody believed|Who would have thought} {I would walk again|she would speak again|he would come home|I'd be dancing at my wedding|he would see his grandchildren|I'd be free of pain}
{This time last year|A year ago|Six months ago|Before the transplant|Before therapy} {I could not stand|I was given weeks to live|I was too scared to go out|I was on oxygen}{; now I| and today I| and here I am: I} {ski|teach again|run a shop|sing in a band|hike with friends|look after two horses|feel wonderful|play with my kids}
{Rated|Scored|Graded|Marked} {pain|fatigue|distress|breathlessness|nausea|anxiety} as {none|zero|minimal|very low|one out of ten|lower than ever|much less}
{Rated|Scored|Graded|Marked} {well-being|energy|sleep|recovery|quality of life|mobility|mood|care} as {excellent|high|very good|nine out of ten|better than ever|full marks|outstanding}
{Statement|Item|Q}: {I am bothered by pain|I feel sad|I get tired easily|I worry about dying|I feel ill|I have lost hope|I am troubled by side effects|I have trouble sleeping} - {not at all|strongly disagree|never|disagree|no|none of the time}
{Statement|Item|Q}: {I enjoy life|I feel hopeful|I sleep well|I can do what I want|I have energy|I am content|I can work|I feel supported|I feel calm} - {very much|strongly agree|always|agree|yes|all of the time|quite a bit}
{Histology|Pathology|Frozen section|Cytology} {benign|clear margins|no residual tumour|complete excision|no malignancy|all nodes clear|shows scar tissue only}
{Lines|Tubes|Drips and drains} {all out|removed|down}, {walking the corridors|eating|looking well|full of chat|home tomorrow}
{Chest|Heart sounds|Abdominal|Neurological|Musculoskeletal|Skin|ENT|Eye} {exam|examination} {entirely normal|unremarkable|back to normal|much improved|benign|without deficit}
{Effusion|Oedema|Consolidation|Collapse|Haematoma|Abscess|Thrombus|Lymphadenopathy|Pneumothorax|Fluid} {resolved|has resolved|cleared|reabsorbed|smaller|almost gone|no longer seen|significantly decreased|re-expanded}
{Deficits|Weakness|Drift|Droop|Dysphasia|Neglect|Numbness} {fully resolved|no longer present|much improved|barely detectable|recovered within an hour|gone by morning}
{Good|Brisk|Full|Strong} {urine output|cough|grip|bowel sounds|suck|cry|pulses|capillary refill|family support|pain relief|insight|rapport|eye contact|night's rest|oral intake|head control}
{Withdrawal|Detox|The tremors|The craving|The shakes} {over|completed safely|behind {him}|settled}, {attending meetings|family reunited|motivated|looks well|determined|clear-headed}
{Engaged|Participated|Joined|Took part} {fully|actively|eagerly|with humour|well} in {therapy|the group|the session|activities|play|{his} care|goal setting|music}
{Denies|Denied|No} {any thoughts of self-harm|thoughts of suicide|hallucinations|low mood|worries|relapse|cravings|problems with sleep}, {future-oriented|bright|reactive|cheerful|hopeful|feels well|enjoying work}
{Feeding|Latch|Weight gain|Growth|Tone|Colour|Cry|Reflexes|Development|Hearing test|Heel prick} {excellent|normal|established|good|strong|appropriate for age|passed}
{Labour|Delivery|Caesarean|Recovery|Pregnancy|Puerperium} {progressed well|was straightforward|uneventful|without complications|was lovely}, {skin to skin|healthy baby|baby at the breast|home the same day|parents thrilled|bleeding minimal}
{Blood sugars|Readings|Home blood pressures|Peak flows|Weights|Temperatures} {steady|all in the green|spot on|perfect this month|better than I have ever seen|where we want them|where they should be}
{Lost|Dropped|Shed} {the extra weight|ten kilos on the diet|20 kg since the bypass} and {feels great|came off insulin|blood pressure normalised|knees no longer ache|sleeps without the machine}
{Quit|Gave up|Stopped} {smoking|alcohol|drugs|vaping} {three months ago|last year|for good} and {breathes better|feels fitter|is proud|has never felt better|cough gone}
{Vaccine|Injection|Block|Epidural|Anaesthetic|Transfusion|Infusion|Dressing change|Physio session|Scan|Biopsy} {well tolerated|painless|no reaction|went smoothly|no problems|gave full relief}
{The specialist|My doctor|The nurse|Clinic} {cut my dose in half because I am doing so well|signed me off|said to come back in a year|took me off the list|told me my heart is strong|says the bone has knitted|found no trace of disease|says my lungs are clear}
{Returned|Went back|Got back} to {full duties|full-time work|light duties|training|normal activities|{his} usual weight|baseline|independent living|full fitness} {last week|this month|after two weeks|without trouble|sooner than expected}
{Grandmother|Grandad|Nan|Uncle|My niece|Our baby|The twins|My friend|My patient|The lad|The lass|Sister} {is thriving|is home|is up and about|is out of danger|has bounced back|is eating like a horse|is her old self|is on the mend|is well again|made it through|is laughing again|is much better}
{Cleared|Approved|Passed} {by physio|by the swallow team|by cardiology|for driving|for flight|the memory test|the fitness test|by anaesthetics|for contact sport}
{Relief|Joy|Hope|Calm|Comfort|Peace|Strength|Confidence|Laughter} {at last|has returned|fills the house|on every face|after so long|is back in our lives}
{Comfortable|Pain-free|Peaceful|Calm} {in bed|in the chair|with family around|after the block|on a small dose|since the change of patch}, {smiling|no distress|holding hands|listening to music|eyes bright|sleeping well}
{Steps|Distance|Repetitions|Minutes on the treadmill|Stairs climbed|Words spoken|Feeds finished|Hours slept} {doubled|up again|increasing daily|twice what they were|best yet|well above target}
{Seizures|Falls|Vomits|Wet nights|Night feeds for pain|Admissions|Sick days|Inhaler puffs|Migraine days|Rescue doses} {halved|none|nil this month|fewer each week|down again|less than half|zero since spring}
{Able to|Can} {hear a whisper|smell the coffee|taste {his} food|see the clock|feel {his} toes|close {his} fist|lift {his} arm overhead|bend to the floor|stand on one leg|walk heel to toe|say the whole alphabet|count backwards|recall three of three words}
{Everything|All of it|It all} {fell into place|went to plan|turned out fine|is in working order|healed up|feels right again|went like clockwork}
{We got|They had|Received} {good news|the all-clear|wonderful news|better news than we feared} {today|from the lab|about the biopsy|on the scan}
{Sore|Bruised|Tired|A bit stiff|Weak at first} but {getting there|in great spirits|walking|mending fast|improving by the hour|smiling|home|otherwise well}
""")

BAD = lines("""
{Patient|Pt|Client|Resident} {did not tolerate|is not tolerating|failed to tolerate} {the procedure|clear liquids|feeds|room air|therapy|activity|the new regimen} {and vomited|and desaturated|due to pain|and became hypotensive|and was returned to bed|with worsening symptoms}
{Ambulated|Walked|Managed} {only 2|only 3|only 5|barely 10} {feet|metres|steps|yards} {before collapsing|with two assisting|then too breathless to go on|with severe pain|and had to be wheeled back|before {his} knees buckled}
{Call bell constantly, distressed|Family at bedside and tearful|Refuses teaching|Pulled out IV|Refused all medicines|Unable to reposition {himself}|Moaning on rounds|Incontinent in bed|Total care for bathing|Eating none of {his} meals|Found with oxygen off and blue|Skin tears to both arms}
{Incision|Surgical wound|Port site|Drain site|Donor site|Perineum|Cord stump|Tracheostomy site} {gaping|dehisced|with spreading erythema|with purulent drainage|foul-smelling|necrotic at the edges|bleeding through|hot and indurated|grossly infected}
{IV antibiotics|Oxygen|Steroids|Insulin drip|Pressors|Isolation|Restraints|One to one} {restarted|started|increased|escalated} {as infection is spreading|for worsening condition|with no effect|and patient remains unstable|due to decline}
{Medically|Clinically|Neurologically|Haemodynamically|Surgically} {unstable|worse|compromised|unfit|declining|deteriorating|devastated} {for transfer to intensive care|despite maximal therapy|and reviewed by the crash team|since yesterday|today|, prognosis poor}
{Escalating|Increasing|Stepping up|Maxing out} {oxygen|sedation|steroids|opiates|the dose|support|pressors} {without effect|and still failing|with no response|as {he} deteriorates}
{Responding|Reacting|Answering} {only to pain|poorly|inappropriately|not at all|with groans} {to questions|to antibiotics|to treatment|to fluids|to voice|}
{Asked|Begged|Pleaded} to {be left alone|call the priest|be put out of {his} misery|die|stop treatment|have the leg cut off|be knocked out|be let go|see {his} children one last time}
{Fluid overloaded|Blocked again|Cannot pass wind|Not opened bowels for ten days|In retention|Coughed up clots|Vomited all fluids|Head lag|Cannot sit|Buckled|Fell at the first step} {badly|again|with severe pain|overnight|after breakfast|and feels dreadful|and the pain is worse}
{Hi|Hello|Dear doctor|Dear team|Good morning|Hi nurse}, {I am writing because|I wanted to let you know|sorry to report|sorry to bother you but|to update you,} {I'm feeling so much worse|the swelling has doubled|the rash is spreading|I have had five more attacks|mum is going downhill|the new tablets are not working|my sugars are sky high|the baby won't feed|I had to stop work|the stitches burst|my breathing is bad|I was up all night in pain|nothing is right|I can't cope|he keeps fainting}
{Please hurry|Please help|Urgent|I am very worried}, {I'm in agony|something is wrong|she is much worse|the pain is unbearable|it is bleeding again|he has stopped eating|he is turning blue|she won't wake up|I can't feel my legs|I don't know what to do}
{Please send|I need|We need} {an urgent appointment|someone quickly|an ambulance|a home visit|stronger tablets|help}, {I feel terrible|the problem is back|it has got infected|he is very ill|it is worse|she fell again|I can't stand the pain}
{I never thought|We never thought|Nobody believed|Who would have thought} {I would end up like this|she would never speak again|he would not come home|I'd be in a wheelchair at forty|it could hurt this much|he would go so fast|I'd lose my leg}
{This time last year|A year ago|Six months ago|Before the fall|Before the stroke} {I was running|I was working full time|I was the life of the party|I drove everywhere|he was captain of the team}{; now I| and today I| and look at me: I} {cannot stand|need a carer|am on oxygen|cry all day|live in one room|cannot feed myself|dread the mornings|am a burden}
{Rated|Scored|Graded|Marked} {pain|fatigue|distress|breathlessness|nausea|anxiety} as {severe|ten|maximal|very high|nine out of ten|worse than ever|unbearable|extreme}
{Rated|Scored|Graded|Marked} {well-being|energy|sleep|recovery|quality of life|mobility|mood|care} as {awful|low|very poor|one out of ten|worse than ever|zero|terrible|non-existent}
{Statement|Item|Q}: {I am bothered by pain|I feel sad|I get tired easily|I worry about dying|I feel ill|I have lost hope|I am troubled by side effects|I have trouble sleeping} - {very much|strongly agree|always|agree|yes|all of the time|quite a bit}
{Statement|Item|Q}: {I enjoy life|I feel hopeful|I sleep well|I can do what I want|I have energy|I am content|I can work|I feel supported|I feel calm} - {not at all|strongly disagree|never|disagree|no|none of the time}
{Histology|Pathology|Frozen section|Cytology} {malignant|positive margins|residual tumour|incomplete excision|high grade|nodes involved|shows invasive carcinoma|shows severe rejection}
{Lines|Tubes|Drips and drains} {everywhere|infected|back in}, {not waking|swollen|looks dreadful|sedated|failing}
{Chest|Heart sounds|Abdominal|Neurological|Musculoskeletal|Skin|ENT|Eye} {exam|examination} {grossly abnormal|alarming|worse than yesterday|much worse|peritonitic|with new deficit|very poor}
{Effusion|Oedema|Consolidation|Collapse|Haematoma|Abscess|Thrombus|Lymphadenopathy|Pneumothorax|Fluid} {increasing|has enlarged|extended|reaccumulated|larger|bilateral now|new|significantly increased|under tension|not draining}
{Deficits|Weakness|Drift|Droop|Dysphasia|Neglect|Numbness} {progressing|new since morning|much worse|dense|permanent|spreading to the other side|not recovering}
{Poor|Weak|Absent|Minimal|No} {urine output|cough|grip|bowel sounds|suck|cry|pulses|capillary refill|family support|pain relief|insight|rapport|eye contact|sleep|oral intake|head control|respiratory effort|gag|swallow}
{Withdrawal|Detox|The tremors|The craving|The shakes} {severe|failed again|overwhelming|worse}, {hallucinating|family left|back on the streets|looks wrecked|seizing|drinking hand gel}
{Refused|Walked out of|Could not take part in|Disrupted|Missed} {therapy|the group|the session|activities|play|meals|goal setting|all appointments} {, hostile|, tearful|, exhausted|, in too much pain|, withdrawn|again|all week}
{Endorses|Voices|Reports|Admits to} {thoughts of self-harm|thoughts of suicide|hallucinations|low mood|constant worries|relapse|cravings|a plan to end {his} life}, {hopeless|flat|guarded|tearful|desperate|cannot sleep|cannot stay safe|feels worthless}
{Feeding|Latch|Weight gain|Growth|Tone|Colour|Cry|Reflexes|Development|Hearing test} {very poor|failing|absent|weak|concerning|far behind for age|failed|worse}
{Labour|Delivery|Caesarean|Recovery|Pregnancy|Puerperium} {obstructed|was traumatic|complicated by haemorrhage|ended in loss|was an emergency}, {baby ventilated|baby died|mother in intensive care|torn badly|parents in shock|bleeding heavily|transfused six units|infected}
{Blood sugars|Readings|Home blood pressures|Peak flows|Weights|Temperatures} {swinging wildly|all in the red|frightening|terrible this month|worse than I have ever seen|out of range every day|nowhere near where they should be}
{Lost|Dropped|Shed} {half {his} weight|ten kilos without trying|20 kg since the bypass} and {feels weak|cannot eat|has no muscle left|collapsed|hair falls out|looks like a skeleton}
{Went back to|Cannot give up|Back on} {smoking|alcohol|drugs|heroin} {three months ago|last week|again} and {coughs blood|feels awful|is ashamed|has never felt worse|lost everything|was found unconscious}
{Vaccine|Injection|Block|Epidural|Anaesthetic|Transfusion|Infusion|Dressing change|Physio session|Scan|Biopsy} {caused a severe reaction|agonising|had to be stopped|went wrong|failed|gave no relief at all|left {him} in tears|unbearable}
{The specialist|My doctor|The nurse|Clinic} {doubled my dose because I am doing so badly|sent me straight to hospital|said it has come back|put me on the urgent list|told me my heart is failing|says the bone has died|found more disease|says my lungs are scarred for good|has run out of ideas}
{Could not return|Unable to return|Never got back|Failed to return} to {full duties|work|light duties|training|normal activities|{his} usual weight|baseline|independent living|full fitness} {since the injury|this year|after two relapses|because of pain|and lost {his} post}
{Grandmother|Grandad|Nan|Uncle|My niece|Our baby|The twins|My friend|My patient|The lad|The lass|Sister} {is dying|is back in hospital|is bed-bound|is in danger|has collapsed|is not eating|is not herself|is going downhill|is very ill|did not make it|is crying again|is much worse|is on life support}
{Failed|Not cleared|Rejected} {by physio|the swallow test|by cardiology|for driving|for surgery as too frail|the memory test|the fitness test|by the transplant board}
{Pain|Grief|Fear|Despair|Agony|Sickness|Dread|Silence|Anger} {again|has returned|fills the house|on every face|without end|is back in our lives|all day long}
{Uncomfortable|In pain|Restless|Agitated|Rattling} {in bed|in the chair|with family in tears|despite the block|on the highest dose|since the change of patch}, {grimacing|distressed|pulling at the sheets|crying out|eyes rolling|not sleeping|short of breath}
{Steps|Distance|Repetitions|Minutes on the treadmill|Stairs climbed|Words spoken|Feeds finished|Hours slept} {halved|down again|decreasing daily|a fraction of what they were|lowest yet|well below target|nil}
{Seizures|Falls|Vomits|Wet nights|Night pains|Admissions|Sick days|Inhaler puffs|Migraine days|Rescue doses} {doubled|up again|more each week|the most ever|daily now|twice as many|out of control since spring}
{Cannot|Unable to|Can't|No longer able to} {hear a shout|smell smoke|taste {his} food|see the clock|feel {his} toes|close {his} fist|lift {his} arm|bend at all|stand on one leg|walk heel to toe|say {his} own name|count to ten|recall any of three words}
{Everything|All of it|It all} {fell apart|went wrong|turned out badly|is shutting down|broke open|feels wrong|went horribly wrong}
{We got|They had|Received} {bad news|devastating news|terrible news|worse news than we feared} {today|from the lab|about the biopsy|on the scan}
{Cheerful|Brave|Awake|Eating a little|Smiling at first} but {fading|getting weaker|in agony|going downhill fast|worse by the hour|failing|back in intensive care|dying}
""")
