//! The form in which keys lie in the store: only usable ones, only the members that verification needs, and borrowed
//! while it is read. Reading it is on the path of every request.
//!
//! The store is the pod's own; still, what comes out is checked again as far as that costs nothing.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::{Key, KeySet, MAX_KEY_ID_BYTES, Material};
use crate::Algorithm;

/// One key as it is stored.
#[derive(Serialize, Deserialize)]
pub(crate) struct Stored<'a> {
    #[serde(borrow, rename = "i", skip_serializing_if = "Option::is_none", default)]
    id: Option<Cow<'a, str>>,
    #[serde(rename = "a", skip_serializing_if = "Option::is_none", default)]
    algorithm: Option<&'a str>,
    #[serde(rename = "t")]
    kind: &'a str,
    /// Modulus or point.
    #[serde(borrow, rename = "k")]
    key: Cow<'a, str>,
    #[serde(borrow, rename = "e", skip_serializing_if = "Option::is_none", default)]
    exponent: Option<Cow<'a, str>>,
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

    /// The compact form on its own, as JSON.
    #[must_use]
    pub fn to_cache(&self) -> Vec<u8> {
        // Strings and lists only: this cannot fail, and an empty answer would be read as no keys.
        serde_json::to_vec(&self.stored()).unwrap_or_default()
    }

    /// Reads what [`Self::to_cache`] wrote.
    #[must_use]
    pub fn from_cache(bytes: &[u8]) -> Option<Self> {
        Self::from_stored(&serde_json::from_slice::<Vec<Stored<'_>>>(bytes).ok()?)
    }
}

impl Key {
    fn stored(&self) -> Stored<'_> {
        let (kind, key, exponent) = match &self.material {
            Material::Rsa { modulus, exponent } => ("rsa", modulus, Some(exponent)),
            Material::P256(point) => ("p256", point, None),
            Material::P384(point) => ("p384", point, None),
            Material::Ed25519(point) => ("ed25519", point, None),
        };
        Stored {
            id: self.id.as_deref().map(Cow::Borrowed),
            algorithm: self.algorithm.map(Algorithm::name),
            kind,
            key: URL_SAFE_NO_PAD.encode(key).into(),
            exponent: exponent.map(|exponent| URL_SAFE_NO_PAD.encode(exponent).into()),
        }
    }

    fn from_stored(stored: &Stored<'_>) -> Option<Self> {
        let key = URL_SAFE_NO_PAD.decode(stored.key.as_bytes()).ok()?;
        let exponent = match &stored.exponent {
            Some(exponent) => Some(URL_SAFE_NO_PAD.decode(exponent.as_bytes()).ok()?),
            None => None,
        };
        let material = match (stored.kind, exponent, key.len()) {
            ("rsa", Some(exponent), _) => Material::rsa(&key, &exponent).ok()?,
            ("p256", None, 65) => Material::P256(key),
            ("p384", None, 97) => Material::P384(key),
            // The library reads the first 32 bytes without looking whether they are there.
            ("ed25519", None, 32) => Material::Ed25519(key),
            _ => return None,
        };
        let algorithm = match stored.algorithm {
            Some(name) => Some(Algorithm::from_name(name)?),
            None => None,
        };
        if stored.id.as_ref().is_some_and(|id| !(1..=MAX_KEY_ID_BYTES).contains(&id.len())) {
            return None;
        }
        Some(Self { id: stored.id.as_ref().map(|id| id.clone().into_owned()), algorithm, material })
    }
}
