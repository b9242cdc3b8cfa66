//! The engine instances of one scheduler: a thread for each, what each runs at the moment, and who watches over them.
//!
//! An instance whose run failed makes itself anew (`worker`). One whose run does not end cannot be stopped from outside: it
//! is asked to (`Engine::stopper`), its callers are answered, and another thread takes its place; the stuck one ends when
//! its run returns, and what it then answers is thrown away. An engine that is being made has a limit of the same kind.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::job::Job;
use super::slots::{Charge, Width};
use super::{Shared, now, worker};
use crate::engine::{Engine, Stopper};
use crate::error::Failure;

/// The longest that an engine may take to be made once the scheduler is closed: it is hardly needed any more, and the end of
/// the process waits for it.
const CLOSING_LIMIT: Duration = Duration::from_secs(10);

/// Threads of one model that may hang at a time. Each holds an engine's memory; where so many hang, another would too, and
/// the model is out of service until one returns.
const MAX_STUCK: usize = 4;

/// How often the end of the threads is looked for once the scheduler is closed.
const CLOSING_TICK: Duration = Duration::from_millis(5);

/// What one thread is at.
#[derive(Default)]
pub(super) struct Seat(Mutex<Run>);

#[derive(Default)]
enum Run {
    #[default]
    Idle,
    Busy {
        since: Instant,
        jobs: Vec<Arc<Job>>,
        charge: Charge,
        stop: Option<Stopper>,
    },
    /// Its engine is being made.
    Making {
        since: Instant,
    },
    GivenUp,
}

impl Seat {
    fn lock(&self) -> MutexGuard<'_, Run> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A run begins.
    pub(super) fn begin(&self, jobs: Vec<Arc<Job>>, charge: Charge, stop: Option<Stopper>) {
        *self.lock() = Run::Busy { since: now(), jobs, charge, stop };
    }

    /// An engine is being made; [`Seat::end`] says when it is there.
    pub(super) fn make(&self) {
        *self.lock() = Run::Making { since: now() };
    }

    /// The run has ended. `None` if it was given up before: then its callers have been answered.
    pub(super) fn end(&self) -> Option<Vec<Arc<Job>>> {
        let mut run = self.lock();
        match std::mem::take(&mut *run) {
            Run::Busy { jobs, .. } => Some(jobs),
            Run::Idle | Run::Making { .. } => Some(Vec::new()),
            Run::GivenUp => {
                *run = Run::GivenUp;
                None
            }
        }
    }

    fn given_up(&self) -> bool {
        matches!(*self.lock(), Run::GivenUp)
    }

    /// Takes from its thread a run, or the making of an engine, that began more than its limit ago; or says when that will be.
    fn overdue(&self, limits: &Limits) -> Overdue {
        let mut run = self.lock();
        let end = match &*run {
            Run::Busy { since, .. } => *since + limits.run,
            Run::Making { since } => *since + limits.making,
            Run::Idle | Run::GivenUp => return Overdue::Never,
        };
        if now() < end {
            return Overdue::At(end);
        }
        match std::mem::replace(&mut *run, Run::GivenUp) {
            Run::Busy { jobs, charge, stop, .. } => Overdue::Run { jobs, charge, stop },
            Run::Making { .. } => Overdue::Making,
            Run::Idle | Run::GivenUp => Overdue::Never,
        }
    }
}

/// How long things may take.
struct Limits {
    run: Duration,
    making: Duration,
}

enum Overdue {
    Never,
    At(Instant),
    Run { jobs: Vec<Arc<Job>>, charge: Charge, stop: Option<Stopper> },
    Making,
}

struct Member {
    width: Width,
    seat: Arc<Seat>,
    thread: JoinHandle<()>,
}

/// All threads of a scheduler that have not ended.
#[derive(Default)]
pub(super) struct Crew {
    members: Mutex<Vec<Member>>,
}

impl Crew {
    fn lock(&self) -> MutexGuard<'_, Vec<Member>> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether every thread has ended that can be waited for.
    pub(super) fn ended(&self) -> bool {
        self.lock().iter().all(|member| member.thread.is_finished() || member.seat.given_up())
    }

    fn stuck(&self) -> usize {
        self.lock().iter().filter(|member| !member.thread.is_finished() && member.seat.given_up()).count()
    }
}

/// Starts a thread over `engine`, or over one that it makes first.
pub(super) fn hire(
    shared: &Arc<Shared>,
    width: Width,
    engine: Option<Box<dyn Engine>>,
) -> std::io::Result<()> {
    let seat = Arc::new(Seat::default());
    let mut members = shared.crew.lock();
    members.retain(|member| !member.thread.is_finished());
    let thread = {
        let (shared, seat) = (Arc::clone(shared), Arc::clone(&seat));
        std::thread::Builder::new()
            .name("engine".into())
            .spawn(move || worker::work(&shared, &seat, width, engine))?
    };
    members.push(Member { width, seat, thread });
    Ok(())
}

/// Fills the place of a thread that hung and has returned, if it was left empty.
pub(super) fn returned(shared: &Arc<Shared>) {
    shared.metrics.stuck(-1);
    let vacant = {
        let mut state = shared.lock();
        if state.closed { None } else { state.vacant.pop() }
    };
    if let Some(width) = vacant {
        replace(shared, width);
    }
}

/// Watches that no run goes past its limit, until the scheduler is closed and its threads have ended.
///
/// It needs no word of a run's beginning: what begins after it has looked cannot be late before the limit has passed once
/// more. So it wakes once a limit where nothing runs, and on time where something does.
pub(super) fn supervise(shared: &Arc<Shared>) {
    loop {
        let closed = shared.lock().closed;
        let making = if closed { shared.load_limit.min(CLOSING_LIMIT) } else { shared.load_limit };
        let limits = Limits { run: shared.run_limit, making };
        let mut wake = now() + limits.run.min(limits.making);
        let seats: Vec<(Width, Arc<Seat>)> =
            shared.crew.lock().iter().map(|member| (member.width, Arc::clone(&member.seat))).collect();
        for (width, seat) in seats {
            match seat.overdue(&limits) {
                Overdue::Never => {}
                Overdue::At(at) => wake = wake.min(at),
                Overdue::Run { jobs, charge, stop } => give_up(shared, &jobs, charge, stop),
                Overdue::Making => {
                    let limit_s = limits.making.as_secs();
                    tracing::error!(
                        limit_s,
                        "making an engine hangs and is given up; its thread is left behind"
                    );
                    // Where no other is left, nobody waits for one that may hang as well.
                    shared.without_engines();
                    leave(shared, width);
                }
            }
        }
        let state = shared.lock();
        let mut wait = wake.saturating_duration_since(now());
        if state.closed {
            wait = wait.min(CLOSING_TICK);
        }
        let (state, _timeout) =
            shared.changed.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner);
        let closed = state.closed;
        drop(state);
        if closed && shared.crew.ended() {
            return;
        }
    }
}

fn give_up(shared: &Arc<Shared>, jobs: &[Arc<Job>], charge: Charge, stop: Option<Stopper>) {
    let limit_ms = shared.run_limit.as_millis() as u64;
    tracing::error!(requests = jobs.len(), limit_ms, "a run went past its limit and is given up");
    if let Some(stop) = stop {
        stop();
    }
    shared.hung(charge);
    jobs.iter().for_each(|job| job.fail(Failure::overrun()));
    leave(shared, charge.width);
}

/// A thread hangs and was given up: another takes its place, unless too many hang.
fn leave(shared: &Arc<Shared>, width: Width) {
    shared.metrics.stuck(1);
    if shared.crew.stuck() <= MAX_STUCK {
        replace(shared, width);
    } else {
        shared.lock().vacant.push(width);
        tracing::error!("too many threads hang: an instance stays out of service until one returns");
        shared.without_engines();
    }
}

fn replace(shared: &Arc<Shared>, width: Width) {
    if let Err(e) = hire(shared, width, None) {
        tracing::error!(cause = %e, "no thread for an engine");
        shared.lock().vacant.push(width);
        shared.without_engines();
    }
}
