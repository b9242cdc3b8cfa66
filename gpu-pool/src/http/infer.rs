//! `POST …/infer`: read, plan, queue, wait, answer.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body::Body;
use serde::Serialize;

use super::admit::Patience;
use super::plan::{OutputName, Wanted, Work, plan};
use super::respond::{self, Answer};
use super::{App, body};
use crate::classify::{Classified, pool, ranked};
use crate::error::{Failure, Kind};
use crate::registry::model::Model;
use crate::scheduler::queue::Lane;

/// Bodies up to this size are parsed and tokenised where they are read (well under a millisecond); larger ones move to
/// a blocking thread, so that a long note does not hold up other connections.
const INLINE_BODY: usize = 16 * 1024;

/// Counts the request however it ends, also when the caller goes away and this future is dropped.
struct Account {
    model: Arc<Model>,
    lane: Lane,
    started: Instant,
    outcome: &'static str,
}

impl Drop for Account {
    fn drop(&mut self) {
        let took = (self.outcome == "ok").then(|| self.started.elapsed());
        self.model.metrics.request(self.outcome, self.lane, took);
    }
}

/// Answers one inference request for `model`.
pub(super) async fn infer<B>(app: &App, model: Arc<Model>, request: Request<B>) -> Result<Answer, Failure>
where
    B: Body<Data = Bytes> + Unpin,
{
    let started = Instant::now();
    let mut account =
        Account { model: Arc::clone(&model), lane: Lane::Interactive, started, outcome: "abandoned" };
    let result = answer(app, &model, request, &mut account).await;
    account.outcome = result.as_ref().map_or_else(Failure::outcome, |_| "ok");
    result
}

async fn answer<B>(
    app: &App,
    model: &Arc<Model>,
    request: Request<B>,
    account: &mut Account,
) -> Result<Answer, Failure>
where
    B: Body<Data = Bytes> + Unpin,
{
    if request.headers().contains_key("inference-header-content-length") {
        return Err(Failure::new(
            Kind::Unsupported,
            "Inference-Header-Content-Length: binary tensors are not supported",
        ));
    }
    let (head, body) = request.into_parts();
    let mut room = app.admission.room();
    let body = body::read(&head.headers, body, app.limits.body_bytes, app.limits.body_time, &mut room).await;
    let body = body.inspect_err(|failure| {
        if matches!(failure.kind, Kind::Full(_)) {
            model.metrics.refused("bodies_full");
        }
    })?;
    // Dropped with this future, which tells a blocking thread that nobody waits.
    let here = Arc::new(());
    let patience = Patience {
        started: account.started,
        longest: app.limits.request_time,
        caller: Arc::downgrade(&here),
    };
    let work = if body.len() <= INLINE_BODY {
        let work = plan(&body, model, &patience)?;
        drop((body, room));
        work
    } else {
        let core = app.admission.plan(patience.deadline(None)).await;
        let core = core.inspect_err(|_late| model.metrics.refused("expired"))?;
        let model = Arc::clone(model);
        tokio::task::spawn_blocking(move || {
            let _held_until_done = (core, room);
            plan(&body, &model, &patience)
        })
        .await
        .map_err(|_panicked| Failure::new(Kind::Internal, "internal error"))??
    };
    let Work { id, lane, deadline, sequences, weights, wanted } = work;
    account.lane = lane;
    let ticket = model.scheduler.submit(sequences, lane, deadline)?;
    let logits = ticket.wait().await?.logits;

    let mut rows = logits.into_iter();
    let texts: Vec<Classified> = weights
        .into_iter()
        .map(|weights| {
            let windows: Vec<(Vec<f32>, usize)> = rows.by_ref().zip(weights).collect();
            pool(model.card.activation, &windows)
        })
        .collect();
    let outputs = wanted.iter().map(|wanted| tensor(*wanted, &texts, &model.card.labels)).collect();
    let answer =
        Inferred { model_name: &model.name, model_version: &model.version, id: id.as_deref(), outputs };
    Ok(respond::json(StatusCode::OK, &answer))
}

#[derive(Serialize)]
struct Inferred<'a> {
    model_name: &'a str,
    model_version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    outputs: Vec<Tensor<'a>>,
}

#[derive(Serialize)]
struct Tensor<'a> {
    name: &'static str,
    datatype: &'static str,
    shape: Vec<usize>,
    data: Values<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Values<'a> {
    Floats(Vec<f32>),
    Integers(Vec<usize>),
    Strings(Vec<Cow<'a, str>>),
}

fn tensor<'a>(wanted: Wanted, texts: &[Classified], labels: &'a [String]) -> Tensor<'a> {
    let n = texts.len();
    let values = |text: &'_ Classified| match wanted.name {
        OutputName::Logits => text.logits.clone(),
        _ => text.scores.clone(),
    };
    let name = wanted.name.as_str();
    match (wanted.name, wanted.classes) {
        (OutputName::Windows, _) => {
            let data = Values::Integers(texts.iter().map(|text| text.windows).collect());
            Tensor { name, datatype: "INT32", shape: vec![n], data }
        }
        (OutputName::Label, _) => {
            let best = |text: &Classified| ranked(&text.scores).first().and_then(|best| labels.get(*best));
            let data = texts.iter().map(|text| Cow::from(best(text).map_or("", String::as_str))).collect();
            Tensor { name, datatype: "BYTES", shape: vec![n], data: Values::Strings(data) }
        }
        (_, None) => {
            let data = Values::Floats(texts.iter().flat_map(values).collect());
            Tensor { name, datatype: "FP32", shape: vec![n, labels.len()], data }
        }
        (_, Some(classes)) => {
            let classes = classes.min(labels.len());
            let mut data = Vec::with_capacity(n * classes);
            for text in texts {
                let values = values(text);
                for index in ranked(&values).into_iter().take(classes) {
                    data.push(Cow::from(format!("{}:{index}:{}", values[index], labels[index])));
                }
            }
            Tensor { name, datatype: "BYTES", shape: vec![n, classes], data: Values::Strings(data) }
        }
    }
}
