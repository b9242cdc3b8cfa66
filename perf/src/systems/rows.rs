//! Which systems are in the table, in its order, and what a reader must know of each.

use super::System;
use crate::results::Graph;

/// A row before it is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spec {
    /// Stable name; `--rows` takes it.
    pub id: &'static str,
    /// Number in the issue's table.
    pub number: Option<u8>,
    /// For people.
    pub name: String,
    /// What a reader must know.
    pub notes: Vec<String>,
    /// The graph.
    pub graph: Graph,
    /// The system.
    pub system: System,
    /// Whether the quick mode has it.
    pub quick: bool,
}

impl Spec {
    /// Ours read long notes whole, in windows; the peers cut them, which is less work.
    #[must_use]
    pub fn reads_long_notes(&self) -> bool {
        matches!(self.system, System::Pool { .. } | System::Edge)
    }
}

const HYBRID: &str = "Presidio with patterns alone, without the language model that finds names and places: that installs from \
    PyPI, is many times faster, and misses most names. Triton behind it as in row 3.";
const WHOLE: &str = "TLS, token, rate limit, HIPAA Safe Harbor de-identification, mutual TLS to the pool, and an audit event for each request.";
const CEILING: &str = "No server, no tokenizing: batches made beforehand. The best of its plans.";
const PYTRITON: &str = "Triton 2.51 of nvidia-pytriton; ONNX Runtime in its Python backend, since its own is not in that package.";
const INT8: &str = "int8: dynamic quantisation; answers are near those of fp32, see its agreement.";
const OUR_GRAPH: &str = "With our un-padded graph, to tell graph and server apart.";

/// All rows for a machine that lets each system compute with `threads`.
#[must_use]
#[allow(clippy::too_many_lines, reason = "a table")]
pub fn all(threads: usize) -> Vec<Spec> {
    use Graph::{Export, Int8, Unpadded};
    let row = |id, number: u8, name: &str, graph, system, quick, notes: &[&str]| Spec {
        id,
        number: (number > 0).then_some(number),
        name: name.to_owned(),
        notes: notes.iter().map(|note| (*note).to_owned()).collect(),
        graph,
        system,
        quick,
    };
    let wide = System::Fastapi { at_once: 1, threads };
    let narrow = System::Fastapi { at_once: threads, threads: 1 };
    let triton = |batch| System::Triton { batch, instances: 1, threads };
    let twice = |batch| System::Triton { batch, instances: threads, threads: 1 };
    let mosec = |batch, workers, threads| System::Mosec { batch, workers, threads };
    let litserve = |batch, workers, threads| System::Litserve { batch, workers, threads };
    let one_session = format!("One inference at a time, with {threads} threads.");
    let sessions = format!("Up to {threads} inferences at once, of one thread each.");
    let (one_session, sessions) = (one_session.as_str(), sessions.as_str());
    let batching = System::Pool { batching: true };
    let single = System::Pool { batching: false };
    vec![
        row("fastapi", 1, "FastAPI", Export, wide.clone(), true, &[one_session]),
        row("fastapi-1t", 1, "FastAPI, one thread each", Export, narrow.clone(), true, &[sessions]),
        row("triton", 2, "Triton, no batching", Export, triton(1), true, &[PYTRITON, one_session]),
        row(
            "triton-1t",
            2,
            "Triton, no batching, one thread each",
            Export,
            twice(1),
            false,
            &[PYTRITON, sessions],
        ),
        row(
            "triton-b16",
            3,
            "Triton, dynamic batching 16",
            Export,
            triton(16),
            true,
            &[PYTRITON, one_session],
        ),
        row(
            "triton-b16-1t",
            3,
            "Triton, dynamic batching 16, one thread each",
            Export,
            twice(16),
            false,
            &[PYTRITON, sessions],
        ),
        row(
            "gateway",
            4,
            "Hybrid: FastAPI gateway, Triton 16",
            Export,
            System::Gateway { threads },
            true,
            &[HYBRID],
        ),
        row(
            "pool-export-single",
            5,
            "Anteroom pool, export, batching off",
            Export,
            single.clone(),
            false,
            &[],
        ),
        row("pool-export", 5, "Anteroom pool, export", Export, batching.clone(), false, &[]),
        row("pool-single", 5, "Anteroom pool, batching off", Unpadded, single, true, &[]),
        row("pool", 5, "Anteroom pool", Unpadded, batching.clone(), true, &[]),
        row("pool-int8", 6, "Anteroom pool, int8", Int8, batching, true, &[INT8]),
        row("edge", 7, "Anteroom whole", Unpadded, System::Edge, true, &[WHOLE]),
        row("edge-int8", 7, "Anteroom whole, int8", Int8, System::Edge, true, &[WHOLE, INT8]),
        row("engine", 8, "The engine alone", Unpadded, System::Engine { threads }, true, &[CEILING]),
        row(
            "engine-export",
            8,
            "The engine alone, export",
            Export,
            System::Engine { threads },
            false,
            &[CEILING],
        ),
        row(
            "engine-int8",
            8,
            "The engine alone, int8",
            Int8,
            System::Engine { threads },
            true,
            &[CEILING, INT8],
        ),
        row("mosec", 0, "mosec, batches of 16", Export, mosec(16, 1, threads), false, &[one_session]),
        row("mosec-1t", 0, "mosec, one thread each", Export, mosec(1, threads, 1), false, &[sessions]),
        row(
            "litserve",
            0,
            "LitServe, batches of 16",
            Export,
            litserve(16, 1, threads),
            false,
            &[one_session],
        ),
        row(
            "litserve-1t",
            0,
            "LitServe, one thread each",
            Export,
            litserve(1, threads, 1),
            false,
            &[sessions],
        ),
        row("fastapi-unpadded", 0, "FastAPI, our graph", Unpadded, wide, false, &[OUR_GRAPH, one_session]),
        row(
            "fastapi-1t-unpadded",
            0,
            "FastAPI, one thread each, our graph",
            Unpadded,
            narrow.clone(),
            true,
            &[OUR_GRAPH, sessions],
        ),
        row(
            "triton-b16-unpadded",
            0,
            "Triton, dynamic batching 16, our graph",
            Unpadded,
            triton(16),
            true,
            &[PYTRITON, OUR_GRAPH],
        ),
        row(
            "triton-b16-1t-unpadded",
            0,
            "Triton, dynamic batching 16, one thread each, our graph",
            Unpadded,
            twice(16),
            false,
            &[PYTRITON, OUR_GRAPH, sessions],
        ),
        row("fastapi-int8", 0, "FastAPI, int8", Int8, narrow, true, &[INT8, sessions]),
        row("tei", 0, "text-embeddings-inference", Export, System::Tei { threads }, false, &[]),
        row(
            "tei-unpadded",
            0,
            "text-embeddings-inference, our graph",
            Unpadded,
            System::Tei { threads },
            false,
            &[OUR_GRAPH],
        ),
        row("tei-int8", 0, "text-embeddings-inference, int8", Int8, System::Tei { threads }, false, &[INT8]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_has_a_name_of_its_own_and_the_quick_ones_cover_the_issues_table() {
        let rows = all(2);
        let names: BTreeSet<&str> = rows.iter().map(|row| row.id).collect();
        assert_eq!(names.len(), rows.len());
        let quick: BTreeSet<u8> = rows.iter().filter(|row| row.quick).filter_map(|row| row.number).collect();
        assert_eq!(quick, (1..=8).collect());
    }
}
