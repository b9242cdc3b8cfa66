//! What of a caller's headers goes where: rows 30, 31, 46, 47 and 58, through the real component.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

mod support;

use support::{Answer, Edge};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

/// Classifies with these headers; the answer, and what the pool saw of it.
fn with(edge: &Edge, headers: &[(&str, &str)]) -> (Answer, String) {
    let token = format!("Bearer {}", edge.token());
    let ours = [("authorization", token.as_str()), ("content-type", "application/json")];
    let headers = [&ours, headers].concat();
    let answer = edge.send("POST", "/v1/classify", &headers, br#"{"inputs":"Feels better."}"#);
    assert_eq!(answer.status, 200, "{answer:?}");
    (answer, edge.pool.seen().pop().unwrap().to_lowercase())
}

#[test]
fn row_30_and_31_nothing_that_a_caller_sends_is_passed_on() {
    let edge = Edge::start();
    let (_, seen) = with(
        &edge,
        &[
            ("x-forwarded-for", "canary-1"),
            ("x-forwarded-host", "canary-2"),
            ("forwarded", "for=canary-3"),
            ("x-user-name", "canary-4"),
            ("te", "trailers"),
            ("keep-alive", "timeout=5"),
            ("proxy-authorization", "Basic canary-5"),
            ("cookie", "canary-6"),
            ("baggage", "patient=canary-7"),
            ("tracestate", "vendor=canary-8"),
            ("x-canary", "canary-9"),
        ],
    );
    let head = seen.lines().next().unwrap();
    for name in [
        "canary",
        "forwarded",
        "x-user",
        "cookie",
        "authorization",
        "baggage",
        "tracestate",
        "keep-alive",
        "\"te\"",
    ] {
        assert!(!head.contains(name), "{name} in {head}");
    }
    // And everything that is there is ours.
    for name in ["accept", "content-length", "content-type", "host", "x-request-id"] {
        assert!(head.contains(&format!("\"{name}\": ")), "{head}");
    }
    assert_eq!(head.matches("\": \"").count(), 5, "{head}");
}

#[test]
fn row_46_a_harmless_request_id_is_kept_and_anything_else_replaced() {
    let edge = Edge::start();
    let long = "a".repeat(64);
    for kept in ["ward-7", "A", long.as_str()] {
        let (answer, seen) = with(&edge, &[("x-request-id", kept)]);
        assert_eq!(answer.header("x-request-id"), Some(kept));
        assert!(seen.contains(&kept.to_lowercase()));
    }
    let too_long = "a".repeat(65);
    for replaced in ["", "a b", "a_b", "x\tx-injected: 1", "Zoë", too_long.as_str()] {
        let (answer, _) = with(&edge, &[("x-request-id", replaced)]);
        let id = answer.header("x-request-id").unwrap();
        assert!(id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()), "{replaced:?}: {id}");
        assert_eq!(answer.header("x-injected"), None);
    }
    let (answer, _) = with(&edge, &[("x-request-id", "one"), ("x-request-id", "two")]);
    assert!(![Some("one"), Some("two")].contains(&answer.header("x-request-id")));
    // Errors carry it as well.
    let none = edge.send("POST", "/nowhere", &[("x-request-id", "ward-8")], b"");
    assert_eq!((none.status, none.header("x-request-id")), (404, Some("ward-8")));
}

#[test]
fn row_47_a_valid_trace_goes_on_in_a_span_of_ours_and_anything_else_starts_anew() {
    let edge = Edge::start();
    let parent = "00f067aa0ba902b7";
    let trace_of = |value: &str| {
        let (_, seen) = with(&edge, &[("traceparent", value), ("baggage", "patient=canary")]);
        assert!(!seen.contains("canary") && !seen.contains(parent), "{seen}");
        let (_, rest) = seen.split_once("\"traceparent\": \"").unwrap();
        let parts: Vec<String> = rest.split('"').next().unwrap().split('-').map(str::to_owned).collect();
        assert_eq!(parts.iter().map(String::len).collect::<Vec<_>>(), [2, 32, 16, 2], "{parts:?}");
        (parts[1].clone(), parts[3].clone())
    };
    let good = format!("00-{TRACE}-{parent}-01");
    assert_eq!(trace_of(&good), (TRACE.to_owned(), "01".to_owned()));
    for bad in [
        format!("ff-{TRACE}-{parent}-01"),
        format!("00-{}-{parent}-01", "0".repeat(32)),
        format!("00-{TRACE}-{}-01", "0".repeat(16)),
        "junk".to_owned(),
    ] {
        let (trace, flags) = trace_of(&bad);
        assert!(trace != TRACE && trace != "0".repeat(32) && flags == "00", "{bad}: {trace} {flags}");
    }
    assert!(!with(&edge, &[]).1.contains("traceparent"));
}

#[test]
fn row_58_there_is_no_cors() {
    let edge = Edge::start();
    let (answer, _) = with(&edge, &[("origin", "https://elsewhere.example")]);
    assert!(!answer.headers.iter().any(|(name, _)| name.starts_with("access-control-")), "{answer:?}");
    let preflight = [
        ("origin", "https://elsewhere.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "authorization"),
    ];
    let answer = edge.send("OPTIONS", "/v1/classify", &preflight, b"");
    answer.assert_problem(405, "method-not-allowed");
    assert!(!answer.headers.iter().any(|(name, _)| name.starts_with("access-control-")), "{answer:?}");
}
