//! Where texts go. A file appears whole or not at all, and nothing is replaced that the user did not say may be.

use super::input::{From, Input, shown};
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Where the texts of a run go.
pub(crate) enum Sink {
    Stdout,
    Folder { folder: PathBuf, replace: bool },
    InPlace,
}

impl Sink {
    pub(crate) fn new(out: Option<PathBuf>, in_place: bool, force: bool) -> Sink {
        match out {
            Some(folder) => Sink::Folder { folder, replace: force },
            None if in_place => Sink::InPlace,
            None => Sink::Stdout,
        }
    }

    /// What cannot work, before anything is done: two inputs with one output, files that are there.
    pub(crate) fn mistakes(&self, inputs: &[Input]) -> Vec<String> {
        match self {
            Sink::Stdout => Vec::new(),
            Sink::InPlace => inputs.iter().filter_map(in_place_mistake).collect(),
            Sink::Folder { folder, replace } => {
                let mut mistakes = Vec::new();
                let mut seen: HashMap<&Path, &Input> = HashMap::new();
                for input in inputs.iter().filter(|input| !matches!(input.from, From::Closed(..))) {
                    let to = folder.join(&input.below);
                    if let Some(first) = seen.insert(&input.below, input) {
                        mistakes.push(format!(
                            "{} and {} would both be written to {}",
                            first.name(),
                            input.name(),
                            shown(&to)
                        ));
                    } else if !replace && to.symlink_metadata().is_ok() {
                        mistakes.push(format!("{} is there already; --force replaces it", shown(&to)));
                    } else if is_same(input, &to) {
                        mistakes.push(format!(
                            "{} would be replaced by its own output; --in-place does that",
                            shown(&to)
                        ));
                    }
                }
                mistakes
            }
        }
    }

    /// Writes one text. Standard output is the caller's.
    pub(crate) fn write(&self, input: &Input, text: &str) -> Result<(), String> {
        let written = match (self, &input.from) {
            (Sink::Folder { folder, replace }, _) => {
                let to = folder.join(&input.below);
                to.parent()
                    .map_or(Ok(()), fs::create_dir_all)
                    .and_then(|()| write(&to, text.as_bytes(), *replace))
            }
            (Sink::InPlace, From::File(path)) => write(path, text.as_bytes(), true),
            _ => Ok(()),
        };
        written.map_err(|error| format!("cannot write its output: {error}"))
    }
}

fn in_place_mistake(input: &Input) -> Option<String> {
    match &input.from {
        From::File(path) if path.is_symlink() => {
            Some(format!("{} is a link; name the file itself for --in-place", input.name()))
        }
        From::File(_) | From::Closed(..) => None,
        From::Stdin | From::Given(_) => Some("--in-place needs files or folders".into()),
    }
}

fn is_same(input: &Input, to: &Path) -> bool {
    match &input.from {
        From::File(path) => {
            to.canonicalize().is_ok_and(|to| path.canonicalize().is_ok_and(|path| path == to))
        }
        From::Stdin | From::Given(_) | From::Closed(..) => false,
    }
}

/// Writes a file beside its place and then moves it there.
fn write(to: &Path, bytes: &[u8], replace: bool) -> io::Result<()> {
    let mut pending = Pending::new(to, replace)?;
    pending.write_all(bytes)?;
    pending.finish()
}

/// A file that is not in its place yet. Dropped unfinished, it is gone.
pub(crate) struct Pending {
    file: File,
    temporary: PathBuf,
    to: PathBuf,
    replace: bool,
}

impl Pending {
    /// Begins a file in the same folder, so that the move stays within one file system.
    pub(crate) fn new(to: &Path, replace: bool) -> io::Result<Pending> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let (file, temporary) = loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = to.with_file_name(format!(".deid-{}-{count}.tmp", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => break (file, path),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        };
        let pending = Pending { file, temporary, to: to.to_owned(), replace };
        // What replaces a file keeps its permissions: a private note stays private.
        if let (true, Ok(about)) = (replace, fs::metadata(to)) {
            pending.file.set_permissions(about.permissions())?;
        }
        Ok(pending)
    }

    /// Moves the file to its place.
    pub(crate) fn finish(self) -> io::Result<()> {
        if self.replace {
            // The old text is gone with the rename; the new one must be on the disk before.
            self.file.sync_all()?;
            return fs::rename(&self.temporary, &self.to);
        }
        // Other than a rename, a link fails where something is.
        fs::hard_link(&self.temporary, &self.to).or_else(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Err(error),
            // File systems without links: the small chance that the file came in between is taken.
            _ if self.to.symlink_metadata().is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
            _ => fs::rename(&self.temporary, &self.to),
        })
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        // After a rename it is not there any more; after a link this was its second name.
        let _ = fs::remove_file(&self.temporary);
    }
}
