//! Row 41: what only the caller may know is in nothing that the edge says or keeps, wherever it stood.

use crate::BODY;
use crate::support::{Edge, PoolAnswer, raw};

const CANARY: &str = "Zebulon-Quartermain-536-22-8134-1951-03-14";

#[test]
fn row_41_a_canary_in_header_path_or_query_is_in_no_answer_log_or_call() {
    let edge = Edge::start();
    let token = format!("Bearer {}", edge.token());
    let good = [("authorization", token.as_str()), ("content-type", "application/json")];
    let mut answers = Vec::new();
    let paths = [
        format!("/{CANARY}"),
        format!("/v1/classify/{CANARY}"),
        format!("/v1/classify?patient={CANARY}"),
        format!("/v1/deidentify?{CANARY}"),
        format!("/healthz?{CANARY}"),
        format!("/readyz?{CANARY}"),
        format!("/v1/models?{CANARY}"),
        format!("/.well-known/spin/{CANARY}"),
        format!("/v1/classify#{CANARY}"),
    ];
    for path in &paths {
        for method in ["GET", "POST", CANARY] {
            answers.push(edge.send(method, path, &good, BODY.as_bytes()).whole());
        }
    }
    for name in [
        "x-patient",
        "user-agent",
        "referer",
        "cookie",
        "x-forwarded-for",
        "forwarded",
        "accept",
        "accept-language",
        "content-type",
        "content-encoding",
        "baggage",
        "tracestate",
        "traceparent",
        "authorization",
        "x-request-id",
        "if-match",
        "range",
        "origin",
        "expect",
        "te",
        "host",
        CANARY,
    ] {
        // Neither in front of the good headers, nor behind them, nor alone.
        for headers in [
            vec![(name, CANARY)],
            [&good[..], &[(name, CANARY)]].concat(),
            [&[(name, CANARY)][..], &good].concat(),
        ] {
            // The one thing that is given back is a harmless request id: that is row 46.
            let value =
                if name == "x-request-id" { "x_Zebulon-Quartermain-536-22-8134-1951-03-14" } else { CANARY };
            let headers: Vec<_> =
                headers.iter().map(|(n, v)| (*n, if *v == CANARY { value } else { *v })).collect();
            answers.push(edge.send("POST", "/v1/classify", &headers, BODY.as_bytes()).whole());
        }
    }
    // Where the pool repeats it, too.
    for (status, body) in [(500, CANARY), (400, CANARY), (200, CANARY)] {
        edge.pool.answer_with(PoolAnswer::Fixed(status, body.to_owned()));
        answers.push(edge.post("/v1/classify", BODY).whole());
    }
    // And in what is no request.
    answers.push(raw(&edge.address, format!("{CANARY}\r\n\r\n").as_bytes()).whole());
    let everywhere =
        format!("{answers:?}\n{:?}\n{}", edge.pool.seen(), edge.log.lines().join("\n")).to_lowercase();
    for part in ["zebulon", "quartermain", "536-22", "1951-03"] {
        assert!(
            !everywhere.contains(part),
            "{part} in {}",
            everywhere.lines().find(|line| line.contains(part)).unwrap()
        );
    }
}
