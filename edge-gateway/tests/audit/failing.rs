//! Row 61: the sink fails, and the deployment has said what that means.

use crate::sink::{AuditSink, at, imposter};
use crate::support::{Edge, Setup};
use crate::*;
use serde_json::json;

fn edge(variables: Vec<(&'static str, String)>) -> Edge {
    Edge::with(Setup { variables, ..Setup::default() })
}

#[track_caller]
fn assert_refused(edge: &Edge) {
    let token = edge.token();
    for (path, token) in
        [("/v1/classify", token.as_str()), ("/v1/deidentify", &token), ("/v1/classify", "abc")]
    {
        let answer = edge.post_as(token, path, NOTE);
        answer.assert_problem(503, "audit-unavailable");
        assert_eq!(answer.header("retry-after"), Some("5"));
        assert!(answer.header("www-authenticate").is_none(), "what was decided is not told: {answer:?}");
        let event = last(edge);
        assert_valid(&schema(), &event);
        assert_eq!((&event["decision"], &event["status"]), (&json!("deny"), &json!(503)));
        assert_eq!(
            (&event["reason"], &event["without"]),
            (&json!("audit_sink_failed"), &json!(["audit_sink"]))
        );
        assert!(event["sink"].is_null());
    }
    edge.get("/readyz").assert_problem(503, "audit-unavailable");
    assert_eq!(edge.get("/healthz").status, 200);
    let sent = edge.pool.seen();
    assert!(!sent.iter().any(|request| request.contains("/infer")), "{sent:?}");
}

#[test]
fn row_61_refuse_while_the_sink_is_away_nothing_is_forwarded() {
    let mut sink = AuditSink::start();
    let edge = edge(sink.variables("refuse"));
    sink.pause();
    assert_refused(&edge);
    sink.resume();
    assert_eq!(edge.get("/readyz").status, 200);
    assert_eq!(edge.post("/v1/classify", NOTE).status, 200);
    assert_eq!(sink.verify(&[edge.log.lines()]).findings, []);
}

#[test]
fn row_61_refuse_what_answers_and_is_no_sink_keeps_nothing() {
    for answer in ["OK", "c 1 00 00", "{}"] {
        let edge = edge(at(&imposter(answer), "refuse"));
        let refused = edge.post("/v1/classify", NOTE);
        refused.assert_problem(503, "audit-unavailable");
        assert!(edge.pool.seen().is_empty());
        assert!(edge.log.lines().iter().any(|line| line.contains(r#""cause":"not_a_receipt""#)));
    }
}

#[test]
fn row_61_refuse_a_sink_that_stands_still_or_has_another_key() {
    let mut still = at(&imposter(""), "refuse");
    still.push(("audit_sink_timeout_ms", "300".to_owned()));
    assert_refused(&edge(still));
    let sink = AuditSink::start();
    let mut other = sink.variables("refuse");
    other.push(("audit_key", "another key of more than thirty-two bytes".to_owned()));
    let edge = edge(other);
    edge.post("/v1/classify", NOTE).assert_problem(503, "audit-unavailable");
    assert!(
        edge.log.lines().iter().any(|line| line.contains(r#""cause":"wrong_key""#)),
        "{:?}",
        edge.log.lines()
    );
    assert!(edge.pool.seen().is_empty());
    assert_eq!(sink.events().len(), 1, "only its own");
}

#[test]
fn row_61_continue_goes_on_and_the_chain_tells_how_many_are_missing() {
    let mut sink = AuditSink::start();
    let edge = edge(sink.variables("continue"));
    assert_eq!(edge.post("/v1/classify", NOTE).status, 200);
    sink.pause();
    for _ in 0..5 {
        assert_eq!(edge.post("/v1/classify", NOTE).status, 200);
        let event = last(&edge);
        assert_valid(&schema(), &event);
        assert_eq!((&event["without"], event["sink"].is_null()), (&json!(["audit_sink"]), true));
    }
    assert_eq!(edge.logged("audit_event_lost"), 5);
    // Left alone after the first.
    assert!(edge.logged("audit_sink_failed") < 5, "{:?}", edge.log.lines());
    assert_eq!(edge.get("/readyz").status, 200);
    sink.resume();
    let begin = std::time::Instant::now();
    while last(&edge)["sink"].is_null() {
        assert_eq!(edge.post("/v1/classify", NOTE).status, 200);
        assert!(begin.elapsed() < PATIENCE, "never handed over again");
    }
    let untold = edge.audits().iter().filter(|event| event["sink"].is_null()).count() as u64;
    assert_eq!(last(&edge)["lost"], untold);
    assert_valid(&schema(), &last(&edge));
    let report = sink.verify(&[edge.log.lines()]);
    assert_eq!((report.findings, report.lost), (vec![], untold));
    edge.post("/v1/classify", NOTE);
    assert!(last(&edge)["lost"].is_null(), "told once");
}

#[test]
fn a_sink_without_its_settings_stops_every_request() {
    for (name, value) in
        [("audit_key", "short"), ("audit_sink", "sometimes"), ("audit_sink_origin", "nowhere/x")]
    {
        // An address that is none stops the host; the component has the same variable with its own check.
        if name == "audit_sink_origin" {
            continue;
        }
        let mut variables = at("http://127.0.0.1:9", "refuse");
        variables.push((name, value.to_owned()));
        let edge = edge(variables);
        let answer = edge.post("/v1/classify", NOTE);
        answer.assert_problem(503, "misconfigured");
        assert!(answer.json()["detail"].as_str().unwrap().contains(&format!("`{name}`")), "{answer:?}");
        assert!(!answer.whole().contains(value), "{answer:?}");
    }
}

#[test]
fn row_61_refuse_holds_for_a_stream_whose_first_lines_say_nothing() {
    let mut variables = at(&imposter("OK"), "refuse");
    // Each line is a group: the first has nothing for the pool.
    variables.push(("max_texts", "1".to_owned()));
    let edge = edge(variables);
    let bearer = format!("Bearer {}", edge.token());
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/x-ndjson")];
    let lines = "1\n{\"id\":\"a\",\"text\":\"doing well\"}\n{\"id\":\"b\",\"text\":\"doing well\"}\n";
    let answer = edge.send("POST", "/v1/classify", &headers, lines.as_bytes());
    assert!(answer.whole().contains("audit-unavailable"), "{}", answer.whole());
    let sent = edge.pool.seen();
    assert!(!sent.iter().any(|request| request.contains("/infer")), "{sent:?}");
}
