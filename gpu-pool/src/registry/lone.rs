//! The engine for requests that are alone: whether a version has one, and of how many threads.
//!
//! Such a request is computed by one core where engines have one thread each, while the others are idle. What more threads
//! gain on it depends on machine and model, so it is measured when the version is loaded, and not assumed.

use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::card::Card;
use crate::engine::{Batch, Engine, EngineError, EngineFactory};
use crate::scheduler::WideEngine;
use crate::tokenize::Sequence;

/// What the operator wants: `--lone-threads`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoneThreads {
    /// As many as are measured to be worth it, or no such engine.
    Measured,
    /// No such engine.
    Off,
    /// So many.
    Fixed(usize),
}

impl LoneThreads {
    /// The flag's value for [`LoneThreads::Measured`].
    pub const MEASURED: &str = "measured";
}

impl FromStr for LoneThreads {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match (text, text.parse::<usize>()) {
            (Self::MEASURED, _) => Ok(Self::Measured),
            (_, Ok(0)) => Ok(Self::Off),
            (_, Ok(threads @ 2..=256)) => Ok(Self::Fixed(threads)),
            _ => Err("must be measured, 0 (no such engine) or a number from 2 to 256"),
        }
    }
}

impl std::fmt::Display for LoneThreads {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Measured => f.write_str(Self::MEASURED),
            Self::Off => f.write_str("0"),
            Self::Fixed(threads) => write!(f, "{threads}"),
        }
    }
}

/// What is measured: a sentence of usual length.
const TOKENS: usize = 32;
/// The one id that every vocabulary has.
const ID: u32 = 0;
/// Runs of each candidate, in turns with the others. The fastest counts: what slows one down is what else the machine does.
const ROUNDS: usize = 9;
/// No candidate has more: a row of 32 tokens has no work for them, and each candidate takes time to load.
const MOST_THREADS: usize = 16;
/// A wide engine takes at most this share of a narrow one's time, in percent, or there is none: it keeps others waiting.
const WORTH_IT: u128 = 90;
/// Where half of the narrow engine's runs took more than this of its fastest, in percent, the machine had other work, and that
/// no candidate gained says nothing.
const NOISY: u128 = 125;
/// Of candidates within this of the fastest, in percent of its time, the one of fewest threads is taken.
const AS_FAST: u128 = 105;

/// The engine that was chosen, and what makes another in its place.
pub(super) struct Chosen {
    pub(super) wide: WideEngine,
    pub(super) maker: Arc<dyn EngineFactory>,
}

impl Chosen {
    /// `None` where the number of threads cannot be chosen.
    fn make(
        maker: &Arc<dyn EngineFactory>,
        graph: &[u8],
        threads: usize,
    ) -> Result<Option<Self>, EngineError> {
        let Some(maker) = maker.alone(threads) else { return Ok(None) };
        Ok(Some(Self { wide: WideEngine { engine: maker.make(graph)?, threads }, maker }))
    }
}

/// A candidate with its fastest run.
struct Tried {
    chosen: Chosen,
    took: Duration,
}

/// Chooses among engines that `maker` makes beside `narrow`, of which there are `engines` of `threads` each. What comes out
/// is neither warm nor checked. `None` where no number of threads is worth it, or `maker` has no say in threads.
pub(super) fn choose(
    wanted: LoneThreads,
    maker: &Arc<dyn EngineFactory>,
    graph: &[u8],
    card: &Card,
    narrow: &mut dyn Engine,
    (engines, threads): (usize, usize),
) -> Result<Option<Chosen>, EngineError> {
    match wanted {
        LoneThreads::Off => return Ok(None),
        LoneThreads::Fixed(threads) => return Chosen::make(maker, graph, threads),
        LoneThreads::Measured => {}
    }
    let mut tried = Vec::new();
    for threads in candidates(engines, threads) {
        let Some(chosen) = Chosen::make(maker, graph, threads)? else { return Ok(None) };
        tried.push(Tried { chosen, took: Duration::MAX });
    }
    if tried.is_empty() {
        return Ok(None);
    }
    let mut batch = Batch::default();
    let row = Sequence::new(vec![ID; TOKENS.min(card.window)]);
    batch.fill(std::iter::once(&row), i64::from(card.pad));
    let mut alone = Vec::with_capacity(ROUNDS);
    // The first round is for first-time allocations.
    for round in 0..=ROUNDS {
        let narrow = run(narrow, &batch)?;
        if round > 0 {
            alone.push(narrow);
        }
        for Tried { chosen, took } in &mut tried {
            let now = run(chosen.wide.engine.as_mut(), &batch)?;
            if round > 0 {
                *took = now.min(*took);
            }
        }
    }
    let measured: Vec<(usize, Duration)> =
        tried.iter().map(|tried| (tried.chosen.wide.threads, tried.took)).collect();
    let best = best(&mut alone, &measured);
    let microseconds = |took: Duration| took.as_micros() as u64;
    for (threads, took) in measured {
        tracing::info!(
            threads,
            took_us = microseconds(took),
            narrow_us = alone.first().copied().map_or(0, microseconds),
            chosen = best == Some(threads),
            "an engine for requests that are alone was measured"
        );
    }
    Ok(tried.into_iter().map(|tried| tried.chosen).find(|chosen| best == Some(chosen.wide.threads)))
}

fn run(engine: &mut dyn Engine, batch: &Batch) -> Result<Duration, EngineError> {
    let started = Instant::now();
    engine.infer(batch)?;
    Ok(started.elapsed())
}

/// 2, 4, 8 and so on, up to all threads of the plan, and those: more than an engine has, and not more than the plan.
fn candidates(engines: usize, threads: usize) -> Vec<usize> {
    let all = (engines * threads).min(MOST_THREADS);
    let powers = std::iter::successors(Some(2_usize), |n| n.checked_mul(2)).take_while(|n| *n < all);
    powers.chain(std::iter::once(all)).filter(|n| *n > threads).collect()
}

/// The fewest threads that are about as fast as the fastest, if that gains enough on the runs of a narrow engine. Where none
/// does and the machine had other work meanwhile, the fewest of all: more threads take no more of the processor for the same
/// run, so that they cost little where they gain nothing, and the machine may be quiet later. Sorts the runs.
fn best(narrow: &mut [Duration], wide: &[(usize, Duration)]) -> Option<usize> {
    narrow.sort_unstable();
    let (alone, median) = (narrow.first()?.as_nanos(), narrow.get(narrow.len() / 2)?.as_nanos());
    let fastest = wide.iter().map(|(_, took)| took.as_nanos()).min()?;
    let good = |took: Duration| {
        let took = took.as_nanos() * 100;
        took <= fastest * AS_FAST && took <= alone * WORTH_IT
    };
    let noisy = median * 100 > alone * NOISY;
    let first = wide.first().filter(|_| noisy);
    wide.iter().find(|(_, took)| good(*took)).or(first).map(|(threads, _)| *threads)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_are_wider_than_an_engine_and_within_the_plan() {
        assert!(candidates(1, 1).is_empty() && candidates(1, 4).is_empty());
        assert_eq!(candidates(2, 1), [2]);
        assert_eq!(candidates(6, 1), [2, 4, 6]);
        assert_eq!(candidates(4, 2), [4, 8]);
        assert_eq!(candidates(64, 1), [2, 4, 8, 16]);
    }

    #[test]
    fn the_fewest_threads_that_are_as_fast_or_none_if_little_is_gained() {
        let ms = Duration::from_millis;
        let best = |wide: &[(usize, Duration)]| best(&mut [ms(104), ms(100), ms(190)], wide);
        assert_eq!(best(&[(2, ms(60)), (4, ms(41)), (8, ms(40))]), Some(4));
        assert_eq!(best(&[(2, ms(60)), (4, ms(80))]), Some(2));
        assert_eq!(best(&[(2, ms(95)), (4, ms(91))]), None);
        assert_eq!(best(&[(2, ms(90))]), Some(2));
        assert_eq!(best(&[]), None);
    }

    #[test]
    fn on_a_machine_with_other_work_nothing_gained_says_nothing() {
        let ms = Duration::from_millis;
        let best = |wide: &[(usize, Duration)]| best(&mut [ms(140), ms(100), ms(190)], wide);
        assert_eq!(best(&[(2, ms(130)), (4, ms(120))]), Some(2));
        assert_eq!(best(&[(2, ms(130)), (4, ms(80))]), Some(4));
        assert_eq!(best(&[]), None);
    }

    #[test]
    fn the_flag_is_a_word_or_a_number() {
        assert_eq!("measured".parse(), Ok(LoneThreads::Measured));
        assert_eq!("0".parse(), Ok(LoneThreads::Off));
        assert_eq!("4".parse(), Ok(LoneThreads::Fixed(4)));
        for wrong in ["1", "257", "", "-1", "all"] {
            assert!(wrong.parse::<LoneThreads>().is_err(), "{wrong}");
        }
        for text in ["measured", "0", "16"] {
            assert_eq!(text.parse::<LoneThreads>().expect("good").to_string(), text);
        }
    }
}
