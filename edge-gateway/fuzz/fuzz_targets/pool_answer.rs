//! See `promises/pool_answer.rs`.
#![no_main]

#[path = "../promises/mod.rs"]
mod promises;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::pool_answer(bytes));
