//! Places, streets and houses of care: made-up names among the words that say what kind of place it is.

use super::codes::letters;
use super::{Kindred, Surrogates, Value};
use crate::dates::{case, in_case};
use crate::finder::Finder;
use crate::lists;
use crate::words::{self, COMPASS, FACILITY, FACILITY_PAIR, PARTICLE, REGION, STATE, STREET};

const HEADS: &[&str] = &[
    "alder", "amber", "ash", "barn", "birch", "bram", "brim", "cald", "clay", "cold", "crow", "dun", "elm",
    "farn", "fen", "frost", "gran", "hazel", "hol", "kell", "lark", "loam", "marl", "merle", "moss",
    "nether", "orrin", "pell", "quill", "raven", "rook", "rush", "sel", "tam", "thorn", "tilt", "vane",
    "wend", "willow", "wren",
];
const TAILS: &[&str] = &[
    "beck", "bourne", "brook", "combe", "crest", "dale", "fell", "ford", "garth", "haven", "holt", "hurst",
    "ley", "mere", "moor", "ridge", "shaw", "stead", "stow", "thwaite", "vale", "wick", "worth",
];
const SAINTS: &[&str] = &[
    "Alban", "Ambrose", "Brendan", "Clement", "Crispin", "Cyprian", "Gerard", "Hedwig", "Isidore", "Ursula",
    "Winifred",
];
/// Words of an address that say what stands behind them.
const UNITS: &[&str] = &[
    "apt",
    "apartment",
    "suite",
    "ste",
    "unit",
    "floor",
    "fl",
    "room",
    "rm",
    "box",
    "po",
    "p",
    "o",
    "post",
    "office",
    "lot",
    "bldg",
    "building",
    "of",
    "the",
    "and",
    "at",
    "on",
];
/// Words of a facility's name that many have.
const GENERIC: &[&str] = &[
    "memorial",
    "general",
    "regional",
    "community",
    "medical",
    "health",
    "family",
    "children",
    "childrens",
    "women",
    "womens",
    "veterans",
    "cancer",
    "heart",
    "eye",
    "dental",
    "surgical",
    "surgery",
    "rehabilitation",
    "rehab",
    "nursing",
    "primary",
    "pediatric",
    "pediatrics",
    "orthopedic",
    "orthopedics",
    "urgent",
    "emergency",
    "department",
    "pharmacy",
    "laboratory",
    "services",
    "county",
    "city",
    "state",
    "national",
    "district",
    "teaching",
    "private",
    "public",
    "high",
    "middle",
    "elementary",
    "academy",
    "of",
    "the",
    "and",
    "for",
    "at",
    "st",
    "saint",
    "s",
];

/// How a stretch of words is taken apart.
struct Rewording<'a> {
    keep: &'a dyn Fn(&str, &[u8]) -> bool,
}

/// A word of it says that it is a house of care or learning.
pub(super) fn is_facility(fold: &[u8]) -> bool {
    let mut words = fold.split(|b| !b.is_ascii_alphabetic());
    let last = words.clone().rfind(|word| !word.is_empty()).unwrap_or_default();
    words.any(|word| words::lookup(word) & FACILITY != 0)
        || ["memorial", "regional", "medical", "general"]
            .iter()
            .any(|word| last.eq_ignore_ascii_case(word.as_bytes()))
}

impl Surrogates {
    pub(super) fn place(&mut self, value: &Value<'_>, finder: &Finder<'_>) -> Option<String> {
        let numbered = value.fold.iter().any(u8::is_ascii_digit);
        let keep = |word: &str, old: &[u8]| {
            let lex = words::lookup(word.as_bytes());
            // Only in an address is "Park" or "North" a word of the language.
            lex & (STREET | COMPASS) != 0 && numbered
                || UNITS.contains(&word)
                || lex & PARTICLE != 0 && word.len() < 4
                || lex & REGION != 0 && word.len() > 3
                || lex & STATE != 0 && old.len() == 2 && old.iter().all(u8::is_ascii_uppercase)
        };
        self.reworded(value.fold, &Rewording { keep: &keep }, finder)
    }

    pub(super) fn facility(&mut self, value: &Value<'_>, finder: &Finder<'_>) -> Option<String> {
        let keep = |word: &str, _: &[u8]| {
            let lex = words::lookup(word.as_bytes());
            lex & (FACILITY | FACILITY_PAIR) != 0 || GENERIC.contains(&word)
        };
        self.reworded(value.fold, &Rewording { keep: &keep }, finder)
    }

    /// Every run of words that say which place it is becomes one made-up word; digits become other digits.
    fn reworded(&mut self, fold: &[u8], how: &Rewording<'_>, finder: &Finder<'_>) -> Option<String> {
        if !fold.is_ascii() {
            return None;
        }
        let mut out = String::new();
        // Words of the run that is open, and where it ends.
        let mut run: Option<(usize, usize)> = None;
        let (mut at, mut changed, mut saint) = (0, false, false);
        while at < fold.len() {
            let letters_here = fold[at..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
            let digits_here = fold[at..].iter().take_while(|b| b.is_ascii_digit()).count();
            let word = std::str::from_utf8(&fold[at..at + letters_here]).ok()?.to_ascii_lowercase();
            let after_digit = at > 0 && fold[at - 1].is_ascii_digit();
            if letters_here > 1 && !(how.keep)(&word, &fold[at..at + letters_here]) && !after_digit {
                // What separates it from the open run is one mark, and goes with it.
                run = match run {
                    Some((from, to)) if at - to == 1 && matches!(fold[to], b' ' | b'-' | b'\'') => {
                        Some((from, at + letters_here))
                    }
                    Some((from, to)) => {
                        out.push_str(&self.stem(&fold[from..to], saint, finder)?);
                        out.push_str(std::str::from_utf8(&fold[to..at]).ok()?);
                        Some((at, at + letters_here))
                    }
                    None => Some((at, at + letters_here)),
                };
                changed = true;
                at += letters_here;
                continue;
            }
            // A lone mark may lie inside of a run.
            if letters_here == 0 && digits_here == 0 && run.is_some_and(|(_, to)| to == at) {
                at += 1;
                continue;
            }
            if let Some((from, to)) = run.take() {
                out.push_str(&self.stem(&fold[from..to], saint, finder)?);
                out.push_str(std::str::from_utf8(&fold[to..at]).ok()?);
                saint = false;
            }
            if digits_here > 0 {
                let old = &fold[at..at + digits_here];
                let key = [b"#", old].concat();
                let new = self.house(key, old);
                out.push_str(std::str::from_utf8(&new).ok()?);
                changed = true;
                at += digits_here;
            } else if letters_here == 1 && !(how.keep)(&word, &fold[at..=at]) && fold[at] != b's' {
                let new = self.alike(word.as_bytes());
                out.push_str(&super::codes::pour(&fold[at..=at], &new));
                changed = true;
                at += 1;
            } else {
                saint = matches!(word.as_str(), "st" | "saint") || saint && letters_here == 0;
                let len = letters_here.max(1);
                out.push_str(std::str::from_utf8(&fold[at..at + len]).ok()?);
                at += len;
            }
        }
        if let Some((from, to)) = run {
            out.push_str(&self.stem(&fold[from..to], saint, finder)?);
            out.push_str(std::str::from_utf8(&fold[to..]).ok()?);
        }
        let whole = letters(out.as_bytes())?;
        (changed && !self.vocabulary.holds(&whole)).then_some(out)
    }

    /// The number of a house or flat: short numbers are everywhere in a text, so only the same number is out.
    fn house(&mut self, key: Vec<u8>, old: &[u8]) -> Vec<u8> {
        if let Some(new) = self.get(Kindred::House, &key) {
            return new.to_vec();
        }
        let mut new = self.alike(old);
        for _ in 0..super::TRIES {
            if new != old && (old.len() < 4 || !self.vocabulary.holds(&new)) {
                break;
            }
            new = self.alike(old);
        }
        self.set(Kindred::House, &key, &new);
        new
    }

    /// One made-up name for a run of words.
    fn stem(&mut self, old: &[u8], saint: bool, finder: &Finder<'_>) -> Option<String> {
        let key = letters(old)?;
        let made = self.remembered(Kindred::Place, key, finder, |this| {
            if saint {
                return Some(this.draw.pick(SAINTS)?.to_ascii_lowercase().into_bytes());
            }
            let name = format!("{}{}", this.draw.pick(HEADS)?, this.draw.pick(TAILS)?);
            // Where the list of places knows it, it is not made up.
            if lists::lookup(name.as_bytes()).place() > 0 {
                Some(Vec::new())
            } else {
                Some(name.into_bytes())
            }
        })?;
        let first = &old[..old.iter().take_while(|b| b.is_ascii_alphabetic()).count()];
        Some(in_case(std::str::from_utf8(&made).ok()?, case(first)))
    }
}
