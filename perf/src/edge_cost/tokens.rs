//! An issuer in this process: keys of three kinds, and tokens that nobody has seen before.

use crate::systems::anteroom::AUDIENCE;
use anteroom_dev::keys::SigningKey;
use anteroom_dev::token::Claims;
use anyhow::Result;
use jsonwebtoken::Algorithm;
use serde_json::json;

/// As long as the edge takes: longer than any run.
const TOKEN_SECONDS: u64 = 3600;

/// What tokens are signed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    EdDsa,
    Es256,
    Rs256,
}

pub(super) struct Keys {
    eddsa: SigningKey,
    es256: SigningKey,
    rs256: SigningKey,
}

impl Keys {
    pub(super) fn make() -> Result<Self> {
        Ok(Self {
            eddsa: SigningKey::generate(Algorithm::EdDSA, "perf-eddsa")?,
            es256: SigningKey::generate(Algorithm::ES256, "perf-es256")?,
            rs256: SigningKey::generate(Algorithm::RS256, "perf-rs256")?,
        })
    }

    fn key(&self, kind: Kind) -> &SigningKey {
        match kind {
            Kind::EdDsa => &self.eddsa,
            Kind::Es256 => &self.es256,
            Kind::Rs256 => &self.rs256,
        }
    }

    /// The key set (RFC 7517).
    pub(super) fn public(&self) -> Result<String> {
        let keys = [self.eddsa.public()?, self.es256.public()?, self.rs256.public()?];
        Ok(json!({ "keys": keys }).to_string())
    }

    /// A token that differs from all others in its `jti`, a random number.
    pub(super) fn token(&self, kind: Kind, issuer: &str, scope: &str) -> Result<String> {
        Claims::new(issuer, AUDIENCE, TOKEN_SECONDS).with("scope", json!(scope)).sign(self.key(kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_token_comes_twice() {
        let keys = Keys::make().unwrap();
        for kind in [Kind::EdDsa, Kind::Es256, Kind::Rs256] {
            let tokens: BTreeSet<String> =
                (0..20).map(|_| keys.token(kind, "http://i", "classify").unwrap()).collect();
            assert_eq!(tokens.len(), 20, "{kind:?}");
        }
        assert_eq!(keys.public().unwrap().matches("\"kid\"").count(), 3);
    }
}
