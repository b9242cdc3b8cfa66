//! The rules' own examples, and what holds for every text.

use crate::scan::Scan;
use crate::{Action, Category, Known, KnownValues, Policy, RULES, deidentify, fold, lex};

fn run(text: &str) -> crate::Deidentified {
    deidentify(text, &Policy::default(), &Known::none()).unwrap()
}

/// The text with what was removed between `«` and `»`.
fn marked(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    for span in run(text).spans() {
        out.extend(&chars[at..span.start]);
        out.push('«');
        out.extend(&chars[span.start..span.end]);
        out.push('»');
        at = span.end;
    }
    out.extend(&chars[at..]);
    out
}

#[test]
fn examples() {
    let mut wrong = Vec::new();
    for rule in RULES {
        for example in rule.finds {
            let got = marked(&example.replace(['«', '»'], ""));
            if got != *example {
                wrong.push(format!("{}: expected {example}\n      got      {got}", rule.id));
            }
            let plain = example.replace(['«', '»'], "");
            if !run(&plain).spans().iter().any(|span| span.rule == rule.id) {
                wrong.push(format!("{}: not by this rule: {example}: {:?}", rule.id, run(&plain).spans().iter().map(|s| s.rule).collect::<Vec<_>>()));
            }
        }
        for example in rule.spares {
            let got = marked(example);
            if got != *example {
                wrong.push(format!("{}: should spare {example}\n      got      {got}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn rule_ids_are_unique() {
    let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
}
