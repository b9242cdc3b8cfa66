//! One inference request from its plan to its answer, and its account. `http::infer` and `grpc` call it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::answer::InferAnswer;
use super::plan::Work;
use super::statistics::Phases;
use crate::classify::{Classified, pool};
use crate::error::{Failure, Kind};
use crate::http::App;
use crate::http::admit::Patience;
use crate::registry::model::Model;
use crate::scheduler::queue::Lane;
use crate::tokenize::Sequence;
use crate::trace::{Active, RequestTrace};

/// Requests up to this size are parsed and tokenised where they are read (well under a millisecond); larger ones move to
/// a blocking thread, so that a long note does not hold up other connections.
pub(crate) const INLINE_BODY: usize = 16 * 1024;

/// One request on its way. Counts it however it ends, also when the caller goes away and its future is dropped.
pub(crate) struct Call {
    model: Arc<Model>,
    lane: Lane,
    started: Instant,
    /// The longest that it may take.
    longest: Duration,
    outcome: &'static str,
    texts: usize,
    phases: Phases,
    /// When its logits were there.
    computed: Option<Instant>,
    trace: Option<RequestTrace>,
}

impl Call {
    /// A request for `model` that began at `started`; `longest` is what the transport's own deadline leaves, if it has one,
    /// `span` the request's, if it is traced.
    pub(crate) fn begin(
        app: &App,
        model: Arc<Model>,
        started: Instant,
        longest: Option<Duration>,
        span: Option<Arc<Active>>,
    ) -> Self {
        model.metrics.statistics.asked();
        let limit = app.limits.request_time;
        Self {
            model,
            lane: Lane::Interactive,
            started,
            longest: longest.map_or(limit, |longest| longest.min(limit)),
            outcome: "abandoned",
            texts: 0,
            phases: Phases::default(),
            computed: None,
            trace: span.map(RequestTrace::new),
        }
    }

    /// Notes how it ended, and passes that on.
    pub(crate) fn end<T>(mut self, result: Result<T, Failure>) -> Result<T, Failure> {
        self.outcome = result.as_ref().map_or_else(Failure::outcome, |_| "ok");
        result
    }

    /// Notes a request that was refused for want of memory for its body.
    pub(crate) fn note_full(&self, failure: &Failure) {
        self.model.metrics.note_full(failure);
    }

    /// Plans, queues, waits, and gathers the answer. `read` makes the work of the request; where it is `heavy`, that
    /// happens on a blocking thread, once a core is free for it.
    pub(crate) async fn run<R>(&mut self, app: &App, heavy: bool, read: R) -> Result<InferAnswer, Failure>
    where
        R: FnOnce(&Model, &Patience) -> Result<Work, Failure> + Send + 'static,
    {
        let model = Arc::clone(&self.model);
        // Dropped with this future, which tells a blocking thread that nobody waits.
        let here = Arc::new(());
        let patience =
            Patience { started: self.started, longest: self.longest, caller: Arc::downgrade(&here) };
        let work = if heavy {
            let core = app.admission.plan(patience.deadline(None)).await;
            let core = core.inspect_err(|_late| model.metrics.refused("expired"))?;
            let model = Arc::clone(&model);
            let planned = tokio::task::spawn_blocking(move || {
                let _held_until_done = core;
                read(&model, &patience)
            });
            planned.await.map_err(|_panicked| Failure::new(Kind::Internal, "internal error"))??
        } else {
            read(&model, &patience)?
        };
        let Work { id, lane, deadline, sequences, weights, wanted, took } = work;
        self.lane = lane;
        let runs = self.trace.as_mut().map(|trace| {
            let tokens = sequences.iter().map(Sequence::len).sum();
            trace.planned(took, weights.len(), sequences.len(), tokens);
            trace.queue()
        });
        let ticket = model.scheduler.submit_noted(sequences, lane, deadline, runs)?;
        let answer = ticket.wait().await?;
        self.computed = Some(Instant::now());
        let (queue, input, infer) = (answer.queued, took + answer.input, answer.infer);
        self.phases = Phases { queue, input, infer, output: Duration::ZERO };
        self.texts = weights.len();

        let mut rows = answer.logits.into_iter();
        let texts: Vec<Classified> = weights
            .into_iter()
            .map(|weights| {
                let windows: Vec<(Vec<f32>, usize)> = rows.by_ref().zip(weights).collect();
                pool(model.card.activation, &windows)
            })
            .collect();
        Ok(InferAnswer { model, id, texts, wanted })
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let took = self.started.elapsed();
        let metrics = &self.model.metrics;
        if self.outcome == "ok" {
            let output = self.computed.map_or(Duration::ZERO, |computed| computed.elapsed());
            metrics.request(self.outcome, self.lane, Some(took));
            metrics.statistics.answered(self.texts, took, Phases { output, ..self.phases });
        } else {
            metrics.request(self.outcome, self.lane, None);
            metrics.statistics.failed(took);
        }
        if let Some(trace) = self.trace.take() {
            trace.end(&self.model, self.lane, self.outcome);
        }
    }
}
