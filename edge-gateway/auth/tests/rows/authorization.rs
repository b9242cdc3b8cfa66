//! Rows 1, 2 and 11: what stands in the `Authorization` header.

use edge_auth::{BearerToken, MAX_TOKEN_BYTES, Refusal};

use crate::issuer::{NOW, PAIRS, claims_with, verify};

#[track_caller]
fn check(values: &[&[u8]], expect: Option<Refusal>, challenge: Option<&str>) {
    let result = BearerToken::from_authorization(values);
    assert_eq!(result.as_ref().err(), expect.as_ref());
    if let Some(refusal) = expect {
        assert_eq!(refusal.status(), 401);
        assert_eq!(refusal.challenge().as_deref(), challenge);
    }
}

#[test]
fn row_01_no_empty_or_malformed_credentials_get_a_bare_challenge() {
    let bare = Some("Bearer");
    check(&[], Some(Refusal::CredentialsMissing), bare);
    check(&[b""], Some(Refusal::CredentialsMissing), bare);
    check(&[b"  \t "], Some(Refusal::CredentialsMissing), bare);
    let malformed: [&[u8]; 16] = [
        b"Bearer",
        b"Bearer ",
        b"Bearer\ta.b.c",
        b"Bearera.b.c",
        b"a.b.c",
        b"Basic dXNlcjpwYXNz",
        b"DPoP a.b.c",
        b"Bearer a.b.c d.e.f",
        b"Bearer a.b.c, Bearer d.e.f",
        b"Bearer a.b.c,",
        b"Bearer \"a.b.c\"",
        b"Bearer a.b.c;x",
        b"Bearer =",
        b"Bearer a=b",
        b"Bearer a.b.\xff",
        b"Bearer a.b.c\0",
    ];
    for value in malformed {
        check(&[value], Some(Refusal::AuthorizationMalformed), bare);
    }
    let good: [&[u8]; 5] =
        [b"Bearer a.b.c", b"bearer a.b.c", b"BEARER a.b.c", b"Bearer   a.b.c", b" Bearer a-_~+/== "];
    for value in good {
        check(&[value], None, None);
    }
}

#[test]
fn row_02_two_headers_are_refused_and_none_of_them_wins() {
    check(&[b"Bearer a.b.c", b"Bearer a.b.c"], Some(Refusal::AuthorizationRepeated), Some("Bearer"));
    check(&[b"Bearer a.b.c", b""], Some(Refusal::AuthorizationRepeated), Some("Bearer"));
    check(&[b"", b"Bearer a.b.c"], Some(Refusal::AuthorizationRepeated), Some("Bearer"));
    check(&[b"Basic eA", b"Bearer a.b.c"], Some(Refusal::AuthorizationRepeated), Some("Bearer"));
}

#[test]
fn row_11_the_size_limit_is_exact() {
    let value = |length: usize| [b"Bearer ".as_slice(), &vec![b'a'; length]].concat();
    check(&[&value(MAX_TOKEN_BYTES)], None, None);
    check(
        &[&value(MAX_TOKEN_BYTES + 1)],
        Some(Refusal::TokenTooLarge),
        Some("Bearer error=\"invalid_token\""),
    );
    // A good token that is too long is refused for its length alone.
    let pair = &PAIRS.ed25519;
    let token = pair.sign(&pair.header(), &claims_with("padding", Some("x".repeat(MAX_TOKEN_BYTES).into())));
    assert_eq!(verify(&token), Err(Refusal::TokenTooLarge));
}

#[test]
fn row_43_nothing_shows_a_token_or_a_name() {
    let token = PAIRS.ed25519.token();
    let bearer = BearerToken::from_authorization(&[format!("Bearer {token}").as_bytes()]).unwrap();
    let verifier = crate::issuer::verifier(&[]);
    let inspected = verifier.inspect(&bearer).unwrap();
    let caller = inspected.verify(&crate::issuer::KEYS, NOW).unwrap();
    let shown = format!("{bearer:?} {inspected:?} {caller:?} {:?}", *crate::issuer::KEYS);
    assert_eq!(
        shown,
        "BearerToken(redacted) Inspected { algorithm: EdDsa, .. } Caller { scopes: Scopes(3), .. } \
         KeySet(4 usable, 0 skipped)"
    );
}
