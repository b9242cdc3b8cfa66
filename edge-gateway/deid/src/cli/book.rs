//! The rule book: every rule with its examples, as Markdown or as one page of HTML, made from the rules themselves.

use super::args::Format;
use deid::{Category, RULES, Rule};
use std::fmt::Write;

const OPENING: &str = "It is made from the code (`cargo run -p deid -- --rules > edge-gateway/deid/RULES.md`) and a test holds it to the code. \
Every example on it is run as a test, with exactly what is marked removed and nothing else.";

const RANKS: &str = "Where two findings overlap, the lower rank owns what both cover; the rest of the loser is removed as well. \
Rank 0 is what the caller knows of the patient: it is removed whatever the policy says.";

const SWITCHING: &str = "Rules are not switched one by one: what is done is set per category, by the deployment's policy, by a request's \
(which may only be stricter), or with `deid --policy`. `mask` writes `[NAME-1]` and is what happens without a policy, `redact` writes \
`[NAME]`, `keep` leaves the value; `surrogate`, `generalise`, `hash` and `shift` are told in the README. `\"*\"` stands for every category \
that is not named: `{\"DATE\":\"keep\",\"*\":\"redact\"}`.";

/// The item of 45 CFR 164.514(b)(2)(i) and what it covers.
fn law(category: Category) -> (char, &'static str) {
    match category {
        Category::Name => ('A', "Names of the individual, relatives, employers, household members and staff"),
        Category::Location => ('B', "Streets, cities, counties and other places smaller than a state"),
        Category::Facility => ('B', "Hospitals, clinics, schools and other named places of care or work"),
        Category::Zip => ('B', "Postal codes"),
        Category::Date => ('C', "All elements of dates but the year"),
        Category::Age90 => ('C', "Ages over 89, and years that show one"),
        Category::Phone => ('D', "Telephone numbers"),
        Category::Fax => ('E', "Fax numbers"),
        Category::Email => ('F', "Electronic mail addresses"),
        Category::Ssn => ('G', "Social security numbers"),
        Category::Mrn => ('H', "Medical record numbers"),
        Category::HealthPlan => ('I', "Health-plan beneficiary numbers"),
        Category::Account => ('J', "Account numbers"),
        Category::License => ('K', "Certificate and licence numbers"),
        Category::Vehicle => ('L', "Vehicle identifiers, serial numbers and plates"),
        Category::Device => ('M', "Device identifiers and serial numbers"),
        Category::Url => ('N', "Web addresses"),
        Category::Ip => ('O', "Internet addresses"),
        Category::Biometric => ('P', "Biometric identifiers"),
        Category::Photo => ('Q', "Names of photograph and image files"),
        Category::OtherId => ('R', "Any other unique number, characteristic or code"),
    }
}

/// The rules of one category, in the order of the table.
fn rules(category: Category) -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().filter(move |rule| rule.category == category)
}

/// The whole page.
pub(crate) fn book(format: Format) -> String {
    let mut page = String::new();
    // Writing to a string cannot fail.
    let _ = match format {
        Format::Markdown => markdown(&mut page),
        Format::Html => html(&mut page),
    };
    page
}

fn markdown(page: &mut String) -> std::fmt::Result {
    writeln!(page, "# The de-identifier's rules\n")?;
    writeln!(page, "{} rules in {} categories. {OPENING}\n", RULES.len(), Category::ALL.len())?;
    writeln!(page, "{RANKS}\n\n{SWITCHING}\n")?;
    writeln!(page, "| category | 164.514(b)(2)(i) | what | rules |\n|---|---|---|---|")?;
    for category in Category::ALL.iter().copied() {
        let (letter, what) = law(category);
        let name = category.name();
        let anchor = anchor(&format!("{name} ({letter})"));
        writeln!(page, "| [{name}](#{anchor}) | ({letter}) | {what} | {} |", rules(category).count())?;
    }
    for category in Category::ALL.iter().copied() {
        let (letter, what) = law(category);
        let name = category.name();
        writeln!(page, "\n## {name} ({letter})\n\n{what}. To leave them: `{{\"{name}\":\"keep\"}}`.")?;
        for rule in rules(category) {
            writeln!(page, "\n### `{}`\n\n{}. Rank {}.", rule.id, rule.about, rule.rank)?;
            for (title, examples) in [("Finds", rule.finds), ("Spares", rule.spares)] {
                if !examples.is_empty() {
                    writeln!(page, "\n{title}:\n")?;
                }
                for example in examples {
                    writeln!(page, "- {}", code(example))?;
                }
            }
        }
    }
    Ok(())
}

/// As GitHub and others make anchors of headings.
fn anchor(heading: &str) -> String {
    heading
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() })
        .collect()
}

/// An example as code of one line: line ends and tabs are shown as signs.
fn code(example: &str) -> String {
    let line = example.replace('\n', "⏎").replace('\t', "⇥");
    let fence = if line.contains('`') { "``" } else { "`" };
    format!("{fence}{line}{fence}")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Inline code between backticks becomes an element.
fn prose(text: &str) -> String {
    let mut out = String::new();
    for (n, part) in text.split('`').enumerate() {
        let part = escape(part);
        if n % 2 == 1 {
            out.push_str(&format!("<code>{part}</code>"));
        } else {
            out.push_str(&part);
        }
    }
    out
}

const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1b1d21; --faint: #5c6470; --paper: #fdfdfc; --line: #dcdfe4; --found: #ffd9a8; --code: #f1f2f4 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --faint: #9aa3af; --paper: #16181c; --line: #343a43; --found: #7a4a12; --code: #22262c }
}
body { max-width: 56rem; margin: 0 auto; padding: 1.5rem; color: var(--ink); background: var(--paper); font: 1rem/1.5 system-ui, sans-serif }
h1, h2, h3 { line-height: 1.2 } h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem }
h3 { margin: 2rem 0 .3rem } h3 code { font-size: 1rem }
code, pre, mark { font-family: ui-monospace, monospace; font-size: .875rem }
code { background: var(--code); padding: .1em .3em; border-radius: .25rem }
pre { margin: .25rem 0; padding: .4rem .6rem; background: var(--code); border-radius: .25rem; white-space: pre-wrap; tab-size: 12 }
mark { color: inherit; background: var(--found); border-radius: .2rem; padding: .05em .15em; font-weight: 600 }
.faint { color: var(--faint) } a { color: inherit } table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line) }
";

fn html(page: &mut String) -> std::fmt::Result {
    writeln!(page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>")?;
    writeln!(page, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")?;
    writeln!(page, "<title>The de-identifier's rules</title>\n<style>{STYLE}</style>\n</head>\n<body>")?;
    writeln!(page, "<h1>The de-identifier's rules</h1>")?;
    writeln!(page, "<p>{} rules in {} categories. {}</p>", RULES.len(), Category::ALL.len(), prose(OPENING))?;
    writeln!(page, "<p>{}</p>\n<p>{}</p>", prose(RANKS), prose(SWITCHING))?;
    writeln!(
        page,
        "<table>\n<thead><tr><th>category</th><th>164.514(b)(2)(i)</th><th>what</th><th>rules</th></tr></thead>\n<tbody>"
    )?;
    for category in Category::ALL.iter().copied() {
        let (letter, what) = law(category);
        let name = category.name();
        let count = rules(category).count();
        writeln!(
            page,
            "<tr><td><a href=\"#{name}\">{name}</a></td><td>({letter})</td><td>{what}</td><td>{count}</td></tr>"
        )?;
    }
    writeln!(page, "</tbody>\n</table>")?;
    for category in Category::ALL.iter().copied() {
        let (letter, what) = law(category);
        let name = category.name();
        writeln!(page, "<section id=\"{name}\">\n<h2>{name} ({letter})</h2>")?;
        writeln!(
            page,
            "<p>{what}. To leave them: <code>{{&quot;{name}&quot;:&quot;keep&quot;}}</code>.</p>"
        )?;
        for rule in rules(category) {
            writeln!(page, "<article id=\"{}\">\n<h3><code>{}</code></h3>", rule.id, rule.id)?;
            writeln!(
                page,
                "<p>{}. <span class=\"faint\">Rank {}.</span></p>",
                escape(rule.about),
                rule.rank
            )?;
            for (title, examples) in [("Finds", rule.finds), ("Spares", rule.spares)] {
                if !examples.is_empty() {
                    writeln!(page, "<p class=\"faint\">{title}</p>")?;
                }
                for example in examples {
                    let marked = escape(example).replace('«', "<mark>").replace('»', "</mark>");
                    writeln!(page, "<pre>{marked}</pre>")?;
                }
            }
            writeln!(page, "</article>")?;
        }
        writeln!(page, "</section>")?;
    }
    writeln!(page, "</body>\n</html>")
}
