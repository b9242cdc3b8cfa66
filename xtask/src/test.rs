//! `cargo xtask test`: set-up, then every test.

use crate::progress::say;
use crate::workspace::{Workspace, cargo};
use crate::{build, manifests, many_hosts, models, setup};
use anyhow::Result;

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

/// Runs every test; `flags` go to `cargo test` in place of `--workspace`.
///
/// # Errors
/// Where set-up or a test fails.
pub fn test(workspace: &Workspace, flags: &[String]) -> Result<()> {
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
