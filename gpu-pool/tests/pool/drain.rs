//! The real program: its announcement, its signals, its exit codes.

use std::process::ExitStatus;

use http::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::Child;

use super::support::{Client, PATIENCE, Pool, Program, WELL, program, texts};

async fn ended(child: &mut Child) -> ExitStatus {
    tokio::time::timeout(PATIENCE, child.wait()).await.expect("it ends").expect("status")
}

#[tokio::test]
async fn it_announces_itself_in_one_line_of_json() {
    let program = Program::start(&["--admin-listen", "127.0.0.1:0"]).await;
    let address = program.address;
    let admin = program.announcement["admin_url"].as_str().expect("a URL").to_owned();
    assert_eq!(
        program.announcement,
        json!({"event": "listening", "address": address.to_string(), "url": format!("http://{address}"), "admin_url": admin})
    );
    let reply = Client::connect(address).await.call(Method::GET, "/v2/health/ready", "").await;
    assert_eq!(reply.status.as_u16(), 200);
}

/// Row 62: clients that never stop asking, on connections that stay open, until they are told to go elsewhere. Each
/// request that is sent is answered.
#[tokio::test]
async fn row_62_sigterm_under_load_loses_no_request() {
    let mut program = Program::start(&["--drain-linger-ms", "3000"]).await;
    let address = program.address;
    let (answered, mut first_answers) = tokio::sync::mpsc::unbounded_channel();
    let clients: Vec<_> = (0..16)
        .map(|_| {
            let answered = answered.clone();
            tokio::spawn(async move {
                let body = texts(&[WELL]).to_string();
                let mut client = Client::connect(address).await;
                let mut count = 0_u64;
                loop {
                    let sent = client.try_call(Method::POST, "/v2/models/demo/infer", body.clone()).await;
                    let reply = sent.map_err(|e| format!("request {count} was lost: {e}"))?;
                    if reply.status.as_u16() != 200 {
                        return Err(format!("request {count} was answered {}", reply.status));
                    }
                    count += 1;
                    let _test_is_past_that = answered.send(());
                    if reply.header("connection") == Some("close") {
                        return Ok(count);
                    }
                }
            })
        })
        .collect();
    for _ in 0..100 {
        first_answers.recv().await.expect("answers");
    }
    program.signal("TERM").await;
    for client in clients {
        let count = client.await.expect("no panic").expect("no request is lost");
        assert!(count > 0);
    }
    assert_eq!(ended(&mut program.child).await.code(), Some(0));
}

#[tokio::test]
async fn an_idle_program_ends_at_sigint_and_at_the_end_of_standard_input() {
    let mut idle = Program::start(&["--drain-linger-ms", "0"]).await;
    idle.signal("INT").await;
    assert_eq!(ended(&mut idle.child).await.code(), Some(0));

    // Standard input is empty here, so it ends as soon as it serves.
    let mut orphan = Program::start(&["--drain-linger-ms", "0", "--exit-with-stdin"]).await;
    assert_eq!(ended(&mut orphan.child).await.code(), Some(0));
}

#[tokio::test]
async fn a_second_signal_ends_it_at_once() {
    let mut program = Program::start(&["--drain-linger-ms", "60000", "--drain-seconds", "60"]).await;
    let address = program.address;
    program.signal("TERM").await;
    let draining = async {
        while Client::connect(address).await.call(Method::GET, "/v2/health/ready", "").await.status.as_u16()
            == 200
        {}
    };
    tokio::time::timeout(PATIENCE, draining).await.expect("readiness fails");
    program.signal("TERM").await;
    assert_eq!(ended(&mut program.child).await.code(), Some(130));
}

#[tokio::test]
async fn a_wrong_configuration_exits_64_with_every_mistake() {
    let output = program(&["--threads", "0", "--log-level", "loud"]).output().await.expect("runs");
    let errors = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(64), "{errors}");
    assert!(errors.contains("--threads: ") && errors.contains("--log-level: "), "{errors}");
    let unknown = program(&["--no-such-flag"]).output().await.expect("runs");
    assert_eq!(unknown.status.code(), Some(64));
    let good = program(&["--check"]).output().await.expect("runs");
    assert_eq!((good.status.code(), good.stdout.len()), (Some(0), 0));
}

/// Row 62: connections that were accepted and had not asked yet when the drain began. The first request of each is
/// answered, and is its last.
#[tokio::test]
async fn row_62_a_first_request_after_the_signal_is_answered() {
    let mut pool = Pool::start(&["--drain-linger-ms", "0"]).await;
    let address = pool.address;
    let mut streams = Vec::new();
    for _ in 0..8 {
        streams.push(TcpStream::connect(address).await.expect("connects"));
    }
    // One more asks.
    pool.until_metric("gpu_pool_connections 9").await;
    drop(pool.stop.take());
    let draining = async { while TcpStream::connect(address).await.is_ok() {} };
    tokio::time::timeout(PATIENCE, draining).await.expect("nothing new is accepted");
    for stream in &mut streams {
        stream.write_all(b"GET /v2 HTTP/1.1\r\nHost: pool\r\n\r\n").await.expect("sent");
    }
    for mut stream in streams {
        let mut answer = String::new();
        let read = tokio::time::timeout(PATIENCE, stream.read_to_string(&mut answer)).await;
        read.expect("closed").expect("UTF-8");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        assert!(answer.to_ascii_lowercase().contains("connection: close"), "{answer}");
    }
    pool.stop().await.expect("a clean end");
}
