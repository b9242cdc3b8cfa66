//! The model repository: `<models>/<name>/<version>/`, a version being a decimal number.
//!
//! Read once at start (`http` then looks models up by name); the catalogue is one value behind a lock, so that a later
//! version can be swapped in whole. A broken version is named in the index with its reason and never serves.

pub mod card;
pub mod manifest;
pub mod model;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use self::model::Model;
use crate::engine::EngineFactory;
use crate::metrics::Metrics;
use crate::scheduler::queue::Limits;

/// Why a version does not serve.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub struct LoadError(String);

impl LoadError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

/// Which versions of a model are loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Versions {
    /// The highest only.
    Latest,
    /// Every one; requests that name none get the highest.
    All,
}

/// How versions are brought into service.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Engines of one version, each with its thread.
    pub instances: usize,
    /// Bounds of each version's queue.
    pub limits: Limits,
    /// Which versions.
    pub versions: Versions,
    /// What makes them.
    pub engines: Arc<dyn EngineFactory>,
}

/// A version in the index.
#[derive(Clone)]
pub enum Slot {
    /// It serves.
    Ready(Arc<Model>),
    /// It does not, and why.
    Broken(LoadError),
}

type Catalogue = BTreeMap<String, BTreeMap<u64, Slot>>;

/// All models of the process.
pub struct Registry {
    catalogue: RwLock<Arc<Catalogue>>,
}

impl Registry {
    /// Loads the repository at `root`. A broken version is logged and indexed; it is an error only if none serves.
    pub fn open(root: &Path, plan: &Plan, metrics: &Metrics) -> Result<Self, LoadError> {
        let mut catalogue = Catalogue::new();
        for (name, versions) in scan(root)? {
            let chosen: Vec<(u64, PathBuf)> = match plan.versions {
                Versions::All => versions.into_iter().collect(),
                Versions::Latest => versions.into_iter().next_back().into_iter().collect(),
            };
            for (version, directory) in chosen {
                let loaded = Model::load(&directory, &name, &version.to_string(), plan, metrics);
                let slot = match loaded {
                    Ok(model) => Slot::Ready(Arc::new(model)),
                    Err(error) => {
                        tracing::error!(model = name, version, reason = %error, "model version does not serve");
                        Slot::Broken(error)
                    }
                };
                catalogue.entry(name.clone()).or_default().insert(version, slot);
            }
        }
        let slots =
            || catalogue.iter().flat_map(|(name, slots)| slots.iter().map(move |(v, slot)| (name, v, slot)));
        if !slots().any(|(_, _, slot)| matches!(slot, Slot::Ready(_))) {
            let mut reasons = String::new();
            for (name, version, slot) in slots() {
                if let Slot::Broken(error) = slot {
                    reasons.push_str(&format!("\n  {name}/{version}: {error}"));
                }
            }
            if reasons.is_empty() {
                reasons.push_str("\n  there is no <name>/<version>/ in it");
            }
            return Err(LoadError::new(format!("no model of {} can be served:{reasons}", root.display())));
        }
        Ok(Self { catalogue: RwLock::new(Arc::new(catalogue)) })
    }

    fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.catalogue.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// A serving version: the named one, or the highest.
    #[must_use]
    pub fn find(&self, name: &str, version: Option<&str>) -> Option<Arc<Model>> {
        let catalogue = self.catalogue();
        let versions = catalogue.get(name)?;
        let ready = |slot: &Slot| match slot {
            Slot::Ready(model) => Some(Arc::clone(model)),
            Slot::Broken(_) => None,
        };
        match version {
            // As a name, not as a number: "01" is not version 1.
            Some(version) => versions.values().filter_map(ready).find(|model| model.version == version),
            None => versions.values().rev().find_map(ready),
        }
    }

    /// The versions of `name` that serve.
    #[must_use]
    pub fn versions(&self, name: &str) -> Vec<String> {
        let index = self.index().into_iter();
        index
            .filter(|(model, _, slot)| model == name && matches!(slot, Slot::Ready(_)))
            .map(|(_, v, _)| v)
            .collect()
    }

    /// Every version, with its state.
    #[must_use]
    pub fn index(&self) -> Vec<(String, String, Slot)> {
        let catalogue = self.catalogue();
        let entries = catalogue.iter().flat_map(|(name, versions)| {
            versions.iter().map(move |(version, slot)| (name.clone(), version.to_string(), slot.clone()))
        });
        entries.collect()
    }

    /// Answers what is queued, and ends the engines' threads. Blocks.
    pub fn close(&self) {
        for (_, _, slot) in self.index() {
            if let Slot::Ready(model) = slot {
                model.scheduler.join();
            }
        }
    }
}

/// The version directories of each model. What is not `<name>/<decimal>/` is passed over.
fn scan(root: &Path) -> Result<BTreeMap<String, BTreeMap<u64, PathBuf>>, LoadError> {
    let unreadable = |path: &Path, e: std::io::Error| LoadError::new(format!("{}: {e}", path.display()));
    let directories = |path: &Path| -> Result<Vec<(String, PathBuf)>, LoadError> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(path).map_err(|e| unreadable(path, e))? {
            let entry = entry.map_err(|e| unreadable(path, e))?;
            if let (true, Ok(name)) = (entry.path().is_dir(), entry.file_name().into_string()) {
                found.push((name, entry.path()));
            }
        }
        Ok(found)
    };
    let mut models = BTreeMap::new();
    for (name, path) in directories(root)? {
        let mut versions = BTreeMap::new();
        for (version, path) in directories(&path)? {
            // Canonical numbers only: "1" and "01" would be one version twice.
            match version.parse::<u64>() {
                Ok(number) if number.to_string() == version => {
                    versions.insert(number, path);
                }
                _ => tracing::warn!(model = name, directory = version, "not a version number; passed over"),
            }
        }
        if !versions.is_empty() {
            models.insert(name, versions);
        }
    }
    Ok(models)
}
