//! Outbound calls by the guest: who may be called, over what, and what becomes of a call that fails.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use edge_host::Builder;
use http::{Response, Version};
use http_body_util::{BodyExt as _, Full};
use rcgen::{BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};
use rustls::RootCertStore;
use rustls::pki_types::PrivateKeyDer;
use rustls::server::WebPkiClientVerifier;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket};

use crate::support::*;

fn hello() -> Response<Full<Bytes>> {
    Response::new(Full::from("hello"))
}

#[tokio::test(flavor = "multi_thread")]
async fn only_listed_origins() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = calls.clone();
    let address = server(None, move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
        async { hello() }
    })
    .await;
    let app = App::new(&format!("[\"http://{address}\"]"), "[]");
    let host = start(app.builder()).await;
    assert_eq!(
        ok(&host, &format!("/fetch?url={}", quote(&format!("http://{address}/x")))).await,
        "200 hello"
    );
    assert_eq!(calls.load(Ordering::Relaxed), 1);
    for other in [
        format!("http://localhost:{}/", address.port()),
        format!("https://{address}/"),
        format!("http://127.0.0.1:{}/", address.port() ^ 1),
        format!("http://{address}@evil.test/"),
        "http://self.alt/".to_owned(),
    ] {
        let answer = ok(&host, &format!("/fetch?url={}", quote(&other))).await;
        assert!(answer.contains("HttpRequestDenied"), "{other}: {answer}");
    }
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

/// A server that answers `per_connection` posts on each connection, then closes it without a word; and
/// how many connections it has seen.
async fn closing_server(per_connection: usize) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = connections.clone();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            counter.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(async move {
                for _ in 0..per_connection {
                    let mut seen = Vec::new();
                    while !seen.ends_with(b"0\r\n\r\n") {
                        let mut piece = [0; 1024];
                        match stream.read(&mut piece).await {
                            Ok(count) if count > 0 => seen.extend_from_slice(&piece[..count]),
                            _ => return,
                        }
                    }
                    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello").await.unwrap();
                }
            });
        }
    });
    (address, connections)
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_are_kept_and_a_stale_one_is_no_error() {
    let (address, connections) = closing_server(2).await;
    let app = App::new(&format!("[\"http://{address}\"]"), "[]");
    let host = start(app.builder()).await;
    for _ in 0..10 {
        let path = format!("/post?body=x&url={}", quote(&format!("http://{address}/")));
        let answer = ok(&host, &path).await;
        // A request that meets the closing connection may be lost: it is then an error, and never sent twice.
        assert!(answer == "200 hello" || answer.contains("ConnectionTerminated"), "{answer}");
    }
    assert!(connections.load(Ordering::Relaxed) < 10, "connections were not kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn pooling_is_switched_as_in_spin() {
    for (config, expected) in [
        ("", 1),
        ("[outbound_http]\nconnection_pooling = true\n", 1),
        ("[outbound_http]\nconnection_pooling = false\n", 5),
        ("[outbound_http]\n", 5),
    ] {
        let (address, connections) = closing_server(usize::MAX).await;
        let app = App::new(&format!("[\"http://{address}\"]"), "[]");
        let host = start(app.runtime_config(config)).await;
        for _ in 0..5 {
            let path = format!("/post?body=x&url={}", quote(&format!("http://{address}/")));
            assert_eq!(ok(&host, &path).await, "200 hello");
        }
        assert_eq!(connections.load(Ordering::Relaxed), expected, "{config:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_failure_has_its_code() {
    // Taken, so that no other test gets it, and nobody listens.
    let taken = TcpSocket::new_v4().unwrap();
    taken.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let closed = taken.local_addr().unwrap().port();
    // Here connections are accepted and nothing is ever said.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mute = silent.local_addr().unwrap();
    // Here an answer begins and does not end.
    let half = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let halting = half.local_addr().unwrap();
    tokio::spawn(async move {
        let mut open = Vec::new();
        loop {
            let (mut stream, _) = half.accept().await.unwrap();
            assert!(stream.read(&mut [0; 1024]).await.unwrap() > 0);
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhel").await.unwrap();
            open.push(stream);
        }
    });
    let app = App::new("[\"*://127.0.0.1:*\", \"http://no-such-host.invalid\"]", "[]");
    let host = start(app.builder().limits(limits())).await;
    for (url, rest, code) in [
        (format!("http://127.0.0.1:{closed}/"), "", "ConnectionRefused"),
        (format!("http://{mute}/"), "&first=100", "ConnectionReadTimeout"),
        (format!("https://{mute}/"), "&connect=100", "ConnectionTimeout"),
        (format!("http://{halting}/"), "&between=100", "200 broken"),
        // A resolver that takes its time: DnsTimeout.
        ("http://no-such-host.invalid/".to_owned(), "", "Dns"),
    ] {
        let answer = ok(&host, &format!("/fetch?url={}{rest}", quote(&url))).await;
        assert!(answer.contains(code), "{url}: {answer}");
    }
}

/// An authority, a server's and a client's certificate, PEM.
struct Pki {
    ca: String,
    server: (String, String),
    client: (String, String),
}

fn pki() -> Pki {
    let mut ca = CertificateParams::new(Vec::new()).unwrap();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca_key = KeyPair::generate().unwrap();
    let ca_pem = ca.self_signed(&ca_key).unwrap().pem();
    let issuer = Issuer::new(ca, ca_key);
    let leaf = |usage| {
        let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.extended_key_usages = vec![usage];
        let key = KeyPair::generate().unwrap();
        (params.signed_by(&key, &issuer).unwrap().pem(), key.serialize_pem())
    };
    Pki {
        ca: ca_pem,
        server: leaf(ExtendedKeyUsagePurpose::ServerAuth),
        client: leaf(ExtendedKeyUsagePurpose::ClientAuth),
    }
}

/// A server that wants a certificate of `pki`'s authority.
fn mutual(pki: &Pki, alpn: &[&[u8]]) -> Arc<rustls::ServerConfig> {
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject as _;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(pki.ca.as_bytes()).unwrap()).unwrap();
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build().unwrap();
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier)
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(pki.server.0.as_bytes()).unwrap()],
            PrivateKeyDer::from_pem_slice(pki.server.1.as_bytes()).unwrap(),
        )
        .unwrap();
    config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
    Arc::new(config)
}

#[tokio::test(flavor = "multi_thread")]
async fn mutual_tls() {
    let pki = pki();
    let answer = |request: http::Request<hyper::body::Incoming>| async move {
        let version = request.version();
        let body = request.into_body().collect().await.unwrap().to_bytes();
        let name = if version == Version::HTTP_2 { "h2" } else { "h1" };
        Response::new(Full::from(format!("{name} {}", String::from_utf8_lossy(&body))))
    };
    let h2 = server(Some(mutual(&pki, &[b"h2", b"http/1.1"])), answer).await;
    let h1 = server(Some(mutual(&pki, &[])), answer).await;
    let app = App::new("[\"https://localhost:*\"]", "[]");
    for (name, text) in [
        ("ca.pem", &pki.ca),
        ("client.pem", &pki.client.0),
        ("client.key", &pki.client.1),
        ("other.pem", &self::pki().ca),
    ] {
        std::fs::write(app.path(name), text).unwrap();
    }
    let entry = |extra: &str| {
        format!("[[client_tls]]\ncomponent_ids = [\"guest\"]\nhosts = [\"localhost\"]\n{extra}")
    };
    let call = |port: u16| format!("/post?body=x&url={}", quote(&format!("https://localhost:{port}/")));

    // Paths are from the file's folder.
    let good = entry(
        "ca_roots_file = \"ca.pem\"\nclient_cert_file = \"client.pem\"\nclient_private_key_file = \"client.key\"\n",
    );
    let host =
        start(app.runtime_config(&format!("{good}[outbound_http]\nconnection_pooling = true\n"))).await;
    for _ in 0..3 {
        assert_eq!(ok(&host, &call(h2.port())).await, "200 h2 x");
        assert_eq!(ok(&host, &call(h1.port())).await, "200 h1 x");
    }

    for (what, config, code) in [
        ("no certificate of ours", entry("ca_roots_file = \"ca.pem\"\n"), "TlsAlertReceived"),
        ("another authority", entry("ca_roots_file = \"other.pem\"\n"), "TlsCertificateError"),
        ("public authorities only", String::new(), "TlsCertificateError"),
        ("meant for another component", good.replace("guest", "other"), "TlsCertificateError"),
    ] {
        let host = start(app.runtime_config(&config)).await;
        let answer = ok(&host, &call(h2.port())).await;
        assert!(answer.contains(code), "{what}: {answer}");
    }
}

/// With the authority and the certificate of `pki` for `localhost`, and more of the runtime configuration.
fn mutual_app(app: &App, pki: &Pki, more: &str) -> Builder {
    for (name, text) in [("ca.pem", &pki.ca), ("client.pem", &pki.client.0), ("client.key", &pki.client.1)] {
        std::fs::write(app.path(name), text).unwrap();
    }
    app.runtime_config(&format!(
        "[[client_tls]]\ncomponent_ids = [\"guest\"]\nhosts = [\"localhost\"]\nca_roots_file = \"ca.pem\"\n\
         client_cert_file = \"client.pem\"\nclient_private_key_file = \"client.key\"\n{more}"
    ))
}

/// In front of a server: the first connection is taken and then nothing is ever said, the later ones pass. Tells when
/// the first has come.
async fn first_stands_still(server: SocketAddr) -> (u16, tokio::sync::oneshot::Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (came, first) = tokio::sync::oneshot::channel();
    tokio::spawn(async move {
        let _still = listener.accept().await.unwrap();
        came.send(()).unwrap();
        loop {
            let (mut caller, _) = listener.accept().await.unwrap();
            let mut beyond = tokio::net::TcpStream::connect(server).await.unwrap();
            tokio::spawn(async move { tokio::io::copy_bidirectional(&mut caller, &mut beyond).await });
        }
    });
    (port, first)
}

/// The one that stands still would take as long as the test has patience.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_whose_connection_stands_still_takes_the_one_that_another_made() {
    let pki = pki();
    for alpn in [&b"h2"[..], b"http/1.1"] {
        let address = server(Some(mutual(&pki, &[alpn])), |_| async { hello() }).await;
        let (port, first_came) = first_stands_still(address).await;
        let app = App::new("[\"https://localhost:*\"]", "[]");
        let host = start(mutual_app(&app, &pki, "[outbound_http]\nconnection_pooling = true\n")).await;
        let path = format!("/fetch?connect=60000&url={}", quote(&format!("https://localhost:{port}/")));
        let (target, request) = (host.address(), get_request(&path));
        let first = tokio::spawn(async move { send(target, request).await });
        within(first_came).await.unwrap();
        assert_eq!(ok(&host, &path).await, "200 hello");
        let first = first.await.unwrap();
        assert_eq!((first.status.as_u16(), first.text()), (200, "200 hello".to_owned()));
    }
}

/// A server of HTTP/2 that tells the first `ending` connections at their beginning that they end, as one does that is about to end
/// itself, and answers on the later ones.
async fn ending_server(tls: Arc<rustls::ServerConfig>, ending: usize) -> SocketAddr {
    const SETTINGS: [u8; 9] = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    const GOAWAY: [u8; 17] = [0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let beyond = server(Some(tls.clone()), |_| async { hello() }).await;
    tokio::spawn(async move {
        for number in 0.. {
            let (mut caller, _) = listener.accept().await.unwrap();
            let tls = tls.clone();
            tokio::spawn(async move {
                if number < ending {
                    let mut stream = tokio_rustls::TlsAcceptor::from(tls).accept(caller).await.unwrap();
                    stream.write_all(&[&SETTINGS[..], &GOAWAY].concat()).await.unwrap();
                    let _until_the_caller_hangs_up = stream.read_to_end(&mut Vec::new()).await;
                } else {
                    let mut beyond = tokio::net::TcpStream::connect(beyond).await.unwrap();
                    let _ended = tokio::io::copy_bidirectional(&mut caller, &mut beyond).await;
                }
            });
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_connection_that_is_ended_at_once_costs_no_request() {
    let pki = pki();
    for (ending, expected) in [(1, "200 hello"), (2, "200 hello"), (3, "error ErrorCode")] {
        let address = ending_server(mutual(&pki, &[b"h2"]), ending).await;
        let app = App::new("[\"https://localhost:*\"]", "[]");
        let host = start(mutual_app(&app, &pki, "[outbound_http]\nconnection_pooling = true\n")).await;
        let path = format!("/post?body=x&url={}", quote(&format!("https://localhost:{}/", address.port())));
        let answer = ok(&host, &path).await;
        assert!(answer.contains(expected), "{ending}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_calls_at_once_share_a_connection_on_h2() {
    let pki = pki();
    let address = server(Some(mutual(&pki, &[b"h2"])), |_| async {
        tokio::time::sleep(Duration::from_millis(5)).await;
        hello()
    })
    .await;
    let app = App::new("[\"https://localhost:*\"]", "[]");
    let host = start(mutual_app(&app, &pki, "")).await;
    let path = format!("/fetch?url={}", quote(&format!("https://localhost:{}/", address.port())));
    let target = host.address();
    let all: Vec<_> = (0..50)
        .map(|_| {
            let request = get_request(&path);
            tokio::spawn(async move { send(target, request).await })
        })
        .collect();
    for task in all {
        assert_eq!(task.await.unwrap().text(), "200 hello");
    }
}
