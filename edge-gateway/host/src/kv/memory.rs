//! A store in the process's memory: shared by all instances, gone with the process.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::Failure;

/// The most that one store may hold, keys and values: a guest that never deletes is told so, instead of
/// taking the host's memory. A key set and 100,000 verified tokens need a tenth of it.
const MOST_BYTES: usize = 256 << 20;

/// Counted on top of key and value for each entry: what the map itself takes, roughly.
const ENTRY_BYTES: usize = 96;

const NOT_A_NUMBER: Failure = Failure("the value is not a number that can be counted on");

#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<RwLock<Entries>>);

#[derive(Default)]
struct Entries {
    map: HashMap<String, Vec<u8>>,
    bytes: usize,
}

impl Entries {
    fn set(&mut self, key: String, value: Vec<u8>) -> Result<(), Failure> {
        let replaced = self.map.get(&key).map_or(0, |old| cost(&key, old));
        let bytes = self.bytes - replaced + cost(&key, &value);
        if bytes > MOST_BYTES {
            return Err(Failure("the store is full"));
        }
        self.bytes = bytes;
        self.map.insert(key, value);
        Ok(())
    }
}

impl Memory {
    pub(super) fn get(&self, key: &str) -> Option<Vec<u8>> {
        self.read().map.get(key).cloned()
    }

    pub(super) fn set(&self, key: String, value: Vec<u8>) -> Result<(), Failure> {
        self.write().set(key, value)
    }

    /// A number is eight bytes, little end first, as in Spin's store.
    pub(super) fn increment(&self, key: String, delta: i64) -> Result<i64, Failure> {
        let mut entries = self.write();
        let number = match entries.map.get(&key) {
            None => 0,
            Some(value) => i64::from_le_bytes(value.as_slice().try_into().map_err(|_| NOT_A_NUMBER)?),
        };
        let sum = number.checked_add(delta).ok_or(NOT_A_NUMBER)?;
        entries.set(key, sum.to_le_bytes().to_vec())?;
        Ok(sum)
    }

    pub(super) fn delete(&self, key: &str) {
        let mut entries = self.write();
        if let Some(old) = entries.map.remove(key) {
            entries.bytes -= cost(key, &old);
        }
    }

    pub(super) fn exists(&self, key: &str) -> bool {
        self.read().map.contains_key(key)
    }

    pub(super) fn keys(&self) -> Vec<String> {
        self.read().map.keys().cloned().collect()
    }

    // A panic inside these short sections is not possible in a way that leaves the map broken.
    fn read(&self) -> RwLockReadGuard<'_, Entries> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Entries> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn cost(key: &str, value: &[u8]) -> usize {
    key.len() + value.len() + ENTRY_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_replaces_and_forgets() {
        let store = Memory::default();
        let other = store.clone();
        store.set("a".into(), vec![1]).unwrap();
        store.set("a".into(), vec![2, 3]).unwrap();
        assert_eq!(other.get("a"), Some(vec![2, 3]));
        assert_eq!((other.exists("a"), other.exists("b"), other.keys()), (true, false, vec!["a".to_owned()]));
        other.delete("a");
        assert_eq!((store.get("a"), store.read().bytes), (None, 0));
    }

    #[test]
    fn counts() {
        let store = Memory::default();
        assert_eq!((store.increment("n".into(), 2), store.increment("n".into(), -3)), (Ok(2), Ok(-1)));
        store.set("n".into(), b"5".to_vec()).unwrap();
        assert_eq!(store.increment("n".into(), 1), Err(NOT_A_NUMBER));
        store.set("n".into(), i64::MAX.to_le_bytes().to_vec()).unwrap();
        assert_eq!(store.increment("n".into(), 1), Err(NOT_A_NUMBER));
    }

    #[test]
    fn full() {
        let store = Memory::default();
        assert!(store.set("a".into(), vec![0; MOST_BYTES]).is_err());
        assert!(store.set("a".into(), vec![0; MOST_BYTES / 2]).is_ok());
        assert!(store.set("b".into(), vec![0; MOST_BYTES / 2]).is_err());
        assert!(store.set("a".into(), vec![0; MOST_BYTES / 2 + 1]).is_ok());
    }
}
