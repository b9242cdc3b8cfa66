//! Certificates that are renewed while the pool runs, as Kubernetes renews a secret: by swapping a link.

use std::path::Path;
use std::sync::Arc;

use http::Method;
use rcgen::ExtendedKeyUsagePurpose::{ClientAuth, ServerAuth};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::support::{Client, PATIENCE, Program};
use super::tls::Authority;

/// A secret's volume: `tls.crt` and the others are links to `..data/…`, and `..data` is a link to a folder with a date.
struct Volume(TempDir);

impl Volume {
    fn new(files: &[(&str, &str)]) -> Self {
        let volume = Self(tempfile::tempdir().expect("directory"));
        volume.put("..1", files);
        for (name, _) in files {
            std::os::unix::fs::symlink(format!("..data/{name}"), volume.0.path().join(name)).expect("link");
        }
        volume
    }

    /// Swaps all files at once.
    fn put(&self, folder: &str, files: &[(&str, &str)]) {
        let root = self.0.path();
        std::fs::create_dir(root.join(folder)).expect("folder");
        for (name, text) in files {
            std::fs::write(root.join(folder).join(name), text).expect("written");
        }
        std::os::unix::fs::symlink(folder, root.join("..new")).expect("link");
        std::fs::rename(root.join("..new"), root.join("..data")).expect("swapped");
    }

    fn file(&self, name: &str) -> String {
        let path: &Path = self.0.path();
        path.join(name).to_str().expect("path").to_owned()
    }
}

/// A client that trusts `server` and shows a certificate. Used twice, it would resume its session.
fn client(server: &Authority, (certificate, key): &(String, String)) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(server.pem.as_bytes()).expect("PEM")).expect("root");
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_client_auth_cert(
            vec![CertificateDer::from_pem_slice(certificate.as_bytes()).expect("PEM")],
            PrivateKeyDer::from_pem_slice(key.as_bytes()).expect("PEM"),
        )
        .expect("certificate");
    TlsConnector::from(Arc::new(config))
}

/// A connection that has been answered once, or nothing where either side refused the other.
async fn open(program: &Program, connector: &TlsConnector) -> Option<Client> {
    let stream = TcpStream::connect(program.address).await.expect("connects");
    let stream = connector.connect(ServerName::try_from("localhost").expect("name"), stream).await.ok()?;
    let (sender, connection) =
        hyper::client::conn::http1::handshake(hyper_util::rt::TokioIo::new(stream)).await.ok()?;
    tokio::spawn(connection);
    let mut client = Client::Http1(sender);
    client.try_call(Method::GET, "/v2/health/ready", "").await.ok()?;
    Some(client)
}

async fn until_metric(program: &Program, line: &str) {
    let admin = program.announcement["admin_url"].as_str().expect("an address");
    let admin = admin.trim_start_matches("http://").parse().expect("an address");
    let mut client = Client::connect(admin).await;
    let wait = async {
        while !client.call(Method::GET, "/metrics", "").await.text().lines().any(|l| l == line) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("{line} was never exposed"));
}

#[tokio::test]
async fn renewed_files_serve_new_connections_and_leave_open_ones_alone() {
    let (first, second, strangers) = (Authority::new(), Authority::new(), Authority::new());
    let clients = [Authority::new(), Authority::new()];
    let own = clients.each_ref().map(|authority| authority.issue(ClientAuth, false));
    let server = |authority: &Authority| authority.issue(ServerAuth, false);
    let (old, new) = (server(&first), second.issue_until(ServerAuth, 2051));

    let volume = Volume::new(&[("tls.crt", &old.0), ("tls.key", &old.1), ("ca.crt", &clients[0].pem)]);
    let (certificate, key, ca) = (volume.file("tls.crt"), volume.file("tls.key"), volume.file("ca.crt"));
    let mut program = Program::start(&[
        "--tls-cert",
        &certificate,
        "--tls-key",
        &key,
        "--client-ca",
        &ca,
        "--tls-reload-seconds",
        "1",
        "--admin-listen",
        "127.0.0.1:0",
        "--drain-linger-ms",
        "0",
    ])
    .await;
    // As rcgen dates them; and the day that the renewed one says.
    let ends = |certificate: &str, end: u64| {
        format!("gpu_pool_certificate_expiry_timestamp_seconds{{certificate=\"{certificate}\"}} {end}")
    };
    until_metric(&program, &ends("server", 67_090_118_400)).await;
    until_metric(&program, &ends("client_ca", 67_090_118_400)).await;
    let before = client(&first, &own[0]);
    let mut kept = open(&program, &before).await.expect("served under the first files");

    // A certificate with somebody else's key, then no key at all: the first files stay in use.
    volume
        .put("..2", &[("tls.crt", &new.0), ("tls.key", &server(&strangers).1), ("ca.crt", &clients[1].pem)]);
    until_metric(&program, "gpu_pool_tls_reloads_total{result=\"failed\"} 1").await;
    volume.put("..3", &[("tls.crt", &new.0), ("ca.crt", &clients[1].pem)]);
    until_metric(&program, "gpu_pool_tls_reloads_total{result=\"failed\"} 2").await;
    assert!(open(&program, &before).await.is_some(), "still served under the first files");

    volume.put("..4", &[("tls.crt", &new.0), ("tls.key", &new.1), ("ca.crt", &clients[1].pem)]);
    until_metric(&program, "gpu_pool_tls_reloads_total{result=\"ok\"} 1").await;
    until_metric(&program, &ends("server", 2_556_144_000)).await;
    assert!(open(&program, &client(&second, &own[1])).await.is_some(), "served under the new files");
    assert!(open(&program, &client(&second, &own[0])).await.is_none(), "a client of the CA that went");
    assert!(open(&program, &before).await.is_none(), "no session of old files is resumed");
    let reply = kept.try_call(Method::GET, "/v2/health/ready", "").await.expect("the connection was kept");
    assert_eq!(reply.status, 200);

    drop(kept);
    program.signal("TERM").await;
    assert!(program.child.wait().await.expect("ends").success());
    let log = program.log.await.expect("log");
    assert!(log.contains("will not do") && log.contains("--tls-key: "), "{log}");
    assert!(!log.contains("PRIVATE KEY"), "{log}");
}
