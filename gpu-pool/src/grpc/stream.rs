//! `ModelStreamInfer`: many requests on one stream, each answered as if it had come alone, in the order in which they
//! came. A request that fails has its answer say so; the stream goes on.
//!
//! A stream holds what bodies and connections may hold, and no more: the memory of what has arrived, a message's time to
//! arrive, and the time for which a connection may be idle. When the server drains, what has arrived is answered, and the
//! status at the end says that nothing further was taken.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response};
use http_body::{Body, Frame};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tonic::Status;

use super::message::Arriving;
use super::status::status;
use super::{Arrived, answered, frame, infer, proto};
use crate::error::{Failure, Kind};
use crate::http::App;
use crate::http::idle::{Activity, Busy};

/// Requests of one stream that are in the queue or answered and not taken yet: enough to fill a batch, and no client's
/// whole backlog.
const IN_FLIGHT: usize = 64;

/// One request being answered; given up when dropped.
struct Running(JoinHandle<Result<proto::ModelInferResponse, Failure>>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

type Queue = mpsc::Sender<Result<Running, Status>>;

/// The answers of one stream, and how it ended.
struct Answers {
    running: mpsc::Receiver<Result<Running, Status>>,
    next: Option<Running>,
    ended: bool,
    activity: Arc<Activity>,
    reader: JoinHandle<()>,
}

impl Drop for Answers {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

/// Reads requests until the stream ends, the client goes away or is idle, or the server drains.
pub(super) fn answers<B>(
    app: &Arc<App>,
    headers: &HeaderMap,
    body: B,
    arrived: Arrived,
    busy: Busy,
    drained: impl Future<Output = ()> + Send + 'static,
) -> Result<Response<tonic::body::Body>, Failure>
where
    B: Body<Data = Bytes> + Send + Unpin + 'static,
{
    let (queue, running) = mpsc::channel(IN_FLIGHT);
    let activity = Arc::new(Activity::default());
    let mut arriving = Arriving::new(app, headers, body)?;
    let reader = {
        let (app, activity) = (Arc::clone(app), Arc::clone(&activity));
        tokio::spawn(async move {
            let _in_use = busy;
            let idle = || activity.idle(app.limits.header_time);
            let ended = tokio::select! {
                biased;
                ended = read(&app, &mut arriving, &queue, &activity, arrived, drained) => ended,
                () = idle() => {
                    let failure = Failure::new(Kind::Unavailable, "the stream was idle for too long; open another");
                    // Where answers are not taken there is nobody to tell.
                    let _full = queue.try_send(Err(status(failure)));
                    Ok(())
                }
            };
            if let Err(failure) = ended {
                tokio::select! {
                    _gone = queue.send(Err(status(failure))) => {}
                    () = idle() => {}
                }
            }
            drop((queue, arriving));
            // Until the last answer is taken, which ends this task; or until the client takes none for so long that its
            // connection is not in use any more.
            idle().await;
        })
    };
    let answers = Answers { running, next: None, ended: false, activity, reader };
    Ok(answered(tonic::body::Body::new(answers)))
}

/// Takes request after request. An error is the stream's last word.
async fn read<B>(
    app: &Arc<App>,
    arriving: &mut Arriving<B>,
    queue: &Queue,
    activity: &Arc<Activity>,
    Arrived { started: began, longest, span: stream }: Arrived,
    drained: impl Future<Output = ()>,
) -> Result<(), Failure>
where
    B: Body<Data = Bytes> + Unpin,
{
    let mut drained = std::pin::pin!(drained);
    let mut over = std::pin::pin!(async {
        match longest {
            Some(longest) => tokio::time::sleep_until((began + longest).into()).await,
            None => std::future::pending().await,
        }
    });
    loop {
        let Some(message) = arriving.whole()? else {
            let more = tokio::select! {
                biased;
                () = drained.as_mut() => Err(Failure::unavailable()),
                () = over.as_mut() => Err(Failure::deadline()),
                more = arriving.more() => more,
            };
            if !more? {
                return Ok(());
            }
            activity.moved();
            continue;
        };
        let Ok(slot) = queue.reserve().await else { return Ok(()) };
        // The caller's deadline is for the whole stream.
        let left = longest.map(|longest| longest.saturating_sub(began.elapsed()));
        let span = stream.as_ref().and_then(|stream| stream.child("infer"));
        let arrived = Arrived { started: Instant::now(), longest: left, span };
        let (app, computing) = (Arc::clone(app), activity.begin());
        let answer = async move {
            let answer = infer(&app, message, arrived).await;
            drop(computing);
            answer
        };
        slot.send(Ok(Running(tokio::spawn(answer))));
    }
}

impl Answers {
    /// The next answer; then, once, how the stream ended.
    fn poll_answer(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<proto::ModelStreamInferResponse, HeaderMap>> {
        loop {
            if let Some(running) = &mut self.next {
                let answered = ready!(Pin::new(&mut running.0).poll(cx));
                self.next = None;
                self.activity.moved();
                let answered =
                    answered.unwrap_or_else(|_panicked| Err(Failure::engine("a request panicked")));
                return Poll::Ready(Ok(match answered {
                    Ok(response) => proto::ModelStreamInferResponse {
                        error_message: String::new(),
                        infer_response: Some(response),
                    },
                    Err(failure) => proto::ModelStreamInferResponse {
                        error_message: status(failure).message().to_owned(),
                        infer_response: None,
                    },
                }));
            }
            let mut trailers = HeaderMap::new();
            match ready!(self.running.poll_recv(cx)) {
                Some(Ok(running)) => {
                    self.next = Some(running);
                    continue;
                }
                // A status that cannot be written is still an end.
                Some(Err(status)) => drop(status.add_header(&mut trailers)),
                None => drop(trailers.insert(Status::GRPC_STATUS, HeaderValue::from_static("0"))),
            }
            return Poll::Ready(Err(trailers));
        }
    }
}

impl Body for Answers {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = self.get_mut();
        if this.ended {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(match ready!(this.poll_answer(cx)) {
            Ok(answer) => Frame::data(frame(&answer)),
            Err(trailers) => {
                this.ended = true;
                Frame::trailers(trailers)
            }
        })))
    }
}
