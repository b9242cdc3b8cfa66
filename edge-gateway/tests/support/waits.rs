//! Waiting for what will be, without a time of its own.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// No test waits longer than this for anything: it is a failure then, not slowness.
const PATIENCE: Duration = Duration::from_secs(60);

/// Asks again until the answer is as wished.
#[track_caller]
pub fn until(what: &str, mut ask: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !ask() {
        assert!(begin.elapsed() < PATIENCE, "never: {what}");
        std::thread::yield_now();
    }
}

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
