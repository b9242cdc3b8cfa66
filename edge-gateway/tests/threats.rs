//! `THREATS.md` names files, tests and rules that exist, and every paragraph of 45 CFR 164.312.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Where each crate's tests are, below the workspace.
const CRATES: [(&str, &[&str]); 7] = [
    ("audit", &["edge-gateway/audit"]),
    ("auth", &["edge-gateway/auth"]),
    ("deid", &["edge-gateway/deid/src", "edge-gateway/deid/tests"]),
    ("host", &["edge-gateway/host/src", "edge-gateway/host/tests"]),
    ("edge", &["edge-gateway/src", "edge-gateway/tests"]),
    ("pool", &["gpu-pool/src", "gpu-pool/tests"]),
    ("xtask", &["xtask/src", "xtask/tests"]),
];
/// Every standard and specification of 45 CFR 164.312.
const PARAGRAPHS: [&str; 12] = [
    "(a)(1)",
    "(a)(2)(i)",
    "(a)(2)(ii)",
    "(a)(2)(iii)",
    "(a)(2)(iv)",
    "(b)",
    "(c)(1)",
    "(c)(2)",
    "(d)",
    "(e)(1)",
    "(e)(2)(i)",
    "(e)(2)(ii)",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// The names of the functions that a test attribute stands before.
fn tests(text: &str) -> BTreeSet<&str> {
    let mut marked = false;
    let names = text.lines().filter_map(|line| {
        let line = line.trim_start();
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            marked = true;
            return None;
        }
        let name = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ")?.split('(').next()?;
        std::mem::take(&mut marked).then_some(name)
    });
    names.collect()
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The cells of each row of tables, without heads.
fn rows(text: &str) -> Vec<Vec<&str>> {
    let lines = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    lines.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

#[test]
fn the_threat_model_names_what_exists() {
    let text = std::fs::read_to_string(root().join("THREATS.md")).unwrap();
    let rules = std::fs::read_to_string(root().join("k8s/checks/rules.py")).unwrap();
    let mut wrong = Vec::new();
    let (mut named_tests, mut named_files) = (0, 0);
    for (krate, folders) in CRATES {
        let mut source = String::new();
        folders.iter().for_each(|folder| sources(&root().join(folder), &mut source));
        let known = tests(&source);
        let prefix = format!("{krate}::");
        for name in quoted(&text).filter_map(|word| word.strip_prefix(prefix.as_str())) {
            named_tests += 1;
            if !known.contains(name) {
                wrong.push(format!("there is no test {krate}::{name}"));
            }
        }
    }
    for word in quoted(&text) {
        let krate = word.split_once("::").map(|(krate, _)| krate);
        match krate {
            Some("rules") if !rules.contains(&format!("@rule\ndef {}(", &word["rules::".len()..])) => {
                wrong.push(format!("there is no {word}"));
            }
            Some(krate) if krate != "rules" && !CRATES.iter().any(|(known, _)| *known == krate) => {
                wrong.push(format!("{word}: no such crate"));
            }
            None if word.contains('/') => {
                named_files += 1;
                if !root().join(word).exists() {
                    wrong.push(format!("there is no file {word}"));
                }
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(named_tests > 60 && named_files > 40, "{named_tests} tests, {named_files} files");
}

#[test]
fn every_threat_has_a_defence_and_every_paragraph_of_164_312_its_row() {
    let text = std::fs::read_to_string(root().join("THREATS.md")).unwrap();
    let (threats, hipaa) = text.split_once("\n## HIPAA").unwrap();
    for row in rows(threats).iter().filter(|row| row.len() == 3 && row[0] != "threat") {
        assert!(quoted(row[1]).any(|word| word.contains("::") || word.contains('/')), "{row:?}");
    }
    let rows = rows(hipaa);
    let named: Vec<&str> = rows.iter().skip(1).map(|row| row[0]).collect();
    assert_eq!(named, PARAGRAPHS);
    for row in rows.iter().skip(1) {
        let [_, _, code, tests, ..] = row.as_slice() else { panic!("{row:?}") };
        assert!(quoted(code).any(|word| word.contains('/')), "code: {row:?}");
        assert!(quoted(tests).any(|word| word.contains("::")), "tests: {row:?}");
    }
}
