//! `edge-host`: wiring of [`edge_host`] to a process: flags, logs, signals, exit codes.

mod cli;

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Parser as _;
use cli::{Cli, LogFormat};
use edge_host::{Config, Host};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Bad flags or configuration (`EX_USAGE`).
const EXIT_MISTAKES: u8 = 64;

/// A second signal (128 + SIGINT, as a shell would say).
const EXIT_CUT_SHORT: i32 = 130;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            drop(error.print());
            return if error.use_stderr() { ExitCode::from(EXIT_MISTAKES) } else { ExitCode::SUCCESS };
        }
    };
    start_log(cli.log_format);
    let config = match cli.load() {
        Ok(config) => config,
        Err(mistakes) => {
            for mistake in mistakes {
                tracing::error!("{mistake}");
            }
            return ExitCode::from(EXIT_MISTAKES);
        }
    };
    match serve(&cli, config) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn serve(cli: &Cli, config: Config) -> anyhow::Result<()> {
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(async {
        // Before compiling: a taken port is told at once.
        let listener = TcpListener::bind(cli.listen)
            .await
            .with_context(|| format!("cannot listen on {}", cli.listen))?;
        let address = listener.local_addr()?;
        let host: Arc<Host> = tokio::task::spawn_blocking(move || Host::prepare(config)).await??;
        let shutdown = shutdown(cli.exit_with_stdin)?;
        let url = format!("{scheme}://{address}");
        let ready = serde_json::json!({ "event": "listening", "address": address.to_string(), "url": url });
        writeln!(std::io::stdout(), "{ready}").context("standard output is closed")?;
        let drained = host.serve(listener, shutdown).await?;
        tracing::info!(?drained, "stopped");
        Ok(())
    });
    // A thread that waits for standard input cannot be stopped, and must not hold up the end.
    runtime.shutdown_background();
    served
}

/// Completes at the first signal, or when standard input ends; the second signal ends the process.
fn shutdown(with_stdin: bool) -> anyhow::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            () = either(&mut terminate, &mut interrupt) => tracing::info!("signal: draining"),
            () = end_of_stdin(), if with_stdin => tracing::info!("standard input ended: draining"),
        }
        tokio::spawn(async move {
            either(&mut terminate, &mut interrupt).await;
            tracing::warn!("second signal: stopping at once");
            std::process::exit(EXIT_CUT_SHORT);
        });
    })
}

async fn either(a: &mut Signal, b: &mut Signal) {
    tokio::select! {
        _ = a.recv() => {}
        _ = b.recv() => {}
    }
}

async fn end_of_stdin() {
    let mut stdin = tokio::io::stdin();
    let mut ignored = [0; 256];
    while stdin.read(&mut ignored).await.is_ok_and(|count| count > 0) {}
}

fn start_log(format: LogFormat) {
    let filter = EnvFilter::builder().with_default_directive(tracing::Level::INFO.into()).from_env_lossy();
    // Whatever the environment asks for: at TRACE, wasmtime logs every argument that a guest passes, tokens
    // and texts among them; at DEBUG, h2 logs the path of a malformed request. Names are prefixes: hyper's
    // covers hyper_util.
    let cap = Targets::new()
        .with_default(LevelFilter::DEBUG)
        .with_target("h2", LevelFilter::INFO)
        .with_target("hyper", LevelFilter::INFO);
    let log = tracing_subscriber::registry().with(filter).with(cap);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.with(lines.with_ansi(false)).init(),
        LogFormat::Json => log.with(lines.json()).init(),
    }
}
