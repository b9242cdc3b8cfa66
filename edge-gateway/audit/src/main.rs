//! `audit-sink`: appends the edge's audit events to a hash chain, and checks one.

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use edge_audit::sink::{ChainFile, run};
use edge_audit::verify::{Anchor, read_key, verify_file};
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tokio::io::AsyncReadExt as _;
use tokio::signal::unix::{SignalKind, signal};

/// The configuration is not usable (`EX_USAGE`).
const EXIT_MISTAKES: u8 = 64;

/// Keeps the audit trail of the edge.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Takes events over HTTP and appends them to a file. Loopback is meant: a sink stands beside its pod.
    Serve(Serve),
    /// Checks a file; exits with 1 and names what was changed where anything was.
    Verify(Verify),
}

#[derive(Args)]
struct Serve {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, env = "AUDIT_SINK_LISTEN", default_value = "127.0.0.1:8700")]
    listen: SocketAddr,
    /// The chain; made where it does not exist.
    #[arg(long, env = "AUDIT_SINK_FILE")]
    file: PathBuf,
    /// A file with the key: the text of the edge's `audit_key`.
    #[arg(long, env = "AUDIT_SINK_KEY_FILE")]
    key_file: PathBuf,
    /// Stop when standard input ends: when the parent process is gone.
    #[arg(long)]
    exit_with_stdin: bool,
}

#[derive(Args)]
struct Verify {
    /// The chain.
    file: PathBuf,
    /// A file with the key.
    #[arg(long)]
    key_file: PathBuf,
    /// A place of the chain as it was remembered elsewhere. May be repeated.
    #[arg(long, value_name = "CHAIN:SEQ:LINK")]
    anchor: Vec<String>,
    /// A log of an edge: the receipts in it are anchors. May be repeated.
    #[arg(long)]
    log: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            drop(error.print());
            return if error.use_stderr() { ExitCode::from(EXIT_MISTAKES) } else { ExitCode::SUCCESS };
        }
    };
    let done = match cli.command {
        Command::Serve(flags) => serve(&flags).map(|()| ExitCode::SUCCESS),
        Command::Verify(flags) => check(&flags),
    };
    done.unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}

#[allow(clippy::print_stdout, reason = "this is what the command was asked for")]
fn check(flags: &Verify) -> Result<ExitCode> {
    let anchors: Option<Vec<Anchor>> = flags.anchor.iter().map(|text| Anchor::parse(text)).collect();
    let anchors = anchors.context("--anchor: CHAIN:SEQ:LINK, as a verification prints it")?;
    let logs: Vec<&Path> = flags.log.iter().map(PathBuf::as_path).collect();
    let report = verify_file(&flags.file, &flags.key_file, &anchors, &logs)?;
    println!("{report}");
    Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn serve(flags: &Serve) -> Result<()> {
    let key = read_key(&flags.key_file)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(flags.listen)
            .await
            .with_context(|| format!("cannot listen on {}", flags.listen))?;
        let address = listener.local_addr()?;
        let file = ChainFile::open(&flags.file, key.clone())
            .with_context(|| format!("the chain {}", flags.file.display()))?;
        eprintln!(r#"{{"event":"audit_anchor","anchor":"{}"}}"#, file.head());
        writeln!(
            std::io::stdout(),
            r#"{{"event":"listening","address":"{address}","url":"http://{address}"}}"#
        )
        .context("standard output is closed")?;
        let (mut terminate, mut interrupt) =
            (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let with_stdin = flags.exit_with_stdin;
        run(listener, file, key, async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
                () = end_of_stdin(), if with_stdin => {}
            }
        })
        .await
    });
    // A thread that waits for standard input cannot be stopped.
    runtime.shutdown_background();
    served
}

async fn end_of_stdin() {
    let mut stdin = tokio::io::stdin();
    let mut ignored = [0; 256];
    while stdin.read(&mut ignored).await.is_ok_and(|count| count > 0) {}
}
