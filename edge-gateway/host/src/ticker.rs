//! The engine's clock. It ticks while a guest computes, so that one that computes for long lets others have their turn, and rests
//! while none does: an idle edge wakes nobody, and an inference on the same cores is not disturbed while its request waits.
//!
//! For whom: [`crate::engine`] starts it, [`crate::serve`] runs guests over it. Never: measuring time, which is tokio's.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::thread::{self, Thread};
use std::time::Duration;

/// How long a guest computes before others get their turn. A request that only computes delays another by this much; every
/// tick costs a running guest about a microsecond.
const TICK: Duration = Duration::from_millis(2);

/// A thread of its own: it must tick also when every worker is busy with a guest. Ends with this value.
pub(crate) struct Ticker {
    state: Arc<State>,
    thread: Thread,
}

/// Sequentially consistent throughout: whoever begins counts itself and then looks for rest, the clock tells of its rest and then
/// looks for who has begun. In any other order both could miss each other.
#[derive(Default)]
struct State {
    /// Guests that compute at this moment.
    computing: AtomicUsize,
    resting: AtomicBool,
    ended: AtomicBool,
}

impl Ticker {
    /// Calls `tick` again and again while a guest computes.
    ///
    /// # Errors
    /// Where no thread can be started.
    pub(crate) fn start(mut tick: impl FnMut() + Send + 'static) -> io::Result<Self> {
        let state = Arc::new(State::default());
        let clock = state.clone();
        let run = move || {
            while !clock.ended.load(SeqCst) {
                clock.rest();
                thread::sleep(TICK);
                tick();
            }
        };
        let thread = thread::Builder::new().name("epoch".into()).spawn(run)?.thread().clone();
        Ok(Self { state, thread })
    }

    /// Does `work`; while a step of it is done, the clock ticks.
    pub(crate) async fn over<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        poll_fn(|context| {
            let _until_the_end_of_this_step = self.computing();
            work.as_mut().poll(context)
        })
        .await
    }

    fn computing(&self) -> Computing<'_> {
        self.state.computing.fetch_add(1, SeqCst);
        if self.state.resting.load(SeqCst) {
            self.thread.unpark();
        }
        Computing(&self.state)
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.state.ended.store(true, SeqCst);
        self.thread.unpark();
    }
}

impl State {
    /// Returns when a guest computes, or at the end.
    fn rest(&self) {
        self.resting.store(true, SeqCst);
        while self.computing.load(SeqCst) == 0 && !self.ended.load(SeqCst) {
            thread::park();
        }
        self.resting.store(false, SeqCst);
    }
}

/// A guest computes.
struct Computing<'a>(&'a State);

impl Drop for Computing<'_> {
    fn drop(&mut self) {
        self.0.computing.fetch_sub(1, SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU64;
    use std::task::{Context, Poll, Waker};

    fn until(condition: impl Fn() -> bool) {
        while !condition() {
            thread::yield_now();
        }
    }

    #[test]
    fn it_ticks_while_a_step_is_done_and_rests_between_steps() {
        let ticks = Arc::new(AtomicU64::new(0));
        let counted = ticks.clone();
        let ticker = Ticker::start(move || {
            counted.fetch_add(1, SeqCst);
        })
        .unwrap();
        let resting = || ticker.state.resting.load(SeqCst);
        // Each step ends when the clock has ticked three times in it; the next one begins when the clock rests.
        let mut steps = 0;
        let mut work = pin!(ticker.over(poll_fn(|_| {
            let before = ticks.load(SeqCst);
            until(|| ticks.load(SeqCst) >= before + 3);
            steps += 1;
            if steps == 3 { Poll::Ready(()) } else { Poll::Pending }
        })));
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..2 {
            until(resting);
            assert!(work.as_mut().poll(&mut context).is_pending());
        }
        until(resting);
        assert!(work.as_mut().poll(&mut context).is_ready());
        until(resting);
    }

    #[test]
    fn a_step_that_panics_is_over() {
        let ticker = Ticker::start(|| {}).unwrap();
        let work = std::panic::AssertUnwindSafe(|| {
            let mut work = pin!(ticker.over(poll_fn(|_| -> Poll<()> { panic!("as a guest's host may") })));
            let _ = work.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        });
        assert!(std::panic::catch_unwind(work).is_err());
        until(|| ticker.state.resting.load(SeqCst));
    }

    #[test]
    fn it_ends_at_rest() {
        let alive = Arc::new(());
        let kept = alive.clone();
        let ticker = Ticker::start(move || drop(Arc::clone(&kept))).unwrap();
        until(|| ticker.state.resting.load(SeqCst));
        drop(ticker);
        // What the thread held is given back.
        until(|| Arc::strong_count(&alive) == 1);
    }
}
