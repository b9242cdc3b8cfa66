//! Requests through the host: what the component sees, and what the caller gets.

use bytes::Bytes;
use edge_host::Limits;
use http::Request;
use http_body_util::channel::Channel;
use http_body_util::{BodyExt as _, Full};

use crate::support::*;

#[tokio::test(flavor = "multi_thread")]
async fn echo_whole_and_large() {
    let (_app, host) = plain().await;
    for size in [0, 1, 100_000, 5_000_000] {
        let body: Vec<u8> = (0..size).map(|n| (n % 251) as u8).collect();
        let request = Request::post("/echo").header("host", "h").body(Full::from(body.clone())).unwrap();
        let answer = send(host.address(), request).await;
        assert_eq!(answer.status, 200);
        assert!(answer.body == body, "{size} bytes came back as {}", answer.body.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_both_ways() {
    let (_app, host) = plain().await;
    let mut sender = caller(host.address()).await;
    let (mut pieces, body) = Channel::<Bytes>::new(1);
    let request = Request::post("/echo").header("host", "h").body(body).unwrap();
    within(async {
        let sent = tokio::spawn(sender.send_request(request));
        // Each piece is back before the next is sent: nothing on the way waits for the end.
        pieces.send_data("one".into()).await.unwrap();
        let mut response = sent.await.unwrap().unwrap();
        assert_eq!(response.frame().await.unwrap().unwrap().into_data().unwrap(), "one");
        pieces.send_data("two".into()).await.unwrap();
        assert_eq!(response.frame().await.unwrap().unwrap().into_data().unwrap(), "two");
        drop(pieces);
        assert!(response.frame().await.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_has_a_fresh_instance() {
    let (_app, host) = plain().await;
    for _ in 0..20 {
        assert_eq!(ok(&host, "/count").await, "1");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_sees_the_memory_of_another() {
    let (_app, host) = plain().await;
    // Little and much are set back in different ways; side by side, instances take each other's slots in any order.
    for kibibytes in [4, 512, 4096, 4, 2048, 64] {
        assert_eq!(ok(&host, &format!("/written?kib={kibibytes}")).await, "0", "after {kibibytes} KiB");
    }
    let host = std::sync::Arc::new(host);
    let mut requests = tokio::task::JoinSet::new();
    for n in 0..48 {
        let (host, path) = (host.clone(), format!("/written?kib={}", [1, 1024, 300, 4096][n % 4]));
        requests.spawn(async move { ok(&host, &path).await });
    }
    for cells in requests.join_all().await {
        assert_eq!(cells, "0");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_as_under_spin() {
    let (_app, host) = plain().await;
    let request = Request::get("/headers?x=1")
        .header("host", "edge.test:444")
        .header("spin-full-url", "http://forged/")
        .header("spin-client-addr", "1.2.3.4:5")
        .header("spin-anything", "forged")
        .header("authorization", "one")
        .header("authorization", "two")
        .header("transfer-encoding", "chunked")
        .body(Full::default())
        .unwrap();
    let text = send(host.address(), request).await.text();
    let lines: Vec<_> = text.lines().collect();
    for line in [
        "spin-full-url: http://edge.test:444/headers?x=1",
        "spin-path-info: /headers",
        "spin-matched-route: /...",
        "spin-raw-component-route: /...",
        "spin-component-route: ",
        "spin-base-path: /",
        "authorization: one",
        "authorization: two",
    ] {
        assert!(lines.contains(&line), "{line} is not in {lines:?}");
    }
    assert!(lines.iter().any(|line| line.starts_with("spin-client-addr: 127.0.0.1:")), "{lines:?}");
    for part in ["forged", "1.2.3.4", "host:", "transfer-encoding"] {
        assert!(!text.contains(part), "{part} is in {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn well_known_paths_are_the_hosts() {
    let (_app, host) = plain().await;
    assert_eq!(ok(&host, "/.well-known/spin/health").await, "OK");
    get(&host, "/.well-known/spin/info").await.assert_problem(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_host_or_none() {
    let (_app, host) = plain().await;
    let request = Request::get("/count").body(Full::default()).unwrap();
    send(host.address(), request).await.assert_problem(400);
    let request =
        Request::get("/count").header("host", "a").header("host", "b").body(Full::default()).unwrap();
    send(host.address(), request).await.assert_problem(400);
}

#[tokio::test(flavor = "multi_thread")]
async fn variables_by_precedence() {
    let app = App::new("[]", "[]");
    let host = start(app.builder()).await;
    assert_eq!(ok(&host, "/variable?name=given").await, "default");
    assert_eq!(ok(&host, "/variable?name=both").await, "default-s3cret");
    assert!(get(&host, "/variable?name=needed").await.text().contains("Undefined"));
    assert!(get(&host, "/variable?name=Given").await.text().contains("InvalidName"));

    let environment = || [("SPIN_VARIABLE_GIVEN".to_owned(), "environment".to_owned())];
    let host = start(app.builder().environment(environment())).await;
    assert_eq!(ok(&host, "/variable?name=given").await, "environment");
    let host = start(app.builder().environment(environment()).variable("given", "flag")).await;
    assert_eq!(ok(&host, "/variable?name=given").await, "flag");
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_come_all_at_once_and_without_values() {
    let app = App::new("[\"{{ given }}\", \"https://a/b\"]", "[\"default\", \"shared\"]");
    let mistakes = edge_host::Config::from_manifest(app.path("spin.toml"))
        .variable("unheard_of", "a-canary")
        .runtime_config_file(app.path("absent.toml"))
        .wasm(app.path("absent.wasm"))
        .limits(Limits { instances: 0, ..Limits::default() })
        .load()
        .unwrap_err();
    let all = mistakes.to_string();
    for part in ["needed", "unheard_of", "https://a/b", "shared", "absent.toml", "absent.wasm", "instances"] {
        assert!(all.contains(part), "{part} is not in {all}");
    }
    assert!(!all.contains("a-canary"));
}

#[tokio::test(flavor = "multi_thread")]
async fn guest_output_is_captured_line_by_line() {
    let (app, host) = plain().await;
    ok(&host, "/log?line=a%20canary").await;
    within(app.log.wait_for(|line| line == "a canary")).await;
    within(app.log.wait_for(|line| line == "stdout a canary")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_over_the_limit() {
    let app = App::new("[]", "[]");
    let host = start(app.builder().limits(Limits { body: 1000, ..limits() })).await;
    let post = |body: Vec<u8>| Request::post("/echo").header("host", "h").body(Full::from(body)).unwrap();
    assert_eq!(send(host.address(), post(vec![1; 1000])).await.body.len(), 1000);
    send(host.address(), post(vec![1; 1001])).await.assert_problem(413);
    // Announced or not, the component does not get more.
    let mut sender = caller(host.address()).await;
    let (mut pieces, body) = Channel::<Bytes>::new(1);
    let request = Request::post("/echo").header("host", "h").body(body).unwrap();
    let sent = tokio::spawn(sender.send_request(request));
    pieces.send_data(vec![1; 1000].into()).await.unwrap();
    within(async {
        let response = sent.await.unwrap().unwrap();
        // Not before: a guest that fails while its head is still in the host's hands takes that with it.
        drop(pieces.send_data(vec![1; 1].into()).await);
        assert!(response.into_body().collect().await.is_err(), "the answer must break, not end");
    })
    .await;
}
