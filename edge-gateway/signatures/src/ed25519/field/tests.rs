//! Against `num-bigint`, with limbs where the bounds are. Debug builds find an overflow by themselves.

use num_bigint::BigInt;
use proptest::prelude::*;

use super::{Element, LIMBS, Limbs, MAX_SUM, P};

/// What the bounds of the type say for each M: limbs, and the top one.
const LIMB: i64 = (1 << 28) + (1 << 17);
const TOP: i64 = (1 << 22) + (1 << 12);

fn number(words: [u64; 4]) -> BigInt {
    words.iter().fold(BigInt::ZERO, |sum, word| (sum << 64) + BigInt::from(*word))
}

fn p() -> BigInt {
    number(P)
}

fn value<const M: i64>(element: &Element<M>) -> BigInt {
    element.0.iter().rev().fold(BigInt::ZERO, |sum, limb| (sum << 29) + BigInt::from(*limb))
}

fn is_within_bounds<const M: i64>(element: &Element<M>) -> bool {
    element.0[..8].iter().all(|limb| limb.abs() <= M * LIMB) && element.0[8].abs() <= M * TOP
}

fn congruent(a: &BigInt, b: &BigInt) -> bool {
    (a - b) % p() == BigInt::ZERO
}

/// Limbs that the type allows, more often than not its extremes.
fn element<const M: i64>() -> impl Strategy<Value = Element<M>> {
    let within = |most: i64| prop_oneof![3 => Just(most), 3 => Just(-most), 1 => Just(0), 1 => Just(1), 1 => Just(-1), 4 => -most..=most];
    (proptest::array::uniform8(within(M * LIMB)), within(M * TOP)).prop_map(|(low, top)| {
        let mut limbs = [top; LIMBS];
        limbs[..8].copy_from_slice(&low);
        Element(limbs)
    })
}

#[track_caller]
fn check_product<const A: i64, const B: i64>(a: &Element<A>, b: &Element<B>) {
    assert!(is_within_bounds(a) && is_within_bounds(b));
    for product in [a.times(b), b.times(a)] {
        assert!(is_within_bounds(&product));
        assert!(congruent(&value(&product), &(value(a) * value(b))));
    }
}

#[track_caller]
fn check_square<const M: i64>(a: &Element<M>) {
    let square = a.squared();
    assert!(is_within_bounds(&square));
    assert_eq!(square.0, a.times(a).0);
}

#[track_caller]
fn check_canonical<const M: i64>(a: &Element<M>) {
    let canonical = Element::<2>(a.canonical());
    let expected = ((value(a) % p()) + p()) % p();
    assert!(canonical.0.iter().all(|limb| (0..1 << 29).contains(limb)));
    assert_eq!(value(&canonical), expected);
    assert_eq!(a.is_zero(), expected == BigInt::ZERO);
    assert_eq!(a.is_odd(), expected.bit(0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn products_are_those_of_integers(a in element::<15>(), b in element::<1>(), c in element::<5>(), d in element::<3>(), e in element::<7>(), f in element::<2>()) {
        check_product(&a, &b);
        check_product(&c, &d);
        check_product(&e, &f);
        check_square(&d);
        check_square(&f);
        check_square(&b);
    }

    #[test]
    fn an_element_stands_for_one_number(a in element::<16>(), b in element::<9>(), c in element::<1>()) {
        check_canonical(&a);
        check_canonical(&b);
        check_canonical(&c);
    }

    #[test]
    fn sums_are_those_of_integers(a in element::<1>(), b in element::<3>()) {
        let sum: Element<4> = a.plus(&b);
        prop_assert_eq!(value(&sum), value(&a) + value(&b));
        let difference: Element<4> = a.minus(&b);
        prop_assert_eq!(value(&difference), value(&a) - value(&b));
        prop_assert_eq!(value(&b.negated()), -value(&b));
        prop_assert_eq!(Element::<4>::unpacked(&sum.packed()).0, sum.0);
        prop_assert_eq!(a.within::<3>().0, a.0);
    }

    #[test]
    fn numbers_come_in_and_out(words in any::<[u64; 4]>()) {
        let element = Element::from_words(words);
        prop_assert!(is_within_bounds(&element));
        prop_assert!(congruent(&value(&element), &number(words)));
    }

    #[test]
    fn powers_are_those_of_integers(a in element::<1>()) {
        let exponent = (p() - 5) / 8;
        let expected = (((value(&a) % p()) + p()) % p()).modpow(&exponent, &p());
        prop_assert!(congruent(&value(&a.to_p58()), &expected));
    }
}

/// Each limb as far out as it may be, in every pattern of signs of either factor that makes a column largest.
#[test]
fn nothing_overflows_at_the_bounds() {
    let extreme = |most: i64, signs: u32| -> Limbs {
        std::array::from_fn(|i| {
            let limb = if i == 8 { most * TOP } else { most * LIMB };
            if signs >> i & 1 == 1 { -limb } else { limb }
        })
    };
    for signs in 0..512 {
        for other in [0, 511, signs, !signs & 511] {
            check_product(&Element::<15>(extreme(15, signs)), &Element::<1>(extreme(1, other)));
            check_product(&Element::<5>(extreme(5, signs)), &Element::<3>(extreme(3, other)));
        }
        check_square(&Element::<3>(extreme(3, signs)));
        check_canonical(&Element::<16>(extreme(16, signs)));
    }
}

#[test]
fn every_multiple_of_p_is_zero_and_no_neighbour_is() {
    for factor in -7..=7 {
        let multiple: Element<MAX_SUM> = Element(super::limbs(P).map(|limb| factor * limb));
        check_canonical(&multiple);
        assert!(multiple.is_zero(), "{factor}");
        for (place, step) in [(0, 1), (0, -1), (4, 1), (8, -1)] {
            let mut neighbour = multiple;
            neighbour.0[place] += step;
            check_canonical(&neighbour);
            assert!(!neighbour.is_zero(), "{factor} {place} {step}");
        }
    }
}

/// The highest bit is not a part of the number.
#[test]
fn only_numbers_below_p_are_read() {
    let bytes = |number: &BigInt| -> [u8; 32] {
        let mut bytes = [0; 32];
        let digits = number.to_bytes_le().1;
        bytes[..digits.len()].copy_from_slice(&digits);
        bytes
    };
    for less in 1..40 {
        let mut bytes = bytes(&(p() - less));
        for high in [0, 0x80] {
            bytes[31] = bytes[31] & 0x7f | high;
            assert_eq!(value(&Element::<2>(Element::from_bytes(&bytes).unwrap().canonical())), p() - less);
        }
    }
    for more in 0..19 {
        let mut bytes = bytes(&(p() + more));
        for high in [0, 0x80] {
            bytes[31] = bytes[31] & 0x7f | high;
            assert!(Element::from_bytes(&bytes).is_none(), "{more}");
        }
    }
}
