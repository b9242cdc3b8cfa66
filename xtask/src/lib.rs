//! What `cargo xtask` does, as a library: `main.rs` only reads the command line and calls in here.

pub mod audit;
pub mod build;
pub mod deid_bench;
pub mod instructions;
pub mod lint;
pub mod manifests;
pub mod many_hosts;
pub mod models;
pub mod pool;
pub mod progress;
pub mod sbom;
pub mod service;
pub mod setup;
pub mod test;
pub mod up;
pub mod workspace;
