//! A stream's event: its end is sent when that is kept, and what is logged is what was answered.

use crate::sink::AuditSink;
use crate::support::{Edge, Exchange, Setup};
use crate::*;
use serde_json::json;

const LINE: &str = "{\"id\":\"a\",\"text\":\"doing well\"}\n";

fn begin(sink: &AuditSink) -> (Edge, Exchange) {
    let edge = Edge::with(Setup { variables: sink.variables("refuse"), ..Setup::default() });
    let mut exchange = Exchange::begin(&edge, &[("x-request-id", "night-1")]);
    exchange.send(LINE);
    assert_eq!(exchange.head().status, 200);
    assert_eq!(exchange.line().unwrap()["label"], "POSITIVE");
    (edge, exchange)
}

#[test]
fn row_60_a_streams_end_means_that_its_event_is_kept() {
    let sink = AuditSink::start();
    let (edge, mut exchange) = begin(&sink);
    exchange.end();
    assert_eq!(exchange.line(), None);
    // It is there already: nothing to wait for.
    let kept = sink.events().pop().unwrap();
    assert_eq!(
        (&kept["event"], &kept["decision"], &kept["status"], &kept["lines"]),
        (&json!("audit"), &json!("allow"), &json!(200), &json!({"done": 1, "failed": 0}))
    );
    assert_eq!(sink.verify(&[edge.log.lines()]).open, Vec::<String>::new());
}

#[test]
fn row_61_refuse_a_stream_whose_event_is_not_kept_says_so_and_its_line_is_true() {
    let mut sink = AuditSink::start();
    let (edge, mut exchange) = begin(&sink);
    sink.pause();
    exchange.end();
    let last = exchange.line().expect("an end that says what is missing");
    assert_eq!(
        (&last["type"], &last["status"], &last["instance"]),
        (&json!("urn:anteroom:problem:audit-unavailable"), &json!(503), &json!("night-1"))
    );
    assert_eq!(exchange.line(), None);
    let event = crate::last(&edge);
    assert_valid(&schema(), &event);
    // The caller has its results: nothing else may be said.
    assert_eq!((&event["decision"], &event["status"]), (&json!("allow"), &json!(200)), "{event}");
    assert_eq!((&event["reason"], &event["without"]), (&json!("audit_sink_failed"), &json!(["audit_sink"])));
    assert_eq!(event["lines"], json!({"done": 1, "failed": 0}));
    sink.resume();
    // In the chain it is a request that was begun and not ended.
    assert_eq!(sink.verify(&[]).open, ["night-1"]);
}
