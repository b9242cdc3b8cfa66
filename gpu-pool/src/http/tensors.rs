//! Reading an inference request of the Open Inference Protocol v2, borrowing text from the body.
//!
//! Only the JSON form. Messages name fields and positions that we know; they never repeat what was sent.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::error::{Failure, Kind};

/// Deepest nesting of a tensor's `data`: flat, or one level a dimension of the highest rank that is taken.
const MAX_NESTING: usize = 2;

/// The body of `infer`.
#[derive(Deserialize)]
pub(super) struct InferRequest<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Cow<'a, str>>,
    #[serde(default)]
    pub(super) parameters: Option<RequestParameters>,
    #[serde(borrow, default)]
    pub(super) inputs: Option<Vec<Input<'a>>>,
    #[serde(borrow, default)]
    pub(super) outputs: Option<Vec<RequestedOutput<'a>>>,
}

/// Parameters that mean something here; others are passed over, as the protocol wants it.
#[derive(Deserialize, Default)]
pub(super) struct RequestParameters {
    #[serde(default)]
    pub(super) priority: Option<u64>,
    /// Microseconds.
    #[serde(default)]
    pub(super) timeout: Option<u64>,
    #[serde(default)]
    pub(super) binary_data_output: Option<bool>,
}

/// One input tensor.
#[derive(Deserialize)]
pub(super) struct Input<'a> {
    #[serde(borrow)]
    pub(super) name: Cow<'a, str>,
    pub(super) shape: Vec<i64>,
    #[serde(borrow)]
    pub(super) datatype: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) data: Tensor<'a>,
}

/// One output that the caller asks for.
#[derive(Deserialize)]
pub(super) struct RequestedOutput<'a> {
    #[serde(borrow)]
    pub(super) name: Cow<'a, str>,
    #[serde(default)]
    pub(super) parameters: Option<OutputParameters>,
}

/// Parameters of an output.
#[derive(Deserialize, Default)]
pub(super) struct OutputParameters {
    #[serde(default)]
    pub(super) classification: Option<u64>,
    #[serde(default)]
    pub(super) binary_data: Option<bool>,
}

/// A tensor's content and how it was nested.
#[derive(Default)]
pub(super) struct Tensor<'a> {
    data: Data<'a>,
    /// The length that all inner lists have; `None` where there are none.
    row: Option<usize>,
    /// Whether the outer list holds values itself.
    flat: bool,
}

impl<'a> Tensor<'a> {
    /// The values, which must be flat or in rows of `columns`.
    pub(super) fn rows_of(self, columns: u64) -> Data<'a> {
        match (self.data, self.row) {
            (wrong @ Data::Wrong(_), _) => wrong,
            (_, Some(row)) if row as u64 != columns => {
                Data::Wrong("has rows of another length than shape says")
            }
            (data, _) => data,
        }
    }

    /// Notes an inner list of so many values.
    fn end_row(&mut self, length: usize) {
        if self.row.is_some_and(|row| row != length) {
            self.data.wrong("has rows of different lengths");
        }
        self.row = Some(length);
    }
}

/// A tensor's values, row by row.
#[derive(Default)]
pub(super) enum Data<'a> {
    /// No `data` in the request.
    #[default]
    Missing,
    /// An empty list.
    Empty,
    /// Only strings.
    Text(Vec<Cow<'a, str>>),
    /// Only integers that fit 64 bits.
    Integers(Vec<i64>),
    /// Something else; what is wrong with it.
    Wrong(&'static str),
}

/// Parses the body. Every message of the parser's own is dropped, because it can quote the input.
pub(super) fn parse(body: &[u8]) -> Result<InferRequest<'_>, Failure> {
    serde_json::from_slice(body).map_err(|e| {
        let (line, column) = (e.line(), e.column());
        let what = match e.classify() {
            serde_json::error::Category::Data => {
                "not an inference request: a field is missing, repeated or of the wrong type"
            }
            _ => "not valid JSON",
        };
        Failure::new(Kind::Invalid, format!("the body is {what}, at line {line} column {column}"))
    })
}

impl<'de: 'a, 'a> Deserialize<'de> for Tensor<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut tensor = Tensor { data: Data::Empty, ..Tensor::default() };
        deserializer.deserialize_any(Outermost(&mut tensor))?;
        if tensor.flat && tensor.row.is_some() {
            tensor.data.wrong("mixes values and lists");
        }
        Ok(tensor)
    }
}

impl<'a> Data<'a> {
    fn push_text(&mut self, text: Cow<'a, str>) {
        match self {
            Self::Text(texts) => texts.push(text),
            Self::Empty => *self = Self::Text(vec![text]),
            Self::Integers(_) => *self = Self::Wrong("mixes strings and numbers"),
            Self::Missing | Self::Wrong(_) => {}
        }
    }

    fn push_integer(&mut self, value: i64) {
        match self {
            Self::Integers(values) => values.push(value),
            Self::Empty => *self = Self::Integers(vec![value]),
            Self::Text(_) => *self = Self::Wrong("mixes strings and numbers"),
            Self::Missing | Self::Wrong(_) => {}
        }
    }

    fn wrong(&mut self, what: &'static str) {
        if !matches!(self, Self::Wrong(_)) {
            *self = Self::Wrong(what);
        }
    }
}

/// What a tensor's `data` must be.
struct Outermost<'d, 'a>(&'d mut Tensor<'a>);

/// An element, or a list of them, `depth` lists down.
struct Element<'d, 'a> {
    tensor: &'d mut Tensor<'a>,
    depth: usize,
}

impl<'d, 'a> Element<'d, 'a> {
    /// Where a value goes.
    fn values(self) -> &'d mut Data<'a> {
        self.tensor.flat |= self.depth == 1;
        &mut self.tensor.data
    }
}

impl<'de: 'a, 'a> Visitor<'de> for Outermost<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        Element { tensor: self.0, depth: 0 }.visit_seq(seq)
    }
}

impl<'de: 'a, 'a> DeserializeSeed<'de> for Element<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de: 'a, 'a> Visitor<'de> for Element<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, an integer or a list of them")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self { tensor, depth } = self;
        if depth >= MAX_NESTING {
            return Err(A::Error::custom("nested too deep"));
        }
        let mut length = 0;
        while seq.next_element_seed(Element { tensor: &mut *tensor, depth: depth + 1 })?.is_some() {
            length += 1;
        }
        if depth > 0 {
            tensor.end_row(length);
        }
        Ok(())
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<(), E> {
        self.values().push_text(Cow::Borrowed(text));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.values().push_text(Cow::Owned(text.to_owned()));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.values().push_integer(value);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        match i64::try_from(value) {
            Ok(value) => self.values().push_integer(value),
            Err(_too_large) => self.values().wrong("holds a number that does not fit INT64"),
        }
        Ok(())
    }

    fn visit_f64<E>(self, _value: f64) -> Result<(), E> {
        self.values().wrong("holds a number that is not an integer");
        Ok(())
    }

    fn visit_bool<E>(self, _value: bool) -> Result<(), E> {
        self.values().wrong("holds a boolean");
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.values().wrong("holds a null");
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.values().wrong("holds an object");
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(json: &str) -> Result<String, String> {
        let body = format!(r#"{{"inputs":[{{"name":"x","shape":[1],"datatype":"BYTES","data":{json}}}]}}"#);
        let request = parse(body.as_bytes()).map_err(|e| e.client.into_owned())?;
        let input = request.inputs.and_then(|mut inputs| inputs.pop()).expect("one input");
        Ok(match input.data.rows_of(2) {
            Data::Missing => "missing".into(),
            Data::Empty => "empty".into(),
            Data::Text(texts) => {
                let borrowed = texts.iter().filter(|text| matches!(text, Cow::Borrowed(_))).count();
                format!("{texts:?} {borrowed} borrowed")
            }
            Data::Integers(values) => format!("{values:?}"),
            Data::Wrong(what) => what.into(),
        })
    }

    #[test]
    fn data_is_read_flat_or_nested_and_borrowed_where_it_can_be() {
        assert_eq!(data(r#"["a","b\n"]"#).as_deref(), Ok(r#"["a", "b\n"] 1 borrowed"#));
        assert_eq!(data(r#"[["a","b"]]"#).as_deref(), Ok(r#"["a", "b"] 2 borrowed"#));
        assert_eq!(data("[[1,2],[3,-4]]").as_deref(), Ok("[1, 2, 3, -4]"));
        assert_eq!(data("[]").as_deref(), Ok("empty"));
    }

    #[test]
    fn what_is_no_tensor_is_named_without_its_content() {
        for (json, what) in [
            ("[1,\"a\"]", "mixes strings and numbers"),
            ("[1.5]", "holds a number that is not an integer"),
            ("[9223372036854775808]", "holds a number that does not fit INT64"),
            ("[true]", "holds a boolean"),
            ("[[1,2],[3]]", "has rows of different lengths"),
            ("[[1,2],[]]", "has rows of different lengths"),
            ("[[1],[2]]", "has rows of another length than shape says"),
            ("[[1,2],3,4]", "mixes values and lists"),
            ("[3,4,[1,2]]", "mixes values and lists"),
            ("[null]", "holds a null"),
            ("[{\"k\":[1]}]", "holds an object"),
        ] {
            assert_eq!(data(json).as_deref(), Ok(what), "{json}");
        }
    }

    #[test]
    fn parse_errors_do_not_quote() {
        for json in ["\"CANARY\"", "[[[\"CANARY\"]]]", "[\"CANARY", "{\"CANARY\":1}", "[\"CANARY\\ud800\"]"] {
            let message = data(json).expect_err(json);
            assert!(!message.contains("CANARY") && message.contains("line 1 column"), "{message}");
        }
    }
}
