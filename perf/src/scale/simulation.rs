//! The simulated day, event by event. Same seed, same day.

use super::books::{Books, Fate, QUARTER};
use super::calibration::Calibration;
use super::edge::Edge;
use super::outcome::{self, Day, Quantiles};
use super::pool::{Phase, Replica, RequestId, Running};
use super::rules::{Autoscaler, EdgeRule, PoolRule, SCRAPE_SECONDS, SYNC_SECONDS};
use super::traffic::{Arrivals, DAY, Traffic};
use gpu_pool::scheduler::queue::{Lane, Refusal};
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::{Duration, Instant};

/// Tokens of the longest window: longer notes become several rows. Their overlap is left out.
const WINDOW: usize = 512;

/// How many replicas there are.
#[derive(Debug, Clone)]
pub(super) enum Replicas {
    /// Always so many.
    Fixed(u32),
    /// By the autoscaler's rule.
    Rule(PoolRule),
}

/// What a day is simulated with.
#[derive(Debug, Clone)]
pub(super) struct Setup {
    pub(super) seed: u64,
    pub(super) speed: Calibration,
    pub(super) traffic: Traffic,
    pub(super) replicas: Replicas,
    /// `None`: requests come to the pool directly.
    pub(super) edge: Option<EdgeRule>,
    /// From asking for a replica to its first request, in seconds.
    pub(super) replica_start: f64,
    /// The same for a pod of the edge.
    pub(super) edge_start: f64,
    /// A request is of no use after so many seconds: the edge's `pool_timeout_ms`.
    pub(super) patience: f64,
}

#[derive(Debug)]
enum Event {
    /// An interactive request of so many tokens comes.
    Interactive(usize),
    /// The nightly job asks for its next note.
    Note,
    /// The edge is done with a request.
    EdgeDone(RequestId),
    /// A pod of the edge is ready, if it is still wanted.
    EdgeReady,
    /// A replica is ready.
    ReplicaReady(usize),
    /// A batch is done.
    BatchDone(usize, Running),
    /// Prometheus reads the gauges.
    Scrape,
    /// The autoscalers look.
    Sync,
}

/// Waits in the heap: by time, then in the order of entry.
struct Entry {
    at: u64,
    order: u64,
    event: Event,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.order) == (other.at, other.order)
    }
}
impl Eq for Entry {}
impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

struct World<'s> {
    setup: &'s Setup,
    events: BinaryHeap<Reverse<Entry>>,
    order: u64,
    /// Nanoseconds since midnight.
    now: u64,
    /// Midnight, on the clock that queues count by.
    midnight: Instant,
    books: Books,
    arrivals: Arrivals,
    /// Which replica a request comes to.
    balance: ChaCha8Rng,
    replicas: Vec<Replica>,
    pool_scaler: Option<Autoscaler>,
    edge: Edge,
    edge_scaler: Option<Autoscaler>,
    edge_waits: Vec<f32>,
    outcome: outcome::Edge,
    more_interactive: bool,
    notes_left: u64,
    replicas_most: u32,
    replica_seconds: f64,
    counted_until: f64,
}

/// Simulates one day, and on until the last request has its answer.
pub(super) fn day(setup: &Setup) -> Day {
    let mut world = World::new(setup);
    while let Some(Reverse(entry)) = world.events.pop() {
        world.count_until(entry.at);
        world.now = entry.at;
        world.handle(entry.event);
        if world.over() {
            break;
        }
    }
    world.close()
}

impl<'s> World<'s> {
    fn new(setup: &'s Setup) -> Self {
        let first = match &setup.replicas {
            Replicas::Fixed(count) => *count,
            Replicas::Rule(rule) => rule.min,
        };
        let mut balance = ChaCha8Rng::seed_from_u64(setup.seed);
        balance.set_stream(3);
        // Midnight is not the first hour of a site: where nobody comes the rule takes the one pod away.
        let edge_pods = setup.edge.as_ref().map_or(0, |rule| rule.min.max(1));
        let mut world = Self {
            setup,
            events: BinaryHeap::new(),
            order: 0,
            now: 0,
            midnight: Instant::now(),
            books: Books::new(),
            arrivals: Arrivals::new(setup.traffic.clone(), setup.seed),
            balance,
            replicas: (0..first).map(|_| Replica::new(&setup.speed, Phase::Ready)).collect(),
            pool_scaler: match &setup.replicas {
                Replicas::Fixed(_) => None,
                Replicas::Rule(rule) => Some(Autoscaler::of_pool(rule)),
            },
            edge: Edge::new(edge_pods),
            edge_scaler: setup.edge.as_ref().map(Autoscaler::of_edge),
            edge_waits: Vec::new(),
            outcome: outcome::Edge { pods_most: edge_pods, ..outcome::Edge::default() },
            more_interactive: true,
            notes_left: setup.traffic.bulk_notes,
            replicas_most: first,
            replica_seconds: 0.0,
            counted_until: 0.0,
        };
        world.next_interactive(0.0);
        let starts = (setup.traffic.bulk_in_flight as u64).min(setup.traffic.bulk_notes);
        for _ in 0..starts {
            world.at(setup.traffic.bulk_hour * 3600.0, Event::Note);
        }
        world.at(SCRAPE_SECONDS, Event::Scrape);
        // Not at the same moment as Prometheus.
        world.at(SYNC_SECONDS + 1.0, Event::Sync);
        world
    }

    fn seconds(&self) -> f64 {
        self.now as f64 / 1e9
    }

    fn instant(&self) -> Instant {
        self.midnight + Duration::from_nanos(self.now)
    }

    fn at(&mut self, seconds: f64, event: Event) {
        let at = ((seconds * 1e9) as u64).max(self.now);
        self.order += 1;
        self.events.push(Reverse(Entry { at, order: self.order, event }));
    }

    fn after(&mut self, seconds: f64, event: Event) {
        self.at(self.seconds() + seconds, event);
    }

    fn over(&self) -> bool {
        !self.more_interactive && self.notes_left == 0 && self.books.in_flight == 0 && self.seconds() >= DAY
    }

    fn next_interactive(&mut self, from: f64) {
        match self.arrivals.next(from) {
            Some((time, tokens)) => self.at(time, Event::Interactive(tokens)),
            None => self.more_interactive = false,
        }
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Interactive(tokens) => {
                self.next_interactive(self.seconds());
                self.arrive(Lane::Interactive, tokens);
            }
            Event::Note => {
                if self.notes_left > 0 {
                    self.notes_left -= 1;
                    let tokens = self.arrivals.note();
                    self.arrive(Lane::Bulk, tokens);
                }
            }
            Event::EdgeDone(request) => {
                self.edge.finish();
                self.run_edge();
                self.enter_pool(request);
            }
            Event::EdgeReady => {
                self.edge.ready = self.edge.wanted.min(self.edge.ready + 1);
                self.run_edge();
            }
            Event::ReplicaReady(at) => {
                if self.replicas[at].phase == Phase::Starting {
                    self.replicas[at].phase = Phase::Ready;
                }
            }
            Event::BatchDone(at, running) => self.batch_done(at, running),
            Event::Scrape => {
                let now = self.seconds();
                let window = match &self.setup.replicas {
                    Replicas::Fixed(_) => SCRAPE_SECONDS,
                    Replicas::Rule(rule) => rule.window_seconds,
                };
                self.replicas.iter_mut().for_each(|replica| replica.scrape(now, window));
                let waiting = self.replicas.iter().map(Replica::gauge).sum();
                self.books.gauge(now, waiting);
                self.expire();
                self.after(SCRAPE_SECONDS, Event::Scrape);
            }
            Event::Sync => {
                self.scale_pool();
                self.scale_edge();
                self.after(SYNC_SECONDS, Event::Sync);
            }
        }
    }

    fn arrive(&mut self, lane: Lane, tokens: usize) {
        let request = self.books.arrive(lane, tokens, self.seconds());
        if self.setup.edge.is_none() {
            return self.enter_pool(request);
        }
        self.edge.push(request, self.seconds());
        if self.edge.ready == 0 {
            self.outcome.waited += 1;
            if self.edge.wanted == 0 {
                self.outcome.wake_ups += 1;
                self.grow_edge(1);
            }
        }
        self.run_edge();
    }

    fn run_edge(&mut self) {
        while let Some((request, came)) = self.edge.start() {
            let waited = self.seconds() - came;
            // Only who found no pod is counted with the cold: the others waited for a core.
            if (self.edge_waits.len() as u64) < self.outcome.waited {
                self.edge_waits.push((waited * 1000.0) as f32);
            }
            self.after(self.setup.speed.edge_seconds, Event::EdgeDone(request));
        }
    }

    fn grow_edge(&mut self, wanted: u32) {
        for _ in self.edge.wanted..wanted {
            self.after(self.setup.edge_start, Event::EdgeReady);
        }
        self.edge.wanted = wanted;
        self.outcome.pods_most = self.outcome.pods_most.max(wanted);
    }

    fn enter_pool(&mut self, id: RequestId) {
        let ready: Vec<usize> =
            (0..self.replicas.len()).filter(|at| self.replicas[*at].phase == Phase::Ready).collect();
        // Each connection comes to any replica, as kube-proxy has it.
        let Some(at) = ready.choose(&mut self.balance).copied() else {
            return self.settle(id, Fate::RefusedFull, 1.0);
        };
        let (now, seconds) = (self.instant(), self.seconds());
        let request = self.books.request(id);
        request.queued = seconds;
        request.rows = request.tokens.div_ceil(WINDOW).max(1);
        let (lane, tokens, rows) = (request.lane, request.tokens, request.rows);
        let windows = (0..rows).map(|row| (tokens - row * WINDOW).min(WINDOW));
        let deadline = now + Duration::from_secs_f64(self.setup.patience);
        match self.replicas[at].push(now, lane, deadline, id, windows) {
            Ok(()) => self.run_pool(at),
            Err(refusal) => {
                self.books.request(id).rows = 0;
                let (fate, pause) = match refusal {
                    Refusal::Full { retry_after } => (Fate::RefusedFull, retry_after),
                    Refusal::Late { retry_after } => (Fate::RefusedLate, retry_after),
                    Refusal::TooLarge { .. } => (Fate::RefusedLarge, Duration::ZERO),
                    Refusal::Expired => (Fate::TimedOut, Duration::ZERO),
                };
                // What `Retry-After` says, in whole seconds within the pool's bounds.
                self.settle(id, fate, pause.as_secs_f64().ceil().clamp(1.0, 60.0));
            }
        }
    }

    fn run_pool(&mut self, at: usize) {
        let now = self.instant();
        while let Some(running) = self.replicas[at].start(now, &self.setup.speed) {
            let seconds = self.seconds();
            for row in &running.rows {
                let request = self.books.request(row.payload);
                request.waited = request.waited.max(seconds - request.queued);
            }
            self.books.computes(seconds, running.seconds);
            self.after(running.seconds, Event::BatchDone(at, running));
        }
        let expired = self.replicas[at].expired(now);
        for row in expired {
            self.settle(row.payload, Fate::TimedOut, 0.0);
            self.books.row_gone(row.payload);
        }
    }

    fn batch_done(&mut self, at: usize, running: Running) {
        let Running { rows, tokens, seconds } = running;
        self.replicas[at].finish(tokens, seconds);
        for row in rows {
            let id = row.payload;
            let late = self.seconds() - self.books.request(id).queued > self.setup.patience;
            let last = self.books.request(id).rows == 1;
            if late {
                self.settle(id, Fate::TimedOut, 0.0);
            } else if last {
                self.settle(id, Fate::Answered, 0.0);
            }
            self.books.row_gone(id);
        }
        self.run_pool(at);
    }

    /// What waits behind long batches and is past its deadline is found at the latest when Prometheus looks.
    fn expire(&mut self) {
        for at in 0..self.replicas.len() {
            self.run_pool(at);
        }
    }

    /// Settles a request; the nightly job then asks for its next note, after `pause` seconds.
    fn settle(&mut self, id: RequestId, fate: Fate, pause: f64) {
        let lane = self.books.request(id).lane;
        let now = self.seconds();
        if self.books.settle(id, fate, now, self.setup.speed.around_seconds) {
            self.edge.last_use = now;
            if lane == Lane::Bulk {
                self.after(pause, Event::Note);
            }
        }
    }

    fn scale_pool(&mut self) {
        let Some(scaler) = self.pool_scaler.as_mut() else { return };
        let asked = |replica: &&mut Replica| replica.phase != Phase::Draining;
        let current = self.replicas.iter_mut().filter(asked).count() as u32;
        let sum = self.replicas.iter().map(Replica::highest_gauge).sum();
        let now = self.now as f64 / 1e9;
        let wanted = scaler.decide(now, sum, current);
        for _ in current..wanted {
            self.replicas.push(Replica::new(&self.setup.speed, Phase::Starting));
            let at = self.replicas.len() - 1;
            self.after(self.setup.replica_start, Event::ReplicaReady(at));
        }
        for _ in wanted..current {
            // The youngest goes: one that is still starting before one that serves.
            let starting = self.replicas.iter().rposition(|replica| replica.phase == Phase::Starting);
            let serving = || self.replicas.iter().rposition(|replica| replica.phase == Phase::Ready);
            if let Some(at) = starting.or_else(serving) {
                self.replicas[at].phase = Phase::Draining;
            }
        }
        self.replicas_most = self.replicas_most.max(wanted);
    }

    fn scale_edge(&mut self) {
        let (Some(rule), Some(scaler)) = (&self.setup.edge, self.edge_scaler.as_mut()) else { return };
        if self.edge.wanted == 0 {
            return;
        }
        let now = self.now as f64 / 1e9;
        let idle = self.books.in_flight == 0 && now - self.edge.last_use >= rule.idle_seconds;
        let wanted = if idle && rule.min == 0 {
            0
        } else {
            scaler.decide(now, self.books.in_flight as f64, self.edge.wanted)
        };
        if wanted > self.edge.wanted {
            self.grow_edge(wanted);
        } else if wanted < self.edge.wanted {
            self.edge.shrink(wanted);
        }
    }

    /// Adds up pods until the next event. Quarters are crossed one at a time.
    fn count_until(&mut self, nanos: u64) {
        let until = (nanos as f64 / 1e9).min(DAY);
        let serving = self.replicas.iter().filter(|replica| replica.phase == Phase::Ready).count() as u32;
        let billed = self
            .replicas
            .iter()
            .filter(|replica| replica.phase != Phase::Draining || !replica.is_empty())
            .count() as f64;
        while self.counted_until < until {
            let from = self.counted_until;
            let to = until.min(((from / QUARTER).floor() + 1.0) * QUARTER);
            self.books.pods(from, to - from, serving, self.edge.ready);
            self.replica_seconds += billed * (to - from);
            self.outcome.pod_hours += f64::from(self.edge.wanted) * (to - from) / 3600.0;
            if self.edge.wanted == 0 {
                self.outcome.hours_at_zero += (to - from) / 3600.0;
            }
            self.counted_until = to;
        }
    }

    fn close(mut self) -> Day {
        let bulk_done_hour = self.books.bulk_done.map(|seconds| seconds / 3600.0);
        self.outcome.wait_ms = Quantiles::of(&mut self.edge_waits);
        let (interactive, bulk, quarters) = self.books.close(self.setup.speed.engines);
        Day {
            replicas: match self.setup.replicas {
                Replicas::Fixed(count) => Some(count),
                Replicas::Rule(_) => None,
            },
            interactive,
            bulk,
            bulk_done_hour,
            replicas_most: self.replicas_most,
            replica_hours: self.replica_seconds / 3600.0,
            edge: self.outcome,
            quarters,
        }
    }
}
