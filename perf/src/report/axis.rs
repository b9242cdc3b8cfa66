//! Axes: from a value to a place, and where ticks stand.

/// How values are spread along an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Spacing {
    Even,
    Logarithmic,
}

/// An axis: what lies at its two ends, and its ticks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    spacing: Spacing,
    low: f64,
    high: f64,
    /// Value and label.
    pub(super) ticks: Vec<(f64, String)>,
}

impl Axis {
    /// Even steps from zero to a round number that holds `most`.
    pub(super) fn from_zero(most: f64) -> Self {
        let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
        let step = round_step(most / 5.0);
        let high = (most / step).ceil() * step;
        let count = (high / step).round() as usize;
        let ticks = (0..=count).map(|i| i as f64 * step).map(|value| (value, label(value))).collect();
        Self { spacing: Spacing::Even, low: 0.0, high, ticks }
    }

    /// Logarithmic, with room for all of `values`; ticks at 1, 2 and 5 of each decade, or at decades alone if those are many.
    pub(super) fn logarithmic(values: impl IntoIterator<Item = f64>) -> Self {
        let (low, high) = range(values.into_iter().filter(|value| *value > 0.0)).unwrap_or((1.0, 10.0));
        let mut marks = Vec::new();
        for decade in (low.log10().floor() as i32 - 1)..=(high.log10().ceil() as i32 + 1) {
            marks.extend([1.0, 2.0, 5.0].map(|digit| digit * 10f64.powi(decade)));
        }
        // The ends are marks, so that the outermost grid lines close the plot.
        let from = marks.iter().rposition(|mark| *mark <= low * 1.001).unwrap_or(0);
        let to = marks.iter().position(|mark| *mark >= high * 0.999).unwrap_or(marks.len() - 1).max(from + 1);
        let (low, high) = (marks[from], marks[to]);
        let sparse = to - from > 9;
        let shown = marks[from..=to].iter().filter(|mark| !sparse || is_decade(**mark));
        let ticks = shown.map(|mark| (*mark, label(*mark))).collect();
        Self { spacing: Spacing::Logarithmic, low, high, ticks }
    }

    /// Logarithmic, with a tick at each of `values` and nowhere else.
    pub(super) fn at_values(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().filter(|value| *value > 0.0).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let (low, high) = range(values.iter().copied()).unwrap_or((1.0, 10.0));
        let ticks = values.iter().map(|value| (*value, label(*value))).collect();
        Self { spacing: Spacing::Logarithmic, low, high: if high > low { high } else { low * 2.0 }, ticks }
    }

    /// Logarithmic with given ends and ticks.
    pub(super) fn with_ticks(low: f64, high: f64, ticks: Vec<(f64, String)>) -> Self {
        Self { spacing: Spacing::Logarithmic, low, high, ticks }
    }

    /// Even with given ends and ticks.
    pub(super) fn even_with_ticks(low: f64, high: f64, ticks: Vec<(f64, String)>) -> Self {
        Self { spacing: Spacing::Even, low, high, ticks }
    }

    /// Where a value lies: 0 at the low end, 1 at the high end; what is beyond lies at the end.
    pub(super) fn place(&self, value: f64) -> f64 {
        let place = match self.spacing {
            Spacing::Even => (value - self.low) / (self.high - self.low),
            Spacing::Logarithmic => {
                (value.max(f64::MIN_POSITIVE) / self.low).ln() / (self.high / self.low).ln()
            }
        };
        if place.is_finite() { place.clamp(0.0, 1.0) } else { 0.0 }
    }
}

fn range(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|value| value.is_finite()).fold(None, |range, value| match range {
        None => Some((value, value)),
        Some((low, high)) => Some((value.min(low), value.max(high))),
    })
}

fn is_decade(value: f64) -> bool {
    (value.log10() - value.log10().round()).abs() < 1e-9
}

/// The next of 1, 2, 5, 10, … that is not below `step`.
fn round_step(step: f64) -> f64 {
    let decade = 10f64.powf(step.log10().floor());
    let digit = step / decade;
    decade * [1.0, 2.0, 5.0].into_iter().find(|round| digit <= round * 1.000_001).unwrap_or(10.0)
}

fn label(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let digits = (-value.abs().log10().floor()).clamp(0.0, 6.0) as usize;
    let text = format!("{value:.digits$}");
    // 2.5 has a digit that its size alone does not ask for.
    if digits == 0 && value.fract().abs() > 1e-9 { format!("{value:.1}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|(_, label)| label.as_str()).collect()
    }

    #[test]
    fn even_axes_begin_at_zero_and_hold_the_most() {
        let axis = Axis::from_zero(83.0);
        assert_eq!(labels(&axis), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!((axis.place(0.0), axis.place(50.0), axis.place(1e9)), (0.0, 0.5, 1.0));
        assert_eq!(labels(&Axis::from_zero(0.42)), ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
        assert_eq!(labels(&Axis::from_zero(f64::NAN)).first(), Some(&"0"));
    }

    #[test]
    fn logarithmic_axes_end_at_ticks() {
        let axis = Axis::logarithmic([3.0, 40.0, 170.0]);
        assert_eq!(labels(&axis), ["2", "5", "10", "20", "50", "100", "200"]);
        assert_eq!((axis.place(2.0), axis.place(200.0)), (0.0, 1.0));
        let wide = Axis::logarithmic([0.002, 4000.0]);
        assert_eq!(labels(&wide), ["0.01", "0.1", "1", "10", "100", "1000"]);
        assert_eq!(labels(&Axis::logarithmic([])), ["1", "2", "5", "10"]);
        assert_eq!(labels(&Axis::logarithmic([5.0])), ["5", "10"]);
    }
}
