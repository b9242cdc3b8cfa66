//! The closed word lists that the rules lean on, as one perfect-at-compile-time table.
//!
//! These are lists of the language's own words (months, titles, units, street types, function words), never of
//! people's names. A word may belong to several lists: the table holds the union of their bits. Each word has a
//! number, under which the tables of labels and the model keep what they know of it.

use crate::lists::{self, Entry};

/// A set of word classes.
pub(crate) type Lex = u32;

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)*) => { $($(#[$doc])* pub(crate) const $name: Lex = 1 << $bit;)* };
}

classes! {
    /// Month, also abbreviated.
    MONTH = 0;
    /// Month that is also an ordinary word or a given name.
    MONTH_UNSURE = 1;
    /// Day of the week, also abbreviated.
    WEEKDAY = 2;
    /// Title before a name.
    TITLE = 3;
    /// Relative, friend, or other person beside the patient.
    RELATION = 4;
    /// Academic or professional letters after a name.
    CREDENTIAL = 5;
    /// Name of a US state or of a country: may stay.
    REGION = 6;
    /// Postal abbreviation of a US state.
    STATE = 7;
    /// Type of street.
    STREET = 8;
    /// Noun that ends the name of a place of care, work or learning.
    FACILITY = 9;
    /// Ordinary word: no name, even with a capital.
    COMMON = 10;
    /// Unit of measure.
    UNIT = 11;
    /// First word of a label of an identifier.
    LABEL = 12;
    /// Ordinal number word.
    ORDINAL = 13;
    /// Cardinal number word.
    CARDINAL = 14;
    /// Noun that follows an eponym.
    EPONYM = 15;
    /// Word after which a day may be named.
    WHEN = 16;
    /// Particle inside a name.
    PARTICLE = 17;
    /// Junior, senior and numbers after a name.
    GENERATION = 18;
    /// Point of the compass in an address.
    COMPASS = 19;
    /// First word of a label of a person.
    PERSON = 20;
    /// Coding system whose codes are no identifiers.
    CODES = 21;
    /// Word that a score, strength, fraction or ratio follows or precedes.
    SCORE = 22;
    /// Word that takes a single letter after it ("Hepatitis B").
    LETTERED = 23;
    /// Name that is an ordinary word as well.
    NAMEWORD = 24;
    /// Verb of care or movement that a place follows.
    PLACEVERB = 25;
    /// Verb that follows the name of a person who does something.
    PERSONVERB = 26;
    /// Preposition or noun in front of a place.
    PLACEWORD = 27;
    /// Noun that ends the name of a place of care together with an adjective before it.
    FACILITY_PAIR = 28;
    /// Month in another language.
    MONTH_ABROAD = 29;
    /// Type of street in another language, in front of its name.
    STREET_ABROAD = 30;
    /// Rare words at which something is looked for: a holiday's first word, a vehicle, "ending in".
    CUE = 31;
}

const LISTS: &[(&str, Lex)] = &[
    (
        "january february april june july august september october november december jan feb apr jun jul aug sept sep oct nov",
        MONTH,
    ),
    ("april june august", MONTH_UNSURE),
    ("march may mar dec", MONTH | MONTH_UNSURE),
    (
        "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
        WEEKDAY,
    ),
    (
        "dr drs doctor mr mrs ms miss mister missus mx sir prof professor rev reverend nurse judge officer sgt sergeant capt captain lt lieutenant \
      col colonel rabbi imam detective det chaplain deacon constable trooper deputy coach dra sra senora senor frau herr mme madame monsieur mlle",
        TITLE,
    ),
    (
        "wife husband spouse daughter son mother father mom dad brother sister aunt uncle niece nephew cousin grandmother grandfather \
      grandson granddaughter grandma grandpa stepmother stepfather stepson stepdaughter mother-in-law partner fiance fiancee girlfriend \
      boyfriend friend neighbor neighbour roommate caregiver caretaker guardian twin sibling parent parents daughters sons sisters \
      brothers landlord coworker supervisor boss teacher pastor mum mummy auntie aunty gran mama fob mate",
        RELATION,
    ),
    (
        "md do rn np pa phd pa-c aprn dnp lpn cna crna dds dmd dpm psyd lcsw msw pharmd rph fnp dc od mph facs facp facc fnp-c lvn mbbs \
      frcp frcs msn bsn cnm rd rdn pt ot slp lmft lpc rrt mbchb arnp cnp esq",
        CREDENTIAL,
    ),
    (
        "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas \
      kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma \
      oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming",
        REGION,
    ),
    (
        "afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahamas bahrain bangladesh barbados belarus \
      belgium belize benin bhutan bolivia botswana brazil bulgaria burundi cambodia cameroon canada chad chile china colombia congo \
      croatia cuba cyprus denmark djibouti dominica ecuador egypt england eritrea estonia eswatini ethiopia europe fiji finland france \
      gabon gambia germany ghana greece grenada guatemala guinea guyana haiti honduras hungary iceland india indonesia iran iraq ireland \
      israel italy jamaica japan kazakhstan kenya korea kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya lithuania \
      luxembourg madagascar malawi malaysia maldives mali malta mauritania mauritius mexico moldova monaco mongolia montenegro morocco \
      mozambique myanmar namibia nepal netherlands nicaragua niger nigeria norway oman pakistan palau palestine panama paraguay peru \
      philippines poland portugal qatar romania russia rwanda samoa senegal serbia seychelles singapore slovakia slovenia somalia spain \
      sudan suriname sweden switzerland syria taiwan tajikistan tanzania thailand togo tonga tunisia turkey turkmenistan uganda ukraine \
      uruguay uzbekistan vanuatu venezuela vietnam wales scotland yemen zambia zimbabwe africa asia america antarctica usa uk us",
        REGION,
    ),
    // Provinces and states of other countries that are no town and no person.
    (
        "ontario quebec alberta manitoba saskatchewan nunavut newfoundland queensland tasmania gauteng limpopo mpumalanga kerala gujarat punjab maharashtra \
      karnataka rajasthan bihar odisha assam sikkim haryana telangana jharkhand chhattisgarh uttarakhand manipur sindh balochistan jalisco oaxaca sonora \
      sinaloa yucatan chiapas michoacan bavaria saxony hesse thuringia brandenburg bayern sachsen hessen lombardy tuscany sicily catalonia andalusia galicia \
      brittany normandy flanders wallonia transylvania crimea bali java sumatra sulawesi sarawak sabah cavite bulacan pampanga \
      tibet kurdistan zanzibar hokkaido okinawa bahia parana quintana",
        REGION,
    ),
    (
        "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut \
      vt va wa wv wi wy dc pr",
        STATE,
    ),
    // USPS Publication 28, appendix C1: suffixes and common abbreviations.
    (
        "alley ally aly anex annex arcade arc avenue av ave avn avenu bayou beach bch bend bnd bluff blf blfs bottom boulevard boul blvd \
      branch bridge brg burgs brook brooks burg bypass byp camp canyon cape causeway cswy center centre centers circle cir circ circles cliff \
      cliffs club common commons corner corners cor cors course court ct courts cts cove cv coves creek crk crescent cres crest crossing \
      xing crossroad crossroads curve dale dam divide drive dr drv drives estate estates est ests expressway expy extension ext extensions \
      fall falls ferry field fld fields flds flat flats ford fords forest forge forges fork forks fort freeway fwy garden gdn gardens gdns \
      gateway glen glens green greens grove grv groves harbor hbr harbors haven heights hts highway hwy hill hills hollow inlet island \
      islands isle junction jct junctions key keys knoll knolls lake lakes land landing lane ln light lights loaf lock locks lodge loop \
      mall manor manors meadow meadows mews mill mills mission motorway mount mountain mtn mountains neck orchard oval overpass park parks \
      parkway pkwy parkways pass passage path pike pine pines place pl plain plains plaza plz point pt points port ports prairie radial \
      ramp ranch rapid rapids rest ridge rdg ridges river road rd roads route row rue run shoal shoals shore shores skyway spring springs \
      spur spurs square sq squares station sta stravenue stream street st streets summit terrace ter terr throughway trace track trafficway \
      trail trl trailer tunnel turnpike tpke underpass union unions valley vly valleys via viaduct view views village vlg villages ville \
      vista walk walks wall way ways well wells close",
        STREET,
    ),
    ("hospital hospitals clinic clinics infirmary hospice sanatorium healthcare polyclinic", FACILITY),
    ("north south east west northeast northwest southeast southwest n s e w ne nw se sw", COMPASS),
    (
        "mg mcg ug g kg gm gram grams ml l dl cc cm mm m km iu units unit u meq mmol mol nmol pmol umol mmhg bpm hz khz mhz kcal cal lb lbs \
      oz ft feet foot inches inch min mins minute minutes hr hrs hour hours h sec secs second seconds s ms day days week weeks month months \
      year years yr yrs wk wks mo mos d percent tablet tablets tab tabs capsule capsules cap caps puff puffs drop drops gtt ng pg fl fr french \
      gauge cells copies k mil million thousand degrees celsius fahrenheit times x dose doses pack packs ppd mgs mcl ul liters liter litres \
      litre watts joules gy cgy msec rpm cmh2o torr platelets",
        UNIT,
    ),
    (
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth \
      seventeenth eighteenth nineteenth twentieth thirtieth",
        ORDINAL,
    ),
    (
        "zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen \
      twenty thirty forty fifty sixty seventy eighty ninety hundred thousand double triple nonagenarian centenarian nineties ninetieth hundredth",
        CARDINAL,
    ),
    (
        "disease diseases syndrome sign signs test tests catheter drain score scale reflex maneuver manoeuvre phenomenon palsy lymphoma sarcoma \
      tumor tumour thyroiditis chorea contracture fracture procedure operation classification criteria ulcer esophagus aneurysm nodes node \
      nodule nodules body bodies cell cells disorder dystrophy ataxia anemia edema speculum tube bandage stain agar forceps clamp retractor \
      pouch loop position method technique stage staging class grade angle line lines ligament duct gland canal fossa foramen point triangle \
      positive negative absent present bag collar dressing needle plasty cyst rash spots law rule formula equation index ratio coefficient \
      response reaction repair approach incision flap graft stent valve monitor boot brace splint hernia pupil palsies paralysis encephalopathy \
      neuropathy nephropathy nephritis tremor respirations breathing murmur pulse hallux deformity lesion stool stool's",
        EPONYM,
    ),
    (
        "on since until till til from by dated before after through thru during between starting started begin began beginning ending ended seen \
      visit visits visited drawn labs lab admitted admit admission discharged discharge dos doa dod dob due appointment appt scheduled next last \
      surgery effective date dates expires expiration exp lmp edd edc ed follow-up followup f/u updated reviewed collected performed done \
      received signed as-of taken operated consulted rescheduled postponed week noted on/about approx circa around early late mid \
      ultrasound ct mri xray x-ray echo ekg colonoscopy mammogram biopsy injection vaccine vaccinated dose booster cath tte tee stent pci cabg tka tha orif ercp egd bx cultures culture bcx ucx pap psg eeg emg holter dexa cxr kub chemo infusion \
      transfusion extubated intubated trach peg picc delivered changed filled refilled coll rec doi addendum soc placed mtg bm started stopped faxed mailed emailed texted signed dictated transcribed \
      twisted spoke born died expired fell fall injury onset lmp procedure repair resection admit consult",
        WHEN,
    ),
    (
        "de da del della der den van von la le di du dos das el al bin ibn ben st san ter ten abu af av zu zur y",
        PARTICLE,
    ),
    ("jr sr ii iii iv", GENERATION),
    (
        "at in from near po p post pob box downtown city town county village outside hometown address facility hospital location site clinic",
        PLACEWORD,
    ),
    (
        "center centre institute practice home school group system care health living facility associates partners university college",
        FACILITY_PAIR,
    ),
    (
        "icd icd-10 icd10 icd9 cpt hcpcs snomed rxnorm ndc pmid doi nct umls cui atc mesh drg loinc omim dsm version ver v isbn section lot lots rxbin rxpcn",
        CODES,
    ),
    (
        "strength grade pain murmur score scored scores scale reflexes pulses motor dtrs dtr pulse gcs mmse moca phq gad apgar apgars nihss \
      rated rating out vision acuity va bp pressure gleason ratio murmurs severity intensity systolic diastolic sem level reflex \
      muscle edema borg vas nrs tablet tablets tab tabs half cup cups inch inches teaspoon tsp tbsp pack dilution phq-9 gad-7 \
      flexion extension grip tone ejection od os ou bid tid qid daily bipap cpap ipap peep quitline",
        SCORE,
    ),
    (
        "vitamin hepatitis type grade factor group protein influenza class stage strain blood category level phase part plan option appendix \
      haemophilus serotype complex immunoglobulin interferon schedule medicare medicaid hemophilia section step room unit ward bed pod wing \
      building floor suite apt apartment exhibit form table figure troponin cystatin hemoglobin clade arm cohort zone tier lead",
        LETTERED,
    ),
    (
        "will may mark rose brown white black gray grey green young king hill wood woods long price bell cook baker hunter grace hope faith joy \
      dean grant chase bill pat sue art jack ray rich frank miles page day rice park parks banks small little best power love strong church \
      house head hand foot bush ford wells waters rivers stone stones field fields lane street west north south east berry cherry olive \
      ivy lily daisy ruby pearl crystal amber violet heather summer autumn april june august dawn eve star sky rain frost snow winter \
      moon sun sunny drew rob robin wade carry carrie marry mary gene penny mercy patience angel christian jordan israel jean ken lee may \
      mason carter cooper fisher gardener gardner butler walker carpenter porter potter barber shepherd sawyer tanner taylor tailor turner \
      weaver driver major sharp sharpe short stout swift wise noble fox wolf lamb bird byrd finch robin crane swan drake fish pike bass \
      salmon case chance rush speed gates hall bridges brooks banks camp chambers glass gold silver steel temple tower towers townsend trip \
      abbott down frame post close early late may wing cross max min dale glen cliff clay reed rod guy victor van sandy wiley harm blood \
      bone hart heart skinner pope bishop abbot prince duke earl marshall constant valentine christmas friday monday nation england french \
      holland ireland german english welsh scott wales francis china kitty bunny buddy sonny junior senior norm normal stat chance hardy \
      coke pepper sage rosemary basil ginger rusty dusty misty stormy melody harmony candy honey sugar cash chip buck colt hawk blue \
      levy sims ward law day cope speaker page case self watts pace ring cash major minor sales mills rose gill marsh bull ball bowling dyer dolan hook hood jewel kidd noble nutter \
      oakes paige peel penn platt pond pool purdy quick rains roach savage seal shade skeen spears spell starr steele stocks stout sugar swan tabor tate teal toll toth tripp trout usher vance vest vine \
      vogel wall walls ware weeks welch wolf worth york",
        NAMEWORD,
    ),
    (
        "treated seen admitted visited evaluated hospitalized transferred referred presented discharged operated followed consulted lives living \
      resides residing lived moved works worked working resident born raised traveled travelled traveling flew relocated stays staying \
      staffed based located reviewed diagnosed enrolled attended attends teaches taught studies studied employed retired transported taken \
      brought delivered surgery surgeries underwent notes records visit admission appointment checkup check-up care patient clinic office",
        PLACEVERB,
    ),
    (
        "is was has had reports reported states stated denies denied presents presented complains describes notes noted says said called \
      returns returned continues feels felt lives works underwent endorses who will came developed received admits",
        PERSONVERB,
    ),
    (
        "christmas xmas thanksgiving easter halloween diwali deepavali hanukkah chanukah passover ramadan juneteenth kwanzaa purim nowruz mardi epiphany \
      pentecost whitsun tet holi pesach shavuot sukkot songkran labor labour memorial independence veterans columbus presidents boxing canada groundhog \
      anzac bastille mlk patrick patricks harbor corner intersection crossroads route rte hwy highway interstate exit turnpike i mile mm rr ending ends last car truck van suv vehicle sedan pickup motorcycle drives driver driving parked towed scooter plate plates taxi reg rego tag lorry ute moped trailer minivan motorbike coupe hatchback cab subaru toyota honda chevy chevrolet nissan hyundai kia jeep dodge bmw audi mercedes tesla mazda volvo lexus volkswagen vw buick cadillac prius camry civic corolla accord fiat renault peugeot skoda new mother father valentine valentines mothers fathers rosh yom good ash palm cinco eid lunar bank initials insert minibus bakkie tractor rickshaw matatu boda jeepney \
      tags ford transit bus ambulance bike camper rv sienna odyssey altima sentra elantra outback malibu silverado tacoma suzuki maruti mahindra tata bajaj yamaha kawasaki harley vauxhall corsa opel dacia citroen mitsubishi chrysler acura gmc autorickshaw",
        CUE,
    ),
    (
        "vaisakhi baisakhi lohri onam pongal navratri dussehra dashain tihar losar vesak wesak thaipusam lebaran chuseok seollal obon qingming matariki timkat \
      ashura michaelmas candlemas hogmanay nye ostern weihnachten pfingsten heiligabend karfreitag langfredag midsommar juhannus sinterklaas koningsdag \
      toussaint paques ognissanti ferragosto pasqua navidad nochebuena wielkanoc velikonoce vanoce hallowe hari heritage youth freedom waitangi republic \
      victoria remembrance armistice patriots constitution may earth burns liberation unity revolution national founders arbor merdeka malaysia \
      ascension poya women rr rt hc rural us sr cr fm county state m a australia flag bonfire fawkes pancake chinese advent fourth st saint",
        CUE,
    ),
    // As the fold writes them: without accents, the German sharp s as one s.
    (
        "januar janner feber februar marz maerz mai juni juli oktober dezember janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre \
      enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio \
      settembre ottobre dicembre janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro januari februari maart mei augustus december \
      augusti oktober maj juni juli januar stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia ocak subat \
      nisan mayis haziran temmuz agustos eylul ekim kasim aralik tammikuu helmikuu maaliskuu huhtikuu toukokuu kesakuu heinakuu elokuu syyskuu \
      lokakuu marraskuu joulukuu ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie ledna unora brezna dubna kvetna \
      cervna cervence srpna zari rijna listopadu prosince",
        MONTH_ABROAD,
    ),
    (
        "janv fevr avr juil mrt okt dez ene abr dic ott giu lug fev jaanuar veebruar aprill juuni juuli detsember janvaris februaris aprilis maijs junijs julijs \
      augusts septembris oktobris novembris decembris sausio vasario kovo balandzio geguzes birzelio liepos rugpjucio rugsejo spalio lapkricio gruodzio \
      marcius majus junius julius augusztus szeptember sijecnja veljace ozujka travnja svibnja lipnja srpnja kolovoza rujna studenoga prosinca avgust avgusta \
      gener febrer juny juliol agost setembre desembre prill qershor korrik gusht shtator tetor nentor dhjetor yanvar fevral aprel iyun iyul avqust \
      sentyabr oktyabr noyabr dekabr maret mei disember ogos machi aprili juni julai agosti septemba oktoba desemba ionawr chwefror mawrth gorffennaf hydref tachwedd rhagfyr \
      eanair feabhra aibrean bealtaine meitheamh lunasa",
        MONTH_ABROAD,
    ),
    (
        "rue avenue bd boulevard chemin allee impasse quai via viale piazza corso vicolo largo strada calle avenida avda av paseo plaza carrera cra camino \
      rua travessa praca estrada ul ulica aleja ulitsa prospekt jalan jl jln lorong taman sokak cadde cad caddesi sokagi place calzada callejon cerrada \
      privada rambla ronda carretera alameda rodovia beco kampung bulevar rruga odos",
        STREET_ABROAD,
    ),
    (crate::common::COMMON_WORDS, COMMON),
    (crate::labels::LABEL_HEADS, LABEL),
    (crate::people::PERSON_HEADS, PERSON),
];

/// Longest word that the table may hold.
const MAX_WORD: usize = 32;
/// Slots of the open-addressed table: a power of two, at most five eighths full.
const SLOTS: usize = 1 << 13;
/// One more than the highest number of a word; the token has 13 bits for it.
pub(crate) const WORDS: usize = SLOTS / 8 * 5;

/// All lists as one.
///
/// A word is not compared letter by letter: 45 bits of its hash, which is over its length as well, decide, so that one unlisted
/// word in about 2^32 reads as a listed one.
struct Table {
    /// The upper half of the hash of the word in each slot; 0 = the slot is free.
    tags: [u32; SLOTS],
    /// A bit for each slot that is taken, and how many are taken in the bytes before: a word's number is its rank.
    taken: [u8; SLOTS / 8],
    before: [u16; SLOTS / 8],
    /// Classes by the word's number.
    lex: [Lex; WORDS],
    /// What the large lists say of the word, by its number.
    entries: [Entry; WORDS],
    /// The model's number for the word's letters, by the word's number.
    letters: [u32; WORDS],
}

const BUILT: Table = build();
static TABLE: Table = BUILT;

/// The model's number for a word: its letters in lower case.
pub(crate) const fn letters(word: &[u8]) -> u32 {
    let (mut hash, mut at) = (0x811C_9DC5u32, 0);
    while at < word.len() {
        hash = (hash ^ word[at].to_ascii_lowercase() as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

/// The part `from..to` of a list.
pub(crate) const fn part(list: &[u8], from: usize, to: usize) -> &[u8] {
    list.split_at(to).0.split_at(from).1
}

/// The next word of a list from `at` on: where it begins and ends; nothing at the end of the list.
const fn next_word(words: &[u8], mut at: usize) -> Option<(usize, usize)> {
    while at < words.len() && words[at] == b' ' {
        at += 1;
    }
    let mut end = at;
    while end < words.len() && words[end] != b' ' {
        end += 1;
    }
    if end > at { Some((at, end)) } else { None }
}

#[allow(clippy::panic, reason = "runs in the compiler: a bad list fails the build")]
const fn build() -> Table {
    let mut table = Table {
        tags: [0; SLOTS],
        taken: [0; SLOTS / 8],
        before: [0; SLOTS / 8],
        lex: [0; WORDS],
        entries: [lists::NONE; WORDS],
        letters: [0; WORDS],
    };
    // The words find their slots, then each slot has its number, under which the rest is kept.
    let (mut used, mut list) = (1, 0);
    while list < LISTS.len() {
        let words = LISTS[list].0.as_bytes();
        let mut at = 0;
        while let Some((from, end)) = next_word(words, at) {
            at = end;
            let word = part(words, from, end);
            // The fold writes other scripts in one byte per letter: no listed word of theirs is ever met.
            let Some(hash) = key(word) else { continue };
            if word.len() > MAX_WORD || hash >> 32 == 0 {
                panic!("a word is longer than MAX_WORD, or its tag says that the slot is free");
            }
            let (place, there) = find(&table.tags, hash);
            if !there {
                if used == WORDS {
                    panic!("the word table is too full");
                }
                used += 1;
                table.tags[place] = (hash >> 32) as u32;
                table.taken[place / 8] |= 1 << (place % 8);
            }
        }
        list += 1;
    }
    let mut group = 1;
    while group < SLOTS / 8 {
        table.before[group] = table.before[group - 1] + table.taken[group - 1].count_ones() as u16;
        group += 1;
    }
    list = 0;
    while list < LISTS.len() {
        let (words, bits) = (LISTS[list].0.as_bytes(), LISTS[list].1);
        let mut at = 0;
        while let Some((from, end)) = next_word(words, at) {
            at = end;
            let word = part(words, from, end);
            let Some(hash) = key(word) else { continue };
            let id = probe(&table, hash) as usize;
            table.lex[id] |= bits;
            table.entries[id] = lists::lookup(word);
            table.letters[id] = letters(word);
        }
        list += 1;
    }
    table
}

/// The hash of a word: that of the large lists, or two of them for a longer word.
#[inline(always)]
const fn key(word: &[u8]) -> Option<u64> {
    if word.len() <= lists::MAX_WORD {
        return lists::hash(word);
    }
    if word.len() > MAX_WORD {
        return None;
    }
    let (first, rest) = word.split_at(MAX_WORD / 2);
    match (lists::hash(first), lists::hash(rest)) {
        (Some(first), Some(rest)) => Some(first.rotate_left(MAX_WORD as u32) ^ rest),
        _ => None,
    }
}

/// The slot of the word with this hash, and whether it is there; or where it would be.
#[inline(always)]
const fn find(tags: &[u32; SLOTS], hash: u64) -> (usize, bool) {
    let tag = (hash >> 32) as u32;
    let mut place = hash as usize & (SLOTS - 1);
    loop {
        let found = tags[place];
        if found == tag || found == 0 {
            return (place, found != 0);
        }
        place = (place + 1) & (SLOTS - 1);
    }
}

/// The number of the word with this hash, or 0.
#[inline(always)]
const fn probe(table: &Table, hash: u64) -> u16 {
    let (place, there) = find(&table.tags, hash);
    if !there {
        return 0;
    }
    // Counted from 1, with the slot itself.
    let up_to = table.taken[place / 8] << (7 - place % 8);
    table.before[place / 8] + up_to.count_ones() as u16
}

/// The number of a word, whatever its case; 0 for a word in no list.
#[inline]
pub(crate) fn number(word: &[u8]) -> u16 {
    if word.len() > MAX_WORD { 0 } else { lists::hash(word).map_or(0, |hash| probe(&TABLE, hash)) }
}

/// The number of a word of one to seven letters of ASCII, which are small ones in one number with zeros behind.
#[inline(always)]
pub(crate) fn number_of_short(letters: u64, len: usize) -> u16 {
    probe(&TABLE, lists::hash_short(letters, len))
}

/// As [`number`], for tables made at compile time.
pub(crate) const fn listed(word: &[u8]) -> u16 {
    if word.len() > MAX_WORD {
        return 0;
    }
    match lists::hash(word) {
        Some(hash) => probe(&BUILT, hash),
        None => 0,
    }
}

/// The number of a listed word, for tables made at compile time.
#[allow(clippy::panic, reason = "runs in the compiler: a bad list fails the build")]
pub(crate) const fn number_of(word: &[u8]) -> u16 {
    let Some(hash) = key(word) else { panic!("a head that has no hash") };
    let id = probe(&BUILT, hash);
    if id == 0 {
        panic!("a head is not in the word table");
    }
    id
}

/// The place of a word's number in the tables. No token has a number beyond them; saying so spares the look at the bounds.
#[inline(always)]
const fn slot(number: u16) -> usize {
    let number = number as usize;
    if number < WORDS { number } else { 0 }
}

/// The classes of the word with this number.
#[inline(always)]
pub(crate) fn classes(number: u16) -> Lex {
    TABLE.lex[slot(number)]
}

/// What the large lists say of the word with this number, other than 0.
#[inline]
pub(crate) fn entry(number: u16) -> Entry {
    TABLE.entries[slot(number)]
}

/// The model's number for the letters of the word with this number, other than 0.
#[inline]
pub(crate) fn letters_of(number: u16) -> u32 {
    TABLE.letters[slot(number)]
}

/// The classes of a word, whatever its case; 0 for a word in no list.
pub(crate) fn lookup(word: &[u8]) -> Lex {
    classes(number(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes() {
        assert_eq!(lookup(b"nosuchword"), 0);
        assert!(lookup(b"MAY") & (MONTH | MONTH_UNSURE | NAMEWORD) == MONTH | MONTH_UNSURE | NAMEWORD);
        assert!(lookup(b"Dr") & TITLE != 0 && lookup(b"Dr") & STREET != 0);
        assert!(lookup(b"the") & COMMON != 0);
        assert_eq!(lookup(&[b'a'; 400]), 0);
    }
}
