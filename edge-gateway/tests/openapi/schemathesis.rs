//! A fuzzing client that others wrote, made from the served document alone: schemathesis, as released. It sends what the
//! document allows and what it forbids, with and without a good token, and objects to every answer that is not promised.

use crate::document::Document;
use crate::setup;
use crate::support::{AUDIENCE, Edge, PoolAnswer, workspace_file};
use anteroom_dev::token::Claims;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Where `cargo xtask test` has put the Python packages of `schemathesis/requirements.txt`.
const PACKAGES: &str = "ANTEROOM_SCHEMATHESIS";

/// Runs it against the edge, by this document; its report goes to `report`.
fn run(edge: &Edge, document: &Path, report: &Path, more: &[&str]) -> Output {
    let packages =
        std::env::var(PACKAGES).unwrap_or_else(|_| panic!("{PACKAGES} is not set; cargo xtask test sets it"));
    let folder = workspace_file("edge-gateway/tests/openapi/schemathesis");
    let search = std::env::join_paths([Path::new(&packages), &folder]).unwrap();
    let origin = format!("http://{}", edge.address);
    let mut client = Command::new("python3");
    client.args(["-B", "-m", "schemathesis.cli", "--config-file"]).arg(folder.join("schemathesis.toml"));
    client
        .arg("run")
        .arg(document)
        .args(["--url", &origin, "--report", "json", "--report-json-path"])
        .arg(report);
    // As long as the edge takes one for: a busy machine is slow.
    let token = Claims::new(&edge.issuer, AUDIENCE, 3600).sign(&edge.key).unwrap();
    client.args(["--header", &format!("Authorization: Bearer {token}")]).args(more);
    client.env("PYTHONPATH", search).env("PYTHONNOUSERSITE", "1").current_dir(report.parent().unwrap());
    // What a proxy of the machine's would make of loopback is not tested here.
    client.env("NO_PROXY", "*").env("no_proxy", "*").env("NO_COLOR", "1").stdin(Stdio::null());
    client.output().unwrap()
}

fn edge() -> Edge {
    let edge = Edge::with(setup(&[("rate_requests", "0")]));
    edge.pool.answer_with(PoolAnswer::Forgetful);
    edge
}

fn report(file: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

fn shown(output: &Output) -> String {
    let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    format!("{said}\n{told}")
}

#[test]
fn a_fuzzing_client_made_from_the_document_finds_nothing_to_object_to() {
    let edge = edge();
    let folder = tempfile::tempdir().unwrap();
    let (document, file) = (folder.path().join("openapi.json"), folder.path().join("report.json"));
    // As it is served; by its address, it would leave out the route that it came from.
    std::fs::write(&document, edge.get("/openapi.json").body).unwrap();
    let output = run(&edge, &document, &file, &[]);
    assert!(output.status.success(), "{}", shown(&output));
    let report = report(&file);
    let nothing = serde_json::json!([]);
    assert_eq!(
        (&report["complete"], &report["errors"], &report["failures"]),
        (&true.into(), &nothing, &nothing)
    );
    let operations = Document::read().operations().len();
    assert_eq!(report["operations"]["tested"], operations, "{report:#}");
    for phase in ["examples", "coverage", "fuzzing"] {
        assert_eq!(report["phases"][phase]["status"], "success", "{report:#}");
    }
    assert!(report["test_cases"]["generated"].as_u64() > Some(400), "{report:#}");
    let accepted = &report["valid_rates"]["POST /v1/classify"]["fuzzing"]["accepted"];
    assert!(accepted.as_u64() > Some(20), "{report:#}");
}

/// That it finds nothing says something only if it looks.
#[test]
fn the_fuzzing_client_objects_to_what_is_not_in_the_document() {
    let edge = edge();
    let folder = tempfile::tempdir().unwrap();
    let mut other = Document::read().json;
    let responses = &mut other["paths"]["/healthz"]["get"]["responses"];
    *responses = serde_json::json!({ "204": responses["200"] });
    let (document, file) = (folder.path().join("openapi.json"), folder.path().join("report.json"));
    std::fs::write(&document, other.to_string()).unwrap();
    let output = run(&edge, &document, &file, &["--include-path", "/healthz"]);
    assert_eq!(output.status.code(), Some(1), "{}", shown(&output));
    assert_ne!(report(&file)["failures"], serde_json::json!([]));
}
