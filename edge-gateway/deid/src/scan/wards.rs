//! Surnames alone in lists of patients: "Rm 210 Jenkins: d/c today", "Adams 72F CAP on CTX", "Lee -- refused labs".

use super::{Scan, WordSet, Words};
use crate::lex::{Kind, LINE, MARGIN};
use crate::lists;
use crate::rules;
use crate::words::{CREDENTIAL, FACILITY, MONTH, NAMEWORD, RELATION, TITLE, WEEKDAY};

/// Where a patient lies or sits, in front of a number.
const SPOTS: &Words =
    words!("rm", "room", "bed", "bay", "chair", "ed", "pod", "stretcher", "cubicle", "bedspace", "recliner");
/// Names that are more often things at a bed.
static THINGS: WordSet = WordSet::new(&[
    "walker", "gross", "major", "minor", "page", "stone", "waters", "moon", "clean", "post", "block", "wall",
    "winter", "graves", "day", "fields",
]);
/// What is said of a patient right behind the name.
const TOLD: &Words = words!(
    "needs", "need", "is", "has", "was", "wants", "to", "going", "refused", "refusing", "refuses", "for",
    "dc", "on", "still", "went", "pending", "asking", "awaiting", "waiting", "wanting", "going", "returned",
    "back", "ready", "says", "states", "reports", "c", "s"
);
/// What has a size in French behind its maker's name, or is called by a sign's finder.
const MADE: &Words =
    words!("catheter", "sheath", "tube", "drain", "stent", "cath", "guide", "dilator", "balloon");
const SIGNS: &Words =
    words!("negative", "positive", "neg", "pos", "absent", "present", "sign", "test", "maneuver");
/// From here on a word is so common that a surname needs more around it.
const EVERYDAY: u8 = 6;

/// A line of the form that a list of patients has.
struct Entry {
    name: usize,
    sign: u8,
    numbered: bool,
    certain: bool,
    surname: bool,
}

impl Scan<'_> {
    /// Token `i` may be a surname that stands alone, and is no word of medicine.
    fn lone_surname(&self, i: usize) -> bool {
        if !self.name_word(i)
            || self.len(i) < 3
            || self.uppercase(i) && self.len(i) < 5
            || self.lex(i, MONTH | WEEKDAY | TITLE | RELATION | CREDENTIAL)
            || self.word_in(i, &THINGS)
            || self.joined(i)
        {
            return false;
        }
        let entry = lists::lookup(self.bytes(i));
        let least = match (entry.clinical(), entry.common()) {
            (true, _) | (_, EVERYDAY..) => 6,
            (_, 2..) => 5,
            _ => 4,
        };
        let capitals = self.uppercase(i) && (entry.common() > 1 || entry.clinical());
        entry.surname() >= least && !(entry.clinical() && !self.lex(i, NAMEWORD)) && !capitals
    }

    /// "Rm 210 Jenkins: d/c today", from the name's token `i`.
    fn bedded(&self, i: usize) -> bool {
        let mut j = i - 1;
        if self.mark_of(j, b":-,)(") {
            j -= 1;
        }
        // "Rm 12A", "Bed 4-B"
        if self.kind(j) == Kind::Word && self.len(j) == 1 && self.joined(j) {
            j -= 1 + usize::from(self.mark(j - 1, b'-'));
        }
        let spot = j - 1 - usize::from(self.mark(j - 1, b'#'));
        let placed = self.kind(j) == Kind::Number
            && self.len(j) <= 4
            && self.word_of(spot, SPOTS)
            && (!self.word(spot, "ed") || self.uppercase(spot))
            && self.same_line(i)
            && self.same_line(j);
        if !placed {
            return false;
        }
        let next = i + 1;
        let entry = lists::lookup(self.bytes(i));
        let sure = entry.common() < EVERYDAY && !entry.clinical();
        let told = !self.same_line(next)
            || self.mark_of(next, b":-,.(;/|") && !(self.joined(next) && self.mark_of(next, b"-/"))
            || self.kind(next) == Kind::Mark && self.len(next) == 2
            || self.word_of(next, TOLD)
            || self.kind(next) == Kind::Number && self.age_like(i + 2);
        sure || told
    }

    /// "Adams 72F CAP on CTX", "Brown, 80F, UTI", "Black - 71 - AKI", "King (F, 66)": the token after the name at `i`.
    fn aged_patient(&self, i: usize) -> bool {
        let before = i - 1;
        let opens = self.line_start(i)
            || i == MARGIN
            || self.mark_of(before, b".;:|)*") && self.kind(before - 1) != Kind::End
            || self.kind(before) == Kind::Number && self.word_of(before - 1, SPOTS);
        if !opens {
            return false;
        }
        let mut j = i + 1;
        let bracket = self.mark(j, b'(');
        let dash = self.mark(j, b'-') && !self.joined(j);
        j += usize::from(bracket || dash || self.mark(j, b','));
        let sex = |j: usize| self.word_of(j, words!("m", "f")) && self.uppercase(j);
        // "(F, 66)", ", F 66"
        if sex(j) {
            let number = j + 1 + usize::from(self.mark_of(j + 1, b",/"));
            return self.kind(number) == Kind::Number
                && (1..=3).contains(&self.len(number))
                && !self.mark_of(number + 1, b".%")
                && self.same_line(number);
        }
        if self.kind(j) != Kind::Number || self.len(j) != 2 && self.len(j) != 3 || !self.same_line(j) {
            return false;
        }
        let next = j + 1;
        let joined = self.joined(next);
        let made = self.word_of(next + 1, MADE);
        (sex(next) && (joined || bracket) || self.word_of(next, words!("yo", "yof", "yom", "yr", "yrs")))
            && !made
            || self.word(next, "y") && self.mark(next + 1, b'/')
            || self.mark(next, b'/') && sex(next + 1)
            || dash && self.mark(next, b'-') && !joined && !self.joined(next + 1)
    }

    /// A surname alone at token `i`, with a bed in front or an age behind.
    pub(super) fn patient_at(&mut self, i: usize) {
        if self.lone_surname(i) && (self.bedded(i) || self.aged_patient(i)) {
            self.note(i, i + 1, &rules::NAME_BED);
        }
    }

    /// The line that token `i` begins, if it has the form "Garcia - fever", "1. Anderson -- needs PT", "Bell: DVT".
    fn listed_patient(&self, i: usize) -> Option<Entry> {
        let numbered = self.kind(i) == Kind::Number && self.mark_of(i + 1, b".)") || self.mark_of(i, b"-*");
        let name = match (numbered, self.kind(i)) {
            (true, Kind::Number) => i + 2,
            (true, _) => i + 1,
            _ => i,
        };
        let sign = name + 1;
        let mark = if self.mark(sign, b':') && self.joined(sign) {
            b':'
        } else if !self.joined(sign)
            && (self.mark(sign, b'-') || self.kind(sign) == Kind::Mark && self.len(sign) == 2)
        {
            b'-'
        } else {
            return None;
        };
        if self.kind(name) != Kind::Word
            || !self.capital(name)
            || i != name && !self.same_line(name)
            || !self.same_line(sign)
            || !self.same_line(sign + 1)
        {
            return None;
        }
        let told = !self.word_of(sign + 1, SIGNS) && !self.lex(sign + 1, FACILITY);
        let entry = lists::lookup(self.bytes(name));
        let certain = entry.surname() >= 5 && entry.common() == 0 && !entry.clinical() && told;
        let surname = told && (i == name || !self.joined(name)) && self.lone_surname(name);
        Some(Entry { name, sign: mark, numbered, certain: certain && surname, surname })
    }

    /// Lists of patients by their surnames: one that is nothing else makes the others of the same form names as well.
    pub(super) fn patient_lists(&mut self) {
        let mut lines: Vec<Entry> = Vec::new();
        for (i, token) in self.tokens.numbered() {
            if token.flags & LINE != 0
                && let Some(line) = self.listed_patient(i)
            {
                lines.push(line);
            }
        }
        for (sign, numbered) in [(b':', false), (b':', true), (b'-', false), (b'-', true)] {
            let alike = || lines.iter().filter(|line| line.numbered == numbered);
            let same = || alike().filter(|line| line.sign == sign);
            let many = alike().filter(|line| line.surname).count() >= 2;
            // A list of findings has a surname here and there as its heading.
            let most = same().filter(|line| line.surname).count() * 2 >= same().count();
            if !(many && most && alike().any(|line| line.certain)) {
                continue;
            }
            let found: Vec<usize> = same().filter(|line| line.surname).map(|line| line.name).collect();
            for name in found {
                self.note(name, name + 1, &rules::NAME_BED);
            }
        }
    }
}
