//! `perf deid`: speed of the de-identifier, natively and inside the component's engine, beside Presidio and Philter on the same notes.

use crate::systems::peers::{self, Peers};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::process::Command;
use xtask::progress::say;
use xtask::workspace::{Workspace, cargo};

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
    /// Bytes of notes.
    pub bytes: u64,
    /// What they took.
    pub seconds: f64,
    /// 10^6 bytes a second.
    pub megabytes_per_second: f64,
}

/// What every program prints; those in Python also tell their CPU time.
#[derive(Deserialize)]
struct Line {
    name: Option<String>,
    bytes: u64,
    seconds: f64,
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
    let mut all = Vec::new();
    if !flags.peers_only {
        all.extend(ours(&workspace, &notes)?);
    }
    for (peer, name) in [
        ("presidio", "Presidio, patterns alone (without the model that finds names)"),
        ("philter", "Philter (philter-lite)"),
    ] {
        say(name);
        match peer_speed(&peers, peer, &notes, flags.seconds) {
            Ok(line) => all.push(speed(name.to_owned(), &line)),
            Err(error) => say(&format!("{name} was not measured: {error:#}")),
        }
    }
    let out = flags.out.clone().unwrap_or_else(|| work.join("results/deid.json"));
    std::fs::write(&out, serde_json::to_string_pretty(&all)? + "\n")?;
    print(&all);
    say(&format!("written to {}", out.display()));
    Ok(())
}

#[allow(clippy::print_stdout, reason = "this is what was asked for")]
fn print(all: &[Speed]) {
    println!("| de-identifier, one thread | MB/s |\n|---|---|");
    for each in all {
        println!("| {} | {:.3} |", each.name, each.megabytes_per_second);
    }
}

fn speed(name: String, line: &Line) -> Speed {
    #[allow(clippy::cast_precision_loss, reason = "megabytes")]
    let megabytes_per_second = line.bytes as f64 / line.seconds.max(1e-9) / 1e6;
    Speed { name, bytes: line.bytes, seconds: line.seconds, megabytes_per_second }
}

fn peer_speed(peers: &Peers, peer: &str, notes: &Path, seconds: f64) -> Result<Line> {
    let mut command = peers.command(peer, false)?;
    command.arg(notes).args(["--seconds", &seconds.to_string()]);
    let lines: Vec<Line> = peers::lines(&mut command, |_| ())?;
    lines.into_iter().next().context("it printed nothing")
}

/// Natively, and as WebAssembly under the host's engine settings: the bench of the de-identifier.
fn ours(workspace: &Workspace, notes: &Path) -> Result<Vec<Speed>> {
    let mut command: Command = cargo();
    command.args(["run", "--package", "xtask", "--", "deid-bench", "--", "--notes"]).arg(notes);
    let output = command.current_dir(workspace.root()).stderr(std::process::Stdio::inherit()).output()?;
    anyhow::ensure!(output.status.success(), "the bench of the de-identifier failed");
    let text = String::from_utf8(output.stdout)?;
    let lines = text.lines().filter(|line| line.starts_with('{')).map(serde_json::from_str::<Line>);
    let lines = lines.collect::<std::result::Result<Vec<Line>, _>>()?;
    Ok(lines
        .into_iter()
        .map(|line| speed(format!("ours, {}", line.name.as_deref().unwrap_or("")), &line))
        .collect())
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
