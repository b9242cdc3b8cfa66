//! Row 8: ONNX Runtime in a loop on batches made beforehand (`perf/peers/engine/loop.py`).

use super::expected::write_texts;
use super::measure::rounded;
use crate::machine::usage;
use crate::results::{Graph, Round};
use crate::systems::{Setup, graph_file, peers};
use crate::texts::Texts;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

const LOOK_EVERY: Duration = Duration::from_millis(200);

/// A line of the program: what a plan reached, or the best of all.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Plan(Found),
    Best {
        #[allow(dead_code, reason = "tells the last line from the others; ours is the best over all rounds")]
        best: Found,
    },
}

#[derive(Deserialize)]
struct Found {
    plan: String,
    items_per_s: f64,
    /// CPU time of one item.
    cpu_ms: f64,
}

/// Runs every plan once; each plan with what it reached in `seconds`.
///
/// # Errors
/// Where the program cannot be run.
pub(super) fn round(
    setup: &Setup,
    graph: Graph,
    threads: usize,
    texts: &Texts,
    seconds: f64,
    work: &Path,
) -> Result<Vec<(String, Round)>> {
    let file = work.join(format!("{}.jsonl", texts.name));
    write_texts(texts, &file)?;
    let mut command =
        setup.peers.script(if setup.gpu { "servers-gpu" } else { "servers" }, Path::new("engine/loop.py"))?;
    command.arg("--model").arg(&setup.version).args(["--graph", graph_file(graph)]).arg("--texts").arg(&file);
    command.args(["--threads", &threads.to_string(), "--rounds", "1", "--seconds", &seconds.to_string()]);
    if setup.gpu {
        command.args(["--provider", "cuda"]);
    }
    let watched = Watched::default();
    let lines: Vec<Line> = peers::lines(&mut command, |id| watched.watch(id)).context("the engine alone")?;
    let memory_bytes = watched.end();
    let plans = lines.into_iter().filter_map(|line| match line {
        Line::Plan(found) => Some(found),
        Line::Best { .. } => None,
    });
    let rounds = plans.map(|found| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "items of one round")]
        let requests = (found.items_per_s * seconds).round() as u64;
        let round = Round {
            requests,
            errors: 0,
            wrong: 0,
            seconds,
            throughput: rounded(found.items_per_s),
            latency_ms: None,
            histogram: Vec::new(),
            cpu_seconds: rounded(found.cpu_ms * found.items_per_s * seconds / 1e3),
            generator_cpu_seconds: 0.0,
            memory_bytes,
            stages: None,
        };
        (found.plan, round)
    });
    Ok(rounds.collect())
}

/// Looks at the program's memory until it ends.
#[derive(Default)]
struct Watched {
    most: Arc<Mutex<u64>>,
    ended: Arc<AtomicBool>,
}

impl Watched {
    fn watch(&self, id: u32) {
        let (most, ended) = (Arc::clone(&self.most), Arc::clone(&self.ended));
        std::thread::spawn(move || {
            while !ended.load(Ordering::Relaxed) {
                let now = usage(&[id]).rss_bytes;
                let mut most = most.lock().unwrap_or_else(PoisonError::into_inner);
                *most = now.max(*most);
                drop(most);
                std::thread::sleep(LOOK_EVERY);
            }
        });
    }

    fn end(&self) -> u64 {
        self.ended.store(true, Ordering::Relaxed);
        *self.most.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
