//! A scalar as the ratio of two numbers half as long.

#[cfg(test)]
mod tests;

use super::scalar::Scalar;
use crate::words::Words;

/// Little-endian words of a number below 2^256.
type Wide = [u64; 4];

/// 8·L, the number of points on the curve.
const CURVE_ORDER: Wide =
    [0xc093_18d2_e7ae_9f68, 0xa6f7_cef5_17bc_e6b2, 0x0000_0000_0000_0000, 0x8000_0000_0000_0000];

const ONE: Wide = [1, 0, 0, 0];

/// Half the length of 8·L.
const HALF_BITS: u32 = 128;

/// A factor is hardly ever longer than 132 bits. It must stay below L, and one that would be longer gains nothing.
const MOST_FACTOR_BITS: u32 = 160;

/// `product` is `factor` times a scalar modulo 8·L, or minus that.
///
/// The factor is odd and below L, so that it has no divisor in common with 8·L: times it, no point but the neutral one becomes
/// the neutral one.
#[derive(Debug)]
pub(super) struct Ratio {
    pub(super) product: Words,
    pub(super) factor: Words,
    /// Whether `product` is minus the factor times the scalar.
    pub(super) negated: bool,
}

impl Ratio {
    /// Euclid's algorithm on 8·L and the scalar, stopped half-way: what is left over is always a multiple of the scalar modulo
    /// 8·L, and while it gets smaller, the factor grows. A scalar for which this leads nowhere stays what it is, times 1; the
    /// hash of a message is hardly ever such.
    pub(super) fn of(scalar: &Scalar) -> Self {
        let whole = Self { product: *scalar.words(), factor: words(&ONE), negated: false };
        let (mut a, mut b) = (CURVE_ORDER, wide(scalar.words()));
        // Without their signs, which are opposite.
        let (mut factor_a, mut factor_b) = ([0; 4], ONE);
        let mut negated = false;
        while bit_length(&b) > HALF_BITS || factor_b[0] & 1 == 0 {
            if b == [0; 4] {
                return whole;
            }
            let length = bit_length(&b);
            while let Some(mut shift) = bit_length(&a).checked_sub(length) {
                let (mut rest, below) = subtracted(&a, &shifted(&b, shift));
                if below {
                    if shift == 0 {
                        break;
                    }
                    shift -= 1;
                    (rest, _) = subtracted(&a, &shifted(&b, shift));
                }
                a = rest;
                factor_a = added(&factor_a, &shifted(&factor_b, shift));
            }
            (a, b) = (b, a);
            (factor_a, factor_b) = (factor_b, factor_a);
            negated = !negated;
            if bit_length(&factor_b) > MOST_FACTOR_BITS {
                return whole;
            }
        }
        Self { product: words(&b), factor: words(&factor_b), negated }
    }
}

const fn wide([a, b, c, d, e, f, g, h]: &Words) -> Wide {
    const fn both(low: u32, high: u32) -> u64 {
        low as u64 | (high as u64) << 32
    }
    [both(*a, *b), both(*c, *d), both(*e, *f), both(*g, *h)]
}

const fn words([a, b, c, d]: &Wide) -> Words {
    const fn high(word: u64) -> u32 {
        (word >> 32) as u32
    }
    [*a as u32, high(*a), *b as u32, high(*b), *c as u32, high(*c), *d as u32, high(*d)]
}

/// The sum modulo 2^256.
fn added(a: &Wide, b: &Wide) -> Wide {
    let mut sum = *a;
    let mut carry = false;
    for (a, b) in sum.iter_mut().zip(b) {
        let (first, over) = a.overflowing_add(*b);
        let (second, again) = first.overflowing_add(u64::from(carry));
        *a = second;
        carry = over || again;
    }
    sum
}

/// The difference modulo 2^256, and whether it is below 0.
fn subtracted(a: &Wide, b: &Wide) -> (Wide, bool) {
    let mut difference = *a;
    let mut borrow = false;
    for (a, b) in difference.iter_mut().zip(b) {
        let (first, under) = a.overflowing_sub(*b);
        let (second, again) = first.overflowing_sub(u64::from(borrow));
        *a = second;
        borrow = under || again;
    }
    (difference, borrow)
}

/// How many bits the number has; 0 has none.
const fn bit_length([a, b, c, d]: &Wide) -> u32 {
    if *d != 0 {
        256 - d.leading_zeros()
    } else if *c != 0 {
        192 - c.leading_zeros()
    } else if *b != 0 {
        128 - b.leading_zeros()
    } else {
        64 - a.leading_zeros()
    }
}

/// The number times 2^bits, modulo 2^256.
fn shifted(number: &Wide, bits: u32) -> Wide {
    let mut number = *number;
    for _ in 0..bits / 64 {
        number = [0, number[0], number[1], number[2]];
    }
    let bits = bits % 64;
    if bits == 0 {
        return number;
    }
    let [a, b, c, d] = number;
    [a << bits, b << bits | a >> (64 - bits), c << bits | b >> (64 - bits), d << bits | c >> (64 - bits)]
}
