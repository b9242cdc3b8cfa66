//! Integers below 2^256, for scalars of either curve.

#[cfg(test)]
mod tests;

/// Little-endian words of a number below 2^256.
pub(crate) type Words = [u32; 8];

pub(crate) const ONE: Words = [1, 0, 0, 0, 0, 0, 0, 0];

/// An odd number to compute modulo.
pub(crate) struct Modulus {
    pub(crate) number: Words,
    /// -1/number modulo 2^32.
    pub(crate) negated_inverse: u32,
}

impl Modulus {
    /// a·b·2^-256 modulo the number n, for b below n (Koç, Acar and Kaliski 1996, coarsely integrated operand scanning).
    #[inline(always)]
    pub(crate) fn montgomery(&self, a: &Words, b: &Words) -> Words {
        let n = &self.number;
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
            let factor = sum[0].wrapping_mul(self.negated_inverse);
            let mut carry = (u64::from(factor) * u64::from(n[0]) + u64::from(sum[0])) >> 32;
            for i in 1..8 {
                let product = u64::from(factor) * u64::from(n[i]) + u64::from(sum[i]) + carry;
                sum[i - 1] = product as u32;
                carry = product >> 32;
            }
            top += carry;
            sum[7] = top as u32;
            top >>= 32;
        }
        if top != 0 || !less(&sum, n) { subtracted(&sum, n).0 } else { sum }
    }
}

pub(crate) fn less(a: &Words, b: &Words) -> bool {
    a.iter().rev().lt(b.iter().rev())
}

/// The difference modulo 2^256, and whether it is below 0.
pub(crate) fn subtracted(a: &Words, b: &Words) -> (Words, bool) {
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
pub(crate) fn added(a: &Words, b: &Words) -> (Words, u32) {
    let mut result = *a;
    let mut carry = 0;
    for (a, b) in result.iter_mut().zip(b) {
        let sum = u64::from(*a) + u64::from(*b) + carry;
        *a = sum as u32;
        carry = sum >> 32;
    }
    (result, carry as u32)
}

/// Places of [`digits`]: one more than a number has bits, for the last carry.
pub(crate) const DIGITS: usize = 257;

/// The width-W non-adjacent form: odd digits below 2^(W - 1) in size or 0, of W that follow each other at most one not 0,
/// the digit of place i counting 2^i (Guide to Elliptic Curve Cryptography, algorithm 3.35).
pub(crate) fn digits<const W: u32>(number: &Words) -> [i8; DIGITS] {
    const { assert!(W >= 2 && W <= 8) };
    let mut digits = [0; DIGITS];
    let (mut place, mut carry) = (0, 0);
    while place < DIGITS {
        let window = bits(number, place) & ((1 << W) - 1);
        if window & 1 == carry {
            place += 1;
            continue;
        }
        // Odd, so that it is never 2^(W - 1), and at the top, where no bit is left to carry into, below it.
        let digit = window + carry;
        carry = digit >> (W - 1);
        digits[place] = (digit as i32 - ((carry as i32) << W)) as i8;
        place += W as usize;
    }
    digits
}

/// Scalars are cut in so many parts, whose doublings are one another's.
pub(crate) const PARTS: usize = 4;

/// Bits of a part.
pub(crate) const PART_BITS: usize = 64;

/// Places of a part; only the last part has a digit at the last one.
pub(crate) const PART_PLACES: usize = DIGITS - (PARTS - 1) * PART_BITS;

/// The digits that are not 0 at a place of each part, with the number of the part: they count 2^(place + 64·part).
pub(crate) fn at_place(digits: &[i8; DIGITS], place: usize) -> impl Iterator<Item = (usize, i8)> {
    let parts = if place < PART_BITS { 0..PARTS } else { PARTS - 1..PARTS };
    let digit = move |part| digits.get(part * PART_BITS + place).map(|digit| (part, *digit));
    parts.filter_map(digit).filter(|(_, digit)| *digit != 0)
}

/// Thirty-two bits from a place on, or those that there are.
fn bits(number: &Words, place: usize) -> u32 {
    let word = |i: usize| u64::from(number.get(i).copied().unwrap_or_default());
    ((word(place / 32) | word(place / 32 + 1) << 32) >> (place % 32)) as u32
}

/// Where an odd multiple stands in a table of 1, 3, 5, ... times a point.
pub(crate) fn index(digit: i8) -> usize {
    usize::from(digit.unsigned_abs() / 2)
}
