//! From a parsed request to work: checks names, types, shapes and sizes, tokenises, and says what to answer with.
//!
//! Synchronous and without side effects; `http::infer` runs it off the async threads when the body is big.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use super::admit::Patience;
use super::tensors::{Data, InferRequest, Input, RequestedOutput, parse};
use crate::error::Failure;
use crate::registry::model::Model;
use crate::scheduler::queue::{Lane, Refusal};
use crate::tokenize::{Sequence, pieces};

/// Longest request id that is taken and echoed.
const MAX_ID: usize = 256;

/// Bytes that a token stands for, at most, over a whole request; prose has about five. More is refused unread, because
/// a tokenizer's memory grows with bytes as well as with tokens.
const BYTES_PER_TOKEN: usize = 16;

/// Texts longer than this are counted in pieces before they are tokenised as a whole, so that the limit on tokens stops
/// the work. A long clinical note is below it, and is tokenised once.
const COUNTED_TEXT: usize = 32 * 1024;

/// A word that is cut between pieces counts as several; so much of the limit is forgiven in the count.
const FORGIVEN: usize = 8;

/// What a caller can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OutputName {
    Logits,
    Scores,
    Label,
    Windows,
}

impl OutputName {
    pub(super) const ALL: [Self; 4] = [Self::Logits, Self::Scores, Self::Label, Self::Windows];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Logits => "logits",
            Self::Scores => "scores",
            Self::Label => "label",
            Self::Windows => "windows",
        }
    }
}

/// An output to answer with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) name: OutputName,
    /// Triton's classification extension: the best so many labels, as `value:index:label`.
    pub(super) classes: Option<usize>,
}

/// A request, ready to be queued.
pub(super) struct Work {
    pub(super) id: Option<String>,
    pub(super) lane: Lane,
    pub(super) deadline: Instant,
    pub(super) sequences: Vec<Sequence>,
    /// For each text, the weights of its windows.
    pub(super) weights: Vec<Vec<usize>>,
    pub(super) wanted: Vec<Wanted>,
}

/// Reads `body` for `model`; stops when it costs more than the lane takes, or when `patience` ends.
pub(super) fn plan(body: &[u8], model: &Model, patience: &Patience) -> Result<Work, Failure> {
    let request = parse(body)?;
    let InferRequest { id, parameters, inputs, outputs } = request;
    if id.as_ref().is_some_and(|id| id.len() > MAX_ID) {
        return Err(Failure::invalid(format!("id: longer than {MAX_ID} bytes")));
    }
    let parameters = parameters.unwrap_or_default();
    let lane = match parameters.priority {
        None | Some(0 | 1) => Lane::Interactive,
        Some(2) => Lane::Bulk,
        Some(_) => {
            return Err(Failure::invalid("parameters.priority: 1 is interactive, 2 is bulk"));
        }
    };
    if parameters.binary_data_output == Some(true) {
        return Err(Failure::invalid("parameters.binary_data_output: binary tensors are not supported"));
    }
    let wanted = wanted(outputs.as_deref())?;
    let inputs = inputs.ok_or_else(|| Failure::invalid("inputs: missing"))?;
    // Triton's 0 means no timeout of the request's own.
    let timeout = parameters.timeout.filter(|t| *t > 0).map(Duration::from_micros);
    let deadline = patience.deadline(timeout);
    let mut budget = Budget { model, patience, deadline, limit: model.scheduler.limit(lane), tokens: 0 };
    let (sequences, weights) = sequences(inputs, &mut budget)?;
    Ok(Work { id: id.map(Cow::into_owned), lane, deadline, sequences, weights, wanted })
}

fn wanted(outputs: Option<&[RequestedOutput<'_>]>) -> Result<Vec<Wanted>, Failure> {
    let default = [OutputName::Logits, OutputName::Scores, OutputName::Label];
    let Some(outputs) = outputs.filter(|outputs| !outputs.is_empty()) else {
        return Ok(default.map(|name| Wanted { name, classes: None }).to_vec());
    };
    let mut wanted: Vec<Wanted> = Vec::with_capacity(outputs.len());
    for (number, output) in outputs.iter().enumerate() {
        let wrong = |what: &str| Failure::invalid(format!("outputs[{number}]: {what}"));
        let name = OutputName::ALL.into_iter().find(|name| name.as_str() == output.name);
        let name = name.ok_or_else(|| wrong("the outputs are logits, scores, label and windows"))?;
        let parameters = output.parameters.as_ref();
        if parameters.and_then(|p| p.binary_data) == Some(true) {
            return Err(wrong("binary tensors are not supported"));
        }
        let classes = match parameters.and_then(|p| p.classification) {
            None | Some(0) => None,
            Some(_) if matches!(name, OutputName::Label | OutputName::Windows) => {
                return Err(wrong("classification is for logits and scores"));
            }
            Some(count) => Some(usize::try_from(count).unwrap_or(usize::MAX)),
        };
        if wanted.iter().any(|other| other.name == name) {
            return Err(wrong("asked for twice"));
        }
        wanted.push(Wanted { name, classes });
    }
    Ok(wanted)
}

/// What a request may still cost.
struct Budget<'m> {
    model: &'m Model,
    patience: &'m Patience,
    deadline: Instant,
    /// The most tokens that its lane ever takes.
    limit: usize,
    tokens: usize,
}

impl Budget<'_> {
    fn too_large(&self) -> Failure {
        self.model.scheduler.refuse(Refusal::TooLarge { limit: self.limit })
    }

    fn check(&self) -> Result<(), Failure> {
        if self.patience.lasts(self.deadline) {
            return Ok(());
        }
        Err(self.model.scheduler.refuse(Refusal::Expired))
    }

    /// Counts a row that will be computed.
    fn spend(&mut self, tokens: usize) -> Result<(), Failure> {
        self.tokens += tokens;
        if self.tokens > self.limit { Err(self.too_large()) } else { Ok(()) }
    }

    /// Refuses texts that cannot fit, before any is tokenised.
    fn foresee(&self, texts: &[Cow<'_, str>]) -> Result<(), Failure> {
        let bytes: usize = texts.iter().map(|text| text.len()).sum();
        let least = texts.len().saturating_mul(self.model.tokenizer.least());
        if least > self.limit || bytes > self.limit.saturating_mul(BYTES_PER_TOKEN) {
            return Err(self.too_large());
        }
        Ok(())
    }

    /// Counts a long text in pieces.
    fn measure(&self, text: &str) -> Result<(), Failure> {
        let most = self.limit.saturating_add(self.limit / FORGIVEN);
        let mut tokens = self.tokens;
        for piece in pieces(text) {
            self.check()?;
            tokens +=
                self.model.tokenizer.count(piece).map_err(|e| Failure::invalid(format!("text: {e}")))?;
            if tokens > most {
                return Err(self.too_large());
            }
        }
        Ok(())
    }
}

type Rows = (Vec<Sequence>, Vec<Vec<usize>>);

fn sequences(inputs: Vec<Input<'_>>, budget: &mut Budget<'_>) -> Result<Rows, Failure> {
    let (mut text, mut ids, mut mask) = (None, None, None);
    for (number, input) in inputs.into_iter().enumerate() {
        let slot = match &*input.name {
            "text" => &mut text,
            "input_ids" => &mut ids,
            "attention_mask" => &mut mask,
            _ => {
                let what = "the inputs are text, or input_ids with attention_mask";
                return Err(Failure::invalid(format!("inputs[{number}].name: {what}")));
            }
        };
        if slot.replace(input).is_some() {
            return Err(Failure::invalid(format!("inputs[{number}].name: given twice")));
        }
    }
    match (text, ids, mask) {
        (Some(text), None, None) => from_text(text, budget),
        (None, Some(ids), Some(mask)) => from_ids(ids, mask, budget),
        (None, Some(_), None) => Err(Failure::invalid("inputs: attention_mask is missing")),
        (None, None, Some(_)) => Err(Failure::invalid("inputs: input_ids is missing")),
        (None, None, None) => {
            Err(Failure::invalid("inputs: text, or input_ids with attention_mask, is missing"))
        }
        (Some(_), _, _) => Err(Failure::invalid("inputs: either text or input_ids, not both")),
    }
}

fn from_text(input: Input<'_>, budget: &mut Budget<'_>) -> Result<Rows, Failure> {
    let wrong = |what: &str| Failure::invalid(format!("text: {what}"));
    if input.datatype != "BYTES" {
        return Err(wrong("datatype must be BYTES"));
    }
    let count = match input.shape[..] {
        [n] | [n, 1] if n > 0 => n as u64,
        _ => return Err(wrong("shape must be [n] or [n,1], n at least 1")),
    };
    let texts = match input.data.rows_of(1) {
        Data::Text(texts) => texts,
        Data::Missing | Data::Empty => Vec::new(),
        Data::Integers(_) => return Err(wrong("data holds numbers, and BYTES are strings")),
        Data::Wrong(what) => return Err(wrong(&format!("data {what}"))),
    };
    if texts.len() as u64 != count {
        return Err(wrong(&format!("data has {} elements, and shape says {count}", texts.len())));
    }
    budget.foresee(&texts)?;
    let mut sequences = Vec::with_capacity(texts.len());
    let mut weights = Vec::with_capacity(texts.len());
    for text in texts {
        budget.check()?;
        if text.len() > COUNTED_TEXT {
            budget.measure(&text)?;
        }
        let windows = budget.model.tokenizer.windows(&text).map_err(|e| wrong(&e.to_string()))?;
        budget.spend(windows.iter().map(|window| window.sequence.len()).sum())?;
        weights.push(windows.iter().map(|window| window.weight).collect());
        sequences.extend(windows.into_iter().map(|window| window.sequence));
    }
    Ok((sequences, weights))
}

fn from_ids(ids: Input<'_>, mask: Input<'_>, budget: &mut Budget<'_>) -> Result<Rows, Failure> {
    let (rows, columns, ids) = integers("input_ids", ids)?;
    let (mask_rows, mask_columns, mask) = integers("attention_mask", mask)?;
    if (rows, columns) != (mask_rows, mask_columns) {
        return Err(Failure::invalid("attention_mask: its shape differs from that of input_ids"));
    }
    let (highest, window) = (budget.model.vocabulary, budget.model.card.window);
    let mut sequences = Vec::with_capacity(rows.min(budget.limit));
    for (row, (ids, mask)) in ids.chunks_exact(columns).zip(mask.chunks_exact(columns)).enumerate() {
        let ids: Option<Vec<u32>> =
            ids.iter().map(|id| u32::try_from(*id).ok().filter(|id| *id < highest)).collect();
        let ids = ids.ok_or_else(|| {
            Failure::invalid(format!(
                "input_ids: row {row} holds an id that is not from 0 to {}",
                highest - 1
            ))
        })?;
        let mask: Option<Vec<u8>> =
            mask.iter().map(|bit| u8::try_from(*bit).ok().filter(|bit| *bit <= 1)).collect();
        let mask = mask
            .ok_or_else(|| Failure::invalid(format!("attention_mask: row {row} holds other than 0 and 1")))?;
        let sequence = Sequence::masked(ids, mask)
            .ok_or_else(|| Failure::invalid(format!("attention_mask: row {row} leaves no token")))?;
        if sequence.len() > window {
            let length = sequence.len();
            let message = format!("input_ids: row {row} has {length} tokens, and the model takes {window}");
            return Err(Failure::invalid(message));
        }
        budget.spend(sequence.len())?;
        sequences.push(sequence);
    }
    let weights = sequences.iter().map(|sequence| vec![sequence.len()]).collect();
    Ok((sequences, weights))
}

fn integers(name: &str, input: Input<'_>) -> Result<(usize, usize, Vec<i64>), Failure> {
    let wrong = |what: &str| Failure::invalid(format!("{name}: {what}"));
    if input.datatype != "INT64" {
        return Err(wrong("datatype must be INT64"));
    }
    let (rows, columns) = match input.shape[..] {
        [rows, columns] if rows > 0 && columns > 0 => (rows as u64, columns as u64),
        _ => return Err(wrong("shape must be [n,sequence], both at least 1")),
    };
    let values = match input.data.rows_of(columns) {
        Data::Integers(values) => values,
        Data::Missing | Data::Empty => Vec::new(),
        Data::Text(_) => return Err(wrong("data holds strings, and INT64 are numbers")),
        Data::Wrong(what) => return Err(wrong(&format!("data {what}"))),
    };
    if rows.checked_mul(columns) != Some(values.len() as u64) {
        return Err(wrong(&format!(
            "data has {} elements, and shape says {rows} times {columns}",
            values.len()
        )));
    }
    Ok((rows as usize, columns as usize, values))
}
