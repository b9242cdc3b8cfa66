//! The Open Inference Protocol v2 as this pool serves it, whatever carries it: JSON, binary tensors or gRPC.
//!
//! `http` and `grpc` turn what they receive into a [`request::InferRequest`] and write an [`answer::InferAnswer`] in their
//! own form; everything between is here, once, so that the three cannot drift: checks ([`plan`]), the run ([`infer`]),
//! metadata, configuration and statistics. It knows neither hyper nor tonic.

pub(crate) mod answer;
pub(crate) mod config;
pub(crate) mod infer;
pub(crate) mod metadata;
pub(crate) mod plan;
pub(crate) mod raw;
pub(crate) mod request;
pub(crate) mod statistics;
