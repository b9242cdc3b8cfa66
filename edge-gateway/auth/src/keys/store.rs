//! The form in which keys lie in the store: only usable ones, only the members that verification needs, and borrowed
//! while it is read. Reading it is on the path of every request.
//!
//! The store is the pod's own; still, what comes out is checked again as far as that costs nothing.

use serde::{Deserialize, Serialize};
use signatures::{Ed25519Key, P256Key};

use super::{Key, KeySet, MAX_KEY_ID_BYTES, Material};
use crate::Algorithm;

/// Reads what was stored as one value, and nothing behind it.
pub(crate) fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    let (value, rest) = postcard::take_from_bytes(bytes).ok()?;
    rest.is_empty().then_some(value)
}

/// One key as it is stored.
#[derive(Serialize, Deserialize)]
pub(crate) struct Stored<'a> {
    id: Option<&'a str>,
    algorithm: Option<&'a str>,
    kind: &'a str,
    /// Modulus or point.
    key: &'a [u8],
    /// Exponent of RSA; of P-256 and Ed25519 the key made ready.
    more: &'a [u8],
}

impl KeySet {
    /// The keys for the store.
    pub(crate) fn stored(&self) -> Vec<Stored<'_>> {
        self.keys.iter().map(Key::stored).collect()
    }

    /// The keys from the store; `None` if anything about them is unlike what [`Self::stored`] gives.
    pub(crate) fn from_stored(stored: &[Stored<'_>]) -> Option<Self> {
        let keys = stored.iter().map(Key::from_stored).collect::<Option<Vec<_>>>()?;
        (!keys.is_empty()).then_some(Self { keys, skipped: Vec::new() })
    }

    /// The compact form on its own.
    #[must_use]
    pub fn to_cache(&self) -> Vec<u8> {
        // Strings and lists only: this cannot fail, and an empty answer would be read as no keys.
        postcard::to_allocvec(&self.stored()).unwrap_or_default()
    }

    /// Reads what [`Self::to_cache`] wrote.
    #[must_use]
    pub fn from_cache(bytes: &[u8]) -> Option<Self> {
        Self::from_stored(&read::<Vec<Stored<'_>>>(bytes)?)
    }
}

impl Key {
    fn stored(&self) -> Stored<'_> {
        let (kind, key, more): (_, &[u8], &[u8]) = match &self.material {
            Material::Rsa { modulus, exponent } => ("rsa", modulus, exponent),
            Material::P256 { point, ready } => ("p256", point, ready),
            Material::P384(point) => ("p384", point, &[]),
            Material::Ed25519 { point, ready } => ("ed25519", point, ready),
        };
        Stored { id: self.id.as_deref(), algorithm: self.algorithm.map(Algorithm::name), kind, key, more }
    }

    fn from_stored(stored: &Stored<'_>) -> Option<Self> {
        let material = match (stored.kind, stored.key.len(), stored.more) {
            ("rsa", _, exponent) => Material::rsa(stored.key, exponent).ok()?,
            ("p256", 65, ready) if ready.len() == P256Key::READY_BYTES => {
                Material::P256 { point: stored.key.to_vec(), ready: ready.to_vec() }
            }
            ("p384", 97, []) => Material::P384(stored.key.to_vec()),
            ("ed25519", 32, ready) if ready.len() == Ed25519Key::READY_BYTES => {
                Material::Ed25519 { point: stored.key.to_vec(), ready: ready.to_vec() }
            }
            _ => return None,
        };
        let algorithm = match stored.algorithm {
            Some(name) => Some(Algorithm::from_name(name)?),
            None => None,
        };
        if stored.id.is_some_and(|id| !(1..=MAX_KEY_ID_BYTES).contains(&id.len())) {
            return None;
        }
        Some(Self { id: stored.id.map(str::to_owned), algorithm, material })
    }
}
