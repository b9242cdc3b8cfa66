//! Names that stand without title or label: with an age, letters of a profession, an identifier, or beside another word.

use super::Scan;
use crate::lex::{Kind, WIDE};
use crate::rules;
use crate::words::{CODES, EPONYM, FACILITY, LETTERED, MONTH, NAMEWORD, RELATION, TITLE, WEEKDAY};

impl Scan<'_> {
    /// "Sarah T." is how a patient is half named.
    pub(super) fn first_and_initial(&mut self, i: usize) {
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
        // "Grannum I", "Zoll R.": a grade, a model. Numbers in Roman figures ask for more of the name than other letters do.
        let entry = crate::lists::lookup(self.bytes(i));
        let given = entry.given() >= if self.word_of(i + 1, words!("i", "v", "x")) { 5 } else { 2 };
        let listed = given && !(entry.clinical() && entry.given() < 4);
        if !(listed
            || possessive
            || entry == crate::lists::NONE && !self.word_of(i + 1, words!("i", "v", "x")))
        {
            return;
        }
        let double = self.mark(i - 1, b'-') && self.joined(i) && self.name_word(i - 2);
        if double || !self.joined(i) {
            self.note(if double { i - 2 } else { i }, i + 2, &rules::NAME_INITIAL);
        }
    }

    /// A line that opens with "DOE,JOHN" or "DOE, JOHN" and an identifier.
    pub(super) fn capitals(&mut self, i: usize) {
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
    pub(super) fn aged(&mut self, i: usize) {
        let age = self.len(i) <= 3;
        if !age {
            return;
        }
        let years = self.age_like(i + 1);
        if !years {
            return;
        }
        // "bed 4 White 29F DKA": a list of beds.
        let name = i.wrapping_sub(1);
        let bed = self.kind(name.wrapping_sub(1)) == Kind::Number
            && self.same_line(i)
            && self.same_line(name)
            && self.name_word(name)
            && self.joined(i + 1)
            && self.word_of(i + 1, words!("m", "f"))
            && !self.joined(i)
            && !self.joined(name);
        if bed {
            self.note(name, i, &rules::NAME_AGE);
            return;
        }
        // "L.B., 17 F": initials with points.
        let point = name.wrapping_sub(1);
        let initials = self.mark(name, b',')
            && self.mark(point, b'.')
            && self.initial(point.wrapping_sub(1))
            && self.mark(point.wrapping_sub(2), b'.')
            && self.joined(point - 1)
            && self.initial(point.wrapping_sub(3))
            && !self.joined(point.wrapping_sub(3));
        if initials {
            self.note(point - 3, point + 1, &rules::NAME_AGE);
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
        let link = self.word_of(directly, words!("is", "was", "a", "an"))
            || self.mark_of(directly, b",(|")
            || directly == i;
        if j != usize::MAX
            && self.same_line(directly)
            && link
            && let Some((first, words)) = self.name_before(directly)
        {
            let starts = words >= 2 || (self.unlisted(first) && !self.word_of(i + 1, words!("m", "f")));
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
                    words!(
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
                        "pt"
                    ),
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
                            words!(
                                "seen",
                                "who",
                                "admitted",
                                "treated",
                                "with",
                                "presenting",
                                "diagnosed",
                                "has",
                                "was"
                            ),
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

    /// "on 6/22 by A. James": two parts at least.
    pub(super) fn by(&mut self, i: usize) {
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
    pub(super) fn pair(&mut self, i: usize) {
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
        let before = self
            .word_of(i - 1, words!("like", "for", "named", "similar", "patient", "pt", "review"))
            && self.same_line(i);
        let to = self.word(i - 1, "to")
            && self.word_of(
                i - 2,
                words!("similar", "prescribed", "given", "identical", "administered", "dispensed"),
            );
        let strong = to
            || before
                && (self.word_of(i - 1, words!("like", "named", "patient", "pt", "review"))
                    || self.word_of(i - 2, words!("pt", "patient")));
        let verb = end + usize::from(self.mark_of(end, b",;"));
        let cue = self.same_line(verb)
            && (self.word_of(
                verb,
                words!(
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
                    "called"
                ),
            ) || (self.mark(end, b'\'') && self.word(end + 1, "s") && before));
        if strong
            || cue && (before || self.mark_of(i - 1, b",(") || self.line_start(i) || self.mark(i - 1, b'.'))
        {
            self.note(i, end, &rules::NAME_PAIR);
        }
    }

    /// At least one word of the two is in no list at all, and no street or place word ends them.
    pub(super) fn plain_person(&self, from: usize, to: usize) -> bool {
        (from..to).any(|j| self.kind(j) == Kind::Word && self.len(j) > 1 && self.token(j).lex == 0)
            && !(self.lex(to - 1, crate::words::STREET) && !self.lex(to - 1, NAMEWORD))
    }

    /// "Jane Doe (DOB …)", "Kim Fox, MRN …"
    pub(super) fn before_identifier(&mut self, i: usize) {
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

    /// "Ann B. Lee, MD"
    pub(super) fn credential(&mut self, i: usize) {
        let shaped =
            self.uppercase(i) || self.word_of(i, words!("phd", "pharmd", "psyd", "esq")) && self.capital(i);
        let comma = self.mark(i.wrapping_sub(1), b',');
        if !shaped || !self.same_line(i) || self.joined(i) {
            return;
        }
        let Some((first, words)) = self.name_before(i - usize::from(comma)) else {
            return;
        };
        let doubtful = self.word_of(i, words!("od", "pt", "ot", "pa", "do", "dc", "rd", "np", "cna"))
            && !(self.word(i, "pa") && self.mark(i + 1, b'-'));
        // "VISUAL ACUITY OD 20/40": an eye.
        if self.word_of(i, words!("od", "os")) && self.kind(i + 1) == Kind::Number {
            return;
        }
        if words >= 2 || (comma && !doubtful && self.unlisted(first)) {
            let end = i - usize::from(comma);
            // "Monday-Friday PT" is when, not who.
            if self.lex(first, WEEKDAY) && self.lex(end - 1, WEEKDAY) {
                return;
            }
            self.note(first, end, &rules::NAME_CREDENTIAL);
        }
    }

    /// "-year-old", "y/o", "yo", "y.o.", "F", "M" after a number.
    pub(super) fn age_like(&self, j: usize) -> bool {
        let j = j + usize::from(self.mark(j, b'-'));
        let first = self.bytes(j).first().map_or(0, u8::to_ascii_lowercase);
        if !matches!(first, b'y' | b'm' | b'w' | b'd' | b'f') {
            return false;
        }
        self.word_of(j, words!("year", "yo", "yr", "month", "week", "day", "yrs", "yom", "yof"))
            || (self.word(j, "years") && (self.word(j + 1, "old") || self.word(j + 1, "of")))
            || (self.word(j, "y") && (self.mark_of(j + 1, b"/.")))
            || (self.word_of(j, words!("m", "f")) && self.uppercase(j) && !self.word(j.wrapping_sub(1), "to"))
    }
}
