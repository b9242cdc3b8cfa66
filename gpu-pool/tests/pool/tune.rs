//! `--tune` on the real machine: what it prints is a configuration that the pool starts with.

use std::collections::BTreeMap;

use super::models::copy_demo;
use super::support::{Client, Program, WELL, program, texts};

/// Numbers of a configuration file.
fn settings(toml: &str) -> BTreeMap<String, i64> {
    let table: toml::Table = toml.parse().unwrap_or_else(|e| panic!("{e}: {toml}"));
    table.into_iter().map(|(name, value)| (name, value.as_integer().expect("a number"))).collect()
}

async fn tuned(flags: &[&str]) -> String {
    let flags = [&["--tune", "--tune-seconds", "1"], flags].concat();
    let output = program(&flags).output().await.expect("runs");
    let log = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(output.status.success(), "{log}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[tokio::test]
async fn what_tune_prints_starts_a_pool() {
    let printed = tuned(&[]).await;
    let found = settings(&printed);
    let names: Vec<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(names, ["batch-rows", "batch-tokens", "instances", "look-ahead", "threads"]);
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as i64;
    assert!(found["instances"] * found["threads"] <= cores, "{found:?}");

    // The comments: the plan as flags, and what was measured, one line of it taken in each of the four groups.
    let flags = found.iter().map(|(name, value)| format!("--{name} {value}"));
    let line = printed.lines().find(|line| line.starts_with("# As flags: ")).expect("flags");
    flags.for_each(|flag| assert!(line.contains(&flag), "{flag} in {line}"));
    assert!(printed.contains("demo/1 (unpadded) on cpu"), "{printed}");
    assert_eq!(
        printed.lines().filter(|line| line.starts_with("# * ") && line.ends_with(" ms")).count(),
        4,
        "{printed}"
    );
    for row in printed.lines().filter(|line| line.ends_with(" ms")) {
        let speed: f64 = row.split_whitespace().rev().nth(4).and_then(|n| n.parse().ok()).expect("tokens/s");
        assert!(speed > 0.0, "{row}");
    }

    let folder = tempfile::tempdir().expect("directory");
    let file = folder.path().join("tuned.toml");
    let models = super::support::models();
    std::fs::write(&file, printed).expect("written");
    let (file, models) = (file.to_str().expect("path"), models.to_str().expect("path"));
    let mut program = Program::start(&["--config", file, "--models", models, "--log-format", "json"]).await;
    let mut client = Client::connect(program.address).await;
    assert_eq!(client.infer(&[], texts(&[WELL]).to_string()).await.status.as_u16(), 200);
    drop(client);
    program.signal("TERM").await;
    assert!(program.child.wait().await.expect("ends").success());
    let log = program.log.await.expect("log");
    let plan = log.lines().find(|line| line.contains("the plan in force")).expect("the plan is logged");
    let plan: serde_json::Value = serde_json::from_str(plan).expect("JSON");
    for (name, value) in found {
        assert_eq!(plan["fields"][name.replace('-', "_")], value, "{name} in {plan}");
    }
}

#[tokio::test]
async fn what_a_flag_fixes_is_not_tuned() {
    let fixed = ["--instances", "1", "--threads", "2", "--batch-rows", "5", "--batch-tokens", "300"];
    let printed = tuned(&[&fixed[..], &["--look-ahead", "7"]].concat()).await;
    let expected =
        [("batch-rows", 5), ("batch-tokens", 300), ("instances", 1), ("look-ahead", 7), ("threads", 2)];
    assert_eq!(settings(&printed), expected.map(|(name, value)| (name.to_owned(), value)).into());
    assert_eq!(printed.lines().filter(|line| line.ends_with(" ms")).count(), 1, "{printed}");
}

#[tokio::test]
async fn one_of_several_models_must_be_named() {
    let root = tempfile::tempdir().expect("directory");
    copy_demo(root.path(), "demo", "1");
    copy_demo(root.path(), "other", "1");
    let root = root.path().to_str().expect("path");
    let asked = ["--tune", "--tune-seconds", "1", "--models", root];
    let output = program(&asked).output().await.expect("runs");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(said.contains("name one of the models by --tune-model: demo, other"), "{said}");
    assert!(tuned(&["--models", root, "--tune-model", "other"]).await.contains("other/1 (export)"));
}

#[tokio::test]
async fn a_pool_that_tunes_at_start_serves_by_what_it_found_or_else_by_its_flags() {
    let start = async |flags: &[&str]| {
        let mut program = Program::start(&[&["--tune-on-start", "1"], flags].concat()).await;
        let mut client = Client::connect(program.address).await;
        assert_eq!(client.infer(&[], texts(&[WELL]).to_string()).await.status.as_u16(), 200);
        drop(client);
        program.signal("TERM").await;
        assert!(program.child.wait().await.expect("ends").success());
        program.log.await.expect("log")
    };
    let log = start(&["--instances", "1", "--threads", "1"]).await;
    assert!(
        log.contains("the plan in force provider=\"cpu\"") && log.contains("instances=1 threads=1"),
        "{log}"
    );
    let log = start(&["--tune-model", "nobody"]).await;
    assert!(log.contains("plans could not be measured: the flags are used"), "{log}");
}
