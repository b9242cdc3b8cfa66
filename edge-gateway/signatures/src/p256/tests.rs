//! Signatures against the crate `p256`. Most are not signed: a signature is computed for factors of a test's choice.

use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::elliptic_curve::bigint::ArrayEncoding as _;
use p256::elliptic_curve::ops::Reduce as _;
use p256::elliptic_curve::point::DecompressPoint as _;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use p256::{AffinePoint, ProjectivePoint, Scalar, U256};
use proptest::prelude::*;

use super::P256Key;

type Bytes = [u8; 32];

fn scalar(bytes: &Bytes) -> Scalar {
    Scalar::reduce_bytes(bytes.into())
}

fn sec1(point: &ProjectivePoint) -> std::vec::Vec<u8> {
    AffinePoint::from(*point).to_encoded_point(false).as_bytes().to_vec()
}

/// What the other library says, and that we say the same.
#[track_caller]
fn check(key: &[u8], digest: &Bytes, signature: &[u8]) -> bool {
    let theirs = VerifyingKey::from_sec1_bytes(key).unwrap();
    let theirs = Signature::from_slice(signature)
        .is_ok_and(|signature| theirs.verify_prehash(digest, &signature).is_ok());
    let key_read = P256Key::from_sec1(key).unwrap();
    let ours = key_read.verifies_digest(digest, signature);
    let stored = P256Key::from_ready(&key_read.to_ready()).unwrap();
    assert_eq!(stored.verifies_digest(digest, signature), ours);
    assert_eq!(ours, theirs, "{key:02x?} {digest:02x?} {signature:02x?}");
    ours
}

/// Key, digest and signature with which a verifier computes base·G + factor·key. `None` where there is no signature.
fn signature_for(base: Scalar, factor: Scalar, key: Scalar) -> Option<(std::vec::Vec<u8>, Bytes, [u8; 64])> {
    let key = ProjectivePoint::GENERATOR * key;
    let sum = ProjectivePoint::GENERATOR * base + key * factor;
    let r = scalar(&(*AffinePoint::from(sum).to_encoded_point(false).x()?).into());
    let s = r * Option::<Scalar>::from(factor.invert())?;
    (r != Scalar::ZERO && key != ProjectivePoint::IDENTITY)
        .then(|| (sec1(&key), (base * s).to_bytes().into(), joined(r, s)))
}

fn joined(r: Scalar, s: Scalar) -> [u8; 64] {
    [Bytes::from(r.to_bytes()), s.to_bytes().into()].concat().try_into().unwrap()
}

fn with(signature: &[u8; 64], place: usize, number: &Bytes) -> [u8; 64] {
    let mut signature = *signature;
    signature[place..place + 32].copy_from_slice(number);
    signature
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_signature_holds_until_a_bit_is_turned(base in any::<Bytes>(), factor in any::<Bytes>(), key in any::<Bytes>(), bits in any::<[u16; 3]>()) {
        let Some((key, digest, signature)) = signature_for(scalar(&base), scalar(&factor), scalar(&key)) else {
            return Ok(());
        };
        prop_assert!(check(&key, &digest, &signature));
        let mut turned = digest;
        turned[usize::from(bits[0]) / 8 % 32] ^= 1 << (bits[0] % 8);
        prop_assert!(!check(&key, &turned, &signature));
        let mut turned = signature;
        turned[usize::from(bits[1]) / 8 % 64] ^= 1 << (bits[1] % 8);
        prop_assert!(!check(&key, &digest, &turned));
        // JWS takes s and n - s alike.
        let s = scalar(signature[32..].try_into().unwrap());
        prop_assert!(check(&key, &digest, &with(&signature, 32, &(-s).to_bytes().into())));
        // The point's negative has the same x and is another key.
        let mut other = key.clone();
        let negated = -ProjectivePoint::from(AffinePoint::decompress(other[1..33].into(), (other[64] & 1).into()).unwrap());
        other.copy_from_slice(&sec1(&negated));
        prop_assert_eq!(check(&other, &digest, &signature), scalar(&digest) == Scalar::ZERO);
    }
}

/// Digest 0 or n (the base point has no part in the sum), factors that cancel, double or are at the ends, keys that are small
/// multiples of the base point.
#[test]
fn signatures_with_extreme_factors_hold_or_not_as_they_must() {
    let edges = [0_u64, 1, 2, 3, 16, 63].map(Scalar::from).into_iter().flat_map(|small| [small, -small]);
    let edges: std::vec::Vec<_> = edges.collect();
    let mut held = 0;
    for key in [1_u64, 2, 5].map(Scalar::from).into_iter().chain([-Scalar::ONE]) {
        for (base, factor) in edges.iter().flat_map(|base| edges.iter().map(move |factor| (*base, *factor))) {
            if let Some((key, digest, signature)) = signature_for(base, factor, key) {
                assert!(check(&key, &digest, &signature));
                held += 1;
            }
        }
    }
    assert!(held > 400, "{held}");
    // The sum is infinity: base·G = -factor·key. There is no r that could hold.
    let key = sec1(&(ProjectivePoint::GENERATOR * Scalar::from(2_u64)));
    for s in [1_u64, 77].map(Scalar::from) {
        let r = Scalar::from(5_u64);
        assert!(!check(&key, &(-(r.double())).to_bytes().into(), &joined(r, s)));
    }
}

#[test]
fn a_digest_not_below_the_order_counts_modulo_the_order() {
    let key = sec1(&(ProjectivePoint::GENERATOR * Scalar::from(2_u64)));
    let order = U256::from_be_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    let (_, digest, signature) =
        signature_for(Scalar::ZERO, Scalar::from(9_u64), Scalar::from(2_u64)).unwrap();
    assert_eq!(digest, [0; 32]);
    assert!(check(&key, &digest, &signature));
    let bytes = |number: U256| -> Bytes { number.to_be_byte_array().into() };
    assert!(check(&key, &bytes(order), &signature));
    assert!(!check(&key, &bytes(order.wrapping_add(&U256::ONE)), &signature));
    assert!(!check(&key, &[0xff; 32], &signature));
}

#[test]
fn r_and_s_are_from_one_to_below_the_order() {
    let (key, digest, signature) =
        signature_for(Scalar::from(3_u64), Scalar::from(4_u64), Scalar::from(5_u64)).unwrap();
    let hex = |digits| -> Bytes { U256::from_be_hex(digits).to_be_byte_array().into() };
    for number in [
        [0; 32],
        hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550"),
        hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
        hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552"),
        hex("ffffffff00000001000000000000000000000000fffffffffffffffffffffffe"),
        hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"),
        hex("ffffffff00000001000000000000000000000001000000000000000000000000"),
        [0xff; 32],
    ] {
        assert!(!check(&key, &digest, &with(&signature, 0, &number)));
        assert!(!check(&key, &digest, &with(&signature, 32, &number)));
    }
    // Numbers that fit 32 bytes and are r or s plus n: only small ones do.
    let (key, digest, signature) = small_r();
    let order: Bytes = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    let mut sum = [0; 32];
    let mut carry = 0;
    for i in (0..32).rev() {
        let digit = u16::from(signature[i]) + u16::from(order[i]) + carry;
        sum[i] = digit as u8;
        carry = digit >> 8;
    }
    assert_eq!(carry, 0);
    assert!(check(&key, &digest, &signature));
    assert!(!check(&key, &digest, &with(&signature, 0, &sum)));
}

const ORDER: U256 = U256::from_be_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
const P: U256 = U256::from_be_hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");

/// The first point from an x on, upwards or downwards, and its x.
fn point_from(mut x: U256, upwards: bool) -> (U256, ProjectivePoint) {
    loop {
        let point = AffinePoint::decompress(&x.to_be_byte_array(), 0.into());
        if let Some(point) = Option::<AffinePoint>::from(point) {
            return (x, ProjectivePoint::from(point));
        }
        x = if upwards { x.wrapping_add(&U256::ONE) } else { x.wrapping_sub(&U256::ONE) };
    }
}

/// Key, digest and signature with this r, from which a verifier comes to this point.
fn signature_at(point: &ProjectivePoint, r: Scalar) -> (std::vec::Vec<u8>, Bytes, [u8; 64]) {
    // point = (digest·G + r·key)/s.
    let (digest, s) = (Scalar::from(123_u64), Scalar::from(4_567_u64));
    let key = (*point * s - ProjectivePoint::GENERATOR * digest) * r.invert().unwrap();
    (sec1(&key), digest.to_bytes().into(), joined(r, s))
}

/// A signature whose point has an x of n or more, so that r is x - n. One in 2^128 signatures would be such.
fn small_r() -> (std::vec::Vec<u8>, Bytes, [u8; 64]) {
    let (x, point) = point_from(ORDER.wrapping_add(&U256::ONE), true);
    let r = Scalar::reduce(x);
    assert!(Bytes::from(r.to_bytes())[..16] == [0; 16] && r != Scalar::ZERO);
    signature_at(&point, r)
}

/// From n on, and below p, where adding n carries from one word into the next but one.
#[test]
fn a_point_with_an_x_above_the_order_holds_for_what_is_left_of_it() {
    for (x, point) in [
        point_from(ORDER.wrapping_add(&U256::ONE), true),
        point_from(ORDER.wrapping_add(&U256::from(u64::MAX)), true),
        point_from(P.wrapping_sub(&(U256::ONE << 96)), false),
        point_from(P.wrapping_sub(&U256::ONE), false),
    ] {
        assert!(x > ORDER && x < P);
        let (key, digest, signature) = signature_at(&point, Scalar::reduce(x));
        assert!(check(&key, &digest, &signature), "{x}");
        let mut other = signature;
        other[31] ^= 1;
        assert!(!check(&key, &digest, &other));
    }
}

/// Where r + n is p or more no point is meant: neither that with x = r + n - p nor, where the sum has 257 bits, that with
/// x = r + n - 2^256.
#[test]
fn r_plus_the_order_is_not_reduced() {
    let whole = ORDER.wrapping_neg();
    for start in [U256::ONE, U256::from(u64::MAX), U256::ONE << 192] {
        let (x, point) = point_from(start, true);
        let (key, digest, signature) = signature_at(&point, Scalar::reduce(x));
        assert!(check(&key, &digest, &signature));
        for more in [P.wrapping_sub(&ORDER), whole] {
            let r = x.wrapping_add(&more);
            assert!(r < ORDER && (more == whole || r.wrapping_add(&ORDER) >= P));
            let (key, digest, signature) = signature_at(&point, Scalar::reduce(r));
            assert!(!check(&key, &digest, &signature), "{x}");
        }
    }
    // An x that nobody chose.
    let point = ProjectivePoint::GENERATOR * Scalar::from(11_u64);
    let r = Scalar::reduce(coordinates_of(&point).0.wrapping_add(&whole));
    let (key, digest, signature) = signature_at(&point, r);
    assert!(!check(&key, &digest, &signature));
}

fn coordinates_of(point: &ProjectivePoint) -> (U256, U256) {
    let encoded = sec1(point);
    (U256::from_be_slice(&encoded[1..33]), U256::from_be_slice(&encoded[33..]))
}

/// What is p or more would be a second spelling of a key.
#[test]
fn coordinates_are_below_p() {
    let (x, point) = point_from(U256::ONE, true);
    let (_, y) = coordinates_of(&point);
    let key = |x: U256, y: U256| -> std::vec::Vec<u8> {
        [&[4][..], &x.to_be_byte_array(), &y.to_be_byte_array()].concat()
    };
    assert!(P256Key::from_sec1(&key(x, y)).is_some());
    assert!(P256Key::from_sec1(&key(x, P.wrapping_sub(&y))).is_some());
    let spelled_otherwise = x.wrapping_add(&P);
    assert!(spelled_otherwise > P && P256Key::from_sec1(&key(spelled_otherwise, y)).is_none());
    for y in [P, P.wrapping_add(&U256::ONE), U256::MAX, y.wrapping_add(&U256::ONE)] {
        assert!(P256Key::from_sec1(&key(x, y)).is_none());
    }
}

#[test]
fn only_a_point_on_the_curve_in_its_one_form_is_a_key() {
    let key = sec1(&ProjectivePoint::GENERATOR);
    assert!(P256Key::from_sec1(&key).is_some());
    for length in (0..key.len()).chain([66, 97]) {
        let bytes: std::vec::Vec<u8> = key.iter().copied().chain([0; 64]).take(length).collect();
        assert!(P256Key::from_sec1(&bytes).is_none(), "{length}");
    }
    for form in (0..=255).filter(|form| *form != 4) {
        let mut bytes = key.clone();
        bytes[0] = form;
        assert!(P256Key::from_sec1(&bytes).is_none(), "{form}");
    }
    let compressed = AffinePoint::GENERATOR.to_encoded_point(true);
    assert!(P256Key::from_sec1(compressed.as_bytes()).is_none());
    let mut zero = [0; 65];
    zero[0] = 4;
    assert!(P256Key::from_sec1(&zero).is_none());
    // x = 0 is on the curve; the same point with x = p is another spelling of it.
    let root = AffinePoint::decompress(&[0; 32].into(), 0.into()).unwrap().to_encoded_point(false);
    let mut bytes = root.as_bytes().to_vec();
    assert!(P256Key::from_sec1(&bytes).is_some());
    bytes[1..33].copy_from_slice(&super::field::P.map(u64::to_be_bytes).concat());
    assert!(P256Key::from_sec1(&bytes).is_none());
}

#[test]
fn a_signature_has_64_bytes() {
    let (key, digest, signature) =
        signature_for(Scalar::from(3_u64), Scalar::from(4_u64), Scalar::from(5_u64)).unwrap();
    let key = P256Key::from_sec1(&key).unwrap();
    for length in (0..64).chain([65, 66, 96, 128]) {
        let bytes: std::vec::Vec<u8> = signature.iter().copied().chain([0; 64]).take(length).collect();
        assert!(!key.verifies_digest(&digest, &bytes), "{length}");
    }
}
