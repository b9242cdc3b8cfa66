//! Every route and method that the router knows is in the document, and the other way round.

use crate::document::Document;
use crate::support::Edge;
use edge_gateway::routes::Route;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn the_router_and_the_document_have_the_same_routes() {
    let document = Document::read();
    let said: BTreeSet<(String, String)> =
        document.operations().into_iter().map(|(method, path, _)| (method, path.to_owned())).collect();
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY"];
    let mut known = BTreeSet::new();
    for route in Route::ALL {
        let (_, path) = route.pattern();
        for method in methods.into_iter().filter(|method| Route::find(method, path) == Ok(route)) {
            known.insert((method.to_owned(), path.to_owned()));
        }
    }
    assert_eq!(said, known);
    for (method, path, operation) in document.operations() {
        let scope = Route::find(&method, path).unwrap().scope();
        let needs = scope.map_or(json!([]), |scope| json!([{ "token": [scope.name()] }]));
        assert_eq!(operation["security"], needs, "{method} {path}");
    }
}

#[test]
fn the_component_serves_these_routes_and_methods_and_no_others() {
    let edge = Edge::start();
    let document = Document::read();
    for path in document.json["paths"].as_object().unwrap().keys() {
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"] {
            let answer = edge.send(method, path, &[], b"");
            let documented = document.json["paths"][path].get(method.to_lowercase()).is_some();
            assert_eq!(answer.status != 405, documented, "{method} {path}: {answer:?}");
            document.check(method, path, &answer);
        }
    }
}

#[test]
fn the_document_is_served_to_anybody_and_is_its_source_without_white_space() {
    // Without its settings too: whoever sets the edge up wants to read it.
    let edge = Edge::with(crate::setup(&[("auth_issuer", "")]));
    let answer = edge.get("/openapi.json");
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.json(), Document::read().json);
    assert!(!answer.body.contains('\n') && !answer.body.contains("\": "), "{}", answer.body);
    assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
    assert_eq!(edge.send("HEAD", "/openapi.json", &[], b"").body, "");
    assert!(edge.audits().is_empty(), "reading the contract is no decision");
}

/// Every place that something points to is there, and everything in `components` is pointed to; so are problems of each kind.
#[test]
fn the_document_is_whole() {
    let document = Document::read();
    let mut places = BTreeSet::new();
    collect(&document.json, &mut places);
    for place in &places {
        assert!(document.json.pointer(&place[1..]).is_some(), "{place} is not there");
    }
    for (kind, members) in document.json["components"].as_object().unwrap() {
        for name in members.as_object().unwrap().keys() {
            let unused = ["NotFound", "MethodNotAllowed", "token"].contains(&name.as_str());
            let place = format!("#/components/{kind}/{name}");
            assert!(unused || places.contains(&place), "nothing points to {place}");
        }
    }
    assert_eq!(document.json["info"]["version"], env!("CARGO_PKG_VERSION"));
    let types: BTreeSet<String> = document.json["components"]["responses"]
        .as_object()
        .unwrap()
        .values()
        .filter_map(|r| r.pointer("/content/application~1problem+json/schema/properties/type"))
        .flat_map(|t| t["enum"].as_array().cloned().unwrap_or_else(|| vec![t["const"].clone()]))
        .map(|t| t.as_str().unwrap().rsplit(':').next().unwrap().to_owned())
        .collect();
    // Every kind by its name in the source: there is no list of them.
    let source = include_str!("../../src/problem.rs");
    let kinds: BTreeSet<String> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Self::")?.split_once("=> (")?.1.split('"').nth(1))
        .map(str::to_owned)
        .collect();
    assert_eq!(types, kinds);
}

fn collect(value: &Value, places: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            places.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| collect(member, places));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, places)),
        _ => {}
    }
}
