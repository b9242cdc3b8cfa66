//! Makes the model's weights: multinomial logistic regression over the hashed features, trained word by word in reading
//! order with the model's own decisions as history.
//!
//! Used by the `deid-train` program only. Deterministic: the same texts and settings give the same bytes.

#![allow(clippy::needless_range_loop, reason = "several lists run along one index")]

use super::features::{Reader, SLOTS, Slots};
use super::{
    Tag,
    weights::{TAGS, nearest},
};
use crate::lex::{self, Kind, MARGIN};
use crate::scan::Scan;
use crate::{Category, fold};

/// A labelled text. Offsets count Unicode scalar values; the end is exclusive.
pub struct Labelled {
    /// The text.
    pub text: String,
    /// What stands where: start, end, and the name of a category or `ORG` for "do not learn from this".
    pub spans: Vec<(usize, usize, String)>,
}

/// One stored unit of weight is this part of the logarithm of the odds.
const SCALE: f32 = 32.0;
/// Learning rate of AdaGrad.
const RATE: f32 = 0.08;
/// Share of the features that are left out at each step, so that no single one is relied on.
const DROP: f32 = 0.3;
/// Pull towards zero per update, so that rare features stay small.
const DECAY: f32 = 2e-6;

const IGNORED: u8 = 255;

/// Texts made ready for training.
struct Prepared {
    text: String,
    gold: Vec<u8>,
}

fn with_scan<R>(text: &str, then: impl FnOnce(&Scan<'_>, &[u8]) -> R) -> R {
    let view = fold::View::new(text);
    let tokens = lex::tokens(&view, lex::GIVEN_DIGITS);
    let mut scan = Scan::new(&view, &tokens);
    scan.by_rules();
    let marks = scan.covered();
    then(&scan, &marks)
}

fn prepare(labelled: &Labelled) -> Prepared {
    let bytes: Vec<usize> =
        labelled.text.char_indices().map(|(at, _)| at).chain([labelled.text.len()]).collect();
    let view = fold::View::new(&labelled.text);
    let tokens = lex::tokens(&view, lex::GIVEN_DIGITS);
    let mut gold = vec![0u8; tokens.len()];
    for (start, end, kind) in &labelled.spans {
        let tag = match Category::from_name(kind) {
            Some(Category::Name) => Tag::Person as u8,
            Some(Category::Location | Category::Facility) => Tag::Place as u8,
            _ if kind == "ORG" || kind == "TITLE" => IGNORED,
            _ => continue,
        };
        let (Some(from), Some(to)) = (bytes.get(*start), bytes.get(*end)) else { continue };
        let (from, to) = (view.position(*from), view.position(*to));
        for (token, gold) in tokens.from(0).zip(&mut gold).skip(MARGIN) {
            if token.kind == Kind::Word && token.start >= from && token.start < to {
                *gold = tag;
            }
        }
    }
    Prepared { text: labelled.text.clone(), gold }
}

/// How the model does on labelled words that it decides about.
#[derive(Default, Clone, Copy, Debug)]
pub struct Score {
    /// Words of names and places that were taken for one.
    pub hit: u64,
    /// Words of names and places that were not.
    pub missed: u64,
    /// Other words that were taken for one.
    pub wrong: u64,
    /// Words decided about.
    pub words: u64,
}

/// Trains on `texts` for `epochs` rounds and returns the stored form of the weights. After each round `watch` is
/// told the round and the score on `held`.
pub fn train(
    texts: &[Labelled],
    held: &[Labelled],
    epochs: usize,
    mut watch: impl FnMut(usize, Score),
) -> Vec<u8> {
    let texts: Vec<Prepared> = texts.iter().map(prepare).collect();
    let held: Vec<Prepared> = held.iter().map(prepare).collect();
    let mut weights = vec![0f32; SLOTS * TAGS];
    let mut squares = vec![1e-4f32; SLOTS * TAGS];
    let mut averages = vec![0f64; SLOTS * TAGS];
    let mut rounds = 0.0;
    let mut order: Vec<usize> = (0..texts.len()).collect();
    let mut random = 0x2545_F491_4F6C_DD1Du64;
    let mut kept: Vec<u32> = Vec::new();
    for epoch in 0..epochs {
        for i in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(i, (random % (i as u64 + 1)) as usize);
        }
        for n in &order {
            let Prepared { text, gold } = &texts[*n];
            with_scan(text, |scan, marks| {
                let mut reader = Reader::new(scan, marks);
                let mut slots = Slots::new();
                for i in MARGIN..scan.tokens.len() {
                    if !reader.candidate(i) {
                        reader.decided(i, Tag::Other);
                        continue;
                    }
                    reader.features(i, &mut slots);
                    let own = best(sums(&weights, slots.as_slice()));
                    if gold[i] != IGNORED {
                        kept.clear();
                        for slot in slots.as_slice() {
                            random ^= random << 13;
                            random ^= random >> 7;
                            random ^= random << 17;
                            if (random >> 40) as f32 / (1u32 << 24) as f32 >= DROP {
                                kept.push(*slot);
                            }
                        }
                        let sums = sums(&weights, &kept);
                        update(&mut weights, &mut squares, &kept, sums, gold[i]);
                    }
                    let told = if epoch == 0 && gold[i] != IGNORED { tag_of(gold[i]) } else { own };
                    reader.decided(i, told);
                }
            });
        }
        if epoch + 3 >= epochs {
            rounds += 1.0;
            for (average, weight) in averages.iter_mut().zip(&weights) {
                *average += f64::from(*weight);
            }
        }
        let mut score = Score::default();
        for Prepared { text, gold } in &held {
            evaluate(text, gold, &weights, &mut score);
        }
        watch(epoch, score);
    }
    let scaled = |average: f64| nearest(average / rounds * f64::from(SCALE * (1.0 - DROP)));
    averages.chunks_exact(TAGS).map(|pair| scaled(pair[0]) | scaled(pair[1]) << 4).collect()
}

fn evaluate(text: &str, gold: &[u8], weights: &[f32], score: &mut Score) {
    with_scan(text, |scan, marks| {
        let mut reader = Reader::new(scan, marks);
        let mut slots = Slots::new();
        for i in MARGIN..scan.tokens.len() {
            if !reader.candidate(i) {
                reader.decided(i, Tag::Other);
                // A word that is never looked at is a word missed.
                if matches!(gold[i], 1 | 2) && marks[i] == 0 {
                    score.missed += 1;
                }
                continue;
            }
            reader.features(i, &mut slots);
            let tag = best(sums(weights, slots.as_slice()));
            reader.decided(i, tag);
            if gold[i] == IGNORED {
                continue;
            }
            score.words += 1;
            match (gold[i] != 0, tag != Tag::Other) {
                (true, true) => score.hit += 1,
                (true, false) => score.missed += 1,
                (false, true) => score.wrong += 1,
                (false, false) => {}
            }
        }
    });
}

fn sums(weights: &[f32], slots: &[u32]) -> [f32; TAGS] {
    let mut sums = [0f32; TAGS];
    for slot in slots {
        for (tag, sum) in sums.iter_mut().enumerate() {
            *sum += weights[*slot as usize * TAGS + tag];
        }
    }
    sums
}

fn tag_of(gold: u8) -> Tag {
    match gold {
        1 => Tag::Person,
        2 => Tag::Place,
        _ => Tag::Other,
    }
}

fn best([person, place]: [f32; TAGS]) -> Tag {
    if person.max(place) <= 0.0 {
        Tag::Other
    } else if person >= place {
        Tag::Person
    } else {
        Tag::Place
    }
}

fn update(weights: &mut [f32], squares: &mut [f32], slots: &[u32], sums: [f32; TAGS], gold: u8) {
    let top = sums[0].max(sums[1]).max(0.0);
    let parts = [(sums[0] - top).exp(), (sums[1] - top).exp()];
    let total = (-top).exp() + parts[0] + parts[1];
    for tag in 0..TAGS {
        let target = f32::from(u8::from(usize::from(gold) == tag + 1));
        let gradient = parts[tag] / total - target;
        if gradient.abs() < 1e-3 {
            continue;
        }
        for slot in slots {
            let at = *slot as usize * TAGS + tag;
            let slope = gradient + DECAY * weights[at];
            squares[at] += slope * slope;
            weights[at] -= RATE * slope / squares[at].sqrt();
        }
    }
}
