//! Signatures that held before. Checking one costs more than the rest of a request's authentication together, and a
//! caller uses a token for minutes.
//!
//! What is remembered is a fact and no permission: *this key made this signature over these bytes*, as one SHA-256 over
//! all three and the algorithm. It does not go stale. Whether the key still counts, and everything that the token claims,
//! is looked at each time ([`crate::Inspected::verify_with`]), so a key that was withdrawn, a token that expired and a
//! setting that changed need nobody to clear anything.
//!
//! Whoever can write where the facts are kept can forge a token. They belong where the keys are kept (the pod's own
//! store), where the same is true of the keys.

use sha2::{Digest as _, Sha256};

use crate::Algorithm;
use crate::keys::Material;

/// One signature by one key over one token, in 32 bytes.
pub type SignatureFact = [u8; 32];

/// A memory of signatures that held. It may forget whatever it likes.
pub trait SeenSignatures {
    /// Whether this very fact was remembered.
    fn held(&self, fact: &SignatureFact) -> bool;
    /// It holds: worth remembering.
    fn remember(&self, fact: &SignatureFact);
}

/// Remembers nothing: every signature is checked.
pub(crate) struct Forgetful;

impl SeenSignatures for Forgetful {
    fn held(&self, _fact: &SignatureFact) -> bool {
        false
    }
    fn remember(&self, _fact: &SignatureFact) {}
}

/// SHA-256 over parts, each with its length before it: no two lists of parts look the same.
#[must_use]
pub fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

pub(crate) fn fact(algorithm: Algorithm, key: &Material, message: &[u8], signature: &[u8]) -> SignatureFact {
    let (key, exponent): (&[u8], &[u8]) = match key {
        Material::Rsa { modulus, exponent } => (modulus, exponent),
        Material::P256 { point, .. } | Material::P384(point) | Material::Ed25519 { point, .. } => {
            (point, &[])
        }
    };
    digest(&[b"anteroom signature 1", algorithm.name().as_bytes(), key, exponent, message, signature])
}

#[cfg(test)]
mod tests {
    use super::{digest, fact};
    use crate::Algorithm;
    use crate::keys::Material;

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
        assert_ne!(digest(&[b"ab"]), digest(&[b"ab", b""]));
    }

    #[test]
    fn another_key_algorithm_message_or_signature_is_another_fact() {
        let key = |n: u8| Material::Rsa { modulus: vec![n; 256], exponent: vec![1, 0, 1] };
        let base = fact(Algorithm::Rs256, &key(1), b"m", b"s");
        assert_eq!(base, fact(Algorithm::Rs256, &key(1), b"m", b"s"));
        for other in [
            fact(Algorithm::Rs256, &key(2), b"m", b"s"),
            fact(Algorithm::Rs256, &Material::Rsa { modulus: vec![1; 256], exponent: vec![3] }, b"m", b"s"),
            fact(Algorithm::Ps256, &key(1), b"m", b"s"),
            fact(Algorithm::Rs256, &key(1), b"n", b"s"),
            fact(Algorithm::Rs256, &key(1), b"m", b"t"),
        ] {
            assert_ne!(base, other);
        }
    }
}
