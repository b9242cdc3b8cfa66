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
use crate::words::{PART_BITS, PART_PLACES, PARTS, Words, at_place, digits, index};

/// b.
const B: Element = Element::from_words([
    0x5ac6_35d8_aa3a_93e7,
    0xb3eb_bd55_7698_86bc,
    0x651d_06b0_cc53_b0f6,
    0x3bce_3c3e_27d2_604b,
]);

/// How many bits of a scalar one digit stands for where the point is only known at run time: each key of a set takes 2 kB.
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

    /// Digit times 2^(64·part) times the base point.
    fn of_base(part: usize, digit: i8) -> Self {
        signed(&BASE[part % PARTS][index(digit) % COUNT], digit)
    }
}

/// The point with these coordinates, or its negative where the digit is below 0.
fn signed([x, y]: &[Packed; 2], digit: i8) -> Affine {
    let y = Element::unpacked(y);
    Affine { x: Element::unpacked(x), y: if digit < 0 { y.negated() } else { y } }
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

    #[cfg(test)]
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

/// What is computed of a key's point once, so that each signature takes less than half as long: its odd multiples, and those of
/// what 64 doublings make of it, and again, in affine coordinates.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Multiples([[[Packed; 2]; KEY_COUNT]; PARTS]);

/// Bytes of [`Multiples`].
pub(super) const MULTIPLES_BYTES: usize = size_of::<Multiples>();

impl Multiples {
    pub(super) fn of(key: &Affine) -> Self {
        let mut first = Jacobian::from_affine(key);
        let mut points = [[first; KEY_COUNT]; PARTS];
        for part in &mut points {
            *part = odd_multiples(&first);
            for _ in 0..PART_BITS {
                first = first.doubled();
            }
        }
        // All inverted at once (Montgomery 1987): `before` is the product of all denominators in front of a point's own.
        let mut before = [[Element::ONE; KEY_COUNT]; PARTS];
        let mut product = Element::ONE;
        for (before, point) in before.as_flattened_mut().iter_mut().zip(points.as_flattened()) {
            *before = product;
            product = product.times(&point.z);
        }
        let mut inverse = product.inverted();
        let mut packed = [[[[0; 9]; 2]; KEY_COUNT]; PARTS];
        let each = packed.as_flattened_mut().iter_mut().zip(points.as_flattened()).zip(before.as_flattened());
        for ((packed, point), before) in each.rev() {
            let denominator = inverse.times(before);
            inverse = inverse.times(&point.z);
            let square = denominator.squared();
            *packed = [point.x.times(&square).packed(), point.y.times(&square.times(&denominator)).packed()];
        }
        Self(packed)
    }

    /// Little-endian limbs.
    pub(super) fn to_bytes(&self) -> [u8; MULTIPLES_BYTES] {
        let mut bytes = [0; MULTIPLES_BYTES];
        let limbs = self.0.as_flattened().as_flattened().as_flattened();
        for (bytes, limb) in bytes.chunks_exact_mut(4).zip(limbs) {
            bytes.copy_from_slice(&limb.to_le_bytes());
        }
        bytes
    }

    /// What [`Self::to_bytes`] gave. Of others only those whose limbs are out of bounds are told apart.
    pub(super) fn from_bytes(bytes: &[u8; MULTIPLES_BYTES]) -> Option<Self> {
        let mut packed = [[[[0; 9]; 2]; KEY_COUNT]; PARTS];
        let limbs = packed.as_flattened_mut().as_flattened_mut().as_flattened_mut();
        for (limb, bytes) in limbs.iter_mut().zip(bytes.as_chunks().0) {
            *limb = i32::from_le_bytes(*bytes);
        }
        packed.as_flattened().as_flattened().iter().all(Element::is_packed).then_some(Self(packed))
    }

    /// Digit times 2^(64·part) times the key's point.
    fn times(&self, part: usize, digit: i8) -> Affine {
        signed(&self.0[part % PARTS][index(digit) % KEY_COUNT], digit)
    }
}

/// base_factor·G + key_factor·key, or `None` for infinity: both at once and in four parts of 64 bits each, a bit of all parts at
/// a time from the top (Straus 1964; Lim and Lee 1994).
pub(super) fn combination(base_factor: &Scalar, key_factor: &Scalar, key: &Multiples) -> Option<Jacobian> {
    let base_digits = digits::<WIDTH>(base_factor.words());
    let key_digits = digits::<KEY_WIDTH>(key_factor.words());
    let mut sum: Option<Jacobian> = None;
    for place in (0..PART_PLACES).rev() {
        if let Some(point) = &mut sum {
            *point = point.doubled();
        }
        for (part, digit) in at_place(&base_digits, place) {
            sum = plus(sum, &Affine::of_base(part, digit));
        }
        for (part, digit) in at_place(&key_digits, place) {
            sum = plus(sum, &key.times(part, digit));
        }
    }
    sum
}

fn plus(sum: Option<Jacobian>, point: &Affine) -> Option<Jacobian> {
    match &sum {
        Some(sum) => sum.plus_affine(point),
        None => Some(Jacobian::from_affine(point)),
    }
}

/// 1, 3, 5, ... times a point.
fn odd_multiples(once: &Jacobian) -> [Jacobian; KEY_COUNT] {
    let twice = once.doubled();
    let mut multiples = [*once; KEY_COUNT];
    let mut last = *once;
    for multiple in multiples.iter_mut().skip(1) {
        // Never infinity: the order of the point is a prime, far larger.
        last = last.plus(&twice).unwrap_or(*once);
        *multiple = last;
    }
    multiples
}
