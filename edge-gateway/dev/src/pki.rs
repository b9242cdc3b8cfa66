//! A certificate authority for mutual TLS between edge and pool, made on the fly.

use anyhow::{Context, Result};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use std::fs;
use std::path::{Path, PathBuf};
use time::{Duration, OffsetDateTime};

/// Long enough for a working day's restarts, short enough that a lost folder is soon worthless.
const VALID_DAYS: i64 = 30;
/// Certificates with less than this left are made anew.
const RENEW_DAYS: i64 = 7;

/// Where the certificates of [`ensure`] lie.
#[derive(Debug, Clone)]
pub struct Files {
    /// The authority's certificate: trusted by both sides.
    pub ca: PathBuf,
    /// The pool's certificate, for `localhost`, `127.0.0.1` and the names that were asked for.
    pub pool_cert: PathBuf,
    /// Its key.
    pub pool_key: PathBuf,
    /// The edge's client certificate.
    pub edge_cert: PathBuf,
    /// Its key.
    pub edge_key: PathBuf,
}

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A server under these names.
    Server,
    /// A client.
    Client,
}

/// A certificate authority that lives in memory.
pub struct Authority {
    params: CertificateParams,
    key: KeyPair,
    pem: String,
}

impl Authority {
    /// Makes one.
    ///
    /// # Errors
    /// Where the system has no randomness.
    pub fn new(name: &str) -> Result<Self> {
        let mut params = CertificateParams::new(Vec::new())?;
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        (params.not_before, params.not_after) = validity(VALID_DAYS);
        let key = KeyPair::generate()?;
        let pem = params.self_signed(&key)?.pem();
        Ok(Self { params, key, pem })
    }

    /// The authority's certificate.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// Signs a certificate for `names`; returns certificate and key as PEM. A negative `days` makes one that has expired.
    ///
    /// # Errors
    /// Where a name is neither a DNS name nor an address.
    pub fn issue(
        &self,
        common_name: &str,
        names: &[&str],
        purpose: Purpose,
        days: i64,
    ) -> Result<(String, String)> {
        let mut params = CertificateParams::new(names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>())?;
        params.distinguished_name.push(DnType::CommonName, common_name);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![match purpose {
            Purpose::Server => ExtendedKeyUsagePurpose::ServerAuth,
            Purpose::Client => ExtendedKeyUsagePurpose::ClientAuth,
        }];
        (params.not_before, params.not_after) = validity(days);
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &Issuer::from_params(&self.params, &self.key))?;
        Ok((certificate.pem(), key.serialize_pem()))
    }
}

fn validity(days: i64) -> (OffsetDateTime, OffsetDateTime) {
    let now = OffsetDateTime::now_utc();
    // A day back: clocks of containers and hosts differ.
    let before = now - Duration::days(1 + days.min(0).abs());
    (before, now + Duration::days(days))
}

/// The certificates of `dir`, made where they are missing, soon to expire, or the pool's is not for `pool_names` besides `localhost`.
///
/// # Errors
/// Where `dir` cannot be written, or a name is neither a DNS name nor an address.
pub fn ensure(dir: &Path, pool_names: &[String]) -> Result<Files> {
    let file = |name: &str| dir.join(name);
    let files = Files {
        ca: file("ca.pem"),
        pool_cert: file("pool.pem"),
        pool_key: file("pool.key"),
        edge_cert: file("edge.pem"),
        edge_key: file("edge.key"),
    };
    fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
    let made = file("made-at");
    let stamp = fs::read_to_string(&made).unwrap_or_default();
    let mut words = stamp.split_whitespace();
    let then = words.next().and_then(|word| word.parse::<i64>().ok());
    let now = OffsetDateTime::now_utc().unix_timestamp();
    let fresh = then.is_some_and(|then| (0..(VALID_DAYS - RENEW_DAYS) * 86_400).contains(&(now - then)))
        && words.eq(pool_names);
    let whole = [&files.ca, &files.pool_cert, &files.pool_key, &files.edge_cert, &files.edge_key];
    if fresh && whole.iter().all(|f| f.is_file()) {
        return Ok(files);
    }
    let authority = Authority::new("Anteroom development CA (edge to pool)")?;
    let names: Vec<&str> =
        ["localhost", "127.0.0.1"].into_iter().chain(pool_names.iter().map(String::as_str)).collect();
    let (pool_cert, pool_key) = authority.issue("pool", &names, Purpose::Server, VALID_DAYS)?;
    let (edge_cert, edge_key) =
        authority.issue("edge", &["edge.anteroom.local"], Purpose::Client, VALID_DAYS)?;
    // The stamp goes last: a set that was cut off half-way is made anew.
    let _ = fs::remove_file(&made);
    for (path, text) in
        [(&files.ca, authority.pem()), (&files.pool_cert, &pool_cert), (&files.edge_cert, &edge_cert)]
    {
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    write_private(&files.pool_key, &pool_key)?;
    write_private(&files.edge_key, &edge_key)?;
    fs::write(&made, format!("{now} {}", pool_names.join(" ")))?;
    Ok(files)
}

/// The audit key of `dir`, made where there is none: what edge and audit sink share.
///
/// # Errors
/// Where it cannot be written.
pub fn audit_key(dir: &Path) -> Result<PathBuf> {
    let file = dir.join("audit.key");
    // Kept for as long as the chain is: without it nothing of that could be checked.
    if !file.is_file() {
        write_private(&file, &format!("{:032x}{:032x}\n", rand::random::<u128>(), rand::random::<u128>()))?;
    }
    Ok(file)
}

/// Writes a file that only its owner may read, from its first byte on.
///
/// # Errors
/// Where it cannot be written.
pub fn write_private(path: &Path, text: &str) -> Result<()> {
    use std::io::Write;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path).with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(text.as_bytes())?;
    Ok(())
}
