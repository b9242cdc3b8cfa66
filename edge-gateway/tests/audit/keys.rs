//! The audit key changes while requests flow: sink first, then the edges, then the old key goes.

use crate::sink::{AuditSink, KEY};
use crate::support::{Edge, Setup};
use crate::*;
use audit_chain::KeyRing;

const NEW: &str = "fedcba9876543210fedcba9876543210";

fn ring(used: &[&str], retired: &[&str]) -> KeyRing {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, keys: &[&str]| {
        std::fs::write(folder.path().join(name), keys.join("\n")).unwrap();
        folder.path().join(name)
    };
    KeyRing::read(&file("used", used), &[file("retired", retired)]).unwrap()
}

#[test]
fn row_60_an_audit_key_is_rotated_without_a_request_refused() {
    let mut sink = AuditSink::start();
    let with = |sink: &AuditSink, key: &str| {
        let mut variables = sink.variables("refuse");
        variables.push(("audit_key", key.to_owned()));
        Setup { variables, ..Setup::default() }
    };
    let old = Edge::with(with(&sink, KEY));
    assert_eq!(old.post("/v1/classify", NOTE).status, 200);
    sink.pause();
    sink.use_keys(ring(&[NEW, KEY], &[]));
    sink.resume();
    let new = old.beside(&with(&sink, NEW));
    for edge in [&old, &new, &old] {
        assert_eq!(edge.post("/v1/classify", NOTE).status, 200);
    }
    sink.pause();
    sink.use_keys(ring(&[NEW], &[KEY]));
    sink.resume();
    assert_eq!(new.post("/v1/classify", NOTE).status, 200);
    // An edge that was forgotten is refused, and its log says why.
    old.post("/v1/classify", NOTE).assert_problem(503, "audit-unavailable");
    assert!(old.log.lines().iter().any(|line| line.contains(r#""cause":"wrong_key""#)));
    let report = sink.verify(&[new.log.lines()]);
    assert_eq!((report.findings, report.open), (vec![], vec![]));
    let schema = schema();
    sink.events().iter().for_each(|event| assert_valid(&schema, event));
    assert!(!sink.text().contains(NEW) && !sink.text().contains(KEY));
}
