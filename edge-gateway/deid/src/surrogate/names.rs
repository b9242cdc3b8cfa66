//! Names: word by word, so that "Maria Lopez", "Ms. Lopez" and "LOPEZ" stay one person.

use super::pool::{self, Culture, Gender, Role};
use super::{Kindred, Surrogates};
use crate::dates::{case, in_case};
use crate::finder::Finder;
use crate::fold::View;
use crate::person::{Name, Part, People, Word};
use crate::scan::Candidate;

/// Where all lists are used up, names are made of these.
const ONSETS: &[&str] =
    &["b", "d", "f", "g", "h", "k", "l", "m", "n", "r", "s", "t", "v", "br", "dr", "gr", "tr", "st"];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u"];
const CODAS: &[&str] = &["l", "n", "r", "s", "ck", "nd", "rt", "st"];

/// Short, middling, long.
fn class(word: &str) -> usize {
    match word.chars().count() {
        0..=4 => 0,
        5..=6 => 1,
        _ => 2,
    }
}

impl Surrogates {
    /// Gives each written-out word of a name its surrogate. Names of many words should come first: they tell which word is what.
    pub(crate) fn meet(&mut self, name: &Name, gender: Option<Gender>, finder: &Finder<'_>) {
        let new = |word: &Word| {
            matches!(word.part, Part::Given | Part::Surname) && self.known_word(&word.key).is_none()
        };
        if !name.words.iter().any(new) {
            return;
        }
        let culture = name
            .words
            .iter()
            .filter(|word| matches!(word.part, Part::Given | Part::Surname))
            .rev()
            .find_map(|word| pool::culture(&word.key));
        for word in &name.words {
            let role = match word.part {
                Part::Given => Role::Given,
                Part::Surname => Role::Surname,
                _ => continue,
            };
            let culture = pool::culture(&word.key).or(culture).unwrap_or(Culture::English);
            // A given name's own gender counts more than its bearer's: Ms. Robin Lee.
            let gender = pool::gender(&word.key).or(gender);
            self.word(&word.key, role, culture, gender, finder);
        }
    }

    /// The surrogate of a word, in small letters.
    pub(super) fn word(
        &mut self,
        key: &str,
        role: Role,
        culture: Culture,
        gender: Option<Gender>,
        finder: &Finder<'_>,
    ) -> Option<String> {
        if let Some(word) = self.known_word(key) {
            return Some(word.to_owned());
        }
        let lists = [culture, Culture::English].map(|culture| {
            pool::names(culture, role, gender)
                .filter(|name| self.fresh(pool::plain(name).as_bytes(), finder))
                .collect::<Vec<_>>()
        });
        let alike: Vec<&str> = lists[0].iter().copied().filter(|name| class(name) == class(key)).collect();
        let drawn = self
            .draw
            .pick(&alike)
            .or_else(|| self.draw.pick(&lists[0]))
            .or_else(|| self.draw.pick(&lists[1]));
        let word = match drawn {
            Some(name) => name.to_owned(),
            None => self.made_up(class(key), finder)?,
        };
        self.set(Kindred::Used, pool::plain(&word).as_bytes(), &[]);
        self.set(Kindred::Word, key.as_bytes(), word.as_bytes());
        Some(word)
    }

    fn made_up(&mut self, class: usize, finder: &Finder<'_>) -> Option<String> {
        (0..super::TRIES).find_map(|_| {
            let mut word = String::new();
            for _ in 0..=class {
                word.push_str(self.draw.pick(ONSETS)?);
                word.push_str(self.draw.pick(VOWELS)?);
            }
            word.push_str(self.draw.pick(CODAS)?);
            self.fresh(word.as_bytes(), finder).then_some(word)
        })
    }

    /// The whole name with all its words replaced, in their cases; `None` where it is not all in Latin letters.
    pub(crate) fn name(
        &mut self,
        view: &View<'_>,
        c: &Candidate,
        name: &Name,
        person: Option<(usize, &People)>,
        finder: &Finder<'_>,
    ) -> Option<String> {
        if !name.plain || name.words.iter().all(|word| matches!(word.part, Part::Title | Part::Small)) {
            return None;
        }
        let accents = !view.text[view.byte(c.start)..view.byte(c.end)].is_ascii();
        let mut out = String::new();
        let mut at = c.start;
        for word in &name.words {
            out.extend(view.fold[at as usize..word.start as usize].iter().map(|byte| char::from(*byte)));
            let old = &view.fold[word.start as usize..word.end as usize];
            match word.part {
                Part::Title | Part::Small => out.extend(old.iter().map(|byte| char::from(*byte))),
                Part::Initial => {
                    for letter in word.key.chars() {
                        let new = self.initial(letter, person)?;
                        out.push(if old[0].is_ascii_uppercase() { new.to_ascii_uppercase() } else { new });
                    }
                }
                Part::Given | Part::Surname => {
                    let new = self.known_word(&word.key)?;
                    let new = if accents && new.starts_with(|c: char| c.is_ascii()) {
                        new.to_owned()
                    } else {
                        pool::plain(new)
                    };
                    out.push_str(&match case(old) {
                        crate::dates::Case::Upper => new.to_uppercase(),
                        other => in_case(&new, other),
                    });
                }
            }
            at = word.end;
        }
        out.extend(view.fold[at as usize..c.end as usize].iter().map(|byte| char::from(*byte)));
        (!super::known(out.as_bytes(), finder)).then_some(out)
    }

    /// The first letter of what the initial stands for, where that is known; else the same other letter for the same letter.
    fn initial(&mut self, letter: char, person: Option<(usize, &People)>) -> Option<char> {
        let start = letter.to_string();
        let word = person.and_then(|(person, people)| people.word_for(person, &start));
        if let Some(new) =
            word.and_then(|word| self.known_word(word)).and_then(|new| pool::plain(new).chars().next())
        {
            return Some(new);
        }
        let known = |letter: char| {
            self.values.text(Kindred::Initial as u8, letter.to_string().as_bytes())?.chars().next()
        };
        if let Some(new) = known(letter) {
            return Some(new);
        }
        let taken: Vec<char> = ('a'..='z').filter_map(known).collect();
        let letters: Vec<char> = "abcdefghjklmnoprstvw"
            .chars()
            .filter(|other| *other != letter && !taken.contains(other))
            .collect();
        let new = self.draw.pick(&letters)?;
        self.set(Kindred::Initial, start.as_bytes(), new.to_string().as_bytes());
        Some(new)
    }

    /// The surrogate that a word has already.
    fn known_word(&self, key: &str) -> Option<&str> {
        self.values.text(Kindred::Word as u8, key.as_bytes())
    }
}
