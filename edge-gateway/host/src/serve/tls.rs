//! TLS towards callers: given certificates, or a development authority made on the fly.
//!
//! For whom: the configuration. The development authority signs one certificate for the loopback names
//! and its key is then forgotten: nobody can use it to sign anything else.

use std::fs;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{RootCertStore, ServerConfig};

use crate::config::{self, Tls};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a development certificate is good; it is made anew a day before its end.
const VALID: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// The files of a development folder.
const AUTHORITY: &str = "ca.pem";
const CERTIFICATE: &str = "cert.pem";
const KEY: &str = "key.pem";

/// The server's side of TLS, or none for plain HTTP. What is wrong with given files goes to `mistakes`.
pub(crate) fn server_config(
    tls: &Tls,
    mistakes: &mut Vec<String>,
) -> Result<Option<Arc<ServerConfig>>, String> {
    let (chain, key) = match tls {
        Tls::Off => return Ok(None),
        Tls::Files { certificate, key } => {
            let chain = config::certificates(certificate, "TLS certificate", mistakes);
            let key = config::private_key(key, "TLS key", mistakes);
            match key {
                Some(key) if !chain.is_empty() => (chain, key),
                _ => return Ok(None),
            }
        }
        Tls::Development { folder } => {
            development(folder).map_err(|error| format!("development certificate: {error:#}"))?
        }
    };
    let mut config = ServerConfig::builder_with_provider(crate::crypto())
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error| format!("the TLS certificate cannot be used: {error}"))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Some(Arc::new(config)))
}

type Identity = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

fn development(folder: &Path) -> anyhow::Result<Identity> {
    if let Ok(identity) = read(folder) {
        return Ok(identity);
    }
    make(folder)?;
    read(folder)
}

/// Reads what an earlier start has left, if it is whole and good for another day.
fn read(folder: &Path) -> anyhow::Result<Identity> {
    let chain: Vec<_> = CertificateDer::pem_file_iter(folder.join(CERTIFICATE))?.collect::<Result<_, _>>()?;
    let key = PrivateKeyDer::from_pem_file(folder.join(KEY))?;
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(folder.join(AUTHORITY))?)?;
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), crate::crypto()).build()?;
    let tomorrow = SystemTime::now() + DAY;
    let end_entity = chain.first().context("no certificate")?;
    let name = ServerName::try_from("localhost")?;
    let at = UnixTime::since_unix_epoch(tomorrow.duration_since(UNIX_EPOCH)?);
    verifier.verify_server_cert(end_entity, &[], &name, &[], at)?;
    Ok((chain, key))
}

fn make(folder: &Path) -> anyhow::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    // A day back: clocks differ.
    let (from, until) = (epoch + now.saturating_sub(DAY), epoch + now + VALID);

    let mut authority = CertificateParams::new(Vec::new())?;
    authority.distinguished_name.push(DnType::CommonName, "Anteroom development authority");
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    (authority.not_before, authority.not_after) = (from, until);
    let authority_key = KeyPair::generate()?;
    let authority_certificate = authority.self_signed(&authority_key)?;
    let issuer = Issuer::new(authority, authority_key);

    let loopback = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
    let names = std::iter::once("localhost".to_owned()).chain(loopback.iter().map(ToString::to_string));
    let mut own = CertificateParams::new(names.collect::<Vec<_>>())?;
    own.distinguished_name.push(DnType::CommonName, "localhost");
    own.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    own.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    own.use_authority_key_identifier_extension = true;
    (own.not_before, own.not_after) = (from, until);
    let key = KeyPair::generate()?;
    let certificate = own.signed_by(&key, &issuer)?;

    write(folder, KEY, &key.serialize_pem(), 0o600)?;
    write(folder, CERTIFICATE, &certificate.pem(), 0o644)?;
    write(folder, AUTHORITY, &authority_certificate.pem(), 0o644)
}

/// Writes beside the file and then renames: a reader sees the old or the new, never half.
fn write(folder: &Path, name: &str, text: &str, mode: u32) -> anyhow::Result<()> {
    let beside = folder.join(format!(".{name}.{}", std::process::id()));
    let _absent = fs::remove_file(&beside);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(mode).open(&beside)?;
    file.write_all(text.as_bytes())?;
    Ok(fs::rename(&beside, folder.join(name))?)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn made_once_and_reused() {
        let folder = tempfile::tempdir().unwrap();
        let tls = Tls::Development { folder: folder.path().join("tls") };
        let certificate = || fs::read(folder.path().join("tls").join(CERTIFICATE)).unwrap();
        assert!(server_config(&tls, &mut Vec::new()).unwrap().is_some());
        let first = certificate();
        assert!(server_config(&tls, &mut Vec::new()).unwrap().is_some());
        assert_eq!(certificate(), first);
        let key = folder.path().join("tls").join(KEY);
        assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
        // A broken file is replaced together with the rest.
        fs::write(&key, "nonsense").unwrap();
        assert!(server_config(&tls, &mut Vec::new()).unwrap().is_some());
        assert_ne!(certificate(), first);
    }

    #[test]
    fn given_files_that_do_not_work() {
        let folder = tempfile::tempdir().unwrap();
        let tls = Tls::Files { certificate: folder.path().join("c.pem"), key: folder.path().join("k.pem") };
        let mut mistakes = Vec::new();
        assert!(server_config(&tls, &mut mistakes).unwrap().is_none());
        assert_eq!(mistakes.len(), 2, "{mistakes:?}");
    }
}
