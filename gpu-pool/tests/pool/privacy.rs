//! Row 41: what a caller sends is nowhere but in the engine.

use http::Method;
use serde_json::json;

use super::support::{Client, Program, raw, texts};

/// As it could stand in a note; no part of it may come out anywhere.
const CANARY: &str = "Zebulon Quackenbush 987-65-4320";

#[tokio::test]
async fn row_41_a_canary_is_in_no_log_error_or_metric() {
    let mut program = Program::start(&["--log-level", "trace", "--log-format", "json"]).await;
    let mut client = Client::connect(program.address).await;
    let mut answers = String::new();
    let url_canary = CANARY.replace(' ', "-");
    let input = |name: &str, datatype: &str, data: serde_json::Value| {
        json!({"inputs": [{"name": name, "shape": [1], "datatype": datatype, "data": data}]}).to_string()
    };
    for (path, body) in [
        ("/v2/models/demo/infer", texts(&[CANARY]).to_string()),
        ("/v2/models/demo/infer", texts(&[&CANARY.repeat(2000)]).to_string()),
        ("/v2/models/demo/infer", input(CANARY, "BYTES", json!([CANARY]))),
        ("/v2/models/demo/infer", input("text", CANARY, json!([CANARY]))),
        ("/v2/models/demo/infer", input("text", "BYTES", json!([CANARY, CANARY]))),
        ("/v2/models/demo/infer", input("text", "BYTES", json!({CANARY: CANARY}))),
        ("/v2/models/demo/infer", format!("{{\"inputs\": \"{CANARY}\"")),
        ("/v2/models/demo/infer", format!("{{\"{CANARY}\": 1, \"inputs\": \"{CANARY}\"}}")),
        ("/v2/models/demo/infer", json!({"inputs": [], "outputs": [{"name": CANARY}]}).to_string()),
        (&format!("/v2/models/{url_canary}/infer"), texts(&[CANARY]).to_string()),
        (&format!("/v2/models/demo/infer/{url_canary}"), texts(&[CANARY]).to_string()),
        (&format!("/v2/models/demo/infer?{url_canary}"), texts(&[CANARY]).to_string()),
    ] {
        let reply = client.call(Method::POST, path, body).await;
        answers.push_str(&format!("{:?} {}\n", reply.headers, reply.text()));
    }
    let header =
        format!("GET /v2 HTTP/1.1\r\nHost: pool\r\nX-Patient: {CANARY}\r\nConnection: close\r\n\r\n");
    answers.push_str(&raw(program.address, header.as_bytes()).await);
    let broken = format!("GET /{CANARY} HTTP/1.1\r\n{CANARY}\r\n\r\n");
    answers.push_str(&raw(program.address, broken.as_bytes()).await);
    let binary = [
        ("inference-header-content-length", "0", CANARY.as_bytes().to_vec()),
        ("inference-header-content-length", "5", CANARY.as_bytes().to_vec()),
        ("inference-header-content-length", CANARY, CANARY.as_bytes().to_vec()),
        ("content-encoding", "gzip", CANARY.as_bytes().to_vec()),
        ("content-encoding", CANARY, CANARY.as_bytes().to_vec()),
    ];
    for (name, value, body) in binary {
        let reply = client.infer(&[(name, value)], body).await;
        answers.push_str(&format!("{:?} {}\n", reply.headers, String::from_utf8_lossy(&reply.body)));
    }
    let grpc = super::grpc_client::Grpc::connect(program.address).await;
    for request in super::grpc_client::canary_calls(CANARY) {
        answers.push_str(&format!("{:?}\n", grpc.infer(&request).await));
    }
    drop(grpc);
    answers.push_str(client.call(Method::GET, "/metrics", "").await.text());
    drop(client);
    program.signal("TERM").await;
    program.child.wait().await.expect("ends");
    let log = program.log.await.expect("log");
    assert!(log.contains("model version is serving"), "the log was read: {log}");
    for line in log.lines() {
        let event: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        for member in ["timestamp", "level", "target", "fields"] {
            assert!(!event[member].is_null(), "{member} in {line}");
        }
    }
    for word in CANARY.split(' ') {
        assert!(!answers.contains(word), "{word} came back: {answers}");
        assert!(!log.contains(word), "{word} was logged: {log}");
    }
}
