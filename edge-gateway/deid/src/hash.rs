//! Keyed hashes: the token that stands for a value in every request of a deployment.

use crate::category::Category;
use crate::dates::{self, Order};
use crate::fold::is_alnum;
use crate::key::Key;
use crate::person::{Name, Part};

/// Bytes of the tag that the token shows. 48 bits: of a million different values, two have the same token once in 560
/// deployments; and too few to look like a value of any other kind.
const SHOWN: usize = 6;

/// `[MRN:h0123456789ab]`
pub(crate) fn token(key: &Key, category: Category, normal: &[u8]) -> String {
    let tag = key.tag("anteroom hash 1", &[category.name().as_bytes(), normal]);
    let mut token = format!("[{}:h", category.name());
    for byte in &tag[..SHOWN] {
        token.push_str(&format!("{byte:02x}"));
    }
    token.push(']');
    token
}

/// A value in the one form that all ways of writing it have in common. `letters` are its letters and digits in small letters.
pub(crate) fn normal(
    category: Category,
    fold: &[u8],
    letters: Vec<u8>,
    name: Option<&Name>,
    order: Order,
) -> Vec<u8> {
    match category {
        Category::Date => {
            match dates::read(fold, order).filter(|date| !date.unsure).and_then(|date| date.whole()) {
                Some((year, month, day)) => format!("{year:04}-{month:02}-{day:02}").into_bytes(),
                None => letters,
            }
        }
        // "LOPEZ, MARIA" and "Maria Lopez" are one value; "Ms. Lopez" is another.
        Category::Name => match name {
            Some(name) => {
                let mut words: Vec<_> = name
                    .words
                    .iter()
                    .filter(|word| !matches!(word.part, Part::Title | Part::Small))
                    .collect();
                words.sort_by_key(|word| word.part == Part::Surname);
                words.iter().map(|word| word.key.as_str()).collect::<Vec<_>>().join(" ").into_bytes()
            }
            None => letters,
        },
        Category::Phone | Category::Fax => {
            let digits: Vec<u8> = letters.iter().copied().filter(u8::is_ascii_digit).collect();
            match digits.as_slice() {
                [b'1', national @ ..] if national.len() == 10 => national.to_vec(),
                [] => letters,
                _ => digits,
            }
        }
        // Punctuation tells addresses of the net apart.
        Category::Email | Category::Url | Category::Ip => {
            let text: Vec<u8> =
                fold.iter().filter(|b| !b.is_ascii_whitespace()).map(u8::to_ascii_lowercase).collect();
            let end = text.iter().rposition(|b| is_alnum(*b)).map_or(0, |at| at + 1);
            text[..end].to_vec()
        }
        _ => letters,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_keep_categories_and_keys_apart() {
        let (a, b) = (Key::new(&[1; 32]).unwrap(), Key::new(&[2; 32]).unwrap());
        let token = |key, category| super::token(key, category, b"4471902");
        assert_eq!(token(&a, Category::Mrn), token(&a, Category::Mrn));
        assert_ne!(token(&a, Category::Mrn), token(&b, Category::Mrn));
        assert_ne!(token(&a, Category::Mrn)[5..], token(&a, Category::Ssn)[5..]);
        assert!(token(&a, Category::Mrn).starts_with("[MRN:h") && token(&a, Category::Mrn).len() == 19);
    }
}
