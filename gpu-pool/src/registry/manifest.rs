//! `manifest.json`: what belongs to a model version, with the SHA-256 of each file. Nothing is loaded that it does not
//! vouch for.

use std::collections::BTreeMap;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Component, Path};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::LoadError;
use super::variant::{Choice, Chosen, Entry, Variant};

/// The format that this code reads.
const FORMAT: u32 = 1;

/// What vouches for the others; written last, so that a version without it is still being written.
pub const MANIFEST: &str = "manifest.json";
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
    #[serde(default)]
    variants: BTreeMap<String, Entry>,
    #[serde(skip)]
    digest: String,
}

impl Manifest {
    /// Reads `manifest.json` in `directory` and checks that it speaks of `name` and `version`.
    pub fn read(directory: &Path, name: &str, version: &str) -> Result<Self, LoadError> {
        let bytes = read(directory, MANIFEST)?;
        let manifest = Self::parse(&bytes)?;
        if manifest.format != FORMAT {
            return Err(LoadError::new(format!("manifest.json: format {} is not {FORMAT}", manifest.format)));
        }
        if manifest.name != name || manifest.version != version {
            let found = format!("{}/{}", manifest.name, manifest.version);
            return Err(LoadError::new(format!(
                "manifest.json: it is of {found}, and lies in {name}/{version}"
            )));
        }
        for (name, entry) in &manifest.variants {
            if let (Some(variant), Some(tolerance)) = (Variant::named(name), entry.reference_tolerance) {
                let wrong =
                    |what: String| LoadError::new(format!("manifest.json: reference_tolerance: {what}"));
                variant.check_tolerance(tolerance).map_err(wrong)?;
            }
        }
        Ok(manifest)
    }

    /// Reads a manifest without asking where it lies.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, LoadError> {
        let mut manifest: Self =
            serde_json::from_slice(bytes).map_err(|e| LoadError::new(format!("manifest.json: {e}")))?;
        manifest.digest = hex::encode(Sha256::digest(bytes));
        Ok(manifest)
    }

    /// The names of its files.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The SHA-256 of the manifest itself, lower-case hexadecimal.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Whether the manifest lists `file`.
    #[must_use]
    pub fn has(&self, file: &str) -> bool {
        self.files.contains_key(file)
    }

    /// The graph that serves by that choice.
    pub(super) fn graph(&self, choice: Choice) -> Result<Chosen<'_>, LoadError> {
        let export = Chosen { variant: Variant::Export, file: MODEL, reference_tolerance: None };
        let wanted = match choice {
            Choice::Named(Variant::Export) => return Ok(export),
            Choice::Named(variant) => variant,
            Choice::Auto | Choice::AutoOnGpu => {
                let preferred = choice.preferred().unwrap_or_default();
                let there = preferred.iter().find(|variant| self.variants.contains_key(variant.as_str()));
                match there {
                    // What nothing is compared with is not served in the export's place.
                    Some(variant) if self.has(REFERENCE) => *variant,
                    _ => return Ok(export),
                }
            }
        };
        match self.variants.get(wanted.as_str()) {
            Some(_) if !self.has(REFERENCE) => Err(LoadError::new(format!(
                "manifest.json: it lists no {REFERENCE}, so that variant {} cannot be checked",
                wanted.as_str()
            ))),
            Some(Entry { file, reference_tolerance }) => {
                Ok(Chosen { variant: wanted, file, reference_tolerance: *reference_tolerance })
            }
            None => Err(LoadError::new(format!(
                "manifest.json: it has no variant {}: make it (cargo xtask model optimize), or choose another (--variant)",
                wanted.as_str()
            ))),
        }
    }

    /// Reads `file` and checks it: what is returned is what was summed.
    pub fn open(&self, directory: &Path, file: &str) -> Result<Vec<u8>, LoadError> {
        self.keep(directory, file)?.read()
    }

    /// Opens `file`, to be read and checked now and later.
    pub(super) fn keep(&self, directory: &Path, file: &str) -> Result<Kept, LoadError> {
        let listed = self.files.get(file);
        let listed =
            listed.ok_or_else(|| LoadError::new(format!("manifest.json: it does not list {file}")))?;
        let mut parts = Path::new(file).components();
        if !matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None)) {
            let what = "a file must lie in the version's own directory";
            return Err(LoadError::new(format!("manifest.json: {what}, and {file} does not")));
        }
        let open = File::open(directory.join(file)).map_err(|e| unreadable(file, &e))?;
        Ok(Kept { name: file.to_owned(), open, listed: listed.clone() })
    }
}

/// A file of a version, held open: it can be read again when its directory has been replaced or is gone.
#[derive(Debug)]
pub(super) struct Kept {
    name: String,
    open: File,
    listed: FileSum,
}

impl Kept {
    /// Reads it whole, and checks it.
    pub(super) fn read(&self) -> Result<Vec<u8>, LoadError> {
        let (name, listed) = (&self.name, &self.listed);
        let length = self.open.metadata().map_err(|e| unreadable(name, &e))?.len();
        if length != listed.bytes {
            let message = format!("{name}: {length} bytes, and the manifest says {}", listed.bytes);
            return Err(LoadError::new(message));
        }
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
        // At its place in the file, since several engines may be reading.
        self.open.read_exact_at(&mut bytes, 0).map_err(|e| unreadable(name, &e))?;
        let sum = hex::encode(Sha256::digest(&bytes));
        if !sum.eq_ignore_ascii_case(&listed.sha256) {
            return Err(LoadError::new(format!("{name}: its SHA-256 is {sum}, not what the manifest says")));
        }
        Ok(bytes)
    }
}

fn unreadable(file: &str, e: &std::io::Error) -> LoadError {
    LoadError::passing(format!("{file}: {e}"))
}

fn read(directory: &Path, file: &str) -> Result<Vec<u8>, LoadError> {
    std::fs::read(directory.join(file)).map_err(|e| unreadable(file, &e))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(variants: &[&str], references: bool) -> Manifest {
        let variants: Vec<String> =
            variants.iter().map(|v| format!(r#""{v}":{{"file":"model.{v}.onnx"}}"#)).collect();
        let reference = if references { r#""reference.json":{"sha256":"","bytes":0}"# } else { "" };
        let json = format!(
            r#"{{"format":1,"name":"m","version":"1","files":{{{reference}}},"variants":{{{}}}}}"#,
            variants.join(",")
        );
        Manifest::parse(json.as_bytes()).expect("a manifest")
    }

    #[test]
    fn what_serves_unasked_depends_on_what_is_there_and_where_it_runs() {
        let serves = |variants: &[&str], references, choice| {
            manifest(variants, references).graph(choice).expect("a graph").variant
        };
        let all = ["unpadded", "int8", "fp16"];
        let (cpu, gpu) = (Choice::Auto, Choice::Auto.on_gpu());
        assert_eq!(serves(&all, true, cpu), Variant::Unpadded);
        assert_eq!(serves(&all, true, gpu), Variant::Fp16);
        assert_eq!(serves(&["unpadded", "int8"], true, gpu), Variant::Unpadded);
        assert_eq!(serves(&["int8"], true, gpu), Variant::Export);
        assert_eq!(serves(&all, false, gpu), Variant::Export, "what cannot be checked does not serve");
        // What was asked for by name is served anywhere.
        let named = Choice::Named(Variant::Int8);
        assert_eq!(serves(&all, true, named.on_gpu()), Variant::Int8);
        assert!(manifest(&[], true).graph(named).is_err() && manifest(&all, false).graph(named).is_err());
    }
}
