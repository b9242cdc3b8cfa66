//! The model repository: `<models>/<name>/<version>/`, a version being a decimal number, and what of it serves.
//!
//! `http` asks here which version answers a request. What is loaded, when, and what happens to the version before, is
//! decided by `manager` on a thread of its own; the catalogue is one value that it replaces whole, so that a request sees
//! one state of it. A broken version is named in the index with its reason, and never serves.

pub mod card;
mod check;
mod errand;
mod lone;
mod manager;
pub mod manifest;
pub mod model;
pub mod route;
mod scan;
pub mod variant;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

pub use self::check::check;
pub use self::lone::LoneThreads;
use self::manager::{Command, Manager};
use self::model::Model;
use self::route::{Route, Router};
use crate::engine::EngineFactory;
use crate::error::{Failure, Kind};
use crate::metrics::Metrics;
use crate::scheduler::queue::Limits;

/// How long the end of the process waits for a load under way. Longer than a load takes; a provider that hangs in one must
/// not hold the exit.
const CLOSE_TIME: Duration = Duration::from_secs(10);

/// Why a version does not serve.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct LoadError {
    message: String,
    /// Nothing is wrong with the version as far as is known: worth another try although nothing has changed.
    passing: bool,
}

impl LoadError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), passing: false }
    }

    pub(crate) fn passing(message: impl Into<String>) -> Self {
        Self { message: message.into(), passing: true }
    }
}

/// Which versions of a model are loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Versions {
    /// Those that answer requests which name no version: the highest that can be loaded, or the versions of the model's
    /// route.
    Routed,
    /// Every one.
    All,
}

/// How versions are brought into service.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Engines of one version, each with its thread.
    pub instances: usize,
    /// Threads of the engine for requests that are alone, beside those. On a CPU only.
    pub lone_threads: LoneThreads,
    /// Which graph of each version.
    pub variant: variant::Choice,
    /// Bounds of each version's queue.
    pub limits: Limits,
    /// Which versions.
    pub versions: Versions,
    /// Which version answers, by model; the highest where none is named.
    pub routes: BTreeMap<String, Route>,
    /// The longest that one batch may run.
    pub run_limit: Duration,
    /// The longest that a version may take to load and warm up, and an engine to start anew.
    pub load_limit: Duration,
    /// Whether callers may load and unload.
    pub api: bool,
    /// How often the directory is looked at; never without.
    pub watch: Option<Duration>,
    /// What makes them.
    pub engines: Arc<dyn EngineFactory>,
}

/// Where a version stands, in the words of Triton's repository index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// On its way into service.
    Loading,
    /// It serves.
    Ready,
    /// It takes no new request, and finishes those that it has.
    Unloading,
    /// It does not serve.
    Unavailable,
}

impl State {
    /// The state's name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Loading => "LOADING",
            Self::Ready => "READY",
            Self::Unloading => "UNLOADING",
            Self::Unavailable => "UNAVAILABLE",
        }
    }
}

/// A version in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The model.
    pub name: String,
    /// The version.
    pub version: String,
    /// Where it stands.
    pub state: State,
    /// Why it does not serve; of one that does, why what lies in its directory now is not it. Empty where all is well.
    pub reason: String,
}

/// A version in the catalogue.
#[derive(Clone)]
enum Slot {
    Loading,
    Ready { model: Arc<Model>, note: String },
    Unloading,
    Unavailable { reason: String },
}

/// A model in the catalogue.
#[derive(Clone, Default)]
struct Entry {
    router: Arc<Router>,
    slots: BTreeMap<u64, Slot>,
}

impl Entry {
    fn ready(&self) -> impl Iterator<Item = (u64, &Arc<Model>)> {
        self.slots.iter().filter_map(|(number, slot)| match slot {
            Slot::Ready { model, .. } => Some((*number, model)),
            _ => None,
        })
    }

    /// The versions that can answer now.
    fn serving(&self) -> Vec<u64> {
        self.ready().map(|(number, _)| number).collect()
    }

    fn model(&self, number: u64) -> Option<Arc<Model>> {
        match self.slots.get(&number)? {
            Slot::Ready { model, .. } => Some(Arc::clone(model)),
            _ => None,
        }
    }

    fn named(&self, version: &str) -> Option<u64> {
        // As a name, not as a number: "01" is not version 1.
        version
            .parse()
            .ok()
            .filter(|number: &u64| number.to_string() == version && self.slots.contains_key(number))
    }
}

type Catalogue = BTreeMap<String, Entry>;

/// The catalogue as manager and requests share it.
#[derive(Default)]
struct Shelf(RwLock<Arc<Catalogue>>);

impl Shelf {
    fn read(&self) -> Arc<Catalogue> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Replaces the catalogue by a changed copy. Only the manager calls this, so that no change is lost.
    fn change(&self, change: impl FnOnce(&mut Catalogue)) {
        let mut next = Catalogue::clone(&self.read());
        change(&mut next);
        let next = Arc::new(next);
        let before = std::mem::replace(&mut *self.0.write().unwrap_or_else(PoisonError::into_inner), next);
        drop(before);
    }
}

/// All models of the process.
pub struct Registry {
    shelf: Arc<Shelf>,
    commands: Sender<Command>,
    manager: Mutex<Option<JoinHandle<()>>>,
    api: bool,
}

impl Registry {
    /// Loads the repository at `root`. A broken version is logged and indexed. That none serves is an error, except where
    /// the directory is watched: then it is waited for.
    pub fn open(root: &Path, plan: &Plan, metrics: &Arc<Metrics>) -> Result<Self, LoadError> {
        let shelf = Arc::new(Shelf::default());
        let mut manager = Manager::new(root, plan.clone(), Arc::clone(metrics), Arc::clone(&shelf));
        let looked = manager.look();
        let (commands, received) = channel();
        if plan.watch.is_none() {
            looked?;
            if !shelf.read().values().any(|entry| entry.ready().next().is_some()) {
                return Err(nothing_serves(root, &listed(&shelf.read())));
            }
        }
        let thread = std::thread::Builder::new().name("models".into()).spawn(move || manager.run(&received));
        let thread = thread.map_err(|e| LoadError::new(format!("no thread to manage models: {e}")))?;
        Ok(Self { shelf, commands, manager: Mutex::new(Some(thread)), api: plan.api })
    }

    /// The version that answers a request: the named one, or the one whose turn it is by the model's route.
    pub fn choose(&self, name: &str, version: Option<&str>) -> Result<Arc<Model>, Failure> {
        self.pick(name, version, Router::pick)
    }

    /// As [`Registry::choose`], for answers that compute nothing: takes no version's turn.
    pub fn describe(&self, name: &str, version: Option<&str>) -> Result<Arc<Model>, Failure> {
        self.pick(name, version, Router::main)
    }

    /// [`Registry::choose`] without the reason.
    #[must_use]
    pub fn find(&self, name: &str, version: Option<&str>) -> Option<Arc<Model>> {
        self.choose(name, version).ok()
    }

    fn pick(
        &self,
        name: &str,
        version: Option<&str>,
        by_route: fn(&Router, &[u64]) -> Option<u64>,
    ) -> Result<Arc<Model>, Failure> {
        let unknown = || Failure::new(Kind::NotFound, "no such model or version is being served");
        let catalogue = self.shelf.read();
        let entry = catalogue.get(name).ok_or_else(unknown)?;
        let number = match version {
            Some(version) => Some(entry.named(version).ok_or_else(unknown)?),
            None => by_route(&entry.router, &entry.serving()),
        };
        let model = number.and_then(|number| entry.model(number));
        model.ok_or_else(|| {
            Failure::new(
                Kind::Unavailable,
                "this model or version does not serve now; the repository index says why",
            )
        })
    }

    /// The versions of `name` that serve.
    #[must_use]
    pub fn versions(&self, name: &str) -> Vec<String> {
        let catalogue = self.shelf.read();
        let entry = catalogue.get(name);
        entry.into_iter().flat_map(Entry::ready).map(|(number, _)| number.to_string()).collect()
    }

    /// How requests that name no version of `name` are routed, as configuration writes it.
    #[must_use]
    pub fn route(&self, name: &str) -> Option<String> {
        self.shelf.read().get(name).map(|entry| entry.router.route.to_string())
    }

    /// Every version, with its state.
    #[must_use]
    pub fn index(&self) -> Vec<Listed> {
        listed(&self.shelf.read())
    }

    /// Every version that serves.
    #[must_use]
    pub fn serving(&self) -> Vec<Arc<Model>> {
        let catalogue = self.shelf.read();
        catalogue.values().flat_map(Entry::ready).map(|(_, model)| Arc::clone(model)).collect()
    }

    /// Whether any request could be answered: some version serves and has an engine.
    #[must_use]
    pub fn ready(&self) -> bool {
        self.serving().iter().any(|model| model.scheduler.live() > 0)
    }

    /// Whether [`Registry::load`] and [`Registry::unload`] are allowed.
    #[must_use]
    pub fn controllable(&self) -> bool {
        self.api
    }

    /// Brings into service what lies in the repository for `name`, and returns when that is done. It goes on if the caller
    /// goes away. What serves already is left as it is; where a version fails, the one before goes on serving.
    pub async fn load(&self, name: &str) -> Result<(), Failure> {
        self.command(|done| Command::Load { name: name.to_owned(), done }).await
    }

    /// Takes every version of `name` out of service, until it is loaded again. Returns when no new request gets it; those
    /// under way are finished.
    pub async fn unload(&self, name: &str) -> Result<(), Failure> {
        self.command(|done| Command::Unload { name: name.to_owned(), done }).await
    }

    async fn command(
        &self,
        command: impl FnOnce(oneshot::Sender<Result<(), LoadError>>) -> Command,
    ) -> Result<(), Failure> {
        if !self.api {
            return Err(Failure::invalid(
                "loading and unloading by request is switched off; --repository-api allows it",
            ));
        }
        let (done, is_done) = oneshot::channel();
        self.commands.send(command(done)).map_err(|_ended| Failure::unavailable())?;
        let result = is_done.await.map_err(|_ended| Failure::unavailable())?;
        result.map_err(|error| Failure::invalid(error.to_string()))
    }

    /// Ends the manager, answers what is queued, and ends the engines' threads. Blocks.
    pub fn close(&self) {
        let _ended = self.commands.send(Command::Stop);
        let thread = self.manager.lock().unwrap_or_else(PoisonError::into_inner).take();
        let patience = Instant::now() + CLOSE_TIME;
        while thread.as_ref().is_some_and(|thread| !thread.is_finished()) && Instant::now() < patience {
            std::thread::sleep(Duration::from_millis(1));
        }
        for model in self.serving() {
            model.scheduler.join();
        }
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ended = self.commands.send(Command::Stop);
    }
}

fn listed(catalogue: &Catalogue) -> Vec<Listed> {
    let entries = catalogue.iter().flat_map(|(name, entry)| {
        entry.slots.iter().map(move |(number, slot)| {
            let (state, reason) = match slot {
                Slot::Loading => (State::Loading, ""),
                Slot::Ready { note, .. } => (State::Ready, note.as_str()),
                Slot::Unloading => (State::Unloading, ""),
                Slot::Unavailable { reason } => (State::Unavailable, reason.as_str()),
            };
            Listed { name: name.clone(), version: number.to_string(), state, reason: reason.to_owned() }
        })
    });
    entries.collect()
}

fn nothing_serves(root: &Path, index: &[Listed]) -> LoadError {
    let mut reasons = String::new();
    for Listed { name, version, reason, .. } in index {
        reasons.push_str(&format!("\n  {name}/{version}: {reason}"));
    }
    if reasons.is_empty() {
        reasons.push_str("\n  there is no <name>/<version>/ in it");
    }
    LoadError::new(format!("no model of {} can be served:{reasons}", root.display()))
}
