//! `audit-sink`: appends the edge's audit events to a hash chain, and checks one.

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use edge_audit::KeyRing;
use edge_audit::command::Verify;
use edge_audit::sink::{Bounds, ChainFile, Listening, Tls, TlsFiles, run};
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
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
    /// Takes events over HTTP and appends them to a file: on loopback beside one pod, or with TLS for several.
    Serve(Serve),
    /// Checks a chain; exits with 1 and names what was changed where anything was.
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
    /// A file with the key: the text of the edge's `audit_key`; below it older keys that edges may still have, a line each.
    #[arg(long, env = "AUDIT_SINK_KEY_FILE")]
    key_file: PathBuf,
    /// A file with keys that were in use once, a line each: records made with them are known, and no event is taken by them.
    #[arg(long, env = "AUDIT_SINK_RETIRED_KEY_FILE")]
    retired_key_file: Option<PathBuf>,
    /// The chain goes on in a new file before this one is larger, in MiB; the closed one is put aside as FILE.NUMBER.
    #[arg(long, env = "AUDIT_SINK_SEGMENT_MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=4096))]
    segment_mib: u64,
    /// What all of it may take of the disk, in MiB: above it no event is taken until closed segments are moved away. 0: no bound.
    #[arg(long, env = "AUDIT_SINK_MOST_MIB", default_value_t = 0)]
    most_mib: u64,
    /// The certificate chain for TLS. Without TLS it listens on loopback only.
    #[arg(long, env = "AUDIT_SINK_TLS_CERT", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The certificate's key.
    #[arg(long, env = "AUDIT_SINK_TLS_KEY", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Only clients with a certificate of this CA are let in.
    #[arg(long, env = "AUDIT_SINK_CLIENT_CA", requires = "tls_cert")]
    client_ca: Option<PathBuf>,
    /// How often the certificate files are looked at, in seconds.
    #[arg(long, env = "AUDIT_SINK_TLS_RELOAD_SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    tls_reload_seconds: u64,
    /// Where the health check alone is answered, in plain HTTP: probes have no certificate and do not come over loopback.
    #[arg(long, env = "AUDIT_SINK_HEALTH_LISTEN")]
    health_listen: Option<SocketAddr>,
    /// Stop when standard input ends: when the parent process is gone.
    #[arg(long)]
    exit_with_stdin: bool,
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
        Command::Serve(flags) if flags.tls_cert.is_none() && !flags.listen.ip().is_loopback() => {
            eprintln!(
                "--listen: events would cross the network in clear; give --tls-cert and --tls-key, or a loopback address"
            );
            return ExitCode::from(EXIT_MISTAKES);
        }
        Command::Serve(flags) => serve(&flags).map(|()| ExitCode::SUCCESS),
        Command::Verify(flags) => check(&flags),
    };
    done.unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}

fn check(flags: &Verify) -> Result<ExitCode> {
    let report = flags.run()?;
    Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn serve(flags: &Serve) -> Result<()> {
    let retired: Vec<PathBuf> = flags.retired_key_file.iter().cloned().collect();
    let keys = KeyRing::read(&flags.key_file, &retired)?;
    let tls = match (&flags.tls_cert, &flags.tls_key) {
        (Some(certificate), Some(key)) => Some(Tls::open(TlsFiles {
            certificate: certificate.clone(),
            key: key.clone(),
            client_ca: flags.client_ca.clone(),
        })?),
        _ => None,
    };
    let bounds = Bounds {
        segment_bytes: flags.segment_mib << 20,
        most_bytes: (flags.most_mib > 0).then_some(flags.most_mib << 20),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(flags.listen)
            .await
            .with_context(|| format!("cannot listen on {}", flags.listen))?;
        let address = listener.local_addr()?;
        let health = match flags.health_listen {
            Some(at) => Some(
                tokio::net::TcpListener::bind(at).await.with_context(|| format!("cannot listen on {at}"))?,
            ),
            None => None,
        };
        let file = ChainFile::open(&flags.file, keys, bounds)
            .with_context(|| format!("the chain {}", flags.file.display()))?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        eprintln!(r#"{{"event":"audit_anchor","anchor":"{}"}}"#, file.head());
        writeln!(
            std::io::stdout(),
            r#"{{"event":"listening","address":"{address}","url":"{scheme}://{address}"}}"#
        )
        .context("standard output is closed")?;
        let (mut terminate, mut interrupt) =
            (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let with_stdin = flags.exit_with_stdin;
        if let Some(tls) = &tls {
            tokio::spawn(tls.clone().watch(Duration::from_secs(flags.tls_reload_seconds)));
        }
        run(Listening { events: listener, tls, health }, file, async move {
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
