//! One sink for several pods: over TLS, and only for clients of its CA.

use crate::sink::{AuditSink, KEY};
use crate::support::{Edge, Setup};
use crate::*;
use anteroom_dev::pki::{Authority, Purpose};
use audit_chain::AuditKey;
use audit_chain::sink::{Tls, TlsFiles};
use std::path::Path;

/// A certificate of `authority` as files; gives their paths.
fn write(folder: &Path, name: &str, authority: &Authority, purpose: Purpose) -> (String, String) {
    let (certificate, key) = authority.issue(name, &["localhost"], purpose, 1).unwrap();
    let path = |end: &str| folder.join(format!("{name}.{end}"));
    std::fs::write(path("pem"), certificate).unwrap();
    std::fs::write(path("key"), key).unwrap();
    (path("pem").display().to_string(), path("key").display().to_string())
}

#[test]
fn row_60_pods_share_a_sink_over_tls_that_takes_nobody_elses_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, others) = (Authority::new("sink").unwrap(), Authority::new("others").unwrap());
    let ca = folder.path().join("ca.pem");
    std::fs::write(&ca, ours.pem()).unwrap();
    let (certificate, key) = write(folder.path(), "server", &ours, Purpose::Server);
    let files = TlsFiles { certificate: certificate.into(), key: key.into(), client_ca: Some(ca.clone()) };
    let sink =
        AuditSink::with(Some(Tls::open(files).unwrap()), AuditKey::new(KEY.as_bytes()).unwrap().into());
    let setup = |client: Option<(String, String)>| {
        let mut tls = format!(
            "[[client_tls]]\ncomponent_ids = [\"edge-gateway\"]\nhosts = [\"localhost\"]\nca_roots_file = {:?}\n",
            ca.display().to_string()
        );
        if let Some((certificate, key)) = client {
            tls.push_str(&format!("client_cert_file = {certificate:?}\nclient_private_key_file = {key:?}\n"));
        }
        Setup { variables: sink.variables("refuse"), client_tls: tls, ..Setup::default() }
    };
    let good = Edge::with(setup(Some(write(folder.path(), "edge", &ours, Purpose::Client))));
    let also = good.beside(&setup(Some(write(folder.path(), "edge-2", &ours, Purpose::Client))));
    for edge in [&good, &also] {
        assert_eq!(edge.post("/v1/classify", NOTE).status, 200, "{:?}", edge.log.lines());
        assert_eq!(edge.get("/readyz").status, 200);
    }
    for client in [None, Some(write(folder.path(), "stranger", &others, Purpose::Client))] {
        let stranger = good.beside(&setup(client));
        stranger.post("/v1/classify", NOTE).assert_problem(503, "audit-unavailable");
        assert_eq!(stranger.get("/readyz").status, 503);
    }
    assert_eq!(sink.verify(&[good.log.lines(), also.log.lines()]).findings, []);
    assert_eq!(sink.events().len(), 5, "the start, and two for each request that was let in");
}
