//! Full, late, abandoned, failing: the real engine behind a gate that the test opens.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Condvar, Mutex};

use gpu_pool::engine::onnx::{Options, Provider};
use gpu_pool::engine::{Batch, Engine, EngineError, EngineFactory, Logits};
use http::Method;
use serde_json::json;
use tokio::sync::mpsc as async_mpsc;

use super::support::{Client, HANGING_MS, PATIENCE, Pool, Reply, WELL, onnxruntime, texts};

/// What the test lets the engine do with a batch.
#[derive(Debug)]
pub(crate) enum Pass {
    Run,
    Fail,
    NotANumber,
    /// Not a number in that row only.
    Spoil(usize),
    Panic,
    /// Does not return until the other end is dropped.
    Hang(mpsc::Receiver<()>),
}

/// Lets batches through one at a time. Warm-up and reference checks of each engine pass freely.
#[derive(Debug)]
pub(crate) struct Gate {
    options: Options,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// `None` until the gate is shut.
    passes: Mutex<Option<mpsc::Receiver<Pass>>>,
    shut: AtomicBool,
    arrived: async_mpsc::UnboundedSender<usize>,
    /// How many batches have come to the shut gate, and how many have got a pass: passes are given in the order of arrival.
    line: Mutex<usize>,
    turn: Mutex<usize>,
    moved: Condvar,
    /// How many batches an engine runs before it serves, as seen on those that were made with the gate open.
    before: AtomicUsize,
}

impl Shared {
    /// The pass of a batch that has come to the shut gate; `None` where it is open.
    fn pass(&self, rows: usize) -> Option<Pass> {
        if !self.shut.load(Ordering::SeqCst) {
            self.arrived.send(rows).expect("test is there");
            return None;
        }
        let place = {
            let mut line = self.line.lock().expect("lock");
            let place = *line;
            *line += 1;
            self.arrived.send(rows).expect("test is there");
            place
        };
        let turn = self.turn.lock().expect("lock");
        let mut turn = self.moved.wait_while(turn, |turn| *turn != place).expect("lock");
        // A test that has ended lets everything through.
        let passes = self.passes.lock().expect("lock");
        let pass = passes.as_ref().and_then(|passes| passes.recv().ok()).unwrap_or(Pass::Run);
        *turn += 1;
        self.moved.notify_all();
        Some(pass)
    }
}

/// The test's side of a gate.
pub(crate) struct Keeper {
    shared: Arc<Shared>,
    arrivals: async_mpsc::UnboundedReceiver<usize>,
}

pub(crate) fn gate() -> (Arc<Gate>, Keeper) {
    let options = Options { library: onnxruntime(), provider: Provider::Cpu, threads: 1 };
    let (arrived, arrivals) = async_mpsc::unbounded_channel();
    let shared = Arc::new(Shared {
        passes: Mutex::new(None),
        shut: AtomicBool::new(false),
        arrived,
        line: Mutex::new(0),
        turn: Mutex::new(0),
        moved: Condvar::new(),
        before: AtomicUsize::new(0),
    });
    (Arc::new(Gate { options, shared: Arc::clone(&shared) }), Keeper { shared, arrivals })
}

impl Keeper {
    /// From now on every batch waits for a pass.
    pub(crate) fn shut(&mut self) -> mpsc::Sender<Pass> {
        while self.arrivals.try_recv().is_ok() {}
        let (passes, waits) = mpsc::channel();
        *self.shared.passes.lock().expect("lock") = Some(waits);
        self.shared.shut.store(true, Ordering::SeqCst);
        passes
    }

    /// The rows of the next batch that stands at the gate.
    pub(crate) async fn next(&mut self) -> usize {
        tokio::time::timeout(PATIENCE, self.arrivals.recv()).await.expect("a batch").expect("a batch")
    }
}

impl EngineFactory for Gate {
    fn make(&self, model: &[u8]) -> Result<Box<dyn Engine>, EngineError> {
        let before = self.shared.before.load(Ordering::SeqCst);
        let shut = self.shared.shut.load(Ordering::SeqCst);
        Ok(Box::new(Gated {
            engine: self.options.make(model)?,
            shared: Arc::clone(&self.shared),
            ran: 0,
            free: if shut { before } else { 0 },
        }))
    }

    fn provider(&self) -> &'static str {
        "cpu"
    }
}

struct Gated {
    engine: Box<dyn Engine>,
    shared: Arc<Shared>,
    ran: usize,
    /// Batches that pass without being asked.
    free: usize,
}

impl Engine for Gated {
    fn infer(&mut self, batch: &Batch) -> Result<Logits, EngineError> {
        if let Some(left) = self.free.checked_sub(1) {
            self.free = left;
            return self.engine.infer(batch);
        }
        let pass = self.shared.pass(batch.rows).unwrap_or_else(|| {
            self.ran += 1;
            self.shared.before.fetch_max(self.ran, Ordering::SeqCst);
            Pass::Run
        });
        match pass {
            Pass::Run => self.engine.infer(batch),
            Pass::Fail => Err(EngineError::new("CUDA out of memory at /secret/place")),
            Pass::NotANumber => {
                let logits = self.engine.infer(batch)?;
                Ok(Logits { values: vec![f32::NAN; logits.values.len()], labels: logits.labels })
            }
            Pass::Spoil(row) => {
                let mut logits = self.engine.infer(batch)?;
                logits.values[row * logits.labels] = f32::NAN;
                Ok(logits)
            }
            Pass::Hang(until) => {
                let _dropped = until.recv();
                Err(EngineError::new("it had hung"))
            }
            // Without poisoning the gate.
            Pass::Panic => std::panic::resume_unwind(Box::new("CANARY")),
        }
    }
}

async fn gated(flags: &[&str]) -> (Pool, Keeper) {
    let (gate, keeper) = gate();
    let flags: Vec<&str> = ["--instances", "1"].iter().chain(flags).copied().collect();
    (Pool::start_with(&flags, gate).await, keeper)
}

pub(crate) fn in_background(pool: &Pool, request: serde_json::Value) -> tokio::task::JoinHandle<Reply> {
    let address = pool.address;
    tokio::spawn(async move {
        let mut client = Client::connect(address).await;
        client.call(Method::POST, "/v2/models/demo/infer", request.to_string()).await
    })
}

/// Tokens that wait now.
async fn waiting(pool: &Pool) -> u64 {
    let metrics = pool.get("/metrics").await;
    let line = metrics
        .text()
        .lines()
        .find_map(|l| l.strip_prefix(r#"gpu_pool_queue_tokens{model="demo",version="1"} "#));
    line.and_then(|tokens| tokens.parse().ok()).expect("the metric")
}

pub(crate) async fn until_waiting(pool: &Pool, wanted: impl Fn(u64) -> bool) -> u64 {
    let wait = async {
        loop {
            let tokens = waiting(pool).await;
            if wanted(tokens) {
                return tokens;
            }
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.expect("the queue changes")
}

/// Row 49.
#[tokio::test]
async fn row_49_a_full_queue_answers_503_with_a_retry_after() {
    let (pool, mut keeper) = gated(&["--queue-tokens", "40"]).await;
    let passes = keeper.shut();
    let running = in_background(&pool, texts(&[WELL]));
    keeper.next().await;
    let first = in_background(&pool, texts(&[WELL, WELL]));
    until_waiting(&pool, |tokens| tokens > 20).await;
    let refused = pool.infer(&texts(&[WELL, WELL])).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (503, Some("1")));
    assert!(refused.error().contains("full"), "{}", refused.error());
    drop(passes);
    running.await.expect("no panic").output("label");
    first.await.expect("no panic").output("label");
    pool.until_metric(r#"gpu_pool_refusals_total{model="demo",reason="queue_full"} 1"#).await;
}

/// Row 51: 504 at the caller's own deadline, and the engine never sees the request.
#[tokio::test]
async fn row_51_a_late_request_is_answered_504_and_never_runs() {
    let (pool, mut keeper) = gated(&[]).await;
    let passes = keeper.shut();
    let running = in_background(&pool, texts(&[WELL]));
    assert_eq!(keeper.next().await, 1);
    let mut hasty = texts(&[WELL, WELL]);
    hasty["parameters"] = json!({"timeout": 20_000});
    let late = pool.infer(&hasty).await;
    assert_eq!(late.status.as_u16(), 504);
    assert_eq!(waiting(&pool).await, 0, "it left the queue with its answer");
    let last = in_background(&pool, texts(&[WELL, WELL, WELL]));
    until_waiting(&pool, |tokens| tokens > 0).await;
    drop(passes);
    assert_eq!(keeper.next().await, 3, "the late request's rows never reached the engine");
    running.await.expect("no panic").output("label");
    last.await.expect("no panic").output("label");
    pool.until_metric(r#"gpu_pool_requests_total{model="demo",outcome="deadline",lane="interactive"} 1"#)
        .await;
    // One request of two texts, whoever noticed first that it was late.
    pool.until_metric(r#"gpu_pool_refusals_total{model="demo",reason="expired"} 1"#).await;
}

#[tokio::test]
async fn a_caller_that_goes_away_frees_its_place() {
    let (pool, mut keeper) = gated(&[]).await;
    let passes = keeper.shut();
    let running = in_background(&pool, texts(&[WELL]));
    keeper.next().await;
    let gone = in_background(&pool, texts(&[WELL, WELL]));
    until_waiting(&pool, |tokens| tokens > 0).await;
    // Ends the task that drives the request; its connection is closed with it.
    gone.abort();
    until_waiting(&pool, |tokens| tokens == 0).await;
    pool.until_metric(r#"gpu_pool_requests_total{model="demo",outcome="abandoned",lane="interactive"} 1"#)
        .await;
    drop(passes);
    running.await.expect("no panic").output("label");
}

#[tokio::test]
async fn requests_gather_while_the_engine_is_busy_and_interactive_goes_first() {
    let (pool, mut keeper) = gated(&[]).await;
    let passes = keeper.shut();
    let mut calls = vec![in_background(&pool, texts(&[WELL]))];
    assert_eq!(keeper.next().await, 1, "an idle engine starts at once");
    let mut bulk = texts(&[WELL, WELL, WELL]);
    bulk["parameters"] = json!({"priority": 2});
    calls.push(in_background(&pool, bulk));
    let of_bulk = until_waiting(&pool, |tokens| tokens > 0).await;
    calls.push(in_background(&pool, texts(&[WELL])));
    let of_both = until_waiting(&pool, |tokens| tokens > of_bulk).await;
    calls.push(in_background(&pool, texts(&[WELL])));
    until_waiting(&pool, |tokens| tokens > of_both).await;
    passes.send(Pass::Run).expect("engine");
    assert_eq!(keeper.next().await, 2, "two requests run as one batch, before the bulk that came first");
    passes.send(Pass::Run).expect("engine");
    assert_eq!(keeper.next().await, 3);
    drop(passes);
    for call in calls {
        call.await.expect("no panic").output("label");
    }
}

/// Rows of 20 and 12 tokens would be a fifth padding together.
#[tokio::test]
async fn more_padding_goes_into_a_batch_where_the_graph_does_not_compute_it() {
    let ids = vec![vec![10; 20]; 2].concat();
    let mask = [vec![1; 20], vec![1; 12], vec![0; 8]].concat();
    let tensor = |name, data| json!({"name": name, "shape": [2, 20], "datatype": "INT64", "data": data});
    let request = json!({"inputs": [tensor("input_ids", ids), tensor("attention_mask", mask)]});
    for (variant, rows) in [("unpadded", 2), ("export", 1)] {
        let (pool, mut keeper) = gated(&["--variant", variant]).await;
        let passes = keeper.shut();
        let call = in_background(&pool, request.clone());
        assert_eq!(keeper.next().await, rows, "{variant}");
        drop(passes);
        call.await.expect("no panic").output("label");
    }
}

/// An engine's failure is the pool's fault, told without detail, and over with that batch. Row 42 for the panic.
#[tokio::test]
async fn row_42_a_failing_engine_fails_its_requests_only() {
    let (pool, mut keeper) = gated(&[]).await;
    let passes = keeper.shut();
    for pass in [Pass::Fail, Pass::NotANumber, Pass::Panic] {
        let call = in_background(&pool, texts(&[WELL]));
        keeper.next().await;
        passes.send(pass).expect("engine");
        let reply = call.await.expect("no panic");
        assert_eq!(
            (reply.status.as_u16(), reply.error().as_str()),
            (500, "the model failed on this request")
        );
    }
    passes.send(Pass::Run).expect("engine");
    pool.infer(&texts(&[WELL])).await.output("label");
    assert_eq!(pool.get("/v2/health/ready").await.status.as_u16(), 200);
}

/// A row without a finite value is its own request's trouble; the others of the batch are answered.
#[tokio::test]
async fn a_spoilt_row_fails_its_own_request_only() {
    let (pool, mut keeper) = gated(&[]).await;
    let passes = keeper.shut();
    let running = in_background(&pool, texts(&[WELL]));
    keeper.next().await;
    let mut calls = Vec::new();
    for _ in 0..3 {
        let before = waiting(&pool).await;
        calls.push(in_background(&pool, texts(&[WELL])));
        until_waiting(&pool, |tokens| tokens > before).await;
    }
    passes.send(Pass::Run).expect("engine");
    assert_eq!(keeper.next().await, 3, "one batch");
    passes.send(Pass::Spoil(0)).expect("engine");
    drop(passes);
    let mut failed = 0;
    for call in calls {
        let reply = call.await.expect("no panic");
        match reply.status.as_u16() {
            500 => failed += 1,
            _ => assert_eq!(reply.output("label")["data"][0], "POSITIVE"),
        }
    }
    assert_eq!(failed, 1);
    running.await.expect("no panic").output("label");
    let metrics = pool.get("/metrics").await;
    let restarts = metrics.text().lines().filter(|line| line.starts_with("gpu_pool_engine_restarts_total{"));
    assert!(restarts.map(|line| line.ends_with(" 0")).eq([true; 3]), "the engine is kept");
}

/// A run that does not return: its callers get 504, the instance is replaced, and the pool is ready meanwhile.
#[tokio::test]
async fn a_hanging_run_is_given_up_while_another_instance_serves() {
    let (gate, mut keeper) = gate();
    let flags = ["--instances", "2", "--run-limit-ms", HANGING_MS];
    let pool = Pool::start_with(&flags, gate).await;
    let passes = keeper.shut();
    let (end, hang) = mpsc::channel();
    let stuck = in_background(&pool, texts(&[WELL]));
    keeper.next().await;
    passes.send(Pass::Hang(hang)).expect("engine");
    drop(passes);
    pool.infer(&texts(&[WELL])).await.output("label");
    assert_eq!(pool.get("/v2/health/ready").await.status.as_u16(), 200);
    let reply = stuck.await.expect("no panic");
    assert_eq!(reply.status.as_u16(), 504);
    assert!(reply.error().contains("did not answer within its time limit"), "{}", reply.error());
    pool.until_metric(r#"gpu_pool_engine_restarts_total{model="demo",reason="stuck"} 1"#).await;
    pool.until_metric(r#"gpu_pool_engines{model="demo",version="1"} 2"#).await;
    pool.infer(&texts(&[WELL])).await.output("label");
    drop(end);
    pool.stop().await.expect("a clean end");
}

/// Row 62, step by step: not ready at once, in flight finishes, then it ends.
#[tokio::test]
async fn row_62_a_drain_finishes_what_is_in_flight() {
    let (pool, mut keeper) = gated(&["--drain-linger-ms", "60000", "--drain-seconds", "60"]).await;
    let passes = keeper.shut();
    let running = in_background(&pool, texts(&[WELL]));
    keeper.next().await;
    let queued = in_background(&pool, texts(&[WELL, WELL]));
    until_waiting(&pool, |tokens| tokens > 0).await;

    let Pool { address, stop, served, .. } = pool;
    drop(stop);
    // New connections are still taken for a moment, and told that it is over.
    let not_ready = async {
        loop {
            let reply = Client::connect(address).await.call(Method::GET, "/v2/health/ready", "").await;
            if reply.status.as_u16() == 503 {
                return reply;
            }
        }
    };
    let reply = tokio::time::timeout(PATIENCE, not_ready).await.expect("readiness fails");
    assert_eq!(reply.header("connection"), Some("close"));
    let live = Client::connect(address).await.call(Method::GET, "/v2/health/live", "").await;
    assert_eq!(live.status.as_u16(), 200);
    drop(passes);
    running.await.expect("no panic").output("label");
    queued.await.expect("no panic").output("label");
    served.abort();
}

/// A drain that cannot finish ends all the same, and says so.
#[tokio::test]
async fn a_stuck_engine_does_not_hold_the_end() {
    let (pool, mut keeper) = gated(&["--drain-seconds", "0"]).await;
    let passes = keeper.shut();
    let stuck = in_background(&pool, texts(&[WELL]));
    keeper.next().await;
    let ended = tokio::time::timeout(PATIENCE, pool.stop()).await.expect("it ends");
    assert!(ended.is_err_and(|e| e.to_string().contains("1 connections were cut off")));
    stuck.abort();
    drop(passes);
}
