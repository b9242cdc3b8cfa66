//! What went wrong with an outbound call, as `wasi:http` names it. The log gets kinds, never content.

use std::error::Error as StdError;
use std::io;

use wasmtime_wasi_http::Error;
use wasmtime_wasi_http::p2::bindings::http::types::ErrorCode;

/// An error of TCP.
pub(super) fn from_connect(error: &io::Error) -> Error {
    tracing::debug!(kind = ?error.kind(), "outbound connection failed");
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Error::ConnectionRefused,
        io::ErrorKind::TimedOut => Error::ConnectionTimeout,
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => Error::DestinationIpUnroutable,
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => Error::ConnectionTerminated,
        _ => Error::DestinationUnavailable,
    }
}

/// An error of the TLS handshake.
pub(super) fn from_tls(error: &io::Error) -> Error {
    if let Some(tls) = find::<rustls::Error>(error) {
        return from_rustls(tls);
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset => Error::ConnectionTerminated,
        _ => Error::TlsProtocolError,
    }
}

pub(super) fn from_rustls(error: &rustls::Error) -> Error {
    tracing::warn!("outbound TLS failed: {error}");
    match error {
        rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => {
            Error::TlsCertificateError
        }
        rustls::Error::AlertReceived(alert) => Error::TlsAlertReceived {
            alert_id: Some(u8::from(*alert)),
            alert_message: Some(format!("{alert:?}")),
        },
        _ => Error::TlsProtocolError,
    }
}

/// An error of HTTP.
pub(super) fn from_hyper(error: &hyper::Error) -> Error {
    if let Some(tls) = find::<rustls::Error>(error) {
        return from_rustls(tls);
    }
    tracing::debug!("outbound HTTP failed: {error}");
    if error.is_timeout() {
        return Error::HttpResponseTimeout;
    }
    if error.is_user() {
        // The guest gave up its own body.
        return Error::HttpRequestBodySize(None);
    }
    if error.is_incomplete_message()
        || error.is_closed()
        || error.is_canceled()
        || find::<io::Error>(error).is_some()
    {
        return Error::ConnectionTerminated;
    }
    Error::HttpProtocolError
}

/// The same for the inbound side, whose bodies carry hyper's errors to the guest as they are.
pub(super) fn code_from_hyper(error: &hyper::Error) -> ErrorCode {
    match from_hyper(error) {
        Error::HttpResponseTimeout => ErrorCode::ConnectionReadTimeout,
        Error::ConnectionTerminated => ErrorCode::ConnectionTerminated,
        _ => ErrorCode::HttpProtocolError,
    }
}

/// The first error of type `E` among the causes. An `io::Error` hides what it wraps from `source`.
pub(super) fn find<'e, E: StdError + 'static>(error: &'e (dyn StdError + 'static)) -> Option<&'e E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<E>() {
            return Some(found);
        }
        next = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}
