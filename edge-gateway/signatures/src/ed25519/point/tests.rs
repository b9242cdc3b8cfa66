//! Against `curve25519-dalek`, points that have a part of small order included.

use curve25519_dalek::Scalar as Theirs;
use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::traits::{Identity as _, IsIdentity as _};
use proptest::prelude::*;

use super::{Addend, COUNT, MULTIPLES, Point, Projective, is_neutral_sum};
use crate::ed25519::scalar::Scalar;
use crate::words::{ONE, Words};

fn ours(point: &EdwardsPoint) -> Point {
    Point::from_bytes(&point.compress().0).unwrap()
}

fn scalar(scalar: &Theirs) -> Scalar {
    Scalar::from_bytes(&scalar.to_bytes()).unwrap()
}

fn words(number: u128) -> Words {
    std::array::from_fn(|i| if i < 4 { (number >> (32 * i)) as u32 } else { 0 })
}

/// number·point, without taking the number modulo L.
fn times(number: u128, point: &EdwardsPoint) -> EdwardsPoint {
    (0..128).rev().fold(EdwardsPoint::identity(), |sum, bit| {
        let sum = sum + sum;
        if number >> bit & 1 == 1 { sum + point } else { sum }
    })
}

/// Whether base·B + a·point_a + b·point_b is neutral, by us and by them.
#[track_caller]
fn check_sum(
    base: &Theirs,
    (a, point_a): (u128, &EdwardsPoint),
    (b, point_b): (u128, &EdwardsPoint),
) -> bool {
    let ours = is_neutral_sum(&scalar(base), (&words(a), &ours(point_a)), (&words(b), &ours(point_b)));
    let theirs = ED25519_BASEPOINT_POINT * base + times(a, point_a) + times(b, point_b);
    assert_eq!(ours, theirs.is_identity(), "{base:?} {a} {b}");
    ours
}

fn same(point: &Projective, theirs: &EdwardsPoint) -> bool {
    let theirs = ours(theirs);
    theirs.x.times(&point.z).minus::<1, 2>(&point.x).is_zero()
        && theirs.y.times(&point.z).minus::<1, 2>(&point.y).is_zero()
}

#[test]
fn the_tables_hold_the_odd_multiples_of_the_base_point() {
    let high = times(u128::MAX, &ED25519_BASEPOINT_POINT) + ED25519_BASEPOINT_POINT;
    let neutral = Point::from_affine(Projective::NEUTRAL.x, Projective::NEUTRAL.y);
    for (point, multiples) in [ED25519_BASEPOINT_POINT, high].iter().zip(&MULTIPLES) {
        for (factor, multiple) in (1_u64..).step_by(2).zip(multiples) {
            let expected = point * Theirs::from(factor);
            let addend = Addend::unpacked(multiple);
            assert!(same(&neutral.plus(&addend).projective(), &expected), "{factor}");
            assert!(same(&neutral.plus(&addend.negated()).projective(), &-expected), "{factor}");
        }
        assert_eq!(multiples.len(), COUNT);
    }
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
    let edges = [0, 1, 2, 3, 8, 127, 128, 255, 256, 1 << 127, u128::MAX, u128::MAX - 1];
    let mut neutral = 0;
    for small in &EIGHT_TORSION {
        let point = ED25519_BASEPOINT_POINT * Theirs::from(5_u64) + small;
        let other = ED25519_BASEPOINT_POINT * Theirs::from(9_u64) - small;
        for a in edges {
            for b in edges {
                // The one that makes the part of order L vanish.
                let base = -(Theirs::from(5_u64) * Theirs::from(a) + Theirs::from(9_u64) * Theirs::from(b));
                for base in [base, base + Theirs::ONE, -base] {
                    neutral += usize::from(check_sum(&base, (a, &point), (b, &other)));
                }
            }
        }
    }
    assert!(neutral > 200, "{neutral}");
    // Nothing at all.
    assert!(check_sum(&Theirs::ZERO, (0, &ED25519_BASEPOINT_POINT), (0, &ED25519_BASEPOINT_POINT)));
}

/// A factor that was not halved.
#[test]
fn a_sum_may_have_a_long_factor() {
    let factor = -Theirs::from(12_345_u64);
    let sum = |base: &Theirs| {
        let point = ours(&(ED25519_BASEPOINT_POINT + ED25519_BASEPOINT_POINT));
        is_neutral_sum(&scalar(base), (scalar(&factor).words(), &point), (&ONE, &point))
    };
    assert!(sum(&Theirs::from(2 * 12_344_u64)));
    assert!(!sum(&Theirs::from(2 * 12_344_u64 + 1)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn sums_are_those_of_the_other_library(a in any::<u128>(), b in any::<u128>(), keys in any::<[u64; 2]>(), small in 0_usize..8) {
        let [key, other] = keys.map(Theirs::from);
        let point = ED25519_BASEPOINT_POINT * key + EIGHT_TORSION[small];
        let other_point = ED25519_BASEPOINT_POINT * other;
        let base = -(key * Theirs::from(a) + other * Theirs::from(b));
        let held = check_sum(&base, (a, &point), (b, &other_point));
        prop_assert_eq!(held, ((a % 8) as usize * small).is_multiple_of(8));
        check_sum(&(base + Theirs::ONE), (a, &point), (b, &other_point));
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
