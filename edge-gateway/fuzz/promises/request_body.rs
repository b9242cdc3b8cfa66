//! Bodies of `/v1/classify` and `/v1/deidentify`.

use crate::promises::schema;
use edge_gateway::admit::{Shape, Submission};
use edge_gateway::json;
use edge_gateway::problem::Kind;
use edge_gateway::settings::Limits;
use jsonschema::Validator;
use serde_json::Value;
use std::sync::LazyLock;

static SCHEMAS: LazyLock<[(Shape, Validator); 2]> =
    LazyLock::new(|| [(Shape::Classify, schema("Classify")), (Shape::Deidentify, schema("Deidentify"))]);
/// Those of the document, which are the manifest's defaults.
const LIMITS: Limits = Limits { body_bytes: 1 << 20, texts: 64, text_chars: 200_000 };
/// Over all lists of `known`, which a schema cannot say.
const MOST_KNOWN: usize = 256;

fn known(value: &Value) -> usize {
    let members = value["known"].as_object().into_iter().flat_map(|members| members.values());
    members.map(|value| value.as_array().map_or(usize::from(!value.is_null()), Vec::len)).sum()
}

/// A body is taken exactly where the published schema allows it, and refused with the status that tells why.
pub fn request_body(bytes: &[u8]) {
    let read = json::parse(bytes);
    for (shape, schema) in SCHEMAS.iter() {
        let done = Submission::parse(bytes, &LIMITS, *shape);
        match (&read, done) {
            (Err(_), Err(problem)) => assert_eq!(problem.kind, Kind::MalformedBody),
            (Err(_), Ok(_)) => panic!("what is no strict JSON is taken"),
            (Ok(value), done) => {
                let allowed = schema.is_valid(value) && known(value) <= MOST_KNOWN;
                match done {
                    Ok(submission) => {
                        assert!(allowed, "taken, and not in the schema ({shape:?}): {value}");
                        assert!((1..=LIMITS.texts).contains(&submission.texts.len()));
                    }
                    Err(problem) => {
                        assert!(
                            !allowed,
                            "in the schema, and refused ({shape:?}): {}: {value}",
                            problem.detail
                        );
                        assert_eq!(problem.kind, Kind::InvalidRequest);
                    }
                }
            }
        }
    }
}
