//! Telephone and fax numbers, mail addresses, web addresses, internet addresses.

use super::Scan;
use super::sets::WordSet;
use crate::fold::SYMBOL;
use crate::lex::Kind;
use crate::rules::{self, Rule};
use crate::words::{CODES, TITLE, UNIT};

/// Digits of a full telephone number (E.164).
const MAX_PHONE_DIGITS: usize = 15;
/// Least digits of a telephone number of a town.
const LEAST_DIGITS: usize = 7;
/// Least digits of a number dialled with the prefix 011.
const INTERNATIONAL_DIGITS: usize = 11;
/// Most groups of a number that is dictated: digit by digit, with the country's code 1.
const DICTATED_GROUPS: usize = 11;
/// How many tokens before a number may speak of a telephone.
const PHONE_WINDOW: usize = 6;
/// Letters of a title that is written short, with a point behind it: "Prof".
const LONGEST_SHORT_TITLE: usize = 4;

/// Words that speak of a fax, and of a telephone.
static FAX: WordSet = WordSet::new(&["fax", "faxed", "facsimile", "telefax", "efax"]);
static PHONE: WordSet = WordSet::new(&[
    "phone",
    "telephone",
    "tel",
    "cell",
    "cellular",
    "mobile",
    "home",
    "work",
    "pager",
    "beeper",
    "call",
    "called",
    "callback",
    "ph",
    "contact",
    "reach",
    "reached",
    "dial",
    "hotline",
    "whatsapp",
    "text",
    "paged",
    "page",
    "phoned",
    "ring",
    "landline",
    "telefon",
    "tlf",
    "fon",
    "ext",
    "voicemail",
    "contacted",
    "calling",
    "cellphone",
    "hm",
    "wk",
    "mob",
    "celular",
    "movil",
    "handy",
    "telefono",
    "telephone",
    "portable",
    "texted",
    "dialed",
]);

impl Scan<'_> {
    /// Groups of digits from token `i`: total digits, group lengths, token after. Separators: space, `-`, `.`, `/`, parentheses.
    pub(super) fn digit_groups(&self, i: usize) -> (usize, [usize; 6], usize, usize) {
        let (mut total, mut lens, mut groups, mut end, mut j) = (0, [0; 6], 0, i, i);
        while groups < lens.len() {
            if self.kind(j) != Kind::Number || total + self.len(j) > MAX_PHONE_DIGITS {
                break;
            }
            lens[groups] = self.len(j);
            total += self.len(j);
            groups += 1;
            j += 1;
            end = j;
            if self.mark(j, b')') {
                j += 1;
            }
            // A point or slash with a space behind it ends one number and begins the next, but "949 . 647 . 8927" is one.
            let told = || self.line_words(i).is_some();
            let apart = self.mark(j, b'.') && !self.joined(j) && self.kind(j + 1) == Kind::Number && told();
            if self.mark_of(j, b"./") && !self.joined(j + 1) && !apart {
                break;
            }
            // "719·776·5000"
            let form = match groups {
                1 => {
                    lens[0] == 3
                        && self.len(j + 1) == 3
                        && self.mark_of(j + 2, &[SYMBOL])
                        && self.len(j + 3) == 4
                }
                2 => lens[..2] == [3, 3] && self.len(j + 1) == 4,
                _ => false,
            };
            let dot = form && self.mark_of(j, &[SYMBOL]) && self.joined(j) && self.joined(j + 1) && told();
            if self.mark_of(j, b"-./") || dot {
                j += 1;
            }
            // "+1 (415) …": only the country's code stands before a bracket.
            if self.mark(j, b'(') && groups == 1 && total <= 4 {
                j += 1;
            }
            if !self.same_line(j) || self.token(j).flags & crate::lex::WIDE != 0 {
                break;
            }
        }
        (total, lens, groups, end)
    }

    /// What the words before token `i` say: a fax, a telephone, or neither.
    pub(super) fn line_words(&self, i: usize) -> Option<&'static Rule> {
        let mut j = i.wrapping_sub(1);
        for _ in 0..PHONE_WINDOW {
            if self.kind(j) == Kind::End {
                break;
            }
            if self.word_in(j, &FAX) {
                return Some(&rules::FAX_LABEL);
            }
            if self.word_in(j, &PHONE) {
                return Some(&rules::PHONE_LABEL);
            }
            if !self.same_line(j + 1) && !self.mark(j, b':') {
                break;
            }
            let sentence_ends = self.mark_of(j, b".;") && !self.joined(j + 1) && !self.abbreviated(j);
            if sentence_ends {
                break;
            }
            j = j.wrapping_sub(1);
        }
        None
    }

    /// The point at token `j` ends a short form and no sentence: "Tel.", "call Mrs. Adeyemi on".
    fn abbreviated(&self, j: usize) -> bool {
        let word = j.wrapping_sub(1);
        self.word_of(word, words!("no", "tel", "ph", "num"))
            || self.lex(word, TITLE) && self.len(word) <= LONGEST_SHORT_TITLE && self.capital(word)
    }

    pub(super) fn phone_at(&mut self, i: usize) {
        let plus = self.mark(i.wrapping_sub(1), b'+') && self.joined(i);
        let fresh = plus
            || self.fresh(i)
            || (self.joined(i) && self.mark_of(i.wrapping_sub(1), b":("))
            || self.word_of(i.wrapping_sub(1), words!("tel", "ph", "fax", "phone", "cell"));
        if !fresh || (self.date_end != usize::MAX && self.date_end > i && self.date_end < usize::MAX) {
            return;
        }
        let mut from = i;
        // The bracket of an area code belongs to the number; one that encloses the whole number does not.
        if self.mark(i.wrapping_sub(1), b'(') && self.joined(i) && self.mark(i + 1, b')') {
            from = i - 1;
        }
        if plus {
            from = i - 1;
        }
        let (total, lens, groups, end) = self.digit_groups(i);
        // Shorter is only "1-800-FLOWERS".
        if total < LEAST_DIGITS && lens[0] != 1 {
            return;
        }
        // "0221/4710-8832", "01632 960 118", "06.12.34.56.78": area codes of most countries begin with a zero.
        let zero = self.bytes(i)[0] == b'0'
            && lens[0] >= 2
            && (9..=11 + usize::from(self.mark(i + 1, b'/'))).contains(&total)
            && (groups >= 3
                && lens[1..groups].iter().all(|len| (2..=4).contains(len))
                && !self.mark(i + 1, b'/')
                || groups == 2 && lens[0] >= 3 && lens[1] >= 5
                || self.mark(i + 1, b'/') && lens[0] >= 3)
            && !(groups == 3 && lens[0] <= 2 && lens[1] <= 2);
        let north_american =
            |at: usize| groups >= at + 3 && lens[at] == 3 && lens[at + 1] == 3 && lens[at + 2] == 4;
        let unit = self.joined(end) && self.lex(end, UNIT) || self.mark(end, b'%');
        let (to, rule) = if plus && (7..=MAX_PHONE_DIGITS).contains(&total) {
            // After a full North American number the next group is another number.
            let to = if lens[0] == 1 && north_american(1) { self.after_groups(i, 4) } else { end };
            (to, &rules::PHONE_INTERNATIONAL)
        } else if north_american(0) {
            (self.after_groups(i, 3), &rules::PHONE_NANP)
        } else if lens[0] == 1 && self.number(i) == Some(1) && north_american(1) {
            (self.after_groups(i, 4), &rules::PHONE_NANP)
        } else if lens[0] == 1 && self.number(i) == Some(1) && self.vanity(i) {
            (
                i + 5
                    + 2 * usize::from(
                        self.mark(i + 5, b'-') && self.kind(i + 6) == Kind::Word && self.uppercase(i + 6),
                    ),
                &rules::PHONE_NANP,
            )
        } else if lens[0] == 3 && self.number(i) == Some(11) && groups >= 3 && total >= INTERNATIONAL_DIGITS {
            (end, &rules::PHONE_INTERNATIONAL)
        } else if groups == 2 && lens[0] == 3 && lens[1] == 7 && self.mark_of(i + 1, b"-)") {
            (end, &rules::PHONE_NANP)
        } else if self.mark(i.wrapping_sub(1), b'(')
            && self.mark(i + 1, b')')
            && groups == 3
            && lens[0] <= 3
            && (4..=5).contains(&lens[1])
            && lens[2] == 4
            && !unit
        {
            // "(2) 2455 3827", "(21) 96047-9080"
            (end, &rules::PHONE_NATIONAL)
        } else if zero && !unit {
            (end, &rules::PHONE_NATIONAL)
        } else if (7..=MAX_PHONE_DIGITS).contains(&total)
            && !unit
            && self.phone_shape(i, &lens, groups, end)
            && self.line_words(from).is_some()
        {
            (end, &rules::PHONE_LABEL)
        } else if groups >= 2
            && lens[0] == 3
            && lens[1] == 4
            && self.number(i) == Some(555)
            && self.mark(i + 1, b'-')
        {
            (self.after_groups(i, 2), &rules::PHONE_NANP)
        } else {
            return;
        };
        if north_american(0) && self.value_and_range(i, to) && self.line_words(from).is_none() {
            return;
        }
        if !self.stops(to) && !self.mark_of(to, b"-:/") && !self.word_of(to, words!("x", "ext"))
            || self.lex(from.wrapping_sub(1), CODES)
        {
            return;
        }
        // "617.555.0142-0143": the last digits of the next line.
        let tail = self.mark_of(to, b"-/")
            && self.joined(to)
            && self.joined(to + 1)
            && self.kind(to + 1) == Kind::Number
            && self.len(to + 1) == 4
            && self.stops(to + 2)
            && groups >= 3;
        let to = self.extension(if tail { to + 2 } else { to });
        let fax = self.line_words(from).is_some_and(|rule| std::ptr::eq(rule, &rules::FAX_LABEL));
        self.note(from, to, if fax { &rules::FAX_LABEL } else { rule });
    }

    /// "call me on 415, 555, 0123": the commas are pauses of who dictates. Values stand like that as well, and so a word for a telephone
    /// has to stand before, and the groups have to be those of a number: digit by digit, North American, or with an area code's zero.
    pub(super) fn dictated_phone_at(&mut self, i: usize) {
        let mut lens = [0; DICTATED_GROUPS];
        let (mut groups, mut total, mut j) = (0, 0, i);
        while groups < lens.len() && self.kind(j) == Kind::Number && self.same_line(j) {
            lens[groups] = self.len(j);
            total += self.len(j);
            groups += 1;
            j += 1;
            if !(self.mark(j, b',') && self.joined(j) && self.kind(j + 1) == Kind::Number) {
                break;
            }
            j += 1;
        }
        // No area and no exchange of North America begins with 0 or 1.
        let dialled = |at: usize| matches!(self.bytes(at).first(), Some(b'2'..=b'9'));
        let whole = match &lens[..groups] {
            [3, 3, 4] => dialled(i) && dialled(i + 2),
            [1, 3, 3, 4] => self.number(i) == Some(1) && dialled(i + 2) && dialled(i + 4),
            all if all.iter().all(|len| *len == 1) => matches!(groups, 7 | 10 | 11),
            // Not "0730, 112, 145": an hour and what was measured.
            all => {
                self.bytes(i).starts_with(b"0")
                    && (3..=4).contains(&groups)
                    && (10..=11).contains(&total)
                    && all[0] > 1
                    && !(all[0] == 4 && groups == 3 && total == 10)
            }
        };
        let inside = self.mark(i - 1, b',') && self.kind(i - 2) == Kind::Number;
        // "1, 2, 3": days that are counted.
        let counting = self.number(i).zip(self.number(i + 2)).is_some_and(|(one, two)| one + 1 == two)
            && self.number(i + 2).zip(self.number(i + 4)).is_some_and(|(two, three)| two + 1 == three);
        if !whole
            || inside
            || counting
            || !self.fresh(i)
            || !self.stops(j)
            || self.kind(j.wrapping_sub(1)) != Kind::Number
        {
            return;
        }
        if let Some(rule) = self.line_words(i) {
            self.note(i, j, rule);
        }
    }

    /// "B12 340 200-1100 pg/mL": a value and its reference range, after an analyte or before a unit.
    fn value_and_range(&self, i: usize, to: usize) -> bool {
        let before = i.wrapping_sub(1);
        let before = before.wrapping_sub(usize::from(self.mark_of(before, b":=")));
        let range = !self.joined(i + 1)
            && self.kind(i + 1) == Kind::Number
            && self.mark(i + 2, b'-')
            && self.number(i + 1) < self.number(i + 3);
        let analyte = self.kind(before) == Kind::Number
            && self.joined(before)
            && self.kind(before.wrapping_sub(1)) == Kind::Word
            || self.kind(before) == Kind::Word && crate::lists::lookup(self.bytes(before)).clinical();
        range && (analyte && self.same_line(i) || self.follows(to, UNIT))
    }

    /// "pager 4-8812", "Phone: 48812", "ext 5521", "x5521": inside a house only the last digits are dialled.
    pub(super) fn short_phone_at(&mut self, i: usize) {
        let glued = self.joined(i)
            && self.word_of(i.wrapping_sub(1), words!("x", "ext"))
            && !self.joined(i.wrapping_sub(1));
        if !(self.fresh(i) || glued) || self.date_end != usize::MAX && self.date_end > i {
            return;
        }
        let dashed = self.len(i) == 1
            && self.mark(i + 1, b'-')
            && self.joined(i + 1)
            && self.joined(i + 2)
            && self.kind(i + 2) == Kind::Number
            && (4..=5).contains(&self.len(i + 2));
        let end = if dashed { i + 3 } else { i + 1 };
        let told = self.mark(i.wrapping_sub(1), b'.') && self.word(i.wrapping_sub(2), "ext")
            || self
                .word_of(i.wrapping_sub(1), words!("ext", "extn", "extension", "bleep", "bleeper", "dect"));
        if !(dashed || (4..=6).contains(&self.len(i)) || told && (2..=3).contains(&self.len(i)))
            || !self.stops(end)
            || self.mark_of(end, b"%+")
            || self.same_line(end) && self.lex(end, UNIT)
        {
            return;
        }
        let mut j = i.wrapping_sub(1);
        let mut said = false;
        for _ in 0..3 {
            let sign = self.mark_of(j, b":#=");
            let possessive = self.mark(j, b'\'') || self.word(j, "s") && self.joined(j);
            if !(sign || self.mark(j, b'.') || possessive || self.word_of(j, words!("is", "number", "no")))
                || !self.same_line(j + 1)
            {
                break;
            }
            said |= sign;
            j = j.wrapping_sub(1);
        }
        let sure = self.word_of(
            j,
            words!(
                "pager",
                "beeper",
                "bleep",
                "bleeper",
                "bleeps",
                "blp",
                "dect",
                "bpr",
                "pgr",
                "ext",
                "extn",
                "voicemail",
                "vm"
            ),
        );
        let line =
            self.word_of(j, words!("phone", "telephone", "tel", "cell", "fax", "mobile", "extension", "ph"));
        let year = !said && !dashed && self.year(i);
        let rule = || self.line_words(if glued { i - 1 } else { i });
        let labelled = self.same_line(i) && !year && (sure || line && (said || dashed || self.len(i) <= 5));
        // "Halina x4471": an extension beside a name.
        let beside = glued
            && self.len(i) >= 4
            && (self.capital(i.wrapping_sub(2))
                || self.kind(i.wrapping_sub(2)) == Kind::Word && !self.bytes(i).ends_with(b"00"))
            && self.same_line(i - 1)
            && self.fresh(i - 1);
        if labelled || glued && (self.word(i - 1, "ext") || rule().is_some()) || beside {
            self.note(i, end, rule().unwrap_or(&rules::PHONE_LABEL));
        }
    }

    /// The token after the `n`-th group of digits.
    pub(super) fn after_groups(&self, i: usize, n: usize) -> usize {
        let (mut j, mut seen) = (i, 0);
        loop {
            if self.kind(j) == Kind::Number {
                seen += 1;
            }
            j += 1;
            if seen == n || self.kind(j) == Kind::End {
                return j;
            }
        }
    }

    /// "1-800-FLOWERS"
    pub(super) fn vanity(&self, i: usize) -> bool {
        self.mark(i + 1, b'-')
            && self.kind(i + 2) == Kind::Number
            && self.len(i + 2) == 3
            && self.mark(i + 3, b'-')
            && self.kind(i + 4) == Kind::Word
            && self.uppercase(i + 4)
            && self.joined(i + 4)
    }

    /// A number after a label is a telephone number unless it is a clock time, a date or an amount.
    pub(super) fn phone_shape(&self, i: usize, lens: &[usize; 6], groups: usize, end: usize) -> bool {
        let date = groups >= 3
            && (self.mark(i + 1, b'/')
                || (lens[0] == 4 && lens[1] == 2 && lens[2] == 2)
                || (lens[0] <= 2 && lens[1] <= 2 && lens[2] == 4));
        let decimal = lens[0] == 1 && !matches!(self.number(i), Some(0 | 1))
            || groups > 1 && lens[0] == 1 && self.mark(i + 1, b'.');
        let short_groups = lens[..groups].iter().filter(|len| **len == 1).count() > 1;
        !date
            && !decimal
            && !short_groups
            && !self.word_of(end, words!("am", "pm"))
            && (groups > 1 || lens[0] >= 7)
    }

    /// "ext. 2426", "x12", "extension 7".
    pub(super) fn extension(&self, j: usize) -> usize {
        let mut k = j + usize::from(self.mark(j, b','));
        if !self.same_line(k) {
            return j;
        }
        if self.word_of(k, words!("ext", "x", "extension", "extn", "poste")) {
            k += 1;
        } else if self.mark(k, b'#') {
            k += 1;
            return if self.kind(k) == Kind::Number && self.len(k) <= 6 && self.joined(k) {
                k + 1
            } else {
                j
            };
        } else {
            return j;
        }
        k += usize::from(self.mark_of(k, b".:#"));
        if self.kind(k) == Kind::Number && self.len(k) <= 6 && self.same_line(k) { k + 1 } else { j }
    }
}
