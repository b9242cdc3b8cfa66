//! The field of P-256: integers modulo p = 2^256 - 2^224 + 2^192 + 2^96 - 1 (SEC 2 section 2.4.2).
//!
//! An element is nine signed limbs of 29 bits in Montgomery form (a stands for a·2^-261), so that a product of limbs
//! fits 64 bits many times over and carries can wait. `Element<M>` is a bound that the compiler keeps:
//! - each limb is at most M·2^28 in size, the top one far less;
//! - the value is at most M·0.8·p in size, of either sign.
//!
//! A product takes factors of A and B with A·B at most 15: a column is at most eight products of full limbs,
//! 8·15·2^56 < 2^63 - 2^59, and what reduction adds to it is below 2^54. Its value is at most p/2 and
//! 15·0.64·p²/2^261 < 0.3·p, so a product is an `Element<1>` again.

#[cfg(test)]
mod tests;

const LIMBS: usize = 9;
const LIMB_BITS: u32 = 29;

/// The most that the bounds of two factors may be when multiplied.
const MAX_PRODUCT: i64 = 15;

// The bound above, by the compiler: eight products of full limbs, and what reduction adds.
const _: () = assert!(8 * MAX_PRODUCT as i128 * (1 << 56) + (1 << 54) < 1 << 63);

/// The most that [`Element::carried`] takes: its estimate of the quotient is off by less than 2^-20 then.
const MAX_SUM: i64 = 16;

/// p, big-endian words.
pub(super) const P: [u64; 4] =
    [0xffff_ffff_0000_0001, 0x0000_0000_0000_0000, 0x0000_0000_ffff_ffff, 0xffff_ffff_ffff_ffff];

/// 2^522 modulo p, which brings a number into Montgomery form.
const R_SQUARED: Element<2> = Element(limbs([
    0x0000_13ff_ffff_f7ff,
    0xffff_ffff_ffff_fbff,
    0xffff_efff_ffff_fc00,
    0x0000_0000_0000_0c00,
]));

/// p - 2, big-endian words.
const EXPONENT: [u64; 4] = [P[0], P[1], P[2], P[3] - 2];

/// What the top limb, which counts 2^232, is at most in a value of 0.8·p, whatever the other limbs add. A product stays far below.
const MAX_TOP: u32 = (1 << 24) * 4 / 5 - 1;

type Limbs = [i64; LIMBS];

/// A field element with limbs up to M·2^28 and a value up to M·0.8·p.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<const M: i64 = 1>(Limbs);

/// An element at rest, half as large.
pub(super) type Packed = [i32; LIMBS];

impl Element {
    pub(super) const ONE: Self = Self(multiply(&limbs([0, 0, 0, 1]), &R_SQUARED.0));

    /// The element that a number stands for: big-endian words, below 2^256.
    pub(super) const fn from_words(words: [u64; 4]) -> Self {
        Self(multiply(&limbs(words), &R_SQUARED.0))
    }

    pub(super) const fn packed(&self) -> Packed {
        let mut packed = [0; LIMBS];
        let mut i = 0;
        while i < LIMBS {
            packed[i] = self.0[i] as i32;
            i += 1;
        }
        packed
    }

    /// Whether these limbs are within the bounds of an element: what [`Self::packed`] gives is.
    pub(super) fn is_packed(packed: &Packed) -> bool {
        let [lower @ .., top] = packed;
        lower.iter().all(|limb| limb.unsigned_abs() <= 1 << (LIMB_BITS - 1)) && top.unsigned_abs() <= MAX_TOP
    }

    /// 1 divided by the element; 0 of 0: its power p - 2 (Fermat).
    pub(super) fn inverted(&self) -> Self {
        let mut power = Self::ONE;
        for word in EXPONENT {
            for bit in (0..u64::BITS).rev() {
                power = power.squared();
                if word >> bit & 1 == 1 {
                    power = power.times(self);
                }
            }
        }
        power
    }

    /// What [`Self::packed`] gave.
    pub(super) fn unpacked(packed: &Packed) -> Self {
        Self(packed.map(i64::from))
    }
}

impl<const M: i64> Element<M> {
    /// The product.
    pub(super) fn times<const N: i64>(&self, other: &Element<N>) -> Element {
        const { assert!(M * N <= MAX_PRODUCT) };
        Element(multiply(&self.0, &other.0))
    }

    /// The square.
    pub(super) fn squared(&self) -> Element {
        const { assert!(M * M <= MAX_PRODUCT) };
        Element(square(&self.0))
    }

    /// The sum, with a bound that the place of use names.
    pub(super) fn plus<const N: i64, const SUM: i64>(&self, other: &Element<N>) -> Element<SUM> {
        const { assert!(M + N <= SUM && SUM <= MAX_SUM) };
        let mut sum = self.0;
        for (sum, other) in sum.iter_mut().zip(&other.0) {
            *sum += other;
        }
        Element(sum)
    }

    /// The difference.
    pub(super) fn minus<const N: i64, const SUM: i64>(&self, other: &Element<N>) -> Element<SUM> {
        const { assert!(M + N <= SUM && SUM <= MAX_SUM) };
        let mut difference = self.0;
        for (difference, other) in difference.iter_mut().zip(&other.0) {
            *difference -= other;
        }
        Element(difference)
    }

    /// FACTOR times the element.
    pub(super) fn scaled<const FACTOR: i64, const SUM: i64>(&self) -> Element<SUM> {
        const { assert!(M * FACTOR <= SUM && SUM <= MAX_SUM && FACTOR > 0) };
        Element(self.0.map(|limb| FACTOR * limb))
    }

    /// The additive inverse.
    pub(super) fn negated(&self) -> Self {
        Self(self.0.map(|limb| -limb))
    }

    /// The same element within the bounds of a product.
    ///
    /// Its value is then the one nearest to 0, at most (1/2 + 2^-20)·p in size, and its limbs are the only ones for it.
    pub(super) fn carried(&self) -> Element {
        const { assert!(M <= MAX_SUM) };
        let mut limbs = self.0;
        // The top limb counts 2^232; 2^24 of it are one p or a little more.
        let quotient = (limbs[8] + (1 << 23)) >> 24;
        limbs[8] -= quotient << 24;
        limbs[7] += quotient << 21;
        limbs[6] -= quotient << 18;
        limbs[3] -= quotient << 9;
        limbs[0] += quotient;
        let mut carry = 0;
        for limb in limbs.iter_mut().take(LIMBS - 1) {
            let sum = *limb + carry;
            *limb = low(sum);
            carry = high(sum);
        }
        limbs[8] += carry;
        Element(limbs)
    }

    /// Whether this is 0 modulo p.
    pub(super) fn is_zero(&self) -> bool {
        self.carried().0 == [0; LIMBS]
    }
}

/// 29 bits at a time, from 0 to 2^29: within the bounds of an `Element<2>`.
const fn limbs(words: [u64; 4]) -> Limbs {
    let mut limbs = [0; LIMBS];
    let mut i = 0;
    while i < LIMBS {
        let bit = LIMB_BITS as usize * i;
        let (word, offset) = (bit / 64, bit % 64);
        let mut limb = words[3 - word] >> offset;
        if offset > 64 - LIMB_BITS as usize && word < 3 {
            limb |= words[2 - word] << (64 - offset);
        }
        limbs[i] = (limb & ((1 << LIMB_BITS) - 1)) as i64;
        i += 1;
    }
    limbs
}

/// The lowest 29 bits as a signed number, from -2^28 to 2^28 - 1.
#[inline(always)]
const fn low(sum: i64) -> i64 {
    (sum << (64 - LIMB_BITS)) >> (64 - LIMB_BITS)
}

/// What [`low`] leaves, 29 bits lower.
#[inline(always)]
const fn high(sum: i64) -> i64 {
    (sum + (1 << (LIMB_BITS - 1))) >> LIMB_BITS
}

#[inline(never)]
const fn multiply(a: &Limbs, b: &Limbs) -> Limbs {
    let [a0, a1, a2, a3, a4, a5, a6, a7, a8] = *a;
    let [b0, b1, b2, b3, b4, b5, b6, b7, b8] = *b;
    reduce([
        a0 * b0,
        a0 * b1 + a1 * b0,
        a0 * b2 + a1 * b1 + a2 * b0,
        a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0,
        a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0,
        a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0,
        a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0,
        a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0,
        a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0,
        a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1,
        a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2,
        a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3,
        a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4,
        a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5,
        a6 * b8 + a7 * b7 + a8 * b6,
        a7 * b8 + a8 * b7,
        a8 * b8,
    ])
}

/// Each product of two different limbs is needed twice and made once.
#[inline(never)]
const fn square(a: &Limbs) -> Limbs {
    let [a0, a1, a2, a3, a4, a5, a6, a7, a8] = *a;
    reduce([
        a0 * a0,
        2 * a0 * a1,
        2 * a0 * a2 + a1 * a1,
        2 * (a0 * a3 + a1 * a2),
        2 * (a0 * a4 + a1 * a3) + a2 * a2,
        2 * (a0 * a5 + a1 * a4 + a2 * a3),
        2 * (a0 * a6 + a1 * a5 + a2 * a4) + a3 * a3,
        2 * (a0 * a7 + a1 * a6 + a2 * a5 + a3 * a4),
        2 * (a0 * a8 + a1 * a7 + a2 * a6 + a3 * a5) + a4 * a4,
        2 * (a1 * a8 + a2 * a7 + a3 * a6 + a4 * a5),
        2 * (a2 * a8 + a3 * a7 + a4 * a6) + a5 * a5,
        2 * (a3 * a8 + a4 * a7 + a5 * a6),
        2 * (a4 * a8 + a5 * a7) + a6 * a6,
        2 * (a5 * a8 + a6 * a7),
        2 * a6 * a8 + a7 * a7,
        2 * a7 * a8,
        a8 * a8,
    ])
}

/// Montgomery's reduction (1985), a limb at a time: adds the multiple of p that makes the lowest limb 0, and drops that limb.
///
/// As p is -1 modulo 2^96, the multiple is the limb itself, m (Gueron and Krasnov, "Fast prime field elliptic-curve
/// cryptography with 256-bit primes", 2013); and as m·p = m·2^256 - m·2^224 + m·2^192 + m·2^96 - m, it is
/// added by shifts: bit 96 is bit 9 of the limb three above, 192 bit 18 six above, 224 bit 21 seven above, 256 bit 24 eight above.
#[inline(always)]
const fn reduce(columns: [i64; 17]) -> Limbs {
    let [c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16] = columns;
    let m0 = low(c0);
    let c1 = c1 + high(c0);
    let m1 = low(c1);
    let c2 = c2 + high(c1);
    let m2 = low(c2);
    let c3 = c3 + high(c2) + (m0 << 9);
    let m3 = low(c3);
    let c4 = c4 + high(c3) + (m1 << 9);
    let m4 = low(c4);
    let c5 = c5 + high(c4) + (m2 << 9);
    let m5 = low(c5);
    let c6 = c6 + high(c5) + (m3 << 9) + (m0 << 18);
    let m6 = low(c6);
    let c7 = c7 + high(c6) + (m4 << 9) + (m1 << 18) - (m0 << 21);
    let m7 = low(c7);
    let c8 = c8 + high(c7) + (m5 << 9) + (m2 << 18) - (m1 << 21) + (m0 << 24);
    let m8 = low(c8);
    let c9 = c9 + high(c8) + (m6 << 9) + (m3 << 18) - (m2 << 21) + (m1 << 24);
    let c10 = c10 + high(c9) + (m7 << 9) + (m4 << 18) - (m3 << 21) + (m2 << 24);
    let c11 = c11 + high(c10) + (m8 << 9) + (m5 << 18) - (m4 << 21) + (m3 << 24);
    let c12 = c12 + high(c11) + (m6 << 18) - (m5 << 21) + (m4 << 24);
    let c13 = c13 + high(c12) + (m7 << 18) - (m6 << 21) + (m5 << 24);
    let c14 = c14 + high(c13) + (m8 << 18) - (m7 << 21) + (m6 << 24);
    let c15 = c15 + high(c14) - (m8 << 21) + (m7 << 24);
    let c16 = c16 + high(c15) + (m8 << 24);
    [low(c9), low(c10), low(c11), low(c12), low(c13), low(c14), low(c15), low(c16), high(c16)]
}
