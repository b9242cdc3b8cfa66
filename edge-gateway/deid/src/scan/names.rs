//! Names where the words around them say that a person is meant: titles, labels, relations, credentials, ages.

use super::Scan;
use crate::lex::{Kind, PARAGRAPH, WIDE};
use crate::people::{Lead, phrases};
use crate::rules::{self, Rule};
use crate::words::{
    CODES, COMMON, CREDENTIAL, EPONYM, FACILITY, GENERATION, MONTH, NAMEWORD, PARTICLE, PERSON, PERSONVERB,
    RELATION, TITLE, UNIT, WEEKDAY,
};

/// Most names after one title.
const MAX_LISTED: usize = 8;
/// Endings of words for illnesses and body parts that names do not have.
const ILLNESS_ENDINGS: &[&str] = &[
    "tion", "itis", "oma", "osis", "emia", "aemia", "ism", "pathy", "ectomy", "uria", "algia", "plegia",
    "sion", "ment", "cardial", "ular", "onic", "opia", "rhea", "rrhage", "ysm", "ease", "order", "ency",
    "ility", "rhosis", "stones", "trophy", "graphy", "ogram", "gression", "penia", "oid", "enic", "litus",
    "tive", "ous", "ial", "ical", "dral", "static",
];
/// A field's name is longer than "name" alone.
const MIN_FIELD: usize = 5;
/// Whose or which name a field may hold.
const FIELD_OWNERS: &[&str] = &[
    "patient",
    "pt",
    "last",
    "first",
    "full",
    "middle",
    "given",
    "family",
    "maiden",
    "preferred",
    "legal",
    "provider",
    "physician",
    "doctor",
    "nurse",
    "contact",
    "guarantor",
    "member",
    "subscriber",
    "insured",
    "attending",
    "mother",
    "father",
    "spouse",
    "guardian",
    "employee",
    "author",
    "surgeon",
    "display",
    "client",
];
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

    /// "al-Rashid", "d'Souza", "ap Rhys": a small particle in front of a name. Returns where the name goes on.
    fn joined_particle(&self, j: usize) -> Option<usize> {
        if self.kind(j) != Kind::Word || self.capital(j) || self.len(j) > 3 {
            return None;
        }
        let joined = self.word_of(
            j,
            &["al", "el", "ad", "an", "ar", "as", "at", "az", "d", "l", "dell", "ibn", "bin", "abu", "ben"],
        ) && self.mark_of(j + 1, b"-'")
            && self.joined(j + 1)
            && self.joined(j + 2)
            && self.name_word(j + 2);
        let apart = self.word_of(j, &["ap", "ab"]) && self.name_word(j + 1) && self.same_line(j + 1);
        if joined { Some(j + 2) } else { apart.then_some(j + 1) }
    }

    /// A name in small letters, as it is dictated: "o'brien", "de la rosa", "nguyen-smith". Returns the token after.
    fn lower_name(&self, j: usize) -> Option<usize> {
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
        let apostrophe = self.word_of(at, &["o", "d", "l"])
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

    /// "Fr.", "Hon.", "Sr.": titles only with their point, a capital and no number or name in front.
    pub(crate) fn pointed_title(&self, i: usize) -> bool {
        let before = i.wrapping_sub(1);
        self.capital(i)
            && self.len(i) <= 4
            && self.mark(i + 1, b'.')
            && self.joined(i + 1)
            && self.word_of(
                i,
                &["fr", "hon", "sr", "pvt", "atty", "br", "cpl", "cmdr", "maj", "gen", "pr", "hr"],
            )
            && self.kind(before) != Kind::Number
            && !(self.name_word(before) && self.same_line(i))
            && !self.mark(before, b',')
            && self.name_word(i + 2)
            && self.same_line(i + 2)
            && self.unlisted(i + 2)
            && !self.uppercase(i + 2)
            && !self.lex(i + 2, EPONYM)
            && !self.follows(i + 3, EPONYM | FACILITY)
    }

    /// A nickname in quotes or brackets after token `end`, and the name behind it: the token after.
    fn nickname(&self, end: usize) -> Option<usize> {
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
                if self.lex(i, crate::words::LABEL) && self.word_of(i, &["dob", "mrn", "ssn"]) {
                    self.before_identifier(i);
                }
                if self.capital(i) && self.initial(i + 1) {
                    self.first_and_initial(i);
                }
                if self.uppercase(i) && self.line_start(i) {
                    self.capitals(i);
                }
                if self.capital(i) && self.capital(i + 1) {
                    self.pair(i);
                }
                if self.len(i) == 1 {
                    self.spelled_at(i);
                }
            }
            Kind::Number => self.aged(i),
            _ => {}
        }
    }

    /// `"patientName":`, `lastName=`: a field of a record that holds a person.
    fn name_field(&self, i: usize) -> bool {
        let bytes = self.bytes(i);
        let Some(owner) = bytes.strip_suffix(b"Name").or(bytes.strip_suffix(b"name")) else {
            return false;
        };
        let quoted = usize::from(self.mark_of(i + 1, b"\"'"));
        self.mark_of(i + 1 + quoted, b":=")
            && FIELD_OWNERS.iter().any(|end| owner.to_ascii_lowercase().ends_with(end.as_bytes()))
    }

    /// "Dr. Smith", "Mrs. O'Brien-Lee", "Drs. Lee and Park", "dr smith".
    pub(super) fn titled(&mut self, i: usize) {
        let formal = self.word_of(i, &["dr", "drs", "mr", "mrs", "ms", "mx", "prof", "mister", "missus"])
            // "doctor patel said", as it is dictated; "the doctor" is nobody.
            || (self.word(i, "doctor") && !self.capital(i) && self.token(i + 1).lex == 0
                && !self.word_of(i - 1, &["the", "a", "his", "her", "my", "your", "their", "our", "care", "primary", "eye", "family", "other", "another", "any", "no", "each"]));
        let told = self.word_of(
            i.wrapping_sub(1),
            &["saw", "see", "seen", "told", "called", "by", "met", "asked", "advised", "examined"],
        ) && !self.capital(i)
            && self.token(i + 1).lex == 0
            && !self.joined(i + 1);
        let formal = formal || told && self.word(i, "miss");
        if !(formal || self.capital(i)) || self.joined(i) && self.kind(i - 1) == Kind::Word {
            return;
        }
        let point = self.mark(i + 1, b'.') && self.joined(i + 1);
        let mut j = i + 1 + usize::from(point);
        // "Dr. med. Heinz Keller"
        if self.word_of(j, &["med", "phil", "habil", "rer"]) && !self.capital(j) && self.mark(j + 1, b'.') {
            j += 2;
        }
        // A line may end after the point of a title.
        let wrapped = point
            && formal
            && self.line_start(j)
            && self.token(j).flags & PARAGRAPH == 0
            && self.name_word(j)
            && self.unlisted(j)
            && !self.mark(j + 1, b':');
        // "Dr. (John) Ngata"
        if self.mark(j, b'(')
            && let Some(end) = self.nickname(j).filter(|_| formal)
        {
            self.note(j + 1, end, &rules::NAME_TITLE);
            return;
        }
        if !self.same_line(j) && !wrapped
            || (!formal && self.lex(i, COMMON) && !self.capital(j))
            || (formal && self.lex(i, UNIT) && !self.capital(j) && !told && self.joined_particle(j).is_none())
        {
            return;
        }
        if let Some((end, _)) = self.name(j, false) {
            let job = !formal
                && self.lex(end - 1, NAMEWORD)
                && self.word_of(
                    end,
                    &[
                        "manager",
                        "coordinator",
                        "director",
                        "supervisor",
                        "navigator",
                        "educator",
                        "specialist",
                        "line",
                    ],
                );
            if job || self.no_title(i, j, end, point) {
                return;
            }
            let end = self.nickname(end).unwrap_or(end);
            let end = if self.uppercase(i) || self.uppercase(j) { self.capitals_end(j, end) } else { end };
            self.note(j, end, &rules::NAME_TITLE);
            // "Drs. Patel, Lee, and Ngata"
            let mut last = end;
            for _ in 0..MAX_LISTED {
                let comma = last + usize::from(self.mark(last, b','));
                let next = comma + usize::from(self.word(comma, "and") || self.mark(comma, b'&'));
                if !self.word_of(i, &["drs", "mmes", "messrs"]) || next == last || !self.same_line(next) {
                    break;
                }
                let Some((end, _)) = self.name(next, false) else { break };
                self.note(next, end, &rules::NAME_TITLE);
                last = end;
            }
        } else if formal
            && self.capital(i)
            && self.capital(j)
            && self.len(j) > 2
            && !self.uppercase(j)
            && self.word_of(i, &["mr", "mrs", "ms", "dr"])
            && self.mark(i + 1, b'.')
        {
            // After the point of a title even an ordinary word with a capital is a name.
            self.note(j, j + 1, &rules::NAME_TITLE);
        } else if self.initial(j) && formal {
            let end = j + 1;
            self.note(j, end, &rules::NAME_TITLE);
        } else if formal
            && !self.capital(i)
            && let Some(end) = self.lower_name(j)
            && !self.no_title(i, j, end, point)
            && !(self.word(i, "ms") && self.illness(j))
        {
            // A second word is a name where a verb of people or no word follows.
            let ends = self.kind(end + 1) != Kind::Word || self.lex(end + 1, PERSONVERB);
            let two = self.name_like_lower(end)
                && (self.token(end).lex == 0
                    || self.lex(end + 1, PERSONVERB)
                    || self.kind(end + 1) != Kind::Word && !self.lex(end, MONTH | UNIT | COMMON))
                && self.same_line(end)
                && !self.joined(end)
                && !self.name_like_lower(end + 1)
                && ends;
            self.note(j, end + usize::from(two), &rules::NAME_TITLE);
        }
    }

    /// What looks like title and name at tokens `i` and `j` but is an examination, a drug or a drink.
    fn no_title(&self, i: usize, j: usize, end: usize, point: bool) -> bool {
        let imaging = self.word(i, "mr")
            && (self.uppercase(i) || !self.capital(i))
            && !point
            && (self.uppercase(i) && self.illness(j)
                || self.bytes(j).to_ascii_lowercase().ends_with(b"bar")
                || self.word_of(
                    end,
                    &[
                        "spine",
                        "brain",
                        "angiogram",
                        "angiography",
                        "imaging",
                        "venogram",
                        "venography",
                        "enterography",
                        "arthrogram",
                        "scan",
                        "study",
                        "pelvis",
                        "abdomen",
                        "spectroscopy",
                        "urography",
                        "defecography",
                        "guided",
                        "elastography",
                        "orbits",
                    ],
                )
                || self.word_of(
                    j,
                    &[
                        "angiogram",
                        "angiography",
                        "venogram",
                        "enterography",
                        "arthrogram",
                        "guided",
                        "elastography",
                        "spectroscopy",
                    ],
                ));
        let drug = self.word(i, "ms") && !point && self.word(j, "contin");
        let drink = self.word(i, "dr")
            && self.word(j, "pepper")
            && (self.kind(end) == Kind::Number
                || self.word_of(end, &["can", "cans", "bottle", "bottles", "soda", "daily", "per"])
                || self.word_of(i.wrapping_sub(1), &["drinks", "drink", "drank", "of", "diet", "drinking"]));
        imaging || drug || drink
    }

    pub(super) fn name_like_lower(&self, i: usize) -> bool {
        self.kind(i) == Kind::Word
            && self.len(i) > 1
            && (self.token(i).lex & !PERSON == 0 || self.lex(i, NAMEWORD))
            && !self.lex(i, COMMON)
    }

    /// In text that is all capitals a second word must be one that no list knows.
    pub(super) fn capitals_end(&self, from: usize, end: usize) -> usize {
        let mut j = from + 1;
        while j < end {
            if self.token(j).kind == Kind::Word
                && self.len(j) > 1
                && self.token(j).lex & !(NAMEWORD | GENERATION) != 0
            {
                return j;
            }
            j += 1;
        }
        end
    }

    /// "Patient: DOE, JOHN", "signed by Ann Lee", "pt name ann lee".
    pub(super) fn labelled_person(&mut self, i: usize) {
        if self.joined(i) && matches!(self.kind(i.wrapping_sub(1)), Kind::Word) {
            return;
        }
        let (mut best, mut lead) = (0, Lead::Direct);
        let mut sign = 0;
        for phrase in phrases(self.token(i).word) {
            let rest = phrase.words.get(self.len(i) + 1..).unwrap_or_default();
            match self.phrase(i + 1, rest, false, |scan, j| scan.mark_of(j, b"-'.")) {
                Some(end) if phrase.lead == Lead::Sign => sign = sign.max(end),
                Some(end) if end > best => (best, lead) = (end, phrase.lead),
                _ => {}
            }
        }
        if sign > 0 {
            let bracket = usize::from(self.mark(sign, b'(') && self.mark(sign + 2, b')')) * 3;
            let at = sign + bracket;
            let marked = self.mark_of(at, b":=|") || self.leader(at);
            let column = self.same_line(at)
                && self.token(at).flags & WIDE != 0
                && (i == 0 || self.token(i).flags & WIDE != 0)
                && self.kind(at) == Kind::Word;
            // The next heading of a table is no person.
            let heading = self.mark(at, b'|') && self.mark(at + 2, b'|') && {
                let entry = crate::lists::lookup(self.bytes(at + 1));
                entry.common() >= 3 && entry.given().max(entry.surname()) < 5
            };
            if heading || self.mark(at, b'|') && self.lex(at + 1, COMMON | crate::words::LABEL | PERSON) {
                return;
            }
            if marked || column {
                self.person_after(at + usize::from(marked), true);
                return;
            }
        }
        // A form whose values stand below their labels.
        let label_end = sign.max(best);
        if label_end > 0
            && self.word(label_end - 1, "name")
            && self.line_start(i)
            && self.line_start(label_end)
            && self.token(label_end).flags & PARAGRAPH == 0
        {
            if let Some((end, words)) = self.name(label_end, true)
                && words >= 2
                && (self.line_start(end) || self.kind(end) == Kind::End)
            {
                self.note(label_end, end, &rules::NAME_LABEL);
            }
            return;
        }
        if best == 0 {
            return;
        }
        let link = usize::from(self.word_of(best, &["is", "was"]) && !self.word_of(i, &["patient", "pt"]));
        let best = best + link;
        let at = best
            + usize::from(
                self.mark_of(best, b":=|")
                    || (self.mark(best, b',')
                        && self.word_of(i, &["sincerely", "regards", "respectfully", "dear"])),
            );
        let crosses = self.word_of(i, &["sincerely", "regards", "respectfully"]);
        if !self.same_line(at) && !(crosses || at > best) {
            return;
        }
        if lead == Lead::Any {
            self.person_after(at, true);
        } else {
            // "patient Denies", "contact Precautions": one unknown capital word after an ordinary one is not enough there.
            let plain = self.word_of(
                i,
                &[
                    "patient",
                    "pt",
                    "contact",
                    "referring",
                    "attending",
                    "surgeon",
                    "resident",
                    "nurse",
                    "followed",
                    "treated",
                    "cc",
                    "hi",
                    "assistant",
                    "intern",
                ],
            );
            self.direct(at, plain);
        }
    }

    pub(super) fn direct(&mut self, at: usize, plain: bool) {
        let mut at = at;
        if self.lex(at, TITLE) && self.capital(at) && !self.name_word(at) {
            at += 1 + usize::from(self.mark(at + 1, b'.'));
        }
        let mut more = true;
        for _ in 0..4 {
            let Some((end, words)) = self.name(at, false).filter(|_| more) else {
                return;
            };
            let eponym =
                self.follows(end, EPONYM) || (self.mark(end, b'\'') && self.follows(end + 2, EPONYM));
            let unknown = self.token(at).lex & !(NAMEWORD | PERSON) == 0;
            let shouting = self.uppercase(at) && self.len(at) <= 5 && words == 1;
            if eponym
                || (plain && (shouting || (words == 1 && !unknown)))
                || (words == 1 && (self.mark(end, b':') || self.lex(at, FACILITY)))
                || self.follows(end, FACILITY)
            {
                return;
            }
            self.note(at, end, &rules::NAME_PHRASE);
            let next = end
                + usize::from(self.mark(end, b','))
                + usize::from(self.word(end, "and") || self.mark(end, b'&'));
            more = next > end && self.word(end, "and");
            at = next;
        }
    }

    /// A name after a label and its colon, in any case, also "LAST, FIRST M".
    pub(super) fn person_after(&mut self, at: usize, loose: bool) {
        let mut at = at;
        let mut tags = self.after_tags(at);
        while tags > at || self.mark_of(at, b":.#*\"") || self.word_of(at, &["is", "was"]) {
            at = tags.max(at + usize::from(tags == at));
            tags = self.after_tags(at);
        }
        if self.lex(at, TITLE) && !(self.name_word(at) && !self.mark(at + 1, b'.')) {
            at += 1 + usize::from(self.mark(at + 1, b'.'));
        }
        if self.line_start(at) && !self.name_word(at) {
            return;
        }
        let mut rest = at;
        let relative = self.lex(at.wrapping_sub(2), RELATION);
        // "CC: Dyspnea" is the chief complaint; copies go to people with a title or two names.
        let complaint = self.word(at.wrapping_sub(2), "cc");
        for _ in 0..8 {
            let Some((end, words)) = self.name(rest, true) else {
                break;
            };
            let single_heading = words == 1 && self.mark(end, b':');
            let facility = self.follows(end, FACILITY | EPONYM);
            // "Mother: Hypertension" is a family history.
            let finding = relative
                && (words < 2 || !self.plain_name(rest, end) && !self.shouted_name(at - 2, rest, end));
            let complaint = complaint && (words < 2 || (rest..end).any(|j| self.illness(j)));
            if single_heading || facility || finding || complaint {
                break;
            }
            // On a new line only two words and more are a name: else it is the next heading.
            if self.line_start(rest) && words < 2 {
                break;
            }
            self.note(rest, end, &rules::NAME_LABEL);
            let mut next = end;
            // "Ann Lee, MD; Bob Ray, PhD"
            while self.mark_of(next, b",") && self.lex(next + 1, CREDENTIAL)
                || (next > end && self.lex(next, CREDENTIAL))
            {
                next += if self.mark(next, b',') { 2 } else { 1 };
            }
            if !(self.mark_of(next, b";&/")
                || self.word(next, "and")
                || (self.mark(next, b',') && next > end))
                || !self.same_line(next + 1)
            {
                return;
            }
            rest = next + 1;
        }
        if rest == at && loose && !relative && !complaint && self.same_line(at) && !self.capital(at) {
            let mut end = at;
            while end < at + 3 && self.name_like_lower(end) && (end == at || self.same_line(end)) {
                end += 1;
            }
            if end > at {
                self.note(at, end, &rules::NAME_LABEL);
            }
        }
    }

    /// "daughter Mary", "his wife, Ann Lee,", "mother (Joan)".
    pub(super) fn relative(&mut self, i: usize) {
        let mut j = i + 1;
        if self.mark_of(j, b",(") || self.word_of(j, &["is", "named", "called", "in"]) {
            j += 1;
        }
        if self.word(j, "law") {
            j += 1 + usize::from(self.mark(j + 1, b','));
        }
        if self.mark(j, b'-') && self.word(j + 1, "in") {
            j += 4;
            j += usize::from(self.mark(j, b','));
        }
        if !self.same_line(j)
            || self.word_of(i, &["parents", "sons", "daughters", "brothers", "sisters"])
                && !self.mark_of(i + 1, b",:(")
                && self.len(j) < 3
        {
            return;
        }
        let Some((end, words)) = self.name(j, false) else {
            return;
        };
        let heading = self.line_start(i) && self.capital(i) && self.uppercase(j) != self.uppercase(i);
        let medical =
            self.follows(end, EPONYM | FACILITY) || self.mark(end, b'\'') && self.follows(end + 2, EPONYM);
        let shouting = self.uppercase(j) && !self.uppercase(i) && self.len(j) <= 4;
        let comma = self.mark(i + 1, b',')
            && words == 1
            && !self.mark_of(end, b",)")
            && !self.lex(end, crate::words::PERSONVERB);
        if !heading && !medical && !shouting && !comma && !(self.lex(j, MONTH) && words == 1) {
            self.note(j, end, &rules::NAME_RELATIVE);
        }
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
    fn shouted_name(&self, label: usize, from: usize, to: usize) -> bool {
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
    fn illness(&self, i: usize) -> bool {
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
