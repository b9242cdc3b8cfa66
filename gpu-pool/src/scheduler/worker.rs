//! The thread of one engine: take a batch, run it, answer its rows, again. Makes the engine anew when it has failed.
//!
//! What fails with what: a row whose logits are not finite fails its own request, and the others of the batch are
//! answered. A run that fails as a whole fails all its rows, since nothing tells which of them it was and nothing is run a
//! second time unasked. Where memory did not suffice, the two halves of a batch are tried once (`halves`). Either way only the requests in that batch are touched.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::crew::{Seat, returned};
use super::job::Timing;
use super::queue::Waiting;
use super::runs::Noted;
use super::slots::{Charge, Width};
use super::{Shared, State, Task, fail_expired, now};
use crate::engine::{Batch, Engine, EngineError, Fault, Logits};
use crate::error::Failure;

/// The pause after an engine could not be made. It doubles up to [`LONGEST_PAUSE`]: what is missing may come back at once,
/// and what stays away is not worth a core.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// See [`FIRST_PAUSE`].
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// How an engine's service ended.
enum End {
    /// The scheduler is closed and nothing waits.
    Closed,
    /// A run hung for so long that others have taken over.
    GivenUp,
    /// The engine failed; the word is for metrics.
    Broken(&'static str),
}

/// Runs until the scheduler is closed and its queue is empty. Without an `engine` it makes one first.
pub(super) fn work(shared: &Arc<Shared>, seat: &Seat, width: Width, mut engine: Option<Box<dyn Engine>>) {
    let instance = shared.instances.fetch_add(1, Ordering::Relaxed);
    loop {
        let engine = match engine.take() {
            Some(engine) => engine,
            None => match restart(shared, seat, width) {
                Made::Engine(engine) => engine,
                Made::NotNeeded => return,
                Made::GivenUp => return returned(shared),
            },
        };
        match serve(shared, seat, width, instance, engine) {
            End::Closed => return,
            End::GivenUp => return returned(shared),
            End::Broken(reason) => shared.lost(reason, width),
        }
    }
}

/// How an engine was made.
enum Made {
    Engine(Box<dyn Engine>),
    /// None is needed any more.
    NotNeeded,
    /// It took so long that others have taken over.
    GivenUp,
}

/// Makes an engine, as often as it takes.
fn restart(shared: &Shared, seat: &Seat, width: Width) -> Made {
    let mut pause = FIRST_PAUSE;
    loop {
        if shared.finished() {
            return Made::NotNeeded;
        }
        seat.make();
        let made = catch_unwind(AssertUnwindSafe(|| (shared.make)(width)));
        if seat.end().is_none() {
            return Made::GivenUp;
        }
        match made.unwrap_or_else(|_panicked| Err(EngineError::new("making it panicked"))) {
            Ok(engine) => {
                shared.gained(width);
                tracing::info!("an engine was started anew");
                return Made::Engine(engine);
            }
            Err(EngineError { cause, .. }) => {
                tracing::error!(cause, "an engine could not be started anew; it is tried again");
                shared.without_engines();
            }
        }
        let state = shared.lock();
        let waited = shared.changed.wait_timeout_while(state, pause, |state| !state.closed);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

fn serve(shared: &Shared, seat: &Seat, width: Width, instance: usize, mut engine: Box<dyn Engine>) -> End {
    let mut buffers = Batch::default();
    let stop = engine.stopper();
    while let Some(run) = next(shared, width) {
        // A row's job outlives the rows, so that a panic anywhere still answers its caller.
        let jobs: Vec<_> = run.rows.iter().map(|row| Arc::clone(&row.payload.job)).collect();
        seat.begin(jobs, run.charge, stop.clone());
        let started = now();
        let batch = shared.batches.fetch_add(1, Ordering::Relaxed);
        let noted = Noted::begin(&run.rows, batch, instance, started);
        let mut input = Duration::ZERO;
        let computed = catch_unwind(AssertUnwindSafe(|| {
            buffers.fill(run.rows.iter().map(|row| &row.payload.sequence), shared.pad);
            input = now().saturating_duration_since(started);
            super::halves::infer(engine.as_mut(), &mut buffers, |rows, error| {
                shared.metrics.lost_for_memory(rows.len());
                run.rows[rows].iter().for_each(|row| row.payload.job.fail(Failure::engine(&error.cause)));
            })
        }));
        let Some(jobs) = seat.end() else { return End::GivenUp };
        noted.end(now());
        let computed = computed.unwrap_or_else(|_panicked| Err(EngineError::new("it panicked")));
        let settled = catch_unwind(AssertUnwindSafe(|| settle(shared, run, computed, started, input)));
        let verdict = settled.unwrap_or_else(|_panicked| {
            jobs.iter().for_each(|job| job.fail(Failure::engine("answering a batch panicked")));
            Err("error")
        });
        if let Err(reason) = verdict {
            return End::Broken(reason);
        }
    }
    End::Closed
}

/// A batch to be run.
pub(super) struct Run {
    pub(super) rows: Vec<Waiting<Task>>,
    /// What it takes, and gives back at its end.
    pub(super) charge: Charge,
}

/// What a thread does next.
pub(super) enum Step {
    Run(Run),
    Wait,
    End,
}

/// Blocks until there is something to run; `None` when there never will be.
fn next(shared: &Shared, width: Width) -> Option<Run> {
    let mut state = shared.lock();
    loop {
        let idle = state.idle + 1;
        let (held, step) = look(shared, state, width, idle);
        state = held;
        match step {
            Step::Run(run) => return Some(run),
            Step::End => return None,
            Step::Wait => match width {
                Width::Narrow => {
                    state.idle += 1;
                    state = shared.work.wait(state).unwrap_or_else(PoisonError::into_inner);
                    state.idle -= 1;
                }
                Width::Wide => state = shared.lone.wait(state).unwrap_or_else(PoisonError::into_inner),
            },
        }
    }
}

/// Looks once, under the lock, and wakes whoever can start beside the asking engine. `idle` counts the narrow engines that
/// wait, an asking one included.
pub(super) fn look<'s>(
    shared: &'s Shared,
    mut state: MutexGuard<'s, State>,
    width: Width,
    idle: usize,
) -> (MutexGuard<'s, State>, Step) {
    loop {
        let now = now();
        // Before anybody's turn is decided: it depends on how many wait.
        let expired = state.queue.take_expired(now);
        let batch = state.take(now, width, idle);
        if batch.is_none() && expired.is_empty() && state.closed && state.queue.is_empty() {
            // Others may have waited for their turn at what is gone now.
            shared.wake_all();
            return (state, Step::End);
        }
        shared.wake(&state);
        if batch.is_none() && expired.is_empty() {
            return (state, Step::Wait);
        }
        shared.metrics.queued(state.queue.queued_tokens());
        drop(state);
        fail_expired(expired);
        let run = batch.map(|(batch, charge)| {
            let mut rows = batch.rows;
            // A caller may have gone between the forming of the batch and its start.
            rows.retain(|row| !row.payload.job.abandoned());
            Run { rows, charge }
        });
        state = shared.lock();
        match run {
            Some(run) if run.rows.is_empty() => state.finished(run.charge),
            Some(run) => return (state, Step::Run(run)),
            None => {}
        }
    }
}

/// Gives back what a run took, and answers its rows. Of its time, `input` went into padding. An error says that the engine is not fit for another.
pub(super) fn settle(
    shared: &Shared,
    run: Run,
    computed: Result<Logits, EngineError>,
    started: Instant,
    input: Duration,
) -> Result<(), &'static str> {
    let took = now().saturating_duration_since(started);
    let Run { rows, charge } = run;
    let longest = rows.iter().map(|row| row.tokens).max().unwrap_or(0);
    let (padded, tokens) = (rows.len() * longest, rows.iter().map(|row| row.tokens).sum::<usize>());
    {
        // Before the callers get to know: one that asks next must not find its own run in the way, and be taken for a crowd.
        let mut state = shared.lock();
        state.finished(charge);
        // Estimates are of narrow engines, which do the work where there is any to wait for.
        if charge.width == Width::Narrow && computed.is_ok() {
            state.queue.observe(tokens, took);
        }
    }
    shared.metrics.batch(rows.len(), tokens, padded.saturating_sub(tokens), took);
    if charge.width == Width::Wide {
        shared.metrics.lone();
    }
    let logits = match computed {
        Ok(logits) if logits.labels > 0 && logits.values.len() == rows.len() * logits.labels => logits,
        Ok(_misshapen) => {
            fail(rows, "the engine answered another number of rows than it was asked");
            return Err("error");
        }
        Err(EngineError { cause, fault }) => {
            if fault == Fault::OutOfMemory {
                shared.metrics.lost_for_memory(rows.len());
            }
            fail(rows, &cause);
            return Err("error");
        }
    };
    let count = rows.len();
    let infer = took.saturating_sub(input);
    // Before the callers get to know: one that asks next finds its own batch counted.
    shared.metrics.statistics.executed(count, input, infer);
    let answering = now();
    let mut finite = 0;
    for (row, values) in rows.into_iter().zip(logits.values.chunks_exact(logits.labels)) {
        let queued = started.saturating_duration_since(row.enqueued);
        shared.metrics.waited(row.lane, queued);
        let Task { job, index, .. } = row.payload;
        if values.iter().all(|value| value.is_finite()) {
            finite += 1;
            job.complete(index, values.to_vec(), Timing { queued, input, infer });
        } else {
            job.fail(Failure::engine("the engine answered a value that is not finite"));
        }
    }
    shared.metrics.statistics.handed_out(count, now().saturating_duration_since(answering));
    if finite == 0 {
        tracing::error!("no row of a batch has finite values");
        return Err("not_finite");
    }
    Ok(())
}

fn fail(rows: Vec<Waiting<Task>>, cause: &str) {
    tracing::error!(rows = rows.len(), cause, "a batch failed");
    for row in rows {
        row.payload.job.fail(Failure::engine(cause));
    }
}
