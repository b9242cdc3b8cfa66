//! The load that plans are measured under: sequences of the lengths that clinical notes have, so many in flight at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::error::Failure;
use crate::registry::model::Model;
use crate::scheduler::queue::Lane;
use crate::tokenize::Sequence;

/// Lengths are log-normal: half are below this.
const MEDIAN: f64 = 33.0;
/// Spread of their logarithm: 5 % are above 92 tokens, and the mean is 40.
const SPREAD: f64 = 0.62;
/// None is longer, nor than the model's window.
const LONGEST: usize = 128;
/// None is shorter: two special tokens and a word.
const SHORTEST: usize = 3;
/// So many, over and over.
const COUNT: usize = 1024;

/// Nothing that is measured waits this long.
const DEADLINE: Duration = Duration::from_secs(60);

/// Between looks whether a first sequence is answered.
const LOOK: Duration = Duration::from_millis(1);

/// Of a measurement, this part goes to requests that come alone.
const ALONE: u32 = 5;

/// The same sequences in every run.
#[derive(Debug)]
pub(super) struct Lengths(Vec<Sequence>);

impl Lengths {
    pub(super) fn of(model: &Model) -> Self {
        Self::make(model.card.window, model.vocabulary)
    }

    fn make(window: usize, vocabulary: u32) -> Self {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        // xorshift64 (Marsaglia 2003); from 0 to 1, without 0.
        let mut uniform = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            ((state >> 11) as f64 + 1.0) / (1_u64 << 53) as f64
        };
        let longest = LONGEST.min(window);
        let sequence = |number: usize| {
            // Box and Muller (1958).
            let normal = (-2.0 * uniform().ln()).sqrt() * (std::f64::consts::TAU * uniform()).cos();
            let length = (MEDIAN * (SPREAD * normal).exp()).round() as usize;
            let length = length.clamp(SHORTEST.min(longest), longest);
            let ids = (0..length).map(|at| (number * 31 + at * 17) as u32 % vocabulary.max(1));
            Sequence::new(ids.collect())
        };
        Self((0..COUNT).map(sequence).collect())
    }

    pub(super) fn longest(&self) -> usize {
        self.0.iter().map(Sequence::len).max().unwrap_or(0)
    }
}

/// What a plan did.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Measured {
    /// Tokens of answered sequences, padding not counted.
    pub(super) tokens_per_second: f64,
    /// Share of padding in what was computed, 0 to 1.
    pub(super) padding: f64,
    /// How far the two fastest rounds were apart, 0 to 1.
    pub(super) unsteady: f64,
    /// Half of the sequences that came alone took no longer.
    pub(super) alone: Duration,
}

/// The fastest round, with the shortest time that a sequence by itself took in any.
pub(super) fn fastest(rounds: &mut [Measured]) -> Measured {
    rounds.sort_by(|a, b| b.tokens_per_second.total_cmp(&a.tokens_per_second));
    let alone = rounds.iter().map(|round| round.alone).min().unwrap_or_default();
    match rounds {
        [first, second, ..] => {
            let unsteady = 1.0 - second.tokens_per_second / first.tokens_per_second.max(1e-9);
            Measured { unsteady, alone, ..*first }
        }
        _ => rounds.first().copied().unwrap_or_default(),
    }
}

/// Measures for `time`.
pub(super) async fn measure(
    model: &Arc<Model>,
    lengths: &Arc<Lengths>,
    in_flight: usize,
    time: Duration,
) -> Result<Measured, Failure> {
    let alone = one_at_a_time(model, lengths, time / ALONE).await?;
    let (before, padding_before) = model.metrics.computed();
    let time = time - time / ALONE;
    let began = Instant::now();
    let until = began + time;
    let (next, answered) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let mut callers = JoinSet::new();
    for _ in 0..in_flight {
        let (model, lengths) = (Arc::clone(model), Arc::clone(lengths));
        let (next, answered) = (Arc::clone(&next), Arc::clone(&answered));
        callers.spawn(async move {
            loop {
                let sequence = lengths.0[next.fetch_add(1, Ordering::Relaxed) % COUNT].clone();
                let tokens = sequence.len();
                if let Err(failure) = run(&model, sequence).await {
                    return failure;
                }
                answered.fetch_add(tokens, Ordering::Relaxed);
            }
        });
    }
    // However short the time, something is answered in it.
    loop {
        tokio::select! {
            () = tokio::time::sleep_until(until.into()) => {}
            Some(failed) = callers.join_next() => {
                return Err(failed.unwrap_or_else(|_panicked| Failure::engine("measuring panicked")));
            }
        }
        if answered.load(Ordering::Relaxed) > 0 {
            break;
        }
        tokio::time::sleep(LOOK).await;
    }
    let (took, answered) = (began.elapsed(), answered.load(Ordering::Relaxed));
    // What waits is given up, or a slow model would be measured for longer than was asked.
    callers.shutdown().await;
    let (tokens, padding) = model.metrics.computed();
    let (tokens, padding) = (tokens - before, padding - padding_before);
    Ok(Measured {
        tokens_per_second: answered as f64 / took.as_secs_f64().max(1e-9),
        padding: padding as f64 / ((tokens + padding) as f64).max(1.0),
        unsteady: 0.0,
        alone,
    })
}

async fn one_at_a_time(model: &Model, lengths: &Lengths, time: Duration) -> Result<Duration, Failure> {
    let until = Instant::now() + time;
    let mut times = Vec::new();
    for sequence in lengths.0.iter().cycle() {
        let began = Instant::now();
        run(model, sequence.clone()).await?;
        times.push(began.elapsed());
        if Instant::now() >= until {
            break;
        }
    }
    times.sort_unstable();
    Ok(times.get(times.len() / 2).copied().unwrap_or_default())
}

async fn run(model: &Model, sequence: Sequence) -> Result<(), Failure> {
    let deadline = Instant::now() + DEADLINE;
    model.scheduler.submit(vec![sequence], Lane::Interactive, deadline)?.wait().await.map(|_answer| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_those_of_notes_and_the_same_each_time() {
        let (one, other) = (Lengths::make(512, 1000), Lengths::make(512, 1000));
        assert_eq!(one.0, other.0);
        let mut lengths: Vec<usize> = one.0.iter().map(Sequence::len).collect();
        lengths.sort_unstable();
        let mean = lengths.iter().sum::<usize>() / COUNT;
        assert!((30..=36).contains(&lengths[COUNT / 2]), "median {}", lengths[COUNT / 2]);
        assert!((85..=100).contains(&lengths[COUNT * 95 / 100]), "95th {}", lengths[COUNT * 95 / 100]);
        assert!((37..=43).contains(&mean) && one.longest() <= LONGEST, "mean {mean}");
        assert!(Lengths::make(8, 10).0.iter().all(|s| s.len() <= 8 && s.ids().iter().all(|id| *id < 10)));
    }

    #[test]
    fn the_fastest_round_counts_and_says_how_far_the_next_was() {
        let mut rounds =
            [3.0, 1.0, 4.0].map(|speed| Measured { tokens_per_second: speed, ..Measured::default() });
        let found = fastest(&mut rounds);
        assert!((found.tokens_per_second - 4.0).abs() < 1e-9 && (found.unsteady - 0.25).abs() < 1e-9);
        assert_eq!(fastest(&mut []), Measured::default());
    }
}
