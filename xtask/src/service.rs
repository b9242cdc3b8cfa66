//! A program that `up` started: its address, its log, its end.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a program may take from its start to the line that says where it listens. A first start compiles the
/// component, which takes tens of seconds on a busy machine.
const STARTED_WITHIN: Duration = Duration::from_secs(180);
/// How long a program may take to end when something else failed: four of them must fit into the 5 s of a Ctrl-C.
const DROPPED_WITHIN: Duration = Duration::from_secs(1);
/// How many lines of a failed program's log are shown.
const LAST_LINES: usize = 15;
/// How often a program that has been told to end is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A running program. Dropping it ends it: its standard input closes, which it takes as the sign to stop.
#[derive(Debug)]
pub struct Service {
    name: &'static str,
    child: Child,
    log: PathBuf,
    /// Where it listens, e.g. `https://127.0.0.1:8443`.
    pub url: String,
}

#[derive(Deserialize)]
struct Listening {
    url: String,
}

impl Service {
    /// Starts a program and waits until it says where it listens. Its standard error goes to `<logs>/<name>.log`.
    ///
    /// # Errors
    /// Where it cannot be started, ends before it listens, or takes too long; with the end of its log.
    /// Where an interrupt comes first, it is ended and that is the error.
    pub fn start(
        name: &'static str,
        command: &mut Command,
        logs: &Path,
        interrupts: &Receiver<()>,
    ) -> Result<Self> {
        fs::create_dir_all(logs)?;
        let log = logs.join(format!("{name}.log"));
        let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(file);
        #[cfg(unix)]
        {
            // A process group of its own: Ctrl-C reaches only us, and we end the programs in order.
            use std::os::unix::process::CommandExt;
            command.process_group(0);
        }
        let mut child = command.spawn().with_context(|| {
            format!("cannot start {name} ({})", Path::new(command.get_program()).display())
        })?;
        let said = child.stdout.take().map(first_line);
        let mut service = Self { name, child, log, url: String::new() };
        let line = match said {
            Some(line) => first(&line, interrupts)?,
            None => String::new(),
        };
        match serde_json::from_str::<Listening>(&line) {
            Ok(listening) => service.url = listening.url,
            Err(_) => {
                let how = service
                    .child
                    .try_wait()?
                    .map_or_else(|| "did not start to listen".to_owned(), |s| format!("ended ({s})"));
                bail!("{name} {how}\n{}", service.end_of_log());
            }
        }
        Ok(service)
    }

    /// The program's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether it has ended by itself, and how.
    #[must_use]
    pub fn ended(&mut self) -> Option<String> {
        let status = self.child.try_wait().ok().flatten()?;
        Some(format!("{} ended unexpectedly ({status})\n{}", self.name, self.end_of_log()))
    }

    /// Tells it to end, without waiting.
    pub fn tell_to_stop(&mut self) {
        drop(self.child.stdin.take());
    }

    /// Waits until it has ended; ends it by force at `deadline`, or when `hurry` says so. Says whether it ended by itself.
    pub fn wait(&mut self, deadline: Instant, hurry: impl Fn() -> bool) -> bool {
        self.tell_to_stop();
        loop {
            match self.child.try_wait() {
                Ok(Some(_)) => return true,
                Ok(None) if Instant::now() < deadline && !hurry() => thread::sleep(LOOK_EVERY),
                _ => {
                    let _ = self.child.kill();
                    let _ = self.child.wait();
                    return false;
                }
            }
        }
    }

    /// The last lines of its log, indented.
    #[must_use]
    pub fn end_of_log(&self) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let last = &lines[lines.len().saturating_sub(LAST_LINES)..];
        last.iter().map(|line| format!("    {line}\n")).collect()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.wait(Instant::now() + DROPPED_WITHIN, || false);
    }
}

/// Waits for the first line; empty where there is none in time.
fn first(lines: &Receiver<String>, interrupts: &Receiver<()>) -> Result<String> {
    let deadline = Instant::now() + STARTED_WITHIN;
    loop {
        match lines.recv_timeout(LOOK_EVERY) {
            Ok(line) => return Ok(line),
            Err(RecvTimeoutError::Disconnected) => return Ok(String::new()),
            Err(RecvTimeoutError::Timeout) if Instant::now() > deadline => return Ok(String::new()),
            Err(RecvTimeoutError::Timeout) if interrupts.try_recv().is_ok() => bail!("interrupted"),
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// Reads the first line in a thread of its own, and goes on reading so that the program never blocks on a full pipe.
fn first_line(stdout: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            // Nobody waits for the later ones.
            let _ = sender.send(line);
        }
    });
    receiver
}
