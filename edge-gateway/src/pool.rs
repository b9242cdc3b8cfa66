//! Step 5: forward to the pool by the Open Inference Protocol v2, and check its answer.
//!
//! [`classify`] takes [`Deidentified`] texts, which only the de-identifier can make: text that was not de-identified
//! cannot be forwarded. Scores are asked for through Triton's classification extension (`score:index:label`), so that
//! label names come with the answer.

use crate::admit::Priority;
use crate::problem::{Kind, Problem};
use crate::settings::PoolSettings;
use crate::world::{Call, Method, Reply, SendError, World};
use deid::Deidentified;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// More classes than any classifier here has: every class is wanted, best first.
const ALL_CLASSES: u32 = 1000;
/// A label and score for each class of each text fits many times over.
const LARGEST_REPLY: usize = 16 << 20;
/// What a caller is told to wait where the pool is away and did not say for how long, in seconds.
const RETRY_SECONDS: u32 = 1;

#[derive(Serialize)]
struct Infer<'a> {
    id: &'a str,
    parameters: Parameters,
    inputs: [Input<'a>; 1],
    outputs: Vec<Wanted<'a>>,
}

#[derive(Serialize)]
struct Parameters {
    priority: u8,
    /// Microseconds, as in Triton.
    timeout: u64,
}

#[derive(Serialize)]
struct Input<'a> {
    name: &'a str,
    shape: [usize; 2],
    datatype: &'static str,
    data: Vec<&'a str>,
}

#[derive(Serialize)]
struct Wanted<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameters: Option<Classification>,
}

#[derive(Serialize)]
struct Classification {
    classification: u32,
}

#[derive(Deserialize)]
struct Answered {
    model_name: String,
    #[serde(default)]
    model_version: String,
    outputs: Vec<Output>,
}

#[derive(Deserialize)]
struct Output {
    name: String,
    shape: Vec<usize>,
    data: serde_json::Value,
}

/// What an outbound call tells of the request that it is made for.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// The request id.
    pub request_id: &'a str,
    /// `traceparent`, where the caller has a trace.
    pub trace: Option<&'a str>,
}

/// What the pool said of every text.
pub struct Classified {
    /// Model that answered.
    pub model: String,
    /// Its version.
    pub version: String,
    /// One for each text, in order.
    pub results: Vec<Scored>,
}

/// What the pool said of one text.
pub struct Scored {
    /// Every label with its score from 0 to 1, best first; never empty.
    pub scores: Vec<(String, f64)>,
    /// How many windows the text was read in; 1 where the server does not say.
    pub windows: u64,
}

/// Sends texts to the pool and reads what it says of them.
///
/// # Errors
/// 503 where the pool cannot be reached or is full, 504 where it is too slow, 502 where its answer cannot be right,
/// 422 where it does not have the model.
pub fn classify<W: World>(
    world: &W,
    pool: &PoolSettings,
    origin: Origin<'_>,
    model: &str,
    priority: Priority,
    texts: &[Deidentified],
) -> Result<Classified, Problem> {
    let request = Infer {
        id: origin.request_id,
        parameters: Parameters {
            priority: if priority == Priority::Interactive { 1 } else { 2 },
            timeout: pool.timeout_ms * 1000,
        },
        inputs: [Input {
            name: &pool.input,
            // One text a row: a Triton model that batches takes nothing else, and ours takes both forms.
            shape: [texts.len(), 1],
            datatype: "BYTES",
            data: texts.iter().map(Deidentified::text).collect(),
        }],
        outputs: wanted(pool),
    };
    let body = serde_json::to_vec(&request).map_err(|_| {
        Problem::new(Kind::Internal, "request_not_built", "The request to the pool could not be built.")
    })?;
    let reply = call(world, pool, origin, Method::Post, &format!("/v2/models/{model}/infer"), &body)?;
    match reply.status {
        200 => read(&reply.body, pool, texts.len()).ok_or_else(|| {
            Problem::new(
                Kind::BadPoolAnswer,
                "pool_answer",
                "The inference pool's answer does not fit the request.",
            )
        }),
        status => Err(refused(status, reply.retry_after)),
    }
}

/// The outputs that are asked for. A server that has no such output refuses the whole request, so only ours is asked for windows.
fn wanted(pool: &PoolSettings) -> Vec<Wanted<'_>> {
    let scores =
        Wanted { name: &pool.output, parameters: Some(Classification { classification: ALL_CLASSES }) };
    let windows = Wanted { name: &pool.windows, parameters: None };
    [Some(scores), (!pool.windows.is_empty()).then_some(windows)].into_iter().flatten().collect()
}

/// Asks the pool whether it is ready to infer.
///
/// # Errors
/// 503 or 504 where it is not.
pub fn ready<W: World>(world: &W, pool: &PoolSettings, origin: Origin<'_>) -> Result<(), Problem> {
    match call(world, pool, origin, Method::Get, "/v2/health/ready", &[])?.status {
        200 => Ok(()),
        _ => Err(unavailable("pool_not_ready", RETRY_SECONDS)),
    }
}

/// One version of a model, as the pool's index has it.
#[derive(Serialize, Deserialize)]
pub struct Model {
    /// Its name, as a request's `model` takes it.
    pub name: String,
    /// Its version.
    #[serde(default)]
    pub version: String,
    /// `READY`, or what else the pool says of it.
    #[serde(default)]
    pub state: String,
}

/// The pool's index of models (`POST /v2/repository/index`). Reasons of failures stay inside: they name files.
///
/// # Errors
/// As [`classify`].
pub fn models<W: World>(world: &W, pool: &PoolSettings, origin: Origin<'_>) -> Result<Vec<Model>, Problem> {
    let reply = call(world, pool, origin, Method::Post, "/v2/repository/index", b"{}")?;
    match reply.status {
        200 => serde_json::from_slice(&reply.body).map_err(|_| {
            Problem::new(
                Kind::BadPoolAnswer,
                "pool_answer",
                "The inference pool's index of models cannot be read.",
            )
        }),
        404 => Err(Problem::new(
            Kind::BadPoolAnswer,
            REFUSES_REQUEST,
            "The inference pool has no index of models.",
        )),
        status => Err(refused(status, reply.retry_after)),
    }
}

fn call<W: World>(
    world: &W,
    pool: &PoolSettings,
    origin: Origin<'_>,
    method: Method,
    path: &str,
    body: &[u8],
) -> Result<Reply, Problem> {
    let authorization = format!("Bearer {}", pool.token.reveal());
    let mut headers = vec![("accept", "application/json"), ("x-request-id", origin.request_id)];
    headers.extend(origin.trace.map(|trace| ("traceparent", trace)));
    if !body.is_empty() {
        headers.push(("content-type", "application/json"));
    }
    if !pool.token.reveal().is_empty() {
        headers.push(("authorization", &authorization));
    }
    let sent = world.send(Call {
        method,
        origin: &pool.origin,
        path,
        headers: &headers,
        body,
        connect_timeout_ms: pool.connect_timeout_ms,
        timeout_ms: pool.timeout_ms,
        max_reply_bytes: LARGEST_REPLY,
    });
    sent.map_err(|error| match error {
        SendError::NotConnected => unavailable("pool_unreachable", RETRY_SECONDS),
        SendError::Forbidden => Problem::new(
            Kind::Misconfigured,
            "pool_forbidden",
            "`pool_origin` is not among the component's `allowed_outbound_hosts`.",
        ),
        SendError::TimedOut => timed_out(),
        // A pool that was ended, or a refusal during the TLS handshake that came as a reset.
        SendError::Broken => unavailable("pool_broke_off", RETRY_SECONDS),
        SendError::TooLarge => Problem::new(
            Kind::BadPoolAnswer,
            "pool_answer_too_large",
            "The inference pool's answer is too large.",
        ),
    })
}

/// The pool is alive and does not take this request: no reason for anybody else to leave it alone.
pub const REFUSES_REQUEST: &str = "pool_refuses_request";

fn refused(status: u16, retry_after: Option<u32>) -> Problem {
    match status {
        404 => Problem::new(
            Kind::InvalidRequest,
            "unknown_model",
            "`model` is not one that the pool serves: see GET /v1/models.",
        ),
        429 | 503 => unavailable("pool_full", retry_after.unwrap_or(RETRY_SECONDS)),
        504 => timed_out(),
        400..=499 => Problem::new(
            Kind::BadPoolAnswer,
            REFUSES_REQUEST,
            "The inference pool does not take what this model was asked.",
        ),
        _ => Problem::new(Kind::BadPoolAnswer, "pool_refused", "The inference pool could not do its part."),
    }
}

fn unavailable(reason: &'static str, seconds: u32) -> Problem {
    Problem::new(
        Kind::PoolUnavailable,
        reason,
        "The inference pool cannot take this now. Try again after `Retry-After` seconds.",
    )
    .with_header("retry-after", seconds.to_string())
}

fn timed_out() -> Problem {
    Problem::new(Kind::PoolTimeout, "pool_timeout", "The inference pool did not answer before the deadline.")
}

/// Reads an answer to `count` texts; `None` where anything about it cannot be right.
fn read(body: &[u8], pool: &PoolSettings, count: usize) -> Option<Classified> {
    let answered: Answered = serde_json::from_slice(body).ok()?;
    let output = |name: &str| answered.outputs.iter().find(|o| o.name == name);
    let scores = output(&pool.output)?;
    let [rows, classes] = scores.shape.as_slice() else { return None };
    let entries = scores.data.as_array()?;
    if *rows != count || *classes == 0 || entries.len() != rows.checked_mul(*classes)? {
        return None;
    }
    let windows = match output(&pool.windows) {
        None => vec![1; count],
        Some(windows) => {
            let numbers: Vec<u64> =
                windows.data.as_array()?.iter().filter_map(serde_json::Value::as_u64).collect();
            if numbers.len() != count {
                return None;
            }
            numbers
        }
    };
    let results = entries
        .chunks_exact(*classes)
        .zip(windows)
        .map(|(row, windows)| {
            let mut scores = row.iter().map(|entry| class(entry.as_str()?)).collect::<Option<Vec<_>>>()?;
            // The answer's first label is the one that is believed: its place is not left to the pool.
            scores.sort_by(|a, b| b.1.total_cmp(&a.1));
            let labels: BTreeSet<&str> = scores.iter().map(|(label, _)| label.as_str()).collect();
            if labels.len() != scores.len() || labels.contains("") {
                return None;
            }
            Some(Scored { scores, windows })
        })
        .collect::<Option<Vec<_>>>()?;
    Some(Classified { model: answered.model_name, version: answered.model_version, results })
}

/// Reads `score:index:label`; the label comes last and may itself hold colons.
fn class(entry: &str) -> Option<(String, f64)> {
    let mut parts = entry.splitn(3, ':');
    let score: f64 = parts.next()?.parse().ok()?;
    let _index: u32 = parts.next()?.parse().ok()?;
    let label = parts.next()?;
    (score.is_finite() && (0.0..=1.0).contains(&score)).then(|| (label.to_owned(), score))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &[u8], count: usize) -> Option<Classified> {
        let pool = PoolSettings {
            origin: String::new(),
            model: String::new(),
            input: "text".to_owned(),
            output: "scores".to_owned(),
            windows: "windows".to_owned(),
            connect_timeout_ms: 1,
            timeout_ms: 1,
            token: crate::settings::Secret::default(),
        };
        super::read(body, &pool, count)
    }

    fn body(scores: &str, shape: &str, windows: &str) -> Vec<u8> {
        format!(
            r#"{{"model_name":"m","model_version":"1","outputs":[
               {{"name":"scores","datatype":"BYTES","shape":{shape},"data":{scores}}},
               {{"name":"windows","datatype":"INT32","shape":[1],"data":{windows}}}]}}"#
        )
        .into_bytes()
    }

    #[test]
    fn reads_a_good_answer() {
        let read = read(&body(r#"["0.75:1:A:B","0.25:0:N"]"#, "[1,2]", "[3]"), 1).unwrap();
        assert_eq!(read.results[0].scores, [("A:B".to_owned(), 0.75), ("N".to_owned(), 0.25)]);
        assert_eq!((read.results[0].windows, read.model.as_str(), read.version.as_str()), (3, "m", "1"));
    }

    #[test]
    fn the_best_label_is_first_whatever_the_pools_order() {
        let read = read(&body(r#"["0.25:0:N","0.75:1:P"]"#, "[1,2]", "[1]"), 1).unwrap();
        assert_eq!(read.results[0].scores[0].0, "P");
    }

    #[test]
    fn refuses_answers_that_cannot_be_right() {
        let good = r#"["0.75:1:P","0.25:0:N"]"#;
        for (scores, shape, windows, count) in [
            (good, "[1,2]", "[1]", 2),
            (good, "[2,1]", "[1]", 1),
            (good, "[1,3]", "[1]", 1),
            (good, "[1,2]", "[]", 1),
            (good, "[2]", "[1]", 1),
            (good, "[1,0]", "[1]", 1),
            (r#"["NaN:1:P","0.25:0:N"]"#, "[1,2]", "[1]", 1),
            (r#"["1.5:1:P","0.25:0:N"]"#, "[1,2]", "[1]", 1),
            (r#"["0.75","0.25:0:N"]"#, "[1,2]", "[1]", 1),
            ("[1,2]", "[1,2]", "[1]", 1),
            (r#"["0.75:1:P","0.25:0:P"]"#, "[1,2]", "[1]", 1),
            (r#"["0.75:1:P","0.25:0:"]"#, "[1,2]", "[1]", 1),
        ] {
            assert!(
                read(&body(scores, shape, windows), count).is_none(),
                "{scores} {shape} {windows} {count}"
            );
        }
        assert!(read(b"{", 1).is_none());
    }
}
