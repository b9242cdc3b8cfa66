//! Variants of a model version: un-padded, int8, fp16. The script beside the pool makes and compares them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::full_size::{REQUIREMENTS, TOOLS};
use super::{layout, plain_name, repository};
use crate::progress::say;
use crate::setup::{process, python};
use crate::workspace::Workspace;

const SCRIPT: &str = "optimize.py";

/// Adds a variant (or `all`) to a version of a model (or its highest) in a repository (or the workspace's), and returns the
/// folder of the version.
///
/// # Errors
/// Where there is no such version or it is not whole, Python's packages cannot be had, the export is not of a kind that is
/// known, or a variant does not agree with it. Variants that were accepted before stay.
pub fn optimize(
    workspace: &Workspace,
    name: &str,
    version: Option<&str>,
    variant: &str,
    models: Option<&Path>,
) -> Result<PathBuf> {
    let models = models.map_or_else(|| repository(workspace), Path::to_path_buf);
    let model = std::path::absolute(models.join(plain_name(name)?))?;
    let version = match version {
        Some(version) => model.join(plain_name(version)?),
        None => highest(&model)?,
    };
    layout::check(&version).with_context(|| format!("{} is not a whole version", version.display()))?;
    let tools = workspace.root().join(TOOLS);
    let packages = python::ensure(workspace, &tools.join(REQUIREMENTS))?;
    let _lock = crate::setup::lock(&workspace.setup_dir())?;
    say(&format!("making variants of {} and comparing them with the export", version.display()));
    let mut script = packages.python();
    script.current_dir(workspace.root()).arg(tools.join(SCRIPT)).arg(&version).args(["--variant", variant]);
    process::shown(&mut script, "making variants")?;
    layout::check(&version).context("the version with its variants is not whole")?;
    say("the pool serves the un-padded one where there is one; another by its flag --variant");
    Ok(version)
}

/// The version with the highest number.
fn highest(model: &Path) -> Result<PathBuf> {
    let entries = fs::read_dir(model).with_context(|| {
        format!("no model lies in {}: pull it, or name its repository (--models)", model.display())
    })?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let numbers = names.filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()));
    let highest = numbers.max_by_key(|name| name.parse::<u64>().unwrap_or(0));
    highest.map(|name| model.join(name)).with_context(|| format!("{} holds no version", model.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_number_is_the_version() {
        let folder = tempfile::tempdir().unwrap();
        let message = highest(&folder.path().join("none")).unwrap_err().to_string();
        assert!(message.contains("no model lies in"), "{message}");
        assert!(highest(folder.path()).unwrap_err().to_string().contains("holds no version"));
        for name in ["9", "10", "notes", ".11.new"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        assert_eq!(highest(folder.path()).unwrap(), folder.path().join("10"));
    }
}
