//! The document, and what it says of an answer.

use crate::support::{Answer, workspace_file};
use jsonschema::{Draft, Validator};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Headers that are HTTP's own, of which OpenAPI says nothing.
const OF_HTTP: [&str; 5] = ["connection", "content-length", "content-type", "date", "transfer-encoding"];

pub(crate) struct Document {
    pub(crate) json: Value,
    /// Every response that [`Document::check`] was shown, as `method path status`.
    shown: RefCell<BTreeSet<String>>,
}

impl Document {
    /// The readable source.
    pub(crate) fn read() -> Self {
        let text = std::fs::read_to_string(workspace_file("edge-gateway/openapi.json")).unwrap();
        Self { json: serde_json::from_str(&text).unwrap(), shown: RefCell::default() }
    }

    /// What stands there, or what it points to.
    pub(crate) fn follow<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(place) => self.json.pointer(&place[1..]).unwrap_or_else(|| panic!("{place} is not there")),
            None => value,
        }
    }

    /// A validator for a schema of the document, which may point to others.
    pub(crate) fn schema(&self, schema: &Value) -> Validator {
        let mut root = schema.clone();
        root["components"] = self.json["components"].clone();
        jsonschema::options().with_draft(Draft::Draft202012).build(&root).unwrap()
    }

    /// A validator for one of `components/schemas`.
    pub(crate) fn named(&self, name: &str) -> Validator {
        assert!(self.json["components"]["schemas"][name].is_object(), "{name}");
        self.schema(&json!({"$ref": format!("#/components/schemas/{name}")}))
    }

    /// Every operation: method in capitals, path, what is said of it.
    pub(crate) fn operations(&self) -> Vec<(String, &str, &Value)> {
        let paths = self.json["paths"].as_object().unwrap();
        paths
            .iter()
            .flat_map(|(path, item)| {
                item.as_object()
                    .unwrap()
                    .iter()
                    .map(move |(method, op)| (method.to_uppercase(), path.as_str(), op))
            })
            .collect()
    }

    /// What is said of the answer to a request; a path or method that is not there has one of two answers, where a refusal can
    /// be recorded.
    fn response(&self, method: &str, path: &str, status: u16) -> &Value {
        let path = path.split('?').next().unwrap();
        let item = &self.json["paths"][path];
        let operation = &item[method.to_lowercase()];
        let responses = &self.json["components"]["responses"];
        let refused = |expected: u16, name: &str| match status {
            503 => Some(&responses["Unavailable"]),
            _ => (status == expected).then(|| &responses[name]),
        };
        let found = if item.is_null() {
            refused(404, "NotFound")
        } else if operation.is_null() {
            refused(405, "MethodNotAllowed")
        } else {
            operation["responses"].get(status.to_string()).map(|response| self.follow(response))
        };
        found.unwrap_or_else(|| panic!("{method} {path}: {status} is not in the document"))
    }

    /// Holds an answer to what is said of it: status, headers, content type, body.
    #[track_caller]
    pub(crate) fn check(&self, method: &str, path: &str, answer: &Answer) {
        let said = self.response(method, path, answer.status);
        self.shown.borrow_mut().insert(format!("{method} {path} {}", answer.status));
        self.check_headers(said, answer);
        let Some(contents) = said["content"].as_object() else {
            assert!(
                answer.body.is_empty(),
                "{method} {path}: a body that is not in the document: {answer:?}"
            );
            return;
        };
        if method == "HEAD" {
            // To a method that a path has; one that it has not is answered the same, without its body.
            assert!(answer.body.is_empty(), "{answer:?}");
            return;
        }
        let media = answer.header("content-type").unwrap_or_default();
        let content = contents.get(media).unwrap_or_else(|| panic!("{media:?} is not in the document"));
        if let Some(line) = content.get("x-line") {
            let line_schema = self.schema(line);
            lines(answer).iter().for_each(|line| valid(&line_schema, line));
        } else {
            valid(&self.schema(&content["schema"]), &answer.json());
        }
    }

    fn check_headers(&self, said: &Value, answer: &Answer) {
        let headers = said["headers"].as_object().unwrap();
        for (name, header) in headers {
            let header = self.follow(header);
            let values: Vec<&str> = answer
                .headers
                .iter()
                .filter(|(sent, _)| sent.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.as_str())
                .collect();
            assert!(values.len() <= 1, "{name} twice: {answer:?}");
            let Some(value) = values.first() else {
                assert!(header["required"] != true, "{name} is missing: {answer:?}");
                continue;
            };
            let value = match header["schema"]["type"].as_str() {
                Some("integer") => json!(value.parse::<i64>().unwrap()),
                _ => json!(value),
            };
            valid(&self.schema(&header["schema"]), &value);
        }
        for (name, _) in &answer.headers {
            let known =
                OF_HTTP.contains(&name.as_str()) || headers.keys().any(|k| k.eq_ignore_ascii_case(name));
            assert!(known, "{name} is not in the document: {answer:?}");
        }
    }

    /// The responses of operations that no [`Document::check`] was shown.
    pub(crate) fn not_shown(&self) -> Vec<String> {
        let shown = self.shown.borrow();
        let all = self.operations().into_iter().flat_map(|(method, path, operation)| {
            let statuses = operation["responses"].as_object().unwrap().keys();
            statuses.map(move |status| format!("{method} {path} {status}")).collect::<Vec<_>>()
        });
        all.filter(|response| !shown.contains(response)).collect()
    }
}

/// The lines of a streamed answer, out of its chunks.
pub(crate) fn lines(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.header("transfer-encoding"), Some("chunked"), "{answer:?}");
    let (mut rest, mut whole) = (answer.body.as_str(), String::new());
    loop {
        let (size, after) = rest.split_once("\r\n").unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            return whole.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        }
        whole.push_str(&after[..size]);
        rest = after[size..].strip_prefix("\r\n").unwrap();
    }
}

#[track_caller]
pub(crate) fn valid(schema: &Validator, value: &Value) {
    let errors: Vec<String> =
        schema.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{value}: {errors:?}");
}
