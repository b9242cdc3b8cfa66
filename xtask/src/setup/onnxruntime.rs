//! Brings ONNX Runtime's shared library: the one file that the pool loads, out of the wheel on the Python package index.
//!
//! The wheel is asked for by platform, so whatever Python the user has will do. `.cargo/config.toml` points
//! `ORT_DYLIB_PATH` at the result for everything that cargo starts.

use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::remove_folder;
use super::wheel::{Wheel, place};
use crate::progress::say;
use crate::workspace::Workspace;

/// The version that the pool is built and tested with.
pub const VERSION: &str = "1.31.1";

const REQUIREMENT: &str = "onnxruntime==1.31.1";

/// [`VERSION`] for one kind of machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Build {
    os: &'static str,
    arch: &'static str,
    wheel: Wheel,
    library: &'static str,
}

const BUILDS: [Build; 3] = [
    Build {
        os: "linux",
        arch: "x86_64",
        wheel: Wheel {
            requirement: REQUIREMENT,
            platform: "manylinux_2_28_x86_64",
            sha256: "5752bd508126ae7c49894d3b9d2e83f0c3d487319246d04c444b393308d7ad7f",
        },
        library: "onnxruntime/capi/libonnxruntime.so.1.31.1",
    },
    Build {
        os: "linux",
        arch: "aarch64",
        wheel: Wheel {
            requirement: REQUIREMENT,
            platform: "manylinux_2_28_aarch64",
            sha256: "da05378364c44d4407e463982d2bf8d5e4cfea873283757e48beeb41df97b7f3",
        },
        library: "onnxruntime/capi/libonnxruntime.so.1.31.1",
    },
    Build {
        os: "macos",
        arch: "aarch64",
        wheel: Wheel {
            requirement: REQUIREMENT,
            platform: "macosx_14_0_arm64",
            sha256: "60b6b69bfe580eab576cacc5d132a0e9cf2a37fcfd18d46dd191042b1d1ed0d7",
        },
        library: "onnxruntime/capi/libonnxruntime.1.31.1.dylib",
    },
];

/// The same name on every system: the loader does not mind, and one path serves all configuration.
const LIBRARY: &str = "libonnxruntime.so";
const STAMP: &str = "onnxruntime.stamp";
/// What the licence asks to be kept with the library.
const NOTICES: [(&str, &str); 2] = [
    ("onnxruntime/LICENSE", "onnxruntime-LICENSE"),
    ("onnxruntime/ThirdPartyNotices.txt", "onnxruntime-ThirdPartyNotices.txt"),
];
/// Makes sure the library is there, and returns its path.
///
/// # Errors
/// On a system without a wheel, without Python or pip, without a way to the package index, or where the wheel does not
/// have the sum it should.
pub fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    let setup = workspace.setup_dir();
    if let Some(own) = chosen(&setup) {
        return Ok(own);
    }
    let build = build_for(OS, ARCH)?;
    let _lock = super::lock(&setup)?;
    let folder = setup.join("lib");
    let library = folder.join(LIBRARY);
    if is_current(&folder, &build) {
        return Ok(library);
    }
    say(&format!("ONNX Runtime {VERSION} for {}", build.wheel.platform));
    let work = setup.join("onnxruntime-work");
    let [licence, notices] = NOTICES;
    build.wheel.unpack(&work, &[(build.library, LIBRARY), licence, notices])?;

    fs::create_dir_all(&folder)?;
    for (_, name) in NOTICES {
        place(&work.join(name), &folder.join(name))?;
    }
    place(&work.join(LIBRARY), &library)?;
    fs::write(work.join(STAMP), stamp(&build, &library)?)?;
    place(&work.join(STAMP), &folder.join(STAMP))?;
    remove_folder(&work)?;
    Ok(library)
}

/// A library that the user has named. Cargo's configuration names ours for everything it starts; that one is no choice.
pub(super) fn chosen(setup: &Path) -> Option<PathBuf> {
    let named = PathBuf::from(std::env::var_os("ORT_DYLIB_PATH").filter(|value| !value.is_empty())?);
    (named.is_file() && !named.starts_with(setup)).then_some(named)
}

fn build_for(os: &str, arch: &str) -> Result<Build> {
    match BUILDS.iter().find(|build| build.os == os && build.arch == arch) {
        Some(build) => Ok(*build),
        None => bail!(
            "there is no ready-made ONNX Runtime {VERSION} for {os} on {arch}. Build it, and name the shared library \
             in the environment variable ORT_DYLIB_PATH"
        ),
    }
}

fn is_current(folder: &Path, build: &Build) -> bool {
    let Ok(expected) = stamp(build, &folder.join(LIBRARY)) else {
        return false;
    };
    fs::read_to_string(folder.join(STAMP)).is_ok_and(|found| found == expected)
}

/// The length stands for the library: it was verified when it was put there, and reading 30 MB at each start would only
/// find a file that somebody has changed on purpose.
fn stamp(build: &Build, library: &Path) -> Result<String> {
    let bytes = fs::metadata(library).with_context(|| format!("looking at {}", library.display()))?.len();
    Ok(format!("onnxruntime {VERSION}\nwheel sha256 {}\nlibrary bytes {bytes}\n", build.wheel.sha256))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_build_is_pinned_by_a_whole_sum() {
        for build in BUILDS {
            assert_eq!(build.wheel.sha256.len(), 64, "{build:?}");
            assert!(build.library.contains(VERSION), "{build:?}");
            assert_eq!(build_for(build.os, build.arch).unwrap(), build);
        }
    }

    #[test]
    fn a_system_without_a_wheel_is_told_what_to_do() {
        let message = build_for("plan9", "mips").unwrap_err().to_string();
        assert!(message.contains("plan9 on mips") && message.contains("ORT_DYLIB_PATH"), "{message}");
    }

    #[test]
    fn a_library_that_was_replaced_is_not_current() {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join(LIBRARY);
        assert!(!is_current(folder.path(), &BUILDS[0]));
        fs::write(&library, "library").unwrap();
        assert!(!is_current(folder.path(), &BUILDS[0]));
        fs::write(folder.path().join(STAMP), stamp(&BUILDS[0], &library).unwrap()).unwrap();
        assert!(is_current(folder.path(), &BUILDS[0]));
        assert!(!is_current(folder.path(), &BUILDS[1]));
        fs::write(&library, "another library").unwrap();
        assert!(!is_current(folder.path(), &BUILDS[0]));
    }
}
