//! Which version answers a request that names none: the highest, a pinned one, or several by share (a canary).
//!
//! Called by `registry` for each request. The choice among versions that serve is made by turns, not by chance: of as
//! many requests in a row as the shares add up to, each version gets exactly its share.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

/// Shares are small numbers, percent for most: larger sums are taken for a mistake.
const MAX_TOTAL: u32 = 10_000;

/// The rule for one model.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Route {
    /// The highest version that serves.
    #[default]
    Latest,
    /// Named versions by share: one of them for a pinned version, several for a canary. What does not serve leaves its
    /// share to the others.
    Shares(Vec<Share>),
}

/// A version and its weight against the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The version.
    pub version: u64,
    /// Its weight, at least 1.
    pub weight: u32,
}

impl FromStr for Route {
    type Err = String;

    /// `latest`, `3`, or `3:90,4:10`.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text == "latest" {
            return Ok(Self::Latest);
        }
        let wrong = || {
            format!("'{text}' is neither latest, nor a version, nor versions with weights as in 3:90,4:10")
        };
        let mut shares: Vec<Share> = Vec::new();
        for part in text.split(',') {
            let part = part.trim();
            let (version, weight) = part.split_once(':').unwrap_or((part, "1"));
            let version = version.parse().map_err(|_| wrong())?;
            let weight = weight.parse().ok().filter(|weight| *weight > 0).ok_or_else(wrong)?;
            if shares.iter().any(|share| share.version == version) {
                return Err(format!("version {version} is named twice in '{text}'"));
            }
            shares.push(Share { version, weight });
        }
        let total = shares.iter().try_fold(0_u32, |sum, share| sum.checked_add(share.weight));
        if total.is_none_or(|total| total > MAX_TOTAL) {
            return Err(format!("the weights in '{text}' add up to more than {MAX_TOTAL}"));
        }
        Ok(Self::Shares(shares))
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latest => f.write_str("latest"),
            Self::Shares(shares) => match shares.as_slice() {
                [only] => write!(f, "{}", only.version),
                several => {
                    let several: Vec<String> =
                        several.iter().map(|share| format!("{}:{}", share.version, share.weight)).collect();
                    f.write_str(&several.join(","))
                }
            },
        }
    }
}

/// The rules of all models, as configuration gives them: `<model>=<rule>`, separated by semicolons.
pub fn rules(text: &str) -> Result<BTreeMap<String, Route>, Vec<String>> {
    let (mut rules, mut wrong) = (BTreeMap::new(), Vec::new());
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let Some((model, rule)) = part.split_once('=') else {
            wrong.push(format!("'{part}' is not of the form <model>=<rule>"));
            continue;
        };
        match rule.parse() {
            Err(problem) => wrong.push(problem),
            Ok(rule) => {
                if rules.insert(model.trim().to_owned(), rule).is_some() {
                    wrong.push(format!("model '{}' has two rules", model.trim()));
                }
            }
        }
    }
    if wrong.is_empty() { Ok(rules) } else { Err(wrong) }
}

/// A rule at work.
#[derive(Debug, Default)]
pub(super) struct Router {
    pub(super) route: Route,
    turn: AtomicU64,
}

impl Router {
    pub(super) fn new(route: Route) -> Self {
        Self { route, turn: AtomicU64::new(0) }
    }

    /// The version whose turn it is, out of `serving` (ascending).
    pub(super) fn pick(&self, serving: &[u64]) -> Option<u64> {
        let able = self.able(serving)?;
        if let [only] = able.as_slice() {
            return Some(only.version);
        }
        let total: u64 = able.iter().map(|share| u64::from(share.weight)).sum();
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let mut at = (turn % total) * stride(total) % total;
        for share in &able {
            match at.checked_sub(u64::from(share.weight)) {
                None => return Some(share.version),
                Some(rest) => at = rest,
            }
        }
        None
    }

    /// The version that stands for the model where nothing is computed (metadata): takes nobody's turn.
    pub(super) fn main(&self, serving: &[u64]) -> Option<u64> {
        self.able(serving)?
            .into_iter()
            .max_by_key(|share| (share.weight, share.version))
            .map(|share| share.version)
    }

    fn able(&self, serving: &[u64]) -> Option<Vec<Share>> {
        let able: Vec<Share> = match &self.route {
            Route::Latest => {
                serving.last().map(|version| Share { version: *version, weight: 1 }).into_iter().collect()
            }
            Route::Shares(shares) => {
                shares.iter().filter(|share| serving.contains(&share.version)).copied().collect()
            }
        };
        (!able.is_empty()).then_some(able)
    }
}

/// A step that visits each of `total` places once before it comes back, and neighbours in time far apart: nearest to the
/// golden section, coprime with `total`.
fn stride(total: u64) -> u64 {
    let coprime = |step: &u64| {
        let (mut a, mut b) = (total, *step);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a == 1
    };
    (total * 618 / 1000..total).find(coprime).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(text: &str) -> Result<Route, String> {
        text.parse()
    }

    #[test]
    fn rules_are_read_and_written_back() {
        for text in ["latest", "3", "3:90,4:10"] {
            assert_eq!(route(text).expect("a rule").to_string(), text);
        }
        for text in ["", "newest", "3:0", "3:x", "-1", "3,3", "1:9000,2:9000", "1:4294967295,2:1"] {
            assert!(route(text).is_err(), "{text}");
        }
        let all = rules(" demo=latest; triage = 3:90, 4:10 ;").expect("rules");
        assert_eq!((all.len(), all["triage"].to_string().as_str()), (2, "3:90,4:10"));
        assert_eq!(rules("demo; a=b; c=1; c=2").expect_err("mistakes").len(), 3);
    }

    #[test]
    fn shares_are_exact_and_spread() {
        let router = Router::new(route("3:90,4:10").expect("a rule"));
        for round in 0..3 {
            let picked: Vec<u64> = (0..100).filter_map(|_| router.pick(&[3, 4])).collect();
            let places: Vec<usize> =
                picked.iter().enumerate().filter(|(_, v)| **v == 4).map(|(at, _)| at).collect();
            assert_eq!((picked.len(), places.len()), (100, 10), "round {round}");
            assert!(places.windows(2).all(|pair| pair[1] - pair[0] <= 20), "in a lump: {places:?}");
        }
        for (rule, rounds) in [("1:1,2:1", 2), ("1:1,2:2,7:3", 6), ("1:997,2:1", 998)] {
            let router = Router::new(route(rule).expect("a rule"));
            let picked: Vec<u64> = (0..rounds).filter_map(|_| router.pick(&[1, 2, 7])).collect();
            let Route::Shares(shares) = &router.route else { unreachable!() };
            for share in shares {
                let count = picked.iter().filter(|v| **v == share.version).count();
                assert_eq!(count, share.weight as usize, "{rule}: {share:?}");
            }
        }
    }

    #[test]
    fn what_does_not_serve_leaves_its_share_to_the_others() {
        let canary = Router::new(route("3:90,4:10").expect("a rule"));
        assert_eq!((0..50).filter_map(|_| canary.pick(&[4, 9])).max(), Some(4));
        assert_eq!((canary.pick(&[9]), canary.main(&[3, 4, 9])), (None, Some(3)));
        let latest = Router::default();
        assert_eq!(
            (latest.pick(&[2, 10]), latest.main(&[2, 10]), latest.pick(&[])),
            (Some(10), Some(10), None)
        );
    }
}
