//! Kinds of values, one by one.

use super::{Surrogates, Value};
use crate::category::Category;
use crate::dates::Order;
use crate::finder::Finder;
use crate::known::Known;

fn make(category: Category, text: &str) -> Option<String> {
    let known = Known::none();
    let mut surrogates = Surrogates::new(None, &[text]);
    surrogates
        .value(&Value { category, fold: text.as_bytes(), order: Order::default() }, &Finder::new(&known))
}

/// `expect` is the surrogate's shape: `9` a digit, `a` and `A` a letter, anything else itself.
fn check(category: Category, text: &str, expect: Option<&str>) {
    let made = make(category, text);
    let fits = match (&made, expect) {
        (Some(made), Some(expect)) => {
            made.len() == expect.len()
                && made.bytes().zip(expect.bytes()).all(|(byte, shape)| match shape {
                    b'9' => byte.is_ascii_digit(),
                    b'a' => byte.is_ascii_lowercase(),
                    b'A' => byte.is_ascii_uppercase(),
                    other => byte == other,
                })
        }
        (None, None) => true,
        _ => false,
    };
    assert!(fits && made.as_deref() != Some(text), "{text}: {made:?}, not {expect:?}");
}

#[test]
fn shapes_stay() {
    use Category::{Device, Email, Ip, Location, Mrn, OtherId, Phone, Photo, Ssn, Url, Vehicle, Zip};
    check(Mrn, "84471902", Some("99999999"));
    check(OtherId, "QRB-318-2275", Some("AAA-999-9999"));
    check(OtherId, "four four one two", make(OtherId, "four four one two").as_deref());
    check(OtherId, "one of those", None);
    check(Device, "SN-20718533", Some("AA-99999999"));
    check(
        Device,
        "(01)00380740000011(17)261015(21)X3620365",
        Some("(01)99999999999999(17)999999(21)A9999999"),
    );
    check(Vehicle, "KDW 4027", Some("AAA 9999"));
    check(Ssn, "536-22-8134", Some("666-99-9999"));
    check(Ssn, "6789", Some("9999"));
    check(Phone, "(617) 555-0142 x12", Some("(999) 555-0199 x99"));
    check(Phone, "1-617-884-2213", Some("1-999-555-0199"));
    check(Phone, "884-2213", Some("555-0199"));
    check(Phone, "+44 20 7946 0958", Some("+44 99 9999 9999"));
    check(Zip, "60614-1234", Some("99999-9999"));
    check(Zip, "K1A 0B1", Some("A9A 9A9"));
    check(Photo, "IMG_4471.jpg", Some("AAA_9999.jpg"));
    check(Ip, "fe80::zz", None);
    assert!(make(Ip, "10.2.3.4").unwrap().starts_with(['1', '2']));
    assert!(make(Ip, "fe80::1").unwrap().starts_with("2001:db8:"));
    assert!(make(Ip, "00:1B:44:11:3A:B7").unwrap().starts_with("02:"));
    assert!(make(Email, "ann.lee@mail.org").unwrap().contains('.'));
    assert!(make(Email, "jane at example dot com").is_none());
    assert!(make(Url, "https://portal.org/x?id=3").unwrap().starts_with("https://"));
    let street = make(Location, "4120 Heron Lodge").unwrap();
    assert!(street.ends_with(" Lodge") && !street.contains("Heron"), "{street}");
    assert!(make(Category::Facility, "St. Luke's Hospital").unwrap().starts_with("St. "));
    assert!(make(Category::Facility, "General Hospital").is_none());
}

/// No invented code could be a real one.
#[test]
fn codes_fail_their_checks() {
    for n in 0..200u64 {
        let made = make(Category::Account, &format!("41111111{n:08}")).unwrap();
        let sum: u32 = made
            .bytes()
            .rev()
            .enumerate()
            .map(|(at, b)| {
                let n = u32::from(b - b'0') * (1 + at as u32 % 2);
                if n > 9 { n - 9 } else { n }
            })
            .sum();
        assert_ne!(sum % 10, 0, "{made}");
    }
}

#[test]
fn dates_stay_in_their_year_and_form() {
    for (text, shape) in [
        ("03/14/2021", "/2021"),
        ("May 5, 2021", ", 2021"),
        ("2021-09-30T10:00:00Z", "T10:00:00Z"),
        ("9/15", "/"),
    ] {
        let made = make(Category::Date, text).unwrap();
        assert!(made.contains(shape) && made != text, "{text}: {made}");
    }
    assert!(make(Category::Date, "fifth of May").is_none());
    assert!(make(Category::Date, "03/14/1931").is_none());
}
