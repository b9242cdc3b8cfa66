//! What is asked of each system, and how long a run takes.

use super::Flags;
use crate::results::{Graph, Kind};
use crate::systems::System;
use crate::systems::rows::Spec;
use std::time::Duration;

/// Rounds of the full table: enough to show a spread.
const ROUNDS: u32 = 3;
const SECONDS: f64 = 8.0;
const WARM_UP_SECONDS: f64 = 2.0;
/// The quick table fits into five minutes with these.
const QUICK_ROUNDS: u32 = 2;
const QUICK_SECONDS: f64 = 2.5;
const QUICK_WARM_UP_SECONDS: f64 = 1.0;
const SMALLEST_SECONDS: f64 = 1.0;
const SMALLEST_WARM_UP_SECONDS: f64 = 0.3;

/// Callers at saturation: the figure that the targets are about.
pub(super) const SATURATED: usize = 32;
/// Rates of the open loop, as shares of what row 1 does at saturation; int8 systems are asked the last three as well.
const SHARES: [f64; 5] = [0.25, 0.5, 0.75, 1.0, 1.3];
const INT8_SHARES: [f64; 3] = [2.0, 3.0, 4.0];
/// What starting a system takes, roughly (1 to 7 s on two cores); for the estimate.
const START_SECONDS: f64 = 2.5;

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Plan {
    pub(super) rounds: u32,
    pub(super) seconds: f64,
    pub(super) warm_up: f64,
    pub(super) depth: Depth,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    Full,
    Quick,
    Smallest,
}

impl Plan {
    pub(super) fn of(flags: &Flags) -> Self {
        let depth = match (flags.smallest, flags.quick) {
            (true, _) => Depth::Smallest,
            (false, true) => Depth::Quick,
            (false, false) => Depth::Full,
        };
        let (rounds, seconds, warm_up) = match depth {
            Depth::Full => (ROUNDS, SECONDS, WARM_UP_SECONDS),
            Depth::Quick => (QUICK_ROUNDS, QUICK_SECONDS, QUICK_WARM_UP_SECONDS),
            Depth::Smallest => (1, SMALLEST_SECONDS, SMALLEST_WARM_UP_SECONDS),
        };
        Self {
            rounds: flags.rounds.unwrap_or(rounds),
            seconds: flags.seconds.unwrap_or(seconds),
            warm_up: flags.warm_up.unwrap_or(warm_up),
            depth,
        }
    }

    pub(super) fn length(&self) -> Duration {
        Duration::try_from_secs_f64(self.seconds).unwrap_or_default()
    }

    pub(super) fn warm_up(&self) -> Duration {
        Duration::try_from_secs_f64(self.warm_up).unwrap_or_default()
    }

    /// The loads of a row in their order: kind and name of the texts. `base` is what the first row does at saturation.
    pub(super) fn loads(&self, row: &Spec, base: Option<f64>) -> Vec<(Kind, &'static str)> {
        let closed = |in_flight, texts| (Kind::Closed { in_flight }, texts);
        match self.depth {
            Depth::Smallest => return vec![closed(1, "uniform32"), closed(4, "mixed")],
            Depth::Quick => return vec![closed(1, "uniform32"), closed(SATURATED, "mixed")],
            Depth::Full => {}
        }
        let mut loads = vec![
            closed(1, "uniform32"),
            closed(1, "mixed"),
            closed(4, "mixed"),
            closed(8, "mixed"),
            closed(16, "mixed"),
            closed(SATURATED, "mixed"),
            closed(SATURATED, "uniform32"),
        ];
        if row.reads_long_notes() {
            loads.push(closed(4, "long"));
        }
        let more = if row.graph == Graph::Int8 { &INT8_SHARES[..] } else { &[] };
        if let Some(base) = base {
            loads.extend(SHARES.iter().chain(more).map(|share| {
                let rate = (base * share * 10.0).round() / 10.0;
                (Kind::Open { rate }, "mixed")
            }));
        }
        loads
    }

    /// How long the measurements of these rows take; making environments and the model comes on top.
    pub(super) fn estimate(&self, rows: &[Spec]) -> Duration {
        let of_row = |row: &Spec| {
            let loads = match row.system {
                System::Engine { .. } => 2,
                _ => self.loads(row, Some(1.0)).len(),
            };
            #[allow(clippy::cast_precision_loss, reason = "a dozen loads")]
            let seconds = loads as f64 * (self.seconds + self.warm_up) + START_SECONDS;
            seconds
        };
        let seconds: f64 = rows.iter().map(of_row).sum::<f64>() * f64::from(self.rounds);
        Duration::try_from_secs_f64(seconds).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::systems::rows;

    #[test]
    fn the_quick_table_is_said_to_fit_into_five_minutes_and_the_full_one_is_longer() {
        let rows = rows::all(2);
        let quick: Vec<Spec> = rows.iter().filter(|row| row.quick).cloned().collect();
        let plan = |quick| Plan::of(&Flags { quick, ..Flags::default() });
        assert!(plan(true).estimate(&quick) < Duration::from_secs(300), "{:?}", plan(true).estimate(&quick));
        assert!(plan(false).estimate(&rows) > Duration::from_secs(1800));
    }

    #[test]
    fn every_row_meets_the_same_loads_but_for_long_notes_and_the_rates_of_int8() {
        let rows = rows::all(2);
        let plan = Plan::of(&Flags::default());
        let of = |id: &str| plan.loads(rows.iter().find(|row| row.id == id).unwrap(), Some(50.0));
        let (fastapi, pool, int8) = (of("fastapi"), of("pool"), of("pool-int8"));
        let without_long: Vec<_> = pool.iter().filter(|load| load.1 != "long").cloned().collect();
        assert_eq!(fastapi, without_long);
        assert!(int8.contains(&(Kind::Open { rate: 200.0 }, "mixed")) && int8.len() == pool.len() + 3);
    }
}
