//! Application variables and the `{{ name }}` templates that use them, as Spin resolves them.
//!
//! For whom: [`super::Builder`]. Values may be secrets: no error here ever carries one, only names.

use std::collections::BTreeMap;
use std::fmt;

use super::manifest::VariableToml;

/// A resolved value that may be secret: `Debug` never shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Value(String);

impl Value {
    /// Wraps a value.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself, for handing it to the guest.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Every value is hidden, also those not marked secret: a marker that was forgotten must not leak.
        f.write_str("[redacted]")
    }
}

/// Where values come from, strongest first.
#[derive(Default)]
pub(super) struct Sources {
    /// `--variable NAME=VALUE`, or the builder's.
    pub(super) flags: BTreeMap<String, Value>,
    /// `SPIN_VARIABLE_<NAME>`, keyed by the whole name.
    pub(super) environment: BTreeMap<String, Value>,
}

/// What Spin puts before a variable's name in the environment.
pub(super) const ENVIRONMENT_PREFIX: &str = "SPIN_VARIABLE_";

/// Resolves every application variable: flag, then environment, then default.
pub(super) fn resolve_application(
    declared: &BTreeMap<String, VariableToml>,
    sources: &Sources,
    mistakes: &mut Vec<String>,
) -> BTreeMap<String, Value> {
    let mut resolved = BTreeMap::new();
    for (name, variable) in declared {
        if let Err(why) = check_name(name) {
            mistakes.push(format!("variable {name:?}: {why}"));
            continue;
        }
        if variable.required == variable.default.is_some() {
            mistakes.push(format!("variable {name:?} must be `required` or have a `default`, and not both"));
            continue;
        }
        let environment = format!("{ENVIRONMENT_PREFIX}{}", name.to_ascii_uppercase());
        let value = sources
            .flags
            .get(name)
            .or_else(|| sources.environment.get(&environment))
            .cloned()
            .or_else(|| variable.default.as_deref().map(Value::new));
        match value {
            Some(value) => {
                resolved.insert(name.clone(), value);
            }
            None => mistakes.push(format!(
                "variable {name:?} is required and has no value: set it with `--variable {name}=…` or {environment}"
            )),
        }
    }
    for name in sources.flags.keys().filter(|name| !declared.contains_key(*name)) {
        mistakes.push(format!("unknown variable {name:?}: the manifest's [variables] has none of that name"));
    }
    resolved
}

/// Fills a template. `None`: something is wrong with it, and it stands in `mistakes`; a variable
/// that is declared but has no value was told already and is not told twice.
pub(super) fn fill(
    template: &str,
    place: &str,
    declared: &BTreeMap<String, VariableToml>,
    resolved: &BTreeMap<String, Value>,
    mistakes: &mut Vec<String>,
) -> Option<String> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find("{{") {
        filled.push_str(&rest[..start]);
        let inner = &rest[start + 2..];
        let Some(end) = inner.find("}}") else {
            mistakes.push(format!("{place}: `{{{{` without `}}}}`"));
            return None;
        };
        let name = inner[..end].trim();
        match resolved.get(name) {
            Some(value) => filled.push_str(value.expose()),
            None => {
                if !declared.contains_key(name) {
                    mistakes.push(format!("{place}: unknown variable {name:?}"));
                }
                return None;
            }
        }
        rest = &inner[end + 2..];
    }
    filled.push_str(rest);
    Some(filled)
}

/// Spin's rule for names: words joined by single underscores, each of a lower-case ASCII letter and then letters and digits.
pub(crate) fn check_name(name: &str) -> Result<(), &'static str> {
    if !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
        return Err("a name has only lower-case letters, digits and underscores");
    }
    if !name.split('_').all(|word| word.starts_with(|first: char| first.is_ascii_lowercase())) {
        return Err("underscores stand one at a time, and a letter after each and at the beginning");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(names: &[(&str, Option<&str>)]) -> BTreeMap<String, VariableToml> {
        names
            .iter()
            .map(|(name, default)| {
                let variable = VariableToml {
                    required: default.is_none(),
                    default: default.map(str::to_owned),
                    ..VariableToml::default()
                };
                ((*name).to_owned(), variable)
            })
            .collect()
    }

    #[test]
    fn flag_then_environment_then_default() {
        let declared = declared(&[("a", Some("default")), ("b", Some("default")), ("c", Some("default"))]);
        let mut sources = Sources::default();
        sources.flags.insert("a".into(), Value::new("flag"));
        sources.environment.insert("SPIN_VARIABLE_A".into(), Value::new("environment"));
        sources.environment.insert("SPIN_VARIABLE_B".into(), Value::new("environment"));
        let mut mistakes = Vec::new();
        let values = resolve_application(&declared, &sources, &mut mistakes);
        assert_eq!(mistakes, Vec::<String>::new());
        let seen: Vec<_> = values.values().map(Value::expose).collect();
        assert_eq!(seen, ["flag", "environment", "default"]);
    }

    #[test]
    fn every_mistake_is_told_and_no_value_is() {
        let declared = declared(&[("needed", None), ("Bad", Some("x"))]);
        let mut sources = Sources::default();
        sources.flags.insert("unheard_of".into(), Value::new("s3cret"));
        let mut mistakes = Vec::new();
        resolve_application(&declared, &sources, &mut mistakes);
        assert_eq!(mistakes.len(), 3, "{mistakes:?}");
        assert!(!format!("{mistakes:?} {:?}", sources.flags).contains("s3cret"));
    }

    /// As Spin 3.6.3 does: a manifest that it refuses must not be taken here.
    #[test]
    fn names_are_those_that_spin_takes() {
        for name in ["a", "pool_origin", "origin2", "a1_b2"] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        for name in ["", "_a", "a_", "a__b", "2a", "origin_2", "A", "a-b", "ü"] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn templates() {
        let declared = declared(&[("host", Some("h")), ("unset", None)]);
        let resolved = BTreeMap::from([("host".to_owned(), Value::new("pool.example"))]);
        let check = |template: &str| {
            let mut mistakes = Vec::new();
            (fill(template, "here", &declared, &resolved, &mut mistakes), mistakes.len())
        };
        assert_eq!(check("https://{{ host }}:8443"), (Some("https://pool.example:8443".into()), 0));
        assert_eq!(check("{{host}}{{host}}"), (Some("pool.examplepool.example".into()), 0));
        assert_eq!(check("plain"), (Some("plain".into()), 0));
        assert_eq!(check("{{ host"), (None, 1));
        assert_eq!(check("{{ other }}"), (None, 1));
        assert_eq!(check("{{ unset }}"), (None, 0));
    }
}
