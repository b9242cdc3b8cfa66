//! Points of P-256: y² = x³ - 3x + b, in Jacobian coordinates (x = X/Z², y = Y/Z³).
//!
//! Formulas: Explicit-Formulas Database, Jacobian coordinates with a4 = -3. Doubling is "dbl-2001-b", with Z3 as 2·Y1·Z1, to
//! which it expands; addition "add-1998-cmo-2", and with Z2 = 1 algorithm 3.22 of the Guide to Elliptic Curve Cryptography.
//! Both are complete here: the cases in which addition says nothing are told apart.

#[cfg(test)]
mod tests;

use super::base::{BASE, COUNT, WIDTH};
use super::field::{Element, P, Packed};
use super::scalar::Scalar;
use crate::words::{Words, digits, index};

/// b.
const B: Element = Element::from_words([
    0x5ac6_35d8_aa3a_93e7,
    0xb3eb_bd55_7698_86bc,
    0x651d_06b0_cc53_b0f6,
    0x3bce_3c3e_27d2_604b,
]);

/// How many bits of a scalar one digit stands for where the point is only known at run time.
const KEY_WIDTH: u32 = 5;

/// How many odd multiples that needs.
const KEY_COUNT: usize = 1 << (KEY_WIDTH - 2);

/// A point that is on the curve and not at infinity.
#[derive(Clone, Copy)]
pub(super) struct Affine {
    x: Element,
    y: Element,
}

/// The same, or what a computation with such points gives; infinity is `None` where it can be.
#[derive(Clone, Copy)]
pub(super) struct Jacobian {
    x: Element,
    y: Element,
    z: Element,
}

impl Affine {
    /// The point with these coordinates, big-endian, if both are below p and it is on the curve.
    pub(super) fn from_coordinates(x: &[u8; 32], y: &[u8; 32]) -> Option<Self> {
        let (x, y) = (coordinate(x)?, coordinate(y)?);
        let three: Element<3> = Element::ONE.scaled::<3, 3>();
        let right: Element<2> = x.squared().minus::<3, 4>(&three).times(&x).plus(&B);
        y.squared().minus::<2, 3>(&right).is_zero().then_some(Self { x, y })
    }

    /// Digit times the base point.
    fn of_base(digit: i8) -> Self {
        let [x, y]: &[Packed; 2] = &BASE[index(digit) % COUNT];
        let y = Element::unpacked(y);
        Self { x: Element::unpacked(x), y: if digit < 0 { y.negated() } else { y } }
    }
}

fn coordinate(bytes: &[u8; 32]) -> Option<Element> {
    let mut words = [0; 4];
    for (word, bytes) in words.iter_mut().zip(bytes.chunks_exact(8)) {
        *word = bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    }
    (words < P).then(|| Element::from_words(words))
}

impl Jacobian {
    const fn from_affine(point: &Affine) -> Self {
        Self { x: point.x, y: point.y, z: Element::ONE }
    }

    fn negated(&self) -> Self {
        Self { y: self.y.negated(), ..*self }
    }

    /// Twice the point. Never infinity: the order is odd, so that no point has y = 0.
    #[inline(never)]
    fn doubled(&self) -> Self {
        let delta = self.z.squared();
        let gamma = self.y.squared();
        let beta = self.x.times(&gamma);
        let alpha: Element<3> =
            self.x.minus::<1, 2>(&delta).times(&self.x.plus::<1, 2>(&delta)).scaled::<3, 3>();
        let x = alpha.squared().minus::<8, 9>(&beta.scaled::<8, 8>()).carried();
        let z = self.y.scaled::<2, 2>().times(&self.z);
        let y = alpha.times(&beta.scaled::<4, 4>().minus::<1, 5>(&x));
        let y = y.minus::<8, 9>(&gamma.squared().scaled::<8, 8>()).carried();
        Self { x, y, z }
    }

    /// The sum with a point whose z is 1.
    #[inline(never)]
    fn plus_affine(&self, other: &Affine) -> Option<Self> {
        let zz = self.z.squared();
        let zzz = self.z.times(&zz);
        let h: Element<2> = other.x.times(&zz).minus(&self.x);
        let r: Element<2> = other.y.times(&zzz).minus(&self.y);
        self.sum(&self.x, &self.y, &self.z, &h, &r)
    }

    /// The sum.
    #[inline(never)]
    fn plus(&self, other: &Self) -> Option<Self> {
        let zz = self.z.squared();
        let zzz = self.z.times(&zz);
        let other_zz = other.z.squared();
        let other_zzz = other.z.times(&other_zz);
        let x = self.x.times(&other_zz);
        let y = self.y.times(&other_zzz);
        let h: Element<2> = other.x.times(&zz).minus(&x);
        let r: Element<2> = other.y.times(&zzz).minus(&y);
        self.sum(&x, &y, &self.z.times(&other.z), &h, &r)
    }

    /// What both additions end in: `x`, `y` are those of this point over the common denominator `z`, `h` and `r` how far
    /// the other's are from them.
    #[inline(always)]
    fn sum(&self, x: &Element, y: &Element, z: &Element, h: &Element<2>, r: &Element<2>) -> Option<Self> {
        if h.is_zero() {
            // The same x: the same point, or its negative.
            return r.is_zero().then(|| self.doubled());
        }
        let hh = h.squared();
        let hhh = h.times(&hh);
        let v = x.times(&hh);
        let x = r.squared().minus::<1, 2>(&hhh).minus::<2, 4>(&v.scaled::<2, 2>()).carried();
        let y = r.times(&v.minus::<1, 2>(&x)).minus::<1, 2>(&y.times(&hhh)).carried();
        Some(Self { x, y, z: z.times(h) })
    }

    /// Whether the affine x of this point, as an integer from 0 to p - 1, is this number modulo n (SEC 1 section 4.1.4, steps 6
    /// to 8). x is X/Z², so that number·Z² is compared with X, and nothing is inverted.
    pub(super) fn has_x(&self, number: &Scalar) -> bool {
        let zz = self.z.squared();
        let is = |words: [u64; 4]| Element::from_words(words).times(&zz).minus::<1, 2>(&self.x).is_zero();
        let words = wide(number.words());
        // p is below 2n: besides the number only the number + n can be meant, if that is below p. Above 2^256 it is not.
        is(words) || plus_order(&words).is_some_and(|sum| sum < P && is(sum))
    }
}

/// Big-endian words of 64 bits.
fn wide(words: &Words) -> [u64; 4] {
    let [a, b, c, d, e, f, g, h] = words.map(u64::from);
    [h << 32 | g, f << 32 | e, d << 32 | c, b << 32 | a]
}

/// The sum with n, if it is below 2^256.
fn plus_order(number: &[u64; 4]) -> Option<[u64; 4]> {
    let mut sum = wide(&super::scalar::ORDER);
    let mut carry = false;
    for (sum, number) in sum.iter_mut().zip(number).rev() {
        let (first, over) = sum.overflowing_add(*number);
        let (second, again) = first.overflowing_add(u64::from(carry));
        *sum = second;
        carry = over || again;
    }
    (!carry).then_some(sum)
}

/// base_factor·G + key_factor·key, or `None` for infinity: both at once, a bit at a time from the top (Straus 1964).
pub(super) fn combination(base_factor: &Scalar, key_factor: &Scalar, key: &Affine) -> Option<Jacobian> {
    let base_digits = digits::<WIDTH>(base_factor.words());
    let key_digits = digits::<KEY_WIDTH>(key_factor.words());
    let multiples = odd_multiples(key);
    let mut sum: Option<Jacobian> = None;
    for (base_digit, key_digit) in base_digits.iter().zip(&key_digits).rev() {
        if let Some(point) = &mut sum {
            *point = point.doubled();
        }
        if *key_digit != 0 {
            let mut multiple = multiples[index(*key_digit) % KEY_COUNT];
            if *key_digit < 0 {
                multiple = multiple.negated();
            }
            sum = match &sum {
                Some(sum) => sum.plus(&multiple),
                None => Some(multiple),
            };
        }
        if *base_digit != 0 {
            let multiple = Affine::of_base(*base_digit);
            sum = match &sum {
                Some(sum) => sum.plus_affine(&multiple),
                None => Some(Jacobian::from_affine(&multiple)),
            };
        }
    }
    sum
}

/// 1, 3, 5, ... times a point.
fn odd_multiples(point: &Affine) -> [Jacobian; KEY_COUNT] {
    let once = Jacobian::from_affine(point);
    let twice = once.doubled();
    let mut multiples = [once; KEY_COUNT];
    let mut last = once;
    for multiple in multiples.iter_mut().skip(1) {
        // Never infinity: the order of the point is a prime, far larger.
        last = last.plus(&twice).unwrap_or(once);
        *multiple = last;
    }
    multiples
}
