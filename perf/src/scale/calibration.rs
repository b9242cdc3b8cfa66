//! How long a batch takes: from a measured table, from flags, or an estimate that says so.

use crate::report;
use crate::results::{Graph, Kind, Load, Row, Run};
use anyhow::{Context, Result, ensure};
use gpu_pool::registry::variant::Variant;
use gpu_pool::scheduler::queue::Limits;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Queue and batches as the pool bounds them by default, with fp32 (`gpu-pool/src/config`; a test compares).
pub(super) const CPU_LIMITS: Limits = Limits {
    queued_tokens: 65_536,
    bulk_queue_percent: 75,
    batch_tokens: 512,
    batch_rows: 16,
    look_ahead: 8,
    padding_percent: Variant::Unpadded.padding_percent(),
    bulk_percent: 10,
};

/// The same on a GPU.
pub(super) const GPU_LIMITS: Limits =
    Limits { batch_tokens: 16_384, batch_rows: 128, look_ahead: 256, ..CPU_LIMITS };

/// One replica's speed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Where the figures are from.
    pub source: String,
    /// True where nothing was measured.
    pub estimate: bool,
    /// What a batch costs whatever is in it, in seconds.
    pub seconds_per_batch: f64,
    /// What a token in a batch costs, in seconds of one engine.
    pub seconds_per_token: f64,
    /// Whether padding costs as much as text.
    pub counts_padding: bool,
    /// Engines of a replica.
    pub engines: usize,
    /// Whether batches have the pool's bounds for GPUs.
    pub gpu: bool,
    /// What a request takes outside of queue and engine, in seconds: reading, tokenising, answering.
    pub around_seconds: f64,
    /// CPU time of the edge for a request, in seconds.
    pub edge_seconds: f64,
}

/// CPU time of an edge for one request where nothing measured it: a signature and a short text. An assumption.
pub(super) const EDGE_SECONDS: f64 = 0.002;

impl Calibration {
    /// How long a batch takes, in seconds.
    #[must_use]
    pub fn service(&self, tokens: usize, padded_tokens: usize) -> f64 {
        let counted = if self.counts_padding { padded_tokens } else { tokens };
        self.seconds_per_batch + self.seconds_per_token * counted as f64
    }

    /// The figures in words.
    #[must_use]
    pub fn words(&self) -> String {
        format!(
            "A replica has {} engine{}{}, each {:.1} ms a run and {:.3} ms a token; the edge takes {:.1} ms of a core for a request",
            self.engines,
            if self.engines == 1 { "" } else { "s" },
            if self.gpu { " (a GPU)" } else { " (a core each)" },
            self.seconds_per_batch * 1000.0,
            self.seconds_per_token * 1000.0,
            self.edge_seconds * 1000.0
        )
    }

    /// Bounds of queue and batches.
    #[must_use]
    pub fn limits(&self) -> Limits {
        let limits = if self.gpu { GPU_LIMITS } else { CPU_LIMITS };
        let graph = if self.counts_padding { Variant::Export } else { Variant::Unpadded };
        Limits { padding_percent: graph.padding_percent(), ..limits }
    }

    /// An NVIDIA T4, by arithmetic. Nobody measured this.
    ///
    /// The encoder of DistilBERT has 6 × (4 × 768² + 2 × 768 × 3072) = 42.5 million weights, so a token costs 85 million
    /// operations. A T4 has 8.1 fp32 TFLOP/s at most (NVIDIA's data sheet); 40 % of it, for a card that its 70 W hold back, is 26 µs a
    /// token: 950 texts of 40 tokens a second. The paper saw 780 requests a second on a T4. 2 ms a batch are for starting some
    /// hundred kernels and for copies.
    #[must_use]
    pub fn t4_estimate() -> Self {
        Self {
            source: "estimate for an NVIDIA T4, fp32: 40 % of 8.1 TFLOP/s, 85 MFLOP a token, 2 ms a batch"
                .into(),
            estimate: true,
            seconds_per_batch: 0.002,
            seconds_per_token: 85e6 / (0.4 * 8.1e12),
            counts_padding: false,
            engines: 1,
            gpu: true,
            around_seconds: 0.001,
            edge_seconds: EDGE_SECONDS,
        }
    }

    /// From `table.json`: the two figures of a line through the closed loops that keep all engines busy. What a run had in it is told by
    /// how long it took and how many requests were done meanwhile. A row that does not tell what computing took: a line through one
    /// request at a time and saturation, on texts of one length.
    ///
    /// # Errors
    /// Where the file is no table, or lacks the row or its loads.
    pub fn of_table(file: &Path, id: Option<&str>) -> Result<Self> {
        let run = report::read(file)?;
        Self::of_run(&run, id, &file.display().to_string())
            .with_context(|| format!("{}: the simulation cannot be calibrated by it", file.display()))
    }

    fn of_run(run: &Run, id: Option<&str>, file: &str) -> Result<Self> {
        let wanted = |row: &&Row| match id {
            Some(id) => row.id == id,
            None => row.number == Some(5) && row.skipped.is_none(),
        };
        // The pool with batching on is the fastest of its rows.
        let row = run
            .rows
            .iter()
            .filter(wanted)
            .filter(|row| saturated(row).is_some())
            .max_by(|one, other| speed(one).total_cmp(&speed(other)))
            .context("no such row with texts of 32 tokens in a closed loop: a full run has one, a quick one has not")?;
        let length = run.texts.get(TEXTS).context("no texts of 32 tokens")?.tokens.mean;
        let (in_flight, throughput) = saturated(row).context("no closed loop")?;
        let (lone, compute) = lone(row).context("no latency of one request at a time")?;
        ensure!(
            in_flight > 1 && throughput > 0.0,
            "the row has texts of 32 tokens only one at a time, as in a quick run: make a full one"
        );
        let gpu = run.settings.device != "cpu";
        let engines = if gpu { 1 } else { run.settings.threads.max(1) };
        let limits = if gpu { GPU_LIMITS } else { CPU_LIMITS };
        // What saturation runs together: a share of what is in flight for each engine, within the bounds of a batch.
        let rows = (in_flight as f64 / engines as f64)
            .min(limits.batch_rows as f64)
            .min(limits.batch_tokens as f64 / length)
            .max(1.0);
        let full = engines as f64 * rows / throughput;
        let line = busy_line(run, row, engines).unwrap_or_else(|| {
            let one = compute.unwrap_or(lone);
            let slope = if rows > 1.0 { (full - one) / ((rows - 1.0) * length) } else { 0.0 };
            (one - slope * length, slope)
        });
        let (seconds_per_batch, seconds_per_token) = match line {
            (fixed, slope) if slope > 0.0 && fixed >= 0.0 => (fixed, slope),
            // One alone was faster than its share of a full batch (no other engine disturbs it): all cost is in tokens.
            _ => (0.0, full / (rows * length)),
        };
        Ok(Self {
            source: format!("{file}, run of {}, row `{}` ({})", run.started, row.id, row.name),
            estimate: false,
            seconds_per_batch,
            seconds_per_token,
            counts_padding: row.graph == Graph::Export,
            engines,
            gpu,
            around_seconds: compute.map_or(0.0, |compute| (lone - compute).max(0.0)),
            edge_seconds: edge(run, row).unwrap_or(EDGE_SECONDS),
        })
    }
}

/// Texts of one length tell the cost of a batch from that of its tokens.
const TEXTS: &str = "uniform32";

/// The line through the runs of a row's closed loops with two callers and more for each engine, where no engine is ever idle: what a run
/// costs by itself, and for each token. `None` where fewer than two lengths of runs are told. Notes of several windows are left out.
///
/// One request at a time is no point of it: on a CPU an engine of more threads takes that.
fn busy_line(run: &Run, row: &Row, engines: usize) -> Option<(f64, f64)> {
    let point = |load: &Load| {
        let Kind::Closed { in_flight } = load.kind else { return None };
        let length = run.texts.get(&load.texts).filter(|_| load.texts != "long")?.tokens.mean;
        let compute = compute(load)?;
        let throughput = median(load.rounds.iter().map(|round| round.throughput))?;
        // All engines compute all the time, so that so many rows were in a run.
        let rows = (compute * throughput / engines as f64).max(1.0);
        (in_flight >= 2 * engines).then_some((rows * length, compute))
    };
    let points: Vec<(f64, f64)> = row.loads.iter().filter_map(point).collect();
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let spread: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    let slope = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum::<f64>() / spread;
    (points.len() > 1 && slope.is_finite()).then_some((y - slope * x, slope))
}

/// What computing took at the median of rounds, in seconds.
fn compute(load: &Load) -> Option<f64> {
    let told = load.rounds.iter().filter_map(|round| round.stages.as_ref()?.get("compute").copied());
    median(told).map(|milliseconds| milliseconds / 1000.0)
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// The most callers of a row, and its requests a second then.
fn saturated(row: &Row) -> Option<(usize, f64)> {
    let closed = row.loads.iter().filter(|load| load.texts == TEXTS).filter_map(|load| match load.kind {
        Kind::Closed { in_flight } => {
            Some((in_flight, median(load.rounds.iter().map(|round| round.throughput))?))
        }
        _ => None,
    });
    closed.max_by_key(|(in_flight, _)| *in_flight)
}

fn speed(row: &Row) -> f64 {
    saturated(row).map_or(0.0, |(_, throughput)| throughput)
}

/// Median latency of one request at a time, and the engine's part of it where it is told. In seconds.
fn lone(row: &Row) -> Option<(f64, Option<f64>)> {
    let load =
        row.loads.iter().find(|load| load.texts == TEXTS && load.kind == Kind::Closed { in_flight: 1 })?;
    let p50 = median(load.rounds.iter().filter_map(|round| Some(round.latency_ms.as_ref()?.p50)))?;
    Some((p50 / 1000.0, compute(load)))
}

/// CPU time of the edge: what the whole takes for a request more than the pool with the same graph, with the most callers. One at a time
/// the threads of an engine that is alone look for work while they wait for each other, so that a slower answer looks dear.
fn edge(run: &Run, pool: &Row) -> Option<f64> {
    let whole = run
        .rows
        .iter()
        .find(|row| row.number == Some(7) && row.skipped.is_none() && row.graph == pool.graph)?;
    let cost = |row: &Row| {
        let (in_flight, _) = saturated(row)?;
        let of = |load: &&Load| load.texts == TEXTS && load.kind == Kind::Closed { in_flight };
        let rounds =
            row.loads.iter().filter(of).flat_map(|load| &load.rounds).filter(|round| round.requests > 0);
        median(rounds.map(|round| round.cpu_seconds / round.requests as f64))
    };
    Some(cost(whole)? - cost(pool)?).filter(|seconds| *seconds > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_bounds_are_the_pools() {
        let config = include_str!("../../../gpu-pool/src/config/mod.rs");
        let number = |name: &str| {
            let line =
                config.lines().find(|line| line.starts_with(&format!("const {name}: usize = "))).unwrap();
            let value = line.split(" = ").nth(1).unwrap().trim_end_matches(';').replace('_', "");
            value.parse::<usize>().unwrap()
        };
        assert_eq!(CPU_LIMITS.batch_tokens, number("CPU_BATCH_TOKENS"));
        assert_eq!(CPU_LIMITS.batch_rows, number("CPU_BATCH_ROWS"));
        assert_eq!(GPU_LIMITS.batch_tokens, number("GPU_BATCH_TOKENS"));
        assert_eq!(GPU_LIMITS.batch_rows, number("GPU_BATCH_ROWS"));
        assert_eq!(CPU_LIMITS.bulk_queue_percent, number("BULK_QUEUE_PERCENT"));
        assert_eq!(CPU_LIMITS.look_ahead, number("CPU_LOOK_AHEAD"));
        assert_eq!(GPU_LIMITS.look_ahead, number("GPU_LOOK_AHEAD"));
        let flags = include_str!("../../../gpu-pool/src/config/args.rs");
        for (flag, value) in
            [("QUEUE_TOKENS", CPU_LIMITS.queued_tokens), ("BULK_PERCENT", CPU_LIMITS.bulk_percent)]
        {
            let wanted = format!("GPU_POOL_{flag}\", default_value = \"{value}\"");
            assert!(flags.contains(&wanted), "{wanted}");
        }
    }

    #[test]
    fn a_table_gives_back_what_it_was_made_of() {
        // Two engines, 4 ms a batch and 0.2 ms a token; alone an engine of two threads takes 7 ms for 32 tokens, not 10.4.
        let mut run = fixture::run();
        let lengths: Vec<(String, f64)> =
            run.texts.iter().map(|(name, set)| (name.clone(), set.tokens.mean)).collect();
        for load in &mut run.rows.iter_mut().find(|row| row.id == "pool").unwrap().loads {
            let Kind::Closed { in_flight } = load.kind else { continue };
            let length = lengths.iter().find(|(name, _)| *name == load.texts).unwrap().1;
            let rows = in_flight as f64 / 2.0;
            let took = 0.004 + 0.0002 * rows * length;
            for round in &mut load.rounds {
                round.throughput = 2.0 * rows / took;
                let compute = if in_flight == 1 { 7.0 } else { took * 1000.0 };
                round.latency_ms.as_mut().unwrap().p50 = compute + 1.6;
                round.stages.get_or_insert_default().insert("compute".into(), compute);
            }
        }
        let near = |value: f64, wanted: f64| (value - wanted).abs() < 1e-9;
        let found = Calibration::of_run(&run, None, "FIXTURE").unwrap();
        assert!(near(found.seconds_per_batch, 0.004) && near(found.seconds_per_token, 0.0002), "{found:?}");
        assert!(near(found.around_seconds, 0.0016) && !found.counts_padding && !found.estimate, "{found:?}");
        // A row that does not tell what computing takes.
        for load in &mut run.rows.iter_mut().find(|row| row.id == "pool").unwrap().loads {
            load.rounds.iter_mut().for_each(|round| round.stages = None);
            if load.kind == (Kind::Closed { in_flight: 1 }) {
                load.rounds.iter_mut().for_each(|round| round.latency_ms.as_mut().unwrap().p50 = 10.4);
            }
        }
        let plain = Calibration::of_run(&run, None, "FIXTURE").unwrap();
        assert!(near(plain.seconds_per_batch, 0.004) && near(plain.seconds_per_token, 0.0002), "{plain:?}");
        assert!(found.source.contains("FIXTURE") && found.source.contains("`pool`"));
        assert!(Calibration::of_run(&run, Some("nobody"), "FIXTURE").is_err());
    }
}
