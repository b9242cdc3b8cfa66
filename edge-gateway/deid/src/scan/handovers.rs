//! Spoken hand-overs, where names have small letters: "bed one is peter smith", "next is wei chen sixty seven years old".

use super::agewords::{MEASURED, NO_AGE};
use super::{Scan, WordSet};
use crate::lex::Kind;
use crate::lists;
use crate::model::cover;
use crate::rules;
use crate::words::{CARDINAL, COMMON, RELATION, UNIT};

/// Streets that nothing else is called by.
static STREETS: WordSet = WordSet::new(&[
    "road",
    "street",
    "avenue",
    "lane",
    "crescent",
    "grove",
    "terrace",
    "boulevard",
    "court",
    "drive",
    "gardens",
    "mews",
    "parade",
    "esplanade",
    "parkway",
    "highway",
]);

/// Where a patient lies or sits, in front of a number.
static SPOTS: WordSet = WordSet::new(&[
    "bed",
    "beds",
    "room",
    "rm",
    "bay",
    "cubicle",
    "chair",
    "trolley",
    "pod",
    "bedspace",
    "slot",
    "side",
    "suite",
    "stretcher",
    "recliner",
    "cot",
    "spot",
    "isolation",
]);
/// What roads are like.
static OF_ROADS: WordSet = WordSet::new(&[
    "way",
    "main",
    "side",
    "long",
    "short",
    "back",
    "busy",
    "dirt",
    "country",
    "gravel",
    "wide",
    "mile",
    "lane",
    "sided",
    "private",
    "public",
    "major",
    "different",
    "other",
    "local",
    "nearby",
    "disk",
    "hard",
    "sterile",
    "food",
    "tennis",
    "squash",
    "basketball",
    "shopping",
    "parking",
    "common",
    "usual",
    "first",
    "second",
    "third",
]);
/// What is said between the number of a bed and who lies there.
static PASSED: WordSet = WordSet::new(&[
    "is",
    "we",
    "we've",
    "weve",
    "ve",
    "have",
    "has",
    "got",
    "s",
    "there",
    "there's",
    "theres",
    "it's",
    "its",
    "it",
    "with",
    "patient",
    "pt",
    "next",
    "our",
    "um",
    "uh",
    "er",
    "erm",
    "so",
    "and",
    "then",
    "now",
    "that's",
    "thats",
    "that",
    "called",
    "named",
    "who",
    "still",
    "just",
    "a",
    "lady",
    "gentleman",
    "man",
    "woman",
    "name",
    "the",
    "this",
]);
/// Who or what follows a single given name.
static TELLS: WordSet = WordSet::new(&[
    "who",
    "who's",
    "whos",
    "he",
    "she",
    "he's",
    "she's",
    "hes",
    "shes",
    "is",
    "under",
    "came",
    "come",
    "with",
    "has",
    "was",
    "day",
    "post",
    "aged",
    "age",
    "admitted",
    "an",
    "for",
    "presented",
    "had",
]);
/// Most words between bed and name.
const MAX_PASSED: usize = 7;
/// Most words of a spoken age.
const MAX_NUMBER: usize = 4;
/// How well a given name alone must be known.
const SURELY_GIVEN: u8 = 5;
/// How well a surname that is also a word must be known.
const SURNAME: u8 = 4;

impl Scan<'_> {
    /// From the number `i`, in figures or words: the name in front of it if it is an age, behind it if it is a bed's.
    pub(super) fn hand_over_at(&mut self, i: usize) {
        if self.lex(i - 1, CARDINAL) && self.same_line(i) {
            return;
        }
        let Some(end) = self.counted(i) else { return };
        self.spoken_street(i, end);
        if self.word_in(i - 1, &SPOTS) && self.same_line(i) {
            self.in_bed(end);
        } else if self.age_suffix(end) && self.same_line(end) {
            self.named_before_age(i);
        }
    }

    /// The token after the number that begins at token `i`: "12", "4a", "sixty seven", "twenty-two", "a hundred and one".
    fn counted(&self, i: usize) -> Option<usize> {
        if self.kind(i) == Kind::Number {
            let letter = self.kind(i + 1) == Kind::Word && self.len(i + 1) == 1 && self.joined(i + 1);
            return (self.len(i) <= 4).then_some(i + 1 + usize::from(letter));
        }
        let mut end = i;
        while end < i + MAX_NUMBER && (end == i || self.same_line(end)) {
            let hyphen = usize::from(end > i && self.mark(end, b'-') && self.joined(end));
            if !self.lex(end + hyphen, CARDINAL) {
                break;
            }
            end += hyphen + 1;
        }
        (end > i).then_some(end)
    }

    /// Who lies in the bed whose number ends before token `end`.
    fn in_bed(&mut self, end: usize) {
        let mut j = end;
        for _ in 0..MAX_PASSED {
            let spot = self.word_in(j, &SPOTS);
            let passed =
                self.mark_of(j, b",:-.'") || self.word_in(j, &PASSED) || spot || self.lex(j, CARDINAL);
            let number = self.kind(j) == Kind::Number && self.word_in(j - 1, &SPOTS);
            if !self.same_line(j) || !passed && !number {
                break;
            }
            j += 1;
        }
        self.small_patient(j);
    }

    /// A name in small letters at token `j`, whole, or a given name that something is told of.
    fn small_patient(&mut self, j: usize) {
        if self.kind(j) != Kind::Word || !self.same_line(j) || self.capital(j) || self.joined(j) {
            return;
        }
        if self.full_name(j) {
            self.note(j, j + 2, &rules::NAME_SPOKEN_PATIENT);
        } else if self.given_word(j, SURELY_GIVEN)
            && (self.mark(j + 1, b',')
                || self.word_in(j + 1, &TELLS)
                || self.counted(j + 1).is_some_and(|end| self.age_suffix(end)))
        {
            self.note(j, j + 1, &rules::NAME_SPOKEN_PATIENT);
        }
    }

    /// "peter smith sixty seven years old", "peter smith, who is 67 years old", "peter, 67 yo": the name before the age at token `i`.
    fn named_before_age(&mut self, i: usize) {
        let mut last = i - 1;
        for _ in 0..4 {
            let passed = self.mark(last, b',')
                || self.mark(last, b'\'')
                || self.word_of(
                    last,
                    words!("is", "s", "who", "a", "an", "aged", "age", "was", "whos", "he", "she"),
                );
            if !passed || !self.same_line(last + 1) {
                break;
            }
            last -= 1;
        }
        let small = |j: usize| self.kind(j) == Kind::Word && !self.capital(j) && self.same_line(j + 1);
        if !small(last) || self.lex(last, UNIT) {
            return;
        }
        if small(last - 1) && self.full_name(last - 1) {
            self.note(last - 1, last + 1, &rules::NAME_SPOKEN_PATIENT);
        } else if !self.joined(last) && self.given_word(last, SURELY_GIVEN) {
            self.note(last, last + 1, &rules::NAME_SPOKEN_PATIENT);
        }
    }

    /// "twenty two station road", "One hundred seven, Manning Street": a street whose number, at the tokens `i..end`, is read out.
    fn spoken_street(&mut self, i: usize, end: usize) {
        if self.kind(i) == Kind::Number {
            return;
        }
        let mut j = end + usize::from(self.mark(end, b','));
        let first = j;
        while j < first + 3 && self.kind(j) == Kind::Word && self.same_line(j) && !self.word_in(j, &STREETS) {
            let plain = self.lex(j, COMMON | UNIT | CARDINAL) || self.word_in(j, &OF_ROADS);
            if plain || self.len(j) < 3 {
                return;
            }
            j += 1;
        }
        let named = j > first && j < first + 3;
        if named && self.word_in(j, &STREETS) && self.same_line(j) {
            self.note(i, j + 1, &rules::PLACE_SPOKEN_STREET);
        }
    }

    /// After "mr", "mrs" and "mister" stands a name, whatever the word: "mr an he is korean", "mister young". Asked at titles.
    pub(super) fn surely_titled(&mut self, i: usize) {
        let j = i + 1 + usize::from(self.mark(i + 1, b'.'));
        let title = self.word_of(i, words!("mr", "mrs", "mister", "missus"));
        let name = self.kind(j) == Kind::Word
            && self.same_line(j)
            && !self.joined(j)
            && self.len(j) > 1
            && !self.capital(j)
            && !self
                .word_of(j, words!("and", "or", "uh", "um", "er", "erm", "the", "who", "is", "was", "has"));
        // "mr enterography" is magnetic resonance.
        let imaging = self.word(i, "mr") && lists::lookup(self.bytes(j)).surname() < SURNAME;
        // "This is Sister Murphy": a nurse in charge, where nobody's sister is told of.
        let nurse = self.word(i, "sister")
            && self.capital(i)
            && !self.uppercase(i)
            && self.capital(j)
            && self.name_word(j)
            && self.same_line(j)
            && !self.joined(j)
            && j == i + 1
            // The nodule of Sister Mary Joseph.
            && !(self.word(j, "mary") && self.word(j + 1, "joseph"))
            && !self.line_start(i)
            && !self.mark(i - 1, b'.');
        // "handing over to sister grace", "her daughter joy": a given name that is also a word, in small letters.
        let related = self.lex(i, RELATION)
            && !self.capital(i)
            && !self.capital(j)
            && j == i + 1
            && !self.joined(j)
            && self.same_line(j)
            && self.given_word(j, SURELY_GIVEN)
            && lists::lookup(self.bytes(j)).common() < 6;
        if nurse || related {
            self.note(j, j + 1, &rules::NAME_RELATIVE);
        }
        if title && name && !imaging {
            self.note(j, j + 1, &rules::NAME_TITLE);
        }
    }

    /// Ages over 89 by where they stand, once the names are known: "mapp kathleen, ninety one", "bed eight art short ninety-nine",
    /// "a woman of ninety-four".
    pub(crate) fn ages_beside_names(&mut self) {
        let marks = self.covered();
        let mut found = Vec::new();
        for (i, token) in self.tokens.numbered() {
            let worded = token.lex & CARDINAL != 0;
            if !(worded || token.kind == Kind::Number) || marks[i] != 0 {
                continue;
            }
            let Some(end) = self.old_age(i) else { continue };
            if self.old_beside(i, &marks) && !self.measured(i, end) {
                found.push((i, end, worded));
            }
        }
        for (i, end, worded) in found {
            self.note(i, end, if worded { &rules::AGE_WORDS } else { &rules::AGE_OVER_89 });
        }
    }

    /// The token after an age from 90 to 115 that begins at token `i`.
    fn old_age(&self, i: usize) -> Option<usize> {
        if self.kind(i) == Kind::Number {
            let free = !self.joined(i) || self.mark_of(i - 1, b"(,");
            let old = self.len(i) <= 3 && self.number(i).is_some_and(|age| (90..=115).contains(&age));
            return (old && free && self.stops(i + 1)).then_some(i + 1);
        }
        if self.lex(i - 1, CARDINAL) && self.same_line(i) {
            return None;
        }
        let end = self.counted(i)?;
        let words = end - i - (i..end).filter(|j| self.mark(*j, b'-')).count();
        let old =
            self.word(i, "ninety") && words <= 2 && !self.word_of(end - 1, words!("hundred", "oh", "zero"))
                || self.word(i + 1, "hundred") && self.word_of(i, words!("a", "one")) && words == 2
                || self.word(i, "hundred") && self.word(i - 1, "a") && words == 1;
        old.then_some(end)
    }

    /// Someone is told of in front of token `i`.
    fn old_beside(&self, i: usize, marks: &[u8]) -> bool {
        let mut k = i - 1;
        let mut apart = false;
        for _ in 0..4 {
            let passed = self.mark_of(k, b",(")
                || self.word_of(
                    k,
                    words!("um", "uh", "er", "erm", "who", "s", "is", "she", "he", "aged", "now", "so", "a"),
                )
                || self.mark(k, b'\'');
            if !passed || !self.same_line(k + 1) {
                break;
            }
            apart |= self.mark(k, b',');
            k -= 1;
        }
        if !self.same_line(k + 1) {
            return false;
        }
        let named = marks[k] & cover::PERSON != 0;
        // In figures, a number behind a name may be anything; between commas it is an age.
        let sure =
            self.kind(i) == Kind::Word || apart && self.mark_of(i + 1, b",.;)") || self.mark(i - 1, b'(');
        let someone = self.word(i - 1, "of")
            && self.word_of(
                i - 2,
                words!("woman", "man", "lady", "gentleman", "female", "male", "widow", "widower"),
            );
        let makes = self.word_of(i - 1, words!("you", "him", "her", "me"))
            && self.word_of(i - 2, words!("makes", "making"));
        let turns = self.word_of(i - 1, words!("turns", "turning", "turned")) && self.kind(i) == Kind::Word;
        let wife = self.lex(i - 1, RELATION) && self.kind(i) == Kind::Word;
        named && sure || someone || makes || turns || wife
    }

    /// The number in the tokens `i..end` is one of a measurement.
    fn measured(&self, i: usize, end: usize) -> bool {
        let behind = self.same_line(end)
            && (self.word_of(end, NO_AGE) && !self.word_of(end, words!("and", "or"))
                || self.lex(end, UNIT) && !self.word_of(end, words!("years", "yo", "y", "m", "f", "s"))
                || self.lex(end, CARDINAL)
                || self.mark_of(end, b"%/:") && self.joined(end + 1)
                || self.mark(end, b'%'));
        let before = (1..6).any(|n| self.word_of(i - n, MEASURED));
        behind || before
    }
}
