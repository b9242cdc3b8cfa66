//! Hunts for the text that costs most: mutates, keeps what takes more instructions per byte, and stores the worst.
//!
//! Work is counted, so a hunt with the same seed finds the same on every machine.

use crate::runner::Wasm;
use crate::texts::{ADVERSARIES, KINDS, repeated};
use std::path::Path;
use std::time::{Duration, Instant};

/// Bytes of every text: long enough that the fixed cost of a call is small, short enough for many tries.
const SIZE: usize = 2048;
/// How many of the worst are kept to mutate further.
const KEPT: usize = 48;
/// How many are stored; others of the same kind teach nothing.
const STORED: usize = 8;

/// Deterministic random numbers (xorshift).
pub struct Dice(pub u64);

impl Dice {
    /// A number below `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides.max(1)
    }

    /// One of these.
    pub fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

/// A text and what it costs per byte.
pub struct Found {
    /// Instructions per byte.
    pub work: u64,
    /// The text.
    pub text: String,
}

/// Hunts for this long and returns the worst, worst first.
///
/// # Errors
/// Where the guest fails: that is a finding as well, and the text is in the error.
pub fn hunt(wasm: &Wasm, seed: u64, long: Duration) -> anyhow::Result<Vec<Found>> {
    let begun = Instant::now();
    let mut dice = Dice(seed | 1);
    let mut pool: Vec<Found> = Vec::new();
    let weigh = |text: String| -> anyhow::Result<Found> {
        let work = wasm.work(&text).map_err(|error| error.context(format!("{text:?}")))?;
        Ok(Found { work: work / text.len().max(1) as u64, text })
    };
    for piece in ADVERSARIES {
        pool.push(weigh(repeated(piece, SIZE))?);
    }
    for kind in KINDS {
        pool.push(weigh(kind.sized(SIZE))?);
    }
    let mut tries = 0;
    while begun.elapsed() < long {
        pool.sort_by_key(|found| std::cmp::Reverse(found.work));
        pool.dedup_by(|a, b| a.text == b.text);
        pool.truncate(KEPT);
        for _ in 0..KEPT {
            // The worst are chosen more often.
            let parent = dice.below(pool.len()).min(dice.below(pool.len()));
            let other = dice.below(pool.len());
            let text = mutate(&pool[parent].text, &pool[other].text, &mut dice);
            tries += 1;
            pool.push(weigh(text)?);
        }
    }
    pool.sort_by_key(|found| std::cmp::Reverse(found.work));
    eprintln!("{tries} tries; worst {} instructions per byte", pool.first().map_or(0, |found| found.work));
    Ok(pool)
}

/// Another text out of one or two.
pub fn mutate(text: &str, other: &str, dice: &mut Dice) -> String {
    let chars: Vec<char> = text.chars().collect();
    let from = dice.below(chars.len());
    let to = (from + 1 + dice.below(24)).min(chars.len());
    let part: String = chars[from..to].iter().collect();
    let (before, after): (String, String) = (chars[..from].iter().collect(), chars[to..].iter().collect());
    let changed = match dice.below(8) {
        // A part over and over: what costs much once costs much often.
        0 => repeated(&part, SIZE),
        1 => repeated(&format!("{part}{}", dice.one(ADVERSARIES)), SIZE),
        2 => format!("{before}{}{after}", dice.one(ADVERSARIES)),
        3 => format!("{before}{part}{part}{after}"),
        4 => format!("{before}{after}"),
        5 => format!("{before}{}", repeated(dice.one(ADVERSARIES), SIZE)),
        6 => {
            let others: Vec<char> = other.chars().collect();
            before + &others[dice.below(others.len())..].iter().collect::<String>()
        }
        _ => repeated(&format!("{}{}", dice.one(ADVERSARIES), dice.one(ADVERSARIES)), SIZE),
    };
    // Exactly as long as the others, so that costs compare.
    repeated(if changed.is_empty() { text } else { &changed }, SIZE)
}

/// Stores the worst that differ in kind: the most frequent character pairs tell kinds apart well enough.
///
/// # Errors
/// Where a file cannot be written.
pub fn store(found: &[Found], folder: &Path) -> anyhow::Result<()> {
    let mut kinds: Vec<Vec<u8>> = Vec::new();
    for one in found {
        let kind = kind_of(&one.text);
        if kinds.contains(&kind) {
            continue;
        }
        kinds.push(kind);
        std::fs::write(folder.join(format!("{:02}.txt", kinds.len())), &one.text)?;
        eprintln!("{} instructions per byte: {:?}…", one.work, one.text.chars().take(48).collect::<String>());
        if kinds.len() == STORED {
            break;
        }
    }
    Ok(())
}

/// The four most frequent bytes.
fn kind_of(text: &str) -> Vec<u8> {
    let mut counts = [0u32; 256];
    text.bytes().for_each(|byte| counts[byte as usize] += 1);
    let mut bytes: Vec<u8> = (0..=255).collect();
    bytes.sort_by_key(|byte| std::cmp::Reverse(counts[*byte as usize]));
    bytes.truncate(4);
    bytes.sort_unstable();
    bytes
}
