//! Numbers and codes: digits for digits, letters for letters, and everything else as it was.

use super::{Kindred, Surrogates, TRIES, Value};
use crate::finder::Finder;

/// No vowels, so that no word comes about; and none that is taken for a digit.
const LETTERS: &[u8] = b"bcdfghjkmnpqrstvwxz";
/// No social security number begins with these (SSA: area numbers never assigned).
const SSN_AREA: &[u8] = b"666";
/// Exchange and first two digits of the line that are kept for fiction in every North American area.
const FICTION: &[u8] = b"55501";
/// First three digits of ZIP codes that the Postal Service has not assigned (from the same source as in `generalise`).
const NO_ZIP: &[&str] = &[
    "213", "269", "343", "345", "348", "353", "419", "428", "429", "517", "518", "519", "529", "533", "536",
    "552", "568", "578", "579", "589", "621", "632", "642", "643", "659", "663", "682", "702", "709", "715",
    "732", "742", "771", "817", "818", "819", "839", "848", "849", "854", "858", "861", "862", "866", "867",
    "868", "869", "887", "892", "896", "899", "909", "929", "987",
];
const DIGITS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/// Letters and digits alone, in small letters; `None` where there are others.
pub(super) fn letters(fold: &[u8]) -> Option<Vec<u8>> {
    fold.is_ascii()
        .then(|| fold.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect())
}

/// The new letters and digits in the places of the old ones, in their case.
pub(super) fn pour(fold: &[u8], new: &[u8]) -> String {
    let mut new = new.iter();
    fold.iter()
        .map(|old| match (old.is_ascii_alphanumeric(), old.is_ascii_uppercase()) {
            (false, _) => char::from(*old),
            (true, upper) => {
                let byte = new.next().copied().unwrap_or(b'0');
                char::from(if upper { byte.to_ascii_uppercase() } else { byte })
            }
        })
        .collect()
}

/// Luhn's check (ISO/IEC 7812-1, annex B) of digits.
fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| match (at % 2, u32::from(digit - b'0')) {
            (0, n) => n,
            (_, n) if n > 4 => 2 * n - 9,
            (_, n) => 2 * n,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The check digit of a vehicle number (49 CFR 565.15(c)).
fn vin(code: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    const VALUES: &[u8; 26] = b"12345678012345070923456789";
    let value = |byte: &u8| match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        _ => {
            VALUES.get(usize::from(byte.wrapping_sub(b'a'))).map_or(0, |v| u32::from(v.saturating_sub(b'0')))
        }
    };
    let sum: u32 = code.iter().zip(WEIGHTS).map(|(byte, weight)| value(byte) * weight).sum();
    code.len() == 17 && code[8] == *b"0123456789x".get(sum as usize % 11).unwrap_or(&b'?')
}

/// It would pass for a real card's, provider's or vehicle's number.
fn passes_a_check(code: &[u8]) -> bool {
    let digits: Vec<u8> = code.iter().copied().filter(u8::is_ascii_digit).collect();
    vin(code)
        || digits.len() >= 8 && luhn(&digits)
        // A national provider identifier counts with the prefix 80840 (45 CFR 162.406).
        || digits.len() == 10 && luhn(&[b"80840", digits.as_slice()].concat())
}

impl Surrogates {
    /// Remembers what `make` made for a value, if it is none of the input's. Where `make` makes nothing it is asked again.
    pub(super) fn remembered(
        &mut self,
        kindred: Kindred,
        key: Vec<u8>,
        finder: &Finder<'_>,
        make: impl Fn(&mut Self) -> Option<Vec<u8>>,
    ) -> Option<Vec<u8>> {
        if let Some(made) = self.get(kindred, &key) {
            return Some(made.to_vec());
        }
        for _ in 0..TRIES {
            let made = make(self)?;
            if !made.is_empty() && made != key && self.fresh(&made, finder) {
                self.set(Kindred::Used, &made, &[]);
                self.set(kindred, &key, &made);
                return Some(made);
            }
        }
        None
    }

    /// A code of the same shape.
    pub(super) fn alike(&mut self, key: &[u8]) -> Vec<u8> {
        key.iter()
            .enumerate()
            .map(|(at, old)| match old {
                // What begins with a digit other than zero goes on doing so.
                b'1'..=b'9' if at == 0 => b'1' + self.draw.below(9) as u8,
                b'0'..=b'9' => b'0' + self.draw.below(10) as u8,
                _ => LETTERS[self.draw.below(LETTERS.len())],
            })
            .collect()
    }

    /// Any number or code.
    pub(super) fn code(&mut self, fold: &[u8], finder: &Finder<'_>) -> Option<String> {
        let key = letters(fold)?;
        if !key.iter().any(u8::is_ascii_digit) {
            return self.spoken(fold, finder).or_else(|| self.letters_only(fold, key, finder));
        }
        let made = self.remembered(Kindred::Code, key.clone(), finder, |this| {
            Some(this.alike(&key)).filter(|made| !passes_a_check(made)).or(Some(Vec::new()))
        })?;
        Some(pour(fold, &made))
    }

    /// A code without digits: only where it stands in capitals does it look like one.
    fn letters_only(&mut self, fold: &[u8], key: Vec<u8>, finder: &Finder<'_>) -> Option<String> {
        if fold.iter().any(|b| b.is_ascii_lowercase() || *b == b' ') {
            return None;
        }
        let made = self.remembered(Kindred::Code, key.clone(), finder, |this| Some(this.alike(&key)))?;
        Some(pour(fold, &made))
    }

    /// "four four one two": other digits, as words.
    fn spoken(&mut self, fold: &[u8], finder: &Finder<'_>) -> Option<String> {
        let text = std::str::from_utf8(fold).ok()?;
        let digits: Option<Vec<u8>> = text
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|word| !word.is_empty())
            .map(|word| {
                let word = if word.eq_ignore_ascii_case("oh") { "zero" } else { word };
                DIGITS.iter().position(|digit| digit.eq_ignore_ascii_case(word)).map(|n| b'0' + n as u8)
            })
            .collect();
        let digits = digits.filter(|digits| digits.len() > 1)?;
        let made =
            self.remembered(Kindred::Code, digits.clone(), finder, |this| Some(this.alike(&digits)))?;
        let mut made = made.iter().map(|digit| DIGITS[usize::from(digit - b'0')]);
        let mut out = String::new();
        for piece in text.split_inclusive(|c: char| !c.is_ascii_alphabetic()) {
            let (word, mark) =
                piece.split_at(piece.trim_end_matches(|c: char| !c.is_ascii_alphabetic()).len());
            if !word.is_empty() {
                out.push_str(&crate::dates::in_case(made.next()?, crate::dates::case(word.as_bytes())));
            }
            out.push_str(mark);
        }
        Some(out)
    }

    /// A device's number; in a UDI, the identifiers in brackets say what follows (GS1 General Specifications, 3.2), and stay.
    pub(super) fn device(&mut self, value: &Value<'_>, finder: &Finder<'_>) -> Option<String> {
        let mut out = String::new();
        let mut rest = value.fold;
        while let [b'(', a, b, b')', behind @ ..] = rest {
            if !(a.is_ascii_digit() && b.is_ascii_digit()) {
                break;
            }
            let len = behind.iter().position(|b| *b == b'(').unwrap_or(behind.len());
            out.extend(["(", std::str::from_utf8(&[*a, *b]).ok()?, ")"]);
            if len > 0 {
                out.push_str(&self.code(&behind[..len], finder)?);
            }
            rest = &behind[len..];
        }
        if !rest.is_empty() {
            out.push_str(&self.code(rest, finder)?);
        }
        Some(out)
    }

    pub(super) fn ssn(&mut self, value: &Value<'_>, finder: &Finder<'_>) -> Option<String> {
        let key = letters(value.fold)?;
        if key.len() != 9 || !key.iter().all(u8::is_ascii_digit) {
            return self.code(value.fold, finder);
        }
        let made = self.remembered(Kindred::Ssn, key.clone(), finder, |this| {
            Some([SSN_AREA, &this.alike(b"199999")].concat())
        })?;
        Some(pour(value.fold, &made))
    }

    pub(super) fn zip(&mut self, value: &Value<'_>, finder: &Finder<'_>) -> Option<String> {
        let key = letters(value.fold)?;
        if !matches!(key.len(), 5 | 9) || !key.iter().all(u8::is_ascii_digit) {
            return self.code(value.fold, finder);
        }
        let made = self.remembered(Kindred::Zip, key.clone(), finder, |this| {
            let prefix = this.draw.pick(NO_ZIP)?;
            Some([prefix.as_bytes(), &this.alike(&[b'0'; 6][..key.len() - 3])].concat())
        })?;
        Some(pour(value.fold, &made))
    }

    pub(super) fn phone(&mut self, value: &Value<'_>, finder: &Finder<'_>) -> Option<String> {
        let fold = value.fold;
        let text = std::str::from_utf8(fold).ok()?;
        // An extension is a number of its own.
        let number = text.find(|c: char| c.is_ascii_alphabetic() || c == '#').unwrap_or(text.len());
        let (number, extension) = (&fold[..number], &fold[number..]);
        let digits: Vec<u8> = number.iter().copied().filter(u8::is_ascii_digit).collect();
        let american = digits.len() == 11 && digits[0] == b'1';
        let (kept, local) = match digits.len() {
            11 if american => (1, &digits[1..]),
            7 | 10 => (0, &digits[..]),
            0..=6 => return self.code(fold, finder),
            // The country's code shows no more than a country.
            _ if number.first() == Some(&b'+') => {
                let code = number[1..].iter().take_while(|b| b.is_ascii_digit()).count();
                let code = if code <= 3 { code } else { 2 };
                (code, &digits[code..])
            }
            _ => (0, &digits[..]),
        };
        let fiction = matches!(local.len(), 7 | 10) && (kept == 0 || american);
        let local = local.to_vec();
        let made = self.remembered(Kindred::Phone, local.clone(), finder, |this| {
            if !fiction {
                return Some(this.alike(&local));
            }
            // 555-01xx, in any area but the original one; the second digit of an area is never 9, and x11 is none.
            let mut new = if local.len() == 10 {
                vec![
                    b'2' + this.draw.below(8) as u8,
                    b'0' + this.draw.below(9) as u8,
                    b'2' + this.draw.below(8) as u8,
                ]
            } else {
                Vec::new()
            };
            if local.starts_with(&new) && !new.is_empty() {
                return Some(local.clone());
            }
            new.extend_from_slice(FICTION);
            new.extend_from_slice(&this.alike(b"00"));
            Some(new)
        })?;
        let whole = [&digits[..kept], &made].concat();
        let mut out = pour(number, &whole);
        if extension.iter().any(u8::is_ascii_digit) {
            let marks = extension.iter().take_while(|b| !b.is_ascii_digit()).count();
            out.push_str(std::str::from_utf8(&extension[..marks]).ok()?);
            out.push_str(&self.code(&extension[marks..], finder)?);
        } else {
            out.push_str(std::str::from_utf8(extension).ok()?);
        }
        Some(out)
    }

    /// The name of a file: its ending stays.
    pub(super) fn file(&mut self, value: &Value<'_>, finder: &Finder<'_>) -> Option<String> {
        let ending = value.fold.iter().rposition(|b| *b == b'.').unwrap_or(value.fold.len());
        let (name, ending) = value.fold.split_at(ending);
        let key = letters(name)?;
        let made = self.remembered(Kindred::Code, key.clone(), finder, |this| Some(this.alike(&key)))?;
        Some(pour(name, &made) + std::str::from_utf8(ending).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_know_real_numbers() {
        assert!(luhn(b"4111111111111111") && !luhn(b"4111111111111112"));
        assert!(passes_a_check(b"1234567893"), "the example NPI of CMS");
        assert!(vin(b"1hgcm82633a004352") && !vin(b"1hgcm82643a004352"));
        assert!(vin(b"11111111111111111"));
    }
}
