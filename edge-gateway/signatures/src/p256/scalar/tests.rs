//! Against `num-bigint`.

use num_bigint::BigUint;
use proptest::prelude::*;

use super::{ORDER, Scalar};

fn n() -> BigUint {
    BigUint::new(ORDER.to_vec())
}

fn bytes(number: &BigUint) -> [u8; 32] {
    let digits = number.to_bytes_be();
    let mut bytes = [0; 32];
    bytes[32 - digits.len()..].copy_from_slice(&digits);
    bytes
}

fn value(scalar: &Scalar) -> BigUint {
    BigUint::new(scalar.words().to_vec())
}

/// What borrows and carries the furthest, and anything.
fn number() -> impl Strategy<Value = BigUint> {
    let edge = (0_u32..256, 0_u32..3, any::<bool>()).prop_map(|(bit, less, from_order)| {
        let base = if from_order { n() } else { BigUint::from(1_u32) << bit };
        if base >= BigUint::from(less) { base - less } else { base }
    });
    prop_oneof![edge, any::<[u8; 32]>().prop_map(|bytes| BigUint::from_bytes_be(&bytes))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn products_and_inverses_are_those_of_integers(a in number(), b in number()) {
        let (x, y) = (Scalar::reduced(&bytes(&a)), Scalar::reduced(&bytes(&b)));
        prop_assert_eq!(value(&x), &a % n());
        prop_assert_eq!(value(&x.times(&y)), &a * &b % n());
        if value(&x) != BigUint::ZERO {
            prop_assert_eq!(value(&x.inverse()), a.modpow(&(n() - 2_u32), &n()));
        }
    }
}

#[test]
fn only_numbers_from_one_to_below_the_order_are_scalars_of_a_signature() {
    let taken =
        |number: BigUint| Scalar::from_nonzero_bytes(&bytes(&number)).map(|scalar| value(&scalar) == number);
    let one = BigUint::from(1_u32);
    for number in [one.clone(), n() - 1_u32, n() - 2_u32, one.clone() << 255] {
        assert_eq!(taken(number), Some(true));
    }
    for number in [BigUint::ZERO, n(), n() + 1_u32, n() + 5_u32, (one << 256) - 1_u32] {
        assert_eq!(taken(number), None);
    }
}

#[test]
fn zero_has_no_inverse_and_asking_ends() {
    assert_eq!(value(&Scalar::reduced(&bytes(&n())).inverse()), BigUint::ZERO);
}
