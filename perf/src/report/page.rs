//! `index.html`: one page that needs nothing beside itself. Without JavaScript it is whole; with it, columns can be sorted.

use super::chart::{self, Chart};
use super::compare::{self, Comparison, Outcome, Side, Verdict, text_sets};
use super::numbers::{figure, median, percent};
use super::statistics::Spread;
use super::table::{self, Line, Table};
use super::{plots, words};
use crate::results::{Graph, Row, Run};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Nothing is fetched, whatever a name in the results holds.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/// The page. `simulation` is a section of its own, if there is one.
pub(super) fn page(run: &Run, charts: &[Chart], simulation: Option<&Markup>) -> String {
    let answer = compare::answer(run);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light dark";
                title { "Anteroom beside the paper's systems" }
                style { (PreEscaped(STYLE)) (PreEscaped(chart::stylesheet(true))) }
            }
            body {
                header {
                    p.over { "Anteroom · measured " (day(run)) @if run.settings.quick { " · " strong { "quick run" } } }
                    h1 { (words::QUESTION) }
                }
                main {
                    (answered(run, answer.verdict))
                    (losses(run))
                    section aria-labelledby="figures" {
                        h2 #figures { "The figures" }
                        @for texts in text_sets(run) {
                            @if let Some(table) = table::of(run, texts) { (one_table(&table, run)) }
                        }
                        (int8(run))
                        (skipped(run))
                    }
                    @if !charts.is_empty() {
                        section aria-labelledby="plots" {
                            h2 #plots { "Plots" }
                            p { "Drawn are our rows as shipped, and of a peer with several settings the fastest. The tables have all." }
                            @for chart in charts { (plot(chart)) }
                        }
                    }
                    @if let Some(section) = simulation { (section) }
                    (how(run))
                }
                footer {
                    p { "Made by " code { "perf" } " from " code { "table.json" } ", which holds every round. The same figures: "
                        code { "table.md" } ", plots as SVG and PNG beside this page." }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

fn day(run: &Run) -> &str {
    run.started.get(..10).unwrap_or(&run.started)
}

fn answered(run: &Run, verdict: Verdict) -> Markup {
    let class = match verdict {
        Verdict::No => "good",
        Verdict::InPart | Verdict::Unknown => "part",
        Verdict::Yes => "bad",
    };
    html! {
        section class=(format!("answer {class}")) aria-labelledby="answer" {
            h2 #answer { (words::verdict(verdict)) }
            ul { @for sentence in words::answer(run) { li { (sentence) } } }
        }
        @let warnings = words::warnings(run);
        @if !warnings.is_empty() {
            aside aria-label="Before any figure is quoted" {
                ul { @for warning in warnings { li { (warning) } } }
            }
        }
    }
}

fn losses(run: &Run) -> Markup {
    let lost = compare::losses(run);
    html! {
        section aria-labelledby="losses" {
            h2 #losses { "Where Anteroom loses" }
            @if lost.is_empty() {
                p { "In no comparison of this run. Our rows as shipped are compared with all peers: median latency of one request, \
                     requests a second and 99th percentile at the highest load." }
            } @else {
                p { "Worst first. Our rows as shipped are compared with all peers: median latency of one request, requests a second and \
                     99th percentile at the highest load. “Times as good” is below 1 where we lose, for latency too." }
                div.wide tabindex="0" role="region" aria-label="Comparisons that Anteroom loses" {
                    table.sortable {
                        thead { tr {
                            @for head in ["Anteroom", "Beside", "Texts", "What"] { th scope="col" { (head) } }
                            @for head in ["Ours", "Theirs", "Times as good"] { th.number scope="col" { (head) } }
                            th scope="col" { "Rounds" }
                        } }
                        tbody { @for comparison in &lost { (lost_line(comparison)) } }
                    }
                }
            }
        }
    }
}

fn lost_line(comparison: &Comparison<'_>) -> Markup {
    html! {
        tr {
            th scope="row" { (comparison.ours.name) }
            td { (comparison.peer.name) }
            td { (comparison.texts) }
            td { (comparison.measure.label()) }
            td.number { (figure(comparison.our_value)) }
            td.number { (figure(comparison.peer_value)) }
            (ratio(Some(comparison.gain)))
            td { @if comparison.outcome() == Outcome::Lost { "lost in all" } @else { "within the spread" } }
        }
    }
}

fn one_table(table: &Table<'_>, run: &Run) -> Markup {
    let fastest = table
        .lines
        .iter()
        .filter_map(|line| line.throughput.map(|throughput| throughput.median))
        .fold(0.0, f64::max);
    let tokens = run.texts.get(table.texts).map(|set| &set.tokens);
    // With one request at a time alone there is no other latency than that.
    let span = if table.in_flight > 1 { 6 } else { 3 };
    html! {
        div.wide tabindex="0" role="region" aria-label=(format!("Figures on {} texts", table.texts)) {
            table.figures.sortable {
                caption { span {
                    strong { (table.texts) " texts" }
                    @if let Some(tokens) = tokens {
                        " of " (figure(tokens.mean)) " tokens on average, " (tokens.max) " at most"
                    }
                    ". Medians over rounds; ratios of throughput to the fastest of rows 1 and of rows 3 (marked), with their range."
                } }
                colgroup { col; }
                colgroup { col span="3"; }
                colgroup { col span=(span); }
                colgroup { col span="2"; }
                thead {
                    tr {
                        td {}
                        th.group scope="colgroup" colspan="3" { "One in flight, ms" }
                        th.group scope="colgroup" colspan=(span) { (table.in_flight) " in flight" }
                        th.group scope="colgroup" colspan="2" { "Cost" }
                    }
                    tr {
                        th scope="col" { "System" }
                        @for head in ["p50", "p95", "p99"] { th.number scope="col" { (head) } }
                        @for head in ["req/s", "× row 1", "× row 3", "p50 ms", "p95 ms", "p99 ms"].into_iter().take(span) {
                            th.number scope="col" { (head) }
                        }
                        th.number scope="col" { abbr title="CPU milliseconds for each right answer" { "CPU ms" } }
                        th.number scope="col" { abbr title="Memory under load, what processes share counted once, megabytes" { "MB" } }
                    }
                }
                tbody { @for line in &table.lines { (table_line(line, fastest, span > 3)) } }
            }
        }
    }
}

fn table_line(line: &Line<'_>, fastest: f64, loaded: bool) -> Markup {
    let share =
        line.throughput.map_or(0.0, |throughput| 100.0 * throughput.median / fastest.max(f64::MIN_POSITIVE));
    let class = match line.side {
        Side::Ours => "ours",
        Side::Peer => "peer",
        Side::Ceiling => "ceiling",
    };
    html! {
        tr class=(class) {
            th scope="row" {
                @if let Some(number) = line.row.number { span.index { (number) } " " }
                (line.row.name)
                " " (graph(line.row))
                @if line.reference { " " span.badge { "× 1.00" } }
            }
            @for latency in line.lone { td.number { (median(latency)) } }
            td.number.bar style=(format!("--share:{share:.0}%")) { strong { (median(line.throughput)) } }
            (ratio(line.over_baseline))
            (ratio(line.over_batching))
            @if loaded { @for latency in line.loaded { td.number { (median(latency)) } } }
            td.number { (median(line.cpu_ms)) }
            td.number { (line.memory_mb.map_or_else(|| "–".into(), |megabytes| format!("{megabytes:.0}"))) }
        }
    }
}

fn graph(row: &Row) -> Markup {
    html! {
        @match row.graph {
            Graph::Int8 => {
                span.badge.int8 {
                    "int8"
                    @if let Some(agreement) = &row.agreement { ", " (percent(agreement.labels)) " same labels" }
                    @else { ", agreement not measured" }
                }
            }
            Graph::Unpadded => span.badge { "un-padded" },
            Graph::Export => {}
        }
    }
}

fn ratio(spread: Option<Spread>) -> Markup {
    html! {
        @match spread {
            None => td.number { "–" },
            Some(spread) => td.number data-value=(format!("{:.6}", spread.median)) {
                (format!("{:.2}", spread.median))
                @if spread.rounds > 1 { " " small { (format!("{:.2}–{:.2}", spread.low, spread.high)) } }
            },
        }
    }
}

fn int8(run: &Run) -> Markup {
    let rows = words::int8_rows(run);
    html! {
        @if !rows.is_empty() {
            h3 { "int8 is not the same answer" }
            p { "Rows marked int8 compute with eight-bit weights and activations. Their answers, compared with ONNX Runtime on the export:" }
            ul { @for row in rows { li { (plots::name(row)) ": " (words::agreement(row)) "." } } }
        }
    }
}

fn skipped(run: &Run) -> Markup {
    let rows: Vec<(&Row, &str)> =
        run.rows.iter().filter_map(|row| Some((row, row.skipped.as_deref()?))).collect();
    html! {
        @if !rows.is_empty() {
            h3 { "Not measured, and why" }
            ul { @for (row, why) in rows { li { strong { (plots::name(row)) } ": " (why) } } }
        }
    }
}

fn plot(chart: &Chart) -> Markup {
    html! {
        figure {
            h3 { (chart.title) }
            div.wide tabindex="0" role="region" aria-label=(chart.title) { (chart.inline()) }
            figcaption {
                (chart.caption) " "
                span.files { "Also as " (chart.name) ".svg and .png." }
            }
        }
    }
}

fn how(run: &Run) -> Markup {
    html! {
        section aria-labelledby="method" {
            h2 #method { "How it was measured" }
            @for paragraph in words::method(run) { p { (paragraph) } }
            h3 { "Texts" }
            ul { @for set in words::texts(run) { li { (set) } } }
            h3 { "Machine" }
            dl { @for (name, value) in words::machine(run) { dt { (name) } dd { (value) } } }
            @let noted: Vec<&Row> = run.rows.iter().filter(|row| row.skipped.is_none() && !row.notes.is_empty()).collect();
            @if !noted.is_empty() {
                h3 { "The systems" }
                dl { @for row in noted {
                    dt { (plots::name(row)) }
                    dd { @for note in &row.notes { p { (note) } } }
                } }
            }
        }
    }
}
