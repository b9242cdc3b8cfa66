//! The path of a request through the real component, seen from both ends.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

mod support;

use jsonwebtoken::Algorithm;
use serde_json::json;
use support::{Edge, Kept, PoolAnswer, Setup, raw, until};

const NOTE: &str = "Patient: Zebulon Quartermain, DOB 03/14/1951, MRN: 84471902, SSN 536-22-8134, phone (617) 555-0142. \
    Mr. Quartermain was seen by Dr. Ottoline Featherstonehaugh on March 3, 2026; he is recovering well. Contact zq@example.com.";
/// Nothing of these may pass.
const IDENTIFIERS: [&str; 9] = [
    "Zebulon",
    "Quartermain",
    "03/14",
    "84471902",
    "536-22-8134",
    "555-0142",
    "Featherstonehaugh",
    "March 3",
    "zq@example",
];

fn note() -> String {
    json!({ "inputs": NOTE }).to_string()
}

#[test]
fn row_31_41_and_45_a_note_arrives_at_the_pool_without_its_identifiers() {
    let edge = Edge::start();
    let answer = edge.post("/v1/classify", &note());
    assert_eq!(answer.status, 200, "{answer:?}");
    let said = answer.json();
    assert_eq!((&said["model"], &said["model_version"]), (&json!("demo"), &json!("1")));
    let result = &said["results"][0];
    assert_eq!(
        (&result["label"], &result["score"], &result["windows"]),
        (&json!("POSITIVE"), &json!(0.75), &json!(1))
    );
    assert_eq!(result["scores"], json!({"POSITIVE": 0.75, "NEGATIVE": 0.25}));
    for category in ["NAME", "DATE", "MRN", "SSN", "PHONE", "EMAIL"] {
        assert!(result["deid"][category].as_u64() >= Some(1), "{category}: {result}");
    }

    let seen = edge.pool.seen();
    assert_eq!(seen.len(), 1);
    assert!(seen[0].contains("recovering well"), "{}", seen[0]);
    let everywhere = format!("{seen:?}{}{}", answer.whole(), edge.log.lines().join("\n"));
    for identifier in IDENTIFIERS {
        assert!(!everywhere.contains(identifier), "{identifier} in {everywhere}");
    }
    // The caller's token stays here too.
    assert!(!seen[0].to_lowercase().contains("authorization"), "{}", seen[0]);
}

#[test]
fn row_57_an_answer_has_these_headers_and_no_others() {
    let edge = Edge::start();
    let answer = edge.post("/v1/classify", r#"{"inputs":"Feels much better."}"#);
    let mut names: Vec<&str> =
        answer.headers.iter().map(|(n, _)| n.as_str()).filter(|n| *n != "connection").collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "cache-control",
            "content-length",
            "content-type",
            "date",
            "ratelimit",
            "ratelimit-policy",
            "x-content-type-options",
            "x-request-id"
        ]
    );
    let token = format!("Bearer {}", edge.token());
    let headers =
        [("authorization", token.as_str()), ("content-type", "application/json"), ("x-request-id", "ward-7")];
    assert_eq!(
        edge.send("POST", "/v1/classify", &headers, note().as_bytes()).header("x-request-id"),
        Some("ward-7")
    );
}

#[test]
fn deidentify_answers_text_and_spans_in_unicode_scalar_values() {
    let edge = Edge::start();
    let text = "Élan: seen on 03/14/2026, better.";
    let answer = edge.post("/v1/deidentify", &json!({ "inputs": [text] }).to_string());
    assert_eq!(answer.status, 200, "{answer:?}");
    let result = &answer.json()["results"][0];
    let spans = result["spans"].as_array().unwrap();
    let date = spans.iter().find(|s| s["category"] == "DATE").unwrap_or_else(|| panic!("{result}"));
    let (start, end) = (date["start"].as_u64().unwrap() as usize, date["end"].as_u64().unwrap() as usize);
    assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), "03/14/2026");
    assert!(date["rule"].is_string(), "{date}");
    assert!(!result["text"].as_str().unwrap().contains("03/14"), "{result}");
    assert!(edge.pool.seen().is_empty(), "de-identifying alone needs no pool");
}

#[test]
fn what_the_caller_knows_is_removed_wherever_it_stands() {
    let edge = Edge::start();
    let body = json!({"inputs": "quartermain walked today; ZEBULON ate well.", "known": {"names": ["Zebulon Quartermain"]}});
    let text = edge.post("/v1/deidentify", &body.to_string()).json()["results"][0]["text"]
        .as_str()
        .unwrap()
        .to_lowercase();
    assert!(!text.contains("quartermain") && !text.contains("zebulon"), "{text}");
}

#[test]
fn tokens_of_each_kind_of_key_are_taken() {
    for algorithm in [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA] {
        let edge = Edge::with(Setup { algorithm, ..Setup::default() });
        assert_eq!(edge.post("/v1/classify", &note()).status, 200, "{algorithm:?}");
    }
}

#[test]
fn row_01_12_13_and_15_bad_tokens_are_401_and_nothing_reaches_the_pool() {
    let edge = Edge::start();
    let other_key = anteroom_dev::keys::SigningKey::generate(Algorithm::EdDSA, "key-1").unwrap();
    let good = edge.claims();
    for (what, token) in [
        ("signed by another key", good.sign(&other_key).unwrap()),
        (
            "another issuer",
            good.clone().with("iss", json!(format!("{}/", edge.issuer))).sign(&edge.key).unwrap(),
        ),
        ("another audience", good.clone().with("aud", json!("somebody-else")).sign(&edge.key).unwrap()),
        ("no audience", good.clone().without("aud").sign(&edge.key).unwrap()),
        ("expired", good.clone().with("iat", json!(1)).with("exp", json!(2)).sign(&edge.key).unwrap()),
        ("no expiry", good.clone().without("exp").sign(&edge.key).unwrap()),
        ("not a token", "abc".to_owned()),
    ] {
        let answer = edge.post_as(&token, "/v1/classify", &note());
        answer.assert_problem(401, "unauthorized");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer error=\"invalid_token\""), "{what}");
        assert!(!answer.whole().contains(&token), "{what}");
    }
    let none = edge.send("POST", "/v1/classify", &[("content-type", "application/json")], note().as_bytes());
    none.assert_problem(401, "unauthorized");
    assert_eq!(none.header("www-authenticate"), Some("Bearer"));
    let narrow = good.with("scope", json!("deidentify")).sign(&edge.key).unwrap();
    let answer = edge.post_as(&narrow, "/v1/classify", &note());
    answer.assert_problem(403, "insufficient-scope");
    assert!(edge.pool.seen().is_empty());
}

#[test]
fn row_34_36_37_38_40_and_41_every_bad_request_is_a_problem_without_a_byte_of_its_input() {
    let edge = Edge::start();
    let canary = "Zebulon";
    for (body, status, name) in [
        (format!("{{\"inputs\":\"{canary}"), 400, "malformed-body"),
        (format!("{{\"inputs\":\"{canary}\",\"inputs\":\"x\"}}"), 400, "malformed-body"),
        (format!("{{\"{canary}\":1,\"inputs\":\"x\"}}"), 422, "invalid-request"),
        (format!("{{\"inputs\":{{\"{canary}\":1}}}}"), 422, "invalid-request"),
        (format!("{{\"inputs\":\"x\",\"model\":\"{canary}/..\"}}"), 422, "invalid-request"),
        (format!("{{\"inputs\":\"x\",\"known\":\"{canary}\"}}"), 422, "invalid-request"),
    ] {
        let answer = edge.post("/v1/classify", &body);
        answer.assert_problem(status, name);
        assert!(!answer.whole().contains(canary), "{answer:?}");
    }
    edge.get("/v1/classify").assert_problem(405, "method-not-allowed");
    edge.get(&format!("/v1/{canary}")).assert_problem(404, "not-found");
    let token = format!("Bearer {}", edge.token());
    edge.send("POST", "/v1/classify", &[("authorization", &token), ("content-type", "text/plain")], b"x")
        .assert_problem(415, "unsupported-media-type");
    assert!(!edge.log.lines().join("\n").contains(canary));
    assert!(edge.pool.seen().is_empty());
}

#[test]
fn row_33_a_body_of_ten_megabytes_is_413_with_and_without_its_length() {
    let edge = Edge::start();
    let token = edge.token();
    let large = "x".repeat(10 << 20);
    edge.post_as(&token, "/v1/classify", &large).assert_problem(413, "body-too-large");
    let head = format!(
        "POST /v1/classify HTTP/1.1\r\nhost: edge.test\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n",
        large.len()
    );
    raw(&edge.address, format!("{head}{large}\r\n0\r\n\r\n").as_bytes())
        .assert_problem(413, "body-too-large");
    assert!(edge.pool.seen().is_empty());
}

#[test]
fn large_answers_and_large_forwarded_bodies_are_whole() {
    let variables =
        vec![("max_body_bytes", (8 << 20).to_string()), ("max_text_chars", (4 << 20).to_string())];
    let edge = Edge::with(Setup { variables, ..Setup::default() });
    let token = edge.token();
    // Each date becomes a span of the answer: several times the text, far beyond what a host buffers.
    let dates = "Seen 03/14/2026. ".repeat(60_000);
    let answer = edge.post_as(&token, "/v1/deidentify", &json!({ "inputs": dates }).to_string());
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
    assert_eq!(answer.json()["results"][0]["spans"].as_array().unwrap().len(), 60_000);
    let text = "feels better ".repeat(300_000);
    let answer = edge.post_as(&token, "/v1/classify", &json!({ "inputs": text }).to_string());
    assert_eq!(answer.status, 200, "{answer:?}");
    let seen = edge.pool.seen();
    assert!(seen[0].contains(&text), "the pool got {} bytes of {}", seen[0].len(), text.len());
}

#[test]
fn row_51_a_pool_that_drips_is_cut_off_at_the_deadline() {
    let edge =
        Edge::with(Setup { variables: vec![("pool_timeout_ms", "400".to_owned())], ..Setup::default() });
    edge.pool.answer_with(PoolAnswer::Dripping);
    edge.post("/v1/classify", &note()).assert_problem(504, "pool-timeout");
}

#[test]
fn row_39_and_52_the_pools_models_are_listed_and_junk_is_not_passed_on() {
    let edge = Edge::start();
    let token = format!("Bearer {}", edge.token());
    let get =
        |accept: &str| edge.send("GET", "/v1/models", &[("authorization", &token), ("accept", accept)], b"");
    let index = r#"[{"name":"demo","version":"1","state":"READY","reason":"/srv/models/demo"}]"#;
    edge.pool.answer_with(PoolAnswer::Fixed(200, index.to_owned()));
    assert_eq!(get("*/*").json(), json!([{"name": "demo", "version": "1", "state": "READY"}]));
    get("text/html").assert_problem(406, "not-acceptable");
    for (pool, status, name) in [
        (PoolAnswer::Fixed(200, "not json <script>".to_owned()), 502, "bad-pool-answer"),
        (PoolAnswer::Fixed(404, "{}".to_owned()), 502, "bad-pool-answer"),
        (PoolAnswer::Fixed(503, "{}".to_owned()), 503, "pool-unavailable"),
    ] {
        edge.pool.answer_with(pool);
        get("*/*").assert_problem(status, name);
    }
    edge.get("/v1/models").assert_problem(401, "unauthorized");
}

#[test]
fn row_20_many_first_requests_fetch_the_keys_once() {
    let edge = Edge::start();
    let token = edge.token();
    std::thread::scope(|scope| {
        for _ in 0..24 {
            scope.spawn(|| assert_eq!(edge.post_as(&token, "/v1/classify", &note()).status, 200));
        }
    });
    let fetched = edge.log.lines().iter().filter(|line| line.contains("keys_fetched")).count();
    assert_eq!(fetched, 1);
}

#[test]
fn row_49_50_51_and_52_the_pools_failures_have_an_answer_each() {
    let edge =
        Edge::with(Setup { variables: vec![("pool_timeout_ms", "2000".to_owned())], ..Setup::default() });
    for (pool, status, name) in [
        (PoolAnswer::Fixed(200, "{".to_owned()), 502, "bad-pool-answer"),
        (PoolAnswer::Fixed(200, r#"{"model_name":"m","outputs":[]}"#.to_owned()), 502, "bad-pool-answer"),
        (PoolAnswer::Fixed(500, "Zebulon".to_owned()), 502, "bad-pool-answer"),
        (PoolAnswer::Fixed(503, "{}".to_owned()), 503, "pool-unavailable"),
        (PoolAnswer::Fixed(404, "{}".to_owned()), 422, "invalid-request"),
        (PoolAnswer::Silent, 504, "pool-timeout"),
    ] {
        edge.pool.answer_with(pool);
        let answer = edge.post("/v1/classify", &note());
        answer.assert_problem(status, name);
        assert!(!answer.whole().contains("Zebulon"));
    }
    edge.pool.answer_with(PoolAnswer::Good);
    assert_eq!(edge.post("/v1/classify", &note()).status, 200);
    edge.pool.stop();
    let answer = edge.post("/v1/classify", &note());
    answer.assert_problem(503, "pool-unavailable");
    assert!(answer.header("retry-after").is_some());
}

#[test]
fn row_54_what_the_pool_may_have_seen_is_sent_once() {
    let variables = vec![("pool_timeout_ms", "2000".to_owned()), ("breaker_failures", "0".to_owned())];
    let edge = Edge::with(Setup { variables, ..Setup::default() });
    for pool in [
        PoolAnswer::Fixed(500, "{}".to_owned()),
        PoolAnswer::Fixed(503, "{}".to_owned()),
        PoolAnswer::Fixed(200, "{".to_owned()),
        PoolAnswer::Silent,
        PoolAnswer::Dripping,
        PoolAnswer::HangsUp,
    ] {
        let before = edge.pool.seen().len();
        edge.pool.answer_with(pool);
        let answer = edge.post("/v1/classify", &note());
        assert!(answer.status >= 500, "{}", answer.status);
        // The caller may have been answered while the pool was still writing down what it saw.
        until("the pool has written it down", || edge.pool.seen().len() > before);
        assert_eq!(edge.pool.seen().len() - before, 1, "{}", answer.whole());
    }
}

#[test]
fn probes_need_no_token_and_ready_means_ready() {
    let edge = Edge::start();
    assert_eq!(
        (edge.get("/healthz").status, edge.get("/readyz").status),
        (200, 200),
        "{:?}",
        edge.log.lines()
    );
    let head = edge.send("HEAD", "/healthz", &[], b"");
    assert_eq!((head.status, head.body.as_str(), head.header("content-length")), (200, "", None));
    edge.pool.stop();
    assert_eq!(edge.get("/healthz").status, 200);
    edge.get("/readyz").assert_problem(503, "pool-unavailable");
}

#[test]
fn row_60_every_decision_leaves_one_audit_line() {
    let edge = Edge::start();
    edge.post("/v1/classify", &note());
    edge.post_as("abc", "/v1/classify", &note());
    let events: Vec<serde_json::Value> = edge
        .log
        .lines()
        .iter()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(|event: &serde_json::Value| event["event"] == "audit")
        .collect();
    assert_eq!(events.len(), 2, "{events:?}");
    let (allowed, denied) = (&events[0], &events[1]);
    assert_eq!(
        (&allowed["decision"], &allowed["reason"], &allowed["status"]),
        (&json!("allow"), &json!("ok"), &json!(200))
    );
    assert_eq!((&allowed["subject"], &allowed["model"]), (&json!("development-app"), &json!("demo")));
    assert!(allowed["deid"]["SSN"] == 1, "{allowed}");
    assert_eq!((&denied["decision"], &denied["status"]), (&json!("deny"), &json!(401)));
}

/// Instances share one standard error, and Spin writes what it is given as it comes.
#[test]
fn row_60_lines_of_instances_that_run_at_once_stay_whole() {
    let edge = Edge::start();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..40).for_each(|_| drop(edge.post_as("abc", "/v1/classify", &note()))));
        }
    });
    assert_eq!(edge.audits().len(), 160);
}

/// The caller may send its next request on the connection, unless it was told not to.
#[test]
fn an_answer_that_waits_for_no_body_keeps_its_connection_or_says_that_it_closes() {
    let edge = Edge::start();
    for (framing, body) in [
        ("content-length: 26", vec![b'x'; 26]),
        ("content-length: 60000", vec![b'x'; 60_000]),
        ("content-length: 1048576", vec![b'x'; 1 << 20]),
        ("content-length: 4000000", vec![b'x'; 4_000_000]),
        ("transfer-encoding: chunked", b"1\r\nx\r\n0\r\n\r\n".to_vec()),
    ] {
        let mut caller = Kept::open(&edge.address);
        caller.send(format!(
            "POST /v1/classify HTTP/1.1\r\nhost: h\r\nauthorization: Bearer abc\r\n{framing}\r\n\r\n"
        ));
        let refused = caller.answer();
        assert_eq!(refused.status, 401, "{refused:?}");
        if refused.header("connection") == Some("close") {
            continue;
        }
        caller.send(body);
        caller.send("GET /healthz HTTP/1.1\r\nhost: h\r\n\r\n");
        assert_eq!(caller.answer().status, 200, "{framing}");
    }
}

#[test]
fn row_28_a_deployment_without_its_variables_says_which() {
    let edge = Edge::with(Setup {
        variables: vec![("auth_issuer", String::new()), ("max_texts", "many".to_owned())],
        ..Setup::default()
    });
    let answer = edge.post("/v1/classify", &note());
    answer.assert_problem(503, "misconfigured");
    for name in ["`auth_issuer`", "`max_texts`"] {
        assert!(answer.json()["detail"].as_str().unwrap().contains(name), "{answer:?}");
    }
}
