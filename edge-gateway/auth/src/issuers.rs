//! Several issuers side by side: each with settings, keys and a state of its own.
//!
//! A token is measured by the issuer that it names, and by that one's keys only. Until its signature holds, the name
//! decides nothing but who is asked.

use std::borrow::Cow;

use serde_json::Value;

use crate::inspect::{Inspected, Parsed};
use crate::settings::{Mistake, Mistakes, variable};
use crate::{BearerToken, Refusal, Settings, json};

/// The most issuers: all of their settings are read for each request.
pub const MAX_ISSUERS: usize = 16;

/// The issuers of a deployment: at least one, and no two of one name.
#[derive(Clone, Debug)]
pub struct Issuers {
    first: Settings,
    others: Vec<Settings>,
}

impl Issuers {
    /// Reads the first issuer's variables through `look_up`, and the further ones out of [`variable::MORE_ISSUERS`].
    ///
    /// # Errors
    /// Every mistake, in all of them. Nothing may be served then.
    pub fn from_variables<'v, V: Into<Cow<'v, str>>>(
        mut look_up: impl FnMut(&str) -> Option<V>,
    ) -> Result<Self, Mistakes> {
        let mut look_up = |name: &str| look_up(name).map(Into::into);
        let mut mistakes = Vec::new();
        let first = Settings::from_variables(&mut look_up).map_err(|wrong| mistakes.extend(wrong.0));
        let mut others = Vec::new();
        let more = look_up(variable::MORE_ISSUERS).unwrap_or_default();
        match list(more.trim()) {
            Err(problem) => mistakes.push(mistake(variable::MORE_ISSUERS.to_owned(), problem)),
            Ok(entries) => {
                let origins = look_up(variable::KEYS_ORIGINS);
                for (index, entry) in entries.iter().enumerate() {
                    match further(entry, index, origins.as_deref()) {
                        Ok(settings) => others.push((index, settings)),
                        Err(wrong) => mistakes.extend(wrong),
                    }
                }
            }
        }
        let name = |settings: &Settings| settings.verifier.issuer.clone();
        let mut names: Vec<String> = first.iter().map(name).collect();
        for (index, settings) in &others {
            if names.contains(&settings.verifier.issuer) {
                mistakes.push(mistake(place(*index, "issuer"), "is the name of another issuer here"));
            }
            names.push(name(settings));
        }
        match first {
            Ok(first) if mistakes.is_empty() => {
                Ok(Self { first, others: others.into_iter().map(|(_, settings)| settings).collect() })
            }
            _ => Err(Mistakes(mistakes)),
        }
    }

    /// All of them; the first is that of the single variables.
    pub fn iter(&self) -> impl Iterator<Item = &Settings> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// Checks a token's form and header by the rules of the issuer that it names, and gives that issuer, whose keys are
    /// the only ones to verify it with.
    ///
    /// # Errors
    /// A 401 for whatever is wrong; see [`Refusal`].
    pub fn inspect<'a>(&'a self, token: &'a BearerToken) -> Result<(&'a Settings, Inspected<'a>), Refusal> {
        let parsed = Parsed::read(token)?;
        let settings = self
            .iter()
            .find(|settings| parsed.issuer() == Some(settings.verifier.issuer.as_str()))
            .ok_or(Refusal::IssuerWrong)?;
        Ok((settings, parsed.by(&settings.verifier)?))
    }
}

/// The entries of [`variable::MORE_ISSUERS`].
fn list(text: &str) -> Result<Vec<Value>, &'static str> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    match json::value(text.as_bytes()) {
        Ok(Value::Array(entries)) if entries.len() < MAX_ISSUERS => Ok(entries),
        Ok(Value::Array(_)) => Err("names too many issuers"),
        Err(json::Fault::Duplicate) => Err("has a name that stands twice in one object"),
        Ok(_) | Err(json::Fault::Malformed) => Err("is not a list of objects in JSON"),
    }
}

/// One of them: members have the names of the variables without `auth_`, values are text or numbers.
fn further(entry: &Value, index: usize, origins: Option<&str>) -> Result<Settings, Vec<Mistake>> {
    let Value::Object(members) = entry else {
        let name = format!("{}[{index}]", variable::MORE_ISSUERS);
        return Err(vec![mistake(name, "is not an object")]);
    };
    let mut mistakes = Vec::new();
    for (name, value) in members {
        if !variable::OF_AN_ISSUER.iter().any(|known| short(known) == name) {
            let known = variable::OF_AN_ISSUER.map(short).join(", ");
            // The name is not repeated: it may be a value that went astray.
            let name = format!("{}[{index}]", variable::MORE_ISSUERS);
            mistakes.push(mistake(name, format!("has a member that is none of {known}")));
        } else if !(value.is_string() || value.is_u64()) {
            mistakes.push(mistake(place(index, name), "is neither text nor a whole number"));
        }
    }
    let settings = Settings::from_variables(|name| match name {
        variable::KEYS_ORIGINS => origins.map(Cow::Borrowed),
        _ => match members.get(short(name))? {
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Number(number) => Some(Cow::Owned(number.to_string())),
            _ => None,
        },
    });
    match settings {
        Ok(settings) if mistakes.is_empty() => Ok(settings),
        Ok(_) => Err(mistakes),
        Err(wrong) => {
            mistakes
                .extend(wrong.0.into_iter().map(|m| mistake(place(index, short(&m.variable)), m.problem)));
            Err(mistakes)
        }
    }
}

/// A variable's name as a member's.
fn short(variable: &str) -> &str {
    variable.strip_prefix("auth_").unwrap_or(variable)
}

fn place(index: usize, member: &str) -> String {
    format!("{}[{index}].{member}", variable::MORE_ISSUERS)
}

fn mistake(variable: String, problem: impl Into<String>) -> Mistake {
    Mistake { variable, problem: problem.into() }
}

#[cfg(test)]
mod tests {
    use super::{Issuers, MAX_ISSUERS, variable};

    fn read(more: &str) -> Result<usize, String> {
        let look_up = |name: &str| {
            let value = match name {
                variable::ISSUER => "https://a.example",
                variable::AUDIENCE => "edge",
                variable::KEYS_URL => "https://a.example/keys",
                variable::KEYS_ORIGINS => "https://a.example https://b.example https://unused.invalid",
                variable::MORE_ISSUERS => more,
                _ => return None,
            };
            Some(value.to_owned())
        };
        Issuers::from_variables(look_up)
            .map(|issuers| issuers.iter().count())
            .map_err(|wrong| wrong.to_string())
    }

    const B: &str = r#""issuer":"https://b.example","audience":"ward","keys_url":"https://b.example/k""#;

    #[test]
    fn further_issuers_have_the_variables_names() {
        assert_eq!(read(""), Ok(1));
        assert_eq!(read("[]"), Ok(1));
        assert_eq!(read(&format!("[{{{B}}}]")), Ok(2));
        let all = r#""keys_kind":"discovery","algorithms":"ES256","token_type":"JWT","clock_skew_seconds":5,
            "max_lifetime_seconds":"60","scopes":"classify=a","keys_fresh_seconds":30,"keys_hard_seconds":30"#;
        assert_eq!(read(&format!("[{{{B},{all}}}]")), Ok(2));
    }

    #[test]
    fn every_mistake_of_every_issuer_is_named_at_once_and_no_value() {
        let wrong = read(
            r#"[{"issuer":"https://a.example","audience":"x","keys_url":"https://a.example/k"},
                {"issuer":"https://Zebulon example","audience":"","keys_url":"https://evil.example/k","algorithms":"HS256"},
                {"Zebulon":1,"audience":["x"],"keys_kind":"Zebulon"}, 7]"#,
        )
        .unwrap_err();
        for mistake in [
            "`auth_more_issuers[0].issuer` is the name of another issuer here",
            "`auth_more_issuers[1].issuer` has a space",
            "`auth_more_issuers[1].audience` is not set",
            "`auth_more_issuers[1].algorithms` has a word",
            "`auth_more_issuers[1].keys_url` is on an origin that none of the `auth_keys_origin` variables names",
            "`auth_more_issuers[2]` has a member that is none of issuer, audience, keys_url",
            "`auth_more_issuers[2].audience` is neither text nor a whole number",
            "`auth_more_issuers[2].issuer` is not set",
            "`auth_more_issuers[2].keys_url` is not set",
            "`auth_more_issuers[2].keys_kind` is neither jwks nor discovery",
            "`auth_more_issuers[3]` is not an object",
        ] {
            assert!(wrong.contains(mistake), "{mistake} missing in {wrong}");
        }
        assert!(!wrong.contains("Zebulon") && !wrong.contains("evil"), "{wrong}");
        let many = vec![format!("{{{B}}}"); MAX_ISSUERS].join(",");
        for (more, says) in [
            ("{}", "is not a list of objects"),
            ("[", "is not a list of objects"),
            (r#"[{"issuer":"a","issuer":"b"}]"#, "stands twice"),
            (&format!("[{many}]"), "too many"),
        ] {
            let wrong = read(more).unwrap_err();
            assert!(wrong.starts_with("`auth_more_issuers` ") && wrong.contains(says), "{wrong}");
        }
    }
}
