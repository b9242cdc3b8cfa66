//! A name that was found once for certain is looked for in the whole document.

use super::Scan;
use crate::category::Category;
use crate::fold::is_alnum;
use crate::lex::{CAPITAL, Kind};
use crate::rules::{self, Rule};
use crate::words::{
    COMMON, EPONYM, FACILITY, GENERATION, LETTERED, Lex, MONTH, NAMEWORD, PARTICLE, PERSON, UNIT,
};

/// Shorter words are carried only as they were written.
const MIN_LETTERS: usize = 3;

/// Shortest word that is carried in small letters though it was found with a capital.
const MIN_RARE: usize = 4;
/// Words of names that are collected before those that occurred already are dropped.
const FEW_SEEDS: usize = 1 << 12;
/// Lengths of words whose misspellings are looked for, and how many of them.
const MIN_SPELT: usize = 6;
const MAX_LETTERS: usize = 24;
const MAX_SPELT: usize = 512;
/// Letters and digits of a number that is carried, and the most groups in which it may be written.
const MIN_NUMBER: usize = 4;
const MIN_DIGITS: usize = 5;
const MAX_NUMBER: usize = 40;
const MAX_GROUPS: usize = 12;
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
}

fn hash(word: &[u8]) -> u64 {
    word.iter().fold(SEED, |hash, b| step(hash, *b))
}

/// The hash of the letters and digits alone.
fn hash_solid(text: &[u8]) -> u64 {
    text.iter().filter(|b| is_alnum(**b)).fold(SEED, |hash, b| step(hash, *b))
}

/// Hashes of the word without each of its letters in turn, but the first.
fn without_one(word: &[u8]) -> impl Iterator<Item = u64> + '_ {
    (1..word.len()).map(|gap| {
        word.iter().enumerate().filter(|(n, _)| *n != gap).fold(SEED, |hash, (_, b)| step(hash, *b))
    })
}

/// With which letters and digits the texts begin that are looked for, and how long those are: most words of a document are none.
struct Heads([u64; 37]);

impl Heads {
    fn add(&mut self, text: &[u8]) {
        let solid = text.iter().filter(|b| is_alnum(**b)).count();
        if let Some(first) = text.iter().find(|b| is_alnum(**b)) {
            self.0[Heads::class(*first)] |= 1 << solid.min(63);
        }
    }

    fn class(first: u8) -> usize {
        match first.to_ascii_lowercase() {
            digit @ b'0'..=b'9' => usize::from(digit - b'0'),
            letter @ b'a'..=b'z' => usize::from(letter - b'a') + 10,
            _ => 36,
        }
    }

    /// The lengths of the texts that begin so, a bit for each.
    fn lengths(&self, text: &[u8]) -> u64 {
        text.first().map_or(0, |first| self.0[Heads::class(*first)])
    }
}

/// The words differ by one letter more, one less, one other, or two exchanged.
fn one_apart(a: &[u8], b: &[u8]) -> bool {
    let same = a.iter().zip(b).take_while(|(x, y)| x.eq_ignore_ascii_case(y)).count();
    let (rest_a, rest_b) = (&a[same..], &b[same..]);
    let tail = |x: &[u8], y: &[u8]| x.eq_ignore_ascii_case(y);
    match (rest_a, rest_b) {
        ([], []) => false,
        ([_, x @ ..], []) | ([], [_, x @ ..]) => x.is_empty(),
        ([p, x @ ..], [q, y @ ..]) => {
            tail(x, rest_b)
                || tail(rest_a, y)
                || tail(x, y)
                || matches!((x, y), ([r, x @ ..], [t, y @ ..]) if p.eq_ignore_ascii_case(t) && q.eq_ignore_ascii_case(r) && tail(x, y))
        }
    }
}

/// Classes of words that are carried with a capital only.
const ORDINARY: Lex = NAMEWORD | MONTH | UNIT | COMMON;

/// A word of a sure name.
#[derive(Clone, Copy)]
struct Seed {
    hash: u64,
    token: usize,
    /// It was written in small letters, so it may be found so again.
    lower: bool,
}

/// Four figures together that cannot be a year, which stands for itself elsewhere.
fn four_figures(text: &[u8]) -> bool {
    text.len() == MIN_NUMBER && !matches!(text, [b'1', b'9', ..] | [b'2', b'0', ..])
}

/// Sorts, and keeps one of each word.
fn distinct(seeds: &mut Vec<Seed>) {
    seeds.sort_unstable_by_key(|seed| (seed.hash, !seed.lower, seed.token));
    seeds.dedup_by_key(|seed| seed.hash);
}

impl Scan<'_> {
    pub(super) fn propagate(&mut self) {
        let sure = || self.found.iter().filter(|found| super::names::sure(found.rule));
        let mut names: Vec<(u32, u32)> = Vec::with_capacity(sure().count());
        names.extend(sure().map(|name| (name.start, name.end)));
        if names.is_empty() {
            return;
        }
        names.sort_unstable();
        let (mut seeds, mut full) = (Vec::new(), FEW_SEEDS);
        let mut at = 0;
        for (start, end) in names {
            at = self.tokens.starting_at(at, start);
            let mut j = at;
            while j < self.tokens.len() && self.token(j).start < end {
                let carries = self.capital(j) || self.token(j).lex & !PERSON == 0;
                let word = carries
                    && self.kind(j) == Kind::Word
                    && self.len(j) >= MIN_LETTERS
                    && !self.lex(j, PARTICLE | GENERATION)
                    && !self.word(j, "comma")
                    && (!self.lex(j, COMMON) || self.lex(j, NAMEWORD));
                if word {
                    let lower = !self.capital(j) || self.nothing_else(j);
                    seeds.push(Seed { hash: hash(self.bytes(j)), token: j, lower });
                    // Few of many are different words.
                    if seeds.len() >= full {
                        distinct(&mut seeds);
                        full = seeds.len() * 2 + FEW_SEEDS;
                    }
                }
                j += 1;
            }
        }
        distinct(&mut seeds);
        let typos = self.misspellings(&seeds);
        let mut heads = Heads([0; 37]);
        seeds.iter().for_each(|seed| heads.add(self.bytes(seed.token)));
        let mut until = 0;
        let lower = seeds.iter().any(|seed| seed.lower);
        for (i, token) in self.tokens.numbered() {
            // What `carried` would refuse: most words are small and ordinary.
            let small = token.flags & CAPITAL == 0;
            if small && (!lower || token.lex & ORDINARY != 0) {
                continue;
            }
            if i >= until && token.kind == Kind::Word && usize::from(token.len) >= MIN_LETTERS {
                let known = heads.lengths(self.bytes(i)) >> token.len.min(63) & 1 == 1;
                until = if known { self.carried(i, &seeds) } else { 0 };
                if until == 0 && self.misspelt(i, &seeds, &typos) {
                    self.note(i, i + 1, &rules::NAME_MISSPELT);
                }
            }
        }
    }

    /// A word that is neither an ordinary word nor one of medicine: where it is a name once it is one in small letters, too.
    fn nothing_else(&self, i: usize) -> bool {
        if self.len(i) < MIN_RARE || self.token(i).lex & !PERSON != 0 {
            return false;
        }
        let entry = crate::lists::lookup(self.bytes(i));
        entry.common() == 0 && !entry.clinical()
    }

    /// Hashes of the seeds without one letter each, with the seed: two words that share one differ in one letter.
    fn misspellings(&self, seeds: &[Seed]) -> Vec<(u64, u32)> {
        let mut found = Vec::new();
        for (n, seed) in seeds.iter().enumerate().take(MAX_SPELT) {
            if (MIN_SPELT..=MAX_LETTERS).contains(&self.len(seed.token)) && self.nothing_else(seed.token) {
                found.extend(without_one(self.bytes(seed.token)).map(|hash| (hash, n as u32)));
            }
        }
        found.sort_unstable();
        found
    }

    /// A capitalised word of no list that is one letter away from a seed.
    fn misspelt(&self, i: usize, seeds: &[Seed], typos: &[(u64, u32)]) -> bool {
        if typos.is_empty()
            || !self.capital(i)
            || !(MIN_SPELT - 1..=MAX_LETTERS).contains(&self.len(i))
            || !self.nothing_else(i)
        {
            return false;
        }
        let word = self.bytes(i);
        without_one(word).chain([hash(word)]).any(|key| {
            let at = typos.partition_point(|typo| typo.0 < key);
            typos[at..]
                .iter()
                .take_while(|typo| typo.0 == key)
                .any(|typo| one_apart(word, self.bytes(seeds[typo.1 as usize].token)))
        })
    }

    /// A labelled number that stands elsewhere without its label, in any case and with other separators.
    pub(super) fn carry_numbers(&mut self) {
        let mut values: Vec<(u64, &'static Rule)> = Vec::new();
        let mut heads = Heads([0; 37]);
        for found in &self.found {
            if matches!(
                found.rule.category,
                Category::Name | Category::Date | Category::Location | Category::Facility | Category::Age90
            ) || found.rule.rank > 5 && found.rule.id != "id.read"
            {
                continue;
            }
            let text = &self.fold[found.start as usize..found.end as usize];
            // Long findings, as web addresses, are not read to their ends.
            let solid = text.iter().filter(|b| b.is_ascii_alphanumeric()).take(MAX_NUMBER + 1).count();
            if !(MIN_NUMBER..=MAX_NUMBER).contains(&solid) {
                continue;
            }
            let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
            let letters = text.iter().filter(|b| b.is_ascii_alphabetic()).count();
            if (MIN_NUMBER..=MAX_NUMBER).contains(&(digits + letters))
                && (digits >= MIN_DIGITS
                    || digits > 1 && letters > 0
                    || digits == MIN_NUMBER && four_figures(text))
            {
                values.push((hash_solid(text), found.rule));
                heads.add(text);
            }
        }
        if values.is_empty() {
            return;
        }
        values.sort_unstable_by_key(|value| (value.0, value.1.rank, value.1.id));
        values.dedup_by_key(|value| value.0);
        let mut found = Vec::new();
        for (i, token) in self.tokens.numbered() {
            let digit = token.kind == Kind::Number
                || token.kind == Kind::Word && (self.joined(i + 1) || self.kind(i + 1) == Kind::Number);
            if !digit || self.joined(i) && matches!(self.kind(i - 1), Kind::Word | Kind::Number) {
                continue;
            }
            let lengths = heads.lengths(self.bytes(i));
            let mut length = 0;
            for j in i..i + MAX_GROUPS {
                // Nothing as long as this, or longer, is looked for.
                if lengths >> length.min(63) == 0 || j > i && !self.same_line(j) {
                    break;
                }
                match self.kind(j) {
                    Kind::Word | Kind::Number => {
                        length += self.len(j);
                        let ends =
                            !(self.joined(j + 1) && matches!(self.kind(j + 1), Kind::Word | Kind::Number));
                        if length >= MIN_NUMBER && ends && lengths >> length.min(63) & 1 == 1 {
                            let text = &self.fold[self.token(i).start as usize..self.end(j) as usize];
                            let solid = hash_solid(text);
                            if let Ok(at) = values.binary_search_by_key(&solid, |value| value.0) {
                                found.push((i, j + 1, values[at].1));
                            }
                        }
                    }
                    Kind::Mark if self.mark_of(j, b"-./_") => {}
                    _ => break,
                }
                if length > MAX_NUMBER {
                    break;
                }
            }
        }
        for (from, to, rule) in found {
            self.note(from, to, rule);
        }
    }

    fn seed(&self, i: usize, seeds: &[Seed]) -> Option<Seed> {
        let key = hash(self.bytes(i));
        let at = seeds.binary_search_by_key(&key, |seed| seed.hash).ok()?;
        self.bytes(seeds[at].token).eq_ignore_ascii_case(self.bytes(i)).then(|| seeds[at])
    }

    fn carried(&mut self, i: usize, seeds: &[Seed]) -> usize {
        let Some(seed) = self.seed(i, seeds) else { return 0 };
        let ordinary = self.lex(i, ORDINARY);
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
