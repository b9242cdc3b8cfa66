//! The second place of the audit trail: the append-only chain of the program `audit-sink` (crate `edge-audit`).
//!
//! Called by `gateway.rs` when a decision is made, and, where no request may pass unrecorded, before anything is forwarded.
//! Reached over HTTP, because an instance can end such a call in time; a call to a store over the network it cannot.
//! Must never hand over anything but audit events.

use crate::problem::{Kind, Problem};
use crate::settings::Source;
use crate::world::{Call, Method, Store, StoreError, World};
use audit_chain::{APPEND_PATH, AuditKey, HEALTH_PATH, Receipt, TAG_HEADER};
use std::cell::OnceCell;

/// Local: events that could not be handed over, and that no event has told of.
const LOST: &str = "anteroom:audit:lost";
/// Local: until when the sink is left alone, in milliseconds since the Unix epoch.
const AWAY: &str = "anteroom:audit:away";
/// Local: denials that were not handed over, and that no event has told of.
const LEFT_OUT: &str = "anteroom:audit:left-out";
/// So many denials of one kind are handed over in a minute, by a pod. With 500 bytes a record that is 43 MB a day for each kind,
/// however many are sent.
const DENIALS_A_MINUTE: i64 = 60;
/// How long a sink that failed is left alone, where requests go on without it. Until then each counts itself.
const LEFT_ALONE_MS: u64 = 5000;
/// A receipt is about 200 bytes.
const LARGEST_REPLY: usize = 1024;
/// What a caller is told to wait, in seconds.
const RETRY_SECONDS: u32 = 5;

/// Where the chain is, and what it means when it is away.
pub struct SinkSettings {
    /// Scheme, host and port of the sink.
    pub origin: String,
    /// What happens to a request whose event cannot be handed over.
    pub failing: Failing,
    /// How long one event may take.
    pub timeout_ms: u64,
    /// Shared with the sink.
    pub key: AuditKey,
}

/// What happens to a request whose event cannot be handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failing {
    /// 503. What a request will do is recorded before it is done, so nothing is forwarded unrecorded.
    Refuse,
    /// It goes on, and the next event that is handed over says how many are missing.
    Continue,
}

/// One request's way to the sink.
pub struct Sink<'a, W> {
    world: &'a W,
    source: &'a Source<'a, W>,
    settings: OnceCell<Option<SinkSettings>>,
}

/// What became of an event.
pub enum Handed {
    /// There is no sink.
    Nowhere,
    /// It is in the chain, at this place.
    Kept(Receipt),
    /// It is not, because enough denials of its kind are; it is counted.
    LeftOut,
    /// It is not, and the request goes on.
    Lost,
    /// It is not, and the request must not go on.
    Refused,
}

/// Denials that cost whoever causes them nothing: each kind has its own share of the chain, so that one flood hides no other.
#[derive(Clone, Copy)]
pub enum Cheap {
    /// Nobody is known who asked.
    OfNobody,
    /// A known caller over its rate, without the scope, or shut out.
    OfKnown,
}

impl Cheap {
    /// Local: the minute in which one was last handed over; with the minute behind it, how many in that one.
    const fn key(self) -> &'static str {
        match self {
            Self::OfNobody => "anteroom:audit:nobody",
            Self::OfKnown => "anteroom:audit:known",
        }
    }
}

/// What the chain has not been told yet.
#[derive(Clone, Copy, Default)]
pub struct Untold {
    /// Events that the sink did not take.
    pub lost: u64,
    /// Denials that were not handed over.
    pub left_out: u64,
}

impl<'a, W: World> Sink<'a, W> {
    /// Reads nothing yet.
    pub fn new(source: &'a Source<'a, W>) -> Self {
        Self { world: source.world(), source, settings: OnceCell::new() }
    }

    fn settings(&self) -> Option<&SinkSettings> {
        // Where it is configured wrongly, every request is refused for that, and there is nowhere to hand events to.
        self.settings.get_or_init(|| crate::settings::sink(self.source)).as_ref()
    }

    /// Before anything is forwarded: keeps what is going to happen, where a request may not go unrecorded.
    ///
    /// # Errors
    /// 503 where it cannot be kept.
    pub fn intend(&self, intent: impl FnOnce() -> Option<String>) -> Result<(), Problem> {
        let Some(settings) = self.settings().filter(|s| s.failing == Failing::Refuse) else { return Ok(()) };
        let kept = intent().and_then(|intent| self.append(settings, &intent));
        kept.map(|_| ()).ok_or_else(unavailable)
    }

    /// Hands over an event, of which `cheap` says what kind of denial it is; `event` makes its bytes, given what the chain has not
    /// been told before it.
    pub fn hand_over(&self, cheap: Option<Cheap>, event: impl FnOnce(Untold) -> Option<String>) -> Handed {
        let Some(settings) = self.settings() else { return Handed::Nowhere };
        if cheap.is_some_and(|kind| !self.has_room(kind.key())) {
            // Where even this cannot be counted, the line on standard error is left.
            let _ = self.count(LEFT_OUT, 1);
            return Handed::LeftOut;
        }
        let refuses = settings.failing == Failing::Refuse;
        let left_out = self.claim(LEFT_OUT);
        let lost = if refuses { 0 } else { self.claim(LOST) };
        let may_try = lost == 0 || !self.is_away();
        let untold = Untold { lost, left_out };
        let kept = if may_try { event(untold).and_then(|event| self.append(settings, &event)) } else { None };
        if let Some(receipt) = kept {
            return Handed::Kept(receipt);
        }
        if left_out > 0 {
            let _ = self.count(LEFT_OUT, left_out.cast_signed());
        }
        if refuses {
            return Handed::Refused;
        }
        if may_try {
            let until = (self.world.now_ms() + LEFT_ALONE_MS).to_string();
            let _ = self.world.save(Store::Local, AWAY, until.as_bytes());
        }
        let count = self.count(LOST, lost.cast_signed().saturating_add(1));
        let count = count.map_or_else(|StoreError| "null".to_owned(), |count| count.to_string());
        self.world.log(&format!(r#"{{"event":"audit_event_lost","untold":{count}}}"#));
        Handed::Lost
    }

    /// Whether the sink could take an event, where that matters to a request.
    ///
    /// # Errors
    /// 503 where it could not.
    pub fn ready(&self) -> Result<(), Problem> {
        let Some(settings) = self.settings().filter(|s| s.failing == Failing::Refuse) else { return Ok(()) };
        let reply = self.world.send(call(settings, Method::Get, HEALTH_PATH, &[], b""));
        reply.ok().filter(|reply| reply.status == 200).map(|_| ()).ok_or_else(unavailable)
    }

    fn append(&self, settings: &SinkSettings, event: &str) -> Option<Receipt> {
        let tag: String =
            settings.key.tag(event.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        let headers = [("content-type", "application/json"), (TAG_HEADER, tag.as_str())];
        let sent = self.world.send(call(settings, Method::Post, APPEND_PATH, &headers, event.as_bytes()));
        let cause = match sent {
            Ok(reply) if reply.status == 200 => {
                let receipt = str::from_utf8(&reply.body).ok().and_then(Receipt::parse);
                // Only the sink can make one: what else answers on its port has kept nothing.
                match receipt.filter(|receipt| receipt.is_for(&settings.key, event.as_bytes())) {
                    Some(receipt) => return Some(receipt),
                    None => "not_a_receipt",
                }
            }
            Ok(reply) if reply.status == 401 => "wrong_key",
            Ok(_) => "refused",
            Err(error) => error.word(),
        };
        self.world.log(&format!(r#"{{"event":"audit_sink_failed","cause":"{cause}"}}"#));
        None
    }

    fn is_away(&self) -> bool {
        let until = self.world.load(Store::Local, AWAY).ok().flatten();
        let until = until.and_then(|text| str::from_utf8(&text).ok()?.parse::<u64>().ok()).unwrap_or(0);
        // A clock that was set back must not keep it away.
        let now = self.world.now_ms();
        (now..=now + LEFT_ALONE_MS).contains(&until)
    }

    fn count(&self, what: &str, delta: i64) -> Result<i64, StoreError> {
        self.world.increment(Store::Local, what, delta)
    }

    /// Whether one more denial of a kind is handed over in this minute.
    fn has_room(&self, kind: &str) -> bool {
        let minute = (self.world.now_ms() / 60_000).to_string();
        let counter = |minute: &str| format!("{kind}:{minute}");
        let Ok(number) = self.count(&counter(&minute), 1) else { return false };
        if number == 1 {
            // The first of its minute takes the last counter away.
            let last = self.world.load(Store::Local, kind).ok().flatten();
            if let Some(last) = last.and_then(|last| String::from_utf8(last).ok()).filter(|l| *l != minute) {
                let _ = self.world.delete(Store::Local, &counter(&last));
            }
            let _ = self.world.save(Store::Local, kind, minute.as_bytes());
        }
        number <= DENIALS_A_MINUTE
    }

    /// Takes a count, so that two events do not both tell it.
    fn claim(&self, what: &str) -> u64 {
        let Ok(seen @ 1..) = self.count(what, 0) else { return 0 };
        let Ok(left) = self.count(what, -seen) else { return 0 };
        let too_much = left.min(0);
        if too_much < 0 {
            let _ = self.count(what, -too_much);
        }
        (seen + too_much).max(0).cast_unsigned()
    }
}

fn call<'a>(
    settings: &'a SinkSettings,
    method: Method,
    path: &'a str,
    headers: &'a [(&'a str, &'a str)],
    body: &'a [u8],
) -> Call<'a> {
    Call {
        method,
        origin: &settings.origin,
        path,
        headers,
        body,
        connect_timeout_ms: settings.timeout_ms,
        timeout_ms: settings.timeout_ms,
        max_reply_bytes: LARGEST_REPLY,
    }
}

/// The problem of a request that may not go unrecorded.
#[must_use]
pub fn unavailable() -> Problem {
    Problem::new(
        Kind::AuditUnavailable,
        "audit_sink_failed",
        "Requests cannot be recorded at the moment. Try again after `Retry-After` seconds.",
    )
    .with_header("retry-after", RETRY_SECONDS.to_string())
}
