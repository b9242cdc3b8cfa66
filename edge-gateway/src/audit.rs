//! Step 6: one event per decision, one line of JSON on standard error and, where there is a sink, in its hash chain. Never
//! text, never a token. `audit/event.schema.json` is the published form.

use crate::problem::Problem;
use crate::sink::{self, Cheap, Handed, Sink};
use crate::world::World;
use audit_chain::Receipt;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is recorded of one request. Filled in as the steps go by; written once, when the answer is known and before it is
/// sent. An instance that the host ends (its limits, a trap) writes none: the host writes one for it.
#[derive(Default, Serialize)]
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
    /// breaker were this pod's own), `limit` (not counted at all), `audit_sink` (this event is in no chain), `audit_chain` (nor is this one: a
    /// denial, of which enough are).
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
    /// Denials before this one that are on standard error only, where nobody has told it yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<u64>,
    /// Events before this one that the sink does not have, where nobody has told it yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<u64>,
    /// Where this event stands in the chain: on standard error only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sink: Option<Place>,
    /// What the caller has of the answer already.
    #[serde(skip)]
    pub answered: Answered,
}

/// What a caller has of its answer when the event is written.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// Nothing: what becomes of the event may still decide it.
    #[default]
    No,
    /// Status 200 and lines; only the end is missing.
    Open,
    /// It left before the end.
    Left,
}

/// A place in a chain: an anchor for whoever checks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The chain's name.
    pub chain: String,
    /// The record's number.
    pub seq: u64,
    /// Its link, in hexadecimal.
    pub link: String,
}

impl Place {
    fn of(receipt: &Receipt) -> Self {
        let link = receipt.link.iter().map(|byte| format!("{byte:02x}")).collect();
        Self { chain: receipt.chain.clone(), seq: receipt.seq, link }
    }
}

/// What is recorded before anything is forwarded, where no request may pass unrecorded: in the chain only, because it is no
/// decision's outcome. One that no event follows is of an instance that was ended in between.
#[derive(Serialize)]
struct Intent<'a> {
    event: &'static str,
    time: u64,
    request_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<&'a str>,
    route: &'static str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    deid: &'a BTreeMap<String, usize>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    actions: &'a BTreeMap<&'static str, usize>,
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

    /// What the sink is told before anything is forwarded.
    #[must_use]
    pub fn intent(&self) -> Option<String> {
        let intent = Intent {
            event: "audit_intent",
            time: self.time,
            request_id: &self.request_id,
            issuer: self.issuer.as_deref(),
            subject: self.subject.as_deref(),
            client: self.client.as_deref(),
            route: self.route,
            deid: &self.deid,
            actions: &self.actions,
        };
        serde_json::to_string(&intent).ok()
    }

    /// Hands the event to the sink and writes it to standard error.
    ///
    /// # Errors
    /// Where it is in no chain and must be: the request did not succeed then, and the line says so.
    pub fn write<W: World>(&mut self, world: &W, sink: &Sink<'_, W>) -> Result<(), Problem> {
        // Whoever causes these must not be able to fill a disk: without a token, or with one that is good for nothing more.
        let cheap = match (&self.issuer, self.status) {
            (None, _) => Some(Cheap::OfNobody),
            (Some(_), 401 | 403 | 429) => Some(Cheap::OfKnown),
            _ => None,
        };
        let handed = sink.hand_over(cheap, |untold| {
            self.lost = (untold.lost > 0).then_some(untold.lost);
            self.left_out = (untold.left_out > 0).then_some(untold.left_out);
            serde_json::to_string(self).ok()
        });
        let refused = match handed {
            Handed::Nowhere => None,
            Handed::Kept(receipt) => {
                self.sink = Some(Place::of(&receipt));
                None
            }
            Handed::LeftOut => {
                self.without.push("audit_chain");
                None
            }
            Handed::Lost => {
                (self.lost, self.left_out) = (None, None);
                self.without.push("audit_sink");
                None
            }
            Handed::Refused => {
                let problem = sink::unavailable();
                self.left_out = None;
                if self.answered == Answered::No {
                    (self.decision, self.reason) = (Decision::Deny, problem.reason);
                    self.status = problem.kind.parts().0;
                } else if self.reason == "ok" {
                    // What was answered was answered; its end is this problem.
                    self.reason = problem.reason;
                }
                self.without.push("audit_sink");
                Some(problem)
            }
        };
        if let Ok(line) = serde_json::to_string(self) {
            world.log(&line);
        }
        refused.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::{Decision, Event, Place, Residue};
    use std::collections::{BTreeMap, BTreeSet};

    /// Every member that an event can have is in the published schema, and the other way round. A new one does not compile
    /// here before it is named.
    #[test]
    fn the_schema_has_exactly_the_members_of_an_event() {
        let text = || Some("x".to_owned());
        let full = Event {
            event: "audit",
            time: 1,
            request_id: "r-1".to_owned(),
            issuer: text(),
            subject: text(),
            client: text(),
            route: "/v1/classify",
            decision: Decision::Allow,
            reason: "ok",
            status: 200,
            deid: BTreeMap::from([("NAME".to_owned(), 1)]),
            actions: BTreeMap::from([("mask", 1)]),
            residue: Some(Residue { category: "SSN", rule: "ssn.form" }),
            without: vec!["limit"],
            lines: Some(super::Lines { done: 1, failed: 0 }),
            model: text(),
            model_version: text(),
            left_out: Some(1),
            lost: Some(1),
            answered: super::Answered::No,
            sink: Some(Place { chain: "c".to_owned(), seq: 1, link: "0".repeat(64) }),
        };
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/audit/event.schema.json");
        let schema: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let names = |value: &serde_json::Value| -> BTreeSet<String> {
            value.as_object().unwrap().keys().cloned().collect()
        };
        let known = names(&schema["$defs"]["decision"]["properties"]);
        let made = serde_json::to_value(&full).unwrap();
        // `by` is the host's.
        assert_eq!(names(&made).into_iter().chain(["by".to_owned()]).collect::<BTreeSet<_>>(), known);
        let intent: serde_json::Value = serde_json::from_str(&full.intent().unwrap()).unwrap();
        assert_eq!(names(&intent), names(&schema["$defs"]["intent"]["properties"]));
        let validator = jsonschema::validator_for(&schema).unwrap();
        assert!(validator.is_valid(&made) && validator.is_valid(&intent));
        let least = serde_json::to_value(Event {
            event: "audit",
            request_id: "r".to_owned(),
            route: "unknown",
            reason: "ok",
            status: 200,
            ..Event::default()
        })
        .unwrap();
        let required = schema["$defs"]["decision"]["required"].as_array().unwrap();
        let required = required.iter().map(|name| name.as_str().unwrap().to_owned()).collect();
        assert_eq!(names(&least), required);
    }
}
