//! One event for each decision, as the schema says.

use crate::support::{Edge, PoolAnswer};
use crate::*;

/// As the list of cases below has it: what is sent, and what its event says.
type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a str, u16, &'a str, &'a str);

#[test]
fn row_60_each_decision_is_one_event_as_published() {
    let edge = Edge::with(setup(&[
        ("max_body_bytes", "2000"),
        ("rate_requests", "16"),
        ("rate_window_seconds", "3600"),
    ]));
    let schema = schema();
    let bearer = format!("Bearer {}", edge.token());
    let json = ("content-type", "application/json");
    let auth = ("authorization", bearer.as_str());
    let narrow = edge.claims().with("scope", "classify".into()).sign(&edge.key).unwrap();
    let narrow = format!("Bearer {narrow}");
    let long = format!(r#"{{"inputs":"{}"}}"#, "Zebulon ".repeat(400));
    let cases: &[Case<'_>] = &[
        ("POST", "/v1/classify", &[auth, json], NOTE, 200, "/v1/classify", "ok"),
        ("POST", "/v1/deidentify", &[auth, json], NOTE, 200, "/v1/deidentify", "ok"),
        ("GET", "/v1/models", &[auth], "", 200, "/v1/models", "ok"),
        ("POST", "/v1/classify?Zebulon", &[json], NOTE, 401, "/v1/classify", ""),
        ("POST", "/v1/deidentify", &[("authorization", &narrow), json], NOTE, 403, "/v1/deidentify", ""),
        ("GET", "/Zebulon", &[auth], "", 404, "unknown", ""),
        ("DELETE", "/v1/classify", &[auth], "", 405, "unknown", ""),
        ("POST", "/v1/classify", &[auth, json, ("accept", "text/html")], NOTE, 406, "/v1/classify", ""),
        ("POST", "/v1/classify", &[auth, json], &long, 413, "/v1/classify", ""),
        ("POST", "/v1/classify", &[auth, ("content-type", "text/Zebulon")], NOTE, 415, "/v1/classify", ""),
        ("POST", "/v1/classify", &[auth, json], r#"{"Zebulon":1}"#, 422, "/v1/classify", ""),
        ("POST", "/v1/classify", &[auth, json], "{Zebulon", 400, "/v1/classify", ""),
        ("HEAD", "/readyz", &[], "", 200, "", ""),
        ("GET", "/healthz", &[], "", 200, "", ""),
    ];
    for (number, (method, path, headers, body, status, route, reason)) in cases.iter().enumerate() {
        let before = edge.audits().len();
        let id = format!("case-{number}");
        let headers = [headers, &[("x-request-id", id.as_str())][..]].concat();
        let answer = edge.send(method, path, &headers, body.as_bytes());
        assert_eq!(answer.status, *status, "{method} {path}: {answer:?}");
        let events = edge.audits();
        if route.is_empty() {
            assert_eq!(events.len(), before, "a probe that is answered decides nothing");
            continue;
        }
        assert_eq!(events.len(), before + 1, "{method} {path}");
        let event = events.last().unwrap();
        assert_valid(&schema, event);
        assert_eq!((&event["request_id"], &event["status"]), (&id.into(), &(*status).into()));
        assert_eq!(event["route"], *route, "{event}");
        assert_eq!(event["decision"], if *status == 200 { "allow" } else { "deny" });
        assert!(reason.is_empty() && event["reason"] != "ok" || event["reason"] == *reason, "{event}");
        assert!(!event.to_string().contains("Zebulon"), "{event}");
        let known = !matches!(status, 401 | 404 | 405);
        assert_eq!(event["subject"].is_string() && event["client"].is_string(), known, "{event}");
    }
    let classified = &edge.audits()[0];
    assert_eq!(
        (&classified["deid"]["SSN"], &classified["actions"]["mask"]),
        (&1.into(), &2.into()),
        "{classified}"
    );
    assert_eq!((&classified["model"], &classified["model_version"]), (&"demo".into(), &"1".into()));
    // The pool fails, and then the client is over its rate.
    edge.pool.answer_with(PoolAnswer::Fixed(200, "{}".to_owned()));
    assert_eq!(edge.post("/v1/classify", NOTE).status, 502);
    assert_valid(&schema, &last(&edge));
    let over = (0..20).any(|_| edge.post("/v1/deidentify", NOTE).status == 429);
    assert!(over, "{}", last(&edge));
    assert_valid(&schema, &last(&edge));
}

/// The host's line for an instance that it stopped has the same form, and the request's id.
#[test]
fn row_60_a_request_that_the_host_stops_is_an_event_of_the_same_form() {
    let mut setup = setup(&[("pool_timeout_ms", "600000")]);
    setup.request_timeout = Some(std::time::Duration::from_secs(10));
    let edge = Edge::with(setup);
    assert_eq!(edge.post("/v1/classify", NOTE).status, 200);
    edge.pool.answer_with(PoolAnswer::Silent);
    let answer = edge.post("/v1/classify", NOTE);
    assert_eq!(answer.status, 504, "{answer:?}");
    let event = last(&edge);
    assert_valid(&schema(), &event);
    assert_eq!((&event["reason"], &event["by"]), (&"guest_timeout".into(), &"host".into()));
    assert_eq!(event["request_id"].as_str(), answer.header("x-request-id"));
    assert_eq!(edge.audits().len(), 2);
}

#[test]
fn the_schema_refuses_what_is_not_an_event() {
    let edge = Edge::start();
    edge.post("/v1/classify", NOTE);
    let (schema, good) = (schema(), last(&edge));
    assert_valid(&schema, &good);
    for (member, value) in [
        ("text", "x".into()),
        ("route", "/v1/classify?x=1".into()),
        ("reason", "the name Zebulon".into()),
        ("time", "now".into()),
        ("deid", serde_json::json!({"Zebulon": 1})),
        ("decision", Value::Null),
        ("without", serde_json::json!([])),
    ] {
        let mut bad = good.clone();
        bad[member] = value;
        assert!(!schema.is_valid(&bad), "{bad}");
    }
    for member in ["time", "request_id", "route", "decision", "reason", "status", "event"] {
        let mut bad = good.clone();
        bad.as_object_mut().unwrap().remove(member);
        assert!(!schema.is_valid(&bad), "{bad}");
    }
}
