//! Identifiers after their labels: "MRN: A-12-34", "medical record number is 00123", "acct no. 55-1".

use super::dates::compact_date;
use super::{Scan, Words};
use crate::labels::{Label, Trust, labels};
use crate::lex::{Kind, WIDE};
use crate::rules;
use crate::words::{LABEL, STATE, UNIT};

/// What is kept of a fingerprint, a face or a voice.
const OF_A_PRINT: &Words = words!(
    "hash",
    "template",
    "token",
    "ref",
    "reference",
    "scan",
    "sample",
    "profile",
    "record",
    "file",
    "card",
    "key",
    "signature",
    "print"
);
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

/// How far before a lot's number an implant may be named, in tokens.
const LOT_WINDOW: usize = 12;

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
        if self.no_identifier(i, label) {
            return;
        }
        if label.trust == Trust::Date {
            self.labelled_date(after);
            return;
        }
        // "Face ID hash", "fingerprint template", "voiceprint ref"
        let mut after = after;
        while std::ptr::eq(label.rule, &rules::ID_BIOMETRIC)
            && self.word_of(after, OF_A_PRINT)
            && self.same_line(after)
        {
            after += 1;
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
            // The sign that closes the code of a door.
            let lock = std::ptr::eq(label.rule, &rules::ID_PASSWORD);
            let sign = usize::from(lock && matches!(self.fold.get(value.end), Some(b'#' | b'*')));
            let (start, end) = (value.start as u32, (value.end + sign) as u32);
            self.note_fold(start, end, label.rule);
            while at < self.tokens.len() && (self.token(at).start as usize) < value.end {
                at += 1;
            }
            let joiner = at;
            while at < joiner + 2 && (self.mark_of(at, b",/&;") || self.word_of(at, words!("and", "or"))) {
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

    /// The words before say that the label names a thing and no person's: "stock code", the lot of a drug.
    fn no_identifier(&self, i: usize, label: &Label) -> bool {
        let before = i.wrapping_sub(1);
        match label.words {
            // "mg/dL|65-99": a part of a litre, and the range behind it.
            "dl" => self.bytes(i) == b"dL" || self.mark(before, b'/') && self.joined(i),
            // X12: the code system of a procedure.
            "hc" => self.mark(before, b'*') && self.joined(i),
            // FHIR: the code of a finding or procedure.
            "code" if self.mark(before, b'"') && self.joined(i) => true,
            // XML: `<dx code="M17.11"`.
            "code" if self.mark(i + 1, b'=') && self.mark(i + 2, b'"') => true,
            "code" | "number" | "order" => self.word_of(
                before,
                words!(
                    "stock",
                    "product",
                    "item",
                    "part",
                    "catalogue",
                    "catalog",
                    "billing",
                    "procedure",
                    "error",
                    "cpt",
                    "icd",
                    "model",
                    "atomic",
                    "colour",
                    "color"
                ),
            ),
            // What was put into the patient is told by its lot; what many were given is not.
            words if words.starts_with("lot") || words.starts_with("batch") => {
                let implanted = |j: usize| {
                    self.word_of(
                        j,
                        words!(
                            "implant",
                            "implanted",
                            "implants",
                            "device",
                            "serial",
                            "sn",
                            "udi",
                            "pacemaker",
                            "prosthesis",
                            "stent",
                            "iol",
                            "gtin"
                        ),
                    )
                };
                !(1..=LOT_WINDOW)
                    .take_while(|back| self.same_line(i.wrapping_sub(back - 1)))
                    .any(|back| implanted(i.wrapping_sub(back)))
            }
            _ => false,
        }
    }

    /// The longest label that starts at token `i`, and the token after it.
    pub(super) fn label(&self, i: usize) -> Option<(&'static Label, usize)> {
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
                && (self.word_of(j, words!("last", "four", "ends", "digits", "final"))
                    || self.number(j) == Some(4) && self.len(j) == 1 && self.word(j.wrapping_sub(1), "last"))
            {
                explicit = true;
            } else if self.mark_of(j, b":#=|")
                || self.leader(j)
                || (self.kind(j) == Kind::Mark && self.bytes(j).iter().all(|b| matches!(b, b'#' | b':')))
            {
                (explicit, marked) = (true, true);
            } else if self
                .word_of(j, words!("number", "numbers", "no", "num", "nbr", "nr", "id", "ids", "identifier"))
            {
                explicit = true;
            } else if self.mark_of(j, b".,-()>*\"'")
                || self.word_of(
                    j,
                    words!(
                        "is", "was", "of", "the", "on", "file", "as", "ending", "in", "reads", "listed",
                        "with", "s", "recorded", "given", "being", "are", "for", "lists", "barcode", "code",
                        "ends"
                    ),
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
                // "VP:88a1-77c"
                || self.mark(next, b':')
                    && label.trust == Trust::Sure
                    && value.digits == 0
                    && value.lower == 0
                    && value.letters <= 4
                    && !self.lex(j, LABEL)
                    && self.joined(next)
                    && self.joined(next + 1)
                    && self.kind(next + 1) == Kind::Number
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
                    || (value.lower, value.letters, value.digits) == (2, 2, 2)
                        && self.kind(next) == Kind::Word
                        && self.len(next) == 3
                        && self.token(next).lex == 0
                    // "HH KT 88"
                    || (self.uppercase(next)
                        && self.len(next) <= 3
                        && value.digits == 0
                        && value.lower == 0
                        && value.letters <= 3
                        && !self.lex(next.wrapping_sub(1), STATE)
                        && self.kind(next + 1) == Kind::Number
                        && self.same_line(next + 1))
            }
            Trust::Ssn => digits && value.letters == 0 && value.digits < 9,
            Trust::Sure => {
                let prefix = digits
                    && value.digits == 0
                    && value.letters <= 4
                    && value.lower == 0
                    && (self.len(next) >= 3
                        || self.kind(next + 1) == Kind::Number
                            && self.same_line(next + 1)
                            && !self.joined(next + 1)
                            && self.len(next + 1) >= 2);
                let tail = digits
                    && value.letters == 0
                    && (2..=4).contains(&self.len(next))
                    && value.digits >= 2
                    && value.digits < 16
                    && (value.end - value.start) <= 24
                    && self.grouped_alike(next)
                    && (self.stops(next + 1)
                        || self.mark(next + 1, b'.') && value.digits >= 6 && self.len(next + 2) == 1);
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
                    && (self.kind(next + 1) != Kind::Word || self.line_start(next + 1));
                // "08841772 R" at a line's end; "12345678 M" tells the sex.
                let check = check
                    || self.uppercase(next)
                        && self.len(next) == 1
                        && value.letters == 0
                        && value.digits >= 7
                        && !matches!(self.bytes(next), b"M" | b"F" | b"X")
                        && (self.line_start(next + 1)
                            || self.kind(next + 1) == Kind::End
                            || self.mark_of(next + 1, b",;"));
                // "B41 X 0662".
                let inner = self.uppercase(next)
                    && self.len(next) == 1
                    && value.letters > 0
                    && value.lower == 0
                    && value.digits > 0
                    && self.kind(next + 1) == Kind::Number
                    && self.same_line(next + 1)
                    && self.len(next + 1) >= 3
                    && !self.year(next + 1);
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
                // "reg no. YK68 OPR"
                let british = self.uppercase(next)
                    && self.len(next) == 3
                    && (value.letters, value.digits, value.lower) == (2, 2, 0)
                    && value.end - value.start == 4
                    && self.stops(next + 1);
                (prefix || tail || lettered || check || inner || short || last || british)
                    && !units
                    && (prefix || !self.mark(next + 1, b'/'))
            }
            Trust::Zip => {
                self.kind(next) == Kind::Number
                    && self.len(next) == 1
                    && value.letters > 0
                    && self.joined(next + 1)
            }
            // "lic NT 1147", "invoice HD 0096317".
            Trust::Plain => {
                digits
                    && value.digits == 0
                    && value.letters <= 4
                    && value.lower == 0
                    && self.len(next) >= 4
                    && !self.year(next)
                    && !self.lex(
                        next.wrapping_sub(1),
                        crate::words::LABEL | crate::words::COMMON | crate::words::MONTH,
                    )
                    && self.kind(next.wrapping_sub(1)) == Kind::Word
                    && !units
            }
            Trust::Date => false,
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
            // "Vehicle: 2011 Buick" tells the year of the model.
            Trust::Plate => {
                (2..=8).contains(&(digits + letters))
                    // "ab12 cde", as it is transcribed
                    && (lower == 0 || lower == letters && letters >= 2 && digits >= 2 && self.token(at).lex == 0 && self.kind(at) == Kind::Word)
                    && (letters > 0
                        || digits >= 4 && !(self.year(at) && self.capital(after) && self.same_line(after)))
            }
            Trust::Sure => {
                // A word with one digit, or a bare small number without any sign, is not yet a value.
                let cell = letters >= 3
                    && lower == 0
                    && (self.token(after).flags & WIDE != 0 || self.mark(after, b'|'));
                let shaped = digits >= 3
                    || cell
                    || (explicit && (digits >= 2 || letters <= 4))
                    || (digits >= 2 && letters > 0 && lower == 0);
                shaped && !unit && (lower <= 3 || digits >= 3) && !(single && self.year(at) && !explicit)
            }
            Trust::Plain => {
                let long = digits >= 6 || (digits >= 4 && letters > 0 && lower == 0);
                let shaped = long || (marked && digits >= 3) || (explicit && digits >= 4);
                shaped
                    && !unit
                    && lower <= 2
                    && !(single && self.year(at) && !marked)
                    && (self.triple_free(at) || self.parts(value) > 3)
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
            && self.token(after).flags & WIDE == 0
            && !self.mark(after + 1, b':')
            && (self.joined(after)
                || label.trust != Trust::Sure
                || !self.capital(after) && !self.word_of(after, words!("m", "l", "h", "x", "cc", "day")));
        unit || self.mark(after, b'%')
    }

    /// How many pieces the marks inside part the value into: a date has three.
    fn parts(&self, value: &Value) -> usize {
        let text = &self.fold[value.start..value.end];
        if text.contains(&b'.') { 0 } else { text.iter().filter(|b| matches!(b, b'/' | b'-')).count() + 1 }
    }

    /// The value at token `at` is no date.
    fn triple_free(&self, at: usize) -> bool {
        !(self.kind(at) == Kind::Number
            && (self.mark_of(at + 1, b"/.")
                && self.kind(at + 2) == Kind::Number
                && self.len(at) <= 2
                && (self.len(at + 2) <= 2 || self.year(at + 2))
                || compact_date(self.bytes(at))))
    }
}
