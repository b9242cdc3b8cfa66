//! HIPAA Safe Harbor de-identification (45 CFR 164.514(b)(2)) of free clinical text: pure logic, no I/O, no state.
//!
//! The edge component calls [`deidentify`] on every text; the `deid` command and the scorer use the same function.
//! It must never hand out text that its own check still finds an identifier in, and never put text into an error.
//!
//! # The way of a text
//!
//! 1. **Fold** (`fold`): one byte per visible character in which look-alikes are one, with a map back.
//! 2. **Cut** (`lex`): words with their classes from tables made at compile time (`words`), numbers, marks.
//! 3. **Scan** (`scan`): every scanner looks a bounded way ahead from one token and notes candidates. Structured
//!    identifiers first (dates, ages, contact, numbers, labels), then people and places by the words around them.
//! 4. **Read** (`model`): what the rules left is decided word by word, from the lists and the words around.
//! 5. **Known**: one automaton finds all of the caller's values, whatever their case, spacing and punctuation.
//! 6. **Propagate**: a name or labelled number found once for certain is looked for in the whole document.
//! 7. **Resolve** (`resolve`): overlaps get one owner each: lower [`Rule::rank`], then longer, then earlier. What a
//!    loser has beside the winner is removed as well.
//! 8. **Rewrite** (`rewrite`): the policy's action per category; the same value, and the same person, gets the same number.
//! 9. **Check** (`session`): the output is scanned again for structured identifiers and known values; one left is an error.
//!
//! Work is linear in the text: every look-ahead has a constant bound, and there is no backtracking.
//!
//! # Choices that the rule leaves open
//!
//! * An age over 89 reads `[AGE>89]` whatever the action: the category that the rule itself allows. Years of birth
//!   that show such an age are treated alike.
//! * Everything is masked whole unless the policy says otherwise: see [`Action`] for what can be done, and for what of it is
//!   outside Safe Harbor.
//! * Times of day, days of the week and bare years stay; a weekday that is part of a date goes with it.
//! * States and countries stay.

mod action;
mod category;
mod common;
mod dates;
mod error;
mod finder;
mod fold;
mod generalise;
mod hash;
mod key;
mod keys;
mod known;
mod labels;
mod lex;
mod lists;
mod marks;
mod model;
mod people;
mod person;
mod policy;
mod resolve;
mod rewrite;
mod rules;
mod scan;
mod session;
mod shift;
mod stream;
mod surrogate;
mod table;
mod words;

pub use action::{Action, ActionName};
pub use category::Category;
pub use error::DeidError;
pub use key::{Key, KeyTooShort, MIN_KEY_BYTES};
pub use known::{Known, KnownError, KnownValues, MAX_KNOWN_CHARS, MAX_KNOWN_VALUES};
pub use policy::{Policy, PolicyError, PolicySpec, REST};
pub use rewrite::Span;
pub use rules::{RULES, Rule, rule};
pub use stream::{Stream, StreamError};

use finder::Finder;
use scan::{Candidate, Scan};
use session::Session;

/// Longest text that is taken: far above any note, and low enough that positions fit 32 bits with room to spare.
pub const MAX_TEXT_BYTES: usize = 64 << 20;

/// Text that has been de-identified. Only [`deidentify`] makes one: what takes a `Deidentified` cannot be given raw text.
#[derive(Clone, PartialEq, Eq)]
pub struct Deidentified {
    text: String,
    spans: Vec<Span>,
}

/// Redacting: de-identified or not, text has no place in a log.
impl std::fmt::Debug for Deidentified {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Deidentified({} bytes, {} spans)", self.text.len(), self.spans.len())
    }
}

impl Deidentified {
    /// The text with placeholders.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text with placeholders, by value.
    pub fn into_text(self) -> String {
        self.text
    }

    /// What was removed, in order, without overlaps.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// How many spans of each category were removed; categories without any are absent.
    pub fn counts(&self) -> std::collections::BTreeMap<Category, usize> {
        let mut counts = std::collections::BTreeMap::new();
        for span in &self.spans {
            *counts.entry(span.category).or_insert(0) += 1;
        }
        counts
    }
}

/// Removes what identifies, by `policy`, and everything in `known`.
///
/// # Errors
/// [`DeidError::TooLong`], and [`DeidError::Residue`] when the check of the output finds an identifier that the
/// policy does not keep. No error holds any of the text.
pub fn deidentify(text: &str, policy: &Policy, known: &Known) -> Result<Deidentified, DeidError> {
    Session::new(&[text], policy, known).deidentify(text)
}

/// As [`deidentify`], for all texts of one request: the same value has the same number or surrogate in all of them. All or
/// nothing: one text that cannot be de-identified is an error for all.
///
/// # Errors
/// As [`deidentify`].
pub fn deidentify_all<T: AsRef<str>>(
    texts: &[T],
    policy: &Policy,
    known: &Known,
) -> Result<Vec<Deidentified>, DeidError> {
    let mut session = Session::new(texts, policy, known);
    texts.iter().map(|text| session.deidentify(text.as_ref())).collect()
}

/// Everything that is to be found in submitted text.
fn scan_source(view: &fold::View<'_>, tokens: &lex::Tokens, finder: &Finder<'_>) -> Vec<Candidate> {
    let mut scan = Scan::new(view, tokens);
    scan.everything();
    let mut found = scan.found;
    finder.find(view, tokens, true, &mut found);
    found
}

/// What must not be found in output.
fn scan_output(view: &fold::View<'_>, tokens: &lex::Tokens, finder: &Finder<'_>) -> Vec<Candidate> {
    let mut scan = Scan::new(view, tokens);
    scan.structured();
    let mut left = scan.found;
    finder.find(view, tokens, false, &mut left);
    left
}

#[cfg(feature = "train")]
pub use model::train;

#[cfg(test)]
mod tests;
