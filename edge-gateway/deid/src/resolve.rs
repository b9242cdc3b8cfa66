//! Where findings overlap: one owner for every character, by stated order.
//!
//! Lower rank wins; then the longer finding; then the earlier. A loser keeps what the winner does not cover, so
//! that the union of all findings is always removed.

use crate::fold::is_alnum;
use crate::scan::Candidate;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// Findings from which on their number is counted before they are kept: a list that grows by itself holds its size twice over.
const COUNTED: usize = 1 << 14;

/// Disjoint findings in order of the text, out of those that `keep` keeps. Sorts what was found.
pub(crate) fn resolve(
    found: &mut [Candidate],
    keep: impl Fn(&Candidate) -> bool,
    fold: &[u8],
) -> Vec<Candidate> {
    found.sort_unstable_by_key(|c| (c.start, c.end));
    let mut count = found.len();
    if count > COUNTED {
        count = 0;
        sweep(found, &keep, fold, |_| count += 1);
    }
    let mut result = Vec::with_capacity(count);
    sweep(found, &keep, fold, |c| result.push(c));
    result
}

/// A finding that may own what comes next: the greatest of those in a heap is the best.
#[derive(Clone, Copy)]
struct Open(Candidate);

impl Open {
    /// Lower rank, then longer, then earlier; and the rule's name, so that nothing depends on the order of the rules.
    fn key(&self) -> (Reverse<u8>, u32, Reverse<u32>, Reverse<&'static str>) {
        let Candidate { start, end, rule } = self.0;
        (Reverse(rule.rank), end - start, Reverse(start), Reverse(rule.id))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Open) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Open {}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Open) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Open {
    fn cmp(&self, other: &Open) -> Ordering {
        self.key().cmp(&other.key())
    }
}

/// Walks over the findings in order and gives out every stretch with its owner: the best finding that is open there.
fn sweep(
    found: &[Candidate],
    keep: impl Fn(&Candidate) -> bool,
    fold: &[u8],
    mut give: impl FnMut(Candidate),
) {
    let mut trimmed =
        |c: Candidate| Some(trim(c, fold)).filter(|c| c.start < c.end).into_iter().for_each(&mut give);
    // What has ended stays in the heap until it comes to its top.
    let mut open: BinaryHeap<Open> = BinaryHeap::new();
    // The stretch that was given out last, and whose it is: it may go on.
    let mut last: Option<(Candidate, Open)> = None;
    let mut at = 0;
    for next in found.iter().filter(|c| keep(c)).map(Some).chain([None]) {
        let until = next.map_or(u32::MAX, |next| next.start);
        while at < until {
            let Some(best) = open.peek().copied() else {
                at = until;
                break;
            };
            if best.0.end <= at {
                open.pop();
                continue;
            }
            let to = best.0.end.min(until);
            match &mut last {
                Some((c, owner)) if c.end == at && *owner == best => c.end = to,
                _ => {
                    let stretch = Candidate { start: at, end: to, rule: best.0.rule };
                    last.replace((stretch, best)).into_iter().for_each(|(c, _)| trimmed(c));
                }
            }
            at = to;
        }
        open.extend(next.copied().map(Open));
    }
    last.into_iter().for_each(|(c, _)| trimmed(c));
}

/// Cuts blanks and separators that a split left at the ends.
fn trim(mut c: Candidate, fold: &[u8]) -> Candidate {
    let cut = |b: u8| !is_alnum(b) && !matches!(b, b'(' | b')' | b'+' | b'#' | b'*' | b'.');
    while c.start < c.end && cut(fold[c.start as usize]) {
        c.start += 1;
    }
    while c.end > c.start && cut(fold[c.end as usize - 1]) {
        c.end -= 1;
    }
    if fold[c.start as usize..c.end as usize].iter().copied().any(is_alnum) {
        c
    } else {
        Candidate { end: c.start, ..c }
    }
}
