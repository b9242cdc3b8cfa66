//! Everything that is brought or built before the project runs: the wasm target, ONNX Runtime, Python packages.
//!
//! `cargo xtask setup`, `up` and `test` call in here. Each part is idempotent, verifies what it downloads against a sum
//! that stands in this repository, and writes below [`Workspace::setup_dir`] only: nothing is installed system-wide.

pub mod gpu;
pub mod node;
pub mod onnxruntime;
pub mod process;
pub mod python;
pub mod redis;
pub mod sums;
pub mod triton;
pub mod wasm;
mod wheel;

use std::fs::{self, File, TryLockError};
use std::path::Path;

use anyhow::{Context, Result};

use crate::progress;
use crate::workspace::Workspace;

/// Holds off every other set-up of the same folder while it lives.
#[derive(Debug)]
#[must_use = "the folder is free again once this is dropped"]
pub struct SetupLock {
    _file: File,
}

/// Waits until no other set-up works below `folder`.
///
/// # Errors
/// Where the folder cannot be made or the lock file not opened.
pub fn lock(folder: &Path) -> Result<SetupLock> {
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let path = folder.join("setup.lock");
    let file = File::create(&path).with_context(|| format!("opening {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            progress::say("waiting for another set-up of this checkout to end");
            file.lock().with_context(|| format!("locking {}", path.display()))?;
        }
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| format!("locking {}", path.display()));
        }
    }
    Ok(SetupLock { _file: file })
}

/// What a finished set-up hands to the commands that follow.
#[derive(Debug)]
pub struct Ready {
    /// How to build the component.
    pub wasm: wasm::WasmTarget,
    /// ONNX Runtime's shared library.
    pub onnxruntime: std::path::PathBuf,
}

/// Does all the set-up that building and running needs. A second run does nothing and takes well under a second.
///
/// # Errors
/// The first part that fails; what the parts before it made stays and is used by the next run.
pub fn all(workspace: &Workspace) -> Result<Ready> {
    let wasm = wasm::ensure(&wasm::Options::from_env(workspace))?;
    let onnxruntime = onnxruntime::ensure(workspace)?;
    Ok(Ready { wasm, onnxruntime })
}

/// Makes `folder` anew, empty.
pub(crate) fn fresh_folder(folder: &Path) -> Result<()> {
    remove_folder(folder)?;
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))
}

/// Removes `folder` and what is in it, if it is there.
pub(crate) fn remove_folder(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", folder.display()))
        }
        _ => Ok(()),
    }
}
