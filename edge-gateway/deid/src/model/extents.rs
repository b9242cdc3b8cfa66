//! How far the name of a place reaches: "Sagebrush" was found, "Sagebrush Behavioral" is what the place is called.

use super::cover;
use super::runs::PLACE_NOUNS;
use crate::Category;
use crate::lex::{Kind, MARGIN, WIDE};
use crate::rules;
use crate::scan::Scan;
use crate::scan::{Words, words};
use crate::words::{
    CARDINAL, COMMON, CREDENTIAL, FACILITY, FACILITY_PAIR, MONTH, NAMEWORD, PERSON, REGION, RELATION, STREET,
    TITLE, WEEKDAY,
};

/// Most words by which a name grows at either end.
const MAX_GROWTH: usize = 4;
/// Rank from which on a finding was made from words, not from a form.
const BY_WORDS: u8 = 5;
/// Little words inside the names of places, here and abroad.
const LINKS: &Words = words!(
    "of", "de", "du", "des", "da", "do", "della", "del", "di", "la", "le", "les", "y", "i", "ved", "am",
    "im", "an", "der", "van", "den", "na", "nad", "pod", "ya", "wa", "e", "sul", "ob"
);

/// Letters that stand for a name which nobody was to read.
const STAND_INS: &Words =
    words!("abc", "xyz", "abcd", "xyza", "wxyz", "asdf", "xxx", "xxxx", "yyyy", "zzz", "zzzz");
/// Little words between dashes in the names of towns.
const INNER: &Words = words!(
    "on", "upon", "under", "le", "la", "de", "du", "des", "sur", "en", "in", "by", "next", "the", "y", "yr",
    "am", "an", "sous", "aux", "les", "lez"
);
/// Ends of such names that are short, or labels elsewhere.
const PLACE_ENDS: &Words =
    words!("st", "ave", "rd", "ln", "ter", "hs", "ctr", "bldg", "inc", "llc", "ltd", "gmbh");

/// Nouns that end the names of places and stand for little else where they follow one.
const SMALL_NOUNS: &Words = words!(
    "academy",
    "beach",
    "cafe",
    "casino",
    "center",
    "centre",
    "church",
    "city",
    "clinic",
    "college",
    "convent",
    "correctional",
    "county",
    "diner",
    "falls",
    "farms",
    "foods",
    "heights",
    "hospice",
    "hospital",
    "hotel",
    "house",
    "inn",
    "lodge",
    "manor",
    "mills",
    "mortuary",
    "mosque",
    "motors",
    "pharmacy",
    "plaza",
    "rehab",
    "school",
    "shelter",
    "springs",
    "terrace",
    "township",
    "village"
);
/// Words inside such names, beside [`PLACE_NOUNS`].
const SMALL_INNER: &Words = words!(
    "access",
    "cancer",
    "dialysis",
    "heart",
    "indian",
    "kidney",
    "recovery",
    "research",
    "spine",
    "sports",
    "surgery",
    "treatment",
    "veterans",
    "vein",
    "wellness",
    "womens",
    "childrens",
    "wound"
);
/// Level of the lists from which on a name of several words is that of a well-known place.
const SURE_PLACE: u8 = 3;
/// Words that are joined to other words, and to names without being a part of them: "smith-like", "pre-Hilton".
const BEHIND_DASH: &Words = words!(
    "like", "based", "free", "related", "led", "run", "sized", "shaped", "type", "style", "positive",
    "negative", "off", "up", "in", "on", "out", "down", "over", "side", "wide", "only", "and", "or", "to",
    "no"
);
const BEFORE_DASH: &Words = words!(
    "pre", "post", "ex", "non", "anti", "mid", "co", "re", "pro", "self", "then", "semi", "sub", "intra",
    "inter", "extra", "trans", "para", "peri", "multi", "near", "the", "and", "or", "dr", "mr", "mrs", "ms"
);

impl Scan<'_> {
    /// Lets the places found so far grow over the capitalised words beside them. In text that is all capitals, or all
    /// small letters, capitals say nothing.
    pub(super) fn whole_places(&mut self, mode: u32) {
        if mode == 1 {
            self.whole_places_in_small();
        }
        if mode != 0 {
            return;
        }
        let marks = self.covered();
        for n in 0..self.found.len() {
            let found = self.found[n];
            let place = matches!(found.rule.category, Category::Location | Category::Facility)
                && found.rule.rank >= BY_WORDS;
            // "Kipling Oral Surgery": read as a person until the noun comes.
            let person = found.rule.id.starts_with("name.read");
            if !place && !person {
                continue;
            }
            let first = self.tokens.starting_at(MARGIN, found.start);
            let end = self.tokens.starting_at(first, found.end);
            if first >= end || self.token(first).start != found.start || !self.capital(first) {
                continue;
            }
            if person {
                let to = self.grown_right(end, &marks);
                let noun = to > end
                    && (self.lex(to - 1, FACILITY | FACILITY_PAIR)
                        || self.word_of(to - 1, PLACE_NOUNS)
                        || self.word_of(to - 1, PLACE_ENDS));
                if noun && !self.mark(end, b'\'') {
                    self.found[n] =
                        crate::scan::Candidate { end: self.end(to - 1), rule: &rules::PLACE_READ, ..found };
                }
                continue;
            }
            let (from, to) = (self.grown_left(first, &marks), self.grown_right(end, &marks));
            if from < first {
                self.found[n].start = self.token(from).start;
            }
            if to > end {
                self.found[n].end = self.end(to - 1);
            }
        }
        self.places_on_streets(&marks);
        self.towns_behind(&marks);
    }

    /// The same in small letters, where only lists and nouns tell: "baton rouge", "harmony house", "gallup indian medical center".
    fn whole_places_in_small(&mut self) {
        for n in 0..self.found.len() {
            let found = self.found[n];
            let place = matches!(found.rule.category, Category::Location | Category::Facility)
                && found.rule.rank >= BY_WORDS;
            // "daly city": read as a person.
            let person = found.rule.id.starts_with("name.read");
            if !place && !person {
                continue;
            }
            let first = self.tokens.starting_at(MARGIN, found.start);
            let end = self.tokens.starting_at(first, found.end);
            if first >= end || self.token(first).start != found.start || self.capital(first) {
                continue;
            }
            let least = if person { SURE_PLACE } else { 1 };
            let (from, to) = self.listed_around(first, end, least).unwrap_or((first, end));
            let to = if place { self.noun_in_small(to) } else { to };
            if from < first || to > end {
                self.found[n] = crate::scan::Candidate {
                    start: self.token(from).start,
                    end: self.end(to - 1),
                    rule: if person { &rules::PLACE_READ } else { found.rule },
                };
            }
        }
    }

    /// A listed name of a place of two or three words, of at least this level, that holds the tokens `first..end` and more.
    fn listed_around(&self, first: usize, end: usize, least: u8) -> Option<(usize, usize)> {
        for words in [3, 2] {
            if end - first >= words {
                continue;
            }
            for from in (end - words).max(MARGIN)..=first {
                let to = from + words;
                let whole = (from..to).all(|k| self.kind(k) == Kind::Word)
                    && (from + 1..to).all(|k| self.stands_beside(k))
                    && crate::lists::lookup(self.bytes(from)).place_part();
                if !whole {
                    continue;
                }
                let parts: [&[u8]; 3] =
                    std::array::from_fn(|k| if k < words { self.bytes(from + k) } else { &[] });
                if crate::lists::phrase(&parts[..words]).place() >= least {
                    return Some((from, to));
                }
            }
        }
        None
    }

    /// Nothing but one space lies before token `k`.
    fn stands_beside(&self, k: usize) -> bool {
        self.same_line(k) && !self.joined(k) && self.token(k).flags & WIDE == 0
    }

    /// The token after the noun that ends the name of the place which is found up to token `end`.
    fn noun_in_small(&self, end: usize) -> usize {
        for k in end..end + MAX_GROWTH {
            if self.kind(k) != Kind::Word || !self.stands_beside(k) {
                break;
            }
            if self.word_of(k, SMALL_NOUNS) {
                return k + 1;
            }
            if !self.word_of(k, PLACE_NOUNS) && !self.word_of(k, SMALL_INNER) {
                break;
            }
        }
        end
    }

    /// Token `k` may be one more word of a place's name. The first word of a sentence has a capital of its own: there only
    /// a noun of places, or a word that is no ordinary one, counts.
    fn part_of_place(&self, k: usize, marks: &[u8]) -> bool {
        let token = self.token(k);
        let free = marks.get(k).is_some_and(|mark| *mark == 0 || *mark == cover::PLACE);
        if token.kind != Kind::Word
            || !self.capital(k)
            || !free
            || token.lex & (TITLE | MONTH | WEEKDAY | CREDENTIAL | RELATION | PERSON | REGION) != 0
            // What kind of school it is stays, as in the rule for schools.
            || self.word_of(k, words!("school", "high", "middle", "elementary", "primary", "grammar"))
        {
            return false;
        }
        if self.word_of(k, PLACE_ENDS) {
            return true;
        }
        if token.len <= 2 || self.uppercase(k) && token.len <= 4 {
            return false;
        }
        if token.lex & (FACILITY | FACILITY_PAIR) != 0 || self.word_of(k, PLACE_NOUNS) {
            return true;
        }
        let entry = crate::lists::lookup(self.bytes(k));
        let opens = self.line_start(k) || self.mark_of(k.wrapping_sub(1), b".!?:;\"*");
        let ordinary = token.lex & (COMMON | STREET) != 0 && token.lex & NAMEWORD == 0 || entry.common() >= 5;
        // "Lung", "Oral" and "Eye" name practices; a drug does not.
        let clinical = entry.clinical() && entry.common() == 0;
        !clinical && !(opens && (ordinary || entry.clinical()))
    }

    /// The token after the last word of the place whose found part ends before token `end`.
    fn grown_right(&self, mut end: usize, marks: &[u8]) -> usize {
        for _ in 0..MAX_GROWTH {
            let mut next = end;
            if self.mark(next, b'\'')
                && self.joined(next)
                && self.word(next + 1, "s")
                && self.joined(next + 1)
            {
                next += 2;
            } else if self.mark_of(next, b"&-")
                && self.same_line(next)
                && self.joined(next) == self.joined(next + 1)
            {
                next += 1;
            } else {
                while next < end + 2 && self.word_of(next, LINKS) && self.same_line(next) {
                    next += 1;
                }
            }
            let beside = (end..=next).all(|k| self.same_line(k) && self.token(k).flags & WIDE == 0);
            if !(beside && self.part_of_place(next, marks)) || self.labels(next) {
                break;
            }
            end = next + 1;
        }
        end
    }

    /// The first word of the place whose found part begins at token `first`.
    fn grown_left(&self, mut first: usize, marks: &[u8]) -> usize {
        for _ in 0..MAX_GROWTH {
            let k = first.wrapping_sub(1);
            let beside = self.same_line(first) && self.token(first).flags & WIDE == 0 && !self.joined(first);
            // "Brothers of Charity", "Dunne's Butchers"
            let link = self.word(k, "of") && self.same_line(k);
            let possessive = self.word(k, "s") && self.mark(k.wrapping_sub(1), b'\'') && self.joined(k);
            let k = k.wrapping_sub(usize::from(link)).wrapping_sub(2 * usize::from(possessive));
            if !(beside && self.part_of_place(k, marks))
                || (link || possessive) && self.lex(k, COMMON) && self.line_start(k)
            {
                break;
            }
            first = k;
        }
        first
    }

    /// Token `k` is a label of what follows: "Pharmacy: …".
    fn labels(&self, k: usize) -> bool {
        self.mark_of(k + 1, b":=#") && self.joined(k + 1)
    }

    /// "Walgreens on Linden Avenue", "Children's of Gwinnett": what stands on a street or is of a town is a place.
    fn places_on_streets(&mut self, marks: &[u8]) {
        let starts: Vec<(u32, bool)> = self
            .found
            .iter()
            .filter(|f| matches!(f.rule.category, Category::Location | Category::Facility))
            .map(|f| (f.start, f.rule.rank <= BY_WORDS || f.rule.id == "place.read"))
            .collect();
        let mut more = Vec::new();
        for (start, street) in starts {
            let first = self.tokens.starting_at(MARGIN, start);
            let on = first.wrapping_sub(1);
            let link = self.word(on, "on") && street || self.word(on, "of");
            let mut k = on.wrapping_sub(1);
            let possessive = self.word(k, "s") && self.mark(k.wrapping_sub(1), b'\'');
            if possessive {
                k = k.wrapping_sub(2);
            }
            let named = possessive || !self.word(on, "of");
            if link && named && self.same_line(on) && self.same_line(first) && self.part_of_place(k, marks) {
                let from = self.grown_left(k, marks);
                let opens = self.line_start(from) || self.mark_of(from.wrapping_sub(1), b".!?");
                if !opens || possessive {
                    more.push((from, on));
                }
            }
        }
        for (from, to) in more {
            self.note(from, to, &rules::PLACE_READ);
        }
    }

    /// "Brothers of Charity, Clarinbridge": where a place is, behind a comma.
    fn towns_behind(&mut self, marks: &[u8]) {
        let mut towns = Vec::new();
        for found in &self.found {
            if !matches!(found.rule.category, Category::Location | Category::Facility) {
                continue;
            }
            let comma = self.tokens.starting_at(MARGIN, found.end);
            let town = comma + 1;
            if !self.mark(comma, b',') || !self.same_line(comma) || !self.same_line(town) || self.joined(town)
            {
                continue;
            }
            let end = town
                + 1
                + usize::from(
                    self.capital(town + 1) && self.same_line(town + 1) && self.part_of_place(town + 1, marks),
                );
            let closes = self.kind(end) == Kind::End
                || self.line_start(end)
                || self.mark_of(end, b".,;)")
                || self.kind(end) == Kind::Number;
            let entry = crate::lists::lookup(self.bytes(town));
            let name = entry.common() < 4
                && self.token(town).lex & (COMMON | STREET) == 0
                && self.len(town) > 3
                && !entry.clinical();
            if closes && name && !self.uppercase(town) && self.part_of_place(town, marks) {
                towns.push((town, end));
            }
        }
        for (from, to) in towns {
            self.note(from, to, &rules::PLACE_READ);
        }
    }

    /// Parts that are joined to a name or place by a dash: "Newport-on-Tay", "Ji-ho". Words that anything is joined to
    /// ("Smith-like") are in the dictionary.
    pub(super) fn joined_parts(&mut self, mode: u32) {
        for n in 0..self.found.len() {
            let found = self.found[n];
            let named =
                matches!(found.rule.category, Category::Location | Category::Facility | Category::Name);
            if !named || found.rule.rank < BY_WORDS {
                continue;
            }
            let mut end = self.tokens.starting_at(MARGIN, found.end);
            let from = end;
            for _ in 0..MAX_GROWTH {
                let part = end + 1;
                let dash =
                    self.mark(end, b'-') && self.len(end) == 1 && self.joined(end) && self.joined(part);
                // What a number is glued to is no word.
                let glued = self.kind(part + 1) == Kind::Number && self.joined(part + 1);
                if !dash || glued || self.kind(part) != Kind::Word {
                    break;
                }
                // "-on-Tay": what a capital follows, or a word that no dictionary has.
                let inner = self.word_of(part, INNER) && self.mark(part + 1, b'-') && self.capital(part + 2);
                let entry = crate::lists::lookup(self.bytes(part));
                let foreign = entry.common() == 0 && !entry.clinical() && self.token(part).lex & COMMON == 0;
                // "okonjo-bright": where nothing has a capital, a name goes on in whatever word.
                let small = mode == 1
                    && found.rule.category == Category::Name
                    && !entry.clinical()
                    && !self.word_of(part, BEHIND_DASH);
                if !(inner || foreign || small || self.capital(part) && !entry.clinical()) {
                    break;
                }
                end = part + 1;
            }
            if found.rule.category == Category::Name {
                let first = self.tokens.starting_at(MARGIN, found.start);
                let from = self.joined_before(first, mode);
                if from < first {
                    self.found[n].start = self.token(from).start;
                }
            }
            if end > from {
                self.found[n].end = self.end(end - 1);
            }
        }
    }

    /// "el-amin", "Abd-El-Salam": the first of the words that are joined to the name from token `first` on.
    fn joined_before(&self, mut first: usize, mode: u32) -> usize {
        for _ in 0..MAX_GROWTH {
            let (dash, part) = (first.wrapping_sub(1), first.wrapping_sub(2));
            let joined =
                self.mark(dash, b'-') && self.len(dash) == 1 && self.joined(dash) && self.joined(first);
            if !joined
                || self.kind(part) != Kind::Word
                || self.joined(part)
                || self.word_of(part, BEFORE_DASH)
            {
                break;
            }
            let entry = crate::lists::lookup(self.bytes(part));
            let foreign = entry.common() == 0 && !entry.clinical() && self.token(part).lex & COMMON == 0;
            if !(foreign || (mode == 1 || self.capital(part)) && entry.given() > 0) {
                break;
            }
            first = part;
        }
        first
    }

    /// Takes back what names no place: a noun alone ("the University"), and letters that another de-identifier or a typist
    /// put for a name ("ABC Medical Center").
    pub(super) fn drop_stand_ins(&mut self) {
        let mut found = std::mem::take(&mut self.found);
        found.retain(|found| {
            let by_words = found.rule.rank >= BY_WORDS
                && matches!(found.rule.category, Category::Location | Category::Facility | Category::Name);
            if !by_words {
                return true;
            }
            let first = self.tokens.starting_at(MARGIN, found.start);
            let end = self.tokens.starting_at(first, found.end);
            let stand_in = |k: usize| self.uppercase(k) && self.word_of(k, STAND_INS);
            let noun = |k: usize| {
                self.kind(k) == Kind::Mark
                    || self.lex(k, FACILITY | FACILITY_PAIR)
                    || self.word_of(
                        k,
                        words!("general", "memorial", "emergency", "department", "of", "the", "dr"),
                    )
            };
            let empty = (first..end).all(|k| stand_in(k) || noun(k));
            // "Forty-six, DKA"
            if end == first + 1 && self.lex(first, CARDINAL) && found.rule.id.starts_with("name.read") {
                return false;
            }
            !(first < end
                && empty
                && ((first..end).any(stand_in) || end == first + 1 && found.rule.id != "name.title"))
        });
        self.found = found;
    }
}
