//! The order of the steps. One function per route; each step's failure is the answer, and ends the request.

use crate::admit::{self, Request, Shape, Submission};
use crate::answer::Answer;
use crate::audit::{Answered, Decision, Event, Residue};
use crate::breaker;
use crate::bulk;
use crate::identity;
use crate::limit::{self, Standing};
use crate::openapi;
use crate::pool::{self, Classified, Origin};
use crate::problem::{Kind, Problem};
use crate::request_id;
use crate::routes::{Fixed, Route, Stepped};
use crate::settings::{Settings, Source};
use crate::shared::Shared;
use crate::sink::Sink;
use crate::trace;
use crate::world::{Body, Duplex, World};
use deid::{DeidError, Deidentified, PolicyError};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::cell::Cell;
use std::collections::BTreeMap;

/// Serves one request: the answer, and the request id that it carries. Where the body was opened for a streamed answer,
/// that was the answer.
pub fn handle<W: World, B: Duplex>(world: &W, request: &mut Request<B>) -> (Answer, String) {
    let request_id = request_id::choose(&request.header("x-request-id"), || world.random());
    let mut event = Event::begin(world, &request_id);
    let source = Source::new(world);
    let sink = Sink::new(&source);
    let mut standing = None;
    let mut answer = match serve(world, (&source, &sink), request, &request_id, &mut event, &mut standing) {
        Ok(answer) => {
            event.decision = Decision::Allow;
            // A stream that was cut short has said why.
            if event.reason.is_empty() {
                event.reason = "ok";
            }
            answer
        }
        Err(problem) => {
            event.reason = problem.reason;
            problem.into_answer(&request_id)
        }
    };
    event.status = answer.status;
    // Probes come every few seconds and decide nothing about anybody; nor does the contract.
    let is_public = matches!(event.route, "/healthz" | "/readyz" | "/openapi.json") && event.status == 200;
    let unrecorded = if is_public { None } else { event.write(world, &sink).err() };
    match (event.answered, unrecorded) {
        (Answered::Open, unrecorded) => {
            // Its end says that all of it is there, and is recorded.
            let told = unrecorded.map_or(Ok(()), |problem| {
                let mut line = problem.into_answer(&request_id).body;
                line.push(b'\n');
                request.body.write(&line)
            });
            if told.is_ok() {
                request.body.finish();
            }
        }
        (Answered::No, Some(problem)) => answer = problem.into_answer(&request_id),
        (Answered::No | Answered::Left, _) => {}
    }
    // Whatever became of the request, it was counted.
    answer.headers.extend(standing.iter().flat_map(Standing::headers));
    if request.method == "HEAD" {
        answer.body.clear();
    }
    (answer, request_id)
}

fn serve<W: World, B: Duplex>(
    world: &W,
    (source, sink): (&Source<'_, W>, &Sink<'_, W>),
    request: &mut Request<B>,
    request_id: &str,
    event: &mut Event,
    standing: &mut Option<Standing>,
) -> Result<Answer, Problem> {
    let route = Route::find(&request.method, request.path())?;
    event.route = route.pattern().1;
    let route = match route {
        Route::Fixed(Fixed::Health) => return json(&Status { status: "alive" }),
        Route::Fixed(Fixed::OpenApi) => return Ok(openapi::answer()),
        Route::Stepped(stepped) => stepped,
    };
    // Every instance is new: this is its start. Names variables, no value.
    let settings = Settings::read(source).inspect_err(|problem| {
        world.log(&format!(
            r#"{{"event":"misconfigured","detail":{}}}"#,
            serde_json::Value::from(problem.detail.as_str())
        ));
    })?;
    let shared = Shared::new(world, settings.shared_patience_ms);
    let done = steps(world, request, request_id, event, standing, (route, &settings, &shared, sink));
    if shared.was_alone() {
        event.without.push("shared_state");
    }
    done
}

/// Everything behind the settings.
fn steps<W: World, B: Duplex>(
    world: &W,
    request: &mut Request<B>,
    request_id: &str,
    event: &mut Event,
    standing: &mut Option<Standing>,
    (route, settings, shared, sink): (Stepped, &Settings, &Shared<'_, W>, &Sink<'_, W>),
) -> Result<Answer, Problem> {
    let mut who = None;
    if let Some(scope) = route.scope() {
        let caller = identity::verify(world, &settings.identity, &request.header("authorization"))?;
        event.issuer = Some(caller.issuer().to_owned());
        event.subject = Some(caller.subject().to_owned());
        event.client = Some(caller.client().to_owned());
        if !identity::not_denied(world, shared, settings.deny_list, &caller)? {
            event.without.push("deny_list");
        }
        caller.require(scope).map_err(identity::problem)?;
        if let Some(rate) = settings.rate {
            match limit::count(world, shared, rate, (caller.issuer(), caller.client())) {
                Ok(counted) => {
                    *standing = Some(counted);
                    counted.check()?;
                }
                // A limit protects the service; it is no reason to stop it.
                Err(_) => event.without.push("limit"),
            }
        }
        who = Some(caller);
    }
    let trace = trace::outbound(&request.header("traceparent"), || world.random());
    let origin = Origin { request_id, trace: trace.as_deref() };
    match route {
        Stepped::Ready => {
            identity::ready(world, &settings.identity)?;
            pool::ready(world, &settings.pool, origin)?;
            sink.ready()?;
            json(&Status { status: "ready" })
        }
        Stepped::Models => {
            admit::accept(request, admit::JSON)?;
            let models = || pool::models(world, &settings.pool, origin);
            json(&breaker::guard(world, shared, settings.tolerance, models)?)
        }
        Stepped::Classify if admit::is_sent_as(request, admit::NDJSON) => {
            admit::media(request, admit::NDJSON)?;
            let mut head = Answer::json(Vec::new());
            head.content_type = admit::NDJSON;
            head.headers.extend(standing.iter().flat_map(Standing::headers));
            bulk::Stream { world, settings, origin, caller: who.as_ref(), sink, intended: Cell::default() }
                .serve(&mut request.body, &head, event)?;
            Ok(head)
        }
        Stepped::Classify => {
            let submission = submission(request, settings, Shape::Classify)?;
            let texts = deidentify(&submission, settings, event)?;
            sink.intend(|| event.intent())?;
            let model = submission.model.as_deref().unwrap_or(&settings.pool.model);
            let classify =
                || pool::classify(world, &settings.pool, origin, model, submission.priority, &texts);
            let classified = breaker::guard(world, shared, settings.tolerance, classify)?;
            event.model = Some(classified.model.clone());
            event.model_version = Some(classified.version.clone());
            json(&Classification::new(request_id, &classified, &texts, submission.spans))
        }
        Stepped::Deidentify => {
            let submission = submission(request, settings, Shape::Deidentify)?;
            let texts = deidentify(&submission, settings, event)?;
            json(&Deidentification::new(request_id, &texts))
        }
    }
}

fn submission<B: Body>(
    request: &mut Request<B>,
    settings: &Settings,
    shape: Shape,
) -> Result<Submission, Problem> {
    admit::media(request, admit::JSON)?;
    let body = admit::read_body(request, settings.limits.body_bytes)?;
    Submission::parse(&body, &settings.limits, shape)
}

/// Step 4. All texts or none: one that cannot be de-identified ends the request before anything is forwarded.
fn deidentify(
    submission: &Submission,
    settings: &Settings,
    event: &mut Event,
) -> Result<Vec<Deidentified>, Problem> {
    deidentify_by(&settings.deid, submission, event)
}

fn deidentify_by(
    policy: &deid::Policy,
    submission: &Submission,
    event: &mut Event,
) -> Result<Vec<Deidentified>, Problem> {
    let mut policy = policy.narrowed(&submission.policy).map_err(refused)?;
    if let Some(patient) = &submission.patient {
        policy = policy.for_patient(patient);
    }
    let done = deid::deidentify_all(&submission.texts, &policy, &submission.known)
        .map_err(|error| failed(&error, event))?;
    done.iter().for_each(|one| tally(one, event));
    Ok(done)
}

/// Counts what was removed from one text.
pub(crate) fn tally(one: &Deidentified, event: &mut Event) {
    for (category, count) in one.counts() {
        *event.deid.entry(category.to_string()).or_default() += count;
    }
    for span in one.spans() {
        *event.actions.entry(span.action.word()).or_default() += 1;
    }
}

/// The request's policy is not the stricter one.
fn refused(error: PolicyError) -> Problem {
    let reason = match error {
        PolicyError::MoreLenient { .. } => "policy_more_lenient",
        _ => "policy_not_offered",
    };
    Problem::new(Kind::InvalidRequest, reason, format!("`policy`: {error}."))
}

/// The text was not de-identified: for the caller a defect of ours, for the operator the rule that found something left.
pub(crate) fn failed(error: &DeidError, event: &mut Event) -> Problem {
    let reason = match error {
        DeidError::Residue { category, rule } => {
            event.residue = Some(Residue { category: category.name(), rule });
            "deid_check_failed"
        }
        _ => "deid_failed",
    };
    Problem::new(Kind::Internal, reason, "The text could not be de-identified; nothing was forwarded.")
}

fn json<T: Serialize>(value: &T) -> Result<Answer, Problem> {
    serde_json::to_vec(value)
        .map(Answer::json)
        .map_err(|_| Problem::new(Kind::Internal, "answer_not_built", "The answer could not be built."))
}

#[derive(Serialize)]
struct Status {
    status: &'static str,
}

#[derive(Serialize)]
struct Classification<'a> {
    request_id: &'a str,
    model: &'a str,
    model_version: &'a str,
    results: Vec<ClassifiedText<'a>>,
}

#[derive(Serialize)]
struct ClassifiedText<'a> {
    label: &'a str,
    score: f64,
    scores: Scores<'a>,
    windows: u64,
    deid: BTreeMap<&'static str, usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spans: Option<&'a [deid::Span]>,
}

/// How many spans of each category were removed.
pub(crate) fn counts(text: &Deidentified) -> BTreeMap<&'static str, usize> {
    text.counts().into_iter().map(|(category, n)| (category.name(), n)).collect()
}

/// Labels with scores as a JSON object, best first.
pub(crate) struct Scores<'a>(pub(crate) &'a [(String, f64)]);

impl Serialize for Scores<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (label, score) in self.0 {
            map.serialize_entry(label, score)?;
        }
        map.end()
    }
}

impl<'a> Classification<'a> {
    fn new(
        request_id: &'a str,
        classified: &'a Classified,
        texts: &'a [Deidentified],
        with_spans: bool,
    ) -> Self {
        let results = classified
            .results
            .iter()
            .zip(texts)
            .map(|(scored, text)| {
                let (label, score) =
                    scored.scores.first().map_or(("", 0.0), |(label, score)| (label.as_str(), *score));
                ClassifiedText {
                    label,
                    score,
                    scores: Scores(&scored.scores),
                    windows: scored.windows,
                    deid: counts(text),
                    spans: with_spans.then(|| text.spans()),
                }
            })
            .collect();
        Self { request_id, model: &classified.model, model_version: &classified.version, results }
    }
}

#[derive(Serialize)]
struct Deidentification<'a> {
    request_id: &'a str,
    results: Vec<DeidentifiedText<'a>>,
}

#[derive(Serialize)]
struct DeidentifiedText<'a> {
    text: &'a str,
    deid: BTreeMap<&'static str, usize>,
    spans: &'a [deid::Span],
}

impl<'a> Deidentification<'a> {
    fn new(request_id: &'a str, texts: &'a [Deidentified]) -> Self {
        let results = texts
            .iter()
            .map(|t| DeidentifiedText { text: t.text(), deid: counts(t), spans: t.spans() })
            .collect();
        Self { request_id, results }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Limits;
    use crate::world::SendError;
    use crate::world::fake::FakeWorld;

    /// The de-identifier's own limit is the one failure of it that can be caused from outside.
    #[test]
    fn row_44_a_text_that_cannot_be_deidentified_ends_the_request() {
        let world = FakeWorld::new(|_| panic!("nothing may be sent"));
        let limits = Limits { body_bytes: usize::MAX, texts: 2, text_chars: usize::MAX };
        let body = format!(r#"{{"inputs":["Feels well.","{}"]}}"#, "x".repeat(deid::MAX_TEXT_BYTES + 1));
        let submission = Submission::parse(body.as_bytes(), &limits, Shape::Classify).unwrap();
        let mut event = Event::begin(&world, "r-1");
        let problem = deidentify_by(&deid::Policy::safe_harbor(), &submission, &mut event).err().unwrap();
        assert_eq!((problem.kind, problem.reason), (Kind::Internal, "deid_failed"));
        // All of a request, or nothing: not even the text that could be done is counted.
        assert!(event.deid.is_empty());
    }

    #[test]
    fn a_check_that_fails_is_a_problem_and_names_its_rule_in_the_audit_event() {
        let world = FakeWorld::new(|_| Err(SendError::NotConnected));
        let mut event = Event::begin(&world, "r-1");
        let problem =
            failed(&DeidError::Residue { category: deid::Category::Ssn, rule: "ssn.form" }, &mut event);
        assert_eq!((problem.kind, problem.reason), (Kind::Internal, "deid_check_failed"));
        let line = serde_json::to_string(&event).unwrap();
        assert!(line.contains(r#""residue":{"category":"SSN","rule":"ssn.form"}"#), "{line}");
    }
}
