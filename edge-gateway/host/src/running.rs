//! A host inside another process: for tests and measurements.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::serve::{Drained, run};

/// A host that serves on a free loopback port until it is stopped or dropped.
pub struct Running {
    address: SocketAddr,
    scheme: &'static str,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<anyhow::Result<Drained>>,
}

impl Running {
    /// Starts. A request made while the component still compiles waits for it.
    pub async fn start(config: Config) -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let scheme = if config.tls.is_some() { "https" } else { "http" };
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(run(config, listener, async {
            // Also when the sender is dropped.
            drop(stopped.await);
        }));
        Ok(Self { address, scheme, stop: Some(stop), task })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The URL of `path`, which starts with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address)
    }

    /// Gives the order to stop without waiting for the end.
    pub fn order_stop(&mut self) {
        drop(self.stop.take());
    }

    /// Stops and waits until everything in flight is done, or the time to drain is over.
    pub async fn stop(mut self) -> anyhow::Result<Drained> {
        self.order_stop();
        self.task.await.context("the host panicked")?
    }
}
