//! `perf edge`: what a request costs at the edge, step by step, and beside a FastAPI gateway that does the same with PyJWT and Presidio.
//!
//! Both stand in front of a pool that answers at once, so that nothing but the gateway is measured. Everything is asked over real HTTP with TLS
//! on loopback, by turns in rounds.

mod markdown;
pub mod results;
mod saturate;
mod servers;
mod steps;
mod tokens;

use crate::load::http::Target;
use crate::machine::machine;
use crate::systems::process::Process;
use crate::table::{Prepared, Wanted, commit, minutes, prepare};
use anyhow::{Context, Result};
use bytes::Bytes;
use results::{EdgeCost, Saturation, Settings, Step, System, VERSION};
use saturate::{Asking, Window};
use servers::Servers;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use steps::{Bodies, Spec};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokens::{Keys, Kind};
use tokio::runtime::Runtime;
use xtask::progress::say;
use xtask::workspace::Workspace;

/// A synthetic note, dense with identifiers; its first kilobyte is sent.
const NOTE: &str = "edge-gateway/deid/bench/texts/visit-note.txt";
/// Length of the note, in characters.
const NOTE_CHARACTERS: usize = 1024;
/// Ten words without an identifier: what authentication and forwarding cost without much de-identification.
const WORDS: &str = "The patient feels well today and wants to go home.";

/// What `perf edge` was asked for.
#[derive(Debug, Clone, clap::Args)]
pub struct Flags {
    /// About a minute: too short to be quoted.
    #[arg(long)]
    pub quick: bool,
    /// Seconds: each step a few times, our edge alone, to see that it all works.
    #[arg(long, conflicts_with = "quick")]
    pub smallest: bool,
    /// Only our edge.
    #[arg(long)]
    pub edge_only: bool,
    /// Ask only this kind of request (`id` of a step in edge.json, or `load-` and the `tokens` of a saturation there) of our edge
    /// and print what each round cost: for a profiler, and for two builds by turns.
    #[arg(long, value_name = "ID", conflicts_with = "report")]
    pub only: Option<String>,
    /// Requests in flight where the edge is kept busy [default: 32].
    #[arg(long, value_name = "N")]
    pub in_flight: Option<usize>,
    /// Requests of each kind in a round [default: 300; quick 100].
    #[arg(long)]
    pub requests: Option<u32>,
    /// Also the same component under this program `spin`.
    #[arg(long, value_name = "PROGRAM")]
    pub spin: Option<PathBuf>,
    /// Rounds [default: 7; quick 3].
    #[arg(long)]
    pub rounds: Option<u32>,
    /// Take programs and component as they lie in the target folder.
    #[arg(long)]
    pub no_build: bool,
    /// Where edge.json and edge.md go [default: target/perf/results/edge].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Show these results again, an edge.json, and measure nothing.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Also write the figures between the markers of this file.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "perf/README.md")]
    pub readme: Option<PathBuf>,
}

impl Flags {
    fn settings(&self) -> Settings {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let (rounds, requests, seconds, in_flight) = match (self.smallest, self.quick) {
            (true, _) => (1, 2, 0.2, 4),
            (false, true) => (3, 100, 1.5, 32),
            (false, false) => (7, 300, 3.0, 32),
        };
        Settings {
            rounds: self.rounds.unwrap_or(rounds),
            requests: self.requests.unwrap_or(requests),
            seconds,
            warm_up_seconds: seconds / 4.0,
            in_flight: self.in_flight.unwrap_or(in_flight),
            note_bytes: 0,
            held: if self.smallest { 4 } else { 100 },
            gateway_workers: cores,
            quick: self.quick || self.smallest,
        }
    }
}

/// A system that runs.
struct Running {
    name: &'static str,
    process: Process,
    asking: Asking,
    specs: &'static [Spec],
    measured: System,
}

/// Measures, prints and writes; or shows old results again.
///
/// # Errors
/// Where something of ours cannot be set up or started, or a request is not answered as it should be.
pub fn run(flags: &Flags) -> Result<()> {
    let workspace = Workspace::find()?;
    if let Some(id) = &flags.only {
        return only(flags, &workspace, id);
    }
    let cost = match &flags.report {
        Some(file) => read(file)?,
        None => {
            let cost = measure(flags, &workspace)?;
            let out = flags.out.clone().unwrap_or_else(|| workspace.root().join("target/perf/results/edge"));
            std::fs::create_dir_all(&out).with_context(|| format!("making {}", out.display()))?;
            std::fs::write(out.join("edge.json"), serde_json::to_string_pretty(&cost)? + "\n")?;
            std::fs::write(out.join("edge.md"), markdown::page(&cost))?;
            say(&format!("took {:.0} s; results are in {}", cost.took_seconds, out.display()));
            cost
        }
    };
    print(&cost);
    if let Some(readme) = &flags.readme {
        markdown::rewrite(readme, &cost)?;
    }
    Ok(())
}

#[allow(clippy::print_stdout, reason = "this is what was asked for")]
fn print(cost: &EdgeCost) {
    println!("{}", markdown::page(cost));
}

fn read(file: &Path) -> Result<EdgeCost> {
    let named = || file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(named)?;
    let cost: EdgeCost =
        serde_json::from_str(&text).with_context(|| format!("{}: no results of `perf edge`", named()))?;
    anyhow::ensure!(cost.version == VERSION, "{}: of another version of this program", named());
    Ok(cost)
}

fn measure(flags: &Flags, workspace: &Workspace) -> Result<EdgeCost> {
    let began = Instant::now();
    let started = OffsetDateTime::now_utc();
    let machine = machine(false)?;
    let wanted = Wanted { edge: true, smallest: true, no_build: flags.no_build, ..Wanted::default() };
    let prepared = prepare(workspace, &wanted)?;
    let keys = Arc::new(Keys::make()?);
    let servers = Servers::start(&prepared.setup.anteroom, keys.public()?)?;
    let bodies = Arc::new(bodies(workspace)?);
    let mut settings = flags.settings();
    settings.note_bytes = bodies.note.len();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let setting = (&prepared, &servers, &keys, &bodies);
    let mut systems = vec![edge(setting)?];
    if let Some(spin) = &flags.spin {
        systems.push(under_spin(spin, setting)?);
    }
    let mut gateway_skipped = None;
    if flags.edge_only || flags.smallest {
        gateway_skipped = Some("it was not asked for".to_owned());
    } else {
        match gateway(setting, settings.gateway_workers) {
            Ok(running) => systems.push(running),
            Err(error) => gateway_skipped = Some(format!("{error:#}")),
        }
    }
    for system in &mut systems {
        say(&format!("{}: memory", system.name));
        let leaders = [system.process.id()];
        let look = saturate::memory(&system.asking, &servers, settings.held, &leaders);
        system.measured.memory = runtime.block_on(look)?;
    }
    let pool = Target::plain(servers.secure).with_client(
        &prepared.setup.anteroom.identity_file("ca.pem"),
        &prepared.setup.anteroom.identity_file("edge.pem"),
        &prepared.setup.anteroom.identity_file("edge.key"),
    )?;
    let mut pool_alone = Vec::new();
    for round in 0..settings.rounds {
        say(&format!("round {} of {}, after {}", round + 1, settings.rounds, minutes(began.elapsed())));
        let ask =
            steps::measure(&pool, &steps::POOL, &bodies, (&keys, &servers.issuer), (settings.requests, &[]));
        pool_alone.push(runtime.block_on(ask)?);
        // Each round begins with another one.
        for turn in 0..systems.len() {
            let number = (turn + round as usize) % systems.len();
            if let Some(system) = systems.get_mut(number) {
                one_round(system, &runtime, &settings, round as usize)?;
            }
        }
    }
    let mut measured = systems.into_iter().map(|system| system.measured);
    Ok(EdgeCost {
        version: VERSION,
        started: started.replace_nanosecond(0)?.format(&Rfc3339)?,
        took_seconds: began.elapsed().as_secs_f64().round(),
        commit: commit(workspace.root()),
        machine,
        settings,
        component_bytes: std::fs::metadata(
            workspace.root().join("target/wasm32-wasip2/component/edge_gateway.wasm"),
        )?
        .len(),
        pool_alone,
        edge: measured.next().context("nothing was measured")?,
        spin: flags.spin.as_ref().and_then(|_| measured.next()),
        gateway: measured.next(),
        gateway_skipped,
    })
}

/// Asks one kind of request of our edge.
#[allow(clippy::print_stdout, reason = "this is what was asked for")]
fn only(flags: &Flags, workspace: &Workspace, id: &str) -> Result<()> {
    let one = One::named(id)?;
    let wanted = Wanted { edge: true, smallest: true, no_build: flags.no_build, ..Wanted::default() };
    let prepared = prepare(workspace, &wanted)?;
    let keys = Arc::new(Keys::make()?);
    let servers = Servers::start(&prepared.setup.anteroom, keys.public()?)?;
    let bodies = Arc::new(bodies(workspace)?);
    let settings = flags.settings();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let edge = edge((&prepared, &servers, &keys, &bodies))?;
    let leaders = [edge.process.id()];
    say(&format!("the edge is process {}", leaders[0]));
    let mut ahead = 0;
    if let One::Load(Some(_)) = one {
        // How many tokens may be needed: one that was seen before costs least.
        let load = saturate::load(&edge.asking, None, settings.in_flight, window(&settings), &leaders, 0);
        ahead = enough(&runtime.block_on(load)?, window(&settings));
    }
    for _ in 0..settings.rounds {
        let round = match one {
            One::Step(spec) => {
                let keys = (&*keys, servers.issuer.as_str());
                let numbers = (settings.requests, &leaders[..]);
                let ask = steps::measure(&edge.asking.target, spec, &bodies, keys, numbers);
                serde_json::to_string(&runtime.block_on(ask)?)
            }
            One::Load(kind) => {
                let window = window(&settings);
                let load = saturate::load(&edge.asking, kind, settings.in_flight, window, &leaders, ahead);
                serde_json::to_string(&runtime.block_on(load)?)
            }
        };
        println!("{}", round?);
    }
    Ok(())
}

/// Before the tokens of a saturation, which are named as steps are.
const LOAD: &str = "load-";

/// What `--only` asks for.
#[derive(Clone, Copy)]
enum One {
    /// One request in flight.
    Step(&'static Spec),
    /// Many, with such tokens.
    Load(Option<Kind>),
}

impl One {
    fn named(id: &str) -> Result<One> {
        let step = steps::EDGE.iter().find(|spec| spec.id == id).map(One::Step);
        let load = || {
            let tokens = id.strip_prefix(LOAD)?;
            saturate::TOKENS.iter().find(|(name, _)| *name == tokens).map(|(_, kind)| One::Load(*kind))
        };
        let names = || {
            let steps = steps::EDGE.iter().map(|spec| spec.id.to_owned());
            let loads = saturate::TOKENS.iter().map(|(name, _)| format!("{LOAD}{name}"));
            steps.chain(loads).collect::<Vec<_>>().join(", ")
        };
        step.or_else(load).with_context(|| format!("there is no step {id}: --only takes one of {}", names()))
    }
}

/// New tokens for another such load, with some to spare: of kinds that were measured so far, one seen before costs least.
fn enough(load: &results::Load, window: Window) -> usize {
    let a_second = load.requests as f64 / load.seconds;
    (a_second * (window.warm_up + window.length).as_secs_f64() * 1.25) as usize
}

fn window(settings: &Settings) -> Window {
    Window {
        warm_up: Duration::from_secs_f64(settings.warm_up_seconds),
        length: Duration::from_secs_f64(settings.seconds),
    }
}

fn one_round(system: &mut Running, runtime: &Runtime, settings: &Settings, round: usize) -> Result<()> {
    let asking = &system.asking;
    let leaders = [system.process.id()];
    let count = system.specs.len();
    for turn in 0..count {
        // Neighbours differ from round to round as well.
        let number = (turn + round) % count;
        let (Some(spec), Some(step)) = (system.specs.get(number), system.measured.steps.get_mut(number))
        else {
            continue;
        };
        let keys = (&*asking.keys, asking.issuer.as_str());
        let ask = steps::measure(&asking.target, spec, &asking.bodies, keys, (settings.requests, &leaders));
        step.rounds.push(runtime.block_on(ask)?);
    }
    let window = window(settings);
    let mut ahead = 0;
    for ((_, kind), saturation) in saturate::TOKENS.iter().zip(&mut system.measured.saturation) {
        let load = saturate::load(asking, *kind, settings.in_flight, window, &leaders, ahead);
        let load = runtime.block_on(load)?;
        ahead = ahead.max(enough(&load, window));
        saturation.rounds.push(load);
    }
    Ok(())
}

fn bodies(workspace: &Workspace) -> Result<Bodies> {
    let file = workspace.root().join(NOTE);
    let text = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    let note: String = text.chars().take(NOTE_CHARACTERS).collect();
    let body = |text: &str| Bytes::from(serde_json::json!({ "inputs": text }).to_string());
    Ok(Bodies { note: body(&note), words: body(WORDS) })
}

type Setting<'a> = (&'a Prepared, &'a Servers, &'a Arc<Keys>, &'a Arc<Bodies>);

fn edge((prepared, servers, keys, bodies): Setting<'_>) -> Result<Running> {
    let ours = &prepared.setup.anteroom;
    let process = ours.edge_trusting(&prepared.setup.model, &servers.issuer, servers.secure.port(), None)?;
    // No token here: each request brings its own.
    let target = Target::plain(process.address()).with_ca(&ours.work.join("tls/ca.pem"))?;
    let asking = asking(target, servers, keys, bodies);
    Ok(running("Anteroom edge", process, asking, &steps::EDGE))
}

fn under_spin(spin: &Path, (prepared, servers, keys, bodies): Setting<'_>) -> Result<Running> {
    let ours = &prepared.setup.anteroom;
    let process =
        ours.edge_under_spin(spin, &prepared.setup.model, &servers.issuer, servers.secure.port())?;
    let target = Target::plain(process.address()).with_ca(&ours.work.join("tls/ca.pem"))?;
    let asking = asking(target, servers, keys, bodies);
    Ok(running("Anteroom edge under Spin", process, asking, &steps::EDGE))
}

fn gateway((prepared, servers, keys, bodies): Setting<'_>, workers: usize) -> Result<Running> {
    let token = keys.token(Kind::EdDsa, &servers.issuer, steps::EVERYTHING)?;
    let (process, mut target) =
        prepared.setup.gateway_trusting(&servers.issuer, servers.plain, workers, &token)?;
    target.bearer = None;
    let asking = asking(target, servers, keys, bodies);
    Ok(running("FastAPI gateway", process, asking, &steps::GATEWAY))
}

fn asking(target: Target, servers: &Servers, keys: &Arc<Keys>, bodies: &Arc<Bodies>) -> Asking {
    Asking {
        target: Arc::new(target),
        bodies: Arc::clone(bodies),
        keys: Arc::clone(keys),
        issuer: servers.issuer.clone(),
    }
}

fn running(name: &'static str, process: Process, asking: Asking, specs: &'static [Spec]) -> Running {
    let step = |spec: &Spec| Step {
        id: spec.id.to_owned(),
        what: spec.what.to_owned(),
        status: spec.status,
        rounds: Vec::new(),
    };
    let saturation =
        |(tokens, _): &(&str, Option<Kind>)| Saturation { tokens: (*tokens).to_owned(), rounds: Vec::new() };
    let measured = System {
        name: name.to_owned(),
        steps: specs.iter().map(step).collect(),
        saturation: saturate::TOKENS.iter().map(saturation).collect(),
        memory: results::Memory { idle: 0, holding: 0, after: 0 },
    };
    Running { name, process, asking, specs, measured }
}
