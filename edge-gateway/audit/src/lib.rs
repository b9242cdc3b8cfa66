//! The audit trail as a hash chain: what a link is, the program that appends (`audit-sink`), and the check of what it wrote.
//!
//! For whom: the edge component uses [`AuditKey`] and [`Receipt`] only; the sink and `cargo xtask audit verify` all of it.
//! What is in an event is the edge's business: here it is a line of JSON whose bytes are never changed.
//!
//! Instances of the edge live for one request and cannot hold a chain, and pods cannot share one without a lock. So one
//! process, the sink, puts all that it is handed into one order and one file, and answers when it is on the disk. A sink
//! beside each pod has a chain of its own; one for several pods has one for all.

#[cfg(feature = "cli")]
pub mod command;
mod key;
#[cfg(feature = "verify")]
mod record;
#[cfg(feature = "verify")]
mod ring;
#[cfg(feature = "verify")]
mod segments;
#[cfg(feature = "sink")]
pub mod sink;
#[cfg(feature = "verify")]
pub mod verify;

pub use key::{AuditKey, KeyTooShort, Link, MIN_KEY_BYTES, Receipt};
#[cfg(feature = "verify")]
pub use ring::KeyRing;

/// Where the sink takes an event (`POST`).
pub const APPEND_PATH: &str = "/v1/events";
/// Where the sink says that it can take one (`GET`).
pub const HEALTH_PATH: &str = "/healthz";
/// The header with [`AuditKey::tag`] of the body, in hexadecimal.
pub const TAG_HEADER: &str = "x-audit-tag";
/// The longest event, in bytes.
pub const MAX_EVENT_BYTES: usize = 64 << 10;
