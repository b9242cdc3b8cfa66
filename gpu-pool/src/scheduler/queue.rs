//! The waiting sequences and the rule that forms the next batch: a plain data structure, driven by `scheduler` and by
//! tests alike. It never reads a clock (the time is passed in), never blocks and never touches an engine.
//!
//! Rules, in order:
//! 1. What is past its deadline is taken out before anything else happens; it never reaches a batch.
//! 2. The leader of a batch is the entry with the earliest deadline of the lane whose turn it is. It is always in the
//!    batch, so nothing waits behind later work of its own lane.
//! 3. Round the leader go the entries nearest to it in length, while the padded cost stays within the token budget, the
//!    count within its bound, and the padding within its share.
//! 4. No engine takes more than its share of all that waits and runs, and with `idle` engines asking the work is spread over
//!    them rather than heaped on the first.
//!
//! Admission is here; rules 2 to 4 are in `forming`.

mod forming;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::slots::Demand;

/// Who waits for the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Someone is waiting at a screen.
    Interactive,
    /// A job that may take what is left.
    Bulk,
}

impl Lane {
    /// Both lanes, the more urgent first.
    pub const ALL: [Self; 2] = [Self::Interactive, Self::Bulk];

    /// The lane's name in metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Interactive => "interactive",
            Self::Bulk => "bulk",
        }
    }

    fn index(self) -> usize {
        match self {
            Self::Interactive => 0,
            Self::Bulk => 1,
        }
    }
}

/// The bounds of the queue and of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most tokens that may wait; past it a request is refused at once.
    pub queued_tokens: usize,
    /// Share of `queued_tokens` that bulk may fill, in percent, so that bulk cannot shut interactive work out.
    pub bulk_queue_percent: usize,
    /// Most padded tokens (rows times longest row) in one batch. A single longer row still runs, alone.
    pub batch_tokens: usize,
    /// Most rows in one batch.
    pub batch_rows: usize,
    /// How many entries, in deadline order, are looked through for neighbours in length; more where they come to less than half of
    /// `batch_tokens`.
    pub look_ahead: usize,
    /// Most padding in a batch, in percent of its padded tokens.
    pub padding_percent: usize,
    /// Share of the engine's tokens that bulk gets while both lanes are waiting, in percent.
    pub bulk_percent: usize,
}

/// How batches are formed: what a plan can vary while the engines stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batching {
    /// See [`Limits::batch_rows`].
    pub rows: usize,
    /// See [`Limits::batch_tokens`].
    pub tokens: usize,
    /// See [`Limits::look_ahead`].
    pub look_ahead: usize,
}

impl Limits {
    /// How batches are formed.
    #[must_use]
    pub fn batching(&self) -> Batching {
        Batching { rows: self.batch_rows, tokens: self.batch_tokens, look_ahead: self.look_ahead }
    }

    /// The same bounds with other batches.
    #[must_use]
    pub fn with_batching(self, batching: Batching) -> Self {
        let Batching { rows, tokens, look_ahead } = batching;
        Self { batch_rows: rows, batch_tokens: tokens, look_ahead, ..self }
    }

    /// The same bounds with another queue.
    #[must_use]
    pub fn with_queue(self, queued_tokens: usize) -> Self {
        Self { queued_tokens, ..self }
    }

    /// The most tokens of `lane` that may wait.
    #[must_use]
    pub fn lane(&self, lane: Lane) -> usize {
        match lane {
            Lane::Interactive => self.queued_tokens,
            Lane::Bulk => self.queued_tokens * self.bulk_queue_percent / 100,
        }
    }
}

/// One sequence to be queued.
#[derive(Debug)]
pub struct Item<T> {
    /// Its length in tokens.
    pub tokens: usize,
    /// Whatever belongs to it.
    pub payload: T,
}

/// One sequence in the queue, or taken out of it.
#[derive(Debug)]
pub struct Waiting<T> {
    /// Its length in tokens.
    pub tokens: usize,
    /// Its lane.
    pub lane: Lane,
    /// When it was queued.
    pub enqueued: Instant,
    /// When its answer stops being of use.
    pub deadline: Instant,
    /// Whatever belongs to it.
    pub payload: T,
}

/// Where the sequences of one request stand, for [`Queue::cancel`].
#[derive(Debug, Clone, Copy)]
pub struct Place {
    lane: Lane,
    deadline: Instant,
    first: u64,
    count: u64,
}

/// Why a request was not queued. Nothing of it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It would not fit if the queue were empty. Trying again cannot help.
    TooLarge {
        /// The most tokens that its lane ever takes.
        limit: usize,
    },
    /// The queue is full. By the speed seen lately there is room after this long.
    Full {
        /// How long until it should fit.
        retry_after: Duration,
    },
    /// There is room, but by the speed seen lately its turn would come after its deadline.
    Late {
        /// How long until the wait should be short enough.
        retry_after: Duration,
    },
    /// Its deadline is already past.
    Expired,
}

/// What is to be run together.
#[derive(Debug)]
pub struct Batch<T> {
    /// The rows, shortest first.
    pub rows: Vec<Waiting<T>>,
    /// The length of the longest row.
    pub longest: usize,
}

impl<T> Batch<T> {
    /// What it costs to compute: rows times the longest row.
    #[must_use]
    pub fn padded_tokens(&self) -> usize {
        self.rows.len() * self.longest
    }

    /// The tokens that are not padding.
    #[must_use]
    pub fn tokens(&self) -> usize {
        self.rows.iter().map(|row| row.tokens).sum()
    }
}

/// Before any batch was measured, this is the guess at one token's time: full-size DistilBERT, fp32, one CPU
/// core (about 20 rows of 128 tokens a second). Warm-up replaces it before the first request.
const SECONDS_PER_TOKEN_GUESS: f64 = 0.0004;

/// Weight of the newest measurement in the moving average: a change of load shows within some ten batches.
const SPEED_WEIGHT: f64 = 0.1;

/// Order inside a lane: earliest deadline first, then arrival.
type Key = (Instant, u64);

/// The queue. `T` is what the caller wants back with a sequence.
#[derive(Debug)]
pub struct Queue<T> {
    limits: Limits,
    lanes: [BTreeMap<Key, Waiting<T>>; 2],
    tokens: [usize; 2],
    /// Expired entries that nobody has collected yet.
    expired: Vec<Waiting<T>>,
    next: u64,
    /// What bulk is owed, in hundredths of a padded token; negative when it is ahead of its share.
    bulk_credit: i64,
    seconds_per_token: f64,
    engines: usize,
    /// Tokens that engines are at, padding left out.
    running: usize,
}

impl<T> Queue<T> {
    /// An empty queue in front of `engines` engine instances.
    #[must_use]
    pub fn new(limits: Limits, engines: usize) -> Self {
        Self {
            limits,
            lanes: [BTreeMap::new(), BTreeMap::new()],
            tokens: [0; 2],
            expired: Vec::new(),
            next: 0,
            bulk_credit: 0,
            seconds_per_token: SECONDS_PER_TOKEN_GUESS,
            engines: engines.max(1),
            running: 0,
        }
    }

    /// Tokens waiting in both lanes.
    #[must_use]
    pub fn queued_tokens(&self) -> usize {
        self.tokens.iter().sum()
    }

    /// Sequences waiting in both lanes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lanes.iter().map(BTreeMap::len).sum()
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What waits, as far as it matters to which engine runs it.
    #[must_use]
    pub fn demand(&self) -> Demand {
        let [interactive, bulk] = &self.lanes;
        match (interactive.len(), bulk.len()) {
            (0, 0) => Demand::None,
            (1, 0) => Demand::Lone,
            _ => Demand::Some,
        }
    }

    /// Sets the speed from a first measurement, at warm-up.
    pub fn observe_first(&mut self, tokens: usize, took: Duration) {
        if tokens > 0 {
            self.seconds_per_token = took.as_secs_f64() / tokens as f64;
        }
    }

    /// Records how long a batch of so many tokens took on one engine, its padding included: what waits is counted in tokens too,
    /// and will be padded alike.
    pub fn observe(&mut self, tokens: usize, took: Duration) {
        if tokens == 0 {
            return;
        }
        let measured = took.as_secs_f64() / tokens as f64;
        self.seconds_per_token += SPEED_WEIGHT * (measured - self.seconds_per_token);
    }

    /// A batch of so many tokens has left its engine, one way or another.
    pub fn finished(&mut self, tokens: usize) {
        self.running = self.running.saturating_sub(tokens);
    }

    /// Tokens that engines are at, padding left out.
    #[must_use]
    pub fn running(&self) -> usize {
        self.running
    }

    /// Forms batches in another way from now on.
    pub fn form_by(&mut self, batching: Batching) {
        self.limits = self.limits.with_batching(batching);
    }

    /// How many engines there are now.
    pub fn set_engines(&mut self, engines: usize) {
        self.engines = engines.max(1);
    }

    /// How long so many tokens take all engines together, by the speed seen lately.
    #[must_use]
    pub fn estimate(&self, tokens: usize) -> Duration {
        Duration::from_secs_f64(tokens as f64 * self.seconds_per_token / self.engines as f64)
    }

    /// Queues all sequences of one request, or none.
    pub fn push(
        &mut self,
        now: Instant,
        lane: Lane,
        deadline: Instant,
        items: Vec<Item<T>>,
    ) -> Result<Place, Refusal> {
        if deadline <= now {
            return Err(Refusal::Expired);
        }
        let wanted: usize = items.iter().map(|item| item.tokens).sum();
        let bulk_limit = self.limits.lane(Lane::Bulk);
        let limit = self.limits.lane(lane);
        if wanted > limit {
            return Err(Refusal::TooLarge { limit });
        }
        if self.excess(lane, bulk_limit, wanted) > 0 {
            self.expire(now);
            let excess = self.excess(lane, bulk_limit, wanted);
            if excess > 0 {
                return Err(Refusal::Full { retry_after: self.estimate(excess) });
            }
        }
        if !self.is_empty() {
            // What finds nothing waiting is always taken: the estimate cannot refuse all that would correct it.
            let patience = deadline.saturating_duration_since(now);
            let wait = self.wait(lane, deadline, patience, wanted);
            if let Some(retry_after) = wait.checked_sub(patience).filter(|over| !over.is_zero()) {
                return Err(Refusal::Late { retry_after });
            }
        }
        let place = Place { lane, deadline, first: self.next, count: items.len() as u64 };
        for item in items {
            let Item { tokens, payload } = item;
            let waiting = Waiting { tokens, lane, enqueued: now, deadline, payload };
            self.lanes[lane.index()].insert((deadline, self.next), waiting);
            self.next += 1;
        }
        self.tokens[lane.index()] += wanted;
        Ok(place)
    }

    /// How long until `wanted` more tokens of `lane`, due at `deadline`, have been computed, by the speed seen lately.
    /// Exact in what is ahead only where the estimate comes out over `patience`: that costs a walk over the lane.
    fn wait(&self, lane: Lane, deadline: Instant, patience: Duration, wanted: usize) -> Duration {
        let until = |ahead: usize| {
            let own = ahead + wanted;
            // While both lanes wait, each gets its share: so much of the other runs in between, if there is so much.
            let bulk = self.limits.bulk_percent.clamp(1, 99);
            let (other, share, others_share) = match lane {
                Lane::Interactive => (Lane::Bulk, 100 - bulk, bulk),
                Lane::Bulk => (Lane::Interactive, bulk, 100 - bulk),
            };
            let between = self.tokens[other.index()].min(own.saturating_mul(others_share) / share);
            // Of what runs, half is done on average.
            self.estimate(own + between + self.running / 2)
        };
        let at_most = until(self.tokens[lane.index()]);
        if at_most <= patience {
            return at_most;
        }
        let ahead = self.lanes[lane.index()].range(..=(deadline, u64::MAX));
        until(ahead.map(|(_, waiting)| waiting.tokens).sum())
    }

    /// By how many tokens `wanted` more of `lane` would overfill the queue.
    fn excess(&self, lane: Lane, bulk_limit: usize, wanted: usize) -> usize {
        let overall = (self.queued_tokens() + wanted).saturating_sub(self.limits.queued_tokens);
        let bulk = if lane == Lane::Bulk {
            (self.tokens[lane.index()] + wanted).saturating_sub(bulk_limit)
        } else {
            0
        };
        overall.max(bulk)
    }

    /// Takes out what still waits of one request, because nobody wants its answer. Returns how many sequences that was.
    pub fn cancel(&mut self, place: &Place) -> usize {
        let lane = place.lane.index();
        let mut removed = 0;
        for sequence in place.first..place.first + place.count {
            if let Some(waiting) = self.lanes[lane].remove(&(place.deadline, sequence)) {
                self.tokens[lane] -= waiting.tokens;
                removed += 1;
            }
        }
        removed
    }

    /// Entries that expired since the last call. Whoever drives the queue answers them.
    pub fn take_expired(&mut self, now: Instant) -> Vec<Waiting<T>> {
        self.expire(now);
        std::mem::take(&mut self.expired)
    }

    /// Takes out everything, to be answered by the caller. For an end without engines.
    pub fn take_all(&mut self) -> Vec<Waiting<T>> {
        let mut all = std::mem::take(&mut self.expired);
        for lane in &mut self.lanes {
            all.extend(std::mem::take(lane).into_values());
        }
        self.tokens = [0; 2];
        all
    }

    fn expire(&mut self, now: Instant) {
        for lane in Lane::ALL {
            let entries = &mut self.lanes[lane.index()];
            while let Some(first) = entries.first_entry() {
                if first.key().0 > now {
                    break;
                }
                let waiting = first.remove();
                self.tokens[lane.index()] -= waiting.tokens;
                self.expired.push(waiting);
            }
        }
    }
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
