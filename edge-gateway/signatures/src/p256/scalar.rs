//! Integers modulo n, the order of the base point of P-256 (SEC 2 section 2.4.2).

#[cfg(test)]
mod tests;

/// Little-endian words of a number below 2^256.
pub(super) type Words = [u32; 8];

/// n.
pub(super) const ORDER: Words =
    [0xfc63_2551, 0xf3b9_cac2, 0xa717_9e84, 0xbce6_faad, 0xffff_ffff, 0xffff_ffff, 0x0000_0000, 0xffff_ffff];

/// 2^512 modulo n.
const R_SQUARED: Words =
    [0xbe79_eea2, 0x8324_4c95, 0x49bd_6fa6, 0x4699_799c, 0x2b6b_ec59, 0x2845_b239, 0xf3d9_5620, 0x66e1_2d94];

/// -1/n modulo 2^32.
const NEGATED_INVERSE: u32 = 0xee00_bc4f;

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
        Self(montgomery(&montgomery(&self.0, &other.0), &R_SQUARED))
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

const ONE: Words = [1, 0, 0, 0, 0, 0, 0, 0];

fn words(bytes: &[u8; 32]) -> Words {
    let mut words = [0; 8];
    for (word, bytes) in words.iter_mut().rev().zip(bytes.chunks_exact(4)) {
        *word = bytes.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
    }
    words
}

fn less(a: &Words, b: &Words) -> bool {
    a.iter().rev().lt(b.iter().rev())
}

/// The difference modulo 2^256, and whether it is below 0.
fn subtracted(a: &Words, b: &Words) -> (Words, bool) {
    let mut difference = *a;
    let mut borrow = 0;
    for (a, b) in difference.iter_mut().zip(b) {
        let sum = i64::from(*a) - i64::from(*b) + borrow;
        *a = sum as u32;
        borrow = sum >> 32;
    }
    (difference, borrow != 0)
}

/// The sum modulo 2^256, and what is carried out of it.
fn added(a: &Words, b: &Words) -> (Words, u32) {
    let mut result = *a;
    let mut carry = 0;
    for (a, b) in result.iter_mut().zip(b) {
        let sum = u64::from(*a) + u64::from(*b) + carry;
        *a = sum as u32;
        carry = sum >> 32;
    }
    (result, carry as u32)
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

/// a·b·2^-256 modulo n, for b below n (Koç, Acar and Kaliski 1996, coarsely integrated operand scanning).
fn montgomery(a: &Words, b: &Words) -> Words {
    let mut sum = [0_u32; 8];
    let mut top = 0_u64;
    for a in a {
        // sum + top·2^256 is below 2n here.
        let mut carry = 0;
        for (sum, b) in sum.iter_mut().zip(b) {
            let product = u64::from(*a) * u64::from(*b) + u64::from(*sum) + carry;
            *sum = product as u32;
            carry = product >> 32;
        }
        top += carry;
        let factor = sum[0].wrapping_mul(NEGATED_INVERSE);
        let mut carry = (u64::from(factor) * u64::from(ORDER[0]) + u64::from(sum[0])) >> 32;
        for i in 1..8 {
            let product = u64::from(factor) * u64::from(ORDER[i]) + u64::from(sum[i]) + carry;
            sum[i - 1] = product as u32;
            carry = product >> 32;
        }
        top += carry;
        sum[7] = top as u32;
        top >>= 32;
    }
    if top != 0 || !less(&sum, &ORDER) { subtracted(&sum, &ORDER).0 } else { sum }
}
