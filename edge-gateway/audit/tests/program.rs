//! `audit-sink` as it is run: over TLS with renewed certificates, with probes beside it, and refusing to listen in clear.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

use anteroom_dev::pki::{Authority, Purpose};
use edge_audit::{AuditKey, Receipt};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use ureq::tls::{Certificate, ClientCert, PrivateKey, RootCerts, TlsConfig};

const KEY: &str = "0123456789abcdef0123456789abcdef";
const EVENT: &str = r#"{"event":"audit","time":1,"request_id":"r-1"}"#;

struct Sink {
    child: Child,
    url: String,
}

impl Drop for Sink {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn command(folder: &Path) -> Command {
    std::fs::write(folder.join("key"), KEY).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_audit-sink"));
    command.arg("serve").arg("--file").arg(folder.join("chain")).arg("--key-file").arg(folder.join("key"));
    command
}

fn start(command: &mut Command) -> Sink {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let said: serde_json::Value = serde_json::from_str(&line).unwrap();
    let url = said["url"].as_str().unwrap().replace("127.0.0.1", "localhost");
    Sink { child, url }
}

/// Writes a certificate for `localhost`; gives certificate and key.
fn identity(folder: &Path, name: &str, authority: &Authority, purpose: Purpose) -> (PathBuf, PathBuf) {
    let (certificate, key) = authority.issue(name, &["localhost"], purpose, 1).unwrap();
    let files = (folder.join(format!("{name}.pem")), folder.join(format!("{name}.key")));
    // The key first: whoever looks in between sees two that do not fit, and waits.
    std::fs::write(&files.1, key).unwrap();
    std::fs::write(&files.0, certificate).unwrap();
    files
}

/// Hands over an event, trusting `ca`, with a client's certificate; each call makes a connection of its own.
fn hand_over(url: &str, ca: &Authority, client: Option<&(PathBuf, PathBuf)>) -> Result<String, ureq::Error> {
    let mut tls = TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(&[Certificate::from_pem(ca.pem().as_bytes()).unwrap()]));
    if let Some((certificate, key)) = client {
        let certificate = Certificate::from_pem(&std::fs::read(certificate).unwrap()).unwrap().to_owned();
        let key = PrivateKey::from_pem(&std::fs::read(key).unwrap()).unwrap();
        tls = tls.client_cert(Some(ClientCert::new_with_certs(&[certificate], key)));
    }
    let agent: ureq::Agent = ureq::Agent::config_builder().tls_config(tls.build()).build().into();
    let tag = hex::encode(AuditKey::new(KEY.as_bytes()).unwrap().tag(EVENT.as_bytes()));
    let mut answer = agent.post(format!("{url}/v1/events")).header("x-audit-tag", tag).send(EVENT)?;
    answer.body_mut().read_to_string()
}

#[test]
fn tls_is_for_clients_of_the_ca_and_renewed_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (Authority::new("old").unwrap(), Authority::new("new").unwrap());
    let write_ca =
        |authority: &Authority| std::fs::write(folder.path().join("ca.pem"), authority.pem()).unwrap();
    write_ca(&old);
    let (certificate, key) = identity(folder.path(), "server", &old, Purpose::Server);
    let old_client = identity(folder.path(), "old", &old, Purpose::Client);
    let new_client = identity(folder.path(), "new", &new, Purpose::Client);
    let mut command = command(folder.path());
    command.args(["--listen", "0.0.0.0:0", "--tls-reload-seconds", "1"]);
    command.arg("--tls-cert").arg(&certificate).arg("--tls-key").arg(&key);
    command.arg("--client-ca").arg(folder.path().join("ca.pem"));
    let sink = start(&mut command);
    let url = sink.url.replace("0.0.0.0", "localhost");
    let receipt = Receipt::parse(&hand_over(&url, &old, Some(&old_client)).unwrap()).unwrap();
    assert!(receipt.is_for(&AuditKey::new(KEY.as_bytes()).unwrap(), EVENT.as_bytes()));
    assert!(hand_over(&url, &old, None).is_err(), "no certificate");
    assert!(hand_over(&url, &old, Some(&new_client)).is_err(), "another CA's");
    assert!(hand_over(&url.replace("https", "http"), &old, None).is_err(), "in clear");

    // Broken files leave the old ones in use.
    std::fs::write(&certificate, "nonsense").unwrap();
    assert!(hand_over(&url, &old, Some(&old_client)).is_ok());
    identity(folder.path(), "server", &new, Purpose::Server);
    write_ca(&new);
    let begin = Instant::now();
    while hand_over(&url, &new, Some(&new_client)).is_err() {
        assert!(begin.elapsed() < Duration::from_secs(60), "never renewed");
    }
    assert!(hand_over(&url, &new, Some(&old_client)).is_err(), "the old CA's are out");
}

#[test]
fn probes_have_a_port_of_their_own_and_see_that_it_is_full() {
    let folder = tempfile::tempdir().unwrap();
    // A free port; whoever takes it in between fails this test.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let health = format!("127.0.0.1:{port}");
    let mut command = command(folder.path());
    command.args(["--listen", "127.0.0.1:0", "--health-listen", &health]);
    let sink = start(command.args(["--most-mib", "1", "--segment-mib", "1"]));
    let get = |path: &str| match ureq::get(format!("http://{health}{path}")).call() {
        Ok(answer) => answer.status().as_u16(),
        Err(ureq::Error::StatusCode(status)) => status,
        Err(error) => panic!("{error}"),
    };
    assert_eq!((get("/healthz"), get("/v1/events")), (200, 404));
    let posted = ureq::post(format!("http://{health}/v1/events")).send(EVENT);
    assert!(matches!(posted, Err(ureq::Error::StatusCode(404))), "{posted:?}");
    // Until it is full: sixteen of 64 KiB, whatever else stands in a record.
    let event = format!(r#"{{"event":"audit","padding":"{}"}}"#, "x".repeat(60 << 10));
    let tag = hex::encode(AuditKey::new(KEY.as_bytes()).unwrap().tag(event.as_bytes()));
    let post = || ureq::post(format!("{}/v1/events", sink.url)).header("x-audit-tag", &tag).send(&event);
    let kept = (0..100).take_while(|_| post().is_ok()).count();
    assert!((10..=17).contains(&kept), "{kept}");
    assert!(matches!(post(), Err(ureq::Error::StatusCode(503))));
    assert_eq!(get("/healthz"), 503);
    let size = std::fs::metadata(folder.path().join("chain")).unwrap().len();
    assert!(size <= 1 << 20, "{size}");
}

#[test]
fn without_tls_it_listens_on_loopback_only() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = command(folder.path());
    let ended = command.args(["--listen", "0.0.0.0:0"]).output().unwrap();
    assert_eq!(ended.status.code(), Some(64));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("in clear"), "{ended:?}");
    for flags in [["--tls-cert", "x"], ["--client-ca", "x"]] {
        let ended = self::command(folder.path()).args(flags).output().unwrap();
        assert_eq!(ended.status.code(), Some(64), "{flags:?}");
    }
}
