//! Dates that name their month: "March 5th, 2021", "Apr '23", "in June", "the fifth of May".

use super::{Scan, Words};
use crate::lex::Kind;
use crate::rules;
use crate::words::{
    CARDINAL, COMMON, MONTH, MONTH_ABROAD, MONTH_UNSURE, NAMEWORD, ORDINAL, SCORE, UNIT, WHEN,
};

/// Words after which a bare month is a date.
const BEFORE_MONTH: &Words = words!(
    "in",
    "since",
    "until",
    "till",
    "by",
    "from",
    "last",
    "this",
    "next",
    "early",
    "late",
    "mid",
    "of",
    "through",
    "during",
    "every",
    "around",
    "between",
    "before",
    "after",
    "and",
    "to",
    "beginning",
    "end",
    "for"
);

impl Scan<'_> {
    /// From token `j`: a year, also after comma, "of", dash or as '21, also spoken. Returns the token after, and whether there was one.
    pub(super) fn year_after(&self, j: usize) -> (usize, bool) {
        let mut k = j;
        if !self.same_line(k) && !(self.line_start(k) && self.year(k)) {
            return (j, false);
        }
        if self.mark(k, b',') || self.word_of(k, words!("of", "in")) {
            k += 1;
        } else if self.mark_of(k, b"-/.") && self.joined(k) && self.joined(k + 1) {
            k += 1;
            if self.kind(k) == Kind::Number && (self.len(k) == 2 || self.year(k)) && self.stops(k + 1) {
                return (k + 1, true);
            }
            return (j, false);
        }
        if self.year(k) && (self.stops(k + 1) || self.mark_of(k + 1, b"-:/")) {
            return (k + 1, true);
        }
        if self.mark(k, b'\'')
            && self.joined(k + 1)
            && self.kind(k + 1) == Kind::Number
            && self.len(k + 1) == 2
        {
            return (k + 2, true);
        }
        if let Some(end) = self.spoken_year(k) {
            return (end, true);
        }
        (j, false)
    }

    /// A spoken or written ordinal at `i`: the day and the token after.
    pub(super) fn ordinal_day(&self, i: usize) -> Option<usize> {
        if self.lex(i, ORDINAL) && self.kind(i) == Kind::Word {
            return Some(i + 1);
        }
        if self.word_of(i, words!("twenty", "thirty")) {
            let next = i + 1 + usize::from(self.mark(i + 1, b'-'));
            if self.lex(next, ORDINAL) {
                return Some(next + 1);
            }
        }
        None
    }

    /// A day in cardinals behind a month, "november twelve": the token after. Of few of something a noun follows.
    fn counted_day(&self, i: usize) -> Option<usize> {
        const DAYS: &Words = words!(
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen"
        );
        const ONES: &Words = words!("one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
        let tens = self.word_of(i, words!("twenty", "thirty"));
        if !tens && !self.word_of(i, DAYS) {
            return None;
        }
        let one = i + 1 + usize::from(self.mark(i + 1, b'-'));
        let end = if tens && self.word_of(one, ONES) { one + 1 } else { i + 1 };
        let closes = self.kind(end) != Kind::Word || !self.same_line(end) || self.lex(end, COMMON | CARDINAL);
        (closes && !self.lex(end, UNIT) || tens && end == one + 1 && !self.lex(end, UNIT)).then_some(end)
    }

    /// "am 3. November", "vom 14. September": the day before a month that is called so in German as well.
    fn pointed_day_before(&self, i: usize) -> Option<usize> {
        let (point, day) = (i.wrapping_sub(1), i.wrapping_sub(2));
        let told = self.word_of(
            day.wrapping_sub(1),
            words!("am", "vom", "zum", "bis", "dem", "den", "der", "ab", "seit"),
        );
        let form = self.mark(point, b'.')
            && self.joined(point)
            && !self.joined(i)
            && !self.joined(day)
            && self.capital(i)
            && self.small(day).is_some_and(|day| (1..=31).contains(&day))
            && self.same_line(day)
            && self.same_line(i);
        (told && form).then_some(day)
    }

    /// "Sept . I2 , I986": day and year behind a month at token `j`, as a scanner reads them. Returns the token after.
    fn misread_day_and_year(&self, j: usize) -> Option<usize> {
        let j = j + usize::from(self.mark(j, b'.'));
        let figures = |k: usize| {
            let first = match self.bytes(k) {
                b"I" | b"l" | b"i" => 1,
                b"O" | b"o" => 0,
                _ if self.kind(k) == Kind::Number => return Some((self.number(k)?, k + 1)),
                _ => return None,
            };
            let rest = self.number(k + 1).filter(|_| self.joined(k + 1) && self.len(k + 1) <= 3)?;
            Some((first * 10_u32.pow(self.len(k + 1) as u32) + rest, k + 2))
        };
        let (day, end) = figures(j)?;
        let (year, to) = figures(end + usize::from(self.mark(end, b',')))?;
        let misread = self.kind(j) == Kind::Word || self.kind(to - 2) == Kind::Word && self.joined(to - 1);
        let fits = (1..=31).contains(&day) && (1900..=2099).contains(&year) && misread;
        (fits && (j..to).all(|k| self.same_line(k))).then_some(to)
    }

    pub(super) fn month_at(&mut self, i: usize) {
        if !self.lex(i, MONTH) || (self.joined(i) && self.kind(i.wrapping_sub(1)) != Kind::Mark) {
            return;
        }
        let unsure = self.lex(i, MONTH_UNSURE);
        let lower = !self.capital(i);
        let mut j = i + 1;
        if self.mark(j, b'.') && self.joined(j) && self.len(i) <= 4 {
            j += 1;
        }
        let after_name = j;
        if let Some(day) = self.pointed_day_before(i) {
            let (end, _) = self.year_after(after_name);
            self.date(day, end.max(after_name), &rules::DATE_ABROAD);
            return;
        }
        if let Some(end) = self.misread_day_and_year(j) {
            self.date(i, end, &rules::DATE_MONTH_NAME);
            return;
        }
        if (self.mark_of(j, b"-./"))
            && self.joined(j)
            && self.joined(j + 1)
            && self.kind(j + 1) == Kind::Number
        {
            j += 1;
        } else if self.word(j, "the") {
            j += 1;
        }
        // Month and day.
        let day = self.kind(j) == Kind::Number
            && self.len(j) <= 2
            && self.number(j).is_some_and(|day| (1..=31).contains(&day));
        if day && self.same_line(j) {
            let suffix = self.joined(j + 1) && self.word_of(j + 1, words!("st", "nd", "rd", "th"));
            let mut end = self.day_range(j + 1 + usize::from(suffix));
            let (after_year, with_year) = self.year_after(end);
            if with_year {
                end = after_year;
            }
            let unit =
                !suffix && !with_year && self.same_line(end) && (self.lex(end, UNIT) || self.mark(end, b'%'));
            let decimal = !suffix
                && !with_year
                && self.joined(end)
                && self.mark_of(end, b"./:")
                && self.joined(end + 1);
            let sure = suffix || with_year || !unsure || (!lower && !self.modal(i)) || self.when_before(i);
            if sure
                && !unit
                && !decimal
                && (self.joined(end) || self.kind(end) != Kind::Word || !self.glued(end))
            {
                self.date(i, end, &rules::DATE_MONTH_NAME);
                return;
            }
        }
        if let Some(end) = self.ordinal_day(j) {
            let (end, with_year) = self.year_after(end);
            // "may first try" is a verb; nobody marches first.
            let meant = !unsure || !lower || self.word(i, "march") && !self.word(i.wrapping_sub(1), "to");
            if meant || with_year || self.when_before(i) || self.word(j.wrapping_sub(1), "the") {
                self.date(i, end, &rules::DATE_SPOKEN);
                return;
            }
        }
        if let Some(end) = self.counted_day(j).filter(|_| !unsure && self.same_line(j)) {
            let (end, _) = self.year_after(end);
            self.date(i, end, &rules::DATE_SPOKEN);
            return;
        }
        // Month and year.
        let (end, with_year) = self.year_after(after_name);
        if with_year {
            self.date(i, end, &rules::DATE_MONTH_YEAR);
            return;
        }
        self.bare_month(i);
    }

    fn glued(&self, i: usize) -> bool {
        self.joined(i) && self.kind(i) == Kind::Word
    }

    /// "May 2 tablets": the verb, at the start of an instruction.
    fn modal(&self, i: usize) -> bool {
        self.word(i, "may")
            && (self.line_start(i) || self.lex(i.wrapping_sub(1), COMMON))
            && !self.lex(i.wrapping_sub(1), WHEN)
    }

    /// "5-8" after a month: the token after the second day, or `j`.
    fn day_range(&self, j: usize) -> usize {
        let dash = self.mark_of(j, b"-&") || self.word_of(j, words!("to", "through", "and"));
        let second = j + 1;
        let day = self.kind(second) == Kind::Number
            && self.len(second) <= 2
            && self.number(second).is_some_and(|d| (1..=31).contains(&d));
        if !dash || !day {
            return j;
        }
        let suffix = self.joined(second + 1) && self.word_of(second + 1, words!("st", "nd", "rd", "th"));
        let end = second + 1 + usize::from(suffix);
        let sure = suffix || self.mark(j, b'-') || self.year_after(end).1;
        if sure && !self.lex(end, UNIT) && !self.mark_of(end, b"/%") { end } else { j }
    }

    /// A month alone, where it cannot be a name or a verb.
    fn bare_month(&mut self, i: usize) {
        let mid = self.joined(i)
            && self.mark(i.wrapping_sub(1), b'-')
            && self.word_of(i.wrapping_sub(2), words!("mid", "early", "late", "end"));
        // "Aug-Sept": a month stands on the other side.
        let other = |j: usize| self.lex(j, MONTH) && self.capital(j);
        let pair = self.capital(i)
            && (self.mark_of(i + 1, b"-/&") && other(i + 2) && self.same_line(i + 2)
                || self.mark_of(i.wrapping_sub(1), b"-/&") && other(i.wrapping_sub(2)) && self.same_line(i));
        if self.joined(i) && self.mark_of(i.wrapping_sub(1), b"'-_.@") && !mid && !pair {
            return;
        }
        let before = i.wrapping_sub(1);
        let unsure = self.lex(i, MONTH_UNSURE);
        let cue = self.same_line(i)
            && (self.word_of(before, BEFORE_MONTH)
                || (self.mark(before, b'-') && self.word_of(before.wrapping_sub(1), words!("mid"))));
        let chained = self.date_end != usize::MAX && self.chained(i);
        let short = self.len(i) <= 4 && !self.word_of(i, words!("june", "july", "may"));
        let told = self.same_line(i)
            && (self.word_of(
                before,
                words!("last", "next", "since", "until", "till", "in", "early", "late", "by", "end"),
            ) || self.word(before, "of")
                && self.word_of(
                    before.wrapping_sub(1),
                    words!("day", "end", "beginning", "start", "middle", "week", "month"),
                ));
        let sure = if chained {
            !(self.word(i, "may") && !self.capital(i))
        } else if mid && self.capital(i) || pair && !self.lex(i, UNIT) {
            true
        } else if told
            && !self.capital(i)
            && self.word_of(i, words!("aug", "sept", "nov", "feb", "april", "june", "august"))
            || self.word_of(before, words!("last", "next", "since", "in"))
                && self.same_line(i)
                && self.word(i, "march")
                && !self.follows(i + 1, crate::words::EPONYM)
        {
            true
        } else if self.word(i, "march")
            && self.capital(i)
            && self.word(before, "the")
            && self.same_line(i)
            && self.kind(i + 1) == Kind::Word
            && !self.capital(i + 1)
            && !self.word_of(i + 1, words!("of", "for", "on", "in", "to", "was", "is"))
        {
            // "the March superbills"
            true
        } else if unsure {
            let person = self.capital(i + 1)
                && !self.lex(i + 1, COMMON | MONTH | NAMEWORD)
                && self.kind(i + 1) == Kind::Word
                && self.same_line(i + 1);
            cue && self.capital(i)
                && !person
                && !(self.word(i, "may")
                    && self.lex(i + 1, COMMON)
                    && self.word_of(before, words!("and", "to", "for")))
        } else if short {
            cue && self.capital(i)
        } else {
            true
        };
        if sure {
            let first = if mid { i - 2 } else { i };
            self.date(first, i + 1, &rules::DATE_MONTH_ONLY);
        }
    }
}

impl Scan<'_> {
    /// "12. März 1985", "14 de julio de 1972", "3 mai 2021": a day, then a month in another language, and a year.
    pub(super) fn day_abroad_at(&mut self, i: usize) {
        let day = self.number(i).is_some_and(|day| (1..=31).contains(&day)) && self.len(i) <= 2;
        if !day || !self.fresh(i) {
            return;
        }
        let mut j = i + 1;
        if self.mark(j, b'.') && self.joined(j) {
            j += 1;
        } else if self.joined(j) && self.word_of(j, words!("er", "o", "a", "st", "nd", "rd", "th")) {
            j += 1;
        }
        j += usize::from(self.word_of(j, words!("de", "of")));
        // English names of months are found elsewhere, unless a word of another language joins them.
        let month = self.lex(j, MONTH_ABROAD)
            || self.word(j.wrapping_sub(1), "de") && self.lex(j, MONTH) && !self.lex(j, COMMON);
        if !month || !self.same_line(j) {
            return;
        }
        let month = j;
        j += 1;
        j += usize::from(self.mark(j, b'.') && self.joined(j));
        j += usize::from(self.word_of(j, words!("de", "del")));
        let first = self.opens_abroad(i, true);
        if self.year(j) && self.stops(j + 1) {
            self.date(first, j + 1, &rules::DATE_ABROAD);
        } else if self.lex(month, MONTH_ABROAD) && !self.lex(month, COMMON) {
            // A short form that is also another word needs the day of the week or an article in front.
            let entry = crate::lists::lookup(self.bytes(month));
            let own = entry.common() == 0 && entry.given() < 3 && !entry.clinical() && !self.uppercase(month);
            if self.len(month) > 3 || own || first < i {
                self.date(first, month + 1, &rules::DATE_ABROAD);
            }
        }
    }

    /// A year in words: "nineteen eighty-four", "twenty twenty-one", "two thousand five". Returns the token after.
    pub(super) fn spoken_year(&self, i: usize) -> Option<usize> {
        let step = |j: usize| j + usize::from(self.mark(j, b'-') && self.joined(j));
        if self.word(i, "two") && self.word(i + 1, "thousand") {
            let j = i + 2 + usize::from(self.word(i + 2, "and"));
            return Some(if self.lex(j, CARDINAL) { j + 1 } else { i + 2 });
        }
        if !self.word_of(i, words!("nineteen", "twenty")) {
            return None;
        }
        let tens = step(i + 1);
        if !self.lex(tens, CARDINAL)
            || self.word_of(tens, words!("hundred", "thousand"))
            || !self.same_line(tens)
        {
            return None;
        }
        // "twenty one" alone is a number; "twenty twenty" and "nineteen ninety" are years.
        let small = self.word_of(
            tens,
            words!("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "zero"),
        );
        if small && !self.word(i, "nineteen") {
            return None;
        }
        let unit = step(tens + 1);
        let units = self
            .word_of(unit, words!("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"));
        Some(if units { unit + 1 } else { tens + 1 })
    }

    /// "the fifth of May", "fifth May nineteen eighty".
    pub(super) fn spoken_at(&mut self, i: usize) {
        if !self.lex(i, ORDINAL | CARDINAL) {
            return;
        }
        let Some(end) = self.ordinal_day(i) else { return };
        let month = end + usize::from(self.word(end, "of"));
        if !self.lex(month, MONTH) || !self.same_line(month) {
            // "the first", "the third" are seldom days.
            if !self.word_of(i, words!("first", "second", "third"))
                && !self.lex(i.wrapping_sub(1), ORDINAL | CARDINAL)
                && self.day_alone(i, end)
            {
                self.date(i, end, &rules::DATE_DAY_ONLY);
            }
            return;
        }
        if month == end
            && (self.word_of(month, words!("may", "mar", "dec"))
                || !self.capital(month) && !self.when_before(i) && self.lex(month, MONTH_UNSURE))
        {
            return;
        }
        let (end, _) = self.year_after(month + 1);
        if !self.lex(i.wrapping_sub(1), SCORE) {
            self.date(i, end.max(month + 1), &rules::DATE_SPOKEN);
        }
    }
}
