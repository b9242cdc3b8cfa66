//! Every way to change a chain is found and named; and what is not a change is not.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

use edge_audit::sink::{AppendError, Bounds, ChainFile, OpenError};
use edge_audit::verify::{Anchor, Finding, Report, anchors_of_log, verify, verify_chain};
use edge_audit::{AuditKey, KeyRing, Link};
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
        let mut file = ChainFile::open(&folder.path().join("chain"), key(), Bounds::default()).unwrap();
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
    verify(text.as_bytes(), &key().into(), anchors).unwrap()
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
        let event = change(&line[line.find(r#""event":{"#).unwrap() + 8..line.len() - 1]);
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
    let mut again = ChainFile::open(&chain.path(), key(), Bounds::default()).unwrap();
    again.append(&[event(6), event(7)]).unwrap();
    assert!(matches!(ChainFile::open(&chain.path(), key(), Bounds::default()), Err(OpenError::InUse)));
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
        ("\"time\":1,\"r", "\"time\": 1,\"r"),
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
    ChainFile::open(&chain.path(), key(), Bounds::default()).unwrap().append(&[event(4)]).unwrap();
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
    let Err(error) = ChainFile::open(&chain.path(), key(), Bounds::default()) else {
        panic!("it was opened")
    };
    assert!(error.to_string().contains("record 2 (line 3) was edited"), "{error}");
    let Err(error) =
        ChainFile::open(&Chain::new(1).path(), AuditKey::new(&[7; 32]).unwrap(), Bounds::default())
    else {
        panic!("opened with another key")
    };
    assert!(error.to_string().contains("record 0 (line 1) names the key "), "{error}");
    assert_eq!(std::fs::read_to_string(chain.path()).unwrap(), text);
}

#[test]
fn what_was_begun_and_what_was_lost_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = ChainFile::open(&folder.path().join("chain"), key(), Bounds::default()).unwrap();
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
    let keys = KeyRing::read(&secret, &[]).unwrap();
    let anchors = anchors_of_log(std::fs::read(&logged).unwrap().as_slice()).unwrap();
    let report = verify_chain(&chain.path(), &keys, &anchors, None).unwrap();
    assert_eq!(report.findings, [Finding::Truncated { end: Some(2), known: 3 }]);
    assert!(
        report.to_string().contains("FOUND: the end is cut off: the last record is 2, an anchor knows 3")
    );
}

/// Segments of some 600 bytes: two or three records each.
fn small(most_bytes: Option<u64>) -> Bounds {
    Bounds { segment_bytes: 1000, most_bytes }
}

fn closed(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.extension().is_some_and(|end| end.len() == 20));
    found.sort();
    found
}

#[test]
fn a_chain_goes_on_over_segments_and_a_missing_one_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chain");
    let mut file = ChainFile::open(&path, key(), small(None)).unwrap();
    for n in 1..=8 {
        file.append(&[event(n)]).unwrap();
    }
    drop(file);
    // Over a restart as well.
    let mut file = ChainFile::open(&path, key(), small(None)).unwrap();
    file.append(&[event(9), event(10)]).unwrap();
    let head = Anchor::parse(&file.head()).unwrap();
    drop(file);
    let segments = closed(folder.path());
    assert!(segments.len() >= 3, "{segments:?}");
    assert!(segments.iter().all(|segment| std::fs::metadata(segment).unwrap().len() <= 1000));
    let check = |after: Option<&Anchor>| {
        verify_chain(&path, &key().into(), std::slice::from_ref(&head), after).unwrap()
    };
    let whole = check(None);
    assert_eq!((whole.findings, whole.records), (vec![], 12));
    assert_eq!(whole.files.len(), segments.len() + 1);

    let number = |path: &PathBuf| path.extension().unwrap().to_str().unwrap().parse::<u64>().unwrap();
    for (index, segment) in segments.iter().enumerate() {
        let away = folder.path().join("away");
        std::fs::rename(segment, &away).unwrap();
        let next = segments.get(index + 1).map(number);
        let report = check(None);
        let Finding::Missing { from, to } = report.findings[0] else { panic!("{report}") };
        assert_eq!((report.findings.len(), from), (1, number(segment)), "{report}");
        assert!(next.is_none_or(|next| next == to + 1), "{report}");
        std::fs::rename(&away, segment).unwrap();
    }
    // The open one: by an anchor.
    let away = folder.path().join("away");
    std::fs::rename(&path, &away).unwrap();
    assert!(matches!(check(None).findings[..], [Finding::Truncated { known: 11, .. }]));
    std::fs::rename(&away, &path).unwrap();
    // Edited in a closed one.
    let text = std::fs::read_to_string(&segments[1]).unwrap();
    std::fs::write(&segments[1], text.replace("allow", "deny")).unwrap();
    assert!(matches!(check(None).findings[0], Finding::Edited { .. }));
    std::fs::write(&segments[1], text).unwrap();
    // The first was moved to an archive: the rest is checked from behind its end.
    let first = std::fs::read_to_string(&segments[0]).unwrap();
    let last: serde_json::Value = serde_json::from_str(first.lines().last().unwrap()).unwrap();
    let end =
        format!("{}:{}:{}", last["chain"].as_str().unwrap(), last["seq"], last["link"].as_str().unwrap());
    std::fs::remove_file(&segments[0]).unwrap();
    assert_eq!(check(Some(&Anchor::parse(&end).unwrap())).findings, []);
    let wrong = Anchor { link: [7; 32], ..Anchor::parse(&end).unwrap() };
    assert!(matches!(check(Some(&wrong)).findings[0], Finding::Forked { .. }));
    // And the sink goes on, whatever of the older ones is there.
    segments[1..].iter().for_each(|segment| std::fs::remove_file(segment).unwrap());
    ChainFile::open(&path, key(), small(None)).unwrap().append(&[event(11)]).unwrap();
}

#[test]
fn what_is_full_takes_nothing_until_segments_are_moved_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chain");
    let mut file = ChainFile::open(&path, key(), small(Some(4000))).unwrap();
    let kept = (1..100).take_while(|n| file.append(&[event(*n)]).is_ok()).count();
    assert!((5..20).contains(&kept), "{kept}");
    assert!(matches!(file.append(&[event(0)]), Err(AppendError::Full)));
    assert!(!file.has_room(400).unwrap());
    let sum: u64 =
        closed(folder.path()).iter().chain([&path]).map(|f| std::fs::metadata(f).unwrap().len()).sum();
    assert!(sum <= 4000, "{sum}");
    std::fs::remove_file(&closed(folder.path())[0]).unwrap();
    assert!(file.has_room(400).unwrap());
    file.append(&[event(200)]).unwrap();
}

#[test]
fn keys_rotate_and_a_retired_one_adds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chain");
    let file_of = |name: &str, keys: &[&str]| {
        let file = folder.path().join(name);
        std::fs::write(&file, keys.join("\n") + "\n").unwrap();
        file
    };
    let (old, new) = (str::from_utf8(SECRET).unwrap(), "fedcba9876543210fedcba9876543210");
    let ring = |used: &[&str], retired: &[&str]| {
        KeyRing::read(&file_of("used", used), &[file_of("retired", retired)]).unwrap()
    };
    let open = |keys: KeyRing| ChainFile::open(&path, keys, Bounds::default());
    open(key().into()).unwrap().append(&[event(1)]).unwrap();
    // Both: events come with either, and each sender gets a receipt by its own.
    let both = ring(&[new, old], &[]);
    let mut file = open(both.clone()).unwrap();
    for secret in [old, new] {
        let key = AuditKey::new(secret.as_bytes()).unwrap();
        assert_eq!(both.of_tag(b"{}", &key.tag(b"{}")).unwrap().id(), key.id());
        let receipt = file.append_by(&[(&event(2), &key)]).unwrap().pop().unwrap();
        assert!(receipt.is_for(&key, event(2).as_bytes()));
    }
    drop(file);
    // The old one is not known any more: it says so, and what to do.
    let Err(error) = open(ring(&[new], &[])) else { panic!("opened") };
    assert!(error.to_string().contains("retired"), "{error}");
    let last = ring(&[new], &[old]);
    assert!(last.of_tag(b"{}", &key().tag(b"{}")).is_none());
    open(last.clone()).unwrap().append(&[event(3)]).unwrap();
    let check = |keys: &KeyRing| verify_chain(&path, keys, &[], None).unwrap().findings;
    assert_eq!(check(&last), []);
    assert!(check(&ring(&[new], &[])).iter().all(|f| matches!(f, Finding::UnknownKey { .. })));
    // Who finds the old key later can write records that hold, and they are found.
    let mut forged = open(last.clone()).unwrap();
    forged.append_by(&[(&event(4), &key())]).unwrap();
    let id = key().id();
    assert!(
        matches!(&check(&last)[..], [Finding::RetiredKey { key, .. }] if *key == id),
        "{:?}",
        check(&last)
    );
}
