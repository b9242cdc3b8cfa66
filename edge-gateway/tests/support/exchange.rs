//! A client that reads its answer while it is still sending.

use super::{Answer, Edge};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// One request with a chunked body, under way.
pub struct Exchange {
    pub sender: TcpStream,
    receiver: BufReader<TcpStream>,
    /// What has been received of the answer's body and is not yet taken.
    rest: Vec<u8>,
}

impl Exchange {
    /// A stream of lines to `/v1/classify`, with a good token and these headers.
    pub fn begin(edge: &Edge, headers: &[(&str, &str)]) -> Self {
        let sender = TcpStream::connect(&edge.address).unwrap();
        sender.set_nodelay(true).unwrap();
        // Far beyond any healthy answer: a hang becomes a failure.
        sender.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let receiver = BufReader::new(sender.try_clone().unwrap());
        let mut this = Self { sender, receiver, rest: Vec::new() };
        let mut head = format!(
            "POST /v1/classify HTTP/1.1\r\nhost: edge.test\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\
             authorization: Bearer {}\r\ncontent-type: application/x-ndjson\r\n",
            edge.token()
        );
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        this.sender.write_all(format!("{head}\r\n").as_bytes()).unwrap();
        this
    }

    /// The same exchange, for a thread that only sends.
    pub fn sending(&self) -> Self {
        let clone = || self.sender.try_clone().unwrap();
        Self { sender: clone(), receiver: BufReader::new(clone()), rest: Vec::new() }
    }

    pub fn send(&mut self, bytes: &str) {
        self.try_send(bytes).unwrap();
    }

    pub fn try_send(&mut self, bytes: &str) -> io::Result<()> {
        self.sender.write_all(format!("{:x}\r\n{bytes}\r\n", bytes.len()).as_bytes())
    }

    pub fn end(&mut self) {
        self.sender.write_all(b"0\r\n\r\n").unwrap();
    }

    /// Status and headers of the answer; without a body.
    pub fn head(&mut self) -> Answer {
        let mut line = String::new();
        self.receiver.read_line(&mut line).unwrap();
        let status = line.split(' ').nth(1).unwrap_or_else(|| panic!("no answer: {line:?}")).parse().unwrap();
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            self.receiver.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            headers.push((name.to_ascii_lowercase(), value.to_owned()));
        }
        Answer { status, headers, body: String::new() }
    }

    /// The next line of the answer; `None` at its proper end.
    pub fn line(&mut self) -> Option<serde_json::Value> {
        loop {
            if let Some(at) = self.rest.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.rest.drain(..=at).collect();
                return Some(serde_json::from_slice(&line).unwrap());
            }
            let mut size = String::new();
            self.receiver.read_line(&mut size).unwrap();
            let size =
                usize::from_str_radix(size.trim(), 16).unwrap_or_else(|_| panic!("the answer broke off"));
            let mut piece = vec![0; size + 2];
            self.receiver.read_exact(&mut piece).unwrap();
            if size == 0 {
                assert!(self.rest.is_empty(), "half a line at the end");
                return None;
            }
            self.rest.extend_from_slice(&piece[..size]);
        }
    }

    /// Every line from here to the end.
    pub fn lines(&mut self) -> Vec<serde_json::Value> {
        std::iter::from_fn(|| self.line()).collect()
    }
}
