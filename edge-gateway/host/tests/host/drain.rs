//! Stopping: what is in flight finishes, the rest is told, and the process ends as agreed.

use std::sync::Arc;
use std::time::Duration;

use closing::testing::send_behind_the_end;
use edge_host::{CapturedLog, Drained, Limits, Tls};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::{Barrier, oneshot};

use crate::support::*;

/// Callers that keep their connection and send one request after the other: each request that gets an
/// answer gets a whole one, and no caller loses one that it sent before it was told to close.
#[tokio::test(flavor = "multi_thread")]
async fn under_load_no_request_is_lost() {
    let (_app, host) = plain().await;
    let address = host.address();
    let begun = Arc::new(Barrier::new(9));
    let callers: Vec<_> = (0..8)
        .map(|_| {
            let begun = begun.clone();
            tokio::spawn(async move {
                let mut sender = caller(address).await;
                let mut answered = 0;
                loop {
                    let response = sender.send_request(get_request("/sleep?ms=5")).await.expect("lost");
                    let answer = read(response).await;
                    assert_eq!(answer.text(), "slept");
                    answered += 1;
                    if answered == 1 {
                        begun.wait().await;
                    }
                    if answer.headers.get("connection").is_some_and(|value| value == "close") {
                        return answered;
                    }
                }
            })
        })
        .collect();
    within(begun.wait()).await;
    within(host.stop()).await.unwrap();
    for caller in callers {
        assert!(within(caller).await.unwrap() >= 2);
    }
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn health_fails_at_once_and_what_takes_too_long_is_cut() {
    let app = App::new("[]", "[]");
    let drain = Duration::from_secs(1);
    let mut host = start(app.builder().limits(Limits { drain, ..limits() })).await;
    let address = host.address();
    let endless = tokio::spawn(async move {
        let mut sender = caller(address).await;
        sender.send_request(get_request("/sleep?ms=600000")).await.is_err()
    });
    within(app.log.wait_for(|line| line == "sleeping")).await;
    let mut sender = caller(address).await;
    let health = || get_request("/.well-known/spin/health");
    assert_eq!(read(sender.send_request(health()).await.unwrap()).await.status, 200);
    host.order_stop();
    within(async { while TcpStream::connect(address).await.is_ok() {} }).await;
    // A kept connection is served for a moment more, and then closed.
    if let Ok(response) = sender.send_request(health()).await {
        let answer = read(response).await;
        answer.assert_problem(503);
        assert_eq!(answer.headers["connection"], "close");
    }
    assert_eq!(within(host.stop()).await.unwrap(), Drained::Cut);
    assert!(within(endless).await.unwrap());
}

/// Timers so long that a stop which waits for one of them fails.
fn timeless() -> Limits {
    let long = PATIENCE * 10;
    Limits { request_timeout: long, drain: long, handshake: long, head: long, ..Limits::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asked_for_nothing_is_not_waited_for() {
    let app = App::new("[]", "[]");
    let host = start(app.builder().limits(timeless())).await;
    let address = host.address();
    let silent = TcpStream::connect(address).await.unwrap();
    let mut half = TcpStream::connect(address).await.unwrap();
    half.write_all(b"GET /count HTTP/1.1\r\nhost: h").await.unwrap();
    let mut kept = TcpStream::connect(address).await.unwrap();
    kept.write_all(b"GET /silent HTTP/1.1\r\nhost: h\r\n\r\n").await.unwrap();
    assert!(within(kept.read(&mut [0; 8192])).await.unwrap() > 0);
    kept.write_all(b"GET /count HTTP/1.1\r\nhost: h").await.unwrap();
    let mut preface = TcpStream::connect(address).await.unwrap();
    preface.write_all(b"PRI * HTTP/2.0\r\n").await.unwrap();
    let mut mute = TcpStream::connect(address).await.unwrap();
    mute.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.unwrap();
    assert!(within(mute.read(&mut [0; 64])).await.unwrap() > 0);
    // While what was asked for is waited for, however quiet it is.
    let asked = tokio::spawn(send(address, get_request("/sleep?ms=4000")));
    within(app.log.wait_for(|line| line == "sleeping")).await;
    assert_eq!(within(host.stop()).await.unwrap(), Drained::Complete);
    assert_eq!(asked.await.unwrap().text(), "slept");
    drop((silent, half, kept, preface, mute));
}

/// Requests that a caller began before it knew of the end go out behind its answer to the last ping, while the host closes. Were
/// they to meet a closed socket, the reset could take the GOAWAY with it that says that they may be sent again.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_behind_the_end_resets_nothing() {
    let app = App::new("[]", "[]");
    for _ in 0..5 {
        let host = start(app.builder().limits(timeless())).await;
        let stream = TcpStream::connect(host.address()).await.unwrap();
        let (met, is_met) = oneshot::channel();
        let client = send_behind_the_end(stream, || met.send(()).unwrap());
        let stopping = async {
            is_met.await.unwrap();
            host.stop().await
        };
        let (seen, stopped) = tokio::join!(within(client), within(stopping));
        let seen = seen.unwrap();
        assert_eq!(stopped.unwrap(), Drained::Complete);
        if seen.in_time {
            assert_eq!(seen.goaways, [0x7fff_ffff, 0], "first that it will end, then what it has taken");
            return seen.behind.unwrap();
        }
    }
    panic!("the machine stood still each time");
}

#[tokio::test(flavor = "multi_thread")]
async fn unfinished_handshakes_are_not_waited_for() {
    let app = App::new("[]", "[]");
    let tls = Tls::Development { folder: app.path("tls") };
    let host = start(app.builder().tls(tls).limits(timeless())).await;
    let silent = TcpStream::connect(host.address()).await.unwrap();
    let mut begun = TcpStream::connect(host.address()).await.unwrap();
    begun.write_all(b"\x16\x03\x01").await.unwrap();
    let mut h1 = crate::tls::connect(&app, &host, b"http/1.1").await;
    let h2 = crate::tls::connect(&app, &host, b"h2").await;
    h1.write_all(b"GET /count HTTP/1.1\r\nhost: h").await.unwrap();
    h1.flush().await.unwrap();
    assert_eq!(within(host.stop()).await.unwrap(), Drained::Complete);
    drop((silent, begun, h1, h2));
}

/// The parts of the library that only need to exist for others' tests.
#[tokio::test(flavor = "multi_thread")]
async fn dropped_hosts_stop() {
    let app = App::new("[]", "[]");
    let log = CapturedLog::new();
    let host = start(app.builder().guest_log(log.clone())).await;
    ok(&host, "/log?line=x").await;
    let address = host.address();
    drop(host);
    within(async { while TcpStream::connect(address).await.is_ok() {} }).await;
    assert_eq!(log.lines(), ["x", "stdout x"]);
}
