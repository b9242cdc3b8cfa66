//! One request while its sequences are being answered: gathers the rows, answers the caller exactly once.
//!
//! Made by `Scheduler::submit`, filled by the worker threads. Holds token ids, so its `Debug` is redacted by absence.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use super::runs::Runs;
use crate::error::Failure;

/// What a finished request gets back.
#[derive(Debug)]
pub struct Answer {
    /// The logits of each sequence, in the order in which they were submitted.
    pub logits: Vec<Vec<f32>>,
    /// The longest time that one of its sequences waited.
    pub queued: Duration,
    /// How long padding took, for the batch that came last.
    pub input: Duration,
    /// How long the engine took for that batch.
    pub infer: Duration,
}

/// What a row's batch took.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timing {
    /// Until the batch was formed.
    pub(super) queued: Duration,
    /// Padding.
    pub(super) input: Duration,
    /// The engine.
    pub(super) infer: Duration,
}

/// A request in flight.
pub(super) struct Job {
    state: Mutex<State>,
    /// Where its batches are noted, if it is traced.
    runs: Option<Arc<Runs>>,
}

struct State {
    answer: Answer,
    remaining: usize,
    /// Gone once the caller has been answered.
    caller: Option<oneshot::Sender<Result<Answer, Failure>>>,
}

impl Job {
    pub(super) fn new(
        sequences: usize,
        runs: Option<Arc<Runs>>,
    ) -> (Self, oneshot::Receiver<Result<Answer, Failure>>) {
        let (caller, receiver) = oneshot::channel();
        let zero = Duration::ZERO;
        let answer = Answer { logits: vec![Vec::new(); sequences], queued: zero, input: zero, infer: zero };
        let state = Mutex::new(State { answer, remaining: sequences, caller: Some(caller) });
        (Self { state, runs }, receiver)
    }

    pub(super) fn runs(&self) -> Option<&Arc<Runs>> {
        self.runs.as_ref()
    }

    /// Records one row; the last one answers the caller.
    pub(super) fn complete(&self, index: usize, logits: Vec<f32>, timing: Timing) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(slot) = state.answer.logits.get_mut(index) else {
            return;
        };
        *slot = logits;
        if timing.queued >= state.answer.queued {
            let Timing { queued, input, infer } = timing;
            (state.answer.queued, state.answer.input, state.answer.infer) = (queued, input, infer);
        }
        state.remaining = state.remaining.saturating_sub(1);
        if state.remaining == 0
            && let Some(caller) = state.caller.take()
        {
            let answer = Answer { logits: std::mem::take(&mut state.answer.logits), ..state.answer };
            // A caller that has gone is not an error: nobody waits for this answer.
            let _gone = caller.send(Ok(answer));
        }
    }

    /// Answers the caller with a failure, unless it has been answered.
    pub(super) fn fail(&self, failure: Failure) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(caller) = state.caller.take() {
            let _gone = caller.send(Err(failure));
        }
    }

    /// Whether nobody waits for this answer any more.
    pub(super) fn abandoned(&self) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.caller.as_ref().is_none_or(oneshot::Sender::is_closed)
    }
}
