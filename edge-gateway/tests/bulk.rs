//! Streams of lines through the real component: both ways at once, in bounded memory, with callers that err, stop and leave.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

mod support;

use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use support::{Edge, Exchange, PoolAnswer, RedisServer, Setup, within_an_hour};
use tokio::sync::Semaphore;

const NOTE: &str =
    "Patient: Zebulon Quartermain, MRN: 84471902, seen on March 3, 2026; he is recovering well. ";

fn line(id: &str, text: &str) -> String {
    format!("{}\n", json!({"id": id, "text": text}))
}

/// The audit event of the one request, once it is there.
fn audit(edge: &Edge) -> Value {
    loop {
        if let Some(event) = edge.audits().pop() {
            return event;
        }
        std::thread::yield_now();
    }
}

#[test]
fn each_line_is_answered_before_the_next_is_sent() {
    let edge = Edge::start();
    let mut exchange = Exchange::begin(&edge, &[("x-request-id", "night-1")]);
    exchange.send(&line("a", NOTE));
    let head = exchange.head();
    assert_eq!((head.status, head.header("content-type")), (200, Some("application/x-ndjson")));
    let mut names: Vec<&str> = head.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "cache-control",
            "connection",
            "content-type",
            "date",
            "ratelimit",
            "ratelimit-policy",
            "transfer-encoding",
            "x-content-type-options",
            "x-request-id"
        ]
    );
    let first = exchange.line().unwrap();
    assert_eq!((&first["line"], &first["id"], &first["label"]), (&json!(1), &json!("a"), &json!("POSITIVE")));
    assert_eq!((&first["model"], &first["model_version"]), (&json!("demo"), &json!("1")));
    assert!(first["deid"]["NAME"].as_u64() >= Some(1), "{first}");

    exchange.send("{\"id\": \"b\", Zebulon\n");
    let second = exchange.line().unwrap();
    assert_eq!((&second["line"], &second["error"]["status"]), (&json!(2), &json!(400)));
    assert_eq!(second["error"]["instance"], "night-1");

    // Half a line, then the rest: and what only this line's sender knows is removed from it.
    let known = json!({"id": 3, "text": "the ox ate well", "known": {"other": ["ox"]}}).to_string();
    exchange.send(&known[..10]);
    exchange.send(&format!("{}\n\n", &known[10..]));
    assert_eq!(exchange.line().unwrap()["id"], 3);
    // The last line need not end.
    exchange.send(line("z", NOTE).trim_end());
    exchange.end();
    let rest = exchange.lines();
    assert_eq!((rest.len(), &rest[0]["line"], &rest[0]["id"]), (1, &json!(5), &json!("z")));

    let seen = edge.pool.seen();
    assert_eq!(seen.len(), 3, "a group each, and none for the bad line");
    assert!(seen.iter().all(|call| call.contains(r#""priority":2"#)), "{seen:?}");
    let everywhere = format!("{seen:?}{first}{second}{rest:?}{}", edge.log.lines().join("\n"));
    for identifier in ["Zebulon", "Quartermain", "84471902", "March 3", "the ox"] {
        assert!(!everywhere.contains(identifier), "{identifier} in {everywhere}");
    }
    let event = audit(&edge);
    assert_eq!(edge.audits().len(), 1, "one for the whole stream");
    assert_eq!(event["lines"], json!({"done": 3, "failed": 1}));
    assert_eq!((&event["decision"], &event["reason"]), (&json!("allow"), &json!("ok")));
    assert_eq!((&event["request_id"], &event["model"]), (&json!("night-1"), &json!("demo")));
    assert!(event["deid"]["NAME"].as_u64() >= Some(2), "{event}");
}

/// Twice the instance's memory; `ANTEROOM_BULK_MIB=1024 cargo test --release -p edge-gateway --test bulk memory` is the
/// long run.
#[test]
fn a_stream_of_any_length_passes_in_bounded_memory() {
    const MEMORY: usize = 16 << 20;
    let size =
        std::env::var("ANTEROOM_BULK_MIB").map_or(2 * MEMORY, |mib| mib.parse::<usize>().unwrap() << 20);
    let edge = Edge::with(Setup {
        memory: Some(MEMORY),
        variables: vec![("rate_requests", "0".to_owned())],
        ..Setup::default()
    });
    edge.pool.answer_with(PoolAnswer::Forgetful);
    let mut exchange = Exchange::begin(&edge, &[]);
    let note = NOTE.repeat(40);
    let mut sender = exchange.sending();
    let sending = std::thread::spawn(move || {
        let (mut sent, mut count, mut long) = (0, 0_u64, 0_u64);
        while sent < size {
            let mut piece = String::new();
            while piece.len() < 60_000 {
                count += 1;
                piece.push_str(&line(&count.to_string(), &note));
            }
            sent += piece.len();
            sender.send(&piece);
            // Now and then a line that no memory could hold many of.
            if sent / (8 << 20) > usize::try_from(long).unwrap() {
                long += 1;
                let part = "x".repeat(1 << 20);
                for _ in 0..4 {
                    sender.send(&part);
                    sent += part.len();
                }
                sender.send("\n");
            }
        }
        sender.end();
        (count, long)
    });
    assert_eq!(exchange.head().status, 200);
    let (mut done, mut refused) = (0, 0);
    while let Some(answer) = exchange.line() {
        match answer["error"]["status"].as_u64() {
            None => {
                done += 1;
                assert_eq!(answer["id"], done.to_string(), "{answer}");
            }
            Some(413) => refused += 1,
            Some(_) => panic!("{answer}"),
        }
    }
    let (count, long) = sending.join().unwrap();
    assert!(long > 0 && count > 0);
    assert_eq!((done, refused), (count, long));
    assert_eq!(audit(&edge)["lines"], json!({"done": count, "failed": long}));
}

#[test]
fn a_caller_that_does_not_read_is_not_read_from_and_when_it_leaves_that_is_noticed() {
    let edge = Edge::with(Setup { variables: vec![("rate_requests", "0".to_owned())], ..Setup::default() });
    let mut exchange = Exchange::begin(&edge, &[]);
    // It waits only where nothing at all is taken from it for so long.
    exchange.sender.set_write_timeout(Some(Duration::from_secs(2))).unwrap();
    // Short lines have answers several times their length.
    let piece = line("a", "Well.").repeat(2000);
    let most = 4000;
    let sent = (0..most).take_while(|_| exchange.try_send(&piece).is_ok()).count();
    assert!(sent < most, "everything was taken although nothing was read");
    drop(exchange);
    let event = audit(&edge);
    assert!(["caller_left", "body_broke_off"].contains(&event["reason"].as_str().unwrap()), "{event}");
    let asked = edge.pool.seen().len();
    assert!(asked < sent * 2000 / 64, "{asked} calls to the pool");
}

#[test]
fn a_caller_that_leaves_costs_the_pool_no_more_than_the_group_under_way() {
    let edge = Edge::start();
    let permits = Arc::new(Semaphore::new(0));
    edge.pool.answer_with(PoolAnswer::Held(Arc::clone(&permits)));
    let mut exchange = Exchange::begin(&edge, &[]);
    exchange.send(&line("a", "Well.").repeat(640));
    while edge.pool.seen().is_empty() {
        std::thread::yield_now();
    }
    drop(exchange);
    // The host hears of it when it next reads or writes; the pool would answer everything.
    permits.add_permits(1000);
    let event = audit(&edge);
    assert!(["caller_left", "body_broke_off"].contains(&event["reason"].as_str().unwrap()), "{event}");
    // What had arrived before may still be on its way through.
    assert!(edge.pool.seen().len() <= 10, "{}", edge.pool.seen().len());
}

#[test]
fn what_a_stream_is_refused_for_is_an_ordinary_problem() {
    let edge = Edge::with(Setup {
        variables: vec![("max_body_bytes", "1000".to_owned()), ("breaker_open_seconds", "60".to_owned())],
        ..Setup::default()
    });
    let ndjson = ("content-type", "application/x-ndjson");
    let token = format!("Bearer {}", edge.token());
    let bearer = ("authorization", token.as_str());
    let good = line("a", "Feels well.");
    edge.send("POST", "/v1/classify", &[ndjson], good.as_bytes()).assert_problem(401, "unauthorized");
    for (path, headers, status, name) in [
        ("/v1/deidentify", vec![ndjson], 415, "unsupported-media-type"),
        ("/v1/classify", vec![ndjson, ("content-encoding", "gzip")], 415, "unsupported-media-type"),
        ("/v1/classify", vec![ndjson, ("accept", "application/json")], 406, "not-acceptable"),
    ] {
        edge.send("POST", path, &[&headers[..], &[bearer]].concat(), good.as_bytes())
            .assert_problem(status, name);
    }
    // Nothing in, nothing out.
    let answer = edge.send("POST", "/v1/classify", &[ndjson, bearer], b"");
    assert_eq!((answer.status, answer.body.contains('{')), (200, false));
    assert!(edge.pool.seen().is_empty());

    // Longer in all than a body may be, with one line that is: only that line is refused.
    let body = format!("{}{}{}", good.repeat(50), line("long", &"x".repeat(1000)), good);
    assert!(body.len() > 2000);
    let answer = edge.send("POST", "/v1/classify", &[ndjson, bearer], body.as_bytes());
    assert_eq!((answer.status, answer.body.matches("POSITIVE").count() / 2), (200, 51), "{answer:?}");
    assert!(answer.body.contains(r#"{"line":51,"error":{"type":"urn:anteroom:problem:body-too-large""#));

    // The pool fails: as one request, and as often as it takes the breaker opens.
    edge.pool.answer_with(PoolAnswer::Fixed(500, String::new()));
    for _ in 0..5 {
        edge.send("POST", "/v1/classify", &[ndjson, bearer], good.as_bytes())
            .assert_problem(502, "bad-pool-answer");
    }
    let answer = edge.send("POST", "/v1/classify", &[ndjson, bearer], good.as_bytes());
    answer.assert_problem(503, "pool-unavailable");
    assert_eq!(edge.audits().last().unwrap()["reason"], "breaker_open");
}

#[test]
fn row_48_each_group_counts_against_the_clients_rate() {
    // A stream waits for its rate in the last seconds of an hour, and gets it.
    within_an_hour(each_group_counts);
}

fn each_group_counts() {
    let edge = Edge::with(Setup {
        variables: vec![("rate_requests", "2".to_owned()), ("rate_window_seconds", "3600".to_owned())],
        ..Setup::default()
    });
    let mut exchange = Exchange::begin(&edge, &[]);
    let mut statuses = Vec::new();
    for number in 0..5 {
        exchange.send(&line("a", "Feels well."));
        if number == 0 {
            assert_eq!(exchange.head().status, 200);
        }
        statuses.push(exchange.line().unwrap()["error"]["status"].as_u64());
    }
    // After three groups in vain it ends by itself.
    assert_eq!(statuses, [None, None, Some(429), Some(429), Some(429)]);
    let last = exchange.line().unwrap();
    assert_eq!(
        (&last["type"], &last["status"]),
        (&json!("urn:anteroom:problem:too-many-requests"), &json!(429))
    );
    assert_eq!(exchange.line(), None);
    assert_eq!(edge.pool.seen().len(), 2);
    let event = audit(&edge);
    assert_eq!(
        (&event["reason"], &event["lines"]),
        (&json!("rate_limited"), &json!({"done": 2, "failed": 3}))
    );
}

#[test]
fn row_17_a_stream_ends_with_its_token_and_the_issuers_skew() {
    let edge = Edge::with(Setup {
        variables: vec![("auth_clock_skew_seconds", "20".to_owned())],
        ..Setup::default()
    });
    edge.clock.stop();
    let mut exchange = Exchange::begin(&edge, &[]);
    exchange.send(&line("a", "Feels well."));
    assert_eq!((exchange.head().status, &exchange.line().unwrap()["label"]), (200, &json!("POSITIVE")));
    // Signed before the clock stood still, maybe a second: good for 600, and then for the skew of 20.
    edge.clock.advance(600 + 18);
    exchange.send(&line("b", "Feels well."));
    assert_eq!(exchange.line().unwrap()["label"], "POSITIVE");
    edge.clock.advance(60);
    exchange.send(&line("c", "Feels well."));
    let refused = exchange.line().unwrap();
    assert_eq!((&refused["id"], &refused["error"]["status"]), (&json!("c"), &json!(401)), "{refused}");
    assert_eq!(exchange.line().unwrap()["type"], "urn:anteroom:problem:unauthorized");
    assert_eq!(exchange.line(), None);
    assert_eq!((edge.pool.seen().len(), &audit(&edge)["reason"]), (2, &json!("expired")));
}

#[test]
fn row_17_and_27_the_first_lines_may_come_too_late_for_the_token() {
    let redis = RedisServer::start();
    let edge = Edge::with(Setup { redis: Some(redis.port), ..Setup::default() });
    edge.clock.stop();
    // Its caller was let in when it has been counted.
    let counted =
        || redis.command(&["KEYS", "anteroom:rate:*"]).lines().filter(|key| !key.is_empty()).count() > 0;
    let mut exchange = Exchange::begin(&edge, &[]);
    while !counted() {
        std::thread::yield_now();
    }
    edge.clock.advance(700);
    exchange.send(&line("a", "Feels well."));
    exchange.end();
    let head = exchange.head();
    assert_eq!((head.status, head.header("www-authenticate")), (401, Some("Bearer error=\"invalid_token\"")));
    assert_eq!(audit(&edge)["reason"], "expired");
    assert!(edge.pool.seen().is_empty());
}
