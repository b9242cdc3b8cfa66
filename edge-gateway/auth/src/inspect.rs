//! What can be said of a token before any cryptography, and the verification itself.
//!
//! [`Verifier::inspect`] comes before keys are looked up, so that rubbish causes no store access, no fetch and no
//! arithmetic. [`Inspected`] holds claims that nobody has vouched for yet, and shows none of them.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::bearer::BearerToken;
use crate::keys::MAX_KEY_ID_BYTES;
use crate::seen::{self, Forgetful, SeenSignatures};
use crate::{Algorithm, Caller, KeySet, Refusal, ScopeMap, UnixSeconds, claims, json, signature};

/// Which `typ` headers are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenType {
    /// `at+jwt` or `application/at+jwt` (RFC 9068 section 4): an id token can never pass for an access token.
    AccessToken,
    /// `JWT` too, for issuers that do not follow RFC 9068. Then only the audience keeps id tokens out.
    AnyJwt,
}

/// What one issuer's tokens must be like. Made from configuration by [`crate::Settings`].
#[derive(Clone, Debug)]
pub struct Verifier {
    pub(crate) issuer: String,
    pub(crate) audiences: Vec<String>,
    pub(crate) algorithms: Vec<Algorithm>,
    pub(crate) skew: u64,
    pub(crate) max_lifetime: u64,
    pub(crate) token_type: TokenType,
    pub(crate) scopes: ScopeMap,
}

/// A token of the right form whose signature has not been checked.
pub struct Inspected<'a> {
    verifier: &'a Verifier,
    algorithm: Algorithm,
    key_id: Option<String>,
    /// What was signed: header and payload as they were sent.
    message: &'a [u8],
    signature: Vec<u8>,
    claims: Map<String, Value>,
}

/// A token of three parts, with a header that is of the accepted form whoever the issuer is.
pub(crate) struct Parsed<'a> {
    header: Map<String, Value>,
    message: &'a [u8],
    signature: Vec<u8>,
    claims: Map<String, Value>,
}

impl<'a> Parsed<'a> {
    pub(crate) fn read(token: &'a BearerToken) -> Result<Self, Refusal> {
        let text = token.as_str();
        let parts: Vec<&str> = text.split('.').collect();
        let (header, payload, signature) = match parts.as_slice() {
            [header, payload, signature] => (decode(header)?, decode(payload)?, decode(signature)?),
            [_, _, _, _, _] => return Err(Refusal::TokenEncrypted),
            _ => return Err(Refusal::TokenMalformed),
        };
        let header = json::object(&header).map_err(|fault| refuse(fault, Refusal::HeaderMalformed))?;
        check_extensions(&header)?;
        let claims = json::object(&payload).map_err(|fault| refuse(fault, Refusal::ClaimsMalformed))?;
        let message = text.rsplit_once('.').map_or(text, |(message, _)| message).as_bytes();
        Ok(Self { header, message, signature, claims })
    }

    /// Who issued it, by its own word.
    pub(crate) fn issuer(&self) -> Option<&str> {
        self.claims.get("iss")?.as_str()
    }

    /// Checks the rest of the header by the rules of one issuer.
    pub(crate) fn by(self, verifier: &'a Verifier) -> Result<Inspected<'a>, Refusal> {
        let Self { header, message, signature, claims } = self;
        let algorithm = verifier.check_header(&header)?;
        let key_id = match header.get("kid") {
            None => None,
            Some(Value::String(id)) if (1..=MAX_KEY_ID_BYTES).contains(&id.len()) => Some(id.clone()),
            Some(_) => return Err(Refusal::KeyIdMalformed),
        };
        Ok(Inspected { verifier, algorithm, key_id, message, signature, claims })
    }
}

impl Verifier {
    /// `iss` of the tokens.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Checks form and header.
    ///
    /// # Errors
    /// A 401 for whatever is wrong; see [`Refusal`].
    pub fn inspect<'a>(&'a self, token: &'a BearerToken) -> Result<Inspected<'a>, Refusal> {
        Parsed::read(token)?.by(self)
    }

    /// [`Self::inspect`] and [`Inspected::verify`] in one, for a caller that has the keys at hand.
    ///
    /// # Errors
    /// A 401; see [`Refusal`].
    pub fn verify(&self, token: &BearerToken, keys: &KeySet, now: UnixSeconds) -> Result<Caller, Refusal> {
        self.inspect(token)?.verify(keys, now)
    }

    /// `jku`, `x5u`, `jwk`, `x5c` and whatever else is named neither here nor in [`check_extensions`] is never looked
    /// at: a token does not say which key is to be trusted.
    fn check_header(&self, header: &Map<String, Value>) -> Result<Algorithm, Refusal> {
        let algorithm = header.get("alg").and_then(Value::as_str).and_then(Algorithm::from_name);
        let algorithm = algorithm
            .filter(|algorithm| self.algorithms.contains(algorithm))
            .ok_or(Refusal::AlgorithmNotAllowed)?;
        let typ = header.get("typ").and_then(Value::as_str).unwrap_or_default();
        if !self.token_type.allows(typ) {
            return Err(Refusal::TokenTypeWrong);
        }
        Ok(algorithm)
    }
}

impl Inspected<'_> {
    /// The key that the token says it was signed with: for [`crate::CachedKeys::decide`].
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// Checks the signature, and only then what is claimed.
    ///
    /// # Errors
    /// A 401; see [`Refusal`].
    pub fn verify(&self, keys: &KeySet, now: UnixSeconds) -> Result<Caller, Refusal> {
        self.verify_with(keys, now, &Forgetful)
    }

    /// The same, without the arithmetic for a signature that is known to have held. The key is still looked up in `keys`,
    /// and the claims are checked as always.
    ///
    /// # Errors
    /// A 401; see [`Refusal`].
    pub fn verify_with(
        &self,
        keys: &KeySet,
        now: UnixSeconds,
        seen: &impl SeenSignatures,
    ) -> Result<Caller, Refusal> {
        let key = keys.select(self.key_id(), self.algorithm)?;
        let fact = seen::fact(self.algorithm, key, self.message, &self.signature);
        let held = seen.held(&fact);
        if !held && !signature::holds(self.algorithm, key, self.message, &self.signature) {
            return Err(Refusal::SignatureInvalid);
        }
        let caller = claims::check(&self.claims, self.verifier, now)?;
        // Only now: a token that is refused anyway is not worth the room.
        if !held {
            seen.remember(&fact);
        }
        Ok(caller)
    }
}

impl fmt::Debug for Inspected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inspected").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

impl TokenType {
    /// Media types compare without case, and `application/` may be left out (RFC 7515 section 4.1.9).
    fn allows(self, typ: &str) -> bool {
        let is = |name: &str| typ.eq_ignore_ascii_case(name);
        is("at+jwt")
            || is("application/at+jwt")
            || (self == Self::AnyJwt && (is("JWT") || is("application/jwt")))
    }
}

/// What no issuer's tokens may have.
fn check_extensions(header: &Map<String, Value>) -> Result<(), Refusal> {
    if header.contains_key("enc") {
        return Err(Refusal::TokenEncrypted);
    }
    if header.contains_key("crit") {
        return Err(Refusal::HeaderCritical);
    }
    if header.contains_key("b64") || header.contains_key("zip") || is_nested(header) {
        return Err(Refusal::HeaderUnsupported);
    }
    Ok(())
}

/// Base64url without padding, and with no bits left over: each part can be written in one way only.
fn decode(part: &str) -> Result<Vec<u8>, Refusal> {
    match URL_SAFE_NO_PAD.decode(part) {
        Ok(bytes) if !bytes.is_empty() => Ok(bytes),
        _ => Err(Refusal::TokenMalformed),
    }
}

/// `cty` names what the payload is. Anything of the JOSE family there is a token inside the token (RFC 7519 section 5.2).
fn is_nested(header: &Map<String, Value>) -> bool {
    match header.get("cty") {
        None => false,
        Some(Value::String(cty)) => {
            let cty = cty.to_ascii_lowercase();
            cty.contains("jwt") || cty.contains("jose")
        }
        Some(_) => true,
    }
}

fn refuse(fault: json::Fault, malformed: Refusal) -> Refusal {
    match fault {
        json::Fault::Malformed => malformed,
        json::Fault::Duplicate => Refusal::MemberRepeated,
    }
}
