//! The field of Curve25519: integers modulo p = 2^255 - 19 (RFC 7748 section 4.1).
//!
//! An element is nine signed limbs of 29 bits, so that a product of limbs fits 64 bits many times over and carries can
//! wait. `Element<M>` is a bound that the compiler keeps:
//! - each limb is at most M·(2^28 + 2^17) in size, the top one, which counts 2^232, at most M·(2^22 + 2^12);
//! - so the value is below M·(p/2 + 2^245) in size, of either sign.
//!
//! A product takes factors of A and B with A·B at most 15: a column is at most seven products of full limbs and two with a
//! top one, below 2^63 - 2^60, and what reduction adds to it is below 2^40.

#[cfg(test)]
mod tests;

const LIMBS: usize = 9;
const LIMB_BITS: u32 = 29;

/// The bits of a limb, and half of how many numbers it may be.
const MASK: i64 = (1 << LIMB_BITS) - 1;
const HALF: i64 = 1 << (LIMB_BITS - 1);

/// The most that a limb of an `Element<1>` is in size, and the top one.
const MOST_LIMB: i64 = (1 << 28) + (1 << 17);
const MOST_TOP: i64 = (1 << 22) + (1 << 12);

/// Bits of the top limb of a number below 2^255.
const TOP_BITS: u32 = 23;

/// 2^261 modulo p: what the limbs above the ninth count for.
const FOLD: i64 = 19 << 6;

/// The most that the bounds of two factors may be when multiplied.
const MAX_PRODUCT: i64 = 15;

/// The most that a sum may be.
const MAX_SUM: i64 = 16;

/// p, big-endian words.
const P: [u64; 4] =
    [0x7fff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffed];

type Limbs = [i64; LIMBS];

/// A field element with limbs up to M·(2^28 + 2^17).
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<const M: i64 = 1>(Limbs);

/// An element at rest, half as large.
pub(super) type Packed = [i32; LIMBS];

impl Element {
    pub(super) const ZERO: Self = Self([0; LIMBS]);
    pub(super) const ONE: Self = Self([1, 0, 0, 0, 0, 0, 0, 0, 0]);

    /// A number, big-endian words.
    pub(super) const fn from_words(words: [u64; 4]) -> Self {
        Self(carry(limbs(words)))
    }

    /// 255 bits, little-endian, if they are below p; the highest bit of the last byte says something else and is left out.
    pub(super) fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        let mut words = [0; 4];
        for (word, bytes) in words.iter_mut().rev().zip(bytes.chunks_exact(8)) {
            *word = bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        }
        words[0] &= (1 << 63) - 1;
        (words < P).then(|| Self::from_words(words))
    }

    /// The element to the power of 2^N.
    fn squared_times(&self, n: u32) -> Self {
        (0..n).fold(*self, |power, _| power.squared())
    }

    /// The element to the power of (p - 5)/8 = 2^252 - 3.
    pub(super) fn to_p58(self) -> Self {
        let x2 = self.squared();
        let x9 = x2.squared_times(2).times(&self);
        let x11 = x9.times(&x2);
        // x to the power of 2^n - 1.
        let ones5 = x11.squared().times(&x9);
        let ones10 = ones5.squared_times(5).times(&ones5);
        let ones20 = ones10.squared_times(10).times(&ones10);
        let ones40 = ones20.squared_times(20).times(&ones20);
        let ones50 = ones40.squared_times(10).times(&ones10);
        let ones100 = ones50.squared_times(50).times(&ones50);
        let ones200 = ones100.squared_times(100).times(&ones100);
        let ones250 = ones200.squared_times(50).times(&ones50);
        ones250.squared_times(2).times(&self)
    }
}

impl<const M: i64> Element<M> {
    /// The product.
    pub(super) const fn times<const N: i64>(&self, other: &Element<N>) -> Element {
        const { assert!(M * N <= MAX_PRODUCT) };
        Element(multiply(&self.0, &other.0))
    }

    /// The square.
    pub(super) const fn squared(&self) -> Element {
        const { assert!(M * M <= MAX_PRODUCT) };
        Element(square(&self.0))
    }

    /// The sum, with a bound that the place of use names.
    pub(super) const fn plus<const N: i64, const SUM: i64>(&self, other: &Element<N>) -> Element<SUM> {
        const { assert!(M + N <= SUM && SUM <= MAX_SUM) };
        let mut sum = self.0;
        let mut i = 0;
        while i < LIMBS {
            sum[i] += other.0[i];
            i += 1;
        }
        Element(sum)
    }

    /// The difference.
    pub(super) const fn minus<const N: i64, const SUM: i64>(&self, other: &Element<N>) -> Element<SUM> {
        self.plus(&other.negated())
    }

    /// The additive inverse.
    pub(super) const fn negated(&self) -> Self {
        let mut negated = self.0;
        let mut i = 0;
        while i < LIMBS {
            negated[i] = -negated[i];
            i += 1;
        }
        Self(negated)
    }

    /// The same element, of which less is known.
    pub(super) const fn within<const MORE: i64>(&self) -> Element<MORE> {
        const { assert!(M <= MORE && MORE <= MAX_SUM) };
        Element(self.0)
    }

    /// Half as large in memory. Limbs of up to four times 2^28 + 2^17 fit.
    pub(super) const fn packed(&self) -> Packed {
        const { assert!(M <= 4) };
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
        let within = |limb: &i32, most: i64| i64::from(limb.unsigned_abs()) <= M * most;
        lower.iter().all(|limb| within(limb, MOST_LIMB)) && within(top, MOST_TOP)
    }

    /// What [`Self::packed`] gave.
    pub(super) fn unpacked(packed: &Packed) -> Self {
        Self(packed.map(i64::from))
    }

    /// The number from 0 to p - 1 that this is modulo p, as limbs from 0 to 2^29 - 1.
    fn canonical(&self) -> Limbs {
        // Between -p and p; with p added, between 0 and 2p.
        let mut limbs = carry(self.0);
        for (limb, p) in limbs.iter_mut().zip(limbs_of_p()) {
            *limb += p;
        }
        let limbs = unsigned(limbs);
        let mut less = limbs;
        for (limb, p) in less.iter_mut().zip(limbs_of_p()) {
            *limb -= p;
        }
        let less = unsigned(less);
        if less[LIMBS - 1] < 0 { limbs } else { less }
    }

    /// Whether this is 0 modulo p.
    pub(super) fn is_zero(&self) -> bool {
        self.canonical() == [0; LIMBS]
    }

    /// Whether the number from 0 to p - 1 that this is modulo p is odd.
    pub(super) fn is_odd(&self) -> bool {
        self.canonical()[0] & 1 == 1
    }
}

fn limbs_of_p() -> Limbs {
    const LIMBS_OF_P: Limbs = limbs(P);
    LIMBS_OF_P
}

/// 29 bits at a time, from 0 to 2^29 - 1, the top limb as much as there is.
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

/// The same number with limbs from 0 to 2^29 - 1, but for the top one, which has its sign.
fn unsigned(mut limbs: Limbs) -> Limbs {
    let mut carry = 0;
    for limb in limbs.iter_mut().take(LIMBS - 1) {
        let sum = *limb + carry;
        *limb = sum & MASK;
        carry = sum >> LIMB_BITS;
    }
    limbs[LIMBS - 1] += carry;
    limbs
}

/// The same number modulo p within the bounds of an `Element<1>`, for limbs up to 2^36 in size.
const fn carry(mut limbs: Limbs) -> Limbs {
    let mut i = 0;
    while i < LIMBS - 1 {
        let sum = limbs[i] + HALF;
        limbs[i] = unbiased(sum);
        limbs[i + 1] += sum >> LIMB_BITS;
        i += 1;
    }
    fold_top(limbs)
}

/// Takes what is above 255 bits, 2^255 being 19 modulo p, off a top limb of up to 2^35.
#[inline(always)]
const fn fold_top(mut limbs: Limbs) -> Limbs {
    let above = (limbs[8] + (1 << (TOP_BITS - 1))) >> TOP_BITS;
    limbs[8] -= above << TOP_BITS;
    limbs[0] += 19 * above;
    limbs
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

/// The columns of a product as limbs. Those from the ninth on count 1216 times in those below; they are taken as limbs from 0
/// to 2^29 - 1, and those below as signed ones, half of whose size was added to the column beforehand: so only an addition
/// and a shift are between one carry and the next.
///
/// Sizes at the bounds: the last two columns have top limbs only, so that what is above the sixteenth limb is below 2^20, and
/// the top limb, with what is carried into it (2^34) and 1216 times that, is below 2^35.
#[inline(always)]
const fn reduce(columns: [i64; 17]) -> Limbs {
    let [c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16] = columns;
    let c9 = c9 + (c8 >> LIMB_BITS);
    let c10 = c10 + (c9 >> LIMB_BITS);
    let c11 = c11 + (c10 >> LIMB_BITS);
    let c12 = c12 + (c11 >> LIMB_BITS);
    let c13 = c13 + (c12 >> LIMB_BITS);
    let c14 = c14 + (c13 >> LIMB_BITS);
    let c15 = c15 + (c14 >> LIMB_BITS);
    let c16 = c16 + (c15 >> LIMB_BITS);
    let c0 = c0 + HALF + FOLD * (c9 & MASK);
    let c1 = c1 + HALF + FOLD * (c10 & MASK) + (c0 >> LIMB_BITS);
    let c2 = c2 + HALF + FOLD * (c11 & MASK) + (c1 >> LIMB_BITS);
    let c3 = c3 + HALF + FOLD * (c12 & MASK) + (c2 >> LIMB_BITS);
    let c4 = c4 + HALF + FOLD * (c13 & MASK) + (c3 >> LIMB_BITS);
    let c5 = c5 + HALF + FOLD * (c14 & MASK) + (c4 >> LIMB_BITS);
    let c6 = c6 + HALF + FOLD * (c15 & MASK) + (c5 >> LIMB_BITS);
    let c7 = c7 + HALF + FOLD * (c16 & MASK) + (c6 >> LIMB_BITS);
    let top = (c8 & MASK) + FOLD * (c16 >> LIMB_BITS) + (c7 >> LIMB_BITS);
    fold_top([
        unbiased(c0),
        unbiased(c1),
        unbiased(c2),
        unbiased(c3),
        unbiased(c4),
        unbiased(c5),
        unbiased(c6),
        unbiased(c7),
        top,
    ])
}

/// The lowest 29 bits, without the half of their size that was added.
#[inline(always)]
const fn unbiased(sum: i64) -> i64 {
    (sum & MASK) - HALF
}
