//! Every answer of a broad set of requests is one that the document has: status, headers, type and body. And every answer
//! that it promises is among them, but for those that [`NEVER_HERE`] tells of.

use crate::document::{Document, valid};
use crate::setup;
use crate::support::{Answer, Edge, Exchange, PoolAnswer, Setup, within_an_hour};
use serde_json::{Value, json};
use std::time::Duration;

const NOTE: &str = r#"{"inputs":"Zebulon Quist, SSN 219-09-9999, feels much better.","spans":true}"#;
const TEXT: &str = r#"{"inputs":["Zebulon Quist was seen on 03/14/2026.","Élan."]}"#;
const LINE: &str = "{\"id\":\"a\",\"text\":\"Feels well.\"}\n";

/// Answers that no request can bring about from outside.
const NEVER_HERE: [&str; 4] = [
    // The de-identifier would have to fail its own check.
    "POST /v1/classify 500",
    "POST /v1/deidentify 500",
    // A body that drips for 20 seconds.
    "POST /v1/classify 408",
    "POST /v1/deidentify 408",
];

struct Asked<'a> {
    edge: &'a Edge,
    document: &'a Document,
    bearer: String,
}

impl Asked<'_> {
    #[track_caller]
    fn of(&self, method: &str, path: &str, more: &[(&str, &str)], body: &str, status: u16) -> Answer {
        let mut headers = vec![("authorization", self.bearer.as_str())];
        if !body.is_empty() && !more.iter().any(|(name, _)| *name == "content-type") {
            headers.push(("content-type", "application/json"));
        }
        headers.extend(more);
        let answer = self.edge.send(method, path, &headers, body.as_bytes());
        assert_eq!(answer.status, status, "{method} {path}: {answer:?}\n{:#?}", self.edge.log.lines());
        self.document.check(method, path, &answer);
        answer
    }
}

fn asked<'a>(edge: &'a Edge, document: &'a Document) -> Asked<'a> {
    Asked { edge, document, bearer: format!("Bearer {}", edge.token()) }
}

#[test]
fn every_answer_is_in_the_document_and_every_one_of_the_document_is_given() {
    let document = Document::read();
    good(&document);
    refused(&document);
    // A stream waits for its rate in the last seconds of an hour, and gets it.
    within_an_hour(|| limited(&document));
    pool_fails(&document);
    not_configured(&document);
    no_keys(&document);
    no_sink(&document);
    let open: Vec<String> =
        document.not_shown().into_iter().filter(|r| !NEVER_HERE.contains(&r.as_str())).collect();
    assert!(open.is_empty(), "never shown: {open:?}");
}

fn good(document: &Document) {
    let edge = Edge::start();
    let ask = asked(&edge, document);
    ask.of("POST", "/v1/classify", &[], NOTE, 200);
    ask.of("POST", "/v1/classify?a=b", &[("x-request-id", "ward-7"), ("accept", "*/*")], TEXT, 200);
    ask.of("POST", "/v1/classify", &[("x-request-id", "two words")], NOTE, 200);
    ask.of("POST", "/v1/deidentify", &[], TEXT, 200);
    for policy in ["redact", "mask"] {
        let body = json!({"inputs": "Zebulon Quist, 03/14/2026", "policy": {"*": policy}});
        ask.of("POST", "/v1/deidentify", &[], &body.to_string(), 200);
    }
    edge.pool
        .answer_with(PoolAnswer::Fixed(200, r#"[{"name":"demo","version":"1","state":"READY"}]"#.to_owned()));
    ask.of("GET", "/v1/models", &[], "", 200);
    ask.of("HEAD", "/v1/models", &[], "", 200);
    edge.pool.answer_with(PoolAnswer::Good);
    for path in ["/healthz", "/readyz", "/openapi.json"] {
        ask.of("GET", path, &[], "", 200);
        ask.of("HEAD", path, &[], "", 200);
    }
    let ndjson = ("content-type", "application/x-ndjson");
    let lines = format!("{LINE}\n{{\"id\":7}}\nnot json\n{LINE}");
    let answer = ask.of("POST", "/v1/classify", &[ndjson], &lines, 200);
    assert_eq!(crate::document::lines(&answer).len(), 4, "{answer:?}");
    // What else a policy can make of spans.
    let policy = r#"{"DATE":"shift","NAME":"surrogate","MRN":"hash","*":"generalise"}"#;
    let edge = Edge::with(setup(&[("deid_policy", policy), ("deid_key", &"k".repeat(32))]));
    let body =
        r#"{"inputs":"Zebulon Quist, MRN 4471902, of Springfield, IL 62704, was seen on 03/14/2026."}"#;
    let answer = asked(&edge, document).of("POST", "/v1/deidentify", &[], body, 200);
    let actions: Vec<&str> = ["shift", "surrogate", "hash", "generalise"]
        .into_iter()
        .filter(|action| answer.body.contains(&format!(r#""action":"{action}""#)))
        .collect();
    assert_eq!(actions.len(), 4, "{answer:?}");
}

fn refused(document: &Document) {
    let edge = Edge::with(setup(&[("max_body_bytes", "500")]));
    let ask = asked(&edge, document);
    let narrow = |scope: &str| {
        let token = edge.claims().with("scope", scope.into()).sign(&edge.key).unwrap();
        Asked { edge: &edge, document, bearer: format!("Bearer {token}") }
    };
    let long = json!({ "inputs": "Well. ".repeat(200) }).to_string();
    for (path, other) in [("/v1/classify", "deidentify"), ("/v1/deidentify", "classify")] {
        for bearer in ["", "Basic eDp5", "Bearer abc"] {
            let bad = Asked { edge: &edge, document, bearer: bearer.to_owned() };
            bad.of("POST", path, &[], NOTE, 401);
        }
        narrow(other).of("POST", path, &[], NOTE, 403);
        ask.of("POST", path, &[], "{", 400);
        ask.of("POST", path, &[], r#"{"inputs":"a","inputs":"b"}"#, 400);
        ask.of("POST", path, &[("accept", "text/html")], NOTE, 406);
        ask.of("POST", path, &[], &long, 413);
        ask.of("POST", path, &[("content-type", "text/plain")], NOTE, 415);
        ask.of("POST", path, &[("content-encoding", "gzip")], NOTE, 415);
        ask.of("POST", path, &[], r#"{"inputs":[]}"#, 422);
        ask.of("POST", path, &[], r#"{"inputs":"a","policy":{"*":"keep"}}"#, 422);
    }
    for method in ["GET", "HEAD"] {
        Asked { edge: &edge, document, bearer: String::new() }.of(method, "/v1/models", &[], "", 401);
        narrow("deidentify").of(method, "/v1/models", &[], "", 403);
        ask.of(method, "/v1/models", &[("accept", "text/html")], "", 406);
    }
    for path in ["/", "/healthz/", "/v1/classify/x", "/openapi.yaml"] {
        ask.of("GET", path, &[], "", 404);
        ask.of("HEAD", path, &[], "", 404);
    }
    ask.of("GET", "/v1/classify", &[], "", 405);
    ask.of("HEAD", "/v1/classify", &[], "", 405);
}

/// Each route's 429, and a stream that ends early.
fn limited(document: &Document) {
    let edge = Edge::with(setup(&[("rate_requests", "1"), ("rate_window_seconds", "3600")]));
    let ask = asked(&edge, document);
    let mut stream = Exchange::begin(&edge, &[]);
    let schema = document.schema(&json!({"$ref": "#/components/schemas/LineResult"}));
    let mut lines: Vec<Value> = Vec::new();
    for number in 0..4 {
        stream.send(LINE);
        if number == 0 {
            let head = stream.head();
            assert_eq!(head.status, 200);
        }
        lines.push(stream.line().unwrap());
    }
    lines.push(stream.line().unwrap());
    lines.iter().for_each(|line| valid(&schema, line));
    assert!(lines[0]["label"].is_string() && lines[1]["error"].is_object() && lines[4]["type"].is_string());
    for (method, path, body) in [
        ("POST", "/v1/classify", NOTE),
        ("POST", "/v1/deidentify", TEXT),
        ("GET", "/v1/models", ""),
        ("HEAD", "/v1/models", ""),
    ] {
        let answer = ask.of(method, path, &[], body, 429);
        assert!(answer.header("retry-after").is_some() && answer.header("ratelimit").is_some(), "{answer:?}");
    }
}

fn pool_fails(document: &Document) {
    // Short for the pool that says nothing, and long for the others, which are to be heard on a busy machine too.
    let edges = ["300", "20000"]
        .map(|timeout| Edge::with(setup(&[("pool_timeout_ms", timeout), ("breaker_failures", "0")])));
    let ask_while = |pool: PoolAnswer| {
        let edge = &edges[usize::from(!matches!(pool, PoolAnswer::Silent))];
        edge.pool.answer_with(pool);
        asked(edge, document)
    };
    let requests = [("POST", "/v1/classify", NOTE), ("GET", "/v1/models", ""), ("HEAD", "/v1/models", "")];
    let probes = [("GET", "/readyz", ""), ("HEAD", "/readyz", "")];
    for (pool, status) in [
        (PoolAnswer::Fixed(200, "{".to_owned()), 502),
        (PoolAnswer::Fixed(500, "{}".to_owned()), 502),
        (PoolAnswer::Fixed(503, "{}".to_owned()), 503),
        (PoolAnswer::Silent, 504),
    ] {
        let ask = ask_while(pool);
        for (method, path, body) in requests {
            ask.of(method, path, &[], body, status);
        }
    }
    for (method, path, body) in probes {
        ask_while(PoolAnswer::Silent).of(method, path, &[], body, 504);
        ask_while(PoolAnswer::Fixed(503, "{}".to_owned())).of(method, path, &[], body, 503);
    }
    ask_while(PoolAnswer::Fixed(404, "{}".to_owned())).of("POST", "/v1/classify", &[], NOTE, 422);
    // More than is read of an answer, and time enough for it.
    let slow =
        Setup { request_timeout: Some(Duration::from_secs(300)), ..setup(&[("pool_timeout_ms", "60000")]) };
    let edge = Edge::with(slow);
    edge.pool.answer_with(PoolAnswer::Fixed(200, " ".repeat((16 << 20) + 1)));
    for (method, path, body) in probes {
        asked(&edge, document).of(method, path, &[], body, 502);
    }
}

fn not_configured(document: &Document) {
    let edge = Edge::with(setup(&[("max_texts", "many")]));
    let ask = asked(&edge, document);
    for (method, path, body) in [
        ("POST", "/v1/classify", NOTE),
        ("POST", "/v1/deidentify", TEXT),
        ("GET", "/v1/models", ""),
        ("GET", "/readyz", ""),
        ("HEAD", "/readyz", ""),
    ] {
        ask.of(method, path, &[], body, 503);
    }
    ask.of("GET", "/healthz", &[], "", 200);
}

fn no_keys(document: &Document) {
    // A port that nobody listens on.
    let nobody = "http://127.0.0.1:9";
    let edge = Edge::with(setup(&[("auth_keys_origin", nobody)]));
    let ask = asked(&edge, document);
    let answer = ask.of("POST", "/v1/deidentify", &[], TEXT, 503);
    assert_eq!(answer.json()["type"], "urn:anteroom:problem:keys-unavailable");
    ask.of("HEAD", "/v1/models", &[], "", 503);
}

fn no_sink(document: &Document) {
    let edge = Edge::with(setup(&[
        ("audit_sink", "refuse"),
        ("audit_sink_origin", "http://127.0.0.1:9"),
        ("audit_key", &"k".repeat(32)),
    ]));
    let ask = asked(&edge, document);
    for (path, body) in [("/v1/classify", NOTE), ("/v1/deidentify", TEXT)] {
        let answer = ask.of("POST", path, &[], body, 503);
        assert_eq!(answer.json()["type"], "urn:anteroom:problem:audit-unavailable");
    }
    // Who is refused, and cannot be told of, is refused for that.
    ask.of("POST", "/v1/classify", &[], "{", 503);
    ask.of("GET", "/nothing", &[], "", 503);
    ask.of("PUT", "/v1/classify", &[], "", 503);
}
