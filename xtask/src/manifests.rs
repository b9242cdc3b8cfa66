//! The checks of `k8s/`: every overlay is made with kubectl, which needs no cluster for it, and held to schemas and our own rules.

use std::path::Path;

use anyhow::Result;

use crate::progress::say;
use crate::setup::{process, python};
use crate::workspace::Workspace;

/// Where the checks are, below the workspace.
const CHECKS: &str = "k8s/checks";
/// Their packages, pinned by sums.
const REQUIREMENTS: &str = "requirements.txt";

/// Runs them with the pinned Python packages, and the pool that `cargo test` built with the settings that stand there. Without kubectl
/// nothing is checked, and that is said.
///
/// # Errors
/// Where the packages cannot be had, or a check fails.
pub fn test(workspace: &Workspace, onnxruntime: &Path) -> Result<()> {
    if !process::exists("kubectl") {
        say("kubectl is not installed: the manifests of k8s/ were not checked");
        return Ok(());
    }
    let checks = workspace.root().join(CHECKS);
    let packages = python::ensure(workspace, &checks.join(REQUIREMENTS))?;
    say("checking the manifests of k8s/");
    let mut tests = packages.python();
    // Without byte code beside the sources: the checkout stays as it was.
    tests.current_dir(&checks).args([
        "-B",
        "-m",
        "unittest",
        "--verbose",
        "test_manifests",
        "test_pool_program",
        "test_policy",
        "test_runbook",
        "test_images",
    ]);
    tests
        .env("ANTEROOM_GPU_POOL", workspace.target().join("debug/gpu-pool"))
        .env("ORT_DYLIB_PATH", onnxruntime);
    process::shown(&mut tests, "the checks of the manifests")
}
