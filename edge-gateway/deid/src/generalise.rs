//! What Safe Harbor lets stay of a value: 164.514(b)(2)(i)(B) and (C).

use crate::dates::{self, Order};
use crate::fold::View;
use crate::scan::Candidate;
use crate::words::{self, REGION, STATE};

/// First three digits of ZIP codes that read 000: the areas of 20,000 people or fewer, by the censuses of 2000, 2010 (both as HHS
/// guidance on de-identification of 26 November 2012, question "ZIP codes", and its readers list them) and 2020 (counted
/// from the Census Bureau's table of ZIP code tabulation areas). All three together: which census a reader means is not known.
const FEW_PEOPLE: &str =
    "036 059 063 102 203 204 205 369 556 692 772 790 821 823 830 831 878 879 884 890 893";

/// First three digits that no place has where people live: not assigned, military, or one organisation's own. As of 2023, by the
/// types of codes in the package `zipcodes` 1.3.0 of PyPI (from the Postal Service's list): no code of type STANDARD, or
/// (the last four) only an organisation's.
const NO_PEOPLE: &str = "000 001 002 003 004 005 055 090 091 092 093 094 095 096 097 098 099 192 204 213 269 311 332 340 343 345 \
    348 353 375 399 419 428 429 459 517 518 519 529 533 536 552 555 568 569 578 579 589 621 632 642 643 649 659 663 682 694 \
    695 696 697 698 699 702 709 715 732 733 742 771 817 818 819 839 842 848 849 854 858 861 862 866 867 868 869 872 876 885 \
    886 887 888 889 892 896 899 909 929 938 942 962 963 964 965 966 987 202 509 753 901";

/// Names of states and countries of more than one word that a place stands in front of.
const LONG_REGIONS: &[&str] = &[
    "new york",
    "new jersey",
    "new mexico",
    "new hampshire",
    "new zealand",
    "north carolina",
    "north dakota",
    "south carolina",
    "south dakota",
    "south africa",
    "south korea",
    "west virginia",
    "rhode island",
    "puerto rico",
    "district of columbia",
    "united states",
    "united kingdom",
    "costa rica",
    "el salvador",
    "saudi arabia",
    "sri lanka",
    "burkina faso",
    "northern ireland",
    "dominican republic",
];

/// A whole date's year, unless it shows an age over 89.
pub(crate) fn year(fold: &[u8], order: Order) -> Option<String> {
    let date = dates::read(fold, order)?;
    date.year.filter(|_| !date.shows_90()).map(|year| format!("{year:04}"))
}

/// The first three digits of a US ZIP code, or 000.
pub(crate) fn zip3(fold: &[u8]) -> Option<String> {
    let digits: Vec<u8> = fold.iter().copied().filter(u8::is_ascii_digit).collect();
    let american =
        matches!(digits.len(), 5 | 9) && fold.iter().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b' '));
    let prefix = std::str::from_utf8(digits.get(..3)?).ok()?;
    american.then(|| {
        let few = [FEW_PEOPLE, NO_PEOPLE]
            .iter()
            .any(|list| list.split_ascii_whitespace().any(|three| three == prefix));
        if few { "000".to_owned() } else { prefix.to_owned() }
    })
}

/// Where the state or country begins that stands behind a place and a comma: the place goes, and that stays.
pub(crate) fn region_after(view: &View<'_>, c: &Candidate) -> Option<u32> {
    let rest = view.fold.get(c.end as usize..)?;
    let comma = rest.iter().take_while(|b| **b == b' ').count();
    if rest.get(comma) != Some(&b',') {
        return None;
    }
    let gap = comma + 1 + rest[comma + 1..].iter().take_while(|b| **b == b' ').count();
    let rest = &rest[gap..];
    let word = &rest[..rest.iter().take_while(|b| b.is_ascii_alphabetic()).count()];
    if word.first().is_none_or(|first| !first.is_ascii_uppercase()) {
        return None;
    }
    let lex = words::lookup(word);
    let postal = lex & STATE != 0 && word.len() == 2 && word[1].is_ascii_uppercase();
    let long = LONG_REGIONS.iter().any(|region| {
        rest.get(..region.len()).is_some_and(|text| text.eq_ignore_ascii_case(region.as_bytes()))
            && !rest.get(region.len()).is_some_and(u8::is_ascii_alphanumeric)
    });
    (postal || lex & REGION != 0 && word.len() > 3 || long).then_some(c.end + gap as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_or_none() {
        for (zip, expect) in [
            ("60614", Some("606")),
            ("02139-4307", Some("021")),
            ("10203", Some("000")),
            ("20500", Some("000")),
            ("89301", Some("000")),
            ("00000", Some("000")),
            ("77201", Some("000")),
            ("K1A 0B1", None),
            ("6061", None),
        ] {
            assert_eq!(zip3(zip.as_bytes()).as_deref(), expect, "{zip}");
        }
    }

    #[test]
    fn years() {
        for (date, expect) in [
            ("03/14/2021", Some("2021")),
            ("May 2020", Some("2020")),
            ("11/94", Some("1994")),
            ("11/34", None),
            ("3/14/51", Some("1951")),
            ("3/14/21", Some("2021")),
            ("3/14/1931", None),
            ("3/14/31", None),
            ("March 5", None),
        ] {
            assert_eq!(year(date.as_bytes(), Order::default()).as_deref(), expect, "{date}");
        }
    }
}
