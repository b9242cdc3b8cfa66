//! The texts that are sent: always the same for one model, with exact lengths in its tokens.
//!
//! They are made of words that are one token each and that identify nobody, so a text is as long behind the de-identifier as before
//! it, and every system computes the same.

use crate::results::{TextSet, Tokens};
use anyhow::{Context, Result, bail};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::path::Path;
use tokenizers::Tokenizer;

/// What all sets are drawn with: another seed is another benchmark.
const SEED: u64 = 20_261_123;

/// Length of the uniform set: about the median of the mixed one.
const UNIFORM_TOKENS: usize = 32;
const UNIFORM_COUNT: usize = 64;

/// The mixed set, log-normal: median 33 and 95th percentile 92 (hence mean 40), as clinical messages have been measured.
const MIXED_MEDIAN: f64 = 33.0;
const MIXED_P95: f64 = 92.0;
/// z of the 95th percentile of a normal distribution.
const Z95: f64 = 1.644_853_6;
/// Any stretch of this many texts has the whole distribution, so that a fast system, which gets further in a round, meets no other
/// lengths than a slow one.
const BLOCK: usize = 50;
const BLOCKS: usize = 10;
/// The longest of the mixed set: one text at the end of the last block.
const MIXED_LONGEST: usize = 512;

/// Long notes: several windows of the model each.
const LONG_COUNT: usize = 24;
const LONG_TOKENS: std::ops::Range<usize> = 600..2000;

/// Special tokens around a text: `[CLS]` and `[SEP]`.
const SPECIAL: usize = 2;
/// The shortest text: a few words.
const SHORTEST: usize = 6;
/// How often a text is drawn again because the de-identifier would change it.
const TRIES: usize = 200;

/// Plain words of notes that are in small vocabularies too; those that are several tokens in the model at hand are left out.
const WORDS: &str = "the patient is was not no in to and with of be on she he has from at my we feels better worse well much \
    pain mild severe recovering stable improving fever cough today chest left right side normal test results blood pressure \
    heart rate slow fast good bad treatment started stopped medication daily sleep eating walking home after before still very \
    more less again symptoms improved worsened without new old wound clean dry healing swelling gone anxious calm tired weak \
    strong breathing rest exercise diet weight loss gain plan review continue follow support family concerned happy comfortable \
    discharge fluid oral dose reduced increased nausea vomiting headache dizzy skin warm cold alert mood low high risk";

/// A text and its length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What is sent.
    pub body: String,
    /// Tokens, special ones included.
    pub tokens: u32,
}

/// A named set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// `uniform32`, `mixed`, `long`.
    pub name: &'static str,
    /// In the order in which they are sent.
    pub items: Vec<Text>,
}

impl Texts {
    /// Count and lengths, for the results.
    #[must_use]
    pub fn summary(&self) -> TextSet {
        let mut lengths: Vec<u32> = self.items.iter().map(|text| text.tokens).collect();
        lengths.sort_unstable();
        let at = |percent: usize| {
            let index = (lengths.len() * percent).div_ceil(100).clamp(1, lengths.len().max(1)) - 1;
            lengths.get(index).copied().unwrap_or_default()
        };
        #[allow(clippy::cast_precision_loss, reason = "a few hundred texts")]
        let mean = lengths.iter().map(|each| f64::from(*each)).sum::<f64>() / lengths.len().max(1) as f64;
        TextSet {
            count: lengths.len(),
            tokens: Tokens {
                mean: (mean * 10.0).round() / 10.0,
                p50: at(50),
                p95: at(95),
                p99: at(99),
                max: at(100),
            },
        }
    }
}

/// Makes the sets for a model: `uniform32`, `mixed`, and `long`, whose texts are longer than the model's window.
///
/// # Errors
/// Where the version's files cannot be read, or its tokenizer knows too few plain words.
pub fn sets(version: &Path) -> Result<Vec<Texts>> {
    let mut author = Author::of(version)?;
    let window = author.window;
    let uniform = vec![UNIFORM_TOKENS; UNIFORM_COUNT];
    let long = (0..LONG_COUNT).map(|_| author.draw.gen_range(LONG_TOKENS)).collect::<Vec<usize>>();
    let mixed = mixed_lengths(&mut author.draw, window);
    Ok(vec![
        author.write("uniform32", &uniform)?,
        author.write("mixed", &mixed)?,
        author.write("long", &long)?,
    ])
}

/// Lengths in tokens of the mixed set, none above the model's window.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lengths are small and positive"
)]
fn mixed_lengths(draw: &mut ChaCha8Rng, window: usize) -> Vec<usize> {
    let sigma = (MIXED_P95 / MIXED_MEDIAN).ln() / Z95;
    let longest = MIXED_LONGEST.min(window);
    let mut lengths = Vec::new();
    for block in 0..BLOCKS {
        // Each block takes its own point within each fiftieth of the distribution; together they have all 500.
        let offset = (block as f64 + 0.5) / BLOCKS as f64;
        let mut of_block: Vec<usize> = (0..BLOCK)
            .map(|step| {
                let z = normal_quantile((step as f64 + offset) / BLOCK as f64);
                let length = (MIXED_MEDIAN * (sigma * z).exp()).round() as usize;
                length.clamp(SHORTEST, longest)
            })
            .collect();
        if block == BLOCKS - 1
            && let Some(last) = of_block.last_mut()
        {
            *last = longest;
        }
        of_block.shuffle(draw);
        lengths.extend(of_block);
    }
    lengths
}

/// The quantile function of the normal distribution, by Acklam's rational approximation (relative error below 1.2e-9).
fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 4] =
        [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1, 2.445_134_137_142_996, 3.754_408_661_907_416];
    const TAIL: f64 = 0.024_25;
    let polynomial = |coefficients: &[f64], x: f64| coefficients.iter().fold(0.0, |sum, each| sum * x + each);
    let tail = |q: f64| polynomial(&C, q) / (polynomial(&D, q) * q + 1.0);
    if p < TAIL {
        tail((-2.0 * p.ln()).sqrt())
    } else if p > 1.0 - TAIL {
        -tail((-2.0 * (1.0 - p).ln()).sqrt())
    } else {
        let q = p - 0.5;
        let r = q * q;
        polynomial(&A, r) * q / (polynomial(&B, r) * r + 1.0)
    }
}

/// Writes texts of given lengths.
struct Author {
    tokenizer: Tokenizer,
    words: Vec<&'static str>,
    draw: ChaCha8Rng,
    policy: deid::Policy,
    known: deid::Known,
    window: usize,
}

impl Author {
    fn of(version: &Path) -> Result<Self> {
        let file = version.join("tokenizer.json");
        let mut tokenizer =
            Tokenizer::from_file(&file).map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))?;
        // A file may carry fixed lengths, which are not the text's.
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))?;
        let config = std::fs::read_to_string(version.join("config.json")).context("reading config.json")?;
        let config: serde_json::Value = serde_json::from_str(&config).context("reading config.json")?;
        let window = config["max_position_embeddings"].as_u64().context("config.json has no window")?;
        let mut words = Vec::new();
        for word in WORDS.split_whitespace() {
            if length(&tokenizer, word)? == 1 + SPECIAL {
                words.push(word);
            }
        }
        if words.len() < 60 {
            bail!("only {} of our plain words are one token of this model", words.len());
        }
        Ok(Self {
            tokenizer,
            words,
            draw: ChaCha8Rng::seed_from_u64(SEED),
            policy: deid::Policy::default(),
            known: deid::Known::default(),
            window: usize::try_from(window)?,
        })
    }

    fn write(&mut self, name: &'static str, lengths: &[usize]) -> Result<Texts> {
        let items = lengths.iter().map(|tokens| self.text(*tokens)).collect::<Result<Vec<Text>>>()?;
        Ok(Texts { name, items })
    }

    /// A text of exactly so many tokens that the de-identifier leaves as it is.
    fn text(&mut self, tokens: usize) -> Result<Text> {
        for _ in 0..TRIES {
            let words: Vec<&str> =
                (SPECIAL..tokens).filter_map(|_| self.words.choose(&mut self.draw).copied()).collect();
            let body = words.join(" ");
            if length(&self.tokenizer, &body)? != tokens {
                bail!("a text of {tokens} plain words has another length in tokens");
            }
            let unchanged =
                deid::deidentify(&body, &self.policy, &self.known).is_ok_and(|done| done.text() == body);
            if unchanged {
                return Ok(Text { body, tokens: u32::try_from(tokens)? });
            }
        }
        bail!("no text of {tokens} tokens was found that the de-identifier leaves as it is")
    }
}

fn length(tokenizer: &Tokenizer, text: &str) -> Result<usize> {
    let encoding =
        tokenizer.encode_fast(text, true).map_err(|error| anyhow::anyhow!("tokenising: {error}"))?;
    Ok(encoding.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn demo() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../gpu-pool/models/demo/1")
    }

    #[test]
    fn quantiles_of_the_normal_distribution_are_those_of_tables() {
        for (p, z) in [(0.5, 0.0), (0.95, 1.644_853_6), (0.975, 1.959_964), (0.001, -3.090_232)] {
            assert!((normal_quantile(p) - z).abs() < 1e-6, "{p}");
        }
    }

    #[test]
    fn mixed_lengths_are_log_normal_as_a_whole_and_in_each_block() {
        let lengths = mixed_lengths(&mut ChaCha8Rng::seed_from_u64(1), 512);
        let mean = |some: &[usize]| some.iter().sum::<usize>() as f64 / some.len() as f64;
        let at = |some: &[usize], percent: usize| {
            let mut some = some.to_vec();
            some.sort_unstable();
            some[some.len() * percent / 100]
        };
        assert_eq!((lengths.len(), *lengths.iter().max().unwrap()), (500, 512));
        assert!((39.0..42.0).contains(&mean(&lengths)), "{}", mean(&lengths));
        assert!((32..=34).contains(&at(&lengths, 50)) && (90..=95).contains(&at(&lengths, 95)));
        for block in lengths.chunks(BLOCK) {
            assert!((30..=36).contains(&at(block, 50)) && (38.0..52.0).contains(&mean(block)), "{block:?}");
        }
    }

    #[test]
    fn texts_are_the_same_each_time_and_as_long_as_they_say() {
        let (first, second) = (sets(&demo()).unwrap(), sets(&demo()).unwrap());
        assert_eq!(first, second);
        let tokenizer = Tokenizer::from_file(demo().join("tokenizer.json")).unwrap();
        for set in &first {
            for text in &set.items {
                assert_eq!(length(&tokenizer, &text.body).unwrap(), text.tokens as usize);
            }
        }
        assert_eq!(first[0].summary().tokens.max, 32);
        assert_eq!(first[1].summary().tokens.max, 128, "the demo model's window");
        assert!(first[2].items.iter().all(|text| text.tokens >= 600));
    }
}
