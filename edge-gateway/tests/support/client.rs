//! A client that sends exactly the bytes it is given.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// One answer, taken apart.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// Everything that was sent back, to search for what must not be there.
    pub fn whole(&self) -> String {
        format!("{self:?}")
    }

    /// Asserts that it is a problem of RFC 9457 with exactly the five members and the usual headers.
    #[track_caller]
    pub fn assert_problem(&self, status: u16, name: &str) {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        assert_eq!(self.header("cache-control"), Some("no-store"));
        assert_eq!(self.header("x-content-type-options"), Some("nosniff"));
        let problem = self.json();
        let members: Vec<&str> = problem.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members.len(), 5, "{problem}");
        assert_eq!(problem["type"], format!("urn:anteroom:problem:{name}"), "{problem}");
        assert_eq!(problem["status"], status);
        assert!(problem["title"].is_string() && problem["detail"].is_string(), "{problem}");
        assert_eq!(problem["instance"].as_str(), self.header("x-request-id"));
    }
}

/// Sends `bytes` and reads until the other side closes.
///
/// The other side may answer and close before it has read everything; what it answered still counts.
pub fn raw(address: &str, bytes: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    // Far beyond any healthy answer: a hang becomes a failure.
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut writer = stream.try_clone().unwrap();
    let bytes = bytes.to_vec();
    let sending = std::thread::spawn(move || {
        let _ = writer.write_all(&bytes);
    });
    let mut received = Vec::new();
    let mut piece = [0; 16 << 10];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => break,
            Ok(n) => received.extend_from_slice(&piece[..n]),
            // A reset after the answer: the other side closed with our bytes unread.
            Err(_) if !received.is_empty() => break,
            Err(error) => panic!("no answer: {error}"),
        }
    }
    let _ = sending.join();
    parse(&received)
}

/// A connection that is used again.
pub struct Kept(BufReader<TcpStream>);

impl Kept {
    pub fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        // As for `raw`.
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        Self(BufReader::new(stream))
    }

    #[track_caller]
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.get_mut().write_all(bytes.as_ref()).unwrap();
    }

    /// The next answer, which says its length.
    #[track_caller]
    pub fn answer(&mut self) -> Answer {
        let mut received = Vec::new();
        while !received.ends_with(b"\r\n\r\n") {
            let read = self.0.read_until(b'\n', &mut received).unwrap();
            assert!(read > 0, "closed after {:?}", String::from_utf8_lossy(&received));
        }
        let length = parse(&received).header("content-length").map_or(0, |length| length.parse().unwrap());
        let head = received.len();
        received.resize(head + length, 0);
        self.0.read_exact(&mut received[head..]).unwrap();
        parse(&received)
    }
}

fn parse(received: &[u8]) -> Answer {
    let text = String::from_utf8_lossy(received);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no whole answer: {text:?}"));
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    Answer { status, headers, body: body.to_owned() }
}
