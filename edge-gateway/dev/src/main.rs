//! `anteroom-dev issuer | pki | token`: what `cargo xtask up` starts in place of a hospital's identity provider.
#![allow(clippy::print_stdout, reason = "its output is what it is for")]

use anteroom_dev::{issuer, keys::SigningKey, pki, token};
use anyhow::{Context, Result};
use clap::{Parser, Subcommand, ValueEnum};
use jsonwebtoken::Algorithm;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tokio::io::AsyncReadExt;

#[derive(Parser)]
#[command(about = "A development identity for Anteroom: issuer, certificates, tokens. Never for production")]
struct Cli {
    /// Folder where keys and certificates are kept between starts.
    #[arg(long)]
    dir: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the issuer on loopback until it is told to stop.
    Issuer {
        #[arg(long, default_value = "127.0.0.1:8400")]
        listen: SocketAddr,
        #[arg(long, default_value = "anteroom")]
        audience: String,
        #[arg(long, value_enum, default_value = "eddsa")]
        algorithm: Kind,
        /// End when standard input ends, so that nothing outlives the program that started it.
        #[arg(long)]
        exit_with_stdin: bool,
    },
    /// Makes the signing key, the certificates for mutual TLS between edge and pool, and the audit key; prints where they are.
    Pki {
        /// A name that edges reach the pool by, besides `localhost`. May be repeated.
        #[arg(long)]
        pool_name: Vec<String>,
    },
    /// Prints a token.
    Token {
        /// `iss`: the issuer's address.
        #[arg(long)]
        issuer: String,
        #[arg(long, default_value = "anteroom")]
        audience: String,
        #[arg(long, value_enum, default_value = "eddsa")]
        algorithm: Kind,
        #[arg(long, default_value = "classify deidentify")]
        scope: String,
        /// Seconds until it expires; the edge takes at most an hour unless told otherwise.
        #[arg(long, default_value_t = issuer::TOKEN_LIFETIME)]
        lifetime: u64,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Eddsa,
    Es256,
    Rs256,
}

impl Kind {
    fn key(self, dir: &Path) -> Result<SigningKey> {
        let (algorithm, name) = match self {
            Self::Eddsa => (Algorithm::EdDSA, "issuer-eddsa.key"),
            Self::Es256 => (Algorithm::ES256, "issuer-es256.key"),
            Self::Rs256 => (Algorithm::RS256, "issuer-rs256.key"),
        };
        SigningKey::load_or_generate(&dir.join(name), algorithm)
    }
}

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(run(Cli::parse()));
    // A thread that waits for standard input cannot be stopped, and must not hold up the end.
    runtime.shutdown_background();
    done
}

async fn run(cli: Cli) -> Result<()> {
    std::fs::create_dir_all(&cli.dir).with_context(|| format!("cannot create {}", cli.dir.display()))?;
    match cli.command {
        Command::Issuer { listen, audience, algorithm, exit_with_stdin } => {
            anyhow::ensure!(
                listen.ip().is_loopback(),
                "the development issuer serves loopback only, not {listen}"
            );
            let key = algorithm.key(&cli.dir)?;
            let listener = tokio::net::TcpListener::bind(listen)
                .await
                .with_context(|| format!("cannot listen on {listen}"))?;
            let address = listener.local_addr()?;
            let url = format!("http://{address}");
            println!(
                "{}",
                serde_json::json!({"event": "listening", "address": address.to_string(), "url": url})
            );
            issuer::run(issuer::Issuer { url, audience, key }, listener, stop(exit_with_stdin)).await
        }
        Command::Pki { pool_name } => {
            // The signing key too: whoever starts the issuer and asks for tokens then finds the same one.
            Kind::Eddsa.key(&cli.dir)?;
            println!("{:#?}", pki::ensure(&cli.dir, &pool_name)?);
            println!("{}", pki::audit_key(&cli.dir)?.display());
            Ok(())
        }
        Command::Token { issuer, audience, algorithm, scope, lifetime } => {
            let claims = token::Claims::new(&issuer, &audience, lifetime).with("scope", scope.into());
            println!("{}", claims.sign(&algorithm.key(&cli.dir)?)?);
            Ok(())
        }
    }
}

async fn stop(with_stdin: bool) {
    let stdin_ended = async {
        let mut scratch = [0; 64];
        while with_stdin && !matches!(tokio::io::stdin().read(&mut scratch).await, Ok(0) | Err(_)) {}
        if !with_stdin {
            std::future::pending::<()>().await;
        }
    };
    let terminated = async {
        #[cfg(unix)]
        if let Ok(mut signal) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            signal.recv().await;
            return;
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = stdin_ended => {}
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
