//! `ModelInferRequest` to the request that every form becomes. Borrows text from the message.

use std::borrow::Cow;
use std::collections::HashMap;

use super::proto;
use super::proto::infer_parameter::ParameterChoice;
use super::proto::model_infer_request::{InferInputTensor, InferRequestedOutputTensor};
use crate::error::Failure;
use crate::protocol::plan::known;
use crate::protocol::request::{
    Data, InferRequest, Input, OutputParameters, RequestParameters, RequestedOutput, Scalar,
};

/// Where an input's data would lie in memory that both sides see.
const SHARED_MEMORY: &str = "shared_memory_region";

type Parameters = HashMap<String, proto::InferParameter>;

/// The request in `message`.
pub(crate) fn infer(message: &proto::ModelInferRequest) -> Result<InferRequest<'_>, Failure> {
    let raw = &message.raw_input_contents;
    if !raw.is_empty() && raw.len() != message.inputs.len() {
        return Err(Failure::invalid(format!(
            "raw_input_contents: {} for {} inputs; there must be one for each, or none at all",
            raw.len(),
            message.inputs.len()
        )));
    }
    let inputs = message.inputs.iter().enumerate();
    let inputs =
        inputs.map(|(number, tensor)| input(number, tensor, raw.get(number).map(|bytes| &bytes[..])));
    let parameters = &message.parameters;
    Ok(InferRequest {
        id: Some(Cow::Borrowed(message.id.as_str())),
        parameters: RequestParameters {
            priority: scalar(parameters, "priority"),
            timeout: scalar(parameters, "timeout"),
            // There is no other form of an answer here.
            binary_data_output: None,
        },
        inputs: Some(inputs.collect::<Result<_, _>>()?),
        outputs: message.outputs.iter().map(output).collect(),
    })
}

fn scalar(parameters: &Parameters, name: &str) -> Option<Scalar> {
    Some(match parameters.get(name)?.parameter_choice.as_ref()? {
        ParameterChoice::BoolParam(value) => Scalar::Bool(*value),
        ParameterChoice::Int64Param(value) => Scalar::from(*value),
        ParameterChoice::Uint64Param(value) => Scalar::Whole(*value),
        ParameterChoice::StringParam(_) | ParameterChoice::DoubleParam(_) => Scalar::Other,
    })
}

fn output(output: &InferRequestedOutputTensor) -> RequestedOutput<'_> {
    let InferRequestedOutputTensor { name, parameters } = output;
    RequestedOutput {
        name: Cow::Borrowed(name),
        parameters: OutputParameters {
            classification: scalar(parameters, "classification"),
            binary_data: None,
            shared_memory: parameters.contains_key(SHARED_MEMORY),
        },
    }
}

fn input<'a>(
    number: usize,
    tensor: &'a InferInputTensor,
    raw: Option<&'a [u8]>,
) -> Result<Input<'a>, Failure> {
    let InferInputTensor { name, datatype, shape, parameters, contents } = tensor;
    let wrong = |what: &str| Failure::invalid(format!("{}: {what}", known(number, name)));
    let data = match (contents, raw) {
        (Some(_), Some(_)) => return Err(wrong("has both contents and raw_input_contents")),
        (None, Some(bytes)) => Data::Raw(bytes),
        (Some(contents), None) => typed(contents).map_err(|what| wrong(&what))?,
        (None, None) => Data::Missing,
    };
    Ok(Input {
        name: Cow::Borrowed(name),
        shape: shape.clone(),
        datatype: Cow::Borrowed(datatype),
        tensor: data.into(),
        shared_memory: parameters.contains_key(SHARED_MEMORY),
    })
}

fn typed(contents: &proto::InferTensorContents) -> Result<Data<'_>, String> {
    let proto::InferTensorContents {
        bool_contents,
        int_contents,
        int64_contents,
        uint_contents,
        uint64_contents,
        fp32_contents,
        fp64_contents,
        bytes_contents,
    } = contents;
    let others = [
        bool_contents.is_empty(),
        int_contents.is_empty(),
        uint_contents.is_empty(),
        uint64_contents.is_empty(),
        fp32_contents.is_empty(),
        fp64_contents.is_empty(),
    ];
    if others.contains(&false) {
        return Err("contents: only int64_contents (INT64) and bytes_contents (BYTES) are taken".into());
    }
    match (int64_contents.is_empty(), bytes_contents.is_empty()) {
        (true, true) => Ok(Data::Empty),
        (false, true) => Ok(Data::Integers(int64_contents.clone())),
        (false, false) => Err("contents: both int64_contents and bytes_contents".into()),
        (true, false) => {
            let texts = bytes_contents.iter().enumerate().map(|(number, bytes)| {
                let text = std::str::from_utf8(bytes);
                text.map(Cow::Borrowed).map_err(|_quoting| format!("element {number} is not UTF-8"))
            });
            Ok(Data::Text(texts.collect::<Result<_, _>>()?))
        }
    }
}
