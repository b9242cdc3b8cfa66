//! Requests inside of requests: framing that two readers take differently, over HTTP/1.1 and HTTP/2. The smuggled request asks for
//! what only its own token may have; whoever gets two answers, or one that is not a refusal, has got through.

use crate::BODY;
use crate::support::{Edge, raw};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Sends bytes and gives all that comes back until the other side closes.
fn exchange(address: &str, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    // Far beyond any healthy answer: a hang becomes a failure.
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let _ = stream.write_all(bytes);
    let mut received = Vec::new();
    let mut piece = [0; 16 << 10];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => return received,
            Ok(count) => received.extend_from_slice(&piece[..count]),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                panic!("it neither answers nor closes: {received:?}")
            }
            Err(_) => return received,
        }
    }
}

fn answers(received: &[u8]) -> usize {
    String::from_utf8_lossy(received).matches("HTTP/1.1 ").count()
}

/// A request with a good token that stands where the body of another ends, by one of two readings.
fn hidden(edge: &Edge) -> String {
    format!(
        "POST /v1/classify HTTP/1.1\r\nhost: edge.test\r\nconnection: close\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{BODY}",
        edge.token(),
        BODY.len()
    )
}

#[test]
fn row_55_what_frames_a_body_twice_is_answered_once_and_closed() {
    let edge = Edge::start();
    let hidden = hidden(&edge);
    // What each of these is, a proxy in front might read otherwise.
    for framing in [
        "content-length: 5\r\ncontent-length: 6\r\n",
        "content-length: 5, 6\r\n",
        "content-length: 5,5\r\n",
        "content-length: +5\r\n",
        "content-length: -5\r\n",
        "content-length: 0x5\r\n",
        "content-length: 5 5\r\n",
        "content-length: 5\u{b}\r\n",
        "content-length: 99999999999999999999\r\n",
        "content-length: \r\n",
        "content-length : 5\r\n",
        "content-length\t: 5\r\n",
        " content-length: 5\r\n",
        "x: y\r\n content-length: 5\r\n",
        "x: y\r\n\tz\r\n",
        "transfer-encoding: identity\r\n",
        "transfer-encoding: chunked, identity\r\n",
        "transfer-encoding: identity, chunked, identity\r\n",
        "transfer-encoding: xchunked\r\n",
        "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n",
        "transfer-encoding : chunked\r\n",
        "transfer-encoding:\u{b}chunked\r\n",
        "transfer-encoding: \"chunked\"\r\n",
        "transfer-encoding\n : chunked\r\n",
        "x\u{0}: y\r\n",
        "x: a\rb\r\n",
        ": y\r\n",
        "x y: z\r\n",
    ] {
        let request = format!(
            "POST /v1/classify HTTP/1.1\r\nhost: edge.test\r\ncontent-type: application/json\r\n{framing}\r\nhello{hidden}"
        );
        let received = exchange(&edge.address, request.as_bytes());
        let text = String::from_utf8_lossy(&received);
        assert!(answers(&received) <= 1, "{framing:?}: {text}");
        assert!(received.is_empty() || text.starts_with("HTTP/1.1 400 "), "{framing:?}: {text}");
    }
    assert!(edge.pool.seen().is_empty(), "{:?}", edge.pool.seen());
}

/// RFC 9112 section 6.3: Transfer-Encoding counts and the connection ends, so that nothing behind it is read as a request.
#[test]
fn row_55_a_length_beside_chunks_hides_nothing() {
    let edge = Edge::start();
    let hidden = hidden(&edge);
    for (framing, body) in [
        ("content-length: 6\r\ntransfer-encoding: chunked\r\n", "0\r\n\r\n"),
        ("transfer-encoding: chunked\r\ncontent-length: 6\r\n", "0\r\n\r\n"),
        ("transfer-encoding: chunked\r\ncontent-length: 3\r\n", "8\r\nSMUGGLED\r\n0\r\n\r\n"),
        ("Transfer-Encoding: Chunked\r\ncontent-length: 5\r\n", "0\r\n\r\n"),
    ] {
        let request = format!(
            "POST /v1/classify HTTP/1.1\r\nhost: edge.test\r\ncontent-type: application/json\r\n{framing}\r\n{body}{hidden}"
        );
        let received = exchange(&edge.address, request.as_bytes());
        let text = String::from_utf8_lossy(&received);
        assert_eq!(answers(&received), 1, "{framing:?}: {text}");
        assert!(
            text.starts_with("HTTP/1.1 401 ") || text.starts_with("HTTP/1.1 400 "),
            "{framing:?}: {text}"
        );
    }
    assert!(edge.pool.seen().is_empty(), "{:?}", edge.pool.seen());
}

#[test]
fn chunks_that_are_none_end_the_request() {
    let edge = Edge::start();
    let head = format!(
        "POST /v1/classify HTTP/1.1\r\nhost: edge.test\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n",
        edge.token()
    );
    let size = format!("{:x}", BODY.len());
    let hidden = hidden(&edge);
    for body in [
        format!("0x{size}\r\n{BODY}\r\n0\r\n\r\n"),
        format!("+{size}\r\n{BODY}\r\n0\r\n\r\n"),
        format!("-{size}\r\n{BODY}\r\n0\r\n\r\n"),
        format!("{size}\r\n{BODY}x\r\n0\r\n\r\n"),
        format!("ffffffffffffffff{size}\r\n{BODY}\r\n0\r\n\r\n"),
        format!("{size}\r\n{BODY}0\r\n\r\n"),
        format!("\r\n{size}\r\n{BODY}\r\n0\r\n\r\n"),
        format!("{size} {size}\r\n{BODY}\r\n0\r\n\r\n"),
        "g\r\n".to_owned(),
    ] {
        let received = exchange(&edge.address, format!("{head}\r\n{body}{hidden}").as_bytes());
        let text = String::from_utf8_lossy(&received);
        assert!(answers(&received) <= 1 && !text.contains(" 200 "), "{body:?}: {text}");
    }
    assert!(edge.pool.seen().is_empty(), "{:?}", edge.pool.seen());
    // What stands behind the last chunk is a trailer, and no header: no token there, and no other id.
    let without = head
        .lines()
        .filter(|line| !line.starts_with("authorization"))
        .map(|line| format!("{line}\r\n"))
        .collect::<String>();
    let trailer = format!(
        "{without}connection: close\r\ntrailer: authorization\r\n\r\n{size}\r\n{BODY}\r\n0\r\nauthorization: Bearer {}\r\n\r\n",
        edge.token()
    );
    raw(&edge.address, trailer.as_bytes()).assert_problem(401, "unauthorized");
    assert!(edge.pool.seen().is_empty());
}

#[test]
fn a_target_or_host_that_names_another_place_leads_nowhere() {
    let edge = Edge::start();
    let rest = format!(
        "content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{BODY}",
        BODY.len()
    );
    for (head, statuses) in [
        ("POST http://other.test/v1/classify HTTP/1.1\r\nhost: edge.test\r\n", [400, 400]),
        ("POST http://edge.test@other.test/v1/classify HTTP/1.1\r\nhost: edge.test\r\n", [400, 400]),
        ("POST /v1/classify HTTP/1.1\r\nhost: edge.test\r\nhost: edge.test\r\n", [400, 400]),
        ("POST /v1/classify HTTP/1.1\r\n", [400, 400]),
        ("POST /v1/classify HTTP/1.1\r\nhost: edge.test, other.test\r\n", [400, 400]),
        ("POST /v1/classify HTTP/1.1\r\nhost: user@edge.test\r\n", [400, 400]),
        // The absolute form is a path like any other: its token is asked for.
        ("POST http://edge.test/v1/classify HTTP/1.1\r\nhost: edge.test\r\n", [401, 401]),
        ("POST http://edge.test/healthz/../v1/classify HTTP/1.1\r\nhost: edge.test\r\n", [404, 404]),
        ("POST healthz HTTP/1.1\r\nhost: edge.test\r\n", [400, 404]),
        ("POST /v1/classify HTTP/9.9\r\nhost: edge.test\r\n", [400, 400]),
        ("POST /v1/classify\r\nhost: edge.test\r\n", [400, 400]),
        ("POST  /v1/classify HTTP/1.1\r\nhost: edge.test\r\n", [400, 400]),
        ("POST /v1/classify /healthz HTTP/1.1\r\nhost: edge.test\r\n", [400, 400]),
    ] {
        let received = exchange(&edge.address, format!("{head}{rest}").as_bytes());
        let text = String::from_utf8_lossy(&received);
        let status: u16 = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(400);
        assert!(statuses.contains(&status), "{head:?}: {text}");
    }
    // One after the other on one connection: each is asked for its own token.
    let first = format!(
        "POST /v1/classify HTTP/1.1\r\nhost: edge.test\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{BODY}",
        edge.token(),
        BODY.len()
    );
    let second = format!("POST /v1/classify HTTP/1.1\r\nhost: edge.test\r\n{rest}");
    let received = exchange(&edge.address, format!("{first}{second}").as_bytes());
    let text = String::from_utf8_lossy(&received);
    assert!(text.starts_with("HTTP/1.1 200 ") && text.contains("HTTP/1.1 401 "), "{text}");
    assert_eq!((answers(&received), edge.pool.seen().len()), (2, 1));
}

#[test]
fn row_56_heads_and_bodies_without_end_are_ended() {
    let edge = Edge::start();
    // Larger than any head may be, in one line or in many: refused, not stored.
    let many: String = (0..20_000).map(|n| format!("x-{n}: y\r\n")).collect();
    for head in [format!("x: {}\r\n", "y".repeat(1 << 20)), many] {
        let received = exchange(
            &edge.address,
            format!("POST /v1/classify HTTP/1.1\r\nhost: edge.test\r\n{head}\r\n").as_bytes(),
        );
        let text = String::from_utf8_lossy(&received);
        assert!(
            received.is_empty() || text.starts_with("HTTP/1.1 431 ") || text.starts_with("HTTP/1.1 400 "),
            "{text}"
        );
    }
    // A body that never comes, without a token: answered at once, for nobody waits for what is not read.
    let head = "POST /v1/classify HTTP/1.1\r\nhost: edge.test\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n";
    raw(&edge.address, head.as_bytes()).assert_problem(401, "unauthorized");
    assert!(edge.pool.seen().is_empty());
}

/// HTTP/2 by hand: header fields as they are given, none compressed, and one stream. Gives every frame: type, stream and payload.
fn h2(edge: &Edge, fields: &[(&str, &str)], body: &[u8]) -> Vec<(u8, u32, Vec<u8>)> {
    let frame = |kind: u8, flags: u8, stream: u32, payload: &[u8]| {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        [&length[1..], &[kind, flags], &stream.to_be_bytes()[..], payload].concat()
    };
    let mut block = Vec::new();
    for (name, value) in fields {
        // Literal without indexing, new name (RFC 7541 section 6.2.2); a length above 126 takes more bytes.
        block.push(0);
        for text in [name, value] {
            let mut rest = text.len();
            if rest < 127 {
                block.push(u8::try_from(rest).unwrap());
            } else {
                block.push(127);
                rest -= 127;
                while rest >= 128 {
                    block.push(u8::try_from(rest % 128).unwrap() | 128);
                    rest /= 128;
                }
                block.push(u8::try_from(rest).unwrap());
            }
            block.extend_from_slice(text.as_bytes());
        }
    }
    let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    bytes.extend(frame(4, 0, 0, &[]));
    bytes.extend(frame(1, 4, 1, &block));
    bytes.extend(frame(0, 1, 1, body));
    let mut stream = TcpStream::connect(&edge.address).unwrap();
    // Far beyond any healthy answer: a hang becomes a failure.
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let _ = stream.write_all(&bytes);
    let mut frames = Vec::new();
    // Until the stream or the connection ends: Spin answers nothing that is under way once it is sent a GOAWAY, so none is.
    loop {
        let mut head = [0; 9];
        if stream.read_exact(&mut head).inspect_err(assert_closed).is_err() {
            return frames;
        }
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let (kind, flags) = (head[3], head[4]);
        let number = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        let mut payload = vec![0; length as usize];
        if stream.read_exact(&mut payload).inspect_err(assert_closed).is_err() {
            return frames;
        }
        frames.push((kind, number, payload));
        // RST_STREAM, or DATA or HEADERS with END_STREAM.
        if number == 1 && (kind == 3 || kind < 2 && flags & 1 == 1) {
            return frames;
        }
    }
}

fn assert_closed(error: &std::io::Error) {
    assert_ne!(error.kind(), std::io::ErrorKind::WouldBlock, "it neither answers nor closes");
}

/// The status of an HTTP/2 answer; none where the stream or the connection was refused.
fn h2_status(frames: &[(u8, u32, Vec<u8>)]) -> Option<u16> {
    let (.., block) = frames.iter().find(|(kind, stream, _)| (*kind, *stream) == (1, 1))?;
    // Indexed (RFC 7541 appendix A), or a literal with the name of index 8.
    match block[0] {
        0x88 => Some(200),
        0x8c => Some(400),
        0x8d => Some(404),
        0x8e => Some(500),
        _ => {
            let text = &block[2..];
            // Three digits, plain or in Huffman's code (RFC 7541 appendix B: 0, 1 and 2 in five bits, the others in six).
            let plain = str::from_utf8(text.get(..3)?).ok().and_then(|digits| digits.parse().ok());
            plain.or(Some(499))
        }
    }
}

#[test]
fn http_2_cannot_say_what_http_1_may_not() {
    let edge = Edge::start();
    let token = format!("Bearer {}", edge.token());
    let base =
        [(":method", "POST"), (":scheme", "http"), (":path", "/v1/classify"), (":authority", "edge.test")];
    let good =
        [&base[..], &[("authorization", token.as_str()), ("content-type", "application/json")]].concat();
    assert_eq!(h2_status(&h2(&edge, &good, BODY.as_bytes())), Some(200), "the tool works");
    let with = |more: &[(&'static str, &'static str)]| {
        let fields: Vec<(&str, &str)> = [&good[..], more].concat();
        fields
    };
    let without = |name: &str| good.iter().copied().filter(|(n, _)| *n != name).collect::<Vec<_>>();
    let replaced = |name: &str, value: &'static str| {
        good.iter().map(|(n, v)| if *n == name { (*n, value) } else { (*n, *v) }).collect::<Vec<_>>()
    };
    let cases = [
        with(&[(":path", "/healthz")]),
        with(&[(":method", "GET")]),
        with(&[(":authority", "other.test")]),
        with(&[(":status", "200")]),
        with(&[(":custom", "x")]),
        with(&[("host", "other.test")]),
        with(&[("transfer-encoding", "chunked")]),
        with(&[("connection", "close")]),
        with(&[("content-length", "3")]),
        with(&[("content-length", "99")]),
        with(&[("Content-Type", "text/plain")]),
        with(&[("te", "gzip")]),
        with(&[("x", "a\r\nauthorization: b")]),
        with(&[("x", "a\nb")]),
        with(&[("x", "a\u{0}b")]),
        with(&[("x: y", "z")]),
        with(&[("x\r\ny", "z")]),
        with(&[("", "z")]),
        with(&[("authorization", "Bearer x")]),
        without(":method"),
        without(":path"),
        without(":scheme"),
        replaced(":path", ""),
        replaced(":path", "healthz"),
        replaced(":path", "/healthz HTTP/1.1\r\nx: y"),
        replaced(":path", "/v1/../healthz"),
        replaced(":path", "//healthz"),
        replaced(":path", "http://other.test/healthz"),
        replaced(":method", "GET /healthz HTTP/1.1\r\nx: "),
        replaced(":method", ""),
        replaced(":authority", "edge.test/healthz"),
    ];
    let taken: Vec<_> = cases.into_iter().filter(|fields| is_taken(&edge, fields)).collect();
    assert!(taken.is_empty(), "{:#?}", taken.iter().map(|fields| without_token(fields)).collect::<Vec<_>>());
}

/// RFC 9113 section 8.3.1.
#[test]
fn over_http_2_no_user_stands_before_the_host() {
    let edge = Edge::start();
    let token = format!("Bearer {}", edge.token());
    let fields = [
        (":method", "POST"),
        (":scheme", "http"),
        (":path", "/v1/classify"),
        (":authority", "user@edge.test"),
        ("authorization", token.as_str()),
        ("content-type", "application/json"),
    ];
    assert!(!is_taken(&edge, &fields));
}

/// Whether a request with these fields is served, or brings anything to the pool.
fn is_taken(edge: &Edge, fields: &[(&str, &str)]) -> bool {
    let before = edge.pool.seen().len();
    let status = h2_status(&h2(edge, fields, BODY.as_bytes()));
    status == Some(200) || edge.pool.seen().len() != before
}

fn without_token<'a>(fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().copied().filter(|(name, _)| *name != "authorization").collect()
}
