//! Tests of rates, whose windows begin at multiples of their length.

use std::time::{SystemTime, UNIX_EPOCH};

fn hour() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() / 3600
}

/// Windows of an hour begin on the hour. A test that runs over one runs again.
pub fn within_an_hour(test: impl Fn()) {
    loop {
        let begin = hour();
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(&test));
        match result {
            Err(_) if hour() != begin => {}
            Err(failure) => std::panic::resume_unwind(failure),
            Ok(()) => return,
        }
    }
}
