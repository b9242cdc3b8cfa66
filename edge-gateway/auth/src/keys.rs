//! Key sets (RFC 7517): which published keys are used, and which key a token means.
//!
//! Read once per fetch and strictly ([`KeySet::parse`]); kept in a short form that is cheap to read again for each
//! request (`store`). What a set may hold:
//! - Keys that are not for us are skipped, and the rest is used: `use: enc`, `key_ops` without `verify`, other types,
//!   curves and algorithms, weak or broken keys. Real providers publish encryption keys next to signing keys, and one
//!   odd key must not stop the others.
//! - A set with something secret in it (`oct`, or a private part) is refused whole: whoever published that has
//!   published other secrets, or is not who we think. So is one that says two things at once (repeated names, one
//!   `kid` for two keys that fit the same tokens), and one with no key left.

mod jwk;
mod store;

use std::fmt;

use crate::{Algorithm, Refusal};

pub(crate) use store::{Stored, read};

/// The most that is read of a key set. Thirty RSA keys with certificate chains fit; a larger document is not a key set.
pub const MAX_KEY_SET_BYTES: usize = 64 * 1024;

/// The longest key id, in bytes. Thumbprints and UUIDs have 36 to 64; this leaves room for those who put a URL there.
pub(crate) const MAX_KEY_ID_BYTES: usize = 256;

/// NIST SP 800-131A: below 2048 bits RSA is disallowed.
const MIN_RSA_BITS: usize = 2048;

/// What the verifying library takes, and a bound on what one signature costs.
const MAX_RSA_BITS: usize = 4096;

/// FIPS 186-5 section 5.4: odd, above 2^16. The upper bound is a bound on cost; nobody publishes another than 65537.
const RSA_EXPONENTS: std::ops::RangeInclusive<u64> = 65_537..=0xffff_ffff;

/// The keys of one issuer that may verify signatures: at least one.
#[derive(Clone, PartialEq, Eq)]
pub struct KeySet {
    keys: Vec<Key>,
    skipped: Vec<Skipped>,
}

/// One usable key.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key {
    id: Option<String>,
    /// The key's own `alg`, if it has one.
    algorithm: Option<Algorithm>,
    material: Material,
}

/// Public key material, of checked form.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Material {
    /// Big-endian, without leading zeros.
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    /// 65 bytes: SEC 1, uncompressed; and the same key made ready to verify with, [`signatures::P256Key::READY_BYTES`].
    P256 { point: Vec<u8>, ready: Vec<u8> },
    /// 97 bytes: SEC 1, uncompressed.
    P384(Vec<u8>),
    /// 32 bytes; and the same key made ready, [`signatures::Ed25519Key::READY_BYTES`].
    Ed25519 { point: Vec<u8>, ready: Vec<u8> },
}

/// Why one key of a set is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// Not an RSA, EC or OKP key, or another curve than P-256, P-384 and Ed25519.
    TypeUnsupported,
    /// `use` is not `sig`, or `key_ops` lacks `verify`.
    NotForVerifying,
    /// Its `alg` is unknown, or cannot be used with such a key.
    AlgorithmUnsupported,
    /// RSA under 2048 bits or with a small exponent.
    TooWeak,
    /// RSA over 4096 bits, or with an exponent that makes verification slow.
    TooCostly,
    /// A member is missing, of the wrong type or length, or the point is not on its curve or of small order.
    Malformed,
}

/// Why a key set was not taken. The last good one stays in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySetError {
    /// No answer.
    Unreachable,
    /// An answer other than 200. Redirects are not followed: the configured address is the one that is trusted.
    Status(u16),
    /// Over [`MAX_KEY_SET_BYTES`].
    TooLarge,
    /// Not a JSON object with a list `keys` of objects.
    Malformed,
    /// A name stands twice in one object.
    MemberRepeated,
    /// A symmetric key, or the private part of a pair.
    SecretPublished,
    /// Two different keys under one `kid`, both fitting the same algorithm.
    KeyIdAmbiguous,
    /// No key left that could verify anything.
    NoUsableKey,
    /// The issuer's metadata: an answer other than 200.
    MetadataStatus(u16),
    /// The issuer's metadata is not a JSON object with a `jwks_uri` that keys may come from.
    MetadataMalformed,
    /// The `issuer` of the metadata is another (RFC 8414 section 3.3).
    MetadataOfAnother,
    /// `jwks_uri` is on an origin that the deployment has not listed.
    KeysElsewhere,
}

impl KeySetError {
    /// The stable name for logs and metrics.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Status(_) => "status",
            Self::TooLarge => "too_large",
            Self::Malformed => "malformed",
            Self::MemberRepeated => "member_repeated",
            Self::SecretPublished => "secret_published",
            Self::KeyIdAmbiguous => "key_id_ambiguous",
            Self::NoUsableKey => "no_usable_key",
            Self::MetadataStatus(_) => "metadata_status",
            Self::MetadataMalformed => "metadata_malformed",
            Self::MetadataOfAnother => "metadata_of_another",
            Self::KeysElsewhere => "keys_elsewhere",
        }
    }
}

impl fmt::Display for KeySetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "the key server answered {status}"),
            other => write!(f, "key set refused: {}", other.reason()),
        }
    }
}

impl std::error::Error for KeySetError {}

impl KeySet {
    /// Reads a published key set.
    ///
    /// # Errors
    /// See [`KeySetError`]; `Unreachable` and `Status` are not given here.
    pub fn parse(bytes: &[u8]) -> Result<Self, KeySetError> {
        jwk::parse(bytes)
    }

    /// How many keys can be used.
    #[must_use]
    pub fn usable(&self) -> usize {
        self.keys.len()
    }

    /// Why others are not, in their order. Empty in a set that comes from the store.
    #[must_use]
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Whether a key has this id.
    #[must_use]
    pub fn has(&self, key_id: &str) -> bool {
        self.keys.iter().any(|key| key.id.as_deref() == Some(key_id))
    }

    /// The key that a token's header means.
    ///
    /// Without a `kid` it is clear only if a single key fits: trying several would let one request cost many
    /// verifications.
    pub(crate) fn select(&self, key_id: Option<&str>, algorithm: Algorithm) -> Result<&Material, Refusal> {
        let Some(key_id) = key_id else {
            let mut fitting = self.keys.iter().filter(|key| key.fits(algorithm));
            return match (fitting.next(), fitting.next()) {
                (Some(key), None) => Ok(&key.material),
                _ => Err(Refusal::KeyIdMissing),
            };
        };
        if !self.has(key_id) {
            return Err(Refusal::KeyUnknown);
        }
        self.keys
            .iter()
            .find(|key| key.id.as_deref() == Some(key_id) && key.fits(algorithm))
            .map(|key| &key.material)
            .ok_or(Refusal::KeyMismatch)
    }
}

impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeySet({} usable, {} skipped)", self.keys.len(), self.skipped.len())
    }
}

impl Key {
    /// The key's type and curve are those of the algorithm, and its own `alg`, if any, is this one.
    fn fits(&self, algorithm: Algorithm) -> bool {
        self.material.fits(algorithm) && self.algorithm.is_none_or(|own| own == algorithm)
    }

    /// Some algorithm fits both.
    fn overlaps(&self, other: &Self) -> bool {
        Algorithm::ALL.into_iter().any(|algorithm| self.fits(algorithm) && other.fits(algorithm))
    }
}

impl Material {
    /// An RSA key within the limits.
    fn rsa(modulus: &[u8], exponent: &[u8]) -> Result<Self, Skipped> {
        let modulus = without_leading_zeros(modulus);
        let exponent = without_leading_zeros(exponent);
        let bits = modulus.first().map_or(0, |first| modulus.len() * 8 - first.leading_zeros() as usize);
        if bits < MIN_RSA_BITS {
            return Err(Skipped::TooWeak);
        }
        if bits > MAX_RSA_BITS || exponent.len() > size_of::<u64>() {
            return Err(Skipped::TooCostly);
        }
        let is_odd = |number: &[u8]| number.last().is_some_and(|last| last & 1 == 1);
        if !is_odd(modulus) || !is_odd(exponent) {
            return Err(Skipped::Malformed);
        }
        let value = exponent.iter().fold(0, |sum: u64, byte| sum << 8 | u64::from(*byte));
        if value < *RSA_EXPONENTS.start() {
            return Err(Skipped::TooWeak);
        }
        if value > *RSA_EXPONENTS.end() {
            return Err(Skipped::TooCostly);
        }
        Ok(Self::Rsa { modulus: modulus.to_vec(), exponent: exponent.to_vec() })
    }

    const fn fits(&self, algorithm: Algorithm) -> bool {
        use Algorithm::{EdDsa, Es256, Es384, Ps256, Ps384, Ps512, Rs256, Rs384, Rs512};
        match self {
            Self::Rsa { .. } => matches!(algorithm, Rs256 | Rs384 | Rs512 | Ps256 | Ps384 | Ps512),
            Self::P256 { .. } => matches!(algorithm, Es256),
            Self::P384(_) => matches!(algorithm, Es384),
            Self::Ed25519 { .. } => matches!(algorithm, EdDsa),
        }
    }
}

/// RFC 7518 section 6.3.1 forbids them, and some issuers write them all the same.
fn without_leading_zeros(number: &[u8]) -> &[u8] {
    number.split_at(number.iter().take_while(|byte| **byte == 0).count()).1
}
