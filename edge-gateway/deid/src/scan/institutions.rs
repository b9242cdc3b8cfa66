//! Places of care, work, learning and worship by the noun that says what they are: in English behind the name
//! ("Elk Grove Peds", "Gulf Paving LLC", "Flaherty's pub"), elsewhere in front of it ("Klinikum Rechts der Saale",
//! "Hôpital Saint-Mandrier") or behind it ("Kongsvinger sykehus").

use super::Scan;
use super::sets::Filter;
use crate::lex::{Kind, WIDE};
use crate::rules;
use crate::words::{
    COMMON, COMPASS, CREDENTIAL, EPONYM, FACILITY, MONTH, NAMEWORD, REGION, RELATION, STATE, STREET, TITLE,
    UNIT, WEEKDAY,
};

/// Nouns with a capital that end such a name; in order of the alphabet.
const NOUNS_TEXT: &str = "abattoir academy alf apothecary bakery boatyard bottling brewery cafe cannery cargo casino cathedral chapel chemist chemists \
    cleaners construction contracting contractors coop corp corporation courier couriers courthouse creamery dairy daycare \
    dealership deli depot diner dispensary distillery distributing drug drugs electric elementary elevator enterprises excavating \
    factory farm farms foods foundry freight funerals garage ggmbh gmbh grill grocery gym haulage haulers hostel hotel hs inc \
    industries inn jail kft kindergarten landscaping library limited llc llp logging logistics lounge ltd lumber manufacturing \
    mart masonry mfg mine mines mining monastery mortuary mosque motel motors movers museum nursery packers packing paving \
    penitentiary pharmacy pizza pizzeria plating plc plumbing poultry preschool prison pub quarry realty restaurant roofing salon \
    saloon sawmill schools seafood seminary shelter shipyard snf solicitors supermarket surgicenter synagogue tavern taxis \
    theater theatre transport trucking veterinary warehouse winery works ymca zoo";
static NOUNS: List<{ count(NOUNS_TEXT) }> = List::new(NOUNS_TEXT);
/// Departments and kinds of care, which end such a name only where a place or an unknown word stands in front; in order
/// of the alphabet.
const CARE_TEXT: &str = "anesthesia assoc audiology behavioral behavioural cardiology dental dentistry dermatology dialysis disp endoscopy eyecare fp \
    gastroenterology healthcare hosp imaging infusion middle nephrology neurology obgyn oncology ophthalmology optical optometry ortho \
    orthopaedics orthopedics paediatrics pediatrics peds physio physiotherapy podiatry primary psychiatry pulm pulmonology radiology regional \
    rehab rheumatology rx surgery urology";
static CARE: List<{ count(CARE_TEXT) }> = List::new(CARE_TEXT);
/// Nouns that end such a name in small letters as well.
const SMALL_TEXT: &str = "academy audiology bakery brewery chapel chemist church courthouse dealership depot dispensary eczanesi elementary endoscopy \
    garage haigla halsocentral hastanesi hostel hotel jail keskussairaala korhaz lasarett legekontor legesenter ligonine mortuary \
    mosque motel parish pharmacy poliklinika prison pub quarry restaurant sairaala sawmill shelter sjukhus skola skole slimnica \
    solicitors surgery sygehus sykehjem sykehus synagogue tavern temple terveysasema terveyskeskus vardcentral warehouse";
static SMALL: List<{ count(SMALL_TEXT) }> = List::new(SMALL_TEXT);
/// Adjectives of faith and country in front of such a noun that name no place.
const KINDS_TEXT: &str = "adventist anglican apostolic baptist buddhist chinese episcopal evangelical greek halal hindu indoor italian kosher local lutheran methodist \
    mexican mormon orthodox outdoor pentecostal polish presbyterian sikh thai turkish unitarian";
static KINDS: List<{ count(KINDS_TEXT) }> = List::new(KINDS_TEXT);
/// Nouns in front of the name of such a place, as the fold writes them.
const OPENING_TEXT: &str = "altenheim apotheke apteka arztpraxis asilo azienda benh bimarestan bolnica bolnisnica centre centro clinica clinique colegio dai darmangah \
    ecole eglise ehpad escola escuela farmacia gesamtschule gimnazija grundschule gymnasium hausarztpraxis hms hopital hosp hospital hotel \
    huisartsenpraktijk iglesia instituto istituto kita klinicka klinik klinika klinikum krankenhaus legesenteret liceo lycee nemocnica nemocnice \
    opca ospedale parafia paroisse parroquia pflegeheim pharmacie phong poliambulatorio policlinico poliklinika poradnia praxis przychodnia \
    psykologicentret puskesmas realschule residencia rumah seniorenheim seniorenstift sjukhuset spital spitalet spitalul sygehuset sykehuset \
    szpital truong universidad universidade universita universitat universite uniwersytet vardcentralen verpleeghuis woonzorgcentrum \
    zahnarztpraxis zaklad ziekenhuis";
static OPENING: List<{ count(OPENING_TEXT) }> = List::new(OPENING_TEXT);
/// Short forms in front of a name: prisons, hospitals and schools of several countries, in capitals.
const INITIALS_TEXT: &str = "az ceip cesfam chru chu eoi fci hmp hmyoi ies ifsi rs rsu rsud rsup sdn sk sman smpn tk ubs umc upa usp uz";
static INITIALS: List<{ count(INITIALS_TEXT) }> = List::new(INITIALS_TEXT);
/// Small words inside of such names.
const JOINING_TEXT: &str = "am an bei civico d da das de dei del della delle dem den der des di die do dos du e el et het hospitalier i im l la las le les los medical \
    na nad of og pod regional s salud sante saude t und universitaire van ved vom von w we y zu zum zur";
static JOINING: List<{ count(JOINING_TEXT) }> = List::new(JOINING_TEXT);
/// Chains whose branches are told by their street or town.
const SHOPS_TEXT: &str = "albertsons aldi applebees asda boots carrefour chevron citgo coles costco cvs davita fresenius heb ikea kmart kroger labcorp \
    lidl loblaws mcdonalds meijer menards publix quest rexall safeway sainsburys sheetz starbucks superdrug tesco walgreens \
    walmart wawa wegmans wendys woolworths";
static SHOPS: List<{ count(SHOPS_TEXT) }> = List::new(SHOPS_TEXT);
/// Most words of such a name.
const MAX_WORDS: usize = 8;
/// Longest noun in the lists above.
const MAX_NOUN: usize = 20;

/// How many words a list has.
const fn count(list: &str) -> usize {
    let (bytes, mut n, mut at) = (list.as_bytes(), 1, 0);
    while at < bytes.len() {
        n += (bytes[at] == b' ') as usize;
        at += 1;
    }
    n
}

/// The words of a list that is in order.
const fn split<const N: usize>(list: &'static str) -> [&'static [u8]; N] {
    let (bytes, mut words, mut n, mut from, mut at): (_, [&[u8]; N], _, _, _) =
        (list.as_bytes(), [b""; N], 0, 0, 0);
    while n < N {
        while at < bytes.len() && bytes[at] != b' ' {
            at += 1;
        }
        words[n] = crate::words::part(bytes, from, at);
        (n, from, at) = (n + 1, at + 1, at + 1);
    }
    words
}

/// A list in order, and the bits of its words: they say "no" to most words at once.
struct List<const N: usize> {
    words: [&'static [u8]; N],
    filter: Filter,
}

impl<const N: usize> List<N> {
    const fn new(list: &'static str) -> List<N> {
        let (words, mut filter, mut n) = (split::<N>(list), Filter::new(), 0);
        while n < N {
            filter = filter.with(words[n]);
            n += 1;
        }
        List { words, filter }
    }
}

/// A list in order has this word, whatever its case.
fn listed<const N: usize>(word: &[u8], list: &List<N>) -> bool {
    let mut small = [0; MAX_NOUN];
    let Some(room) = small.get_mut(..word.len()) else { return false };
    room.copy_from_slice(word);
    room.make_ascii_lowercase();
    list.words.binary_search(&&*room).is_ok()
}

impl Scan<'_> {
    fn among<const N: usize>(&self, i: usize, list: &List<N>) -> bool {
        let token = self.token(i);
        token.kind == Kind::Word
            && list.filter.may_be(token.word, self.text(token))
            && listed(self.text(token), list)
    }

    /// A capitalised word that no list of ordinary or clinical words has: it can only be part of a name.
    pub(super) fn proper(&self, i: usize) -> bool {
        let token = self.token(i);
        if token.kind != Kind::Word
            || !self.capital(i)
            || token.len < 2
            || token.lex & (COMMON | TITLE | MONTH | WEEKDAY | UNIT | EPONYM | RELATION) != 0
                && token.lex & NAMEWORD == 0
            || token.lex & CREDENTIAL != 0 && self.uppercase(i)
        {
            return false;
        }
        let entry = crate::lists::lookup(self.bytes(i));
        !entry.clinical() && (entry.common() < 4 || entry.place() > 2 || token.lex & NAMEWORD != 0)
    }

    /// Such a place whose noun or short form is the word `i`.
    pub(super) fn institutions_at(&mut self, i: usize) {
        if self.kind(i) != Kind::Word || self.joined(i) && !self.mark_of(i.wrapping_sub(1), b"(\"'>-/:") {
            return;
        }
        self.saint_at(i);
        self.store_at(i);
        self.opening_noun(i);
        if self.same_line(i) && self.token(i).flags & WIDE == 0 {
            self.closing_noun(i);
        }
    }

    /// "Elk Grove Peds", "Century & Sons Mortuary", "Flaherty's pub".
    fn closing_noun(&mut self, i: usize) {
        let before = i.wrapping_sub(1);
        let owner = self.word(before, "s") && self.mark(before.wrapping_sub(1), b'\'');
        if !(owner || self.capital(before) && self.kind(before) == Kind::Word || self.mark(before, b'.')) {
            return;
        }
        let small = !self.capital(i);
        let care = !small && self.among(i, &CARE);
        if small && !self.among(i, &SMALL)
            || !small && !care && !self.among(i, &NOUNS) && !self.among(i, &SMALL)
        {
            return;
        }
        let sure = !small
            && !care
            && !self.uppercase(before)
            && !self.word_of(i, words!("drug", "drugs", "electric", "works", "limited"));
        let legal = self.word_of(i, words!("llc", "llp", "ltd", "inc", "gmbh", "plc", "corp"));
        let (mut first, mut words, mut proper, mut place) = (i, 0, 0, false);
        for _ in 0..MAX_WORDS {
            if !self.same_line(first) || self.token(first).flags & WIDE != 0 {
                break;
            }
            let k = first.wrapping_sub(1);
            let initial = self.mark(k, b'.') && self.joined(k) && self.len(k - 1) <= 2 && self.capital(k - 1);
            let owner =
                self.word(k, "s") && self.mark(k.wrapping_sub(1), b'\'') && self.capital(k.wrapping_sub(2));
            let k = if initial {
                k - 1
            } else if owner {
                k - 2
            } else if (self.mark_of(k, b"&-") || self.word(k, "and") && words > 0)
                && self.capital(k.wrapping_sub(1))
                && self.kind(k.wrapping_sub(1)) == Kind::Word
                && !self.line_start(k)
            {
                k - 1
            } else {
                k
            };
            if self.kind(k) != Kind::Word || !self.capital(k) {
                break;
            }
            if self.proper(k) || owner && self.lex(k, NAMEWORD) || owner && !self.lex(k, COMMON | TITLE) {
                proper += 1;
                let entry = crate::lists::lookup(self.bytes(k));
                place |= entry.place() > 1 || entry.common() < 3 && entry.given() < 3 && entry.surname() < 4;
            } else if sure
                && !self.lex(k, COMMON | TITLE | MONTH | WEEKDAY | RELATION | CREDENTIAL | EPONYM | UNIT)
                && !self.line_start(k)
                && !self.mark_of(k.wrapping_sub(1), b".:")
                && (legal || !crate::lists::lookup(self.bytes(k)).clinical())
            {
                // "Palace Bakery": an ordinary word with a capital inside of a sentence.
                proper += 1;
            } else if self.lex(k, TITLE | MONTH | WEEKDAY | RELATION | CREDENTIAL)
                || self.lex(k, COMMON)
                    && !self.lex(k, NAMEWORD | COMPASS)
                    && (small || self.uppercase(k) || words == 0)
                || self.word_of(k, words!("the", "a", "his", "her", "my", "our"))
            {
                break;
            } else if words > 0 && (self.line_start(k) || self.mark_of(k.wrapping_sub(1), b".:")) {
                // The sentence's first word.
                break;
            }
            (first, words) = (k, words + 1);
        }
        if proper == 0
            || care && !(words > 1 || place && !self.line_start(first))
            || small && (words > 3 || self.among(first, &KINDS) && words == 1)
            || words == 1 && (self.among(first, &KINDS) || self.lex(first, STATE) && self.uppercase(first))
            || small && self.lex(first, REGION) && words == 1
        {
            return;
        }
        let shouted = self.uppercase(i) && !self.uppercase(before) && (self.len(i) > 4 || self.len(i) < 3);
        if shouted
            || self.joined(i + 1) && self.kind(i + 1) != Kind::Mark
            || words == 1 && self.len(first) < 3
        {
            return;
        }
        let mut end = i + 1;
        // "Gulf Paving Co. LLC", "parish hall", "Drugs #41", "Pte Ltd".
        for _ in 0..2 {
            let after =
                end + usize::from(self.mark(end, b'.') && self.joined(end) && self.same_line(end + 1));
            if self.same_line(after)
                && self.kind(after) == Kind::Word
                && (self.capital(after)
                    && (self.among(after, &NOUNS)
                        || self.word_of(
                            after,
                            words!(
                                "pharmacy", "hospital", "clinic", "school", "ctr", "center", "centre",
                                "team", "co", "co-op"
                            ),
                        ))
                    || self.word(end - 1, "parish") && self.word(after, "hall"))
                && self.token(after).flags & WIDE == 0
            {
                end = after + 1;
            } else if self.mark(end, b'#') && self.joined(end + 1) && self.kind(end + 1) == Kind::Number {
                end += 2;
            } else if self.word(end, "of") && self.proper(end + 1) && self.same_line(end + 1) {
                end = self.place(end + 1).unwrap_or(end + 2);
            } else {
                break;
            }
        }
        self.note(first, end, &rules::PLACE_INSTITUTION);
    }

    /// "Klinikum Rechts der Saale", "Centro Hospitalar do Alto Sabor", "HMP Ravenscar".
    fn opening_noun(&mut self, i: usize) {
        let initials = self.uppercase(i) && self.len(i) <= 6 && self.among(i, &INITIALS);
        if !self.capital(i) || self.len(i) < 2 || !(initials || self.among(i, &OPENING)) {
            return;
        }
        let english = self.word_of(i, words!("hospital", "hotel", "hosp"));
        let needs = match self.len(i) {
            _ if english && (self.uppercase(i) || self.len(i + 1) < 3 || self.uppercase(i + 1)) => false,
            5 if self.word(i, "rumah") => self.word(i + 1, "sakit"),
            4 if self.word(i, "benh") => self.word(i + 1, "vien"),
            3 if self.word(i, "dai") => self.word(i + 1, "hoc"),
            5 if self.word(i, "phong") => self.word(i + 1, "kham"),
            4 if self.word(i, "opca") => self.word(i + 1, "bolnica"),
            8 if self.word(i, "klinicka") => self.word(i + 1, "bolnica"),
            _ if self.word_of(i, words!("centre", "centro", "azienda")) => {
                self.word_of(
                    i + 1,
                    words!(
                        "de",
                        "hospitalier",
                        "hospitalar",
                        "medico",
                        "sanitario",
                        "di",
                        "ospedaliera",
                        "medical",
                        "do"
                    ),
                ) && !(self.word(i + 1, "medical") && !self.particle_of(i + 2))
            }
            _ => true,
        };
        if !needs {
            return;
        }
        let two = self.word_of(i + 1, words!("sakit", "vien", "hoc", "kham", "bolnica"));
        let (mut j, mut end, mut proper) = (i + 1 + usize::from(two), i + 1, 0);
        // "Darmangah-e Hafez"
        j += 2 * usize::from(
            self.mark(j, b'-') && self.joined(j) && self.word_of(j + 1, words!("e", "ye", "i")),
        );
        for _ in 0..MAX_WORDS {
            if !self.same_line(j) || self.token(j).flags & WIDE != 0 {
                break;
            }
            if self.kind(j) == Kind::Word && self.capital(j) {
                if self.lex(j, COMMON) && !self.lex(j, NAMEWORD) && (initials || english || self.uppercase(j))
                {
                    break;
                }
                let known = self.token(j).lex & (COMMON | UNIT | EPONYM) == 0 || self.lex(j, NAMEWORD);
                let entry = crate::lists::lookup(self.bytes(j));
                proper += usize::from(
                    known && !entry.clinical() && (!english || self.token(j).lex == 0 && entry.common() == 0),
                );
                j += 1;
                end = j;
                while self.mark_of(j, b"-'")
                    && self.joined(j)
                    && self.joined(j + 1)
                    && self.kind(j + 1) == Kind::Word
                    && end < i + 2 * MAX_WORDS
                {
                    (j, end) = (j + 2, j + 2);
                }
                j += usize::from(
                    self.mark(j, b'.') && self.joined(j) && self.len(j - 1) <= 3 && self.capital(j + 1),
                );
            } else if self.among(j, &JOINING) || self.word_of(j, words!("dr", "im", "sv", "st", "prof")) {
                j += 1;
                j += usize::from(self.mark_of(j, b"-'.") && self.joined(j));
            } else {
                break;
            }
        }
        if proper > 0 && end > i + 1 && !self.follows(end, EPONYM) {
            self.note(i, end, &rules::PLACE_INSTITUTION);
        }
    }

    /// "DaVita Southfork", "Publix #0771", "Children's of Gwinnett": a branch told by its town or number.
    fn store_at(&mut self, i: usize) {
        if !self.capital(i) {
            return;
        }
        let mut end = i + 1;
        if self.among(i, &SHOPS) {
            if self.mark(end, b'#') && self.joined(end + 1) && self.kind(end + 1) == Kind::Number {
                end += 2;
            } else {
                while end < i + 4
                    && self.same_line(end)
                    && self.token(end).flags & WIDE == 0
                    && (self.proper(end) || end > i + 1 && self.lex(end, STREET) && self.capital(end))
                {
                    end += 1;
                }
            }
        } else if self.word(i, "children")
            && self.mark(i + 1, b'\'')
            && self.word(i + 2, "s")
            && self.word(i + 3, "of")
        {
            end = if self.proper(i + 4) { i + 5 } else { i + 1 };
        }
        if end > i + 1 {
            self.note(i, end, &rules::PLACE_INSTITUTION);
        }
    }

    fn particle_of(&self, i: usize) -> bool {
        self.among(i, &JOINING)
    }

    /// "St Casimir's", "St. Luke's Duluth": a church, school or hospital called by its saint alone.
    fn saint_at(&mut self, i: usize) {
        if !matches!(self.len(i), 2 | 5) || !self.capital(i) || !self.word_of(i, words!("st", "saint")) {
            return;
        }
        let name = i + 1 + usize::from(self.mark(i + 1, b'.'));
        let end = name + 3;
        let owner = self.capital(name)
            && self.same_line(name)
            && self.len(name) > 0
            && self.kind(name) == Kind::Word
            && !self.lex(name, STREET)
            && self.mark(name + 1, b'\'')
            && self.word(name + 2, "s")
            && self.joined(name + 2);
        if !owner
            || self.follows(end, EPONYM | FACILITY)
            || self.word_of(
                end,
                words!(
                    "wort", "dance", "fire", "day", "eve", "night", "hospital", "medical", "school",
                    "church", "regional", "health", "academy", "disease"
                ),
            )
        {
            return;
        }
        self.note(i, end, &rules::PLACE_INSTITUTION);
    }

    /// "Walgreens on Linden Avenue", "the Quest on Mowry": a branch told by its street, from its first word.
    pub(super) fn branch_at(&mut self, i: usize) {
        if !(self.len(i) <= 3
            && self.word_of(i, words!("on", "off"))
            && self.same_line(i)
            && self.same_line(i + 1))
        {
            return;
        }
        // "the Meijer on 28th Street"
        let numbered = self.kind(i + 1) == Kind::Number
            && self.joined(i + 2)
            && self.word_of(i + 2, words!("st", "nd", "rd", "th"));
        if numbered && self.capital(i - 1) && self.among(i - 1, &SHOPS) {
            self.note(i - 1, i, &rules::PLACE_INSTITUTION);
        }
        if !self.proper(i + 1) {
            return;
        }
        let mut first = i;
        while first > i.saturating_sub(4)
            && self.same_line(first)
            && (self.proper(first - 1) || self.among(first - 1, &SHOPS) && self.capital(first - 1))
        {
            first -= 1;
        }
        if first == i {
            return;
        }
        let mut street = i + 2;
        while street < i + 5 && self.capital(street) && self.same_line(street) && self.proper(street) {
            street += 1;
        }
        let typed = self.lex(street - 1, STREET)
            || self.lex(street, STREET) && self.capital(street) && self.same_line(street);
        let end =
            street + usize::from(self.lex(street, STREET) && self.capital(street) && self.same_line(street));
        let article = self.word(first - 1, "the");
        let led = article
            || self.word_of(first - 1, words!("at", "to", "from", "run", "runs", "near", "above", "with"));
        let shop = self.among(first, &SHOPS);
        if typed && led && end > i + 2 || shop && (led || typed) {
            self.note(first, end, &rules::PLACE_INSTITUTION);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order() {
        for list in [
            &NOUNS.words[..],
            &CARE.words,
            &SMALL.words,
            &KINDS.words,
            &OPENING.words,
            &INITIALS.words,
            &JOINING.words,
            &SHOPS.words,
        ] {
            assert!(list.is_sorted() && list.iter().all(|noun| (1..=MAX_NOUN).contains(&noun.len())));
        }
    }
}
