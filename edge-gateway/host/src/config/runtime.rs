//! The runtime configuration file (`--runtime-config-file`): what the place provides, as opposed to
//! what the application asks for. The same file works with `spin up`.
//!
//! For whom: [`super::Builder`]. Unknown keys stop the start, as in Spin; keys that Spin knows and
//! this host does not are refused by name.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde::Deserialize;

use super::Value;

/// Keys of the file that Spin honours and this host does not.
const ONLY_IN_SPIN: &[&str] = &[
    "llm_compute",
    "log_dir",
    "max_instance_memory",
    "outbound_networking",
    "sqlite_database",
    "state_dir",
    "variable_provider",
    "variables_provider",
    "config_provider",
    "outbound_pg",
    "outbound_redis",
    "outbound_mysql",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClientTlsToml {
    component_ids: Vec<String>,
    hosts: Vec<String>,
    ca_use_webpki_roots: Option<bool>,
    ca_roots_file: Option<String>,
    client_cert_file: Option<String>,
    client_private_key_file: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutboundHttpToml {
    /// Spin's rule: the table without this key switches pooling off.
    #[serde(default)]
    connection_pooling: bool,
}

/// Where a key-value store lives.
#[derive(Clone, Debug)]
pub enum StoreKind {
    /// In the process's memory, shared by all instances, gone with the process.
    Memory,
    /// Redis; the URL may hold a password.
    Redis(Value),
}

/// What the file says.
#[derive(Clone, Debug)]
pub struct RuntimeConfig {
    /// TLS towards single hosts, by lower-case host name; the first entry for a host wins, as in Spin.
    pub client_tls: BTreeMap<String, Arc<rustls::ClientConfig>>,
    /// Stores by label.
    pub stores: BTreeMap<String, StoreKind>,
    /// Whether connections are kept for later requests.
    pub connection_pooling: bool,
}

impl Default for RuntimeConfig {
    fn default() -> Self {
        // Without a file: what Spin does, pooled connections and a store called `default`.
        Self {
            client_tls: BTreeMap::new(),
            stores: BTreeMap::from([("default".to_owned(), StoreKind::Memory)]),
            connection_pooling: true,
        }
    }
}

/// Reads the file for one component; what is wrong goes to `mistakes`.
pub(super) fn load(path: &Path, component: &str, mistakes: &mut Vec<String>) -> RuntimeConfig {
    let mut config = RuntimeConfig::default();
    let shown = path.display();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            mistakes.push(format!("runtime configuration {shown}: {error}"));
            return config;
        }
    };
    let table: toml::Table = match toml::from_str(&text) {
        Ok(table) => table,
        Err(error) => {
            mistakes.push(format!("runtime configuration {shown}: {}", error.message()));
            return config;
        }
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    for (key, value) in table {
        let place = format!("runtime configuration {shown}: {key}");
        match key.as_str() {
            "client_tls" => match value.try_into::<Vec<ClientTlsToml>>() {
                Ok(entries) => {
                    for entry in entries {
                        client_tls(entry, component, folder, &place, &mut config, mistakes);
                    }
                }
                Err(error) => mistakes.push(format!("{place}: {}", error.message())),
            },
            "key_value_store" => match value {
                toml::Value::Table(stores) => {
                    for (label, store) in stores {
                        if let Some(kind) = store_kind(&store, &format!("{place}.{label}"), mistakes) {
                            config.stores.insert(label, kind);
                        }
                    }
                }
                _ => mistakes.push(format!("{place}: not a table")),
            },
            "outbound_http" => match value.try_into::<OutboundHttpToml>() {
                Ok(outbound) => config.connection_pooling = outbound.connection_pooling,
                Err(error) => mistakes.push(format!("{place}: {}", error.message())),
            },
            known if ONLY_IN_SPIN.contains(&known) => {
                mistakes.push(format!("{place}: Spin has this, edge-host does not"));
            }
            _ => mistakes.push(format!("{place}: unknown key")),
        }
    }
    config
}

fn store_kind(store: &toml::Value, place: &str, mistakes: &mut Vec<String>) -> Option<StoreKind> {
    let Some(table) = store.as_table() else {
        mistakes.push(format!("{place}: not a table"));
        return None;
    };
    let text = |key: &str| table.get(key).and_then(toml::Value::as_str);
    let known: &[&str] = match text("type") {
        Some("spin") => &["type"],
        Some("redis") => &["type", "url"],
        _ => {
            mistakes.push(format!("{place}: type must be \"spin\" (in memory) or \"redis\""));
            return None;
        }
    };
    for key in table.keys().filter(|key| !known.contains(&key.as_str())) {
        mistakes.push(match key.as_str() {
            "path" => format!("{place}: a store in a file (`path`) is not supported by edge-host; leave it out for one in memory"),
            _ => format!("{place}: unknown key {key:?}"),
        });
    }
    if text("type") == Some("spin") {
        return Some(StoreKind::Memory);
    }
    match text("url") {
        Some(url) if url.starts_with("rediss://") => {
            mistakes.push(format!("{place}: Redis over TLS (rediss://) is not supported by edge-host"));
            None
        }
        Some(url) if redis::Client::open(url).is_ok() => Some(StoreKind::Redis(Value::new(url))),
        _ => {
            mistakes.push(format!("{place}: url is missing or is not a Redis URL"));
            None
        }
    }
}

fn client_tls(
    entry: ClientTlsToml,
    component: &str,
    folder: &Path,
    place: &str,
    config: &mut RuntimeConfig,
    mistakes: &mut Vec<String>,
) {
    if entry.component_ids.is_empty() || entry.hosts.is_empty() {
        mistakes.push(format!("{place}: component_ids and hosts may not be empty"));
    }
    for host in &entry.hosts {
        let authority = host.parse::<http::uri::Authority>();
        if !authority.is_ok_and(|authority| authority.port().is_none()) || host.contains('*') {
            mistakes.push(format!("{place}: {host:?} is not a host name without port"));
        }
    }
    let count = mistakes.len();
    let mut roots = RootCertStore::empty();
    if entry.ca_use_webpki_roots.unwrap_or(entry.ca_roots_file.is_none()) {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    if let Some(file) = &entry.ca_roots_file {
        for certificate in certificates(&folder.join(file), place, mistakes) {
            if let Err(error) = roots.add(certificate) {
                mistakes.push(format!("{place}: {file}: {error}"));
            }
        }
    }
    let identity = match (&entry.client_cert_file, &entry.client_private_key_file) {
        (None, None) => None,
        (Some(certificate), Some(key)) => Some((
            certificates(&folder.join(certificate), place, mistakes),
            private_key(&folder.join(key), place, mistakes),
        )),
        _ => {
            mistakes.push(format!("{place}: client_cert_file and client_private_key_file come together"));
            None
        }
    };
    if mistakes.len() > count {
        return;
    }
    let identity = identity.and_then(|(chain, key)| Some((chain, key?)));
    match crate::outbound::tls_config(roots, identity) {
        // An entry for another component is checked like any other and then left out, as in Spin.
        Ok(tls) if entry.component_ids.iter().any(|id| id == component) => {
            for host in &entry.hosts {
                config.client_tls.entry(host.to_ascii_lowercase()).or_insert_with(|| tls.clone());
            }
        }
        Ok(_) => {}
        Err(error) => mistakes.push(format!("{place}: {error}")),
    }
}

/// The certificates of a PEM file; none, or an unreadable file, is a mistake.
pub(crate) fn certificates(
    path: &Path,
    place: &str,
    mistakes: &mut Vec<String>,
) -> Vec<CertificateDer<'static>> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    match read {
        Ok(list) if !list.is_empty() => return list,
        Ok(_) => mistakes.push(format!("{place}: {}: no certificate in it", path.display())),
        Err(error) => mistakes.push(format!("{place}: {}: {error}", path.display())),
    }
    Vec::new()
}

/// The private key of a PEM file.
pub(crate) fn private_key(
    path: &Path,
    place: &str,
    mistakes: &mut Vec<String>,
) -> Option<PrivateKeyDer<'static>> {
    match PrivateKeyDer::from_pem_file(path) {
        Ok(key) => Some(key),
        Err(error) => {
            mistakes.push(format!("{place}: {}: {error}", path.display()));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> (RuntimeConfig, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runtime.toml");
        std::fs::write(&path, text).unwrap();
        let mut mistakes = Vec::new();
        let config = load(&path, "edge", &mut mistakes);
        (config, mistakes.join("\n"))
    }

    #[test]
    fn stores_and_pooling() {
        let (config, mistakes) = check(
            "[outbound_http]\nconnection_pooling = true\n[key_value_store.default]\ntype = \"spin\"\n\
             [key_value_store.shared]\ntype = \"redis\"\nurl = \"redis://:s3cret@127.0.0.1:6379/0\"\n",
        );
        assert_eq!(mistakes, "");
        assert!(config.connection_pooling);
        assert_eq!(config.stores.len(), 2);
        assert!(!format!("{config:?}").contains("s3cret"));
        assert!(!check("[outbound_http]").0.connection_pooling);
        assert!(check("").0.connection_pooling);
    }

    #[test]
    fn mistakes() {
        for (text, part) in [
            ("nonsense = 1", "unknown key"),
            ("state_dir = \"x\"", "Spin has this"),
            ("[key_value_store.a]\ntype = \"azure\"", "type must be"),
            ("[key_value_store.a]\ntype = \"spin\"\npath = \"x\"", "not supported"),
            ("[key_value_store.a]\ntype = \"redis\"\nurl = \"rediss://h\"", "not supported"),
            ("[key_value_store.a]\ntype = \"redis\"\nurl = \"http://h\"", "not a Redis URL"),
            ("[[client_tls]]\ncomponent_ids = [\"edge\"]\nhosts = [\"h:1\"]", "without port"),
            (
                "[[client_tls]]\ncomponent_ids = [\"edge\"]\nhosts = [\"h\"]\nca_roots_file = \"absent.pem\"",
                "absent.pem",
            ),
            (
                "[[client_tls]]\ncomponent_ids = [\"edge\"]\nhosts = [\"h\"]\nclient_cert_file = \"c\"",
                "come together",
            ),
            ("[[client_tls]]\ncomponent_ids = []\nhosts = []", "may not be empty"),
        ] {
            let (_, mistakes) = check(text);
            assert!(mistakes.contains(part), "{text}: {mistakes}");
        }
    }
}
