//! A hub in Hugging Face's layout, and the cache of it on this machine, shared with every other tool that uses it.
//!
//! The environment decides as it does for those tools: `HF_ENDPOINT`, `HF_HOME`, `HF_HUB_CACHE`, `HF_TOKEN`,
//! `HF_HUB_OFFLINE`. The cache holds `models--organisation--name/blobs/<etag>` and, linking there,
//! `snapshots/<revision>/<path>`.

use std::env;
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::download::{self, Wanted};
use super::fault::Fault;
use super::plain_name;
use super::request::{Client, Token, header};
use super::table::{Model, RemoteFile};
use crate::progress::say;
use crate::setup::sums;

/// The public hub, unless `HF_ENDPOINT` names another.
const ENDPOINT: &str = "https://huggingface.co";
/// Doubles with each try in a row that brings nothing.
const PAUSE: Duration = Duration::from_secs(1);
/// Tries in a row that bring nothing, before the pull is given up: half a minute of pauses.
const TRIES: u32 = 6;

/// A hub, and where its files are kept.
#[derive(Debug, Clone)]
pub struct Hub {
    endpoint: String,
    cache: PathBuf,
    client: Client,
    offline: bool,
    pause: Duration,
}

/// What a hub says of one file of one revision.
#[derive(Debug)]
struct Described {
    url: String,
    etag: String,
    bytes: Option<u64>,
}

impl Hub {
    /// The hub that the environment names.
    ///
    /// # Errors
    /// Where the environment names no usable address, or no folder for the cache can be found.
    pub fn from_env() -> Result<Self> {
        Self::from_lookup(|name| env::var(name).ok())
    }

    /// As [`from_env`](Self::from_env), over any environment.
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn from_lookup(variable: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let variable = |name: &str| {
            variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        let endpoint = variable("HF_ENDPOINT").unwrap_or_else(|| ENDPOINT.to_owned());
        let endpoint = endpoint.trim_end_matches('/').to_owned();
        let home = variable("HF_HOME").map(PathBuf::from).or_else(|| {
            let caches = variable("XDG_CACHE_HOME").map(PathBuf::from);
            caches
                .or_else(|| Some(Path::new(&variable("HOME")?).join(".cache")))
                .map(|folder| folder.join("huggingface"))
        });
        let cache = variable("HF_HUB_CACHE")
            .or_else(|| variable("HUGGINGFACE_HUB_CACHE"))
            .map(PathBuf::from)
            .or_else(|| home.map(|home| home.join("hub")))
            .context("no folder for the hub's cache: set HF_HOME")?;
        let offline = variable("HF_HUB_OFFLINE")
            .is_some_and(|value| matches!(value.to_ascii_lowercase().as_str(), "1" | "true" | "yes" | "on"));
        let roots = variable("SSL_CERT_FILE");
        let client = Client::new(&endpoint, variable("HF_TOKEN").map(Token), roots.as_deref())?;
        Ok(Self { endpoint, cache, client, offline, pause: PAUSE })
    }

    /// The same hub with other pauses between tries, for tests.
    #[must_use]
    pub fn with_pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// The path of a file of a model in the cache, brought there if it was not.
    ///
    /// `expected`: the SHA-256 it must have, where one is known.
    pub(super) fn file(&self, model: &Model, file: &RemoteFile, expected: Option<&str>) -> Result<PathBuf> {
        let folder = self.cache.join(format!("models--{}", model.repository.replace('/', "--")));
        let snapshot = folder.join("snapshots").join(model.revision).join(file.path);
        if snapshot.is_file() {
            match check_cached(&snapshot, expected) {
                Ok(()) => return Ok(snapshot),
                Err(error) => say(&format!("{} in the hub's cache is not used: {error:#}", file.path)),
            }
        }
        if self.offline {
            bail!("it is not in the hub's cache at {}, and HF_HUB_OFFLINE is set", folder.display());
        }
        let mut tries = Tries { left: TRIES, pause: self.pause };
        loop {
            match self.fetch(model, file, expected, &folder, &mut tries)? {
                Ok(blob) => {
                    link(&blob, &snapshot)?;
                    return Ok(snapshot);
                }
                Err(fault) => tries.after(fault)?,
            }
        }
    }

    /// One try: asks the hub what the file is, then brings it, or the rest of it.
    fn fetch(
        &self,
        model: &Model,
        file: &RemoteFile,
        expected: Option<&str>,
        folder: &Path,
        tries: &mut Tries,
    ) -> Result<std::result::Result<PathBuf, Fault>> {
        let described = match self.describe(model, file) {
            Ok(described) => described,
            Err(fault) => return Ok(Err(fault)),
        };
        let promised = Some(described.etag.as_str()).filter(|etag| is_sha256(etag));
        if let (Some(expected), Some(promised)) = (expected, promised)
            && expected != promised
        {
            bail!("the hub has a file whose SHA-256 is {promised}, and it should be {expected}");
        }
        let blob = folder.join("blobs").join(&described.etag);
        let _lock = self.lock(folder, &described.etag)?;
        let wanted = Wanted {
            label: file.name,
            url: &described.url,
            bytes: described.bytes,
            sha256: expected.or(promised),
            to: &blob,
        };
        if blob.is_file() && wanted.is_met_by(&blob)? {
            return Ok(Ok(blob));
        }
        Ok(download::bring(&self.client, &wanted, || tries.came_forward()).map(|()| blob))
    }

    fn describe(&self, model: &Model, file: &RemoteFile) -> std::result::Result<Described, Fault> {
        let url = format!("{}/{}/resolve/{}/{}", self.endpoint, model.repository, model.revision, file.path);
        let response = self.client.head(&url)?;
        if let Some(commit) = header(&response, "x-repo-commit")
            && commit != model.revision
        {
            return Err(Fault::last(format!("{} answers with another revision, {commit}", self.endpoint)));
        }
        let etag = header(&response, "x-linked-etag").or_else(|| header(&response, "etag"));
        let etag =
            etag.map(|etag| etag.trim_start_matches("W/").trim_matches('"').to_owned()).unwrap_or_default();
        if plain_name(&etag).is_err() {
            return Err(Fault::last(format!(
                "{} does not say what the file is (no usable ETag): is it a hub?",
                self.endpoint
            )));
        }
        let whole = response.status().as_u16() == 200;
        let bytes = header(&response, "x-linked-size")
            .or_else(|| header(&response, "content-length").filter(|_| whole))
            .and_then(|bytes| bytes.parse().ok());
        Ok(Described { url, etag, bytes })
    }

    /// The lock that other tools of the hub take as well, so that two never write one file.
    fn lock(&self, folder: &Path, etag: &str) -> Result<File> {
        let name = folder.file_name().unwrap_or_default();
        let locks = self.cache.join(".locks").join(name);
        fs::create_dir_all(&locks).with_context(|| format!("making {}", locks.display()))?;
        let path = locks.join(format!("{etag}.lock"));
        let file = File::create(&path).with_context(|| format!("opening {}", path.display()))?;
        file.lock().with_context(|| format!("locking {}", path.display()))?;
        Ok(file)
    }
}

/// How patient to be: with a transfer that moves, always; with one that does not, for a few tries.
#[derive(Debug)]
struct Tries {
    left: u32,
    pause: Duration,
}

impl Tries {
    fn came_forward(&mut self) {
        self.left = TRIES;
    }

    fn after(&mut self, fault: Fault) -> Result<()> {
        self.left = self.left.saturating_sub(1);
        if !fault.passing || self.left == 0 {
            return Err(fault.into());
        }
        let pause = fault.wait.unwrap_or(self.pause * (1 << (TRIES - 1 - self.left)));
        say(&format!("{fault}; trying again"));
        std::thread::sleep(pause);
        Ok(())
    }
}

fn is_sha256(etag: &str) -> bool {
    etag.len() == 64 && etag.chars().all(|c| c.is_ascii_hexdigit())
}

/// A file that some tool put into the cache: checked against what is expected, else against its blob's name, which is
/// the SHA-256 of large files.
fn check_cached(snapshot: &Path, expected: Option<&str>) -> Result<()> {
    let blob = snapshot.canonicalize()?;
    let name = blob.file_name().unwrap_or_default().to_string_lossy();
    match expected.or_else(|| Some(&*name).filter(|name| is_sha256(name))) {
        Some(sum) => sums::verify(&blob, sum),
        None => Ok(()),
    }
}

/// `snapshots/<revision>/a/b` becomes a relative link to `blobs/<etag>`, as the other tools make it.
fn link(blob: &Path, snapshot: &Path) -> Result<()> {
    let (Some(parent), Some(repository)) = (snapshot.parent(), blob.parent().and_then(Path::parent)) else {
        bail!("the cache has no such place: {}", snapshot.display());
    };
    fs::create_dir_all(parent).with_context(|| format!("making {}", parent.display()))?;
    let below = parent.strip_prefix(repository).context("a snapshot outside its repository")?;
    let up: PathBuf = below.components().map(|_| "..").collect();
    let to = up.join(blob.strip_prefix(repository)?);
    let new = snapshot.with_extension(format!("{}.new", std::process::id()));
    symlink(&to, &new).with_context(|| format!("linking {}", new.display()))?;
    fs::rename(&new, snapshot).with_context(|| format!("linking {}", snapshot.display()))
}
