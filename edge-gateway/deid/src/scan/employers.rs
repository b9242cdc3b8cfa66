//! Employers and schools by the words in front of them, without a noun that says what they are: "works at Garmin",
//! "drives for Werner", "employer is Kroger", "a firm called Swiftbox".

use super::sets::WordSet;
use super::{Scan, Words};
use crate::lex::{Kind, WIDE};
use crate::rules;
use crate::words::{
    CARDINAL, COMMON, CREDENTIAL, EPONYM, FACILITY, FACILITY_PAIR, MONTH, NAMEWORD, PERSONVERB, RELATION,
    STATE, STREET, TITLE, UNIT, WEEKDAY,
};

/// What one does for a living, and the verbs of it: an employer follows "at", "for", "with" or "by".
static WORK: WordSet = WordSet::new(&[
    "works",
    "worked",
    "working",
    "work",
    "employed",
    "job",
    "jobs",
    "drives",
    "drove",
    "teaches",
    "taught",
    "interns",
    "interned",
    "hired",
    "contractor",
    "driver",
    "courier",
    "dispatcher",
    "chef",
    "cook",
    "teacher",
    "welder",
    "mechanic",
    "cashier",
    "engineer",
    "clerk",
    "machinist",
    "janitor",
    "custodian",
    "foreman",
    "supervisor",
    "manager",
    "employee",
    "accountant",
    "waitress",
    "waiter",
    "server",
    "bartender",
    "barista",
    "carpenter",
    "electrician",
    "plumber",
    "picker",
    "packer",
    "pilot",
    "trucker",
    "apprentice",
    "intern",
    "stocker",
    "butcher",
    "baker",
    "roofer",
    "boss",
    "coworker",
    "career",
    "position",
    "internship",
    "shift",
    "shifts",
    "foreman",
    "guard",
    "delivers",
    "lays",
    "student",
    "junior",
    "senior",
    "sophomore",
    "freshman",
    "pupil",
]);
/// Verbs after which an employer follows "from" or "by".
const LEFT: &Words =
    words!("retired", "laid", "fired", "resigned", "hired", "employed", "sacked", "pension", "redundant");
/// Words between the two, and in front of the name of a firm.
static PREPOSITIONS: WordSet = WordSet::new(&["at", "for", "with", "by", "from"]);
static CALLED: WordSet = WordSet::new(&["called", "named"]);
/// Most words between the verb and the preposition.
const MAX_BETWEEN: usize = 5;
/// Most words of the name.
const MAX_NAME: usize = 6;

impl Scan<'_> {
    /// An employer whose name begins with the capitalised word `i`.
    pub(super) fn employer_at(&mut self, i: usize) {
        if self.kind(i) != Kind::Word
            || !self.capital(i)
            || self.joined(i) && !self.mark_of(i.wrapping_sub(1), b"(:\"")
        {
            return;
        }
        let before = i.wrapping_sub(1);
        let field = self.employer_field(i);
        let article = usize::from(self.word(before, "the"));
        let prep = before.wrapping_sub(article);
        let told = field
            || self.same_line(i)
                && (self.word_in(prep, &PREPOSITIONS) && self.work_before(prep)
                    || self.word_in(before, &CALLED)
                        && self.word_of(
                            before.wrapping_sub(1),
                            words!("company", "firm", "business", "employer", "startup"),
                        )
                    || self.word(before, "works") && !self.lex(i, COMMON)
                    || self.mark(before, b'(')
                        && self.word(before.wrapping_sub(1), "work")
                        && self.word_of(before.wrapping_sub(2), words!("at", "from", "to")));
        if !told || self.line_start(i) && !field {
            return;
        }
        let end = self.employer_name(i, field);
        if end == i {
            return;
        }
        if end == i + 1 && !field {
            let entry = crate::lists::lookup(self.bytes(i));
            let ordinary = self.lex(i, COMMON | UNIT | CARDINAL)
                && (self.uppercase(i) || !self.word_of(prep, words!("at", "for")))
                || entry.clinical() && entry.surname() < 3
                || self.region(i) > 0
                || self.lex(i, COMMON)
                    && self.word_of(
                        i,
                        words!(
                            "home",
                            "night",
                            "nights",
                            "day",
                            "days",
                            "police",
                            "part",
                            "full",
                            "office",
                            "government",
                            "school",
                            "church",
                            "hospital",
                            "clinic",
                            "work",
                            "me",
                            "him",
                            "her",
                            "them",
                            "us",
                            "self",
                            "god",
                            "pain",
                            "english",
                            "spanish"
                        ),
                    );
            if ordinary || self.lex(i, FACILITY | FACILITY_PAIR) {
                return;
            }
        }
        let own = |k: usize| {
            self.capital(k)
                && !self.lex(k, COMMON | FACILITY)
                && !self.word_of(k, words!("veteran", "veterans"))
        };
        let named = end == i + 1 || field || (i..end).any(own);
        // Employers of half the country tell little; the state is none that a list could name.
        let national = self.word_of(i, words!("t", "fed", "fedex", "ups", "usps", "walmart", "wal"));
        if named && !national {
            self.note(i, end, &rules::PLACE_EMPLOYER);
        }
    }

    /// "Employer: Acme", "employer is Kroger", "COMPANY : KALLANG", "Employer" in the line above.
    fn employer_field(&self, i: usize) -> bool {
        let mut k = i.wrapping_sub(1);
        let sign = self.mark_of(k, b":=|")
            || self.token(i).flags & WIDE != 0 && self.same_line(i)
            || self.line_start(i);
        if self.mark_of(k, b":=|") {
            k = k.wrapping_sub(1);
        } else if self.lex(k, PERSONVERB) && self.word_of(k, words!("is", "was")) {
            k = k.wrapping_sub(1);
            return self.word(k, "employer") && self.same_line(i) && self.same_line(k + 1);
        }
        sign && (self.word_of(k, words!("employer", "company"))
            && (self.capital(k) || self.mark(k + 1, b':'))
            || self.word(k, "name") && self.word(k.wrapping_sub(1), "employer"))
    }

    /// A word of work stands before the preposition at token `prep`, in the same sentence.
    fn work_before(&self, prep: usize) -> bool {
        let left = self.word_of(prep, words!("from", "by"));
        let with = self.word(prep, "with");
        let mut k = prep;
        for n in 0..MAX_BETWEEN {
            if !self.same_line(k) {
                return false;
            }
            k = k.wrapping_sub(1);
            if self.kind(k) == Kind::Number {
                continue;
            }
            if self.kind(k) != Kind::Word {
                return false;
            }
            if left && self.word_of(k, LEFT) {
                return true;
            }
            if !left && self.word_in(k, &WORK) {
                // "works with Dr", "a shift with Ann": the job, not the verb.
                let verb = self.word_of(
                    k,
                    words!(
                        "works", "worked", "working", "work", "shift", "shifts", "student", "boss",
                        "coworker"
                    ),
                );
                return !(with && verb)
                    && !(self.word_of(k, words!("work", "working", "server"))
                        && self.word(prep, "for")
                        && n == 0);
            }
        }
        false
    }

    /// The token after the name of an employer that begins at token `i`; `i` if none does.
    fn employer_name(&self, i: usize, field: bool) -> usize {
        let (mut j, mut end) = (i, i);
        while end < i + MAX_NAME * 2 {
            if j > i && (!self.same_line(j) || self.token(j).flags & WIDE != 0) || self.kind(j) != Kind::Word
            {
                break;
            }
            let stop = self.lex(j, TITLE | MONTH | WEEKDAY | RELATION)
                || self.lex(j, CREDENTIAL | STATE)
                    && self.uppercase(j)
                    && (end > i && self.mark(j - 1, b',') || self.lex(j, CREDENTIAL) && end == i)
                || self.lex(j, EPONYM) && end == i && !self.lex(j, NAMEWORD);
            if !self.capital(j) || stop && !(self.lex(j, NAMEWORD) && end > i) {
                break;
            }
            j += 1;
            end = j;
            if self.mark(j, b'\'') && self.joined(j) && self.word_of(j + 1, words!("s", "n")) {
                j += 2;
                end = j;
            }
            if self.mark_of(j, b"&-") && self.capital(j + 1) && self.same_line(j + 1) {
                j += 1;
            } else if (self.word_of(j, words!("of", "and", "the", "n")) || self.particle_word(j))
                && self.capital(j + 1)
                && self.same_line(j + 1)
                && !(self.word(j, "and")
                    && !field
                    && !self.lex(j + 1, STREET | FACILITY)
                    && self.lex(j + 1, COMMON))
            {
                j += 1;
            }
        }
        // "Johnbury High School": the kind of school stays, as with other schools.
        if self.word(end - 1, "school") && end > i + 2 {
            end -= 1 + usize::from(
                self.word_of(end - 2, words!("high", "middle", "elementary", "primary", "grammar")),
            );
        }
        end
    }

    fn particle_word(&self, i: usize) -> bool {
        self.word_of(i, words!("de", "del", "la", "van", "du"))
    }
}
