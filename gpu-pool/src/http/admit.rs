//! What requests may cost before the queue's own bounds apply: memory for bodies, cores for tokenising.
//!
//! `http::body` takes from it while a body arrives, `protocol::infer` before it tokenises. It never waits for memory: two
//! half-read bodies would wait for each other.

use std::sync::Arc;
use std::sync::Weak;
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{Failure, Kind};

/// Bytes of bodies in memory at a time, all connections together: sixteen of the largest, thousands of usual ones.
const BODY_BYTES: usize = 64 * 1024 * 1024;

/// When bodies fill the memory, they are gone after about one queue's time at the latest.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// The bounds of one process.
pub(crate) struct Admission {
    bytes: Arc<Semaphore>,
    plans: Arc<Semaphore>,
}

impl Admission {
    /// `largest` is the largest body that is taken; one of that size always fits.
    pub(crate) fn new(largest: usize) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let bytes = BODY_BYTES.max(largest);
        Self { bytes: Arc::new(Semaphore::new(bytes)), plans: Arc::new(Semaphore::new(cores)) }
    }

    /// Memory for one body, none taken yet.
    pub(crate) fn room(&self) -> Room {
        Room { bytes: Arc::clone(&self.bytes), taken: None }
    }

    /// A core to tokenise on, once there is one; past `until` nobody waits for the answer.
    pub(crate) async fn plan(&self, until: Instant) -> Result<OwnedSemaphorePermit, Failure> {
        match tokio::time::timeout_at(until.into(), Arc::clone(&self.plans).acquire_owned()).await {
            Ok(permit) => permit.map_err(|_closed| Failure::unavailable()),
            Err(_elapsed) => Err(Failure::deadline()),
        }
    }
}

/// The memory that one body holds; given back on drop.
pub(crate) struct Room {
    bytes: Arc<Semaphore>,
    taken: Option<OwnedSemaphorePermit>,
}

impl Room {
    /// Takes `more` bytes, or refuses at once.
    pub(crate) fn take(&mut self, more: usize) -> Result<(), Failure> {
        let full = || {
            Failure::new(
                Kind::Full(RETRY_AFTER),
                "too much is being received; try again after the stated time",
            )
        };
        let count = u32::try_from(more).map_err(|_more_than_there_is| full())?;
        let permit = Arc::clone(&self.bytes).try_acquire_many_owned(count).map_err(|_none| full())?;
        match &mut self.taken {
            Some(taken) => taken.merge(permit),
            None => self.taken = Some(permit),
        }
        Ok(())
    }

    /// Hands on `bytes` of what it holds, or all.
    pub(crate) fn split(&mut self, bytes: usize) -> Self {
        let taken = match self.taken.as_mut().and_then(|taken| taken.split(bytes)) {
            Some(some) => Some(some),
            None => self.taken.take(),
        };
        Self { bytes: Arc::clone(&self.bytes), taken }
    }
}

/// Until when, and for whom, a request is worked on.
pub(crate) struct Patience {
    /// When the request began.
    pub(crate) started: Instant,
    /// The longest that it may ask for.
    pub(crate) longest: Duration,
    /// Dangles once the caller has gone.
    pub(crate) caller: Weak<()>,
}

impl Patience {
    /// The request's deadline, where it asks for `timeout`.
    pub(crate) fn deadline(&self, timeout: Option<Duration>) -> Instant {
        self.started + timeout.map_or(self.longest, |asked| asked.min(self.longest))
    }

    /// Whether anybody can still use an answer.
    pub(crate) fn lasts(&self, deadline: Instant) -> bool {
        self.caller.strong_count() > 0 && Instant::now() < deadline
    }
}
