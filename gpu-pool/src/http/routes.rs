//! Which path is what, and the answers that need no inference.

use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode};
use http_body::Body;
use serde_json::json;

use super::plan::OutputName;
use super::respond::{self, Answer};
use super::{App, Scope, infer, repository};
use crate::error::{Failure, Kind};
use crate::metrics;
use crate::registry::model::Model;

const GET: &str = "GET, HEAD";
const POST: &str = "POST";

enum Route<'p> {
    Server,
    Live,
    Ready,
    Metrics,
    Repository(repository::Route<&'p str>),
    Model(&'p str, Option<&'p str>),
    ModelReady(&'p str, Option<&'p str>),
    Infer(&'p str, Option<&'p str>),
}

impl<'p> Route<'p> {
    /// Exact paths only: nothing is decoded, folded or trimmed, so that there is one spelling of each route.
    fn parse(path: &'p str, scope: Scope) -> Option<Self> {
        let mut parts = path.strip_prefix('/')?.split('/');
        // The longest route has six parts; a seventh makes none of them.
        let parts: [Option<&str>; 7] = std::array::from_fn(|_| parts.next());
        let health = match parts {
            [Some("metrics"), None, ..] => Some(Self::Metrics),
            [Some("v2"), Some("health"), Some("live"), None, ..] => Some(Self::Live),
            [Some("v2"), Some("health"), Some("ready"), None, ..] => Some(Self::Ready),
            _ => None,
        };
        if health.is_some() || scope == Scope::Admin {
            return health;
        }
        let (model, version, rest) = match parts {
            [Some("v2"), None, ..] => return Some(Self::Server),
            [Some("v2"), Some("repository"), rest @ ..] => {
                return repository::Route::parse(&rest).map(Self::Repository);
            }
            [Some("v2"), Some("models"), Some(model), Some("versions"), Some(version), rest, None] => {
                (model, Some(version), rest)
            }
            [Some("v2"), Some("models"), Some(model), rest, None, ..] => (model, None, rest),
            _ => return None,
        };
        match rest {
            None => Some(Self::Model(model, version)),
            Some("ready") => Some(Self::ModelReady(model, version)),
            Some("infer") => Some(Self::Infer(model, version)),
            Some(_) => None,
        }
    }

    fn allow(&self) -> &'static str {
        match self {
            Self::Repository(_) | Self::Infer(..) => POST,
            _ => GET,
        }
    }
}

/// Answers one request.
pub(super) async fn handle<B>(app: &App, scope: Scope, request: Request<B>) -> Answer
where
    B: Body<Data = Bytes> + Unpin,
{
    match dispatch(app, scope, request).await {
        Ok(answer) => answer,
        Err(failure) => {
            if let Some(cause) = &failure.log {
                tracing::warn!(outcome = failure.outcome(), cause, "a request failed");
            } else {
                tracing::debug!(outcome = failure.outcome(), "a request was not answered");
            }
            respond::failure(&failure)
        }
    }
}

async fn dispatch<B>(app: &App, scope: Scope, request: Request<B>) -> Result<Answer, Failure>
where
    B: Body<Data = Bytes> + Unpin,
{
    let path = request.uri().path();
    let route = Route::parse(path, scope).ok_or_else(|| Failure::new(Kind::NotFound, "no such route"))?;
    let allow = route.allow();
    let method = request.method();
    let allowed =
        if allow == POST { method == Method::POST } else { method == Method::GET || method == Method::HEAD };
    if !allowed {
        return Err(Failure::new(Kind::Method(allow), "the method is not allowed on this route"));
    }
    match route {
        Route::Live => Ok(respond::empty()),
        Route::Ready if app.ready() => Ok(respond::empty()),
        Route::Ready => Err(Failure::unavailable()),
        Route::Metrics => {
            app.metrics.set_ready(app.ready());
            let content_type = HeaderValue::from_static(metrics::CONTENT_TYPE);
            Ok(respond::answer(StatusCode::OK, content_type, app.metrics.render()))
        }
        Route::Server => Ok(respond::json(StatusCode::OK, &server(app))),
        Route::Repository(route) => {
            // The path is borrowed from the request, whose body is to be read.
            let route = route.to_owned();
            repository::answer(app, route, request).await
        }
        Route::Model(name, version) => {
            let model = app.registry.describe(name, version)?;
            Ok(respond::json(StatusCode::OK, &metadata(app, &model)))
        }
        Route::ModelReady(name, version) => {
            let model = app.registry.describe(name, version)?;
            if app.ready() && model.scheduler.live() > 0 {
                Ok(respond::empty())
            } else {
                Err(Failure::unavailable())
            }
        }
        Route::Infer(name, version) => {
            let model = app.registry.choose(name, version);
            let model = model.inspect_err(|f| app.metrics.unknown_model(f.outcome()))?;
            infer::infer(app, model, request).await
        }
    }
}

fn server(app: &App) -> serde_json::Value {
    let repository = if app.registry.controllable() { "model_repository" } else { "model_repository(index)" };
    json!({
        "name": "anteroom-gpu-pool",
        "version": env!("CARGO_PKG_VERSION"),
        "extensions": ["classification", repository, "schedule_policy"],
    })
}

fn metadata(app: &App, model: &Model) -> serde_json::Value {
    let labels = model.card.labels.len();
    let outputs = OutputName::ALL.map(|output| {
        let (datatype, shape) = match output {
            OutputName::Logits | OutputName::Scores => ("FP32", json!([-1, labels])),
            OutputName::Label => ("BYTES", json!([-1])),
            OutputName::Windows => ("INT32", json!([-1])),
        };
        json!({"name": output.as_str(), "datatype": datatype, "shape": shape})
    });
    json!({
        "name": model.name,
        "versions": app.registry.versions(&model.name),
        "platform": "onnxruntime_onnx",
        "inputs": [
            {"name": "text", "datatype": "BYTES", "shape": [-1]},
            {"name": "input_ids", "datatype": "INT64", "shape": [-1, -1]},
            {"name": "attention_mask", "datatype": "INT64", "shape": [-1, -1]},
        ],
        "outputs": outputs,
        "parameters": {"labels": model.card.labels, "window": model.card.window, "version": model.version,
            "manifest_sha256": model.digest, "route": app.registry.route(&model.name)},
    })
}
