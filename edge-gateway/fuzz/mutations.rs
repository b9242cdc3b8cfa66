//! Mutations of a stored corpus, the same in every run: what stays of fuzzing where there is no coverage to guide it and no
//! nightly Rust. Every crate's test of its promises runs by this.
#![allow(clippy::unwrap_used, clippy::panic, unreachable_pub, reason = "a test's helpers fail by panicking")]

use std::path::Path;

/// Longer inputs are cut: a defect needs few bytes.
const MOST_BYTES: usize = 2000;
/// What turns one thing into another, in JSON, tokens, lines and binary tensors.
const PIECES: [&[u8]; 40] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b":",
    b",",
    b".",
    b"-",
    b"0",
    b"1",
    b"9",
    b"e",
    b" ",
    b"\n",
    b"\r\n",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"null",
    b"true",
    b"false",
    b"{}",
    b"[]",
    b"\"\"",
    b"1e309",
    b"-1",
    b"18446744073709551616",
    b"0.5",
    b"\0",
    b"\xff",
    b"\xc3\x28",
    b"\xe2\x80\xa8",
    b"\xf0\x9f\x99\x82",
    b"=",
    b"_",
    b"/",
    b"\xff\xff\xff\x7f",
    b"\x01\x00\x00\x00",
    b"a",
];

/// Deterministic random numbers (xorshift).
pub struct Dice(pub u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides.max(1)
    }
}

/// Every file of a folder, in the order of their names.
pub fn corpus(folder: &Path) -> Vec<Vec<u8>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 4, "a corpus is there");
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// One of `inputs` with a few changes.
pub fn mutated(inputs: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = inputs[dice.below(inputs.len())].clone();
    for _ in 0..1 + dice.below(5) {
        let from = dice.below(bytes.len() + 1);
        let to = (from + dice.below(12)).min(bytes.len());
        match dice.below(7) {
            0 => drop(bytes.drain(from..to)),
            1 => drop(bytes.splice(from..from, PIECES[dice.below(PIECES.len())].iter().copied())),
            2 => drop(bytes.splice(from..to, PIECES[dice.below(PIECES.len())].iter().copied())),
            3 => {
                let part = bytes[from..to].repeat(1 + dice.below(4));
                bytes.splice(from..from, part);
            }
            4 => {
                let other = &inputs[dice.below(inputs.len())];
                let start = dice.below(other.len() + 1);
                let end = (start + dice.below(60)).min(other.len());
                bytes.splice(from..to, other[start..end].iter().copied());
            }
            5 => {
                if let Some(byte) = bytes.get_mut(from) {
                    *byte ^= 1 << dice.below(8);
                }
            }
            _ => bytes.truncate(from),
        }
        bytes.truncate(MOST_BYTES);
    }
    bytes
}

/// Runs `promise` on each file of a folder, named from the crate's own, and on mutations of them. Where it panics, the input is
/// in the message, and can be put into the folder. `ANTEROOM_FUZZ_TRIES` and `ANTEROOM_FUZZ_SEED` look further.
pub fn run(folder: &str, tries: usize, promise: fn(&[u8])) {
    // While it is compiled, each crate that has this file as a module is the one that is named here.
    let folder = &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let tries = number("ANTEROOM_FUZZ_TRIES").map_or(tries, |tries| tries as usize);
    let mut dice = Dice(number("ANTEROOM_FUZZ_SEED").unwrap_or(164_312));
    let inputs = corpus(folder);
    let mutants: Vec<Vec<u8>> = (0..tries).map(|_| mutated(&inputs, &mut dice)).collect();
    for input in inputs.iter().chain(&mutants) {
        if std::panic::catch_unwind(|| promise(input)).is_err() {
            panic!("a promise is broken (see above) by {:?}", String::from_utf8_lossy(input));
        }
    }
}
