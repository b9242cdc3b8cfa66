//! The file: one line a record, appended and synced.

use crate::key::{AuditKey, Link, Receipt};
use crate::record::{NOTHING_BEFORE, line};
use crate::verify::{Finding, verify};
use sha2::{Digest, Sha256};
use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Why a chain cannot be appended to.
#[derive(Debug)]
pub enum OpenError {
    /// Reading or writing failed.
    Io(std::io::Error),
    /// Another process has it open.
    InUse,
    /// It does not hold: nothing is appended, so that what happened can be looked at.
    Broken(Vec<Finding>),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::InUse => f.write_str("another process writes to it"),
            Self::Broken(findings) => {
                let all: Vec<String> = findings.iter().map(ToString::to_string).collect();
                write!(
                    f,
                    "the chain does not hold, and nothing is added to it: {}. Keep the file for whoever looks into \
                     this, and start with a new one",
                    all.join("; ")
                )
            }
        }
    }
}

impl std::error::Error for OpenError {}

impl From<std::io::Error> for OpenError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

/// A chain that this process, and nobody else, appends to.
pub struct ChainFile {
    file: File,
    key: AuditKey,
    chain: String,
    seq: u64,
    link: Link,
}

impl ChainFile {
    /// Opens a chain, or begins one where there is no file; checks all of it first, and records that it was opened.
    ///
    /// A last line that is not finished is a write that was cut short and was never confirmed to anybody. It stays; the next
    /// record says that it is there, so that it is told apart from a line that somebody broke.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open(path: &Path, key: AuditKey) -> Result<Self, OpenError> {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OpenError::InUse),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let mut report = verify(BufReader::new(&file), &key, &[])?;
        let unfinished = |finding: &Finding| matches!(finding, Finding::Unfinished { .. });
        let torn = if report.findings.iter().any(unfinished) { Some(last_line(&mut file)?) } else { None };
        report.findings.retain(|finding| !unfinished(finding));
        if !report.findings.is_empty() {
            return Err(OpenError::Broken(report.findings));
        }
        let (seq, link) = report.last.map_or((0, NOTHING_BEFORE), |(seq, link)| (seq + 1, link));
        let chain = report.chain.unwrap_or_else(|| format!("{:032x}", rand::random::<u128>()));
        let mut opened = Self { file, key, chain, seq, link };
        let mut note = format!(r#"{{"event":"audit_sink","time":{}"#, now());
        if let Some(torn) = &torn {
            opened.file.write_all(b"\n")?;
            let sum = hex::encode(Sha256::digest(torn));
            note.push_str(&format!(r#","torn_bytes":{},"torn_sha256":"{sum}""#, torn.len()));
        }
        note.push('}');
        opened.append(&[note])?;
        // The name of a new file is on the disk when its folder is.
        if let Some(folder) = path.parent() {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            File::open(folder)?.sync_all()?;
        }
        Ok(opened)
    }

    /// The chain's name, the number of its last record, and its link: an anchor.
    #[must_use]
    pub fn head(&self) -> String {
        format!("{}:{}:{}", self.chain, self.seq.saturating_sub(1), hex::encode(self.link))
    }

    /// Appends events, each one line of JSON, in this order, and returns when they are on the disk.
    ///
    /// # Errors
    /// Where writing failed: how much was written is not known then, and the chain must be opened anew.
    pub fn append(&mut self, events: &[impl AsRef<str>]) -> std::io::Result<Vec<Receipt>> {
        let mut lines = String::new();
        let mut receipts = Vec::with_capacity(events.len());
        let (mut seq, mut prev) = (self.seq, self.link);
        for event in events {
            let event = event.as_ref();
            let link = self.key.link(&self.chain, seq, &prev, event.as_bytes());
            lines.push_str(&line(&self.chain, seq, &prev, &link, event));
            receipts.push(Receipt { chain: self.chain.clone(), seq, prev, link });
            (seq, prev) = (seq + 1, link);
        }
        self.file.write_all(lines.as_bytes())?;
        self.file.sync_data()?;
        (self.seq, self.link) = (seq, prev);
        Ok(receipts)
    }
}

fn last_line(file: &mut File) -> std::io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(0))?;
    let mut reader = BufReader::new(file);
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
