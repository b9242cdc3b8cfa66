//! The audit line of a request for which the component wrote none: it was stopped, or never ran.
//!
//! For whom: [`super::handler`] and [`super::call`]. The form is that of the component's own events
//! (`edge-gateway/audit/event.schema.json`), so that one reader finds every decision. Never: a word of the request but its id.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::guest_log::GuestLog;

/// Writes the line of one request.
#[derive(Clone)]
pub(super) struct Audit {
    log: Arc<dyn GuestLog>,
    request_id: String,
}

impl Audit {
    pub(super) fn new(log: Arc<dyn GuestLog>, request_id: &str) -> Self {
        Self { log, request_id: request_id.to_owned() }
    }

    /// The request was not carried out; `status` is what the caller is told.
    pub(super) fn refused(&self, reason: &'static str, status: u16) {
        self.line("deny", reason, status);
    }

    /// The answer had begun with `status`, and was broken off.
    pub(super) fn broken_off(&self, reason: &'static str, status: u16) {
        self.line("allow", reason, status);
    }

    fn line(&self, decision: &str, reason: &'static str, status: u16) {
        let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let event = serde_json::json!({
            "event": "audit",
            "time": time,
            "request_id": self.request_id,
            "route": "unknown",
            "decision": decision,
            "reason": reason,
            "status": status,
            "by": "host",
        });
        self.log.line(event.to_string().as_bytes());
    }
}
