//! The load generator: offers requests and counts what becomes of them. It knows nothing of HTTP ([`http`]) nor of what a right
//! answer is ([`answers`]).
//!
//! Two ways to offer: *closed* (so many callers, each sends when it has its answer) and *open* (arrivals at a constant rate whatever
//! the system does). In the open loop latency counts from when a request was *to be* sent: a system that stalls is charged for
//! everybody who would have come meanwhile, and cannot hide it by slowing the generator down (coordinated omission).

pub mod answers;
pub mod http;
mod pace;
mod tally;

pub use pace::{Pace, pace};
pub use tally::Tally;

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

/// After a request that failed a caller of the closed loop rests for this long: a system that refuses at once would otherwise be
/// asked as fast as the machine can, and the count of errors would mean nothing.
const REST_AFTER_FAILURE: Duration = Duration::from_millis(10);

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Answered as expected.
    Right,
    /// Answered, but not as expected.
    Wrong,
    /// Not answered, or refused.
    Failed,
}

/// Sends one request and waits for its answer.
pub trait Caller: Send + Sync + 'static {
    /// Sends text number `text` of the set, and judges the answer.
    fn call(&self, text: usize) -> impl Future<Output = Outcome> + Send;
}

/// When is measured.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// When load begins.
    pub begin: Instant,
    /// Load that comes before and is not counted.
    pub warm_up: Duration,
    /// Length of the measurement.
    pub length: Duration,
    /// How long requests that are under way at its end may still take; then they count as failed.
    pub patience: Duration,
}

impl Window {
    /// When counting begins.
    #[must_use]
    pub fn from(&self) -> Instant {
        self.begin + self.warm_up
    }

    /// When it ends, and nothing more is sent.
    #[must_use]
    pub fn to(&self) -> Instant {
        self.from() + self.length
    }
}

/// `in_flight` callers over `texts` texts by turns. Counted is what ends within the window, and also every failure of what
/// was under way at its end.
pub async fn closed<C: Caller>(caller: &Arc<C>, texts: usize, in_flight: usize, window: Window) -> Tally {
    let (from, to) = (window.from(), window.to());
    let next = Arc::new(AtomicUsize::new(0));
    let mut callers = JoinSet::new();
    for _ in 0..in_flight {
        let (caller, next) = (Arc::clone(caller), Arc::clone(&next));
        callers.spawn(async move {
            let mut tally = Tally::default();
            while Instant::now() < to {
                let text = next.fetch_add(1, Ordering::Relaxed) % texts.max(1);
                let sent = Instant::now();
                let outcome =
                    timeout_at(to + window.patience, caller.call(text)).await.unwrap_or(Outcome::Failed);
                let ended = Instant::now();
                let within = ended >= from && ended <= to;
                if within || (ended > to && outcome != Outcome::Right) {
                    tally.record(outcome, ended - sent);
                    tally.answered_within += u64::from(within && outcome == Outcome::Right);
                }
                if outcome == Outcome::Failed {
                    tokio::time::sleep(REST_AFTER_FAILURE).await;
                }
            }
            tally
        });
    }
    let mut all = Tally::default();
    while let Some(joined) = callers.join_next().await {
        match joined {
            Ok(tally) => all.add(&tally),
            // A caller that panicked took a request with it.
            Err(_) => all.record(Outcome::Failed, Duration::ZERO),
        }
    }
    all.seconds = window.length.as_secs_f64();
    all
}

/// Requests at the times that `pace` gives, over `texts` texts by turns. Counted is every request that was *to be sent* within the
/// window, also one that is answered after it; one that is not answered within the patience has failed.
pub async fn open<C: Caller>(caller: &Arc<C>, texts: usize, mut pace: Pace, window: Window) -> Tally {
    let (from, to) = (window.from(), window.to());
    let give_up = to + window.patience;
    let mut under_way: JoinSet<(Instant, Instant, Outcome)> = JoinSet::new();
    let mut tally = Tally::default();
    let count = |tally: &mut Tally, intended: Instant, ended: Instant, outcome: Outcome| {
        if intended >= from && intended < to {
            tally.record(outcome, ended - intended);
        }
        // The rate of answers is that of the system, whoever asked: in an overload those of the warm-up are answered first.
        if ended >= from && ended <= to {
            tally.answered_within += u64::from(outcome == Outcome::Right);
        }
    };
    let mut arrivals = 0;
    loop {
        tokio::select! {
            biased;
            intended = pace.recv() => {
                let Some(intended) = intended.filter(|intended| *intended < to) else { break };
                let (caller, text) = (Arc::clone(caller), arrivals % texts.max(1));
                arrivals += 1;
                under_way.spawn(async move {
                    let outcome = timeout_at(give_up, caller.call(text)).await.unwrap_or(Outcome::Failed);
                    (intended, Instant::now(), outcome)
                });
            }
            Some(joined) = under_way.join_next() => match joined {
                Ok((intended, ended, outcome)) => count(&mut tally, intended, ended, outcome),
                Err(_) => tally.record(Outcome::Failed, Duration::ZERO),
            },
        }
    }
    while let Some(joined) = under_way.join_next().await {
        match joined {
            Ok((intended, ended, outcome)) => count(&mut tally, intended, ended, outcome),
            Err(_) => tally.record(Outcome::Failed, Duration::ZERO),
        }
    }
    tally.seconds = window.length.as_secs_f64();
    tally
}

#[cfg(test)]
mod tests;
