//! `cargo xtask deid-bench`: measures the de-identifier natively and inside wasmtime, and prints one table.

use crate::build::{WASM_TARGET, check};
use crate::progress::say;
use crate::setup::wasm;
use crate::workspace::{Workspace, cargo};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// The bench, built.
#[derive(Debug)]
pub struct Bench {
    program: PathBuf,
    guest: PathBuf,
}

impl Bench {
    /// The bench with its guest; `--help` tells its other flags.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--guest").arg(&self.guest);
        command
    }
}

/// Sets up the Wasm target, builds the guest as the component is built, and the bench.
///
/// # Errors
/// Where set-up or a build fails.
pub fn build(workspace: &Workspace) -> Result<Bench> {
    let wasm = wasm::ensure(&wasm::Options::from_env(workspace))?;
    say("building the guest (WebAssembly)");
    let mut command = cargo();
    command
        .args(["build", "--profile", "component", "--target", WASM_TARGET])
        .args(["--package", "deid-bench", "--bin", "deid-bench-guest", "--target-dir"])
        .arg(workspace.target())
        .current_dir(workspace.root());
    check(wasm.apply(&mut command), "building the guest")?;
    say("building the bench, optimised (wasmtime takes a few minutes the first time)");
    let mut command = cargo();
    command.args(["build", "--release", "--package", "deid-bench", "--bin", "deid-bench", "--target-dir"]);
    check(command.arg(workspace.target()).current_dir(workspace.root()), "building the bench")?;
    let bench = Bench {
        program: workspace.target().join("release/deid-bench"),
        guest: workspace.target().join(WASM_TARGET).join("component/deid-bench-guest.wasm"),
    };
    for file in [&bench.program, &bench.guest] {
        if !file.is_file() {
            bail!("cargo built the bench but {} is not there", file.display());
        }
    }
    Ok(bench)
}

/// Builds the bench and runs it; `flags` are its own.
///
/// # Errors
/// Where set-up, a build or the bench fails.
pub fn deid_bench(workspace: &Workspace, flags: &[String]) -> Result<()> {
    let bench = build(workspace)?;
    check(bench.command().args(flags).current_dir(workspace.root()), "the bench")
}
