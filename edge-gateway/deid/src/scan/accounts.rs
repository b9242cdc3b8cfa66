//! Numbers of accounts and papers that have a form or a check of their own: bank accounts, cards, tax and insurance numbers
//! of other countries, handles of networks.

use super::Scan;
use crate::fold::is_alnum;
use crate::lex::Kind;
use crate::rules;
use crate::words::{COMMON, UNIT};

/// Lengths of a bank account number (ISO 13616).
const IBAN: std::ops::RangeInclusive<usize> = 15..=34;
/// Digits of a payment card (ISO/IEC 7812).
const CARD: std::ops::RangeInclusive<usize> = 13..=19;
/// How far before "ending 4471" a card or account may be named, in tokens.
const ENDING_WINDOW: usize = 8;
/// Letters of the states of India on number plates.
const INDIA: &[&[u8]] = &[
    b"AP", b"AS", b"BR", b"CG", b"CH", b"DL", b"GA", b"GJ", b"HP", b"HR", b"JH", b"JK", b"KA", b"KL", b"MH",
    b"MP", b"OD", b"PB", b"PY", b"RJ", b"TN", b"TS", b"UK", b"UP", b"WB",
];
/// How far after a word for a vehicle its plate may stand, in tokens.
const PLATE_WINDOW: usize = 8;
/// Letters that may open a British National Insurance number.
const NINO_LETTERS: &[u8] = b"ABCEGHJKLMNOPRSTWXYZQ";

/// The check digit of ISO/IEC 7812 (Luhn).
pub(super) fn luhn(digits: impl DoubleEndedIterator<Item = u8>) -> bool {
    let mut sum = 0u32;
    for (n, digit) in digits.rev().enumerate() {
        let digit = u32::from(digit - b'0') << (n % 2);
        sum += if digit > 9 { digit - 9 } else { digit };
    }
    sum.is_multiple_of(10)
}

impl Scan<'_> {
    /// From token `i`: letters and digits of the groups that single spaces or hyphens part, at most `most`, with the end in the fold.
    fn groups(&self, i: usize, most: usize) -> ([u8; 40], usize, u32) {
        let (mut text, mut len) = ([0; 40], 0);
        let start = self.token(i).start as usize;
        let mut end = start;
        let mut at = start;
        while let Some(byte) = self.fold.get(at).copied() {
            if byte.is_ascii_lowercase() {
                // The next word, not the next group.
                break;
            } else if byte < 0x80 && is_alnum(byte) && len < most.min(40) {
                text[len] = byte;
                len += 1;
                end = at + 1;
            } else if !(matches!(byte, b' ' | b'-')
                && self.fold.get(at + 1).is_some_and(|b| *b < 0x80 && is_alnum(*b)))
            {
                break;
            } else if len >= most.min(40) {
                break;
            }
            at += 1;
        }
        (text, len, end as u32)
    }

    /// "DE89 3704 0044 0532 0130 00": two letters, check digits, and the remainder 1 of ISO 7064 MOD 97-10, from the word `i`.
    pub(super) fn iban_at(&mut self, i: usize) {
        if self.len(i) != 2 || !self.uppercase(i) || !self.joined(i + 1) || self.joined(i) {
            return;
        }
        let (text, len, _) = self.groups(i, *IBAN.end());
        if !IBAN.contains(&len) || !text[2..4].iter().all(u8::is_ascii_digit) {
            return;
        }
        // Words may follow the number: the longest reading that checks.
        for take in (*IBAN.start()..=len).rev() {
            let rotated = text[4..take].iter().chain(&text[..4]);
            let rest = rotated.fold(0u32, |rest, byte| match byte {
                b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
                _ => (rest * 100 + u32::from(byte.to_ascii_uppercase() - b'A') + 10) % 97,
            });
            if rest == 1 {
                let (_, _, end) = self.groups(i, take);
                self.note_fold(self.token(i).start, end, &rules::ACCOUNT_IBAN);
                return;
            }
        }
        // After its name also one that does not check: it may be mistyped.
        let named = (1..=3).any(|back| self.word(i.wrapping_sub(back), "iban"));
        if named {
            let (_, _, end) = self.groups(i, len);
            self.note_fold(self.token(i).start, end, &rules::ACCOUNT_IBAN);
        }
    }

    /// "0x92400f4e…", "3RUX6437YrRGv…": the address of a purse of digital money, from token `i`.
    pub(super) fn wallet_at(&mut self, i: usize) {
        if self.joined(i) && matches!(self.kind(i.wrapping_sub(1)), Kind::Word | Kind::Number) {
            return;
        }
        let start = self.token(i).start as usize;
        let text = &self.fold[start..];
        let len = text.iter().take(80).take_while(|b| b.is_ascii_alphanumeric()).count();
        let text = &text[..len];
        let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
        let hex = len == 42 && text.starts_with(b"0x");
        let base = (26..=62).contains(&len)
            && matches!(text[0], b'1' | b'3' | b'b')
            && digits >= 5
            && digits < len - 8;
        if hex || base {
            self.note_fold(start as u32, (start + len) as u32, &rules::ACCOUNT_WALLET);
        }
    }

    /// "4556 7375 8689 9855": a card's number by its groups and check digit, from the number `i`.
    pub(super) fn card_at(&mut self, i: usize) {
        if !matches!(self.len(i), 4 | 13..=19) || !self.fresh(i) || !matches!(self.bytes(i)[0], b'2'..=b'6') {
            return;
        }
        let (mut j, mut digits) = (i, 0);
        while self.kind(j) == Kind::Number && digits < *CARD.end() && self.same_line(j) | (j == i) {
            digits += self.len(j);
            j += 1;
            if self.mark(j, b'-') && self.joined(j) && self.kind(j + 1) == Kind::Number {
                j += 1;
            }
        }
        let end = if self.mark(j - 1, b'-') { j - 1 } else { j };
        if !CARD.contains(&digits) || !self.stops(end) {
            return;
        }
        let (from, to) = (self.token(i).start as usize, self.end(end - 1) as usize);
        // Four groups of four, or four, six and five, are a card even where a digit is mistyped.
        let grouped = self.len(i) == 4
            && (digits == 16 && self.len(end - 1) == 4 && end >= i + 4
                || digits == 15 && self.bytes(i)[0] == b'3' && self.len(end - 1) == 5);
        if grouped || luhn(self.fold[from..to].iter().copied().filter(u8::is_ascii_digit)) {
            self.note(i, end, &rules::ACCOUNT_CARD);
        }
    }

    /// "Card on file ending 4471": the last digits of a card or account, from the word `i`.
    pub(super) fn ending_at(&mut self, i: usize) {
        // "VA last4 8812", "last 4 (7719)": of a social security number.
        if self.word(i, "last")
            && self.number(i + 1) == Some(4)
            && self.len(i + 1) == 1
            && self.same_line(i + 1)
        {
            let mut j = i + 2;
            while j < i + 5 && self.mark_of(j, b"(:#-=") {
                j += 1;
            }
            let sure = self.joined(i + 1) || j > i + 2 && !self.year(j);
            if sure
                && self.kind(j) == Kind::Number
                && self.len(j) == 4
                && self.same_line(j)
                && self.stops(j + 1)
            {
                self.note(j, j + 1, &rules::SSN_LABEL);
                return;
            }
        }
        let mut j = i + 1;
        for _ in 0..3 {
            j += usize::from(
                self.listed_word(j, words!("in", "with", "digits", "four", "are", "is"))
                    || self.mark_of(j, b":."),
            );
        }
        if self.kind(j) != Kind::Number
            || !(3..=5).contains(&self.len(j))
            || !self.same_line(j)
            || !self.stops(j + 1)
        {
            return;
        }
        let money = |k: usize| {
            self.listed_word(
                k,
                words!(
                    "card",
                    "visa",
                    "mastercard",
                    "amex",
                    "account",
                    "acct",
                    "debit",
                    "credit",
                    "checking",
                    "savings",
                    "discover",
                    "bank",
                    "iban"
                ),
            )
        };
        if (1..=ENDING_WINDOW).any(|back| money(i.wrapping_sub(back))) {
            self.note(j, j + 1, &rules::ACCOUNT_ENDING);
        }
    }

    /// Tax and insurance numbers of other countries whose form no code of medicine has, from the word `i`.
    pub(super) fn paper_at(&mut self, i: usize) {
        if !self.uppercase(i)
            || self.joined(i) && matches!(self.kind(i.wrapping_sub(1)), Kind::Word | Kind::Number)
        {
            return;
        }
        let letters =
            |j: usize, n: usize| self.kind(j) == Kind::Word && self.len(j) == n && self.uppercase(j);
        let digits = |j: usize, n: usize| self.kind(j) == Kind::Number && self.len(j) == n;
        // Italian codice fiscale: six letters, two digits, letter, two digits, letter, three digits, letter.
        let fiscal = letters(i, 6)
            && digits(i + 1, 2)
            && letters(i + 2, 1)
            && digits(i + 3, 2)
            && letters(i + 4, 1)
            && digits(i + 5, 3)
            && letters(i + 6, 1)
            && (i + 1..i + 7).all(|j| self.joined(j));
        // Indian permanent account number: five letters, four digits, a letter.
        let pan = letters(i, 5)
            && digits(i + 1, 4)
            && letters(i + 2, 1)
            && self.joined(i + 1)
            && self.joined(i + 2);
        // Mexican CURP: four letters, six digits, six letters, two characters.
        let curp = letters(i, 4)
            && digits(i + 1, 6)
            && letters(i + 2, 6)
            && self.joined(i + 1)
            && self.joined(i + 2);
        // "KL 07 CK 4410", "MH12DE1433": a plate of India.
        let district = self.kind(i + 1) == Kind::Number && self.len(i + 1) == 2;
        let series =
            self.kind(i + 2) == Kind::Word && self.uppercase(i + 2) && (1..=3).contains(&self.len(i + 2));
        let number = self.kind(i + 3) == Kind::Number && self.len(i + 3) == 4 && self.stops(i + 4);
        if letters(i, 2)
            && INDIA.contains(&self.bytes(i))
            && district
            && series
            && number
            && self.same_line(i + 3)
            && !self.lex(i + 2, UNIT)
        {
            self.note(i, i + 4, &rules::PLATE_NEAR);
            return;
        }
        if fiscal {
            self.note(i, i + 7, &rules::ID_PAPER);
        } else if pan {
            self.note(i, i + 3, &rules::ID_PAPER);
        } else if curp {
            self.note(i, i + 3 + usize::from(self.joined(i + 3)), &rules::ID_PAPER);
        } else if letters(i, 2) && self.bytes(i).iter().all(|b| NINO_LETTERS.contains(b)) {
            // British National Insurance number: "QQ 12 34 56 C".
            let grouped = digits(i + 1, 2)
                && digits(i + 2, 2)
                && digits(i + 3, 2)
                && letters(i + 4, 1)
                && self.same_line(i + 4);
            let solid = digits(i + 1, 6) && self.joined(i + 1) && letters(i + 2, 1) && self.joined(i + 2);
            if (grouped || solid)
                && matches!(self.bytes(if grouped { i + 4 } else { i + 2 }), b"A" | b"B" | b"C" | b"D")
            {
                self.note(i, if grouped { i + 5 } else { i + 3 }, &rules::ID_PAPER);
            }
        }
    }

    /// "his truck (Ohio HKX 4471)", "parked in her car, 7KLM482", "drives WA BXY-0442": a plate shortly after the word `i` for a vehicle.
    pub(super) fn plate_at(&mut self, i: usize) {
        for j in i + 1..i + 1 + PLATE_WINDOW {
            if !self.same_line(j) || self.mark_of(j, b".;:") {
                return;
            }
            if !matches!(self.kind(j), Kind::Word | Kind::Number)
                || self.joined(j) && !self.mark_of(j - 1, b"(")
            {
                continue;
            }
            let (mut letters, mut digits, mut parts, mut end, mut gaps) = (0, 0, 0, j, 0);
            for k in j..j + 5 {
                let part =
                    self.uppercase(k) && self.len(k) <= 4 || self.kind(k) == Kind::Number && self.len(k) <= 4;
                // "HKX 4471", "YK19 WDF": one space, where letters meet digits.
                let spaced = k > j && !self.joined(k);
                // "4DX K19": both groups are mixed.
                let mixed = gaps == 0 && parts == 2 && self.joined(k + 1) && self.kind(k + 1) == Kind::Number;
                let apart = spaced
                    && (gaps > 2
                        || !self.same_line(k)
                        || self.kind(k) == self.kind(k - 1) && !mixed
                        || !mixed && self.lex(k, COMMON | UNIT));
                gaps += usize::from(spaced);
                if self.mark(k, b'-') && k > j && self.joined(k) && self.joined(k + 1) {
                    continue;
                }
                if !part || apart {
                    break;
                }
                if self.kind(k) == Kind::Number {
                    digits += self.len(k)
                } else {
                    letters += self.len(k)
                }
                parts += 1;
                end = k + 1;
            }
            let region =
                self.region(j) > 0 || self.lex(j, crate::words::STATE) && self.uppercase(j) && parts < 2;
            if !region
                && parts >= 2
                && letters >= 2
                && digits >= 2
                // India's have four groups: "MH 12 DE 1433".
                && (5..=if parts == 4 { 10 } else { 8 }).contains(&(letters + digits))
                && self.stops(end)
            {
                self.note(j, end, &rules::PLATE_NEAR);
                return;
            }
        }
    }

    /// "@maria_k91": a name in a network, from the mark `i`. "HR 80 @rest" is none.
    pub(super) fn handle_at(&mut self, i: usize) {
        if !self.mark(i, b'@')
            || self.joined(i) && !self.mark_of(i.wrapping_sub(1), b"(\"'/")
            || !self.joined(i + 1)
            || self.kind(i + 1) != Kind::Word
        {
            return;
        }
        let start = self.token(i).start;
        let inside = |b: &u8| is_alnum(*b) && *b < 0x80 || *b == b'_' || *b == b'.';
        let text = &self.fold[start as usize + 1..];
        let mut len = text.iter().take(32).take_while(|b| inside(b)).count();
        while len > 0 && text[len - 1] == b'.' {
            len -= 1;
        }
        let mixed = text[..len].iter().any(|b| b.is_ascii_digit() || *b == b'_' || *b == b'.');
        let before = i.wrapping_sub(1);
        let told = self.listed_word(
            before,
            words!(
                "twitter",
                "instagram",
                "insta",
                "ig",
                "handle",
                "tiktok",
                "telegram",
                "snapchat",
                "skype",
                "follow",
                "x",
                "username",
                "on"
            ),
        ) || self.mark(before, b':') && self.kind(before.wrapping_sub(1)) == Kind::Word;
        if len > 2 && (mixed || told) && self.kind(before) != Kind::Number {
            self.note_fold(start, start + 1 + len as u32, &rules::URL_HANDLE);
        }
    }

    /// "username: jweiss82", "login j.weiss": what a person is called at a machine, from the label's word `i`.
    pub(super) fn username_at(&mut self, i: usize) {
        let mut j = i + 1;
        j += usize::from(self.word(i, "user") && self.listed_word(j, words!("name", "id")));
        // "user mvillanueva2 logged in", but not "user of alcohol"; "my account: …", not "account 4471".
        let bare = self.listed_word(i, words!("user", "account")) && j == i + 1 && !self.mark(j, b'=');
        let (mut marked, mut linked) = (false, false);
        for _ in 0..2 {
            let sign = self.mark_of(j, b":=\"'(");
            marked |= sign;
            linked |= self.listed_word(j, words!("is", "was"));
            j += usize::from(sign || self.listed_word(j, words!("is", "was")));
        }
        if !matches!(self.kind(j), Kind::Word | Kind::Number) || !self.same_line(j) {
            return;
        }
        let start = self.token(j).start as usize;
        let text = &self.fold[start..];
        let mut len = text
            .iter()
            .take(40)
            .take_while(|b| is_alnum(**b) || matches!(**b, b'.' | b'_' | b'-' | b'\\' | b':' | b'@'))
            .count();
        while len > 0 && !is_alnum(text[len - 1]) {
            len -= 1;
        }
        let mixed = text[..len].iter().any(|b| b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'\\'));
        let mixed = mixed || text[..len].contains(&b':') || text[..len].contains(&b'-') && marked;
        let letters = text[..len].iter().filter(|b| crate::fold::is_letter(**b)).count();
        let small = text[..len].iter().filter(|b| b.is_ascii_lowercase()).count();
        // "login swhitogle", "her account is altzey": a word of no list at all.
        let coined = (linked
            || self.listed_word(i, words!("login", "username", "userid", "logon", "logout")))
            && small == len
            && len >= 6
            && self.token(j).lex == 0
            && self.len(j) == len
            && crate::lists::lookup(&text[..len]) == crate::lists::NONE;
        let named =
            letters >= 4 && small == letters && text[..len].iter().any(|b| b.is_ascii_digit() || *b == b'_');
        if bare && !named && !coined {
            return;
        }
        let system = super::records::no_value(&text[..len]);
        let mixed = mixed || coined;
        if len >= 3 && !system && letters > 0 && (mixed || marked && self.token(j).lex == 0) {
            self.note_fold(start as u32, (start + len) as u32, &rules::ID_USERNAME);
        }
    }

    /// "signed by kwest03", "entered by: jsmith2": the name of a user behind what somebody did at a machine. "Caused by covid19" is
    /// none.
    pub(super) fn done_by_user(&mut self, verb: usize, at: usize) {
        let did = self.listed_word(
            verb,
            words!(
                "signed",
                "cosigned",
                "electronically",
                "entered",
                "note",
                "written",
                "edited",
                "placed",
                "ordered",
                "approved",
                "completed",
                "documented",
                "filed",
                "authored",
                "scanned",
                "uploaded",
                "created",
                "changed",
                "printed",
                "reviewed",
                "modified",
                "released",
                "acknowledged"
            ),
        );
        let number = at + 1;
        // "ordered by team2"
        let word = self.lex(at, COMMON | UNIT) || crate::lists::lookup(self.bytes(at)).clinical();
        if did
            && !word
            && self.kind(at) == Kind::Word
            && self.len(at) >= 4
            && self.bytes(at).iter().all(u8::is_ascii_lowercase)
            && self.same_line(at)
            && self.kind(number) == Kind::Number
            && self.joined(number)
            && self.len(number) <= 4
            && self.stops(number + 1)
        {
            self.note(at, number + 1, &rules::ID_USERNAME);
        }
    }
}
