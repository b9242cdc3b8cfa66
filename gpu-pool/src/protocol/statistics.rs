//! What happened to a model version since it was loaded, as Triton's statistics extension counts it.
//!
//! Kept beside the metrics (`metrics::ModelMetrics` carries it), because clients ask for sums and counts of their own
//! interval, perf_analyzer among them.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;

/// How often something happened, and how long it took together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Elapsed {
    /// How often.
    pub count: u64,
    /// Nanoseconds, all together.
    pub ns: u64,
}

impl Elapsed {
    fn add(&mut self, took: Duration) {
        self.count += 1;
        self.ns = self.ns.saturating_add(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
    }
}

/// Where the time of an answered request went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Phases {
    /// In the queue, until the last of its batches was taken.
    pub(crate) queue: Duration,
    /// Reading and tokenising the request, and padding that batch.
    pub(crate) input: Duration,
    /// In the engine, for that batch.
    pub(crate) infer: Duration,
    /// From the engine's answer to the caller's.
    pub(crate) output: Duration,
}

/// Requests, each counted once however many texts it has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct RequestStatistics {
    /// Answered requests, from head to answer.
    pub success: Elapsed,
    /// Requests that named this version and got no answer, whosever fault.
    pub fail: Elapsed,
    /// How long answered requests waited, until the last of their batches was taken.
    pub queue: Elapsed,
    /// Reading, tokenising and padding of answered requests.
    pub compute_input: Elapsed,
    /// The engine, for the last batch of answered requests.
    pub compute_infer: Elapsed,
    /// From the logits of answered requests to their answers.
    pub compute_output: Elapsed,
    /// There is no cache of answers: always zero.
    pub cache_hit: Elapsed,
    /// See `cache_hit`.
    pub cache_miss: Elapsed,
}

/// Batches of one size.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct BatchStatistics {
    /// Rows of the batch: a text has one for each of its windows.
    pub batch_size: u64,
    /// Padding.
    pub compute_input: Elapsed,
    /// The engine.
    pub compute_infer: Elapsed,
    /// Handing the rows out.
    pub compute_output: Elapsed,
}

/// Everything counted of one version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// When the last request came, in milliseconds since 1970; 0 before the first.
    pub last_inference: u64,
    /// Texts answered.
    pub inference_count: u64,
    /// Batches run.
    pub execution_count: u64,
    /// By request.
    pub requests: RequestStatistics,
    /// By batch size.
    pub batches: BTreeMap<u64, BatchStatistics>,
}

impl Counts {
    fn batch(&mut self, rows: usize) -> &mut BatchStatistics {
        let rows = rows as u64;
        let new = BatchStatistics { batch_size: rows, ..BatchStatistics::default() };
        self.batches.entry(rows).or_insert(new)
    }
}

/// The statistics of one version. A lock for one addition at a time: far less than a request costs.
#[derive(Debug, Default)]
pub struct Statistics(Mutex<Counts>);

impl Statistics {
    fn lock(&self) -> MutexGuard<'_, Counts> {
        // Sums stay meaningful whatever happened while they were held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything counted so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.lock().clone()
    }

    /// A request came.
    pub(crate) fn asked(&self) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        self.lock().last_inference = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
    }

    /// A request of so many texts was answered.
    pub(crate) fn answered(&self, texts: usize, took: Duration, phases: Phases) {
        let mut counts = self.lock();
        counts.inference_count += texts as u64;
        let requests = &mut counts.requests;
        requests.success.add(took);
        requests.queue.add(phases.queue);
        requests.compute_input.add(phases.input);
        requests.compute_infer.add(phases.infer);
        requests.compute_output.add(phases.output);
    }

    /// A request was not answered.
    pub(crate) fn failed(&self, took: Duration) {
        self.lock().requests.fail.add(took);
    }

    /// A batch was run.
    pub(crate) fn executed(&self, rows: usize, input: Duration, infer: Duration) {
        let mut counts = self.lock();
        counts.execution_count += 1;
        let batch = counts.batch(rows);
        batch.compute_input.add(input);
        batch.compute_infer.add(infer);
    }

    /// The rows of a batch were handed out.
    pub(crate) fn handed_out(&self, rows: usize, output: Duration) {
        self.lock().batch(rows).compute_output.add(output);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_kept_by_request_and_by_batch_size() {
        let statistics = Statistics::default();
        let ms = Duration::from_millis;
        statistics.asked();
        let phases = Phases { queue: ms(1), input: ms(2), infer: ms(3), output: ms(4) };
        statistics.answered(3, ms(10), phases);
        statistics.failed(ms(5));
        statistics.executed(3, ms(1), ms(2));
        statistics.executed(3, ms(1), ms(2));
        statistics.executed(1, ms(1), ms(1));
        statistics.handed_out(1, ms(1));
        let counts = statistics.counts();
        assert!(counts.last_inference > 0);
        assert_eq!((counts.inference_count, counts.execution_count), (3, 3));
        assert_eq!(counts.requests.success, Elapsed { count: 1, ns: 10_000_000 });
        assert_eq!(counts.requests.compute_infer, Elapsed { count: 1, ns: 3_000_000 });
        assert_eq!(counts.requests.fail, Elapsed { count: 1, ns: 5_000_000 });
        assert_eq!(counts.requests.cache_hit, Elapsed::default());
        assert_eq!(counts.batches[&3].compute_infer, Elapsed { count: 2, ns: 4_000_000 });
        assert_eq!((counts.batches[&1].batch_size, counts.batches[&1].compute_output.ns), (1, 1_000_000));
    }
}
