//! Names after a title: "Dr. Smith", "Mrs. O'Brien-Lee", "Drs. Lee and Park", "dr smith".

use super::Scan;
use crate::lex::{Kind, PARAGRAPH};
use crate::rules;
use crate::words::{COMMON, EPONYM, FACILITY, GENERATION, MONTH, NAMEWORD, PERSONVERB, UNIT};

/// Most names after one title.
const MAX_LISTED: usize = 8;

impl Scan<'_> {
    /// "Fr.", "Hon.", "Sr.": titles only with their point, a capital and no number or name in front.
    pub(crate) fn pointed_title(&self, i: usize) -> bool {
        let before = i.wrapping_sub(1);
        self.capital(i)
            && self.len(i) <= 4
            && self.mark(i + 1, b'.')
            && self.joined(i + 1)
            && self.word_of(
                i,
                words!("fr", "hon", "sr", "pvt", "atty", "br", "cpl", "cmdr", "maj", "gen", "pr", "hr"),
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

    /// "Dr. Smith", "Mrs. O'Brien-Lee", "Drs. Lee and Park", "dr smith".
    pub(super) fn titled(&mut self, i: usize) {
        let formal = self.word_of(i, words!("dr", "drs", "mr", "mrs", "ms", "mx", "prof", "mister", "missus"))
            // "doctor patel said", as it is dictated; "the doctor" is nobody.
            || (self.word(i, "doctor") && !self.capital(i) && self.token(i + 1).lex == 0
                && !self.word_of(i - 1, words!("the", "a", "his", "her", "my", "your", "their", "our", "care", "primary", "eye", "family", "other", "another", "any", "no", "each")));
        let told = self.word_of(
            i.wrapping_sub(1),
            words!("saw", "see", "seen", "told", "called", "by", "met", "asked", "advised", "examined"),
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
        if self.word_of(j, words!("med", "phil", "habil", "rer"))
            && !self.capital(j)
            && self.mark(j + 1, b'.')
        {
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
        let column = !formal && self.token(j).flags & crate::lex::WIDE != 0;
        if column
            || !self.same_line(j) && !wrapped
            || (!formal && self.lex(i, COMMON) && !self.capital(j))
            || (formal && self.lex(i, UNIT) && !self.capital(j) && !told && self.joined_particle(j).is_none())
        {
            return;
        }
        if let Some(end) = self.misread_name(j).filter(|_| formal) {
            self.note(j, end, &rules::NAME_TITLE);
            return;
        }
        if let Some((end, _)) = self.name(j, false) {
            let job = !formal
                && self.lex(end - 1, NAMEWORD)
                && self.word_of(
                    end,
                    words!(
                        "manager",
                        "coordinator",
                        "director",
                        "supervisor",
                        "navigator",
                        "educator",
                        "specialist",
                        "line"
                    ),
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
                if !self.word_of(i, words!("drs", "mmes", "messrs")) || next == last || !self.same_line(next)
                {
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
            && self.word_of(i, words!("mr", "mrs", "ms", "dr"))
            && !self.uppercase(i)
            && self.mark(i + 1, b'.')
        {
            // "relapsing MS. She": an illness. After the point of a title even an ordinary word with a capital is a name.
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
    pub(super) fn no_title(&self, i: usize, j: usize, end: usize, point: bool) -> bool {
        let imaging = self.word(i, "mr")
            && (self.uppercase(i) || !self.capital(i))
            && !point
            && (self.uppercase(i) && self.illness(j)
                || self.bytes(j).to_ascii_lowercase().ends_with(b"bar")
                || self.word_of(
                    end,
                    words!(
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
                        "orbits"
                    ),
                )
                || self.word_of(
                    j,
                    words!(
                        "angiogram",
                        "angiography",
                        "venogram",
                        "enterography",
                        "arthrogram",
                        "guided",
                        "elastography",
                        "spectroscopy"
                    ),
                ));
        let drug = self.word(i, "ms") && !point && self.word(j, "contin");
        let drink = self.word(i, "dr")
            && self.word(j, "pepper")
            && (self.kind(end) == Kind::Number
                || self.word_of(end, words!("can", "cans", "bottle", "bottles", "soda", "daily", "per"))
                || self.word_of(
                    i.wrapping_sub(1),
                    words!("drinks", "drink", "drank", "of", "diet", "drinking"),
                ));
        imaging || drug || drink
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
}
