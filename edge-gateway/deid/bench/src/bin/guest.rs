//! What the runner measures inside wasmtime: a command that reads a text from standard input and de-identifies it.
//!
//! `once` does it once, so that a fresh instance's first call is what is timed; `for MS` repeats it for so many
//! milliseconds. Both print nanoseconds, one number per round.

use std::io::{self, Read, Write};
use std::time::{Duration, Instant};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let rounds = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        // For the memory and the work of an instance that does nothing.
        ["nothing"] => Vec::new(),
        ["once"] => {
            let start = Instant::now();
            deid_bench::once(&text);
            vec![start.elapsed()]
        }
        ["for", milliseconds] => {
            let milliseconds = milliseconds.parse().map_err(io::Error::other)?;
            deid_bench::rounds(&text, Duration::from_millis(milliseconds))
        }
        _ => return Err(io::Error::other("usage: nothing | once | for MILLISECONDS")),
    };
    let mut out = io::stdout().lock();
    for round in rounds {
        writeln!(out, "{}", round.as_nanos())?;
    }
    Ok(())
}
