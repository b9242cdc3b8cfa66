//! `cargo xtask up`: issuer, audit sink, pool and edge on loopback, until Ctrl-C.

use crate::progress::say;
use crate::service::Service;
use crate::workspace::Workspace;
use crate::{build, instructions, pool, setup};
use anyhow::{Context, Result, bail};
use std::cell::Cell;
use std::fs::{self, File, TryLockError};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Where the edge listens unless told otherwise.
pub const EDGE_PORT: u16 = 8443;
/// Where the pool listens unless told otherwise.
pub const POOL_PORT: u16 = 8500;
/// Where the development issuer listens unless told otherwise.
pub const ISSUER_PORT: u16 = 8400;

/// Where the audit sink listens unless told otherwise.
const SINK_PORT: u16 = 8700;
/// What the audit trail of a development run may take of the disk, in MiB.
const AUDIT_MIB: &str = "1024";

/// What the tokens are for; the edge's `audience`.
const AUDIENCE: &str = "anteroom";
/// From the first start to an answer of `/readyz`: model and component are loaded by then.
const READY_WITHIN: Duration = Duration::from_secs(60);
const ASK_EVERY: Duration = Duration::from_millis(100);
/// Everything is ended within this, by force if it must be: a person who pressed Ctrl-C waits no longer than 5 s.
const STOP_WITHIN: Duration = Duration::from_secs(4);

/// What `up` was asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Optimised programs.
    pub release: bool,
    /// Without the edge, for `spin up`.
    pub no_edge: bool,
    /// The pool's model repository.
    pub models: Option<PathBuf>,
    /// The edge's default model.
    pub model: String,
    /// Preferred ports.
    pub edge_port: u16,
    /// Preferred ports.
    pub pool_port: u16,
    /// Preferred ports.
    pub issuer_port: u16,
    /// The pool on an NVIDIA GPU.
    pub gpu: bool,
}

/// The folders and files of a development run.
pub(crate) struct Places {
    identity: PathBuf,
    tls: PathBuf,
    pub(crate) logs: PathBuf,
    /// The repository of `cargo xtask pool`.
    pub(crate) models: PathBuf,
    runtime_config: PathBuf,
    audit: PathBuf,
    issuer_url: PathBuf,
}

impl Places {
    fn of(dir: &Path) -> Self {
        Self {
            identity: dir.join("identity"),
            tls: dir.join("tls"),
            logs: dir.join("logs"),
            models: dir.join("models"),
            runtime_config: dir.join("runtime-config.toml"),
            audit: dir.join("audit"),
            issuer_url: dir.join("issuer-url"),
        }
    }

    /// The audit key of this folder's chain.
    fn audit_key(&self) -> PathBuf {
        self.identity.join("audit.key")
    }

    /// The first development folder that no other `up` uses, and the lock that keeps it ours.
    pub(crate) fn claim(workspace: &Workspace) -> Result<(Self, File)> {
        for number in 1.. {
            let name = if number == 1 { "dev".to_owned() } else { format!("dev-{number}") };
            let dir = workspace.setup_dir().join(name);
            fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
            let lock = File::create(dir.join("up.lock"))?;
            match lock.try_lock() {
                Ok(()) => return Ok((Self::of(&dir), lock)),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => {
                    return Err(error).context("cannot lock the development folder");
                }
            }
        }
        bail!("no development folder is free")
    }
}

/// Starts everything, prints how to use it, and stays until Ctrl-C.
///
/// # Errors
/// Where set-up, a build or a start fails, or a program ends by itself.
pub fn up(workspace: &Workspace, options: &Options) -> Result<()> {
    let gpu = options.gpu.then(|| setup::gpu::ensure(workspace)).transpose()?;
    let tools = setup::all(workspace)?;
    build::component(workspace, &tools.wasm)?;
    let programs = build::programs(workspace, options.release)?;
    let interrupts = pool::interrupts()?;
    let (places, _ours) = Places::claim(workspace)?;
    let mut pki = Command::new(&programs.dev);
    output(pki.arg("--dir").arg(&places.identity).arg("pki"), "making certificates")?;
    write_runtime_config(&places)?;

    say("starting");
    let issuer = start_issuer(&programs, &places, options, &interrupts)?;
    let pool =
        start_pool(workspace, &programs, &places, options, (&tools.onnxruntime, gpu.as_ref()), &interrupts)?;
    fs::write(&places.issuer_url, &issuer.url)?;
    let sink = start_sink(&programs, &places, &interrupts)?;
    let (issuer_url, pool_url) = (issuer.url.clone(), pool.url.clone());
    let mut variables = variables(&issuer_url, &pool_url, &options.model);
    variables.push(("audit_sink_origin", sink.url.clone()));
    // The sink outlives the edge, so that the edge's last events are kept.
    let mut services = vec![issuer, sink, pool];
    if options.no_edge {
        let token = mint(&programs.dev, &places, &issuer_url, "classify deidentify", 3600)?;
        show(&instructions::for_spin(
            workspace.root(),
            &places.runtime_config,
            (&places.audit_key(), &token),
            &addresses(&services),
            &variables,
        ));
    } else {
        let edge = start_edge(workspace, &programs, &places, options, &variables, &interrupts)?;
        wait_until_ready(&edge.url, &places.tls.join("ca.pem"), &interrupts)?;
        let token = mint(&programs.dev, &places, &issuer_url, "classify deidentify", 3600)?;
        let how = instructions::Edge {
            url: &edge.url,
            ca: &places.tls.join("ca.pem"),
            logs: &places.logs,
            token: &token,
        };
        show(&how.instructions(&addresses(&services)));
        services.push(edge);
    }
    until_interrupt(services, &interrupts)
}

/// Stays until Ctrl-C or until a program ends by itself, which is an error; then ends them all.
pub(crate) fn until_interrupt(mut services: Vec<Service>, interrupts: &mpsc::Receiver<()>) -> Result<()> {
    let ended = wait(&mut services, interrupts);
    stop(services, interrupts);
    match ended {
        None => Ok(()),
        Some(what) => bail!(what),
    }
}

/// Prints a token of the issuer that `up` started last.
///
/// # Errors
/// Where none was ever started.
pub fn token(workspace: &Workspace, scope: &str, lifetime: u64) -> Result<()> {
    let places = Places::of(&workspace.setup_dir().join("dev"));
    let issuer = fs::read_to_string(&places.issuer_url)
        .context("no issuer has been started here: run `cargo xtask up` first")?;
    let programs = build::programs(workspace, false)?;
    show(&mint(&programs.dev, &places, issuer.trim(), scope, lifetime)?);
    Ok(())
}

fn mint(dev: &Path, places: &Places, issuer: &str, scope: &str, lifetime: u64) -> Result<String> {
    let mut command = Command::new(dev);
    command.arg("--dir").arg(&places.identity).args(["token", "--issuer", issuer, "--audience", AUDIENCE]);
    command.args(["--scope", scope, "--lifetime", &lifetime.to_string()]);
    Ok(output(&mut command, "making a token")?.trim().to_owned())
}

fn start_issuer(
    programs: &build::Programs,
    places: &Places,
    options: &Options,
    interrupts: &mpsc::Receiver<()>,
) -> Result<Service> {
    let mut command = Command::new(&programs.dev);
    command.arg("--dir").arg(&places.identity).arg("issuer").args([
        "--audience",
        AUDIENCE,
        "--exit-with-stdin",
    ]);
    command.args(["--listen", &free_address(options.issuer_port)]);
    Service::start("issuer", &mut command, &places.logs, interrupts)
}

fn start_pool(
    workspace: &Workspace,
    programs: &build::Programs,
    places: &Places,
    options: &Options,
    (onnxruntime, gpu): (&Path, Option<&setup::gpu::Gpu>),
    interrupts: &mpsc::Receiver<()>,
) -> Result<Service> {
    let identity = |name: &str| places.identity.join(name);
    let mut command = pool::command(&programs.pool, onnxruntime);
    command.args(["--listen", &free_address(options.pool_port)]);
    command
        .arg("--models")
        .arg(options.models.clone().unwrap_or_else(|| workspace.root().join("gpu-pool/models")));
    command.arg("--tls-cert").arg(identity("pool.pem")).arg("--tls-key").arg(identity("pool.key"));
    command.arg("--client-ca").arg(identity("ca.pem"));
    gpu.iter().for_each(|gpu| gpu.apply(&mut command));
    Service::start("pool", &mut command, &places.logs, interrupts)
}

/// The chain of audit events, and the program that keeps it.
fn start_sink(
    programs: &build::Programs,
    places: &Places,
    interrupts: &mpsc::Receiver<()>,
) -> Result<Service> {
    fs::create_dir_all(&places.audit).with_context(|| format!("cannot create {}", places.audit.display()))?;
    let mut command = Command::new(&programs.sink);
    command.args(["serve", "--listen", &free_address(SINK_PORT), "--exit-with-stdin"]);
    command.args(["--most-mib", AUDIT_MIB]);
    command.arg("--file").arg(places.audit.join("chain")).arg("--key-file").arg(places.audit_key());
    Service::start("audit", &mut command, &places.logs, interrupts)
}

fn start_edge(
    workspace: &Workspace,
    programs: &build::Programs,
    places: &Places,
    options: &Options,
    variables: &[(&str, String)],
    interrupts: &mpsc::Receiver<()>,
) -> Result<Service> {
    let mut command = Command::new(&programs.host);
    command.args(["--listen", &free_address(options.edge_port), "--exit-with-stdin"]);
    command.arg("--manifest").arg(workspace.root().join("spin.toml"));
    command.arg("--tls-dev-dir").arg(&places.tls);
    command.arg("--runtime-config-file").arg(&places.runtime_config);
    command.arg("--cache-dir").arg(workspace.setup_dir().join("component-cache"));
    // By the environment: whoever lists processes sees their arguments.
    command.env("SPIN_VARIABLE_AUDIT_KEY", fs::read_to_string(places.audit_key())?.trim());
    for (name, value) in variables {
        command.arg("--variable").arg(format!("{name}={value}"));
    }
    Service::start("edge", &mut command, &places.logs, interrupts)
}

fn variables(issuer: &str, pool: &str, model: &str) -> Vec<(&'static str, String)> {
    // By name, because that is what the runtime configuration's `[[client_tls]]` lists.
    let pool = pool.replace("127.0.0.1", "localhost");
    vec![
        ("auth_issuer", issuer.to_owned()),
        ("auth_audience", AUDIENCE.to_owned()),
        ("auth_keys_origin", issuer.to_owned()),
        ("pool_origin", pool),
        ("model", model.to_owned()),
        // The store `shared` is in memory: nobody could write a list there.
        ("deny_list", "off".to_owned()),
        // Where the sink is away, work goes on here, and the next event says what is missing.
        ("audit_sink", "continue".to_owned()),
        // It waits for the disk, which may be busy with something else on a developer's machine.
        ("audit_sink_timeout_ms", "15000".to_owned()),
    ]
}

/// Spin's runtime configuration: the edge shows its certificate to the pool, and takes no other pool.
fn write_runtime_config(places: &Places) -> Result<()> {
    let text = "# Written by `cargo xtask up`.\n\
        [[client_tls]]\n\
        component_ids = [\"edge-gateway\"]\n\
        hosts = [\"localhost\"]\n\
        ca_roots_file = \"identity/ca.pem\"\n\
        client_cert_file = \"identity/edge.pem\"\n\
        client_private_key_file = \"identity/edge.key\"\n\n\
        [outbound_http]\n\
        connection_pooling = true\n\n\
        [key_value_store.default]\n\
        type = \"spin\"\n\
        [key_value_store.shared]\n\
        type = \"spin\"\n";
    fs::write(&places.runtime_config, text)
        .with_context(|| format!("cannot write {}", places.runtime_config.display()))
}

/// `127.0.0.1:port`, or port 0 (any free one) where somebody else has it.
pub(crate) fn free_address(port: u16) -> String {
    let taken = TcpListener::bind(("127.0.0.1", port)).is_err();
    if taken {
        say(&format!("port {port} is taken; another one will be used"));
    }
    format!("127.0.0.1:{}", if taken { 0 } else { port })
}

fn wait_until_ready(url: &str, ca: &Path, interrupts: &mpsc::Receiver<()>) -> Result<()> {
    let pem = fs::read(ca).with_context(|| format!("cannot read {}", ca.display()))?;
    let certificate = ureq::tls::Certificate::from_pem(&pem)?;
    let tls = ureq::tls::TlsConfig::builder()
        .root_certs(ureq::tls::RootCerts::new_with_certs(&[certificate]))
        .build();
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .tls_config(tls)
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(5)))
        .build()
        .into();
    let deadline = Instant::now() + READY_WITHIN;
    loop {
        let last = match agent.get(format!("{url}/readyz")).call() {
            Ok(answer) if answer.status() == 200 => return Ok(()),
            Ok(mut answer) => answer.body_mut().read_to_string().unwrap_or_default(),
            Err(error) => error.to_string(),
        };
        if Instant::now() > deadline {
            bail!("the edge did not become ready within {} s: {last}", READY_WITHIN.as_secs());
        }
        if interrupts.recv_timeout(ASK_EVERY).is_ok() {
            bail!("interrupted");
        }
    }
}

fn addresses(services: &[Service]) -> Vec<(&'static str, &str)> {
    services.iter().map(|service| (service.name(), service.url.as_str())).collect()
}

#[allow(clippy::print_stdout, reason = "this is what the command was asked for")]
pub(crate) fn show(text: &str) {
    println!("{text}");
}

/// Stays until Ctrl-C (`None`), or until a program ends by itself.
fn wait(services: &mut [Service], interrupts: &mpsc::Receiver<()>) -> Option<String> {
    loop {
        if interrupts.recv_timeout(Duration::from_millis(200)).is_ok() {
            return None;
        }
        if let Some(what) = services.iter_mut().find_map(Service::ended) {
            return Some(what);
        }
    }
}

/// Ends the programs, last started first, so that no request meets a pool that has gone. A second Ctrl-C ends the wait.
fn stop(mut services: Vec<Service>, interrupts: &mpsc::Receiver<()>) {
    eprintln!("\nstopping");
    let deadline = Instant::now() + STOP_WITHIN;
    let hurry = Cell::new(false);
    while let Some(mut service) = services.pop() {
        let again = || {
            hurry.set(hurry.get() || interrupts.try_recv().is_ok());
            hurry.get()
        };
        if !service.wait(deadline, again) {
            say(&format!("{} was ended by force", service.name()));
        }
    }
}

fn output(command: &mut Command, what: &str) -> Result<String> {
    let output = command
        .output()
        .with_context(|| format!("{what}: cannot start {}", command.get_program().display()))?;
    if !output.status.success() {
        bail!("{what} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
