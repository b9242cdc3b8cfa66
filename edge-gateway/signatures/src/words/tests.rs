//! Against `num-bigint`.

use num_bigint::BigUint;
use proptest::prelude::*;

use super::{DIGITS, Words, added, digits, less, subtracted};

/// The order of P-256.
const NUMBER: Words =
    [0xfc63_2551, 0xf3b9_cac2, 0xa717_9e84, 0xbce6_faad, 0xffff_ffff, 0xffff_ffff, 0x0000_0000, 0xffff_ffff];

fn value(words: &Words) -> BigUint {
    BigUint::new(words.to_vec())
}

/// Anything, and numbers of few bits, all bits or one.
fn number() -> impl Strategy<Value = Words> {
    let edge = (0_usize..256, any::<bool>()).prop_map(|(bit, all)| {
        let mut words = [0; 8];
        words[bit / 32] = 1 << (bit % 32);
        if all { subtracted(&words, &[1, 0, 0, 0, 0, 0, 0, 0]).0 } else { words }
    });
    prop_oneof![edge, any::<Words>()]
}

/// 257 digits: as recoded, they must add up, be odd or 0, small, and W apart.
#[track_caller]
fn check_digits<const W: u32>(number: &Words) {
    let digits = digits::<W>(number);
    let sum = digits
        .iter()
        .rev()
        .fold(num_bigint::BigInt::ZERO, |sum, digit| (sum << 1) + num_bigint::BigInt::from(*digit));
    assert_eq!(sum, num_bigint::BigUint::new(number.to_vec()).into());
    let places: std::vec::Vec<usize> = (0..DIGITS).filter(|place| digits[*place] != 0).collect();
    assert!(
        places
            .iter()
            .all(|place| digits[*place] % 2 != 0 && u32::from(digits[*place].unsigned_abs()) < 1 << (W - 1))
    );
    assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= W as usize));
}

#[test]
fn digits_of_extreme_numbers_add_up() {
    let mut one_bit = [0; 8];
    one_bit[7] = 1 << 31;
    for number in [
        [0; 8],
        [u32::MAX; 8],
        NUMBER,
        one_bit,
        [0x5555_5555; 8],
        [0xaaaa_aaaa; 8],
        [1, 0, 0, 0, 0, 0, 0, u32::MAX],
    ] {
        check_digits::<2>(&number);
        check_digits::<5>(&number);
        check_digits::<7>(&number);
        check_digits::<8>(&number);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn digits_add_up(number in number()) {
        check_digits::<5>(&number);
        check_digits::<7>(&number);
        check_digits::<8>(&number);
    }

    #[test]
    fn numbers_are_those_of_the_other_library(a in number(), b in number()) {
        let modulus = BigUint::from(1_u32) << 256;
        let (x, y) = (value(&a), value(&b));
        prop_assert_eq!(less(&a, &b), x < y);
        let (sum, carry) = added(&a, &b);
        prop_assert_eq!(value(&sum) + (BigUint::from(carry) << 256), &x + &y);
        let (difference, below) = subtracted(&a, &b);
        prop_assert_eq!(below, x < y);
        prop_assert_eq!(value(&difference), (&modulus + &x - &y) % &modulus);
    }
}
