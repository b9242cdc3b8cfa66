//! Several issuers, discovery, and a provider that others wrote. A test's name carries the row of the behaviours that it shows.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test's helpers fail by panicking"
)]

mod key_server;
mod provider;
mod side_by_side;
#[path = "../support/mod.rs"]
mod support;

const BODY: &str = r#"{"inputs":"Feels much better."}"#;
