//! What the simulation is made of: dice, engines that sleep, and books that know what ought to happen.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::super::slots::Slots;
use super::super::worker::{Step, look, settle};
use super::super::*;
use crate::engine::Logits;
use crate::metrics::Metrics;
use crate::registry::variant::Variant;

pub(super) const LIMITS: Limits = Limits {
    queued_tokens: 8192,
    bulk_queue_percent: 75,
    batch_tokens: 512,
    batch_rows: 16,
    look_ahead: 64,
    padding_percent: 15,
    bulk_percent: 10,
};

/// A padded token's time, and a batch's own: full-size DistilBERT on one core is of this kind.
pub(super) const TOKEN: Duration = Duration::from_micros(400);
pub(super) const BATCH: Duration = Duration::from_millis(1);
/// So much faster is the wide engine.
const WIDE_GAIN: u32 = 2;
pub(super) const RESTART: Duration = Duration::from_millis(300);

/// Rows of a request have neighbouring numbers; each number is the first token of its row.
pub(super) const MOST_ROWS: u32 = 8;

/// SplitMix64.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub(super) fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    /// Lengths as real traffic has them: log-normal, median 33, 95th percentile 92, at most 128.
    pub(super) fn length(&mut self) -> usize {
        let uniform = |bits: u64| (bits >> 11) as f64 / (1_u64 << 53) as f64;
        let (a, b) = (uniform(self.next()).max(1e-12), uniform(self.next()));
        let normal = (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos();
        (33.0 * (0.62 * normal).exp()).round().clamp(3.0, 128.0) as usize
    }
}

/// A row as the test keeps account of it.
pub(super) struct Row {
    lane: Lane,
    deadline: Instant,
    tokens: usize,
}

#[derive(Default)]
pub(super) struct Account {
    /// Queued, and neither run, nor given up, nor abandoned.
    waiting: BTreeMap<u32, Row>,
    ran: BTreeSet<u32>,
    abandoned: BTreeSet<u32>,
    /// Padded tokens computed, by lane.
    pub(super) computed: [usize; 2],
    /// Of batches formed while 32 rows and more waited: their count, rows, tokens, padded tokens.
    pub(super) busy: [usize; 4],
    pub(super) lengths: Vec<usize>,
    /// Runs of the wide engine, and how many of them were for a request that was alone.
    pub(super) wide: [usize; 2],
    /// Threads that compute now, and the most that ever did.
    pub(super) threads: [usize; 2],
}

pub(super) struct World {
    pub(super) shared: Arc<Shared>,
    idle: AtomicUsize,
    wake: Notify,
    account: Mutex<Account>,
    /// In percent of batches.
    failing: u64,
}

fn logits(row: &Waiting<Task>) -> [f32; 2] {
    let ids = row.payload.sequence.ids();
    [ids[0] as f32, ids.len() as f32]
}

impl World {
    pub(super) fn new(limits: Limits, engines: usize, failing: u64) -> Arc<Self> {
        Self::with_slots(limits, Slots::new(engines, 1, None), failing)
    }

    pub(super) fn with_slots(limits: Limits, slots: Slots, failing: u64) -> Arc<Self> {
        let make: Maker = Box::new(|_| Err(EngineError::new("the simulation makes its own")));
        let metrics = Metrics::default().model("m", "1", Variant::Export, "cpu", "");
        let (run_limit, load_limit) = (Duration::from_secs(10), Duration::from_secs(60));
        let setup = Setup { limits, pad: 0, run_limit, load_limit, make, metrics };
        let shared = Arc::new(Shared::new(setup, slots));
        shared.lock().queue.observe_first(1000, TOKEN * 1000);
        Arc::new(Self {
            shared,
            idle: AtomicUsize::new(0),
            wake: Notify::new(),
            account: Mutex::default(),
            failing,
        })
    }

    pub(super) fn start(self: &Arc<Self>, engines: usize, seed: u64) -> JoinSet<()> {
        let mut running = JoinSet::new();
        for number in 0..engines as u64 {
            running.spawn(Arc::clone(self).engine(Width::Narrow, Dice(seed ^ (number << 32))));
        }
        if self.shared.lock().slots.live() > engines {
            running.spawn(Arc::clone(self).engine(Width::Wide, Dice(!seed)));
        }
        running
    }

    pub(super) fn account(&self) -> MutexGuard<'_, Account> {
        self.account.lock().expect("no panic")
    }

    async fn engine(self: Arc<Self>, width: Width, mut dice: Dice) {
        loop {
            let idle = self.idle.load(Ordering::Relaxed) + 1;
            let (step, total, threads) = {
                let (state, step) = look(&self.shared, self.shared.lock(), width, idle);
                (step, state.slots.total(), state.slots.threads(width))
            };
            let run = match step {
                Step::End => return,
                Step::Wait => {
                    let narrow = usize::from(width == Width::Narrow);
                    self.idle.fetch_add(narrow, Ordering::Relaxed);
                    self.wake.notified().await;
                    self.idle.fetch_sub(narrow, Ordering::Relaxed);
                    continue;
                }
                Step::Run(run) => run,
            };
            self.check(&run.rows, run.charge.tokens);
            let (rows, charge) = (run.rows.len(), run.charge);
            assert_eq!(charge.width, width);
            self.enter(width, rows, threads, total);
            let started = now();
            let longest = run.rows.iter().map(|row| row.tokens).max().unwrap_or(0);
            let gain = if width == Width::Wide { WIDE_GAIN } else { 1 };
            sleep((BATCH + TOKEN * (rows * longest) as u32) / gain).await;
            self.account().threads[0] -= threads;
            let numbers: Vec<u32> = run.rows.iter().map(|row| row.payload.sequence.ids()[0]).collect();
            let mut spoilt = Vec::new();
            let mut values: Vec<f32> = run.rows.iter().flat_map(logits).collect();
            let outcome = if dice.percent(self.failing) {
                spoilt.clone_from(&numbers);
                Err(EngineError::new("simulated"))
            } else {
                if dice.percent(self.failing) {
                    let row = dice.below(rows as u64) as usize;
                    values[2 * row] = f32::NAN;
                    spoilt.push(numbers[row]);
                }
                Ok(Logits { values, labels: 2 })
            };
            let settled = settle(&self.shared, run, outcome, started, Duration::ZERO);
            // What else waits of a request that has failed is not run.
            let failed = |number: &u32| spoilt.iter().any(|row| row / MOST_ROWS == number / MOST_ROWS);
            self.account().waiting.retain(|number, _| !failed(number));
            if let Err(reason) = settled {
                self.shared.lost(reason, width);
                self.wake.notify_waiters();
                sleep(RESTART).await;
                self.shared.gained(width);
            }
            // The slots are free again, for whoever's turn it is.
            self.wake.notify_waiters();
        }
    }

    /// A run of so many threads begins.
    fn enter(&self, width: Width, rows: usize, threads: usize, total: usize) {
        let mut account = self.account();
        if width == Width::Wide {
            let now = now();
            let nobody = account.waiting.values().all(|row| row.deadline <= now);
            let alone = account.threads[0] == 0 && rows == 1 && nobody;
            account.wide[0] += 1;
            account.wide[1] += usize::from(alone);
        }
        account.threads[0] += threads;
        assert!(account.threads[0] <= total, "more threads compute than there are slots");
        account.threads[1] = account.threads[1].max(account.threads[0]);
    }

    /// Every promise about a batch, by the test's own account.
    fn check(&self, rows: &[Waiting<Task>], cost: usize) {
        let now = now();
        let mut account = self.account();
        let lane = rows[0].lane;
        let longest = rows.iter().map(|row| row.tokens).max().unwrap_or(0);
        let tokens: usize = rows.iter().map(|row| row.tokens).sum();
        let waiting = account.waiting.len();
        let first = account.waiting.values().filter(|row| row.lane == lane && row.deadline > now);
        let first = first.map(|row| row.deadline).min();
        // Where rows were left out after the batch was formed, because their request had failed, its leader may be gone.
        if cost == tokens {
            let leader = rows.iter().map(|row| row.deadline).min();
            assert_eq!(leader, first, "the earliest deadline goes first");
        } else {
            assert!(self.failing > 0 && cost > tokens);
        }
        let padded = rows.len() * longest;
        assert!(rows.len() <= LIMITS.batch_rows && (rows.len() == 1 || padded <= LIMITS.batch_tokens));
        for row in rows {
            let number = row.payload.sequence.ids()[0];
            assert!(row.deadline > now, "an expired row reached the engine");
            assert!(!account.abandoned.contains(&number), "an abandoned row reached the engine");
            assert!(account.ran.insert(number), "a row ran twice");
            let known = account.waiting.remove(&number).expect("a row that was queued");
            assert_eq!((known.lane, known.tokens, row.lane), (lane, row.tokens, lane));
        }
        account.computed[lane as usize] += padded;
        if waiting >= 32 {
            let sums = [1, rows.len(), tokens, padded];
            account.busy.iter_mut().zip(sums).for_each(|(sum, more)| *sum += more);
            account.lengths.extend(rows.iter().map(|row| row.tokens));
        }
    }

    /// Queues a request, on both books.
    pub(super) fn submit(
        &self,
        first: u32,
        lengths: &[usize],
        lane: Lane,
        patience: Duration,
    ) -> Result<Ticket, Failure> {
        let sequence = |(row, length): (usize, &usize)| {
            let mut ids = vec![1; *length];
            ids[0] = first + row as u32;
            Sequence::new(ids)
        };
        let deadline = now() + patience;
        let ticket =
            self.shared.submit(lengths.iter().enumerate().map(sequence).collect(), lane, deadline, None)?;
        let mut account = self.account();
        for (row, tokens) in lengths.iter().enumerate() {
            account.waiting.insert(first + row as u32, Row { lane, deadline, tokens: *tokens });
        }
        let now = now();
        account.waiting.retain(|_, row| row.deadline > now);
        let of = |lane: Lane| -> usize {
            account.waiting.values().filter(|row| row.lane == lane).map(|row| row.tokens).sum()
        };
        let (interactive, bulk) = (of(Lane::Interactive), of(Lane::Bulk));
        let limits = self.shared.limits;
        assert!(
            interactive + bulk <= limits.queued_tokens && bulk <= limits.lane(Lane::Bulk),
            "over the bound"
        );
        // A failed request's rows leave our books at once, and the queue when its caller has heard of it.
        let queued = self.shared.lock().queue.queued_tokens();
        assert!(
            queued == interactive + bulk || self.failing > 0 && queued > interactive + bulk,
            "the books differ"
        );
        drop(account);
        self.wake.notify_waiters();
        Ok(ticket)
    }

    pub(super) fn forget(&self, first: u32, rows: usize, abandoned: bool) {
        let mut account = self.account();
        for number in first..first + rows as u32 {
            if account.waiting.remove(&number).is_some() && abandoned {
                account.abandoned.insert(number);
            }
        }
    }
}
