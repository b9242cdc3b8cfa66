//! `GET /openapi.json`: the contract, for programs. Called by `gateway`.
//!
//! It is written by hand, in `openapi.json`, because only then it says what is promised and not what happens to be; tests
//! hold it to what the component takes and answers (`tests/openapi`).

use crate::answer::Answer;

/// OpenAPI 3.1, without white space.
pub const DOCUMENT: &str = include_str!(concat!(env!("OUT_DIR"), "/openapi.json"));

/// The document as it is served.
#[must_use]
pub fn answer() -> Answer {
    Answer::json(DOCUMENT.into())
}
