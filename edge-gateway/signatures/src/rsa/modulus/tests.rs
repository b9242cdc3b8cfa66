//! Against `num-bigint`, for moduli and numbers of every shape that carries far.

use num_bigint::BigUint;
use proptest::prelude::*;

use super::{Limbs, MAX_BYTES, Modulus, from_bytes, to_bytes};

fn one() -> BigUint {
    BigUint::from(1_u32)
}

/// As long as the modulus.
fn bytes(number: &BigUint, length: usize) -> std::vec::Vec<u8> {
    let digits = number.to_bytes_be();
    let mut bytes = std::vec![0; length - digits.len()];
    bytes.extend(digits);
    bytes
}

fn limbs(number: &BigUint) -> Limbs {
    from_bytes(&number.to_bytes_be())
}

fn value(limbs: &Limbs) -> BigUint {
    let mut bytes = [0; MAX_BYTES + 2];
    to_bytes(limbs, &mut bytes);
    BigUint::from_bytes_be(&bytes)
}

/// An odd number of exactly so many bits.
fn odd(bits: u64, shape: u8, random: &[u8]) -> BigUint {
    let top = one() << (bits - 1);
    match shape {
        0 => (one() << bits) - 1_u32,
        1 => top + 1_u32,
        // Low bits all 1: the longest carries of the reduction.
        2 => top + ((one() << (bits / 2)) - 1_u32),
        // High bits all 1, and the lowest.
        3 => (one() << bits) - (one() << (bits / 2)) + 1_u32,
        _ => {
            let random = BigUint::from_bytes_be(random) % &top;
            let odd = top + random;
            if odd.bit(0) { odd } else { odd + 1_u32 }
        }
    }
}

fn number(n: &BigUint, shape: u8, random: &[u8]) -> BigUint {
    match shape {
        0 => BigUint::ZERO,
        1 => one(),
        2 => n - 1_u32,
        3 => n - 2_u32,
        4 => n >> 1,
        5 => one() << (n.bits() - 1),
        _ => BigUint::from_bytes_be(random) % n,
    }
}

fn power(modulus: &Modulus, number: &[u8], exponent: u32) -> Option<BigUint> {
    let mut buffer = [0; MAX_BYTES];
    modulus.power(number, exponent, &mut buffer).map(|power| BigUint::from_bytes_be(power))
}

fn bits() -> impl Strategy<Value = u64> {
    prop_oneof![Just(2048), Just(3072), Just(4096), 2048_u64..2110, 4040_u64..=4096]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn powers_are_those_of_integers(bits in bits(), shape in 0_u8..7, other in 0_u8..8, exponent in any::<u32>(), random in proptest::collection::vec(any::<u8>(), 512)) {
        let n = odd(bits, shape, &random);
        let modulus = Modulus::new(&n.to_bytes_be()).unwrap();
        prop_assert_eq!(modulus.bits() as u64, bits);
        let number = number(&n, other, &random[1..]);
        let length = bits.div_ceil(8) as usize;
        for exponent in [3, 5, 65_537, (exponent % 100_000) | 3, u32::MAX] {
            prop_assert_eq!(power(&modulus, &bytes(&number, length), exponent), Some(number.modpow(&exponent.into(), &n)));
        }
    }

    /// The bounds that the types do not show: a product of factors below 3n is below 2n.
    #[test]
    fn products_stay_below_twice_the_modulus(bits in bits(), shape in 0_u8..7, a in 0_u8..8, b in 0_u8..8, random in proptest::collection::vec(any::<u8>(), 512)) {
        let n = odd(bits, shape, &random);
        let modulus = Modulus::new(&n.to_bytes_be()).unwrap();
        let r = one() << (27 * modulus.length);
        prop_assert!(r >= &n * 16_u32);
        let (small, large) = (number(&n, a, &random[1..]), number(&n, b, &random[2..]));
        for (a, b) in [(small.clone(), large.clone()), (&small + &n * 2_u32, &large + &n * 2_u32), (small.clone(), &large + &n)] {
            let product = value(&modulus.multiply(&limbs(&a), &limbs(&b)));
            prop_assert!(product < &n * 2_u32);
            prop_assert_eq!(&product * &r % &n, &a * &b % &n);
            prop_assert_eq!(value(&modulus.square(&limbs(&b))), value(&modulus.multiply(&limbs(&b), &limbs(&b))));
        }
        let montgomery = value(&modulus.to_montgomery(&limbs(&small)));
        prop_assert!(montgomery < &n * 2_u32);
        prop_assert_eq!(montgomery % &n, small * r % &n);
    }

    #[test]
    fn bytes_and_limbs_are_one_number(bytes in proptest::collection::vec(any::<u8>(), 0..=MAX_BYTES)) {
        prop_assert_eq!(value(&from_bytes(&bytes)), BigUint::from_bytes_be(&bytes));
    }
}

#[test]
fn a_number_is_as_long_as_the_modulus_and_below_it() {
    let n = odd(2049, 4, &[7; 256]);
    let modulus = Modulus::new(&n.to_bytes_be()).unwrap();
    assert!(power(&modulus, &bytes(&(&n - 1_u32), 257), 65_537).is_some());
    for number in [n.clone(), &n + 1_u32, (one() << 2056) - 1_u32] {
        assert_eq!(power(&modulus, &bytes(&number, 257), 65_537), None);
    }
    for length in [0, 1, 255, 256, 258, 512, 600] {
        assert_eq!(power(&modulus, &std::vec![0; length], 65_537), None, "{length}");
    }
}

/// Of a modulus that no signer has: a number that is not 0 and whose powers are, where what is taken off at the end is n itself.
#[test]
fn a_power_that_the_modulus_divides_is_zero() {
    for bits in [1024, 1536, 2048] {
        for shape in 0..4 {
            let root = odd(bits, shape, &[]);
            let n = &root * &root;
            if n.bits() < 2048 {
                continue;
            }
            let modulus = Modulus::new(&n.to_bytes_be()).unwrap();
            for number in [root.clone(), &root * 2_u32, &root * (&root - 1_u32)] {
                let number = bytes(&number, n.bits().div_ceil(8) as usize);
                for exponent in [3, 65_537, u32::MAX] {
                    assert_eq!(power(&modulus, &number, exponent), Some(BigUint::ZERO), "{bits} {shape}");
                }
            }
        }
    }
}

#[test]
fn a_modulus_is_odd_and_of_2048_to_4096_bits() {
    let taken = |number: &BigUint| Modulus::new(&number.to_bytes_be()).is_some();
    for bits in [2048, 2049, 4095, 4096] {
        assert!(taken(&odd(bits, 0, &[])) && taken(&odd(bits, 1, &[])), "{bits}");
        assert!(!taken(&(odd(bits, 0, &[]) - 1_u32)), "{bits}");
    }
    for bits in [1, 8, 1024, 2047, 4097, 8192] {
        assert!(!taken(&odd(bits, 0, &[])), "{bits}");
    }
    assert!(Modulus::new(&[]).is_none());
    let padded: std::vec::Vec<u8> = [0].into_iter().chain(odd(2048, 0, &[]).to_bytes_be()).collect();
    assert!(Modulus::new(&padded).is_none());
}
