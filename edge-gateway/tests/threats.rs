//! `THREATS.md` names files, tests and rules that exist, and every paragraph of 45 CFR 164.312.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

mod known_tests;

use known_tests::{known, root};

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
    let crates = known();
    for (krate, known) in &crates {
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
            Some(krate) if krate != "rules" && !crates.contains_key(krate) => {
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
