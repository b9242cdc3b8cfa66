//! One run of the component: a fresh instance, its bounds, and what becomes of it when it fails.
//!
//! For whom: [`super::handler`]. Never: telling the caller, or the log, more about a failure than its kind.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use http::uri::Scheme;
use http::{Method, Request, Response};
use tokio::sync::{OwnedSemaphorePermit, oneshot};
use tokio::time::{Instant, timeout};
use wasmtime::{PoolConcurrencyLimitError, Store, Trap};
use wasmtime_wasi::I32Exit;
use wasmtime_wasi_http::p2::bindings::http::types::{self, ErrorCode};
use wasmtime_wasi_http::{WasiBody, WasiHttpView as _};

use super::audit::Audit;
use super::inbound::Inbound;
use super::problem::Problem;
use super::{Host, body};
use crate::engine::State;
use crate::ticker::Ticker;

/// When a request last moved, seen from outside.
pub(super) struct Progress {
    start: Instant,
    /// Milliseconds after `start`.
    last: AtomicU64,
    failed: AtomicBool,
}

impl Progress {
    fn new() -> Arc<Self> {
        Arc::new(Self { start: Instant::now(), last: AtomicU64::new(0), failed: AtomicBool::new(false) })
    }

    pub(super) fn touch(&self) {
        let now = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(now, Ordering::Relaxed);
    }

    pub(super) fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Acquire)
    }

    fn fail(&self) {
        self.failed.store(true, Ordering::Release);
    }

    /// Returns when nothing has moved for `limit`.
    async fn stalled(&self, limit: Duration) {
        loop {
            let deadline = self.start + Duration::from_millis(self.last.load(Ordering::Relaxed)) + limit;
            if deadline <= Instant::now() {
                return;
            }
            tokio::time::sleep_until(deadline).await;
        }
    }
}

type Head = Result<Response<WasiBody>, ErrorCode>;

/// Runs the component for one request. It goes on after its answer's head, and after the caller has
/// gone: what it still has to say, such as an audit event, must not depend on the caller.
pub(super) async fn call(
    host: &Host,
    request: Request<Inbound>,
    scheme: &Scheme,
    audit: Audit,
) -> Result<Response<WasiBody>, Problem> {
    let limit = host.config.limits.request_timeout;
    let permit = match timeout(limit, host.instances.clone().acquire_owned()).await {
        Ok(Ok(permit)) => permit,
        _ => {
            tracing::warn!("no instance became free in time");
            audit.refused("busy", Problem::Busy.status());
            return Err(Problem::Busy);
        }
    };
    let progress = Progress::new();
    let method = known(request.method());
    let most = host.config.limits.body;
    let request = request.map(|incoming| body::limited(incoming, most, progress.clone()));
    let (head, answered) = oneshot::channel();
    let (tell, told) = oneshot::channel();
    let run = Run {
        store: host.guest.store(),
        pre: host.guest.pre().clone(),
        ticker: host.guest.ticker().clone(),
        limit,
        method,
        progress: progress.clone(),
        permit,
        audit: audit.clone(),
        told,
    };
    let scheme = if *scheme == Scheme::HTTPS { types::Scheme::Https } else { types::Scheme::Http };
    let task = tokio::spawn(run.go(request, scheme, head));
    match answered.await {
        Ok(Ok(response)) => {
            progress.touch();
            let _ = tell.send(response.status().as_u16());
            Ok(response.map(|inner| body::watched(inner, progress)))
        }
        Ok(Err(code)) => Err(from_guest(&code, method)),
        // The guest ended, or let go of the answer, without one.
        Err(_) => {
            drop(tell);
            match task.await {
                Ok(Err(problem)) => Err(problem),
                Ok(Ok(())) => {
                    tracing::warn!(end = "no answer", method, "the guest failed");
                    audit.refused("guest_no_answer", Problem::Failed.status());
                    Err(Problem::Failed)
                }
                Err(_) => Err(Problem::Failed),
            }
        }
    }
}

/// What is needed to run one instance.
struct Run {
    store: Store<State>,
    pre: wasmtime_wasi_http::p2::bindings::ProxyPre<State>,
    ticker: Arc<Ticker>,
    limit: Duration,
    method: &'static str,
    progress: Arc<Progress>,
    permit: OwnedSemaphorePermit,
    audit: Audit,
    /// The status of the head that the caller got; closed without one where it got none.
    told: oneshot::Receiver<u16>,
}

/// How a guest failed: what the caller is told, and the word in the audit line.
type Failure = (Problem, &'static str);

impl Run {
    async fn go(
        mut self,
        request: Request<WasiBody>,
        scheme: types::Scheme,
        head: oneshot::Sender<Head>,
    ) -> Result<(), Problem> {
        let store = &mut self.store;
        let handled = async {
            let mut http = store.data_mut().http();
            let request = http.new_incoming_request(scheme, request)?;
            let answer = http.new_response_outparam(head)?;
            let proxy = self.pre.instantiate_async(&mut *store).await?;
            proxy.wasi_http_incoming_handler().call_handle(&mut *store, request, answer).await
        };
        let outcome = tokio::select! {
            handled = self.ticker.over(handled) => handled.map_err(|error| failure(&error, self.method)),
            () = self.progress.stalled(self.limit) => {
                tracing::warn!(end = "timeout", method = self.method, limit = ?self.limit, "the guest was stopped");
                Err((Problem::TooSlow, "guest_timeout"))
            }
        };
        if outcome.is_err() {
            // Before the store goes, and with it the writing end of the answer.
            self.progress.fail();
        }
        if outcome.is_ok() {
            // The answer is complete: its connection, which is next in line, sends it before this takes the instance down.
            tokio::task::yield_now().await;
        }
        let starved = self.store.data().wanted_more_memory();
        drop(self.store);
        if let Err((problem, reason)) = &outcome {
            let reason = if starved && *reason == "guest_trap" { "guest_out_of_memory" } else { *reason };
            match self.told.await {
                Ok(status) => self.audit.broken_off(reason, status),
                Err(_) => self.audit.refused(reason, problem.status()),
            }
        }
        drop(self.permit);
        outcome.map_err(|(problem, _)| problem)
    }
}

/// Logs how the guest ended, one line: it cannot write one itself any more. The error's own text can hold
/// what the guest was handling.
fn failure(error: &wasmtime::Error, method: &'static str) -> Failure {
    if error.is::<PoolConcurrencyLimitError>() {
        tracing::error!("the instance pool is exhausted");
        return (Problem::Busy, "busy");
    }
    if let Some(trap) = error.downcast_ref::<Trap>() {
        tracing::warn!(end = "trap", method, %trap, "the guest failed");
        (Problem::Failed, "guest_trap")
    } else if let Some(exit) = error.downcast_ref::<I32Exit>() {
        tracing::warn!(end = "exit", method, status = exit.0, "the guest failed");
        (Problem::Failed, "guest_exit")
    } else {
        tracing::warn!(end = "broken interface", method, "the guest failed");
        (Problem::Failed, "guest_broken_interface")
    }
}

/// The guest may answer with an error code instead of a response.
fn from_guest(code: &ErrorCode, method: &'static str) -> Problem {
    tracing::warn!(end = "error code", method, "the guest failed");
    match code {
        ErrorCode::HttpRequestBodySize(_) => Problem::TooLarge,
        ErrorCode::ConnectionTimeout | ErrorCode::ConnectionReadTimeout | ErrorCode::HttpResponseTimeout => {
            Problem::TooSlow
        }
        _ => Problem::Failed,
    }
}

/// The method's name for the log. Callers can make up others, and with them write into it.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
