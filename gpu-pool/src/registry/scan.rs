//! What lies in the repository now: which versions are complete, and whether one has changed since it was last looked at.
//!
//! Called by `registry::manager` at start, at each look of the watcher and for each load. It reads the manifests and never
//! a model. Looking is better than being told here: a network volume sends no events, and where a volume is renewed by
//! swapping a symbolic link (as Kubernetes and git-sync do) events stay with the old tree.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::LoadError;
use super::manifest::{MANIFEST, Manifest};

/// A version directory.
#[derive(Debug)]
pub(super) struct Found {
    /// Links resolved, so that a swap under way cannot mix two trees.
    pub(super) directory: PathBuf,
    /// What lies in it. A version without its manifest is still being written.
    pub(super) stamp: Result<Stamp, LoadError>,
}

/// Tells one state of a directory from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    /// SHA-256 of the manifest, which holds those of the files: the identity of what is meant to serve.
    pub(super) digest: String,
    /// That, with size and time of each file: changes while a copy is under way. Of a version that could not be loaded,
    /// another state is worth another try.
    pub(super) print: String,
}

/// The version directories of each model.
pub(super) type Scan = BTreeMap<String, BTreeMap<u64, Found>>;

/// Looks at the whole repository. Nothing is known of it where this fails: no version is gone because a volume could not
/// be read.
pub(super) fn scan(root: &Path) -> Result<Scan, LoadError> {
    let mut models = Scan::new();
    // Resolved once: if the root is a link that is swapped meanwhile, this still reads one tree.
    let root = root.canonicalize().map_err(|e| unreadable(root, &e))?;
    for (name, path) in directories(&root)? {
        let mut versions = BTreeMap::new();
        for (version, path) in directories(&path)? {
            // Canonical numbers only: "1" and "01" would be one version twice.
            match version.parse::<u64>() {
                Ok(number) if number.to_string() == version => {
                    let stamp = stamp(&path);
                    versions.insert(number, Found { directory: path, stamp });
                }
                _ => tracing::debug!(model = name, directory = version, "not a version number; passed over"),
            }
        }
        if !versions.is_empty() {
            models.insert(name, versions);
        }
    }
    Ok(models)
}

fn unreadable(path: &Path, e: &std::io::Error) -> LoadError {
    LoadError::passing(format!("{}: {e}", path.display()))
}

/// The directories in `path`, resolved. Hidden ones are passed over: Kubernetes keeps the trees of a volume in `..data`
/// and the like, beside the links to them.
fn directories(path: &Path) -> Result<Vec<(String, PathBuf)>, LoadError> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).map_err(|e| unreadable(path, &e))? {
        let entry = entry.map_err(|e| unreadable(path, &e))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') {
            continue;
        }
        match entry.path().canonicalize() {
            Ok(resolved) if resolved.is_dir() => found.push((name, resolved)),
            Ok(_file) => {}
            // A link that leads nowhere is what is left of a version.
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            Err(e) => return Err(unreadable(&entry.path(), &e)),
        }
    }
    Ok(found)
}

fn stamp(directory: &Path) -> Result<Stamp, LoadError> {
    let bytes = std::fs::read(directory.join(MANIFEST)).map_err(|e| match e.kind() {
        ErrorKind::NotFound => LoadError::passing(format!(
            "{MANIFEST}: not there yet; it is written last, and a version is loaded once it is there"
        )),
        _ => LoadError::passing(format!("{MANIFEST}: {e}")),
    })?;
    let digest = hex::encode(Sha256::digest(&bytes));
    let mut print = digest.clone();
    if let Ok(manifest) = Manifest::parse(&bytes) {
        for file in manifest.files() {
            let state = std::fs::metadata(directory.join(file)).ok();
            let state = state.map(|state| (state.len(), state.modified().ok()));
            print.push_str(&format!(" {state:?}"));
        }
    }
    Ok(Stamp { digest, print })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("parent")).expect("directory");
        fs::write(path, text).expect("written");
    }

    const MANIFEST_OF_A: &str =
        r#"{"format":1,"name":"m","version":"1","files":{"model.onnx":{"sha256":"","bytes":1}}}"#;

    #[test]
    fn a_version_is_complete_with_its_manifest_and_changes_with_its_files() {
        let root = tempfile::tempdir().expect("directory");
        write(root.path(), "m/1/model.onnx", "x");
        write(root.path(), "m/01/manifest.json", "{}");
        write(root.path(), "m/notes/manifest.json", "{}");
        write(root.path(), "lost+found/file", "");
        let look =
            || scan(root.path()).expect("readable").remove("m").expect("m").remove(&1).expect("1").stamp;
        assert!(look().expect_err("half-written").to_string().contains("not there yet"));
        write(root.path(), "m/1/manifest.json", MANIFEST_OF_A);
        let first = look().expect("complete");
        assert_eq!(look().expect("complete"), first);
        write(root.path(), "m/1/model.onnx", "longer");
        let second = look().expect("complete");
        assert_eq!(second.digest, first.digest);
        assert_ne!(second.print, first.print);
        assert_eq!(scan(root.path()).expect("readable").len(), 1);
    }

    /// As a projected volume is laid out: links to `..data`, itself a link to a tree with a date for a name.
    #[test]
    fn a_volume_of_swapped_links_is_one_tree() {
        let root = tempfile::tempdir().expect("directory");
        write(root.path(), "..2026_a/m/1/manifest.json", MANIFEST_OF_A);
        write(root.path(), "..2026_b/m/2/manifest.json", MANIFEST_OF_A);
        let link = |to: &str, from: &str| {
            std::os::unix::fs::symlink(to, root.path().join(from)).expect("linked");
        };
        link("..2026_a", "..data");
        link("..data/m", "m");
        link("..data/gone", "gone");
        let seen = scan(root.path()).expect("readable");
        assert_eq!(seen.keys().collect::<Vec<_>>(), ["m"]);
        assert!(seen["m"][&1].directory.ends_with("..2026_a/m/1"), "{seen:?}");
        link("..2026_b", "..next");
        fs::rename(root.path().join("..next"), root.path().join("..data")).expect("swapped");
        assert_eq!(scan(root.path()).expect("readable")["m"].keys().collect::<Vec<_>>(), [&2]);
        assert!(scan(&root.path().join("nowhere")).is_err());
    }
}
