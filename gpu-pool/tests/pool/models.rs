//! Models that must not serve: each broken in one way, refused with a message that says which.

use std::path::Path;

use http::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use gpu_pool::engine::onnx::{Options, Provider};
use gpu_pool::engine::{Batch, Engine, EngineFactory};
use gpu_pool::tokenize::Sequence;

use super::support::{Pool, WELL, models, onnxruntime, program, texts};

/// A copy of the demo model under `<root>/<name>/<version>/`.
pub(crate) fn copy_demo(root: &Path, name: &str, version: &str) {
    let to = root.join(name).join(version);
    std::fs::create_dir_all(&to).expect("directory");
    for file in ["model.onnx", "tokenizer.json", "config.json", "reference.json"] {
        std::fs::copy(models().join("demo/1").join(file), to.join(file)).expect("copied");
    }
    sign(root, name, version);
}

/// Writes the manifest that vouches for what lies there.
pub(crate) fn sign(root: &Path, name: &str, version: &str) {
    let directory = root.join(name).join(version);
    let mut files = serde_json::Map::new();
    for file in ["model.onnx", "tokenizer.json", "config.json", "reference.json"] {
        if let Ok(bytes) = std::fs::read(directory.join(file)) {
            let sum = hex::encode(Sha256::digest(&bytes));
            files.insert(file.into(), json!({"sha256": sum, "bytes": bytes.len()}));
        }
    }
    let manifest = json!({"format": 1, "name": name, "version": version, "files": files, "source": "a test", "license": "-"});
    std::fs::write(directory.join("manifest.json"), manifest.to_string()).expect("written");
}

pub(crate) fn edit(path: &Path, change: impl FnOnce(&mut Value)) {
    let mut json = serde_json::from_slice(&std::fs::read(path).expect("file")).expect("JSON");
    change(&mut json);
    std::fs::write(path, json.to_string()).expect("written");
}

async fn refusal(root: &Path) -> String {
    let output = program(&["--models", root.to_str().expect("path")]).output().await.expect("runs");
    let log = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "it must not serve: {log}");
    log
}

#[tokio::test]
async fn a_broken_model_is_refused_and_the_message_says_why() {
    type Break = fn(&Path);
    let resign: fn(&Path) = |at| sign(at.ancestors().nth(2).expect("root"), "m", "1");
    let cases: [(&str, Break, bool); 14] = [
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
            "tokenizer.json: 2 bytes, and the manifest says",
            |at| {
                std::fs::write(at.join("tokenizer.json"), "{}").expect("written");
            },
            false,
        ),
        ("manifest.json: ", |at| std::fs::remove_file(at.join("manifest.json")).expect("removed"), false),
        (
            "it is of other/1, and lies in m/1",
            |at| edit(&at.join("manifest.json"), |m| m["name"] = json!("other")),
            false,
        ),
        (
            "ONNX Runtime refused the model",
            |at| std::fs::write(at.join("model.onnx"), "no graph").expect("written"),
            true,
        ),
        (
            "tokenizer.json cannot be used",
            |at| std::fs::write(at.join("tokenizer.json"), "{}").expect("written"),
            true,
        ),
        (
            "the graph has 2 labels, and config.json names 3",
            |at| {
                edit(&at.join("config.json"), |c| c["id2label"] = json!({"0": "a", "1": "b", "2": "c"}));
            },
            true,
        ),
        (
            "reference.json: case 0: the logits differ by",
            |at| {
                edit(&at.join("reference.json"), |r| r["cases"][0]["logits"] = json!([1000.0, 0.0]));
            },
            true,
        ),
        (
            "reference.json: case 0: the tokenizer answers other ids",
            |at| {
                edit(&at.join("reference.json"), |r| r["cases"][0]["input_ids"] = json!([1, 2]));
            },
            true,
        ),
        (
            "reference.json: the tolerance of export is 100, and must be from 0 to 0.05",
            |at| edit(&at.join("reference.json"), |r| r["tolerance"] = json!(100)),
            true,
        ),
        (
            "reference.json: the tolerance of export is -1, and must be from 0 to 0.05",
            |at| edit(&at.join("reference.json"), |r| r["tolerance"] = json!(-1)),
            true,
        ),
        (
            "reference.json: the tolerance of export is 0.06, and must be from 0 to 0.05",
            |at| edit(&at.join("reference.json"), |r| r["tolerance"] = json!(0.06)),
            true,
        ),
        (
            // Which of the two depends on a feature of serde_json that other packages of a build switch on.
            "reference.json: case 0: a logit is not a finite number | reference.json: number out of range",
            |at| edit(&at.join("reference.json"), |r| r["cases"][0]["logits"] = json!([1e300, 0.0])),
            true,
        ),
        (
            // Also where another graph is the one that serves.
            "manifest.json: reference_tolerance: the tolerance of int8 is 1.5, and must be from 0 to 1",
            |at| {
                edit(&at.join("manifest.json"), |m| {
                    m["variants"] = json!({"int8": {"file": "model.int8.onnx", "reference_tolerance": 1.5}});
                });
            },
            false,
        ),
    ];
    for (message, break_it, vouched_for) in cases {
        let root = tempfile::tempdir().expect("directory");
        copy_demo(root.path(), "m", "1");
        let directory = root.path().join("m/1");
        break_it(&directory);
        if vouched_for {
            resign(&directory);
        }
        let log = refusal(root.path()).await;
        assert!(message.split(" | ").any(|message| log.contains(message)), "{message}: {log}");
    }
}

#[tokio::test]
async fn an_empty_repository_is_refused() {
    let root: TempDir = tempfile::tempdir().expect("directory");
    assert!(refusal(root.path()).await.contains("there is no <name>/<version>/ in it"));
}

/// A GPU that is not there: it says so and ends; it never runs on the CPU in silence.
#[tokio::test]
async fn a_provider_that_cannot_be_had_is_refused() {
    let output = program(&["--execution-provider", "cuda:250"]).output().await.expect("runs");
    let log = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{log}");
    assert!(log.contains("cuda cannot be used: "), "{log}");
}

#[tokio::test]
async fn the_highest_version_serves_and_others_when_asked_for() {
    let root = tempfile::tempdir().expect("directory");
    for version in ["9", "10"] {
        copy_demo(root.path(), "m", version);
    }
    copy_demo(root.path(), "other", "1");
    std::fs::write(root.path().join("other/1/config.json"), "{}").expect("written");
    let root = root.path().to_str().expect("path");

    let latest = Pool::start(&["--models", root]).await;
    let reply = latest.call(Method::POST, "/v2/models/m/infer", texts(&[WELL]).to_string()).await;
    assert_eq!(reply.json()["model_version"], "10");
    assert_eq!(latest.get("/v2/models/m/versions/9/ready").await.status.as_u16(), 503);
    assert_eq!(latest.get("/v2/models/m/versions/8/ready").await.status.as_u16(), 404);
    // One broken model does not take the others down, and the index says what is wrong with it.
    assert_eq!(latest.get("/v2/models/other/ready").await.status.as_u16(), 503);
    let index = latest.call(Method::POST, "/v2/repository/index", "").await.json();
    assert_eq!((&index[1]["state"], &index[2]["state"]), (&json!("READY"), &json!("UNAVAILABLE")));
    assert!(index[2]["reason"].as_str().is_some_and(|r| r.starts_with("config.json: ")), "{index}");

    let all = Pool::start(&["--models", root, "--versions", "all"]).await;
    for (path, version) in [("/v2/models/m/versions/9/infer", "9"), ("/v2/models/m/infer", "10")] {
        let reply = all.call(Method::POST, path, texts(&[WELL]).to_string()).await;
        assert_eq!(reply.json()["model_version"], version);
    }
}

/// One caller's bad id must not fail the batch that others share.
#[tokio::test]
async fn without_a_vocabulary_in_its_config_a_model_takes_the_tokenizers_ids_only() {
    let root = TempDir::new().expect("directory");
    copy_demo(root.path(), "demo", "1");
    edit(&root.path().join("demo/1/config.json"), |config| {
        config.as_object_mut().expect("object").remove("vocab_size");
    });
    sign(root.path(), "demo", "1");
    let pool = Pool::start(&["--models", root.path().to_str().expect("path")]).await;
    let ids = |id: i64| {
        json!({"inputs": [{"name": "input_ids", "shape": [1, 1], "datatype": "INT64", "data": [id]},
                          {"name": "attention_mask", "shape": [1, 1], "datatype": "INT64", "data": [1]}]})
    };
    let reply = pool.infer(&ids(100_000_000)).await;
    assert_eq!(reply.status.as_u16(), 400, "{}", reply.text());
    assert!(reply.error().contains("an id that is not from 0 to"), "{}", reply.error());
    assert_eq!(pool.infer(&ids(1)).await.status.as_u16(), 200);
}

/// Instances of one model read one copy of its weights. What they answer is what one with its own copy answers, to the bit,
/// also while others run, and after those it was made with are gone.
#[test]
fn engines_that_share_weights_answer_as_those_that_do_not() {
    let options = Options { library: onnxruntime(), provider: Provider::Cpu, threads: 1 };
    let graph = std::fs::read(models().join("demo/1/model.onnx")).expect("the demo model");
    assert!(options.share(&graph, 1).expect("no trouble").is_none(), "one alone needs less by itself");
    let sharing = options.share(&graph, 3).expect("weights").expect("shared");
    let batches: Vec<Batch> = (1..40_u32)
        .map(|seed| {
            let row = |n: u32| Sequence::new((0..seed + n).map(|i| (i * 37 + seed * 11) % 2000).collect());
            let rows = [row(0), row(3)];
            let mut batch = Batch::default();
            batch.fill(rows.iter(), 0);
            batch
        })
        .collect();
    let run = |engine: &mut dyn Engine| -> Vec<Vec<u32>> {
        let bits = |batch| engine.infer(batch).expect("logits").values.iter().map(|v| v.to_bits()).collect();
        batches.iter().map(bits).collect()
    };
    let expected = run(options.make(&graph).expect("an engine").as_mut());
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| assert_eq!(run(sharing.make(&graph).expect("an engine").as_mut()), expected));
        }
    });
    assert_eq!(run(sharing.make(&graph).expect("an engine").as_mut()), expected);
}

/// A run that is asked to end does, with an error: what the scheduler does to one past its limit.
#[test]
fn a_run_of_onnx_runtime_can_be_asked_to_end() {
    let options = Options { library: onnxruntime(), provider: Provider::Cpu, threads: 1 };
    let graph = std::fs::read(models().join("demo/1/model.onnx")).expect("the demo model");
    let mut engine = options.make(&graph).expect("an engine");
    let mut batch = Batch::default();
    let row = Sequence::new(vec![2, 123, 434, 3]);
    batch.fill(std::iter::once(&row), 0);
    engine.infer(&batch).expect("logits");
    let stop = engine.stopper().expect("it can be asked");
    // Another thread's word, as it would be; the run begins after it and looks before its first node.
    std::thread::spawn(move || stop()).join().expect("no panic");
    let ended = engine.infer(&batch).expect_err("it does not run");
    assert!(ended.to_string().contains("terminate"), "{ended}");
}
