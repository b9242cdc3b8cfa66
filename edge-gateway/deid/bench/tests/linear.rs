//! Work is linear in the text, whatever the text, and bounded per byte. Counted in WebAssembly instructions, which unlike
//! time are the same in every run, and which see every byte that is looked at.

#![allow(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

use deid_bench::runner::Wasm;
use deid_bench::texts::{ADVERSARIES, KINDS, repeated};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Bytes of the small text, well above the longest look-ahead (2 kB of a web address); the large one is [`TIMES`] as long.
const SMALL: usize = 6 << 10;
const TIMES: u64 = 8;
/// Work may grow by so much more than the text, in percent. The same piece over and over can be read as names or as places, by how
/// the last one ends, and one costs half as much again as the other. Quadratic work would be [`TIMES`] times what it should be.
const SLACK: u64 = 100;
/// Work that does not depend on the text: the instance's first allocations.
const FIXED: u64 = 2_000_000;
/// Instructions per byte that no text may take: about twenty times what a visit note takes, so that a text made to be slow
/// occupies a core for less than a second per half megabyte.
const MOST: u64 = 50_000;

/// The guest, built as the component is.
fn guest() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guest");
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["build", "--quiet", "--profile", "component", "--locked", "--target", "wasm32-wasip2"])
        .args(["--package", "deid-bench", "--bin", "deid-bench-guest"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("CARGO_TARGET_DIR", &target)
        // Flags meant for this machine's own programs.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    // From `cargo xtask test`, where the target has a sysroot of its own.
    if let Some(flags) = std::env::var_os("ANTEROOM_WASM_RUSTFLAGS") {
        cargo.env("CARGO_ENCODED_RUSTFLAGS", flags);
    }
    let built = cargo.status().unwrap().success();
    assert!(
        built,
        "the guest does not build: is the target wasm32-wasip2 installed? `cargo xtask setup` does it"
    );
    target.join("wasm32-wasip2/component/deid-bench-guest.wasm")
}

/// Everything that is measured: kinds of text, families of adversaries, and the worst that a hunt found.
fn pieces() -> Vec<String> {
    let mut pieces: Vec<String> = KINDS.iter().map(|kind| kind.text.to_owned()).collect();
    pieces.extend(ADVERSARIES.iter().map(|piece| (*piece).to_owned()));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("texts/worst");
    let mut worst: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    worst.sort();
    assert!(!worst.is_empty());
    pieces.extend(worst.iter().map(|file| std::fs::read_to_string(file).unwrap()));
    pieces
}

#[test]
fn work_is_linear_and_bounded() {
    let wasm = Wasm::counting(&guest()).unwrap();
    let mut wrong = Vec::new();
    for piece in pieces() {
        let name: String = piece.chars().take(32).collect();
        let small = wasm.work(&repeated(&piece, SMALL)).unwrap();
        let large = wasm.work(&repeated(&piece, SMALL * TIMES as usize)).unwrap();
        if large > small * TIMES * (100 + SLACK) / 100 + FIXED {
            wrong.push(format!("{name:?}: {small} instructions, and {large} for {TIMES} times the text"));
        }
        let each = large / (SMALL as u64 * TIMES);
        if each > MOST {
            wrong.push(format!("{name:?}: {each} instructions per byte"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
