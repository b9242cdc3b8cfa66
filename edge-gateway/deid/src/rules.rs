//! The table of all rules: stable id, category, rank, what it finds, and examples that run as tests.
//!
//! In `finds`, `«…»` marks what must be removed, by this rule and nothing more; in `spares` nothing may be removed.

use crate::category::Category;

/// One rule. The id is part of the contract: it appears in reports and never changes meaning.
#[derive(Debug)]
pub struct Rule {
    /// Stable id, `group.rule`.
    pub id: &'static str,
    /// What it finds.
    pub category: Category,
    /// Where findings overlap, the lower rank wins: caller's knowledge, addresses of the net, labelled identifiers, numbers
    /// with a form, dates and ages, streets, sure names, places, bare numbers, names carried through the document.
    pub rank: u8,
    /// In one line. Like the examples, it is empty without the feature `cli`.
    pub about: &'static str,
    /// Texts in which it finds what `«…»` marks.
    pub finds: &'static [&'static str],
    /// Texts in which nothing may be found.
    pub spares: &'static [&'static str],
}

/// The rule book's texts are left out where nobody can read it: in the component.
const BOOK: bool = cfg!(any(feature = "cli", test));

macro_rules! rules {
    ($($name:ident = $id:literal, $category:ident, $rank:literal, $about:literal, finds [$($find:literal),* $(,)?], spares [$($spare:literal),* $(,)?];)*) => {
        $(#[doc = $about] pub(crate) static $name: Rule = Rule {
            id: $id, category: Category::$category, rank: $rank, about: if BOOK { $about } else { "" },
            finds: if BOOK { &[$($find),*] } else { &[] }, spares: if BOOK { &[$($spare),*] } else { &[] },
        };)*

        /// Every rule, by rank and group.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    KNOWN_NAME = "known.name", Name, 0, "A name that the caller gave", finds [], spares [];
    KNOWN_ID = "known.id", Mrn, 0, "A record number that the caller gave", finds [], spares [];
    KNOWN_DATE = "known.date", Date, 0, "A date that the caller gave, in any usual form", finds [], spares [];
    KNOWN_ADDRESS = "known.address", Location, 0, "An address that the caller gave, or a part of it", finds [], spares [];
    KNOWN_PHONE = "known.phone", Phone, 0, "A telephone number that the caller gave", finds [], spares [];
    KNOWN_OTHER = "known.other", OtherId, 0, "Another string that the caller gave", finds [], spares [];

    URL = "net.url", Url, 1, "Web address with a scheme or www",
        finds ["see «https://portal.example.org/p?id=51990217».", "at «www.example.com/results», today"], spares ["ratio http is a protocol", "{\"system\":\"http://loinc.org\",\"code\":\"4548-4\"}", "\"http://hl7.org/fhir/sid/icd-10\""];
    URL_BARE = "net.domain", Url, 1, "Web address without a scheme",
        finds ["posted on «mychart.example.org/u/max951» today", "see «example.com»"], spares ["e.g. pain.no fever", "1.5 mg.daily", "took the pill.in the morning"];
    EMAIL = "net.email", Email, 1, "Mail address",
        finds ["write to «ann.lee+x@mail.example.edu», please", "email: «a_b@example.co.uk»"], spares ["5 mg @ 10:00", "HR 80 @rest"];
    EMAIL_SPOKEN = "net.email-spoken", Email, 1, "Mail address as it is dictated, or hidden from machines",
        finds ["email is «jane dot roe at example dot com» thanks", "at «roe at example dot com».She", "to «jroe (at) ward-7 dot org» please", "«jroe[at]example[dot]com»", "«jane.roe @ example . com»", "write «roe at ward seven dot org»", "«roe at gmail.com»"],
        spares ["look at example one", "seen at the clinic. Org chart", "25 mg @ 8. com", "at the dot on the line", "seen @ bedside.Pt denies", "O2 @ 2 L.Pt sats", "surgery @ 0800.Pt NPO"];
    PHOTO_FILE = "photo.file", Photo, 1, "Name of an image file",
        finds ["saved as «IMG_4471.jpg».", "photo «roe_face_31.png»"], spares ["a jpg file"];

    SSN_LABEL = "ssn.label", Ssn, 2, "Social security number after its label, also the last four digits",
        finds ["SSN: «123456789»", "social security number is «123 45 6789»", "SSN ending in «6789»", "VA last4 «8812»", "last 4 («7719»)"], spares ["social history: 2 drinks", "SS enema x 1", "last 4 (2019)", "the last 4 visits"];
    ID_MRN = "id.mrn", Mrn, 2, "Record number after its label",
        finds ["MRN: «A-12-34»", "medical record number is «00123»", "MRN # «123 456»", "Hospital No: «502-17-46»", "med rec #: «CD-318806»", "Chart no. «55121»", "mrn is «four four one two nine eight»", "hospital number on the band «K 2 2 0 9 1 8», checked"],
        spares ["medical record reviewed in 2021", "the chart was reviewed 3 times", "in case 2 of the series", "SV1*HC:99214*150"];
    ID_PLAN = "id.plan", HealthPlan, 2, "Health-plan number after its label",
        finds ["Member ID «RW4471820-01»", "insurance policy number «QD-731905»", "policy # «44-1287»", "Medicare beneficiary number «4T71K22QD86»", "ins: «ZK-402718»"],
        spares ["insurance covers 2 visits", "the policy of 2019"];
    ID_ACCOUNT = "id.account", Account, 2, "Account number after its label",
        finds ["acct no. «55-1287»", "Bill to account «035518207»", "Acct #: «V31877250946»"], spares ["took into account 2 factors", "on account of 3 falls"];
    ID_LICENSE = "id.license", License, 2, "Licence, certificate, NPI, DEA or passport number after its label",
        finds ["driver's license «K518-7720-1843»", "NPI «1275530841»", "DEA# «BK7140365»", "License No: «CLR-405871»"], spares ["licensed in 2010", "a license for 2 years", "104|mg/dL|65-99", "98 mg/dL 200-1000"];
    ID_VEHICLE = "id.vehicle", Vehicle, 2, "Vehicle number after its label", finds ["VIN «KQ7TDR2P5WN441908»", "VIN: «1HGCM826»"], spares ["the vehicle hit 2 trees"];
    ID_PLATE = "id.plate", Vehicle, 2, "Number plate after its label", finds ["plate «HH KT 88» was", "the plate «ab12 cde» was", "license plate «KDW 4027».", "plate no. «517 QKD»", "license plate «8KDW209»"], spares ["Vehicle: 2011 Buick, tan", "plate 12mm and screws", "growth plate 2 mm", "plate and 6 screws"];
    PLATE_NEAR = "id.plate-near", Vehicle, 3, "Number plate shortly after a word for a vehicle", finds ["hit by a scooter, «KL 07 CK 4410», at", "ran his tag, «4DX K19», and", "his truck (Ohio «HKX 4471») was", "in her car, «7KLM482», with", "drives WA «BXY-0442» on"], spares ["car seat T4 N0", "drives 20 miles"];
    ID_DEVICE = "id.device", Device, 2, "Serial, lot or device number after its label", finds ["serial number «SN-20718533»", "S/N «RKD3350718»", "implant lot # «EL9262»"],
        spares ["serial troponins x 3", "a lot of pain for 3 days", "serial 7s", "vaccine lot # EL9262", "Lot: 88A1"];
    ID_BIOMETRIC = "id.biometric", Biometric, 2, "Biometric identifier after its label", finds ["Face ID hash «9f8e7d6c5b» and", "voiceprint «VP:88a1-77c» on file", "prints taken, AFIS «0188-27744»", "Fingerprint template «FP-2719-KD508» was enrolled"], spares ["fingerprint stains 2 cm"];
    ID_PHOTO = "id.photo", Photo, 2, "Photograph's number after its label", finds ["photo ID «PH-48812»"], spares ["photo of 2 wounds"];
    ID_USERNAME = "id.username", OtherId, 2, "Name of a user at a machine after its label", finds ["username: «jweiss82»", "her login is «j.weiss», she", "From: «angry_dad_1974»", "my account is «altzeyq», please", "by user «mvilla2» at", "my skype is «live:pqbao.hi».", "«Gwen Archuleta» («garchule») called", "note by «jsmith2» at 0900"], spares ["login failed", "caused by covid19", "ordered by team2", "completed by week12", "the username was lost", "user of alcohol", "login: admin", "account 2 of 3"];
    ID_CHAT = "id.chat", OtherId, 2, "Name of a speaker in a chat",
        finds ["[09:12] «maartje_vd»: morning! anyone seen the form\n[09:13] «bigpelle»: on the share\n[09:15] «maartje_vd»: that is last year's\n[09:16] «bigpelle»: then ask at the desk"],
        spares ["heart_rate: 80\nresp_rate: 14", "speaker: hello there to all\nspeaker: and to you"];
    ID_PASSWORD = "id.password", OtherId, 2, "Password, token or code of a lock after its label",
        finds ["portal login, pw «Blue!Kite88».", "{\"user\": \"«t.roe»\", \"pass\": \"«Tr%8wQ0pl»\"}", "key safe code «4471» by the door", "door code: «0914#», dog"],
        spares ["password was reset today", "pass the pill", "code 99 called", "pw 3 of 5"];
    ID_OTHER = "id.other", OtherId, 2, "Accession, specimen, order, subject or other number after its label",
        finds ["Accession: «K21-60843»", "Subject «QRB-318-2275» was randomised", "case ref# «640-71-22»", "ID: «4471a»"], spares ["in order of 3 levels", "the subject is 45", "reference range 4-11", "specimen 2 cm"];
    ZIP_LABEL = "zip.label", Zip, 2, "Postal code after its label", finds ["mailed to ZIP «60614».", "zip code: «02139-4307»"], spares ["zip ties"];
    DEVICE_UDI = "device.udi", Device, 2, "Unique device identifier by its application identifiers", finds ["UDI «(01)40071562239184(17)261015(21)B5527106»."], spares ["(01) first item"];
    NAME_HL7 = "name.hl7", Name, 2, "Person in an HL7 segment", finds ["PID|1||||«ROE»^«JANE»||"], spares [];

    ACCOUNT_IBAN = "account.iban", Account, 2, "International bank account number by its check digits", finds ["pay to «DE89 3704 0044 0532 0130 00» please", "to «GB29NWBK60161331926819»."], spares ["IL6 1234 pg"];
    ACCOUNT_ENDING = "account.ending", Account, 3, "Last digits of a card or account", finds ["card on file ending «4471» was", "Visa ending in «0042».", "paid by card *«7102» today", "MC «5105 xxxx xxxx 5100»"], spares ["week ending 2021", "ending 1500 mL"];
    ACCOUNT_WALLET = "account.wallet", Account, 3, "Address of a purse of digital money", finds ["to «0x92400f4ace8acf3f48991e2ffb23e3f2394d42ca» by"], spares ["0x5 units"];
    ACCOUNT_CARD = "account.card", Account, 3, "Payment card by its groups and check digit", finds ["to my «4556 7375 8689 9855» please"], spares ["4556 of 7375 cells"];
    ID_PAPER = "id.paper", OtherId, 3, "Tax or insurance number of another country by its form", finds ["and «ABCPK1234F».", "number «QQ 12 34 56 C»", "she is «20031124-6307» by"], spares ["HLA DRB1 04"];
    ID_UID = "id.uid", OtherId, 3, "Unique identifier of an image or study, by its form", finds ["study «1.3.12.2.1107.5.6.1.1044.30130018091407221», end"], spares ["SOP class 1.2.840.10008.5.1.4.1.1.2", "version 2.16.840.1", "section 1.2.3.4.5"];
    URL_HANDLE = "net.handle", Url, 3, "Name in a social network", finds ["Twitter @«maria_k91»"], spares ["HR 80 @rest", "5 mg @ 10"];
    IP_V4 = "net.ip4", Ip, 3, "IP version 4 address", finds ["logged in from «203.0.113.77».", "lP addr «l92.168.O.14»"], spares ["version 1.2.3", "section 1.2.3.4.5"];
    IP_APART = "net.ip-apart", Ip, 3, "IP version 4 address that is read out, or written so that it is no link", finds ["from the IP address «ten dot fourteen dot two dot ninety one»", "seen from «84[.]12[.]9[.]1» twice", "IP «10 dot 3 dot 44 dot 7»", "came from «one ninety-two dot one sixty eight dot four dot two hundred and four» twice"], spares ["one dot two", "version three point two point one point four"];
    IP_V6 = "net.ip6", Ip, 3, "IP version 6 address", finds ["from «2001:db8:4b1c:d07a:c0b3:5c6e:b20c:a981».", "from «fe80::1ff:fe23»", "lP «2OO1:0db8:85a3: 0000:0000:8a2e:037O:7334» seen"], spares ["at 10:20:30", "ratio 1:2:3"];
    DEVICE_MAC = "net.mac", Device, 3, "Hardware address", finds ["pump «00:1B:44:11:3A:B7» paired"], spares ["10:20:30"];
    SSN_FORM = "ssn.form", Ssn, 3, "Social security number by its form", finds ["(«123-45-6789»)", "has «219 40 7735» on file", "«xxx-xx-6789»", "was «267-50-3318-B1», so", "boxes: «2 1 9  4 0  7 7 3 5»", "AHV ist «756.4418.0093.27»."], spares ["120 80 98", "range 100-20-3000x", "items 2 1 0  1 1  0 2 1 0"];
    FAX_LABEL = "fax.label", Fax, 3, "Fax number after its label", finds ["fax labs to «8 5 6 . 2 0 5 . 0 1 9 7»", "faxed to «(212)555-0187»", "Fax: «2125550164»"], spares ["fax 2 pages"];
    PHONE_LABEL = "phone.label", Phone, 3, "Telephone number of any form after a word for it", finds ["Callback: «2125550193»", "call «555-1234»", "call him on «415, 555, 0123» or", "call Mrs. «Lowell» on «415, 555, 0123» or", "cell is «5, 5, 5, 0, 1, 9, 3».", "mobile «07700, 900, 123»", "ring «7 0 1  8 5 2  0 6 6 3»", "croup? «405 three-one-nine 0026» is mum", "cb «808 961 four seven seven two»", "it is «five eight oh 584 0932» ok"],
        spares ["call in 10 days", "called at 10:30", "home 2 days ago", "call 911", "called with 120, 135, 1400", "doses 415, 555, 1200", "called at 1, 2, 3, 4 and 5", "called the nurse. 415, 555, 1200 units given", "home on days 1, 2, 3, 4, 5, 6, 7", "called re Na 128→131→134", "sugars 180, two ten, one fifty, 95 today", "sugars 210 one ninety one eighty five 95", "phone visit, items 2 1 3  0 1 2  1 0 2", "home glucose 0730, 112, 145", "called, K 3.4, 5, 6, 7, 8, 9, 1", "work 05, 06, 07, 08, 09"];
    PHONE_NANP = "phone.nanp", Phone, 3, "North American telephone number", finds ["«(415) 555-0126»", "at «216-555-0172», ok", "«973.555.2424 ext. 12»", "ring «719·776·5000», or", "ring «949 . 647 . 8927» now", "«1-800-FLOWERS»"], spares ["100-200-300 mg", "120-80", "CK 719→776→5000", "SBP 250 . 310 . 1400 given", "strength 5 5 5  5 5 5  5 5 5 5 throughout", "Vitamin B12 340 200-1100 pg/mL"];
    PHONE_INTERNATIONAL = "phone.international", Phone, 3, "International telephone number", finds ["«+44 20 7946 0958»", "«+1 212 555 0139», or", "«+4915123456789»"], spares ["+2 pulses", "Na+ 140"];
    PHONE_NATIONAL = "phone.national", Phone, 3, "Telephone number with the area code's zero, in the groups of other countries", finds ["reach me on «0221/4710-8832» or", "«01632 960 118»", "mobile «020 7946 0958»", "«06.12.34.56.78»"], spares ["0.25 0.5", "00 12 34"];
    ZIP_BESIDE = "zip.beside", Zip, 8, "Postal code beside a place", finds [], spares [];
    VEHICLE_VIN = "vehicle.vin", Vehicle, 3, "Vehicle identification number by its check digit", finds ["car «1M8GDM9AXKP042788» hit"], spares [];

    DATE_LABEL = "date.label", Date, 4, "Date in bare digits after its label", finds ["DOB: «010290»", "DOB «03 05 2021»"], spares ["date 2 of cycle"];
    DATE_NUMERIC = "date.numeric", Date, 4, "Day, month and year in digits",
        finds ["on «03/04/2021», seen", "«2021-09-30»", "«1.5.2020»", "«10-4-13»", "DOB: «3/4/21»", "(«2024-01-05»T14:30:00Z)", "«2020/3/5»", "DOB «ll/12/28» noted", "«03 / 04 / 2021»", "«31.12.99»"],
        spares ["1.2.3", "BP 120/80/60", "1-2-3", "ratio 1/2/3", "doses 10-20-30 mg", "insulin 8/6/10 units"];
    DATE_MONTH_YEAR = "date.month-year", Date, 4, "Month and year", finds ["in «03/2021», up", "since «May 2020»", "«Aug '19»", "«Sep-2015»", "in «April of 2021»", "«December, 2019»"], spares ["in 2021", "12/20 cells", "1990-95"];
    DATE_COMPACT = "date.compact", Date, 4, "Year, month and day in one number, as in HL7", finds ["|«20240105»|", "at «202401051430»"], spares ["20241505 mL"];
    DATE_MONTH_DAY = "date.month-day", Date, 4, "Month and day in digits, where the words around speak of days",
        finds ["on «9/15», she", "Labs drawn «12/4», «5/6» and «9/26».", "since «3/5»", "«10/3» at 08:00", "next visit «2/25».", "BP log: «3/1» 142/88, «3/2» 138/84, «3/3» 150/92, «3/4» 135/80", "Clinic schedule «5/12»: 0800", "missed work «1/6-1/8»", "seat crown «5/6» @ 9", "FET «3/4»", "colonoscopy booked «3/9»"],
        spares ["pain 5/10", "2/6 murmur", "strength 5/5", "BP 12/8", "took 1/2 tab", "vision 20/20", "visit: pain 6/10", "grade 3/6 systolic", "24/7 care", "rates pain 7/10", "PHQ-9 of 12/27", "noted 2/6 systolic murmur", "4/5 strength", "3/12 of weight loss", "review in 4/12", "for 6/52", "GDS 4/15", "Latch 7/10", "PEG 3/10", "CKD 2/2 diabetes", "cough 3/7, fever 2/7", "BiPAP 12/5 @ 12"];
    DATE_DAY_MONTH = "date.day-month", Date, 4, "Day, then month by name", finds ["moved from Tuesday «4 March» on", "«5 May 2021»", "the «5th of May»", "«13-Jun-2007»", "on the «22nd of October»"], spares ["5 may help", "takes 2 mar"];
    DATE_ABROAD = "date.abroad", Date, 4, "Date whose month is named in another language", finds ["fiel am «3. November» aus", "from the «3» au «11 mars 2024» in", "Born «12. März 1985» in", "on «14 de julio de 1972».", "born on «3 mai 2021»", "from «10.07.» until «31.07.2024» and", "sick until «13.10.» My", "on «lundi 17» at 8h", "born «19.X.2011» in",
            "Born «08 JUN/CZE 1957»", "DOB «03JUN93»", "the «7th day of December 2023»", "on «15 Sivan», she", "DOB «15/03/1402 H»", "seit «Oktober» sick", "gave blood on the «8th instant» under"],
        spares ["took 5 may help", "Hgb 8.1. Plan", "inr of 2.1. will recheck", "given 10 IV 2020 mL", "version 3.2. of it", "12 MG/ML"];
    DATE_HOLIDAY = "date.holiday", Date, 4, "Holiday", finds ["since «Labor Day» she", "at «Christmas»", "on «New Year's Eve».", "«Mother's Day» visit", "at «Hallowe'en».", "since «bonfire night».", "on «Australia Day», she", "Back after «Chinese New Year».",
            "til after «Eid».", "over the «Fourth» and", "since «Ostern» not", "cover my «xmas eve»?", "on «St. Stephen's Day» with", "short since «Heritage Day»."],
        spares ["Christmas disease", "mother's day was long", "a new year of life", "an Easter egg hunt", "the Fourth toe", "flag raised", "on hospital day 4"];
    DATE_DAY_ONLY = "date.day", Date, 4, "Day of a month that is not named", finds ["on the «15th», she", "the BMI on the «9th» was 22", "Thursday the «10th».", "til the «20th» next", "since the «fourteenth»", "he fell on the «second» and rang us"], spares ["the 5th rib", "on the 4th floor", "at the 50th percentile", "on the 5th toe", "on the second day", "by the 3rd dose", "on the fifth digit"];
    DATE_MONTH_NAME = "date.month-name", Date, 4, "Month by name, then day",
        finds ["on «Sept . I2 , I986» and", "on «March 15, 2021», at", "«Apr 20th, 2019»", "«Jan 1st»,", "«April 4 '23»", "Monday, «March 5»", "«March 5-8, 2021»", "«Sept. 3, 2020»", "«mar 3 2020»"],
        spares ["may 5 mg help", "Dec 5 mg", "May take 2 tabs"];
    DATE_MONTH_ONLY = "date.month", Date, 4, "Month alone", finds ["back in «October», he", "since «March» of", "last «June»", "in «May»."], spares ["may improve", "she marched", "It may be", "May continue", "will decrease"];
    DATE_SPOKEN = "date.spoken", Date, 4, "Date in words", finds ["on the «fifth of May»", "«March third twenty twenty»", "«June twenty-third, nineteen eighty-four»", "born «six, nineteen, fifty-two»", "seen «seven slash eleven slash twenty twenty-two».", "the «twenty-eighth of the second, ninety-four»"], spares ["the fifth rib", "second dose", "in a third march", "the second, third, and fourth digits", "pain seven slash ten", "on the third and fourth toes"];
    AGE_OVER_89 = "age.over89", Age90, 4, "Age over 89 in digits",
        finds ["in his «97»th year he", "(he is «90» himself)", "geb. 1940 («94» jr)", "«92»-jaehrige Frau", "«97» F fall at home", "DD-214 on file. «97» next month.", "she turns «95» next month", "her parents are «92» and «95».", "«93» yo, sorry, «94»", "at «92», he was well", "a «9O»-year-old", "a «94»-year-old man", "«101» y/o", "aged «93»", "Age/Sex: «98»/F", "died at age «103»", "«95»yo", "«92» years of age", "in her «90s»", "age: «91»", "«94» y.o. male", "her «92»nd birthday", "father MI @ «93»; alive", "widowed at «90».", "lived past «95», well", "Age «93.5»", "Age at death: «103»"],
        spares ["turn 90 degrees", "She is 92 already on 2 L", "89-year-old", "IV fluids @ 95", "the 95th percentile", "pushing 95 mL", "room air sat at 92, fell", "sats 94 on air", "BP 94/60", "weight 94 kg", "94 year history", "94%", "98F temp", "in the 90s", "age 9", "She is 92 on RA", "He is 91 on room air", "Hb 98, ferritin 12"];
    AGE_WORDS = "age.words", Age90, 4, "Age over 89 in words", finds ["her «hundredth» birthday", "in my «ninetieth» year", "his «ninety-fifth» birthday", "in her mid-«nineties»", "about to turn «ninety-one»", "born in «nineteen twenty nine»", "«ninety one» years of age, correction, «ninety two»", "«ninety-four» year old", "«one hundred and two» years old", "a «nonagenarian»", "aged «ninety»", "«ninety-odd» years old", "«a hundred-and-one»-year-old", "I'm «a hundred and one», leave me", "he'll be «ninety-two» in spring", "How old is she? «Ninety-one».", "she is already «ninety one» so slow", "«Ernestine» is going to be «a hundred» on «April the ninth»", "she's «ninety five» years old no I tell a lie «ninety six»"], spares ["satting in the high nineties", "turn ninety degrees", "born in nineteen fifty nine", "ninety mg", "one hundred percent", "a hundred pills", "she's ninety-two on room air", "he is ninety over sixty", "she was ninety-four percent"];
    AGE_BIRTH_YEAR = "age.birth-year", Age90, 4, "Year of birth that shows an age over 89", finds ["geb. «1928»", "nacida en «1930»", "born in «1921»"], spares ["born in 1956", "the flu of 1918"];
    PLACE_STREET = "place.street", Location, 4, "Street address or post-office box",
        finds ["at «4120 Heron Lodge», now", "lives at «12 N. Oak St. Apt. 4B», alone", "«P.O. Box 1234»", "«123 main st»", "It's «flat 3, 88 Kirkstall Road».", "lives at «77 w superior st #4»"], spares ["2 Tablets Daily", "took 2 well tolerated", "3 small drives"];
    PLACE_STREET_ABROAD = "place.street-abroad", Location, 4, "Street address in the form of another country, with the town that follows",
        finds ["at «Kifissias 44, Athens»", "«Petőfi utca 18, 6720 Szeged»", "at «Lindenstraße 14, 50667 Köln», Germany", "ship to «18 rue de la République» today", "at «ul. Długa 5/12, 31-147 Kraków», Poland", "at «Calle Mayor 45, 28013 Madrid».", "at «C/ del Forn 9», now", "«Tunalı Hilmi Caddesi No: 71/3», Turkey"],
        spares ["via Foley catheter 16 Fr", "given via NG tube 20 mL", "in place 5 days", "Metformin 500 BD. Tab Amlodipine", "Ramipril 5 BD.", "PMH: CAD. CT 2023 no PE"];
    PLACE_ROAD = "place.road", Location, 6, "Place told by roads", finds ["in the «5900 block of Wilson», near", "at the corner of «Front and Vine» he", "crash on «I-80» at", "on «Route 9W», alone", "at «mile marker 88»", "on «E 14th St», works", "address is «1180 NE Purcell».", "to «RR 2, box 118» now", "crash on «US 119 at mile marker 26», he", "shoulder of the «M62»."], spares ["AML of the M3 type", "M1 segment of the MCA", "stenosis of the A1 segment", "I-131 therapy", "route 2 of administration", "oral route 5 mg"];
    PLACE_GEOCODE = "place.geocode", Location, 4, "Latitude and longitude", finds ["found at «41.8781, -87.6298» today"], spares ["INR 2.345 and 3.1", "1.5, 2.5"];
    PLACE_CODE_CITY = "place.code-city", Location, 4, "Postal code beside a city", finds ["(«50667 Köln»)"], spares ["12345 Steps", "count 45000 Platelets"];
    ZIP_US = "zip.us", Zip, 4, "US postal code after a state", finds ["in TX «75201»", "Ohio «43004-1234»", "in Ohio, «four five four two nine», and"], spares ["MI 12345x", "in 75201 cases"];
    ZIP_OTHER = "zip.other", Zip, 4, "Canadian or British postal code", finds ["at «K1A 0B1»", "at «SW1A 1AA»", "Eircode is «V31 K5F2».", "Adres; «6041 LK»; ok"], spares ["at 1430 PT walked", "1500 ML fluid", "C5 6 mm", "T4 3AB mL", "L4 5 S1", "stage T2N0M0 today", "G2P1L1 at 39 weeks", "changes in V1V2V3", "disc at L4L5S1"];

    NAME_TITLE = "name.title", Name, 5, "Name after a title", finds ["Dr. «We1ls» saw", "Dr. «Smith»,", "Mrs. «O'Brien-Lee» said", "Drs. «Lee» and «Park»", "by dr «smith», today", "Mr. «Juan de la Cruz»", "Mr «Dewitt» BP 82/40", "Mr. «Small» SBO NGT to LIS", "Dr. «Wei LI»"], spares ["relapsing MS. She walks", "per Dr recommendation", "the doctor said", "Dr. recommends", "nurse called"];
    NAME_LABEL = "name.label", Name, 5, "Name after a label", finds ["Patient: «Rosa1ind McAl1ster» now", "Patient: «John A. Doe»", "Name: «DOE, JOHN»", "Attending: «Ann Lee»", "cc: «Ann Lee»; «Bob Ray»", "pt name «ann lee», dob"],
        spares ["Patient: denies pain", "Re: Follow up", "Contact: precautions", "Name: unknown"];
    NAME_COLUMN = "name.column", Name, 5, "Name in a table's column of names", finds ["| Name | Points |\n|---|---|\n| «Mary Roe» | 5 |\n| «Ali bin Hassan» | 6 |"], spares ["| Test | Value |\n| Sodium | 140 |"];
    ID_COLUMN = "id.column", OtherId, 5, "Number in a table's column of identifiers", finds ["| MRN | Bed |\n| «4455» | 5 |", "Bed\tMRN\n5\t«A-77»"], spares ["| Bed | Score |\n| 5 | 4455 |"];
    NAME_FIELD = "name.field", Name, 5, "Name in a field of a record", finds ["{\"family\":\"«Stavros»\",\"given\":[\"«Calliope»\",\"«Eleni»\"]}", "<p last=\"«Quick»\"/>"], spares ["\"given\": 5"];
    PLACE_FIELD = "place.field", Location, 5, "Place in a field of a record", finds ["\"city\": \"«Bree»\""], spares ["\"city\": null"];
    FACILITY_FIELD = "facility.field", Facility, 5, "Place of care, work or learning in a field of a record or form", finds ["{\"hospital\": \"«Bree Cottage»\"}"], spares ["\"hospital\": \"yes\""];
    ID_FIELD = "id.field", OtherId, 5, "Number in a field of a record", finds ["\"id\":\"«p-7f31c0»\""], spares ["\"id\": \"weight\""];
    NAME_PHRASE = "name.phrase", Name, 5, "Name after a phrase that a person follows", finds ["signed by «Ann Lee», today", "spoke with «Mary»", "Dear «Ann»,", "Interpreter «Ann Lee» assisted", "hi im «mark foster» dob", "its «heather dawson» calling", "this is «lisa crane»", "pt «john doe» here for refill", "patient, «rose miller», fell"], spares ["seen by Cardiology", "Patient Denies pain", "followed by Oncology", "discussed with Family", "this is art therapy", "its hard may be worse", "pt may go home", "pt frank blood", "re: SpO2 91%", "re: PPI", "re: goals of care", "RE: COVID exposure", "Re: Refill request"];
    NAME_RELATIVE = "name.relative", Name, 5, "Name of a relative or friend", finds ["daughter «Mary» called", "his wife, «Ann Lee», is", "then father «moreno» came", "mother («Joan»)", "brother «Shane» POA", "DAUGHTER «KEIKO» MANAGES MEDS"], spares ["Mother Alive", "father had MI", "Brother: HTN", "wife, Today"];
    NAME_CREDENTIAL = "name.credential", Name, 5, "Name before letters of a profession", finds ["«Ann B. Lee», MD", "«Tom Ash» RN"], spares ["the MD said", "Reviewed, MD", "Both eyes, OD"];
    NAME_BEFORE_ID = "name.before-id", Name, 5, "Name before a date of birth or record number", finds ["«Jane Roe» (DOB unknown)", "«Kim Fox», MRN pending"], spares ["Check MRN today"];
    NAME_INITIAL = "name.initial", Name, 5, "Given name and initial", finds ["his brother «TJ» had RSV", "«BJ»'s mother", "for «Sarah T»., who", "and «Ann K»'s chart"], spares ["his PJs", "or Zoll R.", "Vitamin D.", "hepatitis B.", "Factor V.", "Type I."];
    NAME_CAPITALS = "name.capitals", Name, 5, "Line that opens with SURNAME,GIVEN", finds ["«ROE,JANE» (new)"], spares ["CHEST,ABDOMEN", "PLAN, LABS"];
    NAME_SPELLED = "name.spelled", Name, 5, "Name that is spelled out", finds ["it is «X-I-O-N-G», bleed", "that's «d o m i n g u e z» date", "last name «r o w e n t a»", "spell it? «G as in George, R, Z as in zebra, E, L».", "that's «K, E, double T, L, E, borough», like"], spares ["s p c a b g", "A-B-C-D-E", "hepatitis A B C"];
    NAME_SIGNED = "name.signed", Name, 5, "Name or initials of who signed, or initials after a word for them", finds ["until 3.\n\n«Shosh»\n\n> On Monday she wrote", "collected by «tmc» at 0715", "help?\nthanks «sue»", "call me. thx, «bob»", "can you send it\n-«jen»", "please advise\nsincerely, «pat miller»", "a refill\nthank you\n«bob smith»", "a refill.\nThanks!\n«Karen»", "recheck in 2 wks. «jrk»", "d/w team. -«RJS»", "amb tid, d/c foley. -«Brannigan»", "see me Friday.\n«RJS/kw»", "could I have initials? «S. K. W.»"], spares ["drawn by lab at 0715", "Recheck CBC. -Anemia", "Plan as above. -Continue", "Plan:\n- Extubate", "- Kopfschmerzen", "Casts 2 /lpf", "tylenol. prn", "Plan: fluids - npo", "no initials given", "ok thanks doc", "fine, best rest", "thanks will do", "Cheers\nHope you are well"];
    NAME_INITIALS = "name.initials", Name, 5, "Initials and whose they are, from the key of a sheet",
        finds ["0800   «JB»   «JB»   «LM»\nKey:  «JB» = «Joanne Birdsong» LPN    «LM» = «L. Mbeki» LPN", "«rf» Sig: «Rose Flynn» LPN", "COLL: «rkh»", "RT      «gl»      «gl»      «mp»"], spares ["BP = Blood Pressure", "H = held", "DM: Type II", "NS - Normal Saline", "CHF = Congestive Heart Failure"];
    NAME_AGE = "name.age", Name, 5, "Name that an age stands with", finds ["Image? «L.B.», 17 F, with", "«Jane Roe» is a pleasant 50-year-old", "a 50-year-old male, «John Roe», with", "«Jane Roe», 45 yo"], spares ["She is a 50-year-old", "Patient is a 5-month-old", "This is a 45-year-old"];
    NAME_BED = "name.bed", Name, 5, "Surname alone in a list of patients: behind a bed, in front of an age, or at the beginning of a line as others",
        finds ["Rm 210 «Jenkins»: d/c today", "Rm 4 «Thompson» needs bath", "Chair 5 «Wilson», infusion. ED 14 «Hopkins»", "bed 12 «King» - fall risk", "«Adams» 72F CAP on CTX", "«Brown», 80F, UTI", "«Black» - 71 - AKI", "«King» (F, 66) fell",
            "«Garcia» - fever 38.9\n«Lee» -- refused labs", "1. «Anderson» - needs PT eval\n2. «Young» - NPO", "«Jenkins»: CHF on lasix\n«Bell»: DVT on hep gtt", "«Hayes» 67M PNA RA today"],
        spares ["Rm 4 Isolation", "Bed 2 Vacant\nBed 3 Clean", "ED 2 Troponin neg. Room 3 Precautions", "Heart - regular\nNeck - supple", "1. Diet - NPO\n2. Foley - remove", "Foley 16F catheter", "Bay 3 Green zone", "Hoffman - negative\nMurphy - negative", "White - 3\nBrown - 5"];
    NAME_SPOKEN_PATIENT = "name.spoken_patient", Name, 5, "Patient's name in small letters, behind a bed's number or in front of an age",
        finds ["bed two, um, «peter smith» sixty seven", "in room 4 we've still got «rosa» who fell", "bay two bed three «jamal», 29", "so «maria silva» who is fifty two years old", "bed 5 «derek» came in"],
        spares ["bed two is empty", "bed 4 is for the new admission", "room 6 will need cleaning", "in bed one rolled to the side", "he is sixty years old", "pain for two years old scar"];
    PLACE_SPOKEN_STREET = "place.spoken_street", Location, 5, "Street whose number is read out", finds ["lives at «twenty two station road» in", "at «One hundred seven, Manning Street», flat", "«nine acacia court» compression done"], spares ["two hour drive", "one way system", "three on the road", "two main road accidents"];
    NAME_PAIR = "name.pair", Name, 5, "Two words of no list where the words around speak of a person", finds ["patients like «Mary Roe», seen", "for «Mary Roe», who"], spares ["with Lyme Carditis, seen", "for Crohn Disease, who", "Chest Pain, who"];
    PLACE_AT = "place.at", Location, 7, "Place after a preposition", finds ["pain at «Johns Hopkins» on", "a man from «Houston», with", "done in «Dallas» today"], spares ["at Home", "in Parkinson disease", "in Crohn's", "from Lasix", "at L4", "in AML", "consent in Punjabi by video", "from Ontario"];
    PLACE_COLUMN = "place.column", Location, 6, "Place in a table's column of places", finds ["| City | Beds |\n| «Bree» | 5 |"], spares ["| Diet | Beds |\n| Low salt | 5 |"];
    PLACE_CITY = "place.city", Location, 6, "City before its state, or after a street", finds ["in «Springfield», IL today", "in «Munich», Germany", "N4*«PORTLAND»*ME"], spares ["pain, OR nausea"];
    PLACE_CONTEXT = "place.context", Location, 6, "Place after a verb of living, moving or care", finds ["lives in «Easton».", "moved here from «New Haven» in", "treated at «Mercy» on"], spares ["admitted to ICU", "lives in Texas", "seen in clinic", "transferred to Telemetry", "lives in a house"];
    PLACE_FACILITY = "place.facility", Facility, 6, "Named hospital, clinic, practice or university", finds ["at «Mayo Clinic» today", "«St. Luke's Hospital»", "«Larch Memorial Hospital»", "«Heron Family Practice»"], spares ["the Hospital", "Hospital Course", "Outside Hospital records", "Pain Clinic"];
    PLACE_LOCALITY = "place.locality", Location, 6, "Quarter, village or district by the word in front of it or the suffix behind", finds ["in «Brgy. San Roque» today", "of «Tehsil Samundri», aged", "at «3F, 118 Gwanak-ro» today"], spares ["br. milk 30 ml", "vitamin D-ro", "col. 5"];
    PLACE_INSTITUTION = "place.institution", Facility, 6, "Named place of care, work, learning or worship by the noun that says what it is",
        finds ["to «Elk Grove Peds» 1715", "at «Kongsvinger sykehus» on", "Consult («Hôpital Saint-Mandrier-des-Monts»), written", "with «Harborne Trucking» now", "near «Flaherty's pub».", "from «HMP Ravenscar» last", "to the «Walgreens on Linden Avenue» and"],
        spares ["goes to a Baptist church", "Interventional Radiology consult", "Plastic Surgery", "Hospital Course", "St. John's wort daily", "the Foley on Monday"];
    PLACE_EMPLOYER = "place.employer", Facility, 6, "Employer after a word of work",
        finds ["drives for «Werner» and", "employer is «Kroger» and", "laid off from «Boeing» in 2010", "a firm called «Swiftbox», no", "COMPANY : «Kallang Precision»"],
        spares ["works at Home", "works for the state", "This works for COPD", "works in ICU", "worked with PT today", "retired from work", "job at night"];
    ID_BARE = "id.bare", OtherId, 7, "Long number that no unit explains", finds ["noted «60715528» on"], spares ["1,000,000 IU", "count 1000000 copies", "ICD 1234567", "$1000000", "SNOMED 73211009"];
    ID_GROUPED = "id.grouped", OtherId, 7, "Groups of digits that are no date or range", finds ["noted «640-27-15», and"], spares ["1500-2000 mL", "4000-11000", "100-200"];
    ID_SPOKEN = "id.spoken", OtherId, 7, "Number read out digit by digit", finds ["it is «nine eight seven six five four three»", "another one? «A 0 0 7 7 1 2 9 4». Perfect", "it is «seven eight eight, M, three three one two», thanks"], spares ["one two three", "two three times", "one, two, three, four, five, six", "t four n one m zero", "the number was two milligrams", "g c s e four v five m six", "L four L five"];
    ID_NUMBERED = "id.numbered", OtherId, 7, "Code after a number sign", finds ["and #«880317».", "tag #«B-0471» red"], spares ["#2 tooth", "# 14 blade", "problem #12"];
    ID_STROKES = "id.strokes", OtherId, 7, "Code whose parts strokes join", finds ["she is «505623/118», now", "police wrote «MBL/RB/2634/23».", "back, «H24/09187», pT3", "it is «044817/22» now"],
        spares ["PT/INR 1200", "4MG/250 ML", "A/H1N1/2009", "C5/C6/C7/T1", "BP 120/80", "10000/80"];
    ID_BESIDE_NAME = "id.beside-name", OtherId, 8, "Number that directly follows a name", finds [], spares [];
    ID_MIXED = "id.mixed", OtherId, 7, "Capital letters and digits in one code", finds ["see «V50718826340», «QRB-318-2275»"], spares ["COVID-19", "NCT01234567", "HLA-B27", "CA19-9", "SARS-CoV-2", "LOINC 4548-4", "E11.65", "1000IU"];
    NAME_READ = "name.read", Name, 9, "Name by the words around it, for certain", finds [], spares [];
    NAME_READ_UNSURE = "name.read-unsure", Name, 9, "Name by the words around it", finds [], spares [];
    DATE_READ = "date.read", Date, 9, "Date, or a part of one, by the words around it", finds [], spares [];
    AGE_READ = "age.read", Age90, 9, "Age over 89 by the words around it", finds [], spares [];
    ID_READ = "id.read", OtherId, 9, "Number or code by its shape and the words around it", finds [], spares [];
    PLACE_READ = "place.read", Location, 9, "Place by the words around it", finds [], spares [];
    NAME_MISSPELT = "name.misspelt", Name, 8, "One letter away from a name that was found for certain elsewhere in the document", finds [], spares [];
    NAME_CARRIED = "name.carried", Name, 8, "Name that was found for certain elsewhere in the document", finds [], spares [];
}

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
