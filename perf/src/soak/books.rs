//! Callers who send without end, and books of what became of each request.

use super::trail::{Answers, RequestId};
use super::world::World;
use crate::load::Outcome;
use crate::load::answers::{Answer, Judge, Protocol};
use crate::load::http::HttpCaller;
use crate::results::Graph;
use anyhow::{Result, bail, ensure};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// The edge waits 30 s for the pool and answers then; who waits longer than this was forgotten.
const ANSWERED_WITHIN: Duration = Duration::from_secs(45);
/// After a refusal a caller rests, as callers do.
const REST: Duration = Duration::from_millis(50);
/// How many complaints are kept.
const COMPLAINTS: usize = 10;

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Requests sent.
    pub sent: u64,
    /// 200, as expected.
    pub right: u64,
    /// 200, and not as expected.
    pub wrong: u64,
    /// Refused with a problem (RFC 9457) while a fault was on.
    pub refused: u64,
    /// Refused while nothing was broken, or with something that is no problem.
    pub refused_unexpected: u64,
    /// No answer.
    pub lost: u64,
    /// Answers without a request id of their own: with none, or with one that another answer had.
    pub twice: u64,
    /// The first of what was not as it should be.
    pub complaints: Vec<String>,
}

impl Counts {
    /// Requests with an answer, whatever it was.
    #[must_use]
    pub fn answered(&self) -> u64 {
        self.sent.saturating_sub(self.lost)
    }

    /// What was violated.
    #[must_use]
    pub fn violations(&self) -> Vec<String> {
        let answered = self.right + self.wrong + self.refused + self.refused_unexpected + self.lost;
        let mut found: Vec<String> = [
            (self.wrong, "answers were wrong"),
            (self.refused_unexpected, "requests were refused while nothing was broken"),
            (self.lost, "requests had no answer"),
            (self.twice, "answers had no request id of their own"),
            (self.sent.abs_diff(answered), "requests are in no column of the books"),
            (u64::from(self.right == 0), "run without a single right answer"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
        found.extend(self.complaints.iter().cloned());
        found
    }
}

/// The open books.
pub struct Books {
    shared: Arc<Shared>,
    thread: JoinHandle<Result<()>>,
}

struct Shared {
    caller: HttpCaller,
    texts: usize,
    next: AtomicUsize,
    stop: AtomicBool,
    /// Whether refusals are to be expected now.
    broken: AtomicBool,
    right: AtomicU64,
    refused: AtomicU64,
    versions: Mutex<HashSet<String>>,
    counts: Mutex<(Counts, Answers)>,
}

impl Books {
    /// Starts the callers. What is right is what the edge answers to each text before anything is broken.
    pub(super) fn open(world: &World, in_flight: usize) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (set, labels) = (world.texts.clone(), world.labels.clone());
        let judge = |expected| Arc::new(Judge::new(Protocol::Edge, labels.clone(), expected, Graph::Export));
        let target = || world.target.clone();
        let first = HttpCaller::new(target(), &Protocol::Edge, &set, judge(Vec::new()));
        let expected = runtime.block_on(async {
            let mut answers: Vec<Answer> = Vec::new();
            for text in 0..set.items.len() {
                let (status, body) = first.exchange(text).await?;
                ensure!(status == 200, "the edge answered {status}: {}", String::from_utf8_lossy(&body));
                answers.push(Protocol::Edge.read(&body, &labels)?);
            }
            Ok::<_, anyhow::Error>(answers)
        })?;
        let shared = Arc::new(Shared {
            caller: HttpCaller::new(target(), &Protocol::Edge, &set, judge(expected)),
            texts: set.items.len(),
            next: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
            broken: AtomicBool::new(false),
            right: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            versions: Mutex::default(),
            counts: Mutex::default(),
        });
        let of_thread = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            runtime.block_on(async {
                let mut callers = tokio::task::JoinSet::new();
                for _ in 0..in_flight {
                    let shared = Arc::clone(&of_thread);
                    callers.spawn(async move {
                        while !shared.stop.load(Ordering::Relaxed) {
                            shared.one().await;
                        }
                    });
                }
                while let Some(joined) = callers.join_next().await {
                    joined?;
                }
                Ok(())
            })
        });
        Ok(Self { shared, thread })
    }

    /// Whether requests may be refused from now on.
    pub(super) fn expect_refusals(&self, broken: bool) {
        self.shared.broken.store(broken, Ordering::Relaxed);
    }

    /// Requests refused so far.
    pub(super) fn refused(&self) -> u64 {
        self.shared.refused.load(Ordering::Relaxed)
    }

    /// Requests answered rightly so far.
    pub(super) fn right(&self) -> u64 {
        self.shared.right.load(Ordering::Relaxed)
    }

    /// Whether an answer came from that version of the model since the last call.
    pub(super) fn version_answered(&self, version: &str) -> bool {
        let mut versions = self.shared.versions.lock().unwrap_or_else(PoisonError::into_inner);
        let answered = versions.contains(version);
        versions.clear();
        answered
    }

    /// Stops the callers, waits for what is under way, and closes the books.
    pub(super) fn close(self) -> Result<(Counts, Answers)> {
        self.shared.stop.store(true, Ordering::Relaxed);
        match self.thread.join() {
            Ok(ended) => ended?,
            Err(_) => bail!("a caller panicked, and the books are worth nothing"),
        }
        Ok(std::mem::take(&mut *self.shared.counts.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// What the edge answers, right or refused, as far as it is looked at.
#[derive(Deserialize)]
struct Head {
    /// Of an answer.
    request_id: Option<String>,
    model_version: Option<String>,
    /// Of a problem: the request id.
    instance: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

impl Shared {
    /// One request from its sending to its line in the books.
    async fn one(&self) {
        let text = self.next.fetch_add(1, Ordering::Relaxed) % self.texts;
        let broken_before = self.broken.load(Ordering::Relaxed);
        let answer = tokio::time::timeout(ANSWERED_WITHIN, self.caller.exchange(text)).await;
        let broken = broken_before || self.broken.load(Ordering::Relaxed);
        let rest = self.enter(text, broken, answer);
        if rest {
            tokio::time::sleep(REST).await;
        }
    }

    fn enter(
        &self,
        text: usize,
        broken: bool,
        answer: std::result::Result<Result<(u16, bytes::Bytes)>, tokio::time::error::Elapsed>,
    ) -> bool {
        let mut books = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let (counts, answers) = &mut *books;
        counts.sent += 1;
        let complain = |counts: &mut Counts, what: String| {
            if counts.complaints.len() < COMPLAINTS {
                counts.complaints.push(what);
            }
        };
        let (status, body) = match answer {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => {
                counts.lost += 1;
                complain(counts, format!("no answer: {error:#}"));
                return true;
            }
            Err(_) => {
                counts.lost += 1;
                complain(counts, format!("no answer within {} s", ANSWERED_WITHIN.as_secs()));
                return true;
            }
        };
        let head: Option<Head> = serde_json::from_slice(&body).ok();
        let id = head.as_ref().and_then(|head| head.request_id.clone().or_else(|| head.instance.clone()));
        let new = match id.as_deref().and_then(RequestId::parse).map(|id| answers.entry(id)) {
            Some(Entry::Vacant(entry)) => {
                entry.insert(status);
                true
            }
            Some(Entry::Occupied(_)) | None => false,
        };
        counts.twice += u64::from(!new);
        if status != 200 {
            let problem = head.as_ref().is_some_and(|head| head.kind.is_some());
            if broken && problem && status >= 500 {
                counts.refused += 1;
                self.refused.fetch_add(1, Ordering::Relaxed);
            } else {
                counts.refused_unexpected += 1;
                complain(counts, format!("status {status}: {}", String::from_utf8_lossy(&body)));
            }
            return true;
        }
        if self.caller.judge().judge(text, status, &body) == Outcome::Right {
            counts.right += 1;
            self.right.fetch_add(1, Ordering::Relaxed);
            let version = head.and_then(|head| head.model_version);
            self.versions.lock().unwrap_or_else(PoisonError::into_inner).extend(version);
        } else {
            counts.wrong += 1;
            complain(counts, self.caller.judge().complaints().join("; "));
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn books_that_balance_violate_nothing_and_any_other_do() {
        let right = Counts { sent: 12, right: 10, refused: 2, ..Counts::default() };
        assert!(right.violations().is_empty());
        for broken in [
            Counts { wrong: 1, sent: 13, ..right.clone() },
            Counts { lost: 1, sent: 13, ..right.clone() },
            Counts { twice: 1, ..right.clone() },
            Counts { sent: 13, ..right.clone() },
            Counts { refused_unexpected: 1, sent: 13, ..right.clone() },
            Counts { right: 0, sent: 2, ..right.clone() },
        ] {
            assert_eq!(broken.violations().len(), 1, "{broken:?}");
        }
    }
}
