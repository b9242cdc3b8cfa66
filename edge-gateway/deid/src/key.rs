//! The deployment's secret: what keyed hashes and date shifts are made with.
//!
//! Held by [`crate::Action::Hash`] and [`crate::Action::Shift`]: an action that needs a key cannot exist without one. Nothing
//! here may ever show the secret, or a tag that was made for another purpose.

use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::sync::Arc;

/// Fewest bytes of a secret: as many as the hash's output, below which RFC 2104 (section 3) discourages a key.
pub const MIN_KEY_BYTES: usize = 32;

/// A secret key. Cheap to clone; its `Debug` is redacted.
///
/// What is made with it is pseudonymous, not anonymous: whoever holds the key can test a guess. 45 CFR 164.514(c) therefore
/// asks that the means of re-identification be kept apart from the data; keep it out of the reach of whoever reads the output.
#[derive(Clone)]
pub struct Key(Arc<Hmac<Sha256>>);

/// The secret is shorter than [`MIN_KEY_BYTES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyTooShort;

impl std::fmt::Display for KeyTooShort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a key has at least {MIN_KEY_BYTES} bytes")
    }
}

impl std::error::Error for KeyTooShort {}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Equal when they make equal tags.
impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.tag("equal", &[]) == other.tag("equal", &[])
    }
}

impl Eq for Key {}

impl Key {
    /// A key out of a secret: random bytes, or their text in hexadecimal or base 64, used as they are.
    ///
    /// # Errors
    /// [`KeyTooShort`].
    pub fn new(secret: &[u8]) -> Result<Key, KeyTooShort> {
        if secret.len() < MIN_KEY_BYTES {
            return Err(KeyTooShort);
        }
        // HMAC takes keys of any length.
        Hmac::new_from_slice(secret).map(|mac| Key(Arc::new(mac))).map_err(|_| KeyTooShort)
    }

    /// HMAC-SHA-256 (FIPS 198-1) of the parts for one purpose. Each part goes with its length, so that no two lists of parts
    /// read alike.
    pub(crate) fn tag(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = Hmac::clone(&self.0);
        for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_nothing_and_tells_purposes_apart() {
        let key = Key::new(&[b'k'; 32]).unwrap();
        assert_eq!(format!("{key:?}"), "Key(…)");
        assert_eq!(Key::new(&[b'k'; 31]), Err(KeyTooShort));
        assert_eq!(key.tag("a", &[b"bc"]), key.clone().tag("a", &[b"bc"]));
        assert_ne!(key.tag("a", &[b"bc"]), key.tag("ab", &[b"c"]));
        assert_ne!(key.tag("a", &[b"b", b"c"]), key.tag("a", &[b"bc"]));
        assert_ne!(key, Key::new(&[b'l'; 32]).unwrap());
    }
}
