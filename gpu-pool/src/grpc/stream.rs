//! `ModelStreamInfer`: many requests on one stream, each answered as if it had come alone, in the order in which they
//! came. A request that fails has its answer say so; the stream goes on.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_stream::Stream;
use tonic::{Status, Streaming};

use super::status::status;
use super::{Arrived, infer, proto};
use crate::error::Failure;
use crate::http::App;

/// Requests of one stream that are in the queue or answered and not taken yet: enough to fill a batch, and no client's
/// whole backlog.
const IN_FLIGHT: usize = 64;

/// Completes when no more requests are taken from a stream. Travels with the request, so it can be cloned.
#[derive(Clone)]
pub(super) struct Drained(Arc<std::sync::Mutex<Option<Signal>>>);

type Signal = Pin<Box<dyn Future<Output = ()> + Send + Sync>>;

impl Drained {
    pub(super) fn new(drained: impl Future<Output = ()> + Send + Sync + 'static) -> Self {
        Self(Arc::new(std::sync::Mutex::new(Some(Box::pin(drained)))))
    }

    async fn wait(self) {
        let signal = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        match signal {
            Some(signal) => signal.await,
            None => std::future::pending().await,
        }
    }
}

/// One request being answered; given up when dropped.
struct Running(JoinHandle<Result<proto::ModelInferResponse, Failure>>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The answers of one stream.
pub(super) struct Answers {
    running: mpsc::Receiver<Result<Running, Status>>,
    next: Option<Running>,
    reader: JoinHandle<()>,
}

impl Drop for Answers {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

/// Reads requests until the stream ends, the client goes away or the server drains.
pub(super) fn answers(
    app: &Arc<App>,
    mut request: tonic::Request<Streaming<proto::ModelInferRequest>>,
    arrived: Arrived,
) -> Answers {
    let Arrived { started: began, longest, .. } = arrived;
    let (queue, running) = mpsc::channel(IN_FLIGHT);
    let drained = request.extensions_mut().remove::<Drained>();
    let mut requests = request.into_inner();
    let app = Arc::clone(app);
    let reader = tokio::spawn(async move {
        let mut drained = std::pin::pin!(async {
            match drained {
                Some(drained) => drained.wait().await,
                None => std::future::pending().await,
            }
        });
        loop {
            let Ok(slot) = queue.reserve().await else { return };
            let message = tokio::select! {
                message = requests.message() => message,
                () = drained.as_mut() => Err(status(Failure::unavailable())),
            };
            match message {
                Ok(Some(message)) => {
                    // The caller's deadline is for the whole stream.
                    let left = longest.map(|longest| longest.saturating_sub(began.elapsed()));
                    let room = app.admission.room();
                    let arrived = Arrived { started: Instant::now(), longest: left, bytes: 0, room };
                    let app = Arc::clone(&app);
                    let answer = async move { infer(&app, message, arrived).await };
                    slot.send(Ok(Running(tokio::spawn(answer))));
                }
                Ok(None) => return,
                Err(status) => return slot.send(Err(status)),
            }
        }
    });
    Answers { running, next: None, reader }
}

impl Stream for Answers {
    type Item = Result<proto::ModelStreamInferResponse, Status>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(running) = &mut this.next {
                let answered = ready!(Pin::new(&mut running.0).poll(cx));
                this.next = None;
                let answered =
                    answered.unwrap_or_else(|_panicked| Err(Failure::engine("a request panicked")));
                return Poll::Ready(Some(Ok(match answered {
                    Ok(response) => proto::ModelStreamInferResponse {
                        error_message: String::new(),
                        infer_response: Some(response),
                    },
                    Err(failure) => proto::ModelStreamInferResponse {
                        error_message: status(failure).message().to_owned(),
                        infer_response: None,
                    },
                })));
            }
            match ready!(this.running.poll_recv(cx)) {
                Some(Ok(running)) => this.next = Some(running),
                Some(Err(status)) => return Poll::Ready(Some(Err(status))),
                None => return Poll::Ready(None),
            }
        }
    }
}
