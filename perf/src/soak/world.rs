//! Edge, pool, key server and Redis, each of which can be broken and mended at its old address.

use super::trail::{self, Answers};
use crate::load::http::{Target, bearer};
use crate::machine::usage;
use crate::systems::anteroom::{Anteroom, PoolOptions};
use crate::systems::process::{Process, free_port};
use crate::table::Prepared;
use crate::texts::Texts;
use anyhow::{Context, Result, bail};
use std::fs;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::PoisonError;
use std::time::{Duration, Instant};
use xtask::workspace::Workspace;

/// How soon the pool sees a new version.
const WATCH_SECONDS: &str = "1";
/// How old connections to the pool get: nobody may notice that they are ended.
const CONNECTION_AGE_SECONDS: &str = "3";
const REDIS_WITHIN: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(20);

pub(super) struct World {
    ours: Anteroom,
    pool: Option<Process>,
    issuer: Option<Process>,
    redis: Option<Child>,
    edge: Process,
    /// Where its log began: earlier runs wrote into the same.
    log_from: u64,
    redis_program: PathBuf,
    ports: Ports,
    model: PathBuf,
    number: u32,
    pub(super) target: Target,
    pub(super) texts: Texts,
    pub(super) labels: Vec<String>,
}

struct Ports {
    pool: u16,
    issuer: u16,
    redis: u16,
}

impl World {
    pub(super) fn start(workspace: &Workspace, prepared: &Prepared) -> Result<Self> {
        let redis_program = xtask::setup::redis::ensure(workspace)?;
        let mut ours = prepared.setup.anteroom.clone();
        ours.models = prepared.work.join("soak-models");
        let model = ours.models.join(&prepared.setup.model);
        if ours.models.exists() {
            fs::remove_dir_all(&ours.models)?;
        }
        copy_version(&prepared.setup.version, &model, "1")?;
        let ports = Ports { pool: free_port()?, issuer: free_port()?, redis: free_port()? };
        let redis = start_redis(&redis_program, ports.redis)?;
        let issuer = ours.issuer(Some(ports.issuer))?;
        let pool = start_pool(&ours, ports.pool)?;
        let log_from = fs::metadata(Process::log_of("edge", &ours.logs)).map_or(0, |file| file.len());
        let edge = ours.edge(&prepared.setup.model, &issuer, ports.pool, Some(ports.redis))?;
        let target = ours.edge_target(&edge, &ours.token(&issuer)?)?;
        let texts = prepared.texts("mixed")?.clone();
        let labels = prepared.labels.clone();
        let (pool, issuer, redis) = (Some(pool), Some(issuer), Some(redis));
        Ok(Self {
            ours,
            pool,
            issuer,
            redis,
            edge,
            log_from,
            redis_program,
            ports,
            model,
            number: 1,
            target,
            texts,
            labels,
        })
    }

    pub(super) fn rss_bytes(&self) -> u64 {
        let pool = self.pool.as_ref().map(Process::id);
        let leaders: Vec<u32> = pool.into_iter().chain([self.edge.id()]).collect();
        usage(&leaders).rss_bytes
    }

    /// What the edge's audit trail says otherwise than the callers.
    pub(super) fn disagreements(&self, answers: &Answers) -> Result<Vec<String>> {
        trail::disagreements(self.edge.log(), self.log_from, answers)
    }

    pub(super) fn renew_token(&self) -> Result<()> {
        let issuer = self.issuer.as_ref().context("the key server is away")?;
        let token = bearer(&self.ours.token(issuer)?)?;
        if let Some(held) = &self.target.bearer {
            *held.write().unwrap_or_else(PoisonError::into_inner) = token;
        }
        Ok(())
    }

    pub(super) fn kill_pool(&mut self) {
        if let Some(mut pool) = self.pool.take() {
            pool.kill();
        }
    }

    pub(super) fn start_pool(&mut self) -> Result<()> {
        self.pool = Some(start_pool(&self.ours, self.ports.pool)?);
        Ok(())
    }

    pub(super) fn freeze_pool(&self, frozen: bool) {
        match &self.pool {
            Some(pool) if frozen => pool.freeze(),
            Some(pool) => pool.resume(),
            None => {}
        }
    }

    pub(super) fn kill_issuer(&mut self) {
        if let Some(mut issuer) = self.issuer.take() {
            issuer.kill();
        }
    }

    pub(super) fn start_issuer(&mut self) -> Result<()> {
        self.issuer = Some(self.ours.issuer(Some(self.ports.issuer))?);
        Ok(())
    }

    pub(super) fn kill_redis(&mut self) {
        if let Some(mut redis) = self.redis.take() {
            // Killed is killed; what cannot be has ended by itself.
            let _ended = redis.kill();
            let _reaped = redis.wait();
        }
    }

    pub(super) fn start_redis(&mut self) -> Result<()> {
        self.redis = Some(start_redis(&self.redis_program, self.ports.redis)?);
        Ok(())
    }

    /// The version that was published last.
    pub(super) fn version(&self) -> String {
        self.number.to_string()
    }

    /// The same model under the next number.
    pub(super) fn publish_next_version(&mut self) -> Result<()> {
        let old = self.model.join(self.version());
        self.number += 1;
        copy_version(&old, &self.model, &self.version())
    }

    /// Takes the version before the last away.
    pub(super) fn retire_old_version(&mut self) -> Result<()> {
        fs::remove_dir_all(self.model.join((self.number - 1).to_string())).context("removing the old version")
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // A frozen pool would not end.
        self.freeze_pool(false);
        self.kill_redis();
    }
}

fn start_pool(ours: &Anteroom, port: u16) -> Result<Process> {
    let options = PoolOptions {
        variant: "export",
        batching: true,
        mtls: true,
        provider: "cpu",
        port: Some(port),
        more: ["--watch-seconds", WATCH_SECONDS, "--max-connection-age-seconds", CONNECTION_AGE_SECONDS]
            .map(str::to_owned)
            .to_vec(),
    };
    Ok(ours.pool(&options)?.process)
}

/// Redis without files, at an address of loopback.
fn start_redis(program: &std::path::Path, port: u16) -> Result<Child> {
    let mut command = Command::new(program);
    command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut redis = command.spawn().context("starting Redis")?;
    let deadline = Instant::now() + REDIS_WITHIN;
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if redis.try_wait()?.is_some() || Instant::now() > deadline {
            let _ended = redis.kill();
            bail!("Redis did not start");
        }
        std::thread::sleep(LOOK_EVERY);
    }
    Ok(redis)
}

/// Lays a version down beside its place and moves it there whole, with its number in the manifest.
fn copy_version(from: &std::path::Path, model: &std::path::Path, number: &str) -> Result<()> {
    let new = model.join(format!(".{number}.new"));
    fs::create_dir_all(&new)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::copy(entry.path(), new.join(entry.file_name()))?;
    }
    let manifest = new.join("manifest.json");
    let mut text: serde_json::Value = serde_json::from_str(&fs::read_to_string(&manifest)?)?;
    text["version"] = number.into();
    fs::write(&manifest, text.to_string())?;
    fs::rename(&new, model.join(number)).context("publishing a version")
}
