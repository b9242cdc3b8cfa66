//! The pods of the edge: each answers one request after another on its core, and there may be none.

use super::pool::RequestId;
use std::collections::VecDeque;

/// Pods of the edge and what waits for them.
#[derive(Debug, Default)]
pub(super) struct Edge {
    /// Asked for, ready or not.
    pub(super) wanted: u32,
    /// Serving.
    pub(super) ready: u32,
    /// Requests at a pod.
    busy: u32,
    waiting: VecDeque<(RequestId, f64)>,
    /// When the last request came or was answered, in seconds.
    pub(super) last_use: f64,
}

impl Edge {
    /// With so many pods, all ready.
    pub(super) fn new(pods: u32) -> Self {
        Self { wanted: pods, ready: pods, ..Self::default() }
    }

    /// A request came and waits.
    pub(super) fn push(&mut self, request: RequestId, now: f64) {
        self.waiting.push_back((request, now));
        self.last_use = now;
    }

    /// The next request that a pod takes up, and when it came.
    pub(super) fn start(&mut self) -> Option<(RequestId, f64)> {
        if self.busy >= self.ready {
            return None;
        }
        let next = self.waiting.pop_front()?;
        self.busy += 1;
        Some(next)
    }

    /// A pod is done with a request.
    pub(super) fn finish(&mut self) {
        self.busy = self.busy.saturating_sub(1);
    }

    /// Fewer pods are wanted: those that start go first, then those that serve. What they are at is finished.
    pub(super) fn shrink(&mut self, wanted: u32) {
        self.wanted = wanted;
        self.ready = self.ready.min(wanted);
    }
}
