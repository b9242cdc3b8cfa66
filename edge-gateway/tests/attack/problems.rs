//! Row 40: every kind of problem as it goes over the wire, against a golden file. `ANTEROOM_GOLDEN=write` renews it.

use crate::BODY;
use crate::support::{Answer, Edge, PoolAnswer, RedisServer, Setup, workspace_file};
use serde_json::{Map, Value, json};

/// The parts of an answer that are the contract: status, the headers that say what to do, and the five members.
fn contract(answer: &Answer) -> Value {
    let mut problem = answer.json();
    assert_eq!(problem["instance"].as_str(), answer.header("x-request-id"), "{answer:?}");
    problem["instance"] = json!("(the request id)");
    let mut headers = Map::new();
    for name in [
        "content-type",
        "cache-control",
        "x-content-type-options",
        "www-authenticate",
        "allow",
        "retry-after",
    ] {
        if let Some(value) = answer.header(name) {
            headers.insert(name.to_owned(), json!(value));
        }
    }
    json!({"status": answer.status, "headers": headers, "problem": problem})
}

fn edge(variables: &[(&'static str, &str)]) -> Edge {
    let variables = variables.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Edge::with(Setup { variables, ..Setup::default() })
}

#[test]
fn row_40_every_kind_of_problem_is_as_in_the_golden_file() {
    let mut golden = Map::new();
    let mut add = |name: &str, answer: &Answer| {
        assert!(golden.insert(name.to_owned(), contract(answer)).is_none(), "{name}");
    };
    let one = edge(&[("max_body_bytes", "1000"), ("breaker_failures", "0"), ("pool_timeout_ms", "2000")]);
    let token = format!("Bearer {}", one.token());
    let auth = ("authorization", token.as_str());
    let json = ("content-type", "application/json");
    let send =
        |headers: &[(&str, &str)], body: &str| one.send("POST", "/v1/classify", headers, body.as_bytes());
    add("malformed-body", &send(&[auth, json], "{"));
    add("malformed-body, duplicate", &send(&[auth, json], r#"{"inputs":"a","inputs":"b"}"#));
    add("unauthorized, no token", &send(&[json], BODY));
    add("unauthorized, bad token", &send(&[("authorization", "Bearer abc"), json], BODY));
    let narrow = one.claims().with("scope", "deidentify".into()).sign(&one.key).unwrap();
    add("insufficient-scope", &one.post_as(&narrow, "/v1/classify", BODY));
    add("not-found", &one.get("/nowhere"));
    add("method-not-allowed", &one.get("/v1/classify"));
    add("not-acceptable", &send(&[auth, json, ("accept", "text/html")], BODY));
    add("body-too-large", &send(&[auth, json], &format!(r#"{{"inputs":"{}"}}"#, "x".repeat(1000))));
    add("unsupported-media-type", &send(&[auth, ("content-type", "text/plain")], BODY));
    add("unsupported-media-type, encoding", &send(&[auth, json, ("content-encoding", "gzip")], BODY));
    add("invalid-request", &send(&[auth, json], r#"{"inputs":[]}"#));
    add("invalid-request, policy", &send(&[auth, json], r#"{"inputs":"a","policy":{"DATE":"keep"}}"#));
    for (name, answer) in [
        ("bad-pool-answer", PoolAnswer::Fixed(200, "{".to_owned())),
        ("pool-unavailable, full", PoolAnswer::Fixed(503, "{}".to_owned())),
        ("invalid-request, no such model", PoolAnswer::Fixed(404, "{}".to_owned())),
        ("pool-timeout", PoolAnswer::Silent),
    ] {
        one.pool.answer_with(answer);
        add(name, &send(&[auth, json], BODY));
    }
    one.pool.stop();
    add("pool-unavailable, away", &send(&[auth, json], BODY));
    add("misconfigured", &edge(&[("max_texts", "many")]).post("/v1/classify", BODY));
    let limited = edge(&[("rate_requests", "1"), ("rate_window_seconds", "3600")]);
    assert_eq!(limited.post("/v1/deidentify", BODY).status, 200);
    let mut over = limited.post("/v1/deidentify", BODY);
    // It says the seconds to the end of the hour.
    over.headers.retain(|(name, _)| name != "retry-after");
    add("too-many-requests", &over);
    let away = Edge::with(Setup { local_redis: Some(RedisServer::nowhere()), ..Setup::default() });
    add("keys-unavailable", &away.post("/v1/classify", BODY));
    let sink = [
        ("audit_sink", "refuse"),
        ("audit_key", "0123456789abcdef0123456789abcdef"),
        ("audit_sink_origin", "http://127.0.0.1:9"),
    ];
    add("audit-unavailable", &edge(&sink).post("/v1/classify", BODY));

    let file = workspace_file("edge-gateway/tests/attack/problems.json");
    if std::env::var_os("ANTEROOM_GOLDEN").is_some() {
        std::fs::write(&file, serde_json::to_string_pretty(&golden).unwrap() + "\n").unwrap();
    }
    let kept: Map<String, Value> = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    for (name, made) in &golden {
        assert_eq!(
            Some(made),
            kept.get(name),
            "{name}: is the contract meant to change? See the first lines of this file."
        );
    }
    assert_eq!(kept.len(), golden.len());
}
