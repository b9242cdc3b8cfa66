//! Named hospitals, clinics, schools and other places of care, work and learning.

use super::{Scan, Words};
use crate::lex::Kind;
use crate::rules;
use crate::words::{COMMON, CREDENTIAL, EPONYM, FACILITY, FACILITY_PAIR, MONTH, NAMEWORD, TITLE, WEEKDAY};

/// Adjectives that may stand inside the name of a place of care but do not make one.
const INSIDE: &Words = words!(
    "general",
    "memorial",
    "regional",
    "county",
    "community",
    "medical",
    "university",
    "children",
    "family",
    "veterans",
    "va",
    "women",
    "mental",
    "behavioral",
    "cancer",
    "heart",
    "eye",
    "orthopedic",
    "orthopaedic",
    "surgical",
    "rehabilitation",
    "rehab",
    "health",
    "care",
    "primary",
    "urgent",
    "state",
    "city",
    "saint",
    "st",
    "mount",
    "new",
    "north",
    "south",
    "east",
    "west",
    "central",
    "valley",
    "lake",
    "good",
    "sacred",
    "our",
    "internal",
    "specialty",
    "teaching",
    "metropolitan",
    "home",
    "christian",
    "catholic",
    "jewish",
    "methodist",
    "baptist",
    "presbyterian",
    "lutheran",
    "nursing",
    "center",
    "research",
    "district",
    "federal",
    "royal",
    "surgery",
    "imaging",
    "dental",
    "emergency",
    "day",
    "day surgery",
    "physical",
    "pain",
    "sleep",
    "wound",
    "clinic",
    "hospital"
);
/// Nouns that, after one of their adjectives, end such a name.
const PAIRS: &[(&str, &Words)] = &[
    (
        "center",
        words!(
            "medical",
            "health",
            "care",
            "cancer",
            "rehabilitation",
            "rehab",
            "surgery",
            "senior",
            "trauma",
            "nursing",
            "birth",
            "heart",
            "wellness",
            "neurology",
            "cardiology",
            "oncology",
            "orthopedic",
            "spine",
            "pediatric",
            "pain",
            "community",
            "imaging",
            "dialysis",
            "treatment"
        ),
    ),
    ("centre", words!("medical", "health", "care", "cancer", "rehabilitation", "community")),
    ("institute", words!("rehabilitation", "cancer", "heart", "eye", "neurological", "research")),
    ("practice", words!("family", "group", "medical")),
    ("home", words!("nursing", "care", "retirement", "christian")),
    ("school", words!("high", "middle", "elementary", "medical", "primary", "grammar")),
    ("group", words!("medical", "physicians")),
    ("system", words!("health", "healthcare")),
    ("care", words!("urgent", "home", "primary", "hospice")),
    ("health", words!("behavioral", "mental", "public")),
    ("living", words!("assisted", "senior")),
    ("facility", words!("nursing", "rehabilitation", "care", "correctional")),
    ("associates", words!("medical", "cardiology", "family", "health")),
    ("partners", words!("health", "medical")),
];

impl Scan<'_> {
    fn named_word(&self, i: usize) -> bool {
        let token = self.token(i);
        token.kind == Kind::Word
            && self.capital(i)
            && (token.lex & (COMMON | TITLE | MONTH | WEEKDAY | EPONYM) == 0 || token.lex & NAMEWORD != 0)
            && !(token.lex & CREDENTIAL != 0 && self.uppercase(i) && self.mark(i.wrapping_sub(1), b','))
    }

    pub(super) fn facilities_at(&mut self, i: usize) {
        if !self.lex(i, FACILITY | FACILITY_PAIR) {
            return;
        }
        let lower = !self.capital(i)
            && self.lex(i, FACILITY)
            && self.capital(i - 1)
            && self.kind(i - 1) == Kind::Word;
        if !(self.capital(i) || lower) {
            return;
        }
        if lower {
            let entry = crate::lists::lookup(self.bytes(i - 1));
            if self.uppercase(i - 1) && self.len(i - 1) <= 4 || entry.common() >= 4 || entry.clinical() {
                return;
            }
        }
        let mut first = i;
        let pair = PAIRS.iter().any(|(noun, adjectives)| {
            self.word(i, noun)
                && self.word_of(i.wrapping_sub(1), adjectives)
                && self.capital(i.wrapping_sub(1))
                && self.same_line(i)
        });
        let university = self.word_of(i, words!("university", "college", "institute"));
        if !pair && !self.lex(i, FACILITY) && !university {
            return;
        }
        if university && self.word(i + 1, "of") && self.named_word(i + 2) {
            self.note(i, i + 3, &rules::PLACE_FACILITY);
            return;
        }
        let school = self.word_of(i, words!("school"));
        if pair {
            first = i - 1;
        }
        let mut named = false;
        for _ in 0..8 {
            let k = first.wrapping_sub(1);
            if !self.same_line(first)
                || self.kind(k) == Kind::End
                || self.token(first).flags & crate::lex::WIDE != 0
            {
                break;
            }
            if self.named_word(k) {
                named = true;
                first = k;
            } else if self.capital(k) && self.word_of(k, INSIDE) {
                first = k;
            } else if self.word(k, "s")
                && self.mark(k.wrapping_sub(1), b'\'')
                && (self.named_word(k.wrapping_sub(2))
                    || self.word_of(k.wrapping_sub(2), words!("children", "women"))
                        && self.capital(k.wrapping_sub(2)))
            {
                named = true;
                first = k.wrapping_sub(2);
            } else if self.mark(k, b'.') && self.word_of(k - 1, words!("st", "mt", "ft")) {
                first = k - 1;
            } else if (self.mark_of(k, b"&-")
                || self.word_of(k, words!("and", "for"))
                || self.word(k, "of")
                    && self.word_of(k - 1, words!("university", "college", "city", "school", "church")))
                && (self.named_word(k - 1) || self.word(k, "of"))
                && first < i
            {
                first = k;
            } else {
                break;
            }
        }
        let general = first < i
            && self.word_of(
                first,
                words!(
                    "general",
                    "county",
                    "university",
                    "community",
                    "memorial",
                    "central",
                    "methodist",
                    "baptist"
                ),
            )
            && self.word_of(i, words!("hospital", "clinic"))
            && self.word_of(first.wrapping_sub(1), words!("at", "to", "from"));
        // Words at the start of a sentence ("The Hospital", "Outside Hospital") name nothing.
        if !(named || general) || first == i {
            return;
        }
        let mut end = if school { i - usize::from(pair) } else { i + 1 };
        // "Children's Hospital Los Angeles", "Hospital of Rome"
        if self.lex(i, FACILITY) {
            let of = i + 1 + usize::from(self.word_of(i + 1, words!("of", "at", "in")));
            let direct = of == i + 1
                && self.same_line(of)
                && self.token(of).flags & crate::lex::WIDE == 0
                && !self.uppercase(of)
                && (self.token(of).lex == 0 && self.capital(of)
                    || self.word_of(of, words!("los", "san", "center")) && self.capital(of));
            if self.word(of, "center") && direct {
                end = of + 1;
            } else if direct || of > i + 1 && self.named_word(of) && self.word(i + 1, "of") {
                end = self.place(of).unwrap_or(end);
            }
        }
        // "pain clinic", "Diabetes clinic": in small letters only after a name in no list.
        if lower && !(self.token(i - 1).lex == 0 || self.lex(i - 1, NAMEWORD) || self.word(i - 1, "s")) {
            return;
        }
        if end > first {
            self.note(first, end, &rules::PLACE_FACILITY);
            self.place_chain(end);
        }
    }
}
