//! When requests come and how long they are: the stated, seeded model of a hospital's day.
//!
//! Interactive requests come at random (a Poisson process) at a rate that follows the hour, with bursts at shift changes. Bulk is
//! one nightly job with a bounded number of requests in flight, as a program that streams notes through the edge has.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;

/// Seconds of a simulated day.
pub(super) const DAY: f64 = 86_400.0;

/// Relative rates at each full hour; in between a straight line. An assumption: a hospital writes most in the late morning and the
/// afternoon, and little, but never nothing, at night.
const HOSPITAL: [f64; 24] = [
    0.30, 0.25, 0.22, 0.20, 0.22, 0.35, 0.70, 1.20, 1.60, 1.90, 2.00, 1.85, 1.50, 1.60, 1.80, 1.75, 1.50,
    1.20, 1.00, 0.90, 0.75, 0.60, 0.45, 0.35,
];

/// The same for a practice that sleeps: open from 8 to 18, and now and then somebody on call.
const PRACTICE: [f64; 24] = [
    0.004, 0.004, 0.004, 0.004, 0.004, 0.004, 0.004, 0.3, 2.2, 2.8, 3.0, 2.6, 1.2, 2.2, 2.8, 2.6, 2.2, 1.0,
    0.2, 0.05, 0.02, 0.01, 0.004, 0.004,
];

/// Hours of shift changes: notes are signed and handed over.
const SHIFTS: [f64; 3] = [7.0, 15.0, 23.0];

/// A burst decays by e in so many hours.
const BURST_HOURS: f64 = 0.2;

/// How a day's traffic looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Shape {
    /// Day and night, with bursts at shift changes.
    Hospital,
    /// Open by day only.
    Practice,
    /// The same rate all the time: for comparison with closed formulas.
    #[cfg_attr(not(test), expect(dead_code, reason = "no site is like that"))]
    Even,
}

/// Lengths in tokens, special tokens included: log-normal, cut at `most`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Lengths {
    /// Mean of the distribution before it is cut.
    pub(super) mean: f64,
    /// Its median. Equal to the mean: all are of this length.
    pub(super) median: f64,
    /// Longest.
    pub(super) most: usize,
}

impl Lengths {
    fn draw(&self, dice: &mut ChaCha8Rng) -> usize {
        let sigma = (2.0 * (self.mean / self.median).ln()).max(0.0).sqrt();
        let length = self.median * (sigma * normal(dice)).exp();
        (length.round() as usize).clamp(3, self.most)
    }
}

/// A day's traffic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Traffic {
    /// How interactive requests are spread over the day.
    pub(super) shape: Shape,
    /// Interactive requests a day, bursts not counted.
    pub(super) requests: f64,
    /// At a shift change the rate is so many times the day's mean higher.
    pub(super) burst: f64,
    /// Lengths of interactive texts.
    pub(super) lengths: Lengths,
    /// Notes of the nightly job.
    pub(super) bulk_notes: u64,
    /// When it begins, in hours.
    pub(super) bulk_hour: f64,
    /// How many of its notes are asked for at a time.
    pub(super) bulk_in_flight: usize,
    /// Lengths of its notes.
    pub(super) bulk_lengths: Lengths,
}

impl Traffic {
    /// Rate of interactive requests at a time of day in seconds, per second.
    pub(super) fn rate(&self, time: f64) -> f64 {
        let mean = self.requests / DAY;
        let hours = match self.shape {
            Shape::Even => return mean,
            Shape::Hospital => &HOSPITAL,
            Shape::Practice => &PRACTICE,
        };
        let hour = (time / 3600.0).rem_euclid(24.0);
        let (before, part) = (hour as usize % 24, hour.fract());
        let curve = hours[before] * (1.0 - part) + hours[(before + 1) % 24] * part;
        let level = hours.iter().sum::<f64>() / 24.0;
        let bursts: f64 = match self.shape {
            Shape::Hospital => {
                let since = SHIFTS.iter().map(|shift| (hour - shift).rem_euclid(24.0));
                since.map(|hours| (-hours / BURST_HOURS).exp()).sum::<f64>() * self.burst
            }
            Shape::Practice | Shape::Even => 0.0,
        };
        mean * (curve / level + bursts)
    }

    /// No rate of the day is higher than this.
    fn highest(&self) -> f64 {
        let level = |hours: &[f64; 24]| {
            hours.iter().copied().fold(0.0, f64::max) / (hours.iter().sum::<f64>() / 24.0)
        };
        let curve = match self.shape {
            Shape::Even => return self.requests / DAY,
            Shape::Hospital => level(&HOSPITAL),
            Shape::Practice => level(&PRACTICE),
        };
        self.requests / DAY * (curve + 1.01 * self.burst)
    }
}

/// Draws arrivals. Two streams of numbers, so that a change of the bulk job leaves interactive arrivals as they are.
#[derive(Debug)]
pub(super) struct Arrivals {
    traffic: Traffic,
    interactive: ChaCha8Rng,
    bulk: ChaCha8Rng,
}

impl Arrivals {
    pub(super) fn new(traffic: Traffic, seed: u64) -> Self {
        let stream = |number| {
            let mut dice = ChaCha8Rng::seed_from_u64(seed);
            dice.set_stream(number);
            dice
        };
        Self { traffic, interactive: stream(1), bulk: stream(2) }
    }

    /// The next interactive request after `time` (seconds) and its length; `None` after the end of the day.
    ///
    /// By thinning (Lewis and Shedler 1979): candidates at the highest rate, of which each is kept with the rate of its time.
    pub(super) fn next(&mut self, mut time: f64) -> Option<(f64, usize)> {
        let highest = self.traffic.highest();
        if highest <= 0.0 {
            return None;
        }
        loop {
            time += -(1.0 - self.interactive.r#gen::<f64>()).ln() / highest;
            if time >= DAY {
                return None;
            }
            if self.interactive.r#gen::<f64>() * highest < self.traffic.rate(time) {
                return Some((time, self.traffic.lengths.draw(&mut self.interactive)));
            }
        }
    }

    /// Length of the next note of the nightly job.
    pub(super) fn note(&mut self) -> usize {
        self.traffic.bulk_lengths.draw(&mut self.bulk)
    }
}

/// A number of the standard normal distribution (Box and Muller 1958).
fn normal(dice: &mut ChaCha8Rng) -> f64 {
    let radius = (-2.0 * (1.0 - dice.r#gen::<f64>()).ln()).sqrt();
    radius * (std::f64::consts::TAU * dice.r#gen::<f64>()).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn traffic(shape: Shape, requests: f64) -> Traffic {
        let lengths = Lengths { mean: 40.0, median: 33.0, most: 512 };
        Traffic {
            shape,
            requests,
            burst: 2.0,
            lengths,
            bulk_notes: 0,
            bulk_hour: 1.0,
            bulk_in_flight: 1,
            bulk_lengths: lengths,
        }
    }

    #[test]
    fn as_many_come_as_the_rate_says() {
        for shape in [Shape::Hospital, Shape::Practice, Shape::Even] {
            let traffic = traffic(shape, 50_000.0);
            let expected: f64 = (0..86_400).map(|second| traffic.rate(f64::from(second))).sum();
            let (mut time, mut count, mut tokens, mut before) = (0.0, 0u32, 0, 0.0);
            let mut arrivals = Arrivals::new(traffic, 7);
            while let Some((next, length)) = arrivals.next(time) {
                assert!(next > before && (3..=512).contains(&length));
                (time, before) = (next, next);
                count += 1;
                tokens += length;
            }
            // Four standard deviations of a Poisson number.
            assert!(
                (f64::from(count) - expected).abs() < 4.0 * expected.sqrt(),
                "{shape:?}: {count} {expected}"
            );
            let mean = tokens as f64 / f64::from(count);
            assert!((mean - 40.0).abs() < 1.0, "{mean}");
        }
    }

    #[test]
    fn no_rate_is_above_the_highest() {
        for shape in [Shape::Hospital, Shape::Practice, Shape::Even] {
            let traffic = traffic(shape, 1000.0);
            assert!(
                (0..86_400).all(|second| traffic.rate(f64::from(second)) <= traffic.highest()),
                "{shape:?}"
            );
        }
    }
}
