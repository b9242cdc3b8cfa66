//! Which scanners are asked at a number: most numbers stand by themselves, and the token behind says so at once.
//!
//! What is passed over here is what every scanner would refuse by itself: this file may only say "no" where they do.

use super::{Scan, WordSet};
use crate::fold::SYMBOL;
use crate::lex::{Kind, Token};
use crate::words::{MONTH, MONTH_ABROAD};

/// Words that may stand between a day and its month, or join two days.
static DAY_WORDS: WordSet =
    WordSet::new(&["of", "to", "and", "or", "through", "de", "st", "nd", "rd", "th", "er", "o", "a"]);
/// Numbers of more digits are identifiers by themselves.
const MAX_PLAIN: u16 = 6;

/// What the token behind a number can be the beginning of.
#[derive(Default)]
struct Opening {
    /// A date, a fraction, an address: figures with marks between them.
    figures: bool,
    /// A day and its month.
    day: bool,
    /// Groups of digits.
    groups: bool,
    /// Letters and digits in one.
    mixed: bool,
    /// An address with colons.
    colon: bool,
}

const EVERYTHING: Opening = Opening { figures: true, day: true, groups: true, mixed: true, colon: true };

impl Scan<'_> {
    /// Everything that begins with the number `i`.
    pub(super) fn number_at(&mut self, i: usize) {
        let token = self.token(i);
        let opening = if token.len > MAX_PLAIN { EVERYTHING } else { self.opening(i, &token) };
        let Opening { figures, day, groups, mixed, colon } = opening;
        let len = token.len;
        if figures {
            self.numeric_date_at(i);
        }
        if day {
            self.day_first_at(i);
        }
        if groups {
            self.phone_at(i);
        }
        // "ext 552": what stands before.
        if figures || len > 3 || len > 1 && self.may_be_extension(i - 1) {
            self.short_phone_at(i);
        }
        if groups {
            self.ssn_at(i);
            self.swiss_number_at(i);
        }
        if figures || mixed || colon {
            self.ip_at(i);
        }
        if len <= 3 && (self.word_of(i + 1, words!("dot", "point")) || self.mark_of(i + 1, b"[(")) {
            self.ip_apart_at(i);
        }
        // Years, and ages of 90 to 125.
        let may_be_old = match (len, self.text(token).first()) {
            // "9O-year-old"
            (1, Some(b'9')) => mixed,
            (2, Some(first)) => *first == b'9',
            (3.., Some(first)) => len == 4 || matches!(first, b'0' | b'1'),
            _ => false,
        };
        if may_be_old {
            self.age_at(i);
        }
        if len == 5 {
            self.zip_at(i);
        }
        if len == 1 {
            self.apart_number_at(i);
            if figures {
                self.uid_at(i);
            }
        }
        if len == 3 {
            self.half_spoken_at(i);
        }
        if figures || mixed {
            self.bare_id_at(i);
        }
        if mixed {
            self.vin_at(i);
        }
        if groups {
            self.card_at(i);
        }
        if figures {
            self.geocode_at(i);
        }
        if mixed && self.joined(i + 1) && self.kind(i + 1) == Kind::Word {
            self.wallet_at(i);
        }
        if day {
            self.day_abroad_at(i);
        }
        if figures || self.kind(i + 1) == Kind::Word {
            self.date_abroad_at(i);
            self.era_date_at(i);
        }
        self.masked_number_at(i);
        if len < 6 && self.mark(i + 1, b',') && self.kind(i + 2) == Kind::Number {
            self.dictated_phone_at(i);
        }
        if self.joined(i + 1) {
            self.stroke_code_at(i);
            if len == 8 {
                self.built_code_at(i);
            }
        }
        if len <= 3 {
            self.misread_at(i);
        }
    }

    /// Token `i` is a number with a mark joined to it: it begins neither an address nor an age.
    pub(super) fn closed_number(&self, i: usize) -> bool {
        let token = self.token(i);
        token.kind == Kind::Number
            && !(4..=6).contains(&token.len)
            && self.kind(i + 1) == Kind::Mark
            && self.joined(i + 1)
            && !self.mark(i + 1, b'-')
    }

    /// What can begin with a number of at most [`MAX_PLAIN`] digits.
    fn opening(&self, i: usize, token: &Token) -> Opening {
        let next = self.token(i + 1);
        let glued = self.joined(i + 1);
        let none = Opening::default();
        match next.kind {
            Kind::Word => {
                let day = token.len < 3
                    && (next.lex & (MONTH | MONTH_ABROAD) != 0 || self.word_in(i + 1, &DAY_WORDS));
                Opening { day, mixed: glued, ..none }
            }
            Kind::Number => Opening { groups: true, ..none },
            Kind::Mark => match self.text(next).first() {
                Some(b'.') => self.point(i, token),
                Some(b'/' | b'-') => EVERYTHING,
                Some(b'(' | b')') => Opening { groups: true, ..none },
                Some(b'&') => Opening { day: true, ..none },
                Some(b':') => Opening { colon: glued, ..none },
                // "719·776·5000"
                Some(&SYMBOL) => Opening { groups: glued, ..none },
                _ => none,
            },
            Kind::Holder | Kind::End => none,
        }
    }

    /// The same where a point stands behind: a decimal number or the end of a sentence begins nothing.
    fn point(&self, i: usize, token: &Token) -> Opening {
        let second = self.token(i + 2);
        if self.len(i + 1) > 1 {
            return Opening::default();
        }
        let plain = if !self.joined(i + 2) {
            second.kind != Kind::Number
                && !(second.kind == Kind::Word && (second.lex & MONTH_ABROAD != 0 || self.word(i + 2, "de")))
        } else if second.kind == Kind::Number && token.len <= 3 && second.len <= 2 {
            match self.token(i + 3) {
                third if third.kind == Kind::Mark => {
                    !matches!(self.text(third).first(), Some(b'/' | b'-' | b'.' | b'(' | b')'))
                }
                third => third.kind != Kind::Number,
            }
        } else {
            false
        };
        if plain { Opening::default() } else { EVERYTHING }
    }

    /// The token before a number may say that it is dialled after another one.
    fn may_be_extension(&self, before: usize) -> bool {
        match self.kind(before) {
            Kind::Word => matches!(self.text(self.token(before)).first(), Some(b'e' | b'E')),
            Kind::Mark => self.mark(before, b'.'),
            _ => false,
        }
    }
}
