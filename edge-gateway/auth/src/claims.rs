//! What a token claims, once its signature holds (RFC 7519 section 4.1, RFC 9068 sections 2.2 and 4).
//!
//! A claim of the wrong type is refused, never treated as absent. Claims that are not named here are not looked at.

use serde_json::{Map, Value};

use crate::clock::{Round, numeric_date};
use crate::{Caller, Refusal, UnixSeconds, Verifier};

/// The longest subject, client or token id, in bytes: they go into audit events and store keys.
const MAX_NAME_BYTES: usize = 256;

type Claims = Map<String, Value>;

pub(crate) fn check(claims: &Claims, verifier: &Verifier, now: UnixSeconds) -> Result<Caller, Refusal> {
    // Without the proof that belongs to it, a bound token is a stolen one.
    if claims.contains_key("cnf") {
        return Err(Refusal::ProofUnsupported);
    }
    // RFC 7519 section 4.1.1, RFC 8414 section 2: compared as it stands, no normalisation.
    if claims.get("iss").and_then(Value::as_str) != Some(verifier.issuer.as_str()) {
        return Err(Refusal::IssuerWrong);
    }
    check_audience(claims, verifier)?;
    let expires_at = check_times(claims, verifier, now)?;
    Ok(Caller {
        issuer: verifier.issuer.clone(),
        subject: name(claims, "sub", Refusal::SubjectMalformed)?.ok_or(Refusal::SubjectMalformed)?.to_owned(),
        client: client(claims)?.to_owned(),
        token_id: name(claims, "jti", Refusal::TokenIdMalformed)?.map(str::to_owned),
        expires_at,
        good_until: expires_at.saturating_add(verifier.skew),
        scopes: verifier.scopes.granted(scope_words(claims)?.into_iter()),
    })
}

fn check_audience(claims: &Claims, verifier: &Verifier) -> Result<(), Refusal> {
    let is_us = |audience: &str| verifier.audiences.iter().any(|ours| ours == audience);
    let found = match claims.get("aud") {
        Some(Value::String(audience)) => is_us(audience),
        Some(Value::Array(list)) => {
            let mut found = false;
            for audience in list {
                found |= is_us(audience.as_str().ok_or(Refusal::AudienceMalformed)?);
            }
            found
        }
        _ => return Err(Refusal::AudienceMalformed),
    };
    if found { Ok(()) } else { Err(Refusal::AudienceWrong) }
}

/// Gives `exp`. The skew lengthens nothing but the two ends: the lifetime is what the issuer says it is.
fn check_times(claims: &Claims, verifier: &Verifier, now: UnixSeconds) -> Result<UnixSeconds, Refusal> {
    let expires_at =
        claims.get("exp").and_then(|exp| numeric_date(exp, Round::Down)).ok_or(Refusal::ExpiryMalformed)?;
    let issued_at =
        claims.get("iat").and_then(|iat| numeric_date(iat, Round::Up)).ok_or(Refusal::IssuedAtMalformed)?;
    // "On or after" exp it must not be accepted (RFC 7519 section 4.1.4).
    if now >= expires_at.saturating_add(verifier.skew) {
        return Err(Refusal::Expired);
    }
    let latest_start = now.saturating_add(verifier.skew);
    if let Some(not_before) = claims.get("nbf") {
        let not_before = numeric_date(not_before, Round::Up).ok_or(Refusal::NotBeforeMalformed)?;
        if not_before > latest_start {
            return Err(Refusal::NotYetValid);
        }
    }
    if issued_at > latest_start {
        return Err(Refusal::IssuedInFuture);
    }
    match expires_at.checked_sub(issued_at) {
        Some(lifetime) if (1..=verifier.max_lifetime).contains(&lifetime) => Ok(expires_at),
        _ => Err(Refusal::LifetimeTooLong),
    }
}

/// A name that can stand in an audit event: not empty, not long, no control characters.
fn name<'a>(claims: &'a Claims, claim: &str, refusal: Refusal) -> Result<Option<&'a str>, Refusal> {
    match claims.get(claim) {
        None => Ok(None),
        Some(Value::String(text))
            if (1..=MAX_NAME_BYTES).contains(&text.len()) && !text.chars().any(char::is_control) =>
        {
            Ok(Some(text))
        }
        Some(_) => Err(refusal),
    }
}

/// `client_id` (RFC 8693 section 4.3), or OpenID Connect's older `azp`. Where both stand they must agree: a caller has
/// one identity.
fn client(claims: &Claims) -> Result<&str, Refusal> {
    let client_id = name(claims, "client_id", Refusal::ClientMalformed)?;
    let party = name(claims, "azp", Refusal::ClientMalformed)?;
    match (client_id, party) {
        (Some(client_id), Some(party)) if client_id != party => Err(Refusal::ClientMalformed),
        (Some(client), _) | (None, Some(client)) => Ok(client),
        (None, None) => Err(Refusal::ClientMalformed),
    }
}

/// `scope` (RFC 8693 section 4.2), or `scp` as some issuers write it, as a list or a string. No scope is no mistake of
/// the token; it grants nothing.
fn scope_words(claims: &Claims) -> Result<Vec<&str>, Refusal> {
    match (claims.get("scope"), claims.get("scp")) {
        (Some(Value::String(words)), _) | (None, Some(Value::String(words))) => {
            Ok(words.split(' ').collect())
        }
        (None, Some(Value::Array(list))) => {
            list.iter().map(|word| word.as_str().ok_or(Refusal::ScopeMalformed)).collect()
        }
        (None, None) => Ok(Vec::new()),
        _ => Err(Refusal::ScopeMalformed),
    }
}
