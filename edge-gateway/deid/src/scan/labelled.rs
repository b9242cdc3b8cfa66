//! Names after a label, a phrase or a relation: "Patient: DOE, JOHN", "signed by Ann Lee", "daughter Mary".

use super::Scan;
use crate::lex::{Kind, PARAGRAPH, WIDE};
use crate::people::{Lead, phrases};
use crate::rules;
use crate::words::{COMMON, CREDENTIAL, EPONYM, FACILITY, MONTH, NAMEWORD, PERSON, RELATION, TITLE};

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

impl Scan<'_> {
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
            // In a transcript it is who speaks, and what follows is speech.
            if self.mark(at, b':') && self.speaks(i) {
                return;
            }
            // "re: PPI", "Re: refill request"
            if self.word(i, "re") && !self.concerns_person(at + usize::from(marked)) {
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
        let link =
            usize::from(self.word_of(best, words!("is", "was")) && !self.word_of(i, words!("patient", "pt")));
        let best = best + link;
        let at = best
            + usize::from(
                self.mark_of(best, b":=|")
                    || (self.mark(best, b',')
                        && self.word_of(i, words!("sincerely", "regards", "respectfully", "dear"))),
            );
        let crosses = self.word_of(i, words!("sincerely", "regards", "respectfully"));
        if !self.same_line(at) && !(crosses || at > best) {
            return;
        }
        if lead == Lead::Any {
            self.person_after(at, true);
        } else {
            // "patient Denies", "contact Precautions": one unknown capital word after an ordinary one is not enough there.
            let plain = self.word_of(
                i,
                words!(
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
                    "intern"
                ),
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
        while tags > at || self.mark_of(at, b":.#*\"") || self.word_of(at, words!("is", "was")) {
            at = tags.max(at + usize::from(tags == at));
            tags = self.after_tags(at);
        }
        if self.lex(at, TITLE) && !(self.name_word(at) && !self.mark(at + 1, b'.')) {
            at += 1 + usize::from(self.mark(at + 1, b'.'));
        }
        if self.line_start(at) && !self.name_word(at) {
            return;
        }
        if let Some(end) = self.misread_name(at) {
            self.note(at, end, &rules::NAME_LABEL);
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

    /// "Rosa1ind McAl1ster", "J0HN SM1TH": a name in whose words a scanner read letters as figures, from token `at`.
    pub(super) fn misread_name(&self, at: usize) -> Option<usize> {
        let (mut end, mut figures) = (at, 0);
        for n in 0..3 {
            let word = end + usize::from(n > 0 && self.mark(end, b','));
            if !self.capital(word)
                || self.kind(word) != Kind::Word
                || n > 0 && (!self.same_line(word) || self.token(word).flags & WIDE != 0)
            {
                break;
            }
            let (mut j, mut letters, mut read) = (word + 1, self.len(word), 0);
            while self.kind(j) == Kind::Number
                && matches!(self.bytes(j), b"0" | b"1" | b"5")
                && self.joined(j)
                && self.kind(j + 1) == Kind::Word
                && self.joined(j + 1)
                && read < 2
            {
                letters += self.len(j + 1);
                read += 1;
                j += 2;
            }
            if self.joined(j) && self.kind(j) == Kind::Number
                || read == 0 && !self.name_word(word)
                || read > 0 && letters < 4
            {
                break;
            }
            figures += read;
            end = j;
        }
        (figures > 0 && !self.joined(at)).then_some(end)
    }

    /// "daughter Mary", "his wife, Ann Lee,", "mother (Joan)".
    pub(super) fn relative(&mut self, i: usize) {
        let mut j = i + 1;
        if self.mark_of(j, b",(") || self.word_of(j, words!("is", "named", "called", "in")) {
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
            || self.word_of(i, words!("parents", "sons", "daughters", "brothers", "sisters"))
                && !self.mark_of(i + 1, b",:(")
                && self.len(j) < 3
        {
            return;
        }
        let Some((end, words)) = self.name(j, false) else {
            return;
        };
        let heading = self.line_start(i) && self.capital(i) && self.uppercase(j) != self.uppercase(i);
        // "mother Alzheimer's", "dad Hodgkin's": an illness, not its bearer.
        if words == 1 && crate::lists::lookup(self.bytes(j)).clinical() {
            return;
        }
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

    /// `"patientName":`, `lastName=`: a field of a record that holds a person.
    pub(super) fn name_field(&self, i: usize) -> bool {
        let bytes = self.bytes(i);
        let Some(owner) = bytes.strip_suffix(b"Name").or(bytes.strip_suffix(b"name")) else {
            return false;
        };
        let quoted = usize::from(self.mark_of(i + 1, b"\"'"));
        self.mark_of(i + 1 + quoted, b":=")
            && FIELD_OWNERS.iter().any(|end| owner.to_ascii_lowercase().ends_with(end.as_bytes()))
    }
}
