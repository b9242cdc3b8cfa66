//! Our own programs: the pool, the development issuer, the edge's host, and how they are put together.

use super::process::{Process, free_port};
use crate::load::http::Target;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use xtask::build::Programs;

/// What tokens are for.
pub const AUDIENCE: &str = "anteroom";
/// The scopes of tokens.
const SCOPE: &str = "classify deidentify";
/// The longest that the edge takes; a run mints one at each start of a system.
const TOKEN_SECONDS: &str = "3600";
/// The most that can be set, and more than any load here: the limiter works on each request, and refuses none.
const RATE: &str = "1000000";
/// As long as the pool waits by itself: peers have no limit, and an overload should show as latency.
const POOL_TIMEOUT_MS: &str = "30000";
/// The variable by which glibc decides what it gives back to the system (ARCHITECTURE, "Memory"); `cargo xtask up` sets it too.
const MALLOC: (&str, &str) = ("MALLOC_MMAP_THRESHOLD_", "131072");

/// Where things are.
#[derive(Debug, Clone)]
pub struct Anteroom {
    /// Programs, built.
    pub programs: Programs,
    /// ONNX Runtime.
    pub onnxruntime: PathBuf,
    /// `spin.toml`.
    pub manifest: PathBuf,
    /// A model repository of the one model.
    pub models: PathBuf,
    /// Certificates, keys, runtime configuration.
    pub work: PathBuf,
    /// Compiled code of the component is kept here.
    pub cache: PathBuf,
    /// Logs.
    pub logs: PathBuf,
}

/// How a pool is started.
#[derive(Debug, Clone)]
pub struct PoolOptions {
    /// `export`, `unpadded`, `int8`.
    pub variant: &'static str,
    /// Whether requests are batched.
    pub batching: bool,
    /// With mutual TLS.
    pub mtls: bool,
    /// `cpu` or `cuda`.
    pub provider: &'static str,
    /// The port, or any.
    pub port: Option<u16>,
    /// More flags.
    pub more: Vec<String>,
}

/// A pool that listens.
#[derive(Debug)]
pub struct Pool {
    /// The program.
    pub process: Process,
    /// Metrics and statistics in clear.
    pub admin: Target,
}

impl Anteroom {
    /// Certificates for mutual TLS, and the issuer's key; made once.
    ///
    /// # Errors
    /// Where they cannot be made.
    pub fn identity(&self) -> Result<()> {
        fs::create_dir_all(&self.work)?;
        let mut pki = Command::new(&self.programs.dev);
        output(pki.arg("--dir").arg(self.identity_dir()).arg("pki"), "making certificates").map(|_| ())
    }

    fn identity_dir(&self) -> PathBuf {
        self.work.join("identity")
    }

    /// A file of the identity: `ca.pem`, `pool.pem`, `pool.key`, `edge.pem`, `edge.key`.
    #[must_use]
    pub fn identity_file(&self, name: &str) -> PathBuf {
        self.identity_dir().join(name)
    }

    /// Starts a pool.
    ///
    /// # Errors
    /// Where it does not start.
    pub fn pool(&self, options: &PoolOptions) -> Result<Pool> {
        let admin = free_port()?;
        let mut command = Command::new(&self.programs.pool);
        command.arg("--exit-with-stdin").env("ORT_DYLIB_PATH", &self.onnxruntime);
        if std::env::var_os(MALLOC.0).is_none() {
            command.env(MALLOC.0, MALLOC.1);
        }
        command.arg("--models").arg(&self.models).args(["--variant", options.variant]);
        command.args(["--listen", &format!("127.0.0.1:{}", options.port.unwrap_or(0))]);
        command.args(["--admin-listen", &format!("127.0.0.1:{admin}")]);
        command.args(["--execution-provider", options.provider]);
        if !options.batching {
            command.args(["--batch-rows", "1"]);
        }
        if options.mtls {
            command.arg("--tls-cert").arg(self.identity_file("pool.pem"));
            command.arg("--tls-key").arg(self.identity_file("pool.key"));
            command.arg("--client-ca").arg(self.identity_file("ca.pem"));
        }
        let process = Process::start("pool", command.args(&options.more), &self.logs)?;
        Ok(Pool { process, admin: Target::plain(([127, 0, 0, 1], admin).into()) })
    }

    /// Starts the development issuer, which serves the keys that tokens are checked with.
    ///
    /// # Errors
    /// Where it does not start.
    pub fn issuer(&self, port: Option<u16>) -> Result<Process> {
        let mut command = Command::new(&self.programs.dev);
        command.arg("--dir").arg(self.identity_dir()).args([
            "issuer",
            "--exit-with-stdin",
            "--audience",
            AUDIENCE,
        ]);
        command.args(["--listen", &format!("127.0.0.1:{}", port.unwrap_or(0))]);
        Process::start("issuer", &mut command, &self.logs)
    }

    /// A token of the issuer at that address.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn token(&self, issuer: &Process) -> Result<String> {
        let mut command = Command::new(&self.programs.dev);
        command.arg("--dir").arg(self.identity_dir()).args([
            "token",
            "--scope",
            SCOPE,
            "--lifetime",
            TOKEN_SECONDS,
        ]);
        command.args(["--issuer", &format!("http://{}", issuer.address())]);
        output(&mut command, "making a token")
    }

    /// Starts the edge in front of a pool with mutual TLS. `shared` is the address of a Redis; without one the store `shared` is in
    /// memory, as `default` is.
    ///
    /// # Errors
    /// Where it does not start.
    pub fn edge(&self, model: &str, issuer: &Process, pool: u16, shared: Option<u16>) -> Result<Process> {
        self.edge_trusting(model, &format!("http://{}", issuer.address()), pool, shared)
    }

    /// As [`Self::edge`], for an issuer by its URL.
    ///
    /// # Errors
    /// Where it does not start.
    pub fn edge_trusting(
        &self,
        model: &str,
        issuer: &str,
        pool: u16,
        shared: Option<u16>,
    ) -> Result<Process> {
        let config = self.runtime_config(shared)?;
        let mut command = Command::new(&self.programs.host);
        command.args(["--listen", "127.0.0.1:0", "--exit-with-stdin"]).arg("--manifest").arg(&self.manifest);
        command.arg("--tls-dev-dir").arg(self.work.join("tls")).arg("--runtime-config-file").arg(&config);
        command.arg("--cache-dir").arg(&self.cache);
        Process::start("edge", with_variables(&mut command, model, issuer, pool), &self.logs)
    }

    /// The same component under `spin up`, with TLS by the certificate of our own host, which must have been started before.
    ///
    /// # Errors
    /// Where it does not start.
    pub fn edge_under_spin(&self, spin: &Path, model: &str, issuer: &str, pool: u16) -> Result<Process> {
        let config = self.runtime_config(None)?;
        let mut command = Command::new(spin);
        command.arg("up").arg("--from").arg(&self.manifest).args(["--listen", "127.0.0.1:0"]);
        command.args(["--state-dir", "", "--log-dir", ""]).arg("--runtime-config-file").arg(&config);
        command.arg("--tls-cert").arg(self.work.join("tls/cert.pem"));
        command.arg("--tls-key").arg(self.work.join("tls/key.pem"));
        Process::start_spin("edge-spin", with_variables(&mut command, model, issuer, pool), &self.logs)
    }

    fn runtime_config(&self, shared: Option<u16>) -> Result<PathBuf> {
        let config = self.work.join("runtime-config.toml");
        let shared = match shared {
            Some(port) => format!("type = \"redis\"\nurl = \"redis://127.0.0.1:{port}\""),
            None => "type = \"spin\"".to_owned(),
        };
        let text = format!(
            "[[client_tls]]\ncomponent_ids = [\"edge-gateway\"]\nhosts = [\"localhost\"]\n\
             ca_roots_file = \"identity/ca.pem\"\nclient_cert_file = \"identity/edge.pem\"\n\
             client_private_key_file = \"identity/edge.key\"\n\n\
             [outbound_http]\nconnection_pooling = true\n\n\
             [key_value_store.default]\ntype = \"spin\"\n[key_value_store.shared]\n{shared}\n"
        );
        fs::write(&config, text)?;
        Ok(config)
    }

    /// How callers reach that edge.
    ///
    /// # Errors
    /// Where its certificate or the token cannot be used.
    pub fn edge_target(&self, edge: &Process, token: &str) -> Result<Target> {
        Target::plain(edge.address()).with_ca(&self.work.join("tls/ca.pem"))?.with_token(token)
    }
}

/// Both hosts take variables in the same way.
fn with_variables<'a>(command: &'a mut Command, model: &str, issuer: &str, pool: u16) -> &'a mut Command {
    let variables = [
        ("auth_issuer", issuer),
        ("auth_audience", AUDIENCE),
        ("auth_keys_origin", issuer),
        ("pool_origin", &format!("https://localhost:{pool}")),
        ("pool_timeout_ms", POOL_TIMEOUT_MS),
        ("rate_requests", RATE),
        // Nobody writes a list here, and an edge that expects one lets nobody in without it.
        ("deny_list", "off"),
        ("model", model),
    ];
    for (name, value) in variables {
        command.arg("--variable").arg(format!("{name}={value}"));
    }
    command
}

/// Makes `folder` a repository of one model, by a link to the folder of its versions.
///
/// # Errors
/// Where it cannot be made.
pub fn repository_of(folder: &Path, name: &str, version: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let model = version.parent().context("a version without a model")?.canonicalize()?;
    std::os::unix::fs::symlink(model, folder.join(name)).context("linking the model")
}

fn output(command: &mut Command, what: &str) -> Result<String> {
    let output = command
        .output()
        .with_context(|| format!("{what}: cannot start {}", command.get_program().display()))?;
    if !output.status.success() {
        bail!("{what} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
