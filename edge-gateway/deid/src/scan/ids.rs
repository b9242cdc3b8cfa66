//! Identifiers after their labels: "MRN: A-12-34", "medical record number is 00123", "acct no. 55-1".

use super::Scan;
use super::dates::compact_date;
use crate::labels::{Label, Trust, labels};
use crate::lex::{Kind, WIDE};
use crate::rules;
use crate::words::{CARDINAL, UNIT};

/// Words and marks that may stand between a label and its value.
const MAX_BETWEEN: usize = 8;
/// Longest identifier.
const MAX_VALUE: usize = 64;
/// Most values after one label ("MRNs 123, 456 and 789").
const MAX_VALUES: usize = 6;

/// From this many digits on a number after a label that means nothing else is no amount, whatever word follows.
const SURE_DIGITS: usize = 5;
/// The same after a label that is an ordinary word too.
const PLAIN_DIGITS: usize = 7;

/// A value as it was read: where it lies and what it is made of.
struct Value {
    start: usize,
    end: usize,
    digits: usize,
    letters: usize,
    lower: usize,
}

impl Scan<'_> {
    pub(super) fn label_at(&mut self, i: usize) {
        if i < self.label_end
            || !self.lex(i, crate::words::LABEL)
            || (self.joined(i) && self.kind(i.wrapping_sub(1)) == Kind::Word)
        {
            return;
        }
        let Some((label, after)) = self.label(i) else {
            return;
        };
        if label.trust == Trust::Date {
            self.labelled_date(after);
            return;
        }
        let (value_at, explicit, marked) = self.between(after, label.trust == Trust::Ssn);
        if self.parenthesised(i, after, label) {
            return;
        }
        self.label_end = value_at;
        let mut at = value_at;
        for n in 0..MAX_VALUES {
            let Some(value) = self.value(at, label) else {
                return;
            };
            if !self.accept(&value, at, label, explicit || n > 0, marked, n) {
                return;
            }
            let (start, end) = (value.start as u32, value.end as u32);
            self.note_fold(start, end, label.rule);
            while at < self.tokens.len() && (self.token(at).start as usize) < value.end {
                at += 1;
            }
            let joiner = at;
            while at < joiner + 2 && (self.mark_of(at, b",/&;") || self.word_of(at, &["and", "or"])) {
                at += 1;
            }
            if at == joiner
                || !self.same_line(at)
                || self.kind(at) != Kind::Number
                    && !(self.uppercase(at) && self.joined(at + 1) && self.token(at).lex == 0)
            {
                return;
            }
        }
    }

    /// The longest label that starts at token `i`, and the token after it.
    fn label(&self, i: usize) -> Option<(&'static Label, usize)> {
        labels(self.token(i).word).iter().find_map(|label| {
            let rest = label.words.get(self.len(i) + 1..).unwrap_or_default();
            let skip =
                |scan: &Self, j: usize| scan.mark_of(j, b".'-/") && (scan.joined(j) || scan.mark(j, b'/'));
            self.phrase(i + 1, rest, self.line_start(i), skip).map(|end| (label, end))
        })
    }

    /// Skips what may stand between label and value. Tells whether a sign or word said "number", and whether a mark did.
    fn between(&self, after: usize, ssn: bool) -> (usize, bool, bool) {
        let (mut j, mut explicit, mut marked) = (after, false, false);
        for _ in 0..MAX_BETWEEN {
            let tags = self.after_tags(j);
            if tags > j {
                j = tags - 1;
            } else if ssn
                && (self.word_of(j, &["last", "four", "ends", "digits", "final"])
                    || self.number(j) == Some(4) && self.len(j) == 1 && self.word(j.wrapping_sub(1), "last"))
            {
                explicit = true;
            } else if self.mark_of(j, b":#=|")
                || self.leader(j)
                || (self.kind(j) == Kind::Mark && self.bytes(j).iter().all(|b| matches!(b, b'#' | b':')))
            {
                (explicit, marked) = (true, true);
            } else if self
                .word_of(j, &["number", "numbers", "no", "num", "nbr", "nr", "id", "ids", "identifier"])
            {
                explicit = true;
            } else if self.mark_of(j, b".,-()>*\"'")
                || self.word_of(
                    j,
                    &[
                        "is", "was", "of", "the", "on", "file", "as", "ending", "in", "reads", "listed",
                        "with", "s", "recorded", "given", "being", "are", "for", "lists", "barcode", "code",
                    ],
                )
            {
                // "S12345678" is a value, not a plural's ending.
                if self.word(j, "s") && self.joined(j + 1) && self.kind(j + 1) == Kind::Number {
                    break;
                }
                if self.mark_of(j, b"-.,")
                    && self.joined(j + 1)
                    && !self.joined(j)
                    && self.kind(j + 1) == Kind::Number
                {
                    break;
                }
            } else {
                break;
            }
            j += 1;
            if !self.same_line(j) && !marked {
                break;
            }
        }
        (j, explicit, marked)
    }

    /// "12345 (MRN)"
    fn parenthesised(&mut self, i: usize, after: usize, label: &'static Label) -> bool {
        if !self.mark(i.wrapping_sub(1), b'(') || !self.mark(after, b')') || label.trust != Trust::Sure {
            return false;
        }
        let number = i.wrapping_sub(2);
        if self.kind(number) != Kind::Number || self.len(number) < 4 || !self.same_line(i) {
            return false;
        }
        let mut from = number;
        while from > 0
            && number - from < 6
            && self.joined(from)
            && (self.mark_of(from - 1, b"-") || matches!(self.kind(from - 1), Kind::Word | Kind::Number))
        {
            from -= 1;
        }
        self.note(from, number + 1, label.rule);
        true
    }

    /// Reads letters and digits with inner dashes, points, slashes and underscores, and groups set apart by spaces.
    fn value(&self, at: usize, label: &Label) -> Option<Value> {
        let first = self.token(at);
        if !matches!(first.kind, Kind::Word | Kind::Number) {
            return None;
        }
        let start = first.start as usize;
        let mut value = Value { start, end: start, digits: 0, letters: 0, lower: 0 };
        let mut j = at;
        loop {
            let token = self.token(j);
            match token.kind {
                Kind::Number => value.digits += token.len as usize,
                Kind::Word => {
                    value.letters += token.len as usize;
                    value.lower += self.bytes(j).iter().filter(|b| b.is_ascii_lowercase()).count();
                }
                _ => return None,
            }
            value.end = self.end(j) as usize;
            if value.end - start > MAX_VALUE {
                return None;
            }
            let next = j + 1;
            if self.joined(next) && matches!(self.kind(next), Kind::Word | Kind::Number) {
                j = next;
            } else if self.mark_of(next, b"-_/.")
                && self.joined(next)
                && self.joined(next + 1)
                && matches!(self.kind(next + 1), Kind::Word | Kind::Number)
                && !(self.mark(next, b'.') && self.kind(next + 1) == Kind::Word && value.digits > 0)
            {
                j = next + 1;
            } else if self.group_follows(next, &value, label) {
                j = next;
            } else if self.mark(next, b'(')
                && label.trust == Trust::Sure
                && self.kind(next + 1) == Kind::Number
                && self.joined(next)
            {
                j = next + 1;
            } else {
                return Some(value);
            }
        }
    }

    /// The next group, after a space, still belongs to the value.
    fn group_follows(&self, next: usize, value: &Value, label: &Label) -> bool {
        if !self.same_line(next) || self.token(next).flags & WIDE != 0 || self.joined(next) {
            return false;
        }
        let digits = self.kind(next) == Kind::Number;
        let units = self.lex(next + 1, UNIT) && !self.joined(next + 2) && digits && self.joined(next + 1);
        match label.trust {
            Trust::Plate => {
                (digits && self.len(next) <= 4 && value.letters > 0 && value.digits <= 3)
                    || (self.uppercase(next)
                        && self.len(next) <= 4
                        && self.len(next) > 1
                        && value.digits > 0
                        && value.letters < 3)
            }
            Trust::Ssn => digits && value.letters == 0 && value.digits < 9,
            Trust::Sure => {
                let prefix = digits
                    && value.digits == 0
                    && value.letters <= 4
                    && value.lower == 0
                    && self.len(next) >= 3;
                let tail = digits
                    && value.letters == 0
                    && (2..=4).contains(&self.len(next))
                    && value.digits >= 2
                    && value.digits < 16
                    && (value.end - value.start) <= 24
                    && self.grouped_alike(next)
                    && self.stops(next + 1);
                // "XQH 6619 20475", "T-558 201 44", "ABX 204 771 983".
                let lettered = digits
                    && value.letters > 0
                    && value.letters <= 4
                    && value.lower == 0
                    && (2..=6).contains(&self.len(next))
                    && (1..18).contains(&value.digits)
                    && self.len(next.wrapping_sub(1)) <= 6
                    && self.kind(next.wrapping_sub(1)) == Kind::Number
                    && !(self.year(next) && value.digits >= 6)
                    && self.stops(next + 1);
                // "900 441 208 K", "118 204 771 CZ".
                let check = self.uppercase(next)
                    && self.len(next) <= 2
                    && value.digits >= 6
                    && value.end - value.start > value.digits + value.letters
                    && self.stops(next + 1)
                    && !self.lex(next, UNIT)
                    && self.kind(next + 1) != Kind::Word;
                // "0099 2231 7": the last digit alone, where the statement ends behind it.
                let last = digits
                    && value.letters == 0
                    && self.len(next) == 1
                    && value.digits >= 6
                    && self.kind(next.wrapping_sub(2)) == Kind::Number
                    && (self.kind(next + 1) != Kind::Word || self.line_start(next + 1))
                    && self.stops(next + 1)
                    && !self.mark_of(next + 1, b"/%");
                // "2 87 03 13 055 118 42": many short groups.
                let short = digits
                    && value.letters == 0
                    && value.digits < 16
                    && (2..=4).contains(&self.len(next))
                    && self.kind(next + 1) == Kind::Number
                    && self.same_line(next + 1)
                    && !self.joined(next + 1)
                    && self.kind(next + 2) == Kind::Number
                    && value.digits >= 1;
                (prefix || tail || lettered || check || short || last) && !units && !self.mark(next + 1, b'/')
            }
            Trust::Zip => {
                self.kind(next) == Kind::Number
                    && self.len(next) == 1
                    && value.letters > 0
                    && self.joined(next + 1)
            }
            Trust::Plain | Trust::Date => false,
        }
    }

    /// The group before token `next` is as short as it: "123 456 789".
    fn grouped_alike(&self, next: usize) -> bool {
        self.len(next.wrapping_sub(1)).abs_diff(self.len(next)) <= 2 && self.len(next.wrapping_sub(1)) <= 4
    }

    fn accept(
        &self,
        value: &Value,
        at: usize,
        label: &Label,
        explicit: bool,
        marked: bool,
        n: usize,
    ) -> bool {
        let Value { digits, letters, lower, .. } = *value;
        let single = value.end == self.end(at) as usize;
        let after = self
            .tokens
            .from(at)
            .take(MAX_VALUE)
            .take_while(|token| (token.start as usize) < value.end)
            .count()
            + at;
        let unit = self.amount(value, after, label, marked);
        let clock = self.mark(after, b':')
            && self.joined(after)
            && self.kind(after + 1) == Kind::Number
            && self.joined(after + 1);
        if digits == 0 || clock && digits <= 2 {
            return false;
        }
        if n > 0 {
            return digits >= 4 && !unit;
        }
        match label.trust {
            Trust::Ssn => digits >= 4 && letters <= 5,
            Trust::Zip => (digits >= 3 && letters == 0) || (letters <= 4 && lower == 0),
            Trust::Plate => {
                (2..=8).contains(&(digits + letters)) && lower == 0 && (letters > 0 || digits >= 4)
            }
            Trust::Sure => {
                // A word with one digit, or a bare small number without any sign, is not yet a value.
                let shaped = digits >= 3
                    || (explicit && (digits >= 2 || letters <= 4))
                    || (digits >= 2 && letters > 0 && lower == 0);
                shaped && !unit && (lower <= 3 || digits >= 3) && !(single && self.year(at) && !explicit)
            }
            Trust::Plain => {
                let long = digits >= 6 || (digits >= 4 && letters > 0 && lower == 0);
                let shaped = long || (marked && digits >= 3) || (explicit && digits >= 4);
                shaped && !unit && lower <= 2 && !(single && self.year(at) && !marked) && self.triple_free(at)
            }
            Trust::Date => false,
        }
    }

    /// The value is an amount: what follows at token `after` is its unit, and neither its form nor its label says otherwise.
    fn amount(&self, value: &Value, after: usize, label: &Label, marked: bool) -> bool {
        let Value { digits, letters, .. } = *value;
        let joined = value.end - value.start > digits + letters;
        let sure = match label.trust {
            Trust::Sure => digits >= SURE_DIGITS || joined || marked,
            _ => digits >= PLAIN_DIGITS,
        };
        if sure || letters > 0 {
            return false;
        }
        // "M", "day", "cc" begin the next statement as often as they name a unit.
        let unit = self.same_line(after)
            && self.lex(after, UNIT)
            && (self.joined(after)
                || label.trust != Trust::Sure
                || !self.capital(after) && !self.word_of(after, &["m", "l", "h", "x", "cc", "day"]));
        unit || self.mark(after, b'%')
    }

    /// The value at token `at` is no date.
    fn triple_free(&self, at: usize) -> bool {
        !(self.kind(at) == Kind::Number
            && (self.mark_of(at + 1, b"/.") && self.kind(at + 2) == Kind::Number && self.len(at) <= 2
                || compact_date(self.bytes(at))))
    }

    /// After a date's label digits without separators or with spaces are a date as well.
    fn labelled_date(&mut self, after: usize) {
        let mut j = after;
        for _ in 0..4 {
            if self.mark_of(j, b":#=-(|.") || self.word_of(j, &["is", "was"]) {
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
