//! What computes logits. The scheduler's threads call it through [`Engine`]; only `engine::onnx` knows ONNX Runtime.
//!
//! An engine never sees text, only token ids.

pub mod buckets;
#[cfg(feature = "cuda")]
pub mod cuda;
pub mod onnx;
mod weights;

use std::sync::Arc;

use crate::tokenize::Sequence;

/// What kind of failure it is, as far as anything is done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// There was not enough memory for this batch: less of it may do.
    OutOfMemory,
    /// All else.
    Other,
}

/// Why an engine could not be made, or did not answer.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{cause}")]
pub struct EngineError {
    /// Names shapes and causes, never content.
    pub cause: String,
    /// What can be done about it.
    pub fault: Fault,
}

impl EngineError {
    /// A failure that nothing is done about but to make the engine anew.
    pub fn new(cause: impl Into<String>) -> Self {
        Self { cause: cause.into(), fault: Fault::Other }
    }

    /// A failure for want of memory.
    pub fn out_of_memory(cause: impl Into<String>) -> Self {
        Self { cause: cause.into(), fault: Fault::OutOfMemory }
    }
}

/// A padded batch, row by row. The buffers are reused from batch to batch.
#[derive(Default)]
pub struct Batch {
    /// Token ids, `rows` times `columns`.
    pub ids: Vec<i64>,
    /// 1 for a token, 0 for padding, same shape.
    pub mask: Vec<i64>,
    /// How many sequences.
    pub rows: usize,
    /// The padded length of each.
    pub columns: usize,
}

impl Batch {
    /// Fills the batch with `sequences`, padded to the longest with `pad`.
    pub fn fill<'a>(&mut self, sequences: impl ExactSizeIterator<Item = &'a Sequence> + Clone, pad: i64) {
        self.rows = sequences.len();
        self.columns = sequences.clone().map(Sequence::len).max().unwrap_or(0);
        self.ids.clear();
        self.mask.clear();
        for (row, sequence) in sequences.enumerate() {
            let end = (row + 1) * self.columns;
            self.ids.extend(sequence.ids().iter().map(|id| i64::from(*id)));
            self.ids.resize(end, pad);
            match sequence.mask() {
                Some(mask) => self.mask.extend(mask.iter().map(|bit| i64::from(*bit))),
                None => self.mask.resize(self.mask.len() + sequence.len(), 1),
            }
            self.mask.resize(end, 0);
        }
    }
}

/// What an engine answers: `rows` times `labels` values.
#[derive(Debug)]
pub struct Logits {
    /// Row by row.
    pub values: Vec<f32>,
    /// How many values a row has.
    pub labels: usize,
}

/// Asks a run to end, from another thread. It need not obey.
pub type Stopper = Arc<dyn Fn() + Send + Sync>;

/// One instance of a model that can run one batch at a time. It belongs to one thread.
pub trait Engine: Send {
    /// Computes the logits of every row. An error fails the whole batch; the engine is then dropped and made anew.
    fn infer(&mut self, batch: &Batch) -> Result<Logits, EngineError>;

    /// What can ask a run of this engine to end; it is not used for another run after that.
    fn stopper(&self) -> Option<Stopper> {
        None
    }
}

/// Makes engines, for each instance of a version. One process has one of these; tests bring their own.
pub trait EngineFactory: std::fmt::Debug + Send + Sync {
    /// An engine over the graph in `model`.
    fn make(&self, model: &[u8]) -> Result<Box<dyn Engine>, EngineError>;

    /// A maker of `engines` engines over `model` that share what they can. `None` where each has a copy of its own.
    fn share(&self, _model: &[u8], _engines: usize) -> Result<Option<Arc<dyn EngineFactory>>, EngineError> {
        Ok(None)
    }

    /// The same, for a model that takes no more than `window` tokens in a row. `None` where that makes no difference.
    fn within(&self, _window: usize) -> Option<Arc<dyn EngineFactory>> {
        None
    }

    /// Where its engines run, as metrics and logs name it.
    fn provider(&self) -> &'static str;

    /// What is known, before any model is loaded, to stand in the way of making an engine, each with what to do about it.
    /// Blocks.
    fn obstacles(&self) -> Vec<String> {
        Vec::new()
    }

    /// Threads of each engine.
    fn threads(&self) -> usize {
        1
    }

    /// The same, but for the threads. `None` where it has no say in that.
    fn with_threads(&self, _threads: usize) -> Option<Arc<dyn EngineFactory>> {
        None
    }

    /// As [`Self::with_threads`], for engines that run while nothing else does, and should answer as soon as can be; what is shared is
    /// shared with those too.
    fn alone(&self, threads: usize) -> Option<Arc<dyn EngineFactory>> {
        self.with_threads(threads)
    }
}
