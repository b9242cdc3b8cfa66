//! Signing keys of every kind that the edge takes, made on the fly and kept as PEM.

use anyhow::{Context, Result, bail};
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{EncodePrivateKey, KeypairBytes};
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, EncodingKey};
use rsa::pkcs1::EncodeRsaPrivateKey;
use std::fmt;
use std::fs;
use std::path::Path;

/// Modulus length of RSA keys, in bits: the least that the edge takes (NIST SP 800-131A).
const RSA_BITS: usize = 2048;

/// A private key with the algorithm it signs with and its id.
#[derive(Clone)]
pub struct SigningKey {
    /// Goes into the token's header and the key set.
    pub kid: String,
    /// What it signs with.
    pub algorithm: Algorithm,
    pem: String,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, {:?})", self.kid, self.algorithm)
    }
}

impl SigningKey {
    /// Makes a key for `algorithm` (RS*, PS*, ES256, ES384 or EdDSA).
    ///
    /// # Errors
    /// For HMAC algorithms: the edge takes none.
    pub fn generate(algorithm: Algorithm, kid: &str) -> Result<Self> {
        use Algorithm as A;
        let pem = match algorithm {
            // Without the public half beside it (PKCS#8 version 1): `jsonwebtoken` tells the curve by the length.
            A::EdDSA => KeypairBytes { secret_key: rand::random(), public_key: None }
                .to_pkcs8_pem(LineEnding::LF)?
                .to_string(),
            A::ES256 => rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?.serialize_pem(),
            A::ES384 => rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384)?.serialize_pem(),
            A::RS256 | A::RS384 | A::RS512 | A::PS256 | A::PS384 | A::PS512 => {
                let key = rsa::RsaPrivateKey::new(&mut rand::thread_rng(), RSA_BITS)?;
                key.to_pkcs1_pem(LineEnding::LF)?.to_string()
            }
            _ => bail!("{algorithm:?} is not an algorithm of this issuer"),
        };
        Ok(Self { kid: kid.to_owned(), algorithm, pem })
    }

    /// Reads the key that an earlier start wrote to `file`, or makes one and writes it, readable by its owner only.
    ///
    /// # Errors
    /// Where the file cannot be written, or holds no key.
    pub fn load_or_generate(file: &Path, algorithm: Algorithm) -> Result<Self> {
        let kid = format!("dev-{algorithm:?}").to_lowercase();
        if let Ok(pem) = fs::read_to_string(file) {
            let key = Self { kid, algorithm, pem };
            key.encoding_key().with_context(|| format!("{} holds no key; delete it", file.display()))?;
            return Ok(key);
        }
        let key = Self::generate(algorithm, &kid)?;
        crate::pki::write_private(file, &key.pem)?;
        Ok(key)
    }

    /// The key as `jsonwebtoken` signs with it.
    ///
    /// # Errors
    /// Where the PEM is not of this algorithm's kind.
    pub fn encoding_key(&self) -> Result<EncodingKey> {
        use Algorithm as A;
        let pem = self.pem.as_bytes();
        Ok(match self.algorithm {
            A::EdDSA => EncodingKey::from_ed_pem(pem)?,
            A::ES256 | A::ES384 => EncodingKey::from_ec_pem(pem)?,
            _ => EncodingKey::from_rsa_pem(pem)?,
        })
    }

    /// The public half, as it stands in a key set (RFC 7517).
    ///
    /// # Errors
    /// As [`Self::encoding_key`].
    pub fn public(&self) -> Result<Jwk> {
        let mut jwk = Jwk::from_encoding_key(&self.encoding_key()?, self.algorithm)?;
        jwk.common.key_id = Some(self.kid.clone());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(jwk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_each_kind_sign_and_have_a_public_half() {
        use Algorithm as A;
        for algorithm in [A::EdDSA, A::ES256, A::ES384, A::RS256] {
            let key = SigningKey::generate(algorithm, "k").unwrap();
            let token = crate::token::Claims::new("i", "a", 60).sign(&key).unwrap();
            let public = jsonwebtoken::DecodingKey::from_jwk(&key.public().unwrap()).unwrap();
            let mut rules = jsonwebtoken::Validation::new(algorithm);
            rules.set_audience(&["a"]);
            assert!(
                jsonwebtoken::decode::<serde_json::Value>(&token, &public, &rules).is_ok(),
                "{algorithm:?}"
            );
        }
        assert!(SigningKey::generate(A::HS256, "k").is_err());
    }
}
