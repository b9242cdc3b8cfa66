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
    "im", "an", "der", "van", "den"
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

impl Scan<'_> {
    /// Lets the places found so far grow over the capitalised words beside them. In text that is all capitals, or all
    /// small letters, capitals say nothing.
    pub(super) fn whole_places(&mut self, mode: u32) {
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
    pub(super) fn joined_parts(&mut self) {
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
                if !(inner || foreign || self.capital(part) && !entry.clinical()) {
                    break;
                }
                end = part + 1;
            }
            if end > from {
                self.found[n].end = self.end(end - 1);
            }
        }
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
