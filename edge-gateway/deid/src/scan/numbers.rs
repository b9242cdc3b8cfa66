//! Numbers with a form of their own: social security numbers, VINs, postal codes, UDIs, and long bare numbers.

use super::sets::WordSet;
use super::{Scan, Words};
use crate::fold::is_alnum;
use crate::lex::Kind;
use crate::rules;
use crate::words::{CARDINAL, CODES, LABEL, REGION, STATE, UNIT};

/// A bare number of at least this many digits is nothing that medicine measures.
const BARE_DIGITS: usize = 7;
/// What is counted in numbers of any length.
static COUNTED: WordSet = WordSet::new(&[
    "ferritin",
    "plt",
    "plts",
    "platelet",
    "platelets",
    "wbc",
    "rbc",
    "hcg",
    "bhcg",
    "ck",
    "cpk",
    "afp",
    "load",
    "vl",
    "probnp",
    "bnp",
    "triglycerides",
    "lipase",
    "amylase",
    "count",
    "counts",
    "titer",
    "rna",
    "copies",
    "cfu",
    "ast",
    "alt",
    "ldh",
]);
/// Most digits of such a count.
const MAX_COUNT: usize = 8;
/// Most characters of an identifier of letters, digits and hyphens.
const MAX_HYPHENATED: usize = 40;
/// Fewest and most parts of a unique identifier, and the figures of a part that only one of its kind has.
const UID_PARTS: (usize, usize) = (5, 32);
const UID_LONG: usize = 8;
/// Letters and at least this many digits in one: a serial or record number.
const MIXED_DIGITS: usize = 5;

impl Scan<'_> {
    /// "123-45-6789", also with spaces or points.
    pub(super) fn ssn_at(&mut self, i: usize) {
        if !self.fresh(i) && !self.continues_found(i) {
            return;
        }
        let Some((end, dashed)) = self.ssn_form(i) else { return };
        // No number goes on after dashes: a letter behind is another word, a joined mark may lead to another one.
        let closed = self.stops(end)
            || dashed && self.uppercase(end)
            || self.mark_of(end, super::JOINERS) && self.ssn_form(end + 1).is_some();
        if closed {
            self.note(i, end + self.claim_suffix(end), &rules::SSN_FORM);
        }
    }

    /// "267-50-3318-B1": how the insured is related to whom the number is of, as Medicare wrote it. Its tokens from `end` on.
    fn claim_suffix(&self, end: usize) -> usize {
        let letter = end + 1;
        let figure = usize::from(self.kind(end + 2) == Kind::Number && self.joined(end + 2));
        let suffix = self.mark(end, b'-')
            && self.joined(end)
            && self.joined(letter)
            && self.uppercase(letter)
            && self.len(letter) == 1
            && (figure == 0 || self.len(end + 2) == 1)
            && self.stops(end + 2 + figure);
        if suffix { 2 + figure } else { 0 }
    }

    /// "756.4418.0093.27": the number of Switzerland's old-age insurance, which begins with the country.
    pub(super) fn swiss_number_at(&mut self, i: usize) {
        let groups = [(i, 3), (i + 2, 4), (i + 4, 4), (i + 6, 2)];
        let form = self.number(i) == Some(756)
            && self.fresh(i)
            && groups.iter().all(|(j, len)| self.kind(*j) == Kind::Number && self.len(*j) == *len)
            && (i + 1..i + 7).all(|j| self.joined(j))
            && [i + 1, i + 3, i + 5].iter().all(|j| self.mark(*j, b'.'))
            && self.stops(i + 7);
        if form {
            self.note(i, i + 7, &rules::SSN_FORM);
        }
    }

    /// Three, two and four digits: the token after, and whether dashes or points join them.
    fn ssn_form(&self, i: usize) -> Option<(usize, bool)> {
        if self.kind(i) != Kind::Number || self.len(i) != 3 {
            return None;
        }
        let (second, third) = if self.mark_of(i + 1, b"-.") { (i + 2, i + 4) } else { (i + 1, i + 2) };
        let dashed = second == i + 2;
        if self.kind(second) != Kind::Number
            || self.len(second) != 2
            || self.kind(third) != Kind::Number
            || self.len(third) != 4
        {
            return None;
        }
        if dashed && !self.mark_of(i + 3, b"-.") || !self.same_line(second) || !self.same_line(third) {
            return None;
        }
        Some((third + 1, dashed))
    }

    /// "xxx-xx-1234", "***-**-1234": what is left of it still identifies.
    pub(super) fn masked_ssn_at(&mut self, i: usize) {
        let masked = |scan: &Self, j: usize, len: usize| {
            scan.len(j) == len && scan.bytes(j).iter().all(|b| matches!(b, b'x' | b'X' | b'*' | b'#'))
        };
        if masked(self, i, 3)
            && self.mark(i + 1, b'-')
            && masked(self, i + 2, 2)
            && self.mark(i + 3, b'-')
            && self.kind(i + 4) == Kind::Number
            && self.len(i + 4) == 4
        {
            self.note(i, i + 5, &rules::SSN_FORM);
        }
    }

    /// "1.3.12.2.1107.5.6.1.1044.30130018091407221": what names one image or study (DICOM PS3.5 section 9). Those that name a kind of
    /// them, or a code system, have no long part.
    pub(super) fn uid_at(&mut self, i: usize) {
        if !self.fresh(i) || self.len(i) > 1 {
            return;
        }
        let (mut parts, mut longest, mut end) = (1, 0, i + 1);
        while parts < UID_PARTS.1
            && self.mark(end, b'.')
            && self.joined(end)
            && self.joined(end + 1)
            && self.kind(end + 1) == Kind::Number
        {
            parts += 1;
            longest = longest.max(self.len(end + 1));
            end += 2;
        }
        if parts >= UID_PARTS.0 && longest >= UID_LONG && self.stops(end) {
            self.note(i, end, &rules::ID_UID);
        }
    }

    /// The characters from token `i` that are joined letters and digits.
    fn run(&self, i: usize) -> &[u8] {
        let start = self.token(i).start as usize;
        let len = self.fold[start..].iter().take(64).take_while(|b| is_alnum(**b)).count();
        &self.fold[start..start + len]
    }

    fn run_starts(&self, i: usize) -> bool {
        !(self.joined(i) && matches!(self.kind(i.wrapping_sub(1)), Kind::Word | Kind::Number))
    }

    /// A vehicle identification number by its length, alphabet and check digit (49 CFR 565.15).
    pub(super) fn vin_at(&mut self, i: usize) {
        if !self.run_starts(i) {
            return;
        }
        let run = self.run(i);
        if run.len() == 17 && vin_checks(run) {
            let start = self.token(i).start;
            self.note_fold(start, start + 17, &rules::VEHICLE_VIN);
        }
    }

    /// "TX 78701", "Texas 78701-1234", "ZIP 02139".
    pub(super) fn zip_at(&mut self, i: usize) {
        if self.len(i) != 5 || !self.fresh(i) || !self.same_line(i) {
            return;
        }
        let plus4 = self.mark(i + 1, b'-')
            && self.joined(i + 1)
            && self.joined(i + 2)
            && self.kind(i + 2) == Kind::Number
            && self.len(i + 2) == 4;
        let end = if plus4 { i + 3 } else { i + 1 };
        if !self.stops(end) || self.mark(end, b'%') || self.lex(end, UNIT) && self.same_line(end) {
            return;
        }
        let mut j = i.wrapping_sub(1);
        if self.mark_of(j, b",.^") {
            j = j.wrapping_sub(1);
        }
        let state = (self.lex(j, STATE) && self.uppercase(j) && self.len(j) == 2)
            || (self.lex(j, REGION) && self.capital(j));
        if state || plus4 {
            self.note(i, end, &rules::ZIP_US);
        }
    }

    /// Canadian "K1A 0B1" and British "SW1A 1AA" codes that begin at token `i`.
    pub(super) fn postcode_at(&mut self, i: usize) {
        if !self.uppercase(i)
            || self.len(i) > 2
            || !self.run_starts(i)
            || self.kind(i + 1) != Kind::Number
            || !self.joined(i + 1)
        {
            return;
        }
        // Letter, digit, letter; digit, letter, digit.
        let letter = |j: usize| self.kind(j) == Kind::Word && self.uppercase(j) && self.len(j) == 1;
        let digit = |j: usize| self.kind(j) == Kind::Number && self.len(j) == 1;
        if letter(i) && digit(i + 1) && letter(i + 2) && self.joined(i + 2) {
            let j = i + 3 + usize::from(self.mark(i + 3, b'-'));
            if digit(j)
                && letter(j + 1)
                && digit(j + 2)
                && self.joined(j + 1)
                && self.joined(j + 2)
                && self.stops(j + 3)
                && self.same_line(j)
                && (!self.joined(j) || self.postal_before(i))
            {
                self.note(i, j + 3, &rules::ZIP_OTHER);
                return;
            }
        }
        if self.len(i + 1) > 2 {
            return;
        }
        let mut j = i + 2;
        if self.joined(j) && letter(j) {
            j += 1;
        }
        let inward = !self.joined(j)
            && self.same_line(j)
            && digit(j)
            && self.joined(j + 1)
            && self.kind(j + 1) == Kind::Word
            && self.uppercase(j + 1)
            && self.len(j + 1) == 2;
        if inward && self.stops(j + 2) && !self.lex(j + 1, UNIT) && !self.follows(j + 2, UNIT) {
            self.note(i, j + 2, &rules::ZIP_OTHER);
        }
    }

    /// An address or a postal code's label ends before token `i`: "T2N0M0" and "G2P1L1" have the form of a glued code.
    fn postal_before(&self, i: usize) -> bool {
        let mut j = i.wrapping_sub(1);
        for _ in 0..3 {
            j = j.wrapping_sub(usize::from(self.mark_of(j, b",;:^|*\"(.-")));
        }
        if self.word_of(j, words!("code", "postcode", "postalcode", "postal", "zip", "zipcode", "pc")) {
            return true;
        }
        let alike = |letters: &[u8; 3]| (0..3).all(|n| self.bytes(i + 2 * n) == &letters[n..=n]);
        let clinical =
            [b"TNM", b"VVV", b"LLS", b"LLL", b"GPL", b"GPA", b"GAP", b"CCC"].into_iter().any(alike);
        let province = self.word_of(
            j,
            words!("on", "bc", "ab", "qc", "mb", "sk", "ns", "nb", "nl", "pe", "pei", "nt", "yt", "nu"),
        );
        !clinical && self.uppercase(j) && province
            || !clinical && self.capital(j) && (self.region(j) > 0 || self.listed_place(j) > 0)
            || self.lex(j, REGION) && self.capital(j)
    }

    /// "(01)00889842…(17)261015(21)A123": the application identifiers of a UDI, from the parenthesis at token `i`.
    pub(super) fn udi(&mut self, i: usize) {
        if !(self.bytes(i + 1) == b"01" && self.mark(i + 2, b')')) {
            return;
        }
        let start = self.token(i).start as usize;
        let end = start
            + self.fold[start..]
                .iter()
                .take(120)
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'(' | b')' | b'-' | b'/'))
                .count();
        let end = start
            + self.fold[start..end].iter().rposition(|b| b.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
        if end - start >= 16 {
            self.note_fold(start as u32, end as u32, &rules::DEVICE_UDI);
        }
    }

    /// What is joined to token `i` has digits, and may have enough of them for [`Scan::bare_id_at`].
    fn identifying(&self, i: usize) -> bool {
        let token = self.token(i);
        if token.kind == Kind::Number {
            return usize::from(token.len) >= BARE_DIGITS || self.joined(i + 1);
        }
        let rest = self.fold.get(token.start as usize..).unwrap_or_default();
        let joined = rest.iter().take(MAX_HYPHENATED).take_while(|b| is_alnum(**b) || **b == b'-');
        joined.skip(usize::from(token.len)).any(u8::is_ascii_digit)
    }

    /// Long numbers and mixtures of letters and digits that no label explains.
    pub(super) fn bare_id_at(&mut self, i: usize) {
        if !self.identifying(i) {
            return;
        }
        let before = i.wrapping_sub(1);
        let hyphened = self.joined(i)
            && self.mark_of(before, b"-")
            && self.kind(before.wrapping_sub(1)) == Kind::Word
            && self.len(before.wrapping_sub(1)) <= 5;
        if !(self.fresh(i) || hyphened)
            || self.joined(i)
                && self.mark_of(before, b".,$")
                && self.kind(before.wrapping_sub(1)) == Kind::Number
        {
            return;
        }
        if self.lex(before, CODES)
            || (self.mark_of(before, b":#-") && self.lex(before.wrapping_sub(1), CODES))
            || self.mark(before, b'$')
        {
            return;
        }
        // `"code":"44054006"`: FHIR's code of a finding.
        let code = self.mark(before, b'"')
            && self.mark(before.wrapping_sub(2), b'"')
            && self.word(before.wrapping_sub(3), "code");
        if code {
            return;
        }
        // "Ferritin 1234567": what a laboratory counts has no upper end.
        let counted = before
            - usize::from(self.mark_of(before, b":=") || self.word_of(before, words!("of", "is", "was")));
        if self.word_in(counted, &COUNTED) && self.same_line(i) && self.len(i) <= MAX_COUNT {
            return;
        }
        let run = self.run(i);
        if obstetric(run) {
            return;
        }
        let digits = run.iter().filter(|b| b.is_ascii_digit()).count();
        let letters = run.len() - digits;
        let start = self.token(i).start;
        let len = run.len();
        let upper = run.iter().all(|b| !b.is_ascii_lowercase());
        let after = start as usize + len;
        let decimal = matches!(self.fold.get(after), Some(b'.' | b','))
            && self.fold.get(after + 1).is_some_and(u8::is_ascii_digit);
        if letters == 0 {
            let numbered = self.mark(i.wrapping_sub(1), b'#');
            let unit = !numbered
                && self.same_line(i + 1)
                && (self.lex(i + 1, UNIT)
                    && !(self.uppercase(i + 1) && self.word_of(i + 1, words!("m", "f")))
                    || self.mark_of(i + 1, b"/%") && (self.joined(i + 1) || self.mark(i + 1, b'%')));
            if digits >= BARE_DIGITS && !unit && !decimal {
                // However long: the rest of the digits belongs to it.
                let rest = self.fold[after..].iter().take_while(|b| b.is_ascii_digit()).count();
                self.note_fold(start, (after + rest) as u32, &rules::ID_BARE);
            } else if !unit && !decimal {
                self.grouped_id_at(i);
            }
            return;
        }
        // "250000IU" is an amount; "V42542575231" and "AB123456" are not.
        let amount = self.kind(i) == Kind::Number
            && self.lex(i + 1, UNIT)
            && self.bytes(i).len() + self.len(i + 1) == len;
        if digits >= MIXED_DIGITS && upper && !amount && !decimal && !run.starts_with(b"NCT") && letters <= 6
        {
            self.note_fold(start, start + len as u32, &rules::ID_MIXED);
        } else {
            self.hyphenated_id_at(i);
        }
    }

    /// "#B-0471", "#88-3107": a code after a number sign.
    pub(super) fn numbered_at(&mut self, i: usize) {
        if !self.mark(i, b'#')
            || !self.joined(i + 1)
            || !matches!(self.kind(i + 1), Kind::Word | Kind::Number)
        {
            return;
        }
        let start = self.token(i + 1).start as usize;
        let mut len = self.fold[start..].iter().take(40).take_while(|b| is_alnum(**b) || **b == b'-').count();
        while len > 0 && self.fold[start + len - 1] == b'-' {
            len -= 1;
        }
        let text = &self.fold[start..start + len];
        let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
        let lower = text.iter().any(u8::is_ascii_lowercase);
        if digits >= 4 && !lower || digits >= 3 && text.contains(&b'-') && !lower {
            self.note_fold(start as u32, (start + len) as u32, &rules::ID_NUMBERED);
        }
    }

    /// "728-41-79", "1227-88422": groups of digits that are no date, range or telephone number.
    fn grouped_id_at(&mut self, i: usize) {
        if !self.mark(i + 1, b'-')
            || !self.joined(i + 1)
            || !self.joined(i + 2)
            || self.kind(i + 2) != Kind::Number
            || self.date_end != usize::MAX && self.date_end > i
        {
            return;
        }
        let (mut end, mut digits) = (i, 0);
        let mut groups = 0;
        while groups < 6 && self.kind(end) == Kind::Number {
            digits += self.len(end);
            groups += 1;
            if self.mark(end + 1, b'-')
                && self.joined(end + 1)
                && self.joined(end + 2)
                && self.kind(end + 2) == Kind::Number
            {
                end += 2;
            } else {
                break;
            }
        }
        let range = groups == 2 && self.len(i).abs_diff(self.len(i + 2)) <= 1 && digits < 10;
        if digits >= BARE_DIGITS && !range && self.stops(end + 1) && !self.lex(end + 1, UNIT) {
            self.note(i, end + 1, &rules::ID_GROUPED);
        }
    }

    /// "LAC-207-1464", "H54-17394", "MX-456789": capitals and digits joined by dashes.
    fn hyphenated_id_at(&mut self, i: usize) {
        let start = self.token(i).start as usize;
        let chunk = self.fold[start..]
            .iter()
            .take(MAX_HYPHENATED)
            .take_while(|b| is_alnum(**b) || **b == b'-')
            .count();
        let text = &self.fold[start..start + chunk];
        let text = &text[..text.iter().rposition(|b| is_alnum(*b)).map_or(0, |at| at + 1)];
        let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
        let dashes = text.iter().filter(|b| **b == b'-').count();
        let lower = text.iter().any(|b| b.is_ascii_lowercase() || *b >= 0x80);
        let letters = text.len() - digits - dashes;
        let longest = text
            .split(|b| *b == b'-')
            .map(|part| part.iter().filter(|b| b.is_ascii_digit()).count())
            .max()
            .unwrap_or(0);
        if dashes >= 1
            && !lower
            && letters <= 6
            && digits >= MIXED_DIGITS
            && longest >= 3
            && !text.starts_with(b"NCT")
        {
            self.note_fold(start as u32, (start + text.len()) as u32, &rules::ID_MIXED);
        }
    }
}

/// Digits as they are dictated.
const SPOKEN_DIGITS: &Words = words!(
    "zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "double", "triple"
);
/// A count goes no further than this without being a number that is read out.
const SPOKEN_LEAST: usize = 6;
/// After a label fewer digits are enough.
const SPOKEN_LABELLED: usize = 4;
/// After a word for a line inside of a house.
const SPOKEN_EXTENSION: usize = 2;

impl Scan<'_> {
    /// "four four one two nine eight": a number read out digit by digit.
    pub(super) fn spoken_digits_at(&mut self, i: usize) {
        let digit = |scan: &Self, j: usize| scan.lex(j, CARDINAL) && scan.word_of(j, SPOKEN_DIGITS);
        let step = |scan: &Self, j: usize| {
            j + usize::from(
                scan.mark_of(j, b",-")
                    || scan.word_of(j, words!("dash", "hyphen", "slash", "dot", "point"))
                        && digit(scan, j + 1),
            )
        };
        // Within a run: it was read from its first digit.
        let within = digit(self, i - 1)
            || self.mark_of(i - 1, b",-") && digit(self, i - 2)
            || self.same_line(i) && digit(self, i - 2) && step(self, i - 1) == i;
        if !digit(self, i) || within {
            return;
        }
        let (mut end, mut count) = (i, 0);
        loop {
            let next = if count == 0 { i } else { step(self, end) };
            if !digit(self, next) || (count > 0 && !self.same_line(next)) {
                break;
            }
            count += 1;
            end = next + 1;
        }
        // "seven eight eight, M, three three one two"
        let coded = (SPOKEN_LEAST / 2..SPOKEN_LEAST).contains(&count) && self.spoken_code(i);
        // "Kettering Ohio, four five …": the comma is a pause.
        let before = i - 1 - usize::from(self.mark(i - 1, b',') && self.same_line(i - 1));
        let zip = count == 5
            && (self.lex(before, REGION)
                || self.word_of(
                    before,
                    words!("dakota", "carolina", "jersey", "york", "hampshire", "mexico", "island", "zip"),
                ))
            && self.same_line(i)
            && !self.lex(end, CARDINAL);
        let counting = self.counted_off(i);
        if zip && !counting {
            self.note(i, end, &rules::ZIP_US);
        }
        let phone = self.line_words(i);
        let labelled = phone.is_some() || (1..=3).any(|back| self.lex(i - back, LABEL));
        let extension = self.spoken_extension(i).filter(|_| count >= SPOKEN_EXTENSION);
        // "five eight oh 584 0932": begun in words, and told in figures.
        let half = if (3..SPOKEN_LEAST).contains(&count) { self.telephone_run(i) } else { None };
        if let Some((end, rule)) = half {
            self.note(i, end, rule);
        } else if count >= SPOKEN_LEAST && !counting
            || count >= SPOKEN_LABELLED && labelled
            || extension.is_some()
            || coded
        {
            let (first, end) = self.around_digits(i, end);
            self.note(first, end, extension.or(phone).unwrap_or(&rules::ID_SPOKEN));
        }
    }
}

/// "G3P2002": pregnancies and births.
fn obstetric(run: &[u8]) -> bool {
    let Some((b'G' | b'g', rest)) = run.split_first() else { return false };
    let first = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let Some((b'P' | b'p', births)) = rest.get(first..).and_then(<[u8]>::split_first) else { return false };
    (1..=2).contains(&first) && (1..=5).contains(&births.len()) && births.iter().all(u8::is_ascii_digit)
}

/// The check digit of a VIN.
fn vin_checks(vin: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let mut sum = 0;
    for (byte, weight) in vin.iter().zip(WEIGHTS) {
        let value = match byte.to_ascii_uppercase() {
            digit @ b'0'..=b'9' => u32::from(digit - b'0'),
            b'A' | b'J' => 1,
            b'B' | b'K' | b'S' => 2,
            b'C' | b'L' | b'T' => 3,
            b'D' | b'M' | b'U' => 4,
            b'E' | b'N' | b'V' => 5,
            b'F' | b'W' => 6,
            b'G' | b'P' | b'X' => 7,
            b'H' | b'Y' => 8,
            b'R' | b'Z' => 9,
            _ => return false,
        };
        sum += value * weight;
    }
    let expected = match sum % 11 {
        10 => b'X',
        digit => b'0' + digit as u8,
    };
    vin[8].to_ascii_uppercase() == expected && vin.iter().any(u8::is_ascii_digit)
}
