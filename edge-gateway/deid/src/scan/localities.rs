//! Parts of addresses that a word or suffix tells: "Brgy. Molino III", "Tehsil Samundri", "118 Gwanak-ro",
//! "Tunalı Hilmi Caddesi No: 71/3", "Số 18, ngõ 92 Trần Hưng Đạo", "flat 3,", and postal codes of Ireland and the Netherlands.

use super::sets::WordSet;
use super::{Scan, Words};
use crate::lex::{Kind, WIDE};
use crate::rules;
use crate::words::{COMMON, CREDENTIAL, FACILITY_PAIR, MONTH, STATE, STREET, TITLE, UNIT, WEEKDAY};

/// Words in front of the name of a quarter, village or district, as the fold writes them.
static BEFORE: WordSet = WordSet::new(&[
    "brgy",
    "barangay",
    "purok",
    "sitio",
    "kampung",
    "kampong",
    "kelurahan",
    "kecamatan",
    "desa",
    "dusun",
    "banjar",
    "tehsil",
    "taluk",
    "taluka",
    "mohalla",
    "thana",
    "upazila",
    "phuong",
    "huyen",
    "woreda",
    "kebele",
    "khoroo",
    "aldeia",
    "fraz",
    "frazione",
    "vpo",
    "chak",
    "blk",
    "colonia",
    "barrio",
    "bairro",
    "poblacion",
    "subd",
    "vill",
    "gampong",
    "vereda",
    "osiedle",
]);
/// Those that are also something else: only with a point behind.
const POINTED: &Words = words!("br", "bgy", "kel", "kec", "ds", "dsn", "urb", "fracc", "kp", "jl", "jln");
/// What follows a hyphen in addresses of Korea and Japan.
const SUFFIXES: &Words = words!(
    "ro", "gil", "daero", "dong", "gu", "si", "eup", "myeon", "ri", "ku", "cho", "machi", "dori", "shi",
    "gun", "ken", "chome", "do"
);
/// Types of street that stand behind the name in Turkey and Hungary.
static BEHIND: WordSet = WordSet::new(&[
    "caddesi",
    "cad",
    "cd",
    "sokak",
    "sokagi",
    "sok",
    "sk",
    "bulvari",
    "blv",
    "mahallesi",
    "mah",
    "utca",
    "ter",
    "korut",
    "setany",
    "utja",
]);
/// Most words of such a name.
const MAX_NAME: usize = 4;

impl Scan<'_> {
    /// What the word `i` tells of an address.
    pub(super) fn locality_at(&mut self, i: usize) {
        if self.joined(i) && !self.mark_of(i.wrapping_sub(1), b"(\",/:") {
            return;
        }
        self.locality_named(i);
        if self.capital(i) && self.mark(i + 1, b'-') && self.joined(i + 1) {
            self.suffixed(i);
        }
        if (self.capital(i) || self.word(i, "utca"))
            && self.word_in(i, &BEHIND)
            && self.same_line(i)
            && (!self.uppercase(i) || self.len(i) > 3)
        {
            self.street_behind(i);
        }
        if self.len(i) == 1 && self.capital(i) && self.mark(i + 1, b'/') && self.word(i, "c") {
            self.spanish_street(i);
        }
        if self.capital(i) && self.word_of(i, words!("so", "nha")) {
            self.vietnamese_house(i);
        }
        if self.uppercase(i) && self.len(i) == 1 {
            self.irish_code(i);
        }
    }

    /// "Brgy. Molino III", "Purok 4", "Tehsil Samundri", "Chak No. 118/GB".
    fn locality_named(&mut self, i: usize) {
        let point = self.mark(i + 1, b'.') && self.joined(i + 1);
        if !(self.word_in(i, &BEFORE) || point && self.word_of(i, POINTED)) {
            return;
        }
        let small = !self.capital(i);
        let mut j = i + 1 + usize::from(point);
        if self.word(j, "no") && self.same_line(j) {
            j += 1 + usize::from(self.mark(j + 1, b'.'));
        }
        let (start, mut names) = (j, 0);
        let mut end = j;
        while end < start + MAX_NAME * 2 && self.same_line(j) && self.token(j).flags & WIDE == 0 {
            if self.place_name(j) && !self.lex(j, UNIT | FACILITY_PAIR) {
                names += 1;
                j += 1 + usize::from(self.mark(j + 1, b'.') && self.joined(j + 1) && self.len(j) <= 3);
            } else if self.kind(j) == Kind::Number && self.len(j) <= 4 && j == start && !small {
                names +=
                    usize::from(self.word_of(i, words!("blk", "purok", "chak", "sec", "khoroo", "phuong")));
                j += 1;
                if self.mark(j, b'/') && self.joined(j) && self.joined(j + 1) {
                    j += 2;
                }
            } else {
                break;
            }
            end = j;
        }
        let sure = self.word_of(
            i,
            words!(
                "brgy",
                "barangay",
                "purok",
                "sitio",
                "kampung",
                "kampong",
                "kelurahan",
                "kecamatan",
                "tehsil",
                "taluk",
                "taluka",
                "mohalla",
                "upazila",
                "phuong",
                "huyen",
                "woreda",
                "kebele"
            ),
        );
        if names == 0 || small && !sure && !self.mark_of(i.wrapping_sub(1), b",:") {
            return;
        }
        // "Br. Tomas" is a brother.
        if self.word(i, "br") && !(names > 1 && self.mark(end, b',')) {
            return;
        }
        let last = end - usize::from(self.mark(end - 1, b'.'));
        self.note(i, last, &rules::PLACE_LOCALITY);
        self.address_on(i, last);
    }

    /// "118 Gwanak-ro, Gwanak-gu", "2-14-7 Shimogamo Matsunoki-cho".
    fn suffixed(&mut self, i: usize) {
        if !self.joined(i + 2)
            || !self.word_of(i + 2, SUFFIXES)
            || self.capital(i + 2)
            || self.joined(i + 3) && self.kind(i + 3) == Kind::Word
        {
            return;
        }
        let mut first = i;
        for _ in 0..2 {
            if self.same_line(first) && self.place_name(first - 1) && !self.lex(first - 1, STREET) {
                first -= 1;
            }
        }
        let mut k = first.wrapping_sub(1);
        let mut numbered = false;
        while self.kind(k) == Kind::Number && self.same_line(k + 1) {
            numbered = true;
            first = k;
            if !(self.mark(k - 1, b'-') && self.joined(k) && self.joined(k - 1)) {
                break;
            }
            k -= 2;
        }
        let beside = self.mark_of(first.wrapping_sub(1), b",") || self.mark(i + 3, b',');
        if numbered || beside {
            let first = if numbered { self.address_opens(first) } else { first };
            self.note(first, i + 3, &rules::PLACE_LOCALITY);
            self.address_on(first, i + 3);
        }
    }

    /// "Tunalı Hilmi Caddesi No: 71/3", "Fő utca 29".
    fn street_behind(&mut self, i: usize) {
        let mut first = i;
        while first > i.saturating_sub(MAX_NAME) && self.same_line(first) && self.place_name(first - 1) {
            first -= 1;
        }
        if first == i {
            return;
        }
        let (end, numbered) = self.house_number(i + 1 + usize::from(self.mark(i + 1, b'.')));
        if numbered {
            self.address(first, end);
        } else if self.len(i) > 4 {
            self.address(first, i + 1);
        }
    }

    /// "C/ del Forn 9".
    fn spanish_street(&mut self, i: usize) {
        let mut j = i + 2;
        let mut names = 0;
        while j < i + 2 + 2 * MAX_NAME && self.same_line(j) {
            if self.place_name(j) && self.len(j) > 2 {
                names += 1;
            } else if !self.particle(j) {
                break;
            }
            j += 1;
        }
        let (end, numbered) = self.house_number(j);
        if names > 0 && numbered {
            self.address(i, end);
        }
    }

    /// "Số 18, ngõ 92 Trần Hưng Đạo".
    fn vietnamese_house(&mut self, i: usize) {
        let number = i + 1 + usize::from(self.word(i + 1, "so"));
        if self.kind(number) != Kind::Number || !self.same_line(number) {
            return;
        }
        let mut j = number + 1 + usize::from(self.mark(number + 1, b','));
        let alley = self.word_of(j, words!("ngo", "hem", "ngach", "kiet", "duong", "pho", "to", "khu"));
        if alley {
            j += 1 + usize::from(self.kind(j + 1) == Kind::Number);
        }
        let mut end = j;
        while end < j + MAX_NAME && self.place_name(end) && self.same_line(end) {
            end += 1;
        }
        if end > j && (alley || end > j + 1) {
            self.address(i, end);
        }
    }

    /// The routing key and identifier of an Irish postal code: "V31 K5F2".
    fn irish_code(&mut self, i: usize) {
        const LETTERS: &[u8] = b"ACDEFHKNPRTVWXY";
        let start = self.token(i).start as usize;
        let bytes = &self.fold[start..self.fold.len().min(start + 9)];
        let [a, b, c, rest @ ..] = bytes else { return };
        if !LETTERS.contains(a) || !b.is_ascii_digit() || !(c.is_ascii_digit() || *c == b'W') {
            return;
        }
        let blank = usize::from(rest.first() == Some(&b' '));
        let Some(unique) = rest.get(blank..blank + 4) else { return };
        let valid = unique.iter().all(|byte| byte.is_ascii_digit() || LETTERS.contains(byte));
        let letters = unique.iter().filter(|byte| byte.is_ascii_uppercase()).count();
        let end = start + 3 + blank + 4;
        let closed = !self.fold.get(end).is_some_and(u8::is_ascii_alphanumeric);
        if valid && (1..=3).contains(&letters) && unique.first().is_some_and(u8::is_ascii_uppercase) && closed
        {
            self.note_fold(start as u32, end as u32, &rules::ZIP_OTHER);
        }
    }

    /// A Dutch postal code, "6041 LK", with the town behind it, from the number `i`.
    pub(super) fn dutch_code_at(&mut self, i: usize) {
        let letters = i + 1;
        if self.len(i) != 4
            || !self.fresh(i)
            || self.bytes(i).first() == Some(&b'0')
            || self.len(letters) != 2
            || self.kind(letters) != Kind::Word
            || !self.uppercase(letters)
            || !self.same_line(letters)
            || self.token(letters).flags & WIDE != 0
            || self.word_of(letters, words!("sa", "sd", "ss"))
            || self.joined(letters + 1) && self.kind(letters + 1) != Kind::Mark
        {
            return;
        }
        let town = letters + 1;
        let named = self.same_line(town) && self.place_name(town) && !self.uppercase(town);
        let listed = named && self.listed_place(town) > 0;
        let before = i.wrapping_sub(1);
        let comma = self.mark_of(before, b",;|\"'>") || self.word_of(before, words!("postcode", "pc"));
        let opens = comma || self.line_start(i);
        let closes = self.kind(town) == Kind::End || self.line_start(town) || self.mark_of(town, b",;|\"'<");
        let other = self.lex(letters, COMMON | UNIT | CREDENTIAL | STATE);
        let clock = self.number(i).is_some_and(|time| time < 2400 && time % 100 < 60) && !comma;
        if opens && (listed || comma && !other && (closes || named) || named && !other && !clock) {
            self.note(i, town, &rules::ZIP_OTHER);
            if named && let Some(end) = self.place(town) {
                self.note(town, end, &rules::PLACE_CITY);
            }
        }
    }

    /// "flat 3, 88 Kirkstall Road", "number 9 Wattle Parade", "3F, 118 Gwanak-ro": the token with which an address opens whose house
    /// number is token `i`.
    pub(super) fn address_opens(&self, i: usize) -> usize {
        let before = i.wrapping_sub(1);
        if self.mark(before, b'.') && self.joined(before) && self.word(before - 1, "no") && self.same_line(i)
        {
            return before - 1;
        }
        if self.word(before, "number") && self.same_line(i) {
            return before;
        }
        if !self.mark(before, b',') || !self.same_line(i) {
            return i;
        }
        let number = before.wrapping_sub(1);
        let letter = usize::from(self.kind(number) == Kind::Word && self.len(number) == 1);
        let unit = number.wrapping_sub(1 + usize::from(letter == 1 && self.joined(number)));
        if self.word_of(
            unit,
            words!(
                "flat",
                "apartment",
                "apt",
                "unit",
                "room",
                "suite",
                "cottage",
                "lot",
                "floor",
                "level",
                "villa",
                "plot",
                "shop"
            ),
        ) && (self.kind(unit + 1) == Kind::Number || letter == 1)
        {
            return unit;
        }
        if letter == 1
            && self.word(number, "f")
            && self.joined(number)
            && self.kind(number - 1) == Kind::Number
        {
            return number - 1;
        }
        i
    }

    /// What follows between commas belongs to the address that ends at token `end`, if a place or street opens it.
    fn address_on(&mut self, first: usize, end: usize) {
        if !self.mark(end, b',') || !self.same_line(end + 1) {
            return;
        }
        let next = end + 1;
        let plain = self.place_name(next)
            && !self.lex(next, TITLE | MONTH | WEEKDAY)
            && self.region(next) == 0
            && self.token(next).flags & WIDE == 0;
        if plain || self.kind(next) == Kind::Number {
            self.address(first, end);
            // A town of no list.
            if plain && let Some(city) = self.place(next) {
                self.note(next, city, &rules::PLACE_CITY);
            }
        }
    }
}
