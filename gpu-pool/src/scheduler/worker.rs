//! The thread of one engine: take a batch, run it, answer its rows, again.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use super::queue::Waiting;
use super::{Shared, Task, fail_expired};
use crate::engine::{Batch, Engine, EngineError, Logits};
use crate::error::Failure;

/// Runs until the scheduler is closed and its queue is empty.
pub(super) fn work(shared: &Shared, mut engine: Box<dyn Engine>) {
    let mut buffers = Batch::default();
    while let Some(rows) = next(shared) {
        // A row's job outlives the rows, so that a panic anywhere still answers its caller.
        let jobs: Vec<_> = rows.iter().map(|row| Arc::clone(&row.payload.job)).collect();
        let ran = catch_unwind(AssertUnwindSafe(|| run(shared, engine.as_mut(), &mut buffers, rows)));
        if ran.is_err() {
            tracing::error!(rows = jobs.len(), "a batch panicked");
            jobs.iter().for_each(|job| job.fail(Failure::engine("the batch panicked")));
        }
    }
}

/// Blocks until there is something to run; `None` when there never will be.
fn next(shared: &Shared) -> Option<Vec<Waiting<Task>>> {
    let mut state = shared.lock();
    loop {
        let now = Instant::now();
        let idle = state.idle + 1;
        let batch = state.queue.form(now, idle);
        let expired = state.queue.take_expired(now);
        if batch.is_some() || !expired.is_empty() {
            shared.metrics.queued(state.queue.queued_tokens());
        }
        let closed = state.closed;
        if batch.is_some() || closed || !expired.is_empty() {
            drop(state);
            fail_expired(expired);
            // A caller may have gone between the forming of the batch and its start.
            match batch.map(|batch| batch.rows) {
                Some(mut rows) => {
                    rows.retain(|row| !row.payload.job.abandoned());
                    if !rows.is_empty() {
                        return Some(rows);
                    }
                }
                None if closed => return None,
                None => {}
            }
            state = shared.lock();
            continue;
        }
        state.idle += 1;
        state = shared.work.wait(state).unwrap_or_else(std::sync::PoisonError::into_inner);
        state.idle -= 1;
    }
}

fn run(shared: &Shared, engine: &mut dyn Engine, buffers: &mut Batch, rows: Vec<Waiting<Task>>) {
    let started = Instant::now();
    buffers.fill(rows.iter().map(|row| &row.payload.sequence), shared.pad);
    let result = engine.infer(buffers);
    let took = started.elapsed();

    let padded = buffers.rows * buffers.columns;
    let tokens: usize = rows.iter().map(|row| row.tokens).sum();
    shared.metrics.batch(rows.len(), tokens, padded.saturating_sub(tokens), took);
    match result {
        Ok(logits) if logits.labels > 0 && logits.values.len() == rows.len() * logits.labels => {
            shared.lock().queue.observe(padded, took);
            answer(shared, rows, &logits, started);
        }
        Ok(_misshapen) => fail(rows, "the engine answered another number of rows than it was asked"),
        Err(EngineError(cause)) => fail(rows, &cause),
    }
}

fn answer(shared: &Shared, rows: Vec<Waiting<Task>>, logits: &Logits, started: Instant) {
    for (row, values) in rows.into_iter().zip(logits.values.chunks_exact(logits.labels)) {
        let queued = started.saturating_duration_since(row.enqueued);
        shared.metrics.waited(row.lane, queued);
        let Task { job, index, .. } = row.payload;
        if values.iter().all(|value| value.is_finite()) {
            job.complete(index, values.to_vec(), queued);
        } else {
            job.fail(Failure::engine("the engine answered a value that is not finite"));
        }
    }
}

fn fail(rows: Vec<Waiting<Task>>, cause: &str) {
    tracing::error!(rows = rows.len(), cause, "a batch failed");
    for row in rows {
        row.payload.job.fail(Failure::engine(cause));
    }
}
