//! Anteroom beside each peer: where it wins, ties and loses, and what that answers.

use super::statistics::{self, Figure, Spread, closed, load, over_rounds, paired};
use crate::results::{Graph, Kind, Row, Run};

/// Which side of the comparison a row is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Anteroom: pool or whole.
    Ours,
    /// Somebody else's server.
    Peer,
    /// The engine alone: what no server can pass.
    Ceiling,
}

/// The side that a row is on, by its number in the table and its id.
pub(super) fn side(row: &Row) -> Side {
    match row.number {
        Some(8) => Side::Ceiling,
        Some(5..=7) => Side::Ours,
        _ if row.id.starts_with("anteroom") => Side::Ours,
        _ if row.id.starts_with("engine") => Side::Ceiling,
        _ => Side::Peer,
    }
}

/// The rows that were measured.
pub(super) fn measured(run: &Run) -> impl Iterator<Item = &Row> {
    run.rows
        .iter()
        .filter(|row| row.skipped.is_none() && row.loads.iter().any(|load| !load.rounds.is_empty()))
}

/// Whether a row of ours is set up as it is shipped: rows with batching off or with the plain export stand in the table to tell parts
/// apart, and nobody would run them so.
pub(super) fn as_shipped(row: &Row) -> bool {
    side(row) == Side::Ours && !row.id.ends_with("-single") && !row.id.contains("-export")
}

/// Of the measured rows with this number in the table the one that is best at `measure`: a system that was tried with several settings
/// counts with its best one.
pub(super) fn strongest<'r>(run: &'r Run, number: u8, texts: &str, measure: Measure) -> Option<&'r Row> {
    let value = |row: &Row| {
        let value = over_rounds(load(row, &measure.kind(), texts)?, measure.figure())?.median;
        Some(if measure.higher_is_better() { value } else { -value })
    };
    measured(run)
        .filter(|row| row.number == Some(number))
        .filter_map(|row| Some((value(row)?, row)))
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, row)| row)
}

/// The sets of texts of a run, the most telling first.
pub(super) fn text_sets(run: &Run) -> Vec<&str> {
    let rank = |name: &str| match name {
        "mixed" => 0,
        "uniform32" => 1,
        _ => 2,
    };
    let mut names: Vec<&str> = run.texts.keys().map(String::as_str).collect();
    names.sort_by_key(|name| (rank(name), *name));
    names.retain(|name| measured(run).any(|row| row.loads.iter().any(|load| load.texts == *name)));
    names
}

/// The most callers that any row had with these texts: the load at which throughput is compared.
pub(super) fn most_in_flight(run: &Run, texts: &str) -> Option<usize> {
    measured(run).flat_map(|row| closed(row, texts)).map(|(in_flight, _)| in_flight).max()
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Median latency of one request at a time.
    Lone,
    /// Right answers a second with so many callers.
    Throughput(usize),
    /// 99th percentile of latency with so many callers.
    Tail(usize),
}

impl Measure {
    fn kind(self) -> Kind {
        let in_flight = match self {
            Self::Lone => 1,
            Self::Throughput(in_flight) | Self::Tail(in_flight) => in_flight,
        };
        Kind::Closed { in_flight }
    }

    fn higher_is_better(self) -> bool {
        matches!(self, Self::Throughput(_))
    }

    fn figure(self) -> Figure {
        match self {
            Self::Lone => statistics::p50,
            Self::Throughput(_) => statistics::throughput,
            Self::Tail(_) => statistics::p99,
        }
    }

    /// In words.
    pub(super) fn label(self) -> String {
        match self {
            Self::Lone => "median latency, one in flight (ms)".into(),
            Self::Throughput(in_flight) => format!("requests a second, {in_flight} in flight"),
            Self::Tail(in_flight) => format!("99th percentile, {in_flight} in flight (ms)"),
        }
    }
}

/// How a comparison ended, by the median of its rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Worse in every round.
    Lost,
    /// Worse by the median, but not in every round.
    LostWithinSpread,
    /// As good or better.
    Held,
}

/// One of our rows beside one peer.
#[derive(Debug, Clone)]
pub(super) struct Comparison<'r> {
    /// Our row.
    pub(super) ours: &'r Row,
    /// The other.
    pub(super) peer: &'r Row,
    /// Set of texts.
    pub(super) texts: &'r str,
    /// What is compared.
    pub(super) measure: Measure,
    /// Our median.
    pub(super) our_value: f64,
    /// Its median.
    pub(super) peer_value: f64,
    /// How many times better we are, round by round: above 1 is better, for latency too.
    pub(super) gain: Spread,
}

impl<'r> Comparison<'r> {
    /// `None` where one of them was not measured so.
    pub(super) fn of(ours: &'r Row, peer: &'r Row, texts: &'r str, measure: Measure) -> Option<Self> {
        let kind = measure.kind();
        let (mine, other) = (load(ours, &kind, texts)?, load(peer, &kind, texts)?);
        let figure = measure.figure();
        let gain = if measure.higher_is_better() {
            paired(mine, other, figure)
        } else {
            paired(other, mine, figure)
        }?;
        let (our_value, peer_value) = (over_rounds(mine, figure)?.median, over_rounds(other, figure)?.median);
        Some(Self { ours, peer, texts, measure, our_value, peer_value, gain })
    }

    /// How it ended.
    pub(super) fn outcome(&self) -> Outcome {
        if self.gain.median >= 1.0 {
            Outcome::Held
        } else if self.gain.high < 1.0 {
            Outcome::Lost
        } else {
            Outcome::LostWithinSpread
        }
    }
}

/// Every comparison that counts: our rows as shipped, all peers, the sets of texts, three measures. An fp32 row of ours is not compared
/// with an int8 peer; an int8 row of ours is compared with all.
pub(super) fn comparisons(run: &Run) -> Vec<Comparison<'_>> {
    let mut found = Vec::new();
    for texts in text_sets(run) {
        let most = most_in_flight(run, texts).unwrap_or(1);
        let measures = [Measure::Lone, Measure::Throughput(most), Measure::Tail(most)];
        // One in flight alone: its throughput is its latency once more.
        let measures = if most > 1 { &measures[..] } else { &measures[..1] };
        for ours in measured(run).filter(|row| as_shipped(row)) {
            let rivals = measured(run).filter(|row| {
                side(row) == Side::Peer && (row.graph != Graph::Int8 || ours.graph == Graph::Int8)
            });
            for peer in rivals {
                found.extend(
                    measures.iter().filter_map(|measure| Comparison::of(ours, peer, texts, *measure)),
                );
            }
        }
    }
    found
}

/// What was lost, worst first.
pub(super) fn losses(run: &Run) -> Vec<Comparison<'_>> {
    let mut lost: Vec<Comparison<'_>> =
        comparisons(run).into_iter().filter(|comparison| comparison.outcome() != Outcome::Held).collect();
    lost.sort_by(|one, other| one.gain.median.total_cmp(&other.gain.median));
    lost
}

/// The answer to the question whether one must choose between latency and throughput.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The pool is ahead of FastAPI for one request, and of FastAPI and of Triton's batching for many.
    No,
    /// Ahead in one of them.
    InPart,
    /// In none.
    Yes,
    /// One of the three rows is not there.
    Unknown,
}

/// The comparisons that decide, and what they come to.
#[derive(Debug)]
pub(super) struct Answer<'r> {
    /// The verdict.
    pub(super) verdict: Verdict,
    /// One request at a time, beside row 1.
    pub(super) lone: Option<Comparison<'r>>,
    /// Many, beside row 1.
    pub(super) many: Option<Comparison<'r>>,
    /// Many, beside row 3.
    pub(super) batching: Option<Comparison<'r>>,
}

/// The set of texts, and its most callers, at which throughput is compared first: the most telling one with several callers.
pub(super) fn saturation(run: &Run) -> Option<(&str, Measure)> {
    text_sets(run).into_iter().find_map(|texts| {
        let most = most_in_flight(run, texts).filter(|most| *most > 1)?;
        Some((texts, Measure::Throughput(most)))
    })
}

/// The pool in fp32 as it decides: of rows 5 the one with most throughput.
pub(super) fn pool(run: &Run) -> Option<&Row> {
    let (texts, measure) = saturation(run)?;
    strongest(run, 5, texts, measure)
}

/// A row beside the strongest with a number, one request at a time, on the most telling texts that both were sent.
pub(super) fn lone<'r>(run: &'r Run, ours: &'r Row, number: u8) -> Option<Comparison<'r>> {
    text_sets(run).into_iter().find_map(|texts| {
        Comparison::of(ours, strongest(run, number, texts, Measure::Lone)?, texts, Measure::Lone)
    })
}

/// A row beside the strongest with a number, many requests at a time.
pub(super) fn many<'r>(run: &'r Run, ours: &'r Row, number: u8) -> Option<Comparison<'r>> {
    let (texts, measure) = saturation(run)?;
    Comparison::of(ours, strongest(run, number, texts, measure)?, texts, measure)
}

/// Answers the question from rows 1, 3 and 5.
pub(super) fn answer(run: &Run) -> Answer<'_> {
    let pool = pool(run);
    let lone = pool.and_then(|pool| lone(run, pool, 1));
    let [many, batching] = [1, 3].map(|number| many(run, pool?, number));
    let held = |comparison: &Option<Comparison<'_>>| {
        comparison.as_ref().map(|comparison| comparison.outcome() == Outcome::Held)
    };
    let verdict = match (held(&lone), held(&many), held(&batching)) {
        (Some(true), Some(true), Some(true)) => Verdict::No,
        (Some(false), Some(many), Some(batching)) if !(many && batching) => Verdict::Yes,
        (Some(_), Some(_), Some(_)) => Verdict::InPart,
        _ => Verdict::Unknown,
    };
    Answer { verdict, lone, many, batching }
}
