//! A request that is alone, and the engine that is for it: over HTTP, on real ONNX Runtime.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};

use gpu_pool::engine::onnx::{Options, Provider};
use gpu_pool::engine::{Batch, Engine, EngineError, EngineFactory, Logits};
use serde_json::json;
use tokio::sync::mpsc as async_mpsc;

use super::scheduling::{in_background, until_waiting};
use super::support::{HANGING_MS, PATIENCE, Pool, Program, WELL, onnxruntime, program, texts};

/// Two engines of one thread, and one of two for who is alone, whatever the machine has.
const FLAGS: [&str; 4] = ["--instances", "2", "--lone-threads", "2"];

async fn lone_batches(pool: &Pool, count: usize) {
    pool.until_metric(&format!(r#"gpu_pool_lone_batches_total{{model="demo"}} {count}"#)).await;
}

#[tokio::test]
async fn one_at_a_time_is_computed_by_the_engine_for_it_with_the_same_answers() {
    let (with, without) = (Pool::start(&FLAGS).await, Pool::start(&["--lone-threads", "0"]).await);
    let long = "She sleeps badly and eats little. ".repeat(8);
    let logits = async |pool: &Pool, text: &str| -> Vec<f64> {
        let output = pool.infer(&texts(&[text])).await.output("logits");
        output["data"].as_array().expect("numbers").iter().filter_map(serde_json::Value::as_f64).collect()
    };
    for (asked, text) in [WELL, "No", long.as_str(), WELL, "The pain is worse"].into_iter().enumerate() {
        let (one, other) = (logits(&with, text).await, logits(&without, text).await);
        assert!(one.len() == 2 && other.len() == 2);
        for (one, other) in one.iter().zip(&other) {
            assert!((one - other).abs() < 1e-4, "{one} and {other}");
        }
        lone_batches(&with, asked + 1).await;
    }
    lone_batches(&without, 0).await;
    // A job that may take what is left does not take every core.
    let mut bulk = texts(&[WELL]);
    bulk["parameters"] = json!({"priority": 2});
    with.infer(&bulk).await.output("label");
    lone_batches(&with, 5).await;
    with.stop().await.expect("a clean end");
}

enum Pass {
    Run,
    Fail,
    /// Does not return until the other end is dropped.
    Hang(mpsc::Receiver<()>),
}

/// A run that stands at its engine.
struct Standing {
    threads: usize,
    rows: usize,
    pass: mpsc::Sender<Pass>,
}

/// The real engines, which say what they are to run, and wait to be let through. Warm-up and references pass freely.
#[derive(Debug)]
struct Watched {
    options: Options,
    standing: async_mpsc::UnboundedSender<Standing>,
    /// How many batches an engine runs before it serves.
    before: Arc<AtomicUsize>,
    shut: Arc<Mutex<bool>>,
}

struct WatchedEngine {
    engine: Box<dyn Engine>,
    threads: usize,
    ran: usize,
    standing: async_mpsc::UnboundedSender<Standing>,
    before: Arc<AtomicUsize>,
    shut: Arc<Mutex<bool>>,
}

impl EngineFactory for Watched {
    fn make(&self, model: &[u8]) -> Result<Box<dyn Engine>, EngineError> {
        Ok(Box::new(WatchedEngine {
            engine: self.options.make(model)?,
            threads: self.options.threads,
            ran: 0,
            standing: self.standing.clone(),
            before: Arc::clone(&self.before),
            shut: Arc::clone(&self.shut),
        }))
    }

    fn provider(&self) -> &'static str {
        "cpu"
    }

    fn with_threads(&self, threads: usize) -> Option<Arc<dyn EngineFactory>> {
        Some(Arc::new(Self {
            options: Options { threads, ..self.options.clone() },
            standing: self.standing.clone(),
            before: Arc::clone(&self.before),
            shut: Arc::clone(&self.shut),
        }))
    }
}

impl Engine for WatchedEngine {
    fn infer(&mut self, batch: &Batch) -> Result<Logits, EngineError> {
        self.ran += 1;
        if !*self.shut.lock().expect("lock") {
            self.before.fetch_max(self.ran, Ordering::SeqCst);
            return self.engine.infer(batch);
        }
        if self.ran <= self.before.load(Ordering::SeqCst) {
            return self.engine.infer(batch);
        }
        let (pass, passes) = mpsc::channel();
        let standing = Standing { threads: self.threads, rows: batch.rows, pass };
        // A test that has ended lets everything through.
        let said = self.standing.send(standing).is_ok();
        match if said { passes.recv().unwrap_or(Pass::Run) } else { Pass::Run } {
            Pass::Run => self.engine.infer(batch),
            Pass::Fail => Err(EngineError::new("out of memory")),
            Pass::Hang(until) => {
                let _dropped = until.recv();
                self.engine.infer(batch)
            }
        }
    }
}

async fn watched(flags: &[&str]) -> (Pool, async_mpsc::UnboundedReceiver<Standing>) {
    let (standing, arrivals) = async_mpsc::unbounded_channel();
    let options = Options { library: onnxruntime(), provider: Provider::Cpu, threads: 1 };
    let (before, shut) = (Arc::default(), Arc::new(Mutex::new(false)));
    let watched = Watched { options, standing, before, shut: Arc::clone(&shut) };
    let pool = Pool::start_with(&[&FLAGS, flags].concat(), Arc::new(watched)).await;
    *shut.lock().expect("lock") = true;
    (pool, arrivals)
}

async fn next(arrivals: &mut async_mpsc::UnboundedReceiver<Standing>) -> Standing {
    tokio::time::timeout(PATIENCE, arrivals.recv()).await.expect("a run").expect("a run")
}

#[tokio::test]
async fn what_comes_while_one_is_computed_is_for_the_other_engines() {
    let (pool, mut arrivals) = watched(&[]).await;
    let mut calls = vec![in_background(&pool, texts(&[WELL]))];
    let alone = next(&mut arrivals).await;
    assert_eq!((alone.threads, alone.rows), (2, 1));
    let mut before = 0;
    for _ in 0..4 {
        calls.push(in_background(&pool, texts(&[WELL])));
        before = until_waiting(&pool, |tokens| tokens > before).await;
    }
    alone.pass.send(Pass::Run).expect("engine");
    let mut rows = 0;
    while rows < 4 {
        let more = next(&mut arrivals).await;
        assert_eq!(more.threads, 1);
        rows += more.rows;
    }
    for call in calls {
        call.await.expect("no panic").output("label");
    }
    lone_batches(&pool, 1).await;
}

#[tokio::test]
async fn where_its_engine_fails_the_next_request_is_answered_by_another() {
    let (pool, mut arrivals) = watched(&[]).await;
    let first = in_background(&pool, texts(&[WELL]));
    let alone = next(&mut arrivals).await;
    let behind = in_background(&pool, texts(&[WELL]));
    until_waiting(&pool, |tokens| tokens > 0).await;
    alone.pass.send(Pass::Fail).expect("engine");
    assert_eq!(first.await.expect("no panic").status.as_u16(), 500);
    let narrow = next(&mut arrivals).await;
    assert_eq!(narrow.threads, 1);
    drop(narrow);
    behind.await.expect("no panic").output("label");
    pool.until_metric(r#"gpu_pool_engine_restarts_total{model="demo",reason="error"} 1"#).await;
    pool.until_metric(r#"gpu_pool_engines{model="demo",version="1"} 3"#).await;
}

#[tokio::test]
async fn where_its_engine_hangs_what_waits_is_answered_all_the_same() {
    let (pool, mut arrivals) = watched(&["--run-limit-ms", HANGING_MS]).await;
    let stuck = in_background(&pool, texts(&[WELL]));
    let alone = next(&mut arrivals).await;
    assert_eq!(alone.threads, 2);
    let (end, hang) = mpsc::channel();
    alone.pass.send(Pass::Hang(hang)).expect("engine");
    assert_eq!(stuck.await.expect("no panic").status.as_u16(), 504);
    let next_one = in_background(&pool, texts(&[WELL]));
    drop(next(&mut arrivals).await);
    next_one.await.expect("no panic").output("label");
    pool.until_metric(r#"gpu_pool_engine_restarts_total{model="demo",reason="stuck"} 1"#).await;
    pool.until_metric(r#"gpu_pool_engines{model="demo",version="1"} 3"#).await;
    drop(end);
    pool.stop().await.expect("a clean end");
}

#[tokio::test]
async fn the_plan_and_the_version_say_how_many_threads_it_has() {
    let log_of = async |flags: &[&str]| {
        let mut program = Program::start(&[&["--log-format", "json"], flags].concat()).await;
        program.signal("TERM").await;
        assert!(program.child.wait().await.expect("ends").success());
        program.log.await.expect("log")
    };
    let found = |log: &str, message: &str| {
        let line = log.lines().find(|line| line.contains(message)).expect("the line");
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        line["fields"]["lone_threads"].clone()
    };
    let log = log_of(&FLAGS).await;
    assert_eq!((found(&log, "the plan in force"), found(&log, "version is serving")), (json!("2"), json!(2)));
    let log = log_of(&["--lone-threads", "0"]).await;
    assert_eq!((found(&log, "the plan in force"), found(&log, "version is serving")), (json!("0"), json!(0)));
    // What is measured depends on the machine; that it is measured does not, where there are engines to be wider than.
    let log = log_of(&["--instances", "2"]).await;
    assert_eq!(found(&log, "the plan in force"), json!("measured"));
    let measured =
        log.lines().filter(|line| line.contains("for requests that are alone was measured")).count();
    assert!(measured == 1 && found(&log, "version is serving").is_number(), "{log}");
}

#[tokio::test]
async fn wrong_numbers_of_threads_are_named() {
    for (flags, said) in [
        (["--lone-threads", "1", "--threads", "1"], "--lone-threads: must be measured, 0"),
        (["--lone-threads", "2", "--threads", "2"], "--lone-threads: must be more than --threads"),
        (["--lone-threads", "all", "--threads", "1"], "--lone-threads: must be measured, 0"),
    ] {
        let output = program(&[&["--check"][..], &flags].concat()).output().await.expect("runs");
        let log = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(output.status.code() == Some(64) && log.contains(said), "{log}");
    }
}
