//! Step 3: no client sends more than its share.
//!
//! Called by `gateway` once the caller is known. A client may send `rate_requests` in any `rate_window_seconds`: that is
//! its steady rate and, all at once, its burst. A shorter window with fewer requests is the same rate with a smaller burst.
//!
//! The count is a sliding window made of two fixed ones: this window's requests, and the last one's by the part of it that
//! still lies inside a window's length, rounded down (exact, but for one request, where the last window's came evenly). Both are one number in the store, the last window's count in its upper half, so that a request
//! costs **one increment**. Only the first request of a client's window does more: it carries the old count over and
//! removes what nobody needs, so that a client has at most three keys, ever. Refused requests are taken back: whoever
//! keeps trying still gets the full rate, and not none.
//!
//! The client is the token's issuer and `client_id` (or `azp`), whatever its subject; in the store stands a hash of both.

use crate::problem::{Kind, Problem};
use crate::shared::Shared;
use crate::world::{StoreError, World};

/// Bits of the count of the window that is.
const CURRENT_BITS: u32 = 32;

/// How much a client may send; `requests` is at least 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Requests in any window.
    pub requests: u64,
    /// Length of the window, in milliseconds.
    pub window_ms: u64,
}

/// What came of counting one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    rate: Rate,
    /// Whether the request is within the rate.
    allowed: bool,
    /// How many more would be, now.
    left: u64,
    /// Until when `left` counts, in milliseconds: the end of this window.
    ends_in_ms: u64,
    /// When a refused client is served again, in milliseconds.
    retry_in_ms: u64,
}

impl Standing {
    /// `RateLimit-Policy` and `RateLimit`, by draft-ietf-httpapi-ratelimit-headers-10: the quota `q` in a window of `w`
    /// seconds, of which `r` is left for the next `t` seconds.
    #[must_use]
    pub fn headers(&self) -> [(&'static str, String); 2] {
        let Rate { requests, window_ms } = self.rate;
        [
            ("ratelimit-policy", format!("\"client\";q={requests};w={}", window_ms / 1000)),
            ("ratelimit", format!("\"client\";r={};t={}", self.left, seconds(self.ends_in_ms))),
        ]
    }

    /// 429 for a request over the rate.
    ///
    /// # Errors
    /// The problem, with `Retry-After`.
    pub fn check(&self) -> Result<(), Problem> {
        if self.allowed {
            return Ok(());
        }
        let Rate { requests, window_ms } = self.rate;
        let detail = format!(
            "This client may send {requests} requests in {} seconds. Try again after `Retry-After` seconds.",
            window_ms / 1000
        );
        Err(Problem::new(Kind::TooManyRequests, "rate_limited", detail)
            .with_header("retry-after", seconds(self.retry_in_ms).max(1).to_string()))
    }
}

/// Counts one request of the client that `issuer` vouches for.
///
/// # Errors
/// It could be counted nowhere.
pub fn count<W: World>(
    world: &W,
    shared: &Shared<'_, W>,
    rate: Rate,
    (issuer, client): (&str, &str),
) -> Result<Standing, StoreError> {
    let hash = auth::digest(&[issuer.as_bytes(), client.as_bytes()]);
    let client = u128::from_be_bytes(hash[..16].try_into().unwrap_or_default());
    let now = world.now_ms();
    let window = now / rate.window_ms;
    let newest = format!("anteroom:rate:{client:032x}");
    let counter = |window: u64| format!("{newest}:{window}");

    let (mut counted, place) = shared.count(&counter(window))?;
    if counted == 1 {
        let last = last_window(shared, &newest);
        if last.is_none_or(|last| last < window) {
            shared.save(&newest, window.to_string().as_bytes())?;
        }
        if let Some(last) = last.filter(|last| *last < window) {
            shared.delete(&counter(last.wrapping_sub(1)));
            if last + 1 == window {
                let before = current(shared.increment(&counter(last), 0)?);
                counted = shared.increment(&counter(window), before << CURRENT_BITS)?;
            } else {
                shared.delete(&counter(last));
            }
        }
    }
    let standing = judge(rate, counted, now);
    if !standing.allowed {
        // That it was not taken back costs the client one request.
        shared.take_back(place, &counter(window));
    }
    Ok(standing)
}

fn last_window<W: World>(shared: &Shared<'_, W>, key: &str) -> Option<u64> {
    str::from_utf8(&shared.load(key).ok()??).ok()?.parse().ok()
}

const fn current(counted: i64) -> i64 {
    if counted < 0 { 0 } else { counted & ((1 << CURRENT_BITS) - 1) }
}

/// Whether the last of `counted` requests is within the rate.
fn judge(rate: Rate, counted: i64, now: u64) -> Standing {
    let Rate { requests: quota, window_ms } = rate;
    let now_in = now % window_ms;
    let ends_in_ms = window_ms - now_in;
    let this = current(counted).unsigned_abs();
    // What was refused in the last window and not taken back in time does not count here.
    let last = (counted >> CURRENT_BITS).max(0).unsigned_abs().min(quota);
    let used = this + last * ends_in_ms / window_ms;
    let allowed = used <= quota;
    let retry_in_ms = if allowed {
        0
    } else if this <= quota {
        // Later in this window, when enough of the last one has slid out: last * rest / window < quota - this + 1.
        let room = quota - this + 1;
        let rest = (room * window_ms).div_ceil(last.max(1)).saturating_sub(1);
        ends_in_ms.saturating_sub(rest)
    } else {
        // In the next one, as soon as this one's `quota` requests begin to slide out.
        ends_in_ms + 1
    };
    Standing { rate, allowed, left: quota.saturating_sub(used), ends_in_ms, retry_in_ms }
}

fn seconds(milliseconds: u64) -> u64 {
    milliseconds.div_ceil(1000)
}

#[cfg(test)]
mod tests {
    use super::{Rate, Standing, count};
    use crate::shared::Shared;
    use crate::world::SendError;
    use crate::world::fake::FakeWorld;

    const RATE: Rate = Rate { requests: 10, window_ms: 60_000 };

    fn world() -> FakeWorld {
        let world = FakeWorld::new(|_| Err(SendError::NotConnected));
        // The beginning of a window.
        world.clock_ms.set(world.clock_ms.get() / RATE.window_ms * RATE.window_ms);
        world
    }

    fn send(world: &FakeWorld, client: &str) -> Standing {
        count(world, &Shared::new(world, 250), RATE, ("https://issuer.example", client)).unwrap()
    }

    fn pass(world: &FakeWorld, milliseconds: u64) {
        world.clock_ms.set(world.clock_ms.get() + milliseconds);
    }

    #[test]
    fn row_48_the_whole_rate_may_come_at_once_and_then_slides() {
        let world = world();
        let left: Vec<u64> = (0..10).map(|_| send(&world, "a").left).collect();
        assert_eq!(left, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
        assert!(!send(&world, "a").allowed);
        assert!(send(&world, "b").allowed, "another client");
        // Half a window into the next one, half of the ten have slid out.
        pass(&world, 90_000);
        assert_eq!((0..20).filter(|_| send(&world, "a").allowed).count(), 5);
        // A window without a request, and nothing is left of them.
        pass(&world, 120_000);
        assert_eq!((0..20).filter(|_| send(&world, "a").allowed).count(), 10);
    }

    #[test]
    fn row_48_whoever_keeps_trying_still_gets_the_full_rate() {
        let world = world();
        let mut allowed = 0;
        // Ten times the rate, for twenty windows.
        for _ in 0..2000 {
            allowed += u32::from(send(&world, "a").allowed);
            pass(&world, 600);
        }
        assert!((190..=210).contains(&allowed), "{allowed} of 200");
    }

    #[test]
    fn row_48_retry_after_is_when_a_request_is_let_in_again() {
        // Bursts at many moments of a window, after another burst in the one before.
        for before in [0, 3, 10] {
            for at in [0, 1, 17_000, 30_000, 59_999] {
                let world = world();
                for _ in 0..before {
                    send(&world, "a");
                }
                pass(&world, RATE.window_ms + at);
                let refused = loop {
                    let standing = send(&world, "a");
                    if !standing.allowed {
                        break standing;
                    }
                };
                assert!(refused.check().is_err());
                assert!(refused.retry_in_ms > 0);
                if refused.retry_in_ms > 2 {
                    pass(&world, refused.retry_in_ms - 2);
                    assert!(!send(&world, "a").allowed, "too early: {before} {at} {refused:?}");
                    pass(&world, 2);
                } else {
                    pass(&world, refused.retry_in_ms);
                }
                assert!(send(&world, "a").allowed, "{before} {at} {refused:?}");
            }
        }
    }

    #[test]
    fn row_48_a_request_is_one_increment_and_a_client_three_keys() {
        let world = world();
        send(&world, "a");
        for _ in 0..5 {
            let before = world.shared_calls.get();
            send(&world, "a");
            assert_eq!(world.shared_calls.get() - before, 1);
        }
        for gap in [1, 1, 2, 1, 7, 1, 1] {
            pass(&world, gap * RATE.window_ms);
            send(&world, "a");
            send(&world, "a");
            let keys = world.shared.borrow().len();
            assert!(keys <= 3, "{keys} keys");
        }
        assert!(world.shared.borrow().keys().all(|key| !key.contains("client")));
    }

    #[test]
    fn row_48_headers() {
        let world = world();
        pass(&world, 500);
        let standing = send(&world, "a");
        assert_eq!(
            standing.headers().map(|(name, value)| format!("{name}: {value}")),
            [r#"ratelimit-policy: "client";q=10;w=60"#, r#"ratelimit: "client";r=9;t=60"#]
        );
    }

    #[test]
    fn row_48_what_is_taken_back_is_taken_where_it_was_counted() {
        let world = world();
        for _ in 0..10 {
            assert!(send(&world, "a").allowed);
        }
        // The count takes longer than the request may wait, so the store is left alone before it is taken back.
        world.shared_takes_ms.set(300);
        assert!(!send(&world, "a").allowed);
        world.shared_takes_ms.set(0);
        // By itself, for ten seconds: ten, and not eleven.
        let allowed = (0..20).filter(|_| send(&world, "a").allowed).count();
        assert_eq!(allowed, 10);
    }

    #[test]
    fn row_48_a_store_that_is_away_leaves_each_pod_its_own_count() {
        let world = world();
        world.shared_fails.set(true);
        let shared = Shared::new(&world, 250);
        let allowed =
            |_: &i32| count(&world, &shared, RATE, ("https://issuer.example", "a")).unwrap().allowed;
        assert_eq!((0..20).filter(allowed).count(), 10);
        assert!(shared.was_alone());
    }
}
