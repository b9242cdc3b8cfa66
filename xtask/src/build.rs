//! Builds the component and the programs with cargo, and says where they are.

use crate::progress::say;
use crate::setup::wasm::WasmTarget;
use crate::workspace::{Workspace, cargo};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// Where `spin.toml` expects the component, below the workspace.
pub const COMPONENT: &str = "target/wasm32-wasip2/component/edge_gateway.wasm";
/// The triple of a WASI 0.2 component.
pub const WASM_TARGET: &str = "wasm32-wasip2";

/// The programs that `up` starts.
#[derive(Debug, Clone)]
pub struct Programs {
    /// The edge's host.
    pub host: PathBuf,
    /// The pool.
    pub pool: PathBuf,
    /// Issuer, certificates, tokens.
    pub dev: PathBuf,
    /// The audit sink.
    pub sink: PathBuf,
}

/// Builds the component as `spin.toml`'s build command does, with the environment that set-up found necessary.
///
/// # Errors
/// Where cargo fails.
pub fn component(workspace: &Workspace, wasm: &WasmTarget) -> Result<()> {
    say("building the edge component (WebAssembly)");
    let mut command = cargo();
    command
        .args(["build", "--profile", "component", "--target", WASM_TARGET, "--package", "edge-gateway"])
        // `spin.toml` names one path, wherever the user keeps other builds.
        .arg("--target-dir")
        .arg(workspace.root().join("target"))
        .current_dir(workspace.root());
    check(wasm.apply(&mut command), "building the component")?;
    let made = workspace.root().join(COMPONENT);
    if !made.is_file() {
        bail!("cargo built the component but {} is not there", made.display());
    }
    Ok(())
}

/// Builds host, pool, audit sink and development issuer.
///
/// # Errors
/// Where cargo fails.
pub fn programs(workspace: &Workspace, release: bool) -> Result<Programs> {
    say(if release { "building host, pool and issuer, optimised" } else { "building host, pool and issuer" });
    let mut command = cargo();
    // The whole workspace, not the three packages: cargo chooses dependencies' features by what is built together, and
    // another choice than that of `cargo test --workspace` would build wasmtime twice.
    command.args(["build", "--workspace", "--bins"]);
    if release {
        command.arg("--release");
    }
    check(command.current_dir(workspace.root()), "building the programs")?;
    let program = |name| program(workspace, release, name);
    let (host, pool) = (program("edge-host"), program("gpu-pool"));
    Ok(Programs { host, pool, dev: program("anteroom-dev"), sink: program("audit-sink") })
}

/// Builds the pool alone: whoever wants only that waits for no Wasm runtime.
///
/// # Errors
/// Where cargo fails.
pub fn pool(workspace: &Workspace, release: bool) -> Result<PathBuf> {
    say(if release { "building the pool, optimised" } else { "building the pool" });
    let mut command = cargo();
    command.args(["build", "--package", "gpu-pool", "--bins"]);
    if release {
        command.arg("--release");
    }
    check(command.current_dir(workspace.root()), "building the pool")?;
    Ok(program(workspace, release, "gpu-pool"))
}

fn program(workspace: &Workspace, release: bool, name: &str) -> PathBuf {
    let folder = workspace.target().join(if release { "release" } else { "debug" });
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Runs a command to its end; its output goes where ours goes.
///
/// # Errors
/// Where it cannot be started or fails.
pub fn check(command: &mut Command, what: &str) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("{what}: cannot start {}", command.get_program().display()))?;
    if !status.success() {
        bail!("{what} failed ({status})");
    }
    Ok(())
}
