//! State outside the instance: limits, deny-list, breaker and remembered signatures, through the real component, with a
//! real Redis where two hosts share it, and with one that dies. A test's name carries the row of the behaviours that it
//! shows (rows 25, 27, 48 and 53).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

mod breaker;
mod deny_list;
mod limits;
mod seen;
mod store;
#[path = "../support/mod.rs"]
mod support;

use support::{Answer, Edge, Setup, until};

const BODY: &str = r#"{"inputs":"Feels much better."}"#;

fn variables(list: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    list.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

fn setup(redis: Option<u16>, list: &[(&'static str, &str)]) -> Setup {
    Setup { redis, variables: variables(list), ..Setup::default() }
}

fn post(edge: &Edge) -> Answer {
    edge.post("/v1/classify", BODY)
}

/// A token of another client.
fn token_of(edge: &Edge, client: &str) -> String {
    let claims = edge.claims().with("sub", client.into()).with("client_id", client.into());
    claims.sign(&edge.key).unwrap()
}

fn reason(edge: &Edge) -> String {
    edge.audits().last().unwrap()["reason"].as_str().unwrap().to_owned()
}
