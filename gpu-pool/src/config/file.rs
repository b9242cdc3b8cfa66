//! The configuration file (TOML): one key for each flag, by the flag's name. It gives defaults; the environment and the
//! command line win over it.

use std::path::Path;

use toml::{Table, Value};

/// A flag's value as the file gives it.
pub(super) struct Setting {
    /// The flag's name, without dashes.
    pub(super) flag: String,
    pub(super) value: String,
    /// It was written as `true` or `false`.
    pub(super) switch: bool,
}

/// Reads the file, or says what is wrong with it.
pub(super) fn read(path: &Path) -> Result<Vec<Setting>, Vec<String>> {
    let one = |problem: String| vec![format!("--config: {}: {problem}", path.display())];
    let text = std::fs::read_to_string(path).map_err(|e| one(e.to_string()))?;
    let table: Table = text.parse().map_err(|e: toml::de::Error| one(e.to_string()))?;
    let (mut settings, mut wrong) = (Vec::new(), Vec::new());
    for (flag, value) in table {
        let switch = value.is_bool();
        match written(&value) {
            Some(value) => settings.push(Setting { flag, value, switch }),
            None => wrong.extend(one(format!(
                "{flag}: must be a string, a number, true or false, a list of strings, or a table of strings"
            ))),
        }
    }
    if wrong.is_empty() { Ok(settings) } else { Err(wrong) }
}

/// The value as it would be typed: lists with commas, tables as `key=value` with semicolons.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Boolean(switch) => Some(switch.to_string()),
        Value::Array(items) => {
            let items: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            Some(items?.join(","))
        }
        Value::Table(rows) => {
            let rows: Option<Vec<String>> = rows
                .iter()
                .map(|(key, value)| value.as_str().map(|value| format!("{key}={value}")))
                .collect();
            Some(rows?.join(";"))
        }
        Value::Datetime(_) => None,
    }
}
