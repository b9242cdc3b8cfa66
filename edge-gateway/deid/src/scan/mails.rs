//! Mail addresses as they are dictated, or written so that machines pass them by: "jane dot doe at ward dot org",
//! "jdoe (at) ward-7 [dot] org", "jdoe @ ward . org". What is written as one stands in `net`.

use super::Scan;
use super::net::DOMAINS;
use crate::lex::Kind;
use crate::rules;
use crate::words::{CARDINAL, COMMON};

/// Most joiners in a name, and in a host.
const MAX_PARTS: usize = 6;
/// Most words of a host's first label that are spoken apart: "harborview eye dot org".
const MAX_SPOKEN: usize = 3;
/// Hosts that are known to have mail boxes: behind these no dot has to be spoken.
const PROVIDERS: &[&[u8]] = &[
    b"gmail",
    b"yahoo",
    b"hotmail",
    b"outlook",
    b"icloud",
    b"aol",
    b"protonmail",
    b"comcast",
    b"gmx",
    b"msn",
    b"verizon",
];

/// How somebody wrote the sign between name and host.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// "at"
    Word,
    /// "(at)", "[at]", "@" with spaces: it means nothing else.
    Sure,
}

impl Scan<'_> {
    /// An address whose "at" is token `i`: the word, or a sign that stands by itself.
    pub(super) fn spoken_email(&mut self, i: usize) {
        let (before, first, sign) = if self.bracketed(i) {
            (i - 2, i + 2, Sign::Sure)
        } else {
            (i - 1, i + 1, if self.kind(i) == Kind::Mark { Sign::Sure } else { Sign::Word })
        };
        let Some(end) = self.spoken_host(before, first, sign) else { return };
        let mut from = before;
        for _ in 0..2 * MAX_PARTS {
            let joiner = from.wrapping_sub(1);
            if self.word_of(joiner, words!("dot", "underscore", "dash", "hyphen")) {
                from = joiner.wrapping_sub(1);
            } else if self.joined(from) && self.mark_of(joiner, b"._-") {
                from = joiner.wrapping_sub(1);
            } else if self.kind(from) == Kind::Number && self.joined(from)
                || self.lex(from, CARDINAL) && self.kind(joiner) == Kind::Word && self.same_line(from)
            {
                // "jane eighty eight at …"
                from = joiner;
            } else if self.word(from, "word") && self.word(joiner, "one") && self.same_line(joiner) {
                // "jane doe, all one word, at …"
                let name = joiner.wrapping_sub(1);
                let name = name.wrapping_sub(usize::from(self.word(name, "all")));
                let name = name.wrapping_sub(usize::from(self.mark(name, b',')));
                let given = name.wrapping_sub(1);
                from = if self.lex(given, COMMON) || !self.same_line(name) { name } else { given };
            } else {
                break;
            }
        }
        // "p a o underscore doe at …": spelled.
        while from < before
            && self.kind(from) == Kind::Word
            && self.len(from) == 1
            && self.kind(from - 1) == Kind::Word
            && self.len(from - 1) == 1
            && self.same_line(from)
            // "it's j d …"
            && !self.joined(from - 1)
        {
            from -= 1;
        }
        // "j doe at …"
        let initial = self.kind(from - 1) == Kind::Word
            && self.len(from - 1) == 1
            && self.same_line(from)
            && !self.joined(from - 1);
        from -= usize::from(initial && !self.word_of(from - 1, words!("a", "i")));
        if matches!(self.kind(from), Kind::Word | Kind::Number) {
            self.note(from, end, &rules::EMAIL_SPOKEN);
        }
    }

    /// Token `i` stands alone between brackets.
    fn bracketed(&self, i: usize) -> bool {
        self.mark_of(i - 1, b"([{<") && self.joined(i) && self.joined(i + 1) && self.mark_of(i + 1, b")]}>")
    }

    /// The token after a host that begins at token `first`; `None` where what stands there is none.
    fn spoken_host(&self, before: usize, first: usize, sign: Sign) -> Option<usize> {
        let label = |j: usize| matches!(self.kind(j), Kind::Word | Kind::Number) && self.same_line(j);
        let is_one_of =
            |list: &[&[u8]], j: usize| list.contains(&self.bytes(j).to_ascii_lowercase().as_slice());
        // What ends in no known domain is one only behind a name with spoken marks.
        let marks = self.word_of(before.wrapping_sub(1), words!("dot", "underscore"));
        let provider = is_one_of(PROVIDERS, first);
        let (mut last, mut end, mut dots, mut apart, mut spoken) = (first, None, 0, 0, false);
        for _ in 0..2 * MAX_PARTS {
            if !label(last) {
                break;
            }
            let next = last + 1;
            if label(next) && self.joined(next) {
                // "ward7"
                last = next;
            } else if let Some((top, said)) = self.dot(next, sign).filter(|(top, _)| label(*top)) {
                spoken |= said;
                dots += 1;
                last = top;
                // "seen @ bedside.Pt denies": a sentence ends there.
                let written = self.bytes(top).iter().all(u8::is_ascii_lowercase)
                    && (self.len(top) > 2 || dots > 1)
                    && apart == 0
                    && (sign == Sign::Sure || provider);
                if (spoken || written) && (marks || is_one_of(DOMAINS, top)) {
                    end = Some(top + 1);
                }
            } else if self.mark(next, b'-') && self.joined(next) && self.joined(next + 1)
                || self.word_of(next, words!("dash", "hyphen"))
            {
                last = next + 1;
            } else if dots == 0
                && apart + 1 < MAX_SPOKEN
                && self.kind(next) == Kind::Word
                && self.same_line(next)
            {
                apart += 1;
                last = next;
            } else {
                break;
            }
        }
        end
    }

    /// The token after a dot at token `j`, and whether it was spoken or hidden.
    fn dot(&self, j: usize, sign: Sign) -> Option<(usize, bool)> {
        if self.word(j, "dot") {
            Some((j + 1, true))
        } else if self.mark_of(j, b"([{<") && self.word(j + 1, "dot") && self.bracketed(j + 1) {
            Some((j + 3, true))
        } else {
            let close = self.joined(j) && self.joined(j + 1);
            (self.mark(j, b'.') && (close || sign == Sign::Sure && !self.joined(j))).then_some((j + 1, false))
        }
    }
}
