//! Lines of forms: "8. City:  Yakima", "Addr 1: 19 Wamsutta   City: New Bedford", "Employer" above its value; and
//! the column list of a query with its values.

use super::Scan;

use crate::fold::{is_alnum, is_letter, line_end};
use crate::keys::{Holds, MAX_KEY, holds};
use crate::rules;
use crate::words::{self, REGION, STATE};

/// Longest line that is read as a form's, and most fields of one.
const MAX_LINE: usize = 240;
const MAX_FIELDS: usize = 12;
/// Longest value, and most words of one.
const MAX_VALUE: usize = 60;
const MAX_WORDS: usize = 8;
/// Columns and values of a query.
const MAX_COLUMNS: usize = 40;
const MAX_NAMES: usize = 1200;

/// Labels behind which initials stand, and behind which a name at a machine may.
const SIGNED: &[&str] = &[
    "initials",
    "init",
    "inits",
    "pt initials",
    "patient initials",
    "staff initials",
    "rn initials",
    "coll",
    "coll by",
    "collected by",
    "drawn by",
    "entered by",
    "typed by",
    "signature",
    "signed",
    "checked by",
    "verified by",
    "tech",
    "obtained by",
    "given by",
    "reviewed by",
    "transcribed by",
    "recorded by",
];
const SENT: &[&str] =
    &["from", "posted by", "author", "reviewer", "sender", "posted", "reporter", "by", "submitted by"];

impl Scan<'_> {
    /// Fields of forms, line by line.
    pub(super) fn forms(&mut self) {
        let fold = self.fold;
        let mut at = 0;
        while at < fold.len() {
            let end = line_end(fold, at);
            if end - at <= MAX_LINE && end > at + 2 {
                self.form_line(at, end);
            }
            at = end + 1;
        }
    }

    fn form_line(&mut self, start: usize, end: usize) {
        let mut at = start;
        let mut first = true;
        for _ in 0..MAX_FIELDS {
            let Some((from, to)) = self.segment(at, end) else { return };
            at = to;
            let text = &self.fold[from..to];
            let numbered = numbering(text);
            let label = &text[numbered..];
            let colon = label.iter().take(MAX_KEY + 2).position(|b| *b == b':').filter(|colon| {
                label.get(colon + 1).is_none_or(|next| !next.is_ascii_digit() && *next != b'/')
            });
            let dots = label
                .iter()
                .take(MAX_KEY + 2)
                .zip(label.iter().skip(1))
                .position(|(a, b)| *a == b'.' && *b == b'.');
            if let Some(sign) = colon.or(dots) {
                let key = label[..sign].trim_ascii();
                if is_key(key, SIGNED) || is_key(key, SENT) {
                    self.signer(from + numbered + sign, to, is_key(key, SIGNED));
                } else if let Some(said) = holds(key, false) {
                    let rest = label[sign..].iter().position(|b| !matches!(b, b':' | b'.' | b' ' | b'_'));
                    if let Some(rest) = rest {
                        self.form_value(from + numbered + sign + rest, to, said);
                    } else if let Some((value, close)) = self.segment(at, end) {
                        // The value stands behind a gap; another field's label is none.
                        if !self.fold[value..close].contains(&b':') {
                            self.form_value(value, close, said);
                            at = close;
                        }
                    }
                }
            } else if first && let Some(said) = holds(label.trim_ascii(), false) {
                let whole = from - start <= 6 && to == end;
                if whole
                    && (numbered > 0 || matches!(said, Holds::Place | Holds::Facility) && label.len() > 8)
                {
                    // The value stands on the next line.
                    let below = end + 1;
                    let close = line_end(self.fold, below.min(self.fold.len()));
                    if let Some((value, close)) = self.segment(below.min(close), close)
                        && !self.fold[value..close].contains(&b':')
                        && numbering(&self.fold[value..close]) == 0
                    {
                        self.form_value(value, close, said);
                    }
                } else if (numbered > 0 || said != Holds::Facility)
                    && let Some((value, close)) = self.segment(at, end)
                    && self.fold[at..value].iter().all(|b| *b <= b' ')
                    && !self.fold[value..close].contains(&b':')
                    && holds(&self.fold[value..close], true).is_none()
                    && self.segment(close, end).is_none()
                {
                    self.form_value(value, close, said);
                    at = close;
                }
            }
            first = false;
        }
    }

    /// "Initials: JB", "COLL: rkh", "Signature: P.R.", "From: angry_dad_1974", behind the sign at `at`.
    fn signer(&mut self, at: usize, end: usize, signed: bool) {
        let text = &self.fold[at..end];
        let Some(from) = text.iter().position(|b| !matches!(b, b':' | b'.' | b' ' | b'_')) else { return };
        let value = &text[from..];
        let value =
            &value[..value.iter().rposition(|b| !matches!(b, b'_' | b' ')).map_or(0, |last| last + 1)];
        let dotted = value.len() <= 8
            && value.iter().filter(|b| **b == b'.').count() >= 2
            && value.split(|b| *b == b'.').all(|part| part.len() <= 1 && part.iter().all(|b| is_letter(*b)));
        let handle = value.iter().any(|b| *b == b'_' || b.is_ascii_digit())
            && value.len() >= 5
            && value[0].is_ascii_lowercase()
            && value
                .iter()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.' | b'-'));
        let start = (at + from) as u32;
        if signed && (dotted || super::columns::initials(value)) {
            self.note_fold(start, start + value.len() as u32, &rules::NAME_INITIALS);
        } else if !signed && handle {
            self.note_fold(start, start + value.len() as u32, &rules::ID_USERNAME);
        }
    }

    /// What stands from `from` on up to a wide gap, a bar or the line's end.
    pub(super) fn segment(&self, from: usize, end: usize) -> Option<(usize, usize)> {
        let line = self.fold.get(from..end)?;
        let blank = |b: &u8| matches!(b, b' ' | b'\t' | b'|' | b'\r');
        let first = line.iter().position(|b| !blank(b))?;
        if self.tokens.even && !self.tokens.bars {
            // A line in one piece, which the one blank that may stand at its end is no part of.
            return Some((from + first, end - usize::from(line.ends_with(b" "))));
        }
        let mut to = first;
        while let Some(byte) = line.get(to).copied() {
            match byte {
                b' ' if line.get(to + 1).is_none_or(blank) => break,
                b'\t' | b'|' | b'\r' => break,
                _ => to += 1,
            }
        }
        Some((from + first, from + to))
    }

    fn form_value(&mut self, start: usize, end: usize, said: Holds) {
        let text = self.fold[start..end].trim_ascii_end();
        let text = match said {
            Holds::Place => &text[..before_region(text)],
            Holds::User | Holds::Secret | Holds::Id | Holds::House | Holds::Zip => {
                text.split(|b| *b == b' ' || *b == b',').next().unwrap_or_default()
            }
            Holds::Person | Holds::Facility => text,
        };
        let last = text
            .iter()
            .rposition(|b| is_alnum(*b) || matches!(b, b')' | b'#' | b'!' | b'$' | b'*'))
            .map_or(0, |last| last + 1);
        let text = &text[..last];
        let words = text.split(|b| *b == b' ').count();
        let Some(first) = text.first().copied() else { return };
        let opens = first.is_ascii_digit() || is_letter(first) && !first.is_ascii_lowercase();
        let good = match said {
            Holds::Person | Holds::Place | Holds::Facility => {
                opens && words <= MAX_WORDS && text.len() <= MAX_VALUE && !sentence(text)
            }
            Holds::Secret => text.iter().any(|b| !is_letter(*b)),
            Holds::User | Holds::Id | Holds::House | Holds::Zip => true,
        };
        if good {
            self.field_value(start, start + text.len(), said);
        }
    }

    /// "INSERT INTO patients (id, lname) VALUES (10331, 'Abernathy'), …" from the word `i`.
    pub(super) fn insert_at(&mut self, i: usize) {
        let start = self.token(i).start as usize;
        if start < self.followed_query || !self.word(i + 1, "into") {
            return;
        }
        let fold = self.fold;
        let Some(open) =
            fold[start..fold.len().min(start + 120)].iter().position(|b| *b == b'(').map(|at| start + at)
        else {
            return;
        };
        let Some(close) =
            fold[open..fold.len().min(open + MAX_NAMES)].iter().position(|b| *b == b')').map(|at| open + at)
        else {
            return;
        };
        let columns: Vec<Option<Holds>> = fold[open + 1..close]
            .split(|b| *b == b',')
            .take(MAX_COLUMNS)
            .map(|name| {
                let name = name.trim_ascii();
                let bare = |b: &u8| matches!(b, b'"' | b'`' | b'\'' | b'[' | b']');
                let from = name.iter().position(|b| !bare(b)).unwrap_or(0);
                let to = name.iter().rposition(|b| !bare(b)).map_or(0, |at| at + 1);
                holds(name.get(from..to).unwrap_or_default(), true)
            })
            .collect();
        let blank = |mut at: usize| {
            while fold.get(at).is_some_and(|b| b.is_ascii_whitespace()) {
                at += 1;
            }
            at
        };
        let mut at = blank(close + 1);
        if !fold.get(at..at + 6).is_some_and(|word| word.eq_ignore_ascii_case(b"values")) {
            return;
        }
        at = blank(at + 6);
        while fold.get(at) == Some(&b'(') {
            at += 1;
            for n in 0.. {
                at = blank(at);
                let from = at;
                let quoted = fold.get(at) == Some(&b'\'');
                let (value, end) = if quoted {
                    at += 1;
                    while at < fold.len() && (fold[at] != b'\'' || fold.get(at + 1) == Some(&b'\'')) {
                        at += if fold[at] == b'\'' { 2 } else { 1 };
                    }
                    let end = at.min(fold.len());
                    at = end + 1;
                    (from + 1, end)
                } else {
                    while at < fold.len() && !matches!(fold[at], b',' | b')' | b'\n') {
                        at += 1;
                    }
                    (from, at)
                };
                if let Some(said) = columns.get(n).copied().flatten() {
                    self.field_value(value, end, said);
                }
                at = blank(at);
                if fold.get(at) != Some(&b',') {
                    break;
                }
                at += 1;
            }
            if fold.get(at) != Some(&b')') {
                break;
            }
            at = blank(at + 1);
            if fold.get(at) != Some(&b',') {
                break;
            }
            at = blank(at + 1);
        }
        self.followed_query = at;
    }
}

fn is_key(key: &[u8], keys: &[&str]) -> bool {
    keys.iter().any(|word| key.eq_ignore_ascii_case(word.as_bytes()))
}

/// How long the number of a form's field is: "8. ", "14b) ", "3 ".
fn numbering(text: &[u8]) -> usize {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    if !(1..=2).contains(&digits) {
        return 0;
    }
    let mut at = digits;
    at += usize::from(text.get(at).is_some_and(u8::is_ascii_lowercase));
    let marked = text.get(at).is_some_and(|b| matches!(b, b'.' | b')'));
    at += usize::from(marked);
    let blanks = text[at..].iter().take_while(|b| **b == b' ').count();
    let letter = text.get(at + blanks).is_some_and(|b| is_letter(*b));
    if blanks > 0 && letter { at + blanks } else { 0 }
}

/// Where the state or country begins that ends an address, with the comma in front of it.
fn before_region(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(comma) = text[at..].iter().position(|b| *b == b',') {
        let from = at + comma;
        let rest = text[from + 1..].trim_ascii();
        let word = rest.split(|b| !is_letter(*b)).next().unwrap_or_default();
        let lex = words::lookup(word);
        let state = lex & STATE != 0 && word.len() == 2 && word.iter().all(u8::is_ascii_uppercase);
        if state || lex & REGION != 0 {
            return from;
        }
        at = from + 1;
    }
    // "Lynch KY 40855"
    let code = text.iter().rev().take_while(|b| b.is_ascii_digit() || **b == b'-').count();
    let rest = text[..text.len() - code].trim_ascii_end();
    let word = rest.rsplit(|b| *b == b' ').next().unwrap_or_default();
    let state =
        word.len() == 2 && words::lookup(word) & STATE != 0 && word.iter().all(u8::is_ascii_uppercase);
    if state && rest.len() > 2 && matches!(code, 0 | 5 | 10) {
        rest[..rest.len() - 2].trim_ascii_end().len()
    } else {
        text.len()
    }
}

/// The text reads on as a sentence: most of its words are small ones.
fn sentence(text: &[u8]) -> bool {
    let mut words = 0;
    let mut small = 0;
    for word in text.split(|b| *b == b' ').filter(|word| !word.is_empty()) {
        words += 1;
        small += usize::from(word[0].is_ascii_lowercase() && words::lookup(word) & words::COMMON != 0);
    }
    small > 1 || small > 0 && words > 6 || text.ends_with(b"?")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::records::fits;

    #[test]
    fn numbers_of_fields() {
        assert_eq!(numbering(b"8. City"), 3);
        assert_eq!(numbering(b"14b) City"), 5);
        assert_eq!(numbering(b"19 Wamsutta"), 3);
        assert_eq!(numbering(b"2019 City"), 0);
        assert_eq!(numbering(b"5mg"), 0);
    }

    #[test]
    fn regions_end_an_address() {
        assert_eq!(before_region(b"Lowell, MA 01852"), 6);
        assert_eq!(before_region(b"19 Wamsutta St"), 14);
        assert_eq!(before_region(b"PO Box 92, Lynch KY 40855"), 16);
        assert!(fits(b"Lowell", Holds::Place));
    }
}
