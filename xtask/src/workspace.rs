//! Where things are: the checkout, cargo's target folder, and the folder that set-up fills.
//!
//! Every other module asks here for a path and none builds one from where the program was compiled: a clone may be
//! moved after it was built.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The checkout this run works on.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Finds the checkout: upwards from the folder cargo names at run time, else from the current folder.
    ///
    /// # Errors
    /// Where neither lies in a checkout of this project.
    pub fn find() -> Result<Self> {
        let starts = [env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from), env::current_dir().ok()];
        let Some(root) = starts.into_iter().flatten().find_map(|start| root_above(&start)) else {
            bail!("this is not a checkout of Anteroom: no folder from here upwards holds its Cargo.toml");
        };
        let target = target_folder(&root);
        Ok(Self { root, target })
    }

    /// The checkout at `root`, with cargo's target folder in its usual place.
    #[must_use]
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_path_buf(), target: root.join("target") }
    }

    /// The folder of the workspace's `Cargo.toml`.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's target folder, wherever the user has put it.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// What set-up brings and makes. Always below the checkout, even when cargo's target folder is elsewhere:
    /// `.cargo/config.toml` points at the library in it, and cannot know about the environment.
    #[must_use]
    pub fn setup_dir(&self) -> PathBuf {
        self.root.join("target").join("anteroom")
    }
}

/// The cargo that runs us, so that the toolchain stays the same all through.
///
/// Without what cargo told us about our own package: build scripts (ring's, for one) run again whenever those variables
/// differ, so a build from here and one from a person's shell would each undo the other's.
#[must_use]
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let ours = [
            "CARGO_PKG_",
            "CARGO_MANIFEST_",
            "CARGO_BIN_",
            "CARGO_CRATE_",
            "CARGO_PRIMARY_",
            "CARGO_TARGET_TMPDIR",
        ];
        if ours.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    command
}

/// The rustc that this cargo uses.
#[must_use]
pub fn rustc() -> Command {
    Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

fn root_above(start: &Path) -> Option<PathBuf> {
    let start = start.canonicalize().ok()?;
    start.ancestors().find(|folder| is_root(folder)).map(Path::to_path_buf)
}

fn is_root(folder: &Path) -> bool {
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    manifest.lines().any(|line| line.trim() == "[workspace]") && folder.join("xtask/Cargo.toml").is_file()
}

/// The environment first, as cargo does; then what cargo says, which covers its configuration files.
fn target_folder(root: &Path) -> PathBuf {
    for name in ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"] {
        if let Some(folder) = env::var_os(name).filter(|value| !value.is_empty()) {
            let here = env::current_dir().unwrap_or_else(|_| root.to_path_buf());
            return here.join(folder);
        }
    }
    target_from_metadata(root).unwrap_or_else(|_| root.join("target"))
}

fn target_from_metadata(root: &Path) -> Result<PathBuf> {
    let output = cargo()
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root)
        .output()
        .context("starting cargo metadata")?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let folder = metadata["target_directory"].as_str().context("cargo metadata names no target folder")?;
    Ok(PathBuf::from(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_found_from_any_folder_below_it() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("xtask/src/deep")).unwrap();
        std::fs::write(root.join("Cargo.toml"), "[workspace]\nmembers = []\n").unwrap();
        std::fs::write(root.join("xtask/Cargo.toml"), "[package]\n").unwrap();
        assert_eq!(root_above(&root.join("xtask/src/deep")), Some(root.clone()));
        assert_eq!(root_above(&root), Some(root));
    }

    #[test]
    fn a_folder_outside_any_checkout_has_no_root() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(root_above(folder.path()), None);
    }

    #[test]
    fn set_up_stays_below_the_checkout() {
        let workspace = Workspace::find().unwrap();
        assert_eq!(workspace.setup_dir(), workspace.root().join("target/anteroom"));
        assert!(workspace.root().join("xtask/Cargo.toml").is_file());
    }
}
