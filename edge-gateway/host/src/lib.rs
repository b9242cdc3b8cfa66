//! Runs the edge component the way Spin does, where Spin is not installed and where the edge is
//! tested and measured: `spin.toml` says what runs, a runtime configuration file what the place
//! provides, wasmtime does the work.
//!
//! ```no_run
//! # async fn example() -> anyhow::Result<()> {
//! let log = edge_host::CapturedLog::new();
//! let config = edge_host::Config::from_manifest("spin.toml")
//!     .variable("issuer", "https://issuer.example")
//!     .guest_log(log.clone())
//!     .load()?;
//! let host = edge_host::Running::start(config).await?;
//! println!("{}", host.url("/healthz"));
//! host.stop().await?;
//! assert!(!log.lines().iter().any(|line| line.contains("a name that must not be logged")));
//! # Ok(()) }
//! ```
//!
//! The parts: [`config`] (what to run, all mistakes at once), `engine` (instances and their bounds),
//! `spin` and `kv` (Spin's two interfaces), `outbound` (calls by the guest), `serve` (callers).

pub mod config;
mod engine;
mod guest_log;
mod kv;
mod outbound;
mod running;
mod serve;
mod spin;

use std::sync::Arc;

pub use config::{Builder, Config, Limits, Mistakes, Tls};
pub use guest_log::{CapturedLog, GuestLog, StderrLog};
pub use running::Running;
pub use serve::{Drained, Host, run};

/// The one crypto provider, handed to every builder: a process-wide default could be set twice.
fn crypto() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}
