//! What the figures come to, in sentences that page, Markdown and README share.

use super::compare::{self, Answer, Comparison, Measure, Outcome, Side, Verdict, measured, side, strongest};
use super::numbers::{duration, figure, percent, ratio};
use super::{statistics, table};
use crate::results::{Graph, Row, Run};

/// What was asked.
pub(super) const QUESTION: &str =
    "Must one choose between a fast answer to one request and many requests a second?";

/// A load average above this, before anything was started, is worth a warning.
const QUIET: f64 = 0.5;

/// The answer in a word or two.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::No => "No, not in this run.",
        Verdict::InPart => "In part.",
        Verdict::Yes => "Yes, still.",
        Verdict::Unknown => "This run cannot tell.",
    }
}

/// The sentences behind the answer. What was lost comes first.
pub(super) fn answer(run: &Run) -> Vec<String> {
    let answer = compare::answer(run);
    let mut said = Vec::new();
    if answer.verdict == Verdict::Unknown {
        said.push(
            "It takes right answers of FastAPI (row 1), Triton with dynamic batching (row 3) and our pool in fp32 (row 5) in one run."
                .to_owned(),
        );
    }
    said.extend(losing(run));
    said.extend(deciding(&answer));
    said.extend(whole(run));
    said.extend(int8(run));
    if let Some(share) = table::of_ceiling(run) {
        said.push(format!(
            "Our pool reaches {} of what ONNX Runtime does alone in a loop on ideal batches (row 8).",
            percent(share.median)
        ));
    }
    said
}

fn losing(run: &Run) -> Option<String> {
    let all = compare::comparisons(run).len();
    let lost = compare::losses(run);
    let worst = lost.first()?;
    let plainly = lost.iter().filter(|comparison| comparison.outcome() == Outcome::Lost).count();
    Some(format!(
        "Anteroom loses {} of {all} comparisons, {plainly} of them in every round; the worst is {} beside {}: {}, {} against {} ({} texts).",
        lost.len(),
        worst.ours.name,
        worst.peer.name,
        worst.measure.label(),
        figure(worst.our_value),
        figure(worst.peer_value),
        worst.texts,
    ))
}

fn deciding(answer: &Answer<'_>) -> Vec<String> {
    let in_order = |comparison: &Comparison<'_>| match comparison.measure {
        Measure::Lone => format!(
            "One request at a time, on {} texts: {} answers in {} ms at the median, {} in {} ms.",
            comparison.texts,
            comparison.ours.name,
            figure(comparison.our_value),
            comparison.peer.name,
            figure(comparison.peer_value),
        ),
        Measure::Throughput(in_flight) | Measure::Tail(in_flight) => format!(
            "With {in_flight} in flight, on {} texts: {} does {} requests a second, {} × {} ({}).",
            comparison.texts,
            comparison.ours.name,
            figure(comparison.our_value),
            ratio(Some(comparison.gain)),
            comparison.peer.name,
            figure(comparison.peer_value),
        ),
    };
    [&answer.lone, &answer.many, &answer.batching].into_iter().flatten().map(in_order).collect()
}

fn whole(run: &Run) -> Option<String> {
    let (texts, measure) = compare::saturation(run)?;
    let whole = measured(run).find(|row| row.number == Some(7) && row.graph != Graph::Int8)?;
    let many = Comparison::of(whole, compare::pool(run)?, texts, measure)?;
    let cost = compare::lone(run, whole, 5)
        .map(|lone| format!(", and {} ms more for one request", figure(lone.our_value - lone.peer_value)))
        .unwrap_or_default();
    Some(format!(
        "With the edge in front (TLS, token, de-identification): {} of the pool's own throughput{cost}.",
        percent(many.gain.median.max(0.0)),
    ))
}

fn int8(run: &Run) -> Option<String> {
    let (texts, measure) = compare::saturation(run)?;
    let row = strongest(run, 6, texts, measure)?;
    let beside = compare::many(run, row, 1)?;
    Some(format!(
        "In int8 the pool does {} requests a second, {} × {} in fp32; {}.",
        figure(beside.our_value),
        ratio(Some(beside.gain)),
        beside.peer.name,
        agreement(row),
    ))
}

/// Rows that compute in int8, whose agreement a reader must know. The ceiling answers nobody.
pub(super) fn int8_rows(run: &Run) -> Vec<&Row> {
    measured(run).filter(|row| row.graph == Graph::Int8 && side(row) != Side::Ceiling).collect()
}

/// How a row's answers agree with those of the export.
pub(super) fn agreement(row: &Row) -> String {
    match &row.agreement {
        None => "its agreement with the export was not measured".into(),
        Some(measured) => format!(
            "{} of {} labels are those of the export, and no score differs by more than {}",
            percent(measured.labels),
            measured.compared,
            small(measured.largest_difference),
        ),
    }
}

/// A difference: differences of rounding are far below what [`figure`] shows.
fn small(difference: f64) -> String {
    if difference > 0.0 && difference < 0.001 { format!("{difference:.0e}") } else { figure(difference) }
}

/// What a reader must know before any figure is quoted.
pub(super) fn warnings(run: &Run) -> Vec<String> {
    let mut said = Vec::new();
    if run.settings.quick {
        said.push(
            "A quick run: it shows that the measurement works. Its figures are too few to be quoted.".into(),
        );
    }
    if run.machine.load_before[0] > QUIET {
        said.push(format!(
            "The machine was not quiet: its load average was {:.2} before anything was started. Trust ratios, not figures.",
            run.machine.load_before[0]
        ));
    }
    if run.commit.as_deref().is_some_and(|commit| commit.ends_with("-dirty")) {
        said.push("Files had been changed since the commit that is named.".into());
    }
    for row in measured(run) {
        let (requests, errors, wrong) = statistics::counts(row);
        if wrong > 0 {
            said.push(format!("{}: {wrong} of {requests} answers were wrong.", row.name));
        }
        if errors > 0 {
            said.push(format!("{}: {errors} of {requests} requests were refused or failed.", row.name));
        }
    }
    said
}

/// How it was measured.
pub(super) fn method(run: &Run) -> Vec<String> {
    let settings = &run.settings;
    vec![
        format!(
            "Every system computes {} with ONNX Runtime {} on {}, with {}, and is asked by one load generator on the same machine.",
            settings.model,
            settings.onnxruntime,
            if settings.device == "cpu" { "the CPU" } else { &settings.device },
            counted(settings.threads, "thread", "threads"),
        ),
        format!(
            "Systems take turns: {} of {} each for every load, each after {} of the same load that is not counted. A ratio is taken \
             round by round and given as median and range, so that what slowed the machine slows both sides.",
            counted(settings.rounds as usize, "round", "rounds"),
            duration(settings.seconds),
            duration(settings.warm_up_seconds),
        ),
        "“In flight” is a closed loop: so many callers, each of whom sends again as soon as it is answered. Open loops send at a constant \
         rate, and latency counts from when a request was to be sent, so a stall is not hidden by the requests that it kept from being sent."
            .into(),
        "A system that was tried with several settings (rows 1, 2, 3) counts with its best one, at each measure. Our fp32 rows are not \
         compared with int8 rows of others; our int8 rows are compared with all."
            .into(),
        "Only right answers count: every label and score is compared while it is measured. CPU and memory are those of all processes of \
         a system, without the load generator."
            .into(),
    ]
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// What each set of texts is.
pub(super) fn texts(run: &Run) -> Vec<String> {
    let one = |(name, set): (&String, &crate::results::TextSet)| {
        let tokens = &set.tokens;
        format!(
            "{name}: {} texts; tokens: mean {}, median {}, 95th percentile {}, longest {}.",
            set.count,
            figure(tokens.mean),
            tokens.p50,
            tokens.p95,
            tokens.max
        )
    };
    run.texts.iter().map(one).collect()
}

/// The machine, as names and values.
pub(super) fn machine(run: &Run) -> Vec<(&'static str, String)> {
    let machine = &run.machine;
    let mut facts = vec![
        ("Processor", machine.cpu.clone()),
        ("Cores", machine.cores.to_string()),
        ("Memory", format!("{:.1} GB", machine.memory_bytes as f64 / 1e9)),
        ("Kernel", machine.kernel.clone()),
        ("GPU", machine.gpu.clone().unwrap_or_else(|| "none used".into())),
        ("Load before", machine.load_before.map(|load| format!("{load:.2}")).join(", ")),
    ];
    facts.push(("Run", format!("{}, {}", run.started, duration(run.took_seconds))));
    facts.push(("Commit", run.commit.clone().unwrap_or_else(|| "not known".into())));
    facts
}
