//! Why a transfer stopped, and whether trying again can help.

use std::fmt;
use std::time::Duration;

/// A transfer that stopped.
#[derive(Debug)]
pub(super) struct Fault {
    /// What to tell the user.
    pub(super) message: String,
    /// Whether the same request may succeed later.
    pub(super) passing: bool,
    /// How long the server asked to be left alone.
    pub(super) wait: Option<Duration>,
}

impl Fault {
    /// Trying again will not help.
    pub(super) fn last(message: impl Into<String>) -> Self {
        Self { message: message.into(), passing: false, wait: None }
    }

    /// Trying again may help.
    pub(super) fn passing(message: impl Into<String>) -> Self {
        Self { message: message.into(), passing: true, wait: None }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}
