//! Exports of other systems: JSON and XML fields, comma-separated tables, "Enrollee....... Ann Lee".

use super::Scan;
use super::tables::heading;
use crate::fold::is_alnum;
use crate::lex::Kind;
use crate::rules::{self, Rule};

/// Fields that hold a part of a person's name and nothing else.
const NAME_FIELDS: &[&str] = &[
    "family",
    "given",
    "last",
    "first",
    "middle",
    "surname",
    "forename",
    "lname",
    "fname",
    "lastname",
    "firstname",
    "fullname",
    "patientname",
    "maiden",
    "prov",
    "provider",
    "author",
    "performer",
    "practitioner",
    "attending",
    "nurse",
    "signer",
];
/// Fields that hold a place.
const PLACE_FIELDS: &[&str] = &[
    "city", "street", "line", "district", "town", "addr", "address", "loc", "location", "facility",
    "hospital", "clinic", "county", "village",
];
/// Fields that hold a number of a person or case.
const ID_FIELDS: &[&str] =
    &["id", "pid", "uid", "uuid", "patientid", "mrn", "identifier", "subject", "patient"];
/// Longest value that is read, and most values of a list.
const MAX_VALUE: usize = 64;
const MAX_LIST: usize = 6;
/// Columns of a comma-separated table, and its longest line.
const COLUMNS: std::ops::RangeInclusive<usize> = 3..=32;
const MAX_LINE: usize = 400;

impl Scan<'_> {
    /// `"family":"Stavros"`, `"given":["Calliope","Eleni"]`, `last="Quick"`, `<Prov npi="1">T. Bui</Prov>` from the word `i`.
    pub(super) fn field_at(&mut self, i: usize) {
        let rule = if self.word_of(i, NAME_FIELDS) {
            &rules::NAME_FIELD
        } else if self.word_of(i, PLACE_FIELDS) {
            &rules::PLACE_FIELD
        } else if self.word_of(i, ID_FIELDS) {
            &rules::ID_FIELD
        } else {
            return;
        };
        let before = i.wrapping_sub(1);
        let end = self.end(i) as usize;
        if self.mark(before, b'"') && self.joined(i) && self.mark(i + 1, b'"') && self.mark(i + 2, b':') {
            // JSON: a string or a list of strings.
            let mut at = self.skip_blank(self.end(i + 2) as usize);
            let list = self.fold.get(at) == Some(&b'[');
            at += usize::from(list);
            for _ in 0..MAX_LIST {
                at = self.skip_blank(at);
                if self.fold.get(at) != Some(&b'"') {
                    return;
                }
                let Some(close) = self.until(at + 1, b'"') else { return };
                self.field_value(at + 1, close, rule);
                at = self.skip_blank(close + 1);
                if !list || self.fold.get(at) != Some(&b',') {
                    return;
                }
                at += 1;
            }
        } else if self.fold.get(end) == Some(&b'=') && matches!(self.fold.get(end + 1), Some(b'"' | b'\'')) {
            // An attribute.
            let quote = self.fold[end + 1];
            if let Some(close) = self.until(end + 2, quote) {
                self.field_value(end + 2, close, rule);
            }
        } else if self.mark(before, b'<') && self.joined(i) {
            // An element: its text runs to the next tag.
            let Some(open) = self.until(end, b'>') else { return };
            let Some(close) = self.until(open + 1, b'<') else { return };
            self.field_value(open + 1, close, rule);
        }
    }

    fn skip_blank(&self, mut at: usize) -> usize {
        let limit = at + 8;
        while at < limit && self.fold.get(at).is_some_and(|b| b.is_ascii_whitespace()) {
            at += 1;
        }
        at
    }

    fn until(&self, from: usize, byte: u8) -> Option<usize> {
        let window = self.fold.get(from..self.fold.len().min(from + MAX_VALUE))?;
        window.iter().position(|b| *b == byte).map(|at| from + at)
    }

    fn field_value(&mut self, start: usize, end: usize, rule: &'static Rule) {
        let value = &self.fold[start..end];
        let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
        let name = std::ptr::eq(rule, &rules::NAME_FIELD);
        let fits = if std::ptr::eq(rule, &rules::ID_FIELD) {
            digits >= 2 && !value.contains(&b' ')
        } else {
            digits == 0 || !name
        };
        let ordinary = crate::words::lookup(value) & (crate::words::COMMON | crate::words::REGION) != 0;
        if fits && !ordinary && value.len() > 1 && !value.contains(&b'[') && !value.contains(&b'/') {
            self.note_fold(start as u32, end as u32, rule);
        }
    }

    /// Tables whose cells are set apart by commas or semicolons: the first line names the columns.
    pub(super) fn comma_tables(&mut self) {
        let fold = self.fold;
        let mut columns: Vec<Option<&'static Rule>> = Vec::new();
        let mut mark = b',';
        let mut at = 0;
        while at < fold.len() {
            let end = crate::fold::line_end(fold, at);
            let line = &fold[at..end];
            if line.is_empty() || line.len() > MAX_LINE {
                columns.clear();
            } else if columns.is_empty() {
                mark = if line.contains(&b';') { b';' } else { b',' };
                columns = comma_headings(line, mark);
            } else {
                self.comma_row(at, end, mark, &columns);
            }
            at = end + 1;
        }
    }

    fn comma_row(&mut self, start: usize, end: usize, mark: u8, columns: &[Option<&'static Rule>]) {
        let (mut from, mut quoted, mut n) = (start, false, 0);
        for at in start..=end {
            let byte = if at == end { mark } else { self.fold[at] };
            if byte == b'"' {
                quoted = !quoted;
            }
            if byte == mark && (!quoted || at == end) {
                if let Some(rule) = columns.get(n).copied().flatten() {
                    self.cell(from, at, rule);
                }
                n += 1;
                from = at + 1;
            }
        }
    }

    /// Token `i` is the dots of "Enrollee............ Ann Lee".
    pub(super) fn leader(&self, i: usize) -> bool {
        self.kind(i) == Kind::Mark && self.bytes(i)[0] == b'.' && self.len(i) > 2
    }
}

/// What the cells of a first line say, if at least two of three or more are headings and none is a sentence.
fn comma_headings(line: &[u8], mark: u8) -> Vec<Option<&'static Rule>> {
    let count = line.iter().filter(|b| **b == mark).count() + 1;
    if !COLUMNS.contains(&count) {
        return Vec::new();
    }
    let cells = line.split(|b| *b == mark);
    let sentence =
        cells.clone().any(|cell| cell.len() > 32 || cell.iter().filter(|b| **b == b' ').count() > 3);
    if sentence || !line.iter().copied().any(is_alnum) {
        return Vec::new();
    }
    let columns: Vec<_> = cells.map(|cell| heading(cell.trim_ascii().trim_ascii_start())).collect();
    if columns.iter().flatten().count() >= 2 { columns } else { Vec::new() }
}
