"""Ordinary words of English, by how common they are."""

import re

# SCOWL's sizes, commonest first, and the levels they get.
SIZES = {10: 7, 20: 6, 35: 5, 40: 4, 50: 3, 55: 3, 60: 2, 70: 1}
# Words of the rare sizes that are longer than most surnames tell nothing that their length does not.
RARE, LONG = 2, 11
# The word lists of all the spellings, with the variants that a dictionary would list first.
SPELLINGS = (
    "english", "american", "british", "british_z", "canadian", "australian",
    "variant_1", "british_variant_1", "canadian_variant_1", "australian_variant_1",
)  # fmt: skip


def scowl(cache, lists):
    """Lower-case words only: what SCOWL writes with a capital is a name."""
    files = set(cache.names("scowl"))
    for size, level in SIZES.items():
        for spelling in SPELLINGS:
            file = f"./usr/share/dict/scowl/{spelling}-words.{size}"
            if file not in files:
                continue
            for line in cache.read("scowl", file).decode("latin-1").splitlines():
                if re.fullmatch(r"[a-z]{2,24}", line) and (level > RARE or len(line) <= LONG):
                    lists.put("SCOWL words", [line], common=level)


# Sizes in which words of medicine are looked for: the rarest of these has no level as an ordinary word.
ALL_SIZES = (*SIZES, 80)
# How words of medicine begin and end. Either alone would catch much else ("paragraph", "optimism").
BEGINNINGS = (
    "neuro cardio gastro hepat nephr pneumo osteo arthr myo angio hemo haemo hemat haemat cyto dermat laryng "
    "pharyng bronch trache rhino oto ophthalm retin encephal cerebr crani spondyl thorac lapar colo entero "
    "procto chol pancrea splen adren thyr parathyr prostat orchi oophor salping hyster metro colp vagin mammo "
    "mast lymph thromb phleb vaso arteri veno athero lipo glyc dys hyper hypo tachy brady poly oligo hemi para "
    "peri endo ecto intra inter trans retro sub supra infra ante post pre anti immuno bacter vir mycot radio "
    "chemo electro echo psych physio patho onc carcino sarco adeno fibr chondr kerat muc sero pyo uro ureter "
    "urethr cyst pyel glomerul append tonsil adenoid diverticul"
).split()
ENDINGS = (
    "itis itides ectomy ectomies otomy otomies ostomy ostomies plasty plasties scopy scopies scopic scopically "
    "gram grams graphy graphies graphic emia emic aemia aemic uria uric oma omas omata omatous osis oses otic "
    "pathy pathies pathic algia algias algic penia penic plegia plegic paresis paretic rrhea rrhoea rrhage "
    "rrhages rrhagic rrhagia rrhaphy lysis lytic trophy trophic plasia plastic megaly sclerosis sclerotic "
    "stenosis stenotic cele centesis desis pexy tripsy metry esthesia aesthesia phagia phasia praxia pnea pnoea "
    "pneic cardia cardic thorax cyte cytes cytic cytosis coccal cocci virus viruses viral derma dermal ologist "
    "ologists iatric iatrist ectasis ectasia edema oedema ptysis emesis toxic toxicity vascular muscular "
    "articular cranial costal thoracic lumbar femoral renal hepatic gastric enteric colic rectal vesical "
    "pulmonary pleural cerebral spinal neural nasal oral lingual ocular cutaneous venous arterial aortic atrial "
    "ventricular septal operative operatively tension tensive glycemic thyroidism logical"
).split()


def medicine(cache):
    """Words of SCOWL that begin and end like words of medicine."""
    form = re.compile(f"(?:{'|'.join(BEGINNINGS)})[a-z]*(?:{'|'.join(ENDINGS)})")
    files = set(cache.names("scowl"))
    found = set()
    for size in ALL_SIZES:
        for spelling in SPELLINGS:
            file = f"./usr/share/dict/scowl/{spelling}-words.{size}"
            if file in files:
                lines = cache.read("scowl", file).decode("latin-1").splitlines()
                found.update(line for line in lines if len(line) <= 24 and form.fullmatch(line))
    return found
