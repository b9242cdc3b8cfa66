//! TLS, and row 32: who may talk to the pool.

use std::path::PathBuf;
use std::sync::Arc;

use http::Method;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, SanType,
    date_time_ymd,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::support::{Client, Pool, WELL, texts};

/// A certificate authority for one test.
pub(crate) struct Authority {
    pub(crate) pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // Not the name that certificates have by default: OpenSSL takes one that names itself as issuer for self-signed.
        params.distinguished_name.push(DnType::CommonName, "a test's authority");
        let key = KeyPair::generate().expect("key");
        let pem = params.self_signed(&key).expect("certificate").pem();
        Self { pem, issuer: Issuer::new(params, key) }
    }

    /// A certificate and its key, in PEM.
    pub(crate) fn issue(&self, purpose: ExtendedKeyUsagePurpose, expired: bool) -> (String, String) {
        self.issue_to("localhost", purpose, expired)
    }

    /// As `issue`, good until the first day of `year`.
    pub(crate) fn issue_until(&self, purpose: ExtendedKeyUsagePurpose, year: i32) -> (String, String) {
        self.issue_between("localhost", purpose, None, Some(year))
    }

    fn issue_to(&self, name: &str, purpose: ExtendedKeyUsagePurpose, expired: bool) -> (String, String) {
        let past = |year| expired.then_some(year);
        self.issue_between(name, purpose, past(2020), past(2021))
    }

    fn issue_between(
        &self,
        name: &str,
        purpose: ExtendedKeyUsagePurpose,
        from: Option<i32>,
        to: Option<i32>,
    ) -> (String, String) {
        let mut params = CertificateParams::new(Vec::new()).expect("names");
        // As SPIRE issues them, or as everybody else does. Several names are separated by spaces.
        params.subject_alt_names = name
            .split(' ')
            .map(|name| match name.contains("://") {
                true => SanType::URI(name.try_into().expect("a name")),
                false => SanType::DnsName(name.try_into().expect("a name")),
            })
            .collect();
        params.extended_key_usages = vec![purpose];
        params.not_before = from.map_or(params.not_before, |year| date_time_ymd(year, 1, 1));
        params.not_after = to.map_or(params.not_after, |year| date_time_ymd(year, 1, 1));
        let key = KeyPair::generate().expect("key");
        let certificate = params.signed_by(&key, &self.issuer).expect("certificate");
        (certificate.pem(), key.serialize_pem())
    }
}

pub(crate) struct Secured {
    pool: Pool,
    authority: Authority,
    files: TempDir,
}

async fn secured(clients: Option<&Authority>, more: &[&str]) -> Secured {
    let authority = Authority::new();
    let (certificate, key) = authority.issue(ExtendedKeyUsagePurpose::ServerAuth, false);
    let files = tempfile::tempdir().expect("directory");
    let write = |name: &str, pem: &str| -> PathBuf {
        let path = files.path().join(name);
        std::fs::write(&path, pem).expect("written");
        path
    };
    let (certificate, key) = (write("cert.pem", &certificate), write("key.pem", &key));
    let mut flags =
        vec!["--tls-cert", certificate.to_str().expect("path"), "--tls-key", key.to_str().expect("path")];
    let client_ca = clients.map(|clients| write("clients.pem", &clients.pem));
    if let Some(path) = &client_ca {
        flags.extend(["--client-ca", path.to_str().expect("path")]);
    }
    flags.extend(more);
    Secured { pool: Pool::start(&flags).await, authority, files }
}

/// A pool that asks for client certificates, and one of them.
pub(crate) async fn mutual() -> Secured {
    let clients = Authority::new();
    let secured = secured(Some(&clients), &["--repository-api"]).await;
    let (certificate, key) = clients.issue(ExtendedKeyUsagePurpose::ClientAuth, false);
    for (name, pem) in
        [("authority.pem", &secured.authority.pem), ("client.pem", &certificate), ("client.key", &key)]
    {
        std::fs::write(secured.files.path().join(name), pem).expect("written");
    }
    secured
}

impl Secured {
    pub(crate) fn port(&self) -> u16 {
        self.pool.address.port()
    }

    /// The server's authority, a client's certificate and its key.
    pub(crate) fn client_files(&self) -> [PathBuf; 3] {
        ["authority.pem", "client.pem", "client.key"].map(|name| self.files.path().join(name))
    }

    async fn connect(
        &self,
        client: Option<&(String, String)>,
        protocols: &[&[u8]],
    ) -> std::io::Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(self.authority.pem.as_bytes()).expect("PEM")).expect("root");
        let builder = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots);
        let mut config = match client {
            None => builder.with_no_client_auth(),
            Some((certificate, key)) => {
                let chain = vec![CertificateDer::from_pem_slice(certificate.as_bytes()).expect("PEM")];
                let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).expect("PEM");
                builder.with_client_auth_cert(chain, key).expect("certificate")
            }
        };
        config.alpn_protocols = protocols.iter().map(|p| p.to_vec()).collect();
        let stream = TcpStream::connect(self.pool.address).await?;
        let name = ServerName::try_from("localhost").expect("name");
        TlsConnector::from(Arc::new(config)).connect(name, stream).await
    }

    /// Whether a request gets an answer. In TLS 1.3 a client learns only afterwards that it was refused.
    async fn answers(&self, client: Option<&(String, String)>) -> bool {
        let Ok(stream) = self.connect(client, &[b"http/1.1"]).await else {
            return false;
        };
        let io = hyper_util::rt::TokioIo::new(stream);
        let Ok((sender, connection)) = hyper::client::conn::http1::handshake(io).await else {
            return false;
        };
        tokio::spawn(connection);
        Client::Http1(sender).try_call(Method::GET, "/v2/health/ready", "").await.is_ok()
    }
}

#[tokio::test]
async fn both_protocols_are_served_over_tls_as_the_client_chooses() {
    let secured = secured(None, &[]).await;
    for (protocols, chosen) in
        [(vec![&b"h2"[..], b"http/1.1"], &b"h2"[..]), (vec![b"http/1.1"], b"http/1.1"), (vec![], b"")]
    {
        let stream = secured.connect(None, &protocols).await.expect("handshake");
        let protocol = stream.get_ref().1.alpn_protocol().unwrap_or_default().to_vec();
        assert_eq!(protocol, chosen);
        let mut client =
            if chosen == b"h2" { Client::http2(stream).await } else { Client::http1(stream).await };
        let reply = client.call(Method::POST, "/v2/models/demo/infer", texts(&[WELL]).to_string()).await;
        assert_eq!(reply.output("label")["data"][0], "POSITIVE");
    }
}

#[tokio::test]
async fn row_32_only_certificates_of_the_client_ca_are_served() {
    let clients = Authority::new();
    let secured = secured(Some(&clients), &[]).await;
    let own = clients.issue(ExtendedKeyUsagePurpose::ClientAuth, false);
    assert!(secured.answers(Some(&own)).await, "a certificate of the client CA");

    let others = Authority::new().issue(ExtendedKeyUsagePurpose::ClientAuth, false);
    let expired = clients.issue(ExtendedKeyUsagePurpose::ClientAuth, true);
    let for_servers = clients.issue(ExtendedKeyUsagePurpose::ServerAuth, false);
    let of_server_ca = secured.authority.issue(ExtendedKeyUsagePurpose::ClientAuth, false);
    assert!(!secured.answers(None).await, "no certificate");
    assert!(!secured.answers(Some(&others)).await, "another CA");
    assert!(!secured.answers(Some(&expired)).await, "expired");
    assert!(!secured.answers(Some(&for_servers)).await, "not for clients");
    assert!(!secured.answers(Some(&of_server_ca)).await, "the server's own CA");
    assert!(secured.answers(Some(&own)).await, "and it still serves");
}

/// gRPC is HTTP/2 on the same port, so the same certificates open it.
#[tokio::test]
async fn row_32_grpc_needs_the_same_certificate() {
    let clients = Authority::new();
    let secured = secured(Some(&clients), &[]).await;
    let own = clients.issue(ExtendedKeyUsagePurpose::ClientAuth, false);
    let stream = secured.connect(Some(&own), &[b"h2"]).await.expect("handshake");
    assert!(super::grpc_client::Grpc::over(stream).await.is_live().await);
    // In TLS 1.3 a client learns only when it reads that it was refused.
    let mut stream = secured.connect(None, &[b"h2"]).await.expect("the client's side of the handshake");
    let read = tokio::time::timeout(super::support::PATIENCE, stream.read_u8()).await.expect("closed");
    assert!(read.is_err(), "not one byte is answered");
}

#[tokio::test]
async fn row_32_a_certificate_in_another_name_is_refused() {
    let clients = Authority::new();
    let secured = secured(Some(&clients), &["--client-names", "edge.test, other.test"]).await;
    let edge = clients.issue_to("edge.test", ExtendedKeyUsagePurpose::ClientAuth, false);
    let stranger = clients.issue_to("stranger.test", ExtendedKeyUsagePurpose::ClientAuth, false);
    let impostor = Authority::new().issue_to("edge.test", ExtendedKeyUsagePurpose::ClientAuth, false);
    assert!(secured.answers(Some(&edge)).await);
    assert!(!secured.answers(Some(&stranger)).await, "another name");
    assert!(!secured.answers(Some(&impostor)).await, "the name, by another CA");
}

#[tokio::test]
async fn row_32_a_workload_is_known_by_its_spiffe_id() {
    const EDGE: &str = "spiffe://example.org/ns/anteroom/sa/edge";
    let clients = Authority::new();
    let secured = secured(Some(&clients), &["--client-names", &format!("edge.test,{EDGE}")]).await;
    let issue = |name: &str| clients.issue_to(name, ExtendedKeyUsagePurpose::ClientAuth, false);
    assert!(secured.answers(Some(&issue(EDGE))).await, "the workload");
    assert!(secured.answers(Some(&issue("edge.test"))).await, "or the DNS name");
    for other in [
        "spiffe://example.org/ns/anteroom/sa/edge2",
        "spiffe://example.org/ns/anteroom/sa",
        "spiffe://example.com/ns/anteroom/sa/edge",
        "https://example.org/ns/anteroom/sa/edge",
        // An X509-SVID has exactly one URI.
        "spiffe://example.org/ns/anteroom/sa/edge spiffe://example.org/other",
        "spiffe://example.org/other spiffe://example.org/ns/anteroom/sa/edge",
    ] {
        assert!(!secured.answers(Some(&issue(other))).await, "{other}");
    }
    let impostor = Authority::new().issue_to(EDGE, ExtendedKeyUsagePurpose::ClientAuth, false);
    assert!(!secured.answers(Some(&impostor)).await, "the ID, by another CA");
}

#[tokio::test]
async fn a_tls_port_speaks_nothing_in_clear() {
    let secured = secured(None, &[]).await;
    let mut stream = TcpStream::connect(secured.pool.address).await.expect("connects");
    stream.write_all(b"GET /v2 HTTP/1.1\r\nHost: pool\r\n\r\n").await.expect("sent");
    let mut answer = Vec::new();
    let _reset = stream.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
}
