//! The `deid` command from the outside.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn deid(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_deid"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn text() {
    let output = deid(&[], "Dr. Smith called on 3/4/2021.\n");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "Dr. [NAME-1] called on [DATE-1].\n");
    assert!(output.status.success());
}

#[test]
fn jsonl() {
    let output =
        deid(&["--jsonl"], "{\"id\":7,\"text\":\"Dr. Smith\"}\n\n{\"id\":\"b\",\"text\":\"fine\"}\n");
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let expect =
        serde_json::json!({"id": 7, "spans": [{"start": 4, "end": 9, "type": "NAME", "rule": "name.title"}]});
    assert_eq!(lines, [expect, serde_json::json!({"id": "b", "spans": []})]);
}

#[test]
fn report_holds_no_value() {
    let file = std::env::temp_dir().join(format!("deid-cli-{}.txt", std::process::id()));
    std::fs::write(&file, "Dr. Smith, SSN 123-45-6789").unwrap();
    let output = deid(&["--report", file.to_str().unwrap()], "");
    std::fs::remove_file(&file).unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("\"NAME\":1")
            && text.contains("ssn.label")
            && !text.contains("Smith")
            && !text.contains("6789"),
        "{text}"
    );
}

#[test]
fn policy_and_known() {
    let output = deid(
        &["--policy", r#"{"DATE":"keep","NAME":"redact"}"#, "--known", r#"{"other":["blue parrot"]}"#],
        "Dr. Smith's Blue  Parrot on 3/4/2021",
    );
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "Dr. [NAME]'s [OTHER_ID-1] on 3/4/2021");
}

#[test]
fn mistakes_are_told_together_and_without_values() {
    let output = deid(&["--policy", "{", "--known", r#"{"nmaes":["Smith"]}"#, "--what"], "");
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(64));
    assert!(
        text.contains("--policy")
            && text.contains("--known")
            && text.contains("--what")
            && !text.contains("Smith"),
        "{text}"
    );
}

#[test]
fn bad_line_is_told_by_number_alone() {
    let output = deid(&["--jsonl"], "{\"id\":1,\"text\":\"ok\"}\nDr. Smith\n");
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && text.contains("line 2") && !text.contains("Smith"), "{text}");
}
