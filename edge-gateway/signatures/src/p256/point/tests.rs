//! Against the crate `p256`, first of all where the formulas of addition say nothing.

use p256::elliptic_curve::PrimeField as _;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use p256::{AffinePoint, ProjectivePoint};
use proptest::prelude::*;

use super::{Affine, Element, Jacobian, MULTIPLES_BYTES, Multiples, combination};
use crate::p256::base::COORDINATES;
use crate::p256::scalar::{ORDER, Scalar};

fn theirs(scalar: &Scalar) -> p256::Scalar {
    p256::Scalar::from_repr(bytes(scalar).into()).unwrap()
}

fn bytes(scalar: &Scalar) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (bytes, word) in bytes.chunks_exact_mut(4).zip(scalar.words().iter().rev()) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    bytes
}

fn ours(scalar: p256::Scalar) -> Scalar {
    Scalar::reduced(&scalar.to_repr().into())
}

/// Affine x and y.
fn coordinates(point: &ProjectivePoint) -> Option<([u8; 32], [u8; 32])> {
    let encoded = AffinePoint::from(*point).to_encoded_point(false);
    Some(((*encoded.x()?).into(), (*encoded.y()?).into()))
}

fn affine(point: &ProjectivePoint) -> Affine {
    let (x, y) = coordinates(point).unwrap();
    Affine::from_coordinates(&x, &y).unwrap()
}

/// The same point, by both coordinates.
fn same(ours: Option<Jacobian>, theirs: &ProjectivePoint) -> bool {
    let (Some(ours), Some((x, y))) = (ours, coordinates(theirs)) else {
        return ours.is_none() && coordinates(theirs).is_none();
    };
    let theirs = Affine::from_coordinates(&x, &y).unwrap();
    let zz = ours.z.squared();
    let zzz = ours.z.times(&zz);
    theirs.x.times(&zz).minus::<1, 2>(&ours.x).is_zero()
        && theirs.y.times(&zzz).minus::<1, 2>(&ours.y).is_zero()
        && ours.has_x(&Scalar::reduced(&x))
}

#[track_caller]
fn check_combination(base: p256::Scalar, factor: p256::Scalar, key: p256::Scalar) {
    let point = ProjectivePoint::GENERATOR * key;
    let sum = combination(&ours(base), &ours(factor), &Multiples::of(&affine(&point)));
    assert!(same(sum, &(ProjectivePoint::GENERATOR * base + point * factor)), "{base:?} {factor:?} {key:?}");
}

#[test]
fn the_table_holds_the_odd_multiples_of_the_base_point() {
    for (part, multiples) in COORDINATES.iter().enumerate() {
        let mut once = ProjectivePoint::GENERATOR;
        for _ in 0..64 * part {
            once += once;
        }
        for (i, [x, y]) in (0_u64..).zip(*multiples) {
            let bytes =
                |words: [u64; 4]| -> [u8; 32] { words.map(u64::to_be_bytes).concat().try_into().unwrap() };
            let expected = once * p256::Scalar::from(2 * i + 1);
            assert_eq!(coordinates(&expected), Some((bytes(x), bytes(y))), "{part} {i}");
            let digit = i8::try_from(2 * i + 1).unwrap();
            assert!(same(Some(Jacobian::from_affine(&Affine::of_base(part, digit))), &expected));
            assert!(same(Some(Jacobian::from_affine(&Affine::of_base(part, -digit))), &-expected));
        }
    }
}

#[test]
fn a_key_made_ready_holds_its_odd_multiples() {
    let key = ProjectivePoint::GENERATOR * p256::Scalar::from(1_234_567_u64);
    let multiples = Multiples::of(&affine(&key));
    let mut once = key;
    for part in 0..4 {
        for digit in (1_i8..16).step_by(2) {
            let expected = once * p256::Scalar::from(u64::from(digit.unsigned_abs()));
            assert!(same(Some(Jacobian::from_affine(&multiples.times(part, digit))), &expected));
            assert!(same(Some(Jacobian::from_affine(&multiples.times(part, -digit))), &-expected));
        }
        for _ in 0..64 {
            once += once;
        }
    }
}

#[test]
fn the_numbers_of_the_other_library_are_ours() {
    let last = p256::Scalar::ZERO - p256::Scalar::ONE;
    assert_eq!(ours(last).words()[0], ORDER[0] - 1);
    assert!(theirs(&ours(last)) == last);
}

/// Sums in which both parts are the same point or each other's negative, or one is infinity, at the beginning, at the end
/// and in between.
#[test]
fn sums_are_right_where_the_formulas_say_nothing() {
    let small = [0_u64, 1, 2, 3, 5, 15, 16, 31, 32, 63, 64, 65, 127, 255].map(p256::Scalar::from);
    let half = p256::Scalar::from(2_u64).invert().unwrap();
    let edges: std::vec::Vec<_> =
        small.iter().flat_map(|small| [*small, -*small]).chain([half, -half]).collect();
    for key in [1_u64, 2, 3, 7, 64].map(p256::Scalar::from).into_iter().chain([-p256::Scalar::ONE, half]) {
        for base in &edges {
            for factor in &edges {
                check_combination(*base, *factor, key);
            }
            // base·G + factor·key = 0, then G twice, then base·G twice.
            let inverse = key.invert().unwrap();
            for end in [p256::Scalar::ZERO, p256::Scalar::from(2_u64), base.double()] {
                check_combination(*base, (end - base) * inverse, key);
            }
        }
    }
}

#[test]
fn additions_double_cancel_and_add_whatever_the_denominators() {
    let of = |factor: u64| {
        combination(
            &ours(p256::Scalar::from(factor)),
            &ours(p256::Scalar::ZERO),
            &Multiples::of(&affine(&ProjectivePoint::GENERATOR)),
        )
        .unwrap()
    };
    for (a, b) in [(2_u64, 2_u64), (5, 5), (2, 3), (6, 1), (1, 6), (100, 100), (99, 100)] {
        let (x, y) = (of(a), of(b).doubled().plus(&of(b).negated()).unwrap());
        let g = ProjectivePoint::GENERATOR;
        let (a, b) = (p256::Scalar::from(a), p256::Scalar::from(b));
        assert!(same(x.plus(&y), &(g * (a + b))));
        assert!(same(x.plus(&y.negated()), &(g * (a - b))));
        assert!(same(x.plus_affine(&affine(&(g * b))), &(g * (a + b))));
        assert!(same(x.plus_affine(&affine(&(g * -b))), &(g * (a - b))));
    }
}

/// A point has as many coordinates as there are denominators, and the difference of two numbers that are equal modulo p is not
/// always 0: in some of these it is p.
#[test]
fn equal_points_are_known_by_any_of_their_coordinates() {
    let five = ProjectivePoint::GENERATOR * p256::Scalar::from(5_u64);
    let (point, ten) = (affine(&five), five + five);
    let over = |z: Element| {
        let zz = z.squared();
        Jacobian { x: point.x.times(&zz), y: point.y.times(&zz.times(&z)), z }
    };
    let mut last = over(Element::from_words([1, 2, 3, 4]));
    for step in 0..5000 {
        let next = over(last.z.squared());
        assert!(last.plus(&next.negated()).is_none());
        assert!(next.negated().plus_affine(&point).is_none());
        if step % 100 == 0 {
            assert!(same(last.plus(&next), &ten));
            assert!(same(next.plus_affine(&point), &ten));
        }
        last = next;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn bytes_are_a_key_made_ready_or_none(key in any::<[u8; 32]>(), place in 0_usize..MULTIPLES_BYTES, byte: u8, base in any::<[u8; 32]>()) {
        let point = ProjectivePoint::GENERATOR * theirs(&Scalar::reduced(&key));
        let multiples = Multiples::of(&affine(&point));
        let mut bytes = multiples.to_bytes();
        prop_assert!(Multiples::from_bytes(&bytes).is_some_and(|read| read == multiples));
        // Whatever lies in the store: no overflow, no panic (tests are built with checks for both).
        bytes[place] = byte;
        if let Some(read) = Multiples::from_bytes(&bytes) {
            let base = Scalar::reduced(&base);
            let _ = combination(&base, &Scalar::reduced(&[0x5a; 32]), &read).is_some_and(|sum| sum.has_x(&base));
        }
        for end in [i32::MIN, i32::MAX, (1 << 28) + 1, -(1 << 28) - 1] {
            let mut bytes = multiples.to_bytes();
            bytes[place / 4 * 4..place / 4 * 4 + 4].copy_from_slice(&end.to_le_bytes());
            prop_assert!(Multiples::from_bytes(&bytes).is_none());
        }
    }

    #[test]
    fn sums_are_those_of_the_other_library(base in any::<[u8; 32]>(), factor in any::<[u8; 32]>(), key in any::<[u8; 32]>()) {
        let [base, factor, key] = [base, factor, key].map(|bytes| theirs(&Scalar::reduced(&bytes)));
        check_combination(base, factor, key);
    }

    #[test]
    fn a_point_beside_the_curve_is_refused(key in any::<[u8; 32]>(), place in 0_usize..64, bit in 0_u32..8) {
        let key = theirs(&Scalar::reduced(&key));
        let (x, y) = coordinates(&(ProjectivePoint::GENERATOR * key)).unwrap();
        let mut bytes: [u8; 64] = [x, y].concat().try_into().unwrap();
        bytes[place] ^= 1 << bit;
        let (x, y) = bytes.split_first_chunk().unwrap();
        prop_assert!(Affine::from_coordinates(x, y.try_into().unwrap()).is_none());
    }
}
