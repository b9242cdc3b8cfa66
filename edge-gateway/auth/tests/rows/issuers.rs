//! Several issuers side by side, and keys found by discovery (RFC 8414, OpenID Connect Discovery).

use edge_auth::{BearerToken, Issuers, KeySetError, Refusal, Scope, variable};
use serde_json::{Value, json};

use crate::issuer::{AUDIENCE, ISSUER, KEYS, KEYS_URL, NOW, PAIRS, claims, claims_with, jwks};
use crate::sim::{METADATA_URL, Sim};

const OTHER: &str = "https://other.example";

fn issuers() -> Issuers {
    let other = json!([{"issuer": OTHER, "audience": "ward-7", "keys_url": "https://other.example/keys",
        "algorithms": "EdDSA", "token_type": "JWT", "scopes": "classify=system/DocumentReference.r"}]);
    let look_up = |name: &str| match name {
        variable::ISSUER => Some(ISSUER.to_owned()),
        variable::AUDIENCE => Some(AUDIENCE.to_owned()),
        variable::KEYS_URL => Some(KEYS_URL.to_owned()),
        variable::MORE_ISSUERS => Some(other.to_string()),
        _ => None,
    };
    Issuers::from_variables(look_up).unwrap()
}

/// Verifies with the same keys for both; gives the name of the issuer by whose rules that was done, and the scopes.
fn verify(token: &str) -> Result<(String, Vec<Scope>), Refusal> {
    let issuers = issuers();
    let token = BearerToken::from_authorization(&[format!("Bearer {token}").as_bytes()])?;
    let (settings, inspected) = issuers.inspect(&token)?;
    let caller = inspected.verify(&KEYS, NOW)?;
    assert_eq!(caller.issuer(), settings.verifier.issuer());
    Ok((caller.issuer().to_owned(), caller.scopes().iter().collect()))
}

fn others(changes: &Value) -> Value {
    let mut claims = claims();
    let members = claims.as_object_mut().unwrap();
    members.extend(json!({"iss": OTHER, "aud": "ward-7"}).as_object().unwrap().clone());
    members.extend(changes.as_object().unwrap().clone());
    claims
}

#[test]
fn each_token_is_measured_by_the_issuer_that_it_names() {
    let pair = &PAIRS.ed25519;
    let sign = |typ: &str, claims: &Value| {
        let mut header = pair.header();
        header["typ"] = json!(typ);
        pair.sign(&header, claims)
    };
    assert_eq!(verify(&sign("at+jwt", &claims())).unwrap().0, ISSUER);
    // Audience, type and scopes are those of the one that is named.
    let smart = json!({"scope": "system/DocumentReference.rs"});
    let (issuer, scopes) = verify(&sign("JWT", &others(&smart))).unwrap();
    assert_eq!((issuer.as_str(), scopes), (OTHER, vec![Scope::Classify]));
    let (_, scopes) = verify(&sign("JWT", &others(&json!({"scope": "classify deidentify"})))).unwrap();
    assert_eq!(scopes, []);
    assert_eq!(verify(&sign("JWT", &claims())), Err(Refusal::TokenTypeWrong));
    assert_eq!(verify(&sign("JWT", &others(&json!({"aud": AUDIENCE})))), Err(Refusal::AudienceWrong));
    assert_eq!(
        verify(&sign("at+jwt", &claims_with("aud", Some(json!("ward-7"))))),
        Err(Refusal::AudienceWrong)
    );
    let p256 = &PAIRS.p256;
    assert_eq!(verify(&p256.sign(&p256.header(), &claims())).unwrap().0, ISSUER);
    let refused = verify(&p256.sign(&p256.header(), &others(&json!({}))));
    assert_eq!(refused, Err(Refusal::AlgorithmNotAllowed));
}

#[test]
fn row_12_a_name_that_is_nearly_an_issuers_is_nobodys() {
    let pair = &PAIRS.ed25519;
    for name in [
        json!("https://other.example/"),
        json!("https://Other.example"),
        json!(""),
        json!([OTHER]),
        json!(null),
    ] {
        let token = pair.sign(&pair.header(), &others(&json!({"iss": name})));
        assert_eq!(verify(&token), Err(Refusal::IssuerWrong), "{name}");
    }
    let none = pair.sign(&pair.header(), &claims_with("iss", None));
    assert_eq!(verify(&none), Err(Refusal::IssuerWrong));
}

fn set(kid: &str) -> Option<(u16, Vec<u8>)> {
    Some((200, jwks([PAIRS.p256.jwk(json!({"kid": kid}))])))
}

fn metadata(issuer: &str, jwks_uri: &str) -> Option<(u16, Vec<u8>)> {
    Some((
        200,
        json!({"issuer": issuer, "jwks_uri": jwks_uri, "token_endpoint": "x"}).to_string().into_bytes(),
    ))
}

#[test]
fn discovery_is_one_refresh_of_two_calls_and_follows_the_issuer_when_its_keys_move() {
    let sim = Sim::new(set("a")).discovering(metadata(ISSUER, KEYS_URL));
    for keys in sim.at_once(&[Some("a"); 8]) {
        assert!(keys.unwrap().has("a"));
    }
    assert_eq!(sim.lock().urls, [METADATA_URL, KEYS_URL]);
    sim.pass(300);
    let moved = "https://issuer.example/new";
    sim.lock().metadata = metadata(ISSUER, moved);
    sim.keys(Some("a")).unwrap();
    assert_eq!(sim.lock().urls[2..], [METADATA_URL, moved]);
}

#[test]
fn row_24_metadata_that_cannot_be_trusted_is_refused_and_the_last_good_set_stays() {
    for (answer, reason) in [
        (metadata(OTHER, KEYS_URL), KeySetError::MetadataOfAnother),
        (metadata(&format!("{ISSUER}/"), KEYS_URL), KeySetError::MetadataOfAnother),
        (metadata(ISSUER, "https://evil.example/keys"), KeySetError::KeysElsewhere),
        (metadata(ISSUER, "http://issuer.example/keys"), KeySetError::MetadataMalformed),
        (Some((302, Vec::new())), KeySetError::MetadataStatus(302)),
        (Some((200, b"<html>".to_vec())), KeySetError::MetadataMalformed),
        (Some((200, vec![b' '; 65 * 1024])), KeySetError::TooLarge),
    ] {
        let sim = Sim::new(set("a")).discovering(answer.clone());
        assert_eq!(sim.keys(Some("a")).err(), Some(Refusal::KeysUnavailable), "{reason:?}");
        assert_eq!(sim.lock().outcomes, [Err(reason)]);
        assert_eq!(sim.lock().urls, [METADATA_URL], "no other address is asked");

        let sim = Sim::new(set("a")).discovering(metadata(ISSUER, KEYS_URL));
        sim.keys(Some("a")).unwrap();
        sim.pass(300);
        sim.lock().metadata = answer;
        assert!(sim.keys(Some("a")).unwrap().has("a"), "{reason:?}");
        assert_eq!(sim.lock().outcomes.last(), Some(&Err(reason)));
    }
}

#[test]
fn row_23_a_discovery_that_hangs_is_given_up_within_the_patience() {
    let sim = Sim::new(None).discovering(metadata(ISSUER, KEYS_URL));
    assert_eq!(sim.at_once(&[Some("a"); 4]).into_iter().filter_map(Result::err).count(), 4);
    let waited = sim.lock().clock_ms - NOW * 1000;
    assert!(waited <= edge_auth::FETCH_PATIENCE_SECONDS * 1000, "{waited} ms");
}
