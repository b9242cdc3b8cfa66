//! Dates whose month is a number that is spoken: "six, nineteen, fifty-two", "seven slash eleven slash twenty twenty-two", "the
//! twenty-eighth of the second, ninety-four".

use super::dates::day_month;
use super::spoken::{TENS, TWO_DIGITS};
use super::{Scan, WordSet, Words};
use crate::lex::{Kind, WIDE};
use crate::rules;
use crate::words::{CARDINAL, MONTH, ORDINAL, SCORE, UNIT, WEEKDAY};

const ONES: &Words = words!("one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
const ORDINALS: &Words = words!(
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth"
);
/// What has a number in a row of its kind.
static COUNTED: WordSet = WordSet::new(&[
    "day",
    "days",
    "dose",
    "time",
    "floor",
    "week",
    "month",
    "year",
    "trimester",
    "degree",
    "attempt",
    "occasion",
    "line",
    "visit",
    "rib",
    "toe",
    "finger",
    "metatarsal",
    "metacarpal",
    "digit",
    "nerve",
    "ward",
    "bed",
    "admission",
    "pregnancy",
    "baby",
    "child",
    "one",
    "stage",
    "cycle",
    "course",
    "session",
    "post",
    "op",
    "set",
    "sample",
    "hand",
    "part",
    "half",
    "quarter",
    "lumbar",
    "thoracic",
    "cervical",
    "person",
    "patient",
    "bag",
    "unit",
    "bottle",
    "round",
    "step",
    "phase",
    "centile",
    "percentile",
    "street",
    "avenue",
    "cranial",
    "hour",
    "minute",
    "century",
    "birthday",
    "chromosome",
    "intercostal",
    "vertebra",
    "grade",
    "edition",
    "row",
    "station",
    "place",
    "generation",
    "level",
]);
/// Most tokens between a label for a date and the date that is read out.
const MAX_LEADS: usize = 14;

/// A day and month that are spoken as numbers.
struct SpokenDate {
    end: usize,
    /// Marks between the parts were spoken.
    slashes: usize,
    /// The day is an ordinal, or both are.
    ordinals: usize,
    year: bool,
    named: bool,
    /// "of" joins day and month.
    of: bool,
}

impl Scan<'_> {
    fn one_of(&self, j: usize, words: &Words) -> Option<u32> {
        self.which(j, words).map(|at| at as u32)
    }

    /// A number up to 31 at token `j`: its value, the token after, and whether it is an ordinal. `whole`: "twenty one" is one number.
    fn small_spoken(&self, j: usize, whole: bool) -> Option<(u32, usize, bool)> {
        if self.kind(j) == Kind::Number {
            let value = self.small(j).filter(|value| (1..=31).contains(value))?;
            let suffix = self.joined(j + 1) && self.word_of(j + 1, words!("st", "nd", "rd", "th"));
            let free = suffix
                || !(self.joined(j + 1) && self.mark_of(j + 1, b"/.:%") && self.joined(j + 2))
                    && self.stops(j + 1);
            return free.then_some((value, j + 1 + usize::from(suffix), suffix));
        }
        if !self.lex(j, CARDINAL | ORDINAL) && !self.word(j, "o") {
            return None;
        }
        if self.word_of(j, words!("oh", "zero", "o")) {
            return self
                .one_of(j + 1, ONES)
                .filter(|_| self.same_line(j + 1))
                .map(|one| (one + 1, j + 2, false));
        }
        if let Some(one) = self.one_of(j, ONES) {
            return Some((one + 1, j + 1, false));
        }
        if let Some(teen) = self.one_of(j, TWO_DIGITS) {
            return Some((teen + 10, j + 1, false));
        }
        if let Some(ordinal) = self.one_of(j, ORDINALS) {
            return Some((ordinal + 1, j + 1, true));
        }
        if self.word(j, "thirtieth") {
            return Some((30, j + 1, true));
        }
        let tens = self.one_of(j, words!("twenty", "thirty"))? * 10 + 20;
        let ones = j + 1 + usize::from(self.mark(j + 1, b'-'));
        if whole && self.same_line(ones) {
            if let Some(one) = self.one_of(ones, ONES) {
                return (tens + one < 31).then_some((tens + one + 1, ones + 1, false));
            }
            if let Some(ordinal) = self.one_of(ones, ORDINALS).filter(|ordinal| *ordinal < 9) {
                return (tens + ordinal < 31).then_some((tens + ordinal + 1, ones + 1, true));
            }
        }
        Some((tens, j + 1, false))
    }

    /// A year at token `j` in words or figures, also without its century. Returns the token after.
    fn any_year(&self, j: usize) -> Option<usize> {
        if !self.same_line(j) {
            return None;
        }
        if self.kind(j) == Kind::Number {
            let fits = self.stops(j + 1) && (self.year(j) || self.len(j) == 2) && !self.mark_of(j + 1, b"%/");
            return fits.then_some(j + 1);
        }
        if let Some(end) = self.spoken_year(j) {
            return Some(end);
        }
        let ones = j + 1 + usize::from(self.mark(j + 1, b'-'));
        let one = self.one_of(ones, ONES).is_some() && self.same_line(ones);
        if self.one_of(j, TENS).is_some() {
            return Some(if one { ones + 1 } else { j + 1 });
        }
        if self.word_of(j, words!("oh", "o", "zero")) {
            return one.then_some(ones + 1);
        }
        (self.one_of(j, TWO_DIGITS).is_some() && !self.follows(j + 1, UNIT)).then_some(j + 1)
    }

    /// A day and a month at token `j`, as numbers that are spoken, and their year.
    fn day_and_month(&self, j: usize, whole: bool) -> Option<SpokenDate> {
        let (a, mut k, first) = self.small_spoken(j, whole)?;
        let (mut slashes, mut of) = (0, false);
        for _ in 0..3 {
            if self.mark_of(k, b",-") && slashes == 0 {
            } else if self.word_of(k, words!("slash", "dash", "stroke", "hyphen")) {
                slashes += 1;
            } else if self.word_of(k, words!("of", "the")) {
                of = true;
            } else {
                break;
            }
            k += 1;
        }
        if !self.same_line(k) || self.token(k).flags & WIDE != 0 {
            return None;
        }
        let named = self.lex(k, MONTH);
        let (b, mut end, second) = if named { (1, k + 1, false) } else { self.small_spoken(k, true)? };
        if !day_month(a, b) || of && !(first && (second || named)) {
            return None;
        }
        let mut k = end;
        let mut more = 0;
        for _ in 0..2 {
            if self.word_of(k, words!("slash", "dash", "stroke", "hyphen", "of")) {
                more = 1;
            } else if !self.mark_of(k, b",-") {
                break;
            }
            k += 1;
        }
        let year = self.any_year(k);
        end = year.unwrap_or(end);
        if year.is_some() {
            slashes += more;
        }
        Some(SpokenDate {
            end,
            slashes,
            ordinals: usize::from(first) + usize::from(second),
            year: year.is_some(),
            named,
            of,
        })
    }

    /// The fullest reading of a date at token `j`.
    fn spoken_date(&self, j: usize) -> Option<SpokenDate> {
        let whole = self.day_and_month(j, true);
        match whole {
            Some(date) if date.year => Some(date),
            _ => self.day_and_month(j, false).filter(|date| date.year).or(whole),
        }
    }

    /// The date that is read out after a label for one, which ends before token `after`.
    pub(super) fn spoken_birth(&mut self, after: usize) {
        let mut j = after;
        let mut asked = false;
        for _ in 0..MAX_LEADS {
            if self.kind(j) == Kind::End || self.token(j).flags & crate::lex::PARAGRAPH != 0 && !asked {
                return;
            }
            if self.line_start(j) && j > after {
                let Some(colon) = (j..j + 4)
                    .find(|k| self.mark(*k, b':') && self.kind(*k - 1) == Kind::Word)
                    .filter(|_| asked)
                else {
                    return;
                };
                j = colon + 1;
                continue;
            }
            if self.lex(j, CARDINAL | ORDINAL) || self.kind(j) == Kind::Number {
                if let Some(date) = self.spoken_date(j)
                    && !self.follows(date.end, UNIT)
                    && (date.year || !self.lex(date.end, CARDINAL))
                    && (self.kind(j) == Kind::Word || date.slashes > 0 || date.ordinals > 0 && date.year)
                {
                    self.date(j, date.end, &rules::DATE_SPOKEN);
                    return;
                }
                // "Is that 5/8/66 or 5/3/66? … Five three."
                if self.kind(j) == Kind::Word {
                    return;
                }
            }
            asked |= self.mark(j, b'?');
            let passing = matches!(self.kind(j), Kind::Mark | Kind::Number)
                || self.word_of(
                    j,
                    words!(
                        "is", "was", "of", "on", "the", "it", "s", "its", "that", "um", "uh", "er", "erm",
                        "yes", "yeah", "sure", "okay", "ok", "please", "or", "and", "his", "her", "my",
                        "your", "colon", "so", "please", "for", "me", "to", "confirm", "patient", "he",
                        "she", "born", "in", "just", "full", "you", "again"
                    ),
                );
            if !passing {
                return;
            }
            j += 1;
        }
    }

    /// A date of spoken numbers at token `i` that needs no label: its marks are spoken, or both parts are ordinals.
    pub(super) fn spoken_date_at(&mut self, i: usize) {
        if self.lex(i - 1, CARDINAL | ORDINAL) && self.same_line(i)
            || self.mark(i - 1, b'-') && self.joined(i) && self.lex(i - 2, CARDINAL)
            || self.lex(i - 1, SCORE)
        {
            return;
        }
        let before = i - 1 - usize::from(self.word(i - 1, "the"));
        let Some(date) = self.spoken_date(i).filter(|date| !date.named) else {
            self.day_range_at(i, before);
            self.low_day_at(i, before);
            return;
        };
        let told = self.word_of(
            before,
            words!("on", "since", "until", "dated", "born", "from", "by", "before", "after"),
        );
        let sure = date.slashes >= 2 && date.year
            || date.year && self.word(i.wrapping_sub(1), "born")
            || !date.of && date.ordinals == 0 && self.dated_by(i, &date)
            || date.ordinals == 2 && date.of && (date.year || told || self.kind(date.end) != Kind::Word)
            || date.slashes == 1
                && told
                && !date.year
                && self.word_of(before, words!("on", "since", "until", "dated", "born"));
        if sure
            && !self.follows(date.end, UNIT)
            && self.same_line(i) | (date.slashes >= 2) | (date.ordinals == 2)
        {
            self.date(i, date.end, &rules::DATE_SPOKEN);
        }
    }

    /// "admitted zero nine fourteen", "your statement dated eight fifteen"; and a sentence that is nothing but three numbers.
    fn dated_by(&self, i: usize, date: &SpokenDate) -> bool {
        let before = i - 1;
        let event = self
            .word_of(before, words!("admitted", "expired", "discharged", "died", "delivered", "operated"));
        let alone = date.year
            && self.mark(before, b'.')
            && self.mark(i + 1, b',')
            && self.mark(date.end, b'.')
            && !(self.joined(date.end) && self.joined(date.end + 1));
        let dated = self.word(before, "dated") || event && self.word_of(i, words!("zero", "oh", "o"));
        alone || dated && self.same_line(i) && !self.lex(date.end, CARDINAL)
    }

    /// "he had a fall on the second and was fine", "i rang on the third and the fifth": as a sentence goes on, no noun follows the ordinal.
    fn low_day_at(&mut self, i: usize, before: usize) {
        let Some(end) = self.ordinal_day(i).filter(|_| self.same_line(i)) else { return };
        // "on the eleventh and twelfth"
        if before == i - 1 && !(self.word(before, "and") && self.date_end == before) {
            return;
        }
        let and = self.word(before, "and") && self.lex(before - 1, ORDINAL) && self.date_end == before;
        let until = self.word_of(before, words!("since", "until", "till", "til"));
        let of = self.word(before, "of") && self.word(before - 1, "as");
        let told = self.word(before, "on") || until || and || of;
        // "invega every four weeks due next on the twelfth two thirty four deltoid"
        let planned = self.word(before, "on")
            && self.word_of(before - 1, words!("due", "next", "booked", "scheduled", "back"));
        let stops = until && (self.kind(end) != Kind::Word || !self.same_line(end)) && !self.mark(end, b',');
        let goes_on = stops
            || self.same_line(end)
                && self.word_of(
                    end,
                    words!(
                        "he", "she", "they", "we", "i", "it", "and", "but", "so", "no", "um", "uh", "then",
                        "because", "when", "the", "at", "with", "her", "his", "was", "had"
                    ),
                )
                && !(self.word(end, "and") && self.lex(end + 1, ORDINAL));
        // There are few things of which somebody has eleven and more, so that what follows need not be looked at so closely.
        let high = self.word_of(i, words!("twentieth", "thirtieth", "twenty", "thirty"))
            || self.one_of(i, ORDINALS).is_some_and(|ordinal| ordinal >= 10);
        let weekday = self.lex(before, WEEKDAY) && before < i - 1;
        let event = self.word_of(
            before,
            words!("discharge", "admission", "surgery", "dated", "done", "due", "by", "from"),
        );
        let counted = self.same_line(end) && (self.word_in(end, &COUNTED) || self.lex(end, UNIT));
        let far = (high && (told || event || self.word_of(before, words!("after", "before"))) || weekday)
            && !counted;
        let told = told && goes_on || far || planned && high;
        if told {
            self.date(i, end, &rules::DATE_DAY_ONLY);
        }
    }

    /// "from the eighteenth to the twenty-fifth": two days without a month.
    fn day_range_at(&mut self, i: usize, before: usize) {
        let Some(first) =
            self.ordinal_day(i).filter(|_| before < i - 1 && self.word_of(before, words!("from", "between")))
        else {
            return;
        };
        let to = first;
        if !self.word_of(to, words!("to", "through", "until", "till", "and")) || !self.word(to + 1, "the") {
            return;
        }
        let Some(second) = self.ordinal_day(to + 2) else { return };
        let closes = self.kind(second) != Kind::Word
            || self.line_start(second)
            || self.word_of(
                second,
                words!(
                    "so", "and", "for", "with", "of", "at", "in", "but", "then", "he", "she", "they", "i",
                    "we", "to"
                ),
            );
        if closes && !self.lex(second, UNIT) {
            self.note(i, first, &rules::DATE_SPOKEN);
            self.date(to + 2, second, &rules::DATE_SPOKEN);
        }
    }
}
