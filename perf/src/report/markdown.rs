//! `table.md`: the page's figures as Markdown.

use super::compare::{self, Side, text_sets};
use super::numbers::{figure, median, percent, ratio};
use super::table::{self, Line, Table};
use super::{plots, words};
use crate::results::Run;
use std::fmt::Write as _;

/// The whole page.
pub(super) fn page(run: &Run) -> String {
    let mut out = format!("# Anteroom beside the paper's systems\n\n{}\n\n", text(words::QUESTION));
    block(run, &mut out);
    let lost = compare::losses(run);
    if !lost.is_empty() {
        out += "\n## Where Anteroom loses\n\n| Anteroom | beside | texts | what | ours | theirs | times as good |\n|---|---|---|---|---|---|---|\n";
        for comparison in &lost {
            let _infallible = writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} | {} |",
                text(&comparison.ours.name),
                text(&comparison.peer.name),
                text(comparison.texts),
                comparison.measure.label(),
                figure(comparison.our_value),
                figure(comparison.peer_value),
                ratio(Some(comparison.gain)),
            );
        }
    }
    list(&mut out, "Method", words::method(run));
    list(&mut out, "Texts", words::texts(run));
    list(
        &mut out,
        "Machine",
        words::machine(run).into_iter().map(|(name, value)| format!("{name}: {value}")),
    );
    let notes = run.rows.iter().filter(|row| row.skipped.is_none() && !row.notes.is_empty());
    list(&mut out, "The systems", notes.map(|row| format!("{}: {}", plots::name(row), row.notes.join(" "))));
    out
}

/// Answer, warnings, tables and what was skipped: what a README quotes.
pub(super) fn block(run: &Run, out: &mut String) {
    let answer = compare::answer(run);
    let _infallible =
        writeln!(out, "**{}** {}\n", words::verdict(answer.verdict), text(&words::answer(run).join(" ")));
    for warning in words::warnings(run) {
        let _infallible = writeln!(out, "> {}\n", text(&warning));
    }
    for texts in text_sets(run) {
        if let Some(table) = table::of(run, texts) {
            one(&table, out);
        }
    }
    let skipped: Vec<String> = run
        .rows
        .iter()
        .filter_map(|row| Some(format!("- {}: {}", text(&plots::name(row)), text(row.skipped.as_deref()?))))
        .collect();
    if !skipped.is_empty() {
        let _infallible = writeln!(out, "Not measured:\n\n{}\n", skipped.join("\n"));
    }
    let agreements: Vec<String> = words::int8_rows(run)
        .into_iter()
        .map(|row| format!("- {}: {}.", text(&plots::name(row)), words::agreement(row)))
        .collect();
    if !agreements.is_empty() {
        let _infallible = writeln!(out, "int8:\n\n{}", agreements.join("\n"));
    }
}

fn one(table: &Table<'_>, out: &mut String) {
    // With one request at a time alone there is no other latency than that.
    let loaded = table.in_flight > 1;
    let (head, rule) = if loaded {
        (format!(" p50, p95, p99 at {} |", table.in_flight), "---|")
    } else {
        Default::default()
    };
    let _infallible = writeln!(
        out,
        "{} texts; latencies in ms; throughput, ratios, CPU with {} in flight; ratios as median (range over rounds)\n\n\
         | | system | graph | p50, p95, p99 at 1 |{head} req/s | × row 1 | × row 3 | CPU ms/req | MB |\n\
         |---|---|---|---|{rule}---|---|---|---|---|",
        text(table.texts),
        table.in_flight,
    );
    for line in &table.lines {
        let _infallible = writeln!(out, "{}", row(line, loaded));
    }
    out.push('\n');
}

fn row(line: &Line<'_>, loaded: bool) -> String {
    let three = |spreads: [Option<_>; 3]| {
        if spreads.iter().all(Option::is_none) { "–".into() } else { spreads.map(median).join(", ") }
    };
    let name = match line.side {
        Side::Ours => format!("**{}**", text(&line.row.name)),
        Side::Peer | Side::Ceiling => text(&line.row.name),
    };
    let mut cells = vec![
        String::new(),
        line.row.number.map(|number| number.to_string()).unwrap_or_default(),
        name,
        graph(line),
        three(line.lone),
    ];
    if loaded {
        cells.push(three(line.loaded));
    }
    cells.extend([
        median(line.throughput),
        ratio(line.over_baseline),
        ratio(line.over_batching),
        median(line.cpu_ms),
        line.memory_mb.map_or_else(|| "–".into(), |megabytes| format!("{megabytes:.0}")),
        String::new(),
    ]);
    cells.join(" | ").trim().to_owned()
}

/// The graph; int8 with its agreement, so that no int8 figure stands without it.
fn graph(line: &Line<'_>) -> String {
    let name = table::graph(line.row.graph);
    match &line.row.agreement {
        Some(agreement) if line.row.graph == crate::results::Graph::Int8 => {
            format!("{name} ({} same labels)", percent(agreement.labels))
        }
        _ => name.into(),
    }
}

fn list(out: &mut String, title: &str, entries: impl IntoIterator<Item = String>) {
    let entries: Vec<String> = entries.into_iter().map(|entry| format!("- {}\n", text(&entry))).collect();
    if !entries.is_empty() {
        let _infallible = write!(out, "\n## {title}\n\n{}", entries.concat());
    }
}

/// Text that Markdown takes as text: no cell, no emphasis, no HTML, no link, no new line of it ends or begins anything.
fn text(raw: &str) -> String {
    let mut safe = String::with_capacity(raw.len());
    for letter in raw.chars() {
        match letter {
            '\n' | '\r' => safe.push(' '),
            '\\' | '|' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '&' => safe.extend(['\\', letter]),
            _ => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    #[test]
    fn text_stays_text() {
        assert_eq!(super::text("a|b\n<i>*_`"), r"a\|b \<i\>\*\_\`");
    }
}
