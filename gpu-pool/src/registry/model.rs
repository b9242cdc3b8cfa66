//! One model version on its way into service: check the sums, load, warm, compare with the references. A step that
//! fails leaves nothing behind. And the version while it serves.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Deserialize;

use super::card::Card;
use super::manifest::{CONFIG, Kept, Manifest, REFERENCE, TOKENIZER};
use super::variant::Variant;
use super::{LoadError, LoneThreads, Plan, lone};
use crate::engine::{Batch, Engine, EngineError, EngineFactory};
use crate::metrics::{Metrics, ModelMetrics};
use crate::scheduler::queue::Limits;
use crate::scheduler::{Engines, Scheduler, Setup, Width};
use crate::tokenize::{Sequence, Tokenizer};

/// Shapes (rows, tokens) that each engine runs before it serves, so that no request pays for first-time allocations or
/// kernel choice: lone requests of the usual lengths, a small batch. Longer ones than the window are cut to it.
const WARM_UP: [(usize, usize); 5] = [(1, 8), (1, 32), (1, 128), (4, 32), (8, 64)];

/// Run at warm-up: the one id that every vocabulary has.
const WARM_UP_ID: u32 = 0;

/// The reference file's format.
const REFERENCE_FORMAT: u32 = 1;

#[derive(Deserialize)]
pub(super) struct Reference {
    format: u32,
    tolerance: f32,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    input_ids: Vec<u32>,
    logits: Vec<f32>,
}

/// A model version that serves.
pub struct Model {
    /// Its name in the repository.
    pub name: String,
    /// Its version, a decimal number.
    pub version: String,
    /// SHA-256 of its manifest, which holds those of its files: what exactly it is.
    pub digest: String,
    /// Which of its graphs serves.
    pub variant: Variant,
    /// Labels, window and the like.
    pub card: Card,
    /// A caller's token ids are below this: by `config.json`, or else by the tokenizer.
    pub vocabulary: u32,
    /// Its tokenizer.
    pub tokenizer: Arc<Tokenizer>,
    /// Its queue and engines.
    pub scheduler: Scheduler,
    /// Its metrics.
    pub metrics: ModelMetrics,
    /// How many engines it has.
    pub instances: usize,
    /// Where they run: `EngineFactory::provider`.
    pub provider: &'static str,
}

/// A version that is loaded, warm and checked, and takes no requests yet. Whatever can hang has been done.
pub(super) struct Prepared {
    name: String,
    version: String,
    digest: String,
    variant: Variant,
    tokenizer: Arc<Tokenizer>,
    engines: Engines,
    /// Of one engine by itself, at the last and largest warm-up batch.
    speed: Option<Speed>,
    /// What makes further engines, out of the file.
    recipe: Recipe,
    kept: Kept,
    started: Instant,
}

impl Prepared {
    /// Loads the version in `directory`. Blocks; seconds for a large model, and for ever where a volume or a device hangs.
    pub(super) fn load(directory: &Path, name: &str, version: &str, plan: &Plan) -> Result<Self, LoadError> {
        let started = Instant::now();
        let manifest = Manifest::read(directory, name, version)?;
        let chosen = manifest.graph(plan.variant)?;
        let variant = chosen.variant;
        let kept = manifest.keep(directory, chosen.file)?;
        let graph = kept.read()?;
        let card = Card::parse(&manifest.open(directory, CONFIG)?)?;
        let tokenizer = Tokenizer::new(&manifest.open(directory, TOKENIZER)?, card.window);
        let tokenizer = Arc::new(tokenizer.map_err(|e| LoadError::new(e.to_string()))?);
        let reference = if manifest.has(REFERENCE) {
            let json = manifest.open(directory, REFERENCE)?;
            Some(Reference::parse(&json, variant, chosen.reference_tolerance)?)
        } else {
            tracing::warn!(model = name, version, "no reference outputs: the version is served unchecked");
            None
        };

        // Weights are shared with an engine for lone requests too.
        let lone_threads = match plan.engines.provider() {
            "cpu" => plan.lone_threads,
            _ => LoneThreads::Off,
        };
        let sharing = plan.instances + usize::from(matches!(lone_threads, LoneThreads::Fixed(_)));
        let engines = plan.engines.within(card.window).unwrap_or_else(|| Arc::clone(&plan.engines));
        let shared = engines.share(&graph, sharing).map_err(engine_error)?;
        let makers = Makers { narrow: shared.unwrap_or(engines), wide: None };
        let mut recipe = Recipe { makers, card, reference };
        let mut narrow: Vec<Box<dyn Engine>> = Vec::with_capacity(plan.instances);
        let mut speed = None;
        for _ in 0..plan.instances {
            let (engine, measured) = recipe.make(Width::Narrow, &graph, &tokenizer)?;
            speed = Some(measured);
            narrow.push(engine);
        }
        let threads = plan.engines.threads();
        let mut wide = None;
        if let Some(first) = narrow.first_mut() {
            let (maker, card) = (&recipe.makers.narrow, &recipe.card);
            let plan = (plan.instances, threads);
            let chosen = lone::choose(lone_threads, maker, &graph, card, first.as_mut(), plan);
            if let Some(lone::Chosen { wide: mut chosen, maker }) = chosen.map_err(engine_error)? {
                recipe.makers.wide = Some(maker);
                recipe.check(chosen.engine.as_mut(), &tokenizer)?;
                wide = Some(chosen);
            }
        }
        let engines = Engines { narrow, threads, wide };
        Ok(Self {
            name: name.into(),
            version: version.into(),
            digest: manifest.digest().to_owned(),
            variant,
            tokenizer,
            engines,
            speed,
            recipe,
            kept,
            started,
        })
    }

    /// Starts its threads; it serves from now on.
    pub(super) fn serve(self, plan: &Plan, metrics: &Metrics) -> Result<Model, LoadError> {
        let Self { name, version, digest, variant, tokenizer, engines, speed, recipe, kept, started } = self;
        let card = recipe.card.clone();
        let lone_threads = engines.wide.as_ref().map_or(0, |wide| wide.threads);
        let provider = plan.engines.provider();
        let metrics = metrics.model(&name, &version, variant, provider, &digest);
        let setup = Setup {
            limits: Limits { padding_percent: variant.padding_percent(), ..plan.limits },
            pad: i64::from(card.pad),
            run_limit: plan.run_limit,
            load_limit: plan.load_limit,
            make: {
                // The graph is read again rather than kept: it is as large as the weights.
                let tokenizer = Arc::clone(&tokenizer);
                Box::new(move |width| {
                    let made = kept.read().and_then(|graph| recipe.make(width, &graph, &tokenizer));
                    made.map(|(engine, _)| engine).map_err(|e| EngineError::new(e.to_string()))
                })
            },
            metrics: metrics.clone(),
        };
        let scheduler = Scheduler::start(engines, setup)
            .map_err(|e| LoadError::new(format!("no thread for an engine: {e}")))?;
        let mut tokens_per_second = 0;
        if let Some((padded_tokens, took)) = speed {
            scheduler.observe_first(padded_tokens, took);
            tokens_per_second = (padded_tokens as f64 / took.as_secs_f64().max(1e-9)) as u64;
        }
        tracing::info!(
            model = name,
            version,
            variant = variant.as_str(),
            provider,
            instances = plan.instances,
            lone_threads,
            labels = card.labels.len(),
            window = card.window,
            batch_tokens = plan.limits.batch_tokens,
            batch_rows = plan.limits.batch_rows,
            look_ahead = plan.limits.look_ahead,
            tokens_per_second,
            took_ms = started.elapsed().as_millis() as u64,
            "model version is serving"
        );
        let vocabulary = card.vocabulary.unwrap_or_else(|| tokenizer.vocabulary());
        let instances = plan.instances;
        Ok(Model {
            name,
            version,
            digest,
            variant,
            card,
            vocabulary,
            tokenizer,
            scheduler,
            metrics,
            instances,
            provider,
        })
    }
}

/// Padded tokens of a batch, and how long it took.
type Speed = (usize, Duration);

/// Where engines come from, by their width.
struct Makers {
    narrow: Arc<dyn EngineFactory>,
    wide: Option<Arc<dyn EngineFactory>>,
}

impl Makers {
    fn of(&self, width: Width) -> &dyn EngineFactory {
        match (width, &self.wide) {
            (Width::Wide, Some(maker)) => maker.as_ref(),
            _ => self.narrow.as_ref(),
        }
    }
}

/// How an engine is made that may serve, at first and in place of one that failed.
struct Recipe {
    makers: Makers,
    card: Card,
    reference: Option<Reference>,
}

impl Recipe {
    /// An engine over `graph`, warm and checked; with the cost and time of its last warm-up batch.
    fn make(
        &self,
        width: Width,
        graph: &[u8],
        tokenizer: &Tokenizer,
    ) -> Result<(Box<dyn Engine>, Speed), LoadError> {
        let mut engine = self.makers.of(width).make(graph).map_err(engine_error)?;
        let speed = self.check(engine.as_mut(), tokenizer)?;
        Ok((engine, speed))
    }

    /// Warms an engine, and compares it with the references; with the cost and time of its last warm-up batch.
    fn check(&self, engine: &mut dyn Engine, tokenizer: &Tokenizer) -> Result<Speed, LoadError> {
        let speed = warm(engine, &self.card).map_err(engine_error)?;
        if let Some(reference) = &self.reference {
            reference.check(tokenizer, engine, &self.card)?;
        }
        Ok(speed)
    }
}

fn engine_error(error: EngineError) -> LoadError {
    LoadError::new(error.cause)
}

/// Runs every warm-up shape, and returns the cost and time of the last.
fn warm(engine: &mut dyn Engine, card: &Card) -> Result<Speed, EngineError> {
    let mut batch = Batch::default();
    let mut last = (0, Duration::ZERO);
    for (rows, columns) in WARM_UP {
        let row = Sequence::new(vec![WARM_UP_ID; columns.min(card.window)]);
        batch.fill(vec![&row; rows].into_iter(), i64::from(card.pad));
        let started = Instant::now();
        let logits = engine.infer(&batch)?;
        if logits.labels != card.labels.len() {
            let (found, named) = (logits.labels, card.labels.len());
            return Err(EngineError::new(format!(
                "the graph has {found} labels, and config.json names {named}"
            )));
        }
        last = (rows * batch.columns, started.elapsed());
    }
    Ok(last)
}

impl Reference {
    /// Reads the file, for that graph; `tolerance` takes the place of the one that stands there.
    pub(super) fn parse(json: &[u8], variant: Variant, tolerance: Option<f32>) -> Result<Self, LoadError> {
        let wrong = |what: &str| LoadError::new(format!("{REFERENCE}: {what}"));
        let mut reference: Self = serde_json::from_slice(json).map_err(|e| wrong(&e.to_string()))?;
        reference.tolerance = tolerance.unwrap_or(reference.tolerance);
        if reference.format != REFERENCE_FORMAT {
            return Err(wrong("its format is unknown"));
        }
        variant.check_tolerance(reference.tolerance).map_err(|what| wrong(&what))?;
        if reference.cases.is_empty() {
            return Err(wrong("it has no cases"));
        }
        let finite = |case: &Case| case.logits.iter().all(|logit| logit.is_finite());
        if let Some(number) = reference.cases.iter().position(|case| !finite(case)) {
            return Err(wrong(&format!("case {number}: a logit is not a finite number")));
        }
        Ok(reference)
    }

    /// Tokenizer and engine must both agree with the independent implementation, row by row and as one padded batch.
    fn check(&self, tokenizer: &Tokenizer, engine: &mut dyn Engine, card: &Card) -> Result<(), LoadError> {
        let mut rows = Vec::with_capacity(self.cases.len());
        for (number, case) in self.cases.iter().enumerate() {
            let wrong = |what: &str| LoadError::new(format!("{REFERENCE}: case {number}: {what}"));
            let windows = tokenizer.windows(&case.text).map_err(|e| wrong(&e.to_string()))?;
            let [window] = windows.as_slice() else {
                return Err(wrong("the text is longer than one window"));
            };
            if window.sequence.ids() != case.input_ids {
                return Err(wrong("the tokenizer answers other ids"));
            }
            if case.logits.len() != card.labels.len() {
                return Err(wrong("its logits are not as many as the labels"));
            }
            rows.push(window.sequence.clone());
        }
        let mut batch = Batch::default();
        for (number, row) in rows.iter().enumerate() {
            batch.fill(std::iter::once(row), i64::from(card.pad));
            self.compare(engine, &batch, number, 1)?;
        }
        batch.fill(rows.iter(), i64::from(card.pad));
        self.compare(engine, &batch, 0, rows.len())
    }

    fn compare(
        &self,
        engine: &mut dyn Engine,
        batch: &Batch,
        first: usize,
        count: usize,
    ) -> Result<(), LoadError> {
        let logits = engine.infer(batch).map_err(engine_error)?;
        if logits.values.len() != count * logits.labels {
            return Err(LoadError::new(format!(
                "{REFERENCE}: case {first}: the engine answers another number of rows"
            )));
        }
        let cases = self.cases.iter().enumerate().skip(first).take(count);
        for ((number, case), found) in cases.zip(logits.values.chunks_exact(logits.labels.max(1))) {
            let difference =
                case.logits.iter().zip(found).map(|(a, b)| (a - b).abs()).fold(0.0_f32, f32::max);
            // `max` passes a NaN over, so that is looked for by itself.
            if difference > self.tolerance || found.iter().any(|value| !value.is_finite()) {
                let message = format!(
                    "{REFERENCE}: case {number}: the logits differ by {difference}, and {} is tolerated",
                    self.tolerance
                );
                return Err(LoadError::new(message));
            }
        }
        Ok(())
    }
}
