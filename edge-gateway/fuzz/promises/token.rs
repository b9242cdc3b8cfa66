//! Tokens. The input is read twice: as the value of an `Authorization` header, and as a header and claims in JSON, apart by a
//! line, of a token whose signature is taken to hold.

use auth::{BearerToken, Caller, Issuers, KeySet, Refusal, SeenSignatures, SignatureFact, UnixSeconds};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

const NOW: u64 = 1_800_000_000;
const ISSUER: &str = "https://issuer.example";
const AUDIENCE: &str = "us";
/// The key of RFC 8037, appendix A.2.
const KEYS: &str = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"k","alg":"EdDSA","use":"sig","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;

struct Holds(bool);

impl SeenSignatures for Holds {
    fn held(&self, _: &SignatureFact) -> bool {
        self.0
    }
    fn remember(&self, _: &SignatureFact) {}
}

fn verify(authorization: &[u8], holds: bool) -> Result<Caller, Refusal> {
    let variable = |name: &str| {
        let value = match name {
            "auth_issuer" => ISSUER,
            "auth_audience" => AUDIENCE,
            "auth_keys_url" => "https://issuer.example/jwks",
            _ => "",
        };
        Some(value.to_owned())
    };
    let issuers = Issuers::from_variables(variable).map_err(|wrong| wrong.0.len()).unwrap();
    let token = BearerToken::from_authorization(&[authorization])?;
    let (_, inspected) = issuers.inspect(&token)?;
    let keys = KeySet::parse(KEYS.as_bytes()).unwrap();
    inspected.verify_with(&keys, UnixSeconds::from(NOW), &Holds(holds))
}

/// No bytes are a token, as nobody has signed them; and of what somebody has, only what is meant for us is taken.
pub fn token(bytes: &[u8]) {
    if let Err(refusal) = verify(bytes, false) {
        assert!([401, 503].contains(&refusal.status()));
    } else {
        panic!("a token that nobody signed is taken");
    }
    let mut parts = bytes.splitn(2, |byte| *byte == b'\n');
    let (header, claims) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let encoded = |part: &[u8]| URL_SAFE_NO_PAD.encode(part);
    let composed = format!("Bearer {}.{}.{}", encoded(header), encoded(claims), encoded(&[1; 64]));
    let Ok(caller) = verify(composed.as_bytes(), true) else { return };
    let header: Map<String, Value> = serde_json::from_slice(header).expect("a header that is taken is JSON");
    let claims: Map<String, Value> = serde_json::from_slice(claims).expect("claims that are taken are JSON");
    assert_eq!(header["alg"], "EdDSA");
    let typ = header["typ"].as_str().unwrap().to_ascii_lowercase();
    assert_eq!(typ.trim_start_matches("application/"), "at+jwt");
    assert!(header.get("kid").is_none_or(|kid| kid == "k"));
    for extension in ["crit", "b64", "zip", "enc"] {
        assert!(!header.contains_key(extension), "{extension}");
    }
    assert_eq!(claims["iss"], ISSUER);
    let audience = &claims["aud"];
    assert!(audience == AUDIENCE || audience.as_array().is_some_and(|list| list.contains(&AUDIENCE.into())));
    let date = |name: &str| claims.get(name).map(|value| value.as_f64().unwrap());
    let (now, skew) = (NOW as f64, 60.0);
    let (exp, iat) = (date("exp").unwrap(), date("iat").unwrap());
    assert!(
        exp > now - skew - 1.0 && iat <= now + skew && exp - iat <= 3600.0 && exp > iat,
        "{iat} to {exp}"
    );
    assert!(date("nbf").is_none_or(|nbf| nbf <= now + skew));
    assert!(!claims.contains_key("cnf"));
    assert_eq!((caller.issuer(), Some(caller.subject())), (ISSUER, claims["sub"].as_str()));
    assert!(
        ["client_id", "azp"].iter().any(|name| claims.get(*name).is_some_and(|id| id == caller.client()))
    );
    assert!(!caller.subject().is_empty() && !caller.client().is_empty());
}
