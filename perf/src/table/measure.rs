//! One measurement: load on a system that runs, with what its processes use meanwhile.

use crate::load::answers::Judge;
use crate::load::http::{HttpCaller, Target};
use crate::load::{self, Window};
use crate::machine::{Usage, memory_bytes, own_usage, usage};
use crate::results::{Kind, Latency, Round};
use crate::systems::Running;
use crate::texts::Texts;
use anyhow::{Context, Result};
use bytes::Bytes;
use http::Method;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// How long answers may take after the end of a round: what is offered at a third above capacity for ten seconds is done by then.
const PATIENCE: Duration = Duration::from_secs(20);

/// Offers a load to a system that runs.
///
/// # Errors
/// Where it has no way to be measured (`offline`).
pub async fn round(
    running: &Running,
    texts: &Texts,
    judge: &Arc<Judge>,
    kind: &Kind,
    warm_up: Duration,
    length: Duration,
) -> Result<Round> {
    let target = running.target.clone();
    let caller = Arc::new(HttpCaller::new(target, &running.protocol, texts, Arc::clone(judge)));
    let window = Window { begin: Instant::now(), warm_up, length, patience: PATIENCE };
    let count = texts.items.len();
    let watch = Watch::new(running, window);
    let (tally, watched) = match kind {
        Kind::Closed { in_flight } => {
            tokio::join!(load::closed(&caller, count, *in_flight, window), watch.run())
        }
        Kind::Open { rate } => {
            let pace = load::pace(window.begin, *rate, warm_up + length);
            tokio::join!(load::open(&caller, count, pace, window), watch.run())
        }
        Kind::Offline { .. } => anyhow::bail!("the engine alone takes no requests"),
    };
    let latency_ms = tally.latency();
    let stages = watched.stages(latency_ms.as_ref());
    Ok(Round {
        requests: tally.requests,
        errors: tally.errors,
        wrong: tally.wrong,
        seconds: rounded(tally.seconds),
        throughput: rounded(tally.throughput()),
        latency_ms,
        histogram: tally.histogram(),
        cpu_seconds: rounded(watched.cpu_seconds),
        generator_cpu_seconds: rounded(watched.generator_cpu_seconds),
        memory_bytes: watched.memory_bytes,
        stages,
    })
}

pub(super) fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// Looks at the processes while the load runs.
struct Watch {
    leaders: Vec<u32>,
    statistics: Option<(Target, bool)>,
    from: Instant,
    to: Instant,
}

/// What it saw.
struct Watched {
    cpu_seconds: f64,
    generator_cpu_seconds: f64,
    memory_bytes: u64,
    /// Before and after, and whether an edge is in front.
    statistics: Option<(PoolStatistics, PoolStatistics, bool)>,
}

impl Watch {
    fn new(running: &Running, window: Window) -> Self {
        let (from, to) = (window.from(), window.to());
        Self { leaders: running.leaders(), statistics: running.statistics.clone(), from, to }
    }

    async fn run(self) -> Watched {
        sleep_until(self.from).await;
        let before = self.look().await;
        let own_before = own_usage();
        let statistics_before = self.statistics().await;
        sleep_until(self.to).await;
        let after = self.look().await;
        let own_after = own_usage();
        let statistics_after = self.statistics().await;
        let edge = self.statistics.as_ref().is_some_and(|(_, edge)| *edge);
        Watched {
            cpu_seconds: after.cpu_seconds - before.cpu_seconds,
            generator_cpu_seconds: own_after.cpu_seconds - own_before.cpu_seconds,
            memory_bytes: self.memory().await,
            statistics: statistics_before.zip(statistics_after).map(|(before, after)| (before, after, edge)),
        }
    }

    /// In a thread of its own: walking `/proc` would delay requests by milliseconds.
    async fn look(&self) -> Usage {
        let leaders = self.leaders.clone();
        tokio::task::spawn_blocking(move || usage(&leaders)).await.unwrap_or_default()
    }

    /// Looked at when the window has ended, as it delays what runs.
    async fn memory(&self) -> u64 {
        let leaders = self.leaders.clone();
        tokio::task::spawn_blocking(move || memory_bytes(&leaders)).await.unwrap_or_default()
    }

    async fn statistics(&self) -> Option<PoolStatistics> {
        let (target, _) = self.statistics.as_ref()?;
        PoolStatistics::of(target).await.ok()
    }
}

impl Watched {
    /// Where the time of a request went, in milliseconds: the pool's own phases, and before them what the caller saw beyond the pool.
    fn stages(&self, latency: Option<&Latency>) -> Option<BTreeMap<String, f64>> {
        let ((before, after, edge), latency) = (self.statistics.as_ref()?, latency?);
        let mean = |part: fn(&PoolStatistics) -> Elapsed| {
            let (before, after) = (part(before), part(after));
            let (count, ns) = (after.count.saturating_sub(before.count), after.ns.saturating_sub(before.ns));
            #[allow(clippy::cast_precision_loss, reason = "nanoseconds of one round")]
            let mean = if count == 0 { 0.0 } else { ns as f64 / count as f64 / 1e6 };
            mean
        };
        let whole = mean(|all| all.success);
        let (tokenise, queue, compute) =
            (mean(|all| all.compute_input), mean(|all| all.queue), mean(|all| all.compute_infer));
        let outside = if *edge { "edge" } else { "network" };
        let stages = [
            (outside, latency.mean - whole),
            ("tokenise", tokenise),
            ("queue", queue),
            ("compute", compute),
            ("other", whole - tokenise - queue - compute),
        ];
        Some(stages.map(|(name, value)| (name.to_owned(), rounded(value.max(0.0)))).into())
    }
}

/// Times of requests as our pool counts them since it started.
#[derive(Debug, Clone, Copy, Deserialize)]
struct PoolStatistics {
    success: Elapsed,
    queue: Elapsed,
    compute_input: Elapsed,
    compute_infer: Elapsed,
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct Elapsed {
    count: u64,
    ns: u64,
}

#[derive(Deserialize)]
struct StatisticsAnswer {
    model_stats: Vec<ModelStatistics>,
}

#[derive(Deserialize)]
struct ModelStatistics {
    inference_stats: PoolStatistics,
}

impl PoolStatistics {
    /// Those of the one model that the pool serves.
    async fn of(target: &Target) -> Result<Self> {
        let (_, body) = target.once(Method::GET, "/v2/models/stats", Bytes::new()).await?;
        let answer: StatisticsAnswer = serde_json::from_slice(&body)?;
        let model = answer.model_stats.first().context("the pool serves no model")?;
        Ok(model.inference_stats)
    }
}
