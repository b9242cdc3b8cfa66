//! Key-value stores behind `fermyon:spin/key-value` and `wasi:keyvalue`.
//!
//! For whom: [`crate::spin`] calls [`Store`]; [`open_all`] builds the stores at start. An error's text
//! reaches the guest, so it never holds a key, a value or a URL.

mod memory;
mod redis;

use std::collections::BTreeMap;
use std::time::Duration;

pub(crate) use self::memory::Memory;
pub(crate) use self::redis::Redis;

use crate::config::StoreKind;

/// One store. Cheap to clone; all clones see the same data.
#[derive(Clone)]
pub(crate) enum Store {
    Memory(Memory),
    Redis(Redis),
}

/// What a store says when it cannot: a fixed text, safe to show to the guest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Failure(pub(crate) &'static str);

type Answer<T> = Result<T, Failure>;

impl Store {
    pub(crate) async fn get(&self, key: &str) -> Answer<Option<Vec<u8>>> {
        match self {
            Self::Memory(store) => Ok(store.get(key)),
            Self::Redis(store) => store.get(key).await,
        }
    }

    pub(crate) async fn set(&self, key: String, value: Vec<u8>) -> Answer<()> {
        match self {
            Self::Memory(store) => store.set(key, value),
            Self::Redis(store) => store.set(&key, value).await,
        }
    }

    pub(crate) async fn delete(&self, key: &str) -> Answer<()> {
        match self {
            Self::Memory(store) => {
                store.delete(key);
                Ok(())
            }
            Self::Redis(store) => store.delete(key).await,
        }
    }

    pub(crate) async fn exists(&self, key: &str) -> Answer<bool> {
        match self {
            Self::Memory(store) => Ok(store.exists(key)),
            Self::Redis(store) => store.exists(key).await,
        }
    }

    /// Adds `delta` to a number, in one step that nobody comes between; what is not there is 0.
    pub(crate) async fn increment(&self, key: String, delta: i64) -> Answer<i64> {
        match self {
            Self::Memory(store) => store.increment(key, delta),
            Self::Redis(store) => store.increment(&key, delta).await,
        }
    }

    pub(crate) async fn keys(&self) -> Answer<Vec<String>> {
        match self {
            Self::Memory(store) => Ok(store.keys()),
            Self::Redis(store) => store.keys().await,
        }
    }
}

/// Opens every configured store. Nothing is connected yet: a Redis that is down does not stop the start.
pub(crate) fn open_all(
    kinds: &BTreeMap<String, StoreKind>,
    redis_timeout: Duration,
) -> anyhow::Result<BTreeMap<String, Store>> {
    kinds
        .iter()
        .map(|(label, kind)| {
            let store = match kind {
                StoreKind::Memory => Store::Memory(Memory::default()),
                StoreKind::Redis(url) => Store::Redis(Redis::open(url, redis_timeout)?),
            };
            Ok((label.clone(), store))
        })
        .collect()
}
