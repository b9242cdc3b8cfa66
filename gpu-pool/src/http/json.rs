//! The JSON form of an inference request, borrowing text from the body.
//!
//! Messages name fields and positions that we know; they never repeat what was sent.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::error::{Failure, Kind};
use crate::protocol::plan::known;
use crate::protocol::request::{
    Data, InferRequest, Input, OutputParameters, RequestParameters, RequestedOutput, Scalar, Tensor,
};

/// Deepest nesting of a tensor's `data`: flat, or one level a dimension of the highest rank that is taken.
const MAX_NESTING: usize = 2;

/// The most inputs, and the most outputs, that a request can have: far more than any model has. Each takes hundreds of bytes,
/// and in a body a dozen.
const MOST: usize = 64;

#[derive(Deserialize)]
struct JsonRequest<'a> {
    #[serde(borrow, default)]
    id: Option<Cow<'a, str>>,
    #[serde(default)]
    parameters: Option<JsonParameters>,
    #[serde(borrow, default)]
    inputs: Option<Few<JsonInput<'a>>>,
    #[serde(borrow, default)]
    outputs: Option<Few<JsonOutput<'a>>>,
}

/// The first [`MOST`] of a list; the rest is passed over without being kept.
struct Few<T> {
    first: Vec<T>,
    more: bool,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Few<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
            type Value = Few<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Few<T>, A::Error> {
                let mut first = Vec::new();
                while first.len() < MOST {
                    match seq.next_element()? {
                        Some(element) => first.push(element),
                        None => return Ok(Few { first, more: false }),
                    }
                }
                let mut more = false;
                while seq.next_element::<IgnoredAny>()?.is_some() {
                    more = true;
                }
                Ok(Few { first, more })
            }
        }
        deserializer.deserialize_seq(List(PhantomData))
    }
}

impl<T> Few<T> {
    /// All of them, where `list` has no more than are taken.
    fn all(self, list: &str) -> Result<Vec<T>, Failure> {
        if self.more {
            return Err(Failure::invalid(format!("{list}: more than {MOST}")));
        }
        Ok(self.first)
    }
}

/// The parameters of a request, an input or an output: those that one of them has a meaning for.
#[derive(Deserialize, Default)]
struct JsonParameters {
    #[serde(default)]
    priority: Option<JsonScalar>,
    #[serde(default)]
    timeout: Option<JsonScalar>,
    #[serde(default)]
    binary_data_output: Option<JsonScalar>,
    #[serde(default)]
    binary_data_size: Option<JsonScalar>,
    #[serde(default)]
    binary_data: Option<JsonScalar>,
    #[serde(default)]
    classification: Option<JsonScalar>,
    #[serde(default)]
    shared_memory_region: Option<JsonScalar>,
}

#[derive(Deserialize)]
struct JsonInput<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    shape: Vec<i64>,
    #[serde(borrow)]
    datatype: Cow<'a, str>,
    #[serde(default)]
    parameters: Option<JsonParameters>,
    #[serde(borrow, default)]
    data: Option<JsonTensor<'a>>,
}

#[derive(Deserialize)]
struct JsonOutput<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(default)]
    parameters: Option<JsonParameters>,
}

/// Parses a request that is all JSON, or, with `binary`, one whose tensors may lie behind the JSON.
pub(super) fn parse<'a>(json: &'a [u8], binary: &'a [u8]) -> Result<InferRequest<'a>, Failure> {
    // Every message of the parser's own is dropped, because it can quote the input.
    let request: JsonRequest<'a> = serde_json::from_slice(json).map_err(|e| {
        let (line, column) = (e.line(), e.column());
        let what = match e.classify() {
            serde_json::error::Category::Data => {
                "not an inference request: a field is missing, repeated or of the wrong type"
            }
            _ => "not valid JSON",
        };
        Failure::new(Kind::Invalid, format!("the body is {what}, at line {line} column {column}"))
    })?;
    let JsonRequest { id, parameters, inputs, outputs } = request;
    let parameters = parameters.unwrap_or_default();
    let mut binary = Binary { bytes: binary, taken: 0 };
    let inputs = match inputs {
        None => None,
        Some(inputs) => {
            let each = inputs
                .all("inputs")?
                .into_iter()
                .enumerate()
                .map(|(number, input)| binary.input(number, input));
            Some(each.collect::<Result<Vec<_>, _>>()?)
        }
    };
    binary.end()?;
    let outputs = outputs.map_or(Ok(Vec::new()), |outputs| outputs.all("outputs"))?;
    Ok(InferRequest {
        id,
        parameters: RequestParameters {
            priority: parameters.priority.map(|value| value.0),
            timeout: parameters.timeout.map(|value| value.0),
            binary_data_output: parameters.binary_data_output.map(|value| value.0),
        },
        inputs,
        outputs: outputs.into_iter().map(requested).collect(),
    })
}

fn requested(output: JsonOutput<'_>) -> RequestedOutput<'_> {
    let parameters = output.parameters.unwrap_or_default();
    RequestedOutput {
        name: output.name,
        parameters: OutputParameters {
            classification: parameters.classification.map(|value| value.0),
            binary_data: parameters.binary_data.map(|value| value.0),
            shared_memory: parameters.shared_memory_region.is_some(),
        },
    }
}

/// The bytes behind the JSON, taken by the inputs in their order.
struct Binary<'a> {
    bytes: &'a [u8],
    taken: usize,
}

impl<'a> Binary<'a> {
    fn input(&mut self, number: usize, input: JsonInput<'a>) -> Result<Input<'a>, Failure> {
        let JsonInput { name, shape, datatype, parameters, data } = input;
        let parameters = parameters.unwrap_or_default();
        let wrong = |what: &str| Failure::invalid(format!("{}: {what}", known(number, &name)));
        let tensor = match (parameters.binary_data_size.map(|value| value.0), data) {
            (None, data) => data.map_or_else(Tensor::default, |tensor| tensor.0),
            (Some(_), Some(_)) => return Err(wrong("has both data and binary_data_size")),
            (Some(Scalar::Whole(size)), None) => {
                let left = self.bytes.len() - self.taken;
                let size = usize::try_from(size).ok().filter(|size| *size <= left).ok_or_else(|| {
                    wrong(&format!("binary_data_size is {size}, and {left} bytes of binary data are left"))
                })?;
                let bytes = &self.bytes[self.taken..self.taken + size];
                self.taken += size;
                Data::Raw(bytes).into()
            }
            (Some(_), None) => return Err(wrong("binary_data_size must be a whole number of bytes")),
        };
        let shared_memory = parameters.shared_memory_region.is_some();
        Ok(Input { name, shape, datatype, tensor, shared_memory })
    }

    fn end(&self) -> Result<(), Failure> {
        match self.bytes.len() - self.taken {
            0 => Ok(()),
            left => Err(Failure::invalid(format!(
                "{left} of the {} bytes of binary data belong to no input: no binary_data_size counts them",
                self.bytes.len()
            ))),
        }
    }
}

struct JsonScalar(Scalar);

impl<'de> Deserialize<'de> for JsonScalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar::Bool(value))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
                Ok(Scalar::Whole(value))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
                Ok(value.into())
            }
            fn visit_f64<E>(self, _value: f64) -> Result<Scalar, E> {
                Ok(Scalar::Other)
            }
            fn visit_str<E>(self, _value: &str) -> Result<Scalar, E> {
                Ok(Scalar::Other)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Scalar, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Scalar::Other)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Scalar::Other)
            }
        }
        deserializer.deserialize_any(Any).map(Self)
    }
}

/// A tensor's `data`.
struct JsonTensor<'a>(Tensor<'a>);

impl<'de: 'a, 'a> Deserialize<'de> for JsonTensor<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut tensor = Tensor::empty();
        deserializer.deserialize_any(Outermost(&mut tensor))?;
        Ok(Self(tensor))
    }
}

/// What a tensor's `data` must be.
struct Outermost<'d, 'a>(&'d mut Tensor<'a>);

/// An element, or a list of them, `depth` lists down.
struct Element<'d, 'a> {
    tensor: &'d mut Tensor<'a>,
    depth: usize,
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
        self.tensor.push_text(self.depth, Cow::Borrowed(text));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.tensor.push_text(self.depth, Cow::Owned(text.to_owned()));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.tensor.push_integer(self.depth, value);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        match i64::try_from(value) {
            Ok(value) => self.tensor.push_integer(self.depth, value),
            Err(_too_large) => self.tensor.wrong("holds a number that does not fit INT64"),
        }
        Ok(())
    }

    fn visit_f64<E>(self, _value: f64) -> Result<(), E> {
        self.tensor.wrong("holds a number that is not an integer");
        Ok(())
    }

    fn visit_bool<E>(self, _value: bool) -> Result<(), E> {
        self.tensor.wrong("holds a boolean");
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.tensor.wrong("holds a null");
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.tensor.wrong("holds an object");
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(json: &str) -> Result<String, String> {
        let body = format!(r#"{{"inputs":[{{"name":"x","shape":[1],"datatype":"BYTES","data":{json}}}]}}"#);
        let request = parse(body.as_bytes(), b"").map_err(|e| e.client.into_owned())?;
        let input = request.inputs.and_then(|mut inputs| inputs.pop()).expect("one input");
        Ok(match input.tensor.rows_of(2) {
            Data::Missing => "missing".into(),
            Data::Empty => "empty".into(),
            Data::Text(texts) => {
                let borrowed = texts.iter().filter(|text| matches!(text, Cow::Borrowed(_))).count();
                format!("{texts:?} {borrowed} borrowed")
            }
            Data::Integers(values) => format!("{values:?}"),
            Data::Raw(bytes) => format!("{} bytes", bytes.len()),
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
