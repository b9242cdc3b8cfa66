//! The configuration of one issuer, read from variables ([`crate::Issuers`] reads that of several). Everything is parsed, every mistake is collected, and each
//! names its variable; values are not repeated.
//!
//! Called by the component for each request: under Spin reading a variable costs some 50 microseconds, so a component
//! may keep several of these in one variable and hand out the parts by name.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;

use crate::clock::MAX_SKEW_SECONDS;
use crate::key_cache::FETCH_INTERVAL_SECONDS;
use crate::{Algorithm, KeyPolicy, KeySource, KeyUrl, ScopeMap, TokenType, Verifier};

/// The names of the variables. An unset or empty one takes its default; the first three have none.
pub mod variable {
    /// `iss` of the tokens, exactly as the issuer writes it.
    pub const ISSUER: &str = "auth_issuer";
    /// Our names in `aud`, apart by spaces or commas. One of them is enough.
    pub const AUDIENCE: &str = "auth_audience";
    /// Where the key set or the issuer's metadata is: https, or http on loopback.
    pub const KEYS_URL: &str = "auth_keys_url";
    /// What is there: `jwks` (default), or `discovery` for metadata (RFC 8414, OpenID Connect Discovery).
    pub const KEYS_KIND: &str = "auth_keys_kind";
    /// Algorithms, apart by spaces or commas. Default: all that are supported.
    pub const ALGORITHMS: &str = "auth_algorithms";
    /// `at+jwt` (default), or `JWT` to accept that as well.
    pub const TOKEN_TYPE: &str = "auth_token_type";
    /// How far clocks may differ, 0 to 300. Default 60.
    pub const SKEW: &str = "auth_clock_skew_seconds";
    /// The longest `exp - iat`, 1 to 86400. Default 3600.
    pub const MAX_LIFETIME: &str = "auth_max_lifetime_seconds";
    /// Which words grant what; see [`crate::ScopeMap::parse`]. Default: each scope by its own name.
    pub const SCOPES: &str = "auth_scopes";
    /// How long keys are used without asking again, 30 to 3600. Default 300.
    pub const KEYS_FRESH: &str = "auth_keys_fresh_seconds";
    /// How long keys are used when they cannot be renewed, up to 86400. Default 3600.
    pub const KEYS_HARD: &str = "auth_keys_hard_seconds";
    /// The origins that keys of any issuer may come from, apart by spaces: those that the host lets the edge reach. Not
    /// set: each issuer's own of [`KEYS_URL`].
    pub const KEYS_ORIGINS: &str = "auth_keys_origins";
    /// Further issuers: a list of objects in JSON, whose members are [`OF_AN_ISSUER`] without `auth_`. What is not there
    /// takes the default, not the first issuer's value.
    pub const MORE_ISSUERS: &str = "auth_more_issuers";

    /// Those that each issuer has for itself.
    pub const OF_AN_ISSUER: [&str; 11] = [
        ISSUER,
        AUDIENCE,
        KEYS_URL,
        KEYS_KIND,
        ALGORITHMS,
        TOKEN_TYPE,
        SKEW,
        MAX_LIFETIME,
        SCOPES,
        KEYS_FRESH,
        KEYS_HARD,
    ];
}

/// A minute covers machines that keep time at all; RFC 9068 speaks of "no more than a few minutes".
const DEFAULT_SKEW: u64 = 60;

/// An hour is what most issuers give out.
const DEFAULT_MAX_LIFETIME: u64 = 3600;

/// A token that lives longer than a day cannot be taken back in any useful time.
const LIFETIMES: RangeInclusive<u64> = 1..=86_400;

/// A withdrawn key stops working within five minutes; the issuer is asked twelve times an hour and pod.
const DEFAULT_KEYS_FRESH: u64 = 300;

/// Below the interval of fetches a set would be stale before it may be renewed.
const KEYS_FRESH: RangeInclusive<u64> = FETCH_INTERVAL_SECONDS..=3600;

/// An hour lets the ward work on through a restart of the key server, and bounds what a stolen and withdrawn key is
/// worth to somebody who can also cut us off from the key server.
const DEFAULT_KEYS_HARD: u64 = 3600;

/// Never longer than a day.
const KEYS_HARD: RangeInclusive<u64> = FETCH_INTERVAL_SECONDS..=86_400;

/// Everything that authentication needs to know of one issuer.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Checks tokens.
    pub verifier: Verifier,
    /// Where the keys are.
    pub keys: KeySource,
    /// How long they are used.
    pub key_policy: KeyPolicy,
}

/// One mistake in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The variable's name; for one of several issuers, its place in the variable.
    pub variable: String,
    /// What is wrong with it; says nothing of its value.
    pub problem: String,
}

/// All of them: at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes(pub Vec<Mistake>);

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}`{}` {}", mistake.variable, mistake.problem)?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}

impl Settings {
    /// Reads the variables through `look_up`, each once.
    ///
    /// # Errors
    /// Every mistake. Nothing may be served then.
    pub fn from_variables<'v, V: Into<Cow<'v, str>>>(
        mut look_up: impl FnMut(&str) -> Option<V>,
    ) -> Result<Self, Mistakes> {
        let look_up = |name: &str| look_up(name).map(Into::into);
        let mut reader = Reader { look_up, mistakes: Vec::new() };
        let issuer = reader.issuer();
        let verifier = Verifier {
            issuer: issuer.clone(),
            audiences: reader.audiences(),
            algorithms: reader.algorithms(),
            skew: reader.number(variable::SKEW, 0..=MAX_SKEW_SECONDS, DEFAULT_SKEW),
            max_lifetime: reader.number(variable::MAX_LIFETIME, LIFETIMES, DEFAULT_MAX_LIFETIME),
            token_type: reader.token_type(),
            scopes: reader.scopes(),
        };
        let keys = reader.keys(issuer);
        let key_policy = KeyPolicy {
            fresh_seconds: reader.number(variable::KEYS_FRESH, KEYS_FRESH, DEFAULT_KEYS_FRESH),
            hard_seconds: reader.number(variable::KEYS_HARD, KEYS_HARD, DEFAULT_KEYS_HARD),
        };
        if key_policy.hard_seconds < key_policy.fresh_seconds {
            reader.mistake(variable::KEYS_HARD, format!("is less than {}", variable::KEYS_FRESH));
        }
        match keys {
            Some(keys) if reader.mistakes.is_empty() => Ok(Self { verifier, keys, key_policy }),
            _ => Err(Mistakes(reader.mistakes)),
        }
    }
}

struct Reader<F> {
    look_up: F,
    mistakes: Vec<Mistake>,
}

impl<'v, F: FnMut(&str) -> Option<Cow<'v, str>>> Reader<F> {
    fn mistake(&mut self, variable: &'static str, problem: impl Into<String>) {
        self.mistakes.push(Mistake { variable: variable.to_owned(), problem: problem.into() });
    }

    /// White space around a value is a slip of the pen everywhere; an empty one is Spin's way to say "not set".
    fn optional(&mut self, variable: &'static str) -> Option<Cow<'v, str>> {
        let value = match (self.look_up)(variable)? {
            Cow::Borrowed(value) => Cow::Borrowed(value.trim()),
            Cow::Owned(value) => Cow::Owned(value.trim().to_owned()),
        };
        (!value.is_empty()).then_some(value)
    }

    fn required(&mut self, variable: &'static str) -> Option<Cow<'v, str>> {
        let value = self.optional(variable);
        if value.is_none() {
            self.mistake(variable, "is not set");
        }
        value
    }

    fn issuer(&mut self) -> String {
        let issuer = self.required(variable::ISSUER).unwrap_or_default().into_owned();
        if !issuer.chars().all(|c| c.is_ascii_graphic()) {
            self.mistake(variable::ISSUER, "has a space or another character that no issuer's name has");
        }
        issuer
    }

    fn audiences(&mut self) -> Vec<String> {
        let Some(value) = self.required(variable::AUDIENCE) else {
            return Vec::new();
        };
        let audiences: Vec<_> = words(&value).map(str::to_owned).collect();
        if audiences.is_empty() {
            self.mistake(variable::AUDIENCE, "names no audience");
        }
        audiences
    }

    /// `None` only with a mistake.
    fn keys(&mut self, issuer: String) -> Option<KeySource> {
        let url = self.keys_url();
        let listed = self.keys_origins();
        if let (Some(url), Some(origins)) = (&url, &listed)
            && !origins.contains(&url.normal_origin())
        {
            self.mistake(
                variable::KEYS_URL,
                "is on an origin that none of the `auth_keys_origin` variables names",
            );
        }
        match self.optional(variable::KEYS_KIND).as_deref() {
            None | Some("jwks") => url.map(KeySource::KeySet),
            Some("discovery") => {
                let url = url?;
                let origins = listed.unwrap_or_else(|| vec![url.normal_origin()]);
                Some(KeySource::Metadata { url, issuer, origins })
            }
            Some(_) => {
                self.mistake(variable::KEYS_KIND, "is neither jwks nor discovery");
                None
            }
        }
    }

    fn keys_url(&mut self) -> Option<KeyUrl> {
        let url = KeyUrl::parse(&self.required(variable::KEYS_URL)?);
        if url.is_none() {
            self.mistake(variable::KEYS_URL, "is not an https address (http is for loopback only)");
        }
        url
    }

    /// The origins that are listed; `None` where no list is set.
    fn keys_origins(&mut self) -> Option<Vec<String>> {
        let text = self.optional(variable::KEYS_ORIGINS)?;
        let read: Vec<_> = words(&text).map(KeyUrl::parse).collect();
        let is_origin = |url: &Option<KeyUrl>| url.as_ref().is_some_and(|url| url.origin() == url.as_str());
        if !read.iter().all(is_origin) {
            self.mistake(
                variable::KEYS_ORIGINS,
                "has a word that is not scheme, host and port, as in https://issuer.example (http is for loopback only)",
            );
        }
        Some(read.iter().flatten().map(KeyUrl::normal_origin).collect())
    }

    fn algorithms(&mut self) -> Vec<Algorithm> {
        let Some(value) = self.optional(variable::ALGORITHMS) else {
            return Algorithm::ALL.to_vec();
        };
        let read: Vec<_> = words(&value).map(Algorithm::from_name).collect();
        if read.is_empty() || read.contains(&None) {
            let known = Algorithm::ALL.map(Algorithm::name).join(", ");
            self.mistake(variable::ALGORITHMS, format!("has a word that is none of {known}"));
        }
        read.into_iter().flatten().collect()
    }

    fn token_type(&mut self) -> TokenType {
        match self.optional(variable::TOKEN_TYPE).as_deref() {
            None | Some("at+jwt") => TokenType::AccessToken,
            Some("JWT") => TokenType::AnyJwt,
            Some(_) => {
                self.mistake(variable::TOKEN_TYPE, "is neither at+jwt nor JWT");
                TokenType::AccessToken
            }
        }
    }

    fn scopes(&mut self) -> ScopeMap {
        let Some(value) = self.optional(variable::SCOPES) else {
            return ScopeMap::default();
        };
        match ScopeMap::parse(&value) {
            Ok(scopes) => scopes,
            Err(wrong) => {
                for problem in wrong {
                    self.mistake(variable::SCOPES, problem);
                }
                ScopeMap::default()
            }
        }
    }

    fn number(&mut self, variable: &'static str, range: RangeInclusive<u64>, default: u64) -> u64 {
        let Some(value) = self.optional(variable) else {
            return default;
        };
        match value.parse() {
            Ok(number) if range.contains(&number) => number,
            _ => {
                self.mistake(
                    variable,
                    format!("is not a whole number from {} to {}", range.start(), range.end()),
                );
                default
            }
        }
    }
}

fn words(value: &str) -> impl Iterator<Item = &str> {
    value.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Settings, variable};

    const GOOD: [(&str, &str); 3] = [
        (variable::ISSUER, "https://issuer.example"),
        (variable::AUDIENCE, "https://edge.example"),
        (variable::KEYS_URL, "https://issuer.example/keys"),
    ];

    fn mistakes(changes: &[(&str, &str)]) -> Vec<String> {
        let look_up = |name: &str| {
            let of = |list: &[(&str, &str)]| {
                list.iter().find(|entry| entry.0 == name).map(|entry| entry.1.to_owned())
            };
            of(changes).or_else(|| of(&GOOD))
        };
        match Settings::from_variables(look_up) {
            Ok(_) => Vec::new(),
            Err(mistakes) => mistakes.0.into_iter().map(|mistake| mistake.variable).collect(),
        }
    }

    #[test]
    fn row_28_what_is_missing_is_named() {
        assert_eq!(mistakes(&[]), [""; 0]);
        let all = Settings::from_variables(|_| None::<&str>).unwrap_err();
        assert_eq!(
            all.to_string(),
            "`auth_issuer` is not set; `auth_audience` is not set; `auth_keys_url` is not set"
        );
        for (name, _) in GOOD {
            assert_eq!(mistakes(&[(name, "")]), [name]);
            assert_eq!(mistakes(&[(name, "  ")]), [name]);
        }
    }

    #[test]
    fn row_17_a_skew_over_300_seconds_is_refused() {
        assert_eq!(mistakes(&[(variable::SKEW, "300")]), [""; 0]);
        for skew in ["301", "-1", "1.5", "1e2", "sixty", "18446744073709551616"] {
            assert_eq!(mistakes(&[(variable::SKEW, skew)]), [variable::SKEW], "{skew}");
        }
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        assert_eq!(
            mistakes(&[
                (variable::ISSUER, "https://issuer example"),
                (variable::AUDIENCE, ","),
                (variable::KEYS_URL, "http://issuer.example/keys"),
                (variable::ALGORITHMS, "ES256,HS256"),
                (variable::TOKEN_TYPE, "any"),
                (variable::SKEW, "301"),
                (variable::MAX_LIFETIME, "0"),
                (variable::SCOPES, "admin=x"),
                (variable::KEYS_FRESH, "600"),
                (variable::KEYS_HARD, "60"),
                (variable::KEYS_KIND, "any"),
                (variable::KEYS_ORIGINS, "https://*.example"),
            ]),
            [
                variable::ISSUER,
                variable::AUDIENCE,
                variable::ALGORITHMS,
                variable::SKEW,
                variable::MAX_LIFETIME,
                variable::TOKEN_TYPE,
                variable::SCOPES,
                variable::KEYS_URL,
                variable::KEYS_ORIGINS,
                variable::KEYS_KIND,
                variable::KEYS_HARD,
            ]
        );
        for name in ["none", "hs256", "HS512", "es256", ",", "RS256 NONE"] {
            assert_eq!(mistakes(&[(variable::ALGORITHMS, name)]), [variable::ALGORITHMS], "{name}");
        }
    }
}
