//! What went wrong with an outbound call, as `wasi:http` names it. The log gets kinds, never content.

use std::error::Error as StdError;
use std::{fmt, io};

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
    tracing::debug!("outbound HTTP failed: {}", Causes(error));
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

/// Tells of a connection that broke off. Whoever uses it sees its end as well, as the error of a request or as a closed
/// connection, but on HTTP/2 that says no more than that it is closed.
pub(super) fn tell_end(ended: Result<(), hyper::Error>) {
    if let Err(error) = ended {
        tracing::warn!("an outbound connection broke off: {}", Causes(&error));
    }
}

/// An error with its causes, as one line: "http2 error: connection error received: not a result of an error".
struct Causes<'e>(&'e (dyn StdError + 'static));

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut next = self.0.source();
        while let Some(cause) = next {
            write!(f, ": {cause}")?;
            next = cause.source();
        }
        Ok(())
    }
}

/// Whether the server has said that it did nothing with the request, so that another connection may carry it (RFC 9113 section 8.7):
/// its stream is past the last that a closing connection answers, or was refused. A stream can be past it although the client knew of
/// no end when it began: what was not written yet goes out behind the answer to the server's ping, by which the server counts.
pub(super) fn is_unprocessed(error: &hyper::Error) -> bool {
    find::<h2::Error>(error).is_some_and(|error| {
        let gone = error.is_go_away() && error.reason() == Some(h2::Reason::NO_ERROR);
        let refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
        error.is_remote() && (gone || refused)
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use http::Request;
    use http_body_util::Full;
    use hyper::client::conn::http2;
    use hyper_util::rt::{TokioExecutor, TokioIo};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

    const PREFACE: usize = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len();
    const SETTINGS: [u8; 9] = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    const HEADERS: u8 = 1;

    /// Reads up to the head of a first request, and answers with a frame.
    async fn answers(mut stream: DuplexStream, frame: &[u8]) {
        stream.write_all(&SETTINGS).await.unwrap();
        let mut preface = [0; PREFACE];
        stream.read_exact(&mut preface).await.unwrap();
        loop {
            let mut head = [0; 9];
            stream.read_exact(&mut head).await.unwrap();
            let mut payload = vec![0; u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize];
            stream.read_exact(&mut payload).await.unwrap();
            if head[3] == HEADERS {
                break;
            }
        }
        stream.write_all(frame).await.unwrap();
        let _until_the_client_hangs_up = stream.read_to_end(&mut Vec::new()).await;
    }

    #[tokio::test]
    async fn only_what_the_server_says_it_did_not_touch_may_be_sent_again() {
        let go_away = |last: u8, reason: u8| vec![0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, last, 0, 0, 0, reason];
        let reset = |reason: u8| vec![0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, reason];
        let (none, internal, refused, cancel) = (0, 2, 7, 8);
        for (frame, expected) in [
            (go_away(0, none), true),
            (reset(refused), true),
            (go_away(0, internal), false),
            (reset(cancel), false),
            (reset(internal), false),
        ] {
            let (client, server) = tokio::io::duplex(4096);
            let handshake = http2::handshake(TokioExecutor::new(), TokioIo::new(client));
            let (mut sender, connection) = handshake.await.unwrap();
            let connection = tokio::spawn(connection);
            let request = Request::post("http://pool/").body(Full::new(Bytes::from_static(b"text"))).unwrap();
            let sent = async {
                let failed = sender.send_request(request).await.unwrap_err();
                drop(sender);
                failed
            };
            let (failed, ()) = tokio::join!(sent, answers(server, &frame));
            assert_eq!(is_unprocessed(&failed), expected, "{frame:?}: {failed:?}");
            let _ended_either_way = connection.await;
        }
    }
}
