//! The command line: flags, each with an environment variable, turned into a [`Builder`].
//!
//! For whom: `main` only. Secrets are better given as `--variable NAME=@FILE` or in the environment:
//! other users of the machine can read a command line.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Parser, ValueEnum};
use edge_host::{Builder, Config, Limits, Tls};

/// Runs the edge component in wasmtime the way Spin does.
#[derive(Parser)]
#[command(version)]
pub(crate) struct Cli {
    /// The application's manifest.
    #[arg(long, short = 'f', env = "EDGE_HOST_MANIFEST", default_value = "spin.toml")]
    manifest: PathBuf,

    /// The Wasm file to run instead of the manifest's source.
    #[arg(long, env = "EDGE_HOST_WASM")]
    wasm: Option<PathBuf>,

    /// Where to listen; port 0 takes a free one.
    #[arg(long, env = "EDGE_HOST_LISTEN", default_value = "127.0.0.1:3000")]
    pub(crate) listen: SocketAddr,

    /// An application variable: NAME=VALUE, NAME=@FILE, or @FILE.json / @FILE.toml with many. May be repeated.
    #[arg(long, value_name = "NAME=VALUE")]
    variable: Vec<String>,

    /// Spin's runtime configuration: client certificates, key-value stores.
    #[arg(long, env = "EDGE_HOST_RUNTIME_CONFIG_FILE")]
    runtime_config_file: Option<PathBuf>,

    /// Certificate chain for HTTPS, PEM.
    #[arg(long, env = "EDGE_HOST_TLS_CERT")]
    tls_cert: Option<PathBuf>,

    /// Private key for HTTPS, PEM.
    #[arg(long, env = "EDGE_HOST_TLS_KEY")]
    tls_key: Option<PathBuf>,

    /// HTTPS with a development certificate for localhost, made in this folder; callers trust its ca.pem.
    #[arg(long, env = "EDGE_HOST_TLS_DEV_DIR")]
    tls_dev_dir: Option<PathBuf>,

    /// Plain HTTP: only behind something that ends TLS.
    #[arg(long, env = "EDGE_HOST_NO_TLS")]
    no_tls: bool,

    /// Keeps compiled code here between starts. Nobody else may be able to write there.
    #[arg(long, env = "EDGE_HOST_CACHE_DIR")]
    cache_dir: Option<PathBuf>,

    /// The longest a request may go without visible progress.
    #[arg(long, env = "EDGE_HOST_REQUEST_TIMEOUT_MS", default_value_t = 30_000)]
    request_timeout_ms: u64,

    /// Memory of one instance.
    #[arg(long, env = "EDGE_HOST_MEMORY_MIB", default_value_t = 64)]
    memory_mib: usize,

    /// Requests processed at once.
    #[arg(long, env = "EDGE_HOST_MAX_INSTANCES", default_value_t = 256)]
    max_instances: u32,

    /// Connections open at once.
    #[arg(long, env = "EDGE_HOST_MAX_CONNECTIONS", default_value_t = 4096)]
    max_connections: usize,

    /// The longest a caller may take nothing of its answers before its connection is closed.
    #[arg(long, env = "EDGE_HOST_WRITE_STALL_MS", default_value_t = 30_000)]
    write_stall_ms: u64,

    /// The largest request body.
    #[arg(long, env = "EDGE_HOST_MAX_BODY_BYTES", default_value_t = 2 << 30)]
    max_body_bytes: u64,

    /// The longest a call to a Redis store may take.
    #[arg(long, env = "EDGE_HOST_REDIS_TIMEOUT_MS", default_value_t = 500)]
    redis_timeout_ms: u64,

    /// How long requests in flight may go on after the order to stop.
    #[arg(long, env = "EDGE_HOST_DRAIN_SECONDS", default_value_t = 25)]
    drain_seconds: u64,

    /// Stop when standard input ends: when the parent process is gone.
    #[arg(long)]
    pub(crate) exit_with_stdin: bool,

    /// How logs on standard error look; the component's own lines pass as they are.
    #[arg(long, env = "EDGE_HOST_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub(crate) log_format: LogFormat,
}

/// See [`Cli::log_format`].
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Cli {
    /// The configuration, or every mistake in it.
    pub(crate) fn load(&self) -> Result<Config, Vec<String>> {
        let mut mistakes = Vec::new();
        let builder = self.builder(&mut mistakes);
        match builder.load() {
            Ok(config) if mistakes.is_empty() => Ok(config),
            Ok(_) => Err(mistakes),
            Err(more) => {
                mistakes.extend(more.0);
                Err(mistakes)
            }
        }
    }

    fn builder(&self, mistakes: &mut Vec<String>) -> Builder {
        let limits = Limits {
            request_timeout: Duration::from_millis(self.request_timeout_ms),
            memory: self.memory_mib.saturating_mul(1 << 20),
            instances: self.max_instances,
            connections: self.max_connections,
            write_stall: Duration::from_millis(self.write_stall_ms),
            body: self.max_body_bytes,
            redis_timeout: Duration::from_millis(self.redis_timeout_ms),
            drain: Duration::from_secs(self.drain_seconds),
            ..Limits::default()
        };
        // A name that is not UTF-8 cannot be one of ours.
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        let mut builder = Config::from_manifest(&self.manifest)
            .environment(environment)
            .tls(self.tls(mistakes))
            .limits(limits);
        for given in &self.variable {
            match variables(given) {
                Ok(values) => {
                    builder = values
                        .into_iter()
                        .fold(builder, |builder, (name, value)| builder.variable(name, value));
                }
                Err(why) => mistakes.push(format!("--variable: {why}")),
            }
        }
        if let Some(path) = &self.wasm {
            builder = builder.wasm(path);
        }
        if let Some(path) = &self.runtime_config_file {
            builder = builder.runtime_config_file(path);
        }
        if let Some(path) = &self.cache_dir {
            builder = builder.cache_dir(path);
        }
        builder
    }

    fn tls(&self, mistakes: &mut Vec<String>) -> Tls {
        match (&self.tls_cert, &self.tls_key, &self.tls_dev_dir, self.no_tls) {
            (Some(certificate), Some(key), None, false) => {
                return Tls::Files { certificate: certificate.clone(), key: key.clone() };
            }
            (None, None, Some(folder), false) => {
                return Tls::Development { folder: folder.clone() };
            }
            (None, None, None, true) => {}
            _ => mistakes
                .push("give exactly one of: --tls-cert with --tls-key, --tls-dev-dir, --no-tls".to_owned()),
        }
        Tls::Off
    }
}

/// One `--variable`, in any of Spin's forms. An error never repeats a value.
fn variables(given: &str) -> Result<BTreeMap<String, String>, String> {
    let read = |path: &str| std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"));
    if let Some(path) = given.strip_prefix('@') {
        let text = read(path)?;
        return match Path::new(path).extension().and_then(|extension| extension.to_str()) {
            Some("json") => {
                serde_json::from_str(&text).map_err(|_| format!("{path}: not an object of strings"))
            }
            Some("toml") => toml::from_str(&text).map_err(|_| format!("{path}: not a table of strings")),
            _ => Err(format!("{path}: a file of variables ends in .json or .toml")),
        };
    }
    let (name, value) = given.split_once('=').ok_or("it must be NAME=VALUE, NAME=@FILE or @FILE")?;
    let value = match value.strip_prefix('@') {
        Some(path) => read(path)?,
        None => value.to_owned(),
    };
    Ok(BTreeMap::from([(name.to_owned(), value)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_in_each_of_spins_forms() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path.display().to_string()
        };
        let check = |given: &str| variables(given).map(|all| format!("{all:?}"));
        assert_eq!(check("a=b=c").unwrap(), r#"{"a": "b=c"}"#);
        assert_eq!(check("a=").unwrap(), r#"{"a": ""}"#);
        assert_eq!(
            check(&format!("a=@{}", file("plain", "from a file"))).unwrap(),
            r#"{"a": "from a file"}"#
        );
        let json = file("many.json", r#"{"a": "1", "b": "2"}"#);
        assert_eq!(check(&format!("@{json}")).unwrap(), r#"{"a": "1", "b": "2"}"#);
        assert_eq!(check(&format!("@{}", file("many.toml", "a = \"1\""))).unwrap(), r#"{"a": "1"}"#);
        for bad in ["a", "@absent.json", "a=@absent", &format!("@{}", file("plain.txt", "a=b"))] {
            assert!(variables(bad).is_err(), "{bad}");
        }
        let broken = variables(&format!("@{}", file("broken.json", "{\"a\": \"s3cret"))).unwrap_err();
        assert!(!broken.contains("s3cret"), "{broken}");
    }
}
