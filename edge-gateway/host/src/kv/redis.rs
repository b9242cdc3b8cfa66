//! A store on Redis, with what Spin's has not: a bound on every call.
//!
//! One multiplexed connection for the whole process, made at first use and made anew after any error.
//! A call takes at most the configured time, connecting included; for a moment after a failure,
//! calls fail at once, so that a queue of requests does not wait one after the other for a dead server.

use std::sync::Arc;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, Cmd, FromRedisValue, RedisError};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use super::Failure;
use crate::config::Value;

/// How long calls fail at once after one failed: short enough that a restarted Redis is noticed
/// before anybody looks, long enough that a dead one costs a busy host two connects a second.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_millis(500);

/// Keys asked for at once by [`Redis::keys`], and the most it gives: the rest would not fit an instance.
const SCAN_COUNT: usize = 1000;
const MOST_KEYS: usize = 100_000;

const UNREACHABLE: Failure = Failure("the store cannot be reached");
const TOO_SLOW: Failure = Failure("the store did not answer in time");
const REFUSED: Failure = Failure("the store refused the request");

#[derive(Clone)]
pub(crate) struct Redis(Arc<Inner>);

struct Inner {
    client: Client,
    limit: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    connection: Option<MultiplexedConnection>,
    /// Counts connections, so that a late error does not throw away a newer one.
    generation: u64,
    paused_until: Option<Instant>,
}

impl Redis {
    pub(super) fn open(url: &Value, limit: Duration) -> anyhow::Result<Self> {
        // The library's error could repeat the URL with its password.
        let client = Client::open(url.expose()).map_err(|_| anyhow::anyhow!("not a Redis URL"))?;
        Ok(Self(Arc::new(Inner { client, limit, state: Mutex::default() })))
    }

    pub(super) async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Failure> {
        self.call(redis::cmd("GET").arg(key)).await
    }

    pub(super) async fn set(&self, key: &str, value: Vec<u8>) -> Result<(), Failure> {
        self.call(redis::cmd("SET").arg(key).arg(value)).await
    }

    pub(super) async fn delete(&self, key: &str) -> Result<(), Failure> {
        self.call(redis::cmd("DEL").arg(key)).await
    }

    pub(super) async fn exists(&self, key: &str) -> Result<bool, Failure> {
        self.call(redis::cmd("EXISTS").arg(key)).await
    }

    pub(super) async fn increment(&self, key: &str, delta: i64) -> Result<i64, Failure> {
        self.call(redis::cmd("INCRBY").arg(key).arg(delta)).await
    }

    /// All keys, by SCAN: KEYS would hold up every other caller of a large database.
    pub(super) async fn keys(&self) -> Result<Vec<String>, Failure> {
        let mut keys = Vec::new();
        let mut cursor = 0u64;
        loop {
            let (next, mut some): (u64, Vec<String>) =
                self.call(redis::cmd("SCAN").arg(cursor).arg("COUNT").arg(SCAN_COUNT)).await?;
            keys.append(&mut some);
            if keys.len() > MOST_KEYS {
                return Err(Failure("the store has too many keys to list"));
            }
            if next == 0 {
                // SCAN may give a key twice.
                keys.sort_unstable();
                keys.dedup();
                return Ok(keys);
            }
            cursor = next;
        }
    }

    /// Runs one command within the limit. Every command here may be repeated without harm (a count that was made and
    /// not heard of is made twice at worst), so a connection that turns out to be dead (Redis was restarted) is
    /// replaced once.
    async fn call<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, Failure> {
        let mut used = 0;
        let attempts = async {
            let mut last = UNREACHABLE;
            for _ in 0..2 {
                let mut connection = self.connection(&mut used).await?;
                match command.query_async(&mut connection).await {
                    Ok(value) => return Ok(value),
                    Err(error) if is_broken(&error) => self.forget(used, false).await,
                    Err(error) => return Err(log(&error, REFUSED)),
                }
                last = UNREACHABLE;
            }
            Err(last)
        };
        match timeout(self.0.limit, attempts).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(REFUSED)) => Err(REFUSED),
            Ok(Err(failure)) => {
                self.forget(used, true).await;
                Err(failure)
            }
            Err(_) => {
                self.forget(used, true).await;
                tracing::warn!("redis did not answer within {:?}", self.0.limit);
                Err(TOO_SLOW)
            }
        }
    }

    /// The connection, made if there is none. Who comes second waits for the first, within its own limit.
    async fn connection(&self, used: &mut u64) -> Result<MultiplexedConnection, Failure> {
        let mut state = self.0.state.lock().await;
        *used = state.generation;
        if let Some(connection) = &state.connection {
            return Ok(connection.clone());
        }
        if state.paused_until.is_some_and(|until| Instant::now() < until) {
            return Err(UNREACHABLE);
        }
        // No limits of the library's own: the whole call has one.
        let config = AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(None);
        match self.0.client.get_multiplexed_async_connection_with_config(&config).await {
            Ok(connection) => {
                state.generation += 1;
                *used = state.generation;
                state.connection = Some(connection.clone());
                state.paused_until = None;
                Ok(connection)
            }
            Err(error) => {
                state.paused_until = Some(Instant::now() + PAUSE_AFTER_FAILURE);
                Err(log(&error, UNREACHABLE))
            }
        }
    }

    /// Gives up the connection of this generation, if it is still the current one.
    async fn forget(&self, generation: u64, pause: bool) {
        let mut state = self.0.state.lock().await;
        if state.generation != generation {
            return;
        }
        state.connection = None;
        if pause && state.paused_until.is_none_or(|until| until < Instant::now()) {
            state.paused_until = Some(Instant::now() + PAUSE_AFTER_FAILURE);
        }
    }
}

fn is_broken(error: &RedisError) -> bool {
    error.is_io_error() || error.is_connection_dropped() || error.is_unrecoverable_error()
}

/// Logs the kind of an error only: its text may hold keys or the URL.
fn log(error: &RedisError, failure: Failure) -> Failure {
    tracing::warn!(kind = ?error.kind(), "redis: {}", failure.0);
    failure
}
