//! `manifest.json`: what belongs to a model version, with the SHA-256 of each file. Nothing is loaded that it does not
//! vouch for.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::LoadError;

/// The format that this code reads.
const FORMAT: u32 = 1;

/// The files that every version has.
pub const MODEL: &str = "model.onnx";
/// See [`MODEL`].
pub const TOKENIZER: &str = "tokenizer.json";
/// See [`MODEL`].
pub const CONFIG: &str = "config.json";
/// Optional: outputs of an independent implementation, compared before a version serves.
pub const REFERENCE: &str = "reference.json";

/// One file as the manifest describes it.
#[derive(Debug, Clone, Deserialize)]
pub struct FileSum {
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
}

/// A version's manifest.
#[derive(Debug, Clone, Deserialize)]
pub struct Manifest {
    format: u32,
    name: String,
    version: String,
    files: BTreeMap<String, FileSum>,
}

impl Manifest {
    /// Reads `manifest.json` in `directory` and checks that it speaks of `name` and `version`.
    pub fn read(directory: &Path, name: &str, version: &str) -> Result<Self, LoadError> {
        let bytes = read(directory, "manifest.json")?;
        let manifest: Self =
            serde_json::from_slice(&bytes).map_err(|e| LoadError::new(format!("manifest.json: {e}")))?;
        if manifest.format != FORMAT {
            return Err(LoadError::new(format!("manifest.json: format {} is not {FORMAT}", manifest.format)));
        }
        if manifest.name != name || manifest.version != version {
            let found = format!("{}/{}", manifest.name, manifest.version);
            return Err(LoadError::new(format!(
                "manifest.json: it is of {found}, and lies in {name}/{version}"
            )));
        }
        Ok(manifest)
    }

    /// Whether the manifest lists `file`.
    #[must_use]
    pub fn has(&self, file: &str) -> bool {
        self.files.contains_key(file)
    }

    /// Reads `file` and checks it: what is returned is what was summed.
    pub fn open(&self, directory: &Path, file: &str) -> Result<Vec<u8>, LoadError> {
        let listed = self
            .files
            .get(file)
            .ok_or_else(|| LoadError::new(format!("manifest.json: it does not list {file}")))?;
        let bytes = read(directory, file)?;
        if bytes.len() as u64 != listed.bytes {
            let message = format!("{file}: {} bytes, and the manifest says {}", bytes.len(), listed.bytes);
            return Err(LoadError::new(message));
        }
        let sum = hex::encode(Sha256::digest(&bytes));
        if !sum.eq_ignore_ascii_case(&listed.sha256) {
            return Err(LoadError::new(format!("{file}: its SHA-256 is {sum}, not what the manifest says")));
        }
        Ok(bytes)
    }
}

fn read(directory: &Path, file: &str) -> Result<Vec<u8>, LoadError> {
    std::fs::read(directory.join(file)).map_err(|e| LoadError::new(format!("{file}: {e}")))
}
