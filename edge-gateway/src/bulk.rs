//! `POST /v1/classify` as a stream: one JSON object a line in, one result a line out, in the same order.
//!
//! Called by `gateway` once the caller is known. Lines go to the pool in groups, as bulk work. A group ends when it is as
//! large as an ordinary request may be, or when nothing more has arrived: while the pool is busy with one group the next
//! gathers, and a caller that waits for a result before its next line gets it. One group is all that is held.
//!
//! A line that is wrong, or cannot be de-identified, is answered by an error line, and the rest goes on. Each group is
//! counted against the client's rate and goes through the breaker, as a request of its own does; where there is no room
//! just now the stream waits, and with it the caller. One audit event tells of the whole stream.

use crate::admit::{self, Priority};
use crate::answer::Answer;
use crate::audit::{Answered, Event, Lines as Counts};
use crate::breaker;
use crate::gateway::{Scores, counts, failed, tally};
use crate::identity;
use crate::json::{self, JsonError};
use crate::limit;
use crate::lines::{Line, Lines};
use crate::pool::{self, Classified, Origin, Scored};
use crate::problem::{Kind, Problem};
use crate::settings::{Limits, Settings};
use crate::shared::Shared;
use crate::sink::Sink;
use crate::world::{Arrived, BodyError, Duplex, World};
use auth::{Caller, Refusal};
use deid::{Deidentified, Known};
use serde::Serialize;
use serde_json::Value;
use std::cell::Cell;
use std::collections::BTreeMap;

/// How long the next line may take to arrive. Less than our host's `request_timeout` of 30 s, so that the caller is told,
/// and the audit event written, here.
const PATIENCE_MS: u64 = 20_000;
/// How long a group that has begun waits for more. A host hands over a body in pieces, and the next one may be a moment
/// behind although it is there; for bulk work this is nothing.
const GATHER_MS: u64 = 5;
/// How long a group waits for room at the pool or in the client's rate. With the pool's own time it stays within the host's
/// 30 s without progress.
const ROOM_MS: u64 = 10_000;
/// So many groups in a row without an answer from the pool end the stream: the caller need not send the rest in vain.
const FAILED_GROUPS: u32 = 3;
/// Characters of a line's `id`, in Unicode scalar values.
const LONGEST_ID: usize = 256;

/// One stream and what it is served with.
pub struct Stream<'a, W> {
    /// Everything outside.
    pub world: &'a W,
    /// The deployment's.
    pub settings: &'a Settings,
    /// What the pool is told of the request.
    pub origin: Origin<'a>,
    /// Who sends it.
    pub caller: Option<&'a Caller>,
    /// Where what is going to happen is kept first.
    pub sink: &'a Sink<'a, W>,
    /// That has been done.
    pub intended: Cell<bool>,
}

/// A line that was read. Holds text that is not de-identified: no `Debug`.
struct Entry {
    number: u64,
    id: Option<Value>,
    item: Result<Item, Problem>,
}

/// A line that follows the contract.
struct Item {
    text: String,
    known: Known,
    patient: Option<String>,
}

/// What is to happen after a group.
enum Next {
    More,
    End,
    Stop(Problem),
}

#[derive(Serialize)]
struct Done<'a> {
    line: u64,
    id: &'a Option<Value>,
    model: &'a str,
    model_version: &'a str,
    label: &'a str,
    score: f64,
    scores: Scores<'a>,
    windows: u64,
    deid: BTreeMap<&'static str, usize>,
}

impl<W: World> Stream<'_, W> {
    /// Serves the stream to its last line. Nothing is sent before the first group has its answer: where the pool is away from
    /// the start, that is an ordinary error. The end itself is the caller's to send, once the event is kept
    /// ([`Event::answered`]).
    ///
    /// # Errors
    /// Before the answer has begun, that of the first group. Later ones end the stream with a line that is a problem.
    pub fn serve<B: Duplex>(&self, body: &mut B, head: &Answer, event: &mut Event) -> Result<(), Problem> {
        let mut lines = Lines::new(self.settings.limits.body_bytes);
        event.lines = Some(Counts::default());
        let (mut open, mut in_a_row, mut first) = (false, 0, true);
        loop {
            let (group, mut next) = self.gather(body, &mut lines);
            let mut out = Vec::new();
            if !group.is_empty() {
                let pool_failed = match self.answer(group, first, event, &mut out) {
                    Ok(()) => None,
                    // The request as a whole fails where there is nothing to keep of it.
                    Err(problem) if !open => return Err(problem),
                    Err(problem) => Some(problem),
                };
                first = false;
                in_a_row = if pool_failed.is_some() { in_a_row + 1 } else { 0 };
                if let Some(problem) = pool_failed.filter(|p| in_a_row == FAILED_GROUPS || is_final(p)) {
                    next = Next::Stop(problem);
                }
            }
            if let Next::Stop(problem) = &next {
                event.reason = problem.reason;
                if !open {
                    return Err(problem.clone());
                }
                out.extend(problem.clone().into_answer(self.origin.request_id).body);
                out.push(b'\n');
            }
            let opened = if open { Ok(()) } else { body.open(&head.all_headers(self.origin.request_id)) };
            open = true;
            event.answered = Answered::Open;
            if opened.and_then(|()| body.write(&out)).is_err() {
                (event.reason, event.answered) = ("caller_left", Answered::Left);
                return Ok(());
            }
            if !matches!(next, Next::More) {
                return Ok(());
            }
        }
    }

    /// Reads the next group.
    fn gather<B: Duplex>(&self, body: &mut B, lines: &mut Lines) -> (Vec<Entry>, Next) {
        let limits = &self.settings.limits;
        let (mut group, mut bytes) = (Vec::new(), 0);
        let mut begun = self.world.now_ms();
        loop {
            while let Some(line) = lines.take() {
                if group.is_empty() {
                    begun = self.world.now_ms();
                }
                bytes += line.bytes.as_ref().map_or(0, Vec::len);
                group.push(entry(line, limits));
                if group.len() >= limits.texts || bytes >= limits.body_bytes {
                    return (group, Next::More);
                }
            }
            if lines.is_over() {
                return (group, Next::End);
            }
            let patience = if group.is_empty() { PATIENCE_MS } else { GATHER_MS };
            let left = patience.saturating_sub(self.world.now_ms().saturating_sub(begun));
            // Whoever drips a line must not hold an instance.
            let arrived = if left == 0 { Ok(Arrived::NotYet) } else { body.next_within(left) };
            match arrived {
                Ok(Arrived::Piece(piece)) => lines.push(&piece),
                Ok(Arrived::End) => lines.end(),
                Ok(Arrived::NotYet) if !group.is_empty() => return (group, Next::More),
                Ok(Arrived::NotYet) | Err(BodyError::TooSlow) => {
                    let detail = "The next line did not arrive in time.";
                    return (group, Next::Stop(Problem::new(Kind::BodyTimeout, "body_too_slow", detail)));
                }
                Err(BodyError::Broken) => {
                    let detail = "The body ended before it was complete.";
                    return (group, Next::Stop(Problem::new(Kind::MalformedBody, "body_broke_off", detail)));
                }
            }
        }
    }

    /// Answers a group, a line for each of its lines, into `out`.
    ///
    /// # Errors
    /// What kept the pool from answering; the lines then say so too.
    fn answer(
        &self,
        group: Vec<Entry>,
        first: bool,
        event: &mut Event,
        out: &mut Vec<u8>,
    ) -> Result<(), Problem> {
        let mut texts = Vec::new();
        let read: Vec<_> = group
            .into_iter()
            .map(|Entry { number, id, item }| {
                let clean = item.and_then(|item| self.deidentify(&item, event)).map(|text| texts.push(text));
                (number, id, clean)
            })
            .collect();
        let classified = self.forward(&texts, first, event);
        let mut results =
            classified.as_ref().ok().map(|c| texts.iter().zip(&c.results)).into_iter().flatten();
        for (number, id, clean) in read {
            let done = match (clean, &classified) {
                (Err(problem), _) => Err(problem),
                (Ok(()), Err(problem)) => Err(problem.clone()),
                (Ok(()), Ok(classified)) => {
                    let line = results
                        .next()
                        .and_then(|(text, scored)| result(number, &id, classified, text, scored));
                    line.ok_or_else(|| {
                        Problem::new(Kind::Internal, "answer_not_built", "The answer could not be built.")
                    })
                }
            };
            let counts = event.lines.get_or_insert_default();
            match done {
                Ok(line) => {
                    counts.done += 1;
                    out.extend(line);
                }
                Err(problem) => {
                    counts.failed += 1;
                    error_line(number, id.as_ref(), problem, self.origin.request_id, out);
                }
            }
            out.push(b'\n');
        }
        let classified = classified?;
        if !texts.is_empty() {
            event.model = Some(classified.model);
            event.model_version = Some(classified.version);
        }
        Ok(())
    }

    /// Step 4 for one line, which is a request of its own here: other lines are other patients.
    fn deidentify(&self, item: &Item, event: &mut Event) -> Result<Deidentified, Problem> {
        let policy = self.settings.deid.clone();
        let policy = match &item.patient {
            Some(patient) => policy.for_patient(patient),
            None => policy,
        };
        let done =
            deid::deidentify(&item.text, &policy, &item.known).map_err(|error| failed(&error, event))?;
        tally(&done, event);
        Ok(done)
    }

    /// Step 5 for one group. Where there is no room just now it waits: the pool has then seen nothing of the group, or has
    /// said that it took none of it.
    fn forward(&self, texts: &[Deidentified], first: bool, event: &mut Event) -> Result<Classified, Problem> {
        let begun = self.world.now_ms();
        // Once for the stream, like its event, and before its first text goes: the first groups may have had none.
        if !texts.is_empty() && !self.intended.get() {
            self.sink.intend(|| event.intent())?;
            self.intended.set(true);
        }
        // The first group was counted as the request.
        let mut counted = first;
        loop {
            let shared = Shared::new(self.world, self.settings.shared_patience_ms);
            // Also of a group that holds nothing for the pool: it costs an instance its time.
            let asked = self.admitted(&shared, &mut counted, event).and_then(|()| {
                if texts.is_empty() {
                    return Ok(Classified {
                        model: String::new(),
                        version: String::new(),
                        results: Vec::new(),
                    });
                }
                breaker::guard(self.world, &shared, self.settings.tolerance, || {
                    let pool = &self.settings.pool;
                    pool::classify(self.world, pool, self.origin, &pool.model, Priority::Bulk, texts)
                })
            });
            if shared.was_alone() {
                without("shared_state", event);
            }
            let Err(problem) = asked else { return asked };
            let Some(wait) = retry_ms(&problem) else { return Err(problem) };
            if self.world.now_ms().saturating_sub(begun) + wait > ROOM_MS {
                return Err(problem);
            }
            self.world.pause(wait);
        }
    }

    /// Whether the caller may still send: its token, the deny-list, its rate.
    fn admitted(&self, shared: &Shared<'_, W>, counted: &mut bool, event: &mut Event) -> Result<(), Problem> {
        let Some(caller) = self.caller else { return Ok(()) };
        // Also for the first group: its lines may have come long after the request was let in.
        if self.world.now() >= caller.good_until() {
            return Err(identity::problem(Refusal::Expired));
        }
        if !identity::not_denied(self.world, shared, self.settings.deny_list, caller)? {
            without("deny_list", event);
        }
        if *counted {
            return Ok(());
        }
        if let Some(rate) = self.settings.rate {
            match limit::count(self.world, shared, rate, (caller.issuer(), caller.client())) {
                Ok(standing) => standing.check()?,
                Err(_) => without("limit", event),
            }
        }
        *counted = true;
        Ok(())
    }
}

fn without(what: &'static str, event: &mut Event) {
    if !event.without.contains(&what) {
        event.without.push(what);
    }
}

/// Errors that no later group can be spared.
fn is_final(problem: &Problem) -> bool {
    matches!(problem.kind, Kind::Unauthorized | Kind::InvalidRequest | Kind::Misconfigured)
}

/// How long to wait where the group was not taken for want of room, in milliseconds.
fn retry_ms(problem: &Problem) -> Option<u64> {
    if !matches!(problem.reason, "pool_full" | "breaker_open" | "rate_limited") {
        return None;
    }
    let (_, seconds) = problem.headers.iter().find(|(name, _)| *name == "retry-after")?;
    Some(seconds.parse::<u64>().ok()?.max(1) * 1000)
}

fn entry(line: Line, limits: &Limits) -> Entry {
    let number = line.number;
    let mut id = None;
    let item = match line.bytes {
        Some(bytes) => item(&bytes, limits, &mut id),
        None => {
            let detail = format!("This line is longer than {} bytes.", limits.body_bytes);
            Err(Problem::new(Kind::BodyTooLarge, "line_too_large", detail))
        }
    };
    Entry { number, id, item }
}

/// Reads one line; `id` is set as soon as it is known to be one.
fn item(line: &[u8], limits: &Limits, id: &mut Option<Value>) -> Result<Item, Problem> {
    let Value::Object(mut members) = json::parse(line).map_err(malformed)? else {
        return Err(admit::invalid("The line must be a JSON object with `id` and `text`."));
    };
    *id = Some(match members.remove("id") {
        Some(Value::String(name)) if (1..=LONGEST_ID).contains(&name.chars().count()) => Value::String(name),
        Some(Value::Number(number)) if number.is_u64() || number.is_i64() => Value::Number(number),
        _ => {
            return Err(admit::invalid(format!(
                "`id` must be a text of 1 to {LONGEST_ID} characters, or a whole number."
            )));
        }
    });
    let text = members.remove("text").ok_or_else(|| admit::invalid("`text` is missing."))?;
    let text = admit::text(text, limits, || "text".to_owned())?;
    let (known, patient) = match members.remove("known") {
        None | Some(Value::Null) => (Known::default(), None),
        Some(value) => admit::known(value)?,
    };
    if !members.is_empty() {
        return Err(admit::invalid(
            "There is a field that is not known here; the fields of a line are `id`, `text` and `known`.",
        ));
    }
    Ok(Item { text, known, patient })
}

fn malformed(error: JsonError) -> Problem {
    let detail = match error {
        JsonError::Syntax { column, .. } => {
            format!("The line is not valid JSON in UTF-8: see column {column}.")
        }
        JsonError::DuplicateName => "An object in the line holds the same name twice.".to_owned(),
        JsonError::TooDeep => format!("The line nests deeper than {} levels.", json::DEEPEST),
    };
    Problem::new(Kind::MalformedBody, "malformed_line", detail)
}

fn result(
    line: u64,
    id: &Option<Value>,
    classified: &Classified,
    text: &Deidentified,
    scored: &Scored,
) -> Option<Vec<u8>> {
    let (label, score) = scored.scores.first()?;
    let done = Done {
        line,
        id,
        model: &classified.model,
        model_version: &classified.version,
        label,
        score: *score,
        scores: Scores(&scored.scores),
        windows: scored.windows,
        deid: counts(text),
    };
    serde_json::to_vec(&done).ok()
}

/// `{"line":…,"id":…,"error":{the five members}}`; `id` only where the line had a usable one.
fn error_line(line: u64, id: Option<&Value>, problem: Problem, request_id: &str, out: &mut Vec<u8>) {
    out.extend(format!(r#"{{"line":{line}"#).bytes());
    if let Some(id) = id {
        out.extend(format!(r#","id":{id}"#).bytes());
    }
    out.extend(br#","error":"#);
    out.extend(problem.into_answer(request_id).body);
    out.push(b'}');
}

#[cfg(test)]
#[path = "bulk_tests.rs"]
mod tests;
