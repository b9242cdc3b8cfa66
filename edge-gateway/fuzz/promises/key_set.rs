//! Published key sets.

use auth::{KeySet, MAX_KEY_SET_BYTES};
use serde_json::Value;

/// A set that is taken has a key that can be used, an account of each of the others, and nothing secret in it.
pub fn key_set(bytes: &[u8]) {
    let Ok(set) = KeySet::parse(bytes) else { return };
    assert!(bytes.len() <= MAX_KEY_SET_BYTES);
    assert!(set.usable() > 0);
    let read: Value = serde_json::from_slice(bytes).expect("a set that is taken is JSON");
    let keys = read["keys"].as_array().expect("with a list of keys");
    assert!(set.usable() + set.skipped().len() <= keys.len());
    for key in keys {
        for secret in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
            assert!(key.get(secret).is_none(), "a set with `{secret}` is taken");
        }
        assert_ne!(key["kty"], "oct");
    }
}
