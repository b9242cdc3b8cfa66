//! The model's weights: one signed byte per slot and tag, in static memory.

use super::features::SLOTS;

/// Tags other than "no identifier".
pub(crate) const TAGS: usize = 2;

static STORED: &[u8; SLOTS * TAGS] = include_bytes!("../../data/model.bin");

/// Weights by slot, the tags of one slot beside each other.
pub(crate) struct Weights<'a>(&'a [u8; SLOTS * TAGS]);

impl Weights<'static> {
    /// The weights that the crate was built with.
    pub(crate) fn stored() -> Weights<'static> {
        Weights(STORED)
    }
}

impl Weights<'_> {
    /// The sums for person and place over these slots.
    pub(crate) fn score(&self, slots: &[u16]) -> [i32; TAGS] {
        let mut sums = [0i32; TAGS];
        for slot in slots {
            let at = usize::from(*slot) * TAGS;
            sums[0] += i32::from(self.0[at] as i8);
            sums[1] += i32::from(self.0[at + 1] as i8);
        }
        sums
    }
}
