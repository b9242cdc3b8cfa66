//! The large weights of a graph, out of its ONNX file, so that all sessions over it can use one copy.
//!
//! ONNX Runtime takes weights from outside by name (`AddInitializer`), and keeps what its kernels make of them (packed
//! matrices) in a container that sessions can share. Without both, each session has copies of its own. Only what is worth
//! it is read here: 32-bit floats and bytes of 64 KiB and more. The rest stays with the graph.
//!
//! The reader knows as much of protocol buffers as it needs: `ModelProto.graph` (7), `GraphProto.initializer` (5),
//! `TensorProto.{dims = 1, data_type = 2, name = 8, raw_data = 9, external_data = 13}` of onnx.proto3. What it does not
//! understand it leaves alone; the graph is then loaded as it is.

/// Smaller ones gain nothing.
const LEAST_BYTES: usize = 64 * 1024;

/// A weight as it lies in the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Weight<'m> {
    pub(super) name: &'m str,
    pub(super) shape: Vec<i64>,
    pub(super) kind: Kind,
    /// Little-endian, row by row.
    pub(super) raw: &'m [u8],
}

/// The types that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    F32,
    U8,
    I8,
}

/// The weights of `model` that are worth sharing. Empty where the file is of another form.
pub(super) fn read(model: &[u8]) -> Vec<Weight<'_>> {
    let graphs = fields(model).filter_map(|field| field.of(7));
    let tensors = graphs.flat_map(fields).filter_map(|field| field.of(5));
    tensors.filter_map(weight).collect()
}

fn weight(tensor: &[u8]) -> Option<Weight<'_>> {
    let (mut name, mut shape, mut kind, mut raw) = (None, Vec::new(), None, None);
    for field in fields(tensor) {
        match (field.number, field.value) {
            (1, Value::Number(dimension)) => shape.push(i64::try_from(dimension).ok()?),
            // Written by most: all dimensions in one field.
            (1, Value::Bytes(mut packed)) => {
                while !packed.is_empty() {
                    shape.push(i64::try_from(varint(&mut packed)?).ok()?);
                }
            }
            (2, Value::Number(number)) => {
                kind = Some(match number {
                    1 => Kind::F32,
                    2 => Kind::U8,
                    3 => Kind::I8,
                    _ => return None,
                });
            }
            (8, Value::Bytes(bytes)) => name = std::str::from_utf8(bytes).ok(),
            (9, Value::Bytes(bytes)) => raw = Some(bytes),
            (13, _) => return None,
            _ => {}
        }
    }
    let (name, kind, raw) = (name?, kind?, raw?);
    let size = if kind == Kind::F32 { 4 } else { 1 };
    let count = shape.iter().try_fold(1_usize, |count, n| count.checked_mul(usize::try_from(*n).ok()?))?;
    (raw.len() >= LEAST_BYTES && count.checked_mul(size)? == raw.len()).then_some(Weight {
        name,
        shape,
        kind,
        raw,
    })
}

struct Field<'m> {
    number: u64,
    value: Value<'m>,
}

#[derive(Clone, Copy)]
enum Value<'m> {
    Number(u64),
    Bytes(&'m [u8]),
    Fixed,
}

impl<'m> Field<'m> {
    /// The message in it, if it has that number.
    fn of(&self, number: u64) -> Option<&'m [u8]> {
        match self.value {
            Value::Bytes(bytes) if self.number == number => Some(bytes),
            _ => None,
        }
    }
}

/// The fields of a message, up to the first that cannot be read.
fn fields(mut message: &[u8]) -> impl Iterator<Item = Field<'_>> {
    std::iter::from_fn(move || {
        if message.is_empty() {
            return None;
        }
        let tag = varint(&mut message)?;
        let value = match tag & 7 {
            0 => Value::Number(varint(&mut message)?),
            1 => skip(&mut message, 8)?,
            2 => {
                let length = usize::try_from(varint(&mut message)?).ok()?;
                let (bytes, rest) = message.split_at_checked(length)?;
                message = rest;
                Value::Bytes(bytes)
            }
            5 => skip(&mut message, 4)?,
            _ => return None,
        };
        Some(Field { number: tag >> 3, value })
    })
}

fn skip<'m>(message: &mut &'m [u8], bytes: usize) -> Option<Value<'m>> {
    *message = message.split_at_checked(bytes)?.1;
    Some(Value::Fixed)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn demo() -> Vec<u8> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/models/demo/1/model.onnx");
        std::fs::read(path).expect("the demo model")
    }

    #[test]
    fn finds_the_weights_of_an_export() {
        let model = demo();
        let weights = read(&model);
        let bytes: usize = weights.iter().map(|weight| weight.raw.len()).sum();
        assert!(bytes * 10 > model.len() * 9, "most of the file is weights: {bytes} of {}", model.len());
        assert!(weights.iter().all(|weight| weight.kind == Kind::F32 && weight.shape.len() == 2));
        let mut names: Vec<&str> = weights.iter().map(|weight| weight.name).collect();
        names.dedup();
        assert_eq!(names.len(), weights.len());
    }

    #[test]
    fn leaves_alone_what_it_does_not_understand() {
        assert!(read(b"").is_empty() && read(b"no graph").is_empty() && read(&[0xff; 64]).is_empty());
        let model = demo();
        for length in [1, 100, model.len() / 2] {
            // A message that is cut short has no end, and is not a message.
            assert!(read(&model[..length]).is_empty());
        }
    }

    proptest! {
        #[test]
        fn no_file_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), at in 0_usize..4000) {
            let _any = read(&bytes);
            let mut model = demo();
            model.truncate(200_000);
            let at = at.min(model.len() - bytes.len());
            model[at..at + bytes.len()].copy_from_slice(&bytes);
            let _any = read(&model);
        }
    }
}
