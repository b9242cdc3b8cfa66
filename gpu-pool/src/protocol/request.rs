//! An inference request, checked for form only: what JSON, binary tensors and gRPC all become before `plan` judges it.
//!
//! Text is borrowed from the body where it can be. Nothing here has a `Debug`, because it would show text.

use std::borrow::Cow;
use std::time::Duration;

use crate::error::Failure;
use crate::scheduler::queue::Lane;

/// A request for inference.
pub(crate) struct InferRequest<'a> {
    /// The caller's name for it, echoed.
    pub(crate) id: Option<Cow<'a, str>>,
    /// What holds for the whole request.
    pub(crate) parameters: RequestParameters,
    /// The tensors; `None` where the request has no such field.
    pub(crate) inputs: Option<Vec<Input<'a>>>,
    /// What to answer with; empty for the default.
    pub(crate) outputs: Vec<RequestedOutput<'a>>,
}

/// Parameters that mean something here; others are passed over, as the protocol wants it.
#[derive(Default)]
pub(crate) struct RequestParameters {
    /// 1 is interactive, 2 is bulk; Triton's 0 is the default.
    pub(crate) priority: Option<Scalar>,
    /// Microseconds; Triton's 0 is none.
    pub(crate) timeout: Option<Scalar>,
    /// Whether outputs that say nothing themselves are answered as binary tensors.
    pub(crate) binary_data_output: Option<Scalar>,
}

/// One input tensor.
pub(crate) struct Input<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) shape: Vec<i64>,
    pub(crate) datatype: Cow<'a, str>,
    pub(crate) tensor: Tensor<'a>,
    /// Set where the data lies in memory that client and server share: never served.
    pub(crate) shared_memory: bool,
}

/// One output that the caller asks for.
pub(crate) struct RequestedOutput<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) parameters: OutputParameters,
}

/// Parameters of an output.
#[derive(Default)]
pub(crate) struct OutputParameters {
    /// Triton's classification extension: how many of the best labels; 0 is none.
    pub(crate) classification: Option<Scalar>,
    /// Whether it is answered as a binary tensor.
    pub(crate) binary_data: Option<Scalar>,
    /// See [`Input::shared_memory`].
    pub(crate) shared_memory: bool,
}

/// The value of a parameter. Strings and lists mean nothing in any of ours, so their content is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scalar {
    /// A whole number that is not negative.
    Whole(u64),
    /// True or false.
    Bool(bool),
    /// Anything else.
    Other,
}

impl From<i64> for Scalar {
    fn from(value: i64) -> Self {
        u64::try_from(value).map_or(Self::Other, Self::Whole)
    }
}

impl RequestParameters {
    /// Whose turn the request is.
    pub(crate) fn lane(&self) -> Result<Lane, Failure> {
        match self.priority {
            None | Some(Scalar::Whole(0 | 1)) => Ok(Lane::Interactive),
            Some(Scalar::Whole(2)) => Ok(Lane::Bulk),
            Some(_) => {
                Err(Failure::invalid("parameters.priority: must be 1 (interactive) or 2 (bulk), a number"))
            }
        }
    }

    /// The longest that the caller waits, where it says so.
    pub(crate) fn timeout(&self) -> Result<Option<Duration>, Failure> {
        match self.timeout {
            None | Some(Scalar::Whole(0)) => Ok(None),
            Some(Scalar::Whole(microseconds)) => Ok(Some(Duration::from_micros(microseconds))),
            Some(_) => Err(Failure::invalid("parameters.timeout: must be a whole number of microseconds")),
        }
    }

    /// Whether outputs are binary where they do not say otherwise.
    pub(crate) fn binary_data_output(&self) -> Result<bool, Failure> {
        match self.binary_data_output {
            None => Ok(false),
            Some(Scalar::Bool(binary)) => Ok(binary),
            Some(_) => Err(Failure::invalid("parameters.binary_data_output: must be true or false")),
        }
    }
}

/// A tensor's content and how it was nested.
#[derive(Default)]
pub(crate) struct Tensor<'a> {
    data: Data<'a>,
    /// The length that all inner lists have; `None` where there are none.
    row: Option<usize>,
    /// Whether the outer list holds values itself.
    flat: bool,
}

/// A tensor's values, row by row.
#[derive(Default)]
pub(crate) enum Data<'a> {
    /// No data in the request.
    #[default]
    Missing,
    /// An empty list.
    Empty,
    /// Only strings.
    Text(Vec<Cow<'a, str>>),
    /// Only integers that fit 64 bits.
    Integers(Vec<i64>),
    /// Bytes in the form of the binary tensor data extension, to be read as the tensor's datatype says.
    Raw(&'a [u8]),
    /// Something else; what is wrong with it.
    Wrong(&'static str),
}

impl<'a> From<Data<'a>> for Tensor<'a> {
    fn from(data: Data<'a>) -> Self {
        Self { data, ..Self::default() }
    }
}

impl<'a> Tensor<'a> {
    /// A list that nothing has been put into yet.
    pub(crate) fn empty() -> Self {
        Data::Empty.into()
    }

    /// The values, which must be flat or in rows of `columns`.
    pub(crate) fn rows_of(self, columns: u64) -> Data<'a> {
        match (self.data, self.row) {
            (wrong @ Data::Wrong(_), _) => wrong,
            _ if self.flat && self.row.is_some() => Data::Wrong("mixes values and lists"),
            (_, Some(row)) if row as u64 != columns => {
                Data::Wrong("has rows of another length than shape says")
            }
            (data, _) => data,
        }
    }

    /// Notes an inner list of so many values.
    pub(crate) fn end_row(&mut self, length: usize) {
        if self.row.is_some_and(|row| row != length) {
            self.wrong("has rows of different lengths");
        }
        self.row = Some(length);
    }

    /// Adds a string, `depth` lists down.
    pub(crate) fn push_text(&mut self, depth: usize, text: Cow<'a, str>) {
        self.flat |= depth == 1;
        match &mut self.data {
            Data::Text(texts) => texts.push(text),
            empty @ Data::Empty => *empty = Data::Text(vec![text]),
            _ => self.wrong("mixes strings and numbers"),
        }
    }

    /// Adds an integer, `depth` lists down.
    pub(crate) fn push_integer(&mut self, depth: usize, value: i64) {
        self.flat |= depth == 1;
        match &mut self.data {
            Data::Integers(values) => values.push(value),
            empty @ Data::Empty => *empty = Data::Integers(vec![value]),
            _ => self.wrong("mixes strings and numbers"),
        }
    }

    /// Notes what is wrong with it; the first mistake stays.
    pub(crate) fn wrong(&mut self, what: &'static str) {
        if !matches!(self.data, Data::Wrong(_)) {
            self.data = Data::Wrong(what);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbers_of_the_right_kind() {
        let with = |priority| RequestParameters { priority, ..RequestParameters::default() };
        assert_eq!(with(None).lane().ok(), Some(Lane::Interactive));
        assert_eq!(with(Some(Scalar::Whole(0))).lane().ok(), Some(Lane::Interactive));
        assert_eq!(with(Some(Scalar::Whole(2))).lane().ok(), Some(Lane::Bulk));
        for wrong in [Scalar::Whole(3), Scalar::from(-1), Scalar::Bool(true), Scalar::Other] {
            assert!(with(Some(wrong)).lane().is_err(), "{wrong:?}");
        }
        let within = |timeout| RequestParameters { timeout, ..RequestParameters::default() };
        assert_eq!(within(Some(Scalar::Whole(0))).timeout().ok(), Some(None));
        assert_eq!(within(Some(Scalar::from(7))).timeout().ok(), Some(Some(Duration::from_micros(7))));
        assert!(within(Some(Scalar::from(-7))).timeout().is_err());
    }
}
