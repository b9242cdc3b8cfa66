//! Many in flight, the whole way: requests a second, and what each costs; and memory while many are under way.

use super::results::{Load, Memory};
use super::servers::Servers;
use super::steps::{Bodies, EVERYTHING};
use super::tokens::{Keys, Kind};
use crate::load::http::{Target, bearer};
use crate::load::{Outcome, Tally};
use crate::machine::{own_usage, usage};
use anyhow::{Result, ensure};
use http::header::AUTHORIZATION;
use http::{HeaderValue, Method};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{JoinSet, LocalSet};
use tokio::time::Instant;

/// Whose tokens: their name in the results, and what each request brings.
pub(super) const TOKENS: [(&str, Option<Kind>); 3] =
    [("seen", None), ("new-eddsa", Some(Kind::EdDsa)), ("new-es256", Some(Kind::Es256))];

/// What is asked, and by whom.
#[derive(Clone)]
pub(super) struct Asking {
    pub(super) target: Arc<Target>,
    pub(super) bodies: Arc<Bodies>,
    pub(super) keys: Arc<Keys>,
    pub(super) issuer: String,
}

impl Asking {
    fn token(&self, kind: Kind) -> Result<HeaderValue> {
        bearer(&self.keys.token(kind, &self.issuer, EVERYTHING)?)
    }
}

/// When is measured.
#[derive(Clone, Copy)]
pub(super) struct Window {
    pub(super) warm_up: Duration,
    pub(super) length: Duration,
}

/// What callers show.
enum Tokens {
    /// All the same.
    Seen(HeaderValue),
    /// Another each time, out of those that were signed ahead; one more is signed where they run out.
    New(Kind, RefCell<Vec<HeaderValue>>),
}

impl Tokens {
    /// Signing costs the generator as much as a third of what a request costs the edge, on the same cores: it is done before anybody
    /// asks.
    fn ahead(asking: &Asking, kind: Option<Kind>, count: usize) -> Result<Self> {
        let Some(kind) = kind else { return Ok(Self::Seen(asking.token(Kind::Rs256)?)) };
        let signed = (0..count).map(|_| asking.token(kind)).collect::<Result<_>>()?;
        Ok(Self::New(kind, RefCell::new(signed)))
    }

    fn next(&self, asking: &Asking) -> Result<HeaderValue> {
        match self {
            Self::Seen(token) => Ok(token.clone()),
            Self::New(kind, signed) => match signed.borrow_mut().pop() {
                Some(token) => Ok(token),
                None => asking.token(*kind),
            },
        }
    }
}

/// `in_flight` callers, each sends when it has its answer. So many new tokens are signed before: `ahead`.
pub(super) async fn load(
    asking: &Asking,
    kind: Option<Kind>,
    in_flight: usize,
    window: Window,
    leaders: &[u32],
    ahead: usize,
) -> Result<Load> {
    let tokens = Rc::new(Tokens::ahead(asking, kind, ahead)?);
    let from = Instant::now() + window.warm_up;
    let to = from + window.length;
    let tally = Rc::new(RefCell::new(Tally::default()));
    let (ours, theirs) = LocalSet::new()
        .run_until(async {
            let mut callers = JoinSet::new();
            for _ in 0..in_flight {
                callers.spawn_local(caller(
                    asking.clone(),
                    Rc::clone(&tokens),
                    (from, to),
                    Rc::clone(&tally),
                ));
            }
            tokio::time::sleep_until(from).await;
            let before = (own_usage().cpu_seconds, usage(leaders).cpu_seconds);
            tokio::time::sleep_until(to).await;
            let after = (own_usage().cpu_seconds, usage(leaders).cpu_seconds);
            while let Some(ended) = callers.join_next().await {
                ended??;
            }
            anyhow::Ok((after.0 - before.0, after.1 - before.1))
        })
        .await?;
    let tally = tally.borrow();
    Ok(Load {
        requests: tally.right(),
        errors: tally.errors,
        seconds: window.length.as_secs_f64(),
        latency_ms: tally.latency(),
        cpu_seconds: theirs,
        generator_cpu_seconds: ours,
    })
}

async fn caller(
    asking: Asking,
    tokens: Rc<Tokens>,
    (from, to): (Instant, Instant),
    tally: Rc<RefCell<Tally>>,
) -> Result<()> {
    let mut connection = asking.target.connection().await?;
    while Instant::now() < to {
        let token = tokens.next(&asking)?;
        let mut request = asking.target.request(Method::POST, "/v1/classify", asking.bodies.note.clone())?;
        request.headers_mut().insert(AUTHORIZATION, token);
        let sent = Instant::now();
        let answered = connection.send(request).await;
        let ended = Instant::now();
        let outcome = match &answered {
            Ok((200, _)) => Outcome::Right,
            _ => Outcome::Failed,
        };
        if (ended >= from && ended <= to) || outcome == Outcome::Failed {
            tally.borrow_mut().record(outcome, ended - sent);
        }
        if answered.is_err() {
            connection = asking.target.connection().await?;
        }
    }
    Ok(())
}

/// Looks at memory before, while and after `count` requests wait at the pool.
pub(super) async fn memory(
    asking: &Asking,
    servers: &Servers,
    count: usize,
    leaders: &[u32],
) -> Result<Memory> {
    let token = asking.token(Kind::EdDsa)?;
    let ask = |target: Arc<Target>, bodies: Arc<Bodies>, token: HeaderValue| async move {
        let mut request = target.request(Method::POST, "/v1/classify", bodies.note.clone())?;
        request.headers_mut().insert(AUTHORIZATION, token);
        let (status, answer) = target.connection().await?.send(request).await?;
        ensure!(status == 200, "{status}: {}", String::from_utf8_lossy(&answer));
        Ok(())
    };
    for _ in 0..count {
        ask(Arc::clone(&asking.target), Arc::clone(&asking.bodies), token.clone()).await?;
    }
    let idle = usage(leaders).rss_bytes;
    servers.hold();
    let mut under_way = JoinSet::new();
    for _ in 0..count {
        under_way.spawn(ask(Arc::clone(&asking.target), Arc::clone(&asking.bodies), token.clone()));
    }
    // One that is refused would be waited for forever.
    let looked = tokio::select! {
        () = servers.held(count) => Ok(usage(leaders).rss_bytes),
        Some(ended) = under_way.join_next() => Err(ended),
    };
    servers.release();
    while let Some(ended) = under_way.join_next().await {
        ended??;
    }
    let holding = match looked {
        Ok(holding) => holding,
        Err(ended) => {
            ended??;
            anyhow::bail!("a request was answered that the pool held");
        }
    };
    Ok(Memory { idle, holding, after: usage(leaders).rss_bytes })
}
