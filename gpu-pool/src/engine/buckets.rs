//! Batches in few shapes: rows and columns are rounded up to a fixed set, each of which has been run before an engine serves.
//!
//! On a GPU a shape that has not been run before costs memory that is set aside anew and kernels that are chosen anew; on a CPU it does
//! not, and padding costs what it computes. What is added changes no answer: columns are masked, rows are left out of the answer.

use std::sync::Arc;

use super::{Batch, Engine, EngineError, EngineFactory, Logits, Stopper};

/// Rows that batches are rounded up to: a quarter to a third is the most that is added, but for the smallest.
const ROWS: [usize; 14] = [1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256];
/// Columns, likewise. Multiples of 8, which tensor cores ask for in half precision.
const COLUMNS: [usize; 12] = [8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512];
/// The last of [`COLUMNS`].
const WIDEST: usize = 512;
/// What stands in added places. Every vocabulary has it.
const FILLER: i64 = 0;

/// Makes engines that round batches up.
#[derive(Debug, Clone)]
pub struct Bucketed {
    /// What makes the engines below.
    pub engines: Arc<dyn EngineFactory>,
    /// The most rows that a batch comes with.
    pub rows: usize,
    /// The most padded tokens that a batch of several rows comes with.
    pub tokens: usize,
    /// The most columns that the model takes, once that is known.
    pub window: Option<usize>,
}

impl Bucketed {
    fn widest(&self) -> usize {
        self.window.unwrap_or(WIDEST)
    }

    /// A batch of that shape is computed in this one. What is past the largest stays as it is.
    fn shape(&self, rows: usize, columns: usize) -> (usize, usize) {
        let up = |buckets: &[usize], size: usize| *buckets.iter().find(|b| **b >= size).unwrap_or(&size);
        (up(&ROWS, rows), up(&COLUMNS, columns).min(self.widest().max(columns)))
    }

    /// All shapes that a batch can be computed in, smallest first.
    fn shapes(&self) -> Vec<(usize, usize)> {
        let mut shapes: Vec<_> = COLUMNS
            .into_iter()
            .chain([self.widest()])
            .filter(|columns| *columns <= self.widest())
            .flat_map(|columns| {
                // The most rows with which a batch of the next smaller columns comes here.
                let least = COLUMNS.into_iter().rfind(|smaller| *smaller < columns).unwrap_or(0) + 1;
                let most = self.rows.min(self.tokens / least).max(1);
                let most = self.shape(most, columns).0;
                ROWS.into_iter()
                    .chain([most])
                    .filter(move |rows| *rows <= most)
                    .map(move |rows| (rows, columns))
            })
            .collect();
        shapes.sort_unstable_by_key(|(rows, columns)| (rows * columns, *rows));
        shapes.dedup();
        shapes
    }
}

impl EngineFactory for Bucketed {
    fn make(&self, model: &[u8]) -> Result<Box<dyn Engine>, EngineError> {
        let engine = self.engines.make(model)?;
        let mut made = Rounding { engine, buckets: self.clone(), batch: Batch::default() };
        for (rows, columns) in self.shapes() {
            let (ids, mask) = (vec![FILLER; rows * columns], vec![1; rows * columns]);
            made.engine.infer(&Batch { ids, mask, rows, columns })?;
        }
        Ok(Box::new(made))
    }

    fn share(&self, model: &[u8], engines: usize) -> Result<Option<Arc<dyn EngineFactory>>, EngineError> {
        let shared = self.engines.share(model, engines)?;
        Ok(shared.map(|engines| Arc::new(Self { engines, ..self.clone() }) as Arc<dyn EngineFactory>))
    }

    fn within(&self, window: usize) -> Option<Arc<dyn EngineFactory>> {
        Some(Arc::new(Self { window: Some(window), ..self.clone() }))
    }

    fn provider(&self) -> &'static str {
        self.engines.provider()
    }

    fn obstacles(&self) -> Vec<String> {
        self.engines.obstacles()
    }

    fn threads(&self) -> usize {
        self.engines.threads()
    }

    fn with_threads(&self, threads: usize) -> Option<Arc<dyn EngineFactory>> {
        let engines = self.engines.with_threads(threads)?;
        Some(Arc::new(Self { engines, ..self.clone() }))
    }

    fn alone(&self, threads: usize) -> Option<Arc<dyn EngineFactory>> {
        let engines = self.engines.alone(threads)?;
        Some(Arc::new(Self { engines, ..self.clone() }))
    }
}

/// Rounds each batch up, and leaves what was added out of the answer.
struct Rounding {
    engine: Box<dyn Engine>,
    buckets: Bucketed,
    batch: Batch,
}

impl Engine for Rounding {
    fn infer(&mut self, batch: &Batch) -> Result<Logits, EngineError> {
        let (rows, columns) = self.buckets.shape(batch.rows, batch.columns);
        if (rows, columns) == (batch.rows, batch.columns) {
            return self.engine.infer(batch);
        }
        round(batch, rows, columns, &mut self.batch);
        let mut logits = self.engine.infer(&self.batch)?;
        // Another number of rows than was asked is left for the scheduler to find.
        if logits.values.len() == rows * logits.labels {
            logits.values.truncate(batch.rows * logits.labels);
        }
        Ok(logits)
    }

    fn stopper(&self) -> Option<Stopper> {
        self.engine.stopper()
    }
}

/// Writes `batch` into `into`, in a larger shape.
fn round(batch: &Batch, rows: usize, columns: usize, into: &mut Batch) {
    (into.rows, into.columns) = (rows, columns);
    into.ids.clear();
    into.mask.clear();
    let old = batch.columns.max(1);
    for (row, (ids, mask)) in batch.ids.chunks(old).zip(batch.mask.chunks(old)).enumerate() {
        into.ids.extend_from_slice(ids);
        into.ids.resize((row + 1) * columns, FILLER);
        into.mask.extend_from_slice(mask);
        into.mask.resize((row + 1) * columns, 0);
    }
    into.ids.resize(rows * columns, FILLER);
    for row in batch.rows..rows {
        // A row of padding only has nothing to attend to: its values would not be numbers.
        into.mask.push(1);
        into.mask.resize((row + 1) * columns, 0);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug)]
    struct NoFactory;

    impl EngineFactory for NoFactory {
        fn make(&self, _model: &[u8]) -> Result<Box<dyn Engine>, EngineError> {
            Err(EngineError::new("none is made here"))
        }

        fn provider(&self) -> &'static str {
            "none"
        }
    }

    fn buckets(rows: usize, tokens: usize, window: usize) -> Bucketed {
        Bucketed { engines: Arc::new(NoFactory), rows, tokens, window: Some(window) }
    }

    proptest! {
        #[test]
        fn every_batch_comes_in_a_shape_that_was_run_before(
            rows in 1_usize..129, columns in 1_usize..513, window in 8_usize..513, most in 1_usize..16_384,
        ) {
            let (columns, buckets) = (columns.min(window), buckets(128, most, window));
            prop_assume!(rows == 1 || rows * columns <= most);
            let shape = buckets.shape(rows, columns);
            prop_assert!(shape.0 >= rows && shape.1 >= columns && shape.1 <= window);
            prop_assert!(buckets.shapes().contains(&shape), "{:?} of {:?}", shape, buckets.shapes());
        }

        #[test]
        fn what_is_added_is_masked_and_every_row_has_something_to_attend_to(
            lengths in prop::collection::vec(1_usize..40, 1..20),
        ) {
            let columns = lengths.iter().copied().max().unwrap_or(1);
            let mut batch = Batch { rows: lengths.len(), columns, ..Batch::default() };
            for length in &lengths {
                batch.ids.extend((0..columns).map(|at| if at < *length { 7 } else { 3 }));
                batch.mask.extend((0..columns).map(|at| i64::from(at < *length)));
            }
            let (rows, wide) = buckets(128, 16_384, 512).shape(batch.rows, columns);
            let mut into = Batch::default();
            round(&batch, rows, wide, &mut into);
            prop_assert_eq!((into.ids.len(), into.mask.len()), (rows * wide, rows * wide));
            for (row, (ids, mask)) in into.ids.chunks(wide).zip(into.mask.chunks(wide)).enumerate() {
                let length = lengths.get(row).copied().unwrap_or(1);
                prop_assert_eq!(mask.iter().sum::<i64>(), length as i64);
                prop_assert!(mask[..length].iter().all(|bit| *bit == 1));
                if row < lengths.len() {
                    prop_assert!(ids[..length].iter().all(|id| *id == 7));
                }
            }
        }
    }

    #[test]
    fn shapes_are_few_and_past_the_largest_nothing_is_rounded() {
        let gpu = buckets(128, 16_384, 512);
        assert_eq!((gpu.shape(1, 5), gpu.shape(33, 65), gpu.shape(300, 513)), ((1, 8), (48, 96), (300, 513)));
        assert!(gpu.shapes().len() < 150, "{}", gpu.shapes().len());
        assert_eq!(buckets(1, 100, 8).shapes(), [(1, 8)]);
    }
}
