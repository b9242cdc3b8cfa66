//! What the `deid` command does. Nothing here decides what identifies: that is the library.
//!
//! Invariants: nothing of a text goes to standard error or into a message; a file that fails leaves no output and does not
//! stop the others; no file is replaced unless a flag says so.

mod args;
mod batch;
mod book;
mod explain;
mod input;
mod jsonl;
mod output;
mod report;

use args::{Cli, Job, Options, Want};
use clap::Parser;
use std::io::{self, Write};
use std::process::ExitCode;

/// Exit status for a mistake on the command line (sysexits.h).
const EX_USAGE: u8 = 64;

/// Some input could not be de-identified, or some output not be written.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// Named already, one by one.
    Told,
    /// Standard output or the report could not be written.
    Io(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble::Io(error)
    }
}

pub(crate) fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no mistakes.
            let status = if error.use_stderr() { ExitCode::from(EX_USAGE) } else { ExitCode::SUCCESS };
            return if error.print().is_ok() { status } else { ExitCode::FAILURE };
        }
    };
    let options = match Options::from_flags(cli) {
        Ok(options) => options,
        Err(mistakes) => {
            for mistake in mistakes {
                eprintln!("deid: {mistake}");
            }
            return ExitCode::from(EX_USAGE);
        }
    };
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Trouble::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Trouble::Io(error)) => {
            eprintln!("deid: {error}");
            ExitCode::FAILURE
        }
        Err(Trouble::Told) => ExitCode::FAILURE,
    }
}

fn run(options: &Options) -> Result<(), Trouble> {
    match &options.want {
        Want::Rules(format) => Ok(io::stdout().write_all(book::book(*format).as_bytes())?),
        Want::Jsonl(inputs) => jsonl::run(inputs, &options.rules),
        Want::Explain(inputs) => explain::run(inputs, &options.rules),
        Want::Text(Job { inputs, sink, report, summary, jobs }) => {
            batch::run(inputs, sink, report.as_ref(), *summary, *jobs, &options.rules)
        }
    }
}
