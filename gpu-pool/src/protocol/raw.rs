//! Tensors as bytes, by the binary tensor data extension: numbers little-endian in row order, BYTES as a 4-byte
//! little-endian length before each element. gRPC's raw contents have the same form.
//!
//! Messages name counts and sizes, never content.

use std::borrow::Cow;

/// Bytes of a BYTES element's length.
const LENGTH: usize = 4;

/// The `count` strings of a BYTES tensor, borrowed; or what is wrong with it.
pub(crate) fn texts(bytes: &[u8], count: u64) -> Result<Vec<Cow<'_, str>>, String> {
    let total = bytes.len();
    // What is allocated depends on what came, never on what the shape claims.
    let most = (total / LENGTH) as u64;
    let mut texts = Vec::with_capacity(count.min(most) as usize);
    let mut rest = bytes;
    while (texts.len() as u64) < count {
        let number = texts.len();
        if rest.is_empty() {
            return Err(format!("binary data has {number} elements, and shape says {count}"));
        }
        let Some((length, after)) = rest.split_first_chunk::<LENGTH>() else {
            return Err(format!("binary data ends inside of the length of element {number}"));
        };
        let length = u32::from_le_bytes(*length);
        let element = usize::try_from(length).ok().and_then(|length| after.split_at_checked(length));
        let Some((element, after)) = element else {
            // Where the length is wrong it may be four letters of a text, so it is not repeated.
            let left = after.len();
            return Err(format!(
                "element {number} is longer than the {left} bytes that are left of binary data"
            ));
        };
        let text =
            std::str::from_utf8(element).map_err(|_quoting| format!("element {number} is not UTF-8"))?;
        texts.push(Cow::Borrowed(text));
        rest = after;
    }
    if rest.is_empty() {
        return Ok(texts);
    }
    let used = total - rest.len();
    Err(format!("binary data has {total} bytes, and the {count} elements that shape says end at {used}"))
}

/// The `count` values of an INT64 tensor; or what is wrong with it.
pub(crate) fn integers(bytes: &[u8], count: u64) -> Result<Vec<i64>, String> {
    let found = bytes.len() as u64;
    match count.checked_mul(size_of::<i64>() as u64) {
        Some(needed) if needed == found => {
            let (values, _none) = bytes.as_chunks();
            Ok(values.iter().map(|value| i64::from_le_bytes(*value)).collect())
        }
        Some(needed) => {
            Err(format!("binary data has {found} bytes, and shape says {count} values of 8 bytes ({needed})"))
        }
        None => Err(format!("binary data has {found} bytes, and shape says {count} values of 8 bytes")),
    }
}

/// Writes the values of an FP32 tensor.
pub(super) fn write_floats(values: &[f32], out: &mut Vec<u8>) {
    out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
}

/// Writes the values of an INT32 tensor.
pub(super) fn write_integers(values: &[i32], out: &mut Vec<u8>) {
    out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
}

/// Writes the elements of a BYTES tensor. They are labels and ranks of ours, far below 4 GiB.
pub(crate) fn write_texts(texts: &[Cow<'_, str>], out: &mut Vec<u8>) {
    for text in texts {
        out.extend((text.len() as u32).to_le_bytes());
        out.extend(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], count: u64) -> Result<Vec<String>, String> {
        texts(bytes, count).map(|texts| texts.into_iter().map(Cow::into_owned).collect())
    }

    #[test]
    fn text_comes_back_as_it_was_written() {
        let written = ["", "a", "Größe", "two\0words"].map(Cow::from);
        let mut bytes = Vec::new();
        write_texts(&written, &mut bytes);
        assert_eq!(texts(&bytes, 4).expect("texts"), written);
        assert_eq!(check(b"\x02\0\0\0hi", 1), Ok(vec!["hi".to_owned()]));
    }

    #[test]
    fn every_wrong_size_of_text_is_named() {
        for (bytes, count, message) in [
            (&b""[..], 1, "binary data has 0 elements, and shape says 1"),
            (b"\x01\0\0\0a", 2, "binary data has 1 elements, and shape says 2"),
            (b"\x01\0\0", 1, "binary data ends inside of the length of element 0"),
            (b"\x01\0\0\0a\x01", 2, "binary data ends inside of the length of element 1"),
            (b"\x02\0\0\0a", 1, "element 0 is longer than the 1 bytes that are left of binary data"),
            (b"\xff\xff\xff\xffa", 1, "element 0 is longer than the 1 bytes that are left of binary data"),
            (b"\x01\0\0\0ab", 1, "binary data has 6 bytes, and the 1 elements that shape says end at 5"),
            (b"\x01\0\0\0\xff", 1, "element 0 is not UTF-8"),
        ] {
            assert_eq!(check(bytes, count).as_ref().map_err(String::as_str), Err(message));
        }
    }

    #[test]
    fn a_shape_that_claims_much_allocates_little() {
        assert!(check(b"\0\0\0\0", u64::MAX).is_err());
        assert!(integers(&[0; 8], u64::MAX).is_err());
    }

    #[test]
    fn numbers_are_little_endian() {
        assert_eq!(
            integers(&[1, 0, 0, 0, 0, 0, 0, 0, 0xfe, 255, 255, 255, 255, 255, 255, 255], 2),
            Ok(vec![1, -2])
        );
        assert_eq!(
            integers(&[0; 12], 2).as_ref().map_err(String::as_str),
            Err("binary data has 12 bytes, and shape says 2 values of 8 bytes (16)")
        );
        let mut bytes = Vec::new();
        write_floats(&[1.0, -2.0], &mut bytes);
        write_integers(&[3], &mut bytes);
        assert_eq!(bytes, [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 3, 0, 0, 0]);
    }
}
