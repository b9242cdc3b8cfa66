//! From a request to work: checks names, types, shapes and sizes, tokenises, and says what to answer with.
//!
//! Synchronous and without side effects; `infer` runs it off the async threads when the body is big. Messages name what
//! is wrong by our own names, positions and counts; they never repeat what was sent.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use super::raw;
use super::request::{Data, InferRequest, Input, RequestedOutput, Scalar};
use crate::error::Failure;
use crate::http::admit::Patience;
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

/// What a caller can send.
const INPUTS: [&str; 3] = ["text", "input_ids", "attention_mask"];

/// How a message names an input: by its name where that is one of ours, else by its place.
pub(crate) fn known(number: usize, name: &str) -> Cow<'static, str> {
    match INPUTS.into_iter().find(|known| *known == name) {
        Some(known) => known.into(),
        None => format!("inputs[{number}]").into(),
    }
}

/// What a caller can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OutputName {
    Logits,
    Scores,
    Label,
    Windows,
}

impl OutputName {
    pub(crate) const ALL: [Self; 4] = [Self::Logits, Self::Scores, Self::Label, Self::Windows];

    pub(crate) fn as_str(self) -> &'static str {
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
pub(crate) struct Wanted {
    pub(crate) name: OutputName,
    /// Triton's classification extension: the best so many labels, as `value:index:label`.
    pub(crate) classes: Option<usize>,
    /// As a binary tensor, where the form of the answer knows the difference.
    pub(crate) binary: bool,
}

/// A request, ready to be queued.
pub(crate) struct Work {
    pub(crate) id: Option<String>,
    pub(crate) lane: Lane,
    pub(crate) deadline: Instant,
    pub(crate) sequences: Vec<Sequence>,
    /// For each text, the weights of its windows.
    pub(crate) weights: Vec<Vec<usize>>,
    pub(crate) wanted: Vec<Wanted>,
    /// How long it took to make this of the request.
    pub(crate) took: Duration,
}

/// Judges `request` for `model`; stops when it costs more than the lane takes, or when `patience` ends.
pub(crate) fn plan(request: InferRequest<'_>, model: &Model, patience: &Patience) -> Result<Work, Failure> {
    let started = Instant::now();
    let InferRequest { id, parameters, inputs, outputs } = request;
    if id.as_ref().is_some_and(|id| id.len() > MAX_ID) {
        return Err(Failure::invalid(format!("id: longer than {MAX_ID} bytes")));
    }
    let lane = parameters.lane()?;
    let wanted = wanted(&outputs, parameters.binary_data_output()?)?;
    let inputs = inputs.ok_or_else(|| Failure::invalid("inputs: missing"))?;
    let deadline = patience.deadline(parameters.timeout()?);
    let mut budget = Budget { model, patience, deadline, limit: model.scheduler.limit(lane), tokens: 0 };
    let (sequences, weights) = sequences(inputs, &mut budget)?;
    let id = id.map(Cow::into_owned).filter(|id| !id.is_empty());
    Ok(Work { id, lane, deadline, sequences, weights, wanted, took: started.elapsed() })
}

fn wanted(outputs: &[RequestedOutput<'_>], binary_by_default: bool) -> Result<Vec<Wanted>, Failure> {
    if outputs.is_empty() {
        let default = [OutputName::Logits, OutputName::Scores, OutputName::Label];
        return Ok(default.map(|name| Wanted { name, classes: None, binary: binary_by_default }).to_vec());
    }
    let mut wanted: Vec<Wanted> = Vec::with_capacity(OutputName::ALL.len());
    for (number, output) in outputs.iter().enumerate() {
        let name = OutputName::ALL.into_iter().find(|name| name.as_str() == output.name);
        let name = name.ok_or_else(|| {
            let what = "no such output; the model has logits, scores, label and windows";
            Failure::invalid(format!("outputs[{number}]: {what}"))
        })?;
        let wrong = |what: &str| Failure::invalid(format!("outputs[{number}] ({}): {what}", name.as_str()));
        if output.parameters.shared_memory {
            return Err(wrong("shared memory is not supported"));
        }
        let binary = match output.parameters.binary_data {
            None => binary_by_default,
            Some(Scalar::Bool(binary)) => binary,
            Some(_) => return Err(wrong("parameters.binary_data must be true or false")),
        };
        let classes = match output.parameters.classification {
            None | Some(Scalar::Whole(0)) => None,
            Some(Scalar::Whole(_)) if matches!(name, OutputName::Label | OutputName::Windows) => {
                return Err(wrong("classification is for logits and scores"));
            }
            Some(Scalar::Whole(count)) => Some(usize::try_from(count).unwrap_or(usize::MAX)),
            Some(_) => return Err(wrong("parameters.classification must be a whole number of labels")),
        };
        if wanted.iter().any(|other| other.name == name) {
            return Err(wrong("asked for twice"));
        }
        wanted.push(Wanted { name, classes, binary });
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
                let what = "no such input; the model has text, or input_ids with attention_mask";
                return Err(Failure::invalid(format!("inputs[{number}]: {what}")));
            }
        };
        if input.shared_memory {
            let what = "shared memory is not supported; send the data";
            return Err(Failure::invalid(format!("{}: {what}", input.name)));
        }
        if slot.replace(input).is_some() {
            return Err(Failure::invalid(format!("inputs[{number}]: an input of this name came before")));
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
    check_datatype(&input, "text", "BYTES")?;
    let count = match input.shape[..] {
        [n] | [n, 1] if n > 0 => n as u64,
        _ => {
            return Err(wrong(&format!(
                "shape must be [n] or [n,1], n at least 1; it is {}",
                Shape(&input.shape)
            )));
        }
    };
    let texts = match input.tensor.rows_of(1) {
        Data::Missing => return Err(wrong("data is missing")),
        Data::Empty => Vec::new(),
        Data::Text(texts) => texts,
        Data::Raw(bytes) => raw::texts(bytes, count).map_err(|what| wrong(&what))?,
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
    check_datatype(&input, name, "INT64")?;
    let (rows, columns) = match input.shape[..] {
        [rows, columns] if rows > 0 && columns > 0 => (rows as u64, columns as u64),
        _ => {
            let found = Shape(&input.shape);
            return Err(wrong(&format!("shape must be [n,sequence], both at least 1; it is {found}")));
        }
    };
    let count = rows.checked_mul(columns).ok_or_else(|| wrong("shape has more elements than can be"))?;
    let values = match input.tensor.rows_of(columns) {
        Data::Missing => return Err(wrong("data is missing")),
        Data::Empty => Vec::new(),
        Data::Integers(values) => values,
        Data::Raw(bytes) => raw::integers(bytes, count).map_err(|what| wrong(&what))?,
        Data::Text(_) => return Err(wrong("data holds strings, and INT64 are numbers")),
        Data::Wrong(what) => return Err(wrong(&format!("data {what}"))),
    };
    if values.len() as u64 != count {
        let what = format!("data has {} elements, and shape says {rows} times {columns}", values.len());
        return Err(wrong(&what));
    }
    Ok((rows as usize, columns as usize, values))
}

/// The protocol's datatypes: what a caller sent is repeated only where it is one of these.
const DATATYPES: [&str; 14] = [
    "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64",
    "BYTES", "BF16",
];

fn check_datatype(input: &Input<'_>, name: &str, wanted: &str) -> Result<(), Failure> {
    if input.datatype == wanted {
        return Ok(());
    }
    let found = DATATYPES.iter().find(|known| **known == input.datatype);
    let found = found.map_or_else(|| "none of the protocol's".to_owned(), |known| (*known).to_owned());
    Err(Failure::invalid(format!("{name}: datatype must be {wanted}; it is {found}")))
}

/// A shape as a message shows it: short, whatever was sent.
struct Shape<'s>(&'s [i64]);

impl std::fmt::Display for Shape<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            [] => f.write_str("[]"),
            [one] => write!(f, "[{one}]"),
            [one, two] => write!(f, "[{one},{two}]"),
            more => write!(f, "of {} dimensions", more.len()),
        }
    }
}
