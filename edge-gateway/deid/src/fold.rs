//! A one-byte-per-character view of the text in which look-alikes are one: what every scanner reads.
//!
//! Full-width and other decimal digits become ASCII digits, every kind of space a space, every dash `-`, curly
//! quotes straight ones, accented Latin letters their base letter; characters without width (joiners, direction
//! marks, combining marks, variation selectors) disappear, so nothing can be hidden by them. A map leads back to
//! exact byte offsets; ASCII text needs neither copy nor map.

use std::borrow::Cow;
use std::cell::Cell;

/// Any character that is neither letter, digit, space nor ASCII punctuation.
pub(crate) const SYMBOL: u8 = 0x80;
/// A capital letter outside the Latin script.
pub(crate) const UPPER: u8 = 0x81;
/// A small letter outside the Latin script.
pub(crate) const LOWER: u8 = 0x82;
/// A letter of a script without case.
pub(crate) const LETTER: u8 = 0x83;

/// U+00C0..U+0180 as base letters; `*` where there is none.
const LATIN: &[u8; 192] = b"AAAAAAACEEEEIIIIDNOOOOO*OUUUUYTsaaaaaaaceeeeiiiidnooooo*ouuuuyty\
AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

/// The base letter of the character U+00C0..U+0100 that these two bytes of UTF-8 encode, at compile time.
pub(crate) const fn latin(first: u8, second: u8) -> u8 {
    LATIN[((first as usize & 0x1F) << 6 | second as usize & 0x3F) - 0xC0]
}

/// U+1E00..U+1F00 as base letters; `*` where there is none.
const LATIN_ADDITIONAL: &[u8; 256] = b"AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNnNnNnNn\
OoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVvWwWwWwWwWwXxXxYyZzZzZzhtwy****S*AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEeEeEeEeEe\
IiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy******";

/// First code points of the runs of ten decimal digits in scripts that hospitals' systems emit.
const DIGIT_RUNS: &[u32] = &[
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6,
];

/// The character has no width and disappears.
#[inline]
fn hidden(code: u32) -> bool {
    match code {
        // Most of what is written, and nothing of it is hidden: only the rest is looked for in the table of marks.
        0..0xAD | 0xAE..0x300 | 0x370..0x483 | 0x48A..0x591 | 0x5D0..0x610 | 0x620..0x64B | 0x904..0x93A => {
            false
        }
        0x1E00..0x200B | 0x2010..0x2028 | 0x2030..0x2060 | 0x2070..0x20D0 | 0x2100..0x2CEF => false,
        0x3000..0x302A | 0x3041..0x3099 | 0x30A0..0x3164 | 0x3400..0xA000 | 0xAC00..0xD800 => false,
        0xAD | 0x61C | 0x180B..=0x180F | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F => true,
        0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 => true,
        0xE0000..=0xE0FFF => true,
        _ => crate::marks::combining(code),
    }
}

/// Letters of the scripts that are written most, so that Unicode's tables need not be asked for each of them.
const fn letter_of(code: u32) -> Option<u8> {
    match code {
        0x391..=0x3A1 | 0x3A3..=0x3A9 | 0x400..=0x42F => Some(UPPER),
        0x3B1..=0x3C9 | 0x430..=0x45F => Some(LOWER),
        0x5D0..=0x5EA | 0x620..=0x64A | 0x904..=0x939 | 0xE01..=0xE30 => Some(LETTER),
        0x3041..=0x3096 | 0x30A1..=0x30FA => Some(LETTER),
        0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3 => Some(LETTER),
        _ => None,
    }
}

/// The character in lower case, as a key.
fn lower(c: char) -> u32 {
    let code = c as u32;
    match (code, letter_of(code)) {
        (_, Some(LOWER | LETTER)) => code,
        (0x400..=0x40F, _) => code + 0x50,
        (_, Some(_)) => code + 0x20,
        (_, None) => c.to_lowercase().next().unwrap_or(c) as u32,
    }
}

/// What one character becomes; `None` = it has no width and disappears.
pub(crate) fn fold_char(c: char) -> Option<u8> {
    let code = c as u32;
    if let Some(letter) = letter_of(code) {
        return Some(letter);
    }
    if hidden(code) {
        return None;
    }
    let folded = match code {
        0..0x80 => code as u8,
        0x85 | 0x2028 | 0x2029 => b'\n',
        0xA0 | 0x1680 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000 => b' ',
        0x2010..=0x2015 | 0x2043 | 0x2212 | 0x2E3A | 0x2E3B | 0xFE58 | 0xFE63 => b'-',
        0xB4 | 0x2BB | 0x2BC | 0x2018..=0x201B | 0x2032 | 0x2035 => b'\'',
        0x201C..=0x201F | 0x2033 | 0xAB | 0xBB => b'"',
        0x2024 | 0x3002 => b'.',
        0x2044 | 0x2215 => b'/',
        0xFF01..=0xFF5E => (code - 0xFF01) as u8 + b'!',
        0xC0..0x180 => LATIN[(code - 0xC0) as usize],
        0x1E00..0x1F00 => LATIN_ADDITIONAL[(code - 0x1E00) as usize],
        // Vietnamese letters with a horn, and Pinyin's tones.
        0x1A0 => b'O',
        0x1A1 => b'o',
        0x1AF => b'U',
        0x1B0 => b'u',
        0x1CD..=0x1DC => b"AaIiOoUuUuUuUuUu"[(code - 0x1CD) as usize],
        0x218 => b'S',
        0x219 => b's',
        0x21A => b'T',
        0x21B => b't',
        _ => other(c),
    };
    // The tables' `*` stands for "no base letter".
    Some(if folded == b'*' && code != 0x2A && code != 0xFF0A { other(c) } else { folded })
}

fn other(c: char) -> u8 {
    let code = c as u32;
    if let Some(run) = DIGIT_RUNS.iter().find(|run| (**run..**run + 10).contains(&code)) {
        return b'0' + (code - run) as u8;
    }
    if c.is_uppercase() {
        UPPER
    } else if c.is_lowercase() {
        LOWER
    } else if c.is_alphabetic() {
        LETTER
    } else if c.is_whitespace() {
        b' '
    } else {
        SYMBOL
    }
}

/// How many positions of the fold, and how many bytes of the text, may lie between two milestones: the way back goes
/// on from one of them character by character.
const STRIDE: usize = 32;
const BYTE_STRIDE: usize = 128;
/// Eight bytes that are all ASCII have none of these bits.
const NON_ASCII: u64 = 0x8080_8080_8080_8080;

/// A place in the text and how many bytes of the fold lie before it.
#[derive(Clone, Copy, Default)]
struct Milestone {
    fold: u32,
    byte: u32,
}

/// The folded text and the way back.
pub(crate) struct View<'a> {
    /// The text as it was given.
    pub(crate) text: &'a str,
    /// One byte per character with width.
    pub(crate) fold: Cow<'a, [u8]>,
    /// In order; none for ASCII. A map of every byte would be four times as large as the text.
    milestones: Vec<Milestone>,
    /// The place that was asked for last: most questions are for one shortly behind it.
    last: Cell<Milestone>,
}

impl<'a> View<'a> {
    pub(crate) fn new(text: &'a str) -> View<'a> {
        if text.is_ascii() {
            return View {
                text,
                fold: Cow::Borrowed(text.as_bytes()),
                milestones: Vec::new(),
                last: Cell::default(),
            };
        }
        let bytes = text.as_bytes();
        let mut fold = Vec::with_capacity(text.len());
        let mut milestones = Vec::with_capacity(text.len() / STRIDE + 1);
        milestones.push(Milestone { fold: 0, byte: 0 });
        let (mut at, mut last) = (0, (0, 0));
        while at < bytes.len() {
            let plain = ascii(&bytes[at..]).min(STRIDE);
            fold.extend_from_slice(&bytes[at..at + plain]);
            at += plain;
            if plain < STRIDE
                && let Some(c) = text[at..].chars().next()
            {
                fold.extend(fold_char(c));
                at += c.len_utf8();
            }
            if fold.len() >= last.0 + STRIDE || at >= last.1 + BYTE_STRIDE {
                last = (fold.len(), at);
                milestones.push(Milestone { fold: last.0 as u32, byte: last.1 as u32 });
            }
        }
        View { text, fold: Cow::Owned(fold), milestones, last: Cell::default() }
    }

    /// The fold is the text, and has no bracket.
    pub(crate) fn plain(&self) -> bool {
        matches!(self.fold, Cow::Borrowed(_)) && !self.fold.contains(&b'[')
    }

    /// Byte offset in the text of position `at` of the fold.
    pub(crate) fn byte(&self, at: u32) -> usize {
        if self.milestones.is_empty() {
            return at as usize;
        }
        let mut stone = self.last.get();
        if at.checked_sub(stone.fold).is_none_or(|ahead| ahead > STRIDE as u32) {
            let next = self.milestones.partition_point(|stone| stone.fold <= at);
            stone = next.checked_sub(1).and_then(|n| self.milestones.get(n)).copied().unwrap_or_default();
        }
        let mut left = at - stone.fold;
        let from = stone.byte as usize;
        for (offset, c) in self.text[from..].char_indices() {
            if !hidden(c as u32) {
                if left == 0 {
                    self.last.set(Milestone { fold: at, byte: (from + offset) as u32 });
                    return from + offset;
                }
                left -= 1;
            }
        }
        self.text.len()
    }

    /// Position in the fold of the first visible character at or after this byte of the text.
    pub(crate) fn position(&self, byte: usize) -> u32 {
        let next = self.milestones.partition_point(|stone| stone.byte as usize <= byte);
        let Some(stone) = next.checked_sub(1).and_then(|n| self.milestones.get(n)) else {
            return byte as u32;
        };
        let from = stone.byte as usize;
        let before = self.text[from..].char_indices().take_while(|(offset, _)| from + offset < byte);
        stone.fold + before.filter(|(_, c)| !hidden(*c as u32)).count() as u32
    }

    /// The character at position `at` of the fold, in lower case, as a key that also tells other scripts' letters apart.
    pub(crate) fn key(&self, at: usize) -> u32 {
        let byte = self.fold[at];
        if byte < 0x80 {
            return u32::from(byte.to_ascii_lowercase());
        }
        let c = self.text[self.byte(at as u32)..].chars().next().unwrap_or_default();
        lower(c)
    }
}

/// How many bytes at the beginning are ASCII.
fn ascii(bytes: &[u8]) -> usize {
    let (words, _) = bytes.as_chunks::<8>();
    let whole = words.iter().take_while(|word| u64::from_le_bytes(**word) & NON_ASCII == 0).count() * 8;
    whole + bytes[whole..].iter().take_while(|byte| byte.is_ascii()).count()
}

/// Where the line that begins at `from` ends.
pub(crate) fn line_end(fold: &[u8], from: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let rest = fold.get(from..).unwrap_or_default();
    // Eight bytes without a newline have no zero byte when all its bits are turned.
    let (words, _) = rest.as_chunks::<8>();
    let without = |word: &&[u8; 8]| {
        let turned = u64::from_le_bytes(**word) ^ (ONES * b'\n' as u64);
        turned.wrapping_sub(ONES) & !turned & NON_ASCII == 0
    };
    let whole = words.iter().take_while(without).count() * 8;
    from + whole + rest[whole..].iter().take_while(|byte| **byte != b'\n').count()
}

/// A letter of any script.
pub(crate) const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= UPPER
}

/// A letter or a digit.
pub(crate) const fn is_alnum(byte: u8) -> bool {
    is_letter(byte) || byte.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let view = View::new(text);
        let folded: String = view.fold.iter().map(|b| *b as char).collect();
        assert_eq!(folded, expect, "{text}");
    }

    #[test]
    fn folds() {
        check("Hương Trần Quốc Ơn lǐ Lǚ", "Huong Tran Quoc On li Lu");
        check("plain * text", "plain * text");
        check("０１２-٣٤*＊", "012-34**");
        check("José Müller-Łukasz Nguyễn Ștefan", "Jose Muller-Lukasz Nguyen Stefan");
        check("e\u{301}a\u{200b}b\u{2060}c", "eabc");
        check("a\u{a0}b\u{2014}c\u{2019}s", "a b-c's");
        check("ＭＲＮ：１２", "MRN:12");
    }

    #[test]
    fn short_cuts_are_what_the_tables_say() {
        for c in '\0'..=char::MAX {
            let code = c as u32;
            assert!(letter_of(code).is_none_or(|letter| letter == other(c) && !hidden(code)), "{code:x}");
            assert!(code < 0x300 || !crate::marks::combining(code) || hidden(code), "{code:x}");
            assert_eq!(lower(c), c.to_lowercase().next().unwrap() as u32, "{code:x}");
        }
    }

    #[test]
    fn way_back() {
        let text = "x\u{200b}é５y";
        let view = View::new(text);
        assert_eq!(&*view.fold, b"xe5y");
        assert_eq!([view.byte(0), view.byte(1), view.byte(2), view.byte(3), view.byte(4)], [0, 4, 6, 9, 10]);
    }

    #[test]
    fn way_back_of_every_position() {
        let pieces = ["plain text of some length, then ", "é", "\u{200b}", "漢字", "x", "５", "\u{301}"];
        for seed in 0..40usize {
            let mut text = String::new();
            for n in 0..60 {
                let piece = pieces[(seed * 7 + n * n * 3 + n / 5) % pieces.len()];
                text.push_str(&piece.repeat(if n % 11 == seed % 11 { 90 } else { 1 }));
            }
            let view = View::new(&text);
            let map: Vec<usize> =
                text.char_indices().filter(|(_, c)| fold_char(*c).is_some()).map(|(at, _)| at).collect();
            assert_eq!(view.fold.len(), map.len());
            for (at, byte) in map.iter().chain([&text.len()]).enumerate() {
                assert_eq!(view.byte(at as u32), *byte, "{seed} {at}");
            }
            for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
                assert_eq!(
                    view.position(byte) as usize,
                    map.partition_point(|at| *at < byte),
                    "{seed} {byte}"
                );
            }
        }
    }
}
