//! Powers modulo an odd number of 2048 to 4096 bits.
//!
//! Limbs have 27 bits in 32, so that a column of a product and of its reduction, at most 2·152 products of 54 bits, fits
//! 64 bits without a carry: 304·2^54 < 2^63. There is room of four bits or more above the modulus n: with
//! R = 2^(27·limbs) at least 16n, Montgomery's product of factors below 3n is below 9n²/R + n < 2n, and needs no
//! comparison with n until the end (Walter, "Montgomery exponentiation needs no final subtractions", 1999).

#[cfg(test)]
mod tests;

/// NIST SP 800-131A: below this RSA is disallowed.
pub const MIN_RSA_BITS: usize = 2048;

/// A bound on what one signature costs.
pub const MAX_RSA_BITS: usize = 4096;

/// The longest modulus in bytes.
pub(super) const MAX_BYTES: usize = MAX_RSA_BITS / 8;

const LIMB_BITS: usize = 27;
const LIMB_MASK: u32 = (1 << LIMB_BITS) - 1;
const ROOM_BITS: usize = 4;
const MAX_LIMBS: usize = (MAX_RSA_BITS + ROOM_BITS).div_ceil(LIMB_BITS);

// The bound above, by the compiler: the longest column and what the one below it carries.
const _: () = assert!(2 * MAX_LIMBS as u128 * (1 << (2 * LIMB_BITS)) + (1 << 37) <= u64::MAX as u128);

type Limbs = [u32; MAX_LIMBS];

/// An odd number, ready to be computed with.
#[derive(Clone)]
pub(super) struct Modulus {
    /// Little-endian; zeros above `length`.
    limbs: Limbs,
    length: usize,
    bits: usize,
    /// -1/n modulo 2^27.
    negated_inverse: u32,
}

impl Modulus {
    /// Takes a big-endian number without leading zeros, odd and of the right size.
    pub(super) fn new(bytes: &[u8]) -> Option<Self> {
        let (first, last) = (*bytes.first()?, *bytes.last()?);
        // Also keeps what follows from overflowing.
        if bytes.len() > MAX_BYTES || first == 0 || last % 2 == 0 {
            return None;
        }
        let bits = 8 * bytes.len() - first.leading_zeros() as usize;
        if !(MIN_RSA_BITS..=MAX_RSA_BITS).contains(&bits) {
            return None;
        }
        let limbs = from_bytes(bytes);
        Some(Self {
            limbs,
            length: (bits + ROOM_BITS).div_ceil(LIMB_BITS),
            bits,
            negated_inverse: negated_inverse(limbs[0]),
        })
    }

    pub(super) const fn bits(&self) -> usize {
        self.bits
    }

    /// The power of a number, as long as the modulus and big-endian. `None` unless the number is as long, and below it. The
    /// exponent is odd and not 1.
    pub(super) fn power<'a>(
        &self,
        number: &[u8],
        exponent: u32,
        power: &'a mut [u8; MAX_BYTES],
    ) -> Option<&'a mut [u8]> {
        let bytes = self.bits.div_ceil(8);
        if number.len() != bytes {
            return None;
        }
        let number = from_bytes(number);
        if !number.iter().rev().lt(self.limbs.iter().rev()) {
            return None;
        }
        let base = self.to_montgomery(&number);
        let mut result = base;
        // All bits below the highest; the lowest is 1, and its factor takes the result out of Montgomery's form.
        for bit in (1..exponent.ilog2()).rev() {
            result = self.square(&result);
            if exponent >> bit & 1 == 1 {
                result = self.multiply(&result, &base);
            }
        }
        result = self.multiply(&self.square(&result), &number);
        self.subtract_if_not_below(&mut result);
        let power = power.get_mut(..bytes)?;
        to_bytes(&result, power);
        Some(power)
    }

    /// number·R modulo n, or n more: the number is shifted up a limb at a time, and each time a multiple of n is taken off
    /// that is never too large (long division with a quotient estimated from the leading digits; Knuth, volume 2, 4.3.1).
    ///
    /// With d = 2^(bits - 32), shifted/d is cut off by less than 1 and n/d raised by at most 1. The quotient is too small by less
    /// than 1 + d/n·(shifted/n + 1) then, where d/n is at most 2^-31 and shifted below 2n·2^27: what is left is below 2n again.
    fn to_montgomery(&self, number: &Limbs) -> Limbs {
        // The highest 32 bits of n, rounded up. What is above them in the shifted number, below 2n·2^27, has 60 bits.
        let divisor = self.above_bit(&self.limbs, self.bits - 32) + 1;
        let mut rest = *number;
        for _ in 0..self.length {
            // Below 2n before the shift: n has room of four bits, so that the limb that is shifted out is what the top has
            // above 2^(27·(length - 1)), and it is kept in the estimate.
            let top = self.above_bit(&rest, self.bits - 32 - LIMB_BITS);
            let quotient = top / divisor;
            let mut sum = 0_i64;
            let mut below = 0;
            for (limb, n) in rest.iter_mut().zip(&self.limbs).take(self.length) {
                sum += i64::from(below) - (quotient * u64::from(*n)) as i64;
                below = *limb;
                *limb = sum as u32 & LIMB_MASK;
                sum >>= LIMB_BITS;
            }
        }
        rest
    }

    /// What a number has from a bit on: at most 64 bits are left.
    fn above_bit(&self, limbs: &Limbs, bit: usize) -> u64 {
        let (limb, offset) = (bit / LIMB_BITS, bit % LIMB_BITS);
        let above = limbs.iter().take(self.length).skip(limb);
        above.rev().fold(0_u128, |sum, limb| sum << LIMB_BITS | u128::from(*limb)).wrapping_shr(offset as u32)
            as u64
    }

    /// a·b/R modulo n, below 2n for factors below 3n.
    #[inline(never)]
    fn multiply(&self, a: &Limbs, b: &Limbs) -> Limbs {
        let length = self.length;
        self.reduce(|column| {
            let from = column.saturating_sub(length - 1);
            let to = column.min(length - 1);
            dot(&a[from..=to], &b[column - to..=column - from])
        })
    }

    /// a²/R modulo n, below 2n for a factor below 3n: each product of two different limbs is made once.
    #[inline(never)]
    fn square(&self, a: &Limbs) -> Limbs {
        let length = self.length;
        self.reduce(|column| {
            let from = column.saturating_sub(length - 1);
            let middle = column.div_ceil(2);
            let twice = 2 * dot(&a[from..middle], &a[column - middle + 1..=column - from]);
            let limb = u64::from(a[column / 2]);
            if column % 2 == 0 { twice + limb * limb } else { twice }
        })
    }

    /// Montgomery's reduction of a number that is given by columns, the last of which is 2·length - 2 (Koç, Acar and Kaliski
    /// 1996, finely integrated product scanning).
    #[inline(always)]
    fn reduce(&self, column_of: impl Fn(usize) -> u64) -> Limbs {
        let length = self.length;
        let n = &self.limbs;
        let mut factors = [0; MAX_LIMBS];
        let mut result = [0; MAX_LIMBS];
        let mut sum = 0_u64;
        for column in 0..length {
            sum += column_of(column) + dot(&factors[..column], &n[1..=column]);
            let factor = (sum as u32).wrapping_mul(self.negated_inverse) & LIMB_MASK;
            factors[column] = factor;
            sum = (sum + u64::from(factor) * u64::from(n[0])) >> LIMB_BITS;
        }
        for column in length..2 * length - 1 {
            let from = column - (length - 1);
            sum += column_of(column) + dot(&factors[from..length], &n[from..length]);
            result[column - length] = sum as u32 & LIMB_MASK;
            sum >>= LIMB_BITS;
        }
        result[length - 1] = sum as u32;
        result
    }

    /// Takes n off a number below 2n that is not below n.
    fn subtract_if_not_below(&self, number: &mut Limbs) {
        if number.iter().rev().lt(self.limbs.iter().rev()) {
            return;
        }
        let mut sum = 0_i32;
        for (limb, n) in number.iter_mut().zip(&self.limbs) {
            sum += *limb as i32 - *n as i32;
            *limb = sum as u32 & LIMB_MASK;
            sum >>= LIMB_BITS;
        }
    }
}

/// The products of limbs whose places add up to the same: the first of one with the last of the other.
#[inline(always)]
fn dot(a: &[u32], b: &[u32]) -> u64 {
    a.iter().zip(b.iter().rev()).map(|(a, b)| u64::from(*a) * u64::from(*b)).sum()
}

/// -1/n modulo 2^27 by Newton's iteration: each step doubles the bits that are right, beginning with 3.
fn negated_inverse(n: u32) -> u32 {
    let mut inverse = n;
    for _ in 0..4 {
        inverse = inverse.wrapping_mul(2_u32.wrapping_sub(n.wrapping_mul(inverse)));
    }
    inverse.wrapping_neg() & LIMB_MASK
}

/// Reads a big-endian number of at most [`MAX_BYTES`].
fn from_bytes(bytes: &[u8]) -> Limbs {
    let mut limbs = [0; MAX_LIMBS];
    let (mut held, mut bits) = (0_u64, 0);
    let mut next = limbs.iter_mut();
    for byte in bytes.iter().rev() {
        held |= u64::from(*byte) << bits;
        bits += 8;
        if bits >= LIMB_BITS {
            if let Some(limb) = next.next() {
                *limb = held as u32 & LIMB_MASK;
            }
            held >>= LIMB_BITS;
            bits -= LIMB_BITS;
        }
    }
    if let Some(limb) = next.next() {
        *limb = held as u32;
    }
    limbs
}

/// Writes a number big-endian, as long as there is room.
fn to_bytes(limbs: &Limbs, bytes: &mut [u8]) {
    let (mut held, mut bits) = (0_u64, 0);
    let mut next = limbs.iter();
    for byte in bytes.iter_mut().rev() {
        if bits < 8 {
            held |= u64::from(next.next().copied().unwrap_or_default()) << bits;
            bits += LIMB_BITS;
        }
        *byte = held as u8;
        held >>= 8;
        bits -= 8;
    }
}
