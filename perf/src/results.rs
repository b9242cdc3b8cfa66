//! What a run measured, as it is written to `table.json`. `perf/results.schema.json` is made from these types; a test holds it to
//! them. Renew it with `UPDATE_SCHEMA=1 cargo test -p perf schema`.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Goes up when a reader of older results would misread new ones.
pub const VERSION: u32 = 1;

/// One run of `perf table`: every system, measured in turn on one machine.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Run {
    /// [`VERSION`] of the program that wrote it.
    pub version: u32,
    /// When it began, RFC 3339, UTC.
    pub started: String,
    /// How long all of it took, set-up of peers included, in seconds.
    pub took_seconds: f64,
    /// The commit that was measured, and whether files had been changed since ("…-dirty"); null outside of a git checkout.
    pub commit: Option<String>,
    /// Where it ran.
    pub machine: Machine,
    /// How it ran.
    pub settings: Settings,
    /// The sets of texts that were sent, by name: `uniform32`, `mixed`, `long`.
    pub texts: BTreeMap<String, TextSet>,
    /// The systems, in the order of the table.
    pub rows: Vec<Row>,
}

/// The machine of a run.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Machine {
    /// Name of the processor.
    pub cpu: String,
    /// Cores that this process may use.
    pub cores: usize,
    /// Memory.
    pub memory_bytes: u64,
    /// Release of the kernel.
    pub kernel: String,
    /// Name of the GPU, where one was used.
    pub gpu: Option<String>,
    /// Load averages over 1, 5 and 15 minutes before anything was started: much above 0 means a machine that was not quiet.
    pub load_before: [f64; 3],
}

/// How a run was done.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Settings {
    /// How many times each load was measured on each system, by turns with the others.
    pub rounds: u32,
    /// Length of one measurement, after warm-up.
    pub seconds: f64,
    /// Before each measurement the same load runs for this long and is not counted.
    pub warm_up_seconds: f64,
    /// Threads that each system may compute with.
    pub threads: usize,
    /// Name of the model.
    pub model: String,
    /// Version of ONNX Runtime under every system.
    pub onnxruntime: String,
    /// A short run: fewer rounds and loads than the published figures have.
    pub quick: bool,
    /// What was computed on: `cpu` or `cuda`.
    pub device: String,
}

/// A set of texts.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TextSet {
    /// Texts in it; they are sent by turns.
    pub count: usize,
    /// Lengths in tokens of the model, its two special tokens included.
    pub tokens: Tokens,
}

/// Quantiles of lengths in tokens.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Tokens {
    /// Mean.
    pub mean: f64,
    /// Median.
    pub p50: u32,
    /// 95th percentile.
    pub p95: u32,
    /// 99th percentile.
    pub p99: u32,
    /// Longest.
    pub max: u32,
}

/// One system, in one way of setting it up.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Row {
    /// Stable name for programs, such as `fastapi` or `anteroom-pool-int8`.
    pub id: String,
    /// The row's number in the table of the paper's systems (issue 6); null for further rows.
    pub number: Option<u8>,
    /// For people.
    pub name: String,
    /// What a reader must know to judge the row.
    pub notes: Vec<String>,
    /// The graph that it computes.
    pub graph: Graph,
    /// Why it was not measured; null where it was.
    pub skipped: Option<String>,
    /// From the start of its processes to the first right answer, in seconds.
    pub ready_seconds: Option<f64>,
    /// How its answers compare with those of ONNX Runtime on the export, text by text; null where nothing was compared.
    pub agreement: Option<Agreement>,
    /// What was measured.
    pub loads: Vec<Load>,
}

/// Which graph of the model a system computes.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Graph {
    /// As it was exported, fp32.
    Export,
    /// The same without computing padding, fp32.
    Unpadded,
    /// The same without computing padding, int8.
    Int8,
}

/// Answers compared with the expected ones.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Agreement {
    /// Answers compared.
    pub compared: u64,
    /// Share of same labels, 0 to 1.
    pub labels: f64,
    /// Largest difference of a score (a probability).
    pub largest_difference: f64,
}

/// One load on one system.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Load {
    /// How requests were offered.
    pub kind: Kind,
    /// Name of the set of texts.
    pub texts: String,
    /// The measurements, in order of time.
    pub rounds: Vec<Round>,
}

/// How requests are offered.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// So many callers, each of whom sends as soon as it has its answer.
    Closed {
        /// Callers.
        in_flight: usize,
    },
    /// Arrivals at a constant rate, whatever the system does; latency counts from when a request was to be sent.
    Open {
        /// Requests a second.
        rate: f64,
    },
    /// No requests: the engine in a loop over all texts, by a plan of batches.
    Offline {
        /// Name of the plan.
        plan: String,
    },
}

/// One measurement.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Round {
    /// Requests that ended in this round, wrong and failed ones included.
    pub requests: u64,
    /// Of these: without an answer, or with a status other than 200.
    pub errors: u64,
    /// Of these: answered with a label or scores other than expected.
    pub wrong: u64,
    /// Length of the round.
    pub seconds: f64,
    /// Right answers a second.
    pub throughput: f64,
    /// Of right answers, in milliseconds; null where there were no requests (`offline`) or no answers.
    pub latency_ms: Option<Latency>,
    /// The distribution behind it, compact: upper end of a step in milliseconds, and how many answers fell in it.
    pub histogram: Vec<(f64, u64)>,
    /// CPU time of all processes of the system, user and kernel.
    pub cpu_seconds: f64,
    /// CPU time of the load generator, which shares the machine.
    pub generator_cpu_seconds: f64,
    /// Memory of all processes of the system at the end of the round, what they share counted once (PSS); of the engine alone, which is
    /// one process, the most that was resident.
    pub memory_bytes: u64,
    /// Where a request's time goes, as means in milliseconds: `edge`, `network`, `tokenise`, `queue`, `compute`, `other`; null where
    /// a system does not tell.
    pub stages: Option<BTreeMap<String, f64>>,
}

/// Latencies in milliseconds.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Latency {
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
    /// 99th percentile.
    pub p99: f64,
    /// Longest.
    pub max: f64,
    /// Mean.
    pub mean: f64,
}

#[cfg(test)]
mod tests {
    use super::Run;
    use std::path::Path;

    #[test]
    fn the_schema_is_that_of_the_types() {
        let made = serde_json::to_string_pretty(&schemars::schema_for!(Run)).unwrap() + "\n";
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("results.schema.json");
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(&file, &made).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap();
        assert_eq!(kept, made, "renew it with UPDATE_SCHEMA=1 cargo test -p perf schema");
    }
}
