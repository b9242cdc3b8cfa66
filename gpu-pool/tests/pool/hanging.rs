//! Loads, warm-ups and restarts that do not return: given up after their limit, and nothing else waits for them.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use gpu_pool::engine::onnx::{Options, Provider};
use gpu_pool::engine::{Batch, Engine, EngineError, EngineFactory, Logits};
use http::Method;
use tempfile::TempDir;

use super::models::copy_demo;
use super::scheduling::in_background;
use super::support::{PATIENCE, Pool, WELL, onnxruntime, texts};

/// Real engines, of which the test lets some hang in their first run and some fail.
#[derive(Debug)]
struct Tarpit {
    options: Options,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    /// So many engines that are made from now on hang when they are warmed up.
    hang: AtomicUsize,
    /// The next run of an engine that serves fails.
    fail: AtomicBool,
    freed: Mutex<bool>,
    changed: Condvar,
}

impl Shared {
    /// Lets go of all that hangs.
    fn free(&self) {
        *self.freed.lock().expect("lock") = true;
        self.changed.notify_all();
    }
}

impl EngineFactory for Tarpit {
    fn make(&self, model: &[u8]) -> Result<Box<dyn Engine>, EngineError> {
        let less = |left: usize| left.checked_sub(1);
        let hangs = self.shared.hang.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_ok();
        Ok(Box::new(Mired { engine: self.options.make(model)?, shared: Arc::clone(&self.shared), hangs }))
    }

    fn provider(&self) -> &'static str {
        "cpu"
    }
}

struct Mired {
    engine: Box<dyn Engine>,
    shared: Arc<Shared>,
    hangs: bool,
}

impl Engine for Mired {
    fn infer(&mut self, batch: &Batch) -> Result<Logits, EngineError> {
        if std::mem::take(&mut self.hangs) {
            let freed = self.shared.freed.lock().expect("lock");
            drop(self.shared.changed.wait_while(freed, |freed| !*freed).expect("lock"));
        }
        if self.shared.fail.swap(false, Ordering::SeqCst) {
            return Err(EngineError::new("the device is gone"));
        }
        self.engine.infer(batch)
    }
}

/// A pool over `root`, and what its engines share. One instance; ten seconds are long enough for all that does not hang.
async fn tarpit(root: &TempDir, more: &[&str]) -> (Pool, Arc<Shared>) {
    let options = Options { library: onnxruntime(), provider: Provider::Cpu, threads: 1 };
    let shared = Arc::new(Shared::default());
    let engines = Arc::new(Tarpit { options, shared: Arc::clone(&shared) });
    let root = root.path().to_str().expect("path");
    let flags = ["--models", root, "--repository-api", "--instances", "1", "--load-limit-seconds", "10"];
    (Pool::start_with(&[&flags, more].concat(), engines).await, shared)
}

fn repository(names: &[&str]) -> TempDir {
    let root = tempfile::tempdir().expect("directory");
    names.iter().for_each(|name| copy_demo(root.path(), name, "1"));
    root
}

async fn load(pool: &Pool, model: &str) -> (u16, String) {
    let reply = pool.call(Method::POST, &format!("/v2/repository/models/{model}/load"), "").await;
    let message = if reply.body.is_empty() { String::new() } else { reply.error() };
    (reply.status.as_u16(), message)
}

/// State and reason of version 1.
async fn state(pool: &Pool, name: &str) -> (String, String) {
    let index = pool.call(Method::POST, "/v2/repository/index", "").await.json();
    let rows = index.as_array().cloned().expect("rows");
    let row = rows.into_iter().find(|row| row["name"] == name).expect("listed");
    (row["state"].as_str().expect("a state").into(), row["reason"].as_str().expect("a reason").into())
}

fn pipe(path: &Path) {
    let _absent = std::fs::remove_file(path);
    let made = std::process::Command::new("mkfifo").arg(path).status().expect("mkfifo runs");
    assert!(made.success());
}

const HANGS: &str = "it hangs: it was given up after 10 s (--load-limit-seconds) and has not returned";

/// A warm-up that does not return: the version says so, others are loaded, and no second thread hangs on the same.
#[tokio::test]
async fn a_load_that_hangs_is_given_up_and_others_go_on() {
    let root = repository(&["demo"]);
    let (pool, shared) = tarpit(&root, &[]).await;
    copy_demo(root.path(), "other", "1");
    copy_demo(root.path(), "third", "1");
    shared.hang.store(1, Ordering::SeqCst);
    for _ in 0..3 {
        let (status, message) = load(&pool, "other").await;
        assert_eq!(status, 400);
        assert!(message.starts_with(&format!("version 1: {HANGS}")), "{message}");
        pool.until_metric("gpu_pool_stuck_threads 1").await;
    }
    let (word, reason) = state(&pool, "other").await;
    assert!(word == "UNAVAILABLE" && reason.starts_with(HANGS), "{word} {reason}");
    assert_eq!(load(&pool, "third").await, (200, String::new()));
    for model in ["demo", "third"] {
        let path = format!("/v2/models/{model}/infer");
        pool.call(Method::POST, &path, texts(&[WELL]).to_string()).await.output("label");
    }
    shared.free();
    pool.until_metric("gpu_pool_stuck_threads 0").await;
    assert_eq!(load(&pool, "other").await, (200, String::new()));
    pool.stop().await.expect("a clean end");
}

/// A volume that does not answer, for one version and for the whole repository.
#[tokio::test]
async fn a_read_that_blocks_is_given_up() {
    let root = repository(&["demo", "other"]);
    let (pool, _shared) = tarpit(&root, &["--watch-seconds", "1"]).await;
    let unloaded = pool.call(Method::POST, "/v2/repository/models/other/unload", "").await;
    assert_eq!(unloaded.status.as_u16(), 200);
    pool.until_metric(r#"gpu_pool_engines{model="demo",version="1"} 1"#).await;
    let model = root.path().join("other/1/model.onnx");
    pipe(&model);
    let (status, message) = load(&pool, "other").await;
    assert!(status == 400 && message.contains(HANGS), "{message}");

    let manifest = root.path().join("third/1/manifest.json");
    copy_demo(root.path(), "third", "1");
    pipe(&manifest);
    pool.until_metric("gpu_pool_stuck_threads 2").await;
    let (status, message) = load(&pool, "demo").await;
    assert!(status == 400 && message.contains(HANGS), "{message}");
    pool.infer(&texts(&[WELL])).await.output("label");

    // Whoever opens the other end lets the reader go on, to find nothing; and there is nothing to wait for any more.
    for path in [manifest, model] {
        let freed = tokio::task::spawn_blocking(move || {
            let writer = std::fs::OpenOptions::new().write(true).open(&path)?;
            std::fs::remove_file(path)?;
            drop(writer);
            Ok::<_, std::io::Error>(())
        });
        freed.await.expect("no panic").expect("a reader");
    }
    pool.until_metric("gpu_pool_stuck_threads 0").await;
    assert_eq!(load(&pool, "demo").await, (200, String::new()));
}

/// An engine that fails, and whose successor hangs in its warm-up: the next one serves.
#[tokio::test]
async fn a_restart_that_hangs_is_given_up_and_another_engine_serves() {
    let root = repository(&["demo"]);
    let (pool, shared) = tarpit(&root, &[]).await;
    shared.hang.store(1, Ordering::SeqCst);
    shared.fail.store(true, Ordering::SeqCst);
    assert_eq!(pool.infer(&texts(&[WELL])).await.status.as_u16(), 500);
    // Waits for an engine that does not come, and is told when it is given up.
    let waits = in_background(&pool, texts(&[WELL]));
    assert_eq!(waits.await.expect("no panic").status.as_u16(), 503);
    pool.until_metric("gpu_pool_stuck_threads 1").await;
    pool.until_metric(r#"gpu_pool_engines{model="demo",version="1"} 1"#).await;
    pool.infer(&texts(&[WELL])).await.output("label");
    shared.free();
    pool.until_metric("gpu_pool_stuck_threads 0").await;
    pool.stop().await.expect("a clean end");
}

/// A device on which nothing returns: so many threads hang, and no more; the pool says that it is not ready, and serves
/// again when the device does.
#[tokio::test]
async fn restarts_that_all_hang_leave_a_bounded_number_of_threads() {
    let root = repository(&["demo"]);
    let (pool, shared) = tarpit(&root, &[]).await;
    shared.hang.store(1000, Ordering::SeqCst);
    shared.fail.store(true, Ordering::SeqCst);
    assert_eq!(pool.infer(&texts(&[WELL])).await.status.as_u16(), 500);
    pool.until_metric("gpu_pool_stuck_threads 5").await;
    assert_eq!(shared.hang.load(Ordering::SeqCst), 995, "no other is tried");
    assert_eq!(pool.infer(&texts(&[WELL])).await.status.as_u16(), 503);
    assert_eq!(pool.get("/v2/health/ready").await.status.as_u16(), 503);
    shared.hang.store(0, Ordering::SeqCst);
    shared.free();
    pool.until_metric(r#"gpu_pool_engines{model="demo",version="1"} 1"#).await;
    pool.until_metric("gpu_pool_stuck_threads 0").await;
    pool.infer(&texts(&[WELL])).await.output("label");
    tokio::time::timeout(PATIENCE, pool.stop()).await.expect("it ends").expect("a clean end");
}
