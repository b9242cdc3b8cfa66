//! Each variant of a model, made by the model tools, serves and answers with the export's labels.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use http::Method;
use serde_json::{Value, json};

use super::models::{copy_demo, edit};
use super::support::{Pool, WELL, program, texts};

/// The model tools' Python packages, as `cargo xtask test` passes them on.
const PACKAGES: &str = "ANTEROOM_MODEL_TOOLS";

/// A repository with the demo model and its variants, made once.
fn optimized() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("variants");
        let _absent = std::fs::remove_dir_all(&root);
        copy_demo(&root, "demo", "1");
        let packages =
            std::env::var_os(PACKAGES).unwrap_or_else(|| panic!("{PACKAGES}; run cargo xtask test"));
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("model-tools/optimize.py");
        let mut python = Command::new("python3");
        python.env("PYTHONPATH", packages).arg("-B").arg(script).arg(root.join("demo/1"));
        let output = python.output().expect("python3 runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        root
    })
}

async fn serving(flags: &[&str]) -> Pool {
    let root = optimized().to_str().expect("path");
    Pool::start(&[&["--models", root, "--instances", "2"], flags].concat()).await
}

/// Batches of token ids with their masks: alone, all of one length, ragged, the longest.
fn batches() -> Vec<Value> {
    let row = |seed: usize, length: usize, columns: usize| {
        let ids: Vec<usize> =
            (0..columns).map(|at| if at < length { 10 + (at * 37 + seed * 11) % 2000 } else { 0 }).collect();
        let mask: Vec<usize> = (0..columns).map(|at| usize::from(at < length)).collect();
        (ids, mask)
    };
    let shapes: [&[usize]; 5] = [&[1], &[9], &[12, 12, 12, 12], &[3, 40, 17, 1, 128, 64], &[128, 128]];
    let batch = |lengths: &&[usize]| {
        let columns = lengths.iter().copied().max().unwrap_or(0);
        let rows: Vec<_> =
            lengths.iter().enumerate().map(|(seed, length)| row(seed, *length, columns)).collect();
        let ids: Vec<usize> = rows.iter().flat_map(|(ids, _)| ids.clone()).collect();
        let mask: Vec<usize> = rows.iter().flat_map(|(_, mask)| mask.clone()).collect();
        let shape = [lengths.len(), columns];
        json!({"inputs": [{"name": "input_ids", "shape": shape, "datatype": "INT64", "data": ids},
                          {"name": "attention_mask", "shape": shape, "datatype": "INT64", "data": mask}],
               "outputs": [{"name": "label"}, {"name": "logits"}]})
    };
    shapes.iter().map(batch).collect()
}

fn output<'a>(answer: &'a Value, name: &str) -> &'a Vec<Value> {
    let outputs = answer["outputs"].as_array().expect("outputs");
    let found = outputs.iter().find(|output| output["name"] == name).expect("the output");
    found["data"].as_array().expect("data")
}

async fn answers(pool: &Pool) -> Vec<Value> {
    let mut found = Vec::new();
    for batch in batches() {
        let reply = pool.infer(&batch).await;
        assert_eq!(reply.status.as_u16(), 200, "{}", reply.text());
        found.push(reply.json());
    }
    found
}

#[tokio::test]
async fn every_variant_answers_as_the_export_and_says_which_it_is() {
    let export = serving(&["--variant", "export"]).await;
    let expected = answers(&export).await;
    for (variant, most) in [("unpadded", 1e-4), ("int8", 0.3), ("fp16", 0.02)] {
        let pool = serving(&["--variant", variant]).await;
        for (found, expected) in answers(&pool).await.iter().zip(&expected) {
            assert_eq!(found["parameters"]["variant"], variant);
            assert_eq!(output(found, "label"), output(expected, "label"), "{variant}");
            for (one, other) in output(found, "logits").iter().zip(output(expected, "logits")) {
                let difference = (one.as_f64().expect("number") - other.as_f64().expect("number")).abs();
                assert!(difference <= most, "{variant}: a logit differs by {difference}");
            }
        }
        let about = pool.get("/v2/models/demo").await.json();
        assert_eq!(about["parameters"]["variant"], variant);
        let config = pool.get("/v2/models/demo/config").await.json();
        assert_eq!(config["parameters"]["variant"]["string_value"], variant);
    }
}

#[tokio::test]
async fn the_unpadded_one_serves_where_it_is_there_and_nothing_is_asked_for() {
    let serves = async |pool: Pool| {
        let reply = pool.call(Method::POST, "/v2/models/demo/infer", texts(&[WELL]).to_string()).await.json();
        reply["parameters"]["variant"].clone()
    };
    assert_eq!(serves(serving(&[]).await).await, "unpadded");
    // The demo model as it is checked in.
    assert_eq!(serves(Pool::start(&[]).await).await, "unpadded");
    let bare = tempfile::tempdir().expect("directory");
    copy_demo(bare.path(), "demo", "1");
    let bare = bare.path().to_str().expect("path");
    assert_eq!(serves(Pool::start(&["--models", bare]).await).await, "export");
}

async fn refusal(flags: &[&str]) -> String {
    let output = program(flags).output().await.expect("runs");
    let log = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "it must not serve: {log}");
    log
}

#[tokio::test]
async fn a_variant_that_is_not_there_or_does_not_agree_is_refused() {
    let log = refusal(&["--variant", "int8"]).await;
    assert!(log.contains("manifest.json: it has no variant int8: make it"), "{log}");

    // int8 held to what the export is held to.
    let root = tempfile::tempdir().expect("directory");
    let (from, to) = (optimized().join("demo/1"), root.path().join("demo/1"));
    std::fs::create_dir_all(&to).expect("directory");
    for file in std::fs::read_dir(from).expect("files") {
        let file = file.expect("file");
        std::fs::copy(file.path(), to.join(file.file_name())).expect("copied");
    }
    edit(&to.join("manifest.json"), |manifest| {
        manifest["variants"]["int8"]["reference_tolerance"] = json!(0.000_001);
    });
    let root = root.path().to_str().expect("path");
    let log = refusal(&["--models", root, "--variant", "int8"]).await;
    assert!(log.contains("reference.json: case 0: the logits differ by"), "{log}");
}

/// Largest difference of two answers' logits.
fn apart(one: &[Value], two: &[Value]) -> f64 {
    let logits = |answer: &Value| -> Vec<f64> {
        output(answer, "logits").iter().map(|logit| logit.as_f64().expect("a number")).collect()
    };
    let pairs = one.iter().zip(two).flat_map(|(a, b)| {
        let (a, b) = (logits(a), logits(b));
        assert_eq!(a.len(), b.len(), "as many rows");
        a.into_iter().zip(b).collect::<Vec<_>>()
    });
    pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

#[tokio::test]
async fn batches_that_are_rounded_up_have_the_same_answers() {
    for variant in ["export", "unpadded"] {
        let as_they_come = answers(&serving(&["--variant", variant]).await).await;
        let rounded = answers(&serving(&["--variant", variant, "--shape-buckets", "on"]).await).await;
        let difference = apart(&as_they_come, &rounded);
        assert!(difference < 1e-5, "{variant}: {difference}");
    }
}
