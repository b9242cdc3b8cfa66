//! An NVIDIA Triton server in the pool's place, by configuration only. It runs where `ANTEROOM_TRITON` names a running one's
//! origin with the model `sentiment` of this test's `tests/triton-models` folder, and says why it does not otherwise.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test's helpers fail by panicking"
)]

mod support;

use support::{Edge, Setup};

const BODY: &str = r#"{"inputs":["Zebulon Quist feels much better.","Zebulon Quist is in pain."]}"#;

fn edge(origin: &str, windows: &str) -> Edge {
    let variables = [("model", "sentiment"), ("pool_windows", windows)];
    let variables = variables.map(|(name, value)| (name, value.to_owned())).to_vec();
    Edge::with(Setup { variables, pool_origin: Some(origin.to_owned()), ..Setup::default() })
}

#[test]
fn a_triton_server_serves_in_the_pools_place() {
    let Some(origin) = std::env::var("ANTEROOM_TRITON").ok().filter(|origin| !origin.is_empty()) else {
        eprintln!("skipped: ANTEROOM_TRITON names no running Triton server");
        return;
    };
    let triton = edge(&origin, "");
    assert_eq!(triton.get("/readyz").status, 200);
    let answer = triton.post("/v1/classify", BODY);
    assert_eq!(answer.status, 200, "{answer:?}");
    let answer = answer.json();
    assert_eq!((&answer["model"], &answer["model_version"]), (&"sentiment".into(), &"1".into()));
    let labels: Vec<_> =
        (0..2).map(|n| (&answer["results"][n]["label"], &answer["results"][n]["score"])).collect();
    assert_eq!(labels, [(&"POSITIVE".into(), &0.75.into()), (&"NEGATIVE".into(), &0.75.into())]);
    assert_eq!(
        (&answer["results"][0]["windows"], &answer["results"][0]["deid"]["NAME"]),
        (&1.into(), &1.into())
    );
    let bearer = format!("Bearer {}", triton.token());
    let models = triton.send("GET", "/v1/models", &[("authorization", &bearer)], b"");
    assert!(models.body.contains(r#""name":"sentiment""#), "{models:?}");
    drop(triton);
    // With our pool's settings it is refused, and nothing is made up.
    edge(&origin, "windows").post("/v1/classify", BODY).assert_problem(502, "bad-pool-answer");
}
