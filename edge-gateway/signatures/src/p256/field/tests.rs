//! Against `num-bigint`, with limbs where the bounds are. Debug builds find an overflow by themselves.

use num_bigint::BigInt;
use proptest::prelude::*;

use super::{Element, LIMBS, Limbs, MAX_SUM, P};

fn number(words: [u64; 4]) -> BigInt {
    words.iter().fold(BigInt::ZERO, |sum, word| (sum << 64) + BigInt::from(*word))
}

fn p() -> BigInt {
    number(P)
}

fn value<const M: i64>(element: &Element<M>) -> BigInt {
    element.0.iter().rev().fold(BigInt::ZERO, |sum, limb| (sum << 29) + BigInt::from(*limb))
}

/// What the bounds of the type say.
fn is_within_bounds<const M: i64>(element: &Element<M>) -> bool {
    element.0.iter().all(|limb| limb.abs() <= M << 28)
        && value(element).magnitude() * 10_u32 <= p().magnitude() * (8 * M as u32)
}

fn congruent(a: &BigInt, b: &BigInt) -> bool {
    (a - b) % p() == BigInt::ZERO
}

/// Limbs that the type allows, more often than not its extremes.
fn element<const M: i64>() -> impl Strategy<Value = Element<M>> {
    // Boxed, as nine of them on the stack of a test are more than it has in a build that is not optimised.
    let within = |most: i64| {
        prop_oneof![3 => Just(most), 3 => Just(-most), 1 => Just(0), 1 => Just(1), 1 => Just(-1), 4 => -most..=most].boxed()
    };
    // 0.8·2^24, less what the other limbs may add.
    (proptest::array::uniform8(within(M << 28)), within(M * 13_421_771)).prop_map(|(low, top)| {
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
        assert!(congruent(&(value(&product) << 261), &(value(a) * value(b))));
    }
}

#[track_caller]
fn check_square<const M: i64>(a: &Element<M>) {
    let square = a.squared();
    assert!(is_within_bounds(&square));
    assert_eq!(square.0, a.times(a).0);
}

#[track_caller]
fn check_carried<const M: i64>(a: &Element<M>) {
    assert!(is_within_bounds(a));
    let carried = a.carried();
    assert!(is_within_bounds(&carried));
    assert!(congruent(&value(&carried), &value(a)));
    // (1/2 + 2^-20)·p.
    assert!(value(&carried).magnitude() << 20 <= p().magnitude() * ((1_u32 << 19) + 1));
    assert_eq!(a.is_zero(), congruent(&value(a), &BigInt::ZERO));
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
    fn carrying_keeps_the_value_and_finds_zero(a in element::<16>(), b in element::<9>(), c in element::<1>()) {
        check_carried(&a);
        check_carried(&b);
        check_carried(&c);
    }

    #[test]
    fn what_is_packed_is_within_the_bounds(limbs in proptest::array::uniform9(prop_oneof![-(1_i32 << 28) - 2..=(1 << 28) + 2, Just(1 << 28), -13_421_775..=13_421_775])) {
        prop_assert!(!Element::is_packed(&limbs) || is_within_bounds(&Element::unpacked(&limbs)));
    }

    #[test]
    fn sums_are_those_of_integers(a in element::<1>(), b in element::<8>()) {
        let sum: Element<9> = a.plus(&b);
        prop_assert_eq!(value(&sum), value(&a) + value(&b));
        let difference: Element<9> = a.minus(&b);
        prop_assert_eq!(value(&difference), value(&a) - value(&b));
        let eight: Element<8> = a.scaled::<8, 8>();
        prop_assert_eq!(value(&eight), value(&a) * 8);
        prop_assert_eq!(value(&b.negated()), -value(&b));
    }

    #[test]
    fn inverses_multiply_to_one_and_products_can_be_packed(words in any::<[u64; 4]>(), a in element::<1>()) {
        let number = Element::from_words(words);
        let product = number.times(&number.inverted());
        prop_assert!(product.minus::<1, 2>(&Element::ONE).is_zero() != number.is_zero());
        for element in [number, product, number.times(&a), a.squared(), a.inverted()] {
            prop_assert!(Element::is_packed(&element.packed()));
        }
    }

    #[test]
    fn numbers_come_into_montgomery_form_and_out(words in any::<[u64; 4]>()) {
        let element = Element::from_words(words);
        prop_assert!(is_within_bounds(&element));
        prop_assert!(congruent(&value(&element), &(number(words) << 261)));
        prop_assert_eq!(Element::unpacked(&element.packed()).0, element.0);
    }
}

/// Each limb as far out as it may be, in every pattern of signs of either factor that makes a column largest.
#[test]
fn nothing_overflows_at_the_bounds() {
    let extreme = |most: i64, signs: u32| -> Limbs {
        std::array::from_fn(|i| {
            let limb = if i == 8 { most * 13_421_771 } else { most << 28 };
            if signs >> i & 1 == 1 { -limb } else { limb }
        })
    };
    for signs in 0..512 {
        for other in [0, 511, signs, !signs & 511] {
            check_product(&Element::<15>(extreme(15, signs)), &Element::<1>(extreme(1, other)));
            check_product(&Element::<5>(extreme(5, signs)), &Element::<3>(extreme(3, other)));
        }
        check_square(&Element::<3>(extreme(3, signs)));
        check_carried(&Element::<16>(extreme(16, signs)));
    }
}

/// Two limbs that are not 0: a column is then a number of choice, among them the ends of what [`super::low`] gives, which
/// random limbs meet once in 2^29.
#[test]
fn columns_at_the_ends_of_a_limb_are_carried() {
    let numbers = [1, -1, 2, -2, (1 << 28) - 1, 1 - (1 << 28), 1 << 28, -1 << 28, 3 << 27];
    let lone = |place: usize, number: i64| {
        let mut limbs = [0; LIMBS];
        limbs[place] = if place == LIMBS - 1 { number.clamp(-13_421_771, 13_421_771) } else { number };
        Element::<2>(limbs)
    };
    for (a, b) in (0..LIMBS).flat_map(|a| (0..LIMBS).map(move |b| (a, b))) {
        for (x, y) in numbers.iter().flat_map(|x| numbers.map(|y| (*x, y))) {
            check_product(&lone(a, x), &lone(b, y));
        }
        for x in numbers {
            check_square(&lone(a, x));
            let both: Element<3> = Element(std::array::from_fn(|i| lone(a, x).0[i] + lone(b, 1 << 28).0[i]));
            if is_within_bounds(&both) {
                check_square(&both);
            }
        }
    }
}

#[test]
fn every_multiple_of_p_is_zero_and_no_neighbour_is() {
    let p: Element<2> = Element(super::limbs(P));
    for factor in -8..=8 {
        let multiple: Element<MAX_SUM> = Element(p.0.map(|limb| factor * limb));
        assert!(multiple.is_zero(), "{factor}");
        for (place, step) in [(0, 1), (0, -1), (4, 1), (8, -1)] {
            let mut neighbour = multiple;
            neighbour.0[place] += step;
            assert!(!neighbour.is_zero(), "{factor} {place} {step}");
        }
    }
    assert!(!Element::ONE.is_zero());
}
