//! The test with many hosts: the programs in network namespaces of this machine, while hosts, links and programs fail.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::progress::say;
use crate::setup::{process, redis};
use crate::workspace::Workspace;

/// Where it is, below the workspace. It needs nothing but Python's own library.
const TEST: &str = "k8s/checks/many_hosts";

/// Runs it with the programs beside `host`. Without root or Linux it says so, and tries nothing.
///
/// # Errors
/// Where it fails.
pub fn test(workspace: &Workspace, host: &Path, onnxruntime: &Path, redis_server: &Path) -> Result<()> {
    say("many hosts: edges and pools in network namespaces, while they fail");
    let programs = host.parent().context("the programs are in no folder")?;
    let mut tests = Command::new("python3");
    tests.current_dir(workspace.root().join(TEST));
    tests.args(["-B", "-m", "unittest", "--verbose", "--failfast", "test_many_hosts"]);
    tests.env("ANTEROOM_PROGRAMS", programs).env("ORT_DYLIB_PATH", onnxruntime);
    tests.env(redis::VARIABLE, redis_server);
    process::shown(&mut tests, "the test with many hosts")
}
