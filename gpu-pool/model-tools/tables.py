"""Facts that read well or badly by what stands beside them: values, looks of body parts, places of care. Data only."""

from __future__ import annotations

from dataclasses import dataclass

from lexicon import entries


@dataclass(frozen=True)
class Value:
    """A measurement: how it is written, and values that are fine, too high and too low."""

    names: str
    fine: tuple[float, float]
    high: tuple[float, float] | None = None
    low: tuple[float, float] | None = None
    digits: int = 0
    unit: str = ""


VALUES = [
    Value("Na|sodium|serum sodium", (136, 144), (152, 168), (105, 125)),
    Value("K|potassium|K+", (3.7, 4.9), (6.2, 8.1), (1.9, 2.7), 1),
    Value("Hb|haemoglobin|hemoglobin", (125, 155), None, (42, 74)),
    Value("Hgb|hgb", (12.5, 15.5), None, (4.1, 7.2), 1),
    Value("plts|platelets|PLT", (160, 380), None, (3, 28)),
    Value("pH", (7.36, 7.44), (7.6, 7.7), (6.85, 7.15), 2),
    Value("glucose|BG|BM|blood sugar|sugar", (4.6, 7.4), (18, 34), (1.2, 2.6), 1),
    Value("lactate|lac", (0.6, 1.4), (4.5, 14), None, 1),
    Value("INR", (1.0, 1.2), (6.5, 12), None, 1),
    Value("GCS", (15, 15), None, (3, 9)),
    Value("sats|SpO2|saturations|O2 sats|SATS|oxygen saturation", (96, 100), None, (68, 86), 0, "%|% RA|% on air|"),
    Value("RR|resp rate|respiratory rate|resps", (12, 17), (32, 52), (4, 7)),
    Value("HR|heart rate|pulse|P", (62, 84), (134, 190), (24, 38)),
    Value("temp|T|temperature|Tmax", (36.4, 37.1), (39.1, 41.2), (32, 34.5), 1),
    Value("CRP", (1, 6), (160, 460)),
    Value("WCC|WBC|white count|white cells", (4.8, 9.6), (21, 48), (0.1, 0.7), 1),
    Value("creatinine|Cr|creat", (64, 92), (380, 980)),
    Value("urea|BUN", (3, 7), (28, 62)),
    Value("eGFR", (85, 98), None, (4, 14)),
    Value("bilirubin|bili", (6, 15), (120, 480)),
    Value("ALT|AST", (14, 34), (900, 6000)),
    Value("troponin|trop", (2, 9), (900, 9000)),
    Value("albumin|alb", (39, 46), None, (11, 19)),
    Value("HbA1c", (36, 46), (95, 140)),
    Value("HbA1c|A1c", (5.3, 6.3), (11, 15), None, 1),
    Value("ammonia", (15, 40), (180, 420)),
    Value("PHQ-9|PHQ9", (0, 3), (19, 27)),
    Value("GAD-7", (0, 3), (16, 21)),
    Value("pain|pain score|VAS|pain NRS", (0, 2), (8, 10), None, 0, "/10"),
    Value("NEWS|NEWS2|EWS|MEWS", (0, 1), (8, 15)),
    Value("Apgar|Apgars", (9, 10), None, (0, 3)),
    Value("EF|LVEF|ejection fraction", (56, 66), None, (8, 22), 0, "%|%|"),
    Value("FEV1|peak flow % predicted", (88, 104), None, (18, 34), 0, "%"),
    Value("Barthel", (19, 20), None, (0, 4)),
    Value("MMSE|MoCA", (28, 30), None, (3, 12)),
    Value("ECOG|performance status|PS", (0, 0), (3, 4)),
    Value("NIHSS", (0, 1), (17, 30)),
    Value("urine output|UO|U/O", (55, 120), None, (0, 8), 0, " ml/h|ml/hr| mL/h"),
    Value("FiO2", (21, 24), (80, 100), None, 0, "%|"),
    Value("MAP", (72, 88), None, (34, 48)),
]
BLOOD_PRESSURES = {True: ["120/80", "118/72", "124/76", "126/78", "110/70", "132/80", "116/68"],
                   False: ["70/40", "78/42", "64/30", "220/130", "210/118", "190/120", "60/palp", "82/40"]}  # fmt: skip
GRADES = {True: ["NYHA I", "NYHA class I", "ECOG 0", "CCS I", "mRS 0", "power 5/5", "Rankin 1", "Child-Pugh A", "ASA 1", "independent x 10", "A&Ox3", "AOx4"],
          False: ["NYHA IV", "NYHA class IV", "ECOG 4", "CCS IV", "mRS 5", "power 0/5", "Rankin 5", "Child-Pugh C", "ASA 5", "total assist", "A&Ox0", "stage IV", "grade 4 sore"]}  # fmt: skip

# part | how it is when well | how it is when ill
LOOKS = [
    line.split("|")
    for line in """
toes; foot; feet|pink; warm; well perfused; healthy|black; blue; cold; gangrenous; dusky; mottled; numb; ulcerated
lips; tongue; mouth|pink; moist; healed; clean|blue; dry; cracked; coated; crusted; swollen; bleeding; dusky
skin; complexion|warm; clear; dry; intact; supple; pink; healthy; smooth|yellow; grey; mottled; clammy; waxy; broken; peeling; pale; ashen; flaking; raw; torn; bruised
urine; water|clear; pale; plentiful; straw coloured; normal|dark; bloody; red; brown; cloudy; scanty; foul; like cola; full of clots
stool; stools; motions|formed; brown; normal; regular; soft|black; bloody; tarry; watery; explosive; mucousy; pale
eyes|bright; clear; open; sparkling; focused|sunken; glazed; yellow; bloodshot; swollen shut; rolling; dull; vacant; sticky; lifeless
hands; fingers|warm; steady; nimble; supple; strong|cold; shaking; clawed; blue; weak; deformed; swollen; numb; clumsy
belly; abdomen; tummy|soft; flat; non-tender; settled; quiet|hard; rigid; tense; swollen; bloated; distended; tender; guarded; like a board
face; cheeks|rosy; relaxed; symmetrical; full; glowing; animated|grey; drooping; pinched; puffy; gaunt; hollow; ashen; flushed; contorted; expressionless; mask-like
nails; nail beds|pink; healthy|blue; clubbed; black
pupils|equal; reactive; brisk|fixed; unequal; dilated; blown; sluggish; pinpoint
calf; leg; legs; ankle|soft; slim; strong; normal|hot; swollen; tight; weeping; red; tender; heavy; wasted; blistered
breath; breathing|easy; quiet; regular; effortless|foul; shallow; rattling; noisy; laboured; rapid; wheezy; agonal; stertorous
wound; incision; stitches; graft; stump; scar|clean; dry; closed; flat; tidy; intact; pale; neat; settled; sealed; healthy|open; oozing; green; gaping; smelly; black; angry; infected; boggy; sticky; leaking; red; weeping
joint; knee; hip; wrist|cool; loose; stable; mobile; quiet|hot; locked; stiff; swollen; unstable; grinding; frozen; deformed
voice; speech; words|clear; strong; fluent; normal; lively|slurred; faint; hoarse; monotone; garbled; muddled; weak; absent; croaky
gait; walk; step; steps|steady; brisk; even; light; sure; normal|shuffling; unsteady; lurching; staggering; hesitant; wide-based; limping; dragging
pulse; pulses|regular; strong; full; palpable; steady|thready; weak; absent; racing; irregular; feeble; bounding; impalpable
thoughts; thinking; mind|clear; ordered; positive; lucid; sharp|dark; racing; muddled; morbid; disordered; foggy; slow; suicidal; paranoid; confused
clothes; room; house; hair|clean; tidy; washed; ironed; neat; brushed|dirty; filthy; stained; unwashed; matted; soiled; squalid; chaotic
gums; throat; ear drum; tonsils; eye|pink; healthy; healed; quiet; normal|bleeding; inflamed; swollen; perforated; red; pus-covered; sore; ulcerated
fontanelle; neck; chest; back|soft; supple; clear; relaxed|bulging; stiff; tight; rattly; crackly; in spasm; sucking in; sunken
appetite; sleep; mood; energy; affect; behaviour; concentration|good; bright; sound; settled; normal; excellent; calm; stable|nil; broken; flat; poor; bizarre; fragmented; violent; labile; blunted; chaotic; terrible
stoma; drain; line; catheter; dressing|pink; healthy; dry; patent; working; clean; removed|dusky; black; blocked; leaking; infected; bloodstained; retracted; soaked; displaced
""".strip().splitlines()
]

# Places of care, from worse to better: to move down this list is good news.
PLACES = [
    ["the mortuary", "the morgue"], ["the hospice", "end of life care", "palliative care"],
    ["intensive care", "the ICU", "ICU", "ITU", "resus", "the operating theatre for emergency surgery"],
    ["high dependency", "HDU", "the acute ward", "coronary care", "isolation"], ["a nursing home", "long-term care", "hospital"],
    ["the rehab ward", "rehab", "the step-down ward", "the day unit", "the convalescent home"],
    ["home", "{his} own home", "{his} own flat", "{his} family"],
    ["work", "school", "college", "the football pitch", "university", "the gym", "a holiday by the sea"],
]  # fmt: skip

AIDS = entries("""
a walking frame; a frame; a zimmer; a stick; crutches; a wheelchair; a hoist; a commode; a catheter; a feeding tube; a drip; oxygen; home oxygen; a nebuliser; a ventilator; a mask; a neck collar; a sling
a sitter; one to one nursing; thickened fluids; tube feeding; dialysis; transfusions; insulin; morphine; a syringe driver; strong painkillers; sleeping tablets; sedation; restraints; bed rails; an alarm mat
pads; nappies; a carer; carers; two carers; help with washing; help with dressing; help with meals; help at night; meals on wheels; a bib; a splint; a brace; a back support; a special mattress; a pressure cushion
steroids; antibiotics; inotropes; pressors; suction; a chest drain; a pacing wire; laxatives; the rescue inhaler; nitrates; the spray; diuretics; antiepileptics; lithium injections; close observation; supervision
""")  # fmt: skip

PASTIMES = entries("""
football; tennis; golf; bowls; darts; cricket; rugby; netball; swimming; running; cycling; hiking; climbing; fishing; sailing; dancing; yoga; pilates; gardening; baking; cooking; knitting; sewing; painting; drawing; pottery
photography; reading; chess; cards; bridge; bingo; crosswords; puzzles; the piano; the guitar; the violin; singing; church; mosque; temple; the club; the pub; volunteering; teaching; driving; lorry driving; farming; nursing
school; college; university; work; the office; the shop; his rounds; the market; the allotment; the garden; the gym; the pool; the band; the choir; the team; the class; the library; the playground; the park; walking the dog; bird watching
woodwork; model trains; camping; travelling; skiing; skating; horse riding; judo; karate; ballet; aerobics; jogging; babysitting; looking after the grandchildren; cleaning; ironing; shopping; the crossword; his hobbies; her hobbies
""")  # fmt: skip
