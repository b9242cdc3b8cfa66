//! What one inference leaves in its trace: the spans `tokenise`, `queue`, and `compute` for each batch that it had rows in.
//!
//! All are made when the request is over, out of what was noted on the way, so that a request which is given up leaves what
//! it got to, and the queue and the engines know nothing of spans.

use std::sync::Arc;
use std::time::{Duration, Instant};

use opentelemetry::KeyValue;

use super::Active;
use crate::registry::model::Model;
use crate::scheduler::Runs;
use crate::scheduler::queue::Lane;

/// How a request ends whose caller went away.
const ABANDONED: &str = "abandoned";

/// See the module.
pub(crate) struct RequestTrace {
    span: Arc<Active>,
    runs: Arc<Runs>,
    planned: Option<Planned>,
    queued: Option<Instant>,
}

struct Planned {
    from: Instant,
    to: Instant,
    texts: usize,
    sequences: usize,
    tokens: usize,
}

fn number(name: &'static str, value: usize) -> KeyValue {
    KeyValue::new(name, i64::try_from(value).unwrap_or(i64::MAX))
}

impl RequestTrace {
    /// An inference within `span`.
    pub(crate) fn new(span: Arc<Active>) -> Self {
        Self { span, runs: Arc::default(), planned: None, queued: None }
    }

    /// The request has been read and tokenised, which took `took` and ends now; it is queued next.
    pub(crate) fn planned(&mut self, took: Duration, texts: usize, sequences: usize, tokens: usize) {
        let to = Instant::now();
        let from = to.checked_sub(took).unwrap_or(to);
        self.planned = Some(Planned { from, to, texts, sequences, tokens });
    }

    /// What the scheduler notes its batches in.
    pub(crate) fn queue(&mut self) -> Arc<Runs> {
        self.queued = Some(Instant::now());
        Arc::clone(&self.runs)
    }

    /// The request is over.
    pub(crate) fn end(self, model: &Model, lane: Lane, outcome: &'static str) {
        let Self { span, runs, planned, queued } = self;
        let identity = || {
            vec![
                KeyValue::new("gpu_pool.model.name", model.name.clone()),
                KeyValue::new("gpu_pool.model.version", model.version.clone()),
                KeyValue::new("gpu_pool.model.variant", model.variant.as_str()),
            ]
        };
        let now = Instant::now();
        if let Some(Planned { from, to, texts, sequences, tokens }) = planned {
            let sizes = [
                number("gpu_pool.texts", texts),
                number("gpu_pool.sequences", sequences),
                number("gpu_pool.tokens", tokens),
            ];
            span.past("tokenise", from, to, sizes.to_vec(), false);
            span.set(sizes);
        }
        let runs = runs.take();
        if let Some(queued) = queued {
            // Until the last of its rows was taken; all that time where none was.
            let taken = runs.iter().map(|run| run.started).max();
            let lane = vec![KeyValue::new("gpu_pool.lane", lane.as_str())];
            span.past("queue", queued, taken.unwrap_or(now), lane, taken.is_none());
        }
        for run in runs {
            let mut attributes = identity();
            attributes.extend([
                KeyValue::new("gpu_pool.provider", model.provider),
                number("gpu_pool.instance", run.instance),
                // With model and version it names the batch: requests that shared one have the same number.
                KeyValue::new("gpu_pool.batch.number", i64::try_from(run.batch).unwrap_or(i64::MAX)),
                number("gpu_pool.batch.rows", run.rows),
                number("gpu_pool.batch.tokens", run.tokens),
                number("gpu_pool.batch.padding_tokens", run.padding),
                number("gpu_pool.batch.own_rows", run.own_rows),
            ]);
            span.past("compute", run.started, run.ended.unwrap_or(now), attributes, run.ended.is_none());
        }
        span.set(identity());
        if outcome == ABANDONED {
            // Nobody is left to be answered, so nobody else will say so.
            span.set([KeyValue::new("gpu_pool.outcome", outcome)]);
        }
    }
}
