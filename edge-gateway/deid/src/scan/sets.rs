//! Longer lists of words that are asked often: a filter made at compile time says "no" to most words at once.

use super::Scan;
use crate::lex::Kind;
use crate::words;

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
        self.words.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()))
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
