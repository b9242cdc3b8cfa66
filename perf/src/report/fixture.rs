//! A run that never was, for tests of the report. Every name says so, and no figure was measured.

use crate::results::*;
use std::collections::BTreeMap;

/// Median latency of one request (ms), most requests a second, megabytes.
struct Nature {
    lone: f64,
    speed: f64,
    memory: f64,
}

fn round(nature: &Nature, latency: f64, throughput: f64, seconds: f64, stages: bool) -> Round {
    // A log-normal tail in fixed buckets.
    let histogram: Vec<(f64, u64)> = (0..120)
        .map(|i| {
            let upper = latency * 0.5 * 1.04f64.powi(i);
            let from_median = (upper / latency).ln() / 0.35;
            (upper, (4000.0 * (-from_median * from_median / 2.0).exp()) as u64)
        })
        .filter(|(_, count)| *count > 0)
        .collect();
    let requests = (throughput * seconds) as u64;
    let share = |part: f64| latency * part;
    let told = [("tokenise", 0.01), ("queue", 0.25), ("compute", 0.68), ("network", 0.04), ("other", 0.02)];
    Round {
        requests,
        errors: 0,
        wrong: 0,
        seconds,
        throughput,
        latency_ms: Some(Latency {
            p50: latency,
            p95: share(1.7),
            p99: share(2.4),
            max: share(4.0),
            mean: share(1.1),
        }),
        histogram,
        cpu_seconds: requests as f64 / nature.speed * 2.0,
        generator_cpu_seconds: 0.1,
        memory_bytes: (nature.memory * 1e6) as u64,
        stages: stages.then(|| told.iter().map(|(name, part)| ((*name).to_owned(), share(*part))).collect()),
    }
}

fn loads(nature: &Nature, stages: bool) -> Vec<Load> {
    // The machine's mood in each round: the same for all systems, so that it must vanish from ratios.
    const MOODS: [f64; 3] = [1.0, 0.8, 1.1];
    let mut loads = Vec::new();
    for (texts, cost) in [("mixed", 1.0), ("uniform32", 0.9)] {
        for in_flight in [1usize, 2, 4, 8, 16, 32] {
            let rounds = MOODS
                .iter()
                .map(|mood| {
                    let throughput =
                        mood * (in_flight as f64 * 1000.0 / nature.lone).min(nature.speed) / cost;
                    round(nature, in_flight as f64 * 1000.0 / throughput, throughput, 10.0, stages)
                })
                .collect();
            loads.push(Load { kind: Kind::Closed { in_flight }, texts: texts.into(), rounds });
        }
        for rate in [5.0, 10.0, 20.0, 40.0, 60.0, 80.0] {
            if rate < nature.speed * 0.98 {
                let latency = nature.lone / (1.0 - rate / nature.speed);
                let rounds =
                    MOODS.iter().map(|mood| round(nature, latency / mood, rate, 10.0, stages)).collect();
                loads.push(Load { kind: Kind::Open { rate }, texts: texts.into(), rounds });
            }
        }
    }
    loads
}

fn row(number: Option<u8>, id: &str, name: &str, graph: Graph, nature: &Nature) -> Row {
    let agreement = (graph == Graph::Int8).then_some(Agreement {
        compared: 500,
        labels: 0.994,
        largest_difference: 0.031,
    });
    Row {
        id: id.into(),
        number,
        name: format!("FIXTURE {name}"),
        notes: vec![format!("Invented for tests: {name}.")],
        graph,
        skipped: None,
        ready_seconds: Some(1.5),
        agreement,
        loads: loads(nature, id.starts_with("pool") || id == "edge"),
    }
}

fn skipped(number: u8, id: &str, name: &str, why: &str) -> Row {
    let nature = Nature { lone: 1.0, speed: 1.0, memory: 1.0 };
    let full = row(Some(number), id, name, Graph::Export, &nature);
    Row { skipped: Some(why.into()), loads: Vec::new(), ready_seconds: None, ..full }
}

/// The run.
pub(crate) fn run() -> Run {
    let nature = |lone, speed, memory| Nature { lone, speed, memory };
    let tokens = |mean, p50, p95, p99, max| Tokens { mean, p50, p95, p99, max };
    let mut rows = vec![
        row(Some(1), "fastapi", "FastAPI", Graph::Export, &nature(24.0, 58.0, 420.0)),
        row(Some(1), "fastapi-1t", "FastAPI, one thread each", Graph::Export, &nature(37.0, 61.0, 430.0)),
        skipped(2, "triton", "Triton, no batching", "nvidia-pytriton does not install here (a FIXTURE)"),
        row(Some(3), "triton-b16", "Triton, dynamic batching 16", Graph::Export, &nature(22.5, 29.0, 610.0)),
        row(
            Some(4),
            "gateway",
            "FastAPI gateway, Presidio, Triton",
            Graph::Export,
            &nature(41.0, 22.0, 980.0),
        ),
        row(Some(5), "pool", "Anteroom pool", Graph::Unpadded, &nature(18.2, 78.0, 490.0)),
        row(
            Some(5),
            "pool-single",
            "Anteroom pool, batching off",
            Graph::Unpadded,
            &nature(18.2, 60.0, 490.0),
        ),
        row(Some(6), "pool-int8", "Anteroom pool, int8", Graph::Int8, &nature(5.1, 305.0, 260.0)),
        row(Some(7), "edge", "Anteroom whole", Graph::Unpadded, &nature(19.1, 74.0, 640.0)),
        row(None, "fastapi-int8", "FastAPI, int8", Graph::Int8, &nature(8.9, 215.0, 220.0)),
        row(None, "mosec", "mosec", Graph::Export, &nature(21.0, 50.0, 450.0)),
        row(None, "tei-unpadded", "TEI, our graph", Graph::Unpadded, &nature(17.5, 74.5, 400.0)),
    ];
    let ceiling = nature(12.0, 80.0, 480.0);
    let mut engine = row(Some(8), "engine", "ONNX Runtime alone", Graph::Unpadded, &ceiling);
    engine.loads = vec![Load {
        kind: Kind::Offline { plan: "sorted, batches of 4".into() },
        texts: "mixed".into(),
        rounds: [80.0, 64.0, 88.0]
            .map(|speed| Round {
                latency_ms: None,
                histogram: Vec::new(),
                ..round(&ceiling, 12.0, speed, 10.0, false)
            })
            .to_vec(),
    }];
    rows.push(engine);
    Run {
        version: VERSION,
        started: "2026-01-01T00:00:00Z".into(),
        took_seconds: 3300.0,
        commit: Some("0123456789abcdef0123456789abcdef01234567".into()),
        machine: Machine {
            cpu: "FIXTURE processor".into(),
            cores: 2,
            memory_bytes: 24_000_000_000,
            kernel: "6.0".into(),
            gpu: None,
            load_before: [0.1, 0.2, 0.3],
        },
        settings: Settings {
            rounds: 3,
            seconds: 10.0,
            warm_up_seconds: 2.0,
            threads: 2,
            model: "FIXTURE DistilBERT".into(),
            onnxruntime: "1.31.1".into(),
            quick: false,
            device: "cpu".into(),
        },
        texts: BTreeMap::from([
            ("mixed".to_owned(), TextSet { count: 500, tokens: tokens(40.0, 33, 92, 128, 512) }),
            ("uniform32".to_owned(), TextSet { count: 500, tokens: tokens(32.0, 32, 32, 32, 32) }),
        ]),
        rows,
    }
}
