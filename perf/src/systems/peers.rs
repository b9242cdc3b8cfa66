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
    python: Pythons,
    mb: u32,
}

/// Versions of Python that all packages of an environment have wheels for, as `>=3.11,<3.13`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
struct Pythons {
    /// Minor versions of Python 3.
    least: u32,
    below: u32,
}

impl TryFrom<String> for Pythons {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let minor = |part: &str, sign: &str| part.trim().strip_prefix(sign)?.strip_prefix("3.")?.parse().ok();
        let range = text
            .split_once(',')
            .and_then(|(least, below)| Some(Self { least: minor(least, ">=")?, below: minor(below, "<")? }));
        range.ok_or_else(|| format!("'{text}' is no range of versions like '>=3.11,<3.13'"))
    }
}

impl std::fmt::Display for Pythons {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "3.{} to 3.{}", self.least, self.below.saturating_sub(1))
    }
}

impl Pythons {
    /// The name of an interpreter on this machine with such a version: the usual one where it fits.
    fn find(self) -> Option<String> {
        let named = (self.least..self.below).map(|minor| format!("python3.{minor}"));
        let mut names = std::iter::once("python3".to_owned()).chain(named);
        names.find(|name| minor_version(name).is_some_and(|minor| (self.least..self.below).contains(&minor)))
    }
}

fn minor_version(python: &str) -> Option<u32> {
    let asked = ["-c", "import sys; print(sys.version_info.minor) if sys.version_info.major == 3 else None"];
    let output = Command::new(python).args(asked).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
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
        let interpreter = entry.python.find().with_context(|| {
            format!(
                "the packages of {environment} need Python {}, and no `python3` or `python3.N` of these is on the PATH",
                entry.python
            )
        })?;
        // Without pip of its own: the system's installs into it, and `ensurepip` is not everywhere.
        done(
            Command::new(&interpreter).args(["-m", "venv", "--without-pip"]).arg(&folder),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_is_made_by_a_python_that_its_packages_are_for() {
        let range = |text: &str| Pythons::try_from(text.to_owned());
        let any = range(">=3.8,<3.99").unwrap();
        assert_eq!(any.find().as_deref(), Some("python3"), "the tests need one");
        let here = minor_version("python3").unwrap();
        let later = Pythons { least: here + 50, below: here + 52 };
        assert_eq!((later.find(), later.to_string()), (None, format!("3.{} to 3.{}", here + 50, here + 51)));
        for wrong in ["", "3.11", ">=3.11", ">=2.7,<3.0", ">3.11,<3.13"] {
            assert!(range(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_settings_can_be_read_and_each_peer_has_its_environment() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let peers = Peers::of(&root, Path::new("unused")).unwrap();
        for (name, peer) in &peers.settings.peers {
            for environment in std::iter::once(&peer.environment).chain(&peer.gpu_environment) {
                assert!(peers.settings.environments.contains_key(environment), "{name}: {environment}");
            }
        }
    }
}
