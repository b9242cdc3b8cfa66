//! What a person sees while something slow happens, on standard error: standard output belongs to results.
//!
//! On a terminal a line is redrawn in place; elsewhere (a log, a CI run) whole lines come now and then, so that a log
//! stays readable and still shows that the run is alive.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Often enough to look alive, seldom enough to cost nothing.
const REDRAW_EVERY: Duration = Duration::from_millis(100);
/// A log line at least this seldom, however fast the transfer.
const LOG_EVERY: Duration = Duration::from_secs(5);
const MEGABYTE: f64 = 1_000_000.0;

/// One line about what is being done now.
pub fn say(line: &str) {
    eprintln!("  {line}");
}

/// The progress of one transfer.
#[derive(Debug)]
pub struct Transfer {
    label: String,
    total: Option<u64>,
    done: u64,
    began_with: u64,
    began: Instant,
    shown: Option<Instant>,
    terminal: bool,
}

impl Transfer {
    /// Begins to show the transfer of `total` bytes (where that is known), `already` of which are there.
    #[must_use]
    pub fn begin(label: &str, total: Option<u64>, already: u64) -> Self {
        Self {
            label: label.to_owned(),
            total,
            done: already,
            began_with: already,
            began: Instant::now(),
            shown: None,
            terminal: std::io::stderr().is_terminal(),
        }
    }

    /// `bytes` more have come.
    pub fn add(&mut self, bytes: u64) {
        self.done += bytes;
        let every = if self.terminal { REDRAW_EVERY } else { LOG_EVERY };
        let last = self.shown.unwrap_or(self.began);
        if last.elapsed() >= every {
            self.shown = Some(Instant::now());
            self.show(false);
        }
    }

    /// Everything has come: leaves one whole line behind.
    pub fn finish(self) {
        self.show(true);
    }

    fn show(&self, last: bool) {
        let line = self.line();
        // A progress line that cannot be written is no reason to stop the transfer.
        let mut out = std::io::stderr().lock();
        let _ = match (self.terminal, last) {
            (true, false) => write!(out, "\r\x1b[2K  {line}").and_then(|()| out.flush()),
            (true, true) => writeln!(out, "\r\x1b[2K  {line}"),
            (false, _) => writeln!(out, "  {line}"),
        };
    }

    fn line(&self) -> String {
        let seconds = self.began.elapsed().as_secs_f64().max(0.001);
        let rate = megabytes(self.done - self.began_with) / seconds;
        let label = &self.label;
        let done = megabytes(self.done);
        match self.total {
            Some(total) if total > 0 => {
                let percent = self.done.saturating_mul(100) / total;
                format!("{label}: {done:.1} of {:.1} MB, {percent} %, {rate:.1} MB/s", megabytes(total))
            }
            _ => format!("{label}: {done:.1} MB, {rate:.1} MB/s"),
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "shown with one decimal")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / MEGABYTE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_much_of_how_much() {
        let mut transfer = Transfer::begin("model.onnx", Some(2_000_000), 500_000);
        transfer.add(500_000);
        let line = transfer.line();
        assert!(line.starts_with("model.onnx: 1.0 of 2.0 MB, 50 %, "), "{line}");
    }

    #[test]
    fn an_unknown_or_empty_total_is_left_out() {
        assert!(Transfer::begin("a", None, 1_000_000).line().starts_with("a: 1.0 MB, "));
        assert!(Transfer::begin("a", Some(0), 0).line().starts_with("a: 0.0 MB, "));
    }
}
