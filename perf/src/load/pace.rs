//! When requests of the open loop are to be sent.

use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::Instant;

/// The intended times, each handed over when it has come.
pub type Pace = UnboundedReceiver<Instant>;

/// Constant arrivals at `rate` a second for `length` from `begin` on.
///
/// Kept by a thread of its own: the runtime's timers have steps of a millisecond, which would be added to every latency. Where the
/// thread itself is late, the intended time stands, and the delay counts.
#[must_use]
pub fn pace(begin: Instant, rate: f64, length: Duration) -> Pace {
    let (sender, receiver) = unbounded_channel();
    let thread = std::thread::Builder::new().name("pace".to_owned());
    // Where no thread can be had there are no arrivals, and the round shows none.
    let _started = thread.spawn(move || {
        let begin = begin.into_std();
        for intended in schedule(rate, length) {
            let at = begin + intended;
            std::thread::sleep(at.saturating_duration_since(std::time::Instant::now()));
            if sender.send(Instant::from_std(at)).is_err() {
                break;
            }
        }
    });
    receiver
}

/// The times of constant arrivals: none within the first interval, so that a rate of 1 over 3 s are 3 requests.
pub(super) fn schedule(rate: f64, length: Duration) -> impl Iterator<Item = Duration> {
    let interval = if rate > 0.0 { 1.0 / rate } else { f64::INFINITY };
    (0u32..)
        .map(move |number| (f64::from(number) + 0.5) * interval)
        .take_while(move |at| *at < length.as_secs_f64())
        .map(Duration::from_secs_f64)
}
