//! Against `ed25519-dalek`, whose `verify` asks the same: S·B = R + k·A as it stands.

use curve25519_dalek::Scalar;
use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use proptest::prelude::*;
use sha2::{Digest as _, Sha512};

use super::Ed25519Key;

/// What both say.
#[track_caller]
fn check(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    let theirs = VerifyingKey::from_bytes(key).unwrap();
    let theirs = theirs.verify(message, &Signature::from_bytes(signature)).is_ok();
    let key_read = Ed25519Key::from_public(key).unwrap();
    let ours = key_read.verifies(message, signature);
    let ready = Ed25519Key::from_ready(&key_read.to_ready()).unwrap();
    assert_eq!(ready.verifies(message, signature), ours);
    assert_eq!(ours, theirs, "{key:02x?} {message:02x?} {signature:02x?}");
    ours
}

fn k(r: &[u8], key: &[u8], message: &[u8]) -> Scalar {
    let hash = Sha512::new().chain_update(r).chain_update(key).chain_update(message).finalize();
    Scalar::from_bytes_mod_order_wide(&hash.into())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_signature_holds_until_a_bit_is_turned(key in any::<[u8; 32]>(), message in any::<std::vec::Vec<u8>>(), bits in any::<[u16; 3]>()) {
        let key = SigningKey::from_bytes(&key);
        let signature = key.sign(&message).to_bytes();
        let key = key.verifying_key().to_bytes();
        prop_assert!(check(&key, &message, &signature));
        let mut turned = signature;
        turned[usize::from(bits[0]) / 8 % 64] ^= 1 << (bits[0] % 8);
        prop_assert!(!check(&key, &message, &turned));
        let mut turned = message.clone();
        turned.push(0);
        prop_assert!(!check(&key, &turned, &signature));
        let mut turned = key;
        turned[usize::from(bits[1]) / 8 % 32] ^= 1 << (bits[1] % 8);
        if let Some(key) = Ed25519Key::from_public(&turned) {
            prop_assert!(!key.verifies(&message, &signature));
        }
    }
}

/// Keys and points with a part of small order: whether such a signature holds depends on the message. A verifier that
/// multiplied by eight, or halved k modulo L only, would say something else for some of them.
#[test]
fn parts_of_small_order_count() {
    let (mut held, mut refused) = (0, 0);
    for (i, small) in EIGHT_TORSION.iter().enumerate() {
        for (j, other) in EIGHT_TORSION.iter().enumerate() {
            let secret = Scalar::from(1_234_567_u64 + i as u64);
            let nonce = Scalar::from(7_654_321_u64 + j as u64);
            let key = (ED25519_BASEPOINT_POINT * secret + small).compress().0;
            let r = (ED25519_BASEPOINT_POINT * nonce + other).compress().0;
            for message in 0_u8..8 {
                let s = nonce + k(&r, &key, &[message]) * secret;
                let signature = [r, s.to_bytes()].concat().try_into().unwrap();
                if check(&key, &[message], &signature) { held += 1 } else { refused += 1 }
            }
        }
    }
    assert!(held > 40 && refused > 200, "{held} {refused}");
}

/// R or A neutral or of small order, S = 0.
#[test]
fn a_point_of_small_order_is_no_key_but_may_be_r() {
    for small in &EIGHT_TORSION {
        assert!(Ed25519Key::from_public(&small.compress().0).is_none());
    }
    let secret = Scalar::from(99_u64);
    let key = (ED25519_BASEPOINT_POINT * secret).compress().0;
    let mut held = 0;
    for small in &EIGHT_TORSION {
        let r = small.compress().0;
        for message in 0_u8..4 {
            let s = k(&r, &key, &[message]) * secret;
            held += usize::from(check(&key, &[message], &[r, s.to_bytes()].concat().try_into().unwrap()));
            assert!(!check(&key, &[message], &[r, [0; 32]].concat().try_into().unwrap()));
        }
    }
    assert_eq!(held, 4, "with the neutral point it holds");
}

/// S + L, S + 2·L and more are S modulo L, and are refused; so is R in another spelling.
#[test]
fn a_signature_has_one_spelling() {
    let key = SigningKey::from_bytes(&[7; 32]);
    let signature = key.sign(b"message").to_bytes();
    let public = key.verifying_key().to_bytes();
    let order = num_bigint::BigUint::parse_bytes(
        b"7237005577332262213973186563042994240857116359379907606001950938285454250989",
        10,
    )
    .unwrap();
    let s = num_bigint::BigUint::from_bytes_le(&signature[32..]);
    assert!(check(&public, b"message", &signature));
    for multiple in 1_u32..16 {
        let digits = (&s + &order * multiple).to_bytes_le();
        if digits.len() <= 32 {
            let mut other = signature;
            other[32..].fill(0);
            other[32..32 + digits.len()].copy_from_slice(&digits);
            assert!(!check(&public, b"message", &other), "{multiple}");
        }
    }
    // The neutral point is y = 1: also as p + 1, and with the sign of x = 0 set.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let mut beyond = [0xff; 32];
    (beyond[0], beyond[31]) = (0xee, 0x7f);
    let mut signed = neutral;
    signed[31] = 0x80;
    let secret = Scalar::from(5_u64);
    let public = (ED25519_BASEPOINT_POINT * secret).compress().0;
    for (r, holds) in [(neutral, true), (beyond, false), (signed, false)] {
        let s = k(&r, &public, b"m") * secret;
        assert_eq!(check(&public, b"m", &[r, s.to_bytes()].concat().try_into().unwrap()), holds);
    }
}

/// RFC 8032 section 5.1.3: another library takes y = p + 3 for 3, which is a point of large order.
#[test]
fn a_key_has_one_spelling() {
    let mut found = 0;
    for y in 0..19_u8 {
        let mut canonical = [0; 32];
        canonical[0] = y;
        let mut beyond = [0xff; 32];
        (beyond[0], beyond[31]) = (0xed + y, 0x7f);
        if y < 0x13 && VerifyingKey::from_bytes(&beyond).is_ok() {
            found += 1;
            assert!(Ed25519Key::from_public(&beyond).is_none(), "{y}");
            let theirs = VerifyingKey::from_bytes(&canonical).unwrap();
            assert_eq!(Ed25519Key::from_public(&canonical).is_some(), !theirs.is_weak(), "{y}");
        }
    }
    assert!(found > 5, "{found}");
}

#[test]
fn a_key_has_32_bytes_and_a_signature_64() {
    let key = SigningKey::from_bytes(&[7; 32]);
    let signature = key.sign(b"message").to_bytes();
    let bytes = key.verifying_key().to_bytes();
    for length in (0..32).chain([33, 64]) {
        let bytes: std::vec::Vec<u8> = bytes.iter().copied().chain([0; 64]).take(length).collect();
        assert!(Ed25519Key::from_public(&bytes).is_none(), "{length}");
    }
    let key = Ed25519Key::from_public(&bytes).unwrap();
    assert!(key.verifies(b"message", &signature));
    for length in (0..64).chain([65, 96, 128]) {
        let bytes: std::vec::Vec<u8> = signature.iter().copied().chain([0; 64]).take(length).collect();
        assert!(!key.verifies(b"message", &bytes), "{length}");
    }
}

/// RFC 8032 section 7.1, tests 1 to 3.
#[test]
fn the_examples_of_the_rfc() {
    let bytes = |hex: &str| -> std::vec::Vec<u8> {
        (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
    };
    for (key, message, signature) in [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ] {
        let key = Ed25519Key::from_public(&bytes(key)).unwrap();
        assert!(key.verifies(&bytes(message), &bytes(signature)));
        assert!(!key.verifies(&[bytes(message), std::vec![0]].concat(), &bytes(signature)));
    }
}
