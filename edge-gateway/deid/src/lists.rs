//! What lists of names, places and words say of a word: the scanners and the model ask here.
//!
//! One static table (`data/lists.bin`, made by `tables/make_lists.py`; sources and licences in `tables/README.md`)
//! holds all lists: a perfect hash by displacement, so that a lookup is one hash and two reads, without allocation,
//! and nothing is built at start. A key is kept as a 16-bit fingerprint: about one unlisted word in 65,000 reads as
//! listed, so a list is a hint to be weighed and must never be the only reason for an answer.
//!
//! A key is a word of 1 to 24 letters as it stands in the fold, in any case, or a place's name of 2 to 4 such words.
//! Apostrophes and full stops inside a name are dropped, hyphens divide words: `ofallon`, `st` `louis`,
//! `winston` `salem`. The caller does that.

/// Longest word that has an entry; also the longest that the hash reads whole.
pub(crate) const MAX_WORD: usize = 24;
/// Most words of a place's name.
const MAX_WORDS: usize = 4;

static DATA: &[u8] = include_bytes!("../data/lists.bin");

/// Bytes before the table of displacements: magic, version, number of buckets, number of slots.
const HEADER: usize = 16;
const BUCKETS: u32 = header(8);
const SLOTS: u32 = header(12);
/// Where the entries begin.
const ENTRIES: usize = HEADER + 2 * BUCKETS as usize;

/// A number of the header; checks the table's form, at compile time.
const fn header(at: usize) -> u32 {
    let data: &[u8] = include_bytes!("../data/lists.bin");
    let [b'A', b'N', b'L', b'T', 1, 0, 0, 0, ..] = data else { return 0 };
    u32::from_le_bytes([data[at], data[at + 1], data[at + 2], data[at + 3]])
}

const _: () = assert!(SLOTS > 0 && BUCKETS > 0);

/// What the lists say of one key; the default is a key of no list.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Entry(u16);

impl Entry {
    /// As a given name: 0 in no list, 1 rare, 7 among the commonest. Steps of four in people per million: 7 from
    /// 1,000, 6 from 250, 5 from 60, 4 from 15, 3 from 4, 2 from 1.
    pub(crate) const fn given(self) -> u8 {
        (self.0 & 7) as u8
    }

    /// As a surname, in the same steps.
    pub(crate) const fn surname(self) -> u8 {
        (self.0 >> 3 & 7) as u8
    }

    /// As the whole name of a city, town or county, by inhabitants: 7 from 1,000,000, 6 from 300,000, 5 from
    /// 100,000, 4 from 30,000, 3 from 10,000, 2 from 2,000, 1 less.
    pub(crate) const fn place(self) -> u8 {
        (self.0 >> 6 & 7) as u8
    }

    /// The first word of a place's name of several words: only then is [`phrase`] worth asking.
    pub(crate) const fn place_part(self) -> bool {
        self.0 >> 9 & 1 == 1
    }

    /// As an ordinary word of English that is written small: 7 among the commonest, 1 rare.
    pub(crate) const fn common(self) -> u8 {
        (self.0 >> 10 & 7) as u8
    }

    /// A word of medicine: drug, disease, organism, part of the body, procedure, or the name in an eponym.
    pub(crate) const fn clinical(self) -> bool {
        self.0 >> 13 & 1 == 1
    }

    /// Who bears the given name: 0 unknown, 1 women, 2 men, 3 both.
    #[allow(dead_code, reason = "for surrogates that keep the gender")]
    pub(crate) const fn gender(self) -> u8 {
        (self.0 >> 14) as u8
    }
}

/// What the lists say of a key that is in none.
pub(crate) const NONE: Entry = Entry(0);

/// What the lists say of a word, in any case.
#[inline]
pub(crate) const fn lookup(word: &[u8]) -> Entry {
    match hash(word) {
        Some(hash) => find(hash),
        None => NONE,
    }
}

/// What the lists say of a place's name of 2 to 4 words.
pub(crate) fn phrase(words: &[&[u8]]) -> Entry {
    if !(2..=MAX_WORDS).contains(&words.len()) {
        return Entry::default();
    }
    let mut whole: Option<u64> = None;
    for word in words {
        let Some(h) = hash(word) else { return Entry::default() };
        whole = Some(whole.map_or(h, |so_far| {
            let mixed = (so_far ^ h >> 1).wrapping_mul(M2);
            mixed ^ mixed >> 32
        }));
    }
    whole.map_or(Entry::default(), find)
}

// The multipliers of the hash, as in `tables/pack.py`: odd, with bits all over.
const M1: u64 = 0x9E37_79B9_7F4A_7C15;
const M2: u64 = 0xD6E8_FEB8_6659_FD93;
const M3: u64 = 0xA076_1D64_78BD_642F;
const STEP: u32 = 0x9E37_79B1;
const STIR: u32 = 0x85EB_CA6B;
/// Sets the bit that makes an ASCII letter small, in eight bytes at once.
const SMALL: u64 = 0x2020_2020_2020_2020;
/// The bit that no ASCII byte has, in eight bytes at once.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// 64 bits of the word in lower case; nothing if it is too long or not ASCII. What is no letter hashes as some other
/// word than any key. The word table ([`crate::words`]) is built on the same hash.
#[inline]
pub(crate) const fn hash(word: &[u8]) -> Option<u64> {
    let n = word.len();
    let mut middle = 0;
    let (first, last) = match (word.first_chunk::<8>(), word.last_chunk::<8>()) {
        (Some(first), Some(last)) if n > 8 => {
            if n > 16
                && let Some(m) = word.split_at(8).1.first_chunk()
            {
                middle = u64::from_le_bytes(*m);
            }
            (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
        }
        _ => match (word.first_chunk::<4>(), word.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                (u32::from_le_bytes(*first) as u64, u32::from_le_bytes(*last) as u64)
            }
            _ => {
                let (Some(first), Some(last)) = (word.first(), word.last()) else { return None };
                (u32::from_le_bytes([*first, word[n / 2], *last, 0]) as u64, 0)
            }
        },
    };
    if n > MAX_WORD || (first | last | middle) & HIGH != 0 {
        return None;
    }
    // Only as many bytes as there are get the bit: `tables/pack.py` hashes small letters, and zeros after them.
    let (first, last, middle) = match n {
        0..4 => (first | SMALL & 0xFF_FFFF, 0, 0),
        4..=8 => (first | SMALL & 0xFFFF_FFFF, last | SMALL & 0xFFFF_FFFF, 0),
        9..=16 => (first | SMALL, last | SMALL, 0),
        _ => (first | SMALL, last | SMALL, middle | SMALL),
    };
    let h = (first ^ (n as u64) << 56).wrapping_mul(M1);
    let h = (h ^ h >> 32 ^ last).wrapping_mul(M2);
    let h = (h ^ h >> 32 ^ middle).wrapping_mul(M3);
    Some(h ^ h >> 29)
}

/// The value in the key's slot, if the fingerprint there is the key's.
#[inline]
const fn find(hash: u64) -> Entry {
    let (high, low) = ((hash >> 32) as u32, hash as u32);
    let bucket = scale(high, BUCKETS);
    let displacement = number(HEADER + 2 * bucket) as u32;
    let mixed = (low ^ displacement.wrapping_mul(STEP)).wrapping_mul(STIR);
    let mixed = (mixed ^ mixed >> 15).wrapping_mul(STEP);
    let at = ENTRIES + 4 * scale(mixed, SLOTS);
    if number(at) == high as u16 { Entry(number(at + 2)) } else { NONE }
}

/// A number below `below`, in proportion.
const fn scale(number: u32, below: u32) -> usize {
    ((number as u64 * below as u64) >> 32) as usize
}

/// Two bytes of the table.
const fn number(at: usize) -> u16 {
    if at + 1 < DATA.len() { u16::from_le_bytes([DATA[at], DATA[at + 1]]) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout() {
        assert_eq!(DATA.len(), ENTRIES + 4 * SLOTS as usize);
    }

    #[test]
    fn reads_back_the_sample() {
        let sample = include_str!("../data/lists-sample.tsv");
        let mut seen = 0;
        for line in sample.lines() {
            let (key, value) = line.split_once('\t').unwrap();
            let words: Vec<&[u8]> = key.split(' ').map(str::as_bytes).collect();
            let value = Entry(value.parse().unwrap());
            let found = if let [word] = words[..] { lookup(word) } else { phrase(&words) };
            assert_eq!(found, value, "{key}");
            seen += 1;
        }
        assert!(seen >= 500, "{seen}");
    }
}
