//! Times, as tokens and stores carry them. The time of day is always passed in: nothing here reads a clock.

use serde_json::Value;

/// Seconds since 1970-01-01T00:00:00Z, without leap seconds (RFC 7519 section 2, NumericDate).
pub type UnixSeconds = u64;

/// The most that clocks may be allowed to differ. Five minutes is Kerberos' old limit and what other OAuth2 servers
/// stop at; a machine further off than that has no working time service, and that is to be repaired, not tolerated.
pub const MAX_SKEW_SECONDS: u64 = 300;

/// The end of the year 9999. Anything later is a mistake (milliseconds, most often) and not a date, and below it no
/// sum of times can overflow.
const LATEST: u64 = 253_402_300_799;

/// Which whole second a fraction counts as. The answer is always the one that makes a token valid for less time.
#[derive(Clone, Copy)]
pub(crate) enum Round {
    /// For `exp`.
    Down,
    /// For `nbf` and `iat`.
    Up,
}

/// Reads a NumericDate. Strings, negative numbers, and numbers that are no date are `None`: CVE-2026-25537 was a
/// claim of the wrong type that counted as absent.
pub(crate) fn numeric_date(value: &Value, round: Round) -> Option<UnixSeconds> {
    let Value::Number(number) = value else { return None };
    if let Some(whole) = number.as_u64() {
        return (whole <= LATEST).then_some(whole);
    }
    let fraction = number.as_f64()?;
    if !fraction.is_finite() || fraction.is_sign_negative() || fraction > LATEST as f64 {
        return None;
    }
    let whole = match round {
        Round::Down => fraction.floor(),
        Round::Up => fraction.ceil(),
    };
    Some(whole as u64)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{LATEST, Round, numeric_date};

    #[test]
    fn only_numbers_that_are_dates_are_dates() {
        for (value, down, up) in [
            (json!(0), Some(0), Some(0)),
            (json!(1_800_000_000), Some(1_800_000_000), Some(1_800_000_000)),
            (json!(10.25), Some(10), Some(11)),
            (json!(1e3), Some(1000), Some(1000)),
            (json!(LATEST), Some(LATEST), Some(LATEST)),
            (json!(LATEST + 1), None, None),
            (json!(u64::MAX), None, None),
            (json!(1e300), None, None),
            (json!(-1), None, None),
            (json!(-0.0), None, None),
            (json!(-0.5), None, None),
            (json!("1800000000"), None, None),
            (json!(null), None, None),
            (json!(true), None, None),
            (json!([1_800_000_000]), None, None),
            (json!({"seconds": 1}), None, None),
        ] {
            let value: Value = value;
            assert_eq!(numeric_date(&value, Round::Down), down, "{value}");
            assert_eq!(numeric_date(&value, Round::Up), up, "{value}");
        }
    }
}
