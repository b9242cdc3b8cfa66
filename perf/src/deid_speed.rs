//! `perf deid`: speed of the de-identifier, natively and inside the component's engine, beside Presidio and Philter on the same notes.

use crate::report::numbers::figure;
use crate::systems::peers::{self, Peers};
use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use xtask::deid_bench::{self, Bench};
use xtask::progress::say;
use xtask::workspace::Workspace;

/// Notes that are measured: sentences of our own bench texts, which are synthetic and dense with identifiers.
const TEXTS: &str = "edge-gateway/deid/bench/texts/visit-note.txt";
/// Notes: each begins at another line of the text, so that no two are the same.
const NOTES: usize = 100;
/// Lines in a note.
const LINES: usize = 30;

/// What `perf deid` was asked for.
#[derive(Debug, Clone, clap::Args)]
pub struct Flags {
    /// No further note is begun after so many seconds, of each peer.
    #[arg(long, default_value_t = 20.0)]
    pub seconds: f64,
    /// Each is measured so often, by turns.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub rounds: u32,
    /// Only the peers.
    #[arg(long)]
    pub peers_only: bool,
    /// Where the result goes [default: target/perf/results/deid.json].
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// What one of them did.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Speed {
    /// Its name.
    pub name: String,
    /// 10^6 bytes a second, of each round.
    pub megabytes_per_second: Vec<f64>,
}

impl Speed {
    /// The middle of the rounds, and the slowest and fastest.
    #[must_use]
    pub fn spread(&self) -> (f64, f64, f64) {
        let mut rounds = self.megabytes_per_second.clone();
        rounds.sort_by(f64::total_cmp);
        let at = |index: usize| rounds.get(index).copied().unwrap_or_default();
        (at(rounds.len() / 2), at(0), at(rounds.len().saturating_sub(1)))
    }
}

/// What every program prints.
#[derive(Default, Deserialize)]
struct Line {
    name: Option<String>,
    bytes: u64,
    seconds: f64,
    /// Those in Python tell it. It counts in place of the clock: what else the machine does is not theirs. Ours count by the clock.
    cpu_seconds: Option<f64>,
    /// How many it came to, of a peer that stops when its time is over.
    notes: Option<usize>,
}

/// Measures, prints and writes.
///
/// # Errors
/// Where the notes cannot be made or nothing could be measured.
pub fn run(flags: &Flags) -> Result<()> {
    let workspace = Workspace::find()?;
    let work = workspace.root().join("target/perf");
    std::fs::create_dir_all(work.join("results"))?;
    let notes = work.join("notes.jsonl");
    write_notes(&workspace.root().join(TEXTS), &notes)?;
    let peers = Peers::of(workspace.root(), &work.join("venvs"))?;
    // Before anything is measured: a build takes the cores.
    let bench = if flags.peers_only { None } else { Some(deid_bench::build(&workspace)?) };
    let mut all: Vec<Speed> = Vec::new();
    for round in 1..=flags.rounds {
        if let Some(bench) = &bench {
            say(&format!("round {round} of {}: ours", flags.rounds));
            ours(bench, &notes)?.iter().for_each(|line| note(&mut all, line.name("ours, "), line));
        }
        for (peer, name) in [
            ("presidio", "Presidio, patterns alone (without the model that finds names)"),
            ("philter", "Philter (philter-lite)"),
        ] {
            say(&format!("round {round} of {}: {name}", flags.rounds));
            match peer_speed(&peers, peer, &notes, flags.seconds) {
                Ok(line) => {
                    if let Some(some) = line.notes.filter(|notes| *notes < NOTES) {
                        say(&format!(
                            "{name}: only the first {some} of {NOTES} notes within --seconds {}",
                            flags.seconds
                        ));
                    }
                    note(&mut all, name.to_owned(), &line);
                }
                Err(error) => say(&format!("{name} was not measured: {error:#}")),
            }
        }
    }
    ensure!(!all.is_empty(), "nothing could be measured");
    let out = flags.out.clone().unwrap_or_else(|| work.join("results/deid.json"));
    std::fs::write(&out, serde_json::to_string_pretty(&all)? + "\n")?;
    print(&all);
    say(&format!("written to {}", out.display()));
    Ok(())
}

#[allow(clippy::print_stdout, reason = "this is what was asked for")]
fn print(all: &[Speed]) {
    println!(
        "| de-identifier, one thread, the same {NOTES} notes | MB/s, median (slowest to fastest round) |\n|---|---|"
    );
    for each in all {
        let (median, slowest, fastest) = each.spread();
        println!("| {} | {} ({} to {}) |", each.name, figure(median), figure(slowest), figure(fastest));
    }
}

impl Line {
    fn name(&self, prefix: &str) -> String {
        format!("{prefix}{}", self.name.as_deref().unwrap_or(""))
    }
}

fn note(all: &mut Vec<Speed>, name: String, line: &Line) {
    #[allow(clippy::cast_precision_loss, reason = "megabytes")]
    let speed =
        line.bytes as f64 / line.cpu_seconds.unwrap_or(line.seconds).min(line.seconds).max(1e-9) / 1e6;
    match all.iter_mut().find(|each| each.name == name) {
        Some(each) => each.megabytes_per_second.push(speed),
        None => all.push(Speed { name, megabytes_per_second: vec![speed] }),
    }
}

fn peer_speed(peers: &Peers, peer: &str, notes: &Path, seconds: f64) -> Result<Line> {
    let mut command = peers.command(peer, false)?;
    command.arg(notes).args(["--seconds", &seconds.to_string()]);
    let lines: Vec<Line> = peers::lines(&mut command, |_| ())?;
    lines.into_iter().next().context("it printed nothing")
}

/// Natively, and as WebAssembly under the host's engine settings: the bench of the de-identifier.
fn ours(bench: &Bench, notes: &Path) -> Result<Vec<Line>> {
    peers::lines(bench.command().arg("--notes").arg(notes), |_| ())
}

fn write_notes(texts: &Path, file: &Path) -> Result<()> {
    let text = std::fs::read_to_string(texts).with_context(|| format!("reading {}", texts.display()))?;
    let lines: Vec<&str> = text.lines().collect();
    let note = |number: usize| {
        let some: Vec<&str> =
            lines.iter().cycle().skip(number * 7 % lines.len().max(1)).take(LINES).copied().collect();
        serde_json::json!({ "id": number, "text": format!("{}\nNote {number}.", some.join("\n")) })
            .to_string()
    };
    let all: Vec<String> = (0..NOTES).map(note).collect();
    std::fs::write(file, all.join("\n") + "\n").with_context(|| format!("writing {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_of_one_name_come_together_and_their_middle_counts() {
        let mut all = Vec::new();
        for (name, bytes) in [("a", 3_000_000), ("b", 7_000_000), ("a", 1_000_000), ("a", 2_000_000)] {
            note(&mut all, name.to_owned(), &Line { bytes, seconds: 1.0, ..Line::default() });
        }
        assert_eq!(all.iter().map(Speed::spread).collect::<Vec<_>>(), [(2.0, 1.0, 3.0), (7.0, 7.0, 7.0)]);
        // A peer that had to wait for the processor is charged for what it had of it.
        note(
            &mut all,
            "c".to_owned(),
            &Line { bytes: 1_000_000, seconds: 4.0, cpu_seconds: Some(0.5), ..Line::default() },
        );
        assert_eq!(all.last().map(Speed::spread), Some((2.0, 2.0, 2.0)));
    }

    #[test]
    fn notes_differ_and_are_lines_of_json() {
        let folder = tempfile::tempdir().unwrap();
        let (text, file) = (folder.path().join("text"), folder.path().join("notes.jsonl"));
        std::fs::write(&text, (0..50).map(|line| format!("line {line}\n")).collect::<String>()).unwrap();
        write_notes(&text, &file).unwrap();
        let written = std::fs::read_to_string(&file).unwrap();
        let notes: Vec<serde_json::Value> =
            written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(notes.len(), NOTES);
        let different: std::collections::BTreeSet<String> =
            notes.iter().map(|note| note["text"].to_string()).collect();
        assert_eq!(different.len(), NOTES);
        assert!(write_notes(&folder.path().join("none"), &file).is_err());
    }
}
