//! Lists of words: short ones as numbers to compare with, longer ones that are asked often behind a filter which says "no" to
//! most words at once. Both are made at compile time.

use super::Scan;
use crate::lex::Kind;
use crate::{lists, words};

/// A word's letters, whatever their case, in one number: those of up to eight letters themselves, with zeros behind, a hash
/// with the highest bit set of longer ones.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key(u64);

/// The bit that makes an ASCII letter small, and the one that no ASCII byte has, in eight bytes at once.
const SMALL: u64 = 0x2020_2020_2020_2020;
const HIGH: u64 = 0x8080_8080_8080_8080;
const LONG: u64 = 1 << 63;

impl Key {
    /// The key of a listed word, for lists made at compile time.
    #[allow(clippy::panic, reason = "runs in the compiler: a bad list fails the build")]
    pub(crate) const fn new(word: &str) -> Key {
        match Key::of(word.as_bytes()) {
            Some(key) => key,
            None => panic!("a listed word is empty, too long or not of ASCII"),
        }
    }

    /// The key of a word; none for one that no list can have.
    pub(super) const fn of(word: &[u8]) -> Option<Key> {
        if word.len() > 8 {
            return match lists::hash(word) {
                Some(hash) => Some(Key(hash | LONG)),
                None => None,
            };
        }
        let (mut eight, mut at) = ([0; 8], 0);
        while at < word.len() {
            eight[at] = word[at];
            at += 1;
        }
        Key::of_eight(eight, word.len() as u32)
    }

    /// The key of the first `len` of eight bytes, of which there are no more.
    #[inline(always)]
    pub(super) const fn of_eight(eight: [u8; 8], len: u32) -> Option<Key> {
        if len == 0 || len > 8 {
            return None;
        }
        let letters = (u64::from_le_bytes(eight) | SMALL) & (u64::MAX >> (64 - 8 * len));
        if letters & HIGH == 0 { Some(Key(letters)) } else { None }
    }
}

/// Bits of a filter: eight for each word of the longest list.
const BITS: usize = 512;

/// Words in small letters, and a bit for each.
pub(crate) struct WordSet {
    words: &'static [&'static str],
    filter: Filter,
}

/// A bit for each of some words: by their letters, and by their numbers in the word table, which a token knows already.
#[derive(Clone, Copy)]
pub(super) struct Filter {
    letters: [u64; BITS / 64],
    numbers: [u64; BITS / 64],
}

impl Filter {
    pub(super) const fn new() -> Filter {
        Filter { letters: [0; BITS / 64], numbers: [0; BITS / 64] }
    }

    pub(super) const fn with(mut self, word: &[u8]) -> Filter {
        let at = bit(word);
        self.letters[at / 64] |= 1 << (at % 64);
        let number = words::listed(word) as usize % BITS;
        self.numbers[number / 64] |= 1 << (number % 64);
        self
    }

    /// The word can be one of those; for most others this says no.
    #[inline]
    pub(super) const fn may_have(&self, word: &[u8]) -> bool {
        let at = bit(word);
        self.letters[at / 64] >> (at % 64) & 1 == 1
    }

    /// The same of a token's word, of which `number` is the number in the word table. No letter of a listed word is looked at.
    #[inline]
    pub(super) const fn may_be(&self, number: u16, word: &[u8]) -> bool {
        let at = number as usize % BITS;
        if number != 0 { self.numbers[at / 64] >> (at % 64) & 1 == 1 } else { self.may_have(word) }
    }
}

/// The bit of a word, whatever its case.
const fn bit(word: &[u8]) -> usize {
    let n = word.len();
    if n == 0 {
        return 0;
    }
    let (first, middle, last) = (word[0] | 0x20, word[n / 2] | 0x20, word[n - 1] | 0x20);
    (first as usize * 31 + last as usize * 7 + middle as usize * 3 + n * 17) % BITS
}

/// A few words, with a bit for the first letter and length of each: most words of a text differ from all of them in these.
pub(crate) struct Words {
    keys: &'static [Key],
    filter: u64,
}

impl Words {
    pub(crate) const fn new(words: &[&str], keys: &'static [Key]) -> Words {
        let (mut filter, mut n) = (0, 0);
        while n < words.len() {
            let word = words[n].as_bytes();
            filter |= 1 << place(word[0], word.len());
            n += 1;
        }
        Words { keys, filter }
    }

    /// A word with this first letter and length may be among them.
    #[inline(always)]
    pub(super) const fn may_have(&self, first: u8, len: usize) -> bool {
        self.filter >> place(first, len) & 1 == 1
    }

    /// Where among them a word is.
    #[inline(always)]
    pub(super) fn position(&self, key: Key) -> Option<usize> {
        self.keys.iter().position(|word| *word == key)
    }
}

/// The bit for a first letter, whatever its case, and a length.
const fn place(first: u8, len: usize) -> usize {
    ((first & 0x1F) as usize + 11 * len) % 64
}

impl WordSet {
    pub(crate) const fn new(words: &'static [&'static str]) -> WordSet {
        let mut filter = Filter::new();
        let mut n = 0;
        while n < words.len() {
            filter = filter.with(words[n].as_bytes());
            n += 1;
        }
        WordSet { words, filter }
    }

    /// The text is one of the words.
    #[inline]
    pub(crate) fn has(&self, text: &[u8]) -> bool {
        self.filter.may_have(text) && self.compare(text)
    }

    /// The text of a token is one of the words; `number` is its number in the word table.
    #[inline]
    pub(crate) fn has_numbered(&self, number: u16, text: &[u8]) -> bool {
        self.filter.may_be(number, text) && self.compare(text)
    }

    #[inline(never)]
    fn compare(&self, text: &[u8]) -> bool {
        let first = text.first().map(|byte| byte | 0x20);
        // Most words of a list differ in length or first letter.
        self.words.iter().any(|word| {
            word.len() == text.len()
                && word.as_bytes().first().map(|byte| byte | 0x20) == first
                && text.eq_ignore_ascii_case(word.as_bytes())
        })
    }
}

impl Scan<'_> {
    /// Token `i` is one of these words.
    #[inline]
    pub(crate) fn word_in(&self, i: usize, words: &WordSet) -> bool {
        let token = self.token(i);
        token.kind == Kind::Word && words.has_numbered(token.word, self.text(token))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_as_equal_as_words() {
        let words = [
            "a",
            "A",
            "ab",
            "ba",
            "abcdefgh",
            "ABCDEFGH",
            "abcdefgi",
            "abcdefghi",
            "AbCdefghI",
            "bbcdefghi",
            "abcdefghijklmnopqrstuvwx",
            "abcdefghijkkmnopqrstuvwx",
            "\u{80}",
            "abc\u{80}",
            "",
        ];
        for a in words {
            for b in words {
                let same = a.is_ascii() && !a.is_empty() && a.eq_ignore_ascii_case(b);
                let keys = Key::of(a.as_bytes()).zip(Key::of(b.as_bytes()));
                assert_eq!(keys.is_some_and(|(a, b)| a == b), same, "{a} {b}");
                let eight: [u8; 8] = std::array::from_fn(|n| a.as_bytes().get(n).copied().unwrap_or(b'Q'));
                if a.len() <= 8 {
                    assert!(Key::of_eight(eight, a.len() as u32) == Key::of(a.as_bytes()), "{a}");
                }
            }
        }
    }

    #[test]
    fn has_its_words_in_any_case_and_no_other() {
        static SET: WordSet = WordSet::new(&["phone", "tel", "age (y)", "x", "ph"]);
        for word in ["phone", "PHONE", "Tel", "AGE (Y)", "x", "X", "ph"] {
            assert!(SET.has(word.as_bytes()), "{word}");
        }
        for word in ["", "phones", "tell", "age_(y)", "y"] {
            assert!(!SET.has(word.as_bytes()), "{word}");
        }
    }
}
