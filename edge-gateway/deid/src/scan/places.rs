//! Streets, cities and other places smaller than a state, by form and by the words in front.

use super::Scan;
use super::sets::WordSet;
use crate::lex::{Kind, WIDE};
use crate::rules;
use crate::words::{
    COMMON, COMPASS, CREDENTIAL, EPONYM, FACILITY, MONTH, NAMEWORD, PLACEVERB, PLACEWORD, REGION, RELATION,
    STATE, STREET, STREET_ABROAD, TITLE, UNIT, WEEKDAY,
};

/// Words that say of what follows that it is a place.
static BEFORE_PLACES: WordSet = WordSet::new(&[
    "downtown", "city", "town", "county", "village", "near", "outside", "hometown", "address", "facility",
    "hospital", "location", "site",
]);
/// Words of a place name.
const MAX_PLACE_WORDS: usize = 6;

impl Scan<'_> {
    /// State or country in one or two words from token `i`: how many words.
    pub(crate) fn region(&self, i: usize) -> usize {
        if !self.capital(i) {
            return 0;
        }
        let two = (self.word(i, "new")
            && self.word_of(i + 1, words!("york", "jersey", "mexico", "hampshire", "zealand")))
            || (self.word_of(i, words!("north", "south"))
                && self.word_of(i + 1, words!("carolina", "dakota", "korea", "africa", "america")))
            || (self.word(i, "west") && self.word(i + 1, "virginia"))
            || (self.word(i, "rhode") && self.word(i + 1, "island"))
            || (self.word(i, "united") && self.word_of(i + 1, words!("states", "kingdom", "arab")))
            || (self.word_of(i, words!("puerto", "costa")) && self.word_of(i + 1, words!("rico", "rica")))
            || (self.word(i, "saudi") && self.word(i + 1, "arabia"))
            || (self.word(i, "el") && self.word(i + 1, "salvador"))
            || (self.word(i, "sri") && self.word(i + 1, "lanka"))
            || (self.word(i, "dominican") && self.word(i + 1, "republic"))
            || (self.word(i, "ivory") && self.word(i + 1, "coast"))
            || (self.word(i, "british") && self.word(i + 1, "columbia"))
            || (self.word(i, "nova") && self.word(i + 1, "scotia"))
            || (self.word(i, "new") && self.word(i + 1, "brunswick"))
            || (self.word_of(i, words!("south", "western", "northern"))
                && self.word_of(i + 1, words!("australia", "territory", "ireland")))
            || (self.word_of(i, words!("eastern", "western", "northern")) && self.word(i + 1, "cape"))
            || (self.word_of(i, words!("uttar", "andhra", "madhya", "himachal", "arunachal")) && self.word(i + 1, "pradesh"))
            || (self.word(i, "tamil") && self.word(i + 1, "nadu"))
            || (self.word(i, "west") && self.word_of(i + 1, words!("bengal", "java")))
            // "Enugu State"
            || (self.word(i + 1, "state")
                && self.capital(i + 1)
                && self.same_line(i + 1)
                && self.word_of(
                    i,
                    words!("enugu", "lagos", "anambra", "imo", "abia", "osun", "oyo", "ogun", "ondo", "kano", "kaduna",
                        "rivers", "delta", "edo", "benue", "plateau", "borno", "katsina", "shan", "rakhine"),
                ));
        if two {
            // "New York City" is a city.
            return if self.word(i + 2, "city") { 0 } else { 2 };
        }
        usize::from(self.lex(i, REGION))
    }

    /// Postal abbreviation of a state in capitals.
    pub(crate) fn state(&self, i: usize) -> bool {
        self.lex(i, STATE) && self.uppercase(i) && self.len(i) == 2
    }

    pub(super) fn place_word(&self, i: usize) -> bool {
        let token = self.token(i);
        token.kind == Kind::Word
            && self.capital(i)
            && token.len > 1
            && token.lex & (MONTH | WEEKDAY | TITLE | RELATION | UNIT) & !self.namish(i) == 0
            && (token.lex & COMMON == 0 || token.lex & (NAMEWORD | COMPASS | STREET) != 0)
    }

    pub(super) fn namish(&self, i: usize) -> u32 {
        if self.lex(i, NAMEWORD) { u32::MAX } else { 0 }
    }

    /// A place name from token `i`: the token after.
    pub(super) fn place(&self, i: usize) -> Option<usize> {
        let (mut j, mut end, mut known) = (i, i, false);
        for _ in 0..MAX_PLACE_WORDS {
            if j > i && self.len(j) == 2 && self.uppercase(j) && self.lex(j, STATE) {
                break;
            }
            if j > i && (!self.same_line(j) || self.token(j).flags & WIDE != 0) {
                break;
            }
            if self.word_of(j, words!("st", "mt", "ft"))
                && self.capital(j)
                && (self.place_word(j + 1) || self.mark(j + 1, b'.') && self.place_word(j + 2))
            {
                j += 1 + usize::from(self.mark(j + 1, b'.'));
                continue;
            }
            let region = if known { 0 } else { self.region(j) };
            if region > 0 && !self.place_word(j + region) && !self.lex(j + region, FACILITY) {
                break;
            }
            if j == i
                && self.capital(j)
                && self.kind(j) == Kind::Word
                && self.word_of(j + 1, words!("general", "memorial", "hospital"))
                && self.capital(j + 1)
                && self.len(j) > 3
                && !self.word_of(
                    j,
                    words!(
                        "outside",
                        "local",
                        "another",
                        "this",
                        "that",
                        "other",
                        "same",
                        "current",
                        "hospital",
                        "urgent",
                        "your",
                        "their",
                        "acute",
                        "inpatient"
                    ),
                )
            {
                known = true;
                (j, end) = (j + 2, j + 2);
                continue;
            }
            let inside = j > i
                || self.place_word(j + 1)
                || self.word_of(j + 1, words!("hospital", "clinic", "medical", "general", "memorial"));
            if self.place_word(j)
                || (inside
                    && self.capital(j)
                    && self.word_of(
                        j,
                        words!(
                            "new",
                            "los",
                            "las",
                            "san",
                            "santa",
                            "general",
                            "memorial",
                            "medical",
                            "center",
                            "clinic",
                            "hospital",
                            "university",
                            "health",
                            "regional",
                            "city",
                            "county",
                            "good",
                            "sacred",
                            "mount",
                            "lake",
                            "fort",
                            "old",
                            "house",
                            "children",
                            "women",
                            "veterans",
                            "community",
                            "care",
                            "home",
                            "senior",
                            "cancer",
                            "surgery",
                            "institute",
                            "family",
                            "valley",
                            "urgent",
                            "emergency",
                            "system",
                            "primary",
                            "state",
                            "med",
                            "ctr",
                            "hosp",
                            "va",
                            "hospitals",
                            "practice",
                            "orthopedics",
                            "building",
                            "clinics",
                            "rehab",
                            "rehabilitation",
                            "associates",
                            "group",
                            "saint",
                            "our"
                        ),
                    ))
            {
                known |= self.token(j).lex & COMMON == 0;
                j += 1;
                end = j;
                if self.mark(j, b'\'') && self.word(j + 1, "s") {
                    j += 2;
                    end = j;
                }
                if self.mark(j, b'.')
                    && self.joined(j)
                    && self.word_of(j - 1, words!("med", "hosp", "ctr"))
                    && self.capital(j + 1)
                    && self.same_line(j + 1)
                {
                    j += 1;
                } else if self.mark_of(j, b"-&") && self.place_word(j + 1) {
                    j += 1;
                } else if (self.word_of(j, words!("of", "de", "del", "la", "and"))
                    && self.lex(j - 1, FACILITY | COMMON)
                    || self.word(j, "and") && self.word_of(j + 1, words!("women", "white")))
                    && self.capital(j + 1)
                    && (self.place_word(j + 1) || self.word_of(j + 1, words!("women", "white")))
                {
                    j += 1;
                }
            } else {
                break;
            }
        }
        (end > i && known).then_some(end)
    }

    pub(super) fn places_at(&mut self, i: usize) {
        if self.kind(i) == Kind::Word
            && (self.capital(i)
                || self.lex(i, STREET_ABROAD)
                || self.kind(i + 1) == Kind::Number
                    && self.word_of(i, words!("flat", "unit", "apartment", "apt")))
        {
            self.street_abroad_at(i);
        }
        if self.kind(i) == Kind::Word {
            self.locality_at(i);
        }
        match self.kind(i) {
            Kind::Number => {
                self.street_at(i);
                self.numbered_street_at(i);
                self.compass_street_at(i);
                self.block_at(i);
                self.code_and_city(i);
                self.dutch_code_at(i);
                self.block_of_at(i);
            }
            Kind::Word if self.lex(i, PLACEVERB | PLACEWORD | STATE | REGION) => {
                let placeword = self.lex(i, PLACEWORD);
                if placeword && self.word_of(i, words!("po", "p", "post", "pob", "box")) {
                    self.po_box(i);
                }
                if self.lex(i, PLACEVERB) || self.word_in(i, &BEFORE_PLACES) {
                    self.place_after(i);
                }
                if placeword && self.word_of(i, words!("at", "in", "from", "near")) {
                    self.place_at(i);
                }
                if self.lex(i, STATE | REGION) && self.mark(i.wrapping_sub(1), b',') {
                    self.city_before(i);
                }
            }
            _ => {}
        }
    }

    /// "lives in Easton", "moved here from New Haven", "treated at Mercy".
    pub(super) fn place_after(&mut self, i: usize) {
        let mut j = i + 1;
        let bare = self.word_of(i, words!("downtown", "near", "outside"));
        let label = self.mark(j, b':')
            && self.word_of(
                i,
                words!(
                    "address", "facility", "hospital", "location", "clinic", "site", "city", "county", "town"
                ),
            );
        if label {
            j += 1;
            if self.word(i, "address") {
                self.labelled_house(j);
            }
        } else if !bare {
            let mut prep = 0;
            for k in j..j + 5 {
                if self.word_of(k, words!("in", "at", "from", "to", "near", "outside", "of", "by"))
                    && self.same_line(k)
                {
                    prep = k;
                    let place = k
                        + 1
                        + usize::from(self.word_of(k + 1, words!("the", "our", "downtown", "nearby", "a")));
                    if self.capital(place) {
                        break;
                    }
                } else if !self.same_line(k) || self.kind(k) != Kind::Word {
                    break;
                }
            }
            // "visited our Chicago clinic"
            let visits = self.word_of(i, words!("visited", "visiting", "visits", "attends", "attended"))
                && self.capital(j + usize::from(self.word_of(j, words!("the", "our"))));
            if visits && prep == 0 {
                prep = i;
            }
            if prep == 0
                || (self.word(prep, "of")
                    && !self.word_of(i, words!("city", "town", "county", "village", "resident", "outside")))
            {
                return;
            }
            // "seen by Smith" is a person.
            if self.word(prep, "by") {
                return;
            }
            j = prep + 1;
        }
        j += usize::from(self.word_of(j, words!("the", "our", "downtown", "nearby", "a", "an", "my")));
        if !self.same_line(j)
            || (self.uppercase(j) && self.len(j) < 4 && !label && !self.short_place(j))
            || self.lex(j, CREDENTIAL) && self.uppercase(j)
        {
            return;
        }
        if self.region(j) > 0
            && !self.lex(j + self.region(j), FACILITY)
            && !self.place_word(j + self.region(j))
            && !self.word_of(j + self.region(j), words!("clinic", "office", "hospital", "facility", "city"))
        {
            return;
        }
        let regional = self.region(j);
        let end = if regional > 0 {
            Some(self.place(j).unwrap_or(j + regional).max(j + regional))
        } else {
            self.place(j)
        };
        if let Some(end) = end {
            if self.lex(end, EPONYM) || (self.uppercase(i) && self.uppercase(j) && end > j + 2) {
                return;
            }
            self.note(j, end, &rules::PLACE_CONTEXT);
            self.place_chain(end);
        }
    }

    /// "…, Boston", "… in Detroit" after a place.
    pub(super) fn place_chain(&mut self, end: usize) {
        if !(self.mark(end, b',') || self.word(end, "in")) || !self.same_line(end + 1) {
            return;
        }
        let second = end + 1;
        let state = self.lex(second, STATE) && self.uppercase(second);
        if self.region(second) > 0 || state || self.uppercase(second) || !self.unlisted(second) {
            return;
        }
        if let Some(city) = self.place(second).filter(|city| !self.follows(*city, EPONYM)) {
            self.note(second, city, &rules::PLACE_CITY);
        }
    }

    /// "NYU Langone", "MD Anderson": capitals, then a word that no list knows.
    pub(super) fn short_place(&self, j: usize) -> bool {
        self.capital(j + 1)
            && !self.uppercase(j + 1)
            && self.token(j + 1).lex == 0
            && self.len(j + 1) > 2
            && self.same_line(j + 1)
            || self.word_of(j + 1, words!("general", "memorial", "med", "medical", "health", "hospital"))
                && self.capital(j + 1)
    }

    /// A preposition and a name that no list knows: "at Johns Hopkins", "from Houston", "in Dallas".
    pub(super) fn place_at(&mut self, i: usize) {
        let at = self.word(i, "at");
        let j = i + 1 + usize::from(self.word_of(i + 1, words!("the", "our")));
        if !self.same_line(j) || !self.capital(j) || self.kind(j) != Kind::Word || self.region(j) > 0 {
            return;
        }
        let short = self.uppercase(j) && self.len(j) < 4;
        let named_after = self.short_place(j);
        let facility_like = self.word_of(
            j + 1,
            words!("general", "memorial", "med", "medical", "health", "hospital", "clinic", "va"),
        ) && self.capital(j + 1);
        let article = j > i + 1;
        let shouting = self.uppercase(j) && (article || self.len(j) == 4 && !at)
            || self.uppercase(j) && (self.uppercase(i) || !at || self.len(j) > 5);
        if (short && !facility_like && !(at && named_after)) || shouting && !facility_like {
            return;
        }
        let saint = self.word_of(j, words!("st", "mt", "ft", "los", "san", "santa", "las", "new"));
        let county = at && facility_like;
        if !(saint || county || self.unlisted(j))
            || self.lex(j, TITLE | MONTH | WEEKDAY | CREDENTIAL) && !saint && !self.lex(j, NAMEWORD)
        {
            return;
        }
        let Some(end) = self.place(j) else { return };
        let last = end - 1;
        // A possessive of a disease, a drug's users, a study's patients.
        let owner = self.word(last, "s") && !(saint || at);
        let noun = self.follows(end, EPONYM | RELATION)
            || self.word_of(
                end,
                words!(
                    "patients",
                    "users",
                    "therapy",
                    "treatment",
                    "trial",
                    "study",
                    "use",
                    "protocol",
                    "criteria",
                    "guidelines",
                    "and"
                ),
            ) && !at;
        let hyphen = self.mark(end, b'-') && self.joined(end);
        let single = end == j + 1;
        let entry = crate::lists::lookup(self.bytes(j));
        // "Consent in Punjabi", "at Valsalva": a language, a word of medicine.
        let spoken = self.word(i, "in") && single && entry.place() == 0 && self.language(j);
        if spoken
            || single && entry.clinical() && entry.place() == 0 && entry.surname() < 3 && entry.given() < 3
        {
            return;
        }
        if owner
            || self.mark(end, b'\'') && !at
            || noun
            || hyphen
            || self.mark(end, b'/')
            || single && self.lex(j, NAMEWORD) && !at
            || single && self.len(j) < 4 && !self.uppercase(j) && !at
        {
            return;
        }
        self.note(j, end, &rules::PLACE_AT);
        self.place_chain(end);
    }

    /// A word with the ending of a language's name, no town's.
    fn language(&self, j: usize) -> bool {
        let word = self.bytes(j);
        [&b"ish"[..], b"ese", b"abi", b"ali", b"ian", b"arsi", b"alog", b"aati", b"ili", b"ic", b"amil"]
            .iter()
            .any(|ending| {
                word.len() > ending.len() + 1
                    && word[word.len() - ending.len()..].eq_ignore_ascii_case(ending)
            })
    }

    /// "Springfield, IL 62701", "in Munich, Germany": the city in front of a state or country.
    pub(super) fn city_before(&mut self, i: usize) {
        let state = self.lex(i, STATE) && self.uppercase(i) && self.len(i) == 2;
        if !state && self.region(i) == 0 {
            return;
        }
        let mut first = i - 1;
        for _ in 0..4 {
            let k = first.wrapping_sub(1);
            if !(self.place_word(k)
                || self.capital(k) && self.word_of(k, words!("st", "new", "los", "san", "city")))
                || (first < i - 1 && !self.same_line(first))
                || first < i - 1 && self.token(first).flags & WIDE != 0
            {
                if self.mark(k, b'.') && self.word(k.wrapping_sub(1), "st") {
                    first = k - 1;
                }
                break;
            }
            first = k;
        }
        if first == i - 1 {
            return;
        }
        let before = self.word_of(
            first.wrapping_sub(1),
            words!("in", "from", "near", "at", "to", "of", "outside", "downtown"),
        );
        let zip = self.kind(i + 1) == Kind::Number && self.len(i + 1) == 5;
        let street = self.mark(first.wrapping_sub(1), b',') || self.line_start(first);
        let letters =
            state && self.lex(i, CREDENTIAL) || self.word_of(i, words!("md", "pa", "ma", "do")) && state;
        if zip || before || (street && !letters && !self.line_start(first)) {
            self.note(first, i - 1, &rules::PLACE_CITY);
        }
    }
}
