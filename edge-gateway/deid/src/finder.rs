//! One automaton that finds all known values in one pass over letters and digits.

use crate::fold::{LETTER, LOWER, View, is_alnum, is_letter};
use crate::known::{Key, Known, SOLID};
use crate::lex::{Kind, MARGIN, Tokens};
use crate::scan::Candidate;

/// Most characters without letter or digit between two that belong to one value.
const MAX_GAP: usize = 4;

/// An Aho-Corasick automaton over the keys.
pub(crate) struct Finder<'k> {
    keys: &'k [Key],
    nodes: Vec<Node>,
    edges: Vec<(u32, u32, u32)>,
}

#[derive(Clone, Copy, Default)]
struct Node {
    fail: u32,
    /// Nearest node on the fail path that ends a key.
    output: u32,
    /// One more than the index of the first key that ends here.
    key: u32,
    /// How many keys have this text.
    keys: u32,
    /// The node's edges lie together in `edges`.
    first: u32,
    count: u32,
}

impl<'k> Finder<'k> {
    pub(crate) fn new(known: &'k Known) -> Finder<'k> {
        let keys = &known.keys[..];
        if keys.is_empty() {
            return Finder { keys, nodes: Vec::new(), edges: Vec::new() };
        }
        // Keys are sorted by text: children of a node come one after the other.
        let mut nodes = vec![Node::default()];
        let mut children: Vec<Vec<(u32, u32)>> = vec![Vec::new()];
        for (n, key) in keys.iter().enumerate() {
            let mut node = 0usize;
            for c in &key.text {
                node = match children[node].binary_search_by_key(c, |edge| edge.0) {
                    Ok(at) => children[node][at].1 as usize,
                    Err(at) => {
                        let new = nodes.len() as u32;
                        children[node].insert(at, (*c, new));
                        nodes.push(Node::default());
                        children.push(Vec::new());
                        new as usize
                    }
                };
            }
            if nodes[node].key == 0 {
                nodes[node].key = n as u32 + 1;
            }
            nodes[node].keys += 1;
        }
        let mut edges = Vec::with_capacity(nodes.len());
        for (node, list) in children.iter().enumerate() {
            nodes[node].first = edges.len() as u32;
            nodes[node].count = list.len() as u32;
            edges.extend(list.iter().map(|(c, to)| (node as u32, *c, *to)));
        }
        let mut finder = Finder { keys, nodes, edges };
        let mut queue = vec![0u32];
        let mut at = 0;
        while at < queue.len() {
            let node = queue[at];
            at += 1;
            let Node { first, count, fail, .. } = finder.nodes[node as usize];
            for edge in first..first + count {
                let (_, c, to) = finder.edges[edge as usize];
                let back = if node == 0 { 0 } else { finder.step(fail, c) };
                finder.nodes[to as usize].fail = back;
                let target = finder.nodes[back as usize];
                finder.nodes[to as usize].output = if target.key != 0 { back } else { target.output };
                queue.push(to);
            }
        }
        finder
    }

    fn step(&self, mut node: u32, c: u32) -> u32 {
        loop {
            let Node { first, count, fail, .. } = self.nodes[node as usize];
            let edges = &self.edges[first as usize..(first + count) as usize];
            if let Ok(at) = edges.binary_search_by_key(&c, |edge| edge.1) {
                return edges[at].2;
            }
            if node == 0 {
                return 0;
            }
            node = fail;
        }
    }

    /// Notes every place where a known value stands: at each end the longest, which covers the others. With
    /// `holders` also the numbers inside of placeholders: in submitted text they may be the caller's own values.
    pub(crate) fn find(&self, view: &View<'_>, tokens: &Tokens, holders: bool, found: &mut Vec<Candidate>) {
        if self.keys.is_empty() {
            return;
        }
        let longest = self.keys.iter().map(|key| key.text.len()).max().unwrap_or(0);
        let mut ring: Vec<u32> = vec![0; longest];
        // `barrier`: how many characters lie before the last gap that no value spans.
        let (mut node, mut seen, mut barrier, mut last) = (0, 0usize, 0usize, 0usize);
        for token in tokens.from(MARGIN) {
            if matches!(token.kind, Kind::Mark) {
                continue;
            }
            let end = token.start + u32::from(token.len);
            let mut from = token.start;
            if token.kind == Kind::Holder {
                node = 0;
                barrier = seen;
                let digit = |at: &u32| view.fold[*at as usize].is_ascii_digit();
                match (from..end).find(digit).filter(|_| holders) {
                    Some(first) => from = first,
                    None => continue,
                }
            }
            if from as usize > last && gap(&view.fold[last..from as usize]) {
                barrier = seen;
            }
            for at in from..end {
                if !is_alnum(view.fold[at as usize]) {
                    break;
                }
                last = at as usize + 1;
                ring[seen % longest] = at;
                seen += 1;
                node = self.step(node, view.key(at as usize));
                // Values end where a word or number ends.
                if at + 1 < end && is_alnum(view.fold[at as usize + 1]) && view.fold[at as usize] != LETTER {
                    continue;
                }
                let mut hit =
                    if self.nodes[node as usize].key != 0 { node } else { self.nodes[node as usize].output };
                while hit != 0 {
                    if let Some(candidate) = self.accept(hit, seen, barrier, &ring, view) {
                        found.push(candidate);
                        break;
                    }
                    hit = self.nodes[hit as usize].output;
                }
            }
            if token.kind == Kind::Holder {
                node = 0;
                barrier = seen;
            }
        }
    }

    /// The value that ends at node `node`, if it stands by itself. The work does not grow with the value's length,
    /// but for the few short ones that ask for separators.
    fn accept(
        &self,
        node: u32,
        seen: usize,
        barrier: usize,
        ring: &[u32],
        view: &View<'_>,
    ) -> Option<Candidate> {
        let Node { key, keys, .. } = self.nodes[node as usize];
        let keys = &self.keys[key as usize - 1..(key + keys) as usize - 1];
        let text = &keys.first()?.text;
        if text.len() > seen - barrier {
            return None;
        }
        let fold = &view.fold;
        let place = |n: usize| ring[(seen - text.len() + n) % ring.len()];
        let (start, end) = (place(0), place(text.len() - 1) + 1);
        // A script without case, as Chinese, sets no space between words: its values have no boundaries.
        let same_kind =
            |a: u8, b: u8| is_letter(a) == is_letter(b) && is_alnum(a) && is_alnum(b) && b != LETTER;
        if start > 0 && same_kind(fold[start as usize - 1], fold[start as usize]) {
            return None;
        }
        let mut gaps = 0u64;
        if keys.iter().any(|key| key.breaks != 0) {
            for n in 1..text.len().min(u64::BITS as usize) {
                if place(n) > place(n - 1) + 1 {
                    gaps |= 1 << (n - 1);
                }
            }
        }
        let capital = !fold[start as usize].is_ascii_lowercase() && fold[start as usize] != LOWER;
        // Keys of one text lie together; any of them that fits decides.
        keys.iter()
            .find(|key| {
                let apart = if key.breaks == SOLID { gaps == 0 } else { key.breaks & gaps == key.breaks };
                apart && (!key.capital || capital)
            })
            .map(|key| Candidate { start, end: end - u32::from(key.breaks == SOLID), rule: key.kind.rule() })
    }
}

/// No value goes on over this stretch between two characters.
fn gap(between: &[u8]) -> bool {
    between.len() > MAX_GAP || between.iter().filter(|byte| **byte == b'\n').count() > 1
}
