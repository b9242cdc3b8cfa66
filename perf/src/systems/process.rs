//! A program that is measured: its start, the line that says where it listens, its end.

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::Value;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// From its start to its first line. A first start compiles the component or loads 270 MB from a cold disk.
const STARTED_WITHIN: Duration = Duration::from_secs(180);
/// From the order to stop to its end; then it is ended by force.
const STOPPED_WITHIN: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// How long the end of a program whose output is closed is waited for.
const REAPED_WITHIN: Duration = Duration::from_secs(2);
/// How much of a log is shown where a program failed.
const LAST_LINES: usize = 12;

/// A running program, in a process group of its own. Dropping it ends it and all that it started.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
    log: PathBuf,
    address: SocketAddr,
}

impl Process {
    /// As [`Self::start`], for `spin up`: it says more, before a line that ends in the URL where it serves.
    ///
    /// # Errors
    /// As there.
    pub fn start_spin(name: &str, command: &mut Command, logs: &Path) -> Result<Self> {
        Self::begin(name, command, logs, true)
    }

    /// Starts a program and waits for the line of JSON in which it says where it listens: `address` (ours) or `listening` (the
    /// peers). What it writes to standard error goes to `<logs>/<name>.log`, behind what earlier starts wrote.
    ///
    /// # Errors
    /// Where it cannot be started, ends before it listens, or takes too long; with the end of its log.
    pub fn start(name: &str, command: &mut Command, logs: &Path) -> Result<Self> {
        Self::begin(name, command, logs, false)
    }

    fn begin(name: &str, command: &mut Command, logs: &Path, talks_first: bool) -> Result<Self> {
        fs::create_dir_all(logs)?;
        let log = Self::log_of(name, logs);
        let file = File::options().create(true).append(true).open(&log)?;
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(file).process_group(0);
        let program = Path::new(command.get_program()).display().to_string();
        let mut child = command.spawn().with_context(|| format!("cannot start {name} ({program})"))?;
        let stdout = child.stdout.take().context("no standard output")?;
        let unknown = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut process = Self { name: name.to_owned(), child, log, address: unknown };
        process.address = process.listening(stdout, talks_first)?;
        Ok(process)
    }

    fn listening(
        &mut self,
        stdout: impl std::io::Read + Send + 'static,
        talks_first: bool,
    ) -> Result<SocketAddr> {
        let (sender, lines) = mpsc::channel();
        // Reads on after the first line, so that the program never waits for a full pipe.
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let _nobody_waits_for_later_ones = sender.send(line);
            }
        });
        let deadline = Instant::now() + STARTED_WITHIN;
        loop {
            match lines.recv_timeout(LOOK_EVERY) {
                Ok(line) => {
                    if !talks_first {
                        return said_by(&line).with_context(|| {
                            format!("{} said where it listens in no way we know", self.name)
                        });
                    }
                    if let Some(address) = said_by(&line) {
                        return Ok(address);
                    }
                }
                Err(RecvTimeoutError::Timeout) if Instant::now() < deadline => {}
                Err(_) => {
                    // Its output closes a moment before it can be reaped.
                    let patience = Instant::now() + REAPED_WITHIN;
                    let mut ended = self.child.try_wait()?;
                    while ended.is_none() && Instant::now() < patience {
                        std::thread::sleep(LOOK_EVERY);
                        ended = self.child.try_wait()?;
                    }
                    let how = ended
                        .map_or_else(|| "did not listen in time".to_owned(), |how| format!("ended ({how})"));
                    bail!("{} {how}:\n{}", self.name, self.end_of_log());
                }
            }
        }
    }

    /// Where a program of that name writes its standard error.
    #[must_use]
    pub fn log_of(name: &str, logs: &Path) -> PathBuf {
        logs.join(format!("{name}.log"))
    }

    /// Its standard error, behind that of earlier starts.
    #[must_use]
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its process id, which is also that of its group.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has ended by itself.
    pub fn ended(&mut self) -> Option<String> {
        let how = self.child.try_wait().ok().flatten()?;
        Some(format!("{} ended ({how}):\n{}", self.name, self.end_of_log()))
    }

    /// Ends it as a crash would: nothing is drained.
    pub fn kill(&mut self) {
        self.signal(Signal::KILL);
        let _reaped = self.child.wait();
    }

    /// Stops all its processes where they are, as a machine that hangs would; [`Self::resume`] goes on.
    pub fn freeze(&self) {
        self.signal(Signal::STOP);
    }

    /// After [`Self::freeze`].
    pub fn resume(&self) {
        self.signal(Signal::CONT);
    }

    fn signal(&self, signal: Signal) {
        // What has ended needs no signal.
        let _ended = i32::try_from(self.child.id())
            .ok()
            .and_then(Pid::from_raw)
            .map(|group| kill_process_group(group, signal));
    }

    fn end_of_log(&self) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let last = &lines[lines.len().saturating_sub(LAST_LINES)..];
        last.iter().map(|line| format!("    {line}\n")).collect()
    }
}

/// The address in a line of ours, of a peer, or of Spin.
fn said_by(line: &str) -> Option<SocketAddr> {
    let said: Value = serde_json::from_str(line).unwrap_or_default();
    let address = said["address"].as_str().or(said["listening"].as_str());
    let of_spin = || line.split_once("Serving ").and_then(|(_, url)| url.split_once("://")).map(|(_, at)| at);
    address.or_else(of_spin)?.trim().parse().ok()
}

impl Drop for Process {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        // The end of standard input is the order to stop, for ours and for the peers; a signal on top would cut the drain short.
        drop(self.child.stdin.take());
        let deadline = Instant::now() + STOPPED_WITHIN;
        while Instant::now() < deadline {
            if matches!(self.child.try_wait(), Ok(Some(_)) | Err(_)) {
                break;
            }
            std::thread::sleep(LOOK_EVERY);
        }
        // Also what it left behind.
        self.signal(Signal::KILL);
        let _reaped = self.child.wait();
    }
}

/// A port of loopback that nobody listens on now.
///
/// # Errors
/// Where there is none.
pub fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn it_says_where_it_listens_and_ends_with_its_children_when_dropped() {
        let logs = tempfile::tempdir().unwrap();
        let script = r#"sleep 1000 & echo $! >&2; echo '{"listening":"127.0.0.1:7"}'; read x"#;
        let process = Process::start("one", &mut shell(script), logs.path()).unwrap();
        assert_eq!(process.address().port(), 7);
        let child: u32 = fs::read_to_string(logs.path().join("one.log")).unwrap().trim().parse().unwrap();
        drop(process);
        // It has been sent its end, which comes when it comes; nobody may reap the orphan.
        let runs =
            || fs::read_to_string(format!("/proc/{child}/stat")).is_ok_and(|stat| !stat.contains(") Z"));
        while runs() {
            std::thread::sleep(LOOK_EVERY);
        }
    }

    #[test]
    fn one_that_fails_is_shown_with_its_log() {
        let logs = tempfile::tempdir().unwrap();
        let error = Process::start("two", &mut shell("echo no model >&2; exit 3"), logs.path()).unwrap_err();
        let text = format!("{error:#}");
        assert!(text.contains("two") && text.contains("no model") && text.contains('3'), "{text}");
        let error = Process::start("three", &mut shell("echo hello; read x"), logs.path()).unwrap_err();
        assert!(error.to_string().contains("in no way we know"));
    }
}
