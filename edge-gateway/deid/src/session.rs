//! One request: its policy, what is known, and what was put in the place of which value so far.
//!
//! Called by [`crate::deidentify`] and [`crate::deidentify_all`]. It hands out a text only when its own check finds nothing left.
//!
//! The check is made on the text with placeholders, in which no scanner mistakes what we put in for what was left. Where the
//! policy puts in something that looks like a value, that text is looked at as well: what is found there inside of our own
//! values does not count, and where one of them runs together with the text beside it, it becomes a placeholder after all.

use crate::action::ActionName;
use crate::error::DeidError;
use crate::finder::Finder;
use crate::fold::{View, is_alnum};
use crate::known::Known;
use crate::lex::{self, Tokens};
use crate::policy::Policy;
use crate::resolve::resolve;
use crate::rewrite::{Job, Memory, Rewritten, is_holder};
use crate::scan::Candidate;
use crate::{Category, Deidentified, MAX_TEXT_BYTES, scan_output, scan_source};

/// Findings of which no more than one list is kept at a time.
const MANY: usize = 1 << 14;
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
        self.rewrite(text).map(|Rewritten { text, spans, .. }| Deidentified { text, spans })
    }

    fn rewrite(&mut self, text: &str) -> Result<Rewritten, DeidError> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(DeidError::TooLong { bytes: text.len() });
        }
        let view = View::new(text);
        // The tokens go before the output's come: of a long dense text they are the most that is kept.
        let scan = |tokens: &Tokens| scan_source(&view, tokens, &self.finder);
        let cut = || lex::tokens(&view, lex::GIVEN_DIGITS);
        let tokens = cut();
        let mut found = scan(&tokens);
        let tokens = Some(tokens).filter(|_| text.len() <= lex::again::MAX_BYTES && view.plain());
        let mut later: Vec<Candidate> = Vec::new();
        let mut residue = None;
        for _ in 0..MAX_ROUNDS {
            let kept = resolve(&mut found, |c| self.removes(c), &view.fold);
            let job = Job { view: &view, found: &kept, policy: self.policy, finder: &self.finder };
            // What another round would need takes as much memory as the text: it is made again if there is one.
            let many = kept.len() > MANY && job.only_holders();
            if many {
                found = Vec::new();
            }
            // A round that is not the last must leave no trace.
            let mut memory = self.memory.clone();
            let mut rewritten = job.rewrite(|_| true, &mut memory, !many);
            // Where nothing was removed and no placeholder is read another way, the output was scanned already.
            let same = kept.is_empty() && !view.fold.contains(&b'[');
            let left = if same { Vec::new() } else { self.left(&rewritten, &job, tokens.as_ref()) };
            if left.is_empty() {
                if many {
                    rewritten.spans = job.spans();
                }
                let (rewritten, memory) = self.with_values(&job, rewritten, memory);
                self.memory = memory;
                return Ok(rewritten);
            }
            // Something stands beside a placeholder now that did not before: remove it as well, and look again.
            residue = left.first().copied();
            later.extend(&left);
            if many {
                found = scan(&cut());
                found.extend(&later);
            } else {
                found.extend(left);
            }
        }
        let (category, rule) = residue.map_or((Category::OtherId, ""), |c| (c.rule.category, c.rule.id));
        Err(DeidError::Residue { category, rule })
    }

    /// The text with the policy's own replacements, where that can be told apart from what was left; `plain` has placeholders
    /// in their places, and passed the check.
    fn with_values(&self, job: &Job<'_>, plain: Rewritten, memory: Memory) -> (Rewritten, Memory) {
        if job.only_holders() {
            return (plain, memory);
        }
        let mut masked = vec![false; job.found.len()];
        for _ in 0..MAX_ROUNDS {
            let mut memory = self.memory.clone();
            let rewritten = job.rewrite(|at| masked[at], &mut memory, true);
            let mixed = self.mixed(&rewritten);
            if mixed.is_empty() {
                return (rewritten, memory);
            }
            mixed.into_iter().for_each(|at| masked[at] = true);
        }
        (plain, memory)
    }

    /// Findings whose replacement is found together with text beside it, or is one of the caller's values.
    fn mixed(&self, rewritten: &Rewritten) -> Vec<usize> {
        let view = View::new(&rewritten.text);
        let tokens = lex::tokens(&view, lex::OWN_DIGITS);
        let mut result = Vec::new();
        for c in scan_output(&view, &tokens, &self.finder).into_iter().filter(|c| self.removes(c)) {
            let (from, to) = (view.byte(c.start), view.byte(c.end));
            // The replacements that it touches, and the text beside them.
            let first = rewritten.put.partition_point(|put| put.1 <= from);
            let touched = || (first..rewritten.put.len()).take_while(|at| rewritten.put[*at].0 < to);
            let mut at = from;
            let mut beside = false;
            for put in touched().map(|at| rewritten.put[at]).chain([(to, to)]) {
                beside |=
                    at < put.0 && rewritten.text[at..put.0.min(to)].bytes().any(|b| is_alnum(b) || b >= 0x80);
                at = at.max(put.1);
            }
            let ours = |at: usize| {
                matches!(rewritten.spans[at].action, ActionName::Surrogate | ActionName::Generalise)
            };
            if beside {
                // With none in it, one beside it made it look so.
                let near = [first.checked_sub(1), Some(first)];
                let near = near
                    .into_iter()
                    .flatten()
                    .filter(|at| *at < rewritten.put.len() && touched().next().is_none());
                result.extend(touched().chain(near));
            } else if c.rule.rank == 0 {
                result.extend(touched().filter(|at| ours(*at)));
            }
        }
        result.retain(|at| !is_holder(rewritten.spans[*at].action));
        result
    }

    /// The policy removes this finding: all but those of kept categories, and known values always.
    fn removes(&self, c: &Candidate) -> bool {
        c.rule.rank == 0 || self.policy.action(c.rule.category).name() != ActionName::Keep
    }

    /// What is still to be found in the output, as stretches of the submitted text. What we put in ourselves does not count.
    /// `source`: the tokens of the submitted text, where they may help to cut the output.
    fn left(&self, rewritten: &Rewritten, job: &Job<'_>, source: Option<&Tokens>) -> Vec<Candidate> {
        let view = View::new(&rewritten.text);
        let found = {
            let tokens = match source {
                Some(source) if !rewritten.copied.is_empty() => {
                    lex::again::tokens(&view, source, &rewritten.copied, lex::OWN_DIGITS)
                }
                _ => lex::tokens(&view, lex::OWN_DIGITS),
            };
            let mut found = scan_output(&view, &tokens, &self.finder);
            resolve(&mut found, |c| self.removes(c), &view.fold)
        };
        let mut result = Vec::new();
        if found.is_empty() {
            return result;
        }
        // Without an account it is made now.
        let again =
            rewritten.copied.is_empty().then(|| job.rewrite(|_| true, &mut self.memory.clone(), true).copied);
        let copied = again.as_ref().unwrap_or(&rewritten.copied);
        for c in found {
            let (from, to) = (view.byte(c.start), view.byte(c.end));
            let first = copied.partition_point(|part| part.output + part.len <= from);
            for part in copied[first..].iter().take_while(|part| part.output < to) {
                let start = part.source + from.saturating_sub(part.output);
                let end = part.source + (to - part.output).min(part.len);
                result.push(Candidate {
                    start: job.view.position(start),
                    end: job.view.position(end),
                    rule: c.rule,
                });
            }
        }
        result.retain(|c| c.start < c.end);
        result
    }
}

#[cfg(test)]
mod tests;
