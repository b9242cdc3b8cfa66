//! Mutations of a stored corpus, the same in every run: what stays of fuzzing where there is no nightly compiler.
//!
//! The corpus is `fuzz/corpus`, shared with the coverage-guided target in `fuzz/`; what that finds is put there, so that it
//! runs here ever after. `DEID_FUZZ_TRIES=1000000 cargo test --release -p deid --test properties fuzz` looks further.

use crate::{exact, gone, run, stable};
use deid::Action;
use std::path::Path;

/// Tries where the environment names no number: a few seconds in a debug build.
const TRIES: usize = 1500;
/// Longer texts are cut: a defect needs few words.
const MAX_CHARS: usize = 400;

/// Deterministic random numbers (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides.max(1)
    }
}

fn corpus() -> Vec<Vec<char>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 5, "the corpus is there");
    let mut texts: Vec<String> = files
        .iter()
        .map(|file| String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned())
        .collect();
    for rule in deid::RULES {
        texts.extend(rule.finds.iter().chain(rule.spares).map(|example| example.replace(['«', '»'], "")));
    }
    texts.iter().map(|text| text.chars().collect()).collect()
}

/// Characters that turn one thing into another.
const MARKS: &[char] = &[
    ' ', '\n', '\t', '.', ',', ':', ';', '-', '/', '\'', '"', '(', ')', '[', ']', '|', '^', '@', '#', '&',
    '=', '<', '>', '0', '1', '9', 'a', 'A', 'z', 'é', '\u{a0}', '\u{200b}', '\u{301}', '–', '１', '漢', '🙂',
    '\0',
];

fn mutated(texts: &[Vec<char>], dice: &mut Dice) -> String {
    let mut text = texts[dice.below(texts.len())].clone();
    for _ in 0..1 + dice.below(6) {
        let from = dice.below(text.len() + 1);
        let to = (from + dice.below(12)).min(text.len());
        match dice.below(8) {
            0 => drop(text.drain(from..to)),
            1 => text.insert(from, MARKS[dice.below(MARKS.len())]),
            2 => {
                let part: Vec<char> = text[from..to].to_vec();
                text.splice(from..from, part.repeat(1 + dice.below(4)));
            }
            3 => {
                let other = &texts[dice.below(texts.len())];
                let start = dice.below(other.len() + 1);
                let end = (start + dice.below(40)).min(other.len());
                text.splice(from..to, other[start..end].iter().copied());
            }
            4 => text[from..to].iter_mut().for_each(|c| *c = c.to_uppercase().next().unwrap_or(*c)),
            5 => text[from..to].iter_mut().for_each(|c| *c = c.to_lowercase().next().unwrap_or(*c)),
            6 => text[from..to]
                .iter_mut()
                .filter(|c| c.is_ascii_digit())
                .for_each(|c| *c = MARKS[23 + dice.below(3)]),
            _ => text.retain(|c| *c != ' ' || dice.below(3) > 0),
        }
        text.truncate(MAX_CHARS);
    }
    text.into_iter().collect()
}

#[test]
fn mutations_of_the_corpus() {
    let tries = std::env::var("DEID_FUZZ_TRIES").ok().and_then(|tries| tries.parse().ok()).unwrap_or(TRIES);
    let seed = std::env::var("DEID_FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(164_514);
    let (texts, mut dice) = (corpus(), Dice(seed));
    let mut wrong = Vec::new();
    let mutants = (0..tries).map(|_| mutated(&texts, &mut dice));
    let whole = texts.iter().map(|text| text.iter().collect());
    for text in whole.chain(mutants) {
        if let Err(why) = promises(&text) {
            wrong.push(format!("{why}\n    of {text:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {tries} wrong\n{}", wrong.len(), wrong[..wrong.len().min(8)].join("\n"));
}

/// Total, exact, gone, stable.
fn promises(text: &str) -> Result<(), String> {
    let told = |error: proptest::test_runner::TestCaseError| error.to_string();
    let once = run(text, &Action::Mask);
    exact(text, &once, Action::Mask.name()).map_err(told)?;
    gone(text, &once).map_err(told)?;
    let twice = run(once.text(), &Action::Mask);
    stable(&once, &twice).map_err(told)
}
