//! `cargo xtask audit verify`: checks a chain of the edge's audit events.

use anyhow::{Context, Result, bail};
use audit_chain::verify::{Anchor, verify_file};
use std::path::{Path, PathBuf};

/// Prints what the chain holds and what was changed.
///
/// # Errors
/// Where a file cannot be read, an anchor is none, or anything was changed.
#[allow(clippy::print_stdout, reason = "this is what the command was asked for")]
pub fn verify(file: &Path, key_file: &Path, anchors: &[String], logs: &[PathBuf]) -> Result<()> {
    let anchors: Option<Vec<Anchor>> = anchors.iter().map(|text| Anchor::parse(text)).collect();
    let anchors = anchors.context("--anchor: CHAIN:SEQ:LINK, as a verification prints it")?;
    let logs: Vec<&Path> = logs.iter().map(PathBuf::as_path).collect();
    let report = verify_file(file, key_file, &anchors, &logs)?;
    println!("{report}");
    if !report.findings.is_empty() {
        bail!("{} was changed: {} findings", file.display(), report.findings.len());
    }
    Ok(())
}
