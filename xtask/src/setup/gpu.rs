//! Brings ONNX Runtime with CUDA, and the libraries of CUDA and cuDNN that it loads, as packages of the Python index. For `up --gpu` and
//! `pool --gpu` only: it is much to fetch.
//!
//! The driver is the machine's own and is not brought.

use std::env::consts::{ARCH, OS};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{onnxruntime, python};
use crate::progress::say;
use crate::workspace::Workspace;

/// What pins the packages, below the workspace.
const REQUIREMENTS: &str = "gpu-pool/requirements-gpu.txt";
/// Of all wheels that it lists, as the index gave their lengths on 2026-11-23.
const MEGABYTES: u32 = 1566;
/// The wheels are taken by platform, whatever Python the user has: only libraries are used. pip wants each number of glibc by itself.
const PLATFORMS: [&str; 6] = [
    "manylinux_2_28_x86_64",
    "manylinux_2_27_x86_64",
    "manylinux_2_17_x86_64",
    "manylinux_2_12_x86_64",
    "manylinux2014_x86_64",
    "manylinux1_x86_64",
];
/// The library that the pool loads, and what it looks for beside it.
const LIBRARY: &str = "onnxruntime/capi/libonnxruntime.so.1.31.1";
/// One of these is there where a driver has a GPU: Linux, and Windows' subsystem for Linux.
const DEVICES: [&str; 2] = ["/dev/nvidiactl", "/dev/dxg"];

/// An ONNX Runtime for GPUs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gpu {
    /// Its shared library.
    pub library: PathBuf,
    /// Folders of the libraries that it loads.
    pub folders: Vec<PathBuf>,
}

impl Gpu {
    /// Makes `command`, a pool, run on the first GPU with these libraries; those that the user's environment names come after.
    pub fn apply(&self, command: &mut Command) {
        command.env("ORT_DYLIB_PATH", &self.library).args(["--execution-provider", "cuda"]);
        if let Some(paths) = self.library_path(std::env::var_os("LD_LIBRARY_PATH")) {
            command.env("LD_LIBRARY_PATH", paths);
        }
    }

    fn library_path(&self, own: Option<OsString>) -> Option<OsString> {
        let own = own.filter(|value| !value.is_empty());
        let own: Vec<PathBuf> = own.iter().flat_map(std::env::split_paths).collect();
        let all = self.folders.iter().cloned().chain(own).collect::<Vec<_>>();
        // A folder with a colon in its name cannot be in the list; the pool then says what it does not find.
        (!all.is_empty()).then(|| std::env::join_paths(all).ok()).flatten()
    }
}

/// Makes sure it is there. An ONNX Runtime that the user has named in `ORT_DYLIB_PATH` is used as it is.
///
/// # Errors
/// On another system than Linux on x86_64, where no GPU's device is there, or where pip cannot bring the packages.
pub fn ensure(workspace: &Workspace) -> Result<Gpu> {
    if let Some(library) = onnxruntime::chosen(&workspace.setup_dir()) {
        say(&format!("ONNX Runtime is {}, by ORT_DYLIB_PATH", library.display()));
        return Ok(Gpu { library, folders: Vec::new() });
    }
    fit(OS, ARCH, &DEVICES.map(Path::new))?;
    let requirements = workspace.root().join(REQUIREMENTS);
    let mut flags = vec!["--no-deps", "--python-version", "3.11", "--implementation", "cp", "--abi", "cp311"];
    flags.extend(PLATFORMS.iter().flat_map(|platform| ["--platform", platform]));
    let what = format!(
        "ONNX Runtime {} with CUDA 13: {MEGABYTES} MB to fetch, about twice that on the disk, once",
        onnxruntime::VERSION
    );
    let packages = python::install(workspace, &requirements, &flags, &what)?;
    found(packages.dir())
}

/// Fails early, with what to do, where fetching would be for nothing.
fn fit(os: &str, arch: &str, devices: &[&Path]) -> Result<()> {
    if (os, arch) != ("linux", "x86_64") {
        bail!(
            "this is {os} on {arch}, and the packages for NVIDIA GPUs are for Linux on x86_64. Name an ONNX Runtime with CUDA in \
             the environment variable ORT_DYLIB_PATH, or leave --gpu away"
        );
    }
    if !devices.iter().any(|device| device.exists()) {
        bail!(
            "no NVIDIA GPU is shown to this system: there is no {}. Install NVIDIA's driver (580 or later, for CUDA 13), or in a \
             container its toolkit; or leave --gpu away. Nothing was fetched",
            devices.iter().map(|device| device.display().to_string()).collect::<Vec<_>>().join(" and no ")
        );
    }
    Ok(())
}

/// The libraries in a folder of packages.
fn found(packages: &Path) -> Result<Gpu> {
    let library = packages.join(LIBRARY);
    if !library.is_file() {
        bail!("{} is not in {}", LIBRARY, packages.display());
    }
    let nvidia = packages.join("nvidia");
    let entries = fs::read_dir(&nvidia).with_context(|| format!("reading {}", nvidia.display()))?;
    let libraries = entries.filter_map(|entry| Some(entry.ok()?.path().join("lib")));
    let mut folders: Vec<PathBuf> = libraries.filter(|folder| folder.is_dir()).collect();
    folders.sort();
    Ok(Gpu { library, folders })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_fetched_where_it_could_not_be_used() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        fit("linux", "x86_64", &[Path::new("/nowhere"), here]).unwrap();
        let message = fit("linux", "x86_64", &[Path::new("/nowhere/a")]).unwrap_err().to_string();
        assert!(message.contains("no /nowhere/a") && message.contains("Nothing was fetched"), "{message}");
        let message = fit("macos", "aarch64", &[here]).unwrap_err().to_string();
        assert!(message.contains("macos on aarch64") && message.contains("ORT_DYLIB_PATH"), "{message}");
    }

    #[test]
    fn every_package_is_pinned_and_of_the_version_that_the_cpu_has() {
        let listed = include_str!("../../../gpu-pool/requirements-gpu.txt");
        let lines: Vec<&str> = listed.lines().filter(|line| !line.starts_with('#')).collect();
        for pair in lines.chunks(2) {
            assert!(pair[0].contains("=="), "{pair:?}");
            assert_eq!(pair[1].trim().trim_start_matches("--hash=sha256:").len(), 64, "{pair:?}");
        }
        assert!(lines[0].starts_with(&format!("onnxruntime-gpu=={} ", onnxruntime::VERSION)));
        assert!(LIBRARY.ends_with(onnxruntime::VERSION));
        // The images and the peers have the same file.
        let sum = lines[1].trim();
        for other in [
            include_str!("../../../k8s/images/onnxruntime-cuda.txt"),
            include_str!("../../../perf/peers/servers-gpu.txt"),
        ] {
            assert!(other.contains(sum), "{sum}");
        }
    }

    #[test]
    fn the_pool_is_given_every_folder_of_libraries_before_the_users_own() {
        let packages = tempfile::tempdir().unwrap();
        let at = |path: &str| packages.path().join(path);
        assert!(found(packages.path()).is_err());
        for folder in ["onnxruntime/capi", "nvidia/cu13/lib", "nvidia/cudnn/lib", "nvidia/cudnn/include"] {
            fs::create_dir_all(at(folder)).unwrap();
        }
        fs::write(at(LIBRARY), "").unwrap();
        let gpu = found(packages.path()).unwrap();
        assert_eq!(gpu.folders, [at("nvidia/cu13/lib"), at("nvidia/cudnn/lib")]);
        let paths = gpu.library_path(Some("/own/a:/own/b".into())).unwrap();
        let paths: Vec<PathBuf> = std::env::split_paths(&paths).collect();
        assert_eq!(paths, [at("nvidia/cu13/lib"), at("nvidia/cudnn/lib"), "/own/a".into(), "/own/b".into()]);
        let mut command = Command::new("gpu-pool");
        gpu.apply(&mut command);
        assert!(command.get_args().eq(["--execution-provider", "cuda"]));
        assert!(
            command
                .get_envs()
                .any(|(name, value)| name == "ORT_DYLIB_PATH" && value == Some(gpu.library.as_os_str()))
        );
    }
}
