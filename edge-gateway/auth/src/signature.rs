//! Checks one signature with one key. The only place that knows `jsonwebtoken`.
//!
//! Its provider of cryptography is ours ([`provider`]) and is named, not looked up: the process-wide choice panics when a
//! build happens to have two.

mod provider;

use jsonwebtoken::DecodingKey;
use jsonwebtoken::crypto::JwtVerifier;
use signatures::{Ed25519Key, P256Key};

use crate::Algorithm;
use crate::keys::Material;

/// Whether `signature` over `message` was made with the private half of `key`.
///
/// The caller has made sure that key and algorithm fit each other ([`crate::KeySet`]); if they do not, nothing holds.
pub(crate) fn holds(algorithm: Algorithm, key: &Material, message: &[u8], signature: &[u8]) -> bool {
    verifier(algorithm, key).is_some_and(|verifier| verifier.verify(message, &signature.to_vec()).is_ok())
}

/// A key on P-256 with what makes each verification cheaper, from its SEC 1 point; `None` where that is not on the curve. Takes
/// about as long as two verifications, once, when a key set is fetched.
pub(crate) fn p256(point: Vec<u8>) -> Option<Material> {
    let ready = P256Key::from_sec1(&point)?.to_ready().to_vec();
    Some(Material::P256 { point, ready })
}

/// The same for a key of Ed25519; `None` where it is no point, or one of small order, with which a signature would hold for
/// messages that nobody signed.
pub(crate) fn ed25519(point: Vec<u8>) -> Option<Material> {
    let ready = Ed25519Key::from_public(&point)?.to_ready().to_vec();
    Some(Material::Ed25519 { point, ready })
}

/// Whether the key can be used at all: a point that is not on its curve cannot. Asked once, when a key set is fetched.
pub(crate) fn is_sound(key: &Material) -> bool {
    let algorithm = match key {
        // Beside its sizes nothing can be seen of it, and they are the same for all six.
        Material::Rsa { .. } => Algorithm::Rs256,
        Material::P256 { .. } => Algorithm::Es256,
        Material::P384(_) => Algorithm::Es384,
        Material::Ed25519 { .. } => Algorithm::EdDsa,
    };
    verifier(algorithm, key).is_some()
}

fn verifier(algorithm: Algorithm, key: &Material) -> Option<Box<dyn JwtVerifier>> {
    let key = match key {
        Material::Rsa { modulus, exponent } => DecodingKey::from_rsa_raw_components(modulus, exponent),
        // What it calls DER is what our provider makes of it: the key made ready, or the SEC 1 point.
        Material::P256 { ready: bytes, .. } | Material::P384(bytes) => DecodingKey::from_ec_der(bytes),
        Material::Ed25519 { ready, .. } => DecodingKey::from_ed_der(ready),
    };
    (provider::VERIFYING.verifier_factory)(&theirs(algorithm), &key).ok()
}

const fn theirs(algorithm: Algorithm) -> jsonwebtoken::Algorithm {
    match algorithm {
        Algorithm::Rs256 => jsonwebtoken::Algorithm::RS256,
        Algorithm::Rs384 => jsonwebtoken::Algorithm::RS384,
        Algorithm::Rs512 => jsonwebtoken::Algorithm::RS512,
        Algorithm::Ps256 => jsonwebtoken::Algorithm::PS256,
        Algorithm::Ps384 => jsonwebtoken::Algorithm::PS384,
        Algorithm::Ps512 => jsonwebtoken::Algorithm::PS512,
        Algorithm::Es256 => jsonwebtoken::Algorithm::ES256,
        Algorithm::Es384 => jsonwebtoken::Algorithm::ES384,
        Algorithm::EdDsa => jsonwebtoken::Algorithm::EdDSA,
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::{ed25519, holds, is_sound, p256};
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
        let key = ed25519(bytes("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")).unwrap();
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
        check(Algorithm::Es256, &p256(point).unwrap(), token);
    }
}
