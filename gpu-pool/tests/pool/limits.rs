//! What a client may not do: too much, too slowly, or two things at once.

use http::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::support::{PATIENCE, Pool, WELL, raw, texts};

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
async fn compressed_and_binary_bodies_are_refused_clearly() {
    let pool = Pool::start(&[]).await;
    for header in ["Content-Encoding: gzip", "Inference-Header-Content-Length: 10"] {
        let request = format!("{INFER}Connection: close\r\n{header}\r\nContent-Length: 2\r\n\r\n{{}}");
        let answer = raw(pool.address, request.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 415 ") && answer.contains("not supported"), "{answer}");
    }
}

#[tokio::test]
async fn a_request_that_never_fits_the_queue_is_refused_for_good() {
    let pool = Pool::start(&["--queue-tokens", "20"]).await;
    let reply = pool.infer(&texts(&[WELL, WELL, WELL])).await;
    assert_eq!(reply.status.as_u16(), 413, "{}", reply.text());
    assert!(reply.error().contains("at most 20"), "{}", reply.error());
    assert_eq!(pool.call(Method::GET, "/v2/health/ready", "").await.status.as_u16(), 200);
}
