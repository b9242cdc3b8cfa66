//! Where codes that are read aloud stand: after a label, or by themselves where nothing else is read out so.

use super::Scan;
use super::sets::WordSet;
use super::spoken::{ALPHABET, Sort, Unit};
use crate::labels::{Label, Trust, labels};
use crate::lex::{Kind, WIDE};
use crate::rules::{self, Rule};
use crate::words::{LABEL, UNIT};

/// What may stand between a label and a value that is read out.
static LEADS: WordSet = WordSet::new(&[
    "number",
    "numbers",
    "no",
    "code",
    "is",
    "was",
    "reads",
    "its",
    "it",
    "s",
    "the",
    "that",
    "thats",
    "on",
    "her",
    "his",
    "my",
    "your",
    "our",
    "their",
    "for",
    "of",
    "with",
    "as",
    "ends",
    "ending",
    "in",
    "last",
    "digits",
    "um",
    "uh",
    "er",
    "erm",
    "ok",
    "okay",
    "so",
    "sure",
    "yes",
    "yeah",
    "yep",
    "please",
    "band",
    "card",
    "bracelet",
    "wristband",
    "file",
    "just",
    "right",
    "too",
    "today",
    "him",
    "me",
    "got",
    "have",
    "there",
    "here",
    "listed",
    "given",
    "also",
    "now",
    "and",
    "id",
    "starts",
    "starting",
    "begins",
    "followed",
    "by",
    "record",
    "insurance",
    "health",
    "colon",
    "equals",
    "would",
    "be",
    "this",
    "patient",
    "patients",
    "says",
    "be",
    "then",
    "go",
    "ahead",
    "ready",
    "want",
    "wants",
    "do",
    "you",
    "need",
    "can",
    "we",
    "i",
    "get",
    "back",
    "bottom",
    "top",
    "side",
    "sticker",
    "label",
    "tag",
    "front",
    "written",
    "printed",
    "page",
    "let",
    "see",
    "good",
    "door",
    "looking",
    "at",
    "m",
    "ve",
    "ll",
]);
/// Digits that make a value after a label that means nothing else, and after one that is an ordinary word.
const SURE_DIGITS: usize = 3;
const PLAIN_DIGITS: usize = 4;
/// What speaks for itself: as many digits one by one after a letter, or beside two letters, or in figures alone.
const LETTERED_DIGITS: usize = 5;
const CODED_DIGITS: usize = 4;
const FIGURE_DIGITS: usize = 8;
/// Letters of a name that is spelled, by "as in" or with a doubled letter.
const SPELT_LETTERS: usize = 3;
/// Most tokens between a label and such a value.
const MAX_LEADS: usize = 14;

impl Scan<'_> {
    /// What is read out at or near token `i`: after a label there, or by itself.
    pub(super) fn spoken_at_token(&mut self, i: usize) {
        if self.lex(i, LABEL)
            && !(self.joined(i) && self.kind(i - 1) == Kind::Word)
            && let Some((label, after)) = self.label(i)
        {
            self.spoken_value(i, label, after);
        }
        if self.len(i) == 1 {
            if self.kind(i) == Kind::Word
                && let Some((label, after)) = self.spelt_label(i)
                && self.spoken_value(i, label, after)
            {
                return;
            }
            self.spoken_alone(i);
        } else if self.capital(i) && self.word_in(i, &ALPHABET) {
            self.spoken_alone(i);
        }
    }

    /// "m r n", "u h i d", "n p i": a label letter by letter. Returns it and the token after.
    fn spelt_label(&self, i: usize) -> Option<(&'static Label, usize)> {
        let letter =
            |j: usize| self.kind(j) == Kind::Word && self.len(j) == 1 && (j == i || self.same_line(j));
        if letter(i - 1) && self.same_line(i) || !letter(i + 1) {
            return None;
        }
        let mut word = [0u8; 5];
        let mut len = 0;
        let mut j = i;
        let mut ends = [0usize; 6];
        while len < word.len() && letter(j) && self.bytes(j)[0].is_ascii_alphabetic() {
            word[len] = self.bytes(j)[0].to_ascii_lowercase();
            len += 1;
            j += 1;
            ends[len] = j;
            j += usize::from(self.mark(j, b'.') && self.joined(j));
        }
        (3..=len).rev().find_map(|len| {
            let number = crate::words::number(&word[..len]);
            let label = labels(number).iter().find(|label| label.words.len() == len)?;
            Some((label, ends[len]))
        })
    }

    /// The value that is read out after a label.
    fn spoken_value(&mut self, label_at: usize, label: &'static Label, after: usize) -> bool {
        if label.trust == Trust::Date {
            self.spoken_birth(after);
            return true;
        }
        let Some((at, told, ending)) = self.spoken_lead(after) else { return false };
        let Some(run) = self.spoken_run(at) else { return false };
        let one_by_one = run.units >= 4 && run.singles + run.letters >= 4;
        let told =
            told || self.word_of(after - 1, words!("number", "id", "no", "code")) || self.len(label_at) == 1;
        let ending = ending && told;
        let single = run.units == 1 && !(ending && run.digits >= SURE_DIGITS);
        let prefixed = run.units > 2 && label.trust == Trust::Sure;
        let lettered = self.kind(at) == Kind::Word && run.letters > 0 && (prefixed || self.len(at) == 1);
        if single || !(run.worded || lettered || one_by_one || ending) {
            return false;
        }
        let unit = self.follows(run.end, UNIT) && self.len(run.end) > 1 && run.digits <= 4
            || self.word(run.end, "percent");
        let enough = match label.trust {
            Trust::Sure => run.digits >= SURE_DIGITS || run.digits >= 2 && run.letters >= 2,
            Trust::Plain => {
                run.digits > PLAIN_DIGITS
                    || run.digits == PLAIN_DIGITS && (told || run.letters > 0)
                    || run.digits >= SURE_DIGITS && (told && run.letters > 0 || run.spelt > 0 || ending)
            }
            Trust::Plate => {
                run.digits >= 1 && run.letters >= 1 && run.digits + run.letters >= 4 || run.digits >= 4
            }
            Trust::Ssn => run.digits >= 4,
            Trust::Zip => run.digits == 5 || run.digits == 9 || run.letters >= 2 && run.digits >= 2,
            Trust::Date => false,
        };
        let amount = run.letters == 0 && self.word_of(run.end, words!("hundred", "thousand", "million"));
        let sure = enough && !unit && !amount && !self.counted_off(at);
        if sure {
            self.note(at, run.end, label.rule);
        }
        sure
    }

    /// From the token after a label over what may be said before the value. Tells where it begins, whether a number was spoken of, and
    /// whether only its end is given.
    fn spoken_lead(&self, after: usize) -> Option<(usize, bool, bool)> {
        let (mut j, mut told, mut ending) = (after, false, false);
        let mut asked = false;
        for _ in 0..MAX_LEADS {
            // "i d" is no value.
            if self.word(j, "i") && self.word(j + 1, "d") {
                told = true;
                j += 2;
                continue;
            }
            // "the last four are", "last four 1120"
            if self.word_of(j, words!("four", "three", "five", "six"))
                && self.word_of(j - 1, words!("last", "final"))
            {
                j += 1;
                continue;
            }
            let next = self.spoken_unit(j).or_else(|| self.code_prefix(j));
            if let Some(unit) = next {
                let pronoun = unit.sort == Sort::Weak && self.spoken_gap(unit.end).is_none()
                    || self.word(j, "i") && self.lex(j + 1, crate::words::COMMON);
                if !pronoun && self.token(j).flags & WIDE == 0 {
                    return Some((j, told, ending));
                }
            }
            let mark = self.kind(j) == Kind::Mark;
            asked |= mark && self.mark_of(j, b"?:");
            if self.line_start(j) && j > after {
                if !asked {
                    return None;
                }
                // "Patient: ", "[00:11] Agent: " in front of an answer.
                let colon = (j..j + 4).find(|k| self.mark(*k, b':') && self.kind(*k - 1) == Kind::Word)?;
                j = colon + 1;
                continue;
            }
            told |= self.word_of(j, words!("number", "id", "code", "colon")) || self.mark_of(j, b"#:");
            ending |= self.word_of(j, words!("ends", "ending", "last"));
            if !(mark || self.word_in(j, &LEADS)) {
                return None;
            }
            j += 1;
        }
        None
    }

    /// "one two three": somebody counts.
    pub(super) fn counted_off(&self, i: usize) -> bool {
        self.word(i, "one")
            && self.spoken_gap(i + 1).is_some_and(|two| {
                self.word(two, "two")
                    && self.spoken_gap(two + 1).is_some_and(|three| self.word(three, "three"))
            })
    }

    /// No unit stands directly before token `i`.
    fn opens_run(&self, i: usize) -> bool {
        let before = i
            - 1
            - usize::from(
                self.mark_of(i - 1, b",-") || self.word_of(i - 1, words!("dash", "hyphen", "slash")),
            );
        !self.same_line(i) || self.spoken_unit(before).is_none()
    }

    /// A letter or figure at token `i` that begins what is read out, without a label.
    fn spoken_alone(&mut self, i: usize) {
        let number = self.kind(i) == Kind::Number;
        if !(number || self.kind(i) == Kind::Word) || !self.opens_run(i) || self.abbreviation(i) {
            return;
        }
        let Some(run) = self.spoken_run(i).filter(|run| run.units >= 3) else { return };
        if let Some(end) = self.spoken_postcode(i) {
            self.note(i, end, &rules::ZIP_LABEL);
            return;
        }
        if run.digits == 0 {
            let spelt = run.letters >= SPELT_LETTERS && run.spelt > 0 && self.len(i) == 1;
            if spelt {
                self.note(i, self.rest_of_name(run.end), &rules::NAME_SPELLED);
            }
            return;
        }
        let letters = run.letters > 0;
        let coded = letters
            && !self.word_of(run.end, words!("hundred", "thousand"))
            && (run.row >= LETTERED_DIGITS
                || run.letters >= 2 && run.singles >= CODED_DIGITS && run.row >= 3
                || run.spelt > 0 && run.digits >= CODED_DIGITS);
        let figures = !letters && !run.worded && run.numbers == 0 && run.singles >= FIGURE_DIGITS;
        if (coded && run.numbers <= 1 || figures) && !self.counted_off(i) && !self.follows(run.end, UNIT) {
            self.note(i, run.end, self.line_words(i).filter(|_| !letters).unwrap_or(&rules::ID_SPOKEN));
        }
    }

    /// "C F thirty one, one L N": a British postal code that is read out. Returns the token after.
    fn spoken_postcode(&self, i: usize) -> Option<usize> {
        let sort = |unit: &Unit| matches!(unit.sort, Sort::Letter | Sort::Spelt | Sort::Weak);
        let mut at = i;
        let mut next = |letter: bool| {
            let unit = self.spoken_unit(at).filter(|unit| sort(unit) == letter && (letter || unit.worded))?;
            at = self.spoken_gap(unit.end).unwrap_or(unit.end);
            Some(unit)
        };
        next(true)?;
        next(true)?;
        next(false)?;
        next(false).filter(|unit| unit.sort == Sort::Digit)?;
        next(true)?;
        next(true).map(|unit| unit.end)
    }

    /// "K, E, double T, L, E, borough": the end of a name that is said in one.
    fn rest_of_name(&self, end: usize) -> usize {
        let next = end + usize::from(self.mark(end, b','));
        let rest = next > end
            && self.kind(next) == Kind::Word
            && self.token(next).lex & crate::words::COMMON == 0
            && !self.capital(next)
            && self.same_line(next)
            && self.mark_of(next + 1, b",.");
        if rest { next + 1 } else { end }
    }

    /// The whole of what is read out around the digits in the tokens `i..end`: letters in front, letters and marks behind.
    pub(super) fn around_digits(&self, i: usize, end: usize) -> (usize, usize) {
        let end = self.spoken_run(i).map_or(end, |run| run.end.max(end));
        let mut first = i;
        for _ in 0..8 {
            let mut before = first - 1;
            while before > first.saturating_sub(3)
                && (self.mark_of(before, b",-") || self.word_of(before, words!("dash", "hyphen", "slash")))
                && self.same_line(before + 1)
            {
                before -= 1;
            }
            let letter = self.kind(before) == Kind::Word
                && (self.len(before) == 1
                    && !(self.word_of(before, words!("a", "i")) && !self.capital(before))
                    && !(self.joined(before) && self.mark(before - 1, b'\''))
                    || self.word_in(before, &ALPHABET));
            if !letter || !self.same_line(first) {
                break;
            }
            first = before;
        }
        // "eight hundred five five five oh one"
        if self.word(first - 1, "hundred") && self.word(first - 2, "eight") && self.same_line(first) {
            first -= 2;
        }
        if self.word(first - 1, "plus") && self.same_line(first) {
            first -= 1;
        }
        if self.word(first - 1, "code") && self.word(first - 2, "area") && self.same_line(first) {
            first -= 2;
        }
        (first, end)
    }

    /// Digits from token `i` on that letters belong to, so that they are no amount.
    pub(super) fn spoken_code(&self, i: usize) -> bool {
        self.spoken_run(i).is_some_and(|run| {
            run.letters > 0
                && run.singles >= 6
                && run.row >= 3
                && run.numbers == 0
                && !self.follows(run.end, UNIT)
        })
    }

    /// "extension four oh seven", "bleep two two nine one": what is dialled inside of a house.
    pub(super) fn spoken_extension(&self, i: usize) -> Option<&'static Rule> {
        let number = i
            - 1
            - usize::from(self.word_of(i - 1, words!("is", "number", "on")) || self.mark_of(i - 1, b":#*"));
        (self.word_of(
            number,
            words!(
                "extension",
                "ext",
                "extn",
                "bleep",
                "bleeped",
                "pager",
                "beeper",
                "bleeper",
                "dect",
                "vocera"
            ),
        ) && self.same_line(i))
        .then_some(&rules::PHONE_LABEL)
    }
}
