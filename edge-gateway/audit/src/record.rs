//! One line of a chain's file.

use crate::key::{AuditKey, Link, is_chain_name, parse_link};
use crate::ring::KeyRing;
use serde::Deserialize;
use serde_json::value::RawValue;

/// The link before the first record.
pub(crate) const NOTHING_BEFORE: Link = [0; 32];

/// A line, read; nothing about it is believed yet.
pub(crate) struct Record<'a> {
    pub(crate) chain: String,
    pub(crate) seq: u64,
    pub(crate) prev: Link,
    pub(crate) link: Link,
    /// Which key it says that it was made with; the first records of this project do not say.
    pub(crate) key: Option<String>,
    /// The event's bytes, as they came.
    pub(crate) event: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Members<'a> {
    chain: String,
    seq: u64,
    prev: String,
    link: String,
    key: Option<String>,
    #[serde(borrow)]
    event: &'a RawValue,
}

impl<'a> Record<'a> {
    pub(crate) fn parse(line: &'a str) -> Option<Self> {
        let members: Members<'a> = serde_json::from_str(line).ok()?;
        Some(Self {
            chain: Some(members.chain).filter(|name| is_chain_name(name))?,
            seq: members.seq,
            prev: parse_link(&members.prev)?,
            link: parse_link(&members.link)?,
            key: members.key,
            event: members.event.get(),
        })
    }

    /// The key whose holder wrote exactly this.
    pub(crate) fn writer<'k>(&self, keys: &'k KeyRing) -> Option<&'k AuditKey> {
        let place = (self.chain.as_str(), self.seq, &self.prev);
        keys.of_link(self.key.as_deref(), place, self.event.as_bytes(), &self.link)
    }
}

/// The line of an event, with its end.
#[cfg(any(feature = "sink", test))]
pub(crate) fn line(chain: &str, seq: u64, prev: &Link, link: &Link, key: &str, event: &str) -> String {
    let (prev, link) = (hex::encode(prev), hex::encode(link));
    format!(
        "{{\"chain\":\"{chain}\",\"seq\":{seq},\"prev\":\"{prev}\",\"link\":\"{link}\",\"key\":\"{key}\",\"event\":{event}}}\n"
    )
}
