//! What a client may not do: too much, too slowly, or two things at once.

use http::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::support::{Client, PATIENCE, Pool, WELL, raw, texts};

const INFER: &str = "POST /v2/models/demo/infer HTTP/1.1\r\nHost: pool\r\n";

/// Row 33: refused on the word of the Content-Length; the body is not even asked for.
#[tokio::test]
async fn row_33_a_body_announced_too_large_is_not_read() {
    let pool = Pool::start(&["--max-body-bytes", "1000"]).await;
    let head = format!("{INFER}Content-Length: 1001\r\nExpect: 100-continue\r\n\r\n");
    let answer = raw(pool.address, head.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "no 100 Continue: {answer}");
    assert!(answer.contains(r#"{"error":"the body is larger than 1000 bytes"}"#), "{answer}");
}

/// Row 33: an endless body of unknown length is answered and closed; the rest is never read.
#[tokio::test]
async fn row_33_a_streamed_body_is_cut_at_the_limit() {
    let pool = Pool::start(&["--max-body-bytes", "1000"]).await;
    let mut stream = TcpStream::connect(pool.address).await.expect("connects");
    stream.write_all(format!("{INFER}Transfer-Encoding: chunked\r\n\r\n").as_bytes()).await.expect("sent");
    let (mut read, mut write) = stream.into_split();
    let endless = tokio::spawn(async move {
        let chunk = format!("800\r\n{}\r\n", "x".repeat(0x800));
        // Ends only because the server stops reading and closes.
        while write.write_all(chunk.as_bytes()).await.is_ok() {}
    });
    let mut answer = vec![0; 12];
    read.read_exact(&mut answer).await.expect("an answer");
    assert_eq!(answer, b"HTTP/1.1 413");
    drop(read);
    tokio::time::timeout(PATIENCE, endless).await.expect("the server stops reading").expect("no panic");
}

#[tokio::test]
async fn chunked_bodies_are_read() {
    let pool = Pool::start(&[]).await;
    let body = texts(&[WELL]).to_string();
    let (first, second) = body.split_at(20);
    let request = format!(
        "{INFER}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n",
        first.len(),
        second.len()
    );
    let answer = raw(pool.address, request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("POSITIVE"), "{answer}");
}

/// Row 55: what two servers could read differently is read by neither.
#[tokio::test]
async fn row_55_ambiguous_framing_is_refused_and_closed() {
    let pool = Pool::start(&[]).await;
    let smuggled = "GET /metrics HTTP/1.1\r\nHost: pool\r\n\r\n";
    for headers in [
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5, 6\r\n",
        "Content-Length: +5\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Content-Type: application/json\r\n folded: yes\r\n",
    ] {
        let request = format!("{INFER}{headers}\r\nhello{smuggled}");
        let answer = raw(pool.address, request.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{headers}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "the second request was read: {headers}");
    }
}

/// Row 55: two framings of one body, even where the request would else be answered.
#[tokio::test]
async fn row_55_content_length_beside_transfer_encoding() {
    let pool = Pool::start(&[]).await;
    let body = texts(&[WELL]).to_string();
    let length = body.len();
    for headers in [
        format!("Content-Length: {length}\r\nTransfer-Encoding: chunked\r\n"),
        format!("transfer-encoding: chunked\r\ncontent-length: {length}\r\n"),
    ] {
        let request = format!(
            "{INFER}{headers}\r\n{length:x}\r\n{body}\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: pool\r\n\r\n"
        );
        let answer = raw(pool.address, request.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{headers}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "the second request was read: {answer}");
    }
}

/// Row 56: the server closes; the limit is small so that nothing needs to be slept for.
#[tokio::test]
async fn row_56_slow_heads_are_closed() {
    let pool = Pool::start(&["--header-timeout-ms", "50"]).await;
    for head in ["", "P", "GET /v2 HTTP/1.1\r\nHost: po", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"] {
        let answer = raw(pool.address, head.as_bytes()).await;
        assert!(!answer.contains(" 200 "), "{head}: {answer}");
    }
}

/// Row 56: a body that does not arrive is answered with 408, and the connection closed.
#[tokio::test]
async fn row_56_slow_bodies_are_closed() {
    let pool = Pool::start(&["--body-timeout-ms", "50"]).await;
    let answer = raw(pool.address, format!("{INFER}Content-Length: 100\r\n\r\n{{").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.to_ascii_lowercase().contains("connection: close"), "{answer}");
}

#[tokio::test]
async fn a_request_that_never_fits_the_queue_is_refused_for_good() {
    let pool = Pool::start(&["--queue-tokens", "20"]).await;
    let reply = pool.infer(&texts(&[WELL, WELL, WELL])).await;
    assert_eq!(reply.status.as_u16(), 413, "{}", reply.text());
    assert!(reply.error().contains("at most 20"), "{}", reply.error());
    assert_eq!(pool.call(Method::GET, "/v2/health/ready", "").await.status.as_u16(), 200);
}

/// Whatever a body holds that the queue can never take is refused, and the pool goes on.
#[tokio::test]
async fn what_cannot_fit_is_refused_before_it_is_tokenised() {
    let pool = Pool::start(&["--queue-tokens", "20000"]).await;
    let one = |text: &str| texts(&[text]);
    for (body, what) in [
        (texts(&vec![""; 10_001]), "more texts than tokens"),
        (one(&"x".repeat(320_001)), "more bytes than tokens can have"),
        (one(&".".repeat(100_000)), "one text of very many tokens"),
        (one(&"a ".repeat(100_000)), "one text of very many words"),
    ] {
        let reply = pool.infer(&body).await;
        assert_eq!(reply.status.as_u16(), 413, "{what}: {}", reply.text());
        assert!(reply.error().contains("at most 20000"), "{what}: {}", reply.error());
    }
    pool.until_metric(r#"gpu_pool_refusals_total{model="demo",reason="too_large"} 4"#).await;
    assert_eq!(pool.infer(&one(WELL)).await.status.as_u16(), 200);
}

/// A text that is counted in pieces first is answered as any other.
#[tokio::test]
async fn a_very_long_text_is_answered() {
    let pool = Pool::start(&["--request-timeout-ms", "600000"]).await;
    let mut body = texts(&[&"well ".repeat(8_000)]);
    body["outputs"] = serde_json::json!([{"name": "windows"}]);
    let windows = pool.infer(&body).await.output("windows");
    assert!(windows["data"][0].as_u64() > Some(10), "{windows}");
}

/// A deadline that passes while a large body is worked on ends the work.
#[tokio::test]
async fn a_large_body_past_its_deadline_is_not_tokenised() {
    let pool = Pool::start(&[]).await;
    let mut body = texts(&[&"well ".repeat(8_000)]);
    body["parameters"] = serde_json::json!({"timeout": 1});
    assert_eq!(pool.infer(&body).await.status.as_u16(), 504);
    pool.until_metric(r#"gpu_pool_refusals_total{model="demo",reason="expired"} 1"#).await;
}

/// All connections together hold no more than so many bytes; the one that goes past it is sent away, and the memory is
/// free again when the others have gone.
#[tokio::test]
async fn half_sent_bodies_are_bounded_together() {
    let most: usize = 64 * 1024 * 1024;
    let limit = most.to_string();
    let pool = Pool::start(&["--max-body-bytes", &limit, "--body-timeout-ms", "600000"]).await;
    let half = vec![b' '; most / 2 + 1];
    let head = format!("{INFER}Content-Length: {most}\r\n\r\n");
    let mut answers = tokio::task::JoinSet::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(pool.address).await.expect("connects");
        let (head, half) = (head.clone(), half.clone());
        answers.spawn(async move {
            stream.write_all(head.as_bytes()).await.expect("sent");
            // The one that is refused may be closed before it has sent all.
            let _refused = stream.write_all(&half).await;
            let mut answer = vec![0; 12];
            let read = stream.read_exact(&mut answer).await;
            read.map(|_| String::from_utf8(answer).expect("ASCII"))
        });
    }
    let first = tokio::time::timeout(PATIENCE, answers.join_next()).await.expect("one is refused");
    assert_eq!(first.expect("one").expect("no panic").ok().as_deref(), Some("HTTP/1.1 503"));
    pool.until_metric(r#"gpu_pool_refusals_total{model="demo",reason="bodies_full"} 1"#).await;
    assert_eq!(pool.infer(&texts(&[WELL])).await.status.as_u16(), 200, "there is room for small ones");
    drop(answers);
}

/// A client that sends everything before it reads gets the answer over either protocol.
#[tokio::test]
async fn a_body_too_large_is_answered_to_who_sends_it_all_first() {
    let pool = Pool::start(&["--max-body-bytes", "1000"]).await;
    let connect = async || TcpStream::connect(pool.address).await.expect("connects");
    let (one, two) = (Client::http1(connect().await).await, Client::http2(connect().await).await);
    for (mut client, closes) in [(one, Some("close")), (two, None)] {
        let body = vec![b' '; 4 * 1024 * 1024];
        let reply = client.call(Method::POST, "/v2/models/demo/infer", body).await;
        assert_eq!((reply.status.as_u16(), reply.header("connection")), (413, closes));
        assert_eq!(reply.error(), "the body is larger than 1000 bytes");
    }
}

/// Row 56: a client that asks and never reads does not keep its connection.
#[tokio::test]
async fn row_56_a_client_that_does_not_read_is_closed() {
    let pool = Pool::start(&["--header-timeout-ms", "200"]).await;
    let mut stream = TcpStream::connect(pool.address).await.expect("connects");
    let asks = "GET /v2/models/demo HTTP/1.1\r\nHost: pool\r\n\r\n".repeat(1000);
    let endless = async { while stream.write_all(asks.as_bytes()).await.is_ok() {} };
    tokio::time::timeout(PATIENCE, endless).await.expect("the server closes the connection");
}

/// Row 56: an HTTP/2 connection that has stopped asking is closed, though its client answers pings.
#[tokio::test]
async fn row_56_an_idle_http2_connection_is_closed() {
    let pool = Pool::start(&["--header-timeout-ms", "200"]).await;
    let mut client = Client::http2(TcpStream::connect(pool.address).await.expect("connects")).await;
    assert_eq!(client.call(Method::GET, "/v2", "").await.status.as_u16(), 200);
    let Client::Http2(sender) = client else { panic!("it is HTTP/2") };
    let closed = async {
        while !sender.is_closed() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, closed).await.expect("the server closes the connection");
}
