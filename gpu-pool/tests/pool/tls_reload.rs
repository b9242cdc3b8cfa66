//! Certificates that are renewed while the pool runs, as Kubernetes renews a secret: by swapping a link.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use http::Method;
use rcgen::ExtendedKeyUsagePurpose::{ClientAuth, ServerAuth};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;

use super::grpc_client::{Grpc, UNAVAILABLE, frame, stream, well};
use super::scheduling::gate;
use super::support::{Client, PATIENCE, Pool, Program, WELL, texts};
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
fn client(server: &Authority, identity: &(String, String)) -> TlsConnector {
    client_over(server, identity, &[])
}

/// One that speaks those protocols.
fn client_over(server: &Authority, (certificate, key): &(String, String), alpn: &[&[u8]]) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(server.pem.as_bytes()).expect("PEM")).expect("root");
    let mut config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_client_auth_cert(
            vec![CertificateDer::from_pem_slice(certificate.as_bytes()).expect("PEM")],
            PrivateKeyDer::from_pem_slice(key.as_bytes()).expect("PEM"),
        )
        .expect("certificate");
    config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
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
    until_metric_at(admin.trim_start_matches("http://").parse().expect("an address"), line).await;
}

async fn until_metric_at(admin: SocketAddr, line: &str) {
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

    // Whoever is still taken keeps what it has.
    let both = format!("{}{}", clients[0].pem, clients[1].pem);
    volume.put("..4", &[("tls.crt", &new.0), ("tls.key", &new.1), ("ca.crt", &both)]);
    until_metric(&program, "gpu_pool_tls_reloads_total{result=\"ok\"} 1").await;
    until_metric(&program, &ends("server", 2_556_144_000)).await;
    assert!(open(&program, &client(&second, &own[1])).await.is_some(), "served under the new files");
    assert!(open(&program, &before).await.is_none(), "no session of old files is resumed");
    let reply = kept.try_call(Method::GET, "/v2/health/ready", "").await.expect("the connection was kept");
    assert_eq!((reply.status.as_u16(), reply.header("connection")), (200, None));

    drop(kept);
    program.signal("TERM").await;
    assert!(program.child.wait().await.expect("ends").success());
    let log = program.log.await.expect("log");
    assert!(log.contains("will not do") && log.contains("--tls-key: "), "{log}");
    assert!(!log.contains("PRIVATE KEY"), "{log}");
}

/// What a client asks for in one of three ways, until it is told to go.
#[derive(Clone, Copy, Debug)]
enum Way {
    Http1,
    Http2,
    Stream,
}

/// A CA that is taken away: what its clients have under way is answered, their connections end, and no new one begins.
#[tokio::test]
async fn clients_of_a_ca_that_went_are_answered_and_sent_away() {
    let server = Authority::new();
    let (certificate, key) = server.issue(ServerAuth, false);
    let clients = [Authority::new(), Authority::new()];
    for way in [Way::Http1, Way::Http2, Way::Stream] {
        let [own, other] = clients.each_ref().map(|authority| authority.issue(ClientAuth, false));
        let files = |ca: &str| {
            [("tls.crt", certificate.clone()), ("tls.key", key.clone()), ("ca.crt", ca.to_owned())]
        };
        let put = |volume: &Volume, folder: &str, ca: &str| {
            let files = files(ca);
            volume.put(folder, &files.each_ref().map(|(name, text)| (*name, text.as_str())));
        };
        let first = files(&clients[0].pem);
        let volume = Volume::new(&first.each_ref().map(|(name, text)| (*name, text.as_str())));
        let paths = ["tls.crt", "tls.key", "ca.crt"].map(|name| volume.file(name));
        let (gate, mut keeper) = gate();
        let pool = Pool::start_with(
            &[
                "--instances",
                "1",
                "--tls-cert",
                &paths[0],
                "--tls-key",
                &paths[1],
                "--client-ca",
                &paths[2],
                "--tls-reload-seconds",
                "1",
                "--admin-listen",
                "127.0.0.1:0",
                "--drain-seconds",
                "60",
            ],
            gate,
        )
        .await;
        let connect = async |alpn: &[&[u8]], identity: &(String, String)| {
            let connector = client_over(&server, identity, alpn);
            let stream = TcpStream::connect(pool.address).await.expect("connects");
            connector.connect(ServerName::try_from("localhost").expect("name"), stream).await
        };
        let passes = keeper.shut();
        let (asked, closed): (JoinHandle<(bool, bool)>, BoxFuture) = match way {
            Way::Http1 => {
                let mut client = Client::http1(connect(&[], &own).await.expect("served")).await;
                let (ended, is_ended) = tokio::sync::oneshot::channel();
                let asked = tokio::spawn(async move {
                    let reply = client.infer(&[], texts(&[WELL]).to_string()).await;
                    let last = reply.header("connection") == Some("close");
                    let Client::Http1(sender) = client else { panic!("it is HTTP/1") };
                    let _test_has_gone = ended.send(sender);
                    (reply.status == 200, last)
                });
                let closed = async move {
                    let sender = is_ended.await.expect("answered");
                    until(|| sender.is_closed()).await;
                };
                (asked, Box::pin(closed))
            }
            Way::Http2 => {
                let client = Client::http2(connect(&[b"h2"], &own).await.expect("served")).await;
                let Client::Http2(sender) = client else { panic!("it is HTTP/2") };
                let mut asks = Client::Http2(sender.clone());
                let asked = tokio::spawn(async move {
                    let reply = asks.infer(&[], texts(&[WELL]).to_string()).await;
                    (reply.status == 200, true)
                });
                (asked, Box::pin(async move { until(|| sender.is_closed()).await }))
            }
            Way::Stream => {
                let grpc = Grpc::over(connect(&[b"h2"], &own).await.expect("served")).await;
                let (mut sender, ended) = stream(&grpc);
                sender.send_data(frame(&well())).await.expect("the stream is open");
                let asked = tokio::spawn(async move {
                    let ended = ended.await.expect("no panic");
                    drop(sender);
                    (
                        ended.messages.len() == 1 && ended.messages[0].infer_response.is_some(),
                        ended.code == UNAVAILABLE,
                    )
                });
                (asked, Box::pin(async move { grpc.closed().await }))
            }
        };
        keeper.next().await;
        put(&volume, "..2", &clients[1].pem);
        until_metric_at(pool.admin.expect("an address"), r#"gpu_pool_tls_reloads_total{result="ok"} 1"#)
            .await;
        drop(passes);
        assert_eq!(asked.await.expect("no panic"), (true, true), "{way:?}: answered, and told to go");
        closed.await;
        let refused = async {
            let stream = connect(&[], &own).await.ok()?;
            let mut client = Client::http1(stream).await;
            client.try_call(Method::GET, "/v2", "").await.ok()
        };
        assert!(refused.await.is_none(), "{way:?}: no new connection begins");
        let mut taken = Client::http1(connect(&[], &other).await.expect("served")).await;
        assert_eq!(taken.call(Method::GET, "/v2", "").await.status.as_u16(), 200, "{way:?}");
        drop(taken);
        pool.stop().await.expect("a clean end");
    }
}

type BoxFuture = std::pin::Pin<Box<dyn Future<Output = ()>>>;

async fn until(holds: impl Fn() -> bool) {
    let wait = async {
        while !holds() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.expect("the server closes the connection");
}
