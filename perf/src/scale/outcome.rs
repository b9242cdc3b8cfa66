//! What a simulated day came to, as it is written to `scale.json`.

use super::calibration::Calibration;
use serde::{Deserialize, Serialize};

/// What every output says first.
pub const LABEL: &str = "Simulation, not a measurement";

/// Everything that one call of `perf scale` simulated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`LABEL`].
    pub label: String,
    /// The numbers that chance was drawn from.
    pub seed: u64,
    /// What was assumed and not measured.
    pub assumptions: Vec<String>,
    /// The days.
    pub scenarios: Vec<Scenario>,
}

/// One kind of day on one kind of replica.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// In words.
    pub name: String,
    /// The traffic, in words.
    pub traffic: String,
    /// How fast a replica is.
    pub calibration: Calibration,
    /// Fewest replicas with which the interactive p99 wait stays within `wait_target_ms` in every quarter of an hour and nothing is
    /// refused; null: not with any number that was tried.
    pub needed: Option<u32>,
    /// See `needed`.
    pub wait_target_ms: f64,
    /// By numbers of replicas, and last by the autoscaler's rule.
    pub days: Vec<Day>,
}

/// One simulated day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Day {
    /// A fixed number of replicas; null: the autoscaler's rule.
    pub replicas: Option<u32>,
    /// Requests that somebody waits for.
    pub interactive: Lane,
    /// The nightly job.
    pub bulk: Lane,
    /// When the nightly job was done, in hours of the day; null where there was none.
    pub bulk_done_hour: Option<f64>,
    /// Most replicas at a time.
    pub replicas_most: u32,
    /// Replicas times hours, from when they were asked for.
    pub replica_hours: f64,
    /// The edge.
    pub edge: Edge,
    /// The day in quarters of an hour.
    pub quarters: Vec<Quarter>,
}

impl Day {
    /// The highest 99th percentile of interactive waits in a quarter of an hour, and the hour at which that begins. Who plans for the whole
    /// day's does not see an hour in which everybody waits.
    #[must_use]
    pub fn worst_quarter(&self) -> (f64, f64) {
        let begins = |number: usize| number as f64 * 24.0 / self.quarters.len() as f64;
        let waits = self.quarters.iter().enumerate().map(|(number, each)| (each.wait_p99_ms, begins(number)));
        waits.max_by(|one, other| one.0.total_cmp(&other.0)).unwrap_or_default()
    }

    /// Share of their time that engines compute: over the day, and in the busiest quarter of an hour.
    #[must_use]
    pub fn busy(&self) -> (f64, f64) {
        let count = self.quarters.len().max(1) as f64;
        let sum: f64 = self.quarters.iter().map(|each| each.busy).sum();
        (sum / count, self.quarters.iter().map(|each| each.busy).fold(0.0, f64::max))
    }
}

/// What became of the requests of a lane. Every one that arrived is in exactly one of the other counts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Lane {
    /// Arrived.
    pub arrived: u64,
    /// Answered in time.
    pub answered: u64,
    /// Refused at once: the queue was full.
    pub refused_full: u64,
    /// Refused at once: its turn would have come after its deadline.
    pub refused_late: u64,
    /// Refused: more tokens than the lane ever takes.
    pub refused_large: u64,
    /// Not answered by its deadline.
    pub timed_out: u64,
    /// Time in the pool's queue.
    pub wait_ms: Quantiles,
    /// From the call to the answer.
    pub answer_ms: Quantiles,
}

impl Lane {
    /// Requests without an answer.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.refused_full + self.refused_late + self.refused_large + self.timed_out
    }
}

/// Quantiles of times in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Quantiles {
    /// Mean.
    pub mean: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
    /// 99th percentile.
    pub p99: f64,
    /// Longest.
    pub max: f64,
}

impl Quantiles {
    /// Of times in milliseconds, which are sorted; all 0 where there are none.
    pub(super) fn of(times: &mut [f32]) -> Self {
        times.sort_unstable_by(f32::total_cmp);
        let Some(last) = times.len().checked_sub(1) else { return Self::default() };
        // Nearest rank.
        let at = |share: f64| {
            let rank = (share * times.len() as f64).ceil() as usize;
            times.get(rank.saturating_sub(1).min(last)).copied().map_or(0.0, f64::from)
        };
        let mean = times.iter().map(|time| f64::from(*time)).sum::<f64>() / times.len() as f64;
        Self { mean, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1.0) }
    }
}

/// The edge over the day.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Edge {
    /// How often a request found no pod at all.
    pub wake_ups: u64,
    /// Requests that waited for the first pod.
    pub waited: u64,
    /// How long those waited for it.
    pub wait_ms: Quantiles,
    /// Most pods at a time.
    pub pods_most: u32,
    /// Pods times hours, from when they were asked for.
    pub pod_hours: f64,
    /// Hours without any pod.
    pub hours_at_zero: f64,
}

/// A quarter of an hour.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Quarter {
    /// Interactive requests that arrived, a second.
    pub interactive_rate: f64,
    /// Notes of the nightly job that arrived, a second.
    pub bulk_rate: f64,
    /// Replicas that serve, on average.
    pub replicas: f64,
    /// Most tokens that waited in all replicas together when Prometheus looked.
    pub queued_tokens: f64,
    /// 99th percentile of the interactive wait.
    pub wait_p99_ms: f64,
    /// Share of the time of all engines that serve that they compute: above some 0.8 waits grow fast.
    #[serde(default)]
    pub busy: f64,
    /// Pods of the edge, on average.
    pub edge_pods: f64,
}
