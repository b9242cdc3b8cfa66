//! Decides what runs when. Owns the queue of one model version and one thread for each of its engines.
//!
//! `http` submits a request's sequences and waits on the [`Ticket`]; each engine's thread takes the next batch as soon
//! as it is free. An idle engine therefore starts a lone request at once: there is no waiting window and no dispatcher
//! in between. The rules of order and bounds are in `queue`, and which kind of engine starts is in `slots`; both are pure.
//!
//! An engine that fails, answers nothing finite, or does not return within its limit is replaced by a new one (`crew`,
//! `worker`); its batch is answered with the failure.
//!
//! It must never: hold the lock while an engine runs, retry a batch (but for one that memory did not suffice for, once, in `halves`), or let a
//! panic of an engine end a thread.

mod crew;
mod halves;
mod job;
pub mod queue;
mod runs;
pub mod slots;
mod worker;

use std::sync::atomic::{AtomicU64, AtomicUsize};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use self::crew::Crew;
pub use self::job::Answer;
use self::job::Job;
pub use self::queue::Batching;
use self::queue::{Batch, Item, Lane, Limits, Place, Queue, Refusal, Waiting};
pub use self::runs::{BatchRun, Runs};
pub use self::slots::Width;
use self::slots::{Charge, Slots};
use crate::engine::{Engine, EngineError};
use crate::error::{Failure, Kind};
use crate::metrics::ModelMetrics;
use crate::tokenize::Sequence;

/// A refused caller is asked to come back no sooner than this; the header counts whole seconds.
const MIN_RETRY_AFTER: Duration = Duration::from_secs(1);

/// Nor later than this: by then the estimate is worth nothing.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);

/// How often [`Scheduler::join`] looks whether the threads have ended.
const JOIN_TICK: Duration = Duration::from_millis(1);

/// The time, on the clock that tickets wait by: in a test with tokio's clock paused, all of the scheduler stands still.
fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// Makes an engine in place of one that failed: loaded, warm and checked as the first were.
pub type Maker = Box<dyn Fn(Width) -> Result<Box<dyn Engine>, EngineError> + Send + Sync>;

/// What a scheduler works by.
pub struct Setup {
    /// Bounds of queue and batches.
    pub limits: Limits,
    /// The id that fills a row up.
    pub pad: i64,
    /// The longest that one batch may run.
    pub run_limit: Duration,
    /// The longest that making an engine may take.
    pub load_limit: Duration,
    /// Where new engines come from.
    pub make: Maker,
    /// Where it counts.
    pub metrics: ModelMetrics,
}

/// What a scheduler begins with.
pub struct Engines {
    /// For throughput.
    pub narrow: Vec<Box<dyn Engine>>,
    /// Threads of each.
    pub threads: usize,
    /// For a request that is alone.
    pub wide: Option<WideEngine>,
}

/// An engine for a request that is alone.
pub struct WideEngine {
    /// It.
    pub engine: Box<dyn Engine>,
    /// Its threads.
    pub threads: usize,
}

impl Engines {
    fn slots(&self) -> Slots {
        Slots::new(self.narrow.len(), self.threads, self.wide.as_ref().map(|wide| wide.threads))
    }
}

/// What waits in the queue.
struct Task {
    job: Arc<Job>,
    index: usize,
    sequence: Sequence,
}

struct State {
    queue: Queue<Task>,
    slots: Slots,
    /// Threads of narrow engines that wait for work.
    idle: usize,
    /// No engine is left and none could be made: requests are refused until one is there.
    stranded: bool,
    /// Engines whose thread hangs and was not replaced.
    vacant: Vec<Width>,
    /// Nothing more is taken in; threads end when the queue is empty.
    closed: bool,
}

impl State {
    /// Which kind of engine may start a run now.
    fn turn(&self) -> Option<Width> {
        self.slots.turn(self.queue.demand())
    }

    /// Takes the next batch for an engine of that width, if it is its turn. `idle` counts those of its kind that could start.
    fn take(&mut self, now: Instant, width: Width, idle: usize) -> Option<(Batch<Task>, Charge)> {
        if self.turn() != Some(width) {
            return None;
        }
        let batch = self.queue.form(now, self.slots.spread(width, idle))?;
        self.slots.begin(width);
        let charge = Charge { tokens: batch.tokens(), width };
        Some((batch, charge))
    }

    /// A run has ended, one way or another.
    fn finished(&mut self, charge: Charge) {
        self.queue.finished(charge.tokens);
        self.slots.end(charge.width, self.queue.demand());
    }
}

struct Shared {
    state: Mutex<State>,
    /// It is a narrow engine's turn, or the scheduler is closed. Waited for by idle threads only, so that one word wakes one
    /// that can run. Who finds that it is another's turn, before or after its own, passes the word on.
    work: Condvar,
    /// The same for the wide engine.
    lone: Condvar,
    /// The scheduler is closed.
    changed: Condvar,
    crew: Crew,
    metrics: ModelMetrics,
    pad: i64,
    limits: Limits,
    run_limit: Duration,
    load_limit: Duration,
    make: Maker,
    /// Threads that have begun: each has a number.
    instances: AtomicUsize,
    /// Batches that have begun.
    batches: AtomicU64,
}

impl Shared {
    fn new(setup: Setup, slots: Slots) -> Self {
        let Setup { limits, pad, run_limit, load_limit, make, metrics } = setup;
        metrics.live(slots.live());
        let queue = Queue::new(limits, slots.narrow());
        let vacant = Vec::new();
        let state = State { queue, slots, idle: 0, stranded: false, vacant, closed: false };
        Self {
            state: Mutex::new(state),
            work: Condvar::new(),
            lone: Condvar::new(),
            changed: Condvar::new(),
            crew: Crew::default(),
            metrics,
            pad,
            limits,
            run_limit,
            load_limit,
            make,
            instances: AtomicUsize::new(0),
            batches: AtomicU64::new(0),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing between lock and unlock leaves the state half-changed, so a poisoned lock is still sound.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes a thread that can start what waits, if there is such.
    fn wake(&self, state: &State) {
        match state.turn() {
            Some(Width::Narrow) => self.work.notify_one(),
            Some(Width::Wide) => self.lone.notify_one(),
            None => {}
        }
    }

    /// Wakes every thread that waits for work.
    fn wake_all(&self) {
        self.work.notify_all();
        self.lone.notify_all();
    }

    /// A run hangs, and its engine is gone with it.
    fn hung(&self, charge: Charge) {
        let mut state = self.lock();
        state.finished(charge);
        self.out_of_service(state, "stuck", charge.width);
    }

    /// An engine whose run has ended is gone.
    fn lost(&self, reason: &str, width: Width) {
        self.out_of_service(self.lock(), reason, width);
    }

    fn out_of_service(&self, mut state: MutexGuard<'_, State>, reason: &str, width: Width) {
        state.slots.lose(width);
        let (narrow, live) = (state.slots.narrow(), state.slots.live());
        state.queue.set_engines(narrow);
        self.wake(&state);
        drop(state);
        self.metrics.restarted(reason);
        self.metrics.live(live);
    }

    /// An engine has come. Its thread looks for work next.
    fn gained(&self, width: Width) {
        let mut state = self.lock();
        state.slots.gain(width);
        state.stranded = false;
        let (narrow, live) = (state.slots.narrow(), state.slots.live());
        state.queue.set_engines(narrow);
        drop(state);
        self.metrics.live(live);
    }

    /// An engine could not be replaced. If it was the last, nobody waits for what will not come.
    fn without_engines(&self) {
        let mut state = self.lock();
        if state.slots.live() > 0 {
            return;
        }
        state.stranded = true;
        let waiting = state.queue.take_all();
        self.metrics.queued(0);
        drop(state);
        waiting.into_iter().for_each(|entry| entry.payload.job.fail(Failure::unavailable()));
    }

    /// Whether a thread without an engine has no more use.
    fn finished(&self) -> bool {
        let state = self.lock();
        state.closed && (state.slots.live() > 0 || state.queue.is_empty())
    }

    fn submit(
        self: &Arc<Self>,
        sequences: Vec<Sequence>,
        lane: Lane,
        deadline: Instant,
        runs: Option<Arc<Runs>>,
    ) -> Result<Ticket, Failure> {
        let (job, answer) = Job::new(sequences.len(), runs);
        let job = Arc::new(job);
        let items: Vec<Item<Task>> = sequences
            .into_iter()
            .enumerate()
            .map(|(index, sequence)| Item {
                tokens: sequence.len(),
                payload: Task { job: Arc::clone(&job), index, sequence },
            })
            .collect();
        let count = items.len();
        let now = now();
        let mut state = self.lock();
        if state.closed || state.stranded {
            return Err(Failure::unavailable());
        }
        let found = state.queue.demand();
        let pushed = state.queue.push(now, lane, deadline, items);
        if pushed.is_ok() {
            state.slots.arrive(found);
        }
        let expired = state.queue.take_expired(now);
        self.metrics.queued(state.queue.queued_tokens());
        let turn = state.turn();
        drop(state);
        fail_expired(expired);
        let place = pushed.map_err(|refusal| self.refuse(refusal))?;
        match turn {
            Some(Width::Narrow) if count == 1 => self.work.notify_one(),
            Some(Width::Narrow) => self.work.notify_all(),
            Some(Width::Wide) => self.lone.notify_one(),
            None => {}
        }
        Ok(Ticket { shared: Arc::clone(self), place, answer: Some(answer), deadline })
    }

    fn refuse(&self, refusal: Refusal) -> Failure {
        let full = |retry_after: Duration, message: &'static str| {
            Failure::new(Kind::Full(retry_after.clamp(MIN_RETRY_AFTER, MAX_RETRY_AFTER)), message)
        };
        match refusal {
            Refusal::TooLarge { limit } => {
                self.metrics.refused("too_large");
                let message = format!("the request has too many tokens: at most {limit} are taken at once");
                Failure::new(Kind::TooLarge, message)
            }
            Refusal::Full { retry_after } => {
                self.metrics.refused("queue_full");
                full(retry_after, "the queue is full; try again after the stated time")
            }
            Refusal::Late { retry_after } => {
                self.metrics.refused("too_late");
                full(
                    retry_after,
                    "the queue is longer than this request can wait; try again after the stated time",
                )
            }
            Refusal::Expired => {
                self.metrics.refused("expired");
                Failure::deadline()
            }
        }
    }
}

/// The queue and the engines of one model version.
pub struct Scheduler {
    shared: Arc<Shared>,
}

impl Scheduler {
    /// Starts one thread for each engine, and one that watches over them.
    pub fn start(engines: Engines, setup: Setup) -> std::io::Result<Self> {
        let scheduler = Self { shared: Arc::new(Shared::new(setup, engines.slots())) };
        for engine in engines.narrow {
            crew::hire(&scheduler.shared, Width::Narrow, Some(engine))?;
        }
        if let Some(WideEngine { engine, .. }) = engines.wide {
            crew::hire(&scheduler.shared, Width::Wide, Some(engine))?;
        }
        let shared = Arc::clone(&scheduler.shared);
        std::thread::Builder::new().name("watch".into()).spawn(move || crew::supervise(&shared))?;
        Ok(scheduler)
    }

    /// Queues all sequences of a request, or refuses it at once. Dropping the ticket takes them out again.
    pub fn submit(&self, sequences: Vec<Sequence>, lane: Lane, deadline: Instant) -> Result<Ticket, Failure> {
        self.shared.submit(sequences, lane, deadline, None)
    }

    /// As [`Scheduler::submit`]; which batches the sequences come into is noted in `runs`.
    pub fn submit_noted(
        &self,
        sequences: Vec<Sequence>,
        lane: Lane,
        deadline: Instant,
        runs: Option<Arc<Runs>>,
    ) -> Result<Ticket, Failure> {
        self.shared.submit(sequences, lane, deadline, runs)
    }

    /// The most tokens that one request of `lane` can have.
    #[must_use]
    pub fn limit(&self, lane: Lane) -> usize {
        self.shared.limits.lane(lane)
    }

    /// Counts a request that is refused before or at the queue, and says why.
    pub fn refuse(&self, refusal: Refusal) -> Failure {
        self.shared.refuse(refusal)
    }

    /// Engines fit to run a batch.
    #[must_use]
    pub fn live(&self) -> usize {
        self.shared.lock().slots.live()
    }

    /// Tokens waiting now.
    #[must_use]
    pub fn queued_tokens(&self) -> usize {
        self.shared.lock().queue.queued_tokens()
    }

    /// Tells the queue how long a batch of so many tokens takes, as measured at warm-up.
    pub fn observe_first(&self, tokens: usize, took: Duration) {
        self.shared.lock().queue.observe_first(tokens, took);
    }

    /// Forms batches in another way from now on.
    pub fn form_by(&self, batching: Batching) {
        self.shared.lock().queue.form_by(batching);
    }

    /// Takes nothing more in; what is queued is still answered.
    pub fn close(&self) {
        self.shared.lock().closed = true;
        self.shared.wake_all();
        self.shared.changed.notify_all();
    }

    /// Whether, after [`Scheduler::close`], every thread has ended that ever will.
    #[must_use]
    pub fn ended(&self) -> bool {
        self.shared.crew.ended()
    }

    /// Closes, answers what is queued, and waits for the threads. Blocks, no longer than runs are allowed to take, or ten
    /// seconds where an engine is being made.
    pub fn join(&self) {
        self.close();
        while !self.ended() {
            std::thread::sleep(JOIN_TICK);
        }
    }
}

impl Drop for Scheduler {
    fn drop(&mut self) {
        self.close();
    }
}

/// A request in the queue or at an engine.
pub struct Ticket {
    shared: Arc<Shared>,
    place: Place,
    answer: Option<oneshot::Receiver<Result<Answer, Failure>>>,
    deadline: Instant,
}

impl Ticket {
    /// Waits for the answer, no longer than to the deadline. Cancel-safe: dropping the future frees the place in the
    /// queue.
    pub async fn wait(mut self) -> Result<Answer, Failure> {
        let Some(answer) = self.answer.as_mut() else {
            return Err(Failure::unavailable());
        };
        let outcome = tokio::time::timeout_at(self.deadline.into(), answer).await;
        match outcome {
            Ok(Ok(result)) => {
                if result.is_ok() {
                    // Answered in full: nothing is left in the queue.
                    self.answer = None;
                }
                // A run that went past its limit is late too, and has more to tell than this.
                if result
                    .as_ref()
                    .is_err_and(|failure| failure.kind == Kind::Deadline && failure.log.is_none())
                {
                    self.shared.metrics.refused("expired");
                }
                result
            }
            // The worker dropped the job without an answer: it panicked outside the engine.
            Ok(Err(_closed)) => Err(Failure::engine("a worker gave a request up without an answer")),
            Err(_elapsed) => {
                self.shared.metrics.refused("expired");
                Err(Failure::deadline())
            }
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        // Closed first, so that a worker which holds the batch now can see that nobody waits.
        if self.answer.take().is_some() {
            let mut state = self.shared.lock();
            state.queue.cancel(&self.place);
            self.shared.metrics.queued(state.queue.queued_tokens());
        }
    }
}

/// Counted by the ticket, which may notice first, and is one for all sequences of a request.
fn fail_expired(expired: Vec<Waiting<Task>>) {
    for entry in expired {
        entry.payload.job.fail(Failure::deadline());
    }
}

#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod wide_tests;
