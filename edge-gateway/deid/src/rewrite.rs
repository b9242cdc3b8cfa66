//! Puts placeholders where findings were, and keeps the account of it.

use crate::category::{CATEGORIES, Category};
use crate::fold::{View, is_alnum};
use crate::lex::{self, AGE_HOLDER, Kind, Token};
use crate::policy::{Action, Policy};
use crate::scan::Candidate;
use serde::{Serialize, Serializer};
use std::collections::HashMap;

/// One stretch that was removed. Offsets count Unicode scalar values of the submitted text; the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// What it was.
    pub category: Category,
    /// Id of the rule that found it.
    pub rule: &'static str,
    /// What was done.
    pub action: Action,
}

/// As the contract has it: `{"start","end","category","rule"}`.
impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut span = serializer.serialize_struct("Span", 4)?;
        span.serialize_field("start", &self.start)?;
        span.serialize_field("end", &self.end)?;
        span.serialize_field("category", &self.category)?;
        span.serialize_field("rule", self.rule)?;
        span.end()
    }
}

/// Numbers per category: the same value, apart from case and punctuation, has the same number.
struct Numbers {
    seen: HashMap<(Category, Vec<u8>), u32, std::hash::BuildHasherDefault<Fnv>>,
    next: [u32; CATEGORIES],
}

/// Deterministic and without random state: a component asks the host for no randomness here.
#[derive(Default)]
struct Fnv(u64);

impl std::hash::Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3).rotate_left(5);
        }
    }
}

impl Numbers {
    /// Starts above the numbers of placeholders that the text already has.
    fn above(view: &View<'_>, tokens: &[Token]) -> Numbers {
        let mut next = [1; CATEGORIES];
        for token in tokens.iter().filter(|token| token.kind == Kind::Holder) {
            if let Some((_, Some(category), number)) =
                lex::holder(&view.fold[token.start as usize..], lex::GIVEN_DIGITS)
            {
                let slot = &mut next[category.index()];
                *slot = (*slot).max(number + 1);
            }
        }
        Numbers { seen: HashMap::default(), next }
    }

    fn number(&mut self, category: Category, view: &View<'_>, c: &Candidate) -> u32 {
        let mut key = Vec::with_capacity((c.end - c.start) as usize);
        for at in c.start..c.end {
            if is_alnum(view.fold[at as usize]) {
                let code = view.key(at as usize);
                if code < 0x80 { key.push(code as u8) } else { key.extend(code.to_le_bytes()) }
            }
        }
        let next = &mut self.next[category.index()];
        *self.seen.entry((category, key)).or_insert_with(|| {
            *next += 1;
            *next - 1
        })
    }
}

/// A stretch that was copied: where it lies in the output and in the submitted text, in bytes, and its length.
pub(crate) struct Copied {
    pub(crate) output: usize,
    pub(crate) source: usize,
    pub(crate) len: usize,
}

/// The text with placeholders, the spans that were removed, and what was copied.
pub(crate) fn rewrite(
    view: &View<'_>,
    tokens: &[Token],
    found: &[Candidate],
    policy: &Policy,
) -> (String, Vec<Span>, Vec<Copied>) {
    let text = view.text;
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut spans = Vec::with_capacity(found.len());
    let mut kept = Vec::with_capacity(found.len() + 1);
    let mut numbers = Numbers::above(view, tokens);
    let (mut copied, mut scalars) = (0, 0);
    let ascii = text.is_ascii();
    let count = |from: usize, to: usize| {
        if ascii { to - from } else { text[from..to].chars().count() }
    };
    for c in found {
        let (from, to) = (view.byte(c.start), view.byte(c.end));
        let category = c.rule.category;
        // Known values are removed even where the category may stay.
        let action = match policy.action(category) {
            Action::Keep => Action::Mask,
            action => action,
        };
        kept.push(Copied { output: out.len(), source: copied, len: from - copied });
        out.push_str(&text[copied..from]);
        scalars += count(copied, from);
        let length = count(from, to);
        if category == Category::Age90 {
            out.push_str(AGE_HOLDER);
        } else {
            out.push('[');
            out.push_str(category.name());
            if action == Action::Mask {
                out.push('-');
                out.push_str(&numbers.number(category, view, c).to_string());
            }
            out.push(']');
        }
        spans.push(Span { start: scalars, end: scalars + length, category, rule: c.rule.id, action });
        scalars += length;
        copied = to;
    }
    kept.push(Copied { output: out.len(), source: copied, len: text.len() - copied });
    out.push_str(&text[copied..]);
    (out, spans, kept)
}
