//! The threads of narrow engines and a wide one, with engines made for the purpose that block on channels.

use std::collections::HashSet;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::*;
use crate::engine::{Batch as Padded, EngineError, Logits};
use crate::metrics::Metrics;
use crate::registry::variant::Variant;

const LIMITS: Limits = Limits {
    queued_tokens: 10_000,
    bulk_queue_percent: 75,
    batch_tokens: 64,
    batch_rows: 4,
    look_ahead: 16,
    padding_percent: 15,
    bulk_percent: 10,
};

/// A run that stands at its engine: of which kind, with which first tokens, and where the test answers.
struct Standing {
    width: Width,
    firsts: Vec<i64>,
    go: Sender<Verdict>,
}

enum Verdict {
    Answer,
    Fail,
}

struct Told {
    width: Width,
    standing: Sender<Standing>,
}

fn echo(firsts: &[i64]) -> Result<Logits, EngineError> {
    Ok(Logits { values: firsts.iter().map(|id| *id as f32).collect(), labels: 1 })
}

fn firsts(batch: &Padded) -> Vec<i64> {
    batch.ids.chunks(batch.columns).map(|row| row[0]).collect()
}

impl Engine for Told {
    fn infer(&mut self, batch: &Padded) -> Result<Logits, EngineError> {
        let (go, verdict) = channel();
        let firsts = firsts(batch);
        let standing = Standing { width: self.width, firsts: firsts.clone(), go };
        self.standing.send(standing).expect("test is there");
        match verdict.recv() {
            Ok(Verdict::Fail) => Err(EngineError::new("told to")),
            Ok(Verdict::Answer) | Err(_) => echo(&firsts),
        }
    }
}

struct Bench {
    scheduler: Scheduler,
    standing: Receiver<Standing>,
    /// Kinds of engines that cannot be made.
    barred: Arc<Mutex<Vec<Width>>>,
}

/// `narrow` engines of one thread, and one of `wide`.
fn bench(narrow: usize, wide: usize, run_limit: Duration) -> Bench {
    let (says, standing) = channel();
    let barred = Arc::new(Mutex::new(Vec::new()));
    let made_by = Arc::clone(&barred);
    let make = move |width: Width| -> Result<Box<dyn Engine>, EngineError> {
        if made_by.lock().expect("lock").contains(&width) {
            return Err(EngineError::new("no memory left"));
        }
        Ok(Box::new(Told { width, standing: says.clone() }))
    };
    let engines = Engines {
        narrow: (0..narrow).map(|_| make(Width::Narrow).expect("made")).collect(),
        threads: 1,
        wide: Some(WideEngine { engine: make(Width::Wide).expect("made"), threads: wide }),
    };
    let scheduler = start(engines, run_limit, Box::new(make));
    // Work is spread over threads that wait for it; one that has not begun to is not counted.
    while scheduler.shared.lock().idle < narrow {
        std::thread::yield_now();
    }
    Bench { scheduler, standing, barred }
}

fn start(engines: Engines, run_limit: Duration, make: Maker) -> Scheduler {
    let metrics = Metrics::default().model("m", "1", Variant::Export, "cpu", "");
    let load_limit = Duration::from_secs(60);
    Scheduler::start(engines, Setup { limits: LIMITS, pad: 0, run_limit, load_limit, make, metrics })
        .expect("threads")
}

impl Bench {
    fn submit(&self, rows: &[u32]) -> Ticket {
        submit(&self.scheduler, Lane::Interactive, rows)
    }

    fn next(&self) -> Standing {
        self.standing.recv_timeout(Duration::from_secs(60)).expect("a run")
    }
}

fn submit(scheduler: &Scheduler, lane: Lane, rows: &[u32]) -> Ticket {
    let sequences = rows.iter().map(|first| Sequence::new(vec![*first; 4])).collect();
    scheduler.submit(sequences, lane, Instant::now() + Duration::from_secs(60)).expect("room")
}

impl Standing {
    fn go(self, verdict: Verdict) {
        self.go.send(verdict).expect("engine");
    }
}

const LONG: Duration = Duration::from_secs(60);

/// Waits for what must come about.
async fn until(what: impl Fn() -> bool) {
    while !what() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_lone_request_runs_wide_and_what_comes_meanwhile_runs_narrow() {
    let bench = bench(2, 2, LONG);
    let first = bench.submit(&[1]);
    let run = bench.next();
    assert_eq!((run.width, run.firsts.as_slice()), (Width::Wide, [1].as_slice()));
    let (second, third) = (bench.submit(&[2]), bench.submit(&[3]));
    assert!(bench.standing.try_recv().is_err(), "every slot is taken");
    run.go(Verdict::Answer);
    let two = [bench.next(), bench.next()];
    assert!(two.iter().all(|run| run.width == Width::Narrow && run.firsts.len() == 1), "one each");
    two.into_iter().for_each(|run| run.go(Verdict::Answer));
    for ticket in [first, second, third] {
        ticket.wait().await.expect("an answer");
    }
    bench.scheduler.join();
}

#[tokio::test]
async fn requests_of_several_rows_and_bulk_run_narrow() {
    let bench = bench(2, 2, LONG);
    // With one of them on its way still, both rows would run on the other.
    until(|| bench.scheduler.shared.lock().idle == 2).await;
    let pair = bench.submit(&[1, 2]);
    let two = [bench.next(), bench.next()];
    assert!(two.iter().all(|run| run.width == Width::Narrow));
    two.into_iter().for_each(|run| run.go(Verdict::Answer));
    assert_eq!(pair.wait().await.expect("an answer").logits, [[1.0], [2.0]]);
    let bulk = submit(&bench.scheduler, Lane::Bulk, &[3]);
    let run = bench.next();
    assert_eq!(run.width, Width::Narrow);
    run.go(Verdict::Answer);
    bulk.wait().await.expect("an answer");
}

#[tokio::test]
async fn a_wide_engine_that_fails_is_made_anew_and_narrow_ones_serve_meanwhile() {
    let bench = bench(2, 2, LONG);
    bench.barred.lock().expect("lock").push(Width::Wide);
    let first = bench.submit(&[1]);
    let run = bench.next();
    let behind = bench.submit(&[2]);
    run.go(Verdict::Fail);
    assert_eq!(first.wait().await.expect_err("failed").kind, Kind::Engine);
    let run = bench.next();
    assert_eq!((run.width, run.firsts.as_slice()), (Width::Narrow, [2].as_slice()));
    run.go(Verdict::Answer);
    behind.wait().await.expect("what stood behind it is answered");
    assert_eq!(bench.scheduler.live(), 2);
    bench.barred.lock().expect("lock").clear();
    until(|| bench.scheduler.live() == 3).await;
    // One that is alone ends the crowd; the next is for the wide engine again.
    for width in [Width::Narrow, Width::Wide] {
        let ticket = bench.submit(&[3]);
        let run = bench.next();
        assert_eq!(run.width, width);
        run.go(Verdict::Answer);
        ticket.wait().await.expect("an answer");
    }
}

/// By the time it is answered its slots are free: otherwise it would be taken for two callers, and go narrow.
#[tokio::test]
async fn a_caller_that_asks_again_as_soon_as_it_is_answered_is_still_alone() {
    let bench = bench(2, 2, LONG);
    for round in 0..500 {
        let ticket = bench.submit(&[round]);
        let run = bench.next();
        assert_eq!(run.width, Width::Wide, "round {round}");
        run.go(Verdict::Answer);
        ticket.wait().await.expect("an answer");
    }
}

#[tokio::test]
async fn a_wide_engine_that_hangs_is_given_up_and_what_waits_is_answered() {
    let bench = bench(2, 2, Duration::from_secs(1));
    let stuck = bench.submit(&[1]);
    let hanging = bench.next();
    assert_eq!(hanging.width, Width::Wide);
    let behind = bench.submit(&[2]);
    assert_eq!(stuck.wait().await.expect_err("given up").kind, Kind::Deadline);
    let run = bench.next();
    assert_eq!((run.width, run.firsts.as_slice()), (Width::Narrow, [2].as_slice()));
    run.go(Verdict::Answer);
    behind.wait().await.expect("an answer");
    until(|| bench.scheduler.live() == 3).await;
    drop(hanging);
    bench.scheduler.join();
}

#[tokio::test]
async fn where_no_narrow_engine_is_left_the_wide_one_serves() {
    let bench = bench(1, 2, LONG);
    bench.barred.lock().expect("lock").push(Width::Narrow);
    let pair = bench.submit(&[1, 2]);
    let run = bench.next();
    assert_eq!(run.width, Width::Narrow);
    let behind = bench.submit(&[3, 4, 5]);
    run.go(Verdict::Fail);
    assert_eq!(pair.wait().await.expect_err("failed").kind, Kind::Engine);
    let run = bench.next();
    assert_eq!((run.width, run.firsts.as_slice()), (Width::Wide, [3, 4, 5].as_slice()), "a batch");
    assert_eq!(bench.scheduler.live(), 1);
    run.go(Verdict::Answer);
    behind.wait().await.expect("an answer");
    bench.barred.lock().expect("lock").clear();
    until(|| bench.scheduler.live() == 2).await;
}

#[tokio::test]
async fn closing_answers_what_waits_for_the_wide_engine_and_every_thread_ends() {
    let bench = bench(2, 2, LONG);
    let first = bench.submit(&[1]);
    let run = bench.next();
    let second = bench.submit(&[2]);
    bench.scheduler.close();
    run.go(Verdict::Answer);
    bench.next().go(Verdict::Answer);
    first.wait().await.expect("an answer");
    second.wait().await.expect("an answer");
    bench.scheduler.join();
    // With the caller gone that threads wait behind, nobody is left to take what they wait for.
    let bench = self::bench(2, 2, LONG);
    let first = bench.submit(&[1]);
    let run = bench.next();
    let gone = bench.submit(&[2]);
    bench.scheduler.close();
    drop(gone);
    run.go(Verdict::Answer);
    first.wait().await.expect("an answer");
    bench.scheduler.join();
}

/// Answers at once.
struct Quick;

impl Engine for Quick {
    fn infer(&mut self, batch: &Padded) -> Result<Logits, EngineError> {
        echo(&firsts(batch))
    }
}

/// A word that is lost leaves a request waiting for ever: over thousands of moments at which one could be.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_request_is_forgotten_however_narrow_and_wide_runs_meet() {
    for (narrow, wide) in [(2, 2), (4, 2), (1, 2)] {
        let quick = || -> Box<dyn Engine> { Box::new(Quick) };
        let engines = Engines {
            narrow: (0..narrow).map(|_| quick()).collect(),
            threads: 1,
            wide: Some(WideEngine { engine: quick(), threads: wide }),
        };
        let make: Maker = Box::new(|_| Ok(Box::new(Quick)));
        let scheduler = Arc::new(start(engines, LONG, make));
        let mut callers = tokio::task::JoinSet::new();
        for caller in 0..3_u32 {
            let scheduler = Arc::clone(&scheduler);
            callers.spawn(async move {
                for round in 0..400 {
                    let first = caller * 10_000 + round * 3;
                    let rows: Vec<u32> = (first..=first + (caller + round) % 3).collect();
                    let lane = if round % 5 == 0 { Lane::Bulk } else { Lane::Interactive };
                    let answer = submit(&scheduler, lane, &rows).wait().await.expect("an answer");
                    let found: HashSet<u32> = answer.logits.iter().map(|row| row[0] as u32).collect();
                    assert_eq!(found, rows.into_iter().collect());
                }
            });
        }
        while let Some(ended) = callers.join_next().await {
            ended.expect("no panic");
        }
        scheduler.join();
    }
}
