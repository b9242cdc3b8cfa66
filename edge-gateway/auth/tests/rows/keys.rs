//! Row 24: which key sets, and which keys of them, are used.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use edge_auth::{CachedKeys, KeySet, KeySetError, MAX_KEY_SET_BYTES, Skipped};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::issuer::{KEYS, KEYS_URL, NOW, PAIRS, Pair, jwks};

fn b64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// An odd number of exactly so many bits.
fn modulus(bits: usize) -> String {
    let mut bytes = vec![0; bits.div_ceil(8)];
    bytes[0] = 1 << ((bits - 1) % 8);
    *bytes.last_mut().unwrap() |= 1;
    b64(&bytes)
}

fn rsa(n: &str, e: &str) -> Value {
    json!({"kty": "RSA", "kid": "a", "n": n, "e": e})
}

/// The set of this key and a good one: whether and why the key is skipped.
#[track_caller]
fn check(key: Value, expect: Option<Skipped>) {
    let good = PAIRS.ed25519.jwk(json!({"kid": "good"}));
    let set = KeySet::parse(&jwks([key.clone(), good])).unwrap();
    assert_eq!(set.skipped(), expect.as_slice(), "{key}");
    assert_eq!(set.usable(), if expect.is_none() { 2 } else { 1 }, "{key}");
    let alone = KeySet::parse(&jwks([key.clone()]));
    assert_eq!(alone.err(), expect.map(|_| KeySetError::NoUsableKey), "{key}");
}

#[test]
fn row_24_rsa_keys_have_2048_to_4096_bits_and_a_usual_exponent() {
    for (bits, expect) in [
        (512, Some(Skipped::TooWeak)),
        (1024, Some(Skipped::TooWeak)),
        (2047, Some(Skipped::TooWeak)),
        (2048, None),
        (3072, None),
        (4096, None),
        (4097, Some(Skipped::TooCostly)),
        (16384, Some(Skipped::TooCostly)),
    ] {
        check(rsa(&modulus(bits), "AQAB"), expect);
    }
    // Zeros in front do not make a key longer.
    let mut padded = vec![0; 256];
    padded.extend(vec![0xff; 128]);
    check(rsa(&b64(&padded), "AQAB"), Some(Skipped::TooWeak));
    for (exponent, expect) in [
        (vec![], Some(Skipped::Malformed)),
        (vec![1], Some(Skipped::TooWeak)),
        (vec![3], Some(Skipped::TooWeak)),
        (vec![0, 1, 0, 1], None),
        (vec![1, 0, 0], Some(Skipped::Malformed)),
        (vec![1, 0, 0, 0, 1], Some(Skipped::TooCostly)),
        (vec![1; 9], Some(Skipped::TooCostly)),
        (vec![1; 256], Some(Skipped::TooCostly)),
    ] {
        check(rsa(&modulus(2048), &b64(&exponent)), expect);
    }
    let mut even = vec![0xff; 256];
    even[255] = 0xfe;
    check(rsa(&b64(&even), "AQAB"), Some(Skipped::Malformed));
}

#[test]
fn row_24_keys_that_are_not_for_verifying_are_skipped() {
    let key = |members: Value| PAIRS.rsa.jwk(members);
    for (members, expect) in [
        (json!({"use": "sig"}), None),
        (json!({"key_ops": ["verify"]}), None),
        (json!({"use": "sig", "key_ops": ["verify", "encrypt"]}), None),
        (json!({"use": "enc"}), Some(Skipped::NotForVerifying)),
        (json!({"use": "SIG"}), Some(Skipped::NotForVerifying)),
        (json!({"use": ""}), Some(Skipped::NotForVerifying)),
        (json!({"use": null}), Some(Skipped::Malformed)),
        (json!({"key_ops": []}), Some(Skipped::NotForVerifying)),
        (json!({"key_ops": ["sign"]}), Some(Skipped::NotForVerifying)),
        (json!({"use": "sig", "key_ops": ["wrapKey"]}), Some(Skipped::NotForVerifying)),
        (json!({"key_ops": "verify"}), Some(Skipped::Malformed)),
        (json!({"alg": "RS512"}), None),
        (json!({"alg": "RSA-OAEP"}), Some(Skipped::AlgorithmUnsupported)),
        (json!({"alg": "HS256"}), Some(Skipped::AlgorithmUnsupported)),
        (json!({"alg": "none"}), Some(Skipped::AlgorithmUnsupported)),
        (json!({"alg": "ES256"}), Some(Skipped::AlgorithmUnsupported)),
        (json!({"alg": 1}), Some(Skipped::Malformed)),
        (json!({"kid": 1}), Some(Skipped::Malformed)),
        (json!({"kid": ""}), Some(Skipped::Malformed)),
        (json!({"kid": "k".repeat(257)}), Some(Skipped::Malformed)),
        (json!({"kty": "rsa"}), Some(Skipped::TypeUnsupported)),
        (json!({"kty": "AKP"}), Some(Skipped::TypeUnsupported)),
        (json!({"kty": null}), Some(Skipped::Malformed)),
        (json!({"n": "A+/="}), Some(Skipped::Malformed)),
        (json!({"n": 7}), Some(Skipped::Malformed)),
        (json!({"x5c": ["MIIB"], "x5t": "x", "anything": {"else": 1}}), None),
    ] {
        check(key(members), expect);
    }
}

#[test]
fn row_24_points_are_on_their_curves() {
    let p256 = |members: Value| PAIRS.p256.jwk(members);
    check(p256(json!({})), None);
    check(PAIRS.p384.jwk(json!({"kid": "a"})), None);
    for (members, expect) in [
        (json!({"y": PAIRS.p256.public["x"]}), Skipped::Malformed),
        (json!({"x": b64(&[0; 32]), "y": b64(&[0; 32])}), Skipped::Malformed),
        (json!({"x": b64(&[0xff; 32])}), Skipped::Malformed),
        (json!({"x": b64(&[1; 31])}), Skipped::Malformed),
        (json!({"x": b64(&[1; 33])}), Skipped::Malformed),
        (json!({"y": ""}), Skipped::Malformed),
        (json!({"crv": "P-384"}), Skipped::Malformed),
        (json!({"crv": "P-521"}), Skipped::TypeUnsupported),
        (json!({"crv": "secp256k1"}), Skipped::TypeUnsupported),
        (json!({"crv": "Ed25519"}), Skipped::TypeUnsupported),
        (json!({"kty": "OKP"}), Skipped::TypeUnsupported),
        (json!({"alg": "ES384"}), Skipped::AlgorithmUnsupported),
    ] {
        check(p256(members), Some(expect));
    }
    let ed25519 = |x: &[u8]| json!({"kty": "OKP", "crv": "Ed25519", "kid": "a", "x": b64(x)});
    // 31 bytes: the library would read past their end.
    for length in [0, 1, 31, 33, 64] {
        check(ed25519(&vec![1; length]), Some(Skipped::Malformed));
    }
    // Points of small order: the neutral element, the one of order two, and one of order four.
    let mut one = [0; 32];
    one[0] = 1;
    let mut minus_one = [0xff; 32];
    (minus_one[0], minus_one[31]) = (0xec, 0x7f);
    for point in [one, minus_one, [0; 32]] {
        check(ed25519(&point), Some(Skipped::Malformed));
    }
    for curve in ["Ed448", "X25519"] {
        check(PAIRS.ed25519.jwk(json!({"crv": curve})), Some(Skipped::TypeUnsupported));
    }
}

#[test]
fn row_24_a_set_with_something_secret_in_it_is_refused_whole() {
    let good = || PAIRS.ed25519.jwk(json!({"kid": "good"}));
    for key in [
        json!({"kty": "oct", "k": "c2VjcmV0", "kid": "a"}),
        json!({"kty": "oct", "kid": "a"}),
        json!({"kty": "OCT", "k": "c2VjcmV0"}),
        json!({"kty": "oct", "use": "enc", "k": "c2VjcmV0"}),
        PAIRS.p256.jwk(json!({"kid": "a", "d": "AAAA"})),
        PAIRS.rsa.jwk(json!({"kid": "a", "p": "AAAA"})),
    ] {
        assert_eq!(
            KeySet::parse(&jwks([good(), key.clone()])).err(),
            Some(KeySetError::SecretPublished),
            "{key}"
        );
    }
}

#[test]
fn row_24_sets_of_the_wrong_form() {
    let good = PAIRS.ed25519.jwk(json!({"kid": "good"})).to_string();
    for (text, expect) in [
        (String::new(), KeySetError::Malformed),
        ("<html>".to_owned(), KeySetError::Malformed),
        ("{}".to_owned(), KeySetError::Malformed),
        ("[]".to_owned(), KeySetError::Malformed),
        (good.clone(), KeySetError::Malformed),
        (format!("[{good}]"), KeySetError::Malformed),
        (format!("{{\"keys\":{good}}}"), KeySetError::Malformed),
        (format!("{{\"keys\":[{good},1]}}"), KeySetError::Malformed),
        (format!("{{\"keys\":[{good}]}} x"), KeySetError::Malformed),
        ("{\"keys\":[]}".to_owned(), KeySetError::NoUsableKey),
        (format!("{{\"keys\":[],\"keys\":[{good}]}}"), KeySetError::MemberRepeated),
        (
            format!("{{\"keys\":[{}]}}", good.replacen('{', "{\"kty\":\"OKP\",", 1)),
            KeySetError::MemberRepeated,
        ),
    ] {
        assert_eq!(KeySet::parse(text.as_bytes()).err(), Some(expect), "{text}");
    }
    let sized = |length: usize| {
        let text = format!("{{\"keys\":[{good}]}}");
        format!("{text}{}", " ".repeat(length - text.len())).into_bytes()
    };
    assert!(KeySet::parse(&sized(MAX_KEY_SET_BYTES)).is_ok());
    assert_eq!(KeySet::parse(&sized(MAX_KEY_SET_BYTES + 1)).err(), Some(KeySetError::TooLarge));
}

#[test]
fn one_key_id_means_one_key() {
    let a = PAIRS.ed25519.jwk(json!({"kid": "a"}));
    let b = Pair::ed25519("a").jwk(json!({"kid": "a"}));
    assert_eq!(KeySet::parse(&jwks([a.clone(), b])).err(), Some(KeySetError::KeyIdAmbiguous));
    // RFC 7517 section 4.5: keys of different types may share one; and the same key twice says nothing new.
    assert_eq!(KeySet::parse(&jwks([a.clone(), PAIRS.p256.jwk(json!({"kid": "a"}))])).unwrap().usable(), 2);
    assert_eq!(KeySet::parse(&jwks([a.clone(), a])).unwrap().usable(), 1);
    let rsa = |alg: &str| PAIRS.rsa.jwk(json!({"kid": "a", "alg": alg}));
    assert_eq!(KeySet::parse(&jwks([rsa("RS256"), rsa("PS256")])).unwrap().usable(), 2);
}

#[test]
fn row_24_whatever_comes_instead_the_last_good_set_stays() {
    let good = jwks([PAIRS.ed25519.jwk(json!({"kid": "good"}))]);
    let mut cached = CachedKeys::empty(KEYS_URL);
    cached.begin(NOW);
    cached.finish(NOW, Some((200, &good))).unwrap();
    let before = cached.clone();
    let weak = jwks([rsa(&modulus(1024), "AQAB")]);
    let encryption = jwks([PAIRS.rsa.jwk(json!({"use": "enc"}))]);
    let secret = jwks([json!({"kty": "oct", "k": "AAAA"})]);
    let large = vec![b' '; MAX_KEY_SET_BYTES + 1];
    for (answer, expect) in [
        (None, KeySetError::Unreachable),
        (Some((500, good.as_slice())), KeySetError::Status(500)),
        (Some((204, good.as_slice())), KeySetError::Status(204)),
        (Some((301, good.as_slice())), KeySetError::Status(301)),
        (Some((404, b"".as_slice())), KeySetError::Status(404)),
        (Some((200, large.as_slice())), KeySetError::TooLarge),
        (Some((200, weak.as_slice())), KeySetError::NoUsableKey),
        (Some((200, encryption.as_slice())), KeySetError::NoUsableKey),
        (Some((200, secret.as_slice())), KeySetError::SecretPublished),
    ] {
        assert_eq!(cached.finish(NOW + 40, answer).err(), Some(expect));
        assert_eq!(cached, before);
    }
}

#[test]
fn the_stored_form_says_the_same_and_no_more_than_needed() {
    let set = KEYS.clone();
    let stored = set.to_cache();
    assert_eq!(KeySet::from_cache(&stored), Some(set));
    // Keys made ready are most of it.
    assert!(stored.len() < 1200 + 2304 + 4640, "{}", stored.len());
    let odd =
        KeySet::parse(&jwks([PAIRS.ed25519.jwk(json!({"kid": "\"\\\u{1}é", "alg": "EdDSA"}))])).unwrap();
    assert_eq!(KeySet::from_cache(&odd.to_cache()), Some(odd));
}

#[test]
fn a_spoilt_store_is_an_empty_one() {
    let stored = KEYS.to_cache();
    let spoilt = |from: &[u8], to: &[u8]| {
        let at = stored.windows(from.len()).position(|part| part == from).unwrap();
        [&stored[..at], to, &stored[at + from.len()..]].concat()
    };
    // An id that is there, an algorithm that is not, and the kind; texts and bytes behind their length.
    for (from, to) in [
        (&b"\0\x03rsa"[..], &b"\0\x04hmac"[..]),
        (b"\0\x03rsa", b"\0\x04p256"),
        (b"\0\x04p256", b"\0\x04p384"),
        (b"\0\x07ed25519", b"\0\x04p256"),
        (b"\x03\x01\0\x01", b"\x01\x03"),
        (b"\x01\x03rsa", b"\x01\0"),
        (b"\0\x07ed25519\x20", b"\0\x07ed25519\x21\0"),
    ] {
        assert_eq!(KeySet::from_cache(&spoilt(from, to)), None, "{to:?}");
    }
    let (count, rest) = stored.split_first().unwrap();
    assert_eq!(KeySet::from_cache(&[&[count + 1], rest].concat()), None);
    assert_eq!(KeySet::from_cache(&[&stored[..], &[0]].concat()), None);
    assert_eq!(KeySet::from_cache(&[0]), None);
    let mut cached = CachedKeys::empty(KEYS_URL);
    cached.finish(NOW, Some((200, &jwks([PAIRS.ed25519.jwk(json!({}))])))).unwrap();
    let state = cached.to_cache();
    assert_eq!(CachedKeys::from_cache(&state, KEYS_URL), cached);
    // Keys of one address are not those of another.
    let other = "https://other.example/keys";
    assert_eq!(CachedKeys::from_cache(&state, other), CachedKeys::empty(other));
    let (version, rest) = state.split_first().unwrap();
    let newer = [&[version + 1], rest].concat();
    assert_eq!(CachedKeys::from_cache(&newer, KEYS_URL), CachedKeys::empty(KEYS_URL));
    // What was stored before was JSON.
    let older = br#"{"v":1,"source":"","attempted_at":null,"pending":false,"fetched_at":null,"keys":[]}"#;
    assert_eq!(CachedKeys::from_cache(older, KEYS_URL), CachedKeys::empty(KEYS_URL));
}

proptest! {
    #[test]
    fn random_bytes_are_no_key_set_and_no_state(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(KeySet::parse(&bytes).is_err());
        prop_assert!(KeySet::from_cache(&bytes).is_none());
        prop_assert_eq!(CachedKeys::from_cache(&bytes, KEYS_URL), CachedKeys::empty(KEYS_URL));
    }

    /// A changed byte may make another key of the same form, or another time; it never stops the reading.
    #[test]
    fn changed_bytes_never_panic(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        for mut bytes in [KEYS.to_cache(), jwks(PAIRS.all().map(|pair| pair.jwk(json!({"kid": pair.kid}))))] {
            let at = at.index(bytes.len());
            bytes[at] = to;
            let _ = KeySet::from_cache(&bytes);
            let _ = KeySet::parse(&bytes);
        }
    }
}
