//! Which path is what, and the answers that need no inference.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode};
use http_body::Body;

use super::respond::{self, Answer};
use super::{App, Scope, infer, repository, traced};
use crate::error::{Failure, Kind};
use crate::metrics;
use crate::protocol::{config, metadata};
use crate::trace::Active;

const GET: &str = "GET, HEAD";
const POST: &str = "POST";

pub(super) enum Route<'p> {
    Server,
    Live,
    Ready,
    Metrics,
    Repository(repository::Route<&'p str>),
    Model(&'p str, Option<&'p str>),
    ModelReady(&'p str, Option<&'p str>),
    Config(&'p str, Option<&'p str>),
    /// Of one version, of all of a model, of all.
    Statistics(Option<&'p str>, Option<&'p str>),
    Infer(&'p str, Option<&'p str>),
}

impl<'p> Route<'p> {
    /// Exact paths only: nothing is decoded, folded or trimmed, so that there is one spelling of each route.
    pub(super) fn parse(path: &'p str, scope: Scope) -> Option<Self> {
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
            // As with Triton, metadata of a model that is called "stats" can only be had by version.
            [Some("v2"), Some("models"), Some("stats"), None, ..] => {
                return Some(Self::Statistics(None, None));
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
            Some("config") => Some(Self::Config(model, version)),
            Some("stats") => Some(Self::Statistics(Some(model), version)),
            Some("infer") => Some(Self::Infer(model, version)),
            Some(_) => None,
        }
    }

    /// The route as traces name it: no part of it is the caller's. `None` for probes and scrapes, which are not traced: they
    /// would be most of what a collector keeps.
    pub(super) fn template(&self) -> Option<&'static str> {
        let by_version =
            |version: &Option<&str>, without, with| if version.is_some() { with } else { without };
        Some(match self {
            Self::Live | Self::Ready | Self::Metrics => return None,
            Self::Server => "/v2",
            Self::Repository(_) => "/v2/repository",
            Self::Model(_, version) => {
                by_version(version, "/v2/models/{model}", "/v2/models/{model}/versions/{version}")
            }
            Self::ModelReady(_, version) => {
                by_version(version, "/v2/models/{model}/ready", "/v2/models/{model}/versions/{version}/ready")
            }
            Self::Config(_, version) => by_version(
                version,
                "/v2/models/{model}/config",
                "/v2/models/{model}/versions/{version}/config",
            ),
            Self::Statistics(None, _) => "/v2/models/stats",
            Self::Statistics(Some(_), version) => {
                by_version(version, "/v2/models/{model}/stats", "/v2/models/{model}/versions/{version}/stats")
            }
            Self::Infer(_, version) => {
                by_version(version, "/v2/models/{model}/infer", "/v2/models/{model}/versions/{version}/infer")
            }
        })
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
    let span = app.tracing.as_ref().and_then(|tracing| traced::begin(tracing, app, scope, &request));
    let answered = dispatch(app, scope, request, span.clone()).await;
    let outcome = answered.as_ref().map_or_else(Failure::outcome, |_| "ok");
    let answer = answered.unwrap_or_else(|failure| {
        failure.trace();
        respond::failure(&failure)
    });
    if let Some(span) = span {
        traced::end(&span, answer.status(), outcome);
    }
    answer
}

async fn dispatch<B>(
    app: &App,
    scope: Scope,
    request: Request<B>,
    span: Option<Arc<Active>>,
) -> Result<Answer, Failure>
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
        Route::Server => Ok(respond::json(StatusCode::OK, &metadata::server(app))),
        Route::Repository(route) => {
            // The path is borrowed from the request, whose body is to be read.
            let route = route.to_owned();
            repository::answer(app, route, request).await
        }
        Route::Model(name, version) => {
            let model = app.registry.describe(name, version)?;
            Ok(respond::json(StatusCode::OK, &metadata::model(app, &model)))
        }
        Route::ModelReady(name, version) => metadata::ready(app, name, version).map(|()| respond::empty()),
        Route::Config(name, version) => {
            let model = app.registry.describe(name, version)?;
            Ok(respond::json(StatusCode::OK, &config::of(app, &model)))
        }
        Route::Statistics(name, version) => {
            Ok(respond::json(StatusCode::OK, &metadata::statistics(app, name, version)?))
        }
        Route::Infer(name, version) => {
            let model = app.registry.choose(name, version);
            let model = model.inspect_err(|f| app.metrics.unknown_model(f.outcome()))?;
            infer::infer(app, model, request, span).await
        }
    }
}
