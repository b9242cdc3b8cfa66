//! What runs the component: our host inside the test, or the Spin that `ANTEROOM_SPIN` names.

use super::{Setup, workspace_file};
use edge_host::{CapturedLog, Config, GuestClock, Limits, Running};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Where tests look for a Spin; without it they run our host. `cargo xtask test --spin` sets it.
const SPIN: &str = "ANTEROOM_SPIN";

/// Far beyond any healthy start, the first one (which compiles the component) included.
const STARTED_WITHIN: Duration = Duration::from_secs(180);
const ASK_EVERY: Duration = Duration::from_millis(10);

/// What runs, until it is dropped.
pub enum Host {
    Ours(Option<Running>),
    Spin(Spin),
}

/// Where its log can be read.
pub enum Log {
    Ours(Arc<CapturedLog>),
    /// Standard error of Spin. What an instance has written is there before its answer is.
    Spin(PathBuf),
}

impl Log {
    /// All lines so far, Spin's own among them.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Ours(log) => log.lines(),
            Self::Spin(file) => {
                let text = std::fs::read(file).unwrap();
                String::from_utf8_lossy(&text).lines().map(str::to_owned).collect()
            }
        }
    }
}

impl Host {
    /// Starts it; gives its log and its address.
    pub fn start(
        runtime: &Runtime,
        setup: &Setup,
        variables: &[(&str, String)],
        runtime_config: &Path,
        clock: &Arc<GuestClock>,
    ) -> (Self, Log, String) {
        match std::env::var_os(SPIN).filter(|path| !path.is_empty()) {
            Some(program) => Spin::start(Path::new(&program), setup, variables, runtime_config),
            None => ours(runtime, setup, variables, runtime_config, clock),
        }
    }

    /// Ends it and waits for that.
    pub fn stop(&mut self, runtime: &Runtime) {
        match self {
            Self::Ours(running) => {
                let Some(running) = running.take() else { return };
                let stopped = runtime.block_on(running.stop());
                if !std::thread::panicking() {
                    stopped.unwrap();
                }
            }
            Self::Spin(spin) => spin.stop(),
        }
    }
}

fn ours(
    runtime: &Runtime,
    setup: &Setup,
    variables: &[(&str, String)],
    runtime_config: &Path,
    clock: &Arc<GuestClock>,
) -> (Host, Log, String) {
    let log = CapturedLog::new();
    let mut limits = Limits { redis_timeout: setup.redis_timeout, ..Limits::default() };
    limits.memory = setup.memory.unwrap_or(limits.memory);
    limits.request_timeout = setup.request_timeout.unwrap_or(limits.request_timeout);
    let mut config = Config::from_manifest(workspace_file("spin.toml"))
        .guest_log(log.clone())
        .guest_clock(clock.clone())
        // Compiled once for all tests.
        .cache_dir(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("compiled"))
        .runtime_config_file(runtime_config)
        .limits(limits);
    for (name, value) in variables {
        config = config.variable(*name, value);
    }
    let config = config.load().unwrap();
    let host = runtime.block_on(Running::start(config)).unwrap();
    let address = host.address().to_string();
    (Host::Ours(Some(host)), Log::Ours(log), address)
}

/// `spin up`, as a deployment calls it.
pub struct Spin {
    process: Child,
    /// Holds what it says.
    _folder: TempDir,
}

impl Spin {
    fn start(
        program: &Path,
        setup: &Setup,
        variables: &[(&str, String)],
        runtime_config: &Path,
    ) -> (Host, Log, String) {
        let folder = tempfile::tempdir().unwrap();
        let (said, log) = (folder.path().join("out"), folder.path().join("log"));
        let mut command = Command::new(program);
        command.arg("up").arg("--from").arg(workspace_file("spin.toml"));
        command.args(["--listen", "127.0.0.1:0", "--state-dir", "", "--log-dir", ""]);
        command.arg("--runtime-config-file").arg(runtime_config);
        for (name, value) in variables {
            command.arg("--variable").arg(format!("{name}={value}"));
        }
        if let Some(memory) = setup.memory {
            command.env("SPIN_MAX_INSTANCE_MEMORY", memory.to_string());
        }
        command.stdin(Stdio::null());
        command.stdout(std::fs::File::create(&said).unwrap());
        command.stderr(std::fs::File::create(&log).unwrap());
        let process = command.spawn().unwrap_or_else(|error| {
            panic!("{SPIN}={}: {error}", program.display());
        });
        let mut spin = Self { process, _folder: folder };
        let address = spin.address(&said, &log);
        (Host::Spin(spin), Log::Spin(log), address)
    }

    /// Waits for the line that says where it serves.
    fn address(&mut self, said: &Path, log: &Path) -> String {
        let until = Instant::now() + STARTED_WITHIN;
        loop {
            let text = std::fs::read_to_string(said).unwrap();
            let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
            let url = whole.lines().find_map(|line| line.split_once("Serving")?.1.split_once("http://"));
            if let Some((_, address)) = url {
                return address.trim().to_owned();
            }
            let ended = self.process.try_wait().unwrap();
            if ended.is_some() || Instant::now() > until {
                let log = std::fs::read_to_string(log).unwrap();
                panic!("Spin does not serve ({ended:?}): {text}{log}");
            }
            std::thread::sleep(ASK_EVERY);
        }
    }

    /// By SIGTERM: killed by force, `spin up` would leave its child behind.
    fn stop(&mut self) {
        if let Ok(None) = self.process.try_wait() {
            drop(Command::new("kill").arg(self.process.id().to_string()).status());
        }
        drop(self.process.wait());
    }
}

impl Drop for Spin {
    fn drop(&mut self) {
        self.stop();
    }
}
