//! Getting the keys for one request: reads the store, fetches when it is this request's turn, waits when it is
//! another's.
//!
//! Called by the component with its own store, HTTP client and clock ([`KeyWorld`]); called by the tests with a
//! simulated one. Many instances run this at the same moment and share nothing but the store.
//!
//! Spin's key-value interface has no atomic operation, so a turn is taken in three steps: whoever finds it free writes
//! a random mark, waits for [`SETTLE_MILLISECONDS`], and has the turn if the mark still stands and the state is still
//! the one that was seen. Two requests fetch only if one of them stands still for that long between two calls to a
//! local store; nothing worse than a second fetch comes of it.

use crate::key_cache::{CachedKeys, Decision, FETCH_PATIENCE_SECONDS, KeyPolicy};
use crate::{KeySet, KeySetError, Refusal, UnixSeconds};

/// How long to pause before the store is read again while another instance fetches. A fetch takes some tens of
/// milliseconds; this is short beside it and long beside a read of a local store.
pub const WAIT_MILLISECONDS: u64 = 10;

/// How long a mark must stand. Long beside two calls to a local store; paid once per fetch.
const SETTLE_MILLISECONDS: u64 = 10;

/// The store could not be read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreDown;

/// What the flow needs from outside. The store must be local to the process or pod: it is called for every request,
/// and under Spin a call to a dead store over the network hangs for minutes.
pub trait KeyWorld {
    /// The time of day.
    fn now(&self) -> UnixSeconds;

    /// A fresh random number, so that two requests' marks differ. It protects nothing.
    fn random(&self) -> u128;

    /// The value stored under `key`, if any.
    ///
    /// # Errors
    /// The store is down. Nothing stored is not an error.
    fn load(&self, key: &str) -> Result<Option<Vec<u8>>, StoreDown>;

    /// Stores a value.
    ///
    /// # Errors
    /// The store is down.
    fn save(&self, key: &str, value: &[u8]) -> Result<(), StoreDown>;

    /// Fetches the key set: status and body, or nothing. Must not follow redirects, must stop reading after
    /// [`crate::MAX_KEY_SET_BYTES`] and one byte, and must give up within [`FETCH_PATIENCE_SECONDS`].
    fn fetch(&self) -> Option<(u16, Vec<u8>)>;

    /// Lets time pass.
    fn pause(&self, milliseconds: u64);

    /// Told once per fetch how it ended, for logs and metrics.
    fn fetched(&self, outcome: Result<&KeySet, KeySetError>);
}

/// The keys to verify a token with that names `key_id`; `source` is the address that they are fetched from.
///
/// A set may be given that lacks the key: then the token's key is unknown, and other tokens are not held up by it.
///
/// # Errors
/// [`Refusal::KeysUnavailable`] and [`Refusal::KeyStoreUnavailable`], both 503: never a reason to go on without keys.
pub fn keys_for<W: KeyWorld>(
    world: &W,
    source: &str,
    policy: KeyPolicy,
    key_id: Option<&str>,
) -> Result<KeySet, Refusal> {
    let flow = Flow {
        world,
        source,
        policy,
        state_key: format!("auth/keys {source}"),
    };
    let give_up_at = world.now().saturating_add(FETCH_PATIENCE_SECONDS);
    loop {
        let cached = flow.load()?;
        let now = world.now();
        let turn = match cached.decide(now, policy, key_id) {
            Decision::Use | Decision::Unavailable => return flow.usable(cached),
            Decision::Wait => None,
            Decision::Fetch(turn) => Some(turn),
        };
        if let Some(turn) = turn {
            // Old but young enough, and another one is at it, or nobody can be: then this is what there is.
            let serves = cached.serves(now, policy, key_id);
            match flow.take(&turn) {
                Ok(true) => {
                    if let Some(renewed) = flow.fetch(&cached, serves)? {
                        return flow.usable(renewed);
                    }
                    continue;
                }
                Ok(false) | Err(StoreDown) if serves => return flow.usable(cached),
                Ok(false) => {}
                Err(StoreDown) => return Err(Refusal::KeyStoreUnavailable),
            }
        }
        if now > give_up_at {
            return flow.usable(cached);
        }
        world.pause(WAIT_MILLISECONDS);
    }
}

struct Flow<'a, W> {
    world: &'a W,
    source: &'a str,
    policy: KeyPolicy,
    state_key: String,
}

impl<W: KeyWorld> Flow<'_, W> {
    fn load(&self) -> Result<CachedKeys, Refusal> {
        let stored = self
            .world
            .load(&self.state_key)
            .map_err(|StoreDown| Refusal::KeyStoreUnavailable)?;
        let empty = || CachedKeys::empty(self.source);
        Ok(stored.map_or_else(empty, |bytes| CachedKeys::from_cache(&bytes, self.source)))
    }

    fn usable(&self, cached: CachedKeys) -> Result<KeySet, Refusal> {
        cached
            .into_usable(self.world.now(), self.policy)
            .ok_or(Refusal::KeysUnavailable)
    }

    /// Whether the turn of this name is ours.
    fn take(&self, turn: &str) -> Result<bool, StoreDown> {
        let key = format!("auth/turn {}", self.source);
        let taken = self.world.load(&key)?;
        if taken.is_some_and(|mark| mark.split(|byte| *byte == b' ').next() == Some(turn.as_bytes())) {
            return Ok(false);
        }
        let mark = format!("{turn} {:032x}", self.world.random());
        self.world.save(&key, mark.as_bytes())?;
        self.world.pause(SETTLE_MILLISECONDS);
        Ok(self.world.load(&key)?.as_deref() == Some(mark.as_bytes()))
    }

    /// The turn is ours; `None` if it had been somebody else's before.
    fn fetch(&self, seen: &CachedKeys, serves: bool) -> Result<Option<CachedKeys>, Refusal> {
        let mut cached = self.load()?;
        if cached != *seen {
            return Ok(None);
        }
        cached.begin(self.world.now());
        if self.world.save(&self.state_key, &cached.to_cache()).is_err() {
            // Unannounced, every request would fetch.
            return if serves {
                Ok(Some(cached))
            } else {
                Err(Refusal::KeyStoreUnavailable)
            };
        }
        let answer = self.world.fetch();
        let answer = answer.as_ref().map(|(status, body)| (*status, body.as_slice()));
        self.world.fetched(cached.finish(self.world.now(), answer));
        // If it cannot be stored, this request still has its keys; the others see the attempt and wait for the next.
        let _ = self.world.save(&self.state_key, &cached.to_cache());
        Ok(Some(cached))
    }
}
