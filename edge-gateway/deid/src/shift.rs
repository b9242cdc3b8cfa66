//! Date shift: how many days one patient's dates are moved by.
//!
//! Intervals between whole dates stay, the dates do not. This is outside Safe Harbor, which lets no element of a date stay but
//! its year (164.514(b)(2)(i)(C)); an expert determination under 164.514(b)(1), or a limited data set, may allow it.
//!
//! What a text says besides tells of the shift: a day of the week that stands apart from its date ("3/8/2021 (Monday)") stays,
//! and one such day leaves a seventh of the shifts.

use crate::key::Key;

/// Most days, either way: within a year, so that ages stay right to a year and treatments do not come before their invention.
const MOST_DAYS: u64 = 365;

/// By how many days: from 1 to 365, forward or back; never 0. The same for the same key and patient, in every request; for
/// no patient, the texts of the request decide.
pub(crate) fn days<T: AsRef<str>>(key: &Key, patient: Option<&str>, texts: &[T]) -> i32 {
    let tag = match patient {
        Some(patient) => key.tag("anteroom shift patient 1", &[patient.as_bytes()]),
        None => {
            let parts: Vec<&[u8]> = texts.iter().map(|text| text.as_ref().as_bytes()).collect();
            key.tag("anteroom shift request 1", &parts)
        }
    };
    // 64 bits over 730: no day is likelier than another in any way that could be seen.
    let number = tag[..8].iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte)) % (2 * MOST_DAYS);
    let days = (number % MOST_DAYS) as i32 + 1;
    if number < MOST_DAYS { days } else { -days }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_patient_moves_by_an_amount_of_their_own() {
        let key = Key::new(&[9; 32]).unwrap();
        let of = |patient: &str| days::<&str>(&key, Some(patient), &[]);
        let all: Vec<i32> = (0..5000).map(|n| of(&n.to_string())).collect();
        assert!(all.iter().all(|days| *days != 0 && days.abs() <= 365));
        let distinct: std::collections::HashSet<_> = all.iter().collect();
        assert!(distinct.len() > 700, "{}", distinct.len());
        assert_eq!(of("a"), of("a"));
        assert_eq!(days(&key, None, &["text"]), days(&key, None, &["text"]));
        assert_ne!(days(&key, None, &["text"]), days(&key, None, &["other"]));
    }
}
