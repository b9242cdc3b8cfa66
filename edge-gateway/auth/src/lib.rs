//! Who is calling, and what they may do: OAuth2 access tokens (RFC 6750, RFC 9068) and key sets (RFC 7517), as
//! pure logic.
//!
//! Called by the edge component, which does the reading and fetching; this crate has no I/O, no clock and no
//! global state, so every rule can be tested with a time and a store of the test's own making. The order of use:
//!
//! 1. [`Issuers::from_variables`]: the configuration, or every mistake in it.
//! 2. [`BearerToken::from_authorization`]: the header's one credential.
//! 3. [`Issuers::inspect`]: whose token it says it is, and everything that can be refused before any cryptography and
//!    before any key is looked up.
//! 4. [`keys_for`]: that issuer's keys, from the store or freshly fetched, by the rules of [`CachedKeys`].
//! 5. [`Inspected::verify`]: signature and claims, giving a [`Caller`].
//! 6. [`DenyList::names`]: whether an operator has shut the caller out.
//! 7. [`Caller::require`]: the scope of the route.
//!
//! Every way to fail is a [`Refusal`], which knows its status, its challenge, what the client may read and what the
//! audit trail records.
//!
//! Invariants:
//! - Only [`Inspected::verify_with`] makes a [`Caller`], and only after the signature held, now or before.
//! - HMAC and `none` cannot be named: [`Algorithm`] has no such member.
//! - No token, key or claim stands in an error, a `Debug` output or a challenge.
//! - Only `signature` knows `jsonwebtoken`. Its `decode` is deliberately absent: it reads the token a second time by
//!   laxer rules (duplicates, missing audiences), and two readings of one token are one too many.

mod alg;
mod bearer;
mod caller;
mod claims;
mod clock;
mod deny_list;
mod inspect;
mod issuers;
mod json;
mod key_cache;
mod key_flow;
mod key_source;
mod keys;
mod refusal;
mod scope;
mod seen;
mod settings;
mod signature;
mod turn;

pub use alg::Algorithm;
pub use bearer::{BearerToken, MAX_TOKEN_BYTES};
pub use caller::Caller;
pub use clock::{MAX_SKEW_SECONDS, UnixSeconds};
pub use deny_list::{DenyList, MAX_DENY_LIST_BYTES};
pub use inspect::{Inspected, TokenType, Verifier};
pub use issuers::{Issuers, MAX_ISSUERS};
pub use key_cache::{
    CachedKeys, Decision, FETCH_INTERVAL_SECONDS, FETCH_PATIENCE_SECONDS, FIRST_FETCH_INTERVAL_SECONDS,
    KeyPolicy,
};
pub use key_flow::{KeyWorld, MOST_WAITING, StoreDown, WAIT_STEP_MILLISECONDS, has_keys, keys_for};
pub use key_source::{KeySource, KeyUrl};
pub use keys::{KeySet, KeySetError, MAX_KEY_SET_BYTES, Skipped};
pub use refusal::Refusal;
pub use scope::{Scope, ScopeMap, Scopes};
pub use seen::{SeenSignatures, SignatureFact, digest};
pub use settings::{Mistake, Mistakes, Settings, variable};
pub use turn::{TURN_SETTLE_MILLISECONDS, TurnStore, take_turn};
