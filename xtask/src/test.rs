//! `cargo xtask test`: set-up, then every test.

use crate::progress::say;
use crate::workspace::{Workspace, cargo};
use crate::{build, manifests, many_hosts, models, setup};
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::process::Command;

/// Clients of Triton and KServe that drive the pool in its tests.
const CLIENTS: &str = "gpu-pool/tests/clients/requirements.txt";

/// Where the pool's tests look for them.
const CLIENTS_VARIABLE: &str = "ANTEROOM_TRITON_CLIENTS";

/// A fuzzing client that is made from the edge's OpenAPI document.
const FUZZING_CLIENT: &str = "edge-gateway/tests/openapi/schemathesis/requirements.txt";

/// Where the edge's tests look for it.
const FUZZING_CLIENT_VARIABLE: &str = "ANTEROOM_SCHEMATHESIS";

/// Where the pool's tests look for the packages of the model tools, which make variants.
const MODEL_TOOLS_VARIABLE: &str = "ANTEROOM_MODEL_TOOLS";

/// Where the edge's tests look for a Spin.
const SPIN_VARIABLE: &str = "ANTEROOM_SPIN";

/// What is different under Spin, with the tests that do not hold there.
const UNDER_SPIN: &str = "edge-gateway/SPIN.md";

/// The edge's tests from outside: those that start a host.
const FROM_OUTSIDE: [&str; 10] =
    ["path", "headers", "forger", "bulk", "policy", "attack", "state", "issuers", "audit", "openapi"];

/// Runs every test; `flags` go to `cargo test` in place of `--workspace`. With a `spin`, runs the edge's tests from outside
/// under it; `flags` then go to the tests.
///
/// # Errors
/// Where set-up or a test fails.
pub fn test(workspace: &Workspace, spin: Option<&Path>, flags: &[String]) -> Result<()> {
    let tools = setup::all(workspace)?;
    let redis = setup::redis::ensure(workspace)?;
    let clients = setup::python::ensure(workspace, &workspace.root().join(CLIENTS))?;
    let fuzzing_client = setup::python::ensure(workspace, &workspace.root().join(FUZZING_CLIENT))?;
    let triton = setup::triton::ensure(workspace)?;
    let node = setup::node::ensure(workspace)?;
    let model_tools = models::tools_packages(workspace)?;
    build::component(workspace, &tools.wasm)?;
    say("running the tests");
    let mut command = cargo();
    command.arg("test").current_dir(workspace.root()).env(setup::redis::VARIABLE, &redis);
    command.env(CLIENTS_VARIABLE, clients.dir()).env(MODEL_TOOLS_VARIABLE, model_tools.dir());
    command.env(FUZZING_CLIENT_VARIABLE, fuzzing_client.dir());
    if let Some(packages) = triton {
        command.env(setup::triton::VARIABLE, packages);
    }
    if let Some(packages) = node {
        command.env(setup::node::VARIABLE, packages);
    }
    // Only for the components that tests build themselves: set on this command, it would rebuild everything.
    for (_, flags) in tools.wasm.environment() {
        command.env("ANTEROOM_WASM_RUSTFLAGS", flags);
    }
    if let Some(spin) = spin {
        return under_spin(workspace, spin, flags, &mut command);
    }
    if flags.is_empty() {
        command.args(["--workspace", "--no-fail-fast"]);
    } else {
        command.args(flags);
    }
    build::check(&mut command, "cargo test")?;
    if flags.is_empty() {
        models::test_tools(workspace)?;
        manifests::test(workspace, &tools.onnxruntime)?;
        let programs = build::programs(workspace, false)?;
        many_hosts::test(workspace, &programs.host, &tools.onnxruntime, &redis)?;
        smallest_table(workspace)?;
    }
    Ok(())
}

fn under_spin(workspace: &Workspace, spin: &Path, flags: &[String], command: &mut Command) -> Result<()> {
    let spin = spin.canonicalize().with_context(|| format!("there is no {}", spin.display()))?;
    let mut version = Command::new(&spin);
    build::check(version.arg("--version"), &format!("{} --version", spin.display()))?;
    let file = workspace.root().join(UNDER_SPIN);
    let text = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    let left_out: Vec<&str> = left_out(&text).collect();
    ensure!(!left_out.is_empty(), "{UNDER_SPIN} has no table of tests");
    say(&format!("{} tests do not apply under Spin: {UNDER_SPIN} says why", left_out.len()));
    command.env(SPIN_VARIABLE, spin).args(["-p", "edge-gateway", "--no-fail-fast"]);
    for test in FROM_OUTSIDE {
        command.args(["--test", test]);
    }
    command.arg("--");
    for test in left_out {
        command.args(["--skip", test]);
    }
    build::check(command.args(flags), "cargo test under Spin")
}

/// The tests in the first column of the table: `` | `name` | why | ``.
fn left_out(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next())
}

/// Seconds of `perf table` with the demo model: that it works, and nothing on speed.
fn smallest_table(workspace: &Workspace) -> Result<()> {
    say("the smallest table of perf");
    let mut command = cargo();
    // All binaries at once, as `perf` builds those that it measures: else their dependencies would be built twice.
    command.args(["build", "--workspace", "--bins"]).current_dir(workspace.root());
    build::check(&mut command, "building the programs")?;
    let program = workspace.target().join("debug").join(format!("perf{}", std::env::consts::EXE_SUFFIX));
    let mut perf = std::process::Command::new(program);
    build::check(
        perf.args(["table", "--smallest", "--no-build"]).current_dir(workspace.root()),
        "perf table --smallest",
    )?;
    let mut perf = std::process::Command::new(perf.get_program());
    build::check(
        perf.args(["edge", "--smallest", "--no-build"]).current_dir(workspace.root()),
        "perf edge --smallest",
    )
}
