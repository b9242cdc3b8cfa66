//! Signatures: what holds and what does not is what the crates `p256`, `ed25519-dalek` and `rsa` say, for any factors and any
//! encoding.
//!
//! Bytes that nobody signed never hold, which would show little. So the input is not a signature but what a verifier comes
//! to while it computes, and the signature is made to fit: for ECDSA two factors and a key, for Ed25519 a key and a point, each
//! with a part of small order, for RSA an encoding, of a key whose primes are below. Then bytes are changed.
#![allow(clippy::unwrap_used, clippy::panic, unreachable_pub, reason = "a promise that does not hold panics")]

use std::sync::OnceLock;

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use p256::elliptic_curve::ops::Reduce as _;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use p256::{AffinePoint, ProjectivePoint, Scalar};
use rsa::pkcs1v15::Pkcs1v15Sign;
use rsa::traits::{PrivateKeyParts as _, PublicKeyParts as _};
use rsa::{BigUint, Pss, RsaPrivateKey};
use sha2::{Digest as _, Sha256, Sha512};
use signatures::{Ed25519Key, Hash, P256Key, Padding, RsaKey};

/// Of a key that exists for this only.
const PRIMES: [&str; 2] = [
    "EB2441AC48E4147AF6936EEE7182C520A8FCD25D8722B49B64FD32587CC9BF3347B8F6DC7663C22F3315E7F2228CB6B87A31\
     11CFC2AE22C9C4A36F04E531CD42825EE6C4AB133785A49BC064ADA5632ED84FA2AB1901AF690A892BFEC1C073A183DA4318\
     3E60CF1C2BCACA1FEDA77A6C93DFD7037CCC928F937AA26F7EB18FA5",
    "C48BB630E8133C92EF6C7E566265D322374493A72E0865FF0E1EC892B5D577F4403751EAF0433166134894FEB07DC7E4AB9C\
     0007295CFC193E0DAEB9C6CD2C4FA412A4CCE802ADE12106DE8F0D8F22FC0CFF6377B405CB88A01B937906FFE4BB2B2F46A1\
     240539656A8F77DBAADBE05D00D42AF42858063C2EF38C2D344D2265",
];

/// We and the other libraries say the same of a signature made from any bytes.
pub fn signature(bytes: &[u8]) {
    match bytes.split_first() {
        // Apart, so that what was stored before there was Ed25519 still says what its name says.
        Some((kind, rest)) if *kind >= 0x80 => ed25519(rest),
        Some((kind, rest)) if kind % 3 == 0 => rsa(rest, Padding::Pkcs1),
        Some((kind, rest)) if kind % 3 == 1 => rsa(rest, Padding::Pss),
        Some((_, rest)) => ecdsa(rest),
        None => {}
    }
}

/// Turns bits: three bytes of the input say where and which.
fn change(bytes: &mut [u8], changes: &[u8]) {
    for change in changes.chunks_exact(3) {
        let place = usize::from(u16::from_be_bytes([change[0], change[1]])) % bytes.len();
        bytes[place] ^= change[2];
    }
}

fn ecdsa(bytes: &[u8]) {
    let Some((numbers, changes)) = bytes.split_at_checked(96) else { return };
    let scalar = |number: &[u8]| Scalar::reduce_bytes(p256::FieldBytes::from_slice(number));
    let [base, factor, key] = [0, 32, 64].map(|from| scalar(&numbers[from..from + 32]));
    let key = ProjectivePoint::GENERATOR * key;
    let sum = ProjectivePoint::GENERATOR * base + key * factor;
    let (key, sum) =
        (AffinePoint::from(key).to_encoded_point(false), AffinePoint::from(sum).to_encoded_point(false));
    let (Some(x), Some(inverse), Some(_)) = (sum.x(), Option::<Scalar>::from(factor.invert()), key.x())
    else {
        return;
    };
    let r = scalar(x);
    let s = r * inverse;
    // Key, digest, signature.
    let mut all = [key.as_bytes(), &(base * s).to_bytes(), &r.to_bytes(), &s.to_bytes()].concat();
    assert!(check_ecdsa(&all) || r == Scalar::ZERO);
    change(&mut all, changes);
    check_ecdsa(&all);
}

fn check_ecdsa(all: &[u8]) -> bool {
    let (key, rest) = all.split_at(65);
    let (digest, signature) = rest.split_first_chunk::<32>().unwrap();
    let theirs = p256::ecdsa::VerifyingKey::from_sec1_bytes(key).ok();
    let ours = P256Key::from_sec1(key);
    assert_eq!(ours.is_some(), theirs.is_some());
    let (Some(ours), Some(theirs)) = (ours, theirs) else { return false };
    let theirs = p256::ecdsa::Signature::from_slice(signature)
        .is_ok_and(|signature| theirs.verify_prehash(digest, &signature).is_ok());
    assert_eq!(ours.verifies_digest(digest, signature), theirs);
    theirs
}

/// A byte with two points of small order, a key, a nonce, a message of four bytes, changes.
fn ed25519(bytes: &[u8]) {
    let Some((numbers, rest)) = bytes.split_at_checked(65) else { return };
    let (message, changes) = rest.split_at(rest.len().min(4));
    let scalar = |number: &[u8]| curve25519_dalek::Scalar::from_bytes_mod_order(number.try_into().unwrap());
    let (secret, nonce) = (scalar(&numbers[1..33]), scalar(&numbers[33..]));
    let (small, other) = (usize::from(numbers[0] & 7), usize::from(numbers[0] >> 3 & 7));
    let key = (ED25519_BASEPOINT_POINT * secret + EIGHT_TORSION[small]).compress();
    let r = (ED25519_BASEPOINT_POINT * nonce + EIGHT_TORSION[other]).compress();
    let hash = Sha512::new().chain_update(r.0).chain_update(key.0).chain_update(message).finalize();
    let s = nonce + curve25519_dalek::Scalar::from_bytes_mod_order_wide(&hash.into()) * secret;
    // Key, signature, message.
    let mut all = [&key.0[..], &r.0, s.as_bytes(), message].concat();
    let held = check_ed25519(&all);
    assert!(held || small != 0 || other != 0 || secret == curve25519_dalek::Scalar::ZERO);
    change(&mut all, changes);
    check_ed25519(&all);
}

fn check_ed25519(all: &[u8]) -> bool {
    let (key, rest) = all.split_first_chunk::<32>().unwrap();
    let (signature, message) = rest.split_first_chunk::<64>().unwrap();
    let theirs = ed25519_dalek::VerifyingKey::from_bytes(key).ok().filter(|key| !key.is_weak());
    let ours = Ed25519Key::from_public(key);
    let has_one_spelling =
        |key: &ed25519_dalek::VerifyingKey| key.to_edwards().compress().as_bytes() == key.as_bytes();
    assert_eq!(ours.is_some(), theirs.as_ref().is_some_and(has_one_spelling));
    let (Some(ours), Some(theirs)) = (ours, theirs) else { return false };
    let signature = ed25519_dalek::Signature::from_bytes(signature);
    let theirs = ed25519_dalek::Verifier::verify(&theirs, message, &signature).is_ok();
    assert_eq!(ours.verifies(message, &signature.to_bytes()), theirs);
    theirs
}

/// The key, and q^-1 modulo p.
fn key() -> &'static (RsaPrivateKey, BigUint) {
    static KEY: OnceLock<(RsaPrivateKey, BigUint)> = OnceLock::new();
    KEY.get_or_init(|| {
        let [p, q] = PRIMES.map(|prime| BigUint::parse_bytes(prime.as_bytes(), 16).unwrap());
        let inverse = q.modpow(&(&p - 2_u32), &p);
        (RsaPrivateKey::from_p_q(p, q, BigUint::from(65_537_u32)).unwrap(), inverse)
    })
}

fn rsa(bytes: &[u8], padding: Padding) {
    let (message, changes) = bytes.split_at(bytes.len().min(8));
    let (key, inverse) = key();
    let digest = Sha256::digest(message);
    let mut encoded = match padding {
        Padding::Pkcs1 => pkcs1(&digest),
        Padding::Pss => pss(&digest),
    };
    change(&mut encoded, changes);
    let number = BigUint::from_bytes_be(&encoded);
    if &number >= key.n() {
        return;
    }
    let [p, q] = key.primes() else { unreachable!() };
    let part = |prime: &BigUint| number.modpow(&(key.d() % (prime - 1_u32)), prime);
    let (a, b) = (part(p), part(q));
    let power = ((a + p - &b % p) * inverse % p) * q + b;
    let digits = power.to_bytes_be();
    let signature = [vec![0; key.size() - digits.len()], digits].concat();
    let theirs = match padding {
        Padding::Pkcs1 => key.to_public_key().verify(Pkcs1v15Sign::new::<Sha256>(), &digest, &signature),
        Padding::Pss => key.to_public_key().verify(Pss::new::<Sha256>(), &digest, &signature),
    };
    let ours = RsaKey::new(&key.n().to_bytes_be(), &[1, 0, 1]).unwrap().verifies(
        padding,
        Hash::Sha256,
        message,
        &signature,
    );
    assert_eq!(ours, theirs.is_ok());
    if changes.len() < 3 {
        assert!(ours, "what nobody changed holds");
    }
}

/// RFC 8017 section 9.2 for 256 bytes.
fn pkcs1(digest: &[u8]) -> Vec<u8> {
    let info = hex(b"3031300d060960864801650304020105000420");
    [&[0, 1][..], &[0xff; 202], &[0], &info, digest].concat()
}

/// RFC 8017 section 9.1.1 for 256 bytes, with a salt that is not random.
fn pss(digest: &[u8]) -> Vec<u8> {
    let salt = [0x5a; 32];
    let hash = Sha256::new().chain_update([0; 8]).chain_update(digest).chain_update(salt).finalize();
    let mut block = [&[0; 190][..], &[1], &salt].concat();
    for (counter, part) in (0_u32..).zip(block.chunks_mut(32)) {
        let mask = Sha256::new().chain_update(hash).chain_update(counter.to_be_bytes()).finalize();
        part.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
    }
    block[0] &= 0x7f;
    [&block[..], &hash, &[0xbc]].concat()
}

fn hex(digits: &[u8]) -> Vec<u8> {
    BigUint::parse_bytes(digits, 16).unwrap().to_bytes_be()
}
