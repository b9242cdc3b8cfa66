//! The edge's promises for any input, on the stored corpora of `fuzz/` and on mutations of them: the same functions that
//! `cargo fuzz` runs, without coverage to guide them and without nightly Rust.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test's helpers fail by panicking"
)]

#[path = "../fuzz/mutations.rs"]
mod mutations;
#[path = "../fuzz/promises/mod.rs"]
mod promises;

use std::path::Path;

fn run(corpus: &str, tries: usize, promise: fn(&[u8])) {
    mutations::run(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(corpus), tries, promise);
}

#[test]
fn any_token_is_refused_unless_it_is_signed_and_meant_for_us() {
    run("token", 6000, promises::token);
}

#[test]
fn any_key_set_is_refused_unless_it_is_usable_and_holds_no_secret() {
    run("key_set", 4000, promises::key_set);
}

#[test]
fn any_body_is_taken_exactly_where_the_published_schema_allows_it() {
    run("request_body", 6000, promises::request_body);
}

#[test]
fn any_line_has_one_answer_whatever_pieces_it_comes_in() {
    run("lines", 400, promises::lines);
}

#[test]
fn any_answer_of_the_pool_is_whole_or_a_problem() {
    run("pool_answer", 4000, promises::pool_answer);
}
