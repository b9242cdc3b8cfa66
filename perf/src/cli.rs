//! The commands and their flags.

use anyhow::Result;
use clap::{Parser, Subcommand};
use perf::{cold, deid_speed, edge_cost, report, scale, soak, table};

/// Measures Anteroom beside the systems of the paper, on this machine.
#[derive(Parser)]
#[command(name = "perf", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The table: every system in turn, under the same load.
    Table(table::Flags),
    /// From nothing to the first answer: the edge and a FastAPI gateway.
    Cold(cold::Flags),
    /// What a request costs at the edge, step by step, and beside a FastAPI gateway that does the same.
    Edge(edge_cost::Flags),
    /// Speed of the de-identifier beside Presidio and Philter.
    Deid(deid_speed::Flags),
    /// Hours of load with faults: is every request answered once and rightly, and does memory stay flat?
    Soak(soak::Flags),
    /// Makes page, table and plots of an old run again.
    Report(report::Flags),
    /// A simulation of replicas under the traffic of a hospital's day.
    Scale(scale::Flags),
}

impl Cli {
    pub(crate) fn run(self) -> Result<()> {
        match self.command {
            Command::Table(flags) => table::run(&flags),
            Command::Cold(flags) => cold::run(&flags),
            Command::Edge(flags) => edge_cost::run(&flags),
            Command::Deid(flags) => deid_speed::run(&flags),
            Command::Soak(flags) => soak::run(&flags),
            Command::Report(flags) => report::run(&flags),
            Command::Scale(flags) => scale::run(&flags),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn no_two_flags_have_one_name() {
        super::Cli::command().debug_assert();
    }
}
