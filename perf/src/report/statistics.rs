//! What several rounds of one load say: medians, spreads and paired ratios. Pure arithmetic on [`crate::results`].
//!
//! A ratio is taken round by round. Systems are measured by turns, so round `i` of one stands beside round `i` of the other in
//! time; whatever slowed the machine then slowed both.

use crate::results::{Kind, Load, Round, Row};

/// Median and range of one figure over rounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    /// The middle one; of an even number the mean of the middle two.
    pub(crate) median: f64,
    /// The lowest.
    pub(crate) low: f64,
    /// The highest.
    pub(crate) high: f64,
    /// How many there were.
    pub(crate) rounds: usize,
}

impl Spread {
    /// Of all values that are numbers; `None` where there is none.
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut values: Vec<f64> = values.into_iter().filter(|value| value.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        let (low, high) = (*values.first()?, *values.last()?);
        let middle = values.len() / 2;
        let median = if values.len().is_multiple_of(2) {
            f64::midpoint(*values.get(middle - 1)?, *values.get(middle)?)
        } else {
            *values.get(middle)?
        };
        Some(Self { median, low, high, rounds: values.len() })
    }
}

/// Something read off a round, if it was measured there.
pub(super) type Figure = fn(&Round) -> Option<f64>;

/// Right answers a second.
pub(super) fn throughput(round: &Round) -> Option<f64> {
    Some(round.throughput)
}

/// Median latency in milliseconds.
pub(super) fn p50(round: &Round) -> Option<f64> {
    round.latency_ms.as_ref().map(|latency| latency.p50)
}

/// 95th percentile of latency in milliseconds.
pub(super) fn p95(round: &Round) -> Option<f64> {
    round.latency_ms.as_ref().map(|latency| latency.p95)
}

/// 99th percentile of latency in milliseconds.
pub(super) fn p99(round: &Round) -> Option<f64> {
    round.latency_ms.as_ref().map(|latency| latency.p99)
}

/// CPU milliseconds of the system for each right answer; the load generator's are not in it.
pub(super) fn cpu_ms(round: &Round) -> Option<f64> {
    let right = round.requests.checked_sub(round.errors + round.wrong)?;
    (right > 0).then(|| round.cpu_seconds * 1000.0 / right as f64)
}

/// Memory in megabytes.
pub(super) fn memory_mb(round: &Round) -> Option<f64> {
    (round.memory_bytes > 0).then(|| round.memory_bytes as f64 / 1e6)
}

/// A figure over all rounds of a load.
pub(super) fn over_rounds(load: &Load, figure: Figure) -> Option<Spread> {
    Spread::of(load.rounds.iter().filter_map(figure))
}

/// `of` divided by `against`, round by round.
pub(super) fn paired(of: &Load, against: &Load, figure: Figure) -> Option<Spread> {
    let pairs = of.rounds.iter().zip(&against.rounds);
    Spread::of(pairs.filter_map(|(one, other)| {
        let divisor = figure(other).filter(|value| *value > 0.0)?;
        Some(figure(one)? / divisor)
    }))
}

/// The load of a row by how it was offered and what was sent.
pub(super) fn load<'r>(row: &'r Row, kind: &Kind, texts: &str) -> Option<&'r Load> {
    row.loads.iter().find(|load| load.kind == *kind && load.texts == texts && !load.rounds.is_empty())
}

/// All closed-loop loads of a row with these texts, by callers.
pub(super) fn closed<'r>(row: &'r Row, texts: &str) -> Vec<(usize, &'r Load)> {
    let mut found: Vec<(usize, &Load)> = row
        .loads
        .iter()
        .filter(|load| load.texts == texts && !load.rounds.is_empty())
        .filter_map(|load| match load.kind {
            Kind::Closed { in_flight } => Some((in_flight, load)),
            _ => None,
        })
        .collect();
    found.sort_by_key(|(in_flight, _)| *in_flight);
    found
}

/// All open-loop loads of a row with these texts, by rate.
pub(super) fn open<'r>(row: &'r Row, texts: &str) -> Vec<(f64, &'r Load)> {
    let mut found: Vec<(f64, &Load)> = row
        .loads
        .iter()
        .filter(|load| load.texts == texts && !load.rounds.is_empty())
        .filter_map(|load| match load.kind {
            Kind::Open { rate } => Some((rate, load)),
            _ => None,
        })
        .collect();
    found.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    found
}

/// Requests of all rounds of a row: all, without an answer, answered wrongly.
pub(super) fn counts(row: &Row) -> (u64, u64, u64) {
    row.loads.iter().flat_map(|load| &load.rounds).fold((0, 0, 0), |(requests, errors, wrong), round| {
        (requests + round.requests, errors + round.errors, wrong + round.wrong)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_median_and_range() {
        assert_eq!(Spread::of([]), None);
        assert_eq!(Spread::of([f64::NAN]), None);
        assert_eq!(Spread::of([3.0, 1.0, 2.0]), Some(Spread { median: 2.0, low: 1.0, high: 3.0, rounds: 3 }));
        assert_eq!(
            Spread::of([4.0, 1.0, 2.0, 3.0]),
            Some(Spread { median: 2.5, low: 1.0, high: 4.0, rounds: 4 })
        );
    }
}
