//! How figures are written: as many digits as they are good for.

use super::statistics::Spread;

/// A figure with about three digits: `8.94`, `21.4`, `137`, `1204`.
pub(crate) fn figure(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        "–".into()
    } else if size == 0.0 {
        "0".into()
    } else if size < 0.1 {
        format!("{value:.3}")
    } else if size < 10.0 {
        format!("{value:.2}")
    } else if size < 100.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.0}")
    }
}

/// The median of a spread, or a dash.
pub(crate) fn median(spread: Option<Spread>) -> String {
    spread.map_or_else(|| "–".into(), |spread| figure(spread.median))
}

/// A ratio and its range over rounds: `1.35 (1.30–1.41)`. The range is left out where there was one round.
pub(crate) fn ratio(spread: Option<Spread>) -> String {
    match spread {
        None => "–".into(),
        Some(Spread { median, rounds: 1, .. }) => format!("{median:.2}"),
        Some(Spread { median, low, high, .. }) => format!("{median:.2} ({low:.2}–{high:.2})"),
    }
}

/// A share of 0 to 1 as a percentage that does not round up to 100.
pub(crate) fn percent(share: f64) -> String {
    if share >= 1.0 {
        return "100 %".into();
    }
    format!("{:.2} %", (share * 10_000.0).floor() / 100.0)
}

/// Seconds as a person says them.
pub(crate) fn duration(seconds: f64) -> String {
    if seconds < 90.0 {
        format!("{} s", figure(seconds))
    } else if seconds < 5400.0 {
        format!("{:.0} min", seconds / 60.0)
    } else {
        format!("{:.1} h", seconds / 3600.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_three_digits() {
        let given = [0.0, 0.0123, 8.943, 21.44, 137.4, 1204.0, f64::NAN];
        let wanted = ["0", "0.012", "8.94", "21.4", "137", "1204", "–"];
        assert_eq!(given.map(figure), wanted);
    }

    #[test]
    fn what_is_not_all_is_not_100_percent() {
        assert_eq!(percent(0.999_99), "99.99 %");
        assert_eq!(percent(1.0), "100 %");
    }

    #[test]
    fn a_ratio_of_one_round_has_no_range() {
        let spread = |rounds| Some(Spread { median: 1.349, low: 1.3, high: 1.41, rounds });
        assert_eq!(ratio(spread(3)), "1.35 (1.30–1.41)");
        assert_eq!(ratio(spread(1)), "1.35");
        assert_eq!(ratio(None), "–");
    }
}
