//! Places that are told by roads and by figures: "corner of Front and Vine", "I-80 at mile marker 88", "41.8781, -87.6298".

use super::Scan;
use super::sets::WordSet;
use crate::lex::Kind;
use crate::rules;
use crate::words::{COMPASS, STREET};

/// Iodine's isotopes are written as the interstate highways are.
const ISOTOPES: &[u32] = &[123, 124, 125, 131];
/// Most words of the street behind "block of".
const MAX_BLOCK: usize = 6;
/// Decimals from which a pair of numbers is a geocode: about a hundred metres.
const DECIMALS: usize = 3;

/// Every word at which [`Scan::road_at`] finds something.
static ROADS: WordSet = WordSet::new(&[
    "corner",
    "intersection",
    "crossroads",
    "route",
    "rte",
    "hwy",
    "highway",
    "interstate",
    "exit",
    "turnpike",
    "i",
    "mile",
    "mm",
    "rr",
    "rt",
    "hc",
    "rural",
    "us",
    "sr",
    "cr",
    "fm",
    "county",
    "state",
    "m",
    "a",
]);

impl Scan<'_> {
    /// Roads from the word `i`.
    pub(super) fn road_at(&mut self, i: usize) {
        // Of single letters only capitals name a road.
        if !self.word_in(i, &ROADS) || self.len(i) == 1 && !self.capital(i) {
            return;
        }
        let number =
            |scan: &Self, j: usize| scan.kind(j) == Kind::Number && scan.len(j) <= 4 && scan.same_line(j);
        if self.listed_word(i, words!("corner", "intersection", "crossroads"))
            && self.listed_word(i + 1, words!("of", "at"))
        {
            self.corner(i + 2);
        } else if self
            .listed_word(i, words!("route", "rte", "hwy", "highway", "interstate", "exit", "turnpike"))
            && self.capital(i)
            && !self.listed_word(i + 2, words!("box", "bx"))
        {
            let at = i + 1 + usize::from(self.mark_of(i + 1, b".-"));
            if number(self, at) && self.fresh_word(i) {
                let end = at
                    + 1
                    + usize::from(
                        self.joined(at + 1) && self.kind(at + 1) == Kind::Word && self.len(at + 1) == 1,
                    );
                self.note(i, end, &rules::PLACE_ROAD);
            }
        } else if self.word(i, "i")
            && self.capital(i)
            && self.mark(i + 1, b'-')
            && self.joined(i + 1)
            && self.joined(i + 2)
            && self.fresh_word(i)
        {
            // "I-80": two or three digits, and no isotope.
            let road = self.number(i + 2).is_some_and(|n| (4..=999).contains(&n) && !ISOTOPES.contains(&n));
            if road
                && (2..=3).contains(&self.len(i + 2))
                && self.stops(i + 3)
                && !self.lex(i + 3, crate::words::UNIT)
            {
                self.note(i, i + 3, &rules::PLACE_ROAD);
            }
        } else if self.listed_word(i, words!("mile", "mm"))
            && (self.word(i + 1, "marker") || self.word(i, "mm") && self.uppercase(i))
        {
            let at = i + 1 + usize::from(self.word(i + 1, "marker"));
            if number(self, at) && at > i + 1 {
                self.note(i, at + 1, &rules::PLACE_ROAD);
            }
        } else if self.listed_word(i, words!("rr", "rt", "rte", "hc", "route", "rural")) {
            self.rural_box(i);
        } else if self.listed_word(i, words!("us", "sr", "cr", "fm", "county", "state", "m", "a"))
            && self.capital(i)
        {
            self.numbered_road(i);
        }
        if self.listed_word(i, words!("i", "us", "hwy", "route", "highway", "interstate")) && self.capital(i)
        {
            self.mile_after(i);
        }
    }

    /// "RR 2, box 118", "RT 4 BX 90-C", "Rural Route 1 Box 7".
    fn rural_box(&mut self, i: usize) {
        let at = i + 1 + usize::from(self.word(i, "rural") && self.word(i + 1, "route"));
        let next = at + 1 + usize::from(self.mark(at + 1, b','));
        let number = next + 1 + usize::from(self.mark(next + 1, b'#'));
        if self.kind(at) != Kind::Number
            || self.len(at) > 3
            || !self.listed_word(next, words!("box", "bx"))
            || self.kind(number) != Kind::Number
            || !(self.same_line(at) && self.same_line(next) && self.same_line(number))
        {
            return;
        }
        let mut end = number + 1;
        if self.mark(end, b'-') && self.joined(end) && self.joined(end + 1) && self.len(end + 1) <= 3 {
            end += 2;
        } else if self.joined(end) && self.kind(end) == Kind::Word && self.len(end) == 1 {
            end += 1;
        }
        self.note(i, end, &rules::PLACE_ROAD);
        self.city_after(end);
    }

    /// "US 119", "SR-99", "County Road 931", "the M62".
    fn numbered_road(&mut self, i: usize) {
        let short = self.len(i) == 1;
        let words = self.listed_word(i, words!("county", "state"));
        if words
            && !(self.listed_word(i + 1, words!("road", "route", "highway", "hwy", "rd"))
                && self.capital(i + 1))
            || !self.fresh_word(i)
        {
            return;
        }
        let at = i + 1 + usize::from(words) + usize::from(!short && !words && self.mark(i + 1, b'-'));
        if self.kind(at) != Kind::Number || self.len(at) > 4 || !self.same_line(at) || !self.stops(at + 1) {
            return;
        }
        let before = i.wrapping_sub(1);
        let after = at + 1;
        let ends = !self.same_line(after)
            || self.kind(after) != Kind::Word
            || self.listed_word(
                after,
                words!(
                    "at",
                    "near",
                    "and",
                    "when",
                    "towards",
                    "to",
                    "in",
                    "by",
                    "northbound",
                    "southbound",
                    "eastbound",
                    "westbound",
                    "mile",
                    "mm",
                    "outside",
                    "junction",
                    "just",
                    "north",
                    "south",
                    "east",
                    "west",
                    "exit",
                    "between",
                    "this",
                    "last",
                    "yesterday",
                    "today"
                ),
            );
        let told = if short {
            // "M3" and "A1" are clinical: only as a road that one is on.
            self.joined(at)
                && self.number(at).is_some_and(|road| road > if self.word(i, "m") { 4 } else { 2 })
                && self.word(before, "the")
                && self.listed_word(
                    before.wrapping_sub(1),
                    words!("of", "on", "along", "off", "onto", "down", "up"),
                )
                && ends
        } else if words {
            true
        } else if self.word(i, "us") {
            self.uppercase(i)
                && self.len(at) <= 3
                && ends
                && (self.listed_word(
                    after,
                    words!(
                        "mile", "mm", "at", "near", "and", "in", "north", "south", "east", "west", "outside"
                    ),
                ) || self.listed_word(before, words!("on", "off", "along", "down", "to", "of", "near")))
        } else {
            self.uppercase(i)
                && self.len(at) >= 2
                && self.listed_word(before, words!("on", "off", "along", "down", "of", "near", "from", "at"))
                && ends
        };
        if told {
            self.note(i, at + 1, &rules::PLACE_ROAD);
        }
    }

    /// "US-83 mile marker 61", "I-81 MM 205": road and mile are one place.
    fn mile_after(&mut self, i: usize) {
        let at = i + 1 + usize::from(self.mark_of(i + 1, b"-.") && self.joined(i + 1));
        let mut j = at + 1;
        if self.kind(at) != Kind::Number || !self.same_line(at) {
            return;
        }
        j += usize::from(self.listed_word(j, words!("at", "near")));
        if self.word(j, "mile") && self.word(j + 1, "marker") {
            j += 2;
        } else if self.listed_word(j, words!("mm", "milepost")) && (self.uppercase(j) || self.len(j) > 2) {
            j += 1;
        } else {
            return;
        }
        if self.kind(j) == Kind::Number && self.same_line(j) && self.fresh_word(i) {
            self.note(i, j + 1, &rules::PLACE_ROAD);
        }
    }

    /// "E 14th St", "on 5th Avenue": a numbered street without a house number, from the number `i`.
    pub(super) fn numbered_street_at(&mut self, i: usize) {
        let ordinal =
            self.len(i) <= 3 && self.joined(i + 1) && self.listed_word(i + 1, words!("st", "nd", "rd", "th"));
        let street = ordinal
            && self.capital(i + 2)
            && self.same_line(i + 2)
            && self.listed_word(
                i + 2,
                words!(
                    "st",
                    "street",
                    "ave",
                    "avenue",
                    "rd",
                    "road",
                    "blvd",
                    "boulevard",
                    "dr",
                    "drive",
                    "ln",
                    "lane"
                ),
            );
        if !street || !self.fresh(i) {
            return;
        }
        let compass =
            self.lex(i.wrapping_sub(1), COMPASS) && self.capital(i.wrapping_sub(1)) && self.same_line(i);
        self.note(i - usize::from(compass), i + 3, &rules::PLACE_ROAD);
    }

    /// "1180 NE Purcell", "2210 E 14th": a house number, a point of the compass, a street without its type, from the number `i`.
    pub(super) fn compass_street_at(&mut self, i: usize) {
        let compass = i + 1;
        if !(2..=5).contains(&self.len(i))
            || !self.fresh(i)
            || self.joined(compass)
            || !self.listed_word(compass, words!("n", "s", "e", "w", "ne", "nw", "se", "sw"))
            || !self.uppercase(compass)
            || !self.same_line(compass)
            || self.kind(i.wrapping_sub(1)) == Kind::Number
        {
            return;
        }
        let name = compass + 1 + usize::from(self.mark(compass + 1, b'.'));
        let ordinal = self.kind(name) == Kind::Number
            && self.joined(name + 1)
            && self.listed_word(name + 1, words!("st", "nd", "rd", "th"));
        if !self.same_line(name) || self.joined(name) && !self.mark(name - 1, b'.') {
            return;
        }
        if ordinal {
            let end = self.building_part(name + 2);
            self.note(i, end, &rules::PLACE_ROAD);
        } else if self.place_name(name)
            && self.len(name) > 2
            && !self.uppercase(name)
            && !self.lex(name, crate::words::EPONYM)
        {
            let end = name
                + 1
                + usize::from(
                    self.lex(name + 1, STREET) && self.capital(name + 1) && self.same_line(name + 1),
                );
            let end = self.building_part(end);
            self.note(i, end, &rules::PLACE_ROAD);
        }
    }

    /// "5900 block of Wilson", "2200 blk of W Fond du Lac", "300 block Harrow": from the number `i`.
    pub(super) fn block_of_at(&mut self, i: usize) {
        if !(3..=5).contains(&self.len(i))
            || !self.bytes(i).ends_with(b"00")
            || !self.listed_word(i + 1, words!("block", "blk", "blck"))
            || !self.fresh(i)
        {
            return;
        }
        let mut end = i + 2 + usize::from(self.mark(i + 2, b'.'));
        end += usize::from(self.word(end, "of"));
        let first = end;
        while end < first + MAX_BLOCK && self.same_line(end) && self.kind(end) == Kind::Word {
            let inner = end > first && self.particle(end) && self.capital(end + 1);
            if !(self.place_name(end) || self.capital(end) && self.lex(end, COMPASS | STREET) || inner) {
                break;
            }
            end += 1;
        }
        if end > first {
            self.note(i, end, &rules::PLACE_ROAD);
        }
    }

    fn fresh_word(&self, i: usize) -> bool {
        !self.joined(i) || self.mark_of(i.wrapping_sub(1), b"(,/")
    }

    /// "Front and Vine", "5th & Main St": two streets from token `j`.
    fn corner(&mut self, j: usize) {
        let street = |scan: &Self, j: usize| {
            if scan.kind(j) == Kind::Number
                && scan.joined(j + 1)
                && scan.listed_word(j + 1, words!("st", "nd", "rd", "th"))
            {
                return Some(j + 2);
            }
            let mut end = j;
            while end < j + 3
                && scan.kind(end) == Kind::Word
                && scan.capital(end)
                && (end == j || scan.same_line(end))
            {
                end += 1 + usize::from(scan.mark(end + 1, b'.') && scan.lex(end, STREET));
            }
            (end > j).then_some(end)
        };
        let Some(first) = street(self, j) else { return };
        let first = first + usize::from(self.lex(first, STREET));
        if !(self.word(first, "and") || self.mark(first, b'&')) {
            return;
        }
        let Some(second) = street(self, first + 1) else { return };
        let end = second + usize::from(self.lex(second, STREET) && self.same_line(second));
        self.note(j, end, &rules::PLACE_ROAD);
    }

    /// "41.8781, -87.6298", "34.0522° N, 118.2437° W": latitude and longitude from the number `i`.
    pub(super) fn geocode_at(&mut self, i: usize) {
        let Some(first) = self.degrees(i, 90) else { return };
        let mut j = first;
        j += usize::from(self.mark_of(j, b",;/"));
        // "lat 51.5074 long -0.1278"
        if self.listed_word(j, words!("long", "lon", "lng", "longitude")) {
            j += 1 + usize::from(self.mark_of(j + 1, b".:="));
            j += usize::from(self.mark_of(j, b":="));
        }
        let sign = self.mark(j, b'-');
        j += usize::from(sign);
        if let Some(end) = self.degrees(j, 180).filter(|_| self.same_line(j)) {
            let start = i - usize::from(self.mark(i.wrapping_sub(1), b'-') && self.joined(i));
            self.note(start, end, &rules::PLACE_GEOCODE);
        }
    }

    /// A number of degrees with decimals, and its sign and point of the compass: the token after.
    fn degrees(&self, i: usize, most: u32) -> Option<usize> {
        let whole = self.number(i)? <= most && self.len(i) <= 3;
        let decimals = self.mark(i + 1, b'.')
            && self.joined(i + 1)
            && self.joined(i + 2)
            && self.kind(i + 2) == Kind::Number
            && self.len(i + 2) >= DECIMALS;
        if !whole || !decimals {
            return None;
        }
        let mut end = i + 3;
        if self.kind(end) == Kind::Mark && self.bytes(end)[0] == crate::fold::SYMBOL {
            end += 1;
        }
        if self.listed_word(end, words!("n", "s", "e", "w")) && self.uppercase(end) && self.same_line(end) {
            end += 1;
        }
        Some(end)
    }
}
