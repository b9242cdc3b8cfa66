//! The simulation against closed formulas, and what must hold whatever is drawn.

use super::outcome::Day;
use super::rules::{EdgeRule, PoolRule};
use super::simulation::{Replicas, Setup, day};
use super::traffic::{DAY, Lengths, Shape, Traffic};
use super::{Calibration, Flags, LABEL, Lane};
use clap::Parser;

fn lengths(mean: f64, median: f64) -> Lengths {
    Lengths { mean, median, most: 512 }
}

fn even(rate: f64) -> Traffic {
    Traffic {
        shape: Shape::Even,
        requests: rate * DAY,
        burst: 0.0,
        lengths: lengths(40.0, 40.0),
        bulk_notes: 0,
        bulk_hour: 1.0,
        bulk_in_flight: 8,
        bulk_lengths: lengths(300.0, 200.0),
    }
}

fn speed() -> Calibration {
    Calibration {
        source: "made up for a test".into(),
        estimate: false,
        seconds_per_batch: 0.0,
        seconds_per_token: 0.0025,
        counts_padding: false,
        engines: 1,
        gpu: false,
        around_seconds: 0.0,
        edge_seconds: 0.002,
    }
}

fn setup(traffic: Traffic, replicas: Replicas) -> Setup {
    Setup {
        seed: 42,
        speed: speed(),
        traffic,
        replicas,
        edge: None,
        replica_start: 240.0,
        edge_start: 5.0,
        patience: 3600.0,
    }
}

fn kept(lane: &Lane) {
    assert_eq!(lane.arrived, lane.answered + lane.lost(), "{lane:?}");
}

/// One engine, requests at random, all alike and each as long as any batch: M/D/1 where batches cannot form. With a cost of tokens
/// alone a batch takes as long as its rows one after another, so work is conserved, but its rows all end at its end.
#[test]
fn waits_are_those_of_the_formula_for_one_engine() {
    // Rows of 512 tokens: two do not fit in a batch of 512.
    let service = 0.1;
    for load in [0.3, 0.6, 0.8] {
        let mut setup = setup(even(load / service), Replicas::Fixed(1));
        setup.traffic.lengths = lengths(512.0, 512.0);
        setup.speed.seconds_per_token = service / 512.0;
        let day = day(&setup);
        // Pollaczek and Khinchine for a fixed service time: half the time of M/M/1.
        let expected = 1000.0 * load * service / (2.0 * (1.0 - load));
        let found = day.interactive.wait_ms.mean;
        assert!(
            (found / expected - 1.0).abs() < 0.08,
            "load {load}: {found} ms, the formula says {expected} ms"
        );
        kept(&day.interactive);
    }
}

/// Several engines of one replica share a queue, which no batch leaves but one row at a time: M/D/c. Waits are those of Cosmetatos'
/// approximation (1975) from M/M/c within a few percent.
#[test]
fn waits_are_those_of_the_formula_for_two_engines() {
    let (service, load) = (0.1, 0.7);
    let mut setup = setup(even(2.0 * load / service), Replicas::Fixed(1));
    setup.traffic.lengths = lengths(512.0, 512.0);
    setup.speed.seconds_per_token = service / 512.0;
    setup.speed.engines = 2;
    let found = day(&setup).interactive.wait_ms.mean;
    // Erlang C for two servers: 2 rho^2 / (1 + rho); the wait of M/M/2 is that times s / (2 (1 - rho)).
    let many = 2.0 * load * load / (1.0 + load) * service / (2.0 * (1.0 - load));
    let correction = 1.0 + (1.0 - load) * (1.0f64) * ((4.0f64 + 10.0).sqrt() - 2.0) / (32.0 * load);
    let expected = 1000.0 * many / 2.0 * correction;
    assert!((found / expected - 1.0).abs() < 0.08, "{found} ms, the formula says {expected} ms");
}

fn busy(replicas: Replicas) -> Setup {
    let mut setup = setup(even(30.0), replicas);
    setup.traffic.shape = Shape::Hospital;
    setup.traffic.requests = 60_000.0;
    setup.traffic.burst = 2.0;
    setup.traffic.lengths = lengths(40.0, 33.0);
    setup.traffic.bulk_notes = 1500;
    setup.traffic.bulk_lengths.most = 2048;
    setup.speed.seconds_per_batch = 0.05;
    setup.speed.seconds_per_token = 0.018;
    setup.patience = 10.0;
    setup
}

fn rule() -> PoolRule {
    PoolRule { tokens: 400.0, ..PoolRule::of_manifest().unwrap() }
}

/// The nightly job keeps a replica busy for an hour: that quarter is the worst, and the whole day does not show it.
#[test]
fn the_worst_quarter_is_told_and_engines_are_as_busy_as_the_work_is_long() {
    let mut setup = setup(even(2.0), Replicas::Fixed(1));
    setup.speed.engines = 2;
    let quiet = day(&setup);
    // Two a second of 0.1 s on two engines: a tenth of their time.
    assert!((quiet.busy().0 - 0.1).abs() < 0.005, "{:?}", quiet.busy());
    setup.traffic.bulk_notes = 5000;
    setup.traffic.bulk_hour = 5.0;
    let night = day(&setup);
    let (wait, begins) = night.worst_quarter();
    assert!(
        (5.0..6.0).contains(&begins) && wait > 2.0 * night.interactive.wait_ms.p95,
        "{wait} ms at {begins}"
    );
    assert!(night.busy().1 > 0.95 && quiet.busy().1 < 0.2, "{:?} {:?}", night.busy(), quiet.busy());
}

#[test]
fn every_arrival_is_answered_or_refused_once() {
    let mut setups = vec![busy(Replicas::Fixed(1)), busy(Replicas::Fixed(3)), busy(Replicas::Rule(rule()))];
    let mut edge = busy(Replicas::Rule(rule()));
    edge.edge = Some(EdgeRule::of_manifest().unwrap());
    setups.push(edge);
    let mut lost = 0;
    for setup in setups {
        let day = day(&setup);
        kept(&day.interactive);
        kept(&day.bulk);
        assert_eq!(day.bulk.arrived, 1500);
        assert!(day.interactive.arrived > 50_000 && day.bulk_done_hour.is_some());
        lost += day.interactive.lost();
    }
    assert!(lost > 0, "one replica was meant to be too few");
}

#[test]
fn the_same_seed_is_the_same_day() {
    let one = day(&busy(Replicas::Rule(rule())));
    assert_eq!(one, day(&busy(Replicas::Rule(rule()))));
    let mut other = busy(Replicas::Rule(rule()));
    other.seed += 1;
    assert_ne!(one, day(&other));
}

#[test]
fn more_replicas_do_not_wait_longer() {
    let days: Vec<Day> = (1..=5).map(|count| day(&busy(Replicas::Fixed(count)))).collect();
    for pair in days.windows(2) {
        let [fewer, more] = pair else { unreachable!() };
        let (before, after) = (&fewer.interactive, &more.interactive);
        // A few more may be lost by chance: with another number of replicas a burst is spread otherwise.
        let slack = before.lost() + before.arrived / 1000;
        assert!(after.lost() <= slack, "{} then {} lost", before.lost(), after.lost());
        // Who was refused did not wait: with less refused there is more to wait for, so only full days compare.
        if before.lost() == 0 {
            let slack = 1.05 * before.wait_ms.p99 + 1.0;
            assert!(after.wait_ms.p99 <= slack, "{:?} then {:?}", before.wait_ms, after.wait_ms);
        }
        // The same requests come, whatever serves them.
        assert_eq!(before.arrived, after.arrived);
    }
    assert!(days[4].interactive.lost() <= days[4].interactive.arrived / 10_000, "{:?}", days[4].interactive);
    assert!(days[4].interactive.wait_ms.p99 < days[2].interactive.wait_ms.p99);
}

#[test]
fn the_rule_asks_for_replicas_and_gives_them_back() {
    let day = day(&busy(Replicas::Rule(rule())));
    let (min, max) = (f64::from(rule().min), f64::from(rule().max));
    assert!(f64::from(day.replicas_most) > min && f64::from(day.replicas_most) <= max);
    assert!(day.replica_hours > 24.0 * min && day.replica_hours < 24.0 * max, "{}", day.replica_hours);
    let serving: Vec<f64> = day.quarters.iter().map(|quarter| quarter.replicas).collect();
    assert!(serving.iter().all(|count| (min - 1e-6..=max + 1e-6).contains(count)), "{serving:?}");
    assert!(
        serving.iter().any(|count| *count > min + 0.9) && serving.last().is_some_and(|count| *count < max)
    );
}

#[test]
fn an_edge_that_sleeps_is_woken_and_the_first_waits() {
    let mut traffic = even(0.0);
    traffic.shape = Shape::Practice;
    traffic.requests = 2000.0;
    let mut setup = setup(traffic, Replicas::Fixed(2));
    setup.edge = Some(EdgeRule::of_manifest().unwrap());
    let day = day(&setup);
    let edge = &day.edge;
    assert!(edge.wake_ups >= 2 && edge.waited >= edge.wake_ups, "{edge:?}");
    // Whoever wakes it waits for the whole start.
    assert!((edge.wait_ms.max - 5000.0).abs() < 1.0, "{edge:?}");
    assert!(edge.hours_at_zero > 2.0 && edge.pod_hours < 24.0, "{edge:?}");
    assert!((edge.pod_hours + edge.hours_at_zero - 24.0).abs() < 0.5, "one pod or none: {edge:?}");
    assert!(day.interactive.answer_ms.max >= 5000.0);
    // All that is lost is the time: nobody is refused for it.
    assert_eq!(day.interactive.lost(), 0);
    kept(&day.interactive);
}

#[derive(Parser)]
struct Program {
    #[command(flatten)]
    flags: Flags,
}

/// A small report, for tests of what shows it.
pub(crate) fn report() -> super::Report {
    let flags =
        ["perf", "--batch-ms", "20", "--token-us", "4000", "--requests", "20000", "--bulk-notes", "200"];
    super::simulate(&Program::parse_from(flags).flags).unwrap()
}

#[test]
fn every_output_says_that_it_is_a_simulation() {
    let folder = tempfile::tempdir().unwrap();
    let report = report();
    super::write::all(&report, folder.path()).unwrap();
    let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let back: super::Report = serde_json::from_str(&text("scale.json")).unwrap();
    assert_eq!(back.label, LABEL);
    let markdown = text("scale.md");
    assert!(markdown.starts_with(&format!("# {LABEL}")), "{markdown}");
    assert!(markdown.matches("Simulation. ").count() == report.scenarios.len());
    assert!(markdown.contains("flags: 20 ms a batch, 4000 µs a token") && markdown.contains("**Estimate.**"));
    // 512 tokens of 4 ms.
    assert!(markdown.contains("may hold 512 tokens, which take 2068 ms"), "{markdown}");
    assert!(markdown.contains("20,000 interactive requests a day"), "{markdown}");
    for number in 1..=report.scenarios.len() {
        let svg = text(&format!("scale-{number}.svg"));
        let xml = roxmltree::Document::parse(&svg).unwrap();
        let title = xml.descendants().find(|node| node.tag_name().name() == "title").unwrap();
        assert!(title.text().unwrap().starts_with("Simulation: "));
        assert!(folder.path().join(format!("scale-{number}.png")).exists());
    }
}

#[test]
fn flags_that_say_nothing_are_refused() {
    let refused = |flags: &[&str]| {
        let flags = Program::try_parse_from([&["perf"], flags].concat());
        flags.is_err() || super::simulate(&flags.unwrap_or_else(|_| unreachable!()).flags).is_err()
    };
    assert!(refused(&["--no-estimate"]));
    assert!(refused(&["--batch-ms", "1"]));
    assert!(refused(&["--batch-ms", "1", "--token-us", "0"]));
    assert!(refused(&["--calibration", "/nowhere/table.json"]));
}
