//! What stands behind the systems: a pool that answers at once, in clear and with mutual TLS, and the issuer's key set.
//!
//! On a thread of their own, so that the load generator's clock does not run while they work. They speak HTTP/1.1 and HTTP/2, as our
//! pool does. The pool can be told to keep its answers back, for a look at what requests under way cost.

use crate::systems::anteroom::Anteroom;
use anyhow::{Context, Result};
use bytes::Bytes;
use gpu_pool::http::prompt::Prompt;
use http::{Request, Response, header};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio_rustls::TlsAcceptor;

/// The answer to one text: what our pool and a Triton answer where labels with scores are asked for.
const ANSWER: &str = r#"{"model_name":"demo","model_version":"1","outputs":[{"name":"scores","datatype":"BYTES","shape":[1,2],"data":["0.9375:1:POSITIVE","0.0625:0:NEGATIVE"]},{"name":"windows","datatype":"INT64","shape":[1],"data":[1]}]}"#;

/// Servers that listen until this is dropped.
pub(super) struct Servers {
    /// The pool, with mutual TLS.
    pub(super) secure: SocketAddr,
    /// The pool in clear.
    pub(super) plain: SocketAddr,
    /// The issuer.
    pub(super) issuer: String,
    gate: Arc<Gate>,
    _end: oneshot::Sender<()>,
}

/// Keeps answers back, and knows how many.
struct Gate {
    open: watch::Sender<bool>,
    waiting: watch::Sender<usize>,
}

impl Servers {
    /// Starts them; `keys` is the issuer's key set.
    pub(super) fn start(ours: &Anteroom, keys: String) -> Result<Self> {
        let tls = TlsAcceptor::from(Arc::new(mutual_tls(ours)?));
        let gate = Arc::new(Gate { open: watch::Sender::new(true), waiting: watch::Sender::new(0) });
        let of_servers = Arc::clone(&gate);
        let (tell, told) = std::sync::mpsc::channel();
        let (end, ended) = oneshot::channel();
        let run = move || -> Result<()> {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let secure = TcpListener::bind("127.0.0.1:0").await?;
                let plain = TcpListener::bind("127.0.0.1:0").await?;
                let issuer = TcpListener::bind("127.0.0.1:0").await?;
                tell.send((secure.local_addr()?, plain.local_addr()?, issuer.local_addr()?))?;
                let (answer, keys) = (Bytes::from_static(ANSWER.as_bytes()), Bytes::from(keys));
                tokio::spawn(serve(secure, Some(tls), answer.clone(), Some(Arc::clone(&of_servers))));
                tokio::spawn(serve(plain, None, answer, Some(of_servers)));
                tokio::spawn(serve(issuer, None, keys, None));
                let _ended_by_the_drop = ended.await;
                Ok(())
            })
        };
        std::thread::Builder::new().name("null-pool".into()).spawn(run)?;
        let (secure, plain, issuer) = told.recv().context("the null pool did not start")?;
        Ok(Self { secure, plain, issuer: format!("http://{issuer}"), gate, _end: end })
    }

    /// From now on the pool keeps its answers back.
    pub(super) fn hold(&self) {
        self.gate.open.send_replace(false);
    }

    /// Waits until so many wait for their answer.
    pub(super) async fn held(&self, count: usize) {
        // The gate is held here, so its sender lives.
        let mut waiting = self.gate.waiting.subscribe();
        drop(waiting.wait_for(|waiting| *waiting >= count).await);
    }

    /// Lets all of them go.
    pub(super) fn release(&self) {
        self.gate.open.send_replace(true);
    }
}

impl Gate {
    async fn pass(&self) {
        if *self.open.borrow() {
            return;
        }
        self.waiting.send_modify(|waiting| *waiting += 1);
        let mut open = self.open.subscribe();
        drop(open.wait_for(|open| *open).await);
        self.waiting.send_modify(|waiting| *waiting -= 1);
    }
}

async fn serve(listener: TcpListener, tls: Option<TlsAcceptor>, answer: Bytes, gate: Option<Arc<Gate>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let (tls, answer, gate) = (tls.clone(), answer.clone(), gate.clone());
        tokio::spawn(async move {
            // A stream that cannot be set so is gone already.
            let _gone = stream.set_nodelay(true);
            // As our pool does; callers under Spin would wait 40 ms for an acknowledgement.
            let stream = Prompt::new(stream);
            match tls {
                None => connection(stream, answer, gate).await,
                Some(tls) => {
                    if let Ok(stream) = tls.accept(stream).await {
                        connection(stream, answer, gate).await;
                    }
                }
            }
        });
    }
}

async fn connection<S>(stream: S, answer: Bytes, gate: Option<Arc<Gate>>)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let service = service_fn(move |request: Request<Incoming>| {
        let (answer, gate) = (answer.clone(), gate.clone());
        async move {
            // Whoever breaks off gets no answer anyway.
            let _all_of_it = request.into_body().collect().await;
            if let Some(gate) = gate {
                gate.pass().await;
            }
            let mut response = Response::new(Full::new(answer));
            let json = header::HeaderValue::from_static("application/json");
            response.headers_mut().insert(header::CONTENT_TYPE, json);
            Ok::<_, Infallible>(response)
        }
    });
    let builder = auto::Builder::new(TokioExecutor::new());
    // How a caller's connection ends is its own affair; what it lost, the caller counts.
    let _ended = builder.serve_connection(TokioIo::new(stream), service).await;
}

/// As our pool: certificates of the edge alone are taken.
fn mutual_tls(ours: &Anteroom) -> Result<rustls::ServerConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = rustls::RootCertStore::empty();
    for certificate in certificates(&ours.identity_file("ca.pem"))? {
        roots.add(certificate)?;
    }
    let clients =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build()?;
    let key = ours.identity_file("pool.key");
    let key = PrivateKeyDer::from_pem_file(&key).with_context(|| format!("reading {}", key.display()))?;
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(clients)
        .with_single_cert(certificates(&ours.identity_file("pool.pem"))?, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let read = || format!("reading {}", file.display());
    let all = CertificateDer::pem_file_iter(file).with_context(read)?;
    all.collect::<std::result::Result<Vec<_>, _>>().with_context(read)
}
