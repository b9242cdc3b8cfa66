//! Numerics and speed of a model's graphs on a GPU, against the CPU. Without a GPU, the CPU against itself.
//!
//! `cargo run --release -p gpu-pool --example gpu_check -- <version folder> [--provider cuda[:N]|cpu] [--seed N] [--seconds S] [--buckets]`
//!
//! The reference is the export on the CPU. Every graph that the folder has is run on the provider over fresh random sequences of many
//! shapes: the largest and the mean difference of a logit, and how many labels differ. Then each graph is run in a bare loop, shape by shape:
//! the median time of a run, rows and tokens a second, and how much of the time is padding and handing over. It fails where a
//! difference is over what the graph may have. ORT_DYLIB_PATH names ONNX Runtime.

#![allow(clippy::print_stdout, reason = "a program that prints a measurement")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use gpu_pool::engine::buckets::Bucketed;
use gpu_pool::engine::onnx::{Options, Provider};
use gpu_pool::engine::{Batch, Engine, EngineFactory, Logits};
use gpu_pool::tokenize::Sequence;
use serde_json::{Value, json};

/// The graphs of a version, and what each may differ from the export on the CPU by: that of single precision is what TF32 and another order of
/// sums make; that of half precision is what the pool tolerates.
const GRAPHS: [(&str, &str, f32); 3] = [
    ("export", "model.onnx", 0.01),
    ("unpadded", "model.unpadded.onnx", 0.01),
    ("fp16", "model.fp16.onnx", 0.25),
];
/// Rows and columns that are compared; each is filled with sequences of random lengths up to its columns.
const COMPARED: [(usize, usize); 10] =
    [(1, 1), (1, 7), (1, 128), (2, 33), (5, 64), (16, 16), (32, 40), (64, 128), (128, 32), (3, 512)];
/// Rows and columns that are timed: full rows, as the scheduler makes them of texts of one length.
const TIMED: [(usize, usize); 8] =
    [(1, 16), (1, 32), (1, 128), (8, 32), (32, 32), (128, 32), (128, 128), (32, 512)];
/// Runs before any is timed.
const WARM: usize = 5;

struct Wanted {
    folder: PathBuf,
    provider: String,
    seed: u64,
    seconds: f64,
    buckets: bool,
}

fn wanted() -> anyhow::Result<Wanted> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().context("usage: gpu_check <version folder> [flags]")?.into();
    let mut wanted = Wanted { folder, provider: "cpu".into(), seed: seed()?, seconds: 1.0, buckets: false };
    while let Some(flag) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{flag} lacks its value"));
        match flag.as_str() {
            "--provider" => wanted.provider = value()?,
            "--seed" => wanted.seed = value()?.parse()?,
            "--seconds" => wanted.seconds = value()?.parse()?,
            "--buckets" => wanted.buckets = true,
            _ => bail!("{flag} is not a flag"),
        }
    }
    Ok(wanted)
}

/// Another one each time.
fn seed() -> anyhow::Result<u64> {
    Ok(std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_micros() as u64)
}

fn provider(name: &str) -> anyhow::Result<Provider> {
    #[cfg(feature = "cuda")]
    if let Some(device) = name.strip_prefix("cuda") {
        let device = device.strip_prefix(':').unwrap_or("0").parse()?;
        return Ok(Provider::Gpu(gpu_pool::engine::cuda::Settings { device, ..Default::default() }));
    }
    ensure!(name == "cpu", "--provider {name}: cpu, cuda or cuda:N");
    Ok(Provider::Cpu)
}

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }
}

/// What a model takes.
struct Card {
    window: usize,
    vocabulary: usize,
}

fn card(folder: &Path) -> anyhow::Result<Card> {
    let config: Value = serde_json::from_slice(&std::fs::read(folder.join("config.json"))?)?;
    let number = |name: &str| config[name].as_u64().with_context(|| format!("config.json lacks {name}"));
    Ok(Card {
        window: number("max_position_embeddings")? as usize,
        vocabulary: number("vocab_size")? as usize,
    })
}

/// A padded batch of random ids; the first row is as long as the batch, the others are of any length, or all as long where `full`.
fn batch(dice: &mut Dice, card: &Card, (rows, columns): (usize, usize), full: bool) -> Vec<Sequence> {
    let columns = columns.min(card.window);
    let row = |number: usize| {
        let length = if full || number == 0 { columns } else { 1 + dice.below(columns) };
        Sequence::new((0..length).map(|_| dice.below(card.vocabulary) as u32).collect())
    };
    (0..rows).map(row).collect()
}

/// Largest and mean difference of a logit, and labels that differ.
fn compare(reference: &Logits, found: &Logits) -> anyhow::Result<(f32, f64, usize)> {
    ensure!(reference.labels == found.labels && reference.values.len() == found.values.len(), "other shapes");
    ensure!(found.values.iter().all(|value| value.is_finite()), "a value is not finite");
    let apart: Vec<f32> = reference.values.iter().zip(&found.values).map(|(a, b)| (a - b).abs()).collect();
    let best = |row: &[f32]| row.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(label, _)| label);
    let rows = reference.values.chunks(reference.labels).zip(found.values.chunks(found.labels));
    let other = rows.filter(|(a, b)| best(a) != best(b)).count();
    let mean = apart.iter().map(|value| f64::from(*value)).sum::<f64>() / apart.len().max(1) as f64;
    Ok((apart.into_iter().fold(0.0, f32::max), mean, other))
}

/// A bare loop over one shape.
fn time(engine: &mut dyn Engine, rows: &[Sequence], seconds: f64) -> anyhow::Result<Value> {
    let mut buffers = Batch::default();
    let (mut filling, mut runs) = (Duration::ZERO, Vec::new());
    for _ in 0..WARM {
        buffers.fill(rows.iter(), 0);
        engine.infer(&buffers)?;
    }
    let started = Instant::now();
    while started.elapsed().as_secs_f64() < seconds || runs.len() < WARM {
        let begun = Instant::now();
        buffers.fill(rows.iter(), 0);
        filling += begun.elapsed();
        let begun = Instant::now();
        engine.infer(&buffers)?;
        runs.push(begun.elapsed());
    }
    let took = started.elapsed().as_secs_f64();
    let count = runs.len();
    runs.sort_unstable();
    let (each, tokens) = (count as f64 / took, rows.iter().map(Sequence::len).sum::<usize>());
    Ok(json!({
        "rows": rows.len(), "columns": buffers.columns, "runs": count,
        "run_p50_us": runs[count / 2].as_micros() as u64, "run_p95_us": runs[count * 95 / 100].as_micros() as u64,
        "fill_mean_us": (filling / count as u32).as_micros() as u64,
        "rows_per_second": (each * rows.len() as f64) as u64, "tokens_per_second": (each * tokens as f64) as u64,
    }))
}

fn main() -> anyhow::Result<()> {
    check(&wanted()?)
}

fn check(wanted: &Wanted) -> anyhow::Result<()> {
    let library: PathBuf = std::env::var_os("ORT_DYLIB_PATH").context("ORT_DYLIB_PATH is not set")?.into();
    let on = |provider| Options { library: library.clone(), provider, threads: 1 };
    let tried = on(provider(&wanted.provider)?);
    let obstacles = tried.obstacles();
    ensure!(obstacles.is_empty(), "{} cannot be used: {}", wanted.provider, obstacles.join("; "));
    let card = card(&wanted.folder)?;
    let maker: Arc<dyn EngineFactory> = match wanted.buckets {
        true => Arc::new(Bucketed {
            engines: Arc::new(tried),
            rows: 128,
            tokens: 16_384,
            window: Some(card.window),
        }),
        false => Arc::new(tried),
    };
    println!("{}", json!({"provider": wanted.provider, "seed": wanted.seed, "buckets": wanted.buckets}));

    let export = std::fs::read(wanted.folder.join("model.onnx"))?;
    let mut reference = on(Provider::Cpu).make(&export)?;
    drop(export);
    let mut dice = Dice(wanted.seed);
    let inputs: Vec<Vec<Sequence>> =
        COMPARED.iter().map(|shape| batch(&mut dice, &card, *shape, false)).collect();
    let mut expected = Vec::new();
    let mut buffers = Batch::default();
    for rows in &inputs {
        buffers.fill(rows.iter(), 0);
        expected.push(reference.infer(&buffers)?);
    }
    drop(reference);

    let mut bad = Vec::new();
    for (name, file, most) in GRAPHS {
        let Ok(graph) = std::fs::read(wanted.folder.join(file)) else { continue };
        let begun = Instant::now();
        let mut engine = maker.make(&graph)?;
        let loaded = begun.elapsed();
        let (mut largest, mut means, mut labels, mut rows_compared) = (0.0_f32, 0.0, 0, 0);
        for (rows, expected) in inputs.iter().zip(&expected) {
            buffers.fill(rows.iter(), 0);
            let found = engine.infer(&buffers)?;
            let (worst, mean, other) =
                compare(expected, &found).with_context(|| format!("{name}, {} rows", rows.len()))?;
            largest = largest.max(worst);
            means += mean;
            labels += other;
            rows_compared += rows.len();
        }
        println!(
            "{}",
            json!({"graph": name, "loaded_ms": loaded.as_millis() as u64, "rows_compared": rows_compared,
                   "largest_difference": largest, "mean_difference": means / inputs.len() as f64,
                   "other_labels": labels, "tolerated": most})
        );
        if largest > most {
            bad.push(format!("{name} differs by {largest}, and {most} is tolerated"));
        }
        for shape in TIMED {
            let rows = batch(&mut dice, &card, shape, true);
            let mut line = time(engine.as_mut(), &rows, wanted.seconds)?;
            line["graph"] = name.into();
            println!("{line}");
        }
    }
    ensure!(bad.is_empty(), "{}", bad.join("; "));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cpu_agrees_with_itself_in_every_shape() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/demo/1");
        for buckets in [false, true] {
            let wanted = Wanted {
                folder: folder.clone(),
                provider: "cpu".into(),
                seed: seed().expect("time"),
                seconds: 0.0,
                buckets,
            };
            check(&wanted).unwrap_or_else(|problem| panic!("seed {}: {problem}", wanted.seed));
        }
    }

    #[test]
    fn what_differs_is_found() {
        let logits = |values: &[f32]| Logits { values: values.to_vec(), labels: 2 };
        let (worst, mean, other) =
            compare(&logits(&[1.0, 2.0, 3.0, 4.0]), &logits(&[1.0, 2.5, 5.0, 4.0])).expect("alike");
        assert_eq!((worst, mean, other), (2.0, 0.625, 1));
        assert!(compare(&logits(&[1.0, 2.0]), &logits(&[1.0, f32::NAN])).is_err());
        assert!(compare(&logits(&[1.0, 2.0]), &logits(&[1.0, 2.0, 3.0, 4.0])).is_err());
    }
}
