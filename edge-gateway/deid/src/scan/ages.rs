//! Ages over 89, in digits and in words, and years of birth that show one.

use super::{Scan, WordSet, Words};
use crate::lex::Kind;
use crate::rules;
use crate::words::{COMMON, LETTERED, RELATION, UNIT};

/// Ages that must not show (164.514(b)(2)(i)(C)); beyond the upper end a number is no age.
const OVER_89: std::ops::RangeInclusive<u32> = 90..=125;
/// Someone born in this year or before may be over 89. Dated value: year of this edition less 90.
const BORN_BEFORE: u32 = 1936;
/// Words and letters of a sex after an age.
pub(super) const SEX: &Words = words!("f", "m", "female", "male", "woman", "man", "lady", "gentleman");
/// How many tokens before a number may lead to the person whose age it is.
pub(super) const LOOK_BACK: usize = 6;
/// How many tokens before "98F" may speak of heat.
const HEAT_WINDOW: usize = 4;
/// Words that make "98F" a temperature.
const HEAT: &Words = words!(
    "t",
    "temp",
    "temps",
    "temperature",
    "temperatures",
    "tmax",
    "tm",
    "tc",
    "tcurrent",
    "tcur",
    "fever",
    "fevers",
    "febrile",
    "afebrile",
    "oral",
    "rectal",
    "axillary",
    "tympanic",
    "degrees",
    "deg",
    "heat",
    "warm",
    "vs",
    "vitals",
    "to",
    "or",
    "above",
    "over",
    "below"
);
/// Words of vital signs, in whose list "98F" is a temperature.
const VITALS: &Words =
    words!("hr", "bp", "rr", "pulse", "p", "r", "spo", "sat", "sats", "o", "heart", "resp");
/// What one breathes: "She is 92 on RA" is a saturation.
const AIR: &Words = words!(
    "ra",
    "room",
    "air",
    "oxygen",
    "o",
    "nc",
    "nasal",
    "hfnc",
    "cpap",
    "bipap",
    "nrb",
    "supplemental",
    "high",
    "vent",
    "ventilator"
);
/// With what [`Scan::age_suffix`] begins, where it is a word.
static SUFFIXES: WordSet = WordSet::new(&[
    "year",
    "years",
    "yr",
    "yrs",
    "y",
    "ish",
    "ans",
    "jahre",
    "jahrig",
    "jahriger",
    "jahrige",
    "jaehrig",
    "jaehriger",
    "jaehrige",
    "jaehrigen",
    "jarige",
    "jr",
    "ev",
    "anos",
    "anni",
    "jaar",
    "vuotta",
    "yas",
    "lat",
    "ara",
    "yo",
    "yom",
    "yof",
    "yowm",
    "yowf",
    "yobm",
    "yobf",
    "yro",
    "yow",
]);
/// Earliest year of birth in a clinical text.
const BORN_AFTER: u32 = 1850;

impl Scan<'_> {
    fn over_89(&self, i: usize) -> bool {
        self.len(i) <= 3 && self.number(i).is_some_and(|age| OVER_89.contains(&age))
    }

    /// "year old", "y/o", "yo", "y.o.", "years of age" and their kin start at token `j`.
    pub(crate) fn age_suffix(&self, j: usize) -> bool {
        let may_be = match self.kind(j) {
            Kind::Word => self.word_in(j, &SUFFIXES),
            Kind::Mark => self.mark_of(j, b"+-"),
            Kind::Number | Kind::Holder | Kind::End => false,
        };
        if !may_be {
            return false;
        }
        // "90+ yo", "90ish-year-old"
        let j = j + usize::from(self.mark(j, b'+') || self.word(j, "ish") && self.joined(j));
        let j = j + usize::from(self.mark(j, b'-'));
        let years = self.listed_word(j, words!("year", "years", "yr", "yrs", "y"));
        if years {
            let k = j + 1 + usize::from(self.mark_of(j + 1, b".-/"));
            let k = k + usize::from(self.mark(k, b'-'));
            return self.listed_word(k, words!("old", "olds", "o", "young"))
                || (self.word(k, "of") && self.word(k + 1, "age"))
                || (self.word(j, "y") && !self.mark(j + 1, b'/') && (self.joined(j) || self.kind(j + 1) != Kind::Word || self.line_start(j + 1)))
                || (self.listed_word(k, SEX) && self.same_line(k) && (!self.word(j, "y") || self.joined(j) || self.uppercase(k) && !self.joined(k + 1)))
                // Ninety years and more are a life, unless they are long ago or counted over several people.
                || (!self.listed_word(j, words!("y", "year"))
                    && self.same_line(j)
                    && !self.listed_word(j + 1, words!("ago", "of", "later", "experience", "combined", "pack", "per"))
                    && !self.mark_of(j + 1, b"'"));
        }
        self.listed_word(
            j,
            words!("ans", "jahre", "jahrig", "jahriger", "jahrige", "jahrigen", "jahriges", "jaehrig", "jaehriger",
                "jaehrige", "jaehrigen", "jarige", "anos", "anni",
                "jaar", "vuotta", "yas", "eves", "yasinda", "tahun", "tuoi", "godina", "rokov", "lat", "ara"),
        ) && (!self.joined(j) || self.mark(j - 1, b'-'))
            // "94 J.", "91 let,"
            || self.word(j, "j") && self.capital(j) && self.mark(j + 1, b'.') && !self.joined(j)
            // "(94 jr)", "90 év"
            || self.listed_word(j, words!("jr", "ev")) && !self.joined(j) && !self.capital(j)
                && (self.kind(j + 1) != Kind::Word || self.line_start(j + 1))
            || self.word(j, "let") && !self.joined(j) && (self.kind(j + 1) != Kind::Word || self.line_start(j + 1))
            || self.listed_word(j, words!("yo", "yom", "yof", "yowm", "yowf", "yobm", "yobf", "yro", "yow"))
    }

    pub(super) fn age_at(&mut self, i: usize) {
        let whole = !self.joined(i) || !matches!(self.kind(i.wrapping_sub(1)), Kind::Word | Kind::Number);
        let decimal = self.joined(i)
            && self.mark_of(i.wrapping_sub(1), b".")
            && self.kind(i.wrapping_sub(2)) == Kind::Number;
        if self.over_89(i)
            && whole
            && !decimal
            && (self.age_suffix(i + 1)
                || self.age_before(i)
                || self.age_and_sex(i)
                || self.age_of_someone(i)
                || self.glued_sex(i)
                || self.age_after_sex(i)
                || self.age_asked(i, i + 1)
                || self.next_birthday(i, i + 1)
                || self.age_mended(i, i + 1)
                || self.age_by_event(i))
        {
            self.note(i, i + 1, &rules::AGE_OVER_89);
        }
        // "Age 93.5", "92 1/2 years old"
        let part =
            if self.mark(i + 1, b'.') && self.joined(i + 1) && self.joined(i + 2) && self.len(i + 2) == 1 {
                i + 3
            } else if self.number(i + 1) == Some(1)
                && self.mark(i + 2, b'/')
                && self.number(i + 3) == Some(2)
                && self.same_line(i + 3)
            {
                i + 4
            } else {
                i
            };
        if part > i
            && self.over_89(i)
            && whole
            && !decimal
            && self.stops(part)
            && (self.listed_word(i.wrapping_sub(1), words!("age", "aged"))
                || self.mark_of(i.wrapping_sub(1), b":=") && self.word(i.wrapping_sub(2), "age")
                || self.age_suffix(part))
        {
            self.note(i, part, &rules::AGE_OVER_89);
        }
        // "9l yo", "9O-year-old": as a scanner reads them
        let misread = self.bytes(i) == b"9"
            && !self.joined(i)
            && self.joined(i + 1)
            && matches!(self.bytes(i + 1), b"l" | b"I" | b"O" | b"o")
            && self.age_suffix(i + 2);
        if misread {
            self.note(i, i + 2, &rules::AGE_OVER_89);
        }
        // "90-94 years old", "between 90 and 94 years of age"
        if self.over_89(i)
            && (self.mark(i + 1, b'-') || self.listed_word(i + 1, words!("to", "and", "or")))
            && self.over_89(i + 2)
            && self.age_suffix(i + 3)
        {
            self.note(i, i + 1, &rules::AGE_OVER_89);
        }
        // "in her mid-90s"
        if self.number(i) == Some(90)
            && self.joined(i + 1)
            && (self.word(i + 1, "s") || (self.mark(i + 1, b'\'') && self.word(i + 2, "s")))
        {
            let mut j = i.wrapping_sub(1);
            for _ in 0..3 {
                if self.mark(j, b'-') || self.listed_word(j, words!("early", "mid", "late")) {
                    j = j.wrapping_sub(1);
                }
            }
            if self.listed_word(j, words!("his", "her", "their", "my")) {
                self.note(i, i + 2, &rules::AGE_OVER_89);
            }
        }
        self.born_at(i);
    }

    /// "age 94", "aged 93", "Age/Sex: 101", "died at 98", "turned 95".
    fn age_before(&self, i: usize) -> bool {
        if !self.stops(i + 1) && !self.mark_of(i + 1, b"/-") || self.mark(i + 1, b'%') {
            return false;
        }
        let mut j = i.wrapping_sub(1);
        for _ in 0..5 {
            if self.listed_word(j, words!("age", "aged", "ages", "alter", "edad", "eta", "idade", "leeftijd"))
            {
                // "pages 94", "ages 94%" apart, a label or a phrase.
                return !self.listed_word(i + 1, words!("months", "days", "weeks", "month", "day", "week"));
            }
            if self.listed_word(j, words!("turned", "turning", "turns", "turn")) && j.wrapping_add(1) == i {
                return !self.listed_word(i + 1, words!("degrees", "deg", "degree"));
            }
            let filler = self.mark_of(j, b":/=()-,~>|\"")
                || self.leader(j)
                || self.listed_word(
                    j,
                    words!(
                        "of",
                        "at",
                        "is",
                        "was",
                        "sex",
                        "gender",
                        "years",
                        "in",
                        "yrs",
                        "m",
                        "f",
                        "about",
                        "now",
                        "death",
                        "diagnosis",
                        "onset",
                        "presentation",
                        "admission",
                        "surgery",
                        "arrest"
                    ),
                );
            if self.word(j, "at")
                && self.listed_word(
                    j.wrapping_sub(1),
                    words!(
                        "died", "passed", "deceased", "death", "away", "dead", "expired", "dies", "demise"
                    ),
                )
            {
                return !self.mark(i + 1, b':') && !self.listed_word(i + 1, words!("am", "pm", "hours"));
            }
            if !filler || !self.same_line(j + 1) && !self.mark(j, b'|') {
                return false;
            }
            j = j.wrapping_sub(1);
        }
        false
    }

    /// What follows token `i` does not go on with a number, unit, pressure or percentage.
    pub(super) fn age_ends(&self, i: usize) -> bool {
        let next = i + 1;
        let ish = usize::from(self.word(next, "ish") && self.joined(next));
        let next = next + ish;
        if !self.same_line(next) {
            return true;
        }
        self.stops(next)
            && (self.mark_of(next, b".,;!?)\"'")
                && !(self.joined(next) && self.joined(next + 1) && self.kind(next + 1) == Kind::Number)
                || self.listed_word(
                    next,
                    words!(
                        "now", "today", "but", "who", "next", "this", "years", "yrs", "from", "of", "with",
                        "when", "due", "in", "after", "mi", "cva", "himself", "herself"
                    ),
                ) && !self.joined(next)
                || self.listed_word(next, words!("and", "on"))
                    && self.kind(next + 1) != Kind::Number
                    && !self.listed_word(next + 1, AIR))
    }

    /// "She is 91.", "He's 95 now", "mother 95 A&W", "father d. 91 MI", "lived to be 97", "d. 94".
    fn age_of_someone(&self, i: usize) -> bool {
        if self.line_start(i) && self.word(i + 1, "ish") && self.joined(i + 1) {
            return true;
        }
        let (mut j, mut linked, mut of_life) = (i.wrapping_sub(1), false, false);
        if !self.same_line(i) {
            return false;
        }
        for _ in 0..LOOK_BACK {
            if self.listed_word(j, words!("lived", "survived")) && of_life {
                return self.age_ends(i);
            }
            // "parents are 92 and 95"
            if self.word(j, "and") && self.over_89(j.wrapping_sub(1)) && self.same_line(j) {
                j = j.wrapping_sub(2);
                continue;
            }
            if self.lex(j, RELATION)
                || self.uppercase(j) && self.listed_word(j, words!("mgm", "mgf", "pgm", "pgf"))
            {
                let both = self.word(i + 1, "and") && self.over_89(i + 2) && self.age_ends(i + 2);
                if both {
                    return true;
                }
                // An abbreviation in capitals may follow at once: a cause of death, "A&W".
                let capitals = self.uppercase(i + 1) && !self.joined(i + 1) && !self.lex(i + 1, UNIT);
                return self.age_ends(i) || capitals && self.same_line(i + 1);
            }
            if self.listed_word(
                j,
                words!(
                    "he",
                    "she",
                    "they",
                    "who",
                    "patient",
                    "pt",
                    "veteran",
                    "resident",
                    "client",
                    "inmate",
                    "lady",
                    "gentleman",
                    "being",
                    "you",
                    "i",
                    "im",
                    "hes",
                    "shes"
                ),
            ) {
                return linked && self.age_ends(i);
            }
            if self.mark(j, b'.') && self.word(j.wrapping_sub(1), "d") && self.joined(j) {
                if !self.lex(j.wrapping_sub(2), LETTERED | COMMON)
                    || self.lex(j.wrapping_sub(2), RELATION)
                    || self.line_start(j.wrapping_sub(1))
                {
                    return self.age_ends(i) || self.uppercase(i + 1) && !self.lex(i + 1, UNIT);
                }
                return false;
            }
            let link = self.listed_word(
                j,
                words!(
                    "is", "was", "s", "are", "nearly", "almost", "now", "am", "m", "re", "turned", "turns",
                    "ll", "will", "reached", "been"
                ),
            );
            linked |= link;
            of_life |= self.word(j, "to");
            let filler = link
                || self.mark_of(j, b",:('-=")
                || self.listed_word(
                    j,
                    words!(
                        "at", "to", "be", "alive", "living", "well", "deceased", "died", "dead", "past",
                        "over", "about", "d", "would", "have"
                    ),
                );
            // "she'd be 98 now"
            linked |= self.word(j, "be");
            if !filler || !self.same_line(j) {
                return false;
            }
            j = j.wrapping_sub(1);
        }
        false
    }

    /// "93F", "95M": joined capitals are a sex, unless the line speaks of temperatures.
    fn glued_sex(&self, i: usize) -> bool {
        let sex = i + 1;
        let listed = self.name_word(i.wrapping_sub(1)) && self.same_line(i) && !self.joined(i);
        if !self.joined(sex) || !(self.uppercase(sex) || listed) || !self.listed_word(sex, words!("f", "m")) {
            return false;
        }
        if self.joined(sex + 1) && !self.mark_of(sex + 1, b",.;:)") {
            return false;
        }
        // A range or a list of values has a mark in front.
        if self.joined(i) && !self.mark_of(i.wrapping_sub(1), b"(:") {
            return false;
        }
        let heat = |j: usize| {
            self.listed_word(j, HEAT)
                || self.fold[self.token(j).start as usize..self.end(j) as usize]
                    .contains(&crate::fold::SYMBOL)
        };
        let near = (1..=HEAT_WINDOW).map(|n| i.wrapping_sub(n)).take_while(|j| self.kind(*j) != Kind::End);
        if self.word(sex, "f") && near.into_iter().any(heat) {
            return false;
        }
        !(self.word(sex, "f") && self.among_vitals(i))
    }

    /// Vital signs follow the number at token `i`, or the word that says that it is one of them.
    fn among_vitals(&self, i: usize) -> bool {
        (2..=5).any(|n| self.listed_word(i + n, VITALS))
            || self.listed_word(
                i + 2,
                words!("temp", "temps", "temperature", "tmax", "oral", "orally", "rectal", "axillary"),
            )
    }

    /// "F, 93", "M/95 with", "at 92, she still drives", "Patient, 95, DNR".
    fn age_after_sex(&self, i: usize) -> bool {
        let before = i.wrapping_sub(1);
        let sex = before.wrapping_sub(1);
        let parted = self.mark_of(before, b"/,") && self.same_line(i);
        let closes = self.mark_of(i + 1, b",.;)|") && self.stops(i + 1)
            || self.line_start(i + 1)
            || self.kind(i + 1) == Kind::End;
        let opens = self.line_start(sex) || self.mark_of(sex.wrapping_sub(1), b"|(:;.");
        let closes = closes
            || self.mark(before, b'/') && self.listed_word(i + 1, words!("with", "w", "c", "who", "s"));
        if parted && closes && self.listed_word(sex, words!("f", "m")) && self.uppercase(sex) && opens {
            return true;
        }
        let patient = self.mark(before, b',')
            && self.mark(i + 1, b',')
            && self.listed_word(sex, words!("patient", "pt", "resident", "decedent"));
        let who = i + 1 + usize::from(self.mark(i + 1, b','));
        patient
            || self.word(before, "at") && self.listed_word(who, words!("she", "he")) && self.same_line(who)
    }

    /// "94F", "94 M with": age and sex, where the words around it do not speak of temperature.
    fn age_and_sex(&self, i: usize) -> bool {
        let slash = usize::from(self.mark(i + 1, b'/') && self.joined(i + 1));
        let sex = i + 1 + slash;
        if !self.listed_word(
            sex,
            words!(
                "f",
                "m",
                "female",
                "male",
                "woman",
                "man",
                "lady",
                "gentleman",
                "wf",
                "wm",
                "bf",
                "bm",
                "mf"
            ),
        ) || !self.same_line(sex)
        {
            return false;
        }
        if self.len(sex) > 2 || slash == 1 {
            return true;
        }
        let next = sex + 1;
        // "97 F fall", "94 M syncope": opens an entry of a list.
        let entry = (self.line_start(i) || self.mark(i.wrapping_sub(1), b'|'))
            && !self.joined(sex)
            && self.kind(next) == Kind::Word
            && self.same_line(next)
            && !self.among_vitals(i)
            && !self.listed_word(next, HEAT)
            && !self.word_of(
                next,
                words!("at", "and", "this", "last", "after", "before", "since", "overnight", "by"),
            );
        self.uppercase(sex)
            && (entry
                || self.listed_word(
                    next,
                    words!(
                        "with",
                        "w",
                        "who",
                        "presents",
                        "presenting",
                        "presented",
                        "c",
                        "s",
                        "p",
                        "pt",
                        "here",
                        "admitted",
                        "h",
                        "hx",
                        "from",
                        "found",
                        "brought",
                        "patient",
                        "in",
                        "on",
                        "no",
                        "complaining",
                        "s/p",
                        "pmh",
                        "pmhx",
                        "referred",
                        "seen"
                    ),
                )
                || (self.mark(next, b',')
                    && !self.among_vitals(i)
                    && !self.listed_word(
                        i.wrapping_sub(1),
                        words!("temp", "temperature", "t", "tmax", "to", "of"),
                    )
                    && (self.line_start(i)
                        || self.mark_of(i - 1, b":.;(")
                            && !self.lex(i - 2, crate::words::UNIT | crate::words::SCORE))
                    && !self.listed_word(i - 2, words!("temp", "temperature", "t", "tmax", "tm"))))
    }

    /// "born in 1921", "b. 1921".
    fn born_at(&mut self, i: usize) {
        if self.len(i) != 4 || !self.number(i).is_some_and(|year| (BORN_AFTER..=BORN_BEFORE).contains(&year))
        {
            return;
        }
        // "(1927-2024)": a life.
        let born = self.number(i).unwrap_or(0);
        let life = self.mark(i.wrapping_sub(1), b'(')
            && self.mark(i + 1, b'-')
            && self.mark(i + 3, b')')
            && self.number(i + 2).is_some_and(|died| (born + 90..=born + 120).contains(&died));
        if life {
            self.note(i, i + 1, &rules::AGE_BIRTH_YEAR);
            return;
        }
        // "1929 birth yr"
        if self.listed_word(i + 1, words!("birth", "yob", "birthyear")) && self.same_line(i + 1) {
            self.note(i, i + 1, &rules::AGE_BIRTH_YEAR);
            return;
        }
        let mut j = i.wrapping_sub(1);
        for _ in 0..6 {
            let word = self.listed_word(
                j,
                words!(
                    "born",
                    "dob",
                    "birth",
                    "yob",
                    "birthdate",
                    "geboren",
                    "nato",
                    "nata",
                    "nacido",
                    "nacida",
                    "nascido",
                    "nascida",
                    "fodt",
                    "fodd"
                ),
            );
            if word
                || self.listed_word(j, words!("b", "geb", "ur", "nar", "f"))
                    && self.mark(j + 1, b'.')
                    && !self.capital(j)
                || self.word(j, "b") && self.mark(j + 1, b'.')
                || self.listed_word(j, words!("ne", "nee")) && self.word(j + 1, "en")
            {
                self.note(i, i + 1, &rules::AGE_BIRTH_YEAR);
                return;
            }
            if !self.same_line(j + 1) || !(self.kind(j) == Kind::Word || self.mark_of(j, b":.,()-")) {
                return;
            }
            j = j.wrapping_sub(1);
        }
    }
}
