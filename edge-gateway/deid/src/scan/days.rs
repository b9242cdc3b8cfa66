//! Days without a year: "9/15", "5 May", "on the 5th". Most such figures are scores and fractions: the words around decide, or the document's
//! other dates.

use super::Scan;
use super::dates::day_month;
use crate::lex::Kind;
use crate::rules;
use crate::words::{CODES, COMMON, EPONYM, MONTH, SCORE, TITLE, UNIT, WEEKDAY, WHEN};

impl Scan<'_> {
    /// Days without a year that only the rest of the document makes certain: it has written others so, or this very one.
    pub(super) fn days_by_evidence(&mut self) {
        let mut certain: Vec<(u32, u32)> = Vec::new();
        let mut dated = false;
        for found in &self.found {
            dated |= found.rule.category == crate::Category::Date
                && !std::ptr::eq(found.rule, &rules::DATE_HOLIDAY);
            if std::ptr::eq(found.rule, &rules::DATE_MONTH_DAY) {
                let first = self.tokens.starting_at(crate::lex::MARGIN, found.start);
                certain.extend(self.small(first).zip(self.small(first + 2)));
            }
        }
        let slash = |scan: &Self, i: usize| {
            scan.kind(i) == Kind::Number
                && scan.mark(i + 1, b'/')
                && scan.fresh(i)
                && scan.triple(i).is_none()
                && scan.month_year(i).is_none()
        };
        // Two and more that no score explains are a series.
        let uncommon = |scan: &Self, i: usize| {
            let pair = scan.small(i).zip(scan.small(i + 2));
            pair.filter(|(a, b)| {
                day_month(*a, *b)
                    && (*b > 10 && !matches!(b, 15 | 20 | 21 | 24 | 27 | 28 | 30) || a > b)
                    && !scan.near_score(i)
            })
        };
        if !dated {
            let mut seen: Option<(u32, u32)> = None;
            for (i, token) in self.tokens.numbered() {
                if token.kind == Kind::Number
                    && slash(self, i)
                    && let Some(pair) = uncommon(self, i)
                {
                    dated |= seen.is_some_and(|other| other != pair);
                    seen = Some(pair);
                }
            }
        }
        if !dated {
            return;
        }
        certain.sort_unstable();
        self.days_are_certain = true;
        self.date_end = usize::MAX;
        for (i, token) in self.tokens.numbered() {
            if !(token.kind == Kind::Number && slash(self, i)) {
                continue;
            }
            if let Some(end) = self.month_day(i) {
                self.date(i, end, &rules::DATE_MONTH_DAY);
            } else if let Some(pair) = self.small(i).zip(self.small(i + 2))
                && certain.binary_search(&pair).is_ok()
                && self.stops(i + 3)
                && !self.near_score(i)
                && !self.follows(i + 3, UNIT | SCORE | EPONYM)
            {
                self.date(i, i + 3, &rules::DATE_MONTH_DAY);
            }
        }
        self.days_are_certain = false;
    }

    /// "9/15": only where the words around it speak of days and not of scores, doses or fractions.
    pub(super) fn month_day(&self, i: usize) -> Option<usize> {
        let (a, b) = (self.small(i)?, self.small(i + 2)?);
        let separator = self.mark_of(i + 1, b"/-");
        if !separator || !self.joined(i + 1) || !self.joined(i + 2) || self.kind(i + 2) != Kind::Number {
            return None;
        }
        let month_then_year = (1..=12).contains(&a) && self.len(i + 2) == 2;
        if !(day_month(a, b) || month_then_year) {
            return None;
        }
        let slash = self.mark(i + 1, b'/');
        let chained = self.date_end != usize::MAX && self.chained(i);
        let mut next = i + 3;
        if !self.stops(next) {
            // "3/4-3/9/24" says it all; "3/4-3/9" and "3/4-9" need what one day needs, and no score after the second.
            if slash && self.range_follows(next) {
                return Some(next);
            }
            let end = self.second_day(next).filter(|_| slash && day_month(a, b))?;
            if self.same_line(end)
                && (self.lex(end, UNIT | EPONYM | SCORE) || self.mark(end, b'%') || self.near_score(i))
            {
                return None;
            }
            next = end;
        }
        if self.same_line(next)
            && (self.lex(next, UNIT | EPONYM | SCORE) || self.mark(next, b'%'))
            && !chained
        {
            return None;
        }
        if chained && (slash || self.joined(i)) {
            return Some(next);
        }
        let before = i.wrapping_sub(1);
        if self.same_line(i)
            && (self.lex(before, SCORE | CODES)
                || (self.mark_of(before, b":=") && self.lex(before.wrapping_sub(1), SCORE)))
        {
            return None;
        }
        if slash && self.fraction_told(i, next) {
            return None;
        }
        // "in 03/95": month and year.
        let year_like = self.len(i + 2) == 2
            && (b > 31 || self.len(i) == 2 || self.bytes(i + 2)[0] == b'0')
            && slash
            && (1..=12).contains(&a);
        let counted = self.follows(next, COMMON)
            && self.word_of(next, words!("of", "patients", "cases", "subjects", "patient"));
        if year_like
            && !counted
            && self.word_of(before, words!("in", "since", "until", "from", "circa", "mid"))
            && self.same_line(i)
        {
            return Some(next);
        }
        let end_of = self.word(before, "of")
            && self.word_of(
                i - 2,
                words!("end", "beginning", "start", "middle", "summer", "fall", "winter", "spring"),
            );
        if year_like && end_of && self.same_line(i) {
            return Some(next);
        }
        if self.same_line(i) && self.near_score(i) {
            return None;
        }
        if !slash {
            // "1-2" is a range of anything: only a day after "on", or in a form's date field, is a date.
            return (day_month(a, b)
                && self.same_line(i)
                && self.word_of(before, words!("on", "dated", "dos"))
                && b > 12)
                .then_some(next);
        }
        let day = day_month(a, b);
        // "8/95": no fraction has such a denominator, and visual acuity ends at 6/60.
        if slash && b > 60 && month_then_year && self.kind(before) == Kind::Word && self.same_line(i) {
            return Some(next);
        }
        if self.same_line(i)
            && (self.when_before(i) || day && self.visit_before(i) || self.lex(before, WEEKDAY))
        {
            return Some(next);
        }
        if day && slash && (self.occasion(i, next) || self.reading_follows(i, next)) {
            return Some(next);
        }
        // A note that opens a line with its day: "9/15: walked in the hall".
        if day && self.line_start(i) && self.mark_of(next, b":-") {
            return Some(next);
        }
        let clock = self.same_line(next)
            && self.kind(next) == Kind::Number
            && self.mark(next + 1, b':')
            && self.joined(next + 1);
        if day && (clock || (self.word(next, "at") && self.kind(next + 1) == Kind::Number)) {
            return Some(next);
        }
        // "3/7 2210 - admitted": a nurse's line opens with day and time.
        let hour = self.same_line(next)
            && self.len(next) == 4
            && self.number(next).is_some_and(|time| time < 2400 && time % 100 < 60)
            && !self.lex(next + 1, UNIT);
        if day && self.line_start(i) && hour {
            return Some(next);
        }
        // "8/3 declined": no score and no fraction is more than one. "2/1 block" is a ratio.
        let improper = a > b
            && (a, b) != (24, 7)
            && !self.word_of(next, words!("block", "ratio", "flutter", "conduction", "av", "i", "blocks"))
            && !(self.joined(next) && self.mark_of(next, b":%+"));
        let uncommon_enough = !matches!(b, 1..=6 | 8 | 10 | 100) || improper;
        if day
            && self.days_are_certain
            && uncommon_enough
            && self.kind(before) != Kind::Number
            && !self.lex(before, CODES | SCORE | UNIT)
            && !self.follows(next, UNIT | SCORE | EPONYM)
        {
            return Some(next);
        }
        // No fraction has such a denominator, unless things are counted.
        let uncommon =
            b > 10 && !matches!(b, 12 | 14 | 15 | 16 | 18 | 20 | 21 | 24 | 25 | 27 | 28 | 30) && a < b;
        let closes = self.kind(next) == Kind::Mark && !self.mark_of(next, b"%+/-")
            || self.kind(next) == Kind::End
            || self.line_start(next);
        let worded = self.kind(before) == Kind::Word && self.same_line(i) && self.len(before) > 1;
        if day && (uncommon || improper) && closes && worded && !self.lex(before, CODES | SCORE | UNIT) {
            return Some(next);
        }
        // No score runs past its denominator, and few fractions have such a one.
        let odd_denominator = !matches!(b, 4 | 5 | 6 | 8 | 10 | 15 | 16 | 20 | 21 | 24 | 25 | 27 | 28 | 30);
        (day && self.same_line(i) && self.mark_of(before, b"(") && b > 12 && odd_denominator).then_some(next)
    }

    /// From the dash at token `j` to the token after a second day: "-3/9", "-9".
    pub(super) fn second_day(&self, j: usize) -> Option<usize> {
        if !self.mark(j, b'-') || !self.joined(j + 1) {
            return None;
        }
        let first = self.small(j + 1)?;
        if self.mark(j + 2, b'/') && self.joined(j + 2) && self.joined(j + 3) {
            let second = self.small(j + 3)?;
            return (day_month(first, second) && self.stops(j + 4)).then_some(j + 4);
        }
        ((1..=31).contains(&first) && self.stops(j + 2)).then_some(j + 2)
    }

    /// A word of [`WHEN`] stands before token `i`, or before the article or mark in front of it.
    pub(super) fn when_before(&self, i: usize) -> bool {
        let mut j = i.wrapping_sub(1);
        for _ in 0..2 {
            if self.lex(j, WHEN) && !self.lex(j, SCORE) {
                return true;
            }
            if !(self.mark_of(j, b":(,=~#") || self.word_of(j, words!("the", "a", "was", "is", "for", "of")))
                || !self.same_line(j + 1)
            {
                return false;
            }
            j = j.wrapping_sub(1);
        }
        self.lex(j, WHEN) && !self.lex(j, SCORE) && self.same_line(j + 1)
    }

    /// "f/u 5/6", "RTC: 5/6", "d/c 5/6": abbreviations of visits.
    pub(super) fn visit_before(&self, i: usize) -> bool {
        let j = i.wrapping_sub(1);
        let j = j - usize::from(self.mark_of(j, b":."));
        let pair = |first: &str, second: &str| {
            self.word(j, second)
                && self.mark(j.wrapping_sub(1), b'/')
                && self.word(j.wrapping_sub(2), first)
                && self.joined(j)
        };
        self.word_of(j, words!("rtc", "rtw", "dc", "fu", "appt", "rov", "lov", "nov", "doa", "dod"))
            || pair("f", "u")
            || pair("d", "c")
            || pair("r", "s")
    }

    /// Words of scores shortly before: "pain is 5/10", "strength was 4/5".
    pub(super) fn near_score(&self, i: usize) -> bool {
        let mut j = i.wrapping_sub(1);
        for _ in 0..5 {
            if self.lex(j, WHEN) && !self.lex(j, SCORE) {
                return false;
            }
            if self.lex(j, SCORE) && !self.lex(j, WHEN) {
                return true;
            }
            if !self.same_line(j)
                || !self.lex(j, COMMON | UNIT | SCORE)
                    && !self.mark_of(j, b":-=")
                    && self.kind(j) != Kind::Number
            {
                return false;
            }
            j = j.wrapping_sub(1);
        }
        false
    }

    /// Token `i` continues a list or range of days: "12/4, 5/6 and 9/26", "3/4-3/8".
    pub(super) fn chained(&self, i: usize) -> bool {
        let mut j = i.wrapping_sub(1);
        for _ in 0..3 {
            if j.wrapping_add(1) == self.date_end {
                return j.wrapping_add(1) != i || self.joined(i);
            }
            if !(self.mark_of(j, b",-&;")
                || self.word_of(j, words!("and", "or", "to", "through", "thru", "until", "vs", "then")))
            {
                return false;
            }
            j = j.wrapping_sub(1);
        }
        j.wrapping_add(1) == self.date_end
    }

    /// "5 May 2021", "13-Jun-2007", "the 5th of May", "on the 5th".
    pub(super) fn day_first_at(&mut self, i: usize) {
        if !self.fresh(i) || !self.small(i).is_some_and(|day| (1..=31).contains(&day)) {
            return;
        }
        let suffix = self.joined(i + 1) && self.word_of(i + 1, words!("st", "nd", "rd", "th"));
        let mut j = i + 1 + usize::from(suffix);
        if let Some(end) = self.until_month(i, j, suffix) {
            self.date(i, end, &rules::DATE_DAY_MONTH);
            return;
        }
        // "5-8 March", "5th and 6th of March"
        if self.mark_of(j, b"-&") || self.word_of(j, words!("to", "and", "or", "through")) {
            j += 1;
            if self.small(j).is_some_and(|day| (1..=31).contains(&day)) {
                let second = self.joined(j + 1) && self.word_of(j + 1, words!("st", "nd", "rd", "th"));
                if let Some(end) = self.until_month(j, j + 1 + usize::from(second), second) {
                    self.date(i, end, &rules::DATE_DAY_MONTH);
                    return;
                }
            }
        }
        if suffix && self.day_alone(i, i + 2) {
            self.date(i, i + 2, &rules::DATE_DAY_ONLY);
        }
    }

    /// The ordinal in the tokens `i..end` is a day of the month: what stands in front says so, and no noun follows.
    pub(super) fn day_alone(&self, i: usize, end: usize) -> bool {
        let the = usize::from(self.word(i.wrapping_sub(1), "the"));
        let before = i.wrapping_sub(1 + the);
        let before = before.wrapping_sub(usize::from(self.mark(before, b',') && the == 1));
        let told = self.word(before, "on")
            || the == 1
                && (self.word_of(
                    before,
                    words!(
                        "until", "til", "till", "since", "by", "from", "of", "before", "after", "between",
                        "around", "about", "through"
                    ),
                ) || self.lex(before, WEEKDAY))
            || the == 0 && self.lex(before, WEEKDAY) && self.capital(before);
        if !told
            || !self.same_line(i)
            || self.joined(end) && self.kind(end) != Kind::Mark
            || self.joined(end) && self.joined(end + 1)
        {
            return false;
        }
        if self.kind(end) != Kind::Word || !self.same_line(end) {
            return true;
        }
        let weak = self
            .word_of(before, words!("of", "by", "from", "between", "about", "through", "after", "before"));
        self.word_of(
            end,
            words!(
                "at", "and", "for", "with", "because", "but", "when", "was", "is", "he", "she", "they", "we",
                "i", "it", "if", "so", "then", "per"
            ),
        ) || !weak
            && (self.word_of(
                end,
                words!(
                    "to", "by", "in", "who", "showed", "were", "had", "has", "will", "which", "that", "due",
                    "after", "before", "next", "as"
                ),
            ) || self.lex(end, TITLE | WEEKDAY))
    }

    /// "Tuesday 4 March", "from 3 May": what stands in front of token `day` says that a day follows.
    fn led_to_day(&self, day: usize) -> bool {
        let before = day.wrapping_sub(1);
        self.same_line(day)
            && (self.lex(before, WEEKDAY)
                || self.mark(before, b',') && self.lex(before.wrapping_sub(1), WEEKDAY)
                || self.word_of(before, words!("the", "from", "till", "until", "between")))
    }

    /// From a day whose tokens end at `j` through month and year, if a month follows.
    pub(super) fn until_month(&self, day: usize, j: usize, suffix: bool) -> Option<usize> {
        let mut j = j;
        let dash = self.mark_of(j, b"-./") && self.joined(j) && self.joined(j + 1);
        if dash {
            j += 1;
        } else if self.word(j, "of") {
            j += 1;
            if self.word(j, "the") {
                j += 1;
            }
        }
        if !self.same_line(j) || !self.lex(j, MONTH) {
            return None;
        }
        let end = self.year_after(
            j + 1 + usize::from(self.mark(j + 1, b'.') && self.joined(j + 1) && self.len(j) <= 4),
        );
        let with_year = end.1;
        let unsure = self.word_of(j, words!("may", "mar", "march", "dec"));
        if unsure
            && !suffix
            && !with_year
            && !dash
            && !(self.capital(j) && (self.when_before(day) || self.led_to_day(day)))
        {
            return None;
        }
        Some(if with_year { end.0 } else { j + 1 })
    }
}
