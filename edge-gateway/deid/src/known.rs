//! What the caller knows of the patient, found wherever it stands, whatever its case, spacing and punctuation.
//!
//! Every value becomes one or more keys of letters and digits alone; one automaton finds all keys in one pass.

use crate::dates::MONTHS;
use crate::fold::{View, is_alnum};
use crate::rules::{self, Rule};
use crate::words::{self, COMMON, MONTH, NAMEWORD, PARTICLE, REGION, STATE, STREET, TITLE, UNIT};
use serde::Deserialize;

/// Most values in one request, over all lists.
pub const MAX_KNOWN_VALUES: usize = 256;
/// Most characters of one value, in Unicode scalar values.
pub const MAX_KNOWN_CHARS: usize = 256;

/// Values to remove besides what the rules find. From JSON with unknown fields refused.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Known {
    pub(crate) keys: Vec<Key>,
}

/// Redacting: says how much is known, never what.
impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Known({} keys)", self.keys.len())
    }
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    /// Folded, lower case, letters and digits only.
    pub(crate) text: Vec<u32>,
    /// After these characters something must separate, so that 1/2/90 is not 1290.
    pub(crate) breaks: u64,
    /// The first letter must be a capital: the word is also an ordinary one.
    pub(crate) capital: bool,
    pub(crate) kind: KnownKind,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum KnownKind {
    Name,
    Id,
    Date,
    Address,
    Phone,
    Other,
}

impl KnownKind {
    pub(crate) fn rule(self) -> &'static Rule {
        match self {
            KnownKind::Name => &rules::KNOWN_NAME,
            KnownKind::Id => &rules::KNOWN_ID,
            KnownKind::Date => &rules::KNOWN_DATE,
            KnownKind::Address => &rules::KNOWN_ADDRESS,
            KnownKind::Phone => &rules::KNOWN_PHONE,
            KnownKind::Other => &rules::KNOWN_OTHER,
        }
    }
}

/// Why the known values were refused. Holds no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownError {
    /// More than [`MAX_KNOWN_VALUES`].
    TooMany,
    /// A value of more than [`MAX_KNOWN_CHARS`].
    TooLong,
}

impl std::fmt::Display for KnownError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            KnownError::TooMany => write!(f, "`known` holds more than {MAX_KNOWN_VALUES} values"),
            KnownError::TooLong => {
                write!(f, "a value in `known` is longer than {MAX_KNOWN_CHARS} characters")
            }
        }
    }
}

impl std::error::Error for KnownError {}

/// The request's object, before it is checked and compiled.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct KnownValues {
    /// Names of the patient and of people around, in any order.
    pub names: Vec<String>,
    /// Record numbers.
    pub ids: Vec<String>,
    /// Dates, such as the date of birth: ISO, or month, day and year, or with the month's name.
    pub dates: Vec<String>,
    /// Addresses, parts separated by commas.
    pub addresses: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// Anything else.
    pub other: Vec<String>,
}

impl std::fmt::Debug for KnownValues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KnownValues(redacted)")
    }
}

impl<'de> Deserialize<'de> for Known {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Known, D::Error> {
        Known::try_from(KnownValues::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl TryFrom<KnownValues> for Known {
    type Error = KnownError;

    fn try_from(values: KnownValues) -> Result<Known, KnownError> {
        let lists =
            [&values.names, &values.ids, &values.dates, &values.addresses, &values.phones, &values.other];
        if lists.iter().map(|list| list.len()).sum::<usize>() > MAX_KNOWN_VALUES {
            return Err(KnownError::TooMany);
        }
        if lists.iter().flat_map(|list| list.iter()).any(|value| value.chars().count() > MAX_KNOWN_CHARS) {
            return Err(KnownError::TooLong);
        }
        let mut known = Known::default();
        values.names.iter().for_each(|value| known.add_name(value));
        values.ids.iter().for_each(|value| known.add(value, KnownKind::Id, 3));
        values.dates.iter().for_each(|value| known.add_date(value));
        values.addresses.iter().for_each(|value| known.add_address(value));
        values.phones.iter().for_each(|value| known.add_phone(value));
        values.other.iter().for_each(|value| known.add(value, KnownKind::Other, 2));
        known.keys.sort_unstable();
        known.keys.dedup();
        Ok(known)
    }
}

/// Shorter names are not looked for with an `s` behind them: it makes another word of them.
const MIN_POSSESSIVE: usize = 4;

/// In [`Key::breaks`]: nothing may separate the characters, and the last one, an `s`, is not the value's.
pub(crate) const SOLID: u64 = 1 << 63;

/// Letters and digits of a value as keys.
fn key(value: &str) -> Vec<u32> {
    let view = View::new(value);
    (0..view.fold.len()).filter(|at| is_alnum(view.fold[*at])).map(|at| view.key(at)).collect()
}

impl Known {
    /// Nothing is known.
    pub fn none() -> Known {
        Known::default()
    }

    /// True when there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    fn push(&mut self, text: Vec<u32>, kind: KnownKind, capital: bool, breaks: u64) {
        self.keys.push(Key { text, breaks, capital, kind });
    }

    fn add(&mut self, value: &str, kind: KnownKind, least: usize) {
        let text = key(value);
        if text.len() >= least {
            self.push(text, kind, false, 0);
        }
    }

    fn add_name(&mut self, value: &str) {
        let ordered: String = match value.split_once(',') {
            Some((last, first)) => format!("{first} {last}"),
            None => value.to_owned(),
        };
        let parts: Vec<&str> = ordered
            .split_whitespace()
            .filter(|part| words::lookup(part.trim_end_matches('.').as_bytes()) & TITLE == 0)
            .collect();
        let whole: Vec<Vec<u32>> =
            parts.iter().map(|part| key(part)).filter(|part| !part.is_empty()).collect();
        if whole.len() > 1 {
            self.push(whole.concat(), KnownKind::Name, false, 0);
            let mut turned = whole.clone();
            turned.rotate_right(1);
            self.push(turned.concat(), KnownKind::Name, false, 0);
        }
        if let [first, middle @ .., last] = whole.as_slice() {
            self.add_short_forms(first, middle, last);
        }
        for (part, text) in parts.iter().zip(&whole) {
            let lex = words::lookup(part.to_ascii_lowercase().as_bytes());
            // Two letters that are no word, unit or abbreviation are a name in any case.
            let listed =
                if text.len() < 3 { lex != 0 } else { lex & (COMMON | NAMEWORD | MONTH | UNIT) != 0 };
            let ordinary = listed;
            if text.len() >= 2 && lex & PARTICLE == 0 {
                self.push(text.clone(), KnownKind::Name, ordinary, 0);
                if !ordinary && text.len() >= MIN_POSSESSIVE {
                    self.push([text.as_slice(), &[u32::from(b's')]].concat(), KnownKind::Name, false, SOLID);
                }
            }
            for piece in part.split('-').filter(|_| part.contains('-')) {
                let piece = key(piece);
                if piece.len() >= 3 {
                    self.push(piece, KnownKind::Name, false, 0);
                }
            }
        }
    }

    /// First and last name alone, and with the initials of those between; the initials count as capitals only.
    fn add_short_forms(&mut self, first: &[u32], middle: &[Vec<u32>], last: &[u32]) {
        let initials: Vec<u32> = middle.iter().filter_map(|part| part.first().copied()).collect();
        let first_letter = first.get(..1).unwrap_or_default();
        let mut forms = vec![[first, last].concat(), [last, first].concat()];
        forms.push([first, &initials, last].concat());
        forms.push([last, first, &initials].concat());
        for text in forms {
            self.push(text, KnownKind::Name, false, 0);
        }
        if last.len() > 2 {
            // "J Q Smith", "JQ Smith", "Smith J"
            for text in [
                [first_letter, &initials, last].concat(),
                [first_letter, last].concat(),
                [last, first_letter, &initials].concat(),
                [last, first_letter].concat(),
            ] {
                // Something stands between: "Jones" is not J. Ones.
                let breaks = if text.starts_with(last) { last.len() } else { text.len() - last.len() };
                self.push(text, KnownKind::Name, true, 1 << (breaks - 1).min(62));
            }
        }
    }

    fn add_address(&mut self, value: &str) {
        self.add(value, KnownKind::Address, 4);
        for (n, part) in value.split([',', '\n', ';']).enumerate() {
            let mut tokens: Vec<&str> = part.split_whitespace().collect();
            // The state may stay; the ZIP code is a part of its own.
            while tokens.len() > 1
                && tokens.last().is_some_and(|last| {
                    words::lookup(last.as_bytes()) & STATE != 0
                        || last.bytes().all(|b| b.is_ascii_digit() || b == b'-')
                })
            {
                let last = tokens.pop().unwrap_or_default();
                if last.len() >= 5 {
                    self.add(last, KnownKind::Address, 5);
                }
            }
            let text = tokens.join(" ");
            let lex = words::lookup(text.to_ascii_lowercase().as_bytes());
            if lex & (REGION | STATE) == 0 {
                let keyed = key(&text);
                if keyed.len() >= 4 {
                    self.push(keyed, KnownKind::Address, lex & (COMMON | NAMEWORD | UNIT) != 0, 0);
                }
                if let Some(street) = abbreviated(&tokens) {
                    self.add(&street, KnownKind::Address, 5);
                }
                // House number and street also without the type of street: "45 N Main".
                let typed = tokens
                    .last()
                    .is_some_and(|last| words::lookup(last.trim_end_matches('.').as_bytes()) & STREET != 0);
                let numbered =
                    tokens.first().is_some_and(|house| house.starts_with(|c: char| c.is_ascii_digit()));
                if n == 0 && typed && numbered && tokens.len() > 2 {
                    self.add(&tokens[..tokens.len() - 1].join(" "), KnownKind::Address, 5);
                }
            }
        }
    }

    fn add_phone(&mut self, value: &str) {
        // An extension is no part of the number.
        let number = value
            .split(['x', 'X', 'e', 'E', '#', ';', ','])
            .find(|part| part.bytes().any(|b| b.is_ascii_digit()));
        self.add(&value.chars().filter(|c| !c.is_alphabetic()).collect::<String>(), KnownKind::Phone, 6);
        let digits: String = number
            .unwrap_or(value)
            .chars()
            .filter_map(crate::fold::fold_char)
            .filter(u8::is_ascii_digit)
            .map(char::from)
            .collect();
        self.add(&digits, KnownKind::Phone, 6);
        let national = digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(&digits);
        self.add(national, KnownKind::Phone, 6);
        if national.len() == 10 {
            self.push(key(&national[3..]), KnownKind::Phone, false, 1 << 2);
        }
    }

    fn add_date(&mut self, value: &str) {
        self.add(value, KnownKind::Date, 6);
        let Some((year, month, day)) = parse_date(value) else {
            return;
        };
        let name = MONTHS[month as usize - 1];
        let (full, short) = (format!("{year}"), format!("{:02}", year % 100));
        for (m, d) in [(format!("{month}"), format!("{day}")), (format!("{month:02}"), format!("{day:02}"))] {
            for y in [&full, &short] {
                for parts in [[&m, &d, y], [&d, &m, y], [y, &m, &d]] {
                    let text = parts.map(String::as_str).concat();
                    // Eight digits, or six with leading zeros, are also written in one.
                    let eight =
                        text.len() == 8 || text.len() == 6 && parts.iter().all(|part| part.len() == 2);
                    let breaks = if eight {
                        0
                    } else {
                        1 << (parts[0].len() - 1) | 1 << (parts[0].len() + parts[1].len() - 1)
                    };
                    self.push(key(&text), KnownKind::Date, false, breaks);
                }
            }
        }
        // "14.03.": day and month in the European way; the separators and the zeros keep it from being a number.
        if day > 12 || value.contains(name) {
            self.push(key(&format!("{day:02}{month:02}")), KnownKind::Date, false, 1 << 1);
        }
        let suffix = match day {
            1 | 21 | 31 => "st",
            2 | 22 => "nd",
            3 | 23 => "rd",
            _ => "th",
        };
        for month in [name, &name[..3], if name == "september" { "sept" } else { name }] {
            for d in
                [format!("{day}"), format!("{day:02}"), format!("{day}{suffix}"), format!("{day}{suffix}of")]
            {
                for y in [full.as_str(), short.as_str(), ""] {
                    self.push(key(&format!("{d}{month}{y}")), KnownKind::Date, false, 0);
                    self.push(key(&format!("{month}{d}{y}")), KnownKind::Date, false, 0);
                }
            }
        }
    }
}

/// Year, month and day of a date in a usual form; digits only in the American order.
fn parse_date(value: &str) -> Option<(u32, u32, u32)> {
    let lower = value.to_ascii_lowercase();
    let numbers: Vec<u32> = lower
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty() && part.len() <= 8)
        .filter_map(|part| part.parse().ok())
        .collect();
    let named = MONTHS.iter().position(|month| lower.contains(&month[..3])).map(|at| at as u32 + 1);
    let (year, month, day) = match (numbers.as_slice(), named) {
        ([a, b, ..], Some(month)) if *a > 31 => (*a, month, *b),
        ([a, b, ..], Some(month)) => (*b, month, *a),
        ([one], None) if *one > 1_000_000 => (one / 10000, one / 100 % 100, one % 100),
        ([a, b, c], None) if *a > 31 => (*a, *b, *c),
        ([a, b, c], None) if *a <= 12 => (*c, *a, *b),
        ([a, b, c], None) => (*c, *b, *a),
        _ => return None,
    };
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, month, day))
}

/// "12 Oak Street" as "12 Oak St", and the other way round.
fn abbreviated(tokens: &[&str]) -> Option<String> {
    const PAIRS: &[(&str, &str)] = &[
        ("street", "st"),
        ("avenue", "ave"),
        ("road", "rd"),
        ("boulevard", "blvd"),
        ("drive", "dr"),
        ("lane", "ln"),
        ("court", "ct"),
        ("place", "pl"),
        ("highway", "hwy"),
        ("parkway", "pkwy"),
        ("terrace", "ter"),
        ("circle", "cir"),
        ("square", "sq"),
    ];
    let (last, rest) = tokens.split_last()?;
    let lower = last.trim_end_matches('.').to_ascii_lowercase();
    if words::lookup(lower.as_bytes()) & STREET == 0 {
        return None;
    }
    let other = PAIRS.iter().find_map(|(long, short)| {
        if lower == *long {
            Some(*short)
        } else if lower == *short {
            Some(*long)
        } else {
            None
        }
    })?;
    Some(format!("{} {other}", rest.join(" ")))
}
