//! Measures the de-identifier: MB/s by kind of text, time for one short text in a fresh instance, memory, and work in
//! WebAssembly instructions, which is the same on every machine.
//!
//! For whom: `cargo xtask deid-bench`, the criterion bench, and the tests that hold the work linear. Nothing of it is
//! shipped. It must never assert a speed: machines are shared, and only counted work is the same twice.

pub mod texts;

#[cfg(not(target_family = "wasm"))]
pub mod hunt;
#[cfg(not(target_family = "wasm"))]
pub mod runner;

use deid::{Known, Policy, deidentify};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Documents of one input stand apart by this, which no text has: ASCII's own record separator.
pub const SEPARATOR: char = '\u{1e}';

/// De-identifies all documents of `input` once.
pub fn once(input: &str) {
    let (policy, known) = (Policy::default(), Known::none());
    for document in input.split(SEPARATOR) {
        // An error is work as well; the tests of the crate hold that there is none.
        drop(black_box(deidentify(black_box(document), &policy, &known)));
    }
}

/// Repeats [`once`] for about this long, at least three times, and tells how long each round took.
pub fn rounds(input: &str, long: Duration) -> Vec<Duration> {
    let begun = Instant::now();
    let mut rounds = Vec::new();
    while rounds.len() < 3 || begun.elapsed() < long {
        let start = Instant::now();
        once(input);
        rounds.push(start.elapsed());
    }
    rounds
}
