//! Getting the keys for one request: reads the store, fetches when it is this request's turn, waits when it is
//! another's.
//!
//! Called by the component with its own store, HTTP client and clock ([`KeyWorld`]); called by the tests with a
//! simulated one. Many instances run this at the same moment and share nothing but the store.

use std::future::Future;

use crate::key_cache::{CachedKeys, Decision, FETCH_PATIENCE_SECONDS, KeyPolicy};
use crate::key_source::{self, KeySource, KeyUrl};
use crate::{KeySet, KeySetError, Refusal, UnixSeconds};

/// How long to pause before the store is read again while another instance fetches. A fetch takes some tens of
/// milliseconds; this is short beside it and long beside a read of a local store.
pub const WAIT_STEP_MILLISECONDS: u64 = 10;

/// What all calls of one fetch may take together. The patience of those who wait is a second longer.
const FETCH_MILLISECONDS: u64 = (FETCH_PATIENCE_SECONDS - 1) * 1000;

/// How many requests may wait for one fetch. An issuer that takes connections and never answers must not hold every instance of a
/// host: who comes after these is told to try again. A pod that begins has its keys before it is ready, so few ever wait.
pub const MOST_WAITING: i64 = 32;

/// The store could not be read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreDown;

/// What the flow needs from outside. The store must be local to the process or pod: a call to it is made for every
/// request, and under Spin a call to a dead store over the network hangs for minutes.
pub trait KeyWorld {
    /// The time of day.
    fn now(&self) -> UnixSeconds;

    /// What [`Self::save`] stored last; `None` if nothing was.
    ///
    /// # Errors
    /// The store is down. Nothing stored is not an error.
    fn load(&self) -> Result<Option<Vec<u8>>, StoreDown>;

    /// Stores the state.
    ///
    /// # Errors
    /// The store is down.
    fn save(&self, state: &[u8]) -> Result<(), StoreDown>;

    /// Takes a name: true for one of those who ask for it and false for all others. By an atomic increment, or, in a
    /// store that has none, by [`crate::take_turn`]. One that always answers true lets all who ask at the same instant
    /// fetch.
    ///
    /// # Errors
    /// The store is down.
    fn take(&self, name: &str) -> Result<bool, StoreDown>;

    /// A counter of this name, if [`Self::take`] made one, is no longer needed. Failing to forget it is no more than
    /// litter.
    fn forget(&self, name: &str);

    /// Counts requests that wait for this source's fetch, in one atomic step: adds `change` and gives the sum.
    ///
    /// # Errors
    /// The store is down.
    fn waiting(&self, change: i64) -> Result<i64, StoreDown>;

    /// Who waited has died, together with whoever fetched: begins to count anew.
    fn nobody_waits(&self);

    /// Gets a key set or an issuer's metadata: status and body, or nothing. Must not follow redirects, must stop reading
    /// after [`crate::MAX_KEY_SET_BYTES`] and one byte, and must give up within so many milliseconds.
    fn fetch(&self, url: &KeyUrl, milliseconds: u64) -> impl Future<Output = Option<(u16, Vec<u8>)>>;

    /// Waits for [`WAIT_STEP_MILLISECONDS`].
    fn pause(&self) -> impl Future<Output = ()>;

    /// Told once per fetch how it ended, for logs and metrics.
    fn fetched(&self, outcome: Result<&KeySet, KeySetError>);
}

/// The keys to verify a token with that names `key_id`, from the source of the issuer that the token names.
///
/// A set may be given that lacks the key: then the token's key is unknown, and other tokens are not held up by it.
///
/// # Errors
/// [`Refusal::KeysUnavailable`] and [`Refusal::KeyStoreUnavailable`], both 503: never a reason to go on without keys.
pub async fn keys_for<W: KeyWorld>(
    world: &W,
    source: &KeySource,
    policy: KeyPolicy,
    key_id: Option<&str>,
) -> Result<KeySet, Refusal> {
    let mut waits = false;
    let keys = keys_or_wait(world, source, policy, key_id, &mut waits).await;
    if waits {
        let _ = world.waiting(-1);
    }
    keys
}

/// Whether there are keys that serve now, without fetching or waiting for any.
///
/// # Errors
/// [`Refusal::KeyStoreUnavailable`].
pub fn has_keys<W: KeyWorld>(world: &W, source: &KeySource, policy: KeyPolicy) -> Result<bool, Refusal> {
    Ok(load(world, source)?.serves(world.now(), policy, None))
}

async fn keys_or_wait<W: KeyWorld>(
    world: &W,
    source: &KeySource,
    policy: KeyPolicy,
    key_id: Option<&str>,
    waits: &mut bool,
) -> Result<KeySet, Refusal> {
    let give_up_at = world.now().saturating_add(FETCH_PATIENCE_SECONDS);
    loop {
        let cached = load(world, source)?;
        let now = world.now();
        let turn = match cached.decide(now, policy, key_id) {
            Decision::Use | Decision::Unavailable => return usable(cached, now, policy),
            Decision::Wait => None,
            Decision::Fetch(turn) => Some(turn),
        };
        if let Some(turn) = turn {
            // Old but young enough, and another one is at it, or nobody can be: then this is what there is.
            let serves = cached.serves(now, policy, key_id);
            match world.take(&turn) {
                Ok(true) => match fetch(world, source, &cached, &turn, serves).await? {
                    Some(renewed) => return usable(renewed, world.now(), policy),
                    None => continue,
                },
                Ok(false) | Err(StoreDown) if serves => return usable(cached, now, policy),
                Ok(false) => {}
                Err(StoreDown) => return Err(Refusal::KeyStoreUnavailable),
            }
        }
        if now > give_up_at {
            return usable(cached, now, policy);
        }
        if !*waits {
            *waits = true;
            if world.waiting(1).is_ok_and(|waiting| waiting > MOST_WAITING) {
                return Err(Refusal::KeysUnavailable);
            }
        }
        world.pause().await;
    }
}

/// The turn is ours; `None` if it had been somebody else's before.
async fn fetch<W: KeyWorld>(
    world: &W,
    source: &KeySource,
    seen: &CachedKeys,
    turn: &str,
    serves: bool,
) -> Result<Option<CachedKeys>, Refusal> {
    // It may have been taken, used and forgotten between our reading of the state and our taking it.
    let mut cached = load(world, source)?;
    if cached != *seen {
        world.forget(turn);
        return Ok(None);
    }
    if cached.was_lost() {
        world.nobody_waits();
    }
    cached.begin(world.now());
    let announced = world.save(&cached.to_cache());
    world.forget(turn);
    if announced.is_err() {
        // Unannounced, every request would fetch.
        return if serves { Ok(Some(cached)) } else { Err(Refusal::KeyStoreUnavailable) };
    }
    match locate(world, source).await {
        Ok((url, milliseconds)) => {
            let answer = world.fetch(&url, milliseconds).await;
            let answer = answer.as_ref().map(|(status, body)| (*status, body.as_slice()));
            world.fetched(cached.finish(world.now(), answer));
        }
        Err(error) => {
            cached.fail();
            world.fetched(Err(error));
        }
    }
    // If it cannot be stored, this request still has its keys; the others see the attempt and wait for the next.
    let _ = world.save(&cached.to_cache());
    Ok(Some(cached))
}

/// Where the key set is, and how many milliseconds are left to get it.
async fn locate<W: KeyWorld>(world: &W, source: &KeySource) -> Result<(KeyUrl, u64), KeySetError> {
    match source {
        KeySource::KeySet(url) => Ok((url.clone(), FETCH_MILLISECONDS)),
        KeySource::Metadata { url, issuer, origins } => {
            let share = FETCH_MILLISECONDS / 2;
            match world.fetch(url, share).await {
                None => Err(KeySetError::Unreachable),
                Some((200, body)) => Ok((key_source::keys_address(&body, issuer, origins)?, share)),
                Some((status, _)) => Err(KeySetError::MetadataStatus(status)),
            }
        }
    }
}

fn load<W: KeyWorld>(world: &W, source: &KeySource) -> Result<CachedKeys, Refusal> {
    let stored = world.load().map_err(|StoreDown| Refusal::KeyStoreUnavailable)?;
    let id = source.id();
    Ok(stored.map_or_else(|| CachedKeys::empty(&id), |bytes| CachedKeys::from_cache(&bytes, &id)))
}

fn usable(cached: CachedKeys, now: UnixSeconds, policy: KeyPolicy) -> Result<KeySet, Refusal> {
    cached.into_usable(now, policy).ok_or(Refusal::KeysUnavailable)
}
