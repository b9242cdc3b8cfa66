//! When certificates end, for the metrics: the day to renew them is before that.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use x509_cert::Certificate;
use x509_cert::der::Decode;

use super::Pem;

/// The ends of the files in use, in seconds since 1970 (RFC 5280 section 4.1.2.5: `notAfter`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Expiry {
    /// Of the server's chain, the certificate that ends first.
    pub(crate) server: Option<i64>,
    /// Of the clients' authorities, the one that ends first.
    pub(crate) client_ca: Option<i64>,
}

impl Expiry {
    pub(super) fn of(pem: &Pem) -> Self {
        Self { server: earliest(&pem.certificate), client_ca: pem.clients.as_deref().and_then(earliest) }
    }
}

/// What cannot be read has no end here: whether it will do is rustls' to say.
fn earliest(pem: &[u8]) -> Option<i64> {
    let ends = CertificateDer::pem_slice_iter(pem).filter_map(|der| {
        let certificate = Certificate::from_der(&der.ok()?).ok()?;
        i64::try_from(certificate.tbs_certificate.validity.not_after.to_unix_duration().as_secs()).ok()
    });
    ends.min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_to_end_counts_and_what_is_no_certificate_does_not() {
        let pem = |year: i32| {
            let mut params = rcgen::CertificateParams::new(vec!["pool".to_owned()]).expect("a name");
            params.not_after = rcgen::date_time_ymd(year, 1, 2);
            let key = rcgen::KeyPair::generate().expect("a key");
            params.self_signed(&key).expect("a certificate").pem()
        };
        // 2031-01-02 and, where UTCTime has given way to GeneralizedTime, 2051-01-02.
        assert_eq!(earliest([pem(2051), pem(2031)].concat().as_bytes()), Some(1_925_078_400));
        assert_eq!(earliest(pem(2051).as_bytes()), Some(2_556_230_400));
        assert_eq!((earliest(b""), earliest(b"none")), (None, None));
    }
}
