//! What people are called on machines: the speakers of a chat's lines, names of users, passwords.

use super::Scan;
use super::sets::WordSet;
use crate::fold::{is_alnum, line_end};
use crate::lex::Kind;
use crate::rules;
use crate::words::COMMON;

/// Words that a name at a machine, or what opens it, stands behind.
pub(super) static USER_WORDS: WordSet = WordSet::new(&[
    "username",
    "login",
    "user",
    "userid",
    "handle",
    "logon",
    "skype",
    "telegram",
    "instagram",
    "insta",
    "snapchat",
    "discord",
    "wechat",
    "viber",
    "nick",
    "nickname",
    "tiktok",
    "account",
    "logout",
    "logoff",
]);
pub(super) static SECRET_WORDS: WordSet = WordSet::new(&[
    "password",
    "passcode",
    "pass",
    "pw",
    "pwd",
    "passwd",
    "passphrase",
    "passwort",
    "kennwort",
    "contrasena",
    "wachtwoord",
    "senha",
]);
/// Lengths of a name in a chat.
const NICK: std::ops::RangeInclusive<usize> = 3..=24;
/// Names that are kept.
const MAX_NICKS: usize = 24;
/// Lines that are kept.
const MAX_SPOKEN: usize = 4000;
/// Words between "password" and its colon.
const MAX_OWNER: usize = 7;
/// Longest stamp of time in front of a speaker.
const MAX_STAMP: usize = 28;

/// A line of a chat: where its speaker stands, and what makes it one.
struct Line {
    from: usize,
    to: usize,
    stamped: bool,
    said: bool,
}

impl Scan<'_> {
    /// Speakers of a chat: "[09:12] maartje_vd: morning!", "te_aroha77: yes hun", "<bigpelle> ok".
    pub(super) fn chat(&mut self) {
        let fold = self.fold;
        let mut lines: Vec<Line> = Vec::new();
        let (mut at, mut all) = (0, 0);
        while at < fold.len() {
            let end = line_end(fold, at);
            all += usize::from(end > at);
            if lines.len() < MAX_SPOKEN
                && let Some(line) = self.who_writes(at, end)
            {
                lines.push(line);
            }
            at = end + 1;
        }
        // A list of settings has no sentences, and most lines of a chat have a speaker.
        if lines.len() < 2 || lines.len() * 3 < all || !lines.iter().any(|line| line.said) {
            return;
        }
        let mut nicks: Vec<(usize, usize, usize, bool)> = Vec::new();
        for line in &lines {
            let text = &fold[line.from..line.to];
            let same = |nick: &(usize, usize, usize, bool)| fold[nick.0..nick.1].eq_ignore_ascii_case(text);
            if let Some(nick) = nicks.iter_mut().find(|nick| same(nick)) {
                nick.2 += 1;
                nick.3 |= line.said;
            } else if nicks.len() < MAX_NICKS {
                nicks.push((line.from, line.to, 1, line.said));
            }
        }
        nicks.retain(|nick| nick.3);
        let stamped = lines.iter().filter(|line| line.stamped).count() * 2 >= lines.len();
        let any = nicks.iter().any(|nick| handle(&fold[nick.0..nick.1]) && (nick.2 > 1 || stamped));
        for line in &lines {
            let text = &fold[line.from..line.to];
            let Some(nick) = nicks.iter().find(|nick| fold[nick.0..nick.1].eq_ignore_ascii_case(text)) else {
                continue;
            };
            let shaped = handle(text) && (nick.2 > 1 || stamped || any || text[0] == b'@');
            // "bigpelle": a word of no list that speaks again and again.
            let plain =
                (nick.2 > 1 || any) && (stamped || any) && (small(text) || humped(text)) && unknown(text);
            if shaped || plain {
                self.note_fold(line.from as u32, line.to as u32, &rules::ID_CHAT);
            }
        }
    }

    /// The speaker of the line `start..end`.
    fn who_writes(&self, start: usize, end: usize) -> Option<Line> {
        let line = &self.fold[start..end];
        let mut at = line.iter().position(|b| *b != b' ')?;
        let mut stamped = false;
        if line[at] == b'[' {
            let close = line[at..].iter().take(MAX_STAMP).position(|b| *b == b']')?;
            stamped = line[at..at + close].iter().any(u8::is_ascii_digit);
            at += close + 1;
        } else if line[at].is_ascii_digit() {
            let len = line[at..]
                .iter()
                .take(MAX_STAMP)
                .take_while(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'/' | b'-' | b',' | b' '))
                .count();
            if line[at..at + len].contains(&b':') {
                stamped = true;
                at += len;
            }
        }
        while line.get(at).is_some_and(|b| matches!(b, b' ' | b'-')) {
            at += 1;
        }
        let angle = line.get(at) == Some(&b'<');
        at += usize::from(angle);
        let from = at + usize::from(line.get(at) == Some(&b'@'));
        let len = line[from..]
            .iter()
            .take(*NICK.end() + 1)
            .take_while(|b| is_alnum(**b) || matches!(b, b'_' | b'.' | b'-'))
            .count();
        let sign = if angle { b'>' } else { b':' };
        let mut after = from + len;
        // "MariaB [21:03]: somebody else?"
        if line.get(after..after + 2) == Some(b" [") {
            let close = line[after..].iter().take(MAX_STAMP).position(|b| *b == b']')?;
            stamped |= line[after..after + close].iter().any(u8::is_ascii_digit);
            after += close + 1;
        }
        if !NICK.contains(&len)
            || line.get(after) != Some(&sign)
            || line.get(after + 1).is_some_and(|b| *b != b' ')
        {
            return None;
        }
        let rest = &line[after + 1..];
        let mut words = rest.split(|b| !is_alnum(*b)).filter(|word| !word.is_empty());
        let said = rest.iter().filter(|b| **b == b' ').count() >= 2
            && words.any(|word| word[0].is_ascii_lowercase() && crate::words::lookup(word) & COMMON != 0);
        let to = start + from + len;
        Some(Line { from: start + at, to, stamped, said })
    }

    /// "pw Blue!Kite88", "password is hunter2", from the label's word `i`.
    pub(super) fn secret_at(&mut self, i: usize) {
        let mut j = i + 1;
        let mut marked = false;
        for _ in 0..3 {
            let sign = self.mark_of(j, b":=\"'(");
            let link = self.word_of(j, words!("is", "was", "for", "word", "phrase"));
            if !(sign || link) {
                break;
            }
            marked |= sign || self.word_of(j, words!("is", "was"));
            j += 1;
        }
        // "Password for all on day one: Lepra!Kurs"
        if !marked && self.word_of(i, words!("password", "passcode")) {
            let colon = (j..j + MAX_OWNER)
                .take_while(|k| self.same_line(*k) && self.kind(*k) != Kind::End)
                .find(|k| !matches!(self.kind(*k), Kind::Word));
            if let Some(colon) = colon.filter(|colon| self.mark(*colon, b':')) {
                (j, marked) = (colon + 1, true);
            }
        }
        if !self.same_line(j) || self.kind(j) == Kind::End || self.kind(j) == Kind::Holder {
            return;
        }
        let start = self.token(j).start as usize;
        let mut len = self.fold[start..]
            .iter()
            .take(48)
            .take_while(|b| **b > b' ' && !matches!(b, b'"' | b'<' | b'['))
            .count();
        while len > 0 && matches!(self.fold[start + len - 1], b'.' | b',' | b';' | b')' | b'\'' | b':' | b'?')
        {
            len -= 1;
        }
        let text = &self.fold[start..start + len];
        let letters = text.iter().filter(|b| crate::fold::is_letter(**b)).count();
        let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
        let signs = len - letters - digits;
        let small = text.iter().any(u8::is_ascii_lowercase);
        let large = text.iter().any(u8::is_ascii_uppercase);
        let strange = letters > 1 && digits > 0 && (signs > 0 || small && large || marked)
            || letters > 3 && signs > 0 && small && large && marked;
        // "pass: 12/14 items", "PW 3.4 m/s"
        let mixed = digits > 0 && small && large && self.word_of(i, words!("password", "passcode"));
        let coined = self.word_of(i, words!("passcode", "passwort", "wachtwoord", "kennwort"))
            && len > 4
            && letters == len
            && unknown(text)
            && crate::lists::lookup(text).common() == 0;
        let good = strange && len >= if marked || mixed { 5 } else { 7 } || coined;
        let pin = marked && digits == len && (4..=8).contains(&len);
        if good || pin && !self.word(i, "pass") {
            self.note_fold(start as u32, (start + len) as u32, &rules::ID_PASSWORD);
        }
    }

    /// "Gwendolyn Archuleta (garchule)": the short form of the name in front of the bracket, from the mark `i`.
    pub(super) fn short_form_at(&mut self, i: usize) {
        let before = i.wrapping_sub(1);
        if !self.mark(i, b'(')
            || self.joined(i)
            || !self.joined(i + 1)
            || self.kind(i + 1) != Kind::Word
            || !self.capital(before)
            || self.kind(before) != Kind::Word
        {
            return;
        }
        let start = self.token(i + 1).start as usize;
        let len = self.fold[start..]
            .iter()
            .take(25)
            .take_while(|b| is_alnum(**b) || matches!(b, b'_' | b'.' | b'-'))
            .count();
        let text = &self.fold[start..start + len];
        if !NICK.contains(&len)
            || len < 5
            || self.fold.get(start + len) != Some(&b')')
            || text.iter().any(u8::is_ascii_uppercase)
        {
            return;
        }
        // Four letters of the surname, and a letter of the given name in front or behind.
        let surname = self.bytes(before).to_ascii_lowercase();
        let given = before.wrapping_sub(1);
        if surname.len() < 3
            || self.kind(given) != Kind::Word
            || !self.capital(given)
            || !self.same_line(before)
        {
            return;
        }
        let shared = &surname[..surname.len().min(4)];
        let holds = text.windows(shared.len()).any(|part| part == shared);
        let whole = text.len() == surname.len() && text == surname;
        if holds && !whole {
            self.note_fold(start as u32, (start + len) as u32, &rules::ID_USERNAME);
        }
    }
}

/// Letters with a figure, a point, a line or a hyphen among them, and not all of them words.
fn handle(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"@").unwrap_or(text);
    let mixed = text.iter().any(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.' | b'-'));
    let opens = text.first().is_some_and(|b| crate::fold::is_letter(*b));
    // "mod_Ashleigh", but neither "BP_2" nor "Follow-up".
    let written = small(text)
        || text.iter().any(|b| matches!(b, b'_') || b.is_ascii_digit())
            && text.iter().any(u8::is_ascii_lowercase);
    mixed
        && opens
        && written
        && (text.iter().any(u8::is_ascii_digit) || text.split(|b| !is_alnum(*b)).any(unknown))
}

/// "PeteFromPerth": a capital behind a small letter.
fn humped(text: &[u8]) -> bool {
    text.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

/// Without capitals.
fn small(text: &[u8]) -> bool {
    !text.iter().any(u8::is_ascii_uppercase)
}

/// A word of no list of the language.
fn unknown(word: &[u8]) -> bool {
    let word = word.strip_prefix(b"@").unwrap_or(word);
    let entry = crate::lists::lookup(word);
    word.len() > 2 && crate::words::lookup(word) == 0 && entry.common() < 3 && !entry.clinical()
}
