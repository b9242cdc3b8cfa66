//! The model tools' own tests: the demo model's accuracy on sentences that it has not seen, its agreement with NumPy, its
//! sums; variants that answer as their exports do.

use anyhow::Result;

use super::full_size::{REQUIREMENTS, TOOLS};
use crate::progress::say;
use crate::setup::{process, python};
use crate::workspace::Workspace;

/// Runs them with the pinned Python packages.
///
/// # Errors
/// Where the packages cannot be had, or a test fails.
pub fn test_tools(workspace: &Workspace) -> Result<()> {
    let tools = workspace.root().join(TOOLS);
    let packages = python::ensure(workspace, &tools.join(REQUIREMENTS))?;
    say("running the model tools' tests");
    let mut tests = packages.python();
    // Without byte code beside the sources: the checkout stays as it was.
    tests.current_dir(&tools).args(["-B", "-m", "unittest", "--verbose", "test_model_tools", "test_optimize"]);
    process::shown(&mut tests, "the model tools' tests")
}
