//! Access tokens as RFC 9068 describes them.

use crate::keys::SigningKey;
use anyhow::Result;
use jsonwebtoken::Header;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

/// What a token says. Change any member before signing to make a token that must be refused.
#[derive(Debug, Clone)]
pub struct Claims(pub Value);

impl Claims {
    /// Claims of a client that may do everything, good for `lifetime` seconds.
    #[must_use]
    pub fn new(issuer: &str, audience: &str, lifetime: u64) -> Self {
        let now = unix_now();
        Self(json!({
            "iss": issuer,
            "aud": audience,
            "sub": "development-app",
            "client_id": "development-app",
            "iat": now,
            "exp": now + lifetime,
            "jti": format!("{:032x}", rand::random::<u128>()),
            "scope": "classify deidentify",
        }))
    }

    /// Sets one claim.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.0[name] = value;
        self
    }

    /// Leaves one claim out.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        if let Value::Object(members) = &mut self.0 {
            members.remove(name);
        }
        self
    }

    /// Signs them as an `at+jwt`.
    ///
    /// # Errors
    /// Where the key cannot sign.
    pub fn sign(&self, key: &SigningKey) -> Result<String> {
        let mut header = Header::new(key.algorithm);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(key.kid.clone());
        Ok(jsonwebtoken::encode(&header, &self.0, &key.encoding_key()?)?)
    }
}

/// Seconds since the Unix epoch.
#[must_use]
pub fn unix_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}
