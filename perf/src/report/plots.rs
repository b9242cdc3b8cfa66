//! The plots of a run.

use super::axis::Axis;
use super::chart::{Bar, BarChart, Chart, Line, LineChart, NAME_LETTERS, Point, short};
use super::compare::{self, Measure, Side, as_shipped, measured, side, strongest, text_sets};
use super::numbers::figure;
use super::statistics::{self, Figure, Spread, closed, load, open, over_rounds};
use crate::results::{Kind, Load, Round, Row, Run};
use std::collections::BTreeMap;

/// Stages of a request in the order in which it meets them.
const STAGES: [&str; 6] = ["edge", "network", "tokenise", "queue", "compute", "other"];

/// Percentiles at which distributions have their ticks.
const PERCENTILES: [(f64, &str); 5] = [(0.0, "0"), (0.5, "50"), (0.9, "90"), (0.99, "99"), (0.999, "99.9")];

/// What a row is called in plots.
pub(super) fn name(row: &Row) -> String {
    row.number.map_or_else(|| row.name.clone(), |number| format!("{number} {}", row.name))
}

/// All plots that the run has figures for.
pub(super) fn all(run: &Run) -> Vec<Chart> {
    let texts = text_sets(run).first().copied().unwrap_or("mixed");
    let latency = |name, quantile, figure| against_rate(run, texts, name, quantile, figure);
    [
        latency("latency-p50", "Median latency", statistics::p50),
        latency("latency-p99", "99th percentile of latency", statistics::p99),
        against_concurrency(run, texts),
        distribution(run, texts),
        stages(run, texts),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Rows to be drawn: ours as shipped, and first, so that they have the first colours; of a peer that was tried with several settings the
/// fastest; all further peers.
fn drawn(run: &Run) -> Vec<&Row> {
    let (texts, measure) = compare::saturation(run).unwrap_or(("mixed", Measure::Lone));
    let counts = |row: &&Row| match (side(row), row.number) {
        (Side::Ceiling, _) => false,
        (Side::Ours, _) => as_shipped(row),
        (Side::Peer, None) => true,
        (Side::Peer, Some(number)) => {
            strongest(run, number, texts, measure).is_none_or(|best| best.id == row.id)
        }
    };
    let mut rows: Vec<&Row> = measured(run).filter(counts).collect();
    rows.sort_by_key(|row| side(row) != Side::Ours);
    rows
}

fn point(x: f64, spread: Spread) -> Point {
    let range = (spread.rounds > 1).then_some((spread.low, spread.high));
    Point { x, y: spread.median, range }
}

fn lines(run: &Run, points: impl Fn(&Row) -> Vec<Point>) -> Vec<Line> {
    drawn(run)
        .into_iter()
        .map(|row| Line { name: name(row), ours: side(row) == Side::Ours, points: points(row) })
        .filter(|line| !line.points.is_empty())
        .collect()
}

fn values(lines: &[Line]) -> Vec<f64> {
    lines.iter().flat_map(|line| &line.points).map(|point| point.y).collect()
}

/// A sentence for each line: how it begins and how it ends.
fn described(lines: &[Line], x: &str, y: &str) -> String {
    let line = |line: &Line| {
        let (first, last) = (line.points.first()?, line.points.last()?);
        let (from, to) = (figure(first.y), figure(last.y));
        Some(format!(
            "{}: {from} {y} at {} {x}, {to} {y} at {} {x}.",
            line.name,
            figure(first.x),
            figure(last.x)
        ))
    };
    lines.iter().filter_map(line).collect::<Vec<_>>().join(" ")
}

/// Whether some round of a load is worth a latency: what is nearly all refused says nothing.
fn answered(load: &Load) -> bool {
    let (requests, lost) = load.rounds.iter().fold((0, 0), |(requests, lost), round| {
        (requests + round.requests, lost + round.errors + round.wrong)
    });
    requests > 0 && lost * 2 < requests
}

fn against_rate(run: &Run, texts: &str, name: &'static str, quantile: &str, figure: Figure) -> Option<Chart> {
    let lines = lines(run, |row| {
        let rates = open(row, texts).into_iter().filter(|(_, load)| answered(load));
        rates.filter_map(|(rate, load)| Some(point(rate, over_rounds(load, figure)?))).collect()
    });
    if lines.is_empty() {
        return None;
    }
    let rates = lines.iter().flat_map(|line| &line.points).map(|point| point.x);
    let chart = LineChart {
        name,
        title: format!("{quantile} against offered load, {texts} texts"),
        alt: described(&lines, "requests a second", "ms"),
        caption: "Arrivals at a constant rate, whatever the server does. Latency counts from when a request was to be sent, so a \
                  stall shows in full. A line ends where most requests were refused or failed. Bars: lowest and highest round."
            .into(),
        x_label: "offered requests a second",
        y_label: "ms, logarithmic",
        x: Axis::from_zero(rates.fold(0.0, f64::max)),
        y: Axis::logarithmic(values(&lines)),
        lines,
    };
    Some(chart.draw())
}

fn against_concurrency(run: &Run, texts: &str) -> Option<Chart> {
    let lines = lines(run, |row| {
        let loads = closed(row, texts).into_iter();
        loads
            .filter_map(|(callers, load)| {
                Some(point(callers as f64, over_rounds(load, statistics::throughput)?))
            })
            .collect()
    });
    let callers: Vec<f64> = lines.iter().flat_map(|line| &line.points).map(|point| point.x).collect();
    if lines.iter().all(|line| line.points.len() < 2) {
        return None;
    }
    let most =
        lines.iter().flat_map(|line| &line.points).map(|point| point.range.map_or(point.y, |range| range.1));
    let chart = LineChart {
        name: "throughput",
        title: format!("Throughput against concurrency, {texts} texts"),
        alt: described(&lines, "in flight", "requests a second"),
        caption: "So many callers, each of whom sends again as soon as it has its answer. Only right answers count. Bars: lowest \
                  and highest round."
            .into(),
        x_label: "requests in flight",
        y_label: "right answers a second",
        y: Axis::from_zero(most.fold(0.0, f64::max)),
        x: Axis::at_values(callers),
        lines,
    };
    Some(chart.draw())
}

/// The load that most rows share and that says most about tails: the highest common rate, else the most callers.
fn common_load(run: &Run, texts: &str) -> Option<Kind> {
    let mut kinds: Vec<(usize, &Kind)> = Vec::new();
    for row in drawn(run) {
        for load in row.loads.iter().filter(|load| load.texts == texts && answered(load)) {
            match kinds.iter_mut().find(|(_, kind)| **kind == load.kind) {
                Some((count, _)) => *count += 1,
                None => kinds.push((1, &load.kind)),
            }
        }
    }
    let rank = |kind: &Kind| match kind {
        Kind::Open { rate } => (2, *rate),
        Kind::Closed { in_flight } => (1, *in_flight as f64),
        Kind::Offline { .. } => (0, 0.0),
    };
    let best = kinds.into_iter().filter(|(_, kind)| rank(kind).0 > 0).max_by(
        |(count, kind), (other, against)| {
            let (one, two) = (rank(kind), rank(against));
            count.cmp(other).then(one.0.cmp(&two.0)).then(one.1.total_cmp(&two.1))
        },
    )?;
    Some(best.1.clone())
}

/// A load in words.
pub(super) fn offered(kind: &Kind) -> String {
    match kind {
        Kind::Closed { in_flight } => format!("{in_flight} in flight"),
        Kind::Open { rate } => format!("{} requests a second offered", figure(*rate)),
        Kind::Offline { plan } => format!("in a loop, {plan}"),
    }
}

fn distribution(run: &Run, texts: &str) -> Option<Chart> {
    let kind = common_load(run, texts)?;
    let lines =
        lines(run, |row| load(row, &kind, texts).map(|load| quantiles(&load.rounds)).unwrap_or_default());
    if lines.is_empty() {
        return None;
    }
    let farthest = lines.iter().flat_map(|line| &line.points).map(|point| point.x).fold(10.0, f64::max);
    let ticks: Vec<(f64, String)> = PERCENTILES
        .iter()
        .map(|(quantile, label)| (nines(*quantile), (*label).to_owned()))
        .filter(|(place, _)| *place <= farthest)
        .collect();
    let ends = |line: &Line| {
        let at = |quantile| {
            line.points.iter().rfind(|point| point.x <= nines(quantile) * 1.001).map(|point| point.y)
        };
        Some(format!(
            "{}: median {} ms, 99th percentile {} ms.",
            line.name,
            figure(at(0.5)?),
            figure(at(0.99)?)
        ))
    };
    let chart = LineChart {
        name: "distribution",
        title: format!("Distribution of latency, {texts} texts, {}", offered(&kind)),
        alt: lines.iter().filter_map(ends).collect::<Vec<_>>().join(" "),
        caption: "All rounds together. The axis of percentiles stretches the tail: from 90 to 99 is as far as from 0 to 90. A line \
                  ends where fewer than five answers lie beyond."
            .into(),
        x_label: "percentile",
        y_label: "ms, logarithmic",
        x: Axis::with_ticks(1.0, farthest, ticks),
        y: Axis::logarithmic(values(&lines)),
        lines,
    };
    Some(chart.draw())
}

/// How far out a quantile lies: one over what is left beyond it.
fn nines(quantile: f64) -> f64 {
    1.0 / (1.0 - quantile)
}

/// Points of the distribution of all rounds together. Stops where fewer than five answers lie beyond: chance rules there.
fn quantiles(rounds: &[Round]) -> Vec<Point> {
    // Upper ends are of one set of buckets, so equal numbers are equal bits; bits of positive numbers sort as they do.
    let mut merged: BTreeMap<u64, u64> = BTreeMap::new();
    for (upper, count) in rounds.iter().flat_map(|round| &round.histogram).filter(|(upper, _)| *upper > 0.0) {
        *merged.entry(upper.to_bits()).or_default() += count;
    }
    let total: u64 = merged.values().sum();
    let mut seen = 0;
    let mut points: Vec<Point> = Vec::new();
    for (bits, count) in merged {
        // A bucket holds what lies between the quantile before it and the one behind it.
        let quantile = seen as f64 / total as f64;
        if points.is_empty() || total - seen >= 5 {
            points.push(Point { x: nines(quantile), y: f64::from_bits(bits), range: None });
        }
        seen += count;
    }
    thinned(points)
}

/// Far fewer points than buckets, with the ends kept: a line needs no more than its picture shows.
fn thinned(points: Vec<Point>) -> Vec<Point> {
    const STEP: f64 = 1.04;
    let last = points.len().saturating_sub(1);
    let mut kept: Vec<Point> = Vec::new();
    for (i, point) in points.into_iter().enumerate() {
        let far = kept.last().is_none_or(|before| point.x / before.x > STEP || point.y / before.y > STEP);
        if far || i == last {
            kept.push(point);
        }
    }
    kept
}

fn stages(run: &Run, texts: &str) -> Option<Chart> {
    let mut bars = Vec::new();
    let callers: Vec<usize> =
        drawn(run).iter().flat_map(|row| closed(row, texts)).map(|(callers, _)| callers).collect();
    let ends = [callers.iter().min().copied()?, callers.iter().max().copied()?];
    for row in drawn(run) {
        for (callers, load) in closed(row, texts) {
            if callers != ends[0] && callers != ends[1] {
                continue;
            }
            let told: Vec<&BTreeMap<String, f64>> =
                load.rounds.iter().filter_map(|round| round.stages.as_ref()).collect();
            if told.is_empty() {
                continue;
            }
            let mean = |stage: &str| {
                told.iter().filter_map(|stages| stages.get(stage)).sum::<f64>() / told.len() as f64
            };
            let parts = STAGES.map(mean).to_vec();
            let at = format!(" at {callers}");
            let label = short(&name(row), NAME_LETTERS - at.len()) + &at;
            bars.push(Bar { name: label, ours: side(row) == Side::Ours, parts });
        }
    }
    if bars.is_empty() {
        return None;
    }
    let told = |bar: &Bar| {
        let parts: Vec<String> = STAGES
            .iter()
            .zip(&bar.parts)
            .filter(|(_, size)| **size > 0.0)
            .map(|(stage, size)| format!("{stage} {}", figure(*size)))
            .collect();
        format!("{} in flight: {} ms.", bar.name, parts.join(" ms, "))
    };
    let chart = BarChart {
        name: "stages",
        title: format!("Where the time of a request goes, {texts} texts"),
        alt: bars.iter().map(told).collect::<Vec<_>>().join(" "),
        caption: format!(
            "Means, at {} in flight. Systems that do not tell their stages are not shown.",
            if ends[0] == ends[1] { ends[0].to_string() } else { format!("{} and at {}", ends[0], ends[1]) }
        ),
        unit: "ms",
        parts: STAGES.map(str::to_owned).to_vec(),
        bars,
    };
    Some(chart.draw())
}
