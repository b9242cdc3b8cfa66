//! The simulation's books: every request from its arrival to the one thing that became of it.

use super::outcome::{Lane as LaneOutcome, Quantiles, Quarter};
use super::pool::RequestId;
use super::traffic::DAY;
use gpu_pool::scheduler::queue::Lane;

/// Seconds of a quarter of an hour.
pub(super) const QUARTER: f64 = 900.0;

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Answered,
    RefusedFull,
    RefusedLate,
    RefusedLarge,
    TimedOut,
}

/// A request that has no answer yet, or of which rows are still somewhere.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) lane: Lane,
    pub(super) tokens: usize,
    /// When the caller called, in seconds.
    pub(super) arrived: f64,
    /// When the pool got it, in seconds.
    pub(super) queued: f64,
    /// Rows in queue or at engines.
    pub(super) rows: usize,
    /// The longest that a row of it waited, in seconds.
    pub(super) waited: f64,
    settled: bool,
}

/// All requests, and the counts of a day.
#[derive(Debug)]
pub(super) struct Books {
    open: Vec<Request>,
    free: Vec<RequestId>,
    /// Arrived and not settled.
    pub(super) in_flight: u64,
    counts: [LaneOutcome; 2],
    waits: [Vec<f32>; 2],
    answers: [Vec<f32>; 2],
    quarters: Vec<Quarter>,
    quarter_waits: Vec<Vec<f32>>,
    /// When the last request of the nightly job was settled, in seconds.
    pub(super) bulk_done: Option<f64>,
}

fn index(lane: Lane) -> usize {
    match lane {
        Lane::Interactive => 0,
        Lane::Bulk => 1,
    }
}

fn quarter(time: f64) -> usize {
    (time.min(DAY - 1.0) / QUARTER) as usize
}

impl Books {
    pub(super) fn new() -> Self {
        let quarters = (DAY / QUARTER) as usize;
        Self {
            open: Vec::new(),
            free: Vec::new(),
            in_flight: 0,
            counts: Default::default(),
            waits: Default::default(),
            answers: Default::default(),
            quarters: vec![Quarter::default(); quarters],
            quarter_waits: vec![Vec::new(); quarters],
            bulk_done: None,
        }
    }

    /// A request arrives.
    pub(super) fn arrive(&mut self, lane: Lane, tokens: usize, now: f64) -> RequestId {
        self.counts[index(lane)].arrived += 1;
        self.in_flight += 1;
        if let Some(here) = self.quarters.get_mut(quarter(now)) {
            match lane {
                Lane::Interactive => here.interactive_rate += 1.0 / QUARTER,
                Lane::Bulk => here.bulk_rate += 1.0 / QUARTER,
            }
        }
        let request =
            Request { lane, tokens, arrived: now, queued: now, rows: 0, waited: 0.0, settled: false };
        if let Some(id) = self.free.pop() {
            self.open[id as usize] = request;
            return id;
        }
        self.open.push(request);
        (self.open.len() - 1) as RequestId
    }

    pub(super) fn request(&mut self, id: RequestId) -> &mut Request {
        &mut self.open[id as usize]
    }

    /// A row of a request left queue or engine.
    pub(super) fn row_gone(&mut self, id: RequestId) {
        let request = &mut self.open[id as usize];
        request.rows -= 1;
        self.release(id);
    }

    /// A request gets what it gets, once: `false` where it had it already.
    pub(super) fn settle(&mut self, id: RequestId, fate: Fate, now: f64, around: f64) -> bool {
        let request = &mut self.open[id as usize];
        if std::mem::replace(&mut request.settled, true) {
            return false;
        }
        let (lane, at) = (request.lane, index(request.lane));
        self.in_flight -= 1;
        let counts = &mut self.counts[at];
        match fate {
            Fate::Answered => {
                counts.answered += 1;
                let wait = (request.waited * 1000.0) as f32;
                self.waits[at].push(wait);
                self.answers[at].push(((now - request.arrived + around) * 1000.0) as f32);
                if lane == Lane::Interactive
                    && let Some(waits) = self.quarter_waits.get_mut(quarter(request.arrived))
                {
                    waits.push(wait);
                }
            }
            Fate::RefusedFull => counts.refused_full += 1,
            Fate::RefusedLate => counts.refused_late += 1,
            Fate::RefusedLarge => counts.refused_large += 1,
            Fate::TimedOut => counts.timed_out += 1,
        }
        if lane == Lane::Bulk {
            self.bulk_done = Some(now);
        }
        self.release(id);
        true
    }

    fn release(&mut self, id: RequestId) {
        let request = &self.open[id as usize];
        if request.settled && request.rows == 0 {
            self.free.push(id);
        }
    }

    /// Pods stood like this for so many seconds from `from` on, which do not pass the end of a quarter by much.
    pub(super) fn pods(&mut self, from: f64, seconds: f64, replicas: u32, edge_pods: u32) {
        if from >= DAY {
            return;
        }
        if let Some(here) = self.quarters.get_mut(quarter(from)) {
            here.replicas += f64::from(replicas) * seconds / QUARTER;
            here.edge_pods += f64::from(edge_pods) * seconds / QUARTER;
        }
    }

    /// An engine computes for so many seconds from `from` on.
    pub(super) fn computes(&mut self, mut from: f64, seconds: f64) {
        let until = (from + seconds).min(DAY);
        while from < until {
            let to = until.min(((from / QUARTER).floor() + 1.0) * QUARTER);
            if let Some(here) = self.quarters.get_mut(quarter(from)) {
                here.busy += to - from;
            }
            from = to;
        }
    }

    /// So many tokens waited when Prometheus looked.
    pub(super) fn gauge(&mut self, now: f64, tokens: f64) {
        if now < DAY
            && let Some(here) = self.quarters.get_mut(quarter(now))
        {
            here.queued_tokens = here.queued_tokens.max(tokens);
        }
    }

    /// Both lanes and the quarters of the day, at its end. A replica has so many engines.
    pub(super) fn close(self, engines: usize) -> (LaneOutcome, LaneOutcome, Vec<Quarter>) {
        let Self { counts, waits, answers, mut quarters, quarter_waits, .. } = self;
        for (quarter, mut waits) in quarters.iter_mut().zip(quarter_waits) {
            quarter.wait_p99_ms = Quantiles::of(&mut waits).p99;
            // Replicas that drain still compute, and are not counted among those that serve.
            let time = quarter.replicas * engines as f64 * QUARTER;
            quarter.busy = if time > 0.0 { (quarter.busy / time).min(1.0) } else { 0.0 };
        }
        let mut times = waits.into_iter().zip(answers);
        let [interactive, bulk] = counts.map(|counts| {
            let (mut waits, mut answers) = times.next().unwrap_or_default();
            LaneOutcome {
                wait_ms: Quantiles::of(&mut waits),
                answer_ms: Quantiles::of(&mut answers),
                ..counts
            }
        });
        (interactive, bulk, quarters)
    }
}
