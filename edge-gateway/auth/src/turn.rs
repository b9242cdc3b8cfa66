//! Taking a turn in a store that has no atomic operation, as Spin's key-value interface has none.
//!
//! Called by a component's [`crate::KeyWorld::take`]. Whoever finds the turn free writes a random mark, lets
//! [`TURN_SETTLE_MILLISECONDS`] pass, and has the turn if its mark still stands: of those who wrote at the same
//! moment, the last. Two can have it only if one of them stands still for that long between two calls to the store;
//! `key_flow` looks at the state again after that, so that even then a second fetch is rare, and nothing worse than a
//! second fetch comes of it.

use crate::StoreDown;

/// How long a mark must stand. Long beside two calls to a local store, and paid once per fetch.
pub const TURN_SETTLE_MILLISECONDS: u64 = 10;

/// What taking a turn needs: one value in the store, under a key of its own.
pub trait TurnStore {
    /// The last mark.
    ///
    /// # Errors
    /// The store is down. No mark is not an error.
    fn load_mark(&self) -> Result<Option<Vec<u8>>, StoreDown>;

    /// Writes a mark over the last one.
    ///
    /// # Errors
    /// The store is down.
    fn save_mark(&self, mark: &[u8]) -> Result<(), StoreDown>;

    /// A fresh random number, so that two marks differ. It protects nothing.
    fn random(&self) -> u128;

    /// Lets [`TURN_SETTLE_MILLISECONDS`] pass.
    fn settle(&self);
}

/// Whether the turn of this name is ours. A turn is never given back: the next one has another name.
///
/// # Errors
/// The store is down.
pub fn take_turn<S: TurnStore>(store: &S, name: &str) -> Result<bool, StoreDown> {
    let is_taken = |mark: Vec<u8>| mark.split(|byte| *byte == b' ').next() == Some(name.as_bytes());
    if store.load_mark()?.is_some_and(is_taken) {
        return Ok(false);
    }
    let mark = format!("{name} {:032x}", store.random());
    store.save_mark(mark.as_bytes())?;
    store.settle();
    Ok(store.load_mark()?.as_deref() == Some(mark.as_bytes()))
}
