//! A simulation of pool replicas and edge under the traffic of a hospital's day.

use anyhow::{Result, bail};

/// What `perf scale` was asked for.
#[derive(Debug, Clone, clap::Args)]
pub struct Flags {}

/// Runs the simulation.
///
/// # Errors
/// Where its input cannot be read or its result not be written.
pub fn run(_flags: &Flags) -> Result<()> {
    bail!("the simulation is not there yet")
}
