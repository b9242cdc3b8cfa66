//! The commands and their flags.

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use xtask::workspace::Workspace;
use xtask::{audit, build, deid_bench, lint, models, pool, sbom, setup, test, up};

/// Everything that is done to this project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Sets everything up, then starts pool and edge with HTTPS on loopback until Ctrl-C.
    Up(UpFlags),
    /// Starts the pool alone on loopback, without TLS, until Ctrl-C.
    Pool(PoolFlags),
    /// Sets everything up, then runs every test. What follows `--` goes to `cargo test`.
    Test(TestFlags),
    /// Only sets up: the Wasm target, ONNX Runtime, Redis for the tests, the component.
    Setup,
    /// Builds the component and the programs.
    Build {
        /// Optimised programs (the component always is).
        #[arg(long)]
        release: bool,
    },
    /// Formatting, clippy for both targets, and licences and sources of dependencies where `cargo-deny` is installed.
    Lint,
    /// Measures the de-identifier, natively and inside wasmtime. Flags for the bench go after `--`, e.g. `-- --json FILE`.
    DeidBench {
        /// Flags for the bench.
        #[arg(last = true)]
        flags: Vec<String>,
    },
    /// Writes what is in the edge's component and in the images, as CycloneDX.
    Sbom {
        /// Where to [default: target/sbom].
        #[arg(long)]
        out: Option<PathBuf>,
        /// A model repository whose versions are named too.
        #[arg(long)]
        models: Option<PathBuf>,
    },
    /// Prints an access token of the development issuer that `up` started.
    Token(TokenFlags),
    /// The audit trail.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Models: fetch the public one, make the full-size one for measurements, make variants that are faster.
    Model {
        #[command(subcommand)]
        command: ModelCommand,
    },
}

#[derive(Args)]
struct UpFlags {
    /// Optimised programs; slower to build the first time.
    #[arg(long)]
    release: bool,
    /// Start pool and issuer only, and print how to run the edge with `spin up`.
    #[arg(long)]
    no_edge: bool,
    /// Model repository of the pool [default: the demo model's].
    #[arg(long)]
    models: Option<PathBuf>,
    /// Model that answers where a request names none.
    #[arg(long, default_value = "demo")]
    model: String,
    /// Port of the edge; another free one is taken if it is in use.
    #[arg(long, default_value_t = up::EDGE_PORT)]
    edge_port: u16,
    /// Port of the pool, likewise.
    #[arg(long, default_value_t = up::POOL_PORT)]
    pool_port: u16,
    /// Port of the development issuer, likewise.
    #[arg(long, default_value_t = up::ISSUER_PORT)]
    issuer_port: u16,
    /// The pool on an NVIDIA GPU: fetches ONNX Runtime with CUDA and CUDA's libraries, 1.6 GB, the first time.
    #[arg(long)]
    gpu: bool,
}

#[derive(Args)]
struct PoolFlags {
    /// Optimised program; slower to build the first time.
    #[arg(long)]
    release: bool,
    /// The model that is served: demo, full-size (random weights, made if it is not there), or one that `model pull` knows.
    #[arg(long, default_value = "demo")]
    model: String,
    /// Port; another free one is taken if it is in use.
    #[arg(long, default_value_t = pool::PORT)]
    port: u16,
    /// On an NVIDIA GPU: fetches ONNX Runtime with CUDA and CUDA's libraries, 1.6 GB, the first time.
    #[arg(long)]
    gpu: bool,
}

#[derive(Args)]
struct TestFlags {
    /// Only the edge's tests from outside, with this program `spin` (3.6) in our host's place; edge-gateway/SPIN.md says which not.
    #[arg(long, value_name = "PROGRAM")]
    spin: Option<PathBuf>,
    /// Flags for `cargo test`, e.g. `-- -p deid`.
    #[arg(last = true)]
    cargo: Vec<String>,
}

#[derive(Args)]
struct TokenFlags {
    /// Space-separated scopes.
    #[arg(long, default_value = "classify deidentify")]
    scope: String,
    /// Seconds until it expires; the edge takes at most an hour.
    #[arg(long, default_value_t = 3600)]
    lifetime: u64,
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Checks a hash chain of `audit-sink`, as `audit-sink verify` does, and fails where anything was changed.
    Verify(audit_chain::command::Verify),
}

#[derive(Subcommand)]
enum ModelCommand {
    /// Fetches a public model into a model repository.
    Pull {
        /// Its name here, e.g. `distilbert-sst2`.
        name: String,
        /// The model repository [default: target/anteroom/models].
        #[arg(long)]
        into: Option<PathBuf>,
    },
    /// Makes a full-size DistilBERT with random weights, for measurements.
    FullSize,
    /// Adds variants to a model: the same classifier without computing padding, also in int8 (CPU) and fp16 (GPU). Each is
    /// compared with the export, and kept only if it agrees. For DistilBERT and BERT classifiers.
    Optimize {
        /// The model's name in the repository.
        name: String,
        /// Which variant.
        #[arg(long, value_parser = ["unpadded", "int8", "fp16", "all"], default_value = "all")]
        variant: String,
        /// The model's version [default: the highest].
        #[arg(long)]
        model_version: Option<String>,
        /// The model repository [default: target/anteroom/models].
        #[arg(long)]
        models: Option<PathBuf>,
    },
}

impl Cli {
    pub(crate) fn run(self) -> Result<()> {
        let workspace = Workspace::find()?;
        match self.command {
            Command::Up(flags) => up::up(
                &workspace,
                &up::Options {
                    release: flags.release,
                    no_edge: flags.no_edge,
                    models: flags.models,
                    model: flags.model,
                    edge_port: flags.edge_port,
                    pool_port: flags.pool_port,
                    issuer_port: flags.issuer_port,
                    gpu: flags.gpu,
                },
            ),
            Command::Pool(PoolFlags { release, model, port, gpu }) => {
                pool::pool(&workspace, &pool::Options { release, model, port, gpu })
            }
            Command::Test(flags) => test::test(&workspace, flags.spin.as_deref(), &flags.cargo),
            Command::Setup => {
                let tools = setup::all(&workspace)?;
                build::component(&workspace, &tools.wasm)
            }
            Command::Build { release } => {
                let tools = setup::all(&workspace)?;
                build::component(&workspace, &tools.wasm)?;
                build::programs(&workspace, release).map(|_| ())
            }
            Command::Lint => lint::lint(&workspace),
            Command::DeidBench { flags } => deid_bench::deid_bench(&workspace, &flags),
            Command::Sbom { out, models } => sbom::sbom(&workspace, out.as_deref(), models.as_deref()),
            Command::Token(flags) => up::token(&workspace, &flags.scope, flags.lifetime),
            Command::Audit { command: AuditCommand::Verify(flags) } => audit::verify(&flags),
            Command::Model { command: ModelCommand::Pull { name, into } } => {
                models::pull(&workspace, &name, into.as_deref()).map(|_| ())
            }
            Command::Model { command: ModelCommand::Optimize { name, variant, model_version, models } } => {
                models::optimize(&workspace, &name, model_version.as_deref(), &variant, models.as_deref())
                    .map(|_| ())
            }
            Command::Model { command: ModelCommand::FullSize } => models::full_size(&workspace).map(|_| ()),
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
