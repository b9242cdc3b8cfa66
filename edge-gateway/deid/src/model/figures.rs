//! What the model sees of numbers, and of the words that stand for numbers, days and months.
//!
//! The rules find what has a form or a label. What is left ("RZX 4471" in a blood bank's column, "since the 9th",
//! "six, nineteen, fifty-two") is told from doses, counts and scores by its shape and by the words around, with weights
//! of its own. The unit is the *chain*: tokens that are written together, of which one is a number.

use super::Tag;
use super::cover;
use super::features::{Features, Reader, Seen};
use crate::lex::{Kind, LINE, MARGIN, UPPERCASE, WIDE};
use crate::scan::WordSet;
use crate::scan::words;
use crate::words::{
    CARDINAL, CODES, LABEL, MONTH, MONTH_ABROAD, ORDINAL, PERSON, RELATION, SCORE, UNIT, WEEKDAY, WHEN,
};

/// Slots of the weights for chains.
pub(crate) const SLOTS: usize = 1 << 15;
/// Most tokens of one chain: longer ones are cut.
const MAX_CHAIN: usize = 16;
/// How far to the left the nearest telling word may stand.
const FAR: usize = 7;
/// Chains further apart than this many tokens have nothing to do with each other.
const NEAR: usize = 6;
/// Most shapes of chains that are remembered.
const MAX_SHAPES: usize = 48;
/// Most chains of a line that are remembered.
const MAX_COLUMNS: usize = 32;
/// Marks that join the parts of one chain.
const INNER: &[u8] = b"-/._";
/// Classes of words that stand for numbers, days or months.
const COUNTING: u32 = MONTH | MONTH_ABROAD | ORDINAL | CARDINAL;

/// Words that may follow a day of the month in a sentence.
static BESIDE_DAYS: WordSet = WordSet::new(&[
    "and",
    "or",
    "to",
    "of",
    "at",
    "in",
    "on",
    "for",
    "with",
    "he",
    "she",
    "they",
    "we",
    "i",
    "it",
    "is",
    "was",
    "were",
    "will",
    "but",
    "so",
    "until",
    "till",
    "then",
    "as",
    "by",
    "from",
    "after",
    "before",
    "because",
    "when",
    "if",
    "no",
    "not",
    "this",
    "that",
    "the",
    "a",
    "please",
    "pls",
    "via",
    "again",
    "she's",
    "morning",
    "afternoon",
    "evening",
    "am",
    "pm",
    "thru",
    "through",
    "due",
    "per",
    "has",
    "had",
    "who",
]);

/// Tokens written together.
#[derive(Clone, Copy)]
pub(crate) struct Chain {
    /// First token.
    pub(crate) first: usize,
    /// Token after the last.
    pub(crate) end: usize,
    /// There is a number in it, or its word counts.
    pub(crate) counts: bool,
}

/// A chain of the line above.
#[derive(Clone, Copy)]
struct Above {
    column: u32,
    shape: u32,
    kind: u32,
}

/// Reads the chains of one text from left to right.
pub(crate) struct Figures<'a, 's> {
    reader: Reader<'a, 's>,
    marks: &'a [u8],
    /// First token of the line.
    line: usize,
    /// The last two decisions, and where the last chain ended.
    last: [Tag; 2],
    last_end: usize,
    last_shape: u32,
    /// Shapes that were met, and how often as nothing, as a date, as a number, and without being decided about.
    shapes: Vec<(u32, [u8; 4])>,
    /// The chains of this line and of the one before: where each begins, its shape, and what it was.
    lines: [Vec<Above>; 2],
    /// There are dates among the findings.
    dates: bool,
}

impl<'a, 's> Figures<'a, 's> {
    pub(crate) fn new(reader: Reader<'a, 's>, marks: &'a [u8], dates: bool) -> Figures<'a, 's> {
        Figures {
            reader,
            marks,
            line: MARGIN,
            last: [Tag::Other; 2],
            last_end: 0,
            last_shape: 0,
            shapes: Vec::new(),
            lines: [Vec::new(), Vec::new()],
            dates,
        }
    }

    /// The chain that begins at token `i`, which no other reached into.
    pub(crate) fn chain(&self, i: usize) -> Chain {
        let scan = self.reader.scan();
        let part = |k: usize| matches!(scan.kind(k), Kind::Word | Kind::Number);
        let (mut end, mut counts) = (i + 1, false);
        if !part(i) {
            return Chain { first: i, end, counts };
        }
        let digits = |k: usize| scan.kind(k) == Kind::Number;
        while end < i + MAX_CHAIN {
            if scan.joined(end) && part(end) {
                end += 1;
                continue;
            }
            let link = scan.joined(end) && scan.joined(end + 1) && part(end + 1);
            let clock = scan.mark(end, b':') && digits(end - 1) && digits(end + 1);
            if link && (scan.mark_of(end, INNER) && scan.len(end) == 1 || clock) {
                end += 2;
            } else {
                break;
            }
        }
        // "triple vessel disease": it multiplies what is no figure.
        let times = end == i + 1
            && scan.lex(i, CARDINAL)
            && !scan.lex(end, CARDINAL)
            && scan.word_of(i, words!("double", "triple"));
        counts |= (i..end).any(digits) || scan.lex(i, COUNTING) && (end == i + 1 || end == i + 3) && !times;
        Chain { first: i, end, counts }
    }

    /// The chain is to be decided about: no rule speaks for a part of it, and it is no measure.
    pub(crate) fn candidate(&self, chain: Chain) -> bool {
        chain.counts
            && (chain.first..chain.end)
                .all(|i| self.marks[i] & (cover::FIXED | cover::KNOWN | cover::PERSON | cover::PLACE) == 0)
            && self.whole(chain)
            && !self.measures(chain)
            && !self.counts_a_noun(chain)
    }

    /// Nothing more is joined to the chain: no piece of a run without end.
    fn whole(&self, chain: Chain) -> bool {
        let scan = self.reader.scan();
        let part = |k: usize| matches!(scan.kind(k), Kind::Word | Kind::Number);
        let Chain { first, end, .. } = chain;
        let behind = scan.joined(end)
            && (part(end) || scan.mark_of(end, INNER) && scan.joined(end + 1) && part(end + 1));
        let before = scan.joined(first)
            && (part(first - 1)
                || scan.mark_of(first - 1, INNER) && scan.joined(first - 1) && part(first - 2));
        !behind && !before
    }

    /// A year, a share, a number with its unit, or what stands behind a word of medicine or a code's system.
    fn measures(&self, chain: Chain) -> bool {
        let scan = self.reader.scan();
        let Chain { first, end, .. } = chain;
        let alone = end == first + 1 && scan.kind(first) == Kind::Number;
        if alone
            && scan.len(first) == 4
            && scan.number(first).is_some_and(|year| (1900..=2035).contains(&year))
        {
            return true;
        }
        if scan.mark(end, b'%') || scan.lex(end, UNIT) && scan.same_line(end) {
            return true;
        }
        if scan.word_of(first, words!("nct", "isrctn")) {
            return true;
        }
        if scan.fraction_told(first, end) || self.reference(chain) {
            return true;
        }
        let figures = (first..end).all(|k| scan.kind(k) != Kind::Word);
        let k = first - 1 - usize::from(scan.mark_of(first - 1, b":="));
        let before = scan.token(k);
        let lot = scan.word_of(k, words!("lot", "batch", "exp"));
        lot || figures
            && before.kind == Kind::Word
            && scan.same_line(first)
            && (before.lex & (SCORE | CODES) != 0 || {
                let seen = self.reader.see(k);
                seen.entry.clinical() && seen.entry.given().max(seen.entry.surname()) < 3
            })
    }

    /// "Ferritin (300-1000)", "WBC 8200 4000-11000": two ends of a range behind an analyte, its value or unit.
    fn reference(&self, chain: Chain) -> bool {
        let scan = self.reader.scan();
        let Chain { first, end, .. } = chain;
        let range = end == first + 3
            && scan.mark(first + 1, b'-')
            && scan.number(first).zip(scan.number(first + 2)).is_some_and(|(low, high)| low < high)
            && scan.len(first) <= 5
            && scan.len(first + 2) <= 5
            && !scan.bytes(first).starts_with(b"0");
        if !range {
            return false;
        }
        let mut k = first - 1;
        for _ in 0..4 {
            if !scan.same_line(k + 1) {
                return false;
            }
            let value = scan.kind(k) == Kind::Number && scan.len(k) <= 5;
            if !value
                && !scan.mark_of(k, b"(:|=[,.^")
                && !scan.word_of(k, words!("h", "l", "high", "low", "range", "ref"))
            {
                break;
            }
            k -= 1;
        }
        scan.kind(k) == Kind::Word && scan.same_line(k + 1) && {
            let seen = self.reader.see(k);
            scan.lex(k, UNIT | SCORE)
                || seen.entry.clinical() && seen.entry.given().max(seen.entry.surname()) < 3
        }
    }

    /// "on the 4th floor", "her third child": the ordinal of something that is named.
    fn counts_a_noun(&self, chain: Chain) -> bool {
        let scan = self.reader.scan();
        let Chain { first, end, .. } = chain;
        let suffix = end == first + 2
            && scan.kind(first) == Kind::Number
            && scan.word_of(first + 1, words!("st", "nd", "rd", "th"));
        if !(suffix || scan.lex(first, ORDINAL)) || scan.kind(end) != Kind::Word || !scan.same_line(end) {
            return false;
        }
        !scan.capital(end) && !scan.word_in(end, &BESIDE_DAYS) && self.reader.see(end).known()
    }

    /// The next chain to be decided about, from token `at` on, which moves behind it. Those in between are remembered.
    pub(crate) fn next(&mut self, at: &mut usize) -> Option<Chain> {
        while *at < self.reader.scan().tokens.len() {
            self.reach(*at);
            if self.tells_nothing(*at) {
                *at += 1;
                continue;
            }
            let chain = self.chain(*at);
            *at = chain.end;
            if self.candidate(chain) {
                return Some(chain);
            }
            if chain.counts {
                self.passed_over(chain);
            }
        }
        None
    }

    /// No chain with a number begins at token `i`, and none that counts: most words and marks.
    fn tells_nothing(&self, i: usize) -> bool {
        let scan = self.reader.scan();
        let token = scan.token(i);
        match token.kind {
            Kind::Word => token.lex & COUNTING == 0 && !scan.joined(i + 1),
            Kind::Number => false,
            Kind::Mark | Kind::Holder | Kind::End => true,
        }
    }

    /// Takes note of the line that token `i` stands on.
    fn reach(&mut self, i: usize) {
        if self.reader.scan().token(i).flags & LINE != 0 {
            self.line = i;
            self.lines.swap(0, 1);
            self.lines[1].clear();
        }
    }

    /// What was decided about a chain.
    pub(crate) fn decided(&mut self, chain: Chain, tag: Tag) {
        let kind = match tag {
            Tag::Date => 1,
            Tag::Number => 2,
            _ => 0,
        };
        self.met(chain, tag, kind);
    }

    /// A chain that nothing is decided about: a rule or a name covers it, or it measures something.
    fn passed_over(&mut self, chain: Chain) {
        self.met(chain, Tag::Other, 3);
    }

    fn met(&mut self, chain: Chain, tag: Tag, kind: usize) {
        self.last = [tag, self.last[0]];
        self.last_end = chain.end;
        self.last_shape = self.shape(chain).0;
        let shape = self.last_shape;
        if self.lines[1].len() < MAX_COLUMNS {
            let above = Above { column: self.column(chain), shape, kind: kind as u32 };
            self.lines[1].push(above);
        }
        let known = self.shapes.iter().position(|(other, _)| *other == shape);
        if known.is_none() && self.shapes.len() < MAX_SHAPES {
            self.shapes.push((shape, [0; 4]));
        }
        let at = known.unwrap_or(self.shapes.len().saturating_sub(1));
        if let Some((_, counts)) = self.shapes.get_mut(at).filter(|(other, _)| *other == shape) {
            counts[kind] = counts[kind].saturating_add(1);
        }
    }

    /// How far from the beginning of its line a chain begins, in the fold.
    fn column(&self, chain: Chain) -> u32 {
        let scan = self.reader.scan();
        scan.token(chain.first).start.saturating_sub(scan.token(self.line).start)
    }

    /// The chain's shape: with the lengths of its parts, and without.
    fn shape(&self, chain: Chain) -> (u32, u32) {
        let scan = self.reader.scan();
        let (mut exact, mut coarse) = (0x811C_9DC5u32, 0x811C_9DC5u32);
        let mix = |hash: &mut u32, value: u32| *hash = (*hash ^ value).wrapping_mul(0x0100_0193);
        for k in chain.first..chain.end {
            let token = scan.token(k);
            let len = u32::from(token.len);
            let case = u32::from(token.flags & UPPERCASE != 0);
            match token.kind {
                Kind::Number => {
                    mix(&mut exact, 0x100 + len.min(12));
                    mix(&mut coarse, 0x100 + [0, 1, 1, 2, 3, 4, 4].get(len as usize).copied().unwrap_or(5));
                }
                Kind::Word => {
                    mix(&mut exact, 0x200 + len.min(6) * 2 + case);
                    mix(&mut coarse, 0x200 + u32::from(len > 3) * 2 + case);
                }
                _ => {
                    let mark = u32::from(scan.bytes(k).first().copied().unwrap_or(0));
                    mix(&mut exact, mark);
                    mix(&mut coarse, mark);
                }
            }
        }
        (exact, coarse)
    }

    /// How large a number is, as far as days, months, years and ages go.
    fn size(&self, k: usize) -> u32 {
        let scan = self.reader.scan();
        let zero = u32::from(scan.bytes(k).first() == Some(&b'0')) << 4;
        zero | match scan.number(k) {
            None => 15,
            Some(0) => 0,
            Some(1..=12) => 1,
            Some(13..=31) => 2,
            Some(32..=59) => 3,
            Some(60..=89) => 4,
            Some(90..=120) => 5,
            Some(121..=999) => 6,
            Some(1900..=2035) => 7,
            Some(1000..=9999) => 8,
            Some(10_000..=99_999) => 9,
            Some(_) => 10,
        }
    }

    /// The features of a chain.
    pub(crate) fn features(&self, chain: Chain, slots: &mut impl Features) {
        slots.clear();
        let scan = self.reader.scan();
        let (first, end) = (chain.first, chain.end);
        let see = |k: usize| self.reader.see(k);
        let (p, pp, ppp) = (see(first - 1), see(first - 2), see(first - 3));
        let (n, nn) = (see(end), see(end + 1));
        let (exact, coarse) = self.shape(chain);
        let numbers = || (first..end).filter(|k| scan.kind(*k) == Kind::Number);
        let (one, two) = (numbers().next(), numbers().nth(1));
        let size = one.map_or(0x20, |k| self.size(k)) | two.map_or(0x20, |k| self.size(k)) << 8;
        let flags = scan.token(first).flags;
        // How the chain stands: at the beginning of a line or a column, joined to a mark, before the end of a line.
        let edge = u32::from(flags & LINE != 0)
            | u32::from(flags & WIDE != 0) << 1
            | u32::from(scan.joined(first)) << 2
            | u32::from(scan.token(end).flags & LINE != 0) << 3
            | u32::from(scan.token(end).flags & WIDE != 0) << 4
            | u32::from(scan.joined(end)) << 5;
        let word = (first..end).find(|k| scan.kind(*k) == Kind::Word).map_or(0, |k| {
            let seen = see(k);
            if seen.known() || scan.len(k) <= 3 { seen.word | 1 << 31 } else { seen.case | 1 }
        });
        slots.add(1, exact, 0);
        slots.add(2, coarse, size);
        slots.add(3, exact, size);
        slots.add(4, coarse, edge);
        slots.add(5, word, coarse);
        slots.add(6, word, size);
        slots.add(10, p.context, 0);
        slots.add(11, p.context, coarse);
        slots.add(12, p.context, exact);
        slots.add(13, p.context, size);
        slots.add(14, pp.context, p.context);
        slots.add(15, pp.context, coarse);
        slots.add(16, ppp.context ^ pp.context.rotate_left(9), p.context);
        slots.add(17, pp.context, size);
        slots.add(20, n.context, 0);
        slots.add(21, n.context, coarse);
        slots.add(22, n.context, exact);
        slots.add(23, n.context, size);
        slots.add(24, nn.context, n.context);
        slots.add(25, nn.context, coarse);
        slots.add(26, p.context, n.context);
        slots.add(27, p.context ^ n.context.rotate_left(11), coarse);
        slots.add(28, p.context | edge << 26, coarse);
        slots.add(30, p.cover | pp.cover << 4 | ppp.cover << 8, coarse);
        slots.add(31, n.cover | nn.cover << 4, coarse);
        slots.add(32, p.cover | n.cover << 4, edge);
        slots.add(33, p.class & UNIT | n.class & UNIT, coarse);
        slots.add(34, n.class & UNIT, size);
        let [last, before] = self.last.map(|tag| tag as u32);
        let near = (first.saturating_sub(self.last_end)).min(NEAR) as u32;
        let same = u32::from(self.last_shape == exact);
        slots.add(40, last | before << 4 | near << 8, same);
        slots.add(41, last | near << 8 | same << 16, coarse);
        slots.add(42, last | same << 16 | near << 8, p.context);
        // What begins the line: a label, or the name of a row.
        let head = see(self.line);
        let column = (first - self.line.min(first)).min(7) as u32;
        // Chains of one shape are mostly of one kind within a text.
        let met = self.shapes.iter().find(|(other, _)| *other == exact).map_or([0; 4], |(_, counts)| *counts);
        let met = met.iter().fold(0, |all, count| all << 2 | u32::from((*count).min(2)));
        slots.add(45, met, coarse);
        slots.add(46, met, p.context);
        slots.add(47, met, edge);
        // What stands in the same column of the line above.
        let offset = self.column(chain);
        let above = self.lines[0].iter().find(|above| above.column.abs_diff(offset) <= 2);
        if let Some(above) = above.filter(|_| offset > 0) {
            slots.add(48, above.kind | u32::from(above.shape == exact) << 2, coarse);
            slots.add(49, above.kind | u32::from(above.shape == exact) << 2, edge);
        }
        let nth = self.lines[1].len();
        if let Some(nth) = self.lines[0].get(nth) {
            slots.add(43, nth.kind | u32::from(nth.shape == exact) << 2, coarse);
        }
        slots.add(50, head.context, coarse);
        slots.add(51, head.context ^ see(self.line + 1).context.rotate_left(7), coarse);
        slots.add(52, column, exact);
        slots.add(60, self.reader.found() | self.reader.mode() << 2, coarse);
        slots.add(61, self.reader.found() | u32::from(self.dates) << 4, size);
        slots.add(62, u32::from(self.dates) | word << 1, exact);
        const TELLING: u32 = LABEL | PERSON | RELATION | WEEKDAY | WHEN | MONTH | CODES | UNIT;
        let far = (2..FAR).find(|d| scan.lex(first - d, TELLING));
        if let Some(distance) = far {
            let seen = see(first - distance);
            slots.add(70, seen.word, coarse);
            slots.add(71, seen.word, size);
            slots.add(72, scan.token(first - distance).lex & TELLING, exact);
        }
        for d in 1..FAR {
            let seen = match d {
                1 => p,
                2 => pp,
                3 => ppp,
                _ if scan.kind(first - d) == Kind::Word => see(first - d),
                _ => Seen::default(),
            };
            if seen.known() {
                slots.add(80, seen.word, u32::from(one.is_some()));
                slots.add(81, seen.word, coarse);
            }
            if scan.token(first - d).flags & LINE != 0 {
                break;
            }
        }
    }
}
