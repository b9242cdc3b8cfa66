//! Step 1: what may come in. Method, path, media types, size, strict JSON, the contract's fields.
//!
//! Called by `gateway`. Its errors name fields and limits, never what the caller wrote.

use crate::json::{self, JsonError};
use crate::problem::{Kind, Problem};
use crate::settings::{Limits, is_model_name, policy_spec};
use crate::world::{Body, BodyError};
use deid::{Known, KnownValues, MAX_KNOWN_CHARS, PolicySpec};
use serde_json::{Map, Value};

/// A request before its body is read. Header names are in lower case.
pub struct Request<B> {
    /// The method, as sent.
    pub method: String,
    /// Path and query, as sent.
    pub path_and_query: String,
    /// Every header, in order.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body, unread.
    pub body: B,
}

impl<B> Request<B> {
    /// Every value of a header, by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Vec<&[u8]> {
        self.headers.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_slice()).collect()
    }

    /// The path, exactly as sent: it is compared, never normalised, so `//healthz` or `%2e` is simply unknown.
    #[must_use]
    pub fn path(&self) -> &str {
        self.path_and_query.split('?').next().unwrap_or_default()
    }
}

/// JSON, in and out.
pub const JSON: &str = "application/json";
/// A JSON value a line, in and out.
pub const NDJSON: &str = "application/x-ndjson";

/// Refuses media types that are not the contract's: the body's and the answer's are `media`, and there is no encoding.
///
/// # Errors
/// 415 or 406.
pub fn media<B>(request: &Request<B>, media: &str) -> Result<(), Problem> {
    let unsupported = |reason, detail: &str| Err(Problem::new(Kind::UnsupportedMediaType, reason, detail));
    if !is_sent_as(request, media) {
        return unsupported(
            "content_type",
            "Send one `Content-Type: application/json` header (/v1/classify also takes `application/x-ndjson`); the charset is UTF-8.",
        );
    }
    if !request.header("content-encoding").is_empty() {
        return unsupported(
            "content_encoding",
            "Send the body without `Content-Encoding`: compressed bodies are not taken.",
        );
    }
    accept(request, media)
}

/// Whether the request says that its body is of this type, and says it once.
#[must_use]
pub fn is_sent_as<B>(request: &Request<B>, media: &str) -> bool {
    matches!(request.header("content-type").as_slice(), [only] if is_of_type(only, media))
}

/// Refuses a request whose `Accept` shuts out the answer's type.
///
/// # Errors
/// 406.
pub fn accept<B>(request: &Request<B>, media: &str) -> Result<(), Problem> {
    let accepted = request.header("accept");
    if !accepted.is_empty() && !accepted.iter().any(|value| accepts(value, media)) {
        let detail = format!("The answer is `{media}`; let `Accept` allow it.");
        return Err(Problem::new(Kind::NotAcceptable, "accept", detail));
    }
    Ok(())
}

fn is_of_type(value: &[u8], media: &str) -> bool {
    let Ok(text) = str::from_utf8(value) else { return false };
    let mut parts = text.split(';').map(str::trim);
    parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case(media))
        && parts.all(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            !name.eq_ignore_ascii_case("charset") || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
        })
}

fn accepts(value: &[u8], media: &str) -> bool {
    String::from_utf8_lossy(value).split(',').any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|r| ["*/*", "application/*", media].iter().any(|ours| r.eq_ignore_ascii_case(ours)));
        let refused =
            parts.filter_map(|p| p.strip_prefix("q=")).any(|q| q.parse::<f32>().is_ok_and(|q| q == 0.0));
        named && !refused
    })
}

/// Reads the whole body, at most `limit` bytes. A body that says it is longer is not read at all.
///
/// # Errors
/// 413 as soon as the limit is passed; 400 where the body breaks off.
pub fn read_body<B: Body>(request: &mut Request<B>, limit: usize) -> Result<Vec<u8>, Problem> {
    let too_large =
        || Problem::new(Kind::BodyTooLarge, "body_too_large", format!("At most {limit} bytes are taken."));
    let declared =
        request.header("content-length").first().and_then(|v| str::from_utf8(v).ok()?.parse::<u64>().ok());
    if declared.is_some_and(|n| n > limit as u64) {
        return Err(too_large());
    }
    let mut whole = Vec::with_capacity(declared.map_or(0, |n| usize::try_from(n).unwrap_or(0)));
    loop {
        match request.body.next() {
            Ok(Some(piece)) if whole.len() + piece.len() > limit => return Err(too_large()),
            Ok(Some(piece)) => whole.extend_from_slice(&piece),
            Ok(None) => return Ok(whole),
            Err(BodyError::Broken) => {
                let detail = "The body ended before it was complete.";
                return Err(Problem::new(Kind::MalformedBody, "body_broke_off", detail));
            }
            Err(BodyError::TooSlow) => {
                return Err(Problem::new(
                    Kind::BodyTimeout,
                    "body_too_slow",
                    "The body did not arrive in time.",
                ));
            }
        }
    }
}

/// How soon an answer is needed. Numbers are those of Triton's `priority` parameter: 1 is the highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Priority {
    /// A person waits.
    #[default]
    Interactive,
    /// Nobody waits; uses what is left.
    Bulk,
}

/// The body of `/v1/classify` and `/v1/deidentify`. Holds text that is not de-identified: no `Debug`.
pub struct Submission {
    /// The texts, as sent.
    pub texts: Vec<String>,
    /// What the caller already knows of the patient.
    pub known: Known,
    /// Whose dates are shifted alike, by a key of the caller's own.
    pub patient: Option<String>,
    /// What the request wants done differently from the deployment's policy.
    pub policy: PolicySpec,
    /// Whether the answer to `/v1/classify` lists what was found.
    pub spans: bool,
    /// Lane of the pool's queue.
    pub priority: Priority,
    /// Model, where the request names one.
    pub model: Option<String>,
}

/// Which members a route takes beyond `inputs`, `known` and `policy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `priority`, `model` and `spans` too.
    Classify,
    /// Nothing more.
    Deidentify,
}

impl Submission {
    /// Reads a body by the contract.
    ///
    /// # Errors
    /// 400 for what is not strict JSON, 422 for what does not follow the contract, naming the field.
    pub fn parse(body: &[u8], limits: &Limits, shape: Shape) -> Result<Self, Problem> {
        let Value::Object(mut members) = json::parse(body).map_err(malformed)? else {
            return Err(invalid("The body must be a JSON object with `inputs`."));
        };
        let texts = texts(members.remove("inputs"), limits)?;
        let (known, patient) = match members.remove("known") {
            None | Some(Value::Null) => (Known::default(), None),
            Some(value) => self::known(value)?,
        };
        let policy = match members.remove("policy") {
            None | Some(Value::Null) => PolicySpec::default(),
            Some(value) => policy_spec(&value).map_err(|error| invalid(format!("`policy`: {error}.")))?,
        };
        let (mut priority, mut model, mut spans) = (Priority::default(), None, true);
        if shape == Shape::Classify {
            priority = self::priority(&mut members)?;
            model = self::model(&mut members)?;
            spans = self::spans(&mut members)?;
        }
        if members.is_empty() {
            return Ok(Self { texts, known, patient, policy, spans, priority, model });
        }
        let taken = if shape == Shape::Classify {
            "`inputs`, `known`, `policy`, `spans`, `priority` and `model`"
        } else {
            "`inputs`, `known` and `policy`"
        };
        Err(invalid(format!("There is a field that is not known here; the fields are {taken}.")))
    }
}

fn texts(inputs: Option<Value>, limits: &Limits) -> Result<Vec<String>, Problem> {
    let items = match inputs {
        Some(text @ Value::String(_)) => vec![text],
        Some(Value::Array(items)) => items,
        _ => return Err(invalid("`inputs` must be a text or a list of texts.")),
    };
    if items.is_empty() {
        return Err(invalid("`inputs` is empty: send at least one text."));
    }
    if items.len() > limits.texts {
        return Err(invalid(format!(
            "`inputs` holds too many texts: at most {} in one request.",
            limits.texts
        )));
    }
    let text = |(index, item)| text(item, limits, || format!("inputs[{index}]"));
    items.into_iter().enumerate().map(text).collect()
}

/// One text, which is called `name` in errors.
pub(crate) fn text(item: Value, limits: &Limits, name: impl Fn() -> String) -> Result<String, Problem> {
    let Value::String(text) = item else {
        return Err(invalid(format!("`{}` must be a text.", name())));
    };
    if text.trim().is_empty() {
        return Err(invalid(format!("`{}` is empty.", name())));
    }
    // Bytes bound characters from above, so most texts are never counted.
    if text.len() > limits.text_chars && text.chars().count() > limits.text_chars {
        return Err(invalid(format!("`{}` is too long: at most {} characters.", name(), limits.text_chars)));
    }
    Ok(text)
}

pub(crate) fn known(value: Value) -> Result<(Known, Option<String>), Problem> {
    let shape = || {
        invalid(
            "`known` must be an object whose members are among `names`, `ids`, `dates`, `addresses`, `phones` and `other`, each a list of strings, and `patient`, a string.",
        )
    };
    let Value::Object(mut members) = value else { return Err(shape()) };
    let patient = match members.remove("patient") {
        None | Some(Value::Null) => None,
        Some(Value::String(key)) if !key.trim().is_empty() && key.chars().count() <= MAX_KNOWN_CHARS => {
            Some(key)
        }
        Some(_) => {
            return Err(invalid(format!(
                "`known.patient` must be a text of 1 to {MAX_KNOWN_CHARS} characters."
            )));
        }
    };
    // serde's own message would repeat what the caller wrote.
    let mut values: KnownValues = serde_json::from_value(Value::Object(members)).map_err(|_| shape())?;
    // A key of the patient's is a number that identifies, where it stands in a text.
    values.ids.extend(patient.clone());
    let known = Known::try_from(values).map_err(|error| invalid(format!("{error}.")))?;
    Ok((known, patient))
}

fn spans(members: &mut Map<String, Value>) -> Result<bool, Problem> {
    match members.remove("spans") {
        None => Ok(false),
        Some(Value::Bool(wanted)) => Ok(wanted),
        Some(_) => Err(invalid("`spans` must be true or false.")),
    }
}

fn priority(members: &mut Map<String, Value>) -> Result<Priority, Problem> {
    match members.remove("priority") {
        None => Ok(Priority::default()),
        Some(Value::String(word)) if word == "interactive" => Ok(Priority::Interactive),
        Some(Value::String(word)) if word == "bulk" => Ok(Priority::Bulk),
        Some(_) => Err(invalid("`priority` must be \"interactive\" or \"bulk\".")),
    }
}

fn model(members: &mut Map<String, Value>) -> Result<Option<String>, Problem> {
    match members.remove("model") {
        None => Ok(None),
        Some(Value::String(name)) if is_model_name(&name) => Ok(Some(name)),
        Some(_) => Err(invalid(
            "`model` must be the name of a model: 1 to 64 letters, digits, dots, dashes and underscores.",
        )),
    }
}

pub(crate) fn invalid(detail: impl Into<String>) -> Problem {
    Problem::new(Kind::InvalidRequest, "invalid_request", detail)
}

fn malformed(error: JsonError) -> Problem {
    let detail = match error {
        JsonError::Syntax { line, column } => {
            format!("The body is not valid JSON in UTF-8: see line {line}, column {column}.")
        }
        JsonError::DuplicateName => "An object in the body holds the same name twice.".to_owned(),
        JsonError::TooDeep => format!("The body nests deeper than {} levels.", json::DEEPEST),
    };
    Problem::new(Kind::MalformedBody, "malformed_body", detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::fake::Pieces;

    const LIMITS: Limits = Limits { body_bytes: 100, texts: 2, text_chars: 5 };

    fn request(headers: &[(&str, &str)], pieces: &[&[u8]]) -> Request<Pieces> {
        Request {
            method: "POST".to_owned(),
            path_and_query: "/v1/classify?x=y".to_owned(),
            headers: headers.iter().map(|(n, v)| ((*n).to_owned(), v.as_bytes().to_vec())).collect(),
            body: Pieces(pieces.iter().map(|p| p.to_vec()).collect()),
        }
    }

    #[test]
    fn media_types_are_the_contracts() {
        let json = ("content-type", "application/json");
        for (headers, expect) in [
            (vec![json], None),
            (vec![("content-type", "Application/JSON; charset=UTF-8")], None),
            (vec![("content-type", "application/json;charset=\"utf-8\"")], None),
            (vec![json, ("accept", "text/html, application/json;q=0.1")], None),
            (vec![json, ("accept", "*/*")], None),
            (vec![], Some(Kind::UnsupportedMediaType)),
            (vec![json, json], Some(Kind::UnsupportedMediaType)),
            (vec![("content-type", "application/json; charset=latin1")], Some(Kind::UnsupportedMediaType)),
            (vec![("content-type", "application/jsonx")], Some(Kind::UnsupportedMediaType)),
            (vec![json, ("content-encoding", "gzip")], Some(Kind::UnsupportedMediaType)),
            (vec![json, ("accept", "text/html")], Some(Kind::NotAcceptable)),
            (vec![json, ("accept", "application/json;q=0")], Some(Kind::NotAcceptable)),
        ] {
            assert_eq!(media(&request(&headers, &[]), JSON).err().map(|p| p.kind), expect, "{headers:?}");
        }
    }

    #[test]
    fn a_body_is_bounded_whether_it_says_its_length_or_not() {
        let kind = |headers: &[(&str, &str)], pieces: &[&[u8]]| {
            let mut request = request(headers, pieces);
            let read = read_body(&mut request, 4).map_err(|p| p.kind);
            (read, request.body.0.len())
        };
        assert_eq!(kind(&[], &[b"ab", b"cd"]), (Ok(b"abcd".to_vec()), 0));
        // Reading stops at the piece that passes the limit.
        assert_eq!(kind(&[], &[b"ab", b"cde", b"f"]), (Err(Kind::BodyTooLarge), 1));
        // A declared length is believed, and nothing is read.
        assert_eq!(kind(&[("content-length", "5")], &[b"ab"]), (Err(Kind::BodyTooLarge), 1));
        assert_eq!(kind(&[("content-length", "99999999999999999999")], &[b"ab"]), (Ok(b"ab".to_vec()), 0));
    }

    #[test]
    fn a_submission_follows_the_contract_or_the_answer_names_the_field() {
        let shape = Shape::Classify;
        let ok = Submission::parse(
            br#"{"inputs":["a","b"],"priority":"bulk","model":"m-1","known":{}}"#,
            &LIMITS,
            shape,
        );
        let ok = ok.map_err(|p| p.detail).unwrap();
        assert_eq!(
            (ok.texts, ok.priority, ok.model.as_deref()),
            (vec!["a".to_owned(), "b".to_owned()], Priority::Bulk, Some("m-1"))
        );
        assert_eq!(
            Submission::parse(br#"{"inputs":"a"}"#, &LIMITS, shape).map_err(|p| p.detail).unwrap().texts,
            ["a"]
        );
        for (body, kind, names) in [
            (r#"{"inputs":"#, Kind::MalformedBody, "line 1"),
            (r#"{"inputs":"a","inputs":"b"}"#, Kind::MalformedBody, "twice"),
            (r#"["a"]"#, Kind::InvalidRequest, "`inputs`"),
            ("{}", Kind::InvalidRequest, "`inputs`"),
            (r#"{"inputs":[]}"#, Kind::InvalidRequest, "`inputs`"),
            (r#"{"inputs":["a","b","c"]}"#, Kind::InvalidRequest, "at most 2"),
            (r#"{"inputs":["a",3]}"#, Kind::InvalidRequest, "`inputs[1]`"),
            (r#"{"inputs":["a"," "]}"#, Kind::InvalidRequest, "`inputs[1]`"),
            (r#"{"inputs":"abcdef"}"#, Kind::InvalidRequest, "at most 5"),
            (r#"{"inputs":"a","priority":"high"}"#, Kind::InvalidRequest, "`priority`"),
            (r#"{"inputs":"a","model":"../x"}"#, Kind::InvalidRequest, "`model`"),
            (r#"{"inputs":"a","known":{"nmaes":["Zebulon"]}}"#, Kind::InvalidRequest, "`known`"),
            (r#"{"inputs":"a","known":{"names":"Zebulon"}}"#, Kind::InvalidRequest, "`known`"),
            (r#"{"inputs":"a","known":{"patient":["Zebulon"]}}"#, Kind::InvalidRequest, "`known.patient`"),
            (r#"{"inputs":"a","policy":"Zebulon"}"#, Kind::InvalidRequest, "`policy`"),
            (r#"{"inputs":"a","policy":{"Zebulon":"mask"}}"#, Kind::InvalidRequest, "`OTHER_ID`"),
            (r#"{"inputs":"a","policy":{"NAME":"Zebulon"}}"#, Kind::InvalidRequest, "`NAME`"),
            (r#"{"inputs":"a","policy":{"NAME":"mask","NAME":"mask"}}"#, Kind::MalformedBody, "twice"),
            (r#"{"inputs":"a","spans":"Zebulon"}"#, Kind::InvalidRequest, "`spans`"),
            (r#"{"inputs":"a","Zebulon":1}"#, Kind::InvalidRequest, "`priority`"),
        ] {
            let Err(problem) = Submission::parse(body.as_bytes(), &LIMITS, shape) else {
                panic!("taken: {body}")
            };
            assert_eq!(problem.kind, kind, "{body}");
            assert!(problem.detail.contains(names), "{body}: {}", problem.detail);
            assert!(!problem.detail.contains("Zebulon"), "{}", problem.detail);
        }
        // Only classify takes a model.
        assert!(Submission::parse(br#"{"inputs":"a","model":"m"}"#, &LIMITS, Shape::Deidentify).is_err());
        // Characters are counted, not bytes.
        assert!(Submission::parse("{\"inputs\":\"äöüäö\"}".as_bytes(), &LIMITS, shape).is_ok());
    }
}
