//! A TLS stream that remembers why TLS failed. HTTP/2 keeps of an error only its text, and the alert of a
//! server that refuses our certificate arrives, with TLS 1.3, when HTTP is already under way (RFC 8446, section 4.4.2.4).
//!
//! Such a server closes with what HTTP has sent unread, so that a reset follows its alert. Where the next thing we do is a
//! write, that fails of the reset, and nobody would read the alert, which has arrived.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::client::TlsStream;

use super::error;

/// Why TLS failed, once it has.
pub(super) type TlsFailure = Arc<OnceLock<rustls::Error>>;

pub(super) struct Recorded<S> {
    stream: TlsStream<S>,
    failure: TlsFailure,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Recorded<S> {
    pub(super) fn new(stream: TlsStream<S>, failure: TlsFailure) -> Self {
        Self { stream, failure }
    }

    fn record(&self, failed: &io::Error) {
        if let Some(tls) = error::find::<rustls::Error>(failed) {
            self.failure.get_or_init(|| tls.clone());
        }
    }

    /// Of a write that failed: reads what had come before, for an alert among it. Of what else is there nothing is lost, it stays
    /// with TLS until it is read.
    fn record_write<T>(&mut self, cx: &mut Context<'_>, polled: &Poll<io::Result<T>>) {
        let Poll::Ready(Err(failed)) = polled else { return };
        self.record(failed);
        let (stream, tls) = self.stream.get_mut();
        while self.failure.get().is_none() && tls.wants_read() {
            match tls.read_tls(&mut Arrived { stream, cx }) {
                Ok(0) | Err(_) => break,
                Ok(_) => {
                    if let Err(failed) = tls.process_new_packets() {
                        self.failure.get_or_init(|| failed);
                    }
                }
            }
        }
    }
}

/// What has arrived, as a blocking reader: where there is no more, it fails instead of waiting.
struct Arrived<'a, 'w, S> {
    stream: &'a mut S,
    cx: &'a mut Context<'w>,
}

impl<S: AsyncRead + Unpin> io::Read for Arrived<'_, '_, S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut buffer = ReadBuf::new(into);
        match Pin::new(&mut *self.stream).poll_read(self.cx, &mut buffer) {
            Poll::Ready(Ok(())) => Ok(buffer.filled().len()),
            Poll::Ready(Err(failed)) => Err(failed),
            Poll::Pending => Err(io::ErrorKind::WouldBlock.into()),
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Recorded<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if let Poll::Ready(Err(failed)) = &polled {
            self.record(failed);
        }
        polled
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Recorded<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.record_write(cx, &polled);
        polled
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(cx);
        self.record_write(cx, &polled);
        polled
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, pieces);
        self.record_write(cx, &polled);
        polled
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, KeyPair};
    use rustls::RootCertStore;
    use rustls::pki_types::{PrivateKeyDer, ServerName};
    use rustls::server::WebPkiClientVerifier;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};
    use tokio::sync::oneshot;
    use tokio_rustls::{TlsAcceptor, TlsConnector};

    /// A client connected to a server that wants a certificate, which the client has not; the server has refused it. It keeps
    /// its socket until told, and tells when it has closed it.
    async fn refused() -> (TlsStream<TcpStream>, oneshot::Sender<()>, oneshot::Receiver<()>) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = params.self_signed(&key).unwrap().der().clone();
        let mut roots = RootCertStore::empty();
        roots.add(certificate.clone()).unwrap();
        let client = super::super::tls_config(roots.clone(), None).unwrap();
        let verifier =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), crate::crypto()).build().unwrap();
        let server = rustls::ServerConfig::builder_with_provider(crate::crypto())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(verifier)
            .with_single_cert(vec![certificate], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (close, told) = oneshot::channel();
        let (closed, is_closed) = oneshot::channel();
        tokio::spawn(async move {
            let (socket, _) = listener.accept().await.unwrap();
            let accepting = TlsAcceptor::from(Arc::new(server)).accept(socket).into_fallible();
            let (_refusal, socket) = accepting.await.unwrap_err();
            told.await.unwrap();
            drop(socket);
            closed.send(()).unwrap();
        });
        let socket = TcpStream::connect(address).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        (TlsConnector::from(client).connect(name, socket).await.unwrap(), close, is_closed)
    }

    /// What the server left unread becomes a reset, which is here before the next write is.
    #[tokio::test]
    async fn the_alert_of_a_server_is_found_behind_the_reset() {
        let (stream, close, closed) = refused().await;
        let failure = TlsFailure::default();
        let mut stream = Recorded::new(stream, failure.clone());
        stream.write_all(b"PRI * HTTP/2.0").await.unwrap();
        stream.flush().await.unwrap();
        close.send(()).unwrap();
        closed.await.unwrap();
        // The reset may take a moment: until it is here, what is written goes into the void.
        let error = loop {
            let written = async {
                stream.write_all(b"more").await?;
                stream.flush().await
            };
            if let Err(error) = written.await {
                break error;
            }
            tokio::task::yield_now().await;
        };
        assert!(error::find::<rustls::Error>(&error).is_none(), "{error:?}");
        let alert = failure.get().unwrap();
        assert!(
            matches!(alert, rustls::Error::AlertReceived(rustls::AlertDescription::CertificateRequired)),
            "{alert:?}"
        );
    }

    #[tokio::test]
    async fn the_alert_of_a_server_is_found_when_it_is_read() {
        let (stream, _close, _) = refused().await;
        let failure = TlsFailure::default();
        let mut stream = Recorded::new(stream, failure.clone());
        stream.read_u8().await.unwrap_err();
        assert!(matches!(failure.get(), Some(rustls::Error::AlertReceived(_))), "{failure:?}");
    }
}
