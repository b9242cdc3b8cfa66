//! A private sysroot: links to everything of the real one, and a `wasm32-wasip2` of our own beside them.
//!
//! The toolchain already ships what links a component (`rust-lld`, `wasm-component-ld`); only the standard library for
//! the target and the C library's start files are missing, and only those are made here.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{Compiler, TARGET, debian};
use crate::progress::say;
use crate::setup::{fresh_folder, process, remove_folder};
use crate::workspace;

/// Raise it when the way a sysroot is made changes: older ones are then made anew.
const RECIPE: &str = "2";
const STAMP: &str = "anteroom.stamp";
/// What linking takes from the C library: the start files of programs and of libraries, and the library itself.
const SELF_CONTAINED: [&str; 3] = ["crt1-command.o", "crt1-reactor.o", "libc.a"];

/// Where the sysroot for this compiler belongs.
pub(super) fn place(dir: &Path, compiler: &Compiler) -> PathBuf {
    let commit: String = compiler.commit.chars().take(9).collect();
    dir.join(format!("sysroot-{}-{commit}", compiler.release))
}

/// Whether a finished sysroot for exactly this compiler lies there.
pub(super) fn is_current(own: &Path, compiler: &Compiler) -> bool {
    fs::read_to_string(own.join(STAMP)).is_ok_and(|found| found == stamp(compiler))
}

fn stamp(compiler: &Compiler) -> String {
    let sums = debian::sums(&compiler.release);
    format!("recipe {RECIPE}\n{}sysroot: {}\n{sums}\n", compiler.verbose, compiler.sysroot.display())
}

/// Builds the standard library for the target, and returns the folder of its libraries.
///
/// `sources` is the `library` folder of the compiler's own sources. The few crates it needs come from cargo's registry,
/// pinned with their sums by the sources' lock file: Debian's copies of them lack the object files they ship.
pub(super) fn build_std(work: &Path, sources: &Path, compiler: &Compiler) -> Result<PathBuf> {
    let package = work.join("empty");
    fresh_folder(&package.join("src"))?;
    fs::write(package.join("src/lib.rs"), "")?;
    let manifest =
        "[package]\nname = \"anteroom-empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n";
    fs::write(package.join("Cargo.toml"), manifest)?;

    let target = work.join("target");
    let mut cargo = workspace::cargo();
    cargo
        .current_dir(&package)
        .args(["build", "--release", "-Zbuild-std=std,panic_abort", "--target", TARGET, "--target-dir"])
        .arg(&target);
    for (name, _) in env::vars_os().filter(|(name, _)| changes_a_build(name)) {
        cargo.env_remove(name);
    }
    // Bitcode: without it no later build with `lto = "fat"` can take the library in. The paths: those of the release,
    // as in rustup's library, not those of this machine.
    let remap = format!("--remap-path-prefix={}=/rustc/{}/library", sources.display(), compiler.commit);
    cargo
        .env("CARGO_ENCODED_RUSTFLAGS", format!("-Cembed-bitcode=yes\x1f{remap}"))
        .env("RUSTC_BOOTSTRAP", "1")
        .env("__CARGO_TESTS_ONLY_SRC_ROOT", sources);
    say("building the standard library for the target: 20 to 60 s");
    process::shown(&mut cargo, "building the standard library")?;
    Ok(target.join(TARGET).join("release/deps"))
}

/// What the user or an outer cargo has set for other builds, and this one must not see.
fn changes_a_build(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    matches!(&*name, "RUSTFLAGS" | "CARGO_ENCODED_RUSTFLAGS" | "CARGO_INCREMENTAL" | "RUSTDOCFLAGS")
        || ["CARGO_TARGET_", "CARGO_BUILD_", "CARGO_PROFILE_", "CARGO_UNSTABLE_"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
}

/// Puts the sysroot together beside its place, then moves it there: it is whole, or not there.
pub(super) fn assemble(own: &Path, compiler: &Compiler, libraries: &Path, wasi_libc: &Path) -> Result<()> {
    let new = own.with_extension("new");
    fresh_folder(&new)?;
    link_all_but(&compiler.sysroot, &new, "lib")?;
    link_all_but(&compiler.sysroot.join("lib"), &new.join("lib"), "rustlib")?;
    link_all_but(&compiler.sysroot.join("lib/rustlib"), &new.join("lib/rustlib"), TARGET)?;

    let lib = new.join("lib/rustlib").join(TARGET).join("lib");
    fs::create_dir_all(lib.join("self-contained"))?;
    let mut copied = 0;
    for entry in fs::read_dir(libraries).with_context(|| format!("reading {}", libraries.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libanteroom_empty") {
            copy(&path, &lib.join(&*name))?;
            copied += 1;
        }
    }
    anyhow::ensure!(
        copied > 0,
        "the build of the standard library left no libraries in {}",
        libraries.display()
    );
    for name in SELF_CONTAINED {
        copy(&wasi_libc.join(name), &lib.join("self-contained").join(name))?;
    }
    fs::write(new.join(STAMP), stamp(compiler))?;
    remove_folder(own)?;
    fs::rename(&new, own).with_context(|| format!("moving the sysroot to {}", own.display()))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("copying {} to {}", from.display(), to.display()))?;
    Ok(())
}

fn link_all_but(real: &Path, own: &Path, left_out: &str) -> Result<()> {
    fs::create_dir_all(own)?;
    for entry in fs::read_dir(real).with_context(|| format!("reading {}", real.display()))? {
        let entry = entry?;
        if entry.file_name() != left_out {
            symlink(entry.path(), own.join(entry.file_name()))
                .with_context(|| format!("linking {}", entry.path().display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_variables_that_change_a_build_are_hidden_from_it() {
        for name in ["RUSTFLAGS", "CARGO_TARGET_DIR", "CARGO_BUILD_TARGET", "CARGO_PROFILE_RELEASE_LTO"] {
            assert!(changes_a_build(OsStr::new(name)), "{name}");
        }
        for name in ["PATH", "CARGO_HOME", "CARGO_HTTP_PROXY", "RUSTUP_TOOLCHAIN", "CARGO_NET_OFFLINE"] {
            assert!(!changes_a_build(OsStr::new(name)), "{name}");
        }
    }

    #[test]
    fn links_cover_all_but_the_folder_that_is_ours() {
        let folder = tempfile::tempdir().unwrap();
        let (real, own) = (folder.path().join("real"), folder.path().join("own"));
        for name in ["bin", "lib", TARGET] {
            fs::create_dir_all(real.join(name)).unwrap();
        }
        link_all_but(&real, &own, TARGET).unwrap();
        assert!(own.join("bin").is_symlink() && own.join("lib").is_symlink());
        assert!(!own.join(TARGET).exists());
    }
}
