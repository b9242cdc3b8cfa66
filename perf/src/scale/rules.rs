//! The rules by which Kubernetes changes the number of pods, read out of the manifests in `k8s/`: the simulation follows them when
//! they change, and fails when it no longer understands them.

use anyhow::{Context, Result, ensure};
use std::collections::VecDeque;

const POOL: &str = include_str!("../../../k8s/components/pool-autoscaler/scaled-object.yaml");
const EDGE: &str = include_str!("../../../k8s/components/scale-to-zero/http-scaled-object.yaml");

/// How often the HorizontalPodAutoscaler looks (its controller's default), in seconds.
pub(super) const SYNC_SECONDS: f64 = 15.0;

/// How often Prometheus reads the pool's gauge. An assumption: sites set it.
pub(super) const SCRAPE_SECONDS: f64 = 15.0;

/// The autoscaler leaves a number alone that is within this share of the wanted one (its controller's default).
const TOLERANCE: f64 = 0.1;

/// Up: at most doubled, or four more, every sync (the autoscaler's default where a manifest names no policy).
const UP_PODS: u32 = 4;

/// The edge's autoscaler does not go down before its recommendations of so many seconds agree (its default).
const EDGE_STABILIZATION_SECONDS: f64 = 300.0;

/// The rule for pool replicas: by tokens that wait.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PoolRule {
    pub(super) min: u32,
    pub(super) max: u32,
    /// Waiting tokens for each replica that are wanted at most.
    pub(super) tokens: f64,
    /// The gauge counts with its highest value of so many seconds.
    pub(super) window_seconds: f64,
    /// It does not go down before recommendations of so many seconds agree.
    pub(super) stabilization_seconds: f64,
    /// Then by so many pods…
    pub(super) down_pods: u32,
    /// …in so many seconds.
    pub(super) down_seconds: f64,
}

impl PoolRule {
    /// As it stands in the manifest.
    pub(super) fn of_manifest() -> Result<Self> {
        let rule = || -> Result<Self> {
            let query = value(POOL, "query")?;
            ensure!(
                query.contains("max_over_time(gpu_pool_queue_tokens") && query.starts_with("sum("),
                "the query is not the sum of the highest waiting tokens"
            );
            let window =
                query.split_once('[').and_then(|(_, rest)| rest.split_once(']')).context("no window")?.0;
            let policy = value(POOL, "- {type: Pods, value")?;
            let (pods, seconds) = policy.split_once(", periodSeconds: ").context("no period of a policy")?;
            Ok(Self {
                min: number(POOL, "minReplicaCount")?,
                max: number(POOL, "maxReplicaCount")?,
                tokens: number(POOL, "threshold")?,
                window_seconds: window
                    .strip_suffix('m')
                    .and_then(|minutes| minutes.parse::<f64>().ok())
                    .context("the window is not in minutes")?
                    * 60.0,
                stabilization_seconds: number(POOL, "stabilizationWindowSeconds")?,
                down_pods: pods.parse().context("pods of a policy")?,
                down_seconds: seconds.trim_end_matches('}').parse().context("seconds of a policy")?,
            })
        };
        rule().context("k8s/components/pool-autoscaler/scaled-object.yaml is not as the simulation knows it")
    }
}

/// The rule for pods of the edge that may be none: by requests in flight.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EdgeRule {
    pub(super) min: u32,
    pub(super) max: u32,
    /// Requests in flight for each pod that are wanted at most.
    pub(super) concurrency: f64,
    /// Down to none after so many seconds without a request.
    pub(super) idle_seconds: f64,
}

impl EdgeRule {
    /// As it stands in the manifest.
    pub(super) fn of_manifest() -> Result<Self> {
        let rule = || -> Result<Self> {
            let replicas = value(EDGE, "replicas: {min")?;
            let (min, max) =
                replicas.trim_end_matches('}').split_once(", max: ").context("no most replicas")?;
            Ok(Self {
                min: min.parse().context("least replicas")?,
                max: max.parse().context("most replicas")?,
                concurrency: value(EDGE, "concurrency: {targetValue")?
                    .trim_end_matches('}')
                    .parse()
                    .context("concurrency")?,
                idle_seconds: number(EDGE, "scaledownPeriod")?,
            })
        };
        rule()
            .context("k8s/components/scale-to-zero/http-scaled-object.yaml is not as the simulation knows it")
    }
}

/// What stands behind the only `key:` of a manifest, without comment and quotation marks.
fn value<'m>(manifest: &'m str, key: &str) -> Result<&'m str> {
    let mut found =
        manifest.lines().filter_map(|line| line.trim_start().strip_prefix(key)?.strip_prefix(": "));
    let value = found.next().with_context(|| format!("no `{key}`"))?;
    ensure!(found.next().is_none(), "`{key}` stands there twice");
    Ok(value.split(" #").next().unwrap_or(value).trim().trim_matches('"'))
}

fn number<T: std::str::FromStr>(manifest: &str, key: &str) -> Result<T> {
    value(manifest, key)?.parse().ok().with_context(|| format!("`{key}` is no number"))
}

/// A horizontal autoscaler over one figure: sum divided by target, with limits to how fast it goes up and down.
#[derive(Debug)]
pub(super) struct Autoscaler {
    min: u32,
    max: u32,
    target: f64,
    stabilization_seconds: f64,
    /// Pods and seconds of the policy for going down; none: as far as it likes.
    down: Option<(u32, f64)>,
    /// When, and what was recommended.
    recommended: VecDeque<(f64, u32)>,
    /// When, and by how many it went down.
    downs: VecDeque<(f64, u32)>,
}

impl Autoscaler {
    /// For the pool.
    pub(super) fn of_pool(rule: &PoolRule) -> Self {
        Self {
            min: rule.min,
            max: rule.max,
            target: rule.tokens,
            stabilization_seconds: rule.stabilization_seconds,
            down: Some((rule.down_pods, rule.down_seconds)),
            recommended: VecDeque::new(),
            downs: VecDeque::new(),
        }
    }

    /// For the edge while it has any pod; the step from and to none is the add-on's own.
    pub(super) fn of_edge(rule: &EdgeRule) -> Self {
        Self {
            min: 1,
            max: rule.max,
            target: rule.concurrency,
            stabilization_seconds: EDGE_STABILIZATION_SECONDS,
            down: None,
            recommended: VecDeque::new(),
            downs: VecDeque::new(),
        }
    }

    /// How many pods there should be at `now` (seconds), by the sum over pods, if `current` have been asked for so far.
    pub(super) fn decide(&mut self, now: f64, sum: f64, current: u32) -> u32 {
        let near = current > 0 && (sum / (self.target * f64::from(current)) - 1.0).abs() <= TOLERANCE;
        let wanted = if near { current } else { (sum / self.target).ceil().min(f64::from(self.max)) as u32 };
        let wanted = wanted.clamp(self.min, self.max);
        self.recommended.push_back((now, wanted));
        while self.recommended.front().is_some_and(|(when, _)| now - when > self.stabilization_seconds) {
            self.recommended.pop_front();
        }
        if wanted > current {
            return wanted.min((current * 2).max(current + UP_PODS));
        }
        let highest = self.recommended.iter().map(|(_, wanted)| *wanted).max().unwrap_or(wanted);
        let wanted = highest.min(current);
        let Some((pods, seconds)) = self.down else { return wanted };
        while self.downs.front().is_some_and(|(when, _)| now - when >= seconds) {
            self.downs.pop_front();
        }
        let gone: u32 = self.downs.iter().map(|(_, count)| count).sum();
        let step = (current - wanted).min(pods.saturating_sub(gone));
        if step > 0 {
            self.downs.push_back((now, step));
        }
        current - step
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifests_are_understood() {
        let pool = PoolRule::of_manifest().unwrap();
        assert!(pool.min >= 1 && pool.max > pool.min && pool.tokens > 0.0 && pool.window_seconds >= 60.0);
        assert!(pool.stabilization_seconds > 0.0 && pool.down_pods >= 1 && pool.down_seconds > 0.0);
        let edge = EdgeRule::of_manifest().unwrap();
        assert!(edge.min == 0 && edge.max > 1 && edge.concurrency > 0.0 && edge.idle_seconds > 0.0);
    }

    fn scaler() -> Autoscaler {
        Autoscaler::of_pool(&PoolRule {
            min: 2,
            max: 6,
            tokens: 1000.0,
            window_seconds: 60.0,
            stabilization_seconds: 900.0,
            down_pods: 1,
            down_seconds: 300.0,
        })
    }

    #[test]
    fn up_at_once_within_the_limits() {
        let mut scaler = scaler();
        assert_eq!(scaler.decide(0.0, 0.0, 2), 2);
        assert_eq!(scaler.decide(15.0, 3200.0, 2), 4);
        assert_eq!(scaler.decide(30.0, 4300.0, 4), 4, "within the tolerance");
        assert_eq!(scaler.decide(45.0, 99_000.0, 4), 6);
    }

    #[test]
    fn down_late_and_one_at_a_time() {
        let mut scaler = scaler();
        assert_eq!(scaler.decide(0.0, 6000.0, 2), 6);
        let mut current = 6;
        let mut changes = Vec::new();
        for step in 1..200 {
            let now = f64::from(step) * 15.0;
            let wanted = scaler.decide(now, 0.0, current);
            if wanted != current {
                changes.push((now, wanted));
            }
            current = wanted;
        }
        assert_eq!(changes, [(915.0, 5), (1215.0, 4), (1515.0, 3), (1815.0, 2)]);
    }
}
