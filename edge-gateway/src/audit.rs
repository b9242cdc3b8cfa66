//! Step 6: one event per decision, one line of JSON on standard error. Never text, never a token.

use crate::world::World;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is recorded of one request. Filled in as the steps go by; written once, when the answer is known and before it is
/// sent. An instance that the host ends (its limits, a trap) writes none: the host logs that itself.
#[derive(Debug, Default, Serialize)]
pub struct Event {
    /// Always `audit`: tells these lines apart from others.
    pub event: &'static str,
    /// Seconds since the Unix epoch.
    pub time: u64,
    /// The request id that the caller got back.
    pub request_id: String,
    /// `iss` of the verified token: whose subject and client these are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// `sub` of the verified token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Client id of the verified token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// The route's pattern (never the path as sent), or `unknown`.
    pub route: &'static str,
    /// Whether the request was carried out.
    pub decision: Decision,
    /// `ok`, or the stable word for what went wrong.
    pub reason: &'static str,
    /// HTTP status.
    pub status: u16,
    /// Removed spans by category, over all texts.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub deid: BTreeMap<String, usize>,
    /// The same spans by what was done with them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub actions: BTreeMap<&'static str, usize>,
    /// Where the check of the output failed: category and rule of what it found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub residue: Option<Residue>,
    /// What this request went without while a store was away: `deny_list` (not looked at), `shared_state` (limit and
    /// breaker were this pod's own), `limit` (not counted at all).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<&'static str>,
    /// Of a stream: what became of its lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<Lines>,
    /// Model that answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_version: Option<String>,
}

/// What became of a stream's lines. Lines that were read and not answered, because the caller left, are in neither.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Lines {
    /// Answered with a result.
    pub done: u64,
    /// Answered with an error.
    pub failed: u64,
}

/// What the check of the output found: a rule, never a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Residue {
    /// Stable name of the category.
    pub category: &'static str,
    /// Id of the rule.
    pub rule: &'static str,
}

/// Whether the request was carried out.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// It was.
    Allow,
    /// It was not.
    #[default]
    Deny,
}

impl Event {
    /// An event that begins now.
    #[must_use]
    pub fn begin<W: World>(world: &W, request_id: &str) -> Self {
        Self {
            event: "audit",
            time: world.now(),
            request_id: request_id.to_owned(),
            route: "unknown",
            ..Self::default()
        }
    }

    /// Writes the event.
    pub fn write<W: World>(&self, world: &W) {
        if let Ok(line) = serde_json::to_string(self) {
            world.log(&line);
        }
    }
}
