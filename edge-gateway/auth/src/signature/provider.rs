//! What `jsonwebtoken` verifies by: all but ES384, which is RustCrypto's, is our own (`edge-signatures`, which says why). Its own
//! providers would bring each a second time, and signing.

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind, Result, new_error};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind, EncodingKey};
use p384::ecdsa::signature::{Error as SignatureError, Verifier};
use signatures::{Ed25519Key, Hash, P256Key, Padding, RsaKey};

/// Verifies, and does nothing else: there is no private key at the edge.
pub(super) static VERIFYING: CryptoProvider = CryptoProvider {
    signer_factory: no_signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

fn no_signer(_: &Algorithm, _: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    Err(unfit())
}

/// The verifier of an algorithm with a key, or an error where they do not fit or the key is not sound.
fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    let check = match (scheme(*algorithm), key.kind()) {
        (Some(Scheme::Rsa(padding, hash)), DecodingKeyKind::RsaModulusExponent { n, e }) => {
            RsaKey::new(n, e).map(|key| Check::Rsa(Box::new(key), padding, hash))
        }
        (Some(Scheme::P256), DecodingKeyKind::SecretOrDer(ready)) => {
            let ready = ready.as_slice().try_into().ok();
            ready.and_then(P256Key::from_ready).map(|key| Check::P256(Box::new(key)))
        }
        (Some(Scheme::P384), DecodingKeyKind::SecretOrDer(point)) => {
            p384::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(|key| Check::P384(Box::new(key)))
        }
        (Some(Scheme::Ed25519), DecodingKeyKind::SecretOrDer(ready)) => {
            let ready = ready.as_slice().try_into().ok();
            ready.and_then(Ed25519Key::from_ready).map(|key| Check::Ed25519(Box::new(key)))
        }
        _ => None,
    };
    let check = check.ok_or_else(unfit)?;
    Ok(Box::new(WithKey { algorithm: *algorithm, check }))
}

fn unfit() -> Error {
    new_error(ErrorKind::InvalidAlgorithm)
}

/// What an algorithm asks for beside a key.
enum Scheme {
    Rsa(Padding, Hash),
    P256,
    P384,
    Ed25519,
}

const fn scheme(algorithm: Algorithm) -> Option<Scheme> {
    Some(match algorithm {
        Algorithm::RS256 => Scheme::Rsa(Padding::Pkcs1, Hash::Sha256),
        Algorithm::RS384 => Scheme::Rsa(Padding::Pkcs1, Hash::Sha384),
        Algorithm::RS512 => Scheme::Rsa(Padding::Pkcs1, Hash::Sha512),
        Algorithm::PS256 => Scheme::Rsa(Padding::Pss, Hash::Sha256),
        Algorithm::PS384 => Scheme::Rsa(Padding::Pss, Hash::Sha384),
        Algorithm::PS512 => Scheme::Rsa(Padding::Pss, Hash::Sha512),
        Algorithm::ES256 => Scheme::P256,
        Algorithm::ES384 => Scheme::P384,
        Algorithm::EdDSA => Scheme::Ed25519,
        // HMAC, by which nobody is let in here, and what it may learn one day.
        _ => return None,
    })
}

/// A sound key of the kind that its algorithm asks for.
struct WithKey {
    algorithm: Algorithm,
    check: Check,
}

enum Check {
    Rsa(Box<RsaKey>, Padding, Hash),
    P256(Box<P256Key>),
    P384(Box<p384::ecdsa::VerifyingKey>),
    Ed25519(Box<Ed25519Key>),
}

impl Verifier<Vec<u8>> for WithKey {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), SignatureError> {
        let holds = match &self.check {
            Check::Rsa(key, padding, hash) => key.verifies(*padding, *hash, message, signature),
            Check::P256(key) => key.verifies(message, signature),
            Check::P384(key) => {
                return key.verify(message, &p384::ecdsa::Signature::from_slice(signature)?);
            }
            Check::Ed25519(key) => key.verifies(message, signature),
        };
        holds.then_some(()).ok_or_else(SignatureError::new)
    }
}

impl JwtVerifier for WithKey {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}
