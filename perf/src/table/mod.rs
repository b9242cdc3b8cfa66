//! `perf table`: every system in turn, under the same load, on one machine.
//!
//! Rounds are interleaved: in each, every system is started, measured and ended, so that whatever changes on the machine meanwhile
//! hits all alike. Only one system runs at a time.

mod engine;
mod expected;
mod loads;
mod measure;
mod prepare;
mod runner;

pub use expected::{expected, labels, write_texts};
pub use measure::round;
pub use prepare::{Prepared, Wanted, prepare};

use crate::machine::machine;
use crate::report;
use crate::results::{Run, Settings, VERSION};
use crate::systems::System;
use crate::systems::rows::{self, Spec};
use anyhow::{Context, Result, bail};
use loads::Plan;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use xtask::progress::say;
use xtask::workspace::Workspace;

/// What `perf table` was asked for.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Flags {
    /// The rows that matter most, two rounds, two loads: under five minutes once everything is set up.
    #[arg(long)]
    pub quick: bool,
    /// Seconds: pool and edge with the demo model, to see that it all works. Needs nothing but what the tests need.
    #[arg(long, conflicts_with_all = ["quick", "gpu"])]
    pub smallest: bool,
    /// Only these rows, apart by commas (`--list` shows them).
    #[arg(long, value_delimiter = ',')]
    pub rows: Vec<String>,
    /// Shows the rows and how long they take, and measures nothing.
    #[arg(long)]
    pub list: bool,
    /// Rounds [default: 3; quick 2].
    #[arg(long)]
    pub rounds: Option<u32>,
    /// Seconds of each measurement [default: 8; quick 2.5].
    #[arg(long)]
    pub seconds: Option<f64>,
    /// Seconds of load before each measurement [default: 2; quick 1].
    #[arg(long)]
    pub warm_up: Option<f64>,
    /// Threads that each system may compute with [default: the machine's cores].
    #[arg(long)]
    pub threads: Option<usize>,
    /// A program of text-embeddings-inference (text-embeddings-router); it comes from no package index.
    #[arg(long, value_name = "PROGRAM")]
    pub tei: Option<PathBuf>,
    /// On an NVIDIA GPU. ORT_DYLIB_PATH must name an ONNX Runtime with CUDA.
    #[arg(long)]
    pub gpu: bool,
    /// Take programs and component as they lie in the target folder, without asking cargo.
    #[arg(long)]
    pub no_build: bool,
    /// Where results go [default: perf/results/<date>; quick and smallest below target/perf].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Rows of the smallest table.
const SMALLEST_ROWS: [&str; 2] = ["pool-export", "edge"];

/// Runs the table.
///
/// # Errors
/// Where nothing could be measured, or results cannot be written. A row that fails is in the results with its reason.
pub fn run(flags: &Flags) -> Result<()> {
    let began = Instant::now();
    let workspace = Workspace::find()?;
    let threads =
        flags.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let plan = Plan::of(flags);
    let specs = chosen(flags, threads)?;
    let estimate = plan.estimate(&specs);
    if flags.list {
        list(&specs, estimate);
        return Ok(());
    }
    let started = OffsetDateTime::now_utc();
    // Before anything of ours loads it.
    let machine = machine(flags.gpu)?;
    say(&format!(
        "{} rows, {} rounds: about {} of measurements, after set-up",
        specs.len(),
        plan.rounds,
        minutes(estimate)
    ));
    let wanted = Wanted {
        edge: specs.iter().any(|row| row.system == System::Edge),
        smallest: flags.smallest,
        gpu: flags.gpu,
        no_build: flags.no_build,
        graphs: specs.iter().map(|row| row.graph).collect(),
        tei: flags.tei.clone(),
    };
    let prepared = prepare(&workspace, &wanted)?;
    make_environments(&prepared, &specs);
    let out = folder(flags, &workspace, started);
    std::fs::create_dir_all(&out).with_context(|| format!("making {}", out.display()))?;
    let mut run = Run {
        version: VERSION,
        started: started.replace_nanosecond(0)?.format(&Rfc3339)?,
        took_seconds: 0.0,
        commit: commit(workspace.root()),
        machine,
        settings: Settings {
            rounds: plan.rounds,
            seconds: plan.seconds,
            warm_up_seconds: plan.warm_up,
            threads,
            model: prepared.setup.model.clone(),
            onnxruntime: prepared.onnxruntime_version.clone(),
            quick: flags.quick || flags.smallest,
            device: if flags.gpu { "cuda" } else { "cpu" }.to_owned(),
        },
        texts: prepared.texts.iter().map(|set| (set.name.to_owned(), set.summary())).collect(),
        rows: Vec::new(),
    };
    let keep = |rows: Vec<_>| {
        run.rows = rows;
        run.took_seconds = began.elapsed().as_secs_f64().round();
        std::fs::write(out.join("table.json"), serde_json::to_string_pretty(&run)? + "\n")
            .context("writing table.json")
    };
    runner::Runner::new(&prepared, plan, &specs)?.all(keep)?;
    report::write(&run, &out).context("writing table and plots")?;
    say(&format!("took {}; results are in {}", minutes(began.elapsed()), out.display()));
    let measured = run.rows.iter().filter(|row| row.skipped.is_none()).count();
    for row in run.rows.iter() {
        if let Some(reason) = &row.skipped {
            say(&format!("skipped: {}: {reason}", row.id));
        }
    }
    let wrong: u64 = run
        .rows
        .iter()
        .flat_map(|row| &row.loads)
        .flat_map(|load| &load.rounds)
        .map(|round| round.wrong)
        .sum();
    if wrong > 0 {
        say(&format!("{wrong} answers were wrong: see the notes of the rows"));
    }
    if measured == 0 || (flags.smallest && (measured < specs.len() || wrong > 0)) {
        bail!("not everything that should have been measured was");
    }
    Ok(())
}

/// Before the first measurement: a row would otherwise be charged for it in the time until it is ready.
fn make_environments(prepared: &Prepared, specs: &[Spec]) {
    let names: BTreeSet<&str> = specs.iter().flat_map(|row| row.system.peers()).copied().collect();
    for name in names {
        // What cannot be had is told by the rows that need it.
        if let Err(error) = prepared.setup.command(name) {
            say(&format!("{name}: {error:#}"));
        }
    }
}

fn chosen(flags: &Flags, threads: usize) -> Result<Vec<Spec>> {
    let all = rows::all(threads);
    if !flags.rows.is_empty() {
        for name in &flags.rows {
            if !all.iter().any(|row| row.id == name) {
                bail!("no row is called {name}: --list shows all");
            }
        }
        return Ok(all.into_iter().filter(|row| flags.rows.iter().any(|name| name == row.id)).collect());
    }
    let wanted = |row: &Spec| match (flags.smallest, flags.quick) {
        (true, _) => SMALLEST_ROWS.contains(&row.id),
        (false, true) => row.quick,
        (false, false) => true,
    };
    let mut rows: Vec<Spec> = all.into_iter().filter(wanted).collect();
    if flags.smallest {
        // The demo model has only its export.
        rows.iter_mut().for_each(|row| row.graph = crate::results::Graph::Export);
    }
    Ok(rows)
}

#[allow(clippy::print_stdout, reason = "this is what was asked for")]
fn list(specs: &[Spec], estimate: Duration) {
    for row in specs {
        let number = row.number.map_or_else(|| "-".to_owned(), |number| number.to_string());
        println!("{number:>2}  {:<22} {}", row.id, row.name);
    }
    println!("about {} of measurements, after set-up", minutes(estimate));
}

pub(crate) fn minutes(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 100 { format!("{seconds} s") } else { format!("{} min", seconds.div_ceil(60)) }
}

fn folder(flags: &Flags, workspace: &Workspace, started: OffsetDateTime) -> PathBuf {
    if let Some(folder) = &flags.out {
        return folder.clone();
    }
    let below = workspace.root().join("target/perf/results");
    match (flags.smallest, flags.quick) {
        (true, _) => below.join("smallest"),
        (false, true) => below.join(format!("{}-quick", started.date())),
        (false, false) => workspace.root().join("perf/results").join(started.date().to_string()),
    }
}

pub(crate) fn commit(root: &Path) -> Option<String> {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").arg("-C").arg(root).args(arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let commit = git(&["rev-parse", "HEAD"])?;
    let changed = !git(&["status", "--porcelain", "--untracked-files=no"])?.is_empty();
    Some(if changed { format!("{commit}-dirty") } else { commit })
}
