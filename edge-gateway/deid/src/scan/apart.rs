//! Numbers whose figures stand apart: one in each box of a form, wide letters under a scanner, half in figures and half in words.

use super::Scan;
use crate::lex::{Kind, WIDE};
use crate::rules::{self, Rule};
use crate::words::CARDINAL;

/// Most groups that are looked at.
const GROUPS: usize = 4;
/// Figures of a telephone number with its area, and with the country's before that.
const WITH_AREA: std::ops::RangeInclusive<usize> = 10..=11;
/// How many different figures an unlabelled number has at least, and its largest.
const DIFFERENT: u32 = 4;
const LARGE: u32 = 6;
/// Fewest figures of a number behind a word for a telephone.
const LABELLED: usize = 7;

impl Scan<'_> {
    /// "8 5 6 . 2 0 5 . 0 1 9 7", "7 0 1  8 5 2  0 6 6 3": one figure at a time, in the groups of a telephone or social security number.
    pub(super) fn apart_number_at(&mut self, i: usize) {
        let single = |scan: &Self, j: usize| scan.kind(j) == Kind::Number && scan.len(j) == 1;
        // The next figure, and whether a group ends before it.
        let next = |scan: &Self, j: usize| {
            // "1. 2 1 9": a point behind a figure ends what it is of.
            let ends = scan.mark(j, b'.') && scan.joined(j) && !scan.joined(j + 1);
            let parted = scan.mark_of(j, b".-/") && scan.same_line(j) && !ends;
            let at = j + usize::from(parted);
            let apart = parted || !scan.joined(at);
            (single(scan, at) && scan.same_line(at) && apart)
                .then(|| (at, parted || scan.token(at).flags & WIDE != 0))
        };
        let within = single(self, i - 1) && self.same_line(i) && !self.joined(i)
            || self.mark_of(i - 1, b".-/")
                && single(self, i - 2)
                && self.same_line(i)
                && self.same_line(i - 1)
                && !(self.mark(i - 1, b'.') && self.joined(i - 1) && !self.joined(i));
        if within || self.joined(i) && self.kind(i - 1) != Kind::Mark {
            return;
        }
        let (mut lens, mut groups, mut end) = ([0; GROUPS], 1, i + 1);
        lens[0] = 1;
        while let Some((at, parted)) = next(self, end) {
            groups += usize::from(parted);
            if groups > GROUPS {
                return;
            }
            lens[groups - 1] += 1;
            end = at + 1;
        }
        if !self.stops(end) {
            return;
        }
        // Scores of an examination are small, or the same on both sides.
        let (mut seen, mut largest) = (0u16, 0);
        for digit in (i..end).filter_map(|j| self.number(j)) {
            (seen, largest) = (seen | 1 << digit, largest.max(digit));
        }
        let scores = seen.count_ones() < DIFFERENT || largest < LARGE;
        let rule = match lens {
            [3, 2, 4, 0] if !scores => &rules::SSN_FORM,
            [3, 3, 4, 0] if !scores => self.line_words(i).unwrap_or(&rules::PHONE_NANP),
            _ if groups > 1 && !scores && lens.iter().sum::<usize>() >= LABELLED => {
                let Some(rule) = self.line_words(i) else { return };
                rule
            }
            _ => return,
        };
        self.note(i, end, rule);
    }

    /// "405 three-one-nine 0026", "808 961 four seven seven two": begun in figures, and read on.
    pub(super) fn half_spoken_at(&mut self, i: usize) {
        let Some(second) = self.spoken_gap(i + 1) else { return };
        let worded = |scan: &Self, j: usize| scan.lex(j, CARDINAL);
        let read_on = worded(self, second)
            || self.kind(second) == Kind::Number
                && self.len(second) == 3
                && self.spoken_gap(second + 1).is_some_and(|third| worded(self, third));
        if !read_on || self.joined(i) && self.kind(i - 1) == Kind::Number {
            return;
        }
        if let Some((end, rule)) = self.telephone_run(i) {
            self.note(i, end, rule);
        }
    }

    /// What is read out from token `i` on, in words and figures, is as long as a telephone number: the token after, and which it is.
    pub(super) fn telephone_run(&self, i: usize) -> Option<(usize, &'static Rule)> {
        let run = self.spoken_run(i)?;
        // Values in a row are read as tens and hundreds, and have pauses between them; an area does not begin with 0 or 1.
        let figures = (i..run.end).filter(|j| self.kind(*j) == Kind::Number && self.len(*j) > 1).count();
        let one_by_one = run.numbers == figures && !(i..run.end).any(|j| self.mark(j, b','));
        let area = !matches!(self.bytes(i).first(), Some(b'0' | b'1'));
        let alone = one_by_one && area && !self.follows(run.end, crate::words::UNIT);
        let told = self.line_words(i).is_some() && one_by_one;
        let long = run.letters == 0
            && run.worded
            && run.units >= 3
            && WITH_AREA.contains(&run.digits)
            && (alone || told);
        (long && !self.counted_off(i)).then(|| (run.end, self.line_words(i).unwrap_or(&rules::PHONE_LABEL)))
    }
}
