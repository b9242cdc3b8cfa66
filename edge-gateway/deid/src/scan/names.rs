//! Names where the words around them say that a person is meant: titles, labels, relations, credentials, ages.

use super::Scan;
use crate::lex::{Kind, WIDE};
use crate::lists;
use crate::rules::Rule;
use crate::words::{
    CODES, COMMON, CREDENTIAL, FACILITY, GENERATION, MONTH, NAMEWORD, PARTICLE, PERSON, RELATION, TITLE,
    UNIT, WEEKDAY,
};

/// Endings of words for illnesses and body parts that names do not have.
const ILLNESS_ENDINGS: &[&str] = &[
    "tion", "itis", "oma", "osis", "emia", "aemia", "ism", "pathy", "ectomy", "uria", "algia", "plegia",
    "sion", "ment", "cardial", "ular", "onic", "opia", "rhea", "rrhage", "ysm", "ease", "order", "ency",
    "ility", "rhosis", "stones", "trophy", "graphy", "ogram", "gression", "penia", "oid", "enic", "litus",
    "tive", "ous", "ial", "ical", "dral", "static",
];
/// A field's name is longer than "name" alone.
const MIN_FIELD: usize = 5;
/// Longest name in parts.
const MAX_PARTS: usize = 6;

impl Scan<'_> {
    /// Token `i` can be one word of a name: a capital, and no ordinary word.
    pub(super) fn name_word(&self, i: usize) -> bool {
        let token = self.token(i);
        token.kind == Kind::Word
            && self.capital(i)
            && token.len > 1
            && (token.lex & (COMMON | UNIT | CODES) == 0 || token.lex & NAMEWORD != 0)
            && !(token.lex & CREDENTIAL != 0 && self.uppercase(i))
            && !(token.lex & (TITLE | FACILITY) != 0 && token.lex & NAMEWORD == 0)
            && !(token.lex & (MONTH | WEEKDAY) != 0 && token.lex & NAMEWORD == 0)
    }

    pub(crate) fn initial(&self, i: usize) -> bool {
        self.kind(i) == Kind::Word && self.len(i) == 1 && self.capital(i)
    }

    /// One part of a name with what is joined to it ("O'Brien-Lee", "D.", "St."). Returns the token after.
    pub(super) fn part(&self, i: usize) -> Option<usize> {
        let mut end;
        if self.name_word(i) {
            end = i + 1;
        } else if self.initial(i) {
            // "C/O", "S/P", "A12345": no initial.
            if self.joined(i + 1) && (self.mark_of(i + 1, b"/&") || self.kind(i + 1) == Kind::Number) {
                return None;
            }
            let apostrophe = self.mark(i + 1, b'\'')
                && self.joined(i + 1)
                && self.joined(i + 2)
                && self.capital(i + 2)
                && self.len(i + 2) > 1;
            let point = self.mark(i + 1, b'.') && self.joined(i + 1);
            let next = self.name_word(i + 1) && self.same_line(i + 1);
            let last = self.kind(i + 1) != Kind::Word || !self.same_line(i + 1);
            if !(apostrophe || point || next || last) {
                return None;
            }
            end = i + 1 + usize::from(point);
        } else {
            return None;
        }
        while self.joined(end)
            && self.joined(end + 1)
            && self.mark_of(end, b"-'")
            && self.kind(end + 1) == Kind::Word
        {
            let possessive = self.mark(end, b'\'') && self.word(end + 1, "s");
            if possessive || (self.mark(end, b'-') && !self.capital(end + 1)) {
                break;
            }
            end += 2;
        }
        Some(end)
    }

    /// A name from token `i`. `labelled` names may be "DOE, JOHN Q". Returns the token after and the number of full words.
    pub(super) fn name(&self, i: usize, labelled: bool) -> Option<(usize, usize)> {
        let (mut end, mut words, mut j, mut comma) = (i, 0, i, false);
        for _ in 0..MAX_PARTS {
            if j > i && (!self.same_line(j) || self.token(j).flags & WIDE != 0 && words > 0) {
                break;
            }
            // "Kwabena Asante PGY2"
            if j > i && self.uppercase(j) && self.joined(j + 1) && self.kind(j + 1) == Kind::Number {
                break;
            }
            if words > 0 && self.behind_name(i, j, labelled) {
                break;
            }
            if let Some(next) = self.part(j) {
                words += usize::from(self.len(j) > 1 || next > j + 2);
                end = next;
                j = next;
                // A point after a whole word ends the sentence.
            } else if self.lex(j, PARTICLE)
                && !self.lex(j, COMMON)
                && self.same_line(j + 1)
                && (self.name_word(j + 1) || self.lex(j + 1, PARTICLE) && self.name_word(j + 2))
            {
                j += 1 + usize::from(self.mark(j + 1, b'.'));
            } else if let Some(next) = self.joined_particle(j) {
                j = next;
            } else if words > 0
                && labelled
                && !comma
                && self.mark(j, b',')
                && (self.part(j + 1).is_some())
                && !self.lex(j + 1, CREDENTIAL | TITLE)
                && self.same_line(j + 1)
                && words <= 2
            {
                comma = true;
                j += 1;
            } else {
                break;
            }
        }
        let suffix = end + usize::from(self.mark(end, b','));
        if words > 0 && self.lex(suffix, GENERATION) && self.same_line(suffix) {
            end = suffix + 1;
        }
        (words > 0).then_some((end, words))
    }

    /// "Mr Dewitt BP 82/40", "DAUGHTER KEIKO MANAGES MEDS": the word `j` behind the name from `i` is none of its parts.
    fn behind_name(&self, i: usize, j: usize, labelled: bool) -> bool {
        if !self.uppercase(j)
            || self.kind(j) != Kind::Word
            || self.len(j) < 2
            || self.lex(j, GENERATION | PARTICLE)
        {
            return false;
        }
        let entry = lists::lookup(self.bytes(j));
        if self.uppercase(i) {
            return !labelled
                && self.len(j) > 3
                && entry.common() >= 5
                && entry.given().max(entry.surname()) < 4;
        }
        // "Wei LI", "Jane DOE"
        let surname =
            entry.surname() >= 6 && (!entry.clinical() || lists::lookup(self.bytes(j - 1)).given() == 7);
        let unknown = if labelled {
            entry.clinical() || entry == lists::NONE && self.len(j) <= 3
        } else {
            self.len(j) <= 4
        };
        unknown && !surname && !self.joined(j)
    }

    /// What "re:" concerns, from token `at`, is a person and no matter: "RE: JOHN DOE", but neither "re: PPI" nor "Re: Refill request".
    pub(super) fn concerns_person(&self, at: usize) -> bool {
        let at = at + usize::from(self.mark_of(at, b":#"));
        if self.lex(at, TITLE) && (self.mark(at + 1, b'.') || self.capital(at + 1)) || self.lex(at, PERSON) {
            return true;
        }
        let end = match self.name(at, true) {
            Some((end, _)) => end,
            None => at + usize::from(self.name_like_lower(at)) + usize::from(self.name_like_lower(at + 1)),
        };
        let (mut words, mut known) = (0, 0);
        for j in (at..end).filter(|j| self.kind(*j) == Kind::Word && self.len(*j) > 1) {
            let entry = lists::lookup(self.bytes(j));
            let level = entry.given().max(entry.surname());
            if level < 5 && (entry.clinical() || self.illness(j)) || level < 6 && entry.common() >= 5 {
                return false;
            }
            words += 1;
            let capital = self.capital(j);
            known += usize::from(level >= 4 || level > 0 && capital && entry.common() <= 2);
            if level < 4 && (!capital || self.uppercase(j) && self.len(j) <= 4) {
                return false;
            }
        }
        let one = lists::lookup(self.bytes(at));
        known > 0
            && (words > 1 || one.given().max(one.surname()) >= 4 && one.common() <= 1 && !one.clinical())
    }

    /// "al-Rashid", "d'Souza", "ap Rhys": a small particle in front of a name. Returns where the name goes on.
    pub(super) fn joined_particle(&self, j: usize) -> Option<usize> {
        if self.kind(j) != Kind::Word || self.capital(j) || self.len(j) > 3 {
            return None;
        }
        let joined = self.word_of(
            j,
            words!(
                "al", "el", "ad", "an", "ar", "as", "at", "az", "d", "l", "dell", "ibn", "bin", "abu", "ben"
            ),
        ) && self.mark_of(j + 1, b"-'")
            && self.joined(j + 1)
            && self.joined(j + 2)
            && self.name_word(j + 2);
        let apart = self.word_of(j, words!("ap", "ab")) && self.name_word(j + 1) && self.same_line(j + 1);
        if joined { Some(j + 2) } else { apart.then_some(j + 1) }
    }

    /// A name in small letters, as it is dictated: "o'brien", "de la rosa", "nguyen-smith". Returns the token after.
    pub(super) fn lower_name(&self, j: usize) -> Option<usize> {
        let mut at = j;
        for _ in 0..3 {
            let particle = self.lex(at, PARTICLE) && !self.lex(at, COMMON) || self.word(at, "st");
            if particle && !self.capital(at) && !self.joined(at + 1) && self.kind(at + 1) == Kind::Word {
                at += 1;
            } else if self.word(at, "st") && self.mark(at + 1, b'.') && self.kind(at + 2) == Kind::Word {
                at += 2;
            }
            if !self.same_line(at) {
                return None;
            }
        }
        let apostrophe = self.word_of(at, words!("o", "d", "l"))
            && self.mark(at + 1, b'\'')
            && self.joined(at + 1)
            && self.joined(at + 2)
            && self.len(at + 2) > 2;
        if apostrophe {
            at += 2;
        } else if self.capital(at) || self.len(at) < 3 && at == j || !self.name_like_lower(at) {
            return None;
        }
        let mut end = at + 1;
        while self.mark(end, b'-')
            && self.joined(end)
            && self.joined(end + 1)
            && self.name_like_lower(end + 1)
        {
            end += 2;
        }
        Some(end)
    }

    /// A nickname in quotes or brackets after token `end`, and the name behind it: the token after.
    pub(super) fn nickname(&self, end: usize) -> Option<usize> {
        let inside = self.mark_of(end, b"\"('")
            && self.name_word(end + 1)
            && self.mark_of(end + 2, b"\")'")
            && self.same_line(end + 3);
        if inside { self.name(end + 3, false).map(|(end, _)| end) } else { None }
    }

    /// A name that ends before token `end`, read backwards. Returns its first token and the number of full words.
    pub(super) fn name_before(&self, end: usize) -> Option<(usize, usize)> {
        let (mut first, mut words, mut j) = (end, 0, end);
        for _ in 0..MAX_PARTS * 2 {
            let k = j.wrapping_sub(1);
            if self.kind(k) == Kind::End || (j < end && !self.same_line(j)) {
                break;
            }
            if self.name_word(k) {
                words += 1;
                (first, j) = (k, k);
            } else if self.initial(k) && (words > 0 || self.name_word(k.wrapping_sub(1))) {
                (first, j) = (k, k);
            } else if self.mark(k, b'.') && self.initial(k.wrapping_sub(1)) && self.joined(k) {
                j = k;
            } else if self.mark_of(k, b"-'")
                && self.joined(k)
                && self.joined(k + 1)
                && words > 0
                && (self.name_word(k.wrapping_sub(1)) || self.initial(k.wrapping_sub(1)))
            {
                j = k;
            } else if words > 0
                && self.lex(k, PARTICLE)
                && !self.lex(k, COMMON)
                && self.name_word(k.wrapping_sub(1))
            {
                j = k;
            } else {
                break;
            }
        }
        (words > 0).then_some((first, words))
    }

    pub(super) fn names_at(&mut self, i: usize) {
        match self.kind(i) {
            Kind::Word => {
                if self.lex(i, TITLE) || self.pointed_title(i) {
                    self.titled(i);
                }
                if self.lex(i, PERSON) {
                    self.labelled_person(i);
                    if self.word(i, "by") {
                        let at = i + 1 + usize::from(self.mark(i + 1, b':'));
                        self.done_by(i.wrapping_sub(1), at);
                        self.done_by_user(i.wrapping_sub(1), at);
                        self.by(i);
                    }
                }
                if self.len(i) > MIN_FIELD && self.name_field(i) {
                    let quoted = usize::from(self.mark_of(i + 1, b"\"'"));
                    self.person_after(i + 2 + quoted, false);
                }
                if self.lex(i, RELATION) {
                    self.relative(i);
                }
                if self.lex(i, CREDENTIAL) {
                    self.credential(i);
                }
                if self.lex(i, crate::words::LABEL) && self.word_of(i, words!("dob", "mrn", "ssn")) {
                    self.before_identifier(i);
                }
                if self.capital(i) && self.initial(i + 1) {
                    self.first_and_initial(i);
                }
                if self.uppercase(i) && self.line_start(i) {
                    self.capitals(i);
                }
                if self.capital(i) {
                    self.patient_at(i);
                }
                if self.capital(i) && self.capital(i + 1) {
                    self.pair(i);
                }
                if self.len(i) == 1 {
                    self.spelled_at(i);
                } else if self.len(i) == 2 {
                    self.two_letters(i);
                }
            }
            Kind::Number => self.aged(i),
            _ => {}
        }
    }

    pub(super) fn name_like_lower(&self, i: usize) -> bool {
        self.kind(i) == Kind::Word
            && self.len(i) > 1
            && (self.token(i).lex & !PERSON == 0 || self.lex(i, NAMEWORD))
            && !self.lex(i, COMMON)
    }

    /// Every whole word of the name is one that no other list claims.
    pub(super) fn plain_name(&self, from: usize, to: usize) -> bool {
        (from..to).all(|j| {
            self.kind(j) != Kind::Word
                || self.len(j) == 1
                || ((self.unlisted(j) || self.lex(j, GENERATION | PARTICLE)) && !self.uppercase(j))
        })
    }

    /// "MOTHER: FATIMA AL-SAYED": label and name are capitals, and no word is built like an illness.
    pub(super) fn shouted_name(&self, label: usize, from: usize, to: usize) -> bool {
        self.uppercase(label)
            && (from..to).all(|j| {
                self.kind(j) != Kind::Word
                    || self.len(j) == 1
                    || self.uppercase(j)
                        && (self.unlisted(j)
                            || self.lex(j, GENERATION | PARTICLE)
                            || self.joined(j + 1) && self.mark(j + 1, b'-'))
                        && !self.illness(j)
            })
    }

    /// Token `i` ends as the names of illnesses and their adjectives do.
    pub(super) fn illness(&self, i: usize) -> bool {
        let word = self.bytes(i).to_ascii_lowercase();
        ILLNESS_ENDINGS.iter().any(|ending| word.ends_with(ending.as_bytes()))
    }

    /// A word of no list, or one that is listed as a name as well.
    pub(super) fn unlisted(&self, i: usize) -> bool {
        self.lex(i, NAMEWORD)
            || self.token(i).lex & !(crate::words::STREET | crate::words::PLACEVERB | PARTICLE) == 0
    }
}

/// Is this rule's finding a person's name for certain, so that it is looked for in the whole document?
pub(super) fn sure(rule: &Rule) -> bool {
    rule.category == crate::category::Category::Name
}
