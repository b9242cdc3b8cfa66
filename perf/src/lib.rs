//! Measures Anteroom beside the systems of the paper, on one machine, in one run. `perf/README.md` has the method.
//!
//! `main.rs` only reads the command line and calls in here. What is measured is written as JSON ([`results`]); tables, plots and
//! pages ([`report`]) are made from that JSON alone, so an old run can be shown again.

pub mod cold;
pub mod deid_speed;
pub mod edge_cost;
pub mod load;
pub mod machine;
pub mod report;
pub mod results;
pub mod scale;
pub mod soak;
pub mod systems;
pub mod table;
pub mod texts;
