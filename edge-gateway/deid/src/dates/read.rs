//! Reads a date that a rule found: which number is the day, which the month, which the year.

use super::{Field, MONTHS, WEEKDAYS, Written, YEARS, calendar, full_year};

/// Which of two small numbers is the month, as far as the other dates of the text tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Order {
    day_first: bool,
    month_first: bool,
}

impl Order {
    /// Learns from one date of the text.
    pub(crate) fn learn(&mut self, text: &[u8]) {
        if let Some([(a, _), (b, _), _]) = three(text) {
            self.day_first |= (13..=31).contains(&a) && b <= 12;
            self.month_first |= a <= 12 && (13..=31).contains(&b);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number(u32),
    Word,
    Mark,
}

type Token = (Kind, usize, usize);

/// Most digits of one number: a time of day to the second, after the day.
const MOST_DIGITS: usize = 14;
/// Most parts: a date is short, whatever a text repeats.
const MOST_TOKENS: usize = 24;

/// Cuts into numbers, words and single marks.
fn cut(text: &[u8]) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let run = |test: fn(&u8) -> bool| text[at..].iter().take_while(|b| test(b)).count();
        let (digits, letters) = (run(u8::is_ascii_digit), run(u8::is_ascii_alphabetic));
        let (kind, len) = if digits > 0 {
            let number = text[at..at + digits]
                .iter()
                .try_fold(0u32, |n, d| n.checked_mul(10)?.checked_add(u32::from(d - b'0')));
            (Kind::Number(number.unwrap_or(u32::MAX)), digits)
        } else if letters > 0 {
            (Kind::Word, letters)
        } else if text[at].is_ascii() {
            (Kind::Mark, 1)
        } else {
            return None;
        };
        tokens.push((kind, at, at + len));
        at += len;
        if tokens.len() > MOST_TOKENS {
            return None;
        }
    }
    Some(tokens)
}

/// The first three numbers with the mark between them, where they are joined by one and the same out of `/-.`
fn three(text: &[u8]) -> Option<[(u32, usize); 3]> {
    let tokens: Vec<Token> =
        cut(text)?.into_iter().filter(|(_, from, to)| &text[*from..*to] != b" ").collect();
    match tokens.get(..5)? {
        [
            (Kind::Number(a), af, at),
            (Kind::Mark, mf, _),
            (Kind::Number(b), bf, bt),
            (Kind::Mark, nf, _),
            (Kind::Number(c), cf, ct),
        ] if text[*mf] == text[*nf] && b"/-.".contains(&text[*mf]) => {
            Some([(*a, at - af), (*b, bt - bf), (*c, ct - cf)])
        }
        _ => None,
    }
}

/// Index and wholeness of a name in a list of which three letters (or four) are enough.
fn named(word: &[u8], names: &[&str]) -> Option<(usize, bool)> {
    let lower = word.to_ascii_lowercase();
    let at = names.iter().position(|name| lower.len() >= 3 && name.as_bytes().starts_with(&lower))?;
    Some((at, lower.len() == names[at].len()))
}

struct Reader<'a> {
    text: &'a [u8],
    tokens: Vec<Token>,
    fields: Vec<Field>,
    found: Written<'a>,
}

/// Reads a folded date; `None` where any part of it is not understood.
pub(crate) fn read(text: &[u8], order: Order) -> Option<Written<'_>> {
    let tokens = cut(text)?;
    let found = Written {
        text,
        parts: Vec::new(),
        year: None,
        month: None,
        days: Vec::new(),
        weekday: None,
        unsure: false,
    };
    let mut reader = Reader { text, fields: vec![Field::Text; tokens.len()], tokens, found };
    reader.all(order)?;
    let Reader { tokens, fields, mut found, .. } = reader;
    // A compact date is one token with fields inside, set by `compact`.
    if found.parts.is_empty() {
        found.parts = tokens.iter().zip(fields).map(|((_, from, to), field)| (field, *from, *to)).collect();
    }
    let valid = found.year.is_none_or(|year| YEARS.contains(&year))
        && found.month.is_none_or(|month| (1..=12).contains(&month))
        && found.days.iter().all(|day| {
            // Without a year or month the day may be of the longest.
            (1..=calendar::days_of(found.year.unwrap_or(2024), found.month.unwrap_or(1))).contains(day)
        })
        && (found.year.is_some() || found.month.is_some() || !found.days.is_empty());
    valid.then_some(found)
}

impl<'a> Reader<'a> {
    fn slice(&self, at: usize) -> &'a [u8] {
        self.tokens.get(at).map_or(&[], |(_, from, to)| &self.text[*from..*to])
    }

    fn len(&self, at: usize) -> usize {
        self.slice(at).len()
    }

    fn is_mark(&self, at: usize, marks: &[u8]) -> bool {
        matches!(self.slice(at), [one] if marks.contains(one))
    }

    fn all(&mut self, order: Order) -> Option<()> {
        let end = self.time_starts();
        let mut month = None;
        let mut numbers = Vec::new();
        for at in 0..end {
            let (kind, ..) = self.tokens[at];
            let word = self.slice(at);
            match kind {
                Kind::Mark => {}
                Kind::Number(n) => numbers.push((at, n)),
                Kind::Word if self.is_suffix(at) => self.fields[at] = Field::Suffix,
                Kind::Word if word.eq_ignore_ascii_case(b"of") || word.eq_ignore_ascii_case(b"the") => {}
                // "Sept" is not how September begins to everyone.
                Kind::Word => match (named(word, &MONTHS), named(word, &WEEKDAYS)) {
                    (Some((n, whole)), _) if month.is_none() => {
                        // "May" is whole and short at once; among numbers joined by a mark it is short.
                        let joined = self.is_mark(at + 1, b"-/") || at > 0 && self.is_mark(at - 1, b"-/");
                        self.fields[at] = Field::MonthName { whole: whole && (n != 4 || !joined) };
                        self.found.month = Some(n as u32 + 1);
                        month = Some(at);
                    }
                    (_, Some((n, whole))) if self.found.weekday.is_none() => {
                        self.fields[at] = Field::Weekday { whole };
                        self.found.weekday = Some(n);
                    }
                    _ => return None,
                },
            }
        }
        match month {
            Some(month) => self.with_name(month, &numbers),
            None => self.in_digits(&numbers, order),
        }
    }

    /// Where a time of day begins, which stays: "T14:30" or " 14:30".
    fn time_starts(&self) -> usize {
        let colon = (0..self.tokens.len()).find(|at| self.is_mark(*at, b":"));
        match colon {
            // Its hours, and the T or space before them.
            Some(colon) => colon.saturating_sub(2).max(1).min(self.tokens.len()),
            None => self.tokens.len(),
        }
    }

    fn is_suffix(&self, at: usize) -> bool {
        at > 0
            && matches!(self.tokens[at - 1].0, Kind::Number(_))
            && [&b"st"[..], b"nd", b"rd", b"th"].iter().any(|s| self.slice(at).eq_ignore_ascii_case(s))
    }

    fn year(&mut self, at: usize, number: u32) -> Option<()> {
        let short = self.len(at) == 2;
        if !short && self.len(at) != 4 {
            return None;
        }
        self.found.year = Some(if short { full_year(number) } else { number });
        self.fields[at] = Field::Year { short };
        Some(())
    }

    fn day(&mut self, at: usize, number: u32) -> Option<()> {
        if self.len(at) > 2 {
            return None;
        }
        self.found.days.push(number);
        self.fields[at] = Field::Day { padded: self.slice(at).first() == Some(&b'0') };
        Some(())
    }

    /// "5 May 2021", "March 5-8, 2021", "13-Jun-07", "Aug '19"
    fn with_name(&mut self, month: usize, numbers: &[(usize, u32)]) -> Option<()> {
        let apostrophe = |reader: &Self, at: usize| at > 0 && reader.is_mark(at - 1, b"'");
        let is_year = |reader: &Self, at: usize| reader.len(at) == 4 || apostrophe(reader, at);
        match *numbers {
            [] => Some(()),
            [(a, n)] if is_year(self, a) => self.year(a, n),
            // "Jun-13" may be a day or a year.
            [(a, _)] if a > month && self.is_mark(a - 1, b"-/") => None,
            [(a, n)] => self.day(a, n),
            // A day on one side of the month and a year on the other, or both behind it.
            [(a, n), (b, m)] if is_year(self, b) || a < month && b > month => {
                self.day(a, n).and_then(|()| self.year(b, m))
            }
            [(a, n), (b, m)] if is_year(self, a) => self.year(a, n).and_then(|()| self.day(b, m)),
            [(a, n), (b, m)]
                if a > month && self.is_mark(b - 1, b", ") && self.len(b) == 2 && !self.ranged(a, b) =>
            {
                self.day(a, n).and_then(|()| self.year(b, m))
            }
            [(a, n), (b, m)] if self.ranged(a, b) => self.day(a, n).and_then(|()| self.day(b, m)),
            [(a, n), (b, m), (c, y)] if self.ranged(a, b) && is_year(self, c) => {
                self.day(a, n)?;
                self.day(b, m)?;
                self.year(c, y)
            }
            _ => None,
        }
    }

    /// Only a dash stands between two days, and perhaps the letters after the first.
    fn ranged(&self, a: usize, b: usize) -> bool {
        (a + 1..b).any(|at| self.is_mark(at, b"-"))
            && (a + 1..b).all(|at| self.is_mark(at, b"- ") || self.fields[at] == Field::Suffix)
    }

    fn in_digits(&mut self, numbers: &[(usize, u32)], order: Order) -> Option<()> {
        match *numbers {
            [(a, n)] if matches!(self.fields.get(a + 1), Some(Field::Suffix)) => self.day(a, n),
            [(a, _)] => self.compact(a),
            [(a, x), (b, y)] => {
                if self.len(a) == 4 {
                    self.year(a, x)?;
                    self.month(b, y, self.slice(b).first() == Some(&b'0'))
                } else if self.len(b) == 4 {
                    self.month(a, x, self.slice(a).first() == Some(&b'0'))?;
                    self.year(b, y)
                } else if y > 31 {
                    // "11/94"
                    self.month(a, x, self.slice(a).first() == Some(&b'0'))?;
                    self.year(b, y)
                } else {
                    self.pair((a, x), (b, y), order)
                }
            }
            [(a, x), (b, y), (c, z)] => {
                if self.len(a) == 4 || x > 31 {
                    self.year(a, x)?;
                    let padded = self.padded(b, c);
                    self.month(b, y, padded)?;
                    self.day(c, z)?;
                    self.fields[c] = Field::Day { padded };
                    Some(())
                } else {
                    self.year(c, z)?;
                    self.pair((a, x), (b, y), order)
                }
            }
            _ => None,
        }
    }

    /// A zero in front where one digit would do: unless one of the two has a single digit.
    fn padded(&self, a: usize, b: usize) -> bool {
        self.len(a) == 2 && self.len(b) == 2
    }

    fn month(&mut self, at: usize, number: u32, padded: bool) -> Option<()> {
        if self.len(at) > 2 {
            return None;
        }
        self.found.month = Some(number);
        self.fields[at] = Field::Month { padded };
        Some(())
    }

    /// Month and day, or day and month.
    fn pair(&mut self, a: (usize, u32), b: (usize, u32), order: Order) -> Option<()> {
        let (small_a, small_b) = (a.1 <= 12, b.1 <= 12);
        let dotted = self.is_mark(a.0 + 1, b".");
        let day_first = match (small_a, small_b) {
            (true, false) => false,
            (false, true) => true,
            (false, false) => return None,
            (true, true) => {
                self.found.unsure = order.day_first && order.month_first && a.1 != b.1;
                (order.day_first || dotted) && !order.month_first
            }
        };
        let padded = self.padded(a.0, b.0);
        let (month, day) = if day_first { (b, a) } else { (a, b) };
        self.month(month.0, month.1, padded)?;
        self.day(day.0, day.1)?;
        self.fields[day.0] = Field::Day { padded };
        Some(())
    }

    /// One number: year, month and day, perhaps with a time of day; month, day and year; the same with a short year.
    fn compact(&mut self, at: usize) -> Option<()> {
        let (_, from, to) = self.tokens[at];
        let digits = &self.text[from..to];
        let number = |part: &[u8]| part.iter().fold(0u32, |n, d| n * 10 + u32::from(d - b'0'));
        let (year, month, day) = match digits.len() {
            8 | 12 | MOST_DIGITS if YEARS.contains(&number(&digits[..4])) => ((0, 4), (4, 6), (6, 8)),
            8 => ((4, 8), (0, 2), (2, 4)),
            6 => ((4, 6), (0, 2), (2, 4)),
            _ => return None,
        };
        let short = year.1 - year.0 == 2;
        let part = |(a, b): (usize, usize)| number(&digits[a..b]);
        self.found.year = Some(if short { full_year(part(year)) } else { part(year) });
        self.found.month = Some(part(month));
        self.found.days = vec![part(day)];
        let mut parts: Vec<(Field, usize, usize)> = vec![
            (Field::Year { short }, year.0, year.1),
            (Field::Month { padded: true }, month.0, month.1),
            (Field::Day { padded: true }, day.0, day.1),
            (Field::Text, 8.min(digits.len()), digits.len()),
        ];
        parts.sort_unstable_by_key(|(_, from, _)| *from);
        self.found.parts = std::iter::once((Field::Text, 0, from))
            .chain(parts.into_iter().map(|(field, a, b)| (field, from + a, from + b)))
            .chain([(Field::Text, to, self.text.len())])
            .collect();
        Some(())
    }
}
