//! Tokens of a forger: forms, headers and claims that one reader takes for another thing than the next (rows 4 to 12).

use crate::BODY;
use crate::support::{Edge, Setup};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, crypto};
use serde_json::{Value, json};

fn encode(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// A token of exactly these bytes, with a signature that holds.
fn signed(edge: &Edge, header: &str, claims: &str) -> String {
    let message = format!("{}.{}", encode(header), encode(claims));
    let key = edge.key.encoding_key().unwrap();
    let signature = crypto::sign(message.as_bytes(), &key, edge.key.algorithm).unwrap();
    format!("{message}.{signature}")
}

fn header_of(edge: &Edge) -> Value {
    let alg = serde_json::to_value(edge.key.algorithm).unwrap();
    json!({"alg": alg, "typ": "at+jwt", "kid": edge.key.kid})
}

#[track_caller]
fn refused(edge: &Edge, token: &str, reason: &str) {
    let answer = edge.post_as(token, "/v1/classify", BODY);
    answer.assert_problem(401, "unauthorized");
    assert!(!answer.whole().contains(token));
    assert_eq!(edge.audits().pop().unwrap()["reason"], reason, "{token}");
}

/// Each of these has a signature that holds: only the reading of it is attacked.
#[test]
fn row_10_and_11_what_can_be_read_in_two_ways_is_refused_although_its_signature_holds() {
    let edge = Edge::start();
    let (header, claims) = (header_of(&edge).to_string(), edge.claims().0.to_string());
    assert_eq!(edge.post_as(&signed(&edge, &header, &claims), "/v1/classify", BODY).status, 200);
    let more = |text: &str, member: &str| format!("{},{member}}}", text.strip_suffix('}').unwrap());
    let in_claims = |member: &str| signed(&edge, &header, &more(&claims, member));
    let in_header = |member: &str| signed(&edge, &more(&header, member), &claims);
    // Duplicates: the last, or the first, would be another caller's.
    for member in [
        r#""sub":"root""#,
        r#""aud":"anteroom-under-test""#,
        r#""exp":99999999999"#,
        r#""scope":"classify deidentify""#,
        r#""s\u0075b":"root""#,
        r#""x":{"a":1,"a":2}"#,
    ] {
        refused(&edge, &in_claims(member), "member_repeated");
    }
    for member in [r#""alg":"none""#, r#""kid":"other""#, r#""\u0061lg":"HS256""#] {
        refused(&edge, &in_header(member), "member_repeated");
    }
    // Nested, compressed, unencoded, critical.
    for (member, reason) in [
        (r#""cty":"JWT""#, "header_unsupported"),
        (r#""cty":"jwt""#, "header_unsupported"),
        (r#""cty":"application/JOSE+JSON""#, "header_unsupported"),
        (r#""cty":7"#, "header_unsupported"),
        (r#""zip":"DEF""#, "header_unsupported"),
        (r#""b64":false"#, "header_unsupported"),
        (r#""b64":true"#, "header_unsupported"),
        (r#""crit":["exp"]"#, "header_critical"),
        (r#""crit":[]"#, "header_critical"),
        (r#""crit":null"#, "header_critical"),
        (r#""crit":["b64"],"b64":false"#, "header_critical"),
        (r#""enc":"A256GCM""#, "token_encrypted"),
    ] {
        refused(&edge, &in_header(member), reason);
    }
    let inner = signed(&edge, &header, &claims);
    refused(&edge, &signed(&edge, &header, &json!(inner).to_string()), "claims_malformed");
    refused(&edge, &signed(&edge, &header, &format!("[{claims}]")), "claims_malformed");
    for claims in ["null", "1", "", "{", "{}x", "{\"a\":NaN}", "\u{feff}{}", &format!("{claims} {{}}")] {
        let answer = edge.post_as(&signed(&edge, &header, claims), "/v1/classify", BODY);
        answer.assert_problem(401, "unauthorized");
    }
    let deep = format!("{}1{}", "{\"a\":".repeat(2000), "}".repeat(2000));
    edge.post_as(&in_claims(&format!("\"x\":{deep}")), "/v1/classify", BODY)
        .assert_problem(401, "unauthorized");
    // JSON serialisations (RFC 7515 section 7.2), general and flattened, as they stand and encoded.
    let parts: Vec<&str> = inner.split('.').collect();
    let flat = json!({"protected": parts[0], "payload": parts[1], "signature": parts[2]});
    let general =
        json!({"payload": parts[1], "signatures": [{"protected": parts[0], "signature": parts[2]}]});
    for form in [&flat, &general] {
        let text = form.to_string();
        edge.post_as(&text, "/v1/classify", BODY).assert_problem(401, "unauthorized");
        refused(&edge, &encode(&text), "token_malformed");
        refused(&edge, &format!("{}..", encode(&text)), "token_malformed");
    }
    assert_eq!(edge.pool.seen().len(), 1);
}

#[test]
fn row_11_the_same_token_in_other_letters_is_another() {
    let edge = Edge::start();
    let good = signed(&edge, &header_of(&edge).to_string(), &edge.claims().0.to_string());
    let parts: Vec<&str> = good.split('.').collect();
    let [header, claims, signature] = parts[..] else { panic!("{good}") };
    let (raw_header, raw_signature) =
        (header_of(&edge).to_string(), URL_SAFE_NO_PAD.decode(signature).unwrap());
    // The last letter of a signature holds bits that decode to nothing: another letter is the same bytes to a lax reader.
    let lax: Vec<String> = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        .chars()
        .map(|last| format!("{header}.{claims}.{}{last}", &signature[..signature.len() - 1]))
        .filter(|token| *token != good)
        .collect();
    let others = [
        format!("{good}="),
        format!("{good}=="),
        format!("{good}."),
        format!(".{good}"),
        format!("{header}.{claims}"),
        format!("{header}.{claims}."),
        format!("{header}..{signature}"),
        format!("..{signature}"),
        "..".to_owned(),
        ".".to_owned(),
        format!("{header}.{claims}.{signature}.{signature}"),
        format!("{}.{claims}.{signature}", URL_SAFE.encode(&raw_header)),
        format!("{header}.{claims}.{}", STANDARD.encode(&raw_signature)),
        format!("{header}.{claims}.{signature}%00"),
        format!("{header}.{claims} .{signature}"),
        format!("{header}\t.{claims}.{signature}"),
        good.to_uppercase(),
        good.replace('.', "%2e"),
        format!("\"{good}\""),
        format!("{good},{good}"),
        format!("{good}, Bearer {good}"),
    ];
    for token in lax.iter().chain(&others) {
        edge.post_as(token, "/v1/classify", BODY).assert_problem(401, "unauthorized");
    }
    for scheme in
        ["bearer2", "Basic", "DPoP", "Bearer\u{a0}", "Bearer:", "Token", "Bearer Bearer", "\u{412}earer"]
    {
        let value = format!("{scheme} {good}");
        let answer = edge.send(
            "POST",
            "/v1/classify",
            &[("authorization", &value), ("content-type", "application/json")],
            BODY.as_bytes(),
        );
        assert!([400, 401].contains(&answer.status), "{scheme}: {answer:?}");
    }
    assert!(edge.pool.seen().is_empty());
}

#[test]
fn row_05_06_and_07_keys_are_ours_to_choose_and_never_the_tokens() {
    let edge = Edge::with(Setup { algorithm: Algorithm::RS256, ..Setup::default() });
    let claims = edge.claims().0;
    let public = edge.key.public().unwrap();
    let public = serde_json::to_value(&public).unwrap();
    let modulus = public["n"].as_str().unwrap();
    assert_eq!(edge.post("/v1/classify", BODY).status, 200);
    // The public key in every form that a careless verifier takes for a shared secret.
    for secret in [
        public.to_string().into_bytes(),
        modulus.as_bytes().to_vec(),
        URL_SAFE_NO_PAD.decode(modulus).unwrap(),
        Vec::new(),
        b"\0".to_vec(),
    ] {
        for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
            let mut header = Header::new(algorithm);
            header.typ = Some("at+jwt".to_owned());
            header.kid = Some("key-1".to_owned());
            let token = jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(&secret)).unwrap();
            refused(&edge, &token, "algorithm_not_allowed");
        }
    }
    // A kid as a path, a query, an address, a list, a command; and none of them is looked for anywhere.
    let header = header_of(&edge);
    let with = |name: &str, value: Value| {
        let mut header = header.clone();
        header[name] = value;
        signed(&edge, &header.to_string(), &claims.to_string())
    };
    let fetched = edge.logged("keys_fetched");
    for kid in [
        json!("../../../../dev/null"),
        json!("/proc/self/environ"),
        json!("key-1' OR '1'='1"),
        json!("key-1\u{0}"),
        json!("key-1 "),
        json!("KEY-1"),
        json!("key\u{2010}1"),
        json!("http://127.0.0.1/jwks"),
        json!("| sleep 9"),
        json!("x".repeat(2000)),
        json!(""),
        json!(["key-1"]),
        json!({"a": 1}),
        json!(1),
        json!(null),
        json!(true),
        json!("anteroom:deny"),
    ] {
        edge.post_as(&with("kid", kid), "/v1/classify", BODY).assert_problem(401, "unauthorized");
    }
    assert!(
        edge.logged("keys_fetched") - fetched <= 1 + usize::from(edge.logged("keys_fetched") > 2),
        "more than row 21 lets"
    );
    for alg in ["rs256", "RS256 ", "RS257", "", "PS256", "ES256", "EdDSA", "none", "None", "RSA-OAEP", "dir"]
    {
        edge.post_as(&with("alg", json!(alg)), "/v1/classify", BODY).assert_problem(401, "unauthorized");
    }
    for alg in [json!(null), json!(["RS256"]), json!(256), json!({"alg": "RS256"})] {
        edge.post_as(&with("alg", alg), "/v1/classify", BODY).assert_problem(401, "unauthorized");
    }
    // A signature that fits another key's size, or nothing.
    let good = with("x", json!(1));
    assert_eq!(
        edge.post_as(&good, "/v1/classify", BODY).status,
        200,
        "what is not known in a header is not looked at"
    );
    let message = good.rsplit_once('.').unwrap().0;
    for bytes in [0, 1, 64, 96, 255, 256, 257, 512] {
        let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(vec![0_u8; bytes]));
        edge.post_as(&token, "/v1/classify", BODY).assert_problem(401, "unauthorized");
    }
    assert_eq!(edge.pool.seen().len(), 2);
}

/// ECDSA's own: r and s of zero pass a verifier that does not look (CVE-2022-21449).
#[test]
fn row_04_empty_curve_points_sign_nothing() {
    let edge = Edge::with(Setup { algorithm: Algorithm::ES256, ..Setup::default() });
    let message = edge.token().rsplit_once('.').unwrap().0.to_owned();
    let order = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    let zero = vec![0_u8; 32];
    for signature in [
        [zero.clone(), zero.clone()].concat(),
        [order.clone(), order.clone()].concat(),
        [order.clone(), zero.clone()].concat(),
        [zero.clone(), order].concat(),
        [vec![0_u8; 31], vec![1], zero].concat(),
        vec![0x30, 6, 2, 1, 0, 2, 1, 0],
    ] {
        let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature));
        refused(&edge, &token, "signature_invalid");
    }
    assert!(edge.pool.seen().is_empty());
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn row_12_14_15_and_19_claims_that_only_look_right_are_refused() {
    let edge = Edge::start();
    let now = anteroom_dev::token::unix_now();
    let issuer = edge.issuer.clone();
    for (claim, value) in [
        ("iss", json!(issuer.to_uppercase())),
        ("iss", json!(format!("{issuer}/"))),
        ("iss", json!([issuer])),
        ("iss", json!(format!("{issuer}\u{0}"))),
        ("iss", json!(issuer.replace("127.0.0.1", "localhost"))),
        ("aud", json!({"aud": "anteroom-under-test"})),
        ("aud", json!(["x", 1])),
        ("aud", json!("ANTEROOM-UNDER-TEST")),
        ("aud", json!("anteroom-under-test ")),
        ("aud", json!("\u{430}nteroom-under-test")),
        ("exp", json!((now + 60).to_string())),
        ("exp", json!(-1)),
        ("exp", json!(f64::MAX)),
        ("exp", json!(null)),
        ("exp", json!([now + 60])),
        ("exp", json!(true)),
        ("sub", json!("")),
        ("sub", json!(["root"])),
        ("sub", json!("a\nb")),
        ("client_id", json!({"a": 1})),
        ("jti", json!(7)),
        ("scope", json!(["classify"])),
        ("scope", json!(7)),
        ("cnf", json!(null)),
        ("cnf", json!({})),
        ("nbf", json!(true)),
        ("iat", json!("0")),
    ] {
        let token = edge.claims().with(claim, value.clone()).sign(&edge.key).unwrap();
        let answer = edge.post_as(&token, "/v1/classify", BODY);
        assert_eq!(answer.status, 401, "{claim} {value}: {answer:?}");
    }
    // A scope is a whole word: these grant nothing.
    for scope in [
        "CLASSIFY",
        "classify2",
        "xclassify",
        "classify,deidentify",
        "classify\tdeidentify",
        "class ify",
        "*",
        "classify.*",
        "cl\u{430}ssify",
        "deidentify",
    ] {
        let token = edge.claims().with("scope", json!(scope)).sign(&edge.key).unwrap();
        edge.post_as(&token, "/v1/classify", BODY).assert_problem(403, "insufficient-scope");
    }
    assert!(edge.pool.seen().is_empty());
}
