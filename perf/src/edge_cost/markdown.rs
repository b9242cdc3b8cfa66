//! The results as Markdown.

use super::results::{EdgeCost, Load, Memory, Round, Saturation, Step, System};
use crate::report::numbers::{figure, ratio};
use crate::report::readme::{between, origin};
use crate::report::statistics::Spread;
use anyhow::{Context, Result};
use std::fmt::Write as _;
use std::path::Path;

/// Where the README's figures stand.
const MARKERS: (&str, &str) =
    ("<!-- edge: made by `perf edge --readme`, not by hand -->", "<!-- end of edge -->");

/// What is aimed at (issue 5): milliseconds over the pool's own time at the median, by the step.
const AIMS: [(&str, &str, f64); 4] = [
    ("whole-seen", "a token seen before", 0.8),
    ("whole-eddsa", "a new EdDSA token", 0.8),
    ("whole-es256", "a new ES256 token", 1.2),
    ("whole-rs256", "a new RS256 token", 1.2),
];
/// And how many times the gateway's requests per CPU second.
const AIM_TIMES: f64 = 20.0;

/// Puts the figures between the markers of `file`.
pub(super) fn rewrite(file: &Path, cost: &EdgeCost) -> Result<()> {
    let named = || file.display().to_string();
    let old = std::fs::read_to_string(file).with_context(named)?;
    let figures = origin(&cost.started, cost.commit.as_deref(), &cost.machine) + &page(cost);
    std::fs::write(file, between(&old, MARKERS, &figures).with_context(named)?).with_context(named)
}

/// All of it.
pub(super) fn page(cost: &EdgeCost) -> String {
    let mut out = String::new();
    if cost.settings.quick {
        out +=
            "> A quick run: it shows that the measurement works. Its figures are too few to be quoted.\n\n";
    }
    if cost.machine.load_before[0] > 0.5 {
        let _infallible = writeln!(
            out,
            "> The machine was not quiet: its load average was {:.2} before anything was started. Trust ratios, not figures.\n",
            cost.machine.load_before[0]
        );
    }
    aims(&mut out, cost);
    steps(&mut out, cost);
    load(&mut out, cost);
    memory(&mut out, cost);
    out
}

/// The median of a step over its rounds, milliseconds.
fn p50(rounds: &[Round]) -> Option<Spread> {
    Spread::of(rounds.iter().map(|round| round.latency_ms.p50))
}

fn p95(rounds: &[Round]) -> Option<Spread> {
    Spread::of(rounds.iter().map(|round| round.latency_ms.p95))
}

/// By how much one is slower than the other, round by round.
fn over(rounds: &[Round], base: &[Round]) -> Option<Spread> {
    Spread::of(rounds.iter().zip(base).map(|(ours, base)| ours.latency_ms.p50 - base.latency_ms.p50))
}

fn systems(cost: &EdgeCost) -> impl Iterator<Item = &System> {
    [Some(&cost.edge), cost.spin.as_ref(), cost.gateway.as_ref()].into_iter().flatten()
}

fn find<'a>(system: &'a System, id: &str) -> Option<&'a Step> {
    system.steps.iter().find(|step| step.id == id)
}

fn met(is: bool) -> &'static str {
    if is { "met" } else { "**missed**" }
}

fn aims(out: &mut String, cost: &EdgeCost) {
    *out += "| aim | measured, median over rounds (range) | |\n|---|---|---|\n";
    for (id, token, aim) in AIMS {
        let over = find(&cost.edge, id).and_then(|step| over(&step.rounds, &cost.pool_alone));
        let Some(over) = over else { continue };
        let _infallible = writeln!(
            out,
            "| {token}: under {aim} ms over the pool's own time, p50, a note of 1 kB | {} ms | {} |",
            ratio(Some(over)),
            met(over.median < aim)
        );
    }
    for (ours, theirs) in cost.edge.saturation.iter().zip(gateway_loads(cost)) {
        let Some(times) = times(ours, theirs) else { continue };
        let _infallible = writeln!(
            out,
            "| {}: {AIM_TIMES} times the FastAPI gateway's requests per CPU second | {} | {} |",
            tokens(&ours.tokens),
            ratio(Some(times)),
            met(times.median >= AIM_TIMES)
        );
    }
    *out += "\n";
}

fn tokens(name: &str) -> &str {
    match name {
        "seen" => "one RS256 token for all requests",
        "new-eddsa" => "a new EdDSA token each",
        "new-es256" => "a new ES256 token each",
        other => other,
    }
}

fn gateway_loads(cost: &EdgeCost) -> &[Saturation] {
    cost.gateway.as_ref().map_or(&[], |gateway| &gateway.saturation)
}

#[allow(clippy::cast_precision_loss, reason = "counts of one round")]
fn per_cpu_second(load: &Load) -> f64 {
    load.requests as f64 / load.cpu_seconds
}

fn times(ours: &Saturation, theirs: &Saturation) -> Option<Spread> {
    let pairs = ours.rounds.iter().zip(&theirs.rounds);
    Spread::of(pairs.map(|(ours, theirs)| per_cpu_second(ours) / per_cpu_second(theirs)))
}

fn steps(out: &mut String, cost: &EdgeCost) {
    let _infallible = writeln!(
        out,
        "One request in flight over TLS, {} bytes of JSON with the note; milliseconds, median over rounds:\n",
        cost.settings.note_bytes
    );
    *out += "| | p50 | p95 | over the null pool alone | CPU |\n|---|---|---|---|---|\n";
    let dash = || "–".to_owned();
    let shown = |spread: Option<Spread>| spread.map_or_else(dash, |spread| figure(spread.median));
    let mut line = |what: &str, rounds: &[Round], is_whole: bool| {
        let over = if is_whole { shown(over(rounds, &cost.pool_alone)) } else { dash() };
        let cpu = Spread::of(rounds.iter().filter_map(|round| round.cpu_ms));
        let _infallible = writeln!(
            out,
            "| {what} | {} | {} | {over} | {} |",
            shown(p50(rounds)),
            shown(p95(rounds)),
            shown(cpu)
        );
    };
    line("the null pool alone, mutual TLS", &cost.pool_alone, false);
    for system in systems(cost) {
        for step in &system.steps {
            let is_whole = step.id.starts_with("whole") || step.id.starts_with("words");
            line(&format!("{}: {}", system.name, step.what), &step.rounds, is_whole);
        }
    }
    if let Some(why) = &cost.gateway_skipped {
        let _infallible = writeln!(out, "\nThe FastAPI gateway was not measured: {why}.");
    }
    *out += "\n";
}

#[allow(clippy::cast_precision_loss, reason = "counts of one round")]
fn load(out: &mut String, cost: &EdgeCost) {
    let _infallible = writeln!(
        out,
        "{} in flight, the note, the whole way; medians over rounds:\n",
        cost.settings.in_flight
    );
    *out += "| | requests a second | CPU ms a request | requests per CPU second | p50 ms | errors |\n|---|---|---|---|---|---|\n";
    for system in systems(cost) {
        for saturation in &system.saturation {
            let of = |figure: fn(&Load) -> f64| Spread::of(saturation.rounds.iter().map(figure));
            let shown = |spread: Option<Spread>| {
                spread.map_or_else(|| "–".to_owned(), |spread| figure(spread.median))
            };
            let errors: u64 = saturation.rounds.iter().map(|load| load.errors).sum();
            let _infallible = writeln!(
                out,
                "| {}, {} | {} | {} | {} | {} | {errors} |",
                system.name,
                tokens(&saturation.tokens),
                shown(of(|load| load.requests as f64 / load.seconds)),
                shown(of(|load| load.cpu_seconds * 1e3 / load.requests as f64)),
                shown(of(per_cpu_second)),
                shown(of(|load| load.latency_ms.as_ref().map_or(f64::NAN, |latency| latency.p50))),
            );
        }
    }
    *out += "\n";
}

#[allow(clippy::cast_precision_loss, reason = "bytes of memory")]
fn memory(out: &mut String, cost: &EdgeCost) {
    let megabytes = |bytes: u64| format!("{:.1}", bytes as f64 / 1e6);
    let held = cost.settings.held.max(1) as f64;
    let each = |from: u64, to: u64| format!("{:.0}", (to as f64 - from as f64) / held / 1e3);
    let _infallible = writeln!(
        out,
        "The component has {:.2} MB. Resident memory, measured before, while and after {} requests with the note wait at the pool, each on a connection of its own:\n",
        cost.component_bytes as f64 / 1e6,
        cost.settings.held
    );
    *out += "| | idle, MB | holding, MB | kB for each request under way | kB of it that stay |\n|---|---|---|---|---|\n";
    for system in systems(cost) {
        let Memory { idle, holding, after } = system.memory;
        let _infallible = writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            system.name,
            megabytes(idle),
            megabytes(holding),
            each(idle, holding),
            each(idle, after)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::results::{Settings, VERSION};
    use super::*;
    use crate::results::{Latency, Machine};

    fn rounds(medians: &[f64]) -> Vec<Round> {
        let latency = |p50| Latency { p50, p95: p50 * 2.0, p99: p50, max: p50, mean: p50 };
        medians
            .iter()
            .map(|p50| Round { requests: 1, latency_ms: latency(*p50), cpu_ms: Some(0.25) })
            .collect()
    }

    fn system(name: &str, whole: &[f64], cpu_seconds: f64) -> System {
        let load = Load {
            requests: 100,
            errors: 3,
            seconds: 1.0,
            latency_ms: None,
            cpu_seconds,
            generator_cpu_seconds: 0.1,
        };
        let step = Step {
            id: "whole-eddsa".into(),
            what: "the whole way".into(),
            status: 200,
            rounds: rounds(whole),
        };
        System {
            name: name.to_owned(),
            steps: vec![step],
            saturation: vec![Saturation { tokens: "seen".into(), rounds: vec![load] }],
            memory: Memory { idle: 50_000_000, holding: 250_000_000, after: 150_000_000 },
        }
    }

    fn cost() -> EdgeCost {
        EdgeCost {
            version: VERSION,
            started: "2026-01-02T03:04:05Z".into(),
            took_seconds: 1.0,
            commit: None,
            machine: Machine {
                cpu: "FIXTURE".into(),
                cores: 2,
                memory_bytes: 1,
                kernel: "6".into(),
                gpu: None,
                load_before: [0.0; 3],
            },
            settings: Settings {
                rounds: 3,
                requests: 1,
                seconds: 1.0,
                warm_up_seconds: 0.1,
                in_flight: 32,
                note_bytes: 1042,
                held: 100,
                gateway_workers: 2,
                quick: false,
            },
            component_bytes: 4_000_000,
            pool_alone: rounds(&[0.1, 0.5, 0.1]),
            edge: system("ours", &[0.8, 1.2, 1.0], 0.05),
            spin: None,
            gateway: Some(system("theirs", &[9.0, 9.0, 9.0], 2.0)),
            gateway_skipped: None,
        }
    }

    #[test]
    fn differences_and_ratios_are_taken_round_by_round() {
        let page = page(&cost());
        // 0.7, 0.7 and 0.9 over the pool; the medians' difference would be 0.9.
        assert!(page.contains("| 0.70 (0.70–0.90) ms | met |"), "{page}");
        assert!(page.contains("| 40.00 | met |"), "{page}");
        assert!(page.contains("| ours | 50.0 | 250.0 | 2000 | 1000 |"), "{page}");
        assert!(!page.contains("quick run") && !page.contains("not quiet"));
    }

    #[test]
    fn what_ran_under_spin_is_shown_beside_the_others() {
        let mut cost = cost();
        assert!(!page(&cost).contains("under spin"));
        cost.spin = Some(system("under spin", &[1.5, 1.5, 1.5], 0.1));
        assert_eq!(page(&cost).matches("| under spin").count(), 3, "{}", page(&cost));
    }

    #[test]
    fn what_is_missed_and_what_is_weak_is_said() {
        let mut cost = cost();
        cost.settings.quick = true;
        cost.machine.load_before[0] = 2.0;
        cost.edge = system("ours", &[1.8, 1.8, 1.8], 0.2);
        cost.gateway_skipped = Some("no packages".into());
        let page = page(&cost);
        assert_eq!(page.matches("**missed**").count(), 2, "{page}");
        assert!(page.contains("quick run") && page.contains("not quiet") && page.contains("no packages"));
    }

    #[test]
    fn the_readme_has_the_markers() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        let readme = std::fs::read_to_string(file).unwrap();
        let figures = between(&readme, MARKERS, &page(&cost())).unwrap();
        assert!(figures.contains("| ours | 50.0 |"));
    }
}
