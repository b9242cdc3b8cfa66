//! `perf cold`: from nothing to the first answer. What scales to zero is the gateway, ours or the paper's; what computes stays warm behind
//! it, so both have a pool or a Triton that is ready.

use crate::load::answers::Protocol;
use crate::load::http::Target;
use crate::results::Graph;
use crate::systems::anteroom::PoolOptions;
use crate::systems::{Setup, System, variant};
use crate::table::{Prepared, Wanted, prepare};
use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use http::Method;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::Instant;
use tokio::runtime::Runtime;
use xtask::progress::say;
use xtask::workspace::Workspace;

/// Requests to a host that is warm, by which the cost of an instance is measured.
const WARM_REQUESTS: usize = 200;

/// What `perf cold` was asked for.
#[derive(Debug, Clone, clap::Args)]
pub struct Flags {
    /// Starts of each.
    #[arg(long, default_value_t = 7)]
    pub runs: usize,
    /// Only the edge.
    #[arg(long)]
    pub edge_only: bool,
    /// The demo model behind them: what is measured does not depend on it.
    #[arg(long)]
    pub demo: bool,
    /// Take programs and component as they lie in the target folder.
    #[arg(long)]
    pub no_build: bool,
    /// Where the result goes [default: target/perf/results/cold.json].
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// What was measured, of one system.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Cold {
    /// Its name.
    pub name: String,
    /// From the start of its process to the line that says that it listens, in seconds, a run each.
    pub listening_seconds: Vec<f64>,
    /// From the start of its process to the first classified text, in seconds, a run each.
    pub first_answer_seconds: Vec<f64>,
    /// `GET /healthz` when warm, in milliseconds, median: at the edge each is an instance of its own.
    pub warm_health_ms: f64,
}

/// Measures, prints and writes.
///
/// # Errors
/// Where something cannot be set up or started.
pub fn run(flags: &Flags) -> Result<()> {
    let workspace = Workspace::find()?;
    let wanted = Wanted {
        edge: true,
        smallest: flags.demo,
        no_build: flags.no_build,
        graphs: vec![Graph::Export],
        ..Wanted::default()
    };
    let prepared = prepare(&workspace, &wanted)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut all = vec![edge(&prepared, &runtime, flags.runs)?];
    if !flags.edge_only {
        match gateway(&prepared, &runtime, flags.runs) {
            Ok(cold) => all.push(cold),
            Err(error) => say(&format!("the FastAPI gateway was not measured: {error:#}")),
        }
    }
    let out = flags.out.clone().unwrap_or_else(|| workspace.root().join("target/perf/results/cold.json"));
    if let Some(folder) = out.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&out, serde_json::to_string_pretty(&all)? + "\n")?;
    print(&all);
    say(&format!("written to {}", out.display()));
    Ok(())
}

#[allow(clippy::print_stdout, reason = "this is what was asked for")]
fn print(all: &[Cold]) {
    println!(
        "| system | listens after | first answer after (median; least to most) | `/healthz` when warm |"
    );
    println!("|---|---|---|---|");
    for cold in all {
        let (least, most) = ends(&cold.first_answer_seconds);
        println!(
            "| {} | {:.3} s | {:.3} s; {least:.3} to {most:.3} | {:.2} ms |",
            cold.name,
            median(&cold.listening_seconds),
            median(&cold.first_answer_seconds),
            cold.warm_health_ms
        );
    }
}

fn edge(prepared: &Prepared, runtime: &Runtime, runs: usize) -> Result<Cold> {
    let (ours, model) = (&prepared.setup.anteroom, prepared.setup.model.as_str());
    let options = PoolOptions {
        variant: variant(Graph::Export),
        batching: true,
        mtls: true,
        provider: "cpu",
        port: None,
        more: Vec::new(),
    };
    let pool = ours.pool(&options)?;
    let issuer = ours.issuer(None)?;
    let token = ours.token(&issuer)?;
    let port = pool.process.address().port();
    // The first start compiles the component; all later ones of a machine find it in the cache.
    drop(ours.edge(model, &issuer, port, None)?);
    measure("Anteroom edge (component compiled before)", prepared, runtime, runs, || {
        let began = Instant::now();
        let edge = ours.edge(model, &issuer, port, None)?;
        let target = ours.edge_target(&edge, &token)?;
        Ok((began, vec![edge], target))
    })
}

fn gateway(prepared: &Prepared, runtime: &Runtime, runs: usize) -> Result<Cold> {
    let setup: &Setup = &prepared.setup;
    let triton = setup.start(&System::Triton { batch: 16, instances: 1, threads: 1 }, Graph::Export)?;
    let issuer = setup.anteroom.issuer(None)?;
    let token = setup.anteroom.token(&issuer)?;
    setup.command("gateway")?;
    measure("FastAPI gateway (PyJWT, Presidio)", prepared, runtime, runs, || {
        let began = Instant::now();
        let (gateway, target) = setup.gateway_alone(triton.target.address, &issuer, &token)?;
        Ok((began, vec![gateway], target))
    })
}

/// Starts a system again and again; `start` tells when it began.
fn measure<P>(
    name: &str,
    prepared: &Prepared,
    runtime: &Runtime,
    runs: usize,
    start: impl Fn() -> Result<(Instant, P, Target)>,
) -> Result<Cold> {
    let text = &prepared.texts("uniform32")?.items.first().context("no text")?.body;
    let body = Protocol::Edge.body(text);
    let mut cold = Cold {
        name: name.to_owned(),
        listening_seconds: Vec::new(),
        first_answer_seconds: Vec::new(),
        warm_health_ms: 0.0,
    };
    for run in 0..runs.max(1) {
        say(&format!("{name}: start {} of {runs}", run + 1));
        let (began, running, target) = start()?;
        cold.listening_seconds.push(began.elapsed().as_secs_f64());
        let path = Protocol::Edge.path();
        let (status, answer) = runtime.block_on(target.once(Method::POST, &path, body.clone()))?;
        cold.first_answer_seconds.push(began.elapsed().as_secs_f64());
        ensure!(status == 200, "{name} answered {status} first: {}", String::from_utf8_lossy(&answer));
        if run + 1 == runs.max(1) {
            cold.warm_health_ms = runtime.block_on(health(&target))?;
        }
        drop(running);
    }
    Ok(cold)
}

async fn health(target: &Target) -> Result<f64> {
    let mut times = Vec::new();
    let mut connection = target.connection().await?;
    for _ in 0..WARM_REQUESTS {
        let began = Instant::now();
        let (status, _) = connection.exchange(Method::GET, "/healthz", Bytes::new()).await?;
        ensure!(status == 200, "/healthz answered {status}");
        times.push(began.elapsed().as_secs_f64() * 1e3);
    }
    Ok(median(&times))
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn ends(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, 0.0), |(least, most), each| (each.min(least), each.max(most)))
}
