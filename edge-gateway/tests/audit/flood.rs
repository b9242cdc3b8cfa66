//! Whoever has no token cannot fill the chain, and what is left out of it is counted in it.

use crate::sink::AuditSink;
use crate::support::{Edge, Setup};
use crate::*;
use serde_json::json;

#[test]
fn row_60_a_flood_without_a_token_leaves_sixty_events_a_minute_in_the_chain_and_a_count() {
    const SENT: usize = 200;
    for failing in ["refuse", "continue"] {
        let mut sink = AuditSink::start();
        let edge = Edge::with(Setup { variables: sink.variables(failing), ..Setup::default() });
        // One minute for the component, however long it takes.
        edge.clock.stop();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let edge = &edge;
                scope.spawn(move || {
                    for number in 0..SENT / 4 {
                        let id = format!("flood-{thread}-{number}");
                        let answer = edge.send("POST", "/v1/classify", &[("x-request-id", &id)], b"{}");
                        answer.assert_problem(401, "unauthorized");
                    }
                });
            }
        });
        let audits = edge.audits();
        assert_eq!(audits.len(), SENT, "standard error has all of them");
        let left_out: Vec<&Value> =
            audits.iter().filter(|event| event["without"] == json!(["audit_chain"])).collect();
        left_out.iter().for_each(|event| assert_valid(&schema(), event));
        let flood = |sink: &AuditSink| sink.events().iter().filter(|event| event["status"] == 401).count();
        assert_eq!((flood(&sink), left_out.len()), (60, SENT - 60));
        // While the sink is away, those beyond the sixty wait for nobody and are what they are.
        sink.pause();
        assert_eq!(edge.post_as("abc", "/v1/classify", NOTE).status, 401);
        sink.resume();
        // The next event tells of all that none has told of (one of the sixty may, that others have overtaken), and the one after
        // does not.
        let told = || edge.audits().iter().filter_map(|event| event["left_out"].as_u64()).sum::<u64>();
        assert_eq!(edge.post("/v1/classify", NOTE).status, 200);
        assert!(crate::last(&edge)["left_out"].as_u64() > Some(0));
        assert_eq!(told(), SENT as u64 - 60 + 1);
        assert_valid(&schema(), &crate::last(&edge));
        assert_eq!(edge.post("/v1/classify", NOTE).status, 200);
        assert!(crate::last(&edge)["left_out"].is_null());
        // A minute later there is room again.
        edge.clock.advance(60);
        assert_eq!(edge.post_as("abc", "/v1/classify", NOTE).status, 401);
        assert_eq!(flood(&sink), 61);
        let report = sink.verify(&[edge.log.lines()]);
        assert_eq!((report.findings, report.left_out), (vec![], SENT as u64 - 60 + 1));
    }
}

#[test]
fn row_61_refuse_what_is_left_out_is_told_later_where_the_sink_fails() {
    let mut sink = AuditSink::start();
    let edge = Edge::with(Setup { variables: sink.variables("refuse"), ..Setup::default() });
    edge.clock.stop();
    for _ in 0..65 {
        assert_eq!(edge.post_as("abc", "/v1/classify", NOTE).status, 401);
    }
    sink.pause();
    assert_eq!(edge.post("/v1/deidentify", NOTE).status, 503);
    assert!(crate::last(&edge)["left_out"].is_null(), "nobody was told");
    sink.resume();
    assert_eq!(edge.post("/v1/deidentify", NOTE).status, 200);
    assert_eq!(crate::last(&edge)["left_out"], 5);
}

/// A token that is good for nothing more fills it no further either, and hides nothing of the others.
#[test]
fn row_60_a_known_client_that_is_refused_has_a_share_of_its_own() {
    let sink = AuditSink::start();
    let mut variables = sink.variables("refuse");
    variables.push(("rate_requests", "5".to_owned()));
    let edge = Edge::with(Setup { variables, ..Setup::default() });
    edge.clock.stop();
    let narrow = edge.claims().with("scope", "deidentify".into()).sign(&edge.key).unwrap();
    for _ in 0..70 {
        assert_eq!(edge.post_as("abc", "/v1/classify", NOTE).status, 401);
    }
    for number in 0..80 {
        let limited = edge.post("/v1/deidentify", NOTE).status;
        assert_eq!(limited, if number < 5 { 200 } else { 429 });
        assert_eq!(edge.post_as(&narrow, "/v1/classify", NOTE).status, 403);
    }
    let count = |status: u16| sink.events().iter().filter(|event| event["status"] == status).count();
    assert_eq!((count(200), count(401), count(403) + count(429)), (5, 60, 60));
    assert_eq!(sink.verify(&[edge.log.lines()]).findings, []);
}
