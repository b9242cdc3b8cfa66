//! One replica of the pool: the pool's own queue and rules (`gpu_pool::scheduler::queue`), driven by simulated time, with engines that
//! take as long as the calibration says.

use super::calibration::Calibration;
use gpu_pool::scheduler::queue::{Batch, Item, Lane, Queue, Refusal, Waiting};
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Number of a request in the simulation's books.
pub(super) type RequestId = u32;

/// Whether a replica takes requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Asked for: a node comes, the model is loaded.
    Starting,
    /// Takes requests.
    Ready,
    /// Answers what it has and takes nothing new.
    Draining,
}

/// A batch at an engine.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) rows: Vec<Waiting<RequestId>>,
    pub(super) tokens: usize,
    /// How long it takes, in seconds.
    pub(super) seconds: f64,
}

/// A replica.
#[derive(Debug)]
pub(super) struct Replica {
    pub(super) phase: Phase,
    queue: Queue<RequestId>,
    idle: usize,
    engines: usize,
    /// What Prometheus read, newest last.
    gauges: VecDeque<(f64, f64)>,
}

impl Replica {
    pub(super) fn new(speed: &Calibration, phase: Phase) -> Self {
        let limits = speed.limits();
        let mut queue = Queue::new(limits, speed.engines);
        // As at warm-up: a batch of one short text.
        let first = 32.min(limits.batch_tokens);
        queue.observe_first(first, Duration::from_secs_f64(speed.service(first, first)));
        Self { phase, queue, idle: speed.engines, engines: speed.engines, gauges: VecDeque::new() }
    }

    /// Queues a request as windows of at most `window` tokens.
    pub(super) fn push(
        &mut self,
        now: Instant,
        lane: Lane,
        deadline: Instant,
        request: RequestId,
        windows: impl Iterator<Item = usize>,
    ) -> Result<(), Refusal> {
        let items = windows.map(|tokens| Item { tokens, payload: request }).collect();
        self.queue.push(now, lane, deadline, items).map(|_place| ())
    }

    /// What idle engines start now, as the pool's workers take it: each asks with the number that is idle.
    pub(super) fn start(&mut self, now: Instant, speed: &Calibration) -> Option<Running> {
        if self.idle == 0 {
            return None;
        }
        let batch: Batch<RequestId> = self.queue.form(now, self.idle)?;
        self.idle -= 1;
        let tokens = batch.tokens();
        let seconds = speed.service(tokens, batch.padded_tokens());
        Some(Running { rows: batch.rows, tokens, seconds })
    }

    /// A batch is done.
    pub(super) fn finish(&mut self, tokens: usize, seconds: f64) {
        self.idle += 1;
        self.queue.finished(tokens);
        self.queue.observe(tokens, Duration::from_secs_f64(seconds));
    }

    /// Entries whose deadline has passed while they waited.
    pub(super) fn expired(&mut self, now: Instant) -> Vec<Waiting<RequestId>> {
        self.queue.take_expired(now)
    }

    /// Whether nothing waits or runs.
    pub(super) fn is_empty(&self) -> bool {
        self.idle == self.engines && self.queue.is_empty()
    }

    /// Prometheus reads the gauge.
    pub(super) fn scrape(&mut self, now: f64, window: f64) {
        self.gauges.push_back((now, self.queue.queued_tokens() as f64));
        while self.gauges.front().is_some_and(|(when, _)| now - when >= window) {
            self.gauges.pop_front();
        }
    }

    /// The highest gauge in the window.
    pub(super) fn highest_gauge(&self) -> f64 {
        self.gauges.iter().map(|(_, tokens)| *tokens).fold(0.0, f64::max)
    }

    /// The last gauge.
    pub(super) fn gauge(&self) -> f64 {
        self.gauges.back().map_or(0.0, |(_, tokens)| *tokens)
    }
}
