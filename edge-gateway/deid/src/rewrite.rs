//! Puts placeholders where findings were, and keeps the account of it.

use crate::action::ActionName;
use crate::category::{CATEGORIES, Category};
use crate::fold::{View, is_alnum};
use crate::lex::{self, AGE_HOLDER, Kind, Token};
use crate::policy::Policy;
use crate::rules::Rule;
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
    /// How sure the rule is, in percent.
    pub confidence: u8,
    /// What was done: masked where the policy's action has no meaning for the value.
    pub action: ActionName,
}

/// How sure a finding of this rule is, in percent: what the caller knows is certain, a form with a label or a check nearly so,
/// and the words around a name are a guess.
pub(crate) fn confidence(rule: &Rule) -> u8 {
    match rule.rank {
        0 => 100,
        1 | 2 => 99,
        3 => 98,
        4 => 96,
        5 => 93,
        6 => 85,
        7 => 75,
        _ => 80,
    }
}

/// As the contract has it: `{"start","end","category","rule","confidence","action"}`, confidence from 0 to 1.
impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut span = serializer.serialize_struct("Span", 6)?;
        span.serialize_field("start", &self.start)?;
        span.serialize_field("end", &self.end)?;
        span.serialize_field("category", &self.category)?;
        span.serialize_field("rule", self.rule)?;
        span.serialize_field("confidence", &(f64::from(self.confidence) / 100.0))?;
        span.serialize_field("action", &self.action)?;
        span.end()
    }
}

/// What stands for which value, over all texts of a request.
#[derive(Clone)]
pub(crate) struct Memory {
    /// Numbers per category: the same value, apart from case and punctuation, has the same number.
    seen: HashMap<(Category, Vec<u8>), u32, std::hash::BuildHasherDefault<Fnv>>,
    next: [u32; CATEGORIES],
}

/// Deterministic and without random state: a component asks the host for no randomness here.
#[derive(Clone, Default)]
pub(crate) struct Fnv(u64);

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

impl Memory {
    pub(crate) fn new<T: AsRef<str>>(texts: &[T], _policy: &Policy) -> Memory {
        let mut memory = Memory { seen: HashMap::default(), next: [1; CATEGORIES] };
        for text in texts {
            let bytes = text.as_ref().as_bytes();
            for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'[') {
                memory.start_above(&bytes[at..]);
            }
        }
        memory
    }

    /// Numbers start above those of placeholders that the texts already have.
    fn start_above(&mut self, rest: &[u8]) {
        if let Some((_, Some(category), number)) = lex::holder(rest, lex::GIVEN_DIGITS) {
            let slot = &mut self.next[category.index()];
            *slot = (*slot).max(number + 1);
        }
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

/// The output, and the account of it.
pub(crate) struct Rewritten {
    pub(crate) text: String,
    pub(crate) spans: Vec<Span>,
    pub(crate) copied: Vec<Copied>,
}

/// Puts something else in the place of every finding.
pub(crate) fn rewrite(
    view: &View<'_>,
    tokens: &[Token],
    found: &[Candidate],
    policy: &Policy,
    memory: &mut Memory,
) -> Rewritten {
    let text = view.text;
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut spans = Vec::with_capacity(found.len());
    let mut copied = Vec::with_capacity(found.len() + 1);
    // Also those whose letters are spelled with characters that the fold makes plain.
    for token in tokens.iter().filter(|token| token.kind == Kind::Holder) {
        memory.start_above(&view.fold[token.start as usize..]);
    }
    let (mut done, mut scalars) = (0, 0);
    let ascii = text.is_ascii();
    let count = |from: usize, to: usize| {
        if ascii { to - from } else { text[from..to].chars().count() }
    };
    for c in found {
        let (from, to) = (view.byte(c.start), view.byte(c.end));
        let category = c.rule.category;
        // Known values are removed even where the category may stay.
        let action = match policy.action(category).name() {
            ActionName::Redact => ActionName::Redact,
            _ => ActionName::Mask,
        };
        copied.push(Copied { output: out.len(), source: done, len: from - done });
        out.push_str(&text[done..from]);
        scalars += count(done, from);
        let length = count(from, to);
        if category == Category::Age90 {
            out.push_str(AGE_HOLDER);
        } else {
            out.push('[');
            out.push_str(category.name());
            if action == ActionName::Mask {
                out.push('-');
                out.push_str(&memory.number(category, view, c).to_string());
            }
            out.push(']');
        }
        let confidence = confidence(c.rule);
        spans.push(Span {
            start: scalars,
            end: scalars + length,
            category,
            rule: c.rule.id,
            confidence,
            action,
        });
        scalars += length;
        done = to;
    }
    copied.push(Copied { output: out.len(), source: done, len: text.len() - done });
    out.push_str(&text[done..]);
    Rewritten { text: out, spans, copied }
}
