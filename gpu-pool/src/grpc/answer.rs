//! What `protocol` answers, as protobuf.

use super::proto;
use super::proto::model_config::SchedulingChoice;
use super::proto::model_infer_response::InferOutputTensor;
use super::proto::model_instance_group::Kind;
use super::proto::model_metadata_response::TensorMetadata;
use super::proto::model_queue_policy::TimeoutAction;
use super::proto::model_version_policy::{PolicyChoice, Specific};
use super::proto::repository_index_response::ModelIndex;
use crate::protocol::answer::InferAnswer;
use crate::protocol::config::{DataType, InstanceKind, ModelConfig};
use crate::protocol::metadata::{self, ModelMetadata, ServerMetadata, StatisticsAnswer};
use crate::protocol::statistics::{BatchStatistics, Elapsed, RequestStatistics};
use crate::registry::{Listed, State};

fn text_parameter(text: &str) -> proto::InferParameter {
    let choice = proto::infer_parameter::ParameterChoice::StringParam(text.to_owned());
    proto::InferParameter { parameter_choice: Some(choice) }
}

/// The tensors lie in `raw_output_contents`, as Triton's do.
pub(super) fn infer(answer: &InferAnswer) -> proto::ModelInferResponse {
    let mut response = proto::ModelInferResponse {
        model_name: answer.model.name.clone(),
        model_version: answer.model.version.clone(),
        id: answer.id.clone().unwrap_or_default(),
        parameters: [("variant".to_owned(), text_parameter(answer.model.variant.as_str()))].into(),
        ..Default::default()
    };
    for output in answer.outputs() {
        let mut raw = Vec::new();
        output.values.write(&mut raw);
        response.raw_output_contents.push(raw.into());
        response.outputs.push(InferOutputTensor {
            name: output.name.to_owned(),
            datatype: output.values.datatype().to_owned(),
            shape: output.shape.iter().map(|length| *length as i64).collect(),
            ..Default::default()
        });
    }
    response
}

/// `ServerMetadata`.
pub(super) fn server(server: &ServerMetadata) -> proto::ServerMetadataResponse {
    proto::ServerMetadataResponse {
        name: server.name.to_owned(),
        version: server.version.to_owned(),
        extensions: server.extensions.iter().map(|name| (*name).to_owned()).collect(),
    }
}

/// `ModelMetadata`. Labels and window have no field in it: they are parameters of the configuration.
pub(super) fn model(model: ModelMetadata<'_>) -> proto::ModelMetadataResponse {
    let tensors = |tensors: Vec<metadata::TensorMetadata>| {
        let each = tensors.into_iter().map(|tensor| TensorMetadata {
            name: tensor.name.to_owned(),
            datatype: tensor.datatype.to_owned(),
            shape: tensor.shape,
        });
        each.collect()
    };
    proto::ModelMetadataResponse {
        name: model.name.to_owned(),
        versions: model.versions,
        platform: model.platform.to_owned(),
        inputs: tensors(model.inputs),
        outputs: tensors(model.outputs),
    }
}

fn data_type(datatype: DataType) -> i32 {
    let datatype = match datatype {
        DataType::Int32 => proto::DataType::TypeInt32,
        DataType::Int64 => proto::DataType::TypeInt64,
        DataType::Fp32 => proto::DataType::TypeFp32,
        DataType::String => proto::DataType::TypeString,
    };
    datatype.into()
}

/// `ModelConfig`.
pub(super) fn config(config: ModelConfig) -> proto::ModelConfig {
    let input = config.input.into_iter().map(|input| proto::ModelInput {
        name: input.name.to_owned(),
        data_type: data_type(input.data_type),
        dims: input.dims,
        optional: input.optional,
    });
    let output = config.output.into_iter().map(|output| proto::ModelOutput {
        name: output.name.to_owned(),
        data_type: data_type(output.data_type),
        dims: output.dims,
    });
    let groups = config.instance_group.into_iter().map(|group| {
        let kind = match group.kind {
            InstanceKind::Cpu => Kind::Cpu,
            InstanceKind::Gpu => Kind::Gpu,
        };
        proto::ModelInstanceGroup { name: group.name, count: group.count, kind: kind.into() }
    });
    let parameters = config.parameters.into_iter().map(|(name, parameter)| {
        (name.to_owned(), proto::ModelParameter { string_value: parameter.string_value })
    });
    let batching = config.dynamic_batching;
    let policy = proto::ModelQueuePolicy {
        timeout_action: TimeoutAction::Reject.into(),
        default_timeout_microseconds: batching.default_queue_policy.default_timeout_microseconds,
        allow_timeout_override: batching.default_queue_policy.allow_timeout_override,
    };
    let batching = proto::ModelDynamicBatching {
        max_queue_delay_microseconds: batching.max_queue_delay_microseconds,
        priority_levels: batching.priority_levels,
        default_priority_level: batching.default_priority_level,
        default_queue_policy: Some(policy),
    };
    let versions = Specific { versions: config.version_policy.specific.versions };
    let decoupled = config.model_transaction_policy.decoupled;
    proto::ModelConfig {
        name: config.name,
        platform: config.platform.to_owned(),
        backend: config.backend.to_owned(),
        version_policy: Some(proto::ModelVersionPolicy {
            policy_choice: Some(PolicyChoice::Specific(versions)),
        }),
        max_batch_size: config.max_batch_size,
        input: input.collect(),
        output: output.collect(),
        instance_group: groups.collect(),
        default_model_filename: config.default_model_filename.to_owned(),
        parameters: parameters.collect(),
        model_transaction_policy: Some(proto::ModelTransactionPolicy { decoupled }),
        scheduling_choice: Some(SchedulingChoice::DynamicBatching(batching)),
    }
}

fn elapsed(elapsed: Elapsed) -> Option<proto::StatisticDuration> {
    Some(proto::StatisticDuration { count: elapsed.count, ns: elapsed.ns })
}

fn requests(requests: RequestStatistics) -> proto::InferStatistics {
    proto::InferStatistics {
        success: elapsed(requests.success),
        fail: elapsed(requests.fail),
        queue: elapsed(requests.queue),
        compute_input: elapsed(requests.compute_input),
        compute_infer: elapsed(requests.compute_infer),
        compute_output: elapsed(requests.compute_output),
        cache_hit: elapsed(requests.cache_hit),
        cache_miss: elapsed(requests.cache_miss),
    }
}

fn batch(batch: BatchStatistics) -> proto::InferBatchStatistics {
    proto::InferBatchStatistics {
        batch_size: batch.batch_size,
        compute_input: elapsed(batch.compute_input),
        compute_infer: elapsed(batch.compute_infer),
        compute_output: elapsed(batch.compute_output),
    }
}

/// `ModelStatistics`.
pub(super) fn statistics(answer: StatisticsAnswer) -> proto::ModelStatisticsResponse {
    let each = answer.model_stats.into_iter().map(|model| proto::ModelStatistics {
        name: model.name,
        version: model.version,
        last_inference: model.last_inference,
        inference_count: model.inference_count,
        execution_count: model.execution_count,
        inference_stats: Some(requests(model.inference_stats)),
        batch_stats: model.batch_stats.into_iter().map(batch).collect(),
    });
    proto::ModelStatisticsResponse { model_stats: each.collect() }
}

/// `RepositoryIndex`.
pub(super) fn index(index: Vec<Listed>, only_ready: bool) -> proto::RepositoryIndexResponse {
    let listed = index.into_iter().filter(|version| !only_ready || version.state == State::Ready);
    let models = listed.map(|version| ModelIndex {
        name: version.name,
        version: version.version,
        state: version.state.as_str().to_owned(),
        reason: version.reason,
    });
    proto::RepositoryIndexResponse { models: models.collect() }
}
