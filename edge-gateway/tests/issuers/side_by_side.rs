//! Issuers of one edge: none speaks for another, and none takes another down.

use anteroom_dev::keys::SigningKey;
use anteroom_dev::token::Claims;
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use crate::BODY;
use crate::support::{AUDIENCE, Edge, RedisServer, Setup};

const WARD: &str = "ward-7";

/// An edge whose first issuer is the usual one, or the one at `first`, and whose second has the key `other`, an audience of its own and takes
/// SMART's scopes.
struct Two {
    edge: Edge,
    /// Keeps the second issuer running.
    _around: Edge,
    other: SigningKey,
    other_url: String,
}

impl Two {
    fn start(first: Option<String>, changes: &Value) -> Self {
        let around = Edge::start();
        let other = SigningKey::generate(Algorithm::ES256, "key-1").unwrap();
        let other_url = around.another_issuer(&other);
        let mut second = json!({"issuer": other_url, "audience": WARD, "keys_url": format!("{other_url}/.well-known/jwks.json"),
            "algorithms": "ES256", "scopes": "classify=system/DocumentReference.r"});
        second.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let mut variables = vec![
            ("auth_more_issuers", json!([second]).to_string()),
            ("auth_keys_origin2", other_url.clone()),
        ];
        variables.extend(first.map(|origin| ("auth_keys_origin", origin)));
        let edge = Edge::with(Setup { variables, ..Setup::default() });
        Self { edge, _around: around, other, other_url }
    }

    fn others_claims(&self) -> Claims {
        Claims::new(&self.other_url, WARD, 600).with("scope", json!("system/DocumentReference.rs"))
    }

    fn status(&self, token: &str) -> u16 {
        self.edge.post_as(token, "/v1/classify", BODY).status
    }

    fn reason(&self) -> Value {
        self.edge.audits().pop().unwrap()["reason"].clone()
    }
}

#[test]
fn issuers_have_audience_algorithms_and_scopes_of_their_own() {
    let two = Two::start(None, &json!({}));
    assert_eq!(two.status(&two.edge.token()), 200);
    assert_eq!(two.status(&two.others_claims().sign(&two.other).unwrap()), 200);
    let event = two.edge.audits().pop().unwrap();
    assert_eq!(event["issuer"], json!(two.other_url), "{event}");
    for (token, status, reason) in [
        (two.others_claims().with("aud", json!(AUDIENCE)).sign(&two.other), 401, "audience_wrong"),
        (two.edge.claims().with("aud", json!(WARD)).sign(&two.edge.key), 401, "audience_wrong"),
        (two.others_claims().with("scope", json!("classify")).sign(&two.other), 403, "scope_missing"),
        (
            two.edge.claims().with("scope", json!("system/DocumentReference.rs")).sign(&two.edge.key),
            403,
            "scope_missing",
        ),
        (two.others_claims().sign(&two.edge.key), 401, "algorithm_not_allowed"),
        (
            two.others_claims().with("iss", json!("https://nobody.example")).sign(&two.other),
            401,
            "issuer_wrong",
        ),
    ] {
        assert_eq!((two.status(&token.unwrap()), two.reason()), (status, json!(reason)));
    }
    // One fetch for each, and none for whoever is not an issuer here.
    assert_eq!(two.edge.logged("keys_fetched"), 2);
}

/// The other issuer's key of the same id, algorithm and kind does not speak for this one.
#[test]
fn row_5_and_6_keys_of_one_issuer_never_verify_anothers_tokens() {
    let two = Two::start(None, &json!({"algorithms": "EdDSA ES256"}));
    let ours = two.edge.claims().sign(&two.other).unwrap();
    assert_eq!((two.status(&ours), two.reason()), (401, json!("key_mismatch")));
    let theirs = two.others_claims().sign(&two.edge.key).unwrap();
    assert_eq!((two.status(&theirs), two.reason()), (401, json!("key_mismatch")));
    let same_kind = SigningKey::generate(Algorithm::ES256, "key-1").unwrap();
    assert_eq!(two.status(&two.others_claims().sign(&two.other).unwrap()), 200);
    let forged = two.others_claims().sign(&same_kind).unwrap();
    assert_eq!((two.status(&forged), two.reason()), (401, json!("signature_invalid")));
}

#[test]
fn row_23_one_issuers_key_server_down_does_not_stop_the_other() {
    let nobody = format!("http://127.0.0.1:{}", RedisServer::nowhere());
    let two = Two::start(Some(nobody), &json!({}));
    assert_eq!((two.status(&two.edge.token()), two.reason()), (503, json!("keys_unavailable")));
    assert_eq!(two.status(&two.others_claims().sign(&two.other).unwrap()), 200);
    assert_eq!((two.status(&two.edge.token()), two.reason()), (503, json!("keys_unavailable")));
    let ready = two.edge.get("/readyz");
    assert_eq!(ready.status, 200, "{ready:?}");
}

#[test]
fn discovery_finds_the_keys_and_the_issuer_must_be_the_one() {
    let metadata = |two: &Two| format!("{}/.well-known/oauth-authorization-server", two.other_url);
    // The address of the second issuer is not known before it runs: the first one is the one that discovers.
    let edge = Edge::with(Setup {
        variables: vec![
            ("auth_keys_kind", "discovery".to_owned()),
            ("auth_keys_path", "/.well-known/openid-configuration".to_owned()),
        ],
        ..Setup::default()
    });
    assert_eq!(edge.post("/v1/classify", BODY).status, 200);
    drop(edge);
    let two = Two::start(None, &json!({}));
    let second = json!([{"issuer": format!("{}/", two.other_url), "audience": WARD, "keys_url": metadata(&two), "keys_kind": "discovery"}]);
    let variables =
        vec![("auth_more_issuers", second.to_string()), ("auth_keys_origin4", two.other_url.clone())];
    let edge = Edge::with(Setup { variables, ..Setup::default() });
    let token =
        two.others_claims().with("iss", json!(format!("{}/", two.other_url))).sign(&two.other).unwrap();
    edge.post_as(&token, "/v1/classify", BODY).assert_problem(503, "keys-unavailable");
    let log = edge.log.lines().join("\n");
    assert!(log.contains(r#""reason":"metadata_of_another""#), "{log}");
}

#[test]
fn row_28_and_63_settings_of_several_issuers_are_checked_together_and_keys_come_from_listed_origins_only() {
    let two = json!([
        {"issuer": "https://b.example", "audience": "b", "keys_url": "https://not-listed.example/keys"},
        {"issuer": "https://c.example", "audience": "", "keys_url": "https://c.example/keys", "scope": "classify=x"},
    ]);
    let edge = Edge::with(Setup {
        variables: vec![
            ("auth_more_issuers", two.to_string()),
            ("auth_keys_origin2", "https://c.example".to_owned()),
            ("auth_clock_skew_seconds", "301".to_owned()),
        ],
        ..Setup::default()
    });
    let answer = edge.post("/v1/classify", BODY);
    answer.assert_problem(503, "misconfigured");
    let detail = answer.json()["detail"].as_str().unwrap().to_owned();
    for name in [
        "`auth_clock_skew_seconds`",
        "`auth_more_issuers[0].keys_url`",
        "`auth_more_issuers[1].audience`",
        "`auth_more_issuers[1]` has a member",
    ] {
        assert!(detail.contains(name), "{name} missing in {detail}");
    }
    assert!(!detail.contains("not-listed"), "{detail}");
}
