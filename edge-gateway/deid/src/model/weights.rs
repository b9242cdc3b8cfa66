//! The model's weights in static memory: one byte per slot, of which each half is the step of one tag's weight.
//!
//! Sixteen steps are enough: a sum of eighty weights does not feel the rounding of one (measured: no difference in
//! recall or precision to a byte each), and a feature costs one load.

use super::features::{Features, SLOTS};
use super::figures;

/// Tags other than "no identifier".
pub(crate) const TAGS: usize = 2;

/// The weights that a half byte stands for, in 1/32 of the logarithm of the odds: finer near zero, where most are.
pub(crate) const STEPS: [i8; 16] = [0, 2, 5, 9, 15, 24, 40, 70, -1, -3, -6, -10, -16, -25, -41, -71];

/// Steps of both tags for every byte, added up in one number: the second tag's stands above the lower 16 bits.
static PAIRS: [i32; 256] = {
    let mut pairs = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        pairs[byte] = STEPS[byte & 15] as i32 + ((STEPS[byte >> 4] as i32) << 16);
        byte += 1;
    }
    pairs
};

/// The weights for names and places, then those for chains of figures.
static STORED: &[u8; SLOTS + figures::SLOTS] = include_bytes!("../../data/model.bin");

/// The sum of the weights of one word's or chain's features, out of the table of `SIZE` slots, a power of two, at `BASE`.
#[derive(Default)]
pub(crate) struct Sum<const BASE: usize, const SIZE: usize>(i32);

/// Sums over the weights for names and places.
pub(crate) type Names = Sum<0, SLOTS>;
/// Sums over the weights for chains of figures.
pub(crate) type Chains = Sum<SLOTS, { figures::SLOTS }>;

impl<const BASE: usize, const SIZE: usize> Features for Sum<BASE, SIZE> {
    fn clear(&mut self) {
        self.0 = 0;
    }

    #[inline(always)]
    fn put(&mut self, slot: u32) {
        // A hundred features of the largest weight stay far below 16 bits.
        self.0 = self.0.wrapping_add(PAIRS[usize::from(STORED[BASE + (slot as usize & (SIZE - 1))])]);
    }
}

impl<const BASE: usize, const SIZE: usize> Sum<BASE, SIZE> {
    /// The sums for the two tags: person and place, or date and number.
    pub(crate) fn scores(&self) -> [i32; TAGS] {
        let first = i32::from(self.0 as i16);
        [first, self.0.wrapping_sub(first) >> 16]
    }
}

/// The half byte whose step is nearest to `weight`.
#[cfg(feature = "train")]
pub(crate) fn nearest(weight: f64) -> u8 {
    let distance = |step: i8| (f64::from(step) - weight).abs();
    (0..16).min_by(|a, b| distance(STEPS[*a as usize]).total_cmp(&distance(STEPS[*b as usize]))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    /// `training/make_model.sh` writes the weights and their record together.
    #[test]
    fn weights_and_lists_are_the_recorded_ones() {
        let record: serde_json::Value = serde_json::from_str(include_str!("../../data/model.json")).unwrap();
        let sum = |bytes: &[u8]| hex(&Sha256::digest(bytes));
        assert_eq!(record["model"]["sha256"], sum(STORED.as_slice()), "run training/make_model.sh");
        let lists = sum(include_bytes!("../../data/lists.bin"));
        assert_eq!(record["lists"]["sha256"], lists, "the lists changed: the weights must be made anew");
    }

    #[test]
    fn every_step_is_its_own_nearest() {
        assert!(
            STEPS.iter().enumerate().all(|(n, step)| STEPS.iter().position(|other| other == step) == Some(n))
        );
    }

    #[test]
    fn both_sums_are_in_one_number() {
        for (byte, pair) in PAIRS.iter().enumerate() {
            let sum: Names = Sum(pair.wrapping_mul(100));
            assert_eq!(sum.scores(), [byte & 15, byte >> 4].map(|step| i32::from(STEPS[step]) * 100));
        }
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
