//! Tokens that nobody would think of: random ones, good ones with a byte changed, and random mixtures of good and bad.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use edge_auth::{BearerToken, Refusal};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::issuer::{AUDIENCE, ISSUER, NOW, PAIRS, claims, verify, verify_claims};

/// No change of a single letter leaves a token acceptable: neither what is claimed nor how it is written can be
/// changed without the key.
#[test]
fn a_token_with_one_letter_changed_is_refused() {
    for pair in PAIRS.all() {
        let token = pair.token();
        verify(&token).unwrap();
        // The slower algorithms with fewer changes.
        let flips: &[u8] =
            if pair.kid == "ed25519" { &[0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x80] } else { &[0x01] };
        for at in 0..token.len() {
            for flip in flips {
                let mut changed = token.clone().into_bytes();
                changed[at] ^= flip;
                let header = [b"Bearer ".as_slice(), &changed].concat();
                let refused = BearerToken::from_authorization(&[&header])
                    .and_then(|token| crate::issuer::verifier(&[]).verify(&token, &crate::issuer::KEYS, NOW));
                assert!(refused.is_err(), "{}: {flip:#x} at {at}", pair.kid);
            }
        }
        for length in 0..token.len() {
            assert!(verify(&token[..length]).is_err(), "{}: first {length}", pair.kid);
        }
    }
}

#[test]
fn parts_of_two_tokens_make_no_third() {
    let pair = &PAIRS.ed25519;
    let one = pair.token();
    let mut claims = claims();
    claims["sub"] = json!("somebody-else");
    let two = pair.sign(&json!({"alg": "EdDSA", "typ": "at+jwt", "kid": "ed25519", "x": 1}), &claims);
    let parts = |token: &str| token.split('.').map(str::to_owned).collect::<Vec<_>>();
    let (one, two) = (parts(&one), parts(&two));
    for mixture in 1..7_u8 {
        let pick = |index: usize| {
            if mixture & (1 << index) == 0 { &one[index] } else { &two[index] }
        };
        let token = format!("{}.{}.{}", pick(0), pick(1), pick(2));
        assert_eq!(verify(&token), Err(Refusal::SignatureInvalid), "{mixture:03b}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(vec!["EdDSA", "RS256", "at+jwt", "ed25519", ISSUER, AUDIENCE, "none"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec(("[a-z]{1,4}", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// A value for a claim, and whether it is a good one.
fn either(good: Vec<Value>, bad: Vec<Value>) -> impl Strategy<Value = (Option<Value>, bool)> {
    let good = good.into_iter().map(|value| (Some(value), true));
    // `null` stands for a claim that is left out.
    let bad = bad.into_iter().map(|value| ((!value.is_null()).then_some(value), false));
    let (good, bad): (Vec<_>, Vec<_>) = (good.collect(), bad.collect());
    prop_oneof![6 => prop::sample::select(good), 1 => prop::sample::select(bad)]
}

proptest! {
    #[test]
    fn random_bytes_never_pass(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let header = [b"Bearer ".as_slice(), &bytes].concat();
        if let Ok(token) = BearerToken::from_authorization(&[&header]) {
            prop_assert!(crate::issuer::verifier(&[]).inspect(&token).is_err());
        }
        prop_assert!(BearerToken::from_authorization(&[&bytes]).is_err());
    }

    #[test]
    fn random_parts_never_pass(parts in prop::collection::vec("[A-Za-z0-9_-]{0,40}", 1..6)) {
        prop_assert!(verify(&parts.join(".")).is_err());
    }

    #[test]
    fn random_headers_and_claims_never_pass(
        header in prop::collection::btree_map(
            prop::sample::select(vec!["alg", "typ", "kid", "crit", "b64", "cty", "zip", "enc", "x"]), any_json(), 0..6),
        claims in prop::collection::btree_map(
            prop::sample::select(vec!["iss", "aud", "exp", "iat", "nbf", "sub", "client_id", "scope", "cnf"]), any_json(), 0..8),
        signature in prop::collection::vec(any::<u8>(), 1..70),
    ) {
        let (header, claims) = (json!(header), json!(claims));
        let forged = format!("{}.{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()),
            URL_SAFE_NO_PAD.encode(claims.to_string()), URL_SAFE_NO_PAD.encode(&signature));
        prop_assert!(verify(&forged).is_err());
        // Signed by the issuer: the claims alone decide, and these never suffice.
        prop_assert!(verify_claims(&claims).is_err());
    }

    /// A token that the issuer signed is accepted exactly when every single claim is good.
    #[test]
    fn all_claims_must_be_good(
        iss in either(vec![json!(ISSUER)], vec![json!(null), json!("x"), json!(1), json!([ISSUER])]),
        aud in either(vec![json!(AUDIENCE), json!([AUDIENCE, "x"])], vec![json!(null), json!([]), json!("x"), json!([1])]),
        exp in either(vec![json!(NOW + 1), json!(NOW + 300), json!(NOW - 5)], vec![json!(null), json!("x"), json!(-1), json!(NOW - 500), json!(NOW + 9999)]),
        iat in either(vec![json!(NOW - 10), json!(NOW - 300)], vec![json!(null), json!("x"), json!(NOW + 400), json!(NOW - 99999)]),
        nbf in either(vec![json!(NOW - 10), json!(0)], vec![json!("x"), json!(NOW + 100), json!(false)]),
        sub in either(vec![json!("a")], vec![json!(null), json!(""), json!(1), json!("\n")]),
        client in either(vec![json!("a")], vec![json!(null), json!(""), json!({})]),
        cnf in either(vec![json!(null)], vec![json!({}), json!("x")]),
    ) {
        let all = [("iss", iss), ("aud", aud), ("exp", exp), ("iat", iat), ("nbf", nbf), ("sub", sub), ("client_id", client), ("cnf", cnf)];
        let good = all.iter().all(|(_, (_, good))| *good);
        let claims = all.into_iter().filter_map(|(name, (value, _))| Some((name.to_owned(), value?)));
        let claims: serde_json::Map<_, _> = claims.filter(|(name, value)| name != "cnf" || !value.is_null()).collect();
        prop_assert_eq!(verify_claims(&Value::Object(claims)).is_ok(), good);
    }
}
