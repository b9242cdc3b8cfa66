//! Days that have a name: "since Labor Day", "New Year's Eve". They tell month and day, so they are dates.

use super::Scan;
use crate::lex::Kind;
use crate::rules;
use crate::words::{EPONYM, FACILITY};

/// One word is the whole name; "day" or "eve" may follow.
const ALONE: &[&str] = &[
    "christmas",
    "xmas",
    "thanksgiving",
    "easter",
    "halloween",
    "diwali",
    "deepavali",
    "hanukkah",
    "chanukah",
    "passover",
    "ramadan",
    "juneteenth",
    "kwanzaa",
    "purim",
    "nowruz",
    "mardi",
    "epiphany",
    "pentecost",
    "whitsun",
    "tet",
    "holi",
    "pesach",
    "shavuot",
    "sukkot",
    "songkran",
];
/// The second word makes it a name.
const PAIRS: &[(&str, &[&str])] = &[
    ("labor", &["day"]),
    ("labour", &["day"]),
    ("memorial", &["day"]),
    ("independence", &["day"]),
    ("veterans", &["day"]),
    ("columbus", &["day"]),
    ("presidents", &["day"]),
    ("boxing", &["day"]),
    ("canada", &["day"]),
    ("groundhog", &["day"]),
    ("anzac", &["day"]),
    ("bastille", &["day"]),
    ("mlk", &["day"]),
    ("new", &["year", "years"]),
    ("mother", &["s"]),
    ("father", &["s"]),
    ("valentine", &["s"]),
    ("valentines", &["day"]),
    ("mothers", &["day"]),
    ("fathers", &["day"]),
    ("rosh", &["hashanah"]),
    ("yom", &["kippur"]),
    ("good", &["friday"]),
    ("ash", &["wednesday"]),
    ("palm", &["sunday"]),
    ("cinco", &["de"]),
    ("eid", &["al", "ul"]),
    ("lunar", &["new"]),
    ("bank", &["holiday"]),
    ("patrick", &["s"]),
    ("patricks", &["day"]),
    ("harbor", &["day"]),
];
/// What follows where the word names something else: "Christmas disease", "Easter Seals".
const OTHERWISE: &[&str] = &[
    "disease",
    "factor",
    "tree",
    "seals",
    "island",
    "bunny",
    "spell",
    "spells",
    "offensive",
    "egg",
    "eggs",
    "lily",
    "cactus",
    "card",
    "cards",
];

impl Scan<'_> {
    /// A holiday that begins at the word `i`.
    pub(super) fn holiday_at(&mut self, i: usize) {
        if self.joined(i) && self.mark_of(i.wrapping_sub(1), b"-_@.") {
            return;
        }
        let mut end = if self.word_of(i, ALONE)
            && (self.capital(i) || self.len(i) > 5 || self.word(i, "diwali"))
        {
            i + 1
        } else {
            let mut j = i + 1;
            j += usize::from(self.mark(j, b'\'') || self.mark(j, b'-'));
            let Some((first, _)) =
                PAIRS.iter().find(|(first, second)| self.word(i, first) && self.word_of(j, second))
            else {
                return;
            };
            let second = j;
            j += 1;
            // "New Year's Day", "Mother's Day", "Cinco de Mayo", "Eid al-Fitr".
            let possessive = usize::from(self.mark(j, b'\'') && self.word(j + 1, "s")) * 2
                + usize::from(self.mark(j, b'\'') && !self.word(j + 1, "s"));
            j += possessive;
            let mut day = self.word_of(j, &["day", "eve"]);
            match *first {
                "mother" | "father" | "valentine" | "patrick" if !day || !self.capital(i) => return,
                "cinco" => day = self.word(j, "mayo"),
                "eid" => {
                    j += usize::from(self.mark(j, b'-'));
                    day = self.kind(j) == Kind::Word;
                }
                "lunar" => day = self.word_of(j, &["year"]),
                "new" if possessive == 0 && self.len(second) == 4 && !day || !self.capital(i) && !day => {
                    return;
                }
                _ => {}
            }
            if !self.capital(i)
                && matches!(*first, "labor" | "labour" | "good" | "ash" | "palm" | "memorial" | "bank")
                && !(self.word(i, "labor")
                    && self.word_of(i.wrapping_sub(1), &["since", "after", "before", "on", "until", "over"]))
            {
                return;
            }
            j + usize::from(day)
        };
        if end == i + 1
            && self.word_of(end, &["day", "eve", "morning", "gras", "sunday", "monday"])
            && self.same_line(end)
        {
            end += 1;
        }
        if self.word_of(end, OTHERWISE) || self.follows(end, EPONYM | FACILITY) {
            return;
        }
        let (after, year) = self.year_after(end);
        self.date(i, if year { after } else { end }, &rules::DATE_HOLIDAY);
    }
}
