//! An issuer for the tests: real keys of every kind, and tokens signed over whatever text a test wants signed.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use edge_auth::{Algorithm, BearerToken, Caller, KeySet, Refusal, Settings, Verifier, variable};
use jsonwebtoken::EncodingKey;
use p256::pkcs8::EncodePrivateKey as _;
use rsa::pkcs1::EncodeRsaPrivateKey as _;
use rsa::rand_core::{OsRng, RngCore as _};
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};

pub(crate) const ISSUER: &str = "https://issuer.example/realms/ward";
pub(crate) const AUDIENCE: &str = "https://edge.example";
pub(crate) const KEYS_URL: &str = "https://issuer.example/keys";

/// The time in all tests that do not choose another.
pub(crate) const NOW: u64 = 1_800_000_000;

pub(crate) struct Pair {
    pub(crate) kid: &'static str,
    pub(crate) algorithm: Algorithm,
    /// Without `kid`, `use` and `alg`.
    pub(crate) public: Value,
    private: EncodingKey,
}

fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Pair {
    pub(crate) fn rsa(kid: &'static str, algorithm: Algorithm) -> Self {
        let key = rsa::RsaPrivateKey::new(&mut OsRng, 2048).unwrap();
        let public = json!({"kty": "RSA", "n": b64(key.n().to_bytes_be()), "e": b64(key.e().to_bytes_be())});
        let private = EncodingKey::from_rsa_der(key.to_pkcs1_der().unwrap().as_bytes());
        Self { kid, algorithm, public, private }
    }

    pub(crate) fn p256(kid: &'static str) -> Self {
        let key = p256::ecdsa::SigningKey::random(&mut OsRng);
        let point = key.verifying_key().to_encoded_point(false);
        let public =
            json!({"kty": "EC", "crv": "P-256", "x": b64(point.x().unwrap()), "y": b64(point.y().unwrap())});
        let private = EncodingKey::from_ec_der(key.to_pkcs8_der().unwrap().as_bytes());
        Self { kid, algorithm: Algorithm::Es256, public, private }
    }

    pub(crate) fn p384(kid: &'static str) -> Self {
        let key = p384::ecdsa::SigningKey::random(&mut OsRng);
        let point = key.verifying_key().to_encoded_point(false);
        let public =
            json!({"kty": "EC", "crv": "P-384", "x": b64(point.x().unwrap()), "y": b64(point.y().unwrap())});
        let private = EncodingKey::from_ec_der(key.to_pkcs8_der().unwrap().as_bytes());
        Self { kid, algorithm: Algorithm::Es384, public, private }
    }

    pub(crate) fn ed25519(kid: &'static str) -> Self {
        let mut seed = [0; 32];
        OsRng.fill_bytes(&mut seed);
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        let public = json!({"kty": "OKP", "crv": "Ed25519", "x": b64(key.verifying_key().as_bytes())});
        let private = EncodingKey::from_ed_der(key.to_pkcs8_der().unwrap().as_bytes());
        Self { kid, algorithm: Algorithm::EdDsa, public, private }
    }

    /// The public half with further members.
    pub(crate) fn jwk(&self, members: Value) -> Value {
        let mut jwk = self.public.clone();
        jwk.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        jwk
    }

    /// A token over exactly these texts.
    pub(crate) fn sign_text(&self, header: &str, payload: &str) -> String {
        self.sign_as(self.algorithm, header, payload)
    }

    /// With another algorithm of the same family.
    pub(crate) fn sign_as(&self, algorithm: Algorithm, header: &str, payload: &str) -> String {
        let algorithm = algorithm.name().parse().unwrap();
        let message = format!("{}.{}", b64(header), b64(payload));
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &self.private, algorithm).unwrap();
        format!("{message}.{signature}")
    }

    pub(crate) fn header(&self) -> Value {
        json!({"alg": self.algorithm.name(), "typ": "at+jwt", "kid": self.kid})
    }

    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(&header.to_string(), &claims.to_string())
    }

    pub(crate) fn token(&self) -> String {
        self.sign(&self.header(), &claims())
    }
}

/// One pair of each kind. One RSA pair serves all six algorithms: making one takes a second.
pub(crate) struct Issuer {
    pub(crate) rsa: Pair,
    pub(crate) p256: Pair,
    pub(crate) p384: Pair,
    pub(crate) ed25519: Pair,
}

pub(crate) static PAIRS: LazyLock<Issuer> = LazyLock::new(|| Issuer {
    rsa: Pair::rsa("rsa", Algorithm::Rs256),
    p256: Pair::p256("p256"),
    p384: Pair::p384("p384"),
    ed25519: Pair::ed25519("ed25519"),
});

impl Issuer {
    pub(crate) fn all(&self) -> [&Pair; 4] {
        [&self.rsa, &self.p256, &self.p384, &self.ed25519]
    }

    pub(crate) fn key_set(&self) -> KeySet {
        KeySet::parse(&jwks(self.all().map(|pair| pair.jwk(json!({"kid": pair.kid, "use": "sig"}))))).unwrap()
    }
}

pub(crate) static KEYS: LazyLock<KeySet> = LazyLock::new(|| PAIRS.key_set());

pub(crate) fn jwks(keys: impl IntoIterator<Item = Value>) -> Vec<u8> {
    json!({"keys": keys.into_iter().collect::<Vec<_>>()}).to_string().into_bytes()
}

/// Claims of a good token.
pub(crate) fn claims() -> Value {
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "ward-app", "client_id": "ward-app", "jti": "one",
        "iat": NOW - 10, "nbf": NOW - 10, "exp": NOW + 300, "scope": "classify deidentify",
    })
}

/// The good claims with one changed, or without it.
pub(crate) fn claims_with(name: &str, value: Option<Value>) -> Value {
    let mut claims = claims();
    match value {
        Some(value) => drop(claims.as_object_mut().unwrap().insert(name.to_owned(), value)),
        None => drop(claims.as_object_mut().unwrap().remove(name)),
    }
    claims
}

pub(crate) fn verifier(variables: &[(&str, &str)]) -> Verifier {
    let look_up = |name: &str| {
        let given = variables.iter().find(|entry| entry.0 == name).map(|entry| entry.1.to_owned());
        given.or_else(|| match name {
            variable::ISSUER => Some(ISSUER.to_owned()),
            variable::AUDIENCE => Some(AUDIENCE.to_owned()),
            variable::KEYS_URL => Some(KEYS_URL.to_owned()),
            _ => None,
        })
    };
    Settings::from_variables(look_up).unwrap().verifier
}

/// Verifies as the component does, from the header's value on, with the default configuration.
pub(crate) fn verify(token: &str) -> Result<Caller, Refusal> {
    verify_with(&verifier(&[]), token, NOW)
}

pub(crate) fn verify_with(verifier: &Verifier, token: &str, now: u64) -> Result<Caller, Refusal> {
    let token = BearerToken::from_authorization(&[format!("Bearer {token}").as_bytes()])?;
    verifier.verify(&token, &KEYS, now)
}

/// Verifies claims in a good token.
pub(crate) fn verify_claims(claims: &Value) -> Result<Caller, Refusal> {
    let pair = &PAIRS.ed25519;
    verify(&pair.sign(&pair.header(), claims))
}
