//! Work that may never return: reading a volume that has gone away, loading a graph, the first run on a device that hangs.
//!
//! A thread cannot be stopped from outside. So each piece of such work is done by a thread of its own; one that is not done
//! in time is left behind, and what it brings when it returns after all is thrown away. While it has not returned the same
//! work is not begun again, so that no more threads hang than there are things to hang on.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::LoadError;
use crate::metrics::Metrics;

/// Threads that may be left behind at a time. Each may hold a model's memory; where so many hang, so would the next.
const MOST_LEFT: usize = 8;

/// Sends work out, and waits for it for so long.
pub(super) struct Errands {
    limit: Duration,
    left: Arc<Left>,
}

/// What was given up and has not returned.
struct Left {
    names: Mutex<BTreeSet<String>>,
    metrics: Arc<Metrics>,
}

impl Left {
    fn lock(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Errands {
    pub(super) fn new(limit: Duration, metrics: Arc<Metrics>) -> Self {
        Self { limit, left: Arc::new(Left { names: Mutex::default(), metrics }) }
    }

    /// Whether `what` can be begun now.
    pub(super) fn check(&self, what: &str) -> Result<(), LoadError> {
        let left = self.left.lock();
        if left.contains(what) {
            return Err(self.hangs());
        }
        if left.len() >= MOST_LEFT {
            let message = format!(
                "{MOST_LEFT} loads hang, so that no other is begun until one of them returns or the pool is restarted"
            );
            return Err(LoadError::passing(message));
        }
        Ok(())
    }

    fn hangs(&self) -> LoadError {
        let seconds = self.limit.as_secs();
        LoadError::passing(format!(
            "it hangs: it was given up after {seconds} s (--load-limit-seconds) and has not returned; it is tried again once it has, or when the pool is restarted"
        ))
    }

    /// Does `work`, named `what`; gives it up when the time is over.
    pub(super) fn run<T: Send + 'static>(
        &self,
        what: &str,
        work: impl FnOnce() -> Result<T, LoadError> + Send + 'static,
    ) -> Result<T, LoadError> {
        self.check(what)?;
        let (done, result) = channel();
        let (left, name) = (Arc::clone(&self.left), what.to_owned());
        let errand = move || {
            // A parser that panics on a strange file must not take the manager with it.
            let result = catch_unwind(AssertUnwindSafe(work));
            let result =
                result.unwrap_or_else(|_panicked| Err(LoadError::new("a defect: loading it panicked")));
            let mut names = left.lock();
            if !names.remove(&name) {
                // Whoever waits gives it up under the same lock, so that this is either taken or thrown away below.
                let _taken = done.send(result);
                return;
            }
            drop(names);
            left.metrics.stuck(-1);
            tracing::warn!(
                what = name,
                "a load that was given up has returned; what it brought is thrown away"
            );
        };
        let thread = std::thread::Builder::new().name("load".into()).spawn(errand);
        thread.map_err(|e| LoadError::passing(format!("no thread to load on: {e}")))?;
        if let Ok(result) = result.recv_timeout(self.limit) {
            return result;
        }
        let mut names = self.left.lock();
        if let Ok(at_the_last_moment) = result.try_recv() {
            return at_the_last_moment;
        }
        names.insert(what.to_owned());
        drop(names);
        self.left.metrics.stuck(1);
        tracing::error!(
            what,
            limit_s = self.limit.as_secs(),
            "a load hangs and is given up; its thread is left behind"
        );
        Err(self.hangs())
    }
}
