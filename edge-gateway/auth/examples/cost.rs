//! What one verification costs: `cargo run --release -p edge-auth --example cost`, natively or on any WASI host.
//!
//! Each step is timed on its own, from the stored key set and the header's value to the caller, as a fresh instance
//! does it. Numbers are medians.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement for people, over its own keys")]

use std::hint::black_box;
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use edge_auth::{BearerToken, CachedKeys, SeenSignatures, Settings, SignatureFact, variable};
use jsonwebtoken::EncodingKey;
use p256::pkcs8::EncodePrivateKey as _;
use rsa::pkcs1::EncodeRsaPrivateKey as _;
use rsa::rand_core::{OsRng, RngCore as _};
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};

const ROUNDS: usize = 300;
const NOW: u64 = 1_800_000_000;
const URL: &str = "https://issuer.example/keys";

fn main() {
    println!(
        "{:<22} {:>9} {:>9} {:>9} {:>9} {:>9}  (microseconds, median of {ROUNDS})",
        "", "settings", "inspect", "keys", "verify", "seen"
    );
    for (name, public, private) in [ed25519(), p256(), p384(), rsa(2048), rsa(4096)] {
        measure(name, public, &private);
    }
}

fn measure(name: &str, mut public: Value, private: &EncodingKey) {
    let algorithm = name.split(' ').next().unwrap();
    public["kid"] = json!("k");
    // A second key of the common kind, as during a rotation.
    let other = json!({"kty": "RSA", "kid": "b", "e": "AQAB", "n": b64(&[0xff; 256])});
    let mut cached = CachedKeys::empty(URL);
    cached.finish(NOW, Some((200, json!({"keys": [other, public]}).to_string().as_bytes()))).unwrap();
    let stored = cached.to_cache();

    let header = json!({"alg": algorithm, "typ": "at+jwt", "kid": "k"});
    let claims = json!({"iss": "https://issuer.example", "aud": "https://edge.example", "sub": "app", "client_id": "app",
        "iat": NOW, "exp": NOW + 300, "jti": "0123456789abcdef", "scope": "classify deidentify"});
    let message = format!("{}.{}", b64(header.to_string().as_bytes()), b64(claims.to_string().as_bytes()));
    let signature =
        jsonwebtoken::crypto::sign(message.as_bytes(), private, algorithm.parse().unwrap()).unwrap();
    let authorization = format!("Bearer {message}.{signature}");

    let settings = || Settings::from_variables(look_up).unwrap();
    let ready = settings();
    let token = || BearerToken::from_authorization(&[authorization.as_bytes()]).unwrap();
    let bearer = token();
    let inspected = ready.verifier.inspect(&bearer).unwrap();
    let keys = CachedKeys::from_cache(&stored, URL);
    let keys = keys.usable(NOW, ready.key_policy).unwrap();
    println!(
        "{name:<22} {:>9.1} {:>9.1} {:>9.1} {:>9.1} {:>9.1}",
        median(|| drop(black_box(settings()))),
        median(|| {
            let _ = black_box(ready.verifier.inspect(&token()).is_ok());
        }),
        median(|| drop(black_box(CachedKeys::from_cache(&stored, URL)))),
        median(|| drop(black_box(inspected.verify(keys, NOW).unwrap()))),
        median(|| drop(black_box(inspected.verify_with(keys, NOW, &AllSeen).unwrap()))),
    );
}

/// A memory in which every signature stands; reading the store comes on top.
struct AllSeen;

impl SeenSignatures for AllSeen {
    fn held(&self, fact: &SignatureFact) -> bool {
        black_box(fact) == fact
    }
    fn remember(&self, _fact: &SignatureFact) {}
}

fn look_up(name: &str) -> Option<String> {
    let value = match name {
        variable::ISSUER => "https://issuer.example",
        variable::AUDIENCE => "https://edge.example",
        variable::KEYS_URL => URL,
        _ => return None,
    };
    Some(value.to_owned())
}

fn median(mut step: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            step();
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}

fn b64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

type Pair = (&'static str, Value, EncodingKey);

fn ed25519() -> Pair {
    let mut seed = [0; 32];
    OsRng.fill_bytes(&mut seed);
    let key = ed25519_dalek::SigningKey::from_bytes(&seed);
    let public = json!({"kty": "OKP", "crv": "Ed25519", "x": b64(key.verifying_key().as_bytes())});
    ("EdDSA", public, EncodingKey::from_ed_der(key.to_pkcs8_der().unwrap().as_bytes()))
}

fn p256() -> Pair {
    let key = p256::ecdsa::SigningKey::random(&mut OsRng);
    let point = key.verifying_key().to_encoded_point(false);
    let public =
        json!({"kty": "EC", "crv": "P-256", "x": b64(point.x().unwrap()), "y": b64(point.y().unwrap())});
    ("ES256", public, EncodingKey::from_ec_der(key.to_pkcs8_der().unwrap().as_bytes()))
}

fn p384() -> Pair {
    let key = p384::ecdsa::SigningKey::random(&mut OsRng);
    let point = key.verifying_key().to_encoded_point(false);
    let public =
        json!({"kty": "EC", "crv": "P-384", "x": b64(point.x().unwrap()), "y": b64(point.y().unwrap())});
    ("ES384", public, EncodingKey::from_ec_der(key.to_pkcs8_der().unwrap().as_bytes()))
}

fn rsa(bits: usize) -> Pair {
    let key = rsa::RsaPrivateKey::new(&mut OsRng, bits).unwrap();
    let public = json!({"kty": "RSA", "n": b64(&key.n().to_bytes_be()), "e": b64(&key.e().to_bytes_be())});
    let name = if bits == 2048 { "RS256" } else { "RS256 (4096 bits)" };
    (name, public, EncodingKey::from_rsa_der(key.to_pkcs1_der().unwrap().as_bytes()))
}
