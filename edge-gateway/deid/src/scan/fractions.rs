//! What two small numbers with a slash mean beside a day: durations, scores and "secondary to" on one side, occasions and readings on
//! the other.

use super::sets::WordSet;
use super::{Scan, Words};
use crate::lex::Kind;
use crate::words::UNIT;

/// Scales whose results are written "4/15".
static SCALES: WordSet = WordSet::new(&[
    "gds",
    "latch",
    "peg",
    "nips",
    "flacc",
    "nrs",
    "vas",
    "npass",
    "cpot",
    "mews",
    "borg",
    "epds",
    "minicog",
    "cage",
    "crafft",
    "sofa",
    "qsofa",
    "frail",
    "amts",
    "amt",
    "mmt",
    "braden",
    "bishop",
    "beighton",
    "aims",
    "moca",
    "mmse",
    "slums",
    "oxford",
    "mallampati",
    "wells",
    "centor",
    "chads",
    "curb",
    "stopbang",
]);
/// Complaints that are told with how long they last.
static COMPLAINTS: WordSet = WordSet::new(&[
    "pain",
    "cough",
    "fever",
    "fevers",
    "vomiting",
    "diarrhoea",
    "diarrhea",
    "headache",
    "headaches",
    "rash",
    "sob",
    "dyspnoea",
    "dyspnea",
    "nausea",
    "constipation",
    "swelling",
    "bleeding",
    "loss",
    "throat",
    "lethargy",
    "itch",
    "itching",
    "tiredness",
    "fatigue",
    "dysuria",
    "coryza",
    "malaise",
    "jaundice",
    "sweats",
    "palpitations",
]);
/// What has a day of its own: what is booked, done or missed.
static OCCASIONS: WordSet = WordSet::new(&[
    "schedule",
    "birthday",
    "covid",
    "dispatch",
    "pcr",
    "swab",
    "booked",
    "rescheduled",
    "court",
    "hearing",
    "clinic",
    "work",
    "school",
    "colonoscopy",
    "endoscopy",
    "egd",
    "mammogram",
    "mammo",
    "dexa",
    "echo",
    "cxr",
    "mri",
    "xray",
    "ultrasound",
    "angiogram",
    "cath",
    "biopsy",
    "surgery",
    "sim",
    "fet",
    "iui",
    "lipids",
    "cbc",
    "bmp",
    "cmp",
    "labs",
    "bloodwork",
    "hida",
    "eeg",
    "emg",
    "holter",
]);
/// Breathing that is set in two pressures and a rate: "BiPAP 12/5 @ 12".
const SUPPORT: &Words = words!("bipap", "cpap", "ipap", "simv", "vent", "settings", "niv", "at", "on");

impl Scan<'_> {
    /// The figures at token `i` that end before `next` are a duration ("for 6/52", "cough 3/7", "3/12 of weight loss") or a score.
    pub(crate) fn fraction_told(&self, i: usize, next: usize) -> bool {
        if next != i + 3 || !self.mark(i + 1, b'/') {
            return false;
        }
        let before = i.wrapping_sub(1);
        let before = before.wrapping_sub(usize::from(self.mark_of(before, b":=")));
        let worded = self.same_line(i) && self.kind(before) == Kind::Word;
        if worded && self.word_in(before, &SCALES) {
            return true;
        }
        // Days, weeks and months as British notes write them.
        if !self.number(i + 2).is_some_and(|whole| matches!(whole, 7 | 12 | 52)) || self.len(i) > 1 {
            return false;
        }
        let told = worded
            && (self.word_of(before, words!("in", "x", "over", "every", "past"))
                || self.word(before, "for") && !self.when_before(i)
                || self.word_in(before, &COMPLAINTS));
        let after = self.same_line(next)
            && (self.word_of(next, words!("hx", "ago", "history"))
                || self.word(next, "of") && self.kind(next + 1) == Kind::Word && !self.when_before(i));
        told || after
    }

    /// A word for what has its day stands before token `i`, and nothing goes on after it: "booked 3/9", "missed work 1/6-1/8"; or an hour
    /// follows: "crown 5/6 @ 9".
    pub(super) fn occasion(&self, i: usize, next: usize) -> bool {
        let before = i.wrapping_sub(1);
        if self.mark(next, b'@') && self.same_line(next) && !self.word_of(before, SUPPORT) {
            let hour = next + 1;
            let timed = self.number(hour).is_some_and(|hour| hour < 24) && self.len(hour) <= 2
                || self.len(hour) == 4
                    && self.number(hour).is_some_and(|time| time < 2400 && time % 100 < 60);
            return timed
                && !self.mark_of(hour + 1, b"%/.")
                && (!self.lex(hour + 1, UNIT) || self.word_of(hour + 1, words!("a", "p", "am", "pm", "h")));
        }
        let closes = self.kind(next) == Kind::Mark && !self.mark_of(next, b"%+/-<>=*") && self.stops(next)
            || self.kind(next) == Kind::End
            || self.line_start(next);
        closes && self.same_line(i) && self.word_in(before, &OCCASIONS)
    }

    /// "3/3 150/92, 3/4 135/80": days with a pressure each.
    pub(super) fn reading_follows(&self, i: usize, next: usize) -> bool {
        let within = |j: usize, range: std::ops::RangeInclusive<u32>| {
            self.kind(j) == Kind::Number && self.number(j).is_some_and(|value| range.contains(&value))
        };
        let before = i.wrapping_sub(1);
        let listed = self.line_start(i) || self.mark_of(before, b",;:");
        listed
            && self.same_line(next)
            && !self.joined(next)
            && within(next, 70..=260)
            && self.mark(next + 1, b'/')
            && self.joined(next + 1)
            && within(next + 2, 30..=160)
    }
}
