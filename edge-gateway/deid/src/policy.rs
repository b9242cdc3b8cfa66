//! What is done with each category: a deployment's policy, and what a request may make of it.
//!
//! A policy is written as JSON without secrets ([`PolicySpec`]). The deployment's becomes a [`Policy`] together with its key;
//! a request's may only make that one stricter.

use crate::action::{Action, ActionName};
use crate::category::{CATEGORIES, Category};
use crate::key::Key;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;

/// In a written policy: every category that is not named.
pub const REST: &str = "*";

/// One action per category. The default is Safe Harbor: everything listed is masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    actions: [Action; CATEGORIES],
    /// What surrogates are drawn with; without one they are drawn in a fixed order.
    key: Option<Key>,
    patient: Option<Patient>,
}

/// Whose dates are shifted alike. Redacting.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Patient(pub(crate) String);

impl std::fmt::Debug for Patient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Patient(…)")
    }
}

impl Default for Policy {
    fn default() -> Self {
        Policy::safe_harbor()
    }
}

/// A policy as it is written: `{"DATE":"keep","*":"redact"}`. Categories that it does not name stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicySpec {
    named: [Option<ActionName>; CATEGORIES],
    rest: Option<ActionName>,
}

/// Why a policy was refused. Names categories and actions of ours, nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolicyError {
    /// It names something that is no category.
    UnknownCategory,
    /// It names something that is no action for this category; `None` for [`REST`].
    UnknownAction(Option<Category>),
    /// It names a category twice.
    Twice,
    /// The action needs a key and there is none.
    NeedsKey(Category, ActionName),
    /// Only dates can be shifted.
    NoDate(Category),
    /// The request asks for an action that is not stricter than the deployment's.
    MoreLenient {
        /// For this category,
        category: Category,
        /// the request asks for this,
        asked: ActionName,
        /// and the deployment has this.
        deployed: ActionName,
    },
    /// The request asks for an action that only the deployment can bring in, as it needs a key.
    NotOffered(Category, ActionName),
}

impl std::fmt::Display for PolicyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let list = |f: &mut std::fmt::Formatter<'_>, words: &mut dyn Iterator<Item = &'static str>| {
            for (n, word) in words.enumerate() {
                write!(f, "{}`{word}`", if n == 0 { "" } else { ", " })?;
            }
            Ok(())
        };
        match self {
            PolicyError::UnknownCategory => {
                f.write_str("the policy names a category that does not exist; there are ")?;
                list(f, &mut Category::ALL.iter().map(|category| category.name()).chain([REST]))
            }
            PolicyError::UnknownAction(category) => {
                let category = category.map_or(REST, Category::name);
                write!(f, "the policy's action for `{category}` does not exist; there are ")?;
                list(f, &mut ActionName::ALL.iter().map(|action| action.word()))
            }
            PolicyError::Twice => f.write_str("the policy names a category twice"),
            PolicyError::NeedsKey(category, action) => {
                write!(f, "the policy's action `{action}` for `{category}` needs a key")
            }
            PolicyError::NoDate(category) => {
                write!(f, "only `{}` can be shifted, not `{category}`", Category::Date)
            }
            PolicyError::MoreLenient { category, asked, deployed } => write!(
                f,
                "`{asked}` for `{category}` is not at least as strict as this deployment's `{deployed}`"
            ),
            PolicyError::NotOffered(category, asked) => {
                write!(f, "`{asked}` for `{category}` is not offered by this deployment")
            }
        }
    }
}

impl std::error::Error for PolicyError {}

impl PolicySpec {
    /// Adds one entry, as it stands in JSON.
    ///
    /// # Errors
    /// [`PolicyError::UnknownCategory`], [`PolicyError::UnknownAction`], [`PolicyError::Twice`].
    pub fn name(&mut self, category: &str, action: &str) -> Result<(), PolicyError> {
        let (category, slot) = if category == REST {
            (None, &mut self.rest)
        } else {
            let category = Category::from_name(category).ok_or(PolicyError::UnknownCategory)?;
            (Some(category), &mut self.named[category.index()])
        };
        let action = ActionName::from_word(action).ok_or(PolicyError::UnknownAction(category))?;
        if slot.replace(action).is_some() {
            return Err(PolicyError::Twice);
        }
        Ok(())
    }

    /// What it says for one category, if anything.
    pub fn action(&self, category: Category) -> Option<ActionName> {
        self.named[category.index()].or(self.rest)
    }
}

impl Policy {
    /// 45 CFR 164.514(b)(2): every category masked.
    pub const fn safe_harbor() -> Policy {
        Policy { actions: [const { Action::Mask }; CATEGORIES], key: None, patient: None }
    }

    /// The deployment's policy: Safe Harbor but for what is written.
    ///
    /// # Errors
    /// [`PolicyError::NeedsKey`] and [`PolicyError::NoDate`].
    pub fn new(spec: &PolicySpec, key: Option<&Key>) -> Result<Policy, PolicyError> {
        let mut policy = Policy { key: key.cloned(), ..Policy::safe_harbor() };
        for category in Category::ALL.iter().copied() {
            let Some(name) = spec.action(category) else { continue };
            let keyed = || key.cloned().ok_or(PolicyError::NeedsKey(category, name));
            policy.actions[category.index()] = match name {
                ActionName::Keep => Action::Keep,
                ActionName::Mask => Action::Mask,
                ActionName::Redact => Action::Redact,
                ActionName::Surrogate => Action::Surrogate,
                ActionName::Generalise => Action::Generalise,
                ActionName::Hash => Action::Hash(keyed()?),
                ActionName::Shift if category == Category::Date => Action::Shift(keyed()?),
                ActionName::Shift => return Err(PolicyError::NoDate(category)),
            };
        }
        Ok(policy)
    }

    /// The policy for one request, by what the request asks for. Hash and shift cannot be asked for where the deployment
    /// does not have them: a request brings no key.
    ///
    /// # Errors
    /// [`PolicyError::MoreLenient`] for the first category in which less would be removed, or something else be shown, and
    /// [`PolicyError::NotOffered`].
    pub fn narrowed(&self, spec: &PolicySpec) -> Result<Policy, PolicyError> {
        let mut policy = self.clone();
        for category in Category::ALL.iter().copied() {
            let Some(asked) = spec.action(category) else { continue };
            let deployed = self.action(category).name();
            policy.actions[category.index()] = match asked {
                same if same == deployed => continue,
                stricter if stricter.strictness(deployed) != Some(Ordering::Greater) => {
                    return Err(PolicyError::MoreLenient { category, asked, deployed });
                }
                ActionName::Mask => Action::Mask,
                ActionName::Redact => Action::Redact,
                ActionName::Surrogate => Action::Surrogate,
                ActionName::Generalise => Action::Generalise,
                ActionName::Keep | ActionName::Hash | ActionName::Shift => {
                    return Err(PolicyError::NotOffered(category, asked));
                }
            };
        }
        Ok(policy)
    }

    /// The same policy with another action for one category.
    #[must_use]
    pub fn with(mut self, category: Category, action: Action) -> Policy {
        self.actions[category.index()] = action;
        self
    }

    /// The same policy with a key to draw surrogates with. Without one they are drawn in a fixed order, the same for every
    /// request: they tell nothing of the values, but a reader who knows the order can tell a name that was overlooked from an
    /// invented one.
    #[must_use]
    pub fn with_key(mut self, key: Key) -> Policy {
        self.key = Some(key);
        self
    }

    /// The same policy for one patient, by any stable key of theirs: [`Action::Shift`] moves all of a patient's dates alike,
    /// in every request. Without a patient, the dates of each request move by an amount of its own.
    #[must_use]
    pub fn for_patient(mut self, patient: &str) -> Policy {
        self.patient = Some(Patient(patient.trim().to_owned()));
        self
    }

    /// The action for one category.
    pub fn action(&self, category: Category) -> &Action {
        &self.actions[category.index()]
    }

    pub(crate) fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    pub(crate) fn patient(&self) -> Option<&str> {
        self.patient.as_ref().map(|patient| patient.0.as_str())
    }

    /// True when some category has this action.
    pub(crate) fn uses(&self, name: ActionName) -> bool {
        self.actions.iter().any(|action| action.name() == name)
    }

    /// True when no category is treated more leniently than in `other`.
    pub fn at_least_as_strict_as(&self, other: &Policy) -> bool {
        self.actions
            .iter()
            .zip(&other.actions)
            .all(|(mine, theirs)| mine.name().strictness(theirs.name()).is_some_and(Ordering::is_ge))
    }

    /// Per category the stricter of the two; `self` decides where neither is.
    #[must_use]
    pub fn tightened_by(&self, other: &Policy) -> Policy {
        let mut result = self.clone();
        for (mine, theirs) in result.actions.iter_mut().zip(&other.actions) {
            if theirs.name().strictness(mine.name()) == Some(Ordering::Greater) {
                *mine = theirs.clone();
            }
        }
        result
    }
}

/// The actions by name: never a key.
impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            Category::ALL.iter().map(|category| (category.name(), self.action(*category).name())),
        )
    }
}

/// As [`PolicySpec`], without a key.
impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Policy, D::Error> {
        Policy::new(&PolicySpec::deserialize(deserializer)?, None).map_err(D::Error::custom)
    }
}

/// `{"DATE":"keep","*":"redact"}`: an unknown name is an error.
impl<'de> Deserialize<'de> for PolicySpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<PolicySpec, D::Error> {
        struct Actions;
        impl<'de> Visitor<'de> for Actions {
            type Value = PolicySpec;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of category names and actions")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PolicySpec, A::Error> {
                let mut spec = PolicySpec::default();
                while let Some((category, action)) = map.next_entry::<String, String>()? {
                    spec.name(&category, &action).map_err(A::Error::custom)?;
                }
                Ok(spec)
            }
        }
        deserializer.deserialize_map(Actions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(json: &str) -> PolicySpec {
        serde_json::from_str(json).unwrap()
    }

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
        assert_eq!(policy.action(Category::Date), &Action::Keep);
        assert_eq!(policy.action(Category::Ssn), &Action::Mask);
        let text = serde_json::to_string(&policy).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), policy);
        let all = spec(r#"{"*":"redact","DATE":"generalize"}"#);
        assert_eq!(all.action(Category::Ssn), Some(ActionName::Redact));
        assert_eq!(all.action(Category::Date), Some(ActionName::Generalise));
        for (bad, says) in [
            (r#"{"DATES":"keep"}"#, "`OTHER_ID`"),
            (r#"{"DATE":"move"}"#, "for `DATE` does not exist; there are `keep`"),
            (r#"{"DATE":"shift"}"#, "`shift` for `DATE` needs a key"),
            (r#"{"NAME":"hash"}"#, "`hash` for `NAME` needs a key"),
            (r#"{"DATE":"keep","DATE":"mask"}"#, "twice"),
            ("[]", "object"),
        ] {
            let error = serde_json::from_str::<Policy>(bad).unwrap_err().to_string();
            assert!(error.contains(says), "{bad}: {error}");
        }
    }

    #[test]
    fn keys_make_policies_and_never_show() {
        let key = Key::new(b"an example key of 32 bytes......").unwrap();
        let spec = spec(r#"{"DATE":"shift","NAME":"hash"}"#);
        let policy = Policy::new(&spec, Some(&key)).unwrap().for_patient("Zebulon");
        let shown = format!("{policy:?}{}", serde_json::to_string(&policy).unwrap());
        assert!(!shown.contains("example") && !shown.contains("Zebulon"), "{shown}");
        assert!(shown.contains(r#""DATE":"shift""#), "{shown}");
        assert_eq!(
            Policy::new(&super::tests::spec(r#"{"MRN":"shift"}"#), Some(&key)),
            Err(PolicyError::NoDate(Category::Mrn))
        );
    }

    #[test]
    fn a_request_may_only_be_stricter() {
        let key = Key::new(b"an example key of 32 bytes......").unwrap();
        let deployed = Policy::new(
            &spec(r#"{"DATE":"shift","NAME":"hash","ZIP":"keep","URL":"generalise"}"#),
            Some(&key),
        )
        .unwrap();
        for (asked, fits) in [
            ("{}", true),
            (r#"{"DATE":"shift","NAME":"hash","ZIP":"keep"}"#, true),
            (r#"{"DATE":"surrogate","NAME":"mask","ZIP":"generalise","MRN":"redact"}"#, true),
            (r#"{"*":"redact"}"#, true),
            (r#"{"DATE":"keep"}"#, false),
            (r#"{"DATE":"hash"}"#, false),
            (r#"{"NAME":"surrogate"}"#, false),
            (r#"{"MRN":"surrogate"}"#, false),
            // No key comes from a request, whatever the order says.
            (r#"{"ZIP":"hash"}"#, false),
            (r#"{"URL":"mask"}"#, true),
            (r#"{"URL":"surrogate"}"#, false),
        ] {
            let narrowed = deployed.narrowed(&spec(asked));
            assert_eq!(narrowed.is_ok(), fits, "{asked}");
            if let Ok(policy) = narrowed {
                assert!(policy.at_least_as_strict_as(&deployed), "{asked}");
            }
        }
        let error = deployed.narrowed(&spec(r#"{"ZIP":"hash"}"#)).unwrap_err().to_string();
        assert_eq!(error, "`hash` for `ZIP` is not offered by this deployment");
    }
}
