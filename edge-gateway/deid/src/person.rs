//! Which findings speak of the same person.
//!
//! Called by the rewriter for the numbers of masks, and by the surrogates for what each word of a name is. It decides nothing
//! about what is removed.

use crate::fold::{LETTER, View, is_letter};
use crate::scan::Candidate;
use crate::surrogate::pool::{self, Gender};
use crate::table::Index;
use crate::words::{self, CREDENTIAL, GENERATION, PARTICLE, TITLE};

/// A name shared by more people than this tells nobody apart.
const MOST_NAMESAKES: usize = 8;
/// A name of more words is a list of names, or a mistake.
const MOST_WORDS: usize = 12;

/// One run of letters in a name, with apostrophes inside. Holds text: its `Debug` shows none.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Where it stands in the fold.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Small letters, without accents and apostrophes.
    pub(crate) key: String,
    pub(crate) part: Part,
}

impl std::fmt::Debug for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Word({}..{}, {:?})", self.start, self.end, self.part)
    }
}

/// What a word of a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Title,
    Given,
    Surname,
    /// One letter, or two capitals that are no name.
    Initial,
    /// "de", "van", "jr", "MD": says little, and stays in a surrogate.
    Small,
}

/// A name that was found, taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub(crate) words: Vec<Word>,
    pub(crate) gender: Option<Gender>,
    /// Whether it is borne as a doctor's, where a title says so: Dr. Lopez is not Ms. Lopez.
    doctor: Option<bool>,
    /// Every letter is Latin, and there is no digit: it can be given a surrogate.
    pub(crate) plain: bool,
}

/// Titles that say who bears them.
const SIR: &[&str] = &["mr", "mister", "sir", "senor", "herr", "monsieur"];
const MADAM: &[&str] =
    &["mrs", "ms", "miss", "missus", "senora", "sra", "frau", "mme", "madame", "mlle", "dra"];

/// Titles of those who treat.
const DOCTOR: &[&str] = &["dr", "drs", "doctor", "prof", "professor", "nurse"];

fn title_doctor(word: &str) -> Option<bool> {
    if DOCTOR.contains(&word) {
        Some(true)
    } else if SIR.contains(&word) || MADAM.contains(&word) {
        Some(false)
    } else {
        None
    }
}

fn title_gender(word: &str) -> Option<Gender> {
    if SIR.contains(&word) {
        Some(Gender::Male)
    } else if MADAM.contains(&word) {
        Some(Gender::Female)
    } else {
        None
    }
}

/// The word before a position in the fold, where only a full stop and spaces lie between.
fn title_before<'v>(view: &'v View<'_>, start: u32) -> Option<&'v [u8]> {
    let (before, rest) = view.fold.split_at_checked(start as usize)?;
    if before.last().is_some_and(|b| is_letter(*b)) && rest.first().is_some_and(|b| is_letter(*b)) {
        return None;
    }
    let blank = |b: &u8| *b == b' ' || b.is_ascii_control();
    let ends = |text: &[u8], inside: &dyn Fn(&u8) -> bool| {
        text.iter().rposition(|b| !inside(b)).map_or(0, |at| at + 1)
    };
    let before = &before[..ends(before, &blank)];
    let before = &before[..ends(before, &|b| *b == b'.')];
    let before = &before[..ends(before, &blank)];
    let word = &before[ends(before, &|b| is_letter(*b))..];
    (words::lookup(word) & TITLE != 0).then_some(word)
}

impl Name {
    pub(crate) fn read(view: &View<'_>, c: &Candidate) -> Name {
        let (from, to) = (c.start as usize, c.end as usize);
        let mut name = Name { words: Vec::new(), gender: None, doctor: None, plain: true };
        let before = title_before(view, c.start).map(|title| title.to_ascii_lowercase());
        let mut titled = before.is_some();
        let title = before.as_deref().and_then(|title| std::str::from_utf8(title).ok()).unwrap_or_default();
        (name.gender, name.doctor) = (title_gender(title), title_doctor(title));
        let mut turned_at = None;
        let mut at = from;
        while at < to {
            let byte = view.fold[at];
            if !is_letter(byte) {
                name.plain &= byte.is_ascii() && !byte.is_ascii_digit();
                if turned_at.is_none() && matches!(byte, b',' | b'^') {
                    turned_at = Some(name.words.len());
                }
                at += 1;
                continue;
            }
            let start = at;
            let mut key = String::new();
            // An apostrophe inside is part of the word, but not the possessive's.
            while at < to
                && (is_letter(view.fold[at]) || view.fold[at] == b'\'' && inside(&view.fold[..to], at))
            {
                let byte = view.fold[at];
                name.plain &= byte.is_ascii();
                if byte.is_ascii_alphabetic() {
                    key.push(char::from(byte.to_ascii_lowercase()));
                } else if byte >= 0x81 {
                    key.extend(char::from_u32(view.key(at)));
                }
                at += 1;
                // A script without case sets no space between words: the whole run is one.
                if byte == LETTER {
                    continue;
                }
            }
            if name.words.len() < MOST_WORDS {
                let lex = words::lookup(key.as_bytes());
                let capitals = at - start == 2 && view.fold[start..at].iter().all(u8::is_ascii_uppercase);
                let part = if lex & TITLE != 0
                    && name.words.iter().all(|word| word.part == Part::Title)
                    && key != "dra"
                {
                    titled = true;
                    name.gender = name.gender.or(title_gender(&key));
                    name.doctor = name.doctor.or(title_doctor(&key));
                    Part::Title
                } else if key.chars().count() == 1 {
                    Part::Initial
                } else if lex & PARTICLE != 0 && key.len() <= 3
                    || lex & (GENERATION | CREDENTIAL) != 0 && !name.words.is_empty() && key.len() <= 3
                {
                    Part::Small
                } else if capitals && pool::culture(&key).is_none() {
                    Part::Initial
                } else {
                    Part::Given
                };
                name.words.push(Word { start: start as u32, end: at as u32, key, part });
            } else {
                name.plain = false;
            }
        }
        name.tell_surname(&view.fold, turned_at, titled);
        name
    }

    /// The last word is the surname, or the first before a comma; one word alone by its title or the initial beside it.
    fn tell_surname(&mut self, fold: &[u8], turned_at: Option<usize>, titled: bool) {
        let full: Vec<usize> =
            (0..self.words.len()).filter(|at| self.words[*at].part == Part::Given).collect();
        let initial_first = self.words.iter().position(|word| word.part == Part::Initial);
        let surname = match (full.as_slice(), turned_at) {
            // "ROE, JANE"; what stands behind a comma may be letters of a profession.
            ([first, .., last], Some(comma)) if *first < comma && comma <= *last => Some(*first),
            ([.., last], None | Some(_)) if full.len() > 1 => Some(*last),
            ([only], Some(comma)) if *only < comma && initial_first.is_some_and(|at| at >= comma) => {
                Some(*only)
            }
            ([only], _) => {
                let key = self.words[*only].key.as_bytes();
                let entry = crate::lists::lookup(key);
                let before = initial_first.is_some_and(|at| at < *only);
                let after = initial_first.is_some_and(|at| at > *only);
                let given = entry.given() > entry.surname()
                    || pool::gender(&self.words[*only].key).is_some() && entry.given() >= entry.surname();
                (titled || before || !after && !given).then_some(*only)
            }
            _ => None,
        };
        if let Some(at) = surname {
            self.words[at].part = Part::Surname;
            // "Mullen-McDowell": what one mark joins to a surname is a part of it.
            let mut first = at;
            while let Some(before) = first.checked_sub(1).filter(|before| {
                let (before, word) = (&self.words[*before], &self.words[first]);
                before.part == Part::Given
                    && before.end + 1 == word.start
                    && fold[before.end as usize] == b'-'
            }) {
                self.words[before].part = Part::Surname;
                first = before;
            }
        }
        if self.gender.is_none() {
            self.gender = self
                .words
                .iter()
                .find(|word| word.part == Part::Given)
                .and_then(|word| pool::gender(&word.key));
        }
    }

    /// The words that are written out.
    fn full(&self) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(|word| matches!(word.part, Part::Given | Part::Surname))
    }

    pub(crate) fn full_count(&self) -> usize {
        self.full().count()
    }
}

/// Places of the names, those of many words before those of few, and in the order of the text among themselves.
pub(crate) fn long_names_first(names: &[Name]) -> impl Iterator<Item = usize> + use<> {
    most_first(names.iter().map(|name| name.full_count() as u8).collect())
}

/// Places of the counts, higher ones before lower ones, and in order among themselves.
pub(crate) fn most_first(counts: Vec<u8>) -> impl Iterator<Item = usize> {
    let mut places: Vec<u32> = (0..counts.len() as u32).collect();
    places.sort_by_key(|at| std::cmp::Reverse(counts[*at as usize]));
    places.into_iter().map(|at| at as usize)
}

/// An apostrophe between letters of one word, as in O'Brien; what follows is more than an `s`.
fn inside(fold: &[u8], at: usize) -> bool {
    let letters = fold[at + 1..].iter().take_while(|byte| is_letter(**byte)).count();
    letters > 1 || letters == 1 && !matches!(fold[at + 1], b's' | b'S')
}

#[derive(Clone)]
struct Person {
    words: Vec<String>,
    gender: Option<Gender>,
    doctor: Option<bool>,
}

/// Everybody who was named in the texts of a request so far.
#[derive(Clone, Default)]
pub(crate) struct People {
    all: Vec<Person>,
    /// Where in `namesakes` the people lie who have this word in their names.
    by_word: Index,
    namesakes: Vec<Vec<usize>>,
}

impl People {
    /// The person of each name; `None` for initials alone. Names of many words come first, so that it is known who may be
    /// meant when only one word stands there.
    pub(crate) fn meet(&mut self, names: &[Name]) -> Vec<Option<usize>> {
        let mut result = vec![None; names.len()];
        for at in long_names_first(names) {
            result[at] = self.person(&names[at]);
        }
        result
    }

    /// The person of one name; `None` for initials alone.
    pub(crate) fn person(&mut self, name: &Name) -> Option<usize> {
        let words: Vec<&str> = name.full().map(|word| word.key.as_str()).collect();
        let last = name.full().find(|word| word.part == Part::Surname).or(name.full().last())?;
        let initials: Vec<&str> = name
            .words
            .iter()
            .filter(|word| word.part == Part::Initial)
            .map(|word| word.key.as_str())
            .collect();
        let namesakes = self.by_word.get(last.key.as_bytes()).and_then(|at| self.namesakes.get(*at as usize));
        let namesakes = namesakes.map_or(&[][..], Vec::as_slice);
        let fits = |person: &Person| {
            let others: Vec<&String> =
                person.words.iter().filter(|word| !words.contains(&word.as_str())).collect();
            let differ = |a: Option<bool>, b: Option<bool>| a.is_some() && b.is_some() && a != b;
            let female = |gender: Option<Gender>| gender.map(|gender| gender == Gender::Female);
            let apart =
                differ(female(name.gender), female(person.gender)) || differ(name.doctor, person.doctor);
            // One has all the words of the other; initials stand for words that the name does not write out.
            let subset = words.iter().all(|word| person.words.iter().any(|other| other == word));
            let superset = person.words.iter().all(|word| words.contains(&word.as_str()));
            let initials_fit = others.is_empty()
                || initials.first().is_none_or(|initial| {
                    words.len() > 1 || others.iter().any(|other| other.starts_with(initial))
                });
            !apart && (subset || superset) && initials_fit
        };
        let mut fitting = namesakes.iter().take(MOST_NAMESAKES).filter(|at| fits(&self.all[**at]));
        let exact = |at: &&usize| {
            let person = &self.all[**at].words;
            person.len() == words.len() && words.iter().all(|word| person.iter().any(|other| other == word))
        };
        let found = match (fitting.next(), fitting.next()) {
            (Some(one), None) => Some(*one),
            // Several may be meant: only one of just this name is sure to be.
            (Some(_), Some(_)) => {
                namesakes.iter().take(MOST_NAMESAKES).filter(|at| fits(&self.all[**at])).find(exact).copied()
            }
            (None, _) => None,
        };
        let found = found.unwrap_or_else(|| {
            self.all.push(Person { words: Vec::new(), gender: None, doctor: None });
            self.all.len() - 1
        });
        let person = &mut self.all[found];
        person.gender = person.gender.or(name.gender);
        person.doctor = person.doctor.or(name.doctor);
        for word in words {
            if !person.words.iter().any(|other| other == word) && person.words.len() < MOST_WORDS {
                person.words.push(word.to_owned());
                let next = self.namesakes.len() as u32;
                let at = *self.by_word.entry(word.as_bytes().to_vec()).or_insert(next);
                if at == next {
                    self.namesakes.push(Vec::new());
                }
                self.namesakes[at as usize].push(found);
            }
        }
        Some(found)
    }

    /// The written-out word that an initial of this person stands for.
    pub(crate) fn word_for(&self, person: usize, initial: &str) -> Option<&str> {
        self.all.get(person)?.words.iter().find(|word| word.starts_with(initial)).map(String::as_str)
    }

    pub(crate) fn gender(&self, person: usize) -> Option<Gender> {
        self.all.get(person)?.gender
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, Word};

    #[test]
    fn row_43_nothing_that_holds_text_shows_it() {
        let word = Word { start: 1, end: 8, key: "zebulon".to_owned(), part: Part::Given };
        assert_eq!(format!("{word:?}"), "Word(1..8, Given)");
        let values =
            crate::KnownValues { names: vec!["Zebulon".to_owned()], ..crate::KnownValues::default() };
        let values_shown = format!("{values:?}");
        let policy = crate::Policy::safe_harbor();
        let known = crate::Known::try_from(values).unwrap();
        let clean = crate::deidentify("Zebulon slept.", &policy, &known).unwrap();
        for shown in
            [values_shown, format!("{known:?}"), format!("{clean:?}"), format!("{:?}", clean.spans())]
        {
            assert!(!shown.to_lowercase().contains("zebulon") && !shown.contains("slept"), "{shown}");
        }
    }
}
