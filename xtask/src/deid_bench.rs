//! `cargo xtask deid-bench`: measures the de-identifier natively and inside wasmtime, and prints one table.

use crate::build::{WASM_TARGET, check};
use crate::progress::say;
use crate::setup::wasm;
use crate::workspace::{Workspace, cargo};
use anyhow::{Result, bail};

/// Sets up the Wasm target, builds the guest as the component is built, and runs the bench; `flags` are the bench's own.
///
/// # Errors
/// Where set-up, a build or the bench fails.
pub fn deid_bench(workspace: &Workspace, flags: &[String]) -> Result<()> {
    let wasm = wasm::ensure(&wasm::Options::from_env(workspace))?;
    say("building the guest (WebAssembly)");
    let mut command = cargo();
    command
        .args(["build", "--profile", "component", "--target", WASM_TARGET])
        .args(["--package", "deid-bench", "--bin", "deid-bench-guest", "--target-dir"])
        .arg(workspace.target())
        .current_dir(workspace.root());
    check(wasm.apply(&mut command), "building the guest")?;
    let guest = workspace.target().join(WASM_TARGET).join("component/deid-bench-guest.wasm");
    if !guest.is_file() {
        bail!("cargo built the guest but {} is not there", guest.display());
    }
    say("building the bench, optimised (wasmtime takes a few minutes the first time)");
    let mut command = cargo();
    command.args(["run", "--release", "--package", "deid-bench", "--bin", "deid-bench", "--", "--guest"]);
    check(command.arg(guest).args(flags).current_dir(workspace.root()), "the bench")
}
