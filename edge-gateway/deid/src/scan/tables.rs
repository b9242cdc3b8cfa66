//! Tables: a heading such as "Name" or "MRN" speaks for every cell of its column.

use super::Scan;
use super::sets::WordSet;
use crate::fold::is_alnum;
use crate::keys::{Holds, holds};
use crate::labels::{Trust, labels};
use crate::rules::{self, Rule};

/// Columns that are looked at.
const MAX_COLUMNS: usize = 32;
/// Longest cell that is a value; a longer one is a sentence, which the other rules read.
const MAX_CELL: usize = 60;
/// Headings of columns that hold people.
static PEOPLE: WordSet = WordSet::new(&[
    "name",
    "patient",
    "patient name",
    "pt",
    "pt name",
    "last name",
    "first name",
    "surname",
    "given name",
    "family name",
    "full name",
    "last",
    "first",
    "provider",
    "physician",
    "attending",
    "nurse",
    "doctor",
    "contact",
    "guarantor",
    "surgeon",
    "pcp",
    "member name",
    "caller",
    "resident",
    "rn",
    "md",
    "emergency contact",
    "next of kin",
    "clinician",
    "referring",
    "ordering provider",
    "client",
    "staff",
    "author",
    "init",
    "inits",
    "initials",
    "prov",
    "given by",
    "admin by",
    "drawn by",
]);
/// Headings of columns that hold places.
static PLACES: WordSet = WordSet::new(&[
    "address",
    "street",
    "city",
    "town",
    "county",
    "home address",
    "street address",
    "hospital",
    "facility",
    "clinic",
]);

/// Headings of columns that hold ages.
static AGES: WordSet = WordSet::new(&["age", "age (y)", "age (years)", "age/sex", "yrs", "age yrs", "alter"]);
/// Longest heading.
const MAX_HEADING: usize = 32;

/// Headings of other things than the field of the same name holds.
static NO_COLUMNS: WordSet = WordSet::new(&[
    "line", "loc", "location", "subject", "case", "visit", "str", "doc", "via", "order id", "token", "rec",
    "record", "line id", "recorder", "alias", "cap",
]);
/// Headings of columns of numbers.
static NUMBERS: WordSet = WordSet::new(&["no", "nr", "no.", "nr.", "row key"]);

impl Scan<'_> {
    /// Reads line by line; a line with headings opens a table, a line with another number of cells closes it.
    pub(super) fn tables(&mut self) {
        let fold = self.fold;
        // Few texts have any.
        if !self.tokens.bars && (self.tokens.even || !fold.contains(&b'\t')) {
            return;
        }
        let mut columns: Vec<Option<&'static Rule>> = Vec::new();
        let mut separator = b'|';
        let mut at = 0;
        while at < fold.len() {
            let end = crate::fold::line_end(fold, at);
            let line = &fold[at..end];
            let bars = line.iter().filter(|b| **b == b'|').count();
            let tabs = line.iter().filter(|b| **b == b'\t').count();
            let mark = if bars > 0 { b'|' } else { b'\t' };
            if line.contains(&b'-')
                && line.iter().all(|b| matches!(b, b'-' | b'|' | b':' | b'+' | b'=' | b' ' | b'\r'))
            {
                // A rule under the headings.
            } else if bars.max(tabs) == 0 {
                columns.clear();
            } else if bars.max(tabs) < MAX_COLUMNS {
                let cells = line.split(|b| *b == mark);
                let count = cells.clone().count();
                if columns.len() != count || separator != mark {
                    columns = cells.map(heading).collect();
                    separator = mark;
                    // Two columns are label and value as often as a table: both must be headings.
                    let ruled = count > 2 || columns[count - 1].is_some() || self.ruled(end);
                    if columns.iter().all(Option::is_none) || !ruled {
                        columns.clear();
                    }
                } else {
                    let mut from = at;
                    for (n, cell) in cells.enumerate() {
                        if let Some(rule) = columns[n] {
                            self.cell(from, from + cell.len(), rule);
                        }
                        from += cell.len() + 1;
                    }
                }
            }
            at = end + 1;
        }
    }

    /// The line after the one that ends here is a rule of dashes.
    fn ruled(&self, end: usize) -> bool {
        let rest = self.fold.get(end + 1..).unwrap_or_default();
        let line = rest.split(|b| *b == b'\n').next().unwrap_or_default();
        line.contains(&b'-')
            && line.iter().all(|b| matches!(b, b'-' | b'|' | b':' | b'+' | b' ' | b'\t' | b'\r'))
    }

    pub(super) fn cell(&mut self, start: usize, end: usize, rule: &'static Rule) {
        let text = &self.fold[start..end];
        let Some(first) = text.iter().position(|b| is_alnum(*b)) else {
            return;
        };
        let last = text.iter().rposition(|b| is_alnum(*b)).unwrap_or(first);
        let value = &text[first..=last];
        let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
        let name = std::ptr::eq(rule, &rules::NAME_COLUMN);
        if std::ptr::eq(rule, &rules::AGE_OVER_89) {
            let number = value
                .iter()
                .take_while(|b| b.is_ascii_digit())
                .fold(0u32, |sum, b| (sum * 10 + u32::from(b - b'0')).min(1000));
            if (90..=120).contains(&number) {
                let end = start + first + value.iter().take_while(|b| b.is_ascii_digit()).count();
                self.note_fold((start + first) as u32, end as u32, rule);
            }
            return;
        }
        let open = value.contains(&b' ');
        let fits = if std::ptr::eq(rule, &rules::ID_COLUMN) {
            // "1", "2", "3" number the lines.
            digits > 0 && value.len() > 2 + usize::from(digits == value.len())
        } else if std::ptr::eq(rule, &rules::ID_USERNAME) || std::ptr::eq(rule, &rules::ID_PASSWORD) {
            value.len() > 2 && !open
        } else {
            value.len() > 1 && (!name || digits == 0)
        };
        let ordinary =
            crate::words::lookup(value) & crate::words::COMMON != 0 || super::records::no_value(value);
        if fits && !ordinary && value.len() <= MAX_CELL && !text.contains(&b'[') && heading(text).is_none() {
            self.note_fold((start + first) as u32, (start + last + 1) as u32, rule);
        }
    }
}

/// What a cell says as a heading.
pub(super) fn heading(cell: &[u8]) -> Option<&'static Rule> {
    let text = cell.trim_ascii();
    let text = text.strip_suffix(b":").unwrap_or(text).trim_ascii();
    let text = text.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\"")).unwrap_or(text);
    if text.is_empty() || text.len() > MAX_HEADING {
        return None;
    }
    if PEOPLE.has(text) {
        return Some(&rules::NAME_COLUMN);
    }
    if NUMBERS.has(text) {
        return Some(&rules::ID_COLUMN);
    }
    if AGES.has(text) {
        return Some(&rules::AGE_OVER_89);
    }
    if PLACES.has(text) {
        return Some(&rules::PLACE_COLUMN);
    }
    let text = text.strip_suffix(b"#").or(text.strip_suffix(b".")).unwrap_or(text).trim_ascii();
    let mut apart = [0; MAX_HEADING];
    for (to, from) in apart.iter_mut().zip(text) {
        *to = if *from == b'_' { b' ' } else { *from };
    }
    let text = &apart[..text.len()];
    if PEOPLE.has(text) {
        return Some(&rules::NAME_COLUMN);
    }
    match holds(text, true).filter(|_| !NO_COLUMNS.has(text)) {
        Some(Holds::User) => return Some(&rules::ID_USERNAME),
        Some(Holds::Secret) => return Some(&rules::ID_PASSWORD),
        Some(Holds::Person) => return Some(&rules::NAME_COLUMN),
        Some(Holds::Place) => return Some(&rules::PLACE_COLUMN),
        Some(Holds::Facility) => return Some(&rules::FACILITY_FIELD),
        Some(Holds::Id | Holds::Zip) => return Some(&rules::ID_COLUMN),
        Some(Holds::House) | None => {}
    }
    let first = text.split(|b| *b == b' ').next().unwrap_or_default();
    let mut listed = labels(crate::words::number(first)).iter();
    let label = listed.find(|label| text.eq_ignore_ascii_case(label.words.as_bytes()))?;
    if label.words.starts_with("lot") || label.words.starts_with("batch") {
        return None;
    }
    if label.words == "id" {
        return Some(&rules::ID_COLUMN);
    }
    matches!(label.trust, Trust::Sure | Trust::Ssn | Trust::Plate | Trust::Zip).then_some(&rules::ID_COLUMN)
}
