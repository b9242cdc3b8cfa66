//! Names where the words around them say that a person is meant: titles, labels, relations, credentials, ages.

use super::Scan;
use crate::lex::{Kind, WIDE};
use crate::people::{Lead, PEOPLE};
use crate::rules::{self, Rule};
use crate::words::{
    CODES, COMMON, CREDENTIAL, EPONYM, FACILITY, GENERATION, LETTERED, MONTH, NAMEWORD, PARTICLE, PERSON,
    RELATION, TITLE, UNIT, WEEKDAY,
};

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

    pub(super) fn initial(&self, i: usize) -> bool {
        self.kind(i) == Kind::Word && self.len(i) == 1 && self.capital(i)
    }

    /// One part of a name with what is joined to it ("O'Brien-Lee", "D.", "St."). Returns the token after.
    fn part(&self, i: usize) -> Option<usize> {
        let mut end;
        if self.name_word(i) {
            end = i + 1;
        } else if self.initial(i) {
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

    /// A name that ends before token `end`, read backwards. Returns its first token and the number of full words.
    fn name_before(&self, end: usize) -> Option<(usize, usize)> {
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
                if self.lex(i, TITLE) {
                    self.titled(i);
                }
                if self.lex(i, PERSON) {
                    self.labelled_person(i);
                    if self.word(i, "by") {
                        self.by(i);
                    }
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
            }
            Kind::Number => self.aged(i),
            _ => {}
        }
    }

    /// "Dr. Smith", "Mrs. O'Brien-Lee", "Drs. Lee and Park", "dr smith".
    fn titled(&mut self, i: usize) {
        let formal = self.word_of(i, &["dr", "drs", "mr", "mrs", "ms", "mx", "prof", "mister", "missus"])
            // "doctor patel said", as it is dictated; "the doctor" is nobody.
            || (self.word(i, "doctor") && !self.capital(i) && self.token(i + 1).lex == 0
                && !self.word_of(i - 1, &["the", "a", "his", "her", "my", "your", "their", "our", "care", "primary", "eye", "family", "other", "another", "any", "no", "each"]));
        if !(formal || self.capital(i)) || self.joined(i) && self.kind(i - 1) == Kind::Word {
            return;
        }
        let j = i + 1 + usize::from(self.mark(i + 1, b'.') && self.joined(i + 1));
        if !self.same_line(j)
            || (!formal && self.lex(i, COMMON) && !self.capital(j))
            || (formal && self.lex(i, UNIT) && !self.capital(j))
        {
            return;
        }
        if let Some((end, _)) = self.name(j, false) {
            let end = if self.uppercase(i) || self.uppercase(j) {
                self.capitals_end(j, end)
            } else {
                end
            };
            self.note(j, end, &rules::NAME_TITLE);
            let second = end
                + usize::from(self.mark(end, b','))
                + usize::from(self.word(end, "and") || self.mark(end, b'&'));
            if self.word(i, "drs")
                && second > end
                && let Some((end, _)) = self.name(second, false)
            {
                self.note(second, end, &rules::NAME_TITLE);
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
        } else if formal && !self.capital(i) && !self.capital(j) && self.len(j) > 2 && self.name_like_lower(j)
        {
            let two = self.name_like_lower(j + 1)
                && self.token(j + 1).lex == 0
                && self.same_line(j + 1)
                && !self.name_like_lower(j + 2)
                && self.kind(j + 2) != Kind::Word;
            self.note(j, j + 1 + usize::from(two), &rules::NAME_TITLE);
        }
    }

    fn name_like_lower(&self, i: usize) -> bool {
        self.kind(i) == Kind::Word
            && self.len(i) > 1
            && (self.token(i).lex & !PERSON == 0 || self.lex(i, NAMEWORD))
            && !self.lex(i, COMMON)
    }

    /// In text that is all capitals a second word must be one that no list knows.
    fn capitals_end(&self, from: usize, end: usize) -> usize {
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
    fn labelled_person(&mut self, i: usize) {
        if self.joined(i) && matches!(self.kind(i.wrapping_sub(1)), Kind::Word) {
            return;
        }
        let head = self.bytes(i);
        let (mut best, mut lead) = (0, Lead::Direct);
        let mut sign = 0;
        for (kind, phrases) in PEOPLE {
            for phrase in *phrases {
                let same_head = phrase.len() >= head.len()
                    && phrase.as_bytes()[..head.len()].eq_ignore_ascii_case(head)
                    && matches!(phrase.as_bytes().get(head.len()), None | Some(b' ' | b'-'));
                if !same_head {
                    continue;
                }
                let mut j = i;
                let matches = phrase.split([' ', '-']).all(|word| {
                    j += usize::from(j > i && self.mark_of(j, b"-'."));
                    let ok = self.word(j, word) && (j == i || self.same_line(j));
                    j += 1;
                    ok
                });
                if matches && *kind == Lead::Sign {
                    sign = sign.max(j);
                } else if matches && j > best {
                    (best, lead) = (j, *kind);
                }
            }
        }
        if sign > 0 {
            let bracket = usize::from(self.mark(sign, b'(') && self.mark(sign + 2, b')')) * 3;
            let at = sign + bracket;
            let marked = self.mark_of(at, b":=|");
            let column = self.same_line(at)
                && self.token(at).flags & WIDE != 0
                && (i == 0 || self.token(i).flags & WIDE != 0)
                && self.kind(at) == Kind::Word;
            // The next heading of a table is no person.
            if self.mark(at, b'|') && self.lex(at + 1, COMMON | crate::words::LABEL | PERSON) {
                return;
            }
            if marked || column {
                self.person_after(at + usize::from(marked), true);
                return;
            }
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

    fn direct(&mut self, at: usize, plain: bool) {
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
    fn person_after(&mut self, at: usize, loose: bool) {
        let mut at = at;
        while self.mark_of(at, b":.#*\"") || self.word_of(at, &["is", "was"]) {
            at += 1;
        }
        if self.lex(at, TITLE) && !(self.name_word(at) && !self.mark(at + 1, b'.')) {
            at += 1 + usize::from(self.mark(at + 1, b'.'));
        }
        if self.line_start(at) && !self.name_word(at) {
            return;
        }
        let mut rest = at;
        let relative = self.lex(at.wrapping_sub(2), RELATION);
        for _ in 0..8 {
            let Some((end, words)) = self.name(rest, true) else {
                break;
            };
            let single_heading = words == 1 && self.mark(end, b':');
            let facility = self.follows(end, FACILITY | EPONYM);
            // "Mother: Hypertension" is a family history.
            let finding = relative && (words < 2 || !self.plain_name(rest, end));
            if single_heading || facility || finding {
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
        if rest == at && loose && !relative && self.same_line(at) && !self.capital(at) {
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
    fn relative(&mut self, i: usize) {
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

    /// "Ann B. Lee, MD"
    fn credential(&mut self, i: usize) {
        let shaped =
            self.uppercase(i) || self.word_of(i, &["phd", "pharmd", "psyd", "esq"]) && self.capital(i);
        let comma = self.mark(i.wrapping_sub(1), b',');
        if !shaped || !self.same_line(i) || self.joined(i) {
            return;
        }
        let Some((first, words)) = self.name_before(i - usize::from(comma)) else {
            return;
        };
        let doubtful = self.word_of(i, &["od", "pt", "ot", "pa", "do", "dc", "rd", "np", "cna"])
            && !(self.word(i, "pa") && self.mark(i + 1, b'-'));
        if words >= 2 || (comma && !doubtful && self.unlisted(first)) {
            let end = i - usize::from(comma);
            self.note(first, end, &rules::NAME_CREDENTIAL);
        }
    }

    /// "Jane Doe (DOB …)", "Kim Fox, MRN …"
    fn before_identifier(&mut self, i: usize) {
        let end = i - usize::from(self.mark_of(i.wrapping_sub(1), b",(-|;"));
        if !self.same_line(i) {
            return;
        }
        if let Some((first, words)) = self.name_before(end) {
            let comma = first.wrapping_sub(1);
            let inverted =
                self.mark(comma, b',') && self.name_word(comma.wrapping_sub(1)) && self.same_line(first);
            if words >= 2 || inverted {
                let first = if inverted { comma - 1 } else { first };
                self.note(first, end, &rules::NAME_BEFORE_ID);
            }
        }
    }

    /// "Sarah T." is how a patient is half named.
    fn first_and_initial(&mut self, i: usize) {
        let point = self.mark(i + 2, b'.') && self.joined(i + 2);
        let possessive = self.mark(i + 2, b'\'') && self.word(i + 3, "s");
        let bracket = self.mark_of(i + 2, b",)") && self.same_line(i) && !self.line_start(i);
        if !self.name_word(i)
            || self.uppercase(i)
            || self.lex(i, LETTERED | EPONYM)
            || self.joined(i) && !self.mark(i - 1, b'-')
            || !self.same_line(i + 1)
            || !(point || possessive || bracket)
            || self.joined(i + 1)
        {
            return;
        }
        if self.lex(i, TITLE | MONTH | RELATION) && !self.lex(i, NAMEWORD) {
            return;
        }
        let double = self.mark(i - 1, b'-') && self.joined(i) && self.name_word(i - 2);
        if double || !self.joined(i) {
            self.note(if double { i - 2 } else { i }, i + 2, &rules::NAME_INITIAL);
        }
    }

    /// "on 6/22 by A. James": two parts at least.
    fn by(&mut self, i: usize) {
        let at = i + 1;
        let Some((end, words)) = self.name(at, false).filter(|_| self.same_line(at)) else {
            return;
        };
        let parts = (at..end).filter(|j| self.kind(*j) == Kind::Word).count();
        if words <= 3
            && parts >= 2
            && !self.uppercase(end - 1) | self.initial(end - 1)
            && !self.follows(end, EPONYM | FACILITY)
        {
            self.note(at, end, &rules::NAME_PHRASE);
        }
    }

    /// "patients like Mary Roe, seen …": two words that no list knows, and a person in what stands around them.
    fn pair(&mut self, i: usize) {
        if self.name_word(i.wrapping_sub(1)) && self.same_line(i)
            || !self.name_word(i)
            || self.uppercase(i)
            || self.joined(i) && self.mark_of(i - 1, b"-.'")
        {
            return;
        }
        let Some((end, words)) = self.name(i, false).filter(|(end, _)| self.plain_name(i, *end)) else {
            return;
        };
        if !(2..=3).contains(&words) || self.follows(end, EPONYM | FACILITY) || !self.plain_person(i, end) {
            return;
        }
        let before = self.word_of(
            i - 1,
            &["like", "for", "named", "similar", "patient", "pt", "review"],
        ) && self.same_line(i);
        let to = self.word(i - 1, "to")
            && self.word_of(
                i - 2,
                &[
                    "similar",
                    "prescribed",
                    "given",
                    "identical",
                    "administered",
                    "dispensed",
                ],
            );
        let strong = to
            || before
                && (self.word_of(i - 1, &["like", "named", "patient", "pt", "review"])
                    || self.word_of(i - 2, &["pt", "patient"]));
        let verb = end + usize::from(self.mark_of(end, b",;"));
        let cue = self.same_line(verb)
            && (self.word_of(
                verb,
                &[
                    "who",
                    "whose",
                    "seen",
                    "admitted",
                    "age",
                    "aged",
                    "visited",
                    "treated",
                    "presenting",
                    "presented",
                    "diagnosed",
                    "last",
                    "dob",
                    "mrn",
                    "reports",
                    "denies",
                    "states",
                    "complains",
                    "reported",
                    "was",
                    "has",
                    "had",
                    "follow",
                    "patient",
                    "returns",
                    "underwent",
                    "ssn",
                    "discharged",
                    "hospitalized",
                    "referred",
                    "evaluated",
                    "came",
                    "called",
                ],
            ) || (self.mark(end, b'\'') && self.word(end + 1, "s") && before));
        if strong
            || cue && (before || self.mark_of(i - 1, b",(") || self.line_start(i) || self.mark(i - 1, b'.'))
        {
            self.note(i, end, &rules::NAME_PAIR);
        }
    }

    /// At least one word of the two is in no list at all, and no street or place word ends them.
    fn plain_person(&self, from: usize, to: usize) -> bool {
        (from..to).any(|j| self.kind(j) == Kind::Word && self.len(j) > 1 && self.token(j).lex == 0)
            && !(self.lex(to - 1, crate::words::STREET) && !self.lex(to - 1, NAMEWORD))
    }

    /// A line that opens with "DOE,JOHN" or "DOE, JOHN" and an identifier.
    fn capitals(&mut self, i: usize) {
        if !self.name_word(i) {
            return;
        }
        let Some((end, words)) = self.name(i, true) else {
            return;
        };
        let comma = self.mark(i + 1, b',');
        let unlisted = (i..end).all(|j| {
            self.kind(j) != Kind::Word
                || self.uppercase(j) && (self.lex(j, NAMEWORD) || self.token(j).lex == 0 || self.len(j) == 1)
        });
        let coded = |j: usize| {
            self.kind(j) == Kind::Word
                && self.uppercase(j)
                && self.len(j) <= 3
                && self.joined(j + 1)
                && (self.kind(j + 1) == Kind::Number
                    || self.mark(j + 1, b'-') && self.kind(j + 2) == Kind::Number)
        };
        // "DOE JOHN A12345": the initial in the code is no part of the name.
        let end = if end > i + 2 && (self.kind(end) == Kind::Number && self.joined(end) || coded(end - 1)) {
            end - 1
        } else {
            end
        };
        let identified = self.kind(end) == Kind::Number && self.len(end) >= 3 || coded(end);
        let alone = self.line_start(end)
            || self.kind(end) == Kind::End
            || self.mark_of(end, b"|(#")
            || self.token(end).flags & WIDE != 0;
        if unlisted && words >= 2 && (identified || (alone && comma)) {
            self.note(i, end, &rules::NAME_CAPITALS);
        }
    }

    /// "Jane Doe is a 50-year-old", "a 50-year-old male, John Roe,".
    fn aged(&mut self, i: usize) {
        let age = self.len(i) <= 3;
        if !age {
            return;
        }
        let years = self.age_like(i + 1);
        if !years {
            return;
        }
        // Backwards over "is a pleasant", "(", ",".
        let mut j = i.wrapping_sub(1);
        for _ in 0..6 {
            if self.name_word(j) && self.unlisted(j) || self.kind(j) == Kind::End || !self.same_line(j + 1) {
                break;
            }
            if self.mark_of(j, b".;:") || self.initial(j) || self.kind(j) == Kind::Number {
                if self.mark(j, b'.') && self.initial(j.wrapping_sub(1)) {
                    break;
                }
                j = usize::MAX;
                break;
            }
            j = j.wrapping_sub(1);
        }
        let directly = j.wrapping_add(1);
        let link = self.word_of(directly, &["is", "was", "a", "an"])
            || self.mark_of(directly, b",(|")
            || directly == i;
        if j != usize::MAX
            && self.same_line(directly)
            && link
            && let Some((first, words)) = self.name_before(directly)
        {
            let starts = words >= 2 || (self.unlisted(first) && !self.word_of(i + 1, &["m", "f"]));
            if starts && !self.lex(first.wrapping_sub(1), CODES) {
                self.note(first, directly, &rules::NAME_AGE);
            }
        }
        // Forwards over "-year-old African-American male patient named".
        let mut j = i + 1;
        for _ in 0..14 {
            if self.mark_of(j, b",(")
                || self.word_of(
                    j,
                    &[
                        "named",
                        "called",
                        "patient",
                        "male",
                        "female",
                        "man",
                        "woman",
                        "lady",
                        "gentleman",
                        "boy",
                        "girl",
                        "m",
                        "f",
                        "pt",
                    ],
                )
            {
                let next = j + 1;
                if let Some((end, words)) = self.name(next, false) {
                    let halved = words == 1 && self.initial(next + 1);
                    let title = self.lex(next, TITLE | RELATION | MONTH);
                    let enclosed = words == 1
                        && end == next + 1
                        && self.mark(j, b',')
                        && self.mark(end, b',')
                        && self.token(next).lex == 0
                        && self.word_of(
                            end + 1,
                            &[
                                "seen",
                                "who",
                                "admitted",
                                "treated",
                                "with",
                                "presenting",
                                "diagnosed",
                                "has",
                                "was",
                            ],
                        );
                    if ((2..=3).contains(&words) || halved || enclosed)
                        && !title
                        && self.plain_name(next, end)
                        && self.same_line(next)
                        && !self.follows(end, EPONYM | FACILITY)
                    {
                        self.note(next, end, &rules::NAME_AGE);
                        return;
                    }
                }
            }
            if self.mark_of(j, b".;:?") && !self.joined(j + 1) || self.kind(j) == Kind::End {
                return;
            }
            j += 1;
        }
    }

    /// Every whole word of the name is one that no other list claims.
    fn plain_name(&self, from: usize, to: usize) -> bool {
        (from..to).all(|j| {
            self.kind(j) != Kind::Word
                || self.len(j) == 1
                || ((self.unlisted(j) || self.lex(j, GENERATION | PARTICLE)) && !self.uppercase(j))
        })
    }

    /// A word of no list, or one that is listed as a name as well.
    pub(super) fn unlisted(&self, i: usize) -> bool {
        self.lex(i, NAMEWORD)
            || self.token(i).lex & !(crate::words::STREET | crate::words::PLACEVERB | PARTICLE) == 0
    }

    /// "-year-old", "y/o", "yo", "y.o.", "F", "M" after a number.
    fn age_like(&self, j: usize) -> bool {
        let j = j + usize::from(self.mark(j, b'-'));
        self.word_of(
            j,
            &["year", "yo", "yr", "month", "week", "day", "yrs", "yom", "yof"],
        ) || (self.word(j, "years") && (self.word(j + 1, "old") || self.word(j + 1, "of")))
            || (self.word(j, "y") && (self.mark_of(j + 1, b"/.")))
            || (self.word_of(j, &["m", "f"]) && self.uppercase(j) && !self.word(j.wrapping_sub(1), "to"))
    }
}

/// Is this rule's finding a person's name for certain, so that it is looked for in the whole document?
pub(super) fn sure(rule: &Rule) -> bool {
    rule.category == crate::category::Category::Name
}
