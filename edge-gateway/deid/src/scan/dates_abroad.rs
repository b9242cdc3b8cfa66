//! Dates as other countries write them: days with points ("from 10.07. until 14.07."), months in Roman figures
//! ("19.X.2011"), in two languages ("08 JUN/CZE 1957") or without spaces ("03JUN93"), the day of the week in front
//! ("lundi 17"), and the months of other calendars ("15 Sivan").

use super::{Scan, WordSet, Words};
use crate::lex::Kind;
use crate::rules;
use crate::words::{CODES, COMMON, EPONYM, MONTH, MONTH_ABROAD, SCORE, UNIT, WEEKDAY};

/// Days of the week in other languages, as the fold writes them.
static WEEKDAYS: WordSet = WordSet::new(&[
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lunes",
    "martes",
    "miercoles",
    "jueves",
    "viernes",
    "sabado",
    "domingo",
    "lunedi",
    "martedi",
    "mercoledi",
    "giovedi",
    "venerdi",
    "sabato",
    "domenica",
    "segunda",
    "terca",
    "quarta",
    "quinta",
    "sexta",
    "feira",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "mandag",
    "tirsdag",
    "tisdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lordag",
    "lordags",
    "sondag",
    "maanantai",
    "tiistai",
    "keskiviikko",
    "torstai",
    "perjantai",
    "lauantai",
    "sunnuntai",
    "poniedzialek",
    "wtorek",
    "sroda",
    "czwartek",
    "piatek",
    "sobota",
    "niedziela",
    "pondeli",
    "utery",
    "streda",
    "ctvrtek",
    "patek",
    "nedele",
    "pondelok",
    "utorok",
    "stvrtok",
    "piatok",
    "nedela",
    "ponedeljek",
    "torek",
    "sreda",
    "cetrtek",
    "petek",
    "nedelja",
    "ponedjeljak",
    "utorak",
    "srijeda",
    "cetvrtak",
    "petak",
    "subota",
    "hetfo",
    "kedd",
    "szerda",
    "csutortok",
    "pentek",
    "szombat",
    "vasarnap",
    "miercuri",
    "vineri",
    "sambata",
    "duminica",
    "pazartesi",
    "sali",
    "carsamba",
    "persembe",
    "cuma",
    "cumartesi",
    "pazar",
    "senin",
    "selasa",
    "rabu",
    "kamis",
    "jumat",
    "sabtu",
    "minggu",
    "isnin",
    "khamis",
    "jumatatu",
    "jumanne",
    "jumatano",
    "alhamisi",
    "ijumaa",
    "jumamosi",
    "jumapili",
]);
/// Their short forms: only in front of a day that is told by its own form.
static SHORT_WEEKDAYS: WordSet = WordSet::new(&[
    "mo", "di", "mi", "do", "fr", "sa", "so", "ma", "wo", "vr", "za", "zo", "lu", "me", "je", "ve", "ti",
    "ke", "to", "pe", "la", "su", "man", "tir", "ons", "tor", "fre", "lor", "son", "lun", "mar", "mer",
    "jeu", "ven", "sam", "dim", "mie", "jue", "vie", "sab", "dom", "gio", "pon", "wt", "sr", "czw", "pt",
    "sob", "niedz", "ndz", "ut", "st", "ct", "pa", "ne",
]);
/// Words between the day of the week and the date.
const ARTICLES: &Words = words!("le", "den", "dem", "dnia", "dne", "d", "el", "o");
/// Words after which figures with a point between them are a day, even at the end of a sentence.
const UNTIL: &Words = words!(
    "until", "till", "til", "bis", "vom", "am", "ab", "seit", "den", "dne", "dnia", "vanaf", "tot", "dated",
    "zum", "od", "do"
);
/// Words between the two ends of a time.
const BETWEEN: &Words =
    words!("until", "till", "til", "bis", "to", "do", "tot", "al", "au", "and", "or", "und");
/// Months of the Jewish, Islamic, Persian, Ethiopian and Nepali calendars that are no other word.
static OTHER_CALENDARS: WordSet = WordSet::new(&[
    "tishrei",
    "tishri",
    "cheshvan",
    "heshvan",
    "kislev",
    "tevet",
    "shevat",
    "shvat",
    "adar",
    "iyar",
    "iyyar",
    "sivan",
    "tammuz",
    "elul",
    "muharram",
    "safar",
    "rajab",
    "shaban",
    "shaaban",
    "ramadan",
    "ramadhan",
    "shawwal",
    "farvardin",
    "ordibehesht",
    "khordad",
    "mordad",
    "shahrivar",
    "aban",
    "azar",
    "bahman",
    "esfand",
    "meskerem",
    "tikimt",
    "hidar",
    "tahsas",
    "yekatit",
    "megabit",
    "ginbot",
    "hamle",
    "nehase",
    "baisakh",
    "baishakh",
    "jestha",
    "ashadh",
    "shrawan",
    "bhadra",
    "kartik",
    "mangsir",
    "poush",
    "magh",
    "falgun",
    "phalgun",
    "chaitra",
    "chait",
]);

impl Scan<'_> {
    /// The token with which a date of another language begins whose figures begin at token `from`: its day of the week.
    pub(super) fn opens_abroad(&self, from: usize, named: bool) -> usize {
        let article = from.wrapping_sub(1);
        let first = if self.word_of(article, ARTICLES) && self.same_line(from) { article } else { from };
        let comma = first.wrapping_sub(1);
        let day = comma.wrapping_sub(usize::from(self.mark_of(comma, b",.")));
        let weekday = self.same_line(first)
            && (self.word_in(day, &WEEKDAYS) || named && day != comma && self.word_in(day, &SHORT_WEEKDAYS));
        if !weekday {
            return from;
        }
        // "segunda-feira": both words.
        day - 2 * usize::from(self.word(day, "feira") && self.mark(day.wrapping_sub(1), b'-'))
    }

    /// Dates of other countries from the number `i`.
    pub(super) fn date_abroad_at(&mut self, i: usize) {
        if !self.small(i).is_some_and(|day| (1..=31).contains(&day)) || !self.fresh(i) {
            return;
        }
        let end = self
            .roman_month(i)
            .or_else(|| self.two_languages(i))
            .or_else(|| self.without_spaces(i))
            .or_else(|| self.day_of_month(i))
            .or_else(|| self.other_calendar(i))
            .or_else(|| self.spaced_points(i))
            .or_else(|| self.pointed_day(i))
            .or_else(|| self.day_of_week(i))
            .or_else(|| self.first_of_two(i));
        if let Some(end) = end {
            let first = self.opens_abroad(i, false);
            self.date(first, end, &rules::DATE_ABROAD);
        }
    }

    /// "du 3 au 11 mars 2024", "3. bis 11. Mai": the first of two days of which the second has the month.
    fn first_of_two(&self, i: usize) -> Option<usize> {
        let point = |j: usize| j + usize::from(self.mark(j, b'.') && self.joined(j));
        let to = point(i + 1);
        let second = to + 1;
        let month = point(second + 1);
        (self.word_of(to, words!("au", "al", "bis", "tot", "do", "ao", "til", "till"))
            && self.small(second).is_some_and(|day| (1..=31).contains(&day))
            && self.lex(month, MONTH | MONTH_ABROAD)
            && (i + 1..=month).all(|j| self.same_line(j)))
        .then_some(i + 1)
    }

    /// "19.X.2011", "22/XI/23", "3 VII 2020".
    fn roman_month(&self, i: usize) -> Option<usize> {
        let roman = |j: usize| {
            self.uppercase(j)
                && self.word_of(
                    j,
                    words!("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"),
                )
        };
        if self.mark_of(i + 1, b"./-") && self.joined(i + 1) && roman(i + 2) && self.joined(i + 2) {
            let separator = self.bytes(i + 1)[0];
            let year = i + 4;
            return (self.mark(i + 3, separator)
                && self.joined(i + 3)
                && self.joined(year)
                && self.kind(year) == Kind::Number
                && (self.year(year) || self.len(year) == 2)
                && self.stops(year + 1))
            .then_some(year + 1);
        }
        // "10 IV 2020" may be a dose.
        (roman(i + 1)
            && self.same_line(i + 1)
            && !self.word_of(i + 1, words!("i", "iv", "v", "x"))
            && self.year(i + 2)
            && self.same_line(i + 2)
            && self.stops(i + 3))
        .then_some(i + 3)
    }

    /// "08 JUN/CZE 1957": the month in the language of a passport's country as well.
    fn two_languages(&self, i: usize) -> Option<usize> {
        let month = i + 1;
        let second = month + 2;
        (self.lex(month, MONTH)
            && self.mark(month + 1, b'/')
            && self.kind(second) == Kind::Word
            && self.len(second) <= 5
            && self.same_line(second + 1)
            && self.kind(second + 1) == Kind::Number
            && (self.year(second + 1) || self.len(second + 1) == 2)
            && self.stops(second + 2))
        .then_some(second + 2)
    }

    /// "03JUN93", "17JUL1939", "02MAR".
    fn without_spaces(&self, i: usize) -> Option<usize> {
        let month = i + 1;
        if !self.joined(month) || !self.lex(month, MONTH) || !self.capital(month) || self.len(month) > 4 {
            return None;
        }
        let year = month + 1;
        if self.joined(year) && self.kind(year) == Kind::Number {
            return ((self.year(year) || self.len(year) == 2) && self.stops(year + 1)).then_some(year + 1);
        }
        (self.uppercase(month) && self.len(i) == 2 && self.stops(year)).then_some(year)
    }

    /// "7th day of December 2023", "8th instant".
    fn day_of_month(&self, i: usize) -> Option<usize> {
        let suffix = self.joined(i + 1) && self.word_of(i + 1, words!("st", "nd", "rd", "th"));
        if !suffix || !self.same_line(i + 2) {
            return None;
        }
        if self.word_of(i + 2, words!("instant", "inst", "ultimo", "ult", "proximo", "prox")) {
            return Some(i + 3);
        }
        let month = i + 4;
        if self.word(i + 2, "day") && self.word(i + 3, "of") && self.lex(month, MONTH | MONTH_ABROAD) {
            return Some(self.year_after(month + 1).0.max(month + 1));
        }
        None
    }

    /// "15 Sivan", "1 Ramadan 1445".
    fn other_calendar(&self, i: usize) -> Option<usize> {
        let month =
            i + 1 + usize::from(self.joined(i + 1) && self.word_of(i + 1, words!("th", "st", "nd", "rd")));
        if !self.capital(month) || !self.same_line(month) {
            return None;
        }
        let two = self.word_of(month, words!("dhu", "dhul", "rabi", "jumada"));
        if !two && !self.word_in(month, &OTHER_CALENDARS) {
            return None;
        }
        let mut end = month + 1;
        if two {
            // "Dhu al-Hijjah", "Rabi II": what stands beside belongs to the name.
            for _ in 0..2 {
                end += usize::from(self.mark_of(end, b"-'"));
                if self.kind(end) == Kind::Word && self.same_line(end) && self.len(end) <= 8 {
                    end += 1;
                }
            }
        }
        let year = self.kind(end) == Kind::Number && self.len(end) == 4 && self.same_line(end);
        Some(end + usize::from(year))
    }

    /// "10. 10. 2023".
    fn spaced_points(&self, i: usize) -> Option<usize> {
        let point = |j: usize| self.mark(j, b'.') && self.joined(j);
        let month = i + 2;
        (point(i + 1)
            && !self.joined(month)
            && self.same_line(month)
            && self.small(month).is_some_and(|month| (1..=12).contains(&month))
            && point(month + 1)
            && self.same_line(month + 2)
            && self.year(month + 2)
            && self.stops(month + 3))
        .then_some(month + 3)
    }

    /// "10.07.", "3. 5.", "24.02": a day and a month with points and without a year, where the words around tell.
    fn pointed_day(&self, i: usize) -> Option<usize> {
        let month = i + 2;
        if !self.mark(i + 1, b'.')
            || !self.joined(i + 1)
            || !self.same_line(month)
            || !self.small(month).is_some_and(|month| (1..=12).contains(&month))
        {
            return None;
        }
        let spaced = !self.joined(month);
        let pointed = self.mark(month + 1, b'.') && self.joined(month + 1);
        let end = month + 1 + usize::from(pointed);
        let before = i.wrapping_sub(1);
        if self.joined(end) && self.kind(end) != Kind::Mark
            || self.lex(end, UNIT) && self.same_line(end)
            || self.mark(end, b'%')
            || !self.same_line(i)
            || self.lex(before, CODES | SCORE | UNIT) && !self.word_of(before, UNTIL)
        {
            return None;
        }
        let comma = usize::from(self.mark_of(before, b",."));
        let weekday = before.wrapping_sub(comma);
        let named = self.word_in(weekday, &WEEKDAYS);
        let short = (comma > 0 || !self.lex(weekday, COMMON))
            && self.word_in(weekday, &SHORT_WEEKDAYS)
            && !self.uppercase(weekday);
        let english = self.lex(weekday, WEEKDAY);
        if spaced {
            return (pointed && (named || english || short && comma > 0)).then_some(end);
        }
        let padded = self.len(i) == 2 && self.len(month) == 2;
        if !pointed {
            // "do 24.02" reads as a weight after any other word.
            let told = named || english && padded || padded && self.word_of(before, UNTIL);
            return (told && self.stops(end)).then_some(end);
        }
        if named || english || short || self.chained(i) && self.date_end != usize::MAX {
            return Some(end);
        }
        let comma_after = self.mark_of(end, b",;)") && self.joined(end);
        let next = end + usize::from(self.mark_of(end, b"-"));
        let other_end = next + usize::from(self.word_of(next, BETWEEN));
        let range = other_end > end
            && self.same_line(other_end)
            && self.kind(other_end) == Kind::Number
            && self.mark(other_end + 1, b'.')
            && self.kind(other_end + 2) == Kind::Number
            && (self.mark(other_end + 3, b'.') && self.joined(other_end + 3));
        let worded = self.kind(before) == Kind::Word && self.len(before) > 1;
        (range || self.word_of(before, UNTIL) || comma_after && worded && !self.near_score(i)).then_some(end)
    }

    /// "lundi 17", "fre. 20/10", "petek 10": a day of the week in another language, then the day.
    fn day_of_week(&self, i: usize) -> Option<usize> {
        let comma = i.wrapping_sub(1);
        let day = comma.wrapping_sub(usize::from(self.mark_of(comma, b",.")));
        if !self.same_line(i) || self.lex(day, COMMON) || !self.word_in(day, &WEEKDAYS) {
            return None;
        }
        if self.mark_of(i + 1, b"/-")
            && self.joined(i + 1)
            && self.joined(i + 2)
            && self.small(i + 2).is_some_and(|month| (1..=12).contains(&month))
            && self.stops(i + 3)
        {
            return Some(i + 3);
        }
        let end = i + 1;
        let clock = self.joined(end) && (self.mark(end, b':') || self.kind(end) == Kind::Word)
            || self.mark(end, b':')
            || self.word_of(end, words!("h", "uhr", "heures", "horas", "am", "pm"));
        (!clock && self.stops(end) && !self.follows(end, UNIT | MONTH | MONTH_ABROAD)).then_some(end)
    }

    /// "15/03/1402 H", "2080/05/12 BS": a date of another calendar, told by the letters after it, from the number `i`.
    pub(super) fn era_date_at(&mut self, i: usize) {
        let numbers = [i, i + 2, i + 4];
        let form = self.fresh(i)
            && numbers.iter().all(|j| self.kind(*j) == Kind::Number && self.same_line(*j))
            && self.mark_of(i + 1, b"/-.")
            && self.mark(i + 3, self.bytes(i + 1)[0])
            && (i + 1..i + 5).all(|j| self.joined(j));
        let lens = numbers.map(|j| self.len(j));
        if !form || !matches!(lens, [1..=2, 1..=2, 4] | [4, 1..=2, 1..=2]) {
            return;
        }
        let year = if lens[0] == 4 { i } else { i + 4 };
        let era = i + 5;
        let lunar = self.number(year).is_some_and(|year| (1300..=1500).contains(&year));
        let nepali = self.number(year).is_some_and(|year| (1970..=2100).contains(&year));
        if lunar && self.word_of(era, words!("h", "ah", "sh", "hijri", "hijra"))
            || nepali && self.word_of(era, words!("bs", "be")) && self.uppercase(era)
        {
            self.date(i, era + 1, &rules::DATE_ABROAD);
        }
    }

    /// "kovo 14", "März 2023", "depuis juillet": a month in another language from the word `i`.
    pub(super) fn month_abroad_at(&mut self, i: usize) {
        if self.lex(i, COMMON | MONTH) || self.len(i) < 3 || self.joined(i) && !self.mark_of(i - 1, b"(/-") {
            return;
        }
        let after = i + 1 + usize::from(self.mark(i + 1, b'.') && self.joined(i + 1) && self.len(i) <= 5);
        let (end, year) = self.year_after(after + usize::from(self.word_of(after, words!("de", "del"))));
        let entry = crate::lists::lookup(self.bytes(i));
        let plain =
            entry.given() < 3 && entry.common() == 0 && !entry.clinical() && !self.follows(after, EPONYM);
        if year {
            self.date(i, end, &rules::DATE_ABROAD);
        } else if self.len(i) > 3
            && plain
            && self.small(after).is_some_and(|day| (1..=31).contains(&day))
            && self.same_line(after)
            && !self.follows(after + 1, UNIT)
            && !self.mark_of(after + 1, b"%/:")
            && (!self.joined(after + 1) || self.kind(after + 1) == Kind::Mark)
        {
            let (end, _) = self.year_after(after + 1);
            self.date(i, end.max(after + 1), &rules::DATE_ABROAD);
        } else if self.len(i) > 3
            && plain
            && entry.surname() < 4
            && self.same_line(i)
            && self.word_of(
                i.wrapping_sub(1),
                words!(
                    "im", "seit", "bis", "ab", "ende", "anfang", "mitte", "en", "depuis", "fin", "debut",
                    "in", "since", "until", "till", "last", "next", "of", "desde", "hasta", "od", "do", "w",
                    "i", "od", "sinds", "tot", "sedan", "siden", "nel", "da", "a", "em", "early", "late",
                    "end"
                ),
            )
        {
            self.date(i, after, &rules::DATE_ABROAD);
        }
    }
}
