//! `cargo xtask audit verify`: checks a chain of the edge's audit events.

use anyhow::{Result, bail};
use audit_chain::command::Verify;

/// Prints what the chain holds and what was changed.
///
/// # Errors
/// Where a file cannot be read, or anything was changed.
pub fn verify(flags: &Verify) -> Result<()> {
    match flags.run()?.findings.len() {
        0 => Ok(()),
        count => bail!("the chain was changed: {count} findings"),
    }
}
