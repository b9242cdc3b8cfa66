//! Checks a chain: names each record that was edited, is missing, stands elsewhere or twice, and an end that was cut off.
//!
//! For whom: `verify` of `audit-sink` and `cargo xtask audit` ([`crate::command`]), and the sink itself before it appends.

use crate::key::{Link, parse_link};
use crate::record::{NOTHING_BEFORE, Record};
use crate::ring::KeyRing;
use crate::segments;
use anyhow::{Context, Result};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::BufRead;
use std::path::{Path, PathBuf};

/// A place of a chain as somebody else remembers it: the edge's log line, or a note of an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The chain's name.
    pub chain: String,
    /// The record's number.
    pub seq: u64,
    /// Its link.
    pub link: Link,
}

impl Anchor {
    /// Reads `chain:seq:link`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let (chain, seq, link) = (parts.next()?, parts.next()?.parse().ok()?, parse_link(parts.next()?)?);
        parts.next().is_none().then(|| Self { chain: chain.to_owned(), seq, link })
    }
}

/// Something that is not as it was written. Lines are counted from 1; records by their number, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A line is no record at all.
    NotARecord {
        /// The line.
        line: u64,
    },
    /// The last line has no end: it is being written, or whoever wrote it was stopped.
    Unfinished {
        /// The line.
        line: u64,
    },
    /// A record is not what was written: its event, number or links were changed, or the key is another.
    Edited {
        /// The line.
        line: u64,
        /// The number that it gives itself.
        seq: u64,
    },
    /// A record was made with a key that is not among those given.
    UnknownKey {
        /// The line.
        line: u64,
        /// The number that it gives itself.
        seq: u64,
        /// The key that it names.
        key: String,
    },
    /// A record was made with a key that the sink had been told to take no more.
    RetiredKey {
        /// The line.
        line: u64,
        /// Its number.
        seq: u64,
        /// The key that it names.
        key: String,
    },
    /// A record of another chain.
    OtherChain {
        /// The line.
        line: u64,
    },
    /// Records are not there.
    Missing {
        /// The first.
        from: u64,
        /// The last.
        to: u64,
    },
    /// A record stands behind later ones.
    OutOfOrder {
        /// The line.
        line: u64,
        /// Its number.
        seq: u64,
    },
    /// A record is there again.
    Repeated {
        /// The line.
        line: u64,
        /// Its number.
        seq: u64,
    },
    /// A record was written behind another one than the one that stands before it: an end was replaced.
    Forked {
        /// The line.
        line: u64,
        /// Its number.
        seq: u64,
    },
    /// An anchor knows of records behind the last one.
    Truncated {
        /// The last record that is there; none where there is none.
        end: Option<u64>,
        /// The last one that an anchor knows.
        known: u64,
    },
    /// An anchor knows another record at this place: the chain was written anew by a holder of the key.
    Rewritten {
        /// The record's number.
        seq: u64,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotARecord { line } => write!(f, "line {line} is no record"),
            Self::Unfinished { line } => write!(f, "line {line}, the last one, is not finished"),
            Self::Edited { line, seq } => write!(f, "record {seq} (line {line}) was edited"),
            Self::UnknownKey { line, seq, key } => {
                write!(f, "record {seq} (line {line}) names the key {key}, which was not given")
            }
            Self::RetiredKey { line, seq, key } => {
                write!(
                    f,
                    "record {seq} (line {line}) was made with the key {key} after that had been retired"
                )
            }
            Self::OtherChain { line } => write!(f, "line {line} is of another chain"),
            Self::Missing { from, to } if from == to => write!(f, "record {from} is missing"),
            Self::Missing { from, to } => write!(f, "records {from} to {to} are missing"),
            Self::OutOfOrder { line, seq } => write!(f, "record {seq} (line {line}) is not in its place"),
            Self::Repeated { line, seq } => write!(f, "record {seq} (line {line}) is there more than once"),
            Self::Forked { line, seq } => {
                write!(f, "record {seq} (line {line}) followed another record than the one before it")
            }
            Self::Truncated { end: Some(end), known } => {
                write!(f, "the end is cut off: the last record is {end}, an anchor knows {known}")
            }
            Self::Truncated { end: None, known } => {
                write!(f, "the chain is gone: an anchor knows record {known}")
            }
            Self::Rewritten { seq } => {
                write!(f, "record {seq} is another one than an anchor knows: it was rewritten with the key")
            }
        }
    }
}

/// What a chain holds.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The chain's name; none in an empty file.
    pub chain: Option<String>,
    /// Authentic records.
    pub records: u64,
    /// The last of them in order.
    pub last: Option<(u64, Link)>,
    /// All that is wrong.
    pub findings: Vec<Finding>,
    /// Requests that were going to forward and whose end was not recorded: the instance was killed, or still runs.
    pub open: Vec<String>,
    /// Events that edges say they could not hand over.
    pub lost: u64,
    /// Denials that edges say are on their standard error only.
    pub left_out: u64,
    /// The files, in order; lines are counted over all of them.
    pub files: Vec<PathBuf>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.chain.as_deref().unwrap_or("none");
        writeln!(f, "chain {name}: {} records", self.records)?;
        if let Some((seq, link)) = &self.last {
            writeln!(f, "anchor of its end: {name}:{seq}:{}", hex::encode(link))?;
        }
        if !self.open.is_empty() {
            writeln!(f, "begun and not ended: {}", self.open.join(", "))?;
        }
        if self.lost > 0 {
            writeln!(f, "events that never came, by the edges' own count: {}", self.lost)?;
        }
        if self.left_out > 0 {
            writeln!(f, "denials that are in the edges' logs only: {}", self.left_out)?;
        }
        if self.files.len() > 1 {
            writeln!(f, "segments: {}; lines are counted over all of them", self.files.len())?;
        }
        for finding in &self.findings {
            writeln!(f, "FOUND: {finding}")?;
        }
        if self.findings.is_empty() { write!(f, "nothing was changed") } else { Ok(()) }
    }
}

/// What is read of an event.
#[derive(Deserialize, Default)]
struct Event {
    #[serde(default)]
    event: String,
    #[serde(default)]
    request_id: String,
    #[serde(default)]
    lost: u64,
    #[serde(default)]
    left_out: u64,
    torn_sha256: Option<String>,
    /// The sink's: the keys that count from here on.
    keys: Option<BTreeSet<String>>,
}

/// Where a reading begins.
pub(crate) enum Start<'a> {
    /// With record 0.
    Beginning,
    /// Behind a place that is known from elsewhere.
    After(&'a Anchor),
    /// With whatever comes first: what was before is not asked about.
    #[cfg(feature = "sink")]
    Anywhere,
}

/// Reads a chain from its beginning to its end.
///
/// # Errors
/// Only where it cannot be read.
pub fn verify(lines: impl BufRead, keys: &KeyRing, anchors: &[Anchor]) -> std::io::Result<Report> {
    verify_from(lines, keys, anchors, &Start::Beginning)
}

/// The same, from another start.
pub(crate) fn verify_from(
    mut lines: impl BufRead,
    keys: &KeyRing,
    anchors: &[Anchor],
    start: &Start<'_>,
) -> std::io::Result<Report> {
    let mut check = Check::new(keys, start);
    let mut by_place: BTreeMap<u64, Vec<&Anchor>> = BTreeMap::new();
    for anchor in anchors {
        by_place.entry(anchor.seq).or_default().push(anchor);
    }
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        check.line(&line, &by_place);
        line.clear();
    }
    Ok(check.end(anchors))
}

struct Check<'a> {
    keys: &'a KeyRing,
    /// The ids of those that count here, once the sink has said so.
    counting: Option<BTreeSet<String>>,
    /// Nothing was read yet, and it may begin anywhere.
    anywhere: bool,
    report: Report,
    number: u64,
    next: u64,
    /// The link of the record before, where that one is beyond doubt.
    before: Option<Link>,
    missing: Vec<(u64, u64)>,
    /// A line that is no record, and its sum: the next record may say what it was.
    unread: Option<(u64, String)>,
    open: BTreeMap<String, usize>,
    rewritten: BTreeSet<u64>,
}

impl<'a> Check<'a> {
    fn new(keys: &'a KeyRing, start: &Start<'_>) -> Self {
        let (chain, next, before) = match start {
            Start::After(anchor) => (Some(anchor.chain.clone()), anchor.seq.saturating_add(1), anchor.link),
            _ => (None, 0, NOTHING_BEFORE),
        };
        Self {
            keys,
            counting: None,
            anywhere: !matches!(start, Start::Beginning | Start::After(_)),
            report: Report { chain, ..Report::default() },
            number: 0,
            next,
            before: Some(before),
            missing: Vec::new(),
            unread: None,
            open: BTreeMap::new(),
            rewritten: BTreeSet::new(),
        }
    }

    fn line(&mut self, bytes: &[u8], anchors: &BTreeMap<u64, Vec<&Anchor>>) {
        self.number += 1;
        let line = self.number;
        let Some(whole) = bytes.strip_suffix(b"\n") else {
            self.settle(None);
            self.report.findings.push(Finding::Unfinished { line });
            return;
        };
        let Some(record) = str::from_utf8(whole).ok().and_then(Record::parse) else {
            self.settle(None);
            self.unread = Some((line, hex::encode(Sha256::digest(whole))));
            return;
        };
        let Some(writer) = record.writer(self.keys) else {
            self.settle(None);
            let seq = record.seq;
            let unknown = record.key.filter(|key| !self.keys.knows(key));
            self.report.findings.push(match unknown {
                Some(key) => Finding::UnknownKey { line, seq, key },
                None => Finding::Edited { line, seq },
            });
            if seq == self.next {
                self.next += 1;
            }
            self.before = None;
            return;
        };
        let chain = self.report.chain.get_or_insert_with(|| record.chain.clone());
        if *chain != record.chain {
            self.settle(None);
            self.report.findings.push(Finding::OtherChain { line });
            return;
        }
        let mut event: Event = serde_json::from_str(record.event).unwrap_or_default();
        let key = writer.id();
        if event.event == "audit_sink"
            && let Some(keys) = event.keys.take()
        {
            self.counting = Some(keys);
        }
        if self.counting.as_ref().is_some_and(|counting| !counting.contains(&key)) {
            self.report.findings.push(Finding::RetiredKey { line, seq: record.seq, key });
        }
        if std::mem::take(&mut self.anywhere) {
            (self.next, self.before) = (record.seq, Some(record.prev));
        }
        self.settle(event.torn_sha256.as_deref());
        self.place(&record, line);
        self.count(event);
        let here = anchors.get(&record.seq).into_iter().flatten();
        if here.into_iter().any(|anchor| anchor.chain == record.chain && anchor.link != record.link) {
            self.rewritten.insert(record.seq);
        }
    }

    /// Decides about a line that was no record: the sink itself says in its next record where a write broke off.
    fn settle(&mut self, torn: Option<&str>) {
        if let Some((line, sum)) = self.unread.take()
            && torn != Some(sum.as_str())
        {
            self.report.findings.push(Finding::NotARecord { line });
        }
    }

    fn place(&mut self, record: &Record<'_>, line: u64) {
        let seq = record.seq;
        if seq < self.next {
            let gap = self.missing.iter().position(|(from, to)| (*from..=*to).contains(&seq));
            let Some(gap) = gap else {
                self.report.findings.push(Finding::Repeated { line, seq });
                return;
            };
            let (from, to) = self.missing.swap_remove(gap);
            self.missing.extend([(from, seq.saturating_sub(1))].into_iter().filter(|_| from < seq));
            self.missing.extend([(seq + 1, to)].into_iter().filter(|_| seq < to));
            self.report.findings.push(Finding::OutOfOrder { line, seq });
            self.report.records += 1;
            return;
        }
        if seq > self.next {
            self.missing.push((self.next, seq - 1));
        } else if self.before.is_some_and(|before| before != record.prev) {
            self.report.findings.push(Finding::Forked { line, seq });
        }
        self.next = seq.saturating_add(1);
        self.before = Some(record.link);
        self.report.last = Some((seq, record.link));
        self.report.records += 1;
    }

    fn count(&mut self, event: Event) {
        self.report.lost = self.report.lost.saturating_add(event.lost);
        self.report.left_out = self.report.left_out.saturating_add(event.left_out);
        match event.event.as_str() {
            "audit_intent" => *self.open.entry(event.request_id).or_default() += 1,
            "audit" => {
                if let Some(count) = self.open.get_mut(&event.request_id) {
                    *count -= 1;
                    if *count == 0 {
                        self.open.remove(&event.request_id);
                    }
                }
            }
            _ => {}
        }
    }

    fn end(mut self, anchors: &[Anchor]) -> Report {
        self.settle(None);
        let mut report = self.report;
        self.missing.sort_unstable();
        report
            .findings
            .extend(self.missing.iter().map(|(from, to)| Finding::Missing { from: *from, to: *to }));
        report.findings.extend(self.rewritten.iter().map(|seq| Finding::Rewritten { seq: *seq }));
        let ours = |anchor: &&Anchor| report.chain.as_ref().is_none_or(|chain| *chain == anchor.chain);
        let end = report.last.map(|(seq, _)| seq);
        if let Some(known) = anchors.iter().filter(ours).map(|anchor| anchor.seq).max()
            && end.is_none_or(|end| end < known)
        {
            report.findings.push(Finding::Truncated { end, known });
        }
        report.open = self.open.into_keys().collect();
        report
    }
}

/// The anchors in an edge's log: the receipts in its audit lines, wherever in a line the event stands.
///
/// # Errors
/// Where it cannot be read.
pub fn anchors_of_log(lines: impl BufRead) -> std::io::Result<Vec<Anchor>> {
    #[derive(Deserialize)]
    struct Logged {
        sink: Option<Place>,
    }
    #[derive(Deserialize)]
    struct Place {
        chain: String,
        seq: u64,
        link: String,
    }
    let mut anchors = Vec::new();
    for line in lines.split(b'\n') {
        let line = line?;
        // Log collectors put their own words before it.
        let Some(start) = line.iter().position(|byte| *byte == b'{') else { continue };
        let Ok(Logged { sink: Some(place) }) = serde_json::from_slice(&line[start..]) else { continue };
        let Some(link) = parse_link(&place.link) else { continue };
        anchors.push(Anchor { chain: place.chain, seq: place.seq, link });
    }
    Ok(anchors)
}

/// Checks a chain, all its segments in order, from its beginning or from behind `after`.
///
/// # Errors
/// Where a file cannot be read, or there is none. What is wrong with the chain is in the report.
pub fn verify_chain(
    file: &Path,
    keys: &KeyRing,
    anchors: &[Anchor],
    after: Option<&Anchor>,
) -> Result<Report> {
    let reading = || format!("reading {}", file.display());
    let mut files: Vec<PathBuf> =
        segments::all_closed(file).with_context(reading)?.into_iter().map(|(_, path)| path).collect();
    // A sink that was stopped while it closed a segment has not begun the next.
    if files.is_empty() || file.exists() {
        files.push(file.to_owned());
    }
    let lines = segments::read(files.clone()).with_context(|| format!("cannot open {}", file.display()))?;
    let start = after.map_or(Start::Beginning, Start::After);
    let mut report = verify_from(lines, keys, anchors, &start).with_context(reading)?;
    report.files = files;
    Ok(report)
}
