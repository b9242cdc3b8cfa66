//! What the document says of requests is what the component takes: its examples, and its limits to the letter.

use crate::document::Document;
use crate::setup;
use crate::support::Edge;
use serde_json::{Value, json};

#[test]
fn every_example_of_a_request_is_taken_and_is_what_its_schema_says() {
    let edge = Edge::start();
    let document = Document::read();
    let token = format!("Bearer {}", edge.token());
    let mut examples = 0;
    for (method, path, operation) in document.operations() {
        let Some(contents) = operation["requestBody"]["content"].as_object() else { continue };
        for (media, content) in contents {
            for (name, example) in content["examples"].as_object().unwrap() {
                let value = &example["value"];
                let body = match content.get("x-line") {
                    Some(line) => {
                        let schema = document.schema(line);
                        let text = value.as_str().unwrap();
                        text.lines().for_each(|line| {
                            crate::document::valid(&schema, &serde_json::from_str(line).unwrap());
                        });
                        text.to_owned()
                    }
                    None => {
                        crate::document::valid(&document.schema(&content["schema"]), value);
                        value.to_string()
                    }
                };
                let headers = [("authorization", token.as_str()), ("content-type", media)];
                let answer = edge.send(&method, path, &headers, body.as_bytes());
                assert_eq!(answer.status, 200, "{path} {name}: {answer:?}");
                assert!(!answer.body.contains("\"error\""), "{answer:?}");
                document.check(&method, path, &answer);
                examples += 1;
            }
        }
    }
    assert_eq!(examples, 5);
}

/// And every example of an answer is what its schema says.
#[test]
fn every_example_of_an_answer_is_what_its_schema_says() {
    let document = Document::read();
    let responses = document.json["components"]["responses"].as_object().unwrap().values();
    let of_operations = document.operations().into_iter().flat_map(|(_, _, o)| {
        o["responses"].as_object().unwrap().values().filter(|r| r.get("$ref").is_none()).collect::<Vec<_>>()
    });
    let mut examples = 0;
    for response in responses.chain(of_operations) {
        for content in response["content"].as_object().into_iter().flat_map(|contents| contents.values()) {
            if let Some(example) = content.get("example") {
                crate::document::valid(&document.schema(&content["schema"]), example);
                examples += 1;
            }
        }
    }
    assert!(examples >= 18, "{examples}");
}

/// A body is taken where, and only where, its schema says that it may be.
#[test]
fn the_schemas_limits_are_the_components() {
    let document = Document::read();
    let schemas = &document.json["components"]["schemas"];
    let number = |pointer: &str| {
        let value = schemas.pointer(pointer).and_then(Value::as_u64);
        usize::try_from(value.unwrap_or_else(|| panic!("{pointer}"))).unwrap()
    };
    // The document's are the defaults of the manifest, which this edge has.
    let edge = Edge::with(setup(&[("rate_requests", "0")]));
    let token = edge.token();
    let (classify, deidentify) = (document.named("Classify"), document.named("Deidentify"));
    let (mut taken, mut refused) = (0, 0);
    let mut both = |body: Value| {
        for (path, schema) in [("/v1/classify", &classify), ("/v1/deidentify", &deidentify)] {
            let status = edge.post_as(&token, path, &body.to_string()).status;
            assert!([200, 422].contains(&status), "{status}");
            let shown: String = body.to_string().chars().take(200).collect();
            assert_eq!(status == 200, schema.is_valid(&body), "{path}: {status} for {shown}");
            *(if status == 200 { &mut taken } else { &mut refused }) += 1;
        }
    };
    let (texts, chars) = (number("/Inputs/oneOf/1/maxItems"), number("/Text/maxLength"));
    let (values, value) = (number("/KnownValues/maxItems"), number("/KnownValues/items/maxLength"));
    let patient = number("/Known/properties/patient/maxLength");
    let name = number("/Classify/properties/model/maxLength");
    for more in [0, 1] {
        both(json!({"inputs": vec!["a"; texts + more]}));
        for letter in ["x", "é", "🙂"] {
            both(json!({"inputs": letter.repeat(chars + more)}));
            both(json!({"inputs": "a", "known": {"patient": letter.repeat(patient + more)}}));
            both(json!({"inputs": "a", "known": {"names": [letter.repeat(value + more)]}}));
        }
        both(json!({"inputs": "a", "known": {"ids": vec!["4471902"; values + more]}}));
        both(json!({"inputs": "a", "model": "m".repeat(name + more)}));
    }
    // Everything that is white space somewhere, alone and with a letter.
    let spaces = "\t\n\u{b}\u{c}\r \u{1c}\u{1d}\u{1e}\u{1f}\u{85}\u{a0}\u{1680}\u{180e}\u{2000}\u{2001}\u{200a}\u{200b}\u{2028}\u{2029}\u{202f}\u{205f}\u{2060}\u{3000}\u{feff}";
    for space in spaces.chars() {
        for text in [format!("{space}"), format!("{space}{space}"), format!("{space}a{space}")] {
            both(json!({"inputs": text}));
            both(json!({"inputs": "a", "known": {"patient": text}}));
        }
    }
    for wrong in
        [json!(null), json!(true), json!(1), json!(1.5), json!([]), json!([null]), json!({}), json!("")]
    {
        both(json!({"inputs": wrong}));
        both(json!({"inputs": [wrong]}));
        both(wrong.clone());
        for field in ["known", "policy", "spans", "priority", "model", "more"] {
            both(json!({"inputs": "a", field: wrong}));
        }
        for list in ["names", "ids", "dates", "addresses", "phones", "other", "patient", "more"] {
            both(json!({"inputs": "a", "known": {list: wrong}}));
            both(json!({"inputs": "a", "known": {list: [wrong]}}));
        }
        both(json!({"inputs": "a", "policy": {"NAME": wrong}}));
    }
    for model in [".", "..", "...", "a", ".a", "a.", "..-", "a b", "a/b", "ä", "A_b-9.x", "a\n", "\na"] {
        both(json!({"inputs": "a", "model": model}));
    }
    for priority in ["interactive", "bulk", "Bulk", "bulk "] {
        both(json!({"inputs": "a", "priority": priority}));
    }
    for category in deid::Category::ALL.iter().map(|c| c.name()).chain(["*", "PHI", "name", "NAME ", "NAMES"])
    {
        for action in ["mask", "redact", "drop", "Mask"] {
            both(json!({"inputs": "a", "policy": {category: action}}));
        }
    }
    assert!(taken > 100 && refused > 100, "{taken} {refused}");
}

/// The actions that there are; which of them a deployment takes is its policy's to say.
#[test]
fn the_actions_and_categories_are_the_de_identifiers() {
    let document = Document::read();
    let list = |name: &str| -> Vec<String> {
        let items = document.json["components"]["schemas"][name]["enum"].as_array().unwrap();
        items.iter().map(|item| item.as_str().unwrap().to_owned()).collect()
    };
    let categories: Vec<&str> = deid::Category::ALL.iter().map(|category| category.name()).collect();
    assert_eq!(list("Category"), categories);
    let (policy, span) = (
        document.named("PolicyAction"),
        document.schema(&json!({"$ref": "#/components/schemas/Span/properties/action"})),
    );
    for word in deid::ActionName::ALL.map(deid::ActionName::word) {
        assert!(policy.is_valid(&json!(word)), "{word}");
        assert_eq!(span.is_valid(&json!(word)), word != "keep", "{word}");
    }
    for word in list("PolicyAction") {
        assert!(deid::ActionName::from_word(&word).is_some(), "{word}");
    }
}

#[test]
fn the_limits_of_a_line_are_the_components() {
    let document = Document::read();
    let schema = document.named("Line");
    let edge = Edge::with(setup(&[("rate_requests", "0")]));
    let longest = document.json.pointer("/components/schemas/LineId/oneOf/0/maxLength").unwrap().as_u64();
    let longest = usize::try_from(longest.unwrap()).unwrap();
    let mut lines = vec![
        json!({"id": "a", "text": "b"}),
        json!({"text": "b"}),
        json!({"id": "a"}),
        json!({"id": "a", "text": " "}),
        json!({"id": "a", "text": "b", "more": 1}),
        json!({"id": "a", "text": "b", "known": null}),
        json!({"id": "a", "text": "b", "known": {"names": ["x"]}}),
        json!({"id": "a", "text": "b", "known": {"names": "x"}}),
        json!({"id": "a", "text": ["b"]}),
        json!([]),
        json!("a"),
    ];
    let ids = [
        json!(0),
        json!(-1),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1.5),
        json!(1e30),
        json!(null),
        json!(""),
    ];
    lines.extend(ids.map(|id| json!({"id": id, "text": "b"})));
    for letter in ["x", "é", "🙂"] {
        lines.extend([0, 1].map(|more| json!({"id": letter.repeat(longest + more), "text": "b"})));
    }
    let body: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let token = format!("Bearer {}", edge.token());
    let headers = [("authorization", token.as_str()), ("content-type", "application/x-ndjson")];
    let answer = edge.send("POST", "/v1/classify", &headers, body.as_bytes());
    document.check("POST", "/v1/classify", &answer);
    let results = crate::document::lines(&answer);
    assert_eq!(results.len(), lines.len());
    for (line, result) in lines.iter().zip(&results) {
        assert_eq!(result["error"].is_null(), schema.is_valid(line), "{line}: {result}");
    }
}
