//! The dashboard asks for names that the pool exports, and shows all of them.

use std::collections::BTreeSet;

use http::Method;
use rcgen::ExtendedKeyUsagePurpose::ServerAuth;
use serde_json::Value;

use super::support::{Client, Pool, WELL, texts};
use super::tls::Authority;

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

/// What only a machine with a GPU exports; `gpu.rs` tests that it does.
const WITH_A_GPU: [&str; 2] = ["gpu_pool_gpu_memory_used_bytes", "gpu_pool_gpu_memory_total_bytes"];

/// What a pool with TLS exports.
async fn with_certificates() -> String {
    let files = tempfile::tempdir().expect("directory");
    let (certificate, key) = Authority::new().issue(ServerAuth, false);
    let write = |name: &str, pem: &str| {
        let path = files.path().join(name);
        std::fs::write(&path, pem).expect("written");
        path.to_str().expect("path").to_owned()
    };
    let (certificate, key) = (write("tls.crt", &certificate), write("tls.key", &key));
    let flags = ["--tls-cert", &certificate, "--tls-key", &key, "--admin-listen", "127.0.0.1:0"];
    let pool = Pool::start(&flags).await;
    let mut client = Client::connect(pool.admin.expect("an address")).await;
    client.call(Method::GET, "/metrics", "").await.text().to_owned()
}

#[tokio::test]
async fn the_dashboard_and_the_exposition_have_the_same_names() {
    let dashboard: Value = serde_json::from_str(DASHBOARD).expect("JSON");
    let mut texts_of_it = Vec::new();
    strings(&dashboard, &mut texts_of_it);
    let asked: BTreeSet<&str> = texts_of_it.into_iter().flat_map(names).collect();

    let pool = Pool::start(&[]).await;
    let _answered = pool.infer(&texts(&[WELL])).await.output("label");
    let mut exposition = pool.get("/metrics").await.text().to_owned();
    exposition.push_str(&with_certificates().await);
    let samples = exposition.lines().filter(|line| !line.starts_with('#'));
    let samples = samples.flat_map(|line| names(line).next()).chain(WITH_A_GPU);
    let samples: BTreeSet<&str> = samples.collect();
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
