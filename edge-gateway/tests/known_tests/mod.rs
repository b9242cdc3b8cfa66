//! The tests of the workspace by name, for the documents that name them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Where each crate's tests are, below the workspace.
const CRATES: [(&str, &[&str]); 8] = [
    ("audit", &["edge-gateway/audit"]),
    ("auth", &["edge-gateway/auth"]),
    ("deid", &["edge-gateway/deid/src", "edge-gateway/deid/tests"]),
    ("host", &["edge-gateway/host/src", "edge-gateway/host/tests"]),
    ("edge", &["edge-gateway/src", "edge-gateway/tests"]),
    ("pool", &["gpu-pool/src", "gpu-pool/tests"]),
    ("signatures", &["edge-gateway/signatures/src", "edge-gateway/signatures/tests"]),
    ("xtask", &["xtask/src", "xtask/tests"]),
];

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// For each crate, as the documents call it, the names of its tests.
pub(crate) fn known() -> BTreeMap<&'static str, BTreeSet<String>> {
    let names = |folders: &[&str]| {
        let mut text = String::new();
        folders.iter().for_each(|folder| sources(&root().join(folder), &mut text));
        tests(&text).map(str::to_owned).collect()
    };
    CRATES.iter().map(|(krate, folders)| (*krate, names(folders))).collect()
}

fn sources(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// The names of the functions that a test attribute stands before.
fn tests(text: &str) -> impl Iterator<Item = &str> {
    let mut marked = false;
    text.lines().filter_map(move |line| {
        let line = line.trim_start();
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            marked = true;
            return None;
        }
        let name = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ")?.split('(').next()?;
        std::mem::take(&mut marked).then_some(name)
    })
}
