//! Figures that measure something or count a thing, and identify nobody, whatever the model takes them for.
//!
//! What is judged here are the tokens of a run that [`super::Figures`] took for a number or a date, from one up to another.

use crate::lex::Kind;
use crate::scan::{Scan, words};

impl Scan<'_> {
    /// Whether it is one of these; a date that is a [pressure](Self::pressure) is none either.
    pub(super) fn measures(&self, start: usize, end: usize) -> bool {
        self.laboratory_range(start, end)
            || self.clock(start, end)
            || self.pressure(start, end)
            || self.lot(start)
            || self.years_old(start)
    }

    /// "take 1 to 2 may repeat once": what is allowed, and no month.
    pub(super) fn allowance(&self, end: usize) -> bool {
        let dose = (2..=5).any(|back| {
            self.word_of(
                end.wrapping_sub(back),
                words!(
                    "take", "takes", "taking", "give", "given", "use", "apply", "inhale", "tabs", "puffs",
                    "mg", "units"
                ),
            )
        });
        self.word(end - 1, "may")
            && dose
            && self.word_of(
                end,
                words!("repeat", "take", "increase", "decrease", "titrate", "crush", "cause", "be", "use"),
            )
    }

    /// "62yo", "7 years": how old somebody is.
    fn years_old(&self, start: usize) -> bool {
        self.len(start) <= 3 && self.number(start).is_some_and(|age| age <= 125) && self.age_suffix(start + 1)
    }

    /// "|136-145|": the range of reference in a record's field.
    fn laboratory_range(&self, start: usize, end: usize) -> bool {
        end == start + 3
            && self.mark(start + 1, b'-')
            && self.mark(start.wrapping_sub(1), b'|')
            && self.mark(end, b'|')
            && self.number(start) < self.number(start + 2)
            && self.len(start + 2) <= 3
    }

    /// "3/1 142/88": the pressure of blood, systolic over diastolic, in mmHg.
    pub(super) fn pressure(&self, start: usize, end: usize) -> bool {
        let (systolic, diastolic) = (self.number(start), self.number(start + 2));
        end == start + 3
            && self.mark(start + 1, b'/')
            && systolic.is_some_and(|high| (70..=260).contains(&high))
            && diastolic.is_some_and(|low| (40..=150).contains(&low))
            && diastolic < systolic
    }

    /// "vaccine lot # EL9262": of a thing, and in everybody's record who got of it.
    fn lot(&self, start: usize) -> bool {
        let mut before = start.wrapping_sub(1);
        for _ in 0..2 {
            before = before.wrapping_sub(usize::from(
                self.mark_of(before, b"#:.") || self.word_of(before, words!("no", "nr", "number")),
            ));
        }
        self.word_of(before, words!("lot", "batch")) && self.same_line(start)
    }

    /// "3/7 2210 - Adm from ED", "on scene 2226": the time of day in four figures, behind a date or a word of ways.
    fn clock(&self, start: usize, end: usize) -> bool {
        let before = start.wrapping_sub(1);
        let before = before.wrapping_sub(usize::from(self.mark(before, b':')));
        let date = self.kind(before) == Kind::Number && self.mark(before.wrapping_sub(1), b'/');
        end == start + 1
            && self.len(start) == 4
            && self.number(start).is_some_and(|time| time < 2400 && time % 100 < 60)
            && !self.joined(start)
            && !self.joined(end)
            && self.same_line(start)
            && (date
                || self.word_of(
                    before,
                    words!("scene", "depart", "departed", "arrive", "arrived", "dispatched"),
                ))
    }
}
