//! Guests that misbehave: the caller gets a plain error, and other requests do not notice.

use std::time::{Duration, Instant};

use bytes::Bytes;
use edge_host::Limits;
use http::Request;
use http_body_util::BodyExt as _;
use http_body_util::channel::Channel;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpSocket, TcpStream};

use crate::support::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_guest_says_nothing() {
    let (_app, host) = plain().await;
    for path in ["/panic", "/exit", "/silent", "/bomb"] {
        get(&host, path).await.assert_problem(500);
        assert_eq!(ok(&host, "/count").await, "1", "after {path}");
    }
}

/// A guest that was stopped can write no audit event; the host writes it, in the form of the edge's own.
#[tokio::test(flavor = "multi_thread")]
async fn row_60_a_guest_that_is_stopped_leaves_an_audit_line() {
    let app = App::new("[]", "[]");
    // Time enough for those that end by themselves, and a short one for those that never do.
    let hosts = [PATIENCE, Duration::from_millis(500)]
        .map(|timeout| app.builder().limits(Limits { request_timeout: timeout, ..limits() }));
    let [patient, short] = hosts;
    let (patient, short) = (start(patient).await, start(short).await);
    let audits = || -> Vec<serde_json::Value> {
        let lines = app.log.lines();
        let events = lines.iter().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        events.filter(|event| event["event"] == "audit").collect()
    };
    for (number, (path, reason, status)) in [
        ("/panic", "guest_trap", 500),
        ("/exit", "guest_exit", 500),
        ("/silent", "guest_no_answer", 500),
        ("/bomb", "guest_out_of_memory", 500),
        ("/spin", "guest_timeout", 504),
        ("/sleep?ms=600000", "guest_timeout", 504),
    ]
    .into_iter()
    .enumerate()
    {
        let id = format!("request-{number}");
        let mut request = get_request(path);
        request.headers_mut().insert("x-request-id", id.parse().unwrap());
        let host = if status == 504 { &short } else { &patient };
        let answer = within(send(host.address(), request)).await;
        assert_eq!(answer.status, status, "{path}");
        let events = audits();
        let event = events.last().unwrap();
        assert_eq!(events.len(), number + 1, "{path}: {events:?}");
        assert_eq!((&event["reason"], &event["decision"]), (&reason.into(), &"deny".into()), "{path}");
        assert_eq!((&event["status"], &event["by"]), (&status.into(), &"host".into()));
        assert_eq!(event["request_id"], id);
        assert!(event["time"].as_u64().unwrap() > 1_700_000_000);
    }
    // One that was stopped in the middle of its answer: allowed, and broken off.
    let mut sender = caller(patient.address()).await;
    let response = sender.send_request(get_request("/stream-panic?n=3")).await.unwrap();
    assert!(within(response.into_body().collect()).await.is_err());
    let line = within(app.log.wait_for(|line| line.contains(r#""decision":"allow""#))).await;
    let event: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&event["reason"], &event["status"]), (&"guest_trap".into(), &200.into()));
    assert_eq!(event["request_id"].as_str().unwrap().len(), 32);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_that_never_ends() {
    let app = App::new("[]", "[]");
    let timeout = Duration::from_secs(10);
    let host = start(app.builder().limits(Limits { request_timeout: timeout, ..limits() })).await;
    ok(&host, "/count").await;
    // More of them than this machine has cores.
    let address = host.address();
    let spinning: Vec<_> = (0..16).map(|_| tokio::spawn(send(address, get_request("/spin")))).collect();
    let begun = || app.log.lines().iter().filter(|line| *line == "spinning").count();
    within(async {
        while begun() < 16 && !spinning.iter().any(|task| task.is_finished()) {
            tokio::task::yield_now().await;
        }
    })
    .await;
    // Others are served although every worker is busy: were they not, this would wait for the timeout.
    ok(&host, "/count").await;
    assert!(spinning.iter().all(|task| !task.is_finished()), "served only when those had ended");
    for task in spinning {
        task.await.unwrap().assert_problem(504);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_that_waits_too_long() {
    let app = App::new("[]", "[]");
    let timeout = Duration::from_millis(200);
    let host = start(app.builder().limits(Limits { request_timeout: timeout, ..limits() })).await;
    get(&host, "/sleep?ms=600000").await.assert_problem(504);
}

/// A stream may take longer than the timeout in all, as long as it moves; and one that stops moving, or
/// whose guest fails, must not look complete.
#[tokio::test(flavor = "multi_thread")]
async fn streams_move_or_break() {
    let app = App::new("[]", "[]");
    let timeout = Duration::from_secs(4);
    let host = start(app.builder().limits(Limits { request_timeout: timeout, ..limits() })).await;
    let text = ok(&host, "/stream?n=50&ms=100").await;
    assert_eq!(text.lines().count(), 50);
    for path in ["/stream-panic?n=3", "/stream-spin?n=3", "/stream?n=2&ms=600000"] {
        let mut sender = caller(host.address()).await;
        let response = sender.send_request(get_request(path)).await.unwrap();
        assert_eq!(response.status(), 200);
        let body = within(response.into_body().collect()).await;
        assert!(body.is_err(), "{path} passed for whole");
    }
}

/// An upload may take longer than the timeout too, as long as it moves, and although nothing is answered yet.
#[tokio::test(flavor = "multi_thread")]
async fn a_slow_upload_is_progress() {
    let app = App::new("[]", "[]");
    let timeout = Duration::from_secs(4);
    let host = start(app.builder().limits(Limits { request_timeout: timeout, ..limits() })).await;
    let mut sender = caller(host.address()).await;
    let (mut pieces, body) = Channel::<Bytes>::new(1);
    let request = Request::post("/swallow").header("host", "h").body(body).unwrap();
    let sent = tokio::spawn(sender.send_request(request));
    let (begun, mut count) = (Instant::now(), 0);
    while begun.elapsed() < timeout * 2 {
        pieces.send_data("x".into()).await.unwrap();
        count += 1;
        tokio::time::sleep(timeout / 20).await;
    }
    drop(pieces);
    let answer = within(async { read(sent.await.unwrap().unwrap()).await }).await;
    assert_eq!((answer.status.as_u16(), answer.text()), (200, count.to_string()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_never_reads_is_let_go() {
    let app = App::new("[]", "[]");
    let write_stall = Duration::from_millis(200);
    let host = start(app.builder().limits(Limits { connections: 1, write_stall, ..limits() })).await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stream = socket.connect(host.address()).await.unwrap();
    stream.write_all(b"POST /echo HTTP/1.1\r\nhost: h\r\ncontent-length: 1000000000\r\n\r\n").await.unwrap();
    // Its answers fill what is between the two, and then nothing moves until the host ends it.
    within(async { while stream.write_all(&[0; 64 << 10]).await.is_ok() {} }).await;
    within(app.log.wait_for(|line| line == "the caller has gone")).await;
    // The only connection is free again, although the caller still has its end.
    assert_eq!(ok(&host, "/count").await, "1");
    drop(stream);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_over_the_number_of_instances_wait() {
    let app = App::new("[]", "[]");
    let host = start(app.builder().limits(Limits { instances: 2, ..limits() })).await;
    let address = host.address();
    let all: Vec<_> = (0..20).map(|_| tokio::spawn(send(address, get_request("/sleep?ms=20")))).collect();
    for task in all {
        assert_eq!(task.await.unwrap().text(), "slept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_instance_in_time_is_busy() {
    let app = App::new("[]", "[]");
    let timeout = Duration::from_secs(2);
    let limits = Limits { instances: 1, request_timeout: timeout, ..limits() };
    let host = start(app.builder().limits(limits)).await;
    let address = host.address();
    // It moves all the time, so it keeps the only instance for longer than anybody waits.
    let long = tokio::spawn(send(address, get_request("/stream?n=25&ms=200")));
    within(async {
        loop {
            let answer = get(&host, "/count").await;
            if answer.status == 503 {
                answer.assert_problem(503);
                assert_eq!(answer.headers["retry-after"], "1");
                break;
            }
        }
    })
    .await;
    assert_eq!(long.await.unwrap().text().lines().count(), 25);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_notices_that_the_caller_has_gone() {
    let (app, host) = plain().await;
    let stream = TcpStream::connect(host.address()).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    let connection = tokio::spawn(connection);
    let mut response = sender.send_request(get_request("/stream?n=100000&ms=10")).await.unwrap();
    within(response.frame()).await.unwrap().unwrap();
    drop(response);
    connection.abort();
    within(app.log.wait_for(|line| line == "the caller has gone")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_goes_on_after_its_answer() {
    let (app, host) = plain().await;
    assert_eq!(ok(&host, "/after?ms=100").await, "answered");
    within(app.log.wait_for(|line| line == "after the answer")).await;
}
