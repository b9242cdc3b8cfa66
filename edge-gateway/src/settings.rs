//! The component's variables, read and checked on every request (an instance lives for one).
//!
//! `spin.toml` holds the defaults; there are none here, so that nothing is configured twice.

use crate::problem::{Kind, Problem};
use crate::world::World;
use std::fmt;

/// Everything the steps need to know. Built only whole: a variable that is missing or wrong stops the request.
pub struct Settings {
    /// Whose tokens are taken, and how strictly. Variables `auth_*`, read and explained by the crate `edge-auth`.
    pub identity: auth::Settings,
    /// Where inference happens.
    pub pool: PoolSettings,
    /// What a request may hold.
    pub limits: Limits,
}

/// Where inference happens.
#[derive(Clone)]
pub struct PoolSettings {
    /// Scheme, host and port.
    pub origin: String,
    /// Model that serves where a request names none.
    pub model: String,
    /// How long making a connection may take.
    pub connect_timeout_ms: u64,
    /// How long the answer may take; also sent to the pool as the request's deadline.
    pub timeout_ms: u64,
    /// Bearer token towards the pool; empty for none. Our pool needs none (mutual TLS says who we are).
    pub token: Secret,
}

/// What a request may hold.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of a body.
    pub body_bytes: usize,
    /// Texts of a request.
    pub texts: usize,
    /// Unicode scalar values of one text.
    pub text_chars: usize,
}

/// A value that no log may show.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The value; empty where none is configured.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Reads variables and remembers every mistake, so that one answer names them all.
struct Reader<'a, W> {
    world: &'a W,
    mistakes: Vec<String>,
}

impl<W: World> Reader<'_, W> {
    fn text(&mut self, name: &str) -> String {
        match self.world.variable(name) {
            Some(value) if !value.trim().is_empty() => value.trim().to_owned(),
            _ => {
                self.mistakes.push(format!("`{name}` is not set"));
                String::new()
            }
        }
    }

    fn optional(&self, name: &str) -> String {
        self.world.variable(name).unwrap_or_default().trim().to_owned()
    }

    fn number(&mut self, name: &str, least: u64, most: u64) -> u64 {
        let text = self.text(name);
        match text.parse::<u64>() {
            Ok(n) if (least..=most).contains(&n) => n,
            _ if text.is_empty() => least,
            _ => {
                self.mistakes.push(format!("`{name}` must be a whole number from {least} to {most}"));
                least
            }
        }
    }

    fn origin(&mut self, name: &str) -> String {
        let origin = self.text(name);
        let rest = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        let good = rest.is_some_and(|host| {
            !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b))
        });
        if !origin.is_empty() && !good {
            self.mistakes
                .push(format!("`{name}` must be scheme, host and port, as in https://pool.example:8443"));
        }
        origin
    }
}

impl Settings {
    /// Reads every variable.
    ///
    /// # Errors
    /// One problem that names every variable that is missing or wrong, and no value.
    pub fn read<W: World>(world: &W) -> Result<Self, Problem> {
        let mut reader = Reader { world, mistakes: Vec::new() };
        let identity = auth::Settings::from_variables(|name| world.variable(name)).map_err(|wrong| {
            reader.mistakes.extend(wrong.0.into_iter().map(|m| format!("`{}` {}", m.variable, m.problem)));
        });
        let r = &mut reader;
        let pool = PoolSettings {
            origin: r.origin("pool_origin"),
            model: r.text("model"),
            connect_timeout_ms: r.number("pool_connect_timeout_ms", 1, 60_000),
            timeout_ms: r.number("pool_timeout_ms", 1, 600_000),
            token: Secret(r.optional("pool_token")),
        };
        let limits = Limits {
            body_bytes: count(r.number("max_body_bytes", 1, 64 << 20)),
            texts: count(r.number("max_texts", 1, 10_000)),
            text_chars: count(r.number("max_text_chars", 1, 16 << 20)),
        };
        if !pool.model.is_empty() && !is_model_name(&pool.model) {
            reader.mistakes.push("`model` must be a model's name".to_owned());
        }
        match identity {
            Ok(identity) if reader.mistakes.is_empty() => Ok(Self { identity, pool, limits }),
            _ => Err(misconfigured(&reader.mistakes)),
        }
    }
}

/// A key set's address in the two parts that an outbound call takes.
#[derive(Debug, Clone, Copy)]
pub struct KeySource<'a> {
    /// Scheme, host and port.
    pub origin: &'a str,
    /// Path and query.
    pub path: &'a str,
}

/// Splits an absolute URL behind its host; `None` where it has no path.
#[must_use]
pub fn split_url(url: &str) -> Option<KeySource<'_>> {
    let host = url.find("://")? + 3;
    let path = host + url[host..].find('/')?;
    Some(KeySource { origin: &url[..path], path: &url[path..] })
}

/// The problem for variables that are missing or wrong; each mistake names its variable.
#[must_use]
pub fn misconfigured(mistakes: &[String]) -> Problem {
    let detail = format!("This deployment's variables need mending: {}.", mistakes.join("; "));
    Problem::new(Kind::Misconfigured, "misconfigured", detail)
}

/// Whether `name` can stand in a path of the pool without escaping: `[A-Za-z0-9._-]{1,64}`, not only dots.
#[must_use]
pub fn is_model_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
        && !name.bytes().all(|b| b == b'.')
}

fn count(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::SendError;
    use crate::world::fake::FakeWorld;

    #[test]
    fn names_every_missing_or_wrong_variable_and_shows_no_value() {
        let mut world = FakeWorld::new(|_| Err(SendError::NotConnected));
        for (name, value) in
            [("pool_origin", "https://h/with/path"), ("auth_clock_skew_seconds", "301"), ("model", "../x")]
        {
            world.variables.insert(name.to_owned(), value.to_owned());
        }
        let Err(problem) = Settings::read(&world) else { panic!("should have been refused") };
        assert_eq!(problem.kind, Kind::Misconfigured);
        for name in [
            "`auth_issuer`",
            "`auth_audience`",
            "`auth_keys_url`",
            "`auth_clock_skew_seconds`",
            "`model`",
            "`pool_origin`",
        ] {
            assert!(problem.detail.contains(name), "{name} missing in: {}", problem.detail);
        }
        assert!(!problem.detail.contains("with/path") && !problem.detail.contains("../x"));
    }

    /// `spin.toml` writes its defaults out so that an operator sees them; the crate has its own for other users. They agree.
    #[test]
    fn the_manifests_defaults_are_the_crates() {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../spin.toml");
        let manifest: toml::Table = std::fs::read_to_string(manifest).unwrap().parse().unwrap();
        let required = |name: &str| match name {
            "auth_issuer" => Some("https://issuer.example".to_owned()),
            "auth_audience" => Some("anteroom".to_owned()),
            "auth_keys_url" => Some("https://issuer.example/keys".to_owned()),
            _ => None,
        };
        let written = |name: &str| {
            required(name)
                .or_else(|| Some(manifest["variables"].get(name)?.get("default")?.as_str()?.to_owned()))
        };
        let (own, theirs) = (
            auth::Settings::from_variables(required).unwrap(),
            auth::Settings::from_variables(written).unwrap(),
        );
        assert_eq!(format!("{own:?}"), format!("{theirs:?}"));
    }
}
