//! Other programs, run with errors a person can act on. Nothing here goes through a shell.

use std::io::ErrorKind;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How often a program under a time limit is looked at: far below what a person notices.
const POLL: Duration = Duration::from_millis(50);
/// How much of a failed program's output is repeated: the end is where the reason stands.
const TAIL: usize = 2000;

/// Runs a program and returns its standard output; its standard error is repeated only if it fails.
///
/// # Errors
/// Where it cannot be started or fails: what was being done, and the end of what it said.
pub fn output(command: &mut Command, doing: &str) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| not_started(command, doing))?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        bail!("{doing} failed ({}):\n{}", output.status, tail(&String::from_utf8_lossy(&said)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a program whose own progress the user shall see, on standard error.
///
/// # Errors
/// Where it cannot be started or fails.
pub fn shown(command: &mut Command, doing: &str) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::from(std::io::stderr()))
        .status()
        .with_context(|| not_started(command, doing))?;
    if !status.success() {
        bail!("{doing} failed ({status}); its own message stands above");
    }
    Ok(())
}

/// Runs a program as [`shown`] does, and ends it when `limit` has passed. `None`: it ran out of time.
///
/// # Errors
/// Where it cannot be started.
pub fn shown_within(command: &mut Command, limit: Duration, doing: &str) -> Result<Option<ExitStatus>> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::from(std::io::stderr()))
        .spawn()
        .with_context(|| not_started(command, doing))?;
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait().with_context(|| format!("waiting: {doing}"))? {
            return Ok(Some(status));
        }
        if began.elapsed() > limit {
            child.kill().with_context(|| format!("ending: {doing}"))?;
            child.wait().with_context(|| format!("waiting: {doing}"))?;
            return Ok(None);
        }
        thread::sleep(POLL);
    }
}

/// Whether a program of this name can be started at all.
#[must_use]
pub fn exists(program: &str) -> bool {
    let started = Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    !matches!(started, Err(error) if error.kind() == ErrorKind::NotFound)
}

fn not_started(command: &Command, doing: &str) -> String {
    format!("{doing}: {} cannot be started", command.get_program().to_string_lossy())
}

/// The end of `text`, cut at a line where that is possible.
pub(crate) fn tail(text: &str) -> &str {
    let text = text.trim_end();
    let Some(mut cut) = text.len().checked_sub(TAIL) else {
        return text;
    };
    while !text.is_char_boundary(cut) {
        cut += 1;
    }
    text[cut..].split_once('\n').map_or(&text[cut..], |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_repeats_what_was_said() {
        let error =
            output(Command::new("sh").args(["-c", "echo the reason >&2; exit 3"]), "trying").unwrap_err();
        let message = error.to_string();
        assert!(message.contains("trying failed") && message.contains("the reason"), "{message}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = output(&mut Command::new("no-such-program-here"), "trying").unwrap_err();
        assert!(error.to_string().contains("no-such-program-here cannot be started"), "{error}");
        assert!(!exists("no-such-program-here"));
        assert!(exists("sh"));
    }

    #[test]
    fn a_program_past_its_time_is_ended() {
        let mut forever = Command::new("sh");
        forever.args(["-c", "exec tail -f /dev/null"]);
        assert!(shown_within(&mut forever, Duration::from_millis(20), "waiting").unwrap().is_none());
        let quick = shown_within(&mut Command::new("true"), Duration::from_secs(60), "true").unwrap();
        assert!(quick.unwrap().success());
    }

    #[test]
    fn the_tail_is_whole_lines() {
        assert_eq!(tail("short\n"), "short");
        let long = format!("{}\nthe end", "é".repeat(TAIL));
        assert_eq!(tail(&long), "the end");
    }
}
