//! One request: its policy, what is known, and what was put in the place of which value so far.
//!
//! Called by [`crate::deidentify`] and [`crate::deidentify_all`]. It hands out a text only when its own check finds nothing left.

use crate::action::ActionName;
use crate::error::DeidError;
use crate::finder::Finder;
use crate::fold::View;
use crate::known::Known;
use crate::lex;
use crate::policy::Policy;
use crate::resolve::resolve;
use crate::rewrite::{Memory, Rewritten, rewrite};
use crate::scan::Candidate;
use crate::{Category, Deidentified, MAX_TEXT_BYTES, scan_output, scan_source};

/// Rewriting may bring words together that were apart; the whole is repeated at most this often until the check is clean.
const MAX_ROUNDS: usize = 4;

pub(crate) struct Session<'a> {
    policy: &'a Policy,
    finder: Finder<'a>,
    memory: Memory,
}

impl<'a> Session<'a> {
    /// A session over `texts`, which are then given to [`Session::deidentify`] one by one.
    pub(crate) fn new<T: AsRef<str>>(texts: &[T], policy: &'a Policy, known: &'a Known) -> Session<'a> {
        Session { policy, finder: Finder::new(known), memory: Memory::new(texts, policy) }
    }

    pub(crate) fn deidentify(&mut self, text: &str) -> Result<Deidentified, DeidError> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(DeidError::TooLong { bytes: text.len() });
        }
        let view = View::new(text);
        let tokens = lex::tokens(&view, lex::GIVEN_DIGITS);
        let mut found = scan_source(&view, &tokens, &self.finder);
        let mut residue = None;
        for _ in 0..MAX_ROUNDS {
            let kept = resolve(self.removable(found.clone()), &view.fold);
            // A round that is not the last must leave no trace.
            let mut memory = self.memory.clone();
            let rewritten = rewrite(&view, &tokens, &kept, self.policy, &mut memory);
            let left = self.left(&rewritten, &view);
            if left.is_empty() {
                self.memory = memory;
                return Ok(Deidentified { text: rewritten.text, spans: rewritten.spans });
            }
            // Something stands beside a placeholder now that did not before: remove it as well, and look again.
            residue = left.first().copied();
            found.extend(left);
        }
        let (category, rule) = residue.map_or((Category::OtherId, ""), |c| (c.rule.category, c.rule.id));
        Err(DeidError::Residue { category, rule })
    }

    /// Findings that the policy removes: all but those of kept categories, and known values always.
    fn removable(&self, mut found: Vec<Candidate>) -> Vec<Candidate> {
        found.retain(|c| c.rule.rank == 0 || self.policy.action(c.rule.category).name() != ActionName::Keep);
        found
    }

    /// What is still to be found in the output, as stretches of the submitted text. What we put in ourselves does not count.
    fn left(&self, rewritten: &Rewritten, source: &View<'_>) -> Vec<Candidate> {
        let view = View::new(&rewritten.text);
        let tokens = lex::tokens(&view, lex::OWN_DIGITS);
        let mut result = Vec::new();
        for c in resolve(self.removable(scan_output(&view, &tokens, &self.finder)), &view.fold) {
            let (from, to) = (view.byte(c.start), view.byte(c.end));
            let first = rewritten.copied.partition_point(|part| part.output + part.len <= from);
            for part in rewritten.copied[first..].iter().take_while(|part| part.output < to) {
                let start = part.source + from.saturating_sub(part.output);
                let end = part.source + (to - part.output).min(part.len);
                result.push(Candidate {
                    start: source.position(start),
                    end: source.position(end),
                    rule: c.rule,
                });
            }
        }
        result.retain(|c| c.start < c.end);
        result
    }
}
