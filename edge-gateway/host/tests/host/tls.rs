//! HTTPS towards callers: the development certificate, both protocols, and callers that dawdle.

use std::sync::Arc;

use bytes::Bytes;
use edge_host::Tls;
use http::{Request, Version};
use http_body_util::Full;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::support::*;

pub(crate) async fn connect(app: &App, host: &edge_host::Running, alpn: &[u8]) -> TlsStream<TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(app.path("tls/ca.pem")).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![alpn.to_vec()];
    let stream = TcpStream::connect(host.address()).await.unwrap();
    let name = ServerName::try_from("127.0.0.1").unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn both_protocols_and_the_true_scheme() {
    let app = App::new("[]", "[]");
    let tls = Tls::Development { folder: app.path("tls") };
    let host = start(app.builder().tls(tls)).await;
    assert!(host.url("/x").starts_with("https://127.0.0.1:"));

    // A caller that connects and says nothing holds up nobody.
    let mut silent = Vec::new();
    for _ in 0..50 {
        silent.push(TcpStream::connect(host.address()).await.unwrap());
    }

    let answer = send_over(connect(&app, &host, b"http/1.1").await, get_request("/headers")).await;
    assert!(answer.text().contains("spin-full-url: https://edge.test/headers"), "{}", answer.text());

    let stream = connect(&app, &host, b"h2").await;
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = || Request::get("https://edge.test/headers").body(Full::<Bytes>::default()).unwrap();
    let responses: Vec<_> = (0..20).map(|_| tokio::spawn(sender.send_request(request()))).collect();
    for response in responses {
        let response = within(response).await.unwrap().unwrap();
        assert_eq!(response.version(), Version::HTTP_2);
        let answer = read(response).await;
        assert!(answer.text().contains("spin-full-url: https://edge.test/headers"), "{}", answer.text());
    }
    drop(silent);
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_http_on_the_tls_port_gets_nothing() {
    let app = App::new("[]", "[]");
    let host = start(app.builder().tls(Tls::Development { folder: app.path("tls") })).await;
    let mut stream = TcpStream::connect(host.address()).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut stream, b"GET /count HTTP/1.1\r\nhost: h\r\n\r\n")
        .await
        .unwrap();
    let mut answer = Vec::new();
    drop(within(stream.read_to_end(&mut answer)).await);
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
}
