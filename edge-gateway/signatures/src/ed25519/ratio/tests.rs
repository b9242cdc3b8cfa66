//! Against `num-bigint`.

use num_bigint::{BigInt, BigUint, Sign};
use proptest::prelude::*;

use super::{CURVE_ORDER, HALF_BITS, ONE, Ratio, Wide, added, bit_length, shifted, subtracted, wide, words};
use crate::ed25519::scalar::Scalar;
use crate::words::Words;

fn value(words: &Words) -> BigUint {
    BigUint::new(words.to_vec())
}

fn order() -> BigUint {
    value(&words(&CURVE_ORDER))
}

fn l() -> BigUint {
    order() / 8_u32
}

fn scalar(number: &BigUint) -> Scalar {
    let mut bytes = [0; 32];
    let digits = number.to_bytes_le();
    bytes[..digits.len()].copy_from_slice(&digits);
    Scalar::from_bytes(&bytes).unwrap()
}

/// Product and factor belong together, and may stand in the place of the scalar.
#[track_caller]
fn check_halved(number: &BigUint) -> bool {
    let ratio = Ratio::of(&scalar(number));
    let (product, factor) = (value(&ratio.product), value(&ratio.factor));
    let sign = if ratio.negated { Sign::Minus } else { Sign::Plus };
    let order = BigInt::from(order());
    let difference = BigInt::from_biguint(sign, &factor * number) - BigInt::from(product.clone());
    assert_eq!(difference % order, BigInt::ZERO, "{number}");
    assert!(factor.bit(0) && factor < l(), "{number}");
    // Only a scalar as it is has a factor of one bit.
    assert!(product.bits() <= 128 || ratio.factor == words(&ONE), "{number}");
    product.bits() <= 128 && factor.bits() <= 128 + 10
}

/// Anything, and numbers of few bits, all bits or one.
fn number() -> impl Strategy<Value = Wide> {
    let edge = (0_usize..256, any::<bool>()).prop_map(|(bit, all)| {
        let mut words = [0; 4];
        words[bit / 64] = 1 << (bit % 64);
        if all { subtracted(&words, &ONE).0 } else { words }
    });
    prop_oneof![edge, any::<Wide>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_scalar_is_halved(number in any::<[u8; 32]>()) {
        check_halved(&(BigUint::from_bytes_le(&number) % l()));
    }

    #[test]
    fn a_scalar_near_a_fraction_of_the_order_is_halved(part in 1_u64.., of in 1_u64.., more in -3_i64..=3, of_curve in any::<bool>()) {
        let order = BigInt::from(if of_curve { order() } else { l() });
        let number = (order * part / of + more) % BigInt::from(l());
        if let Some(number) = number.to_biguint() {
            check_halved(&number);
        }
    }

    #[test]
    fn numbers_are_those_of_the_other_library(a in number(), b in number(), bits in 0_u32..256) {
        let modulus = BigUint::from(1_u32) << 256;
        let number = |wide: &Wide| value(&words(wide));
        let (x, y) = (number(&a), number(&b));
        prop_assert_eq!(wide(&words(&a)), a);
        prop_assert_eq!(u64::from(bit_length(&a)), x.bits());
        prop_assert_eq!(number(&shifted(&a, bits)), (&x << bits) % &modulus);
        prop_assert_eq!(number(&added(&a, &b)), (&x + &y) % &modulus);
        let (difference, below) = subtracted(&a, &b);
        prop_assert_eq!(below, x < y);
        prop_assert_eq!(number(&difference), (&modulus + &x - &y) % &modulus);
    }
}

#[test]
fn most_scalars_become_half_as_long() {
    let halves = (1_u32..=200)
        .filter(|i| check_halved(&(BigUint::from(*i).modpow(&BigUint::from(77_u32), &l()) * 7_u32 % l())));
    assert!(halves.count() > 190);
    assert_eq!(HALF_BITS * 2, bit_length(&CURVE_ORDER));
}

/// Small ones, those that have divisors with 8·L in common, and such that Euclid's algorithm ends at once or gives a factor
/// that would be a multiple of L.
#[test]
fn extreme_scalars_are_halved() {
    let one = BigUint::from(1_u32);
    for bit in 0..253 {
        for number in [&one << bit, (&one << bit) + 1_u32, (&one << bit) - 1_u32] {
            check_halved(&(&number % l()));
            check_halved(&((l() - number) % l()));
        }
    }
    for divisor in 1_u32..300 {
        for more in 0_u32..3 {
            check_halved(&((l() / divisor - more) % l()));
            check_halved(&((l() / divisor + more) % l()));
        }
    }
    // Numbers x with x·t = 8 or less modulo 8·L, for t that are even: then 8·L/8 or more would be the next factor.
    let order = order();
    for small in 1_u32..=16 {
        for t in 2_u32..200 {
            let inverse = BigUint::from(t).modinv(&l());
            for multiple in 0_u32..8 {
                if let Some(inverse) = &inverse {
                    check_halved(&((inverse * small + l() * multiple) % &order % l()));
                }
            }
        }
    }
}
