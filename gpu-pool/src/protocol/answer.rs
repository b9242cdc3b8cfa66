//! What an inference answers, before it takes the form of JSON, binary tensors or gRPC.

use std::borrow::Cow;
use std::sync::Arc;

use super::plan::{OutputName, Wanted};
use super::raw;
use crate::classify::{Classified, ranked};
use crate::registry::model::Model;

/// The answer to one request.
pub(crate) struct InferAnswer {
    /// The version that answered.
    pub(crate) model: Arc<Model>,
    /// The caller's name for the request.
    pub(crate) id: Option<String>,
    /// One for each text, in the request's order.
    pub(super) texts: Vec<Classified>,
    pub(super) wanted: Vec<Wanted>,
}

/// One output tensor.
pub(crate) struct OutputTensor<'a> {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its dimensions; the first is the number of texts.
    pub(crate) shape: Vec<usize>,
    /// Its values, row by row.
    pub(crate) values: Values<'a>,
    /// Whether the caller wants it as bytes.
    pub(crate) binary: bool,
}

/// The values of an output tensor.
#[derive(serde::Serialize)]
#[serde(untagged)]
pub(crate) enum Values<'a> {
    Floats(Vec<f32>),
    Integers(Vec<i32>),
    Texts(Vec<Cow<'a, str>>),
}

impl Values<'_> {
    /// The protocol's name of their type.
    pub(crate) fn datatype(&self) -> &'static str {
        match self {
            Self::Floats(_) => "FP32",
            Self::Integers(_) => "INT32",
            Self::Texts(_) => "BYTES",
        }
    }

    /// Appends them in the form of the binary tensor data extension.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Floats(values) => raw::write_floats(values, out),
            Self::Integers(values) => raw::write_integers(values, out),
            Self::Texts(texts) => raw::write_texts(texts, out),
        }
    }
}

impl InferAnswer {
    /// The outputs that were asked for, in the order in which they were.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = OutputTensor<'_>> {
        self.wanted.iter().map(|wanted| self.output(*wanted))
    }

    fn output(&self, wanted: Wanted) -> OutputTensor<'_> {
        let Self { texts, model, .. } = self;
        let labels = &model.card.labels;
        let n = texts.len();
        let numbers = |text: &Classified| match wanted.name {
            OutputName::Logits => text.logits.clone(),
            _ => text.scores.clone(),
        };
        let (shape, values) = match (wanted.name, wanted.classes) {
            (OutputName::Windows, _) => {
                let windows = texts.iter().map(|text| i32::try_from(text.windows).unwrap_or(i32::MAX));
                (vec![n], Values::Integers(windows.collect()))
            }
            (OutputName::Label, _) => {
                let best =
                    |text: &Classified| ranked(&text.scores).first().and_then(|best| labels.get(*best));
                let names = texts.iter().map(|text| Cow::from(best(text).map_or("", String::as_str)));
                (vec![n], Values::Texts(names.collect()))
            }
            (_, None) => (vec![n, labels.len()], Values::Floats(texts.iter().flat_map(numbers).collect())),
            (_, Some(classes)) => {
                let classes = classes.min(labels.len());
                let mut best = Vec::with_capacity(n * classes);
                for text in texts {
                    let values = numbers(text);
                    for index in ranked(&values).into_iter().take(classes) {
                        best.push(Cow::from(format!("{}:{index}:{}", values[index], labels[index])));
                    }
                }
                (vec![n, classes], Values::Texts(best))
            }
        };
        OutputTensor { name: wanted.name.as_str(), shape, values, binary: wanted.binary }
    }
}
