//! Measures plans on the machine: how many engines of how many threads, and how batches are formed. For `--tune`, which prints
//! what it found and exits, and for `--tune-on-start`.
//!
//! One thing is varied at a time, engines first, over the model's own scheduler and engines, without HTTP. What a flag fixes is
//! kept. A default stays unless something is better by more than the noise, and of what is as good as the best the smallest is
//! taken, so that two runs on one machine come to the same unless the machine does not.

mod load;
mod report;

use std::sync::Arc;
use std::time::Duration;

use self::load::{Lengths, Measured};
pub use self::report::Report;
use crate::config::Config;
use crate::metrics::Metrics;
use crate::registry::model::Model;
use crate::registry::{Plan, Registry, Versions};
use crate::scheduler::Batching;

/// Less than this share is noise, also on a machine that does nothing else. Where the two fastest rounds of a plan differ by
/// more, that much is.
const MARGIN: f64 = 0.03;

/// Where a plan differs from itself by more than this, nothing can be told, and the default stays.
const TOO_NOISY: f64 = 0.15;

/// Each candidate is measured so often, in turns with the others. The fastest round counts: what slows one down is what else
/// the machine does, and never the plan.
const ROUNDS: usize = 5;

/// Requests in flight on a CPU: twice what the comparison of `perf/` keeps, and what the default looks ahead.
const IN_FLIGHT_CPU: usize = 64;
/// On a GPU, enough for several of the largest batches.
const IN_FLIGHT_GPU: usize = 1024;

/// A queue that refuses nothing of what is measured.
const QUEUE_TOKENS: usize = 100_000_000;

/// Candidates, smallest first.
const ROWS_CPU: [usize; 5] = [2, 4, 8, 16, 32];
const ROWS_GPU: [usize; 4] = [32, 64, 128, 256];
const TOKENS_CPU: [usize; 4] = [256, 512, 1024, 2048];
const TOKENS_GPU: [usize; 4] = [4096, 8192, 16_384, 32_768];
const LOOK_AHEAD: [usize; 4] = [16, 32, 64, 128];
const INSTANCES_GPU: [usize; 3] = [1, 2, 3];

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
#[error("--tune: {0}")]
pub struct TuneError(String);

/// What the operator has fixed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fixed {
    /// `--instances`.
    pub instances: bool,
    /// `--threads`.
    pub threads: bool,
    /// `--batch-rows`.
    pub rows: bool,
    /// `--batch-tokens`.
    pub tokens: bool,
    /// `--look-ahead`.
    pub look_ahead: bool,
}

/// A plan that can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Engines.
    pub instances: usize,
    /// Threads of each.
    pub threads: usize,
    /// How batches are formed.
    pub batching: Batching,
}

/// A plan that was measured.
#[derive(Debug, Clone, Copy)]
struct Row {
    plan: Candidate,
    measured: Measured,
    chosen: bool,
}

/// Measures for about `time`, loading not counted. `model` is needed where the repository has several.
pub async fn tune(config: &Config, model: Option<&str>, time: Duration) -> Result<Report, TuneError> {
    crate::usable(&config.plan).await.map_err(|unusable| TuneError(unusable.to_string()))?;
    let on_cpu = config.plan.engines.provider() == "cpu";
    let in_flight = if on_cpu { IN_FLIGHT_CPU } else { IN_FLIGHT_GPU };
    let start = Candidate {
        instances: config.plan.instances,
        threads: config.plan.engines.threads(),
        batching: config.plan.limits.batching(),
    };
    let engines = engines(start, config.fixed, on_cpu);
    // A quarter for each of the four things that are varied.
    let slice = |candidates: usize| time / 4 / u32::try_from(candidates * ROUNDS).unwrap_or(u32::MAX);

    let mut rows = Vec::new();
    let mut measured = Vec::new();
    let mut loaded: Option<(Candidate, Loaded)> = None;
    for plan in &engines {
        drop(loaded.take());
        let now = Loaded::open(config, *plan, model).await?;
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            rounds.push(now.measure(in_flight, slice(engines.len())).await?);
        }
        measured.push(load::fastest(&mut rounds));
        loaded = Some((*plan, now));
    }
    let best = choose(&measured, 0);
    note(&mut rows, &engines, &measured, best);
    let mut plan = engines[best];
    let loaded = match loaded {
        Some((last, loaded)) if last == plan => loaded,
        _ => Loaded::open(config, plan, model).await?,
    };

    for candidates in [rows_of, tokens_of, look_ahead_of] {
        let candidates = candidates(plan, config.fixed, on_cpu);
        if candidates.len() < 2 {
            continue;
        }
        let mut rounds = vec![Vec::new(); candidates.len()];
        for _ in 0..ROUNDS {
            for (plan, rounds) in candidates.iter().zip(&mut rounds) {
                loaded.model.scheduler.form_by(plan.batching);
                rounds.push(loaded.measure(in_flight, slice(candidates.len())).await?);
            }
        }
        let measured: Vec<Measured> = rounds.iter_mut().map(|rounds| load::fastest(rounds)).collect();
        let default = candidates.iter().position(|candidate| *candidate == plan).unwrap_or(0);
        let best = choose(&measured, default);
        note(&mut rows, &candidates, &measured, best);
        plan = candidates[best];
    }
    let model = &loaded.model;
    Ok(Report {
        model: format!("{}/{} ({})", model.name, model.version, model.variant.as_str()),
        provider: model.provider,
        time,
        in_flight,
        longest: loaded.lengths.longest(),
        rows,
        plan,
    })
}

/// The plan that `report` came to, in the place of what `plan` has.
#[must_use]
pub fn apply(report: &Report, plan: &Plan) -> Plan {
    let Candidate { instances, threads, batching } = report.plan;
    let engines = plan.engines.with_threads(threads).unwrap_or_else(|| Arc::clone(&plan.engines));
    Plan { instances, engines, limits: plan.limits.with_batching(batching), ..plan.clone() }
}

fn note(rows: &mut Vec<Row>, plans: &[Candidate], measured: &[Measured], best: usize) {
    let group = plans.iter().zip(measured).enumerate();
    rows.extend(group.map(|(at, (plan, measured))| Row {
        plan: *plan,
        measured: *measured,
        chosen: at == best,
    }));
}

/// The default if it is as good as the best, else the smallest that is.
fn choose(measured: &[Measured], default: usize) -> usize {
    let most = measured.iter().map(|m| m.tokens_per_second).fold(0.0, f64::max);
    let noise = measured.iter().map(|m| m.unsteady).fold(MARGIN, f64::max);
    let within = |margin: f64| move |m: &Measured| m.tokens_per_second >= most * (1.0 - margin);
    if noise > TOO_NOISY || measured.get(default).is_some_and(within(noise)) {
        return default;
    }
    measured.iter().position(within(MARGIN)).unwrap_or(default)
}

/// The start first; on a CPU every split of the cores, on a GPU a few engines.
fn engines(start: Candidate, fixed: Fixed, on_cpu: bool) -> Vec<Candidate> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut found = vec![start];
    let pairs: Vec<(usize, usize)> = match (fixed.instances, fixed.threads, on_cpu) {
        (true, true, _) | (true, false, false) => Vec::new(),
        (false, _, false) => INSTANCES_GPU.map(|instances| (instances, start.threads)).to_vec(),
        (true, false, true) => powers(cores).map(|threads| (start.instances, threads)).collect(),
        (false, true, true) => powers(cores).map(|instances| (instances, start.threads)).collect(),
        (false, false, true) => powers(cores).map(|threads| (cores / threads, threads)).collect(),
    };
    for (instances, threads) in pairs {
        // More threads than cores halve the throughput; that needs no measurement.
        let fits = !on_cpu || instances * threads <= cores;
        let candidate = Candidate { instances, threads, ..start };
        if fits && !found.contains(&candidate) {
            found.push(candidate);
        }
    }
    found
}

/// 1, 2, 4 and so on, up to `most`, and `most`.
fn powers(most: usize) -> impl Iterator<Item = usize> {
    let powers = std::iter::successors(Some(1_usize), |n| n.checked_mul(2)).take_while(move |n| *n < most);
    powers.chain(std::iter::once(most))
}

fn with(values: &[usize], now: usize, fixed: bool, change: impl Fn(usize) -> Candidate) -> Vec<Candidate> {
    let mut values = if fixed { Vec::new() } else { values.to_vec() };
    if !values.contains(&now) {
        values.push(now);
    }
    values.sort_unstable();
    values.into_iter().map(change).collect()
}

fn rows_of(plan: Candidate, fixed: Fixed, on_cpu: bool) -> Vec<Candidate> {
    let values: &[usize] = if on_cpu { &ROWS_CPU } else { &ROWS_GPU };
    with(values, plan.batching.rows, fixed.rows, |rows| Candidate {
        batching: Batching { rows, ..plan.batching },
        ..plan
    })
}

fn tokens_of(plan: Candidate, fixed: Fixed, on_cpu: bool) -> Vec<Candidate> {
    let values: &[usize] = if on_cpu { &TOKENS_CPU } else { &TOKENS_GPU };
    with(values, plan.batching.tokens, fixed.tokens, |tokens| Candidate {
        batching: Batching { tokens, ..plan.batching },
        ..plan
    })
}

fn look_ahead_of(plan: Candidate, fixed: Fixed, _on_cpu: bool) -> Vec<Candidate> {
    with(&LOOK_AHEAD, plan.batching.look_ahead, fixed.look_ahead, |look_ahead| Candidate {
        batching: Batching { look_ahead, ..plan.batching },
        ..plan
    })
}

/// The model, loaded by one plan.
struct Loaded {
    registry: Arc<Registry>,
    model: Arc<Model>,
    lengths: Arc<Lengths>,
}

impl Loaded {
    async fn open(config: &Config, candidate: Candidate, name: Option<&str>) -> Result<Self, TuneError> {
        let engines = config.plan.engines.with_threads(candidate.threads);
        let plan = Plan {
            instances: candidate.instances,
            engines: engines.unwrap_or_else(|| Arc::clone(&config.plan.engines)),
            limits: config.plan.limits.with_batching(candidate.batching).with_queue(QUEUE_TOKENS),
            versions: Versions::Routed,
            watch: None,
            api: false,
            ..config.plan.clone()
        };
        let (root, metrics) = (config.models.clone(), Arc::new(Metrics::default()));
        let opened = tokio::task::spawn_blocking(move || Registry::open(&root, &plan, &metrics)).await;
        let opened = opened.map_err(|_panicked| TuneError("loading the model was given up".into()))?;
        let registry = Arc::new(opened.map_err(|e| TuneError(e.to_string()))?);
        let serving = registry.serving();
        let model = match name {
            Some(name) => registry.describe(name, None).ok(),
            None if serving.iter().all(|model| model.name == serving[0].name) => serving.last().cloned(),
            None => None,
        };
        let Some(model) = model else {
            let mut names: Vec<&str> = serving.iter().map(|model| model.name.as_str()).collect();
            names.dedup();
            return Err(TuneError(format!("name one of the models by --tune-model: {}", names.join(", "))));
        };
        let lengths = Arc::new(Lengths::of(&model));
        Ok(Self { registry, model, lengths })
    }

    async fn measure(&self, in_flight: usize, time: Duration) -> Result<Measured, TuneError> {
        load::measure(&self.model, &self.lengths, in_flight, time).await.map_err(|e| TuneError(e.to_string()))
    }
}

impl Drop for Loaded {
    fn drop(&mut self) {
        // Its threads end before others are measured.
        let registry = Arc::clone(&self.registry);
        let _ended = std::thread::spawn(move || registry.close()).join();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(speeds: &[f64]) -> Vec<Measured> {
        let one = |speed: &f64| Measured { tokens_per_second: *speed, ..Measured::default() };
        speeds.iter().map(one).collect()
    }

    #[test]
    fn a_default_that_is_as_good_stays_and_else_the_smallest_that_is_wins() {
        assert_eq!(choose(&measured(&[98.0, 100.0, 99.0]), 0), 0);
        assert_eq!(choose(&measured(&[98.0, 100.0, 60.0]), 2), 0);
        assert_eq!(choose(&measured(&[90.0, 100.0, 101.0]), 0), 1);
        assert_eq!(choose(&[], 0), 0);
        // Where a plan is that far from itself, others are not better by being as far from it.
        let mut unsteady = measured(&[90.0, 100.0]);
        unsteady[1].unsteady = 0.12;
        assert_eq!(choose(&unsteady, 0), 0);
        let mut chaos = measured(&[10.0, 100.0]);
        assert_eq!(choose(&chaos, 0), 1);
        chaos[1].unsteady = 0.8;
        assert_eq!(choose(&chaos, 0), 0);
    }

    #[test]
    fn no_candidate_has_more_threads_than_there_are_cores_and_what_is_fixed_stays() {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let batching = Batching { rows: 16, tokens: 512, look_ahead: 64 };
        let start = Candidate { instances: cores, threads: 1, batching };
        let all = engines(start, Fixed::default(), true);
        assert_eq!(all[0], start);
        assert!(all.iter().all(|plan| plan.instances * plan.threads <= cores));
        let fixed = Fixed { instances: true, threads: true, rows: true, tokens: true, look_ahead: true };
        assert_eq!(engines(start, fixed, true), [start]);
        for candidates in [rows_of, tokens_of, look_ahead_of] {
            assert_eq!(candidates(start, fixed, true), [start]);
            assert!(candidates(start, Fixed::default(), true).contains(&start));
        }
        assert_eq!(powers(6).collect::<Vec<_>>(), [1, 2, 4, 6]);
        assert_eq!(powers(1).collect::<Vec<_>>(), [1]);
    }
}
