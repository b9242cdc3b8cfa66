//! The promise of `../../fuzz/promises/signature.rs` on its stored corpus and mutations of it, without coverage to guide it and
//! without nightly Rust.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test's helpers fail by panicking"
)]

extern crate edge_signatures as signatures;

#[path = "../../fuzz/mutations.rs"]
mod mutations;
#[path = "../../fuzz/promises/signature.rs"]
mod signature;

use std::path::Path;

#[test]
fn any_signature_holds_exactly_where_other_libraries_say_so() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/signature");
    mutations::run(&corpus, 600, signature::signature);
}
