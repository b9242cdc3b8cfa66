//! Strict JSON: objects in which no name stands twice, at any depth.
//!
//! RFC 7515 section 4 and RFC 7519 section 4 leave a reader the choice of refusing duplicates or taking the last one.
//! Two readers that choose differently read two tokens, so here they are refused, in token parts and in key sets.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Claims are flat or nearly so; deeper input is made to cost something.
const MAX_DEPTH: u8 = 16;

/// Why input was not taken. Says nothing of the input itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not JSON, not an object, or nested deeper than `MAX_DEPTH`.
    Malformed,
    /// A name stands twice in one object.
    Duplicate,
}

/// Reads exactly one JSON object.
pub(crate) fn object(bytes: &[u8]) -> Result<Map<String, Value>, Fault> {
    match value(bytes)? {
        Value::Object(map) => Ok(map),
        _ => Err(Fault::Malformed),
    }
}

/// Reads exactly one JSON value.
pub(crate) fn value(bytes: &[u8]) -> Result<Value, Fault> {
    let duplicate = Cell::new(false);
    let fault = || {
        if duplicate.get() { Fault::Duplicate } else { Fault::Malformed }
    };
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Strict { depth: 0, duplicate: &duplicate }.deserialize(&mut reader).map_err(|_| fault())?;
    reader.end().map_err(|_| Fault::Malformed)?;
    Ok(value)
}

#[derive(Clone, Copy)]
struct Strict<'a> {
    depth: u8,
    duplicate: &'a Cell<bool>,
}

impl Strict<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom("too deep"));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut map = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(inner)?;
            if map.insert(name, value).is_some() {
                self.duplicate.set(true);
                return Err(A::Error::custom("duplicate"));
            }
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, MAX_DEPTH, object};

    #[test]
    fn duplicates_are_found_at_any_depth_and_however_they_are_written() {
        for text in [
            r#"{"a":1,"a":1}"#,
            r#"{"a":1,"b":2,"a":3}"#,
            r#"{"a":1,"\u0061":2}"#,
            r#"{"x":{"a":1,"a":2}}"#,
            r#"{"x":[{"a":1,"a":2}]}"#,
        ] {
            assert_eq!(object(text.as_bytes()), Err(Fault::Duplicate), "{text}");
        }
    }

    #[test]
    fn only_one_well_formed_object_is_read() {
        for text in [
            "",
            " ",
            "null",
            "1",
            "\"a\"",
            "[]",
            "[{}]",
            "{",
            "{}{}",
            "{} x",
            "{'a':1}",
            "{a:1}",
            "{\"a\":1,}",
            "{\"a\":NaN}",
            "{\"a\":Infinity}",
            "{\"a\":1e999}",
            "{\"a\":01}",
            "{\"a\":\"\\ud800\"}",
            "\u{feff}{}",
        ] {
            assert_eq!(object(text.as_bytes()), Err(Fault::Malformed), "{text}");
        }
        assert_eq!(object(b"{\"a\":\"\xff\"}"), Err(Fault::Malformed));
        assert!(object(b" {\"a\":{\"b\":1},\"c\":{\"b\":1}} ").is_ok());
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| format!("{{\"a\":{}1{}}}", "[".repeat(depth), "]".repeat(depth));
        assert!(object(nested(usize::from(MAX_DEPTH) - 1).as_bytes()).is_ok());
        assert_eq!(object(nested(usize::from(MAX_DEPTH)).as_bytes()), Err(Fault::Malformed));
        assert_eq!(object(nested(100_000).as_bytes()), Err(Fault::Malformed));
    }
}
