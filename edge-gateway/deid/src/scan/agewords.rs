//! Ages over 89 in words, and those that only what stands around them tells.

use super::ages::{LOOK_BACK, SEX};
use super::{Scan, Words};
use crate::Category;
use crate::lex::Kind;
use crate::rules;
use crate::words::{CARDINAL, COMMON, MONTH, ORDINAL, RELATION, UNIT};

/// What may follow a hundred in an age.
const YOUNG_NUMBERS: &Words =
    words!("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");
/// Within how many words an age is taken back.
const MENDED_WITHIN: usize = 8;
/// What follows a number that is no age though somebody "is" it: a saturation, a weight, a pressure.
pub(super) const NO_AGE: &Words = words!(
    "percent",
    "per",
    "over",
    "point",
    "on",
    "out",
    "kilos",
    "kilo",
    "pounds",
    "pound",
    "stone",
    "something",
    "or",
    "to",
    "times",
    "degrees",
    "at",
    "room",
    "sats",
    "sat",
    "paced",
    "and",
    "minus",
    "plus",
    "systolic",
    "diastolic",
    "beats",
    "off"
);
/// Words of measurements, near which a number is none.
pub(super) const MEASURED: &Words = words!(
    "sats",
    "sat",
    "saturation",
    "saturations",
    "saturating",
    "satting",
    "oxygen",
    "spo",
    "o2",
    "pulse",
    "rate",
    "pressure",
    "bp",
    "weight",
    "weighs",
    "sugar",
    "sugars",
    "glucose",
    "temp",
    "temperature",
    "systolic",
    "map",
    "score",
    "bpm",
    "hr",
    "heart"
);

impl Scan<'_> {
    /// "He is ninety-one and lives alone", "she's one oh two,", "I'm a hundred and one", "he'll be ninety-two at Christmas": somebody is,
    /// was or will be the number in the tokens `i..end`.
    fn worded_age_of_someone(&self, i: usize, end: usize) -> bool {
        let (mut k, mut link, mut coming) = (i.wrapping_sub(1), false, false);
        for _ in 0..LOOK_BACK {
            if !self.same_line(k.wrapping_add(1)) {
                return false;
            }
            coming |= self.listed_word(k, words!("be", "turn", "turns", "turned"));
            let verb = self.listed_word(
                k,
                words!("is", "s", "are", "was", "m", "am", "re", "be", "turn", "turned", "turns"),
            );
            link |= verb;
            let passing = verb
                || self.mark(k, b'\'')
                || self.listed_word(
                    k,
                    words!(
                        "ll", "will", "shall", "nearly", "almost", "now", "just", "only", "about", "to",
                        "going", "d", "already", "actually", "really"
                    ),
                );
            if !passing {
                break;
            }
            k = k.wrapping_sub(1);
        }
        let who = self.lex(k, RELATION)
            || self.listed_word(
                k,
                words!(
                    "he",
                    "she",
                    "you",
                    "who",
                    "i",
                    "they",
                    "patient",
                    "pt",
                    "mom",
                    "dad",
                    "resident",
                    "lady",
                    "gentleman",
                    "shes",
                    "hes",
                    "im",
                    "client",
                    "veteran",
                    "inmate"
                ),
            );
        // "Gwynfor Beddoe, bed 17, is ninety today"
        let today = link && self.listed_word(end, words!("today", "tomorrow")) && !self.word(k, "it");
        if today && !(0..LOOK_BACK).any(|n| self.listed_word(k.wrapping_sub(n), MEASURED)) {
            return true;
        }
        // "Ernestine is going to be a hundred on April the ninth"
        if coming && self.listed_word(end, words!("on", "in")) && self.lex(end + 1, MONTH) {
            return true;
        }
        // "Pt ninety-five, Alzheimer's"
        let pointed = who && k.wrapping_add(1) == i && self.mark(end, b',');
        if !link && !self.listed_word(k, words!("shes", "hes", "im")) && !pointed || !who {
            return false;
        }
        let next = end;
        let day = coming
            && self.listed_word(next, words!("at", "on"))
            && self.kind(next + 1) == Kind::Word
            && !self.listed_word(next + 1, words!("rest", "room", "air"));
        let dated = self.word(next, "and") && !self.lex(next + 1, CARDINAL);
        let measure = !day && !dated && self.listed_word(next, NO_AGE)
            || self.lex(next, UNIT) && !self.listed_word(next, words!("years", "s", "m", "h"))
            || self.lex(next, CARDINAL);
        let marked = self.mark_of(next, b"%/")
            || self.mark(next, b'-') && self.joined(next)
            || self.mark(next, b'.') && self.joined(next + 1) && self.kind(next + 1) == Kind::Number;
        let measure = measure && self.same_line(next);
        !measure
            && !marked
            && !(1..=LOOK_BACK + 2).any(|n| {
                self.listed_word(k.wrapping_sub(n), MEASURED) && self.same_line(k.wrapping_sub(n) + 1)
            })
    }

    /// "What age is he? — Ninety-one.": the number in the tokens `i..end` answers.
    pub(super) fn age_asked(&self, i: usize, end: usize) -> bool {
        if self.kind(end) == Kind::Word && self.same_line(end) {
            return false;
        }
        let Some(question) = (1..=8).map(|n| i.wrapping_sub(n)).find(|j| self.mark(*j, b'?')) else {
            return false;
        };
        (1..=8)
            .map(|n| question.wrapping_sub(n))
            .take_while(|j| self.kind(*j) != Kind::End && !self.mark_of(*j, b".?"))
            .any(|j| {
                self.listed_word(j, words!("age", "aged"))
                    || self.word(j, "old") && self.word(j.wrapping_sub(1), "how")
            })
    }

    /// "ninety-one years of age, correction, ninety-two", "she's 93, sorry, 94": the number in the tokens `i..end` mends an age.
    pub(super) fn age_mended(&self, i: usize, end: usize) -> bool {
        if self.age_taken_back(i) && !self.lex(end, UNIT) && !self.listed_word(end, NO_AGE) {
            return true;
        }
        let back = |k: usize| k.wrapping_sub(1 + usize::from(self.mark(k.wrapping_sub(1), b',')));
        let word = back(i);
        if !self.same_line(i)
            || !self.listed_word(word, words!("correction", "sorry", "rather", "no", "mean"))
            || self.lex(end, UNIT) && !self.age_suffix(end)
            || self.listed_word(end, NO_AGE)
        {
            return false;
        }
        (2..=LOOK_BACK + 2).map(|n| i.wrapping_sub(n)).take_while(|k| self.same_line(k + 1)).any(|k| {
            (self.lex(k, CARDINAL) || self.kind(k) == Kind::Number)
                && (self.age_suffix(k + 1)
                    || self.mark(k + 1, b',') && self.listed_word(k.wrapping_sub(1), words!("age", "aged")))
        })
    }

    /// "she's ninety five, no I tell a lie, ninety six": an age was found a few words before token `i`, and taken back since.
    fn age_taken_back(&self, i: usize) -> bool {
        let Some(told) = self.found.last().filter(|found| found.rule.category == Category::Age90) else {
            return false;
        };
        (1..=MENDED_WITHIN)
            .map(|n| i.wrapping_sub(n))
            .take_while(|k| self.same_line(k + 1) && self.token(*k).start >= told.end)
            .any(|k| {
                self.listed_word(
                    k,
                    words!("no", "sorry", "correction", "wait", "rather", "lie", "mean", "say"),
                )
            })
            && (1..=MENDED_WITHIN + 1).any(|n| self.token(i.wrapping_sub(n)).start < told.end)
    }

    /// "Sidney Lowestoft, ninety-seven next Sunday": the birthday tells.
    pub(super) fn next_birthday(&self, i: usize, end: usize) -> bool {
        let when = end + 1;
        self.mark_of(i.wrapping_sub(1), b",(")
            && self.same_line(i)
            && self.same_line(when)
            && (self.listed_word(end, words!("next", "this", "last", "in", "on"))
                && (self.lex(when, crate::words::WEEKDAY | crate::words::MONTH)
                    || self.listed_word(when, words!("birthday", "week", "month", "year"))))
    }

    /// "born in nineteen twenty nine": the token after a year that tells such an age, from the word `i`.
    fn born_in_words(&self, i: usize) -> Option<usize> {
        if !self.word(i, "nineteen")
            || !(1..=3).any(|n| self.listed_word(i.wrapping_sub(n), words!("born", "birth", "yob")))
        {
            return None;
        }
        const ONES: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
        let tens = i + 1 + usize::from(self.mark(i + 1, b'-'));
        let ones = tens + 1 + usize::from(self.mark(tens + 1, b'-'));
        let one = ONES.iter().position(|one| self.word(ones, one));
        match one {
            _ if !self.same_line(tens) => None,
            Some(_) if self.word(tens, "twenty") => Some(ones + 1),
            Some(0..=5) if self.word(tens, "thirty") => Some(ones + 1),
            Some(_) if self.listed_word(tens, words!("oh", "o")) => Some(ones + 1),
            None if self.listed_word(tens, words!("twenty", "thirty"))
                || self.lex(tens, CARDINAL) && self.bytes(tens).ends_with(b"teen") =>
            {
                Some(tens + 1)
            }
            _ => None,
        }
    }

    /// "ninety-four", "one oh two", "a hundred and one", "hundred-and-one": a number of ninety to a hundred and twelve from the word
    /// `i`. Returns the token after.
    pub(crate) fn number_over_89(&self, i: usize) -> Option<usize> {
        let step = |j: usize| j + usize::from(self.mark(j, b'-'));
        if self.word(i, "ninety") {
            let j = step(i + 1);
            let one = self.listed_word(
                j,
                words!("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
            );
            let vague = self.listed_word(j, words!("odd", "something")) && self.mark(j - 1, b'-')
                || self.word(j, "plus") && self.age_suffix(j + 1);
            return Some(if one || vague { j + 1 } else { i + 1 });
        }
        if self.word(i, "one")
            && self.word(i + 1, "oh")
            && self.lex(i + 2, CARDINAL)
            && !self.lex(i + 3, CARDINAL)
        {
            return Some(i + 3);
        }
        if self.listed_word(i, words!("one", "a")) && self.word(step(i + 1), "hundred") {
            let j = step(i + 1) + 1;
            // "a hundred and one", "a hundred-and-one"
            let joined = step(j);
            let and = if self.word(joined, "and") { step(joined + 1) } else { j };
            return if !self.lex(and, CARDINAL) || !self.same_line(and) {
                Some(j)
            } else {
                // "one hundred and sixty" is no age.
                self.listed_word(and, YOUNG_NUMBERS).then_some(and + 1)
            };
        }
        if self.word(i, "hundred")
            && !self.lex(i.wrapping_sub(1), CARDINAL)
            && !self.word(i.wrapping_sub(1), "a")
        {
            // "hundred-and-one-year-old"
            let and = step(i + 1);
            let one = step(and + 1);
            let more = self.word(and, "and") && self.listed_word(one, YOUNG_NUMBERS);
            return Some(if more { one + 1 } else { i + 1 });
        }
        None
    }

    /// "ninety-four year old", "one hundred and two years old", "nonagenarian".
    pub(super) fn age_word_at(&mut self, i: usize) {
        if self.len(i) > 10 && self.listed_word(i, words!("nonagenarian", "centenarian")) {
            self.note(i, i + 1, &rules::AGE_WORDS);
            return;
        }
        // "in her tenth decade"
        if self.word(i + 1, "decade")
            && self.listed_word(i, words!("tenth", "eleventh"))
            && self.listed_word(i.wrapping_sub(1), words!("his", "her", "their", "my"))
        {
            self.note(i, i + 2, &rules::AGE_WORDS);
            return;
        }
        if let Some(end) = self.born_in_words(i) {
            self.note(i, end, &rules::AGE_WORDS);
            return;
        }
        if self.word(i, "nineties") {
            let near = i.wrapping_sub(1 + usize::from(self.mark(i.wrapping_sub(1), b'-')));
            // "satting in the high nineties"
            if self.listed_word(near, words!("his", "her", "early", "mid", "late", "their", "high"))
                && !(1..=LOOK_BACK).any(|n| self.listed_word(near.wrapping_sub(n), MEASURED))
            {
                self.note(i, i + 1, &rules::AGE_WORDS);
            }
            return;
        }
        let birthday = |scan: &Self, j: usize| scan.listed_word(j, words!("birthday", "bday", "birthdays"));
        // "in her ninety-sixth year", "I am in my ninetieth year"
        let tens = i + 1 + usize::from(self.mark(i + 1, b'-'));
        let year = if self.word(i, "ninety") && self.lex(tens, ORDINAL) { tens } else { i };
        if (year > i || self.listed_word(i, words!("ninetieth", "hundredth")))
            && self.word(year + 1, "year")
            && self.listed_word(i.wrapping_sub(1), words!("his", "her", "their", "my"))
        {
            self.note(i, year + 1, &rules::AGE_WORDS);
            return;
        }
        // "her hundredth birthday", "his ninety-fifth birthday"
        if self.listed_word(i, words!("ninetieth", "hundredth")) {
            if birthday(self, i + 1) {
                self.note(i, i + 1, &rules::AGE_WORDS);
            }
            return;
        }
        let ordinal = i + 1 + usize::from(self.mark(i + 1, b'-'));
        if self.word(i, "ninety") && self.lex(ordinal, ORDINAL) && birthday(self, ordinal + 1) {
            self.note(i, ordinal + 1, &rules::AGE_WORDS);
            return;
        }
        let Some(j) = self.number_over_89(i) else { return };
        let someone = self.worded_age_of_someone(i, j);
        let mended = self.age_mended(i, j);
        if self.lex(i, COMMON) && self.word(i, "a") && !self.age_suffix(j) && !someone && !mended {
            return;
        }
        let k = i.wrapping_sub(1);
        let before = self.listed_word(k, words!("age", "aged", "turned", "turning"))
            || self.listed_word(k, words!("turn", "turns"))
                && !self.listed_word(j, NO_AGE)
                && !self.lex(j, UNIT)
            || (self.listed_word(k, words!("of", "is", "at", "was"))
                && self
                    .listed_word(k.wrapping_sub(1), words!("age", "died", "passed", "away", "nonagenarian")));
        let sex = self.listed_word(j, SEX) && self.len(j) > 1 && self.same_line(j);
        if self.age_suffix(j)
            || before
            || someone
            || sex
            || self.age_asked(i, j)
            || self.next_birthday(i, j)
            || mended
        {
            self.note(i, j, &rules::AGE_WORDS);
        }
    }
}
