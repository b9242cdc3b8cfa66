//! A simulation of pool replicas and edge under the traffic of a hospital's day: how many replicas it takes, who waits how long, what a
//! first request after a quiet time pays.
//!
//! The queue and its rules are the pool's own code, and the autoscalers' rules are read out of `k8s/`. Traffic, start-up times and,
//! where nothing was measured, speed are assumptions. Every output says that it is a simulation.

mod books;
mod calibration;
mod edge;
mod outcome;
mod pool;
mod rules;
mod simulation;
#[cfg(test)]
pub(crate) mod tests;
mod traffic;
mod write;

pub use self::calibration::Calibration;
pub use self::outcome::{Day, Edge, LABEL, Lane, Quantiles, Quarter, Report, Scenario};
#[cfg(test)]
pub(crate) use self::write::all as write_report;
pub(crate) use self::write::{busy, edge as edge_sentence, replicas, sentence, worst};

use self::rules::{EdgeRule, PoolRule, SCRAPE_SECONDS};
use self::simulation::{Replicas, Setup, day};
use self::traffic::{Lengths, Shape, Traffic};
use anyhow::{Result, bail, ensure};
use std::path::{Path, PathBuf};
use xtask::progress::say;

/// What `perf scale` was asked for.
#[derive(Debug, Clone, clap::Args)]
pub struct Flags {
    /// Measured service times: `table.json` of a run of `perf table`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["batch_ms", "token_us"])]
    calibration: Option<PathBuf>,
    /// The row of the table [default: the faster of number 5]
    #[arg(long, value_name = "ID", requires = "calibration")]
    row: Option<String>,
    /// Instead of a table: what a batch costs whatever is in it, in milliseconds
    #[arg(long, value_name = "MS", requires = "token_us")]
    batch_ms: Option<f64>,
    /// Instead of a table: what a token costs one engine, in microseconds
    #[arg(long, value_name = "US", requires = "batch_ms")]
    token_us: Option<f64>,
    /// With --batch-ms: engines of a replica
    #[arg(long, value_name = "N", default_value_t = 2)]
    engines: usize,
    /// Leave the estimate for an NVIDIA T4 out
    #[arg(long)]
    no_estimate: bool,
    /// Interactive requests a day of the hospital, bursts not counted
    #[arg(long, value_name = "N", default_value_t = 2_000_000)]
    requests: u64,
    /// Notes of the nightly job
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    bulk_notes: u64,
    /// How many notes the nightly job asks for at a time
    #[arg(long, value_name = "N", default_value_t = 64)]
    bulk_in_flight: usize,
    /// From asking for a replica to its first request: a GPU node has to come
    #[arg(long, value_name = "S", default_value_t = 240.0)]
    replica_start_seconds: f64,
    /// From asking for a pod of the edge to its first request
    #[arg(long, value_name = "S", default_value_t = 5.0)]
    edge_start_seconds: f64,
    /// A request is given up after so long (the edge's pool_timeout_ms)
    #[arg(long, value_name = "S", default_value_t = 10.0)]
    patience_seconds: f64,
    /// Replicas are enough when in every quarter of an hour 99 of 100 interactive requests wait no longer than this
    #[arg(long, value_name = "MS", default_value_t = 250.0)]
    wait_target_ms: f64,
    /// Same seed, same day
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where scale.json, scale.md and the plots go
    #[arg(long, value_name = "FOLDER", default_value = "target/perf/scale")]
    out: PathBuf,
}

/// Runs the simulation, prints what it came to and writes it.
///
/// # Errors
/// Where its input cannot be read or its result not be written.
pub fn run(flags: &Flags) -> Result<()> {
    let report = simulate(flags)?;
    let folder: &Path = &flags.out;
    write::all(&report, folder)?;
    write::print(&report, folder)
}

fn simulate(flags: &Flags) -> Result<Report> {
    let mut speeds = vec![given(flags)?].into_iter().flatten().collect::<Vec<_>>();
    if !flags.no_estimate {
        speeds.push(Calibration::t4_estimate());
    }
    if speeds.is_empty() {
        bail!(
            "nothing to simulate: give --calibration FILE, or --batch-ms and --token-us, or leave --no-estimate out"
        );
    }
    let times = [flags.replica_start_seconds, flags.edge_start_seconds];
    ensure!(
        times.iter().all(|time| (0.0..=86_400.0).contains(time)),
        "starting takes from 0 to 86400 seconds"
    );
    ensure!((0.001..=3600.0).contains(&flags.patience_seconds), "--patience-seconds is from 0.001 to 3600");
    ensure!(flags.requests <= 100_000_000, "--requests is at most 100000000");
    ensure!((1..=100_000).contains(&flags.bulk_in_flight), "--bulk-in-flight is from 1 to 100000");
    let (pool, edge) = (PoolRule::of_manifest()?, EdgeRule::of_manifest()?);
    let mut scenarios = Vec::new();
    for speed in &speeds {
        scenarios.push(scenario("A group of hospitals", hospital(flags), speed, flags, &pool, &edge));
    }
    // The edge at zero is for sites that sleep. Which replica stands behind it makes no difference to it.
    if let Some(speed) = speeds.first() {
        scenarios.push(scenario("A practice that closes at night", practice(), speed, flags, &pool, &edge));
    }
    let assumptions = assumptions(flags, &pool, &edge);
    Ok(Report { label: LABEL.into(), seed: flags.seed, assumptions, scenarios })
}

fn given(flags: &Flags) -> Result<Option<Calibration>> {
    if let Some(file) = &flags.calibration {
        return Calibration::of_table(file, flags.row.as_deref()).map(Some);
    }
    let (Some(batch), Some(token)) = (flags.batch_ms, flags.token_us) else { return Ok(None) };
    ensure!(
        (0.0..=60_000.0).contains(&batch) && token > 0.0 && token <= 1e6,
        "--batch-ms is from 0 to 60000, --token-us above 0 and at most 1000000"
    );
    ensure!((1..=256).contains(&flags.engines), "--engines is from 1 to 256");
    Ok(Some(Calibration {
        source: format!("flags: {batch} ms a batch, {token} µs a token, {} engines", flags.engines),
        estimate: false,
        seconds_per_batch: batch / 1000.0,
        seconds_per_token: token / 1e6,
        counts_padding: false,
        engines: flags.engines,
        gpu: false,
        around_seconds: 0.0,
        edge_seconds: calibration::EDGE_SECONDS,
    }))
}

/// Lengths of short clinical texts: sentences and messages.
const SHORT: Lengths = Lengths { mean: 40.0, median: 33.0, most: 512 };
/// Lengths of whole notes.
const NOTES: Lengths = Lengths { mean: 400.0, median: 300.0, most: 2048 };

fn hospital(flags: &Flags) -> Traffic {
    Traffic {
        shape: Shape::Hospital,
        requests: flags.requests as f64,
        burst: 2.0,
        lengths: SHORT,
        bulk_notes: flags.bulk_notes,
        bulk_hour: 1.0,
        bulk_in_flight: flags.bulk_in_flight,
        bulk_lengths: NOTES,
    }
}

fn practice() -> Traffic {
    Traffic {
        shape: Shape::Practice,
        requests: 3000.0,
        burst: 0.0,
        lengths: SHORT,
        bulk_notes: 0,
        bulk_hour: 1.0,
        bulk_in_flight: 1,
        bulk_lengths: NOTES,
    }
}

fn scenario(
    name: &str,
    traffic: Traffic,
    speed: &Calibration,
    flags: &Flags,
    pool: &PoolRule,
    edge: &EdgeRule,
) -> Scenario {
    let words = describe(&traffic);
    let setup = |replicas| Setup {
        seed: flags.seed,
        speed: speed.clone(),
        traffic: traffic.clone(),
        replicas,
        edge: Some(edge.clone()),
        replica_start: flags.replica_start_seconds,
        edge_start: flags.edge_start_seconds,
        patience: flags.patience_seconds,
    };
    let mut days = Vec::new();
    let mut needed = None;
    for count in 1..=pool.max {
        say(&format!("simulation: {name}, {count} replicas"));
        let one = day(&setup(Replicas::Fixed(count)));
        let enough = one.interactive.lost() == 0 && one.worst_quarter().0 <= flags.wait_target_ms;
        days.push(one);
        if enough {
            needed = Some(count);
            break;
        }
    }
    say(&format!("simulation: {name}, replicas by the rule"));
    days.push(day(&setup(Replicas::Rule(pool.clone()))));
    let name = format!(
        "{name}; {}",
        if speed.estimate { "replicas of estimated speed" } else { "replicas as calibrated" }
    );
    Scenario {
        name,
        traffic: words,
        calibration: speed.clone(),
        needed,
        wait_target_ms: flags.wait_target_ms,
        days,
    }
}

fn describe(traffic: &Traffic) -> String {
    let mean = traffic.requests / traffic::DAY;
    let highest = (0..1440).map(|minute| traffic.rate(f64::from(minute) * 60.0)).fold(0.0, f64::max);
    let mut words = format!(
        "{} interactive requests a day ({mean:.2} a second on average, {highest:.2} at the highest{}), of {} tokens on average",
        thousands(traffic.requests as u64),
        if traffic.burst > 0.0 { ", at shift changes at 7, 15 and 23 h" } else { "" },
        traffic.lengths.mean,
    );
    if traffic.bulk_notes > 0 {
        words += &format!(
            "; from {} h {} notes of {} tokens on average, {} at a time",
            traffic.bulk_hour,
            thousands(traffic.bulk_notes),
            traffic.bulk_lengths.mean,
            traffic.bulk_in_flight
        );
    }
    words
}

fn assumptions(flags: &Flags, pool: &PoolRule, edge: &EdgeRule) -> Vec<String> {
    vec![
        "The traffic: how it follows the hour, bursts at shift changes that halve in 8 minutes, arrivals at random (Poisson), lengths \
         log-normal. Nobody's traffic was measured."
            .into(),
        format!(
            "A replica takes {} s from being asked for to its first request (a node comes, the model is loaded), a pod of the edge {} s.",
            flags.replica_start_seconds, flags.edge_start_seconds
        ),
        format!(
            "The autoscaler's rule is that of k8s/: {} to {} replicas, {} waiting tokens for each, down by {} in {} s after {} s; Prometheus \
             looks every {SCRAPE_SECONDS} s. It counts the nightly job's tokens like any.",
            pool.min, pool.max, pool.tokens, pool.down_pods, pool.down_seconds, pool.stabilization_seconds
        ),
        format!(
            "The edge's rule is that of k8s/components/scale-to-zero: {} to {} pods, {} requests in flight for each, none after {} s without \
             a request. A pod has one core. The day begins with one.",
            edge.min, edge.max, edge.concurrency, edge.idle_seconds
        ),
        "On a CPU the pool has an engine of more threads for a request that is alone. It is left out: light load is answered sooner than here."
            .into(),
        "A connection comes to any ready replica. Nothing fails, and no network takes time. Windows of long notes do not overlap."
            .into(),
        format!("A request is given up after {} s. The nightly job waits as Retry-After says.", flags.patience_seconds),
    ]
}

/// 2000000 as 2,000,000.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// Times as they are written: milliseconds, or seconds from 10 000 on.
fn time(milliseconds: f64) -> String {
    if milliseconds >= 10_000.0 {
        format!("{:.0} s", milliseconds / 1000.0)
    } else {
        format!("{milliseconds:.0} ms")
    }
}

fn three(times: &Quantiles) -> String {
    [times.p50, times.p95, times.p99].map(time).join(", ")
}
