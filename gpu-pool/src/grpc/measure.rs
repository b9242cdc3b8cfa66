//! How much memory decoding a `ModelInferRequest` takes, read from its bytes before it is decoded.
//!
//! On the wire an empty element is two bytes; decoded it is a struct of hundreds, in a list that grows by doubling. So the
//! fields are walked first, without keeping anything, and what they will become is added up: too much rather than too
//! little. Fields that the protocol does not have are passed over by the decoder, and cost nothing.

use std::mem::size_of;

use bytes::Bytes;
use prost::decode_length_delimiter as varint;

use super::proto;
use super::proto::model_infer_request::{InferInputTensor, InferRequestedOutputTensor};
use crate::error::Failure;

/// Decoded, a message may take so many times the largest body. Sixteen texts of 512 tokens with their masks, as lists of
/// numbers, take a twentieth of that.
const MULTIPLE: usize = 8;

/// And at least so much, where the largest body is set to little.
const LEAST: usize = 512 * 1024;

/// A list's memory over that of its elements: doubled, and once more while the elements move.
const LIST: usize = 4;

/// A table's over that of its entries, likewise, for it is at most seven eighths full.
const TABLE: usize = 5;

/// What the smallest allocation takes.
const ALLOCATION: usize = 32;

/// The most that a message may take where bodies are at most `limit` bytes.
pub(super) fn most(limit: usize) -> usize {
    limit.saturating_mul(MULTIPLE).max(LEAST)
}

/// What decoding `message` takes beside its own bytes, at most. In bytes.
pub(super) fn infer_request(message: &[u8]) -> Result<usize, Failure> {
    walk(message, REQUEST)
}

/// A field: its number, what each element of it takes beside its content, and what its content is.
struct Field(u32, usize, Content);

#[derive(Clone, Copy)]
enum Content {
    /// Numbers of variable length, one by one or packed.
    Varints,
    /// Numbers of so many bytes, likewise.
    Fixed(usize),
    /// Copied.
    Text,
    /// A slice of the message.
    Slice,
    /// A message of these fields.
    Fields(&'static [Field]),
}

const REQUEST: &[Field] = &[
    Field(1, 0, Content::Text),
    Field(2, 0, Content::Text),
    Field(3, 0, Content::Text),
    PARAMETERS_AT_4,
    Field(5, LIST * size_of::<InferInputTensor>(), Content::Fields(TENSOR)),
    Field(6, LIST * size_of::<InferRequestedOutputTensor>(), Content::Fields(OUTPUT)),
    Field(7, LIST * size_of::<Bytes>() + ALLOCATION, Content::Slice),
];

const TENSOR: &[Field] = &[
    Field(1, 0, Content::Text),
    Field(2, 0, Content::Text),
    Field(3, (LIST + 1) * size_of::<i64>(), Content::Varints),
    PARAMETERS_AT_4,
    Field(5, 0, Content::Fields(CONTENTS)),
];

const OUTPUT: &[Field] = &[Field(1, 0, Content::Text), Field(2, ENTRY, Content::Fields(PARAMETER_ENTRY))];

/// Numbers that are taken are copied once more on their way to the engine.
const CONTENTS: &[Field] = &[
    Field(1, LIST * size_of::<bool>(), Content::Varints),
    Field(2, LIST * size_of::<i32>(), Content::Varints),
    Field(3, (LIST + 1) * size_of::<i64>(), Content::Varints),
    Field(4, LIST * size_of::<u32>(), Content::Varints),
    Field(5, LIST * size_of::<u64>(), Content::Varints),
    Field(6, LIST * size_of::<f32>(), Content::Fixed(4)),
    Field(7, LIST * size_of::<f64>(), Content::Fixed(8)),
    Field(8, LIST * size_of::<Bytes>() + ALLOCATION, Content::Slice),
];

const PARAMETERS_AT_4: Field = Field(4, ENTRY, Content::Fields(PARAMETER_ENTRY));

const ENTRY: usize = TABLE * (size_of::<(String, proto::InferParameter)>() + 1) + ALLOCATION;

const PARAMETER_ENTRY: &[Field] = &[Field(1, 0, Content::Text), Field(2, 0, Content::Fields(PARAMETER))];

const PARAMETER: &[Field] = &[
    Field(1, 0, Content::Varints),
    Field(2, 0, Content::Varints),
    Field(3, 0, Content::Text),
    Field(4, 0, Content::Fixed(8)),
    Field(5, 0, Content::Varints),
];

/// Reads fields, as deep as the tables above are.
fn walk(mut message: &[u8], fields: &[Field]) -> Result<usize, Failure> {
    let mut sum = 0_usize;
    while !message.is_empty() {
        let key = varint(&mut message).map_err(broken)?;
        let field = fields.iter().find(|field| field.0 as usize == key >> 3);
        let (inside, packed) = content(&mut message, key & 7).ok_or_else(|| broken(()))?;
        let Some(Field(_, each, content)) = field else { continue };
        let cost = match (packed, content) {
            (true, Content::Varints) => {
                // The last byte of each has no mark.
                let count = inside.iter().filter(|byte| **byte < 0x80).count();
                count.saturating_mul(*each)
            }
            (true, Content::Fixed(width)) => (inside.len() / width).saturating_mul(*each),
            (true, Content::Text) => each.saturating_add(2 * inside.len() + ALLOCATION),
            (true, Content::Slice) => *each,
            (true, Content::Fields(fields)) => each.saturating_add(walk(inside, fields)?),
            (false, Content::Varints | Content::Fixed(_)) => *each,
            (false, _) => return Err(broken(())),
        };
        sum = sum.saturating_add(cost);
    }
    Ok(sum)
}

/// What stands behind a key of that wire type, and whether it has a length of its own. `None` where it is cut off, or of no
/// type that proto3 has.
fn content<'m>(message: &mut &'m [u8], wire: usize) -> Option<(&'m [u8], bool)> {
    let length = match wire {
        0 => {
            varint(&mut *message).ok()?;
            0
        }
        1 => 8,
        2 => varint(&mut *message).ok()?,
        5 => 4,
        _ => return None,
    };
    let (inside, rest) = message.split_at_checked(length)?;
    *message = rest;
    Some((inside, wire == 2))
}

fn broken<E>(_quoting: E) -> Failure {
    Failure::invalid("the message is not that of this method")
}

#[cfg(test)]
mod tests {
    use prost::Message;
    use proto::infer_parameter::ParameterChoice;
    use proto::{InferParameter, InferTensorContents, ModelInferRequest};

    use super::*;

    fn check(message: &ModelInferRequest) -> usize {
        infer_request(&message.encode_to_vec()).expect("well formed")
    }

    fn tensor(contents: InferTensorContents) -> ModelInferRequest {
        let input = InferInputTensor { contents: Some(contents), ..Default::default() };
        ModelInferRequest { inputs: vec![input], ..Default::default() }
    }

    #[test]
    fn every_element_is_counted_whatever_it_is() {
        let nothing = check(&tensor(InferTensorContents::default()));
        let contents = InferTensorContents::default;
        for (message, least) in [
            (
                ModelInferRequest { inputs: vec![InferInputTensor::default(); 9], ..Default::default() },
                9 * 300,
            ),
            (ModelInferRequest { outputs: vec![Default::default(); 9], ..Default::default() }, 9 * 70),
            (ModelInferRequest { raw_input_contents: vec![Bytes::new(); 9], ..Default::default() }, 9 * 32),
            (ModelInferRequest { id: "x".repeat(999), ..Default::default() }, 999),
            (tensor(InferTensorContents { bool_contents: vec![true; 9], ..contents() }), nothing + 9),
            (tensor(InferTensorContents { int_contents: vec![300; 9], ..contents() }), nothing + 9 * 4),
            (tensor(InferTensorContents { int64_contents: vec![-1; 9], ..contents() }), nothing + 9 * 8),
            (tensor(InferTensorContents { uint_contents: vec![1; 9], ..contents() }), nothing + 9 * 4),
            (tensor(InferTensorContents { uint64_contents: vec![1; 9], ..contents() }), nothing + 9 * 8),
            (tensor(InferTensorContents { fp32_contents: vec![1.0; 9], ..contents() }), nothing + 9 * 4),
            (tensor(InferTensorContents { fp64_contents: vec![1.0; 9], ..contents() }), nothing + 9 * 8),
            (
                tensor(InferTensorContents { bytes_contents: vec![Bytes::new(); 9], ..contents() }),
                nothing + 9 * 32,
            ),
        ] {
            let found = check(&message);
            assert!((least..40 * least).contains(&found), "{found} for {least}");
        }
        let value = InferParameter { parameter_choice: Some(ParameterChoice::StringParam("x".repeat(50))) };
        let parameters = (0..9).map(|number| (number.to_string(), value.clone())).collect();
        let message = ModelInferRequest { parameters, ..Default::default() };
        assert!(check(&message) > 9 * (size_of::<InferParameter>() + size_of::<String>() + 50));
    }

    /// A field that the decoder knows and this does not would not be counted.
    #[test]
    fn the_tables_are_those_of_the_protocol() {
        let proto = include_str!("inference.proto");
        for (message, fields) in [
            ("message ModelInferRequest {", REQUEST),
            ("message InferInputTensor {", TENSOR),
            ("message InferRequestedOutputTensor {", OUTPUT),
            ("message InferTensorContents {", CONTENTS),
            ("oneof parameter_choice {", PARAMETER),
        ] {
            let (_, rest) = proto.split_once(message).expect("the message");
            // Messages inside of it come first.
            let mut depth = 1;
            let mut numbers = Vec::new();
            for line in rest.lines() {
                depth += line.matches('{').count();
                if depth == 1
                    && let Some((_, number)) = line.split_once(" = ")
                {
                    numbers.push(number.trim_end_matches(';').parse::<u32>().expect("a number"));
                }
                depth -= line.matches('}').count();
                if depth == 0 {
                    break;
                }
            }
            let known: Vec<u32> = fields.iter().map(|field| field.0).collect();
            assert_eq!(numbers, known, "{message}");
        }
    }

    #[test]
    fn what_is_not_protobuf_is_refused() {
        for broken in [
            &b"\x0a"[..],
            b"\x0a\x05abc",
            b"\x0b",
            b"\x0c",
            b"\x2a\x02\x0a\x09",
            b"\x2d\0",
            b"\x28\x01",
            &[0xff; 12],
        ] {
            assert!(infer_request(broken).is_err(), "{broken:?}");
        }
        // Fields of a later protocol.
        assert_eq!(infer_request(b"\xf2\x07\x03abc\xf0\x07\x01").ok(), Some(0));
    }
}
