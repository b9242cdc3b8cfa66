//! Every way to change a chain is found and named; and what is not a change is not.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

use edge_audit::sink::{ChainFile, OpenError};
use edge_audit::verify::{Anchor, Finding, Report, anchors_of_log, verify, verify_file};
use edge_audit::{AuditKey, Link};
use std::io::Write as _;
use std::path::PathBuf;

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

fn key() -> AuditKey {
    AuditKey::new(SECRET).unwrap()
}

fn event(n: u32) -> String {
    format!(r#"{{"event":"audit","time":1,"request_id":"r-{n}","decision":"allow"}}"#)
}

struct Chain {
    folder: tempfile::TempDir,
    lines: Vec<String>,
}

impl Chain {
    /// A chain of the sink's own record, number 0, and `count` events.
    fn new(count: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut file = ChainFile::open(&folder.path().join("chain"), key()).unwrap();
        for n in 1..=count {
            file.append(&[event(n)]).unwrap();
        }
        drop(file);
        let text = std::fs::read_to_string(folder.path().join("chain")).unwrap();
        let lines = text.lines().map(str::to_owned).collect();
        Self { folder, lines }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("chain")
    }

    /// Where record `seq` stands, as a log would remember it.
    fn anchor(&self, seq: usize) -> Anchor {
        let record: serde_json::Value = serde_json::from_str(&self.lines[seq]).unwrap();
        let (chain, link) = (record["chain"].as_str().unwrap(), record["link"].as_str().unwrap());
        Anchor::parse(&format!("{chain}:{seq}:{link}")).unwrap()
    }

    fn check(&self, anchors: &[Anchor]) -> Vec<Finding> {
        report(&(self.lines.join("\n") + "\n"), anchors).findings
    }
}

fn report(text: &str, anchors: &[Anchor]) -> Report {
    verify(text.as_bytes(), &key(), anchors).unwrap()
}

/// The chain with its records after `from` made anew, as somebody with `secret` would.
fn rewritten(lines: &[String], from: usize, secret: &[u8], change: impl Fn(&str) -> String) -> String {
    let key = AuditKey::new(secret).unwrap();
    let mut text = String::new();
    let mut prev: Link = [0; 32];
    for (seq, line) in lines.iter().enumerate() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let chain = record["chain"].as_str().unwrap().to_owned();
        if seq < from {
            prev = hex::decode(record["link"].as_str().unwrap()).unwrap().try_into().unwrap();
            text.push_str(line);
            text.push('\n');
            continue;
        }
        let event = change(&line[line.find(r#""event":"#).unwrap() + 8..line.len() - 1]);
        let link = key.link(&chain, seq as u64, &prev, event.as_bytes());
        let (p, l) = (hex::encode(prev), hex::encode(link));
        text.push_str(&format!(
            "{{\"chain\":\"{chain}\",\"seq\":{seq},\"prev\":\"{p}\",\"link\":\"{l}\",\"event\":{event}}}\n"
        ));
        prev = link;
    }
    text
}

#[test]
fn an_untouched_chain_holds_also_over_restarts() {
    let chain = Chain::new(5);
    assert_eq!(chain.check(&[chain.anchor(0), chain.anchor(5)]), []);
    let mut again = ChainFile::open(&chain.path(), key()).unwrap();
    again.append(&[event(6), event(7)]).unwrap();
    assert!(matches!(ChainFile::open(&chain.path(), key()), Err(OpenError::InUse)));
    drop(again);
    let report = report(&std::fs::read_to_string(chain.path()).unwrap(), &[]);
    // Six and the second start's own.
    assert_eq!((report.findings.as_slice(), report.records), (&[][..], 9));
    assert_eq!(report.last.unwrap().0, 8);
}

#[test]
fn an_edited_record_is_named() {
    for (what, by) in [
        ("\"decision\":\"allow\"", "\"decision\":\"deny\""),
        ("r-3", "r-4"),
        ("\"seq\":3", "\"seq\":30"),
        ("\"time\":1", "\"time\": 1"),
        ("\"time\":1", "\"time\":2"),
    ] {
        let mut chain = Chain::new(5);
        chain.lines[3] = chain.lines[3].replace(what, by);
        let seq = if by.ends_with("30") { 30 } else { 3 };
        let findings = chain.check(&[]);
        assert_eq!(findings[0], Finding::Edited { line: 4, seq }, "{what} {by}");
        // Under another number than its own, its own is missing.
        let rest = if seq == 30 { vec![Finding::Missing { from: 3, to: 3 }] } else { vec![] };
        assert_eq!(findings[1..], rest);
    }
    let mut chain = Chain::new(5);
    chain.lines[3] = "{}".to_owned();
    assert_eq!(chain.check(&[]), [Finding::NotARecord { line: 4 }, Finding::Missing { from: 3, to: 3 }]);
}

#[test]
fn removed_records_are_named_wherever_they_stood() {
    let mut chain = Chain::new(9);
    chain.lines.drain(4..7);
    chain.lines.remove(2);
    let findings = chain.check(&[]);
    assert_eq!(findings, [Finding::Missing { from: 2, to: 2 }, Finding::Missing { from: 4, to: 6 }]);
    let mut chain = Chain::new(3);
    chain.lines.remove(0);
    assert_eq!(chain.check(&[]), [Finding::Missing { from: 0, to: 0 }]);
}

#[test]
fn reordered_and_repeated_records_are_named() {
    let mut chain = Chain::new(6);
    chain.lines.swap(2, 4);
    assert_eq!(
        chain.check(&[]),
        [Finding::OutOfOrder { line: 4, seq: 3 }, Finding::OutOfOrder { line: 5, seq: 2 }]
    );
    let mut chain = Chain::new(3);
    chain.lines.push(chain.lines[2].clone());
    assert_eq!(chain.check(&[]), [Finding::Repeated { line: 5, seq: 2 }]);
}

#[test]
fn a_record_of_another_chain_is_named() {
    let mut chain = Chain::new(3);
    chain.lines[2] = Chain::new(3).lines[2].clone();
    assert_eq!(chain.check(&[]), [Finding::OtherChain { line: 3 }, Finding::Missing { from: 2, to: 2 }]);
}

#[test]
fn a_cut_end_is_found_by_an_anchor_and_only_by_one() {
    let mut chain = Chain::new(5);
    let (early, late) = (chain.anchor(2), chain.anchor(5));
    chain.lines.truncate(4);
    assert_eq!(chain.check(&[early]), [], "documented: without an anchor behind it, a cut end is not found");
    assert_eq!(chain.check(std::slice::from_ref(&late)), [Finding::Truncated { end: Some(3), known: 5 }]);
    assert_eq!(report("", &[late]).findings, [Finding::Truncated { end: None, known: 5 }]);
}

#[test]
fn who_has_no_key_cannot_rewrite_and_who_has_it_contradicts_the_anchors() {
    let chain = Chain::new(5);
    let change = |event: &str| event.replace("allow", "deny");
    let findings = report(&rewritten(&chain.lines, 3, &[9; 32], change), &[]).findings;
    assert_eq!(findings.len(), 3, "{findings:?}");
    assert!(findings.iter().all(|finding| matches!(finding, Finding::Edited { .. })), "{findings:?}");
    let with_key = rewritten(&chain.lines, 3, SECRET, change);
    assert_eq!(report(&with_key, &[chain.anchor(2)]).findings, [], "documented: a holder of the key can");
    assert_eq!(report(&with_key, &[chain.anchor(4)]).findings, [Finding::Rewritten { seq: 4 }]);
}

/// A backup was put back and written on: two records followed the same one. Mixed, the place where they meet shows.
#[test]
fn an_end_that_was_replaced_by_another_is_named() {
    let chain = Chain::new(5);
    let other = rewritten(&chain.lines, 3, SECRET, |event| event.replace("r-", "x-"));
    let mixed: Vec<String> =
        chain.lines[..4].iter().cloned().chain(other.lines().skip(4).map(str::to_owned)).collect();
    assert_eq!(report(&(mixed.join("\n") + "\n"), &[]).findings, [Finding::Forked { line: 5, seq: 4 }]);
}

#[test]
fn a_write_that_broke_off_is_told_apart_from_a_broken_line() {
    let chain = Chain::new(3);
    let torn = r#"{"chain":"x","seq":4,"pre"#;
    let mut file = std::fs::OpenOptions::new().append(true).open(chain.path()).unwrap();
    file.write_all(torn.as_bytes()).unwrap();
    let text = std::fs::read_to_string(chain.path()).unwrap();
    assert_eq!(report(&text, &[]).findings, [Finding::Unfinished { line: 5 }]);
    ChainFile::open(&chain.path(), key()).unwrap().append(&[event(4)]).unwrap();
    let text = std::fs::read_to_string(chain.path()).unwrap();
    assert_eq!(report(&text, &[]).findings, []);
    assert!(text.contains(&format!(r#""torn_bytes":{}"#, torn.len())), "{text}");
    // Somebody changes what had been torn.
    let text = text.replace(torn, &torn.replace('4', "5"));
    assert_eq!(report(&text, &[]).findings, [Finding::NotARecord { line: 5 }]);
}

#[test]
fn nothing_is_added_to_a_chain_that_does_not_hold() {
    let chain = Chain::new(3);
    let text = std::fs::read_to_string(chain.path()).unwrap().replace("r-2", "r-9");
    std::fs::write(chain.path(), &text).unwrap();
    let Err(error) = ChainFile::open(&chain.path(), key()) else { panic!("it was opened") };
    assert!(error.to_string().contains("record 2 (line 3) was edited"), "{error}");
    let Err(error) = ChainFile::open(&Chain::new(1).path(), AuditKey::new(&[7; 32]).unwrap()) else {
        panic!("opened with another key")
    };
    assert!(error.to_string().contains("record 0"), "{error}");
    assert_eq!(std::fs::read_to_string(chain.path()).unwrap(), text);
}

#[test]
fn what_was_begun_and_what_was_lost_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = ChainFile::open(&folder.path().join("chain"), key()).unwrap();
    let intent = |n: u32| format!(r#"{{"event":"audit_intent","time":1,"request_id":"r-{n}"}}"#);
    file.append(&[intent(1), intent(2), event(1), intent(1)]).unwrap();
    file.append(&[event(1), r#"{"event":"audit","request_id":"r-3","lost":4}"#.to_owned()]).unwrap();
    let report = report(&std::fs::read_to_string(folder.path().join("chain")).unwrap(), &[]);
    assert_eq!((report.findings, report.open, report.lost), (vec![], vec!["r-2".to_owned()], 4));
}

#[test]
fn a_logs_receipts_are_anchors() {
    let mut chain = Chain::new(3);
    let anchor = chain.anchor(3);
    let (name, link) = (&anchor.chain, hex::encode(anchor.link));
    let log = format!(
        "2026-11-23T00:00:00Z stderr F {{\"event\":\"audit\",\"sink\":{{\"chain\":\"{name}\",\"seq\":3,\"link\":\"{link}\"}}}}\n\
         not JSON {{\n{{\"event\":\"audit\"}}\n"
    );
    assert_eq!(anchors_of_log(log.as_bytes()).unwrap(), [anchor]);
    let (logged, secret) = (chain.folder.path().join("log"), chain.folder.path().join("key"));
    std::fs::write(&logged, &log).unwrap();
    std::fs::write(&secret, [SECRET, b"\n"].concat()).unwrap();
    chain.lines.pop();
    std::fs::write(chain.path(), chain.lines.join("\n") + "\n").unwrap();
    let report = verify_file(&chain.path(), &secret, &[], &[&logged]).unwrap();
    assert_eq!(report.findings, [Finding::Truncated { end: Some(2), known: 3 }]);
    assert!(
        report.to_string().contains("FOUND: the end is cut off: the last record is 2, an anchor knows 3")
    );
}
