//! Rows 12 to 19 and 26: what a token claims.

use edge_auth::{Refusal, Scope, variable};
use serde_json::{Value, json};

use crate::issuer::{
    AUDIENCE, ISSUER, NOW, PAIRS, claims, claims_with, verifier, verify_claims, verify_with,
};

#[track_caller]
fn check(name: &str, value: impl Into<Option<Value>>, expect: Option<Refusal>) {
    let claims = claims_with(name, value.into());
    assert_eq!(verify_claims(&claims).err(), expect, "{name} = {}", claims[name]);
}

#[test]
fn what_is_left_of_a_good_token() {
    let caller = verify_claims(&claims()).unwrap();
    assert_eq!(caller.issuer(), ISSUER);
    assert_eq!(caller.subject(), "ward-app");
    assert_eq!(caller.client(), "ward-app");
    assert_eq!(caller.token_id(), Some("one"));
    assert_eq!((caller.expires_at(), caller.good_until()), (NOW + 300, NOW + 360));
    assert_eq!(caller.scopes().iter().collect::<Vec<_>>(), Scope::ALL);
}

#[test]
fn row_12_the_issuer_is_compared_as_it_stands() {
    for issuer in [
        json!(format!("{ISSUER}/")),
        json!(ISSUER.to_uppercase()),
        json!(ISSUER.replace("https", "HTTPS")),
        json!(ISSUER.replace("https", "http")),
        json!(ISSUER.replace("issuer.example", "issuer.example:443")),
        json!(format!(" {ISSUER}")),
        json!(""),
        json!([ISSUER]),
        json!(null),
        json!(1),
    ] {
        check("iss", issuer, Some(Refusal::IssuerWrong));
    }
    check("iss", None, Some(Refusal::IssuerWrong));
}

#[test]
fn row_13_the_audience_must_be_there() {
    check("aud", None, Some(Refusal::AudienceMalformed));
    check("aud", json!(null), Some(Refusal::AudienceMalformed));
}

#[test]
fn row_14_the_audience_must_name_us() {
    check("aud", json!(AUDIENCE), None);
    check("aud", json!([AUDIENCE]), None);
    check("aud", json!(["https://other.example", AUDIENCE]), None);
    for other in [json!([]), json!(["https://other.example"]), json!("https://other.example"), json!("")] {
        check("aud", other, Some(Refusal::AudienceWrong));
    }
    for near in
        [format!("{AUDIENCE}/"), AUDIENCE.to_uppercase(), format!("{AUDIENCE} "), format!("x {AUDIENCE}")]
    {
        check("aud", json!(near), Some(Refusal::AudienceWrong));
    }
    for wrong in [
        json!(1),
        json!(true),
        json!({"a": AUDIENCE}),
        json!([AUDIENCE, 1]),
        json!([null, AUDIENCE]),
        json!([[AUDIENCE]]),
    ] {
        check("aud", wrong, Some(Refusal::AudienceMalformed));
    }
    let two = verifier(&[(variable::AUDIENCE, "https://old.example,https://new.example")]);
    let pair = &PAIRS.ed25519;
    for (audience, accepted) in [
        ("https://old.example", true),
        ("https://new.example", true),
        (AUDIENCE, false),
        ("https://old.example,https://new.example", false),
    ] {
        let token = pair.sign(&pair.header(), &claims_with("aud", Some(json!(audience))));
        assert_eq!(verify_with(&two, &token, NOW).is_ok(), accepted, "{audience}");
    }
}

#[test]
fn row_15_expiry_is_a_date_and_must_be_there() {
    check("exp", None, Some(Refusal::ExpiryMalformed));
    for exp in [
        json!((NOW + 300).to_string()),
        json!("never"),
        json!(-1),
        json!(-(NOW as i64)),
        json!(-0.5),
        json!(null),
        json!(true),
        json!([NOW + 300]),
        json!({"exp": NOW + 300}),
        json!(1e20),
        json!(u64::MAX),
        json!((NOW + 300) * 1000),
    ] {
        check("exp", exp, Some(Refusal::ExpiryMalformed));
    }
    check("exp", json!(0), Some(Refusal::Expired));
    check("exp", json!((NOW + 300) as f64 + 0.5), None);
    // A number beyond what JSON readers hold is no JSON for us.
    let pair = &PAIRS.ed25519;
    let text = claims().to_string().replace(&(NOW + 300).to_string(), "1e999");
    let token = pair.sign_text(&pair.header().to_string(), &text);
    assert_eq!(verify_with(&verifier(&[]), &token, NOW), Err(Refusal::ClaimsMalformed));
}

#[test]
fn row_16_not_before() {
    check("nbf", None, None);
    check("nbf", json!(NOW + 60), None);
    check("nbf", json!(NOW + 61), Some(Refusal::NotYetValid));
    check("nbf", json!(NOW as f64 + 60.5), Some(Refusal::NotYetValid));
    for nbf in
        [json!(NOW.to_string()), json!(""), json!(null), json!(-1), json!([0]), json!(false), json!(1e20)]
    {
        check("nbf", nbf, Some(Refusal::NotBeforeMalformed));
    }
}

#[test]
fn row_17_skew_to_the_second() {
    let pair = &PAIRS.ed25519;
    let token = pair.token();
    let exp = NOW + 300;
    for (skew, after, expect) in [
        ("60", 0, None),
        ("60", 59, None),
        ("60", 60, Some(Refusal::Expired)),
        ("60", 61, Some(Refusal::Expired)),
        ("0", -1, None),
        ("0", 0, Some(Refusal::Expired)),
        ("300", 299, None),
        ("300", 300, Some(Refusal::Expired)),
    ] {
        let verifier = verifier(&[(variable::SKEW, skew)]);
        let result = verify_with(&verifier, &token, exp.saturating_add_signed(after));
        assert_eq!(result.err(), expect, "{after} s after, skew {skew} s");
    }
    // At the ends of time nothing overflows.
    for now in [0, u64::MAX] {
        assert!(verify_with(&verifier(&[]), &token, now).is_err());
    }
}

#[test]
fn row_18_issued_at_and_lifetime() {
    check("iat", json!(NOW + 60), None);
    check("iat", json!(NOW + 61), Some(Refusal::IssuedInFuture));
    check("iat", None, Some(Refusal::IssuedAtMalformed));
    for iat in [json!(NOW.to_string()), json!(null), json!(-1), json!([NOW]), json!(true)] {
        check("iat", iat, Some(Refusal::IssuedAtMalformed));
    }
    check("iat", json!(NOW + 300 - 3600), None);
    check("iat", json!(NOW + 300 - 3601), Some(Refusal::LifetimeTooLong));
    check("exp", json!(NOW - 10), Some(Refusal::LifetimeTooLong));
    check("exp", json!(NOW - 11), Some(Refusal::LifetimeTooLong));
    check("exp", json!(NOW - 10 + 3600), None);
    check("exp", json!(NOW - 10 + 3601), Some(Refusal::LifetimeTooLong));
    let short = verifier(&[(variable::MAX_LIFETIME, "309")]);
    assert_eq!(verify_with(&short, &PAIRS.ed25519.token(), NOW), Err(Refusal::LifetimeTooLong));
}

#[test]
fn row_19_scopes() {
    let scopes = |name: &str, value: Value| {
        let mut claims = claims_with("scope", None);
        claims[name] = value;
        verify_claims(&claims).map(|caller| caller.scopes().iter().map(Scope::name).collect::<Vec<_>>())
    };
    for (name, value, expect) in [
        ("scope", json!("classify"), vec!["classify"]),
        ("scope", json!("openid  classify "), vec!["classify"]),
        ("scope", json!("classify deidentify"), vec!["classify", "deidentify"]),
        ("scope", json!("classifyx xclassify CLASSIFY class*"), vec![]),
        ("scope", json!("classify\tdeidentify"), vec![]),
        ("scope", json!("classify,deidentify"), vec![]),
        ("scope", json!(""), vec![]),
        ("scp", json!(["classify"]), vec!["classify"]),
        ("scp", json!("deidentify"), vec!["deidentify"]),
        ("scp", json!(["classify deidentify"]), vec![]),
        ("scp", json!([]), vec![]),
        ("scopes", json!("classify"), vec![]),
        ("roles", json!(["classify"]), vec![]),
    ] {
        assert_eq!(scopes(name, value.clone()), Ok(expect), "{name} = {value}");
    }
    for (name, value) in [
        ("scope", json!(["classify"])),
        ("scope", json!(null)),
        ("scope", json!(1)),
        ("scope", json!({"classify": true})),
        ("scp", json!([1])),
        ("scp", json!(null)),
        ("scp", json!(["classify", ["deidentify"]])),
    ] {
        assert_eq!(scopes(name, value.clone()), Err(Refusal::ScopeMalformed), "{name} = {value}");
    }
    let caller = verify_claims(&claims_with("scope", Some(json!("classify")))).unwrap();
    assert_eq!(caller.require(Scope::Classify), Ok(()));
    let refusal = caller.require(Scope::Deidentify).unwrap_err();
    assert_eq!(refusal, Refusal::ScopeMissing(Scope::Deidentify));
    assert_eq!(refusal.status(), 403);
    assert_eq!(
        refusal.challenge().as_deref(),
        Some("Bearer error=\"insufficient_scope\", scope=\"deidentify\"")
    );
}

#[test]
fn row_19_smart_scopes_by_configuration() {
    let map = (variable::SCOPES, "classify=system/DocumentReference.r deidentify=deidentify");
    let smart = verifier(&[map]);
    let pair = &PAIRS.ed25519;
    let granted = |scope: &str| {
        let token = pair.sign(&pair.header(), &claims_with("scope", Some(json!(scope))));
        verify_with(&smart, &token, NOW).unwrap().scopes().contains(Scope::Classify)
    };
    assert!(granted("launch system/DocumentReference.rs"));
    assert!(granted("system/*.read"));
    assert!(!granted("classify"));
    assert!(!granted("patient/DocumentReference.rs"));
}

#[test]
fn row_26_bound_tokens_are_refused_whatever_they_are_bound_to() {
    for cnf in
        [json!({"jkt": "x"}), json!({"x5t#S256": "x"}), json!({}), json!(null), json!(""), json!(false)]
    {
        check("cnf", cnf, Some(Refusal::ProofUnsupported));
    }
}

#[test]
fn names_can_stand_in_an_audit_event() {
    for (name, refusal) in [
        ("sub", Refusal::SubjectMalformed),
        ("client_id", Refusal::ClientMalformed),
        ("jti", Refusal::TokenIdMalformed),
    ] {
        let mut claims = claims_with("azp", None);
        for wrong in [
            json!(""),
            json!(1),
            json!(null),
            json!(["a"]),
            json!("a\nb"),
            json!("a\u{0}"),
            json!("\u{85}"),
            json!("a".repeat(257)),
        ] {
            claims[name] = wrong.clone();
            assert_eq!(verify_claims(&claims), Err(refusal), "{name} = {wrong}");
        }
        claims[name] = json!("a".repeat(256));
        assert!(verify_claims(&claims).is_ok());
    }
    check("sub", None, Some(Refusal::SubjectMalformed));
    check("client_id", None, Some(Refusal::ClientMalformed));
    check("jti", None, None);
    // OpenID Connect's name for the client.
    let mut claims = claims_with("client_id", None);
    claims["azp"] = json!("party");
    assert_eq!(verify_claims(&claims).unwrap().client(), "party");
    check("azp", json!("ward-app"), None);
    check("azp", json!("another"), Some(Refusal::ClientMalformed));
    check("azp", json!(1), Some(Refusal::ClientMalformed));
}

#[test]
fn claims_are_not_looked_at_before_the_signature() {
    let pair = &PAIRS.ed25519;
    let token = pair.sign(&pair.header(), &claims_with("exp", Some(json!(1))));
    let (message, _) = token.rsplit_once('.').unwrap();
    let other = pair.token();
    let (_, signature) = other.rsplit_once('.').unwrap();
    let forged = format!("{message}.{signature}");
    assert_eq!(verify_with(&verifier(&[]), &forged, NOW), Err(Refusal::SignatureInvalid));
}
