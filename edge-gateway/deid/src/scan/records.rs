//! Exports of other systems: JSON and XML fields, comma-separated tables, "Enrollee....... Ann Lee".

use super::Scan;
use super::tables::heading;
use crate::fold::{is_alnum, is_letter};
use crate::keys::{Holds, MAX_KEY, holds};
use crate::lex::Kind;
use crate::rules::{self, Rule};

/// Longest value that is read, and most values of a list.
const MAX_VALUE: usize = 64;
const MAX_LIST: usize = 6;
/// Longest heading of a column.
const MAX_HEADING: usize = 32;
/// Columns of a comma-separated table, and its longest line.
const COLUMNS: std::ops::RangeInclusive<usize> = 3..=32;
const MAX_LINE: usize = 400;

impl Scan<'_> {
    /// `"family":"Stavros"`, `"given":["Calliope","Eleni"]`, `last="Quick"`, `<Prov npi="1">T. Bui</Prov>`, `user=jroe` around the word `i`.
    pub(super) fn field_at(&mut self, i: usize) {
        let before = i.wrapping_sub(1);
        let start = self.token(i).start as usize;
        if self.joined(i)
            && self.mark_of(before, b"\"'")
            && let Some(close) = self.until(start, self.bytes(before)[0])
        {
            let name = self.fold[start..close].strip_suffix(b"\\").unwrap_or(&self.fold[start..close]);
            let colon = self.skip_blank(close + 1);
            if self.fold.get(colon) == Some(&b':') {
                if let Some(holds) = holds(name, true) {
                    self.json_values(colon + 1, holds);
                }
                return;
            }
        }
        let end = self.end(i) as usize;
        if self.fold.get(end) == Some(&b'=') {
            self.attribute(end);
        } else if self.mark(before, b'<') && self.joined(i) {
            // An element: its text runs to the next tag.
            let inside = |b: &u8| is_alnum(*b) || matches!(b, b'_' | b'-' | b':' | b'.');
            let len = self.fold[start..].iter().take(MAX_KEY).take_while(|b| inside(b)).count();
            let Some(holds) = holds(&self.fold[start..start + len], true) else { return };
            let Some(open) = self.until(start + len, b'>') else { return };
            if self.fold[open - 1] == b'/' {
                return;
            }
            let Some(close) = self.until(open + 1, b'<') else { return };
            self.field_value(open + 1, close, holds);
        }
    }

    /// A string, a bare number or a list of strings behind a key of JSON.
    fn json_values(&mut self, from: usize, holds: Holds) {
        let mut at = self.skip_blank(from);
        let list = self.fold.get(at) == Some(&b'[');
        at += usize::from(list);
        for _ in 0..MAX_LIST {
            at = self.skip_blank(at);
            at += usize::from(self.fold.get(at) == Some(&b'\\'));
            let Some(quote) = self.fold.get(at).copied() else { return };
            if !matches!(quote, b'"' | b'\'') {
                if quote.is_ascii_digit() && holds != Holds::Person {
                    let rest = &self.fold[at..];
                    let len = rest.iter().take(MAX_VALUE).take_while(|b| b.is_ascii_digit()).count();
                    self.field_value(at, at + len, holds);
                }
                return;
            }
            let Some(close) = self.until(at + 1, quote) else { return };
            let value = close - usize::from(self.fold[close - 1] == b'\\');
            if value > at {
                self.field_value(at + 1, value, holds);
            }
            at = self.skip_blank(close + 1);
            if !list || self.fold.get(at) != Some(&b',') {
                return;
            }
            at += 1;
        }
    }

    /// `last="Quick"`, `user=jroe`, `name="city" value="Bree"` around the sign at `equals`.
    fn attribute(&mut self, equals: usize) {
        let mut from = equals;
        let inside = |b: u8| is_alnum(b) || matches!(b, b'_' | b'-' | b':' | b'.');
        while from > 0 && equals - from < MAX_KEY && inside(self.fold[from - 1]) {
            from -= 1;
        }
        let name = &self.fold[from..equals];
        let at = equals + 1;
        let Some(first) = self.fold.get(at).copied() else { return };
        if !matches!(first, b'"' | b'\'') {
            if let Some(holds) =
                holds(name, true).filter(|holds| *holds != Holds::Place && *holds != Holds::Facility)
            {
                let ends = |b: &u8| {
                    *b <= b' ' || matches!(b, b'&' | b',' | b';' | b')' | b'>' | b'}' | b'|' | b'"' | b'<')
                };
                let len = self.fold[at..].iter().take(MAX_VALUE).take_while(|b| !ends(b)).count();
                self.field_value(at, at + len, holds);
            }
            return;
        }
        let Some(close) = self.until(at + 1, first) else { return };
        let said = holds(name, true);
        if let Some(holds) = said {
            self.field_value(at + 1, close, holds);
        } else if name.eq_ignore_ascii_case(b"name")
            && let Some(holds) = holds(&self.fold[at + 1..close], true)
            && let rest = self.skip_blank(close + 1)
            && self.fold.get(rest..rest + 7).is_some_and(|text| text.eq_ignore_ascii_case(b"value=\""))
            && let Some(close) = self.until(rest + 7, b'"')
        {
            self.field_value(rest + 7, close, holds);
        }
    }

    /// The first position from `at` on that is no blank, a few blanks away at most.
    pub(super) fn skip_blank(&self, mut at: usize) -> usize {
        let limit = at + 8;
        while at < limit && self.fold.get(at).is_some_and(|b| b.is_ascii_whitespace()) {
            at += 1;
        }
        at
    }

    pub(super) fn until(&self, from: usize, byte: u8) -> Option<usize> {
        let window = self.fold.get(from..self.fold.len().min(from + MAX_VALUE))?;
        window.iter().position(|b| *b == byte).map(|at| from + at)
    }

    /// Notes the value of a field, if it is one.
    pub(super) fn field_value(&mut self, start: usize, end: usize, holds: Holds) {
        let text = &self.fold[start..end];
        let from = start + (text.len() - text.trim_ascii_start().len());
        let value = text.trim_ascii();
        let to = from + value.len();
        // "author": "rn_kowhai"
        let machine = holds == Holds::Person
            && !value.contains(&b' ')
            && value.iter().any(|b| b.is_ascii_digit() || *b == b'_');
        let holds = if machine { Holds::User } else { holds };
        let rule = match holds {
            Holds::Person => &rules::NAME_FIELD,
            Holds::Place | Holds::House => &rules::PLACE_FIELD,
            Holds::Facility => &rules::FACILITY_FIELD,
            Holds::Zip => &rules::ZIP_LABEL,
            Holds::Id => &rules::ID_FIELD,
            Holds::User => &rules::ID_USERNAME,
            Holds::Secret => &rules::ID_PASSWORD,
        };
        if fits(value, holds) {
            self.note_fold(from as u32, to as u32, rule);
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
            } else if columns.is_empty()
                && line
                    .get(..MAX_HEADING + 1)
                    .is_some_and(|start| !start.iter().any(|b| matches!(b, b',' | b';')))
            {
                // Most lines: what opens it is longer than a heading.
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

/// What stands in a field in place of a value.
const NO_VALUES: &[&str] = &[
    "null",
    "none",
    "nil",
    "true",
    "false",
    "unknown",
    "undefined",
    "n/a",
    "na",
    "nan",
    "yes",
    "no",
    "other",
    "default",
    "unspecified",
    "withheld",
    "anonymous",
    "redacted",
    "pending",
    "home",
    "work",
    "usual",
    "official",
    "self",
    "same",
    "admin",
    "root",
    "system",
    "guest",
    "user",
    "password",
    "public",
    "required",
    "text",
    "string",
    "test",
    "male",
    "female",
    "new",
    "changed",
    "reset",
    "ambulatory",
    "inpatient",
    "retired",
    "unemployed",
    "disabled",
    "student",
    "homemaker",
    "not given",
    "not known",
    "as above",
    "no fixed abode",
    "nfa",
    "homeless",
];

/// The text stands in place of a value.
pub(super) fn no_value(text: &[u8]) -> bool {
    NO_VALUES.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()))
}

/// The value can be what the field holds.
pub(super) fn fits(value: &[u8], holds: Holds) -> bool {
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = value.iter().filter(|b| is_letter(**b)).count();
    let ordinary =
        crate::words::lookup(value) & (crate::words::COMMON | crate::words::REGION) != 0 || no_value(value);
    // A placeholder, or a structure of the format.
    if ordinary
        || value.len() > MAX_VALUE
        || value.first().is_none_or(|b| matches!(b, b'[' | b'{' | b'$' | b'%' | b'*' | b'<'))
    {
        return false;
    }
    match holds {
        Holds::Person => {
            digits == 0
                && value.len() > 1
                && !value.contains(&b'[')
                && !value.contains(&b'/')
                && !value.contains(&b'_')
        }
        Holds::Place | Holds::Facility => {
            letters > 1
                && value.len() > 1
                && !value.contains(&b'[')
                && !value.windows(2).any(|pair| pair == b"//")
        }
        Holds::House => digits > 0 && value.len() <= 8,
        Holds::Zip => digits > 1 && (3..=10).contains(&value.len()),
        Holds::Id => {
            digits >= 2
                && value.len() > 2
                && (!value.contains(&b' ')
                    || digits >= 3 && value.len() <= 24 && !value.iter().any(u8::is_ascii_lowercase))
                && !value.contains(&b'[')
                && !value.contains(&b'/')
        }
        Holds::User => value.len() > 2 && letters > 0 && !value.contains(&b' ') && !value.contains(&b'['),
        Holds::Secret => value.len() > 3 && !value.contains(&b' ') && !value.contains(&b'['),
    }
}

/// What the cells of a first line say, if at least two of three or more are headings and none is a sentence.
fn comma_headings(line: &[u8], mark: u8) -> Vec<Option<&'static Rule>> {
    let count = line.iter().filter(|b| **b == mark).count() + 1;
    if !COLUMNS.contains(&count) {
        return Vec::new();
    }
    let cells = line.split(|b| *b == mark);
    // The column list of a query is read with its values.
    let query = || {
        line.windows(6).any(|word| matches!(word, b"INSERT" | b"insert" | b"VALUES" | b"SELECT"))
            || line.iter().filter(|b| **b == b'(').count() != line.iter().filter(|b| **b == b')').count()
    };
    let mut long =
        cells.clone().map(|cell| cell.len() > MAX_HEADING || cell.iter().filter(|b| **b == b' ').count() > 3);
    if long.any(|long| long) || query() || !line.iter().copied().any(is_alnum) {
        return Vec::new();
    }
    let columns: Vec<_> = cells.map(|cell| heading(cell.trim_ascii().trim_ascii_start())).collect();
    if columns.iter().flatten().count() >= 2 { columns } else { Vec::new() }
}
