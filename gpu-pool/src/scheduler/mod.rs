//! Decides what runs when. Owns the queue of one model version and one thread for each of its engines.
//!
//! `http` submits a request's sequences and waits on the [`Ticket`]; each engine's thread takes the next batch as soon
//! as it is free. An idle engine therefore starts a lone request at once: there is no waiting window and no dispatcher
//! in between. The rules of order and bounds are in `queue`, which is pure.
//!
//! It must never: hold the lock while an engine runs, retry a batch, or let a panic of an engine end a thread.

mod job;
pub mod queue;
mod worker;

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

pub use self::job::Answer;
use self::job::Job;
use self::queue::{Item, Lane, Limits, Place, Queue, Refusal, Waiting};
use crate::engine::Engine;
use crate::error::{Failure, Kind};
use crate::metrics::ModelMetrics;
use crate::tokenize::Sequence;

/// A refused caller is asked to come back no sooner than this; the header counts whole seconds.
const MIN_RETRY_AFTER: Duration = Duration::from_secs(1);

/// Nor later than this: by then the estimate is worth nothing.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);

/// What waits in the queue.
struct Task {
    job: Arc<Job>,
    index: usize,
    sequence: Sequence,
}

struct State {
    queue: Queue<Task>,
    /// Threads waiting for work.
    idle: usize,
    /// Nothing more is taken in; threads end when the queue is empty.
    closed: bool,
}

struct Shared {
    state: Mutex<State>,
    work: Condvar,
    metrics: ModelMetrics,
    pad: i64,
    limits: Limits,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing between lock and unlock leaves the state half-changed, so a poisoned lock is still sound.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The queue and the engines of one model version.
pub struct Scheduler {
    shared: Arc<Shared>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Scheduler {
    /// Starts one thread for each engine. `pad` is the id that fills a row up.
    pub fn start(
        engines: Vec<Box<dyn Engine>>,
        limits: Limits,
        pad: i64,
        metrics: ModelMetrics,
    ) -> std::io::Result<Self> {
        let queue = Queue::new(limits, engines.len());
        let state = State { queue, idle: 0, closed: false };
        let shared =
            Arc::new(Shared { state: Mutex::new(state), work: Condvar::new(), metrics, pad, limits });
        let scheduler = Self { shared: Arc::clone(&shared), threads: Mutex::new(Vec::new()) };
        for (number, engine) in engines.into_iter().enumerate() {
            let shared = Arc::clone(&shared);
            let thread = std::thread::Builder::new()
                .name(format!("engine-{number}"))
                .spawn(move || worker::work(&shared, engine))?;
            scheduler.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        }
        Ok(scheduler)
    }

    /// Queues all sequences of a request, or refuses it at once. Dropping the ticket takes them out again.
    pub fn submit(&self, sequences: Vec<Sequence>, lane: Lane, deadline: Instant) -> Result<Ticket, Failure> {
        let (job, answer) = Job::new(sequences.len());
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
        let mut state = self.shared.lock();
        if state.closed {
            return Err(Failure::unavailable());
        }
        let pushed = state.queue.push(Instant::now(), lane, deadline, items);
        let expired = state.queue.take_expired(Instant::now());
        self.shared.metrics.queued(state.queue.queued_tokens());
        drop(state);
        fail_expired(expired);
        let place = pushed.map_err(|refusal| self.refuse(refusal))?;
        if count == 1 {
            self.shared.work.notify_one();
        } else {
            self.shared.work.notify_all();
        }
        let answer = Some(answer);
        Ok(Ticket { shared: Arc::clone(&self.shared), place, answer, deadline })
    }

    /// The most tokens that one request of `lane` can have.
    #[must_use]
    pub fn limit(&self, lane: Lane) -> usize {
        self.shared.limits.lane(lane)
    }

    /// Counts a request that is refused before or at the queue, and says why.
    pub fn refuse(&self, refusal: Refusal) -> Failure {
        match refusal {
            Refusal::TooLarge { limit } => {
                self.shared.metrics.refused("too_large");
                let message = format!("the request has too many tokens: at most {limit} are taken at once");
                Failure::new(Kind::TooLarge, message)
            }
            Refusal::Full { retry_after } => {
                self.shared.metrics.refused("queue_full");
                let retry_after = retry_after.clamp(MIN_RETRY_AFTER, MAX_RETRY_AFTER);
                Failure::new(Kind::Full(retry_after), "the queue is full; try again after the stated time")
            }
            Refusal::Expired => {
                self.shared.metrics.refused("expired");
                Failure::deadline()
            }
        }
    }

    /// Tokens waiting now.
    #[must_use]
    pub fn queued_tokens(&self) -> usize {
        self.shared.lock().queue.queued_tokens()
    }

    /// Tells the queue how long a batch of so many padded tokens takes, as measured at warm-up.
    pub fn observe_first(&self, padded_tokens: usize, took: Duration) {
        self.shared.lock().queue.observe_first(padded_tokens, took);
    }

    /// Takes nothing more in; what is queued is still answered.
    pub fn close(&self) {
        self.shared.lock().closed = true;
        self.shared.work.notify_all();
    }

    /// Whether, after [`Scheduler::close`], every thread has ended.
    #[must_use]
    pub fn ended(&self) -> bool {
        let threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        threads.iter().all(JoinHandle::is_finished)
    }

    /// Closes, answers what is queued, and waits for the threads. Blocks.
    pub fn join(&self) {
        self.close();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // A thread that panicked has said so already.
            let _panicked = thread.join();
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
                if result.as_ref().is_err_and(|failure| failure.kind == Kind::Deadline) {
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
mod tests;
