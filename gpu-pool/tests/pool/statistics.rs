//! Configuration and statistics, in the shapes that Triton's clients read.

use http::Method;
use serde_json::{Value, json};

use super::scheduling::{Pass, gate};
use super::support::{PATIENCE, Pool, WELL, texts};

async fn stats(pool: &Pool, path: &str) -> Vec<Value> {
    let answer = pool.get(path).await.json();
    assert_eq!(answer.as_object().map(serde_json::Map::len), Some(1), "{answer}");
    answer["model_stats"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn the_server_names_its_extensions() {
    let pool = Pool::start(&[]).await;
    assert_eq!(
        pool.get("/v2").await.json(),
        json!({"name": "anteroom-gpu-pool", "version": env!("CARGO_PKG_VERSION"), "extensions": [
            "classification", "model_configuration", "schedule_policy", "binary_tensor_data", "parameters",
            "statistics", "model_repository(index)"]})
    );
}

#[tokio::test]
async fn metadata_and_configuration_tell_the_same() {
    let pool = Pool::start(&["--instances", "2", "--queue-tokens", "1000"]).await;
    let mut model = pool.get("/v2/models/demo").await.json();
    let parameters = model.as_object_mut().and_then(|model| model.remove("parameters")).expect("parameters");
    assert_eq!(
        (&parameters["labels"], &parameters["window"]),
        (&json!(["NEGATIVE", "POSITIVE"]), &json!(128))
    );
    assert_eq!(
        model,
        json!({
            "name": "demo", "versions": ["1"], "platform": "onnxruntime_onnx",
            "inputs": [
                {"name": "text", "datatype": "BYTES", "shape": [-1, 1]},
                {"name": "input_ids", "datatype": "INT64", "shape": [-1, -1]},
                {"name": "attention_mask", "datatype": "INT64", "shape": [-1, -1]}],
            "outputs": [
                {"name": "logits", "datatype": "FP32", "shape": [-1, 2]},
                {"name": "scores", "datatype": "FP32", "shape": [-1, 2]},
                {"name": "label", "datatype": "BYTES", "shape": [-1]},
                {"name": "windows", "datatype": "INT32", "shape": [-1]}]})
    );
    for path in ["/v2/models/demo/config", "/v2/models/demo/versions/1/config"] {
        assert_eq!(
            pool.get(path).await.json(),
            json!({
                "name": "demo", "platform": "onnxruntime_onnx", "backend": "onnxruntime",
                "version_policy": {"specific": {"versions": [1]}},
                "max_batch_size": 500,
                "input": [
                    {"name": "text", "data_type": "TYPE_STRING", "dims": [1], "optional": true},
                    {"name": "input_ids", "data_type": "TYPE_INT64", "dims": [-1], "optional": true},
                    {"name": "attention_mask", "data_type": "TYPE_INT64", "dims": [-1], "optional": true}],
                "output": [
                    {"name": "logits", "data_type": "TYPE_FP32", "dims": [2]},
                    {"name": "scores", "data_type": "TYPE_FP32", "dims": [2]},
                    {"name": "label", "data_type": "TYPE_STRING", "dims": []},
                    {"name": "windows", "data_type": "TYPE_INT32", "dims": []}],
                "dynamic_batching": {
                    "max_queue_delay_microseconds": 0, "priority_levels": 2, "default_priority_level": 1,
                    "default_queue_policy": {
                        "timeout_action": "REJECT", "default_timeout_microseconds": 30_000_000,
                        "allow_timeout_override": true}},
                "instance_group": [{"name": "demo", "kind": "KIND_CPU", "count": 2}],
                "default_model_filename": "model.onnx",
                "parameters": {
                    "labels": {"string_value": "[\"NEGATIVE\",\"POSITIVE\"]"},
                    "window": {"string_value": "128"},
                    "variant": {"string_value": "unpadded"}},
                "model_transaction_policy": {"decoupled": false}})
        );
    }
}

#[tokio::test]
async fn a_version_that_was_asked_nothing_has_nothing_but_zeroes() {
    let pool = Pool::start(&[]).await;
    let none = json!({"count": 0, "ns": 0});
    let expected = vec![json!({
        "name": "demo", "version": "1", "last_inference": 0, "inference_count": 0, "execution_count": 0,
        "inference_stats": {
            "success": none, "fail": none, "queue": none, "compute_input": none, "compute_infer": none,
            "compute_output": none, "cache_hit": none, "cache_miss": none},
        "response_stats": {}, "batch_stats": [], "memory_usage": []})];
    for path in ["/v2/models/stats", "/v2/models/demo/stats", "/v2/models/demo/versions/1/stats"] {
        assert_eq!(stats(&pool, path).await, expected, "{path}");
    }
}

#[tokio::test]
async fn statistics_count_texts_requests_and_batches() {
    let (gate, mut keeper) = gate();
    let pool = Pool::start_with(&["--instances", "1"], gate).await;
    pool.infer(&texts(&[WELL, WELL, WELL])).await.output("label");
    pool.infer(&texts(&[WELL])).await.output("label");
    pool.infer(&json!({})).await.error();
    let passes = keeper.shut();
    passes.send(Pass::Fail).expect("engine");
    assert_eq!(pool.infer(&texts(&[WELL])).await.status.as_u16(), 500);

    let [demo] = <[Value; 1]>::try_from(stats(&pool, "/v2/models/demo/stats").await).expect("one version");
    assert!(demo["last_inference"].as_u64() > Some(1_600_000_000_000), "milliseconds: {demo}");
    assert_eq!((&demo["inference_count"], &demo["execution_count"]), (&json!(4), &json!(2)));
    let requests = &demo["inference_stats"];
    let count = |name: &str| requests[name]["count"].as_u64().expect("a count");
    let ns = |name: &str| requests[name]["ns"].as_u64().expect("nanoseconds");
    for name in ["success", "queue", "compute_input", "compute_infer", "compute_output"] {
        assert_eq!(count(name), 2, "{name}");
    }
    assert_eq!((count("fail"), count("cache_hit"), count("cache_miss")), (2, 0, 0));
    assert!(ns("compute_infer") > 0 && ns("compute_input") > 0 && ns("compute_output") > 0);
    let parts = ns("queue") + ns("compute_input") + ns("compute_infer") + ns("compute_output");
    assert!(parts <= ns("success"), "the parts are within the whole: {demo}");
    let sizes: Vec<_> = demo["batch_stats"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|batch| (batch["batch_size"].as_u64(), batch["compute_infer"]["count"].as_u64()))
        .collect();
    assert_eq!(sizes, [(Some(1), Some(1)), (Some(3), Some(1))]);
}

/// A caller that went away is a request without an answer too.
#[tokio::test]
async fn an_abandoned_request_counts_as_failed() {
    let (gate, mut keeper) = gate();
    let pool = Pool::start_with(&["--instances", "1"], gate).await;
    let passes = keeper.shut();
    let call = super::scheduling::in_background(&pool, texts(&[WELL]));
    keeper.next().await;
    call.abort();
    let counted =
        async { while stats(&pool, "/v2/models/stats").await[0]["inference_stats"]["fail"]["count"] != 1 {} };
    tokio::time::timeout(PATIENCE, counted).await.expect("it is counted");
    drop(passes);
    let reply = pool.call(Method::POST, "/v2/models/stats", "").await;
    assert_eq!((reply.status.as_u16(), reply.header("allow")), (405, Some("GET, HEAD")));
}
