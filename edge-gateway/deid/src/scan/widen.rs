//! Names that were found in part: initials in front, the other half of a double name, "O'" and the surname behind a given name.

use super::{Candidate, Scan};
use crate::category::Category;
use crate::lex::{Kind, MARGIN, WIDE};
use crate::lists;
use crate::rules;
use crate::words::{
    CODES, COMMON, CREDENTIAL, EPONYM, FACILITY, LETTERED, MONTH, NAMEWORD, PARTICLE, PERSON, TITLE, UNIT,
    WEEKDAY,
};

/// Most parts that are added on either side.
const MAX_ADDED: usize = 3;
/// How common a word may be as a word, and how common it must be as a name, to be one beside a name.
const MOST_COMMON: u8 = 3;
const LEAST_GIVEN: u8 = 4;
const LEAST_SURNAME: u8 = 4;

impl Scan<'_> {
    /// Every name found so far grows over what belongs to it.
    pub(super) fn widen(&mut self) {
        let names: Vec<Candidate> =
            self.found.iter().copied().filter(|found| found.rule.category == Category::Name).collect();
        for name in names {
            let first = self.tokens.starting_at(MARGIN, name.start);
            let end = self.tokens.starting_at(first, name.end);
            // A part of a word, as in a record's field, is no name that goes on.
            if self.token(first).start != name.start || end <= first || self.end(end - 1) != name.end {
                continue;
            }
            let spelt = std::ptr::eq(name.rule, &rules::NAME_SPELLED)
                || self.len(end - 1) == 1 && !self.capital(end - 1);
            let (mut from, mut to) = (first, end);
            for _ in 0..MAX_ADDED {
                let Some(next) = self.longer_behind(from, to).filter(|_| !spelt) else { break };
                to = next;
            }
            for _ in 0..MAX_ADDED {
                let Some(next) = self.longer_before(from).filter(|_| !spelt) else { break };
                from = next;
            }
            if (from, to) != (first, end) {
                self.note(from, to, name.rule);
            }
        }
    }

    /// A word that no list claims for anything but names.
    fn free_word(&self, j: usize) -> bool {
        self.kind(j) == Kind::Word
            && (self.lex(j, NAMEWORD) || self.token(j).lex & !(PERSON | PARTICLE) == 0)
            && !self.lex(j, COMMON | UNIT | MONTH | WEEKDAY | TITLE | CODES)
    }

    /// Where the name that ends before token `end` goes on: the token after the part that is added.
    fn longer_behind(&self, first: usize, end: usize) -> Option<usize> {
        if !self.same_line(end) || self.token(end).flags & WIDE != 0 {
            return None;
        }
        let last = end - 1;
        let small = !self.capital(last);
        // "kwest03"
        if small && self.joined(end) && self.kind(end) == Kind::Number && self.len(end) <= 4 {
            return Some(end + 1);
        }
        // "Ikeda-Fry", "Hyun-woo", "mensah-whitfield"
        if self.mark(end, b'-')
            && self.joined(end)
            && self.joined(end + 1)
            && self.kind(end + 1) == Kind::Word
            && self.len(end + 1) > 1
        {
            let entry = lists::lookup(self.bytes(end + 1));
            let listed = entry.given().max(entry.surname()) > 0;
            let free = self.free_word(end + 1) && !entry.clinical() && entry.common() <= 1;
            let cased = self.capital(end + 1) != small;
            // "Hyun-woo Park", "Ikeda-Fry"
            let asian = !small
                && !self.capital(end + 1)
                && self.len(end + 1) <= 4
                && self.name_word(end + 2)
                && self.same_line(end + 2);
            let double =
                !small && self.capital(end + 1) && entry.surname() >= LEAST_SURNAME && !entry.clinical();
            return ((free && listed && cased || asian || double && self.name_word(end + 1))
                && !self.follows(end + 2, EPONYM))
            .then_some(end + 2);
        }
        // "colm o'shaughnessy"
        if self.word_of(end, words!("o", "d"))
            && !self.joined(end)
            && self.mark(end + 1, b'\'')
            && self.joined(end + 1)
            && self.joined(end + 2)
            && self.len(end + 2) > 2
        {
            return Some(end + 3);
        }
        // "nguyen comma thuy", as it is dictated.
        if self.word(end, "comma")
            && self.free_word(end + 1)
            && self.same_line(end + 1)
            && small == !self.capital(end + 1)
        {
            let entry = lists::lookup(self.bytes(end + 1));
            let job = self.lex(end + 1, CREDENTIAL) || self.len(end + 1) < 3;
            return (entry.given() >= 2 && entry.common() <= 2 && !entry.clinical() && !job)
                .then_some(end + 2);
        }
        // "KNAUSS/E"
        if self.mark(end, b'/')
            && self.joined(end)
            && self.joined(end + 1)
            && self.uppercase(last)
            && self.len(last) > 3
            && self.initial(end + 1)
            && self.ends_cell(end + 2)
        {
            return Some(end + 2);
        }
        // "BEGAY, T / O'DOHERTY": but potassium and vitamins have a value behind them.
        if self.mark(end, b',')
            && (first + 1..end).all(|part| self.joined(part) || self.lex(part - 1, PARTICLE))
            && self.initial(end + 1)
            && (!self.word_of(end + 1, words!("i", "a")) || self.ends_cell(end + 2))
            && self.same_line(end + 1)
            && !small
        {
            let next = end + 2;
            let closes = self.line_start(next)
                || self.kind(next) == Kind::End
                || self.token(next).flags & WIDE != 0
                || self.mark_of(next, b"/|;)(") && !self.joined(next)
                // "Ruiz-Lopez, J 11/05/60"
                || self.kind(next) == Kind::Number
                    && self.mark_of(next + 1, b"/-")
                    && self.kind(next + 2) == Kind::Number
                    && self.mark_of(next + 3, b"/-")
                    && self.kind(next + 4) == Kind::Number
                || self.mark(next, b'.')
                    && self.joined(next)
                    && !self.mark(next + 1, b'.')
                    && !self.name_word(next + 1)
                || self.kind(next) == Kind::Word
                    && self.same_line(next)
                    && !self.joined(next)
                    && self.joined(next + 1)
                    && self.kind(next + 1) == Kind::Number;
            let next = next + usize::from(self.mark(next, b'.') && self.joined(next));
            return closes.then_some(next);
        }
        // "alphonse bouchard", "Kit Hassall": a surname behind a given name.
        let given = lists::lookup(self.bytes(last));
        let entry = lists::lookup(self.bytes(end));
        let surname = self.free_word(end)
            && !self.joined(end)
            && self.len(end) > 2
            && entry.surname() >= LEAST_SURNAME
            && entry.common() == 0
            && !entry.clinical()
            && self.capital(end) != small
            && !self.uppercase(end) | self.uppercase(last);
        (surname
            && given.given() >= LEAST_GIVEN
            && first == last
            && !self.follows(end + 1, FACILITY)
            && !self.mark(end + 1, b':'))
        .then_some(end + 1)
    }

    /// Nothing stands before token `j` in its line, or in its cell of a table.
    fn ends_cell(&self, j: usize) -> bool {
        self.line_start(j)
            || self.kind(j) == Kind::End
            || self.token(j).flags & WIDE != 0
            || self.mark(j, b'|')
    }

    /// Where the name that begins at token `first` begins more fully.
    fn longer_before(&self, first: usize) -> Option<usize> {
        let before = first - 1;
        if !self.same_line(first) || self.token(first).flags & WIDE != 0 || self.kind(before) == Kind::End {
            return None;
        }
        let small = !self.capital(first);
        let letter = |j: usize| {
            self.kind(j) == Kind::Word && self.len(j) == 1 && self.bytes(j)[0].is_ascii_alphabetic()
        };
        // "o'meara", "Delgado-Pruitt"
        if self.joined(first) && self.mark_of(before, b"'-") && self.joined(before) {
            let part = before - 1;
            if self.mark(before, b'\'') && self.word_of(part, words!("o", "d")) && !self.joined(part) {
                return Some(part);
            }
            let double = self.mark(before, b'-')
                && self.free_word(part)
                && self.len(part) > 1
                && self.capital(part)
                && !small
                && !self.joined(part)
                && {
                    let entry = lists::lookup(self.bytes(part));
                    !entry.clinical() && entry.common() <= 1 && entry.given().max(entry.surname()) > 0
                };
            return double.then_some(part);
        }
        if self.joined(first) && self.kind(before) == Kind::Word {
            return None;
        }
        // "c. mullins", "k m ostrowski", "J Montgomery"
        let point = self.mark(before, b'.') && self.joined(before);
        let initial = before - usize::from(point);
        if letter(initial) && !(self.joined(initial) && !self.mark_of(initial - 1, b".(")) {
            let prior = initial - 1;
            let lettered = self.lex(prior, LETTERED)
                || self.kind(prior) == Kind::Number && !self.capital(initial) && self.same_line(initial);
            let chained = letter(prior)
                || self.mark(prior, b'.') && letter(prior - 1)
                || letter(first)
                || self.mark(first + 1, b'.') && self.len(first) == 1;
            let weak = self.word_of(initial, words!("a", "i")) && !chained && !point
                || self.word(initial, "i") && !point
                || self.capital(initial) == small;
            let introduced = point
                || chained
                || self.capital(initial) && !small
                || self.line_start(initial)
                || self.lex(prior, TITLE | PERSON)
                || self.word_of(
                    prior,
                    words!(
                        "by",
                        "provider",
                        "yours",
                        "sonographer",
                        "comma",
                        "colon",
                        "radiographer",
                        "surgeon",
                        "operator",
                        "anaesthetist",
                        "prescriber",
                        "sincerely",
                        "faithfully",
                        "resident"
                    ),
                );
            return (introduced && !weak && !lettered).then_some(initial);
        }
        // "glen brady", "Poppy Lyle": a given name in front of a surname.
        let entry = lists::lookup(self.bytes(before));
        let given = self.kind(before) == Kind::Word
            && !self.joined(first)
            && self.len(before) > 2
            && entry.given() >= LEAST_GIVEN
            && entry.common() <= MOST_COMMON
            && !entry.clinical()
            && self.capital(before) != small
            && (self.lex(before, NAMEWORD) || self.free_word(before))
            && !self.lex(before, COMMON | UNIT | MONTH | WEEKDAY | TITLE)
            && !self.joined(before);
        (given && lists::lookup(self.bytes(first)).given() < 6 && !self.lex(first, COMMON)).then_some(before)
    }
}
