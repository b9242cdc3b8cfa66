//! The scheduler's threads with engines made for the purpose. No clock is waited for: engines block on channels.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use super::*;
use crate::engine::{Batch, EngineError, Logits};
use crate::metrics::Metrics;
use crate::registry::variant::Variant;

/// Of a run: what hangs is given up after this, and nothing else takes so long, on a busy machine either.
const RUN_LIMIT: Duration = Duration::from_secs(1);
const LIMITS: Limits = Limits {
    queued_tokens: 100,
    bulk_queue_percent: 75,
    batch_tokens: 64,
    batch_rows: 4,
    look_ahead: 16,
    padding_percent: 15,
    bulk_percent: 10,
};

/// What the test lets an engine do with a batch.
enum Step {
    /// Each row's first token, times this.
    Answer(f32),
    /// The same, and not a number for the row with this first token.
    Spoilt(i64),
    Fail(&'static str),
    NoMemory,
    Panic,
    /// Rows times labels overflows: a panic outside the engine, where overflow is checked.
    Nonsense,
    /// Waits until the other end is dropped, then answers.
    Hang(Receiver<()>),
}

/// The steps, for whichever engine comes next.
#[derive(Default)]
struct Steps {
    queue: Mutex<VecDeque<Step>>,
    more: Condvar,
}

impl Steps {
    fn next(&self) -> Step {
        let mut queue = self.queue.lock().expect("lock");
        loop {
            match queue.pop_front() {
                Some(step) => return step,
                None => queue = self.more.wait(queue).expect("lock"),
            }
        }
    }
}

/// Says what it runs, and waits to be told to go on.
struct Stepped {
    running: Sender<Vec<i64>>,
    steps: Arc<Steps>,
}

impl Engine for Stepped {
    fn infer(&mut self, batch: &Batch) -> Result<Logits, EngineError> {
        let firsts: Vec<i64> = batch.ids.chunks(batch.columns).map(|row| row[0]).collect();
        let answer = |value: &dyn Fn(i64) -> f32| {
            Ok(Logits { values: firsts.iter().map(|id| value(*id)).collect(), labels: 1 })
        };
        self.running.send(firsts.clone()).expect("test is there");
        match self.steps.next() {
            Step::Answer(factor) => answer(&|id| id as f32 * factor),
            Step::Spoilt(row) => answer(&|id| if id == row { f32::NAN } else { id as f32 }),
            Step::Fail(cause) => Err(EngineError::new(cause)),
            Step::NoMemory => Err(EngineError::out_of_memory("no memory")),
            Step::Panic => panic!("an engine's defect"),
            Step::Nonsense => Ok(Logits { values: Vec::new(), labels: usize::MAX }),
            Step::Hang(until) => {
                let _dropped = until.recv();
                answer(&|_| -1.0)
            }
        }
    }
}

struct Bench {
    scheduler: Scheduler,
    running: Receiver<Vec<i64>>,
    steps: Arc<Steps>,
    /// How many engines, from the next on, cannot be made.
    unmade: Arc<AtomicUsize>,
}

fn bench() -> Bench {
    bench_with(Duration::from_secs(60))
}

fn bench_with(run_limit: Duration) -> Bench {
    let (says, running) = channel();
    let (steps, unmade) = (Arc::new(Steps::default()), Arc::new(AtomicUsize::new(0)));
    let make = {
        let (says, steps, unmade) = (says, Arc::clone(&steps), Arc::clone(&unmade));
        move |_width: Width| -> Result<Box<dyn Engine>, EngineError> {
            let fail = unmade.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
            match fail {
                Ok(_) => Err(EngineError::new("no memory left")),
                Err(_) => Ok(Box::new(Stepped { running: says.clone(), steps: Arc::clone(&steps) })),
            }
        }
    };
    let engine = make(Width::Narrow).expect("made");
    let metrics = Metrics::default().model("m", "1", Variant::Export, "cpu", "");
    let load_limit = Duration::from_secs(60);
    let setup = Setup { limits: LIMITS, pad: 0, run_limit, load_limit, make: Box::new(make), metrics };
    let engines = Engines { narrow: vec![engine], threads: 1, wide: None };
    let scheduler = Scheduler::start(engines, setup).expect("thread");
    Bench { scheduler, running, steps, unmade }
}

/// Waits for what must come about.
async fn until(what: impl Fn() -> bool) {
    while !what() {
        tokio::task::yield_now().await;
    }
}

impl Bench {
    fn go_on(&self, step: Step) {
        self.steps.queue.lock().expect("lock").push_back(step);
        self.steps.more.notify_one();
    }

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
    bench.go_on(Step::Answer(10.0));
    assert_eq!(first.wait().await.expect("answer").logits, [[10.0]]);
    assert_eq!(
        bench.running.recv().expect("started"),
        [2, 3],
        "what gathered, of near length, runs together"
    );
    bench.go_on(Step::Answer(10.0));
    assert_eq!(bench.running.recv().expect("started"), [4]);
    bench.go_on(Step::Answer(10.0));
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
    let hasty = bench.submit_until(&[(3, 4)], Instant::now() + Duration::from_millis(200)).expect("room");
    assert_eq!(hasty.wait().await.expect_err("too late").kind, Kind::Deadline);
    let last = bench.submit(&[(4, 4)]).expect("room");
    bench.go_on(Step::Answer(1.0));
    assert_eq!(bench.running.recv().expect("started"), [4]);
    bench.go_on(Step::Answer(1.0));
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
    bench.go_on(Step::Answer(1.0));
    bench.go_on(Step::Answer(1.0));
}

#[tokio::test]
async fn an_engine_that_fails_fails_its_batch_and_is_made_anew() {
    let bench = bench();
    for trouble in [Step::Fail("out of memory"), Step::Panic, Step::Nonsense, Step::Answer(f32::NAN)] {
        let ticket = bench.submit(&[(1, 4), (2, 4)]).expect("room");
        bench.running.recv().expect("started");
        bench.go_on(trouble);
        let failure = ticket.wait().await.expect_err("failed");
        assert_eq!(failure.kind, Kind::Engine);
        assert!(!failure.client.contains("memory"), "the caller does not read the engine's message");
    }
    let ticket = bench.submit(&[(1, 4)]).expect("room");
    bench.running.recv().expect("started");
    bench.go_on(Step::Answer(2.0));
    assert_eq!(ticket.wait().await.expect("answer").logits, [[2.0]]);
}

#[tokio::test]
async fn a_row_that_is_not_finite_fails_its_own_request_only() {
    let bench = bench();
    let first = bench.submit(&[(1, 4)]).expect("room");
    bench.running.recv().expect("started");
    let (one, two) = (bench.submit(&[(2, 4), (3, 4)]).expect("room"), bench.submit(&[(4, 4)]).expect("room"));
    bench.go_on(Step::Answer(1.0));
    assert_eq!(bench.running.recv().expect("started"), [2, 3, 4], "one batch");
    bench.go_on(Step::Spoilt(3));
    assert_eq!(one.wait().await.expect_err("spoilt").kind, Kind::Engine);
    assert_eq!(two.wait().await.expect("its neighbour").logits, [[4.0]]);
    first.wait().await.expect("answer");
    assert_eq!(bench.scheduler.live(), 1, "an engine that answers is kept");
}

#[tokio::test]
async fn a_batch_that_memory_does_not_suffice_for_is_split_once_and_fails_alone() {
    let bench = bench();
    let first = bench.submit(&[(1, 4)]).expect("room");
    bench.running.recv().expect("started");
    let one = bench.submit(&[(2, 4)]).expect("room");
    let two = bench.submit(&[(3, 4), (4, 4)]).expect("room");
    let three = bench.submit(&[(5, 4)]).expect("room");
    bench.go_on(Step::Answer(1.0));
    first.wait().await.expect("answer");
    assert_eq!(bench.running.recv().expect("started"), [2, 3, 4, 5], "one batch");
    bench.go_on(Step::NoMemory);
    assert_eq!(bench.running.recv().expect("its first half"), [2, 3]);
    bench.go_on(Step::Answer(10.0));
    assert_eq!(bench.running.recv().expect("its other half"), [4, 5]);
    bench.go_on(Step::NoMemory);
    assert_eq!(one.wait().await.expect("its half was computed").logits, [[20.0]]);
    // A request with rows in both halves has one answer.
    let failed = [two.wait().await.expect_err("no memory"), three.wait().await.expect_err("no memory")];
    assert!(failed.iter().all(|failure| failure.kind == Kind::Engine && !failure.client.contains("memory")));
    assert_eq!(bench.scheduler.live(), 1, "an engine that answers is kept");
    // Where not even a half can be computed the engine is made anew, and others are answered.
    let stuck = bench.submit(&[(6, 4)]).expect("room");
    assert_eq!(bench.running.recv().expect("started"), [6]);
    bench.go_on(Step::NoMemory);
    assert_eq!(stuck.wait().await.expect_err("no memory").kind, Kind::Engine);
    let next = bench.submit(&[(7, 4)]).expect("room");
    assert_eq!(bench.running.recv().expect("started"), [7]);
    bench.go_on(Step::Answer(1.0));
    assert_eq!(next.wait().await.expect("answer").logits, [[7.0]]);
    assert_eq!(bench.scheduler.queued_tokens(), 0);
}

#[tokio::test]
async fn a_run_past_its_limit_is_given_up_and_another_engine_goes_on() {
    let bench = bench_with(RUN_LIMIT);
    let mut ends = Vec::new();
    // One hanging engine after the other; each is replaced while it hangs.
    for id in 1..4 {
        let stuck = bench.submit(&[(id, 4)]).expect("room");
        assert_eq!(bench.running.recv().expect("started"), [i64::from(id)]);
        let (end, hang) = channel();
        bench.go_on(Step::Hang(hang));
        ends.push(end);
        let failure = stuck.wait().await.expect_err("given up");
        assert_eq!((failure.kind, failure.log.is_some()), (Kind::Deadline, true));
        until(|| bench.scheduler.live() == 1).await;
    }
    let next = bench.submit(&[(9, 4)]).expect("room");
    assert_eq!(bench.running.recv().expect("started"), [9]);
    // They come back now, and what they answer goes nowhere.
    drop(ends);
    bench.go_on(Step::Answer(1.0));
    assert_eq!(next.wait().await.expect("answer").logits, [[9.0]]);
    assert_eq!(bench.scheduler.live(), 1);
    bench.scheduler.join();
}

#[tokio::test]
async fn where_too_many_runs_hang_one_that_returns_is_replaced() {
    let bench = bench_with(RUN_LIMIT);
    let mut ends = Vec::new();
    loop {
        let Ok(ticket) = bench.submit(&[(1, 4)]) else { break };
        if bench.running.recv_timeout(Duration::from_secs(60)).is_err() {
            break;
        }
        let (end, hang) = channel();
        bench.go_on(Step::Hang(hang));
        ends.push(end);
        let failure = ticket.wait().await.expect_err("given up");
        assert!(matches!(failure.kind, Kind::Deadline | Kind::Unavailable));
        until(|| bench.scheduler.live() == 1 || bench.scheduler.shared.lock().stranded).await;
    }
    assert_eq!((ends.len(), bench.scheduler.live()), (5, 0), "no more engines than that hang");
    drop(ends);
    until(|| bench.scheduler.live() == 1).await;
    let ticket = bench.submit(&[(2, 4)]).expect("room");
    bench.running.recv().expect("started");
    bench.go_on(Step::Answer(1.0));
    assert_eq!(ticket.wait().await.expect("answer").logits, [[2.0]]);
}

#[tokio::test]
async fn without_any_engine_requests_are_refused_until_one_is_made() {
    let bench = bench();
    let first = bench.submit(&[(1, 4)]).expect("room");
    bench.running.recv().expect("started");
    let waiting = bench.submit(&[(2, 4)]).expect("room");
    bench.unmade.store(1, Ordering::SeqCst);
    bench.go_on(Step::Fail("device lost"));
    assert_eq!(first.wait().await.expect_err("failed").kind, Kind::Engine);
    assert_eq!(waiting.wait().await.expect_err("nobody will come").kind, Kind::Unavailable);
    // By now the second try may have been made; until then a new request is refused at once.
    if bench.scheduler.live() == 0
        && let Err(refused) = bench.submit(&[(3, 4)])
    {
        assert_eq!(refused.kind, Kind::Unavailable);
    }
    until(|| bench.scheduler.live() == 1).await;
    let ticket = bench.submit(&[(4, 4)]).expect("room");
    bench.running.recv().expect("started");
    bench.go_on(Step::Answer(1.0));
    ticket.wait().await.expect("answer");
}

#[tokio::test]
async fn closing_answers_what_is_queued_and_takes_nothing_new() {
    let bench = bench();
    let first = bench.submit(&[(1, 4)]).expect("room");
    bench.running.recv().expect("started");
    let second = bench.submit(&[(2, 4)]).expect("room");
    bench.scheduler.close();
    assert_eq!(bench.submit(&[(3, 4)]).err().expect("closed").kind, Kind::Unavailable);
    bench.go_on(Step::Answer(1.0));
    bench.go_on(Step::Answer(1.0));
    first.wait().await.expect("answer");
    second.wait().await.expect("answer");
    bench.scheduler.join();
}
