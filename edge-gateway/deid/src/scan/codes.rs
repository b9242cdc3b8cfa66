//! Codes by their build: parts that strokes join, letters in front of and behind the figures, and accounts of which only the
//! last figures are shown.

use super::dates::compact_date;
use super::{Scan, Words};
use crate::Category;
use crate::lex::{Kind, MARGIN, WIDE};
use crate::rules;
use crate::words::{CODES, COMMON, CREDENTIAL, LABEL, STATE, UNIT};

/// Longest code that strokes join.
const MAX_CODE: usize = 32;
/// Most pieces that follow one code.
const MAX_VALUES: usize = 6;
/// How far before masked figures a card or account may be named, in tokens.
const CARD_WINDOW: usize = 6;

impl Scan<'_> {
    /// "MBL/RB/2634/23", "H24/09187", "0045/22/07188": a code whose parts strokes join, from token `i`.
    pub(super) fn stroke_code_at(&mut self, i: usize) {
        if !self.fresh(i)
            || self.kind(i) == Kind::Word && !self.uppercase(i)
            || self.kind(i + 1) == Kind::Mark && !matches!(self.bytes(i + 1).first(), Some(b'/' | b'-'))
            || self.lex(i.wrapping_sub(1), CODES)
        {
            return;
        }
        let start = self.token(i).start as usize;
        let rest = &self.fold[start..];
        let inside = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'/' | b'-');
        let mut len = rest.iter().take(MAX_CODE + 1).take_while(|b| inside(b)).count();
        while len > 0 && matches!(rest[len - 1], b'/' | b'-') {
            len -= 1;
        }
        let code = &rest[..len];
        // A letter, stroke or point that goes on makes it something else.
        let goes_on = rest.get(len).is_some_and(|b| crate::fold::is_alnum(*b) || *b == b'%')
            || rest.get(len) == Some(&b'.') && rest.get(len + 1).is_some_and(u8::is_ascii_digit);
        if len > MAX_CODE || goes_on || !code.contains(&b'/') {
            return;
        }
        let parts = || code.split(|b| matches!(b, b'/' | b'-'));
        let digits = code.iter().filter(|b| b.is_ascii_digit()).count();
        let letters = code.iter().filter(|b| b.is_ascii_uppercase()).count();
        let year = |part: &[u8]| part.len() == 4 && (part.starts_with(b"19") || part.starts_with(b"20"));
        let long = parts().any(|part| {
            let figures = part.iter().filter(|b| b.is_ascii_digit()).count();
            figures >= 3 && !year(part)
        });
        // "4MG/250", "PT/INR", "12H/500".
        let measured = parts().any(|part| {
            let figures = part.iter().take_while(|b| b.is_ascii_digit()).count();
            let unit = &part[figures..];
            !unit.is_empty() && figures > 0 && crate::words::lookup(unit) & UNIT != 0
        });
        let lettered =
            letters > 0 && digits >= 4 && long && !measured && letters <= 10 && parts().count() >= 2;
        // Figures alone: a zero in front, or three parts and more that are no date.
        let opens = parts().next().unwrap_or_default();
        let last = parts().next_back().unwrap_or_default();
        let numeric = letters == 0
            && (opens.len() >= 5 && opens.starts_with(b"0") && last.len() <= 4
                || opens.len() == 6 && parts().count() == 3
                || parts().count() == 2 && opens.len() <= 4 && opens.starts_with(b"0") && last.len() >= 6);
        // "505623/118": Czech and Slovak birth numbers; a woman's month has 50 more.
        let birth = letters == 0
            && parts().count() == 2
            && code.contains(&b'/')
            && opens.len() == 6
            && matches!(last.len(), 3 | 4)
            && {
                let pair =
                    |at: usize| opens.get(at..at + 2).map_or(0, |two| (two[0] - b'0') * 10 + (two[1] - b'0'));
                matches!(pair(2) % 50, 1..=12 | 21..=32) && matches!(pair(4), 1..=31)
            };
        if (lettered || numeric || birth) && self.date_end.wrapping_sub(1) != i {
            self.note_fold(start as u32, (start + len) as u32, &rules::ID_STROKES);
        }
    }

    /// "A7731CK", "20031124-6307": numbers whose form nothing else has, from token `i`.
    pub(super) fn built_code_at(&mut self, i: usize) {
        let letters =
            |j: usize, n: usize| self.kind(j) == Kind::Word && self.len(j) == n && self.uppercase(j);
        let digits = |j: usize, n: usize| self.kind(j) == Kind::Number && self.len(j) == n && self.joined(j);
        if !self.fresh(i) {
            return;
        }
        // Number of a prisoner in England and Wales.
        let before = i.wrapping_sub(1);
        let behind =
            self.capital(before) && self.same_line(i) || self.mark_of(before, b"(:#") || self.line_start(i);
        let prisoner = behind
            && letters(i, 1)
            && digits(i + 1, 4)
            && letters(i + 2, 2)
            && self.joined(i + 2)
            && self.stops(i + 3)
            && !self.mark(i + 3, b'-');
        // Personal number of the Nordic countries, with the century.
        let nordic = self.kind(i) == Kind::Number
            && self.len(i) == 8
            && self.mark(i + 1, b'-')
            && self.joined(i + 1)
            && digits(i + 2, 4)
            && compact_date(self.bytes(i))
            && self.stops(i + 3);
        if prisoner || nordic {
            self.note(i, i + 3, &rules::ID_PAPER);
        }
    }

    /// "ll/12/28", "(5l8) 555-Ol66", "219-4O-7735": figures that a scanner read as letters, from token `i`.
    pub(super) fn misread_at(&mut self, i: usize) {
        let start = self.token(i).start as usize;
        if start > 0 && crate::fold::is_alnum(self.fold[start - 1]) || self.len(i) > 4 {
            return;
        }
        // Most numbers: no figure goes on, and none follows the mark behind.
        let end = self.end(i) as usize;
        let is_figure = |at: usize| self.fold.get(at).is_some_and(|byte| figure(*byte).is_some());
        let goes_on = match self.fold.get(end) {
            Some(b'/' | b'-' | b'.' | b' ') => is_figure(end + 1),
            Some(b')') => self.fold.get(end + 1) == Some(&b' ') || is_figure(end + 1),
            _ => is_figure(end),
        };
        if !goes_on {
            return;
        }
        // The figures of each group, and the mark behind it.
        let (mut groups, mut marks) = ([(0usize, 0u32); 4], [0u8; 4]);
        let (mut count, mut letters, mut digits, mut end) = (0, 0, 0, start);
        let mut at = start;
        while let Some(byte) = self.fold.get(at).copied() {
            if let Some(figure) = figure(byte) {
                letters += usize::from(!byte.is_ascii_digit());
                digits += usize::from(byte.is_ascii_digit());
                let (len, value) = &mut groups[count];
                (*len, *value) = (*len + 1, value.saturating_mul(10) + figure);
                end = at + 1;
                if *len > 4 {
                    return;
                }
            } else if matches!(byte, b'/' | b'-' | b'.' | b' ' | b')') && count < 3 && groups[count].0 > 0 {
                marks[count] = byte;
                count += 1;
                at += usize::from(byte == b')' && self.fold.get(at + 1) == Some(&b' '));
            } else {
                break;
            }
            at += 1;
        }
        let parts = count + usize::from(groups[count].0 > 0);
        if letters == 0
            || digits < letters
            || parts < 3
            || self.fold.get(end).copied().is_some_and(crate::fold::is_alnum)
        {
            return;
        }
        let lens = [groups[0].0, groups[1].0, groups[2].0];
        let [(_, first), (_, second), ..] = groups;
        let date = marks[0] == marks[1]
            && matches!(marks[0], b'/' | b'-')
            && lens[0] <= 2
            && lens[1] <= 2
            && matches!(lens[2], 2 | 4)
            && super::dates::day_month(first, second);
        let three = parts == 3 || marks[2] == b' ' || marks[2] == b'.';
        let phone = three && lens == [3, 3, 4] && digits >= 6 && marks[0] != b'/';
        let social = three && lens == [3, 2, 4] && marks[0] == b'-' && marks[1] == b'-';
        // Only the three groups: what follows a blank is something else.
        let last = (self.fold[start..end].iter().enumerate().filter(|(_, b)| figure(**b).is_some()))
            .nth(lens.iter().sum::<usize>() - 1);
        let to = last.map_or(end, |(at, _)| start + at + 1) as u32;
        let rule = if date {
            &rules::DATE_NUMERIC
        } else if phone {
            &rules::PHONE_NANP
        } else if social {
            &rules::SSN_FORM
        } else {
            return;
        };
        let bracket = u32::from(phone && marks[0] == b')' && start > 0 && self.fold[start - 1] == b'(');
        self.note_fold(start as u32 - bracket, to, rule);
    }

    /// "5105 xxxx xxxx 5100", "XXXX XXXX 4418": a number that is masked but for its end, from the number `i` behind the mask.
    pub(super) fn masked_number_at(&mut self, i: usize) {
        let masked = |j: usize| self.word_of(j, words!("xxxx", "xxxxx", "xxx", "xxxxxx"));
        if self.len(i) != 4 || !masked(i.wrapping_sub(1)) || !self.same_line(i) || !self.stops(i + 1) {
            return;
        }
        let mut from = i - 1;
        for _ in 0..3 {
            let before = from - 1 - usize::from(self.mark(from - 1, b'-'));
            if masked(before)
                || self.kind(before) == Kind::Number && self.len(before) == 4 && self.same_line(from)
            {
                from = before;
            }
        }
        self.note(from, i + 1, &rules::ACCOUNT_ENDING);
    }

    /// "cc=****8831", "card *7102", from the mark `i`.
    pub(super) fn starred_account_at(&mut self, i: usize) {
        let number = i + 1;
        if !self.mark_of(i, b"*") && self.bytes(i).iter().any(|b| *b != b'*')
            || self.kind(number) != Kind::Number
            || self.len(number) != 4
            || !self.joined(number)
            || !self.stops(number + 1)
        {
            return;
        }
        let money = |j: usize| {
            self.word_of(
                j,
                words!(
                    "card",
                    "cc",
                    "visa",
                    "mastercard",
                    "amex",
                    "mc",
                    "debit",
                    "credit",
                    "account",
                    "acct",
                    "eft",
                    "iban",
                    "bank",
                    "checking",
                    "ending",
                    "konto",
                    "carte"
                ),
            )
        };
        if (1..=CARD_WINDOW).take_while(|back| self.same_line(i - back + 1)).any(|back| money(i - back)) {
            self.note(number, number + 1, &rules::ACCOUNT_ENDING);
        }
    }

    /// "S21-18840-A1, -C1, -C2", "REN-0448-01 to -03": what stands in for the rest of a code just found.
    pub(super) fn continued_codes(&mut self) {
        let codes: Vec<u32> = self
            .found
            .iter()
            .filter(|found| {
                matches!(
                    found.rule.category,
                    crate::Category::OtherId | crate::Category::Mrn | crate::Category::Device
                )
            })
            .map(|found| found.end)
            .collect();
        for end in codes {
            let mut i = self.tokens.starting_at(crate::lex::MARGIN, end);
            for _ in 0..MAX_VALUES {
                let joiner =
                    self.mark_of(i, b",&/") || self.word_of(i, words!("to", "and", "thru", "through"));
                let code = self.mark(i + 1, b'-')
                    && !self.joined(i + 1)
                    && self.joined(i + 2)
                    && self.same_line(i + 1)
                    && (self.kind(i + 2) == Kind::Number || self.uppercase(i + 2))
                    && self.len(i + 2) <= 4;
                if !joiner || !code {
                    break;
                }
                let more = usize::from(
                    self.joined(i + 3) && self.kind(i + 3) == Kind::Number && self.len(i + 3) <= 4,
                );
                if !self.stops(i + 3 + more) {
                    break;
                }
                self.note(i + 1, i + 3 + more, &rules::ID_OTHER);
                i += 3 + more;
            }
        }
    }

    /// The letters in front of a number that was found and behind it: "policy no WC 40-2281-07", "4418 229 071 KV".
    pub(super) fn whole_codes(&mut self) {
        for n in 0..self.found.len() {
            let found = self.found[n];
            let number = matches!(
                found.rule.category,
                Category::OtherId
                    | Category::Mrn
                    | Category::HealthPlan
                    | Category::Account
                    | Category::License
                    | Category::Device
                    | Category::Biometric
                    | Category::Ssn
            );
            if !number
                || found.rule.rank < 2
                || found.rule.id == rules::ID_CHAT.id
                || found.rule.id == rules::ID_PASSWORD.id
            {
                continue;
            }
            let first = self.tokens.starting_at(MARGIN, found.start);
            let next = self.tokens.starting_at(first, found.end);
            if self.token(first).start != found.start {
                continue;
            }
            let text = &self.fold[found.start as usize..found.end as usize];
            let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
            let grouped = text.iter().any(|b| matches!(b, b' ' | b'-' | b'/' | b'.'));
            let before = first - 1;
            let sign = before - 1;
            let space = |j: usize| self.same_line(j) && !self.joined(j) && self.token(j).flags & WIDE == 0;
            let prefix = text[0].is_ascii_digit()
                && digits >= 4
                && self.kind(before) == Kind::Word
                && self.uppercase(before)
                && self.len(before) <= 4
                && space(first)
                && !self.joined(before)
                && self.token(before).lex & !STATE == 0
                && self.same_line(before)
                && (self.mark_of(sign, b":#=")
                    || self.lex(sign, LABEL)
                    || self.mark(sign, b'.') && self.word_of(sign - 1, NUMBER_WORDS)
                    || self.word_of(sign, NUMBER_WORDS));
            let suffix = text.last().is_some_and(u8::is_ascii_digit)
                && digits >= 6
                && (grouped || digits >= 7)
                && self.kind(next) == Kind::Word
                && self.uppercase(next)
                && self.len(next) <= 2
                && space(next)
                && !self.joined(next + 1)
                && !matches!(self.bytes(next), b"M" | b"F" | b"X")
                && !self.lex(next, LABEL | COMMON | UNIT | CREDENTIAL | STATE)
                && (self.line_start(next + 1)
                    || self.mark_of(next + 1, b",;)")
                    || self.lex(next + 1, LABEL) && self.uppercase(next + 1)
                    || self.token(next + 1).flags & WIDE != 0
                    || self.kind(next + 1) == Kind::End);
            if prefix || suffix {
                let from = if prefix { before } else { first };
                let to = if suffix { next + 1 } else { next };
                self.note(from, to, found.rule);
            }
        }
    }
}

/// The figure that this byte is or looks like.
const fn figure(byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some((byte - b'0') as u32),
        b'O' | b'o' => Some(0),
        b'l' | b'I' => Some(1),
        b'S' => Some(5),
        b'B' => Some(8),
        b'Z' => Some(2),
        _ => None,
    }
}

/// Words behind which a number is told.
const NUMBER_WORDS: &Words = words!(
    "no", "number", "nr", "id", "is", "num", "invoice", "claim", "permit", "licence", "license", "passport",
    "folder", "file", "card", "lic"
);
