//! A batch for which memory does not suffice is run once more, in two halves; what still does not fit fails by itself.
//!
//! The one case in which rows are run a second time: the first time nothing was computed, and the same batch would fail again.

use std::ops::Range;

use crate::engine::{Batch, Engine, EngineError, Fault, Logits};

/// What is in place of the logits of rows for which memory did not suffice. Their requests have been told before.
const NOTHING: f32 = f32::NAN;

/// Runs `batch`, in halves if it has to be. `lost` is told of rows for which memory does not suffice although others were computed. An error is
/// that of the whole batch: nothing of it was computed, or an engine is not fit for more.
pub(super) fn infer(
    engine: &mut dyn Engine,
    batch: &mut Batch,
    lost: impl FnOnce(Range<usize>, &EngineError),
) -> Result<Logits, EngineError> {
    let whole = match engine.infer(batch) {
        Err(error) if error.fault == Fault::OutOfMemory && batch.rows > 1 => error,
        done => return done,
    };
    let (rows, middle) = (batch.rows, batch.rows.div_ceil(2));
    tracing::warn!(rows, cause = whole.cause, "no memory for a batch: it is run once more, in halves");
    let behind = split(batch, middle);
    let first = fitting(engine, batch)?;
    let second = fitting(engine, &behind)?;
    match (first, second) {
        (Ok(mut first), Ok(second)) if first.labels == second.labels => {
            first.values.extend(second.values);
            Ok(first)
        }
        (Ok(_), Ok(_)) => Err(EngineError::new("two halves of a batch have different numbers of labels")),
        (Ok(mut first), Err(error)) => {
            lost(middle..rows, &error);
            first.values.resize(rows * first.labels, NOTHING);
            Ok(first)
        }
        (Err(error), Ok(second)) => {
            lost(0..middle, &error);
            let mut values = vec![NOTHING; middle * second.labels];
            values.extend(second.values);
            Ok(Logits { values, labels: second.labels })
        }
        (Err(_), Err(error)) => Err(error),
    }
}

/// Runs one half. The outer error is one that halving does not help against.
fn fitting(engine: &mut dyn Engine, half: &Batch) -> Result<Result<Logits, EngineError>, EngineError> {
    match engine.infer(half) {
        Ok(logits) if logits.values.len() != half.rows * logits.labels => {
            Err(EngineError::new("the engine answered another number of rows than it was asked"))
        }
        Err(error) if error.fault != Fault::OutOfMemory => Err(error),
        done => Ok(done),
    }
}

/// Leaves the first `middle` rows in `batch`, and returns the others.
fn split(batch: &mut Batch, middle: usize) -> Batch {
    let at = middle * batch.columns;
    let behind = Batch {
        ids: batch.ids.split_off(at),
        mask: batch.mask.split_off(at),
        rows: batch.rows - middle,
        columns: batch.columns,
    };
    batch.rows = middle;
    behind
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers a row's first id, and has memory for so many rows, or for any without the id 13.
    struct Small {
        rows: usize,
        runs: Vec<usize>,
    }

    impl Engine for Small {
        fn infer(&mut self, batch: &Batch) -> Result<Logits, EngineError> {
            self.runs.push(batch.rows);
            let firsts: Vec<i64> = batch.ids.chunks(batch.columns).map(|row| row[0]).collect();
            if batch.rows > self.rows || firsts.contains(&13) {
                return Err(EngineError::out_of_memory("no memory"));
            }
            if firsts.contains(&99) {
                return Err(EngineError::new("the device is gone"));
            }
            Ok(Logits { values: firsts.iter().map(|id| *id as f32).collect(), labels: 1 })
        }
    }

    /// What was answered, how many rows each run had, and which rows were lost.
    type Ran = (Result<Vec<f32>, EngineError>, Vec<usize>, Option<Range<usize>>);

    fn run(ids: &[i64], memory: usize) -> Ran {
        let mask = vec![1; ids.len() * 2];
        let ids: Vec<i64> = ids.iter().flat_map(|id| [*id, 7]).collect();
        let mut batch = Batch { rows: ids.len() / 2, columns: 2, ids, mask };
        let mut engine = Small { rows: memory, runs: Vec::new() };
        let mut lost = None;
        let done = infer(&mut engine, &mut batch, |rows, _| lost = Some(rows));
        (done.map(|logits| logits.values), engine.runs, lost)
    }

    #[test]
    fn what_fits_is_run_once_and_what_does_not_in_halves_in_its_order() {
        let (done, runs, lost) = run(&[1, 2, 3], 3);
        assert_eq!((done.expect("fits"), runs, lost), (vec![1.0, 2.0, 3.0], vec![3], None));
        let (done, runs, lost) = run(&[1, 2, 3, 4, 5], 3);
        assert_eq!((done.expect("fits"), runs, lost), (vec![1.0, 2.0, 3.0, 4.0, 5.0], vec![5, 3, 2], None));
    }

    #[test]
    fn it_is_split_once_and_only_the_half_that_does_not_fit_is_lost() {
        let (done, runs, lost) = run(&[1, 2, 13, 4], 4);
        let values = done.expect("a half fits");
        assert_eq!((&values[..2], runs, lost), (&[1.0, 2.0][..], vec![4, 2, 2], Some(2..4)));
        assert!(values[2].is_nan() && values[3].is_nan());
        let (done, _, lost) = run(&[13, 2, 3, 4], 4);
        let values = done.expect("a half fits");
        assert_eq!((&values[2..], lost), (&[3.0, 4.0][..], Some(0..2)));
        assert!(values[0].is_nan() && values[1].is_nan());
        let (done, runs, lost) = run(&[1, 2, 3, 4], 1);
        assert_eq!(
            (done.expect_err("nothing fits").fault, runs, lost),
            (Fault::OutOfMemory, vec![4, 2, 2], None)
        );
        let (done, runs, _) = run(&[13], 4);
        assert_eq!((done.expect_err("it does not fit").fault, runs), (Fault::OutOfMemory, vec![1]));
    }

    #[test]
    fn another_failure_is_not_tried_again() {
        let (done, runs, _) = run(&[99, 2], 4);
        assert_eq!((done.expect_err("gone").fault, runs), (Fault::Other, vec![2]));
        let (done, runs, _) = run(&[1, 13, 99, 4], 4);
        assert_eq!((done.expect_err("gone").fault, runs), (Fault::Other, vec![4, 2, 2]));
    }
}
