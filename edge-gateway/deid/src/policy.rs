//! What is done with each category: the policy, and the order "at least as strict as".
//!
//! A deployment has one policy; a request may bring another, which may only be stricter.

use crate::category::{CATEGORIES, Category};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;

/// What is done with a value that was found. More actions will come: match with a wildcard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Action {
    /// Left as it is (and not reported). Values in [`crate::Known`] are masked all the same.
    Keep,
    /// Replaced by `[NAME-1]`: the same value has the same number within one text.
    Mask,
    /// Replaced by `[NAME]`: not even equality remains visible.
    Redact,
}

impl Action {
    /// How two actions compare by what they leave visible: `Greater` = stricter; `None` = neither contains the other.
    pub fn strictness(self, other: Action) -> Option<Ordering> {
        const fn rank(action: Action) -> u8 {
            match action {
                Action::Keep => 0,
                Action::Mask => 1,
                Action::Redact => 2,
            }
        }
        Some(rank(self).cmp(&rank(other)))
    }
}

/// One action per category. The default is Safe Harbor: everything listed is masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    actions: [Action; CATEGORIES],
}

impl Default for Policy {
    fn default() -> Self {
        Policy::safe_harbor()
    }
}

impl Policy {
    /// 45 CFR 164.514(b)(2): every category masked.
    pub const fn safe_harbor() -> Policy {
        Policy { actions: [Action::Mask; CATEGORIES] }
    }

    /// The same policy with another action for one category.
    #[must_use]
    pub fn with(mut self, category: Category, action: Action) -> Policy {
        self.actions[category.index()] = action;
        self
    }

    /// The action for one category.
    pub fn action(&self, category: Category) -> Action {
        self.actions[category.index()]
    }

    /// True when no category is treated more leniently than in `other`.
    pub fn at_least_as_strict_as(&self, other: &Policy) -> bool {
        self.actions
            .iter()
            .zip(&other.actions)
            .all(|(mine, theirs)| mine.strictness(*theirs).is_some_and(Ordering::is_ge))
    }

    /// Per category the stricter of the two; `self` decides where neither is.
    #[must_use]
    pub fn tightened_by(&self, other: &Policy) -> Policy {
        let mut result = self.clone();
        for (mine, theirs) in result.actions.iter_mut().zip(&other.actions) {
            if theirs.strictness(*mine) == Some(Ordering::Greater) {
                *mine = *theirs;
            }
        }
        result
    }
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Category::ALL.iter().map(|category| (category.name(), self.action(*category))))
    }
}

/// `{"DATE":"keep"}`: categories not named have the Safe Harbor action; an unknown name is an error.
impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Policy, D::Error> {
        struct Actions;
        impl<'de> Visitor<'de> for Actions {
            type Value = Policy;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of category names and actions")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Policy, A::Error> {
                let mut policy = Policy::safe_harbor();
                let mut seen = [false; CATEGORIES];
                while let Some((category, action)) = map.next_entry::<Category, Action>()? {
                    if std::mem::replace(&mut seen[category.index()], true) {
                        return Err(A::Error::custom("a category is named twice"));
                    }
                    policy = policy.with(category, action);
                }
                Ok(policy)
            }
        }
        deserializer.deserialize_map(Actions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order() {
        let default = Policy::default();
        let lenient = Policy::default().with(Category::Date, Action::Keep);
        let strict = Policy::default().with(Category::Name, Action::Redact);
        assert!(default.at_least_as_strict_as(&lenient) && !lenient.at_least_as_strict_as(&default));
        assert!(strict.at_least_as_strict_as(&default) && !default.at_least_as_strict_as(&strict));
        assert_eq!(lenient.tightened_by(&strict), strict);
        assert_eq!(strict.tightened_by(&lenient), strict);
    }

    #[test]
    fn json() {
        let policy: Policy = serde_json::from_str(r#"{"DATE":"keep","NAME":"redact"}"#).unwrap();
        assert_eq!(policy.action(Category::Date), Action::Keep);
        assert_eq!(policy.action(Category::Ssn), Action::Mask);
        let text = serde_json::to_string(&policy).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), policy);
        for bad in [r#"{"DATES":"keep"}"#, r#"{"DATE":"shift"}"#, r#"{"DATE":"keep","DATE":"mask"}"#, "[]"] {
            assert!(serde_json::from_str::<Policy>(bad).is_err(), "{bad}");
        }
    }
}
