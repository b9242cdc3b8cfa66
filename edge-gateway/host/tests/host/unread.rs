//! Answers that do not wait for the body: the connection stays usable, or the answer says that it does not.

use std::net::SocketAddr;

use bytes::Bytes;
use edge_host::Limits;
use http::Request;
use http_body_util::Full;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpSocket, TcpStream};

use crate::support::*;

/// The guest answers this path without reading.
const AT_ONCE: &str = "POST /count HTTP/1.1\r\nhost: edge.test\r\n";

/// A caller that says exactly what it is given, on one connection.
struct Caller(BufReader<TcpStream>);

impl Caller {
    async fn new(address: SocketAddr) -> Self {
        Self(BufReader::new(TcpStream::connect(address).await.unwrap()))
    }

    async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).await.unwrap();
    }

    /// The next answer: its head in lower case.
    async fn head(&mut self) -> String {
        within(async {
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                let read = self.0.read_line(&mut head).await.unwrap();
                assert!(read > 0, "the connection closed after {head:?}");
            }
            head = head.to_ascii_lowercase();
            let length = head.split_once("content-length: ").unwrap().1.lines().next().unwrap();
            let mut body = vec![0; length.parse().unwrap()];
            self.0.read_exact(&mut body).await.unwrap();
            head
        })
        .await
    }

    /// One request without a body.
    async fn asks_again(&mut self) {
        self.send("GET /count HTTP/1.1\r\nhost: edge.test\r\n\r\n").await;
        assert!(self.head().await.starts_with("http/1.1 200"));
    }

    /// Closed or reset.
    async fn sees_the_end(mut self) {
        within(async { while self.0.read_u8().await.is_ok() {} }).await;
    }
}

fn says_close(head: &str) -> bool {
    head.contains("\r\nconnection: close\r\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_body_is_thrown_away_and_the_connection_stays() {
    let (_app, host) = plain().await;
    let mut caller = Caller::new(host.address()).await;
    for (length, body) in [(10, vec![b'x'; 10]), (64 << 10, vec![b'x'; 64 << 10])] {
        caller.send(format!("{AT_ONCE}content-length: {length}\r\n\r\n")).await;
        // The whole answer is here before the first byte of the body is sent.
        let head = caller.head().await;
        assert!(head.starts_with("http/1.1 200") && !says_close(&head), "{head}");
        caller.send(body).await;
        caller.asks_again().await;
    }
    // The host's own answers too.
    caller.send("POST /count HTTP/1.1\r\ncontent-length: 10\r\n\r\n").await;
    let head = caller.head().await;
    assert!(head.starts_with("http/1.1 400") && !says_close(&head), "{head}");
    caller.send([b'x'; 10]).await;
    caller.asks_again().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_a_longer_body_or_one_of_unknown_length_the_answer_says_close() {
    let app = App::new("[]", "[]");
    let host = start(app.builder().limits(Limits { body: 1 << 20, ..limits() })).await;
    for (framing, status) in [
        ("content-length: 65537\r\n", 200),
        ("content-length: 1048577\r\n", 413),
        ("transfer-encoding: chunked\r\n", 200),
        ("content-length: 10\r\nexpect: 100-continue\r\n", 200),
    ] {
        let mut caller = Caller::new(host.address()).await;
        caller.send(format!("{AT_ONCE}{framing}\r\n")).await;
        let head = caller.head().await;
        assert!(head.starts_with(&format!("http/1.1 {status}")) && says_close(&head), "{framing}: {head}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_was_read_costs_no_connection() {
    let (_app, host) = plain().await;
    let mut caller = Caller::new(host.address()).await;
    let chunked = format!("transfer-encoding: chunked\r\n\r\n186a0\r\n{}\r\n0\r\n\r\n", "x".repeat(100_000));
    let announced = format!("content-length: 100000\r\n\r\n{}", "x".repeat(100_000));
    let expected = format!("expect: 100-continue\r\ncontent-length: 100000\r\n\r\n{}", "x".repeat(100_000));
    for framed in [chunked, announced, expected] {
        caller.send(format!("POST /swallow HTTP/1.1\r\nhost: edge.test\r\n{framed}")).await;
        if framed.starts_with("expect") {
            let mut line = String::new();
            within(caller.0.read_line(&mut line)).await.unwrap();
            within(caller.0.read_line(&mut line)).await.unwrap();
            assert_eq!(line, "HTTP/1.1 100 Continue\r\n\r\n");
        }
        let head = caller.head().await;
        assert!(head.starts_with("http/1.1 200") && !says_close(&head), "{head}");
    }
    caller.asks_again().await;
}

/// Most callers read when they have sent everything: where their sending fails, they have no answer.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_not_lost_to_the_body_behind_it() {
    let (_app, host) = plain().await;
    let socket = TcpSocket::new_v4().unwrap();
    // Far less than the body, so that most of it can only be sent while the host reads.
    socket.set_send_buffer_size(4096).unwrap();
    let mut caller = Caller(BufReader::new(socket.connect(host.address()).await.unwrap()));
    caller.send(format!("{AT_ONCE}content-length: 1000000\r\n\r\n")).await;
    within(caller.send(vec![b'x'; 1_000_000])).await;
    assert!(says_close(&caller.head().await));
    caller.sees_the_end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_is_read_than_a_request_may_hold_and_not_for_long() {
    let (_app, host) = plain().await;
    // A body without end.
    let mut caller = Caller::new(host.address()).await;
    caller.send(format!("{AT_ONCE}content-length: 1000000000\r\n\r\n")).await;
    assert!(says_close(&caller.head().await));
    within(async { while caller.0.write_all(&[0; 64 << 10]).await.is_ok() {} }).await;
    // One that is promised, and nothing comes.
    let mut caller = Caller::new(host.address()).await;
    caller.send(format!("{AT_ONCE}content-length: 10\r\n\r\n")).await;
    caller.head().await;
    caller.sees_the_end().await;
    assert_eq!(ok(&host, "/count").await, "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn over_http_2_only_the_stream_ends() {
    let (_app, host) = plain().await;
    let stream = TcpStream::connect(host.address()).await.unwrap();
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    for _ in 0..2 {
        let body = Full::<Bytes>::from(vec![1; 3_000_000]);
        let request = Request::post("http://edge.test/count").body(body).unwrap();
        let answer = within(async { read(sender.send_request(request).await.unwrap()).await }).await;
        assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, "1"));
        assert!(!answer.headers.contains_key("connection"));
    }
}
