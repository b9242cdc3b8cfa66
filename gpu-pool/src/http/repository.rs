//! Triton's model repository extension: the index, and loading and unloading by request.
//!
//! Loading and unloading are for operators, not for callers: whoever reaches this port could stop a model. They are
//! switched off unless the pool was started with `--repository-api`.

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body::Body;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::respond::{self, Answer};
use super::{App, body};
use crate::error::Failure;
use crate::registry::State;

/// Bodies here hold a few parameters.
const MAX_BODY: usize = 64 * 1024;

/// Which of the extension's routes; `N` holds a model's name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Route<N> {
    Index,
    Load(N),
    Unload(N),
}

impl<'p> Route<&'p str> {
    /// What follows `/v2/repository`, up to five parts.
    pub(super) fn parse(parts: &[Option<&'p str>; 5]) -> Option<Self> {
        match *parts {
            [Some("index"), None, ..] => Some(Self::Index),
            [Some("models"), Some(model), Some("load"), None, ..] => Some(Self::Load(model)),
            [Some("models"), Some(model), Some("unload"), None, ..] => Some(Self::Unload(model)),
            _ => None,
        }
    }

    pub(super) fn to_owned(&self) -> Route<String> {
        match *self {
            Self::Index => Route::Index,
            Self::Load(model) => Route::Load(model.to_owned()),
            Self::Unload(model) => Route::Unload(model.to_owned()),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct IndexRequest {
    ready: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ControlRequest {
    parameters: Map<String, Value>,
}

/// Answers one request of the extension.
pub(super) async fn answer<B>(app: &App, route: Route<String>, request: Request<B>) -> Result<Answer, Failure>
where
    B: Body<Data = Bytes> + Unpin,
{
    let (head, body) = request.into_parts();
    let mut room = app.admission.room();
    let body = body::read(&head.headers, body, MAX_BODY, app.limits.body_time, &mut room).await?;
    match route {
        Route::Index => {
            let IndexRequest { ready } = parse(&body)?;
            Ok(respond::json(StatusCode::OK, &index(app, ready)))
        }
        Route::Load(model) => {
            let ControlRequest { parameters } = parse(&body)?;
            check_load(parameters.keys().map(String::as_str))?;
            app.registry.load(&model).await?;
            Ok(respond::empty())
        }
        Route::Unload(model) => {
            // `unload_dependents` means nothing here: no model depends on another.
            let ControlRequest { parameters: _ } = parse(&body)?;
            app.registry.unload(&model).await?;
            Ok(respond::empty())
        }
    }
}

/// Loading takes no parameters: says so by those that a client is likely to send.
pub(crate) fn check_load<'n>(mut parameters: impl Iterator<Item = &'n str>) -> Result<(), Failure> {
    match parameters.next() {
        None => Ok(()),
        Some(name) if name == "config" || name.starts_with("file:") => Err(Failure::invalid(
            "parameters: models are loaded as they lie in the repository; config and file are not taken",
        )),
        Some(_) => Err(Failure::invalid("parameters: loading takes none")),
    }
}

/// Clients send no body, or a JSON object.
fn parse<'b, T: Default + Deserialize<'b>>(body: &'b [u8]) -> Result<T, Failure> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(T::default());
    }
    // The library's message can quote the body.
    serde_json::from_slice(body).map_err(|_quoted| {
        Failure::invalid("the body is neither empty nor the JSON object that this route takes")
    })
}

fn index(app: &App, ready_only: bool) -> Value {
    let listed = app.registry.index().into_iter();
    let listed = listed.filter(|version| !ready_only || version.state == State::Ready);
    let rows = listed.map(|version| {
        json!({"name": version.name, "version": version.version, "state": version.state.as_str(), "reason": version.reason})
    });
    rows.collect()
}
