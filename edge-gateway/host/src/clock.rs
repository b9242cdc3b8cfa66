//! The time of day as guests see it: the machine's, or one that a test sets forward.
//!
//! For whom: tests of what only happens after minutes or hours. Never: the host's own time limits, or time since a start,
//! which guests read from the monotonic clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use wasmtime_wasi::HostWallClock;

/// A clock that is ahead of the machine's by as much as it was told, or stands still.
#[derive(Debug, Default)]
pub struct GuestClock {
    ahead_seconds: AtomicU64,
    /// Where it stands, in seconds since the Unix epoch; 0: it runs.
    stands_at: AtomicU64,
}

impl GuestClock {
    /// A clock that agrees with the machine's.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self::default())
    }

    /// Stops it at a second, and gives that: from then on only [`Self::advance`] moves it.
    pub fn stop(&self) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        self.stands_at.store(now, Ordering::SeqCst);
        now + self.ahead_seconds.load(Ordering::SeqCst)
    }

    /// Lets so many seconds pass for guests.
    pub fn advance(&self, seconds: u64) {
        self.ahead_seconds.fetch_add(seconds, Ordering::SeqCst);
    }
}

/// For one instance.
pub(crate) struct WallClock(pub(crate) Arc<GuestClock>);

impl HostWallClock for WallClock {
    fn resolution(&self) -> Duration {
        Duration::from_nanos(1)
    }

    fn now(&self) -> Duration {
        let machine = match self.0.stands_at.load(Ordering::SeqCst) {
            0 => SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(),
            second => Duration::from_secs(second),
        };
        machine + Duration::from_secs(self.0.ahead_seconds.load(Ordering::SeqCst))
    }
}
