//! The rule book is the code's: the page that is checked in, and the page of HTML.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "helpers of tests: a failure is the test's failure")]

use deid::{Category, RULES};
use std::process::Command;

fn book(format: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_deid")).args(["--rules", format]).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_page_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/RULES.md");
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == book("markdown"),
        "RULES.md is not what the rules say: cargo run -p deid -- --rules > edge-gateway/deid/RULES.md"
    );
}

#[test]
fn it_is_complete() {
    for (page, found) in [(book("markdown"), "«"), (book("html"), "<mark>")] {
        for rule in RULES {
            assert!(page.contains(rule.id), "{}", rule.id);
        }
        for category in Category::ALL {
            assert!(page.contains(category.name()), "{category}");
        }
        let examples: usize =
            RULES.iter().flat_map(|rule| rule.finds).map(|find| find.matches('«').count()).sum();
        assert_eq!(page.matches(found).count(), examples);
    }
}

/// Every element is closed in its order, attributes are quoted, and only known entities occur: it is XML but for its first
/// line. No script, nothing from elsewhere.
#[test]
fn the_html_is_well_formed() {
    let page = book("html");
    let mut rest = page.strip_prefix("<!DOCTYPE html>\n").unwrap();
    let mut open: Vec<&str> = Vec::new();
    let mut ids: Vec<&str> = Vec::new();
    let mut links: Vec<&str> = Vec::new();
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        if open.last() != Some(&"style") {
            for entity in text.split('&').skip(1) {
                assert!(
                    ["amp;", "lt;", "gt;", "quot;"].iter().any(|one| entity.starts_with(one)),
                    "{entity}"
                );
            }
        }
        let end = tag.find('>').unwrap();
        let inner = &tag[1..end];
        rest = &tag[end + 1..];
        if let Some(name) = inner.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "before {:?}", &rest[..rest.len().min(60)]);
            continue;
        }
        let name = inner.split([' ', '/']).next().unwrap();
        let attributes: Vec<&str> = inner[name.len()..].trim_end_matches('/').split('"').collect();
        assert!(
            attributes.len() % 2 == 1 && attributes.last().is_some_and(|last| last.trim().is_empty()),
            "{inner}"
        );
        for pair in attributes.chunks_exact(2) {
            match pair[0].trim() {
                "id=" => ids.push(pair[1]),
                "href=" => links.push(pair[1]),
                attribute => assert!(
                    ["lang=", "charset=", "name=", "content=", "class="].contains(&attribute),
                    "{inner}"
                ),
            }
        }
        assert_ne!(name, "script");
        if !inner.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{open:?}");
    for link in links {
        assert!(link.strip_prefix('#').is_some_and(|id| ids.contains(&id)), "{link}");
    }
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "ids are unique");
}
