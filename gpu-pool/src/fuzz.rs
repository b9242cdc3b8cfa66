//! What holds for any request, whatever form it comes in. Called by the tests below, which run it on the stored corpora of
//! `fuzz/corpus` and on mutations of them.

use prost::Message;

use crate::error::{Failure, Kind};
use crate::grpc::proto::ModelInferRequest;
use crate::grpc::read_request;
use crate::http::Form;
use crate::protocol::raw;
use crate::protocol::request::{Data, InferRequest};

/// Stands in texts, names and ids of the corpora; no message of ours may repeat it.
const CANARY: &str = "Zebulon";

/// JSON, JSON with binary tensors behind it, and a body that is one text. What follows the first line break is the body; before
/// it stands how many of its bytes are JSON, or nothing for all.
fn http(bytes: &[u8]) {
    let mut parts = bytes.splitn(2, |byte| *byte == b'\n');
    let (length, body) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let length = std::str::from_utf8(length).ok().and_then(|length| length.parse().ok());
    let form = match length {
        None => Form::Json,
        Some(0) => Form::Text,
        Some(length) => Form::Binary(length),
    };
    if let Some(request) = taken(form.parse(body)) {
        check(request);
    }
}

/// A `ModelInferRequest` as gRPC carries it.
fn grpc(bytes: &[u8]) {
    let Ok(message) = ModelInferRequest::decode(bytes) else { return };
    if let Some(request) = taken(read_request(&message)) {
        assert_eq!(request.inputs.as_ref().map(Vec::len), Some(message.inputs.len()));
        assert_eq!(request.outputs.len(), message.outputs.len());
        check(request);
    }
}

/// A tensor as bytes: the first byte is how many elements the shape says.
fn tensor(bytes: &[u8]) {
    let Some((count, bytes)) = bytes.split_first() else { return };
    let count = u64::from(*count);
    match raw::texts(bytes, count) {
        Ok(texts) => {
            assert_eq!(texts.len() as u64, count);
            let mut again = Vec::new();
            raw::write_texts(&texts, &mut again);
            assert_eq!(again, bytes, "read otherwise than it is written");
        }
        Err(what) => assert!(!what.contains(CANARY), "{what}"),
    }
    if let Ok(values) = raw::integers(bytes, count) {
        assert_eq!(values.len() as u64, count);
        assert_eq!(values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>(), bytes);
    }
}

fn taken(read: Result<InferRequest<'_>, Failure>) -> Option<InferRequest<'_>> {
    match read {
        Ok(request) => Some(request),
        Err(failure) => {
            assert_eq!(failure.kind, Kind::Invalid);
            assert!(!failure.client.contains(CANARY), "{}", failure.client);
            assert!(failure.log.is_none_or(|log| !log.contains(CANARY)));
            None
        }
    }
}

/// Whatever was taken can be judged: tensors by the columns that their shape says, parameters by what they mean.
fn check(request: InferRequest<'_>) {
    let parameters = &request.parameters;
    let judged = [parameters.lane().err(), parameters.timeout().err(), parameters.binary_data_output().err()];
    for failure in judged.into_iter().flatten() {
        assert!(!failure.client.contains(CANARY), "{}", failure.client);
    }
    for input in request.inputs.into_iter().flatten() {
        let columns = input.shape.get(1).copied().unwrap_or(1).unsigned_abs();
        let count = input.shape.iter().try_fold(1_u64, |all, side| all.checked_mul(side.unsigned_abs()));
        match input.tensor.rows_of(columns) {
            Data::Raw(bytes) => {
                let count = count.unwrap_or(u64::MAX);
                for what in
                    [raw::texts(bytes, count).err(), raw::integers(bytes, count).err()].into_iter().flatten()
                {
                    assert!(!what.contains(CANARY), "{what}");
                }
            }
            Data::Wrong(what) => assert!(!what.contains(CANARY), "{what}"),
            Data::Text(texts) => assert!(!texts.is_empty()),
            Data::Integers(values) => assert!(!values.is_empty()),
            Data::Missing | Data::Empty => {}
        }
    }
}

#[path = "../../edge-gateway/fuzz/mutations.rs"]
mod mutations;

#[test]
fn any_request_over_http_is_read_or_refused_without_a_byte_of_it() {
    mutations::run("fuzz/corpus/http", 20_000, http);
}

#[test]
fn any_message_of_grpc_is_read_or_refused_without_a_byte_of_it() {
    mutations::run("fuzz/corpus/grpc", 20_000, grpc);
}

#[test]
fn any_tensor_of_bytes_is_read_as_it_is_written_or_not_at_all() {
    mutations::run("fuzz/corpus/tensor", 20_000, tensor);
}
