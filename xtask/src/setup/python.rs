//! Python, as a tool: it brings wheels, and runs the scripts that make models.
//!
//! Packages go into a folder of their own per list of requirements, each pinned with its sum; the user's Python and
//! its packages stay as they are.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::{fresh_folder, process, remove_folder};
use crate::progress::say;
use crate::workspace::Workspace;

/// Enough of a sum to name a folder by.
const NAME_LENGTH: usize = 16;

/// A folder of Python packages, for [`Packages::python`].
#[derive(Debug, Clone)]
pub struct Packages {
    dir: PathBuf,
}

impl Packages {
    /// The folder, as `PYTHONPATH` wants it.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Python that sees exactly these packages beside its own library.
    #[must_use]
    pub fn python(&self) -> Command {
        let mut python = python3();
        python.env("PYTHONPATH", &self.dir).env("PYTHONNOUSERSITE", "1").env("PYTHONDONTWRITEBYTECODE", "1");
        python
    }
}

/// Installs what a requirements file lists, each line pinned with `--hash`, unless that was done before.
///
/// # Errors
/// Without Python or pip, without a way to the package index, or where a package does not have the sum it should.
pub fn ensure(workspace: &Workspace, requirements: &Path) -> Result<Packages> {
    install(workspace, requirements, &[], &format!("the Python packages of {}", requirements.display()))
}

/// As [`ensure`], where what is listed needs more than is used of it: nothing that is not listed is asked for.
///
/// # Errors
/// As [`ensure`].
pub fn ensure_only(workspace: &Workspace, requirements: &Path) -> Result<Packages> {
    let what = format!("the Python packages of {}", requirements.display());
    install(workspace, requirements, &["--no-deps"], &what)
}

/// As [`ensure`], with more flags for pip; the user is told `what` is installed.
pub(super) fn install(
    workspace: &Workspace,
    requirements: &Path,
    flags: &[&str],
    what: &str,
) -> Result<Packages> {
    let setup = workspace.setup_dir();
    let _lock = super::lock(&setup)?;
    let listed = fs::read(requirements).with_context(|| format!("reading {}", requirements.display()))?;
    let python = interpreter()?;
    let name = hex::encode(Sha256::new().chain_update(&listed).chain_update(&python).finalize());
    let dir = setup.join("python").join(&name[..NAME_LENGTH]);
    if dir.is_dir() {
        return Ok(Packages { dir });
    }
    require_pip()?;
    say(&format!("installing {what}"));
    let new = dir.with_extension("new");
    fresh_folder(&new)?;
    let mut pip = pip("install");
    pip.args(["--require-hashes", "--only-binary=:all:", "--no-compile", "--target"]).arg(&new);
    pip.args(flags).arg("--requirement").arg(requirements);
    if let Err(error) = process::shown(&mut pip, "pip install") {
        remove_folder(&new)?;
        return Err(error.context(NO_NETWORK));
    }
    fs::rename(&new, &dir).with_context(|| format!("moving the packages to {}", dir.display()))?;
    Ok(Packages { dir })
}

pub(super) const NO_NETWORK: &str = "pip could not bring what was asked for: is the package index reachable from here? (pip's settings are used)";

/// The Python that everything uses.
pub(super) fn python3() -> Command {
    Command::new("python3")
}

/// `python3 -m pip <verb>`, without questions and without looking for a newer pip.
pub(super) fn pip(verb: &str) -> Command {
    let mut pip = python3();
    pip.args(["-m", "pip", verb, "--no-input", "--disable-pip-version-check"]);
    // Nothing is installed into the system, so pip need not warn those who are root. Older pips ignore the variable.
    pip.env("PIP_ROOT_USER_ACTION", "ignore");
    pip
}

/// Says what to do where Python or pip is not there.
pub(super) fn require_pip() -> Result<()> {
    interpreter()?;
    if process::output(python3().args(["-m", "pip", "--version"]), "asking for pip").is_err() {
        bail!(
            "python3 is here, but its pip is not. Bring it with: python3 -m ensurepip --user\n\
             (on Debian and Ubuntu: apt install python3-pip)"
        );
    }
    Ok(())
}

/// Version and platform of the interpreter: compiled packages belong to both.
fn interpreter() -> Result<String> {
    if !process::exists("python3") {
        bail!(
            "python3 is not here, and set-up needs it: install Python 3 with pip (on Debian and Ubuntu: python3-pip)"
        );
    }
    let code = "import sys, sysconfig; print(sys.version_info[:2], sysconfig.get_platform())";
    process::output(python3().args(["-c", code]), "asking python3 for its version")
}
