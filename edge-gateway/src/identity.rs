//! Step 2: who is calling. Wires the crate `edge-auth` to this instance's stores, clock and network.
//!
//! Keys and signatures that held lie in the pod's local store, because every request needs them. It never fails open: a
//! store that is away, or keys that are too old and cannot be renewed, are 503; so is a deny-list that is too old, unless
//! the deployment has said otherwise (`deny_list_unknown`), and then the audit event tells.

use crate::problem::{Kind, Problem};
use crate::settings::{DenyListSettings, Unknown};
use crate::shared::Shared;
use crate::world::{Call, Method, Store, World};
use auth::{
    BearerToken, Caller, DenyList, Issuers, KeySet, KeySetError, KeyUrl, KeyWorld, MAX_KEY_SET_BYTES,
    Refusal, SeenSignatures, SignatureFact, StoreDown, TURN_SETTLE_MILLISECONDS, TurnStore, UnixSeconds,
    WAIT_STEP_MILLISECONDS,
};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Where the state of each issuer's key set lies in the store, and the mark of whoever may fetch it: this, and a name for
/// its source. Prefixed, as a store may be shared with others.
const STATE: &str = "anteroom:keys:";
const TURN: &str = "anteroom:keys-turn:";
/// How many requests wait for a fetch of it.
const WAITING: &str = "anteroom:keys-waiting:";
/// Where signatures that held are remembered: as many places as [`PLACES`], each for the last one that came to it.
const SEEN: &str = "anteroom:seen:";
/// A few hundred kilobytes of the store when all are taken. Tokens in use at the same time are fewer by far; two that meet in
/// one place only cost each other their arithmetic.
const PLACES: u16 = 4096;
/// Making the connection may take this much of the patience, the answer the rest.
const CONNECT_TIMEOUT_MS: u64 = 1000;

/// Verifies the request's token.
///
/// # Errors
/// 401 for whatever is wrong with the token, 503 where there are no usable keys.
pub fn verify<W: World>(world: &W, issuers: &Issuers, authorization: &[&[u8]]) -> Result<Caller, Problem> {
    let check = || -> Result<Caller, Refusal> {
        let token = BearerToken::from_authorization(authorization)?;
        let (issuer, inspected) = issuers.inspect(&token)?;
        let keys = keys(world, issuer, inspected.key_id())?;
        inspected.verify_with(&keys, UnixSeconds::from(world.now()), &Seen(world))
    };
    check().map_err(problem)
}

/// Refuses a caller whom the deny-list names; true where there is a list that could be asked.
///
/// # Errors
/// 401 for one who is named, 503 where there is no list and the deployment wants one.
pub fn not_denied<W: World>(
    world: &W,
    shared: &Shared<'_, W>,
    settings: DenyListSettings,
    caller: &Caller,
) -> Result<bool, Problem> {
    if !settings.on {
        return Ok(true);
    }
    match shared.deny_list(settings.hard_ms) {
        Some(list) if DenyList::new(&list).names(caller, world.now()) => Err(problem(Refusal::TokenRevoked)),
        Some(_) => Ok(true),
        None if settings.unknown == Unknown::Allow => Ok(false),
        None => Err(problem(Refusal::DenyListUnavailable)),
    }
}

/// Signatures that held, in the pod's store. Its failures cost arithmetic and nothing else.
struct Seen<'a, W>(&'a W);

fn place(fact: &SignatureFact) -> String {
    let [high, low, ..] = *fact;
    format!("{SEEN}{}", u16::from_be_bytes([high, low]) % PLACES)
}

impl<W: World> SeenSignatures for Seen<'_, W> {
    fn held(&self, fact: &SignatureFact) -> bool {
        matches!(self.0.load(Store::Local, &place(fact)), Ok(Some(known)) if known == fact)
    }

    fn remember(&self, fact: &SignatureFact) {
        let _ = self.0.save(Store::Local, &place(fact), fact);
    }
}

/// Whether tokens of any issuer could be verified now: one issuer that is away must not take the edge from the others.
///
/// # Errors
/// 503 where they could not.
pub fn ready<W: World>(world: &W, issuers: &Issuers) -> Result<(), Problem> {
    // First without asking anybody: a probe has no time for an issuer that stands still.
    let at_hand =
        |issuer: &auth::Settings| auth::has_keys(&Keys::of(world, issuer), &issuer.keys, issuer.key_policy);
    if issuers.iter().any(|issuer| at_hand(issuer) == Ok(true)) {
        return Ok(());
    }
    let mut refusal = Refusal::KeysUnavailable;
    for issuer in issuers.iter() {
        match keys(world, issuer, None) {
            Ok(_) => return Ok(()),
            Err(why) => refusal = why,
        }
    }
    Err(problem(refusal))
}

/// The answer to a refusal, with the challenge of RFC 6750.
#[must_use]
pub fn problem(refusal: Refusal) -> Problem {
    let kind = match refusal.status() {
        401 => Kind::Unauthorized,
        403 => Kind::InsufficientScope,
        _ => Kind::KeysUnavailable,
    };
    let mut problem = Problem::new(kind, refusal.reason(), refusal.detail());
    if let Some(challenge) = refusal.challenge() {
        problem = problem.with_header("www-authenticate", challenge);
    }
    if let Some(seconds) = refusal.retry_after() {
        problem = problem.with_header("retry-after", seconds.to_string());
    }
    problem
}

fn keys<W: World>(world: &W, issuer: &auth::Settings, key_id: Option<&str>) -> Result<KeySet, Refusal> {
    let keys = Keys::of(world, issuer);
    finish(auth::keys_for(&keys, &issuer.keys, issuer.key_policy, key_id)).ok_or(Refusal::KeysUnavailable)?
}

/// Runs a future whose every step is done when it is polled: this instance waits inside its calls, as WASI 0.2 has it.
fn finish<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

struct Keys<'a, W> {
    world: &'a W,
    /// For the log.
    issuer: &'a str,
    state: String,
    turn: String,
    waiting: String,
}

impl<'a, W: World> Keys<'a, W> {
    fn of(world: &'a W, issuer: &'a auth::Settings) -> Self {
        let [a, b, c, d, ..] = auth::digest(&[issuer.keys.id().as_bytes()]);
        let name = format!("{:08x}", u32::from_be_bytes([a, b, c, d]));
        let key = |kind: &str| format!("{kind}{name}");
        Self {
            world,
            issuer: issuer.verifier.issuer(),
            state: key(STATE),
            turn: key(TURN),
            waiting: key(WAITING),
        }
    }

    fn log(&self, event: &'static str, name: &'static str, value: impl Into<serde_json::Value>) {
        let line = serde_json::json!({"event": event, name: value.into(), "issuer": self.issuer});
        self.world.log(&line.to_string());
    }
}

impl<W: World> KeyWorld for Keys<'_, W> {
    fn now(&self) -> UnixSeconds {
        UnixSeconds::from(self.world.now())
    }

    fn load(&self) -> Result<Option<Vec<u8>>, StoreDown> {
        self.world.load(Store::Local, &self.state).map_err(|_| StoreDown)
    }

    fn save(&self, state: &[u8]) -> Result<(), StoreDown> {
        self.world.save(Store::Local, &self.state, state).map_err(|_| StoreDown)
    }

    /// A counter of this name would be litter; the crate makes an atomic step of reads, writes and a pause.
    fn take(&self, name: &str) -> Result<bool, StoreDown> {
        auth::take_turn(self, name)
    }

    fn forget(&self, _name: &str) {}

    fn waiting(&self, change: i64) -> Result<i64, StoreDown> {
        self.world.increment(Store::Local, &self.waiting, change).map_err(|_| StoreDown)
    }

    fn nobody_waits(&self) {
        let _ = self.world.delete(Store::Local, &self.waiting);
    }

    async fn fetch(&self, url: &KeyUrl, milliseconds: u64) -> Option<(u16, Vec<u8>)> {
        let reply = self.world.send(Call {
            method: Method::Get,
            origin: url.origin(),
            path: url.path(),
            headers: &[("accept", "application/json, application/jwk-set+json")],
            body: &[],
            connect_timeout_ms: CONNECT_TIMEOUT_MS,
            timeout_ms: milliseconds,
            // One more than is taken, so that a set that is too long is told apart from an answer that broke off.
            max_reply_bytes: MAX_KEY_SET_BYTES + 1,
        });
        match reply {
            Ok(reply) => Some((reply.status, reply.body)),
            Err(error) => {
                self.log("keys_unreachable", "cause", error.word());
                None
            }
        }
    }

    async fn pause(&self) {
        self.world.pause(WAIT_STEP_MILLISECONDS);
    }

    fn fetched(&self, outcome: Result<&KeySet, KeySetError>) {
        match outcome {
            Ok(keys) => self.log("keys_fetched", "usable", keys.usable()),
            Err(error) => self.log("keys_fetch_failed", "reason", error.reason()),
        }
    }
}

impl<W: World> TurnStore for Keys<'_, W> {
    fn load_mark(&self) -> Result<Option<Vec<u8>>, StoreDown> {
        self.world.load(Store::Local, &self.turn).map_err(|_| StoreDown)
    }

    fn save_mark(&self, mark: &[u8]) -> Result<(), StoreDown> {
        self.world.save(Store::Local, &self.turn, mark).map_err(|_| StoreDown)
    }

    fn random(&self) -> u128 {
        self.world.random()
    }

    fn settle(&self) {
        self.world.pause(TURN_SETTLE_MILLISECONDS);
    }
}
