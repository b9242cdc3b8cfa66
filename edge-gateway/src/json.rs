//! Strict JSON: what another parser could read differently is refused. Called by `admit` and for the pool's answers.
//!
//! Beyond RFC 8259's grammar (serde_json's job: UTF-8, no NaN, no lone surrogates, nothing after the value), an object may
//! not hold one name twice and nesting ends at [`DEEPEST`]. Errors never carry input.

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// How deep arrays and objects may nest: the contract needs four; 32 leaves room and bounds the stack.
pub const DEEPEST: usize = 32;

/// Why a body is not acceptable JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonError {
    /// Not JSON, or not UTF-8. Line and column, both from 1.
    Syntax {
        /// Line of the first fault.
        line: usize,
        /// Column of the first fault, in bytes.
        column: usize,
    },
    /// One object holds the same name twice.
    DuplicateName,
    /// Nested deeper than [`DEEPEST`].
    TooDeep,
}

const DUPLICATE: &str = "duplicate-name";
const TOO_DEEP: &str = "too-deep";

/// Reads one JSON value that makes up the whole of `bytes`.
///
/// # Errors
/// See [`JsonError`].
pub fn parse(bytes: &[u8]) -> Result<Value, JsonError> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = Strict { depth: 0 }.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    read.map_err(|e| {
        let said = e.to_string();
        if said.starts_with(DUPLICATE) {
            JsonError::DuplicateName
        } else if said.starts_with(TOO_DEEP) {
            JsonError::TooDeep
        } else {
            JsonError::Syntax { line: e.line(), column: e.column() }
        }
    })
}

#[derive(Clone, Copy)]
struct Strict {
    depth: usize,
}

impl Strict {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth == DEEPEST { Err(E::custom(TOO_DEEP)) } else { Ok(Self { depth: self.depth + 1 }) }
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
        Ok(Value::Bool(v))
    }
    fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
        Ok(Value::Number(v.into()))
    }
    fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
        Ok(Value::Number(v.into()))
    }
    fn visit_f64<E: serde::de::Error>(self, v: f64) -> Result<Value, E> {
        Number::from_f64(v).map(Value::Number).ok_or_else(|| E::custom("not finite"))
    }
    fn visit_str<E>(self, v: &str) -> Result<Value, E> {
        Ok(Value::String(v.to_owned()))
    }
    fn visit_string<E>(self, v: String) -> Result<Value, E> {
        Ok(Value::String(v))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut members = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            if members.contains_key(&name) {
                return Err(A::Error::custom(DUPLICATE));
            }
            members.insert(name, map.next_value_seed(inner)?);
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_two_parsers_could_read_differently() {
        let deep = |n: usize| [vec![b'['; n], vec![b']'; n]].concat();
        assert!(parse(&deep(32)).is_ok());
        assert_eq!(parse(&deep(33)), Err(JsonError::TooDeep));
        assert_eq!(parse(&deep(100_000)), Err(JsonError::TooDeep));
        assert_eq!(parse(br#"{"a":1,"a":1}"#), Err(JsonError::DuplicateName));
        assert_eq!(parse(br#"{"a":1,"\u0061":1}"#), Err(JsonError::DuplicateName));
        for bad in [
            &b""[..],
            b"{",
            b"{} {}",
            b"NaN",
            b"[1,]",
            b"\"\\ud800\"",
            b"\"\xff\"",
            b"'a'",
            b"1e999",
            b"// a\n1",
        ] {
            assert!(matches!(parse(bad), Err(JsonError::Syntax { .. })), "{bad:?}");
        }
    }

    #[test]
    fn reads_ordinary_json() {
        let value = parse(br#" {"a":[1,-2,3.5,"x",true,null]} "#).unwrap();
        assert_eq!(value["a"][2], 3.5);
    }
}
