//! Tables: a heading such as "Name" or "MRN" speaks for every cell of its column.

use super::Scan;
use crate::fold::is_alnum;
use crate::labels::{Trust, labels};
use crate::rules::{self, Rule};

/// Columns that are looked at.
const MAX_COLUMNS: usize = 32;
/// Longest cell that is a value; a longer one is a sentence, which the other rules read.
const MAX_CELL: usize = 60;
/// Headings of columns that hold people.
const PEOPLE: &[&str] = &[
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
];
/// Headings of columns that hold places.
const PLACES: &[&str] = &[
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
];

impl Scan<'_> {
    /// Reads line by line; a line with headings opens a table, a line with another number of cells closes it.
    pub(super) fn tables(&mut self) {
        let fold = self.fold;
        // Few texts have any.
        if !fold.contains(&b'|') && !fold.contains(&b'\t') {
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
            if bars.max(tabs) == 0 {
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
        let fits = if std::ptr::eq(rule, &rules::ID_COLUMN) {
            digits > 0
        } else {
            value.len() > 1 && (!name || digits == 0)
        };
        let ordinary = crate::words::lookup(value) & crate::words::COMMON != 0;
        if fits && !ordinary && value.len() <= MAX_CELL && !text.contains(&b'[') && heading(text).is_none() {
            self.note_fold((start + first) as u32, (start + last + 1) as u32, rule);
        }
    }
}

fn is_of(text: &[u8], list: &[&str]) -> bool {
    list.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()))
}

/// What a cell says as a heading.
pub(super) fn heading(cell: &[u8]) -> Option<&'static Rule> {
    let text = cell.trim_ascii();
    let text = text.strip_suffix(b":").unwrap_or(text).trim_ascii();
    let text = text.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\"")).unwrap_or(text);
    if text.is_empty() || text.len() > 32 {
        return None;
    }
    if is_of(text, PEOPLE) {
        return Some(&rules::NAME_COLUMN);
    }
    if is_of(text, &["age", "age (y)", "age (years)", "age/sex", "yrs", "age yrs", "alter"]) {
        return Some(&rules::AGE_OVER_89);
    }
    if is_of(text, PLACES) {
        return Some(&rules::PLACE_COLUMN);
    }
    let text = text.strip_suffix(b"#").or(text.strip_suffix(b".")).unwrap_or(text).trim_ascii();
    let under = |b: &u8| if *b == b'_' { b' ' } else { *b };
    let text = &text.iter().map(under).collect::<Vec<u8>>()[..];
    if is_of(text, PEOPLE) {
        return Some(&rules::NAME_COLUMN);
    }
    let first = text.split(|b| *b == b' ').next().unwrap_or_default();
    let mut listed = labels(crate::words::number(first)).iter();
    let label = listed.find(|label| text.eq_ignore_ascii_case(label.words.as_bytes()))?;
    if label.words == "id" {
        return Some(&rules::ID_COLUMN);
    }
    matches!(label.trust, Trust::Sure | Trust::Ssn | Trust::Plate | Trust::Zip).then_some(&rules::ID_COLUMN)
}
