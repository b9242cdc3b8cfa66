//! Days, numbers and places that were found in part: the day in front of its month, the days of a list before the last one, the group of
//! a number that looks like a year, the first group of a telephone number, the little words inside the name of a place.

use super::{Candidate, Scan};
use crate::category::Category;
use crate::lex::{Kind, MARGIN, UPPERCASE, WIDE};
use crate::rules;
use crate::words::{COMMON, CREDENTIAL, LABEL, SCORE, STATE, TITLE, UNIT};

/// Words that stand between a day and its month: "5 de mayo", "the 3rd of June", "19 ta' Ottubru".
const OF: &super::Words = super::words!("of", "de", "di", "del", "des", "du", "ta");
/// Words between the last two days of a list, or the two ends of a stretch of days.
const AND: &super::Words = super::words!(
    "and", "to", "et", "au", "y", "al", "e", "ed", "a", "und", "bis", "en", "tot", "och", "till", "og",
    "til", "i", "do", "az", "dan", "si", "thru", "through", "or", "u", "va", "ja"
);
/// Little words that stand between two parts of the name of one place, and hardly ever between two places.
const INSIDE: &super::Words = super::words!(
    "of", "de", "del", "du", "des", "da", "do", "dos", "das", "della", "di", "la", "le", "les", "am", "im",
    "an", "der", "na", "nad", "pod", "ya", "wa", "sur", "sous", "upon", "the", "san", "y", "ta"
);
/// Most days of a list, the last one among them.
const MAX_DAYS: usize = 8;
/// Most figures or letters of a part in the midst of a number.
const GROUP: usize = 4;
const LETTERS: usize = 2;

impl Scan<'_> {
    /// Makes whole what rules and models found.
    pub(super) fn whole_finds(&mut self) {
        let marks = self.covered();
        let mut numbers: Vec<(usize, usize, Candidate)> = Vec::new();
        let mut places = Vec::new();
        for n in 0..self.found.len() {
            let found = self.found[n];
            let first = self.tokens.starting_at(MARGIN, found.start);
            let end = self.tokens.starting_at(first, found.end);
            if self.token(first).start != found.start || end <= first {
                continue;
            }
            match found.rule.category {
                Category::Date => {
                    self.whole_ordinal(first, end, found);
                    self.whole_day(first, end, found);
                }
                Category::Phone | Category::Fax if marks[first - 1] == 0 => {
                    self.first_group(first, end, found)
                }
                Category::OtherId
                | Category::Mrn
                | Category::HealthPlan
                | Category::Account
                | Category::License
                | Category::Device
                | Category::Ssn => numbers.push((first, end, found)),
                Category::Location | Category::Facility => places.push((first, end, found)),
                _ => {}
            }
        }
        self.join(numbers, |scan, from, to| (from..to).all(|j| scan.midst(j)));
        self.join(places, |scan, from, to| {
            (from..to).all(|j| scan.inside(j)) && !(scan.word(from, "y") && to == from + 1)
        });
    }

    /// Makes one of two finds in a row, where what lies between, a token or two, fits.
    fn join(
        &mut self,
        mut finds: Vec<(usize, usize, Candidate)>,
        fits: impl Fn(&Self, usize, usize) -> bool,
    ) {
        finds.sort_unstable_by_key(|(first, end, _)| (*first, *end));
        let mut finds = finds.into_iter();
        let Some(mut last) = finds.next() else { return };
        for next in finds {
            let (first, from, found) = last;
            let (to, end, _) = next;
            if from < to && to - from <= 2 && fits(self, from, to) && self.by_a_space(to) {
                self.note(first, end, found.rule);
                last = (first, end, found);
            } else if end > from {
                last = next;
            }
        }
    }

    /// Token `j` can stand inside the name of a place: a little word, or the dash beside one ("Poullan-sur-Mer").
    fn inside(&self, j: usize) -> bool {
        let word = self.word_of(j, INSIDE) && self.by_a_space(j);
        word || self.mark(j, b'-') && self.joined(j) && self.joined(j + 1)
    }

    /// One space, or a mark that joins, and no more lies before token `j`.
    fn by_a_space(&self, j: usize) -> bool {
        self.same_line(j) && self.token(j).flags & WIDE == 0
    }

    /// Token `j` can be a part in the midst of a number: a short group, or a few capitals that mean nothing else.
    fn midst(&self, j: usize) -> bool {
        // "75 F 88123456": how old, and of which sex.
        let sex = |j: usize| self.word_of(j, super::words!("m", "f", "x"));
        let free = !self.lex(j, LABEL | UNIT | CREDENTIAL | COMMON | STATE | TITLE);
        let capitals = self.kind(j) == Kind::Word
            && self.token(j).flags & UPPERCASE != 0
            && self.len(j) <= LETTERS
            && !sex(j)
            && free;
        let group = self.kind(j) == Kind::Number && self.len(j) <= GROUP && !sex(j + 1);
        (group || capitals) && self.by_a_space(j)
    }

    /// Token `j` is a day's number: what it may have behind it is looked at elsewhere.
    fn day_number(&self, j: usize) -> bool {
        let part = self.joined(j) && (self.kind(j - 1) != Kind::Mark || self.mark_of(j - 1, b".,:/-#$%+*"));
        self.kind(j) == Kind::Number
            && self.len(j) <= 2
            && self.number(j).is_some_and(|day| (1..=31).contains(&day))
            && !part
    }

    /// The token of the number that stands before token `k`, over a point, an ending ("3rd") or a little word.
    fn day_before(&self, k: usize) -> Option<usize> {
        let mut j = k - 1;
        // "19 ta' Ottubru", "3 d'abril"
        let elided = self.mark(j, b'\'') && (self.word_of(j - 1, OF) || self.word(j - 1, "d"));
        if elided {
            j -= 2;
        } else if self.word_of(j, OF) && self.by_a_space(j + 1) {
            j -= 1;
        }
        if self.mark_of(j, b".") && self.joined(j) {
            j -= 1;
        }
        if self.word_of(j, super::words!("st", "nd", "rd", "th")) && self.joined(j) {
            j -= 1;
        }
        let on_the_line = (j + 1..=k).all(|k| self.by_a_space(k));
        (self.day_number(j) && on_the_line).then_some(j)
    }

    /// "the twenty second", "the thirty first": where half of it was found.
    fn whole_ordinal(&mut self, first: usize, end: usize, found: Candidate) {
        let tens = |scan: &Self, j: usize| scan.word_of(j, super::words!("twenty", "thirty"));
        let unit = |scan: &Self, j: usize| {
            scan.word_of(
                j,
                super::words!(
                    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"
                ),
            )
        };
        let dash = |scan: &Self, j: usize| usize::from(scan.mark(j, b'-') && scan.joined(j));
        if unit(self, first) {
            let before = first - 1 - dash(self, first - 1);
            if tens(self, before) && (before + 1..=first).all(|k| self.by_a_space(k)) {
                self.note(before, end, found.rule);
            }
        }
        let next = end + dash(self, end);
        // "twenty twenty second opinion": a year.
        if tens(self, end - 1)
            && !tens(self, end - 2)
            && unit(self, next)
            && (end..=next).all(|k| self.by_a_space(k))
        {
            self.note(first, next + 1, found.rule);
        }
    }

    /// "3. Mai", "9 May", "6 en 13 mei", "8, 9, 20 and 23 May", where only the month was found, or only the last day.
    fn whole_day(&mut self, first: usize, end: usize, found: Candidate) {
        let mut day = first;
        if self.kind(first) == Kind::Word {
            if self.len(first) < 3 {
                return;
            }
            let Some(before) = self.day_before(first) else { return };
            self.note(before, end, found.rule);
            day = before;
        } else if !self.day_number(first)
            || self.kind(first + 1) == Kind::Mark && !(self.mark(first + 1, b'.') && !self.joined(first + 2))
            || end == first + 1
        {
            return;
        }
        // The days before it: first behind a word, or a dash that joins nothing, then behind commas.
        let mut last = true;
        for _ in 1..MAX_DAYS {
            let link = day - 1;
            let word = self.word_of(link, AND);
            let comma = self.mark(link, b',') && !last;
            let next = link - 1 - usize::from(self.mark(link - 1, b',') && word);
            let next = next - usize::from(self.mark(next, b'.') && self.joined(next) && word);
            if !(word && last || comma)
                || !self.day_number(next)
                || self.counts(next - 1)
                || !(next + 1..=day).all(|k| self.by_a_space(k))
            {
                return;
            }
            self.note(next, next + 1, &rules::DATE_READ);
            (day, last) = (next, false);
        }
    }

    /// Token `j` says what the numbers behind it are of: "cycles 3 and 4 May 2021", "pain 8 to 4".
    fn counts(&self, j: usize) -> bool {
        self.lex(j, UNIT | SCORE)
            || self.word_of(
                j,
                super::words!(
                    "cycle", "cycles", "grade", "grades", "phase", "stage", "dose", "doses", "pain", "score",
                    "scores", "week", "weeks", "visit", "visits", "apgar", "apgars", "level", "levels",
                    "type", "types", "class"
                ),
            )
    }

    /// "86 216-48-17", "55 8392 1555": the area in front of what is dialled.
    fn first_group(&mut self, first: usize, end: usize, found: Candidate) {
        let group = first - 1;
        let before = group - 1;
        let area = self.kind(first) == Kind::Number
            && self.kind(group) == Kind::Number
            && (2..=3).contains(&self.len(group))
            && self.by_a_space(first)
            && !self.joined(first)
            && !self.joined(group)
            && self.kind(before) == Kind::Word
            && self.same_line(group)
            && !self.lex(before, UNIT | LABEL)
            && !self
                .word_of(before, super::words!("room", "rm", "bed", "ward", "floor", "at", "in", "x", "ext"));
        // Ten figures have their area.
        let digits =
            self.fold[found.start as usize..found.end as usize].iter().filter(|b| b.is_ascii_digit());
        if area && (6..10).contains(&digits.count()) {
            self.note(group, end, found.rule);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Known, Policy, deidentify};

    fn left(text: &str) -> String {
        let text = format!("Anna Lee was seen on 3/4/2024, DOB 5/6/1950. {text}");
        deidentify(&text, &Policy::default(), &Known::default()).unwrap().text().to_owned()
    }

    /// Whoever finds a part of it: what is found is all of it.
    #[test]
    fn days_go_with_their_months_and_numbers_with_their_groups() {
        for (text, parts) in [
            (
                "She was away on 8, 9, 20 and 23 May, each time without a call.",
                &["8,", "9,", "20", "23", "May"][..],
            ),
            ("Ziek gemeld op 6 en 13 mei, daarna halve dagen.", &["6 en", "13"]),
            ("Sie hatten am 3. Mai Fristverlängerung beantragt.", &["3. "]),
            ("Account no. 4471 2034 5022 69 is hers.", &["4471", "2034", "5022", "69"]),
            ("PPS No 7719042 HA, DOB as above.", &["7719042", "HA"]),
        ] {
            let left = left(text);
            for part in parts {
                assert!(!left.contains(part), "{text:?}: {left:?}");
            }
        }
        for (text, part) in [
            ("Doses 8, 9 and 20 mg were tried in May 2021.", "8, 9 and 20 mg"),
            ("Seen on 2 May 2021. Grade 3 and 4 toxicity.", "Grade 3 and 4"),
        ] {
            assert!(left(text).contains(part), "{text:?}: {:?}", left(text));
        }
    }
}
