//! Reads JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037 section 2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::{Key, KeySet, KeySetError, MAX_KEY_ID_BYTES, MAX_KEY_SET_BYTES, Material, Skipped};
use crate::{Algorithm, json, signature};

/// Members of a private or symmetric key (RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1, RFC 8037 section 2).
const SECRET_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

type Jwk = Map<String, Value>;

pub(super) fn parse(bytes: &[u8]) -> Result<KeySet, KeySetError> {
    if bytes.len() > MAX_KEY_SET_BYTES {
        return Err(KeySetError::TooLarge);
    }
    let document = json::object(bytes).map_err(|fault| match fault {
        json::Fault::Malformed => KeySetError::Malformed,
        json::Fault::Duplicate => KeySetError::MemberRepeated,
    })?;
    let Some(Value::Array(list)) = document.get("keys") else {
        return Err(KeySetError::Malformed);
    };
    let mut keys: Vec<Key> = Vec::new();
    let mut skipped = Vec::new();
    for item in list {
        let Value::Object(jwk) = item else {
            return Err(KeySetError::Malformed);
        };
        if is_secret(jwk) {
            return Err(KeySetError::SecretPublished);
        }
        match key(jwk) {
            // The same key twice is untidy but says nothing new.
            Ok(key) if keys.contains(&key) => {}
            Ok(key) => {
                if key.id.is_some() && keys.iter().any(|other| other.id == key.id && other.overlaps(&key)) {
                    return Err(KeySetError::KeyIdAmbiguous);
                }
                keys.push(key);
            }
            Err(reason) => skipped.push(reason),
        }
    }
    if keys.is_empty() {
        return Err(KeySetError::NoUsableKey);
    }
    Ok(KeySet { keys, skipped })
}

fn is_secret(jwk: &Jwk) -> bool {
    jwk.get("kty").and_then(Value::as_str).is_some_and(|kty| kty.eq_ignore_ascii_case("oct"))
        || SECRET_MEMBERS.iter().any(|name| jwk.contains_key(*name))
}

fn key(jwk: &Jwk) -> Result<Key, Skipped> {
    let id = match jwk.get("kid") {
        None => None,
        Some(Value::String(id)) if (1..=MAX_KEY_ID_BYTES).contains(&id.len()) => Some(id.clone()),
        Some(_) => return Err(Skipped::Malformed),
    };
    if !is_for_verifying(jwk)? {
        return Err(Skipped::NotForVerifying);
    }
    let algorithm = match text(jwk, "alg")? {
        None => None,
        Some(name) => Some(Algorithm::from_name(name).ok_or(Skipped::AlgorithmUnsupported)?),
    };
    let material = match (text(jwk, "kty")?, text(jwk, "crv")?) {
        (Some("RSA"), None) => Material::rsa(&number(jwk, "n")?, &number(jwk, "e")?)?,
        (Some("EC"), Some("P-256")) => signature::p256(point(jwk, 32)?).ok_or(Skipped::Malformed)?,
        (Some("EC"), Some("P-384")) => Material::P384(point(jwk, 48)?),
        (Some("OKP"), Some("Ed25519")) => {
            signature::ed25519(exactly(number(jwk, "x")?, 32)?).ok_or(Skipped::Malformed)?
        }
        (None, _) => return Err(Skipped::Malformed),
        _ => return Err(Skipped::TypeUnsupported),
    };
    if algorithm.is_some_and(|algorithm| !material.fits(algorithm)) {
        return Err(Skipped::AlgorithmUnsupported);
    }
    if !signature::is_sound(&material) {
        return Err(Skipped::Malformed);
    }
    Ok(Key { id, algorithm, material })
}

/// RFC 7517 sections 4.2 and 4.3. A key that says neither may do anything.
fn is_for_verifying(jwk: &Jwk) -> Result<bool, Skipped> {
    if text(jwk, "use")?.is_some_and(|purpose| purpose != "sig") {
        return Ok(false);
    }
    match jwk.get("key_ops") {
        None => Ok(true),
        Some(Value::Array(operations)) => Ok(operations.iter().any(|operation| operation == "verify")),
        Some(_) => Err(Skipped::Malformed),
    }
}

fn text<'a>(jwk: &'a Jwk, name: &str) -> Result<Option<&'a str>, Skipped> {
    match jwk.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Skipped::Malformed),
    }
}

fn number(jwk: &Jwk, name: &str) -> Result<Vec<u8>, Skipped> {
    let encoded = text(jwk, name)?.ok_or(Skipped::Malformed)?;
    URL_SAFE_NO_PAD.decode(encoded).map_err(|_| Skipped::Malformed)
}

fn exactly(bytes: Vec<u8>, length: usize) -> Result<Vec<u8>, Skipped> {
    if bytes.len() == length { Ok(bytes) } else { Err(Skipped::Malformed) }
}

/// SEC 1 section 2.3.3, uncompressed. RFC 7518 section 6.2.1.2: each coordinate has the field's full length.
fn point(jwk: &Jwk, length: usize) -> Result<Vec<u8>, Skipped> {
    let mut point = vec![4];
    point.extend(exactly(number(jwk, "x")?, length)?);
    point.extend(exactly(number(jwk, "y")?, length)?);
    Ok(point)
}
