//! `scale.json`, `scale.md`, a plot of each day, and what is printed. All of it says that it is a simulation.

use super::outcome::{Day, LABEL, Report, Scenario};
use super::{three, time};
use crate::report::simulation_chart;
use anyhow::{Context, Result};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Writes everything into `folder`, which is made where it is not there.
pub(crate) fn all(report: &Report, folder: &Path) -> Result<()> {
    let save = |name: &str, bytes: &[u8]| {
        let file = folder.join(name);
        std::fs::write(&file, bytes).with_context(|| file.display().to_string())
    };
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    save("scale.json", (serde_json::to_string_pretty(report)? + "\n").as_bytes())?;
    save("scale.md", markdown(report).as_bytes())?;
    for (i, scenario) in report.scenarios.iter().enumerate() {
        let (svg, png) = simulation_chart(scenario)?;
        save(&format!("scale-{}.svg", i + 1), svg.as_bytes())?;
        save(&format!("scale-{}.png", i + 1), &png)?;
    }
    Ok(())
}

/// Prints what it came to.
pub(super) fn print(report: &Report, folder: &Path) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(markdown(report).as_bytes())?;
    writeln!(out, "\n{LABEL}. Written to {}.", folder.display())?;
    Ok(())
}

fn markdown(report: &Report) -> String {
    let mut out = format!("# {LABEL}: replicas under a hospital's day\n\nSeed {}.\n", report.seed);
    for scenario in &report.scenarios {
        one(scenario, &mut out);
    }
    out += "\n## Assumed, not measured\n\n";
    for assumption in &report.assumptions {
        let _infallible = writeln!(out, "- {assumption}");
    }
    out
}

/// The number of replicas of a day in words.
pub(crate) fn replicas(day: &Day) -> String {
    day.replicas.map_or_else(
        || format!("by the rule (up to {})", day.replicas_most),
        |count| format!("{count}, fixed"),
    )
}

/// What a scenario came to, in a sentence.
pub(crate) fn sentence(scenario: &Scenario) -> String {
    let target = format!(
        "p99 of interactive waits within {} in every quarter of an hour, none refused",
        time(scenario.wait_target_ms)
    );
    let words = match scenario.needed {
        Some(1) => format!("One replica is enough ({target}); a second is for losing one."),
        Some(count) => {
            format!("{count} replicas are enough all day ({target}); {} are for losing one.", count + 1)
        }
        None => format!("No number of replicas that the rule allows is enough ({target})."),
    };
    // Enough is asked of who waits at a screen; what that costs the job at night is said.
    let then = scenario.days.iter().find(|day| day.replicas.is_some() && day.replicas == scenario.needed);
    let lost = then.map(|day| day.bulk.lost()).filter(|lost| *lost > 0).map(|lost| {
        format!("With so few, {lost} notes of the nightly job get no answer at their first try.")
    });
    [Some(words), lost, long_run(scenario)].into_iter().flatten().collect::<Vec<String>>().join(" ")
}

/// That more replicas are the wrong remedy, where one run of the nightly job by itself keeps a request waiting for too long.
fn long_run(scenario: &Scenario) -> Option<String> {
    let most = scenario.calibration.limits().batch_tokens;
    let took = scenario.calibration.service(most, most) * 1000.0;
    let bulk = scenario.days.iter().any(|day| day.bulk.arrived > 0);
    (bulk && took > scenario.wait_target_ms).then(|| {
        format!(
            "A run of the nightly job may hold {most} tokens, which take {}, and who comes meanwhile waits for its end: smaller batches \
             (`gpu-pool --batch-tokens`) help more than replicas.",
            time(took)
        )
    })
}

fn one(scenario: &Scenario, out: &mut String) {
    let estimate = if scenario.calibration.estimate { "**Estimate.** " } else { "" };
    let _infallible = writeln!(
        out,
        "\n## {}\n\nSimulation. {estimate}Speed: {}. {}. Traffic: {}.\n\n{}\n\n\
         | replicas | interactive wait p50, p95, p99 | p99 in the worst quarter of an hour | answered after p50, p95, p99 | bulk wait p50, p95, p99 | refused, timed out: interactive | bulk | nightly job done | engines busy: all day, at most | replica hours |\n\
         |---|---|---|---|---|---|---|---|---|---|",
        scenario.name,
        scenario.calibration.source,
        scenario.calibration.words(),
        scenario.traffic,
        sentence(scenario)
    );
    for day in &scenario.days {
        let lost = |lane: &super::Lane| format!("{}, {}", lane.lost() - lane.timed_out, lane.timed_out);
        let bulk = day.bulk.arrived > 0;
        let done = day.bulk_done_hour.filter(|_| bulk).map_or_else(|| "–".into(), clock);
        let _infallible = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {done} | {} | {:.0} |",
            replicas(day),
            three(&day.interactive.wait_ms),
            worst(day),
            three(&day.interactive.answer_ms),
            if bulk { three(&day.bulk.wait_ms) } else { "–".into() },
            lost(&day.interactive),
            if bulk { lost(&day.bulk) } else { "–".into() },
            busy(day),
            day.replica_hours,
        );
    }
    if let Some(sentence) = edge(scenario) {
        let _infallible = writeln!(out, "\n{sentence}");
    }
}

/// The worst quarter of an hour, with its hour.
pub(crate) fn worst(day: &Day) -> String {
    let (wait, begins) = day.worst_quarter();
    if wait > 0.0 { format!("{} at {}", time(wait), clock(begins)) } else { time(wait) }
}

/// How much of their time engines compute.
pub(crate) fn busy(day: &Day) -> String {
    let (all_day, most) = day.busy();
    format!("{:.0} %, {:.0} %", all_day * 100.0, most * 100.0)
}

/// What the edge did on the day by the rule.
pub(crate) fn edge(scenario: &Scenario) -> Option<String> {
    let edge = &scenario.days.last()?.edge;
    let mut words = format!(
        "The edge: up to {} pods, {:.1} pod hours, {:.1} hours at none, woken {} times",
        edge.pods_most, edge.pod_hours, edge.hours_at_zero, edge.wake_ups
    );
    if edge.waited > 0 {
        words += &format!(
            "; for that waited {} requests, {} at the median, {} at most",
            edge.waited,
            time(edge.wait_ms.p50),
            time(edge.wait_ms.max)
        );
    }
    Some(words + ".")
}

/// Hours of the day as on a clock; past midnight with the days.
fn clock(hours: f64) -> String {
    let minutes = (hours * 60.0).round() as u64;
    let days = match minutes / 1440 {
        0 => String::new(),
        days => format!(" (+{days} d)"),
    };
    format!("{:02}:{:02}{days}", minutes / 60 % 24, minutes % 60)
}
