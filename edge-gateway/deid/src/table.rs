//! What is remembered of a request, by bytes.
//!
//! Trees: no text can make them slow, and a component asks its host for no randomness. One type of tree for everything, as each
//! type is code of its own in the component.

use std::collections::BTreeMap;

/// Numbers by bytes.
pub(crate) type Index = BTreeMap<Vec<u8>, u32>;

/// Bytes by the bytes of a key and by what kind of key it is.
#[derive(Clone, Default)]
pub(crate) struct Table {
    index: Index,
    values: Vec<Vec<u8>>,
}

/// A key with its kind in front.
pub(crate) fn keyed(kind: u8, key: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(key.len() + 1);
    whole.push(kind);
    whole.extend_from_slice(key);
    whole
}

impl Table {
    pub(crate) fn get(&self, kind: u8, key: &[u8]) -> Option<&[u8]> {
        let at = *self.index.get(&keyed(kind, key))?;
        self.values.get(at as usize).map(Vec::as_slice)
    }

    /// The value as text, where it is some.
    pub(crate) fn text(&self, kind: u8, key: &[u8]) -> Option<&str> {
        std::str::from_utf8(self.get(kind, key)?).ok()
    }

    pub(crate) fn has(&self, kind: u8, key: &[u8]) -> bool {
        self.index.contains_key(&keyed(kind, key))
    }

    /// Remembers it, unless the key has a value already.
    pub(crate) fn set(&mut self, kind: u8, key: &[u8], value: &[u8]) {
        let next = self.values.len() as u32;
        if *self.index.entry(keyed(kind, key)).or_insert(next) == next {
            self.values.push(value.to_vec());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_value_stays_and_kinds_are_apart() {
        let mut table = Table::default();
        table.set(1, b"a", b"x");
        table.set(1, b"a", b"y");
        table.set(2, b"a", b"z");
        assert_eq!((table.text(1, b"a"), table.get(2, b"a")), (Some("x"), Some(&b"z"[..])));
        assert!(table.has(1, b"a") && !table.has(1, b"b") && !table.has(3, b"a"));
    }
}
