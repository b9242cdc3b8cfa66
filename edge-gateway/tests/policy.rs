//! Policy, from outside: the deployment's variables, what a request may make of them, and what the pool then sees.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

mod support;

use serde_json::{Value, json};
use support::{Answer, Edge, Setup};

const KEY: &str = "6f1d1c0a9be24d0f8c77e1f5a4b3920d";
const NOTE: &str = "Patient: Maria Lopez, DOB 03/14/1951, MRN: 84471902. Ms. Lopez was admitted on 03/14/2021 and left on \
    March 19, 2021; LOPEZ is recovering well in Springfield, IL 62704.";
/// Nothing of these may pass.
const IDENTIFIERS: [&str; 6] = ["maria", "lopez", "84471902", "03/14", "march 19", "springfield"];

fn edge(policy: &str, key: &str) -> Edge {
    let variables = vec![("deid_policy", policy.to_owned()), ("deid_key", key.to_owned())];
    Edge::with(Setup { variables, ..Setup::default() })
}

fn text(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["results"][0]["text"].as_str().unwrap().to_owned()
}

fn deidentified(edge: &Edge, body: &Value) -> String {
    text(&edge.post("/v1/deidentify", &body.to_string()))
}

fn audits(edge: &Edge) -> Vec<Value> {
    let lines = edge.log.lines();
    let events = lines.iter().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    events.filter(|event| event["event"] == "audit").collect()
}

/// Neither answer, log nor pool holds a value of the note or the key.
#[track_caller]
fn nothing_shows(edge: &Edge, answers: &[&Answer]) {
    let answers: String = answers.iter().map(|answer| answer.whole()).collect();
    let everywhere = format!("{:?}{answers}{}", edge.pool.seen(), edge.log.lines().join("\n")).to_lowercase();
    for value in IDENTIFIERS.iter().copied().chain([KEY]) {
        assert!(!everywhere.contains(value), "{value} in {everywhere}");
    }
}

#[test]
fn the_deployments_policy_is_honoured() {
    let edge = edge(r#"{"NAME":"redact","DATE":"generalise","ZIP":"generalise","MRN":"hash"}"#, KEY);
    let out = deidentified(&edge, &json!({ "inputs": NOTE }));
    assert!(out.starts_with("Patient: [NAME], DOB 1951, MRN: [MRN:h"), "{out}");
    assert!(out.contains("IL 627."), "{out}");
}

#[test]
fn a_request_may_be_stricter_and_nothing_else() {
    let edge = edge(r#"{"DATE":"generalise","NAME":"surrogate"}"#, "");
    let out = deidentified(&edge, &json!({ "inputs": NOTE, "policy": {"DATE": "redact", "NAME": "mask"} }));
    assert!(out.starts_with("Patient: [NAME-1], DOB [DATE], MRN: [MRN-1]."), "{out}");
    let out = deidentified(&edge, &json!({ "inputs": NOTE, "policy": {"*": "redact"} }));
    assert!(out.starts_with("Patient: [NAME], DOB [DATE], MRN: [MRN]."), "{out}");
    for (policy, category) in [
        (json!({"DATE": "keep"}), "`DATE`"),
        (json!({"MRN": "surrogate"}), "`MRN`"),
        (json!({"MRN": "hash"}), "`MRN`"),
        (json!({"DATE": "shift"}), "`DATE`"),
        (json!({"*": "keep"}), "`NAME`"),
    ] {
        let answer = edge.post("/v1/classify", &json!({ "inputs": NOTE, "policy": policy }).to_string());
        answer.assert_problem(422, "invalid-request");
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.starts_with("`policy`: ") && detail.contains(category), "{detail}");
        nothing_shows(&edge, &[&answer]);
    }
    assert!(edge.pool.seen().is_empty(), "a refused request forwards nothing");
    let reasons: Vec<Value> = audits(&edge).iter().map(|event| event["reason"].clone()).collect();
    let lenient = "policy_more_lenient";
    assert_eq!(reasons[2..], [lenient, lenient, lenient, lenient, lenient]);
}

#[test]
fn surrogates_are_consistent_and_nothing_of_the_original_reaches_the_pool() {
    let edge = edge(r#"{"*":"surrogate"}"#, KEY);
    let body = json!({ "inputs": [NOTE, "Mrs. Lopez feels well; Maria Lopez slept."], "spans": true });
    let answer = edge.post("/v1/classify", &body.to_string());
    assert_eq!(answer.status, 200, "{answer:?}");
    let seen = edge.pool.seen();
    assert_eq!(seen.len(), 1);
    let sent: Value = serde_json::from_str(seen[0].split_once('\n').unwrap().1).unwrap();
    let texts: Vec<&str> =
        sent["inputs"][0]["data"].as_array().unwrap().iter().map(|t| t.as_str().unwrap()).collect();
    let name = texts[0].strip_prefix("Patient: ").unwrap().split(',').next().unwrap();
    let surname = name.split(' ').nth(1).unwrap();
    assert!(texts[0].contains(&format!("Ms. {surname} was")), "{}", texts[0]);
    assert!(texts[0].contains(&format!("{} is recovering well", surname.to_uppercase())), "{}", texts[0]);
    assert_eq!(texts[1], format!("Mrs. {surname} feels well; {name} slept."));
    assert!(
        texts[0].contains("/1951") && texts[0].contains("/2021") && texts[0].contains(", 2021"),
        "{}",
        texts[0]
    );
    nothing_shows(&edge, &[&answer]);
    let span = &answer.json()["results"][0]["spans"][0];
    assert_eq!((&span["category"], &span["action"]), (&json!("NAME"), &json!("surrogate")));
    assert!(
        span["confidence"].as_f64().is_some_and(|c| c > 0.0 && c <= 1.0) && span["rule"].is_string(),
        "{span}"
    );
    // Without being asked for, spans are not in the answer.
    assert!(
        edge.post("/v1/classify", &json!({ "inputs": NOTE }).to_string()).json()["results"][0]["spans"]
            .is_null()
    );
}

#[test]
fn a_hash_is_the_same_in_every_request_and_in_every_form() {
    let edge = edge(r#"{"MRN":"hash"}"#, KEY);
    let first = deidentified(&edge, &json!({ "inputs": "MRN: 84471902 noted" }));
    let second = deidentified(&edge, &json!({ "inputs": "MRN: 8447-1902 noted" }));
    assert!(first.starts_with("MRN: [MRN:h") && first == second, "{first} {second}");
    let other = self::edge(r#"{"MRN":"hash"}"#, &KEY.replace('6', "7"));
    assert_ne!(first, deidentified(&other, &json!({ "inputs": "MRN: 84471902 noted" })));
    nothing_shows(&edge, &[]);
}

/// Day of the year, for dates of 2021 and 2022.
fn day(text: &str) -> i32 {
    let parts: Vec<i32> = text.split('/').map(|part| part.parse().unwrap()).collect();
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    (parts[2] - 2020) * 365
        + i32::from(parts[2] > 2020)
        + before[parts[0] as usize - 1]
        + parts[1]
        + i32::from(parts[2] == 2020 && parts[0] > 2)
}

#[test]
fn shift_keeps_intervals_for_one_patient_over_requests() {
    let edge = edge(r#"{"DATE":"shift"}"#, KEY);
    let days = |date: &str, patient: &str| {
        let body = json!({ "inputs": format!("Seen on {date}, well."), "known": {"patient": patient} });
        let out = deidentified(&edge, &body);
        day(out.strip_prefix("Seen on ").unwrap_or_else(|| panic!("{out}")).split(',').next().unwrap())
    };
    let first = days("03/14/2021", "patient-1");
    assert_eq!(days("04/02/2021", "patient-1") - first, 19);
    assert_ne!(first, day("03/14/2021"));
    let others: Vec<i32> = (2..6).map(|n| days("03/14/2021", &format!("patient-{n}"))).collect();
    assert!(others.iter().any(|other| *other != first), "{others:?}");
    // The patient's key is removed where it stands, and written nowhere.
    let body = json!({ "inputs": "Chart of patient-1 on 03/14/2021.", "known": {"patient": "patient-1"} });
    assert!(!deidentified(&edge, &body).contains("patient-1"));
    assert!(!edge.log.lines().join("\n").contains("patient-1"));
}

#[test]
fn a_policy_that_cannot_be_read_stops_every_request() {
    for (policy, key, says) in [
        ("not json: Zebulon", "", "`deid_policy` is not a policy"),
        (r#"{"NAMES":"mask"}"#, "", "`deid_policy` is not a policy"),
        (r#"{"DATE":"shift"}"#, "", "set `deid_key`"),
        ("{}", "Zebulon", "`deid_key` is too short"),
    ] {
        let edge = edge(policy, key);
        for route in ["/v1/classify", "/v1/deidentify"] {
            let answer = edge.post(route, &json!({ "inputs": NOTE }).to_string());
            answer.assert_problem(503, "misconfigured");
            assert!(answer.json()["detail"].as_str().unwrap().contains(says), "{answer:?}");
            nothing_shows(&edge, &[&answer]);
            assert!(!answer.whole().contains("Zebulon"));
        }
        edge.get("/readyz").assert_problem(503, "misconfigured");
        assert!(edge.pool.seen().is_empty());
        let log = edge.log.lines().join("\n");
        assert!(
            log.contains(r#"{"event":"misconfigured","#) && log.contains(says) && !log.contains("Zebulon"),
            "{log}"
        );
    }
}

#[test]
fn counts_stand_in_the_answer_and_in_the_audit_event() {
    let edge = edge(r#"{"DATE":"generalise"}"#, "");
    let answer = edge.post("/v1/deidentify", &json!({ "inputs": [NOTE, "Dr. Smith came."] }).to_string());
    let results = answer.json()["results"].clone();
    assert_eq!(
        results[0]["deid"],
        json!({"NAME": 3, "DATE": 3, "MRN": 1, "LOCATION": 1, "ZIP": 1}),
        "{results}"
    );
    assert_eq!(results[1]["deid"], json!({"NAME": 1}));
    assert_eq!(results[1]["text"], json!("Dr. [NAME-2] came."));
    let event = &audits(&edge)[0];
    assert_eq!(event["deid"], json!({"NAME": 4, "DATE": 3, "MRN": 1, "LOCATION": 1, "ZIP": 1}), "{event}");
    assert_eq!(event["actions"], json!({"mask": 7, "generalise": 3}), "{event}");
    nothing_shows(&edge, &[&answer]);
}
