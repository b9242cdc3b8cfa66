//! Dates: another day of the same year, written in the same way. The year may stay (164.514(b)(2)(i)(C)).

use super::codes::letters;
use super::{Kindred, Surrogates, TRIES, Value, day_key};
use crate::dates::{self, Written, calendar};
use crate::finder::Finder;

/// A year that has every day, for dates without one.
const ANY_YEAR: u32 = 2024;

impl Surrogates {
    pub(super) fn date(&mut self, value: &Value<'_>, finder: &Finder<'_>) -> Option<String> {
        let date = dates::read(value.fold, value.order)?;
        if date.shows_90() {
            return None;
        }
        // The same day has the same surrogate in any form, with its year and without.
        let key = |year: Option<u32>| format!("{year:?} {:?} {:?}", date.month, date.days).into_bytes();
        for year in [date.year, None] {
            if let Some(made) = self.get(Kindred::Date, &key(year)) {
                let made = made.to_vec();
                return write(&date, &made);
            }
        }
        for _ in 0..TRIES {
            let made = self.another(&date);
            let Some(text) = write(&date, &made) else { continue };
            // With a digit in front, 5 May would still stand in 15 May.
            let there = letters(text.as_bytes()).is_none_or(|key| {
                let parts = [Some(&key[..]), key.get(1..), key.get(..key.len() - 1)];
                parts.into_iter().flatten().any(|part| self.vocabulary.holds(part))
                    || self.values.has(Kindred::Used as u8, &key)
            });
            let days = made[1..].iter().map(|day| u32::from(*day)).chain([0]);
            let month = u32::from(made[0]);
            if there
                || super::known(text.as_bytes(), finder)
                || date.month.is_some()
                    && days.into_iter().any(|day| self.dates.contains_key(&day_key(date.year, month, day)))
            {
                continue;
            }
            if let Some(letters) = letters(text.as_bytes()) {
                self.set(Kindred::Used, &letters, &[]);
            }
            self.set(Kindred::Date, &key(date.year), &made);
            if date.month.is_some() && !date.days.is_empty() {
                self.set(Kindred::Date, &key(None), &made);
            }
            return Some(text);
        }
        None
    }

    /// Month and days that the date does not have.
    fn another(&mut self, date: &Written<'_>) -> Vec<u8> {
        let month = 1 + self.draw.below(12) as u32;
        let most = calendar::days_of(date.year.unwrap_or(ANY_YEAR), month);
        // 29 February without a year is no day of most years.
        let most = if date.year.is_none() { most.min(28) } else { most };
        let span = match date.days.as_slice() {
            [first, .., last] => last.saturating_sub(*first),
            _ => 0,
        };
        let first = 1 + self.draw.below((most.saturating_sub(span)).max(1) as usize) as u32;
        let mut made = vec![month as u8];
        made.extend(date.days.iter().map(|day| (first + day.saturating_sub(date.days[0])) as u8));
        made
    }
}

/// The date's own form with these: the month, then the days.
fn write(date: &Written<'_>, made: &[u8]) -> Option<String> {
    let month = u32::from(*made.first()?);
    let days: Vec<u32> = made[1..].iter().map(|day| u32::from(*day)).collect();
    if date.month.is_some_and(|old| old == month && (date.days.is_empty() || date.days == days)) {
        return None;
    }
    if date.month.is_none() && date.days == days {
        return None;
    }
    let year = date.year.unwrap_or(ANY_YEAR);
    // Without its year too it is the same day of the week each time.
    let weekday =
        days.first().filter(|_| date.has_weekday()).and_then(|day| dates::weekday(year, month, *day));
    Some(date.write(year, month, &days, weekday))
}
