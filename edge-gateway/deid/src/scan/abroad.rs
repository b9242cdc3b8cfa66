//! Street addresses as the rest of the world writes them: "Lindenstraße 14, 50667 Köln", "18 rue de la République",
//! "Flat 402, Sai Residency, MG Road, Bengaluru 560001".
//!
//! A street of a known form opens an address; what follows between commas belongs to it as long as it looks like a
//! part of one: a number with a name, a postal code, a place of the lists.

use super::sets::WordSet;
use super::{Scan, Words};
use crate::lex::{Kind, LINE, PARAGRAPH, WIDE};
use crate::rules;
use crate::words::{
    COMMON, MONTH, NAMEWORD, PARTICLE, PERSON, REGION, STATE, STREET, STREET_ABROAD, TITLE, UNIT, WEEKDAY,
};

/// How names of streets end in Germanic, Nordic and Baltic languages, as the fold writes them.
const ENDINGS: &[&str] = &[
    "strasse", "strase", "str", "weg", "gasse", "platz", "allee", "gracht", "laan", "straat", "gatan",
    "gata", "vagen", "veien", "vegen", "vej", "gade", "gaten", "katu", "plein", "kade", "singel", "ufer",
    "damm", "ring", "kuja", "utca", "steig", "chaussee", "dreef", "backen", "torget", "iela", "tanav",
    "alle", "stien",
];
/// The last two letters of the endings: a bit for the last but one, by the last.
static TAILS: [u32; 32] = {
    let mut tails = [0; 32];
    let mut n = 0;
    while n < ENDINGS.len() {
        let ending = ENDINGS[n].as_bytes();
        tails[ending[ending.len() - 1] as usize & 31] |= 1 << (ending[ending.len() - 2] & 31);
        n += 1;
    }
    tails
};
/// Shortest stem in front of such an ending.
const MIN_STEM: usize = 3;
/// Words that open the part of an address inside a building or estate.
static DOORS: WordSet = WordSet::new(&[
    "flat",
    "unit",
    "plot",
    "shop",
    "door",
    "block",
    "villa",
    "apartment",
    "apt",
    "floor",
    "level",
    "suite",
    "erf",
    "stand",
    "house",
    "sector",
    "road",
    "street",
]);
/// Those of them that a town of the lists may follow at once: "Erf 881, Mdantsane".
const HOUSES: &Words = words!("erf", "stand", "house", "sector", "road", "street", "villa", "plot", "flat");
/// Words that belong to a part of an address but carry no name.
const INSIDE: &Words = words!(
    "no", "nr", "num", "numero", "piso", "esc", "bis", "ter", "apto", "depto", "dpto", "col", "colonia",
    "bat", "etage", "stock", "flat", "unit", "floor", "block", "sector", "phase", "cross", "main", "near",
    "opp", "opposite", "level", "blok", "lok", "km", "int", "ext", "bldg", "tower", "wing", "po", "box",
    "cedex", "lote", "casa", "quadra", "soi", "moo", "rt", "rw", "kel", "kec"
);
/// Most parts between commas, and tokens of one part.
const MAX_COMPONENTS: usize = 8;
const MAX_COMPONENT: usize = 9;
/// Words of a street's name.
const MAX_STREET: usize = 7;

/// One part of an address.
struct Component {
    /// The token after.
    end: usize,
    /// It has digits that may be a house number or postal code.
    number: bool,
    /// A word of it is the type of a street.
    street: bool,
    /// It is the name of a place in the lists.
    place: bool,
    /// It is a state or country: the address ends before it.
    region: bool,
    /// How many of its words are names.
    names: usize,
}

impl Scan<'_> {
    /// An address that begins at the word `i`.
    pub(super) fn street_abroad_at(&mut self, i: usize) {
        if self.joined(i) && !self.mark_of(i.wrapping_sub(1), b"(\"'") {
            return;
        }
        let core = if self.lex(i, STREET_ABROAD) && !self.clinical_letters(i) {
            self.type_first(i)
        } else if self.len(i) >= MIN_STEM && self.capital(i) && self.street_ending(i) {
            self.name_first(i)
        } else if self.word_in(i, &DOORS) {
            self.door(i)
        } else {
            None
        };
        let core = core.or_else(|| self.number_and_town(i));
        if let Some((first, end)) = core {
            self.address(first, end);
        }
    }

    /// "2-8-1 Nishi-Shinjuku, Shinjuku-ku": the block numbers of a Japanese address from the number `i`.
    pub(super) fn block_at(&mut self, i: usize) {
        if !self.fresh(i) || self.len(i) > 3 || !self.mark(i + 1, b'-') || self.kind(i + 2) != Kind::Number {
            return;
        }
        let end = if self.mark(i + 3, b'-') && self.kind(i + 4) == Kind::Number { i + 5 } else { i + 3 };
        if self.joined(end) || !self.same_line(end) || !self.place_name(end) || self.lex(end, UNIT | STREET) {
            return;
        }
        let part = self.component(end);
        let next = part.end + 1;
        if part.names > 0 && self.mark(part.end, b',') && self.place_name(next) {
            let after = self.component(next);
            let ward = (part.end..after.end)
                .any(|k| self.word_of(k, words!("ku", "shi", "cho", "machi", "gun", "dong", "gu")));
            if ward || after.place {
                self.address(i, part.end);
            }
        }
    }

    /// "Rue de la Paix 5", "18 bis rue Foch", "ul. Długa 5/12", "Calle Mayor 45".
    fn type_first(&self, i: usize) -> Option<(usize, usize)> {
        let point = self.mark(i + 1, b'.') && self.joined(i + 1);
        let (mut j, mut names) = (i + 1 + usize::from(point), 0);
        for _ in 0..MAX_STREET {
            if !self.same_line(j) || self.token(j).flags & WIDE != 0 {
                break;
            }
            if self.place_name(j) {
                names += 1;
                j += 1;
                while self.mark_of(j, b"-'")
                    && self.joined(j)
                    && self.joined(j + 1)
                    && self.kind(j + 1) == Kind::Word
                {
                    j += 2;
                }
            } else if self.particle(j) && names < 3 {
                j += 1 + usize::from(self.mark(j + 1, b'\''));
            } else if names == 0 && self.kind(j) == Kind::Number && self.len(j) < 3 && self.particle(j + 1) {
                j += 1;
            } else {
                break;
            }
        }
        let (end, numbered) = self.house_number(j);
        // The number in front: "18 rue", "18, rue", "18 bis rue".
        let mut first = i;
        let mut k = i.wrapping_sub(1);
        k = k.wrapping_sub(usize::from(self.mark(k, b',')));
        k = k.wrapping_sub(usize::from(
            self.word_of(k, words!("bis", "ter"))
                || self.joined(k) && self.len(k) == 1 && self.kind(k) == Kind::Word,
        ));
        if self.kind(k) == Kind::Number && self.len(k) <= 4 && self.same_line(i) {
            first = k;
        }
        let sure = self.word_of(
            i,
            words!(
                "rue", "ulica", "calle", "avenida", "rua", "piazza", "jalan", "viale", "chemin", "impasse",
                "ul", "ulitsa"
            ),
        );
        // "in 2022 via Brussels", a column of numbers in front: no address.
        let via = self.word(i, "via") && !numbered || first < i && self.year(first);
        let column = numbered && (j..end).any(|k| self.token(k).flags & WIDE != 0);
        (names > 0 && !via && !column && (numbered || first < i || sure && (self.capital(i) || point)))
            .then_some((first, if numbered { end } else { j }))
    }

    /// "Lindenstraße 14a", "Lange Straße 5", "Keizersgracht 241-2".
    fn name_first(&self, i: usize) -> Option<(usize, usize)> {
        let (end, numbered) =
            self.house_number(i + 1 + usize::from(self.mark(i + 1, b'.') && self.joined(i + 1)));
        let whole = ENDINGS.iter().any(|ending| self.word(i, ending));
        let before = i.wrapping_sub(1);
        let first = if self.same_line(i)
            && (self.place_name(before) || self.mark(before, b'-'))
            && (whole || self.mark(before, b'-'))
        {
            let mut first = before;
            while first > i.saturating_sub(MAX_STREET) && self.mark(first, b'-') && self.joined(first) {
                first -= 1;
                if self.mark(first.wrapping_sub(1), b'-') {
                    first -= 1;
                }
            }
            first
        } else {
            i
        };
        (numbered && (!whole || first < i)).then_some((first, end))
    }

    /// "Flat 402, Sai Residency, MG Road": a door's number, where a street or place follows.
    fn door(&self, i: usize) -> Option<(usize, usize)> {
        let mut j = i + 1;
        j += usize::from(self.word_of(j, words!("no", "nr")));
        j += usize::from(self.mark_of(j, b".#:"));
        let (end, numbered) = self.house_number(j);
        if !numbered || !self.same_line(j) {
            return None;
        }
        let comma = self.mark(end, b',');
        let mut at = end + usize::from(comma);
        for _ in 0..MAX_COMPONENTS / 2 {
            let part = self.component(at);
            let housed = comma && self.word_of(i, HOUSES) && (part.place || part.street && part.number);
            if part.street && part.names > 0 || comma && part.place && part.number || housed {
                return Some((i, end));
            }
            if part.names == 0 || !self.mark(part.end, b',') {
                return None;
            }
            at = part.end + 1;
        }
        None
    }

    /// "Kifissias 44, Athens", "Lenina 14, Perm": a word of no list and a number, in front of a town of the lists.
    fn number_and_town(&self, i: usize) -> Option<(usize, usize)> {
        // "Petőfi utca 18"
        if self.word(i + 1, "utca") && self.place_name(i) && self.same_line(i + 1) {
            let (end, numbered) = self.house_number(i + 2);
            return numbered.then_some((i, end));
        }
        let town = i + 3;
        (self.kind(i + 1) == Kind::Number
            && self.mark(i + 2, b',')
            && self.len(i + 1) <= 3
            && self.len(i) > 3
            && !self.joined(i + 1)
            && self.same_line(town)
            && !self.uppercase(i)
            && self.token(i).lex == 0
            && self.proper(i)
            && self.place_name(town)
            && self.region(town) == 0
            && self.listed_place(town) >= 3)
            .then_some((i, i + 2))
    }

    /// "Address: 14 Larch, Bangor": what opens with a number behind the label, from token `j`.
    pub(super) fn labelled_house(&mut self, j: usize) {
        if self.kind(j) == Kind::Number && self.len(j) <= 5 && self.same_line(j) && !self.joined(j + 1) {
            let part = self.component(j);
            if part.names > 0 && part.end > j + 1 {
                self.address(j, part.end);
            }
        }
    }

    /// A house number at token `j`, also after a comma, "No." or "#": the token after, and whether there is one.
    pub(super) fn house_number(&self, j: usize) -> (usize, bool) {
        // "s/n": a house without a number.
        if self.word(j, "s") && self.mark(j + 1, b'/') && self.word(j + 2, "n") && self.joined(j + 2) {
            return (j + 3, true);
        }
        let mut k = j + usize::from(self.mark(j, b','));
        k += usize::from(self.word_of(k, words!("no", "nr", "n", "num", "numero")) && !self.capital(k + 1));
        while self.mark_of(k, b".:#") && k < j + 5 {
            k += 1;
        }
        if self.kind(k) == Kind::Mark
            && self.len(k) <= 2
            && self.fold[self.token(k).start as usize] == crate::fold::SYMBOL
        {
            k += 1;
        }
        if self.kind(k) != Kind::Number || self.len(k) > 5 || !self.same_line(k) {
            return (j, false);
        }
        k += 1;
        for _ in 0..3 {
            if self.joined(k) && self.kind(k) == Kind::Word && self.len(k) == 1 {
                k += 1;
            } else if self.mark_of(k, b"-/")
                && self.joined(k)
                && self.joined(k + 1)
                && matches!(self.kind(k + 1), Kind::Number | Kind::Word)
                && self.len(k + 1) <= 4
            {
                k += 2;
            } else {
                break;
            }
        }
        // "Długa 8 m. 14": the flat.
        if self.word_of(k, words!("m", "lok", "kv", "et"))
            && self.mark(k + 1, b'.')
            && self.kind(k + 2) == Kind::Number
            && self.same_line(k + 2)
        {
            return (k + 3, true);
        }
        // "12 mg", "5 %" are no houses.
        let unit = self.lex(k, UNIT) && !self.capital(k) && self.same_line(k) || self.mark(k, b'%');
        if unit { (j, false) } else { (k, true) }
    }

    /// "Metformin 500 BD. Tab", "CAD. CT 2023": twice daily and a disease of the coronary arteries in capitals, no boulevard and no
    /// Turkish street.
    fn clinical_letters(&self, i: usize) -> bool {
        let next = i + 1 + usize::from(self.mark(i + 1, b'.'));
        if self.word(i, "cad") && self.uppercase(i) {
            return self.kind(next) != Kind::Number && !self.word_of(next, words!("no", "nr"));
        }
        let dose = i.wrapping_sub(1);
        self.word(i, "bd") && self.kind(dose) == Kind::Number && {
            let drug = dose.wrapping_sub(1);
            next > i + 1 && self.uppercase(i) && !(self.uppercase(next) && self.len(next) > 3)
                || self.kind(drug) == Kind::Word
                    && self.same_line(dose)
                    && crate::lists::lookup(self.bytes(drug)).clinical()
        }
    }

    fn street_ending(&self, i: usize) -> bool {
        let word = self.bytes(i);
        let [.., before, last] = *word else { return false };
        if TAILS[usize::from(last & 31)] >> (before & 31) & 1 == 0 {
            return false;
        }
        ENDINGS.iter().any(|ending| {
            let cut = word.len().checked_sub(ending.len());
            cut.is_some_and(|cut| {
                (cut >= MIN_STEM || cut == 0) && word[cut..].eq_ignore_ascii_case(ending.as_bytes())
            })
        })
    }

    /// A capitalised word that may be part of the name of a street or place.
    pub(super) fn place_name(&self, i: usize) -> bool {
        let token = self.token(i);
        token.kind == Kind::Word
            && self.capital(i)
            && (token.lex & (COMMON | MONTH | WEEKDAY | TITLE) == 0 || token.lex & (NAMEWORD | STREET) != 0)
            && !(token.lex & PERSON != 0 && self.mark(i + 1, b':'))
    }

    pub(super) fn particle(&self, i: usize) -> bool {
        self.lex(i, PARTICLE)
            || self.word_of(
                i,
                words!(
                    "des", "d", "l", "della", "dei", "degli", "los", "las", "the", "e", "y", "et", "und",
                    "van", "sur", "en", "lo", "op"
                ),
            )
    }

    /// The part of an address from token `j` up to a comma, a line end or a word that no address has.
    fn component(&self, j: usize) -> Component {
        let mut part =
            Component { end: j, number: false, street: false, place: false, region: false, names: 0 };
        let regions = self.region(j);
        let postal = self.lex(j, STATE) && self.uppercase(j) && self.len(j) <= 3;
        if regions > 0 || postal {
            part.region = true;
            part.end = j + regions.max(1);
            return part;
        }
        let mut k = j;
        while k < j + MAX_COMPONENT {
            let token = self.token(k);
            if k > j && token.flags & (LINE | WIDE) != 0 || token.kind == Kind::End {
                break;
            }
            if token.kind == Kind::Number && self.len(k) <= 6 {
                if self.lex(k + 1, UNIT) && !self.capital(k + 1) && self.same_line(k + 1) {
                    break;
                }
                part.number = true;
            } else if self.place_name(k)
                || token.kind == Kind::Word && self.capital(k) && self.lex(k, STREET | STREET_ABROAD)
            {
                let street = self.lex(k, STREET | STREET_ABROAD) || self.street_ending(k);
                part.street |= street;
                part.names += usize::from(!street);
                part.place |= !street && self.listed_place(k) > 0;
            } else if self.word(k, "s") && self.mark(k - 1, b'\'') && self.joined(k) && k > j {
                // "Weaver's Hall"
            } else if self.word_of(k, INSIDE)
                || self.particle(k)
                    && part.names + usize::from(part.number) > 0
                    && self.same_line(k + 1)
                    && (self.place_name(k + 1) || self.particle(k + 1))
            {
                // A word inside of a part.
            } else if token.kind == Kind::Word && self.len(k) <= 2 && self.uppercase(k) {
                // "SP", "D-", "3º B", "LS6 2AB"
            } else if self.mark_of(k, b"-/.'#")
                && k > j
                && (self.joined(k + 1) || self.mark(k, b'.') && self.len(k - 1) <= 3)
            {
                // Joins two words.
            } else if token.kind == Kind::Mark
                && k > j
                && self.joined(k)
                && self.fold[token.start as usize] == crate::fold::SYMBOL
            {
                // "3º"
            } else if self.mark(k, b'-') && k > j && self.capital(k + 1) && self.same_line(k + 1) {
                // "São Paulo - SP"
            } else {
                break;
            }
            k += 1;
        }
        while k > j && (self.kind(k - 1) == Kind::Mark || self.particle(k - 1) && !self.capital(k - 1)) {
            k -= 1;
        }
        part.end = k;
        part
    }

    /// How large the place is that the lists have under the word or words at token `i`; 0 = none.
    pub(super) fn listed_place(&self, i: usize) -> u8 {
        let entry = crate::lists::lookup(self.bytes(i));
        let mut best = entry.place();
        if entry.place_part() && self.kind(i + 1) == Kind::Word && self.same_line(i + 1) {
            best = best.max(crate::lists::phrase(&[self.bytes(i), self.bytes(i + 1)]).place());
            if self.kind(i + 2) == Kind::Word && self.same_line(i + 2) {
                best = best.max(
                    crate::lists::phrase(&[self.bytes(i), self.bytes(i + 1), self.bytes(i + 2)]).place(),
                );
            }
        }
        best
    }

    /// Notes the address whose street stands at `first..end`, with what follows it.
    pub(super) fn address(&mut self, first: usize, end: usize) {
        let mut end = end;
        for n in 0..MAX_COMPONENTS {
            let comma =
                self.mark(end, b',') || self.mark(end, b'-') && !self.joined(end) && !self.joined(end + 1);
            let at = end + usize::from(comma);
            let line = self.line_start(at) && self.token(at).flags & PARAGRAPH == 0;
            let beside = n == 0 && self.kind(at) == Kind::Number && self.len(at) >= 4 && self.same_line(at);
            if !(comma || beside || line && self.kind(at) == Kind::Number) || self.token(at).kind == Kind::End
            {
                break;
            }
            let part = self.component(at);
            if part.region || part.end == at {
                break;
            }
            let next = self.component(part.end + usize::from(self.mark(part.end, b',')));
            let led =
                self.mark(part.end, b',') && (next.region || next.number && next.names > 0 || next.place);
            let code =
                part.number && (at..part.end).any(|k| self.kind(k) == Kind::Number && self.len(k) >= 3);
            if !(part.place
                || part.street
                || code
                || part.number && part.names > 0
                || led && part.names > 0
                || part.number && part.end <= at + 3)
            {
                break;
            }
            end = part.end;
        }
        self.note(first, end, &rules::PLACE_STREET_ABROAD);
    }

    /// "50667 Köln", "Bengaluru 560001": a postal code beside a place of the lists, from the number `i`.
    pub(super) fn code_and_city(&mut self, i: usize) {
        if !(4..=6).contains(&self.len(i)) || !self.fresh(i) {
            return;
        }
        let opens = self.line_start(i) || self.mark_of(i.wrapping_sub(1), b",|(;");
        if opens
            && self.same_line(i + 1)
            && self.place_name(i + 1)
            && self.listed_place(i + 1) >= 3
            && !self.joined(i + 1)
        {
            let part = self.component(i);
            if part.place && !self.lex(i + 1, REGION) {
                self.note(i, part.end, &rules::PLACE_CODE_CITY);
            }
        }
        let before = i.wrapping_sub(1);
        let dash = usize::from(self.mark(before, b'-')) + usize::from(self.mark(before, b','));
        let city = before.wrapping_sub(dash);
        if self.same_line(i)
            && self.len(i) >= 5
            && self.place_name(city)
            && self.listed_place(city) >= 4
            && self.stops(i + 1)
            && !self.lex(i + 1, UNIT)
        {
            self.note(city, i + 1, &rules::PLACE_CODE_CITY);
        }
    }
}
