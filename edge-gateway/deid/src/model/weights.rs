//! The model's weights in static memory: one byte per slot, of which each half is the step of one tag's weight.
//!
//! Sixteen steps are enough: a sum of eighty weights does not feel the rounding of one (measured: no difference in
//! recall or precision to a byte each), and a feature costs one load.

use super::features::SLOTS;

/// Tags other than "no identifier".
pub(crate) const TAGS: usize = 2;

/// The weights that a half byte stands for, in 1/32 of the logarithm of the odds: finer near zero, where most are.
pub(crate) const STEPS: [i8; 16] = [0, 2, 5, 9, 15, 24, 40, 70, -1, -3, -6, -10, -16, -25, -41, -71];

/// Steps of both tags for every byte.
static PAIRS: [[i8; TAGS]; 256] = pairs();

const fn pairs() -> [[i8; TAGS]; 256] {
    let mut pairs = [[0; TAGS]; 256];
    let mut byte = 0;
    while byte < 256 {
        pairs[byte] = [STEPS[byte & 15], STEPS[byte >> 4]];
        byte += 1;
    }
    pairs
}

static STORED: &[u8; SLOTS] = include_bytes!("../../data/model.bin");

/// The sums for person and place over these slots.
pub(crate) fn score(slots: &[u32]) -> [i32; TAGS] {
    let mut sums = [0i32; TAGS];
    for slot in slots {
        let pair = PAIRS[usize::from(STORED[*slot as usize & (SLOTS - 1)])];
        sums[0] += i32::from(pair[0]);
        sums[1] += i32::from(pair[1]);
    }
    sums
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
        assert_eq!(record["model"]["sha256"], sum(STORED), "run training/make_model.sh");
        let lists = sum(include_bytes!("../../data/lists.bin"));
        assert_eq!(record["lists"]["sha256"], lists, "the lists changed: the weights must be made anew");
    }

    #[test]
    fn every_step_is_its_own_nearest() {
        assert!(
            STEPS.iter().enumerate().all(|(n, step)| STEPS.iter().position(|other| other == step) == Some(n))
        );
        assert_eq!(PAIRS[0x9f], [STEPS[0xf], STEPS[0x9]]);
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
