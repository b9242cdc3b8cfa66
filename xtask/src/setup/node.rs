//! Brings the Node packages of a test: an OpenID provider that others wrote.
//!
//! The lock file beside the test pins every package with its sum; `npm ci` takes nothing else and runs none of the packages'
//! scripts. Only a test needs them: where there is no Node, it says so and is skipped.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::{fresh_folder, process};
use crate::progress::say;
use crate::workspace::Workspace;

/// Tells tests where the packages are.
pub const VARIABLE: &str = "ANTEROOM_NODE_PACKAGES";
/// What names and pins the packages, below the workspace.
const LIST: &str = "edge-gateway/tests/issuers/provider";
const FILES: [&str; 2] = ["package.json", "package-lock.json"];
/// What the provider needs at least.
const OLDEST: u32 = 20;

/// Makes sure the packages are there, and returns their folder; `None` where there is no Node that could use them.
///
/// # Errors
/// Where there is Node, and npm is not there or cannot bring the packages.
pub fn ensure(workspace: &Workspace) -> Result<Option<PathBuf>> {
    if !usable() {
        say(&format!("no Node {OLDEST} here: the tests with a real OpenID provider are skipped"));
        return Ok(None);
    }
    let setup = workspace.setup_dir();
    let _lock = super::lock(&setup)?;
    let list = workspace.root().join(LIST);
    let folder = setup.join("node");
    let same = |name| Some(fs::read(list.join(name)).ok()? == fs::read(folder.join(name)).ok()?);
    // The folder is moved to its place whole.
    if FILES.iter().all(|name| same(name) == Some(true)) {
        return Ok(Some(folder));
    }
    say("the Node packages of the tests");
    let new = folder.with_extension("new");
    fresh_folder(&new)?;
    for name in FILES {
        fs::copy(list.join(name), new.join(name)).with_context(|| format!("copying {name}"))?;
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&new);
    process::output(&mut npm, "npm ci")
        .context("npm could not bring what was asked for: is the package registry reachable from here? (npm's settings are used)")?;
    super::remove_folder(&folder)?;
    fs::rename(&new, &folder).with_context(|| format!("moving the packages to {}", folder.display()))?;
    Ok(Some(folder))
}

fn usable() -> bool {
    process::exists("node")
        && process::output(Command::new("node").arg("--version"), "asking node for its version")
            .is_ok_and(|version| major(&version).is_some_and(|major| major >= OLDEST))
}

/// The first number of `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("20.20.2"), None);
        assert_eq!(major(""), None);
    }
}
