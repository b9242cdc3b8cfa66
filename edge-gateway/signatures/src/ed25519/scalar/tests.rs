//! Against `num-bigint`.

use num_bigint::BigUint;
use proptest::prelude::*;

use super::{ORDER, Scalar};
use crate::words::Words;

fn l() -> BigUint {
    BigUint::new(ORDER.number.to_vec())
}

fn value(words: &Words) -> BigUint {
    BigUint::new(words.to_vec())
}

fn bytes<const LENGTH: usize>(number: &BigUint) -> [u8; LENGTH] {
    let digits = number.to_bytes_le();
    let mut bytes = [0; LENGTH];
    bytes[..digits.len()].copy_from_slice(&digits);
    bytes
}

fn scalar(number: &BigUint) -> Scalar {
    Scalar::from_bytes(&bytes(number)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn remainders_are_those_of_integers(wide in any::<[[u8; 32]; 2]>()) {
        let wide: [u8; 64] = wide.concat().try_into().unwrap();
        let reduced = Scalar::reduced(&wide);
        prop_assert_eq!(value(reduced.words()), BigUint::from_bytes_le(&wide) % l());
    }

}

#[test]
fn only_numbers_below_the_order_are_scalars_of_a_signature() {
    for less in 1_u32..10 {
        let number = l() - less;
        assert_eq!(value(scalar(&number).words()), number);
    }
    for more in 0_u32..10 {
        assert!(Scalar::from_bytes(&bytes(&(l() + more))).is_none());
        assert!(Scalar::from_bytes(&bytes(&(l() * 2_u32 + more))).is_none());
    }
    for byte in [0x20, 0x40, 0x80, 0xff] {
        let mut bytes = [0; 32];
        bytes[31] = byte;
        assert!(Scalar::from_bytes(&bytes).is_none());
    }
    assert_eq!(value(scalar(&BigUint::ZERO).words()), BigUint::ZERO);
}

#[test]
fn extreme_numbers_are_reduced() {
    let one = BigUint::from(1_u32);
    let top = (&one << 512) - &one;
    let edges = [
        BigUint::ZERO,
        one.clone(),
        l() - &one,
        l(),
        l() + &one,
        l() * 15_u32,
        l() * 16_u32,
        l() * l(),
        (&one << 256) - &one,
        &one << 256,
        (&one << 511),
        &top / l() * l(),
        &top / l() * l() - &one,
        top,
    ];
    for number in edges {
        assert_eq!(value(Scalar::reduced(&bytes(&number)).words()), number % l());
    }
}
