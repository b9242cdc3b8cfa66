//! What was counted of a round.

use super::Outcome;
use crate::results::Latency;
use hdrhistogram::Histogram;
use std::time::Duration;

/// Latencies are kept in microseconds, from 1 µs to this: far more than the patience of any round.
const LONGEST_US: u64 = 3_600_000_000;
/// Three digits: a latency is kept to a thousandth of itself.
const DIGITS: u8 = 3;
/// The published histogram has steps of this ratio: 5 %, fine enough for a plot and a few hundred pairs at most.
const STEP: f64 = 1.05;

/// Counts and latencies of requests.
#[derive(Debug, Clone)]
pub struct Tally {
    /// All that were counted.
    pub requests: u64,
    /// Of these, without an answer or refused.
    pub errors: u64,
    /// Of these, answered otherwise than expected.
    pub wrong: u64,
    /// Length of the window.
    pub seconds: f64,
    /// Right answers that came within it, whenever they were asked for.
    pub answered_within: u64,
    /// Latencies of right answers, in microseconds.
    latencies: Option<Histogram<u64>>,
}

impl Default for Tally {
    fn default() -> Self {
        let latencies = Histogram::new_with_bounds(1, LONGEST_US, DIGITS).ok();
        Self { requests: 0, errors: 0, wrong: 0, seconds: 0.0, answered_within: 0, latencies }
    }
}

impl Tally {
    /// Counts one request.
    pub fn record(&mut self, outcome: Outcome, latency: Duration) {
        self.requests += 1;
        match outcome {
            Outcome::Right => {
                let microseconds = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX).max(1);
                if let Some(latencies) = &mut self.latencies {
                    latencies.saturating_record(microseconds);
                }
            }
            Outcome::Wrong => self.wrong += 1,
            Outcome::Failed => self.errors += 1,
        }
    }

    /// Adds what another caller counted.
    pub fn add(&mut self, other: &Self) {
        self.requests += other.requests;
        self.errors += other.errors;
        self.wrong += other.wrong;
        self.answered_within += other.answered_within;
        if let (Some(ours), Some(theirs)) = (&mut self.latencies, &other.latencies) {
            // Both have the same bounds, which is all that can be wrong here.
            let _same_bounds = ours.add(theirs);
        }
    }

    /// Right answers.
    #[must_use]
    pub fn right(&self) -> u64 {
        self.requests - self.errors - self.wrong
    }

    /// Right answers a second within the window.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "counts of one round")]
    pub fn throughput(&self) -> f64 {
        if self.seconds > 0.0 { self.answered_within as f64 / self.seconds } else { 0.0 }
    }

    /// Latencies of right answers; none where there were none.
    #[must_use]
    pub fn latency(&self) -> Option<Latency> {
        let latencies = self.latencies.as_ref().filter(|all| !all.is_empty())?;
        let at = |quantile: f64| milliseconds(latencies.value_at_quantile(quantile));
        Some(Latency {
            p50: at(0.5),
            p95: at(0.95),
            p99: at(0.99),
            max: milliseconds(latencies.max()),
            mean: (latencies.mean() / 10.0).round() / 100.0,
        })
    }

    /// The distribution: upper ends of steps in milliseconds and how many right answers fell in each, empty steps left out.
    #[must_use]
    pub fn histogram(&self) -> Vec<(f64, u64)> {
        let Some(latencies) = &self.latencies else { return Vec::new() };
        latencies
            .iter_log(100, STEP)
            .filter(|step| step.count_since_last_iteration() > 0)
            .map(|step| (milliseconds(step.value_iterated_to()), step.count_since_last_iteration()))
            .collect()
    }
}

#[allow(clippy::cast_precision_loss, reason = "an hour of microseconds fits")]
fn milliseconds(microseconds: u64) -> f64 {
    microseconds as f64 / 1000.0
}
