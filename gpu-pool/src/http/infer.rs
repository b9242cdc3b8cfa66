//! `POST …/infer`: reads a body in JSON or with binary tensors, and answers in the form that was asked for.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode};
use http_body::Body;
use serde::Serialize;

use super::encoding::{self, Coding};
use super::respond::{self, Answer};
use super::{App, body, json};
use crate::error::Failure;
use crate::protocol::answer::{InferAnswer, Values};
use crate::protocol::infer::{Call, INLINE_BODY};
use crate::protocol::plan::plan;
use crate::protocol::request::{Data, InferRequest, Input, RequestParameters, Scalar};
use crate::registry::model::Model;
use crate::trace::Active;

/// How many bytes of a body are JSON, where binary tensors stand behind it (the binary tensor data extension).
const HEADER_LENGTH: HeaderName = HeaderName::from_static("inference-header-content-length");

const OCTETS: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// Answers one inference request for `model`.
pub(super) async fn infer<B>(
    app: &App,
    model: Arc<Model>,
    request: Request<B>,
    span: Option<Arc<Active>>,
) -> Result<Answer, Failure>
where
    B: Body<Data = Bytes> + Unpin,
{
    let mut call = Call::begin(app, model, Instant::now(), None, span);
    let result = answer(app, request, &mut call).await;
    call.end(result)
}

async fn answer<B>(app: &App, request: Request<B>, call: &mut Call) -> Result<Answer, Failure>
where
    B: Body<Data = Bytes> + Unpin,
{
    let (head, body) = request.into_parts();
    let form = Form::of(&head.headers)?;
    let coding = Coding::of_body(&head.headers)?;
    let coding_of_answer = Coding::of_answer(&head.headers);
    let limit = app.limits.body_bytes;
    let mut room = app.admission.room();
    let body = body::read(&head.headers, body, limit, app.limits.body_time, &mut room).await;
    let body = body.inspect_err(|failure| call.note_full(failure))?;
    // A small body can be a large one compressed.
    let heavy = body.len() > INLINE_BODY || coding != Coding::Identity;
    let read = move |model: &Model, patience: &_| {
        let body = encoding::inflate(coding, body, limit, &mut room);
        let body = body.inspect_err(|failure| model.metrics.note_full(failure))?;
        plan(form.parse(&body)?, model, patience)
    };
    let answer = call.run(app, heavy, read).await?;
    write(&answer, coding_of_answer)
}

/// How the tensors lie in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// All of it is JSON.
    Json,
    /// So many bytes are JSON; tensors follow.
    Binary(usize),
    /// Triton's raw binary request: all of it is one text.
    Text,
}

impl Form {
    fn of(headers: &HeaderMap) -> Result<Self, Failure> {
        let mut values = headers.get_all(HEADER_LENGTH).iter();
        let Some(value) = values.next() else { return Ok(Self::Json) };
        let length = value.to_str().ok().filter(|value| value.bytes().all(|byte| byte.is_ascii_digit()));
        match (length.and_then(|value| value.parse().ok()), values.next()) {
            (Some(0), None) => Ok(Self::Text),
            (Some(length), None) => Ok(Self::Binary(length)),
            _ => Err(Failure::invalid("Inference-Header-Content-Length: must be one whole number of bytes")),
        }
    }

    pub(crate) fn parse(self, body: &[u8]) -> Result<InferRequest<'_>, Failure> {
        match self {
            Self::Json => json::parse(body, &[]),
            Self::Binary(length) => {
                let (json, binary) = body.split_at_checked(length).ok_or_else(|| {
                    let found = body.len();
                    let message = format!(
                        "Inference-Header-Content-Length: it is {length}, and the body has {found} bytes"
                    );
                    Failure::invalid(message)
                })?;
                json::parse(json, binary)
            }
            Self::Text => {
                let text = std::str::from_utf8(body)
                    .map_err(|_quoting| Failure::invalid("text: the body is not UTF-8"))?;
                let input = Input {
                    name: "text".into(),
                    shape: vec![1],
                    datatype: "BYTES".into(),
                    tensor: Data::Text(vec![text.into()]).into(),
                    shared_memory: false,
                };
                // As Triton does: who sends no JSON is answered in binary.
                let binary = Some(Scalar::Bool(true));
                let parameters =
                    RequestParameters { binary_data_output: binary, ..RequestParameters::default() };
                Ok(InferRequest { id: None, parameters, inputs: Some(vec![input]), outputs: Vec::new() })
            }
        }
    }
}

#[derive(Serialize)]
struct Inferred<'a> {
    model_name: &'a str,
    model_version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    parameters: AnswerParameters,
    outputs: Vec<Tensor<'a>>,
}

/// What the protocol has no field for.
#[derive(Serialize)]
struct AnswerParameters {
    /// Which graph of the version answered.
    variant: &'static str,
}

#[derive(Serialize)]
struct Tensor<'a> {
    name: &'static str,
    datatype: &'static str,
    shape: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameters: Option<BinaryData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Values<'a>>,
}

#[derive(Serialize)]
struct BinaryData {
    binary_data_size: usize,
}

fn write(answer: &InferAnswer, coding: Coding) -> Result<Answer, Failure> {
    let mut binary = Vec::new();
    let mut any_binary = false;
    let outputs = answer.outputs().map(|output| {
        let (name, shape, datatype) = (output.name, output.shape, output.values.datatype());
        if !output.binary {
            return Tensor { name, datatype, shape, parameters: None, data: Some(output.values) };
        }
        any_binary = true;
        let before = binary.len();
        output.values.write(&mut binary);
        let parameters = Some(BinaryData { binary_data_size: binary.len() - before });
        Tensor { name, datatype, shape, parameters, data: None }
    });
    let (outputs, model, id) = (outputs.collect(), &answer.model, answer.id.as_deref());
    let parameters = AnswerParameters { variant: model.variant.as_str() };
    let inferred =
        Inferred { model_name: &model.name, model_version: &model.version, id, parameters, outputs };
    let mut body = serde_json::to_vec(&inferred).map_err(|cause| respond::unwritable(&cause))?;
    let json_length = body.len();
    body.append(&mut binary);

    let (coded, body) = encoding::deflate(coding, body);
    let content_type = if any_binary { OCTETS } else { respond::JSON };
    let mut answer = respond::answer(StatusCode::OK, content_type, body);
    if any_binary {
        answer.headers_mut().insert(HEADER_LENGTH, HeaderValue::from(json_length));
    }
    if let Some(coded) = coded {
        answer.headers_mut().insert(CONTENT_ENCODING, coded);
    }
    Ok(answer)
}
