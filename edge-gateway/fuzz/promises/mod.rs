//! What holds for any input: one function for each way into the edge, which panics where it does not.
//!
//! The targets of `cargo fuzz` and the ordinary test (`tests/fuzz.rs`) run the same functions, so that what one of them finds
//! is a file in `corpus/` that both run ever after.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "a promise that does not hold panics"
)]

mod key_set;
mod lines;
mod outside;
mod pool_answer;
mod request_body;
mod token;

pub use key_set::key_set;
pub use lines::lines;
pub use pool_answer::pool_answer;
pub use request_body::request_body;
pub use token::token;

use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

/// A schema of the edge's OpenAPI document.
fn schema(name: &str) -> Validator {
    let document: Value = serde_json::from_str(include_str!("../../openapi.json")).unwrap();
    let root = json!({"$ref": format!("#/components/schemas/{name}"), "components": document["components"]});
    jsonschema::options().with_draft(Draft::Draft202012).build(&root).unwrap()
}
