//! The keys that a pod holds in its local store, and when to fetch them again: a state and the time in, a decision out.
//!
//! Called by `key_flow`, which does what is decided. It stores and fetches nothing itself.
//!
//! The rules (edge-behaviours rows 20 to 24):
//! - A set is *fresh* for `fresh_seconds`. That is how long a key that the issuer has withdrawn goes on working while
//!   the key server can be reached: the newer set replaces the older one whole.
//! - When it is no longer fresh, or a token names a key that is not in it, one fetch is due, at most one per
//!   [`FETCH_INTERVAL_SECONDS`] (while there never was a set, [`FIRST_FETCH_INTERVAL_SECONDS`]), whether it succeeds or
//!   not and however many requests ask.
//! - A set that could not be renewed is used up to `hard_seconds` after it was fetched, and not a second longer.
//! - A fetch that fails, or brings a set that is refused, changes nothing but the time of the last attempt.

use serde::{Deserialize, Serialize};

use crate::keys::{Stored, read};
use crate::{KeySet, KeySetError, UnixSeconds};

/// The least time between two attempts to fetch keys. A flood of invented key ids makes no more load on the issuer
/// than this, and a key that was published a moment ago is unknown for no longer than this.
pub const FETCH_INTERVAL_SECONDS: u64 = 30;

/// The same while no set was ever had: nobody can be served, so a pod that started before its issuer must not stay shut
/// for half a minute. Longer than [`FETCH_PATIENCE_SECONDS`], so that an attempt has ended before the next one.
pub const FIRST_FETCH_INTERVAL_SECONDS: u64 = 6;

/// How long requests wait for a fetch that another one has begun. The fetch itself must give up before that: after it,
/// the request that began it is taken to be dead.
pub const FETCH_PATIENCE_SECONDS: u64 = 5;

/// The furthest that the clock may have gone back since a time was stored. A time further in the future than this says
/// nothing: what it belongs to is taken to be older than any limit.
const CLOCK_STEP_SECONDS: u64 = 30;

/// The version of the stored form. Another one is read as nothing stored.
const FORMAT: u8 = 3;

/// How long keys are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyPolicy {
    /// Without asking again.
    pub fresh_seconds: u64,
    /// At all.
    pub hard_seconds: u64,
}

/// What to do for one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The stored set serves.
    Use,
    /// A fetch is due. Whoever takes the turn of this name makes it. The name is the same for all who saw the same
    /// state, and another one [`FETCH_INTERVAL_SECONDS`] later, in case the one who took it died.
    Fetch(String),
    /// Somebody is fetching, and the stored set does not serve this request.
    Wait,
    /// No set young enough, and no fetch is due.
    Unavailable,
}

/// What is known of one issuer's keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedKeys {
    /// Where they come from. A store that outlives a change of configuration must not lend another issuer's keys.
    source: String,
    attempted_at: Option<UnixSeconds>,
    /// The last attempt has not been heard of.
    pending: bool,
    good: Option<(UnixSeconds, KeySet)>,
}

impl CachedKeys {
    /// Nothing known of the keys at `source`.
    #[must_use]
    pub fn empty(source: &str) -> Self {
        Self { source: source.to_owned(), attempted_at: None, pending: false, good: None }
    }

    /// What to do for a request whose token names `key_id`.
    #[must_use]
    pub fn decide(&self, now: UnixSeconds, policy: KeyPolicy, key_id: Option<&str>) -> Decision {
        let serves = self.serves(now, policy, key_id);
        let fresh =
            self.good.as_ref().is_some_and(|(fetched_at, _)| age(*fetched_at, now) < policy.fresh_seconds);
        if serves && fresh {
            return Decision::Use;
        }
        let since_attempt = self.attempted_at.map_or(u64::MAX, |attempted_at| age(attempted_at, now));
        let interval =
            if self.good.is_some() { FETCH_INTERVAL_SECONDS } else { FIRST_FETCH_INTERVAL_SECONDS };
        if since_attempt >= interval {
            let epoch = self.attempted_at.unwrap_or_default();
            let slot = now.abs_diff(epoch) / interval;
            return Decision::Fetch(format!("{epoch}.{slot}"));
        }
        if !serves && self.pending && since_attempt <= FETCH_PATIENCE_SECONDS {
            return Decision::Wait;
        }
        // A key id that is still unknown is refused by `KeySet`; the others go on.
        if self.usable(now, policy).is_some() { Decision::Use } else { Decision::Unavailable }
    }

    /// The set, if it is young enough to be used.
    #[must_use]
    pub fn usable(&self, now: UnixSeconds, policy: KeyPolicy) -> Option<&KeySet> {
        self.good
            .as_ref()
            .filter(|(fetched_at, _)| age(*fetched_at, now) < policy.hard_seconds)
            .map(|(_, set)| set)
    }

    /// Whether the set is young enough and has the key.
    #[must_use]
    pub fn serves(&self, now: UnixSeconds, policy: KeyPolicy, key_id: Option<&str>) -> bool {
        self.usable(now, policy).is_some_and(|set| key_id.is_none_or(|key_id| set.has(key_id)))
    }

    /// Whether the last attempt was never heard of, although its time is over.
    pub(crate) fn was_lost(&self) -> bool {
        self.pending
    }

    /// An attempt begins. To be stored *before* the fetch, so that the others see it.
    pub fn begin(&mut self, now: UnixSeconds) {
        self.attempted_at = Some(now);
        self.pending = true;
    }

    /// An attempt has ended: the answer's status and body, or `None` if there was none.
    ///
    /// # Errors
    /// Why the answer was not taken. The last good set stays.
    pub fn finish(&mut self, now: UnixSeconds, answer: Option<(u16, &[u8])>) -> Result<&KeySet, KeySetError> {
        self.pending = false;
        let set = match answer {
            None => return Err(KeySetError::Unreachable),
            Some((200, body)) => KeySet::parse(body)?,
            Some((status, _)) => return Err(KeySetError::Status(status)),
        };
        let (_, set) = self.good.insert((now, set));
        Ok(set)
    }

    /// An attempt has ended before a key set could be asked for. The last good set stays.
    pub fn fail(&mut self) {
        self.pending = false;
    }

    /// For the store.
    #[must_use]
    pub fn to_cache(&self) -> Vec<u8> {
        let form = Form {
            format: FORMAT,
            source: &self.source,
            attempted_at: self.attempted_at,
            pending: self.pending,
            fetched_at: self.good.as_ref().map(|(fetched_at, _)| *fetched_at),
            keys: self.good.as_ref().map(|(_, set)| set.stored()).unwrap_or_default(),
        };
        // Strings, numbers and lists only: this cannot fail, and nothing stored is read as nothing known.
        postcard::to_allocvec(&form).unwrap_or_default()
    }

    /// From the store. Anything that is not of this form, or comes from another source, is nothing known.
    #[must_use]
    pub fn from_cache(bytes: &[u8], source: &str) -> Self {
        let Some(form) = read::<Form<'_>>(bytes) else {
            return Self::empty(source);
        };
        if form.format != FORMAT || form.source != source {
            return Self::empty(source);
        }
        let good =
            form.fetched_at.and_then(|fetched_at| Some((fetched_at, KeySet::from_stored(&form.keys)?)));
        Self { source: source.to_owned(), attempted_at: form.attempted_at, pending: form.pending, good }
    }

    pub(crate) fn into_usable(self, now: UnixSeconds, policy: KeyPolicy) -> Option<KeySet> {
        self.good.filter(|(fetched_at, _)| age(*fetched_at, now) < policy.hard_seconds).map(|(_, set)| set)
    }
}

/// The stored form: members in this order, each by its own length (postcard's wire format), so that keys are borrowed as they lie.
/// `format` stays first.
#[derive(Serialize, Deserialize)]
struct Form<'a> {
    format: u8,
    source: &'a str,
    attempted_at: Option<UnixSeconds>,
    pending: bool,
    fetched_at: Option<UnixSeconds>,
    #[serde(borrow)]
    keys: Vec<Stored<'a>>,
}

fn age(then: UnixSeconds, now: UnixSeconds) -> u64 {
    if then > now.saturating_add(CLOCK_STEP_SECONDS) { u64::MAX } else { now.saturating_sub(then) }
}
