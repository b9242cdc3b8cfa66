//! Dates in bare figures or in words after their labels: "DOB: 010290", "DOB 03 05 2021".

use super::Scan;
use super::dates::compact_date;
use crate::lex::Kind;
use crate::rules;
use crate::words::CARDINAL;

impl Scan<'_> {
    /// After a date's label digits without separators or with spaces are a date as well.
    pub(super) fn labelled_date(&mut self, after: usize) {
        let mut j = after;
        for _ in 0..4 {
            if self.mark_of(j, b":#=-(|.") || self.word_of(j, words!("is", "was")) {
                j += 1;
            }
        }
        if self.lex(j, CARDINAL) && self.kind(j) == Kind::Word && self.same_line(j) {
            // "one twelve seventy one", as it is dictated.
            let mut end = j;
            let mut words = 0;
            while words < 9 && self.kind(end) == Kind::Word && self.lex(end, CARDINAL) && self.same_line(end)
            {
                words += 1;
                end += 1 + usize::from(self.mark(end + 1, b'-') && self.joined(end + 1));
            }
            if words >= 3 {
                self.date(j, end, &rules::DATE_SPOKEN);
            }
            return;
        }
        if self.kind(j) != Kind::Number || !self.same_line(j) && j == after {
            return;
        }
        let ends = |scan: &Self, k: usize| scan.stops(k) || scan.word(k, "t");
        if matches!(self.len(j), 6 | 8) && ends(self, j + 1) && self.plausible(self.bytes(j)) {
            self.date(j, j + 1, &rules::DATE_LABEL);
        } else if self.len(j) <= 2
            && self.kind(j + 1) == Kind::Number
            && self.len(j + 1) <= 2
            && self.kind(j + 2) == Kind::Number
            && matches!(self.len(j + 2), 2 | 4)
            && self.same_line(j + 1)
            && self.same_line(j + 2)
        {
            self.date(j, j + 3, &rules::DATE_LABEL);
        } else if self.len(j) <= 2
            && self.mark(j + 1, b'.')
            && self.len(j + 2) <= 2
            && self.kind(j + 2) == Kind::Number
            && self.mark(j + 3, b'.')
            && self.kind(j + 4) == Kind::Number
            && matches!(self.len(j + 4), 2 | 4)
            && (j + 1..j + 5).all(|k| self.joined(k))
            && self.stops(j + 5)
        {
            self.date(j, j + 5, &rules::DATE_LABEL);
        } else if self.len(j) <= 2
            && self.mark_of(j + 1, b"/-")
            && self.kind(j + 2) == Kind::Number
            && self.len(j + 2) <= 2
            && self.stops(j + 3)
            && self.mark(j.wrapping_sub(1), b':')
        {
            self.date(j, j + 3, &rules::DATE_LABEL);
        }
    }

    fn plausible(&self, digits: &[u8]) -> bool {
        let pair = |at: usize| u32::from(digits[at] - b'0') * 10 + u32::from(digits[at + 1] - b'0');
        let day_month =
            |a: u32, b: u32| (1..=31).contains(&a) && (1..=31).contains(&b) && (a <= 12 || b <= 12);
        compact_date(digits) || day_month(pair(0), pair(2)) || day_month(pair(2), pair(4))
    }
}
