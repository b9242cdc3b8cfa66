//! The keys of one deployment over time: which one links, which ones edges may still use, and which ones only old records have.
//!
//! For whom: the sink and every check. A key is rotated in three steps, and no event is refused meanwhile: the sink gets the new
//! key above the old one; the edges get the new one; the old one leaves the sink's file and goes into the retired ones. Each start
//! of the sink writes into the chain which keys count from there on, so whoever later finds a retired key can add nothing.

use crate::key::{AuditKey, Link};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Keys by what they may do. Never empty.
#[derive(Clone, Debug)]
pub struct KeyRing {
    current: AuditKey,
    /// Older ones that edges may still have.
    older: Vec<AuditKey>,
    /// Ones that nobody may use any more: to check what was written with them.
    retired: Vec<AuditKey>,
}

impl From<AuditKey> for KeyRing {
    fn from(current: AuditKey) -> Self {
        Self { current, older: Vec::new(), retired: Vec::new() }
    }
}

impl KeyRing {
    /// Reads keys, one a line: in `file` the one in use first, then older ones that edges may still have; in `retired` those that
    /// only old records were made with. Blank lines say nothing.
    ///
    /// # Errors
    /// Where a file cannot be read, has no key, or one that is too short.
    pub fn read(file: &Path, retired: &[PathBuf]) -> Result<Self> {
        let mut used = keys(file)?.into_iter();
        let current = used.next().with_context(|| format!("{} holds no key", file.display()))?;
        let mut ring = Self { current, older: used.collect(), retired: Vec::new() };
        for file in retired {
            ring.retired.extend(keys(file)?);
        }
        Ok(ring)
    }

    /// The one that the sink's own records are made with.
    #[must_use]
    pub fn current(&self) -> &AuditKey {
        &self.current
    }

    /// Those that an event may be tagged with.
    pub fn accepted(&self) -> impl Iterator<Item = &AuditKey> {
        std::iter::once(&self.current).chain(&self.older)
    }

    /// The accepted key that a tag was made with.
    #[must_use]
    pub fn of_tag(&self, event: &[u8], tag: &[u8]) -> Option<&AuditKey> {
        self.accepted().find(|key| key.holds(event, tag))
    }

    /// The key, of all, that a link was made with; `id` is the record's own word for it, which only shortens the search.
    pub(crate) fn of_link(
        &self,
        id: Option<&str>,
        (chain, seq, prev): (&str, u64, &Link),
        event: &[u8],
        link: &Link,
    ) -> Option<&AuditKey> {
        self.accepted()
            .chain(&self.retired)
            .filter(|key| id.is_none_or(|id| key.id() == id))
            .find(|key| key.is_link(chain, seq, prev, event, link))
    }

    /// Whether there is a key of this id.
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.accepted().chain(&self.retired).any(|key| key.id() == id)
    }
}

fn keys(file: &Path) -> Result<Vec<AuditKey>> {
    let text = std::fs::read(file).with_context(|| format!("cannot read the key {}", file.display()))?;
    let lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    lines.map(|line| AuditKey::new(line).with_context(|| format!("{}", file.display()))).collect()
}
