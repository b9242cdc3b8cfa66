//! The measurements, one row per kind of text, and how they are printed.

use anyhow::{Context as _, Result};
use clap::Parser;
use deid_bench::runner::Wasm;
use deid_bench::texts::{ADVERSARIES, KINDS, repeated};
use deid_bench::{SEPARATOR, hunt};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Bytes of the short text, and of the note.
const SHORT: usize = 1 << 10;
const NOTE: usize = 8 << 10;
/// Bytes of the text whose memory is measured.
const LARGE: usize = 1 << 20;
/// Fresh instances per text: the median of their first calls counts.
const INSTANCES: usize = 41;
/// Bytes of an adversary where only the work per byte is asked.
const ADVERSARY: usize = 16 << 10;

/// How many of the worst families are printed.
const MOST_SHOWN: usize = 8;

#[derive(Parser)]
struct Flags {
    /// The component to measure.
    #[arg(long)]
    guest: PathBuf,
    /// Milliseconds per kind of text and side.
    #[arg(long, default_value_t = 700)]
    milliseconds: u64,
    /// Where the figures go as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Only measure the speed of the kinds of text: what to compare two guests by.
    #[arg(long)]
    brief: bool,
    /// Only hunt for the text that costs most, for so many seconds.
    #[arg(long, value_name = "SECONDS")]
    hunt: Option<u64>,
    /// What the hunt begins with.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where the hunt stores what it found.
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Only measure these notes (lines of JSON with `text`), natively and in wasmtime; a line of JSON each.
    #[arg(long)]
    notes: Option<PathBuf>,
    /// Only count the instructions that this text takes.
    #[arg(long)]
    work: Vec<PathBuf>,
}

struct Row {
    name: String,
    bytes: usize,
    native: f64,
    wasm: f64,
    short_native: Duration,
    short: Duration,
    note_native: Duration,
    note: Duration,
    memory: usize,
    work: f64,
}

pub(crate) fn main() -> Result<()> {
    let flags = Flags::parse();
    let size = std::fs::metadata(&flags.guest).context("the guest")?.len();
    let long = Duration::from_millis(flags.milliseconds);
    let wasm = Wasm::like_the_host(&flags.guest)?;
    let counting = Wasm::counting(&flags.guest)?;

    if !flags.work.is_empty() {
        for file in &flags.work {
            let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
            let work = counting.work(&text)?;
            let line = format!(
                "{work} instructions, {:.0} per byte: {}\n",
                work as f64 / text.len() as f64,
                file.display()
            );
            std::io::stdout().write_all(line.as_bytes())?;
        }
        return Ok(());
    }
    if let Some(seconds) = flags.hunt {
        let found = hunt::hunt(&counting, flags.seed, Duration::from_secs(seconds))?;
        return flags.into.map_or(Ok(()), |folder| hunt::store(&found, &folder));
    }
    if let Some(file) = &flags.notes {
        return notes(&wasm, file, long);
    }
    if flags.brief {
        return brief(&wasm, &flags);
    }
    let start = median((0..INSTANCES).map(|_| Ok(wasm.run(&["nothing"], "")?.whole)))?;
    let empty = wasm.run(&["nothing"], "")?.memory;
    let mut rows = Vec::new();
    for kind in KINDS {
        eprintln!("{}", kind.name);
        let text = kind.documents();
        let (short, note, large) = (kind.sized(SHORT), kind.sized(NOTE), kind.sized(LARGE));
        let first = |text: &str| {
            median(
                (0..INSTANCES)
                    .map(|_| Ok(wasm.run(&["once"], text)?.rounds.first().copied().unwrap_or_default())),
            )
        };
        rows.push(Row {
            name: kind.name.to_owned(),
            bytes: text.len(),
            native: speed(&text, best(&deid_bench::rounds(&text, long))),
            wasm: speed(&text, best(&wasm.run(&["for", &flags.milliseconds.to_string()], &text)?.rounds)),
            short_native: best(&deid_bench::rounds(&short, long / 4)),
            short: first(&short)?,
            note_native: best(&deid_bench::rounds(&note, long / 4)),
            note: first(&note)?,
            memory: wasm.run(&["once"], &large)?.memory,
            work: counting.work(&text)? as f64 / text.len() as f64,
        });
    }
    eprintln!("adversaries");
    let mut worst = Vec::new();
    for piece in ADVERSARIES {
        let text = repeated(piece, ADVERSARY);
        worst.push((counting.work(&text)? as f64 / text.len() as f64, *piece));
    }
    worst.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut adversaries = Vec::new();
    for (work, piece) in worst.iter().take(MOST_SHOWN) {
        let (text, large) = (repeated(piece, LARGE / 4), repeated(piece, LARGE));
        adversaries.push(json!({
            "piece": piece,
            "instructions_per_byte": round(*work),
            "native_mb_s": round(speed(&text, best(&deid_bench::rounds(&text, long / 4)))),
            "wasm_mb_s": round(speed(&text, best(&wasm.run(&["for", "100"], &text)?.rounds))),
            "memory_bytes": wasm.run(&["once"], &large)?.memory,
        }));
    }
    let mut hungry = Vec::new();
    for piece in ADVERSARIES {
        hungry.push((wasm.run(&["once"], &repeated(piece, LARGE))?.memory, *piece));
    }
    hungry.sort_by_key(|(bytes, _)| std::cmp::Reverse(*bytes));
    let hungriest = hungry.first().copied().unwrap_or_default();
    let peers = peers(long);

    let mut out = String::new();
    table(&mut out, &rows)?;
    writeln!(
        out,
        "\ncomponent: {:.2} MB; instance made, run and gone: {:.3} ms; its memory when idle: {:.1} MB",
        size as f64 / 1e6,
        ms(start),
        empty as f64 / 1e6
    )?;
    writeln!(out, "most memory for 1 MiB of an adversary:")?;
    for (bytes, piece) in hungry.iter().take(MOST_SHOWN) {
        writeln!(out, "  {:.1} MB {piece:?}", *bytes as f64 / 1e6)?;
    }
    for peer in peers.as_object().into_iter().flatten() {
        writeln!(out, "peer: {}: {} MB/s", peer.0, peer.1)?;
    }
    writeln!(out, "worst families, by instructions per byte:")?;
    for adversary in &adversaries {
        writeln!(out, "  {adversary}")?;
    }
    std::io::stdout().write_all(out.as_bytes())?;
    if let Some(file) = &flags.json {
        let rows: Vec<Value> = rows.iter().map(row_json).collect();
        let all = json!({
            "kinds": rows, "adversaries": adversaries, "peers_mb_s": peers,
            "component_bytes": size, "instance_ms": round(ms(start)), "idle_memory_bytes": empty,
            "most_memory_bytes": hungriest.0, "most_memory_piece": hungriest.1,
        });
        std::fs::write(file, format!("{all:#}\n")).with_context(|| file.display().to_string())?;
    }
    Ok(())
}

/// Notes of somebody else, as `perf deid` compares us with others by: the median round of each side. The others go over the notes once,
/// so that our best of many would be no like for like.
fn notes(wasm: &Wasm, file: &std::path::Path, long: Duration) -> Result<()> {
    let lines = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let text = |line: &str| -> Result<String> {
        let note: Value = serde_json::from_str(line)?;
        Ok(note["text"].as_str().context("a note without text")?.to_owned())
    };
    let notes = lines.lines().map(text).collect::<Result<Vec<String>>>()?;
    let bytes: usize = notes.iter().map(String::len).sum();
    let text = notes.join(SEPARATOR.to_string().as_str());
    let middle = |rounds: Vec<Duration>| median(rounds.into_iter().map(Ok));
    let native = middle(deid_bench::rounds(&text, long))?;
    let inside = middle(wasm.run(&["for", &long.as_millis().to_string()], &text)?.rounds)?;
    for (name, time) in [("native", native), ("in the component's engine", inside)] {
        let line = json!({ "name": name, "bytes": bytes, "seconds": time.as_secs_f64() });
        std::io::stdout().write_all(format!("{line}\n").as_bytes())?;
    }
    Ok(())
}

fn brief(wasm: &Wasm, flags: &Flags) -> Result<()> {
    for kind in KINDS {
        let text = kind.documents();
        let time = best(&wasm.run(&["for", &flags.milliseconds.to_string()], &text)?.rounds);
        let line = format!("{:<18} {:.1} MB/s\n", kind.name, speed(&text, time));
        std::io::stdout().write_all(line.as_bytes())?;
    }
    Ok(())
}

fn table(out: &mut String, rows: &[Row]) -> std::fmt::Result {
    writeln!(
        out,
        "| text | native MB/s | wasm MB/s | ratio | 1 kB native | 1 kB fresh | 8 kB native | 8 kB fresh | memory, 1 MiB | instr/byte |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|---|---|---|---|")?;
    for row in rows {
        writeln!(
            out,
            "| {} | {:.1} | {:.1} | {:.2} | {:.3} ms | {:.3} ms | {:.3} ms | {:.3} ms | {:.1} MB | {:.0} |",
            row.name,
            row.native,
            row.wasm,
            row.native / row.wasm,
            ms(row.short_native),
            ms(row.short),
            ms(row.note_native),
            ms(row.note),
            row.memory as f64 / 1e6,
            row.work,
        )?;
    }
    Ok(())
}

fn row_json(row: &Row) -> Value {
    json!({
        "text": row.name, "bytes": row.bytes, "native_mb_s": round(row.native), "wasm_mb_s": round(row.wasm),
        "kb1_native_ms": round(ms(row.short_native)), "kb1_fresh_ms": round(ms(row.short)),
        "kb8_native_ms": round(ms(row.note_native)), "kb8_fresh_ms": round(ms(row.note)),
        "memory_1mib_bytes": row.memory, "instructions_per_byte": round(row.work),
    })
}

/// What nobody can be faster than, on the same machine in the same minute: a copy, and a check of UTF-8.
fn peers(long: Duration) -> Value {
    let text = KINDS[0].sized(LARGE);
    let bytes = text.as_bytes();
    let copy = measure(long / 8, || text.clone());
    let utf8 = measure(long / 8, || std::str::from_utf8(black_box(bytes)).is_ok());
    let words = measure(long / 8, || black_box(&text).split_ascii_whitespace().count());
    json!({
        "copy": round(speed(&text, copy)),
        "UTF-8 check": round(speed(&text, utf8)),
        "counting words": round(speed(&text, words)),
    })
}

fn measure<T>(long: Duration, what: impl Fn() -> T) -> Duration {
    let begun = Instant::now();
    let mut best = Duration::MAX;
    while begun.elapsed() < long {
        let start = Instant::now();
        drop(black_box(what()));
        best = best.min(start.elapsed());
    }
    best
}

/// The best round: what else runs on the machine only ever adds.
fn best(rounds: &[Duration]) -> Duration {
    rounds.iter().copied().min().unwrap_or_default()
}

fn median(times: impl Iterator<Item = Result<Duration>>) -> Result<Duration> {
    let mut times = times.collect::<Result<Vec<_>>>()?;
    times.sort_unstable();
    Ok(times.get(times.len() / 2).copied().unwrap_or_default())
}

/// Megabytes (10^6) of text a second.
fn speed(text: &str, time: Duration) -> f64 {
    text.len() as f64 / time.as_secs_f64() / 1e6
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
