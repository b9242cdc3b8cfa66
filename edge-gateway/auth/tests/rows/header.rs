//! Rows 4 to 11: form and header of a token.

use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use edge_auth::{Algorithm, KeySet, Refusal, variable};
use jsonwebtoken::EncodingKey;
use serde_json::{Value, json};

use crate::issuer::{NOW, PAIRS, Pair, claims, jwks, verifier, verify, verify_with};

/// Signs a header with one member changed, everything else being good.
fn with(name: &str, value: Value) -> String {
    let pair = &PAIRS.ed25519;
    let mut header = pair.header();
    header[name] = value;
    pair.sign(&header, &claims())
}

fn without(name: &str) -> String {
    let pair = &PAIRS.ed25519;
    let mut header = pair.header();
    header.as_object_mut().unwrap().remove(name);
    pair.sign(&header, &claims())
}

#[test]
fn every_algorithm_of_the_contract_is_accepted() {
    for pair in PAIRS.all() {
        verify(&pair.token()).unwrap();
    }
    for algorithm in Algorithm::ALL.into_iter().filter(|algorithm| is_rsa(*algorithm)) {
        let header = json!({"alg": algorithm.name(), "typ": "at+jwt", "kid": "rsa"});
        verify(&PAIRS.rsa.sign_as(algorithm, &header.to_string(), &claims().to_string())).unwrap();
    }
    verify(&with("alg", json!("Ed25519"))).unwrap();
}

fn is_rsa(algorithm: Algorithm) -> bool {
    algorithm.name().starts_with("RS") || algorithm.name().starts_with("PS")
}

#[test]
fn row_04_alg_none_in_any_case_and_empty_signatures() {
    let payload = URL_SAFE_NO_PAD.encode(claims().to_string());
    for alg in ["none", "NONE", "nOnE", "None", ""] {
        let header =
            URL_SAFE_NO_PAD.encode(json!({"alg": alg, "typ": "at+jwt", "kid": "ed25519"}).to_string());
        assert_eq!(verify(&format!("{header}.{payload}.")), Err(Refusal::TokenMalformed), "{alg}");
        assert_eq!(verify(&format!("{header}.{payload}.AA")), Err(Refusal::AlgorithmNotAllowed), "{alg}");
        assert_eq!(verify(&with("alg", json!(alg))), Err(Refusal::AlgorithmNotAllowed), "{alg}");
    }
    for alg in [json!(null), json!(0), json!(["EdDSA"]), json!({"a": "EdDSA"}), json!(true)] {
        assert_eq!(verify(&with("alg", alg.clone())), Err(Refusal::AlgorithmNotAllowed), "{alg}");
    }
    assert_eq!(verify(&without("alg")), Err(Refusal::AlgorithmNotAllowed));
    let token = PAIRS.ed25519.token();
    let (message, _) = token.rsplit_once('.').unwrap();
    assert_eq!(verify(&format!("{message}.")), Err(Refusal::TokenMalformed));
    for wrong in [vec![0; 1], vec![0; 63], vec![0; 64], vec![0; 65], vec![0; 256], vec![255; 64]] {
        let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(wrong));
        assert_eq!(verify(&token), Err(Refusal::SignatureInvalid));
    }
}

#[test]
fn row_05_a_public_key_is_no_hmac_secret() {
    let decode = |name: &str| URL_SAFE_NO_PAD.decode(PAIRS.rsa.public[name].as_str().unwrap()).unwrap();
    let modulus = decode("n");
    let number = rsa::BigUint::from_bytes_be;
    let key = rsa::RsaPublicKey::new(number(&modulus), number(&decode("e"))).unwrap();
    let pkcs1 = rsa::pkcs1::EncodeRsaPublicKey::to_pkcs1_der(&key).unwrap().as_bytes().to_vec();
    let spki = rsa::pkcs8::EncodePublicKey::to_public_key_der(&key).unwrap().as_bytes().to_vec();
    let jwk = PAIRS.rsa.public.to_string().into_bytes();
    for secret in [modulus, pkcs1, spki, jwk] {
        for (name, algorithm) in [
            ("HS256", jsonwebtoken::Algorithm::HS256),
            ("HS384", jsonwebtoken::Algorithm::HS384),
            ("HS512", jsonwebtoken::Algorithm::HS512),
        ] {
            // With its true name, and with that of the key.
            for (claimed, expect) in
                [(name, Refusal::AlgorithmNotAllowed), ("RS256", Refusal::SignatureInvalid)]
            {
                let header = json!({"alg": claimed, "typ": "at+jwt", "kid": "rsa"}).to_string();
                let message = format!(
                    "{}.{}",
                    URL_SAFE_NO_PAD.encode(header),
                    URL_SAFE_NO_PAD.encode(claims().to_string())
                );
                let secret = EncodingKey::from_secret(&secret);
                let mac = jsonwebtoken::crypto::sign(message.as_bytes(), &secret, algorithm).unwrap();
                assert_eq!(verify(&format!("{message}.{mac}")), Err(expect));
            }
        }
    }
}

#[test]
fn row_06_the_algorithm_is_that_of_the_key() {
    // Whatever algorithm a header claims for a key of another type or curve.
    for pair in PAIRS.all() {
        for algorithm in Algorithm::ALL {
            let header = json!({"alg": algorithm.name(), "typ": "at+jwt", "kid": pair.kid}).to_string();
            let token = pair.sign_text(&header, &claims().to_string());
            let expect = match algorithm {
                _ if algorithm == pair.algorithm => None,
                _ if is_rsa(algorithm) && is_rsa(pair.algorithm) => Some(Refusal::SignatureInvalid),
                _ => Some(Refusal::KeyMismatch),
            };
            assert_eq!(verify(&token).err(), expect, "{algorithm} with the key {}", pair.kid);
        }
    }
    // A key that is published for one algorithm does not verify another of its family.
    let keys = KeySet::parse(&jwks([PAIRS.rsa.jwk(json!({"kid": "rsa", "alg": "RS256"}))])).unwrap();
    for (algorithm, expect) in [
        (Algorithm::Rs256, None),
        (Algorithm::Ps256, Some(Refusal::KeyMismatch)),
        (Algorithm::Rs512, Some(Refusal::KeyMismatch)),
    ] {
        let header = json!({"alg": algorithm.name(), "typ": "at+jwt", "kid": "rsa"}).to_string();
        let token = PAIRS.rsa.sign_as(algorithm, &header, &claims().to_string());
        let token =
            edge_auth::BearerToken::from_authorization(&[format!("Bearer {token}").as_bytes()]).unwrap();
        assert_eq!(verifier(&[]).verify(&token, &keys, NOW).err(), expect, "{algorithm}");
    }
}

#[test]
fn row_06_what_is_not_configured_is_not_accepted() {
    let only = verifier(&[(variable::ALGORITHMS, "ES256, PS256")]);
    for pair in PAIRS.all() {
        let expect = (pair.algorithm != Algorithm::Es256).then_some(Refusal::AlgorithmNotAllowed);
        assert_eq!(verify_with(&only, &pair.token(), NOW).err(), expect, "{}", pair.kid);
    }
    for alg in ["ES512", "ES256K", "Ed448", "RSA-OAEP", "RSA1_5", "dir", "A128KW", "eddsa", "es256", "EdDSA "]
    {
        assert_eq!(verify(&with("alg", json!(alg))), Err(Refusal::AlgorithmNotAllowed), "{alg}");
    }
}

#[test]
fn row_07_a_token_does_not_say_which_key_is_trusted() {
    let attacker = Pair::ed25519("ed25519");
    let jwk = attacker.jwk(json!({"kid": "ed25519"}));
    for (name, value) in [
        ("jku", json!("https://attacker.example/keys")),
        ("x5u", json!("https://attacker.example/chain")),
        ("jwk", jwk),
        ("x5c", json!(["MIIB"])),
        ("x5t", json!("AAAA")),
        ("x5t#S256", json!("AAAA")),
    ] {
        // In a good token they are as if they were not there; in a forged one they do not help, whatever their type.
        verify(&with(name, value.clone())).unwrap();
        verify(&with(name, json!({"a": 1}))).unwrap();
        for (kid, expect) in [("ed25519", Refusal::SignatureInvalid), ("another", Refusal::KeyUnknown)] {
            let header = json!({"alg": "EdDSA", "typ": "at+jwt", "kid": kid, name: value});
            assert_eq!(verify(&attacker.sign(&header, &claims())), Err(expect), "{name}");
        }
    }
}

#[test]
fn row_08_critical_extensions_and_unencoded_payloads() {
    for value in
        [json!(["exp"]), json!(["b64"]), json!([]), json!("b64"), json!(null), json!(["urn:example:x"])]
    {
        assert_eq!(verify(&with("crit", value.clone())), Err(Refusal::HeaderCritical), "{value}");
    }
    for value in [json!(false), json!(true), json!("false"), json!(null)] {
        assert_eq!(verify(&with("b64", value.clone())), Err(Refusal::HeaderUnsupported), "{value}");
    }
}

#[test]
fn row_09_only_access_tokens_unless_relaxed() {
    let relaxed = verifier(&[(variable::TOKEN_TYPE, "JWT")]);
    let wrong = Err(Refusal::TokenTypeWrong);
    for (typ, strict_takes, relaxed_takes) in [
        ("at+jwt", true, true),
        ("AT+JWT", true, true),
        ("application/at+jwt", true, true),
        ("Application/At+Jwt", true, true),
        ("JWT", false, true),
        ("jwt", false, true),
        ("application/jwt", false, true),
        ("", false, false),
        ("at+jwt ", false, false),
        ("id+jwt", false, false),
        ("dpop+jwt", false, false),
        ("logout+jwt", false, false),
        ("secevent+jwt", false, false),
        ("JOSE", false, false),
        ("application/", false, false),
        ("text/at+jwt", false, false),
    ] {
        let token = with("typ", json!(typ));
        assert_eq!(verify(&token).map(|_| ()), if strict_takes { Ok(()) } else { wrong }, "{typ:?}");
        let result = verify_with(&relaxed, &token, NOW).map(|_| ());
        assert_eq!(result, if relaxed_takes { Ok(()) } else { wrong }, "{typ:?} relaxed");
    }
    for token in
        [without("typ"), with("typ", json!(null)), with("typ", json!(["at+jwt"])), with("typ", json!(1))]
    {
        assert_eq!(verify(&token).map(|_| ()), wrong);
        assert_eq!(verify_with(&relaxed, &token, NOW).map(|_| ()), wrong);
    }
}

#[test]
fn row_10_encrypted_nested_and_json_tokens() {
    let token = PAIRS.ed25519.token();
    let parts: Vec<&str> = token.split('.').collect();
    assert_eq!(verify(&format!("{token}.{}.{}", parts[0], parts[1])), Err(Refusal::TokenEncrypted));
    assert_eq!(verify(&with("enc", json!("A256GCM"))), Err(Refusal::TokenEncrypted));
    assert_eq!(verify(&with("zip", json!("DEF"))), Err(Refusal::HeaderUnsupported));
    for cty in
        [json!("JWT"), json!("jwt"), json!("application/jwt"), json!("at+jwt"), json!("jose"), json!(null)]
    {
        assert_eq!(verify(&with("cty", cty.clone())), Err(Refusal::HeaderUnsupported), "{cty}");
    }
    verify(&with("cty", json!("json"))).unwrap();
    // A token as the payload of another.
    let pair = &PAIRS.ed25519;
    let header = pair.header().to_string();
    assert_eq!(verify(&pair.sign_text(&header, &token)), Err(Refusal::ClaimsMalformed));
    assert_eq!(verify(&pair.sign_text(&header, &json!(token).to_string())), Err(Refusal::ClaimsMalformed));
    // The JSON serialisations do not even fit into the header.
    let flat = json!({"payload": parts[1], "protected": parts[0], "signature": parts[2]}).to_string();
    assert_eq!(verify(&flat), Err(Refusal::AuthorizationMalformed));
    assert_eq!(verify(&URL_SAFE_NO_PAD.encode(flat)), Err(Refusal::TokenMalformed));
}

#[test]
fn row_11_form_is_checked_before_any_cryptography() {
    let pair = &PAIRS.ed25519;
    let token = pair.token();
    let parts: Vec<&str> = token.split('.').collect();
    let (header, payload, signature) = (parts[0], parts[1], parts[2]);
    for wrong in [
        header.to_owned(),
        format!("{header}.{payload}"),
        format!("{token}.AA"),
        format!("{token}."),
        format!(".{token}"),
        format!("..{signature}"),
        format!("{header}..{signature}"),
        format!(".{payload}.{signature}"),
        "...".to_owned(),
        format!("{header}.{payload}.{signature}=="),
        format!("{}.{payload}.{signature}", URL_SAFE.encode(pair.header().to_string() + " ")),
        format!("{header}.{payload}.{}", signature.replace(['-', '_'], "+") + "+"),
        // The same bytes with bits left over: another way to write the same token.
        format!("{header}.{payload}.{}", &signature[..signature.len() - 1].to_owned())
            + &next_letter(signature),
    ] {
        // "=" inside a b64token is refused by the header's own grammar.
        let refusal = verify(&wrong).unwrap_err();
        assert!(
            matches!(refusal, Refusal::TokenMalformed | Refusal::AuthorizationMalformed),
            "{refusal:?}: {wrong}"
        );
    }
    let good = claims().to_string();
    let twice = good.replacen('{', "{\"sub\":\"somebody\",", 1);
    assert_eq!(verify(&pair.sign_text(&pair.header().to_string(), &twice)), Err(Refusal::MemberRepeated));
    for name in ["alg", "kid", "typ", "x"] {
        let twice = format!("{{\"{name}\":\"EdDSA\",\"{name}\":\"EdDSA\"}}");
        assert_eq!(verify(&pair.sign_text(&twice, &good)), Err(Refusal::MemberRepeated), "{name}");
    }
    for text in ["[]", "null", "\"a\"", "1", "{", "{}{}", "not json", "\u{feff}{}"] {
        assert_eq!(verify(&pair.sign_text(text, &good)), Err(Refusal::HeaderMalformed), "{text}");
        assert_eq!(
            verify(&pair.sign_text(&pair.header().to_string(), text)),
            Err(Refusal::ClaimsMalformed),
            "{text}"
        );
    }
}

/// The signature's last letter with one of its unused bits set.
fn next_letter(signature: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let last = signature.as_bytes()[signature.len() - 1];
    let at = LETTERS.iter().position(|letter| *letter == last).unwrap();
    char::from(LETTERS[at | 1]).to_string()
}

#[test]
fn key_ids_are_strings_of_bounded_length() {
    for kid in [json!(null), json!(1), json!(["ed25519"]), json!({}), json!(""), json!("k".repeat(257))] {
        assert_eq!(verify(&with("kid", kid.clone())), Err(Refusal::KeyIdMalformed), "{kid}");
    }
    for kid in ["k", "ED25519", "ed25519 ", "../ed25519", "' or 1=1 --", "ed25519\0", &"k".repeat(256)] {
        assert_eq!(verify(&with("kid", json!(kid))), Err(Refusal::KeyUnknown), "{kid}");
    }
}

#[test]
fn without_a_key_id_the_key_must_be_the_only_fitting_one() {
    let token =
        edge_auth::BearerToken::from_authorization(&[format!("Bearer {}", without("kid")).as_bytes()])
            .unwrap();
    let ours = PAIRS.ed25519.jwk(json!({}));
    let other = Pair::ed25519("b").jwk(json!({"kid": "b"}));
    let ec = PAIRS.p256.jwk(json!({"kid": "p256"}));
    for (keys, expect) in [
        (vec![ours.clone(), ec.clone()], None),
        (vec![ours, other], Some(Refusal::KeyIdMissing)),
        (vec![ec], Some(Refusal::KeyIdMissing)),
    ] {
        let keys = KeySet::parse(&jwks(keys)).unwrap();
        assert_eq!(verifier(&[]).verify(&token, &keys, NOW).err(), expect);
    }
    // And a token that names a key does not get the nameless one.
    let nameless = KeySet::parse(&jwks([PAIRS.ed25519.jwk(json!({}))])).unwrap();
    let token = format!("Bearer {}", PAIRS.ed25519.token());
    let token = edge_auth::BearerToken::from_authorization(&[token.as_bytes()]).unwrap();
    assert_eq!(verifier(&[]).verify(&token, &nameless, NOW), Err(Refusal::KeyUnknown));
}
