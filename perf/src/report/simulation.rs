//! The section of the page, and the plot, for a simulated day. Both say in their first words that nothing here was measured.

use super::axis::Axis;
use super::chart::{Chart, WIDTH, n};
use super::numbers::figure;
use super::png;
use crate::scale::{self, Day, LABEL, Lane, Report, Scenario};
use anyhow::Result;
use maud::{Markup, html};

const LEFT: f64 = 62.0;
const RIGHT: f64 = WIDTH - 24.0;
const PANEL: f64 = 104.0;
const STEP: f64 = 152.0;
const FIRST: f64 = 28.0;

/// SVG and PNG of a scenario's day by the autoscaler's rule.
///
/// # Errors
/// Where the bitmap cannot be drawn.
pub(crate) fn files(scenario: &Scenario) -> Result<(String, Vec<u8>)> {
    let chart = chart(scenario);
    let bitmap = png::draw(&chart.file(false))?;
    Ok((chart.file(true), bitmap))
}

/// The section.
pub(super) fn section(report: &Report) -> Markup {
    html! {
        section.simulation aria-labelledby="simulation" {
            h2 #simulation { span.tag { (LABEL) } ": replicas under a hospital's day" }
            p { "Seed " (report.seed) ". The pool's own queue in simulated time, with the autoscaler's rules of k8s/." }
            @for scenario in &report.scenarios { (one(scenario)) }
            h3 { "Assumed, not measured" }
            ul { @for assumption in &report.assumptions { li { (assumption) } } }
        }
    }
}

fn one(scenario: &Scenario) -> Markup {
    let chart = chart(scenario);
    html! {
        h3 { (scenario.name) }
        p {
            @if scenario.calibration.estimate { strong.tag { "Estimate. " } }
            (scale::sentence(scenario)) " Speed: " (scenario.calibration.source) ". Traffic: " (scenario.traffic) "."
        }
        div.wide tabindex="0" role="region" aria-label=(format!("Simulated days: {}", scenario.name)) {
            table {
                caption { span { strong.tag { "Simulation." } " Waits in the pool's queue: p50, p95, p99 in ms." } }
                thead { tr {
                    th scope="col" { "Replicas" }
                    @for head in ["Interactive wait", "p99, worst quarter of an hour", "Bulk wait", "Interactive lost", "Bulk lost", "Engines busy: all day, at most", "Replica hours"] {
                        th.number scope="col" { (head) }
                    }
                } }
                tbody { @for day in &scenario.days { (line(day)) } }
            }
        }
        @if let Some(sentence) = scale::edge_sentence(scenario) { p { (sentence) } }
        figure {
            div.wide tabindex="0" role="region" aria-label=(chart.title) { (chart.inline()) }
            figcaption { (chart.caption) }
        }
    }
}

fn line(day: &Day) -> Markup {
    let waits = |lane: &Lane| {
        if lane.arrived == 0 {
            return "–".into();
        }
        [lane.wait_ms.p50, lane.wait_ms.p95, lane.wait_ms.p99].map(figure).join(", ")
    };
    html! {
        tr {
            th scope="row" { (scale::replicas(day)) }
            td.number { (waits(&day.interactive)) }
            td.number { (scale::worst(day)) }
            td.number { (waits(&day.bulk)) }
            td.number { (day.interactive.lost()) }
            td.number { (day.bulk.lost()) }
            td.number { (scale::busy(day)) }
            td.number { (format!("{:.0}", day.replica_hours)) }
        }
    }
}

/// One panel: its name, and lines over the day.
struct Panel {
    name: &'static str,
    /// Class of colour, name, values by quarter of an hour.
    lines: Vec<(usize, &'static str, Vec<f64>)>,
}

fn chart(scenario: &Scenario) -> Chart {
    let quarters = scenario.days.last().map(|day| day.quarters.as_slice()).unwrap_or_default();
    let values = |of: fn(&scale::Quarter) -> f64| quarters.iter().map(of).collect::<Vec<f64>>();
    let panels = [
        Panel {
            name: "requests a second",
            lines: vec![
                (0, "interactive", values(|quarter| quarter.interactive_rate)),
                (4, "nightly job", values(|quarter| quarter.bulk_rate)),
            ],
        },
        Panel {
            name: "pods",
            lines: vec![
                (0, "replicas that serve", values(|quarter| quarter.replicas)),
                (1, "edge", values(|quarter| quarter.edge_pods)),
            ],
        },
        Panel { name: "tokens that wait", lines: vec![(0, "", values(|quarter| quarter.queued_tokens))] },
        Panel {
            name: "p99 of interactive waits, ms",
            lines: vec![(0, "", values(|quarter| quarter.wait_p99_ms))],
        },
    ];
    let height = FIRST + STEP * panels.len() as f64;
    let body = html! {
        @for (i, one) in panels.iter().enumerate() { (panel(one, FIRST + STEP * i as f64)) }
    };
    let alt = panels
        .iter()
        .flat_map(|panel| panel.lines.iter().map(move |(_, name, values)| (panel.name, name, values)))
        .map(|(panel, name, values)| {
            let most = values.iter().copied().fold(0.0, f64::max);
            let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
            format!("{panel}, {name}: {} on average, {} at most.", figure(mean), figure(most))
        })
        .collect::<Vec<_>>()
        .join(" ");
    let title = format!("Simulation: {}", scenario.name);
    let caption =
        "Simulation of one day by quarters of an hour, replicas by the autoscaler's rule.".to_owned();
    Chart::new("scale", title, format!("Simulation. {alt}"), caption, height, body)
}

fn panel(panel: &Panel, top: f64) -> Markup {
    let bottom = top + PANEL;
    let most = panel.lines.iter().flat_map(|(_, _, values)| values).copied().fold(0.0, f64::max);
    let y_axis = Axis::from_zero(most);
    let hours = (0..=24).step_by(3).map(|hour| (f64::from(hour), format!("{hour} h"))).collect();
    let x_axis = Axis::even_with_ticks(0.0, 24.0, hours);
    let x = |hour: f64| LEFT + (RIGHT - LEFT) * x_axis.place(hour);
    let y = |value: f64| bottom - PANEL * y_axis.place(value);
    // Half of the ticks: a panel is low.
    let ticks = y_axis.ticks.iter().step_by(if y_axis.ticks.len() > 4 { 2 } else { 1 });
    let path = |values: &[f64]| {
        let steps = values.iter().enumerate().flat_map(|(i, value)| {
            let from = i as f64 / 4.0;
            [(from, *value), (from + 0.25, *value)]
        });
        steps.map(|(hour, value)| format!("{},{}", n(x(hour)), n(y(value)))).collect::<Vec<_>>().join(" ")
    };
    html! {
        text class="c-text" x=(n(LEFT)) y=(n(top - 10.0)) font-size="12.5" font-weight="600" { (panel.name) }
        @for (i, (class, name, _)) in panel.lines.iter().filter(|(_, name, _)| !name.is_empty()).enumerate() {
            @let at = RIGHT - 300.0 + 160.0 * i as f64;
            rect class=(format!("f{class}")) x=(n(at)) y=(n(top - 19.0)) width="10" height="10" rx="2" {}
            text class="c-soft" x=(n(at + 15.0)) y=(n(top - 10.0)) font-size="12" { (name) }
        }
        @for (value, label) in ticks {
            line class="c-grid" x1=(n(LEFT)) x2=(n(RIGHT)) y1=(n(y(*value))) y2=(n(y(*value))) stroke-width="1" {}
            text class="c-soft" x=(n(LEFT - 8.0)) y=(n(y(*value) + 4.0)) font-size="11.5" text-anchor="end" { (label) }
        }
        @for (hour, label) in &x_axis.ticks {
            text class="c-soft" x=(n(x(*hour))) y=(n(bottom + 16.0)) font-size="11.5" text-anchor="middle" { (label) }
        }
        @for (class, _, values) in &panel.lines {
            polyline class=(format!("l{class}")) fill="none" stroke-width="1.8" stroke-linejoin="round" points=(path(values)) {}
        }
    }
}
