//! gRPC on the port of HTTP.

use std::io::Write;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use gpu_pool::grpc::health_proto::health_check_response::ServingStatus;
use gpu_pool::grpc::health_proto::{HealthCheckRequest, HealthCheckResponse};
use gpu_pool::grpc::proto;
use gpu_pool::grpc::proto::infer_parameter::ParameterChoice;
use gpu_pool::grpc::proto::model_infer_request::InferRequestedOutputTensor;
use prost::Message;
use serde_json::{Value, json};

use super::grpc_client::*;
use super::scheduling::{Pass, gate, in_background, until_waiting};
use super::support::{Client, PATIENCE, Pool, WELL, texts};

#[tokio::test]
async fn health_metadata_configuration_and_index_are_those_of_http() {
    let pool = Pool::start(&[]).await;
    let grpc = Grpc::connect(pool.address).await;
    assert!(grpc.is_live().await);
    assert!(grpc.get::<proto::ServerReadyResponse>("ServerReady", &proto::ServerReadyRequest {}).await.ready);
    for (name, version, ready) in
        [("demo", "", true), ("demo", "1", true), ("demo", "2", false), ("x", "", false)]
    {
        let request = proto::ModelReadyRequest { name: name.into(), version: version.into() };
        assert_eq!(grpc.get::<proto::ModelReadyResponse>("ModelReady", &request).await.ready, ready);
    }
    let server: proto::ServerMetadataResponse =
        grpc.get("ServerMetadata", &proto::ServerMetadataRequest {}).await;
    assert_eq!(
        json!({"name": server.name, "version": server.version, "extensions": server.extensions}),
        pool.get("/v2").await.json()
    );

    let of_demo = proto::ModelMetadataRequest { name: "demo".into(), version: String::new() };
    let model: proto::ModelMetadataResponse = grpc.get("ModelMetadata", &of_demo).await;
    let http = pool.get("/v2/models/demo").await.json();
    let tensors = |tensors: &[proto::model_metadata_response::TensorMetadata]| -> Value {
        tensors.iter().map(|t| json!({"name": t.name, "datatype": t.datatype, "shape": t.shape})).collect()
    };
    assert_eq!(
        (tensors(&model.inputs), tensors(&model.outputs)),
        (http["inputs"].clone(), http["outputs"].clone())
    );
    assert_eq!(
        (json!(model.versions), json!(model.platform)),
        (http["versions"].clone(), http["platform"].clone())
    );

    let of_demo = proto::ModelConfigRequest { name: "demo".into(), version: "1".into() };
    let config: proto::ModelConfigResponse = grpc.get("ModelConfig", &of_demo).await;
    let config = config.config.expect("a configuration");
    let http = pool.get("/v2/models/demo/config").await.json();
    assert_eq!(json!(config.max_batch_size), http["max_batch_size"]);
    let inputs: Vec<_> = config.input.iter().map(|i| json!({"name": i.name, "data_type": i.data_type().as_str_name(), "dims": i.dims, "optional": i.optional})).collect();
    let outputs: Vec<_> = config
        .output
        .iter()
        .map(|o| json!({"name": o.name, "data_type": o.data_type().as_str_name(), "dims": o.dims}))
        .collect();
    assert_eq!((json!(inputs), json!(outputs)), (http["input"].clone(), http["output"].clone()));
    assert_eq!(
        config.instance_group[0].kind().as_str_name(),
        http["instance_group"][0]["kind"].as_str().expect("kind")
    );
    for (name, parameter) in &config.parameters {
        assert_eq!(json!(parameter.string_value), http["parameters"][name]["string_value"]);
    }

    let index: proto::RepositoryIndexResponse =
        grpc.get("RepositoryIndex", &proto::RepositoryIndexRequest::default()).await;
    assert_eq!(
        (index.models.len(), index.models[0].name.as_str(), index.models[0].state.as_str()),
        (1, "demo", "READY")
    );
}

#[tokio::test]
async fn raw_and_typed_contents_are_answered_as_json_is() {
    let pool = Pool::start(&[]).await;
    let grpc = Grpc::connect(pool.address).await;
    let http = pool.infer(&texts(&[WELL])).await;
    let expected: Vec<f64> =
        http.output("logits")["data"].as_array().expect("numbers").iter().filter_map(Value::as_f64).collect();

    let mut typed = request(vec![input("text", "BYTES", &[1, 1])]);
    typed.inputs[0].contents =
        Some(proto::InferTensorContents { bytes_contents: vec![WELL.into()], ..Default::default() });
    for mut request in [well(), typed] {
        request.id = "r-1".into();
        let Ended { messages, code, message, .. } = grpc.infer(&request).await;
        assert_eq!(code, OK, "{message}");
        let [answer] = <[_; 1]>::try_from(messages).expect("one answer");
        assert_eq!(
            (answer.model_name.as_str(), answer.model_version.as_str(), answer.id.as_str()),
            ("demo", "1", "r-1")
        );
        let outputs: Vec<_> =
            answer.outputs.iter().map(|o| (o.name.as_str(), o.datatype.as_str(), o.shape.clone())).collect();
        assert_eq!(
            outputs,
            [("logits", "FP32", vec![1, 2]), ("scores", "FP32", vec![1, 2]), ("label", "BYTES", vec![1])]
        );
        let logits = floats(&answer.raw_output_contents[0]);
        assert!(
            logits.iter().zip(&expected).all(|(a, b)| (f64::from(*a) - b).abs() < 1e-6),
            "{logits:?} {expected:?}"
        );
        assert_eq!(answer.raw_output_contents[2], element("POSITIVE"));
    }

    let ids = [2_i64, 40, 50, 3];
    let tensors =
        || request(vec![input("input_ids", "INT64", &[1, 4]), input("attention_mask", "INT64", &[1, 4])]);
    let (mut raw, mut typed) = (tensors(), tensors());
    let bytes =
        |values: &[i64]| Bytes::from(values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<_>>());
    raw.raw_input_contents = vec![bytes(&ids), bytes(&[1; 4])];
    for (input, values) in typed.inputs.iter_mut().zip([ids, [1; 4]]) {
        input.contents =
            Some(proto::InferTensorContents { int64_contents: values.to_vec(), ..Default::default() });
    }
    let (raw, typed) = (grpc.infer(&raw).await, grpc.infer(&typed).await);
    assert_eq!((raw.code.as_str(), &raw.messages), (OK, &typed.messages), "{}", raw.message);

    let mut ranked = well();
    let classes = [("classification".to_owned(), parameter(ParameterChoice::Int64Param(1)))];
    ranked.outputs = vec![InferRequestedOutputTensor { name: "scores".into(), parameters: classes.into() }];
    let answer = grpc.infer(&ranked).await.messages.pop().expect("an answer");
    assert_eq!(
        (answer.outputs.len(), answer.outputs[0].datatype.as_str(), &answer.outputs[0].shape),
        (1, "BYTES", &vec![1, 1])
    );
    assert!(answer.raw_output_contents[0].ends_with(b":1:POSITIVE"));
}

#[tokio::test]
async fn wrong_calls_are_told_what_is_wrong() {
    let pool = Pool::start(&[]).await;
    let grpc = Grpc::connect(pool.address).await;
    let changed = |change: &dyn Fn(&mut proto::ModelInferRequest)| {
        let mut request = well();
        change(&mut request);
        request
    };
    let contents = |contents: proto::InferTensorContents| {
        changed(&|r| {
            r.raw_input_contents.clear();
            r.inputs[0].contents = Some(contents.clone());
        })
    };
    let default = proto::InferTensorContents::default;
    for (request, code, message) in [
        (changed(&|r| r.model_name = "CANARY".into()), NOT_FOUND, "no such model or version is being served"),
        (changed(&|r| r.model_version = "9".into()), NOT_FOUND, "no such model or version is being served"),
        (
            changed(&|r| r.inputs.clear()),
            INVALID_ARGUMENT,
            "raw_input_contents: 1 for 0 inputs; there must be one for each, or none at all",
        ),
        (request(Vec::new()), INVALID_ARGUMENT, "inputs: text, or input_ids with attention_mask, is missing"),
        (
            changed(&|r| r.inputs[0].name = "CANARY".into()),
            INVALID_ARGUMENT,
            "inputs[0]: no such input; the model has text, or input_ids with attention_mask",
        ),
        (
            changed(&|r| r.inputs[0].datatype = "FP32".into()),
            INVALID_ARGUMENT,
            "text: datatype must be BYTES; it is FP32",
        ),
        (
            changed(&|r| r.inputs[0].shape = vec![2]),
            INVALID_ARGUMENT,
            "text: binary data has 1 elements, and shape says 2",
        ),
        (changed(&|r| r.raw_input_contents.clear()), INVALID_ARGUMENT, "text: data is missing"),
        (
            changed(&|r| r.raw_input_contents[0] = "CANARY".into()),
            INVALID_ARGUMENT,
            "text: element 0 is longer than the 2 bytes that are left of binary data",
        ),
        (
            changed(&|r| r.inputs[0].contents = Some(default())),
            INVALID_ARGUMENT,
            "text: has both contents and raw_input_contents",
        ),
        (
            contents(proto::InferTensorContents {
                bytes_contents: vec![Bytes::from_static(b"\xff")],
                ..default()
            }),
            INVALID_ARGUMENT,
            "text: element 0 is not UTF-8",
        ),
        (
            contents(proto::InferTensorContents { int64_contents: vec![1], ..default() }),
            INVALID_ARGUMENT,
            "text: data holds numbers, and BYTES are strings",
        ),
        (
            contents(proto::InferTensorContents { fp32_contents: vec![1.0], ..default() }),
            INVALID_ARGUMENT,
            "text: contents: only int64_contents (INT64) and bytes_contents (BYTES) are taken",
        ),
        (
            changed(&|r| {
                r.parameters
                    .insert("priority".into(), parameter(ParameterChoice::StringParam("CANARY".into())));
            }),
            INVALID_ARGUMENT,
            "parameters.priority: must be 1 (interactive) or 2 (bulk), a number",
        ),
        (
            changed(&|r| {
                r.parameters.insert("timeout".into(), parameter(ParameterChoice::Int64Param(-1)));
            }),
            INVALID_ARGUMENT,
            "parameters.timeout: must be a whole number of microseconds",
        ),
        (
            changed(&|r| {
                r.inputs[0].parameters.insert(
                    "shared_memory_region".into(),
                    parameter(ParameterChoice::StringParam("CANARY".into())),
                );
            }),
            INVALID_ARGUMENT,
            "text: shared memory is not supported; send the data",
        ),
        (
            changed(&|r| {
                r.outputs = vec![InferRequestedOutputTensor { name: "CANARY".into(), ..Default::default() }]
            }),
            INVALID_ARGUMENT,
            "outputs[0]: no such output; the model has logits, scores, label and windows",
        ),
    ] {
        let ended = grpc.infer(&request).await;
        assert_eq!((ended.code.as_str(), ended.message.as_str()), (code, message));
        assert!(ended.messages.is_empty());
    }
    let unknown: Ended<proto::ServerLiveResponse> =
        grpc.call("SystemSharedMemoryStatus", &proto::ServerLiveRequest {}).await;
    assert_eq!(unknown.code, UNIMPLEMENTED);
    let missing = proto::ModelStatisticsRequest { name: "x".into(), version: String::new() };
    let missing: Ended<proto::ModelStatisticsResponse> = grpc.call("ModelStatistics", &missing).await;
    assert_eq!(missing.code, NOT_FOUND);
    let late: Ended<proto::ModelInferResponse> = grpc.raw(&[("grpc-timeout", "soon")], frame(&well())).await;
    assert_eq!(late.code, INVALID_ARGUMENT);
    assert_eq!(grpc.infer(&well()).await.code, OK, "and the connection goes on");
}

#[tokio::test]
async fn what_is_too_large_is_refused_also_when_it_comes_compressed() {
    let pool = Pool::start(&["--max-body-bytes", "100000"]).await;
    let grpc = Grpc::connect(pool.address).await;
    let gzip = |message: &proto::ModelInferRequest| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&message.encode_to_vec()).expect("in memory");
        coded(1, &encoder.finish().expect("in memory"))
    };
    let compressed: Ended<proto::ModelInferResponse> =
        grpc.raw(&[("grpc-encoding", "gzip")], gzip(&well())).await;
    assert_eq!((compressed.code.as_str(), compressed.messages.len()), (OK, 1), "{}", compressed.message);

    let mut large = well();
    large.raw_input_contents = vec![element(&" ".repeat(5_000_000)).into()];
    assert_eq!(grpc.infer(&large).await.code, RESOURCE_EXHAUSTED);
    let bomb = gzip(&large);
    assert!(bomb.len() < 100_000);
    let bomb: Ended<proto::ModelInferResponse> = grpc.raw(&[("grpc-encoding", "gzip")], bomb).await;
    assert_eq!(bomb.code, RESOURCE_EXHAUSTED, "{}", bomb.message);
    let unknown: Ended<proto::ModelInferResponse> = grpc.raw(&[("grpc-encoding", "br")], gzip(&well())).await;
    assert_eq!(unknown.code, UNIMPLEMENTED);
    for broken in [Bytes::from_static(b"\0\0\0"), coded(0, b"CANARY"), Bytes::from_static(b"\0\0\0\0\x09abc")]
    {
        let broken: Ended<proto::ModelInferResponse> = grpc.raw(&[], broken).await;
        assert!(
            ![OK, "2"].contains(&broken.code.as_str()) && !broken.message.contains("CANARY"),
            "{broken:?}"
        );
    }
}

/// Late, full, failing: what the scheduler decides has its status here as well.
#[tokio::test]
async fn deadlines_refusals_and_failures_have_their_status() {
    let (gate, mut keeper) = gate();
    let pool = Pool::start_with(&["--instances", "1", "--queue-tokens", "40"], gate).await;
    let grpc = Grpc::connect(pool.address).await;
    let passes = keeper.shut();
    let running = in_background(&pool, texts(&[WELL]));
    keeper.next().await;
    let late: Ended<proto::ModelInferResponse> = grpc.raw(&[("grpc-timeout", "20m")], frame(&well())).await;
    assert_eq!((late.code.as_str(), late.messages.len()), (DEADLINE_EXCEEDED, 0));
    let mut hasty = well();
    hasty.parameters.insert("timeout".into(), parameter(ParameterChoice::Uint64Param(20_000)));
    assert_eq!(grpc.infer(&hasty).await.code, DEADLINE_EXCEEDED);

    let waiting = in_background(&pool, texts(&[WELL, WELL]));
    // Refused while those wait, which is only sure once they do.
    until_waiting(&pool, |tokens| tokens > 20).await;
    let refused = grpc.infer(&double()).await;
    assert_eq!(refused.code, UNAVAILABLE, "{}", refused.message);
    assert_eq!(refused.trailers["grpc-retry-pushback-ms"], "1000");

    passes.send(Pass::Run).expect("engine");
    running.await.expect("no panic").output("label");
    drop(passes);
    waiting.await.expect("no panic").output("label");

    let passes = keeper.shut();
    passes.send(Pass::Fail).expect("engine");
    let failed = grpc.infer(&well()).await;
    assert_eq!(
        (failed.code.as_str(), failed.message.as_str()),
        (INTERNAL, "the model failed on this request")
    );
    let of_demo = proto::ModelStatisticsRequest { name: "demo".into(), version: String::new() };
    let statistics: proto::ModelStatisticsResponse = grpc.get("ModelStatistics", &of_demo).await;
    let demo = &statistics.model_stats[0];
    assert_eq!(demo.inference_count, 3);
    assert_eq!(demo.inference_stats.expect("statistics").success.expect("a duration").count, 2);
    assert!(demo.inference_stats.expect("statistics").fail.expect("a duration").count >= 4);
}

#[tokio::test]
async fn a_call_that_is_cancelled_frees_its_place() {
    let (gate, mut keeper) = gate();
    let pool = Pool::start_with(&["--instances", "1"], gate).await;
    let grpc = Grpc::connect(pool.address).await;
    let passes = keeper.shut();
    let running = in_background(&pool, texts(&[WELL]));
    keeper.next().await;
    let gone = {
        let grpc = grpc.clone();
        tokio::spawn(async move { grpc.infer(&well()).await.code })
    };
    until_waiting(&pool, |tokens| tokens > 0).await;
    // Resets the stream; the connection stays.
    gone.abort();
    until_waiting(&pool, |tokens| tokens == 0).await;
    drop(passes);
    running.await.expect("no panic").output("label");
    assert!(grpc.is_live().await);
}

#[tokio::test]
async fn a_stream_is_answered_in_order_and_survives_a_wrong_request() {
    let pool = Pool::start(&[]).await;
    let grpc = Grpc::connect(pool.address).await;
    let (mut sender, ended) = stream(&grpc);
    for number in 0..100 {
        let mut request = well();
        request.id = number.to_string();
        if number == 50 {
            request.inputs[0].shape = vec![7];
        }
        sender.send_data(frame(&request)).await.expect("the stream is open");
    }
    drop(sender);
    let ended = ended.await.expect("no panic");
    assert_eq!((ended.code.as_str(), ended.messages.len()), (OK, 100), "{}", ended.message);
    for (number, message) in ended.messages.iter().enumerate() {
        match &message.infer_response {
            Some(response) => {
                assert_eq!((&response.id, message.error_message.as_str()), (&number.to_string(), ""))
            }
            None => assert_eq!(
                (number, message.error_message.as_str()),
                (50, "text: binary data has 1 elements, and shape says 7")
            ),
        }
    }
}

/// An open stream does not hold the end: what was asked is answered, and the client is told to go elsewhere.
#[tokio::test]
async fn a_drain_ends_a_stream_after_its_answers() {
    let (gate, mut keeper) = gate();
    let pool = Pool::start_with(&["--instances", "1", "--drain-seconds", "60"], gate).await;
    let grpc = Grpc::connect(pool.address).await;
    let passes = keeper.shut();
    let (mut sender, ended) = stream(&grpc);
    sender.send_data(frame(&well())).await.expect("the stream is open");
    keeper.next().await;
    let stopped = tokio::spawn(pool.stop());
    drop(passes);
    let ended = tokio::time::timeout(PATIENCE, ended).await.expect("it ends").expect("no panic");
    assert_eq!((ended.code.as_str(), ended.messages.len()), (UNAVAILABLE, 1), "{}", ended.message);
    assert!(ended.messages[0].infer_response.is_some());
    stopped.await.expect("no panic").expect("a clean end");
}

#[tokio::test]
async fn the_admin_address_answers_health_only_and_http1_no_grpc_at_all() {
    let pool = Pool::start(&["--admin-listen", "127.0.0.1:0"]).await;
    let admin = Grpc::connect(pool.admin.expect("an admin address")).await;
    assert!(admin.is_live().await);
    assert_eq!(admin.infer(&well()).await.code, UNIMPLEMENTED);
    let both = [&admin, &Grpc::connect(pool.address).await];
    for (service, code) in [("", OK), ("inference.GRPCInferenceService", OK), ("other", NOT_FOUND)] {
        let check = HealthCheckRequest { service: service.into() };
        for grpc in both {
            let health: Ended<HealthCheckResponse> = grpc.call("Check", &check).await;
            assert_eq!(health.code, code, "{service}");
            assert!(health.messages.iter().all(|health| health.status() == ServingStatus::Serving));
        }
    }
    let mut http1 = Client::connect(pool.address).await;
    let headers = [("content-type", "application/grpc")];
    let reply = http1
        .post("/inference.GRPCInferenceService/ServerLive", &headers, frame(&proto::ServerLiveRequest {}))
        .await;
    assert_eq!(reply.status.as_u16(), 404);
}
