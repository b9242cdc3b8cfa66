//! The rows of the table, ready to be written in any form.

use super::compare::{self, Measure, Side, most_in_flight, side, strongest};
use super::statistics::{self, Spread, load, over_rounds, paired};
use crate::results::{Graph, Kind, Load, Row, Run};

/// One system under one set of texts.
#[derive(Debug)]
pub(super) struct Line<'r> {
    /// The system.
    pub(super) row: &'r Row,
    /// Ours, a peer's or the ceiling.
    pub(super) side: Side,
    /// Ratios are to this row: the fastest of rows 1 or of rows 3.
    pub(super) reference: bool,
    /// Latency with one request in flight, in milliseconds: p50, p95, p99.
    pub(super) lone: [Option<Spread>; 3],
    /// Right answers a second at the table's load; of the ceiling: at its best plan.
    pub(super) throughput: Option<Spread>,
    /// Throughput over that of row 1, round by round.
    pub(super) over_baseline: Option<Spread>,
    /// Throughput over that of row 3, round by round.
    pub(super) over_batching: Option<Spread>,
    /// Latency at the table's load, in milliseconds: p50, p95, p99.
    pub(super) loaded: [Option<Spread>; 3],
    /// CPU milliseconds for each right answer at the table's load.
    pub(super) cpu_ms: Option<Spread>,
    /// Most memory in megabytes, over all of the row's loads.
    pub(super) memory_mb: Option<f64>,
}

/// The table of one set of texts.
#[derive(Debug)]
pub(super) struct Table<'r> {
    /// Name of the set.
    pub(super) texts: &'r str,
    /// Callers at the load where throughput is compared.
    pub(super) in_flight: usize,
    /// The measured systems, in the order of the run.
    pub(super) lines: Vec<Line<'r>>,
}

/// The figures of all measured rows with these texts; `None` where there are none.
pub(super) fn of<'r>(run: &'r Run, texts: &'r str) -> Option<Table<'r>> {
    let in_flight = most_in_flight(run, texts)?;
    let kind = Kind::Closed { in_flight };
    let reference = |number| strongest(run, number, texts, Measure::Throughput(in_flight));
    let references = [reference(1), reference(3)];
    let [baseline, batching] = references.map(|row| load(row?, &kind, texts));
    let line = |row: &'r Row| {
        let first = load(row, &Kind::Closed { in_flight: 1 }, texts);
        let many = load(row, &kind, texts).or_else(|| offline(row, texts));
        let latencies = |load: Option<&Load>| {
            [statistics::p50, statistics::p95, statistics::p99].map(|figure| over_rounds(load?, figure))
        };
        let over = |reference: Option<&Load>| paired(many?, reference?, statistics::throughput);
        first.or(many).is_some().then(|| Line {
            row,
            side: side(row),
            reference: references.iter().flatten().any(|reference| reference.id == row.id),
            lone: latencies(first),
            throughput: many.and_then(|load| over_rounds(load, statistics::throughput)),
            over_baseline: over(baseline),
            over_batching: over(batching),
            loaded: if in_flight > 1 { latencies(many) } else { [None; 3] },
            cpu_ms: many.and_then(|load| over_rounds(load, statistics::cpu_ms)),
            memory_mb: memory(row),
        })
    };
    let lines: Vec<Line<'r>> = run.rows.iter().filter(|row| row.skipped.is_none()).filter_map(line).collect();
    (!lines.is_empty()).then_some(Table { texts, in_flight, lines })
}

/// The best plan of the engine alone.
fn offline<'r>(row: &'r Row, texts: &str) -> Option<&'r Load> {
    let speed = |load: &Load| over_rounds(load, statistics::throughput).map_or(0.0, |spread| spread.median);
    let plans =
        row.loads.iter().filter(|load| load.texts == texts && matches!(load.kind, Kind::Offline { .. }));
    plans.max_by(|one, other| speed(one).total_cmp(&speed(other)))
}

fn memory(row: &Row) -> Option<f64> {
    let looks = row.loads.iter().flat_map(|load| &load.rounds).filter_map(statistics::memory_mb);
    looks.max_by(f64::total_cmp)
}

/// Share of the engine's own speed that our pool reaches, round by round: fp32, the most telling texts.
pub(super) fn of_ceiling(run: &Run) -> Option<Spread> {
    let (texts, Measure::Throughput(in_flight)) = compare::saturation(run)? else { return None };
    let pool = compare::pool(run)?;
    let same_graph = |row: &&Row| side(row) == Side::Ceiling && row.graph == pool.graph;
    let ceiling = compare::measured(run).find(same_graph)?;
    paired(load(pool, &Kind::Closed { in_flight }, texts)?, offline(ceiling, texts)?, statistics::throughput)
}

/// The graph of a row for people.
pub(super) fn graph(graph: Graph) -> &'static str {
    match graph {
        Graph::Export => "fp32",
        Graph::Unpadded => "fp32, un-padded",
        Graph::Int8 => "int8, un-padded",
    }
}
