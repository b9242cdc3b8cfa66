//! `rustup target add`, held on a short lead: it may add one target to one named toolchain, and nothing else.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::{Compiler, TARGET};
use crate::progress::say;
use crate::setup::process;

/// The target is a download of 30 MB; where the server cannot be reached, rustup tries for minutes.
const LIMIT: Duration = Duration::from_secs(240);

/// Asks rustup for the target. Whether that helped is for the caller to see: a refusal is no error, for there is
/// another way.
pub(super) fn add_target(compiler: &Compiler) -> Result<()> {
    if !process::exists("rustup") {
        return Ok(());
    }
    let Some(toolchain) = toolchain_of(&compiler.sysroot) else {
        say("the rustc in use is not one of rustup's");
        return Ok(());
    };
    say(&format!("rustup target add {TARGET} --toolchain {toolchain}"));
    let mut rustup = Command::new("rustup");
    rustup
        .args(["target", "add", TARGET, "--toolchain", &toolchain])
        // The toolchain is named and there. Nothing else is to be installed or updated on the way.
        .env("RUSTUP_AUTO_INSTALL", "0")
        .env("RUSTUP_MAX_RETRIES", "1")
        // Its message says enough: there is another way.
        .env("RUST_BACKTRACE", "0")
        .env_remove("RUSTUP_TOOLCHAIN");
    match process::shown_within(&mut rustup, LIMIT, "adding the target")? {
        Some(status) if status.success() => {}
        Some(status) => say(&format!("rustup target add failed ({status})")),
        None => say(&format!("rustup target add did not end within {} s", LIMIT.as_secs())),
    }
    Ok(())
}

/// The full name of the toolchain that a sysroot is, with links followed: a name that is a link to another toolchain
/// must not be given to rustup, which would half replace it.
fn toolchain_of(sysroot: &Path) -> Option<String> {
    let home = env::var_os("RUSTUP_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| Path::new(&home).join(".rustup")))?;
    toolchain_below(&home, sysroot)
}

fn toolchain_below(home: &Path, sysroot: &Path) -> Option<String> {
    let toolchains = fs::canonicalize(home.join("toolchains")).ok()?;
    let sysroot = fs::canonicalize(sysroot).ok()?;
    if sysroot.parent()? != toolchains {
        return None;
    }
    Some(sysroot.file_name()?.to_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_followed_to_the_toolchain_it_names() {
        let home = tempfile::tempdir().unwrap();
        let toolchains = home.path().join("toolchains");
        fs::create_dir_all(toolchains.join("stable-of-somewhere")).unwrap();
        std::os::unix::fs::symlink(
            toolchains.join("stable-of-somewhere"),
            toolchains.join("1.95.0-of-somewhere"),
        )
        .unwrap();
        for name in ["stable-of-somewhere", "1.95.0-of-somewhere"] {
            let found = toolchain_below(home.path(), &toolchains.join(name));
            assert_eq!(found.as_deref(), Some("stable-of-somewhere"));
        }
    }

    #[test]
    fn a_compiler_from_elsewhere_has_no_toolchain() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("toolchains")).unwrap();
        assert_eq!(toolchain_below(home.path(), Path::new("/usr")), None);
    }
}
