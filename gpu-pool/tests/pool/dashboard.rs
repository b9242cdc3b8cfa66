//! The dashboard asks for names that the pool exports, and shows all of them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::support::{Pool, WELL, texts};

const DASHBOARD: &str = include_str!("../../dashboard.json");

/// Every text in a JSON value.
fn strings<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(values) => values.iter().for_each(|value| strings(value, found)),
        Value::Object(members) => members.values().for_each(|value| strings(value, found)),
        _ => {}
    }
}

/// The names in an expression that are ours.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    words.filter(|word| word.starts_with("gpu_pool_"))
}

#[tokio::test]
async fn the_dashboard_and_the_exposition_have_the_same_names() {
    let dashboard: Value = serde_json::from_str(DASHBOARD).expect("JSON");
    let mut texts_of_it = Vec::new();
    strings(&dashboard, &mut texts_of_it);
    let asked: BTreeSet<&str> = texts_of_it.into_iter().flat_map(names).collect();

    let pool = Pool::start(&[]).await;
    let _answered = pool.infer(&texts(&[WELL])).await.output("label");
    let exposition = pool.get("/metrics").await;
    let samples = exposition.text().lines().filter(|line| !line.starts_with('#'));
    let samples: BTreeSet<&str> = samples.flat_map(|line| names(line).next()).collect();
    let unknown: Vec<_> = asked.difference(&samples).collect();
    assert!(unknown.is_empty(), "the dashboard asks for what is not exported: {unknown:?}");

    // `_bucket`, `_sum` and `_count` are one histogram.
    let family = |name: &str| {
        let suffixes = ["_bucket", "_sum", "_count"];
        suffixes.iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name).to_owned()
    };
    let shown: BTreeSet<String> = asked.iter().map(|name| family(name)).collect();
    let exported: BTreeSet<String> = samples.iter().map(|name| family(name)).collect();
    let missing: Vec<_> = exported.difference(&shown).collect();
    assert!(missing.is_empty(), "no panel shows {missing:?}");
}
