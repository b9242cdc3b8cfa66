//! A text that arrives in pieces: bytes are pushed as they come, and the result is that of the whole text.
//!
//! For servers and commands that read from a socket or a file. A piece may end anywhere, also inside a character.
//!
//! Nothing is handed out before the end, on purpose. A name that is certain only in the last line ("signed: Dr. Smith")
//! is removed from the first line as well, the same value has the same number from the first to the last, and the output
//! as a whole is checked before anybody sees it: a part of the output cannot be known before all of the input is. What
//! comes early are the refusals: a text that is too long, or no UTF-8, is refused at the piece that makes it so, before
//! the rest is read or kept. Memory is the text itself until [`Stream::finish`].
//!
//! After an error the text is gone and every later call gives the same error: no result can come out of half a text.

use crate::{DeidError, Deidentified, Known, MAX_TEXT_BYTES, Policy, deidentify};

/// Why a stream gives no result. Never holds text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StreamError {
    /// The bytes are not UTF-8.
    NotUtf8 {
        /// Offset of the first byte that belongs to no character, from the start of the stream.
        offset: usize,
    },
    /// The text was refused, or could not be de-identified.
    Deid(DeidError),
}

impl std::fmt::Display for StreamError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StreamError::NotUtf8 { offset } => write!(f, "not UTF-8 at byte {offset}"),
            StreamError::Deid(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            StreamError::NotUtf8 { .. } => None,
            StreamError::Deid(error) => Some(error),
        }
    }
}

impl From<DeidError> for StreamError {
    fn from(error: DeidError) -> StreamError {
        StreamError::Deid(error)
    }
}

/// Collects one text.
pub struct Stream<'a> {
    policy: &'a Policy,
    known: &'a Known,
    limit: usize,
    text: String,
    /// The beginning of a character whose end has not come yet.
    open: Vec<u8>,
    failed: Option<StreamError>,
}

/// Redacting: text has no place in a log.
impl std::fmt::Debug for Stream<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stream({} bytes)", self.len())
    }
}

impl<'a> Stream<'a> {
    /// An empty text, of at most [`MAX_TEXT_BYTES`].
    pub fn new(policy: &'a Policy, known: &'a Known) -> Stream<'a> {
        Stream { policy, known, limit: MAX_TEXT_BYTES, text: String::new(), open: Vec::new(), failed: None }
    }

    /// The same with a lower limit in bytes.
    #[must_use]
    pub fn with_limit(mut self, bytes: usize) -> Stream<'a> {
        self.limit = bytes.min(MAX_TEXT_BYTES);
        self
    }

    /// How many bytes were taken.
    pub fn len(&self) -> usize {
        self.text.len() + self.open.len()
    }

    /// No byte was taken.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`DeidError::TooLong`] with the length that was reached, and [`StreamError::NotUtf8`], both as soon as they are
    /// certain.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), StreamError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let total = self.len() + bytes.len();
        if total > self.limit {
            return Err(self.fail(DeidError::TooLong { bytes: total }.into()));
        }
        let rest = self.close(bytes)?;
        match std::str::from_utf8(rest) {
            Ok(text) => self.text.push_str(text),
            Err(error) => {
                let (good, bad) = rest.split_at(error.valid_up_to());
                self.text.push_str(std::str::from_utf8(good).unwrap_or_default());
                if error.error_len().is_some() {
                    return Err(self.not_utf8());
                }
                self.open.extend_from_slice(bad);
            }
        }
        Ok(())
    }

    /// Takes bytes until the open character is complete, and returns what is left of them.
    fn close<'b>(&mut self, bytes: &'b [u8]) -> Result<&'b [u8], StreamError> {
        let mut rest = bytes;
        while let (false, Some((first, others))) = (self.open.is_empty(), rest.split_first()) {
            self.open.push(*first);
            rest = others;
            match std::str::from_utf8(&self.open) {
                Ok(character) => {
                    self.text.push_str(character);
                    self.open.clear();
                }
                Err(error) if error.error_len().is_some() => return Err(self.not_utf8()),
                Err(_) => {}
            }
        }
        Ok(rest)
    }

    fn not_utf8(&mut self) -> StreamError {
        let offset = self.text.len();
        self.fail(StreamError::NotUtf8 { offset })
    }

    /// Lets go of the text, and stays failed.
    fn fail(&mut self, error: StreamError) -> StreamError {
        self.text = String::new();
        self.open = Vec::new();
        self.failed = Some(error.clone());
        error
    }

    /// The result, which is that of [`deidentify`] on the whole text.
    ///
    /// # Errors
    /// That of an earlier push, [`StreamError::NotUtf8`] where the last character is not complete, and those of
    /// [`deidentify`].
    pub fn finish(mut self) -> Result<Deidentified, StreamError> {
        if !self.open.is_empty() {
            self.not_utf8();
        }
        match self.failed {
            Some(error) => Err(error),
            None => Ok(deidentify(&self.text, self.policy, self.known)?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(pieces: &[&[u8]]) -> Result<Deidentified, StreamError> {
        let (policy, known) = (Policy::default(), Known::none());
        let mut stream = Stream::new(&policy, &known);
        for piece in pieces {
            stream.push(piece)?;
        }
        stream.finish()
    }

    #[test]
    fn late_names_are_removed_early() {
        let result = feed(&[b"Seen by Kowal", b"czyk today.\n", b"Signed: Dr. Kowalczyk"]).unwrap();
        assert!(!result.text().contains("Kowalczyk"), "{}", result.text());
        assert_eq!(result.text().matches("[NAME-1]").count(), 2);
    }

    #[test]
    fn characters_in_pieces() {
        let text = "Dr. Müller 🙂";
        let bytes: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
        assert_eq!(feed(&bytes).unwrap(), deidentify(text, &Policy::default(), &Known::none()).unwrap());
    }

    #[test]
    fn bad_bytes_are_told_where_they_are() {
        for (pieces, offset) in [
            (vec![&b"abc\xff"[..]], 3),
            (vec![&b"ab\xc3"[..], b"(x"], 2),
            (vec![&b"ab\xe2\x82"[..]], 2),
            (vec![&b"a"[..], b"\x80"], 1),
            (vec![&b"\xf0\x9f"[..], b"\x99", b"\x82\xff"], 4),
        ] {
            assert_eq!(feed(&pieces), Err(StreamError::NotUtf8 { offset }), "{pieces:?}");
        }
    }

    #[test]
    fn the_limit_is_early_and_final() {
        let (policy, known) = (Policy::default(), Known::none());
        let mut stream = Stream::new(&policy, &known).with_limit(4);
        stream.push(b"Dr. ").unwrap();
        let error = StreamError::Deid(DeidError::TooLong { bytes: 5 });
        assert_eq!(stream.push(b"S"), Err(error.clone()));
        assert_eq!(stream.push(b""), Err(error.clone()));
        assert!(stream.is_empty() && format!("{stream:?}") == "Stream(0 bytes)");
        assert_eq!(stream.finish(), Err(error));
    }
}
