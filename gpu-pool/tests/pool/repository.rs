//! Several models and versions at once: which answers, and how one takes the place of another while requests come in.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use http::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::models::{copy_demo, edit, sign};
use super::support::{Client, PATIENCE, Pool, WELL, program, texts};

/// A copy of the demo model whose labels name the version: an answer shows which one really made it.
fn copy_marked(root: &Path, name: &str, version: &str) {
    copy_demo(root, name, version);
    mark(root, name, version, version);
}

fn mark(root: &Path, name: &str, version: &str, mark: &str) {
    edit(&root.join(name).join(version).join("config.json"), |config| {
        config["id2label"] = json!({"0": format!("NEGATIVE@{mark}"), "1": format!("POSITIVE@{mark}")});
    });
    sign(root, name, version);
}

/// As [`copy_marked`], by links to a version that is there: the sums are true, and nothing large is copied.
fn link_marked(root: &Path, name: &str, from: &str, version: &str) {
    let (from, to) = (root.join(name).join(from), root.join(name).join(version));
    std::fs::create_dir_all(&to).expect("directory");
    for file in ["model.onnx", "tokenizer.json", "reference.json"] {
        std::fs::hard_link(from.join(file), to.join(file)).expect("linked");
    }
    std::fs::copy(from.join("config.json"), to.join("config.json")).expect("copied");
    mark(root, name, version, version);
}

fn root_flag(root: &TempDir) -> &str {
    root.path().to_str().expect("path")
}

/// Version and label of an answer: which version says that it made it, and which one did.
async fn asked(pool: &Pool, path: &str) -> (String, String) {
    let reply = pool.call(Method::POST, path, texts(&[WELL]).to_string()).await;
    let label = reply.output("label")["data"][0].as_str().expect("a label").to_owned();
    (reply.json()["model_version"].as_str().expect("a version").to_owned(), label)
}

async fn index(pool: &Pool) -> Value {
    pool.call(Method::POST, "/v2/repository/index", "").await.json()
}

/// State and reason of a version; empty where it is not listed.
fn state(index: &Value, name: &str, version: &str) -> (String, String) {
    let rows = index.as_array().expect("rows");
    let row = rows.iter().find(|row| row["name"] == name && row["version"] == version);
    let text = |key: &str| row.and_then(|row| row[key].as_str()).unwrap_or_default().to_owned();
    (text("state"), text("reason"))
}

async fn until(pool: &Pool, what: &str, holds: impl Fn(&Value) -> bool) -> Value {
    let wait = async {
        loop {
            let index = index(pool).await;
            if holds(&index) {
                return index;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("never: {what}"))
}

async fn control(pool: &Pool, model: &str, verb: &str) -> (u16, String) {
    let reply = pool.call(Method::POST, &format!("/v2/repository/models/{model}/{verb}"), "").await;
    let message = if reply.body.is_empty() { String::new() } else { reply.error() };
    (reply.status.as_u16(), message)
}

#[tokio::test]
async fn a_request_is_answered_by_the_version_of_the_models_route() {
    let root = tempfile::tempdir().expect("directory");
    for (name, versions) in
        [("canary", ["1", "2"]), ("pinned", ["1", "2"]), ("latest", ["9", "10"]), ("short", ["1", "2"])]
    {
        for version in versions {
            copy_marked(root.path(), name, version);
        }
    }
    let rules = "canary=1:80,2:20;pinned=1;short=1:50,7:50";
    let pool = Pool::start(&["--models", root_flag(&root), "--route", rules]).await;
    let mut by_canary = Vec::new();
    for _ in 0..10 {
        let (version, label) = asked(&pool, "/v2/models/canary/infer").await;
        assert_eq!(label, format!("POSITIVE@{version}"), "an answer names the version that made it");
        by_canary.push(version);
        // What computes nothing takes no turn.
        assert_eq!(pool.get("/v2/models/canary").await.json()["parameters"]["version"], "1");
    }
    assert_eq!(by_canary.iter().filter(|v| *v == "2").count(), 2, "two in ten: {by_canary:?}");
    assert_eq!(asked(&pool, "/v2/models/canary/versions/2/infer").await.1, "POSITIVE@2");
    assert_eq!(asked(&pool, "/v2/models/pinned/infer").await.1, "POSITIVE@1");
    assert_eq!(asked(&pool, "/v2/models/latest/infer").await.1, "POSITIVE@10");
    // The share of a version that is not there goes to the others, and the index says so.
    for _ in 0..3 {
        assert_eq!(asked(&pool, "/v2/models/short/infer").await.1, "POSITIVE@1");
    }
    let index = index(&pool).await;
    assert_eq!(state(&index, "short", "7"), ("UNAVAILABLE".into(), "it is not in the repository".into()));
    assert_eq!(state(&index, "pinned", "2"), ("UNAVAILABLE".into(), "not loaded".into()));
    let about = pool.get("/v2/models/canary").await.json();
    assert_eq!(
        (&about["versions"], &about["parameters"]["route"]),
        (&json!(["1", "2"]), &json!("1:80,2:20"))
    );
    // Known and not serving is another thing than unknown.
    for (path, status) in
        [("pinned/versions/2", 503), ("pinned/versions/3", 404), ("pinned/versions/01", 404)]
    {
        let reply =
            pool.call(Method::POST, &format!("/v2/models/{path}/infer"), texts(&[WELL]).to_string()).await;
        assert_eq!(reply.status.as_u16(), status, "{path}: {}", reply.text());
        assert_eq!(pool.get(&format!("/v2/models/{path}/ready")).await.status.as_u16(), status);
    }
}

#[tokio::test]
async fn a_file_configures_and_flags_win_over_it() {
    let root = tempfile::tempdir().expect("directory");
    for version in ["1", "2"] {
        copy_marked(root.path(), "demo", version);
    }
    let file = root.path().join("pool.toml");
    let text = format!(
        "models = {:?}\nversions = \"all\"\ninstances = 1\nrepository-api = true\n[route]\ndemo = \"1\"\n",
        root.path()
    );
    std::fs::write(&file, text).expect("written");
    let flags = ["--config", file.to_str().expect("path")];
    let good = program(&[&flags[..], &["--check"]].concat()).output().await.expect("runs");
    assert_eq!(good.status.code(), Some(0), "{good:?}");
    let by_file = Pool::start(&flags).await;
    assert_eq!(asked(&by_file, "/v2/models/demo/infer").await.0, "1");
    assert_eq!(asked(&by_file, "/v2/models/demo/versions/2/infer").await.0, "2");
    assert_eq!(control(&by_file, "demo", "load").await, (200, String::new()));
    let by_flag = Pool::start(&[&flags[..], &["--route", "demo=2"]].concat()).await;
    assert_eq!(asked(&by_flag, "/v2/models/demo/infer").await.0, "2");

    let wrong =
        "thread = 1\nconfig = \"x\"\ninstances = true\nrepository-api = \"yes\"\n[route]\ndemo = \"soon\"\n";
    std::fs::write(&file, wrong).expect("written");
    let output = program(&[&flags[..], &["--log-level", "loud"]].concat()).output().await.expect("runs");
    let log = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(64), "{log}");
    let mistakes = [
        "'thread' is not a setting",
        "'config' is not a setting",
        "instances: cannot be true or false",
        "repository-api: must be true or false",
        "--route: 'soon' is neither latest",
        "--log-level: ",
    ];
    for mistake in mistakes {
        assert!(log.contains(mistake), "{mistake}: {log}");
    }
    std::fs::write(&file, "threads = [1,").expect("written");
    let output = program(&flags).output().await.expect("runs");
    assert_eq!(output.status.code(), Some(64), "{output:?}");
}

#[tokio::test]
async fn loading_by_request_is_off_unless_it_is_allowed() {
    let pool = Pool::start(&[]).await;
    for verb in ["load", "unload"] {
        let (status, message) = control(&pool, "demo", verb).await;
        assert_eq!(status, 400);
        assert!(message.contains("--repository-api"), "{message}");
    }
    assert_eq!(pool.get("/v2/models/demo/ready").await.status.as_u16(), 200);
    let extensions = pool.get("/v2").await.json()["extensions"].to_string();
    assert!(extensions.contains("model_repository(index)"), "{extensions}");
}

#[tokio::test]
async fn a_model_is_loaded_updated_and_unloaded_by_request() {
    let root = tempfile::tempdir().expect("directory");
    copy_marked(root.path(), "demo", "1");
    let pool = Pool::start(&["--models", root_flag(&root), "--repository-api"]).await;
    assert!(pool.get("/v2").await.json()["extensions"].to_string().contains("\"model_repository\""));

    link_marked(root.path(), "demo", "1", "2");
    assert_eq!(asked(&pool, "/v2/models/demo/infer").await.0, "1", "nothing changes unasked");
    assert_eq!(control(&pool, "demo", "load").await, (200, String::new()));
    assert_eq!(asked(&pool, "/v2/models/demo/infer").await, ("2".into(), "POSITIVE@2".into()));
    let settled = |index: &Value| state(index, "demo", "1") == ("UNAVAILABLE".into(), "unloaded".into());
    until(&pool, "version 1 is unloaded", settled).await;
    pool.until_metric(&super::support::model_info("2", &root.path().join("demo/2"))).await;
    let exposed = pool.get("/metrics").await;
    assert!(!exposed.text().contains(r#"version="1""#), "an unloaded version is not exposed");

    // Back by taking the new one away; renewed in place by other files under the same number.
    std::fs::rename(root.path().join("demo/2"), root.path().join("demo-2")).expect("moved");
    assert_eq!(control(&pool, "demo", "load").await.0, 200);
    assert_eq!(asked(&pool, "/v2/models/demo/infer").await.1, "POSITIVE@1");
    mark(root.path(), "demo", "1", "1-b");
    assert_eq!(control(&pool, "demo", "load").await.0, 200);
    assert_eq!(asked(&pool, "/v2/models/demo/infer").await, ("1".into(), "POSITIVE@1-b".into()));

    assert_eq!(control(&pool, "demo", "unload").await, (200, String::new()));
    let reply = pool.infer(&texts(&[WELL])).await;
    assert_eq!((reply.status.as_u16(), reply.error().contains("does not serve now")), (503, true));
    assert_eq!(pool.get("/v2/health/ready").await.status.as_u16(), 503, "nothing is left to answer with");
    assert_eq!(pool.get("/v2/health/live").await.status.as_u16(), 200);
    until(&pool, "it is unloaded", |index| state(index, "demo", "1").1 == "unloaded").await;
    let ready = pool.call(Method::POST, "/v2/repository/index", r#"{"ready": true}"#).await.json();
    assert_eq!(ready, json!([]));
    assert_eq!(control(&pool, "demo", "load").await.0, 200);
    assert_eq!(asked(&pool, "/v2/models/demo/infer").await.0, "1");

    for (model, verb) in [("other", "load"), ("other", "unload")] {
        let (status, message) = control(&pool, model, verb).await;
        assert_eq!((status, message.as_str()), (400, "no such model in the repository"));
    }
    for body in
        ["[", r#"{"parameters": {"config": "{}"}}"#, r#"{"parameters": {"file:1/model.onnx": "AAAA"}}"#]
    {
        let reply = pool.call(Method::POST, "/v2/repository/models/demo/load", body).await;
        assert_eq!(reply.status.as_u16(), 400, "{body}: {}", reply.text());
    }
}

#[tokio::test]
async fn a_broken_version_leaves_the_running_one_untouched_and_says_why() {
    type Break = fn(&Path);
    let cases: [(&str, Break, bool); 5] = [
        (
            "model.onnx: its SHA-256 is",
            |at| {
                let mut bytes = std::fs::read(at.join("model.onnx")).expect("file");
                *bytes.last_mut().expect("bytes") ^= 1;
                std::fs::write(at.join("model.onnx"), bytes).expect("written");
            },
            false,
        ),
        (
            "ONNX Runtime refused the model",
            |at| std::fs::write(at.join("model.onnx"), "no graph").expect("written"),
            true,
        ),
        (
            "the graph has 2 labels, and config.json names 3",
            |at| edit(&at.join("config.json"), |c| c["id2label"] = json!({"0": "a", "1": "b", "2": "c"})),
            true,
        ),
        (
            "reference.json: case 0: the logits differ by",
            |at| edit(&at.join("reference.json"), |r| r["cases"][0]["logits"] = json!([1000.0, 0.0])),
            true,
        ),
        (
            "manifest.json: not there yet",
            |at| std::fs::remove_file(at.join("manifest.json")).expect("removed"),
            false,
        ),
    ];
    let root = tempfile::tempdir().expect("directory");
    copy_marked(root.path(), "demo", "1");
    let pool = Pool::start(&["--models", root_flag(&root), "--repository-api"]).await;
    for (number, (message, break_it, vouched_for)) in cases.into_iter().enumerate() {
        let version = (number + 2).to_string();
        copy_marked(root.path(), "demo", &version);
        break_it(&root.path().join("demo").join(&version));
        if vouched_for {
            sign(root.path(), "demo", &version);
        }
        let (status, why) = control(&pool, "demo", "load").await;
        assert_eq!(status, 400, "{why}");
        assert!(why.contains(message) && why.contains(&format!("version {version}: ")), "{message}: {why}");
        let index = index(&pool).await;
        let (state_of_it, reason) = state(&index, "demo", &version);
        assert!(state_of_it == "UNAVAILABLE" && reason.contains(message), "{index}");
        assert_eq!(state(&index, "demo", "1"), ("READY".into(), String::new()));
        assert_eq!(asked(&pool, "/v2/models/demo/infer").await, ("1".into(), "POSITIVE@1".into()));
        std::fs::remove_dir_all(root.path().join("demo").join(&version)).expect("removed");
    }
    // The running version's own directory, broken in place.
    edit(&root.path().join("demo/1/reference.json"), |r| r["cases"][0]["logits"] = json!([1000.0, 0.0]));
    sign(root.path(), "demo", "1");
    assert_eq!(control(&pool, "demo", "load").await.0, 400);
    let (still, note) = state(&index(&pool).await, "demo", "1");
    assert!(still == "READY" && note.contains("does not serve: reference.json: case 0"), "{still} {note}");
    assert_eq!(asked(&pool, "/v2/models/demo/infer").await.1, "POSITIVE@1");

    // Started anew beside a broken higher version, a pool comes to the same: the highest that can be loaded.
    copy_marked(root.path(), "other", "1");
    copy_demo(root.path(), "other", "2");
    std::fs::write(root.path().join("other/2/model.onnx"), "no graph").expect("written");
    let anew = Pool::start(&["--models", root_flag(&root)]).await;
    assert_eq!(asked(&anew, "/v2/models/other/infer").await.0, "1");
    assert_eq!(state(&index(&anew).await, "other", "2").0, "UNAVAILABLE");
}

/// A watched volume: half-written versions wait for their manifest, a swap of links brings the next tree, and a tree that
/// is gone stops nothing.
#[tokio::test]
async fn a_watched_directory_is_followed() {
    let root = tempfile::tempdir().expect("directory");
    let (tree_a, tree_b) = (root.path().join("..a"), root.path().join("..b"));
    std::fs::create_dir_all(&tree_a).expect("directory");
    let volume = root.path().join("models");
    std::os::unix::fs::symlink("..a", &volume).expect("linked");
    // Nothing is there yet: it starts, and is not ready.
    let flags = ["--models", volume.to_str().expect("path"), "--watch-seconds", "1"];
    let pool = Pool::start(&flags).await;
    assert_eq!(pool.get("/v2/health/ready").await.status.as_u16(), 503);

    copy_marked(&tree_a, "demo", "1");
    until(&pool, "version 1 serves", |index| state(index, "demo", "1").0 == "READY").await;
    assert_eq!(pool.get("/v2/health/ready").await.status.as_u16(), 200);

    // Half-written: all but the manifest, which comes last.
    let stage = root.path().join("..stage");
    let (from, to) = (stage.join("demo/2"), tree_a.join("demo/2"));
    copy_marked(&stage, "demo", "2");
    std::fs::create_dir(&to).expect("directory");
    for file in ["model.onnx", "tokenizer.json", "config.json", "reference.json"] {
        std::fs::rename(from.join(file), to.join(file)).expect("moved");
    }
    let unfinished = |index: &Value| state(index, "demo", "2").1.contains("not there yet");
    let index = until(&pool, "version 2 is seen", unfinished).await;
    assert_eq!(state(&index, "demo", "1").0, "READY");
    std::fs::rename(from.join("manifest.json"), to.join("manifest.json")).expect("moved");
    until(&pool, "version 2 serves", |index| state(index, "demo", "2").0 == "READY").await;

    // Copied by the alphabet, with the manifest before the model: refused, and tried again when the file has grown.
    copy_marked(&stage, "demo", "4");
    let (whole, model) = (root.path().join("model"), stage.join("demo/4/model.onnx"));
    std::fs::rename(&model, &whole).expect("moved");
    std::fs::write(&model, "half").expect("written");
    std::fs::rename(stage.join("demo/4"), tree_a.join("demo/4")).expect("moved");
    let short = |index: &Value| state(index, "demo", "4").1.contains("4 bytes, and the manifest says");
    until(&pool, "version 4 is refused", short).await;
    assert_eq!(asked(&pool, "/v2/models/demo/infer").await.1, "POSITIVE@2");
    std::fs::rename(&whole, tree_a.join("demo/4/model.onnx")).expect("moved");
    until(&pool, "version 4 serves", |index| state(index, "demo", "4").0 == "READY").await;

    copy_marked(&tree_b, "demo", "3");
    std::os::unix::fs::symlink("..b", root.path().join("next")).expect("linked");
    std::fs::rename(root.path().join("next"), &volume).expect("swapped");
    until(&pool, "version 3 serves alone", |index| {
        state(index, "demo", "3").0 == "READY" && state(index, "demo", "4").0.is_empty()
    })
    .await;
    assert_eq!(asked(&pool, "/v2/models/demo/infer").await.1, "POSITIVE@3");

    std::fs::rename(tree_b.join("demo"), root.path().join("demo-away")).expect("moved");
    let gone = |index: &Value| state(index, "demo", "3").1.contains("its directory is gone");
    let index = until(&pool, "version 3 is missed", gone).await;
    assert_eq!(state(&index, "demo", "3").0, "READY");
    assert_eq!(asked(&pool, "/v2/models/demo/infer").await.1, "POSITIVE@3");
}

/// What a client saw: for each answer, the version that it names. `newest` is the newest that any client saw.
async fn ask_until(
    stop: Arc<AtomicBool>,
    newest: Arc<AtomicU64>,
    address: std::net::SocketAddr,
    priority: u64,
) -> Vec<u64> {
    let mut body = texts(&[WELL, "Pain is worse and she is frightened"]);
    body["parameters"] = json!({"priority": priority});
    let body = body.to_string();
    let mut client = Client::connect(address).await;
    let mut seen = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let reply = client.call(Method::POST, "/v2/models/demo/infer", body.clone()).await;
        assert_eq!(reply.status.as_u16(), 200, "answer {}: {}", seen.len(), reply.text());
        let version = reply.json()["model_version"].as_str().expect("a version").to_owned();
        let labels = reply.output("label")["data"].clone();
        assert_eq!(labels, json!([format!("POSITIVE@{version}"), format!("NEGATIVE@{version}")]));
        seen.push(version.parse().expect("a number"));
        newest.fetch_max(seen[seen.len() - 1], Ordering::Relaxed);
    }
    seen
}

/// The issue's own sentence: under load of both lanes, 50 updates in a row lose no request and answer each by exactly one
/// version.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_updates_under_load_lose_no_request() {
    const UPDATES: u64 = 50;
    let root = tempfile::tempdir().expect("directory");
    copy_marked(root.path(), "demo", "1");
    let pool = Pool::start(&["--models", root_flag(&root), "--repository-api", "--instances", "1"]).await;
    let stop = Arc::new(AtomicBool::new(false));
    let newest = Arc::new(AtomicU64::new(0));
    let client = |lane| ask_until(Arc::clone(&stop), Arc::clone(&newest), pool.address, lane);
    let clients: Vec<_> = [1, 1, 1, 1, 2, 2].map(|lane| tokio::spawn(client(lane))).into();
    let (models, mut last) = (root.path().join("demo"), 1);
    for version in 2..=UPDATES + 1 {
        link_marked(root.path(), "demo", &last.to_string(), &version.to_string());
        std::fs::remove_dir_all(models.join(last.to_string())).expect("removed");
        assert_eq!(control(&pool, "demo", "load").await, (200, String::new()), "update to {version}");
        // Each version answers some of the load before the next one comes.
        let seen = async {
            while newest.load(Ordering::Relaxed) < version {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, seen).await.expect("the new version answers");
        last = version;
    }
    stop.store(true, Ordering::Relaxed);
    let mut versions = std::collections::BTreeSet::new();
    for client in clients {
        let seen = client.await.expect("no request was lost");
        assert!(seen.is_sorted(), "an older version answered after a newer one: {seen:?}");
        assert!(!seen.is_empty(), "a client was starved");
        versions.extend(seen);
    }
    assert_eq!(versions.range(2..).count(), UPDATES as usize, "each version has answered: {versions:?}");
    until(&pool, "only the last is left", |index| {
        let rows = index.as_array().expect("rows");
        state(index, "demo", "51").0 == "READY"
            && rows.iter().all(|r| r["version"] == "51" || r["state"] != "UNLOADING")
    })
    .await;
}
