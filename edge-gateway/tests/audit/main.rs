//! The audit trail through the real component: one event a decision, held to the published schema (row 60); the chain, by two
//! hosts at once; and what happens when the sink is away, stands still or is another program (row 61).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

mod chain;
mod events;
mod failing;
mod flood;
mod keys;
mod sink;
mod stream;
#[path = "../support/mod.rs"]
mod support;
mod tls;

use serde_json::Value;
use support::{Edge, Setup};

const NOTE: &str = r#"{"inputs":"Zebulon Quist, SSN 219-09-9999, feels much better."}"#;

/// Far beyond anything healthy: a hang becomes a failure.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

fn setup(list: &[(&'static str, &str)]) -> Setup {
    let variables = list.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Setup { variables, ..Setup::default() }
}

fn last(edge: &Edge) -> Value {
    edge.audits().pop().unwrap()
}

/// The published schema.
fn schema() -> jsonschema::Validator {
    let file = support::workspace_file("edge-gateway/audit/event.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn assert_valid(schema: &jsonschema::Validator, event: &Value) {
    let errors: Vec<String> = schema.iter_errors(event).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{event}: {errors:?}");
}
