//! See `promises/signature.rs`.
#![no_main]

#[path = "../promises/signature.rs"]
mod signature;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| signature::signature(bytes));
