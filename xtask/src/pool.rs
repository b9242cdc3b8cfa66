//! `cargo xtask pool`: the pool alone on loopback, in clear, until Ctrl-C. For whoever wants to try it as a model server.

use crate::service::Service;
use crate::up::{self, Places};
use crate::workspace::Workspace;
use crate::{build, instructions, models, setup};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;

/// Where the pool listens unless told otherwise: its own default.
pub const PORT: u16 = 8600;

/// The variable by which glibc decides what it gives back to the system, and a value. Without it, glibc keeps much of what
/// loading a model frees, and instances that share their weights save nothing (ARCHITECTURE, "Memory").
const MALLOC: (&str, &str) = ("MALLOC_MMAP_THRESHOLD_", "131072");

/// What `pool` was asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Optimised programs.
    pub release: bool,
    /// The one model that is served: `demo`, `full-size`, or one that can be pulled.
    pub model: String,
    /// Preferred port.
    pub port: u16,
    /// On an NVIDIA GPU.
    pub gpu: bool,
}

/// Starts the pool, prints how to use it, and stays until Ctrl-C.
///
/// # Errors
/// Where set-up, the build or the start fails, or the pool ends by itself.
pub fn pool(workspace: &Workspace, options: &Options) -> Result<()> {
    let gpu = options.gpu.then(|| setup::gpu::ensure(workspace)).transpose()?;
    let onnxruntime = setup::onnxruntime::ensure(workspace)?;
    let model = model(workspace, &options.model)?;
    let program = build::pool(workspace, options.release)?;
    let interrupts = interrupts()?;
    let (places, _ours) = Places::claim(workspace)?;
    let models = places.models.as_path();
    repository_of(models, &options.model, &model)?;

    let mut command = command(&program, &onnxruntime);
    command.arg("--models").arg(models).args(["--listen", &up::free_address(options.port)]);
    gpu.iter().for_each(|gpu| gpu.apply(&mut command));
    let service = Service::start("pool", &mut command, &places.logs, &interrupts)?;
    up::show(&instructions::for_pool(&service.url, &options.model, &places.logs));
    up::until_interrupt(vec![service], &interrupts)
}

/// The pool's program with what every start of it has in common.
pub(crate) fn command(program: &Path, onnxruntime: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg("--exit-with-stdin").env("ORT_DYLIB_PATH", onnxruntime);
    if std::env::var_os(MALLOC.0).is_none() {
        command.env(MALLOC.0, MALLOC.1);
    }
    command
}

/// Ctrl-C from here on; before, an interrupt ends us and what we run in the ordinary way.
pub(crate) fn interrupts() -> Result<mpsc::Receiver<()>> {
    let (sender, interrupts) = mpsc::channel();
    ctrlc::set_handler(move || {
        let _ = sender.send(());
    })?;
    Ok(interrupts)
}

/// The folder of a model (its versions are in it), made or fetched where it is not there yet.
fn model(workspace: &Workspace, name: &str) -> Result<PathBuf> {
    let checked_in = workspace.root().join("gpu-pool/models").join(name);
    if checked_in.is_dir() {
        return Ok(checked_in);
    }
    let version = match name {
        "full-size" => models::full_size(workspace)?,
        name if models::MODELS.iter().any(|model| model.name == name) => models::pull(workspace, name, None)?,
        _ => {
            let pulled = models::MODELS.iter().map(|model| model.name);
            let names: Vec<&str> = ["demo", "full-size"].into_iter().chain(pulled).collect();
            bail!("no model is called {name}; there is: {}", names.join(", "));
        }
    };
    Ok(version.parent().map_or_else(|| version.clone(), Path::to_path_buf))
}

/// Makes `folder` a repository of one model, by a link: the pool serves all that it finds.
fn repository_of(folder: &Path, name: &str, model: &Path) -> Result<()> {
    setup::fresh_folder(folder)?;
    let link = folder.join(name);
    #[cfg(unix)]
    let linked = std::os::unix::fs::symlink(model, &link);
    #[cfg(windows)]
    let linked = std::os::windows::fs::symlink_dir(model, &link);
    linked.with_context(|| format!("linking {} to {}", link.display(), model.display()))?;
    fs::metadata(&link).with_context(|| format!("{} is not there", model.display()))?;
    Ok(())
}
