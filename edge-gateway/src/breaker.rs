//! The circuit breaker before the pool: after repeated failures nobody waits for it any more, until one probe succeeds.
//!
//! Called by `gateway` around each call to the pool. Closed, it counts failures since the last answer; at
//! `breaker_failures` it opens for `breaker_open_seconds`, in which every request gets its 503 at once. Then it is half
//! open: exactly one request of all pods is let through, and its outcome closes the breaker or opens it again.
//!
//! The state is in the shared store; each request reads its pod's copy, so an open breaker is seen by other pods within
//! [`crate::shared::COPY_FRESH_MS`], and by this one at once. With the store away each pod has its own.

use crate::problem::{Kind, Problem};
use crate::shared::{BREAKER, FAILURES, Shared};
use crate::world::World;

/// When it opens, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tolerance {
    /// Failures without an answer between them; at least 1.
    pub failures: i64,
    /// How long nobody asks the pool then, in milliseconds.
    pub open_ms: u64,
    /// A probe that has not ended after this is taken to be dead, in milliseconds: longer than any call may take.
    pub probe_ms: u64,
}

/// Open: until when, and an id of its own for this time.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Open {
    until_ms: u64,
    id: String,
}

impl Open {
    fn parse(state: &str) -> Option<Self> {
        let (until, id) = state.split_once(' ')?;
        Some(Self { until_ms: until.parse().ok()?, id: id.to_owned() })
    }
}

/// The right to call the pool once.
struct Pass {
    /// The probe's counter, to be removed when it is over.
    probe: Option<String>,
    /// When it was given, in milliseconds.
    since_ms: u64,
}

/// Calls the pool, if the breaker lets this request.
///
/// # Errors
/// 503 with `Retry-After` while it is open; otherwise what `call` gives.
pub fn guard<W: World, T>(
    world: &W,
    shared: &Shared<'_, W>,
    tolerance: Option<Tolerance>,
    call: impl FnOnce() -> Result<T, Problem>,
) -> Result<T, Problem> {
    let Some(tolerance) = tolerance else { return call() };
    let pass = enter(world, shared, tolerance)?;
    let outcome = call();
    let failed = outcome.as_ref().is_err_and(is_failure);
    leave(world, shared, tolerance, pass, failed);
    outcome
}

/// Whether the pool has failed. One that is full, or refuses this request, is alive.
fn is_failure(problem: &Problem) -> bool {
    match problem.kind {
        Kind::PoolUnavailable => problem.reason != "pool_full",
        Kind::BadPoolAnswer => problem.reason != crate::pool::REFUSES_REQUEST,
        Kind::PoolTimeout => true,
        _ => false,
    }
}

fn enter<W: World>(world: &W, shared: &Shared<'_, W>, tolerance: Tolerance) -> Result<Pass, Problem> {
    let (_, mut state) = shared.breaker();
    // The second turn is for a breaker that somebody else closed or opened again meanwhile.
    for _ in 0..2 {
        let now = world.now_ms();
        let Some(open) = Open::parse(&state) else { return Ok(Pass { probe: None, since_ms: now }) };
        let wait = open.until_ms.saturating_sub(now);
        // Longer than it is ever opened for: the clock was set back, and must not keep it open.
        if (1..=tolerance.open_ms).contains(&wait) {
            return Err(refused(wait));
        }
        let turn = now.saturating_sub(open.until_ms) / tolerance.probe_ms;
        let probe = |turn: u64| format!("{BREAKER}:probe:{}:{turn}", open.id);
        let taken = shared.increment(&probe(turn), 1);
        if taken.is_ok_and(|number| number > 1) {
            return Err(refused(1));
        }
        // The probe may have ended between our reading of the copy and our taking the turn.
        let latest = shared.load(BREAKER).ok().flatten().unwrap_or_default();
        let latest = String::from_utf8_lossy(&latest).into_owned();
        if latest == state || taken.is_err() {
            if turn > 0 {
                shared.delete(&probe(turn - 1));
            }
            world.log(r#"{"event":"breaker_probe"}"#);
            return Ok(Pass { probe: Some(probe(turn)), since_ms: now });
        }
        shared.delete(&probe(turn));
        shared.set_breaker(&latest);
        state = latest;
    }
    Err(refused(1))
}

fn leave<W: World>(world: &W, shared: &Shared<'_, W>, tolerance: Tolerance, pass: Pass, failed: bool) {
    let Some(probe) = pass.probe else {
        if failed {
            count_failure(world, shared, tolerance, pass.since_ms);
        } else if shared.breaker().0 > 0 {
            shared.delete(FAILURES);
            shared.set_failures(0);
        }
        return;
    };
    if failed {
        open(world, shared, tolerance);
    } else {
        shared.delete(BREAKER);
        shared.delete(FAILURES);
        shared.set_breaker("");
        world.log(r#"{"event":"breaker_closed"}"#);
    }
    // Last: whoever takes the turn after this finds another state.
    shared.delete(&probe);
}

fn count_failure<W: World>(world: &W, shared: &Shared<'_, W>, tolerance: Tolerance, since_ms: u64) {
    let (known, state, turned) = shared.breaker_by_now(since_ms);
    // Opened while this request waited, and perhaps closed again: it says nothing that was not known, and must not be counted for the
    // time after.
    if turned || Open::parse(&state).is_some() {
        return;
    }
    // Counted nowhere, it is at least known here.
    let failures = shared.increment(FAILURES, 1).unwrap_or(known + 1);
    if failures < tolerance.failures {
        shared.set_failures(failures);
    } else {
        open(world, shared, tolerance);
    }
}

fn open<W: World>(world: &W, shared: &Shared<'_, W>, tolerance: Tolerance) {
    let until = world.now_ms() + tolerance.open_ms;
    let open = format!("{until} {:016x}", world.random() as u64);
    let _ = shared.save(BREAKER, open.as_bytes());
    shared.delete(FAILURES);
    shared.set_breaker(&open);
    world.log(r#"{"event":"breaker_open"}"#);
}

fn refused(wait_ms: u64) -> Problem {
    Problem::new(
        Kind::PoolUnavailable,
        "breaker_open",
        "The inference pool has failed repeatedly and is left alone. Try again after `Retry-After` seconds.",
    )
    .with_header("retry-after", wait_ms.div_ceil(1000).max(1).to_string())
}

#[cfg(test)]
mod tests {
    use super::{Tolerance, guard};
    use crate::problem::{Kind, Problem};
    use crate::shared::Shared;
    use crate::world::SendError;
    use crate::world::fake::FakeWorld;
    use std::cell::Cell;

    const TOLERANCE: Tolerance = Tolerance { failures: 2, open_ms: 5000, probe_ms: 3000 };

    struct Pool {
        world: FakeWorld,
        asked: Cell<u32>,
    }

    impl Pool {
        fn new() -> Self {
            Self { world: FakeWorld::new(|_| Err(SendError::NotConnected)), asked: Cell::new(0) }
        }

        /// One request to a pool that does or does not work: the reason of its error, if any.
        fn request(&self, works: bool) -> Option<&'static str> {
            self.meanwhile(works, || {})
        }

        /// The same, with something that happens while the pool is asked.
        fn meanwhile(&self, works: bool, meanwhile: impl Fn()) -> Option<&'static str> {
            let shared = Shared::new(&self.world, 250);
            let call = || {
                self.asked.set(self.asked.get() + 1);
                meanwhile();
                if works { Ok(()) } else { Err(Problem::new(Kind::PoolTimeout, "pool_timeout", "")) }
            };
            guard(&self.world, &shared, Some(TOLERANCE), call).err().map(|problem| problem.reason)
        }

        fn pass(&self, milliseconds: u64) {
            self.world.clock_ms.set(self.world.clock_ms.get() + milliseconds);
        }
    }

    const OPEN: Option<&str> = Some("breaker_open");
    const FAILED: Option<&str> = Some("pool_timeout");

    #[test]
    fn row_53_opens_half_opens_and_closes() {
        let pool = Pool::new();
        assert_eq!((pool.request(false), pool.request(true), pool.request(false)), (FAILED, None, FAILED));
        assert_eq!((pool.request(false), pool.request(true)), (FAILED, OPEN));
        pool.pass(TOLERANCE.open_ms - 1);
        assert_eq!(pool.request(true), OPEN);
        pool.pass(1);
        // The probe fails, and it is open anew; then one succeeds. Others that come meanwhile are refused.
        let others = || {
            for _ in 0..5 {
                assert_eq!(pool.request(true), OPEN);
            }
        };
        assert_eq!((pool.meanwhile(false, others), pool.request(true)), (FAILED, OPEN));
        pool.pass(TOLERANCE.open_ms);
        assert_eq!((pool.meanwhile(true, others), pool.request(true)), (None, None));
        assert_eq!(pool.asked.get(), 7);
        assert!(pool.world.shared.borrow().keys().all(|key| !key.contains("probe")));
    }

    #[test]
    fn row_53_what_began_before_it_opened_does_not_change_that() {
        // Three wait together. Two fail and open it; whatever becomes of the third then, it is open, and one probe closes it.
        for third_works in [false, true] {
            let pool = Pool::new();
            let others = || {
                pool.request(false);
                pool.meanwhile(third_works, || {
                    assert_eq!(pool.request(false), FAILED);
                    assert_eq!(pool.request(true), OPEN);
                });
                assert_eq!(pool.request(true), OPEN);
            };
            pool.meanwhile(third_works, others);
            assert_eq!(pool.request(true), OPEN);
            pool.pass(TOLERANCE.open_ms);
            // One failure after the probe is one, not the last of many.
            assert_eq!((pool.request(true), pool.request(false), pool.request(true)), (None, FAILED, None));
        }
    }

    #[test]
    fn row_53_what_began_before_it_opened_is_not_counted_when_it_has_closed_again() {
        let pool = Pool::new();
        let waits = || {
            pool.pass(1);
            assert_eq!(
                (pool.request(false), pool.request(false), pool.request(true)),
                (FAILED, FAILED, OPEN)
            );
            pool.pass(TOLERANCE.open_ms);
            assert_eq!(pool.request(true), None);
            pool.pass(1);
        };
        let two_wait = || assert_eq!(pool.meanwhile(false, waits), FAILED);
        assert_eq!(pool.meanwhile(false, two_wait), FAILED);
        assert_eq!(pool.request(true), None);
    }

    #[test]
    fn row_53_a_probe_that_dies_is_followed_by_another() {
        let pool = Pool::new();
        assert_eq!((pool.request(false), pool.request(false)), (FAILED, FAILED));
        pool.pass(TOLERANCE.open_ms);
        let died = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            pool.meanwhile(true, || panic!("the instance is ended by its host"))
        }));
        assert!(died.is_err());
        pool.pass(TOLERANCE.probe_ms - 1);
        assert_eq!(pool.request(true), OPEN);
        pool.pass(1);
        assert_eq!((pool.request(true), pool.request(true)), (None, None));
        assert!(pool.world.shared.borrow().keys().all(|key| !key.contains("probe")));
    }

    #[test]
    fn row_53_a_clock_that_was_set_back_does_not_keep_it_open() {
        let pool = Pool::new();
        assert_eq!((pool.request(false), pool.request(false)), (FAILED, FAILED));
        pool.world.clock_ms.set(pool.world.clock_ms.get() - 3_600_000);
        assert_eq!(pool.request(true), None);
    }
}
