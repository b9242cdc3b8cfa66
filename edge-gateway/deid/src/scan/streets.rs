//! Street addresses, post-office boxes, and the city that follows them.

use super::{Scan, Words};
use crate::lex::Kind;
use crate::rules;
use crate::words::{CARDINAL, COMMON, COMPASS, EPONYM, MONTH, NAMEWORD, STATE, STREET, UNIT, WEEKDAY};

/// Words between house number and type of street.
const MAX_STREET_WORDS: usize = 5;
/// Types of street that no other sentence ends with, also in small letters.
const SURE_STREETS: &Words = words!(
    "st",
    "street",
    "ave",
    "avenue",
    "rd",
    "road",
    "blvd",
    "boulevard",
    "ln",
    "lane",
    "dr",
    "drive",
    "ct",
    "court",
    "hwy",
    "highway",
    "pkwy",
    "parkway"
);
/// Parts of an address inside a building.
const UNITS: &Words = words!(
    "apt",
    "apartment",
    "suite",
    "ste",
    "unit",
    "floor",
    "fl",
    "room",
    "rm",
    "bldg",
    "building",
    "lot",
    "trailer",
    "trlr",
    "no"
);

impl Scan<'_> {
    /// "8359 N Oak Ridge Lane, Apt. 4B"
    pub(super) fn street_at(&mut self, i: usize) {
        // No house has a number such as 009184.
        if self.len(i) > 6 || !self.fresh(i) || self.len(i) > 4 && self.bytes(i)[0] == b'0' {
            return;
        }
        let mut j = i + 1;
        if self.joined(j) && self.kind(j) == Kind::Word && self.len(j) == 1 {
            j += 1;
        } else if self.mark_of(j, b"-/") && self.joined(j) && self.kind(j + 1) == Kind::Number {
            j += 2;
            // "12-4/7 Temple Road"
            j += 2 * usize::from(self.mark(j, b'/') && self.joined(j) && self.kind(j + 1) == Kind::Number);
        }
        // "No. 46/3, Ampitiya Road"
        j += usize::from(
            self.mark(j, b',') && self.address_opens(i) < i && self.capital(j + 1) && self.same_line(j + 1),
        );
        if self.joined(j) || self.token(j).flags & crate::lex::WIDE != 0 && !self.line_start(j) {
            return;
        }
        // "30/5 Thu Dr Vero" is a day.
        if self.mark(i + 1, b'/') && self.lex(j, WEEKDAY | MONTH) {
            return;
        }
        let first = j;
        let (mut end, mut street_at) = (0, 0);
        for n in 0..=MAX_STREET_WORDS {
            let capital = self.capital(j);
            let ordinal = self.kind(j) == Kind::Number
                && self.joined(j + 1)
                && self.word_of(j + 1, words!("st", "nd", "rd", "th"));
            if !self.same_line(j) || n > 0 && self.token(j).flags & crate::lex::WIDE != 0 {
                break;
            }
            // In capitals an ordinary word ends the name as it does elsewhere: "4409 E 38TH PL FOR FALL".
            if n > 0 && self.uppercase(j) && self.lex(j, COMMON) && !self.lex(j, STREET | COMPASS | NAMEWORD)
            {
                break;
            }
            if n > 0
                && self.kind(j) == Kind::Word
                && self.lex(j, STREET)
                && (capital || self.word_of(j, SURE_STREETS))
                && !self.joined(j)
            {
                (end, street_at) = (j + 1, j);
            }
            if ordinal {
                j += 2;
            } else if self.kind(j) == Kind::Word
                && (capital
                    || (n == 0 && self.lex(j, COMPASS))
                    || (!self.lex(j, COMMON | UNIT | EPONYM) && n < 3)
                    || n == 1
                        && self.word_of(first, words!("n", "s", "e", "w", "ne", "nw", "se", "sw"))
                        && self.word_of(
                            j + 1,
                            words!("st", "street", "ave", "avenue", "rd", "road", "blvd", "ln", "lane"),
                        ))
            {
                j += 1;
                j += usize::from(self.mark(j, b'.') && self.len(j - 1) <= 2);
                if self.mark(j, b'\'') && self.word(j + 1, "s")
                    || self.mark(j, b'-') && self.joined(j) && self.kind(j + 1) == Kind::Word
                {
                    j += 2;
                }
            } else {
                break;
            }
        }
        let capitals = self.capital(first) || self.kind(first) == Kind::Number;
        if end == 0
            || (!capitals && !self.word_of(street_at, SURE_STREETS))
            || self.lex(first, UNIT) && street_at == first + 1 && !capitals
        {
            return;
        }
        let numbered_heading = self.mark(i + 1, b'.');
        // "20610 RT. Pt Spivey": the side of a procedure.
        let side =
            self.word_of(first, words!("rt", "lt")) && self.uppercase(first) && self.word(street_at, "pt");
        if numbered_heading
            || side
            || self.token(first).lex & COMMON != 0
                && self.token(first).lex & (NAMEWORD | COMPASS) == 0
                && street_at == first + 1
        {
            return;
        }
        end += usize::from(
            self.mark(end, b'.')
                && self.joined(end)
                && self.kind(end + 1) == Kind::Word
                && !self.line_start(end + 1)
                && self.len(street_at) <= 4
                && self.mark(end + 2, b'.'),
        );
        if self.lex(end, COMPASS) && self.uppercase(end) && self.same_line(end) {
            end += 1;
        }
        end = self.building_part(end);
        let opens = self.address_opens(i);
        self.note(opens, end, &rules::PLACE_STREET);
        self.city_after(end);
    }

    /// "Apt. 4B", "#12", "Suite 962"
    pub(super) fn building_part(&self, end: usize) -> usize {
        let mut j = end + usize::from(self.mark_of(end, b",."));
        if self.word_of(j, UNITS) && self.same_line(j) {
            j += 1;
            j += usize::from(self.mark(j, b'.'));
            j += usize::from(self.mark(j, b'#'));
        } else if self.mark(j, b'#') {
            j += 1;
        } else {
            return end;
        }
        let start = j;
        while j < start + 4
            && (matches!(self.kind(j), Kind::Number) || self.initial(j))
            && (j == start || self.joined(j))
        {
            j += 1 + usize::from(self.mark(j + 1, b'-') && self.joined(j + 1));
        }
        if j > start { j } else { end }
    }

    /// The city that follows a street, on the same line or the next, and its state and ZIP code.
    pub(super) fn city_after(&mut self, end: usize) {
        let end = end + usize::from(self.mark(end, b'.') && self.joined(end) && self.mark(end + 1, b','));
        let comma = self.mark_of(end, b",|;");
        let j = end + usize::from(comma);
        if !comma && !self.line_start(j) && !self.capital(j) {
            return;
        }
        let Some(city) = self.place(j) else { return };
        let region = city + usize::from(self.mark(city, b','));
        let state = self.lex(region, STATE) && self.uppercase(region) || self.region(region) > 0;
        if comma || state {
            // "Springfield IL" without comma: the state is no part of the city.
            self.note(j, city, &rules::PLACE_CITY);
        }
    }

    pub(super) fn po_box(&mut self, i: usize) {
        let mut j = i;
        while j < i + 5
            && (self.word_of(j, words!("po", "p", "o", "post", "office", "pob")) || self.mark(j, b'.'))
        {
            j += 1;
        }
        if self.word(j, "box") && j > i {
            j += 1;
        } else if !self.word(i, "pob") {
            return;
        }
        j += usize::from(self.mark(j, b'#'));
        if self.kind(j) == Kind::Number && self.same_line(j) {
            self.note(i, j + 1, &rules::PLACE_STREET);
            self.city_after(j + 1);
            return;
        }
        // "post office box one twelve"
        let mut end = j;
        while end < j + 5 && self.lex(end, CARDINAL) && self.same_line(end) {
            end += 1;
        }
        if end > j {
            self.note(i, end, &rules::PLACE_STREET);
        }
    }
}
