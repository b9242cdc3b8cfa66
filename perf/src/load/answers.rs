//! What a right answer is, and how each kind of server writes one.

use super::Outcome;
use crate::results::{Agreement, Graph};
use anyhow::{Context, Result, bail};
use bytes::Bytes;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// fp32 answers differ by the order of sums only: measured 1e-5 and less, in any batch.
const TOLERANCE: f64 = 1e-3;
/// int8 answers may be this far from fp32's; what is farther is a mistake of the server, not of the arithmetic.
const INT8_TOLERANCE: f64 = 0.05;

/// An answer, or what is expected of one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Answer {
    /// The label; none where a server answers only scores.
    pub label: Option<String>,
    /// The probability of each label, in the model's order.
    pub scores: Vec<f64>,
}

/// What a server speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Protocol {
    /// `POST /infer` with `{"text"}`: the Python peers.
    Json,
    /// Open Inference Protocol: the path's model, the input's shape for one text, the outputs that are asked for.
    V2 {
        /// Model in the path.
        model: String,
        /// `[1]` (ours) or `[1,1]` (Triton).
        shape: &'static str,
        /// Whether `label` is an output.
        label: bool,
    },
    /// `POST /v1/classify`: the edge, and the paper's gateway.
    Edge,
    /// `POST /predict` of text-embeddings-inference.
    Tei,
}

impl Protocol {
    /// The path that is asked.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Json => "/infer".to_owned(),
            Self::V2 { model, .. } => format!("/v2/models/{model}/infer"),
            Self::Edge => "/v1/classify".to_owned(),
            Self::Tei => "/predict".to_owned(),
        }
    }

    /// The body for a text.
    #[must_use]
    pub fn body(&self, text: &str) -> Bytes {
        let text = serde_json::Value::from(text);
        let body = match self {
            Self::Json => format!(r#"{{"text":{text}}}"#),
            Self::V2 { shape, label, .. } => {
                let label = if *label { r#",{"name":"label"}"# } else { "" };
                format!(
                    r#"{{"inputs":[{{"name":"text","datatype":"BYTES","shape":{shape},"data":[{text}]}}],"outputs":[{{"name":"scores"}}{label}]}}"#
                )
            }
            Self::Edge | Self::Tei => format!(r#"{{"inputs":{text}}}"#),
        };
        body.into()
    }

    /// Reads an answer; `labels` are the model's, in its order.
    ///
    /// # Errors
    /// Where it is not what this protocol answers.
    pub fn read(&self, body: &[u8], labels: &[String]) -> Result<Answer> {
        match self {
            Self::Json => {
                let answer: Plain = serde_json::from_slice(body)?;
                Ok(Answer { label: Some(answer.label), scores: answer.scores.in_order(labels)? })
            }
            Self::V2 { .. } => {
                let answer: V2 = serde_json::from_slice(body)?;
                let find = |name: &str| answer.outputs.iter().find(|output| output.name == name);
                let scores = &find("scores").context("no output scores")?.data;
                let scores = scores.iter().map(|each| each.as_f64().context("a score that is no number"));
                let label = find("label").and_then(|output| output.data.first()?.as_str().map(str::to_owned));
                Ok(Answer { label, scores: scores.collect::<Result<Vec<f64>>>()? })
            }
            Self::Edge => {
                let answer: Classified = serde_json::from_slice(body)?;
                let [result] = &answer.results[..] else { bail!("not one result") };
                if !result.deid.is_empty() {
                    bail!("the de-identifier changed the text, so another one was classified");
                }
                Ok(Answer { label: Some(result.label.clone()), scores: result.scores.in_order(labels)? })
            }
            Self::Tei => {
                let answer: Vec<TeiScore> = serde_json::from_slice(body)?;
                let label = answer.first().context("no label")?.label.clone();
                let scores = Scores::Named(answer.into_iter().map(|each| (each.label, each.score)).collect());
                Ok(Answer { label: Some(label), scores: scores.in_order(labels)? })
            }
        }
    }
}

#[derive(Deserialize)]
struct Plain {
    label: String,
    scores: Scores,
}

#[derive(Deserialize)]
struct V2 {
    outputs: Vec<Output>,
}

#[derive(Deserialize)]
struct Output {
    name: String,
    data: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Classified {
    results: Vec<ClassifiedText>,
}

#[derive(Deserialize)]
struct ClassifiedText {
    label: String,
    scores: Scores,
    deid: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
struct TeiScore {
    label: String,
    score: f64,
}

/// Scores in the model's order, or by label.
#[derive(Deserialize)]
#[serde(untagged)]
enum Scores {
    Ordered(Vec<f64>),
    Named(BTreeMap<String, f64>),
}

impl Scores {
    fn in_order(&self, labels: &[String]) -> Result<Vec<f64>> {
        match self {
            Self::Ordered(scores) => Ok(scores.clone()),
            Self::Named(scores) => labels
                .iter()
                .map(|label| scores.get(label).copied().context("a label without a score"))
                .collect(),
        }
    }
}

/// Judges answers of one system to one set of texts.
#[derive(Debug)]
pub struct Judge {
    protocol: Protocol,
    labels: Vec<String>,
    expected: Vec<Answer>,
    tolerance: f64,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    compared: u64,
    same_label: u64,
    largest_difference: f64,
    /// The first few answers that were not what they should be: what a person needs to find out why.
    complaints: Vec<String>,
}

/// How many complaints are kept.
const COMPLAINTS: usize = 3;
/// How much of an answer is shown: our texts identify nobody.
const SHOWN: usize = 300;

impl Judge {
    /// Judges by `expected`, one for each text.
    #[must_use]
    pub fn new(protocol: Protocol, labels: Vec<String>, expected: Vec<Answer>, graph: Graph) -> Self {
        let tolerance = if graph == Graph::Int8 { INT8_TOLERANCE } else { TOLERANCE };
        Self { protocol, labels, expected, tolerance, seen: Mutex::default() }
    }

    /// Judges the answer to text number `text`.
    pub fn judge(&self, text: usize, status: u16, body: &[u8]) -> Outcome {
        if status != 200 {
            let start = String::from_utf8_lossy(body.get(..SHOWN).unwrap_or(body)).into_owned();
            self.complain(&format!("status {status}: {start}"));
            return Outcome::Failed;
        }
        let Some(expected) = self.expected.get(text) else {
            self.complain(&format!("text {text}: nobody knows what is expected"));
            return Outcome::Wrong;
        };
        match self.protocol.read(body, &self.labels) {
            Ok(answer) => self.compare(text, &answer, expected),
            Err(error) => {
                self.complain(&format!("text {text}: the answer cannot be read: {error:#}"));
                Outcome::Wrong
            }
        }
    }

    /// A request that had no answer.
    pub fn failed(&self, why: &str) -> Outcome {
        self.complain(why);
        Outcome::Failed
    }

    fn compare(&self, text: usize, answer: &Answer, expected: &Answer) -> Outcome {
        let differences =
            answer.scores.iter().zip(&expected.scores).map(|(ours, theirs)| (ours - theirs).abs());
        // A score that is not a number compares with nothing.
        let difference =
            differences.fold(0.0, |most: f64, each| if each > most || each.is_nan() { each } else { most });
        let best = best(&answer.scores).and_then(|best| self.labels.get(best));
        let label = answer.label.as_ref().or(best);
        let same_label = label == expected.label.as_ref();
        // Between near-equal scores the last bits decide the label; that is no mistake.
        let close = margin(&expected.scores) <= 2.0 * self.tolerance;
        let consistent = answer.label.is_none() || answer.label.as_ref() == best;
        let right = answer.scores.len() == expected.scores.len()
            && difference <= self.tolerance
            && (same_label || close)
            && consistent;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.compared += 1;
        seen.same_label += u64::from(same_label);
        seen.largest_difference = seen.largest_difference.max(difference);
        drop(seen);
        if right {
            return Outcome::Right;
        }
        self.complain(&format!("text {text}: {answer:?}, and not {expected:?}"));
        Outcome::Wrong
    }

    fn complain(&self, what: &str) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.complaints.len() < COMPLAINTS {
            seen.complaints.push(what.to_owned());
        }
    }

    /// The first few answers that were not right.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).complaints.clone()
    }

    /// How the answers so far compare with the expected ones; none where there were none.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "counts of a run")]
    pub fn agreement(&self) -> Option<Agreement> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        (seen.compared > 0).then(|| Agreement {
            compared: seen.compared,
            labels: seen.same_label as f64 / seen.compared as f64,
            largest_difference: seen.largest_difference,
        })
    }
}

fn best(scores: &[f64]) -> Option<usize> {
    (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]))
}

/// By how much the best score leads.
fn margin(scores: &[f64]) -> f64 {
    let mut sorted = scores.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    match sorted[..] {
        [first, second, ..] => first - second,
        _ => f64::INFINITY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels() -> Vec<String> {
        vec!["NEGATIVE".to_owned(), "POSITIVE".to_owned()]
    }

    fn answer(label: &str, scores: [f64; 2]) -> Answer {
        Answer { label: Some(label.to_owned()), scores: scores.to_vec() }
    }

    #[test]
    fn each_protocol_is_read_as_its_servers_write_it() {
        let v2 = Protocol::V2 { model: "m".to_owned(), shape: "[1]", label: true };
        let cases = [
            (Protocol::Json, r#"{"label":"POSITIVE","score":0.8,"scores":[0.2,0.8]}"#),
            (Protocol::Json, r#"{"label":"POSITIVE","score":0.8,"scores":{"POSITIVE":0.8,"NEGATIVE":0.2}}"#),
            (
                v2,
                r#"{"model_name":"m","outputs":[{"name":"label","data":["POSITIVE"]},{"name":"scores","data":[0.2,0.8]}]}"#,
            ),
            (
                Protocol::Edge,
                r#"{"results":[{"label":"POSITIVE","score":0.8,"scores":{"NEGATIVE":0.2,"POSITIVE":0.8},"windows":1,"deid":{}}]}"#,
            ),
            (Protocol::Tei, r#"[{"score":0.8,"label":"POSITIVE"},{"score":0.2,"label":"NEGATIVE"}]"#),
        ];
        for (protocol, body) in cases {
            let read = protocol.read(body.as_bytes(), &labels()).unwrap();
            assert_eq!(read, answer("POSITIVE", [0.2, 0.8]), "{protocol:?}");
            assert!(protocol.read(b"{}", &labels()).is_err());
            let sent: serde_json::Value = serde_json::from_slice(&protocol.body("a \"b\"")).unwrap();
            assert!(sent.to_string().contains(r#"a \"b\""#));
        }
        let changed = br#"{"results":[{"label":"POSITIVE","scores":{"NEGATIVE":0.2,"POSITIVE":0.8},"deid":{"NAME":1}}]}"#;
        assert!(
            Protocol::Edge.read(changed, &labels()).unwrap_err().to_string().contains("changed the text")
        );
    }

    #[test]
    fn wrong_labels_wrong_scores_and_nonsense_are_wrong() {
        let judge = |graph| {
            Judge::new(
                Protocol::Json,
                labels(),
                vec![answer("POSITIVE", [0.2, 0.8]), answer("POSITIVE", [0.4999, 0.5001])],
                graph,
            )
        };
        let check = |graph, text, body: &str, expect| {
            let judge = judge(graph);
            assert_eq!(judge.judge(text, 200, body.as_bytes()), expect, "{body}");
            assert_eq!(judge.complaints().is_empty(), expect == Outcome::Right);
        };
        let fp32 = Graph::Export;
        check(fp32, 0, r#"{"label":"POSITIVE","scores":[0.2003,0.7997]}"#, Outcome::Right);
        check(fp32, 0, r#"{"label":"POSITIVE","scores":[0.21,0.79]}"#, Outcome::Wrong);
        check(Graph::Int8, 0, r#"{"label":"POSITIVE","scores":[0.21,0.79]}"#, Outcome::Right);
        check(Graph::Int8, 0, r#"{"label":"NEGATIVE","scores":[0.8,0.2]}"#, Outcome::Wrong);
        check(fp32, 0, r#"{"label":"NEGATIVE","scores":[0.2,0.8]}"#, Outcome::Wrong);
        check(fp32, 0, r#"{"label":"POSITIVE","scores":[0.2]}"#, Outcome::Wrong);
        check(fp32, 0, "no JSON", Outcome::Wrong);
        check(fp32, 1, r#"{"label":"NEGATIVE","scores":[0.5001,0.4999]}"#, Outcome::Right);
        check(fp32, 2, r#"{"label":"POSITIVE","scores":[0.2,0.8]}"#, Outcome::Wrong);
        let judge = judge(fp32);
        assert_eq!(judge.judge(0, 503, b"full"), Outcome::Failed);
        assert!(judge.agreement().is_none() && judge.complaints()[0].contains("503: full"));
        judge.judge(0, 200, br#"{"label":"POSITIVE","scores":[0.2,0.8]}"#);
        judge.judge(0, 200, br#"{"label":"NEGATIVE","scores":[0.7,0.3]}"#);
        let agreement = judge.agreement().unwrap();
        assert_eq!((agreement.compared, agreement.labels), (2, 0.5));
        assert!((agreement.largest_difference - 0.5).abs() < 1e-9);
    }
}
