//! A model's configuration as Triton's clients read it: the same facts as its metadata, in the words of
//! `model_config.proto`. Nothing is configured by it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::metadata::{PLATFORM, TensorMetadata, inputs, outputs};
use crate::http::App;
use crate::registry::manifest;
use crate::registry::model::Model;
use crate::scheduler::queue::Lane;

/// The lanes.
const PRIORITY_LEVELS: u64 = 2;
/// Interactive.
const DEFAULT_PRIORITY: u64 = 1;

/// What `/v2/models/{m}/config` answers.
#[derive(Debug, Serialize)]
pub(crate) struct ModelConfig {
    pub(crate) name: String,
    pub(crate) platform: &'static str,
    pub(crate) backend: &'static str,
    pub(crate) version_policy: VersionPolicy,
    /// The most texts that one request can have: those of the fewest tokens. Dimensions below leave this one out.
    pub(crate) max_batch_size: i32,
    pub(crate) input: Vec<ConfigInput>,
    pub(crate) output: Vec<ConfigOutput>,
    pub(crate) dynamic_batching: DynamicBatching,
    pub(crate) instance_group: Vec<InstanceGroup>,
    pub(crate) default_model_filename: &'static str,
    pub(crate) parameters: BTreeMap<&'static str, Parameter>,
    pub(crate) model_transaction_policy: TransactionPolicy,
}

/// Which versions are served.
#[derive(Debug, Serialize)]
pub(crate) struct VersionPolicy {
    pub(crate) specific: SpecificVersions,
}

/// Those that are.
#[derive(Debug, Serialize)]
pub(crate) struct SpecificVersions {
    pub(crate) versions: Vec<i64>,
}

/// An input without its batch dimension.
#[derive(Debug, Serialize)]
pub(crate) struct ConfigInput {
    pub(crate) name: &'static str,
    pub(crate) data_type: DataType,
    pub(crate) dims: Vec<i64>,
    /// A request has `text` or the other two.
    pub(crate) optional: bool,
}

/// An output without its batch dimension.
#[derive(Debug, Serialize)]
pub(crate) struct ConfigOutput {
    pub(crate) name: &'static str,
    pub(crate) data_type: DataType,
    pub(crate) dims: Vec<i64>,
}

/// A datatype by the name that the configuration has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum DataType {
    #[serde(rename = "TYPE_INT32")]
    Int32,
    #[serde(rename = "TYPE_INT64")]
    Int64,
    #[serde(rename = "TYPE_FP32")]
    Fp32,
    #[serde(rename = "TYPE_STRING")]
    String,
}

impl DataType {
    fn of(tensor: &TensorMetadata) -> Self {
        match tensor.datatype {
            "INT32" => Self::Int32,
            "INT64" => Self::Int64,
            "FP32" => Self::Fp32,
            _ => Self::String,
        }
    }
}

/// The scheduler, as far as Triton has words for it.
#[derive(Debug, Serialize)]
pub(crate) struct DynamicBatching {
    /// An idle engine starts at once: always 0.
    pub(crate) max_queue_delay_microseconds: u64,
    pub(crate) priority_levels: u64,
    pub(crate) default_priority_level: u64,
    pub(crate) default_queue_policy: QueuePolicy,
}

/// What becomes of a request that waits.
#[derive(Debug, Serialize)]
pub(crate) struct QueuePolicy {
    pub(crate) timeout_action: &'static str,
    pub(crate) default_timeout_microseconds: u64,
    /// Only to a shorter one.
    pub(crate) allow_timeout_override: bool,
}

/// The engines.
#[derive(Debug, Serialize)]
pub(crate) struct InstanceGroup {
    pub(crate) name: String,
    pub(crate) kind: InstanceKind,
    pub(crate) count: i32,
}

/// Where they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum InstanceKind {
    #[serde(rename = "KIND_CPU")]
    Cpu,
    #[serde(rename = "KIND_GPU")]
    Gpu,
}

/// A value of our own.
#[derive(Debug, Serialize)]
pub(crate) struct Parameter {
    pub(crate) string_value: String,
}

/// One answer for each request.
#[derive(Debug, Serialize)]
pub(crate) struct TransactionPolicy {
    pub(crate) decoupled: bool,
}

/// The configuration of `model`.
pub(crate) fn of(app: &App, model: &Model) -> ModelConfig {
    let versions = app.registry.versions(&model.name);
    let most_texts = model.scheduler.limit(Lane::Interactive) / model.tokenizer.least().max(1);
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    // The first dimension is the batch's.
    let dims = |tensor: &TensorMetadata| tensor.shape.iter().skip(1).copied().collect();
    let input = |tensor: TensorMetadata| ConfigInput {
        name: tensor.name,
        data_type: DataType::of(&tensor),
        dims: dims(&tensor),
        optional: true,
    };
    let output = |tensor: TensorMetadata| ConfigOutput {
        name: tensor.name,
        data_type: DataType::of(&tensor),
        dims: dims(&tensor),
    };
    let labels = serde_json::json!(model.card.labels).to_string();
    let parameter = |string_value: String| Parameter { string_value };
    ModelConfig {
        name: model.name.clone(),
        platform: PLATFORM,
        backend: "onnxruntime",
        version_policy: VersionPolicy {
            specific: SpecificVersions {
                versions: versions.iter().filter_map(|version| version.parse().ok()).collect(),
            },
        },
        max_batch_size: count(most_texts),
        input: inputs().into_iter().map(input).collect(),
        output: outputs(model.card.labels.len()).into_iter().map(output).collect(),
        dynamic_batching: DynamicBatching {
            max_queue_delay_microseconds: 0,
            priority_levels: PRIORITY_LEVELS,
            default_priority_level: DEFAULT_PRIORITY,
            default_queue_policy: QueuePolicy {
                timeout_action: "REJECT",
                default_timeout_microseconds: u64::try_from(app.limits.request_time.as_micros())
                    .unwrap_or(u64::MAX),
                allow_timeout_override: true,
            },
        },
        instance_group: vec![InstanceGroup {
            name: model.name.clone(),
            kind: if model.provider == "cpu" { InstanceKind::Cpu } else { InstanceKind::Gpu },
            count: count(model.instances),
        }],
        default_model_filename: manifest::MODEL,
        parameters: BTreeMap::from([
            ("labels", parameter(labels)),
            ("window", parameter(model.card.window.to_string())),
            ("variant", parameter(model.variant.as_str().to_owned())),
        ]),
        model_transaction_policy: TransactionPolicy { decoupled: false },
    }
}
