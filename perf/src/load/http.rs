//! Requests over HTTP/1.1, kept alive, in clear or over TLS: what the systems that are measured speak.

use super::answers::{Judge, Protocol};
use super::{Caller, Outcome};
use crate::texts::Texts;
use anyhow::{Context, Result, bail};
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::{HeaderValue, Method, Request};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio_rustls::TlsConnector;

/// Connections to one system. An open loop against a system that has stopped would else open one for every arrival; those who come
/// then wait here, and their wait is counted.
const CONNECTIONS: usize = 256;
/// No answer is longer.
const LONGEST_ANSWER: usize = 1 << 20;

/// Where a system listens, and how it is spoken to.
#[derive(Clone)]
pub struct Target {
    /// Its address.
    pub address: SocketAddr,
    /// TLS, trusting one CA, for a name.
    pub tls: Option<(Arc<rustls::ClientConfig>, ServerName<'static>)>,
    /// A bearer token, renewed by whoever holds it.
    pub bearer: Option<Arc<RwLock<HeaderValue>>>,
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Target({}, tls: {}, bearer: {})", self.address, self.tls.is_some(), self.bearer.is_some())
    }
}

impl Target {
    /// In clear.
    #[must_use]
    pub fn plain(address: SocketAddr) -> Self {
        Self { address, tls: None, bearer: None }
    }

    /// Over TLS to `localhost`, trusting the CA of a PEM file.
    ///
    /// # Errors
    /// Where the file holds no certificate.
    pub fn with_ca(self, ca: &Path) -> Result<Self> {
        self.with_tls(ca, None)
    }

    /// As [`Self::with_ca`], showing a certificate of our own.
    ///
    /// # Errors
    /// Where a file does not hold what it should.
    pub fn with_client(self, ca: &Path, certificate: &Path, key: &Path) -> Result<Self> {
        self.with_tls(ca, Some((certificate, key)))
    }

    fn with_tls(mut self, ca: &Path, client: Option<(&Path, &Path)>) -> Result<Self> {
        let mut roots = rustls::RootCertStore::empty();
        for certificate in certificates(ca)? {
            roots.add(certificate)?;
        }
        let config =
            rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()?
                .with_root_certificates(roots);
        let config = match client {
            None => config.with_no_client_auth(),
            Some((certificate, key)) => {
                let key = PrivateKeyDer::from_pem_file(key)
                    .with_context(|| format!("reading {}", key.display()))?;
                config.with_client_auth_cert(certificates(certificate)?, key)?
            }
        };
        self.tls = Some((Arc::new(config), ServerName::try_from("localhost")?));
        Ok(self)
    }

    /// With a bearer token.
    ///
    /// # Errors
    /// Where it cannot stand in a header.
    pub fn with_token(mut self, token: &str) -> Result<Self> {
        self.bearer = Some(Arc::new(RwLock::new(bearer(token)?)));
        Ok(self)
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>> {
        let stream = TcpStream::connect(self.address).await.context("connecting")?;
        stream.set_nodelay(true)?;
        match &self.tls {
            None => start(TokioIo::new(stream)).await,
            Some((config, name)) => {
                let connector = TlsConnector::from(Arc::clone(config));
                start(TokioIo::new(connector.connect(name.clone(), stream).await.context("TLS")?)).await
            }
        }
    }

    /// A request of ours to it, to be sent by [`Connection::send`].
    ///
    /// # Errors
    /// Where the path cannot be one.
    pub fn request(&self, method: Method, path: &str, body: Bytes) -> Result<Request<Full<Bytes>>> {
        let host = if self.tls.is_some() { "localhost" } else { "127.0.0.1" };
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, format!("{host}:{}", self.address.port()))
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(body))?;
        if let Some(token) = &self.bearer {
            let token = token.read().unwrap_or_else(PoisonError::into_inner).clone();
            request.headers_mut().insert(AUTHORIZATION, token);
        }
        Ok(request)
    }

    /// A connection for requests one after the other.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub async fn connection(&self) -> Result<Connection<'_>> {
        Ok(Connection { target: self, sender: self.connect().await? })
    }

    /// One request on a connection of its own: status and body.
    ///
    /// # Errors
    /// Where there is no answer.
    pub async fn once(&self, method: Method, path: &str, body: Bytes) -> Result<(u16, Bytes)> {
        self.connection().await?.exchange(method, path, body).await
    }
}

/// See [`Target::connection`].
pub struct Connection<'a> {
    target: &'a Target,
    sender: SendRequest<Full<Bytes>>,
}

impl Connection<'_> {
    /// One request: status and body.
    ///
    /// # Errors
    /// Where there is no answer.
    pub async fn exchange(&mut self, method: Method, path: &str, body: Bytes) -> Result<(u16, Bytes)> {
        self.send(self.target.request(method, path, body)?).await
    }

    /// A request that [`Target::request`] made: status and body.
    ///
    /// # Errors
    /// Where there is no answer.
    pub async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<(u16, Bytes)> {
        self.sender.ready().await.context("the connection was closed")?;
        exchange(&mut self.sender, request).await
    }
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let read = || format!("reading {}", file.display());
    let all = CertificateDer::pem_file_iter(file).with_context(read)?;
    all.collect::<std::result::Result<Vec<_>, _>>().with_context(read)
}

/// The value of an `Authorization` header; it shows itself nowhere.
///
/// # Errors
/// Where the token cannot stand in a header.
pub fn bearer(token: &str) -> Result<HeaderValue> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", token.trim()))?;
    value.set_sensitive(true);
    Ok(value)
}

async fn start<T>(io: TokioIo<T>) -> Result<SendRequest<Full<Bytes>>>
where
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin + 'static,
{
    let (sender, connection) = handshake(io).await.context("HTTP")?;
    // Its error also reaches the request that is under way, or the next one.
    tokio::spawn(async move {
        let _also_at_the_request = connection.await;
    });
    Ok(sender)
}

async fn exchange(
    connection: &mut SendRequest<Full<Bytes>>,
    request: Request<Full<Bytes>>,
) -> Result<(u16, Bytes)> {
    let answer = connection.send_request(request).await.context("no answer")?;
    let status = answer.status().as_u16();
    match Limited::new(answer.into_body(), LONGEST_ANSWER).collect().await {
        Ok(body) => Ok((status, body.to_bytes())),
        Err(error) => bail!("the answer broke off: {error}"),
    }
}

/// Sends a set of texts to a target, and judges the answers.
pub struct HttpCaller {
    target: Target,
    path: String,
    bodies: Vec<Bytes>,
    judge: Arc<Judge>,
    idle: Mutex<Vec<SendRequest<Full<Bytes>>>>,
    room: Semaphore,
}

impl HttpCaller {
    /// Ready to send; nothing is connected yet.
    #[must_use]
    pub fn new(target: Target, protocol: &Protocol, texts: &Texts, judge: Arc<Judge>) -> Self {
        Self {
            target,
            path: protocol.path(),
            bodies: texts.items.iter().map(|text| protocol.body(&text.body)).collect(),
            judge,
            idle: Mutex::default(),
            room: Semaphore::new(CONNECTIONS),
        }
    }

    /// Who judges the answers.
    #[must_use]
    pub fn judge(&self) -> &Arc<Judge> {
        &self.judge
    }

    /// A text's answer as it came.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn exchange(&self, text: usize) -> Result<(u16, Bytes)> {
        let _place = self.room.acquire().await?;
        let body = self.bodies.get(text).context("no such text")?.clone();
        let request = self.target.request(Method::POST, &self.path, body)?;
        let idle = self.take();
        let mut connection = match idle {
            Some(connection) => connection,
            None => self.target.connect().await?,
        };
        let answer = exchange(&mut connection, request).await?;
        if connection.is_ready() || connection.ready().await.is_ok() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
        Ok(answer)
    }

    /// The connection that was used last, if it is still open.
    fn take(&self) -> Option<SendRequest<Full<Bytes>>> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(connection) = idle.pop() {
            if connection.is_ready() && !connection.is_closed() {
                return Some(connection);
            }
        }
        None
    }
}

impl Caller for HttpCaller {
    async fn call(&self, text: usize) -> Outcome {
        match self.exchange(text).await {
            Ok((status, body)) => self.judge.judge(text, status, &body),
            Err(error) => self.judge.failed(&format!("{error:#}")),
        }
    }
}
