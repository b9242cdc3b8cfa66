//! What a client can ask about the server and its models, in the protocol's words. `http` writes it as JSON, `grpc` as
//! protobuf.

use std::sync::Arc;

use serde::Serialize;

use super::plan::OutputName;
use super::statistics::{BatchStatistics, RequestStatistics};
use crate::error::Failure;
use crate::http::App;
use crate::registry::model::Model;

/// The extensions of the protocol that are served, by Triton's names.
const EXTENSIONS: [&str; 6] = [
    "classification",
    "model_configuration",
    "schedule_policy",
    "binary_tensor_data",
    "parameters",
    "statistics",
];

/// What runs the models, as Triton calls it.
pub(super) const PLATFORM: &str = "onnxruntime_onnx";

/// What `/v2` answers.
#[derive(Debug, Serialize)]
pub(crate) struct ServerMetadata {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) extensions: Vec<&'static str>,
}

/// About this server.
pub(crate) fn server(app: &App) -> ServerMetadata {
    // Without loading and unloading, Triton names what is left of that extension.
    let repository = if app.registry.controllable() { "model_repository" } else { "model_repository(index)" };
    let mut extensions = EXTENSIONS.to_vec();
    extensions.push(repository);
    ServerMetadata { name: "anteroom-gpu-pool", version: env!("CARGO_PKG_VERSION"), extensions }
}

/// A tensor as metadata describes it: the first dimension is the number of texts, -1 is any.
#[derive(Debug, Serialize)]
pub(crate) struct TensorMetadata {
    pub(crate) name: &'static str,
    pub(crate) datatype: &'static str,
    pub(crate) shape: Vec<i64>,
}

impl TensorMetadata {
    fn new(name: &'static str, datatype: &'static str, shape: impl Into<Vec<i64>>) -> Self {
        Self { name, datatype, shape: shape.into() }
    }
}

/// What `/v2/models/{m}` answers.
#[derive(Debug, Serialize)]
pub(crate) struct ModelMetadata<'m> {
    pub(crate) name: &'m str,
    pub(crate) versions: Vec<String>,
    pub(crate) platform: &'static str,
    pub(crate) inputs: Vec<TensorMetadata>,
    pub(crate) outputs: Vec<TensorMetadata>,
    pub(crate) parameters: ModelParameters<'m>,
}

/// What the protocol has no field for.
#[derive(Debug, Serialize)]
pub(crate) struct ModelParameters<'m> {
    pub(crate) labels: &'m [String],
    pub(crate) window: usize,
    pub(crate) version: &'m str,
    pub(crate) manifest_sha256: &'m str,
    /// Which graph of the version answers: export, unpadded, int8, fp16.
    pub(crate) variant: &'static str,
    /// How requests that name no version are routed.
    pub(crate) route: Option<String>,
}

/// About `model`.
pub(crate) fn model<'m>(app: &App, model: &'m Model) -> ModelMetadata<'m> {
    ModelMetadata {
        name: &model.name,
        versions: app.registry.versions(&model.name),
        platform: PLATFORM,
        inputs: inputs(),
        outputs: outputs(model.card.labels.len()),
        parameters: ModelParameters {
            labels: &model.card.labels,
            window: model.card.window,
            version: &model.version,
            manifest_sha256: &model.digest,
            variant: model.variant.as_str(),
            route: app.registry.route(&model.name),
        },
    }
}

/// The inputs: `text`, or the other two.
pub(super) fn inputs() -> Vec<TensorMetadata> {
    vec![
        // [n] is taken as well; this form is what clients expect of a model that batches.
        TensorMetadata::new("text", "BYTES", [-1, 1]),
        TensorMetadata::new("input_ids", "INT64", [-1, -1]),
        TensorMetadata::new("attention_mask", "INT64", [-1, -1]),
    ]
}

/// The outputs of a model with so many labels.
pub(super) fn outputs(labels: usize) -> Vec<TensorMetadata> {
    let labels = i64::try_from(labels).unwrap_or(i64::MAX);
    let describe = |output: OutputName| match output {
        OutputName::Logits | OutputName::Scores => TensorMetadata::new(output.as_str(), "FP32", [-1, labels]),
        OutputName::Label => TensorMetadata::new(output.as_str(), "BYTES", [-1]),
        OutputName::Windows => TensorMetadata::new(output.as_str(), "INT32", [-1]),
    };
    OutputName::ALL.map(describe).into()
}

/// Whether requests for that model are wanted: an error says why not.
pub(crate) fn ready(app: &App, name: &str, version: Option<&str>) -> Result<(), Failure> {
    let model = app.registry.describe(name, version)?;
    if app.ready() && model.scheduler.live() > 0 { Ok(()) } else { Err(Failure::unavailable()) }
}

/// What `/v2/models/…/stats` answers.
#[derive(Debug, Serialize)]
pub(crate) struct StatisticsAnswer {
    pub(crate) model_stats: Vec<ModelStatistics>,
}

/// The statistics of one version.
#[derive(Debug, Serialize)]
pub(crate) struct ModelStatistics {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) last_inference: u64,
    pub(crate) inference_count: u64,
    pub(crate) execution_count: u64,
    pub(crate) inference_stats: RequestStatistics,
    /// Of decoupled models, which this server has none of.
    pub(crate) response_stats: Empty,
    pub(crate) batch_stats: Vec<BatchStatistics>,
    /// Not measured by model.
    pub(crate) memory_usage: [u8; 0],
}

/// An object without members.
#[derive(Debug, Serialize)]
pub(crate) struct Empty {}

/// The statistics of every version that serves; of those of one model, or of one version, where they are named.
pub(crate) fn statistics(
    app: &App,
    name: Option<&str>,
    version: Option<&str>,
) -> Result<StatisticsAnswer, Failure> {
    if let Some(name) = name {
        app.registry.describe(name, version)?;
    }
    let of_model = |model: Arc<Model>| {
        let counts = model.metrics.statistics.counts();
        ModelStatistics {
            name: model.name.clone(),
            version: model.version.clone(),
            last_inference: counts.last_inference,
            inference_count: counts.inference_count,
            execution_count: counts.execution_count,
            inference_stats: counts.requests,
            response_stats: Empty {},
            batch_stats: counts.batches.into_values().collect(),
            memory_usage: [],
        }
    };
    let asked_for = app.registry.serving().into_iter().filter(|model| {
        name.is_none_or(|name| name == model.name) && version.is_none_or(|version| version == model.version)
    });
    Ok(StatisticsAnswer { model_stats: asked_for.map(of_model).collect() })
}
