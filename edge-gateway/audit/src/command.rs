//! `verify`, as `audit-sink` and `cargo xtask audit` have it: one definition of its flags and of what it prints.

use crate::ring::KeyRing;
use crate::verify::{Anchor, Report, anchors_of_log, verify_chain};
use anyhow::{Context, Result};
use clap::Args;
use std::io::BufReader;
use std::path::PathBuf;

/// Checks a hash chain of `audit-sink`, all its segments in order: names each record that was edited, is missing, or stands
/// elsewhere.
#[derive(Args)]
pub struct Verify {
    /// The chain: the file that is appended to. Its closed segments lie beside it, `FILE.NUMBER`.
    file: PathBuf,
    /// A file with the deployment's `audit_key`; older keys below it, a line each.
    #[arg(long)]
    key_file: PathBuf,
    /// A file with keys that were in use once, a line each. May be repeated.
    #[arg(long)]
    retired_key_file: Vec<PathBuf>,
    /// A place of the chain as it was remembered elsewhere. May be repeated.
    #[arg(long, value_name = "CHAIN:SEQ:LINK", value_parser = anchor)]
    anchor: Vec<Anchor>,
    /// The last record of what was moved away: the chain is checked from the one behind it. Without, its beginning must be there.
    #[arg(long, value_name = "CHAIN:SEQ:LINK", value_parser = anchor)]
    after: Option<Anchor>,
    /// A log of an edge: the receipts in it are anchors, by which a cut-off end is found. May be repeated.
    #[arg(long)]
    log: Vec<PathBuf>,
}

impl Verify {
    /// Checks the chain, and prints what it holds and what was changed.
    ///
    /// # Errors
    /// Where a file cannot be read. What was changed is in the report.
    #[allow(clippy::print_stdout, reason = "this is what the command was asked for")]
    pub fn run(&self) -> Result<Report> {
        let keys = KeyRing::read(&self.key_file, &self.retired_key_file)?;
        let mut anchors = self.anchor.clone();
        for log in &self.log {
            let lines = std::fs::File::open(log).map(BufReader::new);
            let found = lines.and_then(anchors_of_log);
            anchors.extend(found.with_context(|| format!("cannot read {}", log.display()))?);
        }
        let report = verify_chain(&self.file, &keys, &anchors, self.after.as_ref())?;
        println!("{report}");
        Ok(report)
    }
}

fn anchor(text: &str) -> Result<Anchor, &'static str> {
    Anchor::parse(text).ok_or("must be CHAIN:SEQ:LINK, as a verification prints it")
}
