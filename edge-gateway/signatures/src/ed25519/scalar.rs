//! Integers modulo L, the order of the base point of Ed25519 (RFC 8032 section 5.1).

#[cfg(test)]
mod tests;

use crate::words::{Modulus, Words, added, less, subtracted};

/// L = 2^252 + 27742317777372353535851937790883648493.
const ORDER: Modulus = Modulus {
    number: [
        0x5cf5_d3ed,
        0x5812_631a,
        0xa2f7_9cd6,
        0x14de_f9de,
        0x0000_0000,
        0x0000_0000,
        0x0000_0000,
        0x1000_0000,
    ],
    negated_inverse: 0x1254_7e1b,
};

/// 2^256 modulo L.
const R: Words =
    [0x8d98_951d, 0xd6ec_3174, 0x737d_cf70, 0xc6ef_5bf4, 0xffff_fffe, 0xffff_ffff, 0xffff_ffff, 0x0fff_ffff];

/// 2^512 modulo L.
const R_SQUARED: Words =
    [0x449c_0f01, 0xa406_11e3, 0x6885_9347, 0xd00e_1ba7, 0x17f5_be65, 0xceec_73d2, 0x7c30_9a3d, 0x0399_411b];

/// A number below L.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Scalar(Words);

impl Scalar {
    /// A little-endian number below L, and nothing else.
    pub(super) fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        let words = words(bytes);
        less(&words, &ORDER.number).then_some(Self(words))
    }

    /// A little-endian number of 512 bits, modulo L.
    pub(super) fn reduced(bytes: &[u8; 64]) -> Self {
        let (low, high) = bytes.split_at(32);
        let sum = added(&ORDER.montgomery(&words(low), &R), &ORDER.montgomery(&words(high), &R_SQUARED)).0;
        // Both are below L, which is below 2^253.
        Self(if less(&sum, &ORDER.number) { sum } else { subtracted(&sum, &ORDER.number).0 })
    }

    pub(super) const fn words(&self) -> &Words {
        &self.0
    }
}

/// Up to 32 bytes.
fn words(bytes: &[u8]) -> Words {
    let mut words = [0; 8];
    for (word, bytes) in words.iter_mut().zip(bytes.chunks_exact(4)) {
        *word = bytes.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte));
    }
    words
}
