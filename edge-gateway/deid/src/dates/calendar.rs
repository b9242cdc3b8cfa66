//! Days of the Gregorian calendar, as numbers that can be added.

/// A day, counted from 1 March of the year 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Day(pub(crate) i64);

/// Days of 400 years, after which the calendar repeats.
const CYCLE: i64 = 146_097;
/// Days before each month of a year that begins in March.
const BEFORE: [i64; 12] = [0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306, 337];

/// Whether 29 February is a day of this year.
pub(crate) const fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400)
}

/// How many days a month has; 0 where there is no such month.
pub(crate) const fn days_of(year: u32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

impl Day {
    /// This date, if it exists.
    pub(crate) fn of(year: u32, month: u32, day: u32) -> Option<Day> {
        if day == 0 || day > days_of(year, month) {
            return None;
        }
        let shifted = i64::from((month + 9) % 12);
        let year = i64::from(year) - i64::from(month < 3);
        let before = BEFORE[shifted as usize];
        Some(Day(365 * year + year.div_euclid(4) - year.div_euclid(100)
            + year.div_euclid(400)
            + before
            + i64::from(day)
            - 1))
    }

    /// The day this many days later, or earlier; `None` before the year 1 and after 9999.
    pub(crate) fn plus(self, days: i32) -> Option<(u32, u32, u32)> {
        let (year, month, day) = Day(self.0 + i64::from(days)).date();
        (1..=9999).contains(&year).then_some((year as u32, month, day))
    }

    fn date(self) -> (i64, u32, u32) {
        let cycles = self.0.div_euclid(CYCLE);
        let of_cycle = self.0.rem_euclid(CYCLE);
        // The last day of a leap cycle of 4, 100 or 400 years belongs to the year before.
        let year = (of_cycle - of_cycle / 1460 + of_cycle / 36_524 - of_cycle / (CYCLE - 1)) / 365;
        let of_year = of_cycle - (365 * year + year / 4 - year / 100);
        let shifted = BEFORE.iter().rposition(|before| *before <= of_year).unwrap_or(0);
        let month = (shifted as u32 + 2) % 12 + 1;
        let day = (of_year - BEFORE[shifted]) as u32 + 1;
        (cycles * 400 + year + i64::from(month < 3), month, day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_five_centuries_follows_the_one_before() {
        let mut last = Day::of(1799, 12, 31).unwrap().0;
        for year in 1800..2300 {
            for month in 1..=12 {
                for day in 1..=days_of(year, month) {
                    let at = Day::of(year, month, day).unwrap();
                    assert_eq!((at.0, at.plus(0)), (last + 1, Some((year, month, day))));
                    last = at.0;
                }
            }
        }
        assert_eq!(Day::of(2023, 2, 29), None);
        assert_eq!(Day::of(2023, 13, 1), None);
        assert_eq!(Day::of(2024, 2, 28).unwrap().plus(2), Some((2024, 3, 1)));
        assert_eq!(Day::of(1, 1, 1).unwrap().plus(-1), None);
    }
}
