//! Integers modulo n, the order of the base point of P-256 (SEC 2 section 2.4.2).

#[cfg(test)]
mod tests;

use crate::words::{Modulus, ONE, Words, added, less, subtracted};

/// n.
pub(super) const ORDER: Words =
    [0xfc63_2551, 0xf3b9_cac2, 0xa717_9e84, 0xbce6_faad, 0xffff_ffff, 0xffff_ffff, 0x0000_0000, 0xffff_ffff];

const MODULUS: Modulus = Modulus { number: ORDER, negated_inverse: 0xee00_bc4f };

/// 2^512 modulo n.
const R_SQUARED: Words =
    [0xbe79_eea2, 0x8324_4c95, 0x49bd_6fa6, 0x4699_799c, 0x2b6b_ec59, 0x2845_b239, 0xf3d9_5620, 0x66e1_2d94];

/// A number below n.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Scalar(Words);

impl Scalar {
    /// A big-endian number from 1 to n - 1, and nothing else.
    pub(super) fn from_nonzero_bytes(bytes: &[u8; 32]) -> Option<Self> {
        let words = words(bytes);
        (words != [0; 8] && less(&words, &ORDER)).then_some(Self(words))
    }

    /// A big-endian number, modulo n.
    pub(super) fn reduced(bytes: &[u8; 32]) -> Self {
        let words = words(bytes);
        // n is above 2^255.
        Self(if less(&words, &ORDER) { words } else { subtracted(&words, &ORDER).0 })
    }

    pub(super) const fn words(&self) -> &Words {
        &self.0
    }

    /// The product.
    pub(super) fn times(&self, other: &Self) -> Self {
        Self(MODULUS.montgomery(&MODULUS.montgomery(&self.0, &other.0), &R_SQUARED))
    }

    /// The inverse of a number that is not 0: binary extended Euclid (Knuth, volume 2, 4.5.2, exercise 39), in
    /// which `a` is always `x` times the number modulo n, and `b` is `y` times it.
    pub(super) fn inverse(&self) -> Self {
        let (mut a, mut b) = (self.0, ORDER);
        let (mut x, mut y) = (ONE, [0; 8]);
        // Ends: n is prime, so that the greatest common divisor, at which both would stand still, is 1. Of 0 there is no
        // inverse, and it would not end; nobody asks for it, and what comes out then would be 0.
        while a != ONE && a != [0; 8] {
            while a[0] & 1 == 0 {
                halve(&mut a, 0);
                halve_modulo(&mut x);
            }
            if less(&a, &b) {
                (a, b) = (b, a);
                (x, y) = (y, x);
            }
            // Both are odd, or a is 1.
            if b == ONE {
                return Self(y);
            }
            a = subtracted(&a, &b).0;
            let (difference, borrowed) = subtracted(&x, &y);
            x = if borrowed { added(&difference, &ORDER).0 } else { difference };
        }
        Self(if a == ONE { x } else { [0; 8] })
    }
}

fn words(bytes: &[u8; 32]) -> Words {
    let mut words = [0; 8];
    for (word, bytes) in words.iter_mut().rev().zip(bytes.chunks_exact(4)) {
        *word = bytes.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
    }
    words
}

/// A bit lower, with `top` moving in.
fn halve(number: &mut Words, top: u32) {
    let mut above = top;
    for word in number.iter_mut().rev() {
        let lowest = *word & 1;
        *word = *word >> 1 | above << 31;
        above = lowest;
    }
}

fn halve_modulo(number: &mut Words) {
    let mut top = 0;
    if number[0] & 1 == 1 {
        (*number, top) = added(number, &ORDER);
    }
    halve(number, top);
}
