//! Against `curve25519-dalek`, points that have a part of small order included.

use curve25519_dalek::Scalar as Theirs;
use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::traits::Identity as _;
use proptest::prelude::*;

use super::{Addend, BASE_MULTIPLES, KEY_COUNT, MULTIPLES_BYTES, Multiples, Point, Projective, combination};
use crate::ed25519::scalar::Scalar;

fn ours(point: &EdwardsPoint) -> Point {
    Point::from_bytes(&point.compress().0).unwrap()
}

fn scalar(scalar: &Theirs) -> Scalar {
    Scalar::from_bytes(&scalar.to_bytes()).unwrap()
}

/// 2^power times a point.
fn doubled(power: usize, point: &EdwardsPoint) -> EdwardsPoint {
    (0..power).fold(*point, |point, _| point + point)
}

/// number·point, without taking the number modulo L.
fn times(number: &Theirs, point: &EdwardsPoint) -> EdwardsPoint {
    number
        .to_bytes()
        .iter()
        .rev()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1))
        .fold(EdwardsPoint::identity(), |sum, bit| if bit == 1 { sum + sum + point } else { sum + sum })
}

/// base·B + factor·point, by us and by them.
#[track_caller]
fn check_sum(base: &Theirs, factor: &Theirs, point: &EdwardsPoint) {
    let sum = combination(&scalar(base), &scalar(factor), &Multiples::of(&ours(point)));
    let expected = ED25519_BASEPOINT_POINT * base + times(factor, point);
    assert!(same(&sum, &expected), "{base:?} {factor:?}");
    assert!(sum.is(&ours(&expected)));
    assert!(!sum.is(&ours(&(expected + EIGHT_TORSION[1]))));
}

fn same(point: &Projective, theirs: &EdwardsPoint) -> bool {
    let theirs = ours(theirs);
    theirs.x.times(&point.z).minus::<1, 2>(&point.x).is_zero()
        && theirs.y.times(&point.z).minus::<1, 2>(&point.y).is_zero()
}

#[track_caller]
fn check_multiples(point: &EdwardsPoint, parts: &[impl AsRef<[super::PackedAddend]>]) {
    let neutral = Point::from_affine(Projective::NEUTRAL.x, Projective::NEUTRAL.y);
    assert_eq!(parts.len(), 4);
    for (part, multiples) in parts.iter().enumerate() {
        let once = doubled(64 * part, point);
        for (factor, digit) in (1_u64..).zip(1_i8..).step_by(2).take(multiples.as_ref().len()) {
            let expected = once * Theirs::from(factor);
            let addend = Addend::of_digit(multiples.as_ref(), digit);
            assert!(same(&neutral.plus(&addend).projective(), &expected), "{part} {factor}");
            let addend = Addend::of_digit(multiples.as_ref(), -digit);
            assert!(same(&neutral.plus(&addend).projective(), &-expected), "{part} {factor}");
        }
    }
}

#[test]
fn the_tables_hold_the_odd_multiples() {
    check_multiples(&ED25519_BASEPOINT_POINT, &BASE_MULTIPLES);
    let key = ED25519_BASEPOINT_POINT * Theirs::from(1_234_567_u64);
    check_multiples(&key, &Multiples::of(&ours(&key)).0);
    assert_eq!(KEY_COUNT, 8);
}

/// Any two of these: neutral, of small order, the same, each other's negative, and such that differ by a point of small order.
#[test]
fn additions_are_those_of_the_other_library() {
    let points: std::vec::Vec<EdwardsPoint> = [0_u64, 1, 2, 3, 1 << 40]
        .into_iter()
        .flat_map(|factor| EIGHT_TORSION.map(|small| ED25519_BASEPOINT_POINT * Theirs::from(factor) + small))
        .flat_map(|point| [point, -point])
        .collect();
    for a in &points {
        assert!(same(&ours(a).doubled().projective(), &(a + a)));
        assert!(same(&ours(a).negated().projective(), &-a));
        for b in &points {
            assert!(same(&ours(a).plus(&ours(b).addend()).projective(), &(a + b)));
            let sum = ours(a).plus(&ours(b).addend()).point();
            assert!(same(&sum.plus(&ours(a).doubled().point().addend()).projective(), &(a + b + a + a)));
            assert_eq!(same(&ours(a).projective(), b), a == b);
        }
    }
}

#[test]
fn points_of_small_order_are_told() {
    for small in &EIGHT_TORSION {
        assert!(ours(small).is_of_small_order());
        assert!(!ours(&(small + ED25519_BASEPOINT_POINT)).is_of_small_order());
    }
}

#[test]
fn sums_of_extreme_factors_are_those_of_the_other_library() {
    let small = [0_u64, 1, 2, 3, 8, 15, 16, 31, 32, 63, 64, u64::MAX].map(Theirs::from);
    let edges: std::vec::Vec<Theirs> = small.into_iter().flat_map(|small| [small, -small]).collect();
    for torsion in EIGHT_TORSION.iter().step_by(3) {
        let point = ED25519_BASEPOINT_POINT * Theirs::from(5_u64) + torsion;
        for base in &edges {
            for factor in &edges {
                check_sum(base, factor, &point);
            }
            // The one that makes the part of order L vanish.
            check_sum(&(-(Theirs::from(5_u64) * base)), base, &point);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn sums_are_those_of_the_other_library(base in any::<[u8; 32]>(), factor in any::<[u8; 32]>(), key in any::<u64>(), small in 0_usize..8) {
        let [base, factor] = [base, factor].map(Theirs::from_bytes_mod_order);
        check_sum(&base, &factor, &(ED25519_BASEPOINT_POINT * Theirs::from(key) + EIGHT_TORSION[small]));
    }

    #[test]
    fn bytes_are_a_key_made_ready_or_none(key in any::<u64>(), place in 0_usize..MULTIPLES_BYTES, byte: u8, base in any::<[u8; 32]>()) {
        let multiples = Multiples::of(&ours(&(ED25519_BASEPOINT_POINT * Theirs::from(key))));
        let mut bytes = multiples.to_bytes();
        prop_assert!(Multiples::from_bytes(&bytes).is_some_and(|read| read == multiples));
        // Whatever lies in the store: no overflow, no panic (tests are built with checks for both).
        bytes[place] = byte;
        if let Some(read) = Multiples::from_bytes(&bytes) {
            let base = scalar(&Theirs::from_bytes_mod_order(base));
            let _ = combination(&base, &base, &read).is(&ours(&ED25519_BASEPOINT_POINT));
        }
        for end in [i32::MIN, i32::MAX, (1 << 29) + (1 << 18) + 1, -(1 << 29) - (1 << 18) - 1] {
            let mut bytes = multiples.to_bytes();
            bytes[place / 4 * 4..place / 4 * 4 + 4].copy_from_slice(&end.to_le_bytes());
            prop_assert!(Multiples::from_bytes(&bytes).is_none());
        }
    }

    /// Every encoding: the same point, or none. They take p + y for y, which we do not.
    #[test]
    fn encodings_are_those_of_the_other_library(bytes in any::<[u8; 32]>()) {
        let theirs = CompressedEdwardsY(bytes).decompress().filter(|point| point.compress().0 == bytes);
        let ours = Point::from_bytes(&bytes);
        prop_assert_eq!(ours.is_some(), theirs.is_some());
        if let (Some(ours), Some(theirs)) = (ours, theirs) {
            prop_assert!(same(&ours.projective(), &theirs));
            prop_assert!(ours.t.minus::<1, 2>(&ours.x.times(&ours.y)).is_zero());
        }
    }
}

/// y from 0 to 60 and from p - 30 to 2^255 - 1, with either sign.
#[test]
fn encodings_at_the_ends_are_those_of_the_other_library() {
    let mut taken = 0;
    for high in [false, true] {
        for low in 0..=60_u8 {
            let mut bytes = if high { [0xff; 32] } else { [0; 32] };
            bytes[0] = if high { 255 - low } else { low };
            for sign in [0, 0x80] {
                bytes[31] = bytes[31] & 0x7f | sign;
                let theirs = CompressedEdwardsY(bytes).decompress();
                let theirs = theirs.filter(|point| point.compress().0 == bytes);
                assert_eq!(Point::from_bytes(&bytes).is_some(), theirs.is_some(), "{bytes:?}");
                taken += usize::from(theirs.is_some());
            }
        }
    }
    assert!(taken > 50, "{taken}");
}
