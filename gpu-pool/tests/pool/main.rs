//! The pool from outside: real HTTP on loopback, the real ONNX Runtime, the demo model.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "tests: a failed expectation is the result; clippy exempts only the test functions themselves"
)]

mod ages;
mod binary;
mod check;
mod clients;
mod compression;
mod dashboard;
mod drain;
mod floods;
mod gpu;
mod gpu_unusable;
mod grpc;
mod grpc_client;
mod grpc_limits;
mod hanging;
mod limits;
mod lone;
mod models;
mod neighbours;
mod privacy;
mod proportion;
mod protocol;
mod repository;
mod scheduling;
mod statistics;
mod support;
mod tls;
mod tls_reload;
mod traces;
mod tune;
mod variants;
