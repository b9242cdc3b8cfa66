//! See `promises/request_body.rs`.
#![no_main]

#[path = "../promises/mod.rs"]
#[allow(dead_code, unused_imports, reason = "each target runs one of them")]
mod promises;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::request_body(bytes));
