//! From logits to scores: activation, pooling of a long note's windows, ranking.
//!
//! Called by `http::infer` with what the engine answered. Every formula is stated where it is used.

/// How logits become scores, as Hugging Face's text-classification pipeline chooses it from `config.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activation {
    /// One label out of several: exp(x) / sum of exp.
    Softmax,
    /// Labels independent of one another, or a single one: 1 / (1 + exp(-x)).
    Sigmoid,
}

impl Activation {
    /// The scores of one row.
    #[must_use]
    pub fn scores(self, logits: &[f32]) -> Vec<f32> {
        match self {
            Self::Sigmoid => logits.iter().map(|x| 1.0 / (1.0 + (-x).exp())).collect(),
            Self::Softmax => {
                let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                let exponentials: Vec<f32> = logits.iter().map(|x| (x - largest).exp()).collect();
                let sum: f32 = exponentials.iter().sum();
                exponentials.into_iter().map(|e| e / sum).collect()
            }
        }
    }

    /// Logits whose scores are `scores`: the inverse, up to the constant that softmax ignores.
    fn logits(self, scores: &[f32]) -> Vec<f32> {
        // Keeps the logarithm finite; far below what an f32 softmax resolves.
        let clamp = |p: f32| p.clamp(1e-30, 1.0 - f32::EPSILON / 2.0);
        match self {
            Self::Softmax => scores.iter().map(|p| clamp(*p).ln()).collect(),
            Self::Sigmoid => scores.iter().map(|p| (clamp(*p) / (1.0 - clamp(*p))).ln()).collect(),
        }
    }
}

/// The answer for one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Classified {
    /// The model's own logits for a text of one window; for several, those whose activation gives `scores`.
    pub logits: Vec<f32>,
    /// One score a label.
    pub scores: Vec<f32>,
    /// How many windows the text was read in.
    pub windows: usize,
}

/// Pools the windows of one text.
///
/// A text of one window keeps its logits as they are. Several windows are pooled in scores, not logits: the mean over
/// windows, each weighted with the tokens that it adds (`Window::weight`). In scores, one window cannot outvote the
/// others by being extreme, each token of the note has the same say, and the result is again a distribution.
#[must_use]
pub fn pool(activation: Activation, windows: &[(Vec<f32>, usize)]) -> Classified {
    if let [(logits, _)] = windows {
        let scores = activation.scores(logits);
        return Classified { logits: logits.clone(), scores, windows: 1 };
    }
    let total: usize = windows.iter().map(|(_, weight)| weight).sum();
    let labels = windows.first().map_or(0, |(logits, _)| logits.len());
    let mut scores = vec![0.0; labels];
    for (logits, weight) in windows {
        let share = *weight as f32 / total.max(1) as f32;
        for (sum, score) in scores.iter_mut().zip(activation.scores(logits)) {
            *sum += share * score;
        }
    }
    Classified { logits: activation.logits(&scores), scores, windows: windows.len() }
}

/// The indices of `values`, largest value first; equal values keep their order.
#[must_use]
pub fn ranked(values: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: &[f32], b: &[f32]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-5)
    }

    #[test]
    fn one_window_is_answered_as_it_is() {
        let one = pool(Activation::Softmax, &[(vec![2.0, -1.0], 7)]);
        assert_eq!((one.logits.as_slice(), one.windows), (&[2.0, -1.0][..], 1));
        assert!(close(&one.scores, &[0.952_574, 0.047_426]));
    }

    #[test]
    fn windows_are_weighted_by_the_tokens_they_add() {
        let two = pool(Activation::Softmax, &[(vec![0.0, 0.0], 3), (vec![100.0, -100.0], 1)]);
        assert!(close(&two.scores, &[0.625, 0.375]));
        assert!(close(&Activation::Softmax.scores(&two.logits), &two.scores));
    }

    #[test]
    fn pooled_logits_stay_finite() {
        for activation in [Activation::Softmax, Activation::Sigmoid] {
            let sure = pool(activation, &[(vec![500.0, -500.0], 1), (vec![500.0, -500.0], 1)]);
            assert!(sure.logits.iter().chain(&sure.scores).all(|x| x.is_finite()), "{activation:?}");
        }
    }

    #[test]
    fn softmax_survives_large_logits() {
        assert!(close(&Activation::Softmax.scores(&[1000.0, 1000.0]), &[0.5, 0.5]));
        assert!(close(&Activation::Sigmoid.scores(&[0.0]), &[0.5]));
    }

    #[test]
    fn ranking_is_stable() {
        assert_eq!(ranked(&[0.2, 0.5, 0.2, 0.1]), [1, 0, 2, 3]);
    }
}
