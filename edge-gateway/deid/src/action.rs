//! What can be done with a value that was found, and how two such actions compare.

use crate::key::Key;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// What is done with the values of one category. More actions may come: match with a wildcard.
///
/// Where an action has no meaning for a value (the year of a name, a date that cannot be read) the value is masked, and the
/// [`crate::Span`] says so.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// Left as it is (and not reported). Values in [`crate::Known`] are masked all the same.
    Keep,
    /// Replaced by `[NAME-1]`: the same value has the same number within one request.
    Mask,
    /// Replaced by `[NAME]`: not even equality remains visible.
    Redact,
    /// Replaced by an invented value of the same kind and shape: consistent within one request, never a value of the input.
    Surrogate,
    /// Replaced by what 164.514(b)(2)(i) lets stay of it: a date's year, three digits of a ZIP code, a city's state, `90+`.
    Generalise,
    /// Replaced by `[NAME:h…]`, a keyed hash: the same value has the same token in every request. This is pseudonymisation,
    /// outside Safe Harbor: 164.514(c)(1) forbids codes derived from the value.
    Hash(Key),
    /// Dates are moved by a number of days that is one patient's own, so that intervals remain. Outside Safe Harbor:
    /// 164.514(b)(2)(i)(C) lets no element of a date stay but the year.
    Shift(Key),
}

/// An [`Action`] by its name alone, as policies are written and reports say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ActionName {
    /// See [`Action::Keep`].
    Keep,
    /// See [`Action::Mask`].
    Mask,
    /// See [`Action::Redact`].
    Redact,
    /// See [`Action::Surrogate`].
    Surrogate,
    /// See [`Action::Generalise`].
    #[serde(alias = "generalize")]
    Generalise,
    /// See [`Action::Hash`].
    Hash,
    /// See [`Action::Shift`].
    Shift,
}

impl Action {
    /// Its name.
    pub const fn name(&self) -> ActionName {
        match self {
            Action::Keep => ActionName::Keep,
            Action::Mask => ActionName::Mask,
            Action::Redact => ActionName::Redact,
            Action::Surrogate => ActionName::Surrogate,
            Action::Generalise => ActionName::Generalise,
            Action::Hash(_) => ActionName::Hash,
            Action::Shift(_) => ActionName::Shift,
        }
    }
}

impl ActionName {
    /// Every action.
    pub const ALL: [ActionName; 7] = [
        ActionName::Keep,
        ActionName::Shift,
        ActionName::Hash,
        ActionName::Generalise,
        ActionName::Surrogate,
        ActionName::Mask,
        ActionName::Redact,
    ];

    /// As it is written in a policy.
    pub const fn word(self) -> &'static str {
        match self {
            ActionName::Keep => "keep",
            ActionName::Mask => "mask",
            ActionName::Redact => "redact",
            ActionName::Surrogate => "surrogate",
            ActionName::Generalise => "generalise",
            ActionName::Hash => "hash",
            ActionName::Shift => "shift",
        }
    }

    /// The action that this word names; `generalize` is taken as well.
    pub fn from_word(word: &str) -> Option<ActionName> {
        let word = if word == "generalize" { "generalise" } else { word };
        ActionName::ALL.into_iter().find(|name| name.word() == word)
    }

    /// How two actions compare by what they leave to be seen of a value: `Greater` = `self` is stricter, `None` = each shows
    /// something that the other does not.
    ///
    /// ```text
    /// redact                       nothing
    ///   mask                       which findings of one request are equal
    ///     surrogate                … and the value's shape, a name's gender and culture
    ///       shift                  … and the days between dates; can be undone with the key
    ///     generalise               a part of the value: year, three digits, state
    ///     hash                     which findings of all requests are equal; can be tested with the key
    ///         keep                 everything
    /// ```
    ///
    /// Deeper is more lenient; surrogate, generalise and hash do not compare with each other, nor shift with generalise and
    /// hash. Mask counts as stricter than generalise, although it alone tells two dates of one year apart: it shows no part
    /// of the value.
    pub fn strictness(self, other: ActionName) -> Option<Ordering> {
        use ActionName::{Keep, Mask, Redact, Shift, Surrogate};
        if self == other {
            return Some(Ordering::Equal);
        }
        let below = |lenient, strict| {
            strict == Redact
                || lenient == Keep
                || strict == Mask && lenient != Redact
                || strict == Surrogate && lenient == Shift
        };
        if below(self, other) {
            Some(Ordering::Less)
        } else if below(other, self) {
            Some(Ordering::Greater)
        } else {
            None
        }
    }
}

impl std::fmt::Display for ActionName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The order is one: reflexive, antisymmetric, transitive; keep is below everything and redact above.
    #[test]
    fn order_is_partial() {
        let at_least = |a: ActionName, b| a.strictness(b).is_some_and(Ordering::is_ge);
        for a in ActionName::ALL {
            assert_eq!(ActionName::from_word(a.word()), Some(a));
            assert!(at_least(a, a) && at_least(a, ActionName::Keep) && at_least(ActionName::Redact, a));
            for b in ActionName::ALL {
                assert_eq!(a.strictness(b), b.strictness(a).map(Ordering::reverse));
                assert!(a == b || !(at_least(a, b) && at_least(b, a)));
                for c in ActionName::ALL {
                    assert!(!(at_least(a, b) && at_least(b, c)) || at_least(a, c), "{a} {b} {c}");
                }
            }
        }
        let none =
            [("hash", "shift"), ("hash", "generalise"), ("surrogate", "generalise"), ("shift", "generalise")];
        for (a, b) in
            none.map(|(a, b)| (ActionName::from_word(a).unwrap(), ActionName::from_word(b).unwrap()))
        {
            assert_eq!(a.strictness(b), None);
        }
    }
}
