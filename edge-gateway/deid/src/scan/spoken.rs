//! Codes that are read aloud: digits in words or figures, letters one by one or by the spelling alphabet, and the words for the marks between
//! them: "s dash two one dash oh four four", "V as in Victor, zero one nine", "two four double three bravo lima".

use super::sets::WordSet;
use super::{Scan, Words};
use crate::lex::{Kind, WIDE};
use crate::words::{CARDINAL, LABEL, UNIT};

/// Single digits as they are spoken; "oh" is the letter.
const DIGITS: &Words = words!(
    "zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "niner", "nought",
    "naught"
);
/// Numbers of two digits.
pub(super) const TWO_DIGITS: &Words = words!(
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen"
);
/// Tens, which a digit may follow.
pub(super) const TENS: &Words =
    words!("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
/// The alphabet of radio, with its usual spellings.
pub(super) static ALPHABET: WordSet = WordSet::new(&[
    "alpha", "alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet",
    "juliett", "kilo", "lima", "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango",
    "uniform", "victor", "whiskey", "whisky", "xray", "yankee", "zulu",
]);
/// What letters are called, where that is no other word.
static LETTER_NAMES: WordSet = WordSet::new(&[
    "aye", "cee", "dee", "eff", "gee", "aitch", "haitch", "ell", "em", "pee", "cue", "ess", "tee", "vee",
    "zee", "zed",
]);
/// What is said for a mark, or in passing.
static BETWEEN: WordSet = WordSet::new(&[
    "dash",
    "hyphen",
    "minus",
    "slash",
    "stroke",
    "dot",
    "point",
    "star",
    "asterisk",
    "hash",
    "pound",
    "underscore",
    "space",
    "comma",
    "capital",
    "cap",
    "uppercase",
    "lowercase",
    "letter",
    "letters",
    "digit",
    "uh",
    "um",
    "er",
    "erm",
    "then",
    "sign",
    "reference",
]);
/// Words that take back what was read out before.
static CORRECTIONS: WordSet =
    WordSet::new(&["no", "wait", "sorry", "correction", "actually", "rather", "oops", "scratch", "mean"]);
/// What is said around them: "scratch that", "I mean", "make that", "hang on".
static AROUND_CORRECTIONS: WordSet = WordSet::new(&["that", "i", "make", "hang", "on"]);
/// What letters that are said one by one stand for beside numbers.
const MEASURES: &[[u8; 3]] = &[
    *b"bp ", *b"hr ", *b"rr ", *b"iv ", *b"im ", *b"po ", *b"bd ", *b"ed ", *b"er ", *b"mg ", *b"ml ",
    *b"kg ", *b"am ", *b"pm ", *b"eta", *b"gcs", *b"spo", *b"etc", *b"map", *b"bpm", *b"tds", *b"bid",
    *b"tid", *b"prn", *b"icu", *b"ecg", *b"ekg", *b"inr", *b"dob", *b"pos", *b"mmh", *b"cm ", *b"mm ",
    *b"iu ", *b"qds", *b"npo", *b"hb ", *b"crp", *b"ctg", *b"nhs", *b"mrn", *b"ssn",
];
/// Most units of one value.
const MAX_UNITS: usize = 48;
/// Most letters in a row, behind figures, of which it shows only later that they belong to the value.
const MAX_HELD: usize = 4;

/// One letter, digit or number that is read out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Digit,
    /// A number of more than one digit.
    Number,
    Letter,
    /// A small "a" or "i", which are words as well.
    Weak,
    /// A letter that a word stands for.
    Spelt,
}

#[derive(Clone, Copy)]
pub(super) struct Unit {
    pub(super) end: usize,
    count: usize,
    pub(super) sort: Sort,
    /// Read out in words, not figures.
    pub(super) worded: bool,
}

/// What was read so far.
#[derive(Clone, Copy, Default)]
pub(super) struct Run {
    pub(super) end: usize,
    pub(super) digits: usize,
    pub(super) letters: usize,
    /// Letters that are told by a word, or doubled.
    pub(super) spelt: usize,
    pub(super) units: usize,
    /// Digits one by one, and the longest row of them.
    pub(super) singles: usize,
    pub(super) row: usize,
    pub(super) numbers: usize,
    pub(super) worded: bool,
}

impl Scan<'_> {
    /// The unit that stands at token `j`.
    pub(super) fn spoken_unit(&self, j: usize) -> Option<Unit> {
        let token = self.token(j);
        let unit = |end, count, sort, worded| Some(Unit { end, count, sort, worded });
        match token.kind {
            Kind::Number => {
                let sort = if token.len == 1 { Sort::Digit } else { Sort::Number };
                let free = token.len <= 8
                    && !(self.joined(j) && self.kind(j - 1) != Kind::Mark)
                    && !(self.joined(j + 1) && self.kind(j + 1) == Kind::Word)
                    && !(self.mark_of(j + 1, b"/:.%,") && self.joined(j + 1) && self.joined(j + 2));
                if free { unit(j + 1, token.len as usize, sort, false) } else { None }
            }
            Kind::Word if token.len == 1 => {
                let apostrophe = self.mark(j - 1, b'\'') && self.joined(j)
                    || self.mark(j + 1, b'\'') && self.joined(j + 1);
                let glued = self.joined(j) && (self.kind(j - 1) != Kind::Mark || self.mark_of(j - 1, b"/&+"))
                    || self.joined(j + 1) && (self.kind(j + 1) != Kind::Mark || self.mark_of(j + 1, b"/&+="));
                // "x-ray" is a letter's word.
                if self.word(j, "x") && self.mark(j + 1, b'-') && self.word(j + 2, "ray") {
                    return unit(j + 3, 1, Sort::Spelt, true);
                }
                if apostrophe || glued {
                    return None;
                }
                // "V as in Victor", "B for Bravo", "n like nancy"
                let told = self.word(j + 1, "as") && self.word_of(j + 2, words!("in", "for"))
                    || self.mark(j + 1, b',') && self.word(j + 2, "as") && self.word(j + 3, "in");
                if told {
                    let at = j + 3 + usize::from(self.mark(j + 1, b','));
                    let initial = |at: usize| {
                        self.kind(at) == Kind::Word
                            && self.bytes(at)[0].eq_ignore_ascii_case(&self.bytes(j)[0])
                    };
                    if self.same_line(at) && initial(at) {
                        return unit(at + 1, 1, Sort::Spelt, true);
                    }
                    let article = usize::from(self.word_of(at, words!("the", "a", "an")));
                    return unit(at + 1 + article, 1, Sort::Spelt, true);
                }
                let like = self.word_of(j + 1, words!("for", "like"))
                    && self.kind(j + 2) == Kind::Word
                    && self.len(j + 2) > 2
                    && self.bytes(j + 2)[0].eq_ignore_ascii_case(&self.bytes(j)[0])
                    && self.same_line(j + 2);
                if like {
                    return unit(j + 3, 1, Sort::Spelt, true);
                }
                let weak = self.word_of(j, words!("a", "i")) && !self.capital(j);
                unit(j + 1, 1, if weak { Sort::Weak } else { Sort::Letter }, false)
            }
            Kind::Word => {
                if token.lex & CARDINAL != 0
                    || token.len > 4 && self.word_of(j, words!("niner", "nought", "naught"))
                {
                    if self.word_of(j, DIGITS) {
                        return unit(j + 1, 1, Sort::Digit, true);
                    }
                    if self.word_of(j, words!("double", "triple")) {
                        let times = if self.word(j, "double") { 2 } else { 3 };
                        let next = j + 1 + usize::from(self.mark(j + 1, b'-') && self.joined(j + 1));
                        let Unit { end, sort, worded, count } =
                            self.spoken_unit(next).filter(|unit| unit.count == 1)?;
                        let sort = if sort == Sort::Digit { Sort::Digit } else { Sort::Spelt };
                        return unit(end, count * times, sort, worded);
                    }
                    if self.word_of(j, TWO_DIGITS) {
                        return unit(j + 1, 2, Sort::Number, true);
                    }
                    if self.word_of(j, TENS) {
                        let ones = j + 1 + usize::from(self.mark(j + 1, b'-'));
                        let follows = self.word_of(ones, DIGITS)
                            && !self.word_of(ones, words!("zero", "oh"))
                            && self.same_line(ones);
                        return unit(if follows { ones + 1 } else { j + 1 }, 2, Sort::Number, true);
                    }
                    return None;
                }
                if self.word_of(j, words!("treble")) {
                    let Unit { end, sort, worded, .. } =
                        self.spoken_unit(j + 1).filter(|unit| unit.count == 1)?;
                    return unit(end, 3, sort, worded);
                }
                // "em pee oh five": letters by the names that they have.
                if self.word_in(j, &LETTER_NAMES) {
                    return unit(j + 1, 1, Sort::Letter, true);
                }
                if self.word(j, "x") || self.word_in(j, &ALPHABET) {
                    return unit(j + 1, 1, Sort::Spelt, true);
                }
                None
            }
            _ => None,
        }
    }

    /// Over what is said between two units. Returns where the next one stands.
    pub(super) fn spoken_gap(&self, end: usize) -> Option<usize> {
        let mut j = end;
        let fits = |scan: &Self, j: usize| {
            let wrapped = scan.line_start(j)
                && scan.token(j).flags & crate::lex::PARAGRAPH == 0
                && scan.lex(j, CARDINAL)
                && !scan.capital(j);
            (scan.same_line(j) || wrapped) && scan.token(j).flags & WIDE == 0 && scan.spoken_unit(j).is_some()
        };
        let mut marks = 0;
        for _ in 0..5 {
            if fits(self, j) {
                return Some(j);
            }
            let mark = self.mark_of(j, b",-*#/_") && !(self.mark(j, b',') && self.joined(j + 1));
            if self.kind(j) == Kind::Mark && mark && marks < 2 {
                marks += 1;
            } else if !self.word_in(j, &BETWEEN) || !self.same_line(j) {
                break;
            }
            j += 1;
        }
        // "one nine, no wait, seven nine"
        let mut j = end;
        let mut told = false;
        for _ in 0..8 {
            if told && fits(self, j) && !self.word(j, "i") {
                return Some(j);
            }
            let corrects = self.word_in(j, &CORRECTIONS);
            if (corrects || self.word_in(j, &AROUND_CORRECTIONS)) && self.same_line(j) {
                told |= corrects;
            } else if !(self.kind(j) == Kind::Mark && self.same_line(j) && !self.mark_of(j, b"?:;()\"")) {
                break;
            }
            j += 1;
        }
        None
    }

    /// What is read out from token `i` on.
    pub(super) fn spoken_run(&self, i: usize) -> Option<Run> {
        let mut run = Run { end: i, ..Run::default() };
        let (mut at, mut row) = (Some(i), 0);
        let mut held = 0;
        while let Some(j) = at
            && run.units < MAX_UNITS
        {
            let first = run.units == 0;
            let Some(unit) = self.spoken_unit(j).or_else(|| first.then(|| self.code_prefix(j)).flatten())
            else {
                break;
            };
            match unit.sort {
                Sort::Digit | Sort::Number => {
                    run.digits += unit.count;
                    row = if unit.sort == Sort::Digit { row + unit.count } else { 0 };
                    run.singles += if unit.sort == Sort::Digit { unit.count } else { 0 };
                    run.numbers += usize::from(unit.sort == Sort::Number);
                    run.row = run.row.max(row);
                }
                // "three oh six b p one oh six"
                Sort::Weak | Sort::Letter if run.digits > 0 && self.abbreviation(j) => break,
                // A small "a" or "i" is only a letter if more follows, and so is any letter in the run of a sentence.
                Sort::Weak | Sort::Letter
                    if unit.sort == Sort::Weak
                        || run.digits > 0
                            && self.kind(unit.end) == Kind::Word
                            && self.same_line(unit.end) =>
                {
                    held += 1;
                    at = self.spoken_gap(unit.end).filter(|_| held <= MAX_HELD);
                    continue;
                }
                Sort::Weak => break,
                Sort::Letter | Sort::Spelt => {
                    run.letters += unit.count;
                    run.spelt += usize::from(unit.sort == Sort::Spelt);
                    row = 0;
                }
            }
            run.letters += held;
            run.units += held;
            held = 0;
            run.worded |= unit.worded;
            run.units += 1;
            run.end = unit.end;
            at = self.spoken_gap(unit.end);
        }
        (run.units > 0).then_some(run)
    }

    /// Letters from token `j` on that stand for what is measured or given.
    pub(super) fn abbreviation(&self, j: usize) -> bool {
        let letter = |at: usize| {
            let one = self.kind(at) == Kind::Word && self.len(at) == 1 && self.same_line(at);
            if one { self.bytes(at)[0].to_ascii_lowercase() } else { b' ' }
        };
        self.kind(j) == Kind::Word
            && self.len(j) == 1
            && MEASURES.contains(&[self.bytes(j)[0].to_ascii_lowercase(), letter(j + 1), letter(j + 2)])
            || self.len(j) == 1
                && MEASURES.contains(&[self.bytes(j)[0].to_ascii_lowercase(), letter(j + 1), b' '])
    }

    /// "SCN zero six one", "EMP 55 120": a few capitals in front of what is read out.
    pub(super) fn code_prefix(&self, j: usize) -> Option<Unit> {
        let fits = self.kind(j) == Kind::Word
            && self.uppercase(j)
            && (2..=4).contains(&self.len(j))
            && !self.joined(j)
            && !self.joined(j + 1)
            && !self.lex(j, UNIT | LABEL | crate::words::COMMON)
            && self.spoken_unit(j + 1).is_some_and(|unit| matches!(unit.sort, Sort::Digit | Sort::Number));
        fits.then_some(Unit { end: j + 1, count: self.len(j), sort: Sort::Letter, worded: false })
    }
}
