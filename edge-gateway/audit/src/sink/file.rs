//! The files: one line a record, appended and synced; closed and put aside by size.

use crate::key::{AuditKey, Link, Receipt};
use crate::record::{NOTHING_BEFORE, line};
use crate::ring::KeyRing;
use crate::segments;
use crate::verify::{Finding, Start, verify_from};
use sha2::{Digest, Sha256};
use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Why a chain cannot be appended to.
#[derive(Debug)]
pub enum OpenError {
    /// Reading or writing failed.
    Io(io::Error),
    /// Another process has it open.
    InUse,
    /// It does not hold: nothing is appended, so that what happened can be looked at.
    Broken(Vec<Finding>),
    /// There is no room for it within the bound.
    Full,
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::InUse => f.write_str("another process writes to it"),
            Self::Full => AppendError::Full.fmt(f),
            Self::Broken(findings) => {
                let all: Vec<String> = findings.iter().map(ToString::to_string).collect();
                write!(
                    f,
                    "the chain does not hold, and nothing is added to it: {}. Give a key that was in use once as a retired \
                     one; else keep the files for whoever looks into this, and start with a new one",
                    all.join("; ")
                )
            }
        }
    }
}

impl std::error::Error for OpenError {}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<AppendError> for OpenError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Io(error) => Self::Io(error),
            AppendError::Full => Self::Full,
        }
    }
}

/// Why events were not appended.
#[derive(Debug)]
pub enum AppendError {
    /// Writing failed: how much was written is not known, and the chain must be opened anew.
    Io(io::Error),
    /// There is no room within the bound. Nothing was written, and it goes on when segments have been moved away.
    Full,
}

impl fmt::Display for AppendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Full => {
                f.write_str("the chain has reached its bound: move closed segments away, or raise it")
            }
        }
    }
}

impl std::error::Error for AppendError {}

impl From<io::Error> for AppendError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// How much a chain may take of the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// A segment is closed before it is larger, in bytes (one write of 256 events may be larger by itself).
    pub segment_bytes: u64,
    /// All segments in the folder together, in bytes; none for what the disk has.
    pub most_bytes: Option<u64>,
}

impl Default for Bounds {
    /// Segments of 64 MiB: some 130,000 events, read and checked in a second at each start.
    fn default() -> Self {
        Self { segment_bytes: 64 << 20, most_bytes: None }
    }
}

/// A chain that this process, and nobody else, appends to.
pub struct ChainFile {
    path: PathBuf,
    /// Held, so that there is one writer whatever the segment.
    _lock: File,
    file: File,
    bounds: Bounds,
    keys: KeyRing,
    chain: String,
    seq: u64,
    link: Link,
    /// The number of the first record in `file`; that of the next one where it is empty.
    first: u64,
    /// Bytes of `file`, and of the closed segments when they were last counted.
    size: u64,
    closed_bytes: u64,
}

impl ChainFile {
    /// Opens a chain, or begins one where there is no file, and records that it was opened and which keys count from here on.
    /// Checks the segment that is open and the last closed one first; the older ones are for `verify`.
    ///
    /// A last line that is not finished is a write that was cut short and was never confirmed to anybody. It stays; the next
    /// record says that it is there, so that it is told apart from a line that somebody broke.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open(path: &Path, keys: impl Into<KeyRing>, bounds: Bounds) -> Result<Self, OpenError> {
        let keys = keys.into();
        let mut lock = path.as_os_str().to_owned();
        lock.push(".lock");
        let lock = own(lock.into())?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OpenError::InUse),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let mut file = own(path.to_owned())?;
        let mut parts: Vec<PathBuf> =
            segments::all_closed(path)?.pop().map(|(_, last)| last).into_iter().collect();
        // Segments that were moved away are `verify`'s to ask for: what is there says where the chain stands.
        let first = first_number(path)?;
        let is_whole = parts.is_empty() && first.is_none_or(|first| first == 0);
        let start = if is_whole { Start::Beginning } else { Start::Anywhere };
        parts.push(path.to_owned());
        let mut report = verify_from(segments::read(parts)?, &keys, &[], &start)?;
        let unfinished = |finding: &Finding| matches!(finding, Finding::Unfinished { .. });
        let torn = if report.findings.iter().any(unfinished) { Some(last_line(path)?) } else { None };
        report.findings.retain(|finding| !unfinished(finding));
        if !report.findings.is_empty() {
            return Err(OpenError::Broken(report.findings));
        }
        let (seq, link) = report.last.map_or((0, NOTHING_BEFORE), |(seq, link)| (seq + 1, link));
        let chain = report.chain.unwrap_or_else(|| format!("{:032x}", rand::random::<u128>()));
        let ids: Vec<String> = keys.accepted().map(|key| format!("\"{}\"", key.id())).collect();
        let mut note = format!(r#"{{"event":"audit_sink","time":{},"keys":[{}]"#, now(), ids.join(","));
        if let Some(torn) = &torn {
            file.write_all(b"\n")?;
            let sum = hex::encode(Sha256::digest(torn));
            note.push_str(&format!(r#","torn_bytes":{},"torn_sha256":"{sum}""#, torn.len()));
        }
        note.push('}');
        let first = first.unwrap_or(seq);
        let size = file.metadata()?.len();
        let path = path.to_owned();
        let mut opened =
            Self { path, _lock: lock, file, bounds, keys, chain, seq, link, first, size, closed_bytes: 0 };
        opened.closed_bytes = opened.closed_now()?;
        opened.append(&[note])?;
        opened.sync_folder()?;
        Ok(opened)
    }

    /// The keys that it was opened with.
    #[must_use]
    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// The chain's name, the number of its last record, and its link: an anchor.
    #[must_use]
    pub fn head(&self) -> String {
        format!("{}:{}:{}", self.chain, self.seq.saturating_sub(1), hex::encode(self.link))
    }

    /// Appends events, each one line of JSON, in this order, and returns when they are on the disk.
    ///
    /// # Errors
    /// See [`AppendError`].
    pub fn append(&mut self, events: &[impl AsRef<str>]) -> Result<Vec<Receipt>, AppendError> {
        let key = self.keys.current().clone();
        self.append_by(&events.iter().map(|event| (event.as_ref(), &key)).collect::<Vec<_>>())
    }

    /// The same, each event by the key that it was tagged with: its sender knows no other.
    ///
    /// # Errors
    /// See [`AppendError`].
    pub fn append_by(&mut self, events: &[(&str, &AuditKey)]) -> Result<Vec<Receipt>, AppendError> {
        let mut lines = String::new();
        let mut receipts = Vec::with_capacity(events.len());
        let (mut seq, mut prev) = (self.seq, self.link);
        for (event, key) in events {
            let link = key.link(&self.chain, seq, &prev, event.as_bytes());
            lines.push_str(&line(&self.chain, seq, &prev, &link, &key.id(), event));
            receipts.push(Receipt { chain: self.chain.clone(), seq, prev, link });
            (seq, prev) = (seq + 1, link);
        }
        let bytes = lines.len() as u64;
        if !self.has_room(bytes)? {
            return Err(AppendError::Full);
        }
        if self.size > 0 && self.size + bytes > self.bounds.segment_bytes {
            self.close_segment()?;
        }
        self.file.write_all(lines.as_bytes())?;
        self.file.sync_data()?;
        self.size += bytes;
        (self.seq, self.link) = (seq, prev);
        Ok(receipts)
    }

    /// Whether so many bytes more are within the bound. Looks at the folder again before it says no.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn has_room(&mut self, bytes: u64) -> io::Result<bool> {
        let Some(most) = self.bounds.most_bytes else { return Ok(true) };
        let fits = |this: &Self| this.closed_bytes + this.size + bytes <= most;
        if !fits(self) {
            self.closed_bytes = self.closed_now()?;
        }
        Ok(fits(self))
    }

    fn close_segment(&mut self) -> io::Result<()> {
        let closed = segments::closed(&self.path, self.first);
        if closed.exists() {
            let why = format!("{} is there already", closed.display());
            return Err(io::Error::new(ErrorKind::AlreadyExists, why));
        }
        std::fs::rename(&self.path, closed)?;
        self.file = own(self.path.clone())?;
        self.sync_folder()?;
        self.closed_bytes += self.size;
        (self.size, self.first) = (0, self.seq);
        Ok(())
    }

    fn closed_now(&self) -> io::Result<u64> {
        let mut sum = 0;
        for (_, path) in segments::all_closed(&self.path)? {
            // One that is being moved away counts no more.
            sum += std::fs::metadata(path).map_or(0, |file| file.len());
        }
        Ok(sum)
    }

    /// The name of a file is on the disk when its folder is.
    fn sync_folder(&self) -> io::Result<()> {
        File::open(segments::folder(&self.path))?.sync_all()
    }
}

/// A file to append to, that nobody else may read.
fn own(path: PathBuf) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The number that the first record of a file gives itself.
fn first_number(path: &Path) -> io::Result<Option<u64>> {
    let mut line = Vec::new();
    BufReader::new(File::open(path)?).read_until(b'\n', &mut line)?;
    let record = str::from_utf8(line.trim_ascii_end()).ok().and_then(crate::record::Record::parse);
    Ok(record.map(|record| record.seq))
}

fn last_line(path: &Path) -> io::Result<Vec<u8>> {
    let mut reader = BufReader::new(File::open(path)?);
    let mut line = Vec::new();
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 || !line.ends_with(b"\n") {
            return Ok(line);
        }
    }
}

/// Seconds since the Unix epoch.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
