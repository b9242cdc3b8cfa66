//! A pool that records every byte it is sent, and answers as it is told.

use bytes::Bytes;
use http_body_util::{BodyExt, Either, Full};
use hyper::body::{Body, Frame, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::{Semaphore, oneshot};

/// How the pool behaves.
#[derive(Clone)]
pub enum PoolAnswer {
    /// As it should: POSITIVE for every text.
    Good,
    /// As it should, and without a record of what it is sent.
    Forgetful,
    /// With this status and body.
    Fixed(u16, String),
    /// Takes the request and never answers.
    Silent,
    /// Begins to answer, and never ends.
    Dripping,
    /// Takes the request and closes the connection.
    HangsUp,
    /// As it should, once the test gives it a permit.
    Held(Arc<Semaphore>),
}

pub struct RecordingPool {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<String>>>,
    answer: Arc<Mutex<PoolAnswer>>,
    stop: Mutex<Option<oneshot::Sender<()>>>,
}

impl RecordingPool {
    pub fn start(runtime: &Runtime) -> Self {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let answer = Arc::new(Mutex::new(PoolAnswer::Good));
        let (stop, mut stopped) = oneshot::channel();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let state = (Arc::clone(&seen), Arc::clone(&answer));
        runtime.spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            loop {
                let stream = tokio::select! {
                    _ = &mut stopped => break,
                    accepted = listener.accept() => accepted.unwrap().0,
                };
                let (seen, answer) = (Arc::clone(&state.0), Arc::clone(&state.1));
                connections.spawn(async move {
                    let service = service_fn(move |request| {
                        let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
                        async move { serve(request, &seen, &answer).await.ok_or("the pool hangs up") }
                    });
                    let _ = hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        });
        Self { address, seen, answer, stop: Mutex::new(Some(stop)) }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn answer_with(&self, answer: PoolAnswer) {
        *self.answer.lock().unwrap() = answer;
    }

    /// Every request so far: request line, headers and body.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }

    /// Stops it; its port refuses from then on.
    pub fn stop(&self) {
        drop(self.stop.lock().unwrap().take());
        while std::net::TcpStream::connect(self.address).is_ok() {
            std::thread::yield_now();
        }
    }
}

type PoolBody = Either<Full<Bytes>, Dripping>;

/// More often than any limit on the time between two pieces.
const DRIP: Duration = Duration::from_millis(50);

/// A body of one byte now and then, without end.
struct Dripping(tokio::time::Interval);

impl Body for Dripping {
    type Data = Bytes;
    type Error = Infallible;
    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_tick(cx).map(|_| Some(Ok(Frame::data(Bytes::from_static(b" ")))))
    }
}

async fn serve(
    request: Request<Incoming>,
    seen: &Mutex<Vec<String>>,
    answer: &Mutex<PoolAnswer>,
) -> Option<Response<PoolBody>> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map(|b| b.to_bytes()).unwrap_or_default();
    let answer = answer.lock().unwrap().clone();
    if !matches!(answer, PoolAnswer::Forgetful) {
        let head = format!("{} {} {:?}", parts.method, parts.uri, parts.headers);
        seen.lock().unwrap().push(format!("{head}\n{}", String::from_utf8_lossy(&body)));
    }
    if let PoolAnswer::Held(permits) = &answer {
        permits.acquire().await.unwrap().forget();
    }
    let (status, text) = match answer {
        PoolAnswer::Silent => std::future::pending().await,
        PoolAnswer::Dripping => {
            return Some(Response::new(Either::Right(Dripping(tokio::time::interval(DRIP)))));
        }
        PoolAnswer::HangsUp => return None,
        PoolAnswer::Fixed(status, text) => (status, text),
        PoolAnswer::Good | PoolAnswer::Forgetful | PoolAnswer::Held(_)
            if parts.uri.path().ends_with("/infer") =>
        {
            (200, classified(&body))
        }
        PoolAnswer::Good | PoolAnswer::Forgetful | PoolAnswer::Held(_) => (200, "[]".to_owned()),
    };
    let answer = Response::builder().status(status).header("content-type", "application/json");
    Some(answer.body(Either::Left(Full::new(Bytes::from(text)))).unwrap())
}

fn classified(body: &[u8]) -> String {
    let request: serde_json::Value = serde_json::from_slice(body).unwrap();
    let count = request["inputs"][0]["data"].as_array().unwrap().len();
    let scores: Vec<&str> =
        std::iter::repeat_n(["0.75:1:POSITIVE", "0.25:0:NEGATIVE"], count).flatten().collect();
    serde_json::json!({"model_name": "demo", "model_version": "1", "id": request["id"], "outputs": [
        {"name": "scores", "datatype": "BYTES", "shape": [count, 2], "data": scores},
        {"name": "windows", "datatype": "INT32", "shape": [count], "data": vec![1; count]},
    ]})
    .to_string()
}
