//! Models: the table of those that can be pulled, and how they come into a model repository.
//!
//! `cargo xtask model pull`, `full-size` and `optimize` call in here. A version appears in the repository whole and
//! checked, or not at all: the pool watches the folder.

mod address;
mod download;
mod fault;
mod full_size;
mod hub;
mod layout;
mod optimize;
mod request;
mod table;
mod tools;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

pub use full_size::full_size;
pub use hub::Hub;
pub use optimize::optimize;
pub use table::{MODELS, Model, RemoteFile};
pub use tools::{test_tools, tools_packages};

use crate::progress::say;
use crate::workspace::Workspace;

/// Where pulled and generated models go: a model repository that the pool can be pointed at.
#[must_use]
pub fn repository(workspace: &Workspace) -> PathBuf {
    workspace.setup_dir().join("models")
}

/// Brings a model of the [table](MODELS) into a model repository (the [workspace's](repository) unless another is
/// given), and returns the folder of the version.
///
/// # Errors
/// For a name that is not in the table, and as [`pull_into`].
pub fn pull(workspace: &Workspace, name: &str, into: Option<&Path>) -> Result<PathBuf> {
    let model = MODELS.iter().find(|model| model.name == name).with_context(|| {
        let names: Vec<&str> = MODELS.iter().map(|model| model.name).collect();
        format!("no model is called {name}; there is: {}", names.join(", "))
    })?;
    let repository = into.map_or_else(|| repository(workspace), Path::to_path_buf);
    let _lock = crate::setup::lock(&workspace.setup_dir())?;
    pull_into(&repository, model, &Hub::from_env()?)
}

/// Brings a model from a hub into a model repository, and returns the folder of the version. Nothing is fetched that
/// the repository or the hub's cache already holds.
///
/// # Errors
/// Where the hub cannot be reached, does not have a file, or sends one with another sum than was pinned here, promised
/// by the hub, or recorded when the model was first pulled.
pub fn pull_into(repository: &Path, model: &Model, hub: &Hub) -> Result<PathBuf> {
    let version = repository.join(model.name).join(model.version);
    let recorded = layout::recorded(&version);
    match layout::check(&version) {
        Ok(()) => {
            say(&format!("{} is there already, and its sums are right: {}", model.name, version.display()));
            return Ok(version);
        }
        Err(error) if version.exists() => say(&format!("{} is there, but not whole ({error:#})", model.name)),
        Err(_) => {}
    }

    let mut files = Vec::new();
    for file in model.files {
        let expected = file.sha256.map(str::to_owned).or_else(|| recorded.get(file.name).cloned());
        let path = hub
            .file(model, file, expected.as_deref())
            .with_context(|| format!("pulling {} of {}", file.path, model.repository))?;
        files.push((file.name.to_owned(), path));
    }
    let source = source(model);
    let sums = layout::lay_out(&version, model.name, model.version, &files, &source, model.license)?;
    for (file, sum) in model.files.iter().zip(&sums) {
        let word =
            if file.sha256.is_some() { "as pinned" } else { "recorded: not pinned in this repository" };
        say(&format!("{} sha256 {sum} ({word})", file.name));
    }
    say(
        "no reference outputs: nobody has run this model independently here, so the pool cannot compare with any",
    );
    Ok(version)
}

fn source(model: &Model) -> String {
    let unpinned: Vec<&str> =
        model.files.iter().filter(|file| file.sha256.is_none()).map(|file| file.name).collect();
    let trust = if unpinned.is_empty() {
        "all sums pinned".to_owned()
    } else {
        format!("sums of {} recorded when first pulled, not pinned", unpinned.join(", "))
    };
    format!("Hugging Face hub: {} at revision {}; {trust}", model.repository, model.revision)
}

/// Refuses names that would lead out of a folder.
fn plain_name(name: &str) -> Result<&str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if name.is_empty() || name.starts_with('.') || !name.chars().all(plain) {
        bail!("{name:?} cannot be the name of a file");
    }
    Ok(name)
}
