//! What `--check` finds wrong in a model repository: everything that loading would find before ONNX Runtime is asked.

use std::collections::BTreeMap;
use std::path::Path;

use super::card::Card;
use super::manifest::{CONFIG, MODEL, Manifest, REFERENCE, TOKENIZER};
use super::model::Reference;
use super::route::Route;
use super::scan::{Found, scan};
use super::variant::Variant;
use super::{LoadError, Versions};
use crate::tokenize::Tokenizer;

/// Every mistake in the versions that would be served, as `--<flag>: …`. A repository that is `watched` may still be empty.
#[must_use]
pub fn check(
    root: &Path,
    versions: Versions,
    routes: &BTreeMap<String, Route>,
    watched: bool,
) -> Vec<String> {
    let found = match scan(root) {
        Ok(found) => found,
        Err(unreadable) => return vec![format!("--models: {unreadable}")],
    };
    let mut mistakes = Vec::new();
    if found.is_empty() && !watched {
        mistakes.push(format!("--models: there is no <name>/<version>/ in {}", root.display()));
    }
    for name in routes.keys().filter(|name| !watched && !found.contains_key(*name)) {
        mistakes.push(format!("--route: there is no model {name} in {}", root.display()));
    }
    for (name, versions_of) in &found {
        let wanted: Vec<u64> = match (versions, routes.get(name)) {
            (Versions::All, _) => versions_of.keys().copied().collect(),
            (Versions::Routed, None | Some(Route::Latest)) => {
                versions_of.last_key_value().map(|(number, _)| *number).into_iter().collect()
            }
            (Versions::Routed, Some(Route::Shares(_))) => Vec::new(),
        };
        for number in wanted {
            mistakes.extend(problems(name, number, versions_of.get(&number)));
        }
        if let Some(Route::Shares(shares)) = routes.get(name) {
            for share in shares {
                match versions_of.get(&share.version) {
                    None if watched => {}
                    None => mistakes.push(format!("--route: there is no {name}/{}", share.version)),
                    Some(found) if versions == Versions::Routed => {
                        mistakes.extend(problems(name, share.version, Some(found)));
                    }
                    Some(_checked) => {}
                }
            }
        }
    }
    mistakes
}

fn problems(name: &str, number: u64, found: Option<&Found>) -> Vec<String> {
    let Some(found) = found else { return Vec::new() };
    let problems = version(&found.directory, name, &number.to_string());
    problems.into_iter().map(|problem| format!("--models: {name}/{number}: {problem}")).collect()
}

fn version(directory: &Path, name: &str, number: &str) -> Vec<LoadError> {
    let manifest = match Manifest::read(directory, name, number) {
        Ok(manifest) => manifest,
        Err(problem) => return vec![problem],
    };
    let mut problems = Vec::new();
    let listed = manifest.files().chain([MODEL, TOKENIZER, CONFIG].into_iter().filter(|f| !manifest.has(f)));
    let mut window = usize::MAX;
    let mut tokenizer = None;
    for file in listed {
        let read = manifest.open(directory, file).and_then(|bytes| {
            match file {
                CONFIG => window = Card::parse(&bytes)?.window,
                TOKENIZER => tokenizer = Some(bytes),
                REFERENCE => drop(Reference::parse(&bytes, Variant::Export, None)?),
                _ => {}
            }
            Ok(())
        });
        problems.extend(read.err());
    }
    // Only with a window can it be told whether the tokenizer fits.
    if let (Some(bytes), true) = (tokenizer, window != usize::MAX) {
        problems.extend(Tokenizer::new(&bytes, window).err().map(|e| LoadError::new(e.to_string())));
    }
    problems
}
