//! The program `gpu-pool`: flags, logs, signals. All else is in the library.

use std::process::ExitCode;

use clap::error::ErrorKind;
use gpu_pool::config::LogFormat;
use gpu_pool::tune::tune;
use gpu_pool::{Args, Config, Listeners, RunError};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// `EX_USAGE` of sysexits.h: the configuration is wrong.
const EXIT_USAGE: u8 = 64;

/// What a shell reports for a program that SIGINT ended.
const EXIT_INTERRUPTED: i32 = 130;

fn main() -> ExitCode {
    let args = match Args::read(std::env::args_os()) {
        Ok(args) => args,
        Err(error) => {
            let _closed = error.print();
            let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            return if asked { ExitCode::SUCCESS } else { EXIT_USAGE.into() };
        }
    };
    if args.check {
        let mistakes = Config::mistakes(args);
        return if mistakes.is_empty() { ExitCode::SUCCESS } else { wrong(&mistakes) };
    }
    let tune = args.tune;
    let config = match Config::resolve(args) {
        Ok(config) => config,
        Err(mistakes) => return wrong(&mistakes),
    };
    log(&config);
    match if tune { print_tuned(&config) } else { serve(config) } {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn wrong(mistakes: &[String]) -> ExitCode {
    for mistake in mistakes {
        eprintln!("gpu-pool: {mistake}");
    }
    EXIT_USAGE.into()
}

fn log(config: &Config) {
    // Only our own events: what libraries would log at these levels is not ours to vouch for.
    let filter = EnvFilter::new(format!("warn,gpu_pool={}", config.log_level));
    let logs =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false);
    match config.log_format {
        LogFormat::Text => logs.init(),
        LogFormat::Json => logs.json().init(),
    }
    // A panic's message can quote what was being worked on: only its place is logged.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a defect: panicked");
    }));
}

/// Measures, and prints what it found as a configuration file.
fn print_tuned(config: &Config) -> anyhow::Result<()> {
    use std::io::Write;
    let runtime = tokio::runtime::Runtime::new()?;
    let report = runtime.block_on(tune(config, config.tune_model.as_deref(), config.tune_seconds))?;
    write!(std::io::stdout(), "{report}")?;
    Ok(())
}

fn serve(config: Config) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let result = runtime.block_on(async {
        let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let exit_with_stdin = config.exit_with_stdin;
        let listeners = Listeners::bind(&config).await?;
        let announcement = announcement(&config, &listeners)?;
        let ready = || announce(&announcement);
        gpu_pool::run(config, listeners, ready, stop(terminate, interrupt, exit_with_stdin)).await?;
        Ok::<(), anyhow::Error>(())
    });
    if result.as_ref().is_err_and(|e| matches!(e.downcast_ref(), Some(RunError::CutOff(_)))) {
        // A stuck engine would hold its thread, and this process, for ever.
        runtime.shutdown_background();
    }
    result
}

/// The one line on standard output.
fn announcement(config: &Config, listeners: &Listeners) -> std::io::Result<String> {
    let address = listeners.address()?;
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    let mut line = serde_json::json!({
        "event": "listening",
        "address": address.to_string(),
        "url": format!("{scheme}://{address}"),
    });
    if let Some(admin) = listeners.admin_address()? {
        line["admin_url"] = format!("http://{admin}").into();
    }
    Ok(line.to_string())
}

fn announce(line: &str) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    // Whoever started us may not be reading; that is no reason not to serve.
    let _closed = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Completes at the first signal, or at the end of standard input. A second signal ends the process at once.
async fn stop(mut terminate: Signal, mut interrupt: Signal, exit_with_stdin: bool) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        () = end_of_stdin(), if exit_with_stdin => {}
    }
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        std::process::exit(EXIT_INTERRUPTED);
    });
}

async fn end_of_stdin() {
    let (ended, end) = tokio::sync::oneshot::channel();
    // A thread of its own: a read of tokio's standard input cannot be given up, and would hold the exit.
    let reader = std::thread::Builder::new().name("stdin".into()).spawn(move || {
        let _unreadable = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        let _stopping = ended.send(());
    });
    if reader.is_ok() {
        let _ended = end.await;
    }
}
