//! Text to token ids, with Hugging Face's `tokenizers`: long notes become several overlapping windows, nothing is cut.
//!
//! Called by `http` for each text. Padding and truncation that a `tokenizer.json` may carry are switched off and ours
//! set: windows are ours to make, padding is the batch's.

use tokenizers::{
    Encoding, Tokenizer as HfTokenizer, TruncationDirection, TruncationParams, TruncationStrategy,
};

/// A window repeats the last eighth of the one before, so that a phrase cut by one border stands whole in the other.
const OVERLAP_DIVISOR: usize = 8;

/// The smallest window that still has room for text beside special tokens and overlap.
const MIN_WINDOW: usize = 8;

/// Bytes of a text that are counted at a time: small against a request, large against a word.
const PIECE: usize = 16 * 1024;

/// How far back from a piece's end white space is looked for.
const WORD: usize = 256;

/// `text` in pieces to be counted one by one, cut at white space where there is some.
pub fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.floor_char_boundary(PIECE);
        let cut = if end == rest.len() {
            end
        } else {
            let from = rest.floor_char_boundary(end - WORD);
            rest[from..end].rfind(char::is_whitespace).map_or(end, |at| from + at)
        };
        // White space at the very start would make an empty piece, and no progress.
        let (piece, after) = rest.split_at(if cut == 0 { end } else { cut });
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// The token ids of one row. Text can be read back from them, so `Debug` shows only the length.
#[derive(Clone, PartialEq, Eq)]
pub struct Sequence {
    ids: Vec<u32>,
    /// Only where a caller's own mask has holes; `None` means that every token counts.
    mask: Option<Vec<u8>>,
}

impl Sequence {
    /// A row in which every token counts.
    #[must_use]
    pub fn new(ids: Vec<u32>) -> Self {
        Self { ids, mask: None }
    }

    /// A row with a mask of its own. Masked tokens at the end are padding, and left out. `None` when nothing is left.
    #[must_use]
    pub fn masked(mut ids: Vec<u32>, mut mask: Vec<u8>) -> Option<Self> {
        let length = mask.iter().rposition(|bit| *bit != 0)? + 1;
        ids.truncate(length);
        mask.truncate(length);
        let mask = mask.contains(&0).then_some(mask);
        Some(Self { ids, mask })
    }

    /// How many tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether it has no token.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The token ids.
    #[must_use]
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// The caller's mask, where it is not all ones.
    #[must_use]
    pub fn mask(&self) -> Option<&[u8]> {
        self.mask.as_deref()
    }
}

impl std::fmt::Debug for Sequence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sequence({} tokens)", self.ids.len())
    }
}

/// One window of a text.
#[derive(Debug)]
pub struct Window {
    /// Its tokens, special ones included.
    pub sequence: Sequence,
    /// How many tokens of the text it adds to the windows before it: its weight when windows are pooled.
    pub weight: usize,
}

/// Why a tokenizer cannot be used, or a text could not be tokenised. Never holds the text.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct TokenizeError(pub String);

/// A model's tokenizer, and how long its windows are.
pub struct Tokenizer {
    inner: HfTokenizer,
    overlap: usize,
    least: usize,
}

impl Tokenizer {
    /// Reads a `tokenizer.json`; `window` is the most tokens that the model takes, special ones included.
    pub fn new(json: &[u8], window: usize) -> Result<Self, TokenizeError> {
        // The library's messages can quote the file, which is the operator's own, not a caller's.
        let unusable = |e: tokenizers::Error| TokenizeError(format!("tokenizer.json cannot be used: {e}"));
        if window < MIN_WINDOW {
            return Err(TokenizeError(format!(
                "a window of {window} tokens is too small; at least {MIN_WINDOW}"
            )));
        }
        let overlap = window / OVERLAP_DIVISOR;
        let mut inner = HfTokenizer::from_bytes(json).map_err(unusable)?;
        inner.with_padding(None);
        inner
            .with_truncation(Some(TruncationParams {
                direction: TruncationDirection::Right,
                max_length: window,
                strategy: TruncationStrategy::LongestFirst,
                stride: overlap,
            }))
            .map_err(unusable)?;
        let least = inner.encode_fast("", true).map_err(unusable)?.len().max(1);
        Ok(Self { inner, overlap, least })
    }

    /// The fewest tokens that a text costs: the special ones, or one.
    #[must_use]
    pub fn least(&self) -> usize {
        self.least
    }

    /// The tokenizer's ids are below this.
    #[must_use]
    pub fn vocabulary(&self) -> u32 {
        let highest = self.inner.get_vocab(true).into_values().max();
        highest.map_or(1, |id| id.saturating_add(1))
    }

    /// How many tokens `text` has, special ones left out.
    pub fn count(&self, text: &str) -> Result<usize, TokenizeError> {
        Ok(self.windows(text)?.iter().map(|window| window.weight).sum())
    }

    /// The windows of one text, at least one, in order.
    pub fn windows(&self, text: &str) -> Result<Vec<Window>, TokenizeError> {
        // The cause may quote the text: it is dropped.
        let mut first = self
            .inner
            .encode_fast(text, true)
            .map_err(|_quoting| TokenizeError("the tokenizer failed on this text".into()))?;
        let more = first.take_overflowing();
        let mut windows = Vec::with_capacity(1 + more.len());
        windows.push(window(&first, 0));
        windows.extend(more.iter().map(|encoding| window(encoding, self.overlap)));
        Ok(windows)
    }
}

fn window(encoding: &Encoding, repeated: usize) -> Window {
    let special = encoding.get_special_tokens_mask().iter().filter(|bit| **bit != 0).count();
    let weight = encoding.len().saturating_sub(special + repeated).max(1);
    Window { sequence: Sequence::new(encoding.get_ids().to_vec()), weight }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A word-level tokenizer with fixed padding and truncation, as MiniLM-style files carry them.
    const JSON: &str = r#"{
      "version": "1.0",
      "truncation": {"direction": "Right", "max_length": 3, "strategy": "LongestFirst", "stride": 0},
      "padding": {"strategy": {"Fixed": 16}, "direction": "Right", "pad_to_multiple_of": null,
                  "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]"},
      "added_tokens": [],
      "normalizer": null,
      "pre_tokenizer": {"type": "Whitespace"},
      "post_processor": {"type": "TemplateProcessing",
        "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                   {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
        "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
        "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [1], "tokens": ["[CLS]"]},
                           "[SEP]": {"id": "[SEP]", "ids": [2], "tokens": ["[SEP]"]}}},
      "decoder": null,
      "model": {"type": "WordLevel", "unk_token": "[UNK]",
        "vocab": {"[PAD]": 0, "[CLS]": 1, "[SEP]": 2, "[UNK]": 3, "a": 4, "b": 5, "c": 6, "d": 7}}
    }"#;

    fn ids(tokenizer: &Tokenizer, text: &str) -> Vec<Vec<u32>> {
        let windows = tokenizer.windows(text).expect("windows");
        windows.into_iter().map(|window| window.sequence.ids).collect()
    }

    #[test]
    fn the_files_padding_and_truncation_are_switched_off() {
        let tokenizer = Tokenizer::new(JSON.as_bytes(), 16).expect("tokenizer");
        assert_eq!(ids(&tokenizer, "a b c d"), [[1, 4, 5, 6, 7, 2]]);
        assert_eq!(ids(&tokenizer, ""), [[1, 2]]);
    }

    #[test]
    fn a_long_text_becomes_overlapping_windows_that_hold_every_token() {
        let tokenizer = Tokenizer::new(JSON.as_bytes(), 8).expect("tokenizer");
        // 8 less two special tokens: 6 tokens a window, 1 of them repeated.
        let windows = tokenizer.windows("a b c d a b c d a b c").expect("windows");
        let rows: Vec<_> = windows.iter().map(|w| w.sequence.ids().to_vec()).collect();
        assert_eq!(rows, [vec![1, 4, 5, 6, 7, 4, 5, 2], vec![1, 5, 6, 7, 4, 5, 6, 2]]);
        assert_eq!(windows.iter().map(|w| w.weight).sum::<usize>(), 11, "each token counts once");
    }

    #[test]
    fn pieces_are_the_text_and_cut_no_word() {
        for word in ["word ", "ärzte\u{a0}", "....", "€"] {
            let text = word.repeat(20_000);
            let found: Vec<&str> = pieces(&text).collect();
            assert!(found.len() > 1 && found.concat() == text);
            if word.contains(char::is_whitespace) {
                let words = |text: &str| text.split_whitespace().count();
                assert_eq!(found.iter().map(|piece| words(piece)).sum::<usize>(), words(&text));
            }
        }
        assert_eq!(pieces("").count(), 0);
    }

    #[test]
    fn tokens_are_counted_across_windows() {
        let tokenizer = Tokenizer::new(JSON.as_bytes(), 8).expect("tokenizer");
        assert_eq!(tokenizer.count(&"a ".repeat(1000)).ok(), Some(1000));
        assert_eq!((tokenizer.least(), tokenizer.vocabulary()), (2, 8));
    }

    #[test]
    fn a_mask_loses_its_padding_and_keeps_its_holes() {
        let plain = Sequence::masked(vec![1, 4, 2, 0, 0], vec![1, 1, 1, 0, 0]).expect("tokens");
        assert_eq!((plain.ids(), plain.mask()), (&[1, 4, 2][..], None));
        let holes = Sequence::masked(vec![0, 1, 4], vec![0, 1, 1]).expect("tokens");
        assert_eq!(holes.mask(), Some(&[0, 1, 1][..]));
        assert!(Sequence::masked(vec![0, 0], vec![0, 0]).is_none());
    }

    #[test]
    fn debug_shows_no_tokens() {
        assert_eq!(format!("{:?}", Sequence::new(vec![101, 2048, 102])), "Sequence(3 tokens)");
    }

    #[test]
    fn a_window_without_room_is_refused() {
        assert!(Tokenizer::new(JSON.as_bytes(), 4).is_err());
        assert!(Tokenizer::new(b"{}", 64).is_err());
    }
}
