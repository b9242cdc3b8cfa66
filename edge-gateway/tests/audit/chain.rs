//! The chain: what is in it, that hosts share it, and what a killed instance leaves.

use crate::sink::AuditSink;
use crate::support::{Edge, PoolAnswer, Setup};
use crate::*;
use serde_json::json;
use std::time::Duration;

#[test]
fn row_60_every_event_is_in_the_chain_and_each_log_line_is_an_anchor() {
    let sink = AuditSink::start();
    let edge = Edge::with(Setup { variables: sink.variables("refuse"), ..Setup::default() });
    assert_eq!(edge.get("/readyz").status, 200);
    assert_eq!(edge.post("/v1/classify", NOTE).status, 200);
    assert_eq!(edge.post("/v1/deidentify", NOTE).status, 200);
    assert_eq!(edge.post_as("abc", "/v1/classify", NOTE).status, 401);
    assert_eq!(edge.get("/nowhere").status, 404);
    let schema = schema();
    let mut kept = sink.events();
    assert!(kept.iter().all(|event| {
        assert_valid(&schema, event);
        true
    }));
    let words: Vec<&str> = kept.iter().map(|event| event["event"].as_str().unwrap()).collect();
    // The sink's start; text is forwarded once, and that is recorded before.
    assert_eq!(words, ["audit_sink", "audit_intent", "audit", "audit", "audit", "audit"]);
    assert_eq!((&kept[1]["request_id"], &kept[1]["deid"]), (&kept[2]["request_id"], &kept[2]["deid"]));
    assert_eq!(kept[1]["deid"]["SSN"], 1);
    // What is on standard error is what is in the chain, and the place.
    kept.retain(|event| event["event"] == "audit");
    for (number, mut logged) in edge.audits().into_iter().enumerate() {
        assert_valid(&schema, &logged);
        let place = logged.as_object_mut().unwrap().remove("sink").unwrap();
        assert_eq!((&logged, &place["seq"]), (&kept[number], &json!(number + 2)));
    }
    let report = sink.verify(&[edge.log.lines()]);
    assert_eq!((report.findings, report.open, report.records), (vec![], vec![], 6));
    assert!(!sink.text().contains("Zebulon") && !sink.text().contains("219-09-9999"));
    assert!(!edge.log.lines().join("\n").contains(sink::KEY) && !sink.text().contains(sink::KEY));
}

#[test]
fn what_is_cut_off_or_changed_behind_the_sink_is_found_by_the_edges_logs() {
    let mut sink = AuditSink::start();
    let edge = Edge::with(Setup { variables: sink.variables("continue"), ..Setup::default() });
    for _ in 0..4 {
        assert_eq!(edge.post("/v1/deidentify", NOTE).status, 200);
    }
    sink.pause();
    let (text, logs) = (sink.text(), [edge.log.lines()]);
    let lines: Vec<&str> = text.lines().collect();
    let write = |lines: &[&str]| std::fs::write(sink.path(), lines.join("\n") + "\n").unwrap();
    let found = || sink.verify(&logs).findings.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(found(), Vec::<String>::new());
    write(&lines[..3]);
    assert_eq!(found(), ["the end is cut off: the last record is 2, an anchor knows 4"]);
    write(&[&lines[..2], &lines[3..]].concat());
    assert_eq!(found(), ["record 2 is missing"]);
    write(&[lines[0], lines[2], lines[1], lines[3], lines[4]]);
    assert_eq!(found(), ["record 1 (line 3) is not in its place"]);
    let edited = lines[2].replace("development-app", "somebody-else");
    assert_ne!(edited, lines[2]);
    write(&[lines[0], lines[1], &edited, lines[3], lines[4]]);
    assert_eq!(found(), ["record 2 (line 3) was edited"]);
    write(&lines);
    sink.resume();
}

#[test]
fn two_hosts_write_one_chain_at_once() {
    let sink = AuditSink::start();
    let setup = || Setup { variables: sink.variables("refuse"), ..Setup::default() };
    let one = Edge::with(setup());
    let two = one.beside(&setup());
    std::thread::scope(|scope| {
        for edge in [&one, &two, &one, &two] {
            scope.spawn(move || {
                for _ in 0..15 {
                    assert_eq!(edge.post("/v1/classify", NOTE).status, 200);
                }
            });
        }
    });
    let report = sink.verify(&[one.log.lines(), two.log.lines()]);
    assert_eq!((report.findings, report.open), (vec![], vec![]));
    // The start, and two records for each of 60 requests.
    assert_eq!(report.records, 121);
    let mut logged: Vec<u64> = [&one, &two]
        .iter()
        .flat_map(|edge| edge.audits())
        .map(|event| event["sink"]["seq"].as_u64().unwrap())
        .collect();
    logged.sort_unstable();
    logged.dedup();
    assert_eq!(logged.len(), 60, "each has a place of its own");
}

/// An instance that is stopped between forwarding and its event: the chain tells what it was going to do, the host's line the
/// rest.
#[test]
fn an_instance_that_is_stopped_half_way_is_open_in_the_chain() {
    let sink = AuditSink::start();
    let mut variables = sink.variables("refuse");
    variables.push(("pool_timeout_ms", "600000".to_owned()));
    let edge =
        Edge::with(Setup { variables, request_timeout: Some(Duration::from_secs(10)), ..Setup::default() });
    assert_eq!(edge.post("/v1/classify", NOTE).status, 200);
    edge.pool.answer_with(PoolAnswer::Silent);
    assert_eq!(edge.post("/v1/classify", NOTE).status, 504);
    let event = last(&edge);
    let report = sink.verify(&[edge.log.lines()]);
    assert_eq!(
        (report.findings, report.open),
        (vec![], vec![event["request_id"].as_str().unwrap().to_owned()])
    );
}
