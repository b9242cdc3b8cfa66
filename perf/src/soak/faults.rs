//! What breaks, and when it is over.

use super::books::Books;
use super::world::World;
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

/// How long things stay broken: longer than the edge's breaker waits at first, so that it opens and closes again.
const BROKEN_FOR: Duration = Duration::from_secs(8);
/// A pool that hangs for this long makes requests late, and fails none: the edge waits 30 s for it.
const SLOW_FOR: Duration = Duration::from_secs(4);
/// How long recovery may take.
const RECOVERED_WITHIN: Duration = Duration::from_secs(60);
/// Right answers in a row without a refusal that count as recovered.
const ENOUGH: u64 = 40;
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    PoolKilled,
    RedisStopped,
    KeyServerStopped,
    PoolSlow,
    ModelUpdated,
}

impl Fault {
    pub(super) const ALL: [Self; 5] =
        [Self::PoolKilled, Self::RedisStopped, Self::KeyServerStopped, Self::PoolSlow, Self::ModelUpdated];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::PoolKilled => "pool killed, and started again",
            Self::RedisStopped => "Redis killed, and started again",
            Self::KeyServerStopped => "key server killed, and started again",
            Self::PoolSlow => "pool stands still for 4 s",
            Self::ModelUpdated => "a new version of the model, and the old one gone",
        }
    }

    /// Whether requests may be refused meanwhile. Nothing else needs a running pool; Redis and key server may go away unnoticed.
    pub(super) fn may_refuse(self) -> bool {
        matches!(self, Self::PoolKilled | Self::PoolSlow)
    }

    /// Breaks it and mends it.
    pub(super) fn inject(self, world: &mut World) -> Result<()> {
        match self {
            Self::PoolKilled => {
                world.kill_pool();
                std::thread::sleep(BROKEN_FOR);
                world.start_pool()
            }
            Self::RedisStopped => {
                world.kill_redis();
                std::thread::sleep(BROKEN_FOR);
                world.start_redis()
            }
            Self::KeyServerStopped => {
                world.kill_issuer();
                std::thread::sleep(BROKEN_FOR);
                world.start_issuer()
            }
            Self::PoolSlow => {
                world.freeze_pool(true);
                std::thread::sleep(SLOW_FOR);
                world.freeze_pool(false);
                Ok(())
            }
            Self::ModelUpdated => world.publish_next_version(),
        }
    }

    /// Waits until requests are answered again, and by the new version where there is one.
    pub(super) fn recovered(self, world: &mut World, books: &Books) -> Result<()> {
        let deadline = Instant::now() + RECOVERED_WITHIN;
        let (mut right, mut refused) = (books.right(), books.refused());
        let mut switched = self != Self::ModelUpdated;
        loop {
            if books.refused() != refused {
                (right, refused) = (books.right(), books.refused());
            }
            switched = switched || books.version_answered(&world.version());
            if switched && books.right() - right >= ENOUGH {
                break;
            }
            if Instant::now() > deadline {
                bail!("not answering as before after {} s", RECOVERED_WITHIN.as_secs());
            }
            std::thread::sleep(LOOK_EVERY);
        }
        if self == Self::ModelUpdated { world.retire_old_version() } else { Ok(()) }
    }
}
