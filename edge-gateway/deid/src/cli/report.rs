//! The account of a run: one line of JSON for each stretch that was removed, and counts. Never a value.

use super::input::shown;
use super::output::Pending;
use deid::{Category, Span};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Where the report goes.
pub(crate) enum Target {
    Stdout,
    File { path: PathBuf, replace: bool },
}

impl Target {
    pub(crate) fn new(path: PathBuf, force: bool) -> Target {
        if path == Path::new("-") { Target::Stdout } else { Target::File { path, replace: force } }
    }

    /// What cannot work.
    pub(crate) fn mistake(&self) -> Option<String> {
        match self {
            Target::File { path, replace: false } if path.symlink_metadata().is_ok() => {
                Some(format!("{} is there already; --force replaces it", shown(path)))
            }
            _ => None,
        }
    }
}

/// What was removed, as it comes in.
pub(crate) struct Account {
    to: To,
    counts: BTreeMap<Category, usize>,
    texts: usize,
}

enum To {
    Nowhere,
    Stdout,
    File(BufWriter<Pending>),
}

impl Account {
    pub(crate) fn new(target: Option<&Target>) -> io::Result<Account> {
        let to = match target {
            None => To::Nowhere,
            Some(Target::Stdout) => To::Stdout,
            Some(Target::File { path, replace }) => {
                let told =
                    |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", shown(path)));
                To::File(BufWriter::new(Pending::new(path, *replace).map_err(told)?))
            }
        };
        Ok(Account { to, counts: BTreeMap::new(), texts: 0 })
    }

    /// Notes what was removed from one text; `stdout` is where a report to standard output goes.
    pub(crate) fn add(&mut self, name: &str, spans: &[Span], stdout: &mut dyn Write) -> io::Result<()> {
        self.texts += 1;
        for span in spans {
            *self.counts.entry(span.category).or_default() += 1;
        }
        let to: &mut dyn Write = match &mut self.to {
            To::Nowhere => return Ok(()),
            To::Stdout => stdout,
            To::File(file) => file,
        };
        for span in spans {
            let line = serde_json::json!({
                "file": name, "start": span.start, "end": span.end, "category": span.category, "rule": span.rule,
                "action": span.action, "confidence": f64::from(span.confidence) / 100.0,
            });
            writeln!(to, "{line}")?;
        }
        Ok(())
    }

    /// Puts the report in its place, and gives the counts for people.
    pub(crate) fn finish(self, failed: usize) -> io::Result<String> {
        if let To::File(file) = self.to {
            file.into_inner().map_err(io::IntoInnerError::into_error)?.finish()?;
        }
        let all: usize = self.counts.values().sum();
        let mut text = format!("{} texts done, {failed} failed, {all} values removed\n", self.texts);
        for (category, count) in &self.counts {
            text.push_str(&format!("{count:>8}  {}\n", category.name()));
        }
        Ok(text)
    }
}
