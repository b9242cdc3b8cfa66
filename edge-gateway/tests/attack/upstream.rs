//! A pool that is not what it should be, below HTTP (rows 50 and 54); and bodies that are compressed (row 35).

use crate::BODY;
use crate::support::{Edge, Setup, until};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A port where a pool with TLS should be; counts who comes, and says `answer` or, where that is none, nothing at all.
fn port(answer: Option<&'static [u8]>) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let came = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&came);
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            count.fetch_add(1, Ordering::SeqCst);
            if let Some(answer) = answer {
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(answer);
            } else {
                kept.push(stream);
            }
        }
    });
    (origin, came)
}

/// The pool's own limit is ten minutes: that it is answered at all shows that the connect timeout held.
#[test]
fn row_50_and_54_a_pool_whose_tls_fails_or_stands_still_is_503_after_one_try() {
    for answer in [
        None,
        Some(&b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"[..]),
        Some(b""),
        Some(b"\x15\x03\x03\x00\x02\x02\x28"),
    ] {
        let (origin, came) = port(answer);
        let variables =
            [("pool_connect_timeout_ms", "300"), ("pool_timeout_ms", "600000"), ("breaker_failures", "0")];
        let variables = variables.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let edge = Edge::with(Setup { variables, pool_origin: Some(origin), ..Setup::default() });
        let refused = edge.post("/v1/classify", BODY);
        refused.assert_problem(503, "pool-unavailable");
        assert!(refused.header("retry-after").is_some());
        let event = edge.audits().pop().unwrap();
        assert!(
            ["pool_unreachable", "pool_broke_off"].contains(&event["reason"].as_str().unwrap()),
            "{event}"
        );
        // Nothing is tried again, not even what was never sent: the caller decides.
        // The caller may have been answered before the port had counted it.
        until("the port has counted it", || came.load(Ordering::SeqCst) > 0);
        assert_eq!(came.load(Ordering::SeqCst), 1, "{answer:?}");
    }
}

#[test]
fn row_35_a_body_that_says_it_is_compressed_is_415_whatever_it_holds() {
    let edge = Edge::start();
    let token = format!("Bearer {}", edge.token());
    let gzip = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    for encoding in ["gzip", "deflate", "br", "zstd", "identity", "GZIP", "gzip, gzip", "", "x"] {
        for (path, body) in [("/v1/classify", BODY.as_bytes()), ("/v1/deidentify", &gzip)] {
            let headers = [
                ("authorization", token.as_str()),
                ("content-type", "application/json"),
                ("content-encoding", encoding),
            ];
            edge.send("POST", path, &headers, body).assert_problem(415, "unsupported-media-type");
        }
    }
    // And one that does not say so is no JSON.
    let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
    edge.send("POST", "/v1/classify", &headers, &gzip).assert_problem(400, "malformed-body");
    assert!(edge.pool.seen().is_empty());
}
