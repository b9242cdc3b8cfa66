//! What somebody with a proxy and a JWT tool tries, through the real component: rows 2 to 5, 7 to 11, 16 to 18, 21 and 26.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use support::{Edge, Setup};

const BODY: &str = r#"{"inputs":"Feels much better."}"#;

#[test]
fn row_02_and_03_one_header_and_no_other_place_holds_a_token() {
    let edge = Edge::start();
    let token = edge.token();
    let bearer = format!("Bearer {token}");
    let json = ("content-type", "application/json");
    let twice = [("authorization", bearer.as_str()), ("authorization", "Bearer x"), json];
    for headers in [twice, [twice[1], twice[0], json], [twice[0], twice[0], json]] {
        edge.send("POST", "/v1/classify", &headers, BODY.as_bytes()).assert_problem(401, "unauthorized");
    }
    let query = edge.send("POST", &format!("/v1/classify?access_token={token}"), &[json], BODY.as_bytes());
    query.assert_problem(401, "unauthorized");
    let form = [("content-type", "application/x-www-form-urlencoded")];
    edge.send("POST", "/v1/classify", &form, format!("access_token={token}").as_bytes())
        .assert_problem(401, "unauthorized");
    assert!(!edge.log.lines().join("\n").contains(&token));
    assert!(edge.pool.seen().is_empty());
}

#[test]
fn row_04_05_07_and_08_what_a_forger_sends_is_401_and_calls_nobody() {
    let edge = Edge::with(Setup { algorithm: Algorithm::RS256, ..Setup::default() });
    assert_eq!(edge.post("/v1/classify", BODY).status, 200);
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = edge.claims().0;
    let unsigned =
        |header: &Value, signature: &str| format!("{}.{}.{signature}", encode(header), encode(&claims));
    let public = serde_json::to_string(&edge.key.public().unwrap()).unwrap();
    let mut hmac = Header::new(Algorithm::HS256);
    hmac.typ = Some("at+jwt".to_owned());
    hmac.kid = Some("key-1".to_owned());
    let signature = edge.token().rsplit('.').next().unwrap().to_owned();
    let base = json!({"alg": "RS256", "typ": "at+jwt", "kid": "key-1"});
    let with = |name: &str, value: Value| {
        let mut header = base.clone();
        header[name] = value;
        header
    };
    // The address is one that the edge may reach, and the log would tell.
    let address = json!(format!("{}/forged", edge.issuer));
    let mut tokens =
        vec![jsonwebtoken::encode(&hmac, &claims, &EncodingKey::from_secret(public.as_bytes())).unwrap()];
    tokens.extend(["none", "NONE", "nOnE"].map(|alg| unsigned(&with("alg", json!(alg)), "")));
    tokens.extend(["none", "HS256"].map(|alg| unsigned(&with("alg", json!(alg)), &signature)));
    tokens.push(unsigned(&base, ""));
    for (name, value) in [
        ("jku", address.clone()),
        ("x5u", address),
        ("jwk", serde_json::from_str(&public).unwrap()),
        ("x5c", json!(["AAAA"])),
        ("crit", json!(["exp"])),
        ("b64", json!(false)),
    ] {
        tokens.push(unsigned(&with(name, value), &signature));
    }
    for token in tokens {
        let answer = edge.post_as(&token, "/v1/classify", BODY);
        answer.assert_problem(401, "unauthorized");
        assert!(!answer.whole().contains(&token));
    }
    assert_eq!(edge.pool.seen().len(), 1, "only the good one");
    assert_eq!((edge.logged("keys_fetched"), edge.logged("keys_fetch_failed")), (1, 0));
}

#[test]
fn row_09_10_11_16_18_and_26_claims_and_forms_that_are_refused() {
    let edge = Edge::start();
    let now = anteroom_dev::token::unix_now();
    let sign = |typ: &str, name: &str, value: Value| {
        let mut header = Header::new(edge.key.algorithm);
        header.typ = Some(typ.to_owned());
        header.kid = Some(edge.key.kid.clone());
        let claims = edge.claims().with(name, value).0;
        jsonwebtoken::encode(&header, &claims, &edge.key.encoding_key().unwrap()).unwrap()
    };
    assert_eq!(edge.post_as(&sign("at+jwt", "nbf", json!(now)), "/v1/classify", BODY).status, 200);
    let good = edge.token();
    let parts: Vec<&str> = good.split('.').collect();
    for (token, reason) in [
        (sign("JWT", "x", json!(1)), "token_type_wrong"),
        (sign("at+jwt", "nbf", json!(now + 600)), "not_yet_valid"),
        (sign("at+jwt", "nbf", json!("0")), "not_before_malformed"),
        (sign("at+jwt", "iat", json!(now + 300)), "issued_in_future"),
        (sign("at+jwt", "exp", json!(now + 86_400)), "lifetime_too_long"),
        (sign("at+jwt", "cnf", json!({"jkt": "x"})), "proof_unsupported"),
        (sign("at+jwt", "padding", json!("x".repeat(8 << 10))), "token_too_large"),
        (format!("{good}="), "token_malformed"),
        (format!("{}.x.x.{}.{}", parts[0], parts[1], parts[2]), "token_encrypted"),
        (sign("at+jwt", "aud", json!([])), "audience_wrong"),
    ] {
        edge.post_as(&token, "/v1/classify", BODY).assert_problem(401, "unauthorized");
        assert_eq!(edge.audits().pop().unwrap()["reason"], reason);
    }
    assert_eq!(edge.pool.seen().len(), 1, "only the good one");
}

#[test]
fn row_17_a_token_is_good_for_its_skew_and_no_longer() {
    let edge = Edge::start();
    let now = edge.clock.stop();
    let token = edge.claims().with("iat", json!(now - 10)).with("exp", json!(now)).sign(&edge.key).unwrap();
    let status = || edge.post_as(&token, "/v1/classify", BODY).status;
    edge.clock.advance(59);
    assert_eq!(status(), 200, "59 s after its end");
    edge.clock.advance(2);
    edge.post_as(&token, "/v1/classify", BODY).assert_problem(401, "unauthorized");
    assert_eq!(edge.audits().pop().unwrap()["reason"], "expired");
}

#[test]
fn row_21_a_flood_of_invented_key_ids_makes_one_fetch_and_known_keys_go_on() {
    let edge = Edge::start();
    let token = edge.token();
    assert_eq!(edge.post_as(&token, "/v1/classify", BODY).status, 200);
    edge.clock.advance(31);
    let began = std::time::Instant::now();
    for n in 0..20 {
        let mut key = edge.key.clone();
        key.kid = format!("invented-{n}");
        let invented = edge.claims().sign(&key).unwrap();
        edge.post_as(&invented, "/v1/classify", BODY).assert_problem(401, "unauthorized");
        assert_eq!(edge.post_as(&token, "/v1/classify", BODY).status, 200);
    }
    let more = usize::try_from(began.elapsed().as_secs() / 30).unwrap();
    assert!((2..=2 + more).contains(&edge.logged("keys_fetched")));
}
