//! What the model sees of a word: numbers of hashed features, made from the word's lists and shape and from the words around.
//!
//! Training and use run the same code. A word's own letters are a feature only where it is an ordinary word, so that
//! the model learns contexts and lists and not the names that it was shown.

use super::{Tag, cover};
use crate::lex::{CAPITAL, Kind, LINE, MARGIN, PARAGRAPH, SPACE, Token, UPPERCASE, WIDE};
use crate::lists::{self, Entry};
use crate::scan::{Scan, WordSet, words};
use crate::words::{
    self, COMMON, CREDENTIAL, EPONYM, FACILITY, FACILITY_PAIR, LABEL, LETTERED, MONTH, NAMEWORD, PARTICLE,
    PERSON, PERSONVERB, PLACEVERB, REGION, RELATION, STATE, STREET, TITLE, UNIT, WEEKDAY,
};

/// How many tokens on either side a feature may look at.
pub(crate) const REACH: usize = 8;
/// Slots of the weight table: with half as many, features that share a slot cost half a point of recall.
pub(crate) const SLOTS: usize = 1 << 18;
/// How many tokens on either side [`Reader::features`] looks at.
const SIDE: usize = 6;
const _: () = assert!(SIDE <= REACH && SIDE > MAX_RUN && 2 * SIDE < RING);
/// Tokens that the reader remembers: both sides' reach and some room.
const RING: usize = 32;
/// Most letter triples of a word that are looked at.
const MAX_TRIPLES: usize = 10;
/// Longest word that counts as a word.
const MAX_LETTERS: usize = 24;
/// Longest run of capitalised words that is looked at as one.
const MAX_RUN: usize = 5;
/// Below this share of capitals, in per cent, a text is written in small letters; above the others, in capitals.
const FEW_CAPITALS: u32 = 2;
const MANY_CAPITALS: u32 = 60;

/// Little words of German that English has not, and from which share of the words on, in per cent, a text is German.
static GERMAN: WordSet = WordSet::new(&[
    "und", "der", "das", "mit", "kein", "keine", "bei", "nach", "zur", "zum", "dem", "den", "ist", "wird",
    "nicht", "eine", "einer", "auf", "auch", "oder", "sich", "seit", "vom", "fur", "fuer", "uber", "aus",
    "wegen", "ohne", "links", "unter", "wir", "ein", "bds", "sowie",
]);
const MUCH_GERMAN: u32 = 5;

/// Below this number of lines nothing is told by their length; in tokens, what is a long line, and what one that is not of a form.
const FEW_LINES: u32 = 4;
const LONG_LINE: u32 = 20;
const SHORT_LINE: u32 = 9;

/// Takes the numbers of one word's features: to add up their weights, or to keep them for training.
pub(crate) trait Features {
    /// The next word begins.
    fn clear(&mut self);

    /// Takes one number below [`SLOTS`].
    fn put(&mut self, slot: u32);

    /// Adds the feature of this kind with these values.
    #[inline(always)]
    fn add(&mut self, kind: u32, a: u32, b: u32) {
        let mut hash = (kind.wrapping_mul(0x9E37_79B1) ^ a).wrapping_mul(0x85EB_CA6B);
        hash = (hash ^ (hash >> 15) ^ b).wrapping_mul(0xC2B2_AE35);
        hash ^= hash >> 16;
        self.put(hash & (SLOTS as u32 - 1));
    }
}

/// Keeps the numbers of one word's features.
#[cfg(feature = "train")]
pub(crate) struct Slots {
    numbers: Vec<u32>,
}

#[cfg(feature = "train")]
impl Slots {
    pub(crate) const fn new() -> Slots {
        Slots { numbers: Vec::new() }
    }

    pub(crate) fn as_slice(&self) -> &[u32] {
        &self.numbers
    }
}

#[cfg(feature = "train")]
impl Features for Slots {
    fn clear(&mut self) {
        self.numbers.clear();
    }

    fn put(&mut self, slot: u32) {
        self.numbers.push(slot);
    }
}

/// What is known of one token.
#[derive(Clone, Copy, Default)]
pub(super) struct Seen {
    /// The word itself where it is an ordinary one, else its shape and lists; marks and numbers by kind.
    pub(super) context: u32,
    /// Its classes.
    pub(super) class: u32,
    /// How many letters it has: none, one, more.
    letters: u8,
    /// Hash of its letters in lower case.
    pub(super) word: u32,
    pub(super) entry: Entry,
    /// 0 small, 1 capital, 2 all capitals, 3 mixed or no case.
    pub(super) case: u32,
    /// Which kinds of rules cover it.
    pub(super) cover: u32,
    /// Line ends and gaps in front.
    pub(super) edge: u32,
}

impl Seen {
    /// A word of the language, of which the letters may be a feature.
    pub(super) fn known(&self) -> bool {
        self.word != 0 && self.context == self.word | 0x400
    }

    /// Levels of its lists.
    fn sign(&self) -> u32 {
        let entry = self.entry;
        four(entry.given())
            | four(entry.surname()) << 2
            | four(entry.place()) << 4
            | four(entry.common()) << 6
            | u32::from(entry.clinical()) << 8
            | u32::from(self.class & COMMON != 0) << 9
            | u32::from(self.class & NAMEWORD != 0) << 10
    }

    /// The same, coarser.
    fn coarse(&self) -> u32 {
        let entry = self.entry;
        let person = entry.given().max(entry.surname());
        match self.letters {
            0 | 1 => u32::from(self.letters),
            _ => {
                2 + (u32::from(person > 0) + u32::from(person > 3)) * 12
                    + (u32::from(entry.place() > 0) + u32::from(entry.place() > 3)) * 4
                    + u32::from(entry.common() > 0 || self.class & COMMON != 0)
                    + u32::from(entry.common() > 4)
                    + u32::from(entry.clinical()) * 64
            }
        }
    }
}

/// Reads one text from left to right.
pub(crate) struct Reader<'a, 's> {
    scan: &'a Scan<'s>,
    marks: &'a [u8],
    ring: [Seen; RING],
    filled: usize,
    last: [Tag; 2],
    /// Words that stand in small letters somewhere in the text.
    small: Vec<u64>,
    mode: u32,
    /// The text is in German, where every noun has a capital.
    german: bool,
    /// How much the rules found in the whole text: nothing, a little, much.
    found: u32,
    /// How long the text's lines are: 0 one line or few, 1 long ones, 2 short, 3 those of a form.
    lines: u32,
    /// The line that was looked at last: its first token, the next token to look at, and the word before its last colon.
    line: Line,
}

/// What a line says of the words on it.
#[derive(Clone, Copy, Default)]
struct Line {
    first: usize,
    next: usize,
    /// Letters of the word before the last colon, and the token after that colon.
    label: u32,
    from: usize,
}

/// A level of 0..=7 in four steps.
const fn four(level: u8) -> u32 {
    match level {
        0 => 0,
        1..=2 => 1,
        3..=4 => 2,
        _ => 3,
    }
}

impl<'a, 's> Reader<'a, 's> {
    pub(crate) fn new(scan: &'a Scan<'s>, marks: &'a [u8]) -> Reader<'a, 's> {
        let mut reader = Reader {
            scan,
            marks,
            ring: [Seen::default(); RING],
            filled: 0,
            last: [Tag::Other; 2],
            small: vec![0; (scan.tokens.len() / 8).next_power_of_two().clamp(8, 1 << 13)],
            mode: 0,
            german: false,
            found: match scan.found.len() {
                0 => 0,
                1..=2 => 1,
                _ => 2,
            },
            lines: 0,
            line: Line { first: MARGIN, next: MARGIN, label: 0, from: 0 },
        };
        reader.survey();
        reader
    }

    /// The same text once more, with what was found since.
    pub(crate) fn again(scan: &'a Scan<'s>, marks: &'a [u8], mode: u32, found: u32) -> Reader<'a, 's> {
        Reader {
            scan,
            marks,
            ring: [Seen::default(); RING],
            filled: 0,
            last: [Tag::Other; 2],
            small: Vec::new(),
            mode,
            german: false,
            found,
            lines: 0,
            line: Line::default(),
        }
    }

    pub(crate) fn scan(&self) -> &'a Scan<'s> {
        self.scan
    }

    /// The text is in German.
    pub(crate) fn german(&self) -> bool {
        self.german
    }

    /// How the text uses capitals.
    pub(crate) fn mode(&self) -> u32 {
        self.mode
    }

    /// How much the rules found in the whole text: 0 nothing, 1 a little, 2 much.
    pub(crate) fn found(&self) -> u32 {
        self.found
    }

    /// One pass over the text: which words stand in small letters, and how it uses capitals.
    fn survey(&mut self) {
        let (mut words, mut capitals, mut shouted, mut german) = (0u32, 0u32, 0u32, 0u32);
        let (mut tokens, mut lines) = (0u32, 1u32);
        for token in self.scan.tokens.from(MARGIN) {
            tokens += 1;
            lines += u32::from(token.flags & LINE != 0);
            if token.kind != Kind::Word || token.len < 2 {
                continue;
            }
            words += 1;
            german +=
                u32::from((2..=5).contains(&token.len) && GERMAN.has_numbered(token.word, self.text(&token)));
            if token.flags & UPPERCASE != 0 {
                shouted += 1;
            } else if token.flags & CAPITAL != 0 {
                capitals += 1;
            } else if usize::from(token.len) <= MAX_LETTERS {
                let hash = self.letters(&token);
                let at = self.small_at(hash);
                self.small[at.0] |= at.1;
            }
        }
        self.lines = match tokens / lines {
            _ if lines < FEW_LINES => 0,
            LONG_LINE.. => 1,
            SHORT_LINE.. => 2,
            _ => 3,
        };
        self.german = german > 2 && german * 100 >= words * MUCH_GERMAN;
        self.mode = if words == 0 {
            0
        } else if (capitals + shouted) * 100 <= words * FEW_CAPITALS {
            1
        } else if shouted * 100 >= words * MANY_CAPITALS {
            2
        } else if (capitals + shouted) * 100 >= words * MANY_CAPITALS {
            3
        } else {
            0
        };
    }

    fn small_at(&self, hash: u32) -> (usize, u64) {
        let mixed = hash.wrapping_mul(0x9E37_79B1) >> 8;
        ((mixed as usize >> 6) & (self.small.len() - 1), 1 << (mixed & 63))
    }

    /// The number of a word's letters in lower case.
    fn letters(&self, token: &Token) -> u32 {
        if token.word == 0 { words::letters(self.text(token)) } else { words::letters_of(token.word) }
    }

    fn text(&self, token: &Token) -> &'a [u8] {
        &self.scan.fold[token.start as usize..][..usize::from(token.len)]
    }

    pub(super) fn see(&self, i: usize) -> Seen {
        let token = self.scan.tokens.get(i);
        let mut seen = Seen { cover: u32::from(self.marks.get(i).copied().unwrap_or(0)), ..Seen::default() };
        seen.edge = u32::from(token.flags & LINE != 0)
            | u32::from(token.flags & PARAGRAPH != 0) << 1
            | u32::from(token.flags & WIDE != 0) << 2;
        match token.kind {
            Kind::End => seen.context = 1,
            Kind::Mark => seen.context = 0x100 | u32::from(self.text(&token)[0]),
            Kind::Number => seen.context = 0x200 | u32::from(token.len.min(9)),
            Kind::Holder => seen.context = 3,
            Kind::Word => self.see_word(&token, &mut seen),
        }
        if seen.cover & u32::from(cover::FIXED) != 0 {
            seen.context = 4;
        }
        seen
    }

    fn see_word(&self, token: &Token, seen: &mut Seen) {
        seen.case = self.case(token);
        let entry = self.entry(token);
        seen.entry = entry;
        let long = usize::from(token.len) > MAX_LETTERS;
        seen.word = if long { 0 } else { self.letters(token) };
        seen.class = token.lex
            & (TITLE
                | RELATION
                | CREDENTIAL
                | REGION
                | STATE
                | STREET
                | FACILITY
                | COMMON
                | UNIT
                | EPONYM
                | PARTICLE
                | PERSON
                | LETTERED
                | NAMEWORD
                | PLACEVERB
                | PERSONVERB
                | FACILITY_PAIR
                | MONTH
                | WEEKDAY);
        seen.letters = if token.len == 1 { 1 } else { 2 };
        let person = entry.given().max(entry.surname());
        let ordinary = token.lex & !NAMEWORD != 0 || entry.common() >= 3 || entry.clinical();
        seen.context = if ordinary && !long {
            seen.word | 0x400
        } else {
            0x300 | seen.case << 4 | u32::from(person > 0) << 1 | u32::from(entry.place() > 0)
        };
    }

    /// What is known of token `i`: within [`SIDE`] of the last token that was asked for.
    fn at(&self, i: usize) -> &Seen {
        &self.ring[i % RING]
    }

    /// Sees what [`Reader::features`] of token `i` may ask for. Words far from all candidates are never seen.
    fn fill(&mut self, i: usize) {
        self.filled = self.filled.max(i - SIDE);
        while self.filled <= i + SIDE {
            self.ring[self.filled % RING] = self.see(self.filled);
            self.filled += 1;
        }
    }

    /// How a word is written: 0 small, 1 capital, 2 all capitals, 3 a script without case or another one; 0 for no word.
    fn case(&self, token: &Token) -> u32 {
        match token.flags & (CAPITAL | UPPERCASE) {
            _ if token.kind != Kind::Word => 0,
            _ if self.text(token)[0] >= 0x80 => 3,
            0 => 0,
            CAPITAL => 1,
            _ if token.len == 1 => 1,
            _ => 2,
        }
    }

    /// What the lists say of a word.
    fn entry(&self, token: &Token) -> Entry {
        if token.word == 0 { lists::lookup(self.text(token)) } else { words::entry(token.word) }
    }

    /// Token `i` may be part of a name; all others are none without being looked at.
    #[inline]
    pub(crate) fn candidate(&mut self, i: usize, token: &Token) -> bool {
        // Most words of a text: ordinary ones in small letters.
        let plain = token.flags & CAPITAL == 0 && token.lex & (COMMON | UNIT) != 0 && self.mode != 1;
        let candidate = token.kind == Kind::Word && !plain && self.may_be(i, token);
        if candidate {
            self.fill(i);
            self.reach(i);
        }
        candidate
    }

    /// Follows the line up to token `i`.
    fn reach(&mut self, i: usize) {
        let mut line = self.line;
        while line.next <= i {
            let token = self.scan.tokens.get(line.next);
            if token.flags & LINE != 0 {
                line.first = line.next;
                line.label = 0;
            }
            if token.kind == Kind::Mark
                && token.flags & SPACE == 0
                && token.len == 1
                && matches!(self.text(&token), [b':' | b'='])
            {
                let word = self.scan.tokens.get(line.next - 1);
                line.label = if word.kind == Kind::Word && usize::from(word.len) <= MAX_LETTERS {
                    self.letters(&word)
                } else {
                    1
                };
                line.from = line.next + 1;
            }
            line.next += 1;
        }
        self.line = line;
    }

    fn may_be(&self, i: usize, token: &Token) -> bool {
        let scan = self.scan;
        let case = self.case(token);
        // Small letters: most words are ordinary, or too short.
        // In a text without capitals a name can be a word as well, and what a street or practice is called has none.
        let lowly = case == 0 && self.mode == 1 && self.named_in_small(i, token);
        if case == 0 && !lowly && (token.lex & (COMMON | UNIT) != 0 || token.len < 2)
            || self.marks[i] & (cover::FIXED | cover::KNOWN) != 0
        {
            return false;
        }
        if case == 0 && !lowly && !self.unsure_in_small(token) {
            return false;
        }
        // "5th", "C6", "<Loc>", "\"family\":" are no words of a sentence.
        let next = scan.tokens.get(i + 1);
        let glued = scan.joined(i) && scan.kind(i - 1) == Kind::Number
            || next.kind == Kind::Number && scan.joined(i + 1);
        let tag =
            scan.joined(i) && (scan.mark(i - 1, b'<') || scan.mark(i - 1, b'/') && scan.mark(i - 2, b'<'));
        // "hl7.org/fhir/sid/us-npi": a step of a path.
        let step = case == 0
            && scan.joined(i)
            && scan.mark(i - 1, b'/')
            && scan.joined(i + 1)
            && scan.mark(i + 1, b'/');
        let field = step
            || scan.mark(i + 1, b'"') && scan.mark(i + 2, b':') && scan.joined(i + 1)
            || scan.mark(i + 1, b'=') && scan.joined(i + 1) && scan.mark(i + 2, b'"');
        // "Na+", "N/V"; the drink, which the titles know.
        let mark = scan.joined(i + 1) && (scan.mark(i + 1, b'+') || token.len == 1 && scan.mark(i + 1, b'/'));
        let drink = scan.word(i, "pepper") && (scan.word(i - 1, "dr") || scan.word(i - 2, "dr"));
        // "Guillain-Barre", "Li-Fraumeni": the other half is a word of medicine and no surname of many.
        let half = |k: usize, mark: usize| {
            let other = scan.tokens.get(k);
            scan.mark(mark, b'-') && other.kind == Kind::Word && {
                let entry = self.entry(&other);
                entry.clinical() && entry.surname().max(entry.given()) < 4
            }
        };
        let eponym = scan.joined(i) && scan.joined(i - 1) && half(i - 2, i - 1)
            || scan.joined(i + 1) && scan.joined(i + 2) && half(i + 2, i + 1);
        if eponym {
            return false;
        }
        // A heading of a column that is an ordinary word.
        let heading = scan.mark(i - 1, b'|') && scan.mark(i + 1, b'|') && self.entry(token).common() >= 4;
        // "SSN 000000": a label in capitals is not whose number it is.
        let label = token.lex & LABEL != 0 && case == 2 && token.len <= 4 && {
            let entry = self.entry(token);
            entry.given().max(entry.surname()) < 5
        };
        // "mr enterography": the title's rule knows the scan.
        let scanned = scan.word(i - 1, "mr") && case == 0;
        // "mobile 020", "mobile with frame": the town has a word of place before it.
        let mobile =
            case == 0 && scan.word(i, "mobile") && !scan.word_of(i - 1, words!("in", "from", "near", "at"));
        // "94 anni": the unit of an age.
        let unit = case == 0 && scan.kind(i - 1) == Kind::Number && scan.age_suffix(i);
        // "D-ro": two letters behind a hyphen are a piece of a word.
        let piece = case == 0 && token.len <= 2 && scan.joined(i) && scan.mark(i - 1, b'-');
        // "NGT to LIS": suction, not Lisbon.
        let suction = case == 2 && scan.word_of(i, words!("lis", "liws", "lcws"));
        if suction
            || unit
            || scanned
            || glued
            || tag
            || field
            || mark
            || drink
            || heading
            || label
            || mobile
            || piece
        {
            return false;
        }
        if case != 0 && token.lex & COMMON != 0 && token.lex & NAMEWORD == 0 {
            // "New" in "New Haven": only beside another capital.
            let beside = |other: &Token| self.case(other) != 0 && other.len > 1 && other.lex & COMMON == 0;
            return beside(&next) && next.flags & LINE == 0
                || beside(&scan.tokens.get(i - 1)) && token.flags & LINE == 0;
        }
        true
    }

    /// A word in small letters that lists know as a name or place rather than as a word, or that none knows.
    fn unsure_in_small(&self, token: &Token) -> bool {
        let entry = self.entry(token);
        let name = entry.given().max(entry.surname()).max(entry.place());
        let (common, all_small) = (entry.common(), self.mode == 1);
        // "pugh", "macon": the names of illnesses and tools are names of people and towns as well.
        let twice = all_small && (name >= 3 && common == 0 || entry.given() >= 6 || entry.place() >= 4);
        if entry.clinical() {
            return twice;
        }
        if token.len < 4 && !all_small {
            return false;
        }
        name > 0 && common <= 4 || entry.given() >= 6 || all_small && (common == 0 || twice)
    }

    /// In a text in small letters: a common given name, whatever else the word means, or a word of a street's or
    /// practice's name.
    fn named_in_small(&self, i: usize, token: &Token) -> bool {
        const NOUN: u32 = STREET | FACILITY | FACILITY_PAIR;
        // "20 miles": what is counted is no name.
        let counted = self.scan.kind(i - 1) == Kind::Number;
        if token.len < 3 || counted || token.lex & (UNIT | TITLE | MONTH | WEEKDAY) != 0 {
            return false;
        }
        let entry = self.entry(token);
        let given = entry.given() >= 4 && (token.lex & COMMON == 0 || token.lex & NAMEWORD != 0);
        let next = self.scan.tokens.get(i + 1);
        let noun = |token: &Token| token.kind == Kind::Word && token.lex & NOUN != 0 && token.len > 3;
        let named = noun(&next) && next.flags & LINE == 0 && token.lex & COMMON == 0 && entry.common() < 7
            || noun(token) && self.scan.kind(i - 1) == Kind::Word;
        !entry.clinical() && (given || named)
    }

    /// What was decided for the token after the last that was decided about.
    #[inline]
    pub(crate) fn decided(&mut self, token: &Token, tag: Tag) {
        // Marks inside of a name do not interrupt it.
        if token.kind != Kind::Mark || tag != Tag::Other {
            self.last = [tag, self.last[0]];
        }
    }

    /// The features of token `i`.
    pub(crate) fn features(&self, i: usize, slots: &mut impl Features) {
        slots.clear();
        let (s, p, n) = (self.at(i), self.at(i - 1), self.at(i + 1));
        let (pp, nn) = (self.at(i - 2), self.at(i + 2));
        let case = s.case;
        let opens = u32::from(s.edge & 1 != 0)
            | u32::from(p.context == 0x100 | u32::from(b'.')) << 1
            | u32::from(p.context == 0x100 | u32::from(b':')) << 2;
        let seen_small = if case != 0 && s.word != 0 {
            let (word, bit) = self.small_at(s.word);
            u32::from(self.small[word] & bit != 0)
        } else {
            2
        };
        let (sign, coarse) = (s.sign(), s.coarse());
        let shape = coarse | case << 8;
        slots.add(1, case, self.mode);
        slots.add(2, sign, case);
        slots.add(3, sign, self.mode | seen_small << 4 | opens << 8);
        slots.add(4, p.context, 0);
        slots.add(5, n.context, 0);
        slots.add(6, p.context, pp.context);
        slots.add(7, n.context, nn.context);
        slots.add(8, p.context, n.context);
        slots.add(9, p.context, shape);
        slots.add(10, n.context, shape);
        slots.add(11, pp.context, 0);
        slots.add(12, nn.context, 0);
        let [last, before] = self.last.map(|tag| tag as u32);
        slots.add(13, last, before);
        slots.add(14, last, shape);
        slots.add(15, last | n.class << 2, shape);
        slots.add(16, last, p.context);
        slots.add(17, p.sign() | p.case << 12, shape);
        slots.add(18, n.sign() | n.case << 12, shape);
        slots.add(19, p.coarse() | p.case << 8, (n.coarse() | n.case << 8) ^ shape << 16);
        slots.add(20, p.class, shape);
        slots.add(21, n.class, shape);
        slots.add(22, s.class, opens | seen_small << 4);
        slots.add(23, seen_small | opens << 4, shape);
        slots.add(24, s.cover, shape);
        slots.add(25, s.cover | last << 8, n.cover | p.cover << 8);
        let text = self.text(&self.scan.tokens.get(i));
        let lower = |k: usize| u32::from(text[k].to_ascii_lowercase());
        let len = text.len();
        if len > 3 {
            let two = lower(len - 1) | lower(len - 2) << 8;
            slots.add(26, two, case);
            slots.add(27, two | lower(len - 3) << 16, case);
            slots.add(28, two | lower(len - 3) << 16 | lower(len - 4) << 24, u32::from(sign == 0));
            slots.add(29, lower(0) | lower(1) << 8 | lower(2) << 16, case);
        }
        slots.add(30, len.min(9) as u32, shape);
        let ordinary = s.entry.common() > 0 || s.entry.clinical() || s.class & COMMON != 0;
        if ordinary {
            slots.add(80, self.lines, shape);
            slots.add(81, self.lines | self.mode << 2, sign | case << 12);
            slots.add(82, self.lines, p.context);
            slots.add(83, self.lines | self.found << 2, p.context ^ n.context.rotate_left(9));
            slots.add(31, s.word, case);
            slots.add(32, s.word ^ case, p.context);
            slots.add(33, s.word ^ case, n.context);
        }
        slots.add(34, u32::from(s.entry.given()) | u32::from(s.entry.surname()) << 4, case);
        slots.add(35, u32::from(s.entry.place()) | u32::from(s.entry.common()) << 4, case);
        slots.add(36, u32::from(p.entry.given()) << 4 | u32::from(s.entry.surname()), case | p.case << 4);
        slots.add(37, u32::from(s.entry.given()) << 4 | u32::from(n.entry.surname()), case | n.case << 4);
        let inner =
            text.windows(2).skip(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
        slots.add(65, u32::from(inner), shape);
        slots.add(60, self.found, shape);
        slots.add(61, self.found | self.mode << 2, sign | case << 12);
        slots.add(62, p.context ^ pp.context.rotate_left(7), shape);
        slots.add(63, n.context ^ nn.context.rotate_left(7), shape);
        if s.entry.common() == 0 && s.entry.surname().max(s.entry.given()) < 4 && len > 4 {
            for k in 0..(len - 2).min(MAX_TRIPLES) {
                slots.add(64, lower(k) | lower(k + 1) << 8 | lower(k + 2) << 16, 0);
            }
        }
        if self.line.label != 0 {
            let after = (i - self.line.from.min(i)).min(6) as u32;
            slots.add(70, self.line.label, shape);
            slots.add(71, self.line.label, after);
        }
        let column = (i - self.line.first.min(i)).min(8) as u32;
        let head = self.scan.tokens.get(self.line.first);
        if head.kind == Kind::Word && usize::from(head.len) <= MAX_LETTERS && column > 0 {
            slots.add(72, self.letters(&head), shape);
        }
        slots.add(73, column, shape);
        for d in 2..6 {
            if self.at(i - d).known() {
                slots.add(74, self.at(i - d).word, case);
            }
            if self.at(i + d).known() {
                slots.add(75, self.at(i + d).word, case);
            }
        }
        self.run_features(i, shape, slots);
        self.far_features(i, shape, slots);
        self.phrase_features(i, shape, slots);
    }

    /// The capitalised words in a row that token `i` is one of: what stands before and after them all.
    fn run_features(&self, i: usize, shape: u32, slots: &mut impl Features) {
        let capital = |k: usize| {
            let seen = self.at(k);
            seen.case != 0 && (seen.class & COMMON == 0 || seen.class & NAMEWORD != 0)
        };
        let (mut first, mut end) = (i, i + 1);
        while first + MAX_RUN > i && self.at(first).edge & 1 == 0 && capital(first - 1) {
            first -= 1;
        }
        while end < i + MAX_RUN && self.at(end).edge & 1 == 0 && capital(end) {
            end += 1;
        }
        let (len, place) = ((end - first) as u32, (i - first) as u32);
        let (before, after) = (self.at(first - 1), self.at(end));
        slots.add(40, len, place);
        slots.add(41, before.context, shape | len << 12);
        slots.add(42, after.context, shape | len << 12);
        slots.add(43, before.context, after.context);
        slots.add(44, before.class, after.class);
        slots.add(45, self.at(first).coarse(), self.at(end - 1).coarse() | len << 10 | place << 14);
        slots.add(46, before.context, self.at(end + 1).context);
        slots.add(47, self.at(end - 1).word * u32::from(self.at(end - 1).entry.common() > 0), place);
    }

    /// The nearest words on each side that speak of people or of places.
    fn far_features(&self, i: usize, shape: u32, slots: &mut impl Features) {
        const TELLING: u32 = TITLE
            | RELATION
            | CREDENTIAL
            | REGION
            | STREET
            | FACILITY
            | PLACEVERB
            | PERSONVERB
            | PERSON
            | FACILITY_PAIR
            | EPONYM;
        let left = (1..REACH - 2).map(|d| (d, self.at(i - d))).find(|(_, seen)| seen.class & TELLING != 0);
        let right = (1..REACH - 2).map(|d| (d, self.at(i + d))).find(|(_, seen)| seen.class & TELLING != 0);
        if let Some((distance, seen)) = left {
            slots.add(50, seen.class & TELLING, shape);
            slots.add(51, seen.word, distance.min(3) as u32);
        }
        if let Some((distance, seen)) = right {
            slots.add(52, seen.class & TELLING, shape);
            slots.add(53, seen.word, distance.min(3) as u32);
        }
    }

    /// Names of places of several words.
    fn phrase_features(&self, i: usize, shape: u32, slots: &mut impl Features) {
        for first in [i, i - 1, i - 2] {
            if !self.at(first).entry.place_part() || self.at(first).case == 0 && self.mode != 1 {
                continue;
            }
            for words in 2..=3usize {
                if first + words <= i || (first + 1..first + words).any(|k| self.at(k).edge & 1 != 0) {
                    continue;
                }
                let tokens: [Token; 3] = std::array::from_fn(|k| self.scan.tokens.get(first + k));
                if tokens[..words].iter().any(|t| t.kind != Kind::Word) {
                    continue;
                }
                let parts: [&[u8]; 3] =
                    std::array::from_fn(|k| if k < words { self.text(&tokens[k]) } else { &[] });
                let entry = lists::phrase(&parts[..words]);
                if entry.place() > 0 {
                    slots.add(55, u32::from(entry.place()), shape);
                    slots.add(56, self.at(first - 1).context, 0);
                    return;
                }
            }
        }
    }
}
