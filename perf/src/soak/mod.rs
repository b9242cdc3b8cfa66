//! `perf soak`: load for an hour while things around break, and books of every request.
//!
//! Held: every request is answered exactly once (each answer has a request id of its own), no answer is wrong, the edge answers what it
//! cannot do with a problem of its own and only while something is broken, each answer stands in the edge's audit trail once and with its
//! status, and memory stays flat. A violation makes the program fail.

mod books;
mod faults;
mod trail;
mod world;

use crate::results::Graph;
use crate::table::{Wanted, prepare};
use anyhow::{Context, Result, bail};
pub use books::{Books, Counts};
use faults::Fault;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use world::World;
use xtask::progress::say;
use xtask::workspace::Workspace;

/// Between two faults, so that each is seen alone: as long as memory and latencies need to settle.
const QUIET: Duration = Duration::from_secs(20);
const QUICK_QUIET: Duration = Duration::from_secs(5);
/// A token is renewed this often; it lives for an hour.
const RENEW_EVERY: Duration = Duration::from_secs(600);
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Memory may grow by this share and this much more between the second quarter and the last.
const GROWTH: f64 = 1.10;
const GROWTH_BYTES: u64 = 24 << 20;

/// What `perf soak` was asked for.
#[derive(Debug, Clone, clap::Args)]
pub struct Flags {
    /// How long.
    #[arg(long, default_value_t = 60.0)]
    pub minutes: f64,
    /// Callers at a time.
    #[arg(long, default_value_t = 8)]
    pub in_flight: usize,
    /// Take programs and component as they lie in the target folder.
    #[arg(long)]
    pub no_build: bool,
    /// Where results go [default: target/perf/results/soak].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Soak {
    /// How long it was.
    pub seconds: f64,
    /// The books.
    pub counts: Counts,
    /// Faults that were injected, in order, with how many requests were refused because of each.
    pub faults: Vec<Injected>,
    /// Resident memory of edge and pool, in bytes, once a second.
    pub rss_bytes: Vec<u64>,
    /// What was not as it should be; empty is success.
    pub violations: Vec<String>,
}

/// One fault.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Injected {
    /// What was done.
    pub fault: String,
    /// When it began, from the start.
    pub at_seconds: f64,
    /// From its end to requests being answered again.
    pub recovered_seconds: f64,
    /// Requests refused meanwhile, with a problem as answer.
    pub refused: u64,
}

/// Runs, writes `soak.json` and `soak.md`, and fails where something was violated.
///
/// # Errors
/// As above, and where the world cannot be set up.
pub fn run(flags: &Flags) -> Result<()> {
    let workspace = Workspace::find()?;
    let wanted = Wanted {
        edge: true,
        smallest: true,
        no_build: flags.no_build,
        graphs: vec![Graph::Export],
        ..Wanted::default()
    };
    let prepared = prepare(&workspace, &wanted)?;
    let out = flags.out.clone().unwrap_or_else(|| workspace.root().join("target/perf/results/soak"));
    std::fs::create_dir_all(&out)?;
    let mut world = World::start(&workspace, &prepared)?;
    let books = Books::open(&world, flags.in_flight)?;
    say(&format!("soaking for {} min", flags.minutes));
    let soak = soak(&mut world, &books, flags);
    let (counts, answers) = books.close()?;
    let mut soak = soak?;
    soak.violations.splice(0..0, counts.violations());
    soak.counts = counts;
    soak.violations.extend(world.disagreements(&answers)?);
    soak.violations.extend(memory(&soak.rss_bytes));
    std::fs::write(out.join("soak.json"), serde_json::to_string_pretty(&soak)? + "\n")?;
    std::fs::write(out.join("soak.md"), page(&soak)?)?;
    say(&format!("results are in {}", out.display()));
    if !soak.violations.is_empty() {
        bail!(
            "{} things were not as they should be:\n  {}",
            soak.violations.len(),
            soak.violations.join("\n  ")
        );
    }
    Ok(())
}

fn soak(world: &mut World, books: &Books, flags: &Flags) -> Result<Soak> {
    let began = Instant::now();
    let length = Duration::try_from_secs_f64(flags.minutes * 60.0).context("--minutes")?;
    let quiet = if length < Duration::from_secs(600) { QUICK_QUIET } else { QUIET };
    let mut soak = Soak {
        seconds: 0.0,
        counts: Counts::default(),
        faults: Vec::new(),
        rss_bytes: Vec::new(),
        violations: Vec::new(),
    };
    let mut renewed = Instant::now();
    let mut look = |until: Instant, world: &World, soak: &mut Soak| -> Result<()> {
        while Instant::now() < until {
            soak.rss_bytes.push(world.rss_bytes());
            if renewed.elapsed() > RENEW_EVERY {
                renewed = Instant::now();
                world.renew_token()?;
            }
            std::thread::sleep(LOOK_EVERY.min(until.saturating_duration_since(Instant::now())));
        }
        Ok(())
    };
    for fault in Fault::ALL.iter().cycle() {
        look(Instant::now() + quiet, world, &mut soak)?;
        if began.elapsed() >= length {
            break;
        }
        say(&format!("{:>5.0} s: {}", began.elapsed().as_secs_f64(), fault.name()));
        let (at, refused) = (began.elapsed(), books.refused());
        books.expect_refusals(fault.may_refuse());
        fault.inject(world)?;
        let ended = Instant::now();
        match fault.recovered(world, books) {
            Ok(()) => {}
            Err(error) => soak.violations.push(format!("after {}: {error:#}", fault.name())),
        }
        books.expect_refusals(false);
        soak.faults.push(Injected {
            fault: fault.name().to_owned(),
            at_seconds: at.as_secs_f64().round(),
            recovered_seconds: (ended.elapsed().as_secs_f64() * 100.0).round() / 100.0,
            refused: books.refused() - refused,
        });
    }
    soak.seconds = began.elapsed().as_secs_f64().round();
    Ok(soak)
}

/// The middle of the second quarter and that of the last: the first is warm-up. `None` where it was too short to tell.
fn settled(rss: &[u64]) -> Option<(u64, u64)> {
    let quarter = rss.len() / 4;
    if quarter < 5 {
        return None;
    }
    let middle = |some: &[u64]| {
        let mut some = some.to_vec();
        some.sort_unstable();
        some.get(some.len() / 2).copied().unwrap_or_default()
    };
    Some((middle(rss.get(quarter..2 * quarter)?), middle(rss.get(3 * quarter..)?)))
}

fn memory(rss: &[u64]) -> Option<String> {
    let (before, after) = settled(rss)?;
    #[allow(clippy::cast_precision_loss, reason = "megabytes")]
    let grown = after as f64 > before as f64 * GROWTH + GROWTH_BYTES as f64;
    grown.then(|| format!("memory grew from {} to {} MB", before / 1_000_000, after / 1_000_000))
}

fn page(soak: &Soak) -> Result<String> {
    let mut page = String::new();
    let counts = &soak.counts;
    writeln!(page, "# Soak: {:.0} minutes\n", soak.seconds / 60.0)?;
    writeln!(page, "| | |\n|---|---|")?;
    writeln!(page, "| requests sent | {} |", counts.sent)?;
    writeln!(page, "| answered rightly | {} |", counts.right)?;
    writeln!(page, "| refused with a problem while something was broken | {} |", counts.refused)?;
    writeln!(page, "| refused at other times | {} |", counts.refused_unexpected)?;
    writeln!(page, "| without an answer | {} |", counts.lost)?;
    writeln!(page, "| answered wrongly | {} |", counts.wrong)?;
    writeln!(page, "| answers compared with the edge's audit trail | {} |", counts.answered())?;
    writeln!(page, "| answered twice (request id seen before) | {} |", counts.twice)?;
    let memory = settled(&soak.rss_bytes).map_or_else(
        || "too short to tell".to_owned(),
        |(before, after)| format!("{} and {} MB", before / 1_000_000, after / 1_000_000),
    );
    writeln!(page, "| memory of edge and pool, medians of the second quarter and the last | {memory} |")?;
    writeln!(page, "\n| at | fault | refused | answering again after |\n|---|---|---|---|")?;
    for each in &soak.faults {
        let Injected { at_seconds, fault, refused, recovered_seconds } = each;
        writeln!(page, "| {at_seconds:.0} s | {fault} | {refused} | {recovered_seconds:.2} s |")?;
    }
    if soak.violations.is_empty() {
        writeln!(page, "\nNothing was violated.")?;
    } else {
        writeln!(page, "\n## Violated\n")?;
        soak.violations.iter().try_for_each(|what| writeln!(page, "- {what}"))?;
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_that_grows_is_a_violation_and_warm_up_is_not() {
        let mb = |all: &[u64]| all.iter().flat_map(|each| vec![each << 20; 10]).collect::<Vec<u64>>();
        assert_eq!(memory(&mb(&[50, 200, 200, 210])), None);
        assert!(memory(&mb(&[50, 200, 230, 260])).unwrap().contains("grew"));
        assert_eq!(memory(&[1, 1000]), None, "too short to tell");
    }
}
