//! Points of Edwards25519: -x² + y² = 1 + d·x²·y² (RFC 8032 section 5.1).
//!
//! Formulas: Hisil, Wong, Carter and Dawson 2008, sections 3.1 and 3.3. As -1 is a square modulo p and d is none, they hold
//! for any two points, the same one and the neutral one included, and z is never 0.

#[cfg(test)]
mod tests;

use super::field::{Element, Packed};
use super::scalar::Scalar;
use crate::words::{PART_BITS, PART_PLACES, PARTS, at_place, digits, index};

/// d = -121665/121666.
const D: Element = Element::from_words([
    0x5203_6cee_2b6f_fe73,
    0x8cc7_4079_7779_e898,
    0x0070_0a4d_4141_d8ab,
    0x75eb_4dca_1359_78a3,
]);

/// 2·d.
const TWICE_D: Element = Element::from_words([
    0x2406_d9dc_56df_fce7,
    0x198e_80f2_eef3_d130,
    0x00e0_149a_8283_b156,
    0xebd6_9b94_26b2_f159,
]);

/// A square root of -1, 2^((p - 1)/4).
const ROOT: Element = Element::from_words([
    0x2b83_2480_4fc1_df0b,
    0x2b4d_0099_3dfb_d7a7,
    0x2f43_1806_ad2f_e478,
    0xc4ee_1b27_4a0e_a0b0,
]);

/// The base point.
const BASE: Point = Point::from_affine(
    Element::from_words([
        0x2169_36d3_cd6e_53fe,
        0xc0a4_e231_fdd6_dc5c,
        0x692c_c760_9525_a7b2,
        0xc956_2d60_8f25_d51a,
    ]),
    Element::from_words([
        0x6666_6666_6666_6666,
        0x6666_6666_6666_6666,
        0x6666_6666_6666_6666,
        0x6666_6666_6666_6658,
    ]),
);

/// How many bits of a scalar one digit stands for where the point is the base point, and how many odd multiples that needs.
const WIDTH: u32 = 7;
const COUNT: usize = 1 << (WIDTH - 2);

/// The same where the point is only known at run time: each key of a set takes 5 kB.
const KEY_WIDTH: u32 = 5;
const KEY_COUNT: usize = 1 << (KEY_WIDTH - 2);

/// 1, 3, 5, ... times the base point, and the same times 2^64, 2^128 and 2^192.
static BASE_MULTIPLES: [[PackedAddend; COUNT]; PARTS] = packed_multiples(&BASE);

/// A point: x = X/Z, y = Y/Z, x·y = T/Z.
#[derive(Clone, Copy)]
pub(super) struct Point {
    x: Element,
    y: Element,
    z: Element,
    t: Element,
}

/// A point of which T is not known: what is only doubled does not need it.
#[derive(Clone, Copy)]
pub(super) struct Projective {
    x: Element,
    y: Element,
    z: Element,
}

/// What doubling and addition come to before their last products: x = X/Z, y = Y/T.
struct Completed {
    x: Element<3>,
    y: Element<2>,
    z: Element<3>,
    t: Element<4>,
}

/// A point made ready to be added: Y + X, Y - X, Z and 2·d·T.
#[derive(Clone, Copy)]
struct Addend {
    sum: Element<2>,
    difference: Element<2>,
    z: Element,
    t: Element,
}

/// An addend at rest.
type PackedAddend = [Packed; 4];

impl Point {
    const fn from_affine(x: Element, y: Element) -> Self {
        Self { x, y, z: Element::ONE, t: x.times(&y) }
    }

    /// RFC 8032 section 5.1.3: y, and in the highest bit whether x is odd. `None` where y is p or more, no point has it, or x
    /// is 0 and said to be odd.
    pub(super) fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        let y = Element::from_bytes(bytes)?;
        let odd = bytes[31] >> 7 == 1;
        let yy = y.squared();
        let u: Element<2> = yy.minus(&Element::ONE);
        let v: Element<2> = yy.times(&D).plus(&Element::ONE);
        let v3 = v.squared().times(&v);
        let v7 = v3.squared().times(&v);
        let mut x = u.times(&v3).times(&u.times(&v7).to_p58());
        let vxx = v.times(&x.squared());
        if !vxx.minus::<2, 3>(&u).is_zero() {
            if !vxx.plus::<2, 3>(&u).is_zero() {
                return None;
            }
            x = x.times(&ROOT);
        }
        if x.is_odd() != odd {
            if x.is_zero() {
                return None;
            }
            x = x.negated();
        }
        Some(Self::from_affine(x, y))
    }

    /// Whether eight times this is the neutral point: then it has no part of order L.
    pub(super) fn is_of_small_order(&self) -> bool {
        self.projective().doubled().projective().doubled().projective().doubled().projective().is_neutral()
    }

    pub(super) const fn negated(&self) -> Self {
        Self { x: self.x.negated(), t: self.t.negated(), ..*self }
    }

    const fn projective(&self) -> Projective {
        Projective { x: self.x, y: self.y, z: self.z }
    }

    const fn doubled(&self) -> Completed {
        self.projective().doubled()
    }

    #[inline(never)]
    const fn plus(&self, other: &Addend) -> Completed {
        let sums = self.y.plus::<1, 2>(&self.x).times(&other.sum);
        let differences = self.y.minus::<1, 2>(&self.x).times(&other.difference);
        let t = self.t.times(&other.t);
        let z = self.z.times(&other.z);
        let z: Element<2> = z.plus(&z);
        Completed { x: sums.minus(&differences), y: sums.plus(&differences), z: z.plus(&t), t: z.minus(&t) }
    }

    const fn addend(&self) -> Addend {
        Addend {
            sum: self.y.plus(&self.x),
            difference: self.y.minus(&self.x),
            z: self.z,
            t: self.t.times(&TWICE_D),
        }
    }
}

impl Projective {
    const NEUTRAL: Self = Self { x: Element::ZERO, y: Element::ONE, z: Element::ONE };

    #[inline(never)]
    const fn doubled(&self) -> Completed {
        let xx = self.x.squared();
        let yy = self.y.squared();
        let zz = self.z.squared();
        let sum: Element<2> = yy.plus(&xx);
        let difference: Element<2> = yy.minus(&xx);
        Completed {
            x: self.x.plus::<1, 2>(&self.y).squared().minus(&sum),
            y: sum,
            z: difference.within(),
            t: zz.plus::<1, 2>(&zz).minus(&difference),
        }
    }

    /// Whether this is a point whose z is 1.
    pub(super) fn is(&self, other: &Point) -> bool {
        other.x.times(&self.z).minus::<1, 2>(&self.x).is_zero()
            && other.y.times(&self.z).minus::<1, 2>(&self.y).is_zero()
    }

    fn is_neutral(&self) -> bool {
        self.x.is_zero() && self.y.minus::<1, 2>(&self.z).is_zero()
    }
}

impl Completed {
    const fn point(&self) -> Point {
        let Projective { x, y, z } = self.projective();
        Point { x, y, z, t: self.x.times(&self.y) }
    }

    const fn projective(&self) -> Projective {
        Projective { x: self.x.times(&self.t), y: self.y.times(&self.z), z: self.z.times(&self.t) }
    }
}

impl Addend {
    const fn packed(&self) -> PackedAddend {
        [self.sum.packed(), self.difference.packed(), self.z.packed(), self.t.packed()]
    }

    fn unpacked([sum, difference, z, t]: &PackedAddend) -> Self {
        Self {
            sum: Element::unpacked(sum),
            difference: Element::unpacked(difference),
            z: Element::unpacked(z),
            t: Element::unpacked(t),
        }
    }

    const fn negated(&self) -> Self {
        Self { sum: self.difference, difference: self.sum, z: self.z, t: self.t.negated() }
    }

    /// Digit times the point whose odd multiples these are.
    fn of_digit(multiples: &[PackedAddend], digit: i8) -> Self {
        let addend = Self::unpacked(&multiples[index(digit) % multiples.len()]);
        if digit < 0 { addend.negated() } else { addend }
    }

    /// Whether these limbs are within the bounds of an addend: what [`Self::packed`] gives is.
    fn is_packed([sum, difference, z, t]: &PackedAddend) -> bool {
        Element::<2>::is_packed(sum)
            && Element::<2>::is_packed(difference)
            && Element::<1>::is_packed(z)
            && Element::<1>::is_packed(t)
    }
}

/// 1, 3, 5, ... times a point, and the same of what 64 doublings make of it, and again.
const fn packed_multiples<const COUNT: usize>(point: &Point) -> [[PackedAddend; COUNT]; PARTS] {
    let mut packed = [[[[0; 9]; 4]; COUNT]; PARTS];
    let mut once = *point;
    let mut part = 0;
    while part < PARTS {
        let twice = once.doubled().point().addend();
        let mut last = once;
        let mut i = 0;
        while i < COUNT {
            packed[part][i] = last.addend().packed();
            last = last.plus(&twice).point();
            i += 1;
        }
        i = 0;
        while i < PART_BITS {
            once = once.doubled().point();
            i += 1;
        }
        part += 1;
    }
    packed
}

/// What is computed of a key's point once, so that each signature takes less: its odd multiples, and those of what 64 doublings
/// make of it, and again.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Multiples([[PackedAddend; KEY_COUNT]; PARTS]);

/// Bytes of [`Multiples`].
pub(super) const MULTIPLES_BYTES: usize = size_of::<Multiples>();

impl Multiples {
    pub(super) fn of(point: &Point) -> Self {
        Self(packed_multiples(point))
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
        let mut packed = [[[[0; 9]; 4]; KEY_COUNT]; PARTS];
        let limbs = packed.as_flattened_mut().as_flattened_mut().as_flattened_mut();
        for (limb, bytes) in limbs.iter_mut().zip(bytes.as_chunks().0) {
            *limb = i32::from_le_bytes(*bytes);
        }
        packed.as_flattened().iter().all(Addend::is_packed).then_some(Self(packed))
    }
}

/// base_factor·B + key_factor·key: both at once and in four parts of 64 bits each, a bit of all parts at a time from the top
/// (Straus 1964; Lim and Lee 1994).
pub(super) fn combination(base_factor: &Scalar, key_factor: &Scalar, key: &Multiples) -> Projective {
    let base_digits = digits::<WIDTH>(base_factor.words());
    let key_digits = digits::<KEY_WIDTH>(key_factor.words());
    let mut sum = Projective::NEUTRAL;
    for place in (0..PART_PLACES).rev() {
        let mut next = sum.doubled();
        for (part, digit) in at_place(&base_digits, place) {
            next = next.point().plus(&Addend::of_digit(&BASE_MULTIPLES[part % PARTS], digit));
        }
        for (part, digit) in at_place(&key_digits, place) {
            next = next.point().plus(&Addend::of_digit(&key.0[part % PARTS], digit));
        }
        sum = next.projective();
    }
    sum
}
