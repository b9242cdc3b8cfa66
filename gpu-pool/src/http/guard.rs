//! A panic while a request is answered becomes a 500, and nothing of its message leaves the process.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

/// Runs `future`; `None` if it panicked. The future is not polled again after that.
pub(super) async fn catch<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(Poll::Ready(output)) => Poll::Ready(Some(output)),
        Ok(Poll::Pending) => Poll::Pending,
        Err(_message) => Poll::Ready(None),
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::catch;

    #[tokio::test]
    async fn a_panic_ends_the_request_only() {
        assert_eq!(catch(async { 1 }).await, Some(1));
        let panics = async {
            tokio::task::yield_now().await;
            assert!(std::hint::black_box(false), "a defect");
        };
        assert_eq!(catch(panics).await, None);
    }
}
