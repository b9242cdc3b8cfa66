//! The scheduler's threads with engines made for the purpose. No clock is waited for: engines block on channels.

use std::sync::mpsc::{Receiver, Sender, channel};

use super::*;
use crate::engine::{Batch, EngineError, Logits};
use crate::metrics::Metrics;

const LIMITS: Limits = Limits {
    queued_tokens: 100,
    bulk_queue_percent: 75,
    batch_tokens: 64,
    batch_rows: 4,
    look_ahead: 16,
    padding_percent: 15,
    bulk_percent: 10,
};

/// Answers each row's first token; says what it runs, and waits to be told to go on.
struct Stepped {
    running: Sender<Vec<i64>>,
    go_on: Receiver<Result<f32, &'static str>>,
}

impl Engine for Stepped {
    fn infer(&mut self, batch: &Batch) -> Result<Logits, EngineError> {
        let firsts: Vec<i64> = batch.ids.chunks(batch.columns).map(|row| row[0]).collect();
        self.running.send(firsts.clone()).expect("test is there");
        match self.go_on.recv().expect("test is there") {
            Ok(factor) => {
                Ok(Logits { values: firsts.iter().map(|id| *id as f32 * factor).collect(), labels: 1 })
            }
            Err("panic") => panic!("an engine's defect"),
            // Rows times labels overflows: a panic outside the engine, where overflow is checked.
            Err("nonsense") => Ok(Logits { values: Vec::new(), labels: usize::MAX }),
            Err(cause) => Err(EngineError(cause.into())),
        }
    }
}

struct Bench {
    scheduler: Scheduler,
    running: Receiver<Vec<i64>>,
    go_on: Sender<Result<f32, &'static str>>,
}

fn bench() -> Bench {
    let (says, running) = channel();
    let (go_on, waits) = channel();
    let engine: Box<dyn Engine> = Box::new(Stepped { running: says, go_on: waits });
    let metrics = Metrics::default().model("m", "1", "cpu");
    let scheduler = Scheduler::start(vec![engine], LIMITS, 0, metrics).expect("thread");
    Bench { scheduler, running, go_on }
}

impl Bench {
    fn submit(&self, rows: &[(u32, usize)]) -> Result<Ticket, Failure> {
        self.submit_until(rows, Instant::now() + Duration::from_secs(60))
    }

    fn submit_until(&self, rows: &[(u32, usize)], deadline: Instant) -> Result<Ticket, Failure> {
        let rows = rows.iter().map(|(id, length)| Sequence::new(vec![*id; *length])).collect();
        self.scheduler.submit(rows, Lane::Interactive, deadline)
    }
}

#[tokio::test]
async fn an_idle_engine_starts_at_once_and_a_busy_one_gathers() {
    let bench = bench();
    let first = bench.submit(&[(1, 4)]).expect("room");
    assert_eq!(bench.running.recv().expect("started"), [1], "a lone request runs without company");
    let second = bench.submit(&[(2, 4)]).expect("room");
    let third = bench.submit(&[(3, 4), (4, 30)]).expect("room");
    bench.go_on.send(Ok(10.0)).expect("engine");
    assert_eq!(first.wait().await.expect("answer").logits, [[10.0]]);
    assert_eq!(
        bench.running.recv().expect("started"),
        [2, 3],
        "what gathered, of near length, runs together"
    );
    bench.go_on.send(Ok(10.0)).expect("engine");
    assert_eq!(bench.running.recv().expect("started"), [4]);
    bench.go_on.send(Ok(10.0)).expect("engine");
    assert_eq!(second.wait().await.expect("answer").logits, [[20.0]]);
    assert_eq!(third.wait().await.expect("answer").logits, [[30.0], [40.0]], "rejoined in order");
}

#[tokio::test]
async fn the_abandoned_and_the_expired_never_reach_the_engine() {
    let bench = bench();
    let first = bench.submit(&[(1, 4)]).expect("room");
    bench.running.recv().expect("started");
    let abandoned = bench.submit(&[(2, 90)]).expect("room");
    drop(abandoned);
    assert_eq!(bench.scheduler.queued_tokens(), 0, "its place is free at once");
    let hasty = bench.submit_until(&[(3, 4)], Instant::now() + Duration::from_millis(1)).expect("room");
    assert_eq!(hasty.wait().await.expect_err("too late").kind, Kind::Deadline);
    let last = bench.submit(&[(4, 4)]).expect("room");
    bench.go_on.send(Ok(1.0)).expect("engine");
    assert_eq!(bench.running.recv().expect("started"), [4]);
    bench.go_on.send(Ok(1.0)).expect("engine");
    first.wait().await.expect("answer");
    last.wait().await.expect("answer");
}

#[tokio::test]
async fn a_full_queue_is_refused_with_a_time() {
    let bench = bench();
    let _first = bench.submit(&[(1, 4)]).expect("room");
    bench.running.recv().expect("started");
    let _second = bench.submit(&[(2, 90)]).expect("room");
    let refused = bench.submit(&[(3, 20)]).err().expect("full");
    assert_eq!(refused.kind, Kind::Full(MIN_RETRY_AFTER));
    let never = bench.submit(&[(3, 101)]).err().expect("too large");
    assert_eq!(never.kind, Kind::TooLarge);
    bench.go_on.send(Ok(1.0)).expect("engine");
    bench.go_on.send(Ok(1.0)).expect("engine");
}

#[tokio::test]
async fn an_engine_that_fails_fails_its_batch_and_lives_on() {
    let bench = bench();
    for trouble in [Err("out of memory"), Err("panic"), Err("nonsense"), Ok(f32::NAN)] {
        let ticket = bench.submit(&[(1, 4), (2, 4)]).expect("room");
        bench.running.recv().expect("started");
        bench.go_on.send(trouble).expect("engine");
        let failure = ticket.wait().await.expect_err("failed");
        assert_eq!(failure.kind, Kind::Engine);
        assert!(!failure.client.contains("memory"), "the caller does not read the engine's message");
    }
    let ticket = bench.submit(&[(1, 4)]).expect("room");
    bench.running.recv().expect("started");
    bench.go_on.send(Ok(2.0)).expect("engine");
    assert_eq!(ticket.wait().await.expect("answer").logits, [[2.0]]);
}

#[tokio::test]
async fn closing_answers_what_is_queued_and_takes_nothing_new() {
    let bench = bench();
    let first = bench.submit(&[(1, 4)]).expect("room");
    bench.running.recv().expect("started");
    let second = bench.submit(&[(2, 4)]).expect("room");
    bench.scheduler.close();
    assert_eq!(bench.submit(&[(3, 4)]).err().expect("closed").kind, Kind::Unavailable);
    bench.go_on.send(Ok(1.0)).expect("engine");
    bench.go_on.send(Ok(1.0)).expect("engine");
    first.wait().await.expect("answer");
    second.wait().await.expect("answer");
    bench.scheduler.join();
}
