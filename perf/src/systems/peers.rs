//! The Python peers (`perf/peers`): their virtual environments, and how each is started.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Enough of a sum to name a folder by.
const NAME_LENGTH: usize = 16;

/// `peers.toml`: which program needs which environment.
#[derive(Debug, Deserialize)]
struct Settings {
    environments: BTreeMap<String, Environment>,
    peers: BTreeMap<String, Peer>,
}

#[derive(Debug, Deserialize)]
struct Environment {
    requirements: PathBuf,
    mb: u32,
}

#[derive(Debug, Deserialize)]
struct Peer {
    environment: String,
    /// Where it computes on a GPU, if it can.
    gpu_environment: Option<String>,
    program: PathBuf,
}

/// The peers of a checkout.
#[derive(Debug)]
pub struct Peers {
    folder: PathBuf,
    venvs: PathBuf,
    settings: Settings,
}

impl Peers {
    /// Reads `perf/peers/peers.toml` below `root`; environments are made below `venvs`.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn of(root: &Path, venvs: &Path) -> Result<Self> {
        let folder = root.join("perf/peers");
        let file = folder.join("peers.toml");
        let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        let settings = toml::from_str(&text).with_context(|| format!("reading {}", file.display()))?;
        Ok(Self { folder, venvs: venvs.to_path_buf(), settings })
    }

    /// The program of a peer, to be given its options; its environment is made where it is missing.
    ///
    /// # Errors
    /// For a name that is not in `peers.toml`, for a peer that cannot compute on a GPU where one is wanted, and as [`Self::python`].
    pub fn command(&self, peer: &str, gpu: bool) -> Result<Command> {
        let entry = self.settings.peers.get(peer).with_context(|| format!("peers.toml has no {peer}"))?;
        let environment = if gpu { entry.gpu_environment.as_ref() } else { Some(&entry.environment) };
        self.script(environment.with_context(|| format!("{peer} has no packages for a GPU"))?, &entry.program)
    }

    /// A program of `perf/peers` with an environment.
    ///
    /// # Errors
    /// As [`Self::python`].
    pub fn script(&self, environment: &str, program: &Path) -> Result<Command> {
        let mut command = Command::new(self.python(environment)?);
        command
            .arg(self.folder.join(program))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PYTHONNOUSERSITE", "1");
        Ok(command)
    }

    /// The interpreter of a virtual environment, which is made once for each list of requirements.
    ///
    /// # Errors
    /// Where Python or pip is missing, a package cannot be had, or does not have the sum it should.
    pub fn python(&self, environment: &str) -> Result<PathBuf> {
        let entry = self.settings.environments.get(environment);
        let entry = entry.with_context(|| format!("peers.toml has no environment {environment}"))?;
        let requirements = self.folder.join(&entry.requirements);
        let listed =
            fs::read(&requirements).with_context(|| format!("reading {}", requirements.display()))?;
        let sum = hex::encode(Sha256::digest(&listed));
        let folder = self.venvs.join(&sum[..NAME_LENGTH]);
        let python = folder.join("bin/python");
        let complete = folder.join("complete");
        if complete.exists() {
            return Ok(python);
        }
        xtask::progress::say(&format!("packages of {environment}: {} MB, once", entry.mb));
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        // Without pip of its own: the system's installs into it, and `ensurepip` is not everywhere.
        done(
            Command::new("python3").args(["-m", "venv", "--without-pip"]).arg(&folder),
            "making a virtual environment",
        )?;
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "--python"]).arg(&python);
        pip.args(["install", "--quiet", "--no-input", "--disable-pip-version-check"]);
        pip.args(["--require-hashes", "--only-binary=:all:", "--requirement"]).arg(&requirements);
        done(pip.env("PIP_ROOT_USER_ACTION", "ignore"), "installing packages")?;
        fs::write(&complete, "")?;
        Ok(python)
    }
}

fn done(command: &mut Command, what: &str) -> Result<()> {
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("{what}: cannot start python3"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let last: Vec<&str> = said.lines().rev().take(3).collect();
        bail!("{what} failed: {}", last.into_iter().rev().collect::<Vec<&str>>().join(" / "));
    }
    Ok(())
}

/// Runs a program of ours to its end and reads the lines of JSON that it prints; `started` hears its process id.
///
/// # Errors
/// Where it fails or prints something else.
pub fn lines<T: for<'a> Deserialize<'a>>(command: &mut Command, started: impl FnOnce(u32)) -> Result<Vec<T>> {
    use std::os::unix::process::CommandExt;
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    let child =
        command.spawn().with_context(|| format!("cannot start {}", command.get_program().display()))?;
    started(child.id());
    let output = child.wait_with_output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{} ({})", said.lines().last().unwrap_or("it said nothing"), output.status);
    }
    let text = String::from_utf8(output.stdout)?;
    text.lines()
        .map(|line| serde_json::from_str(line).context("a line that is not what was asked for"))
        .collect()
}
