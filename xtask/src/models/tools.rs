//! The model tools' own tests: the demo model's accuracy on sentences that it has not seen, its agreement with NumPy, its
//! sums; variants that answer as their exports do.

use anyhow::Result;

use super::full_size::{REQUIREMENTS, TOOLS};
use crate::progress::say;
use crate::setup::{process, python};
use crate::workspace::Workspace;

/// The Python packages of the model tools, brought if they are not there.
///
/// # Errors
/// Where they cannot be had.
pub fn tools_packages(workspace: &Workspace) -> Result<python::Packages> {
    python::ensure(workspace, &workspace.root().join(TOOLS).join(REQUIREMENTS))
}

/// Runs them with the pinned Python packages.
///
/// # Errors
/// Where the packages cannot be had, or a test fails.
pub fn test_tools(workspace: &Workspace) -> Result<()> {
    let tools = workspace.root().join(TOOLS);
    let packages = tools_packages(workspace)?;
    say("running the model tools' tests");
    let mut tests = packages.python();
    // Without byte code beside the sources: the checkout stays as it was.
    tests.current_dir(&tools).args([
        "-B",
        "-m",
        "unittest",
        "--verbose",
        "test_model_tools",
        "test_optimize",
    ]);
    process::shown(&mut tests, "the model tools' tests")
}
