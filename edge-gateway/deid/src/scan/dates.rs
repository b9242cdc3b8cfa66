//! Dates in digits: with separators, ISO and HL7, with and without a year, and lists and ranges of them.

use super::Scan;
use crate::lex::Kind;
use crate::rules;
use crate::words::{CODES, SCORE, UNIT};

/// Years that a clinical text may name.
pub(super) const YEARS: std::ops::RangeInclusive<u32> = 1850..=2100;

/// A day and a month in either order.
pub(super) fn day_month(a: u32, b: u32) -> bool {
    (1..=31).contains(&a) && (1..=31).contains(&b) && (a <= 12 || b <= 12)
}

/// Digits of a full date, year first, as HL7 and file names have it.
pub(super) fn compact_date(digits: &[u8]) -> bool {
    if !matches!(digits.len(), 8 | 10 | 12 | 14) {
        return false;
    }
    let value =
        |from: usize, to: usize| digits[from..to].iter().fold(0u32, |n, d| n * 10 + u32::from(d - b'0'));
    let clock = (8..digits.len())
        .step_by(2)
        .enumerate()
        .all(|(n, at)| value(at, at + 2) < if n == 0 { 24 } else { 60 });
    (1900..=2100).contains(&value(0, 4))
        && (1..=12).contains(&value(4, 6))
        && (1..=31).contains(&value(6, 8))
        && clock
}

/// Three numbers that read as a date.
struct Triple {
    /// The token after.
    end: usize,
    /// The year comes last and has four digits.
    full: bool,
    /// The year comes last and has two digits.
    short: bool,
    separator: u8,
}

impl Scan<'_> {
    /// A year of four digits at token `i`.
    pub(super) fn year(&self, i: usize) -> bool {
        self.len(i) == 4 && self.number(i).is_some_and(|year| YEARS.contains(&year))
    }

    pub(super) fn small(&self, i: usize) -> Option<u32> {
        if self.len(i) <= 2 { self.number(i) } else { None }
    }

    pub(super) fn numeric_date_at(&mut self, i: usize) {
        if !self.fresh(i) && !self.label_glued(i) && !self.continues_found(i) {
            return;
        }
        if let Some(end) = self.triple(i) {
            self.date(i, end, &rules::DATE_NUMERIC);
        } else if let Some(end) = self.month_year(i) {
            self.date(i, end, &rules::DATE_MONTH_YEAR);
        } else if compact_date(self.bytes(i))
            && (self.stops(i + 1) || self.range_follows(i + 1))
            && !self.lex(i.wrapping_sub(1), CODES)
        {
            self.date(i, i + 1, &rules::DATE_COMPACT);
        } else if let Some(end) = self.month_day(i) {
            self.date(i, end, &rules::DATE_MONTH_DAY);
        }
    }

    /// "DOB01/02/1990": a label without a space is no part of the number.
    pub(super) fn label_glued(&self, i: usize) -> bool {
        self.joined(i) && self.word_of(i.wrapping_sub(1), words!("dob", "date", "on", "dos", "born"))
    }

    pub(super) fn date(&mut self, from: usize, to: usize, rule: &'static rules::Rule) {
        // "Monday, March 5": the English day of the week alone says nothing and stays.
        let from = self.opens_abroad(from, false);
        self.note(from, to, rule);
        self.date_end = to;
    }

    /// A joiner at token `j` leads to another complete date: the two ends of a range written without spaces.
    pub(super) fn range_follows(&self, j: usize) -> bool {
        self.joined(j)
            && self.joined(j + 1)
            && self.mark_of(j, super::JOINERS)
            && self.kind(j + 1) == Kind::Number
            && (self.triple_form(j + 1).is_some()
                || self.month_year_form(j + 1).is_some()
                || compact_date(self.bytes(j + 1)))
    }

    /// Day, month and year, and nothing after them that would make them part of something else.
    pub(super) fn triple(&self, i: usize) -> Option<usize> {
        let Triple { end: j, full, short, separator } = self.triple_form(i)?;
        let slash = separator == b'/';
        // No number goes on after slashes and a year: "3/14/51-72y", "3/4/24.5 days later", "3/4/24M".
        let own = slash && self.joined(j) && (self.mark_of(j, b"-._") || self.kind(j) == Kind::Word)
            || full && self.mark(j, b'-');
        if !self.stops(j) && !self.clock_follows(j) && !self.range_follows(j) && !own {
            return None;
        }
        let glued_unit = short && self.joined(j) && self.lex(j, UNIT) && self.len(j) > 1;
        if glued_unit || short && !slash && self.follows(j, UNIT) {
            return None;
        }
        // "8/6/10 units" with the three meals.
        if short
            && slash
            && !self.capital(j)
            && self.same_line(j)
            && self.word_of(j, words!("units", "unit", "u", "iu", "mg", "mcg", "ml"))
        {
            return None;
        }
        if self.lex(i.wrapping_sub(1), CODES) && !full {
            return None;
        }
        Some(j)
    }

    /// Day, month and year in any order that is in use, whatever follows.
    fn triple_form(&self, i: usize) -> Option<Triple> {
        let (mut j, mut values, mut lens) = (i, [0u32; 3], [0usize; 3]);
        let mut separator = 0u8;
        let mut spaced = false;
        for n in 0..3 {
            if n > 0 {
                let token = self.token(j);
                if token.kind != Kind::Mark || token.len != 1 || !self.same_line(j) || !self.same_line(j + 1)
                {
                    return None;
                }
                let byte = self.fold[token.start as usize];
                if !matches!(byte, b'/' | b'-' | b'.') || (n == 2 && byte != separator) {
                    return None;
                }
                separator = byte;
                spaced |= !self.joined(j) || !self.joined(j + 1);
                j += 1;
            }
            values[n] = self.number(j)?;
            lens[n] = self.len(j);
            j += 1;
        }
        let [a, b, c] = values;
        let year_last = lens[0] <= 2 && lens[1] <= 2 && day_month(a, b);
        let full = year_last && lens[2] == 4 && YEARS.contains(&c);
        // "1.2.10" is a paragraph number as often as a day; "1-2-10" and "1/2/10" are days.
        let short = year_last && lens[2] == 2 && (separator != b'.' || (lens[0] == 2 && lens[1] == 2));
        let iso = lens[0] == 4
            && YEARS.contains(&a)
            && lens[1] <= 2
            && lens[2] <= 2
            && (1..=12).contains(&b)
            && (1..=31).contains(&c);
        let iso_dm = lens[0] == 4
            && YEARS.contains(&a)
            && lens[1] <= 2
            && lens[2] <= 2
            && (1..=12).contains(&c)
            && (13..=31).contains(&b);
        if !(full || short || iso || iso_dm)
            || (spaced && separator == b'.')
            || (spaced && short && separator == b'-')
        {
            return None;
        }
        Some(Triple { end: j, full, short, separator })
    }

    /// "T14:30", as in ISO timestamps, or a separator before the clock.
    pub(super) fn clock_follows(&self, j: usize) -> bool {
        (self.word(j, "t") && self.joined(j + 1) && self.kind(j + 1) == Kind::Number)
            || (self.mark_of(j, b"-:_")
                && self.kind(j + 1) == Kind::Number
                && self.joined(j + 1)
                && self.len(j + 1) == 2
                && self.mark(j + 2, b':')
                && self.joined(j + 2))
    }

    /// "03/2021", "2021-03".
    pub(super) fn month_year(&self, i: usize) -> Option<usize> {
        let end = self.month_year_form(i)?;
        (self.stops(end) || self.range_follows(end)).then_some(end)
    }

    /// A month and a year, whatever follows.
    pub(super) fn month_year_form(&self, i: usize) -> Option<usize> {
        let (first, second) = (self.number(i)?, self.number(i + 2)?);
        if !self.joined(i + 1) || !self.joined(i + 2) || self.lex(i.wrapping_sub(1), CODES | SCORE) {
            return None;
        }
        let slash = self.mark(i + 1, b'/');
        let dash = self.mark(i + 1, b'-');
        let month_first = self.len(i) <= 2 && (1..=12).contains(&first) && self.year(i + 2);
        if month_first
            && (slash
                || (dash && self.len(i) == 2)
                || (self.mark(i + 1, b'.') && self.len(i) == 2 && self.when_before(i)))
        {
            return Some(i + 3);
        }
        let year_first = self.year(i) && first >= 1900 && self.len(i + 2) == 2 && (1..=12).contains(&second);
        if year_first && (slash || (dash && (second < 10 || self.when_before(i)))) {
            return Some(i + 3);
        }
        // "9/03" is a month and a year after "since" and the like; else month_day judges it.
        None
    }
}
