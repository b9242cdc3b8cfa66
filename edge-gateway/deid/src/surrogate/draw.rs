//! Where chance comes from, and what must not be drawn.
//!
//! The component has no randomness here on purpose: the same request has the same answer. Draws never depend on a value that
//! was removed (without a key, that could be tested), only on how many came before it.

use crate::key::Key;
use sha2::{Digest, Sha256};

/// A stream of numbers: SHA-256 of a seed and a counter.
#[derive(Clone)]
pub(crate) struct Draw {
    seed: [u8; 32],
    block: [u8; 32],
    counter: u64,
    used: usize,
}

impl Draw {
    /// With a key, the stream is one request's own; without, it is the same for all.
    pub(crate) fn new<T: AsRef<str>>(key: Option<&Key>, texts: &[T]) -> Draw {
        let parts: Vec<&[u8]> = texts.iter().map(|text| text.as_ref().as_bytes()).collect();
        let seed = key.map_or([0; 32], |key| key.tag("anteroom surrogate 1", &parts));
        Draw { seed, block: [0; 32], counter: 0, used: 32 }
    }

    fn byte(&mut self) -> u8 {
        if self.used == self.block.len() {
            let mut hash = Sha256::new();
            hash.update(self.seed);
            hash.update(self.counter.to_le_bytes());
            self.block = hash.finalize().into();
            self.counter += 1;
            self.used = 0;
        }
        self.used += 1;
        self.block[self.used - 1]
    }

    /// A number below `bound` (at most 65,536, at least 1); the bias of the remainder does not matter here.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let wide = usize::from(self.byte()) << 16 | usize::from(self.byte()) << 8 | usize::from(self.byte());
        wide % bound.max(1)
    }

    /// One of these; `None` of none.
    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        if from.is_empty() { None } else { Some(from[self.below(from.len())]) }
    }
}

/// What stands in the texts: every one to five words in a row, without what separates them. A Bloom filter (B. Bloom, 1970): it
/// may say that something stands there that does not, which costs another draw, and never the opposite.
#[derive(Clone)]
pub(crate) struct Vocabulary {
    bits: Vec<u64>,
}

/// Words in a row.
const RUN: usize = 5;
/// Bits for each entry, and bits set by each: one in 400 is taken for another.
const BITS: usize = 16;
const PROBES: u64 = 4;

fn mix(mut hash: u64, byte: u8) -> u64 {
    hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    hash ^ hash >> 29
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

impl Vocabulary {
    /// Everything in `keys`, which gives each word or number of the texts in small letters.
    pub(crate) fn new(words: usize) -> Vocabulary {
        Vocabulary { bits: vec![0; (words * RUN * BITS / 64).next_power_of_two().max(16)] }
    }

    fn places(&self, hash: u64) -> impl Iterator<Item = (usize, u64)> + use<> {
        let (mask, step) = (self.bits.len() * 64 - 1, hash.rotate_left(32) | 1);
        (0..PROBES).map(move |n| {
            let place = hash.wrapping_add(n.wrapping_mul(step)) as usize & mask;
            (place / 64, 1 << (place % 64))
        })
    }

    /// Notes the words of one text, in order.
    pub(crate) fn learn<'w>(&mut self, words: impl Iterator<Item = &'w [u8]>) {
        let mut open: Vec<u64> = Vec::with_capacity(RUN + 1);
        for word in words {
            open.push(START);
            if open.len() > RUN {
                open.remove(0);
            }
            for hash in &mut open {
                *hash = word.iter().fold(*hash, |hash, byte| mix(hash, byte.to_ascii_lowercase()));
            }
            for hash in &open {
                for (word, bit) in self.places(*hash) {
                    self.bits[word] |= bit;
                }
            }
        }
    }

    fn holds_hash(&self, hash: u64) -> bool {
        self.places(hash).all(|(word, bit)| self.bits[word] & bit != 0)
    }

    /// Whether this stands in the texts, as words of their own.
    pub(crate) fn holds(&self, key: &[u8]) -> bool {
        self.holds_hash(key.iter().fold(START, |hash, byte| mix(hash, byte.to_ascii_lowercase())))
    }

    /// Whether any stretch of `key` of four characters and more does.
    pub(crate) fn holds_part_of(&self, key: &[u8]) -> bool {
        (0..key.len()).any(|from| {
            let mut hash = START;
            key[from..].iter().enumerate().any(|(at, byte)| {
                hash = mix(hash, byte.to_ascii_lowercase());
                at >= 3 && self.holds_hash(hash)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vocabulary_knows_what_stands_there() {
        let mut vocabulary = Vocabulary::new(6);
        vocabulary.learn("Ann Smith came 555 0142 today".split(' ').map(str::as_bytes));
        for there in ["ann", "annsmith", "5550142", "SMITHCAME555"] {
            assert!(vocabulary.holds(there.as_bytes()), "{there}");
        }
        assert!(vocabulary.holds_part_of(b"goldsmiths"));
        assert!(!vocabulary.holds_part_of(b"goldberg") && !vocabulary.holds(b"smithann"));
    }

    #[test]
    fn draws_repeat_and_differ_by_key() {
        let key = Key::new(&[7; 32]).unwrap();
        let numbers = |key: Option<&Key>| {
            let mut draw = Draw::new(key, &["text"]);
            (0..40).map(|_| draw.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(numbers(None), numbers(None));
        assert_eq!(numbers(Some(&key)), numbers(Some(&key)));
        assert_ne!(numbers(None), numbers(Some(&key)));
    }
}
