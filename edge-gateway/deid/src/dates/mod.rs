//! A date as it is written: which part is what, and how to write another date in the same way.
//!
//! Called by the actions that leave something of a date: shift, generalise, surrogate, hash. What it cannot read for certain
//! is `None`, and the caller masks it.

pub(crate) mod calendar;
mod read;

pub(crate) use read::{Order, read};

use calendar::Day;

/// Dates of this year or before show an age over 89, whoever they speak of. Dated value: the year of this edition less 90, as
/// in the rule for years of birth.
pub(crate) const LAST_YEAR_SHOWING_90: u32 = 1936;
/// Years of two digits up to this one are of this century. Dated value: the year of this edition. What lies above is of the
/// last century; a little above, it shows an age over 89, and is masked in either case.
const LAST_SHORT_YEAR: u32 = 26;
/// No note has an earlier or a later year.
const YEARS: std::ops::RangeInclusive<u32> = 1850..=2150;

pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
pub(crate) const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// What a stretch of a written date says, and in which way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    /// Anything else, left as it is.
    Text,
    /// A month's number, with a zero in front where one digit would do.
    Month { padded: bool },
    /// A month's name, whole or its first letters.
    MonthName { whole: bool },
    /// A day's number.
    Day { padded: bool },
    /// The letters after a day's number.
    Suffix,
    /// A year of two or four digits.
    Year { short: bool },
    /// A day of the week, whole or its first letters.
    Weekday { whole: bool },
}

/// A date as it is written.
#[derive(Debug)]
pub(crate) struct Written<'a> {
    text: &'a [u8],
    parts: Vec<(Field, usize, usize)>,
    pub(crate) year: Option<u32>,
    pub(crate) month: Option<u32>,
    /// The day, or the first and last of a range within one month.
    pub(crate) days: Vec<u32>,
    /// Index in [`WEEKDAYS`].
    weekday: Option<usize>,
    /// Day and month may be the other way round.
    pub(crate) unsure: bool,
}

/// How a word is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Case {
    Lower,
    Title,
    Upper,
}

/// The case of a word; one capital letter alone counts as a title's.
pub(crate) fn case(word: &[u8]) -> Case {
    let first_small = word.first().is_none_or(u8::is_ascii_lowercase);
    let rest_small = word.iter().skip(1).any(u8::is_ascii_lowercase);
    match (first_small, rest_small || word.len() < 2) {
        (true, _) => Case::Lower,
        (false, true) => Case::Title,
        (false, false) => Case::Upper,
    }
}

/// A lower-case word in this case.
pub(crate) fn in_case(word: &str, case: Case) -> String {
    match case {
        Case::Lower => word.to_owned(),
        Case::Upper => word.to_ascii_uppercase(),
        Case::Title => {
            let mut word = word.to_owned();
            if let Some(first) = word.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            word
        }
    }
}

/// A year of two digits as one of four.
fn full_year(short: u32) -> u32 {
    if short <= LAST_SHORT_YEAR { 2000 + short } else { 1900 + short }
}

impl Written<'_> {
    /// Year, month and day of a single whole date.
    pub(crate) fn whole(&self) -> Option<(u32, u32, u32)> {
        match (self.year, self.month, self.days.as_slice()) {
            (Some(year), Some(month), [day]) => Some((year, month, *day)),
            _ => None,
        }
    }

    /// The year shows an age over 89.
    pub(crate) fn shows_90(&self) -> bool {
        self.year.is_some_and(|year| year <= LAST_YEAR_SHOWING_90)
    }

    /// The same date moved by `days`, written in the same way; `None` where it would not be sure to be that date.
    ///
    /// A date without its year is moved only where the result is the same in every year; a month without its day never.
    pub(crate) fn shifted(&self, days: i32) -> Option<String> {
        if self.unsure || self.shows_90() || self.month.is_none() || self.days.is_empty() {
            return None;
        }
        let month = self.month?;
        let years: &[u32] = match &self.year {
            Some(year) => std::slice::from_ref(year),
            // Before, in and after a leap year, and away from one.
            None => &[2022, 2023, 2024, 2025],
        };
        let mut result: Option<(u32, u32, Vec<u32>)> = None;
        for year in years {
            let moved: Option<Vec<(u32, u32, u32)>> = self
                .days
                .iter()
                .map(|day| Day::of(*year, month, *day).and_then(|day| day.plus(days)))
                .collect();
            // 29 February is no day of most years.
            let Some(moved) = moved else { continue };
            let (new_year, new_month, _) = *moved.first()?;
            // A range is written with one month and one year.
            if moved.iter().any(|(y, m, _)| (*y, *m) != (new_year, new_month)) {
                return None;
            }
            let new_days: Vec<u32> = moved.iter().map(|(_, _, day)| *day).collect();
            match &result {
                Some((_, m, d)) if (*m, d) != (new_month, &new_days) => return None,
                Some(_) => {}
                None => result = Some((new_year, new_month, new_days)),
            }
        }
        let (year, month, new_days) = result?;
        if self.year.is_some() && year <= LAST_YEAR_SHOWING_90 {
            return None;
        }
        let weekday = self.weekday.map(|at| (at as i32 + days).rem_euclid(7) as usize);
        Some(self.write(year, month, &new_days, weekday))
    }

    /// Another date in the same way. The weekday is given by its index in [`WEEKDAYS`].
    pub(crate) fn write(&self, year: u32, month: u32, days: &[u32], weekday: Option<usize>) -> String {
        let mut out = String::with_capacity(self.text.len() + 4);
        let mut days = days.iter().copied();
        let mut last_day = 0;
        for (field, from, to) in &self.parts {
            let old = &self.text[*from..*to];
            let pad = |n: u32, padded: bool| if padded { format!("{n:02}") } else { n.to_string() };
            let name = |names: &[&str], at: usize, whole: bool| {
                let name = names.get(at).copied().unwrap_or_default();
                in_case(if whole { name } else { name.get(..3).unwrap_or(name) }, case(old))
            };
            match field {
                Field::Text => out.extend(old.iter().map(|b| *b as char)),
                Field::Month { padded } => out.push_str(&pad(month, *padded)),
                Field::MonthName { whole } => out.push_str(&name(&MONTHS, month as usize - 1, *whole)),
                Field::Day { padded } => {
                    last_day = days.next().unwrap_or(last_day);
                    out.push_str(&pad(last_day, *padded));
                }
                Field::Suffix => out.push_str(&in_case(
                    suffix(last_day),
                    if old.iter().all(u8::is_ascii_uppercase) { Case::Upper } else { Case::Lower },
                )),
                Field::Year { short: true } => out.push_str(&format!("{:02}", year % 100)),
                Field::Year { short: false } => out.push_str(&format!("{year:04}")),
                Field::Weekday { whole } => {
                    out.push_str(&name(&WEEKDAYS, weekday.or(self.weekday).unwrap_or_default(), *whole));
                }
            }
        }
        out
    }

    /// Whether it names a day of the week.
    pub(crate) fn has_weekday(&self) -> bool {
        self.weekday.is_some()
    }
}

/// The letters after a day's number.
fn suffix(day: u32) -> &'static str {
    match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    }
}

/// Index in [`WEEKDAYS`] of a date's day of the week.
pub(crate) fn weekday(year: u32, month: u32, day: u32) -> Option<usize> {
    // 1 March of the year 0 was a Wednesday.
    Day::of(year, month, day).map(|day| (day.0 + 2).rem_euclid(7) as usize)
}

#[cfg(test)]
mod tests;
