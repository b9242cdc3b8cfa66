//! Names in small letters that open or close a message: "im mark foster dob", "thanks sue", "-jen".

use super::{Scan, WordSet, Words};
use crate::lex::{Kind, LINE, MARGIN, PARAGRAPH};
use crate::lists;
use crate::rules;
use crate::words::{COMMON, MONTH, NAMEWORD, UNIT, WEEKDAY};

/// Words that a name closes a message behind.
const THANKS: &Words =
    words!("thanks", "thx", "ty", "tks", "thankyou", "sincerely", "regards", "cheers", "respectfully");
/// The same, which also stand in front of other words: the name has a comma or a new line.
const WISHES: &Words =
    words!("best", "love", "wishes", "yours", "advance", "much", "again", "gratefully", "appreciated");

/// Words that a name in small letters is introduced with: [`Scan::introduced`] is asked at every short word.
static INTRODUCING: WordSet = WordSet::new(&[
    "im",
    "its",
    "i",
    "it",
    "this",
    "name",
    "pt",
    "patient",
    "next",
    "one",
    "lady",
    "gentleman",
    "man",
    "woman",
    "have",
    "got",
    "ve",
]);

impl Scan<'_> {
    /// Token `j` is known as a given name; `least` says how well.
    pub(super) fn given_word(&self, j: usize, least: u8) -> bool {
        let entry = lists::lookup(self.bytes(j));
        self.kind(j) == Kind::Word
            && self.len(j) > 2
            && !self.joined(j + 1) | !self.mark_of(j + 1, b"'-/")
            && entry.given() >= least
            && (entry.common() < 7 || entry.given() == 7)
            && (!entry.clinical() || entry.given() >= 6)
            && !(self.lex(j, COMMON | UNIT | MONTH | WEEKDAY) && !self.lex(j, NAMEWORD))
    }

    /// Tokens `j` and the next are a given name and a surname, in whatever letters.
    pub(super) fn full_name(&self, j: usize) -> bool {
        let last = j + 1;
        let (first, entry) = (lists::lookup(self.bytes(j)), lists::lookup(self.bytes(last)));
        let least = match entry.common() {
            0 | 1 => 4,
            2..=5 => 5,
            _ => 6,
        };
        self.given_word(j, 4)
            && self.kind(last) == Kind::Word
            && self.len(last) > 2
            && self.same_line(last)
            && !self.joined(last)
            && self.capital(j) == self.capital(last)
            && entry.surname() >= least
            && !(first.common() >= 5 && (entry.common() > 6 || entry.common() == 6 && entry.surname() < 7))
            && !(self.lex(last, COMMON | UNIT | MONTH | WEEKDAY) && !self.lex(last, NAMEWORD))
    }

    /// From a word of [`INTRODUCING`]: "im mark foster dob", "its heather dawson", "this is lisa crane", "patient, rose miller, fell".
    fn introduced(&mut self, i: usize) {
        let short = |word: &str| self.mark(i + 1, b'\'') && self.joined(i + 1) && self.word(i + 2, word);
        let j = if self.word_of(i, words!("im", "its")) {
            i + 1
        } else if self.word(i, "i") && short("m") || self.word(i, "it") && short("s") {
            i + 3
        } else if self.word_of(i, words!("this", "name")) && self.word(i + 1, "is") {
            i + 2
        } else if self.word_of(i, words!("pt", "patient", "next", "one", "lady", "gentleman", "man", "woman"))
        {
            let link = self.mark(i + 1, b',') || self.word_of(i + 1, words!("is", "called", "named", "was"));
            i + 1 + usize::from(link)
        } else if self.word_of(i, words!("have", "got", "ve")) {
            i + 1
        } else {
            return;
        };
        if self.same_line(j) && !self.capital(j) && !self.joined(j) && self.full_name(j) {
            self.note(j, j + 2, &rules::NAME_PHRASE);
        }
    }

    /// The name with which the message that ends before token `end` is signed.
    fn signed(&mut self, end: usize) {
        let mut last = end - 1;
        while last > MARGIN && end - last < 4 && self.mark_of(last, b".!,") {
            last -= 1;
        }
        if last <= MARGIN || self.kind(last) != Kind::Word || self.len(last) < 3 {
            return;
        }
        // "Shosh" on a line of its own, above what is answered.
        let alone = self.line_start(last) && last + 1 == end && self.capital(last) && !self.uppercase(last);
        let entry = lists::lookup(self.bytes(last));
        let word = self.lex(last, COMMON | UNIT | MONTH | WEEKDAY) || entry.clinical() || entry.common() > 2;
        if alone && self.mark(end, b'>') && self.kind(end + 1) == Kind::Word && !word {
            self.note(last, end, &rules::NAME_SIGNED);
            return;
        }
        let two = self.same_line(last) && self.full_name(last - 1);
        let first = last - usize::from(two);
        if !two && !self.given_word(last, 4) || first <= MARGIN {
            return;
        }
        let mut before = first - 1;
        // "-jen" on a line of its own.
        let dash = self.mark(before, b'-') || self.kind(before) == Kind::Mark && self.len(before) == 2;
        let dashed = dash && self.token(before).flags & LINE != 0 && self.same_line(first);
        let mut parted = self.line_start(first);
        while before > MARGIN && first - before < 4 && self.mark_of(before, b",!.-") {
            parted = true;
            before -= 1;
        }
        let thanks =
            self.word_of(before, THANKS) || self.word(before, "you") && self.word(before - 1, "thank");
        let near = self.token(first).flags & PARAGRAPH == 0 || parted;
        if dashed
            || near && (thanks && (!self.joined(first) || parted) || parted && self.word_of(before, WISHES))
        {
            self.note(first, last + 1, &rules::NAME_SIGNED);
        }
    }

    /// Who writes, at the beginning and at the end of messages.
    pub(super) fn messages(&mut self) {
        let count = self.tokens.len();
        for (i, token) in self.tokens.numbered() {
            if i > MARGIN && token.flags & PARAGRAPH != 0 {
                self.signed(i);
            }
            if token.kind == Kind::Word
                && token.len <= 9
                && INTRODUCING.has_numbered(token.word, self.text(token))
                && !self.capital(i + 1)
            {
                self.introduced(i);
            }
        }
        if count > MARGIN {
            self.signed(count);
        }
    }
}
