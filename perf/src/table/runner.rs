//! The rounds: each starts, measures and ends every system once.

use super::engine;
use super::loads::{Plan, SATURATED};
use super::measure::{round, rounded};
use super::prepare::Prepared;
use crate::load::answers::{Answer, Judge};
use crate::load::http::{HttpCaller, Target};
use crate::load::{Caller, Outcome};
use crate::results::{Agreement, Graph, Kind, Load, Round, Row};
use crate::systems::rows::Spec;
use crate::systems::{Running, System, require_graph};
use crate::texts::Texts;
use anyhow::{Context, Result, bail, ensure};
use http::Method;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use xtask::progress::say;

/// A median above this at one rate: at higher rates there is only a longer queue to be seen.
const DROWNED_MS: f64 = 1000.0;
/// How long a system that listens may take to its first right answer.
const FIRST_ANSWER_WITHIN: Duration = Duration::from_secs(60);
const ASK_EVERY: Duration = Duration::from_millis(20);
/// Texts in one request when the de-identifier is asked.
const TEXTS_AT_ONCE: usize = 32;
/// How many complaints go into the notes of a row.
const COMPLAINTS: usize = 2;

pub(super) struct Runner<'a> {
    prepared: &'a Prepared,
    plan: Plan,
    rows: Vec<State>,
    /// What the first row does at saturation.
    base: Option<f64>,
    runtime: Runtime,
    bar: ProgressBar,
}

/// A row while it is measured.
struct State {
    spec: Spec,
    skipped: Option<String>,
    ready: Vec<f64>,
    loads: Vec<Load>,
    judges: BTreeMap<&'static str, Arc<Judge>>,
    deid_checked: bool,
}

impl<'a> Runner<'a> {
    pub(super) fn new(prepared: &'a Prepared, plan: Plan, specs: &[Spec]) -> Result<Self> {
        let state = |spec: &Spec| State {
            spec: spec.clone(),
            skipped: None,
            ready: Vec::new(),
            loads: Vec::new(),
            judges: BTreeMap::new(),
            deid_checked: false,
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let steps = u64::from(plan.rounds) * specs.len() as u64;
        let bar =
            if std::io::stderr().is_terminal() { ProgressBar::new(steps) } else { ProgressBar::hidden() };
        bar.set_style(ProgressStyle::with_template(
            "  {wide_bar} {pos}/{len}, {elapsed} of about {duration}  {msg}",
        )?);
        Ok(Self { prepared, plan, rows: specs.iter().map(state).collect(), base: None, runtime, bar })
    }

    /// Runs all rounds; `keep` stores what there is after each row, so that a run that is cut off has lost one row of one round.
    pub(super) fn all(mut self, mut keep: impl FnMut(Vec<Row>) -> Result<()>) -> Result<()> {
        let mut rows = std::mem::take(&mut self.rows);
        for number in 0..self.plan.rounds {
            let count = rows.len();
            for step in 0..count {
                // Each round begins with another row. The first begins with row 1, which the rates of the others follow from.
                let Some(row) = rows.get_mut((step + number as usize) % count) else { continue };
                if row.skipped.is_none() {
                    self.tell(number, row.spec.id);
                    if let Err(error) = self.row(row) {
                        row.skipped = Some(format!("{error:#}"));
                        self.say(&format!("{}: {error:#}", row.spec.id));
                    }
                }
                keep(rows.iter().map(State::result).collect())?;
                self.bar.inc(1);
            }
        }
        self.bar.finish_and_clear();
        Ok(())
    }

    fn tell(&self, number: u32, what: &str) {
        let message = format!("round {} of {}: {what}", number + 1, self.plan.rounds);
        if self.bar.is_hidden() {
            say(&message);
        } else {
            self.bar.set_message(message);
        }
    }

    fn say(&self, line: &str) {
        self.bar.suspend(|| say(line));
    }

    fn row(&mut self, row: &mut State) -> Result<()> {
        require_graph(&self.prepared.setup.version, row.spec.graph)?;
        if self.prepared.setup.gpu && row.spec.graph == Graph::Int8 {
            bail!("dynamic int8 is for CPUs");
        }
        if let System::Engine { threads } = row.spec.system {
            return self.engine(row, threads);
        }
        let began = Instant::now();
        let mut running = self.prepared.setup.start(&row.spec.system, row.spec.graph)?;
        self.first_answer(row, &running)?;
        row.ready.push(began.elapsed().as_secs_f64());
        if row.spec.system == System::Edge && !row.deid_checked {
            self.check_deid(&running.target)?;
            row.deid_checked = true;
        }
        let mut drowned = false;
        for (kind, texts) in self.plan.loads(&row.spec, self.base) {
            let open = matches!(kind, Kind::Open { .. });
            if open && drowned {
                continue;
            }
            let measured = self.load(row, &running, &kind, texts);
            if let Some(what) = running.ended() {
                bail!("{what}");
            }
            let measured = measured?;
            drowned |= open && measured.latency_ms.as_ref().is_none_or(|latency| latency.p50 > DROWNED_MS);
            if self.base.is_none() && kind == (Kind::Closed { in_flight: SATURATED }) && texts == "mixed" {
                self.base = Some(measured.throughput).filter(|rate| *rate > 0.0);
            }
            row.add(kind, texts, measured);
        }
        // The first row could not know its own rates before.
        if self.base.is_some() && !row.has_open() {
            for (kind, texts) in self.plan.loads(&row.spec, self.base) {
                if matches!(kind, Kind::Open { .. }) && !drowned {
                    let measured = self.load(row, &running, &kind, texts)?;
                    drowned |= measured.latency_ms.as_ref().is_none_or(|latency| latency.p50 > DROWNED_MS);
                    row.add(kind, texts, measured);
                }
            }
        }
        Ok(())
    }

    fn load(&self, row: &mut State, running: &Running, kind: &Kind, texts: &'static str) -> Result<Round> {
        let set = self.prepared.texts(texts)?;
        let judge = self.judge(row, running, set)?;
        self.runtime.block_on(round(running, set, &judge, kind, self.plan.warm_up(), self.plan.length()))
    }

    /// Who judges this row's answers to a set: by ONNX Runtime's answers, or by the system's own to each text alone.
    fn judge(&self, row: &mut State, running: &Running, set: &Texts) -> Result<Arc<Judge>> {
        if let Some(judge) = row.judges.get(set.name) {
            return Ok(Arc::clone(judge));
        }
        let expected = match self.prepared.expected.get(set.name) {
            Some(expected) => expected.clone(),
            None => self.runtime.block_on(self.own_answers(running, set))?,
        };
        let labels = self.prepared.labels.clone();
        let judge = Arc::new(Judge::new(running.protocol.clone(), labels, expected, row.spec.graph));
        row.judges.insert(set.name, Arc::clone(&judge));
        Ok(judge)
    }

    async fn own_answers(&self, running: &Running, set: &Texts) -> Result<Vec<Answer>> {
        let labels = &self.prepared.labels;
        let nobody =
            Arc::new(Judge::new(running.protocol.clone(), labels.clone(), Vec::new(), Graph::Export));
        let caller = HttpCaller::new(running.target.clone(), &running.protocol, set, nobody);
        let mut answers = Vec::with_capacity(set.items.len());
        for text in 0..set.items.len() {
            let (status, body) = caller.exchange(text).await?;
            ensure!(status == 200, "status {status} for a text alone");
            answers.push(running.protocol.read(&body, labels)?);
        }
        Ok(answers)
    }

    /// Waits for the first right answer, or, where nobody knows what is right, for the first answer.
    fn first_answer(&self, row: &State, running: &Running) -> Result<()> {
        let set = self.prepared.texts("uniform32")?;
        let expected = self.prepared.expected.get(set.name).cloned();
        let known = expected.is_some();
        let labels = self.prepared.labels.clone();
        let judge =
            Judge::new(running.protocol.clone(), labels, expected.unwrap_or_default(), row.spec.graph);
        let judge = Arc::new(judge);
        let caller = HttpCaller::new(running.target.clone(), &running.protocol, set, Arc::clone(&judge));
        let deadline = Instant::now() + FIRST_ANSWER_WITHIN;
        self.runtime.block_on(async {
            loop {
                match caller.call(0).await {
                    Outcome::Right => return Ok(()),
                    Outcome::Wrong if !known => return Ok(()),
                    Outcome::Failed if Instant::now() < deadline => tokio::time::sleep(ASK_EVERY).await,
                    _ => bail!("no right answer: {}", judge.complaints().join("; ")),
                }
            }
        })
    }

    /// Texts that the de-identifier changed would be other texts for the pool, and the row could not be compared.
    fn check_deid(&self, target: &Target) -> Result<()> {
        #[derive(Deserialize)]
        struct Done {
            results: Vec<Text>,
        }
        #[derive(Deserialize)]
        struct Text {
            text: String,
        }
        for set in &self.prepared.texts {
            for some in set.items.chunks(TEXTS_AT_ONCE) {
                let inputs: Vec<&str> = some.iter().map(|text| text.body.as_str()).collect();
                let body = serde_json::to_vec(&serde_json::json!({ "inputs": inputs }))?;
                let asked = target.once(Method::POST, "/v1/deidentify", body.into());
                let (status, body) = self.runtime.block_on(asked)?;
                ensure!(status == 200, "the edge answered {status} when asked to de-identify");
                let done: Done = serde_json::from_slice(&body).context("the edge's answer")?;
                let same = done.results.iter().map(|each| each.text.as_str()).eq(inputs.iter().copied());
                ensure!(
                    same,
                    "the de-identifier changes a text of the set {}: another one would be measured",
                    set.name
                );
            }
        }
        Ok(())
    }

    fn engine(&self, row: &mut State, threads: usize) -> Result<()> {
        for texts in ["mixed", "uniform32"] {
            let set = self.prepared.texts(texts)?;
            let work = self.prepared.work.join("expected");
            // Twelve plans share the time of one measurement, and half a second each is the least that says anything.
            let seconds = (self.plan.seconds / 12.0).max(0.5);
            for (plan, round) in
                engine::round(&self.prepared.setup, row.spec.graph, threads, set, seconds, &work)?
            {
                row.add(Kind::Offline { plan }, texts, round);
            }
        }
        Ok(())
    }
}

impl State {
    fn add(&mut self, kind: Kind, texts: &str, round: Round) {
        match self.loads.iter_mut().find(|load| load.kind == kind && load.texts == texts) {
            Some(load) => load.rounds.push(round),
            None => self.loads.push(Load { kind, texts: texts.to_owned(), rounds: vec![round] }),
        }
    }

    fn has_open(&self) -> bool {
        self.loads.iter().any(|load| matches!(load.kind, Kind::Open { .. }))
    }

    fn result(&self) -> Row {
        let spec = &self.spec;
        let mut notes = spec.notes.clone();
        for (texts, judge) in &self.judges {
            notes.extend(judge.complaints().iter().take(COMPLAINTS).map(|what| format!("{texts}: {what}")));
        }
        let mut ready = self.ready.clone();
        ready.sort_by(f64::total_cmp);
        Row {
            id: spec.id.to_owned(),
            number: spec.number,
            name: spec.name.clone(),
            notes,
            graph: spec.graph,
            skipped: self.skipped.clone(),
            ready_seconds: ready.get(ready.len() / 2).map(|seconds| rounded(*seconds)),
            agreement: self.agreement(),
            loads: self.best_plans(),
        }
    }

    /// Over all sets that were compared with ONNX Runtime's answers.
    #[allow(clippy::cast_precision_loss, reason = "counts of a run")]
    fn agreement(&self) -> Option<Agreement> {
        let all = self
            .judges
            .iter()
            .filter(|(name, _)| **name != "long")
            .filter_map(|(_, judge)| judge.agreement());
        all.reduce(|one, other| {
            let compared = one.compared + other.compared;
            let same = one.labels * one.compared as f64 + other.labels * other.compared as f64;
            let largest_difference = one.largest_difference.max(other.largest_difference);
            Agreement { compared, labels: same / compared as f64, largest_difference }
        })
    }

    /// Of the engine's plans only the best for each set, by its mean over the rounds.
    fn best_plans(&self) -> Vec<Load> {
        #[allow(clippy::cast_precision_loss, reason = "a handful of rounds")]
        let mean = |load: &Load| {
            load.rounds.iter().map(|round| round.throughput).sum::<f64>() / load.rounds.len().max(1) as f64
        };
        let better = |load: &&Load| {
            !matches!(load.kind, Kind::Offline { .. })
                || self.loads.iter().all(|other| other.texts != load.texts || mean(other) <= mean(load))
        };
        self.loads.iter().filter(better).cloned().collect()
    }
}
