//! What a run of `perf edge` measured, as it is written to `edge.json`. `perf/edge.schema.json` is made from these types; a test holds
//! it to them. Renew it with `UPDATE_SCHEMA=1 cargo test -p perf schema`.

use crate::results::{Latency, Machine};
use serde::{Deserialize, Serialize};

/// Goes up when a reader of older results would misread new ones.
pub const VERSION: u32 = 1;

/// One run.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EdgeCost {
    /// [`VERSION`] of the program that wrote it.
    pub version: u32,
    /// When it began, RFC 3339, UTC.
    pub started: String,
    /// How long all of it took, in seconds.
    pub took_seconds: f64,
    /// The commit that was measured, and whether files had been changed since ("…-dirty"); null outside of a git checkout.
    pub commit: Option<String>,
    /// Where it ran.
    pub machine: Machine,
    /// How it ran.
    pub settings: Settings,
    /// Length of the component's file.
    pub component_bytes: u64,
    /// The load generator straight to the null pool, with mutual TLS: what is no cost of the edge.
    pub pool_alone: Vec<Round>,
    /// Our edge.
    pub edge: System,
    /// The same component under Spin; null where no Spin was named.
    #[serde(default)]
    pub spin: Option<System>,
    /// The FastAPI gateway; null where it was not measured.
    pub gateway: Option<System>,
    /// Why the gateway was not measured; null where it was.
    pub gateway_skipped: Option<String>,
}

/// How a run was done.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Settings {
    /// How many times everything was measured, by turns.
    pub rounds: u32,
    /// Requests of a step in a round, after warm-up.
    pub requests: u32,
    /// Length of a measurement at saturation, after warm-up.
    pub seconds: f64,
    /// Before it the same load runs for this long and is not counted.
    pub warm_up_seconds: f64,
    /// Callers at saturation.
    pub in_flight: usize,
    /// Length of the note, in bytes.
    pub note_bytes: usize,
    /// Requests held at the pool while memory was looked at.
    pub held: usize,
    /// Processes of the gateway.
    pub gateway_workers: usize,
    /// A run that is too short to be quoted.
    pub quick: bool,
}

/// A system that was measured.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct System {
    /// For people.
    pub name: String,
    /// One request in flight, from the cheapest to the whole.
    pub steps: Vec<Step>,
    /// Many in flight, the whole way.
    pub saturation: Vec<Saturation>,
    /// What requests keep in memory.
    pub memory: Memory,
}

/// Requests that end after a certain step.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Step {
    /// Stable name for programs.
    pub id: String,
    /// For people: what such a request makes the system do.
    pub what: String,
    /// The status that each was answered with.
    pub status: u16,
    /// The measurements, in order of time.
    pub rounds: Vec<Round>,
}

/// A round of one step.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Round {
    /// Requests.
    pub requests: u64,
    /// In milliseconds.
    pub latency_ms: Latency,
    /// CPU time of the system for each, in milliseconds; null for the null pool, which shares a process with the generator.
    pub cpu_ms: Option<f64>,
}

/// Many in flight: `POST /v1/classify` with the note.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Saturation {
    /// `seen` (one RS256 token for all), `new-eddsa`, `new-es256` (a token for each request).
    pub tokens: String,
    /// The measurements, in order of time.
    pub rounds: Vec<Load>,
}

/// A round at saturation.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Load {
    /// Right answers within the window.
    pub requests: u64,
    /// Answers that were not 200, and requests without an answer.
    pub errors: u64,
    /// Length of the window.
    pub seconds: f64,
    /// In milliseconds.
    pub latency_ms: Option<Latency>,
    /// CPU time of all processes of the system in it, user and kernel.
    pub cpu_seconds: f64,
    /// CPU time of load generator, null pool and issuer, which share the machine.
    pub generator_cpu_seconds: f64,
}

/// Resident memory of all processes of a system, pages that they share counted in each, in bytes.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Memory {
    /// After some requests, one after the other.
    pub idle: u64,
    /// While so many requests as the settings say wait for the pool, each on a connection of its own.
    pub holding: u64,
    /// Once they are answered.
    pub after: u64,
}

#[cfg(test)]
mod tests {
    use super::EdgeCost;
    use std::path::Path;

    #[test]
    fn the_schema_is_that_of_the_types() {
        let made = serde_json::to_string_pretty(&schemars::schema_for!(EdgeCost)).unwrap() + "\n";
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("edge.schema.json");
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(&file, &made).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap();
        assert_eq!(kept, made, "renew it with UPDATE_SCHEMA=1 cargo test -p perf schema");
    }
}
