//! The component's settings, read and checked on every request (an instance lives for one).
//!
//! `spin.toml` holds the application's variables and their defaults; there are none here, so that nothing is configured
//! twice. It hands all of them to the component in one variable, `settings`: lines of `name=value`.

use crate::breaker::Tolerance;
use crate::json;
use crate::limit::Rate;
use crate::problem::{Kind, Problem};
use crate::sink::{Failing, SinkSettings};
use crate::world::World;
use audit_chain::{AuditKey, MIN_KEY_BYTES};
use deid::{Key, Policy, PolicyError, PolicySpec};
use serde_json::Value;
use std::cell::OnceCell;
use std::fmt;
use std::ops::Range;

/// Everything the steps need to know. Built only whole: a variable that is missing or wrong stops the request.
pub struct Settings {
    /// Whose tokens are taken, and how strictly. Variables `auth_*`, read and explained by the crate `edge-auth`.
    pub identity: auth::Issuers,
    /// Where inference happens.
    pub pool: PoolSettings,
    /// What becomes of what is found; a request may only be stricter. Holds the deployment's key.
    pub deid: Policy,
    /// What a request may hold.
    pub limits: Limits,
    /// How much a client may send; `None` for as much as it likes.
    pub rate: Option<Rate>,
    /// When the pool is left alone; `None` for never.
    pub tolerance: Option<Tolerance>,
    /// What is asked of the deny-list.
    pub deny_list: DenyListSettings,
    /// How long one request may wait for the shared store, in milliseconds.
    pub shared_patience_ms: u64,
}

/// What is asked of the deny-list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DenyListSettings {
    /// Whether there is one.
    pub on: bool,
    /// How long the last list serves while the store is away, in milliseconds.
    pub hard_ms: u64,
    /// What happens then.
    pub unknown: Unknown,
}

/// What happens to callers while nobody can say whether they are on the deny-list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// 503: a withdrawn token must not work.
    Refuse,
    /// They pass, and the audit event says so: work must go on.
    Allow,
}

/// Where inference happens.
#[derive(Clone)]
pub struct PoolSettings {
    /// Scheme, host and port.
    pub origin: String,
    /// Model that serves where a request names none.
    pub model: String,
    /// Name of the model's input of text.
    pub input: String,
    /// Name of its output of probabilities, which has labels (Triton: `label_filename`).
    pub output: String,
    /// Name of its output of how many windows a text was read in; empty where it has none.
    pub windows: String,
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
#[derive(Clone, Default)]
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

/// What a call to the pool may take beyond its own limits, before it counts as dead.
const PROBE_SLACK_MS: u64 = 1000;

/// Reads variables and remembers every mistake, so that one answer names them all.
struct Reader<'a> {
    lines: &'a Lines,
    mistakes: Vec<String>,
}

/// The settings of one request: asked for once, by whoever needs them first.
pub struct Source<'a, W> {
    world: &'a W,
    lines: OnceCell<Lines>,
}

impl<'a, W: World> Source<'a, W> {
    /// Asks for nothing yet.
    pub fn new(world: &'a W) -> Self {
        Self { world, lines: OnceCell::new() }
    }

    /// Whose settings they are.
    pub(crate) fn world(&self) -> &'a W {
        self.world
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(self.world.variable("settings").unwrap_or_default()))
    }
}

/// The lines of `settings`, split once: every request asks for fifty of them.
struct Lines {
    text: String,
    /// Names and values, in order, by where they stand in the text.
    single: Vec<(Range<usize>, Range<usize>)>,
    /// The value of [`LAST`].
    last: Range<usize>,
    /// The first line that is no setting, counted from 1: a value with a line break in it.
    broken: Option<usize>,
}

/// The one setting whose value may be more than a line: everything behind its name.
const LAST: &str = "deid_policy";

/// As many settings as `spin.toml` hands over, and a few more.
const SETTINGS: usize = 48;

impl Lines {
    fn new(text: String) -> Self {
        let bytes = text.as_bytes();
        let mut lines =
            Self { text: String::new(), single: Vec::with_capacity(SETTINGS), last: 0..0, broken: None };
        let (mut start, mut number) = (0, 0);
        while let Some(rest) = bytes.get(start..).filter(|rest| !rest.is_empty()) {
            number += 1;
            // Byte by byte: names and values are short, and this is on the path of every request.
            let name = rest.iter().take_while(|b| b.is_ascii_lowercase() || **b == b'_').count();
            let is_setting = name > 0 && rest.get(name) == Some(&b'=');
            let value = start + name + 1;
            if is_setting && &text[start..start + name] == LAST {
                lines.last = trimmed(&text, value..text.len());
                break;
            }
            let end = start + rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
            if is_setting {
                lines.single.push((start..start + name, trimmed(&text, value..end)));
            } else if end > start && &text[start..end] != "\r" {
                lines.broken = lines.broken.or(Some(number));
            }
            start = end + 1;
        }
        Self { text, ..lines }
    }

    /// A setting's value; empty where there is none.
    fn get(&self, name: &str) -> &str {
        if name == LAST {
            return &self.text[self.last.clone()];
        }
        let found = self.single.iter().find(|(key, _)| self.text[key.clone()] == *name);
        found.map(|(_, value)| &self.text[value.clone()]).unwrap_or_default()
    }
}

/// Without the white space at both ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let value = &text[range.clone()];
    let bare = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    if bare(value.as_bytes().first()) && bare(value.as_bytes().last()) {
        return range;
    }
    let end = range.start + value.trim_end().len();
    end - value.trim().len()..end
}

impl<'a> Reader<'a> {
    fn text(&mut self, name: &str) -> &'a str {
        match self.lines.get(name) {
            "" => {
                self.mistakes.push(format!("`{name}` is not set"));
                ""
            }
            value => value,
        }
    }

    fn optional(&self, name: &str) -> &'a str {
        self.lines.get(name)
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

    /// Whether a setting is the second of two words.
    fn is_second(&mut self, name: &str, [first, second]: [&str; 2]) -> bool {
        let text = self.text(name);
        if text != second && text != first && !text.is_empty() {
            self.mistakes.push(format!("`{name}` must be {first} or {second}"));
        }
        text == second
    }

    /// Where the audit chain is; `None` for nowhere.
    fn sink(&mut self) -> Option<SinkSettings> {
        let failing = match self.text("audit_sink") {
            "off" | "" => return None,
            "refuse" => Failing::Refuse,
            "continue" => Failing::Continue,
            _ => {
                self.mistakes.push("`audit_sink` must be off, refuse or continue".to_owned());
                return None;
            }
        };
        let origin = self.origin("audit_sink_origin");
        let timeout_ms = self.number("audit_sink_timeout_ms", 1, 60_000);
        let Ok(key) = AuditKey::new(self.optional("audit_key").as_bytes()) else {
            let mistake =
                format!("`audit_key` must have {MIN_KEY_BYTES} bytes or more where there is a sink");
            self.mistakes.push(mistake);
            return None;
        };
        Some(SinkSettings { origin, failing, timeout_ms, key })
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
        origin.to_owned()
    }

    /// The deployment's policy. One that cannot be read must not become the default in silence: it may be stricter.
    fn policy(&mut self, name: &str, key_name: &str) -> Policy {
        let (text, secret) = (self.optional(name), self.optional(key_name));
        let key = (!secret.is_empty()).then(|| Key::new(secret.as_bytes()));
        let key = match key.transpose() {
            Ok(key) => key,
            Err(short) => {
                self.mistakes.push(format!("`{key_name}` is too short: {short}"));
                return Policy::safe_harbor();
            }
        };
        let spec = match text {
            "" => Ok(PolicySpec::default()),
            text => match json::parse(text.as_bytes()) {
                Ok(value) => policy_spec(&value).map_err(|error| error.to_string()),
                Err(_) => Err("it is not JSON, or names a category twice".to_owned()),
            },
        };
        let policy = spec.and_then(|spec| {
            Policy::new(&spec, key.as_ref()).map_err(|error| match error {
                PolicyError::NeedsKey(..) => format!("{error}: set `{key_name}`"),
                other => other.to_string(),
            })
        });
        policy.unwrap_or_else(|error| {
            self.mistakes.push(format!("`{name}` is not a policy: {error}"));
            Policy::safe_harbor()
        })
    }
}

/// What is wrong with a policy in JSON. Says nothing of what was written but our own names.
#[derive(Debug, PartialEq, Eq)]
pub enum SpecError {
    /// It is no object whose values are all texts.
    Shape,
    /// It names what does not exist.
    Policy(PolicyError),
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape => {
                f.write_str("it must be an object of categories and actions, such as {\"DATE\":\"redact\"}")
            }
            Self::Policy(error) => error.fmt(f),
        }
    }
}

/// Reads a policy as it is written, in a variable or a request.
///
/// # Errors
/// See [`SpecError`].
pub fn policy_spec(value: &Value) -> Result<PolicySpec, SpecError> {
    let Value::Object(members) = value else { return Err(SpecError::Shape) };
    let mut spec = PolicySpec::default();
    for (category, action) in members {
        let Value::String(action) = action else { return Err(SpecError::Shape) };
        spec.name(category, action).map_err(SpecError::Policy)?;
    }
    Ok(spec)
}

impl Settings {
    /// Reads every variable.
    ///
    /// # Errors
    /// One problem that names every variable that is missing or wrong, and no value.
    pub fn read<W: World>(source: &Source<'_, W>) -> Result<Self, Problem> {
        let lines = source.lines();
        let mut reader = Reader { lines, mistakes: Vec::new() };
        if let Some(line) = lines.broken {
            let mistake = format!("`settings`, line {line}, is no setting: does a value hold a line break?");
            reader.mistakes.push(mistake);
        }
        let identity = auth::Issuers::from_variables(|name| Some(lines.get(name))).map_err(|wrong| {
            reader.mistakes.extend(wrong.0.into_iter().map(|m| format!("`{}` {}", m.variable, m.problem)));
        });
        let r = &mut reader;
        let pool = PoolSettings {
            origin: r.origin("pool_origin"),
            model: r.text("model").to_owned(),
            input: r.text("pool_input").to_owned(),
            output: r.text("pool_output").to_owned(),
            windows: r.optional("pool_windows").to_owned(),
            connect_timeout_ms: r.number("pool_connect_timeout_ms", 1, 60_000),
            timeout_ms: r.number("pool_timeout_ms", 1, 600_000),
            token: Secret(r.optional("pool_token").to_owned()),
        };
        let limits = Limits {
            body_bytes: count(r.number("max_body_bytes", 1, 64 << 20)),
            texts: count(r.number("max_texts", 1, 10_000)),
            text_chars: count(r.number("max_text_chars", 1, 16 << 20)),
        };
        let deid = r.policy("deid_policy", "deid_key");
        let requests = r.number("rate_requests", 0, 1_000_000);
        let window_ms = r.number("rate_window_seconds", 1, 3600) * 1000;
        let failures = r.number("breaker_failures", 0, 1000);
        let tolerance = Tolerance {
            failures: failures.cast_signed(),
            open_ms: r.number("breaker_open_seconds", 1, 300) * 1000,
            probe_ms: pool.connect_timeout_ms + pool.timeout_ms + PROBE_SLACK_MS,
        };
        let deny_list = DenyListSettings {
            on: !r.is_second("deny_list", ["on", "off"]),
            hard_ms: r.number("deny_list_hard_seconds", 1, 86_400) * 1000,
            unknown: if r.is_second("deny_list_unknown", ["refuse", "allow"]) {
                Unknown::Allow
            } else {
                Unknown::Refuse
            },
        };
        // For its mistakes; `sink` reads it again where an event is handed over.
        r.sink();
        let shared_patience_ms = r.number("shared_patience_ms", 1, 60_000);
        if !pool.model.is_empty() && !is_model_name(&pool.model) {
            reader.mistakes.push("`model` must be a model's name".to_owned());
        }
        match identity {
            Ok(identity) if reader.mistakes.is_empty() => Ok(Self {
                identity,
                pool,
                deid,
                limits,
                rate: (requests > 0).then_some(Rate { requests, window_ms }),
                tolerance: (failures > 0).then_some(tolerance),
                deny_list,
                shared_patience_ms,
            }),
            _ => Err(misconfigured(&reader.mistakes)),
        }
    }
}

/// The audit chain's part of the settings, for events that are made before, or without, the others. `None` where there is no
/// chain, or where its settings are wrong: then [`Settings::read`] stops every request and says so.
pub fn sink<W: World>(source: &Source<'_, W>) -> Option<SinkSettings> {
    let mut reader = Reader { lines: source.lines(), mistakes: Vec::new() };
    reader.sink().filter(|_| reader.mistakes.is_empty())
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
#[path = "settings_tests.rs"]
mod tests;
