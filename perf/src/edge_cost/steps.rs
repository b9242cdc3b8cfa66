//! One request in flight: requests that end after a certain step, so that the difference of two is what lies between.

use super::results::Round;
use super::tokens::{Keys, Kind};
use crate::load::http::{Target, bearer};
use crate::load::{Outcome, Tally};
use crate::machine::ThreadTimes;
use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method};
use std::time::Instant;

/// Before each measurement, not counted.
const WARM_UP: u32 = 10;
/// The scopes of tokens that may do everything.
pub(super) const EVERYTHING: &str = "classify deidentify";
/// One that nothing here asks for.
const NOTHING: &str = "openid";

/// Whose token a request carries.
#[derive(Debug, Clone, Copy)]
pub(super) enum Token {
    None,
    /// It is not even shaped like one.
    Malformed,
    /// One for all requests.
    Seen(Kind),
    /// A new one for each.
    New(Kind),
}

/// A kind of request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spec {
    pub(super) id: &'static str,
    pub(super) what: &'static str,
    path: &'static str,
    token: Token,
    scope: &'static str,
    body: Body,
    pub(super) status: u16,
}

#[derive(Debug, Clone, Copy)]
enum Body {
    /// `GET`.
    None,
    Note,
    Words,
    /// A note that says that it is no JSON: refused once the request has been counted.
    OtherMedia,
}

/// What is sent.
pub(super) struct Bodies {
    pub(super) note: Bytes,
    pub(super) words: Bytes,
}

const fn spec(id: &'static str, what: &'static str, path: &'static str, token: Token) -> Spec {
    Spec { id, what, path, token, scope: EVERYTHING, body: Body::Note, status: 200 }
}

impl Spec {
    const fn get(self) -> Self {
        Self { body: Body::None, ..self }
    }

    const fn refused(self, status: u16) -> Self {
        Self { status, ..self }
    }

    const fn without_scope(self) -> Self {
        Self { scope: NOTHING, status: 403, ..self }
    }
}

const CLASSIFY: &str = "/v1/classify";
const DEIDENTIFY: &str = "/v1/deidentify";

/// Our edge, each step on top of those before it.
pub(super) const EDGE: [Spec; 15] = [
    spec("host", "the host alone: its own health", "/.well-known/spin/health", Token::None).get(),
    spec("instance", "+ an instance: the component's health", "/healthz", Token::None).get(),
    spec("malformed", "+ settings; a malformed token is refused", CLASSIFY, Token::Malformed).refused(401),
    spec("seen", "+ a token seen before", CLASSIFY, Token::Seen(Kind::Rs256)).without_scope(),
    spec("eddsa", "instead: a new EdDSA token", CLASSIFY, Token::New(Kind::EdDsa)).without_scope(),
    spec("es256", "instead: a new ES256 token", CLASSIFY, Token::New(Kind::Es256)).without_scope(),
    spec("rs256", "instead: a new RS256 token", CLASSIFY, Token::New(Kind::Rs256)).without_scope(),
    Spec {
        body: Body::OtherMedia,
        ..spec("limit", "token seen before + limit", DEIDENTIFY, Token::Seen(Kind::Rs256)).refused(415)
    },
    spec("deidentify", "+ the note de-identified", DEIDENTIFY, Token::Seen(Kind::Rs256)),
    spec("whole-seen", "+ forwarded: the whole way, token seen before", CLASSIFY, Token::Seen(Kind::Rs256)),
    spec("whole-eddsa", "the whole way, a new EdDSA token", CLASSIFY, Token::New(Kind::EdDsa)),
    spec("whole-es256", "the whole way, a new ES256 token", CLASSIFY, Token::New(Kind::Es256)),
    spec("whole-rs256", "the whole way, a new RS256 token", CLASSIFY, Token::New(Kind::Rs256)),
    Spec {
        body: Body::Words,
        ..spec("words", "the whole way, token seen before, ten words", CLASSIFY, Token::Seen(Kind::Rs256))
    },
    Spec {
        body: Body::Words,
        ..spec(
            "words-eddsa",
            "the whole way, a new EdDSA token, ten words",
            CLASSIFY,
            Token::New(Kind::EdDsa),
        )
    },
];

/// The FastAPI gateway: it keeps no token that it has seen, and only classifies.
pub(super) const GATEWAY: [Spec; 8] = [
    spec("instance", "health", "/healthz", Token::None).get(),
    spec("malformed", "a malformed token is refused", CLASSIFY, Token::Malformed).refused(401),
    spec("eddsa", "an EdDSA token", CLASSIFY, Token::New(Kind::EdDsa)).without_scope(),
    spec("es256", "an ES256 token", CLASSIFY, Token::New(Kind::Es256)).without_scope(),
    spec("rs256", "an RS256 token", CLASSIFY, Token::New(Kind::Rs256)).without_scope(),
    spec("whole-eddsa", "the whole way, an EdDSA token", CLASSIFY, Token::New(Kind::EdDsa)),
    spec("whole-es256", "the whole way, an ES256 token", CLASSIFY, Token::New(Kind::Es256)),
    spec("whole-rs256", "the whole way, an RS256 token", CLASSIFY, Token::New(Kind::Rs256)),
];

/// The pool, asked directly.
pub(super) const POOL: Spec = spec("pool", "the null pool alone", "/v2/models/demo/infer", Token::None);

/// Sends `requests` of one kind, one after the other, on a connection that is kept.
pub(super) async fn measure(
    target: &Target,
    spec: &Spec,
    bodies: &Bodies,
    keys: (&Keys, &str),
    (requests, leaders): (u32, &[u32]),
) -> Result<Round> {
    // Made before the first is sent: signing takes longer than what is measured.
    let tokens = tokens(spec, keys, WARM_UP + requests)?;
    let mut connection = target.connection().await?;
    let mut tally = Tally::default();
    let mut cpu = ThreadTimes::default();
    for number in 0..WARM_UP + requests {
        if number == WARM_UP {
            cpu = ThreadTimes::of(leaders);
        }
        let (method, body) = match spec.body {
            Body::None => (Method::GET, Bytes::new()),
            Body::Note | Body::OtherMedia => (Method::POST, bodies.note.clone()),
            Body::Words => (Method::POST, bodies.words.clone()),
        };
        let mut request = target.request(method, spec.path, body)?;
        if matches!(spec.body, Body::OtherMedia) {
            request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
        }
        // One for all, or one each.
        let token = tokens.get(number as usize).or(tokens.first()).filter(|_| !tokens.is_empty());
        if let Some(token) = token {
            request.headers_mut().insert(AUTHORIZATION, token.clone());
        }
        let began = Instant::now();
        let (status, answer) = connection.send(request).await.with_context(|| spec.what.to_owned())?;
        let took = began.elapsed();
        ensure!(
            status == spec.status,
            "{}: {status} instead of {}: {}",
            spec.what,
            spec.status,
            String::from_utf8_lossy(&answer)
        );
        if number >= WARM_UP {
            tally.record(Outcome::Right, took);
        }
    }
    let latency_ms = tally.latency().context("no requests")?;
    #[allow(clippy::cast_precision_loss, reason = "seconds in nanoseconds")]
    let cpu_ms = ThreadTimes::of(leaders).since(&cpu) as f64 / 1e6 / f64::from(requests);
    Ok(Round { requests: tally.requests, latency_ms, cpu_ms: (!leaders.is_empty()).then_some(cpu_ms) })
}

fn tokens(spec: &Spec, (keys, issuer): (&Keys, &str), count: u32) -> Result<Vec<HeaderValue>> {
    let new = |kind| bearer(&keys.token(kind, issuer, spec.scope)?);
    match spec.token {
        Token::None => Ok(Vec::new()),
        Token::Malformed => Ok(vec![bearer("not.a.token")?]),
        Token::Seen(kind) => Ok(vec![new(kind)?]),
        Token::New(kind) => (0..count).map(|_| new(kind)).collect(),
    }
}
