//! How far a number reaches that identifies: "7719034" was read, "AB 7719034" is what stands in the passport.

use crate::lex::{Kind, MARGIN, WIDE};
use crate::rules;
use crate::scan::{Candidate, Scan};
use crate::words::{COMMON, CREDENTIAL, LABEL, STATE, TITLE, UNIT};

/// From this many digits on a number has a series or a last group of its own, in digits.
const LEAST: usize = 4;
/// Longest series, in letters, and longest group, in digits.
const SERIES: usize = 4;
const GROUP: usize = 4;
/// Longest series where all is written in capitals, or no label stands before it, in letters.
const UNLABELLED_SERIES: usize = 2;
/// Capitals before a number that count, name or judge: "T 3822", "NO 44071".
const NO_SERIES: &crate::scan::Words = crate::scan::words!(
    "no", "nr", "nos", "num", "id", "ref", "re", "tel", "ph", "fax", "ext", "dob", "age", "sex", "bed",
    "lot", "exp", "qty", "rx", "po", "pt", "dr", "hr", "bp", "rr", "wbc", "rbc", "plt", "ck", "bnp", "ast",
    "alt", "ldh", "iu", "usd", "eur", "gbp", "rm", "rs", "inr", "chf", "hz", "isbn", "icd", "cpt", "gene"
);

impl Scan<'_> {
    /// The tokens of the whole of a number that was read from `start` to `end`: with the letters of its series before it, the first
    /// group between it and its label, and the last group behind it.
    pub(super) fn whole_number(&self, start: usize, end: usize, capitals: bool) -> (usize, usize) {
        let digits = |from, to| {
            (from..to).filter(|&k| self.kind(k) == Kind::Number).map(|k| self.len(k)).sum::<usize>()
        };
        if digits(start, end) < LEAST {
            return (start, end);
        }
        let mut first = start;
        // "IMEI 35 550182 118204", "NIS: 2 044.71209.88-1"
        let group = first.wrapping_sub(1);
        let labelled = self.mark_of(group.wrapping_sub(1), b":#") || self.lex(group.wrapping_sub(1), LABEL);
        if self.beside_by_a_space(first)
            && self.kind(group) == Kind::Number
            && self.len(group) <= GROUP
            && !self.joined(group)
            && labelled
        {
            first = group;
        }
        // "A 2285559 09", "P00 1471 822."
        let mut to = end;
        while self.beside_by_a_space(to)
            && self.kind(to) == Kind::Number
            && (2..=GROUP).contains(&self.len(to))
            && self.stops(to + 1)
            && !self.lex(to + 1, UNIT)
            && (self.line_start(to + 1) || self.kind(to + 1) == Kind::Mark)
        {
            to += 1;
        }
        // "vp-8820417", "FPT#0361-R": before a mark that joins, small letters do as well.
        let mark = first.wrapping_sub(1);
        let joined = mark.wrapping_sub(1);
        if self.mark_of(mark, b"-#")
            && self.joined(first)
            && self.joined(mark)
            && !self.joined(joined)
            && self.kind(joined) == Kind::Word
            && self.len(joined) <= SERIES
            && !self.lex(joined, COMMON | LABEL | UNIT | TITLE)
            && !self.word_of(joined, NO_SERIES)
        {
            return (joined, to);
        }
        let series = first.wrapping_sub(1);
        if self.beside_by_a_space(first) && self.is_series(series, capitals) {
            first = series;
        }
        (first, to)
    }

    /// Makes whole what a rule found by its form alone: see [`Self::whole_number`].
    pub(super) fn whole_series(&mut self, capitals: bool) {
        for n in 0..self.found.len() {
            let found = self.found[n];
            if !std::ptr::eq(found.rule, &rules::ID_BARE) && !std::ptr::eq(found.rule, &rules::ID_NUMBERED) {
                continue;
            }
            let start = self.tokens.starting_at(MARGIN, found.start);
            let end = self.tokens.starting_at(start, found.end);
            let (first, to) = self.whole_number(start, end, capitals);
            if first < start || to > end {
                self.found[n] = Candidate { start: self.token(first).start, end: self.end(to - 1), ..found };
            }
        }
    }

    /// One space, and no more, lies before token `k`.
    fn beside_by_a_space(&self, k: usize) -> bool {
        self.same_line(k) && !self.joined(k) && self.token(k).flags & WIDE == 0
    }

    /// Token `k` may be the series of the number behind it: a few capitals that are no word.
    fn is_series(&self, k: usize, capitals: bool) -> bool {
        // "ID# BCW 887 40 2216", but "PTR 8615304": three letters that nothing labels are a label themselves.
        let before = k.wrapping_sub(1);
        let labelled = self.mark_of(before, b":#(") || self.lex(before, LABEL);
        let longest = if capitals || !labelled { UNLABELLED_SERIES } else { SERIES };
        let length = self.len(k);
        let words = CREDENTIAL | LABEL | STATE | TITLE | UNIT | if capitals { COMMON } else { 0 };
        let begins = !self.joined(k) || self.mark_of(before, b"(#\"");
        self.kind(k) == Kind::Word
            && self.uppercase(k)
            && length <= longest
            && begins
            && (length == 1 || !self.lex(k, words))
            && !self.word_of(k, NO_SERIES)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Known, Policy, deidentify};

    fn left(text: &str) -> String {
        deidentify(text, &Policy::default(), &Known::default()).unwrap().text().to_owned()
    }

    /// Whatever the models make of a number: where they take it, they take all of it.
    #[test]
    fn a_number_goes_with_its_series_and_its_last_group() {
        for (text, parts) in [
            ("Paszport EM 4471209 / shown at the desk.", &["EM", "4471209"][..]),
            ("The passport (P 0055 9182) was in his coat.", &["P ", "0055", "9182"]),
            ("Health card N7 714 022. Next visit soon.", &["N7", "714", "022"]),
            ("His new policy is ZZ 40 118 772, says the insurer.", &["ZZ", "118", "772"]),
            ("On the back of it stands voice vp-8820417 in pencil.", &["vp", "8820417"]),
        ] {
            // Where nothing else identifies anybody, figures alone are left where they are.
            let left = left(&format!("Anna Lee was seen on 3/4/2024, DOB 5/6/1950. {text}"));
            for part in parts {
                assert!(!left.contains(part), "{text:?}: {left:?}");
            }
        }
        assert!(left("Chart NO 4471209 was pulled for the BP 120 check.").contains("NO "));
    }
}
