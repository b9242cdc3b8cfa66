//! What somebody with a proxy, a JWT tool, a header smuggler and patience tries at the real component behind the real host. Each of
//! these must end in an ordinary refusal; none may bring text, or a request of nobody known, to the pool.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

mod canary;
mod paths;
mod problems;
mod smuggling;
#[path = "../support/mod.rs"]
mod support;
mod tokens;
mod upstream;

const BODY: &str = r#"{"inputs":"Feels much better."}"#;
