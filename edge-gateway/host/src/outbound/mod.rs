//! Calls by the guest: `wasi:http/outgoing-handler`.
//!
//! For whom: each instance's store holds [`Hooks`]; [`Outbound`] is shared by all. Never: a request to
//! an origin that the manifest does not list, a redirect followed, or a request done twice. What is sent
//! again is a request of which not one byte had left (a kept connection turned out to be closed), or which the
//! server said that it did nothing with (a connection of HTTP/2 was being closed, be it a new one: a server that
//! ends takes connections for a moment more).

mod again;
mod body;
mod connect;
mod error;
mod pool;
mod recorded;

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response, Uri, header};
use http_body_util::BodyExt as _;
use rustls::RootCertStore;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::time::{Instant, timeout};
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody, WasiHttpHooks};

use self::again::Original;
use self::body::{Received, gathered};
use self::connect::Target;
use self::pool::{Lease, Pool};
use crate::config::{AllowedHosts, Config};

/// Bounds for a guest that sets none, and the most that one may set. The edge sets its own, shorter.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const CONNECT_TIMEOUT_MOST: Duration = Duration::from_secs(60);
const BYTES_TIMEOUT: Duration = Duration::from_secs(60);
const BYTES_TIMEOUT_MOST: Duration = Duration::from_secs(600);
/// How often a request is sent again, each time on a new connection: servers that are replaced one after the other may end two.
const AGAIN_MOST: u32 = 2;

/// TLS towards one host or all: these roots, and a certificate of our own if one is given.
pub(crate) fn tls_config(
    roots: RootCertStore,
    identity: Option<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)>,
) -> Result<Arc<rustls::ClientConfig>, rustls::Error> {
    let builder = rustls::ClientConfig::builder_with_provider(crate::crypto())
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots);
    let mut config = match identity {
        Some((chain, key)) => builder.with_client_auth_cert(chain, key)?,
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// What all instances share: who may be called, how, and the connections kept.
pub(crate) struct Outbound {
    allowed: AllowedHosts,
    tls: BTreeMap<String, Arc<rustls::ClientConfig>>,
    tls_otherwise: Arc<rustls::ClientConfig>,
    pool: Arc<Pool>,
}

impl Outbound {
    pub(crate) fn new(config: &Config) -> anyhow::Result<Self> {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        Ok(Self {
            allowed: config.allowed_hosts.clone(),
            tls: config.runtime.client_tls.clone(),
            tls_otherwise: tls_config(roots, None)?,
            pool: Arc::new(Pool::new(config.runtime.connection_pooling)),
        })
    }

    async fn send(
        &self,
        request: Request<WasiBody>,
        options: RequestOptions,
    ) -> Result<Response<WasiBody>, Error> {
        if !self.allowed.allows(request.uri()) {
            tracing::warn!("the guest called an origin that allowed_outbound_hosts does not list");
            return Err(Error::HttpRequestDenied);
        }
        let uri = request.uri().clone();
        let target = Target::new(&uri)?;
        let bound = |asked: Option<Duration>, otherwise, most| asked.unwrap_or(otherwise).min(most);
        let connect_timeout = bound(options.connect_timeout, CONNECT_TIMEOUT, CONNECT_TIMEOUT_MOST);
        let first_byte = bound(options.first_byte_timeout, BYTES_TIMEOUT, BYTES_TIMEOUT_MOST);
        let between_bytes = bound(options.between_bytes_timeout, BYTES_TIMEOUT, BYTES_TIMEOUT_MOST);

        // All tries together take no longer than one may.
        let deadline = Instant::now() + connect_timeout + first_byte;
        let left = |limit: Duration| limit.min(deadline.saturating_duration_since(Instant::now()));

        let (head, body) = request.into_parts();
        let (original, first) = Original::of(body);
        let mut request = Request::from_parts(head.clone(), first);
        let (mut lease, mut is_kept) = match self.pool.take(&target).await {
            Some(lease) => (lease, true),
            None => self.connect(&target, connect_timeout).await?,
        };
        let mut again = 0;
        loop {
            shape(&mut request, &uri, lease.is_h2());
            let (error, unsent) = match timeout(left(first_byte), lease.send(request)).await {
                Ok(Ok(response)) => {
                    return Ok(response.map(|body| Received::new(body, between_bytes, lease).boxed_unsync()));
                }
                Ok(Err(failure)) => failure,
                Err(_) => {
                    lease.discard();
                    return Err(Error::ConnectionReadTimeout);
                }
            };
            // A new connection that fails for its TLS does so each time; one of HTTP/1.1 that is closed unused says nothing of why.
            let may = again < AGAIN_MOST && (is_kept || lease.is_h2() && !lease.tls_failed());
            let whole = match unsent {
                // Given back whole: hyper had not begun to write it.
                Some(unsent) if may => Some(unsent),
                None if may && error::is_unprocessed(&error) => {
                    original.again().map(|body| Request::from_parts(head.clone(), body))
                }
                _ => None,
            };
            let Some(whole) = whole else {
                let error = lease.why(&error);
                lease.discard();
                return Err(error);
            };
            lease.discard();
            request = whole;
            again += 1;
            (lease, is_kept) = (self.dial(&target, left(connect_timeout)).await?, false);
        }
    }

    fn tls_for(&self, target: &Target) -> Option<Arc<rustls::ClientConfig>> {
        target.tls.then(|| self.tls.get(&target.host).unwrap_or(&self.tls_otherwise).clone())
    }

    /// A connection of its own, for a request that a kept one has failed: so it fails no second time of that.
    async fn dial(&self, target: &Target, limit: Duration) -> Result<Lease, Error> {
        let connection = connect::dial(target.clone(), self.tls_for(target), limit).await?;
        Ok(self.pool.adopt(target, connection))
    }

    /// A connection, and whether it is a kept one: a new one, or one that another request has made or given back
    /// meanwhile. One lost packet delays a connection by a second, Linux' first retransmission (RFC 6298, section 2.1);
    /// a request need not wait for it, nor fail of it, while others are answered.
    async fn connect(&self, target: &Target, limit: Duration) -> Result<(Lease, bool), Error> {
        let mut dialling = Box::pin(connect::dial(target.clone(), self.tls_for(target), limit));
        tokio::select! {
            dialled = &mut dialling => Ok((self.pool.adopt(target, dialled?), false)),
            lease = self.pool.next(target) => {
                // Not broken off halfway: the server would take it for a failure of ours.
                let (pool, target) = (self.pool.clone(), target.clone());
                tokio::spawn(async move {
                    if let Ok(connection) = dialling.await {
                        pool.spare(&target, connection);
                    }
                });
                Ok((lease, true))
            }
        }
    }
}

/// HTTP/1.1 has the path in the request line and the origin in `host`; HTTP/2 has all in the URI.
fn shape(request: &mut Request<WasiBody>, uri: &Uri, h2: bool) {
    if h2 {
        request.headers_mut().remove(header::HOST);
        *request.uri_mut() = uri.clone();
    } else {
        if let Some(authority) = uri.authority()
            && let Ok(host) = authority.as_str().parse()
        {
            request.headers_mut().insert(header::HOST, host);
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        *request.uri_mut() = path.parse().unwrap_or_default();
    }
}

/// One instance's side of [`Outbound`].
pub(crate) struct Hooks(Arc<Outbound>);

impl Hooks {
    pub(crate) fn new(outbound: Arc<Outbound>) -> Self {
        Self(outbound)
    }
}

type Sent = Result<(Response<WasiBody>, Box<dyn Future<Output = Result<(), Error>> + Send>), Error>;

impl WasiHttpHooks for Hooks {
    fn send_request(
        &mut self,
        request: Request<WasiBody>,
        options: Option<RequestOptions>,
        _done: Box<dyn Future<Output = Result<(), Error>> + Send>,
    ) -> Box<dyn Future<Output = Sent> + Send> {
        let outbound = self.0.clone();
        Box::new(async move {
            let (head, body) = request.into_parts();
            let request = Request::from_parts(head, gathered(body).await);
            let response = outbound.send(request, options.unwrap_or_default()).await?;
            // The connection is driven by a task of its own: nothing is left to drive for this request.
            let nothing: Box<dyn Future<Output = _> + Send> = Box::new(std::future::ready(Ok(())));
            Ok((response, nothing))
        })
    }

    fn p2_error_from_hyper(
        &mut self,
        error: &hyper::Error,
    ) -> wasmtime_wasi_http::p2::bindings::http::types::ErrorCode {
        error::code_from_hyper(error)
    }
}
