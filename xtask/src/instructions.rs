//! What `up` prints: addresses, a token, and commands that work as they are pasted.

use std::fmt::Write as _;
use std::path::Path;

/// A note in which somebody can be recognised.
const NOTE: &str = "Dr. Alice Morgan saw Mr. John Smith (MRN 4471902) on 03/14/2026. He is recovering well and feels much better.";

/// What the pool is asked: nobody can be recognised in it.
const TEXT: &str = "The patient is recovering well and feels much better.";

/// A running edge, as its user needs to know it.
#[derive(Debug, Clone, Copy)]
pub struct Edge<'a> {
    /// e.g. `https://127.0.0.1:8443`.
    pub url: &'a str,
    /// The authority that signed its certificate.
    pub ca: &'a Path,
    /// The folder of the logs.
    pub logs: &'a Path,
    /// A token that may do everything.
    pub token: &'a str,
}

impl Edge<'_> {
    /// How to use it; `others` are the names and addresses of what stands behind it.
    #[must_use]
    pub fn instructions(&self, others: &[(&str, &str)]) -> String {
        format!(
            "\nAnteroom is up.\n\n  edge    {}   (HTTPS; its certificate authority: {})\n{}  logs    {}\n\n\
             A development token, good for an hour (`cargo xtask token` prints another):\n\n{}\n\n\
             Classify a note; what identifies the patient never reaches the pool:\n\n{}\n\n\
             Only de-identify it:\n\n{}\n\nCtrl-C stops everything.",
            self.url,
            self.ca.display(),
            table(others),
            self.logs.display(),
            self.token,
            self.curl("/v1/classify"),
            self.curl("/v1/deidentify"),
        )
    }

    fn curl(&self, path: &str) -> String {
        curl(&format!("--cacert '{}' {}{path}", self.ca.display(), self.url), self.token)
    }
}

fn curl(address: &str, token: &str) -> String {
    format!(
        "curl {address} \\\n  -H 'Authorization: Bearer {token}' \\\n  \
         -H 'Content-Type: application/json' \\\n  -d '{{\"inputs\":\"{NOTE}\"}}'"
    )
}

/// Where `spin up` serves unless told otherwise.
const SPIN_URL: &str = "http://127.0.0.1:3000";

/// How to run the edge with Spin, where pool and issuer (`others`) are up. The audit key is read from its file into the
/// environment: it is printed nowhere, and whoever lists processes sees their arguments.
#[must_use]
pub fn for_spin(
    root: &Path,
    runtime_config: &Path,
    (audit_key, token): (&Path, &str),
    others: &[(&str, &str)],
    variables: &[(&str, String)],
) -> String {
    let flags: Vec<String> =
        variables.iter().map(|(name, value)| format!("  --variable {name}={value}")).collect();
    format!(
        "\nPool and issuer are up.\n\n{}\nStart the edge with Spin 3.6, in another terminal:\n\n\
         SPIN_VARIABLE_AUDIT_KEY=\"$(cat '{}')\" spin up --from '{}' \\\n  \
         --runtime-config-file '{}' \\\n{}\n\nIt serves in clear. Classify a note, with a token that \
         is good for an hour (`cargo xtask token` prints another):\n\n{}\n\nCtrl-C stops everything.",
        table(others),
        audit_key.display(),
        root.join("spin.toml").display(),
        runtime_config.display(),
        flags.join(" \\\n"),
        curl(&format!("{SPIN_URL}/v1/classify"), token)
    )
}

/// How to use a pool that listens at `url` in clear and serves `model`.
#[must_use]
pub fn for_pool(url: &str, model: &str, logs: &Path) -> String {
    let address = url.trim_start_matches("http://");
    format!(
        "\nThe pool is up: the Open Inference Protocol v2, in clear, for this machine only.\n\n  HTTP    {url}\n  \
         gRPC    {address}   (the same port: inference.GRPCInferenceService)\n  model   {model}\n  \
         metrics {url}/metrics\n  logs    {}\n\nClassify a text:\n\n\
         curl {url}/v2/models/{model}/infer \\\n  -H 'Content-Type: application/json' \\\n  \
         -d '{{\"inputs\":[{{\"name\":\"text\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"{TEXT}\"]}}]}}'\n\n\
         Ctrl-C stops it.",
        logs.display(),
    )
}

fn table(rows: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, address) in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {name:<7} {address}");
    }
    text
}
