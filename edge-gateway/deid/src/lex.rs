//! Cuts the folded text into words, numbers and marks: the units that every scanner works on.
//!
//! A placeholder of our own (`[NAME-1]`) is one token that no scanner looks into, so that output scanned again
//! stays as it is.

pub(crate) mod again;

use crate::category::Category;
use crate::fold::View;
use crate::words::{self, Lex};

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Kind {
    /// A run of letters.
    Word,
    /// A run of digits.
    Number,
    /// A run of one and the same mark.
    Mark,
    /// A placeholder that a de-identifier wrote.
    Holder,
    /// What lies before the first and after the last token.
    End,
}

/// Something stands between this token and the one before: a space or a line end.
pub(crate) const SPACE: u8 = 1;
/// A line end stands before.
pub(crate) const LINE: u8 = 2;
/// A wide gap (tab, or two spaces and more) stands before: the next column.
pub(crate) const WIDE: u8 = 4;
/// The first letter is a capital (or of a script without case).
pub(crate) const CAPITAL: u8 = 8;
/// All letters are capitals.
pub(crate) const UPPERCASE: u8 = 16;
/// An empty line stands before.
pub(crate) const PARAGRAPH: u8 = 32;

/// One token, as the scanners see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// Position in the fold.
    pub(crate) start: u32,
    /// Length in the fold.
    pub(crate) len: u16,
    /// Word, number, …
    pub(crate) kind: Kind,
    /// `SPACE` and the like.
    pub(crate) flags: u8,
    /// The word's number in the word table; 0 = not listed, or no word.
    pub(crate) word: u16,
    /// Classes of the word.
    pub(crate) lex: Lex,
}

/// The token outside the text.
pub(crate) const NO_TOKEN: Token =
    Token { start: 0, len: 0, kind: Kind::End, flags: SPACE | LINE | WIDE | PARAGRAPH, word: 0, lex: 0 };

/// One token as it is kept: 8 bytes, so that a megabyte of any text stays within the memory bound.
#[derive(Clone, Copy)]
struct Packed {
    start: u32,
    /// From the lowest bit: kind (3), flags (6), length (10), number of the word (13).
    rest: u32,
}

const FLAGS_AT: u32 = 3;
const LEN_AT: u32 = 9;
const WORD_AT: u32 = 19;
/// Longer runs are cut: no rule looks at a word of this length.
const MAX_RUN: usize = (1 << (WORD_AT - LEN_AT)) - 1;
const _: () = assert!(words::WORDS <= 1 << (32 - WORD_AT));

impl Packed {
    const fn new(token: &Token) -> Packed {
        let rest = token.kind as u32
            | (token.flags as u32) << FLAGS_AT
            | (token.len as u32) << LEN_AT
            | (token.word as u32) << WORD_AT;
        Packed { start: token.start, rest }
    }

    #[inline(always)]
    fn token(self) -> Token {
        let Packed { start, rest } = self;
        let kind = match rest & 7 {
            0 => Kind::Word,
            1 => Kind::Number,
            2 => Kind::Mark,
            3 => Kind::Holder,
            _ => Kind::End,
        };
        let word = (rest >> WORD_AT) as u16;
        Token {
            start,
            len: (rest >> LEN_AT & MAX_RUN as u32) as u16,
            kind,
            flags: (rest >> FLAGS_AT) as u8 & 0x3F,
            word,
            lex: words::classes(word),
        }
    }
}

/// The tokens of a text, in order.
pub(crate) struct Tokens {
    packed: Vec<Packed>,
    /// No two blanks stand in a row, and there is no tab and no carriage return: nothing is set out in columns.
    pub(crate) even: bool,
    /// There is a bar.
    pub(crate) bars: bool,
}

impl Tokens {
    pub(crate) fn len(&self) -> usize {
        self.packed.len()
    }

    /// Token `i`, or a token of kind `End` outside the text.
    #[inline(always)]
    pub(crate) fn get(&self, i: usize) -> Token {
        match self.packed.get(i) {
            Some(packed) => packed.token(),
            None => NO_TOKEN,
        }
    }

    /// All tokens from number `from` on.
    #[inline]
    pub(crate) fn from(&self, from: usize) -> impl Iterator<Item = Token> + '_ {
        self.packed.get(from..).unwrap_or_default().iter().map(|packed| packed.token())
    }

    /// All tokens of the text with their numbers: what to look at each of them with.
    #[inline]
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (usize, Token)> + '_ {
        self.from(MARGIN).enumerate().map(|(n, token)| (MARGIN + n, token))
    }

    /// The first token from number `from` on that starts at this position of the fold or after it.
    pub(crate) fn starting_at(&self, from: usize, position: u32) -> usize {
        from + self.packed.get(from..).map_or(0, |rest| rest.partition_point(|token| token.start < position))
    }
}

/// Tokens outside the text that stand before the first, so that a scanner may look back without asking where it is.
pub(crate) const MARGIN: usize = 32;
/// Most digits of the number in a placeholder of submitted text: a longer one may be a record number in disguise.
pub(crate) const GIVEN_DIGITS: usize = 3;
/// Most digits of the number in a placeholder of our own: more values than this number has no text has.
pub(crate) const OWN_DIGITS: usize = 7;
/// How a masked age over 89 reads: the one statement that the rule allows.
pub(crate) const AGE_HOLDER: &str = "[AGE>89]";

/// The length of the placeholder that starts here and has at most `most` digits, with its category and number.
pub(crate) fn holder(rest: &[u8], most: usize) -> Option<(usize, Option<Category>, u32)> {
    if rest.first() != Some(&b'[') || !rest.get(1).is_some_and(u8::is_ascii_uppercase) {
        return None;
    }
    if rest.starts_with(AGE_HOLDER.as_bytes()) {
        return Some((AGE_HOLDER.len(), None, 0));
    }
    let body = &rest[1..rest.len().min(32)];
    let category = Category::ALL.iter().copied().find(|category| {
        let name = category.name().as_bytes();
        body.starts_with(name) && matches!(body.get(name.len()), Some(b'-' | b']'))
    })?;
    let mut at = category.name().len();
    let mut number = 0;
    if body[at] == b'-' {
        let digits = body[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 || digits > most || body[at + 1] == b'0' {
            return None;
        }
        for digit in &body[at + 1..at + 1 + digits] {
            number = number * 10 + u32::from(digit - b'0');
        }
        at += 1 + digits;
    }
    (body.get(at) == Some(&b']')).then_some((at + 2, Some(category), number))
}

/// Small letter, other letter, digit, blank, mark: what the cutting asks of a byte of the fold.
const SMALL: u8 = 1;
const LARGE: u8 = 2;
const DIGIT: u8 = 4;
const BLANK: u8 = 8;

static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        class[byte] = if b.is_ascii_lowercase() || b == crate::fold::LOWER {
            SMALL
        } else if crate::fold::is_letter(b) {
            LARGE
        } else if b.is_ascii_digit() {
            DIGIT
        } else if b == b' ' || b.is_ascii_control() {
            BLANK
        } else {
            0
        };
        byte += 1;
    }
    class
};

fn class(byte: u8) -> u8 {
    CLASS[usize::from(byte)]
}

/// All tokens of the view, in order. Placeholders are those with at most `digits` digits.
pub(crate) fn tokens(view: &View<'_>, digits: usize) -> Tokens {
    let fold = &*view.fold;
    let mut cutter = Cutter::new(fold, digits);
    cutter.cut(fold.len());
    cutter.tokens
}

/// Cuts a fold from left to right. What a token is follows from the bytes from its start on alone, but for the gap in front.
struct Cutter<'f> {
    fold: &'f [u8],
    digits: usize,
    tokens: Tokens,
    /// The next byte, and what lies before it since the last token.
    at: usize,
    flags: u8,
}

impl<'f> Cutter<'f> {
    fn new(fold: &'f [u8], digits: usize) -> Cutter<'f> {
        // A guess is enough for a note; of a long text the tokens are counted, which takes less time than moving them.
        let room = if fold.len() > COUNTED { at_most(fold, digits) } else { fold.len() / 4 };
        let mut tokens = Tokens { packed: Vec::with_capacity(MARGIN + room), even: true, bars: false };
        tokens.packed.resize(MARGIN, Packed::new(&NO_TOKEN));
        Cutter { fold, digits, tokens, at: 0, flags: SPACE | LINE | WIDE | PARAGRAPH }
    }

    /// Cuts all tokens and passes all gaps that begin before `stop`.
    fn cut(&mut self, stop: usize) {
        let Cutter { fold, digits, tokens, .. } = self;
        let (fold, digits, mut at, mut flags) = (*fold, *digits, self.at, self.flags);
        while at < stop
            && let Some(byte) = fold.get(at).copied()
        {
            let start = at;
            let first = class(byte);
            if first == BLANK {
                // A single space between two words is the rule.
                if byte == b' ' && fold.get(at + 1).is_some_and(|next| class(*next) != BLANK) {
                    flags |= SPACE;
                    at += 1;
                } else {
                    flags = gap(fold, &mut at, flags, &mut tokens.even);
                }
                continue;
            }
            let rest = || &fold[start..fold.len().min(start + MAX_RUN)];
            let (mut shape, mut word) = (0, 0);
            let kind = if first & (SMALL | LARGE) != 0 {
                let (len, small) = match short_word(&fold[start..]) {
                    Some((letters, len, small)) => {
                        word = words::number_of_short(letters, len);
                        (len, small)
                    }
                    None => {
                        let rest = rest();
                        let (len, small) = letters(rest);
                        word = words::number(&rest[..len]);
                        (len, small)
                    }
                };
                at += len;
                if first == LARGE {
                    shape = if small { CAPITAL } else { CAPITAL | UPPERCASE };
                }
                Kind::Word
            } else if first == DIGIT {
                let rest = rest();
                at += rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
                Kind::Number
            } else if byte != b'[' {
                tokens.bars |= byte == b'|';
                let rest = rest();
                at += rest.iter().position(|next| *next != byte).unwrap_or(rest.len());
                Kind::Mark
            } else if let Some((len, _, _)) = holder(&fold[start..], digits) {
                at += len;
                Kind::Holder
            } else {
                // A bracket stands alone: the next one may open a placeholder.
                at += 1;
                Kind::Mark
            };
            let len = (at - start) as u16;
            let token = Token { start: start as u32, len, kind, flags: flags | shape, word, lex: 0 };
            if tokens.packed.len() == tokens.packed.capacity() {
                tokens.packed.reserve_exact(at_most(&fold[start..], digits));
            }
            tokens.packed.push(Packed::new(&token));
            flags = 0;
        }
        (self.at, self.flags) = (at, flags);
    }
}

const ONES: u64 = 0x0101_0101_0101_0101;
/// The bit that no ASCII byte has, and the one that tells small letters from capitals, in eight bytes.
const HIGH: u64 = ONES * 0x80;
const CASE: u64 = ONES * 0x20;

/// The highest bits of those of eight ASCII bytes that are no letters, after `| CASE`.
#[inline(always)]
const fn no_letters(lower: u64) -> u64 {
    // In each byte the highest bit tells: from `a` on, and beyond `z`. No byte reaches the next one.
    !((lower + ONES * (0x80 - b'a' as u64)) & !(lower + ONES * (0x7F - b'z' as u64))) & HIGH
}

/// The letters at the beginning where there are one to seven, all of ASCII, and eight bytes of ASCII to read: small ones in one
/// number with zeros behind, how many, and whether a small one is among them. Most words are so.
#[inline(always)]
fn short_word(rest: &[u8]) -> Option<(u64, usize, bool)> {
    let word = u64::from_le_bytes(*rest.first_chunk::<8>()?);
    if word & HIGH != 0 {
        return None;
    }
    let lower = word | CASE;
    let other = no_letters(lower);
    // The first byte is a letter, or there is no word to speak of.
    if other & (HIGH ^ 0x80) == 0 {
        return None;
    }
    let bits = other.trailing_zeros() & !7;
    let whole = (1 << bits) - 1;
    Some((lower & whole, bits as usize / 8, word & whole & CASE != 0))
}

/// How many letters stand at the beginning, and whether a small one is among them.
#[inline]
fn letters(rest: &[u8]) -> (usize, bool) {
    let (words, _) = rest.as_chunks::<8>();
    let (mut len, mut small) = (0, false);
    for word in words {
        let word = u64::from_le_bytes(*word);
        if word & HIGH != 0 {
            break;
        }
        let lower = word | CASE;
        let other = no_letters(lower);
        let bits = other.trailing_zeros() & !7;
        let whole = u64::MAX.checked_shl(bits).map_or(u64::MAX, |beyond| !beyond);
        small |= word & whole & CASE != 0;
        len += bits as usize / 8;
        if other != 0 {
            return (len, small);
        }
    }
    for byte in &rest[len..] {
        let class = class(*byte);
        if class & (SMALL | LARGE) == 0 {
            break;
        }
        small |= class == SMALL;
        len += 1;
    }
    (len, small)
}

/// Texts of more bytes have their tokens counted first.
const COUNTED: usize = 1 << 18;

/// No fewer tokens than this part of a fold has, and few more: a list that grows by itself would hold its size twice over.
fn at_most(fold: &[u8], digits: usize) -> usize {
    let mut last = (BLANK, b' ');
    let mut count = fold.len() / MAX_RUN + 1;
    let mut at = 0;
    while let Some(byte) = fold.get(at).copied() {
        at += 1;
        let class = match class(byte) {
            LARGE => SMALL,
            class => class,
        };
        count += usize::from(
            class != BLANK && (class != last.0 || class == 0 && (byte != last.1 || byte == b'[')),
        );
        last = (class, byte);
        // The output of a text that is nothing but findings is nothing but placeholders: one token each, of five that it looks like.
        if byte == b'['
            && let Some((len, _, _)) = holder(&fold[at - 1..], digits)
        {
            at += len - 1;
            last = (BLANK, b' ');
        }
    }
    count
}

/// Passes over white space from `at` and tells what kind of gap it is, and whether it is an `even` one ([`Tokens::even`]).
fn gap(fold: &[u8], at: &mut usize, before: u8, even: &mut bool) -> u8 {
    let (mut spaces, mut lines, mut tab) = (0, 0, false);
    while *at < fold.len() && (fold[*at] == b' ' || fold[*at].is_ascii_control()) {
        *even &= !matches!(fold[*at], b'\t' | b'\r');
        match fold[*at] {
            b'\n' => lines += 1,
            // A carriage return is a line end of its own only where no line feed follows.
            b'\r' if fold.get(*at + 1) != Some(&b'\n') => lines += 1,
            b'\t' => tab = true,
            _ => spaces += 1,
        }
        *at += 1;
    }
    *even &= spaces < 2;
    let mut flags = before | SPACE;
    if lines > 0 {
        flags |= LINE | WIDE;
    }
    if lines > 1 {
        flags |= PARAGRAPH;
    }
    if tab || spaces > 1 {
        flags |= WIDE;
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts() {
        let view = View::new("Dr. O'Neil,  5mg\n\n[NAME-12] [NAME-x] éa");
        let tokens = tokens(&view, GIVEN_DIGITS);
        let seen: Vec<&[u8]> =
            tokens.from(MARGIN).map(|t| &view.fold[t.start as usize..][..t.len as usize]).collect();
        let expect = "Dr|.|O|'|Neil|,|5|mg|[NAME-12]|[|NAME|-|x|]|ea";
        assert_eq!(seen, expect.split('|').map(str::as_bytes).collect::<Vec<_>>());
        let token = |n: usize| tokens.get(MARGIN + n);
        assert!(token(6).flags & WIDE != 0 && token(7).flags & SPACE == 0);
        assert!(token(8).flags & PARAGRAPH != 0 && token(8).kind == Kind::Holder);
        assert_eq!(tokens.get(usize::MAX).kind, Kind::End);
    }

    #[test]
    fn knows_of_columns() {
        let seen = |text: &str| {
            let view = View::new(text);
            let tokens = tokens(&view, GIVEN_DIGITS);
            (tokens.even, tokens.bars)
        };
        for text in ["", " a b\nc \n\nd.", "[NAME-1] ( x ) "] {
            assert_eq!(seen(text), (true, false), "{text:?}");
        }
        for text in ["a  b", "a\tb", "a\r\nb", "a  ", "  a", "a\n  b", "a \u{a0}b"] {
            assert_eq!(seen(text), (false, false), "{text:?}");
        }
        assert_eq!(seen("a | b"), (true, true));
    }

    #[test]
    fn long_runs_are_cut() {
        let text = format!("ab {} c {}", "x".repeat(1023), "-".repeat(1500));
        let view = View::new(&text);
        let tokens = tokens(&view, GIVEN_DIGITS);
        let lens: Vec<u16> = tokens.from(MARGIN).map(|token| token.len).collect();
        assert_eq!(lens, [2, 1023, 1, 1023, 477]);
        assert_eq!([tokens.starting_at(0, 3), tokens.starting_at(MARGIN, 4)], [MARGIN + 1, MARGIN + 2]);
    }

    #[test]
    fn letters_by_eight_and_by_one() {
        for at in 0..20 {
            for other in 0..=255u8 {
                let mut text = *b"ABCDEFGHIJKLMNOPQRST";
                text[at] = other;
                let letter = class(other) & (SMALL | LARGE) != 0;
                let expect = (if letter { 20 } else { at }, letter && class(other) == SMALL);
                assert_eq!(letters(&text), expect, "{at} {other}");
                let short = (1..8).contains(&at) && !letter && other < 0x80;
                assert_eq!(short_word(&text).is_some(), short, "{at} {other}");
                if let Some((small, len, _)) = short_word(&text) {
                    assert_eq!(words::number_of_short(small, len), words::number(&text[..len]), "{at}");
                }
            }
        }
    }

    #[test]
    fn growth_is_counted() {
        for text in ["1-", "a,[", "..[NAME-1]", "\u{e9}1,\u{4e2d}", "x  \n"] {
            for text in [text.repeat(3000), text.repeat(90_000)] {
                let view = View::new(&text);
                let tokens = tokens(&view, GIVEN_DIGITS);
                assert!(tokens.len() - MARGIN <= at_most(&view.fold, GIVEN_DIGITS), "{text:.9}");
                assert!(
                    tokens.packed.capacity()
                        <= MARGIN + view.fold.len() / 4 + at_most(&view.fold, GIVEN_DIGITS)
                );
            }
        }
    }
}
