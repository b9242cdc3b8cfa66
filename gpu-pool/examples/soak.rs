//! What a pool costs over time: start to ready, memory over many requests, processor time when idle.
//!
//! `cargo build -p gpu-pool && cargo run -p gpu-pool --example soak -- <requests> <idle seconds> [flags of gpu-pool]`
//!
//! Starts the program beside it five times and takes the time to its first line; leaves the last one running, sends it so
//! many requests over 16 connections (half of them HTTP/1.1, half HTTP/2, all kept open), and prints its resident memory at
//! every twentieth; then leaves it alone for so long, and prints the processor time that this took. Of a hundred requests 90
//! are texts of 1 to 400 words, one to eight at a time, four are given up before their answer, six are wrong in one of three ways.

#![allow(clippy::print_stdout, reason = "a program that prints a measurement")]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use bytes::Bytes;
use http::{Request, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::task::JoinSet;

const CONNECTIONS: u64 = 16;
const STARTS: usize = 5;
const LINES: u64 = 20;
/// `_SC_CLK_TCK` of Linux on every processor that this runs on.
const TICKS_PER_SECOND: f64 = 100.0;
const SENTENCE: &str = "She slept badly, the wound is clean and dry, and he walks to the gate and back ";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(requests), Some(idle)) = (arguments.next(), arguments.next()) else {
        anyhow::bail!("usage: soak <requests> <idle seconds> [flags of gpu-pool]");
    };
    let (requests, idle): (u64, u64) = (requests.parse()?, idle.parse()?);
    let flags: Vec<String> = arguments.collect();

    let mut times = Vec::new();
    for _ in 1..STARTS {
        let (mut child, _, took) = start(&flags).await?;
        times.push(took);
        child.kill().await?;
    }
    let (mut child, address, took) = start(&flags).await?;
    times.push(took);
    times.sort();
    println!(
        "start to ready: median {:.0?}, of {STARTS} starts the fastest {:.0?}, the slowest {:.0?}",
        times[STARTS / 2],
        times[0],
        times[STARTS - 1]
    );
    let pid = child.id().context("it runs")?;
    println!("then: {:.2} s of processor time, {} kB resident", processor(pid)?, resident(pid)?);
    if requests > 0 {
        soak(address, pid, requests).await?;
    }
    if idle > 0 {
        // Connections of the soak are gone; what they held is given back.
        tokio::time::sleep(Duration::from_secs(5)).await;
        let before = processor(pid)?;
        tokio::time::sleep(Duration::from_secs(idle)).await;
        println!("idle for {idle} s: {:.2} s of processor time", processor(pid)? - before);
    }
    child.kill().await?;
    Ok(())
}

/// Starts the program, and says where it listens and how long it took to say so.
async fn start(flags: &[String]) -> anyhow::Result<(Child, SocketAddr, Duration)> {
    let own = std::env::current_exe()?;
    let program = own.ancestors().nth(2).context("a target folder")?.join("gpu-pool");
    let mut command = Command::new(&program);
    command.args(["--listen", "127.0.0.1:0"]).args(flags).stdout(Stdio::piped()).kill_on_drop(true);
    if !flags.iter().any(|flag| flag == "--models") {
        command.args(["--models", concat!(env!("CARGO_MANIFEST_DIR"), "/models")]);
    }
    command.env("GPU_POOL_LOG_LEVEL", "warn");
    let began = Instant::now();
    let mut child = command.spawn().with_context(|| format!("{}: build it first", program.display()))?;
    let mut lines = BufReader::new(child.stdout.take().context("its output")?).lines();
    let line = lines.next_line().await?.context("it ended")?;
    let took = began.elapsed();
    let announced: serde_json::Value = serde_json::from_str(&line)?;
    let address = announced["address"].as_str().context("an address")?.parse()?;
    Ok((child, address, took))
}

fn status(pid: u32, key: &str) -> anyhow::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(key)).context("no such line")?;
    Ok(line.trim_start_matches(':').trim().trim_end_matches(" kB").parse()?)
}

fn resident(pid: u32) -> anyhow::Result<u64> {
    status(pid, "VmRSS")
}

/// Seconds of processor time, in user and kernel.
fn processor(pid: u32) -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name in parentheses may hold blanks.
    let (_, fields) = stat.rsplit_once(')').context("a name")?;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>()? + fields[12].parse::<u64>()?;
    Ok(ticks as f64 / TICKS_PER_SECOND)
}

async fn soak(address: SocketAddr, pid: u32, requests: u64) -> anyhow::Result<()> {
    let done = Arc::new(AtomicU64::new(0));
    let processor_before = processor(pid)?;
    let began = Instant::now();
    let mut clients = JoinSet::new();
    for number in 0..CONNECTIONS {
        let done = Arc::clone(&done);
        clients.spawn(async move {
            let mut statuses: BTreeMap<u16, u64> = BTreeMap::new();
            let mut client = Client::connect(address, number % 2 == 1).await?;
            let mut turn = number;
            while turn < requests {
                let answered = client.ask(turn).await?;
                *statuses.entry(answered.unwrap_or(0)).or_default() += 1;
                if answered.is_none() && !client.is_http2() {
                    client = Client::connect(address, false).await?;
                }
                done.fetch_add(1, Ordering::Relaxed);
                turn += CONNECTIONS;
            }
            anyhow::Ok(statuses)
        });
    }
    println!("   requests    seconds   resident kB   threads   open files");
    let mut answers = BTreeMap::new();
    let mut next = 0;
    while next <= LINES {
        let so_far = done.load(Ordering::Relaxed);
        if so_far >= requests * next / LINES {
            let files = std::fs::read_dir(format!("/proc/{pid}/fd"))?.count();
            let (resident, threads) = (resident(pid)?, status(pid, "Threads")?);
            println!(
                "{so_far:>11} {:>10.0} {resident:>13} {threads:>9} {files:>12}",
                began.elapsed().as_secs_f64()
            );
            next = so_far * LINES / requests + 1;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        while let Some(ended) = clients.try_join_next() {
            add(&mut answers, ended??);
        }
    }
    while let Some(ended) = clients.join_next().await {
        add(&mut answers, ended??);
    }
    println!("answers by status (0: given up): {answers:?}");
    let took = processor(pid)? - processor_before;
    println!("processor time of the pool: {took:.1} s, {:.0} us a request", took * 1e6 / requests as f64);
    Ok(())
}

fn add(all: &mut BTreeMap<u16, u64>, some: BTreeMap<u16, u64>) {
    for (status, count) in some {
        *all.entry(status).or_default() += count;
    }
}

enum Client {
    Http1(http1::SendRequest<Full<Bytes>>),
    Http2(http2::SendRequest<Full<Bytes>>),
}

impl Client {
    async fn connect(address: SocketAddr, http2: bool) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let stream = TokioIo::new(stream);
        if http2 {
            let (sender, connection) = http2::handshake(TokioExecutor::new(), stream).await?;
            tokio::spawn(connection);
            return Ok(Self::Http2(sender));
        }
        let (sender, connection) = http1::handshake(stream).await?;
        tokio::spawn(connection);
        Ok(Self::Http1(sender))
    }

    fn is_http2(&self) -> bool {
        matches!(self, Self::Http2(_))
    }

    /// Sends request number `turn` of the mix; its status, or none where it was given up.
    async fn ask(&mut self, turn: u64) -> anyhow::Result<Option<u16>> {
        let kind = turn * 37 % 100;
        let (model, body) = match kind {
            94 | 95 => ("demo", "{\"inputs\": [".to_owned()),
            96 | 97 => ("nobody", texts(turn)),
            98 | 99 => (
                "demo",
                json!({"inputs": [{"name": "text", "shape": [2], "datatype": "BYTES", "data": ["a"]}]})
                    .to_string(),
            ),
            _ => ("demo", texts(turn)),
        };
        let path = format!("/v2/models/{model}/infer");
        let uri = if self.is_http2() { format!("http://pool{path}") } else { path };
        let request = Request::post(uri).header(header::CONTENT_TYPE, "application/json");
        let request = if self.is_http2() { request } else { request.header(header::HOST, "pool") };
        let request = request.body(Full::new(Bytes::from(body)))?;
        let answer = async {
            let response = match self {
                Self::Http1(sender) => {
                    sender.ready().await?;
                    sender.send_request(request).await?
                }
                Self::Http2(sender) => {
                    sender.ready().await?;
                    sender.send_request(request).await?
                }
            };
            let (head, body) = response.into_parts();
            let _read = body.collect().await?;
            hyper::Result::Ok(head.status.as_u16())
        };
        if (90..94).contains(&kind) {
            // Given up at some moment of its life, from before it is sent to after it is answered.
            let moment = Duration::from_micros(turn * 7919 % 3000);
            let _gone = tokio::time::timeout(moment, answer).await;
            return Ok(None);
        }
        Ok(Some(answer.await?))
    }
}

/// One to eight texts of one to four hundred words, short ones most often.
fn texts(turn: u64) -> String {
    let count = if turn.is_multiple_of(5) { 1 + turn / 5 % 8 } else { 1 };
    let words = |number: u64| match (turn + number) * 31 % 100 {
        0 => 400,
        short if short < 60 => 1 + short / 3,
        longer => longer - 30,
    };
    let text =
        |number: u64| SENTENCE.split(' ').cycle().take(words(number) as usize).collect::<Vec<_>>().join(" ");
    let data: Vec<String> = (0..count).map(text).collect();
    json!({"inputs": [{"name": "text", "shape": [count], "datatype": "BYTES", "data": data}]}).to_string()
}
