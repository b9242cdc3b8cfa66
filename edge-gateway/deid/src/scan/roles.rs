//! Names in small letters where the words around them leave no doubt: "father lopresti came", "her name's bev", "goes by smoke".

use super::sets::WordSet;
use super::{Scan, Words};
use crate::lex::Kind;
use crate::lists;
use crate::rules;
use crate::words::{
    COMMON, EPONYM, FACILITY, MONTH, NAMEWORD, PARTICLE, PERSON, RELATION, STREET, TITLE, UNIT, WEEKDAY,
};

/// Who has a name behind them in speech, besides titles and relatives.
static ROLES: WordSet = WordSet::new(&[
    "deacon",
    "chaplain",
    "coach",
    "mama",
    "papa",
    "auntie",
    "aunty",
    "nana",
    "nan",
    "granny",
    "gran",
    "grandma",
    "grandpa",
    "mum",
    "mam",
    "bystander",
    "constable",
    "paramedic",
    "trooper",
    "deputy",
    "brother",
    "elder",
    "bishop",
    "cousin",
    "interpreter",
    "fiance",
    "mate",
    "boyfriend",
    "girlfriend",
    "husband",
    "wife",
    "fob",
    "anaesthetist",
    "registrar",
    "consultant",
    "ma'am",
    "caseworker",
]);
/// By what one goes that is no name.
const TRANSPORT: &Words = words!(
    "car",
    "bus",
    "train",
    "taxi",
    "cab",
    "ambulance",
    "foot",
    "bike",
    "boat",
    "plane",
    "wheelchair",
    "himself",
    "herself",
    "themselves",
    "itself",
    "quickly",
    "fast",
    "slowly",
    "the",
    "a",
    "an",
    "his",
    "her",
    "my",
    "their",
    "your",
    "our",
    "this",
    "that",
    "it",
    "what",
    "any",
    "all",
    "there",
    "here",
    "me",
    "us",
    "them",
    "him",
    "either",
    "both"
);

impl Scan<'_> {
    /// A word in small letters that is a name rather than a word.
    fn small_name(&self, j: usize, doubtful: bool) -> bool {
        if self.kind(j) != Kind::Word || self.capital(j) || self.len(j) < 3 || self.joined(j) {
            return false;
        }
        let listed = self.token(j).lex & !(PERSON | NAMEWORD | PARTICLE | STREET) == 0;
        if !listed || self.lex(j, COMMON | UNIT | MONTH | WEEKDAY) {
            return false;
        }
        let entry = lists::lookup(self.bytes(j));
        let known = entry.given() >= 2 || entry.surname() >= if entry.common() == 0 { 1 } else { 3 };
        let rare = entry.common() <= 1
            || entry.common() <= 2 && entry.given() >= 4
            || entry.common() <= 3 && entry.given() >= 6;
        (known || doubtful && entry.common() == 0) && rare && !entry.clinical() && !self.illness(j)
    }

    /// After a title, a relative or another role, in small letters as all around it.
    pub(super) fn small_role(&mut self, i: usize) {
        if self.capital(i) || self.joined(i) {
            return;
        }
        let role = self.lex(i, TITLE | RELATION) || self.word_in(i, &ROLES);
        let told =
            self.word(i, "name") && self.mark(i + 1, b'\'') && self.joined(i + 1) && self.word(i + 2, "s");
        let by = self.word(i, "by") && self.word_of(i - 1, words!("goes", "go", "went")) && self.same_line(i);
        let j = if told { i + 3 } else { i + 1 };
        if !self.same_line(j) || self.mark_of(j, b"-'") {
            return;
        }
        if by {
            let nickname = self.kind(j) == Kind::Word
                && !self.capital(j)
                && self.len(j) > 2
                && !self.word_of(j, TRANSPORT)
                && !self.word_of(j + 1, words!("of", "the"))
                && !self.lex(j, UNIT);
            if nickname {
                self.note(j, j + 1, &rules::NAME_PHRASE);
            }
            return;
        }
        if !(role
            && !self.word_of(i, words!("dr", "mr", "ms", "lt", "col", "sir", "partner", "parent", "friend"))
            || told)
            || !self.small_name(j, told)
        {
            return;
        }
        let mut end = j + 1;
        if self.small_name(end, false) && self.same_line(end) && lists::lookup(self.bytes(end)).common() == 0
        {
            end += 1;
        }
        if !self.follows(end, EPONYM | FACILITY) && !self.mark_of(end, b"-/") {
            self.note(j, end, if told { &rules::NAME_PHRASE } else { &rules::NAME_RELATIVE });
        }
    }
}
