//! `/openapi.json` and the component say the same: routes and methods ([`routes`]), what is answered ([`answers`]), what is
//! taken ([`requests`]); and a client that others wrote finds nothing to object to ([`schemathesis`]).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

mod answers;
mod document;
mod requests;
mod routes;
mod schemathesis;
#[path = "../support/mod.rs"]
mod support;

use support::Setup;

fn setup(list: &[(&'static str, &str)]) -> Setup {
    let variables = list.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Setup { variables, ..Setup::default() }
}
