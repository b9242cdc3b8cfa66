//! Brings versions into service and takes them out again, one step at a time, on one thread.
//!
//! A version comes in by [`Prepared::load`] (sums, load, warm-up, references), while the one before serves on; then the
//! catalogue is replaced, and from that moment requests get the new one. The old one is kept until the last request that
//! holds it has been answered: nothing is refused or cut off by an update.
//!
//! What should serve follows from the repository and the configuration alone, not from history: a pool that is started
//! anew comes to what this one has come to. Two exceptions, both on the safe side: the last version of a model that serves
//! goes on serving from memory when its directory is gone (an unmounted volume is no order to stop), and what a caller has
//! unloaded stays so until it is loaded again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::errand::Errands;
use super::model::{Model, Prepared};
use super::route::{Route, Router};
use super::scan::{Found, Scan, scan};
use super::{Catalogue, Entry, LoadError, Plan, Shelf, Slot, Versions};
use crate::metrics::Metrics;

/// How often a version on its way out is looked at: the last request it has is not told apart from the others.
const DRAIN_TICK: Duration = Duration::from_millis(5);

/// A load waits this long for an earlier version of the same model to leave memory: as long as a request can take, by
/// default. Longer, and a request that hangs would stop all updates.
const DRAIN_PATIENCE: Duration = Duration::from_secs(30);

/// A version that failed is tried again after this long although its files are the same: memory may have run out. The
/// pause doubles up to [`LONGEST_PAUSE`], since most are simply broken.
const FIRST_PAUSE: Duration = Duration::from_secs(30);
/// See [`FIRST_PAUSE`].
const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

/// What callers ask of the manager.
pub(super) enum Command {
    Load { name: String, done: oneshot::Sender<Result<(), LoadError>> },
    Unload { name: String, done: oneshot::Sender<Result<(), LoadError>> },
    Stop,
}

/// A version that takes no new request.
struct Leaving {
    name: String,
    number: u64,
    model: Arc<Model>,
}

/// A version that could not be loaded.
struct Tried {
    /// The state of its files at the time.
    print: String,
    problem: LoadError,
    /// When it is worth another try all the same.
    again: Instant,
    pause: Duration,
}

/// How a version that should serve came out.
struct Outcome {
    serves: bool,
    problem: Option<LoadError>,
}

pub(super) struct Manager {
    root: PathBuf,
    plan: Plan,
    metrics: Arc<Metrics>,
    /// Whatever may never return, so that one version or volume that hangs does not hold up the others.
    errands: Errands,
    shelf: Arc<Shelf>,
    tried: BTreeMap<(String, u64), Tried>,
    /// Models that a caller has unloaded.
    unloaded: BTreeSet<String>,
    leaving: Vec<Leaving>,
    /// The last trouble with the directory, so that it is logged once.
    trouble: Option<LoadError>,
}

impl Manager {
    pub(super) fn new(root: &Path, plan: Plan, metrics: Arc<Metrics>, shelf: Arc<Shelf>) -> Self {
        Self {
            root: root.to_owned(),
            errands: Errands::new(plan.load_limit, Arc::clone(&metrics)),
            plan,
            metrics,
            shelf,
            tried: BTreeMap::new(),
            unloaded: BTreeSet::new(),
            leaving: Vec::new(),
            trouble: None,
        }
    }

    /// Serves commands and watches, until it is told to stop.
    pub(super) fn run(mut self, commands: &Receiver<Command>) {
        let mut next_look = self.plan.watch.map(|every| Instant::now() + every);
        loop {
            let until_look = next_look.map(|at| at.saturating_duration_since(Instant::now()));
            let until_tick = (!self.leaving.is_empty()).then_some(DRAIN_TICK);
            // With nothing to wait for, it sleeps until somebody asks.
            let wait = until_look.into_iter().chain(until_tick).min().unwrap_or(Duration::MAX);
            match commands.recv_timeout(wait) {
                Ok(Command::Load { name, done }) => {
                    let _caller_gone = done.send(self.load(&name));
                }
                Ok(Command::Unload { name, done }) => {
                    let _caller_gone = done.send(self.unload(&name));
                }
                Ok(Command::Stop) | Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {}
            }
            self.see_off();
            if let (Some(every), Some(at)) = (self.plan.watch, next_look)
                && Instant::now() >= at
            {
                // Logged where it happened; the next look is another chance.
                let _logged = self.look();
                next_look = Some(Instant::now() + every);
            }
        }
        // No engine is left in the middle of its end when the process goes.
        self.leaving.iter().for_each(|leaving| leaving.model.scheduler.join());
    }

    /// Looks at the whole repository, and brings into service what should serve.
    pub(super) fn look(&mut self) -> Result<(), LoadError> {
        let found = match self.scan() {
            Ok(found) => found,
            Err(trouble) => {
                if self.trouble.as_ref() != Some(&trouble) {
                    tracing::warn!(reason = %trouble, "the model repository cannot be read; what serves is left as it is");
                }
                self.trouble = Some(trouble.clone());
                return Err(trouble);
            }
        };
        self.trouble = None;
        for name in self.plan.routes.keys().filter(|name| !found.contains_key(*name)) {
            tracing::debug!(model = name, "a route names a model that is not in the repository");
        }
        // Names only: the catalogue itself, held over the loop, would keep in memory what the loop replaces.
        let names: BTreeSet<String> = self.shelf.read().keys().chain(found.keys()).cloned().collect();
        for name in names {
            if !self.unloaded.contains(&name) {
                let _indexed = self.settle(&name, &found, false);
            }
        }
        Ok(())
    }

    fn scan(&self) -> Result<Scan, LoadError> {
        let root = self.root.clone();
        self.errands.run("reading the repository", move || scan(&root))
    }

    fn load(&mut self, name: &str) -> Result<(), LoadError> {
        let found = self.scan()?;
        if !found.contains_key(name) && !self.shelf.read().contains_key(name) {
            return Err(LoadError::new("no such model in the repository"));
        }
        self.unloaded.remove(name);
        self.settle(name, &found, true)
    }

    fn unload(&mut self, name: &str) -> Result<(), LoadError> {
        let Some(entry) = self.shelf.read().get(name).cloned() else {
            return Err(LoadError::new("no such model in the repository"));
        };
        self.unloaded.insert(name.to_owned());
        let ready = entry.ready().map(|(number, _)| number).collect();
        drop(entry);
        self.retire(name, ready);
        Ok(())
    }

    /// Brings one model to what it should be. `asked`: by a caller, so that what failed before is tried again.
    fn settle(&mut self, name: &str, scan: &Scan, asked: bool) -> Result<(), LoadError> {
        let nothing = BTreeMap::new();
        let found = scan.get(name).unwrap_or(&nothing);
        self.list(name, found);
        let route = self.plan.routes.get(name).cloned().unwrap_or_default();
        let (candidates, one_is_enough): (Vec<u64>, bool) = match (self.plan.versions, &route) {
            (Versions::All, _) => (found.keys().copied().collect(), false),
            (Versions::Routed, Route::Latest) => (found.keys().rev().copied().collect(), true),
            (Versions::Routed, Route::Shares(shares)) => {
                (shares.iter().map(|share| share.version).collect(), false)
            }
        };
        let mut serves = BTreeSet::new();
        let mut first_problem = None;
        for number in candidates {
            let outcome = self.bring(name, number, found.get(&number), asked);
            if let Some(problem) = outcome.problem {
                first_problem.get_or_insert_with(|| LoadError {
                    message: format!("version {number}: {problem}"),
                    passing: problem.passing,
                });
            }
            if outcome.serves {
                serves.insert(number);
                if one_is_enough {
                    break;
                }
            }
        }
        if !serves.is_empty() {
            let entry = self.shelf.read().get(name).cloned().unwrap_or_default();
            let rest = entry.ready().map(|(number, _)| number).filter(|n| !serves.contains(n)).collect();
            drop(entry);
            self.retire(name, rest);
        }
        first_problem.map_or(Ok(()), Err)
    }

    /// Brings the index in line with the directory, before anything is loaded.
    fn list(&mut self, name: &str, found: &BTreeMap<u64, Found>) {
        self.tried.retain(|(model, number), _| model != name || found.contains_key(number));
        let route = self.plan.routes.get(name);
        self.shelf.change(|catalogue| {
            let entry = catalogue.entry(name.to_owned()).or_insert_with(|| Entry {
                router: Arc::new(Router::new(route.cloned().unwrap_or_default())),
                ..Entry::default()
            });
            for number in found.keys() {
                let idle = || Slot::Unavailable { reason: "not loaded".into() };
                entry.slots.entry(*number).or_insert_with(idle);
            }
            entry.slots.retain(|number, slot| {
                let gone = !found.contains_key(number);
                if let (true, Slot::Ready { note, .. }) = (gone, &mut *slot) {
                    *note = "its directory is gone; it serves from memory".into();
                }
                !gone || !matches!(slot, Slot::Unavailable { .. })
            });
            if entry.slots.is_empty() && route.is_none() {
                catalogue.remove(name);
            }
        });
    }

    /// Brings one version into service, unless it serves already.
    fn bring(&mut self, name: &str, number: u64, found: Option<&Found>, asked: bool) -> Outcome {
        let running = self.shelf.read().get(name).and_then(|entry| entry.model(number));
        let serves = running.is_some();
        let Some(found) = found else {
            if serves {
                return Outcome { serves, problem: None };
            }
            return self.problem(name, number, serves, LoadError::passing("it is not in the repository"));
        };
        let stamp = match &found.stamp {
            Ok(stamp) => stamp,
            Err(unfinished) => return self.problem(name, number, serves, unfinished.clone()),
        };
        if running.as_ref().is_some_and(|model| model.digest == stamp.digest) {
            self.note(name, number, String::new());
            return Outcome { serves, problem: None };
        }
        let key = (name.to_owned(), number);
        if let Some(tried) = self.tried.get(&key)
            && tried.print == stamp.print
            && Instant::now() < tried.again
            && !asked
        {
            return Outcome { serves, problem: Some(tried.problem.clone()) };
        }

        let what = format!("{name}/{number}");
        if let Err(hangs) = self.errands.check(&what) {
            return self.problem(name, number, serves, hangs);
        }
        if !serves {
            self.put(name, number, Slot::Loading);
        }
        self.wait_for_room(name);
        match self.load_version(&what, found, name, number) {
            Ok(model) => {
                self.tried.remove(&key);
                let model = Arc::new(model);
                self.put(name, number, Slot::Ready { model, note: String::new() });
                if let Some(model) = running {
                    self.leaving.push(Leaving { name: name.to_owned(), number, model });
                }
                Outcome { serves: true, problem: None }
            }
            Err(problem) => {
                let before = self.tried.remove(&key).filter(|tried| tried.print == stamp.print);
                if before.as_ref().is_none_or(|tried| tried.problem != problem) {
                    tracing::error!(model = name, version = number, reason = %problem, "model version does not serve");
                }
                let pause = before.map_or(FIRST_PAUSE, |tried| (tried.pause * 2).min(LONGEST_PAUSE));
                let again = Instant::now() + if problem.passing { Duration::ZERO } else { pause };
                let tried = Tried { print: stamp.print.clone(), problem: problem.clone(), again, pause };
                self.tried.insert(key, tried);
                self.problem(name, number, serves, problem)
            }
        }
    }

    fn load_version(&self, what: &str, found: &Found, name: &str, number: u64) -> Result<Model, LoadError> {
        let (directory, of, plan) = (found.directory.clone(), name.to_owned(), self.plan.clone());
        let prepared =
            self.errands.run(what, move || Prepared::load(&directory, &of, &number.to_string(), &plan))?;
        prepared.serve(&self.plan, &self.metrics)
    }

    /// Says in the index why a version, or what lies in its directory now, does not serve.
    fn problem(&self, name: &str, number: u64, serves: bool, problem: LoadError) -> Outcome {
        if serves {
            self.note(name, number, format!("what lies in its directory now does not serve: {problem}"));
        } else {
            self.put(name, number, Slot::Unavailable { reason: problem.to_string() });
        }
        Outcome { serves, problem: Some(problem) }
    }

    fn note(&self, name: &str, number: u64, text: String) {
        self.shelf.change(|catalogue| {
            if let Some(Slot::Ready { note, .. }) = slot(catalogue, name, number) {
                *note = text;
            }
        });
    }

    fn put(&self, name: &str, number: u64, new: Slot) {
        self.shelf.change(|catalogue| {
            if let Some(entry) = catalogue.get_mut(name) {
                entry.slots.insert(number, new);
            }
        });
    }

    /// Takes versions out of service, all in one step.
    fn retire(&mut self, name: &str, numbers: Vec<u64>) {
        let mut gone = Vec::new();
        self.shelf.change(|catalogue| {
            for number in numbers {
                if let Some(slot) = slot(catalogue, name, number)
                    && let Slot::Ready { model, .. } = std::mem::replace(slot, Slot::Unloading)
                {
                    gone.push(Leaving { name: name.to_owned(), number, model });
                }
            }
        });
        self.leaving.extend(gone);
        self.see_off();
    }

    /// Lets go of versions that nobody waits for any more.
    fn see_off(&mut self) {
        let shelf = &self.shelf;
        self.leaving.retain(|Leaving { name, number, model }| {
            // One count is ours, and the catalogue gives out no more. Whoever holds another may still submit.
            if Arc::strong_count(model) > 1 {
                return true;
            }
            model.scheduler.close();
            if !model.scheduler.ended() {
                return true;
            }
            tracing::info!(model = name, version = number, "model version is unloaded");
            let mut replaced = false;
            shelf.change(|catalogue| {
                if let Some(slot) = slot(catalogue, name, *number) {
                    replaced = matches!(slot, Slot::Ready { .. });
                    if matches!(slot, Slot::Unloading) {
                        *slot = Slot::Unavailable { reason: "unloaded".into() };
                    }
                }
            });
            if !replaced {
                model.metrics.retire();
            }
            false
        });
    }

    /// Waits until versions of `name` that were replaced have left memory, so that no more than two are ever in it.
    fn wait_for_room(&mut self, name: &str) {
        let patience = Instant::now() + DRAIN_PATIENCE;
        self.see_off();
        while self.leaving.iter().any(|leaving| leaving.name == name) {
            if Instant::now() >= patience {
                tracing::warn!(model = name, "an earlier version still has requests; loading beside it");
                return;
            }
            std::thread::sleep(DRAIN_TICK);
            self.see_off();
        }
    }
}

fn slot<'c>(catalogue: &'c mut Catalogue, name: &str, number: u64) -> Option<&'c mut Slot> {
    catalogue.get_mut(name)?.slots.get_mut(&number)
}
