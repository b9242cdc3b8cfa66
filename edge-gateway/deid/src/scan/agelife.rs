//! Ages over 89 that an event of a life tells: a birthday, a death, what somebody was spared until then.

use super::ages::LOOK_BACK;
use super::agewords::MEASURED;
use super::{Scan, Words};
use crate::words::RELATION;

/// What befalls people "at 92", and is no measurement.
const EVENTS: &Words = words!(
    "widowed",
    "widow",
    "widower",
    "retired",
    "diagnosed",
    "married",
    "remarried",
    "divorced",
    "stroke",
    "cva",
    "mi",
    "fall",
    "fell",
    "passed",
    "working",
    "driving",
    "independent",
    "demented",
    "dementia"
);
/// How long somebody lived: "lived past 95", "made it to 94", "alive until 97".
const UNTIL: &Words = words!("past", "till", "until", "til", "to", "beyond", "into", "reached", "reaching");
/// Who lives so long.
const LIVED: &Words = words!("lived", "survived", "made", "lives", "alive", "living", "drove", "worked");

impl Scan<'_> {
    /// The number at token `i`, which an age can be, is one by what it says of a life.
    pub(super) fn age_by_event(&self, i: usize) -> bool {
        self.birthday(i)
            || self.born_ago(i)
            || self.event_at(i)
            || self.lived_until(i)
            || self.pushing(i)
            || self.soon(i)
    }

    /// "her 92nd birthday", "celebrated a 100th birthday".
    fn birthday(&self, i: usize) -> bool {
        self.joined(i + 1)
            && self.listed_word(i + 1, words!("st", "nd", "rd", "th"))
            && self.same_line(i + 2)
            && self.listed_word(i + 2, words!("birthday", "bday", "year", "birthdays"))
            && (!self.word(i + 2, "year")
                || self.word(i + 3, "of") && self.word(i + 4, "life")
                // "in his 97th year"
                || self.listed_word(i.wrapping_sub(1), words!("his", "her", "my", "their")))
    }

    /// "born 95 years ago".
    fn born_ago(&self, i: usize) -> bool {
        self.word(i.wrapping_sub(1), "born")
            && self.listed_word(i + 1, words!("years", "yrs"))
            && self.word(i + 2, "ago")
            && self.same_line(i + 2)
    }

    /// "widowed at 90", "father MI @ 93": of somebody, and nothing that is measured.
    fn event_at(&self, i: usize) -> bool {
        let at = i.wrapping_sub(1);
        let event = at.wrapping_sub(1);
        if !self.same_line(i) || !self.same_line(at) {
            return false;
        }
        let told = self.word(at, "at") && self.listed_word(event, EVENTS);
        // In a family's history anything may stand before the sign.
        let relative = (self.mark(at, b'@') || self.word(at, "at"))
            && (1..=3)
                .map(|n| at.wrapping_sub(n))
                .take_while(|j| self.same_line(j + 1) && !self.mark_of(*j, b".;"))
                .any(|j| self.lex(j, RELATION));
        (told || relative) && self.age_ends(i) && !self.measured_before(i)
    }

    /// "lived past 95", "made it to 94".
    fn lived_until(&self, i: usize) -> bool {
        let until = i.wrapping_sub(1);
        let verb = until.wrapping_sub(1);
        let verb = verb.wrapping_sub(usize::from(self.word(verb, "it")));
        self.same_line(i)
            && self.listed_word(until, UNTIL)
            && self.listed_word(verb, LIVED)
            && (!self.word(verb, "made") || self.word(verb + 1, "it"))
            && self.age_ends(i)
    }

    /// "She's pushing 95 and still sharp".
    fn pushing(&self, i: usize) -> bool {
        let verb = i.wrapping_sub(1);
        self.same_line(i)
            && self.listed_word(verb, words!("pushing", "nearing", "approaching", "rising"))
            && (1..=3).any(|n| {
                self.listed_word(
                    verb.wrapping_sub(n),
                    words!("he", "she", "who", "shes", "hes", "patient", "pt"),
                )
            })
            && self.age_ends(i)
            && !self.measured_before(i)
    }

    /// "DD-214 on file. 97 next month.": a sentence that says no more than how old somebody will be.
    fn soon(&self, i: usize) -> bool {
        let opens = self.line_start(i) || self.mark_of(i.wrapping_sub(1), b".;") && !self.joined(i);
        opens
            && self.word(i + 1, "next")
            && self.listed_word(i + 2, words!("month", "week", "year"))
            && (self.mark_of(i + 3, b".,;") || self.line_start(i + 3))
    }

    fn measured_before(&self, i: usize) -> bool {
        (1..=LOOK_BACK)
            .map(|n| i.wrapping_sub(n))
            .take_while(|j| self.same_line(j + 1))
            .any(|j| self.listed_word(j, MEASURED))
    }
}
