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
//! Where it differs from Spin 3.6, on purpose:
//! - A call to Redis is bounded; a guest that computes for ever is stopped and meanwhile delays nobody.
//! - A guest that fails in the middle of its answer breaks the connection instead of ending it well.
//! - TLS: handshakes are off the accept loop and bounded; stopping drains, and waits for nobody who asked for
//!   nothing; a caller that stops taking its answers is let go.
//! - Every caller's `spin-*` header is dropped; requests that name two hosts are refused;
//!   `/.well-known/spin/info` is not answered.
//! - One component, routes without named segments, no calls to `self`, stores only in memory and on plain
//!   Redis, of the WASI interfaces neither files nor sockets. What is asked for and not there stops the start.
//!
//! And where it is alike, because a component must not find out only under Spin: of a body nobody reads yet
//! (an answer not yet `set`), two writes fit, of up to 1 MiB each; a third waits.
//!
//! The parts: [`config`] (what to run, all mistakes at once), `engine` (instances and their bounds), `ticker` (turns),
//! `spin` and `kv` (Spin's two interfaces), `outbound` (calls by the guest), `serve` (callers).

mod clock;
pub mod config;
mod engine;
mod guest_log;
mod kv;
mod outbound;
mod running;
mod serve;
mod spin;
mod ticker;

use std::sync::Arc;

pub use clock::GuestClock;
pub use config::{Builder, Config, Limits, Mistakes, Tls};
pub use guest_log::{CapturedLog, GuestLog, StderrLog};
pub use running::Running;
pub use serve::{Drained, Host, run};

/// The one crypto provider, handed to every builder: a process-wide default could be set twice.
fn crypto() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}
