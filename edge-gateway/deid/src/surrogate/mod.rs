//! Surrogates: invented values of the same kind and shape as the removed ones.
//!
//! Called by the rewriter where the policy says so. The same value has the same surrogate in all texts of a request, two values
//! never have the same one, and none is a value of the input: neither of the texts nor of what the caller knows. `None` means that
//! nothing believable can be made, and the caller masks.
//!
//! Nothing real is hit on purpose: telephone numbers end in 555-01xx (kept for fiction), social security numbers begin with
//! 666 and ZIP codes with digits that no place has, addresses of the net are those kept for documentation (RFC 2606, 5737,
//! 3849), towns are made up, and numbers with a check digit (Luhn, NPI, VIN) fail their check.

mod codes;
mod draw;
mod names;
mod net;
mod places;
pub(crate) mod pool;
mod when;

use crate::category::Category;
use crate::dates::{self, Order};
use crate::finder::Finder;
use crate::fold::View;
use crate::key::Key;
use crate::lex::{self, Kind};
use crate::scan::{Candidate, Scan};
use crate::table::{Index, Table};
use draw::{Draw, Vocabulary};
use std::sync::Arc;

/// Draws for one value before it is masked instead.
const TRIES: usize = 64;

/// What was invented in one request so far.
#[derive(Clone)]
pub(crate) struct Surrogates {
    draw: Draw,
    vocabulary: Arc<Vocabulary>,
    /// Dates of the texts: year, month, day.
    dates: Arc<Index>,
    /// By what kind of thing, and its letters and digits.
    values: Table,
}

/// Values of one kindred are one value if they read alike.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Kindred {
    /// A word of a name.
    Word,
    /// A letter that stands for one.
    Initial,
    /// What was invented for any of the others.
    Used,
    Code,
    Phone,
    Ssn,
    Zip,
    Place,
    Net,
    Date,
    House,
}

impl Surrogates {
    /// Reads all texts of the request once, for what must not be invented.
    pub(crate) fn new<T: AsRef<str>>(key: Option<&Key>, texts: &[T]) -> Surrogates {
        let words = |kind: Kind| matches!(kind, Kind::Word | Kind::Number);
        // With what separates it, a word is four bytes long or more, but for odd texts, in which more is taken for something
        // that stands there.
        let most = texts.iter().map(|text| text.as_ref().len() / 4 + 1).sum();
        let mut vocabulary = Vocabulary::new(most);
        let mut days = Index::new();
        for text in texts {
            let view = View::new(text.as_ref());
            let tokens = lex::tokens(&view, lex::GIVEN_DIGITS);
            let slice = |start: u32, end: u32| &view.fold[start as usize..end as usize];
            vocabulary.learn(
                tokens
                    .from(lex::MARGIN)
                    .filter(|token| words(token.kind))
                    .map(|token| slice(token.start, token.start + u32::from(token.len))),
            );
            let mut scan = Scan::new(&view, &tokens);
            scan.structured();
            let dates: Vec<&Candidate> =
                scan.found.iter().filter(|c| c.rule.category == Category::Date).collect();
            let mut order = Order::default();
            dates.iter().for_each(|c| order.learn(slice(c.start, c.end)));
            for date in dates.iter().filter_map(|c| dates::read(slice(c.start, c.end), order)) {
                let Some(month) = date.month else { continue };
                // A month of a year, as day 0: no invented day may lie in it, or the value would stand there again.
                let whole_month = date.days.is_empty().then_some(0);
                for day in date.days.iter().copied().chain(whole_month) {
                    days.insert(day_key(date.year, month, day), 0);
                    if day > 0 {
                        days.insert(day_key(None, month, day), 0);
                    }
                }
            }
        }
        Surrogates {
            draw: Draw::new(key, texts),
            vocabulary: Arc::new(vocabulary),
            dates: Arc::new(days),
            values: Table::default(),
        }
    }

    /// Nothing of the input, and not used for another value.
    fn fresh(&self, key: &[u8], finder: &Finder<'_>) -> bool {
        !self.vocabulary.holds(key)
            && !self.vocabulary.holds_part_of(key)
            && !self.values.has(Kindred::Used as u8, key)
            && !known(key, finder)
    }

    fn get(&self, kindred: Kindred, key: &[u8]) -> Option<&[u8]> {
        self.values.get(kindred as u8, key)
    }

    fn set(&mut self, kindred: Kindred, key: &[u8], value: &[u8]) {
        self.values.set(kindred as u8, key, value);
    }

    /// Something else for a value that is no name.
    pub(crate) fn value(&mut self, value: &Value<'_>, finder: &Finder<'_>) -> Option<String> {
        let made = match value.category {
            // Names have a way of their own; ages are never invented.
            Category::Name | Category::Age90 => None,
            // Some rules know only that it is a place.
            Category::Location if places::is_facility(value.fold) => self.facility(value, finder),
            Category::Location => self.place(value, finder),
            Category::Facility => self.facility(value, finder),
            Category::Zip => self.zip(value, finder),
            Category::Date => self.date(value, finder),
            Category::Phone | Category::Fax => self.phone(value, finder),
            Category::Email => self.email(value, finder),
            Category::Url => self.url(value, finder),
            Category::Ip => self.ip(value, finder),
            Category::Ssn => self.ssn(value, finder),
            Category::Photo => self.file(value, finder),
            Category::Device => self.device(value, finder),
            Category::Mrn
            | Category::HealthPlan
            | Category::Account
            | Category::License
            | Category::Vehicle
            | Category::Biometric
            | Category::OtherId => self.code(value.fold, finder),
        }?;
        // Whole, as it will stand there, it must be none of the caller's values either.
        (!known(made.as_bytes(), finder)).then_some(made)
    }
}

/// A value to be replaced.
pub(crate) struct Value<'a> {
    pub(crate) category: Category,
    /// As it stands in the fold.
    pub(crate) fold: &'a [u8],
    pub(crate) order: Order,
}

/// A date of the texts as a key.
fn day_key(year: Option<u32>, month: u32, day: u32) -> Vec<u8> {
    format!("{} {month} {day}", year.unwrap_or(0)).into_bytes()
}

/// Whether the caller knows this, or a part of it.
fn known(text: &[u8], finder: &Finder<'_>) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return true };
    let view = View::new(text);
    let mut found = Vec::new();
    finder.find(&view, &lex::tokens(&view, lex::GIVEN_DIGITS), true, &mut found);
    !found.is_empty()
}

#[cfg(test)]
mod tests;
