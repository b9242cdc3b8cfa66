//! What lists of names, places and words say of a word: the scanners and the model ask here.
//!
//! One static table (`data/lists.bin`, made by `tables/make_lists.py`; sources and licences in `tables/README.md`)
//! holds all lists: a perfect hash by displacement, so that a lookup is one hash and two reads (and a third, in a table
//! of 8 kB, for what it finds), without allocation, and nothing is built at start. A key is kept as a fingerprint of 14
//! bits, which lets 430,000 keys fit: one unlisted word in 16,000 reads as listed, so a list is a hint to be weighed
//! and must never be the only reason for an answer.
//!
//! A key is a word of 1 to 24 letters as it stands in the fold, in any case, or a place's name of 2 to 4 such words.
//! Apostrophes and full stops inside a name are dropped, hyphens divide words: `ofallon`, `st` `louis`,
//! `winston` `salem`. The caller does that.

/// Longest word that has an entry; also the longest that the hash reads whole.
pub(crate) const MAX_WORD: usize = 24;
/// Most words of a place's name.
const MAX_WORDS: usize = 4;

static DATA: &[u8] = include_bytes!("../data/lists.bin");

/// Magic, version, number of buckets, number of slots; then come all values that occur.
const HEADER: usize = 16;
/// How many values there is room for: a slot has their number, in 12 bits.
const VALUES: usize = 1 << 12;
/// Where the displacements begin, one for each bucket.
const DISPLACEMENTS: usize = HEADER + 2 * VALUES;
const BUCKETS: u32 = header(8);
const SLOTS: u32 = header(12);
/// Where the slots begin. Each begins at an even bit, so that four bytes always hold a whole one.
const ENTRIES: usize = DISPLACEMENTS + 2 * BUCKETS as usize;
/// A slot: a fingerprint, then the number of a value.
const SLOT_BITS: usize = 26;
const FINGERPRINT_BITS: u32 = 14;

/// A number of the header; checks the table's form, at compile time.
const fn header(at: usize) -> u32 {
    let data: &[u8] = include_bytes!("../data/lists.bin");
    let [b'A', b'N', b'L', b'T', 2, 0, 0, 0, ..] = data else { return 0 };
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

/// As [`hash`], of one to seven letters of ASCII, which are small ones in one number with zeros behind.
#[inline(always)]
pub(crate) fn hash_short(letters: u64, len: usize) -> u64 {
    let n = len as u32;
    let (first, last) = if n < 4 {
        let byte = |at: u32| letters >> (8 * at) & 0xFF;
        (byte(0) | byte(n / 2) << 8 | byte(n.wrapping_sub(1) & 3) << 16, 0)
    } else {
        (letters & 0xFFFF_FFFF, letters >> (8 * ((n - 4) & 7)) & 0xFFFF_FFFF)
    };
    let h = (first ^ (n as u64) << 56).wrapping_mul(M1);
    let h = (h ^ h >> 32 ^ last).wrapping_mul(M2);
    let h = (h ^ h >> 32).wrapping_mul(M3);
    h ^ h >> 29
}

/// The value in the key's slot, if the fingerprint there is the key's.
#[inline]
const fn find(hash: u64) -> Entry {
    let (high, low) = ((hash >> 32) as u32, hash as u32);
    let bucket = scale(high, BUCKETS);
    let displacement = number(DISPLACEMENTS + 2 * bucket) as u32;
    let mixed = (low ^ displacement.wrapping_mul(STEP)).wrapping_mul(STIR);
    let mixed = (mixed ^ mixed >> 15).wrapping_mul(STEP);
    let bit = scale(mixed, SLOTS) * SLOT_BITS;
    let slot = four(ENTRIES + bit / 8) >> (bit % 8);
    if (slot ^ high) << (32 - FINGERPRINT_BITS) != 0 {
        return NONE;
    }
    Entry(number(HEADER + 2 * ((slot >> FINGERPRINT_BITS) as usize % VALUES)))
}

/// A number below `below`, in proportion.
const fn scale(number: u32, below: u32) -> usize {
    ((number as u64 * below as u64) >> 32) as usize
}

/// Four bytes of the table.
const fn four(at: usize) -> u32 {
    if at + 3 < DATA.len() {
        u32::from_le_bytes([DATA[at], DATA[at + 1], DATA[at + 2], DATA[at + 3]])
    } else {
        0
    }
}

/// Two bytes of the table.
const fn number(at: usize) -> u16 {
    if at + 1 < DATA.len() { u16::from_le_bytes([DATA[at], DATA[at + 1]]) } else { 0 }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    fn look(key: &str) -> Entry {
        let words: Vec<&[u8]> = key.split(' ').map(str::as_bytes).collect();
        if let [word] = words[..] { lookup(word) } else { phrase(&words) }
    }

    #[test]
    fn layout() {
        let slots = (SLOTS as usize).next_multiple_of(4);
        assert_eq!(DATA.len(), ENTRIES + slots * SLOT_BITS / 8 + 4);
        assert!(DATA.len() <= 1_450_000, "{}: it is compiled into the component", DATA.len());
        assert_eq!(number(HEADER), 0, "the value of an empty slot");
    }

    #[test]
    fn reads_back_the_sample() {
        let sample = include_str!("../data/lists-sample.tsv");
        let mut seen = 0;
        for line in sample.lines() {
            let (key, value) = line.split_once('\t').unwrap();
            let value = Entry(value.parse().unwrap());
            assert_ne!(value, NONE, "{key}");
            assert_eq!(look(key), value, "{key}");
            seen += 1;
        }
        assert!(seen >= 500, "{seen}");
    }

    /// The table is the one that `tables/make_lists.py` wrote together with the record beside it.
    #[test]
    fn is_the_recorded_table() {
        let record: serde_json::Value = serde_json::from_str(include_str!("../data/lists.json")).unwrap();
        let sum: String = Sha256::digest(DATA).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(record["sha256"], sum);
        assert_eq!(record["bytes"], DATA.len());
        assert!(record["keys"].as_u64().unwrap() <= u64::from(SLOTS));
        let sources = record["sources"].as_object().unwrap();
        let notice = include_str!("../../../NOTICE");
        for (name, source) in sources {
            let (version, licence) =
                (source["version"].as_str().unwrap(), source["licence"].as_str().unwrap());
            assert!(!licence.is_empty() && !version.is_empty(), "{name}");
            assert!(notice.contains(&format!("{name} {version}")), "NOTICE lacks {name} {version}");
        }
    }

    #[test]
    fn few_unlisted_words_read_as_listed() {
        // Letters by a fixed rule; in eleven of them there is hardly ever a word.
        let mut state = 1_u64;
        let words = 1_000_000;
        let mut listed = 0;
        for _ in 0..words {
            let mut word = [0; 11];
            for letter in &mut word {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                *letter = b'a' + ((state >> 33) % 26) as u8;
            }
            listed += usize::from(lookup(&word) != NONE);
        }
        assert!(listed * 10_000 < words, "{listed} of {words}");
    }

    #[test]
    fn case_and_what_is_no_word() {
        for word in ["smith", "Smith", "SMITH", "sMiTh"] {
            assert_eq!(look(word), look("smith"), "{word}");
        }
        for word in
            ["", "a-b", "smi th", "smit\0", "sm1th", "smith ", "12", "smïth", "antidisestablishmentarianisms"]
        {
            assert_eq!(look(word), NONE, "{word:?}");
        }
        assert_eq!(phrase(&[]), NONE);
        assert_eq!(phrase(&[b"boston"]), NONE);
        assert_eq!(phrase(&[b"salt", b"lake", b"city", b"of", b"utah"]), NONE);
        assert_ne!(look("Salt LAKE city"), NONE);
        assert_eq!(look("salt city lake"), NONE);
    }

    /// What a person would expect of well-known words: (word, given, surname, place, common, clinical). `+` stands for
    /// "4 or more", `-` for "3 or less", `0` for "in no such list", `.` for "either"; clinical: `c`, `0` or `.`.
    #[test]
    fn expected() {
        for line in EXPECTED.lines() {
            let (word, marks) = line.rsplit_once(' ').unwrap();
            let entry = look(word);
            let values = [entry.given(), entry.surname(), entry.place(), entry.common()];
            for ((value, mark), list) in
                values.into_iter().zip(marks.chars()).zip(["given", "surname", "place", "common"])
            {
                let fits = match mark {
                    '+' => value >= 4,
                    '-' => (1..=3).contains(&value),
                    '0' => value == 0,
                    _ => true,
                };
                assert!(fits, "{word} as {list}: {value}, expected {mark}");
            }
            match marks.chars().last() {
                Some('c') => assert!(entry.clinical(), "{word}"),
                Some('0') => assert!(!entry.clinical(), "{word}"),
                _ => {}
            }
        }
    }

    const EXPECTED: &str = "\
smith .+..0
nguyen .+000
garcia .+.00
okafor .-000
okonkwo .-000
zhang .+000
patel .+000
krishnamurthy .-000
papadopoulos .-000
kowalczyk .+000
oconnor .+.00
siobhan +0000
xiulan -0000
rajesh +-000
fatima ++..0
olufunmilayo -0000
oleksandr -0000
yuliia -0000
svitlana -0000
minjun -0000
xochitl +0000
peggy +..00
bob +..+.
chuck +..+0
springfield .-+00
lagos .-+00
munich ..+00
brooklyn +.+00
queens 00++0
harlem ..+00
new york 00+00
los angeles 00+00
st louis 00+00
saint louis 00+00
winston salem 00+00
ho chi minh city 00+00
orange county 00+00
washington .++00
paris +++00
dallas +++00
chelsea +.+00
jordan +++00
cologne ..+..
may ++0+0
will ++.+.
rose ++.+.
hope ++.+.
grace ++.+.
mark ++.+.
young .+.+.
pain 0-0+c
both 000+.
patient 000+c
the 00.+0
and 000+0
parkinson .+.0c
crohn 0-00c
crohns 0000c
hodgkin 0-00c
foley .+.0c
graves .+..c
babinski 0-00c
mcburney 0-00c
apgar .-00c
glasgow .++0c
alzheimer 0..0c
lasix 0000c
eliquis 0000c
metformin 000.c
ozempic 0000c
keytruda 0000c
levothyroxine 000.c
pneumonia 000+c
trochanter 000.c
staphylococcus 000.c
cholecystectomy 000.c
mrsa 0000c
heent 0000c
wilson ++.00
thomas ++.00
david ++.00
";

    #[test]
    fn genders() {
        for (word, gender) in [
            ("mary", 1),
            ("fatima", 1),
            ("siobhan", 1),
            ("oksana", 1),
            ("james", 2),
            ("rajesh", 2),
            ("oleksandr", 2),
            ("jordan", 3),
            ("taylor", 3),
            ("metformin", 0),
        ] {
            assert_eq!(look(word).gender(), gender, "{word}");
        }
    }

    #[test]
    fn first_words_of_places() {
        for word in ["los", "new", "st", "salt", "ho", "winston", "coeur"] {
            assert!(look(word).place_part(), "{word}");
        }
        for word in ["metformin", "smithson", "brooklynite"] {
            assert!(!look(word).place_part(), "{word}");
        }
    }
}
