//! The scanners: each looks at one place in the token list, a bounded way ahead, and notes what it finds.
//!
//! [`Scan`] is their shared reading glass. Nothing here rewrites text or knows the policy.

#![allow(
    clippy::nonminimal_bool,
    clippy::if_same_then_else,
    clippy::explicit_counter_loop,
    reason = "a rule's conditions stand in the order and the cases in which one says them"
)]

/// Words in small letters, as [`Scan::word_of`] compares them: made at compile time.
macro_rules! words {
    ($($word:literal),* $(,)?) => {
        const { &$crate::scan::Words::new(&[$($word),*], const { &[$($crate::scan::Key::new($word)),*] }) }
    };
}
pub(crate) use words;

mod abroad;
mod accounts;
mod agelife;
mod ages;
mod agewords;
mod apart;
mod chat;
mod codes;
mod columns;
mod contact;
mod dates;
mod dates_abroad;
mod days;
mod dialogue;
mod employers;
mod facilities;
mod farewells;
mod forms;
mod fractions;
mod handovers;
mod hl7;
mod holidays;
mod ids;
mod initials;
mod institutions;
mod label_dates;
mod labelled;
mod localities;
mod mails;
mod months;
mod names;
mod net;
mod numbers;
mod openings;
mod persons;
mod places;
mod propagate;
mod records;
mod roads;
mod roles;
mod sets;
mod spelled;
mod spoken;
mod spokencodes;
mod spokendates;
mod streets;
mod tables;
mod titles;
mod vehicles;
mod wards;
mod whole;
mod widen;

use crate::fold::{View, is_alnum};
use crate::lex::{CAPITAL, Kind, LINE, SPACE, Token, Tokens, UPPERCASE};
use crate::rules::Rule;
pub(crate) use sets::{Key, WordSet, Words};

use crate::words::{
    CARDINAL, CREDENTIAL, CUE, FACILITY, FACILITY_PAIR, LABEL, Lex, MONTH, MONTH_ABROAD, ORDINAL, PERSON,
    PLACEVERB, PLACEWORD, REGION, RELATION, STATE, STREET_ABROAD, TITLE,
};

/// Marks that join the two ends of a range, or two values of a list, without a space.
const JOINERS: &[u8] = b"-/_.";
/// Most HTML tags in a row, and most tokens of one.
const MAX_TAGS: usize = 4;
const MAX_TAG: usize = 16;
/// From so many findings on the list of them grows by a quarter.
const MANY: usize = 1 << 15;
/// How many of the last findings may end before a joiner: other scanners look at the same tokens in between.
const RECENT: usize = 4;

/// Classes of the words at which names and places begin or end, also in small letters.
const TELLING: Lex = TITLE
    | PERSON
    | RELATION
    | CREDENTIAL
    | LABEL
    | PLACEVERB
    | PLACEWORD
    | STATE
    | REGION
    | STREET_ABROAD
    | FACILITY
    | FACILITY_PAIR;

/// Classes of the words at which [`Scan::word_at`] looks for something.
const FORMAL: Lex = MONTH | MONTH_ABROAD | ORDINAL | CARDINAL | LABEL | CUE | PLACEWORD;

/// Something found: a stretch of the fold and the rule that found it.
#[derive(Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) rule: &'static Rule,
}

/// The tokens of one text, and what was found in it so far.
pub(crate) struct Scan<'a> {
    pub(crate) fold: &'a [u8],
    pub(crate) tokens: &'a Tokens,
    pub(crate) found: Vec<Candidate>,
    /// Token after the last date: a day that follows in a list needs no further evidence.
    date_end: usize,
    /// The document has dates in figures: a day and a month alone need less evidence.
    days_are_certain: bool,
    /// Token after the last label and what stood between it and its value: no label begins inside.
    label_end: usize,
    /// The text is a transcript of people who talk.
    dialogue: bool,
    /// The stretch of the fold that the last web address was followed over.
    followed: (usize, usize),
    /// Where the last query that was read ends in the fold.
    followed_query: usize,
    /// How often a scanner looked at a token: the measure of work.
    #[cfg(test)]
    pub(crate) looks: std::cell::Cell<u64>,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(view: &'a View<'a>, tokens: &'a Tokens) -> Scan<'a> {
        Scan {
            fold: &view.fold,
            tokens,
            found: Vec::new(),
            date_end: usize::MAX,
            days_are_certain: false,
            label_end: 0,
            dialogue: false,
            followed: (0, 0),
            followed_query: 0,
            #[cfg(test)]
            looks: std::cell::Cell::new(0),
        }
    }

    /// Everything: structured identifiers, then people and places by rules and by reading, then names carried
    /// through the document.
    pub(crate) fn everything(&mut self) {
        self.by_rules();
        self.read();
        self.ages_beside_names();
        self.widen();
        self.whole_codes();
        self.whole_finds();
        self.propagate();
        self.widen();
        self.carry_numbers();
    }

    /// What the rules find.
    pub(crate) fn by_rules(&mut self) {
        self.dialogue = self.is_dialogue();
        self.structured();
        self.days_by_evidence();
        self.tables();
        self.comma_tables();
        self.columns();
        self.day_headings();
        self.forms();
        self.initials();
        self.chat();
        self.continued_codes();
        for (i, token) in self.tokens.numbered() {
            if !matches!(token.kind, Kind::Word | Kind::Number) {
                continue;
            }
            if self.telling(&token) && !self.closed_number(i) {
                self.names_at(i);
                if token.lex & (TITLE | RELATION) != 0 {
                    self.surely_titled(i);
                }
                self.places_at(i);
                self.facilities_at(i);
                self.spoken_at_token(i);
                self.small_role(i);
                self.employer_at(i);
            }
            if token.lex & (ORDINAL | CARDINAL) != 0 {
                self.spoken_date_at(i);
            }
            if token.lex & CARDINAL != 0 || token.kind == Kind::Number {
                self.hand_over_at(i);
            }
            if token.kind == Kind::Word
                && token.len > 1
                && (token.flags & CAPITAL != 0 || self.capital(i - 1) || self.joined(i - 1))
            {
                self.institutions_at(i);
                self.branch_at(i);
            }
        }
        self.signature();
        self.patient_lists();
        self.messages();
    }

    /// The token can begin something that [`Scan::names_at`] and its like look for: most words can not.
    fn telling(&self, token: &Token) -> bool {
        match token.kind {
            Kind::Word => {
                token.flags & CAPITAL != 0
                    || token.lex & TELLING != 0
                    || token.len == 1
                    || self.text(*token).ends_with(b"ame")
            }
            Kind::Number => true,
            _ => false,
        }
    }

    /// Only what has a form of its own: what the re-scan of the output must not find.
    pub(crate) fn structured(&mut self) {
        (self.date_end, self.label_end) = (usize::MAX, 0);
        for (i, token) in self.tokens.numbered() {
            match token.kind {
                // Most words: of no class that tells, in small letters, with a space on each side.
                Kind::Word
                    if token.lex & FORMAL == 0
                        && token.flags & (UPPERCASE | SPACE) == SPACE
                        && token.len > 1
                        && !self.joined(i + 1) => {}
                Kind::Number => self.number_at(i),
                Kind::Word => self.word_at(i),
                Kind::Mark => match self.bytes(i).first() {
                    Some(b'@' | b'(' | b'.') => {
                        if self.mark(i, b'@') && !self.joined(i) && !self.joined(i + 1) {
                            self.spoken_email(i);
                        }
                        self.mark_at(i);
                        self.handle_at(i);
                        self.short_form_at(i);
                    }
                    Some(b'*' | b'#') => {
                        self.masked_ssn_at(i);
                        self.numbered_at(i);
                        self.starred_account_at(i);
                    }
                    Some(b':') => self.ip_at(i),
                    _ => {}
                },
                Kind::Holder | Kind::End => {}
            }
        }
    }

    /// A word: its classes, and whether something is joined to it, say which scanners can find anything here.
    fn word_at(&mut self, i: usize) {
        let lex = self.token(i).lex;
        if lex & MONTH != 0 {
            self.month_at(i);
        }
        if lex & MONTH_ABROAD != 0 {
            self.month_abroad_at(i);
        }
        if lex & (ORDINAL | CARDINAL) != 0 {
            self.spoken_at(i);
            self.spoken_digits_at(i);
            self.ip_apart_at(i);
        }
        if lex & CARDINAL != 0 || (self.len(i) == 1 && self.lex(i + 1, CARDINAL)) {
            self.age_word_at(i);
        }
        if lex & LABEL != 0 {
            self.label_at(i);
            if self.word_in(i, &chat::USER_WORDS) {
                self.username_at(i);
            } else if self.word_in(i, &chat::SECRET_WORDS) {
                self.secret_at(i);
            }
        }
        if lex & CUE != 0 {
            self.holiday_at(i);
            self.road_at(i);
            if self.word(i, "insert") {
                self.insert_at(i);
            } else if self.word_of(i, words!("ending", "ends", "last")) {
                self.ending_at(i);
            } else if self.vehicle_word(i) {
                self.plate_at(i);
            } else if self.word(i, "initials") {
                self.initials_after(i);
            }
        }
        if lex & PLACEWORD != 0 && self.word(i, "at") {
            self.spoken_email(i);
        }
        if self.joined(i + 1) {
            // A mark with a space behind it, as the comma of a sentence, joins nothing.
            if self.kind(i + 1) != Kind::Mark || self.joined(i + 2) {
                let digits = self.kind(i + 1) != Kind::Mark;
                if !digits {
                    self.url_at(i);
                }
                self.ip_at(i);
                if digits {
                    self.vin_at(i);
                }
                self.bare_id_at(i);
                if digits {
                    self.postcode_at(i);
                }
                self.iban_at(i);
            }
            if self.uppercase(i) {
                self.stroke_code_at(i);
                self.built_code_at(i);
            }
            if self.len(i) <= 2 {
                self.misread_at(i);
            }
            self.masked_ssn_at(i);
            self.hl7_at(i);
        }
        if self.joined(i) && self.mark_of(i - 1, b"\"'<") || self.joined(i + 1) && self.mark(i + 1, b'=') {
            self.field_at(i);
        }
        if lex == 0 || self.uppercase(i) {
            self.paper_at(i);
        }
    }

    /// Token `i`, or a token of kind `End` outside the text (also for "one before the first").
    #[inline(always)]
    pub(crate) fn token(&self, i: usize) -> Token {
        #[cfg(test)]
        self.looks.set(self.looks.get() + 1);
        self.tokens.get(i)
    }

    pub(crate) fn kind(&self, i: usize) -> Kind {
        self.token(i).kind
    }

    pub(crate) fn bytes(&self, i: usize) -> &'a [u8] {
        self.text(self.token(i))
    }

    #[inline(always)]
    fn text(&self, token: Token) -> &'a [u8] {
        let start = token.start as usize;
        self.fold.get(start..start + usize::from(token.len)).unwrap_or_default()
    }

    /// Token `i` follows on the same line and is a word of one of these classes.
    fn follows(&self, i: usize, classes: Lex) -> bool {
        self.lex(i, classes) && self.same_line(i)
    }

    /// Position in the fold where token `i` ends.
    pub(crate) fn end(&self, i: usize) -> u32 {
        let token = self.token(i);
        token.start + u32::from(token.len)
    }

    /// Token `i` is this single mark.
    pub(crate) fn mark(&self, i: usize, byte: u8) -> bool {
        let token = self.token(i);
        token.kind == Kind::Mark && token.len == 1 && self.fold[token.start as usize] == byte
    }

    /// Token `i` is a single mark out of these.
    #[allow(clippy::manual_contains, reason = "it calls a search that is made for long texts")]
    pub(crate) fn mark_of(&self, i: usize, bytes: &[u8]) -> bool {
        let token = self.token(i);
        token.kind == Kind::Mark && token.len == 1 && {
            let mark = self.fold[token.start as usize];
            bytes.iter().any(|byte| *byte == mark)
        }
    }

    /// Token `i` is this word, whatever its case.
    pub(crate) fn word(&self, i: usize, word: &str) -> bool {
        let token = self.token(i);
        token.kind == Kind::Word
            && usize::from(token.len) == word.len()
            && self.spells(token, word.as_bytes())
    }

    /// The token's letters are these. Most words differ in length, so that this is seldom asked and need not stand everywhere.
    #[inline(never)]
    fn spells(&self, token: Token, word: &[u8]) -> bool {
        self.text(token).eq_ignore_ascii_case(word)
    }

    /// The letters of a word in one number.
    #[inline(always)]
    fn key(&self, token: &Token) -> Option<Key> {
        let start = token.start as usize;
        match self.fold.get(start..).and_then(<[u8]>::first_chunk::<8>) {
            Some(eight) if token.len <= 8 => Key::of_eight(*eight, u32::from(token.len)),
            _ => Key::of(self.text(*token)),
        }
    }

    /// Token `i` is one of these words.
    pub(crate) fn word_of(&self, i: usize, words: &Words) -> bool {
        self.which(i, words).is_some()
    }

    /// Which of these words token `i` is.
    #[inline(always)]
    fn which(&self, i: usize, words: &Words) -> Option<usize> {
        let token = self.token(i);
        if token.kind != Kind::Word {
            return None;
        }
        let first = self.fold.get(token.start as usize).copied()?;
        if !words.may_have(first, usize::from(token.len)) {
            return None;
        }
        self.key(&token).and_then(|key| words.position(key))
    }

    /// As [`Scan::word_of`], where it is seldom asked: a call in place of the list's comparisons one by one, for the component's size.
    #[inline(never)]
    fn listed_word(&self, i: usize, words: &Words) -> bool {
        self.word_of(i, words)
    }

    /// From token `from` on stand these words, parted by spaces or hyphens; in front of each `skip` may pass over one
    /// token. Returns the token after. Only a `wrapped` phrase goes on in the next line.
    #[inline]
    fn phrase(
        &self,
        from: usize,
        words: &str,
        wrapped: bool,
        skip: impl Fn(&Self, usize) -> bool,
    ) -> Option<usize> {
        let mut j = from;
        let mut rest = words.as_bytes();
        while !rest.is_empty() {
            let len = rest.iter().position(|b| matches!(b, b' ' | b'-')).unwrap_or(rest.len());
            let (word, tail) = rest.split_at(len);
            j += usize::from(skip(self, j));
            let token = self.token(j);
            let same = token.kind == Kind::Word && usize::from(token.len) == len && self.spells(token, word);
            if !same || token.flags & LINE != 0 && !wrapped {
                return None;
            }
            j += 1;
            rest = tail.get(1..).unwrap_or_default();
        }
        Some(j)
    }

    /// Token `i` is a word of one of these classes.
    pub(crate) fn lex(&self, i: usize, classes: Lex) -> bool {
        self.token(i).lex & classes != 0
    }

    /// No space stands before token `i`.
    pub(crate) fn joined(&self, i: usize) -> bool {
        let token = self.token(i);
        token.kind != Kind::End && token.flags & SPACE == 0
    }

    /// Token `i` is on the same line as the one before.
    pub(crate) fn same_line(&self, i: usize) -> bool {
        let token = self.token(i);
        token.kind != Kind::End && token.flags & LINE == 0
    }

    pub(crate) fn line_start(&self, i: usize) -> bool {
        self.token(i).flags & LINE != 0
    }

    pub(crate) fn capital(&self, i: usize) -> bool {
        self.token(i).flags & CAPITAL != 0
    }

    pub(crate) fn uppercase(&self, i: usize) -> bool {
        self.token(i).flags & UPPERCASE != 0
    }

    pub(crate) fn len(&self, i: usize) -> usize {
        self.token(i).len as usize
    }

    /// The value of number `i`, where it has at most nine digits.
    pub(crate) fn number(&self, i: usize) -> Option<u32> {
        if self.kind(i) != Kind::Number || self.len(i) > 9 {
            return None;
        }
        Some(self.bytes(i).iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')))
    }

    /// Token `i` begins a number or word of its own: nothing is joined to it on the left but opening marks.
    fn fresh(&self, i: usize) -> bool {
        if !self.joined(i) {
            return true;
        }
        let before = i.wrapping_sub(1);
        match self.kind(before) {
            Kind::Word | Kind::Number => false,
            Kind::Mark => {
                !(self.mark_of(before, b"/-.:_")
                    && self.joined(before)
                    && self.kind(before.wrapping_sub(1)) == Kind::Number)
            }
            Kind::Holder | Kind::End => true,
        }
    }

    /// Nothing that continues a number is joined on the right of the token before `i`.
    pub(crate) fn stops(&self, i: usize) -> bool {
        if !self.joined(i) {
            return true;
        }
        match self.kind(i) {
            Kind::Word | Kind::Number => false,
            Kind::Mark => {
                !(self.mark_of(i, b"/-.:_") && self.joined(i + 1) && matches!(self.kind(i + 1), Kind::Number))
            }
            Kind::Holder | Kind::End => true,
        }
    }

    /// Token `i` is joined by one mark to a date or number that was just found: "3/4/24-3/9/24".
    fn continues_found(&self, i: usize) -> bool {
        let joiner = i.wrapping_sub(1);
        self.joined(i)
            && self.joined(joiner)
            && self.mark_of(joiner, JOINERS)
            && self.found.iter().rev().take(RECENT).any(|c| c.end == self.token(joiner).start)
    }

    /// The token after an HTML tag that opens at token `i`, or `i`: tags may stand between a label and its value.
    fn after_tags(&self, i: usize) -> usize {
        let mut at = i;
        for _ in 0..MAX_TAGS {
            if !self.mark(at, b'<') {
                break;
            }
            let Some(close) = (at + 1..at + MAX_TAG).find(|j| self.mark_of(*j, b"<>")) else { break };
            if !self.mark(close, b'>') {
                break;
            }
            at = close + 1;
        }
        at
    }

    /// Notes the tokens `from..to`.
    pub(crate) fn note(&mut self, from: usize, to: usize, rule: &'static Rule) {
        if from < to {
            let (start, end) = (self.token(from).start, self.end(to - 1));
            self.note_fold(start, end, rule);
        }
    }

    /// Notes a stretch of the fold.
    fn note_fold(&mut self, start: u32, end: u32, rule: &'static Rule) {
        if self.fold[start as usize..end as usize].iter().copied().any(is_alnum) {
            // Many findings are a text made to have them: twice their room would be more than the text's.
            if self.found.len() == self.found.capacity() && self.found.len() > MANY {
                self.found.reserve_exact(self.found.len() / 4);
            }
            self.found.push(Candidate { start, end, rule });
        }
    }
}
