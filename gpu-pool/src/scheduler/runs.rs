//! Which batches a request had rows in, noted for its trace. Most requests have none of this, and cost nothing.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::Task;
use super::queue::Waiting;

/// The batches of one request so far.
#[derive(Debug, Default)]
pub struct Runs(Mutex<Vec<BatchRun>>);

/// One batch, as one of its requests sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRun {
    /// Counted from 0 since the version was loaded.
    pub batch: u64,
    /// Which engine; one that was made anew has a number of its own.
    pub instance: usize,
    /// Rows of all its requests.
    pub rows: usize,
    /// Their tokens.
    pub tokens: usize,
    /// Padding beside them.
    pub padding: usize,
    /// Rows of this request.
    pub own_rows: usize,
    /// When an engine took it.
    pub started: Instant,
    /// When its logits were there, or the engine had failed.
    pub ended: Option<Instant>,
}

impl Runs {
    fn lock(&self) -> MutexGuard<'_, Vec<BatchRun>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was noted.
    pub(crate) fn take(&self) -> Vec<BatchRun> {
        std::mem::take(&mut *self.lock())
    }
}

/// The traced requests of a batch that runs.
pub(super) struct Noted {
    runs: Vec<Arc<Runs>>,
    batch: u64,
}

impl Noted {
    /// Batch number `batch` of `rows` begins on `instance`.
    pub(super) fn begin(rows: &[Waiting<Task>], batch: u64, instance: usize, started: Instant) -> Self {
        let traced = || rows.iter().filter_map(|row| row.payload.job.runs());
        let mut noted = Self { runs: Vec::new(), batch };
        if traced().next().is_none() {
            return noted;
        }
        let tokens: usize = rows.iter().map(|row| row.tokens).sum();
        let longest = rows.iter().map(|row| row.tokens).max().unwrap_or(0);
        let padding = (rows.len() * longest).saturating_sub(tokens);
        for runs in traced() {
            let mut held = runs.lock();
            if let Some(run) = held.iter_mut().find(|run| run.batch == batch) {
                run.own_rows += 1;
                continue;
            }
            let rows = rows.len();
            held.push(BatchRun { batch, instance, rows, tokens, padding, own_rows: 1, started, ended: None });
            noted.runs.push(Arc::clone(runs));
        }
        noted
    }

    /// It has ended, one way or another.
    pub(super) fn end(self, now: Instant) {
        for runs in self.runs {
            if let Some(run) = runs.lock().iter_mut().find(|run| run.batch == self.batch) {
                run.ended = Some(now);
            }
        }
    }
}
