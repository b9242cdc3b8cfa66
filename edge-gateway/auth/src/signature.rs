//! Checks one signature with one key. The only place that knows cryptographic libraries.
//!
//! ES256 and the six of RSA are our own (`edge-signatures`, which says why); ES384 and EdDSA are RustCrypto's and dalek's.
//! `jsonwebtoken`, which chooses among the latter, would bring RSA a second time, and its signing.

use ed25519_dalek::Verifier as _;
use signatures::{Hash, P256Key, Padding, RsaKey};

use crate::Algorithm;
use crate::keys::Material;

/// Whether `signature` over `message` was made with the private half of `key`.
///
/// The caller has made sure that key and algorithm fit each other ([`crate::KeySet`]); if they do not, nothing holds.
pub(crate) fn holds(algorithm: Algorithm, key: &Material, message: &[u8], signature: &[u8]) -> bool {
    match (key, scheme(algorithm)) {
        (Material::Rsa { modulus, exponent }, Scheme::Rsa(padding, hash)) => {
            RsaKey::new(modulus, exponent).is_some_and(|key| key.verifies(padding, hash, message, signature))
        }
        (Material::P256(point), Scheme::P256) => {
            P256Key::from_sec1(point).is_some_and(|key| key.verifies(message, signature))
        }
        (Material::P384(point), Scheme::P384) => {
            match (p384_key(point), p384::ecdsa::Signature::from_slice(signature)) {
                (Some(key), Ok(signature)) => key.verify(message, &signature).is_ok(),
                _ => false,
            }
        }
        (Material::Ed25519(point), Scheme::Ed25519) => {
            match (ed25519_key(point), ed25519_dalek::Signature::from_slice(signature)) {
                (Some(key), Ok(signature)) => key.verify(message, &signature).is_ok(),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Whether the key can be used at all: a point that is not on its curve, or one of small order, with which a signature
/// would hold for messages that nobody signed, cannot. Asked once, when a key set is fetched.
pub(crate) fn is_sound(key: &Material) -> bool {
    match key {
        // RSA has no structure that could be seen beside the sizes, which were checked where the numbers were read.
        Material::Rsa { modulus, exponent } => RsaKey::new(modulus, exponent).is_some(),
        Material::P256(point) => P256Key::from_sec1(point).is_some(),
        Material::P384(point) => p384_key(point).is_some(),
        Material::Ed25519(point) => ed25519_key(point).is_some_and(|point| !point.is_weak()),
    }
}

fn p384_key(point: &[u8]) -> Option<p384::ecdsa::VerifyingKey> {
    p384::ecdsa::VerifyingKey::from_sec1_bytes(point).ok()
}

fn ed25519_key(point: &[u8]) -> Option<ed25519_dalek::VerifyingKey> {
    ed25519_dalek::VerifyingKey::try_from(point).ok()
}

/// What an algorithm asks for beside a key.
enum Scheme {
    Rsa(Padding, Hash),
    P256,
    P384,
    Ed25519,
}

const fn scheme(algorithm: Algorithm) -> Scheme {
    match algorithm {
        Algorithm::Rs256 => Scheme::Rsa(Padding::Pkcs1, Hash::Sha256),
        Algorithm::Rs384 => Scheme::Rsa(Padding::Pkcs1, Hash::Sha384),
        Algorithm::Rs512 => Scheme::Rsa(Padding::Pkcs1, Hash::Sha512),
        Algorithm::Ps256 => Scheme::Rsa(Padding::Pss, Hash::Sha256),
        Algorithm::Ps384 => Scheme::Rsa(Padding::Pss, Hash::Sha384),
        Algorithm::Ps512 => Scheme::Rsa(Padding::Pss, Hash::Sha512),
        Algorithm::Es256 => Scheme::P256,
        Algorithm::Es384 => Scheme::P384,
        Algorithm::EdDsa => Scheme::Ed25519,
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::{holds, is_sound};
    use crate::Algorithm;
    use crate::keys::Material;

    fn bytes(encoded: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(encoded).unwrap()
    }

    #[track_caller]
    fn check(algorithm: Algorithm, key: &Material, token: &str) {
        assert!(is_sound(key));
        let (message, signature) = token.rsplit_once('.').unwrap();
        let mut signature = bytes(signature);
        assert!(holds(algorithm, key, message.as_bytes(), &signature));
        for other in Algorithm::ALL.into_iter().filter(|other| *other != algorithm) {
            assert!(!holds(other, key, message.as_bytes(), &signature), "{other}");
        }
        signature[7] ^= 1;
        assert!(!holds(algorithm, key, message.as_bytes(), &signature));
        for length in 0..signature.len() {
            assert!(!holds(algorithm, key, message.as_bytes(), &signature[..length]), "{length}");
        }
    }

    /// RFC 8037 appendix A.4.
    #[test]
    fn the_ed25519_example_of_its_rfc() {
        let key = Material::Ed25519(bytes("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"));
        let token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\
                     hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        check(Algorithm::EdDsa, &key, token);
    }

    /// RFC 7515 appendix A.3.
    #[test]
    fn the_es256_example_of_its_rfc() {
        let mut point = vec![4];
        point.extend(bytes("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"));
        point.extend(bytes("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"));
        let token = "eyJhbGciOiJFUzI1NiJ9.\
                     eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
                     DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        check(Algorithm::Es256, &Material::P256(point), token);
    }
}
