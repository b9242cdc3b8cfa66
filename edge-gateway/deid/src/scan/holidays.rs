//! Days that have a name: "since Labor Day", "New Year's Eve". They tell month and day, so they are dates.

use super::sets::WordSet;
use super::{Scan, Words};
use crate::lex::Kind;
use crate::rules;
use crate::words::{EPONYM, FACILITY};

/// One word is the whole name; "day" or "eve" may follow.
static ALONE: WordSet = WordSet::new(&[
    "christmas",
    "xmas",
    "thanksgiving",
    "easter",
    "halloween",
    "diwali",
    "deepavali",
    "hanukkah",
    "chanukah",
    "passover",
    "ramadan",
    "juneteenth",
    "kwanzaa",
    "purim",
    "nowruz",
    "mardi",
    "epiphany",
    "pentecost",
    "whitsun",
    "tet",
    "holi",
    "pesach",
    "shavuot",
    "sukkot",
    "songkran",
    "vaisakhi",
    "baisakhi",
    "lohri",
    "onam",
    "pongal",
    "navratri",
    "dussehra",
    "dashain",
    "tihar",
    "losar",
    "vesak",
    "wesak",
    "thaipusam",
    "lebaran",
    "chuseok",
    "seollal",
    "obon",
    "qingming",
    "matariki",
    "timkat",
    "ashura",
    "michaelmas",
    "candlemas",
    "hogmanay",
    "nye",
    "ostern",
    "weihnachten",
    "pfingsten",
    "heiligabend",
    "karfreitag",
    "langfredag",
    "midsommar",
    "juhannus",
    "sinterklaas",
    "koningsdag",
    "toussaint",
    "paques",
    "ognissanti",
    "ferragosto",
    "pasqua",
    "navidad",
    "nochebuena",
    "wielkanoc",
    "velikonoce",
    "vanoce",
    "hallowe",
    "hari",
    "eid",
]);
/// First words of holidays that end in "day", "night" or "year"; those after the gap also in small letters.
const DAYS: &Words = words!(
    "heritage",
    "youth",
    "freedom",
    "waitangi",
    "republic",
    "victoria",
    "remembrance",
    "armistice",
    "patriots",
    "constitution",
    "bastille",
    "may",
    "earth",
    "burns",
    "liberation",
    "unity",
    "revolution",
    "national",
    "founders",
    "arbor",
    "merdeka",
    "malaysia",
    "ascension",
    "candlemas",
    "poya",
    "women"
);
const SMALL_DAYS: &Words =
    words!("australia", "anzac", "flag", "bonfire", "fawkes", "pancake", "canada", "boxing");
/// Words in front that tell whose Christmas, Easter or New Year it is.
const WHOSE: &Words = words!(
    "orthodox",
    "armenian",
    "coptic",
    "greek",
    "russian",
    "ukrainian",
    "ethiopian",
    "serbian",
    "chinese",
    "lunar",
    "tamil",
    "khmer",
    "thai",
    "jewish",
    "islamic",
    "iranian",
    "persian",
    "korean",
    "vietnamese",
    "sinhala",
    "bengali",
    "nepali"
);
/// The second word makes it a name.
const PAIRS: &[(&str, &Words)] = &[
    ("labor", words!("day")),
    ("labour", words!("day")),
    ("memorial", words!("day")),
    ("independence", words!("day")),
    ("veterans", words!("day")),
    ("columbus", words!("day")),
    ("presidents", words!("day")),
    ("boxing", words!("day")),
    ("canada", words!("day")),
    ("groundhog", words!("day")),
    ("anzac", words!("day")),
    ("bastille", words!("day")),
    ("mlk", words!("day")),
    ("new", words!("year", "years")),
    ("mother", words!("s")),
    ("father", words!("s")),
    ("valentine", words!("s")),
    ("valentines", words!("day")),
    ("mothers", words!("day")),
    ("fathers", words!("day")),
    ("rosh", words!("hashanah")),
    ("yom", words!("kippur")),
    ("good", words!("friday")),
    ("ash", words!("wednesday")),
    ("palm", words!("sunday")),
    ("cinco", words!("de")),
    ("eid", words!("al", "ul")),
    ("lunar", words!("new")),
    ("bank", words!("holiday")),
    ("patrick", words!("s")),
    ("patricks", words!("day")),
    ("harbor", words!("day")),
];
/// What follows where the word names something else: "Christmas disease", "Easter Seals".
const OTHERWISE: &Words = words!(
    "disease",
    "factor",
    "tree",
    "seals",
    "island",
    "bunny",
    "spell",
    "spells",
    "offensive",
    "egg",
    "eggs",
    "lily",
    "cactus",
    "card",
    "cards"
);

impl Scan<'_> {
    /// A holiday that begins at the word `i`.
    pub(super) fn holiday_at(&mut self, i: usize) {
        if self.joined(i) && self.mark_of(i.wrapping_sub(1), b"-_@.") {
            return;
        }
        if let Some((first, end)) = self.day_of_name(i) {
            self.date(first, end, &rules::DATE_HOLIDAY);
            return;
        }
        let mut small = [0; 7];
        let text = small.get_mut(..self.len(i)).unwrap_or_default();
        text.copy_from_slice(self.bytes(i).get(..text.len()).unwrap_or_default());
        text.make_ascii_lowercase();
        let alone = match &*text {
            // "Hallowe'en", "Hari Raya": with what belongs to them.
            b"hallowe" => self.mark(i + 1, b'\'') && self.word(i + 2, "en"),
            b"hari" => self.word(i + 1, "raya"),
            b"eid" => {
                self.capital(i)
                    && !self.uppercase(i)
                    && !self.mark(i + 1, b'-')
                    && !self.word_of(i + 1, words!("al", "ul"))
            }
            _ => self.word_in(i, &ALONE),
        };
        let mut end = if alone
            && (self.capital(i) || self.len(i) > 5 || self.word_of(i, words!("diwali", "xmas", "nye")))
        {
            match self.len(i) {
                7 if self.word(i, "hallowe") => i + 3,
                4 if self.word(i, "hari") => i + 2,
                _ => i + 1,
            }
        } else {
            let mut j = i + 1;
            j += usize::from(self.mark(j, b'\'') || self.mark(j, b'-'));
            let Some((first, _)) =
                PAIRS.iter().find(|(first, second)| self.word(i, first) && self.word_of(j, second))
            else {
                return;
            };
            let second = j;
            j += 1;
            // "New Year's Day", "Mother's Day", "Cinco de Mayo", "Eid al-Fitr".
            let possessive = usize::from(self.mark(j, b'\'') && self.word(j + 1, "s")) * 2
                + usize::from(self.mark(j, b'\'') && !self.word(j + 1, "s"));
            j += possessive;
            let mut day = self.word_of(j, words!("day", "eve"));
            match *first {
                "mother" | "father" | "valentine" | "patrick" if !day || !self.capital(i) => return,
                "cinco" => day = self.word(j, "mayo"),
                "eid" => {
                    j += usize::from(self.mark(j, b'-'));
                    day = self.kind(j) == Kind::Word;
                }
                "lunar" => day = self.word_of(j, words!("year")),
                "new" if self.word_of(i.wrapping_sub(1), WHOSE) && self.capital(i) => {}
                "new" if possessive == 0 && self.len(second) == 4 && !day || !self.capital(i) && !day => {
                    return;
                }
                _ => {}
            }
            if !self.capital(i)
                && matches!(*first, "labor" | "labour" | "good" | "ash" | "palm" | "memorial" | "bank")
                && !(self.word(i, "labor")
                    && self.word_of(
                        i.wrapping_sub(1),
                        words!("since", "after", "before", "on", "until", "over"),
                    ))
            {
                return;
            }
            j + usize::from(day)
        };
        if end == i + 1
            && self.word_of(end, words!("day", "eve", "morning", "gras", "sunday", "monday", "bayrami"))
            && self.same_line(end)
        {
            end += 1;
        }
        if self.word_of(end, OTHERWISE) || self.follows(end, EPONYM | FACILITY) {
            return;
        }
        let whose = i.wrapping_sub(1);
        let first = i - usize::from(self.same_line(i) && self.capital(i) && self.word_of(whose, WHOSE));
        let (after, year) = self.year_after(end);
        self.date(first, if year { after } else { end }, &rules::DATE_HOLIDAY);
    }

    /// "Heritage Day", "bonfire night", "St. Stephen's Day", "Advent III", "over the Fourth": first token, and token after.
    fn day_of_name(&self, i: usize) -> Option<(usize, usize)> {
        let next = i + 1 + 2 * usize::from(self.mark(i + 1, b'\'') && self.word(i + 2, "s"));
        let day = self.same_line(next) && self.word_of(next, words!("day", "night", "holiday"));
        if day
            && (self.word_of(i, SMALL_DAYS) || self.word_of(i, DAYS) && self.capital(i) && self.capital(next))
        {
            let named = next == i + 1 || self.word_of(i, words!("women", "founders", "patriots"));
            let guy = usize::from(self.word(i, "fawkes") && self.word(i.wrapping_sub(1), "guy"));
            return named.then(|| (i - guy, self.year_after(next + 1).0));
        }
        if self.word(i, "advent")
            && self.capital(i)
            && (self.word_of(i + 1, words!("sunday", "i", "ii", "iii", "iv")) && self.capital(i + 1))
        {
            return Some((i, i + 2));
        }
        if self.word(i, "fourth")
            && self.capital(i)
            && self.word(i.wrapping_sub(1), "the")
            && self.word_of(
                i.wrapping_sub(2),
                words!("over", "on", "since", "after", "before", "by", "until", "around"),
            )
            && (self.kind(i + 1) != Kind::Word || !self.capital(i + 1) && !self.word(i + 1, "of"))
            && !self.joined(i + 1)
        {
            return Some((i, i + 1));
        }
        // "St. Stephen's Day": not the hospital of that name.
        if self.word_of(i, words!("st", "saint")) && self.capital(i) {
            let name = i + 1 + usize::from(self.mark(i + 1, b'.'));
            let end =
                name + 1 + usize::from(self.mark(name + 1, b'\'')) + usize::from(self.word(name + 2, "s"));
            let holiday =
                self.word_of(end, words!("day", "eve", "night")) && self.capital(end) && self.same_line(end);
            return (self.capital(name) && holiday && self.same_line(name)).then_some((i, end + 1));
        }
        None
    }
}
