//! The loops against a system of known delays, on a paused clock.

use super::pace::schedule;
use super::*;
use std::sync::Mutex;
use tokio::sync::mpsc::unbounded_channel;

/// Answers after a delay that depends on when it was asked; does so one at a time where it has one worker.
struct Scripted {
    begun: Instant,
    one_at_a_time: Option<tokio::sync::Mutex<()>>,
    delay: fn(since_begin: Duration, text: usize) -> Option<Duration>,
    outcome: fn(text: usize) -> Outcome,
    asked: Mutex<Vec<usize>>,
}

impl Scripted {
    fn new(delay: fn(Duration, usize) -> Option<Duration>) -> Self {
        Self {
            begun: Instant::now(),
            one_at_a_time: None,
            delay,
            outcome: |_| Outcome::Right,
            asked: Mutex::default(),
        }
    }
}

impl Caller for Scripted {
    async fn call(&self, text: usize) -> Outcome {
        self.asked.lock().unwrap().push(text);
        let _turn = match &self.one_at_a_time {
            Some(turns) => Some(turns.lock().await),
            None => None,
        };
        match (self.delay)(self.begun.elapsed(), text) {
            Some(delay) => tokio::time::sleep(delay).await,
            None => std::future::pending().await,
        }
        (self.outcome)(text)
    }
}

const MS: Duration = Duration::from_millis(1);

fn window(warm_up: u32, length: u32) -> Window {
    Window { begin: Instant::now(), warm_up: MS * warm_up, length: MS * length, patience: MS * 5000 }
}

/// As [`pace`], by the runtime's clock, which tests can pause.
fn paused_pace(rate: f64, length: Duration) -> Pace {
    let (sender, receiver) = unbounded_channel();
    tokio::spawn(async move {
        let begin = Instant::now();
        for intended in schedule(rate, length) {
            tokio::time::sleep_until(begin + intended).await;
            if sender.send(begin + intended).is_err() {
                break;
            }
        }
    });
    receiver
}

fn near(value: f64, expected: f64) -> bool {
    (value - expected).abs() <= expected * 0.02 + 1.1
}

#[tokio::test(start_paused = true)]
async fn closed_counts_what_ends_in_the_window_and_no_warm_up() {
    let caller = Arc::new(Scripted::new(|_, _| Some(MS * 10)));
    let tally = closed(&caller, 7, 4, window(500, 1000)).await;
    assert_eq!(
        (tally.requests, tally.errors, tally.wrong),
        (404, 0, 0),
        "4 callers, one each 10 ms, both ends included"
    );
    let latency = tally.latency().unwrap();
    assert!(near(latency.p50, 10.0) && near(latency.p99, 10.0) && near(latency.mean, 10.0), "{latency:?}");
    assert!((tally.throughput() - 404.0).abs() < 0.1);
    let asked = caller.asked.lock().unwrap();
    assert!(
        (0..7).all(|text| asked.iter().filter(|each| **each == text).count() * 7 >= asked.len() - 7),
        "by turns"
    );
}

/// The test of the whole: a system that stands still for two seconds of ten. A closed loop sees one slow request; the open
/// loop sees the two hundred callers that would have come.
#[tokio::test(start_paused = true)]
async fn a_stall_is_charged_to_all_who_would_have_come() {
    fn stalled(since: Duration, _: usize) -> Option<Duration> {
        let (stall, end) = (MS * 4000, MS * 6000);
        Some(if since >= stall && since < end { end - since + MS } else { MS })
    }
    let one = |delay| {
        Arc::new(Scripted { one_at_a_time: Some(tokio::sync::Mutex::default()), ..Scripted::new(delay) })
    };
    let caller = one(stalled);
    let closed = closed(&caller, 1, 1, window(0, 10_000)).await;
    let hidden = closed.latency().unwrap();
    assert!(hidden.p99 < 2.5 && hidden.max > 1900.0, "one slow answer among thousands: {hidden:?}");

    let caller = one(stalled);
    let length = Duration::from_secs(10);
    let open = open(&caller, 1, paused_pace(100.0, length), window(0, 10_000)).await;
    let seen = open.latency().unwrap();
    assert_eq!((open.requests, open.errors), (1000, 0));
    assert!(seen.p50 < 3.0, "{seen:?}");
    assert!(
        near(seen.p95, 1500.0 + 10.0) || (seen.p95 > 1300.0 && seen.p95 < 1700.0),
        "a fifth waited up to 2 s: {seen:?}"
    );
    assert!(seen.p99 > 1800.0, "{seen:?}");
}

#[tokio::test(start_paused = true)]
async fn open_counts_all_that_were_to_be_sent_also_those_answered_later() {
    // Twice what can be done: 100 a second against 50.
    let caller = Arc::new(Scripted {
        one_at_a_time: Some(tokio::sync::Mutex::default()),
        ..Scripted::new(|_, _| Some(MS * 20))
    });
    let tally = open(&caller, 3, paused_pace(100.0, MS * 3000), window(1000, 2000)).await;
    assert_eq!((tally.requests, tally.errors), (200, 0), "those of the two seconds, none lost at the end");
    assert!(near(tally.throughput(), 50.0), "what it can, not what was offered: {}", tally.throughput());
    assert!(tally.latency().unwrap().max > 2900.0);
}

#[tokio::test(start_paused = true)]
async fn who_never_answers_is_an_error_in_both_loops() {
    let never_third = |_, text| (text != 2).then_some(MS);
    let caller = Arc::new(Scripted::new(never_third));
    let tally = open(&caller, 10, paused_pace(10.0, MS * 2000), window(0, 2000)).await;
    assert_eq!((tally.requests, tally.errors, tally.right()), (20, 2, 18));
    let tally = closed(&caller, 10, 5, window(0, 1000)).await;
    assert_eq!(tally.errors, 5, "each caller met it, and none is forgotten at the end");
}

#[tokio::test(start_paused = true)]
async fn wrong_and_failed_answers_are_counted_and_have_no_latency() {
    let outcome = |text: usize| match text {
        0 => Outcome::Wrong,
        1 => Outcome::Failed,
        _ => Outcome::Right,
    };
    let caller =
        Arc::new(Scripted { outcome, ..Scripted::new(|_, text| Some(MS * if text < 2 { 900 } else { 1 })) });
    let tally = open(&caller, 4, paused_pace(10.0, MS * 2000), window(0, 2000)).await;
    assert_eq!((tally.requests, tally.wrong, tally.errors, tally.right()), (20, 5, 5, 10));
    assert!(tally.latency().unwrap().max < 3.0);
    assert_eq!(tally.histogram().iter().map(|(_, count)| count).sum::<u64>(), 10);
}

#[tokio::test]
async fn the_pace_of_threads_has_the_schedule_whoever_reads_late() {
    let begun = Instant::now();
    let mut pace = pace(begun, 200.0, MS * 100);
    let mut times = Vec::new();
    while let Some(at) = pace.recv().await {
        assert!(Instant::now() >= at, "never before its time");
        times.push(at);
    }
    assert_eq!(times.len(), 20);
    assert!(times[0] >= begun + MS * 2);
    for pair in times.windows(2) {
        let apart = (pair[1] - pair[0]).as_secs_f64();
        assert!((apart - 0.005).abs() < 1e-6, "constant, whatever the machine did: {apart}");
    }
}
