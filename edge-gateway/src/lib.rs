//! Anteroom's edge: one instance per request, nothing kept in memory between them.
//!
//! A request goes through six steps, each its own module, and a step that fails ends it:
//!
//! 1. [`admit`]: path, method, content type, size, strict JSON.
//! 2. [`identity`]: the bearer token against the issuer's keys (crate `edge-auth`).
//! 3. [`limit`]: how much each client may send.
//! 4. de-identify (crate `deid`): the only place that can make what step 5 takes.
//! 5. [`pool`]: forward by the Open Inference Protocol v2, unless the [`breaker`] is open.
//! 6. [`audit`]: one event per decision, without health information.
//!
//! A stream of lines ([`bulk`]) takes steps 3 to 5 anew for each group of its lines.
//!
//! What pods must agree on lies in a store that they may share, and is reached through [`shared`] only.
//!
//! [`gateway::handle`] is the order of the steps. Everything outside the instance (clock, variables, key-value store,
//! outbound HTTP) is behind [`world::World`]; the one implementation that runs in Spin is `spin.rs`, the only file that
//! knows the Spin SDK, so that a move to another SDK or WASI version stays in one place.

pub mod admit;
pub mod answer;
pub mod audit;
pub mod breaker;
pub mod bulk;
pub mod gateway;
pub mod identity;
pub mod json;
pub mod limit;
pub mod lines;
pub mod openapi;
pub mod pool;
pub mod problem;
pub mod request_id;
pub mod routes;
pub mod settings;
pub mod shared;
pub mod sink;
pub mod trace;
pub mod world;

#[cfg(target_arch = "wasm32")]
mod spin;
