//! Makes the model's weights: multinomial logistic regression over the hashed features, trained word by word in reading
//! order with the model's own decisions as history.
//!
//! Used by the `deid-train` program only. Deterministic: the same texts and settings give the same bytes. The two models
//! are made apart, each of its own texts by random streams of its own: one can be made anew and the other stays as it is.

#![allow(clippy::needless_range_loop, reason = "several lists run along one index")]

use super::features::{Reader, SLOTS, Slots};
use super::figures::{self, Figures};
use super::{
    Tag, cover,
    weights::{TAGS, nearest},
};
use crate::lex::{self, Kind, MARGIN};
use crate::scan::Scan;
use crate::{Category, fold};

/// A labelled text. Offsets count Unicode scalar values; the end is exclusive.
pub struct Labelled {
    /// The text.
    pub text: String,
    /// What stands where: start, end, and the name of a category or `ORG` for "do not learn from this".
    pub spans: Vec<(usize, usize, String)>,
}

/// One stored unit of weight is this part of the logarithm of the odds.
const SCALE: f32 = 32.0;
/// Learning rate of AdaGrad.
const RATE: f32 = 0.08;
/// Share of the features that are left out at each step, so that no single one is relied on.
const DROP: f32 = 0.3;
/// Pull towards zero per update, so that rare features stay small.
const DECAY: f32 = 2e-6;

/// Share of the chains that a rule covers which are learnt from all the same: the rules leave too few to learn from.
const UNCOVERED: f32 = 0.5;
/// Share of the labelled names and places that a chain's neighbours are told of: the reading misses some.
const TOLD: f32 = 0.9;

/// The weights of so many learners, which only differ in the order of texts and in what is left out, make one model:
/// of rare kinds (plates, devices) one learner alone knows more or less by chance.
const LEARNERS: u64 = 4;
/// Weights count towards the average so often in each of the last rounds.
const KEPT: usize = 16;
/// The last rounds, which are averaged.
const LAST: usize = 3;

const IGNORED: u8 = 255;

/// Xorshift, so that the same texts give the same weights.
struct Random(u64);

impl Random {
    /// Stream `number` of a model: far apart, and never zero.
    fn stream(base: u8, number: u64) -> Random {
        let mut random = Random(
            0x2545_F491_4F6C_DD1D ^ (u64::from(base) << 32 | number).wrapping_mul(0x9E37_79B9_7F4A_7C15),
        );
        for _ in 0..16 {
            random.next();
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Between 0 and 1.
    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u32 << 24) as f32
    }
}

/// The weights of one of the two models while they are learnt.
struct Learner {
    /// Tags of this model are this and one and two more.
    base: u8,
    slots: usize,
    weights: Vec<f32>,
    squares: Vec<f32>,
    averages: Vec<f64>,
    /// How often the weights were added to `averages`.
    rounds: f64,
    random: Random,
    kept: Vec<u32>,
}

impl Learner {
    fn new(base: u8, slots: usize, stream: u64) -> Learner {
        let size = slots * TAGS;
        Learner {
            base,
            slots,
            weights: vec![0.0; size],
            squares: vec![1e-4; size],
            averages: vec![0.0; size],
            rounds: 0.0,
            random: Random::stream(base, stream),
            kept: Vec::new(),
        }
    }

    fn sums(&self, slots: &[u32]) -> [f32; TAGS] {
        let mut sums = [0f32; TAGS];
        for slot in slots {
            let at = (*slot as usize & (self.slots - 1)) * TAGS;
            for (tag, sum) in sums.iter_mut().enumerate() {
                *sum += self.weights[at + tag];
            }
        }
        sums
    }

    /// What the weights say.
    fn best(&self, slots: &[u32]) -> Tag {
        let [one, two] = self.sums(slots);
        if one.max(two) <= 0.0 { Tag::Other } else { tag_of(self.base + if one >= two { 1 } else { 2 }) }
    }

    /// One step towards `gold`, with a part of the features left out.
    fn learn(&mut self, slots: &[u32], gold: u8) {
        let mut kept = std::mem::take(&mut self.kept);
        kept.clear();
        for slot in slots {
            if self.random.share() >= DROP {
                kept.push(*slot & (self.slots as u32 - 1));
            }
        }
        let sums = self.sums(&kept);
        let gold = gold.checked_sub(self.base).filter(|tag| (1..=2).contains(tag)).unwrap_or(0);
        update(&mut self.weights, &mut self.squares, &kept, sums, gold);
        self.kept = kept;
    }

    /// The weights as they are now count towards the average.
    fn keep(&mut self) {
        self.rounds += 1.0;
        for (average, weight) in self.averages.iter_mut().zip(&self.weights) {
            *average += f64::from(*weight);
        }
    }

    /// Another learner's weights count as much as its own.
    fn join(&mut self, other: &Learner) {
        self.rounds += other.rounds;
        for (average, more) in self.averages.iter_mut().zip(&other.averages) {
            *average += more;
        }
    }

    /// Decides by the averages from now on, as far as they are not rounded yet.
    fn settle(&mut self) {
        for (weight, average) in self.weights.iter_mut().zip(&self.averages) {
            *weight = (average / self.rounds) as f32;
        }
    }

    /// The stored form.
    fn stored(&self) -> impl Iterator<Item = u8> + '_ {
        let scaled = |average: f64| nearest(average / self.rounds * f64::from(SCALE * (1.0 - DROP)));
        self.averages.chunks_exact(TAGS).map(move |pair| scaled(pair[0]) | scaled(pair[1]) << 4)
    }
}

/// Texts made ready for training.
struct Prepared {
    text: String,
    gold: Vec<u8>,
}

fn with_scan<R>(text: &str, then: impl FnOnce(&Scan<'_>, &[u8]) -> R) -> R {
    let view = fold::View::new(text);
    let tokens = lex::tokens(&view, lex::GIVEN_DIGITS);
    let mut scan = Scan::new(&view, &tokens);
    scan.by_rules();
    let marks = scan.covered();
    then(&scan, &marks)
}

fn prepare(labelled: &Labelled) -> Prepared {
    let bytes: Vec<usize> =
        labelled.text.char_indices().map(|(at, _)| at).chain([labelled.text.len()]).collect();
    let view = fold::View::new(&labelled.text);
    let tokens = lex::tokens(&view, lex::GIVEN_DIGITS);
    let mut gold = vec![0u8; tokens.len()];
    for (start, end, kind) in &labelled.spans {
        let tag = match Category::from_name(kind) {
            Some(Category::Name) => Tag::Person as u8,
            Some(Category::Location | Category::Facility) => Tag::Place as u8,
            Some(Category::Date) => Tag::Date as u8,
            Some(_) => Tag::Number as u8,
            _ if matches!(kind.as_str(), "ORG" | "TITLE" | "ROOM" | "PLACEHOLDER") => IGNORED,
            _ => continue,
        };
        let (Some(from), Some(to)) = (bytes.get(*start), bytes.get(*end)) else { continue };
        let (from, to) = (view.position(*from), view.position(*to));
        for (token, gold) in tokens.from(0).zip(&mut gold).skip(MARGIN) {
            if token.start >= from && token.start < to {
                *gold = match token.kind {
                    // A house number, a regiment: not for the model of names.
                    Kind::Number if tag <= Tag::Place as u8 => Tag::Number as u8,
                    Kind::Word | Kind::Number => tag,
                    _ => 0,
                };
            }
        }
    }
    Prepared { text: labelled.text.clone(), gold }
}

/// How the model does on labelled words that it decides about.
#[derive(Default, Clone, Copy, Debug)]
pub struct Score {
    /// Words of names and places that were taken for one.
    pub hit: u64,
    /// Words of names and places that were not.
    pub missed: u64,
    /// Other words that were taken for one.
    pub wrong: u64,
    /// Words decided about.
    pub words: u64,
}

impl Score {
    fn count(&mut self, gold: u8, tag: Tag) {
        if gold == IGNORED {
            return;
        }
        self.words += 1;
        match (gold != 0, tag != Tag::Other) {
            (true, true) => self.hit += 1,
            (true, false) => self.missed += 1,
            (false, true) => self.wrong += 1,
            (false, false) => {}
        }
    }
}

/// One of the two models: its place among the tags and in the file, how it learns of a text and how it is scored.
struct Model {
    base: u8,
    slots: usize,
    learn: fn(&mut Learner, &Scan<'_>, &[u8], &[u8], bool),
    evaluate: fn(&Scan<'_>, &[u8], &[u8], &Learner, &mut Score),
}

const NAMES: Model = Model { base: 0, slots: SLOTS, learn: learn_names, evaluate };
const FIGURES: Model =
    Model { base: 2, slots: figures::SLOTS, learn: learn_figures, evaluate: evaluate_figures };

impl Model {
    /// Learns of `texts`, each of which counts as often as `of` names its place, and is scored on `held`.
    fn made(&self, texts: &[Prepared], of: &[usize], held: &[Prepared], epochs: usize) -> (Learner, Score) {
        let learners = std::thread::scope(|scope| {
            let running: Vec<_> = (0..LEARNERS)
                .map(|stream| scope.spawn(move || self.learner(texts, of, epochs, stream)))
                .collect();
            // In order, as sums depend on it.
            let joined = |learner: std::thread::ScopedJoinHandle<'_, Learner>| {
                learner.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            running.into_iter().map(joined).collect::<Vec<_>>()
        });
        let mut learners = learners.into_iter();
        let mut model = learners.next().unwrap_or_else(|| Learner::new(self.base, self.slots, 0));
        learners.for_each(|other| model.join(&other));
        model.settle();
        let mut score = Score::default();
        for Prepared { text, gold } in held {
            with_scan(text, |scan, marks| (self.evaluate)(scan, marks, gold, &model, &mut score));
        }
        (model, score)
    }

    fn learner(&self, texts: &[Prepared], of: &[usize], epochs: usize, stream: u64) -> Learner {
        let mut learner = Learner::new(self.base, self.slots, stream);
        let mut order = of.to_vec();
        let part = order.len().div_ceil(KEPT).max(1);
        for epoch in 0..epochs {
            for i in (1..order.len()).rev() {
                order.swap(i, (learner.random.next() % (i as u64 + 1)) as usize);
            }
            for part in order.chunks(part) {
                for n in part {
                    let Prepared { text, gold } = &texts[*n];
                    with_scan(text, |scan, marks| (self.learn)(&mut learner, scan, marks, gold, epoch == 0));
                }
                if epoch + LAST >= epochs {
                    learner.keep();
                }
            }
        }
        learner
    }
}

/// The texts to learn from, and which of them each model learns from: a place that is named twice counts twice.
#[derive(Default)]
pub struct Texts {
    /// All texts.
    pub texts: Vec<Labelled>,
    /// Those for the model of names and places.
    pub names: Vec<usize>,
    /// Those for the model of chains of figures.
    pub figures: Vec<usize>,
}

/// Trains both models for `epochs` rounds. Returns the stored form of the weights and the scores on `held`, for names
/// and places and for chains of figures.
pub fn train(texts: &Texts, held: &[Labelled], epochs: usize) -> (Vec<u8>, [Score; 2]) {
    let prepared: Vec<Prepared> = texts.texts.iter().map(prepare).collect();
    let held: Vec<Prepared> = held.iter().map(prepare).collect();
    let (names, of_names) = NAMES.made(&prepared, &texts.names, &held, epochs);
    let (chains, of_chains) = FIGURES.made(&prepared, &texts.figures, &held, epochs);
    (names.stored().chain(chains.stored()).collect(), [of_names, of_chains])
}

/// What the model of names is to say of a token.
fn gold_name(gold: u8) -> u8 {
    match gold {
        1 | 2 => gold,
        4 => IGNORED,
        IGNORED => IGNORED,
        _ => 0,
    }
}

fn learn_names(names: &mut Learner, scan: &Scan<'_>, marks: &[u8], gold: &[u8], tell: bool) {
    let mut reader = Reader::new(scan, marks);
    let mut slots = Slots::new();
    for (i, token) in scan.tokens.numbered() {
        if !reader.candidate(i, &token) {
            reader.decided(&token, Tag::Other);
            continue;
        }
        reader.features(i, &mut slots);
        let own = names.best(slots.as_slice());
        let gold = gold_name(gold[i]);
        if gold != IGNORED {
            names.learn(slots.as_slice(), gold);
        }
        let told = if tell && gold != IGNORED { tag_of(gold) } else { own };
        reader.decided(&token, told);
    }
}

/// What the model of chains is to say of one: a date or number where any token is one.
fn gold_chain(gold: &[u8], chain: figures::Chain) -> u8 {
    let of = &gold[chain.first..chain.end];
    if of.contains(&IGNORED) {
        return IGNORED;
    }
    of.iter().copied().find(|tag| *tag == Tag::Date as u8 || *tag == Tag::Number as u8).unwrap_or(0)
}

/// How the neighbours of chains are covered once names are read, as far as the labels tell.
fn told(marks: &[u8], gold: &[u8], random: &mut Random) -> Vec<u8> {
    let mut told = marks.to_vec();
    for i in MARGIN..told.len() {
        let goes_on = gold[i] == gold[i - 1];
        let bit = match gold[i] {
            1 => cover::PERSON,
            2 => cover::PLACE,
            _ => continue,
        };
        let before = told[i - 1] & bit != 0;
        let known = if goes_on { before } else { random.share() < TOLD };
        if known {
            told[i] |= bit;
        }
    }
    told
}

fn learn_figures(chains: &mut Learner, scan: &Scan<'_>, marks: &[u8], gold: &[u8], tell: bool) {
    let random = &mut chains.random;
    let mut marks = told(marks, gold, random);
    {
        // Some of what the rules found, as if they had not.
        let all = marks.clone();
        let figures = Figures::new(Reader::again(scan, &all, 0, 0), &all, false);
        let mut i = MARGIN;
        while i < scan.tokens.len() {
            let chain = figures.chain(i);
            if chain.counts && !figures.candidate(chain) && random.share() < UNCOVERED {
                marks[chain.first..chain.end].iter_mut().for_each(|mark| *mark &= !cover::FIXED);
            }
            i = chain.end;
        }
    }
    let reader = Reader::new(scan, &marks);
    let (mode, found) = (reader.mode(), reader.found());
    let dates = scan.dates_found();
    let mut figures = Figures::new(Reader::again(scan, &marks, mode, found), &marks, dates);
    let mut slots = Slots::new();
    let mut at = MARGIN;
    while let Some(chain) = figures.next(&mut at) {
        figures.features(chain, &mut slots);
        let own = chains.best(slots.as_slice());
        let gold = gold_chain(gold, chain);
        if gold != IGNORED {
            chains.learn(slots.as_slice(), gold);
        }
        figures.decided(chain, if tell && gold != IGNORED { tag_of(gold) } else { own });
    }
}

fn evaluate_figures(scan: &Scan<'_>, marks: &[u8], gold: &[u8], chains: &Learner, score: &mut Score) {
    let marks = told(marks, gold, &mut Random(1));
    let reader = Reader::new(scan, &marks);
    let (mode, found) = (reader.mode(), reader.found());
    let mut figures = Figures::new(Reader::again(scan, &marks, mode, found), &marks, scan.dates_found());
    let mut slots = Slots::new();
    let mut at = MARGIN;
    while let Some(chain) = figures.next(&mut at) {
        figures.features(chain, &mut slots);
        let tag = chains.best(slots.as_slice());
        figures.decided(chain, tag);
        score.count(gold_chain(gold, chain), tag);
    }
}

fn evaluate(scan: &Scan<'_>, marks: &[u8], gold: &[u8], names: &Learner, score: &mut Score) {
    let mut reader = Reader::new(scan, marks);
    let mut slots = Slots::new();
    for (i, token) in scan.tokens.numbered() {
        if !reader.candidate(i, &token) {
            reader.decided(&token, Tag::Other);
            // A word that is never looked at is a word missed.
            if matches!(gold[i], 1 | 2) && marks[i] == 0 {
                score.missed += 1;
            }
            continue;
        }
        reader.features(i, &mut slots);
        let tag = names.best(slots.as_slice());
        reader.decided(&token, tag);
        score.count(gold_name(gold[i]), tag);
    }
}

fn tag_of(gold: u8) -> Tag {
    match gold {
        1 => Tag::Person,
        2 => Tag::Place,
        3 => Tag::Date,
        4 => Tag::Number,
        _ => Tag::Other,
    }
}

fn update(weights: &mut [f32], squares: &mut [f32], slots: &[u32], sums: [f32; TAGS], gold: u8) {
    let top = sums[0].max(sums[1]).max(0.0);
    let parts = [(sums[0] - top).exp(), (sums[1] - top).exp()];
    let total = (-top).exp() + parts[0] + parts[1];
    for tag in 0..TAGS {
        let target = f32::from(u8::from(usize::from(gold) == tag + 1));
        let gradient = parts[tag] / total - target;
        if gradient.abs() < 1e-3 {
            continue;
        }
        for slot in slots {
            let at = *slot as usize * TAGS + tag;
            let slope = gradient + DECAY * weights[at];
            squares[at] += slope * slope;
            weights[at] -= RATE * slope / squares[at].sqrt();
        }
    }
}
