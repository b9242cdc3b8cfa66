//! The full-size model with random weights: what DistilBERT costs, without what it knows. For measurements.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{layout, repository};
use crate::progress::say;
use crate::setup::{process, python, remove_folder};
use crate::workspace::Workspace;

pub(super) const TOOLS: &str = "gpu-pool/model-tools";
const SCRIPT: &str = "full_size.py";
pub(super) const REQUIREMENTS: &str = "requirements.txt";
const NAME: &str = "full-size";
const VERSION: &str = "1";

/// Makes the full-size model in the workspace's model repository, unless it is there, and returns the folder of the
/// version.
///
/// # Errors
/// Where Python's packages cannot be had, the script fails, or what it made does not have the sums it says.
pub fn full_size(workspace: &Workspace) -> Result<PathBuf> {
    let version = repository(workspace).join(NAME).join(VERSION);
    if layout::check(&version).is_ok() {
        say(&format!("the full-size model is there already: {}", version.display()));
        return Ok(version);
    }
    let tools = workspace.root().join(TOOLS);
    let packages = python::ensure(workspace, &tools.join(REQUIREMENTS))?;
    let _lock = crate::setup::lock(&workspace.setup_dir())?;
    say("making a full-size DistilBERT with random weights: 270 MB, about a minute");
    remove_folder(&version)?;
    let mut script = packages.python();
    script.current_dir(workspace.root()).arg(tools.join(SCRIPT)).arg("--out").arg(repository(workspace));
    process::shown(&mut script, "making the full-size model")?;
    layout::check(&version).context("the full-size model that was made is not whole")?;
    Ok(version)
}
