//! The wasm target's second way, forced: where `rustup target add` cannot be reached, the standard library is built from
//! Debian's package, and a real component, link-time optimisation and all, is built with it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

use xtask::setup::wasm::{self, TARGET, Unreachable};
use xtask::workspace;

/// The component model's binary format: `\0asm`, version 13, layer 1. A core module has version 1, layer 0.
const COMPONENT: [u8; 8] = *b"\0asm\x0d\0\x01\0";

#[test]
fn a_component_is_built_with_a_standard_library_from_source() {
    let folder = tempfile::tempdir().unwrap();
    let options = wasm::Options { dir: folder.path().join("set up"), from_source: true };
    let target = match wasm::ensure(&options) {
        Ok(target) => target,
        Err(error) if error.is::<Unreachable>() && std::env::var_os("CI").is_none() => {
            // Only a machine without Debian's packages comes here: it has no second way to test. CI has to have them.
            eprintln!("skipped: {error:#}");
            return;
        }
        Err(error) => panic!("{error:#}"),
    };

    let sysroot = target.sysroot().expect("a private sysroot");
    assert!(sysroot.starts_with(folder.path()));
    assert!(
        !sysroot.join("lib/rustlib").join(TARGET).is_symlink(),
        "the real sysroot's own library is not used"
    );
    assert!(!options.dir.join("wasm-work").exists(), "the sources are not left behind");

    let component = build_fixture(folder.path(), &target);
    let bytes = fs::read(&component).unwrap();
    assert_eq!(bytes[..8], COMPONENT);
    assert!(contains(&bytes, b"HELLO "), "the procedural macro has run");
    assert!(contains(&bytes, TARGET.as_bytes()), "the build script has run, for the target");
    assert!(contains(&bytes, b"wasi:http/incoming-handler@0.2"), "it exports the handler");
    assert!(
        !contains(&bytes, folder.path().as_os_str().as_encoded_bytes()),
        "no path of this machine is in it"
    );

    // A second time nothing is fetched or built, so nothing needs to be reachable.
    let stamp = fs::metadata(sysroot.join("anteroom.stamp")).unwrap().modified().unwrap();
    assert_eq!(wasm::ensure(&options).unwrap(), target);
    assert_eq!(fs::metadata(sysroot.join("anteroom.stamp")).unwrap().modified().unwrap(), stamp);
}

fn build_fixture(folder: &Path, target: &wasm::WasmTarget) -> std::path::PathBuf {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hello-component");
    let built = folder.join("component");
    let mut cargo: Command = workspace::cargo();
    cargo.current_dir(&fixture).args(["build", "--release", "--locked", "--target", TARGET, "--target-dir"]);
    cargo.arg(&built);
    target.apply(&mut cargo);
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    built.join(TARGET).join("release/hello_component.wasm")
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
