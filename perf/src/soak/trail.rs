//! The edge's audit trail beside the callers' books: each answer must stand in it exactly once, with the status that the caller saw.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom};
use std::path::Path;

/// How many request ids are named.
const NAMED: usize = 3;

/// A request id, which the edge writes as 32 hexadecimal digits. An hour has millions of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct RequestId(u128);

impl RequestId {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        digits.then(|| u128::from_str_radix(text, 16).ok()).flatten().map(Self)
    }
}

impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// Request ids that callers were answered with, and the status of each answer.
pub(super) type Answers = HashMap<RequestId, u16>;

/// A line of the edge's log, as far as it is looked at.
#[derive(Deserialize)]
struct Event {
    event: String,
    request_id: Option<String>,
    status: Option<u16>,
}

/// What the trail says of one answer.
#[derive(Default)]
struct Found {
    events: u32,
    status_differs: bool,
}

/// Reads the edge's log from byte `from` on and returns what does not agree with `answers`.
///
/// # Errors
/// Where the log cannot be read.
pub(super) fn disagreements(log: &Path, from: u64, answers: &Answers) -> Result<Vec<String>> {
    let reading = || format!("reading {}", log.display());
    let mut file = File::open(log).with_context(reading)?;
    file.seek(SeekFrom::Start(from)).with_context(reading)?;
    let mut found: HashMap<RequestId, Found> = answers.keys().map(|id| (*id, Found::default())).collect();
    for line in BufReader::new(file).lines() {
        // The host writes lines of its own, and not all of them are JSON.
        let Ok(Event { event, request_id: Some(id), status }) =
            serde_json::from_str(&line.with_context(reading)?)
        else {
            continue;
        };
        if event != "audit" {
            continue;
        }
        let Some(id) = RequestId::parse(&id) else { continue };
        if let (Some(entry), Some(answered)) = (found.get_mut(&id), answers.get(&id)) {
            entry.events += 1;
            entry.status_differs |= status != Some(*answered);
        }
    }
    let wrong = |what: &str, is_wrong: fn(&Found) -> bool| {
        let mut ids: Vec<RequestId> =
            found.iter().filter(|(_, entry)| is_wrong(entry)).map(|(id, _)| *id).collect();
        ids.sort_unstable();
        let named = ids.iter().take(NAMED).map(RequestId::to_string).collect::<Vec<String>>().join(", ");
        (!ids.is_empty()).then(|| format!("{} answers {what}: {named}", ids.len()))
    };
    let all = [
        wrong("have no audit event", |entry| entry.events == 0),
        wrong("have more than one audit event", |entry| entry.events > 1),
        wrong("have another status in the audit trail", |entry| entry.status_differs),
    ];
    Ok(all.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn an_answer_that_is_not_in_the_trail_once_and_rightly_is_found() {
        let mut log = tempfile::NamedTempFile::new().unwrap();
        let id = |number: u8| format!("{:032x}", u128::MAX - u128::from(number));
        let event = |number: u8, status: u16| {
            let id = id(number);
            format!(
                r#"{{"event":"audit","time":1,"request_id":"{id}","status":{status},"route":"/v1/classify"}}"#
            )
        };
        let [good, twice, refused, missing] = [1, 2, 3, 4];
        let old = event(missing, 200) + "\n";
        let intent = format!(r#"{{"event":"audit_intent","request_id":"{}"}}"#, id(good));
        let lines = [
            "no JSON".to_owned(),
            event(good, 200),
            event(twice, 200),
            event(twice, 200),
            event(refused, 503),
            event(9, 200),
            intent,
        ];
        log.write_all((old.clone() + &lines.join("\n") + "\n").as_bytes()).unwrap();
        let check = |all: &[(u8, u16)]| {
            let answers =
                all.iter().map(|(number, status)| (RequestId::parse(&id(*number)).unwrap(), *status));
            disagreements(log.path(), old.len() as u64, &answers.collect()).unwrap()
        };
        assert!(check(&[(good, 200), (refused, 503)]).is_empty());
        let wrong = |what: &str, number: u8| [format!("1 answers {what}: {}", id(number))];
        assert_eq!(check(&[(good, 200), (missing, 200)]), wrong("have no audit event", missing));
        assert_eq!(check(&[(twice, 200)]), wrong("have more than one audit event", twice));
        assert_eq!(check(&[(refused, 200)]), wrong("have another status in the audit trail", refused));
        assert!(RequestId::parse("+0000000000000000000000000000001").is_none());
    }
}
