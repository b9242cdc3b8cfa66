//! From words that the model picked to whole names: initials, particles and nouns that stand with them, and postal codes.

#![allow(clippy::if_same_then_else, reason = "each case stands as one says it")]

use super::{Run, Tag};
use crate::lex::{Kind, MARGIN, WIDE};
use crate::rules;
use crate::scan::Scan;
use crate::scan::{Words, words};
use crate::words::{
    COMMON, FACILITY, FACILITY_PAIR, GENERATION, LETTERED, NAMEWORD, PARTICLE, STREET, TITLE,
};

/// Most initials and particles in front of a surname, and nouns behind the name of a place.
const MAX_MORE: usize = 5;
/// Nouns that end the names of places of care, work and learning.
pub(super) const PLACE_NOUNS: &Words = words!(
    "care",
    "center",
    "centre",
    "clinic",
    "hospital",
    "imaging",
    "associates",
    "partners",
    "practice",
    "high",
    "school",
    "middle",
    "elementary",
    "academy",
    "college",
    "university",
    "institute",
    "market",
    "rehab",
    "rehabilitation",
    "house",
    "manor",
    "village",
    "gardens",
    "pediatrics",
    "medicine",
    "dental",
    "surgery",
    "health",
    "healthcare",
    "medical",
    "hospice",
    "home",
    "lodge",
    "court",
    "place",
    "church",
    "temple",
    "mosque",
    "synagogue",
    "library",
    "unit",
    "pavilion",
    "tower",
    "campus",
    "group",
    "system",
    "services",
    "supply",
    "pharmacy",
    "casino",
    "hotel",
    "inn",
    "nursing",
    "memory",
    "senior",
    "living",
    "assisted",
    "urgent",
    "family",
    "cardiology",
    "oncology",
    "orthopedics",
    "rheumatology",
    "neurology",
    "dermatology",
    "ortho",
    "peds",
    "surgical",
    "physical",
    "therapy",
    "eye",
    "women",
    "children",
    "men",
    "general",
    "memorial",
    "regional",
    "community",
    "county",
    "veterans",
    "city",
    "district",
    "open",
    "shelter",
    "camp",
    "park",
    "farm",
    "farms",
    "foods",
    "diner",
    "cafe",
    "motors",
    "trucking",
    "logistics",
    "school's",
    "infirmary",
    "foundation",
    "trust",
    "open",
    "office",
    "branch",
    "station",
    "airport",
    "heights",
    "hills",
    "beach",
    "springs",
    "falls",
    "lake",
    "valley"
);

/// Words of forms and letters with a capital that the model takes for the end of a name, and for its beginning.
const LABELS_BEHIND: &Words =
    words!("tel", "fax", "mob", "phone", "hosp", "ph", "groet", "pwz", "client", "patient", "sig");
/// In capitals no part of a name that they end: "brother Shane POA", "Black - 71 - AKI".
const ABBREVIATIONS: &Words = words!(
    "poa", "hcp", "hcpoa", "nok", "pcp", "dnr", "dni", "aki", "ckd", "chf", "copd", "dvt", "uti", "gerd",
    "cva", "tia", "nstemi", "stemi", "fet", "ivf", "iui", "tkr", "thr", "sob", "orif", "tod", "eta", "doa"
);
const LABELS_BEFORE: &Words =
    words!("client", "patient", "rider", "driver", "senator", "endoscopist", "kollege", "kollegin");

impl Scan<'_> {
    /// A run without what may stay (states and countries at its end) and without letters that stand alone.
    pub(super) fn trimmed(&self, run: &Run) -> Option<(usize, usize)> {
        let (mut start, mut end) = (run.start, run.end);
        // A title is no part of the name.
        while run.tag == Tag::Person
            && end > start + 1
            && (self.lex(start, TITLE) && !self.lex(start, NAMEWORD) || self.pointed_title(start))
        {
            start += 1 + usize::from(self.mark(start + 1, b'.'));
        }
        if start >= end
            || (self.lex(start, TITLE) && !self.lex(start, NAMEWORD) || self.pointed_title(start))
                && self.mark(start + 1, b'.')
        {
            return None;
        }
        // "HARDCASTLE Jean F 45", "Waters Ian M A40977": behind two names and before a number it is the sex.
        let sex = run.tag == Tag::Person
            && end >= start + 3
            && self.word_of(end - 1, words!("f", "m"))
            && (start..end - 1).all(|k| self.kind(k) == Kind::Word && self.len(k) > 1)
            && self.same_line(end)
            && !self.joined(end)
            && (self.kind(end) == Kind::Number || self.kind(end + 1) == Kind::Number && self.joined(end + 1));
        end -= usize::from(sex);
        // "Hung Hom Tel 2555 0147", "Client Bay Street Practice": what stands before a value or before a name.
        while end > start
            && (self.word_of(end - 1, LABELS_BEHIND)
                || self.uppercase(end - 1) && self.word_of(end - 1, ABBREVIATIONS)
                || !self.capital(end - 1) && self.word_of(end - 1, words!("au", "du")))
        {
            end -= 1;
        }
        // "Le patient"
        let noun = end < run.end
            || self.word_of(end, words!("patient", "patiente", "paciente", "paziente", "patientin"));
        if noun && end == start + 1 && self.word_of(start, words!("le", "la", "el", "il", "der", "die")) {
            return None;
        }
        while end > start + 1 && self.word_of(start, LABELS_BEFORE) {
            start += 1;
        }
        if start >= end {
            return None;
        }
        if run.tag == Tag::Place {
            let mut first = start;
            loop {
                let words = self.region(first);
                let state = words == 0 && self.state(first);
                if first + words.max(usize::from(state)) >= end && (words > 0 || state) {
                    // All of it, or its end, is a state or country.
                    end = if first > start { first } else { start };
                    break;
                }
                first += 1;
                if first >= end {
                    break;
                }
            }
        }
        while end > start && self.kind(end - 1) == Kind::Mark {
            end -= 1;
        }
        let (start, end) = match run.tag {
            Tag::Person => self.whole_person(start, end),
            _ => self.whole_place(start, end),
        };
        // "a professor at College": a noun alone names nothing.
        let plain = |j: usize| {
            self.kind(j) != Kind::Word
                || self.lex(j, FACILITY | FACILITY_PAIR)
                || self.lex(j, COMMON) && !self.lex(j, NAMEWORD)
        };
        if run.tag == Tag::Place && (start..end).all(plain) {
            return None;
        }
        let whole = (start..end).any(|j| self.kind(j) == Kind::Word && self.len(j) > 1);
        (end > start && whole).then_some((start, end))
    }

    /// Initials and particles that stand with a name: "M. Oyelaran", "W. van der Hoeven", "Wojcik, S."
    fn whole_person(&self, mut start: usize, mut end: usize) -> (usize, usize) {
        for _ in 0..MAX_MORE {
            let k = start.wrapping_sub(1);
            if !self.same_line(start) || self.token(start).flags & WIDE != 0 {
                break;
            }
            // "g. lindqvist", "e okonjo": small letters all over; those that stand for words of notes want a point.
            let small = !self.capital(start) && self.kind(start) == Kind::Word;
            let letter = |at: usize| {
                small
                    && self.kind(at) == Kind::Word
                    && self.len(at) == 1
                    && !self.capital(at)
                    && !self.joined(at)
            };
            let pointed = self.mark(k, b'.') && self.joined(k) && letter(k.wrapping_sub(1));
            let bare = letter(k)
                && !self.joined(start)
                && !self.word_of(
                    k,
                    words!("a", "i", "c", "s", "w", "p", "q", "x", "o", "y", "n", "u", "r", "b", "d", "v"),
                );
            if pointed || bare {
                start = k - usize::from(pointed);
                continue;
            }
            let point = self.mark(k, b'.') && self.joined(k) && self.initial(k.wrapping_sub(1));
            if point && !self.lex(k.wrapping_sub(2), LETTERED) && !self.joined(k - 1) {
                start = k - 1;
            } else if self.initial(k)
                && !self.word_of(k, words!("i", "a"))
                && !self.lex(k.wrapping_sub(1), LETTERED)
                && !self.joined(k)
                && !self.joined(start)
            {
                start = k;
            } else if self.lex(k, PARTICLE)
                && !self.lex(k, COMMON)
                && self.kind(k) == Kind::Word
                && !self.joined(start)
            {
                start = k;
            } else {
                break;
            }
        }
        // "Will Turner", "Grace Osei": a given name that is a word as well.
        let k = start.wrapping_sub(1);
        let given = self.kind(k) == Kind::Word
            && self.capital(k)
            && self.lex(k, NAMEWORD)
            && self.same_line(start)
            && !self.joined(start)
            && !self.joined(k)
            && crate::lists::lookup(self.bytes(k)).given() >= 4
            && self.marks_nothing(k);
        if given {
            start = k;
        }
        // "Wojcik, S." and "Lee Jr."
        let comma = self.mark(end, b',')
            && self.initial(end + 1)
            && self.same_line(end + 1)
            && self.mark(end + 2, b'.')
            && self.joined(end + 2);
        if comma && start + 1 == end {
            end += 2;
        }
        let generation = end + usize::from(self.mark(end, b','));
        if self.lex(generation, GENERATION) && self.capital(generation) && self.same_line(generation) {
            end = generation + 1;
        }
        (start, end)
    }

    /// Token `k` is a month or day of the week only where nothing else speaks for a name.
    fn marks_nothing(&self, k: usize) -> bool {
        !self.lex(k, crate::words::WEEKDAY | TITLE)
            && !self.word_of(k, words!("may", "march", "dean", "judge"))
    }

    /// The nouns that stand with a name: "Lafayette Open Imaging", "Breast Center of Tidewater".
    fn whole_place(&self, mut start: usize, mut end: usize) -> (usize, usize) {
        // "springdale hospital": in small letters only what is nothing but a place of care or a street.
        let small = self.kind(start) == Kind::Word && !self.capital(start);
        let noun = |scan: &Self, k: usize| {
            let sure = scan.lex(k, FACILITY | FACILITY_PAIR | STREET);
            scan.kind(k) == Kind::Word
                && (scan.capital(k) && (sure || scan.word_of(k, PLACE_NOUNS))
                    || small && sure && scan.len(k) > 3)
        };
        let beside = |scan: &Self, k: usize| scan.same_line(k) && scan.token(k).flags & WIDE == 0;
        for _ in 0..MAX_MORE {
            let link = end + usize::from(self.mark(end, b'&') || self.word(end, "and"));
            if self.mark(end, b'\'')
                && self.word(end + 1, "s")
                && beside(self, end + 2)
                && noun(self, end + 2)
            {
                end += 3;
            } else if beside(self, link)
                && beside(self, end)
                && noun(self, link)
                && !(self.joined(link) && link == end)
            {
                end = link + 1;
            } else {
                break;
            }
        }
        for _ in 0..MAX_MORE {
            let of = start.wrapping_sub(1);
            let k = of.wrapping_sub(usize::from(self.word_of(of, words!("of", "at", "in"))));
            if self.word_of(of, words!("of")) && beside(self, start) && noun(self, k) && beside(self, of) {
                start = k;
            } else if k == of
                && start < end
                && beside(self, start)
                && !self.joined(start)
                && noun(self, k)
                && noun(self, end - 1)
            {
                start = k;
            } else {
                break;
            }
        }
        (start, end)
    }

    /// "Ruatoria 5024", "864 65 Olomouc": a number of four to six digits that touches a place is its postal code.
    pub(super) fn codes_beside_places(&mut self) {
        let places: Vec<(u32, u32)> = self
            .found
            .iter()
            .filter(|found| matches!(found.rule.category, crate::Category::Location))
            .map(|found| (found.start, found.end))
            .collect();
        let mut codes = Vec::new();
        let mut houses = Vec::new();
        for (start, end) in places {
            let after = self.tokens.starting_at(0, end);
            let next = after + usize::from(self.mark(after, b','));
            if let Some(code) = self.postal_code(next, false) {
                codes.push((next, code));
            }
            let first = self.tokens.starting_at(0, start);
            // "Lives at 27 Larkspur": the house.
            let house = first.wrapping_sub(1);
            let at = house.wrapping_sub(1);
            if self.kind(house) == Kind::Number
                && self.len(house) <= 5
                && self.same_line(house)
                && self.same_line(first)
                && !self.joined(first)
                && !self.joined(house)
                && self.word_of(at, words!("at", "address", "to"))
            {
                houses.push((house, first));
            }
            for back in 1..=3 {
                let at = first.wrapping_sub(back);
                if self.postal_code(at, true) == Some(first) {
                    codes.push((at, first));
                    break;
                }
            }
        }
        for (from, to) in houses {
            self.note(from, to, &rules::PLACE_ROAD);
        }
        for (from, to) in codes {
            self.note(from, to, &rules::ZIP_BESIDE);
        }
    }

    /// "Lois Bartleby, 90, who", "Aaronson, Beth 221-0093": what stands beside a name is the person's.
    pub(super) fn beside_names(&mut self) {
        let ends: Vec<u32> =
            self.found.iter().filter(|f| f.rule.category == crate::Category::Name).map(|f| f.end).collect();
        for end in ends {
            let mut j = self.tokens.starting_at(MARGIN, end);
            let bracket = self.mark(j, b'(');
            let comma = self.mark(j, b',');
            j += usize::from(comma || bracket);
            let linked = self.word_of(j, words!("is", "was", "turned", "turns", "aged", "age", "now"));
            j += usize::from(linked);
            // "is now 94", "will be 97"
            j += usize::from(linked && self.word_of(j, words!("now", "nearly", "almost", "about")));
            if !self.same_line(j) || self.joined(j) && !bracket {
                continue;
            }
            // "Sr. Perpetua is one hundred and one, blind"
            if let Some(next) = self.number_over_89(j).filter(|_| comma || bracket || linked) {
                let closes = self.mark_of(next, b",.;)")
                    || linked
                        && (self.word_of(next, words!("and", "but", "who", "so", "now", "today", "no"))
                            || self.line_start(next)
                            || self.kind(next) == Kind::End);
                if closes && self.stops(next) {
                    self.note(j, next, &rules::AGE_WORDS);
                }
                continue;
            }
            if self.kind(j) != Kind::Number {
                continue;
            }
            let old = self.number(j).is_some_and(|age| (90..=120).contains(&age)) && self.len(j) <= 3;
            let next = j + 1;
            let closes = self.mark_of(next, b",.;)")
                || linked
                    && (self.word_of(next, words!("and", "years", "but", "with", "who"))
                        || self.line_start(next)
                        || self.kind(next) == Kind::End);
            if old && (comma || bracket || linked) && closes && self.stops(next) {
                self.note(j, j + 1, &rules::AGE_OVER_89);
                continue;
            }
            let (mut digits, mut k) = (self.len(j), j + 1);
            while self.mark(k, b'-')
                && self.joined(k)
                && self.joined(k + 1)
                && self.kind(k + 1) == Kind::Number
            {
                digits += self.len(k + 1);
                k += 2;
            }
            if !comma
                && !linked
                && digits >= 6
                && self.stops(k)
                && !(self.lex(k, crate::words::UNIT) && self.same_line(k))
            {
                self.note(j, k, &rules::ID_BESIDE_NAME);
            }
        }
    }

    /// A postal code of digits at token `i`: the token after. In front of its town it must open a line or follow a comma.
    fn postal_code(&self, i: usize, before: bool) -> Option<usize> {
        let token = self.tokens.get(i);
        if i < MARGIN || token.kind != Kind::Number || !(before || self.same_line(i)) {
            return None;
        }
        // "318-2275": the end of a number, where "F-75001" is a code with its country.
        let ends_number = self.joined(i)
            && self.mark(i - 1, b'-')
            && self.joined(i - 1)
            && matches!(self.kind(i - 2), Kind::Number | Kind::Holder);
        if ends_number {
            return None;
        }
        let value = self.number(i)?;
        let mut end = i + 1;
        let tail = end + usize::from(self.mark(end, b'-') && self.joined(end) && self.joined(end + 1));
        let split =
            self.kind(tail) == Kind::Number && matches!(self.len(tail), 2..=4) && self.same_line(tail);
        if split && token.len == 3 {
            end = tail + 1;
        } else if split && tail > end && token.len == 4 {
            end = tail + 1;
        } else if !(4..=6).contains(&token.len) || token.len == 4 && (1900..2035).contains(&value) {
            return None;
        }
        let opens = self.line_start(i) || self.mark_of(i.wrapping_sub(1), b",;|-:(");
        let plain = self.stops(end)
            && !self.mark(end, b'%')
            && !(self.lex(end, crate::words::UNIT) && self.same_line(end) && !self.capital(end));
        (plain && (opens || !before) && (token.len > 4 || split || opens || self.capital(i - 1)))
            .then_some(end)
    }
}
