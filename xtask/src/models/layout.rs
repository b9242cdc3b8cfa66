//! A version's folder in a model repository, as the pool reads it: the files, and `manifest.json` with their sums.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use super::plain_name;
use crate::setup::{fresh_folder, remove_folder, sums};

const MANIFEST: &str = "manifest.json";
const FORMAT: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    name: String,
    version: String,
    files: BTreeMap<String, Sum>,
    source: String,
    license: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Sum {
    sha256: String,
    bytes: u64,
}

/// Checks that a version is whole: its manifest can be read, and every file has the size and sum that stand there.
pub(super) fn check(version: &Path) -> Result<()> {
    let manifest = read(version)?;
    ensure!(
        manifest.format == FORMAT,
        "its manifest has format {}, and this program knows {FORMAT}",
        manifest.format
    );
    for (name, sum) in &manifest.files {
        let file = version.join(plain_name(name)?);
        let bytes = fs::metadata(&file).with_context(|| format!("looking at {}", file.display()))?.len();
        ensure!(bytes == sum.bytes, "{name} has {bytes} bytes, and should have {}", sum.bytes);
        sums::verify(&file, &sum.sha256)?;
    }
    Ok(())
}

/// The sums that a version's manifest records, if it has one.
pub(super) fn recorded(version: &Path) -> BTreeMap<String, String> {
    let files = read(version).map(|manifest| manifest.files).unwrap_or_default();
    files.into_iter().map(|(name, sum)| (name, sum.sha256)).collect()
}

/// Puts a version together beside its place and moves it there whole. Returns the sums of the files, in their order.
pub(super) fn lay_out(
    version: &Path,
    name: &str,
    number: &str,
    files: &[(String, PathBuf)],
    source: &str,
    license: &str,
) -> Result<Vec<String>> {
    let parent = version.parent().context("a version without a model")?;
    fs::create_dir_all(parent).with_context(|| format!("making {}", parent.display()))?;
    // A name that is no decimal number: the pool does not take it for a version.
    let new = parent.join(format!(".{number}.new"));
    fresh_folder(&new)?;
    let mut listed = BTreeMap::new();
    let mut found = Vec::new();
    for (file, from) in files {
        let to = new.join(plain_name(file)?);
        link_or_copy(from, &to)?;
        let sha256 = sums::sha256(&to)?;
        found.push(sha256.clone());
        listed.insert(file.clone(), Sum { sha256, bytes: fs::metadata(&to)?.len() });
    }
    let manifest = Manifest {
        format: FORMAT,
        name: name.to_owned(),
        version: number.to_owned(),
        files: listed,
        source: source.to_owned(),
        license: license.to_owned(),
    };
    fs::write(new.join(MANIFEST), serde_json::to_string_pretty(&manifest)? + "\n")?;
    remove_folder(version)?;
    fs::rename(&new, version).with_context(|| format!("moving the version to {}", version.display()))?;
    Ok(found)
}

/// One copy on the disk where cache and repository share one, else two.
fn link_or_copy(from: &Path, to: &Path) -> Result<()> {
    let from = from.canonicalize().with_context(|| format!("looking for {}", from.display()))?;
    if fs::hard_link(&from, to).is_err() {
        fs::copy(&from, to).with_context(|| format!("copying {} to {}", from.display(), to.display()))?;
    }
    Ok(())
}

fn read(version: &Path) -> Result<Manifest> {
    let path = version.join(MANIFEST);
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))
}
