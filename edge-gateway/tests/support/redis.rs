//! A Redis server of one test alone, that keeps nothing; and what an operator would type, as `redis-cli` would send it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

pub struct RedisServer {
    process: Child,
    pub port: u16,
}

impl RedisServer {
    /// With a deny-list that names nobody, as an operator has to write it.
    pub fn start() -> Self {
        let server = Self::bare();
        server.command(&["SET", "anteroom:deny", "# nobody\n"]);
        server
    }

    /// With nothing in it.
    pub fn bare() -> Self {
        Self::start_at(free_port())
    }

    pub fn start_at(port: u16) -> Self {
        let program = std::env::var_os("ANTEROOM_REDIS_SERVER").filter(|path| !path.is_empty());
        let program = program.unwrap_or_else(|| "redis-server".into());
        let process = Command::new(&program)
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port", &port.to_string()])
            .stdout(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{program:?} does not start ({error}): run `cargo xtask test`, which brings one")
            });
        let server = Self { process, port };
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            std::thread::sleep(Duration::from_millis(5));
        }
        server
    }

    /// A port on which there is no Redis.
    pub fn nowhere() -> u16 {
        free_port()
    }

    /// Stops or continues the process: SIGSTOP leaves its connections open, and nothing answers.
    pub fn signal(&self, name: &str) {
        let status =
            Command::new("kill").args([&format!("-{name}"), &self.process.id().to_string()]).status();
        assert!(status.unwrap().success());
    }

    /// Sends one command and gives the answer: a line, or the values of a list by line.
    pub fn command(&self, words: &[&str]) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        let mut request = format!("*{}\r\n", words.len());
        for word in words {
            request.push_str(&format!("${}\r\n{word}\r\n", word.len()));
        }
        stream.write_all(request.as_bytes()).unwrap();
        answer(&mut BufReader::new(stream))
    }
}

fn answer(reader: &mut impl BufRead) -> String {
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let line = line.trim_end();
    let (kind, rest) = line.split_at(1);
    match (kind, rest.parse::<i64>()) {
        ("*", Ok(count)) => (0..count).map(|_| answer(reader)).collect::<Vec<_>>().join("\n"),
        ("$", Ok(length)) if length >= 0 => {
            let mut value = vec![0; length as usize + 2];
            reader.read_exact(&mut value).unwrap();
            String::from_utf8_lossy(&value[..length as usize]).into_owned()
        }
        ("-", _) => panic!("redis: {rest}"),
        _ => rest.to_owned(),
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A port that was free a moment ago, below those that the system gives out by itself: another test does not get it
/// meanwhile.
pub fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let next = std::process::id().wrapping_mul(41).wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        let port = 18_000 + (next % 14_000) as u16;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}
