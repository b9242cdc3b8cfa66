//! Brings ONNX Runtime's shared library: the one file that the pool loads, out of the wheel on the Python package index.
//!
//! The wheel is asked for by platform, so whatever Python the user has will do. `.cargo/config.toml` points
//! `ORT_DYLIB_PATH` at the result for everything that cargo starts.

use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{fresh_folder, process, python, remove_folder, sums};
use crate::progress::say;
use crate::workspace::Workspace;

/// The version that the pool is built and tested with.
pub const VERSION: &str = "1.31.1";

/// One wheel of [`VERSION`]. Any Python's wheel holds the same library; these are CPython 3.11's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wheel {
    os: &'static str,
    arch: &'static str,
    platform: &'static str,
    sha256: &'static str,
    library: &'static str,
}

const WHEELS: [Wheel; 3] = [
    Wheel {
        os: "linux",
        arch: "x86_64",
        platform: "manylinux_2_28_x86_64",
        sha256: "5752bd508126ae7c49894d3b9d2e83f0c3d487319246d04c444b393308d7ad7f",
        library: "onnxruntime/capi/libonnxruntime.so.1.31.1",
    },
    Wheel {
        os: "linux",
        arch: "aarch64",
        platform: "manylinux_2_28_aarch64",
        sha256: "da05378364c44d4407e463982d2bf8d5e4cfea873283757e48beeb41df97b7f3",
        library: "onnxruntime/capi/libonnxruntime.so.1.31.1",
    },
    Wheel {
        os: "macos",
        arch: "aarch64",
        platform: "macosx_14_0_arm64",
        sha256: "60b6b69bfe580eab576cacc5d132a0e9cf2a37fcfd18d46dd191042b1d1ed0d7",
        library: "onnxruntime/capi/libonnxruntime.1.31.1.dylib",
    },
];

/// The same name on every system: the loader does not mind, and one path serves all configuration.
const LIBRARY: &str = "libonnxruntime.so";
const STAMP: &str = "onnxruntime.stamp";
/// What the licence asks to be kept with the library.
const NOTICES: [(&str, &str); 2] = [
    ("onnxruntime/LICENSE", "onnxruntime-LICENSE"),
    (
        "onnxruntime/ThirdPartyNotices.txt",
        "onnxruntime-ThirdPartyNotices.txt",
    ),
];
/// Arguments: the wheel, then pairs of a member and the file to write it to.
const EXTRACT: &str = "\
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    for member, path in zip(sys.argv[2::2], sys.argv[3::2]):
        with wheel.open(member) as source, open(path, 'wb') as target:
            shutil.copyfileobj(source, target)
";

/// Makes sure the library is there, and returns its path.
///
/// # Errors
/// On a system without a wheel, without Python or pip, without a way to the package index, or where the wheel does not
/// have the sum it should.
pub fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    let wheel = wheel_for(OS, ARCH)?;
    let setup = workspace.setup_dir();
    let _lock = super::lock(&setup)?;
    let folder = setup.join("lib");
    let library = folder.join(LIBRARY);
    if is_current(&folder, &wheel) {
        return Ok(library);
    }
    python::require_pip()?;
    say(&format!("ONNX Runtime {VERSION} for {}", wheel.platform));
    let work = setup.join("onnxruntime-work");
    fresh_folder(&work)?;
    let file = download(&wheel, &work)?;
    sums::verify(&file, wheel.sha256)?;
    extract(&file, &wheel, &work)?;

    fs::create_dir_all(&folder)?;
    for (_, name) in NOTICES {
        place(&work.join(name), &folder.join(name))?;
    }
    place(&work.join(LIBRARY), &library)?;
    fs::write(work.join(STAMP), stamp(&wheel, &library)?)?;
    place(&work.join(STAMP), &folder.join(STAMP))?;
    remove_folder(&work)?;
    Ok(library)
}

fn wheel_for(os: &str, arch: &str) -> Result<Wheel> {
    match WHEELS.iter().find(|wheel| wheel.os == os && wheel.arch == arch) {
        Some(wheel) => Ok(*wheel),
        None => bail!(
            "there is no ready-made ONNX Runtime {VERSION} for {os} on {arch}. Build it, and name the shared library \
             in the environment variable ORT_DYLIB_PATH"
        ),
    }
}

fn download(wheel: &Wheel, work: &Path) -> Result<PathBuf> {
    let mut pip = python::pip("download");
    pip.args([
        "--no-deps",
        "--only-binary=:all:",
        "--python-version",
        "3.11",
        "--implementation",
        "cp",
    ]);
    pip.args(["--abi", "cp311", "--platform", wheel.platform, "--dest"])
        .arg(work);
    pip.arg(format!("onnxruntime=={VERSION}"));
    process::shown(&mut pip, "pip download").context(python::NO_NETWORK)?;
    fs::read_dir(work)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .with_context(|| format!("pip download left no wheel in {}", work.display()))
}

fn extract(file: &Path, wheel: &Wheel, work: &Path) -> Result<()> {
    let mut python = python::python3();
    python
        .args(["-c", EXTRACT])
        .arg(file)
        .arg(wheel.library)
        .arg(work.join(LIBRARY));
    for (member, name) in NOTICES {
        python.arg(member).arg(work.join(name));
    }
    process::output(&mut python, "taking the library out of the wheel").map(drop)
}

/// Moved into place whole: whoever has the old file open keeps it.
fn place(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).with_context(|| format!("moving {} to {}", from.display(), to.display()))
}

fn is_current(folder: &Path, wheel: &Wheel) -> bool {
    let Ok(expected) = stamp(wheel, &folder.join(LIBRARY)) else {
        return false;
    };
    fs::read_to_string(folder.join(STAMP)).is_ok_and(|found| found == expected)
}

/// The length stands for the library: it was verified when it was put there, and reading 30 MB at each start would only
/// find a file that somebody has changed on purpose.
fn stamp(wheel: &Wheel, library: &Path) -> Result<String> {
    let bytes = fs::metadata(library)
        .with_context(|| format!("looking at {}", library.display()))?
        .len();
    Ok(format!(
        "onnxruntime {VERSION}\nwheel sha256 {}\nlibrary bytes {bytes}\n",
        wheel.sha256
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wheel_is_pinned_by_a_whole_sum() {
        for wheel in WHEELS {
            assert_eq!(wheel.sha256.len(), 64, "{wheel:?}");
            assert!(wheel.library.contains(VERSION), "{wheel:?}");
            assert_eq!(wheel_for(wheel.os, wheel.arch).unwrap(), wheel);
        }
    }

    #[test]
    fn a_system_without_a_wheel_is_told_what_to_do() {
        let message = wheel_for("plan9", "mips").unwrap_err().to_string();
        assert!(
            message.contains("plan9 on mips") && message.contains("ORT_DYLIB_PATH"),
            "{message}"
        );
    }

    #[test]
    fn a_library_that_was_replaced_is_not_current() {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join(LIBRARY);
        assert!(!is_current(folder.path(), &WHEELS[0]));
        fs::write(&library, "library").unwrap();
        assert!(!is_current(folder.path(), &WHEELS[0]));
        fs::write(folder.path().join(STAMP), stamp(&WHEELS[0], &library).unwrap()).unwrap();
        assert!(is_current(folder.path(), &WHEELS[0]));
        assert!(!is_current(folder.path(), &WHEELS[1]));
        fs::write(&library, "another library").unwrap();
        assert!(!is_current(folder.path(), &WHEELS[0]));
    }

    #[test]
    fn the_library_and_its_notices_come_out_of_a_wheel() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.whl");
        let members = [
            WHEELS[0].library,
            NOTICES[0].0,
            NOTICES[1].0,
            "onnxruntime/other.py",
        ];
        let make = "import sys, zipfile\n\
                    with zipfile.ZipFile(sys.argv[1], 'w') as wheel:\n    \
                    for member in sys.argv[2:]: wheel.writestr(member, 'of ' + member)";
        let mut python = python::python3();
        process::output(
            python.args(["-c", make]).arg(&file).args(members),
            "making a wheel",
        )
        .unwrap();
        extract(&file, &WHEELS[0], folder.path()).unwrap();
        for (member, name) in [(WHEELS[0].library, LIBRARY), NOTICES[0], NOTICES[1]] {
            assert_eq!(
                fs::read_to_string(folder.path().join(name)).unwrap(),
                format!("of {member}")
            );
        }
        assert!(!folder.path().join("other.py").exists());
        let message = extract(&file, &WHEELS[2], folder.path()).unwrap_err().to_string();
        assert!(message.contains("dylib"), "{message}");
    }
}
