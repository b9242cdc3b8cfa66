//! Where findings overlap: one owner for every character, by stated order.
//!
//! Lower rank wins; then the longer finding; then the earlier. A loser keeps what the winner does not cover, so
//! that the union of all findings is always removed.

use crate::fold::is_alnum;
use crate::scan::Candidate;

/// Disjoint findings in order of the text.
pub(crate) fn resolve(mut found: Vec<Candidate>, fold: &[u8]) -> Vec<Candidate> {
    found.sort_unstable_by_key(|c| (c.rule.rank, std::cmp::Reverse(c.end - c.start), c.start, c.rule.id));
    // Sweep over the ends: at each stretch the best finding that is open there owns it.
    let mut edges: Vec<(u32, bool, u32)> = Vec::with_capacity(found.len() * 2);
    for (n, c) in found.iter().enumerate() {
        edges.push((c.start, true, n as u32));
        edges.push((c.end, false, n as u32));
    }
    edges.sort_unstable();
    let mut open: std::collections::BTreeSet<u32> = std::collections::BTreeSet::new();
    let mut result: Vec<(Candidate, u32)> = Vec::with_capacity(found.len());
    let mut at = 0;
    for (position, starts, n) in edges {
        if position > at {
            if let Some(best) = open.first() {
                let owner = found[*best as usize];
                match result.last_mut() {
                    Some((last, id)) if last.end == at && *id == *best => last.end = position,
                    _ => result.push((Candidate { start: at, end: position, rule: owner.rule }, *best)),
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
    result.into_iter().map(|(c, _)| trim(c, fold)).filter(|c| c.start < c.end).collect()
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
