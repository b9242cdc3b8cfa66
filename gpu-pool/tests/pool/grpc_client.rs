//! A gRPC client that writes its own frames: what the protocol says, not what a library does.

use std::net::SocketAddr;

use bytes::{Buf, BufMut, Bytes, BytesMut};
use gpu_pool::grpc::proto;
use gpu_pool::grpc::proto::infer_parameter::ParameterChoice;
use gpu_pool::grpc::proto::model_infer_request::{InferInputTensor, InferRequestedOutputTensor};
use http::header::{CONTENT_TYPE, TE};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::channel::Sender;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Channel, Full};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use prost::Message;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use super::support::{PATIENCE, WELL};

pub(crate) const OK: &str = "0";
pub(crate) const INVALID_ARGUMENT: &str = "3";
pub(crate) const DEADLINE_EXCEEDED: &str = "4";
pub(crate) const NOT_FOUND: &str = "5";
pub(crate) const RESOURCE_EXHAUSTED: &str = "8";
pub(crate) const UNIMPLEMENTED: &str = "12";
pub(crate) const INTERNAL: &str = "13";
pub(crate) const UNAVAILABLE: &str = "14";

pub(crate) type Body = BoxBody<Bytes, std::convert::Infallible>;

/// A connection that speaks gRPC.
#[derive(Clone)]
pub(crate) struct Grpc(http2::SendRequest<Body>);

/// How a call ended: its messages, its status, what the status says, and what came with it.
#[derive(Debug)]
pub(crate) struct Ended<M> {
    pub(crate) messages: Vec<M>,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) trailers: HeaderMap,
}

pub(crate) fn frame(message: &impl Message) -> Bytes {
    coded(0, &message.encode_to_vec())
}

pub(crate) fn coded(flag: u8, message: &[u8]) -> Bytes {
    let mut frame = BytesMut::new();
    frame.put_u8(flag);
    frame.put_u32(message.len() as u32);
    frame.extend_from_slice(message);
    frame.freeze()
}

impl Grpc {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        Self::over(TcpStream::connect(address).await.expect("connects")).await
    }

    pub(crate) async fn over(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Self {
        let (sender, connection) =
            http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.expect("handshake");
        tokio::spawn(connection);
        Self(sender)
    }

    /// Of whose answers the server may never send a byte.
    pub(crate) async fn connect_unwilling(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("connects");
        let mut builder = http2::Builder::new(TokioExecutor::new());
        let (sender, connection) =
            builder.initial_stream_window_size(0).handshake(TokioIo::new(stream)).await.expect("handshake");
        tokio::spawn(connection);
        Self(sender)
    }

    /// Waits until the server has closed the connection.
    pub(crate) async fn closed(&self) {
        let closed = async {
            while !self.0.is_closed() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, closed).await.expect("the server closes the connection");
    }

    pub(crate) async fn send<M: Message + Default>(
        &self,
        method: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Ended<M> {
        let service =
            if method == "Check" { "grpc.health.v1.Health" } else { "inference.GRPCInferenceService" };
        let uri = format!("http://pool/{service}/{method}");
        let request = Request::post(uri).header(CONTENT_TYPE, "application/grpc").header(TE, "trailers");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let call = async {
            let sent = self.0.clone().send_request(request.body(body).expect("request")).await;
            let (head, body) = sent.expect("an answer").into_parts();
            assert_eq!(head.status, StatusCode::OK, "gRPC's own status is in the trailers");
            assert_eq!(head.headers[CONTENT_TYPE], "application/grpc");
            let body = body.collect().await.expect("a whole answer");
            // A call without an answer has its status in the head.
            let trailers = body.trailers().cloned().unwrap_or(head.headers);
            let mut frames = body.to_bytes();
            let mut messages = Vec::new();
            while frames.has_remaining() {
                assert_eq!(frames.get_u8(), 0, "answers are not compressed");
                let length = frames.get_u32() as usize;
                messages.push(M::decode(frames.split_to(length)).expect("a message"));
            }
            let text = |name: &str| {
                let value = trailers.get(name).map_or("", |value| value.to_str().expect("ASCII"));
                value.replace("%20", " ").replace("%5B", "[").replace("%5D", "]").replace("%3B", ";")
            };
            Ended {
                messages,
                code: text("grpc-status"),
                message: text("grpc-message"),
                trailers: trailers.clone(),
            }
        };
        tokio::time::timeout(PATIENCE, call).await.expect("an answer in time")
    }

    pub(crate) async fn raw<M: Message + Default>(&self, headers: &[(&str, &str)], body: Bytes) -> Ended<M> {
        self.send("ModelInfer", headers, Full::new(body).boxed()).await
    }

    /// One inference with headers of its own.
    pub(crate) async fn infer_with(
        &self,
        headers: &[(&str, &str)],
        request: &proto::ModelInferRequest,
    ) -> Ended<proto::ModelInferResponse> {
        self.raw(headers, frame(request)).await
    }

    pub(crate) async fn call<M: Message + Default>(&self, method: &str, request: &impl Message) -> Ended<M> {
        self.send(method, &[], Full::new(frame(request)).boxed()).await
    }

    pub(crate) async fn get<M: Message + Default>(&self, method: &str, request: &impl Message) -> M {
        let Ended { mut messages, code, message, .. } = self.call(method, request).await;
        assert_eq!((code.as_str(), messages.len()), (OK, 1), "{method}: {message}");
        messages.pop().expect("one")
    }

    pub(crate) async fn infer(&self, request: &proto::ModelInferRequest) -> Ended<proto::ModelInferResponse> {
        self.call("ModelInfer", request).await
    }

    /// Whether the server can be called at all.
    pub(crate) async fn is_live(&self) -> bool {
        self.get::<proto::ServerLiveResponse>("ServerLive", &proto::ServerLiveRequest {}).await.live
    }
}

pub(crate) fn input(name: &str, datatype: &str, shape: &[i64]) -> InferInputTensor {
    InferInputTensor {
        name: name.into(),
        datatype: datatype.into(),
        shape: shape.to_vec(),
        ..Default::default()
    }
}

pub(crate) fn request(inputs: Vec<InferInputTensor>) -> proto::ModelInferRequest {
    proto::ModelInferRequest { model_name: "demo".into(), inputs, ..Default::default() }
}

pub(crate) fn element(text: &str) -> Vec<u8> {
    [&(text.len() as u32).to_le_bytes(), text.as_bytes()].concat()
}

/// As `tritonclient` asks.
pub(crate) fn well() -> proto::ModelInferRequest {
    let mut request = request(vec![input("text", "BYTES", &[1])]);
    request.raw_input_contents = vec![element(WELL).into()];
    request
}

/// Two texts.
pub(crate) fn double() -> proto::ModelInferRequest {
    let mut request = request(vec![input("text", "BYTES", &[2])]);
    request.raw_input_contents = vec![[element(WELL), element(WELL)].concat().into()];
    request
}

pub(crate) fn parameter(choice: ParameterChoice) -> proto::InferParameter {
    proto::InferParameter { parameter_choice: Some(choice) }
}

pub(crate) fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|value| f32::from_le_bytes(*value)).collect()
}

/// Calls with `canary` wherever a string can stand, each wrong in another way.
pub(crate) fn canary_calls(canary: &str) -> Vec<proto::ModelInferRequest> {
    let changes: [&dyn Fn(&mut proto::ModelInferRequest); 8] = [
        &|r| r.raw_input_contents[0] = element(canary).into(),
        &|r| r.raw_input_contents[0] = canary.to_owned().into(),
        &|r| r.model_name = canary.into(),
        &|r| r.model_version = canary.into(),
        &|r| r.inputs[0].name = canary.into(),
        &|r| r.inputs[0].datatype = canary.into(),
        &|r| r.outputs = vec![InferRequestedOutputTensor { name: canary.into(), ..Default::default() }],
        &|r| {
            let value = parameter(ParameterChoice::StringParam(canary.into()));
            r.parameters.insert("priority".into(), value);
        },
    ];
    let changed = changes.iter().map(|change| {
        let mut request = well();
        change(&mut request);
        request
    });
    changed.collect()
}

/// A stream of requests that the test feeds.
pub(crate) fn stream(
    grpc: &Grpc,
) -> (Sender<Bytes>, tokio::task::JoinHandle<Ended<proto::ModelStreamInferResponse>>) {
    stream_with(grpc, &[])
}

/// With headers of its own.
pub(crate) fn stream_with(
    grpc: &Grpc,
    headers: &'static [(&'static str, &'static str)],
) -> (Sender<Bytes>, tokio::task::JoinHandle<Ended<proto::ModelStreamInferResponse>>) {
    let (sender, body) = Channel::<Bytes>::new(8);
    let grpc = grpc.clone();
    (sender, tokio::spawn(async move { grpc.send("ModelStreamInfer", headers, body.boxed()).await }))
}
