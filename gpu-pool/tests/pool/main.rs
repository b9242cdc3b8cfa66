//! The pool from outside: real HTTP on loopback, the real ONNX Runtime, the demo model.

mod drain;
mod limits;
mod models;
mod privacy;
mod protocol;
mod scheduling;
mod support;
mod tls;
