//! The Open Inference Protocol v2, in answers and in refusals.

use http::Method;
use serde_json::{Value, json};

use super::support::{Client, Pool, Reply, WELL, texts};

#[tokio::test]
async fn health_and_metadata() {
    let pool = Pool::start(&[]).await;
    for path in
        ["/v2/health/live", "/v2/health/ready", "/v2/models/demo/ready", "/v2/models/demo/versions/1/ready"]
    {
        let reply = pool.get(path).await;
        assert_eq!((reply.status.as_u16(), reply.text()), (200, ""), "{path}");
    }
    assert_eq!(pool.get("/v2").await.json()["name"], "anteroom-gpu-pool");
    for path in ["/v2/models/demo", "/v2/models/demo/versions/1"] {
        let model = pool.get(path).await.json();
        assert_eq!((&model["name"], &model["versions"]), (&json!("demo"), &json!(["1"])));
        assert_eq!(model["inputs"][0], json!({"name": "text", "datatype": "BYTES", "shape": [-1, 1]}));
        assert_eq!(model["outputs"][0], json!({"name": "logits", "datatype": "FP32", "shape": [-1, 2]}));
    }
    let index = pool.call(Method::POST, "/v2/repository/index", "{}").await.json();
    assert_eq!(index, json!([{"name": "demo", "version": "1", "state": "READY", "reason": ""}]));
    assert_eq!(pool.call(Method::HEAD, "/v2/health/live", "").await.status.as_u16(), 200);
}

#[tokio::test]
async fn text_is_classified_as_the_edge_asks_for_it() {
    let pool = Pool::start(&[]).await;
    let worse = "Pain is worse and she is frightened";
    let reply = pool
        .infer(&json!({
            "id": "r-1",
            "parameters": {"priority": 2, "timeout": 20_000_000},
            "inputs": [{"name": "text", "shape": [2], "datatype": "BYTES", "data": [WELL, worse]}],
            "outputs": [{"name": "scores", "parameters": {"classification": 1000}}, {"name": "windows"}],
        }))
        .await;
    assert_eq!(
        reply.output("windows"),
        json!({"name": "windows", "datatype": "INT32", "shape": [2], "data": [1, 1]})
    );
    let scores = reply.output("scores");
    assert_eq!((&scores["datatype"], &scores["shape"]), (&json!("BYTES"), &json!([2, 2])));
    let best = scores["data"][0].as_str().expect("a string");
    let (score, rest) = best.split_once(':').expect("value:index:label");
    assert!(score.parse::<f32>().expect("a number") > 0.5, "best first: {scores}");
    assert_eq!(rest, "1:POSITIVE");
    assert!(scores["data"][2].as_str().is_some_and(|s| s.ends_with(":0:NEGATIVE")), "{scores}");
    let json = reply.json();
    assert_eq!(
        (&json["id"], &json["model_name"], &json["model_version"]),
        (&json!("r-1"), &json!("demo"), &json!("1"))
    );
}

#[tokio::test]
async fn without_outputs_it_answers_logits_scores_and_label() {
    let pool = Pool::start(&[]).await;
    let mut request = texts(&[WELL]);
    request["inputs"][0]["shape"] = json!([1, 1]);
    let reply = pool.call(Method::POST, "/v2/models/demo/versions/1/infer", request.to_string()).await;
    let names: Vec<Value> =
        reply.json()["outputs"].as_array().expect("outputs").iter().map(|o| o["name"].clone()).collect();
    assert_eq!(names, ["logits", "scores", "label"]);
    assert_eq!(
        reply.output("label"),
        json!({"name": "label", "datatype": "BYTES", "shape": [1], "data": ["POSITIVE"]})
    );
    let scores = reply.output("scores");
    let sum: f64 = scores["data"].as_array().expect("numbers").iter().filter_map(Value::as_f64).sum();
    assert!((sum - 1.0).abs() < 1e-5, "{scores}");
    assert!(reply.json().get("id").is_none());
}

/// The ids and logits of the model's first reference case, made by an independent implementation.
fn reference() -> (String, Vec<i64>, Vec<f64>) {
    let path = super::support::models().join("demo/1/reference.json");
    let reference: Value =
        serde_json::from_slice(&std::fs::read(path).expect("reference.json")).expect("JSON");
    let case = reference["cases"][0].clone();
    let ids = case["input_ids"].as_array().expect("ids").iter().filter_map(Value::as_i64).collect();
    let logits = case["logits"].as_array().expect("logits").iter().filter_map(Value::as_f64).collect();
    (case["text"].as_str().expect("text").to_owned(), ids, logits)
}

fn assert_close(output: &Value, expected: &[f64]) {
    let found: Vec<f64> =
        output["data"].as_array().expect("numbers").iter().filter_map(Value::as_f64).collect();
    assert_eq!(found.len(), expected.len());
    assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-3), "{found:?} {expected:?}");
}

#[tokio::test]
async fn token_ids_text_and_padded_token_ids_give_the_reference_logits() {
    let pool = Pool::start(&[]).await;
    let (text, ids, logits) = reference();
    assert_close(&pool.infer(&texts(&[&text])).await.output("logits"), &logits);
    for padding in [0, 3] {
        let columns = ids.len() + padding;
        let mut row = ids.clone();
        row.resize(columns, 0);
        let mut mask = vec![1; ids.len()];
        mask.resize(columns, 0);
        let request = json!({"inputs": [
            {"name": "input_ids", "shape": [1, columns], "datatype": "INT64", "data": row},
            {"name": "attention_mask", "shape": [1, columns], "datatype": "INT64", "data": [mask]},
        ]});
        assert_close(&pool.infer(&request).await.output("logits"), &logits);
    }
}

#[tokio::test]
async fn a_note_longer_than_the_window_is_read_in_windows_and_answered_once() {
    let pool = Pool::start(&[]).await;
    let note = format!("{WELL}. ").repeat(100);
    let mut request = texts(&[&note, WELL]);
    request["outputs"] =
        json!([{"name": "windows"}, {"name": "scores"}, {"name": "label"}, {"name": "logits"}]);
    let reply = pool.infer(&request).await;
    let windows = reply.output("windows")["data"].clone();
    assert!(windows[0].as_u64() > Some(1) && windows[1] == 1, "{windows}");
    assert_eq!(reply.output("scores")["shape"], json!([2, 2]));
    assert_eq!(reply.output("label")["data"], json!(["POSITIVE", "POSITIVE"]));
}

#[tokio::test]
async fn many_at_once_are_each_answered_with_their_own() {
    let pool = Pool::start(&["--instances", "2"]).await;
    let mut client = pool.client().await;
    let alone = client.call(Method::POST, "/v2/models/demo/infer", texts(&[WELL]).to_string()).await;
    let expected: Vec<f64> = alone.output("logits")["data"]
        .as_array()
        .expect("numbers")
        .iter()
        .filter_map(Value::as_f64)
        .collect();
    let calls: Vec<_> = (0..64)
        .map(|number| {
            let address = pool.address;
            let mut request = texts(&[WELL]);
            request["id"] = json!(number.to_string());
            tokio::spawn(async move {
                let mut client = Client::connect(address).await;
                (number, client.call(Method::POST, "/v2/models/demo/infer", request.to_string()).await)
            })
        })
        .collect();
    for call in calls {
        let (number, reply) = call.await.expect("no panic");
        assert_eq!(reply.json()["id"], number.to_string());
        assert_close(&reply.output("logits"), &expected);
    }
}

#[tokio::test]
async fn http2_works_with_prior_knowledge() {
    let pool = Pool::start(&[]).await;
    let mut client =
        Client::http2(tokio::net::TcpStream::connect(pool.address).await.expect("connects")).await;
    let reply = client.call(Method::POST, "/v2/models/demo/infer", texts(&[WELL]).to_string()).await;
    assert_eq!(reply.output("label")["data"], json!(["POSITIVE"]));
}

fn header_names(reply: &Reply) -> Vec<&str> {
    let mut names: Vec<&str> = reply.headers.keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    names
}

/// Row 57's share of the pool: exactly these headers, and no banner.
#[tokio::test]
async fn every_answer_has_exactly_its_headers() {
    let pool = Pool::start(&[]).await;
    let plain = ["cache-control", "content-length", "content-type", "date"];
    let reply = pool.infer(&texts(&[WELL])).await;
    assert_eq!(header_names(&reply), plain);
    assert_eq!(
        (reply.header("content-type"), reply.header("cache-control")),
        (Some("application/json"), Some("no-store"))
    );
    assert_eq!(header_names(&pool.get("/nowhere").await), plain);
    assert_eq!(header_names(&pool.get("/metrics").await), plain);
    assert_eq!(header_names(&pool.get("/v2/health/live").await), ["cache-control", "content-length", "date"]);
    let wrong_method = pool.call(Method::DELETE, "/v2", "").await;
    assert_eq!(
        header_names(&wrong_method),
        ["allow", "cache-control", "content-length", "content-type", "date"]
    );
}

#[tokio::test]
async fn unknown_routes_models_and_methods() {
    let pool = Pool::start(&[]).await;
    for path in [
        "/",
        "/v2/",
        "//v2",
        "/V2",
        "/v2/models",
        "/v2/models/demo/",
        "/v2/models/demo/infer/x",
        "/v2/models/demo/versions",
        "/v2/models/demo/versions/1/infer/x/y",
        "/v2/health",
        "/v2/health/live/",
        "/v2/models/nothing",
        "/v2/models/demo/versions/2",
        "/v2/models/demo/versions/01",
        "/v2/models/nothing/ready",
        "/v2/models/nothing/config",
        "/v2/models/nothing/stats",
        "/v2/models/demo/versions/2/stats",
        "/v2/models/stats/",
        "/.well-known/spin/info",
    ] {
        let reply = pool.get(path).await;
        assert_eq!(reply.status.as_u16(), 404, "{path}");
        reply.error();
    }
    let reply = pool.call(Method::POST, "/v2/models/nothing/infer", texts(&[WELL]).to_string()).await;
    assert_eq!(reply.status.as_u16(), 404);
    for (method, path, allow) in [
        (Method::POST, "/v2", "GET, HEAD"),
        (Method::PUT, "/v2/models/demo", "GET, HEAD"),
        (Method::GET, "/v2/models/demo/infer", "POST"),
        (Method::GET, "/v2/repository/index", "POST"),
        (Method::POST, "/metrics", "GET, HEAD"),
    ] {
        let reply = pool.call(method, path, "").await;
        assert_eq!((reply.status.as_u16(), reply.header("allow")), (405, Some(allow)), "{path}");
    }
}

/// Each request that cannot be answered, and the message that says which input was wrong and how.
#[tokio::test]
async fn wrong_requests_are_told_what_is_wrong() {
    let pool = Pool::start(&[]).await;
    let mut client = pool.client().await;
    let text = |shape: &str, datatype: &str, data: &str| {
        format!(r#"{{"inputs":[{{"name":"text","shape":{shape},"datatype":"{datatype}","data":{data}}}]}}"#)
    };
    let ids = |ids: &str, mask: &str| {
        format!(
            r#"{{"inputs":[{{"name":"input_ids","datatype":"INT64",{ids}}},{{"name":"attention_mask","datatype":"INT64",{mask}}}]}}"#
        )
    };
    let long = format!(r#""shape":[1,100000],"data":[{}]"#, vec!["1"; 100_000].join(","));
    let input = r#"{"name":"text","shape":[1],"datatype":"BYTES","data":["a"]}"#;
    for (request, message) in [
        ("".to_owned(), "the body is not valid JSON, at line 1 column 0"),
        ("{".to_owned(), "the body is not valid JSON, at line 1 column 1"),
        ("{}".to_owned(), "inputs: missing"),
        (r#"{"inputs":[]}"#.to_owned(), "inputs: text, or input_ids with attention_mask, is missing"),
        (format!(r#"{{"inputs":[{input},{input}]}}"#), "inputs[1]: an input of this name came before"),
        (
            r#"{"inputs":[{"name":"CANARY","shape":[1],"datatype":"BYTES","data":["a"]}]}"#.to_owned(),
            "inputs[0]: no such input; the model has text, or input_ids with attention_mask",
        ),
        (
            r#"{"inputs":[{"name":"input_ids","shape":[1,1],"datatype":"INT64","data":[1]}]}"#.to_owned(),
            "inputs: attention_mask is missing",
        ),
        (text("[1]", "FP32", r#"["a"]"#), "text: datatype must be BYTES; it is FP32"),
        (text("[0]", "BYTES", "[]"), "text: shape must be [n] or [n,1], n at least 1; it is [0]"),
        (text("[1,2]", "BYTES", r#"["a","b"]"#), "text: shape must be [n] or [n,1], n at least 1; it is [1,2]"),
        (text("[-1]", "BYTES", r#"["a"]"#), "text: shape must be [n] or [n,1], n at least 1; it is [-1]"),
        (text("[2]", "BYTES", r#"["a"]"#), "text: data has 1 elements, and shape says 2"),
        (text("[1]", "BYTES", "[1]"), "text: data holds numbers, and BYTES are strings"),
        (text("[2]", "BYTES", r#"["a",1]"#), "text: data mixes strings and numbers"),
        (
            ids(r#""shape":[1,2],"data":[1,2]"#, r#""shape":[1,3],"data":[1,1,1]"#),
            "attention_mask: its shape differs from that of input_ids",
        ),
        (
            ids(r#""shape":[1,2],"data":[1]"#, r#""shape":[1,2],"data":[1,1]"#),
            "input_ids: data has 1 elements, and shape says 1 times 2",
        ),
        (
            ids(r#""shape":[2],"data":[1,2]"#, r#""shape":[2],"data":[1,1]"#),
            "input_ids: shape must be [n,sequence], both at least 1; it is [2]",
        ),
        (
            ids(r#""shape":[1,2],"data":[1,1.5]"#, r#""shape":[1,2],"data":[1,1]"#),
            "input_ids: data holds a number that is not an integer",
        ),
        (
            ids(r#""shape":[1,2],"data":[1,2]"#, r#""shape":[1,2],"data":[1,2]"#),
            "attention_mask: row 0 holds other than 0 and 1",
        ),
        (
            ids(r#""shape":[1,2],"data":[1,2]"#, r#""shape":[1,2],"data":[0,0]"#),
            "attention_mask: row 0 leaves no token",
        ),
        (
            ids(r#""shape":[2,2],"data":[[2,5,6],[3]]"#, r#""shape":[2,2],"data":[[1,1],[1,1]]"#),
            "input_ids: data has rows of different lengths",
        ),
        (
            ids(r#""shape":[3,2],"data":[[2,5,6],[3,4,5]]"#, r#""shape":[3,2],"data":[1,1,1,1,1,1]"#),
            "input_ids: data has rows of another length than shape says",
        ),
        (
            ids(r#""shape":[2,2],"data":[2,5,6,3]"#, r#""shape":[2,2],"data":[[1,1],1,1]"#),
            "attention_mask: data mixes values and lists",
        ),
        (text("[2]", "BYTES", r#"[["a","b"]]"#), "text: data has rows of another length than shape says"),
        (
            format!(r#"{{"parameters":{{"priority":3}},"inputs":[{input}]}}"#),
            "parameters.priority: must be 1 (interactive) or 2 (bulk), a number",
        ),
        (
            format!(r#"{{"inputs":[{input}],"outputs":[{{"name":"CANARY"}}]}}"#),
            "outputs[0]: no such output; the model has logits, scores, label and windows",
        ),
        (
            format!(r#"{{"inputs":[{input}],"outputs":[{{"name":"label"}},{{"name":"label"}}]}}"#),
            "outputs[1] (label): asked for twice",
        ),
        (
            format!(
                r#"{{"inputs":[{input}],"outputs":[{{"name":"label","parameters":{{"binary_data":"yes"}}}}]}}"#
            ),
            "outputs[0] (label): parameters.binary_data must be true or false",
        ),
        (text("[1]", "CANARY", r#"["a"]"#), "text: datatype must be BYTES; it is none of the protocol's"),
        (text("[1,1,1]", "BYTES", r#"["a"]"#), "text: shape must be [n] or [n,1], n at least 1; it is of 3 dimensions"),
        (
            r#"{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES"}]}"#.to_owned(),
            "text: data is missing",
        ),
        (
            format!(r#"{{"parameters":{{"priority":"CANARY"}},"inputs":[{input}]}}"#),
            "parameters.priority: must be 1 (interactive) or 2 (bulk), a number",
        ),
        (
            format!(r#"{{"parameters":{{"timeout":-1}},"inputs":[{input}]}}"#),
            "parameters.timeout: must be a whole number of microseconds",
        ),
        (
            format!(r#"{{"parameters":{{"binary_data_output":1}},"inputs":[{input}]}}"#),
            "parameters.binary_data_output: must be true or false",
        ),
        (
            format!(r#"{{"inputs":[{input}],"outputs":[{{"name":"scores","parameters":{{"classification":-1}}}}]}}"#),
            "outputs[0] (scores): parameters.classification must be a whole number of labels",
        ),
        (
            format!(r#"{{"inputs":[{input}],"outputs":[{{"name":"label","parameters":{{"classification":1}}}}]}}"#),
            "outputs[0] (label): classification is for logits and scores",
        ),
        (
            r#"{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","parameters":{"shared_memory_region":"CANARY"}}]}"#.to_owned(),
            "text: shared memory is not supported; send the data",
        ),
        (
            ids(r#""shape":[4294967296,4294967296],"data":[1]"#, r#""shape":[1,1],"data":[1]"#),
            "input_ids: shape has more elements than can be",
        ),
        (format!(r#"{{"id":"{}","inputs":[{input}]}}"#, "x".repeat(257)), "id: longer than 256 bytes"),
    ] {
        let reply = client.call(Method::POST, "/v2/models/demo/infer", request.clone()).await;
        assert_eq!((reply.status.as_u16(), reply.error().as_str()), (400, message), "{request}");
    }
    for (request, part) in [
        (
            ids(r#""shape":[1,1],"data":[-1]"#, r#""shape":[1,1],"data":[1]"#),
            "input_ids: row 0 holds an id that is not",
        ),
        (
            ids(r#""shape":[1,1],"data":[100000000]"#, r#""shape":[1,1],"data":[1]"#),
            "input_ids: row 0 holds an id that is not",
        ),
        (ids(&long, &long), "input_ids: row 0 has 100000 tokens, and the model takes"),
    ] {
        let reply = client.call(Method::POST, "/v2/models/demo/infer", request).await;
        assert_eq!(reply.status.as_u16(), 400);
        assert!(reply.error().contains(part), "{}", reply.error());
    }
}

#[tokio::test]
async fn metrics_count_what_happened() {
    let pool = Pool::start(&[]).await;
    pool.infer(&texts(&[WELL, WELL])).await.output("label");
    pool.infer(&json!({})).await.error();
    for line in [
        r#"gpu_pool_requests_total{model="demo",outcome="ok",lane="interactive"} 1"#,
        r#"gpu_pool_requests_total{model="demo",outcome="invalid",lane="interactive"} 1"#,
        r#"gpu_pool_queue_seconds_count{model="demo",lane="interactive"} 2"#,
        r#"gpu_pool_queue_tokens{model="demo",version="1"} 0"#,
        &super::support::model_info("1", &super::support::models().join("demo/1")),
        "gpu_pool_ready 1",
    ] {
        pool.until_metric(line).await;
    }
    let metrics = pool.get("/metrics").await;
    assert!(metrics.text().contains("gpu_pool_batch_rows_bucket"));
    assert!(metrics.header("content-type").is_some_and(|t| t.starts_with("application/openmetrics-text")));
}

#[tokio::test]
async fn the_admin_address_answers_health_and_metrics_only() {
    let pool = Pool::start(&["--admin-listen", "127.0.0.1:0"]).await;
    let mut admin = Client::connect(pool.admin.expect("an admin address")).await;
    for (path, status) in [
        ("/v2/health/ready", 200),
        ("/v2/health/live", 200),
        ("/metrics", 200),
        ("/v2", 404),
        ("/v2/models/demo", 404),
    ] {
        assert_eq!(admin.call(Method::GET, path, "").await.status.as_u16(), status, "{path}");
    }
    let infer = admin.call(Method::POST, "/v2/models/demo/infer", texts(&[WELL]).to_string()).await;
    assert_eq!(infer.status.as_u16(), 404);
}
