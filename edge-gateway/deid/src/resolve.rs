//! Where findings overlap: one owner for every character, by stated order.
//!
//! Lower rank wins; then the longer finding; then the earlier. A loser keeps what the winner does not cover, so
//! that the union of all findings is always removed.

use crate::fold::is_alnum;
use crate::scan::Candidate;

/// Disjoint findings in order of the text, out of those that `keep` keeps. Sorts what was found.
pub(crate) fn resolve(
    found: &mut [Candidate],
    keep: impl Fn(&Candidate) -> bool,
    fold: &[u8],
) -> Vec<Candidate> {
    found.sort_unstable_by_key(|c| (c.start, c.end));
    let kept = || found.iter().filter(|c| keep(c));
    let mut groups = 0;
    let mut end = 0;
    for c in kept() {
        groups += usize::from(c.start >= end);
        end = end.max(c.end);
    }
    let mut result = Vec::with_capacity(groups);
    let mut group: Vec<Candidate> = Vec::new();
    end = 0;
    for c in kept() {
        if c.start >= end {
            one_group(&mut group, fold, &mut result);
        }
        end = end.max(c.end);
        group.push(*c);
    }
    one_group(&mut group, fold, &mut result);
    result
}

/// Findings that overlap, one with the next: who owns which part of them. Empties the group.
fn one_group(group: &mut Vec<Candidate>, fold: &[u8], result: &mut Vec<Candidate>) {
    if let [one] = group[..] {
        result.extend(Some(trim(one, fold)).filter(|c| c.start < c.end));
        group.clear();
        return;
    }
    group.sort_unstable_by_key(|c| (c.rule.rank, std::cmp::Reverse(c.end - c.start), c.start, c.rule.id));
    group.dedup_by(|a, b| (a.start, a.end) == (b.start, b.end));
    // Sweep over the ends: at each stretch the best finding that is open there owns it.
    let mut edges: Vec<(u32, bool, u32)> = Vec::with_capacity(group.len() * 2);
    for (n, c) in group.iter().enumerate() {
        edges.push((c.start, true, n as u32));
        edges.push((c.end, false, n as u32));
    }
    edges.sort_unstable();
    let mut open: std::collections::BTreeSet<u32> = std::collections::BTreeSet::new();
    let mut last: Option<(Candidate, u32)> = None;
    let mut at = 0;
    for (position, starts, n) in edges {
        if position > at {
            if let Some(best) = open.first().copied() {
                match &mut last {
                    Some((c, owner)) if c.end == at && *owner == best => c.end = position,
                    _ => {
                        let next = Candidate { start: at, end: position, rule: group[best as usize].rule };
                        let done = last.replace((next, best)).map(|(c, _)| trim(c, fold));
                        result.extend(done.filter(|c| c.start < c.end));
                    }
                }
            }
            at = position;
        }
        if starts {
            open.insert(n);
        } else {
            open.remove(&n);
        }
    }
    result.extend(last.map(|(c, _)| trim(c, fold)).filter(|c| c.start < c.end));
    group.clear();
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
