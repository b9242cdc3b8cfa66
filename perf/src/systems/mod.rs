//! The systems of the table: what each is, and how it is started.

pub mod anteroom;
pub mod peers;
pub mod process;
pub mod rows;

use crate::load::answers::Protocol;
use crate::load::http::Target;
use crate::results::Graph;
use anteroom::{AUDIENCE, Anteroom, PoolOptions};
use anyhow::{Context, Result, bail};
use peers::Peers;
use process::{Process, free_port};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A system, with its settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum System {
    /// FastAPI with so many inferences at once of so many threads.
    Fastapi {
        /// Inferences at once.
        at_once: usize,
        /// Threads of each.
        threads: usize,
    },
    /// Triton with so many instances of so many threads.
    Triton {
        /// Most rows in a batch; 1 is without batcher.
        batch: usize,
        /// Copies of the model.
        instances: usize,
        /// Threads of each.
        threads: usize,
    },
    /// The paper's hybrid: a FastAPI gateway in front of Triton with batches of 16.
    Gateway {
        /// Threads of Triton.
        threads: usize,
    },
    /// mosec with so many workers of so many threads.
    Mosec {
        /// Most rows in a batch; 1 is without batcher.
        batch: usize,
        /// Processes that compute.
        workers: usize,
        /// Threads of each.
        threads: usize,
    },
    /// LitServe with so many workers of so many threads.
    Litserve {
        /// Most rows in a batch; 1 is without batcher.
        batch: usize,
        /// Processes that compute.
        workers: usize,
        /// Threads of each.
        threads: usize,
    },
    /// text-embeddings-inference, where a program of it is at hand.
    Tei {
        /// Threads.
        threads: usize,
    },
    /// Our pool.
    Pool {
        /// Whether requests are batched.
        batching: bool,
    },
    /// Edge and pool.
    Edge,
    /// ONNX Runtime in a loop.
    Engine {
        /// Threads, all together.
        threads: usize,
    },
}

impl System {
    /// The programs of `perf/peers` that it is made of.
    #[must_use]
    pub fn peers(&self) -> &'static [&'static str] {
        match self {
            Self::Fastapi { .. } => &["fastapi"],
            Self::Triton { .. } => &["triton"],
            Self::Gateway { .. } => &["gateway", "triton"],
            Self::Mosec { .. } => &["mosec"],
            Self::Litserve { .. } => &["litserve"],
            Self::Tei { .. } => &["tei"],
            Self::Pool { .. } | Self::Edge | Self::Engine { .. } => &[],
        }
    }
}

/// What systems are started with.
#[derive(Debug)]
pub struct Setup {
    /// Ours.
    pub anteroom: Anteroom,
    /// The peers, where `perf/peers` could be read.
    pub peers: Peers,
    /// The model's name in our repository.
    pub model: String,
    /// The folder of its version.
    pub version: PathBuf,
    /// The program of text-embeddings-inference.
    pub tei: Option<PathBuf>,
    /// Computed on a GPU.
    pub gpu: bool,
    /// Logs of the peers.
    pub logs: PathBuf,
}

/// A system that listens. Dropping it ends it.
#[derive(Debug)]
pub struct Running {
    /// Last started first, so that they are ended before what they need.
    pub processes: Vec<Process>,
    /// How requests reach it.
    pub target: Target,
    /// What it speaks.
    pub protocol: Protocol,
    /// Where our pool tells how long its parts took, and whether an edge is in front of it.
    pub statistics: Option<(Target, bool)>,
}

impl Running {
    /// The process ids that everything it is made of descends from.
    #[must_use]
    pub fn leaders(&self) -> Vec<u32> {
        self.processes.iter().map(Process::id).collect()
    }

    /// What has ended that should run.
    pub fn ended(&mut self) -> Option<String> {
        self.processes.iter_mut().find_map(Process::ended)
    }
}

/// The file of a graph in a version's folder.
#[must_use]
pub fn graph_file(graph: Graph) -> &'static str {
    match graph {
        Graph::Export => "model.onnx",
        Graph::Unpadded => "model.unpadded.onnx",
        Graph::Int8 => "model.int8.onnx",
    }
}

/// What the pool calls a graph.
#[must_use]
pub fn variant(graph: Graph) -> &'static str {
    match graph {
        Graph::Export => "export",
        Graph::Unpadded => "unpadded",
        Graph::Int8 => "int8",
    }
}

fn workers_of(batch: usize, workers: usize) -> [String; 4] {
    ["--batch", &batch.to_string(), "--workers", &workers.to_string()].map(str::to_owned)
}

impl Setup {
    /// Starts a system.
    ///
    /// # Errors
    /// Where it cannot be had or does not start.
    pub fn start(&self, system: &System, graph: Graph) -> Result<Running> {
        match system {
            System::Fastapi { at_once, threads } => {
                let more = ["--concurrency", &at_once.to_string()].map(str::to_owned);
                self.peer("fastapi", graph, *threads, &more, Protocol::Json)
            }
            System::Triton { batch, instances, threads } => self.triton(graph, *batch, *instances, *threads),
            System::Gateway { threads } => self.gateway(graph, *threads),
            System::Mosec { batch, workers, threads } => {
                self.peer("mosec", graph, *threads, &workers_of(*batch, *workers), Protocol::Json)
            }
            System::Litserve { batch, workers, threads } => {
                self.peer("litserve", graph, *threads, &workers_of(*batch, *workers), Protocol::Json)
            }
            System::Tei { threads } => {
                let program = self.tei.as_ref().context("no program was given (--tei PATH)")?;
                let more = ["--binary".to_owned(), program.display().to_string()];
                self.peer("tei", graph, *threads, &more, Protocol::Tei)
            }
            System::Pool { batching } => self.pool(graph, *batching),
            System::Edge => self.edge(graph),
            System::Engine { .. } => bail!("the engine alone does not listen"),
        }
    }

    /// The program of a peer, to be given its options; its environment is made where it is missing, which takes a minute: call this
    /// before a clock is started.
    ///
    /// # Errors
    /// As [`Peers::command`].
    pub fn command(&self, peer: &str) -> Result<Command> {
        self.peers.command(peer, self.on_gpu(peer))
    }

    /// The gateway computes nothing.
    fn on_gpu(&self, peer: &str) -> bool {
        self.gpu && peer != "gateway"
    }

    fn peer(
        &self,
        name: &str,
        graph: Graph,
        threads: usize,
        more: &[String],
        protocol: Protocol,
    ) -> Result<Running> {
        let mut command = self.command(name)?;
        let port = free_port()?;
        command.args(["--port", &port.to_string()]).arg("--model").arg(&self.version);
        command.args(["--graph", graph_file(graph), "--threads", &threads.to_string()]).args(more);
        if self.on_gpu(name) {
            command.args(["--provider", "cuda"]);
        }
        let process = Process::start(name, &mut command, &self.logs)?;
        let target = Target::plain(process.address());
        Ok(Running { processes: vec![process], target, protocol, statistics: None })
    }

    fn triton(&self, graph: Graph, batch: usize, instances: usize, threads: usize) -> Result<Running> {
        let more = [("--batch", batch), ("--instances", instances)]
            .map(|(flag, value)| [flag.to_owned(), value.to_string()])
            .concat();
        let protocol = Protocol::V2 { model: "classifier".to_owned(), shape: "[1,1]", label: false };
        self.peer("triton", graph, threads, &more, protocol)
    }

    fn gateway(&self, graph: Graph, threads: usize) -> Result<Running> {
        let triton = self.triton(graph, 16, 1, threads)?;
        let issuer = self.anteroom.issuer(None)?;
        let token = self.anteroom.token(&issuer)?;
        let (gateway, target) = self.gateway_alone(triton.target.address, &issuer, &token)?;
        let mut processes = vec![gateway];
        processes.extend(triton.processes);
        processes.push(issuer);
        Ok(Running { processes, target, protocol: Protocol::Edge, statistics: None })
    }

    /// The gateway in front of a Triton that runs, and how callers with that token reach it.
    ///
    /// # Errors
    /// Where it does not start.
    pub fn gateway_alone(
        &self,
        triton: SocketAddr,
        issuer: &Process,
        token: &str,
    ) -> Result<(Process, Target)> {
        self.gateway_trusting(&format!("http://{}", issuer.address()), triton, 1, token)
    }

    /// As [`Self::gateway_alone`], for an issuer by its URL, and with so many processes.
    ///
    /// # Errors
    /// Where it does not start.
    pub fn gateway_trusting(
        &self,
        issuer: &str,
        pool: SocketAddr,
        workers: usize,
        token: &str,
    ) -> Result<(Process, Target)> {
        let more: Vec<String> = [
            ("--pool", format!("http://{pool}")),
            ("--keys", format!("{issuer}/.well-known/jwks.json")),
            ("--issuer", issuer.to_owned()),
            ("--audience", AUDIENCE.to_owned()),
            ("--workers", workers.to_string()),
            ("--tls-cert", self.anteroom.identity_file("pool.pem").display().to_string()),
            ("--tls-key", self.anteroom.identity_file("pool.key").display().to_string()),
        ]
        .into_iter()
        .flat_map(|(flag, value)| [flag.to_owned(), value])
        .collect();
        let running = self.peer("gateway", Graph::Export, 1, &more, Protocol::Edge)?;
        let target = running.target.with_ca(&self.anteroom.identity_file("ca.pem"))?.with_token(token)?;
        let process = running.processes.into_iter().next().context("the gateway has no process")?;
        Ok((process, target))
    }

    fn pool_options(&self, graph: Graph, batching: bool, mtls: bool) -> PoolOptions {
        let provider = if self.gpu { "cuda" } else { "cpu" };
        PoolOptions { variant: variant(graph), batching, mtls, provider, port: None, more: Vec::new() }
    }

    fn v2(&self) -> Protocol {
        Protocol::V2 { model: self.model.clone(), shape: "[1]", label: true }
    }

    fn pool(&self, graph: Graph, batching: bool) -> Result<Running> {
        let pool = self.anteroom.pool(&self.pool_options(graph, batching, false))?;
        let target = Target::plain(pool.process.address());
        let statistics = Some((target.clone(), false));
        Ok(Running { processes: vec![pool.process], target, protocol: self.v2(), statistics })
    }

    fn edge(&self, graph: Graph) -> Result<Running> {
        let pool = self.anteroom.pool(&self.pool_options(graph, true, true))?;
        let issuer = self.anteroom.issuer(None)?;
        let edge = self.anteroom.edge(&self.model, &issuer, pool.process.address().port(), None)?;
        let token = self.anteroom.token(&issuer)?;
        let target = self.anteroom.edge_target(&edge, &token)?;
        let statistics = Some((self.pool_target(pool.process.address())?, true));
        Ok(Running {
            processes: vec![edge, issuer, pool.process],
            target,
            protocol: Protocol::Edge,
            statistics,
        })
    }

    /// How the edge, and nobody else, reaches a pool with mutual TLS.
    fn pool_target(&self, address: SocketAddr) -> Result<Target> {
        let file = |name| self.anteroom.identity_file(name);
        Target::plain(address).with_client(&file("ca.pem"), &file("edge.pem"), &file("edge.key"))
    }
}

/// Whether the version holds a graph.
///
/// # Errors
/// Where it does not, with how to make it.
pub fn require_graph(version: &Path, graph: Graph) -> Result<()> {
    if version.join(graph_file(graph)).is_file() {
        return Ok(());
    }
    bail!("{} has no {}: cargo xtask model optimize makes it", version.display(), graph_file(graph))
}
