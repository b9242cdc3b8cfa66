//! A name that was found once for certain is looked for in the whole document.

use super::{Candidate, Scan};
use crate::lex::Kind;
use crate::rules;
use crate::words::{COMMON, EPONYM, FACILITY, GENERATION, LETTERED, MONTH, NAMEWORD, PARTICLE, PERSON, UNIT};

/// Shorter words are carried only as they were written.
const MIN_LETTERS: usize = 3;

fn hash(word: &[u8]) -> u64 {
    word.iter().fold(0xcbf2_9ce4_8422_2325, |hash, b| {
        (hash ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A word of a sure name.
#[derive(Clone, Copy)]
struct Seed {
    hash: u64,
    token: usize,
    /// It was written in small letters, so it may be found so again.
    lower: bool,
}

impl Scan<'_> {
    pub(super) fn propagate(&mut self) {
        let mut names: Vec<Candidate> =
            self.found.iter().copied().filter(|found| super::names::sure(found.rule)).collect();
        if names.is_empty() {
            return;
        }
        names.sort_unstable_by_key(|name| (name.start, name.end));
        let mut seeds = Vec::new();
        let mut at = 0;
        for name in &names {
            at = self.tokens.starting_at(at, name.start);
            let mut j = at;
            while j < self.tokens.len() && self.token(j).start < name.end {
                let carries = self.capital(j) || self.token(j).lex & !PERSON == 0;
                let word = carries
                    && self.kind(j) == Kind::Word
                    && self.len(j) >= MIN_LETTERS
                    && !self.lex(j, PARTICLE | GENERATION)
                    && (!self.lex(j, COMMON) || self.lex(j, NAMEWORD));
                if word {
                    seeds.push(Seed { hash: hash(self.bytes(j)), token: j, lower: !self.capital(j) });
                }
                j += 1;
            }
        }
        seeds.sort_unstable_by_key(|seed| (seed.hash, !seed.lower, seed.token));
        seeds.dedup_by_key(|seed| seed.hash);
        let mut until = 0;
        for i in crate::lex::MARGIN..self.tokens.len() {
            if i >= until && self.kind(i) == Kind::Word && self.len(i) >= MIN_LETTERS {
                until = self.carried(i, &seeds);
            }
        }
    }

    fn seed(&self, i: usize, seeds: &[Seed]) -> Option<Seed> {
        let key = hash(self.bytes(i));
        let at = seeds.binary_search_by_key(&key, |seed| seed.hash).ok()?;
        self.bytes(seeds[at].token).eq_ignore_ascii_case(self.bytes(i)).then(|| seeds[at])
    }

    fn carried(&mut self, i: usize, seeds: &[Seed]) -> usize {
        let Some(seed) = self.seed(i, seeds) else { return 0 };
        let ordinary = self.lex(i, NAMEWORD | MONTH | UNIT | COMMON);
        if !self.capital(i) && !(seed.lower && !ordinary) {
            return 0;
        }
        let mut end = i + 1;
        while self.kind(end) == Kind::Word
            && self.same_line(end)
            && self.seed(end, seeds).is_some()
            && self.capital(end)
        {
            end += 1;
        }
        let possessive = self.mark(end, b'\'') && self.word(end + 1, "s");
        let noun = if possessive { end + 2 } else { end };
        if end == i + 1 {
            // Eponyms keep their name, and words of the language need more than their capital.
            if self.follows(noun, EPONYM | FACILITY) && i != seed.token {
                return 0;
            }
            // "Jackson-Pratt", "St. John's wort"
            let hyphened =
                self.mark(end, b'-') && self.joined(end) && self.capital(end + 1) && self.joined(end + 1);
            let saint = self.mark(i.wrapping_sub(1), b'.') && self.word(i.wrapping_sub(2), "st");
            if (hyphened || saint) && i != seed.token {
                return 0;
            }
            let opens = self.line_start(i)
                || self.mark_of(i.wrapping_sub(1), b".:;!?")
                || self.kind(i.wrapping_sub(1)) == Kind::Mark && !self.mark_of(i.wrapping_sub(1), b",('\"-/");
            let shouting = self.uppercase(i) && (self.uppercase(i.wrapping_sub(1)) || self.uppercase(i + 1));
            if ordinary && (opens || shouting || self.lex(i, MONTH)) {
                return 0;
            }
        }
        // Initials and a first name that stand with it.
        let mut first = i;
        for _ in 0..4 {
            let k = first.wrapping_sub(1);
            if !self.same_line(first) {
                break;
            }
            if self.mark(k, b'.')
                && self.joined(k)
                && self.initial(k.wrapping_sub(1))
                && !self.lex(k.wrapping_sub(2), LETTERED)
            {
                first = k - 1;
            } else if self.initial(k)
                && !self.lex(k.wrapping_sub(1), LETTERED)
                && self.capital(i)
                && !self.word(k, "i")
                && !self.word(k, "a")
            {
                first = k;
            } else {
                break;
            }
        }
        if i != seed.token {
            self.note(first, end, &rules::NAME_CARRIED);
        }
        end
    }
}
