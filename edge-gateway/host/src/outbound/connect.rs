//! Makes one connection: name, TCP, TLS, HTTP; all within one bound.

use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use wasmtime_wasi_http::{Error, WasiBody};

use super::error;
use super::recorded::{Recorded, TlsFailure};

/// A peer on HTTP/2 that does not answer a ping for this long is gone; without it a connection through
/// a broken network would be used until the kernel gives up, a quarter of an hour later.
const PING_EVERY: Duration = Duration::from_secs(15);
const PING_TIMEOUT: Duration = Duration::from_secs(10);

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Target {
    pub(super) tls: bool,
    /// Lower case, an IPv6 address without brackets.
    pub(super) host: String,
    port: u16,
}

impl Target {
    pub(super) fn new(uri: &Uri) -> Result<Self, Error> {
        let authority = uri.authority().ok_or(Error::HttpRequestUriInvalid)?;
        let tls = uri.scheme() == Some(&http::uri::Scheme::HTTPS);
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        Ok(Self { tls, host, port: authority.port_u16().unwrap_or(if tls { 443 } else { 80 }) })
    }
}

/// A connection just made.
pub(super) enum Connection {
    H1(http1::SendRequest<WasiBody>),
    H2(http2::SendRequest<WasiBody>),
}

/// Connects. The guest's connect timeout covers everything until a request can be sent.
pub(super) async fn dial(
    target: Target,
    tls: Option<Arc<rustls::ClientConfig>>,
    limit: Duration,
) -> Result<(Connection, TlsFailure), Error> {
    let failure = TlsFailure::default();
    let deadline = Instant::now() + limit;
    let addresses = timeout_at(deadline, tokio::net::lookup_host((target.host.as_str(), target.port)))
        .await
        .map_err(|_| Error::DnsTimeout)?
        .map_err(|_| no_address())?;
    let connected = async {
        let tcp = first_that_answers(addresses).await?;
        let Some(tls) = tls else {
            return http1_over(tcp).await;
        };
        let name = ServerName::try_from(target.host.clone()).map_err(|_| no_address())?;
        let stream = tokio_rustls::TlsConnector::from(tls)
            .connect(name, tcp)
            .await
            .map_err(|failure| error::from_tls(&failure))?;
        let is_h2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        let stream = Recorded::new(stream, failure.clone());
        let begun = if is_h2 { http2_over(stream).await } else { http1_over(stream).await };
        begun.map_err(|error| failure.get().map_or(error, error::from_rustls))
    };
    let connection = timeout_at(deadline, connected).await.map_err(|_| Error::ConnectionTimeout)??;
    Ok((connection, failure))
}

async fn first_that_answers(
    addresses: impl Iterator<Item = std::net::SocketAddr>,
) -> Result<TcpStream, Error> {
    let mut last = no_address();
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(stream) => {
                // A request is small and waits for its answer: it must not wait for company.
                stream.set_nodelay(true).map_err(|failure| error::from_connect(&failure))?;
                return Ok(stream);
            }
            Err(failure) => last = error::from_connect(&failure),
        }
    }
    Err(last)
}

fn no_address() -> Error {
    Error::DnsError { rcode: Some("address not available".to_owned()), info_code: None }
}

async fn http1_over(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
) -> Result<Connection, Error> {
    let (sender, connection) = http1::Builder::new()
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|failure| error::from_hyper(&failure))?;
    tokio::spawn(async move { error::tell_end(connection.await) });
    Ok(Connection::H1(sender))
}

async fn http2_over(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
) -> Result<Connection, Error> {
    let (sender, connection) = http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .keep_alive_interval(PING_EVERY)
        .keep_alive_timeout(PING_TIMEOUT)
        .keep_alive_while_idle(true)
        .adaptive_window(true)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|failure| error::from_hyper(&failure))?;
    tokio::spawn(async move { error::tell_end(connection.await) });
    Ok(Connection::H2(sender))
}
